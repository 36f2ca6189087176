//! The drawing of `nights`: panels with shared axes, staircases labelled where there is room, the
//! reader's own size heavy and their own speed as a dot. On a phone and on a card, their own window alone.

use super::super::ChartError;
use super::super::Layout;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::{self, Weight};
use super::super::frame::{Metrics, plated};
use super::super::palette::{Ink, Role};
use super::super::steps::{hours, size};
use super::labels::{along, dot, empty, missing};
use super::{MOST, Nights};
use crate::scenario::steps::Step;
use crate::units::{BackupWindow, Rate};

/// The top of the scale, a little above the most nights.
const TOP: f64 = 14.7;
/// Where the speed axis has its marks, in kbps.
const MARKS: [u64; 8] = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/// One small chart.
pub struct Panel<'a> {
    pub nights: &'a Nights<'a>,
    pub window: usize,
    pub plot: Rect,
}

impl Panel<'_> {
    pub fn x(&self, rate: Rate) -> f64 {
        let speeds = &self.nights.curves.speeds;
        let (low, high) = (speeds.first().copied(), speeds.last().copied());
        let log = |rate: Option<Rate>| libm::log(rate.map_or(1.0, Rate::as_mbps).max(1e-6));
        let (low, high, at) = (log(low), log(high), log(Some(rate)));
        let part = if high > low { (at - low) / (high - low) } else { 0.0 };
        self.plot.x + part.clamp(0.0, 1.0) * self.plot.w
    }

    pub fn y(&self, nights: f64) -> f64 {
        self.plot.bottom() - nights / TOP * self.plot.h
    }

    /// The staircases of a line, in pixels; it steps half way between two speeds.
    fn stairs(&self, line: usize) -> Stairs {
        let curves = self.nights.curves;
        let cells = curves.line(self.window, line);
        let xs: Vec<f64> = curves.speeds.iter().map(|rate| self.x(*rate)).collect();
        let border = |i: usize| match (i.checked_sub(1).and_then(|b| xs.get(b)), xs.get(i)) {
            (Some(a), Some(b)) => (a + b) / 2.0,
            (None, Some(b)) => *b,
            (Some(a), None) => *a,
            (None, None) => self.plot.x,
        };
        let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut before = None;
        for (i, cell) in cells.iter().enumerate() {
            let height = cell.night().filter(|n| *n <= MOST).map(|n| self.y(f64::from(n)));
            let (from, to) = (border(i), border(i + 1));
            match (height, before) {
                (Some(y), Some(last)) => {
                    if let Some(part) = parts.last_mut() {
                        if y != last {
                            part.push((from, last));
                            part.push((from, y));
                        }
                        part.push((to, y));
                    }
                }
                (Some(y), None) => {
                    // From above the scale, unless it begins here.
                    let start = if i > 0 { vec![(from, self.plot.y)] } else { Vec::new() };
                    parts.push(start.into_iter().chain([(from, y), (to, y)]).collect());
                }
                (None, Some(_)) => {
                    if let Some(part) = parts.last_mut() {
                        part.push((from, self.plot.y));
                    }
                }
                (None, None) => {}
            }
            before = height;
        }
        parts.into_iter().map(|part| corners(&part)).collect()
    }
}

/// Without the points in the middle of a level.
fn corners(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::new();
    for &point in points {
        if let [.., a, b] = out.as_slice()
            && a.1 == b.1
            && b.1 == point.1
        {
            out.pop();
        }
        if out.last() != Some(&point) {
            out.push(point);
        }
    }
    out
}

pub fn draw(
    nights: &Nights<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let shown: Vec<usize> = match m.layout {
        Layout::Mobile | Layout::Social => vec![nights.own_window()],
        Layout::Article | Layout::Wide => (0..nights.curves.windows.len()).collect(),
    };
    let columns = match (m.layout, shown.len()) {
        (_, 1) => 1,
        (Layout::Wide, n) => n,
        _ => 2,
    };
    let rows = shown.len().div_ceil(columns).max(1);
    let gutter = font::width("14", m.tick, Weight::Regular) + 9.0;
    let (head, foot, gap) = (1.75 * m.label, 1.6 * m.tick, 2.8 * m.label);
    let width = (room.w - gutter - gap * (columns as f64 - 1.0)) / columns as f64;
    let height = (room.h - (foot + head) * rows as f64) / rows as f64;
    for (place, window) in shown.into_iter().enumerate() {
        let (column, row) = (place % columns, place / columns);
        let x = room.x + gutter + column as f64 * (width + gap);
        let y = room.y + head + row as f64 * (head + height + foot);
        let below = if row + 1 < rows { 0.35 * m.label } else { 0.0 };
        let plot = Rect::between(x, y, x + width, y + height - below);
        let panel = Panel { nights, window, plot };
        axes(&panel, canvas, m, column == 0)?;
        head_line(&panel, canvas, m)?;
        lines(&panel, canvas, m)?;
    }
    Ok(())
}

