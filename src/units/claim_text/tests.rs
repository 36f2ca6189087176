//! Claims as people and web pages write them, read to the second.

use super::super::error::{Code, EMPTY, NO_CALENDAR, UNKNOWN_UNIT};
use super::*;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

fn claim(text: &str) -> Claim {
    let claim = Claim::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value;
    assert_eq!(Claim::read(&claim.print()).unwrap().value, claim);
    claim
}

fn seconds(text: &str) -> (Option<f64>, Option<f64>, f64) {
    let c = claim(text);
    (c.low.map(Span::as_secs), c.high.map(Span::as_secs), c.half.as_secs())
}

fn refused(text: &str, code: Code) -> Vec<String> {
    let e = Claim::read(text).unwrap_err();
    assert_eq!(e.code, code, "{text}: {e}");
    e.instead.into_iter().map(|s| s.typed).collect()
}

#[test]
fn ranges_read_in_all_their_ways() {
    assert_eq!(seconds("1\u{a0}to\u{a0}2\u{a0}hours"), seconds("1-2 hours"));
    assert_eq!(seconds("2-2 hours"), (Some(2.0 * HOUR), Some(2.0 * HOUR), 0.5 * HOUR));
    for text in [
        "1-2 hours",
        "1 - 2 hours",
        "1\u{2013}2 hours",
        "1 to 2 hrs",
        "1 to 2 hours.",
        "1h-2h",
        "one to two hours",
        "between 1 and 2 hours",
        "from 1 to 2 hours",
        "1 or 2 hours",
        "about 1-2 hours",
        "1 hour to 2 hours",
        "an hour or two hours",
        "roughly 1\u{2014}2 h",
        "1 hour-2 hours",
        "~1-2h",
        "It takes about 1-2 hours!",
    ] {
        assert_eq!(seconds(text), (Some(HOUR), Some(2.0 * HOUR), HOUR / 2.0), "{text}");
    }
    assert_eq!(seconds("45-90 min"), (Some(2700.0), Some(5400.0), 30.0));
    assert_eq!(seconds("1.5-2.5 hours"), (Some(5400.0), Some(9000.0), 1800.0));
    assert_eq!(seconds("45 min to 2 hours"), (Some(2700.0), Some(7200.0), 1800.0));
    assert_eq!(seconds("90 minutes - 2h30"), (Some(5400.0), Some(9000.0), 30.0));
    assert_eq!(seconds("2-3 days"), (Some(2.0 * DAY), Some(3.0 * DAY), DAY / 2.0));
    assert_eq!(seconds("an hour to an hour and a half"), (Some(HOUR), Some(5400.0), 900.0));
}

#[test]
fn single_times_are_ranges_of_one_point() {
    for (text, at, half) in [
        ("about 3 h", 3.0 * HOUR, 0.5 * HOUR),
        ("90 minutes", 5400.0, 30.0),
        ("2h30", 9000.0, 30.0),
        ("2:30", 9000.0, 30.0),
        ("2 hours 30 minutes", 9000.0, 30.0),
        ("2 hours and 30 minutes", 9000.0, 30.0),
        ("1.5 hours", 5400.0, 0.5 * HOUR),
        ("1,5 hours", 5400.0, 0.5 * HOUR),
        ("1\u{bd} hours", 5400.0, 0.5 * HOUR),
        ("half an hour", 1800.0, 900.0),
        ("half a day", DAY / 2.0, DAY / 4.0),
        ("a quarter of an hour", 900.0, 450.0),
        ("three quarters of an hour", 2700.0, 450.0),
        ("an hour and a half", 5400.0, 900.0),
        ("one and a half hours", 5400.0, 900.0),
        ("2 and a half days", 2.5 * DAY, DAY / 4.0),
        ("an hour", HOUR, 0.5 * HOUR),
        ("a day", DAY, 0.5 * DAY),
        ("a week", 7.0 * DAY, 3.5 * DAY),
        ("a couple of days", 2.0 * DAY, 0.5 * DAY),
        ("a 3-hour", 3.0 * HOUR, 0.5 * HOUR),
        ("9 seconds", 9.0, 0.5),
        ("twelve days", 12.0 * DAY, 0.5 * DAY),
        ("1 day 3 hours", 27.0 * HOUR, 0.5 * HOUR),
        ("1 hour(s)", HOUR, 0.5 * HOUR),
        ("45 mins", 45.0 * MINUTE, 30.0),
        ("1/2 hour", 1800.0, 0.5 * HOUR),
        ("1 1/2 hours", 5400.0, 0.5 * HOUR),
        ("2:30 hours", 9000.0, 30.0),
        ("an hour or so", HOUR, 0.5 * HOUR),
        ("1 h 30 m", 5400.0, 30.0),
    ] {
        let text = text.strip_prefix("a 3").map_or(text.to_owned(), |rest| format!("3{rest}"));
        assert_eq!(seconds(&text), (Some(at), Some(at), half), "{text}");
    }
}

#[test]
fn one_end_may_be_open() {
    for text in [
        "under an hour",
        "up to 1 hour",
        "less than an hour",
        "within an hour",
        "< 1h",
        "1 hour or less",
        "1 hour at most",
        "an hour max",
    ] {
        assert_eq!(seconds(text), (None, Some(HOUR), 0.0), "{text}");
    }
    for text in
        ["over 2 hours", "at least 2 hours", "more than two hours", "2 hours or more", "2+ hours"]
    {
        assert_eq!(seconds(text), (Some(2.0 * HOUR), None, 0.0), "{text}");
    }
    // A bound is an end; a rounded bound is a rounded number.
    assert_eq!(claim("up to 2 hours").most(), Some(Span::from_secs(7200)));
    assert_eq!(claim("up to about 2 hours").most(), Some(Span::from_secs(9000)));
    assert_eq!(claim("at least 2 hours").least(), Span::from_secs(7200));
    assert_eq!(claim("less than a day").most(), Some(Span::DAY));
    assert_eq!(claim("over an hour").least(), Span::from_secs(3600));
    assert_eq!(claim("up to 2 hours").least(), Span::ZERO);
    assert_eq!(claim("over 2 hours").most(), None);
    assert_eq!(claim("up to 2 hours").middle(), Span::from_secs(7200));
    assert_eq!(claim("1-2 hours").middle(), Span::from_secs(5400));
    assert_eq!(claim("20 minutes").least(), Span::from_secs(19 * 60 + 30));
    assert_eq!(claim("half a day").least(), Span::from_secs(6 * 3600));
}

