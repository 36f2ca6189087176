//! The lanes, which send the packs: connections, answers and trouble flow in; packs that are stored, indexes
//! of them, space that is given back, and packs that are sent again flow out.

use super::super::packs::packs;
use super::{Doing, Fault, Holds, Lane, MAIN, Pack, Phase, Restic, step};
use crate::client::transport::{FlowId, Transport, Trouble};
use crate::units::{Amount, Size, Span};

/// Before the index is written: 30 ms, fitted on the same.
const ENDS: Span = Span::from_micros(30_000);
/// The age at which an index is saved with the next pack (restic 0.14, indexMaxAge).
const INDEX_AGE: Span = Span::from_secs(600);
/// What leaves of a pack until the server's refusal stops it: 90 kB, measured on 26 refusals.
const SENT_BEFORE_REFUSED: Size = Size::from_bytes(90_000);

impl Restic {
    pub(super) fn send_packs(&mut self, line: &mut Transport) {
        self.phase = Phase::Packs;
        let left = self.orders.total() - self.kept;
        let pack = |size: Amount, holds| Pack { size, holds, tries: 0, ghosts: Vec::new() };
        let payload = packs(left.round(), self.pack, self.overshoot).into_iter();
        self.queue = payload.map(|size| pack(size.amount(), Holds::Payload)).collect();
        self.queue.push_back(pack(self.meta(self.orders.total()), Holds::Trees));
        let doing = Doing::Connecting;
        let (began, reserved) = (line.now(), Amount::ZERO);
        let lane = Lane { doing, flow: None, pack: None, began, refused: false, reserved };
        self.lanes = vec![lane; usize::from(self.orders.transfers)];
        for lane in 0..self.orders.transfers {
            self.take(line, lane);
        }
    }

    /// The next pack for a lane.
    pub(super) fn take(&mut self, line: &mut Transport, lane: u16) {
        let next = self.queue.pop_front();
        let Some(l) = self.lane(lane) else { return };
        l.pack = next;
        if l.pack.is_some() {
            return self.go(line, lane);
        }
        l.doing = Doing::Nothing;
        if self.lanes.iter().all(|l| l.doing == Doing::Nothing) {
            self.phase = Phase::Ending;
            line.after(ENDS, self.owner(MAIN), step::ENDS);
        }
    }

    pub(super) fn go(&mut self, line: &mut Transport, lane: u16) {
        let owner = self.owner(lane);
        let Some(l) = self.lane(lane) else { return };
        if let Some(flow) = l.flow.filter(|&f| line.flow(f).is_some_and(|f| f.open)) {
            return self.body(line, lane, flow);
        }
        if let Some(old) = l.flow.take() {
            line.close(old);
        }
        let flow = line.open(owner);
        (l.flow, l.doing) = (Some(flow), Doing::Connecting);
        line.connect(flow);
    }

    /// A pack goes out. The server sets its space aside before the first byte, and refuses at once
    /// what does not fit.
    pub(super) fn body(&mut self, line: &mut Transport, lane: u16, flow: FlowId) {
        let now = line.now();
        let Some(l) = self.lane(lane) else { return };
        (l.doing, l.began) = (Doing::Body, now);
        let size = l.pack.as_ref().map_or(Amount::ZERO, |p| p.size);
        l.refused = line.disk().is_some_and(|free| free < size);
        if l.refused {
            return line.send(flow, size.min(SENT_BEFORE_REFUSED.amount()));
        }
        l.reserved = size;
        line.use_disk(size);
        line.send(flow, size);
    }

