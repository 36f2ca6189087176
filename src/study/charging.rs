//! A recorded battery level held against the simulated one: readings and a timeline flow in, points and
//! errors flow out. Beside the model stand the two answers of a plain calculator, which know the ends
//! of the recording: a straight line, and a constant rate to 80 %.

use crate::import::level::LevelReading;
use crate::sim::timeline::Timeline;
use crate::units::{Fraction, SimTime};

/// So far back the level must go for a new stretch to begin: what is less is the gauge's own to and
/// fro.
const TURN: Fraction = Fraction::from_percent(5);
/// Where the plain calculator stops charging at a constant rate.
const KNEE: Fraction = Fraction::from_percent(80);

/// A difference of two levels, in millionths of the full battery. One point is one percent of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(u32);

impl Points {
    /// Between two levels, whichever is higher.
    pub const fn between(a: Fraction, b: Fraction) -> Self {
        Points(a.millionths().abs_diff(b.millionths()))
    }

    /// In points.
    pub fn as_points(self) -> f64 {
        f64::from(self.0) / 1e4
    }

    /// In millionths of the full battery.
    pub const fn millionths(self) -> u32 {
        self.0
    }
}

/// One reading beside what was simulated for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The moment, the first reading at second 0.
    pub at: SimTime,
    /// What was recorded.
    pub measured: Fraction,
    /// What the simulation says.
    pub simulated: Fraction,
    /// What a straight line from the first to the last level of the stretch says.
    pub line: Fraction,
    /// What a constant rate to 80 % says; `None` where the stretch does not rise through 80 %.
    pub to_80: Option<Fraction>,
}

/// How far something is off, over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// On average over time, not over readings: those may be many at one moment.
    pub mean: Points,
    /// At worst.
    pub worst: Points,
    /// The moment of the worst, the first of equal ones.
    pub worst_at: SimTime,
}

/// A stretch in which the level goes one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Its first point.
    pub from: Compared,
    /// Its last point.
    pub to: Compared,
    /// The model's errors.
    pub model: Errors,
    /// Those of the straight line.
    pub line: Errors,
    /// Those of the constant rate to 80 %.
    pub to_80: Option<Errors>,
}

impl Stretch {
    /// Whether the battery gains.
    pub fn rises(&self) -> bool {
        self.to.measured > self.from.measured
    }
}

/// A recording held against a simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// All readings for which there is a simulated level.
    pub points: Vec<Compared>,
    /// The stretches in which the level goes one way.
    pub stretches: Vec<Stretch>,
    /// The model's errors over all of it.
    pub model: Errors,
    /// Those of straight lines, one to each stretch.
    pub line: Errors,
    /// Readings that lie outside the simulated time.
    pub beyond: usize,
}

/// Holds readings against a timeline; `None` if fewer than two lie within it.
pub fn compare(readings: &[LevelReading], timeline: &Timeline) -> Option<Comparison> {
    let mut points: Vec<Compared> = readings
        .iter()
        .filter_map(|reading| {
            let at = SimTime::ZERO.plus(reading.at);
            let (measured, simulated) = (reading.level, timeline.level_at(at)?);
            Some(Compared { at, measured, simulated, line: measured, to_80: None })
        })
        .collect();
    let beyond = readings.len() - points.len();
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut first = 0;
    for last in turns(&points) {
        ends.push((first, last));
        first = last;
    }
    for &(first, last) in &ends {
        draw_line(points.get_mut(first..=last)?);
        draw_to_80(points.get_mut(first..=last)?);
    }
    let stretches = ends.iter().filter_map(|&(first, last)| stretch(points.get(first..=last)?));
    Some(Comparison {
        stretches: stretches.collect(),
        model: errors(&points, |p| Some(p.simulated))?,
        line: errors(&points, |p| Some(p.line))?,
        beyond,
        points,
    })
}

fn stretch(points: &[Compared]) -> Option<Stretch> {
    Some(Stretch {
        from: *points.first()?,
        to: *points.last()?,
        model: errors(points, |p| Some(p.simulated))?,
        line: errors(points, |p| Some(p.line))?,
        to_80: errors(points, |p| p.to_80),
    })
}

/// The last points of the stretches: where the level turns, and the last of all. A level that stays at
/// its turn belongs to the stretch that led there.
fn turns(points: &[Compared]) -> Vec<usize> {
    let level = |i: usize| points.get(i).map_or(0, |p| i64::from(p.measured.millionths()));
    let turn = i64::from(TURN.millionths());
    let (mut found, mut high, mut low) = (Vec::new(), 0, 0);
    let mut rising = None;
    for i in 1..points.len() {
        if level(i) >= level(high) {
            high = i;
        }
        if level(i) <= level(low) {
            low = i;
        }
        let (fell, rose) = (level(high) - level(i) >= turn, level(i) - level(low) >= turn);
        match rising {
            None if fell => rising = Some(false),
            None if rose => rising = Some(true),
            Some(true) if fell => {
                found.push(high);
                (rising, low) = (Some(false), i);
            }
            Some(false) if rose => {
                found.push(low);
                (rising, high) = (Some(true), i);
            }
            _ => {}
        }
    }
    if let Some(last) = points.len().checked_sub(1).filter(|last| *last > 0) {
        found.push(last);
    }
    found
}

/// A straight line from a stretch's first level to its last, to where that is first reached; level from
/// there on.
fn draw_line(points: &mut [Compared]) {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return };
    let rises = last.measured >= first.measured;
    let there = |p: &&Compared| {
        if rises { p.measured >= last.measured } else { p.measured <= last.measured }
    };
    let end = points.iter().find(there).map_or(last.at, |p| p.at);
    let whole = i128::from(end.since(first.at).micros()).max(1);
    let (from, to) = (first.measured.millionths(), last.measured.millionths());
    for point in points {
        let part = i128::from(point.at.since(first.at).micros()).min(whole);
        let level = i128::from(from) + (i128::from(to) - i128::from(from)) * part / whole;
        point.line = Fraction::from_millionths(u32::try_from(level).unwrap_or(0));
    }
}

