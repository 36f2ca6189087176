use super::curves::curves_at;
use super::*;
use crate::scenario::{Draft, Origin};
use crate::sim::{Chance, Record, simulate};
use crate::units::{Rate, Span};

fn scenario(flags: &[(&str, &str)]) -> Scenario {
    draft(flags).build().unwrap()
}

fn draft(flags: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::new();
    for (key, text) in flags {
        draft.set(key, text, Origin::Flag(format!("--{key}")));
    }
    draft
}

fn quiet(_: usize, _: usize) {}

fn map(base: &Scenario, x: Option<&str>, y: Option<&str>) -> Result<Grid, NoGrid> {
    grid(base, &Axes::read(x, y).unwrap(), 2, &quiet)
}

const CASES: &[&[(&str, &str)]] = &[
    &[("size", "40GB"), ("upload", "3Mbps")],
    &[("size", "33GB"), ("upload", "7Mbps"), ("service", "icloud-backup"), ("cloud-free", "60GB")],
    &[("size", "25GB"), ("upload", "4Mbps"), ("wifi", "22:00-01:00"), ("done", "12GB")],
    &[("size", "8GB"), ("upload", "2Mbps"), ("deadline", "night 3 07:00"), ("rivals", "2 flows")],
];

/// By flags alone, as a user would type each cell: the grid must not know a shorter way.
#[test]
fn every_cell_is_the_answer_to_the_flags_of_its_place() {
    let axes = [
        (None, None),
        (Some("battery=20%..80%:3"), Some("upload=1Mbps..50Mbps:4")),
        (Some("cloud-free=5GB..80GB:3"), Some("size=10GB..90GB:3")),
        (Some("charger=none,5W"), Some("size=10GB,90GB")),
    ];
    for flags in CASES {
        let base = scenario(flags);
        for (x, y) in axes {
            let Ok(grid) = map(&base, x, y) else { panic!("{flags:?} {x:?} {y:?}") };
            for (i, x) in grid.x.values.iter().enumerate() {
                for (j, y) in grid.y.values.iter().enumerate() {
                    let mut typed = draft(flags);
                    for (steps, step) in [(&grid.x, x), (&grid.y, y)] {
                        typed.set(steps.what.word(), &step.print(), Origin::Study);
                    }
                    let built = typed.build();
                    let wanted = built.map_or(Cell::Impossible, |scenario| {
                        Cell::of(&simulate(&scenario, Chance::Mean, Record::No))
                    });
                    assert_eq!(grid.cell(i, j), wanted, "{flags:?} {} {}", x.print(), y.print());
                }
            }
        }
    }
}

#[test]
fn windows_are_edited_by_start_and_by_length() {
    let base = scenario(&[("size", "40GB"), ("upload", "9Mbps"), ("window", "22:00-07:00")]);
    let grid = map(&base, Some("start=21:00..03:00:4"), Some("window=2h,6h")).unwrap();
    // 22:00 and 9 h are the case's own.
    let texts = |steps: &Steps| steps.values.iter().map(Step::print).collect::<Vec<_>>();
    assert_eq!(texts(&grid.x), ["21:00", "22:00", "23:00", "01:00", "03:00"]);
    assert_eq!(texts(&grid.y), ["2h", "6h", "9h"]);
    assert_eq!(grid.own, Some((1, 2)));
    let typed = scenario(&[("size", "40GB"), ("upload", "9Mbps"), ("window", "01:00-07:00")]);
    let wanted = Cell::of(&simulate(&typed, Chance::Mean, Record::No));
    assert_eq!(grid.cell(3, 1), wanted);
}

