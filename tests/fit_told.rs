//! `fit` on what a help desk gets: readings of an evening and a morning, readings that do not move, falls,
//! steps, timelines that name what held them; and its words for one reader.

use crate::cli::{code, err, out, piped, run};
use crate::fit::{fitted, near, words};
use serde_json::Value;

const EVENINGS: &str = "time,percent\n2026-11-28 22:00,10\n2026-11-29 07:00,28\n\
                        2026-11-29 22:00,28\n2026-11-30 07:00,46\n";

/// 18 % of 40 GB are 7.2 GB in 9 h: 1.78 Mbit/s. The 15 h between stand still, and are the daytime. What is
/// left, 21.6 GB, are three nights: to the end of the fifth, 105 h after the first reading.
#[test]
fn readings_of_evenings_and_mornings_show_the_day_between_as_a_stall() {
    let d = fitted(EVENINGS, &["--size", "40GB"]);
    near(&d["goodput_bits_per_s"], 1.778e6, 1e-3);
    near(&d["stall_share"], 15.0 / 33.0, 1e-3);
    assert_eq!(d["gates"][0]["cause"], "outside-window");
    assert_eq!(d["gates"][0]["edits"], "--window 22:00-07:00");
    near(&d["forecast"]["finish_seconds"], 105.0 * 3_600.0, 1e-3);
    let given = fitted(EVENINGS, &["--size", "40GB", "--window", "22:00-07:00"]);
    assert_eq!(given["stall_share"], 0.0);
    for nights in [&d["by_night"], &given["by_night"]] {
        assert_eq!(nights.as_array().unwrap().len(), 2);
        for night in nights.as_array().unwrap() {
            near(&night["sent_bytes"], 7.2e9, 1e-6);
            near(&night["sending_seconds"], 32_400.0, 1e-6);
        }
    }
    // From a morning on each gain follows a day without one.
    let from_morning = EVENINGS.replacen("2026-11-28 22:00,10\n", "", 1)
        + "2026-11-30 22:00,46\n2026-12-01 07:00,64\n";
    let d = fitted(&from_morning, &["--size", "40GB"]);
    near(&d["goodput_bits_per_s"], 1.778e6, 1e-3);
    near(&d["stall_share"], 30.0 / 48.0, 1e-3);
}

/// 28 GB at 10 Mbps x 95 % take 6 h 33 min, but nothing says when they begin.
#[test]
fn readings_that_do_not_move_have_no_end() {
    let flat = "time,percent\n22:00,30\n23:00,30\n06:00,30\n";
    let d = fitted(flat, &["--size", "40GB", "--upload", "10Mbps"]);
    assert_eq!((&d["stall_share"], &d["forecast"]["finish_seconds"]), (&1.0.into(), &Value::Null));
    near(&d["gates"][0]["seconds"], 28_800.0, 1e-6);
    near(&d["forecast"]["lifted_seconds"], 28_800.0 + 28e9 * 8.0 / 9.5e6, 1e-3);
    let text = out(&piped(&["fit", "-", "--size", "40GB", "--upload", "10Mbps"], flat));
    assert!(text.starts_with("Nothing moved in 8 h"), "{text}");
    assert!(text.contains("whatever holds it must be lifted first"), "{text}");
    // A minute without a percent, which takes five and a half, is no stall.
    let short = "time,percent\n22:00,30\n22:01,30\n";
    let d = fitted(short, &["--size", "40GB", "--upload", "10Mbps"]);
    assert_eq!(d["stall_share"], 0.0);
}

/// 10 % of 40 GB in an hour are 8.89 Mbit/s; how the hour in which it fell back was spent is not known.
#[test]
fn the_hour_of_a_fall_is_no_plain_sending() {
    let d = fitted("time,percent\n22:00,30\n23:00,40\n00:00,20\n01:00,30\n", &["--size", "40GB"]);
    near(&d["goodput_bits_per_s"], 8.889e6, 1e-3);
    assert_eq!(d["stall_share"], 0.0);
}

/// 10 % an hour for 2 h, then 2 % for 3 h: at the last level the 64 % left end 32 h later, at the 5.2 % an hour
/// of all 12.3 h later. Both lie in the range.
#[test]
fn after_a_step_the_range_holds_the_last_level_and_the_mean() {
    let step = "time,percent\n22:00,10\n23:00,20\n00:00,30\n01:00,32\n02:00,34\n03:00,36\n";
    let d = fitted(step, &["--size", "40GB"]);
    near(&d["recent_bits_per_s"], 1.778e6, 1e-3);
    let at = |key: &str| d["forecast"][key].as_f64().unwrap() / 3_600.0;
    assert!(at("finish_seconds_p10") <= 5.0 + 64.0 / 5.2 + 0.1, "{:#}", d["forecast"]);
    assert!(at("finish_seconds_p90") >= 5.0 + 32.0 - 0.1, "{:#}", d["forecast"]);
}

