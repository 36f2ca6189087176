//! Each picture alone says whether it finishes, when, and what held it back: read off the letters that are
//! drawn, without title, alt text or table of the file.

use super::super::facts::Facts;
use super::super::label::word;
use super::super::progress::words::refused_words;
use super::super::told::short;
use super::super::*;
use super::{answered, sheet};
use crate::report::wording::lead;
use crate::sim::outcome::Verdict;
use crate::units::Choice;

/// Cases that end in every way, and what of them a picture has to say.
const CASES: [(&str, &str); 9] = [
    ("photos-elsewhere", include_str!("../../../../scenarios/photos-elsewhere.toml")),
    ("evening-and-night-speed", include_str!("../../../../scenarios/evening-and-night-speed.toml")),
    ("slow-upload", include_str!("../../../../scenarios/slow-upload.toml")),
    ("plan-full", include_str!("../../../../scenarios/plan-full.toml")),
    ("power-saving-cuts-in", include_str!("../../../../scenarios/power-saving-cuts-in.toml")),
    ("signed-out", include_str!("../../../../scenarios/signed-out.toml")),
    ("two-clouds-at-once", include_str!("../../../../scenarios/two-clouds-at-once.toml")),
    ("wifi-lost-at-night", include_str!("../../../../scenarios/wifi-lost-at-night.toml")),
    ("unplugged", include_str!("../../../../scenarios/unplugged.toml")),
];

fn drawn(answer: &crate::study::answer::Answer, kind: ChartKind, layout: Layout) -> String {
    let options = ChartOptions { layout, ..ChartOptions::default() };
    let (sheet, _) = sheet(answer, kind, &options).unwrap();
    let texts = sheet.labels.iter().map(|(_, text, _)| text.as_str());
    texts.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[test]
fn each_picture_alone_says_whether_when_and_what_held_it_back() {
    for (name, file) in CASES {
        let answer = answered(file, &[]);
        let facts = Facts::of(&answer, ClockStyle::H24);
        let cause = lead(facts.outcome, answer.bottleneck).unwrap();
        for &(kind, ..) in ChartKind::ALL.iter().filter(|k| k.0 != ChartKind::Overview) {
            for layout in [Layout::Mobile, Layout::Social, Layout::Article, Layout::Wide] {
                let text = drawn(&answer, kind, layout);
                let place = format!("{name} {} {}: {text}", kind.word(), layout.word());
                let says = |any: &[&str]| any.iter().any(|word| text.contains(word));
                let ends = match facts.outcome.verdict {
                    Verdict::Never | Verdict::Refused => {
                        says(&["never", "does not start", "nothing moved", "refused"])
                    }
                    // The dots tell of the trials.
                    _ if kind == ChartKind::Chance => says(&["half by"]) && says(&["finish by"]),
                    _ => {
                        let clock = facts.finish_text().unwrap();
                        let late = facts.outcome.verdict == Verdict::Misses;
                        let whether = !late || says(&["late", "no:", "nights", "after"]);
                        text.contains(&clock) && whether
                    }
                };
                assert!(ends, "{place}");
                let mut named = vec![word(cause).to_owned(), short(cause).to_owned()];
                // What is short says by how much.
                named.extend(answer.outcome.proof.iter().map(refused_words));
                assert!(named.iter().any(|n| text.contains(&n.to_lowercase())), "{place}");
            }
        }
    }
}

#[test]
fn where_nothing_but_the_speed_held_it_back_the_picture_says_so() {
    let answer = answered(CASES[1].1, &[]);
    for kind in [ChartKind::Progress, ChartKind::Chance, ChartKind::Map, ChartKind::Card] {
        let text = drawn(&answer, kind, Layout::Mobile);
        assert!(text.contains("nothing but upload speed"), "{}: {text}", kind.word());
    }
}
