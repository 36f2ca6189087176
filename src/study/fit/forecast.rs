//! The forecast: the given case, or the fitted one, is simulated from the last reading to its end, and
//! again with what may come otherwise. Cases flow in, a finish with a range and an answer flow out.

use super::case::{Known, Parts, head};
use super::outlook::{Draw, Outlook};
use super::{Ask, Basis, Forecast, Remark, is_done, span};
use crate::model::service::Uploader;
use crate::scenario::{Scenario, ScenarioError};
use crate::sim::outcome::{Finish, Outcome};
use crate::sim::{Chance, Record, Stream, simulate, simulate_inputs};
use crate::study::answer::{Answer, Chance as Spread};
use crate::study::repeats::interval;
use crate::units::{SimTime, Span};

/// The given case reproduces what was seen if it is at most this share of what was sent beside it.
const BESIDE: f64 = 0.15;
/// What the given case is early or late by up to this share of the time is noise of the readings.
const NOISE: f64 = 0.05;

/// What was found.
pub(super) struct Found {
    pub forecast: Forecast,
    pub answer: Answer,
    pub rest: Scenario,
}

/// Runs it.
pub(super) fn run(
    known: &Known<'_>,
    mut parts: Parts<'_>,
    ask: Ask,
    remarks: &mut Vec<Remark>,
) -> Result<Found, Vec<ScenarioError>> {
    let plain = plain(&parts);
    if is_done(parts.series) {
        let reached = parts.series.steps.iter().rev().find(|step| step.gain > 0.0);
        let at = span(reached.map_or(0.0, |step| step.to));
        let (case, rest) = known.fitted(&mut parts)?;
        let answer = super::super::answer(case, 0, ask.seed, ask.row, 1, Record::No);
        let range = Some((Some(at), Some(at)));
        let forecast = Forecast {
            basis: Basis::Seen,
            finish: Some(at),
            range,
            middle: Some(at),
            plain: Some(at),
            lifted: None,
        };
        return Ok(Found { forecast, answer, rest });
    }
    if let Some(case) = known.as_given(&parts) {
        match given(&case, &parts, plain, ask) {
            Some(mut forecast) => {
                // A real client's trials take long, and its repeats are the range already.
                let plain = case.inputs().service.client == Uploader::Plain;
                let trials = if plain { ask.trials } else { 0 };
                let answer = super::super::answer(case, trials, ask.seed, ask.row, 1, Record::No);
                let rest = answer.scenario.clone();
                if let Some([from, _, to]) = answer.chance.as_ref().map(|chance| chance.finish) {
                    // One range for one case: what the trials of the whole say, but not before now.
                    let head = head(rest.inputs().window.allowed, &parts);
                    let seen = parts.series.end;
                    let at = |at: SimTime| span((at.as_secs() - head).max(seen));
                    forecast.range = Some(around(from.map(at), to.map(at), forecast.finish));
                }
                return Ok(Found { forecast, answer, rest });
            }
            None => remarks.push(Remark::GivenSpeedOff),
        }
    }
    let (case, rest) = known.fitted(&mut parts)?;
    remarks.push(Remark::PastIsOutage);
    let mut answer = super::super::answer(case, 0, ask.seed, ask.row, 1, Record::No);
    let from = head(answer.scenario.inputs().window.allowed, &parts);
    let since = |finish: Finish| span(finish.at.as_secs() - from);
    let finish = answer.outcome.finish.map(since);
    let drawn = trials(known, &answer.scenario, &parts, ask);
    let at = |percent: u64| rank(&drawn, percent).map(|found| found.map(since));
    let mut range = at(10).zip(at(90)).map(|(from, to)| around(from, to, finish));
    // A speed that changed may stay or go back: both ends lie in the range.
    for draw in parts.outlook.iter().flat_map(Outlook::at_both) {
        let end = drawn_end(known, &answer.scenario, &parts, draw).map(since);
        range = range.map(|(from, to)| match end {
            Some(end) => around(from, to, Some(end)),
            None => (from, None),
        });
    }
    let nothing = parts.outlook.is_none();
    let (finish, lifted) = if nothing { (None, finish) } else { (finish, None) };
    answer.chance = spread(&answer.outcome, &drawn, ask);
    let forecast =
        Forecast { basis: Basis::Fitted, finish, range, middle: at(50).flatten(), plain, lifted };
    Ok(Found { forecast, answer, rest })
}

/// The range holds the point forecast.
fn around(
    from: Option<Span>,
    to: Option<Span>,
    finish: Option<Span>,
) -> (Option<Span>, Option<Span>) {
    let from = match (from, finish) {
        (Some(from), Some(finish)) => Some(from.min(finish)),
        (from, finish) => from.or(finish),
    };
    (from, to.map(|to| finish.map_or(to, |finish| to.max(finish))))
}

