//! What `estimate` says is on the screen, and what `diagnose` hears in it, hold together: over all causes
//! and presets.

use backup_sim::cause::Cause;
use backup_sim::model::service::Preset;
use backup_sim::report::wording::screen::strings;
use backup_sim::scenario::{Draft, Origin, fields::id_of};
use backup_sim::study::diagnose::{Asked, diagnose};
use backup_sim::study::symptoms::hear;
use backup_sim::units::Choice;

fn draft(preset: &str) -> Draft {
    let mut draft = Draft::new();
    draft.set_field(id_of("service.preset"), preset, Origin::Flag(String::new()));
    draft.set_field(id_of("library.size"), "40GB", Origin::Study);
    draft.set_field(id_of("link.upload"), "20Mbps", Origin::Study);
    draft
}

/// Every message that stands beside a cause in an answer is heard, and heard as one that the cause may
/// be behind.
#[test]
fn every_message_on_screen_is_heard_as_one_that_its_cause_may_show() {
    let mut checked = 0;
    for &(preset, word, _) in Preset::ALL {
        let scenario = draft(word).build().unwrap();
        for &cause in Cause::ALL {
            for text in strings(cause, scenario.inputs()) {
                // Every service waits before it starts, healthy or not: no cause to look for.
                if cause == Cause::Starting {
                    continue;
                }
                let heard = hear(text);
                let (symptom, near) = heard.meant.unwrap();
                assert!(near > 0.6, "{text}: {near}, {}", symptom.id);
                let listed = symptom.causes.iter().any(|(c, _)| *c == cause);
                assert!(listed, "{preset:?} {}: \"{text}\" is heard as {}", cause.id(), symptom.id);
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "{checked}");
}

/// A full plan stands first or second among what an answer shows for that message, and so it does not
/// hide here.
#[test]
fn a_full_plan_is_among_the_first_three_wherever_its_message_is_shown() {
    for &(_, word, _) in Preset::ALL {
        let draft = draft(word);
        let scenario = draft.clone().build().unwrap();
        for text in strings(Cause::CloudFull, scenario.inputs()) {
            let asked = Asked { draft: &draft, text: Some(text), seen: None, ruled_out: &[] };
            let found = diagnose(&asked).unwrap();
            let first: Vec<_> = found.causes.iter().take(3).map(|f| f.cause).collect();
            assert!(first.contains(&Cause::CloudFull), "{word} \"{text}\": {first:?}");
        }
    }
}
