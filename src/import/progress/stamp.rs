//! Times as people and programs write them beside a progress: text flows in, microseconds of the
//! file's own clock flow out, and the clock time where one is written.

use super::Day;
use crate::import::level::moment::{self, Clock, Moment};
use crate::units::{ClockTime, Span};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// What a column of times holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Times {
    /// Clock times, dates, or numbers: seconds, or since 1970 where they are too large to be seconds
    /// of an upload.
    Any,
    /// Numbers of so many microseconds.
    Of(f64),
}

/// From here on a number of seconds is a date: 31 years are no upload.
const EPOCH: f64 = 1e9;
/// From here on it counts milliseconds.
const EPOCH_MILLIS: f64 = 1e12;

/// A clock for one file.
#[derive(Default)]
pub(super) struct Stamps {
    clock: Clock,
    /// The clock time of the first moment that has one, in microseconds.
    first: Option<i64>,
    /// That moment has a date, so that it counts from 1970.
    dated: bool,
}

impl Stamps {
    /// The clock time of the first moment.
    pub(super) fn first_clock(&self) -> Option<ClockTime> {
        let millis = self.first?.rem_euclid(DAY) / 1_000;
        u32::try_from(millis).ok().map(ClockTime::from_millis)
    }

    /// The day of what is so long before the first moment, where that has a date.
    pub(super) fn first_day(&self, before: Span) -> Option<Day> {
        let day = (self.first.filter(|_| self.dated)? - before.micros()).div_euclid(DAY);
        u32::try_from(day).ok().map(Day)
    }

    /// The first moment, which counts from 1970 where it has a date.
    fn begin(&mut self, at: i64, dated: bool) {
        if self.first.is_none() {
            (self.first, self.dated) = (Some(at), dated);
        }
    }

    /// Microseconds of a cell; what is wrong with it otherwise.
    pub(super) fn micros(&mut self, cell: &str, times: Times) -> Result<i64, String> {
        let number = cell.parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() < 1e14);
        match (times, number) {
            (Times::Of(unit), Some(n)) if n.abs() * unit < 1e18 => Ok((n * unit).round() as i64),
            (Times::Any, Some(n)) if n >= EPOCH => {
                let unit = if n >= EPOCH_MILLIS { 1e3 } else { 1e6 };
                let at = (n * unit).round() as i64;
                self.begin(at, true);
                Ok(at)
            }
            (Times::Any, Some(n)) => Ok((n * 1e6).round() as i64),
            (_, None) => self.moment(cell).ok_or_else(|| {
                format!(
                    "\"{}\" is no time; write seconds, 23:10, or 2026-11-29 23:10",
                    super::shown(cell)
                )
            }),
            (Times::Of(_), Some(_)) => Err(format!("{} is out of range", super::shown(cell))),
        }
    }

    /// A clock time or a date.
    fn moment(&mut self, cell: &str) -> Option<i64> {
        let text = plain(cell)?;
        let moment = moment::read(&text)?;
        let local = match moment {
            Moment::Clock(at) => at,
            // What the owner's clock showed.
            Moment::Date(at) => at.saturating_add(offset(&text)),
        };
        self.begin(local, matches!(moment, Moment::Date(_)));
        Some(self.clock.micros(moment))
    }
}

/// A cell in the one form that is read: `11:10 pm` is `23:10`, `2026/11/29` is `2026-11-29`.
fn plain(cell: &str) -> Option<String> {
    let mut text = cell.trim().to_ascii_uppercase();
    let half = [(" AM", 0), (" PM", 12), ("AM", 0), ("PM", 12)]
        .into_iter()
        .find(|(mark, _)| text.ends_with(mark));
    if text.get(..10).is_some_and(|date| date.matches('/').count() == 2) {
        text = text.replacen('/', "-", 2);
    }
    let Some((mark, add)) = half else { return Some(text) };
    let clock = text.strip_suffix(mark)?.trim_end();
    let (date, clock) = clock.rsplit_once([' ', 'T']).map_or((None, clock), |(d, c)| (Some(d), c));
    let (hour, rest) = clock.split_once(':').unwrap_or((clock, "00"));
    let hour: u32 = hour.parse().ok().filter(|h| (1..=12).contains(h))?;
    let clock = format!("{:02}:{rest}", hour % 12 + add);
    Some(date.map_or(clock.clone(), |date| format!("{date} {clock}")))
}

/// What a date's own zone adds to UTC, in microseconds.
fn offset(text: &str) -> i64 {
    let clock = text.split_once([' ', 'T']).map_or("", |(_, clock)| clock);
    let Some(at) = clock.find(['+', '-']) else { return 0 };
    let (_, zone) = clock.split_at(at);
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let part = |range| digits.get(range).and_then(|d: &str| d.parse::<i64>().ok()).unwrap_or(0);
    let size = (part(0..2) * 3600 + part(2..4) * 60) * SECOND;
    if zone.starts_with('-') { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(cells: &[&str]) -> (Vec<i64>, Option<u32>) {
        let mut stamps = Stamps::default();
        let found = cells.iter().map(|c| stamps.micros(c, Times::Any).unwrap() / SECOND).collect();
        (found, stamps.first_clock().map(ClockTime::secs))
    }

    #[test]
    fn clock_times_go_on_behind_midnight() {
        let (times, clock) = all(&["23:10", "23:59:30", "00:10", "7:00 am", "11:10pm"]);
        let from = 23 * 3600 + 600;
        assert_eq!(times, [from, 86_370, 87_000, 86_400 + 7 * 3600, 86_400 + from]);
        assert_eq!(clock, Some(23 * 3600 + 600));
    }

    #[test]
    fn dates_keep_the_clock_of_their_zone_and_count_in_utc() {
        let (times, clock) = all(&["2026-11-29T23:00:00+02:00", "2026-11-29T22:00:00Z"]);
        assert_eq!(times[1] - times[0], 3600);
        assert_eq!(clock, Some(23 * 3600));
        let (times, clock) = all(&["2026/11/29 11:10 PM", "2026-11-30 00:10"]);
        assert_eq!((times[1] - times[0], clock), (3600, Some(23 * 3600 + 600)));
    }

    #[test]
    fn large_numbers_are_dates_and_small_ones_seconds() {
        // 1,000,000,000 s after 1970 it was 01:46:40.
        let (times, clock) = all(&["1000000000", "1000000060"]);
        assert_eq!((times[1] - times[0], clock), (60, Some(6400)));
        assert_eq!(all(&["1700000000000", "1700000001000"]).0[0], 1_700_000_000);
        assert_eq!(all(&["0", "12.5"]), (vec![0, 12], None));
        assert!(Stamps::default().micros("noon", Times::Any).is_err());
    }
}
