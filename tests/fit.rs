//! `fit`: readings made by algebra, whose speed, stalls and end are known beforehand; the program's own
//! timelines; logs; wrong inputs; and the measured runs, where they are at hand.

use crate::cli::{code, err, out, piped, run};
use crate::report::machine::schema;
use backup_sim::study::fit::held::{hold, summary};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// The document, which must be valid by both schemas.
#[track_caller]
pub fn fitted(input: &str, args: &[&str]) -> Value {
    let output = piped(&[&["fit", "-", "--format", "json"], args].concat(), input);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let own = schema("fit");
    let mut rest = document.clone();
    for key in own["properties"].as_object().unwrap().keys() {
        rest.as_object_mut().unwrap().remove(key);
    }
    for (schema, document) in [(own, &document), (schema("answer"), &rest)] {
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let faults: Vec<_> = validator.iter_errors(document).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}\n{document:#}");
    }
    document
}

/// Readings every `step` seconds up to `until` of bytes that `of` tells.
fn series(until: u32, step: u32, of: impl Fn(f64) -> f64) -> String {
    let mut text = String::from("seconds,bytes\n");
    for at in (0..=until).step_by(step as usize) {
        writeln!(text, "{at},{}", of(f64::from(at)).round()).unwrap();
    }
    text
}

#[track_caller]
pub fn near(value: &Value, wanted: f64, within: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((value - wanted).abs() <= within * wanted.abs(), "{value} is not {wanted}");
}

/// 1 MB/s: 8 Mbit/s; 4 GB take 4,000 s.
#[test]
fn a_constant_speed_goes_on() {
    let d = fitted(&series(1_000, 10, |t| t * 1e6), &["--size", "4GB"]);
    near(&d["goodput_bits_per_s"], 8e6, 1e-3);
    assert_eq!(d["stall_share"], 0.0);
    assert_eq!(d["gates"].as_array().unwrap().len(), 0);
    near(&d["forecast"]["finish_seconds"], 4_000.0, 1e-3);
    near(&d["forecast"]["remaining_seconds"], 3_000.0, 1e-3);
    near(&d["forecast"]["plain_seconds"], 4_000.0, 1e-3);
    near(&d["finish"]["seconds"], 4_000.0, 1e-3);
    assert_eq!(d["bytes"]["done"], 1_000_000_000);
}

/// 1 MB/s with nothing from 400 to 700 s: 700 MB in 1,000 s, 30 % of them still. One stall counts half, so
/// the 700 MB that are left take 700 s and 0.5 x 300 ÷ 700 of that for stalls: 1,850 s.
#[test]
fn one_stall_is_a_stall_and_not_a_slower_speed() {
    let sent = |t: f64| (t.min(400.0) + (t - 700.0).max(0.0)) * 1e6;
    let d = fitted(&series(1_000, 10, sent), &["--size", "1.4GB"]);
    near(&d["goodput_bits_per_s"], 8e6, 1e-2);
    near(&d["stall_share"], 0.3, 1e-2);
    near(&d["forecast"]["finish_seconds"], 1_850.0, 1e-2);
    let gate = &d["gates"][0];
    assert_eq!(
        (gate["stalls"].as_u64(), gate["evidence"]["kind"].as_str()),
        (Some(1), Some("once"))
    );
    near(&gate["seconds"], 300.0, 4e-2);
}

/// 2 MB/s for 500 s, then 1 MB/s for 300 s: 1.3 GB, 1.625 MB/s on average. 2.6 GB: the new level is held
/// for another 300 s, the 1 GB behind that goes at the average: 800 + 300 + 615 = 1,715 s.
#[test]
fn a_step_is_seen_and_its_level_held_for_as_long_as_it_has_lasted() {
    let sent = |t: f64| (2.0 * t.min(500.0) + (t - 500.0).max(0.0)) * 1e6;
    let d = fitted(&series(800, 10, sent), &["--size", "2.6GB"]);
    near(&d["goodput_bits_per_s"], 13e6, 1e-2);
    near(&d["recent_bits_per_s"], 8e6, 1e-2);
    near(&d["recent_since_seconds"], 500.0, 4e-2);
    near(&d["forecast"]["finish_seconds"], 1_715.0, 1e-2);
}

