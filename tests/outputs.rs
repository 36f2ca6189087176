//! docs/outputs.md against what the program writes: the columns of every CSV and the keys of every JSON, in
//! both directions. What is documented is written by some case, and what is written is documented.

use crate::cli::{code, err, out, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names in the first column of the table below a heading.
fn documented(heading: &str) -> Vec<String> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/outputs.md");
    let page = fs::read_to_string(page).unwrap();
    let mut lines = page.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading);
    assert!(lines.next().is_some(), "no heading {heading}");
    let own = lines.take_while(|line| !line.starts_with('#'));
    let names = own.filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(!names.is_empty(), "{heading}");
    names
}

fn fine(args: &[&str]) -> String {
    let output = run(args);
    assert!([0, 3].contains(&code(&output)), "{args:?}: {}", err(&output));
    out(&output)
}

fn header(csv: &str) -> Vec<String> {
    csv.lines().next().unwrap().split(',').map(str::to_owned).collect()
}

#[test]
fn the_columns_of_all_tables_are_those_that_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (rows, answers) = (file("rows.csv"), file("out.csv"));
    fs::write(&rows, "size,upload\n40GB,3Mbps\n40GB,nothing\n").unwrap();
    fine(&["batch", &rows, "-o", &answers, "--trials", "10", "--needs"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(header(&read("out.csv")), documented("Rows of a batch"));
    assert_eq!(header(&read("out.rejects.csv")), documented("Rejected rows"));
    let timeline =
        ["estimate", "--size", "40GB", "--upload", "3Mbps", "--trials", "0", "--csv", "-"];
    assert_eq!(header(&fine(&timeline)), documented("Timeline"));
    let runs = ["accuracy", "tests/runs", "--csv", "-"];
    assert_eq!(header(&fine(&runs)), documented("Runs held against measurements"));
    let fit = ["fit", "tests/data/progress/two-nights.csv", "--trials", "0", "--csv", "-"];
    assert_eq!(header(&fine(&fit)), documented("Stretches of a progress"));
    let summary: Value = serde_json::from_str(&read("out.summary.json")).unwrap();
    let keys: BTreeSet<String> = summary.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, documented("Summary of a batch").into_iter().collect());
}

#[test]
fn the_columns_of_every_chart_are_the_keys_of_its_data_too() {
    use backup_sim::report::chart::ChartKind;
    use backup_sim::units::Choice;
    let folder = tempfile::tempdir().unwrap();
    let (rows, answers) = (folder.path().join("rows.csv"), folder.path().join("out.csv"));
    fs::write(&rows, "size,upload\n40GB,3Mbps\n").unwrap();
    let answers = answers.to_str().unwrap();
    fine(&["batch", rows.to_str().unwrap(), "-o", answers]);
    let case = ["--scenario", "scenarios/plan-full.toml", "--trials", "20"];
    let mut asked: Vec<(String, Vec<&str>)> = Vec::new();
    for &(kind, word, _) in ChartKind::ALL {
        match kind {
            ChartKind::Overview => asked.push((format!("{word} OUT.csv"), vec![word, answers])),
            // The same as that of progress, as it says there.
            ChartKind::Card => asked.push(("progress".to_owned(), [&[word][..], &case].concat())),
            _ => asked.push((word.to_owned(), [&[word][..], &case].concat())),
        }
    }
    for (word, flag) in [("progress", "--compare"), ("chance", "--fan")] {
        asked.push((format!("{word} {flag}"), [&[word, flag][..], &case].concat()));
    }
    let outgrown = vec!["progress", "--scenario", "scenarios/outgrown.toml"];
    asked.push(("progress of what grows faster than it is sent".to_owned(), outgrown));
    for (place, (heading, args)) in asked.iter().enumerate() {
        let bundle = folder.path().join(place.to_string());
        let to = ["--bundle", bundle.to_str().unwrap(), "--only", "csv,json"];
        fine(&[&["chart"], &args[..], &to].concat());
        let written =
            |end: &str| fs::read_to_string(bundle.join(format!("{}{end}", args[0]))).unwrap();
        let columns = documented(&format!("CSV of chart {heading}"));
        assert_eq!(header(&written(".csv")), columns, "{heading}");
        let document: Value = serde_json::from_str(&written(".json")).unwrap();
        let data = document["data"].as_array().unwrap();
        assert!(!data.is_empty(), "{heading}");
        for row in data {
            let keys: BTreeSet<&str> =
                row.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, columns.iter().map(String::as_str).collect(), "{heading}");
        }
    }
}

