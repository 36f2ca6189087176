//! The text of clock times: `23:00`, `23h30`, `2300`, `11pm`, `noon` flow in, seconds after
//! midnight flow out, and back. A bare hour is only half a clock time; whether it may be read is
//! for the window it stands in to say.

use super::error::{EMPTY, NO_CLOCK_TIME, ReadError, TWO_CLOCKS};
use super::fault::{Fault, Grammar, read, same, shown};
use super::grammar::{decimal, trimmed};
use super::time::ClockTime;
use super::{Kind, Plain, Reading};

/// A clock time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A whole clock time, up to 24:00.
    Clock(ClockTime),
    /// A bare hour from 1 to 12, morning or evening.
    Hour(u32),
}

/// Reads a clock time as written; 24:00 is let through.
pub(super) fn written(text: &str) -> Result<Written, Fault<'_>> {
    let text = trimmed(text);
    if text.is_empty() {
        return Err(Fault::new(EMPTY, text, "nothing is written where a clock time is needed"));
    }
    if same(text, "noon") {
        return Ok(Written::Clock(ClockTime::from_hm(12, 0)));
    }
    if same(text, "midnight") {
        return Ok(Written::Clock(ClockTime::MIDNIGHT));
    }
    let (front, half) = half_of_day(text);
    let (front, millis) = match thousandths(front) {
        Some(split) => split,
        None => (front, 0),
    };
    let Some((parts, count)) = numbers(front) else { return Err(no_clock(text)) };
    let [mut hours, minutes, seconds] = parts;
    if let Some(evening) = half {
        if hours == 0 || hours > 12 {
            return Err(no_clock(text));
        }
        hours = hours % 12 + if evening { 12 } else { 0 };
    } else if count == 1 && (1..=12).contains(&hours) {
        return Ok(Written::Hour(hours));
    }
    let secs = hours * 3600 + minutes * 60 + seconds;
    if minutes > 59 || seconds > 59 || secs * 1_000 + millis > 86_400_000 {
        return Err(no_clock(text));
    }
    Ok(Written::Clock(ClockTime::from_millis(secs * 1_000 + millis)))
}

/// Takes the fraction off `00:00:33.5`, in thousandths of a second; only where seconds are written.
fn thousandths(text: &str) -> Option<(&str, u32)> {
    let (front, part) = text.rsplit_once('.')?;
    let seconds = front.len().checked_sub(3)?;
    let is_clock = front.matches(':').count() == 2 && front.get(seconds..)?.starts_with(':');
    let digits = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let millis = format!("{part:0<3}").parse().ok()?;
    (is_clock && digits).then_some((front, millis))
}

/// What stands before `am`, `pm`, `a.m.` or `p.m.`, and whether it is the evening half.
fn half_of_day(text: &str) -> (&str, Option<bool>) {
    for (tail, evening) in [("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)] {
        let Some(at) = text.len().checked_sub(tail.len()) else { continue };
        if text.get(at..).is_some_and(|end| same(end, tail)) {
            return (text.get(..at).unwrap_or("").trim_end(), Some(evening));
        }
    }
    (text, None)
}

/// Hours, minutes and seconds, and how many were written: `23`, `23:00`, `23h`, `23h30`, `23.00`,
/// `2300`, `23:00:30`. Every number has at most two digits.
fn numbers(text: &str) -> Option<([u32; 3], usize)> {
    let mut digits: [(u32, usize); 3] = [(0, 0); 3];
    let mut at = 0;
    let mut hour_mark = false;
    let compact = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    for c in text.chars() {
        match c {
            '0'..='9' => {
                if compact && digits[0].1 == 2 && at == 0 {
                    at = 1;
                }
                let (value, length) = digits.get_mut(at)?;
                *value = *value * 10 + c.to_digit(10)?;
                *length += 1;
                if *length > 2 {
                    return None;
                }
            }
            ':' | '.' | 'h' | 'H' => {
                if (at == 0 && digits[0].1 == 0) || (at > 0 && digits.get(at)?.1 != 2) {
                    return None;
                }
                hour_mark |= at == 0 && c.eq_ignore_ascii_case(&'h');
                at += 1;
            }
            ' ' if hour_mark || digits[0].1 > 0 => {}
            _ => return None,
        }
    }
    let [(hours, first), (minutes, second), (seconds, third)] = digits;
    let complete = match at {
        0 => first > 0 && !text.contains(' '),
        1 => second == 2 || (second == 0 && hour_mark),
        2 => second == 2 && third == 2,
        _ => false,
    };
    // 23h is as good as 23:00.
    complete.then_some(([hours, minutes, seconds], if hour_mark { at.max(2) } else { at + 1 }))
}

#[cold]
fn no_clock(text: &str) -> Fault<'_> {
    let message = format!("{} is not on the clock, which runs from 00:00 to 23:59:59", shown(text));
    Fault::new(NO_CLOCK_TIME, text, message)
}

