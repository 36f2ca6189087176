//! `diagnose` as people meet it.

use crate::cli::{code, err, out, run};
use crate::report::machine::schema;
use serde_json::Value;

const CASES: &[&[&str]] = &[
    &["diagnose", "stuck at 5% for hours"],
    &["diagnose", "--symptom", "Not Enough Storage", "--service", "icloud-backup"],
    &["diagnose", "--seen", "23:10 30%, 07:00 34%"],
    &["diagnose", "--seen", "23:10 30%, 02:00 31%, 07:00 34%, night 2 07:00 40%", "--size", "40GB"],
    &["diagnose", "--seen", "23:10 40%, 07:00 30%", "--service", "icloud-backup"],
    &["diagnose", "takes days", "--seen", "23:10 3GB; 07:00 4.5GB", "--upload", "50Mbps"],
    &["diagnose", "who knows"],
    &["diagnose", "--signed-in", "no", "--service", "google-backup"],
    &["diagnose", "backup failed", "--ruled-out", "link-outage,cloud-outage"],
    &["diagnose", "backup not working", "--service", "icloud-backup"],
    &["diagnose", "restore failed on new phone"],
    &["diagnose", "backup failed", "--service", "icloud-backup", "--cloud-free", "5GB"],
    &["diagnose", "iPhone Storage Full"],
    &["diagnose", "qwertz uiop", "--seen", "23:10 30%, 07:00 34%"],
    &["diagnose", "--seen", "23:10 30%, 07:00 100%", "--size", "40GB"],
];

#[test]
fn the_text_has_at_most_fourteen_lines_of_eighty_columns_and_one_to_paste() {
    for args in CASES {
        let output = run(args);
        assert_eq!(code(&output), 0, "{args:?}: {}", err(&output));
        let text = out(&output);
        let lines: Vec<&str> = text.lines().collect();
        assert!((3..=14).contains(&lines.len()), "{args:?}\n{text}");
        let (next, rest) = lines.split_last().unwrap();
        assert!(rest.iter().all(|line| line.chars().count() <= 80), "{args:?}\n{text}");
        assert!(next.starts_with("Next         backup-sim "), "{next}");
    }
}

#[test]
fn the_line_to_paste_runs() {
    for args in CASES {
        let text = out(&run(args));
        let line = text.lines().last().unwrap().trim_start_matches("Next").trim();
        let program = std::path::Path::new(crate::cli::PROGRAM).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let output =
            std::process::Command::new("sh").args(["-c", line]).env("PATH", path).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {}", err(&output));
    }
}

