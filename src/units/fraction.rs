//! Shares and counts. A `Fraction` is what people write as a percentage.

use super::data::Rate;

/// A share in millionths: 1,000,000 is 100 %. The grammar accepts 0 % to 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(u32);

impl Fraction {
    /// Nothing.
    pub const ZERO: Fraction = Fraction(0);
    /// All of it.
    pub const ONE: Fraction = Fraction(1_000_000);

    /// From whole percent.
    pub const fn from_percent(percent: u32) -> Self {
        Fraction(percent.saturating_mul(10_000))
    }

    /// From millionths.
    pub const fn from_millionths(millionths: u32) -> Self {
        Fraction(millionths)
    }

    /// In millionths.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// As a number from 0 to 1.
    pub fn as_ratio(self) -> f64 {
        f64::from(self.0) / 1e6
    }

    /// As a percentage.
    pub fn as_percent(self) -> f64 {
        f64::from(self.0) / 1e4
    }

    /// This share of a rate: exact for a rate of whole bits per second, else rounded down.
    pub const fn of(self, rate: Rate) -> Rate {
        let microbits = rate.microbits_per_s();
        // Nearly always the rate is of whole bits per second, and a 128-bit division is slow.
        if microbits.is_multiple_of(1_000_000)
            && let Some(part) = (microbits / 1_000_000).checked_mul(self.0 as u64)
        {
            return Rate::from_microbits_per_s(part);
        }
        rate.share(self.0 as u64, 1_000_000)
    }
}

/// A whole number, for instance of nights. The field says its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(u64);

impl Count {
    /// From a number.
    pub const fn new(number: u64) -> Self {
        Count(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}
