//! A gate that is closed for part of the night: how much of a cause's weight is on which part flows in; lines
//! with the moment or the length that is not known flow out, and windows as text for the fields that say it.

use super::{Lines, in_steps};
use crate::cause::Cause;
use crate::study::diagnose::hypotheses::Said;
use crate::units::{ClockTime, Kind};

/// When a gate is closed within the window, in minutes from its start.
#[derive(Clone, Copy)]
pub(super) enum Closed {
    /// All of it.
    All,
    /// From its start until then.
    Until(f64),
    /// From then to its end.
    From(f64),
    /// In between.
    Between(f64, f64),
}

/// How much of a cause's weight is on: all night, only the beginning, only the end, hours in between
/// with their least and longest length in minutes.
pub(super) struct Habit {
    pub(super) all: f64,
    pub(super) beginning: f64,
    pub(super) end: f64,
    pub(super) between: (f64, f64, f64),
}

impl Lines<'_> {
    /// Moments worth simulating: those of the readings, the ends, and some between.
    pub(super) fn moments(&self) -> Vec<f64> {
        let mut all = in_steps(4.0, self.window - 4.0, 8);
        all.extend(self.setting.minutes.iter().copied().filter(|&m| m > 1.0 && m < self.window));
        all.sort_by(f64::total_cmp);
        all.dedup_by(|a, b| (*a - *b).abs() < 6.0);
        all
    }

    /// A gate that is closed for part of the night, told by the field that closes it.
    pub(super) fn gate(
        &mut self,
        cause: Cause,
        habit: &Habit,
        said: impl Fn(Closed) -> Vec<Said> + Clone + 'static,
    ) {
        let window = self.window;
        if habit.all > 0.0 {
            self.one(cause, habit.all, said(Closed::All));
        }
        let moments = self.moments();
        if habit.beginning > 0.0 {
            let said = said.clone();
            self.put(cause, habit.beginning, moments.clone(), window / 2.0, move |m| {
                said(Closed::Until(m))
            });
        }
        if habit.end > 0.0 {
            let said = said.clone();
            self.put(cause, habit.end, moments.clone(), 20.0, move |m| said(Closed::From(m)));
        }
        let (shortest, longest, weight) = habit.between;
        let longest = longest.min(window - 20.0);
        if weight == 0.0 || longest <= shortest {
            return;
        }
        // From some moments on, for any length that is usual.
        let mut from: Vec<f64> = in_steps(3.0, window - shortest - 3.0, 6);
        let seen = self.setting.minutes.iter().map(|m| m + 3.0);
        from.extend(seen.filter(|&m| m < window - shortest));
        from.sort_by(f64::total_cmp);
        from.dedup_by(|a, b| (*a - *b).abs() < 12.0);
        let each = weight / from.len().max(1) as f64;
        for at in from {
            let said = said.clone();
            let lengths = in_steps(shortest, longest.min(window - at), 6);
            let usual = (shortest + longest) / 2.0;
            // When it began is averaged over, so it counts as one number.
            self.put(cause, each, lengths, usual, move |m| said(Closed::Between(at, at + m)));
        }
    }
}

/// The clock so many minutes into the window.
pub(super) fn clock(start: i64, minutes: f64) -> String {
    let minutes = (start + libm::round(minutes) as i64).rem_euclid(1440);
    ClockTime::from_hm(0, u32::try_from(minutes).unwrap_or(0)).print()
}

/// The text of the windows in which a gate is closed, or of those in which it is open.
pub(super) fn hours(start: i64, window: f64, closed: Closed, open: bool) -> String {
    let stretch = |from: f64, to: f64| format!("{}-{}", clock(start, from), clock(start, to));
    match (closed, open) {
        (Closed::All, true) => "no".to_owned(),
        (Closed::All, false) => "yes".to_owned(),
        (Closed::Until(m), true) | (Closed::From(m), false) => stretch(m, window),
        (Closed::Until(m), false) | (Closed::From(m), true) => stretch(0.0, m),
        (Closed::Between(a, b), false) => stretch(a, b),
        (Closed::Between(a, b), true) => format!("{}, {}", stretch(0.0, a), stretch(b, window)),
    }
}
