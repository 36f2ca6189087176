//! Lanes worked by hand, and held against the closed form of classes.

use super::items::{ItemList, draw_up, normal_quantile};
use super::{Lanes, State};
use crate::client::pace::{Cost, Pace};
use crate::units::{Amount, ItemClass, Rate, Resume, SimTime, Size, Span, Spread};

const MB: u64 = 1_000_000;
/// 1 MB/s.
const RATE: Rate = Rate::from_bits_per_s(8_000_000);
const SECOND: Cost = Cost { each: Span::from_secs(1), round_trip: Span::ZERO, eased: false };

fn list(sizes: &[u64]) -> ItemList {
    ItemList { sizes: sizes.iter().map(|&s| Size::from_bytes(s)).collect(), ..ItemList::default() }
}

fn lanes(sizes: &[u64], cost: Cost, count: u64, resume: Resume) -> Lanes {
    Lanes::of(list(sizes), cost, count, Size::ZERO, [resume; 2])
}

/// Runs at a rate up to a moment or to the end. Returns when that was, and what the line carried.
fn run(
    lanes: &mut Lanes,
    rate: Rate,
    from: SimTime,
    end: SimTime,
    room: Option<Amount>,
) -> (SimTime, Amount) {
    let (mut now, mut line) = (from, Amount::ZERO);
    while now < end && !lanes.is_done() && !lanes.is_stuck() {
        if room.is_some_and(|room| lanes.sent() >= room) {
            break;
        }
        let actual = lanes.rate(rate, true);
        let to = lanes.next_event(now, room, end);
        assert!(to > now, "it makes progress");
        lanes.advance(to.since(now), room);
        line += actual.over(to.since(now));
        now = to;
    }
    (now, line)
}

fn secs(tenths: i64) -> SimTime {
    SimTime::from_micros(tenths * 100_000)
}

const LATE: SimTime = SimTime::from_secs(1_000_000);

#[test]
fn two_lanes_share_the_rate_and_hide_each_others_overhead() {
    // 1, 2 and 1 MB over 1 MB/s, 1 s before each. Both prepare to 1 s and send 0.5 MB/s each; the
    // first is through at 3 s. The third prepares to 4 s while the second sends its other MB alone;
    // then the third has the line, to 5 s.
    let mut three = lanes(&[MB, 2 * MB, MB], SECOND, 2, Resume::Byte);
    run(&mut three, RATE, SimTime::ZERO, secs(30), None);
    assert_eq!(three.finished_items(), Size::from_bytes(MB).amount());
    assert_eq!(three.sent(), Size::from_bytes(2 * MB).amount());
    let (end, line) = run(&mut three, RATE, secs(30), LATE, None);
    assert_eq!((end, three.is_done()), (secs(50), true));
    assert_eq!(line, Size::from_bytes(2 * MB).amount());
    // Halved overhead: 0.5 s, 2 s, then 1 MB alone hides the third's, 1 s more.
    let eased = Cost { eased: true, ..SECOND };
    let mut three = lanes(&[MB, 2 * MB, MB], eased, 2, Resume::Byte);
    assert_eq!(run(&mut three, RATE, SimTime::ZERO, LATE, None).0, secs(45));
}

