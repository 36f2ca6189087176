//! The one place that writes SVG: a recorded sheet and its texts flow in, a document flows out.
//! Root element, title and description, ids and classes under a prefix from the content's hash,
//! themes, hatches, escaping. No script, no reference to anything outside, no date: the same sheet
//! gives the same bytes.

mod letters;
pub(super) mod path;

use super::canvas::{Align, Element, Rect, Shape, Sheet};
use super::font::{STACK, Weight};
use super::layers::{Layer, layers};
use super::outline::Glyph;
use super::palette::{Ink, Look, Role, hatch};
use super::{Background, ChartOptions, Lettering, Theme};
use path::{num, path, push_path};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What a document says besides its drawing.
pub struct Document<'a> {
    /// The finding.
    pub title: &'a str,
    /// The long description.
    pub description: &'a str,
    /// How it is to look: theme, ground and letters.
    pub options: &'a ChartOptions,
}

/// The prefix of ids before the content is known whose hash it is made of.
const DRAFT: &str = "bs-00000000";

/// Writes a sheet as a document.
pub fn write(sheet: &Sheet, doc: &Document<'_>) -> String {
    let draft = render(sheet, doc, DRAFT);
    let own = format!("bs-{:08x}", fold(fnv1a(draft.as_bytes())));
    // Mostly nothing but the ids holds the draft's prefix; those of outlines hold a part of it.
    if doc.options.lettering == Lettering::Paths || says_draft(sheet, doc) {
        return render(sheet, doc, &own);
    }
    draft.replace(DRAFT, &own)
}

/// Whether a text holds what the ids of a draft begin with.
fn says_draft(sheet: &Sheet, doc: &Document<'_>) -> bool {
    let texts = sheet.elements.iter().filter_map(|element| match &element.shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.chain([doc.title, doc.description]).any(|text| text.contains(DRAFT))
}

/// FNV-1a in 64 bits: short, and the same on every machine and in every version.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| {
        (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// 64 bits of hash in 32.
pub const fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32 ^ hash as u32
}

/// Text that is safe in XML content and attributes: markup escaped; control characters, bidi
/// overrides and non-characters replaced by U+FFFD, since XML forbids them even escaped.
pub fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(plain(c)),
        }
    }
    out
}

/// The character, or what stands for it where it is not fit to be shown.
pub fn plain(c: char) -> char {
    let code = u32::from(c);
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => '\u{fffd}',
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        c if c.is_control() || code & 0xfffe == 0xfffe => '\u{fffd}',
        c => c,
    }
}

struct Writer<'a> {
    out: String,
    prefix: &'a str,
    theme: Theme,
    lettering: Lettering,
    /// How much larger hatches and dashes are than in an article.
    hatch: f64,
    /// The ids of glyphs, where letters are outlines.
    glyphs: BTreeMap<Glyph, String>,
    /// The ids of words that stand in the sheet more than once, where letters are outlines.
    words: BTreeMap<letters::Word, String>,
}

fn render(sheet: &Sheet, doc: &Document<'_>, prefix: &str) -> String {
    let (w, h) = sheet.size;
    let ChartOptions { theme, lettering, .. } = *doc.options;
    let hatch = sheet.hatch;
    let (out, glyphs, words) = (String::new(), BTreeMap::new(), BTreeMap::new());
    let mut svg = Writer { out, prefix, theme, lettering, hatch, glyphs, words };
    let _ = write!(
        svg.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{prefix}\" width=\"{w}\" height=\"{h}\" \
         viewBox=\"0 0 {w} {h}\" role=\"img\" lang=\"en\" aria-labelledby=\"{prefix}-t {prefix}-d\" \
         font-family=\"{STACK}\">\n<title id=\"{prefix}-t\">{}</title>\n\
         <desc id=\"{prefix}-d\">{}</desc>\n",
        xml_text(doc.title),
        xml_text(doc.description),
    );
    svg.style(sheet);
    svg.hatches(sheet);
    svg.glyphs(sheet);
    match doc.options.background {
        Background::Solid => svg.elements(sheet.elements.iter()),
        Background::None => svg.layers(sheet),
    }
    svg.out.push_str("</svg>\n");
    svg.out
}

