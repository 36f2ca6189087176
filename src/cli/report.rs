//! `report`: one scenario, or the result of a batch, in; one HTML page out that needs nothing else.

use super::article::Article;
use super::case::Ask;
use super::disk::{Machine, is_device};
use super::failure::{ARGUMENTS, Failure, Usage};
use super::look::Look;
use super::overview;
use super::parse::Parsed;
use super::sink::{check, print, write_file};
use super::stop;
use backup_sim::report::chart::{ChartError, ChartKind, Dots};
use backup_sim::report::format::inert;
use backup_sim::report::page::{PageOptions, batch_page, case_page};
use std::path::Path;
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, _look: &Look) -> Result<ExitCode, Failure> {
    let output = parsed.text("output").filter(|o| *o != "-");
    if let Some(output) = output {
        let lower = output.to_ascii_lowercase();
        if !lower.ends_with(".html") && !lower.ends_with(".htm") && !is_device(Path::new(output)) {
            let message = format!("{} is no .html", inert(output));
            parsed.fault(Usage::new(ARGUMENTS, "-o", message).or("-o report.html"));
        }
    }
    let options =
        PageOptions { clock: parsed.clock(), title: parsed.text("title").map(str::to_owned) };
    let force = parsed.switch("force");
    let failed = |error: ChartError| Failure::Internal(error.to_string());
    if let Some(name) = parsed.text("positional") {
        let overview = overview::of(parsed, name, output, force)?;
        return put(output, &batch_page(&overview, &options).map_err(failed)?, force);
    }
    overview::without(parsed);
    let numbers = parsed.seed_and_row();
    let ask = Ask::of(parsed.trials(1000), numbers, parsed.threads());
    let ask = Ask { recorded: true, ..ask };
    let scenario = parsed.build()?;
    if let Some(output) = output {
        check(&Machine, Path::new(output), force)?;
    }
    stop::watch();
    let Article { material, .. } = Article::of(scenario, &ask, Dots::Twenty, ask.threads);
    // The page itself is the answer at a glance.
    let in_page = |kind: &ChartKind| *kind != ChartKind::Card;
    let kinds: Vec<ChartKind> = ChartKind::ARTICLE.iter().copied().filter(in_page).collect();
    let page = case_page(&material, &kinds, &options).map_err(failed)?;
    put(output, &page, force)
}

fn put(output: Option<&str>, page: &str, force: bool) -> Result<ExitCode, Failure> {
    match output {
        Some(path) => write_file(Path::new(path), page.as_bytes(), force)?,
        None => print(page.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}
