//! The battery's level as a line to draw: the law of motion flows in step by step, the points between
//! which straight lines follow the level flow out. They depend on the laws alone and not on how the
//! engine cuts time, so that two runs alike have the same points.

use super::flow::Flow;
use crate::units::{SimTime, Span};

/// How far straight lines between the points may lie off the level: a twentieth of a percent of the
/// full battery.
pub const LEVEL_ERROR: f64 = 0.0005;

/// The law that was told last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trace(Option<Told>);

/// A law, since when and from which energy in J on it holds, and when the line bends next under it.
#[derive(Clone, Copy, Debug)]
struct Told {
    law: Flow,
    since: SimTime,
    start: f64,
    bends: SimTime,
}

/// A stretch of time under one law of motion.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// The law.
    pub law: Flow,
    /// The energy in J at `from`.
    pub energy: f64,
    /// Its start.
    pub from: SimTime,
    /// Its end.
    pub to: SimTime,
}

impl Trace {
    /// A night begins: its first point is told whatever the law.
    pub const fn restart(&mut self) {
        self.0 = None;
    }

    /// Tells the energies in J where the law changes and where they bend under it, from the start of a
    /// stretch to before its end. `full` is the full battery in J.
    pub fn tell(&mut self, stretch: &Stretch, full: f64, mut told: impl FnMut(SimTime, f64)) {
        let &Stretch { law, energy, from, to } = stretch;
        let straight = |at: SimTime, energy: f64| {
            // A second at least, so that it ends.
            let seconds = law.straight_for(energy, LEVEL_ERROR * full).clamp(1.0, 1e9);
            at.plus(Span::from_micros((seconds * 1e6) as i64))
        };
        let mut own = match self.0 {
            Some(own) if own.law == law => own,
            _ => {
                told(from, energy);
                Told { law, since: from, start: energy, bends: straight(from, energy) }
            }
        };
        while own.bends < to {
            let at = own.bends;
            let here = law.after(own.start, at.since(own.since).as_secs());
            if at >= from {
                told(at, here);
            }
            own.bends = straight(at, here);
        }
        self.0 = Some(own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// dE/dt = 20 W - E / 3600 s from 0 J: E = 72,000 J (1 - e^{-t/3600 s}), 45,513 J after an hour.
    const LAW: Flow = Flow::linear(20.0, -1.0 / 3600.0, 72_000.0);

    fn told(cuts: &[i64]) -> Vec<(SimTime, f64)> {
        let (mut trace, mut points, mut from) = (Trace::default(), Vec::new(), 0);
        for &to in cuts {
            let at = SimTime::from_secs;
            let energy = LAW.after(0.0, from as f64);
            let stretch = Stretch { law: LAW, energy, from: at(from), to: at(to) };
            trace.tell(&stretch, 72_000.0, |at, energy| points.push((at, energy)));
            from = to;
        }
        points
    }

    #[test]
    fn straight_lines_between_the_points_stay_within_the_error() {
        let points = told(&[3600]);
        assert!((5..=20).contains(&points.len()), "{}", points.len());
        for pair in points.windows(2) {
            let [(a, from), (b, to)] = [pair[0], pair[1]];
            let middle = LAW.after(
                0.0,
                (a.since(SimTime::ZERO).as_secs() + b.since(SimTime::ZERO).as_secs()) / 2.0,
            );
            // The sag is greatest in the middle of a chord.
            assert!((middle - (from + to) / 2.0).abs() <= LEVEL_ERROR * 72_000.0);
        }
    }

    #[test]
    fn the_points_do_not_depend_on_how_the_time_is_cut() {
        assert_eq!(told(&[3600]), told(&[1, 2, 600, 601, 1800, 3599, 3600]));
    }

    #[test]
    fn a_night_tells_its_first_point_whatever_the_law() {
        let at = SimTime::from_secs;
        let law = Flow::constant(0.0, 0.0);
        let mut trace = Trace::default();
        let mut points = Vec::new();
        for (from, begins) in [(0, true), (10, false), (20, true)] {
            if begins {
                trace.restart();
            }
            let stretch = Stretch { law, energy: 5.0, from: at(from), to: at(from + 10) };
            trace.tell(&stretch, 100.0, |at, _| points.push(at));
        }
        assert_eq!(points, [at(0), at(20)]);
    }
}
