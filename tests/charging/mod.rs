//! Recorded battery levels held against the model: our own fixture with its answers on paper, the
//! scenarios and the page of docs/accuracy, and the real recordings where they are at hand.
#![allow(clippy::print_stdout)]

use crate::cli::{code, err, out, run};
use crate::scenarios::{files, scenario};
use backup_sim::import::level;
use backup_sim::report::charging;
use backup_sim::sim::outcome::Outcome;
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::charging::{Comparison, compare};
use std::fs;
use std::path::{Path, PathBuf};

/// The recordings by scenario.
const RECORDINGS: [(&str, &str); 3] = [
    ("android-2026", "android-batterystats-2026/batterystats_history_scenario2.txt"),
    ("iphone-2013", "iphone-2013-full-cycle/battery.csv"),
    ("xiaomi-2026", "xiaomi-discharge-2026/xiaomi_discharge.csv"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of real recordings, beside the project or where `SHARED_DATA` says; `None` where there
/// is none, which is said.
pub fn data(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("SHARED_DATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/data"));
    if folder.join(RECORDINGS[0].1).exists() {
        return Some(folder);
    }
    println!("SKIPPED {test}: there are no recordings in {}", folder.display());
    None
}

fn held(text: &str, recording: &[u8]) -> (Outcome, Comparison) {
    let outcome = simulate(&scenario("held", text), Chance::Mean, Record::Yes);
    let curve = level::read(recording).unwrap();
    let comparison = compare(&curve.readings, outcome.timeline.as_ref().unwrap()).unwrap();
    (outcome, comparison)
}

/// 10 Wh that take 10 W up to 50 % and from there 20 W (1 - s), from an ideal charger: 30 minutes to
/// 50 %, then s = 1 - 0.5 e^(-2t) with t in hours.
const SCENARIO: &str = include_str!("tapered.toml");
/// That curve every quarter of an hour, to a tenth of a percent.
const CURVE: &str = include_str!("tapered.csv");

#[test]
fn a_curve_worked_out_by_hand_is_met_within_its_rounding() {
    let (outcome, found) = held(SCENARIO, CURVE.as_bytes());
    assert_eq!((found.points.len(), found.beyond, found.stretches.len()), (9, 0, 1));
    // A twentieth of a percent of the timeline's, and as much of the rounding.
    assert!(found.model.worst.as_points() <= 0.1, "{:?}", found.model);
    let stretch = &found.stretches[0];
    // The straight line from 0 to 97.5 % in 120 min gains 12.19 in each quarter: it is off by 0, 12.8,
    // 25.6, 33.1, 32.8, 27.9, 20.1, 10.6, 0: 162.9 / 8 at equal steps.
    assert!((stretch.line.mean.as_points() - 20.36).abs() < 0.02, "{:?}", stretch.line);
    assert!((stretch.line.worst.as_points() - 33.1).abs() < 0.1, "{:?}", stretch.line);
    // 81.6 % after 60 min is the first reading over 80 %: 1.36 % a minute, 80 % at 58.82 min, then
    // 100 - 20 e^(-1.36 (t - 58.82) / 20). Off by 0, 4.6, 9.2, 8.5, 0.1, 4.5, 4.4, 3.2, 2.2, of which
    // the last counts half: 35.5 / 8.
    let to_80 = stretch.to_80.unwrap();
    assert!((to_80.mean.as_points() - 4.44).abs() < 0.03, "{to_80:?}");
    let text = charging::text(&outcome, &found, 0);
    assert!(text.contains("22:00  00:00  0 % to 98 %"), "{text}");
    assert!(text.contains("9 readings compared."), "{text}");
    let json = charging::json(&outcome, &found, 0);
    assert_eq!(json["stretches"][0]["constant_to_80"]["mean_points"], to_80.mean.as_points());
    assert_eq!(json["readings"], 9);
}

#[test]
fn a_wrong_charger_shows_as_an_error() {
    // 5 W instead of 10 W: an hour to 50 %, where the curve is at 81.6 %.
    let weak = SCENARIO.replace("power = \"100W\"", "power = \"5W\"");
    assert_ne!(weak, SCENARIO);
    let (_, found) = held(&weak, CURVE.as_bytes());
    assert!((found.model.worst.as_points() - 31.6).abs() < 3.0, "{:?}", found.model);
    assert!(found.model.mean.as_points() > 10.0, "{:?}", found.model);
}

#[test]
fn readings_outside_the_simulated_time_are_counted_and_not_compared() {
    // The window ends after an hour: readings at 75, 90, 105 and 120 min lie beyond it.
    let short = SCENARIO.replace("22:00-02:00", "22:00-23:00");
    assert_ne!(short, SCENARIO);
    let (outcome, found) = held(&short, CURVE.as_bytes());
    assert_eq!((found.points.len(), found.beyond), (5, 4));
    let text = charging::text(&outcome, &found, 2);
    assert!(text.contains("2 rows without a level, 4 outside the simulated time"), "{text}");
}

#[test]
fn the_scenarios_of_the_page_give_a_reason_for_every_value() {
    let files = files("docs/accuracy");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, RECORDINGS.map(|(name, _)| name));
    for (name, text) in &files {
        scenario(name, text);
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[1].contains(" = ")) {
            let told = pair[0].starts_with("# ");
            assert!(told, "{name}: no reason above {}", pair[1]);
        }
    }
}

