//! Where answers go, the same behind every command: files, standard output, readers, and the errors that
//! programs read.

use crate::cli::{code, err, out, piped, run};
use serde_json::{Value, json};
use std::fs;

/// A case for each command that delivers an answer.
const COMMANDS: [&[&str]; 6] = [
    &["estimate"],
    &["fixes"],
    &["solve", "upload"],
    &["check", "--claim", "2h"],
    &["diagnose", "stuck at 5%"],
    &["fit", "tests/data/progress/rclone.jsonl"],
];
const GIVEN: [&str; 6] = ["--size", "90GB", "--upload", "3Mbps", "--service", "icloud-backup"];

fn typed<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    command.iter().chain(&GIVEN).chain(more).copied().collect()
}

fn errors(stderr: &[u8]) -> Vec<Value> {
    let document: Value = serde_json::from_slice(stderr).unwrap();
    document["errors"].as_array().unwrap().clone()
}

#[test]
fn a_file_holds_what_standard_output_would_show_in_its_form() {
    for command in COMMANDS {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (json, md) = (path("a.json"), path("a.md"));
        let both = run(&typed(command, &["--json", &json, "--md", &md]));
        assert_eq!(code(&both), 0, "{command:?}: {}", err(&both));
        for (form, flag, file) in [("json", "--json", &json), ("markdown", "--md", &md)] {
            let shown = out(&run(&typed(command, &["--format", form])));
            assert_eq!(fs::read_to_string(file).unwrap(), shown, "{command:?} {form}");
            // An export has words of its own, whoever reads.
            let exported = run(&typed(command, &[flag, "-", "--for", "owner"]));
            assert_eq!(out(&exported), shown, "{command:?} {flag} -");
        }
        assert_eq!(out(&both), out(&run(&typed(command, &[]))), "{command:?}");
        let again = run(&typed(command, &["--json", &json]));
        assert_eq!((code(&again), out(&again)), (1, String::new()), "{command:?}");
        assert!(err(&again).contains("--force"), "{command:?}: {}", err(&again));
        let twice = run(&typed(command, &["--json", "-", "--md", "-"]));
        assert_eq!(code(&twice), 2, "{command:?}");
        let wordless = run(&typed(command, &["--format", "json", "--for", "agent"]));
        assert_eq!(code(&wordless), 2, "{command:?}");
    }
}

#[test]
fn no_ticket_repeats_what_the_case_is_called() {
    for command in COMMANDS {
        let told = run(&typed(command, &["--name", "Mum's old phone", "--for", "agent"]));
        assert_eq!(code(&told), 0, "{command:?}: {}", err(&told));
        assert!(!out(&told).contains("old phone"), "{command:?}: {}", out(&told));
        assert!(out(&told).contains("backup-sim estimate") || command == ["fixes"], "{command:?}");
    }
}

/// Tables made by programs often count from 0.
#[test]
fn a_row_of_any_id_is_answered_alone_as_in_its_table() {
    let table = "row,size,upload,preset\n0,20GB,5Mbps,icloud-backup\n7,20GB,5Mbps,icloud-backup\n";
    let rows = out(&piped(&["batch", "-", "--trials", "50"], table));
    for (row, answer) in ["0", "7"].into_iter().zip(rows.lines().skip(1)) {
        let case = ["--size", "20GB", "--upload", "5Mbps", "--preset", "icloud-backup"];
        let ask = ["--row", row, "--trials", "50", "--format", "csv"];
        let alone = run(&[&["estimate"], &case[..], &ask[..]].concat());
        assert_eq!(out(&alone).lines().nth(1), Some(answer), "{row}: {}", err(&alone));
    }
    let output = run(&["estimate", "--size", "20GB", "--upload", "5Mbps", "--row", "-1"]);
    assert_eq!(code(&output), 2, "{}", err(&output));
}

#[test]
fn a_batch_refuses_to_be_json_and_says_what_it_writes() {
    let output = piped(&["batch", "-", "--format", "json"], "size,upload\n40GB,3Mbps\n");
    assert_eq!((code(&output), out(&output)), (2, String::new()));
    let told = errors(&output.stderr);
    let text = told[0]["text"].as_str().unwrap();
    assert!(text.contains("CSV") && text.contains("OUT.summary.json"), "{text}");
    assert_eq!(told[0]["instead"][0]["typed"], "--format csv");
}

#[test]
fn an_error_about_a_file_has_path_line_and_column_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let at = |path: &str, line: Option<u64>, column: Option<u64>| json!({"kind": "file", "path": path, "line": line, "column": column, "name": path});
    let case = file("case.toml", "[library]\nsize = \"40\"\n");
    let table = file("rows.csv", "sise,upload\n40GB,3Mbps\n");
    let progress = file("progress.csv", "time,percent\n22:00,1%\n23:00,lots\n");
    let folder = folder.path().to_str().unwrap();
    let nowhere = format!("{folder}/nowhere.toml");
    let json = ["--format", "json"];
    for (args, place) in [
        (vec!["estimate", "--upload", "3Mbps", "--scenario", &case], at(&case, Some(2), Some(11))),
        (vec!["estimate", "--scenario", &nowhere], at(&nowhere, None, None)),
        (vec!["batch", &table, "--check"], at(&table, Some(1), None)),
        (vec!["fit", &progress], at(&progress, Some(3), Some(7))),
        (typed(&["estimate"], &["--json", folder]), at(folder, None, None)),
    ] {
        let output = run(&[&args[..], &json].concat());
        let told = errors(&output.stderr);
        assert_eq!(told[0]["origin"], place, "{args:?}: {told:#?}");
    }
    // Of a stream there is no path.
    let piped = piped(&["batch", "-", "--check", "--format", "json"], "sise\n40GB\n");
    let told = errors(&piped.stderr);
    let want =
        json!({"kind": "file", "path": null, "line": 1, "column": null, "name": "standard input"});
    assert_eq!(told[0]["origin"], want);
}
