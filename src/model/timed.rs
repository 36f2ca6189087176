//! Facts that follow the clock: windows or a rate plan, compiled to a schedule for the night at
//! hand and walked by a cursor. Most models hold one or two of these.

use crate::model::conditions::Night;
use crate::units::{Cursor, Rate, RatePlan, Schedule, SimTime, Span, Windows};

/// A value that follows the clock. Recompiled at a night's start only if some of its windows are
/// limited to certain nights.
#[derive(Clone, Debug)]
pub struct Timed<T> {
    schedule: Schedule<T>,
    cursor: Cursor,
    base: SimTime,
}

impl<T: Copy + PartialEq> Timed<T> {
    /// From a schedule of the 24 h of a night.
    pub const fn new(schedule: Schedule<T>) -> Self {
        Timed { schedule, cursor: Cursor::START, base: SimTime::ZERO }
    }

    /// The value now.
    #[inline]
    pub fn value(&self) -> T {
        self.cursor.value(&self.schedule)
    }

    /// When it changes next, if it does this night.
    #[inline]
    pub fn next_change(&self) -> Option<SimTime> {
        self.cursor.next_change(&self.schedule, self.base)
    }

    /// Moves forward to a moment; whether the value changed.
    #[inline]
    pub fn advance(&mut self, to: SimTime) -> bool {
        if self.next_change().is_none_or(|at| at > to) {
            return false;
        }
        let before = self.value();
        self.cursor.advance(&self.schedule, self.base, to);
        self.value() != before
    }

    /// Back to the start of a night, with a new schedule if one is given.
    pub fn begin(&mut self, night: &Night, schedule: Option<Schedule<T>>) {
        if let Some(schedule) = schedule {
            self.schedule = schedule;
        }
        self.base = night.base;
        self.cursor.reset();
    }

    /// The value at an offset from the night's start.
    pub fn at(&self, offset: Span) -> T {
        self.schedule.at(offset)
    }

    /// The steps of the night.
    pub fn steps(&self) -> impl Iterator<Item = (Span, T)> + '_ {
        self.schedule.steps()
    }
}

/// Clock windows as a fact that is on or off.
#[derive(Clone, Debug)]
pub struct OnOff<'a> {
    windows: &'a Windows,
    timed: Timed<bool>,
    /// Limited to certain nights, so that each night has a schedule of its own.
    limited: bool,
    compiled: bool,
}

impl<'a> OnOff<'a> {
    /// From windows.
    pub fn new(windows: &'a Windows) -> Self {
        let timed = Timed::new(Schedule::constant(false));
        OnOff { windows, timed, limited: is_limited(windows), compiled: false }
    }

    /// A night begins.
    pub fn begin(&mut self, night: &Night) {
        let fresh = self.limited || !self.compiled;
        self.compiled = true;
        let schedule = fresh.then(|| Schedule::of_windows(self.windows, night.start, night.number));
        self.timed.begin(night, schedule);
    }

    /// A night begins with hours of its own, made of the windows.
    pub fn begin_with(&mut self, night: &Night, hours: impl FnOnce(&Windows) -> Schedule<bool>) {
        self.timed.begin(night, Some(hours(self.windows)));
    }

    /// Whether it is on.
    #[inline]
    pub fn is_on(&self) -> bool {
        self.timed.value()
    }

    /// When it changes next.
    #[inline]
    pub fn next_change(&self) -> Option<SimTime> {
        self.timed.next_change()
    }

    /// Moves forward; whether it changed.
    #[inline]
    pub fn advance(&mut self, to: SimTime) -> bool {
        self.timed.advance(to)
    }

    /// Its steps this night.
    pub fn steps(&self) -> impl Iterator<Item = (Span, bool)> + '_ {
        self.timed.steps()
    }
}

/// Whether some window is limited to certain nights.
pub fn is_limited(windows: &Windows) -> bool {
    matches!(windows, Windows::Clock(list) if list.iter().any(|w| w.nights.is_some()))
}

/// A rate plan over the 24 h of a night that starts at that clock time.
pub fn plan_schedule(plan: &RatePlan, night: &Night) -> Schedule<Rate> {
    match plan {
        RatePlan::Constant(rate) => Schedule::constant(*rate),
        RatePlan::Daily(entries) => {
            let steps: Vec<_> =
                entries.iter().map(|&(clock, rate)| (night.start.until(clock), rate)).collect();
            // At the night's start the entry holds that began last, going round the clock.
            let before = steps.iter().max_by_key(|(at, _)| *at).map_or(Rate::ZERO, |&(_, r)| r);
            Schedule::from_steps(before, steps)
        }
    }
}
