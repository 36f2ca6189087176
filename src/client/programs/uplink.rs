//! Our program, the rivals' programs and the line that they share. What the models say of the
//! moment (the line's rate, closed gates, room at the destination) flows in; what has been sent and
//! stored, and what our program waits for, flows out.

use super::process::{Process, State};
use super::webdav::{CONNECT_TIMEOUT, WebDav};
use super::{Orders, Program};
use crate::cause::Cause;
use crate::client::transport::{FlowId, News, Owner, Path, Sockets, Transport};
use crate::model::conditions::{Conditions, Effect, Limits, Night};
use crate::units::schedule::stretches;
use crate::units::{
    Amount, Clocks, Fraction, Rate, Restart, Rival, RivalDemand, RivalTime, Rivals, SimTime, Size,
    Span,
};

/// What fixed-rate rivals leave us at least: 10 % (measured: an upload keeps 0.10 to 0.15).
const FIXED_AT_MOST: Fraction = Fraction::from_percent(90);
/// What a fixed-rate sender's payload takes of the uploads' payload: its packets carry 1,200 of 1,228
/// bytes, theirs 1,448 of 1,500.
const FIXED_AS_PAYLOAD: Fraction = Fraction::from_millionths(987_858);
/// How long a fixed-rate sender takes to start: 0.2 s, measured.
const FIXED_STARTS: Span = Span::from_micros(200_000);
/// The items of a rival without an end, one for each connection.
const WITHOUT_END: Size = Size::from_bytes(1_000_000_000_000);
/// Who watches over the programs.
const DRIVER: u8 = u8::MAX;
/// More steps than any case takes that means something; a bound keeps the simulation total. Behind it
/// nothing moves any more.
const STEPS: u32 = 3_000_000;

/// What the driver's timers are for.
mod step {
    pub const NOTICED: u8 = 0;
    pub const RESTART: u8 = 1;
    pub const START: u8 = 2;
    pub const END: u8 = 3;
}

/// A rival with connections, or one with a fixed rate.
enum Other {
    Program { program: Box<WebDav>, process: Process },
    Fixed { rate: Rate, on: bool, until_cut: bool, over: bool },
}

/// All programs over one line.
pub struct Uplink {
    line: Transport,
    program: Box<dyn Program>,
    process: Process,
    others: Vec<(Other, RivalTime)>,
    starts: Clocks,
    total: Amount,
    growth: Size,
    /// Everything is stored and the end was noticed.
    done: bool,
    stale: bool,
    room: Option<Amount>,
    capacity: Rate,
    changes: u32,
    rivals_rate: Rate,
    steps: u32,
}

/// What a rival program is told.
fn orders_of(rival: &Rival, program: u8, items: Vec<Size>) -> Orders {
    Orders {
        program,
        items,
        transfers: u16::try_from(rival.flows.max(1)).unwrap_or(u16::MAX),
        starting: Span::from_micros(150_000),
        serving: Span::from_micros(600),
        rounds: 3,
        nap: Span::from_secs(1),
        pause: Span::ZERO,
        longest_run: None,
    }
}

fn other(rival: &Rival, place: usize) -> Other {
    let program = u8::try_from(place + 1).unwrap_or(DRIVER - 1);
    let flows = usize::try_from(rival.flows.max(1)).unwrap_or(1);
    let items = match &rival.demand {
        RivalDemand::Fixed(rate) => {
            let until_cut = rival.until_cut;
            return Other::Fixed { rate: *rate, on: false, until_cut, over: false };
        }
        RivalDemand::Endless => vec![WITHOUT_END; flows],
        RivalDemand::Items(sizes) => sizes.each().collect(),
        RivalDemand::Sized(size) => {
            let each = size.bytes() / flows as u64;
            let first = size.bytes() - each * (flows as u64 - 1);
            let rest = std::iter::repeat_n(Size::from_bytes(each), flows - 1);
            std::iter::once(Size::from_bytes(first)).chain(rest).collect()
        }
    };
    let again = Restart { every: Span::from_secs(1), at_most: None };
    let process = Process::new((!rival.until_cut).then_some(again));
    let program = Box::new(WebDav::new(orders_of(rival, program, items)));
    Other::Program { program, process }
}

impl Uplink {
    /// From the line, our program and its supervisor, and the rivals.
    pub fn new(
        mut line: Transport,
        program: Box<dyn Program>,
        restart: Option<Restart>,
        timeout: Option<Span>,
        starts: Clocks,
        (total, growth): (Amount, Size),
        rivals: &Rivals,
    ) -> Self {
        line.set_patience(0, timeout, program.connect_timeout());
        let others = rivals.0.iter().enumerate();
        let others: Vec<_> = others.map(|(p, rival)| (other(rival, p), rival.time)).collect();
        for place in 0..others.len() {
            let program = u8::try_from(place + 1).unwrap_or(DRIVER - 1);
            line.set_patience(program, Some(Span::from_secs(300)), Some(CONNECT_TIMEOUT));
        }
        Uplink {
            line,
            program,
            process: Process::new(restart),
            others,
            starts,
            total,
            growth,
            done: false,
            stale: false,
            room: None,
            capacity: Rate::ZERO,
            changes: 0,
            rivals_rate: Rate::ZERO,
            steps: 0,
        }
    }

