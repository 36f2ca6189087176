//! rclone's pacer: it hands out one token at a time. A call takes it, and it comes back after the
//! pause of that moment; the pause doubles after an error that may pass and shrinks otherwise
//! (rclone 1.60, lib/pacer: 10 ms to 2 s, decay 2).

use crate::client::transport::{Owner, Transport};
use crate::units::Span;
use std::collections::VecDeque;

const LEAST: Span = Span::from_micros(10_000);
const MOST: Span = Span::from_secs(2);

/// The pacer of one process.
#[derive(Debug)]
pub struct Pacer {
    pause: Span,
    free: bool,
    queue: VecDeque<u16>,
}

impl Default for Pacer {
    fn default() -> Self {
        Pacer { pause: LEAST, free: true, queue: VecDeque::new() }
    }
}

impl Pacer {
    /// A lane asks for the token.
    pub fn ask(&mut self, lane: u16) {
        self.queue.push_back(lane);
    }

    /// The lane that gets the token now, if it is free; the timer `step` then brings it back.
    pub fn give(&mut self, line: &mut Transport, program: u8, step: u8) -> Option<u16> {
        if !self.free {
            return None;
        }
        let lane = self.queue.pop_front()?;
        self.free = false;
        line.after(self.pause, Owner { program, lane: u16::MAX }, step);
        Some(lane)
    }

    /// The token is back.
    pub const fn back(&mut self) {
        self.free = true;
    }

    /// A call is over. `retry`: with an error that may pass.
    pub fn over(&mut self, retry: bool) {
        self.pause = if retry {
            self.pause.times(2).min(MOST)
        } else {
            Span::from_micros(self.pause.micros() / 4 * 3).max(LEAST)
        };
    }
}
