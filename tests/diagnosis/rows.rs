//! Each row of the usual table of symptoms: a scenario that produces it, and a diagnosis from what its
//! owner would have seen, which finds its cause again.

use crate::scenarios::scenario;
use backup_sim::cause::Cause;
use backup_sim::scenario::{Draft, Origin, Scenario, fields::id_of};
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::diagnose::hypotheses::fields_of;
use backup_sim::study::diagnose::observed::{Observed, Shown};
use backup_sim::study::diagnose::{Asked, Diagnosis, diagnose};
use backup_sim::units::{ClockTime, Fraction, Kind, Look, Progress, Seen, SimTime};
use std::fs;

/// Row, scenario, its cause, what the screen or the owner says.
const ROWS: &[(&str, &str, Cause, Option<&str>)] = &[
    ("failed", "cloud-down", Cause::CloudOutage, Some("The last backup could not be completed.")),
    ("failed", "line-down", Cause::LinkOutage, Some("The last backup could not be completed.")),
    ("failed", "old-apps", Cause::OldApps, Some("Backup failed, update required")),
    ("storage", "plan-full", Cause::CloudFull, Some("Not Enough Storage")),
    (
        "storage",
        "google-storage-fills-up",
        Cause::CloudFull,
        Some("Storage is full. You can't back up photos or videos"),
    ),
    ("stuck", "slow-upload", Cause::UploadSpeed, None),
    ("stuck", "slow-upload", Cause::UploadSpeed, Some("stuck at a small percentage for hours")),
    ("stuck", "huge-photo-library", Cause::UploadSpeed, None),
    (
        "stuck",
        "power-saving",
        Cause::LowPowerMode,
        Some("iCloud Photos updates are paused to save battery."),
    ),
    (
        "stuck",
        "power-saving-cuts-in",
        Cause::LowPowerMode,
        Some("iCloud Photos updates are paused to save battery."),
    ),
    ("toggle", "signed-out", Cause::SignedOut, Some("Cloud backup toggle turns off by itself")),
    // A damaged backup is deleted to mend it, so it takes a message that names it to come first.
    (
        "toggle",
        "corrupt-backup",
        Cause::CorruptBackup,
        Some("The backup was corrupt or not compatible with the iPhone."),
    ),
];

fn file(name: &str) -> Scenario {
    let path = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    scenario(name, &fs::read_to_string(path).unwrap())
}

/// What its owner sees an hour into the window and at its end, in whole percents.
fn seen(scenario: &Scenario) -> Seen {
    looks(scenario, &[3600, seconds(scenario)])
}

/// What is seen every so many seconds up to the end of the window.
fn seen_every(scenario: &Scenario, step: i64) -> Seen {
    let times: Vec<i64> = (1..=seconds(scenario) / step).map(|i| i * step).collect();
    looks(scenario, &times)
}

/// How long the window is.
fn seconds(scenario: &Scenario) -> i64 {
    scenario.inputs().window.allowed.length().micros() / 1_000_000
}

/// What is shown so many seconds into the window.
fn looks(scenario: &Scenario, hours: &[i64]) -> Seen {
    let window = scenario.inputs().window.allowed;
    let start = window.start();
    let look = |&seconds: &i64| {
        let clock = u32::try_from((i64::from(start.secs()) + seconds) % 86_400).unwrap();
        let progress = Progress::Share(Fraction::ZERO);
        Look { night: None, clock: ClockTime::from_secs(clock), progress }
    };
    let mut seen = Seen(hours.iter().map(look).collect());
    let size = scenario.inputs().library.size.unwrap().bytes() as f64;
    let observed = Observed::of(&seen, &scenario.inputs().window, size).unwrap();
    assert_eq!(observed.readings.last().unwrap().at, SimTime::from_secs(*hours.last().unwrap()));
    let outcome = simulate(scenario, Chance::Mean, Record::Yes);
    let shown = Shown::of(&outcome, scenario.inputs(), &observed);
    for (look, shown) in seen.0.iter_mut().zip(&shown.0) {
        let percent = (shown.done + shown.sent).floor() as u32;
        look.progress = Progress::Share(Fraction::from_percent(percent));
    }
    seen
}

