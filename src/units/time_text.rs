//! The text of spans: `8h30`, `90min`, `1.5 h`, `8:30`, `30s` flow in, microseconds flow out, and
//! back. `8h30` is 8 hours and 30 minutes; months and years have no fixed length and are refused.
//! What has passed the checks here and has several parts is added up by `humantime`.

use super::error::{NO_CALENDAR, NO_UNIT, NOT_A_SPAN, OUT_OF_RANGE, ReadError, UNKNOWN_UNIT};
use super::fault::{Fault, Grammar, missing_end, read, shown};
use super::grammar::{decimal, number, number_text, trimmed};
use super::time::Span;
use super::{Kind, Plain, Reading};

const RANGE: &str = "0s to 10 years, which are 3653d";
const LONGEST: Span = Span::from_secs(3653 * 86_400);

const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A unit of time in microseconds. Only words that `humantime` reads alike.
pub(super) fn time_unit(unit: &str) -> Option<u64> {
    if unit.len() > 8 || unit == "M" {
        return None;
    }
    Some(match unit.to_lowercase().as_str() {
        "us" | "\u{b5}s" | "\u{3bc}s" => 1,
        "ms" | "msec" => 1_000,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7 * DAY,
        _ => return None,
    })
}

/// The unit at the front of what stands behind a number, and the rest.
fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    (text.get(..end).unwrap_or(""), text.get(end..).unwrap_or("").trim_start())
}

impl Grammar for Span {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = trimmed(text);
        if let Some(span) = with_colons(text) {
            return within(text, u128::from(span)).map(Into::into);
        }
        let (n, behind) = number(text).map_err(|f| f.allowing(RANGE))?;
        let (unit, rest) = split_unit(behind);
        let factor = known_unit(text, text, unit)?;
        if rest.is_empty() {
            let micros = n.times(factor);
            if micros == 0 && !n.is_zero() {
                return Err(out_of_range(text, "shorter than a microsecond"));
            }
            return within(text, micros).map(Into::into);
        }
        let minutes = rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit());
        if factor == HOUR && minutes && n.whole().is_some() {
            // 8h30
            let minutes: u64 = rest.parse().unwrap_or(60);
            if minutes > 59 {
                return Err(Fault::new(
                    NOT_A_SPAN,
                    rest,
                    format!("{rest} minutes are an hour or more"),
                )
                .replacing(text)
                .or(
                    format!("{unitless}h{rest}min", unitless = number_text(text, behind)),
                    "added up",
                ));
            }
            return within(text, n.times(HOUR) + u128::from(minutes * MINUTE)).map(Into::into);
        }
        several(text).map(Into::into)
    }
}

/// `8:30` and `8:30:15`.
fn with_colons(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let hours = parts.next()?;
    let small = |s: &str| {
        let digits = s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
        s.parse::<u64>().ok().filter(|&n| digits && n < 60)
    };
    let plain = !hours.is_empty() && hours.len() <= 6 && hours.bytes().all(|b| b.is_ascii_digit());
    let hours: u64 = hours.parse().ok().filter(|_| plain)?;
    let minutes = small(parts.next()?)?;
    let seconds = parts.next().map_or(Some(0), small)?;
    parts.next().is_none().then_some(hours * HOUR + minutes * MINUTE + seconds * SECOND)
}

/// Several parts, `8h 30min`: each a whole number with a unit, checked here, added by `humantime`.
fn several(text: &str) -> Result<Span, Fault<'_>> {
    let mut left = text;
    let mut last = u64::MAX;
    while !left.is_empty() {
        let part = left;
        let (n, behind) = number(part).map_err(|fault| match fault.code() {
            OUT_OF_RANGE => fault.allowing(RANGE),
            _ => odd(text, part),
        })?;
        let (unit, rest) = split_unit(behind);
        let factor = known_unit(text, part, unit)?;
        if n.whole().is_none_or(|n| n > 1_000_000_000) || factor >= last {
            return Err(odd(text, part));
        }
        last = factor;
        left = rest;
    }
    let checked = text.to_lowercase().replace('\u{3bc}', "\u{b5}");
    let sum = humantime::parse_duration(&checked).map_err(|_| odd(text, text))?;
    within(text, sum.as_micros())
}

