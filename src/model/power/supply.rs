//! What goes into the battery and out of it: what the phone draws at a moment, what the charger gives,
//! and the law of motion that follows. Pure functions of inputs and facts; the level itself is
//! [`super::level`]'s.

use super::battery::Battery;
use super::charger::{Charger, default_efficiency};
use super::flow::{Acceptance, Flow};
use crate::model::conditions::Conditions;
use crate::units::{Power, Rate, Span};

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
    keeps_up_by_far(battery, charger, fastest)
        || arriving(charger).1 >= Draws::of(battery).most(fastest)
}

/// Whether more arrives than all draws together come to, reckoned against the charger in whole numbers: by a
/// twentieth less than arrives (2^20 for a million), and more than the upload draws (2^39 for 10^12). Most
/// chargers keep up by far, and to see that takes none of the divisions that watts do.
pub fn keeps_up_by_far(battery: &Battery, charger: &Charger, fastest: Rate) -> bool {
    let efficiency =
        charger.efficiency.unwrap_or_else(|| default_efficiency(charger.power.coupling));
    let arrives =
        (u128::from(charger.power.power.microwatts()) * u128::from(efficiency.millionths())) >> 20;
    let by_rate = (u128::from(battery.upload_draw_per_mbps.microwatts())
        * u128::from(fastest.microbits_per_s()))
        >> 39;
    let fixed = [battery.idle_draw, battery.upload_draw, battery.scan_draw, battery.screen_draw];
    fixed.iter().map(|draw| u128::from(draw.microwatts())).sum::<u128>() + by_rate < arrives
}

