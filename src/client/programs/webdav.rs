//! rclone copying to a WebDAV server (1.60): whole files, several at once, one connection for each.
//! It is also what a rival upload with a size does.
//!
//! A round (`webdav/round.rs`) lists the destination, then the lanes take items until none is left;
//! items that failed are taken again in the next round. An item: token → connection → body → answer →
//! token → connection → a look at what is there → done. The answer to a body is not read to its end,
//! which costs its connection; the other requests leave theirs to whoever comes next (`pool.rs`). After
//! a failed body (`webdav/failure.rs`): a nap, then a request to delete what has arrived, then the item
//! again if the error may pass, else the next one. "No route" does not pass; all that a dead server says
//! does. What has arrived whole counts as done at the next listing.
//!
//! A body that was given up after its time-out leaves a socket behind, which goes on sending what it
//! holds. Until the server has read that to its end it has the file locked: it refuses to delete it or
//! to take it anew, and rclone asks again, up to ten times.

mod failure;
mod round;

use super::pacer::Pacer;
use super::pool::Pool;
use super::{Orders, Program};
use crate::client::transport::{FlowId, Owner, Stage, Transport, Trouble};
use crate::units::{Amount, SimTime, Size, Span};
use std::collections::VecDeque;

/// Requests and acknowledgements of an item, in bytes of payload: 700, measured on 500 small files.
const HEAD: Size = Size::from_bytes(700);
/// What still goes out of a refused item's sockets: 3.1 MB (1.7 to 4.6 measured on one run).
const WRITTEN_ON: Size = Size::from_bytes(3_100_000);
/// How long it waits for a connection (rclone, --contimeout).
pub const CONNECT_TIMEOUT: Span = Span::from_secs(60);
/// Tries of one request (rclone 1.60, --low-level-retries).
const TRIES: u32 = 10;

/// Steps that timers lead to.
mod step {
    pub const BEGIN: u8 = 0;
    pub const TOKEN: u8 = 1;
    pub const NAP_OVER: u8 = 2;
    pub const RUN_OVER: u8 = 3;
    pub const LEAVE: u8 = 4;
}

/// What a lane is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Nothing,
    PutToken,
    Connecting,
    Body,
    Answer,
    LookToken,
    LookConnecting,
    Looking,
    Napping,
    DeleteToken,
    DeleteConnecting,
    Deleting,
}

#[derive(Clone, Debug)]
struct Lane {
    doing: Doing,
    flow: Option<FlowId>,
    item: u32,
    tries: u32,
    /// Tries of the look, and of the deletion.
    small_tries: u32,
    trouble: Option<Trouble>,
    refused: bool,
    /// The server answers that the file is locked.
    locked: bool,
    /// When its body had left.
    body_left: Option<SimTime>,
}

/// What the server has of an item.
#[derive(Clone, Copy, Debug, Default)]
struct Stored {
    done: bool,
    /// Bytes of a broken attempt.
    part: Amount,
    /// The part is the whole.
    whole: bool,
}

/// rclone copying to WebDAV.
pub struct WebDav {
    orders: Orders,
    stored: Vec<Stored>,
    done: Amount,
    lanes: Vec<Lane>,
    queue: VecDeque<u32>,
    pacer: Pacer,
    pool: Pool,
    listing: Option<FlowId>,
    /// Items of which a body that was given up still has the file locked.
    locks: Vec<u32>,
    list_tries: u32,
    round: u32,
    errors: u32,
    /// No further items.
    closed: bool,
    dead: bool,
    starting: bool,
}

/// The lane number of the listing.
const LIST: u16 = u16::MAX - 1;

impl WebDav {
    /// With nothing stored yet.
    pub fn new(orders: Orders) -> Self {
        WebDav {
            stored: vec![Stored::default(); orders.items.len()],
            orders,
            done: Amount::ZERO,
            lanes: Vec::new(),
            queue: VecDeque::new(),
            pacer: Pacer::default(),
            pool: Pool::default(),
            listing: None,
            locks: Vec::new(),
            list_tries: 0,
            round: 0,
            errors: 0,
            closed: false,
            dead: true,
            starting: false,
        }
    }

    fn owner(&self, lane: u16) -> Owner {
        Owner { program: self.orders.program, lane }
    }

    fn is_own(&self) -> bool {
        self.orders.program == 0
    }

    /// The token goes to whoever waits for it.
    fn ask(&mut self, line: &mut Transport, lane: u16) {
        self.pacer.ask(lane);
        self.give(line);
    }

    fn give(&mut self, line: &mut Transport) {
        let program = self.orders.program;
        while let Some(lane) = self.pacer.give(line, program, step::TOKEN) {
            self.has_token(line, lane);
        }
    }

    fn has_token(&mut self, line: &mut Transport, lane: u16) {
        if let Some(l) = self.lanes.get_mut(usize::from(lane)) {
            l.doing = match l.doing {
                Doing::PutToken => Doing::Connecting,
                Doing::DeleteToken => Doing::DeleteConnecting,
                _ => Doing::LookConnecting,
            };
        }
        if let Some(flow) = self.pool.ask(line, self.owner(lane)) {
            self.connected(line, lane, flow);
        }
    }