impl Writer<'_> {
    fn hex(&self, role: Role) -> &'static str {
        if self.theme == Theme::Dark { role.dark() } else { role.light() }
    }

    /// Writes elements; what is decoration in groups that assistive tools skip.
    fn elements<'e>(&mut self, elements: impl Iterator<Item = &'e Element>) {
        let (mut decor, mut elements) = (false, elements.peekable());
        while let Some(element) = elements.next() {
            if element.ink.is_decor() != decor {
                self.out.push_str(if decor { "</g>\n" } else { "<g aria-hidden=\"true\">\n" });
                decor = !decor;
            }
            let mut more = String::new();
            while let Some(next) = elements.next_if(|next| is_one_frame(element, next)) {
                if let Shape::Line(points, _) = &next.shape {
                    push_path(&mut more, points);
                }
            }
            self.element(element, &more);
        }
        if decor {
            self.out.push_str("</g>\n");
        }
    }

    /// Writes a sheet without its ground: each layer within the holes of those above it.
    fn layers(&mut self, sheet: &Sheet) {
        let ((w, h), layers) = (sheet.size, layers(sheet));
        let masked = |layer: &&(usize, Layer<'_>)| !layer.1.holes.is_empty();
        let layers: Vec<_> = layers.into_iter().enumerate().collect();
        let id = self.prefix;
        for (place, layer) in layers.iter().filter(masked) {
            let _ = write!(
                self.out,
                "<mask id=\"{id}-m{place}\" maskUnits=\"userSpaceOnUse\" x=\"0\" y=\"0\" \
                 width=\"{w}\" height=\"{h}\"><rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>"
            );
            for hole in &layer.holes {
                let black = |attribute: &str| format!(" {attribute}=\"#000\"");
                let shape = self.shape(hole, &black("fill"), &black("stroke"));
                self.out.push_str(&shape);
            }
            self.out.push_str("</mask>\n");
        }
        for (place, _) in layers.iter().rev().filter(masked) {
            let _ = writeln!(self.out, "<g mask=\"url(#{id}-m{place})\">");
        }
        for layer in &layers {
            self.elements(layer.1.elements.iter().copied());
            if masked(&layer) {
                self.out.push_str("</g>\n");
            }
        }
    }

    /// Custom properties and classes, for `auto` only: attributes carry the light theme, so that
    /// a viewer without style sheets shows that. All of it is inside at-rules, which such viewers
    /// skip.
    fn style(&mut self, sheet: &Sheet) {
        if self.theme != Theme::Auto {
            return;
        }
        let all = sheet.elements.iter().map(|e| e.ink.role).chain([Role::Ground]);
        let used: BTreeSet<Role> = all.filter(|role| turns(*role)).collect();
        let list = |hex: fn(Role) -> &'static str| {
            used.iter().map(|&r| format!("--bs-{}:{}", r.name(), hex(r))).collect::<Vec<_>>()
        };
        let id = self.prefix;
        let mut css = format!("@media all{{#{id}{{{}}}", list(Role::light).join(";"));
        for role in &used {
            let name = role.name();
            let _ = write!(
                css,
                ".{id}-f-{name}{{fill:var(--bs-{name})}}.{id}-s-{name}{{stroke:var(--bs-{name})}}"
            );
        }
        let _ = write!(
            css,
            "}}\n@media (prefers-color-scheme:dark){{#{id}{{{}}}}}",
            list(Role::dark).join(";")
        );
        let _ = writeln!(self.out, "<style>{css}</style>");
    }

    /// The patterns that the sheet uses.
    fn hatches(&mut self, sheet: &Sheet) {
        let used: BTreeSet<(Role, Look, u8)> = sheet
            .elements
            .iter()
            .filter(|e| matches!(e.ink.look, Look::Cut | Look::Veil | Look::Mist))
            .map(|e| (e.ink.role, e.ink.look, e.ink.variant))
            .collect();
        let mut defs = String::new();
        for (role, look, variant) in used {
            let Some((tile, path)) = hatch(role, variant) else { continue };
            let id = self.pattern(Ink { variant, ..Ink::with(role, look) });
            let _ = write!(
                defs,
                "<pattern id=\"{id}\" width=\"{tile}\" height=\"{tile}\" \
                 patternUnits=\"userSpaceOnUse\"{}>",
                scale(sheet.hatch * if look == Look::Cut { 1.0 } else { 1.5 })
            );
            let line = if look == Look::Cut {
                let ground = self.paint("fill", "f", role);
                let _ = write!(defs, "<rect width=\"{tile}\" height=\"{tile}\"{ground}/>");
                Role::Ground
            } else {
                role
            };
            let stroke = self.paint("stroke", "s", line);
            let width = if look == Look::Cut { 1.0 } else { 0.8 };
            let faint = if look == Look::Mist { " stroke-opacity=\"0.45\"" } else { "" };
            let _ = writeln!(
                defs,
                "<path d=\"{path}\"{stroke}{faint} stroke-width=\"{}\" fill=\"none\"/></pattern>",
                num(width)
            );
        }
        if !defs.is_empty() {
            let _ = writeln!(self.out, "<defs>{defs}</defs>");
        }
    }

    fn pattern(&self, ink: Ink) -> String {
        let kind = match ink.look {
            Look::Cut => "c",
            Look::Mist => "m",
            _ => "v",
        };
        let variant = if ink.variant == 0 { String::new() } else { ink.variant.to_string() };
        format!("{}-h{kind}{variant}-{}", self.prefix, ink.role.name())
    }

    /// The attribute (and class) of a plain colour.
    fn paint(&self, attribute: &str, class: &str, role: Role) -> String {
        let mut out = format!(" {attribute}=\"{}\"", self.hex(role));
        if self.theme == Theme::Auto && turns(role) {
            let _ = write!(out, " class=\"{}-{class}-{}\"", self.prefix, role.name());
        }
        out
    }

    /// The fill of an ink.
    fn fill(&self, ink: Ink) -> String {
        match ink.look {
            Look::Cut | Look::Veil | Look::Mist if hatch(ink.role, ink.variant).is_some() => {
                format!(" fill=\"url(#{})\"", self.pattern(ink))
            }
            _ => self.paint("fill", "f", ink.role),
        }
    }

    /// Writes an element; if it is a line, then with more data of its path.
    fn element(&mut self, element: &Element, more: &str) {
        let ink = element.ink;
        let line = match &element.shape {
            Shape::Line(points, width) => {
                let stroke = self.paint("stroke", "s", ink.role);
                self.line((points, more), *width, ink.look, &stroke)
            }
            Shape::Text { .. } => self.shape(element, &self.paint("fill", "f", ink.role), ""),
            _ => self.shape(element, &self.fill(ink), ""),
        };
        self.out.push_str(&line);
        self.out.push('\n');
    }

    /// A shape with the attributes of its fill or its stroke.
    fn shape(&self, element: &Element, fill: &str, stroke: &str) -> String {
        match &element.shape {
            Shape::Area(Rect { x, y, w, h }) => format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{fill}/>",
                num(*x),
                num(*y),
                num(*w),
                num(*h),
            ),
            Shape::Line(points, width) => self.line((points, ""), *width, element.ink.look, stroke),
            Shape::Polygon(points) => format!("<path d=\"{}Z\"{fill}/>", path(points)),
            Shape::Dot(x, y, r, _) => {
                format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{fill}/>", num(*x), num(*y), num(*r))
            }
            Shape::Text { at, align, size, weight, text } if self.lettering == Lettering::Paths => {
                self.outlined(text, *at, *align, (*size, *weight), fill)
            }
            Shape::Text { at: (x, y), align, size, weight, text } => format!(
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}{}{fill}>{}</text>",
                num(*x),
                num(*y),
                num(*size),
                if *weight == Weight::Bold { " font-weight=\"700\"" } else { "" },
                match align {
                    Align::Start => "",
                    Align::Middle => " text-anchor=\"middle\"",
                    Align::End => " text-anchor=\"end\"",
                },
                xml_text(text)
            ),
        }
    }

    /// A line, with more data of its path after its own.
    fn line(
        &self,
        (points, more): (&[(f64, f64)], &str),
        width: f64,
        look: Look,
        stroke: &str,
    ) -> String {
        format!(
            "<path d=\"{}{more}\"{}{stroke} stroke-width=\"{}\"{}/>",
            path(points),
            // A straight line has no inside and no corner.
            if points.len() > 2 { " fill=\"none\" stroke-linejoin=\"round\"" } else { "" },
            num(width),
            match look {
                Look::Dashed => self.dashes(6.0, 4.0),
                Look::Dotted => self.dashes(1.5, 3.0),
                _ => String::new(),
            }
        )
    }

    fn dashes(&self, dash: f64, gap: f64) -> String {
        let [dash, gap] = [dash, gap].map(|length| num(length * self.hatch));
        format!(" stroke-dasharray=\"{dash} {gap}\"")
    }
}