fn odd<'a>(text: &'a str, part: &'a str) -> Fault<'a> {
    let message = format!("{} is not a length of time such as 8h30 or 90min", shown(text));
    Fault::new(NOT_A_SPAN, part, message).replacing(text)
}

fn known_unit<'a>(text: &'a str, part: &'a str, unit: &'a str) -> Result<u64, Fault<'a>> {
    if let Some(factor) = time_unit(unit) {
        return Ok(factor);
    }
    let behind = number(part).map_or("", |(_, behind)| behind);
    let digits = number_text(part, behind);
    let lower = unit.to_lowercase();
    let fault = if unit.is_empty() && behind.is_empty() {
        let message = format!("{} what? a length of time needs a unit", shown(part));
        return Err(Fault::new(NO_UNIT, missing_end(part), message)
            .replacing(part)
            .or(format!("{digits}min"), "minutes")
            .or(format!("{digits}h"), "hours")
            .or(format!("{digits}s"), "seconds"));
    } else if unit == "M"
        || matches!(lower.as_str(), "mo" | "month" | "months" | "y" | "yr" | "year" | "years")
    {
        let message = format!("{} has no fixed length; write minutes, days or weeks", shown(unit));
        let days = if lower.starts_with('y') { 365 } else { 30 };
        let whole = digits.parse::<u64>().ok().and_then(|n| n.checked_mul(days));
        let fault = Fault::new(NO_CALENDAR, unit, message).replacing(part);
        let fault = if unit == "M" { fault.or(format!("{digits}min"), "minutes") } else { fault };
        match whole {
            Some(days) => fault.or(format!("{days}d"), "days"),
            None => fault,
        }
    } else if unit.is_empty() {
        odd(text, part)
    } else {
        let message = format!("{} is no unit of time; write s, min, h, d or w", shown(unit));
        Fault::new(UNKNOWN_UNIT, unit, message).replacing(part)
    };
    Err(fault.or(format!("{digits}min"), "minutes").or(format!("{digits}h"), "hours"))
}

fn within(text: &str, micros: u128) -> Result<Span, Fault<'_>> {
    match i64::try_from(micros) {
        Ok(micros) if micros <= LONGEST.micros() => Ok(Span::from_micros(micros)),
        _ => Err(out_of_range(text, "longer than 10 years").or("3653d", "the longest")),
    }
}

#[cold]
fn out_of_range<'a>(text: &'a str, what: &str) -> Fault<'a> {
    Fault::new(OUT_OF_RANGE, text, format!("{} is {what}", shown(text))).allowing(RANGE)
}

/// A span that must be more than zero, for instance a period.
pub(super) fn more_than_zero<'a>(text: &'a str, what: &str) -> Result<Span, Fault<'a>> {
    let span = Span::parse(text)?.value;
    if span == Span::ZERO {
        let message = format!("{what} is more than no time");
        return Err(Fault::new(OUT_OF_RANGE, text, message).or("1s", "a second"));
    }
    Ok(span)
}

