//! A diagnosis for one kind of reader: what was found flows in, text flows out. The owner of a phone
//! gets at most six lines, a help desk a paragraph for the ticket, the author of an article Markdown.
//! Nothing here says what the full diagnosis does not say.

use super::audience::Audience;
use super::diagnosis::{Words, article, of_hundred};
use super::format::ClockStyle;
use super::reader::{self, sentence};
use crate::study::diagnose::Diagnosis;

/// The diagnosis for a reader, with a line end.
pub fn text(
    diagnosis: &Diagnosis,
    said: Option<&str>,
    clock: ClockStyle,
    audience: Audience,
) -> String {
    let words = Words { diagnosis, said, clock, named: audience == Audience::Owner, ids: false };
    match audience {
        Audience::Owner => owner(&words),
        Audience::Agent => ticket(&words),
        Audience::Author => article(&words),
    }
}

/// Sentences, the one that matters most first; what does not fit into six lines is left out.
fn owner(words: &Words<'_>) -> String {
    let found = &words.diagnosis.causes;
    let mut sentences = vec![words.verdict()];
    let place = found.first().and_then(|first| words.place(first));
    sentences.extend(place.map(|text| sentence("Look at", &text)));
    sentences.extend(words.ask().map(|text| format!("Check: {text}")));
    sentences.extend(words.checks().map(|text| sentence("In this order", &text)));
    let others: Vec<&str> = found.iter().skip(1).take(2).map(|other| words.name(other)).collect();
    if !others.is_empty() && words.checks().is_none() {
        sentences.push(sentence("It may also be", &others.join("; ")));
    }
    sentences.extend(words.tell().map(|text| sentence("Better", &text)));
    sentences.extend(words.unheard().map(|text| sentence("Not heard", &text)));
    sentences.extend(words.taken().map(|text| sentence("Taken as", &text)));
    if found.is_empty() {
        // To paste: a full stop would be typed as well.
        sentences.push(format!("Next: {}", words.next()));
    }
    reader::lines(sentences)
}

/// One paragraph: the cause with its id and score, the others, what to ask, and the case to run.
fn ticket(words: &Words<'_>) -> String {
    let found = &words.diagnosis.causes;
    // In the order in which they are read; the number says which to leave out first.
    let mut pieces = vec![(0, words.verdict())];
    if let Some(first) = found.first() {
        let id = first.cause.id();
        pieces.push((1, sentence("Cause", &format!("{id} {}", of_hundred(first.score)))));
    }
    let others = found.iter().skip(1).take(3);
    let others: Vec<String> =
        others.map(|f| format!("{} {}", f.cause.id(), of_hundred(f.score))).collect();
    if !others.is_empty() {
        pieces.push((4, sentence("Or", &others.join(", "))));
    }
    let place = found.first().and_then(|first| words.place(first));
    pieces.extend(place.map(|text| (5, sentence("Look at", &text))));
    pieces.extend(words.unheard().map(|text| (9, sentence("Not heard", &text))));
    pieces.extend(words.taken().map(|text| (9, sentence("Taken as", &text))));
    pieces.extend(words.seen().map(|text| (6, sentence("Seen", &text))));
    pieces.extend(words.ask().map(|text| (3, format!("Ask: {text}"))));
    pieces.extend(words.tell().map(|text| (7, sentence("Better", &text))));
    pieces.extend(words.open().map(|text| (8, sentence("Open", &text))));
    let label = if found.is_empty() { "Next" } else { "Its case" };
    let version = env!("CARGO_PKG_VERSION");
    pieces.push((2, format!("{label} ({version}): {}", words.next())));
    reader::paragraph(pieces)
}
