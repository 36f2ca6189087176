//! What a file says of itself: a timeline of this program names what each standstill waited for. Its rows
//! flow in; gates, the window that they keep and the edits that put them into a case flow out.

use super::gates::{Evidence, Gate, Gates, clock_at};
use super::series::Calendar;
use super::span;
use super::stretches::Stop;
use crate::cause::Cause;
use crate::edit::{Edit, FieldId, Value};
use crate::import::progress::Progress;
use crate::model::service::Requirement;
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::units::{BackupWindow, ClockTime, ClockWindow, Outages, Windows};

/// A stall that is covered by this share is the gate's.
const COVERS: f64 = 0.5;

/// The window that the file keeps to, where it says when it is outside.
pub(super) fn window(progress: &Progress) -> Option<BackupWindow> {
    let clock = f64::from(progress.clock?.millis()) / 1e3;
    let end = progress.readings.last()?.at;
    let at = |at: f64| clock_at(clock + at, 60.0);
    let outside: Vec<_> = progress.told.iter().filter(|t| t.2 == Cause::OutsideWindow).collect();
    // The last may not have ended yet.
    let whole = outside.iter().filter(|t| t.1 < end);
    let mut kept = whole.map(|t| (at(t.1.as_secs()), at(t.0.as_secs())));
    let (start, stop) = kept.next()?;
    (start != stop && kept.all(|other| other == (start, stop)))
        .then_some(BackupWindow::Nightly { start, end: stop })
}

/// The gates that it names.
pub(super) fn find(
    gates: &mut Gates,
    progress: &Progress,
    stops: &[Stop],
    calendar: &Calendar,
    inputs: &Inputs,
    given: &dyn Fn(FieldId) -> bool,
) {
    let mut causes: Vec<Cause> = progress.told.iter().map(|told| told.2).collect();
    causes.sort_unstable();
    causes.dedup();
    for cause in causes.into_iter().filter(|cause| cause.is_gate()) {
        let runs: Vec<(f64, f64)> = progress
            .told
            .iter()
            .filter(|told| told.2 == cause)
            .map(|told| (told.0.as_secs(), told.1.as_secs()))
            .collect();
        let edits: Vec<Edit> = match cause {
            Cause::OutsideWindow => window(progress)
                .map(|window| (const { id_of("window.allowed") }, Value::BackupWindow(window)))
                .into_iter()
                .collect(),
            _ => calendar
                .clock
                .and_then(|clock| hours(cause, &windows(&runs, clock), inputs))
                .into_iter()
                .collect::<Vec<_>>(),
        }
        .into_iter()
        .map(|(field, value)| Edit { field, value })
        .filter(|edit| !given(edit.field))
        .collect();
        let within = |stop: &Stop| {
            runs.iter().map(|r| (r.1.min(stop.to) - r.0.max(stop.from)).max(0.0)).sum::<f64>()
        };
        for (stop, explained) in stops.iter().zip(&mut gates.explained) {
            *explained |= !edits.is_empty() && within(stop) >= COVERS * (stop.to - stop.from);
        }
        gates.gates.push(Gate {
            cause,
            also: Vec::new(),
            time: span(runs.iter().map(|r| r.1 - r.0).sum()),
            stalls: runs.len(),
            evidence: Evidence::Told,
            edits,
        });
    }
}

/// The hours of the clock in which it stood still, each once and in order.
fn windows(runs: &[(f64, f64)], clock: f64) -> Vec<(ClockTime, ClockTime)> {
    let at = |at: f64| clock_at(clock + at, 60.0);
    let mut found: Vec<_> =
        runs.iter().map(|run| (at(run.0), at(run.1))).filter(|(from, to)| from != to).collect();
    found.sort_unstable_by_key(|(from, to)| (from.millis(), to.millis()));
    found.dedup();
    found
}

/// The hours as a field's value: in those of the gate itself where the service reads them, else as hours
/// in which the line is down. Nothing for causes that no hours bring back.
fn hours(
    cause: Cause,
    closed: &[(ClockTime, ClockTime)],
    inputs: &Inputs,
) -> Option<(FieldId, Value)> {
    if closed.is_empty() {
        return None;
    }
    let daily = |(from, to): &(ClockTime, ClockTime)| ClockWindow::daily(*from, *to);
    let clocks = |list: Vec<ClockWindow>| Value::Windows(Windows::Clock(list));
    let shut = || closed.iter().map(daily).collect::<Vec<_>>();
    // From the end of each to the start of the next.
    let free = || {
        let next = closed.iter().skip(1).chain(closed.first());
        let gaps = closed.iter().zip(next).map(|(one, next)| (one.1, next.0));
        clocks(gaps.filter(|(from, to)| from != to).map(|gap| daily(&gap)).collect())
    };
    let reads = |what: Requirement| inputs.service.requires.has(what);
    let down = || {
        let outages = shut().into_iter().map(|window| (window, None)).collect();
        (const { id_of("link.outages") }, Value::Outages(Outages(outages)))
    };
    Some(match cause {
        Cause::ScreenInUse if reads(Requirement::Locked) => {
            (const { id_of("screen.in_use") }, clocks(shut()))
        }
        Cause::NoPower if reads(Requirement::Power) || reads(Requirement::Charging) => {
            (const { id_of("charger.plugged") }, free())
        }
        Cause::NoWifi => (const { id_of("link.wifi") }, free()),
        Cause::CloudOutage => (const { id_of("cloud.outages") }, clocks(shut())),
        Cause::ScreenInUse | Cause::NoPower | Cause::LinkOutage => down(),
        _ => return None,
    })
}
