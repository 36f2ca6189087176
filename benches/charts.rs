//! One chart, as drawing and as picture.

use crate::measure::{Row, alone};
use backup_sim::report::chart::{self, Chart, ChartOptions, Theme};
use backup_sim::scenario::{Draft, Origin};
use backup_sim::sim::Record;
use backup_sim::study;
use std::hint::black_box;

/// Times a progress chart of four nights.
pub fn rows() -> Vec<Row> {
    let mut draft = Draft::new();
    draft.set("size", "40GB", Origin::Default);
    draft.set("upload", "3Mbps", Origin::Default);
    let scenario = draft.build().expect("the case is valid");
    let answer = study::answer(scenario, 0, 1, 1, 1, Record::Yes);
    let drawing = ChartOptions::default();
    let picture = ChartOptions { theme: Theme::Light, ..drawing.clone() };
    let draw = |options| {
        let chart = Chart::progress(black_box(&answer)).expect("a timeline");
        chart.svg(options).expect("a drawing")
    };
    let svg = || draw(&drawing);
    let png = || {
        let svg = draw(&picture);
        chart::png(&svg).expect("a picture")
    };
    assert!(svg().starts_with("<svg") && svg().contains("night 4"), "{}", svg());
    assert!(png().starts_with(b"\x89PNG"));
    vec![
        alone("progress chart, SVG", 20, || (0..20).for_each(|_| _ = black_box(svg()))),
        alone("progress chart, PNG", 1, || _ = black_box(png())),
    ]
}
