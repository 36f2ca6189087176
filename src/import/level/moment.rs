//! Moments as files write them: text flows in, microseconds of the file's own clock flow out.

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// A moment: of a day that is not told, or of a known day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Microseconds since midnight.
    Clock(i64),
    /// Microseconds since 1970 in UTC, or in a time zone that is the same in the whole file.
    Date(i64),
}

/// `15:08`, `15:08:53`, `2013-02-17 18:43:00 +0000`, `2024-02-29T23:00:00Z`.
pub fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    let Some((date, clock)) = text.split_once([' ', 'T']) else {
        return clock_of(text).map(Moment::Clock);
    };
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let days = days(number(year)?, number(month)?, number(day)?)?;
    let (clock, offset) = zone(clock)?;
    Some(Moment::Date(days * DAY + clock_of(clock)? - offset))
}

/// One clock for a file whose moments may have no date: a time that goes back by more than half a day
/// is of the next day.
#[derive(Default)]
pub struct Clock {
    last: Option<i64>,
    days: i64,
}

impl Clock {
    /// The moment in microseconds.
    pub fn micros(&mut self, moment: Moment) -> i64 {
        match moment {
            Moment::Date(at) => at,
            Moment::Clock(at) => {
                if self.last.is_some_and(|last| last - at > DAY / 2) {
                    self.days += DAY;
                }
                self.last = Some(at);
                self.days + at
            }
        }
    }
}

fn number(digits: &str) -> Option<i64> {
    (digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

/// `HH:MM` or `HH:MM:SS` with decimals.
fn clock_of(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds: f64 = match parts.next() {
        Some(text) if text.starts_with(|c: char| c.is_ascii_digit()) => text.parse().ok()?,
        Some(_) => return None,
        None => 0.0,
    };
    let valid = hours < 24 && minutes < 60 && seconds < 60.0 && parts.next().is_none();
    let whole = (hours * 3600 + minutes * 60) * SECOND;
    // Under a minute, so that the cast is exact enough.
    valid.then(|| whole + (seconds * 1e6).round() as i64)
}

/// The clock time and its offset from UTC.
fn zone(text: &str) -> Option<(&str, i64)> {
    let text = text.trim_end();
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock.trim_end(), 0));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, 0)) };
    let (clock, offset) = text.split_at(at);
    let digits: String = offset.get(1..)?.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 {
        return None;
    }
    let size = (number(digits.get(..2)?)? * 3600 + number(digits.get(2..)?)? * 60) * SECOND;
    Some((clock.trim_end(), if offset.starts_with('-') { -size } else { size }))
}

/// Days since 1970-01-01 in the Gregorian calendar; `None` for a day that does not exist.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let place = usize::try_from(month - 1).ok()?;
    if !(1..=*lengths.get(place)?).contains(&day) {
        return None;
    }
    let before: i64 = lengths.iter().take(place).sum();
    let y = year - 1;
    // 719,162 days lie before 1970.
    Some(
        y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + before + day
            - 1
            - 719_162,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days(1970, 1, 1), Some(0));
        // 30 years with 7 leap days, and January and 29 days of February.
        assert_eq!(days(2000, 3, 1), Some(30 * 365 + 7 + 31 + 29));
        assert_eq!(days(1900, 2, 29), None);
        assert_eq!(days(2024, 13, 1), None);
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in
            ["", "12", "24:00", "10:60", "10:00:60", "10:00:inf", "1:2:3:4", "x", "1-1-1 10:00"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
