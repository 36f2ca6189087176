//! The answer of `check`: a checked claim and the answer of the case that it was held against flow in;
//! text, Markdown and a JSON document flow out. The document is that of the case with the claim's keys
//! on top.

use super::audience::Audience;
use super::json::{self, seconds};
use super::markdown::{code, escaped};
use super::millis;
use super::reader::{self, Row};
use super::text::{Entry, TextOptions, labelled};
use super::wording::lines::Lines;
use super::wording::{checked, next};
use crate::study::answer::Answer;
use crate::study::check::Check;
use crate::study::risk::Held;
use crate::units::{Claim, SimTime, Span};
use serde_json::{Map, Value, json};

/// A checked claim with all that is told of it.
#[derive(Debug)]
pub struct Checked {
    /// What it comes to.
    pub check: Check,
    /// In how many trials it holds; `None` without trials and where chance has no part.
    pub chance: Option<Held>,
    /// The answer of the case that it was held against.
    pub answer: Answer,
}

/// The text, at most 14 lines.
pub fn text(checked: &Checked, options: &TextOptions) -> String {
    let mut entries: Vec<Entry> = rows(checked, options)
        .into_iter()
        .map(|(label, pieces)| {
            let between = if matches!(label, "Read as" | "Explained") { "; " } else { ", " };
            Entry { between, ..Entry::of(label, pieces) }
        })
        .collect();
    labelled(&mut entries, &next_line(&checked.check))
}

/// The words for one reader.
pub fn reader(checked: &Checked, audience: Audience, options: &TextOptions) -> String {
    let command = next::same(&checked.check.scenario, None);
    reader::text(&rows(checked, options), &command, audience)
}

fn rows(found: &Checked, options: &TextOptions) -> Vec<Row> {
    let Checked { check, chance, answer } = found;
    let lines = Lines::of(answer, options.clock);
    let chance = chance.and_then(|held| checked::chance(check, held));
    let held_back = check.takes.is_none().then(|| lines.held_back()).flatten();
    vec![
        ("", vec![checked::verdict(check)]),
        ("Takes", checked::time(check).into_iter().collect()),
        ("Claim", vec![checked::claim(check)]),
        ("Held back", held_back.into_iter().collect()),
        ("Chance", chance.clone().into_iter().collect()),
        ("Explained", checked::explanations(check)),
        ("Assumed", checked::assumed(check, chance.is_some())),
        ("Read as", lines.read_as()),
    ]
}

fn next_line(check: &Check) -> String {
    format!("backup-sim estimate{}", next::flags(&check.scenario, false))
}

/// The Markdown.
pub fn markdown(found: &Checked, options: &TextOptions) -> String {
    let check = &found.check;
    let mut out = "## Can this time be true?\n\n".to_owned();
    out += &format!("**{}**\n\n| | |\n|---|---|\n", escaped(&checked::verdict(check)));
    for (label, pieces) in rows(found, options).into_iter().skip(1) {
        if !pieces.is_empty() {
            out += &format!("| {label} | {} |\n", escaped(&pieces.join("; ")));
        }
    }
    out + &format!("\n{}\n", code(&next_line(check)))
}

/// The document as text, indented, with a line end.
pub fn pretty(checked: &Checked) -> String {
    let Checked { check, chance, answer } = checked;
    let mut part = Map::new();
    let mut put = |key: &str, value: Value| part.insert(key.to_owned(), value);
    put("claim_verdict", check.verdict.word().into());
    put("claim", claim(&check.claim));
    put("implied_bits_per_s", json::whole_bits(check.implied).into());
    put("least_seconds", check.at_least.map(down).into());
    put("simulated_seconds", check.takes.map(up).into());
    let share = |held: &Held| json!({"held": held.held, "trials": held.trials});
    put("claim_chance", chance.as_ref().map(share).into());
    put("explanations", check.explanations.iter().map(explanation).collect());
    format!("{:#}\n", json::under(part, answer))
}

/// A span in seconds, rounded up to milliseconds.
fn up(span: Span) -> Value {
    seconds(millis::up(SimTime::ZERO.plus(span)))
}

/// A lower bound in seconds, rounded down to milliseconds.
fn down(span: Span) -> Value {
    seconds(span.micros() / 1000)
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
