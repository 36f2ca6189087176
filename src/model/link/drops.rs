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
use crate::model::ziggurat::exponential;
use crate::units::{Amount, Drops, Rate, SimTime, Span};
use rand_core::{Rng, SeedableRng};
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
    /// How long the line is up and down on average, in microseconds.
    means: [f64; 2],
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
            means: [drops.every, drops.lasting].map(|mean| mean.micros() as f64),
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

    /// What it closes as the line goes down, and how; `running`: the client runs.
    pub fn closes_first(&self, running: bool) -> (Cause, Effect) {
        self.closes(self.since, running)
    }

    /// How long the line is down before a client that runs takes notice: then it closes more than at first.
    pub fn noticed_after(&self, running: bool) -> Option<Span> {
        (self.on_wifi && running && self.grace > Span::ZERO).then_some(self.grace)
    }

    /// It goes down, or is back: at the moment of [`DrawnDrops::toggles`]. Not inlined: drawing is long, and
    /// has a place of its own where one drop follows the other.
    #[inline(never)]
    pub fn turn(&mut self, at: SimTime) {
        self.down = !self.down;
        self.draw(at, self.means[usize::from(self.down)]);
    }

    /// As [`DrawnDrops::turn`], of a line that is up. Returns how long it stays down.
    #[inline(always)]
    pub fn goes_down(&mut self, at: SimTime) -> Span {
        self.down = true;
        self.draw(at, self.means[1])
    }

    /// As [`DrawnDrops::turn`], of a line that is down.
    #[inline(always)]
    pub fn comes_back(&mut self, at: SimTime) {
        self.down = false;
        self.draw(at, self.means[0]);
    }

    /// How long it stays as it is, `mean` microseconds on average.
    #[inline(always)]
    fn draw(&mut self, from: SimTime, mean: f64) -> Span {
        let unit = exponential(&mut self.random);
        // At least a microsecond, so that every step makes progress.
        let lasting = Span::from_micros(((mean * unit) as i64).max(1));
        self.since = from;
        self.toggles = from.plus(lasting);
        lasting
    }
}

