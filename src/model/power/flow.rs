//! How the battery's energy moves: dE/dt in closed form, and when it reaches a mark. Pure functions
//! over joules and watts.
//!
//! ```text
//! unplugged      dE/dt = -load
//! on power       dE/dt = min(charger x efficiency - load, charge_max x f(soc))
//! full, held     dE/dt = min(charger x efficiency - load, 0)
//! ```
//!
//! f is piecewise linear, so inside a piece the taper gives dE/dt = a + bE and
//! E(t) = (E0 + a/b) e^{bt} - a/b (docs/models.md, Power; fitted on 69 charging sessions of 7 phones,
//! mean error of the state of charge 0.7 to 0.8 points). Ignored: voltage, age, cold.

use smallvec::SmallVec;

/// The law of motion that holds at some energy, and up to where it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// dE/dt = a + b E, in W and 1/s.
    a: f64,
    b: f64,
    /// The energy in joules at which the law changes in the direction of motion.
    until: f64,
}

impl Flow {
    /// A constant power in W until an energy in J.
    pub const fn constant(watts: f64, until: f64) -> Self {
        Flow { a: watts, b: 0.0, until }
    }

    /// A power that is linear in the energy, a + b E, until an energy in J.
    pub const fn linear(a: f64, b: f64, until: f64) -> Self {
        Flow { a, b, until }
    }

    /// The power in W at an energy in J.
    pub fn watts(&self, energy: f64) -> f64 {
        self.a + self.b * energy
    }

    /// The energy in J at which the law changes.
    pub const fn until(&self) -> f64 {
        self.until
    }

    /// The energy in J after some seconds.
    pub fn after(&self, energy: f64, seconds: f64) -> f64 {
        if self.b == 0.0 {
            return energy + self.a * seconds;
        }
        let rest = self.a / self.b;
        (energy + rest) * libm::exp(self.b * seconds) - rest
    }

    /// For how many seconds from an energy in J on a straight line stays within `error` J of it: the
    /// sag of a chord over t seconds is at most |E''| t^2 / 8, and E'' = b (a + bE).
    pub fn straight_for(&self, energy: f64, error: f64) -> f64 {
        let bend = (self.b * self.watts(energy)).abs();
        if bend > 0.0 { libm::sqrt(8.0 * error / bend) } else { f64::INFINITY }
    }

    /// The seconds until an energy `mark` in J is reached; `None` if it never is.
    pub fn time_to(&self, energy: f64, mark: f64) -> Option<f64> {
        let power = self.watts(energy);
        if power == 0.0 || (mark - energy) * power < 0.0 {
            return None;
        }
        if self.b == 0.0 {
            return Some((mark - energy) / self.a);
        }
        let rest = self.a / self.b;
        let ratio = (mark + rest) / (energy + rest);
        if ratio.is_nan() || ratio <= 0.0 {
            return None;
        }
        let seconds = libm::log(ratio) / self.b;
        (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
    }
}

/// The taper: knots `(energy in J, accepted power in W)`, rising in energy.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    knots: SmallVec<[(f64, f64); 4]>,
    full: f64,
}

impl Acceptance {
    /// From knots `(state of charge 0 to 1, share of `most` 0 to 1)`, the most accepted power in W,
    /// and the full energy in J. Level before the first knot and behind the last.
    pub fn new(knots: impl Iterator<Item = (f64, f64)>, most: f64, full: f64) -> Self {
        let mut acceptance = Acceptance { knots: SmallVec::new(), full };
        knots.for_each(|(soc, share)| acceptance.knots.push((soc * full, share * most)));
        acceptance
    }

    /// The law on power at an energy below full, for a charger that leaves `net` W after the load.
    pub fn flow(&self, energy: f64, net: f64) -> Flow {
        if net <= 0.0 {
            return Flow::constant(net, 0.0);
        }
        let next = self.knots.iter().position(|&(at, _)| at > energy);
        let (a, b, end) = match next {
            Some(0) => (self.knots[0].1, 0.0, self.knots[0].0),
            Some(i) => {
                let ((x0, y0), (x1, y1)) = (self.knots[i - 1], self.knots[i]);
                let b = (y1 - y0) / (x1 - x0);
                (y0 - b * x0, b, x1)
            }
            None => (self.knots.last().map_or(net, |k| k.1), 0.0, self.full),
        };
        let end = end.min(self.full);
        if b == 0.0 {
            return Flow::constant(net.min(a), end);
        }
        // Where the two laws cross inside the piece, the other one takes over. Compared as energies,
        // so that at the crossing itself no rounding decides which of them holds.
        let crossing = (net - a) / b;
        let charger_binds = if b < 0.0 { energy < crossing } else { energy >= crossing };
        let until = if crossing > energy && crossing < end { crossing } else { end };
        if charger_binds { Flow::constant(net, until) } else { Flow::linear(a, b, until) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{found} for {expected}"
        );
    }

