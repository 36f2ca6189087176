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
/// Readings that stay the same for longer than this stand still, however far apart they are, if what
/// they count in would have been seen this many times meanwhile (assumed).
const STANDS: f64 = 3_600.0;
const SEEN: f64 = 1.5;
/// Readings further apart than this tell nothing of when within their time it stood still.
const SPARSE: f64 = 7_200.0;
/// A stall is this many times as long as the usual wait.
pub(super) const LONGER: f64 = 2.5;
/// A fall of less than this share of a usual step is noise, unless it is more than this share of all that
/// was done: a few readings far apart have large steps, and no noise of that size.
const FALL: f64 = 0.5;
const FALL_OF_ALL: f64 = 0.02;

/// Without a window nights go from noon to noon.
pub(super) const NOON: f64 = 43_200.0;

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
    /// Two readings far apart are the same: all of it is a standstill.
    pub still: bool,
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
    /// What the readings count in, as their last digits show.
    pub digit: f64,
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

    /// Where one night ends and the next begins.
    pub fn nights_from(&self) -> ClockTime {
        let seconds = self.window.map_or(NOON, |(start, _)| start);
        ClockTime::from_millis((seconds * 1e3).round().clamp(0.0, 86_399_999.0) as u32)
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
        // A timeline tells each standstill as a row of its own: nothing in it is a wait for a bit.
        let exact = progress.format == Format::Timeline;
        let digit = digit(progress) * if is_share { unit } else { 1.0 };
        let slowest = slowest(&readings, digit, calendar);
        let still = |flat: f64| {
            let wait = digit / slowest;
            let found_without = flat > LONGER * every.max(wait) && every <= SPARSE;
            exact || (flat > STANDS && slowest > 0.0 && flat > SEEN * wait && !found_without)
        };
        let (steps, window_broken) = steps(&readings, calendar, &still);
        let mut gains: Vec<f64> = steps.iter().map(|s| s.gain).filter(|g| *g > 0.0).collect();
        let quantum = median(&mut gains);
        let coarse = steps.iter().filter(|s| s.gain > 0.0 && s.flat > 0.0).count();
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
            digit,
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
fn steps(
    readings: &[(f64, f64)],
    calendar: &Calendar,
    is_still: &dyn Fn(f64) -> bool,
) -> (Vec<Step>, bool) {
    let mut gains: Vec<f64> =
        readings.windows(2).map(|w| w[1].1 - w[0].1).filter(|g| *g > 0.0).collect();
    let most = readings.iter().map(|r| r.1).fold(0.0, f64::max);
    let noise = (FALL * median(&mut gains)).min(FALL_OF_ALL * most);
    let mut found = Vec::new();
    let Some(&(mut from, mut level)) = readings.first() else { return (found, false) };
    let (mut seen, mut broken) = (from, false);
    for &(at, done) in readings.iter().skip(1) {
        // Before the window opens there is no step.
        if done <= level && level - done <= noise && calendar.open(at) <= calendar.open(from) {
            (from, seen) = (at, at);
            continue;
        }
        let flat = calendar.open(seen) - calendar.open(from);
        if done > level && flat > 0.0 && is_still(flat) {
            let (lost, gain, unfinished) = (0.0, 0.0, false);
            let step =
                Step { from, to: seen, open: flat, gain, lost, flat, unfinished, still: true };
            found.push(step);
            from = seen;
        }
        let open = calendar.open(at) - calendar.open(from);
        let flat = calendar.open(seen) - calendar.open(from);
        if done > level {
            broken |= open <= 0.0;
            let gain = done - level;
            found.push(Step { from, to: at, open, gain, flat, ..Step::default() });
            (from, level) = (at, done);
        } else if level - done > noise {
            let lost = level - done;
            found.push(Step { from, to: at, open, lost, flat: open, ..Step::default() });
            (from, level) = (at, done);
        }
        seen = at;
    }
    if seen > from {
        let open = calendar.open(seen) - calendar.open(from);
        let (still, unfinished) = (is_still(open), true);
        found.push(Step { from, to: seen, open, flat: open, unfinished, still, ..Step::default() });
    }
    (found, broken)
}

/// What the readings count in: the largest power of ten, or of 1024, of which all are multiples, but at
/// most a percent or a GB, which a person reads off.
fn digit(progress: &Progress) -> f64 {
    let numbers = || {
        progress.readings.iter().map(|reading| match reading.done {
            Done::Bytes(size) => size.bytes(),
            Done::Share(share) => u64::from(share.millionths()),
        })
    };
    let is_share = progress.readings.iter().any(|r| matches!(r.done, Done::Share(_)));
    let (tens, kibis): (u32, u32) = if is_share { (4, 0) } else { (9, 3) };
    let largest = |base: u64, most: u32| {
        let all = |unit: &u64| numbers().all(|n| n.is_multiple_of(*unit));
        (0..=most).rev().map(|power| base.pow(power)).find(all).unwrap_or(1)
    };
    largest(10, tens).max(largest(1_024, kibis)) as f64
}

/// What is sent in a second at least where progress is seen: what the last digit hides is taken off. 0
/// where it hides all.
fn slowest(readings: &[(f64, f64)], digit: f64, calendar: &Calendar) -> f64 {
    let mut rates: Vec<f64> = readings
        .windows(2)
        .filter(|w| w[1].1 > w[0].1)
        .map(|w| (w[1].1 - w[0].1 - digit, calendar.open(w[1].0) - calendar.open(w[0].0)))
        .filter(|(_, time)| *time > 0.0)
        .map(|(gain, time)| gain.max(0.0) / time)
        .collect();
    median(&mut rates)
}
