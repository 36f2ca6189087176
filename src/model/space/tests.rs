//! The destination and the phone's own space: what they say at each moment of a night.

use super::*;
use crate::model::conditions::Relaxed;
use crate::units::{ClockWindow, Windows};

const MB: u64 = 1_000_000;

fn at(seconds: i64) -> SimTime {
    SimTime::from_secs(seconds)
}

fn mb(n: u64) -> Size {
    Size::from_bytes(n * MB)
}

/// 1 MB in each second.
fn rate() -> Rate {
    Rate::from_bits_per_s(8_000_000)
}

fn night(number: u32) -> Night {
    let base = at(i64::from(number - 1) * 86_400);
    let (start, length) = (ClockTime::from_hm(22, 0), Span::DAY);
    Night { number, base, start, length, fresh: true }
}

/// A destination to which 100 MB are to go, and 10 MB more each day.
fn destination(cloud: &Cloud, up_front: bool) -> Destination<'_> {
    met(cloud, Coming { up_front, ..coming() })
}

fn coming() -> Coming {
    let (to_send, growth) = (mb(100).amount(), mb(10).amount());
    Coming { to_send, growth, up_front: false, refuses: false, computer: false }
}

fn met(cloud: &Cloud, coming: Coming) -> Destination<'_> {
    let mut found = *Destination::new(cloud, ClockTime::from_hm(22, 0), coming).unwrap();
    found.begin(&night(1));
    found
}

fn sent(destination: &Destination, n: u64) -> Conditions {
    let mut facts = Conditions { sent: mb(n).amount(), ..Conditions::default() };
    destination.publish(&mut facts);
    facts
}

/// The closed gates, their effect, and the cap.
fn limits(model: &impl Model, facts: &Conditions) -> (Vec<Cause>, Option<Effect>, Rate) {
    let mut limits = Limits::new(Relaxed::default());
    model.limit(at(0), facts, &mut limits);
    (limits.closed.iter().collect(), limits.effect, limits.cap)
}

#[test]
fn a_destination_that_is_filled_holds_the_upload_and_stays_full() {
    let cloud = Cloud { free: Some(mb(60)), ..Cloud::default() };
    let mut filled = destination(&cloud, false);
    assert_eq!((filled.room(), filled.spare()), (Some(mb(60).amount()), None));
    assert!(filled.heeds_client() && filled.rests_until(at(0)).is_none());
    let open = (vec![], None, Rate::UNLIMITED);
    let full = (vec![Cause::CloudFull], Some(Effect::Hold), Rate::UNLIMITED);
    assert_eq!(limits(&filled, &sent(&filled, 59)), open);
    assert_eq!(limits(&filled, &sent(&filled, 60)), full);
    // 50 MB are there; 9 s at 1 MB/s do not fill it, 10 s do. What is lost then stays there.
    filled.advance(at(0), at(9), &sent(&filled, 50), rate());
    assert!(!filled.is_full());
    filled.advance(at(10), at(20), &sent(&filled, 50), rate());
    assert!(filled.is_full());
    assert_eq!(limits(&filled, &sent(&filled, 0)), full);
    filled.begin(&night(2));
    assert!(filled.is_full());
    // Another trial begins with an empty one.
    filled.begin(&night(1));
    assert_eq!(limits(&filled, &sent(&filled, 0)), open);
    // A program finds out by itself.
    let mut refusing = met(&cloud, Coming { refuses: true, ..coming() });
    assert_eq!(limits(&refusing, &sent(&refusing, 60)), open);
    refusing.advance(at(0), at(90), &sent(&refusing, 50), rate());
    assert!(!refusing.is_full());
}

#[test]
fn room_that_is_asked_for_up_front_must_hold_what_has_grown_by_then() {
    let cloud = Cloud { free: Some(mb(110)), ..Cloud::default() };
    let mut asked = destination(&cloud, true);
    assert_eq!((asked.room(), asked.spare()), (None, Some(mb(10).amount())));
    assert!(!asked.heeds_client());
    assert_eq!(asked.rests_until(at(0)), Some(SimTime::END));
    assert_eq!(limits(&asked, &sent(&asked, 500)).0, []);
    asked.begin(&night(2));
    assert_eq!((limits(&asked, &sent(&asked, 0)).0, asked.spare()), (vec![], Some(Amount::ZERO)));
    asked.begin(&night(3));
    let closed = (vec![Cause::CloudFull], Some(Effect::Stop), Rate::UNLIMITED);
    assert_eq!(limits(&asked, &sent(&asked, 0)), closed);
}

