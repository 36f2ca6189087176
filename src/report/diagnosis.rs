//! A diagnosis for people and for machines: what was found flows in; text of at most 14 lines, Markdown
//! and the part of the JSON document flow out.

use super::diagnosis_said::listed;
use super::format::{self, ClockStyle, Way, inert};
use super::markdown::escaped;
use super::text::wrap;
use super::wording::question::question;
use super::wording::{cause, next, where_to_look};
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::model::service::Preset;
use crate::scenario::field;
use crate::sim::outcome::Verdict;
use crate::study::diagnose::hypotheses::fields_of;
use crate::study::diagnose::{Diagnosis, Found};
use crate::study::symptoms::{Shape, Symptom};
use crate::units::Progress;
use serde_json::{Map, Value, json};

const COLUMNS: usize = 80;
const LABEL: usize = 13;
const LINES: usize = 14;
/// From this score on a cause is called the most likely one.
const LIKELY: f64 = 0.4;
/// From this difference on a case does not show what was seen, in points.
const FAR: f64 = 5.0;

/// `63 of 100`, and never none or all of them: nothing is that sure.
pub(super) fn of_hundred(score: f64) -> String {
    match libm::round(score * 100.0) as u32 {
        0 => "under 1 of 100".to_owned(),
        100.. => "over 99 of 100".to_owned(),
        n => format!("{n} of 100"),
    }
}

/// A percentage as a phone shows it.
pub(super) fn shown(percent: f64) -> String {
    format!("{} %", libm::floor(percent + 0.005).clamp(0.0, 100.0))
}

fn percents(list: impl Iterator<Item = f64>) -> String {
    list.map(shown).collect::<Vec<_>>().join(", ")
}

/// A diagnosis to be put into words.
pub(super) struct Words<'a> {
    pub(super) diagnosis: &'a Diagnosis,
    pub(super) said: Option<&'a str>,
    pub(super) clock: ClockStyle,
    /// Whether commands repeat what the case is called; not where others read them.
    pub(super) named: bool,
    /// Whether causes have their ids beside them, as `--ruled-out` takes them.
    pub(super) ids: bool,
}