/// Stalls of 60 s after each 540 s of sending, four of them: each 600 s carry 540 MB. They come at regular
/// times, so they go on at their share: 5.4 GB take 6,000 s.
#[test]
fn stalls_at_regular_times_go_on() {
    let sent = |t: f64| ((t / 600.0).floor() * 540.0 + (t % 600.0).min(540.0)) * 1e6;
    let d = fitted(&series(2_400, 10, sent), &["--size", "5.4GB"]);
    near(&d["goodput_bits_per_s"], 8e6, 1e-2);
    near(&d["stall_share"], 0.1, 3e-2);
    near(&d["forecast"]["finish_seconds"], 6_000.0, 2e-2);
    let gate = &d["gates"][0];
    assert!(gate["edits"].as_str().unwrap().contains("--drops"), "{gate}");
}

/// Whole percents of 100 GB at 1 MB/s: 1 % each 1,000 s, read each minute. The last percent is older than
/// the last reading, and what was sent since counts.
#[test]
fn whole_percents_are_no_stalls() {
    let mut text = String::from("seconds,percent\n");
    for at in (0..=36_500).step_by(60) {
        writeln!(text, "{at},{}", at / 1_000).unwrap();
    }
    let d = fitted(&text, &["--size", "100GB"]);
    near(&d["goodput_bits_per_s"], 8e6, 1e-2);
    assert_eq!(d["stall_share"], 0.0);
    near(&d["forecast"]["finish_seconds"], 100_000.0, 1e-2);
    // Without the size the speed is one of percents, and the end the same.
    let d = fitted(&text, &[]);
    assert!(d["goodput_bits_per_s"].is_null());
    near(&d["percent_per_hour"], 3.6, 1e-2);
    near(&d["forecast"]["finish_seconds"], 100_000.0, 1e-2);
    assert!(d["remarks"].as_array().unwrap().iter().any(|r| r["code"] == "size-assumed"));
}

/// The words of a command line, of which some stand in single quotes.
pub fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let joined: String = parts
        .map(|(place, part)| if place % 2 == 1 { part.replace(' ', "\u{1}") } else { part.into() })
        .collect();
    joined.split_whitespace().map(|word| word.replace('\u{1}', " ")).collect()
}

const NIGHTS: &str = include_str!("data/progress/two-nights.csv");

/// 3 Mbps x 95 % for 9 h of each night carry 11.5 GB: 40 GB end in night 4 at 02:12, 76 h 12 min from the
/// first reading. Whole percents leave 2 % of the speed open, so 1 h of it.
#[test]
fn nights_with_the_window_given_end_in_the_fourth() {
    let d = fitted(NIGHTS, &["--size", "40GB", "--window", "22:00-07:00"]);
    near(&d["goodput_bits_per_s"], 2.85e6, 2.5e-2);
    assert_eq!((d["nights"].as_u64(), d["stall_share"].as_f64()), (Some(4), Some(0.0)));
    near(&d["forecast"]["finish_seconds"], 274_320.0, 2e-2);
    let nights = d["by_night"].as_array().unwrap();
    assert_eq!(nights.len(), 2);
    near(&nights[0]["sent_bytes"], 11.5e9, 5e-2);
    near(&nights[0]["sending_seconds"], 32_400.0, 1e-2);
    // Without the window the day between is found by the clock, and the end is much the same.
    let d = fitted(NIGHTS, &["--size", "40GB"]);
    assert_eq!(d["gates"][0]["cause"], "outside-window");
    assert!(d["gates"][0]["edits"].as_str().unwrap().starts_with("--window 22:00-0"), "{d:#}");
    near(&d["forecast"]["finish_seconds"], 274_320.0, 3e-2);
}

