//! How far a batch is, on stderr, and how many rows are reached at a time: counts and the clock flow
//! in, a line flows out, and nothing that an answer could depend on.

use crate::cli::parse::Parsed;
use crate::cli::progress::{self, ANEW};
use backup_sim::batch::Reached;
use backup_sim::report::format::{count, thousands};
use serde_json::json;
use std::io::{Write, stderr};
use std::time::{Duration, Instant};

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A line that is written over.
    Line,
    /// One JSON object for each line.
    Json,
    /// Not at all.
    Quiet,
}

/// How often a line of JSON is written.
const EACH: Duration = Duration::from_secs(1);
/// A terminal shows something after that time.
const FIRST: Duration = Duration::from_millis(100);

/// How far it is.
pub struct Progress {
    style: Style,
    began: Instant,
    next: Instant,
    /// The bytes of the input, where that is known.
    total: Option<u64>,
    /// What an earlier run had reached.
    from: Reached,
    latest: Reached,
}

impl Progress {
    /// As `--progress` says, of an input of so many bytes.
    pub fn new(parsed: &Parsed, total: Option<u64>) -> Self {
        let style = match parsed.text("progress") {
            Some("json") => Style::Json,
            Some("none") => Style::Quiet,
            _ if progress::is_watched() => Style::Line,
            _ => Style::Quiet,
        };
        let began = Instant::now();
        let next = began + if style == Style::Json { EACH } else { FIRST };
        let (from, latest) = <(Reached, Reached)>::default();
        Progress { style, began, next, total, from, latest }
    }

    /// One that shows nothing.
    #[cfg(test)]
    pub fn quiet() -> Self {
        let now = Instant::now();
        let (from, latest) = <(Reached, Reached)>::default();
        Progress { style: Style::Quiet, began: now, next: now, total: None, from, latest }
    }

    /// Says that an earlier run came so far.
    pub fn go_on_from(&mut self, from: &Reached) {
        self.from = from.clone();
        self.latest = from.clone();
    }

    /// Shows it, if it is time.
    pub fn show(&mut self, so_far: &Reached) {
        if self.style == Style::Quiet {
            return;
        }
        self.latest.clone_from(so_far);
        let now = Instant::now();
        if now >= self.next {
            self.next = now + if self.style == Style::Json { EACH } else { ANEW };
            self.put(now);
        }
    }

    /// The end: a last line of JSON with all rows, or an empty line.
    pub fn end(&mut self) {
        if self.style == Style::Json {
            self.put(Instant::now());
        }
        progress::wipe();
    }

    fn put(&self, now: Instant) {
        let taken = now.duration_since(self.began);
        match self.style {
            Style::Line => progress::show(&self.line(taken)),
            Style::Json => {
                let _ = stderr().lock().write_all(self.json(taken).as_bytes());
            }
            Style::Quiet => {}
        }
    }

    fn rows_per_s(&self, taken: Duration) -> u64 {
        let rows = self.latest.place.records.saturating_sub(self.from.place.records);
        (rows as f64 / taken.as_secs_f64().max(0.001)).round() as u64
    }

    /// The time left, by the bytes that are left.
    fn seconds_left(&self, taken: Duration) -> Option<u64> {
        let read = self.latest.place.bytes.checked_sub(self.from.place.bytes).filter(|&n| n > 0)?;
        let left = self.total?.saturating_sub(self.latest.place.bytes);
        Some((taken.as_secs_f64() * left as f64 / read as f64).ceil() as u64)
    }

    fn line(&self, taken: Duration) -> String {
        let rows = count(self.latest.tally.rows(), "row");
        let rejects = thousands(self.latest.tally.rejects());
        let rate = thousands(self.rows_per_s(taken));
        let left = match self.seconds_left(taken) {
            None => String::new(),
            Some(s) if s < 100 => format!(", {s} s left"),
            Some(s) => format!(", {} min left", thousands(s.div_ceil(60))),
        };
        format!("{rows}, {rejects} rejected, {rate} rows a second{left}")
    }

