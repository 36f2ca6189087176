//! What is written down of a simulation: steps flow in; the books ([`super::books`]: every step's time
//! goes to exactly one cause), the first night's battery and, if asked for, the timeline flow out.

use super::books::Books;
use super::levels::Levels;
use super::outcome::BatteryNight;
use super::timeline::{LevelPoint, Segment, State, Timeline};
use crate::cause::{Cause, CauseSet};
use crate::units::{Amount, Fraction, Rate, SimTime, Span};

/// A step of the engine.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The night it lies in.
    pub night: u32,
    /// Its start.
    pub from: SimTime,
    /// Its end.
    pub to: SimTime,
    /// What a record shows of its end; `None` where nothing is recorded.
    pub shown: Option<Shown>,
}

/// What a record shows of a moment.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Sent and kept.
    pub sent: Amount,
    /// The battery's level, where it is simulated.
    pub battery: Option<Fraction>,
    /// Items go out one by one: steps that are shorter than a minute are drawn together.
    pub items: bool,
}

/// The longest stretch that is drawn together where items go out one by one.
const TOGETHER: Span = Span::from_secs(60);

/// How far a timeline has come.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    segments: usize,
    levels: usize,
}

/// The books and, if asked for, the timeline.
pub struct Tally {
    /// The books so far.
    pub books: Books,
    timeline: Option<Timeline>,
    /// The battery's level alone, for who asks for nothing else.
    levels: Option<Levels>,
    battery: Option<BatteryNight>,
    first_night_over: bool,
    /// Nobody reads the books.
    closed: bool,
    /// A refused backup: what turned it down is blamed for all of it.
    refused_by: CauseSet,
    /// The cap, the granted and the actual rate, and for how long they have held.
    moving: ((Cause, Rate, Rate), i64),
    /// The exact amounts behind the timeline's `sent`.
    exact: Vec<Amount>,
}

impl Tally {
    /// Empty books; `level` is the battery's level at second 0, where it is simulated.
    pub fn new(recorded: bool, level: Option<Fraction>) -> Self {
        Tally {
            books: Books::default(),
            timeline: recorded.then(Timeline::default),
            levels: None,
            battery: level.map(|level| BatteryNight {
                start: level,
                end: level,
                min: level,
                charging: Span::ZERO,
                lost_while_plugged: false,
            }),
            first_night_over: false,
            closed: false,
            refused_by: CauseSet::EMPTY,
            moving: ((Cause::UploadSpeed, Rate::ZERO, Rate::ZERO), 0),
            exact: Vec::new(),
        }
    }

    /// Books that nobody reads and nothing is written to: for trials, of which only the end counts.
    pub fn closed() -> Self {
        Tally { closed: true, ..Tally::new(false, None) }
    }

    /// As [`Tally::closed`], beside the battery's level.
    pub fn of_levels() -> Self {
        Tally { levels: Some(Levels::default()), ..Tally::closed() }
    }

    /// Whether steps are recorded one by one.
    #[inline]
    pub const fn is_recorded(&self) -> bool {
        self.timeline.is_some() || self.battery.is_some()
    }

    /// Whether nobody reads the books.
    #[inline]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Every stall is blamed on what refused the backup.
    pub const fn refuse(&mut self, by: CauseSet) {
        self.refused_by = by;
    }

    /// Bytes moved, or an item was worked on.
    #[inline]
    pub fn sent(&mut self, step: Step, cap: Cause, granted: Rate, rate: Rate, charging: bool) {
        if self.closed {
            return;
        }
        let micros = step.to.since(step.from).micros();
        self.books.moved(micros);
        let rates = (cap, granted, rate);
        if self.moving.0 != rates {
            self.share_out();
            self.moving.0 = rates;
        }
        self.moving.1 += micros;
        if let Some(shown) = step.shown {
            let mostly = granted.minus(rate) > rate;
            let cause = if mostly { Cause::ItemOverhead } else { cap };
            self.record((step, shown), State::Uploading, cause, CauseSet::EMPTY, rate, charging);
        }
    }

    /// Shares out the time at one pair of rates: 1 - r'/r of it is item overhead. Done once for a
    /// pair, so that it does not depend on how the time was cut into steps.
    pub fn share_out(&mut self) {
        let ((cap, granted, rate), micros) = self.moving;
        let overhead = if granted == rate {
            0
        } else {
            let part = u128::from(granted.minus(rate).microbits_per_s());
            let whole = u128::from(granted.microbits_per_s().max(1));
            let overhead = u128::from(micros.unsigned_abs()) * part / whole;
            i64::try_from(overhead).unwrap_or(0)
        };
        self.books.blame(cap, micros - overhead);
        self.books.blame(Cause::ItemOverhead, overhead);
        self.moving.1 = 0;
    }

    /// Nothing moved.
    #[inline]
    pub fn stalled(&mut self, step: Step, closed: CauseSet, charging: bool) {
        if self.closed {
            return;
        }
        let closed = if self.refused_by.is_empty() { closed } else { self.refused_by };
        let micros = step.to.since(step.from).micros();
        let cause = closed.first().unwrap_or(Cause::OutsideWindow);
        self.books.stood_still(cause, micros, closed.len() == 1);
        if let Some(shown) = step.shown {
            self.record((step, shown), State::Stalled, cause, closed, Rate::ZERO, charging);
        }
    }

