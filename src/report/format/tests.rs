//! Quantities as people read them, and that rounding never turns a comparison round.

use super::*;
use proptest::prelude::*;

fn gb(tenths: u64) -> Size {
    Size::from_bytes(tenths * 100_000_000)
}

#[test]
fn sizes_have_three_digits_and_no_more_zeros_than_needed() {
    assert_eq!(size(gb(400), Way::Nearest), "40 GB");
    assert_eq!(size(gb(108), Way::Down), "10.8 GB");
    assert_eq!(size(Size::from_bytes(999_999_999), Way::Nearest), "1 GB");
    assert_eq!(size(Size::from_bytes(999_999_999), Way::Down), "999 MB");
    assert_eq!(size(Size::ZERO, Way::Up), "0 bytes");
    assert_eq!(size(Size::from_bytes(1234), Way::Up), "1.24 kB");
    // 12 TB less 40 GB, and less 40.5 GB.
    assert_eq!(left(gb(119_600)), "11.96 TB");
    assert_eq!(left(gb(119_595)), "11.95 TB");
}

#[test]
fn a_needed_speed_rounds_up() {
    // 40 GB in 8 h: 40e9 x 8 / 28,800 = 11,111,111.1 bit/s, so 11,111,112 and 11.2 Mbps.
    assert_eq!(rate(Rate::from_bits_per_s(11_111_112), Way::Up), "11.2 Mbps");
    assert_eq!(rate(Rate::from_bits_per_s(3_000_000), Way::Up), "3 Mbps");
}

#[test]
fn a_goodput_is_shown_in_bytes() {
    assert_eq!(bytes_per_s(Rate::from_bits_per_s(2_850_000)), "356,250 bytes/s");
    assert_eq!(bytes_per_s(Rate::from_bits_per_s(3_001)), "375.125 bytes/s");
    assert_eq!(thousands(40_000_000_000), "40,000,000,000");
}

#[test]
fn spans_read_as_people_say_them() {
    let show = |secs| span(Span::from_secs(secs), Way::Up);
    assert_eq!(show(19_200), "5 h 20 min");
    assert_eq!(show(1_334), "23 min");
    assert_eq!(show(48), "48 s");
    assert_eq!(show(720_000), "8 days 8 h");
    assert_eq!(show(3_600), "1 h");
    assert_eq!(show(0), "0 s");
}

#[test]
fn clock_times_in_both_styles() {
    let show = |h, m, style| clock(ClockTime::from_hm(h, m), style);
    assert_eq!(show(4, 38, ClockStyle::H24), "04:38");
    assert_eq!(show(0, 5, ClockStyle::H12), "12:05 am");
    assert_eq!(show(12, 0, ClockStyle::H12), "12:00 pm");
    assert_eq!(show(23, 0, ClockStyle::H12), "11:00 pm");
    assert_eq!(clock(ClockTime::from_secs(7), ClockStyle::H24), "00:00:07");
}

#[test]
fn of_twenty_is_none_or_all_only_of_none_and_all() {
    assert_eq!(of_twenty(1, 1000), "under 1 of 20");
    assert_eq!(of_twenty(999, 1000), "over 19 of 20");
    assert_eq!(of_twenty(500, 1000), "10 of 20");
}

#[test]
fn a_window_by_day_is_a_day_and_any_other_a_night() {
    let is_day = |(h0, m0), (h1, m1)| {
        let (start, end) = (ClockTime::from_hm(h0, m0), ClockTime::from_hm(h1, m1));
        by_day(BackupWindow::Nightly { start, end })
    };
    assert!(by_day(BackupWindow::AllDay));
    assert!(is_day((9, 0), (17, 0)) && is_day((6, 0), (22, 0)) && is_day((0, 0), (24, 0)));
    assert!(!is_day((22, 0), (7, 0)) && !is_day((0, 30), (6, 0)) && !is_day((18, 0), (23, 0)));
    // All but the hour from 09:00 to 10:00 has its middle at 21:30.
    assert!(!is_day((10, 0), (9, 0)));
}

#[test]
fn foreign_text_cannot_act() {
    assert_eq!(inert("a\u{1b}[31m\n\u{202e}b"), "a\\u{1b}[31m\\u{a}\\u{202e}b");
}

/// The number in front of the unit, in the base unit.
fn back(text: &str, units: &[(u128, &str)]) -> u128 {
    let (number, unit) = text.split_once(' ').unwrap();
    let scale = units.iter().find(|(_, name)| *name == unit).unwrap().0;
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let places = 10u128.pow(rest.len() as u32);
    whole.parse::<u128>().unwrap() * scale + rest.parse::<u128>().unwrap_or(0) * scale / places
}

proptest! {
    #[test]
    fn a_size_and_its_limit_compare_as_they_do_exactly(
        a in 1u64..=1_000_000_000_000_000, near in -2000i64..2000, far in 1u64..=1_000_000_000_000_000, close: bool
    ) {
        let b = if close { a.saturating_add_signed(near).max(1) } else { far };
        let shown = size_and_limit(Size::from_bytes(a), Some(Size::from_bytes(b)));
        let limit = back(&shown.limit.unwrap(), &SIZE_UNITS);
        prop_assert!(limit <= u128::from(b));
        prop_assert_eq!(back(&shown.stated, &SIZE_UNITS).cmp(&limit), a.cmp(&b));
    }

    #[test]
    fn a_rate_and_its_need_compare_as_they_do_exactly(
        a in 1_000u64..=10_000_000_000, near in -2000i64..2000, far in 1_000u64..=10_000_000_000, close: bool
    ) {
        let b = if close { a.saturating_add_signed(near).max(1) } else { far };
        let shown = rate_and_need(Rate::from_bits_per_s(a), Some(Rate::from_bits_per_s(b)));
        let need = back(&shown.limit.unwrap(), &RATE_UNITS);
        prop_assert!(need >= u128::from(b) * 1_000_000);
        prop_assert_eq!(back(&shown.stated, &RATE_UNITS).cmp(&need), a.cmp(&b));
    }

    #[test]
    fn roundings_keep_their_direction(bytes in 0u64..=1_000_000_000_000_000) {
        let of = |way| back(&size(Size::from_bytes(bytes), way), &SIZE_UNITS);
        prop_assert!(of(Way::Down) <= u128::from(bytes) && u128::from(bytes) <= of(Way::Up));
    }
}
