//! Quoted times: the rule at its edges, worked out on paper; the slips that people make, each called
//! wrong and explained; a vendor's table called right.
#![allow(clippy::print_stdout)]

use crate::cli::{code, err, out, run};
use crate::published::cells;
use crate::report::machine::schema;
use backup_sim::edit::{Edit, FieldValue};
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::study::check::{Check, ClaimVerdict, Slip, check};
use backup_sim::units::{Claim, Kind, Rate};
use serde_json::Value;

fn case(values: &[(&str, &str)]) -> Scenario {
    let mut draft = Draft::new();
    for (name, text) in values {
        draft.set(name, text, Origin::Flag(format!("--{name}")));
    }
    draft.build().unwrap_or_else(|e| panic!("{values:?}: {e:?}"))
}

fn held(values: &[(&str, &str)], claim: &str) -> Check {
    check(&case(values), &Claim::read(claim).unwrap_or_else(|e| panic!("{claim}: {e}")).value)
}

fn verdict(values: &[(&str, &str)], claim: &str) -> &'static str {
    held(values, claim).verdict.word()
}

fn slips(values: &[(&str, &str)], claim: &str) -> Vec<&'static str> {
    held(values, claim).explanations.iter().map(|e| e.slip.id()).collect()
}

const PHONE: [(&str, &str); 2] = [("size", "64GB"), ("upload", "25Mbps")];

#[test]
fn a_claim_is_held_against_division_and_simulation() {
    // 64e9 x 8 bits at 25 Mbit/s are 20,480 s, 5.689 h; at 95 % 21,557.9 s, 5.988 h. The middle of one to
    // two hours is 5,400 s: 94,814,815 bit/s.
    let found = held(&PHONE, "1-2 hours");
    assert_eq!(found.verdict, ClaimVerdict::Impossible);
    assert_eq!(found.at_least.unwrap().as_secs(), 20_480.0);
    assert!((found.takes.unwrap().as_secs() - 21_557.894_737).abs() < 1e-5);
    assert_eq!(found.implied, Rate::from_bits_per_s(94_814_815));
    // Half a unit on either side: hours by 30 min, minutes by 30 s. A bound is not rounded.
    for (claim, word) in [
        ("5 hours", "impossible"),     // up to 5.5 h
        ("341 minutes", "optimistic"), // up to 341.5 min, at least 341.33 min
        ("340 minutes", "impossible"), // up to 340.5 min
        ("358 minutes", "optimistic"), // up to 358.5 min, 359.3 min simulated
        ("359 minutes", "plausible"),  // up to 359.5 min
        ("6 hours", "plausible"),      // 5.5 to 6.5 h
        ("9 hours", "plausible"),      // from 8.5 h; slow is above 8.982 h
        ("9.5 hours", "slow"),         // from 9 h
        ("539 minutes", "plausible"),  // from 538.5 min; slow is above 538.95 min
        ("540 minutes", "slow"),       // from 539.5 min
        ("5-6 hours", "plausible"),
        ("2-4 hours", "impossible"),
        ("10-20 hours", "slow"),
        ("under 6 hours", "plausible"),
        ("up to 5 hours", "impossible"),
        ("over 3 hours", "plausible"),
        ("over 12 hours", "slow"),
        ("55+ hours", "slow"),
        ("half an hour", "impossible"),
        ("a few hours", "plausible"),   // 1.5 to 6.5 h
        ("several hours", "plausible"), // 2.5 to 10.5 h
        ("hours", "plausible"),
        ("days", "slow"),           // from 36 h
        ("a day", "slow"),          // from 12 h
        ("overnight", "plausible"), // up to 9 h
        ("within 6 hours", "plausible"),
        ("under 5 h 50 min", "optimistic"),
        ("over 9 hours", "slow"), // above 8.982 h
        ("at least 8 hours", "plausible"),
        ("an hour or two", "impossible"),
        ("a day or two", "slow"), // from 12 h
        ("1-2 nights", "plausible"),
        ("two nights", "slow"), // over 9 h
    ] {
        assert_eq!(verdict(&PHONE, claim), word, "{claim}");
    }
}

