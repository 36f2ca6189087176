//! Sizes, rates and the exact amounts that a simulation counts in. `Size` and `Rate` are what
//! people write; `Amount` is rate x time without rounding, so that an exact fit finishes.

use super::time::Span;

/// A number of bytes. Accepted from 1 B to 1 PB (10^15 B) by the grammar; zero only where a field
/// allows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(u64);

impl Size {
    /// No bytes.
    pub const ZERO: Size = Size(0);
    /// The largest size that is accepted: 1 PB.
    pub const MAX: Size = Size(1_000_000_000_000_000);

    /// From bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Size(bytes)
    }

    /// In bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// The sum, at most `u64::MAX` bytes.
    pub const fn plus(self, other: Size) -> Size {
        Size(self.0.saturating_add(other.0))
    }

    /// The difference, at least zero.
    pub const fn minus(self, other: Size) -> Size {
        Size(self.0.saturating_sub(other.0))
    }

    /// The exact amount of payload.
    pub const fn amount(self) -> Amount {
        Amount(self.0 as i128 * Amount::PER_BYTE)
    }
}

/// A rate, stored in millionths of a bit per second so that a percentage of a whole number of bits
/// per second is exact. Accepted from 1 kbps to 1 Tbps by the grammar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u64);

impl Rate {
    /// Nothing moves.
    pub const ZERO: Rate = Rate(0);
    /// No limit. Larger than every rate that can be typed.
    pub const UNLIMITED: Rate = Rate(i64::MAX as u64);

    /// From whole bits per second, at most [`Rate::UNLIMITED`].
    pub const fn from_bits_per_s(bits: u64) -> Self {
        Self::from_microbits_per_s(bits.saturating_mul(1_000_000))
    }

    /// From millionths of a bit per second, at most [`Rate::UNLIMITED`].
    pub const fn from_microbits_per_s(microbits: u64) -> Self {
        if microbits > Self::UNLIMITED.0 { Self::UNLIMITED } else { Rate(microbits) }
    }

    /// In millionths of a bit per second.
    pub const fn microbits_per_s(self) -> u64 {
        self.0
    }

    /// In bits per second, rounded down.
    pub const fn bits_per_s(self) -> u64 {
        self.0 / 1_000_000
    }

    /// In Mbit/s, for the closed forms of power and for printing. Never used to move bytes.
    pub fn as_mbps(self) -> f64 {
        self.0 as f64 * 1e-12
    }

    /// What this rate moves in a span, exactly.
    #[inline]
    pub const fn over(self, span: Span) -> Amount {
        // A product of two 64-bit numbers always fits, which need not be checked each time.
        Amount((self.0 as i128).wrapping_mul(span.micros() as i128))
    }

    /// This rate times `part` ÷ `whole`, rounded down. `whole` of 0 gives zero.
    #[inline]
    pub const fn share(self, part: u64, whole: u64) -> Rate {
        if whole == 0 {
            return Rate(0);
        }
        let scaled = self.0 as u128 * part as u128 / whole as u128;
        if scaled > Self::UNLIMITED.0 as u128 { Self::UNLIMITED } else { Rate(scaled as u64) }
    }

    /// This rate times `part` ÷ 2^`places`, rounded down; `part` is no more than 2^`places`, `places` less
    /// than 64. As [`Rate::share`], without its division of 128 bits.
    #[inline]
    pub const fn share_of_twos(self, part: u64, places: u32) -> Rate {
        Self::from_microbits_per_s(((self.0 as u128 * part as u128) >> places) as u64)
    }

    /// The difference, at least zero.
    #[inline]
    pub const fn minus(self, other: Rate) -> Rate {
        Rate(self.0.saturating_sub(other.0))
    }

    /// The sum, at most [`Rate::UNLIMITED`].
    #[inline]
    pub const fn plus(self, other: Rate) -> Rate {
        Self::from_microbits_per_s(self.0.saturating_add(other.0))
    }
}

