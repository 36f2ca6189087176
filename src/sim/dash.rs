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

    /// When the line changes next, or drops or is back, at most `end`.
    #[inline]
    fn line_turns(&self, now: SimTime, end: SimTime) -> SimTime {
        let line = self.parts.line.as_ref().filter(|_| self.rest.awake.line);
        let changes = line.and_then(|line| line.next_event(now, &self.facts, Rate::ZERO));
        let drops = self.parts.drops.as_ref();
        let turns = drops.and_then(|drops| drops.next_event(now, &self.facts, Rate::ZERO));
        let next = changes.map_or(end, |at| at.min(end));
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
        let (back, closed) = (drops.toggles(), drops.closes(now, self.facts.running));
        if self.rest.limits.is_held_open(closed.0) {
            return None;
        }
        let to = self.line_turns(now, end);
        // What else happens before it is back has to be looked at.
        let alone = to == back
            && back < end
            && self.parts.client.flowing().is_some()
            && self.battery_allows(now, back, Rate::ZERO);
        let limits = self.rest.limits;
        if alone && let Some(through) = self.parts.client.ride_out((now, back), closed, &limits) {
            self.pass(now, back, Rate::ZERO);
            if through == back {
                return Some(back);
            }
            if through <= self.line_turns(back, end)
                && self.battery_allows(back, through, Rate::ZERO)
            {
                self.pass(back, through, Rate::ZERO);
                return Some(through);
            }
            self.parts.client.is_not_through(now, closed.1);
            self.parts.client.publish(&mut self.facts);
            return Some(back);
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
        let mut limits = self.rest.limits;
        if self.parts.client.flowing().is_none() {
            if self.battery_stops(now) {
                return None;
            }
            self.parts.client.react(now, &self.facts, &limits);
            self.parts.client.publish(&mut self.facts);
        }
        let mut to = self.line_turns(now, end);
        if self.parts.client.flowing().is_none() {
            // It starts, looks through the library or tries again once its line is back. Where nobody
            // reads the battery, starting and looking are one.
            let started = self.parts.client.starts_until(&limits).filter(|&at| at <= to);
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
            return Some((to, false));
        }
        if let Some(line) = self.parts.line.as_ref().filter(|_| self.rest.awake.line) {
            line.limit(now, &self.facts, &mut limits);
        }
        let cap = match self.thinning {
            None => limits.cap,
            Some(_) => self.thinned(limits.cap),
        };
        let payload = self.parts.client.payload.classes_mut()?;
        let rate = payload.rate(cap);
        let mut amount = rate.over(to.since(now));
        let ends = amount >= payload.until_change(self.facts.room);
        if ends {
            let soon = now.plus(Span::from_micros(1));
            to = self.parts.client.next_event(now, &self.facts, rate, to).max(soon);
            amount = rate.over(to.since(now));
        }
        if !self.battery_allows(now, to, rate) {
            return None;
        }
        if ends {
            self.parts.client.advance(now, to, &self.facts, rate);
        } else if let Some(payload) = self.parts.client.payload.classes_mut() {
            payload.go_on(amount);
        }
        self.pass(now, to, rate);
        Some((to, ends))
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
        if let Some(drops) = &mut self.parts.drops {
            drops.advance(now, to, &self.facts, rate);
        }
        if self.rest.awake.battery
            && let Some(battery) = &mut self.parts.battery
        {
            battery.advance(now, to, &self.facts, rate);
        }
        if to >= self.rest.wakes {
            self.parts.wake(now, &self.facts, rate, &self.rest);
        }
    }
}
