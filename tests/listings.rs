//! Listings and short classes through the whole engine: what lanes do with them, what a cut and a
//! night's end send again, what is safe in the morning, and the item that never gets through.

use crate::scenarios::outcome;
use backup_sim::cause::Cause;
use backup_sim::sim::outcome::{Outcome, ProofKind, Verdict};
use backup_sim::units::{Size, Span};

/// 1 MB/s for an hour a night; more lines behind.
fn hour(more: &str) -> Outcome {
    let base = "window.allowed = '22:00-23:00'\nlink.upload = '8Mbps'\nlink.efficiency = '100%'\n";
    outcome("listings", &format!("{base}{more}"))
}

fn finish(found: &Outcome) -> Option<(u32, i64)> {
    found.finish.map(|f| (f.night, f.at.micros()))
}

#[test]
fn lanes_hide_the_overhead_of_unlike_items() {
    // 100, 200 and 100 MB in two lanes, 10 s each: both prepare to 10 s and send 0.5 MB/s each; the
    // first is through at 210 s, the second has 100 MB left, 10 of them alone: at 220 s both have the
    // line, 90 and 100 MB. The second is through at 400 s, the third, with 10 MB left, at 410 s.
    let items = "library.listing = '100MB, 200MB, 100MB'\nservice.transfers = 2\n\
                 service.item_overhead = '10s'";
    let found = hour(items);
    assert_eq!(finish(&found), Some((1, 410_000_000)));
    // Only the first 10 s moved nothing.
    let overhead = found.limits.iter().find(|l| l.cause == Cause::ItemOverhead).map(|l| l.time);
    assert_eq!(overhead, Some(Span::from_secs(10)));
    // In one lane 3 x 10 s and 400 s.
    let one = hour(&items.replace("transfers = 2", "transfers = 1"));
    assert_eq!(finish(&one), Some((1, 430_000_000)));
    // The smallest first: 100 and 100 MB to 210 s, then 10 s and 200 MB: 420 s.
    let small = hour(&format!("{items}\nlibrary.order = 'small-first'"));
    assert_eq!(finish(&small), Some((1, 420_000_000)));
    // What is over 150 MB is left out: 10 s, then 200 MB in two lanes.
    let without = hour(&format!("{items}\nservice.max_item = '150MB'"));
    assert_eq!(finish(&without), Some((1, 210_000_000)));
    assert_eq!(without.bytes.left, Size::from_bytes(200_000_000));
}

#[test]
fn each_lane_loses_its_own_item_at_the_end_of_a_night() {
    // Items of 3, 1 and 1 GB in two lanes, item by item. By 2,000 s both have 1 GB; then the first
    // and the third have 800 MB each by 3,600 s, and lose 1.8 and 0.8 GB. In the second night both
    // begin again: 1 GB each by 2,000 s, the first has 1 + 1.6 GB by 3,600 s. 400 MB short, it never
    // gets through with 3 GB in an hour, but its 3,000 s do fit once it has the line alone.
    let items = "library.listing = '3GB, 1GB, 1GB'\nservice.transfers = 2\nservice.resume = 'item'";
    let found = hour(items);
    assert_eq!(finish(&found), Some((3, 2 * 86_400_000_000 + 3_000_000_000)));
    assert_eq!(found.bytes.resent, Size::from_bytes(2_600_000_000 + 2_600_000_000));
    assert_eq!(found.bytes.by_first_morning, Size::from_bytes(1_000_000_000));
    assert_eq!(found.bytes.safe_first_morning, Size::from_bytes(1_000_000_000));
    // Byte by byte nothing is lost, and 3.6 GB are sent, but one item is whole.
    let kept = hour(&items.replace("'item'", "'byte'"));
    assert_eq!(kept.bytes.by_first_morning, Size::from_bytes(3_600_000_000));
    assert_eq!(kept.bytes.safe_first_morning, Size::from_bytes(1_000_000_000));
    assert_eq!(finish(&kept), Some((2, 86_400_000_000 + 1_400_000_000)));
}

#[test]
fn an_item_longer_than_the_longest_stretch_is_proven_to_never_finish() {
    let found =
        hour("library.listing = '1GB, 4GB, 1GB'\nservice.resume = 'item'\nwindow.nights = 60");
    assert_eq!(found.verdict, Verdict::Never);
    // The first night keeps 1 GB and loses 2.6 of the second; every later one loses 3.6.
    let Some(ProofKind::UnitTooLong { unit, lost, stretch, .. }) = found.proof.map(|p| p.kind)
    else {
        panic!("{:?}", found.proof)
    };
    assert_eq!(unit, Size::from_bytes(4_000_000_000));
    assert_eq!((lost, stretch), (Size::from_bytes(3_600_000_000), Span::from_secs(3600)));
    assert_eq!(found.bytes.sent, Size::from_bytes(1_000_000_000));
}

#[test]
fn a_stuck_item_of_a_listing_ends_it() {
    let items = "library.listing = '4 x 100MB'\nservice.transfers = 3\nlibrary.stuck_at = '60%'\n\
                 service.on_stuck = 'stop'";
    let found = hour(items);
    assert_eq!(found.verdict, Verdict::Never);
    assert_eq!(found.proof.map(|p| p.kind), Some(ProofKind::StuckItem));
    assert_eq!(found.bytes.sent, Size::from_bytes(200_000_000));
}

#[test]
fn a_listing_fills_the_room_that_there_is() {
    let items = "library.listing = '3 x 100MB'\nservice.transfers = 3\ncloud.free = '200MB'\n\
                 service.quota = 'until-full'";
    let found = hour(items);
    assert_eq!(found.verdict, Verdict::Never);
    assert_eq!(found.proof.map(|p| p.cause), Some(Cause::CloudFull));
    assert_eq!(found.bytes.sent, Size::from_bytes(200_000_000));
}

#[test]
fn few_unlike_items_go_one_by_one_and_keep_their_bytes() {
    // 6 videos in 4 lanes are fewer than 16: 1.2 GB, 5 s before each. No byte is lost, and the time is
    // more than the bytes' 1,200 s and less than that with every overhead for itself.
    let items = "library.items = 'videos 6 x 200MB ~60%'\nservice.transfers = 4\n\
                 service.item_overhead = '5s'";
    let found = hour(items);
    assert_eq!(found.bytes.sent, Size::from_bytes(1_200_000_000));
    let at = found.finish.unwrap().at.micros();
    assert!((1_205_000_000..1_230_000_000).contains(&at), "{at}");
    // With every item for itself they are 1,230 s, by the class's rate rounded up to a microsecond.
    let one = hour(&items.replace("transfers = 4", "transfers = 1"));
    assert_eq!(finish(&one), Some((1, 1_230_000_001)));
}
