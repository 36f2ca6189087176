//! A measured trace, walked: the steps of a series flow in, the rate of the moment and when it changes
//! flow out. The series may hold millions of steps and is shared, never copied; each simulation has a
//! place in it.

use crate::units::{Rate, Series, SimTime, Span};

/// A place in a series.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    series: &'a Series,
    /// The step that holds; past the last one where the series is over.
    at: usize,
    /// When the series began last: second 0, or later where it repeats.
    began: SimTime,
    /// When the next step begins, if one does.
    next: Option<SimTime>,
}

impl<'a> Walk<'a> {
    /// At second 0.
    pub fn new(series: &'a Series) -> Self {
        let mut walk = Walk { series, at: 0, began: SimTime::ZERO, next: None };
        walk.seek(SimTime::ZERO);
        walk
    }

    fn repeats(&self) -> bool {
        self.series.repeats() && self.series.end() > Span::ZERO
    }

    /// Goes to any moment.
    pub fn seek(&mut self, to: SimTime) {
        let since = to.since(SimTime::ZERO);
        let within = match self.repeats() {
            true => Span::from_micros(since.micros() % self.series.end().micros()),
            false => since,
        };
        self.began = SimTime::ZERO.plus(since.minus(within));
        self.find_step(within);
    }

    fn find_step(&mut self, within: Span) {
        let steps = self.series.steps();
        self.at = match within < self.series.end() {
            true => steps.partition_point(|&(at, _)| at <= within).saturating_sub(1),
            false => steps.len(),
        };
        self.find_next();
    }

    /// Of how many whole days it knows something; none where it begins again by itself.
    pub fn days(&self) -> i64 {
        if self.repeats() { 0 } else { self.series.end().micros() / Span::DAY.micros() }
    }

    /// Goes to a moment as if it were that moment of another day of the series, counted from 0; until
    /// the next call it goes on from there.
    pub fn seek_day(&mut self, to: SimTime, day: i64) {
        let since = to.since(SimTime::ZERO).micros().rem_euclid(Span::DAY.micros());
        let within = Span::from_micros(since).plus(Span::DAY.times(day));
        self.began = SimTime::from_micros(to.micros() - within.micros());
        self.find_step(within);
    }

    fn find_next(&mut self) {
        let steps = self.series.steps();
        let ahead = match steps.get(self.at + 1) {
            Some(&(at, _)) => Some(at),
            None if self.at >= steps.len() => None,
            // What never changes has no next step.
            None if self.repeats() && steps.len() == 1 => None,
            None => Some(self.series.end()),
        };
        self.next = ahead.map(|at| self.began.plus(at));
    }

    /// The rate now, if it is known.
    #[inline]
    pub fn rate(&self) -> Option<Rate> {
        self.series.steps().get(self.at).and_then(|&(_, rate)| rate)
    }

    /// When the next step begins.
    #[inline]
    pub const fn next_change(&self) -> Option<SimTime> {
        self.next
    }

    /// Moves forward to a moment; whether another step holds.
    #[inline]
    pub fn advance(&mut self, to: SimTime) -> bool {
        let mut moved = false;
        while let Some(at) = self.next.filter(|&at| at <= to) {
            moved = true;
            self.at += 1;
            if self.at >= self.series.steps().len() && self.repeats() {
                (self.at, self.began) = (0, at);
            }
            self.find_next();
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(series: &Series, to: i64, step: i64) {
        let mut walk = Walk::new(series);
        let mut sought = Walk::new(series);
        for second in (0..to).step_by(usize::try_from(step).unwrap()) {
            let now = SimTime::from_secs(second);
            walk.advance(now);
            sought.seek(now);
            let known = series.at(Span::from_secs(second));
            assert_eq!((walk.rate(), sought.rate()), (known, known), "at {second}");
            assert_eq!(walk.next_change(), sought.next_change(), "at {second}");
            assert!(walk.next_change().is_none_or(|next| next > now), "at {second}");
        }
    }

    #[test]
    fn another_day_is_walked_as_its_own() {
        let mbps = |n: u64| Rate::from_bits_per_s(n * 1_000_000);
        // A reading each hour of three days: hour 5 of day 2 has 2 x 24 + 5 + 1 Mbit/s.
        let hour = |n: i64| (Span::from_secs(n * 3_600), mbps(n as u64 + 1));
        let series = Series::of_readings(&(0..72).map(hour).collect::<Vec<_>>());
        let mut walk = Walk::new(&series);
        assert_eq!(walk.days(), 3);
        for night in 0..10 {
            let base = SimTime::from_secs(night * 86_400);
            let day = night * 7 % 3;
            walk.seek_day(base, day);
            for of_night in 0..24 {
                let now = base.plus(Span::from_secs(of_night * 3_600));
                walk.advance(now);
                assert_eq!(walk.rate(), Some(mbps((day * 24 + of_night) as u64 + 1)));
                let next = now.plus(Span::from_secs(3_600));
                assert!(walk.next_change() == Some(next) || day * 24 + of_night == 71);
            }
        }
        let again = Series::of_period(Span::from_secs(1), &[mbps(1), mbps(2)], Span::DAY.times(3));
        assert_eq!(Walk::new(&again).days(), 0);
    }

    #[test]
    fn a_walk_is_where_the_series_is_at_every_second() {
        let mbps = |n: u64| Rate::from_bits_per_s(n * 1_000_000);
        let readings =
            [(5, 1), (10, 2), (20, 3), (120, 4)].map(|(at, n)| (Span::from_secs(at), mbps(n)));
        let once = Series::of_readings(&readings);
        let again =
            Series::of_period(Span::from_secs(1), &[mbps(1), mbps(2), mbps(2)], Span::from_secs(3));
        let steady = Series::of_period(Span::from_secs(1), &[mbps(7)], Span::from_secs(2));
        for series in [&once, &again, &steady] {
            for step in [1, 7, 50] {
                walked(series, 400, step);
            }
        }
        assert_eq!(Walk::new(&steady).next_change(), None);
    }
}
