//! The numbers that the first issue promises, through the program itself: as text and as JSON. The
//! derivation of each stands with it.

use crate::cli::{code, err, out, run};
use serde_json::{Value, json};

/// The answer of `estimate` for a command line, as JSON.
#[track_caller]
fn answer(line: &str) -> Value {
    let words = ["estimate", "--trials", "0", "--format", "json"];
    let args: Vec<&str> = words.into_iter().chain(line.split_whitespace()).collect();
    let output = run(&args);
    assert_eq!(code(&output), 0, "{line}: {}", err(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The same as text.
#[track_caller]
fn text(line: &str) -> String {
    let args: Vec<&str> =
        ["estimate", "--trials", "0"].into_iter().chain(line.split_whitespace()).collect();
    let output = run(&args);
    assert_eq!(code(&output), 0, "{line}: {}", err(&output));
    out(&output)
}

/// What stands behind a label, wrapped lines joined; the first line has no label.
fn labelled(text: &str, label: &str) -> String {
    let lines = text.lines().skip_while(|l| !l.starts_with(label));
    let own = lines.take(1).map(|l| l.get(label.len()..).unwrap_or("").trim().to_owned());
    let rest = text.lines().skip_while(|l| !l.starts_with(label)).skip(1);
    let rest = rest.take_while(|l| l.starts_with(' ')).map(|l| l.trim().to_owned());
    own.chain(rest).collect::<Vec<_>>().join(" ")
}

/// What the One night line asks for, as flag values: `11.2Mbps`, `10.8GB`.
fn asked(text: &str) -> (String, String) {
    let line = labelled(text, "One night");
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|w| !w.is_empty()).collect();
    let before = |unit: &str| {
        let at = words.iter().position(|w| w.ends_with(unit)).unwrap();
        format!("{}{}", words[at - 1], words[at])
    };
    (before("bps"), before("B"))
}

fn stall(answer: &Value, cause: &str) -> f64 {
    let stalls = answer["stalls"].as_array().unwrap();
    let found = stalls.iter().find(|s| s["cause"] == cause);
    found.map_or(0.0, |s| s["seconds"].as_f64().unwrap())
}

fn notes(answer: &Value) -> Vec<&str> {
    answer["notes"].as_array().unwrap().iter().map(|n| n["code"].as_str().unwrap()).collect()
}

const FORTY: &str = "--size 40GB --upload 3Mbps --window 23:00-07:00 --preset generic";
const CERTAIN: &str = "--efficiency 100%";

#[test]
fn forty_gb_at_3_mbps_takes_4_nights_and_ends_at_04_38() {
    // 40e9 x 8 / 3e6 = 106,666.667 s = 3 nights of 28,800 s and 20,266.667 s:
    // 3 x 86,400 + 20,266.667 = 279,466.6667 s, with three decimals rounded up ...467;
    // 23:00 + 5 h 37 min 46.7 s = 04:37:46.7, rounded up 04:38. A night: 3e6 / 8 x 28,800 B.
    let line = format!("{FORTY} {CERTAIN}");
    let a = answer(&line);
    assert_eq!(a["verdict"], "misses");
    assert_eq!(a["nights"], 4);
    assert_eq!(a["finish"], json!({"night": 4, "clock": "04:38", "seconds": 279_466.667}));
    assert_eq!(a["bytes"]["by_first_morning"], 10_800_000_000_u64);
    assert_eq!(a["margin_seconds"], json!(-250_666.667));
    // The least integer r with r / 8 x 28,800 >= 40e9: 11,111,111.1 bit/s.
    assert_eq!(
        a["one_night"],
        json!({"upload_bits_per_s": 11_111_112, "size_bytes": 10_800_000_000_u64})
    );
    let t = text(&line);
    assert!(t.starts_with("No, not by 07:00: 40 GB at 3 Mbps takes 4 nights."), "{t}");
    assert!(labelled(&t, "Finishes").starts_with("night 4 at 04:38"), "{t}");
    assert!(labelled(&t, "Held back").contains("10.8 GB"), "{t}");
}

#[test]
fn at_95_percent_it_ends_at_06_12_and_read_as_says_so() {
    // 40e9 x 8 / 2.85e6 = 112,280.702 s = 3 x 28,800 + 25,880.702 s: 23:00 + 7 h 11 min 20.7 s.
    // A night: 2.85e6 / 8 x 28,800 = 10.26e9 B.
    let a = answer(FORTY);
    assert_eq!(a["finish"], json!({"night": 4, "clock": "06:12", "seconds": 285_080.702}));
    assert_eq!(a["bytes"]["by_first_morning"], 10_260_000_000_u64);
    let t = text(FORTY);
    assert!(labelled(&t, "Finishes").starts_with("night 4 at 06:12"), "{t}");
    let read = labelled(&t, "Read as");
    assert!(read.contains("3 Mbps x 95 %") && read.contains("356,250 bytes/s"), "{t}");
}

#[test]
fn following_what_it_says_is_needed_gives_finishes() {
    let others = "--upload 3Mbps --window 22:30-06:45 --done 1GB --rtt 20ms";
    for case in [
        "40GB --upload 3Mbps --window 23:00-07:00 --efficiency 100%",
        "40GB --upload 3Mbps --window 23:00-07:00",
        "33GB --upload 1.7Mbps --service icloud-backup",
        "64GB --upload 5Mbps --service google-photos --plugged yes",
        &format!("128GB {others}"),
    ] {
        let (_, rest) = case.split_once(' ').unwrap();
        let late = text(&format!("--size {case}"));
        assert!(late.starts_with("No, not by"), "{late}");
        let (upload, size) = asked(&late);
        let faster = answer(
            &format!("--size {case} --upload {upload}")
                .replace(&format!("--upload {}", word_behind(case, "--upload")), ""),
        );
        assert_eq!(faster["verdict"], "finishes", "{case} at {upload}");
        let smaller = answer(&format!("--size {size} {rest}"));
        assert_eq!(smaller["verdict"], "finishes", "{case} with {size}");
        // And the exact ones of the document are the least and the largest.
        let exact = answer(&format!("--size {case}"));
        let bits = exact["one_night"]["upload_bits_per_s"].as_u64().unwrap();
        let bytes = exact["one_night"]["size_bytes"].as_u64().unwrap();
        let at = |bits: u64| {
            let typed = format!("--upload {}", word_behind(case, "--upload"));
            answer(&format!("--size {case}").replace(&typed, &format!("--upload {bits}bps")))
        };
        assert_eq!(at(bits)["verdict"], "finishes", "{case} at {bits} bit/s");
        assert_eq!(at(bits - 1)["verdict"], "misses", "{case} at {} bit/s", bits - 1);
        assert_eq!(answer(&format!("--size {bytes}B {rest}"))["verdict"], "finishes");
        assert_eq!(answer(&format!("--size {}B {rest}", bytes + 1))["verdict"], "misses");
    }
}

fn word_behind<'a>(line: &'a str, flag: &str) -> &'a str {
    line.split_whitespace().skip_while(|w| *w != flag).nth(1).unwrap()
}

