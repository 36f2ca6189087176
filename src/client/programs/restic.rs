//! restic to a REST server (0.14): packs of about 17 MB, five at once, nothing kept without an index.
//!
//! Start → the repository is opened → lanes send packs until none is left, the last one with the
//! trees → index, snapshot → done. A lane: connection → pack → answer → next pack. After any error: a
//! request to remove what arrived, if the server can be reached → back-off → the same pack again.
//! Errors of a pack add up and are never forgotten; with the eleventh (of 10 repeats) the process
//! gives up: it takes its lock away and ends.
//!
//! A pack counts once an index names it. The index is written at the end, or after the first pack
//! that is stored 10 minutes or more after the index began, so a short process that is killed or
//! fails keeps nothing.
//!
//! Where the server keeps the dead session of a cut, it finds out by its keep-alive, every 15 s from
//! the cut, and then removes the file of that session's pack: an attempt for it that is under way at
//! that moment is sent to its end and refused.

use super::go_draws::GoDraws;
use super::packs::{overshoot, packs};
use super::{Orders, Program};
use crate::client::transport::{FlowId, Owner, Stage, Transport, Trouble};
use crate::units::{Amount, Backoff, SimTime, Size, Span};
use std::collections::VecDeque;

/// Round trips before the first pack, besides the connection and the look at the configuration:
/// keys, locks, indexes, snapshots; fitted on 27 starts.
const OPENING: i64 = 8;
/// Round trips after the last pack: index, snapshot, lock; fitted on three tails.
const ENDING: i64 = 3;
/// Before the index is written: 30 ms, fitted on the same.
const ENDS: Span = Span::from_micros(30_000);
/// Bytes of the trees and of the index, each: 4,500 and 85 for each item, fitted on a run of one item
/// and one of 1,000.
const META: (u64, u64) = (4_500, 85);
/// The age at which an index is saved with the next pack (restic 0.14, indexMaxAge).
const INDEX_AGE: Span = Span::from_secs(600);
/// What leaves of a pack until the server's refusal stops it: 90 kB, measured on 26 refusals.
const SENT_BEFORE_REFUSED: Size = Size::from_bytes(90_000);
/// How long it waits for a connection (restic 0.14, internal/backend/http_transport.go).
const CONNECT_TIMEOUT: Span = Span::from_secs(30);
/// How often a Go server probes a silent connection (net.ListenConfig, KeepAlive).
const PROBES: Span = Span::from_secs(15);
/// Probes without an answer after which it is dead anyway (Linux, tcp_keepalive_probes).
const PROBES_AT_MOST: u32 = 9;

/// Steps that timers lead to.
mod step {
    pub const REMOVED: u8 = 0;
    pub const AGAIN: u8 = 1;
    pub const STARTED: u8 = 2;
    pub const ENDS: u8 = 3;
    pub const PROBE: u8 = 4;
    pub const RUN_OVER: u8 = 5;
}

/// The lane of the requests between which the packs are sent.
const MAIN: u16 = u16::MAX;

/// How far a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Gone,
    /// It looks for the repository; this is not repeated.
    Looking,
    Starting,
    Opening,
    Packs,
    Ending,
    /// It gave up.
    Unlocking,
}

/// What a lane is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Nothing,
    Connecting,
    Body,
    Answer,
    Removing,
    Resting,
}

/// What has gone wrong with a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Line(Trouble),
    /// The disk is full.
    NoSpace,
    /// The server has removed it with the dead session of an earlier attempt.
    Removed,
}

/// What a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Payload,
    Trees,
    /// An index of packs with so much of the payload.
    Index(Amount),
}

#[derive(Clone, Debug)]
struct Pack {
    size: Amount,
    holds: Holds,
    tries: u32,
    /// The dead sessions in which it was being sent.
    ghosts: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Lane {
    doing: Doing,
    flow: Option<FlowId>,
    pack: Option<Pack>,
    began: SimTime,
    refused: bool,
    /// What the server has set aside for its pack.
    reserved: Amount,
}

/// A cut of which the server was not told.
#[derive(Clone, Copy, Debug)]
struct Ghost {
    cut: SimTime,
    probes: u32,
    noticed: Option<SimTime>,
}

/// restic.
pub struct Restic {
    orders: Orders,
    pack: Size,
    overshoot: Size,
    backoff: Backoff,
    draws: GoDraws,
    phase: Phase,
    lanes: Vec<Lane>,
    queue: VecDeque<Pack>,
    /// The request between the packs: its connection, whether that rests, its tries.
    main: Option<FlowId>,
    main_doing: Doing,
    main_tries: u32,
    ghosts: Vec<Ghost>,
    /// The space set aside for packs of which the kernel held the end when their process went.
    orphans: Vec<Amount>,
    /// What indexes name of the payload.
    kept: Amount,
    /// What this process has stored besides.
    fresh: Amount,
    index_began: Option<SimTime>,
    /// What the last snapshot holds.
    snapshot: Amount,
}

impl Restic {
    /// With nothing stored yet. A pack is closed at `pack`; `connections` are sent at once.
    pub fn new(mut orders: Orders, pack: Size, connections: u16, backoff: Backoff) -> Self {
        orders.transfers = connections.max(1);
        Restic {
            pack,
            overshoot: overshoot(&orders.items),
            backoff,
            draws: GoDraws::default(),
            phase: Phase::Gone,
            lanes: Vec::new(),
            queue: VecDeque::new(),
            main: None,
            main_doing: Doing::Nothing,
            main_tries: 0,
            ghosts: Vec::new(),
            orphans: Vec::new(),
            kept: Amount::ZERO,
            fresh: Amount::ZERO,
            index_began: None,
            snapshot: Amount::ZERO,
            orders,
        }
    }

