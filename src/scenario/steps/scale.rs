//! The scale of a kind that can be stepped along: a value to a whole number of its finest step and
//! back, and the numbers between two ends, by equal ratios or by equal steps, rounded to what people
//! read. The ends stay as they were typed.

use super::Step;
use crate::edit::Value;
use crate::scenario::fields::FieldRef;
use crate::units::{
    ChargerPower, ClockTime, Count, Energy, Fraction, Power, Rate, Size, Span, Temperature,
};

/// How values lie on their scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spacing {
    /// Each so many times the one before.
    Ratios,
    /// Each so much more than the one before.
    Steps,
    /// The same, in whole minutes where that is fine enough.
    Minutes,
}

/// Why there are no such values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoSteps {
    /// Equal ratios cannot begin at zero.
    FromZero,
    /// There are fewer values than were asked for: so many.
    TooFine(usize),
}

/// Zero degrees as a number, so that none is below zero.
const ZERO_DEGREES: i64 = 1_000_000;
/// The digits that people read.
const DIGITS: u32 = 3;
const MINUTE: u64 = 60_000_000;

/// The number of a value and how its kind is spaced; `None` for kinds without a scale.
pub(super) fn number(value: &Value) -> Option<(u64, Spacing)> {
    Some(match value {
        Value::Size(size) => (size.bytes(), Spacing::Ratios),
        Value::Rate(rate) => (rate.microbits_per_s(), Spacing::Ratios),
        Value::Span(span) => (u64::try_from(span.micros()).ok()?, Spacing::Minutes),
        Value::Fraction(fraction) => (u64::from(fraction.millionths()), Spacing::Steps),
        Value::Count(count) => (count.get(), Spacing::Steps),
        Value::Power(power) => (power.microwatts(), Spacing::Steps),
        Value::Energy(energy) => (energy.microwatt_hours(), Spacing::Steps),
        Value::Charger(charger) => (charger.power.microwatts(), Spacing::Steps),
        Value::Temperature(t) => {
            let above = ZERO_DEGREES + i64::from(t.millidegrees());
            (u64::try_from(above).ok()?, Spacing::Steps)
        }
        _ => return None,
    })
}

/// The value of a number, of the kind of another.
fn value(number: u64, like: &Value) -> Value {
    match like {
        Value::Size(_) => Value::Size(Size::from_bytes(number)),
        Value::Rate(_) => Value::Rate(Rate::from_microbits_per_s(number)),
        Value::Span(_) => Value::Span(span(number)),
        Value::Fraction(_) => {
            let millionths = u32::try_from(number).unwrap_or(1_000_000);
            Value::Fraction(Fraction::from_millionths(millionths))
        }
        Value::Count(_) => Value::Count(Count::new(number)),
        Value::Power(_) => Value::Power(Power::from_microwatts(number)),
        Value::Energy(_) => Value::Energy(Energy::from_microwatt_hours(number)),
        Value::Charger(charger) => {
            Value::Charger(ChargerPower { power: Power::from_microwatts(number), ..*charger })
        }
        Value::Temperature(_) => {
            let above = i64::try_from(number).unwrap_or(ZERO_DEGREES) - ZERO_DEGREES;
            let millidegrees = i32::try_from(above).unwrap_or(0);
            Value::Temperature(Temperature::from_millidegrees(millidegrees))
        }
        other => other.clone(),
    }
}