#[test]
fn an_exact_fit_ends_with_the_window_of_night_25() {
    // 270e9 x 8 / 3e6 = 720,000 s = 25 x 28,800 s: 24 x 86,400 + 28,800 = 2,102,400 s.
    let line = "--size 270GB --upload 3Mbps --efficiency 100% --window 22:00-06:00";
    let a = answer(line);
    assert_eq!(a["finish"], json!({"night": 25, "clock": "06:00", "seconds": 2_102_400}));
    assert_eq!(a["seconds"]["uploading"], 720_000);
    assert_eq!(a["seconds"]["stalled"], 0);
    assert_eq!(a["bytes"]["left"], 0);
    assert!(labelled(&text(line), "Finishes").starts_with("night 25 at 06:00"));
}

#[test]
fn one_outage_moves_the_finish_by_its_length() {
    // 279,466.6667 + 1200 s: 04:57:46.7.
    let mut args = vec!["estimate", "--trials", "0", "--format", "json"];
    let line = format!("{FORTY} {CERTAIN}");
    args.extend(line.split_whitespace());
    args.extend(["--outages", "night 2: 02:00-02:20"]);
    let a: Value = serde_json::from_slice(&run(&args).stdout).unwrap();
    assert_eq!(a["finish"], json!({"night": 4, "clock": "04:58", "seconds": 280_666.667}));
    assert_eq!(
        a["stalls"],
        json!([{"cause": "link-outage", "seconds": 1200, "sole_seconds": 1200}])
    );
}

