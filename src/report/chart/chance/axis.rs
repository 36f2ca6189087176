//! The time axis of `chance`: from when to when it goes, and where on the sheet a moment lies. The hours
//! between two nights are drawn narrow, since nothing is done in them; nights before the first dot are
//! left out where they would leave much of the plot empty.

use super::super::axis;
use super::super::facts::Facts;
use super::Likely;
use crate::units::{SimTime, Span};

/// Up to so many nights on the axis each is drawn with its hours.
const NIGHTS_DRAWN: i64 = 21;

/// How wide the hours between two nights are drawn, as a part of a night: nothing is done in them.
const BETWEEN: f64 = 0.16;

/// The time axis over a stretch of the sheet: straight from one stop to the next.
pub(super) struct Axis {
    /// Moments with their places, in any measure; both rise.
    stops: Vec<(SimTime, f64)>,
    left: f64,
    right: f64,
}

impl Axis {
    /// Over all dots, and the deadline where it is near.
    pub fn over(likely: &Likely<'_>, left: f64, right: f64) -> Self {
        Axis::between(&likely.facts, ends(likely), (left, right))
    }

    /// From one moment to another, between two edges of the sheet.
    pub fn between(
        facts: &Facts<'_>,
        (from, to): (SimTime, SimTime),
        (left, right): (f64, f64),
    ) -> Self {
        let window = facts.window();
        let first = from.micros() / Span::DAY.micros();
        let last = (to.micros() - 1).max(0) / Span::DAY.micros();
        let mut stops = Vec::new();
        if last == first || facts.all_day() || last - first >= NIGHTS_DRAWN {
            stops.extend([(from, 0.0), (to, to.since(from).micros() as f64)]);
            return Axis { stops, left, right };
        }
        for night in first..=last {
            let start = SimTime::ZERO.plus(Span::DAY.times(night));
            let place = (night - first) as f64 * (1.0 + BETWEEN);
            stops.extend([(start, place), (start.plus(window), place + 1.0)]);
        }
        if let Some(&(end, place)) = stops.last().filter(|stop| stop.0 < to) {
            // The deadline lies by day.
            let between = Span::DAY.micros() - window.micros();
            let part = to.since(end).micros() as f64 / between.max(1) as f64;
            stops.push((to, place + BETWEEN * part));
        }
        Axis { stops, left, right }
    }

    /// The same up to a moment of its last night.
    #[must_use]
    pub fn until(mut self, to: SimTime) -> Self {
        let Some(last) = self.stops.pop() else { return self };
        let end = match self.stops.last() {
            Some(before) if before.0 < to && to < last.0 => {
                let whole = last.0.since(before.0).micros().max(1) as f64;
                let part = to.since(before.0).micros() as f64 / whole;
                (to, before.1 + part * (last.1 - before.1))
            }
            _ => last,
        };
        self.stops.push(end);
        self
    }

    pub fn from(&self) -> SimTime {
        self.stops.first().map_or(SimTime::ZERO, |stop| stop.0)
    }

    pub fn to(&self) -> SimTime {
        self.stops.last().map_or(SimTime::ZERO, |stop| stop.0)
    }

    /// Its nights between their edges on the sheet; one part where they are not drawn by themselves.
    pub fn parts(&self, likely: &Likely<'_>) -> Vec<(f64, f64)> {
        if self.one_night() || !self.shades(likely) {
            return vec![(self.left, self.right)];
        }
        let (first, last) = self.nights();
        let start = |night| likely.facts.night_start(night);
        let edges =
            |night| (self.x(start(night)), self.x(start(night).plus(likely.facts.window())));
        (first..=last).map(edges).collect()
    }

