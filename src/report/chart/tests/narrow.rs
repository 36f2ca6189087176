//! What was missing in the pictures for a phone: names of rules, words that do not contradict each other,
//! and a lead that is the change that the words say it is.

use super::super::canvas::{Rect, Shape};
use super::super::palette::Role;
use super::super::*;
use super::{alt_text, answered, of, sheet, title};
use crate::study::answer::Answer;
use crate::units::Choice;

const SAVING: &str = include_str!("../../../../scenarios/power-saving-cuts-in.toml");
const DOWN: &str = include_str!("../../../../scenarios/line-down.toml");
const DOZE: &str = include_str!("../../../../scenarios/doze.toml");
const USED: &str = include_str!("../../../../scenarios/screen-used-at-night.toml");

fn drawn(answer: &Answer, kind: ChartKind, layout: Layout) -> Sheet {
    sheet(answer, kind, &ChartOptions { layout, ..ChartOptions::default() }).unwrap().0
}

fn texts(answer: &Answer, kind: ChartKind, layout: Layout) -> Vec<String> {
    drawn(answer, kind, layout).labels.into_iter().map(|(_, text, _)| text).collect()
}

#[test]
fn every_rule_of_a_battery_has_its_name_in_every_layout() {
    for (file, flags) in [(SAVING, &[][..]), (SAVING, &[("battery", "12%")]), (DOZE, &[])] {
        let answer = answered(file, flags);
        for &(layout, word, _) in Layout::ALL {
            let texts = texts(&answer, ChartKind::Battery, layout);
            let csv = of(&answer, ChartKind::Battery).chart(ChartKind::Battery).unwrap().data_csv();
            for (id, name) in [
                ("reserve,", "reserve"),
                ("power-saving-on,", "power saving"),
                ("battery-low,", "battery low"),
            ] {
                let ruled = csv.lines().any(|line| line.starts_with(id));
                let named = texts.iter().any(|text| text.contains(&format!(" % {name}")));
                assert!(named || !ruled, "{word} {id} {texts:?}");
            }
        }
    }
}

#[test]
fn a_caption_says_with_which_level_each_night_begins() {
    let caption = |file: &str, flags: &[(&str, &str)], kind| {
        let answer = answered(file, flags);
        of(&answer, kind).chart(kind).unwrap().content.caption(ClockStyle::H24)
    };
    for kind in [ChartKind::Progress, ChartKind::States, ChartKind::Nights] {
        let text = caption(SAVING, &[], kind);
        assert!(text.contains("22 % battery at the start of each night"), "{text}");
        assert!(text.contains("never plugged in at night"), "{text}");
    }
    // In one night there is one start; where the level has no part, nothing is said of it.
    let one = caption(SAVING, &[("size", "1GB")], ChartKind::Progress);
    assert!(one.contains("22 % battery at first"), "{one}");
    assert!(!caption(DOWN, &[], ChartKind::Progress).contains("battery at"));
    // Also the level that nobody stated, where it decides.
    let taken = [("battery", "80%"), ("reserve", "75%"), ("power-saving", "off")];
    let stated = caption(SAVING, &taken, ChartKind::Progress);
    assert!(stated.contains("80 % battery at the start of each night"), "{stated}");
}

#[test]
fn a_card_says_why_a_fix_helps_that_is_no_remedy_of_what_is_blamed() {
    let card = |file: &str| {
        let answer = answered(file, &[]);
        let kind = ChartKind::Card;
        Material::of(answer).chart(kind).unwrap().content.story(ClockStyle::H24).subtitle
    };
    let down = card(DOWN);
    assert!(down.contains("held back by: upload speed"), "{down}");
    assert!(down.contains("Line down cost 2 h 15 min. Helps most: use a Wi-Fi"), "{down}");
    assert!(!card(DOZE).contains(" cost "), "{}", card(DOZE));
}

