//! `explain` for programs: every topic is one JSON document with what its kind has.

use crate::cli::{code, err, out, run};
use serde_json::Value;

fn document(topic: Option<&str>) -> Value {
    let mut args = vec!["explain", "--format", "json"];
    args.extend(topic);
    let output = run(&args);
    assert_eq!(code(&output), 0, "{topic:?}: {}", err(&output));
    let document = serde_json::from_str(&out(&output));
    document.unwrap_or_else(|fault| panic!("{topic:?} is no JSON: {fault}\n{}", out(&output)))
}

/// The keys that an entry of a kind has beside `topic`, `kind` and `text`.
fn keys(kind: &str) -> &'static [&'static str] {
    match kind {
        "topics" => &["lists", "fields", "causes", "presets", "kinds", "notes", "codes"],
        "list" => &["entries"],
        "code" => &["code", "fix"],
        "cause" => &["id", "effect", "where"],
        "preset" => &["id", "toml"],
        "note" => &["code"],
        "field" => {
            &["key", "value", "unit", "default", "range", "flags", "columns", "example", "words"]
        }
        "kind" => &["example", "unit", "units", "range", "fields"],
        other => panic!("a kind without keys: {other}"),
    }
}

#[track_caller]
fn complete(what: &str, entry: &Value) {
    let kind = entry["kind"].as_str().unwrap();
    assert!(entry["text"].as_str().is_some_and(|text| !text.is_empty()), "{what}: {entry:#}");
    for key in keys(kind) {
        assert!(entry.get(key).is_some(), "{what} has no {key}: {entry:#}");
    }
}

#[test]
fn every_topic_is_a_document_of_its_kind() {
    let all = document(None);
    assert_eq!((&all["topic"], &all["kind"]), (&Value::Null, &"topics".into()));
    complete("all topics", &all);
    let mut seen = 0;
    for (list, kind) in [
        ("lists", "list"),
        ("fields", "field"),
        ("causes", "cause"),
        ("presets", "preset"),
        ("kinds", "kind"),
        ("notes", "note"),
        ("codes", "code"),
    ] {
        for topic in all[list].as_array().unwrap() {
            let topic = topic.as_str().unwrap();
            let found = document(Some(topic));
            assert_eq!(found["schema_version"], "1.0", "{topic}");
            complete(topic, &found);
            let also = found["also"].as_array().into_iter().flatten();
            let mut entries: Vec<&Value> = also.collect();
            entries.iter().for_each(|entry| complete(topic, entry));
            entries.push(&found);
            let named = |e: &&&Value| e["kind"] == kind && e["topic"] == topic;
            assert_eq!(entries.iter().filter(named).count(), 1, "{topic}: {found:#}");
            seen += 1;
        }
    }
    assert!(seen > 250, "{seen}");
    assert!(document(Some("config"))["inputs"].is_array());
}

#[test]
fn a_field_a_cause_and_a_code_say_what_they_are() {
    let upload = document(Some("upload"));
    assert_eq!(upload["key"], "link.upload");
    assert_eq!(upload["flags"][0], "--upload");
    assert_eq!(upload["unit"], "bits_per_s");
    assert_eq!(upload["default"], Value::Null);
    assert_eq!(upload["range"], "1kbps to 1Tbps");
    assert_eq!(document(Some("efficiency"))["default"], "95%");
    let metered = document(Some("metered"));
    assert_eq!((&metered["kind"], &metered["effect"]), (&"cause".into(), &"gate".into()));
    assert!(metered["where"].as_str().is_some_and(|text| text.contains("Settings")));
    assert_eq!(metered["also"][0]["key"], "link.metered");
    let code = document(Some("e006"));
    assert_eq!(code["code"], "E006");
    assert!(code["fix"].as_str().is_some_and(|text| text.contains("--force")), "{code:#}");
    assert_eq!(document(Some("gb"))["kind"], "kind");
}

#[test]
fn a_word_that_names_nothing_is_an_error_in_json_too() {
    let output = run(&["explain", "uplod", "--format", "json"]);
    assert_eq!((code(&output), out(&output)), (2, String::new()));
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["errors"][0]["instead"][0]["typed"], "backup-sim explain upload");
}