fn span(micros: u64) -> Span {
    Span::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

/// Whether a field's values lie on a scale, seen from its example.
pub(super) fn is_scale(field: &FieldRef) -> bool {
    (field.read)(field.kind.example).is_ok_and(|reading| number(&reading.value).is_some())
}

/// So many values from one to another, both included.
pub(super) fn between(from: &Step, to: &Step, count: usize) -> Result<Vec<Step>, NoSteps> {
    let numbers = |low: u64, high: u64, spacing| numbers((low, high), count, spacing);
    let inner = match (from, to) {
        (Step::Of(id, low), Step::Of(_, high)) => {
            let ((low_at, spacing), (high_at, _)) =
                number(low).zip(number(high)).ok_or(NoSteps::TooFine(0))?;
            let all = numbers(low_at, high_at, spacing)?;
            all.into_iter().map(|n| Step::Of(*id, value(n, low))).collect::<Vec<_>>()
        }
        (Step::Length(low), Step::Length(high)) => {
            let at = |span: &Span| u64::try_from(span.micros()).unwrap_or(0);
            let all = numbers(at(low), at(high), Spacing::Minutes)?;
            all.into_iter().map(|n| Step::Length(span(n))).collect()
        }
        (Step::Start(first), Step::Start(last)) => {
            let after = u64::try_from(first.until(*last).micros()).unwrap_or(0);
            let all = numbers(0, after, Spacing::Minutes)?;
            let clock = |n: u64| {
                let seconds = u64::from(first.secs()) + n / 1_000_000;
                ClockTime::from_secs(u32::try_from(seconds % 86_400).unwrap_or(0))
            };
            all.into_iter().map(|n| Step::Start(clock(n))).collect()
        }
        _ => return Err(NoSteps::TooFine(0)),
    };
    // The ends as they were typed.
    let last = inner.len().saturating_sub(1);
    let ends = |(i, step)| match i {
        0 => from.clone(),
        i if i == last => to.clone(),
        _ => step,
    };
    Ok(inner.into_iter().enumerate().map(ends).collect())
}

/// The value at a share of the way from one to another: by ratios for sizes and rates, evenly for all
/// else, in steps of a millionth of the stretch or finer.
pub(super) fn at(from: &Step, to: &Step, share: f64) -> Step {
    let point = |low: u64, high: u64, spacing| point((low, high), share, spacing);
    match (from, to) {
        (Step::Of(id, low), Step::Of(_, high)) => {
            let Some(((low_at, spacing), (high_at, _))) = number(low).zip(number(high)) else {
                return from.clone();
            };
            Step::Of(*id, value(point(low_at, high_at, spacing), low))
        }
        (Step::Length(low), Step::Length(high)) => {
            // A window ends on a second of the clock.
            let at = |span: &Span| u64::try_from(span.micros()).unwrap_or(0);
            let micros = point(at(low), at(high), Spacing::Minutes);
            Step::Length(span((micros / SECOND).max(1) * SECOND))
        }
        (Step::Start(first), Step::Start(last)) => {
            let after = u64::try_from(first.until(*last).micros()).unwrap_or(0);
            let seconds = u64::from(first.secs()) + point(0, after, Spacing::Minutes) / SECOND;
            Step::Start(ClockTime::from_secs(u32::try_from(seconds % 86_400).unwrap_or(0)))
        }
        _ => from.clone(),
    }
}

/// The number at a share of the way.
fn point((low, high): (u64, u64), share: f64, spacing: Spacing) -> u64 {
    let exact = match spacing {
        Spacing::Ratios if low > 0 => low as f64 * libm::pow(high as f64 / low as f64, share),
        _ => low as f64 + (high - low) as f64 * share,
    };
    let fine = unit_of(high.saturating_sub(low), 1) / 1_000_000;
    nearest(exact as u64, fine.min(unit_of(exact as u64, 6)).max(1)).clamp(low, high)
}

const SECOND: u64 = 1_000_000;

/// So many rising numbers, in as few digits as keep them apart.
fn numbers((low, high): (u64, u64), count: usize, spacing: Spacing) -> Result<Vec<u64>, NoSteps> {
    if spacing == Spacing::Ratios && low == 0 {
        return Err(NoSteps::FromZero);
    }
    let room = usize::try_from(high.saturating_sub(low)).unwrap_or(usize::MAX).saturating_add(1);
    if room < count {
        return Err(NoSteps::TooFine(room));
    }
    let parts = u64::try_from(count.saturating_sub(1)).unwrap_or(1).max(1);
    let exact = |i: u64| match spacing {
        Spacing::Ratios => {
            let part = i as f64 / parts as f64;
            let ratio = libm::pow(high as f64 / low as f64, part);
            (libm::round(low as f64 * ratio) as u64).clamp(low, high)
        }
        _ => {
            let whole = u128::from(high - low) * u128::from(i) / u128::from(parts);
            low + u64::try_from(whole).unwrap_or(0)
        }
    };
    let rounded = |number: u64, digits: u32| match spacing {
        Spacing::Ratios => nearest(number, unit_of(number, digits)),
        Spacing::Steps => nearest(number, unit_of((high - low) / parts, digits)),
        Spacing::Minutes if digits == DIGITS => low + nearest(number - low, MINUTE),
        Spacing::Minutes => low + nearest(number - low, unit_of((high - low) / parts, digits)),
    };
    let with = |digits: u32| -> Vec<u64> {
        (0..=parts)
            .map(|i| match i {
                0 => low,
                i if i == parts => high,
                i => rounded(exact(i), digits),
            })
            .collect()
    };
    let rising = |list: &Vec<u64>| list.windows(2).all(|pair| pair[0] < pair[1]);
    (DIGITS..20).map(with).find(rising).ok_or(NoSteps::TooFine(room))
}

/// The step of the last of so many digits of a number.
fn unit_of(number: u64, digits: u32) -> u64 {
    let length = number.checked_ilog10().map_or(1, |log| log + 1);
    10u64.saturating_pow(length.saturating_sub(digits))
}

fn nearest(number: u64, unit: u64) -> u64 {
    let down = number / unit * unit;
    if number - down >= unit - unit / 2 && unit > 1 { down.saturating_add(unit) } else { down }
}
