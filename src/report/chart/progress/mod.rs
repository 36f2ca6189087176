//! `progress`: will it finish, and when? The share sent over time, as one line: nights shaded,
//! standstills hatched and named, the finish a dot with its clock time, the deadline dashed.

mod draw;

pub(super) use draw::draw;

use super::Story;
use super::facts::{Facts, NOTHING, clock, span};
use super::label::{capital, first_within, sentences_within, word};
use super::table::{Cell, Table};
use crate::cause::Cause;
use crate::report::format;
use crate::sim::outcome::{Proof, ProofKind, Verdict};
use crate::sim::timeline::State;
use crate::units::{SimTime, Size, Span};

/// Up to so many nights each is drawn with its hours; beyond, only the line.
const NIGHTS_DRAWN: u32 = 14;
/// The finest step of the line, as a part of its length.
const FINEST: i64 = 2000;

/// What is plotted: moments and what is stored then.
pub(in crate::report::chart) fn points(facts: &Facts<'_>) -> Vec<(SimTime, Size)> {
    let done = facts.outcome.bytes.done;
    let mut list = vec![(SimTime::ZERO, done)];
    let step = Span::from_micros(facts.outcome.ledger.horizon.micros() / FINEST);
    let many = facts.nights() > NIGHTS_DRAWN;
    let mut kept = SimTime::ZERO;
    for (i, segment) in facts.segments.iter().enumerate() {
        let next = facts.segments.get(i + 1);
        let edge =
            next.is_none_or(|n| (n.state == State::Outside) != (segment.state == State::Outside));
        let due = segment.end.since(kept) >= step;
        if next.is_none() || if many { edge && due } else { edge || due } {
            // What was passed over since the last point lies before this segment, not along it.
            if !many && segment.start > kept && segment.length() >= step {
                let before = i.checked_sub(1).and_then(|i| facts.segments.get(i));
                list.push((segment.start, done.plus(before.map_or(Size::ZERO, |s| s.sent))));
            }
            list.push((segment.end, done.plus(segment.sent)));
            kept = segment.end;
        }
    }
    list
}

pub(super) fn story(facts: &Facts<'_>) -> Story {
    Story { title: title(facts), subtitle: subtitle(facts), alt: alt(facts), table: table(facts) }
}

fn title(facts: &Facts<'_>) -> String {
    let outcome = facts.outcome;
    let size = facts.size_text();
    let a = an(&size);
    let at = facts.stated_rate().map_or_else(String::new, |rate| format!("At {rate}, "));
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
            let why = outcome.proof.map_or("", |p| never_words(p.kind, p.cause));
            vec![
                format!("As it is, this {size} backup never finishes: {why}"),
                format!("This {size} backup never finishes: {why}"),
                format!("This backup never finishes: {why}"),
            ]
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
                capital(&format!("{at}{a} {size} backup is done {tonight} at {when}{end}")),
                format!("The {size} backup is done at {when}{end}"),
            ]
        }
        (_, Some(_)) => vec![
            capital(&format!("{at}{a} {size} backup takes {nights}")),
            format!("This {size} backup takes {nights}"),
        ],
        (_, None) => {
            let share = facts.percent(facts.stored_at(facts.end()));
            let only = if share.starts_with("under") { share } else { format!("only {share}") };
            let send = if facts.nights() == 1 { "sends" } else { "send" };
            vec![
                capital(&format!("{at}{nights} {send} {only} of the {size}")),
                format!("{} {send} {only} of the {size} backup", capital(&nights)),
            ]
        }
    };
    first_within(65, &texts)
}

/// `an 80 GB backup`, `a 40 GB backup`.
fn an(size: &str) -> &'static str {
    let number = size.split([' ', '.']).next().unwrap_or_default();
    if number.starts_with('8') || matches!(number, "11" | "18") { "an" } else { "a" }
}

/// Why it is turned down, in a few words.
pub(in crate::report::chart) fn refused_words(proof: &Proof) -> String {
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
pub(in crate::report::chart) const fn never_words(kind: ProofKind, cause: Cause) -> &'static str {
    match kind {
        ProofKind::Outgrown { .. } => "the library grows faster",
        ProofKind::UnitTooLong { .. } => "one part is too long",
        ProofKind::StuckItem => "one item is stuck",
        ProofKind::SpaceRunsOut { .. } | ProofKind::NeverOpens | ProofKind::Refused { .. } => {
            word(cause)
        }
    }
}

fn subtitle(facts: &Facts<'_>) -> String {
    match facts.window_text() {
        Some(hours) if facts.nights() <= NIGHTS_DRAWN => {
            format!("Share of the backup sent, by time; shaded = hours it may run, {hours}")
        }
        Some(hours) => format!("Share of the backup sent, by {}; it may run {hours}", facts.day()),
        None if facts.by_cable() => "Share of the backup sent, by time since the start".to_owned(),
        None => "Share of the backup sent, by time; it may run all day".to_owned(),
    }
}

fn alt(facts: &Facts<'_>) -> String {
    let outcome = facts.outcome;
    let nights = facts.nights();
    let over = format::count(u64::from(nights), facts.day());
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
        (None, Some(proof)) if matches!(proof.kind, ProofKind::Outgrown { .. }) => format!(
            "It reaches {} by the first {first} and never ends: {}.",
            facts.percent(morning),
            never_words(proof.kind, proof.cause)
        ),
        (None, Some(proof)) => {
            let refused = outcome.verdict == Verdict::Refused;
            let never = never_words(proof.kind, proof.cause).to_owned();
            format!(
                "It stays at {}: {}.",
                facts.percent(facts.stored_at(facts.end())),
                if refused { refused_words(&proof) } else { never }
            )
        }
        (None, None) => format!(
            "It reaches {} by the first {first} and {} by the end.",
            facts.percent(morning),
            facts.percent(facts.stored_at(facts.end()))
        ),
    };
    sentences.push(end);
    if let Some(stall) = outcome.stalls.first().filter(|s| s.time >= NOTHING) {
        let time = span(stall.time);
        sentences.push(format!("The longest standstill in all: {}, {time}.", word(stall.cause)));
    }
    sentences_within(250, &sentences)
}

pub(in crate::report::chart) fn table(facts: &Facts<'_>) -> Table {
    let row = |(at, stored): (SimTime, Size)| {
        let night = at.micros().saturating_sub(1).max(0) / Span::DAY.micros() + 1;
        let whole = u128::from(facts.whole().bytes());
        let share = (u128::from(stored.bytes()) * 100_000).checked_div(whole).unwrap_or(100_000);
        vec![
            Cell::Milli(Span::from_micros(at.micros()).millis_up()),
            Cell::Whole(night.unsigned_abs()),
            Cell::text(clock(facts.outcome.clock_at(at))),
            Cell::Whole(stored.bytes()),
            Cell::Milli(i64::try_from(share).unwrap_or(100_000)),
        ]
    };
    Table {
        columns: &["time_s", "night", "clock", "stored_bytes", "share_percent"],
        rows: points(facts).into_iter().map(row).collect(),
    }
}
