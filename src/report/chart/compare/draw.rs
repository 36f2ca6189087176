//! The drawing of two cases: the allowed hours as bands where they are the same, both lines, the
//! deadline, and a label with a piece of its line at the end of each. The first is solid and heavy, the
//! second dashed, in another colour.

use super::super::ChartError;
use super::super::axis::{self, plane, x_of, y_of};
use super::super::canvas::{Align, Canvas, Rect, drawing, stroke};
use super::super::frame::{Metrics, plated};
use super::super::palette::{Ink, Look, Role};
use super::super::progress::{Ground, NIGHTS_DRAWN, share_of};
use super::Pair;
use super::labels::{self, Mark, Tag};
use crate::units::{SimTime, Span};
use plotters::element::PathElement;
use plotters::style::Color;

/// Whether the allowed hours are drawn.
pub fn is_shaded(pair: &Pair<'_>) -> bool {
    let nights = pair.data_end().micros() / Span::DAY.micros();
    pair.same_hours() && !pair.base().all_day() && nights < i64::from(NIGHTS_DRAWN)
}

/// Whether the hours of each are drawn as bars below the axis: where they differ.
pub fn has_bars(pair: &Pair<'_>) -> bool {
    let nights = pair.data_end().micros() / Span::DAY.micros();
    let by_clock = pair.sides.iter().all(|side| !side.by_cable());
    by_clock && !pair.same_hours() && nights < i64::from(NIGHTS_DRAWN)
}

/// How high such a bar is, and what is between two, in pixels.
fn bar(m: &Metrics) -> (f64, f64) {
    (0.5 * m.tick, 0.25 * m.tick)
}

/// The hours in which each may run, the first above the second, in the colours of their lines.
fn bars(
    pair: &Pair<'_>,
    canvas: &Canvas,
    m: &Metrics,
    plot: Rect,
    plane: &axis::Plane,
) -> Result<(), ChartError> {
    let (height, gap) = bar(m);
    for (side, facts) in pair.sides.iter().enumerate() {
        let top = plot.bottom() + gap + side as f64 * (height + gap);
        for night in 1..=NIGHTS_DRAWN + 1 {
            let from = pair.common(side, facts.night_start(night));
            let ends = [from, from.plus(facts.window())];
            let [left, right] = ends.map(|at| x_of(plane, at).min(plot.right()));
            if right - left >= 0.5 {
                let area = Rect::between(left, top, right, top + height);
                canvas.fill(area, Ink::solid(look(side).0.role))?;
            }
        }
    }
    Ok(())
}

/// How the line of a side looks: its ink and its width in an article.
pub fn look(side: usize) -> (Ink, f64) {
    match side {
        0 => (Ink::solid(Role::Outside), 4.0),
        _ => (Ink::with(Role::Upload, Look::Dashed), 2.5),
    }
}

pub fn draw(
    pair: &Pair<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let base = pair.base();
    let data_end = axis::at_least_a_minute(pair.data_end());
    let end = data_end.plus(Span::from_micros(data_end.micros() / 40));
    let gutter = m.tick("100 %").width() + 8.0;
    let shaded = is_shaded(pair);
    let hours = base.window_text().map_or(f64::INFINITY, |h| m.tick(h).width() + 6.0);
    let nights = end.micros() as f64 / Span::DAY.micros() as f64;
    let two_lines = shaded && nights > 1.05 && (hours + 24.0) * nights <= room.w - gutter;
    let below = match has_bars(pair) {
        true => 2.0 * (bar(m).0 + bar(m).1),
        false => 0.0,
    };
    let foot = m.tick * if two_lines { 2.9 } else { 1.6 } + below;
    let done = pair.sides.iter().filter(|s| s.outcome.finish.is_some()).count();
    let head = m.label * if done > 1 { 3.2 } else { 1.7 };
    let plot = Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - foot);
    let plane = plane(canvas, plot, end, 1.0);
    let ground = Ground { facts: base, m, plot, plane: &plane, two_lines, end, shaded };
    ground.bands()?;
    ground.grid(canvas)?;
    if below > 0.0 {
        bars(pair, canvas, m, plot, &plane)?;
    }
    let floor = Rect { h: plot.h + below, ..plot };
    Ground { plot: floor, ..ground }.time_ticks(canvas)?;
    let lines: Vec<Vec<(SimTime, f64)>> = (0..2)
        .map(|side| {
            let share = |p: &super::Point| share_of(&pair.sides[side], p.stored);
            pair.line(side).iter().map(|p| (pair.common(side, p.at), share(p))).collect()
        })
        .collect();
    for line in &lines {
        let seen: Vec<_> =
            line.iter().map(|&(at, share)| (x_of(&plane, at), y_of(&plane, share))).collect();
        canvas.block_line(&seen, 6.0 * m.stroke);
    }
    let shown: Vec<f64> = pair
        .deadlines()
        .into_iter()
        .map(|at| x_of(&plane, at))
        .filter(|x| *x <= plot.right() + 0.01)
        .collect();
    for &x in &shown {
        let ends = [(x, plot.bottom()), (x, plot.y)];
        canvas.line(&ends, 1.5 * m.stroke, Ink::with(Role::Text, Look::Dotted))?;
        canvas.block_line(&ends, 4.0);
    }
    // Where both are one line, the second runs within the first.
    let near = |a: &(SimTime, f64), b: &(SimTime, f64)| {
        let right = x_of(&plane, a.0) - x_of(&plane, b.0);
        right.abs() < 0.5 && (y_of(&plane, a.1) - y_of(&plane, b.1)).abs() < 0.5
    };
    let same = matches!(lines.as_slice(), [first, second]
        if first.len() == second.len() && first.iter().zip(second).all(|(a, b)| near(a, b)));
    for (side, line) in lines.iter().enumerate() {
        let (ink, width) = look(side);
        if same && side == 1 {
            let casing = Ink::solid(Role::Ground).indexed().stroke_width(stroke(5.0 * m.stroke));
            plane.draw(&PathElement::new(line.clone(), casing)).map_err(drawing)?;
        }
        let width = if same && side == 0 { 2.0 * width } else { width };
        let style = ink.indexed().stroke_width(stroke(width * m.stroke));
        plane.draw(&PathElement::new(line.clone(), style)).map_err(drawing)?;
    }
    ends(pair, canvas, m, plot, &lines, &plane)?;
    deadline_labels(pair, canvas, m, plot, &shown)
}

