//! How far an upload had come, and when: a CSV of readings, the program's own timeline, or the log of
//! rclone or restic flows in; readings in the order of time flow out. Rows that cannot be read are left
//! out and told with their line and column, since a log that was cut off or mixed with other text is
//! still worth reading.

mod cells;
mod rclone;
mod restic;
mod stamp;
mod table;

use super::lines::{filled, text};
use super::{ImportError, shown};
use crate::cause::Cause;
use crate::units::{ClockTime, Fraction, Size, Span};

/// The most readings that are kept; a log that holds more is thinned by halves.
const MOST: usize = 200_000;
/// How many faults are told one by one.
const TOLD: usize = 5;
/// A file with more than this many wrong rows for each right one is refused.
const WRONG: usize = 3;

/// What kind of file it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table of times and amounts.
    Table,
    /// The timeline that this program writes with `--csv`.
    Timeline,
    /// rclone's JSON log. What it counts has left the disk, and may wait in memory.
    Rclone,
    /// restic's JSON status. What it counts has been read, not sent.
    Restic,
    /// restic's JSON output with its summary, which knows what was sent.
    ResticSummary,
}

impl Format {
    /// One word for reports.
    pub const fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Timeline => "timeline",
            Format::Rclone => "rclone-log",
            Format::Restic => "restic-status",
            Format::ResticSummary => "restic-summary",
        }
    }
}

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// So many bytes.
    Bytes(Size),
    /// So much of the whole.
    Share(Fraction),
}

/// What was seen at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The time since the first reading.
    pub at: Span,
    /// How much was done; of the same kind in all readings of a file.
    pub done: Done,
}

/// A day of the calendar, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(u32);

impl Day {
    /// So many days later; the last that can be told at the most.
    pub const fn plus(self, days: u32) -> Self {
        Day(self.0.saturating_add(days))
    }
}

impl std::fmt::Display for Day {
    /// `2026-11-29`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The last day of the year 9999 is the last that has four digits.
        let days = u64::from(self.0).min(2_932_896);
        let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(days * 86_400);
        let text = humantime::format_rfc3339_seconds(at).to_string();
        f.write_str(text.get(..10).unwrap_or_default())
    }
}

/// A file's readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What kind of file it was.
    pub format: Format,
    /// At least two, each later than the one before.
    pub readings: Vec<Reading>,
    /// All that there is to send, where the file says so.
    pub total: Option<Size>,
    /// The clock time of the first reading, where the file knows clock times.
    pub clock: Option<ClockTime>,
    /// Its day, where the file knows dates.
    pub day: Option<Day>,
    /// Where the file says what held it: from when to when since the first reading, and the cause.
    pub told: Vec<(Span, Span, Cause)>,
    /// What it counts is named as something sent, in which what went twice may be counted twice.
    pub repeats: bool,
    /// How many rows held no reading.
    pub left_out: usize,
    /// The first few of them that should have held one, with what is wrong.
    pub faults: Vec<ImportError>,
}

/// Readings as they are gathered.
struct Gathered {
    /// Microseconds on the file's own clock, and how much is done.
    rows: Vec<(i64, Done)>,
    left_out: usize,
    /// How many of those left out should have held a reading.
    wrong: usize,
    faults: Vec<ImportError>,
}

impl Gathered {
    fn new() -> Self {
        Gathered { rows: Vec::new(), left_out: 0, wrong: 0, faults: Vec::new() }
    }

    fn fault(&mut self, fault: ImportError) {
        self.left_out += 1;
        self.wrong += 1;
        if self.faults.len() < TOLD {
            self.faults.push(fault);
        }
    }

    /// Adds a reading; of several at one moment the last holds.
    fn push(&mut self, line: usize, column: usize, at: i64, done: Done) {
        match self.rows.last().copied() {
            Some((last, _)) if at < last => {
                let message = "this is earlier than the reading before it";
                self.fault(ImportError::new(line, column, message));
            }
            Some((last, _)) if at == last => {
                self.rows.pop();
                self.rows.push((at, done));
            }
            _ => {
                if self.rows.len() >= 2 * MOST {
                    let mut place = 0;
                    self.rows.retain(|_| {
                        place += 1;
                        place % 2 == 1
                    });
                }
                self.rows.push((at, done));
            }
        }
    }

    /// The readings with their time since the first.
    fn finished(
        self,
        format: Format,
        total: Option<Size>,
        clock: Option<ClockTime>,
    ) -> Result<Progress, ImportError> {
        let Some(&(first, _)) = self.rows.first() else {
            // Of a file full of faults the first says most.
            return Err(self.faults.into_iter().next().unwrap_or_else(|| {
                ImportError::new(
                    0,
                    0,
                    "it holds no reading: two are needed, each a time and a percent or a size",
                )
            }));
        };
        if self.rows.len() < 2 {
            let message = "it holds a single reading; two are needed to see any progress";
            return Err(self.faults.into_iter().next().unwrap_or(ImportError::new(0, 0, message)));
        }
        // Where most rows are wrong, what is left is no progress either.
        if self.wrong > WRONG * self.rows.len()
            && let Some(fault) = self.faults.first()
        {
            return Err(fault.clone());
        }
        let reading =
            |&(at, done): &(i64, Done)| Reading { at: Span::from_micros(at - first), done };
        Ok(Progress {
            format,
            readings: self.rows.iter().map(reading).collect(),
            total,
            clock,
            day: None,
            told: Vec::new(),
            repeats: false,
            left_out: self.left_out,
            faults: self.faults,
        })
    }
}

/// Reads a file; its kind shows in its first lines.
///
/// # Errors
/// If it is no text, of no known kind, or holds fewer than two readings.
pub fn read(bytes: &[u8]) -> Result<Progress, ImportError> {
    let text = text(bytes)?;
    let Some((line, first)) = filled(&text).next() else {
        return Err(ImportError::new(0, 0, "it is empty"));
    };
    let begins = |mark: &str| first.trim_start().starts_with(mark);
    let object = |line: &str| line.trim_start().starts_with('{');
    // Other text may stand before the first line in JSON.
    let json = filled(&text).take(200).filter(|(_, line)| object(line)).map(|(_, line)| line);
    for line in json {
        if line.contains("\"message_type\"") {
            return restic::read(&text);
        }
        if line.contains("\"level\"") || line.contains("\"stats\"") {
            return rclone::read(&text);
        }
    }
    if begins("{") || begins("[") {
        let message = format!(
            "\"{}\" is JSON, but neither rclone's log (--use-json-log) nor restic's (--json)",
            shown(first)
        );
        return Err(ImportError::new(line, 0, message));
    }
    table::read(&text)
}

#[cfg(test)]
mod tests;