    /// A lane has a connection for its request.
    fn connected(&mut self, line: &mut Transport, lane: u16, flow: FlowId) {
        let (round_trip, answer) = (line.round_trip(), self.answer(line));
        if lane == LIST {
            self.listing = Some(flow);
            return line.wait(flow, round_trip);
        }
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        l.flow = Some(flow);
        match l.doing {
            Doing::Connecting => self.body_goes(line, lane, flow),
            Doing::LookConnecting => {
                l.doing = Doing::Looking;
                line.wait(flow, answer);
            }
            Doing::DeleteConnecting => {
                l.doing = Doing::Deleting;
                line.wait(flow, round_trip);
            }
            _ => {}
        }
    }

    /// A request is over: its connection goes to whoever waits for one.
    fn give_back(&mut self, line: &mut Transport, flow: Option<FlowId>) {
        let Some(flow) = flow else { return };
        if let Some(lane) = self.pool.give_back(line, flow) {
            self.connected(line, lane, flow);
        }
    }

    /// How long a small request takes.
    fn answer(&self, line: &Transport) -> Span {
        line.round_trip().plus(self.orders.serving)
    }

    fn looked(&mut self, line: &mut Transport, lane: u16, trouble: Option<Trouble>) {
        let passing = trouble.is_some_and(Trouble::is_passing);
        self.pacer.over(passing);
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        let flow = l.flow.take();
        self.give_back(line, flow);
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        if trouble.is_some() {
            l.small_tries += 1;
            if passing && l.small_tries < TRIES {
                l.doing = Doing::LookToken;
                return self.ask(line, lane);
            }
            l.trouble = trouble;
            return self.after_failure(line, lane);
        }
        let item = l.item;
        if let Some(stored) = self.stored.get_mut(item as usize) {
            *stored = Stored { done: true, part: Amount::ZERO, whole: false };
        }
        self.done += self.orders.size(item).amount();
        self.take(line, lane);
    }

    /// A connection is set up, or could not be.
    fn dialled(&mut self, line: &mut Transport, flow: FlowId, trouble: Option<Trouble>) {
        if trouble.is_none() {
            if let Some(lane) = self.pool.is_up(line, flow) {
                self.connected(line, lane, flow);
            }
            return;
        }
        let Some(lane) = self.pool.is_not_up(line, flow) else { return };
        match self.lanes.get(usize::from(lane)).map(|l| l.doing) {
            _ if lane == LIST => self.listed(line, trouble),
            Some(Doing::Connecting) => self.failed(line, lane, trouble),
            Some(Doing::LookConnecting) => self.looked(line, lane, trouble),
            Some(Doing::DeleteConnecting) => self.deleted(line, lane, trouble),
            _ => {}
        }
    }

    fn body_goes(&mut self, line: &mut Transport, lane: u16, flow: FlowId) {
        let Some(item) = self.lanes.get(usize::from(lane)).map(|l| l.item) else { return };
        let (locked, answer) = (self.locks.contains(&item), self.answer(line));
        if let Some(l) = self.lanes.get_mut(usize::from(lane)).filter(|_| locked) {
            (l.doing, l.locked, l.body_left) = (Doing::Answer, true, None);
            return line.wait(flow, answer);
        }
        self.free_part(line, item);
        let (own, size) = (self.is_own(), self.orders.size(item).amount());
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        (l.doing, l.refused, l.locked, l.body_left) = (Doing::Body, false, false, None);
        if let Some(flow) = line.flow_mut(flow) {
            flow.on_disk = own;
        }
        line.send(flow, size + HEAD.amount());
    }
}

impl Program for WebDav {
    fn start(&mut self, line: &mut Transport) {
        self.pacer = Pacer::default();
        (self.round, self.errors, self.closed) = (0, 0, false);
        (self.dead, self.starting) = (false, true);
        self.lanes.clear();
        line.after(self.orders.starting, self.owner(0), step::BEGIN);
    }

    fn over(&mut self, line: &mut Transport, lane: u16, flow: FlowId, trouble: Option<Trouble>) {
        if self.dead {
            return;
        }
        if self.pool.is_dial(flow) {
            return self.dialled(line, flow, trouble);
        }
        if lane == LIST {
            if self.listing == Some(flow) {
                self.listed(line, trouble);
            }
            return;
        }
        let answer = self.answer(line);
        let Some(l) = self.lanes.get_mut(usize::from(lane)) else { return };
        if l.flow != Some(flow) {
            return;
        }
        match (l.doing, trouble) {
            (Doing::Body, None) => {
                (l.doing, l.body_left) = (Doing::Answer, Some(line.now()));
                line.wait(flow, answer);
            }
            (Doing::Answer, None) if l.refused => self.failed(line, lane, None),
            (Doing::Answer, None) if l.locked => {
                self.failed(line, lane, Some(Trouble::Refused));
            }
            (Doing::Answer, None) => {
                let (item, size) = (l.item, self.orders.size(l.item).amount());
                (l.doing, l.flow) = (Doing::LookToken, None);
                line.close(flow);
                if let Some(stored) = self.stored.get_mut(item as usize) {
                    (stored.part, stored.whole) = (size + HEAD.amount(), true);
                }
                self.pacer.over(false);
                self.ask(line, lane);
            }
            (Doing::Body | Doing::Answer, Some(_)) => self.failed(line, lane, trouble),
            (Doing::Looking, _) => self.looked(line, lane, trouble),
            (Doing::Deleting, _) => self.deleted(line, lane, trouble),
            _ => {}
        }
    }

