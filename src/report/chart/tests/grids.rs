//! `map` and `nights` for every case: the grids are computed once for each scenario, at fewer speeds
//! than on the command line, and what is drawn, tabled and said is held against their cells.

use super::super::canvas::Shape;
use super::super::palette::{QUANTITY, Role, text_on};
use super::super::*;
use super::cases;
use super::{alt_text, data_csv, sheet, title};
use crate::scenario::{Draft, Origin, Scenario};
use crate::sim::Record;
use crate::study::grid::curves::{Curves, curves_at};
use crate::study::grid::{Axes, Grid, grid};
use crate::units::{Choice, Rate};
use std::collections::BTreeMap;
use std::sync::Mutex;

static GRIDS: Mutex<BTreeMap<String, Grid>> = Mutex::new(BTreeMap::new());
static CURVES: Mutex<BTreeMap<String, Curves>> = Mutex::new(BTreeMap::new());

fn quiet(_: usize, _: usize) {}

fn speeds() -> Vec<Rate> {
    let kbps = [500, 700, 1_000, 1_400, 2_000, 3_000, 5_000, 7_000, 10_000, 15_000, 20_000];
    let more = [30_000, 50_000, 70_000, 100_000];
    kbps.into_iter().chain(more).map(|kbps| Rate::from_bits_per_s(kbps * 1_000)).collect()
}

/// What was found for a scenario; of one with a speed plan, as if it had a speed instead: the command
/// line refuses it.
fn found<T: Clone>(
    known: &Mutex<BTreeMap<String, T>>,
    scenario: &Scenario,
    find: impl Fn(&Scenario) -> T,
) -> T {
    let texts = crate::scenario::fields().iter().map(|f| scenario.print(f.id));
    let key = texts.collect::<Vec<_>>().join("\n");
    if let Some(found) = known.lock().unwrap().get(&key) {
        return found.clone();
    }
    let mut draft = Draft::new();
    draft.set("upload", "10Mbps", Origin::Study);
    for id in scenario.given().iter().filter(|id| *id != id_of("link.plan")) {
        draft.set_field(id, &scenario.print(id), Origin::Study);
    }
    let found = find(&draft.build().unwrap());
    known.lock().unwrap().insert(key, found.clone());
    found
}

pub fn grid_of(scenario: &Scenario) -> Grid {
    let axes = Axes::read(None, None).unwrap();
    found(&GRIDS, scenario, |base| grid(base, &axes, 2, &quiet).unwrap())
}

pub fn curves_of(scenario: &Scenario) -> Curves {
    found(&CURVES, scenario, |base| curves_at(base, speeds(), 2, &quiet).unwrap())
}

fn answer(flags: &[(&str, &str)]) -> Answer {
    let mut draft = Draft::new();
    for (key, text) in flags {
        draft.set(key, text, Origin::Flag(format!("--{key}")));
    }
    crate::study::answer(draft.build().unwrap(), 0, 0, 0, 1, Record::Yes)
}

/// All texts of the drawing.
fn texts(sheet: &Sheet) -> Vec<String> {
    sheet.labels.iter().map(|label| label.1.clone()).collect()
}

#[test]
fn the_map_draws_tables_and_says_the_same_cells() {
    for case in cases::all() {
        let answer = case.answer();
        let grid = grid_of(&answer.scenario);
        let csv = data_csv(&answer, ChartKind::Map);
        let rows: Vec<Vec<String>> =
            csv.lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect();
        assert_eq!(rows.len(), grid.cells().len(), "{}", case.name);
        for (row, cell) in rows.iter().zip(grid.cells()) {
            let nights = cell.night().map(|n| n.to_string()).unwrap_or_default();
            assert_eq!(row[4], nights, "{}", case.name);
            assert_eq!(row[5], cell.verdict().map_or("impossible", |v| v.word()), "{}", case.name);
        }
        // Each night is printed as often as there are cells of it.
        let (sheet, story) = sheet(&answer, ChartKind::Map, &ChartOptions::default()).unwrap();
        let ink = |element: &&canvas::Element| {
            matches!(element.ink.role, Role::OnLight | Role::OnDark)
                && matches!(&element.shape, Shape::Text { text, .. } if text.parse::<u32>().is_ok())
        };
        let printed = sheet.elements.iter().filter(ink).count();
        let nights = grid.cells().iter().filter(|cell| cell.night().is_some()).count();
        assert_eq!(printed, nights, "{}", case.name);
        assert!(texts(&sheet).iter().any(|t| t.contains("your")), "{}", case.name);
        let own = grid.own.map(|(x, y)| grid.cell(x, y)).unwrap();
        if let Some(night) = own.night() {
            let said = format!("needs {night} ");
            assert!(story.alt.contains(&said), "{}: {}", case.name, story.alt);
        }
    }
}

