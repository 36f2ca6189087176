//! The words of `progress`: title and alt text. Where a gate took most of the time, or other uploads
//! did, the title names that and not the speed.

use super::super::facts::{Facts, NOTHING, span};
use super::super::label::{capital, sentences_within, title_of, word};
use super::super::told::{self, Told};
use super::outgrown::Outgrown;
use crate::cause::Cause;
use crate::report::format;
use crate::report::wording::proof::TOO_LARGE;
use crate::sim::outcome::{Proof, ProofKind, Verdict};
use crate::units::{SimTime, Span};

/// The time that was allowed and passed.
fn allowed(facts: &Facts<'_>) -> Span {
    facts.outcome.ledger.uploading.plus(facts.outcome.ledger.stalled)
}

/// What decided how long it takes, if that is not the speed: a gate that took more than half of the
/// time, or the other uploads.
fn decisive(facts: &Facts<'_>) -> Option<Cause> {
    let stall = facts.outcome.stalls.first().filter(|s| s.time.times(2) > allowed(facts));
    let shared = facts.answer.bottleneck.filter(|&cause| cause == Cause::RivalTraffic);
    stall.map(|s| s.cause).or(shared)
}

pub fn title(facts: &Facts<'_>) -> String {
    let outcome = facts.outcome;
    let size = facts.size_text();
    let a = an(&size);
    let short = decisive(facts).filter(|&cause| cause != Cause::RivalTraffic);
    let short = short.map_or_else(String::new, |cause| format!(": {}", word(cause)));
    let (at, mostly) = match decisive(facts) {
        Some(Cause::RivalTraffic) => ("Beside other uploads, ".to_owned(), String::new()),
        // Before the finding, "no Wi-Fi" would read as what is given and not as what cost the time.
        Some(cause) => (String::new(), format!(": {} most of the time", word(cause))),
        None => {
            let at = facts.stated_rate().map_or_else(String::new, |rate| format!("At {rate}, "));
            (at, String::new())
        }
    };
    let nights = format::count(u64::from(facts.nights()), facts.day());
    let texts = match (outcome.verdict, outcome.finish) {
        (Verdict::Refused, _) => match outcome.proof {
            Some(proof) => vec![
                format!("This {size} backup does not start at all: {}", refused_words(&proof)),
                format!("The backup does not start: {}", refused_words(&proof)),
                format!("The backup does not start: {}", word(proof.cause)),
            ],
            None => vec![format!("This {size} backup does not start at all")],
        },
        (Verdict::Never, _) => {
            let short = outcome.proof.map_or("", |p| never_words(p.kind, p.cause));
            let whole = outcome.proof.map_or_else(String::new, |p| never_whole(&p));
            let texts = |why: &str| {
                [
                    format!("As it is, this {size} backup never finishes: {why}"),
                    format!("This {size} backup never finishes: {why}"),
                    format!("This backup never finishes: {why}"),
                ]
            };
            // What is added and what goes out say why by themselves.
            let growing = Outgrown::of(facts).map(|outgrown| {
                let ([growth, carried], day) = (outgrown.both(), facts.day());
                [
                    format!("Never done: {growth} a day is added, {carried} a {day} is sent"),
                    format!("Never done: {growth} a day is added, {carried} is sent"),
                ]
            });
            growing.into_iter().flatten().chain([texts(&whole), texts(short)].concat()).collect()
        }
        (_, Some(finish)) if finish.at == SimTime::ZERO => {
            vec![format!("Nothing is left to send: all {size} is backed up")]
        }
        (_, Some(finish)) if finish.night == 1 && facts.by_cable() => {
            let time = facts.duration().unwrap_or_default();
            vec![
                format!("By cable, {a} {size} backup takes {time}"),
                format!("By cable the backup takes {time}"),
            ]
        }
        (_, Some(finish)) if finish.night == 1 => {
            let when = facts.finish_text().unwrap_or_default();
            let late = outcome.verdict == Verdict::Misses;
            let tonight = match (facts.all_day(), facts.day()) {
                (true, _) => "the same day",
                (false, "day") => "today",
                _ => "tonight",
            };
            let end =
                if late { format!(", after {}", facts.deadline_text()) } else { String::new() };
            vec![
                capital(&format!("{at}{a} {size} backup is done {tonight} at {when}{end}{mostly}")),
                format!("The {size} backup is done at {when}{end}{mostly}"),
                format!("The {size} backup is done at {when}{end}{short}"),
                format!("The {size} backup is done {tonight} at {when}{end}"),
                format!("The {size} backup is done at {when}{end}"),
            ]
        }
        (_, Some(_)) => vec![
            capital(&format!("{at}{a} {size} backup takes {nights}{mostly}")),
            format!("{} {size} backup takes {nights}{short}", capital(a)),
            format!("This {size} backup takes {nights}{mostly}"),
            format!("This {size} backup takes {nights}"),
        ],
        (_, None) => {
            let share = facts.percent(facts.stored_at(facts.end()));
            let only = if share.starts_with("under") { share } else { format!("only {share}") };
            let send = if facts.nights() == 1 { "sends" } else { "send" };
            vec![
                capital(&format!("{at}{nights} {send} {only} of the {size}{mostly}")),
                format!("{} {send} {only} of the {size}{short}", capital(&nights)),
                format!("{} {send} {only} of the {size} backup", capital(&nights)),
            ]
        }
    };
    title_of(&texts)
}

