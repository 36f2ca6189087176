//! Inputs that vary from trial to trial (`[spread]`): the laws of some inputs and random numbers flow in,
//! drawn inputs flow out, as valid as those they came from. Which laws suit which input is decided here,
//! for all kinds of inputs in one place.

use super::draft::Origin;
use super::error::ScenarioError;
use super::fields::{FieldRef, Inputs, field, find, id_of};
use super::validate;
use crate::edit::{Edit, FieldId, Value};
use crate::model::keyed::{Keyed, mixed, unit};
use crate::units::{
    BackupWindow, ChargerPower, ClockTime, ClockWindow, Count, Deadline, Energy, Fraction, Kind,
    Law, Nights, Power, Rate, RatePlan, Reach, Side, Size, Span, Suggestion, Temperature, Varies,
    Windows,
};
use rand_distr::{Distribution, StandardNormal};

/// Inputs that say how to look, or what else is read, and no chance decides.
const FIXED: [&str; 5] = ["name", "spread", "service.preset", "window.nights", "library.listing"];

/// How a draw lies: from -1 to 1, and as a standard normal.
struct Draw {
    random: rand_xoshiro::SplitMix64,
}

impl Draw {
    fn offset(&mut self, law: &Law) -> f64 {
        match law {
            Law::Lognormal(_) | Law::Normal(_) => StandardNormal.sample(&mut self.random),
            Law::Even(Side::Both, _) => 2.0 * unit(&mut self.random) - 1.0,
            Law::Even(Side::Down, _) => -unit(&mut self.random),
            Law::Even(Side::Up, _) | Law::Between(..) | Law::OneOf(_) => unit(&mut self.random),
        }
    }
}

/// The random numbers of an input: they depend on its key alone, so that other inputs and new ones
/// shift nothing.
fn keyed(spread: Keyed, key: &str, place: i64) -> Draw {
    let hash = key.bytes().fold(0, |hash, byte| mixed(hash ^ u64::from(byte)));
    Draw { random: spread.at((hash ^ mixed(place.cast_unsigned())).cast_signed()) }
}

/// A number in the base unit of its kind.
fn number(value: &Value) -> Option<f64> {
    Some(match value {
        Value::Size(v) => v.bytes() as f64,
        Value::Rate(v) => v.microbits_per_s() as f64,
        Value::Span(v) => v.micros() as f64,
        Value::Fraction(v) => f64::from(v.millionths()),
        Value::Power(v) => v.microwatts() as f64,
        Value::Charger(v) => v.power.microwatts() as f64,
        Value::Energy(v) => v.microwatt_hours() as f64,
        Value::Count(v) => v.get() as f64,
        Value::Temperature(v) => f64::from(v.millidegrees()),
        _ => return None,
    })
}

/// The same kind of value with another number, within what the kind holds. Casts of floats end at the
/// bounds of the integer.
fn numbered(value: &Value, number: f64) -> Value {
    match value {
        Value::Size(_) => Value::Size(Size::from_bytes(number as u64).min(Size::MAX)),
        // No line is faster than this; a draw of a rate that was more than nothing stays so.
        Value::Rate(_) => {
            Value::Rate(Rate::from_bits_per_s(((number / 1e6) as u64).min(1_000_000_000_000)))
        }
        Value::Span(_) => Value::Span(Span::from_micros(number as i64).min(Span::DAY.times(3650))),
        Value::Fraction(_) => {
            Value::Fraction(Fraction::from_millionths((number as u32).min(1_000_000)))
        }
        Value::Power(_) => Value::Power(Power::from_microwatts(number as u64)),
        Value::Charger(v) => {
            Value::Charger(ChargerPower { power: Power::from_microwatts(number as u64), ..*v })
        }
        Value::Energy(_) => Value::Energy(Energy::from_microwatt_hours(number as u64)),
        Value::Count(_) => Value::Count(Count::new(number.round() as u64)),
        Value::Temperature(_) => Value::Temperature(Temperature::from_millidegrees(number as i32)),
        other => other.clone(),
    }
}

fn read(input: &FieldRef, text: &str) -> Option<Value> {
    (input.read)(text).ok().map(|reading| reading.value)
}

/// A span as written.
fn span(text: &str) -> Option<f64> {
    Span::read(text).ok().map(|reading| reading.value.micros() as f64)
}

/// A number moved by a draw; `None` where the law does not suit it.
fn moved(input: &FieldRef, value: &Value, law: &Law, offset: f64) -> Option<Value> {
    let base = number(value)?;
    let share = |share: u32| f64::from(share) / 1e6;
    let reach = |reach: &Reach| match reach {
        // Of a percentage, points.
        Reach::Share(points) if matches!(value, Value::Fraction(_)) => Some(f64::from(*points)),
        Reach::Share(_) if matches!(value, Value::Temperature(_)) => None,
        Reach::Share(part) => Some(base * share(*part)),
        Reach::Amount(text) => read(input, text).as_ref().and_then(number),
    };
    let drawn = match law {
        Law::Lognormal(_) if matches!(value, Value::Temperature(_)) => return None,
        Law::Lognormal(sd) => base * libm::exp(share(*sd) * offset),
        Law::Normal(far) | Law::Even(_, far) => base + reach(far)? * offset,
        Law::Between(..) | Law::OneOf(_) => return None,
    };
    Some(numbered(value, drawn))
}

