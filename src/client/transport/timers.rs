//! What is to happen at a moment, in the order of moments and, of equal ones, in that in which they
//! were set.

use super::{FlowId, Owner, TimerId};
use crate::units::SimTime;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A connection's stage goes on.
    Flow(FlowId),
    /// A connection has been silent for as long as its program bears.
    Silence(FlowId),
    /// A connection hears that its server died.
    PeerGone(FlowId),
    /// A program's own, and which of its lives set it.
    Program(Owner, u8, u32),
}

/// All timers that are set.
#[derive(Default)]
pub struct Timers {
    heap: BinaryHeap<Reverse<(SimTime, TimerId, Entry)>>,
    last: u64,
}

/// Carried along in the heap; the time and the name decide the order.
#[derive(Clone, Copy)]
struct Entry(What);

impl PartialEq for Entry {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

impl Timers {
    /// Sets a timer.
    pub fn set(&mut self, at: SimTime, what: What) -> TimerId {
        self.last += 1;
        let id = TimerId(self.last);
        self.heap.push(Reverse((at, id, Entry(what))));
        id
    }

    /// When the first one comes.
    pub fn first(&self) -> Option<SimTime> {
        self.heap.peek().map(|Reverse((at, _, _))| *at)
    }

    /// Takes the first one that is due.
    pub fn due(&mut self, now: SimTime) -> Option<(TimerId, What)> {
        if self.first()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse((_, id, Entry(what)))| (id, what))
    }
}