/// How often in a span, at most, a load beyond the charger may take the level down by a percent and the
/// charger bring it back, if the upload is never faster than this: so often something that looks at the
/// level may change its mind and change it again.
pub fn most_swings(
    battery: &Battery,
    charger: &Charger,
    fastest: Rate,
    warm: bool,
    span: Span,
) -> u64 {
    let draws = Draws::of(battery);
    let (_, arrives) = arriving(charger);
    // A warm phone charges at half power at times.
    let falls = draws.most(fastest) - if warm { arrives / 2.0 } else { arrives };
    let rises = battery.charge_max.map_or(arrives, |most| most.as_watts().min(arrives));
    if falls <= 0.0 || rises <= 0.0 {
        return 0;
    }
    let percent = battery.capacity.as_joules() / 100.0;
    // Casts of floats end at the bounds of the integer.
    (span.as_secs() / (percent / falls + percent / rises)) as u64
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{ChargerPower, Coupling, Energy};
    use proptest::prelude::*;

    fn swings(watts: u64, charge_max: Option<Power>, warm: bool) -> u64 {
        let battery = Battery {
            capacity: Energy::from_microwatt_hours(1_000_000),
            scan_draw: Power::from_milliwatts(15_000),
            charge_max,
            ..Battery::default()
        };
        let power = Power::from_milliwatts(1000 * watts);
        let power = ChargerPower { power, coupling: Coupling::Wired };
        let charger = Charger { power, ..Charger::default() };
        most_swings(&battery, &charger, Rate::ZERO, warm, Span::from_secs(3600))
    }

    #[test]
    fn a_load_beyond_the_charger_swings_by_a_percent_in_the_time_of_both_ways() {
        // 1 Wh = 3600 J, a percent 36 J. 10 W of a cable arrive as 7.8 W. Scanning at 15 W beside
        // 0.03 W of idling, with the screen's 1 W: 8.23 W are lost, 36 J in 4.374 s; they are back in
        // 36 J / 7.8 W = 4.615 s. An hour has 400.5 times 8.990 s.
        assert_eq!(swings(10, None, false), 400);
        // Where 2 W are accepted at most, 18 s: 160.9 times 22.374 s.
        assert_eq!(swings(10, Some(Power::from_milliwatts(2000)), false), 160);
        // 30 W arrive as 23.4 W, which no load exceeds; halved as 11.7 W, which 16.03 W exceed by
        // 4.33 W: 8.314 s, and 1.538 s at full power: 365.4 times 9.853 s.
        assert_eq!(swings(30, None, false), 0);
        assert_eq!(swings(30, None, true), 365);
        assert_eq!(swings(0, None, false), 0);
        // What no load exceeds does not fall, however slowly it would rise; what accepts nothing never rises.
        assert_eq!(swings(30, Some(Power::from_milliwatts(2000)), false), 0);
        assert_eq!(swings(10, Some(Power::ZERO), false), 0);
    }

    fn supply(milliwatts: u64, charge_max: Option<Power>) -> Supply {
        let battery = Battery {
            capacity: Energy::from_microwatt_hours(1_000_000),
            charge_max,
            ..Battery::default()
        };
        let power = Power::from_milliwatts(milliwatts);
        let power = ChargerPower { power, coupling: Coupling::Wired };
        let efficiency = Some(crate::units::Fraction::from_percent(80));
        Supply::of(&battery, &Charger { power, efficiency, ..Charger::default() })
    }

    /// 5 W x 80 % = 4 W arrive; a battery of 1 Wh accepts 1.7 W below 63 %, half of a watt less of
    /// either if so told.
    #[test]
    fn what_flows_is_what_arrives_less_the_load_or_what_is_accepted() {
        let watts = |on_power, held, halved, energy, load| {
            supply(5_000, None).law(on_power, held, halved, energy, load).watts(energy)
        };
        assert_eq!(watts(true, false, false, 1000.0, 1.0), 1.7);
        assert_eq!(watts(true, false, false, 1000.0, 3.0), 1.0);
        assert_eq!(watts(true, false, true, 1000.0, 1.0), 1.0);
        assert_eq!(watts(true, false, false, 1000.0, 4.0), 0.0);
        assert_eq!(watts(true, false, false, 1000.0, 5.0), -1.0);
        assert_eq!(watts(true, false, false, 0.0, 5.0), 0.0);
        assert_eq!(watts(false, false, false, 1000.0, 5.0), -5.0);
        assert_eq!(watts(false, false, false, 0.0, 5.0), 0.0);
        // Held or full it takes nothing, but gives what is wanting.
        assert_eq!(watts(true, true, false, 1000.0, 1.0), 0.0);
        assert_eq!(watts(true, true, false, 1000.0, 5.0), -1.0);
        assert_eq!(watts(true, false, false, 3600.0, 1.0), 0.0);
        assert_eq!(watts(true, false, false, 3600.0, 5.0), -1.0);
        let half = supply(5_000, Some(Power::from_milliwatts(500)));
        assert_eq!(half.law(true, false, false, 1000.0, 1.0).watts(1000.0), 0.5);
        assert_eq!(half.full(), 3600.0);
        // Of 5 W that are drawn from the wall 1 W is lost on the way.
        assert!((half.lost(4.0) - 1.0).abs() < 1e-12);
        assert_eq!(half.lost(-4.0), 0.0);
    }

    /// 0.45 W for sending and 0.015 W for each of 10 Mbit/s, 0.03 W idle, 1.5 W scanning, 1 W screen.
    #[test]
    fn sending_replaces_the_idle_draw_and_the_rest_comes_on_top() {
        let draws = Draws::of(&Battery::default());
        let (rate, facts) = (Rate::from_bits_per_s(10_000_000), Conditions::default());
        let near = |found: f64, watts: f64| assert!((found - watts).abs() < 1e-9, "{found}");
        near(draws.load(&facts, rate), 0.6);
        near(draws.load(&facts, Rate::ZERO), 0.03);
        near(draws.load(&Conditions { scanning: true, ..facts.clone() }, Rate::ZERO), 1.53);
        near(draws.load(&Conditions { in_use: true, ..facts }, rate), 1.6);
        near(draws.most(rate), 2.53);
        // 70 Mbit/s draw as much as a scan and 0.03 W less: the scan counts, and from 73 on the line.
        near(draws.most(Rate::from_bits_per_s(70_000_000)), 2.53);
        near(draws.most(Rate::from_bits_per_s(80_000_000)), 2.65);
        // 3.24359 W of a cable arrive as 2.53 W, which keep up with it.
        let keeps = |microwatts| {
            let power = Power::from_microwatts(microwatts);
            let power = ChargerPower { power, coupling: Coupling::Wired };
            keeps_up(&Battery::default(), &Charger { power, ..Charger::default() }, rate)
        };
        assert!(keeps(3_243_590) && !keeps(3_243_580));
    }

    proptest! {
        /// Whatever is seen at a glance is so.
        #[test]
        fn a_charger_that_keeps_up_by_far_keeps_up(
            draws in prop::array::uniform5(0u64..3_000_000),
            (power, efficiency) in (0u64..40_000_000, 1u32..=100),
            megabits in 0u64..2_000,
        ) {
            let [idle_draw, upload_draw, upload_draw_per_mbps, scan_draw, screen_draw] =
                draws.map(Power::from_microwatts);
            // A few tens of milliwatts for each megabit.
            let upload_draw_per_mbps = Power::from_microwatts(upload_draw_per_mbps.microwatts() / 50);
            let battery = Battery {
                idle_draw, upload_draw, upload_draw_per_mbps, scan_draw, screen_draw,
                ..Battery::default()
            };
            let power = ChargerPower {
                power: Power::from_microwatts(power),
                coupling: Coupling::Wired,
            };
            let efficiency = Some(crate::units::Fraction::from_percent(efficiency));
            let charger = Charger { power, efficiency, ..Charger::default() };
            let fastest = Rate::from_bits_per_s(megabits * 1_000_000);
            if keeps_up_by_far(&battery, &charger, fastest) {
                prop_assert!(arriving(&charger).1 > Draws::of(&battery).most(fastest));
            }
        }
    }

    #[test]
    fn common_chargers_are_seen_to_keep_up_at_a_glance() {
        // 20 W x 78 % are 15.6 W; idle 0.03, sending 0.45, scan 1.5, screen 1 W and 30 x 0.015 W for the rate.
        let (battery, charger) = (Battery::default(), Charger::default());
        assert!(keeps_up_by_far(&battery, &charger, Rate::from_bits_per_s(30_000_000)));
        assert!(!keeps_up_by_far(&battery, &charger, Rate::from_bits_per_s(900_000_000)));
    }

    /// 1.7 W for each of 2 Wh, where the charger has 8 W for it.
    #[test]
    fn a_larger_battery_accepts_more() {
        let capacity = Energy::from_microwatt_hours(2_000_000);
        let battery = Battery { capacity, ..Battery::default() };
        let power = Power::from_milliwatts(10_000);
        let power = ChargerPower { power, coupling: Coupling::Wired };
        let efficiency = Some(crate::units::Fraction::from_percent(80));
        let supply = Supply::of(&battery, &Charger { power, efficiency, ..Charger::default() });
        assert_eq!(supply.law(true, false, false, 1000.0, 0.0).watts(1000.0), 3.4);
    }
}
