//! The labels of `overview`: the share after one night and at the end on the curve, and what the others
//! end in over its end or beside it, most first.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label};
use super::super::font::{self, Weight};
use super::super::frame::{Metrics, plated};
use super::super::palette::{Ink, Role};
use super::Panel;
use super::draw::Frame;
use super::words::{TOO_LONG, not_done};
use crate::report::format::share_of;
use crate::study::overview::Group;

/// As many ends are named; the others are one line.
const MOST_NOTES: usize = 5;

/// What a single curve's others end in, one line each.
pub fn notes(panels: &[Panel<'_>], last: u32, m: &Metrics) -> Vec<String> {
    let Some(panel) = panels.first() else { return Vec::new() };
    let group = panel.group;
    let list = not_done(group, last);
    let most = if m.narrow() { 3 } else { MOST_NOTES };
    let shown = if list.len() <= most { list.len() } else { most - 1 };
    let line = |(count, why): &(u64, String)| format!("{} {why}", share_of(*count, group.rows));
    let mut lines: Vec<String> = list.iter().take(shown).map(line).collect();
    let rest: u64 = list.iter().skip(shown).map(|(count, _)| count).sum();
    if rest > 0 {
        let more = list.len() - shown;
        lines.push(format!("{} for {more} other reasons", share_of(rest, group.rows)));
    }
    lines
}

/// Where the words on the end of a single curve stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Over the end of the curve, or there are none but the share; the plot is as wide as the sheet.
    Within,
    /// Right of the plot.
    Beside,
    /// Below it, on a phone.
    Below,
}

/// Where they stand, for a plot of some height.
pub fn side(group: &Group, last: u32, notes: &[String], m: &Metrics, height: f64) -> Side {
    let gap = height * (1.0 - group.done_by(last) as f64 / group.rows.max(1) as f64);
    match () {
        () if m.narrow() => Side::Below,
        () if notes.is_empty() || gap > over_end(notes, m) => Side::Within,
        () => Side::Beside,
    }
}

/// The height that the words over the end of a curve take.
fn over_end(notes: &[String], m: &Metrics) -> f64 {
    1.3 * m.label * (notes.len() as f64 + 1.6)
}

/// What the end of the curve says.
fn end(group: &Group, last: u32) -> String {
    format!("{} done", share_of(group.done_by(last), group.rows))
}