    /// dE/dt = 20 - E/50: E(t) = 1000 + (E0 - 1000) e^{-t/50}, so that 50 ln 2 s halve the way to 1000.
    #[test]
    fn a_taper_nears_its_end_by_halves() {
        let flow = Flow::linear(20.0, -0.02, 900.0);
        let half = 50.0 * std::f64::consts::LN_2;
        assert_eq!((flow.watts(500.0), flow.until()), (10.0, 900.0));
        near(flow.after(500.0, half), 750.0);
        near(flow.time_to(500.0, 750.0).unwrap(), half);
        // Backwards it never goes, nor to its end or beyond.
        assert_eq!(flow.time_to(500.0, 499.0), None);
        assert_eq!(flow.time_to(500.0, 1000.0), None);
        assert_eq!(flow.time_to(500.0, 1001.0), None);
        assert_eq!(flow.time_to(1000.0, 1000.0), None);
        near(flow.time_to(500.0, 500.0).unwrap(), 0.0);
        // From over it, it falls.
        near(flow.time_to(1500.0, 1250.0).unwrap(), half);
        // The sag of a chord over t s is 0.02 x 10 W x t^2 / 8: 1 J after sqrt(40) s.
        near(flow.straight_for(500.0, 1.0), 40_f64.sqrt());
        near(flow.straight_for(1500.0, 1.0), 40_f64.sqrt());
    }

    #[test]
    fn a_constant_power_goes_straight() {
        let flow = Flow::constant(-4.0, 0.0);
        assert_eq!((flow.watts(7.0), flow.after(100.0, 5.0)), (-4.0, 80.0));
        assert_eq!(flow.time_to(100.0, 80.0), Some(5.0));
        assert_eq!(flow.time_to(100.0, 101.0), None);
        assert_eq!(Flow::constant(0.0, 0.0).time_to(100.0, 100.0), None);
        assert_eq!(flow.straight_for(100.0, 1.0), f64::INFINITY);
    }

    /// Up to 50 J 10 W are accepted, then linearly less: 5 W at 75 J, 0 W at 100 J.
    #[test]
    fn the_charger_binds_until_the_battery_accepts_less() {
        let knots = [(0.5, 1.0), (1.0, 0.0)].into_iter();
        let taper = Acceptance::new(knots, 10.0, 100.0);
        let falling = |until| Flow::linear(20.0, -0.2, until);
        // 12 W: the battery binds everywhere.
        assert_eq!(taper.flow(20.0, 12.0), Flow::constant(10.0, 50.0));
        assert_eq!(taper.flow(50.0, 12.0), falling(100.0));
        assert_eq!(taper.flow(75.0, 12.0), falling(100.0));
        // 5 W: the charger binds up to 75 J, at which the battery takes over.
        assert_eq!(taper.flow(20.0, 5.0), Flow::constant(5.0, 50.0));
        assert_eq!(taper.flow(60.0, 5.0), Flow::constant(5.0, 75.0));
        assert_eq!(taper.flow(75.0, 5.0), falling(100.0));
        assert_eq!(taper.flow(80.0, 5.0), falling(100.0));
        // What the load leaves nothing of, or less, flows whatever the taper.
        assert_eq!(taper.flow(80.0, 0.0), Flow::constant(0.0, 0.0));
        assert_eq!(taper.flow(80.0, -3.0), Flow::constant(-3.0, 0.0));
    }

    /// A taper that rises from 2 W at 20 J to 8 W at 80 J and is level behind it.
    #[test]
    fn where_more_is_accepted_later_the_battery_binds_first() {
        let knots = [(0.2, 0.2), (0.8, 0.8)].into_iter();
        let taper = Acceptance::new(knots, 10.0, 100.0);
        assert_eq!(taper.flow(10.0, 5.0), Flow::constant(2.0, 20.0));
        let slope = (8.0 - 2.0) / (80.0 - 20.0);
        let rising = |until| Flow::linear(2.0 - slope * 20.0, slope, until);
        let found = taper.flow(30.0, 5.0);
        near(found.watts(30.0), 3.0);
        near(found.until(), 50.0);
        assert_eq!(taper.flow(50.1, 5.0), Flow::constant(5.0, 80.0));
        assert_eq!(taper.flow(30.0, 9.0), rising(80.0));
        assert_eq!(taper.flow(80.0, 9.0), Flow::constant(8.0, 100.0));
        assert_eq!(taper.flow(80.0, 7.0), Flow::constant(7.0, 100.0));
        // Knots beyond full count up to full.
        let beyond = Acceptance::new([(0.5, 1.0), (1.5, 0.0)].into_iter(), 10.0, 100.0);
        assert_eq!(beyond.flow(60.0, 50.0).until(), 100.0);
        let level = Acceptance::new([(0.5, 1.0), (0.8, 1.0)].into_iter(), 10.0, 100.0);
        assert_eq!(level.flow(60.0, 4.0), Flow::constant(4.0, 80.0));
        assert_eq!(
            Acceptance::new([].into_iter(), 10.0, 100.0).flow(60.0, 4.0),
            Flow::constant(4.0, 100.0)
        );
    }
}
