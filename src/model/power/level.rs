//! The battery over time: its inputs and the charger's flow in; the level, the facts `charging` and
//! `saver` and the gate `low-battery` flow out. The level moves in closed form between events
//! ([`super::flow`]); marks that matter (the reserve, those of the latches and of
//! [`super::noticing`]) are events.

mod coasting;

use super::battery::Battery;
use super::charger::Charger;
use super::flow::Flow;
use super::heat::Warmth;
use super::latches::Latches;
use super::noticing::{Gauge, Noticing};
use super::supply::{Draws, Supply};
use super::trace::{Stretch, Trace};
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Effect, Fingerprint, Limits, Model, Night, earlier};
use crate::units::{Fraction, Hold, Rate, SimTime, Span, Temperature};
pub use coasting::Coast;
use rand_core::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// Battery-not-low fails at or under 15 % while unplugged (AOSP config.xml
/// config_lowBatteryWarningLevel, collected 2026-11-23).
pub const BATTERY_LOW: Fraction = Fraction::from_percent(15);
/// Room for the points of a line: it has no more in most nights.
const POINTS: usize = 32;
const LOW: f64 = BATTERY_LOW.millionths() as f64 / 1e6;

/// Who asks for the battery, and by which rules it lives.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// The service needs `charging`, or the outcome shows it.
    pub charging: bool,
    /// The service needs `battery-not-low`.
    pub not_low: bool,
    /// The level at which the service pauses while unplugged.
    pub reserve: Fraction,
    /// How late charging is noticed.
    pub delay: Span,
    /// Android's rules for power saving instead of the iPhone's.
    pub android: bool,
    /// The outcome shows the level at every moment.
    pub shown: bool,
    /// The outcome tells of the level and the charging in the first window.
    pub told: bool,
    /// The charger keeps up with all that the phone may draw, so that it never runs empty on power.
    pub keeps_up: bool,
    /// Something asks whether power saving is on.
    pub saver: bool,
    /// The temperature around the phone; without it heat plays no part.
    pub ambient: Option<Temperature>,
}

/// The battery's state.
pub struct Level<'a> {
    battery: &'a Battery,
    draws: Draws,
    hold: Option<Hold>,
    watch: Watch,
    supply: Supply,
    full: f64,
    reserve: f64,
    /// From when on nothing reads the level any more this night.
    dormant_from: Option<SimTime>,
    /// How late charging is noticed this night, and what draws it in a trial.
    delay: Span,
    random: Option<Xoshiro256PlusPlus>,
    hold_ends: SimTime,
    energy: f64,
    flow: Flow,
    anchor: (SimTime, f64),
    reaches: Option<(SimTime, f64)>,
    settled: Option<(bool, bool, bool, bool, bool, Rate)>,
    latches: Latches,
    noticing: Noticing,
    warmth: Option<Warmth>,
    trace: Trace,
    /// The points of its line, where one is kept.
    line: Option<Vec<(SimTime, Fraction)>>,
    /// What the phone draws under the law in force, W.
    drawn: f64,
    on_power: bool,
    lost_while_plugged: bool,
    /// The phone has noticed that it charges, and nothing but pulling the plug can change that.
    is_sure: bool,
}

impl<'a> Level<'a> {
    /// From the inputs and who reads them.
    #[inline(always)]
    pub fn new(battery: &'a Battery, charger: &'a Charger, watch: Watch) -> Self {
        let supply = Supply::of(battery, charger);
        let full = supply.full();
        Level {
            battery,
            draws: Draws::of(battery),
            hold: charger.hold,
            watch,
            supply,
            full,
            reserve: watch.reserve.as_ratio() * full,
            dormant_from: None,
            delay: watch.delay,
            random: None,
            hold_ends: SimTime::END,
            energy: full,
            flow: Flow::constant(0.0, 0.0),
            anchor: (SimTime::ZERO, full),
            reaches: None,
            settled: None,
            latches: Latches::new(battery.saver, watch.android),
            noticing: Noticing::default(),
            warmth: watch.ambient.map(Warmth::new),
            trace: Trace::default(),
            line: None,
            drawn: 0.0,
            on_power: false,
            lost_while_plugged: false,
            is_sure: false,
        }
    }

    /// Lets each night draw how late charging is noticed, evenly between no time and the whole delay.
    pub fn draw_delay(&mut self, random: Xoshiro256PlusPlus) {
        self.random = Some(random);
    }

