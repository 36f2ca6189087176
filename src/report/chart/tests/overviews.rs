//! Overviews of every shape, and what is asked of their charts besides the lint.

use super::super::canvas::Rect;
use super::super::*;
use super::lint::{HOSTILE, labels_are_clear, words_are_fit};
use crate::study::overview::Overview;
use crate::units::Choice;

const HEAD: &str = "row,verdict,nights,bottleneck,top_stall,top_stall_s,plan\n";

/// So many rows of one kind.
struct Rows(usize, &'static str, &'static str, &'static str, &'static str);

fn overview(rows: &[Rows], by: bool) -> Overview {
    let mut text = HEAD.to_owned();
    for Rows(many, verdict, nights, cause, plan) in rows {
        for _ in 0..*many {
            text += &format!("1,{verdict},{nights},{cause},{cause},60,\"{plan}\"\n");
        }
    }
    let by = by.then_some("plan");
    Overview::read(text.as_bytes(), "rows of June.csv", by, None).unwrap()
}

/// Overviews of every shape that a reader may meet.
pub fn all() -> Vec<Overview> {
    let groups = ["a", "b", "", "a very long name of a group", "קבוצה", "f, g", "tiny", "x"];
    let mut many = Vec::new();
    for (i, plan) in groups.into_iter().enumerate() {
        many.push(Rows(40 - 3 * i, "finishes", "1", "upload-speed", plan));
        many.push(Rows(7 * i, "misses", "5", "no-wifi", plan));
        many.push(Rows(2 * i, "never", "", "no-power", plan));
        many.push(Rows(i, "refused", "", "cloud-full", plan));
        many.push(Rows(3, "misses", "", "upload-speed", plan));
    }
    let some = [
        Rows(30, "finishes", "1", "upload-speed", "a"),
        Rows(20, "misses", "3", "upload-speed", "b"),
        Rows(9, "never", "", "no-wifi", "a"),
        Rows(5, "refused", "", "cloud-full", "b"),
    ];
    let late = [
        Rows(700, "misses", "2", "upload-speed", "a"),
        Rows(300, "misses", "60", "upload-speed", "a"),
        Rows(3, "misses", "3000", "upload-speed", "b"),
    ];
    let causes =
        ["no-wifi", "no-power", "cloud-full", "low-battery", "too-hot", "metered", "stuck-item"];
    let nearly: Vec<Rows> = std::iter::once(Rows(500, "finishes", "1", "upload-speed", "a"))
        .chain(causes.into_iter().map(|cause| Rows(1, "never", "", cause, "b")))
        .collect();
    vec![
        overview(&some, false),
        overview(&some, true),
        overview(&many, false),
        overview(&many, true),
        overview(&late, false),
        overview(&late, true),
        overview(&nearly, false),
        overview(&nearly, true),
        overview(&[Rows(1, "finishes", "4", "upload-speed", "a")], false),
        overview(&[Rows(1, "never", "", "no-wifi", "a")], true),
        overview(&[Rows(12, "finishes", "1", "upload-speed", "a")], true),
        overview(&[Rows(12, "misses", "", "upload-speed", "a")], false),
        overview(&[Rows(8, "never", "", "stale-cache", "a"), Rows(4, "misses", "", "", "b")], true),
        overview(&[Rows(2_000_000 / 1000, "finishes", "14", "", "a")], false),
    ]
}

fn texts(overview: &Overview, layout: Layout) -> Vec<String> {
    let options = ChartOptions { layout, ..ChartOptions::default() };
    let (sheet, _) = Chart::overview(overview).unwrap().sheet(&options).unwrap();
    sheet.labels.iter().map(|(_, text, _)| text.clone()).collect()
}

#[test]
fn every_shape_of_a_batch_is_drawn_clearly_in_every_layout() {
    for (shape, overview) in all().iter().enumerate() {
        let chart = Chart::overview(overview).unwrap();
        let (title, alt) = (chart.title(ClockStyle::H24), chart.alt_text(ClockStyle::H24));
        words_are_fit(&title, &alt, &format!("{shape}: {title} | {alt}"));
        for &(layout, word, _) in Layout::ALL {
            let options = ChartOptions { layout, ..ChartOptions::default() };
            let (sheet, _) = chart.sheet(&options).unwrap();
            labels_are_clear(&sheet, &format!("shape {shape} {word}"));
            assert!(chart.svg(&options).unwrap().len() < 60_000);
            let middle = Rect { x: 59.9, y: 44.9, w: 1080.2, h: 540.2 };
            let inside = sheet.labels.iter().all(|(rect, ..)| middle.holds(rect));
            assert!(layout != Layout::Social || inside, "{shape}");
            // Names of groups may be cut, our own words may not.
            let cut = sheet.labels.iter().any(|(_, text, _)| text.ends_with('…'));
            assert!(!cut || overview.by.is_some(), "shape {shape} {word}");
        }
    }
}

