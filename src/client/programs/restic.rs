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
//!
//! The lanes stand in `restic/lanes.rs`, what goes on between the packs in `restic/repository.rs`.

mod lanes;
mod repository;

use super::go_draws::GoDraws;
use super::packs::overshoot;
use super::{Orders, Program};
use crate::client::transport::{FlowId, Owner, Stage, Transport, Trouble};
use crate::units::{Amount, Backoff, SimTime, Size, Span};
use std::collections::VecDeque;

/// Bytes of the trees and of the index, each: 4,500 and 85 for each item, fitted on a run of one item
/// and one of 1,000.
const META: (u64, u64) = (4_500, 85);
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
