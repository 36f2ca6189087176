//! Connections over one line: TCP as fluids. The line's rate, its troubles and what programs send
//! flow in; which connection gets how much, and what each hears of its fate, flows out.
//!
//! Between two events every connection has a constant rate. Events are timers and connections that
//! have used up their window or their message. Nothing here knows what a program does with a
//! connection: it opens one, connects, sends, waits for an answer, and is told how that ended.

mod flow;
mod share;
mod timers;

pub use crate::model::link::loss::{LossLaw, SEGMENT};
pub use flow::{Flow, Stage};
use timers::Timers;

use crate::units::{Amount, Rate, SimTime, Size, Span};
use std::collections::VecDeque;

/// The first congestion window: 10 segments (RFC 6928, April 2013; Linux since 2.6.39).
pub const FIRST_WINDOW: Size = Size::from_bytes(14_480);
/// The least of a retransmission time-out beyond the round trip: 200 ms (Linux, TCP_RTO_MIN), and half
/// a tick of 4 ms to which the sum is rounded up.
const LEAST_TIMEOUT: Span = Span::from_micros(202_000);
/// The longest wait between two retransmissions (Linux, TCP_RTO_MAX).
const LONGEST_TIMEOUT: Span = Span::from_secs(120);
/// What each sending connection keeps in the queue before the line: two buffers (Linux, TCP small
/// queues) of two segments (tcp_min_tso_segs). Wake-ups of connections that survived an outage (3.7 to
/// 32 s) agree to within 0.3 s.
const QUEUED: Size = Size::from_bytes(5_792);
/// What the kernel holds of a connection whose program is killed: 160 kB, measured 130 to 300 kB for
/// each connection that was sending.
const IN_SOCKET: Size = Size::from_bytes(160_000);
/// The share of the line that is full: from there on the queue counts.
const FULL: (u64, u64) = (97, 100);

/// Which program a connection belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The program: 0 is ours, the others are rivals.
    pub program: u8,
    /// Its lane; what that means is the program's business.
    pub lane: u16,
}

/// A connection's name; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowId(u32);

/// A timer's name; never used twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerId(u64);

/// How a stage of a connection went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The link is down: no route.
    Unreachable,
    /// The server is away.
    Refused,
    /// The connection was killed with the link.
    Aborted,
    /// The server died.
    Reset,
    /// The program's own time-out.
    TimedOut,
}

impl Trouble {
    /// Whether a program takes it for something that passes.
    pub const fn is_passing(self) -> bool {
        !matches!(self, Trouble::Unreachable)
    }
}

/// What a program is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A stage of a connection is over.
    Over {
        /// Whose.
        owner: Owner,
        /// Which connection.
        flow: FlowId,
        /// What went wrong; `None` if nothing did.
        trouble: Option<Trouble>,
    },
    /// A timer of the program has come.
    Timer {
        /// Whose.
        owner: Owner,
        /// What for; the program's business.
        step: u8,
        /// Which timer.
        id: TimerId,
    },
    /// A connection without its program has sent what the kernel held.
    Drained {
        /// Whose it was.
        owner: Owner,
        /// What the program noted for it.
        note: u32,
        /// What was never sent.
        unsent: Amount,
    },
    /// A program has ended.
    Exit {
        /// Which.
        program: u8,
        /// Whether it did all it was asked.
        done: bool,
    },
}

/// What is known of the path at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// The link is up.
    pub up: bool,
    /// Packets vanish and nobody is told.
    pub hole: bool,
    /// Our server is there.
    pub server: bool,
}

impl Path {
    /// Nothing is wrong.
    pub const CLEAR: Path = Path { up: true, hole: false, server: true };

    /// Whether packets arrive.
    pub const fn carries(self) -> bool {
        self.up && !self.hole
    }
}

/// What happens to connections when the link goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sockets {
    /// They die.
    Die,
    /// They live and wake up later.
    Live,
}

/// The line and all connections over it.
pub struct Transport {
    now: SimTime,
    timers: Timers,
    flows: Vec<Flow>,
    names: u32,
    news: VecDeque<News>,
    path: Path,
    /// When the path last changed.
    changed: SimTime,
    /// Payload that the line carries for all connections together.
    capacity: Rate,
    /// The same when the line was last shared out.
    shared: Rate,
    round_trip: Span,
    queue: Span,
    loss: Option<LossLaw>,
    /// The cap on our own connections together.
    own_cap: Option<Rate>,
    /// How long each program leaves a silent connection be, and one that is being set up.
    patience: Vec<(Option<Span>, Option<Span>)>,
    /// How often each program has ended, so that its old timers are forgotten.
    lives: Vec<u32>,
    /// Smoothed round trip of a connection when the path was last lost.
    smoothed: Span,
    /// What our connections have put on the wire.
    wired: Amount,
    /// What the server's disk still holds; `None` where that is not known.
    disk: Option<Amount>,
    scratch: share::Scratch,
}