    /// As before, for another trial; nothing where the delay is not drawn.
    pub fn redraw(&mut self, random: impl FnOnce() -> Xoshiro256PlusPlus) {
        if self.random.is_some() {
            self.random = Some(random());
        }
    }

    /// Tells it from when on the phone stays plugged in this night; if then nothing reads the
    /// level, it sleeps, at once or when its charging has been noticed.
    pub fn rest_from(&mut self, plugged_for_good: Option<SimTime>) {
        self.dormant_from = plugged_for_good.filter(|_| !self.is_followed());
    }

    /// The state of charge with which each window begins.
    pub const fn first_soc(&self) -> Fraction {
        self.battery.level
    }

    /// Whether its level and its charging are simulated all night, whatever happens.
    pub const fn is_shown(&self) -> bool {
        self.watch.told
    }

    /// Whether its level is simulated all night, whatever happens.
    fn is_followed(&self) -> bool {
        self.watch.shown
            || self.watch.told
            || (self.watch.saver && self.latches.is_auto())
            || !self.watch.keeps_up
    }

    /// The state of charge.
    pub fn soc(&self) -> Fraction {
        share(self.energy, self.full)
    }

    /// Whether it keeps a line from now on: the level wherever it bends, see [`Trace`].
    pub fn keep_line(&mut self, kept: bool) {
        if kept != self.line.is_some() {
            self.line = kept.then(|| Vec::with_capacity(POINTS));
        }
    }

    /// The points of its line up to now, where one is kept; whoever takes them out ends it there.
    pub fn line_until(&mut self, now: SimTime) -> Option<&mut Vec<(SimTime, Fraction)>> {
        let level = self.soc();
        let line = self.line.as_mut()?;
        line.push((now, level));
        Some(line)
    }

    /// Adds to its line where it bends from now to before `to`, up to which the law of motion holds.
    #[inline]
    fn draw_line(&mut self, now: SimTime, to: SimTime) {
        let Some(line) = &mut self.line else { return };
        let (full, stretch) =
            (self.full, Stretch { law: self.flow, energy: self.energy, from: now, to });
        self.trace.tell(&stretch, full, |at, energy| line.push((at, share(energy, full))));
    }

    /// Whether it has lost charge while plugged in since the first night began.
    pub const fn lost_while_plugged(&self) -> bool {
        self.lost_while_plugged
    }

    #[inline]
    fn is_dormant(&self, now: SimTime) -> bool {
        self.dormant_from.is_some_and(|from| now >= from)
            && !self.latches.is_empty()
            && (self.is_sure || !self.watch.charging)
    }

    /// The hold in force, as a share of full.
    fn hold(&self, now: SimTime) -> Option<f64> {
        self.hold.filter(|_| now < self.hold_ends).map(|hold| hold.level.as_ratio())
    }

    /// Sets the law of motion for the facts and the rate of now, if they changed. Called by the
    /// engine once the rate is known, before it asks for the next event. Returns whether that
    /// changes the fact `charging`, so that the limits must be asked again.
    #[inline]
    pub fn settle(&mut self, now: SimTime, facts: &Conditions, rate: Rate) -> bool {
        if self.is_dormant(now) {
            return false;
        }
        let held = self.hold(now).is_some_and(|share| self.energy >= share * self.full);
        let key = (facts.plugged, held, facts.scanning, facts.in_use, self.is_halved(), rate);
        if self.settled != Some(key) {
            self.settled = Some(key);
            self.on_power = facts.plugged;
            self.drawn = self.draws.load(facts, rate);
            let halved = self.is_halved();
            self.flow = self.supply.law(self.on_power, held, halved, self.energy, self.drawn);
            self.anchor = (now, self.energy);
            self.reaches = None;
        }
        if facts.plugged {
            let watts = self.flow.watts(self.energy);
            self.lost_while_plugged |= watts < 0.0;
            if self.watch.charging {
                let hold = self.hold(now);
                let gauge = Gauge { energy: self.energy, full: self.full, watts, hold };
                if self.noticing.update(now, facts.plugged_since, &gauge, self.delay) {
                    self.reaches = None;
                }
            }
        }
        // A charger that keeps up never lets the level fall, which alone could be taken for its absence.
        self.is_sure = facts.plugged && self.watch.keeps_up && self.noticing.has_noticed();
        if self.reaches.is_none() {
            self.reaches = Some(self.next_mark(now, facts).unwrap_or((SimTime::END, 0.0)));
        }
        self.watch.charging && self.is_charging(facts) != facts.charging
    }

