//! One TCP connection: its stages, its window, and how it lives through trouble.
//!
//! Stages: idle, connecting (one round trip), sending, waiting for an answer. A message goes out in
//! rounds: a window for each round trip, twice as large each time (slow start, RFC 5681, 3.1), until a
//! window takes a round trip or longer; from then on the line alone limits it. A connection that
//! survives a lost path wakes at one of TCP's retransmissions, after a time-out of the smoothed round
//! trip + 200 ms that doubles (RFC 6298). In a hole the first time-out runs from a probe, two smoothed
//! round trips after the last byte (RFC 8985, 7.2); with the link down that probe cannot leave, and it
//! runs from when the oldest byte without an answer was sent, a round trip before the cut (Linux,
//! tcp_send_loss_probe, tcp_rearm_rto).

mod held;

use super::timers::What;
use super::{
    FIRST_WINDOW, FlowId, IN_SOCKET, LossLaw, News, Owner, SEGMENT, TimerId, Transport, Trouble,
};
use crate::units::{Amount, Rate, SimTime, Span};

/// More than is ever sent.
const ENDLESS: Amount = Amount::from_units(i128::MAX / 4);
/// Growth of a window for each round trip above the slow-start threshold: 0.53 segments (RFC 9438,
/// 4.3, Reno-friendly).
const STEADY_GROWTH: (i128, i128) = (53, 100);

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing.
    Idle,
    /// It is being set up.
    Connecting,
    /// A message goes out.
    Sending,
    /// An answer is awaited.
    Waiting,
}

/// One connection.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its name.
    pub id: FlowId,
    /// Its program and lane.
    pub owner: Owner,
    /// What it is doing.
    pub stage: Stage,
    /// Whether it can be used for another message.
    pub open: bool,
    /// What of the message is not on the wire yet.
    pub left: Amount,
    /// Whether it has bytes for the line now.
    pub sending: bool,
    /// What it carries now.
    pub rate: Rate,
    /// What of the window is left.
    pub(super) burst: Amount,
    /// What it sends is written to the server's disk.
    pub on_disk: bool,
    /// It takes part in the cap on our connections.
    pub limited: bool,
    /// It only reads ahead, under our cap, and does not use the line.
    pub reader: bool,
    took: Amount,
    window: Amount,
    /// The line alone limits it.
    full: bool,
    round_began: SimTime,
    threshold: Amount,
    /// Bytes to the next loss that changes the window.
    to_loss: Amount,
    answer: Span,
    server_died: bool,
    /// The answer that it waits for is a reset.
    doomed: bool,
    held_since: Option<SimTime>,
    /// Because the link is down: nothing leaves.
    held_here: bool,
    smoothed: Span,
    timer: TimerId,
    silence: TimerId,
    /// Its program is gone; what to note when it has sent what the kernel held, and what that left
    /// out.
    orphan: Option<(u32, Amount)>,
    /// What it left behind when its program gave it up.
    rest: Option<FlowId>,
}

impl Flow {
    /// Whether it is ours.
    pub const fn is_own(&self) -> bool {
        self.owner.program == 0
    }

    /// Whether it uses the line now.
    pub const fn is_on_line(&self) -> bool {
        self.sending && !self.reader
    }

    /// Whether it sleeps because the path was lost.
    pub const fn is_held(&self) -> bool {
        self.held_since.is_some()
    }

    /// What goes out before it changes of itself.
    pub fn until_change(&self) -> Amount {
        self.left.min(self.burst)
    }

    /// The most that it can carry under random loss.
    pub(super) fn most(&self, loss: Option<(LossLaw, Span)>) -> Rate {
        let Some((law, round_trip)) = loss else { return Rate::UNLIMITED };
        if self.to_loss >= ENDLESS {
            return law.long_run;
        }
        if !self.full {
            return Rate::UNLIMITED;
        }
        let half = law.growth(self.window).units() / 2;
        let units = (self.window.units() + half) / i128::from(round_trip.micros().max(1));
        let rate = Rate::from_microbits_per_s(u64::try_from(units).unwrap_or(u64::MAX));
        rate.max(law.long_run)
    }
}

