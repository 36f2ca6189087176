//! How warm the phone gets, where the temperature around it is given. What it draws and loses flows
//! in once a minute, two latches flow out: charging at half power, too hot for Android's jobs.
//!
//! One lumped mass: T' = (k P - (T - T_ambient)) / τ with P the power that turns to heat in the
//! phone, its load and what is lost on the way from the charger to the battery. P is held over each
//! minute of the night, which is short against τ, so a step is exact:
//!
//! ```text
//! T(t + 60 s) - T_a = k P + (T(t) - T_a - k P) e^{-60 s / τ}
//! ```
//!
//! Ignored: the sun, a case, the screen's own heat beyond its power.

use crate::units::{SimTime, Span, Temperature};

/// k: degrees above the surroundings for each W, in the end. 3.5 (assumed within 3 to 4; 20 W of
/// charging at room temperature then gives the 41.7 °C that a reviewer saw on the surface of an
/// iPhone 15, mobile.thinkhighx.com, collected 2026-11-23).
const DEGREES_PER_WATT: f64 = 3.5;
/// τ: 20 min (assumed within 15 to 25 min).
const SECONDS: f64 = 1200.0;
/// How often it is looked at.
const STEP: Span = Span::from_secs(60);
/// Charging runs at half power from 40 °C on until the phone is back at 35 °C (assumed: charging is
/// known to be slowed somewhere above 35 to 40 °C; onset seen at 36.9 °C on the surface).
const HALVED: (f64, f64) = (40.0, 35.0);
/// Android's thermal status `moderate`, which stops jobs: from 43 °C until 41 °C (AOSP
/// ThermalStatusRestriction names the status; its temperature is the maker's: assumed within 41 to
/// 46 °C).
const TOO_HOT: (f64, f64) = (43.0, 41.0);

/// The warmth of a phone.
#[derive(Clone, Copy, Debug)]
pub struct Warmth {
    ambient: f64,
    above: f64,
    halved: bool,
    too_hot: bool,
    next: SimTime,
}

const fn latch(is_on: bool, celsius: f64, (on, off): (f64, f64)) -> bool {
    if is_on { celsius > off } else { celsius >= on }
}

impl Warmth {
    /// A phone as warm as its surroundings.
    pub fn new(ambient: Temperature) -> Self {
        let mut warmth = Warmth {
            ambient: ambient.as_celsius(),
            above: 0.0,
            halved: false,
            too_hot: false,
            next: SimTime::END,
        };
        warmth.update();
        warmth
    }

    /// It lies there as warm as its surroundings at a night's start (assumed).
    pub fn begin(&mut self, base: SimTime) {
        self.above = 0.0;
        (self.halved, self.too_hot) = (false, false);
        self.next = base.plus(STEP);
        self.update();
    }

    fn update(&mut self) {
        let celsius = self.ambient + self.above;
        self.halved = latch(self.halved, celsius, HALVED);
        self.too_hot = latch(self.too_hot, celsius, TOO_HOT);
    }

    /// A minute has passed at whose end this power, in W, turned to heat.
    pub fn step(&mut self, watts: f64) {
        let goal = DEGREES_PER_WATT * watts;
        self.above = goal + (self.above - goal) * libm::exp(-STEP.as_secs() / SECONDS);
        self.next = self.next.plus(STEP);
        self.update();
    }

    /// When it is looked at next.
    pub const fn next(&self) -> SimTime {
        self.next
    }

    /// Whether charging runs at half power.
    pub const fn is_halved(&self) -> bool {
        self.halved
    }

    /// Whether it is too hot for Android's jobs.
    pub const fn is_too_hot(&self) -> bool {
        self.too_hot
    }

    /// The degrees above the surroundings and the latches, as numbers that tell two states apart.
    pub fn state(&self) -> (i64, i64) {
        let latches = i64::from(self.halved) + 2 * i64::from(self.too_hot);
        (self.above.to_bits().cast_signed(), latches)
    }

    /// Moves the next look, as days have been skipped.
    pub fn shift(&mut self, by: Span) {
        self.next = self.next.plus(by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_nears_its_end_temperature_by_a_factor_of_e_in_twenty_minutes() {
        // 4 W: 14 degrees in the end; after τ 14 (1 - 1/e) = 8.85 above 25 °C.
        let mut warmth = Warmth::new(Temperature::from_millidegrees(25_000));
        warmth.begin(SimTime::ZERO);
        (0..20).for_each(|_| warmth.step(4.0));
        assert!((warmth.above - 8.85).abs() < 0.005, "{}", warmth.above);
        assert_eq!(warmth.next(), SimTime::from_secs(21 * 60));
        assert!(!warmth.is_halved());
    }

    #[test]
    fn charging_slows_at_forty_degrees_and_recovers_at_thirty_five() {
        let mut warmth = Warmth::new(Temperature::from_millidegrees(30_000));
        warmth.begin(SimTime::ZERO);
        // 5 W would end at 47.5 °C: 40 °C after τ ln(17.5 / 7.5) = 16.95 min, at the 17th look;
        // 43 °C after τ ln(17.5 / 4.5) = 27.2 min, at the 28th.
        let first = |warmth: &mut Warmth, watts: f64, is: fn(&Warmth) -> bool| {
            (1..200).find(|_| {
                warmth.step(watts);
                is(warmth)
            })
        };
        assert_eq!(first(&mut warmth, 5.0, Warmth::is_halved), Some(17));
        assert_eq!(first(&mut warmth, 5.0, Warmth::is_too_hot), Some(11));
        // 0 W from 43.1 °C: 41 °C and then 35 °C after τ ln(13.1 / 5) = 19.3 min.
        assert_eq!(first(&mut warmth, 0.0, |w| !w.is_halved()), Some(20));
        assert!(!warmth.is_too_hot());
    }

    #[test]
    fn two_states_are_told_apart_and_a_night_begins_as_warm_as_around_it() {
        let at = |millidegrees| {
            let mut warmth = Warmth::new(Temperature::from_millidegrees(millidegrees));
            warmth.begin(SimTime::ZERO);
            warmth
        };
        // Around 20, 41 and 44 °C nothing, charging, and charging and jobs.
        assert_eq!([20_000, 41_000, 44_000].map(|ambient| at(ambient).state().1), [0, 1, 3]);
        let mut warmth = at(20_000);
        let cold = warmth.state();
        warmth.step(4.0);
        assert_ne!(warmth.state().0, cold.0);
        warmth.shift(Span::DAY);
        assert_eq!(warmth.next(), SimTime::from_secs(120 + 86_400));
        warmth.begin(SimTime::from_secs(5));
        assert_eq!((warmth.state(), warmth.next()), (cold, SimTime::from_secs(65)));
    }
}
