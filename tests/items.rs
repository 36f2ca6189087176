//! What classes of items are for: which of them are safe in the morning, what a cut sends again, and
//! the one item that never gets through.

use crate::scenarios::{files, outcome, scenario};
use backup_sim::cause::Cause;
use backup_sim::report::text::{TextOptions, text as text_of};
use backup_sim::report::wording::proof::sentence;
use backup_sim::sim::Record;
use backup_sim::sim::outcome::{Outcome, ProofKind, Verdict};
use backup_sim::study::answer;
use backup_sim::units::{Size, Span};

/// Photos and videos over 8 Mbit/s, 1 MB/s, for an hour a night; more lines behind.
fn hour(more: &str) -> String {
    format!(
        "window.allowed = \"22:00-23:00\"\nlink.upload = \"8Mbps\"\nlink.efficiency = \"100%\"\n{more}"
    )
}

fn morning(more: &str) -> (u64, u64, u64) {
    let Outcome { bytes, .. } = outcome("items", &hour(more));
    let (sent, safe) = (bytes.by_first_morning, bytes.safe_first_morning);
    (sent.bytes(), safe.bytes(), bytes.resent.bytes())
}

#[test]
fn the_order_decides_what_is_safe_in_the_morning() {
    // 3,600 s at 1 MB/s, no overhead, videos of 1 GB, photos of 2 MB. Videos first: three whole
    // ones, 600 MB of the fourth are kept by byte but no video. Photos first, 1,000 of them: 2 GB,
    // then one whole video and 600 MB.
    let items = "library.items = \"videos 4 x 1GB, photos 1000 x 2MB\"\n";
    assert_eq!(morning(items), (3_600_000_000, 3_000_000_000, 0));
    let photos_first = format!("{items}library.order = \"photos-first\"");
    assert_eq!(morning(&photos_first), (3_600_000_000, 3_000_000_000, 0));
    let small = format!("{items}library.order = \"small-first\"\nwindow.nights = 1");
    assert_eq!(morning(&small), (3_600_000_000, 3_000_000_000, 0));
    // 1.5 GB videos: as written two are whole, 3 GB; photos first 2 GB and one of 1.5 GB.
    let items = "library.items = \"videos 4 x 1.5GB, photos 1000 x 2MB\"\n";
    assert_eq!(morning(items), (3_600_000_000, 3_000_000_000, 0));
    let photos_first = format!("{items}library.order = \"photos-first\"");
    assert_eq!(morning(&photos_first), (3_600_000_000, 3_500_000_000, 0));
    // Nothing is safe before the last byte where the whole is committed at once.
    let whole = format!("{items}service.commit = \"whole\"");
    assert_eq!(morning(&whole), (3_600_000_000, 0, 0));
}

#[test]
fn an_item_that_starts_over_is_sent_again() {
    // Videos of 1.5 GB, item by item: each of two nights keeps two of them and loses 600 MB at the
    // end of its hour.
    let items = "library.items = \"videos 5 x 1.5GB\"\nservice.resume = \"item\"";
    let found = outcome("items", &hour(items));
    assert_eq!(found.finish.map(|f| f.night), Some(3));
    assert_eq!(found.bytes.resent, Size::from_bytes(1_200_000_000));
    assert_eq!(found.bytes.by_first_morning, Size::from_bytes(3_000_000_000));
    assert_eq!(found.bytes.safe_first_morning, Size::from_bytes(3_000_000_000));
}

#[test]
fn an_item_longer_than_the_longest_stretch_is_found_and_named() {
    let name = "video-too-long";
    let (_, text) = files("scenarios").into_iter().find(|(n, _)| n == name).unwrap();
    let scenario = scenario(name, &text);
    let found = outcome(name, &text);
    assert_eq!(found.verdict, Verdict::Never);
    let proof = found.proof.unwrap();
    // 2 GB at 3 Mbit/s x 95 % = 356,250 B/s take 5,614 s; an hour carries 3,600 s less the cost of
    // one item, 0.2 s / 5,614.2 s of it: 1,282,454,312 B.
    let ProofKind::UnitTooLong { unit, class, lost, stretch } = proof.kind else {
        panic!("{proof:?}")
    };
    assert_eq!((unit, class, stretch), (Size::from_bytes(2_000_000_000), Some(1), HOUR));
    assert!(lost.bytes().abs_diff(1_282_454_312) < 10, "{lost:?}");
    assert_eq!(proof.cause, Cause::NoWifi);
    assert_eq!(
        sentence(&proof, scenario.inputs(), &found),
        "One of the videos (2 GB each) has to go through unbroken, and the longest stretch of a \
         night is 1 h: from night 2 on, 1.28 GB is sent and lost each night."
    );
    // The photos before it have arrived.
    assert_eq!(found.bytes.sent, Size::from_bytes(1_120_000_000));
    // With Wi-Fi for two hours it gets through: 5,614.2 of 7,200 s for each of three videos.
    let longer = text.replace("01:00-02:00", "01:00-03:00");
    assert_eq!(outcome(name, &longer).verdict, Verdict::Misses);
    assert_eq!(outcome(name, &longer).finish.map(|f| f.night), Some(4));
}

