//! Letters as outlines: the texts of a sheet flow in; definitions of each glyph, and of each word that
//! stands there more than once, flow out, and each text as references to them. Written as outlines in
//! place, a chart would be three times as large.

use super::super::Lettering;
use super::super::canvas::{Align, Shape, Sheet};
use super::super::font::Weight;
use super::super::outline::{self, Glyph};
use super::Writer;
use super::path::num;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Letters without a space between them, each with its distance from the first.
pub(super) type Word = Vec<(Glyph, i32)>;

/// The words of a text, each with its distance from the start.
fn words(run: &outline::Run) -> Vec<(i32, Word)> {
    let mut list: Vec<(i32, Word)> = Vec::new();
    let mut open = false;
    for &(glyph, at) in &run.glyphs {
        // A space has no outline.
        if outline::outline(glyph).is_empty() {
            open = false;
            continue;
        }
        match list.last_mut().filter(|_| open) {
            Some((start, word)) => word.push((glyph, at - *start)),
            None => list.push((at, vec![(glyph, 0)])),
        }
        open = true;
    }
    list
}

/// A number in few letters, none of which another id begins with.
fn short(mut n: usize) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut out = String::new();
    loop {
        out.insert(0, DIGITS.get(n % DIGITS.len()).map_or('0', |&digit| char::from(digit)));
        n /= DIGITS.len();
        if n == 0 {
            return out;
        }
    }
}

/// A reference to a definition, some way to the right.
fn reference(id: &str, at: i32) -> String {
    let place = if at == 0 { String::new() } else { format!(" x=\"{at}\"") };
    format!("<use href=\"#{id}\"{place}/>")
}

impl Writer<'_> {
    /// The outlines of all letters, each once, if they are to be drawn.
    pub(super) fn glyphs(&mut self, sheet: &Sheet) {
        if self.lettering != Lettering::Paths {
            return;
        }
        let mut seen: BTreeMap<Word, u32> = BTreeMap::new();
        for element in &sheet.elements {
            if let Shape::Text { weight, text, .. } = &element.shape {
                for (_, word) in words(&outline::shape(text, *weight)) {
                    *seen.entry(word).or_insert(0) += 1;
                }
            }
        }
        self.out.push_str("<defs>\n");
        for &(glyph, _) in seen.keys().flatten() {
            if !self.glyphs.contains_key(&glyph) {
                let id = format!("b{}{}", self.hash(), short(self.glyphs.len()));
                let _ = writeln!(self.out, "<path id=\"{id}\" d=\"{}\"/>", outline::outline(glyph));
                self.glyphs.insert(glyph, id);
            }
        }
        // Words that stand in the sheet more than once are defined once.
        for word in seen.into_iter().filter(|(_, times)| *times > 1).map(|(word, _)| word) {
            if word.len() > 1 {
                let id = format!("w{}{}", self.hash(), short(self.words.len()));
                let letters = self.letters(0, &word);
                let _ = writeln!(self.out, "<g id=\"{id}\">{letters}</g>");
                self.words.insert(word, id);
            }
        }
        self.out.push_str("</defs>\n");
    }

    /// The letters of a word at their places.
    fn letters(&self, start: i32, word: &Word) -> String {
        let letter = |&(glyph, at): &(Glyph, i32)| {
            self.glyphs.get(&glyph).map_or_else(String::new, |id| reference(id, start + at))
        };
        word.iter().map(letter).collect()
    }

    /// What tells the ids of this drawing from those of others on a page. It stands in each letter, so
    /// without what the drawing's own id has in front of it, and six digits of it: of forty drawings on a page
    /// no two have the same, but on one page in 20,000.
    fn hash(&self) -> &str {
        let whole = self.prefix.strip_prefix("bs-").unwrap_or(self.prefix);
        whole.get(..6).unwrap_or(whole)
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
        let parts: String = words(&run)
            .iter()
            .map(|(start, word)| match self.words.get(word) {
                Some(id) => reference(id, *start),
                None => self.letters(*start, word),
            })
            .collect();
        match parts.matches("<use").count() {
            1 if !parts.contains(" x=") => parts.replacen("/>", &format!("{how}/>"), 1),
            _ => format!("<g{how}>{parts}</g>"),
        }
    }
}
