//! Two cases in one drawing: every case against others and with each of its fixes, looked over as the
//! lint does, and what the two lines, the table and the words must agree in.

use super::super::canvas::{Rect, Shape};
use super::super::*;
use super::{answered, cases};
use crate::report::format::ClockStyle;
use crate::study::answer::Answer;
use crate::units::Choice;

const PLAN: &str = include_str!("../../../../scenarios/plan-full.toml");
const WEAK: &str = include_str!("../../../../scenarios/charger-too-weak.toml");
const DRAINED: &str = include_str!("../../../../scenarios/power-saving-cuts-in.toml");
const CABLE: &str = include_str!("../../../../scenarios/huge-photo-library.toml");

fn against(answer: Answer, names: [&str; 2]) -> Against {
    Against { answer, named: Named::Cases(names.map(str::to_owned)) }
}

/// With the best fix, as the command line does it.
fn fixed(answer: &Answer) -> Against {
    let fix = Against::best_fix(answer).unwrap().clone();
    let second =
        crate::study::answer(fix.probe.scenario.clone(), 0, 0, 0, 1, crate::sim::Record::Yes);
    Against { answer: second, named: Named::Fix(Box::new(fix)) }
}

/// Pairs of every kind: neighbours, each with the first, long and foreign names, and fixes.
fn pairs() -> Vec<(String, Answer, Against)> {
    let all = cases::all();
    let mut list = Vec::new();
    for (i, case) in all.iter().enumerate() {
        for other in [&all[(i + 1) % all.len()], &all[0], &all[(i * 7 + 3) % all.len()]] {
            let place = format!("{} with {}", case.name, other.name);
            let names = [case.name, other.name];
            list.push((place, case.answer(), against(other.answer(), names)));
        }
    }
    let (long, foreign) = ("a very long name ".repeat(9), "هاتف أحمد");
    list.push((
        "long names".to_owned(),
        all[0].answer(),
        against(all[1].answer(), [long.as_str(), foreign]),
    ));
    for file in [PLAN, WEAK, DRAINED, CABLE] {
        let answer = answered(file, &[]);
        let second = fixed(&answer);
        list.push((file.lines().next().unwrap().to_owned(), answer, second));
    }
    list
}

#[test]
fn two_cases_draw_without_a_label_over_another_and_both_are_named() {
    for (place, first, second) in pairs() {
        let chart = Chart::compared(&first, &second).unwrap();
        for (layout, word, _) in Layout::ALL {
            let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
            let (sheet, _) = chart.sheet(&options).unwrap();
            let bounds =
                Rect { x: 0.0, y: 0.0, w: f64::from(sheet.size.0), h: f64::from(sheet.size.1) };
            for (i, (rect, text, size)) in sheet.labels.iter().enumerate() {
                assert!(bounds.holds(rect) && *size >= 12.0, "{place} {word}: {text} {rect:?}");
                for (other, below, _) in &sheet.labels[..i] {
                    assert!(!rect.overlaps(other), "{place} {word}: {text} covers {below}");
                }
            }
            // A piece of each line stands before its name.
            let look = |side: usize| super::super::compare::look(side).0;
            for side in [0, 1] {
                let lines = sheet
                    .elements
                    .iter()
                    .filter(|e| matches!(&e.shape, Shape::Line(..)) && e.ink == look(side));
                let drawn = lines.count();
                assert_eq!(drawn, 2, "{place} {word}: side {side}");
            }
            for element in &sheet.elements {
                if let Shape::Line(points, _) = &element.shape {
                    let inside = |&(x, y): &(f64, f64)| {
                        x >= 0.0 && y >= 0.0 && x <= bounds.w && y <= bounds.h
                    };
                    assert!(points.iter().all(inside), "{place} {word}");
                }
            }
        }
        let text = chart.svg(&ChartOptions::default()).unwrap();
        resvg::usvg::Tree::from_str(&text, &resvg::usvg::Options::default()).unwrap();
        assert!(text.len() < 60_000, "{place}: {}", text.len());
    }
}

