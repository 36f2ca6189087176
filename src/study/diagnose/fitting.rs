//! The hypotheses of each cause simulated and held against the readings: a case flows in; for each
//! cause its weight and the best of its hypotheses flow out.

use super::case::{Case, KNOWN, edit, ends_well, leaves_trace};
use super::hypotheses::{Line, commonness};
use super::lines::lines;
use super::observed::{Shown, Start};
use crate::cause::Cause;
use crate::edit::Edit;
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::sim::outcome::Outcome;
use crate::sim::simulate_recorded;
use crate::units::Rate;

/// The best hypothesis of a cause.
pub(super) struct Fitted {
    /// The cause.
    pub cause: Cause,
    /// How common it is, times how likely the readings are over all its hypotheses.
    pub weight: f64,
    /// How likely they are under the best of them.
    pub peak: f64,
    /// That one's edits.
    pub edits: Vec<Edit>,
    /// They say what was done before second 0.
    pub earlier: bool,
    /// The readings want more done before second 0 than the case has.
    pub begun_before: bool,
    /// The given values bring it about by themselves.
    pub known: bool,
    /// Its cause leaves no trace of its own.
    pub traceless: bool,
}

/// How speeds are spread where none was given: lognormal around 8 Mbps with sd 1.3, and 1.7 where
/// the size is not known either. Assumed: slower than the median line, since those who ask are slow.
const SPEEDS: (f64, f64, f64) = (8.0, 1.3, 1.7);
/// The speeds of other causes' cases where none was given, in Mbps, with their weights (assumed).
const SWEPT: [(f64, f64); 3] = [(20.0, 0.45), (5.0, 0.3), (80.0, 0.25)];
/// Points between two simulated values at which readings are interpolated.
const BETWEEN: u32 = 6;

/// The likelihood of the best point so far, and where it is.
struct Best {
    peak: f64,
    edits: Vec<Edit>,
    earlier: bool,
    begun_before: bool,
    traceless: bool,
    /// It does not end well, which weighs where nothing was seen.
    fails: bool,
}

/// Fits all causes.
pub(super) fn fit(case: &Case<'_>) -> Vec<Fitted> {
    let setting = case.setting();
    let speed_given = setting.speed_given;
    let suggested = setting.speeds.clone();
    let all = lines(&setting, &|key| case.given(key));
    let mut fitted: Vec<Fitted> = Vec::new();
    for &cause in Cause::ALL {
        if case.ruled_out.contains(&cause) {
            continue;
        }
        let known = case.known.contains(&cause);
        let mut weight = 0.0;
        let mut best: Option<Best> = None;
        let own = all.iter().filter(|line| line.cause == cause);
        if known {
            weight += KNOWN_WEIGHT * evaluate(case, &as_given(cause), &case.short, &mut best, None);
        } else {
            for line in own {
                if speed_given || line.sets_speed {
                    let density = speed_density(case);
                    let swept = line.sets_speed && !speed_given;
                    let spread = swept.then_some(&density as &dyn Fn(f64) -> f64);
                    let share = evaluate(case, line, &case.short, &mut best, spread);
                    weight += line.weight * share;
                    continue;
                }
                for (mbps, share) in speeds(case, &suggested) {
                    let mut inputs = case.short.clone();
                    inputs.link.upload = Some(Rate::from_bits_per_s((mbps * 1e6) as u64));
                    let before = best.as_ref().map_or(0.0, |b| b.peak);
                    weight += line.weight * share * evaluate(case, line, &inputs, &mut best, None);
                    if let Some(best) = best.as_mut().filter(|b| b.peak > before) {
                        let typed = inputs.link.upload.map(|r| crate::units::Kind::print(&r));
                        best.edits.retain(|e| e.field != id_of("link.upload"));
                        best.edits.extend(typed.and_then(|t| edit("link.upload", &t)));
                    }
                }
            }
        }
        if let Some(best) = best
            && weight > 0.0
        {
            // Where the system is current, the apps mostly are as well (assumed).
            let current = cause == Cause::OldApps && case.given("phone.software");
            let common = commonness(cause) * if current { 0.3 } else { 1.0 };
            let common = if known { KNOWN } else { common };
            fitted.push(Fitted {
                cause,
                weight: common * weight,
                peak: best.peak,
                edits: best.edits,
                earlier: best.earlier,
                begun_before: best.begun_before,
                known,
                traceless: best.traceless,
            });
        }
    }
    fitted
}

/// The weight of a case as given.
const KNOWN_WEIGHT: f64 = 1.0;

fn as_given(cause: Cause) -> Line {
    Line {
        cause,
        weight: 1.0,
        values: vec![0.0],
        usual: 0.0,
        edits: Box::new(|_| Vec::new()),
        earlier: false,
        traceless: true,
        sets_speed: false,
        ratios: false,
    }
}

