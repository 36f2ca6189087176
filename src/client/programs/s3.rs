//! rclone copying to S3 (1.60, aws-sdk-go v1): whole files by one request each, large ones in parts.
//!
//! An attempt lists what is stored, then the lanes take files until none is left; after errors comes
//! the next attempt. A small file: hash → one request → a look → done. A large one: hash → begin →
//! the parts in order, each read, hashed and kept in memory until it is stored → join → a look → done.
//! A file that fails starts over; parts of files that were not joined are lost. With the link down, a
//! lane runs through its files: "no route" is nothing that passes.
//!
//! Fitted and checked on six measured runs; what a cut does to a request is in `requests.rs`.

use super::draws::Draws;
use super::requests::{Ask, LEAST_PAUSE, Outcome, Requests, TRIES, What, longer};
use super::webdav::CONNECT_TIMEOUT;
use super::{Orders, Program};
use crate::client::transport::{FlowId, Owner, Transport, Trouble};
use crate::units::{Amount, SimTime, Size, Span};
use std::collections::VecDeque;

/// Reading and hashing takes 8 ns a byte, fitted on the gaps between items of two runs.
const HASH: i128 = 8;
/// The server joins parts at 15 ns a byte, fitted on the tails of three runs (11 to 24 seen).
const JOIN: i128 = 15;
/// Finished files are checked 8 at a time (rclone, --checkers), a round trip each.
const CHECKERS: usize = 8;

/// Steps that timers lead to.
mod step {
    pub const BEGIN: u8 = 0;
    pub const GO: u8 = 1;
    pub const HASHED: u8 = 2;
    pub const READ: u8 = 3;
    pub const COPY: u8 = 4;
    pub const NEXT: u8 = 5;
    pub const REQUEST: u8 = 6;
    pub const RUN_OVER: u8 = 7;
}

/// The lane of the listing.
const LIST: u16 = u16::MAX;

#[derive(Clone, Debug)]
struct Lane {
    busy: bool,
    item: u32,
    tries: u32,
    pause: Span,
    /// What of the file has not been read into parts.
    unread: Amount,
    /// Parts that were read and are not stored.
    flying: u16,
    /// Parts read so far.
    number: u32,
    reading: Option<Reading>,
    /// What of the file is stored, as parts or as a whole that has not been looked at.
    arrived: Amount,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    size: Amount,
    by: By,
}

/// What tells that a part has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Timer(SimTime),
    Reader(FlowId),
}

/// rclone copying to S3.
pub struct S3 {
    orders: Orders,
    part: Amount,
    parts_at_once: u16,
    draws: Draws,
    done: Vec<bool>,
    stored: Amount,
    lanes: Vec<Lane>,
    queue: VecDeque<u32>,
    requests: Requests,
    attempt: u32,
    errors: u32,
    /// No further files.
    closed: bool,
    dead: bool,
    starting: bool,
}

/// So many nanoseconds for each byte.
fn per_byte(nanos: i128, amount: Amount) -> Span {
    let bytes = i128::from(amount.floor().bytes());
    Span::from_micros(i64::try_from(bytes * nanos / 1_000).unwrap_or(i64::MAX))
}

impl S3 {
    /// With nothing stored yet. Files of `part` and more go in parts of that size, of which
    /// `parts_at_once` of each file lie in memory.
    pub fn new(orders: Orders, part: Size, parts_at_once: u16, draws: Draws) -> Self {
        S3 {
            part: part.amount().max(Size::from_bytes(1).amount()),
            parts_at_once: parts_at_once.max(1),
            draws,
            done: vec![false; orders.items.len()],
            stored: Amount::ZERO,
            lanes: Vec::new(),
            queue: VecDeque::new(),
            requests: Requests::new(orders.program, step::REQUEST),
            attempt: 0,
            errors: 0,
            closed: false,
            dead: true,
            starting: false,
            orders,
        }
    }

    const fn owner(&self, lane: u16) -> Owner {
        Owner { program: self.orders.program, lane }
    }

    fn lane(&mut self, lane: u16) -> Option<&mut Lane> {
        self.lanes.get_mut(usize::from(lane))
    }

    fn size_at(&self, lane: u16) -> Amount {
        let item = self.lanes.get(usize::from(lane)).map(|l| l.item);
        item.map_or(Amount::ZERO, |item| self.orders.size(item).amount())
    }

    fn ask(&mut self, line: &mut Transport, lane: u16, what: What, body: Amount) {
        let mut serving = self.orders.serving;
        if what == What::Complete {
            serving = serving.plus(per_byte(JOIN, self.size_at(lane)));
        }
        self.requests.make(line, Ask { lane, what, body, serving });
    }