impl Words<'_> {
    pub(super) fn name(&self, found: &Found) -> &'static str {
        cause::name(found.cause, found.scenario.inputs().service.preset)
    }

    pub(super) fn verdict(&self) -> String {
        if let Some(done) = self.done() {
            return done;
        }
        let Some(first) = self.diagnosis.causes.first() else { return self.unknown() };
        let name = self.called(first);
        let score = format!("{}, assumed", of_hundred(first.score));
        if let Some(cause) = self.diagnosis.not_here {
            return self.not_here(cause, &name, &score);
        }
        if first.known {
            if first.score < 1.0 {
                return format!("Known from what was given: {name} ({score}).");
            }
            let sure = self.diagnosis.causes.iter().filter(|f| f.known && f.score >= 1.0);
            let names: Vec<String> = sure.map(|f| self.called(f)).collect();
            return format!("Known from what was given: {} (certain).", listed(&names));
        }
        // A share that falls by little is not shown by one that stands.
        let far = if self.diagnosis.observed.falls() { 1.0 } else { FAR };
        let far = |f: &Found| f.worst.is_some_and(|worst| worst > far);
        if self.diagnosis.causes.iter().all(far) {
            return format!("Nothing tried here shows just that; nearest is {name} ({score}).");
        }
        let likely = if first.score >= LIKELY { "Most likely" } else { "Perhaps" };
        format!("{likely}: {name} ({score}).")
    }

    /// What the text says cannot be the matter here.
    fn not_here(&self, cause: Cause, left: &str, score: &str) -> String {
        let inputs = self.diagnosis.base.inputs();
        let who = match inputs.link.kind {
            LinkKind::Usb => "A backup by cable",
            LinkKind::Wifi => "This service",
            LinkKind::Wired => "A backup over a network cable",
        };
        let wireless = fields_of(cause).iter().any(|key| key.starts_with("link.wifi"));
        if !wireless {
            let held = cause::name(cause, inputs.service.preset);
            return if self.diagnosis.given_against {
                format!("What was given speaks against {held}. Perhaps: {left} ({score}).")
            } else {
                let who = if inputs.service.preset == Preset::Generic {
                    "A service without rules"
                } else {
                    who
                };
                format!("{who} is not held up by {held}. Of the rest perhaps: {left} ({score}).")
            };
        }
        let what = match cause {
            Cause::NoWifi => "waits for no Wi-Fi",
            _ => "does not depend on the kind of Wi-Fi",
        };
        format!("{who} {what}. Of what is left perhaps: {left} ({score}).")
    }

    fn unknown(&self) -> String {
        match self.said {
            _ if self.restore() => {
                "That is about a restore; what is simulated here is the backup.".to_owned()
            }
            Some(_) => format!("\"{}\" is no message that is known here.", self.said_back()),
            None => "Nothing was said or seen that could be looked into.".to_owned(),
        }
    }

    /// It is about putting a backup back, and nothing else was found.
    pub(super) fn restore(&self) -> bool {
        let heard = self.diagnosis.heard.as_ref();
        heard.is_some_and(|heard| heard.restore) && self.diagnosis.causes.is_empty()
    }

    /// The words say no more than that it does not work, and nothing was seen.
    fn vague(&self) -> bool {
        let meant = self.diagnosis.heard.as_ref().and_then(|heard| heard.meant);
        meant.is_some_and(|(symptom, _)| symptom.shape == Shape::Vague)
            && self.diagnosis.observed.readings.is_empty()
    }

    /// Where the words say nothing of the cause: what to check, in the order of the platform.
    pub(super) fn checks(&self) -> Option<String> {
        if !self.vague() {
            return None;
        }
        let names = self.diagnosis.causes.iter().map(|found| self.name(found));
        Some(names.collect::<Vec<_>>().join("; "))
    }

    /// What would tell more.
    pub(super) fn tell(&self) -> Option<String> {
        let tell =
            "the message on the screen, or two looks at the figure (--seen), would tell more";
        self.vague().then(|| tell.to_owned())
    }

    /// What to ask next.
    pub(super) fn ask(&self) -> Option<&'static str> {
        self.diagnosis.next.map(question)
    }

    /// What the case does where nothing was seen.
    fn does(&self, found: &Found) -> String {
        let outcome = &found.outcome;
        match (outcome.verdict, outcome.finish) {
            (Verdict::Refused, _) => "it does not start".to_owned(),
            (Verdict::Never, _) => {
                let size = outcome.bytes.size.bytes().max(1) as f64;
                let there = (outcome.bytes.done.bytes() + outcome.bytes.sent.bytes()) as f64;
                format!("it stops at {} for good", shown(100.0 * there / size))
            }
            (_, Some(finish)) if finish.night > 1 => format!("it takes {} nights", finish.night),
            (_, Some(_)) => "it is done in the first night".to_owned(),
            (_, None) => {
                let nights = found.scenario.inputs().window.nights.get();
                format!("it is not done within {}", format::count(nights, "night"))
            }
        }
    }

    /// How a cause would look: at the readings, or in the end.
    pub(super) fn look(&self, found: &Found) -> String {
        if self.diagnosis.by_text || found.shown.is_empty() {
            return self.does(found);
        }
        format!("would show {}", percents(found.shown.iter().copied()))
    }

    pub(super) fn place(&self, found: &Found) -> Option<String> {
        where_to_look::places(found.cause, found.scenario.inputs())
    }

    pub(super) fn heard(&self) -> Option<String> {
        let heard = self.diagnosis.heard.as_ref()?;
        let meant = heard.all().map(|(symptom, _)| format!("\"{}\"", example(symptom)));
        let meant: Vec<String> = meant.collect();
        (self.said.is_some() && !meant.is_empty()).then(|| format!("as {}", meant.join(" and ")))
    }

    pub(super) fn seen(&self) -> Option<String> {
        let readings = &self.diagnosis.observed.readings;
        if readings.is_empty() || self.diagnosis.by_text {
            return None;
        }
        let entry = |r: &crate::study::diagnose::observed::Reading| {
            let night = if r.night > 1 { format!("night {} ", r.night) } else { String::new() };
            let amount = match r.look.progress {
                Progress::Share(_) => String::new(),
                Progress::Bytes(size) => format!(" ({})", format::size(size, Way::Nearest)),
            };
            format!(
                "{night}{} {}{amount}",
                format::clock(r.look.clock, self.clock),
                shown(r.percent)
            )
        };
        Some(readings.iter().map(entry).collect::<Vec<_>>().join(", "))
    }

    /// What the first case makes of the readings.
    fn fits(&self) -> Option<String> {
        let first = self.diagnosis.causes.first()?;
        let what = next::edits(&first.edits);
        let by = if what.is_empty() { "the case as given".to_owned() } else { what };
        Some(format!("{by}: {}", self.look(first)))
    }

    pub(super) fn back(&self) -> Option<String> {
        if self.diagnosis.observed.falls() {
            return Some(
                "it falls a little from look to look: more is added (--growth) than is sent"
                    .to_owned(),
            );
        }
        self.diagnosis.observed.back?;
        Some(
            "it went back: it started over. Either a break lost all that was sent, or a damaged \
             backup was dropped"
                .to_owned(),
        )
    }

    pub(super) fn open(&self) -> Option<String> {
        let taken = |&id: &crate::edit::FieldId| {
            let text = self.diagnosis.base.print(id);
            match field(id).key {
                "library.size" => format!("no size given, {text} taken"),
                "link.upload" => "no upload speed given, several tried".to_owned(),
                "window.allowed" => "readings by day, so it may run all day".to_owned(),
                key => format!("{key} {text}"),
            }
        };
        // Which service was taken is said by itself.
        let open = self.diagnosis.open.iter().filter(|id| field(**id).key != "service.preset");
        let all: Vec<String> = open.map(taken).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// The line to type next.
    pub(super) fn next(&self) -> String {
        let flags = |case| if self.named { next::flags(case, false) } else { next::unnamed(case) };
        match self.diagnosis.causes.first() {
            Some(first) => format!("backup-sim estimate{}", flags(&first.scenario)),
            None if self.restore() => "backup-sim explain restore".to_owned(),
            None if self.diagnosis.done => {
                format!("backup-sim estimate{}", flags(&self.diagnosis.base))
            }
            None => {
                let flags = flags(&self.diagnosis.base);
                let filled = &self.diagnosis.open;
                // What was only taken is not to be typed as if it were known.
                let flags = if filled.is_empty() { flags } else { String::new() };
                format!("backup-sim diagnose --seen \"23:10 30%, 07:00 34%\"{flags}")
            }
        }
    }
}