#[test]
fn an_upload_that_is_done_says_when() {
    let d = fitted(&series(1_000, 10, |t| t.min(600.0) * 1e6), &["--size", "600MB"]);
    assert_eq!(d["forecast"]["basis"], "seen");
    near(&d["forecast"]["finish_seconds"], 600.0, 1e-6);
    assert_eq!(d["verdict"], "finishes");
}

/// Back to nothing at 500 s, after a stall of 100 s: 400 MB are lost, and the speed is 1 MB/s all the same.
#[test]
fn a_series_that_falls_back_is_told_so() {
    let sent = |t: f64| if t < 500.0 { t.min(400.0) * 1e6 } else { (t - 500.0) * 1e6 };
    let d = fitted(&series(900, 10, sent), &["--size", "2GB"]);
    near(&d["goodput_bits_per_s"], 8e6, 2e-2);
    let codes: Vec<_> = d["remarks"].as_array().unwrap().iter().map(|r| &r["code"]).collect();
    assert!(codes.contains(&&Value::from("fell-back")), "{codes:?}");
    assert!(d["forecast"]["finish_seconds"].as_f64().unwrap() > 2_500.0);
}

/// A plain case of this program, whose timeline is read back: the speed within 1 %, the end within 2 %.
#[test]
fn the_programs_own_timelines_are_fitted_to_what_they_were_made_of() {
    for (size, upload) in [("40GB", "3Mbps"), ("7GB", "20Mbps"), ("250GB", "45Mbps")] {
        let args = ["--size", size, "--upload", upload, "--window", "all-day", "--trials", "0"];
        let case = [&["estimate"], &args[..], &["--csv", "-", "--every", "10min"]].concat();
        let timeline = out(&run(&case));
        let rows = timeline.lines().count();
        let half: String = timeline.lines().take(rows / 2).map(|l| format!("{l}\n")).collect();
        let d = fitted(&half, &[]);
        let asked = run(&[&["estimate"], &args[..], &["--format", "json"]].concat());
        let asked: Value = serde_json::from_slice(&asked.stdout).unwrap();
        let rate: f64 = upload.trim_end_matches("Mbps").parse().unwrap();
        near(&d["goodput_bits_per_s"], rate * 0.95e6, 1e-2);
        near(&d["forecast"]["finish_seconds"], asked["finish"]["seconds"].as_f64().unwrap(), 2e-2);
        // With the case itself its end counts.
        let d = fitted(&half, &args[..6]);
        assert_eq!(d["forecast"]["basis"], "given-case");
        near(&d["forecast"]["finish_seconds"], asked["finish"]["seconds"].as_f64().unwrap(), 2e-2);
    }
}

#[test]
fn logs_of_rclone_and_restic_are_read_to_their_broken_ends() {
    // 1 MB/s: 240 of 600 MB after 4 minutes.
    let log = include_str!("data/progress/rclone.jsonl");
    let d = fitted(log, &[]);
    near(&d["goodput_bits_per_s"], 8e6, 1e-2);
    near(&d["forecast"]["finish_seconds"], 600.0, 2e-2);
    assert_eq!(
        (&d["seen"]["clock"], &d["seen"]["format"]),
        (&"22:00".into(), &"rclone-log".into())
    );
    // 90 MB a minute are read, ten packs of 16 MiB ahead: 450 MB read are 282.2 MB sent, and 617.8 MB at
    // 1.5 MB/s take 412 s.
    let d = fitted(include_str!("data/progress/restic.jsonl"), &[]);
    near(&d["goodput_bits_per_s"], 12e6, 0.1);
    near(&d["forecast"]["remaining_seconds"], 412.0, 0.1);
    let codes: Vec<_> = d["remarks"].as_array().unwrap().iter().map(|r| &r["code"]).collect();
    assert!(codes.contains(&&Value::from("counts-read")), "{codes:?}");
}

