//! The words of `battery`: when the backup waits for power and why, or where the level goes, as title
//! and alt text.

use super::super::axis;
use super::super::facts::{Facts, Standstill, span};
use super::super::label::{capital, first_within, sentences_within, word};
use super::Night;
use super::panels::Panels;
use crate::cause::Cause;
use crate::report::format;
use crate::study::drain::Drain;
use crate::units::{Kind, Power, SimTime, Span};

/// The band, as it stands on the chart.
pub const BAND: &str = "9 of 10 runs stay inside";

/// ` on night 3`; nothing for the first.
fn on(facts: &Facts<'_>, night: &Night) -> String {
    match night.number {
        0 | 1 => String::new(),
        number => format!(" on {} {}", facts.day(), format::thousands(u64::from(number))),
    }
}

/// What is plotted, and which nights go alike.
pub fn subtitle(facts: &Facts<'_>, panels: &Panels) -> String {
    let (day, nights) = (facts.day(), facts.nights());
    let hours = facts.window_text().map_or_else(String::new, |hours| format!(", {hours}"));
    // What sleeps waits for no power: it would do so on any charge.
    let sleeps = |wait: &Standstill| wait.cause == Cause::Doze;
    let waits = || panels.drawn().flat_map(|panel| &panel.night.waits);
    let hatched = match (waits().any(sleeps), waits().all(sleeps)) {
        _ if waits().next().is_none() => "",
        (_, true) => "; hatched = the phone sleeps",
        (true, false) => "; hatched = it waits for power or sleeps",
        (false, false) => "; hatched = the backup waits for power",
    };
    let over = match (panels.is_one(), nights) {
        (true, 0 | 1) => format!("{day} 1"),
        (true, 2) => format!("{day} 1 ({day} 2 is like it)"),
        (true, _) => {
            let last = format::thousands(u64::from(nights));
            format!("{day} 1 ({day}s 2 to {last} are like it)")
        }
        _ if panels.kinds == 2 => format!("two {day}s that differ"),
        _ => format!("two {day}s of {} kinds", panels.kinds),
    };
    format!("Battery level over {over}{hours}{hatched}")
}

/// What varies in the trials behind the band.
pub fn varying(facts: &Facts<'_>, drain: &Drain) -> Vec<String> {
    let ranges = drain.ranges.iter().map(|range| {
        let what = match crate::scenario::field(range.field).key {
            "battery.idle_draw" => "idling",
            "battery.upload_draw" => "sending",
            "battery.scan_draw" => "scanning",
            "battery.screen_draw" => "screen",
            other => other,
        };
        let watts = |text: &str| {
            Power::read(text).map_or_else(|_| text.to_owned(), |p| p.value.as_watts().to_string())
        };
        format!("{what} {}–{} W", watts(range.from), watts(range.to))
    });
    ranges.chain(super::super::chance::varying(facts)).collect()
}

/// What the band is of: at most so many of the things that vary, and how many more there are.
pub fn varies(drain: &Drain, varying: &[String], most: usize) -> String {
    let mut parts: Vec<&str> = varying.iter().take(most).map(String::as_str).collect();
    let more = match varying.len() - parts.len() {
        0 => String::new(),
        1 => "1 more".to_owned(),
        more => format!("{more} more"),
    };
    parts.extend((!more.is_empty()).then_some(more.as_str()));
    let trials = format::count(drain.trials, "trial");
    format!("Band: 9 of 10 of {trials}, seed {}; vary: {}.", drain.seed, parts.join(", "))
}

/// What is the matter, as an opening.
fn opening(night: &Night, wait: &Standstill) -> &'static str {
    match wait.cause {
        Cause::NotCharging => "Not charging",
        Cause::LowPowerMode => "To save power",
        Cause::Doze => "Unplugged and asleep",
        Cause::LowBattery if night.is_plugged(wait.start) => "On an empty battery",
        _ => "Unplugged",
    }
}

/// A clock time of the night, to the minute.
pub fn minute(facts: &Facts<'_>, at: SimTime) -> String {
    let minute = SimTime::from_micros(at.micros() / 60_000_000 * 60_000_000);
    facts.clock(axis::clock_at(facts.outcome.clock_zero, minute))
}

/// Whether a wait lasts to where the night ends.
fn to_the_end(night: &Night, wait: &Standstill) -> bool {
    night.end.since(wait.end) < Span::from_secs(60)
}