/// A symptom's usual text, with an ellipsis where a number stands.
pub(super) fn example(symptom: &Symptom) -> String {
    symptom.texts.first().map(|t| t.replace('#', "...")).unwrap_or_default()
}

/// The text of a diagnosis: at most 14 lines, the last one to paste.
pub fn text(diagnosis: &Diagnosis, said: Option<&str>, clock: ClockStyle) -> String {
    let words = Words { diagnosis, said, clock, named: true, ids: true };
    let mut lines: Vec<(&str, Option<String>)> = vec![("", Some(words.verdict()))];
    let first = diagnosis.causes.first();
    lines.push(("Not heard", words.unheard()));
    lines.push(("Taken as", words.taken()));
    lines.push(("Heard", words.heard()));
    lines.push(("Seen", words.seen()));
    lines.push(("Its case", words.fits()));
    lines.push(("Went back", words.back()));
    lines.push(("Look at", first.and_then(|f| words.place(f))));
    lines.push(("Check", words.checks()));
    let others = if words.checks().is_some() { 0 } else { 2 };
    for found in diagnosis.causes.iter().skip(1).take(others) {
        let line =
            format!("{} ({}): {}", words.called(found), words.score(found), words.look(found));
        lines.push(("Or", Some(line)));
    }
    if first.is_none()
        && !diagnosis.done
        && !words.restore()
        && let Some(heard) = &diagnosis.heard
    {
        let near = heard.nearest.iter().map(|s| format!("\"{}\"", example(s)));
        lines.push(("Nearest", Some(near.collect::<Vec<_>>().join(", "))));
        let hint = "two looks at the figure on the phone, an hour or a night apart".to_owned();
        lines.push(("Ask next", Some(hint)));
    }
    lines.push(("Ask next", words.ask().map(str::to_owned)));
    lines.push(("Better", words.tell()));
    lines.push(("Open", words.open()));
    let entry = |label: &str, text: &str| -> Vec<String> {
        let indent = if label.is_empty() { 0 } else { LABEL };
        let wrapped = wrap(text, COLUMNS - indent);
        let label = |i: usize| if i == 0 { label } else { "" };
        wrapped.iter().enumerate().map(|(i, t)| format!("{:indent$}{t}", label(i))).collect()
    };
    let mut blocks: Vec<(&str, Vec<String>)> = lines
        .iter()
        .filter_map(|(label, text)| Some((*label, entry(label, text.as_deref()?))))
        .collect();
    // What matters least goes first where there is no room.
    for label in ["Heard", "Open", "Seen"] {
        let total: usize = blocks.iter().map(|(_, b)| b.len()).sum();
        if total + 1 > LINES {
            blocks.retain(|(l, _)| *l != label);
        }
    }
    let mut out = String::new();
    let mut left = LINES - 1;
    for (_, block) in &blocks {
        for line in block.iter().take(left) {
            out += line.trim_end();
            out.push('\n');
        }
        left = left.saturating_sub(block.len());
    }
    out + &format!("{:LABEL$}{}\n", "Next", words.next())
}

