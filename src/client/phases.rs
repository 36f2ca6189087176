//! The client's phases: waiting → starting → scanning → sending, and what gates do to them.
//! Publishes that it runs; closes `starting`, `scanning` and `stuck-item` itself, and what it waits for
//! once its line is back (`retry`).

mod riding;

use super::payload::Payload;
use super::retry::Retry;
use super::work::Work;
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Effect, Fingerprint, Limits, Night};
use crate::units::{Amount, Backoff, Rate, SimTime, Span};
pub use riding::Riding;

/// What the client is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits for its gates.
    Waiting,
    /// All gates are open; it starts at this moment if they stay so.
    Starting(SimTime),
    /// It looks through the library until this moment.
    Scanning(SimTime),
    /// It sends.
    Sending,
}

/// The client.
pub struct Client {
    /// What it sends.
    pub payload: Work,
    phase: Phase,
    start_delay: Span,
    scan: Span,
    /// Its connections, for sharing the line.
    flows: u64,
    manual: bool,
    /// When it tries again after an outage.
    retry: Retry,
    /// Connections have died and none has been opened since.
    severed: bool,
    /// Since when its connections have lived while it sends, and the longest that they did tonight.
    unbroken: (SimTime, Span),
    /// What the gates have cost, by the gate that did it.
    worst_loss: (Amount, Cause),
}

/// Notes what an interruption has cost, if none cost more.
fn note_loss(worst: &mut (Amount, Cause), lost: Amount, cause: Option<Cause>) {
    if lost > worst.0 {
        *worst = (lost, cause.unwrap_or(Cause::OutsideWindow));
    }
}

/// Connections end while the client sends.
fn break_off(unbroken: &mut (SimTime, Span), now: SimTime) {
    unbroken.1 = unbroken.1.max(now.since(unbroken.0));
}

impl Client {
    /// A waiting client. Programs have rules of their own for when they try again.
    #[inline(always)]
    pub const fn new(
        payload: Work,
        start_delay: Span,
        scan: Span,
        flows: u64,
        retry: Backoff,
    ) -> Self {
        let rule = if matches!(payload, Work::Program(_)) { Backoff::AT_ONCE } else { retry };
        Client {
            retry: Retry::new(rule),
            payload,
            phase: Phase::Waiting,
            start_delay,
            scan,
            flows,
            manual: false,
            severed: false,
            unbroken: (SimTime::ZERO, Span::ZERO),
            worst_loss: (Amount::ZERO, Cause::OutsideWindow),
        }
    }

    /// Back to second 0.
    pub fn restart(&mut self) {
        self.payload.restart();
        self.phase = Phase::Waiting;
        self.manual = false;
        self.severed = false;
        self.retry.forget();
        self.worst_loss = (Amount::ZERO, Cause::OutsideWindow);
    }

    /// It is started by hand: the automatic rules are waived until it is first broken off.
    pub const fn start_by_hand(&mut self) {
        self.manual = true;
    }

    /// Publishes its facts.
    #[inline]
    pub fn publish(&self, facts: &mut Conditions) {
        facts.scanning = matches!(self.phase, Phase::Scanning(_));
        facts.running = facts.scanning || self.phase == Phase::Sending;
        facts.manual = self.manual;
        facts.flows = self.flows;
        facts.sent = self.payload.sent();
    }

    /// What it sends in classes, while it does so over connections that live and has nothing of its own
    /// in the way.
    #[inline]
    pub fn flowing(&mut self) -> Option<&mut Payload> {
        let flows = self.phase == Phase::Sending && !self.severed && self.retry.is_whole();
        match &mut self.payload {
            Work::Classes(payload) if flows && !payload.is_stuck() => Some(payload),
            _ => None,
        }
    }

    /// Whether it waits for its gates: a gate that stops it changes nothing more.
    #[inline]
    pub fn is_idle(&self) -> bool {
        self.phase == Phase::Waiting && !self.manual
    }

    /// When what keeps it from sending, and is its own, is over: it has started, has scanned, or tries
    /// again over a line that is back.
    #[inline]
    pub fn goes_on_at(&self) -> Option<SimTime> {
        match self.phase {
            Phase::Starting(at) | Phase::Scanning(at) => Some(at),
            Phase::Waiting => None,
            Phase::Sending => self.retry.next_event(),
        }
    }

