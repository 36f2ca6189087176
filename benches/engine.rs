//! The engine alone: one night as the point answer, plain, recorded, with all the rules of a phone;
//! and sixty nights that go alike against one.

use crate::measure::{Goal, Row, against, alone};
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::outcome::Verdict;
use backup_sim::sim::{Chance, Record, simulate};
use std::hint::black_box;

const TIMES: u64 = 2_000;

fn case(values: &[(&str, &str)]) -> Scenario {
    let mut draft = Draft::new();
    for (key, text) in values {
        draft.set(key, text, Origin::Default);
    }
    draft.build().expect("the case is valid")
}

fn again(scenario: &Scenario, record: Record) -> impl FnMut() + '_ {
    move || {
        for _ in 0..TIMES {
            black_box(simulate(black_box(scenario), Chance::Mean, record));
        }
    }
}

/// Times the engine.
pub fn rows() -> Vec<Row> {
    let night = case(&[("size", "10GB"), ("upload", "3Mbps")]);
    let found = simulate(&night, Chance::Mean, Record::Yes);
    // 80e9 bit at 2.85 Mbit/s take 28,070.2 s of the 32,400 from 22:00 to 07:00.
    assert_eq!(found.verdict, Verdict::Finishes);
    assert_eq!(found.finish.map(|f| f.at.micros()), Some(28_070_175_439));
    assert_eq!(found.timeline.map(|t| t.segments.len()), Some(1));

    let phone = [
        ("service", "icloud-backup"),
        ("size", "10GB"),
        ("upload", "20Mbps"),
        ("battery", "30%"),
        ("plugged", "23:00-07:00"),
        ("cloud-free", "50GB"),
    ];
    let phone = case(&phone);
    let found = simulate(&phone, Chance::Mean, Record::No);
    assert!(found.stalls.len() >= 2, "the phone's rules hold it up: {:?}", found.stalls);

    // 60 nights of 32,400 s at 2.85 Mbit/s carry 692.55 GB.
    let few = case(&[("size", "10GB"), ("upload", "3Mbps"), ("nights", "1")]);
    let many = case(&[("size", "690GB"), ("upload", "3Mbps"), ("nights", "60")]);
    let found = simulate(&many, Chance::Mean, Record::No);
    assert_eq!(found.finish.map(|f| f.night), Some(60));

    vec![
        alone("generic night", TIMES, again(&night, Record::No)),
        alone("generic night, recorded", TIMES, again(&night, Record::Yes)),
        alone("icloud-backup night", TIMES, again(&phone, Record::No)),
        alone("icloud-backup night, recorded", TIMES, again(&phone, Record::Yes)),
        against(
            "60 nights against 1",
            TIMES,
            Goal::AtMost(3.0),
            again(&many, Record::No),
            again(&few, Record::No),
        ),
    ]
}
