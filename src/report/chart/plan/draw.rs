//! The drawing of `plan`: a bar for each plan on one scale from 0. What lies beyond a plan's limit is
//! cross-hatched; a plan far larger than what is needed runs off the scale, and an arrow says so.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::super::palette::{Ink, Look, Role};
use super::{Fit, heads, words};
use crate::study::shelf::Shelved;

/// Ground between touching areas.
pub(super) const GAP: f64 = 1.5;

/// The height that the bars fill.
pub fn fills(fit: &Fit<'_>, m: &Metrics, room: Rect) -> f64 {
    let head = heads::height(fit, m, &Bars::of(fit, m, room));
    head + 4.2 * m.label * fit.shelf.plans.len().max(1) as f64
}

/// What the bars are measured by.
pub(super) struct Bars {
    /// The box of the bars and what stands over them.
    pub area: Rect,
    /// How many bytes reach to its right edge.
    top: f64,
}

impl Bars {
    fn of(fit: &Fit<'_>, m: &Metrics, room: Rect) -> Self {
        let shelf = fit.shelf;
        let widest = |of: &dyn Fn(&Shelved) -> f64| shelf.plans.iter().map(of).fold(0.0, f64::max);
        let gutter = widest(&|p| name(fit, m, p).width()) + 10.0;
        let tail = widest(&|p| rest(fit, m, p).width()) + 14.0 * m.stroke;
        let area = Rect::between(room.x + gutter, room.y, room.right() - tail, room.bottom());
        let need = shelf.need().bytes().max(1) as f64;
        // The plan that holds it is drawn whole where that leaves the rest readable.
        let whole = shelf.fits().map_or(0.0, |p| p.size.bytes() as f64);
        let top = if whole <= 2.5 * need { whole.max(need) } else { 1.4 * need };
        Bars { area, top }
    }

    /// Where so many bytes reach.
    pub fn x(&self, bytes: f64) -> f64 {
        self.area.x + self.area.w * (bytes / self.top).min(1.0)
    }
}

/// The plan that holds it is bold.
fn weight(fit: &Fit<'_>, plan: &Shelved) -> Weight {
    match fit.shelf.fits() == Some(*plan) {
        true => Weight::Bold,
        false => Weight::Regular,
    }
}

fn name(fit: &Fit<'_>, m: &Metrics, plan: &Shelved) -> Label {
    let price = words::price(plan).map_or_else(String::new, |p| format!(", {p}"));
    m.label(format!("{}{price}", words::stated(plan.size)), weight(fit, plan))
}

fn rest(fit: &Fit<'_>, m: &Metrics, plan: &Shelved) -> Label {
    m.label(words::told_rest(fit, plan), weight(fit, plan))
}

pub fn draw(fit: &Fit<'_>, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
    let shelf = fit.shelf;
    let bars = Bars::of(fit, m, room);
    let head = heads::height(fit, m, &bars);
    let area = Rect { y: room.y + head, h: room.h - head, ..bars.area };
    let bars = Bars { area, ..bars };
    let (top, x) = (bars.top, |bytes: f64| bars.x(bytes));
    let step = area.h / shelf.plans.len().max(1) as f64;
    let thick = (0.62 * step).min(3.2 * m.label);
    let (used, all) = (shelf.used.bytes() as f64, shelf.need().bytes() as f64);
    for (row, plan) in shelf.plans.iter().enumerate() {
        let y = area.y + step * row as f64 + (step - thick) / 2.0;
        let base = y + thick / 2.0 + 0.35 * m.label;
        canvas.text(&name(fit, m, plan), area.x - 8.0, base, Align::End)?;
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
        canvas.text(&rest(fit, m, plan), end + gap, base, Align::Start)?;
    }
    let axis = [(area.x, area.y), (area.x, area.bottom())];
    canvas.line(&axis, m.stroke, Ink::decor(Role::Muted))?;
    heads::draw(fit, canvas, m, room, &bars)
}