#[test]
fn nights_are_nights_of_the_window_and_a_claim_in_hours_counts_the_day_between() {
    // 40 GB at 3 Mbit/s x 95 % are 31.19 h: three nights of 9 h are 27 h, four 36 h.
    let slow = [("size", "40GB"), ("upload", "3Mbps")];
    for (claim, word) in [
        ("3 nights", "impossible"),
        ("4 nights", "plausible"),
        ("5 nights", "plausible"),
        ("7 nights", "slow"),
        ("3-4 nights", "plausible"),
        ("overnight", "impossible"),
    ] {
        assert_eq!(verdict(&slow, claim), word, "{claim}");
    }
    // In nights of 6 h they are six.
    let short = [("size", "40GB"), ("upload", "3Mbps"), ("window", "00:00-06:00")];
    assert_eq!(verdict(&short, "4 nights"), "impossible");
    assert_eq!(verdict(&short, "6 nights"), "plausible");
    // 64 GB at 10 Mbit/s x 95 %: 14.97 h of sending, done in the second night, 29.97 h after its start.
    let two = [("size", "64GB"), ("upload", "10Mbps"), ("window", "22:00-07:00")];
    assert_eq!(verdict(&two, "30 hours"), "plausible");
    assert_eq!(verdict(&two, "15 hours"), "optimistic");
    assert_eq!(slips(&two, "15 hours"), ["day-and-night"]);
    let all_day = &two[..2];
    assert_eq!(verdict(all_day, "30 hours"), "slow");
    assert!(slips(all_day, "30 hours").contains(&"nights-only"));
}

#[test]
fn the_usual_slips_are_called_wrong_and_explained() {
    for (values, claim, word, slip) in [
        // 64,000 / 25 = 2,560 s: megabits taken for megabytes.
        (&PHONE[..], "1-2 hours", "impossible", "bits-for-bytes"),
        (&PHONE, "43 minutes", "impossible", "bits-for-bytes"),
        (&[("size", "40GB"), ("upload", "3Mbps")], "3 h 42 min", "impossible", "bits-for-bytes"),
        (&[("size", "500GB"), ("upload", "20Mbps")], "7 hours", "impossible", "bits-for-bytes"),
        // 3 MB/s taken for 3 Mbps.
        (&[("size", "40GB"), ("upload", "3MB/s")], "31 hours", "slow", "bytes-for-bits"),
        (&PHONE, "48 hours", "slow", "bytes-for-bits"),
        // A 300/10 line: 300 Mbit/s down.
        (
            &[("size", "64GB"), ("upload", "10Mbps")],
            "30 minutes",
            "impossible",
            "download-for-upload",
        ),
        (
            &[("size", "100GB"), ("upload", "5Mbps")],
            "2 h 20 min",
            "impossible",
            "download-for-upload",
        ),
        // 40 GiB at 3 Mbit/s are 33.5 h, 40 GB 31.2 h.
        (&[("size", "40GiB"), ("upload", "3Mbps")], "31 hours", "impossible", "gb-for-gib"),
        // Nothing taken off the line: 29.63 h.
        (&[("size", "40GB"), ("upload", "3Mbps")], "30 hours", "optimistic", "no-overhead"),
        (&PHONE, "6 minutes", "impossible", "minutes-for-hours"),
        (&[("size", "1GB"), ("upload", "25Mbps")], "6 hours", "slow", "hours-for-minutes"),
        (&[("size", "500GB"), ("upload", "20Mbps")], "2 hours", "impossible", "hours-for-days"),
        (&[("size", "1GB"), ("upload", "1Mbps")], "2 days", "slow", "days-for-hours"),
        (&[("size", "1GB"), ("upload", "25Mbps")], "94 hours", "slow", "mbps-as-kbps"),
        (&[("size", "1GB"), ("upload", "300kbps")], "28 seconds", "impossible", "kbps-as-mbps"),
        (
            &[("size", "40GB"), ("done", "30GB"), ("upload", "10Mbps")],
            "9.4 hours",
            "slow",
            "nothing-done",
        ),
        (
            &[("size", "40GB"), ("upload", "10Mbps"), ("rivals", "1 flows")],
            "9 h 22 min",
            "optimistic",
            "no-rivals",
        ),
    ] {
        let found = held(values, claim);
        assert_eq!(found.verdict.word(), word, "{values:?} {claim}");
        let ids: Vec<_> = found.explanations.iter().map(|e| e.slip.id()).collect();
        assert!(ids.contains(&slip), "{values:?} {claim}: {ids:?}, not {slip}");
    }
}

