//! `check` as people and programs meet it: text, JSON against its schema, trials, readers, and claims that
//! cannot be read.

use crate::cli::{code, err, out, run};
use crate::report::machine::schema;
use serde_json::Value;

fn json(args: &[&str]) -> Value {
    let output = run(&[args, &["--format", "json"]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

/// Without the keys of a command's own part it is the document that `estimate` prints.
pub fn answers_below(mut document: Value, own: &Value) {
    let answer = jsonschema::draft202012::new(&schema("answer")).unwrap();
    for key in own["properties"].as_object().unwrap().keys() {
        document.as_object_mut().unwrap().remove(key);
    }
    let faults: Vec<_> = answer.iter_errors(&document).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_document_carries_the_claims_keys_on_top_and_fits_its_schema() {
    let validator = jsonschema::draft202012::new(&schema("check")).unwrap();
    for args in [
        &["check", "--size", "64GB", "--upload", "25Mbps", "--claim", "1-2 hours"][..],
        &["check", "--size", "64GB", "--upload", "25Mbps", "--claim", "over 2 nights"],
        &[
            "check", "--size", "64GB", "--upload", "25Mbps", "--claim", "6 hours", "--window",
            "22-7",
        ],
        &["check", "--size", "9GB", "--upload", "25Mbps", "--claim", "6h", "--signed-in", "no"],
    ] {
        let d = json(args);
        let faults: Vec<_> = validator.iter_errors(&d).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{args:?}: {faults:#?}");
        answers_below(d, &schema("check"));
    }
    let d = json(&["check", "--size", "64GB", "--upload", "25Mbps", "--claim", "1-2 hours"]);
    assert_eq!(d["claim_verdict"], "impossible");
    assert_eq!(d["implied_bits_per_s"], 94_814_815);
    assert_eq!(d["simulated_seconds"], 21_557.895);
    assert_eq!((&d["claim"]["low"], &d["claim"]["high"]), (&1800.into(), &9000.into()));
    assert_eq!(d["explanations"][0]["id"], "bits-for-bytes");
    assert_eq!(d["explanations"][0]["edit"], "--upload 200Mbps");
    // The document below is that of the case it was held against.
    assert_eq!((&d["verdict"], &d["finish"]["seconds"]), (&"finishes".into(), &21_557.895.into()));
    let first = d.as_object().unwrap().keys().next().unwrap();
    assert_eq!(first, "claim_verdict");
}

#[test]
fn the_text_says_the_verdict_the_time_and_what_explains_it() {
    let output = run(&["check", "--size", "64GB", "--upload", "25Mbps", "--claim", "1-2 hours"]);
    let text = out(&output);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(text.starts_with("Impossible: \"1-2 hours\""), "{text}");
    for part in [
        "6 h",
        "5 h 41 min at the least",
        "94.8 Mbps",
        "--upload 200Mbps",
        "Next         backup-sim estimate",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().count() <= 14, "{text}");
    let rest = text.lines().filter(|l| !l.starts_with("Next"));
    assert!(rest.clone().all(|l| l.chars().count() <= 80), "{text}");
    let markdown = run(&[
        "check",
        "--size",
        "64GB",
        "--upload",
        "25Mbps",
        "--claim",
        "1-2 hours",
        "--format",
        "markdown",
    ]);
    assert!(out(&markdown).contains("| Explained |"), "{}", out(&markdown));
    let exits = |claim: &str| {
        code(&run(&[
            "check",
            "--size",
            "64GB",
            "--upload",
            "25Mbps",
            "--claim",
            claim,
            "--exit-code",
        ]))
    };
    assert_eq!((exits("6 hours"), exits("1 hour")), (0, 10));
}

#[test]
fn a_claim_that_cannot_be_read_is_told_with_what_to_type() {
    let told = |claim: &str| {
        let output = run(&["check", "--size", "64GB", "--upload", "25Mbps", "--claim", claim]);
        assert_eq!(code(&output), 2, "{claim}");
        err(&output)
    };
    assert!(told("3").contains("--claim '3 hours'  or  --claim '3 minutes'"), "{}", told("3"));
    assert!(told("1-2").contains("--claim '1-2 hours'"), "{}", told("1-2"));
    assert!(told("soon").contains("--claim '1-2 hours'"), "{}", told("soon"));
    let output = run(&["check", "--size", "64GB", "--upload", "25Mbps"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("--claim"), "{}", err(&output));
}

fn checked(more: &[&str]) -> String {
    let output = run(&[&["check", "--size", "64GB", "--upload", "25Mbps"][..], more].concat());
    assert_eq!(code(&output), 0, "{more:?}: {}", err(&output));
    out(&output)
}

#[test]
fn nights_are_told_with_their_number() {
    for (claim, told) in [
        ("1-2 nights", "1 to 2 nights of 9 h;"),
        ("3 nights", "3 nights of 9 h;"),
        ("up to 2 nights", "up to 2 nights of 9 h;"),
        ("at least 2 nights", "2 nights of 9 h or more;"),
        ("overnight", "up to a night of 9 h; it implies at least"),
        ("all night", "a quarter of a night of 9 h, or all of it; it implies"),
    ] {
        let text = checked(&["--claim", claim, "--trials", "0"]);
        assert!(text.contains(told), "{claim}: {text}");
    }
}

/// 128 GB at 10 Mbit/s x 95 % take 29 h 57 min: four nights of 9 h, as `estimate` says.
#[test]
fn a_claim_in_nights_is_held_against_nights() {
    let args = ["--size", "128GB", "--upload", "10Mbps", "--trials", "0"];
    let estimate = run(&[&["estimate"][..], &args, &["--format", "json"]].concat());
    let estimate: Value = serde_json::from_str(&out(&estimate)).unwrap();
    let of = |more: &[&str]| json(&[&["check"][..], &args, more].concat());
    let nightly = of(&["--claim", "3 nights"]);
    assert_eq!((&nightly["nights"], &estimate["nights"]), (&4.into(), &4.into()));
    assert_eq!(nightly["simulated_seconds"], estimate["finish"]["seconds"]);
    assert_eq!(of(&["--claim", "4 nights"])["claim_verdict"], "plausible");
    let text = out(&run(&[&["check"][..], &args, &["--claim", "4 nights"]].concat()));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("takes 4 nights: 29 h 57 min of allowed time"), "{text}");
    assert!(text.contains("nights of 22:00-07:00") && !text.contains("day and night"), "{text}");
}

/// 10 GB at 5 MB/s are 2,000 s, 33 min 20 s; at 95 % 2,105.3 s.
#[test]
fn a_lower_bound_is_rounded_down_and_is_as_fine_as_the_claim() {
    let told = |claim: &str| {
        let args = ["check", "--size", "10GB", "--upload", "5MB/s", "--claim", claim];
        out(&run(&args)).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let fine = told("33 min 30 s");
    assert!(fine.starts_with("Optimistic") && fine.contains("33 min 20 s at the least"), "{fine}");
    assert!(fine.contains("35 min 6 s"), "{fine}");
    assert!(told("33 minutes").contains("33 min at the least"), "{}", told("33 minutes"));
    let d = json(&["check", "--size", "1GB", "--upload", "3Mbps", "--claim", "1 hour"]);
    assert_eq!(d["least_seconds"], 2_666.666);
}

#[test]
fn one_end_of_a_claim_is_one_end_of_the_speed() {
    for (claim, told) in [
        ("under 2 hours", "it implies at least 71.1 Mbps"),
        ("over 2 hours", "it implies at most 71.1 Mbps"),
        ("2 hours", "it implies 71.1 Mbps"),
    ] {
        let text = checked(&["--claim", claim, "--trials", "0"]);
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{text}");
    }
}

#[test]
fn trials_say_in_how_many_cases_the_claim_holds() {
    let json = |more: &[&str]| -> Value {
        let more = [more, &["--format", "json", "--trials", "200"]].concat();
        serde_json::from_str(&checked(&more)).unwrap()
    };
    let held = |claim: &str| json(&["--claim", claim])["claim_chance"]["held"].as_u64().unwrap();
    // More time holds in more trials; a lower bound holds in the others.
    let (short, long) = (held("under 6 hours"), held("under 8 hours"));
    assert!(0 < short && short < long && long <= 200, "{short} {long}");
    assert!(held("over 6 hours").abs_diff(200 - short) <= 1);
    assert_eq!(held("under 10 minutes"), 0);
    let none = checked(&["--claim", "6 hours", "--trials", "0"]);
    assert!(!none.contains("Chance"), "{none}");
    let text = checked(&["--claim", "6 hours"]);
    assert!(text.contains("Chance       done within 6 h 30 min in "), "{text}");
    assert!(text.contains("speed +-"), "{text}");
    assert!(!checked(&["--claim", "1 hour"]).contains("Chance"), "impossible says it already");
    // The same for any number of threads, another for another seed.
    let with =
        |more: &[&str]| checked(&[more, &["--claim", "6 hours", "--trials", "4000"]].concat());
    assert_eq!(with(&["--threads", "1"]), with(&["--threads", "2"]));
}

#[test]
fn a_claim_is_told_for_each_reader() {
    let told = |reader: &str| checked(&["--claim", "1-2 hours", "--for", reader]);
    let owner = told("owner");
    assert!(
        owner.lines().count() <= 6 && owner.lines().all(|l| l.chars().count() <= 80),
        "{owner}"
    );
    assert!(owner.starts_with("Impossible: ") && owner.contains("--upload 200Mbps"), "{owner}");
    let agent = told("agent");
    assert!(agent.trim_end().lines().count() == 1 && agent.chars().count() <= 601, "{agent}");
    assert!(agent.contains("Same numbers"), "{agent}");
    let author = told("author");
    assert!(
        author.starts_with("**Impossible: ") && author.contains("\n*Assumes day and night"),
        "{author}"
    );
    let output = run(&[
        "check", "--size", "64GB", "--upload", "25Mbps", "--claim", "6h", "--for", "owner",
        "--format", "json",
    ]);
    assert_eq!(code(&output), 2);
}
