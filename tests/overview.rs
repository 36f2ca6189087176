//! `chart overview` and `report` of a batch as they are typed: what `batch` wrote flows in, and the drawing,
//! its table and the page say the counts that its summary and its rows say; foreign cells stay text; what
//! is no result is told with its place.

use crate::cli::{code, err, out, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Names that have broken other tools, as values of a column.
const REGIONS: [&str; 5] =
    ["north", "</style><script>alert(1)</script>", "=HYPERLINK(\"x\")", "", "a\u{202e}b"];

/// A few hundred rows, some of which cannot be read.
fn rows() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["size", "upload", "cloud-free", "plugged", "region"]).unwrap();
    let mut state = 12_345u64;
    let mut below = |many: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % many
    };
    for _ in 0..300 {
        let size = format!("{}GB", [5, 20, 60, 200, 900, 9000][below(6)]);
        let upload = ["1Mbps", "3Mbps", "12Mbps", "50Mbps", "fast"][below(5)];
        let free = ["", "", "", "30GB"][below(4)];
        let plugged = ["", "", "", "", "never"][below(5)];
        writer.write_record([&size, upload, free, plugged, REGIONS[below(5)]]).unwrap();
    }
    writer.into_inner().unwrap()
}

/// A folder with the result of a batch in it.
fn batch() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    fs::write(&input, rows()).unwrap();
    let output_text = output.to_str().unwrap();
    let flags = ["--service", "icloud-backup", "--keep-input", "--allow-extra"];
    let ran = run(&[&["batch", input.to_str().unwrap(), "-o", output_text], &flags[..]].concat());
    assert_eq!(code(&ran), 3, "{}", err(&ran));
    (folder, output)
}

/// The cells of named columns of each row of a result.
fn columns(path: &Path, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let place = |name: &&str| header.iter().position(|column| column == *name).unwrap();
    let places: Vec<usize> = names.iter().map(place).collect();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| places.iter().map(|&place| row[place].to_owned()).collect()).collect()
}

fn thousands(number: u64) -> String {
    backup_sim::report::format::thousands(number)
}

