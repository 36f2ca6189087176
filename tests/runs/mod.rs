//! Runs in the format of measured ones as scenarios: every input of a run becomes the field that it is, what `explain config`
//! prints of it gives the same inputs when it is saved, and nothing in a run is passed over.

use crate::cli::{code, err, out, run};
use backup_sim::import::measured_run;
use backup_sim::scenario::{Draft, fields, toml};
use std::fs;
use std::path::{Path, PathBuf};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runs")
}

pub fn path(name: &str) -> PathBuf {
    folder().join(name).join("scenario.json")
}

fn draft(text: &str) -> Draft {
    let mut draft = Draft::new();
    toml::apply(&mut draft, "scenario.json", text);
    draft
}

/// The fields that a run sets, with their canonical texts.
fn given(name: &str) -> Vec<(&'static str, String)> {
    let scenario = draft(&fs::read_to_string(path(name)).unwrap()).build().unwrap();
    let given = fields().iter().filter(|f| scenario.origin(f.id).is_given());
    given.map(|f| (f.key, scenario.print(f.id))).collect()
}

fn is(name: &str, wanted: &[(&str, &str)]) {
    let given = given(name);
    let found: Vec<_> = given.iter().map(|(key, text)| (*key, text.as_str())).collect();
    assert_eq!(found, wanted, "{name}");
}

#[test]
fn every_input_of_a_run_becomes_the_field_that_it_is() {
    is(
        "photos-over-webdav",
        &[
            ("name", "photos-over-webdav"),
            ("service.preset", "rclone-webdav"),
            ("service.flows", "3"),
            ("service.transfers", "3"),
            ("service.patience", "2 x 1s per item, 4s apart"),
            ("service.restart", "every 6s, at most 40"),
            ("service.timeout", "20s"),
            (
                "library.listing",
                "2 x 2.3104MB, 1.8042MB, 2.95001MB, 1.4008MB, 2.0063MB, 1.999MB, 18.5MB",
            ),
            ("link.upload", "8.2Mbps"),
            ("link.outages", "00:00:11-00:00:14.5 cut, 00:00:26-00:00:29 hold"),
            ("link.rtt", "34.5ms"),
            ("link.queue", "90ms"),
            ("window.deadline", "00:05:30"),
            ("window.nights", "1"),
        ],
    );
    is(
        "parts-over-s3",
        &[
            ("name", "parts-over-s3"),
            ("service.preset", "rclone-s3"),
            ("service.flows", "3"),
            ("service.transfers", "1"),
            ("service.resume", "chunk 6MiB x3"),
            ("library.listing", "31MB, 27.5MB"),
            ("link.plan", "00:00 9Mbps, 00:00:20 2.5Mbps, 00:00:45 15Mbps"),
            ("link.rtt", "55.5ms"),
            ("link.loss", "0.15%"),
            ("link.queue", "110ms"),
            ("window.deadline", "00:05"),
            ("window.nights", "1"),
            // The server listens 0.15 s after its start.
            ("cloud.outages", "00:00:50-00:01:01.15"),
        ],
    );
    is(
        "packs-with-a-full-disk",
        &[
            ("name", "packs-with-a-full-disk"),
            ("service.preset", "restic"),
            ("service.flows", "2"),
            ("service.resume", "pack 16MiB x2"),
            ("library.listing", "52MB"),
            ("link.upload", "11Mbps"),
            ("link.rtt", "25.5ms"),
            ("window.deadline", "00:02"),
            ("window.nights", "1"),
            ("cloud.free", "20MB"),
            ("cloud.resized", "00:00:30 34MB"),
        ],
    );
    is(
        "appended-with-a-call",
        &[
            ("name", "appended-with-a-call"),
            ("service.preset", "rsync"),
            ("service.resume", "byte"),
            ("library.listing", "3 x 900kB, 12MB"),
            ("link.upload", "7Mbps"),
            (
                "link.rivals",
                "rival-c fixed 1.9Mbps 00:00:03-00:00:15 until cut, \
                 rival-d 2 flows 2 x 4MB + 2.5MB from 00:00:09 until cut",
            ),
            ("link.rtt", "70.5ms"),
            ("link.queue", "100ms"),
            ("window.deadline", "00:04"),
            ("window.nights", "1"),
        ],
    );
    // 700 KiB/s = 700 x 1024 x 8 bit/s.
    is(
        "nights-that-end-stale",
        &[
            ("name", "nights-that-end-stale"),
            ("service.preset", "rclone-webdav"),
            ("service.flows", "2"),
            ("service.transfers", "2"),
            ("service.stops", "00:00:35-00:00:50"),
            ("service.starts", "00:01:35"),
            ("service.max_run", "30s soft"),
            ("service.max_rate", "00:00 5.7344Mbps, 00:01 off"),
            ("library.listing", "3 x 15MB"),
            ("link.upload", "10.5Mbps"),
            ("link.outages", "00:00:12-00:00:13 stale, 00:01:25-00:01:28 hole"),
            ("link.rtt", "40.5ms"),
            ("link.queue", "100ms"),
            ("window.deadline", "00:06"),
            ("window.nights", "1"),
        ],
    );
}