/// An exact amount of payload: 10^-12 bit, which is a rate of one [`Rate`] unit over one
/// microsecond. May be negative as a difference. Holds 1 PB 10^10 times over, so that sums of amounts
/// need no check: a library is at most 1 PB, and grows by no more in each of 3,650 nights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);
    /// Units in one byte.
    const PER_BYTE: i128 = 8_000_000_000_000;

    /// From raw units of 10^-12 bit.
    pub const fn from_units(units: i128) -> Self {
        Amount(units)
    }

    /// In units of 10^-12 bit.
    pub const fn units(self) -> i128 {
        self.0
    }

    /// So many times this amount. What an amount and a number of parts in flight come to is far from the
    /// bound, and need not be checked each time.
    #[inline]
    pub const fn times(self, number: u64) -> Amount {
        Amount(self.0.wrapping_mul(number as i128))
    }

    /// Half of this amount, rounded down; not for differences.
    #[inline]
    pub const fn half(self) -> Amount {
        Amount(self.0 >> 1)
    }

    /// Whole bytes, rounded down, at least zero.
    pub const fn floor(self) -> Size {
        // 8 x 10^12 is 2^15 x 5^12. Without the 15 bits, most amounts fit into 64 bits, whose
        // division costs a fraction of one of 128 bits.
        let shifted = self.0 >> 15;
        if self.0 <= 0 {
            Size(0)
        } else if shifted <= u64::MAX as i128 {
            Size(shifted as u64 / 244_140_625)
        } else {
            Size((self.0 / Self::PER_BYTE) as u64)
        }
    }

    /// The nearest whole number of bytes, halves up, at least zero.
    pub const fn round(self) -> Size {
        Amount(self.0.saturating_add(Self::PER_BYTE / 2)).floor()
    }

    /// The least time in which `rate` moves this amount, rounded up to the microsecond; `None` if
    /// the rate is zero.
    #[inline]
    pub fn time_at(self, rate: Rate) -> Option<Span> {
        if rate.0 == 0 {
            return None;
        }
        if self.0 <= 0 {
            return Some(Span::ZERO);
        }
        // A 64-bit division costs a fraction of a 128-bit one and covers up to 2.3 MB.
        let micros = match u64::try_from(self.0) {
            Ok(units) => i64::try_from(units.div_ceil(rate.0)).unwrap_or(i64::MAX),
            Err(_) => {
                // One division of 128 bits, and a product to see whether it left something.
                let (units, rate) = (self.0 as u128, u128::from(rate.0));
                let whole = units / rate;
                i64::try_from(whole + u128::from(whole * rate < units)).unwrap_or(i64::MAX)
            }
        };
        Some(Span::from_micros(micros))
    }

    /// How many times this amount holds `unit`; 0 if it holds none or either is not more than nothing.
    pub fn holds(self, unit: Amount) -> i64 {
        if self < unit || unit.0 <= 0 {
            return 0;
        }
        // Two products tell whether a quotient of floats is right, and a division of 128 bits is dear. A
        // quotient below 2^50 is off by one at most.
        let about = self.0 as f64 / unit.0 as f64;
        if about < 1e15 {
            let close = about as i64;
            let rest = self.0 - i128::from(close) * unit.0;
            return close + i64::from(rest >= unit.0) - i64::from(rest < 0);
        }
        i64::try_from(self.0 / unit.0).unwrap_or(i64::MAX)
    }

    /// This amount modulo `unit`: what lies beyond the last whole unit. Zero if `unit` is zero.
    #[inline]
    pub const fn beyond(self, unit: Amount) -> Amount {
        if unit.0 <= 0 {
            return Amount(0);
        }
        if self.0 >= 0 && self.0 < unit.0 {
            return self;
        }
        // Sizes are multiples of a high power of two. What lies above it mostly fits into 64 bits, whose
        // division costs a fraction of one of 128 bits.
        let twos = unit.0.trailing_zeros();
        let (above, odd) = (self.0 >> twos, unit.0 >> twos);
        if above >= 0 && above <= u64::MAX as i128 && odd <= u64::MAX as i128 {
            let rest = (above as u64 % odd as u64) as i128;
            return Amount((rest << twos) | (self.0 & !(-1 << twos)));
        }
        Amount(self.0.rem_euclid(unit.0))
    }
}

impl std::ops::Add for Amount {
    type Output = Amount;
    #[inline]
    fn add(self, other: Amount) -> Amount {
        Amount(self.0.wrapping_add(other.0))
    }
}

impl std::ops::Sub for Amount {
    type Output = Amount;
    #[inline]
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0.wrapping_sub(other.0))
    }
}

impl std::ops::AddAssign for Amount {
    #[inline]
    fn add_assign(&mut self, other: Amount) {
        *self = *self + other;
    }
}

