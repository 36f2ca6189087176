//! The engine against the ticker on random scenarios: the same verdict, the same finish, the same
//! bytes and the same blame, within a second for each change that depends on more than the clock.
#![allow(clippy::print_stdout)]

use crate::properties::{changed, library};
use crate::ticker::found::{Found, Tolerance, differences};
use crate::ticker::{End, Ticked, draw, run};
use backup_sim::edit::Value;
use backup_sim::model::link::LinkKind;
use backup_sim::model::power::battery::Saver;
use backup_sim::model::service::Requirement;
use backup_sim::scenario::{Inputs, Scenario};
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::units::{BackupWindow, Fraction, Size, Windows};
use std::ops::Range;

/// What the cases consist of.
#[derive(Clone, Copy, Debug, Default)]
struct Mix {
    cases: u32,
    finished: u32,
    open: u32,
    never: u32,
    refused: u32,
    skipped: u32,
    battery: u32,
    nights: u32,
    items: u32,
    rivals: u32,
    quota: u32,
    drops: u32,
}

impl Mix {
    fn plus(mut self, o: Mix) -> Mix {
        for (a, b) in [
            (&mut self.cases, o.cases),
            (&mut self.finished, o.finished),
            (&mut self.open, o.open),
            (&mut self.never, o.never),
            (&mut self.refused, o.refused),
            (&mut self.skipped, o.skipped),
            (&mut self.battery, o.battery),
            (&mut self.nights, o.nights),
            (&mut self.items, o.items),
            (&mut self.rivals, o.rivals),
            (&mut self.quota, o.quota),
            (&mut self.drops, o.drops),
        ] {
            *a += b;
        }
        self
    }

    fn count(&mut self, i: &Inputs, t: &Ticked) {
        self.cases += 1;
        match t.end {
            End::Finished => self.finished += 1,
            End::Open => self.open += 1,
            End::Never => self.never += 1,
            End::Refused(_) => self.refused += 1,
        }
        let needs = |r| i.service.requires.has(r);
        let unplugs = i.charger.plugged != Windows::Always;
        let gate = needs(Requirement::Charging)
            || unplugs && (i.service.reserve > Fraction::ZERO || needs(Requirement::BatteryNotLow))
            || i.battery.saver == Saver::Auto && needs(Requirement::NotSaver);
        let online = i.link.kind != LinkKind::Usb;
        self.battery += u32::from(gate);
        self.nights += u32::from(t.nights > 1);
        self.items += u32::from(i.library.items.is_some());
        self.rivals += u32::from(online && !i.link.rivals.0.is_empty());
        self.quota += u32::from(i.cloud.free.or(i.cloud.plan).is_some());
        self.drops += u32::from(online && i.link.drops.is_some());
    }

    /// Every part is at least a fifth, and hardly any case was skipped.
    fn check(&self) {
        println!("{self:?}");
        for part in [self.battery, self.nights, self.items, self.rivals, self.quota, self.drops] {
            assert!(part * 5 >= self.cases, "{self:?}");
        }
        assert!(self.finished * 3 >= self.cases, "{self:?}");
        assert!(self.skipped * 50 <= self.cases, "{self:?}");
    }
}

/// Whether the ticker's grid could decide the outcome.
fn on_edge(i: &Inputs, t: &Ticked, tol: &Tolerance) -> bool {
    let near_end = match i.window.allowed {
        BackupWindow::AllDay => false,
        BackupWindow::Nightly { .. } => {
            let length = i.window.allowed.length().as_secs();
            let offset = (t.horizon as f64 * 1e-6) % 86_400.0;
            t.end == End::Finished && offset < length && offset + tol.finish > length
        }
    };
    near_end || t.chatter || t.edge <= tol.bytes
}

/// Whether the engine itself finds something else when the size or the level is off by what the
/// ticker may be off.
fn is_touchy(scenario: &Scenario, engine: &Found, tol: &Tolerance) -> bool {
    let i = scenario.inputs();
    let bytes = tol.bytes.max(1.0) as u64;
    let size = library(i).bytes();
    let level = i64::from(i.battery.level.millionths());
    let share = (tol.level * 1e6).ceil() as i64;
    let to_level =
        |l: i64| Value::Fraction(Fraction::from_millionths(l.clamp(0, 1_000_000) as u32));
    let to_size = |s: u64| Value::Size(Size::from_bytes(s.max(i.library.done.bytes()).max(1)));
    let others = [
        ("library.size", to_size(size + bytes)),
        ("library.size", to_size(size.saturating_sub(bytes))),
        ("battery.level", to_level(level + share)),
        ("battery.level", to_level(level - share)),
    ];
    others.into_iter().any(|edit| {
        let near = changed(scenario, &[edit], |_, v| v);
        let found = Found::from(&simulate(&near, Chance::Mean, Record::Battery));
        let mut wide = *tol;
        wide.bytes *= 2.0;
        wide.level *= 2.0;
        !differences(engine, &found, &wide).is_empty()
    })
}

/// Runs both; gives what differs, unless the case is on an edge.
fn compare(scenario: &Scenario, mix: &mut Mix) -> Option<String> {
    let ticked = run(scenario.inputs());
    mix.count(scenario.inputs(), &ticked);
    let outcome = simulate(scenario, Chance::Mean, Record::Battery);
    let tol = Tolerance::of(&ticked);
    let (ours, engine) = (Found::from(&ticked), Found::from(&outcome));
    let bad = differences(&ours, &engine, &tol);
    if bad.is_empty() {
        return None;
    }
    if on_edge(scenario.inputs(), &ticked, &tol) || is_touchy(scenario, &engine, &tol) {
        mix.skipped += 1;
        return None;
    }
    let lines = draw::lines(scenario);
    Some(format!("{}\n{lines}\nticker {ticked:?}\nengine {outcome:?}\n", bad.join("\n")))
}

/// `apart` cases may differ: knife edges that no change of size or level shows, and days of `all-day`
/// that never begin alike, of which only the ticker says that they never end.
fn agree(seeds: Range<u64>, apart: usize) {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let work = |first: u64| {
        let mut mix = Mix::default();
        let mut bad = Vec::new();
        for seed in seeds.clone().skip(first as usize).step_by(threads as usize) {
            if let Some(text) = compare(&draw::scenario(seed), &mut mix) {
                bad.push((seed, text));
            }
        }
        (mix, bad)
    };
    let parts: Vec<_> = std::thread::scope(|scope| {
        let list: Vec<_> = (0..threads).map(|k| scope.spawn(move || work(k))).collect();
        list.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let mix = parts.iter().fold(Mix::default(), |sum, (mix, _)| sum.plus(*mix));
    let mut bad: Vec<_> = parts.into_iter().flat_map(|(_, bad)| bad).collect();
    bad.sort();
    for (seed, text) in bad.iter().take(3) {
        println!("seed {seed}: {text}");
    }
    let seeds: Vec<_> = bad.iter().map(|(seed, _)| *seed).take(50).collect();
    assert!(bad.len() <= apart, "{} of {} cases disagree: seeds {seeds:?}", bad.len(), mix.cases);
    mix.check();
}

#[test]
fn engine_and_ticker_agree_on_10_000_random_scenarios() {
    agree(0..10_000, 0);
}

#[test]
fn slow_engine_and_ticker_agree_on_100_000_random_scenarios() {
    agree(10_000..110_000, 10);
}
