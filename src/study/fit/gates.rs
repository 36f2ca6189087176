//! What probably stood behind the stalls: stretches and the clock flow in, gates with their evidence and
//! the edits that put them into a case flow out.
//!
//! Only times are seen, so a gate is a guess: windows that the owner gave are held against the stalls
//! first; then stalls that come back by the clock; then runs of equal length; what is left is chance.

use super::outlook::is_regular;
use super::series::{Calendar, Series};
use super::stretches::{Stop, Stretches};
use crate::cause::Cause;
use crate::edit::{Edit, FieldId, Value};
use crate::import::progress::Progress;
use crate::model::link::LinkKind;
use crate::model::service::Requirement;
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::units::{BackupWindow, ClockTime, ClockWindow, Drops, Fraction, Session, Span, Windows};

pub(super) const DAY: f64 = 86_400.0;
/// Clock times of two nights are the same within this (assumed: people come home about then).
const SAME_CLOCK: f64 = 1_500.0;
/// Stalls shorter than this come by chance, not by the clock.
pub(super) const BY_CLOCK: f64 = 600.0;
/// A stall of every day that is at least this long is the rest of the day.
const DAYTIME: f64 = 5.0 * 3_600.0;
/// A given window explains a stall of which it covers this share.
const COVERS: f64 = 0.8;
/// Runs are equal if their lengths differ by this share at most.
const EQUAL: f64 = 0.1;
/// A stall that is longer than this many runs beside it is a wait for the next budget.
const WAITS: f64 = 4.0;
/// Stalls longer than this on average are outages, not drops.
const DROP: f64 = 900.0;
/// Two stalls stand at the same place within this share of the whole.
const SAME_PLACE: f64 = 0.005;

/// What speaks for a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Evidence {
    /// The stalls lie in hours that were given.
    Given,
    /// They come back between the same clock times.
    Clock {
        /// From about this clock time.
        from: ClockTime,
        /// To about this one.
        to: ClockTime,
        /// In so many nights.
        nights: usize,
    },
    /// It sends for the same time again and again.
    Runs {
        /// For so long.
        budget: Span,
        /// In each time of this length.
        per: Span,
    },
    /// They come again and again.
    Again {
        /// After so much sending.
        every: Span,
        /// For so long.
        lasting: Span,
        /// At regular times.
        regular: bool,
    },
    /// It comes back to the same place and stops.
    SamePlace {
        /// Where.
        at: Fraction,
    },
    /// The file says so.
    Told,
    /// There was one, or too few to say more.
    Once,
    /// It has not ended.
    Now,
}

/// A gate that was probably closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// What it is called.
    pub cause: Cause,
    /// What it might be as well.
    pub also: Vec<Cause>,
    /// How long it held the upload.
    pub time: Span,
    /// In how many stalls.
    pub stalls: usize,
    /// What speaks for it.
    pub evidence: Evidence,
    /// What puts it into a case; nothing where it is there already, or over.
    pub edits: Vec<Edit>,
}

/// The gates, and for each stall whether it comes by the clock and not by chance.
pub(super) struct Gates {
    pub gates: Vec<Gate>,
    pub explained: Vec<bool>,
}

/// Finds them. `given` says what the owner gave.
pub(super) fn find(
    progress: &Progress,
    series: &Series,
    found: &Stretches,
    calendar: &Calendar,
    inputs: &Inputs,
    given: &dyn Fn(FieldId) -> bool,
) -> Gates {
    let stops = &found.stops;
    let mut gates = Gates { gates: Vec::new(), explained: vec![false; stops.len()] };
    super::told::find(&mut gates, progress, stops, calendar, inputs, given);
    if let Some(clock) = calendar.clock {
        by_given(&mut gates, stops, clock, inputs, given);
    }
    by_runs(&mut gates, series, stops);
    if let Some(clock) = calendar.clock {
        by_clock(&mut gates, stops, clock, inputs, calendar.window.is_some());
    }
    by_place(&mut gates, series, stops);
    if let Some(clock) = calendar.clock {
        super::lengths::by_length(&mut gates, found, clock, given);
    }
    by_chance(&mut gates, found, inputs);
    gates.gates.sort_by_key(|gate| std::cmp::Reverse(gate.time));
    gates
}

pub(super) fn span(seconds: f64) -> Span {
    Span::from_micros((seconds.clamp(0.0, 1e11) * 1e6).round() as i64)
}

