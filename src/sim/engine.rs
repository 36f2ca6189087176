//! The engine of one window: ask every part for its facts, its limits and its next event, take the
//! earliest, move everything there. Which parts there are stands in [`super::parts`]; what they mean is
//! theirs.
//!
//! Between two events every rate is constant or has a closed form, so a step is exact. State events
//! round up, so every step makes progress.

use super::parts::{Parts, Rest};
use super::random::{Source, Stream};
use super::tally::{Shown, Step, Tally};
use crate::cause::Cause;
use crate::client::Work;
use crate::model::conditions::{Conditions, Fingerprint, Limits, Model, Night, Relaxed};
use crate::model::link::drops::thinned;
use crate::model::power::level::Level;
use crate::units::{Amount, Drops, Fraction, Rate, SimTime, Span};

/// How often gates and phases may answer each other at one moment. Four are needed (stop, start,
/// scan, send); a bound keeps the engine total.
const ROUNDS: usize = 8;

/// The factor of random drops in the point answer: the drops and what a stop costs on top.
#[derive(Clone, Copy)]
pub struct Thinning {
    /// The drops.
    pub drops: Drops,
    /// Start delay and scan, where the mean drop outlasts the grace.
    pub stop_cost: Span,
    /// Connections survive a drop, so that it costs only its time.
    pub survive: bool,
}

impl Thinning {
    /// What random drops leave of a rate, at the payload's place.
    pub fn of(&self, cap: Rate, unit: Amount) -> Rate {
        let unit = if self.survive { Amount::ZERO } else { unit };
        thinned(self.drops, self.stop_cost, unit, cap)
    }
}

/// The engine's state.
pub struct Engine<'a> {
    /// The parts.
    pub parts: Parts<'a>,
    pub(super) facts: Conditions,
    limits: Limits,
    pub(super) rest: Rest,
    heeds_client: bool,
    pub(super) thinning: Option<Thinning>,
    last_thinned: (Rate, Amount, Rate),
}

impl<'a> Engine<'a> {
    /// From its parts.
    #[inline(always)]
    pub fn new(parts: Parts<'a>, thinning: Option<Thinning>, relaxed: Relaxed) -> Self {
        Engine {
            heeds_client: parts.heeds_client(),
            parts,
            facts: Conditions::default(),
            limits: Limits::new(relaxed),
            rest: Rest::new(relaxed),
            thinning,
            last_thinned: (Rate::ZERO, Amount::ZERO, Rate::ZERO),
        }
    }

    /// Back to second 0, for another trial with random numbers of its own.
    pub fn restart(&mut self, stream: Stream) {
        self.parts.client.restart();
        if let Some(line) = &mut self.parts.line {
            line.draw_from(|| stream.speed());
        }
        if let Some(plug) = &mut self.parts.plug {
            plug.draw_from(|| stream.keyed(Source::Plugging));
        }
        if let Some(screen) = &mut self.parts.screen {
            screen.draw_from(|| stream.keyed(Source::Unlocking));
        }
        if let Some(drops) = &mut self.parts.drops {
            drops.draw_from(stream.drops());
        }
        if let Some(battery) = &mut self.parts.battery {
            battery.redraw(|| stream.of(Source::ChargingDelay));
        }
    }

    /// As new but for what stands in the way, once the client is back at second 0.
    pub fn relax(&mut self, relaxed: Relaxed) {
        self.parts.client.restart();
        self.facts = Conditions::default();
        self.limits = Limits::new(relaxed);
        self.rest = Rest::new(relaxed);
    }

    /// What decides how a day of `all-day` that begins now goes on, amounts left out.
    pub fn fingerprint(&mut self, now: SimTime) -> Fingerprint {
        self.parts.client.publish(&mut self.facts);
        self.parts.lull(now, &mut self.facts, &mut self.rest);
        self.parts.publish::<false>(&mut self.facts, &self.rest);
        self.parts.fingerprint(now, &self.facts)
    }