#[test]
fn titles_of_two_cases_are_short_findings_that_the_alt_text_holds() {
    for (place, first, second) in pairs() {
        let chart = Chart::compared(&first, &second).unwrap();
        let title = chart.title(ClockStyle::H24);
        let alt = chart.alt_text(ClockStyle::H24);
        assert!(title.chars().count() <= 65 && !title.ends_with('.'), "{place}: {title}");
        assert!(!title.contains('…') || place == "long names", "{place}: {title}");
        let units = ["h", "min", "s", "days", "%", "GB", "TB"];
        let counts = |w: &&str| !units.contains(&w.trim_end_matches([',', ':']));
        let words = title.split(' ').filter(counts).count();
        assert!((4..=12).contains(&words), "{place}: {title}");
        assert!(alt.chars().count() <= 250 && alt.contains(&title), "{place}: {alt}");
    }
}

#[test]
fn the_table_of_two_cases_holds_both_and_ends_where_each_ends() {
    for (place, first, second) in pairs() {
        let chart = Chart::compared(&first, &second).unwrap();
        let csv = chart.data_csv();
        for (name, answer) in [("first", &first), ("second", &second.answer)] {
            let last = csv.lines().rfind(|l| l.starts_with(name)).unwrap();
            let cells: Vec<&str> = last.split(',').collect();
            let stored = answer.outcome.bytes.done.plus(answer.outcome.bytes.sent);
            assert_eq!(cells[4], stored.bytes().to_string(), "{place}: {last}");
            assert_eq!(cells[5] == "100", answer.outcome.finish.is_some(), "{place}: {last}");
        }
    }
}

#[test]
fn titles_say_what_the_second_changes() {
    let title = |file: &str| {
        let answer = answered(file, &[]);
        let second = fixed(&answer);
        Chart::compared(&answer, &second).unwrap().title(ClockStyle::H24)
    };
    assert_eq!(title(PLAN), "With the 50 GB plan it is done tonight instead of never");
    assert_eq!(title(DRAINED), "Plugging it in all night saves 20 nights: done tonight");
    assert_eq!(title(CABLE), "By cable: done in 2 h 20 min instead of 4 nights");
    let (slow, fast) = (answered(WEAK, &[]), answered(WEAK, &[("charger", "20W")]));
    let named = |first: &Answer, second: &Answer, names: [&str; 2]| {
        let second = against(second.clone(), names);
        Chart::compared(first, &second).unwrap().title(ClockStyle::H24)
    };
    let names = ["Old charger", "New charger"];
    assert_eq!(
        named(&slow, &fast, names),
        "New charger: done tonight, 1 night sooner than Old charger"
    );
    assert_eq!(
        named(&fast, &slow, ["New charger", "Old charger"]),
        "Old charger: done on night 2, 1 night later than New charger"
    );
    assert!(named(&slow, &slow, names).starts_with("No difference: both are done night 2, "));
    let long = "x".repeat(200);
    let found = named(&slow, &fast, ["a", &long]);
    assert_eq!(found, "The second case: done tonight, 1 night sooner");
}

#[test]
fn of_two_that_are_never_done_each_has_its_own_cause() {
    const UNPLUGGED: &str = include_str!("../../../../scenarios/unplugged.toml");
    let (full, unplugged) = (answered(PLAN, &[]), answered(UNPLUGGED, &[]));
    let second = against(unplugged, ["iCloud storage full", "Never plugged in"]);
    let chart = Chart::compared(&full, &second).unwrap();
    let wanted = "Neither case is ever done: cloud space full; not plugged in";
    assert_eq!(chart.title(ClockStyle::H24), wanted);
    let alt = chart.alt_text(ClockStyle::H24);
    assert!(alt.contains("iCloud storage full: stays at 0 %"), "{alt}");
    // On a phone the causes have a line of their own.
    let options = ChartOptions { layout: Layout::Mobile, ..ChartOptions::default() };
    let (sheet, _) = chart.sheet(&options).unwrap();
    for wanted in ["stays at 0 %: cloud space is 35 GB short", "stuck at 0 %: not plugged in"] {
        assert!(sheet.labels.iter().any(|label| label.1.ends_with(wanted)), "{wanted}");
    }
}

