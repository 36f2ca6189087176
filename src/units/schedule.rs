//! A piecewise-constant function of time, and the cursor that walks it. Wi-Fi hours, outages,
//! plugged hours, speed plans and caps are all this. A schedule covers the 24 h of one night, from
//! the night's start; the caller compiles it for the night it needs.

use super::time::{ClockTime, SimTime, Span};
use super::windows::{ClockWindow, Windows};
use smallvec::SmallVec;

/// Values over the 24 h of a night, as steps. The first step is at 0; offsets rise strictly.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule<T> {
    first: T,
    /// Few nights have more than one stretch of anything.
    later: SmallVec<[(Span, T); 2]>,
}

/// Stretches of a night, none of them empty; mostly few.
type Stretches = SmallVec<[(Span, Span); 4]>;

impl<T: Copy + PartialEq> Schedule<T> {
    /// One value all the time.
    pub const fn constant(value: T) -> Self {
        Schedule { first: value, later: SmallVec::new_const() }
    }

    /// One value all the time, in the place of what it held before.
    pub fn hold(&mut self, value: T) {
        self.first = value;
        self.later.clear();
    }

    /// From steps `(offset from the night's start, value)`. Offsets may come in any order; of two
    /// steps at one offset the later in the list holds. Before the first step `before` holds.
    pub fn from_steps(before: T, mut steps: Vec<(Span, T)>) -> Self {
        steps.sort_by_key(|&(at, _)| at);
        let mut schedule = Schedule { first: before, later: SmallVec::new() };
        for (at, value) in steps {
            if at == Span::ZERO {
                schedule.first = value;
                schedule.later.clear();
                continue;
            }
            if schedule.later.last().is_some_and(|&(last, _)| last == at) {
                schedule.later.pop();
            }
            if schedule.later.last().map_or(schedule.first, |&(_, v)| v) != value {
                schedule.later.push((at, value));
            }
        }
        schedule
    }

    /// The value at an offset from the night's start.
    pub fn at(&self, offset: Span) -> T {
        let index = self.later.partition_point(|&(at, _)| at <= offset);
        index.checked_sub(1).map_or(self.first, |i| self.later[i].1)
    }

    /// The steps: offset from the night's start and the value from there on.
    pub fn steps(&self) -> impl Iterator<Item = (Span, T)> + '_ {
        std::iter::once((Span::ZERO, self.first)).chain(self.later.iter().copied())
    }
}

impl Schedule<bool> {
    /// When `windows` hold in the night of that number, whose start is at clock time `start`, in the place
    /// of what it held before. A window that contains the start is on at it (docs/models.md, Time).
    pub fn hold_windows(&mut self, windows: &Windows, start: ClockTime, night: u32) {
        match windows {
            Windows::Always => self.hold(true),
            Windows::Never => self.hold(false),
            Windows::Clock(list) => {
                // Mostly there is one, in one piece.
                if let [window] = list[..]
                    && window.in_night(night)
                    && let [wrapped, (from, to)] = pieces(&window, start)
                    && wrapped.0 >= wrapped.1
                {
                    self.later.clear();
                    return self.hold_one(from, to);
                }
                let held = list.iter().filter(|window| window.in_night(night));
                self.hold_stretches(held.flat_map(|window| stretches(window, start)));
            }
        }
    }

    /// True inside any of the stretches `[from, to)`, which may overlap and come in any order.
    pub fn of_stretches(stretches: impl Iterator<Item = (Span, Span)>) -> Self {
        let mut schedule = Schedule::constant(false);
        schedule.hold_stretches(stretches);
        schedule
    }

    /// As [`Schedule::of_stretches`], in the place of what it held before.
    pub fn hold_stretches(&mut self, stretches: impl Iterator<Item = (Span, Span)>) {
        let mut found = Stretches::new();
        stretches.filter(|(from, to)| from < to).for_each(|stretch| found.push(stretch));
        self.hold_list(found);
    }

    /// One stretch, where nothing was held.
    fn hold_one(&mut self, from: Span, to: Span) {
        self.first = from == Span::ZERO;
        if from > Span::ZERO {
            self.later.push((from, true));
        }
        if to < Span::DAY {
            self.later.push((to, false));
        }
    }

    fn hold_list(&mut self, mut stretches: Stretches) {
        self.later.clear();
        // Mostly there is one.
        if let [(from, to)] = stretches[..] {
            return self.hold_one(from, to);
        }
        stretches.sort_unstable();
        self.first = false;
        // The end of the stretch at hand, which the next one may push out.
        let mut until: Option<Span> = None;
        for (from, to) in stretches {
            match until {
                Some(end) if from <= end => {
                    until = Some(if to > end { to } else { end });
                    continue;
                }
                Some(end) => self.later.push((end, false)),
                None => {}
            }
            if from == Span::ZERO {
                self.first = true;
            } else {
                self.later.push((from, true));
            }
            until = Some(to);
        }
        self.later.extend(until.filter(|&end| end < Span::DAY).map(|end| (end, false)));
    }
}

/// The stretches of a clock window in the 24 h that begin at clock time `start`: one, or two if
/// the window contains the start (then the first begins at 0).
pub fn stretches(window: &ClockWindow, start: ClockTime) -> impl Iterator<Item = (Span, Span)> {
    pieces(window, start).into_iter().filter(|(a, b)| a < b)
}