#[test]
fn the_own_case_stands_among_them_and_is_the_answer_itself() {
    for flags in CASES {
        let base = scenario(flags);
        let grid = map(&base, None, None).unwrap();
        let (x, y) = grid.own.unwrap();
        let wanted = Cell::of(&simulate(&base, Chance::Mean, Record::No));
        assert_eq!(grid.cell(x, y), wanted, "{flags:?}");
        assert_eq!(grid.x.values[x].print(), base.print(id_of("link.upload")));
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let base = scenario(CASES[1]);
    let axes = Axes::read(None, None).unwrap();
    let one = grid(&base, &axes, 1, &quiet);
    let speeds: Vec<Rate> = [1, 5, 30].map(|n| Rate::from_bits_per_s(n * 1_000_000)).to_vec();
    let lines = curves_at(&base, speeds.clone(), 1, &quiet);
    for threads in [2, 8] {
        assert_eq!(grid(&base, &axes, threads, &quiet), one);
        assert_eq!(curves_at(&base, speeds.clone(), threads, &quiet), lines);
    }
}

#[test]
fn the_cells_of_a_curve_are_the_answers_of_their_scenarios() {
    let base = scenario(CASES[0]);
    let speeds: Vec<Rate> = [1, 6, 50].map(|n| Rate::from_bits_per_s(n * 1_000_000)).to_vec();
    let found = curves_at(&base, speeds, 2, &quiet).unwrap();
    for (w, window) in found.windows.iter().enumerate() {
        for (l, line) in found.lines.iter().enumerate() {
            for (cell, speed) in found.line(w, l).iter().zip(&found.speeds) {
                let size = format!("{}B", line.size.bytes());
                let upload = format!("{}bps", speed.bits_per_s());
                let hours = Step::Length(window.length).edits(base.inputs());
                let typed = scenario(&[("size", &size), ("upload", &upload)]);
                let edited = typed.with(&hours).unwrap();
                let wanted = Cell::of(&simulate(&edited, Chance::Mean, Record::No));
                assert_eq!(*cell, wanted, "{size} {upload} {:?}", window.length);
            }
        }
    }
    assert_eq!(found.own, Cell::of(&simulate(&base, Chance::Mean, Record::No)));
    assert!(found.windows.iter().any(|w| w.is_own && w.length == Span::from_secs(9 * 3600)));
}

#[test]
fn an_axis_that_changes_nothing_is_refused() {
    let plan = scenario(&[("size", "40GB"), ("speed-plan", "18:00 2Mbps, 23:00 9Mbps")]);
    let cable = scenario(&[("size", "40GB"), ("service", "computer-usb2")]);
    let upload = Stepped::Field(id_of("link.upload"));
    assert_eq!(map(&plan, None, None), Err(NoGrid::Unread(upload, Unread::PlanReplaces)));
    assert_eq!(map(&cable, None, None), Err(NoGrid::Unread(upload, Unread::ByCable)));
    assert!(map(&cable, Some("usb-speed=100Mbps..400Mbps:3"), None).is_ok());
    assert!(map(&plan, Some("window=4h..10h:4"), None).is_ok());
    let base = scenario(CASES[0]);
    let same = map(&base, Some("upload=1Mbps,2Mbps"), Some("link.upload=3Mbps,4Mbps"));
    assert_eq!(same, Err(NoGrid::Same(upload)));
}

/// 256 GB of which 40 GB are photos take them 94 nights of an hour at 1 Mbps; then it is the videos' turn,
/// which never get through, as on every other line below 5 Mbps.
#[test]
fn what_is_never_done_is_told_as_that_though_it_shows_only_behind_the_nights() {
    let text = include_str!("../../../scenarios/video-too-long.toml");
    let mut draft = Draft::new();
    crate::scenario::toml::apply(&mut draft, "video-too-long.toml", text);
    let base = draft.build().unwrap();
    let axes = Axes::read(None, None).unwrap();
    let grid = grid(&base, &axes, 1, &|_, _| {}).unwrap();
    let (mut never, mut open) = (0, 0);
    for (x, step) in grid.x.values.iter().enumerate() {
        let slow = ["1Mbps", "2Mbps", "3Mbps"].contains(&step.print().as_str());
        for y in 0..grid.y.values.len() {
            let cell = grid.cell(x, y);
            assert_eq!(cell.verdict() == Some(Verdict::Never), slow, "{} {y}", step.print());
            never += u32::from(slow);
            open += u32::from(cell.is_open());
        }
    }
    // Faster lines bring it some day, and go on being told as not within the nights.
    assert!(never == 24 && open > 0, "{never} {open}");
}
