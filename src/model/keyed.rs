//! Random numbers by key and place: whoever draws for the nth night, or the nth quarter of an hour, gets
//! the same numbers however many were drawn before. So a longer window, an earlier start or another
//! fix shifts nobody's draws, and two cases are compared on common numbers.

use rand_core::SeedableRng;
use rand_xoshiro::SplitMix64;

/// The key of one source of chance in one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keyed(u64);

impl Keyed {
    /// From a key, all of whose bits count.
    pub const fn new(key: u64) -> Self {
        Keyed(key)
    }

    /// The numbers of one place.
    #[inline]
    pub fn at(self, place: i64) -> SplitMix64 {
        SplitMix64::seed_from_u64(mixed(self.0 ^ place.cast_unsigned()))
    }
}

/// One round of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
/// OOPSLA 2014): equal only for equal inputs, and every bit depends on every bit.
#[inline]
pub const fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A number from 0 up to 1, evenly spread.
#[inline]
pub fn unit(random: &mut impl rand_core::Rng) -> f64 {
    // 53 bits are what a double holds.
    (random.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::Rng;

    #[test]
    fn each_place_of_each_key_has_numbers_of_its_own() {
        let mut seen: Vec<u64> = Vec::new();
        for key in 0..8 {
            for place in -8..8 {
                let mut random = Keyed::new(mixed(key)).at(place);
                seen.extend([random.next_u64(), random.next_u64()]);
            }
        }
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }

    #[test]
    fn units_are_even() {
        // The mean of n even numbers is 1/2 with a standard deviation of 1/sqrt(12 n): 0.0009 here.
        let mean = (0..100_000).map(|n| unit(&mut Keyed::new(7).at(n))).sum::<f64>() / 1e5;
        assert!((mean - 0.5).abs() < 0.004, "{mean}");
    }
}
