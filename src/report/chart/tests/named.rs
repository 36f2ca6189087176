//! What readers could not tell: which line, stroke, band or tick a name belongs to. Names stand off hatches
//! and over what they name; what is counted is drawn; what has one meaning has one colour.

use super::super::canvas::{Rect, Shape, Sheet};
use super::super::frame::Metrics;
use super::super::palette::{Look, Role};
use super::super::*;
use super::cases;
use super::{alt_text, answered, answered_with, data_csv, sheet, title};
use crate::cause::Cause;
use crate::units::Choice;

const WEAK: &str = include_str!("../../../../scenarios/charger-too-weak.toml");
const VIDEO: &str = include_str!("../../../../scenarios/video-too-long.toml");
const LOST: &str = include_str!("../../../../scenarios/wifi-lost-at-night.toml");
const FULL: &str = include_str!("../../../../scenarios/google-storage-fills-up.toml");

fn in_every_layout(answer: &Answer, kind: ChartKind) -> Vec<(&'static str, Metrics, Sheet)> {
    let drawn = |layout: Layout| {
        let options = ChartOptions { layout, ..ChartOptions::default() };
        sheet(answer, kind, &options).unwrap().0
    };
    let all = Layout::ALL.iter();
    all.map(|(layout, name, _)| (*name, Metrics::of(*layout), drawn(*layout))).collect()
}

/// The strips that are hatched.
fn strips(sheet: &Sheet) -> Vec<Rect> {
    let hatched = |e: &shape::Element| match e.shape {
        Shape::Area(rect) if matches!(e.ink.look, Look::Veil | Look::Mist) => Some(rect),
        _ => None,
    };
    sheet.elements.iter().filter_map(hatched).collect()
}

fn lines(sheet: &Sheet, role: Role) -> impl Iterator<Item = &Vec<(f64, f64)>> {
    sheet.elements.iter().filter_map(move |e| match &e.shape {
        Shape::Line(points, _) if e.ink.role == role => Some(points),
        _ => None,
    })
}

fn label(sheet: &Sheet, text: &str) -> Option<Rect> {
    sheet.labels.iter().find(|l| l.1 == text).map(|l| l.0)
}

#[test]
fn no_name_in_a_chart_of_speeds_stands_on_a_hatch() {
    let scenarios = [WEAK, VIDEO, LOST, FULL].map(|file| answered(file, &[]));
    for answer in scenarios.into_iter().chain(cases::all().iter().map(cases::Case::answer)) {
        for (layout, _, sheet) in in_every_layout(&answer, ChartKind::Speed) {
            for (rect, text, _) in &sheet.labels {
                let off = strips(&sheet).iter().all(|strip| !strip.overlaps(rect));
                assert!(off, "{layout}: {text} stands on a hatch");
            }
        }
    }
}

#[test]
fn a_name_over_the_plot_has_a_leader_into_what_it_names() {
    let answer = answered(VIDEO, &[]);
    for (layout, m, sheet) in in_every_layout(&answer, ChartKind::Speed) {
        // On a phone the two others leave no room for the time.
        let waits = if layout == "mobile" { "no Wi-Fi" } else { "no Wi-Fi 8 h tonight" };
        let mut names = vec![(waits, Role::Text), ("upload speed 2.85 Mbps", Role::Text)];
        names.push(("with time lost per file 2.78 to 2.85 Mbps", Role::Upload));
        for (text, role) in names {
            let name = label(&sheet, text).unwrap_or_else(|| panic!("{layout}: no {text}"));
            let from = |p: &(f64, f64)| {
                (name.x..name.right()).contains(&p.0) && (p.1 - name.bottom()).abs() < m.label
            };
            let foot = lines(&sheet, role).find(|line| {
                line.len() == 2 && line[0].0 == line[1].0 && from(&line[0]) && line[1].1 > line[0].1
            });
            if text.starts_with("upload") {
                // It stands on its own dashed line.
                let own = lines(&sheet, role).find(|line| line.len() > 2 || line[0].1 == line[1].1);
                let y = own.unwrap()[0].1;
                assert!((0.0..m.label).contains(&(y - name.bottom())), "{layout}: {text}");
                continue;
            }
            let [_, end] = foot.unwrap_or_else(|| panic!("{layout}: {text} points nowhere"))[..]
            else {
                panic!()
            };
            let inside = |r: &Rect| r.x <= end.0 && end.0 <= r.right() && r.y <= end.1;
            assert_eq!(strips(&sheet).iter().any(inside), role == Role::Text, "{layout}: {text}");
        }
    }
}

#[test]
fn every_wait_of_a_cause_is_hatched_if_one_is_however_short() {
    // The first of eight lasts 15 min, the others 25 min and more.
    let answer = answered(WEAK, &[]);
    let csv = data_csv(&answer, ChartKind::Speed);
    let waits = csv.lines().filter(|line| line.starts_with("not-charging,")).count();
    for (layout, _, sheet) in in_every_layout(&answer, ChartKind::Speed) {
        let of_power =
            |e: &&shape::Element| e.ink.role == Role::Power && matches!(e.shape, Shape::Area(_));
        assert_eq!(sheet.elements.iter().filter(of_power).count(), waits, "{layout}");
    }
}