/// Whether two elements are straight lines of a frame (its grid, its axes, their ticks) that look the same:
/// what follows each other of them is one path, which takes a fifth of the bytes. What means something stays
/// an element of its own, for those who edit a chart.
fn is_one_frame(a: &Element, b: &Element) -> bool {
    let straight = |element: &Element| match &element.shape {
        Shape::Line(points, width) if points.len() == 2 => Some(*width),
        _ => None,
    };
    a.ink == b.ink && a.ink.is_decor() && straight(a).is_some() && straight(a) == straight(b)
}

/// Whether a role has another colour in the dark.
fn turns(role: Role) -> bool {
    role.light() != role.dark()
}

fn scale(by: f64) -> String {
    if by == 1.0 { String::new() } else { format!(" patternTransform=\"scale({})\"", num(by)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grid lines of one look are one path; what differs, what has a bend and what means something is not.
    #[test]
    fn straight_lines_of_a_frame_that_follow_each_other_are_one_path() {
        let line = |y: f64, width: f64, ink: Ink| Element {
            shape: Shape::Line(vec![(1.0, y), (9.0, y)], width),
            ink,
        };
        let (grid, axis) = (Ink::decor(Role::Grid), Ink::decor(Role::Muted));
        let mark = Ink::solid(Role::Upload);
        let bend = Shape::Line(vec![(1.0, 7.0), (9.0, 7.0), (9.0, 8.0)], 1.0);
        let elements = vec![
            line(1.0, 1.0, grid),
            line(2.0, 1.0, grid),
            line(3.0, 2.0, grid),
            line(4.0, 1.0, axis),
            line(5.0, 1.0, axis),
            Element { shape: bend, ink: axis },
            line(6.0, 1.0, mark),
            line(7.0, 1.0, mark),
            line(8.0, 1.0, grid),
        ];
        let sheet = Sheet { elements, size: (10, 10), hatch: 1.0, ..Sheet::default() };
        let options = &ChartOptions { theme: Theme::Light, ..ChartOptions::default() };
        let svg = write(&sheet, &Document { title: "A title", description: "Lines", options });
        let paths = svg.split("<path d=\"").skip(1);
        let paths: Vec<_> = paths.filter_map(|path| path.split('"').next()).collect();
        assert_eq!(
            paths,
            ["M1 1h8M1 2h8", "M1 3h8", "M1 4h8M1 5h8", "M1 7h8v1", "M1 6h8", "M1 7h8", "M1 8h8",]
        );
    }

    /// A user may name anything, also what the ids of a draft begin with.
    #[test]
    fn ids_begin_with_the_hash_of_the_draft_and_texts_stay_as_they_are() {
        let text = |text: &str| Shape::Text {
            at: (5.0, 5.0),
            align: Align::Start,
            size: 12.0,
            weight: Weight::Regular,
            text: text.to_owned(),
        };
        let options = ChartOptions::default();
        for (name, lettering) in [
            ("my phone", Lettering::Text),
            ("my phone", Lettering::Paths),
            ("bs-00000000", Lettering::Text),
        ] {
            let ink = Ink::solid(Role::Text);
            let elements = vec![Element { shape: text(name), ink }];
            let sheet = Sheet { elements, size: (90, 60), hatch: 1.0, ..Sheet::default() };
            let options = &ChartOptions { lettering, ..options.clone() };
            let doc = Document { title: "A title", description: "A description", options };
            let hash = fold(fnv1a(render(&sheet, &doc, DRAFT).as_bytes()));
            assert_eq!(write(&sheet, &doc), render(&sheet, &doc, &format!("bs-{hash:08x}")));
        }
    }
}
