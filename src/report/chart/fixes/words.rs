//! The words of `fixes`: the finding, what a fix asks for, and the same for those who do not see it.

use super::super::facts::span;
use super::super::label::{capital, sentences_within, title_of};
use super::super::progress::words::{never_words, refused_words};
use super::super::told::{self, Told};
use super::{Ranked, Row, Scale};
use crate::report::format;
use crate::sim::outcome::Verdict;
use crate::study::catalogue::{Effort, FixId};
use crate::study::fixes::Fix;
use crate::units::{SimTime, Span};

/// What it asks of its owner, in a word or two.
pub(super) fn asks(fix: &Fix) -> &'static str {
    let has = |id| fix.ids.contains(&id);
    let paid = fix.plan.is_some_and(|plan| plan.cents > 0);
    if paid || has(FixId::FasterUpload) || has(FixId::StrongerCharger) {
        return "costs money";
    }
    if has(FixId::Trim) {
        return "leaves data out";
    }
    if has(FixId::LocalAndCloud) {
        return "every week anew";
    }
    match fix.effort {
        Effort::Low => "free",
        Effort::Medium => "one evening",
        Effort::High => "a larger effort",
    }
}

/// A first word as the subject of a sentence: `go nearer` becomes `Going nearer`.
pub fn gerund(what: &str) -> Option<String> {
    let (first, rest) = what.split_once(' ').unwrap_or((what, ""));
    let word = match first {
        "stop" | "run" | "plug" | "tap" | "set" | "let" => {
            let last = first.chars().last()?;
            format!("{first}{last}ing")
        }
        "charge" | "use" | "leave" | "remove" | "take" | "update" | "delete" | "free" | "make" => {
            let stem = if first == "free" { first } else { first.trim_end_matches('e') };
            format!("{stem}ing")
        }
        "go" | "keep" | "stay" | "turn" | "start" | "copy" | "back" | "sign" | "switch"
        | "open" | "restart" | "clear" | "reset" | "verify" | "wait" | "cool" => match first {
            "reset" => "resetting".to_owned(),
            _ => format!("{first}ing"),
        },
        "a" => "a".to_owned(),
        _ if first.starts_with(|c: char| c.is_ascii_digit()) => format!("the {first}"),
        _ => return None,
    };
    Some(capital(format!("{word} {rest}").trim_end()))
}

/// What it takes now: `4 nights`, `until 05:10`.
pub(super) fn now(ranked: &Ranked<'_>) -> Option<String> {
    let facts = &ranked.facts;
    let finish = facts.outcome.finish?;
    Some(match finish.night {
        0 | 1 if facts.by_cable() => facts.duration()?,
        0 | 1 => facts.finish_text()?,
        night => format::count(u64::from(night), facts.day()),
    })
}

/// What it takes then, where that is said in the same way.
fn then(ranked: &Ranked<'_>, row: &Row<'_>) -> String {
    let (before, after) = (ranked.facts.outcome.finish, row.fix.probe.outcome.finish);
    match (before, after) {
        (Some(before), Some(after)) if before.night > 1 && row.fix.parts.is_empty() => {
            let timed = row.effect.ends_with("min") || row.effect.ends_with(" h");
            if timed { row.effect.clone() } else { after.night.to_string() }
        }
        _ => {
            let told = row.effect.trim_start_matches("done ");
            let timed = told.starts_with(|c: char| c.is_ascii_digit());
            if timed { format!("in {told}") } else { told.to_owned() }
        }
    }
}

/// How much sooner: `-3 nights`, `-2 h 10 min`.
pub(super) fn sooner(ranked: &Ranked<'_>, row: &Row<'_>) -> Option<String> {
    let facts = &ranked.facts;
    let (before, after) = (facts.outcome.finish?, row.fix.probe.outcome.finish?);
    if ranked.scale == Scale::Nights && before.night != after.night {
        let (nights, sign) = match before.night.checked_sub(after.night) {
            Some(fewer) => (fewer, '\u{2013}'),
            None => (after.night - before.night, '+'),
        };
        return Some(format!("{sign}{}", format::count(u64::from(nights), facts.day())));
    }
    let base = facts.outcome;
    let place = |s, o, f| Scale::Hours.place(base, s, o, f);
    let probe = &row.fix.probe;
    let saved =
        place(&facts.answer.scenario, base, before) - place(&probe.scenario, &probe.outcome, after);
    let saved = Span::from_micros((saved * 3.6e9).round() as i64);
    (saved >= Span::from_secs(30)).then(|| format!("\u{2013}{}", span(saved)))
}