#[test]
fn a_title_of_speeds_names_the_wait_that_the_line_below_blames() {
    let (answer, kind) = (answered(WEAK, &[]), ChartKind::Speed);
    let csv = data_csv(&answer, kind);
    let rows = csv.lines().filter(|line| line.starts_with("not-charging,"));
    let seconds: f64 = rows
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            cells[3].parse::<f64>().unwrap() - cells[2].parse::<f64>().unwrap()
        })
        .sum();
    let minutes = (seconds / 60.0).round() as u64;
    let cost = format!("{} h {} min", minutes / 60, minutes % 60);
    let found = title(&answer, kind);
    assert_eq!(found, format!("It ran at 7.65 Mbps of 9.5 Mbps; not charging cost {cost}"));
    let alt = alt_text(&answer, kind);
    assert!(alt.contains(&format!("not charging, {cost}")) && alt.contains("7.65 Mbps"), "{alt}");
    // A wait that is blamed for nothing stays where it was.
    let short = cases::Case::new("short", 40.0, 20.0).stop(None, 1.0, 1.5, Cause::NoPower);
    let found = title(&short.answer(), kind);
    assert_eq!(found, "Upload speed held the backup to 19 Mbps; not plugged in 30 min");
}

#[test]
fn what_is_used_and_what_is_added_are_named_over_their_own_strokes() {
    let answer = answered(FULL, &[]);
    for (layout, m, sheet) in in_every_layout(&answer, ChartKind::Plan) {
        for (text, role) in [("used 80 GB", Role::Outside), ("this backup 60 GB", Role::Upload)] {
            let name = label(&sheet, text).unwrap_or_else(|| panic!("{layout}: no {text}"));
            let stroke = lines(&sheet, role).next().unwrap();
            let (from, to) = (stroke[0].0, stroke[1].0);
            let middle = name.x + name.w / 2.0;
            let (over, flush) = ((from..to).contains(&middle), (name.x - from).abs() < 1.0);
            assert!(over || flush, "{layout}: {text} at {} over {from} to {to}", name.x);
            // Right above it, or a leader goes down to it.
            let near = stroke[0].1 - name.bottom() < m.label;
            let led = lines(&sheet, Role::Text).any(|line| {
                line.len() == 2
                    && line[0].0 == line[1].0
                    && (from..to).contains(&line[0].0)
                    && line.iter().any(|p| (p.1 - stroke[0].1).abs() < 1.0)
            });
            assert!(near || led, "{layout}: {text} stands off its stroke");
        }
    }
}

#[test]
fn a_night_is_named_under_the_dot_of_what_is_done_in_it() {
    for (name, night) in [("2 nights", 2), ("4 nights", 4)] {
        let gb = if night == 2 { 12.0 } else { 40.0 };
        let answer = cases::Case::new("late", gb, 3.0).answer();
        assert_eq!(answer.outcome.finish.unwrap().night, night);
        for (layout, _, sheet) in in_every_layout(&answer, ChartKind::Fixes) {
            assert!(label(&sheet, &format!("now: {name}")).is_some(), "{layout}");
            let own = format!("night {night}");
            let tick = label(&sheet, &own).or(label(&sheet, &night.to_string()));
            let tick = tick.unwrap_or_else(|| panic!("{layout}: no {own}"));
            let edges: Vec<f64> = lines(&sheet, Role::Grid).map(|line| line[0].0).collect();
            let middle = tick.x + tick.w / 2.0;
            let from = edges.iter().copied().filter(|x| *x < middle).fold(0.0, f64::max);
            let to = edges.iter().copied().filter(|x| *x > middle).fold(1e9, f64::min);
            let open = sheet.elements.iter().find_map(|e| match e.shape {
                Shape::Dot(x, ..) if e.ink.role == Role::Text => Some(x),
                _ => None,
            });
            let open = open.unwrap();
            assert!(from <= open && open <= to, "{layout}: {open} of {from} to {to}");
        }
    }
}

#[test]
fn no_band_of_a_fan_is_without_its_name() {
    use crate::study::fan::Fan;
    use crate::study::risk::{Ask, sample};
    let ask = Ask { trials: 200, seed: 1, row: 1, threads: 2, drawn: None };
    let narrow = [("size", "10GB"), ("upload", "3Mbps"), ("spread", "link.upload ±30%")];
    let wide = [("size", "20GB"), ("upload", "6Mbps"), ("spread", "link.upload lognormal 40%")];
    let none: [(&str, &str); 0] = [];
    for (file, flags) in [(WEAK, &none[..]), (LOST, &none), ("", &narrow), ("", &wide)] {
        let answer = answered_with(file, flags, ask.trials);
        let sample = sample(answer.scenario.inputs(), &answer.outcome, ask);
        let fan = Fan::of(&answer, sample.as_ref(), ask);
        let chart = Chart::fan(&answer, sample.as_ref(), &fan);
        for (layout, name, _) in Layout::ALL {
            let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
            let (sheet, _) = chart.sheet(&options).unwrap();
            for text in ["9 of 10 runs", "5 of 10 runs", "middle run"] {
                let said = sheet.labels.iter().any(|l| l.1.contains(text));
                assert!(said, "{name} {flags:?}: no {text}");
            }
            // Nothing stands in the hours between two nights: under the fan they would be an empty box.
            let between = file == WEAK;
            assert!(!between || label(&sheet, "day").is_some(), "{name}");
        }
    }
}

#[test]
fn the_level_of_a_battery_has_one_colour_with_a_band_and_without() {
    use crate::study::risk::Ask;
    let inks = |trials: u64| {
        let mut material = Material::of(answered(WEAK, &[]));
        if trials > 0 {
            material.run_drains(Ask { trials, seed: 1, row: 1, threads: 2, drawn: None });
            assert!(!material.drains.is_empty());
        }
        let chart = material.chart(ChartKind::Battery).unwrap();
        let (sheet, _) = chart.sheet(&ChartOptions::default()).unwrap();
        let longest = sheet.elements.iter().filter_map(|e| match &e.shape {
            Shape::Line(points, _) => Some((points.len(), e.ink.role)),
            _ => None,
        });
        longest.max_by_key(|line| line.0).unwrap().1
    };
    assert_eq!((inks(0), inks(50)), (Role::Text, Role::Text));
}
