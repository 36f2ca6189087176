//! Predictions held against measured runs as text, JSON, Markdown and CSV. Runs and their summary flow
//! in; rows in the order of the runs flow out.

use super::format::inert;
use crate::study::accuracy::{Error, Figures, Run, Summary};
use crate::units::SimTime;
use serde_json::{Value, json};

/// The columns of the CSV: name and what they hold.
pub const COLUMNS: &[(&str, &str)] = &[
    ("name", "The folder of the run."),
    ("predicted_finish_s", "The predicted finish in seconds; empty is never."),
    ("predicted_resent_bytes", "What is predicted to be sent again."),
    ("interval_lo_s", "From here on 90 % of repeats are expected to finish."),
    ("interval_hi_s", "Up to here."),
    ("actual_finish_s", "The actual finish; empty is never, or not known."),
    ("actual_resent_bytes", "What was sent again; empty if it was not measured."),
    (
        "error",
        "(predicted - actual) / actual; empty if one never finishes or the outcome is not known.",
    ),
    ("naive_finish_s", "Size divided by the rate at the start."),
    ("naive_error", "The error of that."),
    ("scored", "Whether the run counts towards the summary."),
];

/// Seconds with three decimals, rounded up as every finish is.
fn seconds(at: SimTime) -> f64 {
    (at.micros() as f64 / 1e3).ceil() / 1e3
}