    /// A night begins: what follows the clock is set.
    pub fn begin(&mut self, night: &Night) {
        self.line.move_to(night.base);
        let driver = |place: usize| Owner {
            program: DRIVER,
            lane: u16::try_from(place).unwrap_or(u16::MAX),
        };
        for clock in &self.starts.0 {
            self.line.after(night.start.until(*clock), driver(0), step::START);
        }
        for (place, (other, time)) in self.others.iter().enumerate() {
            let fixed = matches!(other, Other::Fixed { .. });
            let delay = if fixed { FIXED_STARTS } else { Span::ZERO };
            let on: Vec<(Span, Option<Span>)> = match time {
                RivalTime::Always => vec![(Span::ZERO, None)],
                RivalTime::From(clock) => vec![(night.start.until(*clock), None)],
                RivalTime::Within(window) if !window.in_night(night.number) => Vec::new(),
                RivalTime::Within(window) => {
                    stretches(window, night.start).map(|(from, to)| (from, Some(to))).collect()
                }
            };
            for (from, to) in on {
                self.line.after(from.plus(delay), driver(place + 1), step::START);
                if let Some(to) = to {
                    self.line.after(to.plus(delay), driver(place + 1), step::END);
                }
            }
        }
    }

    /// Our program is started.
    pub fn start(&mut self) {
        if self.process.state != State::Running && !self.done {
            self.process.state = State::Running;
            self.program.start(&mut self.line);
            self.settle();
        }
    }

    /// Our program is stopped. Returns what this takes back of what was sent.
    pub fn stop(&mut self) -> Amount {
        if self.process.state == State::Done {
            return Amount::ZERO;
        }
        let before = self.sent();
        self.process.state = State::Stopped;
        self.program.stop(&mut self.line);
        self.settle();
        before - self.sent()
    }

    /// What the models say of the moment.
    pub fn follow(&mut self, facts: &Conditions, limits: &Limits) {
        let link = limits.path;
        let lost = matches!(link, Some(Effect::Hold | Effect::Cut | Effect::Stale | Effect::Stop));
        let path = Path {
            up: !lost,
            hole: link == Some(Effect::Hole),
            server: !limits.closed.contains(Cause::CloudOutage),
        };
        if path != self.line.path() {
            let live = link == Some(Effect::Hold);
            let sockets = if live { Sockets::Live } else { Sockets::Die };
            self.stale = link == Some(Effect::Stale);
            if self.stale && self.line.path().up {
                self.program.goes_stale(&mut self.line);
            }
            if !path.up {
                for (other, _) in &mut self.others {
                    if let Other::Fixed { on, until_cut: true, over, .. } = other {
                        *over |= *on;
                    }
                }
            }
            self.line.set_path(path, sockets);
            self.changes = self.changes.wrapping_add(1);
        }
        if facts.room != self.room {
            match (facts.room, self.room) {
                (Some(now), Some(before)) => self.line.resize_disk(now - before),
                // What is free in all, less what lies there already.
                (Some(now), None) => self.line.set_disk(Some(now - self.program.stored())),
                (None, _) => self.line.set_disk(None),
            }
            self.room = facts.room;
        }
        self.capacity = facts.capacity;
        let cap = (limits.cap < facts.capacity).then_some(limits.cap);
        self.line.set_rates(self.left_by_fixed(), cap);
        self.settle();
    }

    fn left_by_fixed(&self) -> Rate {
        let up = self.line.path().up;
        let taken = self.others.iter().fold(Rate::ZERO, |sum, (other, _)| match other {
            Other::Fixed { rate, on: true, over: false, .. } if up => {
                sum.plus(FIXED_AS_PAYLOAD.of(*rate))
            }
            _ => sum,
        });
        self.capacity.minus(taken.min(FIXED_AT_MOST.of(self.capacity)))
    }

    /// Shares the line out: what our program could have had, and what it has.
    pub fn rates(&mut self) -> (Rate, Rate) {
        let (ours, theirs) = self.line.share_out();
        self.rivals_rate = self.capacity.minus(self.left_by_fixed()).plus(theirs);
        (self.capacity.minus(self.rivals_rate).max(ours), ours)
    }

    /// Whether rivals take some of the line.
    pub fn has_rivals(&self) -> bool {
        self.rivals_rate > Rate::ZERO
    }

    /// When something changes next, if that is before `next`; otherwise `next`.
    pub fn next_event(&self, next: SimTime) -> SimTime {
        if self.steps >= STEPS { next } else { self.line.next_event(next) }
    }

    /// Moves on to a moment before which nothing changes.
    pub fn advance(&mut self, to: SimTime) {
        self.line.move_to(to);
        self.settle();
    }

    /// All that is due now.
    fn settle(&mut self) {
        while self.steps < STEPS {
            self.steps += 1;
            if let Some(news) = self.line.next_news() {
                self.changes = self.changes.wrapping_add(1);
                self.tell(news);
            } else if self.line.is_disk_full() {
                let refused = self.program.refuse(&mut self.line);
                if !refused {
                    self.line.forget_disk();
                }
            } else if !self.line.step() {
                return;
            }
        }
    }