/// A clock time moved by so many microseconds.
fn shifted(clock: ClockTime, by: f64) -> ClockTime {
    let millis = (i64::from(clock.millis()) + (by / 1e3) as i64).rem_euclid(86_400_000);
    ClockTime::from_millis(u32::try_from(millis).unwrap_or(0))
}

/// A window whose ends are moved, each by a draw of its own. What would leave nothing of it leaves a
/// minute; it never grows over a whole day.
fn stretched(
    start: ClockTime,
    end: ClockTime,
    (first, last): (f64, f64),
) -> (ClockTime, ClockTime) {
    const MINUTE: f64 = 6e7;
    let length = ClockWindow::daily(start, end).length().micros() as f64;
    let length = (length - first + last).clamp(MINUTE, 86_400e6 - MINUTE);
    let start = shifted(start, first);
    (start, shifted(start, length))
}

/// Clock hours moved by draws; `None` where the law does not suit them.
fn rescheduled(
    inputs: &Inputs,
    value: &Value,
    law: &Law,
    draw: &mut impl FnMut() -> f64,
) -> Option<Value> {
    let far = match law {
        Law::Normal(Reach::Amount(text)) | Law::Even(_, Reach::Amount(text)) => span(text)?,
        _ => return None,
    };
    let night = inputs.window.allowed.start();
    Some(match value {
        Value::Windows(Windows::Clock(list)) => {
            let moved = list.iter().map(|window| {
                let ends = (far * draw(), far * draw());
                let (start, end) = stretched(window.start, window.end, ends);
                ClockWindow { start, end, ..*window }
            });
            Value::Windows(Windows::Clock(moved.collect()))
        }
        // What always holds begins with the window, and may begin late.
        Value::Windows(Windows::Always) => {
            let late = far * draw();
            if late < 1e6 {
                return Some(value.clone());
            }
            let start = shifted(night, late.min(86_000e6));
            let first = (inputs.window.allowed == BackupWindow::AllDay)
                .then_some(Nights { first: 1, last: 1 });
            let later = Nights { first: 2, last: u32::MAX };
            let mut list = vec![ClockWindow { nights: first, start, end: night }];
            if first.is_some() {
                list.push(ClockWindow {
                    nights: Some(later),
                    start: night,
                    end: ClockTime::from_hm(24, 0),
                });
            }
            Value::Windows(Windows::Clock(list))
        }
        Value::BackupWindow(BackupWindow::Nightly { start, end }) => {
            let (start, end) = stretched(*start, *end, (far * draw(), far * draw()));
            Value::BackupWindow(BackupWindow::Nightly { start, end })
        }
        Value::Deadline(deadline) => {
            let clock = shifted(deadline.clock, far * draw());
            Value::Deadline(Deadline { clock, ..*deadline })
        }
        _ => return None,
    })
}

/// A value drawn by a law; `None` where the law does not suit the input.
fn value(inputs: &Inputs, input: &FieldRef, law: &Law, spread: Keyed) -> Option<Value> {
    let base = inputs.get(input.id);
    let offset = |place| keyed(spread, input.key, place).offset(law);
    match law {
        Law::OneOf(choices) => {
            let mut left = offset(0) * 1e6;
            let found = choices.iter().find(|(_, weight)| {
                left -= f64::from(*weight);
                left < 0.0
            });
            return read(input, &found.or(choices.last())?.0);
        }
        Law::Between(from, to) => {
            let (from, to) = (read(input, from)?, read(input, to)?);
            let (low, high) = (number(&from)?, number(&to)?);
            return (low <= high).then(|| numbered(&from, low + (high - low) * offset(0)));
        }
        Law::Lognormal(_) | Law::Normal(_) | Law::Even(..) => {}
    }
    if number(&base).is_some() {
        return moved(input, &base, law, offset(0));
    }
    if let Value::RatePlan(plan) = &base {
        let scaled = |rate: &Rate| match moved(input, &Value::Rate(*rate), law, offset(0)) {
            Some(Value::Rate(rate)) => Some(rate),
            _ => None,
        };
        let drawn = match plan {
            RatePlan::Constant(rate) => RatePlan::Constant(scaled(rate)?),
            RatePlan::Daily(list) => {
                let each = list.iter().map(|(at, rate)| Some((*at, scaled(rate)?)));
                RatePlan::Daily(each.collect::<Option<_>>()?)
            }
        };
        return Some(Value::RatePlan(drawn));
    }
    let mut place = -1;
    rescheduled(inputs, &base, law, &mut || {
        place += 1;
        offset(place)
    })
}