    const fn owner(&self, lane: u16) -> Owner {
        Owner { program: self.orders.program, lane }
    }

    fn lane(&mut self, lane: u16) -> Option<&mut Lane> {
        self.lanes.get_mut(usize::from(lane))
    }

    /// Bytes that name so much of the payload.
    fn meta(&self, part: Amount) -> Amount {
        let bytes = |amount: Amount| u128::from(amount.floor().bytes());
        let all = u128::from(META.1) * self.orders.items.len() as u128;
        let share = all * bytes(part) / bytes(self.orders.total()).max(1);
        Size::from_bytes(META.0).amount()
            + Size::from_bytes(u64::try_from(share).unwrap_or(0)).amount()
    }

    /// The wait before a repetition: half of it to one and a half times.
    fn rest(&mut self, tries: u32) -> Span {
        let wait = i128::from(self.backoff.wait(tries).micros());
        let spread = 500_000_000 + i128::from(self.draws.draw());
        Span::from_micros(i64::try_from(wait * spread / 1_000_000_000).unwrap_or(i64::MAX))
    }

    // Requests between the packs.

    fn ask(&mut self, line: &mut Transport) {
        let open = self.main.filter(|&flow| line.flow(flow).is_some_and(|f| f.open));
        if let Some(flow) = open {
            return self.asks(line, flow);
        }
        self.leave_main(line);
        let flow = line.open(self.owner(MAIN));
        (self.main, self.main_doing) = (Some(flow), Doing::Connecting);
        line.connect(flow);
    }

    fn asks(&mut self, line: &mut Transport, flow: FlowId) {
        if self.phase == Phase::Ending {
            self.main_doing = Doing::Body;
            let index = self.meta(self.fresh);
            return line.send(flow, index);
        }
        self.answer(line, flow);
    }

    fn answer(&mut self, line: &mut Transport, flow: FlowId) {
        self.main_doing = Doing::Answer;
        let round_trips = match self.phase {
            Phase::Opening => OPENING,
            Phase::Ending => ENDING,
            _ => 1,
        };
        let wait = line.round_trip().times(round_trips).plus(self.orders.serving);
        line.wait(flow, wait);
    }

