//! Where the models meet: the shared facts of a moment (`Conditions`) and what stands in the way of
//! the upload at that moment (`Limits`). Each fact has exactly one publisher, named beside it.

use crate::cause::{Cause, CauseSet};
use crate::units::{Amount, ClockTime, Rate, SimTime, Span};

/// The night that is being simulated.
#[derive(Clone, Copy, Debug)]
pub struct Night {
    /// Its number, from 1.
    pub number: u32,
    /// When it starts.
    pub base: SimTime,
    /// The clock time at which it starts.
    pub start: ClockTime,
    /// How much of it lies in the window.
    pub length: Span,
    /// Whether everything begins afresh: every nightly window, and the first day of `all-day`.
    pub fresh: bool,
}

/// The shared facts of a moment. All times are simulated times.
#[derive(Clone, Debug)]
pub struct Conditions {
    /// Charger: on power.
    pub plugged: bool,
    /// Charger: since when `plugged` is as it is.
    pub plugged_since: SimTime,
    /// Battery: the phone has noticed that it charges.
    pub charging: bool,
    /// Battery: power saving is on.
    pub saver: bool,
    /// Screen: the phone is in use.
    pub in_use: bool,
    /// Screen: since when `in_use` is as it is.
    pub in_use_since: SimTime,
    /// Line: what it carries for all uploads together, as payload.
    pub capacity: Rate,
    /// Outages and drops on a wire: the line is down for everybody.
    pub line_down: bool,
    /// Client: it runs, which is scanning or sending.
    pub running: bool,
    /// Client: it is scanning.
    pub scanning: bool,
    /// Client: it was started by hand and has not been broken off.
    pub manual: bool,
    /// Client: its connections that carry bytes, for sharing the line; at least 1.
    pub flows: u64,
    /// Client: sent and kept since second 0.
    pub sent: Amount,
    /// Destination: how much may be sent in all since second 0, if that is known.
    pub room: Option<Amount>,
}

impl Default for Conditions {
    fn default() -> Self {
        Conditions {
            plugged: true,
            plugged_since: SimTime::ZERO,
            charging: false,
            saver: false,
            in_use: false,
            in_use_since: SimTime::ZERO,
            capacity: Rate::UNLIMITED,
            line_down: false,
            running: false,
            scanning: false,
            manual: false,
            flows: 1,
            sent: Amount::ZERO,
            room: None,
        }
    }
}

/// What a closed gate does to the client, from mild to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing moves; connections live.
    Hold,
    /// Nothing moves, and nobody is told: connections live, and so do attempts to open new ones.
    Hole,
    /// Nothing moves; connections die.
    Cut,
    /// Nothing moves; the phone's ends of connections die, the server keeps the dead sessions.
    Stale,
    /// The client ends.
    Stop,
}

/// What is taken out of the way to see what it costs (docs/models.md, Attribution).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relaxed {
    /// Gates held open.
    pub open: CauseSet,
    /// A cap doubled.
    pub doubled: Option<Cause>,
}

impl Relaxed {
    /// One cause taken out of the way: a gate held open, a cap doubled.
    pub fn of(cause: Cause) -> Self {
        if cause.is_gate() {
            Relaxed { open: CauseSet::EMPTY.with(cause), doubled: None }
        } else {
            Relaxed { open: CauseSet::EMPTY, doubled: Some(cause) }
        }
    }
}

/// What stands in the way at a moment: closed gates with the strongest effect, and the least cap.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The closed gates.
    pub closed: CauseSet,
    /// The strongest effect of a closed gate.
    pub effect: Option<Effect>,
    /// The strongest effect of a closed gate of the line itself: no Wi-Fi, an outage.
    pub path: Option<Effect>,
    /// The least of the caps.
    pub cap: Rate,
    /// Which cap it is; of equal ones the first in the order of causes.
    pub binding: Cause,
    relaxed: Relaxed,
}

impl Limits {
    /// Nothing in the way.
    pub const fn new(relaxed: Relaxed) -> Self {
        Limits {
            closed: CauseSet::EMPTY,
            effect: None,
            path: None,
            cap: Rate::UNLIMITED,
            binding: Cause::UploadSpeed,
            relaxed,
        }
    }

    /// Forgets all limits.
    #[inline]
    pub fn clear(&mut self) {
        *self = Limits::new(self.relaxed);
    }