    fn json(&self, taken: Duration) -> String {
        let tally = &self.latest.tally;
        let object = json!({
            "rows": tally.rows(),
            "answered": tally.answered,
            "rejected": tally.rejects(),
            "rows_per_s": self.rows_per_s(taken),
            "seconds_left": self.seconds_left(taken),
        });
        format!("{object}\n")
    }
}

/// The keys of a line of JSON and what each holds.
pub const KEYS: &[(&str, &str)] = &[
    ("rows", "Rows done, answered or rejected; with `--resume` also those of before."),
    ("answered", "Rows answered."),
    ("rejected", "Rows rejected."),
    ("rows_per_s", "Rows a second, since this run began."),
    (
        "seconds_left",
        "The time left, by the bytes left; null where the length of the input is unknown.",
    ),
];

/// How many rows a thread takes at a time: so many that they are done in a tenth of a second, however
/// long each takes, so that little is under way when a run is broken off.
pub struct Portion {
    threads: f64,
    rows: usize,
    since: Instant,
    done: u64,
    measured: bool,
}

impl Portion {
    /// For so many threads.
    pub fn new(threads: usize) -> Self {
        let threads = threads.max(1) as f64;
        Portion { threads, rows: 1, since: Instant::now(), done: 0, measured: false }
    }

    /// How many rows.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Is told how many rows are done.
    pub fn reached(&mut self, rows: u64) {
        let (now, more) = (Instant::now(), rows.saturating_sub(self.done));
        let took = now.duration_since(self.since);
        // Chunks of several threads arrive together; only a stretch tells their speed.
        if took < Duration::from_millis(50) {
            if !self.measured {
                self.rows = self.rows.saturating_mul(2);
            }
            return;
        }
        let each_s = more as f64 / took.as_secs_f64() / self.threads;
        self.rows = ((each_s / 10.0) as usize).max(1);
        (self.since, self.done, self.measured) = (now, rows, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backup_sim::batch::{Place, Tally};

    fn progress(style: Style, total: Option<u64>) -> Progress {
        let at = |records, bytes| {
            let mut tally = Tally::default();
            tally.answered = records;
            Reached { place: Place { records, bytes, checksum: 0 }, tally }
        };
        let now = Instant::now();
        let (from, latest) = (at(1_000, 40_000), at(4_000, 160_000));
        Progress { style, began: now, next: now, total, from, latest }
    }

    #[test]
    fn the_time_left_goes_by_the_bytes_of_this_run_and_is_left_out_where_it_is_unknown() {
        let two = Duration::from_secs(2);
        let known = progress(Style::Line, Some(280_000));
        assert_eq!(known.line(two), "4,000 rows, 0 rejected, 1,500 rows a second, 2 s left");
        let unknown = progress(Style::Line, None);
        assert_eq!(unknown.line(two), "4,000 rows, 0 rejected, 1,500 rows a second");
    }

    #[test]
    fn a_line_of_json_has_the_keys_that_are_listed() {
        let line = progress(Style::Json, None).json(Duration::from_secs(1));
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, KEYS.iter().map(|(key, _)| *key).collect::<Vec<_>>());
        assert!(object["seconds_left"].is_null() && object["rows"] == 4_000);
    }

    #[test]
    fn slow_rows_are_taken_a_few_at_a_time() {
        let mut portion = Portion::new(2);
        assert_eq!(portion.rows(), 1);
        portion.since = Instant::now() - Duration::from_secs(1);
        portion.reached(100);
        // 100 rows a second by two threads: 5 each in a tenth of one.
        assert!((4..=5).contains(&portion.rows()), "{}", portion.rows());
        portion.since = Instant::now() - Duration::from_secs(10);
        portion.reached(101);
        assert_eq!(portion.rows(), 1);
    }
}