    fn begin(&mut self, line: &mut Transport) {
        self.starting = false;
        self.attempt += 1;
        self.errors = 0;
        if let Some((longest, _)) = self.orders.longest_run {
            // Counted from the start of each attempt.
            let attempt = u16::try_from(self.attempt).unwrap_or(u16::MAX);
            line.after(longest, self.owner(attempt), step::RUN_OVER);
        }
        self.ask(line, LIST, What::List, Amount::ZERO);
    }

    fn go(&mut self, line: &mut Transport) {
        let open = self.done.iter().enumerate().filter(|(_, done)| !**done);
        self.queue = open.map(|(place, _)| u32::try_from(place).unwrap_or(u32::MAX)).collect();
        let lane = Lane {
            busy: true,
            item: 0,
            tries: 0,
            pause: LEAST_PAUSE,
            unread: Amount::ZERO,
            flying: 0,
            number: 0,
            reading: None,
            arrived: Amount::ZERO,
        };
        self.lanes = vec![lane; usize::from(self.orders.transfers.max(1))];
        for lane in 0..self.orders.transfers.max(1) {
            self.take(line, lane);
        }
    }

    /// The next file for a lane.
    fn take(&mut self, line: &mut Transport, lane: u16) {
        let next = if self.closed { None } else { self.queue.pop_front() };
        let Some(l) = self.lane(lane) else { return };
        l.arrived = Amount::ZERO;
        let Some(item) = next else {
            l.busy = false;
            if !self.lanes.iter().any(|l| l.busy) {
                self.attempt_over(line);
            }
            return;
        };
        (l.item, l.tries, l.pause) = (item, 0, LEAST_PAUSE);
        self.copy(line, lane);
    }

    fn attempt_over(&mut self, line: &mut Transport) {
        let program = self.orders.program;
        if self.closed {
            // It ends with an error even if nothing was left to do.
            line.exit(program, false);
        } else if self.errors == 0 {
            // What has come since the listing is for the next process.
            line.exit(program, self.done.iter().all(|&done| done));
        } else if self.attempt >= self.orders.rounds.max(1) {
            line.exit(program, false);
        } else {
            line.after(self.orders.pause, self.owner(0), step::BEGIN);
        }
    }

    fn copy(&mut self, line: &mut Transport, lane: u16) {
        let wait = per_byte(HASH, self.size_at(lane));
        line.after(wait, self.owner(lane), step::HASHED);
    }

    fn hashed(&mut self, line: &mut Transport, lane: u16) {
        let size = self.size_at(lane);
        if size < self.part {
            self.ask(line, lane, What::Put, size);
        } else {
            self.ask(line, lane, What::Create, Amount::ZERO);
        }
    }

    /// The next part is read, if there is room in memory.
    fn read(&mut self, line: &mut Transport, lane: u16) {
        let (part, most, owner) = (self.part, self.parts_at_once, self.owner(lane));
        let Some(l) = self.lane(lane) else { return };
        if l.reading.is_some() || l.unread <= Amount::ZERO || l.flying >= most {
            return;
        }
        let size = l.unread.min(part);
        l.unread -= size;
        let by = if line.own_cap().is_some() {
            // The cap is on reading: a part is read under it before its first byte leaves.
            let reader = line.open(owner);
            line.read(reader, size);
            By::Reader(reader)
        } else {
            let wait = per_byte(HASH, size);
            line.after(wait, owner, step::READ);
            By::Timer(line.now().plus(wait))
        };
        l.reading = Some(Reading { size, by });
    }

    /// A part has been read.
    fn has_read(&mut self, line: &mut Transport, lane: u16) {
        let most = u32::from(self.parts_at_once);
        let Some(l) = self.lane(lane) else { return };
        let Some(Reading { size, by }) = l.reading.take() else { return };
        l.flying += 1;
        l.number += 1;
        let late = l.number > most;
        if let By::Reader(reader) = by {
            line.close(reader);
        }
        self.ask(line, lane, What::Part { late }, size);
        self.read(line, lane);
    }

    fn ended(&mut self, line: &mut Transport, outcome: Outcome) {
        let Outcome { ask, trouble } = outcome;
        let lane = ask.lane;
        if let Some(trouble) = trouble {
            if ask.what == What::List {
                self.errors += 1;
                return self.attempt_over(line);
            }
            return self.failed(line, lane, trouble);
        }
        let size = self.size_at(lane);
        match ask.what {
            What::List => {
                let known = self.done.iter().filter(|&&done| done).count().div_ceil(CHECKERS);
                let wait = line.round_trip().times(i64::try_from(known).unwrap_or(i64::MAX));
                line.after(wait, self.owner(0), step::GO);
            }
            What::Put | What::Complete => {
                if let Some(l) = self.lane(lane) {
                    l.arrived = size;
                }
                self.ask(line, lane, What::Head, Amount::ZERO);
            }
            What::Head => {
                let Some(item) = self.lane(lane).map(|l| l.item) else { return };
                self.is_stored(item);
                self.take(line, lane);
            }
            What::Create => {
                let Some(l) = self.lane(lane) else { return };
                (l.unread, l.flying, l.number) = (size, 0, 0);
                (l.reading, l.arrived) = (None, Amount::ZERO);
                self.read(line, lane);
            }
            What::Part { .. } => {
                let Some(l) = self.lane(lane) else { return };
                l.flying = l.flying.saturating_sub(1);
                l.arrived += ask.body;
                if l.unread > Amount::ZERO || l.reading.is_some() {
                    self.read(line, lane);
                } else if l.flying == 0 {
                    self.ask(line, lane, What::Complete, Amount::ZERO);
                }
            }
        }
    }