#[test]
fn a_timeline_names_its_window_and_what_held_it() {
    let case =
        "estimate --service icloud-backup --size 30GB --upload 12Mbps --cloud-free 50GB --in-use";
    let mut args: Vec<&str> = case.split(' ').collect();
    args.extend(["22:00-01:30, 03:00-03:05", "--trials", "0", "--csv", "-"]);
    let timeline = out(&run(&args));
    let d = fitted(&timeline, &[]);
    let gate = |cause: &str| {
        let gates = d["gates"].as_array().unwrap();
        gates.iter().find(|g| g["cause"] == cause).unwrap_or_else(|| panic!("{gates:#?}")).clone()
    };
    assert_eq!(gate("outside-window")["edits"], "--window 22:00-07:00");
    near(&gate("outside-window")["seconds"], 54_000.0, 1e-6);
    let used = gate("screen-in-use");
    assert_eq!((&used["evidence"]["kind"], &used["stalls"]), (&"told".into(), &3.into()));
    near(&used["seconds"], 2.0 * 12_600.0 + 300.0, 1e-6);
    let edits = d["edits"].as_str().unwrap();
    assert!(edits.contains("22:00-01:30") && !edits.contains("--drops"), "{edits}");
    // A service that reads the screen has the hours as what they are.
    let d = fitted(&timeline, &["--service", "icloud-backup"]);
    assert!(d["edits"].as_str().unwrap().contains("--in-use"), "{}", d["edits"]);
}

/// 2 % an hour, nothing from 02:00 to 09:00.
#[test]
fn a_single_long_stall_is_an_outage_at_its_hours_and_no_drop() {
    let mut text = String::from("time,percent\n");
    let mut percent = 10;
    for hour in 0..15 {
        text += &format!("{:02}:00,{percent}\n", (22 + hour) % 24);
        percent += if (4..11).contains(&hour) { 0 } else { 2 };
    }
    let d = fitted(&text, &["--size", "40GB"]);
    let edits = d["edits"].as_str().unwrap();
    assert!(edits.contains("02:00-0") && !edits.contains("--drops"), "{edits}");
    // The forecast counts it again, and says so.
    let text = out(&piped(&["fit", "-", "--size", "40GB"], &text));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("once, for 7 h; taken to come back at these hours"), "{text}");
}

#[test]
fn no_size_and_more_than_the_size_are_refused() {
    let more = "time,done_gb\n22:00,10\n23:00,50\n";
    for (size, wanted) in [("0GB", "0 bytes needs no backup"), ("40GB", "more than the 40 GB")] {
        let output = piped(&["fit", "-", "--size", size], more);
        assert_eq!(code(&output), 2, "{size}");
        assert!(err(&output).contains(wanted), "{}", err(&output));
    }
    // What was sent may be more than there is.
    let sent = more.replace("done_gb", "sent_gb");
    assert_eq!(code(&piped(&["fit", "-", "--size", "40GB"], &sent)), 0);
}

#[test]
fn each_reader_gets_words_of_a_length() {
    let words = |reader: &str| {
        let output = piped(&["fit", "-", "--size", "40GB", "--for", reader], EVENINGS);
        assert_eq!(code(&output), 0, "{}", err(&output));
        out(&output)
    };
    let owner = words("owner");
    assert!(owner.lines().count() <= 6, "{owner}");
    assert!(owner.lines().all(|line| line.chars().count() <= 80), "{owner}");
    let agent = words("agent");
    assert!(agent.lines().count() == 1 && agent.trim_end().chars().count() <= 600, "{agent}");
    assert!(agent.contains("backup-sim estimate --size 40GB"), "{agent}");
    let author = words("author");
    assert!(author.starts_with("**Done in about") && author.contains("- **Range:**"), "{author}");
    let output = piped(&["fit", "-", "--for", "agent", "--format", "json"], EVENINGS);
    assert_eq!(code(&output), 2);
}