#[test]
fn wrong_readings_are_told_where_they_are() {
    let refused = |input: &str, args: &[&str], wanted: &str, exit: i32| {
        let output = piped(&[&["fit", "-"], args].concat(), input);
        let told = err(&output);
        assert_eq!(code(&output), exit, "{told}");
        assert!(told.contains(wanted), "{wanted}: {told}");
    };
    refused("time,percent\n23:10,30\n", &[], "two are needed", 2);
    refused("time,done\n23:10,30\n23:20,31\n", &[], "standard input:2:7: 30 of which unit?", 2);
    refused("seconds,bytes\n0,1\n9,5\n", &[], "--size 40GB", 2);
    refused("time,percent\n1:00,30\n2:00,30\n", &[], "shows any progress", 2);
    refused("time,percent\n1:00,30\n2:00,31\n", &["--size", "40"], "--size", 2);
    let output = piped(&["fit", "-"], "time,percent\n1:00,30\n2:00,x\n3:00,40\n");
    assert_eq!(code(&output), 0);
    assert!(
        err(&output).contains("standard input:3:6: \"x\" is no percentage"),
        "{}",
        err(&output)
    );
    assert_eq!(code(&run(&["fit", "no/such/file.csv"])), 1);
    assert_eq!(code(&run(&["fit"])), 2);
}

#[test]
fn the_text_has_at_most_fourteen_lines_and_the_next_one_runs() {
    for args in [&[][..], &["--size", "40GB"], &["--size", "40GB", "--window", "22:00-07:00"]] {
        let output = piped(&[&["fit", "-"], args].concat(), NIGHTS);
        let text = out(&output);
        assert!(text.lines().count() <= 14, "{text}");
        assert!(text.lines().all(|l| l.chars().count() <= 80 || l.starts_with("Next")), "{text}");
        let next = text.lines().last().unwrap().trim_start_matches("Next").trim();
        let words = words(next);
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        assert_eq!(code(&run(&words)), 0, "{next}");
    }
    let table = out(&piped(&["fit", "-", "--format", "csv"], NIGHTS));
    assert!(table.starts_with("start_s,end_s,state,"), "{table}");
    assert!(table.contains(",stalled,"), "{table}");
    let page = out(&piped(&["fit", "-", "--format", "markdown"], NIGHTS));
    assert!(page.contains("| night | sent |"), "{page}");
}

#[test]
fn the_same_readings_give_the_same_bytes_and_another_seed_another_range() {
    let of = |seed: &str| out(&piped(&["fit", "-", "--format", "json", "--seed", seed], NIGHTS));
    assert_eq!(of("1"), of("1"));
    assert_ne!(of("1"), of("2"));
}

/// The bar: on the runs in which something happens the forecast beats what is left over the average, in
/// the middle and far more on average; and it knows the end where it is given what is to come.
#[test]
#[allow(clippy::print_stderr)]
fn on_measured_runs_the_forecast_beats_what_is_left_over_the_average() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/truth/runs");
    if !folder.is_dir() {
        eprintln!("skipped: no measured runs beside the project");
        return;
    }
    let mut held = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
        let read = |name: &str| std::fs::read_to_string(entry.join(name)).unwrap_or_default();
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        let (scenario, outcome) = (read("scenario.json"), read("outcome.json"));
        held.extend(hold(&name, &scenario, &outcome, &read("timeline.csv"), 0.4));
    }
    let eventful = summary(&held, true).unwrap();
    assert!(eventful.runs > 40, "{eventful:?}");
    assert!(eventful.forecast.median < 0.85 * eventful.plain.median, "{eventful:?}");
    assert!(eventful.forecast.mean < 0.4 * eventful.plain.mean, "{eventful:?}");
    assert!(eventful.with_case.median < 0.02, "{eventful:?}");
    let all = summary(&held, false).unwrap();
    assert!(all.forecast.median < 0.85 * all.plain.median, "{all:?}");
    assert!(all.holds > 0.65, "{all:?}");
}
