//! Trials of workload W: the engine, built once and run again and again, against the loop that does
//! only W.

use crate::measure::{Goal, Row, against};
use crate::workload::{CASES, Case, Found, TRIALS, check, limit, scenario};
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