#[test]
fn the_steps_of_a_map_are_those_of_its_nights() {
    let answer = answer(&[("size", "40GB"), ("upload", "3Mbps"), ("window", "23:00-07:00")]);
    let grid = grid_of(&answer.scenario);
    let (sheet, _) = sheet(&answer, ChartKind::Map, &ChartOptions::default()).unwrap();
    for (step, (from, to)) in
        QUANTITY.into_iter().zip([(1, 1), (2, 2), (3, 4), (5, 7), (8, 14), (15, 10_000)])
    {
        let held = |night: u32| (from..=to).contains(&night);
        // What is not done in the 60 nights that are looked at counts as 61.
        let wanted =
            grid.cells().iter().map(|cell| cell.night().unwrap_or(61)).filter(|n| held(*n));
        let area = |e: &&canvas::Element| e.ink.role == step && matches!(e.shape, Shape::Area(_));
        assert_eq!(sheet.elements.iter().filter(area).count(), wanted.count(), "{from}");
    }
}

#[test]
fn the_line_of_a_map_parts_what_is_in_time_from_what_is_not() {
    // By the second morning: the line is not that of one night.
    let answer = answer(&[
        ("size", "40GB"),
        ("upload", "3Mbps"),
        ("window", "23:00-07:00"),
        ("deadline", "night 2 07:00"),
    ]);
    let grid = grid_of(&answer.scenario);
    let (sheet, _) = sheet(&answer, ChartKind::Map, &ChartOptions::default()).unwrap();
    let line = sheet.elements.iter().find_map(|e| match &e.shape {
        Shape::Line(points, width) if *width == 3.0 && e.ink.role == Role::Text => Some(points),
        _ => None,
    });
    let line = line.unwrap();
    // Cells by their own drawn areas: left of the line in each row is what is not in time.
    let mut areas: Vec<canvas::Rect> = Vec::new();
    for element in &sheet.elements {
        if let (Shape::Area(area), true) = (&element.shape, QUANTITY.contains(&element.ink.role)) {
            areas.push(*area);
        }
    }
    assert_eq!(areas.len(), grid.cells().len());
    for (area, cell) in areas.iter().zip(grid.cells()) {
        let middle = (area.x + area.w / 2.0, area.y + area.h / 2.0);
        let crossed = line.windows(2).find_map(|pair| {
            let (low, high) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
            (pair[0].0 == pair[1].0 && low < middle.1 && middle.1 < high).then_some(pair[0].0)
        });
        if let Some(x) = crossed {
            assert_eq!(middle.0 > x, cell.in_time(), "{middle:?}");
        }
    }
}

#[test]
fn titles_of_maps_name_the_border_of_the_own_row() {
    // 8 h x 95 %: 40 GB need 320e9 bit / 28,800 s / 0.95 = 11.70 Mbps, whichever speeds are shown.
    let flags = [("size", "40GB"), ("upload", "3Mbps"), ("window", "23:00-07:00")];
    let answer = answer(&flags);
    assert_eq!(title(&answer, ChartKind::Map), "From 11.7 Mbps up, 40 GB fits in one night");
    assert_eq!(
        alt_text(&answer, ChartKind::Map),
        "Grid of nights needed for 7 sizes and 10 speeds. 40 GB is in time from 11.7 Mbps. Your case, \
         40 GB at 3 Mbps, needs 4 nights. Done by morning is what lies right of a line from 2 Mbps at \
         5 GB to 100 Mbps at 256 GB."
    );
}