/// What is left divided by the average so far.
fn plain(parts: &Parts<'_>) -> Option<Span> {
    let series = parts.series;
    let total = series.total?;
    let gained = series.last - series.first;
    (gained > 0.0)
        .then(|| series.end * (1.0 + (total - series.last).max(0.0) / gained))
        .filter(|at| at.is_finite())
        .map(span)
}

/// The finishes of the trials, sorted; `None` is later than they look ahead.
fn trials(known: &Known<'_>, case: &Scenario, parts: &Parts<'_>, ask: Ask) -> Vec<Option<Finish>> {
    let Some(outlook) = parts.outlook else { return Vec::new() };
    let trial = |trial: u64| {
        let draw = outlook.draw(Stream { seed: ask.seed, row: ask.row, trial });
        drawn_end(known, case, parts, draw)
    };
    let mut found: Vec<Option<Finish>> = (0..ask.trials).map(trial).collect();
    found.sort_unstable_by_key(|finish| finish.map_or(SimTime::END, |f| f.at));
    found
}

/// The finish of one draw.
fn drawn_end(known: &Known<'_>, case: &Scenario, parts: &Parts<'_>, draw: Draw) -> Option<Finish> {
    simulate_inputs(&known.drawn(case, parts, draw)).finish
}

/// The least rank that holds that share of the trials.
fn rank(sorted: &[Option<Finish>], percent: u64) -> Option<Option<Finish>> {
    let place = (sorted.len() as u64 * percent).div_ceil(100).max(1) - 1;
    usize::try_from(place).ok().and_then(|place| sorted.get(place)).copied()
}

/// The trials as the chance of the answer.
fn spread(point: &Outcome, sorted: &[Option<Finish>], ask: Ask) -> Option<Spread> {
    if sorted.is_empty() {
        return None;
    }
    let at = [10, 50, 90].map(|percent| rank(sorted, percent).flatten());
    let in_time = sorted.iter().flatten().filter(|finish| finish.at <= point.deadline).count();
    Some(Spread {
        trials: ask.trials,
        seed: ask.seed,
        in_time: in_time as u64,
        nights: at.map(|f| f.map(|f| f.night)),
        finish: at.map(|f| f.map(|f| f.at)),
        ends: [sorted.first(), sorted.last()].map(|f| f.copied().flatten().map(|f| f.night)),
        rests_on: Vec::new(),
    })
}

/// The forecast of the given case, if it reproduces what was seen.
pub(super) fn given(
    case: &Scenario,
    parts: &Parts<'_>,
    plain: Option<Span>,
    ask: Ask,
) -> Option<Forecast> {
    let series = parts.series;
    let outcome = simulate(case, Chance::Mean, Record::Yes);
    let finish = outcome.finish?.at;
    let from = head(case.inputs().window.allowed, parts);
    let timeline = outcome.timeline.as_ref()?;
    // How much the case has sent by a moment, what was lost included, and when it had sent so much:
    // what a cut costs shows in the readings later than in the case.
    let gained = (series.gained() - series.ahead).max(0.0);
    let (mut before, mut sent, mut reached) = (0.0, None, None);
    let now = from + series.end;
    for segment in &timeline.segments {
        let (start, end) = (segment.start.as_secs(), segment.end.as_secs());
        let rate = segment.rate.microbits_per_s() as f64 / 8e6;
        if (start..=end).contains(&now) {
            sent = Some(before + rate * (now - start));
        }
        let after = before + rate * (end - start);
        if reached.is_none() && before < gained && after >= gained {
            reached = Some(start + (gained - before) / rate);
        }
        before = after;
    }
    // A case that is done by now, while the upload is not, is wrong by what is left.
    let sent = sent.unwrap_or(before);
    let allowed = BESIDE * gained.max(sent) + series.quantum + series.ahead;
    if (sent - gained).abs() > allowed || finish.as_secs() <= now {
        return None;
    }
    // What it is late by beyond the noise of the readings counts half: part of it is that noise.
    let late = reached.map_or(0.0, |at| now - at);
    let noise = NOISE * series.end;
    let late =
        if series.ahead > 0.0 { 0.0 } else { late.signum() * (late.abs() - noise).max(0.0) / 2.0 };
    let end = |at: f64| span((at - from + late).max(series.end));
    let point = end(finish.as_secs());
    let (low, high) = interval(case, &outcome)
        .filter(|_| ask.trials > 0)
        .map_or((point, point), |(low, high)| (end(low.as_secs()), end(high.as_secs())));
    let widened = |at: Span, by: f64| span((at.as_secs() + by).max(series.end));
    let range = (ask.trials > 0).then(|| {
        let aside = late.abs().max(0.5 * noise.min(0.02 * point.as_secs()));
        (Some(widened(low, -aside)), Some(widened(high, aside)))
    });
    Some(Forecast {
        basis: Basis::GivenCase,
        finish: Some(point),
        range,
        middle: Some(point),
        plain,
        lifted: None,
    })
}
