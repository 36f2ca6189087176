//! Labels beside what they name: a label and the points of its mark flow in; the label at the nearest free
//! place and a line with a dot from it into the mark flow out.

use super::ChartError;
use super::canvas::{Align, Canvas, Label, Rect};
use super::frame::{Metrics, plate};
use super::palette::{Ink, Role};

/// Where a leader may end.
pub type Targets = Vec<(f64, f64)>;
/// From a label to its mark.
pub type Line = [(f64, f64); 2];

/// A label that has its place, and the line from it to its mark.
pub struct Leader {
    line: Line,
    label: Rect,
}

impl Leader {
    /// Whether a line would run through the label or across the line.
    fn meets(&self, line: &Line) -> bool {
        let (label, space) = (&self.label, 2.0);
        let (left, right) = (label.x - space, label.right() + space);
        let (top, bottom) = (label.y - space, label.bottom() + space);
        // What runs through a rectangle crosses one of its diagonals.
        [self.line, [(left, top), (right, bottom)], [(left, bottom), (right, top)]]
            .iter()
            .any(|other| crosses(line, other))
    }
}

/// Puts a label where it is free with a leader to the nearest of its targets, across none of the others.
/// `None` where there is no such place.
pub fn place(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    label: &Label,
    targets: &Targets,
    others: &[Leader],
) -> Result<Option<Leader>, ChartError> {
    let Some((spot, line)) = spot(canvas, m, plot, label, targets, others) else {
        return Ok(None);
    };
    plate(canvas, label, &[spot])?;
    canvas.line(&line, m.stroke, Ink::solid(Role::Text))?;
    canvas.dot(line[1], 2.4 * m.stroke, Ink::decor(Role::Text))?;
    canvas.block_line(&line, 3.0);
    let (x, y, align) = spot;
    Ok(Some(Leader { line, label: label.at(x, y, align) }))
}

type Spot = (f64, f64, Align);

/// The free place with the shortest leader that crosses no other.
fn spot(
    canvas: &Canvas,
    m: &Metrics,
    plot: Rect,
    label: &Label,
    targets: &Targets,
    others: &[Leader],
) -> Option<(Spot, Line)> {
    let step = 0.5 * m.label;
    let (across, down) = ((plot.w / step) as u32, (plot.h / step) as u32);
    let mut best: Option<(f64, Spot, Line)> = None;
    // What a label covers cannot be pointed at.
    let bare = |&&(x, y): &&(f64, f64)| {
        let off = 3.6 * m.stroke;
        !canvas.is_lettered(&Rect::between(x - off, y - off, x + off, y + off))
    };
    let targets: Vec<(f64, f64)> = targets.iter().filter(bare).copied().collect();
    let around = around(&targets)?;
    for (i, j) in (0..=across).flat_map(|i| (0..=down).map(move |j| (i, j))) {
        let (x, y) = (plot.x + f64::from(i) * step, plot.y + f64::from(j) * step);
        let text = label.at(x, y, Align::Start);
        let wide = Rect::between(
            text.x - 0.6 * m.label,
            text.y - 0.4 * m.label,
            text.right() + 0.6 * m.label,
            text.bottom() + 0.4 * m.label,
        );
        let inside = wide.x >= plot.x && wide.right() <= plot.right();
        let inside = inside && wide.y >= plot.y && wide.bottom() <= plot.bottom();
        // Most places are too far away, which costs less to see than whether they are free.
        let least = best.as_ref().map_or(f64::INFINITY, |(length, ..)| length * length * 1.000_001);
        let near = |&to: &(f64, f64)| {
            let from = beginning(&text, to);
            (to.0 - from.0).powi(2) + (to.1 - from.1).powi(2) < least
        };
        let away = !inside || away(&text, &around) >= least;
        if away || !targets.iter().any(near) || !canvas.is_free(&wide) {
            continue;
        }
        for &to in &targets {
            let from = beginning(&text, to);
            let far = libm::hypot(to.0 - from.0, to.1 - from.1);
            let shorter = best.as_ref().is_none_or(|(length, ..)| far < *length);
            let clear = || !others.iter().any(|other| other.meets(&[from, to]));
            if shorter && clear() && !canvas.is_crossed(from, to) {
                best = Some((far, (x, y, Align::Start), [from, to]));
            }
        }
    }
    best.map(|(_, spot, line)| (spot, line))
}

/// The box around points; `None` around none.
fn around(points: &[(f64, f64)]) -> Option<Rect> {
    let (&first, others) = points.split_first()?;
    let wider = |(least, most): ((f64, f64), (f64, f64)), &(x, y): &(f64, f64)| {
        ((least.0.min(x), least.1.min(y)), (most.0.max(x), most.1.max(y)))
    };
    let ((left, top), (right, bottom)) = others.iter().fold((first, first), wider);
    Some(Rect::between(left, top, right, bottom))
}

/// The square of how long a leader of a text to somewhere in a box is at least.
fn away(text: &Rect, targets: &Rect) -> f64 {
    // It begins no farther from the text than this.
    let off = 3.0;
    let right = targets.x - (text.right() + off);
    let across = right.max(text.x - off - targets.right()).max(0.0);
    let below = targets.y - (text.bottom() + off);
    let down = below.max(text.y - off - targets.bottom()).max(0.0);
    across * across + down * down
}

/// Where the leader of a text begins: at the middle of the side that faces the mark.
fn beginning(text: &Rect, to: (f64, f64)) -> (f64, f64) {
    let middle = text.y + text.h / 2.0;
    match to {
        (x, _) if x > text.right() => (text.right() + 3.0, middle),
        (x, _) if x < text.x => (text.x - 3.0, middle),
        (_, y) if y > text.bottom() => (to.0, text.bottom() + 1.0),
        _ => (to.0, text.y - 1.0),
    }
}

/// Whether two straight lines cross.
pub fn crosses(one: &Line, other: &Line) -> bool {
    let side = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| {
        (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
    };
    let apart = |line: &Line, points: &Line| {
        side(line[0], line[1], points[0]) * side(line[0], line[1], points[1]) <= 0.0
    };
    apart(one, other) && apart(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn box_of((x, y, w, h): (f64, f64, f64, f64)) -> Rect {
        Rect { x, y, w, h }
    }

    /// The box begins 7 px right of what a leader of the text may begin at, and 4 px below it.
    #[test]
    fn a_leader_is_no_shorter_than_the_gap_between_the_boxes() {
        let text = box_of((10.0, 20.0, 30.0, 8.0));
        let targets = [(50.0, 40.0), (60.0, 35.0), (55.0, 50.0)];
        let around = around(&targets).unwrap();
        assert_eq!((around.x, around.y, around.right(), around.bottom()), (50.0, 35.0, 60.0, 50.0));
        assert_eq!(away(&text, &around), 7.0 * 7.0 + 4.0 * 4.0);
        assert_eq!(away(&around, &around), 0.0);
        assert!(super::around(&[]).is_none());
    }

    proptest! {
        #[test]
        fn no_target_is_nearer_than_the_box_around_all(
            text in (0.0..400.0, 0.0..300.0, 1.0..200.0, 1.0..40.0),
            targets in prop::collection::vec((0.0..400.0, 0.0..300.0), 1..8),
        ) {
            let text = box_of(text);
            let least = away(&text, &around(&targets).unwrap());
            for &to in &targets {
                let from = beginning(&text, to);
                let far = (to.0 - from.0).powi(2) + (to.1 - from.1).powi(2);
                prop_assert!(least <= far * 1.000_000_1, "{} {}", least, far);
            }
        }
    }
}
