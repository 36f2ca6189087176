//! What clap reads and what it stumbles over, in our words: raw arguments flow in, its matches and a fault
//! for everything that did not read flow out, each with what was probably meant.

use super::args::Subcommand;
use super::failure::{ARGUMENTS, NO_VALUE, NOT_IN_LIST, UNKNOWN_FLAG, Usage};
use backup_sim::report::format::inert;
use backup_sim::scenario::{Inputs, find};
use clap::ArgMatches;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The most words of a flag that are all told.
const MOST_WORDS: usize = 4;

/// Clap's reading of the arguments. What it stumbles over is noted and taken out until the rest
/// reads.
pub fn matches(command: &Subcommand, mut args: Vec<String>, faults: &mut Vec<Usage>) -> ArgMatches {
    loop {
        swallowed_flags(command, &mut args, faults);
        let mut clap = command.clap(&args).no_binary_name(true);
        let error = match clap.try_get_matches_from_mut(&args) {
            Ok(matches) => return matches,
            Err(error) => error,
        };
        let before = args.len();
        faults.push(usage_of(command, &error, &mut args));
        if args.len() == before {
            args.clear();
        }
    }
}

/// `--size --upload 3Mbps`: a flag is no value of another.
fn swallowed_flags(command: &Subcommand, args: &mut Vec<String>, faults: &mut Vec<Usage>) {
    let mut at = 0;
    while at < args.len() {
        let takes =
            |arg: &str| arg.strip_prefix("--").is_some_and(|name| takes_value(command, name));
        let here = args.get(at).is_some_and(|arg| takes(arg));
        let next = args.get(at + 1).map(String::as_str);
        match next {
            Some(next) if here && is_flag(command, next) => {
                let flag = args.remove(at);
                faults.push(no_value(&flag));
            }
            _ => at += if here { 2 } else { 1 },
        }
    }
}

fn no_value(flag: &str) -> Usage {
    let field = find(flag.trim_start_matches('-'));
    let usage = Usage::new(NO_VALUE, flag, "a value is missing behind it");
    let Some(field) = field else { return usage.or(format!("{flag} VALUE")) };
    // Who types the bare flag means that something is so, not that it is as ever.
    let usual = Inputs::default().print(field.id);
    let words: Vec<_> = (field.kind.words)().iter().map(|(word, _)| *word).collect();
    let mut other = words.iter().filter(|word| **word != usual).peekable();
    if other.peek().is_none() || words.len() > MOST_WORDS {
        return usage.or(format!("{flag} {}", field.kind.example));
    }
    other.fold(usage, |usage, word| usage.or(format!("{flag} {word}")))
}

fn flags(command: &Subcommand) -> impl Iterator<Item = (&'static str, bool)> {
    let own = command.groups.iter().flat_map(|g| g.iter()).map(|f| (f.name, f.value.is_some()));
    let fields = backup_sim::scenario::fields().iter().filter(|_| command.fields);
    own.chain(fields.flat_map(|f| f.flags.iter().map(|flag| (*flag, true))))
}

fn takes_value(command: &Subcommand, name: &str) -> bool {
    flags(command).any(|(known, value)| value && known == name)
}

fn is_flag(command: &Subcommand, arg: &str) -> bool {
    let Some(name) = arg.strip_prefix("--") else { return false };
    let name = name.split('=').next().unwrap_or(name);
    flags(command).any(|(known, _)| known == name)
}

/// One of clap's errors in our words; takes what it is about out of the arguments.
fn usage_of(command: &Subcommand, error: &clap::Error, args: &mut Vec<String>) -> Usage {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.first().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let about = context(ContextKind::InvalidArg);
    // `--layout <LAYOUT>` is about `--layout`.
    let flag = about.split(' ').next().unwrap_or_default().to_owned();
    let value = context(ContextKind::InvalidValue);
    let place = args.iter().position(|arg| {
        *arg == flag || arg.starts_with(&format!("{flag}=")) || (!value.is_empty() && *arg == value)
    });
    let shown = inert(&flag);
    let usage = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => no_value(&flag),
        ErrorKind::InvalidValue => {
            let words = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(words)) => words.clone(),
                _ => Vec::new(),
            };
            let message = format!("\"{}\" is none of {}", inert(&value), words.join(", "));
            let usage = Usage::new(NOT_IN_LIST, &shown, message);
            let near = nearest(&value, words.iter().map(String::as_str))
                .or(words.first().map(String::as_str));
            near.map_or(usage.clone(), |near| usage.or(format!("{shown} {near}")))
        }
        ErrorKind::UnknownArgument if flag.starts_with("--") => {
            let name = flag.trim_start_matches('-');
            // What another command has was not mistyped.
            let takers = takers(name);
            let others = match takers.as_slice() {
                [] => String::new(),
                some => format!("; it belongs to {}", some.join(", ")),
            };
            let message = format!("{} has no such flag{others}", command.name);
            let usage = Usage::new(UNKNOWN_FLAG, &shown, message);
            let near = || meant(name).or(nearest(name, flags(command).map(|(name, _)| name)));
            match takers.is_empty().then(near).flatten() {
                Some(near) => usage.or(format!("--{near}")),
                None => usage.or(format!("backup-sim {} --help", command.name)),
            }
        }
        ErrorKind::UnknownArgument => {
            Usage::new(ARGUMENTS, &shown, "is left over").or(command.usage)
        }
        _ => {
            let first = error.to_string();
            let first = first.lines().next().unwrap_or_default().trim_start_matches("error: ");
            Usage::new(ARGUMENTS, &shown, inert(first)).or(command.usage)
        }
    };
    if let Some(place) = place {
        let taken = args.remove(place);
        let is_name = taken.starts_with("--") && !taken.contains('=');
        let behind = args.get(place).is_some_and(|next| !next.starts_with('-'));
        // An unknown flag most likely came with a value.
        if is_name && behind && error.kind() != ErrorKind::ArgumentConflict {
            args.remove(place);
        }
    }
    usage
}

/// The commands that have a flag, in the order of the table.
fn takers(name: &str) -> Vec<&'static str> {
    let has = |command: &&Subcommand| flags(command).any(|(known, _)| known == name);
    super::commands::COMMANDS.iter().filter(has).map(|command| command.name).collect()
}

/// Words that people use for a flag of another name.
fn meant(typed: &str) -> Option<&'static str> {
    let words = [
        ("upload", &["speed", "bandwidth", "rate", "mbps", "upload-speed", "internet"][..]),
        ("size", &["library", "backup-size", "amount", "data"]),
        ("window", &["hours", "time", "night", "schedule", "from", "until"]),
        ("plugged", &["power", "plugged-in", "charging", "unplugged"]),
        ("phone-free", &["storage", "free", "space", "local"]),
        ("cloud-free", &["cloud", "icloud", "quota"]),
        ("cloud-plan", &["plan", "storage-plan", "subscription"]),
        ("battery", &["level", "charge", "soc"]),
        ("in-use", &["screen", "used", "use"]),
    ];
    let typed = typed.to_ascii_lowercase().replace('_', "-");
    words.into_iter().find(|(_, list)| list.contains(&typed.as_str())).map(|(flag, _)| flag)
}

/// The nearest of some names, if one is near enough to be meant.
pub fn nearest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |text: &str| text.to_ascii_lowercase().replace('_', "-");
    let typed = plain(typed);
    names
        .map(|name| (strsim::damerau_levenshtein(&typed, &plain(name)), name))
        .filter(|&(distance, name)| distance <= ((name.len().min(typed.len()) + 2) / 4).max(1))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}