/// `an 80 GB backup`, `a 40 GB backup`.
fn an(size: &str) -> &'static str {
    let number = size.split([' ', '.']).next().unwrap_or_default();
    if number.starts_with('8') || matches!(number, "11" | "18") { "an" } else { "a" }
}

/// Why it is turned down, in a few words.
pub fn refused_words(proof: &Proof) -> String {
    let missing = match proof.kind {
        ProofKind::Refused { missing } => missing,
        _ => None,
    };
    let place = match proof.cause {
        Cause::CloudFull => "cloud space",
        Cause::PhoneFull => "the phone",
        Cause::ComputerFull => "the computer",
        _ => return word(proof.cause).to_owned(),
    };
    missing.map_or_else(
        || word(proof.cause).to_owned(),
        |size| format!("{place} is {} short", format::size(size, format::Way::Up)),
    )
}

/// Why it never finishes, in a few words.
pub const fn never_words(kind: ProofKind, cause: Cause) -> &'static str {
    match kind {
        ProofKind::Outgrown { .. } => "the library grows faster",
        ProofKind::StuckItem => "one item is stuck",
        ProofKind::SpaceRunsOut { .. }
        | ProofKind::NeverOpens
        | ProofKind::Refused { .. }
        | ProofKind::UnitTooLong { .. } => word(cause),
    }
}

/// The same with what the gate cuts short, where it is that: `no Wi-Fi (one piece too large)`.
fn never_whole(proof: &Proof) -> String {
    let why = never_words(proof.kind, proof.cause);
    match proof.kind {
        ProofKind::UnitTooLong { .. } => format!("{why} ({TOO_LARGE})"),
        _ => why.to_owned(),
    }
}

/// When it was done: `done night 4, 04:38`, `done after 23 min`; `None` if it was not.
pub fn done_text(facts: &Facts<'_>) -> Option<String> {
    let finish = facts.outcome.finish?;
    if finish.at > SimTime::ZERO && finish.at < SimTime::from_secs(1) {
        return Some("done in under 1 s".to_owned());
    }
    let when = if facts.by_cable() && finish.night == 1 {
        facts.duration().map(|time| format!("after {time}"))
    } else {
        facts.finish_text()
    };
    Some(format!("done {}", when.unwrap_or_default()))
}

