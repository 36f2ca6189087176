//! Workload W: six independent programs agree on what 10,000 trials of it come to, and the engine
//! agrees with them; and trial by trial with a loop that does only W.

#[path = "../benches/workload.rs"]
mod workload;

use backup_sim::sim::Trials;
use workload::{CASES, Case, Found, TRIALS, check, limit, scenario};

fn engine(case: Case) -> Vec<Found> {
    let scenario = scenario(case);
    let mut trials = Trials::new(scenario.inputs(), 1, 1, 1);
    let found = (0..TRIALS).map(|trial| trials.run(trial));
    let size = 40e9;
    found
        .map(|t| Found {
            finish: t.finish.map(|f| f.at.micros() as f64 / 1e6),
            share: t.by_first_morning.bytes() as f64 / size,
        })
        .collect()
}

#[test]
fn ten_thousand_trials_of_w_come_to_what_six_programs_agree_on() {
    for case in CASES {
        let found = engine(case);
        let line = check(case, &found);
        assert!(line.is_ok(), "{}: {line:?}", case.name);
        assert!(found.iter().any(|f| f != &found[0]), "{}: chance has no part", case.name);
    }
}

#[test]
fn each_trial_of_w_goes_as_in_a_loop_that_does_only_w() {
    // About 60 events, each rounded to a microsecond: together under a millisecond, which at
    // 3 Mbit/s x 90 % is 340 bytes.
    for case in CASES {
        for (trial, ours) in (0..).zip(engine(case)) {
            let theirs = limit(case, trial);
            assert!(
                (ours.share - theirs.share).abs() < 340.0 / 40e9,
                "{trial}: {ours:?} {theirs:?}"
            );
            let apart = match (ours.finish, theirs.finish) {
                (Some(a), Some(b)) => (a - b).abs(),
                (None, None) => 0.0,
                _ => f64::INFINITY,
            };
            assert!(apart < 1e-3, "{}, trial {trial}: {ours:?} {theirs:?}", case.name);
        }
    }
}
