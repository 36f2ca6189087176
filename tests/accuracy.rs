//! `accuracy`: a folder of runs in, predictions and errors out, in every format; with and without
//! outcomes, always in the same order.

use crate::cli::{code, err, out, run};
use crate::report::machine::schema;
use crate::runs::folder;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn document(args: &[&str]) -> Value {
    let output = run(&[&["accuracy"], args, &["--format", "json"]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let validator = jsonschema::draft202012::new(&schema("accuracy")).unwrap();
    let faults: Vec<_> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{document:#}");
    document
}

fn runs(document: &Value) -> &Vec<Value> {
    document["runs"].as_array().unwrap()
}

fn named<'d>(document: &'d Value, name: &str) -> &'d Value {
    runs(document).iter().find(|run| run["name"] == name).unwrap()
}

/// A folder with copies of the runs, without their outcomes.
fn without_outcomes() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            let to = copy.path().join(entry.file_name().unwrap());
            fs::create_dir(&to).unwrap();
            fs::copy(entry.join("scenario.json"), to.join("scenario.json")).unwrap();
        }
    }
    copy
}

#[test]
fn every_run_is_held_against_its_outcome_and_the_figures_are_those_of_the_rows() {
    let document = document(&[folder().to_str().unwrap()]);
    let names: Vec<&str> = runs(&document).iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "appended-with-a-call",
            "nights-that-end-stale",
            "packs-with-a-full-disk",
            "parts-over-s3",
            "photos-over-webdav"
        ]
    );
    let mut sizes: Vec<f64> = Vec::new();
    for run in runs(&document) {
        let (predicted, actual) = (&run["predicted_finish_seconds"], &run["actual_finish_seconds"]);
        if let (Some(predicted), Some(actual)) = (predicted.as_f64(), actual.as_f64()) {
            let error = (predicted - actual) / actual;
            assert!((run["error"].as_f64().unwrap() - error).abs() < 1e-4, "{run}");
        }
        if run["scored"] == true {
            sizes.push(run["error"].as_f64().map_or(1.0, f64::abs));
        }
    }
    sizes.sort_by(f64::total_cmp);
    let summary = &document["summary"];
    // Three are scored: one has no outcome, one had only the phone's ends of its connections killed.
    assert_eq!((summary["n"].as_u64(), sizes.len()), (Some(3), 3));
    let near = |key: &str, wanted: f64| {
        assert!((summary[key].as_f64().unwrap() - wanted).abs() < 1e-4, "{key}: {summary}");
    };
    near("median", sizes[1]);
    near("mean", sizes.iter().sum::<f64>() / 3.0);
    near("p90", sizes[2]);
    near("worst", sizes[2]);
    // What ends and what never does: both never is no error.
    let full = named(&document, "packs-with-a-full-disk");
    assert_eq!((&full["outcome"], &full["error"]), (&"never".into(), &0.0.into()));
    assert!(full["predicted_finish_seconds"].is_null() && full["interval"].is_null());
    let unknown = named(&document, "appended-with-a-call");
    assert!(unknown["outcome"].is_null() && unknown["error"].is_null());
    assert_eq!(named(&document, "nights-that-end-stale")["scored"], false);
}

#[test]
fn size_divided_by_rate_stands_beside_it() {
    let document = document(&[folder().to_str().unwrap()]);
    // 58.5 MB over 9 Mbit/s are 52 s, where it took 74.2 s.
    let run = named(&document, "parts-over-s3");
    assert_eq!(run["naive_finish_seconds"], 52.0);
    let error = run["naive_error"].as_f64().unwrap();
    assert!((error - (52.0 - 74.2) / 74.2).abs() < 1e-6);
}

#[test]
fn predictions_need_no_outcome() {
    let bare = without_outcomes();
    let (with, without) =
        (document(&[folder().to_str().unwrap()]), document(&[bare.path().to_str().unwrap()]));
    for (a, b) in runs(&with).iter().zip(runs(&without)) {
        for key in ["name", "predicted_finish_seconds", "predicted_resent_bytes", "interval"] {
            assert_eq!(a[key], b[key], "{key}");
        }
        assert!(b["actual_finish_seconds"].is_null() && b["error"].is_null());
    }
    let summary = &without["summary"];
    assert_eq!(summary["n"], 0);
    for key in ["median", "mean", "p90", "worst", "interval_coverage"] {
        assert!(summary[key].is_null(), "{key}");
    }
}

