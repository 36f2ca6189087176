//! Random numbers that depend on nothing but what they are for: a stream for each (seed, row, trial,
//! source), so that edits, threads and new fields do not shift the draws of others.

use rand_core::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// What is random. The numbers are part of every stream's key and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// When drops begin and end.
    Drops = 1,
    /// How late the phone notices that it charges.
    ChargingDelay = 2,
    /// How long a client waits before it tries again.
    Backoff = 3,
    /// What repeats of a run differ by.
    Repeats = 4,
}

/// The random numbers of one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stream {
    /// The seed.
    pub seed: u64,
    /// The row of the batch, from 1; 1 for a single case.
    pub row: u64,
    /// The trial, from 0.
    pub trial: u64,
}

impl Stream {
    /// The numbers of one source.
    pub fn of(self, source: Source) -> Xoshiro256PlusPlus {
        let key = [self.seed, self.row, self.trial, source as u64];
        Xoshiro256PlusPlus::seed_from_u64(key.into_iter().fold(0, |sum, part| mixed(sum ^ part)))
    }
}

/// One round of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
/// OOPSLA 2014): equal only for equal inputs, and every bit depends on every bit.
const fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::Rng;

    #[test]
    fn a_stream_depends_on_each_part_of_its_key() {
        let base = Stream { seed: 1, row: 2, trial: 3 };
        let first = |stream: Stream, source| stream.of(source).next_u64();
        let mut seen = vec![
            first(base, Source::Drops),
            first(base, Source::ChargingDelay),
            first(Stream { seed: 2, ..base }, Source::Drops),
            first(Stream { row: 1, ..base }, Source::Drops),
            first(Stream { trial: 4, ..base }, Source::Drops),
            first(Stream { seed: 3, row: 2, trial: 1 }, Source::Drops),
        ];
        assert_eq!(first(base, Source::Drops), seen[0]);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 6);
    }
}