#[test]
fn the_page_shows_every_picture_and_no_stretch_is_three_points_off() {
    let page = fs::read_to_string(root().join("docs/accuracy.md")).unwrap();
    for (name, _) in RECORDINGS {
        for theme in ["light", "dark"] {
            let picture = format!("img/power-{name}-{theme}.svg");
            assert!(page.contains(&picture), "{picture} is not shown");
            assert!(root().join("docs").join(&picture).exists(), "{picture} is missing");
        }
    }
    let rows = page.lines().filter(|l| l.contains(" % to ") && l.starts_with("| "));
    let means: Vec<f64> =
        rows.map(|row| row.split('|').nth(5).unwrap().trim().parse().unwrap()).collect();
    assert_eq!(means.len(), 4);
    assert!(means.iter().all(|mean| *mean <= 3.0), "{means:?}");
}

#[test]
fn real_recordings_are_met_within_three_points() {
    let Some(data) = data("real_recordings_are_met_within_three_points") else { return };
    for (name, text) in files("docs/accuracy") {
        let recording = RECORDINGS.iter().find(|(known, _)| *known == name).unwrap().1;
        let (outcome, found) = held(&text, &fs::read(data.join(recording)).unwrap());
        println!("{name}: {}", charging::finding(&outcome, &found));
        assert!(found.model.mean.as_points() <= 3.0, "{name}: {:?}", found.model);
        assert_eq!(found.beyond, 0, "{name}");
        for stretch in &found.stretches {
            assert!(stretch.model.mean.as_points() <= 3.0, "{name}: {:?}", stretch.model);
        }
    }
}

#[test]
fn ones_own_recording_is_held_against_ones_own_scenario() {
    let (folder, own) = (root().join("tests/charging"), tempfile::tempdir().unwrap());
    let path = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let (recording, scenario) = (path("tapered.csv"), path("tapered.toml"));
    let told = run(&["hold-level", &recording, &scenario]);
    assert_eq!(code(&told), 0, "{}", err(&told));
    assert!(out(&told).contains("0 % to 98 %"), "{}", out(&told));
    let told = run(&["hold-level", &recording, &scenario, "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&told)).unwrap();
    assert!(json["model"]["mean_points"].as_f64().unwrap() < 0.1, "{json:#}");
    assert_eq!(json["points"].as_array().unwrap().len(), 9);
    for (args, want, say) in [
        (vec!["hold-level", &recording], 2, "hold-level battery.csv phone.toml"),
        (vec!["hold-level", &recording, &scenario, "xml"], 2, "neither text nor json"),
        (vec!["hold-level", "no.csv", &scenario], 1, "no.csv"),
        (vec!["hold-level", &scenario, &recording], 2, "tapered.csv"),
    ] {
        let told = run(&args);
        assert_eq!(code(&told), want, "{args:?}: {}", err(&told));
        assert!(err(&told).contains(say), "{args:?}: {}", err(&told));
    }
    let late = own.path().join("late.csv");
    fs::write(&late, "time_h,percent\n0,0\n9,90\n").unwrap();
    let told = run(&["hold-level", late.to_str().unwrap(), &scenario]);
    assert_eq!(code(&told), 1);
    assert!(err(&told).contains("no two readings lie in the simulated time"), "{}", err(&told));
}

/// A folder with the scenarios of the page and the page itself.
fn copy_of_docs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("accuracy")).unwrap();
    for (name, text) in files("docs/accuracy") {
        fs::write(folder.path().join(format!("accuracy/{name}.toml")), text).unwrap();
    }
    fs::copy(root().join("docs/accuracy.md"), folder.path().join("accuracy.md")).unwrap();
    folder
}