/// The density of a speed in Mbps over its logarithm.
fn speed_density(case: &Case<'_>) -> impl Fn(f64) -> f64 + use<> {
    let size_open = !case.given("library.size");
    let (median, sd) = (SPEEDS.0, if size_open { SPEEDS.2 } else { SPEEDS.1 });
    move |mbps: f64| {
        let z = libm::log(mbps / median) / sd;
        libm::exp(-z * z / 2.0) / (sd * (2.0 * std::f64::consts::PI).sqrt())
    }
}

/// Speeds to try where none was given: usual ones, and those that the readings suggest as fast as
/// they ever were. Weights sum to about 1.
fn speeds(case: &Case<'_>, suggested: &[f64]) -> Vec<(f64, f64)> {
    let density = speed_density(case);
    let mut all: Vec<(f64, f64)> =
        if case.observed.readings.is_empty() { vec![(20.0, 1.0)] } else { SWEPT.to_vec() };
    let fastest = suggested.iter().copied().fold(0.0, f64::max);
    if fastest > 0.0 {
        // What stands for the speeds within a tenth of it.
        all.push((fastest, 0.2 * density(fastest)));
    }
    all
}

/// How likely the readings are over a line, on average; keeps the best point of it.
fn evaluate(
    case: &Case<'_>,
    line: &Line,
    base: &Inputs,
    best: &mut Option<Best>,
    spread: Option<&dyn Fn(f64) -> f64>,
) -> f64 {
    let start = if line.earlier { Start::Earlier } else { case.start };
    let values =
        if case.observed.readings.is_empty() { vec![line.usual] } else { line.values.clone() };
    let mut points: Vec<(f64, Option<Shown>)> = Vec::with_capacity(values.len());
    for value in values {
        let outcome = simulated(line, base, value);
        let shows = outcome.filter(|(o, _)| line.traceless || leaves_trace(o, line.cause));
        let shown = shows.map(|(outcome, inputs)| {
            let shown = Shown::of(&outcome, &inputs, case.observed);
            (ends_well(&outcome), shown)
        });
        if let Some((well, shown)) = &shown {
            consider(case, line, value, shown, start, !*well, best);
        }
        points.push((value, shown.map(|(_, shown)| shown)));
    }
    let likelihood = |shown: &Shown| case.observed.likelihood(shown, start).0;
    if let [(value, shown)] = points.as_slice() {
        let density =
            spread.map_or(1.0, |f| if case.observed.readings.is_empty() { 1.0 } else { f(*value) });
        return shown.as_ref().map_or(0.0, |s| likelihood(s) * density);
    }
    let (mut sum, mut all) = (0.0, 0.0);
    for pair in points.windows(2) {
        let [(from, a), (to, b)] = pair else { continue };
        // A speed counts by its density; other numbers are alike all along their line.
        let step = match &spread {
            Some(density) => {
                let middle = (from * to).sqrt();
                density(middle) * libm::log(to / from)
            }
            None if line.ratios => libm::log(to / from),
            None => to - from,
        };
        all += if spread.is_some() { 0.0 } else { step };
        let mut part = 0.0;
        for i in 0..BETWEEN {
            let at = (f64::from(i) + 0.5) / f64::from(BETWEEN);
            match (a, b) {
                (Some(a), Some(b)) => {
                    let shown = a.towards(b, at);
                    let value = from + (to - from) * at;
                    part += likelihood(&shown);
                    consider(case, line, value, &shown, start, true, best);
                }
                (Some(only), None) if at < 0.5 => part += likelihood(only),
                (None, Some(only)) if at >= 0.5 => part += likelihood(only),
                _ => {}
            }
        }
        sum += step * part / f64::from(BETWEEN);
    }
    if spread.is_some() { sum } else { sum / f64::max(all, f64::MIN_POSITIVE) }
}

/// Keeps a point if it is the best so far.
fn consider(
    case: &Case<'_>,
    line: &Line,
    value: f64,
    shown: &Shown,
    start: Start,
    fails: bool,
    best: &mut Option<Best>,
) {
    let (mut likelihood, begun_before) = case.observed.likelihood(shown, start);
    if case.observed.readings.is_empty() {
        // Nothing was seen: the most usual way to fail is the case to show.
        likelihood = line.weight;
    }
    let better = best.as_ref().is_none_or(|b| (fails, likelihood) > (b.fails, b.peak));
    let better = match best {
        Some(b) if !case.observed.readings.is_empty() => likelihood > b.peak,
        _ => better,
    };
    if better {
        let edits = (line.edits)(value).iter().filter_map(|(key, text)| edit(key, text)).collect();
        *best = Some(Best {
            peak: likelihood,
            edits,
            earlier: line.earlier,
            begun_before,
            traceless: line.traceless,
            fails,
        });
    }
}

/// A point of a line simulated; `None` where an edit does not read.
fn simulated(line: &Line, base: &Inputs, value: f64) -> Option<(Outcome, Inputs)> {
    let mut inputs = base.clone();
    for (key, text) in (line.edits)(value) {
        if !inputs.put(edit(key, &text)?) {
            return None;
        }
    }
    if inputs.library.size.is_some_and(|size| inputs.library.done > size) {
        return None;
    }
    let outcome = simulate_recorded(&inputs);
    Some((outcome, inputs))
}
