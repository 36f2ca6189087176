//! The plain stretches of a trial. Where only the line's speed and its drops change, and the client
//! waits, starts, sends, is broken off and sends again while the battery has enough, many events pass here
//! at little cost; the engine's own loop takes over at whatever else happens. Both come to the same, which
//! a property holds (tests/drops.rs).

use super::engine::Engine;
use crate::model::conditions::Model;
use crate::units::{Rate, SimTime, Span};

impl Engine<'_> {
    /// Goes on from `from` as long as nothing happens before `end` but that the line changes, drops
    /// and comes back, and what the client does by itself. Returns how far it came: to `end`, to where
    /// everything is sent, or to a moment at which something is left to do, of which the client may have
    /// done its part. For runs whose books nobody reads.
    pub(super) fn dash(&mut self, from: SimTime, end: SimTime) -> SimTime {
        let mut now = from;
        let end = end.min(self.rest.wakes);
        self.parts.client.publish(&mut self.facts);
        while now < end {
            let to = if self.rest.limits.stops() {
                self.wait(now, end)
            } else if self.parts.drops.as_ref().is_some_and(|drops| drops.is_down()) {
                self.sit_out(now, end)
            } else if let Some((to, ends)) = self.go(now, end) {
                if ends && self.parts.client.payload.is_done() {
                    return to;
                }
                Some(to)
            } else {
                None
            };
            match to {
                Some(to) => now = to,
                None => return now,
            }
        }
        now
    }

    /// When the line changes next, its drops left out, at most `end`.
    #[inline]
    fn line_changes(&self, now: SimTime, end: SimTime) -> SimTime {
        let line = self.parts.line.as_ref().filter(|_| self.rest.awake.line);
        let changes = line.and_then(|line| line.next_event(now, &self.facts, Rate::ZERO));
        changes.map_or(end, |at| at.min(end))
    }

    /// When the line changes next, or drops or is back, at most `end`.
    #[inline]
    fn line_turns(&self, now: SimTime, end: SimTime) -> SimTime {
        let next = self.line_changes(now, end);
        let drops = self.parts.drops.as_ref();
        let turns = drops.and_then(|drops| drops.next_event(now, &self.facts, Rate::ZERO));
        turns.map_or(next, |at| at.min(next))
    }

    /// A part that rests has ended the client: until the line or that part changes.
    fn wait(&mut self, now: SimTime, end: SimTime) -> Option<SimTime> {
        if !self.parts.client.is_idle() {
            self.settle::<true>(now);
            self.parts.client.publish(&mut self.facts);
        }
        let to = self.line_turns(now, end);
        (to > now && self.battery_is_quiet(now, to, Rate::ZERO)).then(|| {
            self.pass(now, to, Rate::ZERO);
            to
        })
    }

    /// The line has dropped: until it is back, or until the client takes notice.
    fn sit_out(&mut self, now: SimTime, end: SimTime) -> Option<SimTime> {
        let drops = self.parts.drops.as_ref()?;
        if self.rest.limits.is_held_open(drops.closes(now, self.facts.running).0) {
            return None;
        }
        self.settle::<true>(now);
        self.parts.client.publish(&mut self.facts);
        let mut to = self.line_turns(now, end);
        if let Some(at) = self.parts.client.goes_on_at() {
            to = to.min(at);
        }
        (to > now && self.battery_is_quiet(now, to, Rate::ZERO)).then(|| {
            self.pass(now, to, Rate::ZERO);
            to
        })
    }

    /// The line is there: the client goes on with what it is about until that or the line changes. Also
    /// says whether something in the payload has come to its end.
    fn go(&mut self, now: SimTime, end: SimTime) -> Option<(SimTime, bool)> {
        if self.parts.client.flowing().is_none() {
            if self.battery_stops(now) {
                return None;
            }
            let limits = self.rest.limits;
            self.parts.client.react(now, &self.facts, &limits);
            self.parts.client.publish(&mut self.facts);
        }
        if self.parts.client.flowing().is_some() {
            return self.flow(now, end);
        }
        // It starts, looks through the library or tries again once its line is back. Where nobody reads
        // the battery, starting and looking are one.
        let mut to = self.line_turns(now, end);
        let started = self.parts.client.starts_until(&self.rest.limits).filter(|&at| at <= to);
        if let Some(at) = started.filter(|_| !self.rest.awake.battery) {
            self.pass(now, at, Rate::ZERO);
            self.parts.client.has_started(at);
            self.parts.client.publish(&mut self.facts);
            return Some((at, false));
        }
        to = to.min(self.parts.client.goes_on_at()?);
        if to <= now || !self.battery_allows(now, to, Rate::ZERO) {
            return None;
        }
        self.pass(now, to, Rate::ZERO);
        Some((to, false))
    }

    /// Sends at one speed, over the drops of the line that the client rides out, until the line or
    /// something in the payload changes.
    fn flow(&mut self, from: SimTime, end: SimTime) -> Option<(SimTime, bool)> {
        let until = self.line_changes(from, end);
        let rate = self.sending_rate(from)?;
        let mut now = from;
        while now < until {
            let lost = self.parts.drops.as_ref().map_or(until, |drops| drops.toggles().min(until));
            let payload = self.parts.client.flowing()?;
            let amount = rate.over(lost.since(now));
            if amount >= payload.until_change(self.facts.room) {
                return self
                    .flow_to_change(now, lost, rate)
                    .or((now > from).then_some((now, false)));
            }
            if !self.battery_allows(now, lost, rate) {
                return (now > from).then_some((now, false));
            }
            if let Some(payload) = self.parts.client.payload.classes_mut() {
                payload.go_on(amount);
            }
            if lost == until {
                self.pass(now, until, rate);
                return Some((until, false));
            }
            self.stay(now, lost, rate);
            now = self.ride_out(lost, until).unwrap_or(lost);
            if now == lost || self.parts.client.flowing().is_none() {
                break;
            }
        }
        Some((now, false))
    }

    /// Sends to where something in the payload changes, which is before the line does at `next`.
    fn flow_to_change(
        &mut self,
        now: SimTime,
        next: SimTime,
        rate: Rate,
    ) -> Option<(SimTime, bool)> {
        let soon = now.plus(Span::from_micros(1));
        let to = self.parts.client.next_event(now, &self.facts, rate, next).max(soon);
        if !self.battery_allows(now, to, rate) {
            return None;
        }
        self.parts.client.advance(now, to, &self.facts, rate);
        self.pass(now, to, rate);
        Some((to, true))
    }

    /// The rate at which the client sends now, while it is flowing.
    #[inline]
    fn sending_rate(&mut self, now: SimTime) -> Option<Rate> {
        let mut limits = self.rest.limits;
        if let Some(line) = self.parts.line.as_ref().filter(|_| self.rest.awake.line) {
            line.limit(now, &self.facts, &mut limits);
        }
        let cap = match self.thinning {
            None => limits.cap,
            Some(_) => self.thinned(limits.cap),
        };
        Some(self.parts.client.payload.classes_mut()?.rate(cap))
    }

    /// The line dropped at `lost` while the client was flowing, and changes otherwise only at `until`: the
    /// moment at which it is through again, or at which the line is back and it is not yet through.
    /// `None` if something else may happen before; then nothing has been done.
    #[inline]
    fn ride_out(&mut self, lost: SimTime, until: SimTime) -> Option<SimTime> {
        let drops = self.parts.drops.as_ref()?;
        let (back, closed) = (drops.toggles(), drops.closes(lost, self.facts.running));
        // A client may take notice before the line is back.
        let next = drops.next_event(lost, &self.facts, Rate::ZERO);
        let alone = next == Some(back) && back < until;
        if !alone
            || self.rest.limits.is_held_open(closed.0)
            || !self.battery_allows(lost, back, Rate::ZERO)
        {
            return None;
        }
        let client = &mut self.parts.client;
        let through = client.ride_out((lost, back), closed, &self.rest.limits)?;
        self.stay(lost, back, Rate::ZERO);
        if through == back {
            return Some(back);
        }
        let again = self.parts.drops.as_ref()?.toggles();
        let free = through < again && through <= until;
        if free && self.battery_allows(back, through, Rate::ZERO) {
            self.pass(back, through, Rate::ZERO);
            return Some(through);
        }
        self.parts.client.is_not_through(lost, closed.1);
        self.parts.client.publish(&mut self.facts);
        Some(back)
    }

    /// Whether the battery, where something reads it, is in the way.
    #[inline]
    fn battery_stops(&self, now: SimTime) -> bool {
        let mut limits = self.rest.limits;
        if let Some(battery) = self.parts.battery.as_ref().filter(|_| self.rest.awake.battery) {
            battery.limit(now, &self.facts, &mut limits);
        }
        !limits.closed.is_empty()
    }

    /// Whether the battery, where something reads it, is not in the way and changes nothing before `to`.
    #[inline]
    fn battery_allows(&mut self, now: SimTime, to: SimTime, rate: Rate) -> bool {
        !self.rest.awake.battery || !self.battery_stops(now) && self.battery_is_quiet(now, to, rate)
    }

    /// Whether the battery, where something reads it, changes nothing up to `to`.
    #[inline]
    fn battery_is_quiet(&mut self, now: SimTime, to: SimTime, rate: Rate) -> bool {
        let Some(battery) = self.parts.battery.as_mut().filter(|_| self.rest.awake.battery) else {
            return true;
        };
        !battery.settle(now, &self.facts, rate)
            && battery.next_event(now, &self.facts, rate).is_none_or(|at| to < at)
    }

    /// Moves all parts but the client.
    #[inline]
    fn pass(&mut self, now: SimTime, to: SimTime, rate: Rate) {
        if self.rest.awake.line
            && let Some(line) = &mut self.parts.line
        {
            line.advance(now, to, &self.facts, rate);
        }
        self.stay(now, to, rate);
        if to >= self.rest.wakes {
            self.parts.wake(now, &self.facts, rate, &self.rest);
        }
    }

    /// Moves all parts but the client, while the line stays as it is but for its drops.
    #[inline]
    fn stay(&mut self, now: SimTime, to: SimTime, rate: Rate) {
        if let Some(drops) = &mut self.parts.drops {
            drops.advance(now, to, &self.facts, rate);
        }
        if self.rest.awake.battery
            && let Some(battery) = &mut self.parts.battery
        {
            battery.advance(now, to, &self.facts, rate);
        }
    }
}