    /// Closes a gate.
    #[inline]
    pub fn close(&mut self, cause: Cause, effect: Effect) {
        if self.is_held_open(cause) {
            return;
        }
        self.closed = self.closed.with(cause);
        self.effect = self.effect.max(Some(effect));
        if matches!(cause, Cause::NoWifi | Cause::LinkOutage) {
            self.path = self.path.max(Some(effect));
        }
    }

    /// Whether a gate is held open to see what it costs.
    #[inline]
    pub const fn is_held_open(&self, cause: Cause) -> bool {
        self.relaxed.open.contains(cause)
    }

    /// Bounds the rate.
    #[inline]
    pub fn cap(&mut self, cause: Cause, rate: Rate) {
        let rate = if self.relaxed.doubled == Some(cause) { rate.plus(rate) } else { rate };
        if rate == Rate::UNLIMITED {
            return;
        }
        if rate < self.cap || (rate == self.cap && cause < self.binding) {
            self.cap = rate;
            self.binding = cause;
        }
    }

    /// Whether a closed gate ends the client.
    #[inline]
    pub fn stops(&self) -> bool {
        self.effect == Some(Effect::Stop)
    }

    /// Whether a closed gate kills connections.
    #[inline]
    pub fn cuts(&self) -> bool {
        self.effect >= Some(Effect::Cut)
    }
}

/// Numbers that tell whether two days of `all-day` begin alike; amounts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(Vec<i64>);

impl Fingerprint {
    /// Adds a fact.
    pub fn add(&mut self, fact: i64) {
        self.0.push(fact);
    }

    /// Adds a moment to come, relative to now.
    pub fn add_time(&mut self, at: SimTime, now: SimTime) {
        self.0.push(at.micros().saturating_sub(now.micros()));
    }

    /// Adds for how long something has been so; beyond `most` it makes no difference.
    pub fn add_age(&mut self, since: SimTime, now: SimTime, most: Span) {
        self.0.push(now.since(since).micros().min(most.micros()));
    }
}

/// A part of the simulation: it publishes its facts, states its limits, says when it changes next,
/// and moves forward. It knows no other model.
pub trait Model {
    /// A night begins.
    fn begin(&mut self, night: &Night);

    /// Publishes the facts it owns, from its own state only.
    fn publish(&self, facts: &mut Conditions) {
        let _ = facts;
    }

    /// States what stands in the way.
    fn limit(&self, now: SimTime, facts: &Conditions, limits: &mut Limits) {
        let _ = (now, facts, limits);
    }

    /// Whether what it states depends on the client's facts. If not, it is not asked again when the
    /// client has followed the limits of a moment.
    fn heeds_client(&self) -> bool {
        true
    }

    /// Until when it publishes and limits as now, whatever the other parts and the client do, and
    /// needs no [`Model::advance`]; `None` if that depends on them. Such a part is asked once for many
    /// events.
    fn rests_until(&self, now: SimTime) -> Option<SimTime> {
        let _ = now;
        None
    }

    /// When something of its own changes next, as things stand; `None` if nothing does.
    fn next_event(&self, now: SimTime, facts: &Conditions, rate: Rate) -> Option<SimTime> {
        let _ = (now, facts, rate);
        None
    }

    /// Moves forward to `to`; the facts and the rate have held since `now`.
    fn advance(&mut self, now: SimTime, to: SimTime, facts: &Conditions, rate: Rate) {
        let _ = (now, to, facts, rate);
    }

    /// Adds what decides how a day of `all-day` that begins `now` goes on, amounts left out.
    fn fingerprint(&self, now: SimTime, facts: &Conditions, print: &mut Fingerprint) {
        let _ = (now, facts, print);
    }

    /// Moves the moments that it remembers, as days have been skipped.
    fn shift(&mut self, by: Span) {
        let _ = by;
    }
}

