//! Every fault has a file named after it in `tests/invalid/`, whose first line is the code of the
//! fault and what is wrong: `# E043: more is done than the library holds`. Building the file must
//! give exactly that one fault, with the line it stands in where there is one.

use backup_sim::scenario::error::ScenarioError;
use backup_sim::scenario::{Draft, Origin, toml};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn files() -> Vec<(String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let mut found: Vec<(String, String)> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

fn faults(name: &str, text: &str) -> Vec<ScenarioError> {
    let mut draft = Draft::new();
    toml::apply(&mut draft, name, text);
    draft.build().err().unwrap_or_default()
}

fn wanted(text: &str) -> Option<&str> {
    text.lines().next()?.strip_prefix("# ")?.split_once(": ").map(|(code, _)| code)
}

#[test]
fn every_faulty_file_is_refused_with_its_code() {
    let mut wrong = Vec::new();
    for (name, text) in files() {
        let want = wanted(&text).unwrap_or_else(|| panic!("{name}: no code in the first line"));
        let got: Vec<&str> = faults(&name, &text).iter().map(|e| e.code().0).collect();
        if got != [want] {
            wrong.push(format!("{name}: {got:?}, not {want}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_a_scenario_has_a_faulty_file() {
    let files = files();
    let codes: BTreeSet<&str> = files.iter().filter_map(|(_, text)| wanted(text)).collect();
    for code in ["E040", "E041", "E042", "E043", "E044", "E045"] {
        assert!(codes.contains(code), "no file in tests/invalid is refused with {code}");
    }
}

#[test]
fn a_fault_in_a_file_says_where_it_stands() {
    for (name, text) in files() {
        for fault in faults(&name, &text) {
            let origin = match &fault {
                ScenarioError::Unreadable { origin, .. }
                | ScenarioError::UnknownKey { origin, .. }
                | ScenarioError::Conflict { origin, .. }
                | ScenarioError::Syntax { origin, .. } => origin,
                ScenarioError::Missing { .. } => continue,
            };
            let lines = text.lines().count();
            let placed = matches!(origin, Origin::File(file, line)
                if *file == name && (1..=lines).contains(line));
            assert!(placed, "{name}: {origin:?}");
        }
    }
}

#[test]
fn an_unknown_key_names_the_nearest_known_one() {
    let faults = faults("typo", "[link]\nuplaod = \"3Mbps\"");
    let ScenarioError::UnknownKey { nearest, .. } = &faults[0] else { panic!("{faults:?}") };
    assert_eq!(*nearest, Some("link.upload"));
}