pub fn title(facts: &Facts<'_>, night: &Night) -> String {
    let (first, last) = (night.told(night.start()), night.told(night.last()));
    let Some((wait, total)) = night.longest() else {
        if night.end == SimTime::ZERO {
            return format!("Nothing is left to send; the battery is at {first}");
        }
        let on = night.is_plugged(SimTime::ZERO) && night.plugged.len() == 1;
        let place = if on { "On the charger, the battery" } else { "The battery" };
        let text = match night.last().cmp(&night.start()) {
            _ if first == last => format!("{place} stays at {first} and stops nothing"),
            std::cmp::Ordering::Greater => {
                format!("{place} rises from {first} to {last}")
            }
            _ => format!("{place} falls from {first} to {last} and stops nothing"),
        };
        return first_within(65, &[text, format!("The battery goes from {first} to {last}")]);
    };
    let why = opening(night, &wait);
    let (from, to) = (minute(facts, wait.start), minute(facts, wait.end));
    let level = night.told(night.at(wait.start));
    let times = night.times(wait.cause);
    let on = on(facts, night);
    let texts = if times > 1 {
        let long = format!("{why}, the backup waits {times} times, {} in all", span(total));
        vec![long, format!("{why}, the backup waits {times} times")]
    } else if wait.start == SimTime::ZERO && to_the_end(night, &wait) {
        vec![format!("{why}, the backup waits from {from} to {to}")]
    } else if wait.start == SimTime::ZERO && total < Span::from_secs(600) {
        vec![format!("{why}, the backup waits {} at first", span(total))]
    } else if wait.start == SimTime::ZERO {
        vec![format!("{why}, the backup waits until {to}")]
    } else if matches!(wait.cause, Cause::LowBattery | Cause::LowPowerMode) {
        vec![format!("{why}, the backup pauses at {from}, with {level} left")]
    } else {
        vec![format!("{why}, the backup pauses at {from}")]
    };
    let told = texts.iter().map(|text| format!("{text}{on}")).chain(texts.clone());
    first_within(65, &told.collect::<Vec<_>>())
}

pub fn alt(facts: &Facts<'_>, panels: &Panels, drain: Option<&Drain>) -> String {
    let night = panels.main();
    let hours = facts.window_text().map_or_else(String::new, |hours| format!(", {hours}"));
    let (first, last) = (night.told(night.start()), night.told(night.last()));
    let way = if first == last {
        format!("at {first} throughout")
    } else {
        format!("from {first} to {last}")
    };
    let mut sentences = vec![format!(
        "Line chart of the battery {way}, over {} {}{hours}.",
        facts.day(),
        night.number
    )];
    if let Some((wait, total)) = night.longest() {
        let (from, to) = (minute(facts, wait.start), minute(facts, wait.end));
        let level = night.told(night.at(wait.start));
        let time = span(total);
        let name = word(wait.cause);
        sentences.push(match night.times(wait.cause) {
            1 => format!("From {from}, at {level}, to {to} the backup waits: {name}, {time}."),
            n => format!(
                "From {from}, at {level}, it waits {n} times, {time} in all: {name}. The first lasts \
                 until {to}."
            ),
        });
    } else if night.end > SimTime::ZERO {
        sentences.push("The backup never waits for power.".to_owned());
    }
    sentences.push(capital(&format!("{}.", charger(facts, night))));
    if let Some((_, [low, high])) = drain.and_then(|drain| drain.moments.last()) {
        let (low, high) = (night.told(*low), night.told(*high));
        sentences.push(match low == high {
            true => format!("At the end 9 of 10 runs are at {low}."),
            false => format!("At the end 9 of 10 runs are between {low} and {high}."),
        });
    }
    sentences_within(250, &sentences)
}

/// When it is on the charger.
pub fn charger(facts: &Facts<'_>, night: &Night) -> String {
    let whole = |&(from, to): &(SimTime, SimTime)| from == SimTime::ZERO && to >= night.end;
    if night.plugged.iter().any(whole) || night.end == SimTime::ZERO && !night.plugged.is_empty() {
        return "plugged in throughout".to_owned();
    }
    if night.plugged.is_empty() {
        return "never plugged in".to_owned();
    }
    let hours = night.plugged.iter().map(|&(from, to)| {
        let clock = |at| facts.outcome.clock_at(at);
        facts.hours(clock(from), clock(to))
    });
    format!("plugged in {}", hours.collect::<Vec<_>>().join(", "))
}
