//! Random drops in single trials, beside the workload of `workload_w`.

use backup_sim::scenario::{Draft, Origin};
use backup_sim::sim::Trials;

/// 20 GB at 10 Mbit/s beside 5 GB of another upload with as many connections: 8,000 s at half the
/// speed for both, then 15 GB alone in 12,000 s; 20,000 s. Drops of 1 s every 30 min take about
/// 11 s more. An upload that would stop for good with the first drop would take our half of the
/// line to the end, 32,000 s.
#[test]
fn a_drop_stops_other_uploads_only_while_it_lasts() {
    let mut draft = Draft::new();
    let values = [
        ("size", "20GB"),
        ("upload", "10Mbps"),
        ("efficiency", "100%"),
        ("link", "wired"),
        ("window", "all-day"),
        ("rivals", "nas 5GB always"),
        ("drops", "every 30min for 1s"),
        ("variation", "0%"),
    ];
    for (key, text) in values {
        draft.set(key, text, Origin::Default);
    }
    let scenario = draft.build().unwrap();
    let mut trials = Trials::new(scenario.inputs(), 1, 1, 1);
    for trial in 0..100 {
        let finish = trials.run(trial).finish.unwrap().at.as_secs();
        assert!((20_000.0..20_120.0).contains(&finish), "trial {trial}: {finish} s");
    }
}