impl Kind for Span {
    const NAME: &'static str = "span";
    const PLACEHOLDER: &'static str = "SPAN";
    const EXAMPLE: &'static str = "8h30min";
    const UNIT: Option<&'static str> = Some("s");
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[
        ("s", "s"),
        ("seconds", "s"),
        ("ms", "ms"),
        ("min", "min"),
        ("minutes", "min"),
        ("h", "h"),
        ("hours", "h"),
        ("d", "d"),
        ("days", "d"),
    ];

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let mut left = self.micros().unsigned_abs();
        if left < MINUTE {
            return match left {
                0 => "0s".to_owned(),
                1..1_000 => format!("{left}us"),
                1_000..SECOND => format!("{}ms", decimal(left, 3)),
                _ => format!("{}s", decimal(left, 6)),
            };
        }
        let mut text = String::new();
        let units =
            [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s"), (1_000, "ms"), (1, "us")];
        for (unit, name) in units {
            // A day or one and a half are said in hours.
            if left >= unit && !(unit == DAY && left < 2 * DAY) {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&format!("{}{name}", left / unit));
                left %= unit;
            }
        }
        text
    }

    fn plain(&self) -> Plain {
        let micros = self.micros();
        if micros % 1_000_000 == 0 {
            Plain::Integer(i128::from(micros / 1_000_000))
        } else {
            Plain::Number(self.as_secs())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn secs(text: &str) -> f64 {
        Span::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.as_secs()
    }

    fn refused(text: &str, code: Code) -> Vec<String> {
        let e = Span::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn spans_read_in_every_common_way() {
        for text in [
            "8h30",
            "8h30m",
            "8h 30min",
            "8:30",
            "8.5h",
            "8,5 h",
            "8 hours 30 minutes",
            "510min",
            "8H30",
        ] {
            assert_eq!(secs(text), 30_600.0, "{text}");
        }
        assert_eq!(secs("8h"), 28_800.0);
        assert_eq!(secs("90min"), 5_400.0);
        assert_eq!(secs("90m"), 5_400.0);
        assert_eq!(secs("1.5 h"), 5_400.0);
        assert_eq!(secs("8h5"), 29_100.0);
        assert_eq!(secs("8h59"), 32_340.0);
        // The most that one of several parts may count is 10^9.
        assert_eq!(secs("1min 1000000000us"), 1_060.0);
        assert_eq!(secs("0:00:30"), 30.0);
        assert_eq!(secs("30s"), 30.0);
        assert_eq!(secs("500ms"), 0.5);
        assert_eq!(secs("2d"), 172_800.0);
        assert_eq!(secs("1w"), 604_800.0);
        assert_eq!(secs("1w 2d 3h 4min 5s 6ms"), 788_645.006);
        assert_eq!(secs("0s"), 0.0);
    }

    #[test]
    fn a_bare_number_is_no_span() {
        assert_eq!(refused("90", NO_UNIT), ["90min", "90h", "90s"]);
        assert_eq!(refused("0", NO_UNIT), ["0min", "0h", "0s"]);
    }

    #[test]
    fn months_and_years_are_refused_and_a_capital_m_is_no_minute() {
        assert_eq!(refused("2 months", NO_CALENDAR)[0], "60d");
        assert_eq!(refused("1year", NO_CALENDAR)[0], "365d");
        assert_eq!(refused("10 M", NO_CALENDAR)[0], "10min");
        assert_eq!(refused("1h 2M", NO_CALENDAR)[0], "1h 2min");
    }

    #[test]
    fn odd_spans_are_refused_with_something_to_type() {
        assert_eq!(refused("8h90", NOT_A_SPAN), ["8h90min"]);
        assert_eq!(refused("5 fortnights", UNKNOWN_UNIT), ["5min", "5h"]);
        refused("1h 1h", NOT_A_SPAN);
        refused("1min 2h", NOT_A_SPAN);
        refused("1.5h 20min", NOT_A_SPAN);
        for text in ["8:60", "8:5", "8:+5", "+8:30", ":30", "99999999999999:00"] {
            assert!(Span::read(text).is_err(), "{text}");
        }
        refused("8:60", SHAPE_OR_SPAN);
        refused("1h 1000000001us", NOT_A_SPAN);
        refused("1h -5min", OUT_OF_RANGE);
        refused("", EMPTY);
        assert_eq!(refused("-8h", OUT_OF_RANGE), ["8h"]);
        assert_eq!(refused("4000d", OUT_OF_RANGE), ["3653d"]);
        assert_eq!(refused("1e3h", PLAIN_DIGITS), ["1000h"]);
    }

    const SHAPE_OR_SPAN: Code = NOT_A_SPAN;

    #[test]
    fn spans_print_in_the_units_people_use() {
        let print = |s: f64| Span::from_micros((s * 1e6) as i64).print();
        assert_eq!(print(0.0), "0s");
        assert_eq!(print(30_600.0), "8h 30min");
        assert_eq!(print(86_400.0), "24h");
        assert_eq!(print(172_800.0), "2d");
        assert_eq!(print(0.04), "40ms");
        assert_eq!(print(1.5), "1.5s");
        assert_eq!(print(90.0), "1min 30s");
        assert_eq!(print(90.5), "1min 30s 500ms");
        assert_eq!(print(0.000_005), "5us");
        assert_eq!(print(129_600.0), "36h");
        assert_eq!(Span::from_secs(90).plain(), Plain::Integer(90));
        assert_eq!(Span::from_micros(1_500_000).plain(), Plain::Number(1.5));
    }
}
