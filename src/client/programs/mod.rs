//! Real backup programs, each with its own rules of retry. What a program is told (a timer has come,
//! a stage of a connection is over) flows in; what it does with its connections flows out.
//!
//! A program lives through many processes: it is started, ends by itself or is stopped, and is
//! started again. What it remembers between them is what is stored at the destination.

#[cfg(test)]
mod by_hand;
pub mod draws;
mod go_draws;
mod pacer;
mod packs;
mod pool;
mod process;
mod requests;
pub mod restic;
pub mod rsync;
pub mod s3;
pub mod uplink;
pub mod webdav;

pub use uplink::Uplink;

use crate::client::transport::{FlowId, Transport, Trouble};
use crate::units::{Amount, Size, Span};

/// A backup program.
pub trait Program {
    /// A process of it starts.
    fn start(&mut self, line: &mut Transport);
    /// A stage of a lane's connection is over.
    fn over(&mut self, line: &mut Transport, lane: u16, flow: FlowId, trouble: Option<Trouble>);
    /// A timer that it has set for a lane has come.
    fn timer(&mut self, line: &mut Transport, lane: u16, step: u8);
    /// The process is gone, by itself or killed. Its timers are forgotten; what its sockets hold may
    /// still go out.
    fn stop(&mut self, line: &mut Transport);
    /// What a socket held has gone out after the process; `note` is what the program gave to
    /// [`Transport::orphan`].
    fn drained(&mut self, line: &mut Transport, note: u32, unsent: Amount);
    /// How long it waits for a connection to be set up; `None`: as long as the kernel does.
    fn connect_timeout(&self) -> Option<Span> {
        None
    }
    /// The destination is full; one that writes is to be refused. Returns whether there was one.
    fn refuse(&mut self, line: &mut Transport) -> bool;
    /// The longest run is over: no further items, or, if `hard`, nothing more at all.
    fn run_over(&mut self, line: &mut Transport, hard: bool);
    /// The link goes down and only this side's connections die: the server keeps dead sessions.
    fn goes_stale(&mut self, line: &mut Transport) {
        let _ = line;
    }
    /// The payload grows by an item.
    fn grow(&mut self, item: Size);
    /// What is stored of the payload, attempts under way left out.
    fn stored(&self) -> Amount;
    /// What attempts under way have sent of the payload.
    fn flying(&self, line: &Transport) -> Amount;
    /// Of what is stored, what is in finished items.
    fn finished(&self) -> Amount;
    /// How long a process needs before it asks for anything.
    fn is_starting(&self) -> bool;
}

/// What all programs are told about the case.
#[derive(Clone, Debug)]
pub struct Orders {
    /// Which program it is: 0 is ours.
    pub program: u8,
    /// The items in the order in which they are taken.
    pub items: Vec<Size>,
    /// How many are sent at once.
    pub transfers: u16,
    /// How long a process takes to start.
    pub starting: Span,
    /// What each request costs besides its round trip.
    pub serving: Span,
    /// How often it goes through all items that are left.
    pub rounds: u32,
    /// How long it rests after an item that failed.
    pub nap: Span,
    /// The pause between two rounds, or before the first repetition.
    pub pause: Span,
    /// The longest run of a process, and whether it ends hard.
    pub longest_run: Option<(Span, bool)>,
}

impl Orders {
    fn size(&self, item: u32) -> Size {
        self.items.get(item as usize).copied().unwrap_or(Size::ZERO)
    }

    fn total(&self) -> Amount {
        self.items.iter().fold(Amount::ZERO, |sum, size| sum + size.amount())
    }
}