/// The names of all keys below a value, as the page writes them. What is free there has none.
fn keys(above: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let name = format!("{above}{key}");
                // Below are the columns of a chart.
                if name != "data" {
                    let below =
                        if value.is_array() { format!("{name}[].") } else { format!("{name}.") };
                    keys(&below, value, found);
                }
                found.insert(name);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(above, value, found)),
        _ => {}
    }
}

/// Holds the keys of documents against a section; what stands in `also` may be there as well.
fn hold(heading: &str, documents: &[Value], also: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    documents.iter().for_each(|document| keys("", document, &mut found));
    let known: BTreeSet<String> = documented(heading).into_iter().collect();
    let missing: Vec<_> = known.difference(&found).collect();
    assert!(missing.is_empty(), "{heading}: no case writes {missing:?}");
    // Each kind of evidence has keys of its own.
    let own = |key: &str| also.contains(key) || key.starts_with("gates[].evidence.");
    let more: Vec<_> = found.difference(&known).filter(|key| !own(key)).collect();
    assert!(more.is_empty(), "{heading}: not documented: {more:?}");
    known
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&fine(args)).unwrap()
}

#[test]
fn the_keys_of_every_json_are_those_that_are_written() {
    let none = BTreeSet::new();
    let of = |command: &str, list: &[&[&str]]| -> Vec<Value> {
        list.iter()
            .map(|args| json(&[&[command][..], args, &["--format", "json"]].concat()))
            .collect()
    };
    let answers = of(
        "estimate",
        &[
            &["--scenario", "scenarios/plan-full.toml", "--trials", "10"],
            &["--scenario", "scenarios/slow-upload.toml", "--trials", "10"],
            &["--scenario", "scenarios/google-storage-fills-up.toml", "--trials", "10"],
            &[
                "--service",
                "icloud-backup",
                "--size",
                "400GB",
                "--upload",
                "20Mbps",
                "--trials",
                "0",
            ],
            &["--size", "40GB", "--upload", "30MB/s", "--trials", "0"],
        ],
    );
    let answer = hold("JSON", &answers, &none);
    let solved = of(
        "solve",
        &[
            &["upload", "--size", "40GB", "--trials", "0"],
            &["size", "--upload", "3Mbps", "--confidence", "90%", "--trials", "20"],
        ],
    );
    // Its finish and its chance are as in the answer.
    let below = answer.iter().map(|key| format!("solution.{key}"));
    let also = below.filter(|key| key.contains(".finish.") || key.contains(".chance."));
    hold("JSON of solve", &solved, &also.chain(answer.clone()).collect());
    let checked = of(
        "check",
        &[&["--size", "64GB", "--upload", "25Mbps", "--claim", "1-2 hours", "--trials", "20"]],
    );
    hold("JSON of check", &checked, &answer);
    let fits = of(
        "fit",
        &[
            &["tests/data/progress/two-nights.csv", "--size", "40GB", "--trials", "20"],
            &["tests/data/progress/rclone.jsonl", "--trials", "20"],
        ],
    );
    hold("JSON of fit", &fits, &answer);
    let found = of(
        "diagnose",
        &[
            &["Waiting for Wi-Fi. Not Enough Storage"],
            &["Waiting for Wi-Fi", "--service", "google-photos"],
            &["--seen", "23:10 30%, 07:00 34%", "--service", "icloud-backup"],
        ],
    );
    hold("JSON of diagnose", &found, &answer);
    hold("JSON of accuracy", &of("accuracy", &[&["tests/runs"]]), &none);
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    let case = ["--scenario", "scenarios/plan-full.toml", "--trials", "10"];
    let set = folder.path().join("set");
    fine(&[&["chart", "all"][..], &case, &["--bundle", set.to_str().unwrap()]].concat());
    let pair = folder.path().join("pair");
    let compare = ["chart", "progress", "--compare", "--only", "json"];
    fine(&[&compare[..], &case, &["--bundle", pair.to_str().unwrap()]].concat());
    let charts = [read(&set.join("states.json")), read(&pair.join("progress.json"))];
    hold("JSON of chart", &charts, &none);
    hold("JSON of chart all", &[read(&set.join("index.json"))], &none);
}
