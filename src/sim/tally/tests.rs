//! Steps by hand, and what is written down of them.

use super::*;
use crate::units::Size;

fn at(seconds: i64) -> SimTime {
    SimTime::from_secs(seconds)
}

fn bps(n: u64) -> Rate {
    Rate::from_bits_per_s(8 * n)
}

/// A step at whose end so many bytes are sent.
fn step(from: i64, to: i64, sent: u64, items: bool) -> Step {
    let sent = Size::from_bytes(sent).amount();
    let shown = Some(Shown { sent, battery: Some(Fraction::from_percent(50)), items });
    Step { night: 1, from: at(from), to: at(to), shown }
}

const LINE: Cause = Cause::UploadSpeed;

/// What a timeline says: from, to, cause, bytes in a second, sent.
fn told(tally: &mut Tally) -> Vec<(f64, f64, Cause, u64, u64)> {
    let segments = tally.close().1.unwrap().segments;
    let row = |s: &Segment| {
        (s.start.as_secs(), s.end.as_secs(), s.cause, s.rate.bits_per_s() / 8, s.sent.bytes())
    };
    segments.iter().map(row).collect()
}

#[test]
fn of_what_is_granted_the_part_that_is_not_used_is_overhead() {
    let mut tally = Tally::new(false, None);
    // Granted 10 B/s for 100 s, of which 6 are used; 10 of 10 for 5 s.
    tally.sent(step(0, 100, 600, false), LINE, bps(10), bps(6), false);
    tally.sent(step(100, 105, 650, false), LINE, bps(10), bps(10), false);
    tally.share_out();
    let (_, limits) = tally.books.shares();
    let limits: Vec<_> = limits.iter().map(|l| (l.cause, l.time.as_secs())).collect();
    assert_eq!(limits, [(LINE, 65.0), (Cause::ItemOverhead, 40.0)]);
    assert_eq!(tally.books.ledger(), (Span::from_secs(105), Span::ZERO));
    assert!(!tally.is_recorded() && !tally.has_levels() && !tally.is_closed());
}

#[test]
fn books_that_nobody_reads_stay_empty() {
    let mut tally = Tally::closed();
    tally.sent(step(0, 100, 600, false), LINE, bps(10), bps(6), false);
    tally.stalled(step(100, 105, 600, false), CauseSet::EMPTY.with(Cause::NoWifi), false);
    tally.share_out();
    assert!(tally.is_closed());
    assert_eq!(tally.books.ledger(), (Span::ZERO, Span::ZERO));
}

#[test]
fn of_levels_alone_nothing_else_is_written_down() {
    let mut tally = Tally::of_levels();
    tally.sent(step(0, 100, 600, false), LINE, bps(10), bps(6), false);
    let mut line = vec![(at(0), Fraction::from_percent(50)), (at(100), Fraction::from_percent(60))];
    tally.levels(&mut line);
    assert!(tally.has_levels() && tally.is_closed() && !tally.is_recorded() && line.is_empty());
    assert_eq!((tally.close(), tally.books.ledger()), ((None, None), (Span::ZERO, Span::ZERO)));
    let levels = tally.take_levels().and_then(|levels| levels.at([at(50)].into_iter()));
    assert_eq!(levels, Some(vec![Fraction::from_percent(55)]));
}

#[test]
fn a_stall_is_blamed_on_the_first_of_its_gates_or_on_what_refused_the_backup() {
    let closed = CauseSet::EMPTY.with(Cause::NoPower).with(Cause::NoWifi);
    let stalls = |tally: &Tally| {
        let stalls = tally.books.shares().0;
        stalls.iter().map(|s| (s.cause, s.time.as_secs(), s.sole.as_secs())).collect::<Vec<_>>()
    };
    let mut tally = Tally::new(false, None);
    tally.stalled(step(0, 7, 0, false), closed, false);
    tally.stalled(step(7, 9, 0, false), CauseSet::EMPTY.with(Cause::NoWifi), false);
    assert_eq!(stalls(&tally), [(Cause::NoWifi, 9.0, 2.0)]);
    let mut tally = Tally::new(false, None);
    tally.refuse(CauseSet::EMPTY.with(Cause::SignedOut));
    tally.stalled(step(0, 7, 0, false), closed, false);
    assert_eq!(stalls(&tally), [(Cause::SignedOut, 7.0, 7.0)]);
}

#[test]
fn steps_that_look_alike_are_one_segment() {
    let mut tally = Tally::new(true, None);
    tally.sent(step(0, 10, 100, false), LINE, bps(10), bps(10), false);
    tally.sent(step(10, 20, 200, false), LINE, bps(10), bps(10), false);
    tally.sent(step(20, 30, 250, false), LINE, bps(5), bps(5), false);
    tally.sent(step(30, 40, 300, false), LINE, bps(5), bps(5), true);
    tally.sent(step(40, 50, 350, false), Cause::CloudSpeed, bps(5), bps(5), true);
    tally.stalled(step(50, 60, 350, false), CauseSet::EMPTY.with(Cause::NoWifi), true);
    tally.stalled(step(60, 65, 350, false), CauseSet::EMPTY.with(Cause::NoWifi), true);
    tally.outside(1, at(65), at(65), Amount::ZERO);
    tally.outside(1, at(65), at(90), Size::from_bytes(340).amount());
    let none = Cause::OutsideWindow;
    let expected = [
        (0.0, 20.0, LINE, 10, 200),
        (20.0, 30.0, LINE, 5, 250),
        (30.0, 40.0, LINE, 5, 300),
        (40.0, 50.0, Cause::CloudSpeed, 5, 350),
        (50.0, 65.0, Cause::NoWifi, 0, 350),
        (65.0, 90.0, none, 0, 340),
    ];
    assert_eq!(told(&mut tally), expected);
}

