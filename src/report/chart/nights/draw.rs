//! The drawing of `nights`: panels with shared axes, staircases named beside themselves, the reader's own
//! size heavy and their own case ringed. On a phone and on a card, their own window alone.

use super::super::ChartError;
use super::super::Layout;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::super::palette::{Ink, Role};
use super::super::steps::hours;
use super::Nights;
use super::absent::{empty, missing};
use super::labels::sizes;
use super::own::Ring;
use super::scale::{Panel, Strip};
use super::stairs::Stairs;
use crate::scenario::steps::Step;
use crate::units::{BackupWindow, Rate};

/// Where the speed axis has its marks, in kbps.
const MARKS: [u64; 8] = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
/// How wide the lines are drawn: the reader's own, and the others.
const WIDTHS: [f64; 2] = [3.0, 1.3];

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
    let strip = Strip::of(nights, m);
    let own = shown.iter().position(|window| *window == nights.own_window()).unwrap_or(0);
    let off = m.off_axis();
    let mut gutter = font::width("14", m.tick, Weight::Regular) + off + 3.0;
    if let Some(strip) = strip.as_ref().filter(|_| own % columns == 0) {
        gutter = gutter.max(strip.wide(m) + off);
    }
    // The speeds stand below the lowest panels, which all share them.
    let (head, foot, between) = (1.75 * m.label, 1.6 * m.tick, 0.7 * m.tick);
    let gap = 2.8 * m.label;
    let width = (room.w - gutter - gap * (columns as f64 - 1.0)) / columns as f64;
    let strips = strip.as_ref().map_or(0.0, Strip::takes);
    let taken = head * rows as f64 + between * (rows as f64 - 1.0) + foot + strips;
    let height = (room.h - taken) / rows as f64;
    let texts = heads(nights, m, width, &shown);
    let mut top = room.y;
    for row in 0..rows {
        let above = if own / columns == row { strips } else { 0.0 };
        let (from, to) = (top + head + above, top + head + above + height);
        for (place, &window) in shown.iter().enumerate().skip(row * columns).take(columns) {
            let x = room.x + gutter + (place % columns) as f64 * (width + gap);
            let plot = Rect::between(x, from, x + width, to);
            let over = |strip: &Strip| Rect { y: top + head, h: strip.high, ..plot };
            let strip = strip.as_ref().filter(|_| place == own);
            let panel = Panel { nights, window, plot, strip: strip.map(over) };
            let left = place % columns == 0;
            axes(&panel, canvas, m, left, place + columns >= shown.len())?;
            if let (Some(text), weight) = (texts.get(place), head_weight(nights, window)) {
                let base = top + head - 0.5 * m.label;
                canvas.text(&m.label(text.clone(), weight), x, base, Align::Start)?;
            }
            if let Some((strip, area)) = strip.zip(panel.strip) {
                over_scale(canvas, m, strip, area, left)?;
            }
            lines(&panel, canvas, m)?;
        }
        top = to + between;
    }
    Ok(())
}

fn head_weight(nights: &Nights<'_>, window: usize) -> Weight {
    if window == nights.own_window() { Weight::Bold } else { Weight::Regular }
}

/// What the panels are of: their windows, which need not be the hours in which it uploads. All in the
/// longest form that fits above each.
fn heads(nights: &Nights<'_>, m: &Metrics, width: f64, shown: &[usize]) -> Vec<String> {
    let (facts, inputs) = (&nights.facts, nights.facts.inputs);
    let day = facts.day();
    let of = |index: usize| {
        let window = nights.curves.windows.get(index)?;
        let edits = Step::Length(window.length).edits(inputs);
        let other = edits.into_iter().find_map(|edit| match edit.value {
            crate::edit::Value::BackupWindow(allowed) => Some(allowed),
            _ => None,
        });
        let allowed = if window.is_own { Some(inputs.window.allowed) } else { other };
        let span = match allowed {
            Some(BackupWindow::Nightly { start, end }) => Some(facts.hours(start, end)),
            _ => None,
        };
        let long = hours(window.length);
        let yours = if window.is_own { " (yours)" } else { "" };
        let clock = span.map_or(String::new(), |span| format!(" {span},"));
        let text = |form: usize| match form {
            0 => format!("Window{clock} {long} a {day}{yours}"),
            1 => format!("Window{clock} {long}{yours}"),
            2 => format!("Window {long}{yours}"),
            _ => format!("{long}{yours}"),
        };
        Some([0, 1, 2, 3].map(text))
    };
    let all: Vec<_> = shown.iter().filter_map(|&index| Some((index, of(index)?))).collect();
    let fits = |form: usize| {
        all.iter().all(|(index, texts)| {
            let text = texts.get(form).map_or("", String::as_str);
            font::width(text, m.label, head_weight(nights, *index)) <= width
        })
    };
    let form = (0..3).find(|form| fits(*form)).unwrap_or(3);
    all.into_iter().filter_map(|(_, texts)| texts.into_iter().nth(form)).collect()
}