#[test]
fn a_plan_less_what_is_used_is_free_unless_the_free_space_is_given() {
    let plan = Cloud { plan: Some(mb(50)), used: Some(mb(20)), ..Cloud::default() };
    assert_eq!(free_space(&plan), Some(mb(30)));
    assert_eq!(free_space(&Cloud { used: None, ..plan.clone() }), Some(mb(50)));
    assert_eq!(free_space(&Cloud { free: Some(mb(7)), ..plan }), Some(mb(7)));
    assert_eq!(free_space(&Cloud::default()), None);
    assert!(Destination::is_without_limits(&Cloud::default()));
    let start = ClockTime::from_hm(22, 0);
    assert!(Destination::new(&Cloud::default(), start, coming()).is_none());
    let cloud = Cloud { free: Some(mb(1)), ..Cloud::default() };
    let to_computer = met(&cloud, Coming { computer: true, ..coming() });
    assert_eq!(to_computer.full_cause(), Cause::ComputerFull);
    assert_eq!(destination(&cloud, true).full_cause(), Cause::CloudFull);
}

/// From 22:00 on 60 MB, from 23:00 on 40 MB, from 00:00 on 80 MB.
#[test]
fn the_room_of_a_moment_is_what_was_said_last() {
    let clock = ClockTime::from_hm;
    let resized = SizePlan(vec![(clock(0, 0), mb(80)), (clock(23, 0), mb(40))]);
    let cloud = Cloud { free: Some(mb(60)), resized, ..Cloud::default() };
    assert_eq!(final_space(&cloud, clock(22, 0)), Some(mb(80)));
    assert_eq!(
        final_space(&Cloud { free: Some(mb(60)), ..Cloud::default() }, clock(22, 0)),
        Some(mb(60))
    );
    let mut found = destination(&cloud, false);
    let facts = sent(&found, 0);
    assert!(found.heeds_client() && found.rests_until(at(0)).is_none());
    let mut seen = Vec::new();
    for now in [0, 3600, 7200] {
        found.advance(at(now), at(now), &facts, Rate::ZERO);
        seen.push((
            found.room().map(Amount::floor),
            found.next_event(at(now), &facts, Rate::ZERO),
            found.is_settled(at(now)),
        ));
    }
    let expected = [
        (Some(mb(60)), Some(at(3600)), false),
        (Some(mb(40)), Some(at(7200)), false),
        (Some(mb(80)), None, true),
    ];
    assert_eq!(seen, expected);
    // The rooms are those of the first night; a later one goes on with the last.
    found.begin(&night(2));
    assert_eq!(found.room().map(Amount::floor), Some(mb(80)));
    found.begin(&night(1));
    assert_eq!(found.room().map(Amount::floor), Some(mb(60)));
}

#[test]
fn more_room_opens_a_full_destination_unless_as_much_lies_there() {
    let clock = ClockTime::from_hm;
    let opened = |later: u64, lies: u64| {
        let resized = SizePlan(vec![(clock(23, 0), mb(later))]);
        let cloud = Cloud { free: Some(mb(60)), resized, ..Cloud::default() };
        let mut found = destination(&cloud, false);
        found.advance(at(0), at(10), &sent(&found, lies - 10), rate());
        let before = found.is_full();
        found.advance(at(10), at(3600), &sent(&found, 0), Rate::ZERO);
        (before, found.is_full())
    };
    assert_eq!(opened(70, 60), (true, false));
    assert_eq!(opened(70, 69), (true, false));
    assert_eq!(opened(70, 70), (true, true));
    assert_eq!(opened(70, 71), (true, true));
    assert_eq!(opened(50, 55), (false, false));
}

#[test]
fn outages_and_speeds_of_the_service_follow_the_clock() {
    let clock = ClockTime::from_hm;
    let outages = Windows::Clock(vec![ClockWindow::daily(clock(23, 0), clock(0, 0))]);
    let speeds = vec![(clock(22, 0), rate()), (clock(1, 0), Rate::from_bits_per_s(5))];
    let cap = Some(RateCap(RatePlan::Daily(speeds)));
    let cloud = Cloud { outages, cap, ..Cloud::default() };
    let mut found = destination(&cloud, false);
    assert!(!found.heeds_client() && found.is_settled(at(0)));
    let facts = sent(&found, 0);
    let (mut now, mut seen) = (at(0), Vec::new());
    for _ in 0..4 {
        seen.push(limits(&found, &facts));
        let next = found.next_event(now, &facts, rate());
        assert_eq!(found.rests_until(now), Some(next.unwrap_or(SimTime::END)));
        let to = next.unwrap_or(at(86_400));
        found.advance(now, to, &facts, rate());
        now = to;
    }
    let down = (vec![Cause::CloudOutage], Some(Effect::Cut), rate());
    let slow = (vec![], None, Rate::from_bits_per_s(5));
    assert_eq!(seen, [(vec![], None, rate()), down, (vec![], None, rate()), slow]);
    assert_eq!(now, at(86_400));
}

