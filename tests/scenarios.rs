//! Every file of `scenarios/` is built, simulated and held against the answer that it carries. The
//! first line of each is its question; a line `# answer: verdict=... nights=... cause=... clock=...`
//! is what must come out (only the verdict is required). `clock` is the finish, rounded up to the
//! minute; `cause` is the bottleneck, for never and refused the proof's cause.

use backup_sim::scenario::{Draft, Scenario, toml};
use backup_sim::sim::outcome::{Outcome, Verdict};
use backup_sim::sim::{Chance, Record, simulate};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder of the project, in order.
pub fn files(folder: &str) -> Vec<(String, String)> {
    let dir: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .map(|p| {
            let name = p.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&p).unwrap())
        })
        .collect()
}

/// The scenario of a text, or all its faults.
pub fn scenario(name: &str, text: &str) -> Scenario {
    let mut draft = Draft::new();
    toml::apply(&mut draft, name, text);
    draft.build().unwrap_or_else(|errors| panic!("{name}: {errors:#?}"))
}

/// The point answer of a text.
pub fn outcome(name: &str, text: &str) -> Outcome {
    simulate(&scenario(name, text), Chance::Mean, Record::Yes)
}

fn answer(text: &str) -> Option<BTreeMap<&str, &str>> {
    let line = text.lines().find_map(|l| l.strip_prefix("# answer: "))?;
    line.split_whitespace().map(|pair| pair.split_once('=')).collect()
}

/// What came out for a key; for a cause without a proof, the wanted one if it stalled or limited.
fn found(outcome: &Outcome, key: &str, want: &str) -> String {
    let finish = outcome.finish;
    match key {
        "verdict" => outcome.verdict.word().to_owned(),
        "nights" => finish.map_or("none".to_owned(), |f| f.night.to_string()),
        "clock" => finish.map_or("none".to_owned(), |f| {
            let minutes = outcome.clock_at(f.at).secs().div_ceil(60) % 1440;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }),
        "cause" => match outcome.proof {
            Some(proof) => proof.cause.id().to_owned(),
            None => {
                let stalls = outcome.stalls.iter().map(|s| s.cause.id());
                let mut all = stalls.chain(outcome.limits.iter().map(|l| l.cause.id()));
                all.find(|id| *id == want).unwrap_or("none").to_owned()
            }
        },
        other => format!("no such key: {other}"),
    }
}

#[test]
fn every_example_asks_one_question_and_carries_its_answer() {
    let files = files("scenarios");
    assert!(files.len() >= 14, "only {} examples", files.len());
    for (name, text) in &files {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# ") && first.ends_with('?'),
            "{name}: the first line asks nothing"
        );
        assert_eq!(first.matches('?').count(), 1, "{name}: one question");
        let answer = answer(text).unwrap_or_else(|| panic!("{name}: no answer line"));
        assert!(answer.contains_key("verdict"), "{name}: no verdict");
        let mut known = Vec::new();
        for key in ["verdict", "nights", "cause", "clock"] {
            known.extend(answer.get_key_value(key).map(|(k, _)| *k));
        }
        assert_eq!(known.len(), answer.len(), "{name}: an answer has only known keys: {answer:?}");
    }
}

#[test]
fn every_example_gives_the_answer_it_carries() {
    let mut wrong = Vec::new();
    for (name, text) in files("scenarios") {
        let outcome = outcome(&name, &text);
        for (key, want) in answer(&text).unwrap() {
            let got = found(&outcome, key, want);
            if got != want {
                wrong.push(format!("{name}: {key} is {got}, not {want}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_examples_cover_every_verdict() {
    let verdicts = [Verdict::Finishes, Verdict::Misses, Verdict::Never, Verdict::Refused];
    for verdict in verdicts {
        let covered = files("scenarios")
            .iter()
            .any(|(_, text)| answer(text).unwrap().get("verdict") == Some(&verdict.word()));
        assert!(covered, "no example is answered {}", verdict.word());
    }
}
