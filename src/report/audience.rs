//! The answer for one kind of reader: an [`Answer`] flows in, text flows out. The owner of a phone gets
//! at most six lines, a help desk a paragraph for the ticket, the author of an article Markdown with
//! the assumptions under it. Nothing here says what the full answer does not say.

use super::markdown::escaped;
use super::reader;
pub(super) use super::reader::{OWNER_LINES, TICKET, sentence};
use super::text::TextOptions;
use super::wording::lines::Lines;
use super::wording::next;
use super::wording::where_to_look::COLLECTED;
use crate::sim::outcome::Verdict;
use crate::study::answer::Answer;

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whose phone it is.
    Owner,
    /// Who writes the ticket.
    Agent,
    /// Who writes the article.
    Author,
}

impl Audience {
    /// All of them, with their words.
    pub const ALL: [(Audience, &'static str); 3] =
        [(Audience::Owner, "owner"), (Audience::Agent, "agent"), (Audience::Author, "author")];
}

/// The answer for a reader, with a line end.
pub fn text(answer: &Answer, audience: Audience, options: &TextOptions) -> String {
    let lines = Lines::of(answer, options.clock);
    match audience {
        Audience::Owner => owner(&lines, answer),
        Audience::Agent => ticket(&lines, answer),
        Audience::Author => article(&lines, answer),
    }
}

/// Sentences, the one that matters most first; what does not fit into six lines is left out, the last
/// sentence first.
fn owner(lines: &Lines<'_>, answer: &Answer) -> String {
    let mut sentences = vec![lines.verdict()];
    sentences.push(sentence("Done", &lines.finishes()));
    sentences.extend(lines.held_back().map(|text| sentence("Held back by", &text)));
    // What may turn a yes into a no is worth more than anything else; a no wants its remedy first.
    let flips = lines.flips();
    let check = (!flips.is_empty()).then(|| sentence("Check first", &flips.join(", ")));
    let remedy = lines.first_free().map(|text| sentence("Do this first", &text));
    let is_yes = answer.outcome.verdict == Verdict::Finishes;
    let pair = if is_yes { [check, remedy] } else { [remedy, check] };
    sentences.extend(pair.into_iter().flatten());
    sentences.extend(lines.look_at().map(|text| sentence("Look at", &text)));
    sentences.extend(lines.chance_by_itself().map(|text| sentence("How sure", &text)));
    sentences.extend(lines.one_night().map(|text| sentence("One night", &text)));
    reader::lines(sentences)
}

/// One paragraph of at most 600 characters: what was found, what to ask, how to get the same numbers.
fn ticket(lines: &Lines<'_>, answer: &Answer) -> String {
    // In the order in which they are read; the number says which to leave out first.
    let mut pieces = vec![(0, lines.verdict())];
    pieces.push((1, sentence("Finish", &lines.finishes())));
    if let Some(cause) = super::wording::first_cause(&answer.outcome, answer.bottleneck) {
        let text = lines.held_back().unwrap_or_default();
        pieces.push((1, sentence(&format!("Cause {}", cause.id()), &text)));
    }
    pieces.extend(lines.on_screen().map(|text| (7, sentence("On screen", &text))));
    pieces.extend(lines.look_at().map(|text| (2, sentence("Look at", &text))));
    pieces.extend(lines.chance_by_itself().map(|text| (4, sentence("Chance", &text))));
    pieces.extend(lines.one_night().map(|text| (8, sentence("One night", &text))));
    pieces.extend(lines.first_free().map(|text| (2, sentence("Do first", &text))));
    let ask = lines.not_checked();
    if !ask.is_empty() {
        pieces.push((3, sentence("Ask for", &ask.join(", "))));
    }
    let command = next::same(&answer.scenario, answer.chance.as_ref());
    pieces.push((reader::command_rank(&command, 5), reader::same(&command)));
    reader::paragraph(pieces)
}

/// Markdown to paste into an article: the finding, the facts, and on what they rest.
fn article(lines: &Lines<'_>, answer: &Answer) -> String {
    let mut out = format!("**{}**\n\n", escaped(&lines.verdict()));
    let mut item = |label: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            out += &format!("- **{label}:** {}\n", escaped(&text));
        }
    };
    item("Finishes", Some(lines.finishes()));
    item("Held back", lines.held_back());
    item("On screen", lines.on_screen());
    item("Look at", lines.look_at());
    item("Chance", lines.chance_by_itself());
    item("One night", lines.one_night());
    item("Helps most", Some(lines.helps_most_in_prose()));
    let mut rests: Vec<String> = Vec::new();
    let assumed = lines.assumed().join(", ");
    if !assumed.is_empty() {
        rests.push(format!("Assumes {assumed}."));
    }
    let open = lines.not_checked().join(", ");
    if !open.is_empty() {
        rests.push(format!("Not checked: {open}."));
    }
    rests.push(format!("{}.", lines.read_as().join("; ")));
    if lines.on_screen().is_some() || lines.look_at().is_some() {
        rests.push(format!("Texts and places on screens as collected on {COLLECTED}."));
    }
    rests.push(format!("backup-sim {}.", env!("CARGO_PKG_VERSION")));
    out += &format!("\n*{}*\n", escaped(&rests.join(" ")));
    let command = next::same(&answer.scenario, answer.chance.as_ref());
    out + &format!("\n{}\n", super::markdown::code(&command))
}