#[test]
fn icloud_with_5_gb_free_refuses_40_gb_and_names_the_gap_and_the_place() {
    let line = "--service icloud-backup --size 40GB --upload 20Mbps --cloud-free 5GB";
    let a = answer(line);
    assert_eq!(a["verdict"], "refused");
    assert_eq!(a["bytes"]["sent"], 0);
    assert_eq!(a["bytes"]["left"], 40_000_000_000_u64);
    assert_eq!(a["proof"]["cause"], "cloud-full");
    // 40 - 5 GB.
    assert!(a["proof"]["text"].as_str().unwrap().contains("35 GB"), "{}", a["proof"]);
    assert_eq!(a["reasons"][0]["code"], "cloud-full");
    assert!(a["reasons"][0]["where"].as_str().unwrap().contains("Manage Storage"));
    // Refused: the horizon is the first window, 22:00-07:00, all of it stalled.
    assert_eq!(a["seconds"]["horizon"], 32_400);
    assert_eq!(
        a["stalls"],
        json!([{"cause": "cloud-full", "seconds": 32_400, "sole_seconds": 32_400}])
    );
    let t = text(line);
    assert!(t.starts_with("No: iCloud will not start this backup. It is short of 35 GB"), "{t}");
    assert!(labelled(&t, "Finishes").contains("nothing is uploaded"), "{t}");
    assert!(labelled(&t, "Look at").contains("Manage Storage"), "{t}");
}

#[test]
fn icloud_never_plugged_in_is_never_with_the_gate_as_proof() {
    let line = "--service icloud-backup --size 40GB --upload 20Mbps --plugged no";
    let a = answer(line);
    assert_eq!(a["verdict"], "never");
    assert_eq!(a["proof"]["cause"], "no-power");
    assert_eq!(a["bottleneck"], "no-power");
    assert_eq!(a["bytes"]["sent"], 0);
    assert_eq!(a["finish"], Value::Null);
    // The first night repeats: the horizon is its end.
    assert_eq!(a["seconds"]["horizon"], 32_400);
    assert_eq!(stall(&a, "no-power"), 32_400.0);
    let t = text(line);
    assert!(t.starts_with("No, never as things are."), "{t}");
    assert!(labelled(&t, "Held back").starts_with("not plugged in"), "{t}");
}

#[test]
fn a_half_watt_port_is_said_to_lose_charge_under_every_service() {
    for service in [
        "icloud-backup",
        "icloud-photos",
        "google-backup",
        "google-photos",
        "samsung-cloud",
        "onedrive",
        "computer-usb2",
        "computer-usb3",
        "android-usb",
        "generic",
    ] {
        let line = format!(
            "--service {service} --size 40GB --upload 20Mbps --charger usb-0.5w --battery 60%"
        );
        let a = answer(&line);
        assert!(notes(&a).contains(&"losing-charge"), "{service}: {}", a["notes"]);
        let said = a["notes"].to_string().contains("plugged in but losing charge");
        assert!(said, "{service}: {}", a["notes"]);
        let t = text(&line);
        assert!(t.replace("\n             ", " ").contains("plugged in but losing charge"), "{t}");
        let strong = line.replace("usb-0.5w", "20W");
        assert!(!notes(&answer(&strong)).contains(&"losing-charge"), "{service}");
        assert!(!text(&strong).contains("losing charge"), "{service}");
    }
}

#[test]
fn google_backup_at_a_half_watt_port_stalls_finitely_often() {
    let output = run(&[
        "estimate",
        "--trials",
        "0",
        "--service",
        "google-backup",
        "--size",
        "400GB",
        "--upload",
        "20Mbps",
        "--charger",
        "usb-0.5w",
        "--battery",
        "60%",
        "--nights",
        "1",
        "--csv",
        "-",
    ]);
    let timeline = out(&output);
    let mut waits = 0;
    let mut waited = false;
    for row in timeline.lines().skip(1) {
        let waiting = row.split(',').nth(6) == Some("not-charging");
        waits += i32::from(waiting && !waited);
        waited = waiting;
    }
    // After a fall it waits for one percent more: 17.7 Wh x 3600 / 100 = 637.2 J at 0.5 W x 0.78
    // less 0.03 W idle, 0.36 W, are 1770 s; 32,400 s hold at most 18 such waits, and the first.
    assert!((2..=19).contains(&waits), "{waits}:\n{timeline}");
}

