//! The answer in a line: facts flow in; whether and when it is done, and what held it back, flow out in a
//! few words, for the charts that ask something else and for those who see one picture only.

use super::facts::Facts;
use super::label::{capital, word};
use super::progress::words::done_text;
use super::{speed, states};
use crate::cause::Cause;
use crate::report::format;
use crate::report::wording::{lead, time_of};
use crate::sim::outcome::{ProofKind, Verdict};
use crate::units::{SimTime, Span};

/// Whether and when: `In time: done 05:53`, `Late: done night 4, 02:12`, `Never done as it is`.
pub fn end(facts: &Facts<'_>) -> String {
    match (facts.outcome.verdict, done_text(facts)) {
        (Verdict::Finishes, Some(done)) if !at_once(facts) => format!("In time: {done}"),
        (Verdict::Misses, Some(done)) => format!("Late: {done}"),
        _ => capital(&end_inside(facts)),
    }
}

/// The same inside a sentence: `done 05:53, in time`, `done night 4, 02:12, late`.
fn end_inside(facts: &Facts<'_>) -> String {
    match (facts.outcome.verdict, done_text(facts)) {
        (Verdict::Refused, _) => "does not start".to_owned(),
        (Verdict::Never, _) => "never done as it is".to_owned(),
        (_, None) => {
            format!("not done in {}", format::count(u64::from(facts.nights()), facts.day()))
        }
        (_, Some(_)) if at_once(facts) => "nothing is left to send".to_owned(),
        (Verdict::Finishes, Some(done)) => format!("{done}, in time"),
        (_, Some(done)) => format!("{done}, late"),
    }
}

fn at_once(facts: &Facts<'_>) -> bool {
    facts.outcome.finish.is_some_and(|finish| finish.at == SimTime::ZERO)
}

/// What held it back, as the reports name it, with nothing else: `the line`, `no Wi-Fi`.
fn held(facts: &Facts<'_>) -> Option<(Cause, String)> {
    let cause = lead(facts.outcome, facts.answer.bottleneck)?;
    let text = match facts.outcome.proof.map(|proof| proof.kind) {
        Some(ProofKind::Outgrown { .. }) => "the library's growth".to_owned(),
        Some(ProofKind::UnitTooLong { .. }) => "one piece too large".to_owned(),
        Some(_) => word(cause).to_owned(),
        None => limit(facts, cause),
    };
    Some((cause, text))
}

/// A cause as the one who acts, with what takes a part of its rate: `the line`, `the line and drops`.
pub fn limit(facts: &Facts<'_>, cause: Cause) -> String {
    let name = match cause {
        Cause::UploadSpeed
        | Cause::CloudSpeed
        | Cause::PhoneSpeed
        | Cause::UsbSpeed
        | Cause::WifiSpeed => format!("the {}", word(cause)),
        Cause::Heat => "the warm phone".to_owned(),
        _ => word(cause).to_owned(),
    };
    // Beside other uploads nobody can tell what drops alone take.
    match speed::less(facts, cause).filter(|_| cause != Cause::RivalTraffic) {
        Some(less) if less.contains(" and ") => format!("{name}, {less}"),
        Some(less) => format!("{name} and {less}"),
        None => name,
    }
}

/// What held it back and for how much of the time: `Held back by: no Wi-Fi, 80 % of 27 h 6 min`, the longest
/// text first. Nothing where nothing was left to send, or where it never ends: the title says why.
pub fn held_back(facts: &Facts<'_>) -> Vec<String> {
    let Some((cause, text)) = held(facts).filter(|_| facts.outcome.proof.is_none()) else {
        return Vec::new();
    };
    let (time, whole) = (time_of(facts.outcome, cause), states::window(facts));
    if time == Span::ZERO || whole < Span::from_secs(1) {
        return Vec::new();
    }
    let share = format::share(time, whole).replace("100 %", "all");
    vec![
        format!("Held back by: {text}, {share} of {}", states::total(facts)),
        format!("Held back by: {text}, {share} of the time"),
        format!("Held back by: {text}"),
    ]
}

/// Whether and when, and what held it back; the longest text first.
pub fn all(facts: &Facts<'_>) -> Vec<String> {
    with_cause(facts, end(facts)).collect()
}

/// The same inside a sentence.
pub fn all_inside(facts: &Facts<'_>) -> impl Iterator<Item = String> {
    with_cause(facts, end_inside(facts))
}

fn with_cause(facts: &Facts<'_>, end: String) -> impl Iterator<Item = String> + use<> {
    // What is done at once was held back by nothing.
    let at_once = facts.outcome.finish.is_some_and(|f| f.at < SimTime::from_secs(1));
    let held = held(facts).filter(|_| !at_once);
    let both = held.map(|(_, text)| format!("{end}; held back by: {text}"));
    both.into_iter().chain([end])
}
