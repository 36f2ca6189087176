//! The requests between the packs: one connection, on which the repository is opened, the index and the
//! snapshot are written, and the lock is taken away. Answers and trouble flow in; the phases of a process
//! flow out.

use super::{Doing, MAIN, Phase, Restic, step};
use crate::client::transport::{FlowId, Transport, Trouble};
use crate::units::Amount;

/// Round trips before the first pack, besides the connection and the look at the configuration:
/// keys, locks, indexes, snapshots; fitted on 27 starts.
const OPENING: i64 = 8;
/// Round trips after the last pack: index, snapshot, lock; fitted on three tails.
const ENDING: i64 = 3;

impl Restic {
    pub(super) fn ask(&mut self, line: &mut Transport) {
        let open = self.main.filter(|&flow| line.flow(flow).is_some_and(|f| f.open));
        if let Some(flow) = open {
            return self.asks(line, flow);
        }
        self.leave_main(line);
        let flow = line.open(self.owner(MAIN));
        (self.main, self.main_doing) = (Some(flow), Doing::Connecting);
        line.connect(flow);
    }

    pub(super) fn asks(&mut self, line: &mut Transport, flow: FlowId) {
        if self.phase == Phase::Ending {
            self.main_doing = Doing::Body;
            let index = self.meta(self.fresh);
            return line.send(flow, index);
        }
        self.answer(line, flow);
    }

    pub(super) fn answer(&mut self, line: &mut Transport, flow: FlowId) {
        self.main_doing = Doing::Answer;
        let round_trips = match self.phase {
            Phase::Opening => OPENING,
            Phase::Ending => ENDING,
            _ => 1,
        };
        let wait = line.round_trip().times(round_trips).plus(self.orders.serving);
        line.wait(flow, wait);
    }

    pub(super) fn main_over(
        &mut self,
        line: &mut Transport,
        flow: FlowId,
        trouble: Option<Trouble>,
    ) {
        if trouble.is_some() {
            return self.main_failed(line);
        }
        match self.main_doing {
            Doing::Connecting => self.asks(line, flow),
            Doing::Body => self.answer(line, flow),
            Doing::Answer => {
                self.main_doing = Doing::Nothing;
                self.main_tries = 0;
                self.answered(line);
            }
            Doing::Nothing | Doing::Removing | Doing::Resting => {}
        }
    }

    pub(super) fn answered(&mut self, line: &mut Transport) {
        match self.phase {
            Phase::Looking => {
                self.phase = Phase::Starting;
                line.after(self.orders.starting, self.owner(MAIN), step::STARTED);
            }
            Phase::Opening => self.send_packs(line),
            Phase::Ending => {
                self.kept += self.fresh;
                (self.fresh, self.snapshot) = (Amount::ZERO, self.kept);
                // What has come since it read the library is for the next process.
                line.exit(self.orders.program, self.kept >= self.orders.total());
            }
            Phase::Unlocking => line.exit(self.orders.program, false),
            Phase::Gone | Phase::Starting | Phase::Packs => {}
        }
    }

    pub(super) fn main_failed(&mut self, line: &mut Transport) {
        self.leave_main(line);
        self.main_tries += 1;
        let most = self.main_tries > self.orders.rounds;
        match self.phase {
            Phase::Looking => line.exit(self.orders.program, false),
            Phase::Unlocking if most => line.exit(self.orders.program, false),
            _ if most => self.give_up(line),
            _ => {
                self.main_doing = Doing::Resting;
                let wait = self.rest(self.main_tries);
                line.after(wait, self.owner(MAIN), step::AGAIN);
            }
        }
    }

    pub(super) fn leave_main(&mut self, line: &mut Transport) {
        if let Some(flow) = self.main.take() {
            line.close(flow);
        }
        self.main_doing = Doing::Nothing;
    }

    /// A request has failed too often: the others are dropped, and the lock is taken away.
    pub(super) fn give_up(&mut self, line: &mut Transport) {
        self.phase = Phase::Unlocking;
        for lane in 0..u16::try_from(self.lanes.len()).unwrap_or(u16::MAX) {
            self.give_space_back(line, lane);
            if let Some(flow) = self.lane(lane).and_then(|l| l.flow.take()) {
                line.close(flow);
            }
        }
        self.lanes.clear();
        self.leave_main(line);
        self.main_tries = 0;
        self.ask(line);
    }
}