    fn is_stored(&mut self, item: u32) {
        let size = self.orders.size(item).amount();
        if let Some(done) = self.done.get_mut(item as usize).filter(|done| !**done) {
            *done = true;
            self.stored += size;
        }
    }

    /// A file did not get through: again, or the next one.
    fn failed(&mut self, line: &mut Transport, lane: u16, trouble: Trouble) {
        self.requests.cancel(line, lane);
        let (nap, owner) = (self.orders.nap, self.owner(lane));
        let Some(l) = self.lane(lane) else { return };
        if let Some(Reading { by: By::Reader(reader), .. }) = l.reading.take() {
            line.close(reader);
        }
        l.arrived = Amount::ZERO;
        l.tries += 1;
        if trouble.is_passing() && l.tries < TRIES {
            line.after(l.pause, owner, step::COPY);
            l.pause = longer(l.pause);
        } else {
            line.after(nap, owner, step::NEXT);
            self.errors += 1;
        }
    }
}

impl Program for S3 {
    fn start(&mut self, line: &mut Transport) {
        self.lanes.clear();
        self.queue.clear();
        (self.attempt, self.errors, self.closed) = (0, 0, false);
        (self.dead, self.starting) = (false, true);
        line.after(self.orders.starting, self.owner(0), step::BEGIN);
    }

    fn over(&mut self, line: &mut Transport, lane: u16, flow: FlowId, trouble: Option<Trouble>) {
        if self.dead {
            return;
        }
        let reads = |l: &Lane| l.reading.is_some_and(|r| r.by == By::Reader(flow));
        if let Some(place) = self.lanes.iter().position(reads) {
            return self.has_read(line, u16::try_from(place).unwrap_or(u16::MAX));
        }
        if let Some(outcome) = self.requests.over(line, lane, flow, trouble, &mut self.draws) {
            self.ended(line, outcome);
        }
    }

    fn timer(&mut self, line: &mut Transport, lane: u16, step: u8) {
        if self.dead {
            return;
        }
        match step {
            step::BEGIN => self.begin(line),
            step::GO => self.go(line),
            step::HASHED => self.hashed(line, lane),
            step::READ => {
                let due = By::Timer(line.now());
                let reads = self.lane(lane).is_some_and(|l| l.reading.is_some_and(|r| r.by == due));
                if reads {
                    self.has_read(line, lane);
                }
            }
            step::COPY => self.copy(line, lane),
            step::NEXT => self.take(line, lane),
            step::REQUEST => self.requests.timer(line, lane),
            step::RUN_OVER if u32::from(lane) == self.attempt => {
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
        self.stop(line);
        line.exit(self.orders.program, false);
    }

    fn stop(&mut self, line: &mut Transport) {
        line.forget_timers(self.orders.program);
        if self.dead {
            return;
        }
        self.dead = true;
        self.starting = false;
        let lanes = &self.lanes;
        let item = |lane| lanes.get(usize::from(lane)).map(|l: &Lane| l.item);
        for item in self.requests.leave(line, item) {
            self.is_stored(item);
        }
        for lane in self.lanes.drain(..) {
            if let Some(Reading { by: By::Reader(reader), .. }) = lane.reading {
                line.close(reader);
            }
        }
    }

    fn drained(&mut self, _: &mut Transport, item: u32, unsent: Amount) {
        // A whole file that arrived without its program is stored all the same.
        if unsent <= Amount::ZERO {
            self.is_stored(item);
        }
    }

    fn connect_timeout(&self) -> Option<Span> {
        Some(CONNECT_TIMEOUT)
    }

    fn refuse(&mut self, _: &mut Transport) -> bool {
        // The measured server keeps everything in memory; what it is sent is never written to a disk.
        false
    }

    fn grow(&mut self, item: Size) {
        self.orders.items.push(item);
        self.done.push(false);
    }

    fn stored(&self) -> Amount {
        self.stored
    }

    fn flying(&self, line: &Transport) -> Amount {
        let arrived = self.lanes.iter().fold(Amount::ZERO, |sum, l| sum + l.arrived);
        arrived + self.requests.flying(line)
    }

    fn finished(&self) -> Amount {
        self.stored
    }

    fn is_starting(&self) -> bool {
        self.starting
    }
}
