//! The hypotheses of each cause simulated and held against the readings: a case flows in; for each
//! cause its weight and the best of its hypotheses flow out.

use super::case::{Case, KNOWN, edit, ends_well, leaves_trace};
use super::hypotheses::{Line, SURPLUS, commonness};
use super::lines::lines;
use super::observed::{Shown, Start};
use crate::cause::Cause;
use crate::edit::Edit;
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::sim::outcome::Outcome;
use crate::sim::simulate_recorded;
use crate::units::Rate;

/// A cause with the likeliest of its hypotheses.
pub(super) struct Fitted {
    /// The cause.
    pub cause: Cause,
    /// How common it is, times how likely the readings are over all its hypotheses.
    pub weight: f64,
    /// The best points of its lines, likeliest first.
    pub best: Vec<Point>,
    /// The given values bring it about by themselves.
    pub known: bool,
}

/// A point on a line of hypotheses.
#[derive(Clone)]
pub(super) struct Point {
    /// How likely the readings are there.
    pub peak: f64,
    /// The place of its line; `None` is the case as given.
    pub line: Option<usize>,
    /// The number there.
    pub value: f64,
    /// How far the next simulated value is; 0 where the line has one only.
    pub step: f64,
    /// The speed, where it was swept.
    pub upload: Option<Edit>,
    /// It does not end well, which weighs where nothing was seen.
    fails: bool,
}

impl Point {
    /// The edits at a value of the point's line.
    pub fn edits(&self, lines: &[Line], value: f64) -> Vec<Edit> {
        let line = self.line.and_then(|at| lines.get(at));
        let typed = line.map_or_else(Vec::new, |line| (line.edits)(value));
        let read = typed.iter().filter_map(|(key, text)| edit(key, text));
        let swept = |e: &Edit| self.upload.is_some() && e.field == id_of("link.upload");
        read.filter(|e| !swept(e)).chain(self.upload.clone()).collect()
    }
}

/// How speeds are spread where none was given: lognormal around 8 Mbps with sd 1.3, and 1.7 where
/// the size is not known either. Assumed: slower than the median line, since those who ask are slow.
const SPEEDS: (f64, f64, f64) = (8.0, 1.3, 1.7);
/// The speeds of other causes' cases where none was given, in Mbps, with their weights (assumed).
const SWEPT: [(f64, f64); 3] = [(20.0, 0.45), (5.0, 0.3), (80.0, 0.25)];
/// Points between two simulated values at which readings are interpolated.
const BETWEEN: u32 = 6;

/// So many points of each cause are tried as they would be typed.
const TRIED: usize = 4;

