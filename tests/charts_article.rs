//! `chart all`: the set of charts for an article, its list, and the kinds that a case has no use for.

use crate::report::machine::schema;
use backup_sim::report::chart::ChartKind;
use backup_sim::units::Choice;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backup-sim")).args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Writes the set of a scenario; gives what was told and the list.
fn set(scenario: &str, folder: &Path) -> (String, Value) {
    let path = format!("scenarios/{scenario}.toml");
    let output = run(&["chart", "all", "--scenario", &path, "--bundle", folder.to_str().unwrap()]);
    assert!(output.status.success() && output.stdout.is_empty(), "{}", err(&output));
    let list = std::fs::read_to_string(folder.join("index.json")).unwrap();
    let list: Value = serde_json::from_str(&list).unwrap();
    let validator = jsonschema::draft202012::new(&schema("index")).unwrap();
    let faults: Vec<_> = validator.iter_errors(&list).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{scenario}: {faults:#?}");
    (err(&output), list)
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect()
}

#[test]
fn every_kind_is_either_drawn_or_named_with_the_reason() {
    for scenario in ["plan-full", "computer-by-cable", "screen-used-at-night", "unplugged"] {
        let folder = tempfile::tempdir().unwrap();
        let (told, list) = set(scenario, folder.path());
        let (drawn, left) = (words(&list["charts"]), words(&list["left_out"]));
        let all: BTreeSet<&str> = drawn.iter().chain(&left).copied().collect();
        // All but the one that is drawn of a batch.
        assert_eq!(ChartKind::ARTICLE.len() + 1, ChartKind::ALL.len());
        let kinds: BTreeSet<&str> = ChartKind::ARTICLE.iter().map(|kind| kind.word()).collect();
        assert_eq!(all, kinds, "{scenario}");
        assert_eq!(drawn.len() + left.len(), kinds.len(), "{scenario}");
        for entry in list["left_out"].as_array().unwrap() {
            let (kind, why) = (entry["kind"].as_str().unwrap(), entry["reason"].as_str().unwrap());
            assert!(told.contains(&format!("no {kind}: {why}")), "{told}");
        }
        // In the order of an article.
        let order: Vec<&str> = ChartKind::ARTICLE.iter().map(|kind| kind.word()).collect();
        let sorted: Vec<&str> = order.into_iter().filter(|kind| drawn.contains(kind)).collect();
        assert_eq!(drawn, sorted, "{scenario}");
    }
}

#[test]
fn what_would_be_a_hatch_and_nothing_else_is_left_out_of_the_set() {
    for (scenario, wanted) in [
        ("unplugged", &["chance", "map", "nights"][..]),
        ("stuck-at-62-percent", &["chance", "battery", "map", "nights"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (_, list) = set(scenario, folder.path());
        assert_eq!(words(&list["left_out"]), wanted, "{scenario}");
    }
}

#[test]
fn two_files_without_a_comparison_are_one_case_and_that_is_said() {
    let files =
        ["--scenario", "scenarios/plan-full.toml", "--scenario", "scenarios/unplugged.toml"];
    let merged = run(&[&["chart", "states"][..], &files].concat());
    assert!(merged.status.success());
    assert!(err(&merged).contains("read as one case"), "{}", err(&merged));
    assert!(err(&merged).contains("chart progress --compare"), "{}", err(&merged));
    let compared = run(&[&["chart", "progress", "--compare"][..], &files].concat());
    assert_eq!(err(&compared), "");
}

#[test]
fn the_schema_of_the_list_knows_every_kind_and_is_strict() {
    let schema = schema("index");
    let known = schema["$defs"]["kind"]["enum"].as_array().unwrap();
    let kinds: Vec<Value> = ChartKind::ARTICLE.iter().map(|kind| kind.word().into()).collect();
    assert!(kinds.iter().all(|kind| known.contains(kind)) && known.len() == kinds.len());
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_, list) = set("plan-full", folder.path());
    for (place, value) in [
        ("/charts/0/kind", Value::from("pie")),
        ("/charts/0/files/0", Value::from("../x.svg")),
        ("/files/0/bytes", Value::from(-1)),
        ("/left_out", Value::Null),
        ("/schema_version", Value::from("2.0")),
    ] {
        let mut wrong = list.clone();
        *wrong.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&wrong), "{place}");
    }
    let mut more = list.clone();
    more["date"] = Value::from("2026-11-30");
    assert!(!validator.is_valid(&more));
}

