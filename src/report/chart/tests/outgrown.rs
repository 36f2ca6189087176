//! A library that grows faster than it is sent: the picture shows the growth, both lines are named in every
//! size, and title, table and picture tell the same.

use super::super::canvas::Shape;
use super::super::palette::Role;
use super::super::*;
use super::{alt_text, answered, data_csv, sheet, title};
use crate::units::Choice;

const FILE: &str = include_str!("../../../../scenarios/outgrown.toml");
const KIND: ChartKind = ChartKind::Progress;

/// The numbers of a column.
fn column(csv: &str, name: &str) -> Vec<f64> {
    let place = csv.lines().next().unwrap().split(',').position(|head| head == name).unwrap();
    csv.lines().skip(1).map(|row| row.split(',').nth(place).unwrap().parse().unwrap()).collect()
}

#[test]
fn the_table_has_what_is_added_each_day_and_what_is_left_grows() {
    // 0.8 Mbps x 95 % x 9 h are 3.078 GB a night, and 5 GB are added.
    let answer = answered(FILE, &[]);
    let csv = data_csv(&answer, KIND);
    let columns = ["night", "library_bytes", "stored_bytes", "left_bytes"];
    let [nights, library, stored, left] = columns.map(|name| column(&csv, name));
    for (row, night) in nights.iter().enumerate() {
        assert_eq!(library[row], 40e9 + 5e9 * (night - 1.0), "night {night}");
        assert_eq!(left[row], library[row] - stored[row], "night {night}");
    }
    let ends = |night: f64| nights.iter().rposition(|n| *n == night).unwrap();
    for night in 1..=7 {
        let sent = stored[ends(f64::from(night))];
        assert!((sent - 3.078e9 * f64::from(night)).abs() < 10.0, "night {night}: {sent}");
    }
    assert_eq!(nights.last(), Some(&7.0));
    assert!(left[ends(7.0)] > left[ends(1.0)]);
    let times = column(&csv, "time_s");
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn title_and_alt_text_tell_the_growth_and_what_goes_out() {
    let answer = answered(FILE, &[]);
    assert_eq!(title(&answer, KIND), "Never done: 5 GB a day is added, 3.07 GB a night is sent");
    let alt = alt_text(&answer, KIND);
    for told in ["over 7 nights", "36.9 GB is left after night 1, 48.5 GB after night 7"] {
        assert!(alt.contains(told), "{alt}");
    }
}

#[test]
fn the_library_rises_in_steps_above_what_is_sent_and_both_are_named_in_every_layout() {
    for flags in [&[][..], &[("size", "2TB"), ("growth", "300GB")], &[("done", "10GB")]] {
        let answer = answered(FILE, flags);
        for &(layout, word, _) in Layout::ALL {
            let options = ChartOptions { layout, ..ChartOptions::default() };
            let (sheet, _) = sheet(&answer, KIND, &options).unwrap();
            let line = |role: Role| {
                let lines = sheet.elements.iter().rev().filter(|e| e.ink.role == role);
                let mut points = lines.filter_map(|e| match &e.shape {
                    Shape::Line(points, _) if points.len() > 9 => Some(points.clone()),
                    _ => None,
                });
                points.next().unwrap_or_else(|| panic!("{word}: no line of {role:?}"))
            };
            let (library, sent) = (line(Role::Text), line(Role::Upload));
            // It is level, or it rises at once; what is sent stays below it.
            for pair in library.windows(2) {
                assert!(pair[0].1 == pair[1].1 || pair[0].0 == pair[1].0, "{word}: {pair:?}");
            }
            let rises = library.windows(2).filter(|p| p[1].1 < p[0].1).count();
            assert_eq!(rises, 6, "{word}");
            let lowest = library.iter().map(|p| p.1).fold(f64::MIN, f64::max);
            assert!(sent.iter().all(|p| p.1 > lowest), "{word}");
            for told in ["more every day", "sent: ", " left"] {
                let labels: Vec<&str> = sheet.labels.iter().map(|l| l.1.as_str()).collect();
                assert!(labels.iter().any(|l| l.contains(told)), "{word} {told}: {labels:?}");
            }
        }
    }
}

#[test]
fn what_ends_or_never_ends_for_another_reason_keeps_its_share() {
    for flags in [&[("growth", "1GB")][..], &[("wifi", "no")]] {
        let csv = data_csv(&answered(FILE, flags), KIND);
        assert!(csv.starts_with("time_s,night,clock,stored_bytes,share_percent\n"), "{csv}");
    }
    // The card has room for the share alone.
    let csv = data_csv(&answered(FILE, &[]), ChartKind::Card);
    assert!(csv.starts_with("time_s,night,clock,stored_bytes,share_percent\n"), "{csv}");
}
