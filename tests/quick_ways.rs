//! The quick ways through a night of a trial, where only the line and the battery change: each case has an end
//! that is known on paper, and comes to it with its books kept as well.

use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::outcome::Finish;
use backup_sim::sim::random::Stream;
use backup_sim::sim::{Chance, Record, Trials, simulate};

/// 5 GB at 2.85 Mbit/s take 14,035.0877 s. A drop in a thousand hours makes it a matter of chance, and comes in
/// none of these nights.
fn case(more: &[(&str, &str)]) -> Scenario {
    let base = [
        ("size", "5GB"),
        ("upload", "3Mbps"),
        ("variation", "0%"),
        ("drops", "every 1000h for 1s"),
        ("nights", "3"),
    ];
    let mut draft = Draft::new();
    for (key, text) in base.iter().chain(more) {
        draft.set(key, text, Origin::Study);
    }
    draft.build().unwrap()
}

const SENDING: f64 = 14_035.087_7;

/// The night and the second at which it is done, the same with and without its books.
fn done(more: &[(&str, &str)]) -> (u32, f64) {
    let scenario = case(more);
    let alone = Trials::new(scenario.inputs(), 1, 1, 3).run(0).finish;
    let stream = Stream { seed: 1, row: 1, trial: 0 };
    let written = simulate(&scenario, Chance::Drawn(stream), Record::No).finish;
    assert_eq!(alone, written, "{more:?}");
    let Finish { night, at } = alone.unwrap();
    (night, at.as_secs())
}

/// At 21 % and 1.53 W the phone is down to its reserve of 20 % within minutes, long before it has looked through
/// the library. Plugged in after 90 min it begins anew: three hours of looking, then it sends.
#[test]
fn a_phone_that_runs_low_while_it_looks_through_the_library_begins_anew_on_power() {
    let found =
        done(&[("battery", "21%"), ("reserve", "20%"), ("plugged", "23:30-07:00"), ("scan", "3h")]);
    let known = 5_400.0 + 10_800.0 + SENDING;
    assert!(found.0 == 1 && (found.1 - known).abs() < 0.001, "{found:?} for {known}");
}