/// A clock time that stands alone, with 24:00 as an end.
pub(super) fn end_clock(text: &str) -> Result<ClockTime, Fault<'_>> {
    match written(text)? {
        Written::Clock(clock) => Ok(clock),
        Written::Hour(hour) => Err(either_half(text, hour)),
    }
}

/// A clock time at which something starts: not 24:00.
pub(super) fn start_clock(text: &str) -> Result<ClockTime, Fault<'_>> {
    not_the_end(text, end_clock(text)?)
}

/// Refuses 24:00.
pub(super) fn not_the_end(text: &str, clock: ClockTime) -> Result<ClockTime, Fault<'_>> {
    if clock.millis() == 86_400_000 {
        let message = format!("{} is only an end, a start at that moment is 00:00", shown(text));
        return Err(Fault::new(NO_CLOCK_TIME, text.trim(), message).or("00:00", "midnight"));
    }
    Ok(clock)
}

#[cold]
fn either_half(text: &str, hour: u32) -> Fault<'_> {
    let text = trimmed(text);
    let message = format!("{} can be morning or evening", shown(text));
    Fault::new(TWO_CLOCKS, text, message)
        .or(format!("{:02}:00", hour % 12), format!("{hour}am"))
        .or(format!("{:02}:00", hour % 12 + 12), format!("{hour}pm"))
}

impl Grammar for ClockTime {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        end_clock(text).map(Into::into)
    }
}

impl Kind for ClockTime {
    const NAME: &'static str = "clock time";
    const PLACEHOLDER: &'static str = "HH:MM";
    const EXAMPLE: &'static str = "07:00";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let (hours, minutes, seconds) =
            (self.secs() / 3600, self.secs() / 60 % 60, self.secs() % 60);
        match (seconds, self.millis() % 1_000) {
            (0, 0) => format!("{hours:02}:{minutes:02}"),
            (_, 0) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
            (_, millis) => {
                let part = decimal(u64::from(millis), 3);
                format!("{hours:02}:{minutes:02}:{seconds:02}{}", part.trim_start_matches('0'))
            }
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> String {
        ClockTime::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    #[test]
    fn clock_times_read_in_every_common_way() {
        for text in [
            "23:00", "23h", "23h00", "23 h 00", "23.00", "2300", "11pm", "11 PM", "11:00pm",
            "11 p.m.", "23",
        ] {
            assert_eq!(clock(text), "23:00", "{text}");
        }
        assert_eq!(clock("7:05"), "07:05");
        assert_eq!(clock("7h"), "07:00");
        assert_eq!(clock("02:00:20"), "02:00:20");
        assert_eq!(clock("02:00:20.500"), "02:00:20.5");
        assert_eq!(clock("2:00:00.005 pm"), "14:00:00.005");
        assert_eq!(clock("12am"), "00:00");
        assert_eq!(clock("12pm"), "12:00");
        assert_eq!(clock("noon"), "12:00");
        assert_eq!(clock("Midnight"), "00:00");
        assert_eq!(clock("24:00"), "24:00");
    }

    #[test]
    fn what_is_not_on_the_clock_is_refused() {
        for text in [
            "25:00",
            "23:60",
            "23:00:60",
            "24:01",
            "24:00:00.001",
            "00:00:01.0001",
            "00:00:01.",
            "13pm",
            "0am",
            "230",
            "23:0",
            "1:2:3",
            "::",
            "h",
            "x",
            "23:00:00:00",
            "99999999999",
            "7 5",
            "1 2",
            "23:",
            "23.",
            "23h0",
            "02:20.5",
            "23::30",
        ] {
            let e = ClockTime::read(text).unwrap_err();
            assert_eq!(e.code, NO_CLOCK_TIME, "{text}");
        }
    }

    #[test]
    fn a_bare_hour_shows_morning_and_evening() {
        let e = ClockTime::read("7").unwrap_err();
        assert_eq!(e.code, TWO_CLOCKS);
        assert_eq!(e.instead[0].typed, "07:00");
        assert_eq!(e.instead[1].typed, "19:00");
    }
}