impl std::ops::SubAssign for Amount {
    #[inline]
    fn sub_assign(&mut self, other: Amount) {
        *self = *self - other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One byte in units of 10^-12 bit.
    const BYTE: i128 = 8_000_000_000_000;

    #[test]
    fn an_amount_is_cut_to_whole_bytes_or_rounded_to_the_nearest() {
        // Over 2^64 x 2^15 units the short division does not do: 10^12 B are 8 x 10^24 units.
        for bytes in [0_u64, 1, 7, 10_000_000, 1_000_000_000_000] {
            let exact = i128::from(bytes) * BYTE;
            let whole = |units| Amount::from_units(units).floor().bytes();
            let nearest = |units| Amount::from_units(units).round().bytes();
            assert_eq!(Size::from_bytes(bytes).amount().units(), exact);
            assert_eq!((whole(exact), whole(exact + BYTE - 1)), (bytes, bytes));
            assert_eq!(
                (nearest(exact + BYTE / 2 - 1), nearest(exact + BYTE / 2)),
                (bytes, bytes + 1)
            );
        }
        assert_eq!(Amount::from_units(-BYTE).floor(), Size::ZERO);
        assert_eq!(Amount::from_units(-BYTE).round(), Size::ZERO);
    }

    #[test]
    fn rates_add_and_subtract_and_stop_at_both_ends() {
        let mbps = |n: u64| Rate::from_bits_per_s(n * 1_000_000);
        assert_eq!((mbps(5).plus(mbps(3)), mbps(5).minus(mbps(3))), (mbps(8), mbps(2)));
        assert_eq!(mbps(3).minus(mbps(5)), Rate::ZERO);
        assert_eq!(Rate::UNLIMITED.plus(mbps(1)), Rate::UNLIMITED);
        // Two thirds of 9 Mbit/s; 1/3 of 1 bit/s is 333,333.3 microbit/s, rounded down.
        assert_eq!(mbps(9).share(2, 3), mbps(6));
        assert_eq!(Rate::from_bits_per_s(1).share(1, 3).microbits_per_s(), 333_333);
        assert_eq!(mbps(9).share(1, 0), Rate::ZERO);
        for (rate, part) in [(mbps(9), 3), (Rate::from_microbits_per_s(7), 5), (Rate::UNLIMITED, 8)]
        {
            assert_eq!(rate.share_of_twos(part, 3), rate.share(part, 8));
        }
        assert_eq!(Rate::UNLIMITED.share(2, 1), Rate::UNLIMITED);
        assert_eq!(Rate::UNLIMITED.share(3, 2), Rate::UNLIMITED);
    }

    #[test]
    fn a_rate_moves_an_amount_in_the_time_it_says() {
        // 8 Mbit/s is 1 MB/s: 3 MB take 3 s, one byte more takes a microsecond more.
        let rate = Rate::from_bits_per_s(8_000_000);
        let three = Size::from_bytes(3_000_000);
        assert_eq!(rate.over(Span::from_secs(3)), three.amount());
        assert_eq!(three.amount().time_at(rate), Some(Span::from_secs(3)));
        let more = three.amount() + Amount::from_units(1);
        assert_eq!(more.time_at(rate), Some(Span::from_micros(3_000_001)));
        assert_eq!(more.beyond(Size::from_bytes(1_000_000).amount()), Amount::from_units(1));
        assert_eq!(more.beyond(Amount::ZERO), Amount::ZERO);
        assert_eq!((more - three.amount()).units(), 1);
        assert_eq!(more.time_at(Rate::ZERO), None);
        assert_eq!(Amount::from_units(-1).time_at(rate), Some(Span::ZERO));
    }

    #[test]
    fn an_amount_holds_as_many_units_as_the_division_says() {
        let units = [1, 3, BYTE, 13_500_000_000 * BYTE + 1, (1 << 90) + 1];
        for unit in units {
            for times in [0, 1, 2, 7, 3_650, 999_999_999_999_999, 5_000_000_000_000_000] {
                let Some(whole) = i128::checked_mul(unit, times) else { continue };
                for beyond in [-1, 0, 1, unit / 2, unit - 1] {
                    let amount = whole + beyond;
                    let held = Amount::from_units(amount).holds(Amount::from_units(unit));
                    assert_eq!(i128::from(held), amount.max(0) / unit, "{amount} / {unit}");
                }
            }
        }
        assert_eq!(Amount::from_units(1 << 100).holds(Amount::from_units(1)), i64::MAX);
        assert_eq!(Amount::from_units(5).holds(Amount::ZERO), 0);
        assert_eq!(Amount::from_units(5).holds(Amount::from_units(-1)), 0);
    }

    #[test]
    fn what_lies_beyond_whole_units_is_the_rest_of_the_division() {
        let units = [1, 3, BYTE, 4_194_304 * BYTE, 2_800_000 * BYTE, (1 << 100) + 1, 1 << 90];
        let amounts =
            [0, 1, BYTE - 1, 40_000_000_001 * BYTE + 7, (1 << 110) + 5, -1, -BYTE * 3 - 1];
        for unit in units {
            for amount in amounts {
                let rest = Amount::from_units(amount).beyond(Amount::from_units(unit));
                assert_eq!(rest.units(), amount.rem_euclid(unit), "{amount} % {unit}");
            }
        }
    }

    #[test]
    fn sizes_add_and_subtract_and_stop_at_zero() {
        let size = Size::from_bytes;
        assert_eq!((size(5).plus(size(3)), size(5).minus(size(3))), (size(8), size(2)));
        assert_eq!(size(3).minus(size(5)), Size::ZERO);
    }
}
