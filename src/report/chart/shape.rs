//! What a sheet is made of, in pixels: boxes, labels, shapes, elements. Plain data between the
//! canvas that records it, the writer that prints it and the lint that checks it.

use super::font::{self, Weight};
use super::palette::Ink;

/// A box in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// From two corners.
    pub fn between(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Rect { x: left, y: top, w: right - left, h: bottom - top }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// The lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Whether two boxes share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether another box lies in it.
    pub fn holds(&self, other: &Rect) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

/// How a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A text with its style, not yet placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// Font size in pixels.
    pub size: f64,
    /// Its weight.
    pub weight: Weight,
    /// Its colour.
    pub ink: Ink,
    /// Its width in pixels. A label is held against many places.
    width: f64,
}

impl Label {
    /// A label.
    pub fn new(text: impl Into<String>, size: f64, weight: Weight, ink: Ink) -> Self {
        let text = text.into();
        Label { width: font::width(&text, size, weight), text, size, weight, ink }
    }

    /// The same in another size.
    pub fn sized(self, size: f64) -> Self {
        Label::new(self.text, size, self.weight, self.ink)
    }

    /// Its width.
    pub const fn width(&self) -> f64 {
        self.width
    }

    /// Its box at a point of the baseline.
    pub fn at(&self, x: f64, y: f64, align: Align) -> Rect {
        let w = self.width;
        let left = match align {
            Align::Start => x,
            Align::Middle => x - w / 2.0,
            Align::End => x - w,
        };
        Rect { x: left, y: y - 0.80 * self.size, w, h: 1.04 * self.size }
    }
}

/// What was drawn, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled box.
    Area(Rect),
    /// A line through points, with its width.
    Line(Vec<(f64, f64)>, f64),
    /// A filled polygon.
    Polygon(Vec<(f64, f64)>),
    /// A dot: centre, radius, and whether it is filled.
    Dot(f64, f64, f64, bool),
    /// A text at its baseline.
    Text {
        /// The point.
        at: (f64, f64),
        /// How it stands there.
        align: Align,
        /// Font size.
        size: f64,
        /// Weight.
        weight: Weight,
        /// What it says.
        text: String,
    },
}

impl Shape {
    /// Whether it is an area that lies below all of a box.
    pub fn covers(&self, rect: &Rect) -> bool {
        match self {
            Shape::Area(area) => area.holds(rect),
            Shape::Polygon(points) => {
                corners(rect).into_iter().all(|corner| inside(points, corner))
                    && !edges(points, true).any(|edge| crosses(edge, rect))
            }
            _ => false,
        }
    }

    /// Whether any of it lies in a box. Texts keep off each other by other means and never do.
    pub fn touches(&self, rect: &Rect) -> bool {
        match self {
            Shape::Area(area) => area.overlaps(rect),
            Shape::Line(points, width) => {
                let half = width / 2.0;
                let near = Rect::between(
                    rect.x - half,
                    rect.y - half,
                    rect.right() + half,
                    rect.bottom() + half,
                );
                edges(points, false).any(|edge| crosses(edge, &near))
            }
            Shape::Polygon(points) => {
                edges(points, true).any(|edge| crosses(edge, rect))
                    || inside(points, (rect.x, rect.y))
            }
            Shape::Dot(x, y, r, _) => {
                Rect { x: x - r, y: y - r, w: 2.0 * r, h: 2.0 * r }.overlaps(rect)
            }
            Shape::Text { .. } => false,
        }
    }
}

type Point = (f64, f64);

fn corners(rect: &Rect) -> [Point; 4] {
    let (right, bottom) = (rect.right(), rect.bottom());
    [(rect.x, rect.y), (right, rect.y), (right, bottom), (rect.x, bottom)]
}

/// The edges through points, back to the first one if it is closed.
fn edges(points: &[Point], closed: bool) -> impl Iterator<Item = (Point, Point)> {
    let last = points.last().zip(points.first()).filter(|_| closed);
    points.windows(2).map(|pair| (pair[0], pair[1])).chain(last.map(|(a, b)| (*a, *b)))
}

/// Whether a point lies in a polygon.
fn inside(points: &[Point], (x, y): Point) -> bool {
    let crossed = edges(points, true)
        .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
    crossed.count() % 2 == 1
}

/// Whether a straight line has a part of some length in a box (Liang and Barsky 1984).
fn crosses((a, b): (Point, Point), rect: &Rect) -> bool {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-dx, a.0 - rect.x),
        (dx, rect.right() - a.0),
        (-dy, a.1 - rect.y),
        (dy, rect.bottom() - a.1),
    ] {
        if step == 0.0 {
            if room <= 0.0 {
                return false;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    from < to
}

/// A shape in its ink.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The shape.
    pub shape: Shape,
    /// The ink.
    pub ink: Ink,
}

/// Everything drawn, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// How much larger hatches are than in an article.
    pub hatch: f64,
    /// What was drawn.
    pub elements: Vec<Element>,
    /// The box of every label with its text and font size.
    pub labels: Vec<(Rect, String, f64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_covers_a_box_in_it_and_touches_one_that_it_meets() {
        let plate = Rect { x: 10.0, y: 10.0, w: 20.0, h: 10.0 };
        let area = |x, y, w, h| Shape::Area(Rect { x, y, w, h });
        assert!(area(0.0, 0.0, 50.0, 50.0).covers(&plate));
        assert!(!area(0.0, 0.0, 25.0, 50.0).covers(&plate));
        assert!(area(0.0, 0.0, 25.0, 50.0).touches(&plate));
        assert!(!area(0.0, 0.0, 10.0, 50.0).touches(&plate));
        // A step in a polygon through the box.
        let step = [(0.0, 0.0), (20.0, 0.0), (20.0, 15.0), (50.0, 15.0), (50.0, 50.0), (0.0, 50.0)];
        let step = Shape::Polygon(step.to_vec());
        assert!(!step.covers(&plate) && step.touches(&plate));
        let below = Rect { y: 30.0, ..plate };
        assert!(step.covers(&below));
        // A line beside the box touches it with its width alone.
        let line = |width| Shape::Line(vec![(0.0, 8.0), (50.0, 8.0)], width);
        assert!(!line(2.0).touches(&plate) && line(6.0).touches(&plate));
        let slant = |x| Shape::Line(vec![(x, 0.0), (x + 30.0, 30.0)], 1.0);
        assert!(slant(0.0).touches(&plate) && !slant(25.0).touches(&plate));
        assert!(Shape::Dot(9.0, 15.0, 2.0, true).touches(&plate));
    }
}
