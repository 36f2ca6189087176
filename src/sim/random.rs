//! Random numbers that depend on nothing but what they are for: a stream for each (seed, row, trial,
//! source), so that edits, threads and new fields do not shift the draws of others.

use crate::model::keyed::{Keyed, mixed};
use crate::model::link::wander::Keys;
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
    /// How far the stated rate lies from the typical one.
    Reading = 5,
    /// How fast each night is.
    Nights = 6,
    /// How fast each quarter of an hour is.
    Blocks = 7,
    /// How late the charger is plugged in, each night.
    Plugging = 8,
    /// When the phone is unlocked, each night.
    Unlocking = 9,
    /// Which of the measured nights each night is like.
    Measured = 10,
    /// The values of the fields that `[spread]` names.
    Spread = 11,
    /// Where in their ranges the values of a drawn row lie.
    Ranges = 12,
    /// By how much a drawn row strays from the values that `[spread]` names.
    Strays = 13,
    /// What may come of an upload that is under way.
    Outlook = 40,
}

/// The random numbers of one trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stream {
    /// The seed.
    pub seed: u64,
    /// The row of the batch: its id, else its number from 1; 1 for a single case.
    pub row: u64,
    /// The trial, from 0.
    pub trial: u64,
}

impl Stream {
    fn key(self, source: Source) -> u64 {
        let key = [self.seed, self.row, self.trial, source as u64];
        key.into_iter().fold(0, |sum, part| mixed(sum ^ part))
    }

    /// The numbers of one source.
    pub fn of(self, source: Source) -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(self.key(source))
    }

    /// The numbers of one source by place: night, block.
    pub fn keyed(self, source: Source) -> Keyed {
        Keyed::new(self.key(source))
    }

    /// What drops are drawn from: the first night, and each later one.
    pub fn drops(self) -> (Xoshiro256PlusPlus, Keyed) {
        (self.of(Source::Drops), self.keyed(Source::Drops))
    }

    /// What the speed is drawn from.
    pub fn speed(self) -> Keys {
        Keys {
            reading: self.keyed(Source::Reading),
            nights: self.keyed(Source::Nights),
            blocks: self.keyed(Source::Blocks),
            days: self.keyed(Source::Measured),
        }
    }
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

    /// Seeds are written down to be used again, so that their numbers never change. The key folds the
    /// parts with SplitMix64's mixing, whose first number from 0 is known.
    #[test]
    fn the_numbers_of_a_seed_stay_what_they_are() {
        assert_eq!(mixed(0), 0xe220_a839_7b1d_cdaf);
        let base = Stream { seed: 1, row: 2, trial: 3 };
        assert_eq!(base.key(Source::Drops), 0xa67f_0349_b6b7_d27d);
        assert_eq!(base.key(Source::Unlocking), 0x8b80_479a_60c2_324f);
        let keys = base.speed();
        let of = |source| base.keyed(source);
        assert_eq!(keys.reading, of(Source::Reading));
        assert_eq!(keys.nights, of(Source::Nights));
        assert_eq!((keys.blocks, keys.days), (of(Source::Blocks), of(Source::Measured)));
        assert_eq!(base.drops().1, of(Source::Drops));
    }
}
