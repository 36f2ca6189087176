//! Time by cause: every stretch of simulated time flows in under exactly one cause, sent or stalled; the
//! ledger, the stalls and the limits of an outcome flow out. Books of two moments may be subtracted, so
//! that what a night added can be told, or added again where later nights repeat it.

use super::outcome::{LimitShare, Stall};
use crate::cause::{Cause, CauseSet};
use crate::units::Span;

/// Time by cause, in microseconds.
#[derive(Clone, Debug)]
pub struct Books {
    blamed: [i64; Cause::COUNT],
    sole: [i64; Cause::COUNT],
    /// The causes that have an entry, which are few.
    used: CauseSet,
    uploading: i64,
    stalled: i64,
}

impl Default for Books {
    fn default() -> Self {
        Books {
            blamed: [0; Cause::COUNT],
            sole: [0; Cause::COUNT],
            used: CauseSet::EMPTY,
            uploading: 0,
            stalled: 0,
        }
    }
}

impl Books {
    /// Some time in which bytes moved, or an item was worked on; whom to blame for it comes later.
    #[inline]
    pub const fn moved(&mut self, micros: i64) {
        self.uploading += micros;
    }

    /// Some time in which nothing moved, and why; `sole`: for no other reason.
    #[inline]
    pub fn stood_still(&mut self, cause: Cause, micros: i64, sole: bool) {
        self.stalled += micros;
        self.blame(cause, micros);
        if sole {
            self.sole[cause.index()] += micros;
        }
    }

    /// Blames a cause for some time.
    #[inline]
    pub fn blame(&mut self, cause: Cause, micros: i64) {
        self.blamed[cause.index()] += micros;
        self.used = self.used.with(cause);
    }

    /// What has come on top of earlier books, some times over.
    pub fn add_difference(&mut self, before: &Books, now: &Books, times: i64) {
        for i in now.used.iter().map(Cause::index) {
            self.blamed[i] += (now.blamed[i] - before.blamed[i]) * times;
            self.sole[i] += (now.sole[i] - before.sole[i]) * times;
        }
        self.uploading += (now.uploading - before.uploading) * times;
        self.stalled += (now.stalled - before.stalled) * times;
    }

    /// The gate with most blame since earlier books; of equal ones the first.
    pub fn worst_gate_since(&self, before: &Books) -> Option<Cause> {
        self.most_since(before, true)
    }

    /// Whether no time has been spent sending since earlier books.
    pub const fn only_stalled_since(&self, before: &Books) -> bool {
        self.uploading == before.uploading
    }

    /// The cap that bound longest since earlier books; of equal ones the first.
    pub fn worst_cap_since(&self, before: &Books) -> Option<Cause> {
        self.most_since(before, false)
    }

    fn most_since(&self, before: &Books, gate: bool) -> Option<Cause> {
        let time = |c: &Cause| self.blamed[c.index()] - before.blamed[c.index()];
        let of_kind = self.used.iter().filter(|c| c.is_gate() == gate && time(c) > 0);
        // Of equal ones `min_by_key` gives the first.
        of_kind.min_by_key(|c| std::cmp::Reverse(time(c)))
    }

    /// The time in which bytes moved, and the time stalled.
    pub const fn ledger(&self) -> (Span, Span) {
        (Span::from_micros(self.uploading), Span::from_micros(self.stalled))
    }

    /// Stalls and limits, longest first, ties in the order of causes.
    pub fn shares(&self) -> (Vec<Stall>, Vec<LimitShare>) {
        let gates = self.used.iter().filter(|cause| cause.is_gate()).count();
        let caps = self.used.len() as usize - gates;
        let (mut stalls, mut limits) = (Vec::with_capacity(gates), Vec::with_capacity(caps));
        for cause in self.used.iter() {
            let time = Span::from_micros(self.blamed[cause.index()]);
            if time == Span::ZERO {
                continue;
            }
            if cause.is_gate() {
                let sole = Span::from_micros(self.sole[cause.index()]);
                stalls.push(Stall { cause, time, sole });
            } else {
                limits.push(LimitShare { cause, time });
            }
        }
        stalls.sort_by_key(|s| std::cmp::Reverse(s.time));
        limits.sort_by_key(|l| std::cmp::Reverse(l.time));
        (stalls, limits)
    }
}