/// A clock time to the nearest minute, or to the second where all is short.
pub(super) fn clock_at(seconds: f64, step: f64) -> ClockTime {
    let seconds = ((seconds / step).round() * step).rem_euclid(DAY);
    ClockTime::from_secs(seconds as u32)
}

impl Gates {
    pub fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.explained.iter().enumerate().filter(|(_, done)| !**done).map(|(place, _)| place)
    }

    pub fn take(
        &mut self,
        places: &[usize],
        stops: &[Stop],
        gate: (Cause, Vec<Cause>, Evidence, Vec<Edit>),
    ) {
        let time: f64 = places.iter().filter_map(|p| stops.get(*p)).map(|s| s.time).sum();
        for place in places {
            if let Some(done) = self.explained.get_mut(*place) {
                *done = true;
            }
        }
        let (cause, also, evidence, edits) = gate;
        self.gates.push(Gate {
            cause,
            also,
            time: span(time),
            stalls: places.len(),
            evidence,
            edits,
        });
    }
}

/// How much of a stall lies in windows of the clock, in seconds.
fn covered(stop: &Stop, clock: f64, closed: &dyn Fn(f64) -> bool) -> f64 {
    // Minute by minute, and at least a hundred looks.
    let step = (stop.time / 100.0).clamp(0.1, 60.0);
    let looks = ((stop.to - stop.from) / step).ceil().clamp(1.0, 100_000.0) as usize;
    let hits = (0..looks)
        .filter(|look| {
            let share = (*look as f64 + 0.5) / looks as f64;
            closed((clock + stop.from + share * (stop.to - stop.from)).rem_euclid(DAY))
        })
        .count();
    (stop.to - stop.from) * hits as f64 / looks as f64
}

pub(super) fn holds(windows: &[ClockWindow], at: f64) -> bool {
    windows.iter().any(|window| {
        let from = f64::from(window.start.millis()) / 1e3;
        (at - from).rem_euclid(DAY) < window.length().as_secs()
    })
}

/// Hours that the owner gave.
fn by_given(
    gates: &mut Gates,
    stops: &[Stop],
    clock: f64,
    inputs: &Inputs,
    given: &dyn Fn(FieldId) -> bool,
) {
    // Whether the windows are those in which it is open.
    let clocks = |windows: &Windows| match windows {
        Windows::Clock(list) => Some(list.clone()),
        _ => None,
    };
    let outages: Vec<ClockWindow> = inputs.link.outages.0.iter().map(|(w, _)| *w).collect();
    let candidates = [
        ("link.outages", Cause::LinkOutage, Some(outages), false),
        ("link.wifi", Cause::NoWifi, clocks(&inputs.link.wifi), true),
        ("cloud.outages", Cause::CloudOutage, clocks(&inputs.cloud.outages), false),
        ("charger.plugged", Cause::NoPower, clocks(&inputs.charger.plugged), true),
        ("screen.in_use", Cause::ScreenInUse, clocks(&inputs.screen.in_use), false),
    ];
    for (key, cause, windows, is_open) in candidates {
        let Some(windows) = windows.filter(|w| !w.is_empty()) else { continue };
        if !crate::scenario::find(key).is_some_and(|field| given(field.id)) {
            continue;
        }
        let closed = |at: f64| holds(&windows, at) != is_open;
        let places: Vec<usize> = gates
            .open()
            .filter(|place| {
                stops.get(*place).is_some_and(|stop| {
                    covered(stop, clock, &closed) >= COVERS * (stop.to - stop.from)
                })
            })
            .collect();
        if !places.is_empty() {
            gates.take(&places, stops, (cause, Vec::new(), Evidence::Given, Vec::new()));
        }
    }
}