    pub(super) fn lane_over(
        &mut self,
        line: &mut Transport,
        lane: u16,
        flow: FlowId,
        is: Option<Trouble>,
    ) {
        let (serving, removed) = (self.orders.serving, self.was_removed(lane));
        let Some(l) = self.lane(lane).filter(|l| l.flow == Some(flow)) else { return };
        if let Some(trouble) = is {
            return self.failed(line, lane, Fault::Line(trouble));
        }
        match l.doing {
            Doing::Connecting => self.body(line, lane, flow),
            Doing::Body => {
                l.doing = Doing::Answer;
                let wait = line.round_trip().plus(serving);
                line.wait(flow, wait);
            }
            Doing::Answer if l.refused => self.failed(line, lane, Fault::NoSpace),
            Doing::Answer if removed => self.failed(line, lane, Fault::Removed),
            Doing::Answer => self.is_stored(line, lane),
            Doing::Nothing | Doing::Removing | Doing::Resting => {}
        }
    }

    /// Whether the server has taken the pack of a lane away while it was sent.
    pub(super) fn was_removed(&self, lane: u16) -> bool {
        let Some(l) = self.lanes.get(usize::from(lane)) else { return false };
        let ghosts = l.pack.iter().flat_map(|p| &p.ghosts);
        let noticed = ghosts.filter_map(|&place| self.ghosts.get(place)?.noticed);
        noticed.into_iter().any(|at| at >= l.began)
    }

    pub(super) fn is_stored(&mut self, line: &mut Transport, lane: u16) {
        let Some(l) = self.lane(lane) else { return };
        l.reserved = Amount::ZERO;
        let Some(pack) = l.pack.take() else { return };
        match pack.holds {
            Holds::Payload => self.fresh += pack.size,
            Holds::Trees => {}
            Holds::Index(named) => {
                self.kept += named;
                self.fresh -= named;
                return self.take(line, lane);
            }
        }
        let began = *self.index_began.get_or_insert(line.now());
        if line.now().since(began) >= INDEX_AGE {
            // Packs whose index another lane is writing are not named twice.
            let others = self.lanes.iter().filter_map(|l| match l.pack.as_ref()?.holds {
                Holds::Index(named) => Some(named),
                _ => None,
            });
            let named = others.fold(self.fresh, |rest, named| rest - named);
            self.index_began = None;
            let (size, holds) = (self.meta(named), Holds::Index(named));
            self.queue.push_front(Pack { size, holds, tries: 0, ghosts: Vec::new() });
        }
        self.take(line, lane);
    }

    /// What has arrived of a pack is removed by the server.
    pub(super) fn give_space_back(&mut self, line: &mut Transport, lane: u16) {
        let Some(l) = self.lane(lane) else { return };
        let reserved = std::mem::replace(&mut l.reserved, Amount::ZERO);
        line.use_disk(Amount::ZERO - reserved);
    }

    pub(super) fn failed(&mut self, line: &mut Transport, lane: u16, fault: Fault) {
        self.give_space_back(line, lane);
        let cut = self.ghosts.last().filter(|g| g.cut == line.now());
        let ghost = cut.filter(|_| fault == Fault::Line(Trouble::Aborted));
        let ghost = ghost.map(|_| self.ghosts.len() - 1);
        let most = self.orders.rounds;
        let (owner, path, round_trip) = (self.owner(lane), line.path(), line.round_trip());
        let Some(l) = self.lane(lane) else { return };
        let sent = matches!(l.doing, Doing::Body | Doing::Answer);
        if let (Fault::Line(_), Some(flow)) = (fault, l.flow) {
            line.close(flow);
            l.flow = None;
        }
        l.doing = Doing::Removing;
        let Some(pack) = &mut l.pack else { return };
        pack.ghosts.extend(ghost.filter(|_| sent));
        pack.tries += 1;
        if pack.tries > most {
            return self.give_up(line);
        }
        let wait = if path.carries() { round_trip } else { Span::ZERO };
        line.after(wait, owner, step::REMOVED);
    }

    pub(super) fn removed(&mut self, line: &mut Transport, lane: u16) {
        let Some(l) = self.lane(lane).filter(|l| l.doing == Doing::Removing) else { return };
        l.doing = Doing::Resting;
        let tries = l.pack.as_ref().map_or(1, |p| p.tries);
        let wait = self.rest(tries);
        line.after(wait, self.owner(lane), step::AGAIN);
    }
}
