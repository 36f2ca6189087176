//! The subcommands, one file each, and what they share. The first argument picks one; only its
//! arguments are built.

mod accuracy;
mod accuracy_page;
mod args;
mod arguments;
#[cfg(feature = "charts")]
mod article;
mod batch;
mod case;
mod charging;
#[cfg(feature = "charts")]
mod chart;
#[cfg(feature = "charts")]
mod chart_columns;
mod check;
mod commands;
#[cfg(feature = "charts")]
mod compare;
mod deliver;
mod diagnose;
mod diagnosis_page;
mod disk;
mod documents;
mod estimate;
mod explain;
mod explain_json;
mod failure;
mod fit;
mod fit_page;
mod fixes;
mod flags;
#[cfg(feature = "charts")]
mod gallery;
mod generated;
#[cfg(feature = "charts")]
mod grid;
mod help;
mod look;
mod manual;
#[cfg(test)]
mod memory;
#[cfg(feature = "charts")]
mod moment;
#[cfg(feature = "charts")]
mod overview;
mod pages;
mod parse;
mod progress;
#[cfg(feature = "charts")]
mod report;
mod sink;
mod solve;
mod source;
mod speeds_page;
mod stop;
mod sweep;
mod temporary;
mod uploads_page;

use failure::{Failure, UNKNOWN_COMMAND, Usage};
use look::Look;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    stop::survive_file_size_limit();
    let command: Vec<String> = std::iter::once("backup-sim".to_owned())
        .chain(std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()))
        .collect();
    let look = Look::of(&command);
    std::panic::set_hook(Box::new(|info| {
        let version = env!("CARGO_PKG_VERSION");
        let text = format!("backup-sim {version} ran into a fault of its own: {info}\n");
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }));
    let told = |failure: Failure| {
        failure.tell(&look, &command);
        failure.exit()
    };
    let run = AssertUnwindSafe(|| dispatch(&command, &look).unwrap_or_else(told));
    std::panic::catch_unwind(run).unwrap_or_else(|_| {
        let what = "see above; a report with the command line helps to mend it";
        told(Failure::Internal(what.to_owned()))
    })
}

fn dispatch(command: &[String], look: &Look) -> Result<ExitCode, Failure> {
    let Some(name) = command.get(1).map(String::as_str) else {
        return show(help::SHORT);
    };
    let rest = command.get(2..).unwrap_or_default();
    match name {
        "-h" => return show(help::SHORT),
        "--help" => return show(&manual::long()),
        "help" => return manual::about(rest),
        "-V" | "--version" => return show(concat!("backup-sim ", env!("CARGO_PKG_VERSION"), "\n")),
        documents::NAME => return documents::run(rest),
        #[cfg(feature = "charts")]
        gallery::NAME => return gallery::run(rest),
        charging::NAME => return charging::run(rest),
        accuracy_page::NAME => return accuracy_page::run(rest),
        _ => {}
    }
    let Some(subcommand) = commands::COMMANDS.iter().find(|c| c.name == name) else {
        return Err(unknown_command(name).into());
    };
    if rest.iter().any(|arg| arg == "-h") {
        return show(subcommand.short);
    }
    if rest.iter().any(|arg| arg == "--help") {
        return show(&manual::of(subcommand));
    }
    (subcommand.run)(&parse::Parsed::of(subcommand, rest)?, look)
}

fn show(text: &str) -> Result<ExitCode, Failure> {
    sink::print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn unknown_command(name: &str) -> Usage {
    if name.starts_with("--") {
        return Usage::new(UNKNOWN_COMMAND, name, "a command comes first")
            .or(format!("backup-sim estimate {name}"));
    }
    let shown = backup_sim::report::format::inert(name);
    let usage = Usage::new(UNKNOWN_COMMAND, shown, "there is no such command");
    let names = commands::COMMANDS.iter().map(|c| c.name).chain(["help"]);
    match arguments::nearest(name, names) {
        Some(near) => usage.or(format!("backup-sim {near}")),
        None => usage.or("backup-sim --help"),
    }
}
