//! `estimate`: one scenario in, one answer out, on standard output and into any number of files.

use super::case::{self, Ask};
use super::failure::{ARGUMENTS, Failure, NOT_IN_TIME, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{Machine, check, print, write_file};
use super::stop;
use backup_sim::batch::answer::remarks;
use backup_sim::report::audience::Audience;
use backup_sim::report::format::inert;
use backup_sim::report::{audience, column, csv, json, markdown, text};
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::answer::Answer;
use backup_sim::units::Span;
use std::path::Path;
use std::process::ExitCode;

/// What a file holds, by its flag.
const EXPORTS: [&str; 5] = ["csv", "json", "md", "svg", "png"];

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let exports: Vec<(&str, &str)> =
        EXPORTS.iter().filter_map(|&flag| Some((flag, parsed.text(flag)?))).collect();
    let to_stdout = exports.iter().filter(|(_, target)| *target == "-").count();
    if to_stdout > 1 {
        let message = "only one result can go to standard output";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("--json answer.json"));
    }
    for (flag, target) in exports.iter().filter(|(flag, _)| matches!(*flag, "svg" | "png")) {
        let other = if *flag == "svg" { ".png" } else { ".svg" };
        if target.to_ascii_lowercase().ends_with(other) {
            let message = format!(
                "writes {}, but {} ends in {other}",
                flag.to_ascii_uppercase(),
                inert(target)
            );
            let instead = format!("--{} {target}", other.trim_start_matches('.'));
            parsed.fault(Usage::new(ARGUMENTS, format!("--{flag}"), message).or(instead));
        }
    }
    let format = parsed.text("format").unwrap_or("text");
    let reader = parsed.reader_of(format);
    let words = Words { options: text::TextOptions { clock: parsed.clock() }, reader };
    let every = parsed.span("every");
    if every.is_some() && parsed.text("csv").is_none() {
        let message = "cuts the rows of the timeline, so it needs --csv";
        parsed.fault(Usage::new(ARGUMENTS, "--every", message).or("--csv timeline.csv"));
    }
    let (seed, row) = parsed.seed_and_row();
    let ask = Ask {
        trials: parsed.trials(1000),
        seed,
        row,
        threads: parsed.threads(),
        recorded: exports.iter().any(|(flag, _)| matches!(*flag, "csv" | "svg" | "png")),
    };
    let scenario = parsed.build()?;
    let force = parsed.switch("force");
    let files = exports.iter().filter(|(_, target)| *target != "-");
    for (_, target) in files.clone() {
        check(&Machine, Path::new(target), force)?;
    }
    if ask.trials > 0 || !exports.is_empty() {
        stop::watch();
    }
    let answer = case::answer(scenario, &ask);
    for (flag, target) in files {
        write_file(Path::new(target), &export(flag, &answer, every, &words, look)?, force)?;
    }
    match exports.iter().find(|(_, target)| *target == "-") {
        Some((flag, _)) => print(&export(flag, &answer, every, &words, look)?)?,
        None => {
            print(&shown(format, &answer, &ask, &words, look))?;
            if format == "text" && reader.is_none() {
                look.tell_notes(&answer);
            }
        }
    }
    let late = parsed.switch("exit-code") && answer.outcome.verdict != Verdict::Finishes;
    Ok(if late { ExitCode::from(NOT_IN_TIME) } else { ExitCode::SUCCESS })
}

/// How the words are written, and for whom.
struct Words {
    options: text::TextOptions,
    reader: Option<Audience>,
}

fn shown(format: &str, answer: &Answer, ask: &Ask, words: &Words, look: &Look) -> Vec<u8> {
    let options = words.options;
    if let Some(reader) = words.reader {
        let text = audience::text(answer, reader, &options);
        return if reader == Audience::Owner { look.paint_answer(&text) } else { text }
            .into_bytes();
    }
    match format {
        "json" => json::pretty(answer).into_bytes(),
        "markdown" => markdown::markdown(answer, &options).into_bytes(),
        "csv" => {
            let columns = column::columns(ask.trials > 0, false);
            let mut out = Vec::new();
            column::header(columns.clone(), &mut out);
            out.push(b'\n');
            let name = &answer.scenario.inputs().top.name.0;
            let row = column::Row {
                row: ask.row,
                name,
                outcome: &answer.outcome,
                bottleneck: answer.bottleneck,
                notes: &remarks(&answer.scenario, &answer.notes),
                chance: answer.chance.as_ref(),
                needs: None,
            };
            column::row(columns, &row, &mut out);
            out.push(b'\n');
            out
        }
        _ => look.paint_answer(&text::text(answer, &options)).into_bytes(),
    }
}

fn export(
    flag: &str,
    answer: &Answer,
    every: Option<Span>,
    words: &Words,
    look: &Look,
) -> Result<Vec<u8>, Failure> {
    Ok(match flag {
        "csv" => csv::timeline(&answer.scenario, &answer.outcome, every).into_bytes(),
        "json" => json::pretty(answer).into_bytes(),
        "md" => markdown::markdown(answer, &words.options).into_bytes(),
        #[cfg(feature = "charts")]
        picture => super::chart::progress(answer, picture == "png", look)?,
        #[cfg(not(feature = "charts"))]
        _ => {
            let _ = look;
            return Err(Failure::Internal("built without charts".to_owned()));
        }
    })
}
