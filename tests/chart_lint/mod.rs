//! The lint of charts: what the program draws for real scenarios is read back and looked over. Sixty and
//! more scenarios come from `cases`; `picture` reads a written SVG without any knowledge of how it was
//! drawn; `sheet` checks it. Every run meets each scenario in every kind and each kind in
//! every layout and theme; all scenarios in all of them is slow.

mod cases;
mod picture;
mod sheet;

use backup_sim::report::chart::{ChartError, ChartKind, ChartOptions, Layout, Theme};
use backup_sim::units::Choice;
use cases::Case;
use picture::{Picture, as_dark};

fn every<C: Choice>() -> Vec<C> {
    C::ALL.iter().map(|(value, _, _)| *value).collect()
}

/// A chart to look over.
struct Ask<'a> {
    case: &'a Case,
    kind: ChartKind,
    layout: Layout,
    theme: Theme,
}

impl Ask<'_> {
    fn options(&self) -> ChartOptions {
        let clock = self.case.clock;
        ChartOptions { layout: self.layout, theme: self.theme, title: None, clock }
    }

    /// What is wrong with it, each with its place; whether there was one.
    fn faults(&self) -> (Vec<String>, bool) {
        let chart = match self.case.material.chart(self.kind) {
            Ok(chart) => chart,
            // What does not suit a case is told on the command line.
            Err(ChartError::NotFor(_) | ChartError::NotComputed) => return (Vec::new(), false),
            Err(error) => return (vec![format!("{}: {error}", self.case.name)], true),
        };
        let svg = chart.svg(&self.options()).unwrap();
        let mut faults = sheet::document(&svg, self.layout);
        if faults.is_empty() {
            let csv = chart.data_csv();
            let as_written = Picture::of(&svg);
            faults.extend(sheet::picture(&as_written));
            faults.extend(sheet::bars(self.kind, &as_written, &csv));
            if self.theme == Theme::Auto {
                let dark = sheet::picture(&Picture::of(&as_dark(&svg)));
                faults.extend(dark.into_iter().map(|fault| format!("in the dark: {fault}")));
            }
        }
        let place = format!(
            "{} {} {} {}",
            self.case.name,
            self.kind.word(),
            self.layout.word(),
            self.theme.word()
        );
        (faults.into_iter().map(|fault| format!("{place}: {fault}")).collect(), true)
    }
}

#[track_caller]
fn none(faults: &[String]) {
    if let Ok(file) = std::env::var("LINT_OUT") {
        std::fs::write(file, faults.join("\n")).unwrap();
    }
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(40)]);
}

#[track_caller]
fn none_wrong(asked: &[Ask<'_>]) -> usize {
    let found = cases::on_all_cores(asked, Ask::faults);
    none(&found.iter().flat_map(|(faults, _)| faults.clone()).collect::<Vec<_>>());
    found.iter().filter(|(_, drawn)| *drawn).count()
}

/// Each scenario in every kind, with the layouts and themes in turn.
#[test]
fn every_scenario_passes_in_every_kind_and_every_kind_in_every_size_and_theme() {
    let (layouts, themes, kinds) = (every::<Layout>(), every::<Theme>(), every::<ChartKind>());
    let mut asked = Vec::new();
    for (row, case) in cases::all().iter().enumerate() {
        for (column, &kind) in kinds.iter().enumerate() {
            let turn = row + column;
            let layout = layouts[turn % layouts.len()];
            let theme = themes[turn / layouts.len() % themes.len()];
            asked.push(Ask { case, kind, layout, theme });
        }
    }
    let drawn = none_wrong(&asked);
    assert!(drawn >= 55 * kinds.len(), "{drawn}");
}

/// All of them: some 8,000 charts.
#[test]
fn slow_every_scenario_passes_in_every_kind_size_and_theme() {
    let mut asked = Vec::new();
    for case in cases::all() {
        for kind in every::<ChartKind>() {
            for layout in every::<Layout>() {
                asked.extend(every::<Theme>().into_iter().map(|theme| Ask {
                    case,
                    kind,
                    layout,
                    theme,
                }));
            }
        }
    }
    none_wrong(&asked);
}