#[test]
fn a_size_that_only_its_items_tell_has_a_row_and_a_line_of_its_own() {
    let text = include_str!("../../../../scenarios/video-too-long.toml");
    let answer = super::answered(text, &[]);
    let (grid, curves) = (grid_of(&answer.scenario), curves_of(&answer.scenario));
    let (x, y) = grid.own.unwrap();
    // 400 photos of 2.8 MB and 3 videos of 2 GB.
    assert_eq!(grid.y.values[y].print(), "7.12GB");
    assert_eq!(grid.cell(x, y).proof(), answer.outcome.proof);
    assert!(data_csv(&answer, ChartKind::Map).contains(",yes\n"));
    assert!(curves.lines.iter().any(|line| line.is_own && line.size.bytes() == 7_120_000_000));
    for kind in [ChartKind::Map, ChartKind::Nights] {
        let title = title(&answer, kind);
        assert!(title.starts_with("7.12 GB at 3 Mbps is never done, but in one night "), "{title}");
        let alt = alt_text(&answer, kind);
        assert!(alt.contains("is never done: no Wi-Fi"), "{alt}");
    }
}

#[test]
fn the_own_row_and_column_are_named_wherever_they_stand() {
    let text = include_str!("../../../../scenarios/outgrown.toml");
    let answer = super::answered(text, &[]);
    for (layout, word, _) in Layout::ALL {
        let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
        let texts = texts(&sheet(&answer, ChartKind::Map, &options).unwrap().0);
        assert!(texts.iter().any(|text| text == "40 GB"), "{word}: {texts:?}");
    }
}

#[test]
fn no_label_of_nights_interrupts_another_line() {
    let answer = answer(&[("size", "40GB"), ("upload", "3Mbps")]);
    for (layout, word, _) in Layout::ALL {
        let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
        let (sheet, _) = sheet(&answer, ChartKind::Nights, &options).unwrap();
        let texts = texts(&sheet);
        assert!(texts.iter().any(|text| text.starts_with("you")), "{word}");
        // The unit is always there.
        assert!(!texts.iter().any(|text| text == "160"), "{word}");
        let own = sheet.labels.iter().find(|label| label.1.starts_with("you")).unwrap().0;
        for element in &sheet.elements {
            if let (Shape::Line(points, _), true) = (&element.shape, element.ink.role != Role::Text)
            {
                let steps = points.len() > 6;
                let crosses = |p: &[(f64, f64)]| {
                    let (x, y) = ((p[0].0 + p[1].0) / 2.0, (p[0].1 + p[1].1) / 2.0);
                    own.x < x && x < own.right() && own.y < y && y < own.bottom()
                };
                assert!(!steps || !points.windows(2).any(crosses), "{word}");
            }
        }
    }
}

fn map_title(flags: &[(&str, &str)], x: &str, y: Option<&str>) -> String {
    let answer = answer(flags);
    let axes = Axes::read(Some(x), y).unwrap();
    let grid = grid(&answer.scenario, &axes, 1, &quiet).unwrap();
    Chart::map(&answer, &grid).title(crate::report::format::ClockStyle::H24)
}

#[test]
fn titles_of_other_axes_read_as_sentences() {
    let base = [("size", "20GB"), ("upload", "9Mbps"), ("window", "22:00-07:00")];
    for (x, y, wanted) in [
        ("size=5GB..80GB:5", None, "Up to 20 GB fits in one night at 9 Mbps"),
        ("start=22:00..04:00:7", None, "Started by 01:00, 20 GB fits in one night"),
        (
            "window=2h..8h:4",
            Some("upload=3Mbps,9Mbps"),
            "With 6 h a night or more, 20 GB fits in one night",
        ),
        ("battery=20%..80%:4", None, "At every battery level shown, 20 GB fits in one night"),
    ] {
        assert_eq!(map_title(&base, x, y), wanted);
    }
    let full = [
        ("size", "20GB"),
        ("upload", "9Mbps"),
        ("cloud-free", "5GB"),
        ("service", "icloud-backup"),
    ];
    let wanted = "No speed shown gets 20 GB done: cloud space full";
    assert_eq!(map_title(&full, "upload=1Mbps..9Mbps:3", None), wanted);
}

#[test]
fn large_maps_have_no_numbers_and_stay_small() {
    let answer = answer(&[("size", "40GB"), ("upload", "3Mbps")]);
    let axes = Axes::read(Some("upload=1Mbps..100Mbps:40"), Some("size=5GB..256GB:40")).unwrap();
    let grid = grid(&answer.scenario, &axes, 2, &quiet).unwrap();
    let chart = Chart::map(&answer, &grid);
    for (layout, ..) in Layout::ALL {
        let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
        let drawing = chart.svg(&options).unwrap();
        assert!(drawing.len() < 60_000, "{} {}", layout.word(), drawing.len());
        assert!(drawing.contains("over 14"), "the steps are named");
        let (sheet, _) = chart.sheet(&options).unwrap();
        for (i, (rect, text, _)) in sheet.labels.iter().enumerate() {
            for (other, below, _) in &sheet.labels[..i] {
                assert!(!rect.overlaps(other), "{}: {text} covers {below}", layout.word());
            }
        }
    }
}

