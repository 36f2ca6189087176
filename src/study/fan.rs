//! How far trials are at some moments: the trials of a case flow in; at each moment the shares of the
//! backup between which half and nine of ten of them lie flow out. Drawn by `chart chance --fan`.

use super::answer::Answer;
use super::risk::{Ask, Sample, on_threads, one_by_one, outside};
use crate::client::classes::library_size;
use crate::sim::Trials;
use crate::sim::timeline::sent_at;
use crate::units::{BackupWindow, ClockTime, Fraction, SimTime, Size, Span};

/// The quantiles of a moment, in percent.
pub const PERCENTS: [u32; 5] = [5, 25, 50, 75, 95];
/// Up to so many nights each moment lies in a window.
pub const NIGHTS_APART: i64 = 21;
/// The most trials that are kept at once: their shares take some 40 MB.
pub const MOST_TRIALS: u64 = 100_000;
/// How many moments there are, but for the ends of windows: a few pixels apart in every layout.
const MOMENTS: i64 = 96;

/// How far the trials are at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub at: SimTime,
    /// What [`PERCENTS`] of them have not passed: shares of the backup, each trial's of its own.
    pub shares: [Fraction; 5],
}

/// How far trials are over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fan {
    /// How many trials; 0 where the answer stands for all of them.
    pub trials: u64,
    /// The moments in order, the first at second 0.
    pub moments: Vec<Moment>,
}

impl Fan {
    /// Of the trials behind an answer's chance: the first [`MOST_TRIALS`] of what is asked. Where there are
    /// none, each quantile is the answer itself; an outcome without a timeline stands still.
    pub fn of(answer: &Answer, sample: Option<&Sample>, ask: Ask) -> Self {
        let inputs = answer.scenario.inputs();
        let times = moments(answer, sample);
        let Some(sample) = sample else { return Fan::of_answer(answer, &times) };
        let ask = Ask { trials: ask.trials.min(MOST_TRIALS), ..ask };
        let zero = inputs.window.allowed.start();
        let look = |trials: &mut Trials<'_>, trial| {
            let course = trials.course(trial);
            let own = own_time(zero, course.clock_zero);
            let share = |&at: &SimTime| share(course.stored_at(own(at)), course.whole).millionths();
            times.iter().map(share).collect::<Vec<u32>>()
        };
        let nights = (sample.nights, false);
        let ways = on_threads(ask, |from, to| {
            (from..to).map(one_by_one(inputs, ask, nights, look)).collect()
        });
        let at = |(place, &at): (usize, &SimTime)| {
            let mut shares: Vec<u32> =
                ways.iter().filter_map(|way| way.get(place).copied()).collect();
            shares.sort_unstable();
            Moment { at, shares: quantiles(&shares).map(Fraction::from_millionths) }
        };
        Fan { trials: ask.trials, moments: times.iter().enumerate().map(at).collect() }
    }

    /// The answer at every quantile.
    fn of_answer(answer: &Answer, times: &[SimTime]) -> Self {
        let outcome = &answer.outcome;
        let segments = outcome.timeline.as_ref().map_or(&[][..], |t| &t.segments);
        let stated = library_size(&answer.scenario.inputs().library);
        let whole = if outcome.proof.is_some() { stated } else { outcome.bytes.size };
        let at = |&at: &SimTime| {
            let stored = outcome.bytes.done.plus(sent_at(segments, at));
            Moment { at, shares: [share(stored, whole); 5] }
        };
        Fan { trials: 0, moments: times.iter().map(at).collect() }
    }
}

/// A share of a whole, rounded down to millionths; all of nothing.
fn share(stored: Size, whole: Size) -> Fraction {
    let share = (u128::from(stored.bytes()) * 1_000_000).checked_div(u128::from(whole.bytes()));
    let share = share.and_then(|share| u32::try_from(share).ok());
    Fraction::from_millionths(share.unwrap_or(1_000_000).min(1_000_000))
}

/// Moments of a case, whose second 0 is at a clock time, as a trial counts: its own second 0 may be earlier
/// or later on the clock.
pub(super) fn own_time(zero: ClockTime, own: ClockTime) -> impl Fn(SimTime) -> SimTime {
    let later = zero.until(own).micros();
    let day = Span::DAY.micros();
    let shift = if later > day / 2 { later - day } else { later };
    move |at| SimTime::from_micros(at.micros().saturating_sub(shift)).max(SimTime::ZERO)
}

/// [`PERCENTS`] of what is in order, as many outside on one side as on the other.
pub fn quantiles<T: Copy + Default>(sorted: &[T]) -> [T; 5] {
    let get = |place: usize| sorted.get(place).copied().unwrap_or_default();
    let [least, most] = outside(sorted.len(), 5, 100).map(get);
    let [low, high] = outside(sorted.len(), 25, 100).map(get);
    // Where half of the trials are done, the middle one is.
    [least, low, get(sorted.len() / 2), high, most]
}

/// The moments to look at: in each window evenly and at its ends, up to where nineteen of twenty trials
/// are done.
fn moments(answer: &Answer, sample: Option<&Sample>) -> Vec<SimTime> {
    let window = answer.scenario.inputs().window.allowed;
    let length = window.length();
    let start = |night: i64| SimTime::ZERO.plus(Span::DAY.times(night));
    let last = match sample {
        Some(sample) => {
            let nights = i64::from(sample.nights.max(1));
            let horizon = start(nights - 1).plus(length);
            sample.middle(5, 100)[1].map_or(horizon, |finish| finish.at)
        }
        None => SimTime::ZERO.plus(answer.outcome.ledger.horizon),
    };
    let last = last.max(SimTime::from_secs(60));
    let nights = (last.micros() - 1) / Span::DAY.micros() + 1;
    let part = |whole: i64, k: i64, of: i64| {
        let part = i128::from(whole) * i128::from(k) / i128::from(of);
        Span::from_micros(i64::try_from(part).unwrap_or(0))
    };
    let mut list: Vec<SimTime> = if window == BackupWindow::AllDay || nights > NIGHTS_APART {
        (0..MOMENTS).map(|k| SimTime::ZERO.plus(part(last.micros(), k, MOMENTS))).collect()
    } else {
        let parts = (MOMENTS / nights).max(6);
        let of =
            |night| (0..=parts).map(move |k| start(night).plus(part(length.micros(), k, parts)));
        (0..nights).flat_map(of).filter(|&at| at < last).collect()
    };
    list.push(last);
    // Where the first trials and half of them are done, and the deadline: the words tell of these.
    let done = sample.map(|sample| [sample.middle(5, 100)[0], sample.reached(1, 2)]);
    let done = done.into_iter().flatten().flatten().map(|finish| finish.at);
    list.extend(
        done.chain([answer.outcome.deadline]).filter(|&at| at > SimTime::ZERO && at < last),
    );
    list.sort_unstable();
    list.dedup();
    list
}
