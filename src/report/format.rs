//! Quantities flow in, short texts for people flow out: sizes and rates to three digits, clock
//! times, spans, percentages. Everything is rounded in whole numbers and in a stated direction,
//! because a printed number must never say the opposite of the verdict.

mod percent;

pub use percent::{level, percent, share, share_of};

use crate::sim::outcome::Outcome;
use crate::units::{BackupWindow, ClockTime, Rate, SimTime, Size, Span};

/// The direction of a rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards zero: what fits, what is certain.
    Down,
    /// To the nearest, halves up.
    Nearest,
    /// Away from zero: what is needed.
    Up,
}

/// How clock times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockStyle {
    /// `04:38`.
    #[default]
    H24,
    /// `4:38 am`.
    H12,
}

/// The digits that people get.
const DIGITS: u32 = 3;
/// A stated value with at most this many digits is shown as it is.
const STATED_DIGITS: u32 = 6;

const SIZE_UNITS: [(u128, &str); 6] = [
    (1_000_000_000_000_000, "PB"),
    (1_000_000_000_000, "TB"),
    (1_000_000_000, "GB"),
    (1_000_000, "MB"),
    (1_000, "kB"),
    (1, "bytes"),
];

/// In microbits per second.
const RATE_UNITS: [(u128, &str); 5] = [
    (1_000_000_000_000_000_000, "Tbps"),
    (1_000_000_000_000_000, "Gbps"),
    (1_000_000_000_000, "Mbps"),
    (1_000_000_000, "kbps"),
    (1_000_000, "bps"),
];

/// `value` to so many significant digits.
fn significant(value: u128, way: Way, digits: u32) -> u128 {
    let length = value.checked_ilog10().map_or(1, |log| log + 1);
    let step = 10u128.saturating_pow(length.saturating_sub(digits));
    let down = value / step * step;
    let up = match way {
        Way::Down => false,
        Way::Nearest => value - down >= step - step / 2,
        Way::Up => value > down,
    };
    if up && step > 1 { down.saturating_add(step) } else { down }
}

/// `value` to three digits, or as many more as it takes to stand to `other` as it does exactly.
fn agreeing(value: u128, way: Way, other: u128) -> u128 {
    let agrees = |&shown: &u128| shown.cmp(&other) == value.cmp(&other);
    (DIGITS..=39).map(|d| significant(value, way, d)).find(agrees).unwrap_or(value)
}

/// A value as it was stated: exact if that is short, else as [`agreeing`].
fn stated(value: u128, other: Option<u128>) -> u128 {
    if significant(value, Way::Nearest, STATED_DIGITS) == value {
        return value;
    }
    match other {
        Some(other) => agreeing(value, Way::Nearest, other),
        None => significant(value, Way::Nearest, DIGITS),
    }
}

fn in_units(value: u128, units: &[(u128, &str)]) -> String {
    let found = units.iter().find(|(unit, _)| value >= *unit).or(units.last());
    let &(unit, name) = found.unwrap_or(&(1, ""));
    format!("{} {name}", decimal(value, unit))
}

/// `value` ÷ `unit` as an exact decimal; `unit` is a power of ten.
fn decimal(value: u128, unit: u128) -> String {
    let (whole, rest) = (value / unit, value % unit);
    if rest == 0 {
        return whole.to_string();
    }
    let places = unit.ilog10() as usize;
    let text = format!("{whole}.{rest:0places$}");
    text.trim_end_matches('0').to_owned()
}

/// A size to three digits: `10.8 GB`, `40 GB`.
pub fn size(size: Size, way: Way) -> String {
    in_units(significant(u128::from(size.bytes()), way, DIGITS), &SIZE_UNITS)
}

/// Space that is left, down to four digits: with three, a large plan less a small backup is either the
/// plan again (`12 TB`) or far less than there is (`11.9 TB`); it is `11.96 TB`.
pub fn left(size: Size) -> String {
    in_units(significant(u128::from(size.bytes()), Way::Down, DIGITS + 1), &SIZE_UNITS)
}

/// A rate to three digits: `3 Mbps`, `11.2 Mbps`.
pub fn rate(rate: Rate, way: Way) -> String {
    in_units(significant(u128::from(rate.microbits_per_s()), way, DIGITS), &RATE_UNITS)
}

/// A stated value and its limit, printed so that they compare as they do exactly: the stated value
/// as it was given if that is short, the limit to three digits or as many more as are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The stated value.
    pub stated: String,
    /// The limit; `None` if there is none.
    pub limit: Option<String>,
}

fn pair(value: u128, limit: Option<u128>, way: Way, units: &[(u128, &str)]) -> Pair {
    let shown = stated(value, limit);
    let limit = limit.map(|limit| in_units(agreeing(limit, way, shown), units));
    Pair { stated: in_units(shown, units), limit }
}

/// A size and the largest that fits, which is rounded down.
pub fn size_and_limit(size: Size, fits: Option<Size>) -> Pair {
    let fits = fits.map(|s| u128::from(s.bytes()));
    pair(u128::from(size.bytes()), fits, Way::Down, &SIZE_UNITS)
}

/// A rate and the least that is needed, which is rounded up.
pub fn rate_and_need(rate: Rate, need: Option<Rate>) -> Pair {
    let need = need.map(|r| u128::from(r.microbits_per_s()));
    pair(u128::from(rate.microbits_per_s()), need, Way::Up, &RATE_UNITS)
}