#[test]
fn bands_are_for_chance_alone_and_have_no_dots_and_need_trials() {
    let case = ["--size", "40GB", "--upload", "12Mbps"];
    for (args, why) in [
        (&["progress", "--fan"][..], "goes with the kind chance alone"),
        (&["all", "--fan", "--bundle", "x"], "goes with the kind chance alone"),
        (&["chance", "--fan", "--dots", "50"], "--dots 50 is given"),
        (&["chance", "--fan", "--trials", "0"], "--trials 0 asks for none"),
    ] {
        let output = run(&[&["chart"], args, &case].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = err(&output);
        assert!(told.contains(why) && told.contains("--fan"), "{told}");
        assert!(
            told.contains("chart chance --fan") || told.contains("--fan --trials 1000"),
            "{told}"
        );
    }
    let drawn = run(&[&["chart", "chance", "--fan"][..], &case].concat());
    let drawn = String::from_utf8(drawn.stdout).unwrap();
    assert!(drawn.contains(">9 of 10 runs stay inside<") && drawn.contains(">deadline 07:00<"));
    // Without the flag there are dots.
    let dots = String::from_utf8(run(&[&["chart", "chance"][..], &case].concat()).stdout).unwrap();
    assert!(dots.contains("each dot is 1 of 20") && dots.matches("<circle").count() >= 20);
}

#[test]
fn the_list_names_every_file_with_its_size_and_the_page_holds_every_snippet() {
    let folder = tempfile::tempdir().unwrap();
    let (_, list) = set("plan-full", folder.path());
    let mut named: BTreeSet<String> = BTreeSet::from(["index.json".to_owned()]);
    for file in list["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        let size = std::fs::metadata(folder.path().join(name)).unwrap().len();
        assert_eq!(file["bytes"].as_u64(), Some(size), "{name}");
        named.insert(name.to_owned());
    }
    let there = std::fs::read_dir(folder.path()).unwrap();
    let there: BTreeSet<String> =
        there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, named);
    let page = std::fs::read_to_string(folder.path().join("index.md")).unwrap();
    let mut from = 0;
    for chart in list["charts"].as_array().unwrap() {
        let kind = chart["kind"].as_str().unwrap();
        let snippet = std::fs::read_to_string(folder.path().join(format!("{kind}.md"))).unwrap();
        let at = page[from..].find(&snippet);
        from += at.unwrap_or_else(|| panic!("{kind}")) + snippet.len();
        assert_eq!(chart["files"].as_array().unwrap().len(), 7, "{kind}");
    }
}

#[test]
fn a_set_needs_a_folder_and_takes_no_file_and_no_title_and_is_written_once() {
    let case = ["chart", "all", "--scenario", "scenarios/plan-full.toml"];
    let bare = run(&case);
    assert_eq!(bare.status.code(), Some(2));
    assert!(err(&bare).contains("--bundle article"), "{}", err(&bare));
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    let bundle = ["--bundle", place.to_str().unwrap()];
    for more in [["-o", "x.svg"], ["--title", "My own"]] {
        let output = run(&[&case[..], &bundle, &more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(!place.exists(), "{more:?}");
    }
    assert!(run(&[&case[..], &bundle].concat()).status.success());
    let again = run(&[&case[..], &bundle].concat());
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("--force"), "{}", err(&again));
    let list = std::fs::read(place.join("index.json")).unwrap();
    assert!(run(&[&case[..], &bundle, &["--force"]].concat()).status.success());
    assert_eq!(std::fs::read(place.join("index.json")).unwrap(), list);
}

#[test]
fn two_scenario_files_are_compared_under_the_same_flags_and_named_by_themselves_or_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let a = file("slow.toml", "[link]\nupload = \"3Mbps\"\n");
    let b = file("fast.toml", "name = \"New line\"\n[link]\nupload = \"30Mbps\"\n");
    let both = ["--compare", "--scenario", &a, "--scenario", &b];
    let output = run(&[&["chart", "progress", "--size", "40GB"][..], &both].concat());
    assert!(output.status.success(), "{}", err(&output));
    let drawn = String::from_utf8(output.stdout).unwrap();
    for text in
        ["New line: done tonight, 3 nights sooner than slow", ">New line: done ", ">slow: done "]
    {
        assert!(drawn.contains(text), "{text}");
    }
    assert!(
        drawn.contains("What differs: upload 30 Mbps instead of 3 Mbps. Both: 40 GB"),
        "{drawn}"
    );
    // Without it the later file lies on top of the first.
    let one = ["chart", "progress", "--size", "40GB", "--scenario", &a, "--scenario", &b];
    let alone = String::from_utf8(run(&one).stdout).unwrap();
    assert!(!alone.contains("slow") && alone.contains("30 Mbps"));
}

#[test]
fn one_case_is_compared_with_its_best_fix() {
    let case = ["chart", "progress", "--scenario", "scenarios/plan-full.toml", "--compare"];
    let drawn = String::from_utf8(run(&case).stdout).unwrap();
    assert!(drawn.contains("With the 50 GB plan it is done tonight instead of never"));
    assert!(drawn.contains(">with the 50 GB plan: done 02:46<"));
    let without = ["chart", "progress", "--compare", "--scenario", "scenarios/back-up-now.toml"];
    let output = run(&without);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no fix to compare with"), "{}", err(&output));
}

#[test]
fn a_comparison_takes_two_files_and_the_kind_progress() {
    let file = ["--scenario", "scenarios/plan-full.toml"];
    let three = [&["chart", "progress", "--compare"][..], &file, &file, &file].concat();
    for (args, why) in [
        (three, "takes two --scenario files, and 3 are given"),
        ([&["chart", "states", "--compare"][..], &file, &file].concat(), "with the kind progress"),
        ([&["chart", "all", "--compare", "--bundle", "x"][..], &file].concat(), "progress"),
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = err(&output);
        assert!(
            told.contains(why) && told.contains("--scenario a.toml --scenario b.toml"),
            "{told}"
        );
    }
}
