//! A written SVG read back: its text flows in; shapes with their colours in drawing order and texts with
//! the boxes of their outlines flow out, in light or dark. Nothing here knows how charts are drawn: the
//! XML is read with roxmltree, letters are measured and pixels are made by usvg and resvg.

use backup_sim::report::chart::missing_letters;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, roxmltree};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Red, green, blue.
pub type Color = [u8; 3];

/// The contrast of two colours by WCAG 2.2, 1 to 21.
pub fn contrast(one: Color, other: Color) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |[r, g, b]: Color| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
    a.max(b) / a.min(b)
}

/// A box: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Extent {
    /// Whether two boxes share more than a fifth of a pixel each way.
    pub fn overlaps(&self, other: &Extent) -> bool {
        let shared = |a: f64, b: f64, c: f64, d: f64| b.min(d) - a.max(c) > 0.2;
        shared(self.left, self.right, other.left, other.right)
            && shared(self.top, self.bottom, other.top, other.bottom)
    }
}

/// What an area is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// One colour, also one with a hatch cut out of it.
    Plain(Color),
    /// The lines of a hatch over what is below, as opaque as this.
    Lines(Color, f64),
}

/// The outline of a shape.
#[derive(Clone, Debug)]
pub enum Outline {
    Area(Extent),
    Polygon(Vec<(f64, f64)>),
    /// Its points and its width.
    Line(Vec<(f64, f64)>, f64),
    Dot((f64, f64), f64),
}

/// A shape that is no text.
#[derive(Clone, Debug)]
pub struct Shape {
    pub outline: Outline,
    pub fill: Fill,
    /// Whether it is marked as decoration.
    pub decor: bool,
}

impl Shape {
    /// Points of it that tell what it lies on.
    pub fn samples(&self) -> Vec<(f64, f64)> {
        let between = |(ax, ay): (f64, f64), (bx, by): (f64, f64)| {
            let steps = ((bx - ax).hypot(by - ay) / 6.0).ceil().clamp(1.0, 200.0) as u32;
            (0..=steps).map(move |i| {
                let part = f64::from(i) / f64::from(steps);
                (ax + (bx - ax) * part, ay + (by - ay) * part)
            })
        };
        match &self.outline {
            Outline::Area(e) => [0.1, 0.5, 0.9]
                .iter()
                .flat_map(|x| [0.1, 0.5, 0.9].map(|y| (*x, y)))
                .map(|(x, y)| (e.left + (e.right - e.left) * x, e.top + (e.bottom - e.top) * y))
                .collect(),
            Outline::Line(points, _) => {
                points.windows(2).flat_map(|pair| between(pair[0], pair[1])).collect()
            }
            Outline::Polygon(points) => {
                let n = points.len() as f64;
                let sum = points.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
                let middle = (sum.0 / n, sum.1 / n);
                let inward =
                    |p: &(f64, f64)| (0.9 * p.0 + 0.1 * middle.0, 0.9 * p.1 + 0.1 * middle.1);
                points.iter().map(inward).filter(|p| self.covers(*p)).collect()
            }
            Outline::Dot(middle, _) => vec![*middle],
        }
    }

    /// Whether it is an area that lies under all of a box.
    fn lies_under(&self, e: &Extent) -> bool {
        let whole = matches!(self.outline, Outline::Area(_) | Outline::Polygon(_));
        let corners = [(e.left, e.top), (e.right, e.top), (e.right, e.bottom), (e.left, e.bottom)];
        whole && matches!(self.fill, Fill::Plain(_)) && corners.iter().all(|c| self.covers(*c))
    }

    /// Whether it is a line, or a hatch, with a part in a box.
    fn runs_through(&self, e: &Extent) -> bool {
        match (&self.outline, self.fill) {
            (Outline::Line(points, width), _) => {
                let half = width / 2.0;
                let room = Extent {
                    left: e.left - half,
                    top: e.top - half,
                    right: e.right + half,
                    bottom: e.bottom + half,
                };
                points.windows(2).any(|pair| meets((pair[0], pair[1]), &room))
            }
            (Outline::Area(area), Fill::Lines(..)) => area.overlaps(e),
            _ => false,
        }
    }

