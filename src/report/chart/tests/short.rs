//! Real timelines hold stretches of a microsecond and of a few seconds: they must not disturb.

use super::super::*;
use super::cases::Case;
use super::{data_csv, sheet, svg};
use crate::cause::Cause;
use crate::units::{Choice, Count};

fn kinds() -> impl Iterator<Item = ChartKind> {
    ChartKind::ALL.iter().map(|k| k.0)
}

#[test]
fn what_lasts_a_microsecond_changes_nothing_that_is_drawn_or_said() {
    let plain = Case::new("plain", 5.0, 3.0);
    let blink = 1.0 / 3.6e9;
    let blinking = plain
        .clone()
        .stop(None, 0.0, blink, Cause::Scanning)
        .stop(None, 1.0, 1.0 + blink, Cause::LinkOutage)
        .stop(None, 2.0, 2.0 + blink, Cause::NoWifi);
    for kind in kinds() {
        let draw = |case: &Case| svg(&case.answer(), kind, &ChartOptions::default()).unwrap();
        let (plain, blinking) = (draw(&plain), draw(&blinking));
        if matches!(kind, ChartKind::Progress | ChartKind::Card | ChartKind::Battery) {
            // The line has more points, all of them on it.
            let said = |svg: &str| svg.lines().skip(1).take(1).collect::<String>();
            let words = |svg: &str| svg.matches("<text").count();
            assert_eq!(words(&plain), words(&blinking));
            assert_eq!(said(&plain).split('>').nth(1), said(&blinking).split('>').nth(1));
            assert!(!blinking.contains("url(#"));
        } else {
            assert_eq!(plain, blinking, "{}", kind.word());
        }
    }
}

#[test]
fn a_stop_of_seconds_leaves_no_mark_on_a_night() {
    // 4 s of 8 h are a tenth of a pixel.
    let plain = Case::new("plain", 5.0, 3.0);
    let short = plain.clone().stop(None, 1.0, 1.0 + 4.0 / 3600.0, Cause::LinkOutage);
    let paths = |text: &str| -> usize {
        let data = text.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next());
        data.map(|d| d.matches(['l', 'h', 'v']).count()).sum()
    };
    let marks = |case: &Case, kind| {
        let text = svg(&case.answer(), kind, &ChartOptions::default()).unwrap();
        (text.matches("url(#").count(), paths(&text))
    };
    assert_eq!(marks(&plain, ChartKind::Speed), marks(&short, ChartKind::Speed));
    assert_eq!(marks(&plain, ChartKind::States).0, marks(&short, ChartKind::States).0);
}

#[test]
fn the_strips_hold_the_inks_of_the_bars_and_each_bar_has_its_own() {
    use super::super::canvas::Shape;
    for case in super::cases::all() {
        let answer = case.answer();
        let (sheet, _) = sheet(&answer, ChartKind::States, &ChartOptions::default()).unwrap();
        let csv = data_csv(&answer, ChartKind::States);
        let bars = csv.lines().filter(|l| l.starts_with("bar,")).count();
        let areas: Vec<_> = sheet
            .elements
            .iter()
            .filter(|e| matches!(e.shape, Shape::Area(_)) && !e.ink.decor)
            .map(|e| (e.ink.role, e.ink.variant))
            .collect();
        // The bars are drawn last, one area each.
        let (strips, own) = areas.split_at(areas.len() - bars);
        assert!(strips.iter().all(|ink| own.contains(ink)), "{}: {areas:?}", case.name);
        let apart: std::collections::BTreeSet<_> = own.iter().collect();
        assert_eq!(apart.len(), bars, "{}: {own:?}", case.name);
    }
}

#[test]
fn the_hatches_of_a_role_differ() {
    use super::super::palette::{Role, VARIANTS, hatch};
    for role in [Role::Network, Role::Power, Role::Cloud, Role::Phone] {
        let paths: std::collections::BTreeSet<_> =
            (0..VARIANTS).map(|variant| hatch(role, variant).unwrap()).collect();
        assert_eq!(paths.len(), usize::from(VARIANTS), "{role:?}");
        assert!(paths.iter().all(|(tile, _)| tile % 2 == 0), "{role:?}");
    }
}

/// The straight pieces of a hatch: absolute moves, lines, levels and uprights, as they are written there.
fn pieces(path: &str) -> Vec<[(f64, f64); 2]> {
    let mut list = Vec::new();
    let (mut at, mut rest) = ((0.0, 0.0), path);
    while let Some(letter) = rest.chars().next() {
        let end = rest[1..].find(char::is_alphabetic).map_or(rest.len(), |place| place + 1);
        let spaced = rest[1..end].replace('-', " -");
        let numbers: Vec<f64> = spaced.split_whitespace().map(|n| n.parse().unwrap()).collect();
        let to = match letter {
            'H' => (numbers[0], at.1),
            'V' => (at.0, numbers[0]),
            _ => (numbers[0], numbers[1]),
        };
        if letter != 'M' {
            list.push([at, to]);
        }
        (at, rest) = (to, &rest[end..]);
    }
    list
}

#[test]
fn no_hatch_runs_level_or_upright_as_the_lines_of_a_grid_do() {
    use super::super::palette::{Role, VARIANTS, hatch};
    let roles = [Role::Network, Role::Power, Role::Outside, Role::Cloud, Role::Phone];
    for (role, variant) in roles.into_iter().flat_map(|r| (0..VARIANTS).map(move |v| (r, v))) {
        let (tile, path) = hatch(role, variant).unwrap();
        let pieces = pieces(path);
        assert!(!pieces.is_empty(), "{role:?}");
        for [(x0, y0), (x1, y1)] in pieces {
            let (across, down) = ((x1 - x0).abs(), (y1 - y0).abs());
            // A dot may be drawn as a line that is as long as it is thick.
            let long = across.max(down) > 0.3 * f64::from(tile);
            assert!(!long || across.min(down) > 0.5, "{role:?} {variant}: {path}");
        }
    }
}

#[test]
fn bands_over_most_of_a_plot_are_faint() {
    let stopped = |from, to| {
        let case = Case::new("stopped", 20.0, 3.0).with("window.nights", Count::new(1));
        let case = case.stop(None, from, to, Cause::NoPower);
        svg(&case.answer(), ChartKind::Speed, &ChartOptions::default()).unwrap()
    };
    assert!(stopped(1.0, 7.0).contains("stroke-opacity"));
    assert!(!stopped(1.0, 2.0).contains("stroke-opacity"));
}

#[test]
fn a_standstill_is_flat_however_short_the_uploads_between() {
    // Uploads of 1 min between stops: the line must not slope along the stop that follows.
    let mut case = Case::new("short", 100.0, 3.0).with("window.nights", Count::new(6));
    for k in 0..7 {
        let from = f64::from(k) + 1.0 / 60.0;
        case = case.stop(None, from, f64::from(k) + 1.0, Cause::Doze);
    }
    let answer = case.answer();
    let csv = data_csv(&answer, ChartKind::Progress);
    let rows: Vec<Vec<f64>> = csv
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            vec![cells[0].parse().unwrap(), cells[3].parse().unwrap()]
        })
        .collect();
    let rate = case.rate.bits_per_s() as f64 / 8.0;
    for pair in rows.windows(2) {
        let (time, sent) = (pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
        // A slope is either the full rate or nothing, but for steps under the finest.
        let finest = answer.outcome.ledger.horizon.micros() as f64 / 2e9;
        assert!(
            time <= 2.0 * finest || sent < 1.0 || (sent / time - rate).abs() < rate / 100.0,
            "{time} s, {sent} bytes"
        );
    }
}