    /// A night begins; what runs goes on.
    pub fn begin(&mut self, night: &Night) {
        self.unbroken.1 = Span::ZERO;
        self.retry.begin(night.base);
        if let Work::Program(uplink) = &mut self.payload {
            uplink.begin(night);
        }
    }

    /// Closes the gates that are its own.
    #[inline]
    pub fn limit(&self, limits: &mut Limits) {
        match self.phase {
            Phase::Starting(_) => limits.close(Cause::Starting, Effect::Hold),
            Phase::Scanning(_) => limits.close(Cause::Scanning, Effect::Hold),
            Phase::Waiting | Phase::Sending => {}
        }
        if self.payload.is_stuck() {
            limits.close(Cause::StuckItem, Effect::Hold);
        }
        if let Some(cause) = self.retry.waits_for() {
            limits.close(cause, Effect::Hold);
        }
        // What the program waits for counts where nothing else is in the way.
        if let Work::Program(uplink) = &self.payload
            && self.phase == Phase::Sending
            && limits.closed.is_empty()
            && let Some(cause) = uplink.waits_for()
        {
            limits.close(cause, Effect::Hold);
        }
    }

    /// Follows the limits of the moment. Returns whether its facts changed, so that the limits must
    /// be asked again.
    #[inline]
    pub fn react(&mut self, now: SimTime, facts: &Conditions, limits: &Limits) -> bool {
        if let Work::Program(uplink) = &mut self.payload {
            uplink.follow(facts, limits);
        }
        if limits.stops() {
            return self.end(now, limits.closed.first());
        }
        let cuts = limits.cuts();
        if cuts
            && !self.severed
            && self.phase == Phase::Sending
            && let Some(lost) = self.payload.cut()
        {
            note_loss(&mut self.worst_loss, lost, limits.closed.first());
            break_off(&mut self.unbroken, now);
            self.severed = true;
            self.retry.follow(now, limits);
            return lost > Amount::ZERO;
        }
        if self.phase == Phase::Sending {
            self.follow_line(now, limits);
            return false;
        }
        let before = self.phase;
        // Phases without length are passed at once: no gate but the client's own differs between
        // them.
        self.move_on(now, limits);
        if self.phase == Phase::Sending {
            self.follow_line(now, limits);
        }
        if self.phase == Phase::Sending
            && let Work::Program(uplink) = &mut self.payload
        {
            uplink.start();
        }
        self.phase != before
    }

    /// It is sending: has the line broken its connections, and has it opened new ones since?
    #[inline]
    fn follow_line(&mut self, now: SimTime, limits: &Limits) {
        self.retry.follow(now, limits);
        let dead = limits.cuts() || self.retry.is_dead();
        if self.severed && !dead {
            self.unbroken.0 = now;
        }
        self.severed = dead;
    }

    /// Goes on to the next phase, and on, as long as the one it is in is over.
    fn move_on(&mut self, now: SimTime, limits: &Limits) {
        if self.phase == Phase::Waiting {
            self.phase = match self.manual {
                true => Phase::Scanning(now.plus(self.scan)),
                false => Phase::Starting(now.plus(self.start_delay)),
            };
        }
        let is_over = |at, own| now >= at || limits.is_held_open(own);
        if let Phase::Starting(at) = self.phase
            && is_over(at, Cause::Starting)
        {
            self.phase = Phase::Scanning(now.plus(self.scan));
        }
        if let Phase::Scanning(at) = self.phase
            && is_over(at, Cause::Scanning)
        {
            self.unbroken.0 = now;
            self.phase = Phase::Sending;
        }
    }

    /// When it has started and looked through the library, if it starts; [`Client::has_started`] then takes
    /// it there.
    #[inline]
    pub fn starts_until(&self, limits: &Limits) -> Option<SimTime> {
        match self.phase {
            Phase::Starting(at) if !limits.is_held_open(Cause::Scanning) => {
                Some(at.plus(self.scan))
            }
            _ => None,
        }
    }

