//! The process of a program and who watches over it: when its end is noticed, when it is started
//! again.

use crate::units::{Restart, SimTime, Span};

/// How often a supervisor looks at the process: every 0.1 s, as the driver of the measured runs.
const LOOKS: i64 = 100_000;
/// An end right after a change of the path is noticed by the look that follows the change.
const AT_ONCE: Span = Span::from_micros(5_000);
const NOTICED: Span = Span::from_micros(20_000);

/// What the process of a program is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not been started, or was stopped.
    Stopped,
    /// It runs.
    Running,
    /// It ended by itself and something is left.
    Ended,
    /// It ended by itself and all is done.
    Done,
}

/// A program's process and its supervisor.
#[derive(Clone, Debug)]
pub struct Process {
    /// What it is doing.
    pub state: State,
    restart: Option<Restart>,
    restarts: u32,
}

impl Process {
    /// Not started yet.
    pub const fn new(restart: Option<Restart>) -> Self {
        Process { state: State::Stopped, restart, restarts: 0 }
    }

    /// When the supervisor notices an end at `now`; `changed`: when the path last changed.
    pub fn noticed(now: SimTime, changed: SimTime) -> SimTime {
        if now.since(changed) < AT_ONCE { now.plus(NOTICED) } else { next_look(now) }
    }

    /// When it is started again, if an end is noticed then.
    pub fn starts_again(&mut self, noticed: SimTime) -> Option<SimTime> {
        let restart = self.restart?;
        if restart.at_most.is_some_and(|most| self.restarts >= most) {
            return None;
        }
        self.restarts += 1;
        Some(next_look(noticed.plus(restart.every)))
    }
}

/// The supervisor's first look after a moment.
fn next_look(now: SimTime) -> SimTime {
    SimTime::from_micros((now.micros().div_euclid(LOOKS) + 1) * LOOKS)
}
