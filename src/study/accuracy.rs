//! Predictions held against measured runs: a scenario and what came of it flow in, the error of each
//! run and the figures over all of them flow out. Beside each stands what size divided by rate says.

use crate::import::measured_run::outcome::Measured;
use crate::scenario::fields::id_of;
use crate::scenario::{Inputs, Scenario};
use crate::sim::{Chance, Record, simulate};
use crate::study::repeats::interval;
use crate::units::{Rate, RatePlan, SimTime};

/// The end of a name that says that a run is shown, not scored: only the phone's end of its connections
/// died, and how long a server keeps such a dead session is the server's own matter.
const NOT_SCORED: &str = "-stale";
/// The share of the payload by which what is sent again may differ and still counts as right.
const RESENT_WITHIN: f64 = 0.1;

/// A run held against its outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its name.
    pub name: String,
    /// The predicted finish; `None` is never, or not while the run was watched.
    pub finish: Option<SimTime>,
    /// What is predicted to be sent again, in bytes.
    pub resent: u64,
    /// Where 90 % of repeats are expected to finish.
    pub interval: Option<(SimTime, SimTime)>,
    /// Size divided by the rate at the start, in seconds.
    pub naive: Option<f64>,
    /// All that there is to send, in bytes.
    pub payload: u64,
    /// What came of it, where that is known.
    pub measured: Option<Measured>,
}

/// How a prediction of the finish compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Error {
    /// (predicted − actual) ÷ actual; 0 where both never finish.
    Share(f64),
    /// One of them never finishes. It counts as 100 %.
    Miss,
}

impl Error {
    /// Of a predicted and an actual finish in seconds.
    pub fn of(predicted: Option<f64>, actual: Option<f64>) -> Self {
        match (predicted, actual) {
            (Some(predicted), Some(actual)) => Error::Share((predicted - actual) / actual),
            (None, None) => Error::Share(0.0),
            _ => Error::Miss,
        }
    }

    /// Without its sign.
    pub fn size(self) -> f64 {
        match self {
            Error::Share(share) => share.abs(),
            Error::Miss => 1.0,
        }
    }

    /// The share; `None` of a miss.
    pub const fn share(self) -> Option<f64> {
        match self {
            Error::Share(share) => Some(share),
            Error::Miss => None,
        }
    }
}

impl Run {
    /// Whether it counts towards the figures over all runs.
    pub fn is_scored(&self) -> bool {
        self.measured.is_some() && !self.name.ends_with(NOT_SCORED)
    }

    /// The error of the prediction, where an outcome is known.
    pub fn error(&self) -> Option<Error> {
        let measured = self.measured?;
        Some(Error::of(self.finish.map(SimTime::as_secs), measured.finish))
    }

    /// The error of size ÷ rate.
    pub fn naive_error(&self) -> Option<Error> {
        let measured = self.measured?;
        Some(Error::of(self.naive, measured.finish))
    }

    /// Whether the actual finish lies in the interval; never lies in an interval that has none.
    fn is_covered(&self) -> bool {
        let actual = self.measured.and_then(|m| m.finish);
        match (self.interval, actual) {
            (Some((from, to)), Some(actual)) => (from.as_secs()..=to.as_secs()).contains(&actual),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether what is sent again differs by at most a tenth of the payload; `None` if not measured.
    fn resent_holds(&self) -> Option<bool> {
        let measured = self.measured?.resent?;
        let apart = (self.resent as f64 - measured).abs();
        Some(apart <= RESENT_WITHIN * self.payload as f64)
    }

    /// How wide the interval is, as a share of the predicted time.
    fn width(&self) -> Option<f64> {
        let (from, to) = self.interval?;
        Some((to.as_secs() - from.as_secs()) / self.finish?.as_secs())
    }
}

/// Predicts a run and holds it against its outcome, if there is one.
pub fn hold(name: String, scenario: &Scenario, measured: Option<Measured>) -> Run {
    let outcome = simulate(scenario, Chance::Mean, Record::No);
    let watched = scenario.origin(const { id_of("window.deadline") }).is_given();
    let finish = outcome.finish.map(|finish| finish.at);
    Run {
        name,
        // Nobody knows what became of a run behind the moment to which it was watched.
        finish: finish.filter(|&at| !watched || at <= outcome.deadline),
        resent: outcome.bytes.resent.bytes(),
        interval: interval(scenario, &outcome)
            .filter(|_| !watched || finish <= Some(outcome.deadline)),
        naive: naive(scenario.inputs(), outcome.bytes.size.bytes()),
        payload: outcome.bytes.size.bytes(),
        measured,
    }
}

/// Size ÷ rate, with the rate that the line has at the start.
fn naive(inputs: &Inputs, bytes: u64) -> Option<f64> {
    let link = &inputs.link;
    let start = inputs.window.allowed.start();
    let rate = match &link.plan {
        Some(RatePlan::Constant(rate)) => Some(*rate),
        Some(RatePlan::Daily(list)) => {
            let begun = list.iter().rev().find(|(clock, _)| *clock <= start);
            begun.or(list.last()).map(|&(_, rate)| rate)
        }
        None => link.upload.or(link.usb_speed),
    };
    rate.filter(|&rate| rate > Rate::ZERO)
        .map(|rate| bytes as f64 * 8e6 / rate.microbits_per_s() as f64)
}

/// Sizes of errors over several runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Half of the errors are at most this.
    pub median: f64,
    /// On average.
    pub mean: f64,
    /// Nine of ten are at most this.
    pub p90: f64,
    /// The largest.
    pub worst: f64,
}

impl Figures {
    /// Of sizes of errors; `None` of none.
    pub fn of(mut sizes: Vec<f64>) -> Option<Self> {
        sizes.sort_unstable_by(f64::total_cmp);
        let worst = *sizes.last()?;
        let count = sizes.len();
        let rank = (count * 9).div_ceil(10).saturating_sub(1);
        Some(Figures {
            median: median(&sizes)?,
            mean: sizes.iter().sum::<f64>() / count as f64,
            p90: sizes.get(rank).copied().unwrap_or(worst),
            worst,
        })
    }
}

/// The middle of sorted numbers, between two the mean of both.
fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted.get(middle.checked_sub(1)?)? + upper) / 2.0)
}

