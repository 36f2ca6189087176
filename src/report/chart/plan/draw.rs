//! The drawing of `plan`: a bar for each plan on one scale from 0. What lies beyond a plan's limit is
//! cross-hatched; a plan far larger than what is needed runs off the scale, and an arrow says so.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::super::palette::{Ink, Look, Role};
use super::{Fit, words};
use crate::study::shelf::Shelved;
use crate::units::Size;

/// Ground between touching areas.
const GAP: f64 = 1.5;

/// The height that the bars fill.
pub fn fills(fit: &Fit<'_>, m: &Metrics) -> f64 {
    2.0 * m.label + 4.2 * m.label * fit.shelf.plans.len().max(1) as f64
}

pub fn draw(fit: &Fit<'_>, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
    let shelf = fit.shelf;
    let bold = |plan: &Shelved| match shelf.fits() == Some(*plan) {
        true => Weight::Bold,
        false => Weight::Regular,
    };
    let name = |plan: &Shelved| {
        let price = words::price(plan).map_or_else(String::new, |p| format!(", {p}"));
        m.label(format!("{}{price}", words::stated(plan.size)), bold(plan))
    };
    let rest = |plan: &Shelved| m.label(words::rest(fit, plan), bold(plan));
    let widest = |of: &dyn Fn(&Shelved) -> f64| shelf.plans.iter().map(of).fold(0.0, f64::max);
    let gutter = widest(&|p| name(p).width()) + 10.0;
    let tail = widest(&|p| rest(p).width()) + 14.0 * m.stroke;
    let head = 2.0 * m.label;
    let area = Rect::between(room.x + gutter, room.y + head, room.right() - tail, room.bottom());
    let need = shelf.need().bytes().max(1) as f64;
    // The plan that holds it is drawn whole where that leaves the rest readable.
    let whole = shelf.fits().map_or(0.0, |p| p.size.bytes() as f64);
    let top = if whole <= 2.5 * need { whole.max(need) } else { 1.4 * need };
    let x = |bytes: f64| area.x + area.w * (bytes / top).min(1.0);
    let step = area.h / shelf.plans.len().max(1) as f64;
    let thick = (0.62 * step).min(3.2 * m.label);
    let (used, all) = (shelf.used.bytes() as f64, shelf.need().bytes() as f64);
    for (row, plan) in shelf.plans.iter().enumerate() {
        let y = area.y + step * row as f64 + (step - thick) / 2.0;
        let base = y + thick / 2.0 + 0.35 * m.label;
        canvas.text(&name(plan), area.x - 8.0, base, Align::End)?;
        let limit = plan.size.bytes() as f64;
        let parts = [
            (0.0, used.min(limit), Ink::with(Role::Outside, Look::Cut)),
            (used.min(limit), all.min(limit), Ink::solid(Role::Upload)),
            (limit, all, Ink::with(Role::Cloud, Look::Cut)),
            (all, limit, Ink::decor(Role::Band)),
        ];
        for (from, to, ink) in parts {
            let (left, right) = (x(from), x(to));
            if right - left >= 0.5 {
                let gap = if right - left > 3.0 { GAP } else { 0.0 };
                canvas.fill(Rect::between(left, y, right - gap, y + thick), ink)?;
            }
        }
        let end = x(limit.max(all));
        let inside = limit <= top;
        if inside {
            let rule = [(x(limit), y - 3.0), (x(limit), y + thick + 3.0)];
            // Ground on both sides: neither the backup nor what is missing stands off it enough.
            canvas.line(&rule, 2.0 * m.stroke + 2.0 * GAP, Ink::decor(Role::Ground))?;
            canvas.line(&rule, 2.0 * m.stroke, Ink::solid(Role::Text))?;
        } else {
            let (half, middle, tip) = (3.5 * m.stroke, y + thick / 2.0, end + 6.0 * m.stroke);
            let arrow = [(tip - half, middle - half), (tip, middle), (tip - half, middle + half)];
            canvas.line(&arrow, 1.5 * m.stroke, Ink::solid(Role::Text))?;
        }
        let gap = if inside { 7.0 } else { 11.0 * m.stroke };
        canvas.text(&rest(plan), end + gap, base, Align::Start)?;
    }
    let axis = [(area.x, area.y), (area.x, area.bottom())];
    canvas.line(&axis, m.stroke, Ink::decor(Role::Muted))?;
    heads(fit, canvas, m, room, [x(0.0), x(used), x(all)], area.y)
}

/// Names what this backup adds and what is used, over the bars, with a line along each.
fn heads(
    fit: &Fit<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
    [zero, used, all]: [f64; 3],
    top: f64,
) -> Result<(), ChartError> {
    let parts = [
        (fit.shelf.backup, words::backup(fit), used, all, Role::Upload),
        (fit.shelf.used, words::used(fit), zero, used, Role::Outside),
    ];
    for (size, text, from, to, role) in parts {
        if size == Size::ZERO {
            continue;
        }
        let label = m.label(text, Weight::Regular);
        let half = label.width() / 2.0;
        let (least, most) = (room.x + half, room.right() - half);
        let middle = ((from + to) / 2.0).clamp(least, most.max(least));
        let off = (0..80).flat_map(|i| [f64::from(i) * 5.0, f64::from(i) * -5.0]);
        let mut places =
            off.map(|off| middle + off).filter(|x| *x >= least && *x <= most.max(least));
        // So far apart that the two do not read as one.
        let (base, apart) = (top - 0.9 * m.label, 0.8 * m.label);
        let free = places.find(|&x| {
            let text = label.at(x, base, Align::Middle);
            let (left, right) = (text.x - apart, text.right() + apart);
            canvas.is_free(&Rect::between(left, text.y, right, text.bottom()))
        });
        if let Some(x) = free {
            canvas.text(&label, x, base, Align::Middle)?;
            let y = top - 0.4 * m.label;
            let ends = [(from, y), ((to - GAP).max(from + 1.0), y)];
            canvas.line(&ends, 2.5 * m.stroke, Ink::solid(role))?;
        }
    }
    Ok(())
}
