//! How large charts are: a page has to load them, and a social card over 300 KB is not shown. Every kind
//! in every layout, as SVG with both kinds of letters and as a picture of twice the size.

use super::sheet::MOST_BYTES;
use super::{cases, every, more, none};
use backup_sim::report::chart::{Chart, ChartKind, ChartOptions, Layout, Lettering, Theme, png};
use backup_sim::report::format::ClockStyle;
use backup_sim::units::Choice;
use std::collections::BTreeMap;

/// The most that a picture may hold.
const MOST_PICTURE: usize = 300_000;

/// The largest of each kind: an SVG, one with letters as outlines, a picture.
type Largest = BTreeMap<String, [usize; 3]>;

/// Measures a chart in a layout; gives what is too large.
fn measure(
    chart: &Chart<'_>,
    (kind, of): (&str, &str),
    (layout, clock): (Layout, ClockStyle),
    largest: &mut Largest,
) -> Vec<String> {
    // What follows the device holds the colours of both themes.
    let options = |lettering, theme| ChartOptions {
        layout,
        theme,
        lettering,
        clock,
        ..ChartOptions::default()
    };
    let svg = |lettering| chart.svg(&options(lettering, Theme::Auto)).unwrap().len();
    let picture = chart.svg(&options(Lettering::Text, Theme::Dark)).unwrap();
    let sizes = [svg(Lettering::Text), svg(Lettering::Paths), png(&picture).unwrap().len()];
    let known = largest.entry(kind.to_owned()).or_default();
    for (known, size) in known.iter_mut().zip(sizes) {
        *known = size.max(*known);
    }
    let bounds = [MOST_BYTES, MOST_BYTES, MOST_PICTURE];
    let what = ["SVG", "SVG of outlines", "picture"];
    let over = sizes.into_iter().zip(bounds).zip(what).filter(|((size, most), _)| size > most);
    let place = format!("{kind} of {of}, {}", layout.word());
    over.map(|((size, _), what)| format!("{place}: {size} bytes of {what}")).collect()
}

/// Every kind of every `step`th case in every layout.
fn sizes(step: usize) -> Largest {
    let chosen: Vec<_> = cases::all().iter().step_by(step).collect();
    let mut found = cases::on_all_cores(&chosen, |case| {
        let (mut largest, mut faults) = (Largest::new(), Vec::new());
        for &kind in ChartKind::ARTICLE {
            let Ok(chart) = case.material.chart(kind) else { continue };
            for layout in every::<Layout>() {
                let names = (kind.word(), case.name.as_str());
                faults.extend(measure(&chart, names, (layout, case.clock), &mut largest));
            }
        }
        (largest, faults)
    });
    let pairs = more::pairs();
    let pairs: Vec<_> = pairs.iter().step_by(step).collect();
    found.extend(cases::on_all_cores(&pairs, |two| {
        let (mut largest, mut faults) = (Largest::new(), Vec::new());
        for layout in every::<Layout>() {
            let names = ("progress --compare", two.name.as_str());
            let look = (layout, ClockStyle::H12);
            faults.extend(measure(&two.chart(), names, look, &mut largest));
        }
        (largest, faults)
    }));
    found.extend(cases::on_all_cores(&more::batches(), |(name, overview)| {
        let (mut largest, mut faults) = (Largest::new(), Vec::new());
        let chart = Chart::overview(overview).unwrap();
        for layout in every::<Layout>() {
            let look = (layout, ClockStyle::H24);
            faults.extend(measure(&chart, ("overview", name), look, &mut largest));
        }
        (largest, faults)
    }));
    none(&found.iter().flat_map(|(_, faults)| faults.clone()).collect::<Vec<_>>());
    let mut all = Largest::new();
    for (kind, sizes) in found.into_iter().flat_map(|(largest, _)| largest) {
        let known = all.entry(kind).or_default();
        for (known, size) in known.iter_mut().zip(sizes) {
            *known = size.max(*known);
        }
    }
    all
}

#[test]
fn every_kind_is_small_in_every_layout_with_either_letters_and_as_a_picture() {
    let kinds = sizes(9);
    assert_eq!(kinds.len(), ChartKind::ARTICLE.len() + 2, "{:?}", kinds.keys());
}

/// The kind with most letters and lines, where it has four panels: the largest of all as outlines.
#[test]
fn nights_of_every_scenario_is_small_as_outlines() {
    let faults = cases::on_all_cores(&cases::all().iter().collect::<Vec<_>>(), |case| {
        let chart = case.material.chart(ChartKind::Nights).ok()?;
        let options = ChartOptions {
            layout: Layout::Article,
            theme: Theme::Auto,
            lettering: Lettering::Paths,
            clock: case.clock,
            ..ChartOptions::default()
        };
        let bytes = chart.svg(&options).unwrap().len();
        (bytes > MOST_BYTES).then(|| format!("{}: {bytes} bytes", case.name))
    });
    none(&faults.into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn slow_every_kind_of_every_scenario_is_small_in_every_layout() {
    let kinds = sizes(1);
    if let Ok(file) = std::env::var("LINT_OUT") {
        std::fs::write(file, format!("{kinds:#?}")).unwrap();
    }
    assert_eq!(kinds.len(), ChartKind::ARTICLE.len() + 2, "{:?}", kinds.keys());
}