/// The room that the words beside a single curve need.
pub fn width(panels: &[Panel<'_>], last: u32, notes: &[String], m: &Metrics) -> f64 {
    let end = panels.first().map_or_else(String::new, |panel| end(panel.group, last));
    let end = font::width(&end, 1.2 * m.label, Weight::Bold);
    let notes = notes.iter().map(|n| font::width(n, m.label, Weight::Regular));
    // A pixel more, since sums of widths are off by rounding.
    notes.fold(end, f64::max) + offset(m) + 1.0
}

/// From the end of the curve to the edge of the words beside it.
fn offset(m: &Metrics) -> f64 {
    0.5 * m.label
}

/// The labels of the only curve.
pub fn single(
    panel: &Panel<'_>,
    frame: &Frame,
    canvas: &mut Canvas,
    m: &Metrics,
    (notes, side): (&[String], Side),
) -> Result<(), ChartError> {
    let (group, plot) = (panel.group, frame.plot);
    let y = frame.y(group.done_by(frame.last), group.rows);
    let step = 1.3 * m.label;
    let end = m.label(end(group, frame.last), Weight::Bold).sized(1.2 * m.label);
    match side {
        Side::Below => {
            let above = y - 0.6 * m.label;
            at_end(canvas, &end, panel, frame, Some(above))?;
            let mut base = plot.bottom() + 1.7 * m.tick + 0.95 * step;
            for note in notes {
                let text = font::shorten(note, m.label, Weight::Regular, plot.right() - m.side);
                canvas.text(&m.label(text, Weight::Regular), m.side, base, Align::Start)?;
                base += step;
            }
        }
        Side::Within => {
            let gap = y - plot.y;
            let high = 0.95 * m.label + step * (notes.len() as f64 - 1.0);
            let mut base = plot.y + (gap - high) / 2.0 + 0.8 * m.label;
            let right = plot.right() - 1.6 * m.label;
            for note in notes {
                let room = right - plot.x - m.label;
                let text = font::shorten(note, m.label, Weight::Regular, room);
                plated(canvas, &m.label(text, Weight::Regular), &[(right, base, Align::End)])?;
                base += step;
            }
            if !notes.is_empty() {
                bracket(canvas, m, frame, y)?;
            }
            at_end(canvas, &end, panel, frame, None)?;
        }
        Side::Beside => {
            let room = canvas.bounds().w - m.side - plot.right() - offset(m);
            let base = (y + 0.4 * end.size).max(plot.y + 0.8 * end.size);
            let x = plot.right() + offset(m);
            canvas.text(&end, x, base, Align::Start)?;
            let mut at = base + 1.1 * step;
            for note in notes {
                let text = font::shorten(note, m.label, Weight::Regular, room);
                canvas.text(&m.label(text, Weight::Regular), x, at, Align::Start)?;
                at += step;
            }
        }
    }
    first_night(group, frame, canvas, m)
}

/// The share at the end of a curve: above it, if it may stand there, or below it as near as there is room,
/// at the right edge, or before the last rise where that is too near to it.
fn at_end(
    canvas: &mut Canvas,
    end: &Label,
    panel: &Panel<'_>,
    frame: &Frame,
    above: Option<f64>,
) -> Result<(), ChartError> {
    let plot = frame.plot;
    let y = frame.y(panel.group.done_by(frame.last), panel.group.rows);
    let edges = [plot.right() - 0.3 * end.size, rise(panel.group, frame) - 0.5 * end.size];
    let below = (0..40).map(|k| y + (1.3 + 0.25 * f64::from(k)) * end.size);
    let bases = above.into_iter().chain(below);
    let spots = bases.flat_map(|base| edges.map(|right| (right, base, Align::End)));
    let inside = |&(x, base, align): &(f64, f64, Align)| {
        let text = end.at(x, base, align);
        text.x > plot.x + 2.0 && text.bottom() < plot.bottom() - 1.0
    };
    plated(canvas, end, &spots.filter(inside).collect::<Vec<_>>()).map(|_| ())
}

/// Where a curve rises for the last time.
fn rise(group: &Group, frame: &Frame) -> f64 {
    let last = group.nights.range(..=frame.last).next_back().map_or(1, |(night, _)| *night);
    frame.x(f64::from(last))
}

/// What is not done, from the end of the curve up to all.
fn bracket(canvas: &Canvas, m: &Metrics, frame: &Frame, y: f64) -> Result<(), ChartError> {
    let plot = frame.plot;
    let (reach, low) = (0.45 * m.label, y - 0.6 * m.label);
    let (x, top) = (plot.right() - 0.4 * m.label, plot.y + 0.5 * m.label);
    let points = [(x - reach, top), (x, top), (x, low), (x - reach, low)];
    canvas.line(&points, 1.2 * m.stroke, Ink::solid(Role::Muted))
}

/// The share after one night, where it is not the end.
fn first_night(
    group: &Group,
    frame: &Frame,
    canvas: &mut Canvas,
    m: &Metrics,
) -> Result<(), ChartError> {
    let first = group.done_by(1);
    if frame.last == 1 || first == 0 || first == group.done_by(frame.last) {
        return Ok(());
    }
    let (x, y) = (frame.x(1.0), frame.y(first, group.rows));
    let share = share_of(first, group.rows);
    let off = 0.5 * m.label;
    let spots = |size: f64| {
        [
            (x - off, y + 0.3 * size, Align::End),
            (x, y - off, Align::End),
            (x + off, y + 1.2 * size, Align::Start),
            (x + off, y - off, Align::Start),
        ]
    };
    for text in [format!("{share} in one night"), share] {
        let label = m.label(text, Weight::Regular);
        let inside = |spot: &(f64, f64, Align)| {
            let text = label.at(spot.0, spot.1, spot.2);
            text.x > frame.plot.x + 2.0
                && text.right() < frame.plot.right()
                && text.bottom() < frame.plot.bottom() - 1.0
        };
        let spots: Vec<_> = spots(label.size).into_iter().filter(inside).collect();
        if canvas.place(&label, &spots)? {
            break;
        }
    }
    Ok(())
}

/// The labels of one curve among others: the share at its end, and what most of the others end in, under
/// the curve or over it. Not all have room, but none is told before one that is more.
pub fn small(
    panel: &Panel<'_>,
    frame: &Frame,
    canvas: &mut Canvas,
    m: &Metrics,
) -> Result<(), ChartError> {
    let (group, plot) = (panel.group, frame.plot);
    let y = frame.y(group.done_by(frame.last), group.rows);
    let rise = rise(group, frame);
    let end = end(group, frame.last);
    let list = not_done(group, frame.last);
    let whole = list.iter().map(|(count, why)| format!("{} {why}", share_of(*count, group.rows)));
    let brief =
        list.iter().map(|(count, why)| format!("{} {}", share_of(*count, group.rows), short(why)));
    let (whole, brief): (Vec<_>, Vec<_>) = (whole.collect(), brief.collect());
    let line = 1.25 * m.tick;
    for shown in (0..=list.len().min(3)).rev() {
        for notes in [&whole, &brief] {
            let mut labels = vec![m.label(end.clone(), Weight::Bold)];
            labels.extend(notes.iter().take(shown).map(|note| m.remark(note.clone())));
            let tall = m.label + line * shown as f64;
            let under = |i: u32| y + (0.75 + 0.5 * f64::from(i)) * m.label;
            let over = y - tall - 0.5 * m.label;
            // Near the end of the curve if that can be, else further down.
            let tops = (0..3).map(under).chain([over]).chain((3..40).map(under));
            // At the right edge, or before the last rise where that is too near to it.
            let edges = [plot.right() - 2.0, rise - 0.5 * m.label];
            for (top, right) in tops.flat_map(|top| edges.map(|right| (top, right))) {
                let at = |i: usize| top + 0.8 * m.label + line * i as f64;
                let free = labels.iter().enumerate().all(|(i, label)| {
                    let text = label.at(right, at(i), Align::End);
                    let inside = text.y > plot.y - 1.0 && text.bottom() < plot.bottom() - 2.0;
                    inside && text.x > plot.x + 2.0 && canvas.is_free(&text)
                });
                if free {
                    return labels.iter().enumerate().try_for_each(|(i, label)| {
                        let text = label.at(right, at(i), Align::End);
                        if let Some(below) = canvas.backdrop(&text) {
                            canvas.fill(text, Ink::decor(below))?;
                        }
                        canvas.text(label, right, at(i), Align::End)
                    });
                }
            }
        }
    }
    Ok(())
}

/// In fewer words: without the verdict before the cause.
fn short(why: &str) -> &str {
    match why.split_once(": ") {
        Some((_, cause)) => cause,
        None if why == TOO_LONG => "take longer",
        None => why.strip_prefix("done ").unwrap_or(why),
    }
}
