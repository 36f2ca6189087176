//! A law of one input with all that its text says, read once: the inputs, one of them and its law flow in,
//! the values that it takes in this trial and that flow out.

use crate::edit::Value;
use crate::model::keyed::{Keyed, mixed, unit};
use crate::model::ziggurat::normal;
use crate::scenario::Inputs;
use crate::scenario::fields::FieldRef;
use crate::units::{
    BackupWindow, ChargerPower, ClockTime, ClockWindow, Count, Deadline, Energy, Fraction, Kind,
    Law, Nights, Power, Rate, RatePlan, Reach, Side, Size, Span, Temperature, Windows,
};

/// A law of an input.
pub(super) struct Known {
    /// The input.
    pub(super) input: &'static FieldRef,
    /// Its value where nothing varies.
    pub(super) base: Value,
    /// Where its random numbers are: by its key alone, so that other inputs and new ones shift nothing.
    place: u64,
    lies: Lies,
    what: What,
}

/// Between which numbers a draw lies.
#[derive(Clone, Copy)]
enum Lies {
    /// A standard normal.
    Normal,
    /// From -1 to 1.
    Around,
    /// From -1 to 0.
    Below,
    /// From 0 to 1.
    Above,
}

/// What a draw is made to.
enum What {
    /// One of these, by their weights; `None` is no value of the input.
    OneOf(Vec<(Option<Value>, f64)>),
    /// A number from the one to the other, in what kind of value.
    Between(Value, f64, f64),
    /// A number that is moved.
    Number(Move),
    /// Rates of a plan, all moved alike.
    Plan(Move),
    /// Clock hours, moved at most so many microseconds.
    Hours(f64),
}

/// How a number is moved by a draw.
#[derive(Clone, Copy)]
enum Move {
    /// Times e to the power of so much.
    Times(f64),
    /// By a share of it.
    Share(f64),
    /// By so much.
    Plus(f64),
}

impl Known {
    /// A law of an input of these; `None` where the law does not suit it.
    pub(super) fn of(inputs: &Inputs, input: &'static FieldRef, law: &Law) -> Option<Self> {
        let base = inputs.get(input.id);
        let what = match law {
            Law::OneOf(choices) => {
                let choice =
                    |(text, weight): &(String, u32)| (read(input, text), f64::from(*weight));
                What::OneOf(choices.iter().map(choice).collect())
            }
            Law::Between(from, to) => {
                let (from, to) = (read(input, from)?, read(input, to)?);
                let (low, high) = (number(&from)?, number(&to)?);
                (low <= high).then_some(What::Between(from, low, high))?
            }
            Law::Lognormal(_) | Law::Normal(_) | Law::Even(..) => match (&base, law) {
                (Value::RatePlan(_), _) => {
                    What::Plan(Move::of(input, &Value::Rate(Rate::ZERO), law)?)
                }
                (hours, Law::Normal(Reach::Amount(text)) | Law::Even(_, Reach::Amount(text)))
                    if are_hours(hours) =>
                {
                    What::Hours(span(text)?)
                }
                _ => What::Number(Move::of(input, &base, law)?),
            },
        };
        let lies = match law {
            Law::Lognormal(_) | Law::Normal(_) => Lies::Normal,
            Law::Even(Side::Both, _) => Lies::Around,
            Law::Even(Side::Down, _) => Lies::Below,
            Law::Even(Side::Up, _) | Law::Between(..) | Law::OneOf(_) => Lies::Above,
        };
        let place = input.key.bytes().fold(0, |hash, byte| mixed(hash ^ u64::from(byte)));
        Some(Known { input, base, place, lies, what })
    }

    /// Whether all that it may draw are values of the input.
    pub(super) fn suits(&self) -> bool {
        match &self.what {
            What::OneOf(choices) => choices.iter().all(|(value, _)| value.is_some()),
            What::Between(..) | What::Number(_) | What::Plan(_) | What::Hours(_) => true,
        }
    }

    /// The draw of that number in a trial.
    fn offset(&self, spread: Keyed, nth: i64) -> f64 {
        let mut random = spread.at((self.place ^ mixed(nth.cast_unsigned())).cast_signed());
        match self.lies {
            Lies::Normal => normal(&mut random),
            Lies::Around => 2.0 * unit(&mut random) - 1.0,
            Lies::Below => -unit(&mut random),
            Lies::Above => unit(&mut random),
        }
    }

