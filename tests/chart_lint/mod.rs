//! The lint of charts: what the program draws for real scenarios is read back and looked over. Sixty and
//! more scenarios come from `cases`; `picture` reads a written SVG without any knowledge of how it was
//! drawn; `sheet` checks it. Every run meets each scenario in every kind and each kind in
//! every layout and theme; all scenarios in all of them is slow.

mod cases;
mod hostile;
mod more;
mod numbers;
mod picture;
#[cfg(feature = "cli")]
mod program;
mod sheet;
mod sizes;
mod words;

use backup_sim::report::chart::{Chart, ChartError, ChartKind, ChartOptions, Layout, Theme, png};
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
        ChartOptions { layout: self.layout, theme: self.theme, clock, ..ChartOptions::default() }
    }

    /// What is wrong with it, each with its place; whether there was one.
    fn faults(&self) -> (Vec<String>, bool) {
        let chart = match self.case.material.chart(self.kind) {
            Ok(chart) => chart,
            // What does not suit a case is told on the command line.
            Err(ChartError::NotFor(_) | ChartError::NotComputed) => return (Vec::new(), false),
            Err(error) => return (vec![format!("{}: {error}", self.case.name)], true),
        };
        (faults(&chart, &self.case.name, &self.options()), true)
    }
}

/// What is wrong with a chart of something.
fn faults(chart: &Chart<'_>, of: &str, options: &ChartOptions) -> Vec<String> {
    let svg = chart.svg(options).unwrap();
    let mut faults = sheet::document(&svg);
    if chart.svg(options).unwrap() != svg {
        faults.push("a second run gives other bytes".to_owned());
    }
    if faults.is_empty() {
        let csv = chart.data_csv();
        let as_written = Picture::of(&svg);
        faults.extend(sheet::picture(&as_written));
        faults.extend(sheet::bars(chart.kind(), &as_written, &csv));
        if options.theme == Theme::Auto {
            let dark = sheet::picture(&Picture::of(&as_dark(&svg)));
            faults.extend(dark.into_iter().map(|fault| format!("in the dark: {fault}")));
        }
    }
    let (layout, theme) = (options.layout.word(), options.theme.word());
    let place = format!("{of} {} {layout} {theme}", chart.kind().word());
    faults.into_iter().map(|fault| format!("{place}: {fault}")).collect()
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
    let (layouts, themes, kinds) =
        (every::<Layout>(), every::<Theme>(), ChartKind::ARTICLE.to_vec());
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

/// All of them: some 9,000 charts, with their pictures.
#[test]
fn slow_every_scenario_passes_in_every_kind_size_and_theme() {
    let mut asked = Vec::new();
    for case in cases::all() {
        for &kind in ChartKind::ARTICLE {
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
    let drawn = none_wrong(&asked);
    let looks = every::<Layout>().len() * every::<Theme>().len();
    assert!(drawn >= 55 * ChartKind::ARTICLE.len() * looks, "{drawn}");
}

#[test]
fn titles_and_alt_texts_are_short_and_their_numbers_are_in_the_data() {
    let faults = cases::on_all_cores(cases::all(), |case| {
        let mut faults = Vec::new();
        for &kind in ChartKind::ARTICLE {
            let Ok(chart) = case.material.chart(kind) else { continue };
            let place = format!("{} {}", case.name, kind.word());
            let found = words::faults(&chart, &case.material.answer, case.clock);
            faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
        }
        faults
    });
    none(&faults.concat());
}

#[test]
fn the_fan_of_every_scenario_passes_with_sizes_and_themes_in_turn() {
    let (layouts, themes) = (every::<Layout>(), every::<Theme>());
    let kind = ChartKind::Chance;
    let mut asked = Vec::new();
    for (row, case) in cases::fanned().iter().enumerate() {
        for (turn, &layout) in layouts.iter().enumerate() {
            let theme = themes[(row + turn) % themes.len()];
            asked.push(Ask { case, kind, layout, theme });
        }
    }
    assert_eq!(none_wrong(&asked), asked.len());
}

#[test]
fn the_words_of_every_fan_are_short_and_their_numbers_are_in_the_data() {
    let words = |case: &Case| {
        let chart = case.material.chart(ChartKind::Chance).unwrap();
        let found = words::faults(&chart, &case.material.answer, case.clock);
        found.into_iter().map(|fault| format!("{}: {fault}", case.name)).collect::<Vec<_>>()
    };
    none(&cases::on_all_cores(cases::fanned(), words).concat());
}

/// Nothing is sent between the windows, and no band leaves the one around it.
#[test]
fn fans_rise_within_windows_alone() {
    use backup_sim::units::{BackupWindow, SimTime, Span};
    let mut flat = 0;
    for case in cases::fanned() {
        let window = case.material.answer.scenario.inputs().window.allowed;
        let moments = &case.material.fan.as_ref().unwrap().moments;
        assert_eq!(moments[0].at, SimTime::ZERO, "{}", case.name);
        for pair in moments.windows(2) {
            assert!(pair[0].at < pair[1].at && pair[1].shares.is_sorted(), "{}", case.name);
            let BackupWindow::Nightly { .. } = window else { continue };
            let within = Span::from_micros(pair[0].at.micros() % Span::DAY.micros());
            let day = |at: SimTime| at.micros() / Span::DAY.micros();
            let next_starts = day(pair[1].at) == day(pair[0].at) + 1
                && pair[1].at.micros() % Span::DAY.micros() == 0;
            if within == window.length() && next_starts {
                assert_eq!(pair[0].shares, pair[1].shares, "{}", case.name);
                flat += 1;
            }
        }
    }
    assert!(flat > 60, "{flat}");
}

/// Each scenario in one kind in turn, in the size and theme that an article shows.
#[test]
fn pictures_are_small_and_their_pixels_equal_on_every_run() {
    const MOST_BYTES: usize = 300_000;
    let kinds = ChartKind::ARTICLE.to_vec();
    let asked: Vec<_> = cases::all().iter().enumerate().collect();
    let faults = cases::on_all_cores(&asked, |(row, case)| {
        let kind = kinds[row % kinds.len()];
        let theme = if row % 2 == 0 { Theme::Light } else { Theme::Dark };
        let ask = Ask { case, kind, layout: Layout::Article, theme };
        let Ok(chart) = case.material.chart(kind) else { return None };
        let picture = || png(&chart.svg(&ask.options()).unwrap()).unwrap();
        let first = picture();
        let fine = first.len() <= MOST_BYTES && (*row >= kinds.len() || picture() == first);
        (!fine).then(|| format!("{} {}: {} bytes", case.name, kind.word(), first.len()))
    });
    none(&faults.into_iter().flatten().collect::<Vec<_>>());
}

/// A lint that lets everything pass would be no lint.
#[test]
fn what_is_broken_on_purpose_is_found() {
    use backup_sim::report::json::{fixes, json};
    let material = cases::material(cases::scenario("size=40GB; upload=3Mbps"));
    let chart = material.chart(ChartKind::Progress).unwrap();
    let options = ChartOptions { theme: Theme::Light, ..ChartOptions::default() };
    let good = chart.svg(&options).unwrap();
    let faults = |svg: &str| {
        let mut found = sheet::document(svg);
        if found.is_empty() {
            found = sheet::picture(&Picture::of(svg));
        }
        found
    };
    assert_eq!(faults(&good), [""; 0]);
    let line = |begin: &str| good.lines().find(|l| l.starts_with(begin)).unwrap().to_owned();
    let text = line("<text");
    let mark = good.lines().find(|l| l.contains("stroke=\"#0888CA\"")).unwrap().to_owned();
    let through = |mark: &str| {
        let (head, rest) = mark.split_once(" d=\"").unwrap();
        format!("{head} d=\"M20 34h280{}", &rest[rest.find('"').unwrap()..])
    };
    for (what, old, new) in [
        ("pale text", &text, text.replace("fill=\"#1B1F24\"", "fill=\"#999999\"")),
        ("small text", &text, text.replace("font-size=\"21\"", "font-size=\"11.5\"")),
        ("a text on another", &text, format!("{text}{}", text.replace("y=\"", "y=\"1"))),
        ("a text over the edge", &text, text.replace("x=\"24\"", "x=\"400\"")),
        ("a pale line", &mark, mark.replace("#0888CA", "#BBDDEE")),
        ("a line off the sheet", &mark, mark.replace("d=\"M", "d=\"M-9 9M")),
        ("a line over a text", &text, format!("{text}{}", through(&mark))),
        ("a line below a text", &text, format!("{}{text}", through(&mark))),
        ("a script", &text, format!("{text}<script/>")),
        ("an event", &text, text.replace("<text", "<text onclick=\"x\"")),
        ("an id of another", &text, text.replace("<text", "<text id=\"x\"")),
        (
            "a link",
            &text,
            text.replace("fill=\"#1B1F24\"", "fill=\"#1B1F24\" style=\"fill:url(http://x)\""),
        ),
    ] {
        let bad = good.replacen(old.as_str(), &new, 1);
        assert!(bad != good, "{what}");
        assert!(!faults(&bad).is_empty(), "{what}");
    }
    let answer = &material.answer;
    let all = [&json(answer), &fixes(answer.fixes.iter(), answer)];
    let known = numbers::Known::of(&chart.data_csv(), all, 22.0 * 3_600.0);
    let holds = |text: &str| numbers::quantities(text).iter().all(|number| known.has(number));
    assert!(holds("At 3 Mbps, a 40 GB backup takes 4 nights"));
    for wrong in ["41 GB", "3.1 Mbps", "97 nights", "done at 06:13", "33 h 7 min"] {
        assert!(!holds(wrong), "{wrong}");
    }
}
