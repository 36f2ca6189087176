//! The timeline as CSV: a recorded outcome flows in, one row for each segment flows out, from
//! second 0 to the horizon. Rows may also be cut at fixed steps, for tools that want even rows.

use super::column::{clock, integer, seconds, word};
use super::millis;
use crate::scenario::Scenario;
use crate::sim::outcome::Outcome;
use crate::sim::timeline::Segment;
use crate::units::{Fraction, SimTime, Size, Span};
use std::io::{self, Write};

/// The columns: name and what they hold.
pub static COLUMNS: &[(&str, &str)] = &[
    ("start_s", "Start in seconds since second 0."),
    ("end_s", "End in seconds since second 0."),
    ("night", "The night, from 1."),
    ("clock_start", "The clock time of the start."),
    ("clock_end", "The clock time of the end."),
    ("state", "`uploading`, `stalled` or `outside`."),
    ("cause", "The cap that binds, the gate that is blamed, or `outside-window`."),
    ("closed_gates", "All closed gates, joined by `;`."),
    ("rate_bits_per_s", "Payload sent per second, in bits, rounded down."),
    ("sent_bytes", "Sent and kept at the end."),
    ("fraction", "The share of the library that is backed up at the end, rounded down."),
    ("battery_percent", "The battery at the end; empty where it is not known."),
    ("charging", "Whether it is charging; empty where it is not known."),
];

/// The shortest step that rows are cut at.
pub const LEAST_STEP: Span = Span::from_secs(1);

/// The timeline as one string; only the header if none was recorded.
pub fn timeline(scenario: &Scenario, outcome: &Outcome, every: Option<Span>) -> String {
    let mut out = Vec::new();
    // Writing to a vector does not fail, and all that is written is text.
    let _ = write(scenario, outcome, every, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes the timeline row by row. `every` also cuts the rows at its multiples, counted from second
/// 0; under [`LEAST_STEP`] it counts as that.
///
/// # Errors
/// Those of the writer.
pub fn write(
    scenario: &Scenario,
    outcome: &Outcome,
    every: Option<Span>,
    out: &mut impl Write,
) -> io::Result<()> {
    let names: Vec<_> = COLUMNS.iter().map(|(name, _)| *name).collect();
    writeln!(out, "{}", names.join(","))?;
    let Some(timeline) = &outcome.timeline else { return Ok(()) };
    let writer = Rows { outcome, growth: scenario.inputs().library.growth };
    let mut before = Size::ZERO;
    let mut line = Vec::new();
    for segment in &timeline.segments {
        let mut start = segment.start;
        while start < segment.end {
            let end = every.map_or(segment.end, |step| next_cut(start, step).min(segment.end));
            line.clear();
            let level = segment.battery.and_then(|_| timeline.level_at(end));
            writer.row(segment, before, (start, end), level, &mut line);
            out.write_all(&line)?;
            start = end;
        }
        before = segment.sent;
    }
    Ok(())
}

/// The first multiple of a step after a moment.
fn next_cut(at: SimTime, step: Span) -> SimTime {
    let step = step.micros().max(LEAST_STEP.micros());
    SimTime::from_micros((at.micros().div_euclid(step) + 1).saturating_mul(step))
}

struct Rows<'a> {
    outcome: &'a Outcome,
    growth: Size,
}

impl Rows<'_> {
    fn row(
        &self,
        segment: &Segment,
        before: Size,
        (start, end): (SimTime, SimTime),
        level: Option<Fraction>,
        out: &mut Vec<u8>,
    ) {
        seconds(millis::up(start), out);
        out.push(b',');
        seconds(millis::up(end), out);
        out.push(b',');
        integer(u64::from(segment.night), out);
        out.push(b',');
        clock(self.outcome.clock_at(start), true, out);
        out.push(b',');
        clock(self.outcome.clock_at(end), true, out);
        out.push(b',');
        word(segment.state.word(), out);
        out.push(b',');
        word(segment.cause.id(), out);
        out.push(b',');
        for (i, gate) in segment.closed.iter().enumerate() {
            if i > 0 {
                out.push(b';');
            }
            word(gate.id(), out);
        }
        out.push(b',');
        integer(segment.rate.bits_per_s(), out);
        out.push(b',');
        let sent = between(before.bytes(), segment.sent.bytes(), segment, end);
        integer(sent, out);
        out.push(b',');
        millionths(self.fraction(sent, segment.night), 1_000_000, out);
        out.push(b',');
        if let Some(level) = level {
            millionths(level.millionths().into(), 10_000, out);
        }
        out.push(b',');
        word(segment.charging.map_or("", |c| if c { "yes" } else { "no" }), out);
        out.push(b'\n');
    }

    /// The share of the library that is backed up, in millionths; the library is what it was in
    /// that night.
    fn fraction(&self, sent: u64, night: u32) -> u64 {
        let bytes = &self.outcome.bytes;
        let segments = self.outcome.timeline.as_ref().map_or(&[][..], |t| &t.segments);
        let last = segments.last().map_or(night, |s| s.night);
        let later = self.growth.bytes().saturating_mul(last.saturating_sub(night).into());
        let size = u128::from(bytes.size.bytes().saturating_sub(later).max(1));
        let there = u128::from(bytes.done.bytes()) + u128::from(sent);
        (there * 1_000_000 / size).min(1_000_000) as u64
    }
}

/// A value at `at`, on the straight line over a segment.
fn between(from: u64, to: u64, segment: &Segment, at: SimTime) -> u64 {
    let whole = i128::from(segment.length().micros()).max(1);
    let part = i128::from(at.since(segment.start).micros());
    let (from, to) = (i128::from(from), i128::from(to));
    (from + ((to - from) * part).div_euclid(whole)).max(0) as u64
}

/// Appends millionths of `unit` as a decimal.
fn millionths(value: u64, unit: u64, out: &mut Vec<u8>) {
    integer(value / unit, out);
    let (mut rest, mut digit) = (value % unit, unit / 10);
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 && digit > 0 {
        out.push(b'0' + (rest / digit) as u8);
        rest %= digit;
        digit /= 10;
    }
}
