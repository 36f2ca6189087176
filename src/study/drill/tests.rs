//! Every miss of the drill, printed.

use super::*;
use crate::units::Kind;
use std::collections::BTreeMap;

/// Prints every miss: `cargo test --lib slow_misses -- --nocapture`.
#[test]
#[allow(clippy::print_stdout)]
fn slow_misses() {
    for seed in 1..=3 {
        let mut by: BTreeMap<Cause, (u32, u32, u32)> = BTreeMap::new();
        let (mut first, mut three) = (0, 0);
        for place in 0..200 {
            let drilled = case(seed, place).unwrap();
            let verdict = judged(&drilled);
            let entry = by.entry(drilled.cause).or_default();
            let within = |n: usize| u32::from(verdict.place.is_some_and(|p| p <= n));
            *entry = (entry.0 + 1, entry.1 + within(1), entry.2 + within(3));
            first += within(1);
            three += within(3);
            if verdict.place != Some(1) && seed == 1 {
                let words = drilled.words.as_deref().unwrap_or("-");
                let found = verdict.first.map_or("-", Cause::id);
                let (cause, seen) = (drilled.cause.id(), drilled.seen.print());
                let place_found = verdict.place;
                println!(
                    "{place} {cause}: {words} -> {found} {place_found:?} {seen} {:?}",
                    drilled.truth
                );
            }
        }
        println!("seed {seed}: {first} {three} of 200");
        for (cause, n) in by.iter().filter(|(_, n)| n.1 < n.0) {
            println!("  {:20} {n:?}", cause.id());
        }
    }
}
