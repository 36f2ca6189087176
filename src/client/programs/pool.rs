//! The connections of one rclone process to one server, as Go's HTTP client keeps them (net/http,
//! Transport). Who asks for one flows in; who gets one flows out.
//!
//! A request takes an idle connection, the last used first. Where none is idle it dials, and takes
//! whichever is ready first: its own dial, or a connection that another request gives back. A dial
//! that nobody waits for any more goes to whoever has waited longest, else it is kept. So with several
//! lanes a round trip for a connection is often only waited for in part.

use crate::client::transport::{FlowId, Owner, Transport};
use std::collections::VecDeque;

/// The connections of a process.
#[derive(Debug, Default)]
pub struct Pool {
    idle: Vec<FlowId>,
    /// Connections that are being set up, and for which lane.
    dials: Vec<(FlowId, u16)>,
    /// The lanes that wait, in the order in which they asked. Each has a dial of its own.
    waiting: VecDeque<u16>,
}

impl Pool {
    /// A lane asks for a connection. `None`: it waits.
    pub fn ask(&mut self, line: &mut Transport, owner: Owner) -> Option<FlowId> {
        while let Some(flow) = self.idle.pop() {
            if let Some(found) = line.flow_mut(flow).filter(|f| f.open) {
                found.owner = owner;
                return Some(flow);
            }
            line.close(flow);
        }
        let flow = line.open(owner);
        self.dials.push((flow, owner.lane));
        self.waiting.push_back(owner.lane);
        line.connect(flow);
        None
    }

    /// Whether a connection is still being set up.
    pub fn is_dial(&self, flow: FlowId) -> bool {
        self.dials.iter().any(|&(dial, _)| dial == flow)
    }

    /// A connection is set up. Returns the lane that gets it; without one it is kept.
    pub fn is_up(&mut self, line: &mut Transport, flow: FlowId) -> Option<u16> {
        let lane = self.take_dial(flow)?;
        if self.stops_waiting(lane) {
            return Some(lane);
        }
        self.give_back(line, flow)
    }

    /// A connection could not be set up. Returns the lane that hears of it, if it still waits.
    pub fn is_not_up(&mut self, line: &mut Transport, flow: FlowId) -> Option<u16> {
        let lane = self.take_dial(flow)?;
        line.close(flow);
        self.stops_waiting(lane).then_some(lane)
    }

    /// A request is over and leaves its connection to others. Returns the lane that gets it.
    pub fn give_back(&mut self, line: &mut Transport, flow: FlowId) -> Option<u16> {
        if !line.flow(flow).is_some_and(|f| f.open) {
            line.close(flow);
            return None;
        }
        let Some(lane) = self.waiting.pop_front() else {
            self.idle.push(flow);
            return None;
        };
        if let Some(found) = line.flow_mut(flow) {
            found.owner.lane = lane;
        }
        Some(lane)
    }

    /// The process is gone.
    pub fn close(&mut self, line: &mut Transport) {
        for flow in self.idle.drain(..).chain(self.dials.drain(..).map(|(flow, _)| flow)) {
            line.close(flow);
        }
        self.waiting.clear();
    }

    fn take_dial(&mut self, flow: FlowId) -> Option<u16> {
        let place = self.dials.iter().position(|&(dial, _)| dial == flow)?;
        Some(self.dials.swap_remove(place).1)
    }

    fn stops_waiting(&mut self, lane: u16) -> bool {
        let place = self.waiting.iter().position(|&waits| waits == lane);
        place.and_then(|place| self.waiting.remove(place)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Span;

    fn owner(lane: u16) -> Owner {
        Owner { program: 0, lane }
    }

    fn line() -> Transport {
        Transport::new(Span::from_micros(40_000), Span::ZERO, None, None)
    }

    /// A connection that is set up.
    fn up(line: &mut Transport, pool: &Pool, place: usize) -> FlowId {
        let flow = pool.dials[place].0;
        line.flow_mut(flow).unwrap().open = true;
        flow
    }

    #[test]
    fn who_waits_takes_what_is_given_back_and_its_dial_goes_to_the_next() {
        let (mut line, mut pool) = (line(), Pool::default());
        assert_eq!(pool.ask(&mut line, owner(0)), None);
        let first = up(&mut line, &pool, 0);
        assert_eq!(pool.is_up(&mut line, first), Some(0));
        // 1 and 2 dial; 0 is done: its connection goes to 1, which waited longest; 1's dial to 2.
        assert_eq!(pool.ask(&mut line, owner(1)), None);
        assert_eq!(pool.ask(&mut line, owner(2)), None);
        assert_eq!(pool.give_back(&mut line, first), Some(1));
        assert_eq!(line.flow(first).unwrap().owner, owner(1));
        let second = up(&mut line, &pool, 0);
        assert_eq!(pool.is_up(&mut line, second), Some(2));
        // Nobody waits for 2's own dial: it is kept, and 3 does not wait.
        let third = up(&mut line, &pool, 0);
        assert_eq!(pool.is_up(&mut line, third), None);
        assert_eq!(pool.ask(&mut line, owner(3)), Some(third));
    }

    #[test]
    fn a_dial_that_fails_is_heard_of_by_who_still_waits_for_it() {
        let (mut line, mut pool) = (line(), Pool::default());
        assert_eq!(pool.ask(&mut line, owner(0)), None);
        let flow = pool.dials[0].0;
        assert_eq!(pool.is_not_up(&mut line, flow), Some(0));
        assert!(line.flow(flow).is_none());
        assert_eq!(pool.is_not_up(&mut line, flow), None);
    }
}
