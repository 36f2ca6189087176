//! The answer of `solve`: a solution and the answers with and without it flow in; text, Markdown and a
//! JSON document flow out. The document is that of the base case with the part `solution` on top.

use super::audience::Audience;
use super::format::ClockStyle;
use super::json::{self, plain};
use super::markdown::{code, escaped};
use super::reader::{self, Row};
use super::text::{Entry, TextOptions, labelled};
use super::wording::lines::Lines;
use super::wording::{next, solved};
use crate::scenario::{Inputs, field};
use crate::study::answer::Answer;
use crate::study::probe::Probe;
use crate::study::solve::{Reason, Solution, Target};
use crate::units::Fraction;
use serde_json::{Map, Value, json};

/// All that is told of a solved field.
#[derive(Debug)]
pub struct Solved {
    /// What was found.
    pub solution: Solution,
    /// The share of trials that was asked for, if one was.
    pub confidence: Option<Fraction>,
    /// The answer of the base case; with the value found, where there was none to begin with.
    pub base: Answer,
    /// The base case has no such value: it is what was asked for.
    pub placeholder: bool,
    /// The answer with the value, if there is one.
    pub with: Option<Answer>,
    /// The case at the best end of the scale, where no value does.
    pub best: Option<Probe>,
}

/// The text, at most 14 lines.
pub fn text(solved: &Solved, options: &TextOptions) -> String {
    let mut entries: Vec<Entry> = rows(solved, options.clock)
        .into_iter()
        .map(|(label, pieces)| {
            let between = if label == "Read as" { "; " } else { ", " };
            Entry { between, ..Entry::of(label, pieces) }
        })
        .collect();
    labelled(&mut entries, &next(solved))
}

/// The words for one reader.
pub fn reader(solved: &Solved, audience: Audience, options: &TextOptions) -> String {
    let scenario = &shown(solved).scenario;
    let command = match nobody_gave(solved) {
        true => format!("backup-sim estimate{}", next::to_fill_in(scenario, solved.solution.field)),
        false => next::same(scenario, None),
    };
    reader::text(&rows(solved, options.clock), &command, audience)
}

/// The labels with their pieces, in order.
fn rows(found: &Solved, style: ClockStyle) -> Vec<Row> {
    // Where no value does nothing stands beside it to which a chance would refer.
    let bare = || Answer { chance: None, lifted: None, ..found.base.clone() };
    let shown = found.with.clone().unwrap_or_else(bare);
    let lines = Lines::of(&shown, style);
    let one = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
    let done = found.with.is_some();
    vec![
        ("", vec![solved::verdict(found, style)]),
        ("Type", one(solved::flags(&found.solution))),
        ("Now", one(solved::now(found, style))),
        ("Finishes", one(done.then(|| lines.finishes()))),
        ("Works", one(solved::works(&found.solution))),
        ("Held back", one(lines.held_back())),
        ("Look at", one(lines.look_at())),
        ("Chance", lines.chance_by_itself().into_iter().chain(solved::surer(found)).collect()),
        ("Not checked", lines.not_checked()),
        ("Assumed", lines.assumed()),
        ("Read as", read_as(found, &lines)),
    ]
}

/// The case still holds an example of what was asked for: no value does, and none was given.
fn nobody_gave(solved: &Solved) -> bool {
    solved.placeholder && solved.with.is_none()
}

/// How size and speed were read; what nobody gave is left out.
fn read_as(found: &Solved, lines: &Lines<'_>) -> Vec<String> {
    let mut pieces = lines.read_as();
    let example = match found.solution.target {
        Target::Size => 0,
        _ => 1,
    };
    if nobody_gave(found) && example < pieces.len() {
        pieces.remove(example);
    }
    pieces
}

/// The line to type next: the answer with the value, or what else would help.
fn next(solved: &Solved) -> String {
    let scenario = &shown(solved).scenario;
    let flags = match nobody_gave(solved) {
        true => next::to_fill_in(scenario, solved.solution.field),
        false => next::flags(scenario, false),
    };
    format!("backup-sim estimate{flags}")
}

/// The answer that is shown: with the value, where there is one.
fn shown(solved: &Solved) -> &Answer {
    solved.with.as_ref().unwrap_or(&solved.base)
}

/// The Markdown.
pub fn markdown(solved: &Solved, options: &TextOptions) -> String {
    let mut out = format!("## {}\n\n", title(solved.solution.target));
    out +=
        &format!("**{}**\n\n| | |\n|---|---|\n", escaped(&solved::verdict(solved, options.clock)));
    for (label, pieces) in rows(solved, options.clock).into_iter().skip(1) {
        let between = if label == "Read as" { "; " } else { ", " };
        if !pieces.is_empty() {
            out += &format!("| {label} | {} |\n", escaped(&pieces.join(between)));
        }
    }
    out + &format!("\n{}\n", code(&next(solved)))
}

fn title(target: Target) -> &'static str {
    match target {
        Target::Upload => "What upload speed is needed?",
        Target::Size => "How much fits?",
        Target::Window => "How long must it be left?",
        Target::Start => "When must it start?",
        Target::CloudFree => "How much space is needed at the destination?",
        Target::PhoneFree => "How much free space does the phone need?",
        Target::Charger => "How strong a charger is needed?",
        Target::Battery => "How full must the battery be?",
    }
}

/// The document as text, indented, with a line end.
pub fn pretty(solved: &Solved) -> String {
    let mut part = Map::new();
    part.insert("solution".to_owned(), solution(solved));
    format!("{:#}\n", json::under(part, &solved.base))
}

fn solution(found: &Solved) -> Value {
    let solution = &found.solution;
    let mut inputs = Inputs::default();
    let value = solution.value.clone().filter(|edit| inputs.put(edit.clone()));
    let known = |id| value.as_ref().map(|_| id);
    let id = solution.field;
    let text = |value: &crate::edit::Value| solved::text_of(id, value);
    let charger = solution.target == Target::Charger;
    let watts = inputs.charger.power.power.as_watts();
    let with = found.with.as_ref().map(json::json);
    let of = |key: &str| with.as_ref().map_or(Value::Null, |document| document[key].clone());
    let works = solution.ranges.iter();
    json!({
        "field": field(id).key,
        "target": solution.target.word(),
        "text": known(id).map(|id| inputs.print(id)),
        "value": match known(id) {
            Some(_) if charger => watts.into(),
            Some(id) => plain(inputs.plain(id)),
            None => Value::Null,
        },
        "unit": if charger { Some("W") } else { field(id).kind.unit },
        "exists": solution.exists,
        "reason": solution.reason.as_ref().map(Reason::code),
        "reason_text": solved::reason(found),
        "edit": solved::flags(solution),
        "exact": solution.exact.as_ref().map(text),
        "monotone": solution.monotone,
        "works": works.map(|(from, to)| json!({"from": text(from), "to": text(to)})).collect::<Vec<_>>(),
        "confidence": found.confidence.map(Fraction::as_ratio),
        "verdict": of("verdict"),
        "nights": of("nights"),
        "finish": of("finish"),
        "chance": of("chance"),
    })
}
