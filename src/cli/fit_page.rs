//! The section "A progress so far" of docs/accuracy.md: the measured runs flow in, each cut off after a
//! part of its time and forecast from there; the errors beside those of a plain division flow out.

use super::accuracy::folders;
use super::accuracy_page::Section;
use super::failure::Failure;
use backup_sim::study::accuracy::{Error, Figures};
use backup_sim::study::fit::held::{Held, Summary, hold, summary};
use std::fmt::Write as _;
use std::path::Path;

/// The share of its time after which a run is cut off.
const SHARE: f64 = 0.4;

/// Writes the section; the runs lie beside the folder of recordings, in `truth/runs`.
pub fn section(_: &Path, data: &Path) -> Result<Option<Section>, Failure> {
    let folder = data.join("..").join("truth").join("runs");
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut held = Vec::new();
    for path in folders(&folder)? {
        let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap_or_default();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (scenario, outcome) = (read("scenario.json"), read("outcome.json"));
        held.extend(hold(&name, &scenario, &outcome, &read("timeline.csv"), SHARE));
    }
    let mut text = format!("{INTRODUCTION}\n\n{HEAD}");
    for (what, eventful) in [("with steps, outages, stops or rivals", true), ("all", false)] {
        if let Some(figures) = summary(&held, eventful) {
            rows(&mut text, what, &figures);
        }
    }
    text += "\n| run | done at | plain | forecast | 8 of 10 | with its inputs |\n|---|--:|--:|--:|--:|--:|\n";
    for run in &held {
        row(&mut text, run);
    }
    text += &format!("\n{REST}");
    Ok(Some(Section { text, files: Vec::new() }))
}

const HEAD: &str = "| runs | n | what | median | mean | 9 of 10 within | worst | range holds |\n\
|---|--:|---|--:|--:|--:|--:|--:|\n";

fn rows(text: &mut String, what: &str, summary: &Summary) {
    let mut put = |name: &str, figures: Figures, holds: Option<f64>| {
        let [median, mean, p90, worst] = [figures.median, figures.mean, figures.p90, figures.worst]
            .map(|share| format!("{:.1} %", 100.0 * share));
        let holds = holds.map_or_else(|| "-".to_owned(), |h| format!("{:.0} %", 100.0 * h));
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {what} | {} | {name} | {median} | {mean} | {p90} | {worst} | {holds} |",
            summary.runs
        );
    };
    put("left over the average", summary.plain, None);
    put("forecast", summary.forecast, Some(summary.holds));
    put("forecast with the run's inputs", summary.with_case, None);
}

fn row(text: &mut String, run: &Held) {
    let share = |error: Error| match error {
        Error::Share(share) => format!("{:+.0} %", 100.0 * share),
        Error::Miss => "never".to_owned(),
    };
    let range = match run.range {
        Some((Some(from), Some(to))) => format!("{:.0}-{:.0} s", from.as_secs(), to.as_secs()),
        Some((Some(from), None)) => format!("from {:.0} s", from.as_secs()),
        _ => "-".to_owned(),
    };
    let mark = if run.holds() == Some(false) { " (misses)" } else { "" };
    let _ = writeln!(
        text,
        "| {} | {:.0} s | {} | {} | {range}{mark} | {} |",
        run.name,
        run.actual.as_secs(),
        share(run.plain_error()),
        share(run.forecast_error()),
        share(run.case_error())
    );
}

const INTRODUCTION: &str = "The runs of the section above, each cut off after 40 % of the time that it \
took, and forecast from there by `backup-sim fit`: from the bytes that had arrived by then (for S3, which \
shows none, from what the tool says of itself) and the size, and nothing else. *Left over the average* \
is what a progress bar does: the time so far and what is left divided by the average speed so far. An \
error is (forecast - actual) / actual, without its sign in the first table; a forecast of never counts as \
100 %. Runs that never ended are left out. The last column gives `fit` the run's own inputs with all that is \
to come (`--scenario`), so that it shows what knowing the plan is worth; where these do not reproduce what was seen, it is the forecast \
without them.";

const REST: &str = "### What a progress cannot show

42 of these 72 runs meet something after the cut that nothing before it hints at: a line that becomes \
faster or slower, a first outage, the end of another upload. No forecast from the progress alone can know \
it, and the median shows that. What it can know it uses: a stall that has not ended, stalls that come back, \
what was lost at them, the level after a step. The constants of this (src/study/fit/outlook.rs) were chosen on \
these runs, but coarsely: halving or doubling one of them moves the median by at most four points. The range \
is a range of what such lines do, drawn from the same runs; on a quieter line it is too wide.";