    /// What is drawn in a trial, valid or not; `None` where that is no value of the input.
    pub(super) fn value(&self, inputs: &Inputs, spread: Keyed) -> Option<Value> {
        let offset = |nth| self.offset(spread, nth);
        match &self.what {
            What::OneOf(choices) => {
                let mut left = offset(0) * 1e6;
                let found = choices.iter().find(|(_, weight)| {
                    left -= weight;
                    left < 0.0
                });
                found.or(choices.last())?.0.clone()
            }
            What::Between(kind, low, high) => Some(numbered(kind, low + (high - low) * offset(0))),
            What::Number(by) => by.moved(&self.base, offset(0)),
            What::Plan(by) => {
                let Value::RatePlan(plan) = &self.base else { return None };
                let scaled = |rate: &Rate| match by.moved(&Value::Rate(*rate), offset(0)) {
                    Some(Value::Rate(rate)) => Some(rate),
                    _ => None,
                };
                Some(Value::RatePlan(match plan {
                    RatePlan::Constant(rate) => RatePlan::Constant(scaled(rate)?),
                    RatePlan::Daily(list) => {
                        let each = list.iter().map(|(at, rate)| Some((*at, scaled(rate)?)));
                        RatePlan::Daily(each.collect::<Option<_>>()?)
                    }
                }))
            }
            What::Hours(far) => {
                let mut nth = -1;
                rescheduled(inputs, &self.base, *far, &mut || {
                    nth += 1;
                    offset(nth)
                })
            }
        }
    }
}

fn read(input: &FieldRef, text: &str) -> Option<Value> {
    (input.read)(text).ok().map(|reading| reading.value)
}

/// A span as written.
fn span(text: &str) -> Option<f64> {
    Span::read(text).ok().map(|reading| reading.value.micros() as f64)
}

impl Move {
    /// By which a law moves a number of that kind; `None` where the law does not suit it.
    fn of(input: &FieldRef, kind: &Value, law: &Law) -> Option<Self> {
        number(kind)?;
        let share = |share: u32| f64::from(share) / 1e6;
        let has_no_share = matches!(kind, Value::Temperature(_));
        match law {
            Law::Lognormal(_) | Law::Normal(Reach::Share(_)) | Law::Even(_, Reach::Share(_))
                if has_no_share =>
            {
                None
            }
            Law::Lognormal(sd) => Some(Move::Times(share(*sd))),
            Law::Normal(reach) | Law::Even(_, reach) => match reach {
                // Of a percentage, points.
                Reach::Share(points) if matches!(kind, Value::Fraction(_)) => {
                    Some(Move::Plus(f64::from(*points)))
                }
                Reach::Share(part) => Some(Move::Share(share(*part))),
                Reach::Amount(text) => read(input, text).as_ref().and_then(number).map(Move::Plus),
            },
            Law::Between(..) | Law::OneOf(_) => None,
        }
    }

    /// The value, moved.
    fn moved(self, value: &Value, offset: f64) -> Option<Value> {
        let base = number(value)?;
        let drawn = match self {
            Move::Times(sd) => base * libm::exp(sd * offset),
            Move::Share(part) => base + base * part * offset,
            Move::Plus(far) => base + far * offset,
        };
        Some(numbered(value, drawn))
    }
}

/// A number in the base unit of its kind.
pub(super) fn number(value: &Value) -> Option<f64> {
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
pub(super) fn numbered(value: &Value, number: f64) -> Value {
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

/// Whether clock hours of that kind can be moved.
const fn are_hours(value: &Value) -> bool {
    matches!(
        value,
        Value::Windows(Windows::Clock(_) | Windows::Always)
            | Value::BackupWindow(BackupWindow::Nightly { .. })
            | Value::Deadline(_)
    )
}

/// Clock hours moved by draws, at most so many microseconds.
fn rescheduled(
    inputs: &Inputs,
    value: &Value,
    far: f64,
    draw: &mut impl FnMut() -> f64,
) -> Option<Value> {
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