    fn record(
        &mut self,
        (step, shown): (Step, Shown),
        state: State,
        cause: Cause,
        closed: CauseSet,
        rate: Rate,
        charging: bool,
    ) {
        if let (Some(night), Some(level), false) =
            (&mut self.battery, shown.battery, self.first_night_over)
        {
            night.end = level;
            night.min = night.min.min(level);
            if charging {
                night.charging = night.charging.plus(step.to.since(step.from));
            }
        }
        let (cap, granted, _) = self.moving.0;
        let Some(timeline) = &mut self.timeline else { return };
        let charging = shown.battery.map(|_| charging);
        let sent = shown.sent.floor();
        if let Some(last) = timeline.segments.last_mut() {
            let same = last.state == state
                && last.closed == closed
                && last.charging == charging
                && last.night == step.night;
            let alike = last.cause == cause && last.rate == rate;
            let together = shown.items
                && state == State::Uploading
                && [cap, Cause::ItemOverhead].contains(&last.cause)
                && step.to.since(last.start) <= TOGETHER;
            if same && (alike || together) {
                if !alike {
                    let before = last.rate.over(last.end.since(last.start));
                    let both = before + rate.over(step.to.since(step.from));
                    let micros = step.to.since(last.start).micros().max(1);
                    let mean = both.units() / i128::from(micros);
                    last.rate = Rate::from_microbits_per_s(u64::try_from(mean).unwrap_or(0));
                    let mostly = granted.minus(last.rate) > last.rate;
                    last.cause = if mostly { Cause::ItemOverhead } else { cap };
                }
                last.end = step.to;
                last.sent = sent;
                if let Some(exact) = self.exact.last_mut() {
                    *exact = shown.sent;
                }
                last.battery = shown.battery;
                return;
            }
        }
        self.exact.push(shown.sent);
        timeline.segments.push(Segment {
            start: step.from,
            end: step.to,
            night: step.night,
            state,
            cause,
            closed,
            rate,
            sent,
            battery: shown.battery,
            charging,
        });
    }

    /// The stretch between two windows.
    pub fn outside(&mut self, night: u32, from: SimTime, to: SimTime, sent: Amount) {
        if let Some(timeline) = &mut self.timeline
            && from < to
        {
            self.exact.push(sent);
            timeline.segments.push(Segment {
                start: from,
                end: to,
                night,
                state: State::Outside,
                cause: Cause::OutsideWindow,
                closed: CauseSet::EMPTY.with(Cause::OutsideWindow),
                rate: Rate::ZERO,
                sent: sent.floor(),
                battery: None,
                charging: None,
            });
        }
    }

    /// Nothing follows the last window after all.
    pub fn drop_outside(&mut self) {
        if let Some(timeline) = &mut self.timeline
            && timeline.segments.last().is_some_and(|s| s.state == State::Outside)
        {
            timeline.segments.pop();
            self.exact.pop();
        }
    }

    /// The client was stopped by the window's end and lost something: the last segment ends with
    /// what is kept.
    pub fn settle_sent(&mut self, sent: Amount) {
        if let Some(last) = self.timeline.as_mut().and_then(|t| t.segments.last_mut()) {
            last.sent = sent.floor();
        }
        if let Some(exact) = self.exact.last_mut() {
            *exact = sent;
        }
    }

    /// The first window is over.
    pub fn first_night_ends(&mut self, lost_while_plugged: bool) {
        if !self.first_night_over {
            self.first_night_over = true;
            if let Some(night) = &mut self.battery {
                night.lost_while_plugged = lost_while_plugged;
            }
        }
    }

    /// Whether the battery's level is recorded.
    #[inline]
    pub const fn has_levels(&self) -> bool {
        self.timeline.is_some() || self.levels.is_some()
    }

    /// Takes the points of the battery's level in a window, one window after the other.
    pub fn levels(&mut self, line: &mut Vec<(SimTime, Fraction)>) {
        let points = line.drain(..).map(|(at, level)| LevelPoint { at, level });
        if let Some(levels) = &mut self.levels {
            levels.window(points);
        } else if let Some(timeline) = &mut self.timeline {
            for point in points {
                if timeline.levels.last() != Some(&point) {
                    timeline.levels.push(point);
                }
            }
        }
    }

    /// The battery's level alone, where it was asked for.
    pub fn take_levels(&mut self) -> Option<Levels> {
        self.levels.take()
    }

    /// Where the timeline stands.
    pub fn place(&self) -> Place {
        let timeline = self.timeline.as_ref();
        Place {
            segments: timeline.map_or(0, |t| t.segments.len()),
            levels: timeline.map_or(0, |t| t.levels.len()),
        }
    }

    /// Writes a night that was simulated some times more: `first` is where the timeline stood when
    /// it began, `kept` what each repetition keeps.
    pub fn repeat(&mut self, before: &Books, nights: u32, first: Place, kept: Amount) {
        let now = self.books.clone();
        self.books.add_difference(before, &now, i64::from(nights));
        let Some(timeline) = &mut self.timeline else { return };
        let end = timeline.segments.len();
        let levels = timeline.levels.get(first.levels..).unwrap_or_default().to_vec();
        for turn in 1..=nights {
            let later = Span::DAY.times(i64::from(turn));
            let more = Amount::from_units(kept.units().saturating_mul(i128::from(turn)));
            let shifted = levels.iter().map(|p| LevelPoint { at: p.at.plus(later), ..*p });
            timeline.levels.extend(shifted);
            for k in first.segments..end {
                let (Some(&segment), Some(&exact)) = (timeline.segments.get(k), self.exact.get(k))
                else {
                    return;
                };
                let sent = exact + more;
                self.exact.push(sent);
                timeline.segments.push(Segment {
                    start: segment.start.plus(later),
                    end: segment.end.plus(later),
                    night: segment.night + turn,
                    sent: sent.floor(),
                    ..segment
                });
            }
        }
    }

    /// The first window's battery and the timeline.
    pub fn close(&mut self) -> (Option<BatteryNight>, Option<Timeline>) {
        (self.battery.take(), self.timeline.take())
    }
}

#[cfg(test)]
mod tests;