/// 100 MB of a library of 40 MB: 30 MB of floor, 20 MB and a quarter of the library to work in leave
/// 40 MB. 864 MB rewritten in a day are 10 kB in each second: 4,000 s.
#[test]
fn the_phone_is_full_once_what_is_rewritten_has_taken_what_was_left() {
    let storage = Storage {
        free: Some(mb(100)),
        floor: mb(30),
        scratch: Scratch { fixed: mb(20), share: Fraction::from_percent(25) },
        rewritten: mb(864),
    };
    assert_eq!(needed(&storage, mb(40)), mb(60));
    let mut space = OwnSpace::new(&storage, mb(40), mb(15).amount()).unwrap();
    space.begin(&night(1));
    assert_eq!(space.slack(), mb(40).amount());
    assert!(space.is_rewritten() && space.rests_until(at(0)).is_none());
    let runs = Conditions { running: true, ..Conditions::default() };
    let waits = Conditions::default();
    let next = |space: &OwnSpace, now, facts| space.next_event(at(now), facts, Rate::ZERO);
    assert_eq!([next(&space, 0, &runs), next(&space, 0, &waits)], [Some(at(4000)), None]);
    space.advance(at(0), at(1000), &waits, Rate::ZERO);
    space.advance(at(1000), at(2000), &runs, Rate::ZERO);
    assert_eq!(next(&space, 2000, &runs), Some(at(5000)));
    assert_eq!(limits(&space, &runs).0, []);
    let print = |space: &OwnSpace| {
        let mut print = Fingerprint::default();
        space.fingerprint(at(0), &runs, &mut print);
        print
    };
    let before = print(&space);
    space.advance(at(2000), at(4999), &runs, Rate::ZERO);
    assert_ne!(print(&space), before);
    assert_eq!(limits(&space, &runs).0, []);
    space.advance(at(4999), at(5000), &runs, Rate::ZERO);
    let full = (vec![Cause::PhoneFull], Some(Effect::Stop), Rate::UNLIMITED);
    assert_eq!((limits(&space, &runs), next(&space, 5000, &runs)), (full.clone(), None));
    // A later day of `all-day` goes on full, a night begins afresh; each day takes 15 MB more.
    space.begin(&Night { fresh: false, ..night(2) });
    assert_eq!((limits(&space, &runs), space.slack()), (full.clone(), mb(25).amount()));
    space.begin(&night(3));
    assert_eq!((limits(&space, &runs).0, space.slack()), (vec![], mb(10).amount()));
    assert_eq!(next(&space, 0, &runs), Some(at(1000)));
    space.begin(&night(4));
    assert_eq!((limits(&space, &runs), next(&space, 0, &runs)), (full, None));
    let still = Storage { rewritten: Size::ZERO, ..storage.clone() };
    let space = OwnSpace::new(&still, mb(80), Amount::ZERO).unwrap();
    assert_eq!((space.slack(), space.is_rewritten()), (mb(30).amount(), false));
    assert_eq!(space.rests_until(at(0)), Some(SimTime::END));
    // Nothing left over is still enough.
    let tight = Storage { free: Some(mb(60)), ..still.clone() };
    let space = OwnSpace::new(&tight, mb(40), Amount::ZERO).unwrap();
    let mut space = space;
    space.advance(at(0), at(10), &runs, Rate::ZERO);
    assert_eq!((space.slack(), limits(&space, &runs).0), (Amount::ZERO, vec![]));
    let rewritten = Storage { rewritten: mb(864), ..tight };
    let space = OwnSpace::new(&rewritten, mb(40), Amount::ZERO).unwrap();
    assert_eq!(next(&space, 0, &runs), Some(at(0)));
    assert!(OwnSpace::new(&Storage { free: None, ..still }, mb(40), Amount::ZERO).is_none());
}
