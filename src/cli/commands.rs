//! The subcommands in one table: name, usage, flags, and the function that runs it. A new one is one
//! entry here and one file beside this.

use super::args::Subcommand;
use super::flags::{
    ACCURACY, BATCH, CHANCE, CHECK, DIAGNOSE, EXPLAIN, FIT, FIXES, FORCE, LOOK, OUTPUT, READER,
    SOLVE, SOURCES,
};
#[cfg(feature = "charts")]
use super::flags::{CHART, REPORT};
use super::{accuracy, batch, check, diagnose, estimate, explain, fit, fixes, generated, solve};
#[cfg(feature = "charts")]
use super::{chart, report};

/// All subcommands in the order shown.
pub static COMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "estimate",
        about: "Will it finish, when, and what holds it back?",
        usage: "backup-sim estimate --size SIZE --upload RATE [FLAGS]",
        short: super::help::ESTIMATE,
        groups: &[SOURCES, CHANCE, READER, OUTPUT, FORCE, LOOK],
        fields: true,
        positional: None,
        run: estimate::run,
    },
    Subcommand {
        name: "diagnose",
        about: "What is the matter, from a message, from what was seen, or from both?",
        usage: "backup-sim diagnose [TEXT] [--seen READINGS] [FLAGS]",
        short: super::help::DIAGNOSE,
        groups: &[DIAGNOSE, READER, SOURCES, FORCE, LOOK],
        fields: true,
        positional: Some(("TEXT", false)),
        run: diagnose::run,
    },
    #[cfg(feature = "charts")]
    Subcommand {
        name: "chart",
        about: "Draws the answer: progress, what held it back, how sure, what helps, and more.",
        usage: "backup-sim chart KIND --size SIZE --upload RATE -o FILE [FLAGS]",
        short: super::help::CHART,
        groups: &[CHART, SOURCES, CHANCE, FORCE, LOOK],
        fields: true,
        positional: Some(("KIND", true)),
        run: chart::run,
    },
    Subcommand {
        name: "batch",
        about: "The same as estimate for every row of a CSV.",
        usage: "backup-sim batch INPUT.csv [-o OUT.csv] [FLAGS]",
        short: super::help::BATCH,
        groups: &[BATCH, SOURCES, FORCE, LOOK],
        fields: true,
        positional: Some(("INPUT", true)),
        run: batch::run,
    },
    Subcommand {
        name: "explain",
        about: "Explains a field, cause, error code, preset or unit.",
        usage: "backup-sim explain [TOPIC]",
        short: super::help::EXPLAIN,
        groups: &[EXPLAIN, SOURCES, LOOK],
        fields: true,
        positional: Some(("TOPIC", false)),
        run: explain::run,
    },
    Subcommand {
        name: "fixes",
        about: "Everything that would help, simulated and ranked.",
        usage: "backup-sim fixes --size SIZE --upload RATE [FLAGS]",
        short: super::help::FIXES,
        groups: &[FIXES, READER, SOURCES, CHANCE, FORCE, LOOK],
        fields: true,
        positional: None,
        run: fixes::run,
    },
    Subcommand {
        name: "solve",
        about: "The least change of one field that meets the deadline.",
        usage: "backup-sim solve FIELD --size SIZE --upload RATE [FLAGS]",
        short: super::help::SOLVE,
        groups: &[SOLVE, SOURCES, CHANCE, READER, FORCE, LOOK],
        fields: true,
        positional: Some(("FIELD", true)),
        run: solve::run,
    },
    Subcommand {
        name: "check",
        about: "Can a quoted time be true?",
        usage: "backup-sim check --size SIZE --upload RATE --claim TIME [FLAGS]",
        short: super::help::CHECK,
        groups: &[CHECK, SOURCES, CHANCE, READER, FORCE, LOOK],
        fields: true,
        positional: None,
        run: check::run,
    },
    Subcommand {
        name: "fit",
        about: "From a progress so far to its speed, its stalls and its end.",
        usage: "backup-sim fit PROGRESS [FLAGS]",
        short: super::help::FIT,
        groups: &[FIT, READER, SOURCES, FORCE, LOOK],
        fields: true,
        positional: Some(("PROGRESS", true)),
        run: fit::run,
    },
    #[cfg(feature = "charts")]
    Subcommand {
        name: "report",
        about: "One HTML page: answer, charts, what to do, what it rests on.",
        usage: "backup-sim report --size SIZE --upload RATE -o FILE.html [FLAGS]",
        short: super::help::REPORT,
        groups: &[REPORT, SOURCES, CHANCE, FORCE, LOOK],
        fields: true,
        positional: None,
        run: report::run,
    },
    Subcommand {
        name: "accuracy",
        about: "Holds predictions against measured runs.",
        usage: "backup-sim accuracy DIR [FLAGS]",
        short: super::help::ACCURACY,
        groups: &[ACCURACY, FORCE, LOOK],
        fields: true,
        positional: Some(("DIR", true)),
        run: accuracy::run,
    },
    Subcommand {
        name: "completions",
        about: "Prints completions for a shell.",
        usage: "backup-sim completions bash|elvish|fish|powershell|zsh",
        short: super::help::COMPLETIONS,
        groups: &[],
        fields: false,
        positional: Some(("SHELL", true)),
        run: generated::completions,
    },
    Subcommand {
        name: "man",
        about: "Prints the manual page.",
        usage: "backup-sim man",
        short: super::help::MAN,
        groups: &[],
        fields: false,
        positional: None,
        run: generated::man,
    },
];