/// The dots at the ends of the lines, and their labels.
fn ends(
    pair: &Pair<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    lines: &[Vec<(SimTime, f64)>],
    plane: &axis::Plane,
) -> Result<(), ChartError> {
    let room = plot.w - 4.0;
    let mut marks = Vec::new();
    let mut open = Vec::new();
    let mut ends: Vec<(f64, f64)> = Vec::new();
    for (side, line) in lines.iter().enumerate() {
        let facts = &pair.sides[side];
        let Some(&(at, share)) = line.last() else { continue };
        let spot = (x_of(plane, at).min(plot.right()), y_of(plane, share));
        let (ink, _) = look(side);
        let done = facts.outcome.finish.is_some();
        // Of two in one place the second stands within the first.
        let before = ends.last().filter(|before: &&(f64, f64)| {
            libm::hypot(before.0 - spot.0, before.1 - spot.1) < 4.0 * m.stroke
        });
        let radius = match (before, side == 0 && done) {
            (Some(_), _) => 2.8,
            (None, true) => 5.5,
            (None, false) => 5.0,
        };
        if before.is_some() {
            canvas.dot(spot, 4.0 * m.stroke, Ink::solid(Role::Ground))?;
        }
        ends.push(spot);
        canvas.dot(spot, radius * m.stroke, Ink::solid(ink.role))?;
        canvas.block(Rect::between(spot.0 - 6.0, spot.1 - 6.0, spot.0 + 6.0, spot.1 + 6.0));
        let (name, end) = (pair.name(side), super::words::end(facts));
        match facts.outcome.finish {
            Some(_) => marks.push(Mark { x: spot.0, tag: Tag::of(m, side, &name, &end, room) }),
            None => open.push((Tag::open(m, side, &name, &end, room), spot)),
        }
    }
    labels::above(canvas, m, plot, marks)?;
    for (tags, spot) in open {
        for tag in tags {
            if labels::beside(canvas, m, plot, &tag, spot)? {
                break;
            }
        }
    }
    Ok(())
}

fn deadline_labels(
    pair: &Pair<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    shown: &[f64],
) -> Result<(), ChartError> {
    let bottom = plot.bottom() - 0.6 * m.label;
    if shown.is_empty() {
        if pair.base().by_cable() {
            return Ok(());
        }
        let label = m.remark(format!("the deadline, {}, is later", pair.base().deadline_text()));
        let spots = [
            (plot.right() - 4.0, bottom, Align::End),
            (plot.right() - 4.0, plot.y + 1.6 * m.label, Align::End),
        ];
        return plated(canvas, &label, &spots).map(|_| ());
    }
    let text = match pair.deadlines().len() {
        1 => format!("deadline {}", pair.base().deadline_text()),
        _ => {
            let [first, second] = [0, 1].map(|i| pair.sides[i].deadline_text());
            format!("deadlines {first} and {second}")
        }
    };
    let (from, to) =
        shown.iter().fold((f64::MAX, f64::MIN), |(from, to), &x| (from.min(x), to.max(x)));
    let label = m.remark(text);
    let spots: Vec<_> = (0..24)
        .flat_map(|k| {
            let y = bottom - f64::from(k) * 0.75 * m.label;
            [(to + 7.0, y, Align::Start), (from - 7.0, y, Align::End)]
        })
        .filter(|&(_, y, _)| y - m.label > plot.y)
        .collect();
    plated(canvas, &label, &spots).map(|_| ())
}