/// The part of the JSON document: `causes`, and `diagnosis` with what was heard and seen.
pub fn part(diagnosis: &Diagnosis, said: Option<&str>) -> Map<String, Value> {
    let words = Words { diagnosis, said, clock: ClockStyle::H24, named: true, ids: false };
    let edits = |found: &Found| -> Value {
        let entry = |edit: &crate::edit::Edit| {
            json!({
                "field": field(edit.field).key,
                "text": found.scenario.print(edit.field),
                "flag": next::edits(std::slice::from_ref(edit)),
            })
        };
        found.edits.iter().map(entry).collect()
    };
    let rounded = |x: f64| libm::round(x * 1e4) / 1e4;
    let cause = |found: &Found| {
        json!({
            "cause": found.cause.id(),
            "score": rounded(found.score),
            "text": cause::because(found.cause),
            "where": words.place(found),
            "ask": found.ask.map(question),
            "edits": edits(found),
            "command": format!("backup-sim estimate{}", next::flags(&found.scenario, false)),
            "known": found.known,
            "verdict": found.outcome.verdict.word(),
            "shown_percent": found.shown.iter().map(|&p| rounded(p)).collect::<Vec<_>>(),
            "worst_points": found.worst.map(rounded),
        })
    };
    let symptom = |s: &Symptom| json!({"id": s.id, "text": s.texts.first()});
    let heard = diagnosis.heard.as_ref();
    let meant = heard.and_then(|h| h.meant);
    let readings = if diagnosis.by_text { [].iter() } else { diagnosis.observed.readings.iter() };
    let mut part = Map::new();
    part.insert("causes".to_owned(), diagnosis.causes.iter().map(cause).collect());
    part.insert(
        "diagnosis".to_owned(),
        json!({
            "said": said,
            "symptom": meant.map(|(s, near)| {
                json!({"id": s.id, "text": s.texts.first(), "nearness": rounded(near)})
            }),
            "also": heard.map_or(Vec::new(), |h| h.also.iter().map(|(s, _)| symptom(s)).collect()),
            "nearest": heard.map_or(Vec::new(), |h| h.nearest.iter().map(|s| symptom(s)).collect()),
            "readings": readings.map(|r| json!({
                "night": r.night,
                "clock": format::clock(r.look.clock, ClockStyle::H24),
                "seconds": r.at.micros() / 1_000_000,
                "percent": rounded(r.percent),
            })).collect::<Vec<_>>(),
            "done": diagnosis.done,
            "went_back": diagnosis.observed.back.is_some(),
            "ask": diagnosis.next.map(|q| json!({"id": q.id(), "text": question(q)})),
            "open": diagnosis.open.iter().map(|&id| json!({
                "field": field(id).key,
                "taken": diagnosis.base.print(id),
            })).collect::<Vec<_>>(),
        }),
    );
    part
}

/// The Markdown of a diagnosis: the verdict, a table of causes, the line to paste.
pub fn markdown(diagnosis: &Diagnosis, said: Option<&str>, clock: ClockStyle) -> String {
    let words = Words { diagnosis, said, clock, named: true, ids: false };
    article(&words)
}

/// The same of words that may be for others.
pub(super) fn article(words: &Words<'_>) -> String {
    let diagnosis = words.diagnosis;
    let mut out = format!("## What holds this backup up?\n\n**{}**\n\n", escaped(&words.verdict()));
    for (label, text) in [
        ("Not heard", words.unheard()),
        ("Taken as", words.taken()),
        ("Heard", words.heard()),
        ("Seen", words.seen()),
        ("Open", words.open()),
        ("Check", words.checks()),
        ("Better", words.tell()),
    ] {
        if let Some(text) = text {
            out += &format!("- {label}: {}\n", escaped(&text));
        }
    }
    if !diagnosis.causes.is_empty() {
        out += "\n| cause | score (assumed) | its case | where to look | ask |\n|---|--:|---|---|---|\n";
    }
    for found in &diagnosis.causes {
        let cells = [
            words.name(found).to_owned(),
            words.score(found),
            words.look(found),
            words.place(found).unwrap_or_else(|| "-".to_owned()),
            found.ask.map_or("-", question).to_owned(),
        ];
        out += &format!("| {} |\n", cells.map(|c| escaped(&c)).join(" | "));
    }
    if !diagnosis.causes.is_empty() {
        out += &format!(
            "\n*Scores rest on assumed weights. Places to look collected {}.*\n",
            where_to_look::COLLECTED
        );
    }
    if let Some(ask) = words.ask() {
        out += &format!("\nAsk next: {ask}\n");
    }
    out + &format!("\n```sh\n{}\n```\n", inert(&words.next()))
}
