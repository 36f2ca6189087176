//! rsync to an rsync daemon: one connection, the files' bytes back to back, no wait between files.
//! Any trouble ends the process at once.
//!
//! Start → connection → handshake → all that is missing, as one message → goodbye → done. Of the file
//! under way the server keeps what arrived if the next start may append to it.

use super::{Orders, Program};
use crate::client::transport::{FlowId, Owner, Stage, Transport, Trouble};
use crate::units::{Amount, Size, Span};

/// Round trips from the open connection to the first byte: greeting, module, options, list, first
/// request; fitted on 10 starts (first byte at 0.21 s for 20 ms, 0.375 s for 40 ms).
const HANDSHAKE: i64 = 7;
/// Round trips after the last byte: the receiver's word, statistics, goodbye; fitted on 8 runs.
const GOODBYE: i64 = 3;
/// The end of the process: 30 ms, fitted on the same 8 runs.
const ENDING: Span = Span::from_micros(30_000);
/// Bytes for each file besides its own: index, checksum header, end; measured on 1,000 small files.
const HEAD: Size = Size::from_bytes(60);
/// Of 32,768 bytes of a file, 8 more are sent as their header (rsync's protocol).
const TOKEN: (i128, i128) = (8, 32_768);
/// The receiver writes its file in blocks of 256 KiB; a killed server loses the open one.
const BLOCK: Size = Size::from_bytes(262_144);

mod step {
    pub const CONNECT: u8 = 0;
    pub const END: u8 = 1;
    pub const RUN_OVER: u8 = 2;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Nothing,
    Starting,
    Connecting,
    Handshake,
    Sending,
    Goodbye,
    Ending,
}

/// rsync.
pub struct Rsync {
    orders: Orders,
    /// Files under way may be appended to.
    append: bool,
    /// What is stored of each file.
    parts: Vec<Amount>,
    doing: Doing,
    flow: Option<FlowId>,
    /// The files of this process's message: which, and from where.
    todo: Vec<(usize, Amount)>,
    total: Amount,
    /// The disk is full: what is still sent is thrown away.
    refused: bool,
}

/// What a file's rest takes on the wire.
fn on_wire(rest: Amount) -> Amount {
    Amount::from_units(rest.units() + rest.units() / TOKEN.1 * TOKEN.0) + HEAD.amount()
}

impl Rsync {
    /// With nothing stored yet.
    pub fn new(orders: Orders, append: bool) -> Self {
        Rsync {
            parts: vec![Amount::ZERO; orders.items.len()],
            orders,
            append,
            doing: Doing::Nothing,
            flow: None,
            todo: Vec::new(),
            total: Amount::ZERO,
            refused: false,
        }
    }

    const fn owner(&self) -> Owner {
        Owner { program: self.orders.program, lane: 0 }
    }

    fn whole(&self, place: usize) -> Amount {
        self.orders.items.get(place).copied().unwrap_or_default().amount()
    }

    fn send_all(&mut self, line: &mut Transport, flow: FlowId) {
        (self.doing, self.refused) = (Doing::Sending, false);
        self.todo.clear();
        self.total = Amount::ZERO;
        for place in 0..self.parts.len() {
            let (whole, part) = (self.whole(place), self.parts.get(place).copied());
            let part = part.unwrap_or_default();
            if part < whole {
                let from = if self.append { part } else { Amount::ZERO };
                line.use_disk(from - part);
                self.todo.push((place, from));
                self.total += on_wire(whole - from);
            }
        }
        if let Some(flow) = line.flow_mut(flow) {
            flow.on_disk = true;
        }
        line.send(flow, self.total);
    }

    /// What the server keeps of `got` bytes on the wire. `block`: only whole blocks of the open file.
    fn book(&mut self, line: &mut Transport, mut got: Amount, blocks: bool) {
        for (place, from) in std::mem::take(&mut self.todo) {
            let whole = self.whole(place);
            let wire = on_wire(whole - from);
            let Some(part) = self.parts.get(place).copied() else { continue };
            let mut now = part;
            if got >= wire {
                now = whole;
                got -= wire;
            } else if got > Amount::ZERO {
                let bare = (got - HEAD.amount()).max(Amount::ZERO).units();
                let mut arrived = Amount::from_units(bare / (TOKEN.0 + TOKEN.1) * TOKEN.1);
                if blocks {
                    arrived -= arrived.beyond(BLOCK.amount());
                }
                now = if self.append { from + arrived } else { Amount::ZERO };
                if !self.append {
                    line.use_disk(Amount::ZERO - arrived);
                }
                got = Amount::ZERO;
            } else if !self.append {
                now = Amount::ZERO;
            }
            if let Some(part) = self.parts.get_mut(place) {
                *part = now;
            }
        }
    }

    fn got(&self, line: &Transport) -> Amount {
        let left = self.flow.and_then(|f| line.flow(f)).map_or(Amount::ZERO, |f| f.left);
        self.total - left
    }