    /// Whether nothing about it changes after now and up to `to`: what [`Model::next_event`] says, for who
    /// asks nothing else.
    #[inline]
    pub fn is_quiet(&self, now: SimTime, to: SimTime, facts: &Conditions) -> bool {
        if self.is_dormant(now) {
            return true;
        }
        let within = |at: SimTime| at <= to;
        let mark = self.reaches.is_some_and(|(at, _)| at < SimTime::END && within(at));
        let hold = self.hold.is_some()
            && self.hold_ends > now
            && self.hold_ends < SimTime::END
            && within(self.hold_ends);
        let warmer = self.warmth.is_some_and(|w| within(w.next()));
        let noticed = || {
            let timed = self.watch.charging && facts.plugged;
            timed && self.noticing.timer(now, self.delay).is_some_and(within)
        };
        !(mark || hold || warmer || noticed())
    }

    fn is_charging(&self, facts: &Conditions) -> bool {
        facts.plugged && self.noticing.charging(facts.plugged_since, self.energy, self.full)
    }

    fn is_halved(&self) -> bool {
        self.warmth.is_some_and(|w| w.is_halved())
    }

    /// What turns to heat in the phone, W: what it draws, and what is lost between charger and battery.
    fn heating(&self) -> f64 {
        let lost = self.supply.lost(self.flow.watts(self.energy) + self.drawn);
        if self.on_power { self.drawn + lost } else { self.drawn }
    }

    /// The next energy at which something changes, on the way that such a power goes.
    #[inline]
    fn mark_ahead(&self, power: f64, facts: &Conditions) -> f64 {
        let mut mark = if power > 0.0 { self.flow.until().min(self.full) } else { 0.0 };
        let mut watch = |at: f64| {
            let ahead = if power > 0.0 {
                at > self.energy && at < mark
            } else {
                at < self.energy && at > mark
            };
            if ahead {
                mark = at;
            }
        };
        if power > 0.0 {
            if let Some(hold) = self.hold {
                watch(hold.level.as_ratio() * self.full);
            }
        } else if !facts.plugged {
            watch(self.reserve);
            if self.watch.not_low {
                watch(LOW * self.full);
            }
        }
        let shares = self.latches.marks(power > 0.0).into_iter().flatten();
        shares.map(|share| share * self.full).for_each(&mut watch);
        if self.watch.charging && facts.plugged {
            self.noticing.marks(self.full).into_iter().flatten().for_each(&mut watch);
        }
        mark
    }

    /// The next energy at which something changes, and when it is reached.
    fn next_mark(&self, now: SimTime, facts: &Conditions) -> Option<(SimTime, f64)> {
        let power = self.flow.watts(self.energy);
        if power == 0.0 {
            return None;
        }
        let mark = self.mark_ahead(power, facts);
        // From the anchor and not from now: events of others must not shift it. Rounded up, so
        // that the mark is truly reached; past now, so that every step makes progress.
        let (since, energy) = self.anchor;
        let seconds = self.flow.time_to(energy, mark)?;
        let micros = (seconds * 1e6).min(9e18);
        let whole = micros as i64;
        let rounded_up = whole + i64::from((whole as f64) < micros);
        let at = since.plus(Span::from_micros(rounded_up.max(1)));
        let soon = now.plus(Span::from_micros(1));
        Some((if at > soon { at } else { soon }, mark))
    }

    /// The level at a later moment, up to which the law of motion holds.
    fn flow_to(&mut self, to: SimTime) {
        let (since, energy) = self.anchor;
        self.energy = self.flow.after(energy, to.since(since).as_secs()).clamp(0.0, self.full);
        if let Some((at, mark)) = self.reaches
            && to >= at
        {
            let rising = self.flow.watts(energy) > 0.0;
            self.energy = if rising { self.energy.max(mark) } else { self.energy.min(mark) };
            self.reaches = None;
            let law_ends = mark == self.flow.until() || mark >= self.full || mark <= 0.0;
            if law_ends {
                self.energy = mark;
                self.settled = None;
            }
        }
        if self.warmth.is_some_and(|w| to >= w.next()) {
            let heating = self.heating();
            self.warmth.iter_mut().for_each(|w| w.step(heating));
        }
        self.latches.update(self.energy, self.full);
    }
}

