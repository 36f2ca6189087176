//! The lint: every case, kind, layout and theme is drawn and looked over.

use super::super::canvas::{Rect, Shape};
use super::super::*;
use super::cases;
use super::{alt_text, bundle, data_csv, sheet, svg, title};
use crate::study::answer::Answer;
use crate::units::{Choice, Name};

fn kinds() -> impl Iterator<Item = ChartKind> {
    ChartKind::ALL.iter().map(|k| k.0)
}

fn layouts() -> impl Iterator<Item = Layout> {
    Layout::ALL.iter().map(|l| l.0)
}

fn options(layout: Layout, theme: Theme) -> ChartOptions {
    ChartOptions { layout, theme, ..ChartOptions::default() }
}

fn parse(svg: &str) -> resvg::usvg::Tree {
    resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default()).expect(svg)
}

/// The numbers in a text, as they are written.
fn numbers(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for c in text.chars() {
        if c.is_ascii_digit()
            || (matches!(c, '.' | ',' | ':') && found.last().is_some_and(|n| !n.is_empty()))
        {
            found.last_mut().unwrap().push(c);
        } else {
            found.push(String::new());
        }
    }
    let trimmed = found.iter().map(|n| n.trim_end_matches(['.', ',', ':']).to_owned());
    trimmed.filter(|n| !n.is_empty()).collect()
}

#[test]
fn no_label_covers_another_or_leaves_the_sheet_or_is_under_12_pixels() {
    for case in cases::all() {
        let answer = case.answer();
        for kind in kinds() {
            for layout in layouts() {
                let place = format!("{} {} {}", case.name, kind.word(), layout.word());
                let (sheet, _) = sheet(&answer, kind, &options(layout, Theme::Auto)).unwrap();
                labels_are_clear(&sheet, &place);
            }
        }
    }
}

/// No label covers another, leaves the sheet or is too small.
pub fn labels_are_clear(sheet: &Sheet, place: &str) {
    let (w, h) = sheet.size;
    let bounds = Rect { x: 0.0, y: 0.0, w: f64::from(w), h: f64::from(h) };
    for (i, (rect, text, size)) in sheet.labels.iter().enumerate() {
        assert!(bounds.holds(rect), "{place}: {text} is cut off at {rect:?}");
        assert!(*size >= 12.0, "{place}: {text} has {size} px");
        for (other, below, _) in &sheet.labels[..i] {
            assert!(!rect.overlaps(other), "{place}: {text} covers {below}");
        }
    }
}

#[test]
fn the_text_of_a_social_card_lies_in_its_middle() {
    // What shows the preview of a link may cut its edges off.
    // Sums of pixels are off by rounding in the last digits.
    let middle = Rect { x: 60.0 - 1e-6, y: 45.0 - 1e-6, w: 1080.0 + 2e-6, h: 540.0 + 2e-6 };
    for case in cases::all() {
        let answer = case.answer();
        for kind in kinds() {
            let (sheet, _) = sheet(&answer, kind, &options(Layout::Social, Theme::Auto)).unwrap();
            for (rect, text, _) in &sheet.labels {
                assert!(middle.holds(rect), "{} {}: {text} {rect:?}", case.name, kind.word());
            }
        }
    }
}

#[test]
fn nothing_is_drawn_off_the_sheet_and_bars_begin_at_zero() {
    for case in cases::all() {
        let answer = case.answer();
        for kind in kinds() {
            for layout in layouts() {
                let (sheet, _) = sheet(&answer, kind, &options(layout, Theme::Auto)).unwrap();
                let (w, h) = (f64::from(sheet.size.0), f64::from(sheet.size.1));
                let inside = |x: f64, y: f64| x >= 0.0 && y >= 0.0 && x <= w && y <= h;
                for element in &sheet.elements {
                    let fine = match &element.shape {
                        Shape::Area(r) => inside(r.x, r.y) && inside(r.right(), r.bottom()),
                        Shape::Line(p, _) | Shape::Polygon(p) => p.iter().all(|p| inside(p.0, p.1)),
                        Shape::Dot(x, y, ..) | Shape::Text { at: (x, y), .. } => inside(*x, *y),
                    };
                    assert!(fine, "{} {} {element:?}", case.name, kind.word());
                }
            }
        }
    }
}

