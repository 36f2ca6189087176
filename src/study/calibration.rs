//! Whether chances come true: a history of speed tests flows in; for each of its nights, forecasts from
//! what was known before it and what then came of them flow out.
//!
//! A night is 22:00 to 07:00 by the local clock. What was known: one reading shortly before, or the
//! median of the days before. Sizes lie around what that reading carries in a night. What came of it is
//! simulated over the readings of the night themselves, as a trace.

use super::risk::{self, Ask};
use crate::import::speedtest::Readings;
use crate::model::link::UploadIs;
use crate::scenario::{Draft, Inputs, Origin};
use crate::sim::outcome::Verdict;
use crate::sim::simulate_inputs;
use crate::units::{Fraction, Rate, Series, Size, Span, Trace};
use std::sync::Arc;

/// The night, in seconds: its start after midnight, and its length.
const START: i64 = 22 * 3_600;
const LENGTH: i64 = 9 * 3_600;
/// How much of a night must be measured: assumed, so that what is filled in decides little.
const COVERED: f64 = 0.8;
/// How old a single reading may be, how far back the median goes, and of how many readings it is.
const RECENT: i64 = 3 * 3_600;
const DAYS_BACK: i64 = 7 * 86_400;
const AT_LEAST: usize = 24;
/// The sizes, as shares of what the reading carries in the night.
const SIZES: [f64; 13] = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1.05, 1.1, 1.2, 1.35, 1.5];
/// Trials of a forecast.
const TRIALS: u64 = 1_000;

/// One forecast and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// The chance that was forecast.
    pub forecast: f64,
    /// What size over rate says, with the efficiency of the link.
    pub plain: bool,
    /// What size over rate says as it is.
    pub bare: bool,
    /// Whether it was done by the deadline.
    pub happened: bool,
}

/// How good forecasts were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// How many.
    pub number: usize,
    /// The mean square of forecast less outcome: of the chance, of size over rate, and of that without
    /// efficiency.
    pub brier: [f64; 3],
    /// How many were 90 % or more, and how many of these came true.
    pub sure: (usize, usize),
}

/// The score of some cases.
pub fn score(cases: &[Case]) -> Score {
    let square = |said: f64, case: &Case| (said - f64::from(u8::from(case.happened))).powi(2);
    let mean = |each: &dyn Fn(&Case) -> f64| {
        cases.iter().map(|case| square(each(case), case)).sum::<f64>() / cases.len().max(1) as f64
    };
    let sure = cases.iter().filter(|case| case.forecast >= 0.9);
    Score {
        number: cases.len(),
        brier: [
            mean(&|case| case.forecast),
            mean(&|case| f64::from(u8::from(case.plain))),
            mean(&|case| f64::from(u8::from(case.bare))),
        ],
        sure: (sure.clone().count(), sure.filter(|case| case.happened).count()),
    }
}

/// Cases whose forecast lies from one bound up to another: how many, their mean forecast, and the share
/// that happened.
pub fn bin(cases: &[Case], from: f64, to: f64) -> (usize, f64, f64) {
    let within: Vec<&Case> =
        cases.iter().filter(|case| from <= case.forecast && case.forecast < to).collect();
    let number = within.len();
    let mean = |sum: f64| sum / number.max(1) as f64;
    let happened = within.iter().filter(|case| case.happened).count();
    (number, mean(within.iter().map(|case| case.forecast).sum()), mean(happened as f64))
}

/// The median of some rates.
fn median(mut rates: Vec<Rate>) -> Option<Rate> {
    let middle = rates.len() / 2;
    (!rates.is_empty()).then(|| *rates.select_nth_unstable(middle).1)
}

/// What a night carried: its readings from 22:00 on, and their mean where they know the rate.
fn night(readings: &Readings, start: i64) -> Option<(Series, Rate)> {
    let first = readings.partition_point(|&(at, _)| at < start);
    let last = readings.partition_point(|&(at, _)| at < start + LENGTH);
    // The last reading before the night holds at its start, if it is not too old.
    let before = first.checked_sub(1).and_then(|i| readings.get(i));
    let before = before.filter(|&&(at, _)| start - at <= 3_600).map(|&(_, rate)| (start, rate));
    let within = readings.get(first..last)?.iter().copied();
    let mut all: Vec<(Span, Rate)> = before
        .into_iter()
        .chain(within)
        .map(|(at, rate)| (Span::from_secs(at - start), rate))
        .collect();
    all.dedup_by_key(|&mut (at, _)| at);
    let series = Series::of_readings(&all);
    let (mut known, mut sum) = (0.0, 0.0);
    let ends = series.steps().iter().skip(1).map(|&(at, _)| at).chain([series.end()]);
    let length = Span::from_secs(LENGTH);
    for (&(from, rate), to) in series.steps().iter().zip(ends) {
        let time = to.min(length).minus(from).as_secs();
        if let Some(rate) = rate {
            known += time;
            sum += time * rate.as_mbps();
        }
    }
    let mean = Rate::from_bits_per_s((sum / known.max(1.0) * 1e6) as u64);
    (known >= COVERED * LENGTH as f64).then_some((series, mean))
}

