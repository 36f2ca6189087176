//! The plain stretches of a trial. Where only the line's speed and its drops change, and the client
//! sends, is broken off and sends again while the battery has enough, many events pass here at little
//! cost; the engine's own loop takes over at whatever else happens. Both come to the same, which a
//! property holds (tests/drops.rs).

use super::engine::Engine;
use crate::model::conditions::Model;
use crate::units::{Rate, SimTime};

impl Engine<'_> {
    /// Goes on from `from` as long as nothing happens before `end` but that the line changes, drops
    /// and comes back. Returns how far it came; what happens at that moment is left to do, of which the
    /// client may have done its part. For trials whose books nobody reads.
    pub(super) fn dash(&mut self, from: SimTime, end: SimTime) -> SimTime {
        let mut now = from;
        let end = end.min(self.rest.wakes);
        self.parts.client.publish(&mut self.facts);
        loop {
            let line = self.parts.line.as_ref().filter(|_| self.rest.awake.line);
            let changes = line.and_then(|line| line.next_event(now, &self.facts, Rate::ZERO));
            let mut limits = self.rest.limits;
            if let Some(drops) = self.parts.drops.as_ref().filter(|drops| drops.is_down()) {
                let back = drops.toggles();
                let turns = drops.next_event(now, &self.facts, Rate::ZERO);
                // What else happens before it is back has to be looked at.
                let alone = changes.is_none_or(|at| back < at) && turns == Some(back) && back < end;
                let closed = drops.closes(now, self.facts.running);
                if limits.is_held_open(closed.0) || !alone {
                    return now;
                }
                let rides = self.parts.client.flowing().is_some()
                    && self.battery_allows(now, back, Rate::ZERO)
                    && self.parts.client.ride_out(now, back, closed);
                if !rides {
                    if self.battery_stops(now) {
                        return now;
                    }
                    limits.close(closed.0, closed.1);
                    self.parts.client.react(now, &self.facts, &limits);
                    self.parts.client.publish(&mut self.facts);
                    let waits = !self.parts.client.is_under_way();
                    if !waits || !self.battery_allows(now, back, Rate::ZERO) {
                        return now;
                    }
                }
                self.pass(now, back, Rate::ZERO);
                now = back;
                continue;
            }
            if self.parts.client.flowing().is_none() {
                if self.battery_stops(now) {
                    return now;
                }
                self.parts.client.react(now, &self.facts, &limits);
                self.parts.client.publish(&mut self.facts);
            }
            if let Some(line) = line {
                line.limit(now, &self.facts, &mut limits);
            }
            let breaks = self.parts.drops.as_ref().map_or(SimTime::END, |drops| drops.toggles());
            let next = changes.map_or(breaks, |at| breaks.min(at));
            let Some(payload) = self.parts.client.flowing() else { return now };
            let rate = payload.rate(limits.cap);
            let amount = rate.over(next.since(now));
            if next >= end || amount >= payload.until_change(None) {
                return now;
            }
            if !self.battery_allows(now, next, rate) {
                return now;
            }
            if let Some(payload) = self.parts.client.flowing() {
                payload.go_on(amount);
            }
            self.pass(now, next, rate);
            now = next;
        }
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
        if !self.rest.awake.battery {
            return true;
        }
        if self.battery_stops(now) {
            return false;
        }
        let Some(battery) = &mut self.parts.battery else { return true };
        !battery.settle(now, &self.facts, rate)
            && battery.next_event(now, &self.facts, rate).is_none_or(|at| to < at)
    }

    /// Moves the parts that are awake.
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
    }
}
