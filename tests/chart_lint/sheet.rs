//! The checks on one written SVG: well-formed and inert, names for assistive tools, ids of its own,
//! contrast of every text and mark with what lies below, labels whole and apart. What is found wrong
//! flows out as a list, so that one run tells all.

use super::picture::{Fill, Outline, Picture, Text, contrast};
use backup_sim::report::chart::ChartKind;
use resvg::usvg::roxmltree::Document;
use std::collections::BTreeSet;

/// The least contrast of text, of large text and graphics (WCAG 2.2, 1.4.3 and 1.4.11).
const TEXT: f64 = 4.5;
const GRAPHICS: f64 = 3.0;
/// The smallest letters, in pixels as shown.
const LEAST_SIZE: f64 = 12.0;
/// The most that an SVG may hold.
pub const MOST_BYTES: usize = 60_000;

/// What may stand in a chart: no script, no link, no picture, no foreign markup.
const ELEMENTS: [&str; 12] = [
    "svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text", "g",
    "use",
];

/// The document as it was written: what the theme does not change.
pub fn document(svg: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut wrong = |fault: String| faults.push(fault);
    let odd =
        |c: &char| *c != '\n' && (c.is_control() || backup_sim::report::format::is_hostile(*c));
    if let Some(c) = svg.chars().find(odd) {
        wrong(format!("the character {c:?}"));
    }
    if svg.len() > MOST_BYTES {
        wrong(format!("{} bytes", svg.len()));
    }
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(error) => return vec![format!("not well-formed: {error}")],
    };
    let root = document.root_element();
    let id = root.attribute("id").unwrap_or_default();
    let hashed = id.strip_prefix("bs-").is_some_and(|hash| {
        hash.len() == 8 && hash.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
    });
    if !hashed {
        wrong(format!("the id {id:?} is no prefix with a hash"));
    }
    let named = format!("{id}-t {id}-d");
    for (attribute, value) in [("role", "img"), ("lang", "en"), ("aria-labelledby", named.as_str())]
    {
        if root.attribute(attribute) != Some(value) {
            wrong(format!("{attribute} is {:?}", root.attribute(attribute)));
        }
    }
    for (name, end) in [("title", "t"), ("desc", "d")] {
        let child: Vec<_> = root.children().filter(|n| n.has_tag_name(name)).collect();
        let fine = matches!(child[..], [one] if one.attribute("id") == Some(&format!("{id}-{end}"))
            && one.text().is_some_and(|text| !text.trim().is_empty()));
        if !fine {
            wrong(format!("no one {name} of its own id and some text"));
        }
    }
    let mut ids = BTreeSet::new();
    for node in root.descendants().filter(|n| n.is_element()) {
        let tag = node.tag_name().name();
        if !ELEMENTS.contains(&tag) {
            wrong(format!("an element {tag}"));
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            if name.starts_with("on") || name == "href" || value.contains("javascript:") {
                wrong(format!("the attribute {name}={value:?}"));
            }
            if (name == "id" || name == "class") && !value.starts_with(id) {
                wrong(format!("{name} {value:?} without the prefix"));
            }
            if name == "id" && !ids.insert(value.to_owned()) {
                wrong(format!("the id {value} twice"));
            }
        }
    }
    // Words may look like a reference; attributes and styles are ones.
    let styles = root.descendants().filter(|n| n.has_tag_name("style")).filter_map(|n| n.text());
    let values = root.descendants().flat_map(|n| n.attributes()).map(|a| a.value());
    for reference in values.chain(styles).flat_map(|text| text.split("url(").skip(1)) {
        let to = reference.split(')').next().unwrap_or_default();
        if !to.strip_prefix('#').is_some_and(|to| ids.contains(to)) {
            wrong(format!("a reference to {to}"));
        }
    }
    faults
}

fn large(text: &Text) -> bool {
    text.size >= 24.0 || (text.bold && text.size >= 18.66)
}

