//! Stretches of sending and of standing still. Steps flow in; stalls with their length, the speed while
//! sending, and the levels that it kept for a while flow out.
//!
//! A stall is a time without progress that is much longer than the wait for the next countable bit. A
//! level ends where the sum of what was sent leaves its straight line by more than chance does.

use super::median;
use super::series::{LONGER, Series, Step};

/// Where nothing moved at all and no speed was given, this long is a stall.
const NOTHING: f64 = 3_600.0;
/// On how many steps to either side the usual speed is looked for.
const NEAR: usize = 8;
/// A level differs from the next by at least this factor.
const APART: f64 = 1.3;
/// And the sum leaves the straight line by this many steps.
const BESIDE: f64 = 4.0;
/// A level is at least this share of the time.
const LASTS: f64 = 0.05;
/// At most this many levels.
const LEVELS: usize = 12;

/// A time in which nothing was sent although data remained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stop {
    /// Its start and end in seconds since the first reading.
    pub from: f64,
    pub to: f64,
    /// How long it was, in seconds of the window.
    pub time: f64,
    /// What was lost by its end.
    pub lost: f64,
    /// It has not ended yet.
    pub goes_on: bool,
}

/// A time in which it sent at one speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    /// Its start and end in seconds since the first reading.
    pub from: f64,
    pub to: f64,
    /// How long it sent, stalls left out.
    pub time: f64,
    /// What was sent.
    pub gain: f64,
}

impl Level {
    /// What is sent in a second.
    pub fn rate(&self) -> f64 {
        if self.time > 0.0 { self.gain / self.time } else { 0.0 }
    }
}

/// What the readings show.
#[derive(Clone, Debug)]
pub(super) struct Stretches {
    pub stops: Vec<Stop>,
    /// Times at whose end it had fallen back and that are no stalls: start, end and seconds.
    pub falls: Vec<(f64, f64, f64)>,
    /// At least one where anything was sent; the last is the recent one.
    pub levels: Vec<Level>,
    /// Seconds of sending and of standing still.
    pub sending: f64,
    pub stalled: f64,
    /// What is sent in a second while it sends.
    pub rate: f64,
    /// How much the speed of blocks of an eighth of the time differs, as a share.
    pub uneven: f64,
    /// Gained since the last countable bit, where bits are coarse.
    pub pending: f64,
}

