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
    /// What holds at the cursor, and when that changes next.
    value: T,
    next: Option<SimTime>,
}

impl<T: Copy + PartialEq> Timed<T> {
    /// One value, until a night begins with a schedule.
    pub const fn constant(value: T) -> Self {
        let schedule = Schedule::constant(value);
        Timed { schedule, cursor: Cursor::START, base: SimTime::ZERO, value, next: None }
    }

    /// The value now.
    #[inline]
    pub const fn value(&self) -> T {
        self.value
    }

    /// When it changes next, if it does this night.
    #[inline]
    pub const fn next_change(&self) -> Option<SimTime> {
        self.next
    }

    /// Takes in where the cursor is.
    fn settle(&mut self) {
        self.value = self.cursor.value(&self.schedule);
        self.next = self.cursor.next_change(&self.schedule, self.base);
    }

    /// Moves forward to a moment; whether the value changed.
    #[inline]
    pub fn advance(&mut self, to: SimTime) -> bool {
        if self.next_change().is_none_or(|at| at > to) {
            return false;
        }
        let before = self.value;
        self.cursor.advance(&self.schedule, self.base, to);
        self.settle();
        self.value != before
    }

    /// Back to the start of a night, with a new schedule if one is given.
    pub fn begin(&mut self, night: &Night, schedule: Option<Schedule<T>>) {
        if let Some(schedule) = schedule {
            self.schedule = schedule;
        }
        self.base = night.base;
        self.cursor.reset();
        self.settle();
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
        let timed = Timed::constant(false);
        OnOff { windows, timed, limited: is_limited(windows), compiled: false }
    }

    /// A night begins.
    pub fn begin(&mut self, night: &Night) {
        if self.limited || !self.compiled {
            self.compiled = true;
            self.timed.schedule.hold_windows(self.windows, night.start, night.number);
        }
        self.timed.begin(night, None);
    }

    /// A night begins with hours of its own, made of the windows.
    pub fn begin_with(&mut self, night: &Night, hours: impl FnOnce(&Windows, &mut Schedule<bool>)) {
        hours(self.windows, &mut self.timed.schedule);
        self.timed.begin(night, None);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{ClockTime, ClockWindow, Nights};

    fn hours(n: i64) -> Span {
        Span::from_secs(3600 * n)
    }

    fn night(number: u32) -> Night {
        let base = SimTime::ZERO.plus(Span::DAY.times(i64::from(number) - 1));
        let start = ClockTime::from_hm(22, 0);
        Night { number, base, start, length: Span::DAY, fresh: true }
    }

    #[test]
    fn a_plan_goes_round_the_clock() {
        let entry = |h, n| (ClockTime::from_hm(h, 0), Rate::from_bits_per_s(n));
        let steps = |entries: &[(ClockTime, Rate)]| {
            let schedule = plan_schedule(&RatePlan::Daily(entries.to_vec()), &night(1));
            schedule.steps().map(|(at, rate)| (at, rate.bits_per_s())).collect::<Vec<_>>()
        };
        // From 20:00 on 7, which still holds as the night begins at 22:00; from 03:00 on 5.
        let found = steps(&[entry(3, 5), entry(20, 7)]);
        assert_eq!(found, [(hours(0), 7), (hours(5), 5), (hours(22), 7)]);
        assert_eq!(steps(&[entry(22, 5), entry(3, 7)]), [(hours(0), 5), (hours(5), 7)]);
        let one = plan_schedule(&RatePlan::Constant(Rate::from_bits_per_s(9)), &night(1));
        assert_eq!(one.at(hours(4)), Rate::from_bits_per_s(9));
    }

    #[test]
    fn a_fact_moves_with_the_night_and_says_whether_it_changed() {
        let schedule = Schedule::from_steps(1, vec![(hours(2), 5), (hours(4), 1)]);
        let mut timed = Timed::constant(0);
        timed.begin(&night(2), Some(schedule));
        let at = |h: i64| night(2).base.plus(hours(h));
        assert_eq!((timed.value(), timed.next_change(), timed.at(hours(3))), (1, Some(at(2)), 5));
        let just_before = SimTime::from_micros(at(2).micros() - 1);
        assert_eq!([just_before, at(2), at(3)].map(|to| timed.advance(to)), [false, true, false]);
        assert_eq!((timed.value(), timed.next_change()), (5, Some(at(4))));
        // There and back in one go is no change.
        timed.begin(&night(2), None);
        assert!(!timed.advance(at(5)));
        assert_eq!((timed.value(), timed.next_change()), (1, None));
        assert_eq!(
            timed.steps().collect::<Vec<_>>(),
            [(hours(0), 1), (hours(2), 5), (hours(4), 1)]
        );
    }

    #[test]
    fn windows_of_certain_nights_are_on_in_those_nights() {
        let clock = |h| ClockTime::from_hm(h, 0);
        let daily = ClockWindow::daily(clock(23), clock(0));
        let second = ClockWindow { nights: Some(Nights { first: 2, last: 2 }), ..daily };
        for (window, limited) in [(daily, false), (second, true)] {
            let windows = Windows::Clock(vec![window]);
            assert_eq!(is_limited(&windows), limited);
            let mut on = OnOff::new(&windows);
            for number in 1..=3 {
                on.begin(&night(number));
                let at = |h: i64| night(number).base.plus(hours(h));
                let held = !limited || number == 2;
                assert_eq!(on.next_change(), held.then(|| at(1)), "night {number}");
                assert_eq!((on.advance(at(1)), on.is_on()), (held, held), "night {number}");
            }
            on.begin_with(&night(4), |_, hours| hours.hold(true));
            assert_eq!(on.steps().collect::<Vec<_>>(), [(Span::ZERO, true)]);
        }
        assert!(!is_limited(&Windows::Always));
    }
}
