//! The battery chart: when the backup waits for power, at which level, and what the charger did. The
//! plan chart: what is missing, and which plan holds it.

use super::super::palette::Role;
use super::super::*;
use super::{alt_text, answered, data_csv, sheet, title};
use crate::model::service::Preset;
use crate::report::format::ClockStyle;
use crate::study::shelf::Shelf;
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

/// The shelf of a case that has no service: as if it were iCloud's.
pub fn shelf(answer: &Answer) -> Option<Shelf> {
    let mut inputs = answer.scenario.inputs().clone();
    inputs.service.preset = Preset::IcloudBackup;
    Shelf::of(&inputs)
}

fn plan(flags: &[(&str, &str)]) -> (String, String, String) {
    let line = [("size", "40GB"), ("upload", "20Mbps"), ("service", "icloud-backup")];
    let answer = answered("", &[&line[..], flags].concat());
    let kind = ChartKind::Plan;
    (title(&answer, kind), alt_text(&answer, kind), data_csv(&answer, kind))
}

#[test]
fn the_title_says_by_how_much_the_plan_is_too_small() {
    let (title, alt, csv) = plan(&[("cloud-plan", "5GB"), ("cloud-used", "2GB")]);
    assert_eq!(title, "A 5 GB plan is 37 GB too small for this backup");
    assert!(alt.contains("37 GB missing") && alt.contains("from 50 GB up, $0.99 a month"), "{alt}");
    assert!(csv.contains("\n50000000000,0.99,2000000000,40000000000,8000000000,0,yes\n"), "{csv}");
    let (title, alt, _) = plan(&[("cloud-plan", "200GB"), ("cloud-used", "80GB")]);
    assert_eq!(title, "A 200 GB plan holds this backup and leaves 80 GB free");
    assert!(alt.contains("It fits as it is."), "{alt}");
}

#[test]
fn what_is_used_but_not_known_is_nothing_and_said() {
    let answer = answered("", &[("size", "40GB"), ("upload", "20Mbps"), ("service", "onedrive")]);
    let material = super::of(&answer, ChartKind::Plan);
    let caption = material.chart(ChartKind::Plan).unwrap().content.caption(ClockStyle::H24);
    assert!(caption.starts_with("Assumes that nothing is used yet."), "{caption}");
    assert!(caption.contains("2026-11-23"), "{caption}");
}

#[test]
fn a_service_without_known_plans_is_told_which_have_some() {
    let answer =
        answered("", &[("size", "4GB"), ("upload", "20Mbps"), ("service", "samsung-cloud")]);
    let error = Material::of(answer).chart(ChartKind::Plan).err().unwrap();
    let ChartError::NotFor(why) = error else { panic!("{error}") };
    assert!(why.contains("icloud-backup") && why.contains("onedrive"), "{why}");
}