    /// Goes forward over nights that go as the last one did: what each keeps and loses; `rivals` is
    /// what sized rivals had left when it began.
    pub fn skip(&mut self, nights: u32, (kept, lost): (Amount, Amount), rivals: &[Amount]) {
        let times = |x: Amount| Amount::from_units(x.units().saturating_mul(i128::from(nights)));
        self.parts.client.payload.skip(times(kept), times(lost), i64::from(nights));
        if let Some(competition) = &mut self.parts.rivals {
            competition.skip(rivals, nights);
        }
        self.pass_over(nights);
    }

    /// Moves the moments that the parts remember over nights that are not looked at.
    pub fn pass_over(&mut self, nights: u32) {
        let by = Span::DAY.times(i64::from(nights));
        self.facts.plugged_since = self.facts.plugged_since.plus(by);
        self.facts.in_use_since = self.facts.in_use_since.plus(by);
        self.parts.shift(by);
    }

    /// The battery's level at second 0, where it and its charging are followed all night.
    pub fn shown_level(&self) -> Option<Fraction> {
        self.shown_battery().map(|b| b.first_soc())
    }

    fn shown_battery(&self) -> Option<&Level<'a>> {
        self.parts.battery.as_deref().filter(|battery| battery.is_shown())
    }

    /// Whether random drops thin the rate.
    pub const fn is_thinned(&self) -> bool {
        self.thinning.is_some()
    }

    /// A night begins: every part is told, and the battery whether it is needed.
    pub fn begin(&mut self, night: &Night) {
        if night.fresh {
            // Where no part publishes these, the phone is plugged in and left alone all night.
            self.facts.plugged_since = night.base;
            self.facts.in_use_since = night.base;
        }
        if let Some(line) = self.parts.line.as_mut().filter(|line| line.strays()) {
            line.expect(self.parts.client.payload.left());
        }
        self.parts.begin(night);
        self.parts.client.begin(night);
        let plugged_for_good = match &self.parts.plug {
            Some(plug) => plug.plugged_from(night),
            None => Some(night.base),
        };
        if let Some(battery) = &mut self.parts.battery {
            battery.rest_from(plugged_for_good);
        }
    }

    /// Limits and the client's reaction, until they agree. The client's own gates only hold, which
    /// it does not react to; they come last.
    #[inline]
    pub(super) fn settle<const PLAIN: bool>(&mut self, now: SimTime) {
        self.parts.client.publish(&mut self.facts);
        for _ in 0..ROUNDS {
            self.parts.limit::<PLAIN>(now, &self.facts, &self.rest, &mut self.limits);
            if !self.parts.client.react(now, &self.facts, &self.limits) {
                break;
            }
            self.parts.client.publish(&mut self.facts);
            // A second reaction to the same limits would change nothing.
            if !self.heeds_client {
                break;
            }
        }
        self.parts.client.limit(&mut self.limits);
    }

    /// The granted and the actual rate, once gates, phases and battery agree.
    #[inline]
    fn rates<const PLAIN: bool>(&mut self, now: SimTime) -> (Rate, Rate) {
        let mut rates = (Rate::ZERO, Rate::ZERO);
        for _ in 0..ROUNDS {
            self.parts.publish::<PLAIN>(&mut self.facts, &self.rest);
            if (self.facts.charging, self.facts.saver) != self.rest.heard {
                self.parts.lull(now, &mut self.facts, &mut self.rest);
                if PLAIN && !self.rest.others_rest {
                    break;
                }
                self.parts.publish::<PLAIN>(&mut self.facts, &self.rest);
            }
            self.settle::<PLAIN>(now);
            let open = self.limits.closed.is_empty();
            let open = open && self.facts.running && !self.facts.scanning;
            let granted = if open { self.thinned(self.limits.cap) } else { Rate::ZERO };
            let (granted, rate, rivals) = self.parts.client.payload.rates(granted, open);
            if rivals {
                self.limits.cap(Cause::RivalTraffic, granted);
            }
            rates = (granted, rate);
            let facts = &self.facts;
            if !self.parts.battery.as_mut().is_some_and(|b| b.settle(now, facts, rates.1)) {
                break;
            }
        }
        rates
    }

    /// The rate that is granted: the least cap, thinned by random drops in the point answer.
    #[inline]
    pub(super) fn thinned(&mut self, cap: Rate) -> Rate {
        let Some(thinning) = self.thinning else { return cap };
        let key = (cap, self.parts.client.payload.unit());
        if (self.last_thinned.0, self.last_thinned.1) != key {
            self.last_thinned = (key.0, key.1, thinning.of(cap, key.1));
        }
        self.last_thinned.2
    }

    /// Whether the battery has switched nothing since the parts that rest were asked: power saving that
    /// has just come on closes a gate among them.
    #[inline]
    pub(super) fn battery_is_heard(&mut self) -> bool {
        if let Some(battery) = self.parts.battery.as_ref().filter(|_| self.rest.awake.battery()) {
            battery.publish(&mut self.facts);
        }
        (self.facts.charging, self.facts.saver) == self.rest.heard
    }

    /// Whether nothing reads the battery any more, though something did when it was last asked.
    #[inline]
    fn battery_falls_asleep(&self, now: SimTime) -> bool {
        let battery = self.parts.battery.as_ref().filter(|_| self.rest.awake.battery());
        battery.is_some_and(|battery| battery.rests_until(now).is_some())
    }

    /// Goes on from `from` while only the line, its drops and the battery change and nobody reads the
    /// books. Returns how far it came: to `end`, to where everything is sent, or to where something
    /// else has to be asked.
    fn run_plain(&mut self, from: SimTime, end: SimTime) -> SimTime {
        let mut now = from;
        loop {
            if self.battery_is_heard() {
                now = self.dash(now, end);
                if self.is_over(now, end) {
                    return now;
                }
            }
            let (_, rate) = self.rates::<true>(now);
            if !self.rest.others_rest {
                return now;
            }
            let soon = now.plus(Span::from_micros(1));
            let next = self.parts.next_event::<true>(now, &self.facts, rate, &self.rest, end);
            let to = next.max(soon);
            self.parts.advance::<true>(now, to, &self.facts, rate, &self.rest);
            now = to;
            if self.is_over(now, end) {
                return now;
            }
        }
    }

    /// Whether a plain stretch is over.
    #[inline]
    fn is_over(&self, now: SimTime, end: SimTime) -> bool {
        let over = now >= end || now >= self.rest.wakes || self.parts.client.payload.is_done();
        over || self.battery_falls_asleep(now)
    }

    /// Simulates from `from` to `end`, or to the moment at which everything is sent. Returns that
    /// moment if it comes.
    pub fn run(
        &mut self,
        night: &Night,
        from: SimTime,
        end: SimTime,
        tally: &mut Tally,
    ) -> Option<SimTime> {
        let (mut now, mut finish) = (from, None);
        if let Some(battery) = self.parts.battery.as_mut().filter(|b| b.is_shown()) {
            battery.keep_line(tally.has_levels());
        }
        self.parts.client.publish(&mut self.facts);
        self.parts.lull(now, &mut self.facts, &mut self.rest);
        while now < end {
            if now >= self.rest.wakes || self.battery_falls_asleep(now) {
                self.parts.lull(now, &mut self.facts, &mut self.rest);
            }
            if tally.is_closed() && self.rest.others_rest {
                let to = self.run_plain(now, end);
                if self.parts.client.payload.is_done() {
                    (now, finish) = (to, Some(to));
                    break;
                }
                if to > now {
                    now = to;
                    continue;
                }
            }
            let (granted, rate) = self.rates::<false>(now);
            let soon = now.plus(Span::from_micros(1));
            let to =
                self.parts.next_event::<false>(now, &self.facts, rate, &self.rest, end).max(soon);
            self.parts.advance::<false>(now, to, &self.facts, rate, &self.rest);
            let shown = tally.is_recorded().then(|| Shown {
                sent: self.parts.client.payload.sent(),
                battery: self.shown_battery().map(|b| b.soc()),
                items: matches!(self.parts.client.payload, Work::Lanes(_)),
            });
            let step = Step { night: night.number, from: now, to, shown };
            if self.limits.closed.is_empty() {
                tally.sent(step, self.limits.binding, granted, rate, self.facts.charging);
            } else {
                tally.stalled(step, self.limits.closed, self.facts.charging);
            }
            now = to;
            if self.parts.client.payload.is_done() {
                finish = Some(now);
                break;
            }
        }
        if let Some(line) = self.parts.battery.as_mut().and_then(|b| b.line_until(now)) {
            tally.levels(line);
        }
        finish
    }
}