impl Model for DrawnDrops {
    fn begin(&mut self, night: &Night) {
        if night.fresh {
            if night.number > 1 {
                let seed = self.nights.at(i64::from(night.number)).next_u64();
                self.random = Xoshiro256PlusPlus::seed_from_u64(seed);
            }
            self.down = true;
            self.turn(night.base);
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
            self.turn(to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::ClockTime;

    fn secs(seconds: i64) -> Span {
        Span::from_secs(seconds)
    }

    const DROPS: Drops = Drops { every: Span::from_secs(100), lasting: Span::from_secs(10) };

    /// λ = 1/100 s. Down 10 s and 15 s for a stop: 1/1.25 of the time is left. A unit of 50 Mbit needs
    /// 50 s at 1 Mbit/s: of what is sent 0.5/(e^0.5 - 1) = 0.770747 counts.
    #[test]
    fn drops_leave_the_share_of_time_and_of_units_that_they_spare() {
        let rate = Rate::from_bits_per_s(1_000_000);
        let left = |stop, unit| thinned(DROPS, secs(stop), unit, rate).bits_per_s();
        let unit = rate.over(secs(50));
        assert_eq!(left(15, Amount::ZERO), 800_000);
        assert_eq!(left(0, Amount::ZERO), 909_090);
        assert_eq!(left(15, unit), 616_597);
        assert_eq!(left(0, unit), 700_679);
        // Less than a bit a second is nothing.
        let slow = |bits| thinned(DROPS, secs(15), Amount::ZERO, Rate::from_bits_per_s(bits));
        assert_eq!(slow(1), Rate::ZERO);
        assert_eq!(slow(2), Rate::from_microbits_per_s(1_600_000));
    }

    fn night(number: u32, fresh: bool) -> Night {
        let base = SimTime::from_secs(86_400 * i64::from(number - 1));
        Night { number, base, start: ClockTime::from_hm(0, 0), length: Span::DAY, fresh }
    }

    fn drawn(kind: LinkKind, grace: i64) -> DrawnDrops {
        let link = Link { kind, drops: Some(DROPS), survive: true, ..Link::default() };
        let random = (Xoshiro256PlusPlus::seed_from_u64(1), Keyed::new(1));
        let mut drops = DrawnDrops::new(&link, secs(grace), random).unwrap();
        drops.begin(&night(1, true));
        drops
    }

    /// Up for 100 s on average, down for 10 s, both spread exponentially: the mean of 4,000 is good to
    /// 1/sqrt(4000) = 1.6 %, and the standard deviation is as large as the mean.
    #[test]
    fn a_line_is_up_and_down_for_as_long_as_is_stated() {
        let mut drops = drawn(LinkKind::Wifi, 0);
        let facts = Conditions::default();
        let (mut lengths, mut now) = ([Vec::new(), Vec::new()], SimTime::ZERO);
        for _ in 0..8_000 {
            let to = drops.toggles();
            assert_eq!(drops.next_event(now, &facts, Rate::ZERO), Some(to));
            let before = SimTime::from_micros(to.micros() - 1);
            let was = drops.is_down();
            drops.advance(now, before, &facts, Rate::ZERO);
            assert_eq!(drops.is_down(), was);
            lengths[usize::from(was)].push(to.since(now).as_secs());
            drops.advance(now, to, &facts, Rate::ZERO);
            assert_eq!(drops.is_down(), !was);
            now = to;
        }
        for (lengths, mean) in lengths.iter().zip([100.0, 10.0]) {
            let count = lengths.len() as f64;
            let found = lengths.iter().sum::<f64>() / count;
            let spread = lengths.iter().map(|l| (l - found).powi(2)).sum::<f64>() / count;
            assert!((found / mean - 1.0).abs() < 0.06, "{found} for {mean}");
            assert!((spread.sqrt() / mean - 1.0).abs() < 0.12, "{spread}");
        }
    }

    #[test]
    fn each_night_begins_up_and_draws_for_itself() {
        let mut drops = drawn(LinkKind::Wifi, 0);
        let first = drops.toggles();
        // As many draws as one likes shift no later night.
        let mut other = drawn(LinkKind::Wifi, 0);
        other.advance(SimTime::ZERO, first, &Conditions::default(), Rate::ZERO);
        assert!(other.is_down());
        let facts = Conditions::default();
        let toggles = [&mut drops, &mut other].map(|drops| {
            drops.begin(&night(2, true));
            assert!(!drops.is_down());
            drops.toggles()
        });
        assert_eq!(toggles[0], toggles[1]);
        assert!(toggles[0] > night(2, true).base);
        assert_ne!(toggles[0].since(night(2, true).base), first.since(SimTime::ZERO));
        // A day of a window without end goes on.
        other.advance(toggles[0], toggles[0], &facts, Rate::ZERO);
        let (down, toggles) = (other.is_down(), other.toggles());
        other.begin(&night(3, false));
        assert_eq!((other.is_down(), other.toggles()), (down, toggles));
    }

    #[test]
    fn on_a_wire_the_line_is_down_for_all_and_on_wifi_the_phone_has_lost_it() {
        let facts = |running| Conditions { running, ..Conditions::default() };
        let down = |kind, grace| {
            let mut drops = drawn(kind, grace);
            let at = drops.toggles();
            drops.advance(SimTime::ZERO, at, &facts(true), Rate::ZERO);
            let mut told = Conditions::default();
            drops.publish(&mut told);
            (drops, at, told.line_down)
        };
        let (wired, at, line_down) = down(LinkKind::Wired, 5);
        assert!(line_down && !wired.heeds_client());
        assert_eq!(wired.closes(at, true), (Cause::LinkOutage, Effect::Hold));
        assert_eq!(wired.next_event(at, &facts(true), Rate::ZERO), Some(wired.toggles()));
        let (wifi, at, line_down) = down(LinkKind::Wifi, 5);
        assert!(!line_down && wifi.heeds_client());
        assert!(!down(LinkKind::Wifi, 0).0.heeds_client());
        assert_eq!(wifi.closes(at, true), (Cause::NoWifi, Effect::Cut));
        assert_eq!(wifi.closes(at, false), (Cause::NoWifi, Effect::Stop));
        let ends = at.plus(secs(5));
        assert_eq!(wifi.closes(ends, true), (Cause::NoWifi, Effect::Stop));
        let earliest = ends.min(wifi.toggles());
        assert_eq!(wifi.next_event(at, &facts(true), Rate::ZERO), Some(earliest));
        assert_eq!(wifi.next_event(at, &facts(false), Rate::ZERO), Some(wifi.toggles()));
        assert_eq!(wifi.next_event(ends, &facts(true), Rate::ZERO), Some(wifi.toggles()));
        let up = drawn(LinkKind::Wired, 5);
        let mut told = Conditions { line_down: true, ..Conditions::default() };
        up.publish(&mut told);
        assert!(told.line_down, "what an outage has said stays said");
        let cable = Link { kind: LinkKind::Usb, drops: Some(DROPS), ..Link::default() };
        let random = (Xoshiro256PlusPlus::seed_from_u64(1), Keyed::new(1));
        assert!(DrawnDrops::new(&cable, Span::ZERO, random).is_none());
    }

    /// The first night draws from the stream itself, so that a seed means the same for ever.
    #[test]
    fn the_first_drop_comes_after_the_first_number_of_the_stream() {
        let first = exponential(&mut Xoshiro256PlusPlus::seed_from_u64(1));
        let expected = (100e6 * first) as i64;
        assert_eq!(drawn(LinkKind::Wifi, 0).toggles(), SimTime::from_micros(expected));
    }
}
