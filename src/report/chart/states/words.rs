//! The words of `states`: title and alt text. They name what stopped the upload; where nothing did,
//! what set its pace, with its share where several things did, as the answer in text does.

use super::super::facts::{Facts, NOTHING};
use super::super::label::{capital, first_within, sentences_within, title_of, word};
use super::super::told::{self, limit};
use super::{Bar, Kind, MOST_BARS, bars, span, total, window};
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::report::format;
use crate::report::wording::lead;
use crate::units::Span;

/// What set the pace of the upload, and for how long.
struct Pace {
    cause: Cause,
    time: Span,
    /// Whether it alone did: no other limit, no other uploads, no drops.
    alone: bool,
}

fn pace(facts: &Facts<'_>) -> Option<Pace> {
    let limits = &facts.outcome.limits;
    let head = limits.iter().find(|l| Some(l.cause) == facts.answer.bottleneck);
    let head = head.or(limits.first())?;
    let others = limits.iter().filter(|l| l.cause != head.cause).map(|l| l.time);
    let others = others.fold(Span::ZERO, Span::plus);
    let link = &facts.inputs.link;
    let drops = link.drops.is_some() && link.kind != LinkKind::Usb;
    let shared = matches!(head.cause, Cause::RivalTraffic | Cause::ItemOverhead | Cause::Heat);
    let alone = others < NOTHING && !drops && !shared;
    Some(Pace { cause: head.cause, time: head.time, alone })
}

/// The same without its article, at the start of a sentence.
fn short(who: &str) -> String {
    let name = who.strip_prefix("the ").or(who.strip_prefix("The "));
    capital(name.unwrap_or(who))
}

fn too_slow(cause: Cause) -> String {
    match cause {
        Cause::RivalTraffic => "other uploads take too much".to_owned(),
        Cause::ItemOverhead => "each file takes too long".to_owned(),
        Cause::Heat => "the warm phone is too slow".to_owned(),
        _ => format!("{} is too low", told::short(cause)),
    }
}

/// `66 % of the 30 h 8 min`, `all of the 30 h 8 min`.
fn share_of(pace: &Pace, window: Span) -> String {
    format::share(pace.time, window).replace("100 %", "all")
}

fn title_unstopped(facts: &Facts<'_>, all: &str) -> String {
    let window = window(facts);
    let pace = pace(facts);
    let pacer = pace.as_ref().map_or("the upload", |p| told::short(p.cause));
    let texts = match (facts.outcome.finish, pace.as_ref().filter(|p| !p.alone)) {
        (Some(_), _) if window == Span::ZERO => {
            vec!["Nothing was left to send, so no hour was needed".to_owned()]
        }
        (Some(_), _) if window < Span::from_secs(1) => {
            vec!["Done at once: the upload took less than a second".to_owned()]
        }
        (None, _) if facts.outcome.proof.is_some() => vec![
            format!("All of the {all} went into uploading, and more was added"),
            format!("{all} of uploading, and more was added"),
        ],
        (Some(_), Some(pace)) => {
            let (who, share) = (capital(&limit(facts, pace.cause)), share_of(pace, window));
            vec![
                format!("{who} held the upload back for {share} of the {all}"),
                format!("{who} held it back for {share} of {all}"),
                format!("{} held it back for {share}", short(&who)),
            ]
        }
        (Some(_), None) => vec![
            format!("Nothing but {pacer} held the backup back: it took {all}"),
            format!("Nothing but {pacer} held it back: it took {all}"),
            format!("Nothing stopped the upload in {all}"),
        ],
        (None, Some(pace)) => {
            let (who, share) = (limit(facts, pace.cause), share_of(pace, window));
            vec![
                format!("Not done: {who} held it back for {share} of the {all}"),
                format!("Not done: {who} held it back for {share} of {all}"),
            ]
        }
        (None, None) => vec![
            format!("Nothing stopped the upload, but {all} were not enough"),
            format!("Nothing stopped it, but {all} were not enough"),
        ],
    };
    title_of(&texts)
}

