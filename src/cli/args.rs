//! The arguments of each subcommand as clap knows them, generated from the table of fields and the
//! few flags that are no fields. Parsing, completions and the man page are read off these.

#[cfg(feature = "charts")]
use super::chart;
use super::failure::Failure;
use super::look::Look;
use super::parse::Parsed;
use super::{accuracy, batch, estimate, explain, generated};
use backup_sim::scenario::fields;
use clap::{Arg, ArgAction, Command};
use std::process::ExitCode;

/// A subcommand.
pub struct Subcommand {
    /// Its name.
    pub name: &'static str,
    /// What it answers, in one line.
    pub about: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What `-h` shows: one screen.
    pub short: &'static str,
    /// Groups of flags beside the fields.
    pub groups: &'static [&'static [Flag]],
    /// Whether it takes all fields as flags.
    pub fields: bool,
    /// Arguments without a flag: the value's name, and whether one is needed.
    pub positional: Option<(&'static str, bool)>,
    /// Runs it.
    pub run: fn(&Parsed, &Look) -> Result<ExitCode, Failure>,
}

/// A flag that is no field.
pub struct Flag {
    /// Its name without dashes.
    pub name: &'static str,
    /// A single letter for it.
    pub short: Option<char>,
    /// The name of its value; `None` for a switch.
    pub value: Option<&'static str>,
    /// The words it takes, if it takes only these.
    pub words: &'static [&'static str],
    /// What it does.
    pub help: &'static str,
}

const fn flag(name: &'static str, value: &'static str, help: &'static str) -> Flag {
    Flag { name, short: None, value: Some(value), words: &[], help }
}

const fn switch(name: &'static str, help: &'static str) -> Flag {
    Flag { name, short: None, value: None, words: &[], help }
}

const fn choice(
    name: &'static str,
    value: &'static str,
    words: &'static [&'static str],
    help: &'static str,
) -> Flag {
    Flag { name, short: None, value: Some(value), words, help }
}

/// Where values come from besides their own flags.
const SOURCES: &[Flag] = &[
    flag("scenario", "FILE", "Reads values from a TOML file; several files, the later one wins."),
    flag("set", "KEY=VALUE", "Sets any field by its key, for instance link.upload=3Mbps."),
    switch("manual", "You start it with Back Up Now; the same as --start-mode manual."),
];

const CHANCE: &[Flag] = &[
    flag("trials", "N", "Random trials for the chance: 0 for none, or 10 to 1000000."),
    flag("seed", "N", "The seed of the random trials (1)."),
    flag("row", "N", "The row whose random numbers are used (1)."),
    flag("threads", "N", "How many threads compute (one for each processor)."),
];

const LOOK: &[Flag] = &[
    choice("color", "WHEN", &["auto", "always", "never"], "Colour: auto, always or never."),
    switch("plain", "No colour and no drawn carets."),
];

const FORCE: &[Flag] = &[switch("force", "Replaces files that are there already.")];

const OUTPUT: &[Flag] = &[
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown", "csv"],
        "What standard output gets: text, json, markdown or csv.",
    ),
    flag("csv", "FILE", "Writes the timeline as CSV; - is standard output."),
    flag("every", "SPAN", "Also cuts the rows of the timeline at fixed steps, for instance 5min."),
    flag("json", "FILE", "Writes the answer as JSON; - is standard output."),
    flag("md", "FILE", "Writes the answer as Markdown; - is standard output."),
    flag("svg", "FILE", "Writes the progress chart as SVG; - is standard output."),
    flag("png", "FILE", "Writes the progress chart as PNG; - is standard output."),
    switch("exit-code", "Exits with 10 if it is not done by the deadline."),
];

#[cfg(feature = "charts")]
const CHART: &[Flag] = &[
    Flag {
        name: "output",
        short: Some('o'),
        value: Some("FILE"),
        words: &[],
        help: "The file: .svg or .png; - or nothing is standard output, as SVG.",
    },
    choice(
        "layout",
        "LAYOUT",
        &["article", "mobile", "social", "wide"],
        "The size it is laid out for: article, mobile, social or wide.",
    ),
    choice("theme", "THEME", &["auto", "light", "dark"], "The colours: auto, light or dark."),
    flag("title", "TEXT", "A title instead of the finding."),
    flag("bundle", "DIR", "Writes drawing, pictures, numbers and words into a folder."),
    choice("format", "FORMAT", &["text", "json"], "With json, errors are JSON."),
];

const BATCH: &[Flag] = &[
    Flag {
        name: "output",
        short: Some('o'),
        value: Some("OUT.csv"),
        words: &[],
        help: "The answers; beside it OUT.rejects.csv and OUT.summary.json. Without: standard \
               output.",
    },
    flag("csv", "OUT.csv", "The same as --output."),
    flag("rejects", "FILE", "Where rejected rows go."),
    flag("columns", "NAMES", "Names for the columns of an input without a header: size,upload."),
    switch("no-header", "Leaves the header of the output out."),
    switch("check", "Only validates the rows; answers none."),
    switch("allow-extra", "Passes unknown columns through."),
    switch("keep-input", "Repeats the input's columns behind the answer's."),
    switch("needs", "Adds the speed and the size that would do it in time."),
    flag("trials", "N", "Random trials for each row: 0 for none, or 10 to 1000000 (0)."),
    flag("seed", "N", "The seed of the random trials (1)."),
    flag("threads", "N", "How many threads compute (one for each processor)."),
    choice("format", "FORMAT", &["csv", "json"], "The output is CSV; with json, errors are JSON."),
];

