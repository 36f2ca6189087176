//! What goes into the battery and out of it: what the phone draws at a moment, what the charger gives,
//! and the law of motion that follows. Pure functions of inputs and facts; the level itself is
//! [`super::level`]'s.

use super::battery::Battery;
use super::charger::{Charger, default_efficiency};
use super::flow::{Acceptance, Flow};
use crate::model::conditions::Conditions;
use crate::units::{Power, Rate};

/// What a battery accepts at most: 1.7 W per Wh (fitted on 69 charging sessions of 7 phones).
const ACCEPTS: f64 = 1.7;

/// What draws on the battery, in W.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    idle: f64,
    sending: f64,
    per_mbps: f64,
    scanning: f64,
    screen: f64,
}

impl Draws {
    /// From the inputs.
    pub fn of(battery: &Battery) -> Self {
        Draws {
            idle: battery.idle_draw.as_watts(),
            sending: battery.upload_draw.as_watts(),
            per_mbps: battery.upload_draw_per_mbps.as_watts(),
            scanning: battery.scan_draw.as_watts(),
            screen: battery.screen_draw.as_watts(),
        }
    }

    /// The load in W: sending replaces the idle draw; scan and screen add to it.
    #[inline]
    pub fn load(&self, facts: &Conditions, rate: Rate) -> f64 {
        let mut load = if rate > Rate::ZERO {
            self.sending + self.per_mbps * rate.as_mbps()
        } else {
            self.idle
        };
        if facts.scanning {
            load += self.scanning;
        }
        if facts.in_use {
            load += self.screen;
        }
        load
    }

    /// The most that it may draw, in W, if the upload is never faster than this.
    fn most(&self, fastest: Rate) -> f64 {
        let sending = self.sending + self.per_mbps * fastest.as_mbps();
        sending.max(self.idle).max(self.idle + self.scanning) + self.screen
    }
}

/// The share of the charger's power that arrives, and what arrives of it, W.
fn arriving(charger: &Charger) -> (f64, f64) {
    let efficiency =
        charger.efficiency.unwrap_or_else(|| default_efficiency(charger.power.coupling));
    let efficiency = efficiency.as_ratio();
    (efficiency, charger.power.power.as_watts() * efficiency)
}

/// Whether the charger keeps up with everything the phone may draw if the upload is never faster than
/// this, so that a plugged phone never runs empty.
pub fn keeps_up(battery: &Battery, charger: &Charger, fastest: Rate) -> bool {
    arriving(charger).1 >= Draws::of(battery).most(fastest)
}

/// The charger and what the battery accepts of it.
#[derive(Clone, Debug)]
pub struct Supply {
    /// What arrives at the battery, W.
    arrives: f64,
    /// The share of the charger's power that arrives.
    efficiency: f64,
    acceptance: Acceptance,
    full: f64,
}

impl Supply {
    /// From the inputs.
    pub fn of(battery: &Battery, charger: &Charger) -> Self {
        let full = battery.capacity.as_joules();
        let accepts = ACCEPTS * battery.capacity.as_watt_hours();
        let most = battery.charge_max.map_or(accepts, Power::as_watts);
        let (efficiency, arrives) = arriving(charger);
        let knots = charger.taper.0.iter().map(|(soc, f)| (soc.as_ratio(), f.as_ratio()));
        Supply { arrives, efficiency, acceptance: Acceptance::new(knots, most, full), full }
    }

    /// The full battery, in J.
    pub const fn full(&self) -> f64 {
        self.full
    }

    /// The law of motion at an energy in J under a load in W. `held`: charging is held at this level;
    /// `halved`: the charger gives half its power.
    pub fn law(&self, on_power: bool, held: bool, halved: bool, energy: f64, load: f64) -> Flow {
        let stopped = Flow::constant(0.0, energy);
        let arrives = if halved { self.arrives / 2.0 } else { self.arrives };
        let net = if on_power { arrives - load } else { -load };
        if !on_power || net < 0.0 {
            return if energy > 0.0 { Flow::constant(net, 0.0) } else { stopped };
        }
        if held || energy >= self.full { stopped } else { self.acceptance.flow(energy, net) }
    }

    /// What is lost between charger and battery, in W, where this much goes to battery and phone.
    pub fn lost(&self, arriving: f64) -> f64 {
        arriving.max(0.0) * (1.0 / self.efficiency.max(0.01) - 1.0)
    }
}
