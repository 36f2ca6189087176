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
}

impl Label {
    /// A label.
    pub fn new(text: impl Into<String>, size: f64, weight: Weight, ink: Ink) -> Self {
        Label { text: text.into(), size, weight, ink }
    }

    /// Its width.
    pub fn width(&self) -> f64 {
        font::width(&self.text, self.size, self.weight)
    }

    /// Its box at a point of the baseline.
    pub fn at(&self, x: f64, y: f64, align: Align) -> Rect {
        let w = self.width();
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
