//! Readings made fit for counting: what runs ahead of the line is put back, time outside the backup
//! window is taken out, and falls are kept apart from gains. Readings flow in, steps flow out: from
//! each moment at which progress was seen to the next.
//!
//! Amounts are bytes, or millionths of the whole where neither the file nor the owner knows bytes;
//! seconds count from the first reading.

use super::median;
use crate::import::progress::{Done, Format, Progress};
use crate::units::{BackupWindow, ClockTime, Size, Span};

/// A step is a burst where it is this many times as fast as the usual step (assumed: no line changes by
/// as much within one reading, but a program that fills its memory does).
const BURST: f64 = 4.0;
/// A burst holds at least this many usual steps.
const BURST_STEPS: f64 = 8.0;
/// What restic may have read and not sent: ten packs of 16 MiB, five under way and five waiting
/// (assumed; 80 MB were read at once in the runs measured for this project, 2026-11).
const PACKS: f64 = 10.0 * 16.0 * 1_048_576.0;
/// A fall of less than this share of a usual step is noise.
const FALL: f64 = 0.5;

/// From one moment at which progress was seen to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Step {
    /// Its start and end in seconds since the first reading.
    pub from: f64,
    pub to: f64,
    /// How much of it lies in the backup window, in seconds.
    pub open: f64,
    /// What was gained.
    pub gain: f64,
    /// What was lost.
    pub lost: f64,
    /// How long readings show no progress at all at its start, in seconds of the window.
    pub flat: f64,
    /// It is the last one and has no progress at its end.
    pub unfinished: bool,
}

/// The series.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub steps: Vec<Step>,
    /// The last reading.
    pub end: f64,
    /// How much was done at the first reading and at the last, as the file says.
    pub first: f64,
    pub last: f64,
    /// All there is, where it is known.
    pub total: Option<f64>,
    /// Whether amounts are bytes.
    pub is_bytes: bool,
    /// The median time between readings.
    pub every: f64,
    /// The median gain of a step.
    pub quantum: f64,
    /// Readings are finer than what they count in: most steps show no progress at first.
    pub is_coarse: bool,
    /// How far what the file counts may be ahead of the line.
    pub ahead: f64,
    /// Progress was seen outside the window, so that no such window holds.
    pub window_broken: bool,
}

/// Where the readings lie on the clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    /// The clock time of the first reading in seconds; `None` where the file has no clock.
    pub clock: Option<f64>,
    /// The window, unless it is all day.
    pub window: Option<(f64, f64)>,
}

impl Calendar {
    /// From what is known. Without a clock the first reading is the window's start.
    pub fn new(clock: Option<ClockTime>, window: BackupWindow) -> Self {
        let seconds = |clock: ClockTime| f64::from(clock.millis()) / 1e3;
        match window {
            BackupWindow::AllDay => Calendar { clock: clock.map(seconds), window: None },
            BackupWindow::Nightly { start, .. } => Calendar {
                clock: Some(seconds(clock.unwrap_or(start))),
                window: Some((seconds(start), window.length().as_secs())),
            },
        }
    }

    /// How much of the time since the first reading lies in the window.
    pub fn open(&self, at: f64) -> f64 {
        let (Some(clock), Some((start, length))) = (self.clock, self.window) else { return at };
        let day = Span::DAY.as_secs();
        // Seconds of window from a start of the window to a moment.
        let within =
            |moment: f64| (moment / day).floor() * length + (moment.rem_euclid(day)).min(length);
        let from = (clock - start).rem_euclid(day);
        within(from + at) - within(from)
    }
}