#[test]
fn the_json_is_the_answer_of_the_best_case_with_the_causes_on_top() {
    let own = jsonschema::draft202012::new(&schema("diagnose")).unwrap();
    let answer = jsonschema::draft202012::new(&schema("answer")).unwrap();
    for args in CASES {
        let output = run(&[args, &["--format", "json"][..]].concat());
        let document: Value = serde_json::from_str(&out(&output)).unwrap();
        let faults: Vec<_> = own.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{args:?}: {faults:#?}");
        let mut rest = document.clone();
        for key in ["causes", "diagnosis"] {
            rest.as_object_mut().unwrap().shift_remove(key).unwrap();
        }
        let faults: Vec<_> = answer.iter_errors(&rest).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{args:?}: {faults:#?}");
        let first = document.as_object().unwrap().keys().next().unwrap();
        assert_eq!(first, "causes");
        if let Some(best) = document["causes"].get(0) {
            assert_eq!(best["verdict"], document["verdict"], "{args:?}");
        }
    }
}

#[test]
fn markdown_and_files_hold_the_same_causes() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (json, md) = (file("d.json"), file("d.md"));
    let output = run(&["diagnose", "backup failed", "--json", &json, "--md", &md]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    let table = std::fs::read_to_string(md).unwrap();
    let rows = table.lines().filter(|l| l.starts_with("| ")).count() - 1;
    assert_eq!(rows, document["causes"].as_array().unwrap().len());
}

#[test]
fn faults_say_what_to_type() {
    for (args, want) in [
        (vec!["diagnose"], "diagnose --seen"),
        (vec!["diagnose", "--seen", "23:10 30%"], "--seen \"23:10 30%, 07:00 34%\""),
        (vec!["diagnose", "--seen", "23:10 30, 07:00 34%"], "30GB"),
        (vec!["diagnose", "--seen", "23:10 30% 07:00 34%"], "--seen \"23:10 30%, 07:00 34%\""),
        (vec!["diagnose", "--seen", "23:10 30GB, 07:00 60GB", "--size", "40GB"], "--size 60GB"),
        (vec!["diagnose", "--seen", "night 2 23:10 30%, night 1 07:00 34%"], "in the order"),
        (vec!["diagnose", "backup failed", "--ruled-out", "no-wify"], "--ruled-out no-wifi"),
        (vec!["diagnose", "backup failed", "--symptom", "takes days"], "given twice"),
        (vec!["diagnose", "backup failed", "--size", "40"], "40GB"),
        (vec!["diagnose", "backup failed", "--for", "owner", "--format", "json"], "--format text"),
    ] {
        let output = run(&args);
        assert_eq!(code(&output), 2, "{args:?}: {}", out(&output));
        assert!(err(&output).contains(want), "{args:?}: {}", err(&output));
    }
}

#[test]
fn each_reader_gets_what_they_can_use() {
    for args in CASES {
        let words = |reader: &str| {
            let output = run(&[args, &["--for", reader, "--clock", "12h"][..]].concat());
            assert_eq!(code(&output), 0, "{args:?}: {}", err(&output));
            out(&output)
        };
        let owner = words("owner");
        assert!((1..=6).contains(&owner.lines().count()), "{args:?}\n{owner}");
        assert!(owner.lines().all(|line| line.chars().count() <= 80), "{owner}");
        let agent = words("agent");
        assert!(agent.trim_end().chars().count() <= 600, "{args:?}\n{agent}");
        assert_eq!(agent.lines().count(), 1, "{agent}");
        assert!(agent.contains("backup-sim "), "{agent}");
        let document: Value =
            serde_json::from_str(&out(&run(&[args, &["--format", "json"][..]].concat()))).unwrap();
        if let Some(first) = document["causes"].get(0) {
            let (id, command) = (first["cause"].as_str(), first["command"].as_str());
            assert!(agent.contains(&format!("Cause: {} ", id.unwrap())), "{agent}");
            assert!(agent.contains(command.unwrap()), "{agent}");
        }
        assert!(words("author").starts_with("## "), "{args:?}");
    }
}

#[test]
fn a_restore_points_to_its_page() {
    let text = out(&run(&["diagnose", "restore failed on new phone"]));
    assert!(text.ends_with("Next         backup-sim explain restore\n"), "{text}");
}

#[test]
fn vague_words_say_what_to_check_first_and_what_would_tell_more() {
    let text = out(&run(&["diagnose", "wont back up", "--service", "icloud-backup"]));
    assert!(
        text.contains("\nCheck        no account signed in; the backup switched off;"),
        "{text}"
    );
    assert!(text.contains("would tell more"), "{text}");
}

#[test]
fn the_known_messages_are_explained() {
    let text = out(&run(&["explain", "symptoms"]));
    for want in ["Not Enough Storage", "Waiting for Wi-Fi", "no Wi-Fi [no-wifi]", "[cloud-full]"] {
        assert!(text.contains(want), "{want}");
    }
    let place = |title: &str| text.find(title).unwrap();
    assert!(place("On an iPhone") < place("Google on Android"));
    assert!(place("Google on Android") < place("What people say"));
    assert!(text.lines().count() < 200, "{}", text.lines().count());
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_ticket_repeats_no_mail_address_and_no_phone_number() {
    let said = "qwertz uiop, mail jo.doe@example.org or call 0170 555 12 34";
    for extra in [&[][..], &["--seen", "23:10 30%, 07:00 34%"][..]] {
        for reader in ["agent", "author"] {
            let args = [&["diagnose", said, "--for", reader][..], extra].concat();
            let text = out(&run(&args));
            assert!(!text.contains("example.org") && !text.contains("555"), "{text}");
            assert!(reader == "author" || text.contains("qwertz"), "{text}");
        }
    }
}

#[test]
fn causes_are_ruled_out_by_the_words_that_are_printed_for_them() {
    let ids = |out_of_it: &str| -> Vec<String> {
        let args = ["diagnose", "backup failed", "--service", "icloud-backup"];
        let more = ["--ruled-out", out_of_it, "--format", "json"];
        let output = run(&[&args[..], &more[..]].concat());
        assert_eq!(code(&output), 0, "{}", err(&output));
        let document: Value = serde_json::from_str(&out(&output)).unwrap();
        let causes = document["causes"].as_array().unwrap();
        causes.iter().map(|c| c["cause"].as_str().unwrap().to_owned()).collect()
    };
    let left = ids("outages of the line, iCloud storage; no-wifi cloud-cap");
    for gone in ["link-outage", "cloud-full", "no-wifi", "cloud-speed"] {
        assert!(!left.iter().any(|id| id == gone), "{gone}: {left:?}");
    }
    let text = out(&run(&["diagnose", "backup failed", "--service", "icloud-backup"]));
    assert!(text.contains(" [link-outage] ("), "{text}");
    assert!(text.contains(", assumed)"), "{text}");
}

#[test]
fn an_article_says_that_scores_are_assumed_and_when_places_were_collected() {
    let args = ["diagnose", "backup failed", "--service", "icloud-backup", "--for", "author"];
    let text = out(&run(&args));
    assert!(text.contains("assumed weights. Places to look collected 20"), "{text}");
}