/// Runs of equal length with long waits between them: a budget of time.
fn by_runs(gates: &mut Gates, series: &Series, stops: &[Stop]) {
    let places: Vec<usize> = gates.open().collect();
    if places.len() < 2 || places.len() != stops.len() {
        return;
    }
    let mut runs = Vec::new();
    let mut begins = vec![0.0];
    let mut last = 0.0;
    for stop in stops {
        runs.push(stop.from - last);
        last = stop.to;
        if !stop.goes_on {
            begins.push(stop.to);
        }
    }
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
    let equal = |list: &[f64], mean: f64| {
        let within = (EQUAL * mean).max(2.0 * series.every);
        list.iter().all(|one| (one - mean).abs() <= within)
    };
    let apart: Vec<f64> = begins.windows(2).map(|w| w[1] - w[0]).collect();
    let (run, per) = (mean(&runs), mean(&apart));
    let waits = stops.iter().filter(|s| !s.goes_on).all(|s| s.time >= WAITS * run);
    if apart.is_empty() || runs.len() < 2 || !waits || !equal(&runs, run) || !equal(&apart, per) {
        return;
    }
    let round = |seconds: f64| {
        let step = if seconds >= 600.0 { 60.0 } else { 1.0 };
        span((seconds / step).round() * step)
    };
    let (budget, per) = (round(run), round(per));
    if budget <= Span::ZERO || per <= budget {
        return;
    }
    let edit = Edit {
        field: const { id_of("service.session") },
        value: Value::Session(Session { budget, per }),
    };
    let evidence = Evidence::Runs { budget, per };
    gates.take(&places, stops, (Cause::SessionBudget, vec![Cause::Doze], evidence, vec![edit]));
}

/// Stalls that come back between the same clock times.
fn by_clock(gates: &mut Gates, stops: &[Stop], clock: f64, inputs: &Inputs, has_window: bool) {
    loop {
        let open: Vec<usize> = gates.open().collect();
        let same = |one: f64, other: f64| {
            let apart = (one - other).rem_euclid(DAY);
            apart.min(DAY - apart) <= SAME_CLOCK
        };
        let alike = |one: &Stop, other: &Stop| {
            same(one.from, other.from)
                && (other.goes_on || one.goes_on || same(one.to, other.to))
                && (one.from - other.from).abs() > DAY / 2.0
        };
        let group = open.iter().find_map(|&place| {
            let one = stops.get(place).filter(|s| s.time >= BY_CLOCK && !s.goes_on)?;
            let others = open
                .iter()
                .copied()
                .filter(|&other| other == place || stops.get(other).is_some_and(|s| alike(one, s)));
            let others: Vec<usize> = others.collect();
            // One that lasts from morning to the hour of the first reading is the day between two
            // nights.
            let is_day = one.time >= DAYTIME && one.from > BY_CLOCK && same(one.to, 0.0);
            (others.len() > 1 || is_day).then_some(others)
        });
        let Some(group) = group else { return };
        let members: Vec<Stop> = group.iter().filter_map(|p| stops.get(*p)).copied().collect();
        let Some(one) = members.iter().find(|s| !s.goes_on).copied() else { return };
        // The mean of clock times near each other.
        let mean = |base: f64, of: &dyn Fn(&Stop) -> Option<f64>| {
            let apart: Vec<f64> = members
                .iter()
                .filter_map(of)
                .map(|at| (at - base + DAY / 2.0).rem_euclid(DAY) - DAY / 2.0)
                .collect();
            base + apart.iter().sum::<f64>() / apart.len().max(1) as f64
        };
        let from = clock_at(clock + mean(one.from, &|s| Some(s.from)), 60.0);
        let to = clock_at(clock + mean(one.to, &|s| (!s.goes_on).then_some(s.to)), 60.0);
        if from == to {
            return;
        }
        let evidence = Evidence::Clock { from, to, nights: members.len() };
        let open = ClockWindow::daily(to, from);
        let reads = |what: Requirement| inputs.service.requires.has(what);
        let noon = holds(&[ClockWindow::daily(from, to)], 12.0 * 3_600.0);
        let evening = (17 * 3600..24 * 3600).contains(&from.secs());
        let (cause, also, edit) = if !has_window && noon && one.time >= DAYTIME {
            let window = BackupWindow::Nightly { start: to, end: from };
            let edit = Edit {
                field: const { id_of("window.allowed") },
                value: Value::BackupWindow(window),
            };
            (Cause::OutsideWindow, vec![Cause::NoWifi, Cause::NoPower], edit)
        } else if evening && reads(Requirement::Locked) {
            let edit = Edit {
                field: const { id_of("screen.in_use") },
                value: Value::Windows(Windows::Clock(vec![ClockWindow::daily(from, to)])),
            };
            (Cause::ScreenInUse, vec![Cause::NoPower, Cause::NoWifi], edit)
        } else if evening && (reads(Requirement::Power) || reads(Requirement::Charging)) {
            let edit = Edit {
                field: const { id_of("charger.plugged") },
                value: Value::Windows(Windows::Clock(vec![open])),
            };
            (Cause::NoPower, vec![Cause::NoWifi], edit)
        } else {
            let edit = Edit {
                field: const { id_of("link.wifi") },
                value: Value::Windows(Windows::Clock(vec![open])),
            };
            (Cause::NoWifi, vec![Cause::LinkOutage, Cause::ScreenInUse], edit)
        };
        gates.take(&group, stops, (cause, also, evidence, vec![edit]));
    }
}

