//! Each picture alone says whether it finishes, when, and what held it back: read off the letters that are
//! drawn, without title, alt text or table of the file.

use super::super::facts::Facts;
use super::super::label::word;
use super::super::progress::words::refused_words;
use super::super::told::short;
use super::super::*;
use super::{answered, sheet};
use crate::cause::Cause;
use crate::report::wording::lines::Lines;
use crate::report::wording::{cause, lead};
use crate::sim::outcome::{ProofKind, Verdict};
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

/// All letters of a picture; nothing where the kind is not for such a case.
fn drawn(answer: &Answer, kind: ChartKind, layout: Layout) -> Option<String> {
    let options = ChartOptions { layout, ..ChartOptions::default() };
    let sheet = match sheet(answer, kind, &options) {
        Err(ChartError::NotFor(_)) => return None,
        other => other.unwrap().0,
    };
    let texts = sheet.labels.iter().map(|(_, text, _)| text.as_str());
    Some(texts.collect::<Vec<_>>().join(" ").to_lowercase())
}

/// Asserts it of every kind in some sizes.
fn says_all(name: &str, file: &str, layouts: &[Layout]) {
    let answer = answered(file, &[]);
    let facts = Facts::of(&answer, ClockStyle::H24);
    let cause = lead(facts.outcome, answer.bottleneck).unwrap();
    let grown =
        matches!(facts.outcome.proof, Some(p) if matches!(p.kind, ProofKind::Outgrown { .. }));
    let mut named = vec![word(cause).to_owned(), short(cause).to_owned()];
    // What is short says by how much.
    named.extend(answer.outcome.proof.iter().map(refused_words));
    if grown {
        named = ["the library grows faster", "it grows too fast", "the library's growth"]
            .map(str::to_owned)
            .to_vec();
    }
    // By cable there is no upload to vary.
    let grids = !facts.by_cable();
    let drawable = |kind| match kind {
        ChartKind::Overview => false,
        ChartKind::Map | ChartKind::Nights => grids,
        _ => true,
    };
    for kind in ChartKind::ALL.iter().map(|k| k.0).filter(|&kind| drawable(kind)) {
        for &layout in layouts {
            let Some(text) = drawn(&answer, kind, layout) else { continue };
            let place = format!("{name} {} {}: {text}", kind.word(), layout.word());
            let says = |any: &[&str]| any.iter().any(|word| text.contains(word));
            let ends = match facts.outcome.verdict {
                Verdict::Never | Verdict::Refused => {
                    says(&["never", "does not start", "nothing moved", "refused"])
                }
                // The dots tell of the trials.
                _ if kind == ChartKind::Chance => says(&["half by"]) && says(&["finish by"]),
                _ => {
                    let clock = match facts.by_cable() {
                        true => facts.duration().unwrap(),
                        false => facts.finish_text().unwrap(),
                    };
                    let late = facts.outcome.verdict == Verdict::Misses;
                    let whether = !late || says(&["late", "no:", "nights", "after"]);
                    text.contains(&clock) && whether
                }
            };
            assert!(ends, "{place}");
            assert!(named.iter().any(|n| text.contains(&n.to_lowercase())), "{place}");
        }
    }
    // The reports blame the same.
    let line = Lines::of(&answer, ClockStyle::H24).held_back().unwrap();
    let preset = answer.scenario.inputs().service.preset;
    let blames = match cause {
        _ if grown => line.contains("the growth of the library"),
        Cause::CloudFull => line.contains("storage") || line.contains("space"),
        _ => line.starts_with(cause::name(cause, preset)),
    };
    assert!(blames, "{name}: {line}");
}

#[test]
fn each_picture_alone_says_whether_when_and_what_held_it_back() {
    for (name, file) in CASES {
        says_all(name, file, &[Layout::Mobile, Layout::Social, Layout::Article, Layout::Wide]);
    }
}

#[test]
fn every_scenario_is_told_alike_by_its_reports_and_by_each_picture_on_a_phone() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e == "toml") && CASES.iter().all(|c| c.0 != name) {
            says_all(&name, &std::fs::read_to_string(&path).unwrap(), &[Layout::Mobile]);
            files += 1;
        }
    }
    assert!(files >= 20, "{files}");
}

#[test]
fn where_nothing_but_the_speed_held_it_back_the_picture_says_so() {
    let answer = answered(CASES[1].1, &[]);
    for kind in [ChartKind::Progress, ChartKind::Chance, ChartKind::Map, ChartKind::Card] {
        let text = drawn(&answer, kind, Layout::Mobile).unwrap();
        assert!(text.contains("nothing but upload speed"), "{}: {text}", kind.word());
    }
}
