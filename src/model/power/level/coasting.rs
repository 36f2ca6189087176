//! A battery that runs down, unplugged, with nothing near that its level could reach. How much a phone draws
//! while it sends and while its line is down flows in; how long the level need not be looked at flows out, and
//! until then it goes on from stretch to stretch at little cost. Level, law and anchor are those that
//! [`Level::settle`] and [`Model::advance`] come to, to the last bit.

use super::Level;
use crate::model::conditions::{Conditions, Limits, Model};
use crate::model::power::flow::Flow;
use crate::units::{Rate, SimTime, Span};

/// How far ahead of a mark the level is looked at again, in seconds. Far more than what is rounded.
const MARGIN: f64 = 1e-3;

/// How a level runs down while a phone sends at one rate or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Coast {
    /// Up to this moment it reaches nothing.
    until: SimTime,
    rate: Rate,
    /// What the phone draws as its line is down and as it sends, in W.
    loads: [f64; 2],
}

impl Coast {
    /// Whether a stretch up to `to` needs no look at the level.
    #[inline]
    pub fn reaches(&self, to: SimTime) -> bool {
        to <= self.until
    }
}

impl Level<'_> {
    /// How it runs down from now on, at most to `end`, while the facts stay as they are and the phone sends at
    /// `rate` or not at all. `None` where it is on power, or heat or a gate of its own is in the way.
    pub fn coast(
        &self,
        (now, end): (SimTime, SimTime),
        (facts, limits): (&Conditions, &Limits),
        rate: Rate,
    ) -> Option<Coast> {
        let is_charging = facts.charging && self.watch.charging;
        let is_free = !facts.plugged
            && !is_charging
            && self.hold.is_none()
            && self.warmth.is_none()
            && !self.is_dormant(now);
        let mut limits = *limits;
        self.limit(now, facts, &mut limits);
        if !is_free || !limits.closed.is_empty() {
            return None;
        }
        let loads = [Rate::ZERO, rate].map(|rate| self.draws.load(facts, rate));
        let most = loads[0].max(loads[1]);
        // Downwards, whatever it draws.
        let ahead = self.energy - self.mark_ahead(-1.0, facts);
        // A phone that draws nothing never gets there; casts of floats end at the bounds of the integer.
        let micros = ((ahead / most - MARGIN) * 1e6) as i64;
        let until = now.plus(Span::from_micros(micros)).min(end);
        (until > now).then_some(Coast { until, rate, loads })
    }

    /// A stretch begins in which the phone sends or does not.
    #[inline]
    pub fn coast_on(&mut self, coast: &Coast, now: SimTime, sends: bool, facts: &Conditions) {
        let rate = if sends { coast.rate } else { Rate::ZERO };
        let key = (false, false, facts.scanning, facts.in_use, false, rate);
        if self.settled != Some(key) {
            self.settled = Some(key);
            self.on_power = false;
            self.drawn = coast.loads[usize::from(sends)];
            self.flow = Flow::constant(-self.drawn, 0.0);
            self.anchor = (now, self.energy);
            self.reaches = None;
        }
        self.is_sure = false;
    }

    /// The stretch at hand goes on.
    #[inline]
    pub fn coast_to(&mut self, now: SimTime, to: SimTime) {
        self.draw_line(now, to);
        let (since, energy) = self.anchor;
        self.energy = self.flow.after(energy, to.since(since).as_secs()).clamp(0.0, self.full);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::conditions::Relaxed;
    use crate::model::power::battery::Battery;
    use crate::model::power::charger::Charger;
    use crate::model::power::level::Watch;
    use crate::model::power::level::tests::{WATCH, night};
    use crate::units::{Energy, Fraction, Hold, Power, Temperature};
    use proptest::prelude::*;

    const SENDING: Rate = Rate::from_bits_per_s(7_000_000);

    fn at(micros: i64) -> SimTime {
        SimTime::from_micros(micros)
    }

    /// 3600 J, of which 7 Mbit/s draw 12 W + 7 x 3 W = 33 W and an idle phone 1 W.
    fn battery(level: u32) -> Battery {
        let watts = |n: u64| Power::from_milliwatts(1000 * n);
        Battery {
            level: Fraction::from_percent(level),
            capacity: Energy::from_microwatt_hours(1_000_000),
            idle_draw: watts(1),
            upload_draw: watts(12),
            upload_draw_per_mbps: watts(3),
            ..Battery::default()
        }
    }

    fn begun<'a>(battery: &'a Battery, charger: &'a Charger) -> Level<'a> {
        let watch = Watch { reserve: Fraction::from_percent(20), ..WATCH };
        let mut level = Level::new(battery, charger, watch);
        level.begin(&night(1));
        level
    }

    fn coast(level: &Level<'_>, facts: &Conditions, end: SimTime) -> Option<Coast> {
        let limits = Limits::new(Relaxed::default());
        level.coast((SimTime::ZERO, end), (facts, &limits), SENDING)
    }

    /// Half of it less the reserve are 1080 J, which 33 W draw in 32.727 s: a millisecond before that it is
    /// looked at again.
    #[test]
    fn it_is_looked_at_again_just_before_it_may_reach_its_reserve() {
        let (battery, charger) = (battery(50), Charger::default());
        let level = begun(&battery, &charger);
        let facts = Conditions { plugged: false, ..Conditions::default() };
        let until = |end| coast(&level, &facts, at(end)).map(|coast| coast.until.micros());
        assert_eq!(until(60_000_000), Some(32_726_272));
        assert_eq!(until(20_000_000), Some(20_000_000));
        let found = coast(&level, &facts, at(60_000_000)).unwrap();
        assert!(found.reaches(at(32_726_272)) && !found.reaches(at(32_726_273)));
        // On power it may rise, and at the reserve the phone waits.
        assert!(coast(&level, &Conditions { plugged: true, ..facts.clone() }, at(9)).is_none());
        let mut heeded = begun(&battery, &charger);
        heeded.watch.charging = true;
        assert!(coast(&heeded, &facts, at(9)).is_some());
        assert!(coast(&heeded, &Conditions { charging: true, ..facts.clone() }, at(9)).is_none());
        let low = self::battery(20);
        assert!(coast(&begun(&low, &charger), &facts, at(9)).is_none());
        // Where heat counts it has steps of its own, and where charging is held the law has another state.
        let ambient = Some(Temperature::from_millidegrees(25_000));
        let mut warm = Level::new(&battery, &charger, Watch { ambient, ..WATCH });
        warm.begin(&night(1));
        assert!(coast(&warm, &facts, at(9)).is_none());
        let hold = Some(Hold { level: Fraction::from_percent(80), until: None });
        let held = Charger { hold, ..charger.clone() };
        assert!(coast(&begun(&battery, &held), &facts, at(9)).is_none());
        // What draws nothing runs for ever.
        let none = Power::ZERO;
        let idle =
            Battery { idle_draw: none, upload_draw: none, upload_draw_per_mbps: none, ..battery };
        let found = coast(&begun(&idle, &charger), &facts, SimTime::END).unwrap();
        assert_eq!(found.until, SimTime::END);
    }

    proptest! {
        /// Stretch after stretch, sending or not; two alike are one that is cut in two.
        #[test]
        fn the_level_is_to_the_last_bit_what_event_after_event_makes_of_it(
            level in 30u32..=100,
            stretches in prop::collection::vec((1i64..3_000_000, any::<bool>()), 1..12),
        ) {
            let (battery, charger) = (battery(level), Charger::default());
            let (mut quick, mut plain) = (begun(&battery, &charger), begun(&battery, &charger));
            let facts = Conditions { plugged: false, ..Conditions::default() };
            let coast = coast(&quick, &facts, SimTime::END).unwrap();
            let mut now = SimTime::ZERO;
            for (length, sends) in stretches {
                let to = now.plus(Span::from_micros(length));
                if !coast.reaches(to) {
                    break;
                }
                quick.coast_on(&coast, now, sends, &facts);
                quick.coast_to(now, to);
                let rate = if sends { SENDING } else { Rate::ZERO };
                plain.settle(now, &facts, rate);
                prop_assert!(plain.is_quiet(now, to, &facts));
                plain.advance(now, to, &facts, rate);
                prop_assert_eq!(quick.energy.to_bits(), plain.energy.to_bits());
                now = to;
            }
            prop_assert_eq!(quick.settled, plain.settled);
            prop_assert_eq!(quick.anchor, plain.anchor);
            prop_assert_eq!(quick.flow, plain.flow);
            prop_assert_eq!(quick.drawn, plain.drawn);
            prop_assert_eq!(quick.latches.state(), plain.latches.state());
        }
    }
}