#[test]
fn an_explanation_makes_the_claim_come_true() {
    for (values, claim) in [
        (&PHONE[..], "1-2 hours"),
        (&PHONE, "48 hours"),
        (&[("size", "64GB"), ("upload", "10Mbps")], "30 minutes"),
        (&[("size", "40GiB"), ("upload", "3Mbps")], "31 hours"),
        (&[("service", "icloud-backup"), ("size", "64GB"), ("upload", "25Mbps")], "1-2 hours"),
    ] {
        let base = case(values);
        let claim = Claim::read(claim).unwrap().value;
        let found = check(&base, &claim);
        assert!(!found.explanations.is_empty(), "{values:?}");
        for explanation in &found.explanations {
            if explanation.edits.is_empty() {
                continue;
            }
            let again = check(&base.with(&explanation.edits).unwrap(), &claim);
            assert_eq!(again.verdict, ClaimVerdict::Plausible, "{values:?}: {explanation:?}");
        }
    }
    assert!(held(&PHONE, "6 hours").explanations.is_empty());
}

#[test]
fn tables_that_divide_rightly_are_called_right() {
    // Published by calculators and guides: a size, a speed, a time.
    for (size, upload, claim) in [
        ("500GB", "20Mbps", "roughly 55+ hours"),
        ("1TB", "1Gbps", "roughly 2.2 hours"),
        ("1GB", "10Mbps", "15 minutes"),
        ("10GB", "10Mbps", "2-3 hours"),
        ("64GB", "25Mbps", "about 6 hours"),
        ("128GB", "50Mbps", "about 6 hours"),
        ("5GB", "5Mbps", "a couple of hours"),
        ("40GB", "3Mbps", "more than a day"),
        ("256GB", "10Mbps", "2-3 days"),
        ("15GB", "100Mbps", "21 minutes"),
    ] {
        assert_eq!(
            verdict(&[("size", size), ("upload", upload)], claim),
            "plausible",
            "{size} {upload} {claim}"
        );
    }
    let cable = [("size", "64GB"), ("service", "computer-usb2")];
    assert_eq!(verdict(&cable, "an hour"), "plausible");
    assert_eq!(verdict(&cable, "20 minutes"), "impossible");
}

#[test]
fn a_vendors_table_is_called_right_and_wrong_by_a_factor_of_eight() {
    let Some(cells) = cells("a_vendors_table_is_called_right_and_wrong_by_a_factor_of_eight")
    else {
        return;
    };
    let mut right = 0;
    for (size, speed, claim) in &cells {
        let rate = Rate::read(&speed.replace(' ', "")).unwrap().value;
        let at = |rate: Rate| {
            let mut draft = Draft::new();
            draft.set("size", size, Origin::Study);
            let field = backup_sim::scenario::fields::id_of("link.upload");
            draft.push(Edit { field, value: Some(rate).into_value() }, Origin::Study);
            check(&draft.build().unwrap(), &Claim::read(claim).unwrap().value).verdict
        };
        right += u32::from(at(rate) == ClaimVerdict::Plausible);
        assert_ne!(at(rate), ClaimVerdict::Impossible, "{size} {speed} {claim}");
        assert_eq!(at(rate.share(1, 8)), ClaimVerdict::Impossible, "{size} {speed} / 8 {claim}");
        assert_eq!(at(rate.share(8, 1)), ClaimVerdict::Slow, "{size} {speed} x 8 {claim}");
    }
    println!("{right} of {} cells are plausible", cells.len());
    // 500 MB at 1.5 Mbit/s take 46.8 min; the table says 45 min, less than its own sizes give.
    assert_eq!((right, cells.len()), (29, 30));
}

#[test]
fn what_never_finishes_is_optimistic_or_impossible() {
    let full = [
        ("service", "icloud-backup"),
        ("size", "40GB"),
        ("upload", "20Mbps"),
        ("cloud-free", "5GB"),
    ];
    assert_eq!(verdict(&full, "5 hours"), "optimistic");
    assert_eq!(verdict(&full, "1 hour"), "impossible");
    assert_eq!(held(&full, "5 hours").takes, None);
    // Not a slip in the numbers: nothing makes room.
    assert!(slips(&full, "5 hours").is_empty());
}

#[test]
fn every_slip_has_an_id_of_its_own() {
    let mut ids: Vec<_> = Slip::ALL.iter().map(|(slip, _)| slip.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), Slip::ALL.len());
}

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

