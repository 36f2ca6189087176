//! A recorded battery level beside the simulated one, in words: a comparison flows in; text, JSON and
//! the rows of a Markdown table flow out.

use super::format::{self, ClockStyle, Way};
use crate::sim::outcome::Outcome;
use crate::study::charging::{Comparison, Errors, Points, Stretch};
use crate::units::{ClockTime, Fraction, SimTime};
use serde_json::{Value, json};

/// Points with one decimal.
pub fn points(points: Points) -> String {
    format!("{:.1}", points.as_points())
}

/// The columns of the table, beside those that say which stretch it is.
const ANSWERS: [&str; 4] = ["model", "at worst", "straight line", "constant to 80 %"];

/// The minute that a moment lies in: recordings are no finer.
pub fn minute(clock: ClockTime) -> String {
    format::clock(ClockTime::from_secs(clock.secs() / 60 * 60), ClockStyle::H24)
}

fn clock(outcome: &Outcome, at: SimTime) -> String {
    minute(outcome.clock_at(at))
}

/// `100 % to 0 %`.
pub fn levels(stretch: &Stretch) -> String {
    let percent = |level: Fraction| format::level(level, &[]);
    format!("{} to {}", percent(stretch.from.measured), percent(stretch.to.measured))
}

/// The cells of a stretch: from, to, levels, then the four [`ANSWERS`].
fn cells(outcome: &Outcome, stretch: &Stretch) -> Vec<String> {
    let to_80 = stretch.to_80.map_or_else(|| "-".to_owned(), |e| points(e.mean));
    vec![
        clock(outcome, stretch.from.at),
        clock(outcome, stretch.to.at),
        levels(stretch),
        points(stretch.model.mean),
        points(stretch.model.worst),
        points(stretch.line.mean),
        to_80,
    ]
}

/// The finding in one sentence.
pub fn finding(outcome: &Outcome, comparison: &Comparison) -> String {
    let Comparison { model, line, points: all, .. } = comparison;
    let length = all.last().map_or(SimTime::ZERO, |p| p.at).since(SimTime::ZERO);
    format!(
        "The simulated level is {} points off on average over {}, {} at worst ({}); straight lines: {}.",
        points(model.mean),
        format::span(length, Way::Nearest),
        points(model.worst),
        clock(outcome, model.worst_at),
        points(line.mean)
    )
}

/// The comparison as text for a terminal.
pub fn text(outcome: &Outcome, comparison: &Comparison, left_out: u32) -> String {
    let mut rows =
        vec![["from", "to", "level"].into_iter().chain(ANSWERS).map(str::to_owned).collect()];
    rows.extend(comparison.stretches.iter().map(|s| cells(outcome, s)));
    let mut out = finding(outcome, comparison) + "\n\n";
    let width = |column: usize| rows.iter().map(|r: &Vec<String>| r[column].chars().count()).max();
    let widths: Vec<usize> = (0..7).map(|column| width(column).unwrap_or(0)).collect();
    for row in &rows {
        let padded = row.iter().zip(&widths).enumerate().map(|(i, (cell, &width))| match i {
            0..3 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        out += padded.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    out += &format!("\nErrors in points of the full battery, on average over time. {}\n", {
        let mut said =
            vec![format!("{} compared", format::count(comparison.points.len() as u64, "reading"))];
        if left_out > 0 {
            said.push(format!("{} without a level", format::count(left_out.into(), "row")));
        }
        if comparison.beyond > 0 {
            said.push(format!("{} outside the simulated time", comparison.beyond));
        }
        said.join(", ") + "."
    });
    out
}

/// The rows of a Markdown table, each beginning with a name; see [`markdown_head`].
pub fn markdown_rows(name: &str, outcome: &Outcome, comparison: &Comparison) -> String {
    let row = |s: &Stretch| format!("| {name} | {} |\n", cells(outcome, s).join(" | "));
    comparison.stretches.iter().map(row).collect()
}

/// The head of that table.
pub fn markdown_head() -> String {
    let names: Vec<&str> =
        ["recording", "from", "to", "level"].into_iter().chain(ANSWERS).collect();
    format!("| {} |\n|---|---|---|---|--:|--:|--:|--:|\n", names.join(" | "))
}

/// The comparison as JSON.
pub fn json(outcome: &Outcome, comparison: &Comparison, left_out: u32) -> Value {
    let errors = |e: &Errors| {
        json!({
            "mean_points": e.mean.as_points(),
            "worst_points": e.worst.as_points(),
            "worst_seconds": e.worst_at.as_secs(),
            "worst_clock": clock(outcome, e.worst_at),
        })
    };
    let stretch = |s: &Stretch| {
        json!({
            "start_seconds": s.from.at.as_secs(),
            "end_seconds": s.to.at.as_secs(),
            "start_percent": s.from.measured.as_percent(),
            "end_percent": s.to.measured.as_percent(),
            "model": errors(&s.model),
            "straight_line": errors(&s.line),
            "constant_to_80": s.to_80.as_ref().map_or(Value::Null, errors),
        })
    };
    json!({
        "model": errors(&comparison.model),
        "straight_line": errors(&comparison.line),
        "stretches": comparison.stretches.iter().map(stretch).collect::<Vec<_>>(),
        "readings": comparison.points.len(),
        "readings_beyond": comparison.beyond,
        "rows_left_out": left_out,
        "points": comparison.points.iter().map(|p| json!({
            "seconds": p.at.as_secs(),
            "measured_percent": p.measured.as_percent(),
            "simulated_percent": p.simulated.as_percent(),
        })).collect::<Vec<_>>(),
    })
}
