//! On random scenarios: what earns the note `no-effect` changes nothing when it is left out.

use crate::properties::cases;
use crate::ticker::draw;
use backup_sim::edit::{Edit, FieldId};
use backup_sim::scenario::fields::fields;
use backup_sim::scenario::fields::id_of;
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::outcome::Outcome;
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::{needs, unknown, unread};
use backup_sim::units::Size;
use proptest::prelude::*;

/// The scenario without what was given for a field; `None` if it is needed.
fn without(scenario: &Scenario, left_out: FieldId) -> Option<Scenario> {
    let mut draft = Draft::new();
    for field in fields().iter().filter(|f| f.id != left_out) {
        if scenario.origin(field.id).is_given() {
            let value = scenario.inputs().get(field.id);
            draft.push(Edit { field: field.id, value }, Origin::Study);
        }
    }
    draft.build().ok()
}

/// Whether two outcomes differ by no more than microseconds, and bytes that go in them.
fn nearly(a: &Outcome, b: &Outcome) -> bool {
    let night = |o: &Outcome| o.finish.map(|f| f.night);
    let apart = |a: Size, b: Size| a.bytes().abs_diff(b.bytes()) <= 1000;
    let micros = (a.ledger.horizon.micros() - b.ledger.horizon.micros()).abs();
    (a.verdict, night(a), a.proof.map(|p| p.cause))
        == (b.verdict, night(b), b.proof.map(|p| p.cause))
        && micros <= 1000
        && apart(a.bytes.sent, b.bytes.sent)
        && apart(a.bytes.resent, b.bytes.resent)
        && apart(a.bytes.by_first_morning, b.bytes.by_first_morning)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_said_to_have_no_effect_has_none(seed: u64) {
        let given = draw::scenario(seed);
        let unread: Vec<_> = unread::unread(&given).collect();
        let before = simulate(&given, Chance::Mean, Record::Yes);
        for (field, why) in unread {
            let Some(other) = without(&given, field) else { continue };
            let after = simulate(&other, Chance::Mean, Record::Yes);
            let key = backup_sim::scenario::field(field).key;
            if matches!(key, "library.items" | "library.order") {
                // Every end of a class is rounded up to a microsecond.
                prop_assert!(nearly(&before, &after), "{before:?}\n{after:?}");
                continue;
            }
            prop_assert_eq!(&before, &after, "{} ({:?})\n{}", key, why, draw::lines(&given));
            let verdict = before.verdict;
            // What was taken for granted is looked at under other inputs, which may read more.
            let spaces = |of| {
                let all = unknown::unchecked(of, verdict).into_iter();
                all.filter(|u| [id_of("cloud.free"), id_of("storage.free")].contains(&u.field))
                    .collect::<Vec<_>>()
            };
            prop_assert_eq!(spaces(&given), spaces(&other), "{}", key);
            if seed.is_multiple_of(16) {
                prop_assert_eq!(
                    needs::one_night(given.inputs()), needs::one_night(other.inputs()), "{}", key
                );
            }
        }
    }
}
