//! A contact sheet: many drawings flow in, one drawing flows out that holds them all, smaller. For
//! whoever looks charts over before they are published.

use super::canvas::Rect;
use super::svg::path::num;
use std::fmt::Write as _;

/// Between two drawings, in pixels of the sheet.
const GAP: f64 = 12.0;
/// Behind the drawings: neither of their grounds.
const GROUND: &str = "#8A9099";

/// Lays rows of drawings out under each other, each `scale` times its size. What is no drawing of
/// [`Chart::svg`](super::Chart::svg) is left out.
pub fn contact_sheet(rows: &[Vec<String>], scale: f64) -> String {
    let (mut body, mut width, mut y) = (String::new(), 0.0_f64, GAP);
    for row in rows {
        let (mut x, mut height) = (GAP, 0.0_f64);
        for drawing in row {
            let Some((head, size, tail)) = taken_apart(drawing) else { continue };
            let place = Rect { x, y, w: size.0 * scale, h: size.1 * scale };
            let (left, top) = (num(place.x), num(place.y));
            let (wide, high) = (num(place.w), num(place.h));
            let _ = write!(
                body,
                "{head} x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\"{tail}"
            );
            x += place.w + GAP;
            height = height.max(place.h);
        }
        width = width.max(x);
        y += height + GAP;
    }
    let (wide, high) = (num(width), num(y));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
         viewBox=\"0 0 {wide} {high}\">\n<rect width=\"{wide}\" height=\"{high}\" \
         fill=\"{GROUND}\"/>\n{body}</svg>\n"
    )
}

/// A drawing before its width, its size, and what follows its height.
fn taken_apart(drawing: &str) -> Option<(&str, (f64, f64), &str)> {
    let (head, rest) = drawing.split_once(" width=\"")?;
    let (width, rest) = rest.split_once("\" height=\"")?;
    let (height, tail) = rest.split_once('"')?;
    let size = (width.parse().ok()?, height.parse().ok()?);
    head.starts_with("<svg ").then_some((head, size, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_stand_beside_and_under_each_other_at_their_scale() {
        let drawing = |id: &str, w: u32, h: u32| {
            format!("<svg id=\"{id}\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\"></svg>")
        };
        let rows = [vec![drawing("a", 100, 50), drawing("b", 40, 80)], vec![drawing("c", 10, 10)]];
        let sheet = contact_sheet(&rows, 0.5);
        // 12 + 50 + 12 + 20 + 12 wide; 12 + 40 + 12 + 5 + 12 high.
        assert!(sheet.contains("width=\"106\" height=\"81\" viewBox=\"0 0 106 81\""), "{sheet}");
        assert!(sheet.contains("id=\"b\" x=\"74\" y=\"12\" width=\"20\" height=\"40\""), "{sheet}");
        assert!(sheet.contains("id=\"c\" x=\"12\" y=\"64\" width=\"5\" height=\"5\""), "{sheet}");
        assert!(contact_sheet(&[vec!["no drawing".to_owned()]], 1.0).ends_with("/>\n</svg>\n"));
    }
}
