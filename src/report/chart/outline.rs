//! Texts as outlines: a text and its weight flow in; the glyphs of the embedded face with their places, and
//! the outline of each, flow out. Shaped as the PNG is, kerning and ligatures included, so that both look
//! alike to the pixel.

use super::font::{self, Weight};
use super::svg::plain;
use rustybuzz::{Face, UnicodeBuffer};
use std::fmt::Write;
use std::sync::OnceLock;
use ttf_parser::{GlyphId, OutlineBuilder};

/// A glyph of one of the two faces.
pub type Glyph = (Weight, u16);

/// A text in glyphs, in units of the face.
pub struct Run {
    /// Each with its distance from the text's start.
    pub glyphs: Vec<(Glyph, i32)>,
    /// How long the text is.
    pub advance: i32,
}

/// The parsed face, once.
fn face(weight: Weight) -> Option<&'static Face<'static>> {
    static FACES: [OnceLock<Option<Face<'static>>>; 2] = [OnceLock::new(), OnceLock::new()];
    let (slot, bytes) = match weight {
        Weight::Regular => (&FACES[0], font::REGULAR),
        Weight::Bold => (&FACES[1], font::BOLD),
    };
    slot.get_or_init(|| Face::from_slice(bytes, 0)).as_ref()
}

/// Units of the face in an em.
pub fn units_per_em(weight: Weight) -> f64 {
    face(weight).map_or(1000.0, |face| f64::from(face.units_per_em()))
}

/// Shapes a text. Letters that the face lacks become U+FFFD, as in a PNG.
pub fn shape(text: &str, weight: Weight) -> Run {
    let mut run = Run { glyphs: Vec::new(), advance: 0 };
    let Some(face) = face(weight) else { return run };
    let mut buffer = UnicodeBuffer::new();
    // SVG collapses spaces.
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    buffer.push_str(&words.join(" ").chars().map(plain).map(font::shown).collect::<String>());
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(face, &[], buffer);
    for (glyph, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let id = u16::try_from(glyph.glyph_id).unwrap_or(0);
        run.glyphs.push(((weight, id), run.advance + place.x_offset));
        run.advance += place.x_advance;
    }
    run
}

/// The outline of a glyph as the data of an SVG path, y downwards; empty for a space.
pub fn outline((weight, id): Glyph) -> String {
    let mut pen = Pen::default();
    if let Some(face) = face(weight) {
        face.outline_glyph(GlyphId(id), &mut pen);
    }
    pen.path
}

/// A point in halves of the face's units, y downwards. Points of the face are whole; the one that is implied
/// between two of its controls may be a half.
type Point = (i32, i32);

fn point(x: f32, y: f32) -> Point {
    ((2.0 * x).round() as i32, -(2.0 * y).round() as i32)
}

/// Writes relative commands, which are shorter.
#[derive(Default)]
struct Pen {
    path: String,
    at: Point,
    start: Point,
    /// The control of the curve that ended here.
    control: Option<Point>,
}

impl Pen {
    /// Writes a command that ends at the last of some points.
    fn put(&mut self, command: char, points: &[Point]) {
        self.path.push(command);
        let mut first = true;
        for &(x, y) in points {
            for step in [x - self.at.0, y - self.at.1] {
                let space = if step < 0 || first { "" } else { " " };
                let _ = write!(self.path, "{space}{}", halves(step));
                first = false;
            }
        }
        self.at = points.last().copied().unwrap_or(self.at);
        self.control = None;
    }
}

/// Halves as a number.
fn halves(n: i32) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let whole = n.unsigned_abs() / 2;
    match (n % 2, whole) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}.5"),
        _ => format!("{sign}{whole}.5"),
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('m', &[point(x, y)]);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let end = point(x, y);
        let (right, down) = (end.0 - self.at.0, end.1 - self.at.1);
        let _ = match (right, down) {
            (_, 0) => write!(self.path, "h{}", halves(right)),
            (0, _) => write!(self.path, "v{}", halves(down)),
            _ => return self.put('l', &[end]),
        };
        (self.at, self.control) = (end, None);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, end) = (point(x1, y1), point(x, y));
        let (left, top) = self.at;
        // Where a curve goes on straight from the one before, its control follows from that.
        let mirrored = self.control.map(|(x, y)| (2 * left - x, 2 * top - y));
        match mirrored == Some(control) {
            true => self.put('t', &[end]),
            false => self.put('q', &[control, end]),
        }
        self.control = Some(control);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.put('c', &[point(x1, y1), point(x2, y2), point(x, y)]);
    }

    fn close(&mut self) {
        self.path.push('z');
        (self.at, self.control) = (self.start, None);
    }
}
