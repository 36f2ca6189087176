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
        if self.0 == 1_000_000 {
            return rate;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_a_rate_is_exact_or_rounded_down() {
        let third = Fraction::from_millionths(333_333);
        // 3,000,000 bit/s x 0.333333 = 999,999 bit/s; 35 microbit/s x 0.8 = 28.
        assert_eq!(third.of(Rate::from_bits_per_s(3_000_000)).bits_per_s(), 999_999);
        let some = Rate::from_microbits_per_s(35);
        assert_eq!(Fraction::from_percent(80).of(some).microbits_per_s(), 28);
        assert_eq!(third.of(some).microbits_per_s(), 11);
        assert_eq!((Fraction::ZERO.of(some), Fraction::ONE.of(some)), (Rate::ZERO, some));
        // No whole number of bits per second, and times 10^6 it is over 64 bits.
        assert_eq!(Fraction::ONE.of(Rate::UNLIMITED), Rate::UNLIMITED);
    }

    #[test]
    fn a_percentage_is_a_ratio_and_its_hundredths() {
        let some = Fraction::from_percent(80);
        assert_eq!((some.millionths(), some.as_ratio(), some.as_percent()), (800_000, 0.8, 80.0));
    }
}
