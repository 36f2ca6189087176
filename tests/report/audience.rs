//! The answer for one reader: drawn scenarios and the examples flow in; what an owner, a help desk and an
//! author get flows out, within its bounds and never at odds with the full answer.

use crate::properties::cases;
use crate::scenarios::{files, scenario};
use crate::ticker::draw;
use backup_sim::report::audience::{Audience, text};
use backup_sim::report::text::TextOptions;
use backup_sim::scenario::Scenario;
use backup_sim::sim::Record;
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::{self, answer::Answer};
use proptest::prelude::*;

fn answered(scenario: Scenario) -> Answer {
    study::answer(scenario, 20, 1, 1, 1, Record::No)
}

fn told(answer: &Answer, audience: Audience) -> String {
    text(answer, audience, &TextOptions::default())
}

/// Whether a first line says that the deadline is met as stated, however likely.
pub(crate) fn is_yes(text: &str) -> bool {
    ["Yes", "Just about: by ", "Hardly: by "].iter().any(|word| text.starts_with(word))
}

/// What holds of the words for all readers.
fn bounded(answer: &Answer) {
    let yes = answer.outcome.verdict == Verdict::Finishes;
    let owner = told(answer, Audience::Owner);
    assert!(owner.lines().count() <= 6, "{owner}");
    assert!(owner.lines().all(|line| line.chars().count() <= 80), "{owner}");
    let ticket = told(answer, Audience::Agent);
    assert!(ticket.lines().count() == 1 && ticket.trim_end().chars().count() <= 600, "{ticket}");
    let article = told(answer, Audience::Author);
    for text in [owner.as_str(), ticket.as_str(), article.trim_start_matches('*')] {
        assert_eq!(is_yes(text), yes, "{text}");
        assert_eq!(text.starts_with("No"), !yes, "{text}");
        assert!(!text.replace("...", "").contains(".."), "{text}");
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn each_reader_gets_what_fits_and_the_same_verdict(seed: u64) {
        bounded(&answered(draw::scenario(seed)));
    }
}

#[test]
fn the_examples_fit_and_their_tickets_say_how_to_get_the_same_numbers() {
    for (name, file) in files("scenarios") {
        let answer = answered(scenario(&name, &file));
        bounded(&answer);
        let ticket = told(&answer, Audience::Agent);
        if answer.outcome.verdict != Verdict::Finishes {
            assert!(ticket.contains("Cause "), "{ticket}");
        }
        assert!(ticket.contains(": backup-sim estimate --") || ticket.len() > 400, "{ticket}");
    }
}

#[test]
fn an_author_gets_the_assumptions_and_the_command() {
    let (_, file) = files("scenarios").into_iter().find(|(name, _)| name == "slow-upload").unwrap();
    let article = told(&answered(scenario("slow-upload", &file)), Audience::Author);
    assert!(article.contains("\n*Assumes Wi-Fi all night"), "{article}");
    assert!(article.contains("```sh\nbackup-sim estimate --"), "{article}");
}
