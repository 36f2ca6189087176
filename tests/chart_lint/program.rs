//! What a chart must not depend on: the run, the number of threads, the language and time zone of the
//! machine. The program draws every kind in ten environments; all of them give the same bytes.

use crate::cli::PROGRAM;
use backup_sim::report::chart::ChartKind;
use backup_sim::units::Choice;
use std::process::{Command, Stdio};

/// A language and a time zone.
const PLACES: [(&str, &str); 10] = [
    ("C", "UTC"),
    ("en_US.UTF-8", "America/New_York"),
    ("de_DE.UTF-8", "Europe/Berlin"),
    ("fr_CH.UTF-8", "Europe/Zurich"),
    ("tr_TR.UTF-8", "Europe/Istanbul"),
    ("ar_EG.UTF-8", "Africa/Cairo"),
    ("he_IL.UTF-8", "Asia/Jerusalem"),
    ("hi_IN.UTF-8", "Asia/Kolkata"),
    ("ja_JP.UTF-8", "Asia/Tokyo"),
    ("pt_BR.ISO-8859-1", "Pacific/Chatham"),
];

/// A case in which drops make chance count and every kind has something to draw.
const CASE: [&str; 12] = [
    "--size",
    "40GB",
    "--upload",
    "12Mbps",
    "--service",
    "icloud-backup",
    "--cloud-plan",
    "50GB",
    "--drops",
    "every 20min for 30s",
    "--trials",
    "60",
];

fn drawn(kind: &str, (language, zone): (&str, &str), threads: &str, more: &[&str]) -> Vec<u8> {
    let args = [&["chart", kind, "--threads", threads][..], &CASE, more].concat();
    let output = Command::new(PROGRAM)
        .args(&args)
        .env("LC_ALL", language)
        .env("LANG", language)
        .env("LANGUAGE", language)
        .env("TZ", zone)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && output.stdout.len() > 1_000, "{args:?}: {told}");
    output.stdout
}

#[test]
fn any_language_time_zone_and_number_of_threads_gives_the_same_bytes() {
    let kinds: Vec<_> = ChartKind::ARTICLE.iter().map(|kind| kind.word()).enumerate().collect();
    super::cases::on_all_cores(&kinds, |(at, kind)| {
        let first = drawn(kind, PLACES[0], "1", &[]);
        // Each kind in some of the places, so that all places have a part.
        for (turn, threads) in ["2", "8", "1"].into_iter().enumerate() {
            let place = PLACES[(3 * at + turn + 1) % PLACES.len()];
            assert!(drawn(kind, place, threads, &[]) == first, "{kind} {place:?} {threads}");
        }
    });
    let fan = drawn("chance", PLACES[0], "1", &["--fan"]);
    for (place, threads) in [(PLACES[4], "2"), (PLACES[7], "8")] {
        assert!(drawn("chance", place, threads, &["--fan"]) == fan, "{place:?} {threads}");
    }
    let all =
        PLACES.map(|place| drawn("states", place, "2", &["--theme", "dark", "--clock", "12h"]));
    assert!(all.iter().all(|svg| *svg == all[0]));
}