#[test]
fn text_on_the_steps_can_be_read_on_both_grounds() {
    for step in QUANTITY {
        assert_eq!(step.light(), step.dark());
        assert_eq!(text_on(step).light(), text_on(step).dark());
    }
}

#[test]
fn the_curves_are_the_cells_of_their_table() {
    for case in cases::all() {
        let answer = case.answer();
        let curves = curves_of(&answer.scenario);
        let csv = data_csv(&answer, ChartKind::Nights);
        let mut rows = csv.lines().skip(1);
        for w in 0..curves.windows.len() {
            for l in 0..curves.lines.len() {
                for cell in curves.line(w, l) {
                    let row: Vec<&str> = rows.next().unwrap().split(',').collect();
                    let night = cell.night().map(|n| n.to_string()).unwrap_or_default();
                    assert_eq!(row[4], night, "{}", case.name);
                }
            }
        }
        assert_eq!(rows.next(), None);
    }
}

#[test]
fn titles_of_nights_tell_the_own_case_and_what_it_would_take() {
    let flags = [("size", "40GB"), ("upload", "3Mbps"), ("window", "23:00-07:00")];
    let wanted = "40 GB takes 4 nights at 3 Mbps and one from 11.7 Mbps up";
    assert_eq!(title(&answer(&flags), ChartKind::Nights), wanted);
    let small = [("size", "2GB"), ("upload", "3Mbps"), ("window", "23:00-07:00")];
    assert_eq!(
        title(&answer(&small), ChartKind::Nights),
        "From 585 kbps up, 2 GB fits in one night of 8 h"
    );
    let full = [
        ("size", "40GB"),
        ("upload", "3Mbps"),
        ("cloud-free", "5GB"),
        ("service", "icloud-backup"),
    ];
    assert_eq!(
        title(&answer(&full), ChartKind::Nights),
        "No upload speed gets 40 GB done: cloud space full"
    );
}

#[test]
fn where_some_cells_are_never_done_the_mark_of_those_beyond_the_horizon_is_told() {
    let text = include_str!("../../../../scenarios/video-too-long.toml");
    let answer = super::answered(text, &[]);
    for (layout, word, _) in Layout::ALL {
        let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
        let texts = texts(&sheet(&answer, ChartKind::Map, &options).unwrap().0);
        // Cells are too low for numbers on a card.
        assert_eq!(texts.iter().any(|text| text == ">60"), *layout != Layout::Social, "{word}");
        let told = |text: &String| text.contains(">60: not in 60 nights");
        assert_eq!(texts.iter().any(told), *layout != Layout::Social, "{word}: {texts:?}");
    }
}

/// 11 columns on a phone, of which the own one is that of 10 Mbps, between 8 and 12.
#[test]
fn an_own_column_leaves_room_for_the_numbers_and_for_the_speeds_beside_it() {
    let text = include_str!("../../../../scenarios/charger-too-weak.toml");
    let answer = super::answered(text, &[]);
    let options = ChartOptions { layout: Layout::Mobile, ..ChartOptions::default() };
    let sheet = sheet(&answer, ChartKind::Map, &options).unwrap().0;
    let texts = texts(&sheet);
    assert!(texts.iter().any(|text| text == ">60"), "{texts:?}");
    let own = sheet.labels.iter().rposition(|label| label.1 == "10").unwrap();
    let level = sheet.labels[own].0.y;
    let row = sheet.labels.iter().filter(|label| label.0.y == level && label.1 != "Mbps");
    let mut row: Vec<(f64, f64, &str)> =
        row.map(|(rect, text, _)| (rect.x, rect.right(), text.as_str())).collect();
    row.sort_by(|a, b| a.0.total_cmp(&b.0));
    let names: Vec<&str> = row.iter().map(|label| label.2).collect();
    assert_eq!(names, ["1", "2", "3", "5", "8", "10", "12", "20", "35", "60", "100"]);
    assert!(row.windows(2).all(|pair| pair[1].0 - pair[0].1 >= 4.0), "{row:?}");
}