/// An energy in J as a share of the full battery.
fn share(energy: f64, full: f64) -> Fraction {
    // Between 0 and 1, so that the cast is exact enough and in range.
    Fraction::from_millionths((energy / full * 1e6 + 0.5).clamp(0.0, 1e6) as u32)
}

impl Model for Level<'_> {
    fn begin(&mut self, night: &Night) {
        self.settled = None;
        self.is_sure &= !night.fresh;
        self.trace.restart();
        if let Some(clock) = self.hold.and_then(|h| h.until) {
            let ends = night.start.until(clock);
            let ends = if ends == Span::ZERO { Span::DAY } else { ends };
            self.hold_ends = night.base.plus(ends);
        }
        if night.fresh {
            if night.number == 1 {
                self.lost_while_plugged = false;
            }
            if let Some(random) = &mut self.random {
                let share = random.next_u64() >> 32;
                let micros = (i128::from(self.watch.delay.micros()) * i128::from(share)) >> 32;
                self.delay = Span::from_micros(i64::try_from(micros).unwrap_or(0));
            }
            self.energy = self.battery.level.as_ratio() * self.full;
            self.latches.begin(self.energy, self.full);
            self.noticing = Noticing::default();
            if let Some(warmth) = &mut self.warmth {
                warmth.begin(night.base);
            }
        }
    }

    #[inline]
    fn publish(&self, facts: &mut Conditions) {
        // What nobody asks for stays as at the start: off.
        if self.watch.saver {
            facts.saver = self.latches.saver(self.energy, self.full, facts.plugged);
        }
        if self.watch.charging {
            facts.charging = self.is_charging(facts);
        }
    }

    fn heeds_client(&self) -> bool {
        false
    }

    #[inline]
    fn limit(&self, _: SimTime, facts: &Conditions, limits: &mut Limits) {
        // No memory needed: unplugged, the level only falls.
        let is_low = || {
            let reserve = self.reserve > 0.0 && self.energy <= self.reserve;
            reserve || self.watch.not_low && self.energy <= LOW * self.full
        };
        if self.latches.is_empty() || !facts.plugged && is_low() {
            limits.close(Cause::LowBattery, Effect::Stop);
        }
        if self.watch.android && self.warmth.is_some_and(|w| w.is_too_hot()) {
            limits.close(Cause::TooHot, Effect::Stop);
        }
    }

    #[inline]
    fn rests_until(&self, now: SimTime) -> Option<SimTime> {
        self.is_dormant(now).then_some(SimTime::END)
    }

    #[inline]
    fn next_event(&self, now: SimTime, facts: &Conditions, _: Rate) -> Option<SimTime> {
        if self.is_dormant(now) {
            return None;
        }
        let mark = self.reaches.map(|(at, _)| at).filter(|at| *at < SimTime::END);
        let hold = (self.hold_ends > now && self.hold_ends < SimTime::END && self.hold.is_some())
            .then_some(self.hold_ends);
        let noticed = if self.watch.charging && facts.plugged {
            self.noticing.timer(now, self.delay)
        } else {
            None
        };
        let warmer = self.warmth.map(|w| w.next());
        earlier(earlier(mark, warmer), earlier(hold, noticed))
    }

    #[inline]
    fn advance(&mut self, now: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if !self.is_dormant(now) {
            self.draw_line(now, to);
            self.flow_to(to);
        }
    }

    fn fingerprint(&self, now: SimTime, facts: &Conditions, print: &mut Fingerprint) {
        if self.is_dormant(now) {
            return;
        }
        print.add(self.energy.to_bits().cast_signed());
        print.add(self.latches.state());
        if let Some((degrees, latches)) = self.warmth.map(|w| w.state()) {
            print.add(degrees);
            print.add(latches);
        }
        if self.watch.charging && facts.plugged {
            self.noticing.fingerprint(now, self.delay, print);
        }
    }

    fn shift(&mut self, by: Span) {
        self.noticing.shift(by);
        if let Some(warmth) = &mut self.warmth {
            warmth.shift(by);
        }
    }
}

#[cfg(test)]
mod tests;