    /// Whether it is an area that lies under a point; the edge that a point touches does not.
    pub fn covers(&self, (x, y): (f64, f64)) -> bool {
        match &self.outline {
            Outline::Area(e) => e.left < x && x < e.right && e.top < y && y < e.bottom,
            Outline::Dot(middle, radius) => (x - middle.0).hypot(y - middle.1) <= *radius,
            Outline::Line(..) => false,
            Outline::Polygon(points) => {
                let next = points.iter().cycle().skip(1);
                let crossed = points.iter().zip(next).filter(|(a, b)| {
                    (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
                });
                crossed.count() % 2 == 1
            }
        }
    }
}

/// Whether a straight line has a part in a box: in 200 points, or all of it on one side.
fn meets((a, b): ((f64, f64), (f64, f64)), e: &Extent) -> bool {
    (0..=200).any(|i| {
        let part = f64::from(i) / 200.0;
        let (x, y) = (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
        e.left < x && x < e.right && e.top < y && y < e.bottom
    })
}

/// A text as it is seen.
#[derive(Clone, Debug)]
pub struct Text {
    pub says: String,
    pub size: f64,
    pub bold: bool,
    pub color: Color,
    /// The box of its outlines.
    pub extent: Extent,
    /// How many shapes were drawn before it.
    pub after: usize,
}

/// A document in one theme.
pub struct Picture {
    pub width: f64,
    pub height: f64,
    pub shapes: Vec<Shape>,
    pub texts: Vec<Text>,
    /// The pixels of everything that is no text.
    below: Pixmap,
}

/// The document as a reader sees it whose device is dark: one that follows the device has its
/// attributes replaced by what the classes say there.
pub fn as_dark(svg: &str) -> String {
    let Some((_, rest)) = svg.split_once("@media (prefers-color-scheme:dark){") else {
        return svg.to_owned();
    };
    let properties = |css: &str| -> BTreeMap<String, String> {
        let inside = css.split_once('{').unwrap().1.split_once('}').unwrap().0;
        let pair = |p: &str| p.split_once(':').map(|(k, v)| (k.to_owned(), v.to_owned()));
        inside.split(';').filter_map(pair).collect()
    };
    let dark = properties(rest);
    let light = properties(svg.split_once("@media all{").unwrap().1);
    assert!(light.keys().eq(dark.keys()), "{light:?} {dark:?}");
    let id = svg.split_once(" id=\"").unwrap().1.split_once('"').unwrap().0;
    let mut out = svg.to_owned();
    let mut replaced = 0;
    for (property, color) in &dark {
        let name = property.strip_prefix("--bs-").unwrap();
        for (attribute, letter) in [("fill", "f"), ("stroke", "s")] {
            let with =
                |color: &str| format!("{attribute}=\"{color}\" class=\"{id}-{letter}-{name}\"");
            replaced += out.matches(&with(&light[property])).count();
            out = out.replace(&with(&light[property]), &with(color));
        }
    }
    assert_eq!(
        replaced,
        svg.matches(" class=\"").count(),
        "attributes are those of the light theme"
    );
    out
}

fn color(text: &str) -> Color {
    let hex = text.strip_prefix('#').unwrap_or_else(|| panic!("no colour: {text}"));
    let part = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).unwrap();
    [part(0), part(2), part(4)]
}

fn number(node: roxmltree::Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).map_or(0.0, |text| text.parse().expect(text))
}

/// The points of the parts of a path of straight lines: `M1 2l3 4h5v-6M7 8v9`.
fn parts(d: &str) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let d = d.trim_end_matches('Z');
    let starts: Vec<usize> = d.match_indices(['M', 'l', 'h', 'v']).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([d.len()]);
    for (&from, to) in starts.iter().zip(ends) {
        let numbers: Vec<f64> =
            d[from + 1..to].split_whitespace().map(|n| n.parse().expect(d)).collect();
        let (letter, numbers) = (&d[from..=from], numbers.as_slice());
        if let ("M", &[x, y]) = (letter, numbers) {
            parts.push(vec![(x, y)]);
            continue;
        }
        let part = parts.last_mut().expect(d);
        let (x, y) = part[part.len() - 1];
        part.push(match (letter, numbers) {
            ("l", &[right, down]) => (x + right, y + down),
            ("h", &[right]) => (x + right, y),
            ("v", &[down]) => (x, y + down),
            _ => panic!("{d}"),
        });
    }
    parts
}

