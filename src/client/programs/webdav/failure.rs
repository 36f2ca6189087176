//! An item that did not get through: trouble with its body flows in; the part that stays on the server, the
//! nap, the request to delete it, and another try or the next item flow out.

use super::{Doing, HEAD, TRIES, WebDav, step};
use crate::client::transport::{Transport, Trouble};
use crate::units::{Amount, Span};

impl WebDav {
    /// An attempt is over without success: what it sent stays on the server as a part.
    pub(super) fn leave_part(&mut self, line: &Transport, lane: u16) {
        let Some(l) = self.lanes.get(usize::from(lane)) else { return };
        if !matches!(l.doing, Doing::Body | Doing::Answer) || l.refused || l.locked {
            return;
        }
        let sent = self.orders.size(l.item).amount() + HEAD.amount();
        let left = l.flow.and_then(|f| line.flow(f)).map_or(Amount::ZERO, |f| f.left);
        let half = Span::from_micros(line.round_trip().micros() / 2);
        let whole = l.body_left.is_some_and(|at| line.now() >= at.plus(half));
        if let Some(stored) = self.stored.get_mut(l.item as usize) {
            stored.part = (sent - left).max(Amount::from_units(1));
            stored.whole = whole;
        }
    }

    /// Takes a part away again, and gives its space back.
    pub(super) fn free_part(&mut self, line: &mut Transport, item: u32) {
        let is_own = self.is_own();
        if let Some(stored) = self.stored.get_mut(item as usize) {
            if is_own {
                line.use_disk(Amount::ZERO - stored.part);
            }
            (stored.part, stored.whole) = (Amount::ZERO, false);
        }
    }

    /// A body did not get through.
    pub(super) fn failed(&mut self, line: &mut Transport, lane: u16, trouble: Option<Trouble>) {
        self.leave_part(line, lane);
        self.pacer.over(trouble.is_some_and(Trouble::is_passing));
        let nap = self.orders.nap;
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        if let Some(flow) = l.flow.take() {
            if trouble == Some(Trouble::TimedOut) && line.leaves_rest(flow, l.item) {
                self.locks.push(l.item);
            }
            line.close(flow);
        }
        (l.doing, l.trouble, l.small_tries) = (Doing::Napping, trouble, 0);
        line.after(nap, self.owner(lane), step::NAP_OVER);
    }

    pub(super) fn after_failure(&mut self, line: &mut Transport, lane: u16) {
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        l.tries += 1;
        l.small_tries = 0;
        if l.trouble.is_some_and(Trouble::is_passing) && l.tries < TRIES {
            l.doing = Doing::PutToken;
            return self.ask(line, lane);
        }
        self.errors += 1;
        self.take(line, lane);
    }

    pub(super) fn deleted(&mut self, line: &mut Transport, lane: u16, trouble: Option<Trouble>) {
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        let (item, flow) = (l.item, l.flow.take());
        let locked = trouble.is_none() && self.locks.contains(&item);
        let passing = locked || trouble.is_some_and(Trouble::is_passing);
        self.pacer.over(passing);
        self.give_back(line, flow);
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        if passing {
            l.small_tries += 1;
            if l.small_tries < TRIES {
                l.doing = Doing::DeleteToken;
                return self.ask(line, lane);
            }
        }
        if trouble.is_none() && !locked {
            self.free_part(line, item);
        }
        self.after_failure(line, lane);
    }
}