/// What the printed command says of the clock time of its end.
fn pasted(d: &Value) -> (Value, f64) {
    let line = format!("backup-sim estimate {}", d["edits"].as_str().unwrap());
    let words = words(&line);
    let mut args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    args.extend(["--trials", "0", "--format", "json"]);
    let output = run(&args);
    assert_eq!(code(&output), 0, "{line}: {}", err(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    (answer["finish"]["clock"].clone(), answer["finish"]["seconds"].as_f64().unwrap())
}

#[test]
fn the_printed_command_gives_the_end_that_was_forecast() {
    // 16 % in each whole night of 9 h, read in the middle of the second.
    let night = "time,percent\n2026-11-28 22:00,40\n2026-11-29 00:00,45\n2026-11-29 02:00,50\n\
                 2026-11-29 04:00,55\n2026-11-29 07:00,62\n2026-11-29 22:00,62\n\
                 2026-11-29 23:00,65\n";
    let day = "time,percent\n10:00,10\n11:00,12\n12:00,14\n13:00,16\n";
    let stalled = "time,percent\n22:00,10\n23:00,20\n00:00,30\n01:00,30\n03:00,30\n";
    for (text, more) in [
        (night, &["--size", "40GB"][..]),
        (night, &["--size", "40GB", "--window", "22:00-07:00"]),
        (day, &["--size", "40GB"]),
        (stalled, &["--size", "40GB"]),
        (NO_CLOCK, &["--size", "40GB"]),
    ] {
        let d = fitted(text, more);
        let remaining = d["forecast"]["remaining_seconds"].as_f64().unwrap();
        let (clock, seconds) = pasted(&d);
        if text == NO_CLOCK {
            assert!((seconds - remaining).abs() <= 60.0, "{seconds} {remaining} {}", d["edits"]);
            continue;
        }
        let told = d["forecast"]["finish_text"].as_str().unwrap();
        let (clock, told) = (clock.as_str().unwrap(), told.get(..5).unwrap());
        let minutes = |text: &str| {
            let (hours, minutes) = text.split_once(':').unwrap();
            hours.parse::<i64>().unwrap() * 60 + minutes.get(..2).unwrap().parse::<i64>().unwrap()
        };
        let apart = (minutes(clock) - minutes(told)).rem_euclid(1440);
        assert!(apart <= 1 || apart >= 1439, "{clock} {told}: {}", d["edits"]);
    }
}

const NO_CLOCK: &str = "seconds,percent\n0,10\n3600,12\n7200,14\n10800,16\n";

#[test]
fn a_moment_has_its_date_where_the_file_has_dates_and_else_its_night() {
    let text = |input: &str| {
        let args = ["fit", "-", "--size", "40GB", "--window", "22:00-07:00", "--trials", "0"];
        out(&piped(&args, input))
    };
    // Three more nights behind the second: its end is on the morning of 3 December.
    let dated = text(EVENINGS);
    assert!(dated.contains(" on 2026-12-03"), "{dated}");
    let bare = EVENINGS.replace("2026-11-28 ", "").replace("2026-11-29 ", "");
    let bare = text(&bare.replace("2026-11-30 ", ""));
    assert!(bare.contains(" of night 5"), "{bare}");
}

#[test]
fn a_decimal_comma_is_read_in_quotes_and_told_without() {
    let quoted = fitted("time,percent\n22:00,0\n23:00,\"3,6\"\n00:00,\"7,2\"\n", &[]);
    near(&quoted["percent_per_hour"], 3.6, 1e-3);
    let bare = piped(&["fit", "-"], "time,percent\n22:00,0\n23:00,3,6\n00:00,7,2\n");
    assert_eq!(code(&bare), 2);
    let told = err(&bare);
    assert!(told.contains("standard input:3:7: 3,6 are two cells"), "{told}");
    assert!(told.contains("\"3,6\" in quotes") && told.contains("semicolons"), "{told}");
    let open = piped(&["fit", "-"], "22:00,0\n23:00,3\n");
    assert!(err(&open).contains("in a first line: time,percent"), "{}", err(&open));
    let many = piped(&["fit", "-"], "time,bytes\n22:00,0\n23:00,\"1,234\"\n");
    assert!(err(&many).contains("may be 1234 or 1.234"), "{}", err(&many));
}

#[test]
fn what_restic_has_read_and_what_it_has_sent_are_told_apart() {
    let log = include_str!("data/progress/restic.jsonl");
    let text = out(&piped(&["fit", "-"], log));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("so far 282 MB"), "{text}");
    assert!(text.contains("450 MB of 900 MB in the file, 282 MB of them sent"), "{text}");
}

#[test]
fn a_fall_among_few_readings_is_told() {
    let d = fitted("time,done_gb\n22:00,10\n23:00,9\n00:00,12\n", &["--size", "40GB"]);
    let lost: f64 =
        d["stretches"].as_array().unwrap().iter().map(|s| s["lost_bytes"].as_f64().unwrap()).sum();
    let by_night = d["by_night"].as_array().unwrap();
    let nights: f64 = by_night.iter().map(|n| n["lost_bytes"].as_f64().unwrap()).sum();
    assert_eq!(nights, 1e9, "{lost} {by_night:#?}");
    let codes: Vec<_> = d["remarks"].as_array().unwrap().iter().map(|r| &r["code"]).collect();
    assert!(codes.contains(&&Value::from("fell-back")), "{codes:?}");
}

/// 10 % an hour for 2 h, then nothing for 7 h.
#[test]
fn a_long_stall_under_way_says_why_its_range_is_wide_and_its_command_slow() {
    let text = "time,percent\n22:00,10\n23:00,20\n00:00,30\n01:00,30\n04:00,30\n07:00,30\n";
    let text = out(&piped(&["fit", "-", "--size", "40GB"], text));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("by how long the stall under way lasts"), "{text}");
    assert!(text.contains("are the speed with the stalls, losses and changes to expect"), "{text}");
}
