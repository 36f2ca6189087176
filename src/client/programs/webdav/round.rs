//! The rounds of rclone: a listing of what the server has flows in, items for the lanes flow out, in their
//! order, until none is left. What then becomes of the process: it is done, tries again, or gives up.

use super::{Doing, LIST, Lane, Stored, TRIES, WebDav, step};
use crate::client::transport::{Transport, Trouble};
use crate::units::Amount;
use std::collections::VecDeque;

impl WebDav {
    pub(super) fn begin_round(&mut self, line: &mut Transport) {
        self.starting = false;
        self.round += 1;
        (self.errors, self.list_tries) = (0, 0);
        if let Some((longest, _)) = self.orders.longest_run {
            // Counted from the start of each round.
            line.after(longest, self.owner(u16::try_from(self.round).unwrap_or(0)), step::RUN_OVER);
        }
        self.ask(line, LIST);
    }

    pub(super) fn listed(&mut self, line: &mut Transport, trouble: Option<Trouble>) {
        let flow = self.listing.take();
        self.give_back(line, flow);
        let passing = trouble.is_some_and(Trouble::is_passing);
        self.pacer.over(passing);
        if trouble.is_some() {
            self.list_tries += 1;
            if passing && self.list_tries < TRIES {
                return self.ask(line, LIST);
            }
            self.errors += 1;
            return self.round_over(line);
        }
        for (place, stored) in self.stored.iter_mut().enumerate() {
            if stored.whole && !stored.done {
                *stored = Stored { done: true, part: Amount::ZERO, whole: false };
                self.done += self.orders.items.get(place).copied().unwrap_or_default().amount();
            }
        }
        // Items of which something is there go through a check first, and so come last.
        let left = |partly: bool| {
            let some = self.stored.iter().enumerate();
            some.filter(move |(_, s)| !s.done && (s.part > Amount::ZERO) == partly)
                .map(|(place, _)| u32::try_from(place).unwrap_or(u32::MAX))
        };
        let queue: VecDeque<u32> = left(false).chain(left(true)).collect();
        self.queue = queue;
        let idle = Lane {
            doing: Doing::PutToken,
            flow: None,
            item: 0,
            tries: 0,
            small_tries: 0,
            trouble: None,
            refused: false,
            locked: false,
            body_left: None,
        };
        self.lanes = vec![idle; usize::from(self.orders.transfers.max(1))];
        for lane in 0..self.orders.transfers.max(1) {
            self.take(line, lane);
        }
    }

    /// The next item for a lane.
    pub(super) fn take(&mut self, line: &mut Transport, lane: u16) {
        let next = if self.closed { None } else { self.queue.pop_front() };
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        match next {
            Some(item) => {
                (l.item, l.tries, l.small_tries) = (item, 0, 0);
                l.doing = Doing::PutToken;
                self.ask(line, lane);
            }
            None => {
                l.doing = Doing::Nothing;
                if self.lanes.iter().all(|l| l.doing == Doing::Nothing) {
                    self.round_over(line);
                }
            }
        }
    }

    pub(super) fn round_over(&mut self, line: &mut Transport) {
        let program = self.orders.program;
        if self.closed {
            // It ends with an error even if nothing was left to do.
            line.exit(program, false);
        } else if self.errors == 0 {
            line.exit(program, true);
        } else if self.round >= self.orders.rounds.max(1) {
            line.exit(program, false);
        } else {
            line.after(self.orders.pause, self.owner(0), step::BEGIN);
        }
    }
}