/// An upload that falls back and stops at the same place again.
fn by_place(gates: &mut Gates, series: &Series, stops: &[Stop]) {
    let Some(total) = series.total.filter(|t| *t > 0.0) else { return };
    // How much was done when each stall began.
    let level = |stop: &Stop| {
        let before = series.steps.iter().filter(|step| step.to <= stop.from + 1e-6);
        before.fold(series.first, |sum, step| sum + step.gain - step.lost)
    };
    let open: Vec<usize> = gates.open().collect();
    let levels: Vec<(usize, f64)> =
        open.iter().filter_map(|p| Some((*p, level(stops.get(*p)?)))).collect();
    let Some(&(_, last)) = levels.last() else { return };
    let same: Vec<usize> = levels
        .iter()
        .filter(|(_, at)| (at - last).abs() <= SAME_PLACE * total)
        .map(|(p, _)| *p)
        .collect();
    let fell = series.steps.iter().filter(|step| step.lost > 0.0).count();
    if same.len() < 2 || fell == 0 || last <= 0.02 * total || last >= total {
        return;
    }
    let percent = (100.0 * last / total).round().clamp(1.0, 99.0) as u32;
    let at = Fraction::from_percent(percent);
    let edit = Edit { field: const { id_of("library.stuck_at") }, value: Value::Fraction(at) };
    gates.take(
        &same,
        stops,
        (Cause::StuckItem, Vec::new(), Evidence::SamePlace { at }, vec![edit]),
    );
    // It will stop there again, but whether it ever passes is not seen: chance goes on as well.
    for place in same {
        if let Some(done) = gates.explained.get_mut(place) {
            *done = false;
        }
    }
}

/// What is left: drops, outages, one that has not ended.
fn by_chance(gates: &mut Gates, found: &Stretches, inputs: &Inputs) {
    let taken: Vec<usize> = gates.gates.iter().map(|g| g.stalls).collect();
    let left: Vec<usize> = gates.open().collect();
    // A place that was named is not named again.
    let named = gates.gates.iter().any(|g| g.cause == Cause::StuckItem);
    if left.is_empty() || (named && taken.iter().sum::<usize>() >= left.len()) {
        return;
    }
    let stops: Vec<Stop> = left.iter().filter_map(|p| found.stops.get(*p)).copied().collect();
    let ended: Vec<Stop> = stops.iter().filter(|s| !s.goes_on).copied().collect();
    let time = |list: &[Stop]| list.iter().map(|s| s.time).sum::<f64>();
    let on_wifi = inputs.link.kind == LinkKind::Wifi;
    let line = if on_wifi { Cause::NoWifi } else { Cause::LinkOutage };
    let mut push = |cause, also: &[Cause], list: &[Stop], evidence, edits| {
        let (time, stalls) = (span(time(list)), list.len());
        gates.gates.push(Gate { cause, also: also.to_vec(), time, stalls, evidence, edits });
    };
    if ended.len() > 1 {
        let lasting = time(&ended) / ended.len() as f64;
        let every = found.sending / ended.len() as f64;
        let evidence = Evidence::Again {
            every: span(every),
            lasting: span(lasting),
            regular: is_regular(&ended),
        };
        let cause = if lasting < DROP { line } else { Cause::LinkOutage };
        let other = if cause == Cause::LinkOutage { Cause::NoWifi } else { Cause::LinkOutage };
        push(cause, &[other, Cause::CloudOutage], &ended, evidence, Vec::new());
    } else if let [one] = ended.as_slice() {
        let others = [Cause::NoWifi, Cause::CloudOutage];
        push(Cause::LinkOutage, &others, &[*one], Evidence::Once, Vec::new());
    }
    if let Some(now) = stops.iter().find(|s| s.goes_on) {
        let others = [Cause::NoWifi, Cause::CloudOutage];
        push(Cause::LinkOutage, &others, &[*now], Evidence::Now, Vec::new());
    }
}

/// Drops as an edit; `None` where there are none to expect.
pub(super) fn drops(every: f64, lasting: f64) -> Option<Drops> {
    let drops = Drops { every: span(every), lasting: span(lasting) };
    (drops.every > Span::ZERO && drops.lasting > Span::ZERO).then_some(drops)
}
