//! `fixes`: one scenario in, everything that would help out, each simulated, the best first.

use super::case::{self, Ask};
use super::failure::{ARGUMENTS, Failure, NOT_IN_TIME, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{Machine, check, print, write_file};
use super::stop;
use backup_sim::report::audience::Audience;
use backup_sim::report::{fixes, json, text};
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::answer::Answer;
use serde_json::Map;
use std::path::Path;
use std::process::ExitCode;

/// What a file holds, by its flag.
const EXPORTS: [&str; 2] = ["json", "md"];

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let exports: Vec<(&str, &str)> =
        EXPORTS.iter().filter_map(|&flag| Some((flag, parsed.text(flag)?))).collect();
    if exports.iter().filter(|(_, target)| *target == "-").count() > 1 {
        let message = "only one result can go to standard output";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("--json fixes.json"));
    }
    let (seed, row) = parsed.seed_and_row();
    let ask =
        Ask { trials: parsed.trials(1000), seed, row, threads: parsed.threads(), recorded: false };
    let options = text::TextOptions { clock: parsed.clock() };
    let format = parsed.text("format").unwrap_or("text");
    let reader = parsed.reader();
    if reader.is_some()
        && format != "text"
        && !(format == "markdown" && reader == Some(Audience::Author))
    {
        let message = format!("words the text, and --format {format} has words of its own");
        parsed.fault(Usage::new(ARGUMENTS, "--for", message).or("--format text"));
    }
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
        write_file(Path::new(target), &shown(flag, &answer, &options, look), force)?;
    }
    match exports.iter().find(|(_, target)| *target == "-") {
        Some((flag, _)) => print(&shown(flag, &answer, &options, look))?,
        None => match reader {
            Some(reader) => {
                let text = fixes::text_for(&answer, reader, &options);
                let owner = reader == Audience::Owner;
                print(if owner { look.paint_answer(&text) } else { text }.as_bytes())?;
            }
            None => {
                print(&shown(format, &answer, &options, look))?;
                if format == "text" {
                    look.tell_notes(&answer);
                }
            }
        },
    }
    let late = parsed.switch("exit-code") && answer.outcome.verdict != Verdict::Finishes;
    Ok(if late { ExitCode::from(NOT_IN_TIME) } else { ExitCode::SUCCESS })
}

fn shown(format: &str, answer: &Answer, options: &text::TextOptions, look: &Look) -> Vec<u8> {
    match format {
        "json" => {
            let all = json::fixes(answer.fixes.iter(), answer);
            let part = Map::from_iter([("fixes".to_owned(), all)]);
            format!("{:#}\n", json::under(part, answer)).into_bytes()
        }
        "md" | "markdown" => fixes::markdown(answer, options).into_bytes(),
        _ => look.paint_answer(&fixes::text(answer, options)).into_bytes(),
    }
}