    fn fails(&mut self, line: &mut Transport, trouble: Option<Trouble>) {
        if self.doing == Doing::Sending || self.doing == Doing::Goodbye {
            let mut got = self.got(line);
            if trouble == Some(Trouble::Aborted)
                && let Some(flow) = self.flow.and_then(|f| line.flow(f))
            {
                // What was on its way is gone.
                let half = Span::from_micros(line.round_trip().micros() / 2);
                got = (got - flow.rate.over(half)).max(Amount::ZERO);
            }
            self.book(line, got, trouble == Some(Trouble::Reset));
        }
        self.leave(line);
        line.exit(self.orders.program, false);
    }

    fn leave(&mut self, line: &mut Transport) {
        if let Some(flow) = self.flow.take() {
            line.close(flow);
        }
        self.doing = Doing::Nothing;
    }
}

impl Program for Rsync {
    fn start(&mut self, line: &mut Transport) {
        self.doing = Doing::Starting;
        line.after(self.orders.starting, self.owner(), step::CONNECT);
        if let Some((longest, _)) = self.orders.longest_run {
            line.after(longest, self.owner(), step::RUN_OVER);
        }
    }

    fn over(&mut self, line: &mut Transport, _: u16, flow: FlowId, trouble: Option<Trouble>) {
        if self.flow != Some(flow) || self.doing == Doing::Nothing {
            return;
        }
        if trouble.is_some() {
            return self.fails(line, trouble);
        }
        let round_trip = line.round_trip();
        match self.doing {
            Doing::Connecting => {
                self.doing = Doing::Handshake;
                line.wait(flow, round_trip.times(HANDSHAKE));
            }
            Doing::Handshake => self.send_all(line, flow),
            Doing::Sending if self.refused => self.fails(line, None),
            Doing::Sending => {
                self.doing = Doing::Goodbye;
                line.wait(flow, round_trip.times(GOODBYE));
            }
            Doing::Goodbye => {
                let total = self.total;
                self.book(line, total, false);
                self.doing = Doing::Ending;
                line.after(ENDING, self.owner(), step::END);
            }
            Doing::Nothing | Doing::Starting | Doing::Ending => {}
        }
    }

    fn timer(&mut self, line: &mut Transport, _: u16, step: u8) {
        match (step, self.doing) {
            (step::CONNECT, Doing::Starting) => {
                let flow = line.open(self.owner());
                self.flow = Some(flow);
                self.doing = Doing::Connecting;
                line.connect(flow);
            }
            (step::END, Doing::Ending) => {
                self.leave(line);
                line.exit(self.orders.program, true);
            }
            (step::RUN_OVER, doing) if doing != Doing::Nothing => self.run_over(line, true),
            _ => {}
        }
    }

    fn run_over(&mut self, line: &mut Transport, _: bool) {
        self.stop(line);
        line.exit(self.orders.program, false);
    }

    fn stop(&mut self, line: &mut Transport) {
        line.forget_timers(self.orders.program);
        let sending = self.doing == Doing::Sending;
        if let Some(flow) = self.flow.take() {
            if sending {
                match line.orphan(flow, 0) {
                    Ok(()) => {}
                    Err(unsent) => self.drained(line, 0, unsent),
                }
            } else {
                line.close(flow);
            }
        }
        self.doing = Doing::Nothing;
    }

    fn drained(&mut self, line: &mut Transport, _: u32, unsent: Amount) {
        // A new process has asked already what is there: what comes later does not count.
        if !self.todo.is_empty() && !matches!(self.doing, Doing::Sending | Doing::Goodbye) {
            let got = self.total - unsent;
            self.book(line, got, false);
        }
    }

    fn refuse(&mut self, line: &mut Transport) -> bool {
        if self.doing != Doing::Sending || self.refused {
            return false;
        }
        // The receiver ends; the sender does not hear of it before it has sent everything.
        let got = self.got(line);
        self.book(line, got, false);
        self.refused = true;
        if let Some(flow) = self.flow.and_then(|f| line.flow_mut(f)) {
            flow.on_disk = false;
        }
        true
    }

    fn grow(&mut self, item: Size) {
        self.orders.items.push(item);
        self.parts.push(Amount::ZERO);
    }

    fn stored(&self) -> Amount {
        self.parts.iter().fold(Amount::ZERO, |sum, &part| sum + part)
    }

    fn flying(&self, line: &Transport) -> Amount {
        let flow = self.flow.and_then(|f| line.flow(f));
        if self.doing != Doing::Sending
            || self.refused
            || flow.is_none_or(|f| f.stage != Stage::Sending)
        {
            return Amount::ZERO;
        }
        let todo = self.todo.iter();
        let kept = todo.fold(Amount::ZERO, |sum, &(p, from)| sum + (self.whole(p) - from));
        self.got(line).min(kept)
    }

    fn finished(&self) -> Amount {
        let done = self.parts.iter().enumerate().filter(|&(p, &part)| part >= self.whole(p));
        done.fold(Amount::ZERO, |sum, (_, &part)| sum + part)
    }

    fn is_starting(&self) -> bool {
        matches!(self.doing, Doing::Starting | Doing::Connecting | Doing::Handshake)
    }
}