#[test]
fn what_explain_config_prints_of_a_run_gives_the_same_inputs_when_saved() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path().join("scenario.json");
        if !path.exists() {
            continue;
        }
        let printed = out(&run(&["explain", "config", "--scenario", path.to_str().unwrap()]));
        let saved = draft(&printed).build().unwrap();
        let first = draft(&fs::read_to_string(&path).unwrap()).build().unwrap();
        assert_eq!(saved.inputs(), first.inputs(), "{printed}");
    }
}

#[test]
fn a_run_is_a_scenario_file_like_any_other() {
    let path = path("photos-over-webdav");
    let args = ["estimate", "--scenario", path.to_str().unwrap(), "--trials", "0"];
    let output = run(&args);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let faster = run(&[&args[..], &["--upload", "80Mbps", "--format", "json"]].concat());
    let document: serde_json::Value = serde_json::from_slice(&faster.stdout).unwrap();
    assert_eq!(
        document["bytes"]["size"],
        2 * 2_310_400 + 1_804_200 + 2_950_010 + 1_400_800 + 2_006_300 + 1_999_000 + 18_500_000
    );
}

/// A run with one part of it replaced.
fn with(part: &str, text: &str) -> String {
    let whole = r#"{
 "name": "x",
 "tool": {"kind": "webdav"},
 "link": {"kbit": 5000},
 "item_bytes": [1000],
 "events": []
}"#;
    assert!(whole.contains(part), "{part}");
    whole.replace(part, text)
}

