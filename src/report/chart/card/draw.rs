//! The drawing of `card`: verdict above, reasons and caption below, between them the number and a
//! line without axes.

use super::super::axis::{self, plane, x_of, y_of};
use super::super::canvas::{Align, Canvas, Label, Rect, drawing, stroke};
use super::super::facts::Facts;
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::super::palette::{Ink, Look, Role};
use super::super::svg::plain;
use super::super::{ChartError, Layout, progress};
use super::words;
use crate::units::{SimTime, Span};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;

/// Up to so many nights each is a band behind the line.
const NIGHTS_DRAWN: u32 = 14;

/// Font sizes of a layout.
struct Sizes {
    verdict: f64,
    number: f64,
    text: f64,
}

const fn sizes(layout: Layout) -> Sizes {
    match layout {
        Layout::Social => Sizes { verdict: 64.0, number: 112.0, text: 26.0 },
        Layout::Article => Sizes { verdict: 36.0, number: 72.0, text: 16.0 },
        Layout::Wide => Sizes { verdict: 40.0, number: 80.0, text: 17.0 },
        Layout::Mobile => Sizes { verdict: 25.0, number: 52.0, text: 13.0 },
    }
}

/// Draws ground, verdict, reasons and caption; gives the box between them.
pub(super) fn frame(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    title: &str,
    caption: &str,
) -> Result<Rect, ChartError> {
    let bounds = canvas.bounds();
    canvas.fill(bounds, Ink::decor(Role::Ground))?;
    let (left, room) = (m.side, bounds.w - 2.0 * m.side);
    let sizes = sizes(m.layout);
    let shown: String = title.chars().map(plain).collect();
    let fits = |size: f64| font::balance(&shown, size, Weight::Bold, room, 9).len() <= 2;
    let size = if fits(sizes.verdict) { sizes.verdict } else { 0.75 * sizes.verdict };
    let mut top = m.edge;
    for line in font::balance(&shown, size, Weight::Bold, room, 3) {
        let label = Label::new(line, size, Weight::Bold, Ink::solid(Role::Text));
        canvas.text(&label, left, top + 0.86 * size, Align::Start)?;
        top += 1.16 * size;
    }
    let mut bottom = bounds.h - m.edge;
    let most = if m.narrow() { 4 } else { 2 };
    let shown: String = caption.chars().map(plain).collect();
    let lines = font::balance(&shown, m.caption, Weight::Regular, room, most);
    bottom = put(canvas, (left, bottom), lines, m.caption, Role::Muted, Weight::Regular)?;
    bottom -= 0.9 * m.caption;
    let fits = |line: &str| font::width(line, sizes.text, Weight::Regular) <= room;
    let told = words::told(facts).lines(|line| fits(&format!("{line}.")));
    let told = told.into_iter().map(|line| (format!("{line}."), Weight::Regular));
    let reasons: Vec<_> = told.chain([(words::helps(facts), Weight::Bold)]).collect();
    for (reason, weight) in reasons.into_iter().rev() {
        let lines = font::balance(&reason, sizes.text, weight, room, 2);
        bottom = put(canvas, (left, bottom), lines, sizes.text, Role::Text, weight)?;
    }
    let gap = 0.7 * sizes.text;
    Ok(Rect::between(left, top + gap, bounds.w - m.side, bottom - gap))
}

/// Puts lines so that the last ends at `bottom`; gives where the first begins.
fn put(
    canvas: &mut Canvas,
    (left, bottom): (f64, f64),
    lines: Vec<String>,
    size: f64,
    role: Role,
    weight: Weight,
) -> Result<f64, ChartError> {
    let top = bottom - 1.28 * size * lines.len() as f64;
    for (k, line) in lines.into_iter().enumerate() {
        let label = Label::new(line, size, weight, Ink::solid(role));
        canvas.text(&label, left, top + size * (0.95 + 1.28 * k as f64), Align::Start)?;
    }
    Ok(top)
}

pub(super) fn draw(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let sizes = sizes(m.layout);
    let (number, counts) = words::number(facts);
    let least = font::width(&number, sizes.number, Weight::Bold).max(0.36 * room.w);
    let column = if m.narrow() { room.w } else { least.min(0.5 * room.w) };
    // As large as there is room for, beside and below.
    let height = if m.narrow() { 0.5 * room.h } else { room.h };
    let wide = font::width(&number, 1.0, Weight::Bold);
    let size = sizes.number.min(column / wide.max(0.1)).min(0.6 * height);
    let label = Label::new(number, size, Weight::Bold, Ink::solid(Role::Text));
    let counts = font::wrap(&counts, sizes.text, Weight::Regular, column, 2);
    let all = size + 1.28 * sizes.text * counts.len() as f64;
    let top = if m.narrow() { room.y } else { room.y + (room.h - all).max(0.0) / 2.0 };
    canvas.text(&label, room.x, top + 0.8 * size, Align::Start)?;
    let mut y = top + 1.1 * size;
    for line in counts {
        let label = Label::new(line, sizes.text, Weight::Regular, Ink::solid(Role::Muted));
        canvas.text(&label, room.x, y + 0.95 * sizes.text, Align::Start)?;
        y += 1.28 * sizes.text;
    }
    let head = 1.3 * m.tick;
    let plot = if m.narrow() {
        Rect::between(room.x, y + head + 10.0, room.right(), room.bottom())
    } else {
        let left = room.x + column + 0.04 * room.w;
        Rect::between(left, room.y + head, room.right() - 6.0 * m.stroke, room.bottom())
    };
    if plot.h < 2.0 * m.tick {
        return Ok(());
    }
    line(facts, canvas, m, plot)
}