#[test]
fn a_claim_is_about_what_is_still_to_be_sent() {
    // 10 GB of 40 GB are left: 80e9 bits at 10 Mbit/s are 8,000 s.
    let found = held(&[("size", "40GB"), ("done", "30GB"), ("upload", "10Mbps")], "2 hours");
    assert_eq!(found.at_least.unwrap().as_secs(), 8_000.0);
    assert_eq!(found.verdict, ClaimVerdict::Plausible);
}

#[test]
fn a_bound_is_an_end_and_is_not_widened() {
    // 40 GB at 3 Mbit/s x 95 % are 31.2 h, more than a day; 5 GB at 20 Mbit/s 35.1 min, less than an hour by
    // more than a half.
    let long = [("size", "40GB"), ("upload", "3Mbps")];
    let short = [("size", "5GB"), ("upload", "20Mbps")];
    assert_eq!(verdict(&long, "less than a day"), "impossible");
    assert_eq!(verdict(&long, "up to 31 hours"), "optimistic");
    assert_eq!(verdict(&long, "under about 31 hours"), "plausible");
    assert_eq!(verdict(&short, "over an hour"), "slow");
    assert_eq!(verdict(&short, "under an hour"), "plausible");
}

#[test]
fn overnight_is_up_to_a_night_and_all_night_at_least_a_quarter_of_it() {
    // A quarter of 9 h is 2 h 15 min: 3 GB take 21 min and 5 GB at 10 Mbit/s 70 min, 10 GB at 10 Mbit/s
    // 2 h 20 min, 40 GB at 10.4 Mbit/s 8 h 59 min.
    for (size, upload, claim, word) in [
        ("3GB", "20Mbps", "overnight", "plausible"),
        ("3GB", "20Mbps", "1 night", "plausible"),
        ("5GB", "10Mbps", "all night", "slow"),
        ("10GB", "10Mbps", "all night", "plausible"),
        ("10GB", "10Mbps", "overnight", "plausible"),
        ("40GB", "10.4Mbps", "overnight", "plausible"),
        ("40GB", "10.3Mbps", "overnight", "optimistic"),
        ("3GB", "20Mbps", "1-2 nights", "plausible"),
    ] {
        let found = held(&[("size", size), ("upload", upload)], claim);
        assert_eq!(found.verdict.word(), word, "{size} {upload} {claim}");
        // That a night is more than it takes is no slip.
        assert!(word != "slow" || found.explanations.is_empty());
    }
}

#[test]
fn a_slip_has_to_bring_the_time_into_the_claim() {
    let long = [("size", "40GB"), ("upload", "3Mbps")];
    // At 3 Gbit/s 40 GB take 113 s: nobody calls that overnight. At 24 Mbit/s they take 3.9 h.
    assert_eq!(slips(&long, "overnight")[0], "bits-for-bytes");
    assert!(!slips(&long, "overnight").contains(&"kbps-as-mbps"));
    // Two days are no slip for 6 h.
    assert!(!slips(&PHONE, "under 2 hours").contains(&"hours-for-days"));
    // 5 h 50 min lie between the division, 5 h 41 min, and 5 h 59 min: what was not taken off. A window
    // makes nothing shorter.
    assert_eq!(slips(&PHONE, "5 h 50 min"), ["no-overhead"]);
    for claim in ["overnight", "1 hour", "1-2 hours", "under 2 hours", "6 minutes", "3 days"] {
        assert!(slips(&long, claim).len() <= 2, "{claim}");
    }
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

/// 3 nights are 27 h. 119.2 GB take 27 h 54 min at 95 %, and 26 h 30 min where nothing is taken off.
#[test]
fn a_slip_that_explains_only_with_another_names_both() {
    let claim = [("size", "128GB"), ("upload", "10Mbps")];
    let found = held(&claim, "3 nights");
    let two = found.explanations.iter().find(|e| e.slip == Slip::DecimalSize).unwrap();
    assert!(two.divided);
    let args =
        ["check", "--size", "128GB", "--upload", "10Mbps", "--claim", "3 nights", "--trials", "0"];
    let text = out(&run(&args)).split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "GiB read as GB, 7 % less, and nothing taken off the line: 26 h 30 min";
    assert!(!found.explanations.contains(two) || text.contains("--size 119.2GB"), "{text}");
    let all = found.explanations.iter().map(|e| e.slip.id()).collect::<Vec<_>>();
    assert!(text.contains("nothing taken off the line"), "{all:?} {text}: {told}");
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