pub(super) fn title(facts: &Facts<'_>) -> String {
    let (window, ledger) = (window(facts), &facts.outcome.ledger);
    let all = total(facts);
    let Some(worst) = facts.outcome.stalls.first().filter(|s| s.time >= NOTHING) else {
        return title_unstopped(facts, &all);
    };
    let bars = bars(facts, MOST_BARS);
    let of = |kind| bars.iter().find(|b| b.kind == kind).map(|b| b.text.clone());
    let lost = of(Kind::Cause(worst.cause)).unwrap_or_else(|| span(worst.time));
    let cause = capital(word(worst.cause));
    let blamed = lead(facts.outcome, facts.answer.bottleneck);
    let allowed = if facts.outcome.finish.is_some() { "" } else { " allowed" };
    let texts = if ledger.uploading == Span::ZERO {
        vec![
            format!("Nothing moved in the {all} allowed: {}", word(worst.cause)),
            format!("Nothing moved: {}", word(worst.cause)),
        ]
    } else if i128::from(worst.time.micros()) * 20 < i128::from(window.micros()) {
        let waits = bars.iter().filter(|b| b.kind != Kind::Uploading);
        let waits = span(waits.fold(Span::ZERO, |sum, b| sum.plus(b.shown)));
        let itself = if facts.by_cable() { "cable" } else { "upload itself" };
        let uploading = of(Kind::Uploading).unwrap_or_else(|| span(ledger.uploading));
        let pace = pace(facts);
        let slow = pace.as_ref().map_or("the upload is too slow".to_owned(), |p| too_slow(p.cause));
        match (facts.outcome.finish, pace.filter(|p| !p.alone)) {
            (Some(_), Some(pace)) => {
                let (who, share) = (limit(facts, pace.cause), share_of(&pace, window));
                vec![
                    format!(
                        "{} held it back for {share} of {all}, waits for {waits}",
                        capital(&who)
                    ),
                    format!("{} held it back for {share} of {all}", capital(&who)),
                    format!("{} held it back for {share}", short(&who)),
                    format!("Waits cost only {waits} of {all}"),
                ]
            }
            (Some(_), None) => vec![
                format!("Waits cost only {waits}; the {itself} took {uploading}"),
                format!("Waits cost only {waits} of {all}"),
            ],
            (None, _) => vec![
                format!("Waits cost only {waits} of {all}: {slow}"),
                format!("Waits cost only {waits} of {all}"),
            ],
        }
    } else if let Some(pace) = pace(facts).filter(|p| Some(p.cause) == blamed) {
        // What is blamed comes first, else the two would seem to be at odds.
        let (who, share) = (limit(facts, pace.cause), share_of(&pace, window));
        let (less, time) = (word(worst.cause), format::share(worst.time, window));
        vec![
            format!("{} took {share} of the {all}, {less} {time}", capital(&who)),
            format!("{} took {share} of {all}, {less} {time}", short(&who)),
            format!("{cause}: {lost} of {all} were lost"),
            format!("{cause}: {lost} were lost"),
        ]
    } else {
        vec![
            format!("{cause}: {lost} of the {all}{allowed} were lost"),
            format!("{cause}: {lost} of {all} were lost"),
            format!("{cause}: {lost} were lost"),
        ]
    };
    title_of(&texts)
}

pub(super) fn alt(facts: &Facts<'_>) -> String {
    let bars = bars(facts, MOST_BARS);
    if bars.is_empty() {
        return if window(facts) == Span::ZERO {
            "Timeline without uploads: nothing was left to send, so no time was needed.".to_owned()
        } else {
            "Timeline of an upload that was done at once, in less than a second.".to_owned()
        };
    }
    let all = total(facts);
    let named = bars.iter().filter(|b| b.kind != Kind::Uploading);
    let named: Vec<String> = named.map(|b: &Bar| format!("{} {}", b.name(), b.text)).collect();
    let whose = if facts.by_cable() { "" } else { " of allowed time" };
    let went = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    let kind = "Timeline and bar chart of where";
    let full = format!("{kind} {all}{whose} went{went}.");
    let short = format!("{kind} {all}{whose} went.");
    let upload = facts.outcome.ledger.uploading;
    let time = bars.iter().find(|b| b.kind == Kind::Uploading).map_or("0 s", |b| &b.text);
    let uploading = if upload == Span::ZERO {
        "No time was spent uploading.".to_owned()
    } else if named.is_empty() {
        format!("All of it, {time}, was spent uploading.")
    } else {
        let only = if upload.micros() / 2 < window(facts).micros() / 4 { "Only " } else { "" };
        capital(&format!("{only}{time} were spent uploading."))
    };
    // Where a wait cost more than a little, the title names that.
    let large = |b: &Bar| {
        let part = i128::from(b.time.micros()) * 20;
        b.kind != Kind::Uploading && part >= i128::from(window(facts).micros())
    };
    let paced = upload > Span::ZERO && !bars.iter().any(large);
    let held = pace(facts).filter(|p| !p.alone && paced).map(|p| {
        let share = share_of(&p, window(facts));
        capital(&format!("{} held it back for {share} of the time.", limit(facts, p.cause)))
    });
    let rest = uploading.chars().count() + held.as_ref().map_or(0, |h| h.chars().count() + 1);
    let first = first_within(250 - rest - 1, &[full, short]);
    sentences_within(250, &[first, uploading, held.unwrap_or_default()])
}
