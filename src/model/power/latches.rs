//! What the phone switches at one level and back at another: power saving, and the phone itself once it
//! has run empty. The energy flows in at each event; whether power saving is on and whether the phone
//! is empty flow out. The two levels of a latch lie a percent or more apart, so that no load makes it
//! chatter.

use super::battery::Saver;
use crate::units::Fraction;

/// An empty phone comes back at 1 % (assumed: phones start at 1 to 3 %).
const BACK: f64 = 0.01;
/// iPhone: on at 20 %, off at 80 % (Low Power Mode; a user guide's text, collected 2026-11-23).
const IPHONE: (Fraction, Fraction) = (Fraction::from_percent(20), Fraction::from_percent(80));
/// Android: on at 15 % (AOSP config_lowBatteryAutoTriggerDefaultLevel, collected 2026-11-23), off on
/// power.
const ANDROID_ON: Fraction = Fraction::from_percent(15);

/// A level as a share, for the laws of energy.
const fn ratio(level: Fraction) -> f64 {
    level.millionths() as f64 / 1e6
}

impl Saver {
    /// The level at which a phone switches power saving on by itself, and that at which it switches it
    /// off again, if it does so by the level.
    pub const fn levels(android: bool) -> (Fraction, Option<Fraction>) {
        if android { (ANDROID_ON, None) } else { (IPHONE.0, Some(IPHONE.1)) }
    }
}

/// The latches of a battery.
#[derive(Clone, Copy, Debug)]
pub struct Latches {
    mode: Saver,
    android: bool,
    saver: bool,
    empty: bool,
}

impl Latches {
    /// With power saving as set, by Android's rules or the iPhone's.
    pub const fn new(mode: Saver, android: bool) -> Self {
        Latches { mode, android, saver: false, empty: false }
    }

    /// A night begins at an energy in J, of `full`.
    pub fn begin(&mut self, energy: f64, full: f64) {
        self.empty = false;
        self.saver = self.mode == Saver::On;
        self.update(energy, full);
    }

    /// The level is at an energy in J, of `full`.
    pub fn update(&mut self, energy: f64, full: f64) {
        if self.is_auto() && !self.android {
            if energy >= ratio(IPHONE.1) * full {
                self.saver = false;
            } else if energy <= ratio(IPHONE.0) * full {
                self.saver = true;
            }
        }
        if energy <= 0.0 {
            self.empty = true;
        } else if energy >= BACK * full {
            self.empty = false;
        }
    }

    /// Whether the phone switches power saving by itself.
    pub fn is_auto(&self) -> bool {
        self.mode == Saver::Auto
    }

    /// Whether the battery has run empty and the phone is not back yet.
    pub const fn is_empty(&self) -> bool {
        self.empty
    }

    /// Whether power saving is on.
    pub fn saver(&self, energy: f64, full: f64, plugged: bool) -> bool {
        // Android's needs no memory: unplugged, the level only falls.
        let low = self.is_auto() && self.android && energy <= ratio(ANDROID_ON) * full;
        self.saver || low && !plugged
    }

    /// The shares of full at which something switches, for a level that rises or falls.
    pub fn marks(&self, rising: bool) -> [Option<f64>; 3] {
        let back = (rising && self.empty).then_some(BACK);
        match (self.is_auto(), self.android) {
            (false, _) => [back, None, None],
            (true, true) => [back, Some(ratio(ANDROID_ON)), None],
            (true, false) => [back, Some(ratio(IPHONE.0)), Some(ratio(IPHONE.1))],
        }
    }

    /// What is on, as a number that tells two states apart.
    pub fn state(&self) -> i64 {
        i64::from(self.saver) + 2 * i64::from(self.empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_its_two_levels_an_iphone_keeps_power_saving_as_it_is() {
        let mut latches = Latches::new(Saver::Auto, false);
        latches.begin(50.0, 100.0);
        let seen = [20.1, 20.0, 50.0, 79.9, 80.0, 50.0, 0.0, 0.9, 1.0];
        let on = seen.map(|energy| {
            latches.update(energy, 100.0);
            (latches.saver(energy, 100.0, true), latches.is_empty())
        });
        let saver = [false, true, true, true, false, false, true, true, true];
        let empty = [false, false, false, false, false, false, true, true, false];
        assert_eq!(on.map(|(saver, _)| saver), saver);
        assert_eq!(on.map(|(_, empty)| empty), empty);
    }

    #[test]
    fn android_saves_power_while_low_and_unplugged() {
        let mut latches = Latches::new(Saver::Auto, true);
        latches.begin(15.0, 100.0);
        assert!(latches.saver(15.0, 100.0, false));
        assert!(!latches.saver(15.0, 100.0, true));
        assert!(!latches.saver(15.1, 100.0, false));
        let mut off = Latches::new(Saver::Off, true);
        off.begin(10.0, 100.0);
        assert!(!off.saver(10.0, 100.0, false));
    }

    #[test]
    fn the_levels_at_which_something_switches_are_those_of_the_phone() {
        let marks = |mode, android, rising, energy: f64| {
            let mut latches = Latches::new(mode, android);
            latches.begin(energy, 100.0);
            latches.marks(rising)
        };
        assert_eq!(marks(Saver::Off, false, true, 50.0), [None; 3]);
        assert_eq!(marks(Saver::On, true, true, 0.0), [Some(0.01), None, None]);
        assert_eq!(marks(Saver::Off, false, false, 0.0), [None; 3]);
        assert_eq!(marks(Saver::Auto, true, false, 50.0), [None, Some(0.15), None]);
        assert_eq!(marks(Saver::Auto, false, true, 50.0), [None, Some(0.2), Some(0.8)]);
        assert_eq!(Saver::levels(true), (Fraction::from_percent(15), None));
        let both = (Fraction::from_percent(20), Some(Fraction::from_percent(80)));
        assert_eq!(Saver::levels(false), both);
    }

    #[test]
    fn power_saving_that_is_set_stays_as_set_and_each_state_has_a_number_of_its_own() {
        let begun = |mode, energy: f64| {
            let mut latches = Latches::new(mode, false);
            latches.begin(energy, 100.0);
            latches
        };
        let on = |latches: &Latches, energy| latches.saver(energy, 100.0, false);
        assert!(on(&begun(Saver::On, 90.0), 90.0) && !on(&begun(Saver::Off, 5.0), 5.0));
        // A night begins with what its level says, whatever was before.
        let mut latches = begun(Saver::Auto, 10.0);
        assert!(on(&latches, 10.0));
        latches.begin(50.0, 100.0);
        assert!(!on(&latches, 50.0));
        let states = [(Saver::Off, 50.0), (Saver::On, 50.0), (Saver::Off, 0.0), (Saver::On, 0.0)]
            .map(|(mode, energy)| begun(mode, energy).state());
        assert_eq!(states, [0, 1, 2, 3]);
        assert!(begun(Saver::Auto, 50.0).is_auto() && !begun(Saver::On, 50.0).is_auto());
    }
}
