//! Nothing that can be written makes the engine panic, and nothing takes for ever: scenarios drawn
//! from the least and the largest value of every field. Arithmetic is checked in tests and releases.

use crate::ticker::draw::Dice;
use backup_sim::model::service::{Preset, Uploader};
use backup_sim::scenario::{Draft, Origin, fields};
use backup_sim::sim::timeline::State;
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

/// Loads beyond chargers, at levels where something switches, under the rules that read the level.
fn strained(seed: u64) -> backup_sim::scenario::Scenario {
    let mut dice = Dice::new(seed);
    let mut draft = Draft::new();
    draft.set("library.size", "40GB", Origin::Study);
    draft.set("link.upload", "3Mbps", Origin::Study);
    draft.set("link.efficiency", "100%", Origin::Study);
    draft.set("window.nights", "2", Origin::Study);
    draft.set("window.allowed", "22:00-00:00", Origin::Study);
    let texts: &[(&str, &[&str])] = &[
        (
            "service.requires",
            &["charging", "charging, idle", "power, not-saver", "battery-not-low"],
        ),
        ("service.charging_delay", &["0s", "1us", "15min"]),
        ("service.scan", &["0s", "10min", "24h"]),
        ("service.reserve", &["0%", "50%", "90%"]),
        ("phone.platform", &["android", "iphone"]),
        ("phone.temperature", &["-20C", "34C", "42C"]),
        ("battery.level", &["0%", "1%", "15%", "20%", "80%", "89%", "90%", "91%", "100%"]),
        ("battery.capacity", &["1Wh", "13Wh"]),
        ("battery.charge_max", &["1W", "100W"]),
        ("battery.saver", &["auto"]),
        ("battery.idle_draw", &["0W", "1W", "100W"]),
        ("battery.upload_draw", &["0W", "5W", "100W"]),
        ("battery.scan_draw", &["0W", "5W", "100W"]),
        ("battery.screen_draw", &["0W", "5W", "100W"]),
        ("charger.power", &["1mW", "usb-0.5w", "usb-5w", "pd-20w", "100W"]),
        ("charger.efficiency", &["50%", "100%"]),
        ("charger.plugged", &["22:10-22:50", "22:00-22:01, 22:02-22:03", "22:30-21:00"]),
        ("charger.hold", &["1%", "80%", "90%", "90.5%", "91%", "80% until 23:00"]),
        ("charger.taper", &["0% 1.0, 100% 0.0", "80% 1.0, 90% 0.0, 100% 0.0", "1% 0.01, 2% 1.0"]),
        ("screen.in_use", &["22:20-22:40", "22:00-22:01, 23:00-23:01"]),
    ];
    for (key, texts) in texts {
        if dice.percent(60) {
            draft.set(key, dice.pick(texts), Origin::Study);
        }
    }
    draft.build().expect("the case is valid")
}

#[test]
fn no_load_makes_a_battery_chatter() {
    let (mut strained_nights, mut most) = (0, 0);
    for seed in 0..4_000 {
        let outcome = simulate(&strained(seed), Chance::Mean, Record::Yes);
        let segments = outcome.timeline.map(|t| t.segments).unwrap_or_default();
        let inside = segments.iter().filter(|s| s.state != State::Outside);
        // A percent of 1 Wh is 36 J. At most 300 W go out and 100 W come in: 0.12 s and 0.36 s. So what is
        // shorter than 0.1 s is no swing: it happens where hours of the clock, of the service or a change of
        // the load meet a level that is at a mark already, which is a few times a night.
        let short = inside.clone().filter(|s| s.end.since(s.start).as_secs() < 0.1).count();
        assert!(short <= 16, "seed {seed}: {short} segments shorter than 0.1 s");
        strained_nights += u32::from(inside.count() > 50);
        most = most.max(short);
    }
    // The cases do swing.
    assert!(strained_nights > 100, "{strained_nights}");
    assert!(most > 0);
}

#[test]
fn a_load_beyond_the_charger_swings_by_a_percent_at_90() {
    let mut draft = Draft::new();
    for (key, text) in [
        ("service.preset", "google-backup"),
        ("library.size", "40GB"),
        ("link.upload", "3Mbps"),
        ("link.efficiency", "100%"),
        ("link.drops", "none"),
        ("service.scan", "24h"),
        ("battery.level", "95%"),
        ("battery.capacity", "13Wh"),
        ("battery.scan_draw", "100W"),
        ("charger.taper", "0% 1.0, 100% 1.0"),
        ("window.nights", "1"),
        ("window.allowed", "22:00-22:36"),
    ] {
        draft.set(key, text, Origin::Study);
    }
    let outcome = simulate(&draft.build().expect("valid"), Chance::Mean, Record::Yes);
    // It scans from 22:31 on, from 100 % and at 15.6 W - 100.03 W = -84.43 W, and charges at 15.57 W in
    // between. 10 % of 46,800 J are gone after 55.431 s; then 468 J come in 30.058 s and go in 5.543 s
    // by turns: of the other 244.569 s six whole turns of 35.601 s leave 30.963 s, a seventh wait and
    // 0.905 s of scanning.
    let segments = outcome.timeline.expect("recorded").segments;
    let scans: Vec<_> = segments.iter().filter(|s| s.charging == Some(true)).collect();
    let waits: Vec<_> = segments.iter().filter(|s| s.charging == Some(false)).collect();
    assert_eq!((scans.len(), waits.len()), (9, 7), "{segments:#?}");
    let lasts = |s: &backup_sim::sim::timeline::Segment| s.end.since(s.start).as_secs();
    assert!((lasts(scans[1]) - 55.431).abs() < 0.001, "{}", lasts(scans[1]));
    for wait in &waits {
        assert!((lasts(wait) - 30.058).abs() < 0.001, "{}", lasts(wait));
    }
    for scan in &scans[2..8] {
        assert!((lasts(scan) - 5.543).abs() < 0.001, "{}", lasts(scan));
    }
    assert!((lasts(scans[8]) - 0.905).abs() < 0.01, "{}", lasts(scans[8]));
}