/// The picture in one theme: labels and colours.
pub fn picture(picture: &Picture) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, text) in picture.texts.iter().enumerate() {
        let Text { says, size, extent: e, .. } = text;
        if *size < LEAST_SIZE {
            faults.push(format!("{says:?} has {size} px"));
        }
        if e.left < 0.0 || e.top < 0.0 || e.right > picture.width || e.bottom > picture.height {
            faults.push(format!("{says:?} is cut off: {e:?}"));
        }
        for other in &picture.texts[..at] {
            if e.overlaps(&other.extent) {
                faults.push(format!("{says:?} {e:?} covers {:?} {:?}", other.says, other.extent));
            }
        }
        if let Some(shape) = picture.runs_through(text) {
            let what: String = format!("{:?}", shape.outline).chars().take(90).collect();
            faults.push(format!("{says:?} at {e:?} has {what} running through it"));
        }
        let (least, found) =
            (if large(text) { GRAPHICS } else { TEXT }, picture.contrast_below(text));
        if found < least {
            faults.push(format!("{says:?} at {e:?} has a contrast of {found:.2}"));
        }
    }
    for (at, shape) in picture.shapes.iter().enumerate().filter(|(_, shape)| !shape.decor) {
        let below = |point| picture.below(at, point);
        let seen: BTreeSet<_> = shape.samples().into_iter().filter_map(below).collect();
        // Where it touches what has its own colour, both are one mark.
        let alone = seen.len() == 1;
        let seen = seen.into_iter().filter(|below| alone || shape.fill != Fill::Plain(*below));
        for below in seen {
            let color = match shape.fill {
                Fill::Plain(color) => color,
                Fill::Lines(color, opacity) => {
                    let mix = |i: usize| {
                        let (over, under) = (f64::from(color[i]), f64::from(below[i]));
                        (over * opacity + under * (1.0 - opacity)).round() as u8
                    };
                    [mix(0), mix(1), mix(2)]
                }
            };
            let found = contrast(color, below);
            if found < GRAPHICS {
                let what = format!("{:?}", shape.outline);
                let what: String = what.chars().take(90).collect();
                faults.push(format!("{what} {color:?} on {below:?} has a contrast of {found:.2}"));
            }
        }
        let outside =
            |x: f64, y: f64| x < 0.0 || y < 0.0 || x > picture.width || y > picture.height;
        let off = match &shape.outline {
            Outline::Area(e) => outside(e.left, e.top) || outside(e.right, e.bottom),
            Outline::Line(p, _) | Outline::Polygon(p) => p.iter().any(|p| outside(p.0, p.1)),
            Outline::Dot((x, y), r) => outside(x - r, y - r) || outside(x + r, y + r),
        };
        if off {
            faults.push(format!("{:?} leaves the sheet", shape.outline));
        }
    }
    faults
}

/// Bars are as long as what they stand for, from one line.
pub fn bars(kind: ChartKind, picture: &Picture, csv: &str) -> Vec<String> {
    if kind != ChartKind::States {
        return Vec::new();
    }
    let rows = csv.lines().filter(|line| line.starts_with("bar,"));
    let seconds: Vec<f64> = rows.filter_map(|line| line.split(',').nth(7)?.parse().ok()).collect();
    // The marks that are drawn last begin at one line; a layout may merge the shortest of them.
    let marks = picture.shapes.iter().filter(|shape| !shape.decor);
    let areas: Vec<_> = marks
        .filter_map(|shape| match &shape.outline {
            Outline::Area(e) => Some(*e),
            _ => None,
        })
        .collect();
    let Some(last) = areas.last() else { return Vec::new() };
    let bars = areas.iter().rev().take_while(|e| (e.left - last.left).abs() < 0.2);
    let bars: Vec<f64> = bars.map(|e| e.right - e.left).take(seconds.len()).collect();
    let bars: Vec<f64> = bars.into_iter().rev().collect();
    let scale = bars.first().zip(seconds.first()).map_or(0.0, |(px, s)| px / s);
    let pairs = bars.iter().zip(&seconds).take(bars.len().saturating_sub(1));
    pairs
        .filter(|(px, s)| (*px - *s * scale).abs() > 1.6)
        .map(|(px, s)| format!("a bar of {px} px for {s} s, {scale} px a second"))
        .collect()
}
