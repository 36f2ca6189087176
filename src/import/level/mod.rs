//! Recorded battery levels: the bytes of a file flow in, a curve of readings flows out. Three formats
//! tell themselves apart: a CSV with a time and a percentage, the rows of a Mac logger for iPhones
//! (BatteryChart), and the history that Android prints (`dumpsys batterystats --history`).

mod batterychart;
mod batterystats;
pub(super) mod moment;
mod table;

use crate::units::{Fraction, Span};

/// The battery's level at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelReading {
    /// Since the first reading.
    pub at: Span,
    /// The level.
    pub level: Fraction,
}

/// A recorded curve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelCurve {
    /// In order of time, the first at 0; at least two.
    pub readings: Vec<LevelReading>,
    /// Rows of the file that hold no reading: empty cells, `N/A`, a phone that was off.
    pub left_out: u32,
}

/// What cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// What is wrong with it.
    pub message: String,
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

impl std::error::Error for ImportError {}

fn fault(line: u32, message: impl Into<String>) -> ImportError {
    ImportError { line, message: message.into() }
}

/// Reads a file's bytes: UTF-8 or UTF-16 with a byte order mark, as redirected output of Windows is.
///
/// # Errors
/// The first line that cannot be read, or that there are fewer than two readings.
pub fn read(bytes: &[u8]) -> Result<LevelCurve, ImportError> {
    let text = text(bytes);
    let lines = || {
        let all = text.lines().enumerate().map(|(i, line)| {
            let number = u32::try_from(i + 1).unwrap_or(u32::MAX);
            (number, line.trim_end())
        });
        all.filter(|(_, line)| !line.trim().is_empty())
    };
    let mut curve = Curve::default();
    match lines().next() {
        Some((_, first)) if batterystats::is_history(first) => {
            batterystats::read(lines(), &mut curve)?;
        }
        Some((_, first)) if batterychart::is_row(first) => {
            batterychart::read(lines(), &mut curve)?;
        }
        Some(_) => table::read(lines(), &mut curve)?,
        None => {}
    }
    if curve.curve.readings.len() < 2 {
        let found = curve.curve.readings.len();
        return Err(fault(
            0,
            format!("a curve needs two readings of the level; there are {found}"),
        ));
    }
    Ok(curve.curve)
}

