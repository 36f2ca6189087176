//! What captions, titles and clock times tell of a case: the conditions that decide it, the gate that
//! took the time, the clock as its reader reads it.

use super::super::canvas::{Rect, Shape};
use super::super::font::{self, Weight};
use super::super::palette::Role;
use super::super::*;
use super::{alt_text, answered, data_csv, of, sheet, title};
use crate::report::format::ClockStyle;
use crate::units::Choice;

const SAVING: &str = include_str!("../../../../scenarios/power-saving-cuts-in.toml");
const DOZE: &str = include_str!("../../../../scenarios/doze.toml");
const TWO: &str = include_str!("../../../../scenarios/two-clouds-at-once.toml");
const FILLS: &str = include_str!("../../../../scenarios/google-storage-fills-up.toml");
const USED: &str = include_str!("../../../../scenarios/screen-used-at-night.toml");

fn kinds() -> impl Iterator<Item = ChartKind> {
    ChartKind::ALL.iter().map(|k| k.0)
}

fn caption(answer: &Answer) -> String {
    of(answer, ChartKind::States).chart(ChartKind::States).unwrap().content.caption(ClockStyle::H24)
}

#[test]
fn a_caption_tells_every_given_condition_and_first_what_decides() {
    let line = [("size", "40GB"), ("upload", "10Mbps"), ("service", "icloud-backup")];
    let with = |flag, text| caption(&answered("", &[&line[..], &[(flag, text)]].concat()));
    for (flag, text, told) in [
        ("in-use", "22:00-23:30", "phone in use 22:00–23:30"),
        ("cloud-free", "5GB", "5 GB free in the cloud"),
        ("power-saving", "on", "power saving on"),
        ("outages", "23:00-01:00", "the line down 23:00–01:00"),
        ("plugged", "22:00-01:00", "plugged in only 22:00–01:00"),
        ("plugged", "no", "never plugged in at night"),
        ("charger", "usb-0.5w", "a charger of 500 mW"),
        ("cloud-outages", "01:00-03:00", "the service down 01:00–03:00"),
        ("fault", "corrupt-backup", "damaged old backup"),
        ("wifi", "22:00-23:00", "Wi-Fi only 22:00–23:00"),
    ] {
        let caption = with(flag, text);
        assert!(caption.contains(told), "{flag}: {caption}");
        assert!(caption.contains("the rules of iCloud Backup"), "{caption}");
        assert!(!caption.contains("icloud-backup"), "{caption}");
    }
    let full = with("cloud-free", "5GB");
    assert!(
        full.starts_with("Assumes 5 GB free in the cloud, 40 GB at a steady 10 Mbps"),
        "{full}"
    );
}

#[test]
fn a_caption_keeps_to_its_lines_and_says_how_much_is_left_out() {
    let rest = [("in-use", "22:00-23:30"), ("loss", "1%"), ("rtt", "80ms"), ("battery", "30%")];
    for file in [SAVING, DOZE, TWO, FILLS, USED] {
        let answer = answered(file, &rest);
        for &(layout, word, _) in Layout::ALL {
            let m = frame::Metrics::of(layout);
            let text = frame::caption_within(&Basis::Case(&answer), &m);
            let room = f64::from(m.width) - 2.0 * m.side;
            let lines = font::wrap(&text, m.caption, Weight::Regular, room, 9).len();
            assert!(lines <= if m.narrow() { 4 } else { 2 }, "{word}: {text}");
            assert!(text.contains(" more setting") || text == caption(&answer), "{word}: {text}");
        }
    }
}

#[test]
fn a_title_names_the_gate_that_took_most_of_the_time_and_not_the_speed() {
    let of = |file| title(&answered(file, &[]), ChartKind::Progress);
    assert_eq!(of(SAVING), "A 60 GB backup takes 21 nights: power saving most of the time");
    assert_eq!(of(DOZE), "A 10 GB backup takes 4 nights: phone asleep most of the time");
    assert_eq!(of(TWO), "Beside other uploads, a 24 GB backup takes 2 nights");
    // In use for 7 h of 13 h.
    assert_eq!(of(USED), "A 30 GB backup takes 2 nights: phone in use");
}

