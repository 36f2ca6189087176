//! How far the battery's level may lie from the simulated one: a case flows in; at each moment of one of
//! its nights the levels between which nine of ten trials lie flow out. In a trial varies what always does,
//! and what a phone draws, of which only ranges are known. Drawn by `chart battery`.

use super::answer::Answer;
use super::fan::own_time;
use super::risk::{Ask, on_threads, one_by_one, outside};
use crate::edit::FieldId;
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::sim::{Trials, unlocking_matters};
use crate::units::{Fraction, Law, Scan, SimTime, Span, Windows};

/// What a phone draws with the ends of what is documented, in the field's own notation; the sources stand
/// with the values in `scenario/presets/generic.toml`.
const DRAWS: [(&str, &str, &str); 4] = [
    ("battery.idle_draw", "20mW", "50mW"),
    ("battery.upload_draw", "200mW", "650mW"),
    ("battery.scan_draw", "800mW", "3W"),
    ("battery.screen_draw", "300mW", "2200mW"),
];
/// How many moments of a night there are.
const MOMENTS: i64 = 96;
/// Fewer trials in a night give no quantiles of twenty.
const LEAST: usize = 20;
/// No more trials are run than this: ten of them lie below the band and ten above.
const MOST: u64 = 200;

/// A draw that varies, between two values in the field's own notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The field.
    pub field: FieldId,
    /// The least.
    pub from: &'static str,
    /// The most.
    pub to: &'static str,
}

/// Where the battery's level lies in a night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drain {
    /// The night, from 1.
    pub night: u32,
    /// How many trials reached it.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// The draws that vary besides what always does.
    pub ranges: Vec<Range>,
    /// Moments in order with the levels that 5 % and 95 % of the trials are not above.
    pub moments: Vec<(SimTime, [Fraction; 2])>,
}

impl Drain {
    /// Of a night of an answer, up to a moment of it. `None` where no trials are asked for or too few have
    /// such a night.
    pub fn of(answer: &Answer, night: u32, end: SimTime, ask: Ask) -> Option<Self> {
        let ask = Ask { trials: ask.trials.min(MOST), ..ask };
        let inputs = answer.scenario.inputs();
        let ranges = ranges(answer);
        let mut varied = inputs.clone();
        for range in &ranges {
            let law = Law::Between(range.from.to_owned(), range.to.to_owned());
            varied.top.spread.put(crate::scenario::field(range.field).key, Some(law));
        }
        let start = SimTime::ZERO.plus(Span::DAY.times(i64::from(night.max(1)) - 1));
        let length = end.since(start).micros();
        if ask.trials == 0 || length == 0 {
            return None;
        }
        let part = |k: i64| Span::from_micros(length / MOMENTS * k);
        let times: Vec<SimTime> = (0..MOMENTS).map(|k| start.plus(part(k))).chain([end]).collect();
        let zero = inputs.window.allowed.start();
        let look = |trials: &mut Trials<'_>, trial| {
            let (own_zero, levels) = trials.levels(trial);
            let own = own_time(zero, own_zero);
            levels.at(times.iter().map(|&at| own(at)))
        };
        let found = on_threads(ask, |from, to| {
            (from..to).map(one_by_one(&varied, ask, (night, true), look)).collect()
        });
        let ways: Vec<Vec<Fraction>> = found.into_iter().flatten().collect();
        if ways.len() < LEAST.min(usize::try_from(ask.trials).unwrap_or(LEAST)) {
            return None;
        }
        let mut levels: Vec<Fraction> = Vec::with_capacity(ways.len());
        let at = |(place, &at): (usize, &SimTime)| {
            levels.clear();
            levels.extend(ways.iter().filter_map(|way| way.get(place).copied()));
            (at, edges(&mut levels))
        };
        let moments = times.iter().enumerate().map(at).collect();
        let trials = ways.len() as u64;
        Some(Drain { night, trials, seed: ask.seed, ranges, moments })
    }

    /// How far apart its edges are at most.
    pub fn widest(&self) -> Fraction {
        let widths =
            self.moments.iter().map(|(_, [low, high])| high.millionths() - low.millionths());
        Fraction::from_millionths(widths.max().unwrap_or(0))
    }
}

/// The draws that nobody gave, as far as they count in the case.
fn ranges(answer: &Answer) -> Vec<Range> {
    let (scenario, inputs) = (&answer.scenario, answer.scenario.inputs());
    let mut list = Vec::new();
    for (key, from, to) in DRAWS {
        let field = id_of(key);
        let known = scenario.origin(field).is_given() || inputs.top.spread.of(key).is_some();
        if !known && counts(inputs, key) {
            list.push(Range { field, from, to });
        }
    }
    list
}

/// Whether the phone ever draws it.
fn counts(inputs: &Inputs, key: &str) -> bool {
    match key {
        "battery.scan_draw" => inputs.service.scan != Scan::Lasting(Span::ZERO),
        "battery.screen_draw" => {
            inputs.screen.in_use != Windows::Never || unlocking_matters(inputs)
        }
        _ => true,
    }
}

/// The levels between which nine of ten trials lie: those of [`super::fan::quantiles`], for who asks for no other.
fn edges(levels: &mut [Fraction]) -> [Fraction; 2] {
    let [least, most] = outside(levels.len(), 5, 100);
    if levels.is_empty() {
        return [Fraction::default(); 2];
    }
    // Behind the lower edge no level is less.
    let (_, &mut low, above) = levels.select_nth_unstable(least);
    let high = match most.checked_sub(least + 1) {
        Some(place) if place < above.len() => *above.select_nth_unstable(place).1,
        _ => low,
    };
    [low, high]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::fan::quantiles;
    use proptest::prelude::*;

    /// Of twenty levels one lies below the lower edge and one above the upper.
    #[test]
    fn the_edges_leave_a_twentieth_of_the_trials_on_each_side() {
        let mut levels: Vec<Fraction> = (1..=20).rev().map(Fraction::from_percent).collect();
        assert_eq!(edges(&mut levels), [2, 19].map(Fraction::from_percent));
        assert_eq!(edges(&mut [Fraction::from_percent(100)]), [Fraction::from_percent(100); 2]);
        assert_eq!(edges(&mut []), [Fraction::ZERO; 2]);
    }

    proptest! {
        #[test]
        fn the_edges_are_the_quantiles_of_all_levels_in_order(
            levels in prop::collection::vec(0u32..60, 0..250),
        ) {
            let mut levels: Vec<Fraction> = levels.into_iter().map(Fraction::from_percent).collect();
            let mut sorted = levels.clone();
            sorted.sort_unstable();
            let [low, .., high] = quantiles(&sorted);
            prop_assert_eq!(edges(&mut levels), [low, high]);
        }
    }
}
