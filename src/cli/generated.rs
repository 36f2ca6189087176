//! Completions and the manual page, generated from the arguments.

use super::args::tree;
use super::arguments::nearest;
use super::failure::{Failure, NOT_IN_LIST, Usage};
use super::look::Look;
use super::manual;
use super::parse::Parsed;
use super::sink::print;
use backup_sim::report::format::inert;
use clap_complete::Shell;
use std::process::ExitCode;

const SHELLS: [(&str, Shell); 5] = [
    ("bash", Shell::Bash),
    ("elvish", Shell::Elvish),
    ("fish", Shell::Fish),
    ("powershell", Shell::PowerShell),
    ("zsh", Shell::Zsh),
];

/// `completions SHELL`.
pub fn completions(parsed: &Parsed, _: &Look) -> Result<ExitCode, Failure> {
    parsed.check()?;
    let typed = parsed.text("positional").unwrap_or_default();
    let Some(&(_, shell)) = SHELLS.iter().find(|(name, _)| *name == typed) else {
        let names = SHELLS.map(|(name, _)| name);
        let message = format!("\"{}\" is none of {}", inert(typed), names.join(", "));
        let near = nearest(typed, names.into_iter()).unwrap_or("bash");
        return Err(Usage::new(NOT_IN_LIST, "SHELL", message)
            .or(format!("backup-sim completions {near}"))
            .into());
    };
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut tree(), "backup-sim", &mut text);
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// `man`: the page of the program, then one section for each command.
pub fn man(parsed: &Parsed, _: &Look) -> Result<ExitCode, Failure> {
    parsed.check()?;
    let fail = |e: std::io::Error| Failure::Internal(e.to_string());
    let mut text = Vec::new();
    let mut root = tree();
    root.build();
    let page =
        |c: &clap::Command| clap_mangen::Man::new(c.clone()).date("").manual("User Commands");
    page(&root).render(&mut text).map_err(fail)?;
    for command in root.get_subcommands().filter(|c| c.get_name() != "help") {
        let one = page(command);
        text.extend_from_slice(
            format!(".SH \"BACKUP-SIM {}\"\n", command.get_name().to_uppercase()).as_bytes(),
        );
        one.render_description_section(&mut text).map_err(fail)?;
        one.render_options_section(&mut text).map_err(fail)?;
    }
    text.extend_from_slice(appendix().as_bytes());
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Examples, units and exit codes as sections of the page.
fn appendix() -> String {
    let mut page = String::new();
    for line in manual::appendix().lines().filter(|line| !line.is_empty()) {
        let plain = line.replace('\\', "\\e").replace('-', "\\-");
        page += &match line.strip_prefix("  ") {
            Some(_) => format!("{plain}\n"),
            None if page.is_empty() => format!(".SH {}\n.nf\n", plain.to_uppercase()),
            None => format!(".fi\n.SH {}\n.nf\n", plain.to_uppercase()),
        };
    }
    page + ".fi\n"
}
