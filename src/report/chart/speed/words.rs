//! The words of `speed`: what held the upload, at which rates and for how long, as title and alt
//! text. Both take rates and times from the same [`Night`] that is plotted.

use super::super::facts::{Facts, NOTHING, span};
use super::super::label::{capital, first_within, sentences_within, title_of, word};
use super::super::told::{self, Told};
use super::{Cap, Held, Night, caps, rate};
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::report::wording::lead;
use crate::units::{SimTime, Span};

fn longest_stall(night: &Night) -> Option<(Cause, Span)> {
    let mut sums: Vec<(Cause, Span)> = Vec::new();
    for stall in &night.stalls {
        match sums.iter_mut().find(|s| s.0 == stall.cause) {
            Some(sum) => sum.1 = sum.1.plus(stall.length()),
            None => sums.push((stall.cause, stall.length())),
        }
    }
    sums.sort();
    sums.into_iter().rev().max_by_key(|s| s.1).filter(|s| s.1 >= NOTHING)
}

/// What the line below the title says held it back, where that is a wait, with its time in the night; a
/// fiftieth of it at least.
fn wait(facts: &Facts<'_>, night: &Night) -> Option<(Cause, Span)> {
    let cause = lead(facts.outcome, facts.answer.bottleneck).filter(|cause| cause.is_gate())?;
    let own = night.stalls.iter().filter(|stall| stall.cause == cause);
    let time = own.fold(Span::ZERO, |sum, stall| sum.plus(stall.length()));
    (time >= NOTHING && time.micros() >= night.end.micros() / 50).then_some((cause, time))
}

/// A stretch that may be too short for a second.
pub fn lasting(time: Span) -> String {
    if time < NOTHING { "under 1 s".to_owned() } else { span(time) }
}

pub fn title(facts: &Facts<'_>, night: &Night) -> String {
    let Some(held) = night.binding() else {
        let texts = match longest_stall(night) {
            Some((cause, _)) => vec![
                format!("Nothing was uploaded on {} 1: {}", facts.day(), word(cause)),
                format!("Nothing was uploaded: {}", word(cause)),
            ],
            None => vec!["Nothing was left to upload, so nothing ran".to_owned()],
        };
        return first_within(65, &texts);
    };
    let rate = held.text(facts);
    let wait = wait(facts, night);
    if let Some((stall, time)) = wait.or_else(|| longest_stall(night))
        && time.micros() > facts.window().micros() / 2
    {
        let ran = lasting(night.ran());
        let texts = [
            format!("It ran at {rate} for only {ran}: {}", word(stall)),
            format!("It ran for only {ran}: {}", word(stall)),
        ];
        return first_within(65, &texts);
    }
    if let Some((stall, time)) = wait {
        return title_of(&waited(facts, held, stall, time));
    }
    let usb = facts.inputs.link.kind == LinkKind::Usb;
    let than = told::short(if usb { Cause::UsbSpeed } else { Cause::UploadSpeed });
    if let Some(texts) = less(facts, held, &rate) {
        return first_within(65, &texts);
    }
    let texts = match held.cause {
        Cause::UploadSpeed | Cause::UsbSpeed => {
            let to = match rate.split_once(" to ") {
                Some((least, most)) => format!("between {least} and {most}"),
                None => format!("to {rate}"),
            };
            let than = capital(than);
            let whole = format!("{than} held the backup {to}");
            let tail = tail(night, held);
            let short = format!("{than} held it {to}{tail}");
            let tight = format!("{than} held it to {rate}{tail}");
            let least = format!("{than}: {rate}{tail}");
            vec![format!("{whole}{tail}"), short, tight, least, whole]
        }
        Cause::RivalTraffic => {
            let drops = held.shortfall(facts).map_or_else(String::new, |why| format!(" and {why}"));
            let left = format!("left only {rate} of the line");
            vec![format!("Other uploads{drops} {left}"), format!("Other uploads {left}")]
        }
        Cause::ItemOverhead => {
            vec![
                format!("Time lost per file, not {than}, held the backup to {rate}"),
                format!("Time lost per file, not {than}, held it to {rate}"),
            ]
        }
        Cause::WifiSpeed => vec![format!("Wi-Fi, not the line, held the upload to {rate}")],
        Cause::Heat => vec![format!("A warm phone, not {than}, held the backup to {rate}")],
        cause => {
            let who = capital(told::short(cause));
            vec![
                format!("{who}, not {than}, held the backup to {rate}"),
                format!("{who}, not {than}, held it to {rate}"),
            ]
        }
    };
    first_within(65, &texts)
}