#[test]
fn an_alt_text_names_what_held_it_back_and_not_a_wait_of_seconds() {
    let answer = answered(TWO, &[]);
    let alt = alt_text(&answer, ChartKind::Progress);
    assert!(!alt.contains("scanning") && alt.contains("Other uploads"), "{alt}");
    let found = title(&answer, ChartKind::States);
    assert!(found.starts_with("Other uploads held it back for over 99 % of"), "{found}");
}

#[test]
fn states_and_speed_tell_the_same_minutes_of_uploading() {
    // 3,472.8 s are 57 min 52.8 s.
    let answer = answered(FILLS, &[]);
    assert!(alt_text(&answer, ChartKind::States).contains("Only 58 min were spent uploading."));
    assert!(title(&answer, ChartKind::Speed).contains("for only 58 min"));
}

#[test]
fn over_many_nights_too_the_line_climbs_only_while_it_sends() {
    // It sends for some 21 minutes of each night.
    let answer = answered(SAVING, &[]);
    let csv = data_csv(&answer, ChartKind::Progress);
    let rows: Vec<Vec<f64>> = csv
        .lines()
        .skip(1)
        .map(|l| [0, 1, 3].map(|i| l.split(',').nth(i).unwrap().parse().unwrap()).to_vec())
        .collect();
    let step = answer.outcome.ledger.horizon.as_secs() / 1000.0;
    for pair in rows.windows(2) {
        let (time, sent) = (pair[1][0] - pair[0][0], pair[1][2] - pair[0][2]);
        // What a stop costs is taken back.
        assert!(sent <= 0.0 || time < 25.0 * 60.0 + 2.0 * step, "{sent} bytes over {time} s");
        assert!(pair[1][1] >= pair[0][1]);
    }
    // Each later night begins as that night.
    let opening = |l: &&str| l.contains(",22:00,");
    let nights: Vec<_> = csv.lines().filter(opening).map(|l| l.split(',').nth(1)).collect();
    let mut once = nights.clone();
    once.dedup();
    assert_eq!(nights, once);
}

#[test]
fn every_kind_writes_the_clock_as_its_reader_reads_it_and_tables_for_machines() {
    let answer = answered(USED, &[("window", "22:00-07:00")]);
    for kind in kinds() {
        for &(layout, ..) in Layout::ALL {
            let twelve = ChartOptions { layout, clock: ClockStyle::H12, ..ChartOptions::default() };
            let (drawn, story) = sheet(&answer, kind, &twelve).unwrap();
            let texts = drawn.labels.iter().map(|l| l.1.as_str());
            let texts: Vec<&str> = texts.chain([story.title.as_str(), &story.alt]).collect();
            let clock = |text: &&&str| {
                text.as_bytes()
                    .windows(3)
                    .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit())
                    && !text.contains("am")
                    && !text.contains("pm")
            };
            assert_eq!(texts.iter().find(clock), None, "{}", kind.word());
            // A grid of nights need not name an hour.
            let hourless =
                [ChartKind::Map, ChartKind::Nights, ChartKind::Plan, ChartKind::Overview]
                    .contains(&kind);
            assert!(hourless || texts.iter().any(|t| t.contains(" am") || t.contains(" pm")));
        }
        let material = of(&answer, kind);
        let chart = material.chart(kind).unwrap();
        assert!(!chart.data_csv().contains(" am") && !chart.data_csv().contains(" pm"));
    }
}

#[test]
fn a_label_stands_in_the_middle_of_its_plate() {
    for file in [USED, FILLS, DOZE] {
        for kind in kinds() {
            let (drawn, _) = sheet(&answered(file, &[]), kind, &ChartOptions::default()).unwrap();
            for pair in drawn.elements.windows(2) {
                let [plate, text] = pair else { continue };
                let (Shape::Area(rect), Shape::Text { at, align, .. }) =
                    (&plate.shape, &text.shape)
                else {
                    continue;
                };
                if plate.ink.role == Role::Ground && rect.x > 0.0 {
                    let Rect { x, w, .. } = rect;
                    assert!(*align == canvas::Align::Middle && (x + w / 2.0 - at.0).abs() < 0.2);
                }
            }
        }
    }
}
