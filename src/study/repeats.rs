//! Where the finish falls when the same case is run again. A scenario flows in; the moments between
//! which 9 of 10 repeats are expected to finish flow out.
//!
//! Each repeat is simulated with what differs from one run of a real client to the next: the share
//! of the line that is payload, how long a process takes to start, the round trip, the client's
//! random waits. So a case on an edge (an upload that ends just before or just after the next cut)
//! has a wide interval. On top comes what the model does not know.

use crate::scenario::Scenario;
use crate::sim::outcome::Outcome;
use crate::sim::random::Source;
use crate::sim::{Chance, Stream, simulate_drawn};
use crate::units::{Fraction, Scan, SimTime, Span};
use rand_core::Rng;

/// How many repeats are simulated; of these the lowest and the highest are left out.
const REPEATS: u64 = 24;
/// The payload share strays by 0.3 % to either side: windows of half a second of full load, measured
/// for this project, 2026-11, differ by as much.
const SHARE: f64 = 0.003;
/// A process starts in 0.65 to 1.55 times its usual time: 27 starts of one client, measured for this
/// project, 2026-11, took 0.94 to 2.25 s (mean 1.43 s).
const STARTING: (f64, f64) = (0.65, 1.55);
/// The round trip strays by 5 % to either side (assumed: what else the computers do).
const ROUND_TRIP: f64 = 0.05;
/// What the model itself misses: 1.4 % of the time, within which 9 of 10 runs fell that had no part
/// in fitting the constants (docs/accuracy.md), and a look of the supervisor.
const UNKNOWN: f64 = 0.014;
const LOOK: Span = Span::from_micros(100_000);

/// Where 90 % of repeats are expected to finish; `None` if the case never does.
pub fn interval(scenario: &Scenario, outcome: &Outcome) -> Option<(SimTime, SimTime)> {
    let point = outcome.finish?.at;
    let mut ends: Vec<SimTime> = (0..REPEATS).filter_map(|n| repeat(scenario, n)).collect();
    ends.sort_unstable();
    let inner = if ends.len() > 2 { ends.get(1..ends.len() - 1).unwrap_or(&[]) } else { &ends };
    let first = inner.first().copied().unwrap_or(point).min(point);
    let last = inner.last().copied().unwrap_or(point).max(point);
    let aside = |at: SimTime| Span::from_micros((at.micros() as f64 * UNKNOWN) as i64).plus(LOOK);
    let before = SimTime::from_micros(first.micros().saturating_sub(aside(first).micros()).max(0));
    Some((before, last.plus(aside(last))))
}

/// When one repeat finishes.
fn repeat(scenario: &Scenario, number: u64) -> Option<SimTime> {
    let stream = Stream { seed: 1, row: 1, trial: number };
    let mut random = stream.of(Source::Repeats);
    // From 0 to just under 1.
    let mut draw = || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut inputs = scenario.inputs().clone();
    let scaled = |value: f64, by: f64| value * by;
    let share = 1.0 + SHARE * (2.0 * draw() - 1.0);
    let millionths = scaled(f64::from(inputs.link.efficiency.millionths()), share);
    inputs.link.efficiency = Fraction::from_millionths((millionths as u32).min(1_000_000));
    let span = |span: Span, by: f64| Span::from_micros(scaled(span.micros() as f64, by) as i64);
    let starting = STARTING.0 + (STARTING.1 - STARTING.0) * draw();
    if let Scan::Lasting(scan) = inputs.service.scan {
        inputs.service.scan = Scan::Lasting(span(scan, starting));
    }
    inputs.link.rtt = span(inputs.link.rtt, 1.0 + ROUND_TRIP * (2.0 * draw() - 1.0));
    simulate_drawn(&inputs, Chance::Drawn(stream)).finish.map(|finish| finish.at)
}