impl Transport {
    /// A new connection, idle.
    pub fn open(&mut self, owner: Owner) -> FlowId {
        self.names += 1;
        let id = FlowId(self.names);
        self.flows.push(Flow {
            id,
            owner,
            stage: Stage::Idle,
            open: false,
            left: Amount::ZERO,
            sending: false,
            rate: Rate::ZERO,
            burst: ENDLESS,
            on_disk: false,
            limited: true,
            reader: false,
            took: ENDLESS,
            window: FIRST_WINDOW.amount(),
            full: false,
            round_began: SimTime::ZERO,
            threshold: ENDLESS,
            to_loss: ENDLESS,
            answer: Span::ZERO,
            server_died: false,
            doomed: false,
            held_since: None,
            held_here: false,
            smoothed: self.round_trip,
            timer: TimerId::default(),
            silence: TimerId::default(),
            orphan: None,
            rest: None,
        });
        id
    }

    /// A connection, as long as it exists.
    pub fn flow(&self, id: FlowId) -> Option<&Flow> {
        self.flows.iter().find(|f| f.id == id)
    }

    /// A connection, to change what its program says of it.
    pub fn flow_mut(&mut self, id: FlowId) -> Option<&mut Flow> {
        self.flows.iter_mut().find(|f| f.id == id)
    }

    /// Whether some connection of a program sleeps because the path was lost.
    pub fn has_held(&self, program: u8) -> bool {
        self.flows.iter().any(|f| f.owner.program == program && f.is_held())
    }

    /// Whether a program has a connection that is doing something.
    pub fn is_busy(&self, program: u8) -> bool {
        self.flows.iter().any(|f| f.owner.program == program && f.stage != Stage::Idle)
    }

    /// Sets up a connection: one round trip.
    pub fn connect(&mut self, id: FlowId) {
        let (path, round_trip) = (self.path, self.round_trip);
        let Some(flow) = self.flow_mut(id) else { return };
        flow.stage = Stage::Connecting;
        if !path.up {
            self.flow_after(id, Span::ZERO);
        } else if path.hole {
            self.hold(id);
        } else {
            self.flow_after(id, round_trip);
        }
    }

    /// Sends a message.
    pub fn send(&mut self, id: FlowId, amount: Amount) {
        let Some(flow) = self.flow_mut(id) else { return };
        (flow.stage, flow.left) = (Stage::Sending, amount);
        if flow.held_since.is_none() {
            self.round(id);
        }
    }

    /// Reads ahead under our cap.
    pub fn read(&mut self, id: FlowId, amount: Amount) {
        let Some(flow) = self.flow_mut(id) else { return };
        (flow.reader, flow.full) = (true, true);
        self.send(id, amount);
    }

    /// Waits for an answer that takes so long.
    pub fn wait(&mut self, id: FlowId, answer: Span) {
        let Some(flow) = self.flow_mut(id) else { return };
        (flow.stage, flow.answer) = (Stage::Waiting, answer);
        if flow.held_since.is_none() {
            self.flow_after(id, answer);
        }
    }

    /// Ends a connection without a word.
    pub fn close(&mut self, id: FlowId) {
        self.flows.retain(|f| f.id != id);
    }

    /// The program of a connection is gone: what the kernel holds still goes out, then `note` comes
    /// back with what was never sent. Returns whether it goes on; if not, what was never sent.
    pub fn orphan(&mut self, id: FlowId, note: u32) -> Result<(), Amount> {
        let Some(flow) = self.flow_mut(id) else { return Err(Amount::ZERO) };
        if flow.stage != Stage::Sending || flow.is_held() {
            let left = if flow.stage == Stage::Sending { flow.left } else { Amount::ZERO };
            self.close(id);
            return Err(left);
        }
        let beyond = (flow.left - IN_SOCKET.amount()).max(Amount::ZERO);
        flow.left -= beyond;
        flow.orphan = Some((note, beyond));
        Ok(())
    }

    fn flow_after(&mut self, id: FlowId, wait: Span) {
        let at = self.now.plus(wait);
        let timer = self.timers.set(at, What::Flow(id));
        if let Some(flow) = self.flow_mut(id) {
            flow.timer = timer;
        }
    }

    /// A window goes out.
    fn round(&mut self, id: FlowId) {
        let now = self.now;
        let Some(flow) = self.flow_mut(id) else { return };
        flow.round_began = now;
        flow.sending = true;
        let window = if flow.full { ENDLESS } else { flow.window };
        flow.burst = window.min(flow.to_loss);
        flow.took = flow.burst;
        if flow.left <= Amount::ZERO {
            self.over(id, None);
        }
    }

