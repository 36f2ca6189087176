//! The battery chart: when the backup waits for power, at which level, and what the charger did.

use super::super::palette::Role;
use super::super::*;
use super::{alt_text, answered, data_csv, sheet, title};
use crate::units::Choice;

const SAVING: &str = include_str!("../../../../scenarios/power-saving-cuts-in.toml");
const WEAK: &str = include_str!("../../../../scenarios/charger-too-weak.toml");
const UNPLUGGED: &str = include_str!("../../../../scenarios/unplugged.toml");
const CABLE: &str = include_str!("../../../../scenarios/computer-by-cable.toml");

const KIND: ChartKind = ChartKind::Battery;

fn says(answer: &Answer, text: &str) -> bool {
    let (sheet, _) = sheet(answer, KIND, &ChartOptions::default()).unwrap();
    sheet.labels.iter().any(|l| l.1 == text)
}

#[test]
fn the_title_says_when_the_backup_pauses_and_at_which_level() {
    // 13 Wh: from 22 % to 20 % are 936 J, and sending takes 0.45 W + 19 x 0.015 W = 0.735 W: 1,273 s.
    let answer = answered(SAVING, &[]);
    assert_eq!(title(&answer, KIND), "To save power, the backup pauses at 22:21, with 20 % left");
    let alt = alt_text(&answer, KIND);
    assert!(alt.contains("from 22 % to 18 %") && alt.contains("From 22:21, at 20 %"), "{alt}");
    assert!(says(&answer, "never plugged in") && says(&answer, "18 % at 07:00"));
    assert!(says(&answer, "20 % power saving comes on"));
    assert!(says(&answer, "10 % reserve: unplugged, it pauses"));
}

#[test]
fn unplugged_at_night_it_pauses_when_the_charger_goes() {
    let answer = answered(UNPLUGGED, &[("plugged", "21:00-22:30")]);
    // A minute of grace after the plug is pulled at 22:30.
    assert_eq!(title(&answer, KIND), "Unplugged, the backup pauses at 22:31");
    let csv = data_csv(&answer, KIND);
    assert!(csv.contains("plugged-in,22:00,0,1800,\n"), "{csv}");
    assert!(says(&answer, "plugged in 22:00–22:30") || says(&answer, "plugged in"));
    let never = answered(UNPLUGGED, &[]);
    assert_eq!(title(&never, KIND), "Unplugged, the backup waits from 22:00 to 07:00");
}

#[test]
fn several_waits_are_counted() {
    let answer = answered(WEAK, &[]);
    let found = title(&answer, KIND);
    assert!(found.starts_with("Not charging, the backup waits "), "{found}");
    let csv = data_csv(&answer, KIND);
    let waits = csv.lines().filter(|l| l.starts_with("not-charging,")).count();
    assert!(waits > 2 && found.contains(&format!("waits {waits} times")), "{found}");
}

#[test]
fn the_level_is_that_of_the_timeline_and_stays_within_the_axis() {
    for file in [SAVING, WEAK, UNPLUGGED] {
        let answer = answered(file, &[]);
        let timeline = answer.outcome.timeline.as_ref().unwrap();
        let mut last = -1.0;
        for row in data_csv(&answer, KIND).lines().filter(|l| l.starts_with("level,")) {
            let cells: Vec<&str> = row.split(',').collect();
            let (at, level): (f64, f64) = (cells[2].parse().unwrap(), cells[4].parse().unwrap());
            assert!(at > last && (0.0..=100.0).contains(&level), "{row}");
            last = at;
            let found = timeline.level_at(crate::units::SimTime::from_micros((at * 1e6) as i64));
            assert!((found.unwrap().as_percent() - level).abs() < 0.01, "{row}");
        }
    }
}

#[test]
fn waits_are_hatched_and_there_is_one_axis() {
    let answer = answered(SAVING, &[]);
    let (sheet, _) = sheet(&answer, KIND, &ChartOptions::default()).unwrap();
    let hatched =
        |e: &&shape::Element| e.ink.role == Role::Power && matches!(e.shape, shape::Shape::Area(_));
    assert_eq!(sheet.elements.iter().filter(hatched).count(), 1);
    // "100 %" names the unit once.
    assert_eq!(sheet.labels.iter().filter(|l| l.1.ends_with("100 %")).count(), 1);
}

#[test]
fn where_no_battery_has_a_part_the_error_says_so() {
    for answer in [
        answered(CABLE, &[]),
        answered("", &[("size", "1GB"), ("upload", "9Mbps"), ("phone", "computer")]),
    ] {
        let error = super::svg(&answer, KIND, &ChartOptions::default()).unwrap_err();
        let ChartError::NotFor(why) = error else { panic!("{error}") };
        assert!(why.contains("battery") && why.contains("phone"), "{why}");
    }
    assert!(ChartKind::ALL.iter().any(|k| k.0 == KIND));
}
