//! The drawing of `overview`: panels with shared axes, in each a staircase over a shaded ground.

use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::super::palette::{Ink, Role};
use super::super::{ChartError, Layout, axis};
use super::labels::{self, Side};
use super::order::readable;
use super::{Curves, Panel};
use crate::report::format::count;

/// Nights that the curve runs on behind the last one, so that its end is seen.
const TAIL: f64 = 0.6;

/// Where a panel is drawn.
pub struct Frame {
    /// The box of the plot.
    pub plot: Rect,
    /// The last night.
    pub last: u32,
}

impl Frame {
    /// The x of the end of a night; nights are counted from 0, the beginning.
    pub fn x(&self, night: f64) -> f64 {
        self.plot.x + night / (f64::from(self.last) + TAIL) * self.plot.w
    }

    /// The y of a part of all.
    pub fn y(&self, part: u64, whole: u64) -> f64 {
        self.plot.bottom() - part as f64 / whole.max(1) as f64 * self.plot.h
    }
}

pub fn draw(
    curves: &Curves<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let panels = curves.panels();
    let single = panels.len() == 1;
    let columns = match (m.layout, panels.len()) {
        // Three in rows of two would leave a corner empty.
        (_, 1) | (Layout::Mobile, 3) => 1,
        (Layout::Mobile, _) | (_, 2) | (Layout::Article | Layout::Social, 4) => 2,
        (Layout::Wide, 4) => 4,
        _ => 3,
    };
    let rows = panels.len().div_ceil(columns).max(1);
    let gutter = font::width("100 %", m.tick, Weight::Regular) + 8.0;
    let heads =
        if panels.iter().any(|p| p.value.is_some()) { 1.7 * m.label } else { 0.6 * m.label };
    let foot = 1.7 * m.tick;
    let gap = 1.3 * m.label;
    // What the others end in stands over the end of a single curve where it goes in there, else beside it,
    // on a phone below it.
    let notes = if single { labels::notes(&panels, curves.last, m) } else { Vec::new() };
    let below = if m.narrow() { 1.3 * m.label * notes.len() as f64 } else { 0.0 };
    let height = (room.h - foot - below - heads * rows as f64) / rows as f64;
    let side = match panels.first().filter(|_| single) {
        Some(panel) => labels::side(panel.group, curves.last, &notes, m, height),
        None => Side::Within,
    };
    let right = match side {
        Side::Beside => labels::width(&panels, curves.last, &notes, m).min(0.45 * room.w),
        _ => 0.0,
    };
    let width = (room.w - gutter - right - gap * (columns as f64 - 1.0)) / columns as f64;
    for (place, panel) in panels.iter().enumerate() {
        let (column, row) = (place % columns, place / columns);
        let x = room.x + gutter + column as f64 * (width + gap);
        let y = room.y + row as f64 * (heads + height) + heads;
        let space = if row + 1 < rows { 0.5 * m.label } else { 0.0 };
        let frame =
            Frame { plot: Rect::between(x, y, x + width, y + height - space), last: curves.last };
        // The lowest of its column has the marks of the nights.
        let lowest = place + columns >= panels.len();
        axes(&frame, canvas, m, (column == 0, lowest))?;
        head(panel, &frame, canvas, m, single)?;
        stairs(panel, &frame, canvas, m)?;
        if single {
            labels::single(panel, &frame, canvas, m, (&notes, side))?;
        } else {
            labels::small(panel, &frame, canvas, m)?;
        }
    }
    Ok(())
}

/// The value of the group and its rows.
fn head(
    panel: &Panel<'_>,
    frame: &Frame,
    canvas: &mut Canvas,
    m: &Metrics,
    is_alone: bool,
) -> Result<(), ChartError> {
    let value = match &panel.value {
        Some(value) => readable(value),
        None if is_alone => return Ok(()),
        None => "all".to_owned(),
    };
    let plot = frame.plot;
    let rows = count(panel.group.rows, "row");
    let rows = m.remark(rows);
    let left = plot.w - rows.width() - 0.6 * m.label;
    let name = font::shorten(&value, m.label, Weight::Bold, left.max(2.0 * m.label));
    let name = m.label(name, Weight::Bold);
    let base = plot.y - 0.55 * m.label;
    let behind = plot.x + name.width() + 0.6 * m.label;
    canvas.text(&name, plot.x, base, Align::Start)?;
    canvas.text(&rows, behind, base, Align::Start)
}

fn axes(
    frame: &Frame,
    canvas: &mut Canvas,
    m: &Metrics,
    (left, bottom): (bool, bool),
) -> Result<(), ChartError> {
    let plot = frame.plot;
    let step = if plot.h > 150.0 * m.stroke { 25 } else { 50 };
    for percent in (0..=100).step_by(step) {
        let y = frame.y(percent, 100);
        let ink = Ink::decor(if percent == 0 { Role::Muted } else { Role::Grid });
        canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
        if left {
            let unit = if percent == 100 { " %" } else { "" };
            let base = y + 0.35 * m.tick;
            let at = plot.x - 6.0;
            // The unit hangs behind the numbers, which stand below each other.
            canvas.text(&m.tick(format!("{percent}{unit}")), at, base, Align::End)?;
        }
    }
    let most = ((plot.w / (3.6 * m.tick)) as u32).clamp(2, 6);
    let step = axis::night_step(frame.last, most);
    let y = plot.bottom();
    for night in (step..=frame.last).step_by(step as usize).chain((step > 1).then_some(1)) {
        let x = frame.x(f64::from(night));
        canvas.line(&[(x, y), (x, y + 4.0)], m.stroke, Ink::decor(Role::Muted))?;
        if bottom {
            let own = m.tick(format!("night {night}"));
            let bare = m.tick(night.to_string());
            let base = y + 1.45 * m.tick;
            let label = if night == 1 { own } else { bare };
            let half = label.width() / 2.0;
            let edge = canvas.bounds().w - m.side - half;
            let x = x.max(plot.x + half - 0.3 * m.tick).min(edge);
            canvas.place(&label, &[(x, base, Align::Middle)])?;
        }
    }
    Ok(())
}

/// The staircase: it rises at the end of each night.
fn stairs(
    panel: &Panel<'_>,
    frame: &Frame,
    canvas: &mut Canvas,
    m: &Metrics,
) -> Result<(), ChartError> {
    let (group, plot) = (panel.group, frame.plot);
    let mut points = vec![(plot.x, plot.bottom())];
    let mut level = plot.bottom();
    for (&night, _) in group.nights.range(..=frame.last) {
        let x = frame.x(f64::from(night));
        let y = frame.y(group.done_by(night), group.rows);
        points.push((x, level));
        points.push((x, y));
        level = y;
    }
    points.push((plot.right(), level));
    if level < plot.bottom() {
        let closed = points.iter().copied().chain([(plot.right(), plot.bottom())]);
        canvas.polygon(&closed.collect::<Vec<_>>(), Ink::decor(Role::Band))?;
    }
    canvas.line(&points, 2.5 * m.stroke, Ink::solid(Role::Upload))?;
    canvas.block_line(&points, 5.0 * m.stroke);
    Ok(())
}