/// A constant rate from a stretch's first level to the first reading at or over 80 %; from 80 % on the
/// rate falls with what is missing, as at a constant voltage: s = 1 - 0.2 e^(-r t / 0.2), which goes on
/// at 80 % as it came.
fn draw_to_80(points: &mut [Compared]) {
    let Some(&first) = points.first().filter(|p| p.measured < KNEE) else { return };
    let Some(knee) = points.iter().find(|p| p.measured >= KNEE) else { return };
    let start = first.measured.as_ratio();
    let rate = (knee.measured.as_ratio() - start) / knee.at.since(first.at).as_secs().max(1e-6);
    let missing = 1.0 - KNEE.as_ratio();
    let reached = (KNEE.as_ratio() - start) / rate;
    for point in points {
        let seconds = point.at.since(first.at).as_secs();
        let level = if seconds <= reached {
            start + rate * seconds
        } else {
            1.0 - missing * libm::exp(-(seconds - reached) * rate / missing)
        };
        // Between 0 and 1, so that the cast is in range.
        point.to_80 = Some(Fraction::from_millionths((level * 1e6).round() as u32));
    }
}

/// The errors of one answer over some points: each counts for half the time to its neighbours.
fn errors(points: &[Compared], answer: impl Fn(&Compared) -> Option<Fraction>) -> Option<Errors> {
    let (mut sum, mut time) = (0u128, 0u128);
    let mut worst: Option<(Points, SimTime)> = None;
    for (i, point) in points.iter().enumerate() {
        let off = Points::between(point.measured, answer(point)?);
        let before = i.checked_sub(1).and_then(|i| points.get(i)).map_or(point.at, |p| p.at);
        let after = points.get(i + 1).map_or(point.at, |p| p.at);
        let weight = u128::from(after.since(before).micros().unsigned_abs());
        sum += weight * u128::from(off.0);
        time += weight;
        if worst.is_none_or(|(most, _)| off > most) {
            worst = Some((off, point.at));
        }
    }
    let (worst, worst_at) = worst?;
    let mean = sum.checked_div(time).and_then(|mean| u32::try_from(mean).ok()).map(Points)?;
    Some(Errors { mean, worst, worst_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Span;

    fn points(levels: &[(i64, u32, u32)]) -> Vec<Compared> {
        let point = |&(minutes, measured, simulated): &(i64, u32, u32)| Compared {
            at: SimTime::from_secs(minutes * 60),
            measured: Fraction::from_percent(measured),
            simulated: Fraction::from_percent(simulated),
            line: Fraction::ZERO,
            to_80: None,
        };
        levels.iter().map(point).collect()
    }

    #[test]
    fn errors_count_by_time_and_not_by_reading() {
        // 0, 2, 2, 2 points at 0, 9, 9, 10 min: 0.5 x 9 min of the first, 0.5 x 10 + 0.5 of the others:
        // weights 9, 9, 1, 1 of 20, so that the mean is 2 x 11 / 20 = 1.1.
        let points = points(&[(0, 50, 50), (9, 52, 54), (9, 52, 54), (10, 53, 51)]);
        let errors = errors(&points, |p| Some(p.simulated)).unwrap();
        assert_eq!(errors.mean.millionths(), 11_000);
        assert_eq!((errors.worst.millionths(), errors.worst_at), (20_000, SimTime::from_secs(540)));
    }

    #[test]
    fn stretches_end_where_the_level_turns_and_a_gauges_to_and_fro_is_no_turn() {
        let levels = [
            (0, 40, 0),
            (1, 37, 0),
            (2, 39, 0),
            (3, 20, 0),
            (4, 20, 0),
            (5, 60, 0),
            (6, 57, 0),
            (7, 61, 0),
        ];
        assert_eq!(turns(&points(&levels)), [4, 7]);
        assert_eq!(turns(&points(&levels[..1])), [0usize; 0]);
        assert_eq!(turns(&points(&[(0, 100, 0), (5, 100, 0), (6, 97, 0)])), [2]);
    }

    #[test]
    fn the_straight_line_ends_where_the_last_level_is_first_reached() {
        let mut points = points(&[(0, 20, 0), (10, 70, 0), (20, 100, 0), (60, 100, 0)]);
        draw_line(&mut points);
        let line: Vec<u32> = points.iter().map(|p| p.line.millionths() / 10_000).collect();
        assert_eq!(line, [20, 60, 100, 100]);
    }

    #[test]
    fn the_constant_rate_bends_at_80_percent() {
        // From 20 % to 80 % in 60 min: 1 point a minute. From there s = 100 - 20 e^(-t / 20 min):
        // 20 minutes on 100 - 20 / e = 92.642 %.
        let mut points = points(&[(0, 20, 0), (30, 55, 0), (60, 80, 0), (80, 90, 0)]);
        draw_to_80(&mut points);
        let found: Vec<f64> =
            points.iter().filter_map(|p| p.to_80).map(|f| f.as_percent()).collect();
        for (found, want) in found.iter().zip([20.0, 50.0, 80.0, 92.6424]) {
            assert!((found - want).abs() < 1e-3, "{found}, not {want}");
        }
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn without_two_readings_within_the_timeline_there_is_nothing_to_compare() {
        let reading = LevelReading { at: Span::ZERO, level: Fraction::ONE };
        assert_eq!(compare(&[reading; 3], &Timeline::default()), None);
    }
}
