//! PNG from a chart's own SVG, at twice its size, with only the embedded font loaded: clean lines
//! and kerning, equal pixels on every machine.

use super::{ChartError, font};
use ::png;
use resvg::{tiny_skia, usvg};
use std::sync::Arc;

/// Pixels of the PNG for one of the SVG.
const ZOOM: f32 = 2.0;

/// The letters of a chart's SVG that a PNG of it shows as U+FFFD, each once and in order: the
/// embedded font has no others than Latin, Greek and Cyrillic ones.
pub fn missing_letters(svg: &str) -> Vec<char> {
    // The title and the description are not drawn.
    let drawn = svg.split_once("</desc>").map_or(svg, |(_, drawn)| drawn);
    let mut letters: Vec<char> = Vec::new();
    for c in drawn.chars().filter(|&c| font::shown(c) != c) {
        if !letters.contains(&c) {
            letters.push(c);
        }
    }
    letters
}

fn options() -> usvg::Options<'static> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::BOLD.to_vec());
    fonts.set_sans_serif_family(font::NAME);
    usvg::Options {
        font_family: font::NAME.to_owned(),
        fontdb: Arc::new(fonts),
        ..usvg::Options::default()
    }
}

/// Draws an SVG as PNG, `zoom` pixels for one of its own.
fn draw(svg: &str, zoom: f32) -> Result<Vec<u8>, ChartError> {
    // The renderer leaves out what its font lacks, and with it what stands beside.
    let shown: String = svg.chars().map(font::shown).collect();
    let tree = usvg::Tree::from_str(&shown, &options())
        .map_err(|error| ChartError::Picture(error.to_string()))?;
    let size = tree.size().to_int_size();
    let scaled = |side: u32| (side as f32 * zoom).round() as u32;
    let mut picture = tiny_skia::Pixmap::new(scaled(size.width()), scaled(size.height()))
        .ok_or_else(|| ChartError::Picture("a picture without area".to_owned()))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(zoom, zoom), &mut picture.as_mut());
    encode(&picture).map_err(|error| ChartError::Picture(error.to_string()))
}

/// Without the alpha channel where a chart has a ground, and without filters, since flat areas
/// compress best as they are.
fn encode(picture: &tiny_skia::Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let (grounded, mut data) = (picture.pixels().iter().all(|p| p.is_opaque()), Vec::new());
    for c in picture.pixels().iter().map(|p| p.demultiply()) {
        data.extend_from_slice(&[c.red(), c.green(), c.blue()]);
        if !grounded {
            data.push(c.alpha());
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(if grounded { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(file)
}

/// Draws a chart's SVG as PNG at twice its size. A chart of the theme `auto` comes out light.
///
/// # Errors
/// [`ChartError::Picture`] if the text is no SVG.
pub fn png(svg: &str) -> Result<Vec<u8>, ChartError> {
    draw(svg, ZOOM)
}

/// As [`png()`] at its own size: the social card, which has to be 1200 x 630 pixels.
///
/// # Errors
/// As [`png()`].
pub fn png_at_size(svg: &str) -> Result<Vec<u8>, ChartError> {
    draw(svg, 1.0)
}
