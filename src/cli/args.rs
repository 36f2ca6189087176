//! The arguments of each subcommand as clap knows them, generated from the table of fields and the
//! few flags that are no fields ([`super::commands`]). Parsing, completions and the man page are read
//! off these.

use super::commands::COMMANDS;
use super::failure::Failure;
use super::look::Look;
use super::parse::Parsed;
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
    /// Whether a field may hold several values: a range or a list.
    pub several: bool,
    /// Arguments without a flag: the value's name, and whether one is needed.
    pub positional: Option<(&'static str, bool)>,
    /// A second argument without a flag, which is never needed by all of its uses.
    pub second: Option<&'static str>,
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
        if let Some(name) = self.second {
            command = command.arg(Arg::new("second").value_name(name));
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
