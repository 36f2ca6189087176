//! Windows and deadlines as people write them, and the hours that could be morning or evening.

use super::super::error::*;
use super::*;

fn window(text: &str) -> String {
    BackupWindow::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
}

fn refused<T: Kind>(text: &str, code: Code) -> Vec<String> {
    let e = T::read(text).unwrap_err();
    assert_eq!(e.code, code, "{text}: {e}");
    e.instead.into_iter().map(|s| s.typed).collect()
}

#[test]
fn windows_read_in_every_common_way() {
    for text in [
        "23:00-07:00",
        "11pm-7am",
        "11 PM to 7 AM",
        "23-7",
        "23h-7h",
        "23h00-7h",
        "23.00-07.00",
        "2300-0700",
        "23:00\u{2013}07:00",
        "23:00 - 7:00",
        "11pm \u{2013} 7am",
        "from 23:00 to 07:00",
        "23 - 7",
        "11p.m. until 7a.m.",
    ] {
        assert_eq!(window(text), "23:00-07:00", "{text}");
    }
    assert_eq!(window("23h30-7h"), "23:30-07:00");
    assert_eq!(window("noon-midnight"), "12:00-00:00");
    assert_eq!(window("12am-12pm"), "00:00-12:00");
    assert_eq!(window("0-6"), "00:00-06:00");
    assert_eq!(window("22:00-24:00"), "22:00-24:00");
    assert_eq!(window("02:00:20-02:00:24"), "02:00:20-02:00:24");
    assert_eq!(window("22:00-7"), "22:00-07:00");
    assert_eq!(window("all-day"), "all-day");
    assert_eq!(window("All Day"), "all-day");
    assert_eq!(window("0:00-24:00"), "all-day");
}

#[test]
fn hours_that_can_be_morning_or_evening_show_both() {
    assert_eq!(refused::<BackupWindow>("7-11", TWO_CLOCKS), ["7am-11am", "7pm-11pm"]);
    assert_eq!(refused::<BackupWindow>("10-6", TWO_CLOCKS), ["10pm-6am", "10am-6pm"]);
    assert_eq!(refused::<BackupWindow>("12-7", TWO_CLOCKS), ["12am-7am", "12pm-7pm"]);
    assert_eq!(refused::<BackupWindow>("11pm-7", TWO_CLOCKS), ["11pm-7am", "11pm-7pm"]);
    assert_eq!(refused::<BackupWindow>("7:00-11", TWO_CLOCKS), ["7:00am-11am", "7:00pm-11pm"]);
    assert_eq!(refused::<BackupWindow>("7-7", TWO_CLOCKS), ["7pm-7am", "7am-7pm"]);
}

#[test]
fn a_window_without_length_shows_all_day() {
    assert_eq!(refused::<BackupWindow>("22:00-22:00", NO_LENGTH)[0], "all-day");
    assert_eq!(refused::<Windows>("22:00-22:00", NO_LENGTH)[0], "all-day");
}

#[test]
fn times_that_do_not_exist_are_refused() {
    for text in ["25:00-07:00", "23:60-07:00", "24:00-07:00", "22:00-24:30", "midday-7am"] {
        refused::<BackupWindow>(text, NO_CLOCK_TIME);
    }
    assert_eq!(refused::<BackupWindow>("24:00-07:00", NO_CLOCK_TIME), ["00:00-07:00"]);
    refused::<BackupWindow>("22:00", NO_WINDOW);
    for text in ["-", "-7am", "11pm-", "1-2-3"] {
        refused::<BackupWindow>(text, NO_WINDOW);
    }
    refused::<BackupWindow>("", super::super::error::EMPTY);
}

#[test]
fn a_night_prefix_limits_its_own_window_only() {
    let read = Windows::read("night 2: 01:00-05:00, 22:00-23:00, nights 2-4: 6am-7am").unwrap();
    let Windows::Clock(list) = &read.value else { panic!("{read:?}") };
    assert_eq!(list[0].nights, Some(Nights { first: 2, last: 2 }));
    assert_eq!(list[1].nights, None);
    assert_eq!(list[2].nights, Some(Nights { first: 2, last: 4 }));
    assert_eq!(read.value.print(), "night 2: 01:00-05:00, 22:00-23:00, nights 2-4: 06:00-07:00");
    assert_eq!(Windows::read("nights 2 to 4: 6am-7am").unwrap().value.print(), {
        "nights 2-4: 06:00-07:00"
    });
    let held = |night| list[2].in_night(night);
    assert_eq!([1, 2, 4, 5].map(held), [false, true, true, false]);
    assert!(list[1].in_night(9));
    assert_eq!(Windows::Clock(Vec::new()).print(), "no");
    refused::<Windows>("night 0: 01:00-05:00", NO_NIGHT);
    refused::<Windows>("nights 4-2: 01:00-05:00", NO_NIGHT);
    refused::<Windows>("night 99999999999: 01:00-05:00", NO_NIGHT);
}

#[test]
fn always_and_never_have_their_words() {
    for text in ["yes", "always", "All-Day", "on"] {
        assert_eq!(Windows::read(text).unwrap().value, Windows::Always, "{text}");
    }
    for text in ["no", "never", "none"] {
        assert_eq!(Windows::read(text).unwrap().value, Windows::Never, "{text}");
    }
}

#[test]
fn at_most_24_windows_are_read() {
    let list = |n: usize| vec!["01:00-02:00"; n].join(",");
    assert!(Windows::read(&list(24)).is_ok());
    refused::<Windows>(&list(25), TOO_MANY);
}

#[test]
fn deadlines_may_name_their_night() {
    let deadline = |text| Deadline::read(text).unwrap().value;
    assert_eq!(deadline("07:00"), Deadline { night: None, clock: ClockTime::from_hm(7, 0) });
    assert_eq!(deadline("7am").print(), "07:00");
    assert_eq!(deadline("night 5 07:00").print(), "night 5 07:00");
    assert_eq!(deadline("Night 5: 7 am").night, Some(5));
    assert_eq!(refused::<Deadline>("7", TWO_CLOCKS), ["07:00", "19:00"]);
    assert_eq!(refused::<Deadline>("nights 2-4 07:00", NO_NIGHT), ["night 4 07:00"]);
}