#[test]
fn nothing_in_a_run_is_passed_over() {
    assert!(measured_run::read(&with("x", "y")).is_ok());
    let told = |text: &str| measured_run::read(text).unwrap_err().at("f");
    let event = |text: &str| told(&with("\"events\": []", &format!("\"events\": [{text}]")));
    assert_eq!(
        told(&with("\"kbit\": 5000", "\"kbit\": 5000,\n \"color\": 1, \"jitter\": 2")),
        "f:5: \"color\", \"jitter\" is no input of a run; known here are kbit, rtt_ms, queue_ms, \
         loss_ppm"
    );
    assert!(
        told(&with("\"kind\"", "\"speed\": 3, \"kind\"")).starts_with("f:3: \"speed\" is no input")
    );
    assert!(told(&with("webdav", "ftp")).contains("known are webdav, s3, restic, rsync"));
    assert_eq!(told(&with("5000", "\"fast\"")), "f:4: \"kbit\" is \"fast\", not a number from 0");
    assert_eq!(
        told(&with("[1000]", "[1000.5]")),
        "f:5: \"item_bytes\" is 1000.5, not a whole number"
    );
    assert_eq!(told(&with("[1000]", "[]")), "f:5: \"item_bytes\" is no list of sizes");
    assert_eq!(told(&with("\"link\": {\"kbit\": 5000},\n", "")), "f:1: \"link\" is missing");
    assert!(event(r#"{"t": 1, "do": "earthquake"}"#).contains("no event of a run"));
    assert!(event(r#"{"t": 1, "do": "link_up", "gently": true}"#).contains("\"gently\""));
    assert!(event(r#"{"t": -1, "do": "link_up"}"#).contains("not a time in seconds"));
    assert!(event(r#"{"t": 90000, "do": "link_up"}"#).contains("after the first 24 h"));
    assert!(event(r#"{"t": 1, "do": "link_down", "kill_sockets": "both"}"#).contains("\"phone\""));
    assert!(event(r#"{"t": 1, "do": "rival_start", "kind": "torrent"}"#).contains("no rival"));
    assert_eq!(told("{\"name\": "), "f:1:9: this is not JSON");
    // By the command line it is told with its file and line.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.json");
    fs::write(&path, with("\"kbit\": 5000", "\"kbit\": 5000, \"color\": 1")).unwrap();
    let output = run(&["estimate", "--scenario", path.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("scenario.json:4") && err(&output).contains("\"color\""));
}

#[test]
fn what_is_wrong_is_told_with_the_line_of_its_part() {
    let told = |part: &str, by: &str| measured_run::read(&with(part, by)).unwrap_err().at("f");
    let events = |second: &str| {
        let list = format!("\"events\": [\n  {{\"t\": 1, \"do\": \"link_up\"}},\n  {second}]");
        told("\"events\": []", &list)
    };
    assert_eq!(
        events(r#"{"t": "x", "do": "link_up"}"#),
        "f:8: event 2: \"t\" is \"x\", not a time in seconds"
    );
    assert_eq!(events(r#"{"t": 2}"#), "f:8: event 2: \"do\" is missing");
    assert_eq!(events("7"), "f:8: event 2: the event is no object {...}");
    assert_eq!(
        events(r#"{"t": 2, "do": "rate", "kbit": -1}"#),
        "f:8: event 2: \"kbit\" is -1, not a number from 0"
    );
    assert_eq!(told("\"kbit\": 5000", "\"rtt_ms\": 40"), "f:4: \"kbit\" is missing");
    assert_eq!(told("{\"kind\": \"webdav\"}", "{}"), "f:3: \"kind\" is missing");
}

#[test]
fn nothing_and_never_are_numbers_too() {
    let restart = |supervise: &str| {
        let text = format!("\"supervise\": {supervise},\n \"events\": []");
        let entries = measured_run::read(&with("\"events\": []", &text)).unwrap();
        entries.into_iter().find(|e| e.key == "service.restart").map(|e| (e.text, e.line))
    };
    let some = |text: &str| Some((text.to_owned(), 6));
    assert_eq!(restart(r#"{"restart_after_s": 5}"#), some("every 5s"));
    // At once, and not at all.
    assert_eq!(
        restart(r#"{"restart_after_s": 0, "max_restarts": 3}"#),
        some("every 0.001s, at most 3")
    );
    assert_eq!(restart(r#"{"restart_after_s": 5, "max_restarts": 0}"#), None);
    // An empty file costs its round trips.
    let entries = measured_run::read(&with("[1000]", "[0, 1000, 0]")).unwrap();
    let listing = entries.iter().find(|e| e.key == "library.listing").map(|e| e.text.as_str());
    assert_eq!(listing, Some("1B, 1000B, 1B"));
}

#[test]
fn what_has_begun_and_does_not_end_lasts_to_the_end_of_the_day() {
    let events = r#""events": [{"t": 5, "do": "link_down", "kill_sockets": true},
        {"t": 6, "do": "server_stop"}, {"t": 7, "do": "client_stop"}, {"t": 8, "do": "rate", "kbit": 9},
        {"t": 8, "do": "rate", "kbit": 10}]"#;
    let entries = measured_run::read(&with("\"events\": []", events)).unwrap();
    let text = |key: &str| entries.iter().find(|e| e.key == key).map(|e| e.text.as_str());
    assert_eq!(text("link.outages"), Some("00:00:05-24:00:00 cut"));
    assert_eq!(text("cloud.outages"), Some("00:00:06-24:00:00"));
    assert_eq!(text("service.stops"), Some("00:00:07-24:00:00"));
    // Of two rates at one moment the later one holds; the plan replaces the one rate.
    assert_eq!(text("link.plan"), Some("00:00 5000kbps, 00:00:08 10kbps"));
    assert_eq!(text("link.upload"), None);
}
