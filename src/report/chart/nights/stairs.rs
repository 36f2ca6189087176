//! The staircases of `nights`: the cells of a line flow in; the parts of it that are on the scale flow
//! out, in pixels, and what labels ask of them: how far off they are, where a row of text meets them and
//! how often a leader crosses them. All their pieces lie level or upright.

use super::super::canvas::Rect;
use super::MOST;
use super::scale::Panel;

type Point = (f64, f64);

/// The parts of a line that are on the scale.
pub struct Stairs {
    parts: Vec<Vec<Point>>,
    /// Half of how wide it is drawn.
    half: f64,
}

impl Stairs {
    /// Of a line of a panel, drawn so wide; it steps half way between two speeds.
    pub fn of(panel: &Panel<'_>, line: usize, width: f64) -> Self {
        let curves = panel.nights.curves;
        let cells = curves.line(panel.window, line);
        let xs: Vec<f64> = curves.speeds.iter().map(|rate| panel.x(*rate)).collect();
        let border = |i: usize| match (i.checked_sub(1).and_then(|b| xs.get(b)), xs.get(i)) {
            (Some(a), Some(b)) => (a + b) / 2.0,
            (None, Some(b)) => *b,
            (Some(a), None) => *a,
            (None, None) => panel.plot.x,
        };
        let mut parts: Vec<Vec<Point>> = Vec::new();
        let mut before = None;
        for (i, cell) in cells.iter().enumerate() {
            let height = cell.night().filter(|n| *n <= MOST).map(|n| panel.y(f64::from(n)));
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
                    let start = if i > 0 { vec![(from, panel.plot.y)] } else { Vec::new() };
                    parts.push(start.into_iter().chain([(from, y), (to, y)]).collect());
                }
                (None, Some(_)) => {
                    if let Some(part) = parts.last_mut() {
                        part.push((from, panel.plot.y));
                    }
                }
                (None, None) => {}
            }
            before = height;
        }
        Stairs { parts: parts.into_iter().map(|part| corners(&part)).collect(), half: width / 2.0 }
    }

    /// Whether nothing of it is on the scale.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Its parts from left to right.
    pub fn parts(&self) -> impl Iterator<Item = &[Point]> {
        self.parts.iter().map(Vec::as_slice)
    }

    /// How wide it is drawn.
    pub const fn width(&self) -> f64 {
        2.0 * self.half
    }

    /// Its pieces from one height down to another, as boxes without the width of the line.
    fn pieces(&self) -> impl Iterator<Item = Rect> + '_ {
        self.parts.iter().flat_map(|part| part.windows(2)).map(|pair| {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            Rect::between(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1))
        })
    }

    /// Whether it passes through a box or so near to it. Lines go from left to right, so that of each
    /// part only what lies above and below the box is looked at.
    pub fn meets(&self, text: &Rect, near: f64) -> bool {
        let near = near + self.half;
        let (left, right) = (text.x - near, text.right() + near);
        let (top, bottom) = (text.y - near, text.bottom() + near);
        self.parts.iter().any(|part| {
            let first = part.partition_point(|&(x, _)| x <= left).saturating_sub(1);
            let pairs = part.get(first..).unwrap_or_default().windows(2);
            pairs.take_while(|pair| pair[0].0 < right).any(|pair| {
                let [(_, y0), (x1, y1)] = [pair[0], pair[1]];
                x1 > left && y0.min(y1) < bottom && y0.max(y1) > top
            })
        })
    }

    /// How far it is from a box, from edge to edge.
    pub fn apart(&self, text: &Rect) -> f64 {
        let far = self.pieces().map(|piece| {
            let across = (piece.x - text.right()).max(text.x - piece.right()).max(0.0);
            let down = (piece.y - text.bottom()).max(text.y - piece.bottom()).max(0.0);
            across * across + down * down
        });
        (far.fold(f64::INFINITY, f64::min).sqrt() - self.half).max(0.0)
    }

    /// From where to where it goes between two heights, its width with it; `None` if it does not lie there.
    pub fn reach(&self, top: f64, bottom: f64) -> Option<(f64, f64)> {
        let inside =
            |piece: &Rect| piece.y < bottom + self.half && piece.bottom() > top - self.half;
        let ends = self.pieces().filter(inside).map(|piece| (piece.x, piece.right()));
        let all = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        all.map(|(left, right)| (left - self.half, right + self.half))
    }

    /// The middles of its upright pieces.
    pub fn middles(&self) -> impl Iterator<Item = Point> + '_ {
        let upright = self.pieces().filter(|piece| piece.h > 0.0);
        upright.map(|piece| (piece.x, piece.y + piece.h / 2.0))
    }

    /// How often a straight line crosses it.
    pub fn crossings(&self, from: Point, to: Point) -> usize {
        let along = |a: f64, b: f64, at: f64| if a == b { None } else { Some((at - a) / (b - a)) };
        let crossed = |piece: &Rect| {
            // Where the line is level with a tread, or above and below a riser.
            let part = match piece.h == 0.0 {
                true => along(from.1, to.1, piece.y),
                false => along(from.0, to.0, piece.x),
            };
            part.filter(|part| (0.0..=1.0).contains(part)).is_some_and(|part| {
                let x = from.0 + (to.0 - from.0) * part;
                let y = from.1 + (to.1 - from.1) * part;
                // A corner belongs to one of its pieces.
                match piece.h == 0.0 {
                    true => piece.x <= x && x <= piece.right(),
                    false => piece.y < y && y < piece.bottom(),
                }
            })
        };
        self.pieces().filter(crossed).count()
    }
}

/// Without the points in the middle of a level.
fn corners(points: &[Point]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Down from (10, 0) to 20, right to 30, down to 40, right to 50; 2 px wide.
    fn stairs() -> Stairs {
        let part = vec![(10.0, 0.0), (10.0, 20.0), (30.0, 20.0), (30.0, 40.0), (50.0, 40.0)];
        Stairs { parts: vec![part], half: 1.0 }
    }

    #[test]
    fn a_box_beside_a_line_is_as_far_off_as_its_edge() {
        let above = Rect::between(35.0, 10.0, 45.0, 18.0);
        // 22 px above the lower tread, 5 px right and 2 px above the corner at (30, 20).
        assert_eq!(stairs().apart(&above), 29.0_f64.sqrt() - 1.0);
        assert!(!stairs().meets(&above, 0.0) && stairs().meets(&above, 4.5));
        assert_eq!(stairs().apart(&Rect::between(25.0, 15.0, 28.0, 25.0)), 0.0);
        assert!(stairs().meets(&Rect::between(25.0, 15.0, 28.0, 25.0), 0.0));
    }

    #[test]
    fn a_row_of_text_meets_a_line_from_its_leftmost_to_its_rightmost_edge() {
        assert_eq!(stairs().reach(5.0, 15.0), Some((9.0, 11.0)));
        assert_eq!(stairs().reach(15.0, 25.0), Some((9.0, 31.0)));
        assert_eq!(stairs().reach(60.0, 70.0), None);
    }

    #[test]
    fn a_leader_crosses_a_line_once_for_each_time_it_changes_sides() {
        let count = |from, to| stairs().crossings(from, to);
        assert_eq!(count((0.0, 10.0), (20.0, 12.0)), 1);
        assert_eq!(count((20.0, 30.0), (40.0, 10.0)), 1, "through a corner");
        assert_eq!(count((20.0, 30.0), (40.0, 30.0)), 1);
        assert_eq!(count((21.0, 10.0), (41.0, 30.0)), 0, "beside it");
        assert_eq!(count((0.0, 35.0), (35.0, 0.0)), 1);
    }
}