impl Series {
    /// The series of a file. `size` is what the owner says there is.
    pub fn new(progress: &Progress, size: Option<Size>, calendar: &Calendar) -> Self {
        let is_share = progress.readings.first().is_some_and(|r| matches!(r.done, Done::Share(_)));
        let size = size.or(progress.total).map(|s| s.bytes() as f64).filter(|s| *s > 0.0);
        let unit = if is_share { size.map_or(1.0, |s| s / 1e6) } else { 1.0 };
        let total = if is_share { Some(1e6 * unit) } else { size };
        let mut readings: Vec<(f64, f64)> = progress
            .readings
            .iter()
            .map(|r| {
                let done = match r.done {
                    Done::Bytes(size) => size.bytes() as f64,
                    Done::Share(share) => f64::from(share.millionths()) * unit,
                };
                (r.at.as_secs(), done)
            })
            .collect();
        let first = readings.first().map_or(0.0, |r| r.1);
        let last = readings.last().map_or(0.0, |r| r.1);
        let end = readings.last().map_or(0.0, |r| r.0);
        let mut times: Vec<f64> =
            readings.windows(2).map(|w| calendar.open(w[1].0) - calendar.open(w[0].0)).collect();
        times.retain(|t| *t > 0.0);
        let every = median(&mut times);
        let ahead = match progress.format {
            Format::Restic => {
                for reading in &mut readings {
                    reading.1 = (reading.1 - PACKS).max(0.0);
                }
                PACKS.min(last)
            }
            Format::ResticSummary | Format::Timeline => 0.0,
            Format::Table | Format::Rclone => put_back(&mut readings),
        };
        let (steps, window_broken) = steps(&readings, calendar);
        let mut gains: Vec<f64> = steps.iter().map(|s| s.gain).filter(|g| *g > 0.0).collect();
        let quantum = median(&mut gains);
        let coarse = steps.iter().filter(|s| s.gain > 0.0 && s.flat > 0.0).count();
        // A timeline tells each standstill as a row of its own: nothing in it is a wait for a bit.
        let exact = progress.format == Format::Timeline;
        let (every, quantum) = if exact { (0.0, 0.0) } else { (every, quantum) };
        Series {
            is_coarse: !exact && 10 * coarse > 3 * gains.len(),
            end,
            first,
            last,
            total,
            is_bytes: !is_share || size.is_some(),
            every,
            quantum,
            ahead,
            window_broken,
            steps,
        }
    }

    /// All that was gained.
    pub fn gained(&self) -> f64 {
        self.steps.iter().map(|s| s.gain).sum()
    }
}

/// Puts bursts back: what a program took into its memory at once left at the usual speed, and what it
/// then waited for was that. Returns how far it is ahead at the end.
fn put_back(readings: &mut [(f64, f64)]) -> f64 {
    let moves = |w: &[(f64, f64)]| (w[1].0 - w[0].0, w[1].1 - w[0].1);
    let mut rates: Vec<f64> =
        readings.windows(2).map(moves).filter(|m| m.1 > 0.0).map(|m| m.1 / m.0).collect();
    let mut gains: Vec<f64> =
        readings.windows(2).map(|w| moves(w).1).filter(|g| *g > 0.0).collect();
    if rates.len() < 8 {
        return 0.0;
    }
    let (usual, gain) = (median(&mut rates), median(&mut gains));
    let most = readings.iter().map(|r| r.1).fold(0.0, f64::max);
    let (mut waiting, mut before) = (0.0_f64, readings.first().copied().unwrap_or_default());
    for reading in readings.iter_mut() {
        let told = *reading;
        let (time, more) = (told.0 - before.0, told.1 - before.1);
        before = told;
        if more > usual * time * BURST && more > gain * BURST_STEPS && more > 0.02 * most {
            waiting += more - usual * time;
        } else if more < 0.0 {
            // What is lost was waiting first.
            waiting = (waiting + more).max(0.0);
        } else {
            waiting = (waiting - (usual * time - more).max(0.0)).max(0.0);
        }
        reading.1 = told.1 - waiting;
    }
    waiting
}

/// The steps of the readings; and whether there is progress outside the window.
fn steps(readings: &[(f64, f64)], calendar: &Calendar) -> (Vec<Step>, bool) {
    let mut gains: Vec<f64> =
        readings.windows(2).map(|w| w[1].1 - w[0].1).filter(|g| *g > 0.0).collect();
    let noise = FALL * median(&mut gains);
    let mut found = Vec::new();
    let Some(&(mut from, mut level)) = readings.first() else { return (found, false) };
    let (mut seen, mut broken) = (from, false);
    for &(at, done) in readings.iter().skip(1) {
        let open = calendar.open(at) - calendar.open(from);
        let flat = calendar.open(seen) - calendar.open(from);
        if done > level {
            broken |= open <= 0.0;
            let gain = done - level;
            found.push(Step { from, to: at, open, gain, lost: 0.0, flat, unfinished: false });
            (from, level) = (at, done);
        } else if level - done > noise {
            let lost = level - done;
            found.push(Step { from, to: at, open, gain: 0.0, lost, flat: open, unfinished: false });
            (from, level) = (at, done);
        }
        seen = at;
    }
    if seen > from {
        let open = calendar.open(seen) - calendar.open(from);
        let step =
            Step { from, to: seen, open, gain: 0.0, lost: 0.0, flat: open, unfinished: true };
        found.push(step);
    }
    (found, broken)
}