#[test]
fn an_overview_tells_the_counts_of_its_rows() {
    let overview = &all()[0];
    let chart = Chart::overview(overview).unwrap();
    // 30 of 64 are done in one night, 50 by night 3; 9 never, 5 refused.
    let title = chart.title(ClockStyle::H24);
    assert_eq!(title, "47 % of 64 backups finish in one night, 78 % in 3 nights");
    let table = "\
group,rows,part,night,cause,count,percent
,64,done,1,,30,46.875
,64,done,2,,30,46.875
,64,done,3,,50,78.125
,64,never,,no-wifi,9,14.062
,64,refused,,cloud-full,5,7.812
";
    assert_eq!(chart.data_csv(), table);
    for layout in [Layout::Article, Layout::Mobile] {
        let texts = texts(overview, layout);
        for wanted in ["78 % done", "14 % never: no Wi-Fi", "8 % refused: cloud space full"] {
            assert!(texts.iter().any(|text| text == wanted), "{wanted}: {texts:?}");
        }
    }
}

#[test]
fn a_single_curve_is_as_wide_as_the_sheet_unless_words_fill_its_side() {
    // All done in 14 nights; 78 % done with two reasons for the others; 98 % with seven.
    for (place, wide) in [(13, true), (0, true), (6, false)] {
        let (sheet, _) =
            Chart::overview(&all()[place]).unwrap().sheet(&ChartOptions::default()).unwrap();
        let curve = sheet.elements.iter().find_map(|element| match &element.shape {
            shape::Shape::Line(points, _) if element.ink.role == palette::Role::Upload => {
                points.last().copied()
            }
            _ => None,
        });
        let (right, _) = curve.unwrap();
        assert_eq!(right > f64::from(sheet.size.0) - 26.0, wide, "shape {place}: {right}");
        let done = sheet.labels.iter().any(|label| label.1.ends_with(" % done"));
        assert!(done, "shape {place}: {:?}", sheet.labels);
    }
}

#[test]
fn at_most_six_groups_are_drawn_each_with_its_rows_and_the_others_are_counted() {
    let overview = &all()[3];
    for layout in [Layout::Article, Layout::Mobile, Layout::Social, Layout::Wide] {
        let texts = texts(overview, layout);
        let heads = texts.iter().filter(|text| text.ends_with(" rows")).count();
        assert_eq!(heads, 6, "{texts:?}");
        let caption = texts.join(" ");
        assert!(caption.contains("Not drawn: 2 smaller groups of "), "{caption}");
        assert!(caption.contains("rejected rows not known"), "{caption}");
    }
}

#[test]
fn groups_of_quantities_stand_in_their_order_with_all_in_a_corner_that_would_be_empty() {
    let speeds = ["100Mbps", "1Mbps", "15.8Mbps", "2.51Mbps", "6.3Mbps"];
    let mut rows = Vec::new();
    for plan in speeds {
        let fast = ["100Mbps", "15.8Mbps"].contains(&plan);
        let (verdict, night) = if fast { ("finishes", "1") } else { ("misses", "5") };
        rows.push(Rows(10, verdict, night, "upload-speed", plan));
    }
    let overview = overview(&rows, true);
    let wanted = ["1 Mbps", "2.51 Mbps", "6.3 Mbps", "15.8 Mbps", "100 Mbps", "all"];
    for layout in [Layout::Article, Layout::Social, Layout::Wide] {
        let texts = texts(&overview, layout);
        let heads: Vec<_> = texts.iter().filter(|text| wanted.contains(&text.as_str())).collect();
        assert_eq!(heads, wanted, "{texts:?}");
    }
    let title = Chart::overview(&overview).unwrap().title(ClockStyle::H24);
    assert_eq!(title, "All finish in one night with plan 15.8 Mbps, none with 6.3 Mbps");
}

#[test]
fn what_is_not_drawn_is_called_smaller_only_where_it_is() {
    let values: Vec<String> = (1..=8).map(|n| format!("{n}Mbps")).collect();
    let mut text = HEAD.to_owned();
    for value in &values {
        text += &format!("1,finishes,1,,,,{value}\n2,misses,3,upload-speed,,,{value}\n");
    }
    let overview = Overview::read(text.as_bytes(), "x.csv", Some("plan"), None).unwrap();
    let texts = texts(&overview, Layout::Article).join(" ");
    assert!(texts.contains("Not drawn: 2 more groups of 4 rows."), "{texts}");
    assert!(texts.contains("1 Mbps") && texts.contains("8 Mbps"), "{texts}");
}

#[test]
fn foreign_values_stay_text_in_drawing_table_and_bundle() {
    for name in HOSTILE {
        let quoted = name.replace('"', "\"\"");
        let text = format!("{HEAD}1,finishes,1,,,,\"{quoted}\"\n2,never,,no-wifi,,,b\n");
        let overview = Overview::read(text.as_bytes(), name, Some("plan"), None).unwrap();
        let chart = Chart::overview(&overview).unwrap();
        let svg = chart.svg(&ChartOptions::default()).unwrap();
        assert!(!svg.contains("<script") && !svg.contains("<foreignObject"), "{name:?}");
        resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
        let csv = chart.data_csv();
        assert!(!csv.lines().any(|line| line.starts_with(['=', '+', '-', '@'])), "{csv}");
        for file in chart.bundle(&ChartOptions::default(), "overview").unwrap() {
            let text = String::from_utf8_lossy(&file.bytes);
            let markup = matches!(file.suffix, ".md" | ".svg");
            assert!(!markup || !text.contains("<script"), "{name:?} {}", file.suffix);
        }
    }
}

#[test]
fn a_result_without_rows_has_no_overview() {
    let empty = Overview::read(HEAD.as_bytes(), "none.csv", None, None).unwrap();
    assert!(matches!(Chart::overview(&empty).err(), Some(ChartError::NotFor(_))));
}