#[test]
fn nights_are_counted_as_such() {
    let three = claim("3 nights");
    assert!(three.nights && three.low == Some(Span::DAY.times(3)) && three.half == Span::ZERO);
    assert_eq!((three.least(), three.most()), (Span::DAY.times(2), Some(Span::DAY.times(3))));
    let two = claim("two or three nights");
    assert_eq!((two.low, two.high), (Some(Span::DAY.times(2)), Some(Span::DAY.times(3))));
    for (text, least, fills) in [
        ("overnight", Span::ZERO, false),
        ("one night", Span::ZERO, false),
        ("1 night", Span::ZERO, false),
        ("all night", Claim::PART_OF_NIGHT, true),
        ("most of the night", Claim::PART_OF_NIGHT, true),
    ] {
        let c = claim(text);
        assert_eq!((c.least(), c.most()), (least, Some(Span::DAY)), "{text}");
        assert!(c.nights && c.within_a_night() && c.fills == fills, "{text}");
        assert_eq!(c.is_at_most(), !fills, "{text}");
    }
    // What takes all night takes at least a quarter of a day.
    assert_eq!(claim("all night").least().as_secs(), DAY / 4.0);
    // More than one night, or no nights at all, is no part of one night.
    for (text, within, at_most) in [
        ("3 nights", false, false),
        ("1-2 nights", true, false),
        ("1-2 hours", false, false),
        ("under 2 hours", false, true),
    ] {
        let c = claim(text);
        assert_eq!((c.within_a_night(), c.is_at_most()), (within, at_most), "{text}");
    }
    // Two nights at the least are into the second, more than two into the third.
    assert_eq!(claim("at least 2 nights").least(), Span::DAY);
    assert_eq!(claim("over 2 nights").least(), Span::DAY.times(2));
}

#[test]
fn words_for_no_number_are_wide_ranges_and_say_so() {
    for (text, low, high) in [
        ("a few hours", 2.0 * HOUR, 6.0 * HOUR),
        ("several hours", 3.0 * HOUR, 10.0 * HOUR),
        ("hours", 2.0 * HOUR, 24.0 * HOUR),
        ("about several days", 3.0 * DAY, 10.0 * DAY),
        ("days", 2.0 * DAY, 14.0 * DAY),
        ("a few nights", 2.0 * DAY, 6.0 * DAY),
    ] {
        let reading = Claim::read(text).unwrap();
        assert_eq!(reading.note.unwrap().code, A_FEW, "{text}");
        let ends = (reading.value.low, reading.value.high);
        assert_eq!((ends.0.unwrap().as_secs(), ends.1.unwrap().as_secs()), (low, high), "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused_with_what_to_type() {
    assert_eq!(refused("3", NO_UNIT), ["3 hours", "3 minutes", "3 days"]);
    assert_eq!(refused("1-2", NO_UNIT), ["1-2 hours", "1-2 minutes", "1-2 days"]);
    assert_eq!(
        refused("about 90", NO_UNIT),
        ["about 90 hours", "about 90 minutes", "about 90 days"]
    );
    assert_eq!(refused("3-1 hours", NOT_RISING), ["1-3 hours"]);
    assert_eq!(refused("2h-1h", NOT_RISING), ["1h-2h"]);
    assert_eq!(refused("", EMPTY), ["1-2 hours"]);
    assert_eq!(refused("  ", EMPTY), ["1-2 hours"]);
    assert_eq!(refused("0 hours", OUT_OF_RANGE), ["1-2 hours"]);
    for text in ["soon", "many hours", "to", "-", "between", "x-y hours"] {
        assert_eq!(refused(text, NOT_A_SPAN), ["1-2 hours"], "{text}");
    }
    // Only bare numbers ask for a unit; a word that is none says so.
    refused("1-2 parsecs", UNKNOWN_UNIT);
    refused("0 nights", OUT_OF_RANGE);
    refused("a month", NO_CALENDAR);
    refused("1 hour to 3 nights", NOT_A_SPAN);
    refused("-2 hours", OUT_OF_RANGE);
}

#[test]
fn a_unit_may_stand_once_behind_the_first_of_two() {
    assert_eq!(seconds("a day or two"), (Some(DAY), Some(2.0 * DAY), 0.5 * DAY));
    for text in ["an hour or two", "one or two hours", "1 hour or 2", "about an hour or two"] {
        assert_eq!(seconds(text), (Some(HOUR), Some(2.0 * HOUR), 0.5 * HOUR), "{text}");
    }
    let nights = claim("a night or two");
    assert_eq!((nights.nights, nights.high), (true, Some(Span::DAY.times(2))));
    assert_eq!(seconds("a couple of hours"), (Some(2.0 * HOUR), Some(2.0 * HOUR), 0.5 * HOUR));
    // Most of a day is more than half of it.
    assert_eq!(seconds("most of a day"), (Some(0.5 * DAY), Some(DAY), 0.0));
    assert_eq!(seconds("most of the day"), (Some(0.5 * DAY), Some(DAY), 0.0));
}
