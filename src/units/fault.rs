//! What a reader hands up when it cannot read: a fault that points into the text, with candidates
//! to type instead. Here it becomes a [`ReadError`]: candidates are put in their place within the
//! whole text, and only those that read without an error are shown.

use super::error::{Code, EMPTY, OUT_OF_RANGE, ReadError, Suggestion};
use super::grammar::trimmed;
use super::{Kind, Reading};

/// A fault within a text that is being read.
#[derive(Debug)]
pub(super) struct Fault<'a> {
    code: Code,
    /// The faulty part.
    at: &'a str,
    /// The part that a candidate replaces.
    base: &'a str,
    message: String,
    instead: Vec<Suggestion>,
}

impl<'a> Fault<'a> {
    /// A fault at a part of the text, which is also what candidates replace.
    #[cold]
    pub(super) fn new(code: Code, at: &'a str, message: impl Into<String>) -> Self {
        Fault { code, at, base: at, message: message.into(), instead: Vec::new() }
    }

    /// The text is empty.
    #[cold]
    pub(super) fn empty(text: &'a str, wanted: &str) -> Self {
        Self::new(EMPTY, text, format!("nothing is written where {wanted} is needed"))
    }

    /// Candidates replace this part rather than the faulty one.
    pub(super) fn replacing(mut self, base: &'a str) -> Self {
        self.base = base;
        self
    }

    /// One more candidate.
    pub(super) fn or(mut self, typed: impl Into<String>, meaning: impl Into<String>) -> Self {
        self.instead.push(Suggestion { typed: typed.into(), meaning: meaning.into() });
        self
    }

    /// Keeps the last candidate only.
    pub(super) fn with_last_only(mut self) -> Self {
        self.instead = self.instead.pop().into_iter().collect();
        self
    }

    /// Says the accepted range if that is what the fault is about.
    pub(super) fn allowing(mut self, range: &str) -> Self {
        if self.code == OUT_OF_RANGE {
            self.message.push_str("; accepted is ");
            self.message.push_str(range);
        }
        self
    }

    /// Whether there is something to type instead already.
    pub(super) fn has_candidates(&self) -> bool {
        !self.instead.is_empty()
    }

    /// Its code.
    pub(super) fn code(&self) -> Code {
        self.code
    }
}

/// The inner reader of a kind. [`Kind::read`] is this plus [`read`].
pub(super) trait Grammar: Kind {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>>;
}

/// Reads a text with the grammar of its kind.
#[inline]
pub(super) fn read<T: Grammar>(text: &str) -> Result<Reading<T>, ReadError> {
    match T::parse(text) {
        Ok(reading) => Ok(reading),
        Err(fault) => Err(report::<T>(text, fault)),
    }
}

/// What a reader says of a fault in a text.
#[cold]
pub(super) fn report<T: Grammar>(text: &str, fault: Fault<'_>) -> ReadError {
    let base = range(text, fault.base);
    let mut instead: Vec<Suggestion> = Vec::new();
    for mut candidate in fault.instead {
        let before = text.get(..base.start).unwrap_or("");
        let after = text.get(base.end..).unwrap_or("");
        candidate.typed = format!("{before}{}{after}", candidate.typed).trim().to_owned();
        let known = instead.iter().any(|s| s.typed == candidate.typed);
        if !known && T::parse(&candidate.typed).is_ok() {
            instead.push(candidate);
        }
    }
    if instead.is_empty() {
        instead.extend(part_that_reads::<T>(text));
    }
    if instead.is_empty() {
        instead
            .push(Suggestion { typed: T::EXAMPLE.to_owned(), meaning: "for instance".to_owned() });
    }
    // Whatever else an empty text is not, it is empty.
    let (code, message) = match fault.code {
        other if other != EMPTY && text.trim().is_empty() => {
            (EMPTY, "nothing is written where a value is needed".to_owned())
        }
        code => (code, fault.message),
    };
    ReadError { code, read: text.to_owned(), span: range(text, fault.at), message, instead }
}

/// The longest part of some words that reads by itself and holds a number: `25 GB` of `about 25 GB`. A part of `5GB full`
/// would say the opposite.
fn part_that_reads<T: Grammar>(text: &str) -> Option<Suggestion> {
    let words: Vec<&str> = text.split_whitespace().take(9).collect();
    let turned = ["full", "used", "not", "no", "without"];
    if words.len() > 8 || words.iter().any(|word| is_one_of(word, &turned)) {
        return None;
    }
    let parts = (1..words.len()).rev().flat_map(|long| words.windows(long));
    let mut parts = parts.map(|part| part.join(" "));
    let part =
        parts.find(|part| part.contains(|c: char| c.is_ascii_digit()) && T::parse(part).is_ok())?;
    Some(Suggestion { typed: part, meaning: "what reads of it".to_owned() })
}

/// Where a part lies within its text. A part from elsewhere counts as the whole text.
fn range(text: &str, part: &str) -> std::ops::Range<usize> {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    match start {
        Some(start) if text.get(start..start.saturating_add(part.len())).is_some() => {
            start..start + part.len()
        }
        _ => 0..text.len(),
    }
}

/// A part of the text for a message: at most 40 characters, control characters escaped.
pub(super) fn shown(text: &str) -> String {
    let text = trimmed(text);
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == 40 {
            out.push_str("...");
            break;
        }
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// The same error for every kind that finds something behind what it has read.
#[cold]
pub(super) fn missing_end(text: &str) -> &str {
    text.get(text.len()..).unwrap_or("")
}

/// Whether two texts are equal but for ASCII case.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Whether a text is one of these words, but for ASCII case.
pub(super) fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| same(text, w))
}

/// The first word of a text and the rest, both trimmed.
pub(super) fn first_word(text: &str) -> (&str, &str) {
    let text = trimmed(text);
    match text.find(char::is_whitespace) {
        Some(i) => (text.get(..i).unwrap_or(""), text.get(i..).unwrap_or("").trim_start()),
        None => (text, ""),
    }
}

/// What stands behind a word at the front (`every` in `every 20min`), in any case; the word must be
/// followed by a space.
pub(super) fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = first_word(text);
    (same(first, word)).then_some(rest)
}

/// Splits at a word that stands alone between spaces, in any case: the parts before and behind.
pub(super) fn split_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let end = from + piece.len();
        if same(piece.trim(), word) {
            return Some((text.get(..from)?.trim(), text.get(end..)?.trim()));
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_in_its_text_and_one_from_elsewhere_is_the_whole() {
        let both = "40GB 3Mbps";
        let (text, other) = (&both[..4], &both[5..]);
        assert_eq!(range(text, &text[2..]), 2..4);
        assert_eq!(range(text, text), 0..4);
        assert_eq!(range(text, other), 0..4);
        assert_eq!(range(other, text), 0..5);
    }
}