/// The strip above the scale and its name, left of it where there is a margin for it.
fn over_scale(
    canvas: &mut Canvas,
    m: &Metrics,
    strip: &Strip,
    area: Rect,
    left: bool,
) -> Result<(), ChartError> {
    canvas.fill(area, Ink::solid(Role::Band))?;
    let base = area.y + area.h / 2.0 + 0.36 * m.tick;
    let label = m.tick(strip.name.clone());
    if left {
        return canvas.text(&label, area.x - m.off_axis(), base, Align::End);
    }
    Ok(())
}

fn axes(
    panel: &Panel<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    left: bool,
    lowest: bool,
) -> Result<(), ChartError> {
    let plot = panel.plot;
    let level = |night: u32| {
        [(plot.x, panel.y(f64::from(night))), (plot.right(), panel.y(f64::from(night)))]
    };
    // All lines before all numbers: those that follow each other are one path.
    for &night in panel.marks(m).iter().filter(|night| **night > 0) {
        canvas.line(&level(night), m.stroke, Ink::decor(Role::Grid))?;
    }
    canvas.line(&level(0), m.stroke, Ink::decor(Role::Muted))?;
    let speeds = &panel.nights.curves.speeds;
    let y = plot.bottom();
    let rate = |kbps: &u64| Rate::from_bits_per_s(kbps * 1_000);
    let within = |kbps: &u64| {
        speeds.first().is_none_or(|low| rate(kbps) >= *low)
            && speeds.last().is_none_or(|high| rate(kbps) <= *high)
    };
    let ticks = || MARKS.iter().filter(|kbps| within(kbps)).map(|kbps| (kbps, panel.x(rate(kbps))));
    for (_, x) in ticks() {
        canvas.line(&[(x, y), (x, y + 4.0)], m.stroke, Ink::decor(Role::Muted))?;
    }
    for night in panel.marks(m).iter().filter(|_| left) {
        let base = panel.y(f64::from(*night)) + 0.35 * m.tick;
        canvas.text(&m.tick(night.to_string()), plot.x - m.off_axis(), base, Align::End)?;
    }
    // The last one first, which ends with the axis: one that would touch it gives way.
    for (kbps, x) in ticks().rev().filter(|_| lowest) {
        let label = m.tick(format!("{}", *kbps as f64 / 1e3));
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
    let count = panel.nights.curves.lines.len();
    let own = panel.nights.own_line();
    let width = |line: usize| WIDTHS[usize::from(line != own)] * m.stroke;
    let stairs: Vec<Stairs> = (0..count).map(|i| Stairs::of(panel, i, width(i))).collect();
    // The own line lies on top of the others.
    let order = (0..count).filter(|line| *line != own).chain([own]);
    for (line, stairs) in order.filter_map(|line| stairs.get(line).map(|s| (line, s))) {
        let role = if line == own { Role::Upload } else { Role::Muted };
        for part in stairs.parts() {
            canvas.line(part, stairs.width(), Ink::solid(role))?;
        }
    }
    let none = stairs.iter().all(Stairs::is_empty);
    if none {
        empty(panel, canvas, m, &stairs)?;
    }
    let ring = Ring::draw(panel, canvas, m)?;
    let named = match &ring {
        Some(ring) => ring.name(panel, canvas, m, &stairs)?,
        None => true,
    };
    let mut leaders = ring.as_ref().map_or(Vec::new(), |ring| ring.across().to_vec());
    sizes(panel, canvas, m, &stairs, &mut leaders)?;
    if let Some(ring) = ring.filter(|_| !named) {
        let others = leaders.get(2..).unwrap_or_default();
        ring.lead(panel, canvas, m, &stairs, others)?;
    }
    if none {
        return Ok(());
    }
    for stairs in &stairs {
        for part in stairs.parts() {
            canvas.block_line(part, stairs.width());
        }
    }
    missing(panel, canvas, m, &stairs)
}
