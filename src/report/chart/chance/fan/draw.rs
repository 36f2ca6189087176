//! The drawing of the fan: nights as bands, the share upward, the two bands of trials with soft edges, since
//! an edge that is hard reads as a bound, the middle trial as a line, the deadline, and a label with a
//! leader for each.

use super::super::super::ChartError;
use super::super::super::canvas::{Align, Canvas, Rect};
use super::super::super::font::Weight;
use super::super::super::frame::Metrics;
use super::super::super::leader::{self, Leader, Targets};
use super::super::super::palette::{FAN, Ink, Role};
use super::super::axis::Axis;
use super::super::draw::Sketch;
use super::{Fanned, words};
use crate::units::{SimTime, Span};

/// How far a soft edge reaches to both sides of its quantile, as a part of the way to the next one.
const SOFT: f64 = 0.22;
/// Points that lie closer than this to the line without them are left out, in pixels.
const STRAIGHT: f64 = 0.15;

/// The quantiles of a moment in pixels, the least share first.
struct Row {
    x: f64,
    ys: [f64; 5],
}

/// From when to when the axis goes: over all moments, and the deadline where it is near.
fn ends(fanned: &Fanned<'_>) -> (SimTime, SimTime) {
    let last = fanned.fan.moments.last().map_or(SimTime::ZERO, |moment| moment.at);
    let deadline = fanned.facts().outcome.deadline;
    let near = deadline.micros() / 6 <= last.micros();
    let to = if near { last.max(deadline) } else { last };
    let margin = if near { 60 } else { 8 };
    (SimTime::ZERO, to.plus(Span::from_micros(to.micros() / margin)))
}

fn axis(fanned: &Fanned<'_>, edges: (f64, f64)) -> Axis {
    let (from, to) = ends(fanned);
    Axis::between(fanned.facts(), (from, to), edges).until(to)
}

/// Whether the hours of each night are shaded.
pub fn is_shaded(fanned: &Fanned<'_>) -> bool {
    axis(fanned, (0.0, 1.0)).shades(&fanned.likely)
}

pub fn draw(
    fanned: &Fanned<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let gutter = m.tick("100 %").width() + m.off_axis() + 2.0;
    let left = room.x + gutter;
    let axis = axis(fanned, (left, room.right()));
    let two_lines = !axis.one_night() && fanned.facts().window_text().is_some();
    let foot = m.tick * if two_lines { 2.9 } else { 1.7 };
    let plot = Rect::between(left, room.y + 1.6 * m.label, room.right(), room.bottom() - foot);
    let sketch = Sketch { likely: &fanned.likely, m, plot, axis };
    sketch.bands(canvas)?;
    grid(canvas, m, plot)?;
    sketch.ticks(canvas)?;
    let rows = rows(fanned, &sketch);
    bands(canvas, &rows)?;
    // Where it is done it ends.
    let top = plot.y + 0.01;
    let end = rows.iter().position(|row| row.ys[2] <= top).map_or(rows.len(), |end| end + 1);
    let middle: Vec<_> = rows.iter().take(end).map(|row| (row.x, row.ys[2])).collect();
    canvas.line(&middle, 2.2 * m.stroke, Ink::solid(Role::Text))?;
    if let Some(&end) = middle.last() {
        canvas.dot(end, 4.0 * m.stroke, Ink::solid(Role::Text))?;
    }
    sketch.deadline(canvas)?;
    // Straight stretches have no rows of their own, but are blocked, and can be pointed at, all along.
    let rows = close_up(&rows, plot.w / 60.0);
    for pair in rows.windows(2) {
        let [a, b] = pair else { continue };
        let (low, high) = (a.ys[0].max(b.ys[0]), a.ys[4].min(b.ys[4]));
        canvas.block(Rect::between(a.x, high - 3.0, b.x, low + 3.0));
    }
    let at = fanned.facts().outcome.deadline;
    if sketch.axis.shows(at) {
        let x = sketch.axis.x(at);
        canvas.block(Rect::between(x - 3.0, plot.y, x + 3.0, plot.bottom()));
    }
    labels(fanned, canvas, m, plot, &rows)
}

fn grid(canvas: &mut Canvas, m: &Metrics, plot: Rect) -> Result<(), ChartError> {
    for percent in [0, 25, 50, 75, 100] {
        let y = plot.bottom() - plot.h * f64::from(percent) / 100.0;
        let ink = Ink::decor(if percent % 100 == 0 { Role::Muted } else { Role::Grid });
        canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
        let text = if percent == 100 { "100 %".to_owned() } else { percent.to_string() };
        canvas.text(&m.tick(text), plot.x - m.off_axis(), y + 0.35 * m.tick, Align::End)?;
    }
    Ok(())
}

