//! `check`: whether a quoted time can be true for a size and a speed, and what would explain it if not.

use super::case::{self, Ask};
use super::failure::{ARGUMENTS, Failure, NOT_IN_TIME, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{self, Machine, print, write_file};
use super::stop;
use backup_sim::report::audience::Audience;
use backup_sim::report::check::{self as report, Checked};
use backup_sim::report::text::TextOptions;
use backup_sim::study::check::{ClaimVerdict, chance, check};
use backup_sim::study::risk;
use backup_sim::units::{Claim, Kind};
use std::path::Path;
use std::process::ExitCode;

/// What a file holds, by its flag.
const EXPORTS: [&str; 2] = ["json", "md"];

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let claim = claim(parsed);
    let files: Vec<(&str, &str)> =
        EXPORTS.iter().filter_map(|&flag| Some((flag, parsed.text(flag)?))).collect();
    if files.iter().filter(|(_, path)| *path == "-").count() > 1 {
        let message = "only one result can go to standard output";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("--json answer.json"));
    }
    let reader = parsed.reader_of(parsed.text("format").unwrap_or("text"));
    let (seed, row) = parsed.seed_and_row();
    let trials = risk::Ask { trials: parsed.trials(1000), seed, row, threads: parsed.threads() };
    let base = parsed.build()?;
    let Some(claim) = claim else {
        return Err(missing().into());
    };
    let force = parsed.switch("force");
    for (_, path) in files.iter().filter(|(_, path)| *path != "-") {
        sink::check(&Machine, Path::new(path), force)?;
    }
    if trials.trials > 0 {
        stop::watch();
    }
    let found = check(&base, &claim);
    // The verdict is that of the point answer; the trials say how sure the claim is. How sure the deadline
    // is, which nobody asked for, is left out.
    let ask = Ask { trials: 0, seed, row, threads: 1, recorded: false };
    let answer = case::answer(found.scenario.clone(), &ask);
    let found = Checked { chance: chance(&found, trials), check: found, answer };
    let options = TextOptions { clock: parsed.clock() };
    let shown = |format: &str| match format {
        "json" => report::pretty(&found),
        "md" | "markdown" => report::markdown(&found, &options),
        _ => look.paint_answer(&report::text(&found, &options)),
    };
    for (flag, path) in files.iter().filter(|(_, path)| *path != "-") {
        write_file(Path::new(path), shown(flag).as_bytes(), force)?;
    }
    let format = match files.iter().find(|(_, path)| *path == "-") {
        Some((flag, _)) => flag,
        None => parsed.text("format").unwrap_or("text"),
    };
    // A file to standard output has words of its own.
    match reader.filter(|_| !files.iter().any(|(_, path)| *path == "-")) {
        Some(reader) => {
            let text = report::reader(&found, reader, &options);
            let plain = reader != Audience::Owner;
            print(if plain { text } else { look.paint_answer(&text) }.as_bytes())?;
        }
        None => print(shown(format).as_bytes())?,
    }
    if format == "text" && reader.is_none() {
        look.tell_notes(&found.answer);
    }
    let doubtful = parsed.switch("exit-code") && found.check.verdict != ClaimVerdict::Plausible;
    Ok(if doubtful { ExitCode::from(NOT_IN_TIME) } else { ExitCode::SUCCESS })
}

fn missing() -> Usage {
    let message = "is missing: the time that is quoted";
    Usage::new(ARGUMENTS, "--claim", message).or(format!("--claim '{}'", Claim::EXAMPLE))
}

/// The claim; a fault is kept with those of the other values.
fn claim(parsed: &Parsed) -> Option<Claim> {
    let Some(text) = parsed.text("claim") else {
        parsed.fault(missing());
        return None;
    };
    match Claim::read(text) {
        Ok(reading) => Some(reading.value),
        Err(error) => {
            let mut usage = Usage::unreadable("--claim", &error);
            usage.instead =
                error.instead.iter().map(|s| format!("--claim '{}'", s.typed)).collect();
            parsed.fault(usage);
            None
        }
    }
}
