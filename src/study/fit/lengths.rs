//! Stalls that are too long for drops: stalls that nothing else explains flow in, a gate with its hours flows
//! out. Seen once, or longer than the sending between them, they are told as outages of the line.

use super::gates::{BY_CLOCK, DAY, Evidence, Gates, clock_at, span};
use super::outlook::is_regular;
use super::stretches::{Stop, Stretches};
use crate::cause::Cause;
use crate::edit::{Edit, FieldId, Value};
use crate::scenario::fields::id_of;
use crate::units::{ClockWindow, Outages};

/// A single stall, and stalls longer than the sending between them: outages at their clock times.
pub(super) fn by_length(
    gates: &mut Gates,
    found: &Stretches,
    clock: f64,
    given: &dyn Fn(FieldId) -> bool,
) {
    let field = const { id_of("link.outages") };
    let places: Vec<usize> =
        gates.open().filter(|place| found.stops.get(*place).is_some_and(|s| !s.goes_on)).collect();
    let stops: Vec<Stop> = places.iter().filter_map(|p| found.stops.get(*p)).copied().collect();
    let time: f64 = stops.iter().map(|s| s.time).sum();
    let is_long = stops.len() == 1 || time > found.sending;
    let fits = stops.iter().all(|s| s.time >= BY_CLOCK && s.to - s.from < DAY - BY_CLOCK);
    if stops.is_empty()
        || !is_long
        || !fits
        || given(field)
        || gates.gates.iter().any(|g| g.cause == Cause::StuckItem)
    {
        return;
    }
    let mut windows: Vec<ClockWindow> = Vec::new();
    for stop in &stops {
        let (from, to) = (clock_at(clock + stop.from, 60.0), clock_at(clock + stop.to, 60.0));
        let window = ClockWindow::daily(from, to);
        if from != to && !windows.contains(&window) {
            windows.push(window);
        }
    }
    let outages = Outages(windows.into_iter().map(|window| (window, None)).collect());
    let edit = Edit { field, value: Value::Outages(outages) };
    let evidence = match stops.len() {
        1 => Evidence::Once,
        count => Evidence::Again {
            every: span(found.sending / count as f64),
            lasting: span(time / count as f64),
            regular: is_regular(&stops),
        },
    };
    let others = vec![Cause::NoWifi, Cause::CloudOutage];
    gates.take(&places, &found.stops, (Cause::LinkOutage, others, evidence, vec![edit]));
}
