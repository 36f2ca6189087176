//! The answer of `check`: a checked claim and the answer of the case that it was held against flow in;
//! text, Markdown and a JSON document flow out. The document is that of the case with the claim's keys
//! on top.

use super::json::{self, seconds};
use super::markdown::{code, escaped};
use super::millis;
use super::text::{Entry, TextOptions, labelled};
use super::wording::lines::Lines;
use super::wording::{checked, next};
use crate::study::answer::Answer;
use crate::study::check::Check;
use crate::units::{Claim, SimTime, Span};
use serde_json::{Map, Value, json};

/// How many explanations the text has room for.
const EXPLANATIONS: usize = 3;

/// The text, at most 14 lines.
pub fn text(check: &Check, answer: &Answer, options: &TextOptions) -> String {
    let mut entries: Vec<Entry> = rows(check, answer, options)
        .into_iter()
        .map(|(label, pieces)| {
            let between = if matches!(label, "Read as" | "Explained") { "; " } else { ", " };
            Entry { between, ..Entry::of(label, pieces) }
        })
        .collect();
    labelled(&mut entries, &next_line(check))
}

fn rows(check: &Check, answer: &Answer, options: &TextOptions) -> Vec<(&'static str, Vec<String>)> {
    let lines = Lines::of(answer, options.clock);
    let mut explained = checked::explanations(check);
    explained.truncate(EXPLANATIONS);
    let held_back = check.takes.is_none().then(|| lines.held_back()).flatten();
    vec![
        ("", vec![checked::verdict(check)]),
        ("Takes", checked::time(check).into_iter().collect()),
        ("Claim", vec![checked::claim(check)]),
        ("Held back", held_back.into_iter().collect()),
        ("Explained", explained),
        ("Assumed", checked::assumed(check)),
        ("Read as", lines.read_as()),
    ]
}

fn next_line(check: &Check) -> String {
    format!("backup-sim estimate{}", next::flags(&check.scenario, false))
}

/// The Markdown.
pub fn markdown(check: &Check, answer: &Answer, options: &TextOptions) -> String {
    let mut out = "## Can this time be true?\n\n".to_owned();
    out += &format!("**{}**\n\n| | |\n|---|---|\n", escaped(&checked::verdict(check)));
    for (label, pieces) in rows(check, answer, options).into_iter().skip(1) {
        if !pieces.is_empty() {
            out += &format!("| {label} | {} |\n", escaped(&pieces.join("; ")));
        }
    }
    out + &format!("\n{}\n", code(&next_line(check)))
}

/// The document as text, indented, with a line end.
pub fn pretty(check: &Check, answer: &Answer) -> String {
    let mut part = Map::new();
    let mut put = |key: &str, value: Value| part.insert(key.to_owned(), value);
    put("claim_verdict", check.verdict.word().into());
    put("claim", claim(&check.claim));
    put("implied_bits_per_s", json::whole_bits(check.implied).into());
    put("least_seconds", check.at_least.map(up).into());
    put("simulated_seconds", check.takes.map(up).into());
    put("explanations", check.explanations.iter().map(explanation).collect());
    format!("{:#}\n", json::under(part, answer))
}

/// A span in seconds, rounded up to milliseconds.
fn up(span: Span) -> Value {
    seconds(millis::up(SimTime::ZERO.plus(span)))
}

/// The claim as it was taken: nights stand as days, as they are counted.
fn claim(claim: &Claim) -> Value {
    let end = |span: Option<Span>| span.map(up);
    let nights = |span: Option<Span>| span.map(|s| s.as_secs() / Span::DAY.as_secs());
    match claim.nights {
        true => json!({
            "text": claim.text,
            "unit": "nights",
            "low": nights(Some(claim.least())),
            "high": nights(claim.most()),
        }),
        false => json!({
            "text": claim.text,
            "unit": "s",
            "low": end(Some(claim.least())),
            "high": end(claim.most()),
        }),
    }
}

fn explanation(found: &crate::study::check::Explanation) -> Value {
    let edit = next::edits(&found.edits);
    json!({
        "id": found.slip.id(),
        "text": checked::sentence(found),
        "edit": if edit.is_empty() { Value::Null } else { edit.into() },
        "simulated_seconds": up(found.takes),
    })
}
