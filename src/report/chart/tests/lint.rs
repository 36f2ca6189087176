//! The lint: every case, kind, layout and theme is drawn and looked over.

use super::super::canvas::{Rect, Shape};
use super::super::*;
use super::cases;
use crate::units::{Choice, Name};

fn kinds() -> impl Iterator<Item = ChartKind> {
    ChartKind::ALL.iter().map(|k| k.0)
}

fn layouts() -> impl Iterator<Item = Layout> {
    Layout::ALL.iter().map(|l| l.0)
}

/// Writes contact sheets to look at, where a directory is named for them.
#[test]
#[ignore = "for looking at: CHART_DIR=/some/where cargo test -- --ignored gallery"]
fn gallery() {
    use resvg::tiny_skia::{Pixmap, PixmapPaint, Transform};
    let Ok(dir) = std::env::var("CHART_DIR") else { return };
    let only = std::env::var("CHART_ONLY").unwrap_or_default();
    let wanted = |c: &&cases::Case| only.is_empty() || only.split(',').any(|o| o == c.name);
    let draw = |answer: &crate::study::answer::Answer, kind, layout, theme| {
        let options = ChartOptions { kind, layout, theme, title: None };
        Pixmap::decode_png(&png_at_size(&svg(answer, &options).unwrap()).unwrap()).unwrap()
    };
    for case in cases::all().iter().filter(wanted) {
        let answer = case.answer();
        for (name, first, second) in
            [("a", Theme::Light, Theme::Dark), ("b", Theme::Dark, Theme::Light)]
        {
            let mut sheet = Pixmap::new(1100, 1380).unwrap();
            for (row, kind) in kinds().enumerate() {
                let y = row as i32 * 460;
                let mut put = |x, picture: &Pixmap| {
                    let (paint, still) = (PixmapPaint::default(), Transform::identity());
                    sheet.draw_pixmap(x, y, picture.as_ref(), &paint, still, None);
                };
                put(0, &draw(&answer, kind, Layout::Article, first));
                put(730, &draw(&answer, kind, Layout::Mobile, second));
            }
            std::fs::write(format!("{dir}/{}-{name}.png", case.name), sheet.encode_png().unwrap())
                .unwrap();
        }
        for kind in kinds() {
            for layout in [Layout::Social, Layout::Wide] {
                let picture = draw(&answer, kind, layout, Theme::Light);
                let name = format!("{dir}/{}-{}-{}.png", case.name, kind.word(), layout.word());
                std::fs::write(name, picture.encode_png().unwrap()).unwrap();
            }
        }
    }
}