#[test]
fn one_of_few_unlike_items_is_named_with_its_own_size() {
    // Four videos in two lanes go one by one: lognormal quantiles at u = 0.309, 0.927, 0.545 and 0.163,
    // sigma 0.5, scaled to 16 GB: 2.76, 7.33, 3.75 and 2.17 GB. The first two share an hour, 1.8 GB
    // each, and neither gets through.
    let text = hour(
        "library.items = \"photos 1 x 1MB ~10%, videos 4 x 4GB ~50%\"\nservice.transfers = 2\n\
         service.resume = \"item\"",
    );
    let found = outcome("items", &text);
    let proof = found.proof.unwrap();
    let ProofKind::UnitTooLong { unit, class, .. } = proof.kind else { panic!("{proof:?}") };
    assert_eq!(class, Some(1));
    assert!(unit.bytes().abs_diff(7_326_101_037) < 10_000, "{unit:?}");
    let told = sentence(&proof, scenario("items", &text).inputs(), &found);
    assert!(told.starts_with("One of the videos (") && !told.contains("each)"), "{told}");
}

const HOUR: Span = Span::from_secs(3600);

#[test]
fn the_longest_stretch_is_that_of_the_nights_that_repeat() {
    // A video of 1.9 GB needs 1,900 s. Every night is cut in two: 22:00 to 22:30 and 22:31 to 23:00.
    let items = "library.items = \"videos 3 x 1.9GB\"\nservice.resume = \"item\"\n";
    let cuts = "link.outages = \"22:30-22:31 cut\"";
    let found = outcome("items", &hour(&format!("{items}{cuts}")));
    let Some(ProofKind::UnitTooLong { stretch, .. }) = found.proof.map(|p| p.kind) else {
        panic!("{found:?}")
    };
    assert_eq!(stretch, Span::from_secs(1800));
    // Where only later nights are cut, one video gets through in the first.
    let later = cuts.replace("22:30", "nights 2-40: 22:30") + "\nwindow.nights = 40";
    let found = outcome("items", &hour(&format!("{items}{later}")));
    assert_eq!(found.verdict, Verdict::Misses);
    assert_eq!(found.bytes.sent, Size::from_bytes(1_900_000_000));
}

fn verdict(more: &str) -> String {
    let text = format!("service.preset = \"google-photos\"\nlink.upload = \"20Mbps\"\n{more}");
    let answer = answer(scenario("items", &text), 0, 1, 1, 1, Record::No);
    let told = text_of(&answer, &TextOptions::default());
    told.split("\nFinishes").next().unwrap().replace('\n', " ")
}

#[test]
fn the_verdict_claims_nothing_that_is_left_out() {
    // Google Photos takes files of up to 10 GB.
    let large = verdict("library.items = \"videos 6 x 20GB, photos 100 x 2MB\"");
    assert!(
        large.starts_with("Yes, by 07:00: 200 MB at 20 Mbps is done tonight at 22:"),
        "{large}"
    );
    assert!(large.ends_with("; 120 GB in items over 10 GB is left out."), "{large}");
    let all = verdict("library.items = \"videos 6 x 20GB\"");
    let says =
        "Yes, by 07:00: nothing is sent, as 120 GB is in items over 10 GB, which are left out.";
    assert_eq!(all, says);
    // Where all of it is taken nothing is said.
    let none = verdict("library.items = \"videos 6 x 2GB\"");
    assert!(none.starts_with("Yes, by 07:00: 12 GB at") && !none.contains("left out"), "{none}");
}