/// Finds them. `given` is what the given line sends in a second, where it is known.
pub(super) fn find(series: &Series, given: Option<f64>) -> Stretches {
    let steps = &series.steps;
    let mut is_stop = vec![false; steps.len()];
    let mut local = vec![0.0; steps.len()];
    // Where nothing moved, what should have been seen tells how long to wait for it.
    let nothing = steps.iter().all(|step| step.gain <= 0.0);
    let due = given.filter(|rate| *rate > 0.0).map_or(NOTHING, |rate| LONGER * series.digit / rate);
    // Stalls change what is usual near them, so it is looked for again.
    for _ in 0..4 {
        for (place, usual) in local.iter_mut().enumerate() {
            *usual = usual_rate(steps, &is_stop, place);
        }
        let now: Vec<bool> = steps
            .iter()
            .zip(&local)
            .map(|(step, &usual)| {
                let wait = if usual > 0.0 { series.quantum / usual } else { 0.0 };
                step.still
                    || (nothing && step.flat > due)
                    || step.flat > LONGER * wait.max(series.every)
                    || (step.lost > 0.0 && step.flat > LONGER * wait)
            })
            .collect();
        let settled = now == is_stop;
        is_stop = now;
        if settled {
            break;
        }
    }
    let mut stops: Vec<Stop> = Vec::new();
    // The time that each step sends.
    let mut sends: Vec<f64> = steps.iter().map(|s| s.open).collect();
    for place in 0..steps.len() {
        let (Some(&step), Some(&usual)) = (steps.get(place), local.get(place)) else { continue };
        if !is_stop.get(place).copied().unwrap_or(false) {
            continue;
        }
        let needed = if usual > 0.0 { step.gain / usual } else { 0.0 };
        let time = (step.open - needed).clamp(step.flat.min(step.open) * 0.5, step.open);
        let mut stop = Stop {
            from: step.from,
            to: if step.unfinished { step.to } else { step.to - (step.open - time) },
            time,
            lost: step.lost,
            goes_on: step.unfinished,
        };
        if let Some(kept) = sends.get_mut(place) {
            *kept = step.open - time;
        }
        // It began within the step before, where that one is slow for its length.
        if let Some(before) = place.checked_sub(1)
            && let (Some(&earlier), Some(kept)) = (steps.get(before), sends.get_mut(before))
            && !is_stop.get(before).copied().unwrap_or(true)
            && usual > 0.0
            && !step.still
            && !series.is_coarse
            && earlier.open <= 2.0 * series.every
        {
            let idle = (earlier.open - earlier.gain / usual).clamp(0.0, *kept);
            *kept -= idle;
            stop.time += idle;
            stop.from -= idle;
        }
        match stops.last_mut() {
            // Two steps of one stop: a fall in its middle.
            Some(last) if stop.from - last.to < 1e-6 + series.every * 0.5 => {
                last.to = stop.to;
                last.time += stop.time;
                last.lost += stop.lost;
                last.goes_on = stop.goes_on;
            }
            _ => stops.push(stop),
        }
    }
    // Whatever it did until it fell back, it is no plain sending.
    let mut falls = Vec::new();
    for ((step, kept), stop) in steps.iter().zip(&mut sends).zip(&is_stop) {
        if step.lost > 0.0 && !stop {
            falls.push((step.from, step.to, std::mem::take(kept)));
        }
    }
    summed(series, stops, falls, &sends, &local)
}

/// The speed that is usual near a step: half of what was sent near it went faster.
fn usual_rate(steps: &[Step], is_stop: &[bool], place: usize) -> f64 {
    let from = place.saturating_sub(NEAR);
    let mut near: Vec<(f64, f64)> = steps
        .iter()
        .zip(is_stop)
        .enumerate()
        .skip(from)
        .take(2 * NEAR + 1)
        .filter(|(at, (step, stop))| *at != place && !**stop && step.gain > 0.0 && step.open > 0.0)
        .map(|(_, (step, _))| (step.gain / step.open, step.gain))
        .collect();
    near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = near.iter().map(|n| n.1).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    for (rate, gain) in near {
        sum += gain;
        if sum >= half {
            return rate;
        }
    }
    0.0
}

fn summed(
    series: &Series,
    stops: Vec<Stop>,
    falls: Vec<(f64, f64, f64)>,
    sends: &[f64],
    local: &[f64],
) -> Stretches {
    let steps = &series.steps;
    // The first step of coarse readings began before the first reading, and the last has not ended.
    let skip = usize::from(series.is_coarse && steps.len() > 3);
    let counted = |place: usize| {
        place >= skip && !(series.is_coarse && steps.get(place).is_some_and(|s| s.unfinished))
    };
    let mut points = vec![Point { time: 0.0, gain: 0.0, at: 0.0 }];
    let (mut time, mut gain) = (0.0, 0.0);
    for (place, (step, sent)) in steps.iter().zip(sends).enumerate() {
        if !counted(place) {
            if let (Some(first), true) = (points.first_mut(), place < skip) {
                first.at = step.to;
            }
            continue;
        }
        time += sent;
        gain += step.gain;
        points.push(Point { time, gain, at: step.to });
    }
    let rate = if time > 0.0 { gain / time } else { 0.0 };
    let stalled = stops.iter().map(|s| s.time).fold(0.0, |sum, time| sum + time);
    let open: f64 = steps.iter().map(|s| s.open).sum();
    let pending = match (series.is_coarse, steps.last().zip(local.last())) {
        (true, Some((last, &usual)))
            if last.unfinished && stops.last().is_none_or(|s| !s.goes_on) =>
        {
            (last.open * usual).min(series.quantum)
        }
        _ => 0.0,
    };
    Stretches {
        levels: levels(&points, series.quantum),
        uneven: uneven(&points),
        stops,
        sending: (open - stalled - falls.iter().map(|fall| fall.2).sum::<f64>()).max(0.0),
        falls,
        stalled,
        rate,
        pending,
    }
}

