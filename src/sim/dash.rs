//! The plain stretches of a trial. Where only the line's speed and its drops change, and the client
//! waits, starts, sends, is broken off and sends again while the battery has enough, many events pass here
//! at little cost; the engine's own loop takes over at whatever else happens. Both come to the same, which
//! a property holds (tests/drops.rs).

use super::engine::Engine;
use super::ride::{Ended, is_quiet};
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
            let limits = &self.rest.limits;
            let to = if limits.stops() {
                self.wait(now, end)
            } else if !limits.closed.is_empty() {
                // What items one by one and programs do behind a gate is theirs.
                let is_plain = self.parts.client.payload.classes().is_some();
                is_plain.then(|| self.stand(now, end)).flatten()
            } else if self.parts.drops.as_ref().is_some_and(|drops| drops.is_down()) {
                self.sit_out(now, end)
            } else if let Some((to, ends)) = self.go(now, end) {
                if ends && (self.parts.client.payload.is_done() || !self.battery_is_heard()) {
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
        let line = self.parts.line.as_ref().filter(|_| self.rest.awake.line());
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
        self.rest(now, end)
    }

    /// Nothing is left to do for a client that a gate has ended, whatever the line does: until its speed
    /// changes, or the battery would.
    fn rest(&mut self, now: SimTime, end: SimTime) -> Option<SimTime> {
        let mut to = self.line_changes(now, end);
        if let Some(battery) = self.parts.battery.as_mut().filter(|_| self.rest.awake.battery()) {
            // Asked once: what it has noticed it does not tell again.
            if battery.settle(now, &self.facts, Rate::ZERO) {
                return None;
            }
            if !battery.is_quiet(now, to, &self.facts) {
                to = self.line_turns(now, end);
                let battery = self.parts.battery.as_ref();
                battery.filter(|battery| battery.is_quiet(now, to, &self.facts))?;
            }
        }
        if to <= now {
            return None;
        }
        if let Some(drops) = &mut self.parts.drops {
            while drops.toggles() < to {
                drops.turn(drops.toggles());
            }
        }
        self.pass(now, to, Rate::ZERO);
        Some(to)
    }

    /// The line has dropped: until it is back, or until the client takes notice.
    fn sit_out(&mut self, now: SimTime, end: SimTime) -> Option<SimTime> {
        let drops = self.parts.drops.as_ref()?;
        if self.rest.limits.is_held_open(drops.closes(now, self.facts.running).0) {
            return None;
        }
        self.stand(now, end)
    }

    /// Nothing can be sent: until the line or the client, which may take notice, changes. Behind a gate of
    /// another part that is the client alone, where nobody reads the battery: drop after drop.
    fn stand(&mut self, now: SimTime, end: SimTime) -> Option<SimTime> {
        let alone = !self.rest.limits.closed.is_empty() && !self.rest.awake.battery();
        let mut at = now;
        let to = loop {
            self.settle::<true>(at);
            self.parts.client.publish(&mut self.facts);
            let mut to = self.line_turns(at, end);
            if let Some(on) = self.parts.client.goes_on_at() {
                to = to.min(on);
            }
            if !alone || to <= at || to >= self.line_changes(at, end) {
                break to.max(at);
            }
            match self.parts.drops.as_mut().filter(|drops| drops.toggles() == to) {
                Some(drops) => drops.turn(to),
                None => break to,
            }
            at = to;
        };
        (to > now && self.battery_is_quiet(now, to, Rate::ZERO)).then(|| {
            self.pass(now, to, Rate::ZERO);
            to
        })
    }

    /// The line is there: the client goes on with what it is about until that or the line changes. Also
    /// says whether something in the payload has come to its end, or the battery to a mark.
    fn go(&mut self, now: SimTime, end: SimTime) -> Option<(SimTime, bool)> {
        if self.battery_stops(now) {
            return self.wait(now, end).map(|to| (to, false));
        }
        if self.parts.client.flowing().is_none() {
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
        if let Some(at) = started.filter(|_| !self.rest.awake.battery()) {
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
        let granted = self.granted(from);
        let rate = self.parts.client.payload.classes_mut()?.rate(granted);
        let (now, ended) = self.ride(from, until, (granted, rate))?;
        match ended {
            Ended::Drop => Some((now, false)),
            Ended::Battery if now > from => Some((now, false)),
            Ended::Battery => self.flow_to_mark(now, until, rate),
            Ended::Payload { before } => {
                self.flow_to_change(now, before, rate).or((now > from).then_some((now, false)))
            }
            Ended::Line => {
                self.pass(now, until, rate);
                Some((until, false))
            }
            Ended::Attempt { lost, dead } => {
                self.parts.client.is_not_through(lost, dead);
                self.parts.client.publish(&mut self.facts);
                Some((now, false))
            }
        }
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

    /// Sends to where the battery changes, if the line does not drop before that and nothing comes to its end.
    fn flow_to_mark(
        &mut self,
        now: SimTime,
        until: SimTime,
        rate: Rate,
    ) -> Option<(SimTime, bool)> {
        let battery = self.parts.battery.as_mut().filter(|_| self.rest.awake.battery())?;
        if battery.settle(now, &self.facts, rate) {
            return None;
        }
        let to = battery.next_event(now, &self.facts, rate)?;
        let drops = self.parts.drops.as_ref().map_or(until, |drops| drops.toggles().min(until));
        let amount = rate.over(to.since(now));
        let payload = self.parts.client.payload.classes_mut()?;
        if to <= now || to >= drops || amount >= payload.until_change(self.facts.room) {
            return None;
        }
        payload.go_on(amount);
        self.pass(now, to, rate);
        Some((to, true))
    }

    /// The rate that is granted now to a client that is flowing.
    #[inline]
    fn granted(&mut self, now: SimTime) -> Rate {
        let mut limits = self.rest.limits;
        if let Some(line) = self.parts.line.as_ref().filter(|_| self.rest.awake.line()) {
            line.limit(now, &self.facts, &mut limits);
        }
        match self.thinning {
            None => limits.cap,
            Some(_) => self.thinned(limits.cap),
        }
    }

    /// Whether the battery, where something reads it, is in the way.
    #[inline]
    fn battery_stops(&self, now: SimTime) -> bool {
        let mut limits = self.rest.limits;
        if let Some(battery) = self.parts.battery.as_ref().filter(|_| self.rest.awake.battery()) {
            battery.limit(now, &self.facts, &mut limits);
        }
        !limits.closed.is_empty()
    }

    /// Whether the battery, where something reads it, is not in the way and changes nothing before `to`.
    #[inline]
    fn battery_allows(&mut self, now: SimTime, to: SimTime, rate: Rate) -> bool {
        let battery = self.parts.battery.as_deref_mut().filter(|_| self.rest.awake.battery());
        let known = (&self.facts, &self.rest.limits);
        battery.is_none_or(|battery| is_quiet(battery, (now, to), known, rate))
    }

    /// Whether the battery, where something reads it, changes nothing up to `to`.
    #[inline]
    fn battery_is_quiet(&mut self, now: SimTime, to: SimTime, rate: Rate) -> bool {
        let Some(battery) = self.parts.battery.as_mut().filter(|_| self.rest.awake.battery())
        else {
            return true;
        };
        !battery.settle(now, &self.facts, rate) && battery.is_quiet(now, to, &self.facts)
    }

    /// Moves all parts but the client.
    #[inline]
    fn pass(&mut self, now: SimTime, to: SimTime, rate: Rate) {
        if self.rest.awake.line()
            && let Some(line) = &mut self.parts.line
        {
            line.advance(now, to, &self.facts, rate);
        }
        if let Some(drops) = &mut self.parts.drops {
            drops.advance(now, to, &self.facts, rate);
        }
        if self.rest.awake.battery()
            && let Some(battery) = &mut self.parts.battery
        {
            battery.advance(now, to, &self.facts, rate);
        }
        if to >= self.rest.wakes {
            self.parts.wake(now, &self.facts, rate, &self.rest);
        }
    }
}