/// The options of the picture that charts are made into: the two faces of the charts and no other.
pub fn options() -> &'static usvg::Options<'static> {
    static OPTIONS: OnceLock<usvg::Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(
            include_bytes!("../../src/report/chart/font/NotoSans-Regular.ttf").to_vec(),
        );
        fonts.load_font_data(
            include_bytes!("../../src/report/chart/font/NotoSans-Bold.ttf").to_vec(),
        );
        usvg::Options {
            font_family: "Noto Sans".to_owned(),
            fontdb: Arc::new(fonts),
            ..usvg::Options::default()
        }
    })
}

fn extents(group: &usvg::Group, out: &mut Vec<(String, Extent)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => extents(group, out),
            usvg::Node::Text(text) => {
                let says = text.chunks().iter().map(|chunk| chunk.text()).collect();
                let b = text.flattened().abs_bounding_box();
                let [left, top, right, bottom] =
                    [b.left(), b.top(), b.right(), b.bottom()].map(f64::from);
                out.push((says, Extent { left, top, right, bottom }));
            }
            _ => {}
        }
    }
}

impl Picture {
    /// Reads a document whose attributes say all colours.
    pub fn of(svg: &str) -> Picture {
        let missing = missing_letters(svg);
        let shown: String =
            svg.chars().map(|c| if missing.contains(&c) { '\u{fffd}' } else { c }).collect();
        let document = roxmltree::Document::parse(&shown).expect("well-formed");
        let root = document.root_element();
        let hatches = hatches(root);
        let fill = |node: roxmltree::Node<'_, '_>, name: &str| {
            let text = node.attribute(name).filter(|text| *text != "none")?;
            Some(match text.strip_prefix("url(#").and_then(|t| t.strip_suffix(')')) {
                Some(id) => *hatches.get(id).unwrap_or_else(|| panic!("no pattern {id}")),
                None => Fill::Plain(color(text)),
            })
        };
        let (mut shapes, mut words, mut cut) = (Vec::new(), Vec::new(), Vec::new());
        for node in root.descendants().filter(roxmltree::Node::is_element) {
            if node.ancestors().any(|a| a.has_tag_name("defs")) {
                continue;
            }
            let decor = node.ancestors().any(|a| a.attribute("aria-hidden") == Some("true"));
            let mut push = |outline, name| {
                if let Some(fill) = fill(node, name) {
                    shapes.push(Shape { outline, fill, decor });
                }
            };
            let n = |name| number(node, name);
            match node.tag_name().name() {
                "rect" => {
                    let (left, top) = (n("x"), n("y"));
                    let (right, bottom) = (left + n("width"), top + n("height"));
                    push(Outline::Area(Extent { left, top, right, bottom }), "fill");
                }
                "circle" => push(Outline::Dot((n("cx"), n("cy")), n("r")), "fill"),
                "path" => {
                    for part in parts(node.attribute("d").unwrap()) {
                        push(Outline::Polygon(part.clone()), "fill");
                        push(Outline::Line(part, n("stroke-width")), "stroke");
                    }
                }
                "text" => {
                    cut.push(node.range());
                    words.push((node, shapes.len()));
                }
                "svg" | "title" | "desc" | "style" | "g" => {}
                other => panic!("an element {other}"),
            }
        }
        let tree = usvg::Tree::from_str(&shown, options()).expect("resvg opens it");
        let mut boxes = Vec::new();
        extents(tree.root(), &mut boxes);
        assert_eq!(boxes.len(), words.len(), "resvg sees every text");
        type Word<'a, 'b> = (roxmltree::Node<'a, 'b>, usize);
        let text = |((node, after), (says, extent)): (&Word<'_, '_>, &(String, Extent))| {
            assert_eq!(
                node.text().unwrap_or_default().split_whitespace().collect::<Vec<_>>(),
                says.split_whitespace().collect::<Vec<_>>()
            );
            Text {
                says: says.clone(),
                size: number(*node, "font-size"),
                bold: node.attribute("font-weight") == Some("700"),
                color: color(node.attribute("fill").unwrap()),
                extent: *extent,
                after: *after,
            }
        };
        let texts = words.iter().zip(&boxes).map(text).collect();
        let mut without = shown.clone();
        for range in cut.into_iter().rev() {
            without.replace_range(range, "");
        }
        let bare = usvg::Tree::from_str(&without, options()).unwrap();
        let (width, height) = (number(root, "width"), number(root, "height"));
        let mut below = Pixmap::new(width as u32, height as u32).unwrap();
        resvg::render(&bare, Transform::identity(), &mut below.as_mut());
        Picture { width, height, shapes, texts, below }
    }