/// What the panel is of.
fn head_line(panel: &Panel<'_>, canvas: &mut Canvas, m: &Metrics) -> Result<(), ChartError> {
    let Some(window) = panel.nights.curves.windows.get(panel.window) else { return Ok(()) };
    let day = panel.nights.facts.day();
    let inputs = panel.nights.facts.inputs;
    let edits = Step::Length(window.length).edits(inputs);
    let allowed = edits.into_iter().find_map(|edit| match edit.value {
        crate::edit::Value::BackupWindow(allowed) => Some(allowed),
        _ => None,
    });
    let allowed = if window.is_own { Some(inputs.window.allowed) } else { allowed };
    let span = match allowed {
        Some(BackupWindow::Nightly { start, end }) => {
            format!(", {}", panel.nights.facts.hours(start, end))
        }
        _ => String::new(),
    };
    let (weight, yours) = match window.is_own {
        true => (Weight::Bold, " (yours)"),
        false => (Weight::Regular, ""),
    };
    let hours = hours(window.length);
    let texts = [
        format!("{hours} a {day}{span}{yours}"),
        format!("{hours} a {day}{yours}"),
        format!("{hours}{yours}"),
    ];
    let fit = texts.iter().find(|t| font::width(t, m.label, weight) <= panel.plot.w);
    if let Some(text) = fit {
        let base = panel.plot.y - 0.5 * m.label;
        canvas.text(&m.label(text.clone(), weight), panel.plot.x, base, Align::Start)?;
    }
    Ok(())
}

fn axes(panel: &Panel<'_>, canvas: &mut Canvas, m: &Metrics, left: bool) -> Result<(), ChartError> {
    let plot = panel.plot;
    let step = if plot.h > 190.0 * m.stroke { 2 } else { 7 };
    for tick in (0..=MOST).step_by(step) {
        let y = panel.y(f64::from(tick));
        let ink = Ink::decor(if tick == 0 { Role::Muted } else { Role::Grid });
        canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
        if left {
            let base = y + 0.35 * m.tick;
            canvas.text(&m.tick(tick.to_string()), plot.x - 6.0, base, Align::End)?;
        }
    }
    let speeds = &panel.nights.curves.speeds;
    let ends = (speeds.first().copied(), speeds.last().copied());
    // The last one first, which ends with the axis: one that would touch it gives way.
    for kbps in MARKS.into_iter().rev() {
        let rate = Rate::from_bits_per_s(kbps * 1_000);
        if ends.0.is_some_and(|low| rate < low) || ends.1.is_some_and(|high| rate > high) {
            continue;
        }
        let x = panel.x(rate);
        let y = plot.bottom();
        canvas.line(&[(x, y), (x, y + 4.0)], m.stroke, Ink::decor(Role::Muted))?;
        let label = m.tick(format!("{}", kbps as f64 / 1e3));
        let x = x.min(plot.right() - label.width() / 2.0);
        let base = y + 1.45 * m.tick;
        let text = label.at(x, base, Align::Middle);
        let apart = 0.4 * m.tick;
        let wide = Rect::between(text.x - apart, text.y, text.right() + apart, text.bottom());
        if canvas.is_free(&wide) {
            canvas.text(&label, x, base, Align::Middle)?;
        }
    }
    Ok(())
}

fn lines(panel: &Panel<'_>, canvas: &mut Canvas, m: &Metrics) -> Result<(), ChartError> {
    let curves = panel.nights.curves;
    let stairs: Vec<Stairs> = (0..curves.lines.len()).map(|line| panel.stairs(line)).collect();
    let own = panel.nights.own_line();
    let order: Vec<usize> = (0..stairs.len()).filter(|line| *line != own).chain([own]).collect();
    // The own line lies on top of the others, and is named first.
    for &line in &order {
        let (role, width) = if line == own { (Role::Upload, 3.0) } else { (Role::Muted, 1.3) };
        for part in stairs.get(line).into_iter().flatten() {
            canvas.line(part, width * m.stroke, Ink::solid(role))?;
        }
    }
    if stairs.iter().all(Vec::is_empty) {
        return empty(panel, canvas, m, &stairs);
    }
    dot(panel, canvas, m, &stairs)?;
    for &line in order.iter().rev() {
        let Some(entry) = curves.lines.get(line) else { continue };
        let weight = if line == own { Weight::Bold } else { Weight::Regular };
        let label = m.label(size(entry.size), weight);
        for spot in along(line, &stairs, &panel.plot, &label, m) {
            if plated(canvas, &label, &[spot])? {
                break;
            }
        }
    }
    for part in stairs.iter().flatten() {
        canvas.block_line(part, 2.0 * m.stroke);
    }
    missing(panel, canvas, m, &stairs)
}

/// The parts of a line that are on the scale.
pub type Stairs = Vec<Vec<(f64, f64)>>;
