//! Every field alone: set on a scenario chosen for it, it changes a named part of the answer, or it
//! earns the note `no-effect`. And on random scenarios: what earns the note changes nothing.

mod random;
mod table;

use crate::scenarios::scenario;
use backup_sim::batch::answer::remarks;
use backup_sim::report::column::{self, Row};
use backup_sim::report::json;
use backup_sim::scenario::Scenario;
use backup_sim::scenario::fields::{fields, find};
use backup_sim::sim::Record;
use backup_sim::study::answer::{Answer, Remark};
use backup_sim::study::{self, unread};
use std::collections::BTreeSet;
use table::{CHANGES, UNREAD};

/// A field's value that must change a part of the answer.
struct Change {
    field: &'static str,
    /// More lines of the scenario, on top of 40 GB over 20 Mbps.
    on: &'static str,
    value: &'static str,
    /// The part: a key of the JSON document, or a column of the CSV row after `csv:`.
    part: &'static str,
}

/// A field's value that nothing reads.
struct Unheard {
    field: &'static str,
    on: &'static str,
    value: &'static str,
}

const fn change(
    field: &'static str,
    on: &'static str,
    value: &'static str,
    part: &'static str,
) -> Change {
    Change { field, on, value, part }
}

const fn unheard(field: &'static str, on: &'static str, value: &'static str) -> Unheard {
    Unheard { field, on, value }
}

/// A scenario file's text: the base but for what `on` or the field itself sets.
fn lines(on: &str, field: &str, value: Option<&str>) -> String {
    let mut text = on.replace("; ", "\n");
    for (key, line) in
        [("library.size", "library.size = '40GB'"), ("link.upload", "link.upload = '20Mbps'")]
    {
        let own = value.is_some() && field == key;
        if !own && !on.contains(&format!("{key} =")) {
            text = format!("{line}\n{text}");
        }
    }
    if let Some(value) = value {
        text += &format!("\n{field} = \"{value}\"");
    }
    text
}

fn answer(scenario: Scenario) -> Answer {
    study::answer(scenario, 40, 1, 1, 1, Record::No)
}

fn part(answer: &Answer, part: &str) -> String {
    let Some(name) = part.strip_prefix("csv:") else {
        return json::json(answer)
            .get(part)
            .unwrap_or_else(|| panic!("no part {part}"))
            .to_string();
    };
    let all = remarks(&answer.scenario, &answer.notes);
    let row = Row {
        row: 1,
        name: &answer.scenario.inputs().top.name.0,
        outcome: &answer.outcome,
        millis: backup_sim::report::millis::Millis::of(&answer.outcome),
        bottleneck: answer.bottleneck,
        notes: &all,
        chance: None,
        needs: None,
    };
    let mut out = Vec::new();
    column::row(column::columns(false, false).filter(|c| c.name == name), &row, &mut out);
    String::from_utf8(out).unwrap()
}

/// The fields of a scenario that earn the note, by key.
fn noted(answer: &Answer) -> BTreeSet<&'static str> {
    let key = |remark: &Remark| match remark {
        Remark::NoEffect(id, _) => Some(backup_sim::scenario::field(*id).key),
        _ => None,
    };
    answer.notes.iter().filter_map(key).collect()
}

/// Fields that name files, which have tests of their own.
const FILES: &[&str] = &["library.listing", "link.trace"];

#[test]
fn every_field_has_a_case_in_which_it_changes_an_answer() {
    let changing: BTreeSet<&str> = CHANGES.iter().map(|c| c.field).collect();
    let unread: BTreeSet<&str> = UNREAD.iter().map(|c| c.field).collect();
    for key in changing.iter().chain(&unread) {
        assert_eq!(find(key).map(|f| f.key), Some(*key), "no field {key}");
    }
    for field in fields().iter().filter(|f| !FILES.contains(&f.key)) {
        assert!(changing.contains(field.key), "{}", field.key);
    }
}

#[test]
fn every_field_alone_changes_the_named_part_of_the_answer() {
    let mut wrong = Vec::new();
    for Change { field, on, value, part: name } in CHANGES {
        let without = answer(scenario(field, &lines(on, field, None)));
        let with = answer(scenario(field, &lines(on, field, Some(value))));
        let (before, after) = (part(&without, name), part(&with, name));
        if before == after {
            wrong.push(format!("{field} = {value} on [{on}] leaves {name}: {before}"));
        }
        if noted(&with).contains(field) {
            wrong.push(format!("{field} = {value} on [{on}] changes {name} and earns no-effect"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All of an answer but its inputs and notes, and the fixes: these are other scenarios, which may read
/// what this one does not.
fn findings(answer: &Answer) -> String {
    let mut document = json::json(answer);
    let parts = document.as_object_mut().unwrap();
    parts.remove("inputs");
    parts.remove("notes");
    parts.remove("fixes");
    document.to_string()
}

#[test]
fn what_nothing_reads_earns_the_note_and_changes_nothing() {
    let mut wrong = Vec::new();
    for Unheard { field, on, value } in UNREAD {
        let without = answer(scenario(field, &lines(on, field, None)));
        let with = answer(scenario(field, &lines(on, field, Some(value))));
        if !noted(&with).contains(field) {
            wrong.push(format!("{field} = {value} on [{on}] earns no note"));
        }
        if findings(&without) != findings(&with) {
            wrong.push(format!("{field} = {value} on [{on}] has an effect"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_reason_for_no_effect_has_a_case() {
    let mut seen = BTreeSet::new();
    for Unheard { field, on, value } in UNREAD {
        let scenario = scenario(field, &lines(on, field, Some(value)));
        seen.extend(unread::unread(&scenario).map(|(_, why)| format!("{why:?}")));
    }
    for why in [
        "ByCable",
        "NotOnWifi",
        "NoCable",
        "PlanReplaces",
        "SpeedIsCertain",
        "PluggingNotRead",
        "UnlockingNotRead",
        "NoItems",
        "ItemsCostNothing",
        "NoRoundTrips",
        "NoOutages",
        "NoRivals",
        "NotRequired(Unmetered)",
        "PowerNotNeeded",
        "AlwaysPlugged",
        "NeverPlugged",
        "ScreenOff",
        "NoScan",
        "SpaceUnknown",
        "SpaceKnown",
        "FreeGiven",
        "PhoneSpaceUnknown",
        "NothingWaived",
        "NoLast",
        "NoInterval",
        "NothingStuck",
        "WifiNeverLost",
    ] {
        assert!(seen.contains(why), "{why}");
    }
}