    fn tell(&mut self, news: News) {
        match news {
            News::Over { owner, flow, trouble } => {
                self.with(owner.program, |p, line| p.over(line, owner.lane, flow, trouble));
            }
            News::Timer { owner, step, .. } if owner.program == DRIVER => {
                self.driver(usize::from(owner.lane), step);
            }
            News::Timer { owner, step, .. } => {
                self.with(owner.program, |p, line| p.timer(line, owner.lane, step));
            }
            News::Drained { owner, note, unsent } => {
                self.with(owner.program, |p, line| p.drained(line, note, unsent));
            }
            News::Exit { program, done } => self.exit(program, done),
        }
    }

    fn with(&mut self, program: u8, act: impl FnOnce(&mut dyn Program, &mut Transport)) {
        if program == 0 {
            act(self.program.as_mut(), &mut self.line);
        } else if let Some((Other::Program { program, .. }, _)) =
            self.others.get_mut(usize::from(program) - 1)
        {
            act(program.as_mut(), &mut self.line);
        }
    }

    fn process(&mut self, place: usize) -> Option<&mut Process> {
        if place == 0 {
            return Some(&mut self.process);
        }
        match self.others.get_mut(place - 1) {
            Some((Other::Program { process, .. }, _)) => Some(process),
            _ => None,
        }
    }

    /// A program has ended by itself.
    fn exit(&mut self, program: u8, done: bool) {
        let place = usize::from(program);
        if self.process(place).is_none_or(|p| p.state != State::Running) {
            return;
        }
        self.with(program, |p, line| p.stop(line));
        let now = self.line.now();
        let noticed = Process::noticed(now, self.line.changed());
        let owner = Owner { program: DRIVER, lane: u16::from(program) };
        let Some(process) = self.process(place) else { return };
        process.state = if done { State::Done } else { State::Ended };
        let (at, step) = if done {
            (noticed, step::NOTICED)
        } else {
            let Some(at) = process.starts_again(noticed) else { return };
            (at, step::RESTART)
        };
        self.line.after(at.since(now), owner, step);
    }

    /// Something that the driver had to do at this moment.
    fn driver(&mut self, place: usize, step: u8) {
        if let Some((Other::Fixed { on, over, until_cut, .. }, _)) =
            place.checked_sub(1).and_then(|p| self.others.get_mut(p))
        {
            *on = step == step::START;
            *over |= *on && *until_cut && !self.line.path().up;
            let left = self.left_by_fixed();
            self.line.set_capacity(left);
            return;
        }
        let Some(state) = self.process(place).map(|p| p.state) else { return };
        let starts = match step {
            step::NOTICED => {
                self.done |= place == 0 && state == State::Done;
                false
            }
            step::RESTART => state == State::Ended,
            step::START => matches!(state, State::Ended | State::Stopped),
            _ => false,
        };
        let program = u8::try_from(place).unwrap_or(DRIVER - 1);
        let ends = step == step::END && state == State::Running;
        if starts || ends {
            if let Some(process) = self.process(place) {
                process.state = if starts { State::Running } else { State::Stopped };
            }
            self.with(program, |p, line| if starts { p.start(line) } else { p.stop(line) });
        }
    }

    /// What our program waits for, if it neither sends nor waits for an answer.
    pub fn waits_for(&self) -> Option<Cause> {
        match self.process.state {
            State::Ended | State::Stopped | State::Done => Some(Cause::BackingOff),
            State::Running if self.line.has_held(0) && self.line.path().carries() => {
                (!self.line.is_sending(0)).then_some(Cause::Reconnecting)
            }
            State::Running if self.line.is_busy(0) => None,
            State::Running if self.program.is_starting() => Some(Cause::Starting),
            State::Running => Some(Cause::BackingOff),
        }
    }

    /// Sent since second 0 and kept so far.
    pub fn sent(&self) -> Amount {
        if self.done {
            return self.total;
        }
        (self.program.stored() + self.program.flying(&self.line)).min(self.total)
    }

    /// Sent and lost, or sent besides the payload.
    pub fn resent(&self) -> Amount {
        (self.line.wired() - self.sent()).max(Amount::ZERO)
    }

    /// What is in finished items.
    pub fn finished_items(&self) -> Amount {
        if self.done { self.total } else { self.program.finished().min(self.total) }
    }

    /// What there is to send.
    pub const fn total(&self) -> Amount {
        self.total
    }

    /// Whether everything is stored and the end was noticed.
    pub const fn is_done(&self) -> bool {
        self.done
    }

    /// What a day's growth adds, as one item.
    pub fn grow(&mut self) {
        if self.growth > Size::ZERO {
            self.total += self.growth.amount();
            self.program.grow(self.growth);
            self.done = false;
        }
    }

    /// How often something has changed.
    pub const fn changes(&self) -> u32 {
        self.changes
    }

    /// A connection, for tests of programs.
    pub fn flow(&self, id: FlowId) -> bool {
        self.line.flow(id).is_some()
    }
}
