//! The outcome: what a simulation found. Everything behind the engine reads only this.

use super::timeline::Timeline;
use crate::cause::Cause;
use crate::units::{ClockTime, Fraction, SimTime, Size, Span};
use smallvec::SmallVec;

/// The short answer (docs/models.md, Time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Done by the deadline.
    Finishes,
    /// Not done by the deadline, perhaps later.
    Misses,
    /// Never done as things are; a proof says why.
    Never,
    /// Turned down before the first byte; a proof says why.
    Refused,
}

impl Verdict {
    /// All of them, the best first.
    pub const ALL: [Verdict; 4] =
        [Verdict::Finishes, Verdict::Misses, Verdict::Never, Verdict::Refused];

    /// The word in JSON and CSV.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Finishes => "finishes",
            Verdict::Misses => "misses",
            Verdict::Never => "never",
            Verdict::Refused => "refused",
        }
    }
}

/// When the last byte was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Finish {
    /// The night, from 1.
    pub night: u32,
    /// The moment since second 0.
    pub at: SimTime,
}

/// Bytes at the horizon. done + sent + left = size; re-sent bytes come on top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bytes {
    /// The library with its growth so far.
    pub size: Size,
    /// Uploaded before second 0.
    pub done: Size,
    /// Sent since and kept.
    pub sent: Size,
    /// Sent and lost to interruptions, to be sent again.
    pub resent: Size,
    /// Still to send.
    pub left: Size,
    /// Sent by the end of the first window (all-day: 24:00).
    pub by_first_morning: Size,
    /// Of these, what could be restored then.
    pub safe_first_morning: Size,
}

/// The time ledger: uploading + stalled = window, window + outside = horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ledger {
    /// From second 0 to the finish, else as docs/models.md (Time) says.
    pub horizon: Span,
    /// Bytes moved, or the client worked on an item.
    pub uploading: Span,
    /// Nothing moved although data remained and the window was open.
    pub stalled: Span,
    /// Between windows.
    pub outside: Span,
}

/// A gate's part of the stalled time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stall {
    /// The gate that is blamed: the first of the closed ones in the order of causes.
    pub cause: Cause,
    /// How long it is blamed for.
    pub time: Span,
    /// How long of this it alone was closed.
    pub sole: Span,
}

/// A cap's part of the uploading time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitShare {
    /// The cap that was binding.
    pub cause: Cause,
    /// For how long.
    pub time: Span,
}

/// The caps' parts; most outcomes have one.
pub type LimitShares = SmallVec<[LimitShare; 1]>;

/// Why it is refused or can never finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Proof {
    /// The gate or cap that it rests on.
    pub cause: Cause,
    /// What the proof says.
    pub kind: ProofKind,
}

/// The kinds of proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProofKind {
    /// A check on fixed inputs turned it down before the first byte. `missing` is what space is
    /// short of, where it is a matter of space.
    Refused {
        /// The space that is missing.
        missing: Option<Size>,
    },
    /// Every night repeats, and the gate stays closed or opens too briefly.
    NeverOpens,
    /// The space at the destination fills up with this much left to send.
    SpaceRunsOut {
        /// What is left.
        missing: Size,
    },
    /// The library grows by at least what a night carries.
    Outgrown {
        /// The growth in a day.
        growth: Size,
        /// What a night carries.
        night: Size,
    },
    /// What has to go in one piece takes longer than the longest unbroken stretch.
    UnitTooLong {
        /// The size of the piece.
        unit: Size,
        /// The place in the list of classes of the one that it is an item of, if it is a whole item.
        class: Option<u8>,
        /// What each night sends and loses.
        lost: Size,
        /// The longest stretch of a night without a break.
        stretch: Span,
    },
    /// An item never uploads and the service does not skip it.
    StuckItem,
}

/// The battery over the first window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BatteryNight {
    /// Its level at the start.
    pub start: Fraction,
    /// Its level at the end.
    pub end: Fraction,
    /// The lowest level.
    pub min: Fraction,
    /// How long it counted as charging.
    pub charging: Span,
    /// Whether it lost charge while plugged in.
    pub lost_while_plugged: bool,
}

/// What a simulation found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The short answer.
    pub verdict: Verdict,
    /// When it is done; `None` if it is not by the horizon.
    pub finish: Option<Finish>,
    /// By when it must be done.
    pub deadline: SimTime,
    /// The clock time of second 0.
    pub clock_zero: ClockTime,
    /// The bytes.
    pub bytes: Bytes,
    /// The time ledger.
    pub ledger: Ledger,
    /// The stalled time by cause, longest first, ties in the order of causes.
    pub stalls: Vec<Stall>,
    /// The uploading time by cap, longest first, ties in the order of causes.
    pub limits: LimitShares,
    /// Why it is refused or never.
    pub proof: Option<Proof>,
    /// The battery over the first window; `None` where it was not simulated.
    pub battery: Option<BatteryNight>,
    /// The timeline, if it was recorded.
    pub timeline: Option<Timeline>,
}

impl Outcome {
    /// The clock time of a moment, in whole seconds, rounded up.
    pub fn clock_at(&self, at: SimTime) -> ClockTime {
        let seconds = at.micros().div_euclid(1_000_000) + i64::from(at.micros() % 1_000_000 != 0);
        let clock = (i64::from(self.clock_zero.secs()) + seconds).rem_euclid(86_400);
        ClockTime::from_secs(u32::try_from(clock).unwrap_or(0))
    }

    /// Deadline less finish in microseconds; negative is lateness.
    pub fn margin_micros(&self) -> Option<i64> {
        self.finish.map(|f| self.deadline.micros().saturating_sub(f.at.micros()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Draft, Origin};
    use crate::sim::{Chance, Record, simulate};

    /// 40 GB at 3 Mbit/s from 22:00 on, due at 07:00, done in the fourth night.
    fn found() -> Outcome {
        let mut draft = Draft::new();
        for (key, text) in [("size", "40GB"), ("upload", "3Mbps")] {
            draft.set(key, text, Origin::Study);
        }
        simulate(&draft.build().unwrap(), Chance::Mean, Record::No)
    }

    #[test]
    fn a_clock_shows_a_moment_in_whole_seconds_rounded_up() {
        let outcome = found();
        let clock = |micros| outcome.clock_at(SimTime::from_micros(micros));
        assert_eq!(clock(0), ClockTime::from_hm(22, 0));
        assert_eq!(clock(1), ClockTime::from_secs(22 * 3600 + 1));
        assert_eq!(clock(1_000_000), ClockTime::from_secs(22 * 3600 + 1));
        assert_eq!(clock(1_000_001), ClockTime::from_secs(22 * 3600 + 2));
        assert_eq!(clock(7_200_000_000), ClockTime::from_hm(0, 0));
        assert_eq!(clock(3 * 86_400_000_000 + 7_260_000_000), ClockTime::from_hm(0, 1));
    }

    #[test]
    fn the_margin_is_what_is_left_to_the_deadline() {
        let mut outcome = found();
        let finish = outcome.finish.unwrap().at;
        assert_eq!(outcome.margin_micros(), Some(9 * 3_600_000_000 - finish.micros()));
        outcome.deadline = finish.plus(Span::from_secs(5));
        assert_eq!(outcome.margin_micros(), Some(5_000_000));
        outcome.finish = None;
        assert_eq!(outcome.margin_micros(), None);
    }
}