#[test]
fn a_cut_costs_what_the_rule_for_resuming_says() {
    let mb = |tenths: u64| Size::from_bytes(tenths * MB / 10).amount();
    let chunk = |bytes| Resume::Chunk { size: Size::from_bytes(bytes), parts: 1 };
    // The same three, cut at 3.5 s: the first is stored, the second has sent 1.5 MB, the third
    // prepares. Both begin again and send from 4.5 s on. What is then left of the second and third:
    // byte 0.5 and 1 MB: 4.5 + 1.0 (0.5 MB each), 0.5 MB alone: 6.0 s.
    // item 2 and 1 MB: 2 s for 1 MB each, 1 s alone: 7.5 s, 1.5 MB lost.
    // chunks of 1 MB: 1 and 1 MB: 6.5 s, 0.5 MB lost. Two at once: none is whole, as for items.
    // packs of 2 MB: the first 2 MB of the library are kept, 1 and 1 MB left: 6.5 s.
    // nothing: all 2.5 MB are lost, 3.5 + 5 s.
    let two = Resume::Chunk { size: Size::from_bytes(MB), parts: 2 };
    let pack = Resume::Pack { size: Size::from_bytes(2 * MB), parts: 1 };
    for (resume, lost, end) in [
        (Resume::Byte, 0, 60),
        (Resume::Item, 15, 75),
        (chunk(MB), 5, 65),
        (two, 15, 75),
        (pack, 5, 65),
        (Resume::Index, 25, 85),
        (Resume::Nothing, 25, 85),
    ] {
        let mut three = lanes(&[MB, 2 * MB, MB], SECOND, 2, resume);
        run(&mut three, RATE, SimTime::ZERO, secs(35), None);
        assert_eq!(three.sent(), mb(25));
        assert_eq!(three.cut(), mb(lost), "{resume:?}");
        assert_eq!((three.sent(), three.resent()), (mb(25 - lost), mb(lost)));
        let (at, _) = run(&mut three, RATE, secs(35), LATE, None);
        assert_eq!((at, three.sent()), (secs(end), mb(40)), "{resume:?}");
        // And again from second 0.
        three.restart();
        assert_eq!((three.sent(), three.resent()), (Amount::ZERO, Amount::ZERO));
        assert_eq!(run(&mut three, RATE, SimTime::ZERO, LATE, None).0, secs(50));
    }
}

#[test]
fn what_is_done_is_taken_from_the_front_and_stays_done() {
    // 1.5 of 4 MB are done: the first item and half of the second. Left are 1.5 and 1 MB in two
    // lanes: 1 s, 2 s for 1 MB each, 0.5 s: 3.5 s. Cut at 2 s with 0.5 MB each: item by item both
    // are lost, the half that was done is not.
    let fresh = || {
        let resume = [Resume::Item, Resume::Nothing];
        Lanes::of(list(&[MB, 2 * MB, MB]), SECOND, 2, Size::from_bytes(3 * MB / 2), resume)
    };
    let mut rest = fresh();
    assert_eq!(rest.left(), Size::from_bytes(5 * MB / 2).amount());
    assert_eq!(run(&mut rest, RATE, SimTime::ZERO, LATE, None).0, secs(35));
    assert_eq!(rest.finished_items(), Size::from_bytes(5 * MB / 2).amount());
    let mut rest = fresh();
    run(&mut rest, RATE, SimTime::ZERO, secs(20), None);
    assert_eq!(rest.unit(), Size::from_bytes(3 * MB).amount());
    assert_eq!(rest.cut(), Size::from_bytes(MB).amount());
    assert_eq!(run(&mut rest, RATE, secs(20), LATE, None).0, secs(55));
    let mut rest = fresh();
    run(&mut rest, RATE, SimTime::ZERO, secs(30), None);
    assert_eq!(rest.stop(), Size::from_bytes(2 * MB).amount());
    assert_eq!(run(&mut rest, RATE, secs(30), LATE, None).0, secs(65));
}

#[test]
fn nothing_from_the_stuck_item_on_is_handed_out() {
    // The third of four items of 1 MB holds what lies at 60 %; the first two are sent.
    let mut four = lanes(&[MB; 4], SECOND, 3, Resume::Byte);
    four.stuck = Some(Size::from_bytes(24 * MB / 10).amount());
    four.restart();
    let (at, _) = run(&mut four, RATE, SimTime::ZERO, LATE, None);
    assert_eq!((at, four.is_stuck(), four.is_done()), (secs(30), true, false));
    assert_eq!(four.sent(), Size::from_bytes(2 * MB).amount());
    assert_eq!(four.left(), Size::from_bytes(2 * MB).amount());
}

