//! The charger and when it is plugged in: the `charger` section.

use crate::section;
use crate::units::{ChargerPower, Coupling, Fraction, Hold, Taper, Windows};

section! {
    /// The charger.
    pub struct Charger ("charger") {
        /// What the charger gives, or its kind.
        power: ChargerPower = ChargerPower::PD_20W, "charger.power", ["charger"];
        /// When it is plugged in.
        plugged: Windows = Windows::Always, "charger.plugged", ["plugged"];
        /// The level at which charging is held, and until when.
        hold: Option<Hold> = None, "charger.hold", ["charge-hold"];
        /// The share of the charger's power that reaches the battery; left out, it follows the kind
        /// of charger: cable 78 %, MagSafe 60 %, Qi 55 %.
        efficiency: Option<Fraction> = None, "charger.efficiency", ["charger-efficiency"];
        /// How the accepted power falls with the state of charge.
        taper: Taper = default_taper(), "charger.taper", ["charger-taper"];
    }
}

/// The share of the charger's power that reaches the battery: cable 0.78, MagSafe 0.60, Qi 0.55
/// (model.md 9: fitted on 69 charging sessions of 7 phones).
pub const fn default_efficiency(coupling: Coupling) -> Fraction {
    match coupling {
        Coupling::Wired => Fraction::from_percent(78),
        Coupling::MagSafe => Fraction::from_percent(60),
        Coupling::Qi => Fraction::from_percent(55),
    }
}

/// `63% 1.0, 80% 0.35, 90% 0.20, 100% 0.05` (model.md 9: fitted on 69 charging sessions of 7
/// phones; mean error of the state of charge 0.7 to 0.8 points).
pub fn default_taper() -> Taper {
    let knot = |soc, share| (Fraction::from_percent(soc), Fraction::from_percent(share));
    Taper(vec![knot(63, 100), knot(80, 35), knot(90, 20), knot(100, 5)])
}
