//! Charts of a scenario as a reader would write it: what they say is pinned here word by word, and
//! that what they say agrees with the numbers they plot.

use backup_sim::cause::{Cause, CauseSet};
use backup_sim::report::chart::{self, ChartKind, ChartOptions, Material};
use backup_sim::report::format::ClockStyle;
use backup_sim::scenario::{Draft, Origin};
use backup_sim::sim::outcome::*;
use backup_sim::sim::timeline::{Segment, State, Timeline};
use backup_sim::study::answer::{Answer, OneNight};
use backup_sim::units::*;

/// 40 GB at 3 Mbps, all of it payload, 23:00-07:00: 106,666 s and 2/3 of uploading, so 10.8 GB a
/// night, and done 20,266 s and 2/3 after the start of night 4, at 04:37:47.
fn four_nights() -> Answer {
    let mut draft = Draft::new();
    for (key, text) in
        [("size", "40GB"), ("upload", "3Mbps"), ("efficiency", "100%"), ("window", "23:00-07:00")]
    {
        draft.set(key, text, Origin::Flag(format!("--{key}")));
    }
    let (rate, window) = (Rate::from_bits_per_s(3_000_000), Span::from_secs(8 * 3600));
    let size = Size::from_bytes(40_000_000_000);
    let last = size.amount().time_at(rate).unwrap().minus(window.times(3));
    let mut segments = Vec::new();
    let mut sent = Amount::ZERO;
    for night in 1..=4 {
        let start = SimTime::ZERO.plus(Span::DAY.times(i64::from(night) - 1));
        let span = if night == 4 { last } else { window };
        sent += rate.over(span);
        let up = Segment {
            start,
            end: start.plus(span),
            night,
            state: State::Uploading,
            cause: Cause::UploadSpeed,
            closed: CauseSet::EMPTY,
            rate,
            sent: sent.floor(),
            battery: None,
            charging: None,
        };
        segments.push(up);
        if night < 4 {
            segments.push(Segment {
                start: up.end,
                end: start.plus(Span::DAY),
                state: State::Outside,
                cause: Cause::OutsideWindow,
                rate: Rate::ZERO,
                ..up
            });
        }
    }
    let end = segments.last().unwrap().end;
    let uploading = window.times(3).plus(last);
    let night = Size::from_bytes(10_800_000_000);
    let outcome = Outcome {
        verdict: Verdict::Misses,
        finish: Some(Finish { night: 4, at: end }),
        deadline: SimTime::ZERO.plus(window),
        clock_zero: ClockTime::from_hm(23, 0),
        bytes: Bytes {
            size,
            sent: size,
            by_first_morning: night,
            safe_first_morning: night,
            ..Bytes::default()
        },
        ledger: Ledger {
            horizon: end.since(SimTime::ZERO),
            uploading,
            stalled: Span::ZERO,
            outside: end.since(SimTime::ZERO).minus(uploading),
        },
        stalls: Vec::new(),
        limits: [LimitShare { cause: Cause::UploadSpeed, time: uploading }].into(),
        proof: None,
        battery: None,
        timeline: Some(Timeline { segments, ..Timeline::default() }),
    };
    Answer {
        scenario: draft.build().unwrap(),
        outcome,
        bottleneck: Some(Cause::UploadSpeed),
        chance: None,
        one_night: OneNight::default(),
        unchecked: Vec::new(),
        notes: Vec::new(),
        fixes: Vec::new(),
        lifted: None,
    }
}

/// Title, alt text and table of a chart.
fn words(kind: ChartKind) -> String {
    let material = Material::of(four_nights());
    let chart = material.chart(kind).unwrap();
    format!(
        "{}\n{}\n\n{}",
        chart.title(ClockStyle::H24),
        chart.alt_text(ClockStyle::H24),
        chart.data_csv()
    )
}

