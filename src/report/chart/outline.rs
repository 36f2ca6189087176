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
    let mut pen = Pen { path: String::new(), at: (0, 0), start: (0, 0) };
    if let Some(face) = face(weight) {
        face.outline_glyph(GlyphId(id), &mut pen);
    }
    pen.path
}

/// Writes relative commands, which are shorter. Points of the face are whole numbers.
struct Pen {
    path: String,
    at: (i32, i32),
    start: (i32, i32),
}

impl Pen {
    /// Writes a command that ends at the last of some points.
    fn put(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        let mut end = self.at;
        for (i, &(x, y)) in points.iter().enumerate() {
            end = (x.round() as i32, -y.round() as i32);
            for (j, step) in [end.0 - self.at.0, end.1 - self.at.1].into_iter().enumerate() {
                let space = if step < 0 || (i == 0 && j == 0) { "" } else { " " };
                let _ = write!(self.path, "{space}{step}");
            }
        }
        self.at = end;
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('m', &[(x, y)]);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let end = (x.round() as i32, -y.round() as i32);
        let (right, down) = (end.0 - self.at.0, end.1 - self.at.1);
        let _ = match (right, down) {
            (_, 0) => write!(self.path, "h{right}"),
            (0, _) => write!(self.path, "v{down}"),
            _ => return self.put('l', &[(x, y)]),
        };
        self.at = end;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.put('q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.put('c', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('z');
        self.at = self.start;
    }
}