impl Transport {
    /// A clear path with nothing on it.
    pub fn new(round_trip: Span, queue: Span, loss: Option<LossLaw>, disk: Option<Amount>) -> Self {
        Transport {
            now: SimTime::ZERO,
            timers: Timers::default(),
            flows: Vec::new(),
            names: 0,
            news: VecDeque::new(),
            path: Path::CLEAR,
            changed: SimTime::from_micros(-1_000_000),
            capacity: Rate::ZERO,
            shared: Rate::ZERO,
            round_trip,
            queue,
            loss,
            own_cap: None,
            patience: Vec::new(),
            lives: Vec::new(),
            smoothed: round_trip,
            wired: Amount::ZERO,
            disk,
            scratch: share::Scratch::default(),
        }
    }

    /// Now.
    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// The path now.
    pub const fn path(&self) -> Path {
        self.path
    }

    /// When the path last changed.
    pub const fn changed(&self) -> SimTime {
        self.changed
    }

    /// A round trip over an empty line.
    pub const fn round_trip(&self) -> Span {
        self.round_trip
    }

    /// What our connections have put on the wire, as payload, lost packets included.
    pub fn wired(&self) -> Amount {
        let repeated = self.loss.map_or(Amount::ZERO, |law| law.repeated(self.wired));
        self.wired + repeated
    }

    /// How long a program leaves a silent connection be, and one that is being set up.
    pub fn set_patience(&mut self, program: u8, silent: Option<Span>, connecting: Option<Span>) {
        let place = usize::from(program);
        if self.patience.len() <= place {
            self.patience.resize(place + 1, (None, None));
        }
        if let Some(entry) = self.patience.get_mut(place) {
            *entry = (silent, connecting);
        }
    }

    /// Sets a timer of a program.
    pub fn after(&mut self, wait: Span, owner: Owner, step: u8) -> TimerId {
        let life = self.life(owner.program);
        self.timers.set(self.now.plus(wait), timers::What::Program(owner, step, life))
    }

    fn life(&self, program: u8) -> u32 {
        self.lives.get(usize::from(program)).copied().unwrap_or(0)
    }

    /// Forgets the timers of a program, whose process is gone.
    pub fn forget_timers(&mut self, program: u8) {
        let place = usize::from(program);
        if self.lives.len() <= place {
            self.lives.resize(place + 1, 0);
        }
        if let Some(life) = self.lives.get_mut(place) {
            *life = life.wrapping_add(1);
        }
    }

    /// A program has ended.
    pub fn exit(&mut self, program: u8, done: bool) {
        self.news.push_back(News::Exit { program, done });
    }

    /// The next piece of news.
    pub fn next_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// What holds for the line from now on: what it carries as payload, and the cap on our own
    /// connections together.
    pub fn set_rates(&mut self, capacity: Rate, own_cap: Option<Rate>) {
        self.capacity = capacity;
        self.own_cap = own_cap;
    }

    /// The cap on our own connections together.
    pub const fn own_cap(&self) -> Option<Rate> {
        self.own_cap
    }

    /// What the line carries from now on.
    pub fn set_capacity(&mut self, capacity: Rate) {
        self.capacity = capacity;
    }

    /// What the server's disk holds from now on.
    pub fn set_disk(&mut self, free: Option<Amount>) {
        self.disk = free;
    }

    /// Whether a program's connection has bytes for the line now.
    pub fn is_sending(&self, program: u8) -> bool {
        self.flows.iter().any(|f| f.owner.program == program && f.is_on_line())
    }

    /// Shares the line out. Returns what our connections carry, and what the others do.
    pub fn share_out(&mut self) -> (Rate, Rate) {
        let line = if self.path.carries() { self.capacity } else { Rate::ZERO };
        self.shared = line;
        let capped = self.loss.map(|law| (law, self.round_trip));
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.share_out(&mut self.flows, line, self.own_cap, capped);
        self.scratch = scratch;
        let of = |own: bool| {
            let some = self.flows.iter().filter(|f| f.is_on_line() && f.is_own() == own);
            some.fold(Rate::ZERO, |sum, f| sum.plus(f.rate))
        };
        (of(true), of(false))
    }

    /// When something changes next, if that is before `next`; otherwise `next`.
    pub fn next_event(&self, next: SimTime) -> SimTime {
        let mut next = self.timers.first().map_or(next, |at| next.min(at));
        let mut filling = Rate::ZERO;
        for flow in self.flows.iter().filter(|f| f.sending) {
            if let Some(span) = flow.until_change().time_at(flow.rate) {
                next = next.min(self.now.plus(span));
            }
            if flow.on_disk {
                filling = filling.plus(flow.rate);
            }
        }
        if let Some(free) = self.disk
            && let Some(span) = free.time_at(filling)
        {
            next = next.min(self.now.plus(span));
        }
        next
    }