/// What was sent after so many seconds of sending, and the moment.
#[derive(Clone, Copy, Debug)]
struct Point {
    time: f64,
    gain: f64,
    at: f64,
}

/// Cuts the points where the sum leaves its straight line most, again and again.
fn levels(points: &[Point], quantum: f64) -> Vec<Level> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if last.time <= 0.0 {
        return Vec::new();
    }
    let least = LASTS * (last.time - first.time);
    let mut cuts = vec![0, points.len() - 1];
    let mut place = 0;
    while place + 1 < cuts.len() && cuts.len() <= LEVELS {
        let range = (cuts.get(place).copied(), cuts.get(place + 1).copied());
        let (Some(from), Some(to)) = range else { break };
        match cut(points.get(from..=to).unwrap_or_default(), quantum, least) {
            Some(at) => cuts.insert(place + 1, from + at),
            None => place += 1,
        }
    }
    let level = |pair: &[usize]| {
        let (from, to) = (points.get(*pair.first()?)?, points.get(*pair.last()?)?);
        Some(Level {
            from: from.at,
            to: to.at,
            time: to.time - from.time,
            gain: to.gain - from.gain,
        })
    };
    cuts.windows(2).filter_map(level).collect()
}

/// Where to cut, if anywhere.
fn cut(points: &[Point], quantum: f64, least: f64) -> Option<usize> {
    let (first, last) = (points.first()?, points.last()?);
    let (time, gain) = (last.time - first.time, last.gain - first.gain);
    if time <= 0.0 || gain <= 0.0 {
        return None;
    }
    let mut best: Option<(f64, usize)> = None;
    for (place, point) in points.iter().enumerate() {
        let (before, after) = (point.time - first.time, last.time - point.time);
        if before < least || after < least || before <= 0.0 || after <= 0.0 {
            continue;
        }
        let beside = (point.gain - first.gain - gain * before / time).abs();
        // As likely near the ends as in the middle.
        let score = beside / (before * after).sqrt();
        if best.is_none_or(|(other, _)| score > other) {
            best = Some((score, place));
        }
    }
    let (_, place) = best?;
    let point = points.get(place)?;
    let (before, after) = (point.time - first.time, last.time - point.time);
    let (one, other) = ((point.gain - first.gain) / before, (last.gain - point.gain) / after);
    let beside = (point.gain - first.gain - gain * before / time).abs();
    let apart = one.max(other) >= APART * one.min(other).max(f64::MIN_POSITIVE);
    (apart && beside >= BESIDE * quantum).then_some(place)
}

/// The spread of the speeds of eight equal blocks of sending.
fn uneven(points: &[Point]) -> f64 {
    const BLOCKS: usize = 8;
    let Some(last) = points.last().filter(|p| p.time > 0.0 && points.len() > 2 * BLOCKS) else {
        return 0.0;
    };
    let mut ends: Vec<Point> = Vec::with_capacity(BLOCKS + 1);
    for block in 0..=BLOCKS {
        let time = last.time * block as f64 / BLOCKS as f64;
        let place = points.partition_point(|p| p.time < time);
        ends.extend(points.get(place).or(points.last()));
    }
    let mut rates: Vec<f64> = ends
        .windows(2)
        .filter(|w| w[1].time > w[0].time)
        .map(|w| (w[1].gain - w[0].gain) / (w[1].time - w[0].time))
        .collect();
    let usual = median(&mut rates);
    if usual <= 0.0 || rates.len() < 4 {
        return 0.0;
    }
    let mean = rates.iter().sum::<f64>() / rates.len() as f64;
    let square = rates.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>();
    (square / (rates.len() - 1) as f64).sqrt() / mean
}