#[test]
fn the_progress_chart_tells_the_running_example() {
    insta::assert_snapshot!(words(ChartKind::Progress), @r"
    At 3 Mbps, a 40 GB backup takes 4 nights
    Line chart of the progress of a 40 GB backup at 3 Mbps over 4 nights. It reaches 27 % by the first morning and finishes on night 4, 04:38. Held back by: nothing but upload speed.

    time_s,night,clock,stored_bytes,share_percent
    0,1,23:00,0,0
    28800,1,07:00,10800000000,27
    86400,2,23:00,10800000000,27
    115200,2,07:00,21600000000,54
    172800,3,23:00,21600000000,54
    201600,3,07:00,32400000000,81
    259200,4,23:00,32400000000,81
    279466.667,4,04:37:47,40000000000,100
    ");
}

#[test]
fn the_states_chart_tells_the_running_example() {
    insta::assert_snapshot!(words(ChartKind::States), @r"
    Nothing but upload speed held it back: it took 29 h 38 min
    Timeline and bar chart of where 29 h 38 min of allowed time went. All of it, 29 h 38 min, was spent uploading.

    part,night_first,night_last,clock_start,clock_end,state,cause,seconds,share_percent
    strip,1,3,23:00,07:00,uploading,,28800,
    strip,4,4,23:00,04:37:47,uploading,,20266.667,
    bar,,,,,uploading,,106666.667,100
    ");
}

/// Title and description of `chart states` with some flags.
#[cfg(feature = "cli")]
fn states(flags: &[&str]) -> (String, String) {
    let output = crate::cli::run(&[&["chart", "states"], flags].concat());
    let svg = crate::cli::out(&output);
    let of = |name: &str| {
        let (_, rest) = svg.split_once(&format!("<{name} ")).unwrap();
        let text = rest.split_once('>').unwrap().1;
        text.split_once('<').unwrap().0.to_owned()
    };
    (of("title"), of("desc"))
}

#[cfg(feature = "cli")]
#[test]
fn the_states_title_names_the_limit_that_the_text_names() {
    let plan = "18:00 2Mbps, 23:00 9Mbps, 01:00 12Mbps, 03:00 4Mbps, 05:00 7Mbps";
    let rivals = "fixed 3Mbps 22:00-01:00, onedrive 20GB 22:00-07:00";
    let cap = "22:00 20Mbps, 01:00 3Mbps, 04:00 30Mbps";
    for (flags, who, text) in [
        (
            ["--size", "60GB", "--speed-plan", plan, "--rivals", rivals].as_slice(),
            "Other uploads held the upload back for ",
            "other uploads on the same line, ",
        ),
        (
            &["--size", "30GB", "--upload", "50Mbps", "--wifi-speed", "12Mbps", "--cloud-cap", cap],
            "Wi-Fi speed held the upload back for ",
            "Wi-Fi speed, ",
        ),
    ] {
        let title = states(flags).0;
        let share = title.strip_prefix(who).expect(&title).split_once(" % of the ").unwrap().0;
        let output = crate::cli::run(&[&["estimate"], flags].concat());
        assert!(crate::cli::out(&output).contains(&format!("{text}{share} % of")), "{title}");
    }
    // Drops took part, so that the line was not alone.
    let drops = "every 20min for 30s";
    let title = states(&["--size", "40GB", "--upload", "20Mbps", "--drops", drops]).0;
    assert!(!title.contains("alone") && !title.contains("Nothing stopped"), "{title}");
}

#[cfg(feature = "cli")]
#[test]
fn a_run_without_time_says_why_and_a_long_one_says_the_time_of_the_text() {
    let (title, alt) = states(&["--size", "1kB", "--upload", "100Mbps"]);
    assert_eq!(title, "Done at once: the upload took less than a second");
    assert!(alt.starts_with("Timeline of an upload that was done at once"), "{alt}");
    let (title, alt) = states(&["--size", "10GB", "--done", "10GB", "--upload", "10Mbps"]);
    assert_eq!(title, "Nothing was left to send, so no hour was needed");
    assert!(!alt.contains("0 s"), "{alt}");
    // 90e9 bytes at 5 Mbps x 95 % = 593,750 bytes/s take 151,578.9 s = 42 h 6 min 18.9 s, and any
    // part of a minute counts as one.
    let title = states(&["--size", "90GB", "--upload", "5Mbps", "--window", "all-day"]).0;
    assert!(title.ends_with("took 42 h 7 min"), "{title}");
}

#[test]
fn the_speed_chart_tells_the_running_example() {
    insta::assert_snapshot!(words(ChartKind::Speed), @r"
    Upload speed held the backup to 3 Mbps throughout
    Step chart of the upload speed over night 1, 23:00–07:00. It runs at 3 Mbps for 8 h, limited by: upload speed.

    series,clock,start_s,end_s,rate_bits_per_s
    rate,23:00,0,28800,3000000
    upload-speed,23:00,0,28800,3000000
    ");
}

#[test]
fn a_drawing_shows_what_its_words_say() {
    let material = Material::of(four_nights());
    let chart = material.chart(ChartKind::Progress).unwrap();
    let svg = chart.svg(&ChartOptions::default()).unwrap();
    for text in ["At 3 Mbps, a 40 GB backup takes 4 nights", "27 % by 07:00", "done night 4, 04:38"]
    {
        assert!(svg.contains(&format!(">{text}<")), "{text}");
    }
    assert!(svg.contains("prefers-color-scheme:dark"));
    let picture = chart::png(&svg).unwrap();
    assert_eq!(picture[..8], *b"\x89PNG\r\n\x1a\n");
}