fn never(ranked: &Ranked<'_>) -> Option<String> {
    let outcome = ranked.facts.outcome;
    let proof = outcome.proof.as_ref()?;
    Some(match outcome.verdict {
        Verdict::Refused => refused_words(proof),
        _ => never_words(proof.kind, proof.cause).to_owned(),
    })
}

pub(super) fn title(ranked: &Ranked<'_>) -> String {
    let facts = &ranked.facts;
    let many = ranked.rows.len();
    let Some(best) = ranked.best() else { return title_of(&without(ranked)) };
    if ranked.finishes() {
        let done = now(ranked).unwrap_or_default();
        let counted = format::count(many as u64, "change");
        let make = if many == 1 { "makes" } else { "make" };
        return title_of(&[
            format!("In time as it is ({done}); {counted} {make} it safer"),
            format!("It is in time; {counted} {make} it safer"),
        ]);
    }
    if let Some(quickest) = ranked.quickest() {
        return title_of(&both(ranked, best, quickest));
    }
    let (what, then) = (gerund(&best.what), then(ranked, best));
    let mut texts = Vec::new();
    match now(ranked).filter(|_| facts.outcome.proof.is_none()) {
        Some(now) => {
            let become_ = if facts.outcome.finish.is_some_and(|f| f.night > 1) {
                "become"
            } else {
                "becomes"
            };
            if best.fix.parts.is_empty() {
                texts.extend(what.map(|w| format!("{w} helps most: {now} {become_} {then}")));
                texts.push(format!("{}: {now} {become_} {then}", capital(&best.what)));
                texts.push(format!("The best of {many} fixes turns {now} into {then}"));
            }
            texts.extend([
                format!("What helps most of {many} fixes: {}", best.what),
                format!("{many} fixes bring it forward from {now}"),
            ]);
        }
        None => {
            texts.extend(what.clone().map(|w| format!("{w} helps most: done {then}")));
            texts.extend(what.map(|w| format!("{w} helps most of {many} fixes")));
            texts.push(format!("The best of {many} fixes gets it done {then}"));
            texts.push(format!("{many} fixes would get it done after all"));
        }
    }
    title_of(&texts)
}

