//! When a client tries again and when it ends: back-off, patience, a supervisor's restarts, clock
//! times at which it is started, and the longest it may run.

use super::time::{ClockTime, Span};

/// The waits between attempts: `1s x2 up to 60s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Backoff {
    /// The first wait.
    pub first: Span,
    /// What each wait is multiplied by to give the next, in thousandths, 1,000 to 1,000,000; 1,000
    /// where the first wait is no time.
    pub thousandths: u32,
    /// The longest wait, at least the first; `None` has no limit, and where waits do not grow it is
    /// `None`.
    pub ceiling: Option<Span>,
}

impl Backoff {
    /// It tries again at once.
    pub const AT_ONCE: Backoff = Backoff { first: Span::ZERO, thousandths: 1_000, ceiling: None };

    /// The wait before the attempt of that number, from 1 for the first repetition.
    pub fn wait(&self, attempt: u32) -> Span {
        let most = self.ceiling.unwrap_or(Span::from_micros(i64::MAX));
        let mut wait = self.first;
        if self.thousandths > 1_000 {
            for _ in 1..attempt {
                let grown = i128::from(wait.micros()) * i128::from(self.thousandths) / 1_000;
                let grown = Span::from_micros(i64::try_from(grown).unwrap_or(i64::MAX));
                if grown >= most || grown <= wait {
                    return if grown >= most { most } else { wait };
                }
                wait = grown;
            }
        }
        wait.min(most)
    }

    /// How long after the failure the first attempt is that is not before `passed`; no time if it
    /// tries at once.
    #[inline]
    pub fn after(&self, passed: Span) -> Span {
        if self.first == Span::ZERO { passed } else { self.first_after(passed) }
    }

    fn first_after(&self, passed: Span) -> Span {
        let most = self.ceiling.unwrap_or(Span::from_micros(i64::MAX));
        let (mut wait, mut at) = (self.first.min(most), self.first.min(most));
        if wait == Span::ZERO {
            return passed;
        }
        while at < passed {
            let grown = wait.micros().checked_mul(i64::from(self.thousandths));
            let grown = Span::from_micros(grown.map_or(i64::MAX, |grown| grown / 1_000)).min(most);
            if grown <= wait {
                // From here on all waits are equal.
                let rest = passed.minus(at).micros();
                let waits = rest / wait.micros() + i64::from(rest % wait.micros() > 0);
                return at.plus(wait.times(waits));
            }
            wait = grown;
            at = at.plus(wait);
        }
        at
    }
}

/// How long a client tries on a dead link before it ends: `3 x 0.6s per item, 10s apart`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Patience {
    /// How many rounds it goes through all items that are left, at most 1,000; 0 ends it at once.
    pub rounds: u32,
    /// How long one try of one item takes; more than no time if there are rounds.
    pub each: Span,
    /// How long it waits between two rounds.
    pub apart: Span,
}

impl Patience {
    /// It ends at once.
    pub const NONE: Patience = Patience { rounds: 0, each: Span::ZERO, apart: Span::ZERO };
}

/// What starts an ended client again: `every 5s, at most 60`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Restart {
    /// How long after its end, more than no time.
    pub every: Span,
    /// How often in all, at least once; `None` has no limit.
    pub at_most: Option<u32>,
}

/// The longest that a client runs after each start: `40s soft`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MaxRun {
    /// How long, more than no time.
    pub length: Span,
    /// Whether it then finishes the items under way.
    pub soft: bool,
}

/// Clock times, rising, at most 168.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Clocks(pub Vec<ClockTime>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_by_the_factor_up_to_the_ceiling() {
        // 1 s x 1.5: 1, 1.5, 2.25, then at most 3.
        let backoff = Backoff {
            first: Span::from_secs(1),
            thousandths: 1_500,
            ceiling: Some(Span::from_secs(3)),
        };
        let waits: Vec<i64> = (1..=5).map(|n| backoff.wait(n).micros() / 1_000).collect();
        assert_eq!(waits, [1_000, 1_500, 2_250, 3_000, 3_000]);
        assert_eq!(Backoff::AT_ONCE.wait(9), Span::ZERO);
        let endless = Backoff { ceiling: None, ..backoff };
        assert_eq!(endless.wait(u32::MAX), Span::from_micros(i64::MAX));
        // Half of a microsecond is none: this wait never grows.
        let least = Backoff { first: Span::from_micros(1), ceiling: None, ..backoff };
        assert_eq!(least.wait(u32::MAX), Span::from_micros(1));
    }

    #[test]
    fn the_first_attempt_that_is_not_too_early_is_found() {
        let secs = Span::from_secs;
        let after = |b: Backoff, s| b.after(secs(s)).micros();
        // Every 10 s: at 10, 20, 30.
        let even = Backoff { first: secs(10), thousandths: 1_000, ceiling: None };
        let found = [0, 5, 10, 25, 30].map(|s| after(even, s) / 1_000_000);
        assert_eq!(found, [10, 10, 10, 30, 30]);
        // 1 s x 2 up to 4 s: at 1, 3, 7, 11, 15.
        let grows = Backoff { first: secs(1), thousandths: 2_000, ceiling: Some(secs(4)) };
        let found = [1, 2, 4, 7, 8, 11, 12].map(|s| after(grows, s) / 1_000_000);
        assert_eq!(found, [1, 3, 7, 7, 11, 11, 15]);
        assert_eq!(after(Backoff::AT_ONCE, 7), 7_000_000);
    }
}