#[test]
fn both_run_on_one_clock() {
    let (early, late) = ([("window", "22:00-07:00")], [("window", "23:30-07:00")]);
    let case = [("size", "10GB"), ("upload", "9Mbps")];
    let answer = |window: [(&str, &str); 1]| answered("", &[&case[..], &window].concat());
    let csv = |first, second| {
        let second = against(answer(second), ["a", "b"]);
        Chart::compared(&answer(first), &second).unwrap().data_csv()
    };
    let start =
        |csv: &str, name: &str| csv.lines().find(|l| l.starts_with(name)).unwrap().to_owned();
    let forth = csv(early, late);
    assert!(start(&forth, "first").starts_with("first,0,1,22:00,0,"));
    assert!(start(&forth, "second").starts_with("second,5400,1,23:30,0,"));
    let back = csv(late, early);
    assert!(start(&back, "first").starts_with("first,5400,1,23:30,0,"));
    assert!(start(&back, "second").starts_with("second,0,1,22:00,0,"));
}

#[test]
fn the_caption_names_what_differs_and_the_document_the_fields() {
    let answer = answered(PLAN, &[]);
    let second = fixed(&answer);
    let chart = Chart::compared(&answer, &second).unwrap();
    let document = chart.json(&ChartOptions::default());
    let caption = document["caption"].as_str().unwrap();
    assert!(
        caption.starts_with("What differs: 50 GB instead of 5 GB free in the cloud. Both: 40 GB"),
        "{caption}"
    );
    assert_eq!(document["against"]["differs"], serde_json::json!(["cloud.free"]));
    assert_eq!(document["against"]["verdict"], "finishes");
    assert_ne!(document["against"]["scenario"], document["scenario"]);
}

#[test]
fn where_the_hours_differ_each_case_has_its_own_as_bars_below_the_axis() {
    let line = [("size", "20GB"), ("upload", "3Mbps")];
    let first = answered("", &[&line[..], &[("window", "22:00-07:00")]].concat());
    let second = answered("", &[&line[..], &[("window", "01:00-06:00")]].concat());
    let second = against(second, ["long", "short"]);
    let chart = Chart::compared(&first, &second).unwrap();
    let (sheet, story) = chart.sheet(&ChartOptions::default()).unwrap();
    let hours = "bars below = hours it may run: upper 22:00–07:00, lower 01:00–06:00";
    assert!(story.subtitle.ends_with(hours), "{}", story.subtitle);
    let areas = |side: usize| -> Vec<Rect> {
        let role = super::super::compare::look(side).0.role;
        let own = sheet.elements.iter().filter(|e| e.ink.role == role);
        let area = |e: &shape::Element| match e.shape {
            Shape::Area(area) => Some(area),
            _ => None,
        };
        own.filter_map(area).collect()
    };
    let (upper, lower) = (areas(0), areas(1));
    // 20 GB at 2.85 Mbps take 15 h 36 min: two nights of 9 h, four of 5 h; each has the nights on the axis.
    assert!(upper.len() >= 4 && lower.len() >= 4, "{} {}", upper.len(), lower.len());
    assert!((upper[0].w / lower[0].w - 9.0 / 5.0).abs() < 0.01);
    // The second begins three hours after the first.
    let hour = upper[0].w / 9.0;
    assert!((lower[0].x - upper[0].x - 3.0 * hour).abs() < 0.5);
    assert!(upper.iter().all(|u| lower.iter().all(|l| u.bottom() < l.y)));
    // The same hours are shaded and have no bars.
    let same = against(first.clone(), ["a", "b"]);
    let chart = Chart::compared(&first, &same).unwrap();
    let (sheet, story) = chart.sheet(&ChartOptions::default()).unwrap();
    assert!(story.subtitle.contains("shaded ="), "{}", story.subtitle);
    assert!(sheet.elements.iter().any(|e| e.ink.role == palette::Role::Band));
}
