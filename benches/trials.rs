//! Trials of workload W: the engine, built once and run again and again, against the loop that does
//! only W. And trials under the rules of a phone, which nothing is held against.

use crate::measure::{Goal, Row, against, alone};
use crate::workload::{CASES, Case, Found, TRIALS, check, limit, scenario};
use backup_sim::scenario::{Draft, Origin};
use backup_sim::sim::Trials;
use std::hint::black_box;

fn ours(case: Case, trials: u64) -> Vec<Found> {
    let scenario = scenario(case);
    let mut engine = Trials::new(scenario.inputs(), 1, 1, 1);
    (0..trials)
        .map(|trial| {
            let found = engine.run(trial);
            Found {
                finish: found.finish.map(|f| f.at.micros() as f64 / 1e6),
                share: found.by_first_morning.bytes() as f64 / 40e9,
            }
        })
        .collect()
}

/// Checks the figures of W and times its three cases.
pub fn rows() -> Vec<Row> {
    let cases = CASES.into_iter().map(|case| {
        let by_engine = ours(case, TRIALS);
        let by_limit: Vec<_> = (0..TRIALS).map(|trial| limit(case, trial)).collect();
        for (who, found) in [("engine", &by_engine), ("limit", &by_limit)] {
            let line =
                check(case, found).unwrap_or_else(|off| panic!("{who}, {}: {off}", case.name));
            println!("W {:<16} {who:<6}  {line}", case.name);
        }
        let scenario = scenario(case);
        let mut engine = Trials::new(scenario.inputs(), 1, 1, 1);
        against(
            format!("trial of W, {}", case.name),
            TRIALS,
            Goal::AtMost(4.0),
            || (0..TRIALS).for_each(|trial| _ = black_box(engine.run(trial))),
            || (0..TRIALS).for_each(|trial| _ = black_box(limit(case, trial))),
        )
    });
    cases.collect()
}

/// Times trials of phones: some nights of which only the last is near the end, and a night that is
/// the only one.
pub fn phones() -> Vec<Row> {
    let cases = [
        ("icloud-backup, 5 nights", [("size", "40GB"), ("upload", "3Mbps")], 2..=9),
        ("icloud-backup, 1 night", [("size", "10GB"), ("upload", "20Mbps")], 1..=2),
    ];
    let rows = cases.map(|(name, values, nights)| {
        let mut draft = Draft::new();
        let rules = [("service", "icloud-backup"), ("cloud-free", "200GB")];
        for (key, text) in rules.into_iter().chain(values) {
            draft.set(key, text, Origin::Default);
        }
        let scenario = draft.build().expect("the case is valid");
        let mut engine = Trials::new(scenario.inputs(), 1, 1, 30);
        for trial in 0..TRIALS {
            let night = engine.run(trial).finish.map(|finish| finish.night);
            assert!(night.is_some_and(|night| nights.contains(&night)), "{name}: {night:?}");
        }
        alone(format!("trial of a phone, {name}"), TRIALS, || {
            (0..TRIALS).for_each(|trial| _ = black_box(engine.run(trial)));
        })
    });
    rows.into()
}
