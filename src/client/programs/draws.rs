//! Where the spread of S3's waits comes from. The real client seeds its random numbers by the clock,
//! so a trial draws them; the point answer takes numbers that are spread evenly over the range.

use rand_core::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// 1, in the unit of a draw.
pub const ONE: u64 = 1_000_000_000;
/// The golden ratio less 1.
const GOLDEN: u64 = 618_033_989;

/// Numbers of at least 0 and below 1, in thousand-millionths.
#[derive(Clone, Debug)]
pub enum Draws {
    /// The k-th, from 1, is the fraction of 0.5 + 0.618 034 k: every stretch of them covers the range
    /// evenly.
    Even(u64),
    /// Random ones.
    Random(Box<Xoshiro256PlusPlus>),
}

impl Draws {
    /// Those of the point answer.
    pub const fn even() -> Self {
        Draws::Even(ONE / 2)
    }

    /// Those of a trial, from a random stream of its own.
    pub fn of(random: Xoshiro256PlusPlus) -> Self {
        Draws::Random(Box::new(random))
    }

    /// The next one.
    pub fn draw(&mut self) -> u64 {
        match self {
            Draws::Even(last) => {
                *last = (*last + GOLDEN) % ONE;
                *last
            }
            // The upper 32 bits, scaled.
            Draws::Random(random) => ((random.next_u64() >> 32) * ONE) >> 32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::SeedableRng;

    #[test]
    fn the_numbers_of_the_point_answer_cover_the_range() {
        // 0.5 + 0.618034 - 1 = 0.118034, then 0.736068, then 1.354102 - 1.
        let mut draws = Draws::even();
        let some: Vec<u64> = (0..8).map(|_| draws.draw()).collect();
        assert_eq!(some.get(..3), Some(&[118_033_989, 736_067_978, 354_101_967][..]));
        // Eight of them: one at least in each quarter.
        let quarters: std::collections::BTreeSet<u64> = some.iter().map(|n| n * 4 / ONE).collect();
        assert_eq!(quarters.len(), 4);
    }

    #[test]
    fn random_numbers_depend_on_their_stream_and_stay_below_one() {
        let some = |seed| {
            let mut draws = Draws::of(Xoshiro256PlusPlus::seed_from_u64(seed));
            (0..1_000).map(|_| draws.draw()).collect::<Vec<u64>>()
        };
        assert_eq!(some(1), some(1));
        assert_ne!(some(1), some(2));
        let mean = some(3).iter().sum::<u64>() / 1_000;
        // The mean of 1,000 uniform numbers has a standard deviation of 0.0091: 5 of them.
        assert!(some(3).iter().all(|&n| n < ONE) && mean.abs_diff(ONE / 2) < 46_000_000, "{mean}");
    }
}
