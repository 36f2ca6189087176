//! What a reader of `nights` relies on: words interrupt no line and stand beside the one that they name, small
//! counts can be read, and what is never done is not on the scale of nights. Looked at in the drawings of
//! real scenarios, whose lines lie closer together, or come from nowhere, than those of made cases.

use super::super::canvas::{Rect, Shape};
use super::super::palette::Role;
use super::super::*;
use super::{alt_text, answered, sheet, title};
use crate::study::answer::Answer;
use crate::units::Choice;

fn scenarios() -> Vec<(&'static str, Answer)> {
    let file = |name, text: &str| (name, answered(text, &[]));
    vec![
        file("charger", include_str!("../../../../scenarios/charger-too-weak.toml")),
        file("google", include_str!("../../../../scenarios/google-storage-fills-up.toml")),
        file("huge", include_str!("../../../../scenarios/huge-photo-library.toml")),
        file("outgrown", include_str!("../../../../scenarios/outgrown.toml")),
        file("slow", include_str!("../../../../scenarios/slow-upload.toml")),
        file("video", include_str!("../../../../scenarios/video-too-long.toml")),
        ("plain", answered("", &[("size", "40GB"), ("upload", "3Mbps")])),
    ]
}

fn drawn(answer: &Answer, layout: Layout) -> Sheet {
    let options = ChartOptions { layout, ..ChartOptions::default() };
    sheet(answer, ChartKind::Nights, &options).unwrap().0
}

fn layouts() -> impl Iterator<Item = Layout> {
    Layout::ALL.iter().map(|layout| layout.0)
}

fn stroke(layout: Layout) -> f64 {
    frame::Metrics::of(layout).stroke
}

/// A staircase: its place among what is drawn, its points and how wide it is.
type Curve<'a> = (usize, &'a [(f64, f64)], f64);

/// The staircases in the order in which they were drawn, the own one last.
fn curves(sheet: &Sheet, layout: Layout) -> Vec<Curve<'_>> {
    let widths = [(Role::Muted, 1.3), (Role::Upload, 3.0)].map(|w| (w.0, w.1 * stroke(layout)));
    let elements = sheet.elements.iter().enumerate();
    let found = elements.filter_map(|(place, element)| match &element.shape {
        Shape::Line(points, width) => {
            let like = |of: &(Role, f64)| element.ink.role == of.0 && (of.1 - width).abs() < 0.1;
            let level = points.windows(2).all(|p| p[0].0 == p[1].0 || p[0].1 == p[1].1);
            (level && widths.iter().any(like)).then_some((place, points.as_slice(), *width))
        }
        _ => None,
    });
    found.collect()
}

/// How far a staircase is from a box, from edge to edge; 0 where it runs into it.
fn apart(points: &[(f64, f64)], width: f64, text: &Rect) -> f64 {
    let far = points.windows(2).map(|pair| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let across = (x0.min(x1) - text.right()).max(text.x - x0.max(x1)).max(0.0);
        let down = (y0.min(y1) - text.bottom()).max(text.y - y0.max(y1)).max(0.0);
        across.hypot(down)
    });
    (far.fold(f64::INFINITY, f64::min) - width / 2.0).max(0.0)
}

#[test]
fn no_words_and_no_ground_below_words_interrupt_a_line() {
    for (name, answer) in scenarios() {
        for layout in layouts() {
            let sheet = drawn(&answer, layout);
            let curves = curves(&sheet, layout);
            assert!(curves.len() > 1, "{name}");
            for (place, points, width) in curves {
                for (text, said, _) in &sheet.labels {
                    let far = apart(points, width, text);
                    assert!(far > 0.0, "{name} {}: {said} lies on a line", layout.word());
                }
                let over = sheet.elements.iter().skip(place + 1);
                let plates = over.filter_map(|element| match &element.shape {
                    Shape::Area(area) => Some(area),
                    _ => None,
                });
                let mut plates = plates.filter(|plate| apart(points, width, plate) == 0.0);
                let hides = plates.next();
                assert_eq!(hides, None, "{name} {}: it hides a line", layout.word());
            }
        }
    }
}

#[test]
fn a_name_is_nearest_to_its_own_line() {
    // One panel, in which each line is one part, drawn by size and the own one last.
    let mut plain = scenarios();
    plain.retain(|(name, _)| ["plain", "charger", "slow"].contains(name));
    for (name, answer) in plain {
        for layout in [Layout::Mobile, Layout::Social] {
            let (sheet, stated) =
                (drawn(&answer, layout), super::grids::curves_of(&answer.scenario));
            let curves = curves(&sheet, layout);
            let lines = &stated.lines;
            assert_eq!(curves.len(), lines.len(), "{name}");
            let order = lines.iter().filter(|l| !l.is_own).chain(lines.iter().filter(|l| l.is_own));
            let mut named = 0;
            for (own, line) in order.enumerate() {
                let whole = steps::size(line.size);
                let bare = whole.split(' ').next().unwrap();
                // A mark of an axis may have the same number: it lies outside the plot.
                let (left, bottom) = curves
                    .iter()
                    .flat_map(|curve| curve.1)
                    .fold((f64::INFINITY, 0.0_f64), |(left, bottom), point| {
                        (left.min(point.0), bottom.max(point.1))
                    });
                let is_name = |label: &&(Rect, String, f64)| {
                    (label.1 == whole || label.1 == bare) && label.0.x > left && label.0.y < bottom
                };
                let Some((text, said, size)) = sheet.labels.iter().find(is_name) else { continue };
                // The letters of a size have no tails.
                let ink = Rect { y: text.y + 0.06 * size, h: 0.74 * size, ..*text };
                let far = |place: usize| apart(curves[place].1, curves[place].2, &ink);
                for other in (0..curves.len()).filter(|other| *other != own) {
                    let place = format!("{name} {}: {said}", layout.word());
                    assert!(far(other) > 1.4 * far(own), "{place} is beside another line");
                }
                assert!(far(own) < 0.5 * size, "{name}: {said} is not beside its line");
                named += 1;
            }
            assert_eq!(named, lines.len(), "{name} {}: all are named", layout.word());
        }
    }
}