const ACCURACY: &[Flag] = &[
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown", "csv"],
        "What standard output gets: text, json, markdown or csv.",
    ),
    flag("set", "KEY=VALUE", "Sets a field in every run, for instance link.efficiency=100%."),
    flag("csv", "FILE", "Writes the runs as CSV; - is standard output."),
    flag("json", "FILE", "Writes runs and summary as JSON; - is standard output."),
    flag("md", "FILE", "Writes runs and summary as Markdown; - is standard output."),
];

const EXPLAIN: &[Flag] =
    &[choice("format", "FORMAT", &["text", "json"], "With json, config and errors are JSON.")];

/// All subcommands in the order shown.
pub static COMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "estimate",
        about: "Will it finish, when, and what holds it back?",
        usage: "backup-sim estimate --size SIZE --upload RATE [FLAGS]",
        short: super::help::ESTIMATE,
        groups: &[SOURCES, CHANCE, OUTPUT, FORCE, LOOK],
        fields: true,
        positional: None,
        run: estimate::run,
    },
    #[cfg(feature = "charts")]
    Subcommand {
        name: "chart",
        about: "Draws the answer: progress, states or speed.",
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

impl Subcommand {
    /// The clap command for a command line: with the arguments that occur in it, which are a few
    /// of a hundred. A flag that this command does not have is unknown to it either way.
    pub fn clap(&self, typed: &[String]) -> Command {
        let command = Command::new(self.name).about(self.about);
        let occurs = |flag: &str| {
            let names = typed.iter().filter_map(|arg| arg.strip_prefix("--"));
            names.map(|name| name.split('=').next().unwrap_or(name)).any(|name| name == flag)
        };
        self.arguments(command, &occurs)
    }

    /// Adds the arguments that are `wanted`.
    fn arguments(&self, mut command: Command, wanted: &dyn Fn(&str) -> bool) -> Command {
        command = command.disable_help_flag(true).disable_version_flag(true);
        command = command.arg(
            Arg::new("help").long("help").short('h').action(ArgAction::SetTrue).help("Shows help."),
        );
        if let Some((name, _)) = self.positional {
            command = command.arg(Arg::new("positional").value_name(name));
        }
        let own = self.groups.iter().flat_map(|g| g.iter());
        for flag in own.filter(|flag| flag.short.is_some() || wanted(flag.name)) {
            let mut arg = Arg::new(flag.name).long(flag.name).help(flag.help);
            if let Some(short) = flag.short {
                arg = arg.short(short);
            }
            arg = match flag.value {
                None => arg.action(ArgAction::SetTrue).overrides_with(flag.name),
                Some(value) => {
                    arg.value_name(value).action(ArgAction::Append).allow_hyphen_values(true)
                }
            };
            if !flag.words.is_empty() {
                arg = arg.value_parser(clap::builder::PossibleValuesParser::new(flag.words));
            }
            command = command.arg(arg);
        }
        if self.fields {
            for field in fields() {
                for (i, flag) in field.flags.iter().enumerate().filter(|(_, flag)| wanted(flag)) {
                    let arg = Arg::new(*flag)
                        .long(flag)
                        .value_name(field.kind.placeholder)
                        .help(field.help)
                        .help_heading(if field.section.is_empty() { "case" } else { field.section })
                        .action(ArgAction::Append)
                        .allow_hyphen_values(true)
                        .hide(i > 0);
                    command = command.arg(arg);
                }
            }
        }
        command
    }
}

/// The whole tree, for completions and the man page. A subcommand's arguments are built when it is
/// looked into.
pub fn tree() -> Command {
    let mut root = Command::new("backup-sim")
        .about("Will tonight's phone backup finish?")
        .version(env!("CARGO_PKG_VERSION"));
    for (subcommand, build) in COMMANDS.iter().zip(DEFERRED) {
        root = root.subcommand(Command::new(subcommand.name).about(subcommand.about).defer(build));
    }
    root
}

macro_rules! deferred {
    ($($place:literal)+) => {
        [$(built::<$place>),+]
    };
}

/// `defer` takes a plain function, so there is one for each place in [`COMMANDS`], and some to spare.
const DEFERRED: [fn(Command) -> Command; 20] =
    deferred!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);

const _: () = assert!(COMMANDS.len() <= DEFERRED.len());

fn built<const PLACE: usize>(command: Command) -> Command {
    match COMMANDS.get(PLACE) {
        Some(subcommand) => subcommand.arguments(command, &|_| true),
        None => command,
    }
}