/// `40,000,000,000`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `356,250 bytes/s`; what is not a whole number of bytes gets up to three decimals.
pub fn bytes_per_s(rate: Rate) -> String {
    let thousandths = u128::from(rate.microbits_per_s()) / 8_000;
    let whole = u64::try_from(thousandths / 1000).unwrap_or(u64::MAX);
    let rest = thousandths % 1000;
    let decimals = if rest == 0 { String::new() } else { format!(".{rest:03}") };
    format!("{}{} bytes/s", thousands(whole), decimals.trim_end_matches('0'))
}

/// `5 h 20 min`, `23 min`, `48 s`, `8 days 8 h`: to the minute, under two minutes to the second.
pub fn span(span: Span, way: Way) -> String {
    let to = |unit: i64| {
        let add = match way {
            Way::Down => 0,
            Way::Nearest => unit / 2,
            Way::Up => unit - 1,
        };
        span.micros().saturating_add(add) / unit
    };
    if span.micros() < 119_500_000 {
        return format!("{} s", to(1_000_000));
    }
    let minutes = to(60_000_000);
    let (days, hours) =
        if minutes < 2 * 1440 { (0, minutes / 60) } else { (minutes / 1440, minutes / 60 % 24) };
    let parts = [(days, " days"), (hours, " h"), (minutes % 60, " min")];
    let parts: Vec<_> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    parts.join(" ")
}

/// A clock time; seconds only where there are some.
pub fn clock(clock: ClockTime, style: ClockStyle) -> String {
    let seconds = clock.secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let tail = if rest == 0 { String::new() } else { format!(":{rest:02}") };
    match style {
        ClockStyle::H24 => format!("{hours:02}:{minutes:02}{tail}"),
        ClockStyle::H12 => {
            let half = if hours % 24 < 12 { "am" } else { "pm" };
            format!("{}:{minutes:02}{tail} {half}", (hours + 11) % 12 + 1)
        }
    }
}

/// The clock time of the finish, rounded up to the minute; to the second where the minute would
/// pass the deadline that was met.
pub fn finish_clock(outcome: &Outcome) -> Option<ClockTime> {
    let finish = outcome.finish?;
    let zero = i64::from(outcome.clock_zero.secs());
    let second = zero.saturating_add(ceil_div(finish.at.micros(), 1_000_000));
    let whole_minute = ceil_div(second, 60).saturating_mul(60);
    let minute = SimTime::from_secs(whole_minute.saturating_sub(zero));
    let night_end = SimTime::from_secs(i64::from(finish.night).saturating_mul(86_400));
    let in_time = finish.at <= outcome.deadline;
    let too_late = (in_time && minute > outcome.deadline) || minute > night_end;
    let clock = if too_late { second } else { whole_minute };
    // The end of a day that began at 00:00 is its 24:00.
    let ends_day = zero == 0 && clock == night_end.micros() / 1_000_000;
    let clock = if ends_day { 86_400 } else { clock.rem_euclid(86_400) };
    u32::try_from(clock).ok().map(ClockTime::from_secs)
}

/// The clock time of the deadline; an all-day window ends at 24:00.
pub fn deadline_clock(outcome: &Outcome) -> ClockTime {
    let clock = outcome.clock_at(outcome.deadline);
    let midnight = clock == ClockTime::MIDNIGHT && outcome.clock_zero == ClockTime::MIDNIGHT;
    if midnight { ClockTime::from_hm(24, 0) } else { clock }
}

/// Whether a window lies by day, so that its nights are days to the reader: all day, or from a start
/// to an end on the same day with its middle between 06:00 and 18:00.
pub const fn by_day(window: BackupWindow) -> bool {
    match window {
        BackupWindow::AllDay => true,
        BackupWindow::Nightly { start, end } => {
            let twice = start.secs() + end.secs();
            start.secs() < end.secs() && twice >= 2 * 6 * 3600 && twice <= 2 * 18 * 3600
        }
    }
}

/// The night that the deadline lies in, from 1.
pub fn deadline_night(outcome: &Outcome) -> u32 {
    let before = outcome.deadline.micros().saturating_sub(1).max(0) / Span::DAY.micros();
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

#[inline]
const fn ceil_div(value: i64, unit: i64) -> i64 {
    value.div_euclid(unit) + (value.rem_euclid(unit) != 0) as i64
}

/// `1 night`, `4 nights`.
pub fn count(number: u64, one: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {one}{s}", thousands(number))
}

/// How many of 20, from how many of all: 0 and 20 only for none and all.
pub fn of_twenty(part: u64, whole: u64) -> String {
    out_of(part, whole, 20)
}

/// How many of `marks`, from how many of all: none and all only for none and all.
pub fn out_of(part: u64, whole: u64, marks: u32) -> String {
    match nearest_of(part, whole, marks) {
        _ if part == 0 => format!("0 of {marks}"),
        _ if part >= whole => format!("{marks} of {marks}"),
        0 => format!("under 1 of {marks}"),
        n if n >= marks => format!("over {} of {marks}", marks - 1),
        n => format!("{n} of {marks}"),
    }
}

/// The nearest number of `marks` that stands for a share; from half a mark on it counts.
pub fn nearest_of(part: u64, whole: u64, marks: u32) -> u32 {
    let halves = u128::from(part) * 2 * u128::from(marks) / u128::from(whole.max(1));
    u32::try_from(halves.div_ceil(2)).unwrap_or(marks).min(marks)
}

/// Foreign text made harmless for a screen: control, invisible and direction characters become
/// `\u{1b}`.
pub fn inert(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hostile(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// Whether a character does something else than to be seen.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests;