    /// Moves bytes up to a moment; no event lies before it.
    pub fn move_to(&mut self, to: SimTime) {
        let span = to.since(self.now);
        self.now = to;
        if span == Span::ZERO {
            return;
        }
        for flow in self.flows.iter_mut().filter(|f| f.sending && f.rate > Rate::ZERO) {
            let moved = flow.rate.over(span).min(flow.left);
            flow.left -= moved;
            flow.burst -= moved;
            if flow.on_disk
                && let Some(free) = &mut self.disk
            {
                *free -= moved;
            }
            if flow.is_own() && !flow.reader {
                self.wired += moved;
            }
        }
    }

    /// One thing that is due now. Returns whether there was one.
    pub fn step(&mut self) -> bool {
        if let Some((id, what)) = self.timers.due(self.now) {
            match what {
                timers::What::Flow(flow) => self.flow_timer(flow, id),
                timers::What::Silence(flow) => self.silence(flow, id),
                timers::What::PeerGone(flow) => self.peer_is_gone(flow),
                timers::What::Program(owner, _, life) if life != self.life(owner.program) => {}
                timers::What::Program(owner, step, _) => {
                    self.news.push_back(News::Timer { owner, step, id });
                }
            }
            return true;
        }
        let through = self.flows.iter().find(|f| f.sending && f.until_change() <= Amount::ZERO);
        if let Some(flow) = through.map(|f| f.id) {
            self.burst_done(flow);
            return true;
        }
        false
    }

    /// Whether the server's disk is full and something is being written to it.
    pub fn is_disk_full(&self) -> bool {
        self.disk.is_some_and(|free| free <= Amount::ZERO)
            && self.flows.iter().any(|f| f.sending && f.on_disk)
    }

    /// What the server's disk still holds, if that is known.
    pub const fn disk(&self) -> Option<Amount> {
        self.disk
    }

    /// Space on the server's disk is used, or given back if negative.
    pub fn use_disk(&mut self, amount: Amount) {
        if let Some(free) = &mut self.disk {
            *free -= amount;
        }
    }

    /// The server's disk grows or shrinks by so much.
    pub fn resize_disk(&mut self, by: Amount) {
        self.use_disk(Amount::ZERO - by);
    }

    /// Nobody could be refused: what still arrives is not counted.
    pub fn forget_disk(&mut self) {
        self.flows.iter_mut().filter(|f| f.sending).for_each(|f| f.on_disk = false);
    }

    /// The path changes. `sockets`: what happens to connections if the link goes down.
    pub fn set_path(&mut self, path: Path, sockets: Sockets) {
        let before = self.path;
        if path == before {
            return;
        }
        self.changed = self.now;
        if before.carries() && !path.carries() {
            self.note_smoothed();
            if path.up && path.hole {
                // What is in the queue still goes out, into the hole.
                let own = self.flows.iter().filter(|f| f.sending && f.is_own() && !f.reader);
                let lost = own.fold(Amount::ZERO, |sum, f| sum + f.rate.over(self.queue));
                self.wired += lost;
            }
        }
        self.path = path;
        let names: Vec<FlowId> = self.flows.iter().map(|f| f.id).collect();
        if before.up && !path.up && sockets == Sockets::Die {
            names.iter().for_each(|&flow| self.kill(flow, Trouble::Aborted));
        } else if before.carries() && !path.carries() {
            names.iter().for_each(|&flow| self.hold(flow));
        }
        if !before.carries() && path.carries() {
            names.iter().for_each(|&flow| self.path_is_back(flow));
        }
        if before.server && !path.server {
            names.iter().for_each(|&flow| self.server_dies(flow));
        }
    }

    /// What the smoothed round trip of a sending connection is now: with what all of them keep in
    /// the queue, if they filled the line as it was shared out: it may change at the same moment.
    fn note_smoothed(&mut self) {
        let sending = self.flows.iter().filter(|f| f.is_on_line());
        let (count, rate) = sending.fold((0, Rate::ZERO), |(n, r), f| (n + 1, r.plus(f.rate)));
        let full = rate > self.shared.share(FULL.0, FULL.1);
        let queued = Amount::from_units(QUEUED.amount().units() * i128::from(count));
        let wait = queued.time_at(self.capacity).filter(|_| full).unwrap_or(Span::ZERO);
        self.smoothed = self.round_trip.plus(wait.min(self.queue));
    }
}