    /// It has started and looked through the library.
    pub fn has_started(&mut self, at: SimTime) {
        self.phase = Phase::Sending;
        self.unbroken.0 = at;
    }

    /// After [`Riding::ride_out`], if something comes in between once the line is back: it is not through
    /// yet.
    pub fn is_not_through(&mut self, lost: SimTime, dead: bool) {
        self.severed = dead;
        self.retry.breaks(lost, dead);
    }

    /// A gate ends the client. Returns whether its facts changed.
    fn end(&mut self, now: SimTime, cause: Option<Cause>) -> bool {
        if self.phase == Phase::Waiting && !self.manual {
            return false;
        }
        if self.phase == Phase::Sending {
            let lost = self.payload.stop();
            note_loss(&mut self.worst_loss, lost, cause);
            if !self.severed {
                break_off(&mut self.unbroken, now);
            }
        }
        self.phase = Phase::Waiting;
        self.manual = false;
        self.severed = false;
        self.retry.forget();
        true
    }

    /// The window closes.
    pub fn window_ends(&mut self, now: SimTime) {
        self.end(now, None);
    }

    /// When it changes next of its own, if that is before something else does at `next`; otherwise
    /// `next`.
    #[inline]
    pub fn next_event(
        &self,
        now: SimTime,
        facts: &Conditions,
        rate: Rate,
        next: SimTime,
    ) -> SimTime {
        let next = match self.phase {
            Phase::Starting(at) | Phase::Scanning(at) if at > now => next.min(at),
            _ => next,
        };
        let next = self.retry.next_event().filter(|&at| at > now).map_or(next, |at| next.min(at));
        let payload = match &self.payload {
            Work::Classes(payload) => payload,
            Work::Lanes(lanes) => return lanes.next_event(now, facts.room, next),
            Work::Program(uplink) => return uplink.next_event(next),
        };
        if rate == Rate::ZERO {
            return next;
        }
        // A product tells whether there is a change by then; the moment itself costs a division of
        // 128 bits and is seldom needed.
        let change = payload.until_change(facts.room);
        if rate.over(next.since(now)) < change {
            return next;
        }
        change.time_at(rate).map_or(next, |span| next.min(now.plus(span)))
    }

    /// Sends at a rate from `now` to `to`.
    #[inline]
    pub fn advance(&mut self, now: SimTime, to: SimTime, facts: &Conditions, rate: Rate) {
        match &mut self.payload {
            Work::Classes(payload) if rate > Rate::ZERO => {
                payload.send(rate.over(to.since(now)), facts.room);
            }
            Work::Classes(_) => {}
            Work::Lanes(lanes) => lanes.advance(to.since(now), facts.room),
            Work::Program(uplink) => uplink.advance(to),
        }
    }

    /// The largest single loss and the gate that caused it.
    pub const fn worst_loss(&self) -> (Amount, Cause) {
        self.worst_loss
    }

    /// The longest that its connections have lived tonight while it sent, of those that have ended.
    pub const fn longest_stretch(&self) -> Span {
        self.unbroken.1
    }

    /// Moves the moments that it remembers, as days have been skipped.
    pub fn shift(&mut self, by: Span) {
        self.unbroken.0 = self.unbroken.0.plus(by);
        self.retry.shift(by);
        self.phase = match self.phase {
            Phase::Starting(at) => Phase::Starting(at.plus(by)),
            Phase::Scanning(at) => Phase::Scanning(at.plus(by)),
            same => same,
        };
    }

    /// What decides how a day goes on.
    pub fn fingerprint(&self, base: SimTime, print: &mut Fingerprint) {
        print.add(i64::from(self.manual) + 2 * i64::from(self.severed));
        self.retry.fingerprint(base, print);
        if let Work::Program(uplink) = &self.payload {
            // Two days of connections are never quite alike.
            print.add(i64::from(uplink.changes()));
            print.add_time(SimTime::ZERO, base);
        }
        if let Work::Lanes(lanes) = &self.payload {
            lanes.fingerprint(print);
        }
        match self.phase {
            Phase::Waiting => print.add(-1),
            Phase::Sending => print.add(-2),
            Phase::Starting(at) | Phase::Scanning(at) => print.add_time(at, base),
        }
    }
}