    /// What runs through a text: a line or a hatch that is drawn over it, or before it with no area
    /// between that lies under all of it.
    pub fn runs_through(&self, text: &Text) -> Option<&Shape> {
        let e = text.extent;
        // Outlines may touch a line: what does is no accident within half a pixel.
        let inner = Extent {
            left: e.left + 0.5,
            top: e.top + 0.5,
            right: e.right - 0.5,
            bottom: e.bottom - 0.5,
        };
        let (before, over) = self.shapes.split_at(text.after);
        let bare = before.iter().rev().take_while(|shape| !shape.lies_under(&inner));
        over.iter().chain(bare).find(|shape| shape.runs_through(&inner))
    }

    /// The least contrast of a text with the pixels below its outlines.
    pub fn contrast_below(&self, text: &Text) -> f64 {
        let within = |v: f64, most: u32| (v.max(0.0) as u32).min(most - 1);
        let (w, h) = (self.below.width(), self.below.height());
        let (left, right) = (within(text.extent.left, w), within(text.extent.right, w));
        let (top, bottom) = (within(text.extent.top, h), within(text.extent.bottom, h));
        let rows = (top..=bottom).flat_map(|y| (left..=right).map(move |x| (x, y)));
        let mut seen: Vec<Color> = rows
            .map(|(x, y)| {
                let p = self.below.pixel(x, y).unwrap().demultiply();
                [p.red(), p.green(), p.blue()]
            })
            .collect();
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().map(|below| contrast(text.color, below)).fold(21.0, f64::min)
    }

    /// The colour below a shape at a point: of the topmost area, or of the casing of a line, which is a
    /// wider line through the same points. Lines and hatches that are crossed are no ground.
    pub fn below(&self, place: usize, point: (f64, f64)) -> Option<Color> {
        let own = self.shapes.get(place).map(|shape| &shape.outline);
        let cased = |shape: &Shape| match (own, &shape.outline) {
            (Some(Outline::Line(own, width)), Outline::Line(points, wider)) => {
                own == points && wider > width
            }
            _ => false,
        };
        self.shapes[..place].iter().rev().find_map(|shape| match shape.fill {
            Fill::Plain(color) if shape.covers(point) || cased(shape) => Some(color),
            _ => None,
        })
    }
}

/// The patterns by their ids.
fn hatches(root: roxmltree::Node<'_, '_>) -> BTreeMap<String, Fill> {
    let patterns = root.descendants().filter(|n| n.has_tag_name("pattern"));
    let read = |pattern: roxmltree::Node<'_, '_>| {
        let child = |name| pattern.children().find(|n| n.has_tag_name(name));
        let fill = match child("rect") {
            Some(rect) => Fill::Plain(color(rect.attribute("fill").unwrap())),
            None => {
                let path = child("path").unwrap();
                let opacity = path.attribute("stroke-opacity").map_or(1.0, |o| o.parse().unwrap());
                Fill::Lines(color(path.attribute("stroke").unwrap()), opacity)
            }
        };
        (pattern.attribute("id").unwrap().to_owned(), fill)
    };
    patterns.map(read).collect()
}