/// What was reached where it was not done, and why.
pub fn end_text(facts: &Facts<'_>) -> String {
    let share = facts.percent(facts.stored_at(facts.end()));
    match facts.outcome.proof {
        Some(proof) if facts.outcome.verdict == Verdict::Refused => {
            format!("stays at {share}: {}", refused_words(&proof))
        }
        Some(proof) if matches!(proof.kind, ProofKind::Outgrown { .. }) => {
            let first = format!("{} 1", facts.day());
            format!("{share} after {first}: {}", never_words(proof.kind, proof.cause))
        }
        Some(proof) => format!("stuck at {share}: {}", never_words(proof.kind, proof.cause)),
        None => format!("{share} after {}", format::count(u64::from(facts.nights()), facts.day())),
    }
}

pub fn alt(facts: &Facts<'_>) -> String {
    let outcome = facts.outcome;
    let nights = facts.nights();
    let outgrown = Outgrown::of(facts);
    let drawn = outgrown.as_ref().map_or(nights, |outgrown| outgrown.nights);
    let over = format::count(u64::from(drawn), facts.day());
    let size = facts.size_text();
    let rate = facts.stated_rate().map_or_else(String::new, |rate| format!(" at {rate}"));
    let a = an(&size);
    let mut sentences =
        vec![format!("Line chart of the progress of {a} {size} backup{rate} over {over}.")];
    let morning = outcome.bytes.done.plus(outcome.bytes.by_first_morning);
    let first = match facts.day() {
        _ if facts.all_day() => "midnight",
        _ => facts.time_of_day(facts.window()),
    };
    let end = match (outcome.finish, outcome.proof) {
        _ if outgrown.is_some() => outgrown.as_ref().map_or_else(String::new, |outgrown| {
            let ([growth, carried], day) = (outgrown.both(), facts.day());
            let ([first, last], nights) = (outgrown.ends(), outgrown.nights);
            format!(
                "It never ends: {growth} a day is added, {carried} a {day} is sent. {first} is left \
                 after {day} 1, {last} after {day} {nights}."
            )
        }),
        (Some(_), _) => {
            let when = facts.finish_text().unwrap_or_default();
            if nights > 1 {
                let share = facts.percent(morning);
                format!("It reaches {share} by the first {first} and finishes on {when}.")
            } else if facts.by_cable() {
                format!("It finishes after {}.", facts.duration().unwrap_or_default())
            } else {
                format!("It finishes at {when}; the deadline is {}.", facts.deadline_text())
            }
        }
        (None, Some(proof)) => {
            let refused = outcome.verdict == Verdict::Refused;
            let why = if refused { refused_words(&proof) } else { never_whole(&proof) };
            let [most, last] =
                [super::peak(facts), facts.stored_at(facts.end())].map(|s| facts.percent(s));
            match most == last {
                true => format!("It stays at {last}: {why}."),
                false => format!("It reaches {most} and falls back to {last}: {why}."),
            }
        }
        (None, None) => format!(
            "It reaches {} by the first {first} and {} by the end.",
            facts.percent(morning),
            facts.percent(facts.stored_at(facts.end()))
        ),
    };
    sentences.push(end);
    // What is short of a fiftieth of the time decided nothing.
    let long = |time: Span| time >= NOTHING && time.times(50) >= allowed(facts);
    if let Some(stall) = outcome.stalls.first().filter(|s| long(s.time)) {
        let time = span(stall.time);
        sentences.push(format!("The longest standstill in all: {}, {time}.", word(stall.cause)));
    }
    if decisive(facts) == Some(Cause::RivalTraffic) {
        sentences.push("Other uploads took part of the line.".to_owned());
    }
    sentences.push(told(facts).sentence());
    sentences_within(250, &sentences)
}

/// What held it back. Where it never ends, the title says why; the rest stands at the end of the line.
pub fn told(facts: &Facts<'_>) -> Told {
    match facts.outcome.proof {
        Some(_) if Outgrown::of(facts).is_none() => Told::default(),
        _ => told::held_back(facts),
    }
}