/// The share sent, without axes.
fn line(facts: &Facts<'_>, canvas: &mut Canvas, m: &Metrics, plot: Rect) -> Result<(), ChartError> {
    let (end, deadline) = (facts.end(), facts.outcome.deadline);
    let near = deadline.micros() / 6 <= end.micros() && end > SimTime::ZERO;
    let to = if near { end.max(deadline) } else { end };
    let to = if end == SimTime::ZERO { SimTime::ZERO.plus(facts.window()) } else { to };
    let to = axis::at_least_a_minute(to);
    let plane = plane(canvas, plot, to, 1.0);
    let nights = u32::try_from((to.micros() - 1).max(0) / Span::DAY.micros() + 1).unwrap_or(1);
    for night in (1..=nights).filter(|_| !facts.all_day() && nights <= NIGHTS_DRAWN) {
        let from = facts.night_start(night);
        let end = from.plus(facts.window()).min(to);
        let style = Ink::decor(Role::Band).indexed().filled();
        plane.draw(&Rectangle::new([(from, 0.0), (end, 1.0)], style)).map_err(drawing)?;
    }
    for share in [0.0, 1.0] {
        let y = y_of(&plane, share);
        let ink = Ink::decor(if share > 0.5 { Role::Grid } else { Role::Muted });
        canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
    }
    let whole = facts.whole().bytes().max(1) as f64;
    let share = |stored: crate::units::Size| (stored.bytes() as f64 / whole).min(1.0);
    let points: Vec<_> =
        progress::points(facts).into_iter().map(|p| (p.at, share(p.stored))).collect();
    let last = points.last().copied().unwrap_or((SimTime::ZERO, 0.0));
    let path: Vec<_> = points.iter().map(|&(t, s)| (x_of(&plane, t), y_of(&plane, s))).collect();
    let style = Ink::solid(Role::Upload).indexed().stroke_width(stroke(3.0 * m.stroke));
    canvas.block_line(&path, 6.0 * m.stroke);
    let at = (x_of(&plane, last.0), y_of(&plane, last.1));
    let y = plot.y - 0.45 * m.tick;
    let label = m.remark("share of it sent");
    let wide = 5.5 * m.stroke;
    canvas.block(Rect::between(at.0 - wide, at.1 - wide, at.0 + wide, at.1 + wide));
    let spots = [plot.x, plot.x + 2.0 * wide].map(|x| (x, y, Align::Start));
    canvas.place(&label, &spots)?;
    if near {
        let label = m.remark(format!("deadline {}", facts.deadline_text()));
        let x = x_of(&plane, deadline).min(plot.right());
        let half = label.width() / 2.0;
        let right = canvas.bounds().w - m.side;
        let x = x.clamp(plot.x + half, (right - half).max(plot.x + half));
        let beside = x_of(&plane, deadline).min(plot.right());
        let mut spots = vec![(x, y, Align::Middle)];
        // Beside the rule, as low as there is room.
        for step in 0..12 {
            let base = plot.bottom() - (0.5 + 0.9 * f64::from(step)) * m.tick;
            if base - m.tick < plot.y {
                break;
            }
            if beside + 6.0 + label.width() < plot.right() {
                spots.push((beside + 6.0, base, Align::Start));
            }
            if beside - 6.0 - label.width() > plot.x {
                spots.push((beside - 6.0, base, Align::End));
            }
        }
        // A rule without a name would be a riddle.
        if canvas.place(&label, &spots)? {
            let ends = [(beside, plot.bottom()), (beside, plot.y)];
            canvas.line(&ends, 1.5 * m.stroke, Ink::with(Role::Text, Look::Dashed))?;
        }
    }
    plane.draw(&PathElement::new(points, style)).map_err(drawing)?;
    canvas.dot(at, 5.0 * m.stroke, Ink::solid(Role::Upload))?;
    if facts.outcome.finish.is_none() {
        let sent = m.label(facts.percent(facts.stored_at(end)), Weight::Bold);
        let up = at.1 - 0.8 * m.label;
        let left = at.0 - 0.8 * m.label;
        let mut spots = vec![(left, up, Align::End), (left, at.1 + 1.5 * m.label, Align::End)];
        // Beside the line and on neither edge of the plot.
        spots.extend([2.5, 4.0, 6.0].map(|off| (left, at.1 - off * m.label, Align::End)));
        spots.retain(|&(x, y, align)| {
            let text = sent.at(x, y, align);
            text.y > plot.y + 2.0 && text.bottom() < plot.bottom() - 2.0
        });
        canvas.place(&sent, &spots)?;
    }
    Ok(())
}
