//! The rules asked only for what has changed, beside all of them.

use super::*;
use crate::edit::FieldId;
use crate::scenario::fields::{FIELD_COUNT, field, find};
use std::collections::BTreeSet;

/// Fields and values that a rule says something of, alone or beside another one.
const VALUES: &[(&str, &str)] = &[
    ("library.size", "0B"),
    ("library.size", "100TB"),
    ("library.done", "50GB"),
    ("library.done", "1GB"),
    ("library.items", "1000 x 3MB"),
    ("link.kind", "usb"),
    ("link.upload", "1Gbps"),
    ("link.usb_speed", "30MB/s"),
    ("link.efficiency", "0%"),
    ("link.loss", "60%"),
    ("link.queue", "90s"),
    ("link.rtt", "90s"),
    ("link.drops", "every 20ms for 1ms"),
    ("link.drops", "every 20min for 60s"),
    ("link.outages", "01:00-02:00, 03:00-04:00"),
    ("link.rivals", "100 flows endless"),
    ("link.wifi", "22:00-23:00, 01:00-02:00"),
    ("window.allowed", "all-day"),
    ("window.allowed", "23:00-05:00"),
    ("window.nights", "0"),
    ("window.nights", "3650"),
    ("window.nights", "1"),
    ("window.deadline", "night 5 07:00"),
    ("battery.capacity", "0.1Wh"),
    ("battery.idle_draw", "20W"),
    ("battery.upload_draw", "30W"),
    ("charger.power", "1W"),
    ("charger.power", "200W"),
    ("charger.plugged", "22:00-23:00, 01:00-02:00"),
    ("cloud.plan", "50GB"),
    ("cloud.used", "60GB"),
    ("cloud.used", "20GB"),
    ("cloud.free", "30GB"),
    ("cloud.free", "70GB"),
    ("cloud.free_tier", "15GB"),
    ("cloud.outages", "02:00-02:20"),
    ("phone.temperature", "40C"),
    ("screen.in_use", "22:00-22:30"),
    ("service.client", "restic"),
    ("service.client", "rclone-s3"),
    ("service.resume", "index"),
    ("service.resume", "pack 1KB"),
    ("service.resume", "chunk 1KB"),
    ("service.transfers", "0"),
    ("service.transfers", "100"),
    ("service.flows", "0"),
    ("service.flows", "2000"),
    ("service.session", "1s per 2s"),
    ("service.starts", "22:10"),
    ("service.stops", "23:00-23:10"),
];

fn faults(inputs: &Inputs, origins: &[Origin], changed: Sections) -> Vec<ScenarioError> {
    let mut errors = Vec::new();
    check_changed(inputs, origins, changed, &mut errors);
    errors
}

/// Cases at the edge of a bound that several sections have a part in: of the events of ten years, of the packs
/// of a program, of what a small battery may switch.
const CASES: &[&[(&str, &str)]] = &[
    &[],
    &[("window.nights", "3650"), ("link.drops", "every 127.1s for 1s")],
    &[("service.client", "restic"), ("service.resume", "pack 100KB")],
    &[
        ("window.nights", "3650"),
        ("battery.capacity", "0.1Wh"),
        ("battery.upload_draw", "10W"),
        ("charger.power", "20W"),
    ],
];

/// Sets a field, if its text can be read.
fn set(
    (inputs, origins): (&mut Inputs, &mut [Origin]),
    (key, text): (&str, &str),
) -> Option<FieldId> {
    let id = find(key).filter(|f| f.key == key).map(|f| f.id)?;
    inputs.set(id, text).ok()?;
    origins[id.0 as usize] = Origin::Flag(format!("--{key}"));
    Some(id)
}

/// Two values, one after the other, the first of which breaks nothing: what the second one breaks, in whatever
/// order they come, is found by the rules that read its section.
#[test]
fn the_rules_of_the_section_that_changed_find_what_all_rules_find() {
    let (mut unread, mut broken, mut breaking) = (Vec::new(), 0, BTreeSet::new());
    for case in CASES {
        let (mut base, mut none) = (Inputs::default(), vec![Origin::default(); FIELD_COUNT]);
        for &value in [("library.size", "40GB"), ("link.upload", "3Mbps")].iter().chain(*case) {
            set((&mut base, &mut none), value).unwrap();
        }
        assert_eq!(faults(&base, &none, Sections::ALL), [], "{case:?}");
        for first in std::iter::once(None).chain(VALUES.iter().map(Some)) {
            let (mut inputs, mut origins) = (base.clone(), none.clone());
            let read = first.map(|&value| set((&mut inputs, &mut origins), value));
            if read == Some(None) {
                unread.push(first);
            } else if !faults(&inputs, &origins, Sections::ALL).is_empty() {
                broken += 1;
            } else {
                for &second in VALUES {
                    let (mut inputs, mut origins) = (inputs.clone(), origins.clone());
                    let id = set((&mut inputs, &mut origins), second);
                    let Some(changed) = id.map(Sections::of) else { continue };
                    let all = faults(&inputs, &origins, Sections::ALL);
                    let found = faults(&inputs, &origins, changed);
                    assert_eq!(found, all, "{case:?}, {first:?}, then {second:?}");
                    let section = second.0.split('.').next();
                    let fields = all.iter().filter_map(ScenarioError::field);
                    breaking.extend(fields.map(|id| (section, field(id).key)));
                }
            }
        }
    }
    assert_eq!(unread, [], "not read at all");
    assert!(broken >= 60, "{broken}");
    // Where one section breaks the rule of another one, both are among the cases.
    for (section, key) in [
        ("link", "window.nights"),
        ("service", "window.nights"),
        ("charger", "window.nights"),
        ("cloud", "window.nights"),
        ("screen", "window.nights"),
        ("charger", "battery.capacity"),
        ("window", "battery.capacity"),
        ("phone", "battery.capacity"),
        ("link", "battery.capacity"),
        ("link", "link.rivals"),
        ("service", "link.rivals"),
        ("library", "service.resume"),
    ] {
        assert!(breaking.contains(&(Some(section), key)), "{section} {key}: {breaking:?}");
    }
}

/// A section that nothing is said of changes nothing.
#[test]
fn without_a_change_no_rule_is_asked() {
    assert_eq!(faults(&Inputs::default(), &[], Sections::NONE), []);
    assert_ne!(faults(&Inputs::default(), &[], Sections::ALL), []);
}
