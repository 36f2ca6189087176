//! Letters as outlines: the texts of a sheet flow in; definitions of each glyph, and of each text that
//! stands there more than once, flow out, and each text as references to them. Written as outlines in
//! place, a chart would be three times as large.

use super::super::Lettering;
use super::super::canvas::{Align, Shape, Sheet};
use super::super::font::Weight;
use super::super::outline;
use super::{Writer, num};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

impl Writer<'_> {
    /// The outlines of all letters, each once, if they are to be drawn.
    pub(super) fn glyphs(&mut self, sheet: &Sheet) {
        if self.lettering != Lettering::Paths {
            return;
        }
        let mut used = BTreeSet::new();
        let mut seen = BTreeMap::new();
        for element in &sheet.elements {
            if let Shape::Text { weight, text, .. } = &element.shape {
                let run = outline::shape(text, *weight);
                used.extend(run.glyphs.iter().map(|(glyph, _)| *glyph));
                *seen.entry((*weight, text.clone())).or_insert(0_u32) += 1;
            }
        }
        self.out.push_str("<defs>\n");
        for glyph in used {
            let path = outline::outline(glyph);
            if !path.is_empty() {
                let _ = writeln!(self.out, "<path id=\"{}\" d=\"{path}\"/>", self.glyph(glyph));
            }
        }
        // Texts that stand in the sheet more than once are defined once.
        for (weight, text) in seen.into_iter().filter(|(_, times)| *times > 1).map(|(key, _)| key) {
            let run = outline::shape(&text, weight);
            let letters = self.letters(&run);
            if letters.matches("<use").count() > 1 {
                let id = format!("{}-w{}", self.prefix, self.words.len());
                let _ = writeln!(self.out, "<g id=\"{id}\">{letters}</g>");
                self.words.insert((weight, text), id);
            }
        }
        self.out.push_str("</defs>\n");
    }

    /// The letters of a text at their places.
    fn letters(&self, run: &outline::Run) -> String {
        let mut out = String::new();
        for &(glyph, at) in
            run.glyphs.iter().filter(|(glyph, _)| !outline::outline(*glyph).is_empty())
        {
            let place = if at == 0 { String::new() } else { format!(" x=\"{at}\"") };
            let _ = write!(out, "<use href=\"#{}\"{place}/>", self.glyph(glyph));
        }
        out
    }

    fn glyph(&self, (weight, id): outline::Glyph) -> String {
        let face = if weight == Weight::Bold { "b" } else { "r" };
        format!("{}-{face}{id}", self.prefix)
    }

    /// A text as the outlines of its letters.
    pub(super) fn outlined(
        &self,
        text: &str,
        (x, y): (f64, f64),
        align: Align,
        (size, weight): (f64, Weight),
        fill: &str,
    ) -> String {
        let run = outline::shape(text, weight);
        let em = size / outline::units_per_em(weight);
        let before = match align {
            Align::Start => 0.0,
            Align::Middle => f64::from(run.advance) / 2.0,
            Align::End => f64::from(run.advance),
        };
        let (x, y) = (num(x - before * em), num(y));
        let em = format!("{em:.5}");
        let em = em.trim_end_matches('0');
        let how = format!(" transform=\"translate({x} {y})scale({em})\"{fill}");
        if let Some(id) = self.words.get(&(weight, text.to_owned())) {
            return format!("<use href=\"#{id}\"{how}/>");
        }
        let letters = self.letters(&run);
        match letters.matches("<use").count() {
            1 => letters.replacen("/>", &format!("{how}/>"), 1),
            _ => format!("<g{how}>{letters}</g>"),
        }
    }
}