    fn timer(&mut self, line: &mut Transport, lane: u16, step: u8) {
        match step {
            step::LEAVE => line.exit(self.orders.program, false),
            step::TOKEN => {
                self.pacer.back();
                if !self.dead {
                    self.give(line);
                }
            }
            _ if self.dead => {}
            step::BEGIN => self.begin_round(line),
            step::NAP_OVER => {
                if let Some(l) = self.lanes.get_mut(usize::from(lane)) {
                    l.doing = Doing::DeleteToken;
                    self.ask(line, lane);
                }
            }
            step::RUN_OVER if u32::from(lane) == self.round => {
                let hard = self.orders.longest_run.is_some_and(|(_, hard)| hard);
                self.run_over(line, hard);
            }
            _ => {}
        }
    }

    fn run_over(&mut self, line: &mut Transport, hard: bool) {
        if !hard {
            self.closed = true;
            return;
        }
        let active = self.lanes.iter().any(|l| l.doing != Doing::Nothing);
        self.stop(line);
        let wait = if active { self.orders.nap } else { Span::ZERO };
        line.after(wait, self.owner(0), step::LEAVE);
    }

    fn stop(&mut self, line: &mut Transport) {
        line.forget_timers(self.orders.program);
        if self.dead {
            return;
        }
        self.dead = true;
        if let Some(flow) = self.listing.take() {
            line.close(flow);
        }
        self.pool.close(line);
        for lane in 0..u16::try_from(self.lanes.len()).unwrap_or(u16::MAX) {
            let Some(l) = self.lanes.get(usize::from(lane)) else { continue };
            let Some(flow) = l.flow else { continue };
            let in_body = l.doing == Doing::Body && !l.refused;
            let item = l.item;
            if in_body {
                // The rest of the file may still arrive.
                match line.orphan(flow, item) {
                    Ok(()) => {}
                    Err(unsent) => self.drained(line, item, unsent),
                }
            } else {
                self.leave_part(line, lane);
                line.close(flow);
            }
        }
        self.lanes.clear();
    }

    fn drained(&mut self, _: &mut Transport, item: u32, unsent: Amount) {
        if let Some(place) = self.locks.iter().position(|&locked| locked == item) {
            self.locks.swap_remove(place);
            return;
        }
        let size = self.orders.size(item).amount() + HEAD.amount();
        if let Some(stored) = self.stored.get_mut(item as usize)
            && !stored.done
        {
            stored.part = (size - unsent).max(Amount::from_units(1));
            stored.whole = unsent <= Amount::ZERO;
        }
    }

    fn connect_timeout(&self) -> Option<Span> {
        Some(CONNECT_TIMEOUT)
    }

    fn refuse(&mut self, line: &mut Transport) -> bool {
        let writing = self.lanes.iter().position(|l| {
            let flow = l.flow.and_then(|f| line.flow(f));
            l.doing == Doing::Body && !l.refused && flow.is_some_and(|f| f.sending && f.on_disk)
        });
        let Some(l) = writing.and_then(|place| self.lanes.get_mut(place)) else { return false };
        l.refused = true;
        let whole = self.orders.items.get(l.item as usize).copied().unwrap_or_default().amount();
        let Some(flow) = l.flow.and_then(|f| line.flow_mut(f)) else { return false };
        // The server removes what has arrived; what is in the sockets still goes out.
        let written = whole + HEAD.amount() - flow.left;
        flow.on_disk = false;
        flow.left = flow.left.min(WRITTEN_ON.amount());
        line.use_disk(Amount::ZERO - written);
        true
    }

    fn grow(&mut self, item: Size) {
        self.orders.items.push(item);
        self.stored.push(Stored::default());
    }

    fn stored(&self) -> Amount {
        self.done
    }

    fn flying(&self, line: &Transport) -> Amount {
        let some = self.lanes.iter().filter(|l| {
            !l.refused && !matches!(l.doing, Doing::Nothing | Doing::PutToken | Doing::Connecting)
        });
        some.fold(Amount::ZERO, |sum, l| {
            let size = self.orders.size(l.item).amount();
            match l.doing {
                Doing::Body => {
                    let flow = l.flow.and_then(|f| line.flow(f));
                    let left = flow.filter(|f| f.stage == Stage::Sending).map(|f| f.left);
                    sum + left.map_or(Amount::ZERO, |left| (size - left).max(Amount::ZERO))
                }
                Doing::Answer | Doing::LookToken | Doing::LookConnecting | Doing::Looking => {
                    sum + size
                }
                _ => sum,
            }
        })
    }

    fn finished(&self) -> Amount {
        self.done
    }

    fn is_starting(&self) -> bool {
        self.starting
    }
}