/// Six decimals are as much as is known.
fn rounded(share: f64) -> f64 {
    let rounded = (share * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn bytes(amount: f64) -> i64 {
    amount.round() as i64
}

fn figures(figures: Option<Figures>) -> [Option<f64>; 4] {
    let part = |of: fn(&Figures) -> f64| figures.as_ref().map(of).map(rounded);
    [part(|f| f.median), part(|f| f.mean), part(|f| f.p90), part(|f| f.worst)]
}

/// The document.
pub fn json(runs: &[Run], summary: &Summary) -> Value {
    let [median, mean, p90, worst] = figures(summary.errors);
    let [naive_median, naive_mean, naive_p90, naive_worst] = figures(summary.naive);
    json!({
        "schema_version": "1.0",
        "runs": runs.iter().map(json_run).collect::<Vec<_>>(),
        "summary": {
            "n": summary.runs,
            "median": median,
            "mean": mean,
            "p90": p90,
            "worst": worst,
            "interval_coverage": summary.coverage.map(rounded),
            "interval_width": summary.width.map(rounded),
            "resent_within_10_percent": summary.resent_right.map(rounded),
            "naive": {
                "median": naive_median,
                "mean": naive_mean,
                "p90": naive_p90,
                "worst": naive_worst,
            },
        },
    })
}

fn json_run(run: &Run) -> Value {
    let end = match run.measured.map(|m| m.finish) {
        None => Value::Null,
        Some(Some(_)) => Value::from("finished"),
        Some(None) => Value::from("never"),
    };
    json!({
        "name": run.name,
        "predicted_finish_seconds": run.finish.map(seconds),
        "predicted_resent_bytes": run.resent,
        "interval": run.interval.map(|(from, to)| [seconds(from), seconds(to)]),
        "actual_finish_seconds": run.measured.and_then(|m| m.finish),
        "actual_resent_bytes": run.measured.and_then(|m| m.resent).map(bytes),
        "error": run.error().and_then(Error::share).map(rounded),
        "outcome": end,
        "naive_finish_seconds": run.naive.map(|s| (s * 1e3).round() / 1e3),
        "naive_error": run.naive_error().and_then(Error::share).map(rounded),
        "scored": run.is_scored(),
    })
}

/// The runs as CSV with a header.
pub fn csv(runs: &[Run]) -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let mut text = names.join(",") + "\n";
    for run in runs {
        let document = json_run(run);
        let cell = |key: &str| match &document[key] {
            Value::Null => String::new(),
            Value::String(text) => quoted(text),
            other => other.to_string(),
        };
        let end = |place: usize| match document["interval"].get(place) {
            Some(end) => end.to_string(),
            None => String::new(),
        };
        let cells = [
            cell("name"),
            cell("predicted_finish_seconds"),
            cell("predicted_resent_bytes"),
            end(0),
            end(1),
            cell("actual_finish_seconds"),
            cell("actual_resent_bytes"),
            cell("error"),
            cell("naive_finish_seconds"),
            cell("naive_error"),
            cell("scored"),
        ];
        text += &cells.join(",");
        text.push('\n');
    }
    text
}

/// A name as a CSV cell that no spreadsheet takes for a formula.
fn quoted(text: &str) -> String {
    let text = inert(text);
    let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
    match text.contains([',', '"', ';']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// A run as it is shown: name, predicted, actual, error, size ÷ rate.
fn cells(run: &Run) -> [String; 6] {
    let time = |seconds: Option<f64>| seconds.map_or("never".to_owned(), |s| format!("{s:.1} s"));
    let error = |error: Option<Error>| match error {
        None => String::new(),
        Some(Error::Miss) => "missed".to_owned(),
        Some(Error::Share(share)) => percent(share),
    };
    let interval = match run.interval {
        Some((from, to)) => format!("{:.1}-{:.1}", from.as_secs(), to.as_secs()),
        None => String::new(),
    };
    let name = inert(&run.name);
    [
        if run.measured.is_some() && !run.is_scored() { format!("({name})") } else { name },
        time(run.finish.map(seconds)),
        run.measured.map_or("not known".to_owned(), |m| time(m.finish)),
        error(run.error()),
        interval,
        error(run.naive_error()),
    ]
}

/// `+1.2 %`.
fn percent(share: f64) -> String {
    let percent = (share * 1e3).round() / 10.0;
    if percent == 0.0 { "0.0 %".to_owned() } else { format!("{percent:+.1} %") }
}

const HEAD: [&str; 6] = ["run", "predicted", "actual", "error", "90 % of repeats", "size/rate"];

/// What is said of all runs together, a line for each.
fn told(summary: &Summary) -> Vec<String> {
    let share = |s: f64| format!("{:.1} %", s * 100.0);
    let line = |figures: Figures| {
        let Figures { median, mean, p90, worst } = figures;
        format!(
            "median {}, mean {}, 9 of 10 within {}, worst {}",
            share(median),
            share(mean),
            share(p90),
            share(worst)
        )
    };
    let mut lines = Vec::new();
    match summary.errors {
        Some(errors) => {
            lines.push(format!("Error of {} runs: {}", summary.runs, line(errors)));
        }
        None => lines.push("No outcome is known, so that nothing is scored.".to_owned()),
    }
    lines.extend(summary.naive.map(|naive| format!("Size / rate instead: {}", line(naive))));
    if let Some(coverage) = summary.coverage {
        let width =
            summary.width.map_or(String::new(), |w| format!(", which is {} wide", share(w)));
        lines.push(format!("In the interval of 90 %{width}: {}", share(coverage)));
    }
    let right = summary.resent_right.map(share);
    lines.extend(right.map(|r| format!("Sent again right within 10 % of the payload: {r}")));
    lines
}

/// The table and the figures for people.
pub fn text(runs: &[Run], summary: &Summary) -> String {
    let head = HEAD.map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(runs.iter().map(cells)).collect();
    let wide = |column: usize| {
        rows.iter().filter_map(|r| r.get(column)).map(|c| c.chars().count()).max().unwrap_or(0)
    };
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let space = wide(column).saturating_sub(cell.chars().count());
            match column {
                0 => line += &format!("{cell}{}", " ".repeat(space)),
                _ => line += &format!("  {}{cell}", " ".repeat(space)),
            }
        }
        text += line.trim_end();
        text.push('\n');
    }
    text.push('\n');
    told(summary).into_iter().for_each(|line| text += &format!("{line}\n"));
    if runs.iter().any(|run| run.measured.is_some() && !run.is_scored()) {
        text += "Runs in brackets are shown, not scored.\n";
    }
    text
}

/// The same as Markdown.
pub fn markdown(runs: &[Run], summary: &Summary) -> String {
    let mut text =
        format!("| {} |\n|---{}\n", HEAD.join(" | "), "|--:".repeat(HEAD.len() - 1) + "|");
    for run in runs {
        let cells = cells(run).map(|cell| cell.replace('|', "\\|").replace('<', "&lt;"));
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text.push('\n');
    told(summary).into_iter().for_each(|line| text += &format!("- {line}\n"));
    text
}