#[cfg(feature = "charts")]
#[test]
fn the_page_is_what_the_recordings_give() {
    let Some(data) = data("the_page_is_what_the_recordings_give") else { return };
    let folder = copy_of_docs();
    let docs = folder.path().to_str().unwrap();
    let output = run(&["write-accuracy", docs, data.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let mut names = vec!["accuracy.md".to_owned()];
    for picture in fs::read_dir(folder.path().join("img")).unwrap() {
        names.push(format!("img/{}", picture.unwrap().file_name().to_string_lossy()));
    }
    // Three recordings and, where the runs lie beside them, the uploads: light and dark each.
    let uploads = data.join("../truth/runs").is_dir();
    assert_eq!(names.len(), if uploads { 9 } else { 7 }, "{names:?}");
    for name in names {
        let (written, kept) = (folder.path().join(&name), root().join("docs").join(&name));
        assert!(
            fs::read(written).unwrap() == fs::read(kept).unwrap_or_default(),
            "docs/{name} is stale; write it anew with: cargo run -- write-accuracy docs ../shared/data"
        );
    }
}

#[cfg(feature = "charts")]
#[test]
fn the_page_is_written_from_any_recordings_and_keeps_what_stands_beside() {
    let folder = copy_of_docs();
    let page = folder.path().join("accuracy.md");
    fs::write(&page, "# Accuracy\n\nBy hand.\n").unwrap();
    // Made up: a row or two of each format within the hours of the scenarios.
    let made_up = [
        "Battery History (0% used)\n 0 (2) 100 +screen\n +10m00s000ms (2) 098 -screen\n",
        "2020-01-01 12:05:40 +0000, 100, 100, 100, 1400, 1400, 4200, 100.0\n\
         2020-01-01 18:05:40 +0000, 5, 5, 5, 70, 1400, 3600, 5.0\n\
         2020-01-01 20:05:40 +0000, 90, 90, 90, 1260, 1400, 4100, 90.0\n",
        "Time,Level\n15:08:53,90\n18:08:53,30\n",
    ];
    let data = folder.path().join("data");
    for ((_, file), text) in RECORDINGS.iter().zip(made_up) {
        fs::create_dir_all(data.join(file).parent().unwrap()).unwrap();
        fs::write(data.join(file), text).unwrap();
    }
    let args = ["write-accuracy", folder.path().to_str().unwrap(), data.to_str().unwrap()];
    let output = run(&args);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let first = fs::read_to_string(&page).unwrap();
    assert!(first.starts_with("# Accuracy\n\nBy hand.\n"), "{first}");
    assert!(
        first.contains("12:05 | 18:05 | 100 % to 5 %") && first.contains("5 % to 90 %"),
        "{first}"
    );
    assert_eq!(code(&run(&args)), 0);
    assert_eq!(fs::read_to_string(&page).unwrap(), first, "a second run changes nothing");
}

#[test]
fn a_recording_that_cannot_be_read_is_told_with_its_line() {
    let folder = copy_of_docs();
    let data = folder.path().join("data");
    for (_, file) in RECORDINGS {
        fs::create_dir_all(data.join(file).parent().unwrap()).unwrap();
        fs::write(data.join(file), "time,percent\n10:00,5\n10:05,lots\n").unwrap();
    }
    let output = run(&["write-accuracy", folder.path().to_str().unwrap(), data.to_str().unwrap()]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("line 3: \"lots\" is no percentage"), "{}", err(&output));
    assert_eq!(code(&run(&["write-accuracy", "docs"])), 2);
}