/// The inputs of a plain upload overnight.
fn plain() -> Option<Inputs> {
    let mut draft = Draft::new();
    for (key, text) in [("library.size", "40GB"), ("link.upload", "1Mbps")] {
        draft.set(key, text, Origin::Study);
    }
    draft.build().ok().map(|scenario| scenario.inputs().clone())
}

/// All forecasts for the nights of a history. `offset`: seconds to add for the local clock.
pub fn cases(readings: &Readings, offset: i64, known: UploadIs) -> Vec<Case> {
    let local: Readings = readings.iter().map(|&(at, rate)| (at + offset, rate)).collect();
    let (Some(&(first, _)), Some(&(last, _)), Some(base)) = (local.first(), local.last(), plain())
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for day in first.div_euclid(86_400)..=last.div_euclid(86_400) {
        let start = day * 86_400 + START;
        let Some((series, mean)) = night(&local, start) else { continue };
        let upto = local.partition_point(|&(at, _)| at < start);
        let from = local.partition_point(|&(at, _)| at < start - DAYS_BACK);
        let reading = match known {
            UploadIs::Typical => {
                let before = local.get(from..upto).unwrap_or(&[]);
                let enough = before.len() >= AT_LEAST;
                median(before.iter().map(|&(_, rate)| rate).collect()).filter(|_| enough)
            }
            UploadIs::Test | UploadIs::Plan => {
                let last = upto.checked_sub(1).and_then(|i| local.get(i));
                last.filter(|&&(at, _)| start - at <= RECENT).map(|&(_, rate)| rate)
            }
        };
        let Some(reading) = reading.filter(|rate| *rate > Rate::ZERO) else { continue };
        let mut inputs = base.clone();
        inputs.link.upload = Some(reading);
        inputs.link.upload_is = known;
        let mut real = base.clone();
        // Holes run at the mean of what is known.
        real.link.upload = Some(mean);
        let series = Some(Arc::new(series));
        real.link.trace = Some(Trace { path: String::new(), series });
        for share in SIZES {
            found.extend(forecast(&mut inputs, &mut real, reading, share));
        }
    }
    found
}

/// A forecast for a size that is so large a share of what a reading carries in the night.
fn forecast(inputs: &mut Inputs, real: &mut Inputs, reading: Rate, share: f64) -> Option<Case> {
    let a_night = inputs.link.efficiency.of(reading).over(Span::from_secs(LENGTH)).floor();
    let size = Size::from_bytes((a_night.bytes() as f64 * share) as u64);
    (inputs.library.size, real.library.size) = (Some(size), Some(size));
    let point = simulate_inputs(inputs);
    let ask = Ask { trials: TRIALS, seed: 1, row: 1, threads: 1, drawn: None };
    let chance = risk::chance(inputs, &point, ask)?;
    let bare = Fraction::ONE.of(reading).over(Span::from_secs(LENGTH)).floor();
    Some(Case {
        forecast: chance.in_time as f64 / chance.trials.max(1) as f64,
        plain: point.verdict == Verdict::Finishes,
        bare: size <= bare,
        happened: simulate_inputs(real).verdict == Verdict::Finishes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that never strays: what fits is certain to come true, and what does not is not.
    #[test]
    fn on_a_steady_line_forecasts_are_right_but_too_modest() {
        let rate = Rate::from_bits_per_s(8_000_000);
        let readings: Readings = (0..10 * 24).map(|hour| (hour * 3_600, rate)).collect();
        let cases = cases(&readings, 0, UploadIs::Test);
        // Nine whole nights of ten days, thirteen sizes each.
        assert_eq!(cases.len(), 9 * SIZES.len());
        assert!(cases.iter().all(|case| case.happened == case.plain));
        let score = score(&cases);
        assert!(score.brier[1] == 0.0 && score.brier[0] > 0.0);
        assert_eq!(score.sure.0, score.sure.1);
        let (number, said, happened) = bin(&cases, 0.9, 1.1);
        assert!(number > 0 && said >= 0.9 && happened == 1.0);
    }
}
