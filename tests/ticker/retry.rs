//! The second engine's own view of when a client sends again after an outage: it walks attempt by
//! attempt. Gates flow in, the gate of what it waits for flows out. Times in microseconds.

use super::World;
use super::gates::{Closed, Phase};
use backup_sim::cause::Cause;

/// What an outage has left.
#[derive(Clone, Copy, Debug)]
pub struct Broken {
    /// The connections have died; else they sleep.
    pub dead: bool,
    /// The next attempt, or the next time at which a sleeping connection stirs.
    pub attempt: i64,
    /// How long it waited for that.
    wait: i64,
}

impl World<'_> {
    fn longer(&self, dead: bool, wait: i64) -> i64 {
        if !dead {
            return (2 * wait).min(120_000_000);
        }
        let rule = self.i.service.retry;
        let grown = i128::from(wait) * i128::from(rule.thousandths) / 1000;
        let most = rule.ceiling.map_or(i64::MAX / 4, |c| c.micros());
        i64::try_from(grown).unwrap_or(most).clamp(wait, most)
    }

    fn first_try(&self, dead: bool) -> Broken {
        let wait = if dead { self.i.service.retry.first.micros() } else { 500_000 };
        Broken { dead, attempt: self.now + wait, wait }
    }

    /// After gates and phases: whether it has got through, and what it waits for if not.
    pub fn reconnect(&mut self, closed: &mut Closed) {
        if self.phase != Phase::Sending || self.i.service.retry.first.micros() == 0 {
            self.broken = None;
            return;
        }
        let cuts = !closed.cuts.is_empty();
        let away = cuts || self.env.outage.is_some();
        if away && self.broken.is_none_or(|b| cuts && !b.dead) {
            self.broken = Some(self.first_try(cuts));
            // Where it begins to send while the line is away, it may do so up to a second late.
            self.chatter |= self.events > 0;
        }
        let Some(mut broken) = self.broken else { return };
        while broken.attempt < self.now {
            broken.wait = self.longer(broken.dead, broken.wait);
            broken.attempt += broken.wait;
        }
        self.broken = Some(broken);
        if away {
            return;
        }
        if broken.attempt == self.now {
            self.broken = None;
        } else {
            let cause = if broken.dead { Cause::BackingOff } else { Cause::Reconnecting };
            closed.hold(cause);
        }
    }
}
