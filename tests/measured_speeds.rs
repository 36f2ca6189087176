//! A trace of measured speeds: what it grants at each moment, what holds where it knows nothing, which
//! nights it leaves alike, and when its steps are too many.

use crate::named_files::draft;
use backup_sim::cause::Cause;
use backup_sim::report::wording::note::notes;
use backup_sim::scenario::Scenario;
use backup_sim::scenario::error::TOO_MANY_EVENTS;
use backup_sim::sim::outcome::{Outcome, Verdict};
use backup_sim::sim::{Chance, Record, simulate, simulate_plain};
use backup_sim::study;

/// 8 Mbit/s for 100 s, 16 for 100, none for 100, 8 again. The median step is 100 s, so the last value
/// holds to 500 s. At full efficiency 100, 300, 300 MB are through after 100, 200, 300 s, and 500 MB
/// at 500 s.
const STEPS: &str = "t_s,upload_mbps\n0,8\n100,16\n200,0\n300,8\n";

fn scenario(lines: &str, trace: &str) -> Scenario {
    let whole = if lines.contains("link.efficiency") { "" } else { "link.efficiency = '100%'" };
    let lines = format!("{whole}\nlink.trace = 't'\n{}", lines.replace("; ", "\n"));
    draft(&lines, &[("t", trace)]).build().unwrap()
}

fn outcome(lines: &str, trace: &str) -> Outcome {
    simulate(&scenario(lines, trace), Chance::Mean, Record::No)
}

#[track_caller]
fn finishes(lines: &str, trace: &str, seconds: f64) {
    let at = outcome(lines, trace).finish.expect("it finishes").at.as_secs();
    assert!((at - seconds).abs() < 0.001, "{lines}: {at} is not {seconds}");
}

#[test]
fn the_trace_gives_the_rate_of_each_moment_and_the_stated_one_holds_where_it_knows_nothing() {
    finishes("library.size = '400MB'; link.upload = '4Mbps'", STEPS, 400.0);
    // Half of it is payload: 50 MB, 150, 150, and the last 50 at 0.5 MB/s.
    finishes(
        "library.size = '200MB'; link.upload = '4Mbps'; link.efficiency = '50%'",
        STEPS,
        400.0,
    );
    // Behind its end: 200 MB more at 0.5 MB/s.
    finishes("library.size = '700MB'; link.upload = '4Mbps'", STEPS, 900.0);
    // A hole: one value, then nothing for 1000 s but for the two median steps (10 s each) of what is
    // known: 8 Mbit/s to 30 s, 30 MB; the other 10 MB at 0.5 MB/s.
    let hole = "t_s,upload_mbps\n0,8\n10,8\n1000,8\n1010,8\n";
    finishes("library.size = '40MB'; link.upload = '4Mbps'", hole, 50.0);
    // A plan fills the hole as well: 22:00 is the start.
    finishes("library.size = '40MB'; link.plan = '22:00 16Mbps'", hole, 35.0);
    // Loss takes its share of measured speeds too: 99 MB are through after 100 s.
    finishes(
        "library.size = '99MB'; link.upload = '4Mbps'; link.loss = '1%'; link.rtt = '1ms'",
        STEPS,
        100.0,
    );
}

#[test]
fn a_trace_is_enough_and_what_it_does_not_know_is_no_proof() {
    finishes("library.size = '400MB'", STEPS, 400.0);
    let short = scenario("library.size = '700MB'", STEPS);
    let answer = study::answer(short, 0, 1, 1, 1, Record::No);
    let outcome = answer.outcome.clone();
    assert_eq!((outcome.verdict, outcome.bytes.sent.bytes()), (Verdict::Misses, 500_000_000));
    let note = notes(&answer).into_iter().find(|note| note.code == "trace-covers").unwrap();
    assert!(
        note.text.ends_with("There nothing is sent, as no --upload is given."),
        "{}",
        note.text
    );
    // But a gate that stays closed needs no speed: that is never.
    let closed = "library.size = '700MB'; service.requires = 'power'; charger.plugged = 'no'";
    assert_eq!(self::outcome(closed, STEPS).verdict, Verdict::Never);
    // Nor does a destination that is full: night 1 fills it, and night 2 sees it full.
    let full = self::outcome("library.size = '700MB'; cloud.free = '400MB'", STEPS);
    assert_eq!(full.proof.map(|p| p.cause), Some(Cause::CloudFull));
}