/// What the owner knows: the service, the size, and the speed where it is not the cause.
fn known(scenario: &Scenario, cause: Cause) -> Draft {
    let mut draft = Draft::new();
    for key in ["service.preset", "library.size", "link.upload"] {
        let about = fields_of(cause).contains(&key);
        if scenario.origin(id_of(key)).is_given() && !about {
            draft.set_field(id_of(key), &scenario.print(id_of(key)), Origin::Flag(String::new()));
        }
    }
    draft
}

fn found(draft: &Draft, seen: &Seen, text: Option<&str>) -> Diagnosis {
    diagnose(&Asked { draft, text, seen: Some(seen), ruled_out: &[] }).unwrap()
}

#[test]
fn the_cause_of_each_rows_scenario_is_found_from_what_was_seen() {
    let mut wrong = Vec::new();
    for &(row, name, cause, text) in ROWS {
        let scenario = file(name);
        let seen = seen(&scenario);
        let diagnosis = found(&known(&scenario, cause), &seen, text);
        let first = diagnosis.causes.first().unwrap();
        if first.cause != cause || first.worst.unwrap() > 2.0 {
            let all = diagnosis.causes.iter().take(4).map(|f| (f.cause.id(), f.score, f.worst));
            let all: Vec<_> = all.collect();
            wrong.push(format!("{row} {name} {}: {all:?}", seen.print()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for row in ["failed", "storage", "stuck", "toggle"] {
        assert!(ROWS.iter().any(|(r, ..)| *r == row));
    }
}

/// Of every row a scenario whose readings say it without a message. What refuses to start shows 0 % all
/// night whatever the cause, so that of those only the likeliest for the service can come first: a full
/// plan for iCloud Backup, the account for Google's. A damaged backup is told by its message alone.
#[test]
fn readings_without_a_message_find_the_cause_of_a_scenario_of_each_row() {
    let rows = [
        ("failed", "line-down", Cause::LinkOutage),
        ("storage", "plan-full", Cause::CloudFull),
        ("stuck", "slow-upload", Cause::UploadSpeed),
        ("toggle", "signed-out", Cause::SignedOut),
    ];
    for (row, name, cause) in rows {
        assert!(ROWS.iter().any(|r| (r.0, r.1, r.2) == (row, name, cause)));
        let scenario = file(name);
        // Looked at every half hour, as somebody who wonders would.
        let seen = seen_every(&scenario, 1800);
        let diagnosis = found(&known(&scenario, cause), &seen, None);
        let all: Vec<_> = diagnosis.causes.iter().map(|f| (f.cause.id(), f.score)).collect();
        assert_eq!(diagnosis.causes[0].cause, cause, "{name} {}: {all:?}", seen.print());
    }
}

/// A steady climb says a slow line even to somebody who knows neither size nor speed nor service.
#[test]
fn readings_alone_find_a_slow_line() {
    let seen = seen(&file("slow-upload"));
    let diagnosis = found(&Draft::new(), &seen, None);
    let all: Vec<_> = diagnosis.causes.iter().map(|f| (f.cause.id(), f.score)).collect();
    assert_eq!(diagnosis.causes[0].cause, Cause::UploadSpeed, "{all:?}");
    assert_eq!(diagnosis.open.len(), 2);
}

/// What is printed to paste shows what was seen: simulated anew from its own flags.
#[test]
fn the_case_of_the_first_cause_reproduces_the_readings() {
    for &(_, name, cause, text) in ROWS {
        let scenario = file(name);
        let seen = seen(&scenario);
        let diagnosis = found(&known(&scenario, cause), &seen, text);
        let first = &diagnosis.causes[0];
        let outcome = simulate(&first.scenario, Chance::Mean, Record::Yes);
        let shown = Shown::of(&outcome, first.scenario.inputs(), &diagnosis.observed);
        for (reading, shown) in diagnosis.observed.readings.iter().zip(&shown.0) {
            let percent = shown.done + shown.sent;
            assert!(
                (reading.percent - percent).abs() <= 2.5,
                "{name}: {} {percent}",
                reading.percent
            );
        }
    }
}
