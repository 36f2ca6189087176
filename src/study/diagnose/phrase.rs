//! Readings that the figures of a text stand for. What was heard and the case flow in, readings flow
//! out: rough ones, since nobody measures before complaining.

use super::observed::{Observed, Reading};
use crate::scenario::Inputs;
use crate::study::symptoms::{Heard, Shape};
use crate::units::{ClockTime, Fraction, Look, Progress, SimTime};

/// How far "stuck" lets it move, in points (assumed).
pub(super) const STUCK_BLUR: f64 = 1.2;
/// How far a night's figure in a complaint may be off, as a share of it (assumed).
const ROUGHLY: f64 = 0.35;

/// Readings for a text: "stuck at 5 % for hours" is two looks that many
/// hours apart; "only 4 % a night" is a rise over one night.
pub(super) fn readings(heard: &Heard, inputs: &Inputs) -> Observed {
    let Some(shape) = heard.shape() else { return Observed::default() };
    let window = inputs.window.allowed;
    let length = window.length().as_secs() / 3600.0;
    let look = |hours: f64, percent: f64| {
        let at = SimTime::from_secs(libm::round(hours * 3600.0) as i64);
        let clock = i64::from(window.start().secs()) + at.micros() / 1_000_000;
        let clock = ClockTime::from_secs(u32::try_from(clock.rem_euclid(86_400)).unwrap_or(0));
        let share = Fraction::from_millionths((percent * 1e4) as u32);
        let look = Look { night: None, clock, progress: Progress::Share(share) };
        Reading { look, at, night: 1, percent, whole: false }
    };
    let taken = match (shape, heard.percent) {
        (Shape::Stuck, percent) => {
            // With a figure it stands there soon; without one, by the morning.
            let early = 1.0f64.min(length / 4.0);
            let long = heard.hours.unwrap_or(3.0).min(length - early);
            let from = if percent.is_some() { early } else { length - long };
            let at = percent.unwrap_or(5.0);
            vec![look(from, at), look(from + long, at)]
        }
        (Shape::Slow, Some(percent)) => vec![look(0.0, 0.0), look(length, percent)],
        _ => Vec::new(),
    };
    // Without a figure in the text any level will do.
    let level = shape == Shape::Stuck && heard.percent.is_some();
    // "Stuck" to its owner is a point or two in hours; "10 percent a night" is 6 on one and 15 on
    // another.
    let blur = match (shape, heard.percent) {
        (Shape::Slow, Some(percent)) => 0.7 + ROUGHLY * percent,
        (Shape::Slow, None) => 0.7,
        _ => STUCK_BLUR,
    };
    // A phrase says nothing of when it began: any night is nearly as good as this one.
    Observed { readings: taken, level, blur, any: 0.2, back: None }
}