#[test]
fn the_unit_stands_with_the_largest_size_at_least() {
    for (name, answer) in scenarios() {
        for layout in layouts() {
            let sheet = drawn(&answer, layout);
            let texts: Vec<&str> = sheet.labels.iter().map(|label| label.1.as_str()).collect();
            let bare = |text: &&&str| ["40", "80", "160", "250"].contains(*text);
            if texts.iter().any(|text| bare(&text)) {
                let largest = ["160 GB", "250 GB", "80 GB", "40 GB"];
                assert!(texts.iter().any(|text| largest.contains(text)), "{name}: {texts:?}");
            }
        }
    }
}

/// The centre of the ring around the own case.
fn ring(sheet: &Sheet) -> Option<(f64, f64)> {
    sheet.elements.iter().find_map(|element| match element.shape {
        Shape::Dot(x, y, radius, _) if radius > 5.0 && element.ink.role == Role::Upload => {
            Some((x, y))
        }
        _ => None,
    })
}

#[test]
fn what_is_never_done_is_ringed_above_the_scale_and_apart_from_it() {
    for (name, answer) in scenarios() {
        let never = answer.outcome.proof.is_some();
        for layout in layouts() {
            let place = format!("{name} {}", layout.word());
            let sheet = drawn(&answer, layout);
            let (_, y) = ring(&sheet).expect(&place);
            let strip = sheet.elements.iter().find_map(|element| match element.shape {
                Shape::Area(area) if element.ink.role == Role::Band => Some(area),
                _ => None,
            });
            assert_eq!(strip.is_some(), never, "{place}");
            let Some(strip) = strip else { continue };
            assert!(strip.y < y && y < strip.bottom(), "{place}");
            let below = |area: &Rect, y: f64| y > area.bottom() + 4.0 * stroke(layout);
            for (_, points, _) in curves(&sheet, layout) {
                let over = |p: &(f64, f64)| p.1 < strip.y || below(&strip, p.1);
                assert!(points.iter().all(over), "{place}: a line runs into the strip");
            }
            let says = |text: &str| sheet.labels.iter().any(|label| label.1 == text);
            assert!(says("you: never"), "{place}");
            // Where the window is in the first column it stands beside the strip as well.
            assert!(says("never") || layout == Layout::Wide, "{place}");
        }
    }
}

#[test]
fn two_nights_can_be_read_off_the_axis_in_every_layout() {
    for (name, answer) in scenarios() {
        for layout in layouts() {
            let sheet = drawn(&answer, layout);
            let marks = sheet.labels.iter().filter(|label| ["2", "14"].contains(&label.1.as_str()));
            let two = marks.filter(|label| label.1 == "2").count();
            // On both axes.
            assert!(two >= 2, "{name} {}", layout.word());
        }
    }
}

#[test]
fn a_ring_on_the_scale_is_level_with_its_nights() {
    let answer = answered("", &[("size", "40GB"), ("upload", "3Mbps")]);
    for layout in [Layout::Mobile, Layout::Social] {
        let sheet = drawn(&answer, layout);
        let (_, y) = ring(&sheet).unwrap();
        let level = |label: &&(Rect, String, f64)| label.1 == "4" && label.0.y < y;
        let mark = sheet.labels.iter().find(level).unwrap();
        let middle = mark.0.y + (0.80 - 0.35) * mark.2;
        assert!((middle - y).abs() < 0.5, "{}: {middle} {y}", layout.word());
    }
}

#[test]
fn heads_name_the_window_and_not_the_hours_of_uploading() {
    // Wi-Fi is there for 1 of its 9 hours.
    let video = answered(include_str!("../../../../scenarios/video-too-long.toml"), &[]);
    let sheet = drawn(&video, Layout::Mobile);
    let head = "Window 22:00–07:00, 9 h a night (yours)";
    assert!(sheet.labels.iter().any(|label| label.1 == head), "{:?}", sheet.labels);
    let alt = alt_text(&video, ChartKind::Nights);
    assert!(alt.contains("windows of 4 h, 6 h, 9 h and 10 h"), "{alt}");
    assert!(!alt.contains("9 h a night"), "{alt}");
    // A title speaks of a night of so many hours only where they are all there.
    let text = "[library]\nsize = \"800MB\"\n[link]\nupload = \"3Mbps\"\n";
    let whole = title(&answered(text, &[]), ChartKind::Nights);
    assert!(whole.ends_with(" in one night of 9 h"), "{whole}");
    let part = title(&answered(text, &[("wifi", "01:00-02:00")]), ChartKind::Nights);
    assert!(part.ends_with(" in one night"), "{part}");
}

#[test]
fn the_largest_size_of_each_unit_has_it_and_a_case_past_the_horizon_is_over_the_scale() {
    let answer = answered("", &[("size", "2TB"), ("upload", "1Mbps")]);
    let sheet = drawn(&answer, Layout::Mobile);
    let says = |text: &str| sheet.labels.iter().any(|label| label.1 == text);
    assert!(says("2 TB") && says("160 GB"), "{:?}", sheet.labels);
    // Not done in the 60 nights that are looked at, which is not never.
    assert!(says(">14") && says("you: over 60 nights"), "{:?}", sheet.labels);
}
