//! The best points of a cause tried as they would be typed. Points on lines of hypotheses flow in; the
//! case to print flows out, with what it shows at the readings and how likely they are under it. A
//! point was found between simulated ones: here it is simulated itself, and its number is moved until
//! the case shows what was seen as well as it can.

use super::Found;
use super::case::{Case, edit, leaves_trace};
use super::fitting::{Fitted, Point};
use super::hypotheses::Line;
use super::lines::bytes;
use super::observed::{Shown, Start};
use super::questions;
use crate::cause::Cause;
use crate::edit::Edit;
use crate::scenario::Scenario;
use crate::sim::{simulate_inputs, simulate_recorded};

/// How often the step by which a number is moved is halved.
const HALVINGS: u32 = 9;
/// How many points a difference counts for at most when cases of one cause are compared.
const MOST_OFF: f64 = 6.0;

/// A case as typed.
struct Trial {
    edits: Vec<Edit>,
    scenario: Scenario,
    shown: Shown,
    likelihood: f64,
    worst: f64,
}

impl Trial {
    /// How well it serves as the case to print: how likely the readings are, and how far the worst
    /// of them is off as displayed.
    fn merit(&self) -> f64 {
        libm::log(self.likelihood.max(f64::MIN_POSITIVE)) - self.worst.min(MOST_OFF)
    }
}

/// The case of a cause to print, with its score; `None` where no point brings the cause about.
pub(super) fn found(case: &Case<'_>, lines: &[Line], f: &Fitted, weight: f64) -> Option<Found> {
    let nothing_seen = case.observed.readings.is_empty();
    let mut best: Option<Trial> = None;
    for point in &f.best {
        let trial = settled(case, lines, point, f.cause);
        if let Some(trial) = trial
            && best.as_ref().is_none_or(|b| trial.merit() > b.merit())
        {
            best = Some(trial);
        }
        if nothing_seen && best.is_some() {
            break;
        }
    }
    let best = best?;
    let peak = f.best.first().map_or(0.0, |p| p.peak);
    // What was interpolated too kindly is put right.
    let kind = if peak > 0.0 && !nothing_seen { (best.likelihood / peak).min(1.0) } else { 1.0 };
    Some(Found {
        cause: f.cause,
        score: weight * kind,
        known: f.known,
        edits: best.edits,
        outcome: simulate_inputs(best.scenario.inputs()),
        shown: best.shown.0.iter().map(|m| m.done + m.sent).collect(),
        worst: (!nothing_seen).then_some(best.worst),
        ask: Some(questions::about(f.cause)).filter(|_| !f.known && !case.answered(f.cause)),
        scenario: best.scenario,
    })
}

/// A point with its number moved to where its case shows best what was seen.
fn settled(case: &Case<'_>, lines: &[Line], point: &Point, cause: Cause) -> Option<Trial> {
    let line = point.line.and_then(|at| lines.get(at));
    let mut value = point.value;
    let mut best = tried(case, line, point.edits(lines, value), cause);
    if case.observed.readings.is_empty() || point.step <= 0.0 {
        return best;
    }
    let values = line.map_or(&[][..], |line| line.values.as_slice());
    let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    let mut step = point.step / 2.0;
    for _ in 0..HALVINGS {
        for moved in [value - step, value + step] {
            if moved < least || moved > most {
                continue;
            }
            let trial = tried(case, line, point.edits(lines, moved), cause);
            if let Some(trial) = trial
                && best.as_ref().is_none_or(|b| trial.merit() > b.merit())
            {
                (best, value) = (Some(trial), moved);
            }
        }
        step /= 2.0;
    }
    best
}

/// Edits simulated as typed: as they are, and with what the first reading wants done before second 0.
fn tried(case: &Case<'_>, line: Option<&Line>, edits: Vec<Edit>, cause: Cause) -> Option<Trial> {
    let earlier = line.is_some_and(|l| l.earlier);
    let start = if earlier { Start::Earlier } else { case.start };
    let (plain, begun_before) = simulated(case, line, edits, cause, start)?;
    if !begun_before {
        return Some(plain);
    }
    let size = plain.scenario.inputs().library.size.map_or(0.0, |s| s.bytes() as f64);
    let (first, seen) = (plain.shown.0.first()?, case.observed.readings.first()?);
    let share = ((seen.middle() - first.sent) / 100.0).clamp(0.0, 1.0);
    let mut edits = plain.edits.clone();
    edits.extend(edit("library.done", &bytes(share * size)).filter(|_| share > 0.0));
    let begun = simulated(case, line, edits, cause, Start::Earlier).map(|(trial, _)| trial);
    // Without what was done before, the case counts by what it shows itself.
    let likelihood = case.observed.likelihood(&plain.shown, Start::Given).0 / 2.0;
    let plain = Trial { likelihood, ..plain };
    Some(begun.filter(|b| b.merit() > plain.merit()).unwrap_or(plain))
}

fn simulated(
    case: &Case<'_>,
    line: Option<&Line>,
    edits: Vec<Edit>,
    cause: Cause,
    start: Start,
) -> Option<(Trial, bool)> {
    let scenario = case.base.with(&edits).ok()?;
    let mut inputs = scenario.inputs().clone();
    inputs.window.nights = case.short.window.nights;
    let outcome = simulate_recorded(&inputs);
    if !(line.is_none_or(|l| l.traceless) || leaves_trace(&outcome, cause)) {
        return None;
    }
    let shown = Shown::of(&outcome, &inputs, case.observed);
    let (likelihood, begun_before) = case.observed.likelihood(&shown, start);
    let worst = case.observed.worst(&shown);
    Some((Trial { edits, scenario, shown, likelihood, worst }, begun_before))
}