#[test]
fn the_room_is_used_to_the_last_unit() {
    // Three lanes, and a room that three do not divide: exactly that much is sent, and when there is
    // more room it goes on from there. The microsecond that ends at the room carries a unit, and so
    // does the last one, as 1 MB/s do not divide by three either.
    let room = Amount::from_units(Size::from_bytes(MB).amount().units() + 1);
    let mut three = lanes(&[MB; 3], Cost::default(), 3, Resume::Byte);
    let (at, _) = run(&mut three, RATE, SimTime::ZERO, LATE, Some(room));
    assert_eq!(three.sent(), room);
    assert_eq!(at, SimTime::from_micros(1_000_001));
    let (at, _) = run(&mut three, RATE, at, LATE, None);
    assert_eq!(
        (at, three.sent()),
        (SimTime::from_micros(3_000_002), Size::from_bytes(3 * MB).amount())
    );
}

#[test]
fn growth_goes_to_lanes_that_are_idle() {
    let mut one = lanes(&[MB], SECOND, 2, Resume::Byte);
    one.items.new = list(&[MB, MB / 2]).sizes;
    run(&mut one, RATE, SimTime::ZERO, LATE, None);
    assert!(one.is_done());
    one.grow();
    assert!(!one.is_done());
    // 1 s, 1 s for half a MB each, 0.5 s.
    assert_eq!(run(&mut one, RATE, secs(20), LATE, None).0, secs(45));
    assert_eq!(one.sent(), Size::from_bytes(5 * MB / 2).amount());
    one.restart();
    assert_eq!(one.left(), Size::from_bytes(MB).amount());
}

#[test]
fn preparing_stands_still_while_gates_are_closed() {
    let mut one = lanes(&[MB], SECOND, 1, Resume::Byte);
    run(&mut one, RATE, SimTime::ZERO, secs(4), None);
    assert_eq!(one.rate(RATE, false), Rate::ZERO);
    assert_eq!(one.next_event(secs(4), None, secs(90)), secs(90));
    one.advance(Span::from_secs(5), None);
    // 0.6 s of preparing and 1 s of sending are left.
    assert_eq!(run(&mut one, RATE, secs(90), LATE, None).0, secs(106));
}

/// Seconds for all items.
fn seconds(sizes: &[Size], cost: Cost, count: u64, rate: Rate) -> f64 {
    let items = ItemList { sizes: sizes.to_vec(), ..ItemList::default() };
    let mut lanes = Lanes::of(items, cost, count, Size::ZERO, [Resume::Byte; 2]);
    let (end, _) =
        run(&mut lanes, rate, SimTime::ZERO, SimTime::from_secs(i64::MAX / 2_000_000), None);
    assert!(lanes.is_done() && lanes.lanes.iter().all(|lane| lane.state == State::Idle));
    end.as_secs()
}

fn class(count: u64, mean: u64, spread: f64) -> Vec<Size> {
    let spread = Spread::from_millionths((spread * 1e6) as u32);
    let size = Size::from_bytes(mean);
    let mut sizes = Vec::new();
    let class = ItemClass { name: String::new(), count, size, spread };
    draw_up(&class, Size::from_bytes(mean * count), &mut sizes);
    sizes
}

#[test]
fn one_lane_and_equal_items_agree_exactly_with_the_closed_form() {
    let trip = Span::from_micros(40_000);
    for (each, round_trip) in [(250_000, Span::ZERO), (0, trip), (120_000, trip), (1, Span::ZERO)] {
        let cost = Cost { each: Span::from_micros(each), round_trip, eased: false };
        for item in [700, 90_000, 3 * MB] {
            for (count, k) in [(40, 1), (41, 4), (48, 4), (3, 8), (130, 64)] {
                // Whole rounds of k, and a last one of fewer.
                let whole = |n: u64, k: u64| {
                    let pace =
                        Pace { item: Size::from_bytes(item).amount(), lanes: k, mixed: false };
                    let bits = 8.0 * (n * item) as f64;
                    if n == 0 { 0.0 } else { bits / (pace.rate(RATE, cost).as_mbps() * 1e6) }
                };
                let closed = whole(count / k * k, k) + whole(count % k, count % k.max(1));
                let found = seconds(&class(count, item, 0.0), cost, k, RATE);
                // Each item ends and begins on a whole microsecond.
                let rounds = count.div_ceil(k) as f64;
                let apart = found - closed;
                assert!((-1e-6..=2e-6 * rounds + 1e-6).contains(&apart), "{count} in {k}: {apart}");
            }
        }
    }
    // One lane takes D + Z for each, whatever their sizes: 90 s of bytes and 300 x 0.25 s.
    let cost = Cost { each: Span::from_micros(250_000), ..SECOND };
    let found = seconds(&class(300, 300_000, 0.8), cost, 1, RATE);
    assert!((found - 165.0).abs() <= 300e-6, "{found}");
}

