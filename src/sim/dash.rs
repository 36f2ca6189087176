//! The plain stretches of a trial. Where only the line's speed and its drops change, and the client
//! sends, is broken off and sends again, many events pass here at little cost; the engine's own loop
//! takes over at whatever else happens. Both come to the same, which a property holds
//! (tests/drops.rs).

use super::engine::Engine;
use crate::model::conditions::{Model, earlier};
use crate::units::{Rate, SimTime};

impl Engine<'_> {
    /// Goes on from `from` as long as nothing happens before `end` but that the line changes, drops
    /// and comes back. Returns how far it came; what happens at that moment is left to do. For trials
    /// whose books nobody reads.
    pub(super) fn dash(&mut self, from: SimTime, end: SimTime) -> SimTime {
        // Whom a drop has just met has not heard of it yet.
        if self.parts.drops.as_ref().is_some_and(|drops| drops.is_down()) {
            return from;
        }
        let mut now = from;
        let end = end.min(self.rest.wakes);
        self.parts.client.publish(&mut self.facts);
        loop {
            let mut limits = self.rest.limits;
            let mut changes = None;
            if self.rest.awake.line
                && let Some(line) = &self.parts.line
            {
                line.limit(now, &self.facts, &mut limits);
                changes = line.next_event(now, &self.facts, Rate::ZERO);
            }
            let breaks = self.parts.drops.as_ref().map(|drops| drops.toggles());
            let next = earlier(changes, breaks).unwrap_or(SimTime::END);
            let Some(payload) = self.parts.client.flowing() else { return now };
            if next >= end {
                return now;
            }
            let rate = payload.rate(limits.cap);
            let amount = rate.over(next.since(now));
            if amount >= payload.until_change(None) {
                return now;
            }
            payload.go_on(amount);
            self.pass(now, next, rate);
            now = next;
            let Some(drops) = self.parts.drops.as_ref().filter(|drops| drops.is_down()) else {
                continue;
            };
            let mut limits = self.rest.limits;
            drops.limit(now, &self.facts, &mut limits);
            let (back, turns) = (drops.toggles(), drops.next_event(now, &self.facts, Rate::ZERO));
            self.parts.client.react(now, &self.facts, &limits);
            // While it is down another event would have to be looked at.
            let line = self.parts.line.as_ref().filter(|_| self.rest.awake.line);
            let changes = line.and_then(|line| line.next_event(now, &self.facts, Rate::ZERO));
            if back >= end || turns != Some(back) || changes.is_some_and(|at| at <= back) {
                return now;
            }
            self.pass(now, back, Rate::ZERO);
            now = back;
            self.parts.client.react(now, &self.facts, &self.rest.limits);
        }
    }

    /// Moves the parts that are awake.
    fn pass(&mut self, now: SimTime, to: SimTime, rate: Rate) {
        if self.rest.awake.line
            && let Some(line) = &mut self.parts.line
        {
            line.advance(now, to, &self.facts, rate);
        }
        if let Some(drops) = &mut self.parts.drops {
            drops.advance(now, to, &self.facts, rate);
        }
    }
}
