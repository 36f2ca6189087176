//! The time axis: simulated time on plotters' coordinates, and ticks that know of clock time and
//! nights, which plotters' own do not.

use super::ChartError;
use super::canvas::{Align, Area, Canvas, Rect, units};
use super::frame::Metrics;
use super::palette::{Ink, Role};
use crate::units::{ClockTime, SimTime, Span};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;
use std::ops::Range;

/// Simulated time from one moment to another.
#[derive(Clone, Debug)]
pub struct NightAxis {
    from: SimTime,
    to: SimTime,
}

impl From<Range<SimTime>> for NightAxis {
    fn from(range: Range<SimTime>) -> Self {
        NightAxis { from: range.start, to: range.end }
    }
}

impl Ranged for NightAxis {
    type FormatOption = DefaultFormatting;
    type ValueType = SimTime;

    fn map(&self, value: &SimTime, limit: (i32, i32)) -> i32 {
        let whole = self.to.since(self.from).micros().max(1) as f64;
        let part = (value.micros() - self.from.micros()) as f64 / whole;
        limit.0 + (part * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<SimTime> {
        Vec::new()
    }

    fn range(&self) -> Range<SimTime> {
        self.from..self.to
    }
}

/// Time across, a number upward.
pub type Plane = Area<Cartesian2d<NightAxis, RangedCoordf64>>;

/// The plane over a box of the canvas: time from second 0 to `end`, values from 0 to `top`.
pub fn plane(canvas: &Canvas, plot: Rect, end: SimTime, top: f64) -> Plane {
    canvas.area.apply_coord_spec(Cartesian2d::new(
        SimTime::ZERO..end,
        0.0..top,
        (units(plot.x)..units(plot.right()), units(plot.bottom())..units(plot.y)),
    ))
}

/// The x of a moment in pixels.
pub fn x_of(plane: &Plane, at: SimTime) -> f64 {
    f64::from(plane.map_coordinate(&(at, 0.0)).0) / super::canvas::SCALE
}

/// The y of a value in pixels.
pub fn y_of(plane: &Plane, value: f64) -> f64 {
    f64::from(plane.map_coordinate(&(SimTime::ZERO, value)).1) / super::canvas::SCALE
}

/// Round clock times from second 0 to `end`, at most `most`; seconds where it is short.
pub fn clock_ticks(zero: ClockTime, end: SimTime, most: usize) -> Vec<SimTime> {
    const SECONDS: [i64; 17] =
        [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600];
    let length = end.micros() / 1_000_000;
    let step = SECONDS
        .into_iter()
        .find(|step| usize::try_from(length / step).is_ok_and(|n| n < most))
        .unwrap_or(43_200);
    let zero = i64::from(zero.secs());
    let first = zero + (step - zero.rem_euclid(step)) % step;
    let ticks = (0..).map(|i| SimTime::from_secs(first - zero + i * step));
    ticks.take_while(|&t| t <= end).take(most).collect()
}

/// The clock time of a tick. The end of a day that begins at 00:00 is its 24:00.
pub fn clock_at(zero: ClockTime, at: SimTime) -> ClockTime {
    if zero == ClockTime::MIDNIGHT && at == SimTime::ZERO.plus(Span::DAY) {
        return ClockTime::from_hm(24, 0);
    }
    let secs = i64::from(zero.secs()) + at.micros() / 1_000_000;
    ClockTime::from_secs(u32::try_from(secs.rem_euclid(86_400)).unwrap_or(0))
}

/// Draws a tick with its clock time below an axis, off the right edge if it has to be.
pub fn draw_tick(
    canvas: &mut Canvas,
    m: &Metrics,
    (x, y): (f64, f64),
    text: String,
) -> Result<(), ChartError> {
    canvas.line(&[(x, y), (x, y + 4.0)], m.stroke, Ink::decor(Role::Muted))?;
    let base = y + 1.45 * m.tick;
    // As far from the edge as half the margin, if it is a tick's own length away.
    let label = m.tick(text);
    let edge = canvas.bounds().w - m.margin();
    let x = x.min(edge - label.width() / 2.0);
    canvas.place(&label, &[(x, base, Align::Middle)])?;
    Ok(())
}

/// Every how many nights there is a tick, so that there are at most `most`.
pub fn night_step(nights: u32, most: u32) -> u32 {
    let steps = [1, 2, 5, 7, 10, 20, 50, 100, 200, 500, 1000];
    steps.into_iter().find(|&step| nights.div_ceil(step) <= most).unwrap_or(1000)
}

/// A length of at least one minute, so that no axis is empty.
pub fn at_least_a_minute(at: SimTime) -> SimTime {
    at.max(SimTime::ZERO.plus(Span::from_secs(60)))
}

/// Round values from 0 up to `top`, at most five, with their step.
pub fn value_ticks(top: f64) -> Vec<f64> {
    if !(top.is_finite() && top > 0.0) {
        return vec![0.0];
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(top / 4.0)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| top / s < 5.0);
    let step = step.unwrap_or(10.0 * power);
    (0..6).map(|i| f64::from(i) * step).take_while(|v| *v <= top).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_ticks_are_round_and_few() {
        let zero = ClockTime::from_hm(23, 0);
        let ticks = clock_ticks(zero, SimTime::from_secs(8 * 3600), 6);
        let clocks: Vec<_> = ticks.iter().map(|&t| clock_at(zero, t).secs() / 3600).collect();
        assert_eq!(clocks, [0, 2, 4, 6]);
        assert!(clock_ticks(zero, SimTime::from_secs(400), 6).len() <= 6);
        assert!(clock_ticks(zero, SimTime::from_secs(86_400), 6).len() <= 6);
    }

    #[test]
    fn value_ticks_are_round_and_few() {
        assert_eq!(value_ticks(10.0), [0.0, 2.5, 5.0, 7.5, 10.0]);
        assert_eq!(value_ticks(3.5), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(value_ticks(f64::NAN), [0.0]);
        assert!(value_ticks(1e-9).len() <= 6 && value_ticks(1e12).len() <= 6);
    }
}
