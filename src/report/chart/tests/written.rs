//! Tests of how a chart is written: without a ground, with outlines for letters, in some of its files.

use super::super::*;
use super::{bundle, cases, of, sheet, svg};
use crate::units::Choice;
use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};

fn kinds() -> impl Iterator<Item = ChartKind> {
    ChartKind::ALL.iter().map(|k| k.0)
}

/// Every seventh case, so that few pictures are drawn.
fn some() -> impl Iterator<Item = cases::Case> {
    cases::all().into_iter().step_by(7)
}

fn paths() -> ChartOptions {
    ChartOptions { lettering: Lettering::Paths, ..ChartOptions::default() }
}

fn groundless() -> ChartOptions {
    ChartOptions { background: Background::None, ..ChartOptions::default() }
}

/// The picture on white.
fn on_white(svg: &str) -> Pixmap {
    let drawn = Pixmap::decode_png(&png_at_size(svg).unwrap()).unwrap();
    let mut page = Pixmap::new(drawn.width(), drawn.height()).unwrap();
    page.fill(Color::WHITE);
    let (paint, still) = (PixmapPaint::default(), Transform::identity());
    page.draw_pixmap(0, 0, drawn.as_ref(), &paint, still, None);
    page
}

/// How much of two pictures differs by more than a sixteenth of a channel, and the largest difference.
fn differ(one: &Pixmap, other: &Pixmap) -> (f64, u8) {
    assert_eq!((one.width(), one.height()), (other.width(), other.height()));
    let by = |(a, b): (&[u8], &[u8])| a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
    let off: Vec<u8> =
        one.data().chunks_exact(4).zip(other.data().chunks_exact(4)).map(by).collect();
    let far = off.iter().filter(|off| **off > 16).count();
    (far as f64 / off.len() as f64, off.iter().copied().max().unwrap())
}

/// A picture fills a text as one shape, outlines are filled letter by letter: where two letters touch in
/// one pixel, it is a little lighter. At most 5 of 10,000 pixels are, by at most a third.
fn alike((share, most): (f64, u8)) -> bool {
    share <= 0.0005 && most <= 85
}

#[test]
fn letters_as_paths_leave_no_text_element_and_the_words_for_those_who_do_not_see() {
    for case in cases::all() {
        let answer = case.answer();
        for kind in kinds() {
            let text = svg(&answer, kind, &paths()).unwrap();
            let place = format!("{} {}: {}", case.name, kind.word(), text.len());
            assert!(!text.contains("<text") && text.contains("<use href=\"#b"), "{place}");
            assert!(text.contains("<title id=\"bs-") && text.contains("<desc id=\"bs-"), "{place}");
            // The numbers in the cells of a map are many.
            assert!(text.len() < if kind == ChartKind::Map { 100_000 } else { 80_000 }, "{place}");
            assert_eq!(text.matches("http").count(), 1, "{place}");
        }
    }
}

#[test]
fn letters_as_paths_look_like_the_text_in_a_picture() {
    for case in some() {
        let answer = case.answer();
        for kind in kinds() {
            let pictures = [ChartOptions::default(), paths()]
                .map(|options| on_white(&svg(&answer, kind, &options).unwrap()));
            let (share, most) = differ(&pictures[0], &pictures[1]);
            assert!(alike((share, most)), "{} {}: {share} {most}", case.name, kind.word());
        }
    }
}

#[test]
fn without_a_ground_nothing_fills_the_sheet_and_it_looks_on_white_as_it_does_with_one() {
    for case in some() {
        let answer = case.answer();
        for kind in kinds() {
            let place = format!("{} {}", case.name, kind.word());
            let (solid, bare) = (
                svg(&answer, kind, &ChartOptions::default()).unwrap(),
                svg(&answer, kind, &groundless()).unwrap(),
            );
            // A few bars have a sheet that is less high than others.
            let size = solid.split_once(" width=").unwrap().1.split_once(" viewBox").unwrap().0;
            let filled = format!("<rect x=\"0\" y=\"0\" width={size}");
            assert!(solid.contains(&filled) && !bare.contains(&filled), "{place}");
            assert!(bare.len() < 60_000, "{place}: {}", bare.len());
            let drawn = Pixmap::decode_png(&png_at_size(&bare).unwrap()).unwrap();
            assert_eq!(drawn.pixels()[0].alpha(), 0, "{place}");
            let (share, most) = differ(&on_white(&solid), &on_white(&bare));
            // Where the edge of a hole lies between two pixels, both are mixed differently.
            assert!(share < 0.002, "{place}: {share} {most}");
        }
    }
}

#[test]
fn a_chart_without_a_ground_has_few_layers() {
    for case in some() {
        let answer = case.answer();
        for kind in kinds() {
            let (sheet, _) = sheet(&answer, kind, &groundless()).unwrap();
            let layers = layers::layers(&sheet);
            assert!(layers.len() <= 12, "{} {}: {}", case.name, kind.word(), layers.len());
        }
    }
}

#[test]
fn letters_that_the_face_lacks_are_the_same_sign_as_in_a_picture() {
    let title = Some("The phone 电话 – done".to_owned());
    let answer = cases::all()[0].answer();
    let options = ChartOptions { title, ..ChartOptions::default() };
    let outlined = ChartOptions { lettering: Lettering::Paths, ..options.clone() };
    let pictures = [options, outlined]
        .map(|options| on_white(&svg(&answer, ChartKind::Progress, &options).unwrap()));
    assert!(alike(differ(&pictures[0], &pictures[1])));
}

#[test]
fn some_files_of_a_bundle_are_those_of_the_whole() {
    let answer = cases::all()[6].answer();
    let options = groundless();
    let all = bundle(&answer, ChartKind::States, &options, "why").unwrap();
    let material = of(&answer, ChartKind::States);
    let chart = material.chart(ChartKind::States).unwrap();
    for (place, part) in BundlePart::all().into_iter().enumerate() {
        let some = chart.bundle_of(&options, "why", &[part]).unwrap();
        assert_eq!(some.len(), 1);
        assert_eq!((some[0].suffix, part.suffix()), (all[place].suffix, all[place].suffix));
        assert_eq!(some[0].bytes, all[place].bytes, "{}", part.word());
    }
    let md = |parts: &[BundlePart]| {
        let files = chart.bundle_of(&options, "why", parts).unwrap();
        String::from_utf8(files.last().unwrap().bytes.clone()).unwrap()
    };
    assert!(!md(&[BundlePart::Md, BundlePart::Svg]).contains("png"));
    assert!(!md(&[BundlePart::Png, BundlePart::Md]).contains(".svg"));
}
