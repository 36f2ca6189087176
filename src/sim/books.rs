//! Time by cause: every stretch of simulated time flows in under exactly one cause, sent or stalled; the
//! ledger, the stalls and the limits of an outcome flow out. Books of two moments may be subtracted, so
//! that what a night added can be told, or added again where later nights repeat it.

use super::outcome::{LimitShare, LimitShares, Stall};
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
    pub fn shares(&self) -> (Vec<Stall>, LimitShares) {
        let gates = self.used.iter().filter(|cause| cause.is_gate()).count();
        let (mut stalls, mut limits) = (Vec::with_capacity(gates), LimitShares::new());
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

#[cfg(test)]
mod tests {
    use super::*;

    const WIFI: Cause = Cause::NoWifi;
    const POWER: Cause = Cause::NoPower;
    const LINE: Cause = Cause::UploadSpeed;
    const CLOUD: Cause = Cause::CloudSpeed;

    fn written(moved: &[(Cause, i64)], stood: &[(Cause, i64, bool)]) -> Books {
        let mut books = Books::default();
        add(&mut books, moved, stood);
        books
    }

    fn add(books: &mut Books, moved: &[(Cause, i64)], stood: &[(Cause, i64, bool)]) {
        for &(cause, micros) in moved {
            books.moved(micros);
            books.blame(cause, micros);
        }
        stood.iter().for_each(|&(cause, micros, sole)| books.stood_still(cause, micros, sole));
    }

    #[test]
    fn every_cause_is_told_with_its_time_the_longest_first() {
        let books = written(
            &[(CLOUD, 5), (LINE, 2), (LINE, 3), (Cause::PhoneSpeed, 9), (Cause::Heat, 0)],
            &[(POWER, 4, true), (WIFI, 3, false), (WIFI, 1, true), (Cause::Doze, 7, false)],
        );
        let (stalls, limits) = books.shares();
        let stalls: Vec<_> =
            stalls.iter().map(|s| (s.cause, s.time.micros(), s.sole.micros())).collect();
        // Of equal times the first in the order of causes.
        assert_eq!(stalls, [(Cause::Doze, 7, 0), (WIFI, 4, 1), (POWER, 4, 4)]);
        let limits: Vec<_> = limits.iter().map(|l| (l.cause, l.time.micros())).collect();
        assert_eq!(limits, [(Cause::PhoneSpeed, 9), (LINE, 5), (CLOUD, 5)]);
        assert_eq!(books.ledger(), (Span::from_micros(19), Span::from_micros(15)));
    }

    #[test]
    fn what_a_night_added_is_told_and_added_again_where_nights_repeat_it() {
        let before = written(&[(LINE, 2)], &[(WIFI, 9, false)]);
        let mut now = before.clone();
        assert!(now.only_stalled_since(&before));
        assert_eq!((now.worst_gate_since(&before), now.worst_cap_since(&before)), (None, None));
        add(&mut now, &[], &[(POWER, 3, true), (WIFI, 3, true)]);
        assert!(now.only_stalled_since(&before));
        assert_eq!(now.worst_gate_since(&before), Some(WIFI));
        add(&mut now, &[(LINE, 4), (CLOUD, 5)], &[(POWER, 1, true)]);
        assert!(!now.only_stalled_since(&before));
        assert_eq!(now.worst_gate_since(&before), Some(POWER));
        assert_eq!(now.worst_cap_since(&before), Some(CLOUD));
        let night = now.clone();
        now.add_difference(&before, &night, 2);
        let (stalls, limits) = now.shares();
        let stalls: Vec<_> =
            stalls.iter().map(|s| (s.cause, s.time.micros(), s.sole.micros())).collect();
        assert_eq!(stalls, [(WIFI, 9 + 3 * 3, 3 * 3), (POWER, 3 * 4, 3 * 4)]);
        let limits: Vec<_> = limits.iter().map(|l| (l.cause, l.time.micros())).collect();
        assert_eq!(limits, [(CLOUD, 3 * 5), (LINE, 2 + 3 * 4)]);
        assert_eq!(now.ledger(), (Span::from_micros(2 + 3 * 9), Span::from_micros(9 + 3 * 7)));
    }
}
