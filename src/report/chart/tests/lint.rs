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

/// Writes the charts to look at, where a directory is named for it.
#[test]
#[ignore = "for looking at: CHART_DIR=/some/where cargo test -- --ignored gallery"]
fn gallery() {
    let Ok(dir) = std::env::var("CHART_DIR") else { return };
    let only = std::env::var("CHART_ONLY").unwrap_or_default();
    for case in cases::all().iter().filter(|c| only.is_empty() || only.split(',').any(|o| o == c.name)) {
        let answer = case.answer();
        for kind in kinds() {
            for layout in layouts() {
                for theme in [Theme::Light, Theme::Dark] {
                    let options = ChartOptions { kind, layout, theme, title: None };
                    let drawn = png(&svg(&answer, &options).unwrap()).unwrap();
                    let name = format!(
                        "{dir}/{}-{}-{}-{}.png",
                        case.name,
                        kind.word(),
                        layout.word(),
                        theme.word()
                    );
                    std::fs::write(name, drawn).unwrap();
                }
            }
        }
    }
}