/// All scored runs together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many runs are scored.
    pub runs: usize,
    /// The errors of the predictions; a miss counts as 100 %.
    pub errors: Option<Figures>,
    /// The errors of size ÷ rate.
    pub naive: Option<Figures>,
    /// In how many of them the actual finish lies in the interval, as a share.
    pub coverage: Option<f64>,
    /// How wide the interval is at the median, as a share of the predicted time.
    pub width: Option<f64>,
    /// In how many of those in which it was measured what is sent again is right within 10 % of the
    /// payload, as a share.
    pub resent_right: Option<f64>,
}

/// The figures over all scored runs.
pub fn summary(runs: &[Run]) -> Summary {
    let scored: Vec<&Run> = runs.iter().filter(|run| run.is_scored()).collect();
    let sizes = |of: fn(&Run) -> Option<Error>| {
        Figures::of(scored.iter().filter_map(|run| of(run)).map(Error::size).collect())
    };
    let share = |holds: Vec<bool>| {
        let count = holds.iter().filter(|held| **held).count();
        (!holds.is_empty()).then(|| count as f64 / holds.len() as f64)
    };
    let mut widths: Vec<f64> = scored.iter().filter_map(|run| run.width()).collect();
    widths.sort_unstable_by(f64::total_cmp);
    Summary {
        runs: scored.len(),
        errors: sizes(Run::error),
        naive: sizes(Run::naive_error),
        coverage: share(scored.iter().map(|run| run.is_covered()).collect()),
        width: median(&widths),
        resent_right: share(scored.iter().filter_map(|run| run.resent_holds()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(name: &str, finish: Option<i64>, actual: Option<Option<f64>>) -> Run {
        let finish = finish.map(SimTime::from_secs);
        Run {
            name: name.to_owned(),
            finish,
            resent: 0,
            interval: finish.map(|at| (at, at)),
            naive: Some(50.0),
            payload: 100,
            measured: actual.map(|finish| Measured { finish, resent: Some(10.0) }),
        }
    }

    #[test]
    fn an_error_is_a_share_of_the_actual_time_and_never_is_a_time_of_its_own() {
        assert_eq!(Error::of(Some(90.0), Some(100.0)), Error::Share(-0.1));
        assert_eq!(Error::of(None, None), Error::Share(0.0));
        assert_eq!(Error::of(None, Some(100.0)), Error::Miss);
        assert_eq!(Error::of(Some(90.0), None), Error::Miss);
        assert_eq!((Error::Miss.size(), Error::Miss.share()), (1.0, None));
    }

    #[test]
    fn figures_are_the_middle_the_mean_and_nearest_ranks() {
        // Ten errors of 1 to 10 %: the 9th is the 90th percentile, the middle lies between 5 and 6.
        let figures = Figures::of((1..=10).rev().map(f64::from).collect()).unwrap();
        assert_eq!((figures.median, figures.mean), (5.5, 5.5));
        assert_eq!((figures.p90, figures.worst), (9.0, 10.0));
        let one = Figures::of(vec![0.2]).unwrap();
        assert_eq!((one.median, one.mean, one.p90, one.worst), (0.2, 0.2, 0.2, 0.2));
        assert_eq!(Figures::of(Vec::new()), None);
    }

    #[test]
    fn only_runs_with_an_outcome_are_scored_and_none_with_a_dead_session() {
        let runs = [
            run("a", Some(110), Some(Some(100.0))),
            run("b", None, Some(None)),
            run("c", Some(100), Some(None)),
            run("c-stale", Some(1), Some(Some(100.0))),
            run("d", Some(100), None),
        ];
        let summary = summary(&runs);
        assert_eq!(summary.runs, 3);
        // Errors of 10 %, 0 and a miss that counts as 100 %.
        let errors = summary.errors.unwrap();
        assert!((errors.median - 0.1).abs() < 1e-12 && errors.worst == 1.0);
        assert!((errors.mean - 1.1 / 3.0).abs() < 1e-12);
        // 100 s are not in 110 to 110; never is in none; a finish is not never.
        assert_eq!(summary.coverage, Some(1.0 / 3.0));
        // 10 bytes of 100 are within a tenth.
        assert_eq!((summary.resent_right, summary.width), (Some(1.0), Some(0.0)));
        assert_eq!(runs[4].error(), None);
    }
}
