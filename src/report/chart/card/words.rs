//! The words of `card`: the verdict, the one number with what it counts, and why.

use super::super::facts::{Facts, NOTHING, span};
use super::super::label::{capital, sentences_within, title_of, word};
use super::super::progress::words::{never_words, refused_words};
use super::super::told::{self, Told};
use crate::cause::Cause;
use crate::report::format::{self, Way};
use crate::report::wording::{fix, lead};
use crate::sim::outcome::{ProofKind, Verdict};
use crate::study::fixes::{Fix, shown};
use crate::units::SimTime;

/// Yes or no, with the number that says why.
pub(super) fn verdict(facts: &Facts<'_>) -> String {
    let outcome = facts.outcome;
    let size = facts.size_text();
    let today = if facts.day() == "day" { "today" } else { "tonight" };
    let texts = match (outcome.verdict, outcome.finish) {
        (Verdict::Refused, _) => vec![format!("No: this {size} backup does not start at all")],
        (Verdict::Never, _) => vec![format!("No: as it is, this {size} backup never finishes")],
        (_, None) => {
            let nights = format::count(u64::from(facts.nights()), facts.day());
            vec![format!("No: this {size} backup is not done within {nights}")]
        }
        (Verdict::Finishes, Some(finish)) if finish.at == SimTime::ZERO => {
            vec!["Yes: nothing is left to send".to_owned()]
        }
        (Verdict::Finishes, Some(finish)) if facts.by_cable() && finish.night == 1 => {
            let time = facts.duration().unwrap_or_default();
            vec![format!("Yes: by cable, {size} takes {time}")]
        }
        (Verdict::Finishes, Some(finish)) => {
            let when = facts.finish_text().unwrap_or_default();
            vec![if finish.night == 1 {
                format!("Yes: this backup is done {today} at {when}")
            } else {
                format!("Yes: this backup is done in {}", when.replace(", ", " at "))
            }]
        }
        (_, Some(finish)) if finish.night == 1 => {
            let when = facts.finish_text().unwrap_or_default();
            vec![format!("No: done at {when}, after the deadline {}", facts.deadline_text())]
        }
        (_, Some(finish)) => {
            let nights = format::count(u64::from(finish.night), facts.day());
            vec![format!("No: this {size} backup takes {nights}")]
        }
    };
    title_of(&texts)
}

/// The big number, and what it counts.
pub(super) fn number(facts: &Facts<'_>) -> (String, String) {
    let outcome = facts.outcome;
    let what = match facts.stated_rate() {
        Some(rate) => format!("for {} at {rate}", facts.size_text()),
        None => format!("for {}", facts.size_text()),
    };
    let share = || facts.percent(facts.stored_at(facts.end()));
    if let Some(proof) = outcome.proof {
        let missing = match proof.kind {
            ProofKind::Refused { missing } => missing,
            ProofKind::SpaceRunsOut { missing } => Some(missing),
            _ => None,
        };
        let why = match outcome.verdict {
            Verdict::Refused => refused_words(&proof),
            _ => never_words(proof.kind, proof.cause).to_owned(),
        };
        return match missing {
            Some(size) => {
                let place = match proof.cause {
                    Cause::PhoneFull => "on the phone",
                    Cause::ComputerFull => "on the computer",
                    _ => "in the cloud",
                };
                (format::size(size, Way::Up), format!("of space {place} is missing"))
            }
            None => {
                // Of a library that grows, more goes out each night, and never all.
                let what = match proof.kind {
                    ProofKind::Outgrown { .. } => format!("is there after {} 1", facts.day()),
                    _ => "is all that stays there".to_owned(),
                };
                (share(), format!("{what}: {why}"))
            }
        };
    }
    let Some(finish) = outcome.finish else {
        let nights = format::count(u64::from(facts.nights()), facts.day());
        return (share(), format!("after {nights}, {what}"));
    };
    if finish.at == SimTime::ZERO {
        return ("100 %".to_owned(), format!("of {} is backed up", facts.size_text()));
    }
    if finish.night > 1 {
        return (format::count(u64::from(finish.night), facts.day()), what);
    }
    if facts.by_cable() {
        return (facts.duration().unwrap_or_default(), what);
    }
    let when = facts.finish_text().unwrap_or_default();
    (when, format!("{what}; the deadline is {}", facts.deadline_text()))
}

/// What held it back; with when it is done, where the verdict does not say it.
pub(super) fn told(facts: &Facts<'_>) -> Told {
    // Of many nights the verdict tells no more than how many they are.
    let many = facts.outcome.finish.is_some_and(|finish| finish.night > 1);
    match many && facts.outcome.verdict == Verdict::Misses {
        true => told::all(facts),
        false => told::held_back(facts),
    }
}

/// What helps.
pub(super) fn helps(facts: &Facts<'_>) -> String {
    if facts.outcome.verdict == Verdict::Finishes {
        return "Nothing has to change.".to_owned();
    }
    match shown(&facts.answer.fixes).first() {
        Some(best) => {
            let told = fix::text(best, facts.answer, facts.style()).replace(": ", ", ");
            match besides(facts, best) {
                Some(why) => format!("{why}. Helps most: {told}."),
                None => format!("Helps most: {told}."),
            }
        }
        None => "Nothing that is known would help.".to_owned(),
    }
}

/// Why a fix helps that is no remedy of what is said to have held it back: what it is one of, with the
/// time that this cost.
fn besides(facts: &Facts<'_>, best: &Fix) -> Option<String> {
    let blamed = lead(facts.outcome, facts.answer.bottleneck)?;
    let remedies = |cause| best.ids.iter().any(|id| id.remedies().contains(&cause));
    // Where it never ends, what stops it is the cause.
    if facts.outcome.proof.is_some() || remedies(blamed) {
        return None;
    }
    let stall = facts.outcome.stalls.iter().find(|stall| remedies(stall.cause))?;
    let cost = || format!("{} cost {}", capital(word(stall.cause)), span(stall.time));
    (stall.time >= NOTHING).then(cost)
}

/// Both as sentences.
pub(super) fn reasons(facts: &Facts<'_>) -> Vec<String> {
    let told = told(facts).whole();
    let told = (!told.is_empty()).then(|| format!("{told}."));
    told.into_iter().chain([helps(facts)]).collect()
}

pub(super) fn alt(facts: &Facts<'_>) -> String {
    let (number, counts) = number(facts);
    let mut sentences = vec![format!("Card: {}.", verdict(facts))];
    sentences.push(format!("{} {counts}.", capital(&number)));
    sentences.extend(reasons(facts));
    sentences_within(250, &sentences)
}