/// Titles of a night in which it waited for what held the backup back: how fast it ran, and what the wait
/// cost. Alone, a rate short of its cap would name another culprit than the line below.
fn waited(facts: &Facts<'_>, held: &Held, wait: Cause, time: Span) -> [String; 4] {
    let (rate, cost) = (held.text(facts), format!("{} cost {}", word(wait), span(time)));
    let cap = caps(facts).into_iter().find(|c| c.cause == held.cause);
    let cap = cap.filter(|_| held.shortfall(facts).is_some()).map(|cap| super::rate(cap.most()));
    let whole = cap.map_or_else(|| rate.clone(), |cap| format!("{rate} of {cap}"));
    let ran = |rate: &str| format!("It ran at {rate}; {cost}");
    let alone = format!("{} of {} 1", capital(&cost), facts.day());
    [ran(&whole), ran(&rate), ran(&super::rate(held.usual())), alone]
}

/// Titles of a night in which items or drops left less than the binding cap.
fn less(facts: &Facts<'_>, held: &Held, rate: &str) -> Option<[String; 2]> {
    let cap = caps(facts).into_iter().find(|c| c.cause == held.cause)?;
    let why = capital(held.shortfall(facts)?);
    let place = word(held.cause).replace("'s ", " ");
    let of = super::rate(cap.most());
    Some([format!("{why} left {rate} of {of} {place}"), format!("{why} left {rate} of {of}")])
}

/// Whether and when; and what held it back, where that was a wait: the title tells of the speed.
pub fn told(facts: &Facts<'_>) -> Told {
    let waits = lead(facts.outcome, facts.answer.bottleneck).is_some_and(Cause::is_gate);
    if waits || facts.outcome.proof.is_some() { told::all(facts) } else { told::end(facts) }
}

/// How much of the night it held.
fn tail(night: &Night, held: &Held) -> String {
    // What is short of 2 % of the night is not worth a word.
    let stall = longest_stall(night).filter(|s| s.1.micros() >= night.end.micros() / 50);
    let throughout = held.time().micros() >= night.ran().micros() / 20 * 19;
    // What stood still for longer than a moment was not all of the time.
    let still = night.end.since(SimTime::ZERO).minus(night.ran());
    let throughout = throughout && still.micros() * 200 <= night.end.micros();
    match stall {
        Some((cause, time)) => format!("; {} {}", word(cause), span(time)),
        None if throughout => " throughout".to_owned(),
        None => format!(" for {}", lasting(held.time())),
    }
}

/// `at 6 Mbps for 6 h, limited by: Wi-Fi`.
fn stretch(facts: &Facts<'_>, held: &Held) -> String {
    let text = held.text(facts);
    let mean = if text.contains(" to ") {
        format!(", {} on average,", rate(held.mean()))
    } else {
        String::new()
    };
    let why = held.shortfall(facts).map_or_else(String::new, |why| {
        // One "and" is enough.
        format!("{} {why}", if why.contains(" and ") { "," } else { " and" })
    });
    format!("at {text}{mean} for {}, limited by: {}{why}", lasting(held.time()), word(held.cause))
}

pub fn alt(facts: &Facts<'_>, night: &Night) -> String {
    let when = match facts.window_text() {
        Some(hours) => format!("{} 1, {hours}", facts.day()),
        None => "day 1".to_owned(),
    };
    let first = format!("Step chart of the upload speed over {when}.");
    let held = match night.binding() {
        Some(held) => format!("It runs {}.", stretch(facts, held)),
        None => "It never leaves zero.".to_owned(),
    };
    // What bound for less than a fiftieth of the time is in the table.
    let worth = |h: &&Held| h.time().micros() >= night.ran().micros() / 50;
    let second = night.held.get(1).filter(worth);
    let second = second.map_or_else(String::new, |h| format!("It runs {}.", stretch(facts, h)));
    let others: Vec<String> = caps(facts)
        .iter()
        .filter(|c| night.held.iter().take(2).all(|h| h.cause != c.cause))
        .map(Cap::text)
        .collect();
    let others = if others.is_empty() {
        String::new()
    } else {
        format!("Other limits: {}.", others.join(", "))
    };
    let stall = wait(facts, night)
        .or_else(|| longest_stall(night))
        .map_or_else(String::new, |(c, t)| format!("Standstill: {}, {}.", word(c), span(t)));
    sentences_within(250, &[first, held, stall, second, others])
}