#[test]
fn the_page_and_the_chart_of_a_batch_count_what_the_batch_wrote() {
    let (folder, result) = batch();
    let name = result.to_str().unwrap();
    let page = out(&run(&["report", name, "--by", "region"]));
    let text = fs::read_to_string(folder.path().join("out.summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let count = |key: &str| summary[key].as_u64().unwrap();
    let (answered, rejected) = (count("answered"), count("rejected"));
    assert!(answered > 200 && rejected > 20);
    for verdict in ["finishes", "misses", "never", "refused"] {
        let rows = thousands(summary["verdicts"][verdict].as_u64().unwrap());
        let cells = format!("<td class=\"t\">{verdict}</td>");
        let (_, verdicts) = page.split_once("Cases by verdict</caption>").unwrap();
        let (_, after) = verdicts.split_once(&cells).unwrap();
        assert!(
            after.split("</tr>").next().unwrap().contains(&format!(">{rows}</td>")),
            "{verdict}"
        );
    }
    let done = summary["verdicts"]["finishes"].as_u64().unwrap();
    assert!(
        page.contains(&format!("<h1>Of {answered} cases {done} finish by their deadline</h1>"))
    );
    assert!(page.contains(&format!("{rejected} rows of {} could not", answered + rejected)));
    assert_eq!(page.matches("<svg ").count(), 2);

    let bundle = folder.path().join("bundle");
    let drawn = run(&["chart", "overview", name, "--bundle", bundle.to_str().unwrap()]);
    assert_eq!(code(&drawn), 0, "{}", err(&drawn));
    let mut nights: BTreeMap<u64, u64> = BTreeMap::new();
    for row in columns(&result, &["nights"]).iter().filter(|row| !row[0].is_empty()) {
        *nights.entry(row[0].parse().unwrap()).or_default() += 1;
    }
    let table = bundle.join("overview.csv");
    let told = columns(&table, &["part", "night", "count"]);
    for row in told.iter().filter(|row| row[0] == "done") {
        let by: u64 = nights.range(..=row[1].parse::<u64>().unwrap()).map(|(_, count)| count).sum();
        assert_eq!(row[2], by.to_string(), "night {}", row[1]);
    }
    let other = |part: &str| -> u64 {
        told.iter().filter(|row| row[0] == part).map(|row| row[2].parse::<u64>().unwrap()).sum()
    };
    assert_eq!(other("never"), summary["verdicts"]["never"].as_u64().unwrap());
    assert_eq!(other("refused"), summary["verdicts"]["refused"].as_u64().unwrap());
    let all: u64 = nights.values().sum();
    assert_eq!(all + other("never") + other("refused") + other("misses"), answered);
    let json = fs::read_to_string(bundle.join("overview.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["kind"], "overview");
    assert!(json["caption"].as_str().unwrap().contains(&format!("{rejected} rejected")));
}

#[test]
fn foreign_cells_of_a_batch_stay_text_on_its_page() {
    let (_folder, result) = batch();
    let page = out(&run(&["report", result.to_str().unwrap(), "--by", "Region"]));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains("<script") && !page.contains('\u{202e}') && page.contains("(empty)"));
    let svg = out(&run(&["chart", "overview", result.to_str().unwrap(), "--by", "region"]));
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}'));
}

#[test]
fn flags_of_one_case_do_not_go_with_a_batch_nor_those_of_a_batch_with_a_case() {
    let (_folder, result) = batch();
    let name = result.to_str().unwrap();
    for flags in [["--size", "40GB"], ["--trials", "0"], ["--set", "link.upload=3Mbps"]] {
        for command in [&["report", name][..], &["chart", "overview", name]] {
            let ran = run(&[command, &flags[..]].concat());
            assert_eq!(code(&ran), 2, "{flags:?}");
            assert!(
                err(&ran).contains(&format!("{}: is about one case", flags[0])),
                "{}",
                err(&ran)
            );
        }
    }
    let case = ["--size", "40GB", "--upload", "3Mbps"];
    for command in [&["chart", "progress", "--by", "x"][..], &["report", "--by", "x"]] {
        let ran = run(&[command, &case[..]].concat());
        assert!(code(&ran) == 2 && err(&ran).contains("--by: goes with"), "{}", err(&ran));
    }
    let left = run(&[&["chart", "progress", "x.csv"], &case[..]].concat());
    assert!(code(&left) == 2 && err(&left).contains("x.csv: is left over"), "{}", err(&left));
    let none = run(&["chart", "overview"]);
    assert!(code(&none) == 2 && err(&none).contains("name it"), "{}", err(&none));
}

#[test]
fn what_is_no_result_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    let name = path.to_str().unwrap();
    let head = "row,verdict,nights,bottleneck,top_stall,top_stall_s";
    for (text, place, what) in [
        (String::new(), "x.csv: ", "it is empty"),
        ("size,upload\n40GB,3Mbps\n".to_owned(), "x.csv:1: ", "there is no column \"verdict\""),
        (format!("{head}\n1,misses,soon,,,\n"), "x.csv:2: ", "\"soon\" is no whole number"),
    ] {
        fs::write(&path, text).unwrap();
        for command in [&["report", name][..], &["chart", "overview", name]] {
            let ran = run(command);
            let told = err(&ran);
            assert!(code(&ran) == 2 && told.contains(place) && told.contains(what), "{told}");
        }
    }
    // Only rejects: there is a page that says so, and nothing to draw.
    fs::write(&path, format!("{head}\n")).unwrap();
    let summary = "{\"version\":\"0.1.0\",\"answered\":0,\"rejected\":3,\
                   \"rejected_by_code\":{\"E035\":3},\"seed\":1,\"trials\":0}";
    fs::write(folder.path().join("x.summary.json"), summary).unwrap();
    let page = out(&run(&["report", name]));
    assert!(
        page.contains("<h1>No case was answered</h1>") && page.contains("3 rows of 3 could not")
    );
    let ran = run(&["chart", "overview", name]);
    assert!(code(&ran) == 2 && err(&ran).contains("nothing to draw"), "{}", err(&ran));
    let missing = run(&["report", "no-such.csv"]);
    assert!(code(&missing) == 1 && err(&missing).contains("no-such.csv"), "{}", err(&missing));
}