#[test]
fn a_title_of_fixes_names_the_first_and_the_quickest_where_that_is_another() {
    for (file, first) in [(DOZE, "plug it in all night"), (DOWN, "use a Wi-Fi without outages")] {
        let material = Material::of(answered(file, &[]));
        let chart = material.chart(ChartKind::Fixes).unwrap();
        let (title, alt) = (chart.title(ClockStyle::H24), chart.alt_text(ClockStyle::H24));
        assert!(title.starts_with(&format!("Easiest: {first}; quickest: ")), "{title}");
        assert!(alt.contains(&format!("; easiest: {first}, ")), "{alt}");
        assert!(alt.contains("; quickest: "), "{alt}");
        // What is done soonest by the table, and it has a row on a phone as well.
        let csv = chart.data_csv();
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let late = ["trim", "local-and-cloud"].contains(&cells[0]) || cells[0].contains('+');
            cells[4].parse::<f64>().ok().filter(|_| !late).map(|at| (at, cells[0].to_owned()))
        };
        let mut rows: Vec<_> = csv.lines().skip(1).filter_map(row).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let fixes = &material.answer.fixes;
        let soonest = fixes.iter().find(|fix| fix.id() == rows[0].1).unwrap();
        let what =
            crate::report::wording::fix::what(soonest, &material.answer.scenario, ClockStyle::H24);
        assert!(alt.contains(&format!("quickest: {what}, ")), "{what}: {alt}");
        let options = ChartOptions { layout: Layout::Mobile, ..ChartOptions::default() };
        let (sheet, _) = chart.sheet(&options).unwrap();
        let all: Vec<&str> = sheet.labels.iter().map(|label| label.1.as_str()).collect();
        assert!(all.join(" ").to_lowercase().contains(&what.to_lowercase()), "{what}: {all:?}");
    }
    // Made by hand: the first is done in the middle of the first night, another in a fiftieth of it.
    let made = answered("", &[("size", "40GB"), ("upload", "3Mbps")]);
    let found = title(&made, ChartKind::Fixes);
    assert!(found.starts_with("Easiest: ") && found.contains("; quickest: "), "{found}");
    assert!(alt_text(&made, ChartKind::Fixes).contains("; quickest: "));
}

#[test]
fn time_that_is_lost_at_random_comes_on_top_of_the_hours_of_use() {
    let answer = super::answered_with(USED, &[], 40);
    let kind = ChartKind::Chance;
    let caption = of(&answer, kind).chart(kind).unwrap().content.caption(ClockStyle::H24);
    assert!(caption.contains("unlocked for another 2 min a night"), "{caption}");
    let given = crate::report::wording::lines::Lines::of(&answer, ClockStyle::H24).assumed();
    assert!(given.join("; ").contains("unlocked for another 2 min a night"), "{given:?}");
}

#[test]
fn strips_of_like_nights_are_named_as_nights() {
    for (layout, wanted) in
        [(Layout::Mobile, "nights 1–3"), (Layout::Article, "nights 1 to 3 alike")]
    {
        let texts = texts(&answered(DOZE, &[]), ChartKind::States, layout);
        assert!(texts.iter().any(|text| text == wanted), "{texts:?}");
    }
}

#[test]
fn dots_on_both_sides_of_a_deadline_are_named_on_their_sides() {
    let answer = answered("", &[("size", "14GB"), ("upload", "4Mbps")]);
    for &(layout, word, _) in Layout::ALL {
        let sheet = drawn(&answer, ChartKind::Chance, layout);
        let find = |text: &str| sheet.labels.iter().find(|l| l.1 == text).map(|l| l.0);
        let (Some(in_time), Some(late)) = (find("in time"), find("late")) else {
            panic!("{word}: {:?}", sheet.labels)
        };
        assert!(in_time.right() < late.x, "{word}");
        let dots = sheet.elements.iter().filter_map(|element| match element.shape {
            Shape::Dot(x, y, r, _) => Some(Rect { x: x - r, y: y - r, w: 2.0 * r, h: 2.0 * r }),
            _ => None,
        });
        for dot in dots {
            assert!(!dot.overlaps(&in_time) && !dot.overlaps(&late), "{word}: {dot:?}");
        }
    }
}

#[test]
fn a_leader_of_nights_passes_over_what_it_crosses() {
    let answer = answered("", &[("size", "40GB"), ("upload", "3Mbps")]);
    for layout in [Layout::Article, Layout::Mobile] {
        let sheet = drawn(&answer, ChartKind::Nights, layout);
        let slanting = |shape: &Shape| match shape {
            Shape::Line(points, _) if points.len() == 2 => {
                points[0].0 != points[1].0 && points[0].1 != points[1].1
            }
            _ => false,
        };
        let lines: Vec<_> = sheet.elements.iter().filter(|e| slanting(&e.shape)).collect();
        let own = lines.iter().filter(|e| e.ink.role != Role::Ground).count();
        assert_eq!(lines.len(), 2 * own, "each lies on a line in the colour of the ground");
        assert!(lines.chunks(2).all(|pair| pair[0].ink.role == Role::Ground));
        assert!(sheet.labels.iter().any(|l| l.1.starts_with("you")));
    }
}

#[test]
fn where_lines_need_leaders_no_size_is_told_without_its_unit() {
    let answer = answered(include_str!("../../../../scenarios/outgrown.toml"), &[]);
    // The curves of the real case, which lie closer together than made ones.
    let curves = crate::study::grid::curves::curves(&answer.scenario, 1, &|_, _| ()).unwrap();
    let options = ChartOptions { layout: Layout::Mobile, ..ChartOptions::default() };
    let (sheet, _) = Chart::nights(&answer, &curves).sheet(&options).unwrap();
    let texts: Vec<_> = sheet.labels.into_iter().map(|(_, text, _)| text).collect();
    for size in ["10 GB", "20 GB", "40 GB", "80 GB", "160 GB"] {
        assert!(texts.iter().any(|text| text == size), "{size}: {texts:?}");
    }
}
