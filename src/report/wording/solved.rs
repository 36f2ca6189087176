//! The sentences of a solved field: a solution and the answers around it flow in, the lines that only
//! `solve` has flow out.

use super::cause::{because, space};
use super::lines::Lines;
use super::{next, proof, unread};
use crate::edit::{Edit, FieldId, Value};
use crate::report::format::{ClockStyle, Way, clock, of_twenty, percent, span};
use crate::report::solve::Solved;
use crate::scenario::{Inputs, field};
use crate::sim::outcome::Verdict;
use crate::study::solve::{Reason, Solution, Target};
use crate::units::{BackupWindow, ClockTime, Fraction};

/// The first line: the value and what comes of it, or that there is none and why.
pub fn verdict(solved: &Solved, style: ClockStyle) -> String {
    let Some(with) = &solved.with else { return none(solved, style) };
    let value = value(solved, style);
    let lines = Lines::of(with, style);
    let takes = lines.takes();
    // Where nothing varies a share of nights would say that something does.
    let asked = solved.confidence.filter(|_| with.chance.is_some());
    // The edge of what does is met as stated and missed by any night that is a little slower.
    let edge = || {
        let chance = with.chance.as_ref().filter(|c| c.in_time * 5 < c.trials * 4)?;
        let of = of_twenty(chance.in_time, chance.trials);
        Some(format!(", just about ({of} nights)"))
    };
    let sure = asked.map(|of| format!(" on {} nights", share(of))).unwrap_or_default();
    let edge = if asked.is_some() { String::new() } else { edge().unwrap_or_default() };
    match solved.solution.reason {
        Some(Reason::AnyDoes) => format!("Any {} does{sure}: {takes}.", noun(solved)),
        Some(Reason::Met) => match edge.as_str() {
            "" => format!("In time as it is{sure}. {value} would still do: {takes}."),
            edge => format!("In time as it is. {value} would still do{edge}: {takes}."),
        },
        _ => format!("{value}{sure}{edge}: {takes}."),
    }
}

/// `90 %` in words that count nights.
fn share(of: Fraction) -> String {
    match of.millionths() {
        n if n % 50_000 == 0 => of_twenty(u64::from(n), 1_000_000),
        n => format!("{} of all", percent(n)),
    }
}

/// What the field is called in a sentence.
fn noun(solved: &Solved) -> String {
    let preset = solved.base.scenario.inputs().service.preset;
    match solved.solution.target {
        Target::Upload => "upload speed".to_owned(),
        Target::Size => "size".to_owned(),
        Target::Window => "window".to_owned(),
        Target::Start => "start".to_owned(),
        Target::CloudFree => format!("amount of {}", space(preset)),
        Target::PhoneFree => "free space on the phone".to_owned(),
        Target::Charger => "charger, or none,".to_owned(),
        Target::Battery => "battery level".to_owned(),
    }
}

/// The value as the start of a sentence.
fn value(solved: &Solved, style: ClockStyle) -> String {
    let solution = &solved.solution;
    let shown = solution.value.as_ref().map(shown).unwrap_or_default();
    let preset = solved.base.scenario.inputs().service.preset;
    match (solution.target, solution.value.as_ref().map(|edit| &edit.value)) {
        (Target::Upload, _) => format!("At least {shown} upload"),
        (Target::Size, _) => format!("At most {shown}"),
        (Target::CloudFree, _) if field(solution.field).key == "cloud.plan" => {
            format!("A storage plan of at least {shown}")
        }
        (Target::CloudFree, _) => format!("At least {shown} of {}", space(preset)),
        (Target::PhoneFree, _) => format!("At least {shown} free on the phone"),
        (Target::Charger, _) => match solution.edits.first() {
            Some(sold) if Some(sold) != solution.value.as_ref() => {
                format!("A charger of {} (at least {shown})", self::shown(sold))
            }
            _ => format!("A charger of at least {shown}"),
        },
        (Target::Battery, _) => format!("At least {shown} battery at the start"),
        (Target::Start, Some(&Value::BackupWindow(window))) => {
            format!("A start at {} at the latest", clock(window.start(), style))
        }
        (_, Some(&Value::BackupWindow(window))) => {
            format!("{}, {}", span(window.length(), Way::Up), hours(window, style))
        }
        _ => shown,
    }
}

fn hours(window: BackupWindow, style: ClockStyle) -> String {
    match window {
        BackupWindow::AllDay => "all day".to_owned(),
        BackupWindow::Nightly { start, end } => {
            let both = |at: ClockTime| clock(at, style);
            format!("{}-{}", both(start), both(end))
        }
    }
}