    /// Its length on the sheet.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// The place of a moment.
    pub fn x(&self, at: SimTime) -> f64 {
        let next = self.stops.partition_point(|stop| stop.0 <= at).clamp(1, self.stops.len() - 1);
        let (Some(a), Some(b), Some(first), Some(last)) =
            (self.stops.get(next - 1), self.stops.get(next), self.stops.first(), self.stops.last())
        else {
            return self.left;
        };
        let part = at.since(a.0).micros() as f64 / b.0.since(a.0).micros().max(1) as f64;
        let place = a.1 + (b.1 - a.1) * part.clamp(0.0, 1.0);
        self.left + (self.right - self.left) * (place - first.1) / (last.1 - first.1).max(1e-9)
    }

    /// Whether a moment lies on it.
    pub fn shows(&self, at: SimTime) -> bool {
        self.from() <= at && at <= self.to()
    }

    /// Whether it has one night, or a part of one.
    pub fn one_night(&self) -> bool {
        self.to().since(self.from()) <= Span::from_secs(25 * 3600)
    }

    /// Whether that night is not the first and has to be named.
    pub fn names_night(&self) -> bool {
        self.one_night() && self.from() >= SimTime::ZERO.plus(Span::DAY)
    }

    /// Whether each night is drawn with its hours.
    pub fn shades(&self, likely: &Likely<'_>) -> bool {
        let (first, last) = self.nights();
        !likely.facts.all_day() && i64::from(last - first) < NIGHTS_DRAWN
    }

    /// The first and the last night on it.
    pub fn nights(&self) -> (u32, u32) {
        let night = |at: i64| u32::try_from(at / Span::DAY.micros()).unwrap_or(u32::MAX - 1) + 1;
        (night(self.from().micros()), night((self.to().micros() - 1).max(0)))
    }
}

/// Whether the hours of each night are shaded.
pub(super) fn shades(likely: &Likely<'_>) -> bool {
    Axis::over(likely, 0.0, 1.0).shades(likely)
}

/// From when to when the axis goes: over all dots, and the deadline where it is near.
fn ends(likely: &Likely<'_>) -> (SimTime, SimTime) {
    let facts = &likely.facts;
    let done: Vec<SimTime> = likely.dots.iter().filter_map(|d| d.finish).map(|f| f.at).collect();
    let window = SimTime::ZERO.plus(facts.window());
    let deadline = facts.outcome.deadline;
    let last = match done.iter().copied().max() {
        Some(last) if last > SimTime::ZERO => last,
        _ => return (SimTime::ZERO, window),
    };
    let first = done.iter().copied().min().unwrap_or(last);
    // A deadline long after would press the dots against the left edge.
    let near = deadline.micros() / 6 <= last.micros();
    let to = if near { last.max(deadline) } else { last };
    // Nights in which nothing is done say nothing: where they would take a third of the axis and more, it
    // begins with the first dot, and the deadline is told at its edge.
    let night = |at: SimTime| (at.micros() - 1).max(0) / Span::DAY.micros();
    let (dots, due) = (night(first), night(deadline));
    let empty = dots - due;
    let begins = if empty > 0 && 2 * empty <= night(last) - dots { due } else { dots };
    let from = SimTime::ZERO.plus(Span::DAY.times(begins));
    let to = axis::at_least_a_minute(to);
    let margin = if near { 60 } else { 7 };
    let from = if night(to) == begins { late_start(likely, (from, first, to)) } else { from };
    (from, to.plus(Span::from_micros(to.since(from).micros() / margin)))
}

/// Where the axis of one night begins: with the night, or at a round time before the first dot where a third
/// of it and more would be empty before that.
fn late_start(likely: &Likely<'_>, (from, first, to): (SimTime, SimTime, SimTime)) -> SimTime {
    let (before, after) = (first.since(from).micros(), to.since(first).micros());
    if likely.sample().is_none() || likely.facts.by_cable() || before * 2 < after {
        return from;
    }
    // As the clock goes, in seconds.
    let round = if after > 2 * 3_600_000_000 { 3_600 } else { 600 };
    let zero = i64::from(likely.facts.outcome.clock_zero.secs());
    let at = zero + (first.micros() - after / 6) / 1_000_000;
    from.max(SimTime::from_secs(at.div_euclid(round) * round - zero))
}