    /// The window or the message of a connection is used up.
    pub(super) fn burst_done(&mut self, id: FlowId) {
        let (now, round_trip, loss) = (self.now, self.round_trip, self.loss);
        let most = self.capacity.over(self.round_trip.plus(self.queue));
        let Some(flow) = self.flow_mut(id) else { return };
        if flow.to_loss < ENDLESS {
            flow.to_loss -= flow.took - flow.burst.max(Amount::ZERO);
        }
        if flow.to_loss <= Amount::ZERO
            && let Some(law) = loss
        {
            // Slow start goes on for the round trip until the loss is seen.
            let grown = if flow.full { law.growth(flow.window) } else { flow.window };
            let (window, next) = law.after_loss(flow.window + grown, most);
            (flow.window, flow.full) = (window, true);
            flow.to_loss = next.unwrap_or(ENDLESS);
            if flow.left > Amount::ZERO {
                return self.round(id);
            }
        }
        flow.sending = false;
        if flow.left <= Amount::ZERO {
            return self.over(id, None);
        }
        let ends = flow.round_began.plus(round_trip);
        if now >= ends {
            flow.full = true;
            self.round(id);
        } else {
            self.flow_after(id, ends.since(now));
        }
    }

    /// The timer of a connection's stage has come.
    pub(super) fn flow_timer(&mut self, id: FlowId, timer: TimerId) {
        let path = self.path;
        let first_loss = self.loss.map_or(ENDLESS, |law| law.first);
        let Some(flow) = self.flow_mut(id).filter(|f| f.timer == timer) else { return };
        if flow.held_since.is_some() {
            return self.wake(id);
        }
        let own = flow.is_own();
        match flow.stage {
            Stage::Idle => {}
            Stage::Connecting if !path.up => self.over(id, Some(Trouble::Unreachable)),
            Stage::Connecting if own && !path.server => self.over(id, Some(Trouble::Refused)),
            Stage::Connecting => {
                (flow.open, flow.full, flow.threshold) = (true, false, ENDLESS);
                (flow.window, flow.to_loss) = (FIRST_WINDOW.amount(), first_loss);
                self.over(id, None);
            }
            Stage::Sending => {
                let step = SEGMENT.amount().units() * STEADY_GROWTH.0 / STEADY_GROWTH.1;
                let slow_start = flow.window < flow.threshold;
                flow.window += if slow_start { flow.window } else { Amount::from_units(step) };
                self.round(id);
            }
            Stage::Waiting if flow.doomed => self.kill(id, Trouble::Reset),
            Stage::Waiting => self.over(id, None),
        }
    }

    /// A stage is over: its program hears how.
    fn over(&mut self, id: FlowId, trouble: Option<Trouble>) {
        let Some(flow) = self.flow_mut(id) else { return };
        (flow.stage, flow.sending, flow.timer) = (Stage::Idle, false, TimerId::default());
        flow.silence = TimerId::default();
        flow.held_since = None;
        if trouble.is_some() {
            flow.open = false;
        }
        let (owner, left) = (flow.owner, flow.left);
        match flow.orphan {
            Some((note, beyond)) => {
                self.close(id);
                self.news.push_back(News::Drained { owner, note, unsent: beyond + left });
            }
            None => self.news.push_back(News::Over { owner, flow: id, trouble }),
        }
    }

    /// A connection dies.
    pub(super) fn kill(&mut self, id: FlowId, trouble: Trouble) {
        let Some(flow) = self.flow_mut(id) else { return };
        if flow.reader {
            return;
        }
        if flow.stage == Stage::Idle {
            self.close(id);
        } else {
            self.over(id, Some(trouble));
        }
    }

    /// Our server dies: its last word arrives half a round trip later, or at the wake-up.
    pub(super) fn server_dies(&mut self, id: FlowId) {
        let at = self.now.plus(Span::from_micros(self.round_trip.micros() / 2));
        let Some(flow) = self.flow_mut(id) else { return };
        if !flow.is_own() || flow.stage == Stage::Connecting || flow.reader {
            return;
        }
        flow.server_died = true;
        if !flow.is_held() {
            self.timers.set(at, What::PeerGone(id));
        }
    }

    pub(super) fn peer_is_gone(&mut self, id: FlowId) {
        if self.flow(id).is_some_and(|f| f.server_died && !f.is_held()) {
            self.kill(id, Trouble::Reset);
        }
    }
}
