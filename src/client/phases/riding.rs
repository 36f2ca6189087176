//! Drops ridden out, one after the other. What all drops of a stretch have in common is looked up once; how
//! long each lasts flows in, when the client is through again flows out.

use super::{Client, break_off, note_loss};
use crate::cause::Cause;
use crate::client::payload::Payload;
use crate::client::work::Work;
use crate::model::conditions::{Effect, Limits};
use crate::units::{Amount, Backoff, SimTime, Span};

/// A client that sends in classes and has nothing of its own in the way, over a line that drops.
pub struct Riding<'c> {
    /// What it sends.
    pub payload: &'c mut Payload,
    /// Whether it follows a drop here: nothing else is to be done at one.
    pub rides: bool,
    /// Whether its connections die of a drop.
    pub dead: bool,
    /// Whether it ends itself, and starts anew at once.
    ends: bool,
    /// No drop takes anything back.
    keeps: bool,
    cause: Cause,
    /// By which it tries again, from when the line went.
    rule: Backoff,
    manual: &'c mut bool,
    unbroken: &'c mut (SimTime, Span),
    worst_loss: &'c mut (Amount, Cause),
}

impl Riding<'_> {
    /// Follows a drop that lasts so long, with nothing in between: as [`Client::react`] as the line goes,
    /// as it is back, and when the client is through again, which is returned. Also says whether anything
    /// that was sent is lost.
    #[inline(always)]
    pub fn ride_out(&mut self, lost: SimTime, lasting: Span) -> (SimTime, bool) {
        let through = lost.plus(self.rule.after(lasting));
        if !self.dead {
            return (through, false);
        }
        let gone = if self.keeps {
            self.payload.is_interrupted(self.ends);
            false
        } else {
            self.loses()
        };
        break_off(self.unbroken, lost);
        *self.manual &= !self.ends;
        self.unbroken.0 = through;
        (through, gone)
    }

    /// Takes back what the drop costs; whether that is anything.
    #[inline(never)]
    fn loses(&mut self) -> bool {
        let gone = if self.ends { self.payload.stop() } else { self.payload.cut() };
        note_loss(self.worst_loss, gone, Some(self.cause));
        gone > Amount::ZERO
    }
}

impl Client {
    /// Rides out drops of the line that all close the same, while it is flowing in classes.
    pub fn riding(
        &mut self,
        closes: Option<(Cause, Effect)>,
        limits: &Limits,
    ) -> Option<Riding<'_>> {
        let (cause, effect) = closes.unwrap_or((Cause::LinkOutage, Effect::Hold));
        let (dead, ends) = (effect >= Effect::Cut, effect == Effect::Stop);
        // One that is started anew has no connections to repair.
        let starts = self.start_delay > Span::ZERO || self.scan > Span::ZERO;
        let tries = match ends {
            true => (!starts).then_some(Backoff::AT_ONCE),
            false => self.retry.tries(dead, limits),
        };
        let Work::Classes(payload) = &mut self.payload else { return None };
        Some(Riding {
            keeps: payload.keeps_all(ends),
            payload,
            rides: closes.is_some() && tries.is_some() && !limits.is_held_open(cause),
            dead,
            ends,
            cause,
            rule: tries.unwrap_or(Backoff::AT_ONCE),
            manual: &mut self.manual,
            unbroken: &mut self.unbroken,
            worst_loss: &mut self.worst_loss,
        })
    }
}