/// 10 B/s for 10 s and 4 B/s for 20 s are 180 B in 30 s, 6 B/s: less than half of 13 B/s.
#[test]
fn items_one_by_one_are_drawn_together_up_to_a_minute() {
    let mut tally = Tally::new(true, None);
    tally.sent(step(0, 10, 100, true), LINE, bps(13), bps(10), false);
    tally.sent(step(10, 30, 180, true), LINE, bps(13), bps(4), false);
    tally.sent(step(30, 60, 1_080, true), LINE, bps(30), bps(30), false);
    tally.sent(step(60, 61, 1_093, true), LINE, bps(13), bps(13), false);
    let expected = [(0.0, 60.0, LINE, 18, 1_080), (60.0, 61.0, LINE, 13, 1_093)];
    assert_eq!(told(&mut tally), expected);
    let mut tally = Tally::new(true, None);
    tally.sent(step(0, 10, 100, true), LINE, bps(13), bps(10), false);
    tally.sent(step(10, 30, 180, true), LINE, bps(13), bps(4), false);
    assert_eq!(told(&mut tally), [(0.0, 30.0, Cause::ItemOverhead, 6, 180)]);
    // Not where they do not go one by one, and not under another cap.
    let mut tally = Tally::new(true, None);
    tally.sent(step(0, 10, 100, false), LINE, bps(13), bps(10), false);
    tally.sent(step(10, 30, 180, false), LINE, bps(13), bps(4), false);
    let expected = [(0.0, 10.0, LINE, 10, 100), (10.0, 30.0, Cause::ItemOverhead, 4, 180)];
    assert_eq!(told(&mut tally), expected);
    let mut tally = Tally::new(true, None);
    tally.sent(step(0, 10, 100, true), LINE, bps(13), bps(10), false);
    tally.sent(step(10, 20, 130, true), Cause::CloudSpeed, bps(4), bps(3), false);
    let expected = [(0.0, 10.0, LINE, 10, 100), (10.0, 20.0, Cause::CloudSpeed, 3, 130)];
    assert_eq!(told(&mut tally), expected);
}

#[test]
fn what_is_lost_as_a_window_ends_is_taken_off_its_last_segment() {
    let mut tally = Tally::new(true, None);
    tally.sent(step(0, 10, 100, false), LINE, bps(10), bps(10), false);
    tally.settle_sent(Size::from_bytes(70).amount());
    tally.outside(1, at(10), at(20), Size::from_bytes(70).amount());
    tally.drop_outside();
    tally.drop_outside();
    assert_eq!(told(&mut tally), [(0.0, 10.0, LINE, 10, 70)]);
}

#[test]
fn a_night_that_is_repeated_is_written_a_day_later_with_what_came_on_top() {
    let mut tally = Tally::new(true, Some(Fraction::from_percent(50)));
    tally.sent(step(0, 5, 50, false), LINE, bps(10), bps(10), false);
    tally.levels(&mut vec![(at(0), Fraction::from_percent(50))]);
    let (before, first) = (tally.books.clone(), tally.place());
    tally.stalled(step(5, 15, 50, false), CauseSet::EMPTY.with(Cause::NoWifi), false);
    tally.sent(step(15, 25, 150, false), LINE, bps(10), bps(10), false);
    tally.levels(&mut vec![(at(15), Fraction::from_percent(60)); 2]);
    tally.share_out();
    tally.repeat(&before, 2, first, Size::from_bytes(100).amount());
    assert_eq!(tally.books.ledger(), (Span::from_secs(5 + 3 * 10), Span::from_secs(3 * 10)));
    let timeline = tally.close().1.unwrap();
    let day = 86_400.0;
    let rows: Vec<_> = timeline
        .segments
        .iter()
        .map(|s| (s.start.as_secs(), s.end.as_secs(), s.night, s.sent.bytes()))
        .collect();
    let expected = [
        (0.0, 5.0, 1, 50),
        (5.0, 15.0, 1, 50),
        (15.0, 25.0, 1, 150),
        (5.0 + day, 15.0 + day, 2, 150),
        (15.0 + day, 25.0 + day, 2, 250),
        (5.0 + 2.0 * day, 15.0 + 2.0 * day, 3, 250),
        (15.0 + 2.0 * day, 25.0 + 2.0 * day, 3, 350),
    ];
    assert_eq!(rows, expected);
    let levels: Vec<_> = timeline.levels.iter().map(|p| p.at.as_secs()).collect();
    assert_eq!(levels, [0.0, 15.0, 15.0 + day, 15.0 + 2.0 * day]);
}

#[test]
fn the_first_night_of_a_battery_is_told_and_no_later_one() {
    let percent = Fraction::from_percent;
    let shown = |n, from, to| {
        let shown = Shown { sent: Amount::ZERO, battery: Some(percent(n)), items: false };
        Step { night: 1, from: at(from), to: at(to), shown: Some(shown) }
    };
    let mut tally = Tally::new(false, Some(percent(50)));
    assert!(tally.is_recorded());
    let closed = CauseSet::EMPTY.with(Cause::NoWifi);
    tally.stalled(shown(40, 0, 10), closed, false);
    tally.stalled(shown(60, 10, 30), closed, true);
    tally.first_night_ends(true);
    tally.stalled(shown(10, 30, 60), closed, true);
    tally.first_night_ends(false);
    let night = tally.close().0.unwrap();
    assert_eq!((night.start, night.min, night.end), (percent(50), percent(40), percent(60)));
    assert_eq!((night.charging, night.lost_while_plugged), (Span::from_secs(20), true));
}