/// The inputs of a trial. A draw that would not be valid is taken back towards the value that it came
/// from, as far as need be.
pub fn drawn(inputs: &Inputs, spread: Keyed) -> Inputs {
    let mut drawn = inputs.clone();
    // They were checked once.
    let laws = std::mem::take(&mut drawn.top.spread);
    let mut faults = Vec::new();
    for (key, law) in &inputs.top.spread.0 {
        let Some(input) = find(key) else { continue };
        if law.is_nothing() {
            continue;
        }
        let Some(wanted) = value(inputs, input, law, spread) else { continue };
        let base = inputs.get(input.id);
        if input.key == "window.allowed" && drawn.window.deadline.is_none() {
            // The deadline stays where it was.
            drawn.window.deadline = match inputs.window.allowed {
                BackupWindow::Nightly { end, .. } => Some(Deadline { night: None, clock: end }),
                BackupWindow::AllDay => None,
            };
        }
        let mut holds = |drawn: &mut Inputs, value: Value| {
            drawn.put(Edit { field: input.id, value });
            faults.clear();
            validate::check(drawn, &[], &mut faults);
            // Whether there is a size was asked with all that is known of where values come from.
            faults.iter().all(|fault| matches!(fault, ScenarioError::Missing { .. }))
        };
        if holds(&mut drawn, wanted.clone()) {
            continue;
        }
        // The farthest that is valid, to a millionth of the way.
        let (mut near, mut far) = (0.0, 1.0);
        if let (Some(from), Some(to)) = (number(&base), number(&wanted)) {
            for _ in 0..20 {
                let middle = f64::midpoint(near, far);
                let value = numbered(&base, from + (to - from) * middle);
                if holds(&mut drawn, value) { near = middle } else { far = middle }
            }
            holds(&mut drawn, numbered(&base, from + (to - from) * near));
        }
        if near == 0.0 {
            holds(&mut drawn, base);
        }
    }
    if inputs.top.spread.of("charger.plugged").is_some_and(|law| !law.is_nothing()) {
        // How late it may be is said by the law.
        drawn.charger.late = Span::ZERO;
    }
    drawn.top.spread = laws;
    drawn
}

/// Examples of laws that suit an input.
fn suitable(inputs: &Inputs, input: &FieldRef) -> Vec<Suggestion> {
    let laws: [(&str, &str); 5] = [
        ("lognormal 40%", "from two thirds to half as much again, two of three times"),
        ("±30%", "evenly within 30 % either way"),
        ("±30min", "evenly up to 30 minutes earlier or later"),
        ("+30min", "evenly up to 30 minutes later"),
        ("yes 90% | no 10%", "no in one of ten"),
    ];
    let suits = |text: &str| Law::read(text).is_ok_and(|law| suits(inputs, input, &law.value));
    let found = laws.iter().filter(|(text, _)| suits(text)).map(|&(typed, meaning)| Suggestion {
        typed: format!("{} {typed}", input.key),
        meaning: meaning.to_owned(),
    });
    found.collect()
}

/// Whether a law can be drawn for an input.
fn suits(inputs: &Inputs, input: &FieldRef, law: &Law) -> bool {
    let place = Keyed::new(0);
    match law {
        Law::OneOf(choices) => choices.iter().all(|(text, _)| read(input, text).is_some()),
        _ => value(inputs, input, law, place).is_some(),
    }
}

/// Checks all laws; every unsuitable one adds a fault.
pub fn check(inputs: &Inputs, origin: &Origin, errors: &mut Vec<ScenarioError>) {
    for (key, law) in &inputs.top.spread.0 {
        let Some(input) = find(key) else {
            let (key, nearest) = (format!("spread.{key}"), super::fields::nearest(key));
            errors.push(ScenarioError::UnknownKey { key, origin: origin.clone(), nearest });
            continue;
        };
        let conflict = |message: String, instead: Vec<Suggestion>| ScenarioError::Conflict {
            code: super::error::CONTRADICTION,
            field: id_of("spread"),
            origin: origin.clone(),
            message,
            instead,
        };
        let absent = inputs.get(input.id) == Value::Absent;
        if FIXED.contains(&input.key) || input.key == "link.trace" {
            errors.push(conflict(format!("{} is not a matter of chance", input.key), Vec::new()));
        } else if !suits(inputs, input, law) {
            let law = law.print();
            let message = if absent {
                format!("{} has no value that {law} could vary; give it one", input.key)
            } else {
                format!(
                    "{law} does not suit {}, which is {} ({})",
                    input.key,
                    inputs.print(input.id),
                    input.kind.name
                )
            };
            errors.push(conflict(message, suitable(inputs, input)));
        }
    }
}

/// The key of the field that a name stands for behind `spread.`.
pub fn key_of(name: &str) -> Option<&'static str> {
    find(name).map(|input| field(input.id).key)
}

/// Laws by keys of fields, where they were written by a flag's name; a name of no field stays, to be told.
pub fn named(laws: &Varies) -> Varies {
    let mut named = Varies::default();
    for (name, law) in &laws.0 {
        named.put(key_of(name).unwrap_or(name), Some(law.clone()));
    }
    named
}

/// The field that holds the laws.
pub fn id() -> FieldId {
    const { id_of("spread") }
}