#[test]
fn what_is_not_done_while_it_was_watched_is_never_done() {
    let bare = without_outcomes();
    let run = bare.path().join("photos-over-webdav");
    let text = fs::read_to_string(run.join("scenario.json")).unwrap();
    fs::write(run.join("scenario.json"), text.replace("\"max_s\": 330", "\"max_s\": 20")).unwrap();
    // A folder that is a run itself will do.
    let document = document(&[run.to_str().unwrap()]);
    assert_eq!(runs(&document).len(), 1);
    assert!(runs(&document)[0]["predicted_finish_seconds"].is_null());
    assert!(runs(&document)[0]["interval"].is_null());
}

#[test]
fn a_value_of_the_command_line_holds_in_every_run() {
    let folder = folder();
    let slow = document(&[folder.to_str().unwrap(), "--set", "link.efficiency=50%"]);
    let plain = document(&[folder.to_str().unwrap()]);
    for (a, b) in runs(&slow).iter().zip(runs(&plain)) {
        let finish = |run: &Value| run["predicted_finish_seconds"].as_f64().unwrap_or(1e9);
        assert!(finish(a) > finish(b) || finish(b) == 1e9, "{a}\n{b}");
    }
}

#[test]
fn the_same_in_every_format() {
    let target = tempfile::tempdir().unwrap();
    let file = |name: &str| target.path().join(name).to_str().unwrap().to_owned();
    let (csv, json, md) = (file("a.csv"), file("a.json"), file("a.md"));
    let runs = folder();
    let args = ["accuracy", runs.to_str().unwrap(), "--csv", &csv, "--json", &json, "--md", &md];
    let output = run(&args);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output);
    assert!(text.contains("Error of 3 runs: median "), "{text}");
    assert!(text.contains("(nights-that-end-stale)") && text.contains("not known"), "{text}");
    let read = |path: &str| fs::read_to_string(path).unwrap();
    let document: Value = serde_json::from_str(&read(&json)).unwrap();
    let mut rows = csv::Reader::from_path(Path::new(&csv)).unwrap();
    let header = rows.headers().unwrap().clone();
    assert_eq!(header.get(0), Some("name"));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let cell = |row: &csv::StringRecord, name: &str| {
        row.get(header.iter().position(|h| h == name).unwrap()).unwrap().to_owned()
    };
    for (row, one) in rows.iter().zip(document["runs"].as_array().unwrap()) {
        assert_eq!(cell(row, "name"), one["name"].as_str().unwrap());
        let finish = one["predicted_finish_seconds"].as_f64();
        assert_eq!(cell(row, "predicted_finish_s").parse().ok(), finish);
        assert_eq!(cell(row, "error").parse().ok(), one["error"].as_f64());
    }
    assert_eq!(read(&md).lines().filter(|l| l.starts_with("| ")).count(), 6);
    assert_eq!(run(&args).status.code(), Some(1), "files that are there stay");
    // The same bytes each time.
    assert_eq!(out(&run(&args[..2])), text);
}

#[test]
fn a_run_that_cannot_be_read_does_not_hide_the_others() {
    let bare = without_outcomes();
    let broken = bare.path().join("parts-over-s3/scenario.json");
    let text = fs::read_to_string(&broken).unwrap();
    fs::write(&broken, text.replace("\"kbit\": 9000", "\"kbit\": 9000, \"fog\": 1")).unwrap();
    let output = run(&["accuracy", bare.path().to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("fog") && err(&output).contains("scenario.json:5"));
    assert!(out(&output).contains("photos-over-webdav") && !out(&output).contains("parts-over-s3"));
    let empty = tempfile::tempdir().unwrap();
    let output = run(&["accuracy", empty.path().to_str().unwrap()]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("no folder with a scenario.json"), "{}", err(&output));
    assert_eq!(code(&run(&["accuracy"])), 2);
}
