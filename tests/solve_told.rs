//! `solve` as people and programs meet it: text, JSON against its schema, what need not be given, and what
//! is typed wrongly.

use crate::cli::{code, err, out, run};
use crate::report::machine::schema;

fn json(args: &[&str]) -> serde_json::Value {
    let output = run(&[args, &["--format", "json"]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

#[test]
fn the_document_has_the_solution_on_top_and_fits_its_schema() {
    let validator = jsonschema::draft202012::new(&schema("solve")).unwrap();
    for args in [
        &["solve", "upload", "--size", "40GB", "--upload", "3Mbps"][..],
        &["solve", "size", "--upload", "3Mbps"],
        &["solve", "start", "--size", "40GB", "--upload", "3Mbps"],
        &["solve", "charger", "--size", "40GB", "--upload", "30Mbps"],
        &["solve", "battery", "--size", "40GB", "--upload", "30Mbps", "--service", "google-photos"],
        &["solve", "upload", "--size", "40GB", "--service", "computer-usb2"],
        &["solve", "upload", "--size", "40GB", "--upload", "3Mbps", "--confidence", "90%"],
    ] {
        let d = json(args);
        let faults: Vec<_> = validator.iter_errors(&d).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{args:?}: {faults:#?}");
        crate::check_told::answers_below(d, &schema("solve"));
    }
    let d = json(&["solve", "upload", "--size", "40GB", "--upload", "3Mbps"]);
    let s = &d["solution"];
    assert_eq!((&s["field"], &s["text"]), (&"link.upload".into(), &"10.4Mbps".into()));
    assert_eq!((&s["value"], &s["unit"]), (&10_400_000.into(), &"bits_per_s".into()));
    assert_eq!((&s["exists"], &s["reason"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!((&s["edit"], &s["exact"]), (&"--upload 10.4Mbps".into(), &"10.396362Mbps".into()));
    // Below it stands the base case.
    assert_eq!((&d["verdict"], &s["verdict"]), (&"misses".into(), &"finishes".into()));
    assert_eq!(d.as_object().unwrap().keys().next().unwrap(), "solution");
    let d = json(&["solve", "charger", "--size", "40GB", "--upload", "30Mbps"]);
    assert_eq!((&d["solution"]["value"], &d["solution"]["unit"]), (&0.0.into(), &"W".into()));
    assert_eq!(d["solution"]["reason"], "any-value");
    let d = json(&["solve", "start", "--size", "40GB", "--upload", "3Mbps"]);
    assert_eq!(
        (&d["solution"]["exists"], &d["solution"]["reason"]),
        (&false.into(), &"upload-speed".into())
    );
    assert_eq!(d["solution"]["value"], serde_json::Value::Null);
}

#[test]
fn what_is_asked_for_need_not_be_given() {
    let output = run(&["solve", "upload", "--size", "40GB"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).starts_with(
        "At least 10.4 Mbps upload, just about (10 of 20 nights): 40 GB at 10.4 Mbps"
    ));
    let d = json(&["solve", "size", "--upload", "3Mbps"]);
    assert_eq!((&d["solution"]["text"], &d["verdict"]), (&"11.5GB".into(), &"finishes".into()));
    assert_eq!(d["bytes"]["size"], 11_500_000_000_u64);
    // What is not asked for is still missed.
    let output = run(&["solve", "upload", "--upload", "3Mbps"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("size"), "{}", err(&output));
}

#[test]
fn the_text_says_the_value_what_to_type_and_what_it_is_now() {
    let output = run(&["solve", "upload", "--size", "40GB", "--upload", "3Mbps"]);
    let text = out(&output);
    for part in [
        "At least 10.4 Mbps upload, just about (10 of 20 nights): 40 GB at 10.4 Mbps is\n",
        "Type         --upload 10.4Mbps",
        "Now          3 Mbps: 40 GB at 3 Mbps takes 4 nights",
        "Next         backup-sim estimate --size 40GB --upload 10.4Mbps",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.lines().count() <= 14, "{text}");
    let rest = text.lines().filter(|l| !l.starts_with("Next"));
    assert!(rest.clone().all(|l| l.chars().count() <= 80), "{text}");
    let met = out(&run(&["solve", "start", "--size", "40GB", "--upload", "20Mbps"]));
    assert!(
        met.starts_with("In time as it is. A start at 02:19 at the latest would still do"),
        "{met}"
    );
    let none = run(&["solve", "start", "--size", "40GB", "--upload", "3Mbps", "--exit-code"]);
    assert!(out(&none).starts_with("No start gets it done by 07:00."), "{}", out(&none));
    assert_eq!(code(&none), 10);
    let cable = out(&run(&["solve", "upload", "--size", "40GB", "--service", "computer-usb2"]));
    assert!(
        cable.starts_with("No upload speed matters here: the phone backs up over a cable"),
        "{cable}"
    );
    let markdown = run(&["solve", "upload", "--size", "40GB", "--format", "markdown"]);
    assert!(out(&markdown).starts_with("## What upload speed is needed?"), "{}", out(&markdown));
}

#[test]
fn wrong_words_are_told_with_what_can_be_solved_for() {
    let told = |args: &[&str]| {
        let output = run(&[&["solve"], args].concat());
        assert_eq!(code(&output), 2, "{args:?}: {}", out(&output));
        err(&output)
    };
    let text = told(&["uplaod", "--size", "40GB", "--upload", "3Mbps"]);
    assert!(text.contains("backup-sim solve upload") && text.contains("phone-free"), "{text}");
    let text = told(&["wifi", "--size", "40GB", "--upload", "3Mbps"]);
    assert!(text.contains("\"wifi\" cannot be solved for"), "{text}");
    assert!(told(&[]).contains("FIELD"));
    for share in ["0%", "101%", "often"] {
        let text = told(&["upload", "--size", "40GB", "--confidence", share]);
        assert!(text.contains("--confidence"), "{share}: {text}");
    }
    let text = told(&["upload", "--size", "40GB", "--confidence", "90%", "--trials", "0"]);
    assert!(text.contains("--trials 1000"), "{text}");
}

#[test]
fn a_confidence_under_one_percent_earns_the_note_of_every_percentage() {
    let args = ["solve", "upload", "--size", "40GB", "--confidence", "0.9", "--trials", "50"];
    let output = run(&args);
    assert!(err(&output).contains("note: confidence: read 0.9 as 0.9%"), "{}", err(&output));
    let document = out(&run(&[&args[..], &["--format", "json"]].concat()));
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let notes = document["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["code"] == "small-percent"), "{notes:#?}");
}

#[test]
fn where_no_value_does_nothing_is_told_that_nobody_gave() {
    let full =
        ["solve", "upload", "--service", "icloud-backup", "--size", "60GB", "--cloud-free", "2GB"];
    for (args, given, word) in [
        (&full[..], "3 Mbps", "--upload SPEED"),
        (
            &[
                "solve",
                "size",
                "--service",
                "icloud-backup",
                "--upload",
                "10Mbps",
                "--charger",
                "none",
            ],
            "40 GB",
            "--size SIZE",
        ),
    ] {
        for reader in [&[][..], &["--for", "agent"], &["--format", "markdown"]] {
            let text = out(&run(&[args, reader].concat()));
            assert!(!text.contains(given), "{given}: {text}");
            assert!(!text.contains(&given.replace(' ', "")), "{given}: {text}");
            assert!(text.contains(word), "{word}: {text}");
        }
    }
}

fn told(args: &[&str]) -> String {
    let output = crate::cli::run(args);
    assert_eq!(crate::cli::code(&output), 0, "{args:?}: {}", crate::cli::err(&output));
    crate::cli::out(&output)
}

#[test]
fn a_chance_stands_only_where_there_is_something_it_is_of() {
    let full = [
        "--service",
        "icloud-backup",
        "--size",
        "30GB",
        "--upload",
        "5Mbps",
        "--cloud-free",
        "10GB",
    ];
    for target in ["window", "battery"] {
        let text = told(&[&["solve", target][..], &full].concat());
        assert!(text.starts_with("No "), "{text}");
        assert!(!text.contains("Chance") && !text.contains("the first of these"), "{text}");
    }
    for reader in ["owner", "agent", "author"] {
        for args in [&["--scenario", "scenarios/signed-out.toml"][..], &full] {
            let text = told(&[&["estimate", "--for", reader][..], args].concat());
            assert!(!text.contains("the first of these"), "{reader}: {text}");
        }
    }
}

#[test]
fn a_solution_is_told_for_each_reader() {
    let case = ["solve", "upload", "--size", "40GB", "--upload", "3Mbps", "--for"];
    let of = |reader| told(&[&case[..], &[reader]].concat());
    let owner = of("owner");
    assert!(
        owner.lines().count() <= 6 && owner.lines().all(|l| l.chars().count() <= 80),
        "{owner}"
    );
    assert!(
        owner.starts_with("At least 10.4 Mbps upload") && owner.contains("Type: --upload"),
        "{owner}"
    );
    let agent = of("agent");
    assert!(agent.trim_end().lines().count() == 1 && agent.chars().count() <= 601, "{agent}");
    let author = of("author");
    assert!(
        author.starts_with("**At least 10.4")
            && author.contains("\n*")
            && author.contains("Assumes"),
        "{author}"
    );
}