/// The part of a clock window that has begun at `start`, and the part that begins later; the first one is
/// often without length.
fn pieces(window: &ClockWindow, start: ClockTime) -> [(Span, Span); 2] {
    let from = start.until(window.start);
    let to = from.plus(window.length());
    let wrapped = to.minus(Span::DAY);
    let within = if to > Span::DAY { Span::DAY } else { to };
    [(Span::ZERO, wrapped), (from, within)]
}

/// A position in a schedule, so that walking forward costs one comparison per step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    index: usize,
}

impl Cursor {
    /// At the start of the night.
    pub const START: Cursor = Cursor { index: 0 };

    /// The value at the cursor.
    #[inline]
    pub fn value<T: Copy + PartialEq>(&self, schedule: &Schedule<T>) -> T {
        if self.index == 0 { schedule.first } else { schedule.later[self.index - 1].1 }
    }

    /// When the value changes next, for a night that starts at `base`; `None` if it does not.
    #[inline]
    pub fn next_change<T: Copy + PartialEq>(
        &self,
        schedule: &Schedule<T>,
        base: SimTime,
    ) -> Option<SimTime> {
        schedule.later.get(self.index).map(|&(at, _)| base.plus(at))
    }

    /// Moves forward to `now`.
    #[inline]
    pub fn advance<T: Copy + PartialEq>(
        &mut self,
        schedule: &Schedule<T>,
        base: SimTime,
        now: SimTime,
    ) {
        while let Some(&(at, _)) = schedule.later.get(self.index) {
            if base.plus(at) > now {
                break;
            }
            self.index += 1;
        }
    }

    /// Back to the start of the night.
    pub fn reset(&mut self) {
        self.index = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Nights;
    use proptest::prelude::*;

    #[test]
    fn a_stretch_without_length_is_none_and_one_of_a_day_has_no_end() {
        let hour = |h: i64| Span::from_secs(3600 * h);
        let of = |list: &[(i64, i64)]| {
            Schedule::of_stretches(list.iter().map(|&(from, to)| (hour(from), hour(to))))
        };
        assert_eq!(of(&[(1, 1)]), Schedule::constant(false));
        assert_eq!(of(&[(0, 24)]), Schedule::constant(true));
        let steps: Vec<_> = of(&[(1, 3), (2, 5), (2, 4)]).steps().collect();
        assert_eq!(steps, [(hour(0), false), (hour(1), true), (hour(5), false)]);
    }

    #[test]
    fn a_window_that_holds_the_start_of_the_night_has_two_stretches() {
        let hour = |h: i64| Span::from_secs(3600 * h);
        let window = |from, to| {
            let window = ClockWindow::daily(ClockTime::from_hm(from, 0), ClockTime::from_hm(to, 0));
            stretches(&window, ClockTime::from_hm(22, 0)).collect::<Vec<_>>()
        };
        // The night begins at 22:00: 21 to 23 is its last hour and its first.
        assert_eq!(window(21, 23), [(hour(0), hour(1)), (hour(23), hour(24))]);
        assert_eq!(window(23, 1), [(hour(1), hour(3))]);
        assert_eq!(window(20, 22), [(hour(22), hour(24))]);
    }

    proptest! {
        #[test]
        fn windows_hold_in_their_nights_from_their_start_to_their_end(
            list in proptest::collection::vec((0u32..24, 1u32..=24, proptest::option::of(1u32..4)), 0..4),
            start in 0u32..24,
        ) {
            let clock = |h: u32| ClockTime::from_hm(h % 24, 0);
            let window = |&(from, lasting, of): &(u32, u32, Option<u32>)| ClockWindow {
                nights: of.map(|night| Nights { first: night, last: night }),
                ..ClockWindow::daily(clock(from), clock(from + lasting))
            };
            let windows = Windows::Clock(list.iter().map(window).collect());
            let mut schedule = Schedule::constant(true);
            for night in 1..4 {
                schedule.hold_windows(&windows, clock(start), night);
                for h in 0..24 {
                    // The hour from this clock time on, counted from the window's start.
                    let holds = |&(from, lasting, of): &(u32, u32, Option<u32>)| {
                        of.is_none_or(|of| of == night) && (start + h + 24 - from) % 24 < lasting
                    };
                    let at = Span::from_secs(3600 * i64::from(h));
                    prop_assert_eq!(schedule.at(at), list.iter().any(holds), "{} h into night {}", h, night);
                }
                let values: Vec<bool> = schedule.steps().map(|(_, on)| on).collect();
                prop_assert!(values.windows(2).all(|pair| pair[0] != pair[1]));
            }
        }

        #[test]
        fn stretches_hold_exactly_where_one_of_them_does(
            hours in proptest::collection::vec((0i64..24, 0i64..=24), 0..6)
        ) {
            let hour = |h: i64| Span::from_secs(3600 * h);
            let all = hours.iter().map(|&(from, to)| (hour(from), hour(to)));
            let schedule = Schedule::of_stretches(all);
            for h in 0..24 {
                let wanted = hours.iter().any(|&(from, to)| from <= h && h < to);
                prop_assert_eq!(schedule.at(hour(h)), wanted, "at {}:00", h);
            }
            // No step without a change.
            let values: Vec<bool> = schedule.steps().map(|(_, on)| on).collect();
            prop_assert!(values.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }
}