/// The moments in pixels, without those that lie on a straight line.
fn rows(fanned: &Fanned<'_>, sketch: &Sketch<'_>) -> Vec<Row> {
    let plot = sketch.plot;
    let row = |moment: &crate::study::fan::Moment| Row {
        x: sketch.axis.x(moment.at),
        ys: moment.shares.map(|share| plot.bottom() - plot.h * share.as_ratio()),
    };
    let mut rest: std::collections::VecDeque<Row> = fanned.fan.moments.iter().map(row).collect();
    let mut kept: Vec<Row> = Vec::new();
    let mut between: Vec<Row> = Vec::new();
    while let Some(next) = rest.pop_front() {
        let straight = match (kept.last(), rest.front()) {
            (Some(from), Some(to)) => {
                between.iter().chain([&next]).all(|row| lies_between(row, from, to))
            }
            _ => false,
        };
        if straight {
            between.push(next);
        } else {
            between.clear();
            kept.push(next);
        }
    }
    kept
}

fn lies_between(row: &Row, from: &Row, to: &Row) -> bool {
    let part = (row.x - from.x) / (to.x - from.x).max(1e-9);
    (0..5).all(|k| {
        let straight = from.ys[k] + part * (to.ys[k] - from.ys[k]);
        (straight - row.ys[k]).abs() <= STRAIGHT
    })
}

/// Both bands, the outer one first, each from its faintest step to its own colour.
fn bands(canvas: &Canvas, rows: &[Row]) -> Result<(), ChartError> {
    let (top, floor) = rows
        .iter()
        .fold((f64::MAX, f64::MIN), |(top, floor), row| (top.min(row.ys[4]), floor.max(row.ys[0])));
    for (step, &role) in FAN.iter().enumerate() {
        let (outer, place) = (step < 5, step % 5);
        let soft = SOFT * (place as f64 / 2.0 - 1.0);
        // At a quantile's own place the step in the middle has its edge; to the inside they get stronger.
        let edge = |row: &Row, k: usize, inward: usize, outward: usize| {
            let to = if soft >= 0.0 { row.ys[inward] } else { row.ys[k] * 2.0 - row.ys[outward] };
            (row.ys[k] + soft.abs() * (to - row.ys[k])).clamp(top, floor)
        };
        let low = |row: &Row| if outer { edge(row, 0, 1, 1) } else { edge(row, 1, 2, 2) };
        let high = |row: &Row| if outer { edge(row, 4, 3, 3) } else { edge(row, 3, 2, 2) };
        let lower = rows.iter().map(|row| (row.x, low(row)));
        let upper = rows.iter().rev().map(|row| (row.x, high(row)));
        let outline: Vec<(f64, f64)> = lower.chain(upper).collect();
        canvas.polygon(&outline, Ink::decor(role))?;
    }
    Ok(())
}

/// The same rows with others between them, none farther from the next than `step`.
fn close_up(rows: &[Row], step: f64) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for pair in rows.windows(2) {
        let [from, to] = [&pair[0], &pair[1]];
        let parts = ((to.x - from.x) / step).ceil().clamp(1.0, 200.0) as u32;
        all.extend((0..parts).map(|k| {
            let part = f64::from(k) / f64::from(parts);
            let between = |k: usize| from.ys[k] + part * (to.ys[k] - from.ys[k]);
            Row { x: from.x + part * (to.x - from.x), ys: std::array::from_fn(between) }
        }));
    }
    all.extend(rows.last().map(|last| Row { ..*last }));
    all
}

/// The labels of the bands and of the line, each beside the fan with a leader into what it names.
fn labels(
    fanned: &Fanned<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    rows: &[Row],
) -> Result<(), ChartError> {
    // Where a band is wide enough to point at, and the line not yet at its end.
    let along = |from: usize, to: usize| -> Targets {
        let apart = if from == to { 0.0 } else { 7.0 * m.stroke };
        let middle = |row: &Row| (row.x, (row.ys[from] + row.ys[to]) / 2.0);
        let fits = |row: &&Row| {
            row.ys[from] - row.ys[to] >= apart && middle(row).1 > plot.y + 0.06 * plot.h
        };
        let found: Targets = rows.iter().filter(fits).map(middle).collect();
        if found.is_empty() { rows.iter().map(middle).collect() } else { found }
    };
    let both = |one: Targets, other: Targets| one.into_iter().chain(other).collect();
    let named: Vec<([&str; 2], Targets)> = match fanned.fan.trials {
        0 => vec![(words::alone(fanned), along(2, 2))],
        _ => vec![
            (words::OUTER, both(along(3, 4), along(0, 1))),
            (words::INNER, both(along(1, 2), along(2, 3))),
            (words::MIDDLE, along(2, 2)),
        ],
    };
    let mut leaders: Vec<Leader> = Vec::new();
    for (place, (texts, targets)) in named.iter().enumerate() {
        let weight = if place == 0 { Weight::Bold } else { Weight::Regular };
        for text in texts {
            let label = m.label(*text, weight);
            if let Some(found) = leader::place(canvas, m, plot, &label, targets, &leaders)? {
                leaders.push(found);
                break;
            }
        }
    }
    Ok(())
}