/// A value as people read it: its printed text with a space before the unit.
fn shown(edit: &Edit) -> String {
    let text = print(edit);
    let unit = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    match text.split_at(unit) {
        ("", _) => text,
        (number, "mW") => {
            let milliwatts = number.parse::<f64>().unwrap_or_default();
            format!("{} W", milliwatts / 1000.0)
        }
        (number, unit) => format!("{number} {unit}").trim_end().to_owned(),
    }
}

/// The printed text of an edit, which reads back to it.
pub fn print(edit: &Edit) -> String {
    text_of(edit.field, &edit.value)
}

/// The printed text of a field's value.
pub fn text_of(field: FieldId, value: &Value) -> String {
    let mut inputs = Inputs::default();
    inputs.put(Edit { field, value: value.clone() });
    inputs.print(field)
}

/// That there is no value, and why.
fn none(solved: &Solved, style: ClockStyle) -> String {
    let lines = Lines::of(&solved.base, style);
    let by = format!("by {}", lines.deadline());
    let noun = noun(solved);
    match (solved.solution.reason, &solved.best) {
        (Some(Reason::Unread(why)), _) => {
            format!("No {noun} matters here: {}.", unread::because(why))
        }
        (Some(Reason::Listed), _) => {
            "No size to solve for: the listing says how large the library is.".to_owned()
        }
        (Some(Reason::TooUnsure { in_time, trials }), _) => {
            let asked = solved.confidence.map(share).unwrap_or_default();
            let best = of_twenty(in_time, trials);
            format!("No {noun} is done {by} on {asked} nights; the best is on {best}.")
        }
        (Some(Reason::NoneDoes { cause, verdict }), Some(best)) => {
            let text = match (&best.outcome.proof, cause) {
                (Some(found), _) => proof::sentence(found, best.scenario.inputs(), &best.outcome),
                (None, Some(cause)) => because(cause).to_owned(),
                (None, None) => String::new(),
            };
            let whole = if verdict == Verdict::Misses { format!(" {by}") } else { String::new() };
            format!("No {noun} gets it done{whole}. {text}").trim_end().to_owned()
        }
        _ => format!("No {noun} that can be typed gets it done {by}."),
    }
}

/// What it is now and what comes of that.
pub fn now(solved: &Solved, style: ClockStyle) -> Option<String> {
    if solved.placeholder {
        return None;
    }
    let (base, solution) = (&solved.base, &solved.solution);
    let lines = Lines::of(base, style);
    let verdict = match base.outcome.verdict {
        Verdict::Finishes | Verdict::Misses => lines.takes(),
        Verdict::Never => "never done as things are".to_owned(),
        Verdict::Refused => "it does not start".to_owned(),
    };
    let value = base.scenario.inputs().get(solution.field);
    let edit = Edit { field: solution.field, value };
    Some(match &edit.value {
        Value::Absent => verdict,
        Value::BackupWindow(window) => format!("{}: {verdict}", hours(*window, style)),
        _ => format!("{}: {verdict}", shown(&edit)),
    })
}

/// How to ask for more than the point answer, where that leaves much to chance.
pub fn surer(solved: &Solved) -> Option<String> {
    let chance = solved.with.as_ref()?.chance.as_ref()?;
    let unsure = chance.in_time * 10 < chance.trials * 9;
    (unsure && solved.confidence.is_none())
        .then(|| "for 18 of 20 nights add --confidence 90%".to_owned())
}

/// The values that do, where they are not all on one side.
pub fn works(solution: &Solution) -> Option<String> {
    if solution.monotone || solution.ranges.is_empty() {
        return None;
    }
    let text = |value: &Value| shown(&Edit { field: solution.field, value: value.clone() });
    let parts: Vec<String> = solution
        .ranges
        .iter()
        .map(
            |(from, to)| {
                if from == to { text(from) } else { format!("{} to {}", text(from), text(to)) }
            },
        )
        .collect();
    Some(format!("more is not always better: only {}", parts.join(", and ")))
}

/// The flags to paste.
pub fn flags(solution: &Solution) -> Option<String> {
    (!solution.edits.is_empty()).then(|| next::edits(&solution.edits))
}

/// Why, in one sentence, for machines that show it; `None` where nothing is to be said.
pub fn reason(solved: &Solved) -> Option<String> {
    match solved.solution.reason? {
        Reason::Met => Some("The deadline is met as it is.".to_owned()),
        Reason::AnyDoes => Some("Every value meets the deadline.".to_owned()),
        _ => Some(none(solved, ClockStyle::H24)),
    }
}
