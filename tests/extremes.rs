//! Nothing that can be written makes the engine panic, and nothing takes for ever: scenarios drawn
//! from the least and the largest value of every field. Arithmetic is checked in tests and releases.

use crate::ticker::draw::Dice;
use backup_sim::model::service::{Preset, Uploader};
use backup_sim::scenario::{Draft, Origin, fields};
use backup_sim::sim::{Chance, Record, Stream, simulate};
use backup_sim::study;
use backup_sim::units::Choice;

/// Texts at the edges of what each field takes; words of a choice are drawn from its list.
fn edges(key: &str, kind: &str) -> Vec<&'static str> {
    match (key, kind) {
        ("library.size", _) => vec!["1B", "17B", "40GB", "1PB"],
        ("library.done", _) => vec!["0B", "1B", "40GB"],
        ("library.items", _) => vec![
            "photos 1 x 1B",
            "photos 1000000000 x 1MB",
            "a 3 x 1B, b 1 x 1PB",
            "photos 60000 x 2.5MB, videos 800 x 90MB",
        ],
        ("window.nights", _) => vec!["1", "2", "60", "3650"],
        ("service.flows", _) => vec!["1", "1000"],
        ("charger.taper", _) => vec!["0% 1.0, 100% 0.0", "80% 1.0, 100% 0.0", "1% 0.01, 2% 1.0"],
        ("charger.hold", _) => vec!["1%", "100%", "80% until 05:00", "50% until 23:59:59"],
        ("service.resume", _) => vec!["byte", "item", "chunk 1B", "chunk 1TB"],
        ("service.resume_after_stop", _) => vec!["nothing", "item", "chunk 1B", "byte"],
        ("service.item_overhead", _) => vec!["0s", "1ms", "1h + 9 rtt", "0s + 1 rtt"],
        ("service.scan", _) => vec!["0s", "24h", "1 items/s", "1000000 items/s"],
        ("service.session", _) => vec!["1s per 1min", "24h per 24h", "30min per 1h"],
        ("storage.scratch", _) => vec!["0B", "1TB + 100%", "1B + 0.001%"],
        ("link.drops", _) => vec!["every 1s for 1s", "every 30d for 1ms", "every 4h for 30s"],
        ("link.rtt", _) => vec!["0s", "1us", "60s"],
        (_, "size") => vec!["0B", "1B", "5GB", "1PB"],
        (_, "speed") => vec!["1kbps", "3Mbps", "1Tbps"],
        (_, "speed plan") => vec!["1kbps", "00:00 1kbps, 23:59 1Tbps", "07:00 3Mbps, 19:00 1Mbps"],
        (_, "percentage") => vec!["0%", "0.0001%", "15%", "50%", "90%", "100%"],
        (_, "power") => vec!["0W", "1mW", "1W", "100W"],
        (_, "charger") => vec!["none", "1mW", "usb-0.5w", "pd-20w", "qi-7.5w", "100W"],
        (_, "energy") => vec!["0.1Wh", "13Wh", "1kWh"],
        (_, "temperature") => vec!["-20C", "25C", "40C", "60C"],
        (_, "windows") => vec![
            "yes",
            "no",
            "23:00-23:00:01",
            "22:00-21:59:59",
            "00:00-00:01, 00:02-00:03, 06:59-07:01",
            "nights 2-3: 01:00-05:00",
        ],
        (_, "backup window") => vec!["all-day", "22:00-07:00", "00:00-00:01", "12:00-11:59"],
        (_, "deadline") => vec!["07:00", "22:00", "night 1 00:00"],
        (_, "outages") => {
            vec!["01:00-02:00", "22:00-21:00 hold", "night 2: 23:00-23:05 cut, 03:00-03:01 hole"]
        }
        (_, "rivals") => vec![
            "1 flows",
            "1000 flows fixed 1Tbps",
            "1B",
            "1PB 22:00-23:00",
            "500GB from 01:00, 2 flows",
        ],
        (_, "span") => vec!["0s", "1us", "1s", "31min", "24h", "30d"],
        (_, "yes or no") => vec!["yes", "no"],
        (_, "count") => vec!["1", "2"],
        _ => Vec::new(),
    }
}

fn draw(seed: u64) -> Option<backup_sim::scenario::Scenario> {
    let mut dice = Dice::new(seed);
    let mut draft = Draft::new();
    let preset = dice.pick(&Preset::ALL.iter().map(|c| c.1).collect::<Vec<_>>());
    draft.set("service.preset", preset, Origin::Study);
    draft.set("library.size", "40GB", Origin::Study);
    draft.set("link.upload", "3Mbps", Origin::Study);
    for field in fields() {
        let texts = edges(field.key, field.kind.name);
        if !texts.is_empty() && dice.percent(25) {
            draft.set(field.key, dice.pick(&texts), Origin::Study);
        }
    }
    // A night of a real program takes as many steps as months of the others: programs are held against
    // measured runs instead.
    draft.build().ok().filter(|s| s.inputs().service.client == Uploader::Plain)
}

#[test]
fn the_least_and_the_largest_values_never_break_the_engine() {
    let mut built = 0;
    for seed in 0..4_000 {
        let Some(scenario) = draw(seed) else { continue };
        built += 1;
        let outcome = simulate(&scenario, Chance::Mean, Record::No);
        let ledger = outcome.ledger;
        let sum = ledger.uploading.plus(ledger.stalled).plus(ledger.outside);
        assert_eq!(sum, ledger.horizon, "seed {seed}");
        let bytes = outcome.bytes;
        assert_eq!(bytes.done.plus(bytes.sent).plus(bytes.left), bytes.size, "seed {seed}");
        if seed % 8 == 0 && scenario.inputs().window.nights.get() <= 60 {
            let stream = Stream { seed, row: 1, trial: 0 };
            let _ = simulate(&scenario, Chance::Drawn(stream), Record::Yes);
            let _ = study::row_answer(&scenario, 0, 1, 1, true);
        }
    }
    assert!(built > 1_000, "only {built} could be built");
}
