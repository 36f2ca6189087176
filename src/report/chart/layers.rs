//! A chart without a ground: a recorded sheet flows in; layers flow out, each with the holes through which
//! what is below the chart shows. What is drawn in the colour of the ground (the plates of labels, the
//! gaps between areas, the insides of rings) is such a hole in all that was drawn before it.

use super::palette::Role;
use super::shape::{Element, Rect, Shape, Sheet};

/// What is drawn together. Its holes go through it and through the layers before it.
#[derive(Default)]
pub struct Layer<'a> {
    /// What is drawn, in order.
    pub elements: Vec<&'a Element>,
    /// Where it is not.
    pub holes: Vec<&'a Element>,
}

/// The layers of a sheet, the lowest first. Each element lies as low as what it covers allows, so that
/// there are few of them.
pub fn layers(sheet: &Sheet) -> Vec<Layer<'_>> {
    let mut layers: Vec<Layer<'_>> = Vec::new();
    let mut placed: Vec<(Rect, bool, usize)> = Vec::new();
    for element in &sheet.elements {
        let area = bounds(&element.shape);
        let hole = is_hole(element);
        let below = placed.iter().filter(|(other, ..)| other.overlaps(&area));
        let levels = below.filter_map(|&(_, is_hole, level)| match (is_hole, hole) {
            (false, _) => Some(level),
            (true, false) => Some(level + 1),
            (true, true) => None,
        });
        let level = match (levels.max(), hole) {
            (Some(level), _) => level,
            (None, false) => 0,
            // Nothing is below it that it could go through: the ground itself is such a one.
            (None, true) => continue,
        };
        placed.push((area, hole, level));
        if layers.len() <= level {
            layers.resize_with(level + 1, Layer::default);
        }
        if let Some(layer) = layers.get_mut(level) {
            if hole { layer.holes.push(element) } else { layer.elements.push(element) }
        }
    }
    layers
}

fn is_hole(element: &Element) -> bool {
    element.ink.role == Role::Ground && !matches!(element.shape, Shape::Text { .. })
}

/// The box around a shape.
fn bounds(shape: &Shape) -> Rect {
    let around = |points: &[(f64, f64)], by: f64| {
        let least = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::MAX, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::MIN, f64::max);
        Rect::between(
            least(|p| p.0) - by,
            least(|p| p.1) - by,
            most(|p| p.0) + by,
            most(|p| p.1) + by,
        )
    };
    match shape {
        Shape::Area(area) => *area,
        Shape::Line(points, width) => around(points, width / 2.0),
        Shape::Polygon(points) => around(points, 0.0),
        Shape::Dot(x, y, r, _) => around(&[(*x, *y)], *r),
        Shape::Text { at, align, size, weight, text } => {
            let width = super::font::width(text, *size, *weight);
            let left = match align {
                super::shape::Align::Start => at.0,
                super::shape::Align::Middle => at.0 - width / 2.0,
                super::shape::Align::End => at.0 - width,
            };
            Rect { x: left, y: at.1 - size, w: width, h: 1.3 * size }
        }
    }
}
