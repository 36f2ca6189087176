//! A connection whose path is lost and which lives: the loss, its program's patience and the path's return
//! flow in; when it wakes, and what a socket sends that its program gave up, flow out.

use super::super::timers::What;
use super::super::{
    FlowId, IN_SOCKET, LEAST_TIMEOUT, LONGEST_TIMEOUT, SEGMENT, TimerId, Transport, Trouble,
};
use super::{ENDLESS, Stage};
use crate::units::{Amount, Span};

/// When a lost request for a connection is sent again, in milliseconds: four times by the second, then
/// doubling (Linux, tcp_syn_linear_timeouts), each time rounded up by the kernel's timers (see
/// [`late`]): 250, 500, 1,000, 2,000, 4,000, 8,000, 16,000 ticks are late by 24, 16, 128, 192, 128,
/// 1,024 and 1,536 ms where they begin when another has just ended, 1 s after a moment of no meaning
/// by 16.
const CONNECT_AGAIN: [i64; 11] =
    [1_016, 2_040, 3_064, 4_088, 5_112, 7_128, 11_256, 19_448, 35_576, 68_600, 134_136];

/// By how much a timer of the kernel is late, on average: half a step of the part of its wheel that it
/// is in (Linux at 250 Hz, kernel/time/timer.c): 4 ms, eight times as much from 63, 504, 4,032 and
/// 32,256 ticks on.
fn late(wait: Span) -> Span {
    let ticks = wait.micros() / 4_000;
    let steps = [63, 504, 4_032, 32_256].into_iter().filter(|&from| ticks >= from).count();
    Span::from_micros(2_000 << (3 * steps))
}

impl Transport {
    /// The path is lost and the connection lives.
    pub(in crate::client::transport) fn hold(&mut self, id: FlowId) {
        let (now, smoothed, here) = (self.now, self.smoothed, !self.path.up);
        let Some(flow) = self.flow_mut(id).filter(|f| !f.reader) else { return };
        let program = flow.owner.program;
        let fresh = flow.held_since.is_none();
        if fresh {
            (flow.held_since, flow.held_here) = (Some(now), here);
            flow.smoothed = smoothed;
            if flow.stage == Stage::Sending {
                let kept = Amount::from_units(flow.window.units() / 10 * 7);
                let least = SEGMENT.amount() + SEGMENT.amount();
                flow.threshold = if flow.full { ENDLESS } else { kept.max(least) };
            }
        }
        (flow.sending, flow.timer) = (false, TimerId::default());
        let stage = flow.stage;
        let patience = self.patience.get(usize::from(program)).and_then(|&(silent, connecting)| {
            if stage == Stage::Connecting { connecting } else { silent }
        });
        if let Some(patience) = patience.filter(|_| fresh && stage != Stage::Idle) {
            let timer = self.timers.set(now.plus(patience), What::Silence(id));
            if let Some(flow) = self.flow_mut(id) {
                flow.silence = timer;
            }
        }
    }

    /// A program gives up a connection that has been silent for too long. What its socket holds still
    /// goes out, once it wakes.
    pub(in crate::client::transport) fn silence(&mut self, id: FlowId, timer: TimerId) {
        let Some(flow) = self.flow(id).filter(|f| f.silence == timer && f.is_held()) else {
            return;
        };
        let mut rest = (flow.stage == Stage::Sending).then(|| flow.clone());
        if let Some(rest) = &mut rest {
            self.names += 1;
            let beyond = (rest.left - IN_SOCKET.amount()).max(Amount::ZERO);
            (rest.id, rest.silence) = (FlowId(self.names), TimerId::default());
            rest.left -= beyond;
            rest.orphan = Some((u32::MAX, beyond));
        }
        if let Some(flow) = self.flow_mut(id) {
            flow.rest = rest.as_ref().map(|rest| rest.id);
        }
        self.flows.extend(rest);
        self.kill(id, Trouble::TimedOut);
    }

    /// Whether a connection that was given up has left something behind that still goes out; then
    /// `note` comes back with what that left out.
    pub fn leaves_rest(&mut self, id: FlowId, note: u32) -> bool {
        let rest = self.flow(id).and_then(|f| f.rest);
        let rest = rest.and_then(|rest| self.flow_mut(rest));
        let Some(orphan) = rest.and_then(|rest| rest.orphan.as_mut()) else { return false };
        orphan.0 = note;
        true
    }

    /// The path is back: the next retransmission from now on wakes the connection.
    pub(in crate::client::transport) fn path_is_back(&mut self, id: FlowId) {
        let now = self.now;
        let Some(flow) = self.flow_mut(id) else { return };
        let Some(since) = flow.held_since else { return };
        if flow.stage == Stage::Idle {
            flow.held_since = None;
            return;
        }
        let passed = now.since(since);
        let wait = if flow.stage == Stage::Connecting {
            let tries = CONNECT_AGAIN.into_iter().map(|ms| Span::from_micros(ms * 1_000));
            tries.into_iter().find(|&at| at >= passed).unwrap_or(passed.times(2))
        } else {
            let mut step = flow.smoothed.plus(LEAST_TIMEOUT);
            let probed = flow.smoothed.times(2).plus(step);
            let mut at = if flow.held_here { LEAST_TIMEOUT } else { probed }.plus(late(step));
            while at < passed {
                step = step.times(2).min(LONGEST_TIMEOUT);
                at = at.plus(step).plus(late(step));
            }
            at
        };
        self.flow_after(id, since.plus(wait).since(now));
    }

    /// A connection that slept goes on.
    pub(super) fn wake(&mut self, id: FlowId) {
        let round_trip = self.round_trip;
        let Some(flow) = self.flow_mut(id) else { return };
        flow.held_since = None;
        flow.silence = TimerId::default();
        if flow.server_died {
            (flow.stage, flow.sending, flow.doomed) = (Stage::Waiting, false, true);
            return self.flow_after(id, round_trip);
        }
        match flow.stage {
            Stage::Idle => {}
            Stage::Sending => {
                (flow.window, flow.full) = (SEGMENT.amount(), false);
                self.round(id);
            }
            Stage::Waiting => {
                let answer = flow.answer.max(round_trip);
                self.flow_after(id, answer);
            }
            Stage::Connecting => self.flow_after(id, round_trip),
        }
    }
}
