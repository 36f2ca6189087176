//! Measured rates over time. A file's steps flow in, what is known of each moment flows out: a value
//! holds until the next one, at most two median steps, and then nothing is known.

use super::data::Rate;
use super::time::Span;
use std::sync::Arc;

/// The most steps of a series.
pub const MOST_STEPS: usize = 10_000_000;

/// Rates over time, from second 0. `None` where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    steps: Vec<(Span, Option<Rate>)>,
    end: Span,
    covered: Span,
    repeats: bool,
    fastest: Rate,
}

impl Series {
    /// From measured values `(since second 0, rate)` with rising times. Each holds to the next, at
    /// most two median steps; behind that nothing is known.
    pub fn of_readings(readings: &[(Span, Rate)]) -> Self {
        let gaps = readings.windows(2).map(|pair| pair[1].0.minus(pair[0].0));
        let mut gaps: Vec<Span> = gaps.collect();
        let middle = gaps.len() / 2;
        let median = match gaps.is_empty() {
            true => Span::DAY,
            false => *gaps.select_nth_unstable(middle).1,
        };
        let hold = median.times(2);
        let mut series = Series::default();
        for (place, &(at, rate)) in readings.iter().enumerate() {
            let next = readings.get(place + 1).map(|&(at, _)| at);
            let until = at.plus(hold);
            let until = next.map_or(until, |next| next.min(until));
            if series.end < at {
                series.push(series.end, None);
            }
            series.push(at, Some(rate));
            series.covered = series.covered.plus(until.minus(at));
            series.end = until;
        }
        series
    }

    /// From counts of what went through in steps of one length, that begin again at the end.
    pub fn of_period(step: Span, rates: &[Rate], period: Span) -> Self {
        let mut series =
            Series { end: period, covered: period, repeats: true, ..Series::default() };
        for (place, &rate) in rates.iter().enumerate() {
            series.push(step.times(i64::try_from(place).unwrap_or(i64::MAX)), Some(rate));
        }
        series
    }

    fn push(&mut self, at: Span, rate: Option<Rate>) {
        self.fastest = self.fastest.max(rate.unwrap_or(Rate::ZERO));
        if self.steps.last().is_none_or(|&(_, before)| before != rate) {
            self.steps.push((at, rate));
        }
    }

    /// The steps: since second 0, and the rate from there on.
    pub fn steps(&self) -> &[(Span, Option<Rate>)] {
        &self.steps
    }

    /// From when on nothing is known, or it all begins again.
    pub const fn end(&self) -> Span {
        self.end
    }

    /// Whether it begins again at its end.
    pub const fn repeats(&self) -> bool {
        self.repeats
    }

    /// For how much of the time to its end the rate is known.
    pub const fn covered(&self) -> Span {
        self.covered
    }

    /// Whether the rate is known at all times.
    pub fn is_complete(&self) -> bool {
        self.repeats && self.covered >= self.end
    }

    /// The fastest rate in it.
    pub const fn fastest(&self) -> Rate {
        self.fastest
    }

    /// The rate at a moment, if it is known.
    pub fn at(&self, moment: Span) -> Option<Rate> {
        let moment = match self.repeats && self.end > Span::ZERO {
            true => Span::from_micros(moment.micros() % self.end.micros()),
            false if moment >= self.end => return None,
            false => moment,
        };
        let index = self.steps.partition_point(|&(at, _)| at <= moment);
        index.checked_sub(1).and_then(|i| self.steps.get(i)).and_then(|&(_, rate)| rate)
    }
}

/// A file of measured rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Its path, as typed.
    pub path: String,
    /// What it holds, once it was read.
    pub series: Option<Arc<Series>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(s: i64) -> Span {
        Span::from_secs(s)
    }

    fn mbps(n: u64) -> Rate {
        Rate::from_bits_per_s(n * 1_000_000)
    }

    #[test]
    fn a_value_holds_two_median_steps_and_no_hole_is_bridged() {
        // Steps of 10 s but for one of 100 s: the median is 10 s, so the third value holds to 40 s,
        // and the last to 140 s. Known: 0 to 40 and 120 to 140.
        let readings =
            [(0, 1), (10, 2), (20, 3), (120, 4)].map(|(at, rate)| (secs(at), mbps(rate)));
        let series = Series::of_readings(&readings);
        let at = |s| series.at(secs(s)).map(Rate::bits_per_s);
        assert_eq!(at(0), Some(1_000_000));
        assert_eq!(at(19), Some(2_000_000));
        assert_eq!(at(39), Some(3_000_000));
        assert_eq!((at(40), at(119)), (None, None));
        assert_eq!((at(120), at(139), at(140)), (Some(4_000_000), Some(4_000_000), None));
        assert_eq!((series.end(), series.covered()), (secs(140), secs(60)));
    }

    #[test]
    fn what_comes_before_the_first_value_is_not_known() {
        let series = Series::of_readings(&[(secs(5), mbps(1)), (secs(6), mbps(2))]);
        assert_eq!(series.at(secs(4)), None);
        assert_eq!(series.at(secs(5)), Some(mbps(1)));
        // One second apart, so the last holds two seconds.
        assert_eq!((series.end(), series.covered()), (secs(8), secs(3)));
    }

    #[test]
    fn what_repeats_is_known_at_all_times() {
        let series = Series::of_period(secs(1), &[mbps(1), mbps(2)], secs(2));
        let at = |s| series.at(secs(s));
        assert_eq!(
            (at(0), at(1), at(2), at(7)),
            (Some(mbps(1)), Some(mbps(2)), Some(mbps(1)), Some(mbps(2)))
        );
    }

    #[test]
    fn what_follows_at_once_is_one_step_where_it_is_equal() {
        let readings = [(0, 1), (10, 1), (20, 3), (30, 2)].map(|(at, r)| (secs(at), mbps(r)));
        let series = Series::of_readings(&readings);
        let steps = [(0, 1), (20, 3), (30, 2)].map(|(at, r)| (secs(at), Some(mbps(r))));
        assert_eq!(series.steps(), steps);
        assert_eq!(series.fastest(), mbps(3));
        // Known from 0 s to 50 s, but no longer.
        assert_eq!((series.covered(), series.is_complete()), (secs(50), false));
    }

    #[test]
    fn a_period_is_known_whole_and_one_without_length_not_at_all() {
        let series = Series::of_period(secs(1), &[mbps(1), mbps(2)], secs(2));
        assert_eq!(
            (series.covered(), series.end(), series.is_complete()),
            (secs(2), secs(2), true)
        );
        assert_eq!(Series::of_period(secs(1), &[], Span::ZERO).at(secs(0)), None);
    }
}