    fn main_over(&mut self, line: &mut Transport, flow: FlowId, trouble: Option<Trouble>) {
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

    fn answered(&mut self, line: &mut Transport) {
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

    fn main_failed(&mut self, line: &mut Transport) {
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

    fn leave_main(&mut self, line: &mut Transport) {
        if let Some(flow) = self.main.take() {
            line.close(flow);
        }
        self.main_doing = Doing::Nothing;
    }

    /// A request has failed too often: the others are dropped, and the lock is taken away.
    fn give_up(&mut self, line: &mut Transport) {
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

    // Packs.

    fn send_packs(&mut self, line: &mut Transport) {
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
    fn take(&mut self, line: &mut Transport, lane: u16) {
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

    fn go(&mut self, line: &mut Transport, lane: u16) {
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
    fn body(&mut self, line: &mut Transport, lane: u16, flow: FlowId) {
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

    fn lane_over(&mut self, line: &mut Transport, lane: u16, flow: FlowId, is: Option<Trouble>) {
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
    fn was_removed(&self, lane: u16) -> bool {
        let Some(l) = self.lanes.get(usize::from(lane)) else { return false };
        let ghosts = l.pack.iter().flat_map(|p| &p.ghosts);
        let noticed = ghosts.filter_map(|&place| self.ghosts.get(place)?.noticed);
        noticed.into_iter().any(|at| at >= l.began)
    }

    fn is_stored(&mut self, line: &mut Transport, lane: u16) {
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
    fn give_space_back(&mut self, line: &mut Transport, lane: u16) {
        let Some(l) = self.lane(lane) else { return };
        let reserved = std::mem::replace(&mut l.reserved, Amount::ZERO);
        line.use_disk(Amount::ZERO - reserved);
    }

    fn failed(&mut self, line: &mut Transport, lane: u16, fault: Fault) {
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

    fn removed(&mut self, line: &mut Transport, lane: u16) {
        let Some(l) = self.lane(lane).filter(|l| l.doing == Doing::Removing) else { return };
        l.doing = Doing::Resting;
        let tries = l.pack.as_ref().map_or(1, |p| p.tries);
        let wait = self.rest(tries);
        line.after(wait, self.owner(lane), step::AGAIN);
    }

    /// The server probes the connections that a cut has left it.
    fn probe(&mut self, line: &mut Transport, place: u16) {
        let owner = self.owner(place);
        let Some(ghost) = self.ghosts.get_mut(usize::from(place)) else { return };
        ghost.probes += 1;
        if line.path().carries() || ghost.probes > PROBES_AT_MOST {
            ghost.noticed = Some(line.now());
        } else {
            line.after(PROBES, owner, step::PROBE);
        }
    }
}

impl Program for Restic {
    fn start(&mut self, line: &mut Transport) {
        self.draws = GoDraws::default();
        self.ghosts.clear();
        (self.main_tries, self.phase) = (0, Phase::Looking);
        if let Some((longest, _)) = self.orders.longest_run {
            line.after(longest, self.owner(MAIN), step::RUN_OVER);
        }
        self.ask(line);
    }

    fn over(&mut self, line: &mut Transport, lane: u16, flow: FlowId, trouble: Option<Trouble>) {
        if self.phase == Phase::Gone {
        } else if lane != MAIN {
            self.lane_over(line, lane, flow, trouble);
        } else if self.main == Some(flow) {
            self.main_over(line, flow, trouble);
        }
    }

    fn timer(&mut self, line: &mut Transport, lane: u16, step: u8) {
        match step {
            _ if self.phase == Phase::Gone => {}
            step::STARTED => {
                self.phase = Phase::Opening;
                self.ask(line);
            }
            step::AGAIN if lane == MAIN && self.main_doing == Doing::Resting => self.ask(line),
            step::ENDS => self.ask(line),
            step::REMOVED => self.removed(line, lane),
            step::AGAIN if self.lane(lane).is_some_and(|l| l.doing == Doing::Resting) => {
                self.go(line, lane);
            }
            step::PROBE => self.probe(line, lane),
            step::RUN_OVER => self.run_over(line, true),
            _ => {}
        }
    }

    fn run_over(&mut self, line: &mut Transport, _: bool) {
        // It knows no end of its own but a killed process.
        self.stop(line);
        line.exit(self.orders.program, false);
    }

    fn stop(&mut self, line: &mut Transport) {
        line.forget_timers(self.orders.program);
        if self.phase == Phase::Gone {
            return;
        }
        self.phase = Phase::Gone;
        self.leave_main(line);
        for lane in std::mem::take(&mut self.lanes) {
            let Some(flow) = lane.flow else { continue };
            if lane.pack.is_none() {
                line.close(flow);
                continue;
            }
            let note = u32::try_from(self.orphans.len()).unwrap_or(u32::MAX);
            self.orphans.push(lane.reserved);
            if let Err(unsent) = line.orphan(flow, note) {
                self.drained(line, note, unsent);
            }
        }
        self.queue.clear();
        // No index names these; the next process sends them again.
        (self.fresh, self.index_began) = (Amount::ZERO, None);
    }

    fn drained(&mut self, line: &mut Transport, note: u32, unsent: Amount) {
        // A pack of which the end is missing is removed by the server.
        if unsent > Amount::ZERO
            && let Some(&reserved) = self.orphans.get(note as usize)
        {
            line.use_disk(Amount::ZERO - reserved);
        }
    }

    fn connect_timeout(&self) -> Option<Span> {
        Some(CONNECT_TIMEOUT)
    }

    fn refuse(&mut self, _: &mut Transport) -> bool {
        // What does not fit was refused before it was sent.
        false
    }

    fn goes_stale(&mut self, line: &mut Transport) {
        if self.phase == Phase::Gone {
            return;
        }
        let Ok(place) = u16::try_from(self.ghosts.len()) else { return };
        self.ghosts.push(Ghost { cut: line.now(), probes: 0, noticed: None });
        line.after(PROBES, self.owner(place), step::PROBE);
    }

    fn grow(&mut self, item: Size) {
        self.orders.items.push(item);
        self.overshoot = overshoot(&self.orders.items);
    }

    fn stored(&self) -> Amount {
        self.kept + self.fresh
    }

    fn flying(&self, line: &Transport) -> Amount {
        let payload = |l: &&Lane| l.pack.as_ref().is_some_and(|p| p.holds == Holds::Payload);
        self.lanes.iter().filter(|l| !l.refused).filter(payload).fold(Amount::ZERO, |sum, l| {
            let size = l.pack.as_ref().map_or(Amount::ZERO, |p| p.size);
            match l.doing {
                Doing::Body => {
                    let flow = l.flow.and_then(|f| line.flow(f));
                    let left = flow.filter(|f| f.stage == Stage::Sending).map(|f| f.left);
                    sum + left.map_or(Amount::ZERO, |left| size - left)
                }
                Doing::Answer => sum + size,
                _ => sum,
            }
        })
    }

    fn finished(&self) -> Amount {
        // Without a snapshot no item can be had back.
        self.snapshot
    }

    fn is_starting(&self) -> bool {
        matches!(self.phase, Phase::Looking | Phase::Starting | Phase::Opening)
    }
}
