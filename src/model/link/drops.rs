//! Random drops of the connection: an on/off process with exponential up times (mean A) and down
//! times (mean B), starting up (docs/models.md, Caps). Trials draw it; the point answer has no drop events but
//! a thinner rate:
//!
//! ```text
//! factor = λu / ((e^{λu} - 1) (1 + λd)),   λ = 1/A,   d = B + what a stop costs,   u = unit ÷ rate
//! ```
//!
//! the share of time up (renewal of up time A and down time d), times the share of the up time that
//! is not lost with a unit of transfer time u (restarts after exponential failures need
//! (e^{λu} - 1)/λ for each u that counts). For `byte` u is 0 and the first factor 1.

use super::wifi::loss_effect;
use super::{Link, LinkKind};
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Effect, Limits, Model, Night, earlier};
use crate::model::keyed::Keyed;
use crate::units::{Amount, Drops, Rate, SimTime, Span};
use rand_core::{Rng, SeedableRng};
use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The share of the granted rate that random drops leave in the point answer.
///
/// `stop_cost` (seconds) is added where the mean drop exceeds the service's grace; `unit` is what starts
/// over after a cut (zero for `byte`).
pub fn thinned(drops: Drops, stop_cost: Span, unit: Amount, granted: Rate) -> Rate {
    let lambda = 1.0 / drops.every.as_secs();
    let down = drops.lasting.plus(stop_cost).as_secs();
    let unit_time = unit.time_at(granted).unwrap_or(Span::ZERO).as_secs();
    let exponent = lambda * unit_time;
    let kept = if exponent > 0.0 { exponent / libm::expm1(exponent) } else { 1.0 };
    let factor = kept / (1.0 + lambda * down);
    // Floor to millionths of a bit per second; the product is below 2^63. Less than a bit a second is
    // nothing: a unit that hardly ever goes through unbroken.
    let left = Rate::from_microbits_per_s((granted.microbits_per_s() as f64 * factor) as u64);
    if left.bits_per_s() == 0 { Rate::ZERO } else { left }
}

/// The drawn process of one trial.
pub struct DrawnDrops {
    drops: Drops,
    random: Xoshiro256PlusPlus,
    /// What later nights draw from, each for itself.
    nights: Keyed,
    on_wifi: bool,
    survive: bool,
    grace: Span,
    down: bool,
    since: SimTime,
    toggles: SimTime,
}

impl DrawnDrops {
    /// From the link's inputs and a random stream of its own; `None` without drops and on a cable.
    /// On Wi-Fi a drop closes `no-wifi`, else `link-outage`.
    pub fn new(
        link: &Link,
        grace: Span,
        (random, nights): (Xoshiro256PlusPlus, Keyed),
    ) -> Option<Self> {
        let drops = link.drops.filter(|_| link.kind != LinkKind::Usb)?;
        Some(DrawnDrops {
            drops,
            random,
            nights,
            on_wifi: link.kind == LinkKind::Wifi,
            survive: link.survive,
            grace,
            down: false,
            since: SimTime::ZERO,
            toggles: SimTime::END,
        })
    }

    /// Another trial: another random stream.
    pub fn draw_from(&mut self, (random, nights): (Xoshiro256PlusPlus, Keyed)) {
        (self.random, self.nights) = (random, nights);
    }

    /// Whether the line is down.
    #[inline]
    pub const fn is_down(&self) -> bool {
        self.down
    }

    /// When it goes down or is back.
    #[inline]
    pub const fn toggles(&self) -> SimTime {
        self.toggles
    }

    /// What it closes while the line is down, and how; `running`: the client runs.
    #[inline]
    pub fn closes(&self, now: SimTime, running: bool) -> (Cause, Effect) {
        if self.on_wifi {
            (Cause::NoWifi, loss_effect(now, self.since, self.grace, running))
        } else {
            (Cause::LinkOutage, if self.survive { Effect::Hold } else { Effect::Cut })
        }
    }

    #[inline]
    fn draw(&mut self, from: SimTime) {
        let mean = if self.down { self.drops.lasting } else { self.drops.every };
        let unit: f64 = Exp1.sample(&mut self.random);
        // At least a microsecond, so that every step makes progress.
        let micros = (mean.micros() as f64 * unit) as i64;
        self.since = from;
        self.toggles = from.plus(Span::from_micros(micros.max(1)));
    }
}

impl Model for DrawnDrops {
    fn begin(&mut self, night: &Night) {
        if night.fresh {
            if night.number > 1 {
                let seed = self.nights.at(i64::from(night.number)).next_u64();
                self.random = Xoshiro256PlusPlus::seed_from_u64(seed);
            }
            self.down = false;
            self.draw(night.base);
        }
    }

    #[inline]
    fn publish(&self, facts: &mut Conditions) {
        facts.line_down |= self.down && !self.on_wifi;
    }

    fn heeds_client(&self) -> bool {
        self.on_wifi && self.grace > Span::ZERO
    }

    #[inline]
    fn limit(&self, now: SimTime, facts: &Conditions, limits: &mut Limits) {
        if self.down {
            let (cause, effect) = self.closes(now, facts.running);
            limits.close(cause, effect);
        }
    }

    #[inline]
    fn next_event(&self, now: SimTime, facts: &Conditions, _: Rate) -> Option<SimTime> {
        let grace = self.since.plus(self.grace);
        let watched = self.down && self.on_wifi && facts.running && grace > now;
        earlier(Some(self.toggles), watched.then_some(grace))
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if to >= self.toggles {
            self.down = !self.down;
            self.draw(to);
        }
    }
}
