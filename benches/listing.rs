//! A listing of 60,000 items, item by item in four lanes, against a stream of the same size.

use crate::measure::{Row, alone};
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::outcome::Verdict;
use backup_sim::sim::{Chance, Record, simulate};
use std::fmt::Write;
use std::hint::black_box;

const TIMES: u64 = 20;
const ITEMS: u64 = 60_000;

/// 20,000 times 100 kB, 250 kB and 400 kB: 15 GB, no two neighbours alike.
fn listing() -> String {
    (0..ITEMS).fold(String::new(), |mut text, k| {
        let comma = if k == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{}kB", 100 + 150 * (k % 3));
        text
    })
}

fn case(values: &[(&str, &str)]) -> Scenario {
    let mut draft = Draft::new();
    let night = [("upload", "80Mbps"), ("link.efficiency", "100%"), ("service.transfers", "4")];
    for (key, text) in night.iter().chain(values) {
        draft.set(key, text, Origin::Default);
    }
    draft.build().expect("the case is valid")
}

fn again(scenario: &Scenario) -> impl FnMut() + '_ {
    move || {
        for _ in 0..TIMES {
            black_box(simulate(black_box(scenario), Chance::Mean, Record::No));
        }
    }
}

/// Times a night of items one by one.
pub fn rows() -> Vec<Row> {
    let listing = listing();
    let free = case(&[("library.listing", &listing)]);
    let found = simulate(&free, Chance::Mean, Record::No);
    // 15 GB at 10 MB/s, items without overhead: 1,500 s, whatever lanes do with them; the last one ends
    // on a whole microsecond.
    assert_eq!(found.finish.map(|f| f.at.micros().div_euclid(2)), Some(750_000_000));

    let overhead = [("library.listing", &*listing), ("service.item_overhead", "50ms")];
    let costly = case(&overhead);
    let found = simulate(&costly, Chance::Mean, Record::No);
    assert_eq!(found.verdict, Verdict::Finishes);
    // D = 25 ms, Z = 50 ms in four lanes: S = 1 + 4 (1/2) (1 + 3 (1/2) (1 + 2 (1/2) (1 + 1/2))) = 10.5,
    // so 60,000 x 25 ms / (1 - 1/10.5) = 1,657.9 s by the closed form; sizes that come in turn keep
    // lanes apart a little better or worse.
    let seconds = found.finish.map_or(0.0, |f| f.at.micros() as f64 / 1e6);
    assert!((seconds / 1_657.9 - 1.0).abs() < 0.1, "{seconds} s");
    println!("60,000 items of 50 ms in 4 lanes: {seconds:.1} s, closed form 1657.9 s");

    let stream = case(&[("library.size", "15GB")]);
    vec![
        alone("15 GB as a stream", TIMES, again(&stream)),
        alone("60,000 items in 4 lanes, free", TIMES, again(&free)),
        alone("60,000 items in 4 lanes, 50 ms each", TIMES, again(&costly)),
    ]
}