#[test]
fn every_chart_is_well_formed_and_small_and_has_a_title_and_a_description() {
    for case in cases::all() {
        let answer = case.answer();
        for kind in kinds() {
            for (layout, theme) in [(Layout::Article, Theme::Auto), (Layout::Mobile, Theme::Dark)] {
                let text = svg(&answer, kind, &options(layout, theme)).unwrap();
                parse(&text);
                assert!(text.len() < 60_000, "{} {} {}", case.name, kind.word(), text.len());
                assert!(text.contains("role=\"img\" lang=\"en\" aria-labelledby=\"bs-"));
                assert!(text.contains("<title id=\"bs-") && text.contains("<desc id=\"bs-"));
                assert!(!text.contains("<script") && !text.contains("foreignObject"));
                let links = text.matches("http").count();
                assert_eq!(links, 1, "only the name space may look like an address");
            }
        }
    }
}

#[test]
fn titles_are_short_findings_and_alt_texts_have_their_numbers() {
    for case in cases::all() {
        let answer = case.answer();
        for kind in kinds() {
            let (title, alt) = (title(&answer, kind), alt_text(&answer, kind));
            let place = format!("{} {}: {title} | {alt}", case.name, kind.word());
            words_are_fit(&title, &alt, &place);
        }
    }
}

/// A title is a short finding, and the alt text has its numbers.
pub fn words_are_fit(title: &str, alt: &str, place: &str) {
    // A number with its unit counts as one word.
    let units = ["h", "min", "s", "days", "%", "GB", "TB", "PB", "bytes", "Mbps", "kB"];
    let words = title
        .split_whitespace()
        .filter(|w| !units.contains(&w.trim_end_matches([',', ';', ':'])))
        .count();
    assert!((5..=12).contains(&words) && title.chars().count() <= 65, "{place}");
    assert!(!title.ends_with('.') && !title.contains('…'), "{place}");
    assert!(alt.chars().count() <= 250 && alt.ends_with('.'), "{place}");
    // What the title counts, the alt text counts as well.
    let known = numbers(alt);
    let shared = numbers(title).iter().filter(|n| known.contains(n)).count();
    assert!(shared > 0 || numbers(title).is_empty(), "{place}");
}

