//! What stands over the bars of `plan`: what is used and what this backup adds, each over its own stroke.
//! Where a name is wider than its stroke, both begin with their strokes, and what is used moves a row up,
//! with a leader down to its own: in the middle of both a name reads as that of either.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::super::palette::{Ink, Role};
use super::draw::{Bars, GAP};
use super::{Fit, words};
use crate::units::Size;

/// A part of what is needed, over the bars.
struct Head {
    label: Label,
    from: f64,
    to: f64,
    role: Role,
}

/// What is used and what is added, as far as there is any of it.
fn list(fit: &Fit<'_>, m: &Metrics, bars: &Bars) -> Vec<Head> {
    let (used, need) = (fit.shelf.used.bytes() as f64, fit.shelf.need().bytes() as f64);
    let parts = [
        (fit.shelf.used, words::used(fit), 0.0, used, Role::Outside),
        (fit.shelf.backup, words::backup(fit), used, need, Role::Upload),
    ];
    let head = |(_, text, from, to, role): (Size, String, f64, f64, Role)| {
        let (from, to) = (bars.x(from), bars.x(to));
        let to = (to - GAP).max(from + 1.0);
        Head { label: m.label(text, Weight::Regular), from, to, role }
    };
    parts.into_iter().filter(|part| part.0 > Size::ZERO).map(head).collect()
}

/// Whether both have room in one row, each over its own stroke.
fn share_a_row(list: &[Head]) -> bool {
    list.len() < 2 || list.iter().all(|head| head.label.width() <= head.to - head.from)
}

/// The height of all that.
pub fn height(fit: &Fit<'_>, m: &Metrics, bars: &Bars) -> f64 {
    if share_a_row(&list(fit, m, bars)) { 2.0 * m.label } else { 3.3 * m.label }
}

/// Draws it.
pub fn draw(
    fit: &Fit<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
    bars: &Bars,
) -> Result<(), ChartError> {
    let list = list(fit, m, bars);
    let (top, beside) = (bars.area.y, share_a_row(&list));
    let (stroke, base) = (top - 0.4 * m.label, top - 0.9 * m.label);
    // From the right, so that a leader knows what stands beside it.
    let mut next = f64::INFINITY;
    for (above, Head { label, from, to, role }) in list.iter().rev().enumerate() {
        let ends = [(*from, stroke), (*to, stroke)];
        canvas.line(&ends, 2.5 * m.stroke, Ink::solid(*role))?;
        let most = (room.right() - label.width()).max(room.x);
        let fits = label.width() <= to - from;
        let wished = if fits { (from + to - label.width()) / 2.0 } else { *from };
        let left = wished.clamp(room.x, most);
        if beside || above == 0 {
            canvas.text(label, left, base, Align::Start)?;
            next = left;
            continue;
        }
        let high = base - 1.3 * m.label;
        canvas.text(label, left, high, Align::Start)?;
        let x = ((from + to) / 2.0).min(left + 0.6 * m.label).min(next - 0.4 * m.label);
        let x = x.max(from + 0.5 * m.stroke);
        let leader = [(x, high + 0.3 * m.label), (x, stroke)];
        canvas.line(&leader, m.stroke, Ink::solid(Role::Text))?;
    }
    Ok(())
}
