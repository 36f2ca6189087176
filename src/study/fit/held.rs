//! The forecast held against measured runs: what a run's user would have seen up to a share of its time
//! flows in, the forecast and the plain division beside what came of it flow out.

use super::{Ask, Basis, fit};
use crate::import::measured_run::outcome;
use crate::import::progress;
use crate::scenario::fields::id_of;
use crate::scenario::{Draft, Origin, toml};
use crate::study::accuracy::{Error, Figures};
use crate::units::Span;

/// How many trials a range rests on here.
const TRIALS: u64 = 400;

/// A run cut off, forecast, and held against its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// Whether anything happens in it: steps of the speed, outages, stops, other uploads.
    pub is_eventful: bool,
    /// When it was done.
    pub actual: Span,
    /// The forecast from the progress and the size alone; `None` is never.
    pub forecast: Option<Span>,
    /// Its range.
    pub range: Option<(Option<Span>, Option<Span>)>,
    /// What is left divided by the average so far; `None` is never.
    pub plain: Option<Span>,
    /// The forecast with the run's own inputs, and what it rests on.
    pub with_case: Option<(Option<Span>, Basis)>,
}

/// Cuts a run off after a share of its time, and forecasts its end. `None` for a run that never ended
/// or whose files cannot be read.
pub fn hold(name: &str, scenario: &str, outcome: &str, timeline: &str, share: f64) -> Option<Held> {
    let actual = outcome::read(outcome).ok()?.finish?;
    let cut = cut(timeline, actual * share);
    let progress = progress::read(cut.as_bytes()).ok()?;
    let mut case = Draft::new();
    toml::apply(&mut case, name, scenario);
    let size = super::case::Known::of(&case).size()?;
    let mut alone = Draft::new();
    alone.set_field(const { id_of("library.size") }, &format!("{}B", size.bytes()), Origin::Study);
    let ask = Ask { trials: TRIALS, seed: 1, row: 1 };
    let found = fit(&progress, &alone, ask).ok();
    let forecast = found.as_ref().map(|f| f.forecast);
    let with_case = super::of_given_case(&progress, &case).map(|f| f.finish).or(Some(None));
    // Where its inputs do not give what was seen, what was seen counts.
    let with_case = match with_case.flatten() {
        Some(finish) => Some((Some(finish), Basis::GivenCase)),
        None => forecast.map(|f| (f.finish, Basis::Fitted)),
    };
    Some(Held {
        name: name.to_owned(),
        is_eventful: scenario.contains("\"do\""),
        actual: super::span(actual),
        forecast: forecast.and_then(|f| f.finish),
        range: forecast.and_then(|f| f.range),
        plain: forecast.and_then(|f| f.plain),
        with_case,
    })
}

/// The lines of a timeline up to a moment in seconds, which its first column holds.
fn cut(timeline: &str, until: f64) -> String {
    let within = |line: &&str| {
        let cell = line.split(',').next().unwrap_or_default();
        cell.parse::<f64>().map_or(true, |at| at <= until)
    };
    timeline.lines().filter(within).map(|line| format!("{line}\n")).collect()
}

impl Held {
    fn error(&self, at: Option<Span>) -> Error {
        Error::of(at.map(Span::as_secs), Some(self.actual.as_secs()))
    }

    /// The error of the forecast.
    pub fn forecast_error(&self) -> Error {
        self.error(self.forecast)
    }

    /// The error of the plain division.
    pub fn plain_error(&self) -> Error {
        self.error(self.plain)
    }

    /// The error of the forecast with the run's inputs.
    pub fn case_error(&self) -> Error {
        self.error(self.with_case.and_then(|(at, _)| at))
    }

    /// Whether the end lies in the range; `None` without one.
    pub fn holds(&self) -> Option<bool> {
        let (from, to) = self.range?;
        let low = from.is_none_or(|from| from <= self.actual);
        Some(low && to.is_none_or(|to| self.actual <= to))
    }
}

/// The figures over several runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many runs.
    pub runs: usize,
    /// The errors of the forecast.
    pub forecast: Figures,
    /// The errors of the plain division.
    pub plain: Figures,
    /// The errors of the forecast with the run's inputs.
    pub with_case: Figures,
    /// In how many the end lies in the range, as a share.
    pub holds: f64,
}

/// The figures over all runs, or over those in which something happens; `None` of none.
pub fn summary(held: &[Held], eventful: bool) -> Option<Summary> {
    let chosen: Vec<&Held> = held.iter().filter(|h| h.is_eventful || !eventful).collect();
    let figures =
        |of: fn(&Held) -> Error| Figures::of(chosen.iter().map(|h| of(h).size()).collect());
    let holds = chosen.iter().filter(|h| h.holds() == Some(true)).count();
    Some(Summary {
        runs: chosen.len(),
        forecast: figures(Held::forecast_error)?,
        plain: figures(Held::plain_error)?,
        with_case: figures(Held::case_error)?,
        holds: holds as f64 / chosen.len() as f64,
    })
}