#[test]
fn the_table_ends_where_the_outcome_ends() {
    for case in cases::all() {
        let answer = case.answer();
        let outcome = &answer.outcome;
        let csv = data_csv(&answer, ChartKind::Progress);
        let last: Vec<_> = csv.lines().last().unwrap().split(',').collect();
        let stored = outcome.bytes.done.plus(outcome.bytes.sent);
        assert_eq!(last[3], stored.bytes().to_string(), "{}", case.name);
        assert_eq!(last[4] == "100", outcome.finish.is_some(), "{}", case.name);
        let bars = data_csv(&answer, ChartKind::States);
        let bars = bars.lines().filter(|l| l.starts_with("bar,"));
        let sum: f64 = bars.map(|l| l.split(',').nth(7).unwrap().parse::<f64>().unwrap()).sum();
        let window = outcome.ledger.uploading.plus(outcome.ledger.stalled).as_secs();
        assert!((sum - window).abs() < 0.01, "{}: {sum} of {window}", case.name);
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let answer = cases::all()[7].answer();
    for kind in kinds() {
        let options = options(Layout::Article, Theme::Auto);
        let first = svg(&answer, kind, &options).unwrap();
        let picture = png(&first).unwrap();
        assert!(picture.len() < 300_000, "{} {}", kind.word(), picture.len());
        let again: Vec<_> = std::thread::scope(|s| {
            let runs: Vec<_> =
                (0..4).map(|_| s.spawn(|| svg(&answer, kind, &options).unwrap())).collect();
            runs.into_iter().map(|r| r.join().unwrap()).collect()
        });
        assert!(again.iter().all(|text| *text == first));
        assert_eq!(png(&first).unwrap(), picture);
    }
}

/// Names that have broken other tools.
pub const HOSTILE: [&str; 8] = [
    "</text><script>alert(1)</script>",
    "\" onload=\"x",
    "]]>&#0;&amp;",
    "a\u{0}b\u{1b}[31m\u{7f}\u{85}",
    "\u{202e}gnirts\u{2066}",
    "\u{fffe}\u{ffff}\u{1fffe}",
    "<foreignObject/><!--",
    "=HYPERLINK(\"http://x\")",
];

fn elements(svg: &str) -> Vec<String> {
    let names = svg
        .split('<')
        .skip(1)
        .map(|t| t.chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>());
    let mut names: Vec<String> = names.filter(|n| n != "text").collect();
    names.sort();
    names
}

#[test]
fn hostile_names_and_titles_stay_text() {
    let plain =
        |title: &str| ChartOptions { title: Some(title.to_owned()), ..ChartOptions::default() };
    for name in HOSTILE {
        let case = cases::Case::new("hostile", 40.0, 3.0).with("name", Name(name.to_owned()));
        let text = svg(&case.answer(), ChartKind::Progress, &plain(name)).unwrap();
        let harmless = cases::Case::new("harmless", 40.0, 3.0).answer();
        assert_eq!(
            elements(&text),
            elements(&svg(&harmless, ChartKind::Progress, &plain("a title")).unwrap()),
            "{name}"
        );
        parse(&text);
        let odd = |c: char| c != '\n' && (c.is_control() || svg::plain(c) != c);
        assert!(!text.contains(odd), "{name:?}");
        assert!(!data_csv(&case.answer(), ChartKind::States).contains(name));
    }
}

#[test]
fn without_a_timeline_there_is_no_chart() {
    let mut answer = cases::all()[0].answer();
    answer.outcome.timeline = None;
    // What is not drawn of the night itself needs no timeline.
    let others = [ChartKind::Map, ChartKind::Nights, ChartKind::Overview];
    let more = [ChartKind::Chance, ChartKind::Fixes, ChartKind::Plan];
    let timeless = |kind: &ChartKind| more.contains(kind) || others.contains(kind);
    for kind in kinds().filter(|kind| !timeless(kind)) {
        assert_eq!(svg(&answer, kind, &ChartOptions::default()), Err(ChartError::NoTimeline));
    }
    for kind in others {
        let found = Material::of(answer.clone()).chart(kind).err();
        assert_eq!(found, Some(ChartError::NotComputed));
    }
}

#[test]
fn a_bundle_is_complete() {
    let answer: Answer = cases::all()[6].answer();
    let files = bundle(&answer, ChartKind::States, &ChartOptions::default(), "why").unwrap();
    let suffixes: Vec<_> = files.iter().map(|f| f.suffix).collect();
    assert_eq!(suffixes, [".svg", "@2x.png", ".social.png", ".csv", ".alt.txt", ".md", ".json"]);
    let file = |suffix| &files.iter().find(|f| f.suffix == suffix).unwrap().bytes;
    let json: serde_json::Value = serde_json::from_slice(file(".json")).unwrap();
    assert_eq!(json["alt"], alt_text(&answer, ChartKind::States));
    assert_eq!(json["title"], title(&answer, ChartKind::States));
    assert_eq!(
        json["data"].as_array().unwrap().len() + 1,
        data_csv(&answer, ChartKind::States).lines().count()
    );
    let social = resvg::tiny_skia::Pixmap::decode_png(file(".social.png")).unwrap();
    assert_eq!((social.width(), social.height()), (1200, 630));
    assert!(file(".social.png").len() < 300_000);
}
