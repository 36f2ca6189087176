//! How fast a class of items goes out. The granted rate and what an item costs besides its bytes
//! flow in; the actual rate flows out.
//!
//! With D = size ÷ rate (all of the granted rate) and Z = overhead, an item takes
//!
//! ```text
//! one lane           D + Z
//! k lanes, equal     D + Z/k                     they start together and stay together
//! k lanes, unlike    D / (1 - 1/S_k),            S_0 = 1, S_j = 1 + j (D/Z) S_(j-1)
//! ```
//!
//! The second is exact: k lanes prepare for Z, then share the link for k D. The third is k customers
//! who come to one server that shares itself out evenly and stay away for Z after each visit (a
//! closed network of a shared processor and a delay, whose throughput does not depend on how
//! service times are distributed, as long as they vary: Baskett, Chandy, Muntz and Palacios 1975);
//! S_k is the sum of k!/(k-j)! (D/Z)^j for j from 0 to k, and 1/S_k the share of the time in which
//! no lane sends. All of it in whole numbers.

use crate::units::{Amount, Rate, Span};

/// The first congestion window, 10 segments of 1,448 bytes of payload: RFC 6928, April 2013.
const FIRST_WINDOW: Amount = crate::units::Size::from_bytes(14_480).amount();

/// Binary places of a share in whole numbers.
const PLACES: u32 = 56;

/// Lanes at work at once, at most, as `service.transfers` has it.
pub const MOST_LANES: u64 = 64;

/// What each item costs besides its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Before its first byte.
    pub each: Span,
    /// The round trip, where items cost round trips: their transfers then begin slowly, one round
    /// trip for each doubling of the window. No time where they do not: connections stay warm, or
    /// `each` holds it all.
    pub round_trip: Span,
    /// All of it is halved, to see what it costs.
    pub eased: bool,
}

impl Cost {
    /// Whether items cost nothing but their bytes.
    pub fn is_nothing(self) -> bool {
        self.each == Span::ZERO && self.round_trip == Span::ZERO
    }

    /// What the granted rate could have moved while one item of `size` is prepared. `sharing` is how
    /// many lanes share the rate while it is sent.
    ///
    /// In each round trip in which the window w is less than lane rate x round trip and less than
    /// what is left, the lane sends w and waits for the rest of the round trip.
    pub(super) fn missed(self, granted: Rate, size: Amount, sharing: u64) -> Amount {
        let mut missed = granted.over(self.each);
        let trip = granted.over(self.round_trip);
        let (mut window, mut left) = (FIRST_WINDOW, size);
        while window < left {
            let sent = window.times(sharing);
            if sent >= trip {
                break;
            }
            missed += trip - sent;
            left -= window;
            window += window;
        }
        if self.eased { missed.half() } else { missed }
    }
}

/// Like items, and how many lanes work on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The mean size of an item.
    pub item: Amount,
    /// How many are under way at once, at least one.
    pub lanes: u64,
    /// Whether they differ in size, so that lanes hide each other's overhead.
    pub mixed: bool,
}

impl Pace {
    /// What the lanes carry together while each prepares once, if they are in step.
    pub fn round(self) -> Amount {
        self.item.times(self.lanes)
    }

    /// The actual rate for a granted one.
    pub fn rate(self, granted: Rate, cost: Cost) -> Rate {
        if granted == Rate::ZERO {
            return granted;
        }
        if !self.mixed || self.lanes == 1 {
            let missed = cost.missed(granted, self.item, self.lanes);
            let round = self.round();
            let (part, whole) = narrow(round, round + missed, 63);
            return granted.share(part, whole);
        }
        // Where overhead matters, lanes seldom meet: each begins as if it had the link alone.
        let missed = cost.missed(granted, self.item, 1);
        let (size, away) = narrow(self.item, missed, PLACES);
        granted.share_of_twos((1 << PLACES) - idle(self.lanes, size, away), PLACES)
    }
}

/// Two amounts in a common unit, in which each has at most so many binary places.
fn narrow(one: Amount, other: Amount, places: u32) -> (u64, u64) {
    let most = one.max(other).units().unsigned_abs();
    let shift = (128 - most.leading_zeros()).saturating_sub(places);
    let of = |amount: Amount| u64::try_from(amount.units() >> shift).unwrap_or(u64::MAX);
    (of(one), of(other))
}

/// The share of the time in which none of so many lanes sends, in 2^[`PLACES`]ths: 1/S of `size` ÷
/// `away`.
fn idle(lanes: u64, size: u64, away: u64) -> u64 {
    let mut share: u64 = 1 << PLACES;
    for lane in 1..=lanes {
        let top = u128::from(share) * u128::from(away);
        let whole = (top >> PLACES) + u128::from(lane) * u128::from(size);
        share = u64::try_from(top / whole.max(1)).unwrap_or(1 << PLACES);
    }
    share
}