#[test]
fn what_repeats_goes_on_for_ever() {
    // Packets of 12,000 bits: one in the first second, two in the second, again every two seconds.
    let mahimahi = "500\n1500\n2000\n";
    let whole = scenario("library.size = '9MB'; window.allowed = '22:00-05:00'", mahimahi);
    let Some(series) = whole.inputs().link.trace.as_ref().unwrap().series.clone() else {
        panic!("it was read")
    };
    assert_eq!((series.end().as_secs(), series.is_complete()), (2.0, true));
    // 36,000 bits each two seconds are 4,500 bytes: 9 MB take 4000 s.
    finishes("library.size = '9MB'; window.allowed = '22:00-05:00'", mahimahi, 4000.0);
    // The stated rate is not asked any more, and says so.
    let stated = scenario("library.size = '9MB'; link.upload = '8Mbps'", mahimahi);
    let answer = study::answer(stated, 0, 1, 1, 1, Record::No);
    let text: Vec<_> = notes(&answer).into_iter().map(|note| note.text).collect();
    assert!(text.iter().any(|t| t.contains("link.trace knows the speed at all times")), "{text:?}");
    // By cable nothing of it counts.
    let cable = scenario("library.size = '9MB'; service.preset = 'computer-usb2'", STEPS);
    let answer = study::answer(cable, 0, 1, 1, 1, Record::No);
    let codes: Vec<_> = notes(&answer).into_iter().map(|note| note.code).collect();
    assert!(codes.contains(&"no-effect") && !codes.contains(&"trace-covers"), "{codes:?}");
}

/// Readings a quarter of an hour apart, by turns of some rates.
fn quarters(count: u32, mbps: &[u32]) -> String {
    let each = |k: u32| format!("{},{}\n", k * 900, mbps[k as usize % mbps.len()]);
    (0..count).map(each).fold("t_s,upload_mbps\n".to_owned(), |all, line| all + &line)
}

/// A trace that repeats after so many seconds.
fn repeating(seconds: u32) -> String {
    let packets = |s: u32| 1 + (s * s) % 5;
    let lines = (0..seconds).flat_map(|s| std::iter::repeat_n(s * 1000 + 500, packets(s) as usize));
    lines.map(|ms| format!("{ms}\n")).collect::<String>() + &format!("{}\n", seconds * 1000)
}

#[test]
fn nights_are_skipped_only_where_the_trace_leaves_them_alike() {
    let three_days = quarters(3 * 96 + 10, &[3, 8, 1, 5, 13]);
    let (unlike, alike) = (repeating(7), repeating(8));
    for (lines, trace) in [
        (
            "library.size = '400GB'; link.upload = '6Mbps'; window.allowed = '22:00-05:00'",
            &three_days,
        ),
        ("library.size = '400GB'; link.upload = '6Mbps'; window.allowed = 'all-day'", &three_days),
        ("library.size = '70GB'; window.allowed = '22:00-05:00'", &three_days),
        ("library.size = '30MB'; window.allowed = '22:00-22:11'", &unlike),
        ("library.size = '30MB'; window.allowed = '22:00-22:11'", &alike),
        (
            "library.size = '30MB'; window.allowed = '22:00-22:11'; service.resume = 'item'; \
          library.items = 'photos 40 x 700kB'",
            &unlike,
        ),
    ] {
        let scenario = scenario(lines, trace);
        let skipped = simulate(&scenario, Chance::Mean, Record::No);
        let plain = simulate_plain(&scenario, Chance::Mean, Record::No);
        assert_eq!(skipped, plain, "{lines}");
        assert!(skipped.ledger.horizon.as_secs() > 86_400.0 * 3.0, "{lines} is over too soon");
    }
}

#[test]
fn a_proof_waits_for_the_end_of_the_trace() {
    // Three nights of trace; the first that is like all later ones is the fourth.
    let days = quarters(3 * 96, &[3, 8]);
    let lines = "library.size = '10GB'; link.upload = '6Mbps'; window.allowed = '22:00-05:00'; \
                 service.requires = 'power'; charger.plugged = 'no'";
    let outcome = outcome(lines, &days);
    assert_eq!(outcome.verdict, Verdict::Never);
    // The last value holds a quarter of an hour into the fourth day, which makes night 4 special.
    assert_eq!(outcome.ledger.horizon.as_secs(), 4.0 * 86_400.0 + 7.0 * 3600.0);
}

#[test]
fn too_many_steps_are_told_with_what_would_do() {
    let lines = "library.size = '9GB'\nlink.trace = 't'\nwindow.allowed = 'all-day'\n\
                 window.nights = 3650";
    let errors = draft(lines, &[("t", &repeating(7))]).build().unwrap_err();
    assert_eq!(errors[0].code(), TOO_MANY_EVENTS);
    // At most a step a second, and a few events for all else: 5,000,000 / 86,420 is 57.9.
    let text = format!("{:?}", errors[0]);
    let (_, rest) = text.split_once("--nights ").expect("it says how many");
    let few: u32 = rest.split(' ').next().and_then(|n| n.parse().ok()).unwrap();
    assert!((50..=120).contains(&few), "{text}");
    let fewer = lines.replace("3650", &few.to_string());
    assert!(draft(&fewer, &[("t", &repeating(7))]).build().is_ok());
}
