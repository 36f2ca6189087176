//! Names for hatched strips: the standstills that are drawn flow in, each with its pixels; one label
//! for each cause flows out, inside its strip, beside it or above it, with a leader and never over
//! another strip. A cause that stands still more than once is named with its total.

use super::ChartError;
use super::canvas::{Align, Canvas, Label, Rect};
use super::facts::{Standstill, span};
use super::font::Weight;
use super::frame::{Metrics, plate};
use super::label::word;
use super::palette::{Ink, Look, Role};
use crate::cause::Cause;
use crate::units::Span;

/// A standstill that is drawn, with the pixels it may be named in.
#[derive(Clone, Copy, Debug)]
pub struct Strip {
    /// What stands still.
    pub stall: Standstill,
    /// Its left and right edge.
    pub edges: (f64, f64),
    /// The left and right edge of the hours it lies in.
    pub hours: (f64, f64),
}

impl Strip {
    /// How wide it is.
    pub fn width(&self) -> f64 {
        self.edges.1 - self.edges.0
    }
}

/// The strips that are hatched: those at least so wide, and the narrower ones of their causes. A reader
/// counts them, and takes one without its hatch for something else.
pub fn hatched(strips: &[Strip], least: f64) -> impl Iterator<Item = &Strip> {
    let shown = move |cause| strips.iter().any(|s| s.stall.cause == cause && s.width() >= least);
    strips.iter().filter(move |s| s.width() >= least || shown(s.stall.cause))
}

/// A cause with all its standstills, also those too narrow to draw.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    /// The cause.
    pub cause: Cause,
    /// For how long in all.
    pub time: Span,
    /// In how many pieces.
    pub pieces: u32,
}

/// The totals by cause, longest first.
pub fn totals(stalls: &[Standstill]) -> Vec<Total> {
    let mut list: Vec<Total> = Vec::new();
    for stall in stalls {
        match list.iter_mut().find(|t| t.cause == stall.cause) {
            Some(total) => {
                total.time = total.time.plus(stall.length());
                total.pieces += 1;
            }
            None => list.push(Total { cause: stall.cause, time: stall.length(), pieces: 1 }),
        }
    }
    list.sort_by_key(|t| (std::cmp::Reverse(t.time), t.cause));
    list
}

/// The ink of a cause's bands: its state's, and of those of one state the longest has the state's own
/// hatch and each other one another.
pub fn ink(totals: &[Total], cause: Cause, look: Look) -> Ink {
    let before = totals.iter().take_while(|total| total.cause != cause);
    let alike = before.filter(|total| total.cause.chart_state() == cause.chart_state()).count();
    Ink::with(Role::of(cause.chart_state()), look).variant(alike as u8)
}

/// What a cause is called with its time, and where there is no room for that, without. `all`: of what the
/// time of several pieces is the sum, `in all`.
pub fn texts(total: &Total, all: &str) -> [String; 2] {
    let short = format!("{} {}", word(total.cause), span(total.time));
    let long = if total.pieces > 1 { format!("{short} {all}") } else { short };
    [long, word(total.cause).to_owned()]
}

/// Names the causes that have a strip, as far as there is room. `heights` are parts of the plot's
/// height, best first.
pub fn name(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    strips: &[Strip],
    totals: &[Total],
    heights: &[f64],
) -> Result<(), ChartError> {
    let several = totals.len() > 1;
    let mut unnamed = Vec::new();
    for total in totals {
        // Where the longest of a state has no room for its name, that of a shorter one would be taken
        // for the name of both.
        if unnamed.contains(&total.cause.chart_state()) {
            continue;
        }
        let mut own: Vec<&Strip> = strips.iter().filter(|s| s.stall.cause == total.cause).collect();
        own.sort_by_key(|s| (std::cmp::Reverse(s.stall.length()), s.stall.start));
        // Where there is no room for the time, the name alone; on a phone that several have room.
        let labels = texts(total, "in all").map(|text| m.label(text, Weight::Regular));
        let mut placed = own.is_empty();
        for label in labels.iter().skip(usize::from(several && m.narrow())) {
            for strip in own.iter().take(10) {
                placed = placed || in_or_beside(canvas, m, plot, strip, strips, label, heights)?;
            }
            for strip in own.iter().take(10) {
                placed = placed || above(canvas, m, plot, strip, label)?;
            }
        }
        if !placed {
            unnamed.push(total.cause.chart_state());
        }
    }
    Ok(())
}

fn in_or_beside(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    strip: &Strip,
    strips: &[Strip],
    label: &Label,
    heights: &[f64],
) -> Result<bool, ChartError> {
    let (from, to) = strip.edges;
    let room = label.width() + 0.8 * label.size;
    let ys: Vec<f64> = heights.iter().map(|h| plot.bottom() - plot.h * h).collect();
    if to - from >= room {
        let middle = (from + to) / 2.0;
        let spots: Vec<_> = ys.iter().map(|&y| (middle, y, Align::Middle)).collect();
        if plate(canvas, label, &spots)?.is_some() {
            return Ok(true);
        }
    }
    let gap = 0.6 * label.size;
    let bare = |left: f64, right: f64| {
        left >= strip.hours.0
            && right <= strip.hours.1
            && strips.iter().all(|s| s.edges.1 <= left || s.edges.0 >= right)
    };
    let mut spots = Vec::new();
    for &y in &ys {
        if bare(to, to + gap + room) {
            spots.push((to + gap, y, Align::Start));
        }
        if bare(from - gap - room, from) {
            spots.push((from - gap, y, Align::End));
        }
    }
    let Some((x, y, align)) = plate(canvas, label, &spots)? else { return Ok(false) };
    let y = y - 0.3 * label.size;
    let edge = if align == Align::Start { to - 1.0 } else { from + 1.0 };
    let near = if align == Align::Start { x - 2.0 } else { x + 2.0 };
    canvas.line(&[(edge, y), (near, y)], m.stroke, Ink::solid(Role::Text)).map(|()| true)
}

/// Above the plot, with a leader down to the strip.
fn above(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    strip: &Strip,
    label: &Label,
) -> Result<bool, ChartError> {
    let middle = (strip.edges.0 + strip.edges.1) / 2.0;
    let y = plot.y - 0.8 * label.size;
    let off = 0.5 * label.size;
    let spots = [
        (middle, y, Align::Middle),
        (middle - off, y, Align::Start),
        (middle + off, y, Align::End),
    ];
    let fits = |&(x, y, align): &(f64, f64, Align)| {
        let text = label.at(x, y, align);
        text.x >= plot.x && text.right() <= plot.right()
    };
    let spots: Vec<_> = spots.into_iter().filter(fits).collect();
    // Its foot may lie on a line, but on no label.
    let ends = [(middle, y + 0.34 * label.size), (middle, plot.y + 0.3 * label.size)];
    if canvas.is_lettered(&Rect::between(middle - 1.0, ends[0].1, middle + 1.0, ends[1].1))
        || !canvas.place(label, &spots)?
    {
        return Ok(false);
    }
    canvas.line(&ends, m.stroke, Ink::solid(Role::Text)).map(|()| true)
}