/// What the first of the list is, where another is done sooner: those in time are in the order of what
/// they ask for, the others in that of what they save for it.
const fn lead(best: &Row<'_>) -> &'static str {
    if best.in_time { "easiest" } else { "best for its effort" }
}

/// Titles that name the first of the list and the one that is done soonest.
fn both(ranked: &Ranked<'_>, best: &Row<'_>, quickest: &Row<'_>) -> Vec<String> {
    let lead = capital(lead(best));
    let whole = |row: &Row<'_>| row.what.clone();
    // To what, where that is what is done.
    let brief = |row: &Row<'_>| row.what.trim_start_matches("back up to ").to_owned();
    let least = |row: &Row<'_>| brief(row).trim_start_matches("a computer ").to_owned();
    let when = |row: &Row<'_>| row.effect.trim_start_matches("done ").to_owned();
    let (soon, early) = (when(best), when(quickest));
    let mut texts = Vec::new();
    for [a, b] in [
        [whole(best), whole(quickest)],
        [brief(best), brief(quickest)],
        [brief(best), least(quickest)],
        [least(best), least(quickest)],
    ] {
        texts.push(format!("{lead}: {a}, {soon}; quickest: {b}, {early}"));
        texts.push(format!("{lead}: {a}; quickest: {b}, {early}"));
        texts.push(format!("{lead}: {a}; quickest: {b}"));
    }
    // The more of their times, the better; among those, the longer names.
    let times =
        |text: &String| usize::from(text.contains(&soon)) + usize::from(text.ends_with(&early));
    texts.sort_by_key(|text| std::cmp::Reverse(times(text)));
    texts.push(format!("Quickest of {} fixes: {}", ranked.rows.len(), whole(quickest)));
    texts.push(format!("{} fixes help; the quickest is done {early}", ranked.rows.len()));
    texts
}

/// Where no fix is known.
fn without(ranked: &Ranked<'_>) -> Vec<String> {
    let facts = &ranked.facts;
    if ranked.finishes() {
        return match facts.outcome.finish {
            Some(finish) if finish.at == SimTime::ZERO => {
                vec!["Nothing is needed: nothing is left to send".to_owned()]
            }
            _ if facts.by_cable() => {
                vec![format!("Nothing is needed: it takes {}", now(ranked).unwrap_or_default())]
            }
            _ => {
                let done = facts.finish_text().unwrap_or_default();
                let deadline = facts.deadline_text();
                vec![
                    format!("Nothing is needed: done at {done}, in time for {deadline}"),
                    format!("Nothing is needed: it is done by {deadline}"),
                ]
            }
        };
    }
    let why = never(ranked).map_or_else(String::new, |why| format!(": {why}"));
    vec![
        format!("Nothing that is known would help{why}"),
        "Nothing that is known would help".to_owned(),
    ]
}

pub(super) fn subtitle(ranked: &Ranked<'_>) -> String {
    let facts = &ranked.facts;
    let what = match facts.stated_rate() {
        Some(rate) => format!("{} at {rate}", facts.size_text()),
        None => facts.size_text(),
    };
    if ranked.rows.is_empty() {
        return format!("When {what} is done");
    }
    let unit = match ranked.scale {
        Scale::Nights => format!("in {}s", facts.day()),
        Scale::Hours => "by the clock".to_owned(),
    };
    format!("When {what} is done, {unit}: open dot = now, filled = with the change")
}

/// How it is now: what held it back, and where it is not in time, when it is done.
pub(super) fn told(ranked: &Ranked<'_>) -> Told {
    match ranked.finishes() {
        // The title says when.
        true => told::held_back(&ranked.facts),
        false => told::all_after(&ranked.facts, "Now: "),
    }
}

/// How the changes were made, for the caption.
pub(super) fn each(ranked: &Ranked<'_>) -> String {
    let several = ranked.rows.iter().any(|row| row.fix.ids.len() > 1);
    let alone = if several { "Each change alone, the last together" } else { "Each change alone" };
    let first = match ranked.best().filter(|_| ranked.rows.len() > 1) {
        Some(best) if best.in_time => ", the easiest first",
        _ => "",
    };
    format!("{alone}{first}; simulated, no larger than it has to be. Tick = in time.")
}

pub(super) fn alt(ranked: &Ranked<'_>) -> String {
    let facts = &ranked.facts;
    let many = ranked.rows.len();
    let Some(best) = ranked.best() else {
        let title = title(ranked);
        let first = format!("Chart without fixes. {title}.");
        return sentences_within(250, &[first, told(ranked).sentence()]);
    };
    let in_time = ranked.rows.iter().filter(|row| row.in_time).count();
    let now_text = now(ranked);
    let from = match (now_text, never(ranked)) {
        (_, Some(why)) => format!("never ({why})"),
        (Some(now), None) => now,
        (None, None) => "not in sight".to_owned(),
    };
    let fixes =
        format::count(many as u64, "change").replace("change", "fix").replace("fixs", "fixes");
    let quickest = ranked.quickest();
    let lead = if quickest.is_some() { lead(best) } else { "best" };
    let first = format!("Ranked list of {fixes}; {lead}: {}", best.what);
    let other = quickest.map_or_else(String::new, |row| {
        format!("; quickest: {}, {}", row.what, row.effect.trim_start_matches("done "))
    });
    let effect = format!(", from {from} to {}", best.effect);
    let then = then(ranked, best);
    let nights = match best.fix.probe.outcome.finish {
        Some(f) if then == f.night.to_string() => {
            format!(" ({})", format::count(u64::from(f.night), facts.day()))
        }
        _ => String::new(),
    };
    let tail = format!("{in_time} of {many} meet the deadline, {}.", facts.deadline_text());
    let told = told(ranked).sentence();
    sentences_within(250, &[format!("{first}{effect}{nights}{other}."), told, tail])
}