/// The earlier of two events.
#[inline]
pub fn earlier(a: Option<SimTime>, b: Option<SimTime>) -> Option<SimTime> {
    match (a, b) {
        (Some(x), Some(y)) => Some(if x < y { x } else { y }),
        (x, None) => x,
        (None, y) => y,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_cap_binds_and_of_equal_ones_the_first_in_the_order_of_causes() {
        let bound = |relaxed, caps: &[(Cause, u64)]| {
            let mut limits = Limits::new(relaxed);
            caps.iter().for_each(|&(cause, n)| limits.cap(cause, Rate::from_bits_per_s(n)));
            (limits.binding, limits.cap.bits_per_s())
        };
        let none = Relaxed::default();
        let (line, wifi, phone) = (Cause::UploadSpeed, Cause::WifiSpeed, Cause::PhoneSpeed);
        assert_eq!(bound(none, &[(phone, 5), (wifi, 7)]), (phone, 5));
        assert_eq!(bound(none, &[(phone, 7), (wifi, 5)]), (wifi, 5));
        assert_eq!(bound(none, &[(wifi, 5), (phone, 5)]), (wifi, 5));
        assert_eq!(bound(none, &[(phone, 5), (wifi, 5), (line, 6)]), (wifi, 5));
        // Doubled, 4 is more than 7, and of 8 and 8 the first binds.
        let doubled = Relaxed::of(wifi);
        assert_eq!(bound(doubled, &[(wifi, 4), (phone, 7)]), (phone, 7));
        assert_eq!(bound(doubled, &[(phone, 8), (wifi, 4)]), (wifi, 8));
        // What has no bound binds nothing, whatever its place among the causes.
        let mut limits = Limits::new(none);
        limits.cap(phone, Rate::from_bits_per_s(5));
        limits.clear();
        limits.cap(phone, Rate::UNLIMITED);
        assert_eq!((limits.binding, limits.cap), (line, Rate::UNLIMITED));
    }

    #[test]
    fn the_strongest_effect_of_the_closed_gates_holds() {
        let closed = |gates: &[(Cause, Effect)]| {
            let mut limits = Limits::new(Relaxed::of(Cause::Doze));
            gates.iter().for_each(|&(cause, effect)| limits.close(cause, effect));
            (limits.effect, limits.path, limits.cuts(), limits.stops())
        };
        use Cause::{CloudOutage, Doze, LinkOutage, NoPower, NoWifi};
        use Effect::{Cut, Hold, Hole, Stale, Stop};
        assert_eq!(closed(&[]), (None, None, false, false));
        assert_eq!(closed(&[(Doze, Stop)]), (None, None, false, false));
        assert_eq!(closed(&[(CloudOutage, Hold)]), (Some(Hold), None, false, false));
        assert_eq!(closed(&[(LinkOutage, Hole)]), (Some(Hole), Some(Hole), false, false));
        assert_eq!(closed(&[(NoWifi, Cut)]), (Some(Cut), Some(Cut), true, false));
        assert_eq!(closed(&[(NoPower, Stop)]), (Some(Stop), None, true, true));
        let both = closed(&[(LinkOutage, Stale), (NoWifi, Cut), (CloudOutage, Hold)]);
        assert_eq!(both, (Some(Stale), Some(Stale), true, false));
    }

    #[test]
    fn days_that_differ_only_in_when_they_began_begin_alike() {
        let secs = SimTime::from_secs;
        let print = |day: i64, age: i64| {
            let (mut print, now) = (Fingerprint::default(), secs(day * 86_400));
            print.add_time(now.plus(Span::from_secs(5)), now);
            print.add_age(SimTime::from_micros(now.micros() - age), now, Span::from_micros(60));
            print
        };
        assert_eq!(print(1, 10), print(7, 10));
        assert_ne!(print(1, 10), print(1, 11));
        // Beyond the most it makes no difference.
        assert_ne!(print(1, 59), print(1, 60));
        assert_eq!(print(1, 60), print(1, 61));
        let mut later = Fingerprint::default();
        later.add_time(secs(6), SimTime::ZERO);
        let mut sooner = Fingerprint::default();
        sooner.add_time(secs(5), SimTime::ZERO);
        assert_ne!(later, sooner);
        sooner.add(0);
        assert_eq!(sooner, Fingerprint(vec![5_000_000, 0]));
    }

    #[test]
    fn of_two_events_the_earlier_comes_first() {
        let at = |s| Some(SimTime::from_secs(s));
        assert_eq!(earlier(at(1), at(2)), at(1));
        assert_eq!(earlier(at(2), at(1)), at(1));
        assert_eq!(earlier(at(2), None), at(2));
        assert_eq!(earlier(None, at(2)), at(2));
        assert_eq!(earlier(None, None), None);
    }
}