/// Numbers below a bound, always the same.
fn random(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

#[test]
fn unlike_items_agree_with_the_closed_form_within_two_percent() {
    // Sizes drawn one by one: the closed form is of items that do not know of each other.
    let mut seed = 11;
    let mut apart = Vec::new();
    for k in [2, 4, 8, 16] {
        for sigma in [0.3, 0.55, 1.0, 1.5] {
            let mut draw = || {
                let p = (random(&mut seed, 1_000_000) as f64 + 0.5) / 1e6;
                Size::from_bytes((300_000.0 * libm::exp(sigma * normal_quantile(p))) as u64)
            };
            let sizes: Vec<Size> = (0..8_000).map(|_| draw()).collect();
            let all: u64 = sizes.iter().map(|s| s.bytes()).sum();
            for (each, trip) in [(50, 0), (500, 0), (3_000, 0), (0, 30), (200, 60)] {
                let cost = Cost {
                    each: Span::from_micros(each * 1_000),
                    round_trip: Span::from_micros(trip * 1_000),
                    eased: false,
                };
                let found = seconds(&sizes, cost, k, RATE);
                let item = Size::from_bytes(all / 8_000).amount();
                let pace = Pace { item, lanes: k, mixed: true };
                let closed = 8.0 * all as f64 / (pace.rate(RATE, cost).as_mbps() * 1e6);
                apart.push((found / closed - 1.0, k, sigma, each, trip));
            }
        }
    }
    let far: Vec<_> = apart.iter().filter(|a| a.0.abs() >= 0.02).collect();
    assert!(far.is_empty(), "{far:?}");
}

#[test]
fn no_byte_is_lost_or_found_on_the_way() {
    let rules = [
        Resume::Byte,
        Resume::Item,
        Resume::Chunk { size: Size::from_bytes(70_000), parts: 2 },
        Resume::Pack { size: Size::from_bytes(400_000), parts: 2 },
        Resume::Nothing,
    ];
    let mut seed = 7u64;
    let mut random = |below: u64| random(&mut seed, below);
    for case in 0..200 {
        let k = 1 + random(9);
        let each = Span::from_micros(i64::try_from(random(3) * 30_000).unwrap());
        let cost = Cost { each, ..SECOND };
        let sizes = class(60, 100_000, 0.8);
        let resume = rules[case % rules.len()];
        let items = ItemList { sizes, ..ItemList::default() };
        let mut lanes = Lanes::of(items, cost, k, Size::from_bytes(random(2 * MB)), [resume; 2]);
        let (total, mut now, mut line, mut cuts) = (lanes.left(), SimTime::ZERO, Amount::ZERO, 0);
        while !lanes.is_done() {
            let rate = Rate::from_bits_per_s(1_000_003 * (1 + random(20)));
            let length = Span::from_micros(i64::try_from(1 + random(900_000)).unwrap());
            let more = run(&mut lanes, rate, now, now.plus(length), None);
            (now, line) = (more.0, line + more.1);
            if cuts < 12 && random(4) == 0 {
                lanes.cut();
                cuts += 1;
            }
            assert!(lanes.finished_items() <= lanes.sent() && lanes.sent() <= total);
            assert_eq!(lanes.sent() + lanes.left(), total);
            let spilt = line - lanes.sent() - lanes.resent();
            // An item ends within a microsecond, of which the rest carries nothing: 20 Mbit/s; what
            // does not divide by the lanes is less than a unit for each and microsecond.
            let most = Rate::from_bits_per_s(21_000_063).over(Span::from_micros(60 * 13));
            assert!(spilt >= Amount::ZERO && spilt <= most, "{case}: {spilt:?}");
        }
        assert_eq!(lanes.sent(), total, "{case}");
    }
}