#[test]
fn a_hold_at_80_percent_stops_google_at_85_and_neither_at_60() {
    let run = |service: &str, level: &str| {
        answer(&format!(
            "--service {service} --size 2GB --upload 20Mbps --charge-hold 80% --battery {level}"
        ))
    };
    let google = run("google-backup", "85%");
    assert_eq!(google["verdict"], "never");
    assert_eq!(google["proof"]["cause"], "not-charging");
    // All of the window, 22:00-07:00; it is named before the 31 min of idling.
    assert_eq!(stall(&google, "not-charging"), 32_400.0);
    assert_eq!(run("icloud-backup", "85%")["verdict"], "finishes");
    assert_eq!(run("google-backup", "60%")["verdict"], "finishes");
    assert_eq!(run("icloud-backup", "60%")["verdict"], "finishes");
    // A full battery counts as charging, and 90 % at once, hold or not.
    assert_eq!(run("google-backup", "90%")["verdict"], "finishes");
    let full = answer("--service google-backup --size 2GB --upload 20Mbps --battery 100%");
    assert_eq!(stall(&full, "not-charging"), 0.0);
}

#[test]
fn a_still_unplugged_phone_dozes_but_for_19_minutes() {
    // Light windows of 1 min at 9, 20, 36, 52 min; deep ones of 5 min at 124.5 and 10 min at
    // 249.5 min; the next, at 499.5 min, is after the end at 480: 4 + 15 = 19 min = 1140 s.
    let line = "--service google-photos --size 40GB --upload 20Mbps --window 23:00-07:00 \
                --battery 100% --nights 1 --drops none";
    let unplugged = answer(&format!("{line} --plugged no"));
    assert_eq!(unplugged["seconds"]["window"], 28_800);
    assert_eq!(stall(&unplugged, "doze"), 28_800.0 - 1140.0);
    assert_eq!(stall(&answer(line), "doze"), 0.0);
}

#[test]
fn more_growth_than_a_night_carries_is_never_and_a_little_less_ends() {
    // A night carries 10.8 GB.
    let line = format!("{FORTY} {CERTAIN}");
    let never = answer(&format!("{line} --growth 10.9GB"));
    assert_eq!(never["verdict"], "never");
    assert_eq!(never["proof"]["cause"], "upload-speed");
    assert!(text(&format!("{line} --growth 10.9GB")).contains("10.9 GB"));
    // Exactly as much is never as well: 40 GB are always left.
    assert_eq!(answer(&format!("{line} --growth 10.8GB"))["verdict"], "never");
    // 10.7 GB a day: in night n 40 + 10.7 (n - 1) <= 10.8 n first at n = 293, exactly.
    let late = answer(&format!("{line} --growth 10.7GB --nights 400"));
    assert_eq!(
        late["finish"],
        json!({
            "night": 293, "clock": "07:00", "seconds": 292 * 86_400 + 28_800
        })
    );
}

#[test]
fn what_grows_later_is_not_what_was_read() {
    // 10 MB a day arrive before night 2; the answer still speaks of the 40 GB that were typed.
    let line = "--service google-backup --size 40GB --upload 9Mbps";
    let (a, t) = (answer(line), text(line));
    let grown = 10_000_000 * (a["nights"].as_u64().unwrap() - 1);
    assert!(grown > 0);
    assert_eq!(a["bytes"]["size"], 40_000_000_000 + grown);
    assert!(t.starts_with("No, not by 07:00: 40 GB at 9 Mbps takes"), "{t}");
    assert!(labelled(&t, "Read as").starts_with("40 GB = 40,000,000,000 bytes"), "{t}");
}

#[test]
fn notes_are_told_on_stderr_where_the_text_has_no_room() {
    let args = ["estimate", "--trials", "0", "--size", "40GB", "--upload", "3MB/s"];
    let output = run(&[&args[..], &["--metered", "yes"]].concat());
    assert!(err(&output).contains("note: link.upload: read as 3 megaBYTES"), "{}", err(&output));
    assert!(err(&output).contains("note: link.metered = yes has no effect"), "{}", err(&output));
    // Not where they stand in the result.
    let output = run(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(err(&output), "");
}