/// The text of bytes with or without a byte order mark; what is no text becomes U+FFFD.
fn text(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The curve as it grows: counts time from the first reading.
#[derive(Default)]
struct Curve {
    curve: LevelCurve,
    /// The moment of the first reading, in microseconds of whatever clock the file has.
    first: Option<i64>,
}

impl Curve {
    /// One more reading, `at` in microseconds of the file's clock.
    fn push(&mut self, line: u32, at: i64, level: Fraction) -> Result<(), ImportError> {
        if level > Fraction::ONE {
            return Err(fault(line, "a level is at most 100 %"));
        }
        let first = *self.first.get_or_insert(at);
        let last = self.curve.readings.last().map_or(0, |r| r.at.micros());
        let since = at.saturating_sub(first);
        if since < last {
            return Err(fault(line, "its time is before that of the reading above it"));
        }
        self.curve.readings.push(LevelReading { at: Span::from_micros(since), level });
        Ok(())
    }

    /// A row without a reading.
    const fn leave_out(&mut self) {
        self.curve.left_out = self.curve.left_out.saturating_add(1);
    }
}

/// A number of percent as a level; more than 100 is kept, for [`Curve::push`] to refuse.
fn percent(text: &str) -> Option<Fraction> {
    let number: f64 = text.trim().trim_end_matches('%').trim_end().parse().ok()?;
    let millionths = (number * 1e4).round();
    // In range, so that the cast is exact.
    (0.0..=4e9).contains(&millionths).then(|| Fraction::from_millionths(millionths as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(text: &[u8]) -> Vec<(f64, f64)> {
        let curve = read(text).unwrap();
        curve.readings.iter().map(|r| (r.at.as_secs(), r.level.as_percent())).collect()
    }

    fn refused(text: &str) -> (u32, String) {
        let error = read(text.as_bytes()).unwrap_err();
        (error.line, error.message)
    }

    #[test]
    fn clock_times_go_on_past_midnight() {
        let text = b"time,percent\n23:50:00,40\n23:55,40.5%\n00:05:30,N/A\n00:10:00,42\n";
        assert_eq!(levels(text), [(0.0, 40.0), (300.0, 40.5), (1200.0, 42.0)]);
        assert_eq!(read(text).unwrap().left_out, 1);
    }

    #[test]
    fn times_in_a_unit_carry_it_in_the_header() {
        assert_eq!(levels(b"t_s;soc_percent\n10;5\n70.5;6\n"), [(0.0, 5.0), (60.5, 6.0)]);
        assert_eq!(levels(b"Level %\ttime_min\n5\t10\n6\t11\n"), [(0.0, 5.0), (60.0, 6.0)]);
        let (line, message) = refused("time,percent\n10,5\n20,6\n");
        assert_eq!(line, 2);
        assert!(message.contains("time_s"), "{message}");
    }

    #[test]
    fn days_and_offsets_count() {
        // Half past midnight of 1 March at +01:00 is 23:30 of 29 February in UTC.
        let text =
            b"2024-02-29T23:00:00Z,80\n2024-03-01 00:30:00 +0100,79\n2024-03-01 00:00:00Z,78\n";
        assert_eq!(levels(text), [(0.0, 80.0), (1800.0, 79.0), (3600.0, 78.0)]);
    }

    #[test]
    fn a_mac_loggers_rows_are_read_by_their_charge() {
        // Time, shown %, level %, public %, mAh, mAh when full, mV, %; zeros where the phone is off,
        // and a charge of 0 where the chip has failed to answer.
        let text = b"2020-01-02 10:00:00 +0000, 60, 59, 60, 900, 1500, 3800, 60.000000\n\n\
            2020-01-02 10:01:00 +0000, 60, 59, 60, 0, 1500, 3800, 60.000000\n\
            2020-01-02 10:02:00 +0000, 0, 0, 0, 0, 0, 0, 0.000000\n\
            2020-01-02 10:03:00 +0000, 59, 58, 60, 870, 1500, 3790, 58.000000\n";
        assert_eq!(levels(text), [(0.0, 60.0), (180.0, 58.0)]);
        assert_eq!(read(text).unwrap().left_out, 2);
    }

    const HISTORY: &str = "Battery History (0% used, 1 used of 512KB):\n\
        \x20                   0 (10) RESET:TIME: 2030-01-02-03-04-05\n\
        \x20                   0 (2) 080 status=discharging +screen\n\
        \x20           +1s500ms (2) 080 -screen\n\
        \x20        +2m00s000ms (2) 079 charge=20\n\
        \x20                Details: cpu=1u+1s\n\
        \x20  +1d01h00m00s000ms (1) 100 volt=4300\n\nSome statistics\n  +1s000ms (1) 001\n";

    #[test]
    fn androids_history_is_read_to_its_end() {
        let want = [(0.0, 80.0), (1.5, 80.0), (120.0, 79.0), (90_000.0, 100.0)];
        assert_eq!(levels(HISTORY.as_bytes()), want);
    }

    #[test]
    fn byte_order_marks_are_no_part_of_the_text() {
        let wide: Vec<u8> = std::iter::once('\u{feff}')
            .chain(HISTORY.chars())
            .flat_map(|c| u16::try_from(u32::from(c)).unwrap().to_le_bytes())
            .collect();
        assert_eq!(levels(&wide), levels(HISTORY.as_bytes()));
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend_from_slice(HISTORY.as_bytes());
        assert_eq!(levels(&marked), levels(HISTORY.as_bytes()));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        assert_eq!(refused("").0, 0);
        assert_eq!(refused("time,percent\n10:00,5\n").0, 0);
        assert_eq!(refused("time,percent\n10:00,5\n10:01,101\n").0, 3);
        assert_eq!(refused("time,percent\n10:00,5\n10:01,five\n").0, 3);
        assert_eq!(refused("time,percent\n10:00,5\n25:01,6\n").0, 3);
        assert_eq!(refused("time,percent\n10:00,5\n09:59,6\n").0, 3);
        assert_eq!(refused("when,how much\n10:00,5\n").0, 1);
        assert_eq!(refused("2024-02-30 10:00:00,5\n").0, 1);
    }
}