/// Fits all causes; their points lie on the lines that come with them.
pub(super) fn fit(case: &Case<'_>) -> (Vec<Line>, Vec<Fitted>) {
    let setting = case.setting();
    let speed_given = setting.speed_given;
    let suggested = setting.speeds.clone();
    let all = lines(&setting, &|key| case.given(key));
    let rises = case.observed.readings.len().saturating_sub(1) as u32;
    // A phrase stands for looks of its own making, which tell nothing of numbers.
    let surplus = |line: &Line| if rises == 0 { 0 } else { line.numbers.saturating_sub(rises) };
    let mut fitted: Vec<Fitted> = Vec::new();
    for &cause in Cause::ALL {
        if case.ruled_out.contains(&cause) {
            continue;
        }
        let known = case.known.contains(&cause);
        let mut weight = 0.0;
        let mut best: Vec<Point> = Vec::new();
        if known {
            let way = Way { line: &as_given(cause), place: None, base: &case.short, upload: None };
            weight += KNOWN_WEIGHT * evaluate(case, &way, &mut best, None);
        }
        let own = all.iter().enumerate().filter(|(_, line)| line.cause == cause && !known);
        for (place, line) in own {
            let own = line.weight * libm::pow(SURPLUS, f64::from(surplus(line)));
            if speed_given || line.sets_speed {
                let density = speed_density(case);
                let swept = line.sets_speed && !speed_given;
                let spread = swept.then_some(&density as &dyn Fn(f64) -> f64);
                let way = Way { line, place: Some(place), base: &case.short, upload: None };
                weight += own * evaluate(case, &way, &mut best, spread);
                continue;
            }
            for (mbps, share) in speeds(case, &suggested) {
                let mut inputs = case.short.clone();
                let rate = Rate::from_bits_per_s((mbps * 1e6) as u64);
                inputs.link.upload = Some(rate);
                let upload = edit("link.upload", &crate::units::Kind::print(&rate));
                let way = Way { line, place: Some(place), base: &inputs, upload };
                weight += own * share * evaluate(case, &way, &mut best, None);
            }
        }
        if case.observed.readings.is_empty() {
            best.sort_by(|a, b| b.fails.cmp(&a.fails).then(b.peak.total_cmp(&a.peak)));
        } else {
            best.sort_by(|a, b| b.peak.total_cmp(&a.peak));
        }
        best.truncate(TRIED);
        if !best.is_empty() && weight > 0.0 {
            // Where the system is current, the apps mostly are as well (assumed).
            let current = cause == Cause::OldApps && case.given("phone.software");
            let common = commonness(cause) * if current { 0.3 } else { 1.0 };
            let common = if known { KNOWN } else { common };
            fitted.push(Fitted { cause, weight: common * weight, best, known });
        }
    }
    (all, fitted)
}

/// A line with what it is laid over.
struct Way<'a> {
    line: &'a Line,
    place: Option<usize>,
    base: &'a Inputs,
    upload: Option<Edit>,
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
        numbers: 0,
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
    way: &Way<'_>,
    all_best: &mut Vec<Point>,
    spread: Option<&dyn Fn(f64) -> f64>,
) -> f64 {
    let (line, base) = (way.line, way.base);
    let mut best: Option<Point> = None;
    let sum = over(case, line, base, &mut best, spread);
    all_best.extend(best.map(|p| Point { line: way.place, upload: way.upload.clone(), ..p }));
    sum
}

fn over(
    case: &Case<'_>,
    line: &Line,
    base: &Inputs,
    best: &mut Option<Point>,
    spread: Option<&dyn Fn(f64) -> f64>,
) -> f64 {
    let nothing_seen = case.observed.readings.is_empty();
    let start = if line.earlier { Start::Earlier } else { case.start };
    let values =
        if case.observed.readings.is_empty() { vec![line.usual] } else { line.values.clone() };
    let mut points: Vec<(f64, Option<Shown>)> = Vec::with_capacity(values.len());
    let gap = |at: usize| {
        let pair = values.get(at.max(1) - 1).zip(values.get(at.max(1)));
        pair.map_or(0.0, |(a, b)| (b - a).abs())
    };
    for (at, &value) in values.iter().enumerate() {
        let outcome = simulated(line, base, value);
        let shows = outcome.filter(|(o, _)| {
            // A case that ends well and shows nothing of its cause brings nothing about.
            let idle = nothing_seen && line.numbers > 0 && ends_well(o);
            (line.traceless && !idle) || leaves_trace(o, line.cause)
        });
        let shown = shows.map(|(outcome, inputs)| {
            let shown = Shown::of(&outcome, &inputs, case.observed);
            (ends_well(&outcome), shown)
        });
        if let Some((well, shown)) = &shown {
            consider(case, line, (value, gap(at)), shown, start, !*well, best);
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
                    consider(case, line, (value, (to - from).abs()), &shown, start, true, best);
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
    (value, step): (f64, f64),
    shown: &Shown,
    start: Start,
    fails: bool,
    best: &mut Option<Point>,
) {
    let (mut likelihood, _) = case.observed.likelihood(shown, start);
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
        *best = Some(Point { peak: likelihood, line: None, value, step, upload: None, fails });
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
