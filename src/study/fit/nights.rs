//! The stretches in order, and what happened night by night. Steps, stalls and levels flow in, rows flow
//! out.

use super::series::{Calendar, Series};
use super::stretches::{Stop, Stretches};
use super::{Night, Stretch, Units, span};

const DAY: f64 = 86_400.0;

/// The stretches in order: a level is cut where a stall lies in it.
pub(super) fn stretches(found: &Stretches, units: Units) -> Vec<Stretch> {
    let stall = |stop: &Stop| Stretch {
        from: span(stop.from),
        to: span(stop.to),
        time: span(stop.time),
        speed: None,
        sent: units.sum(0.0),
        lost: units.sum(stop.lost),
    };
    let mut out = Vec::new();
    for level in &found.levels {
        // Stalls within the level, in order.
        let inside: Vec<&Stop> = found
            .stops
            .iter()
            .filter(|s| s.from >= level.from - 1e-6 && s.from < level.to && s.to > s.from)
            .collect();
        let mut from = level.from;
        let length = (level.to - level.from).max(f64::MIN_POSITIVE);
        let stalled: f64 = inside.iter().map(|s| (s.to.min(level.to) - s.from).max(0.0)).sum();
        let sends = (length - stalled).max(f64::MIN_POSITIVE);
        let mut push = |from: f64, to: f64| {
            if to - from > 1e-6 {
                let share = (to - from) / sends;
                out.push(Stretch {
                    from: span(from),
                    to: span(to),
                    time: span(level.time * share),
                    speed: Some(units.speed(level.rate())),
                    sent: units.sum(level.gain * share),
                    lost: units.sum(0.0),
                });
            }
        };
        for stop in &inside {
            push(from, stop.from);
            from = stop.to;
        }
        push(from, level.to);
    }
    out.extend(found.stops.iter().filter(|s| s.to > s.from).map(stall));
    out.sort_by_key(|stretch| (stretch.from, stretch.to));
    out
}

/// The nights: from one start of the window to the next, else from noon to noon, without a clock 24 h
/// from the first reading.
pub(super) fn nights(
    series: &Series,
    found: &Stretches,
    calendar: &Calendar,
    units: Units,
) -> Vec<Night> {
    let start = f64::from(calendar.nights_from().millis()) / 1e3;
    let head = calendar.clock.map_or(0.0, |clock| (clock - start).rem_euclid(DAY));
    let number = |at: f64| ((head + at) / DAY).floor().max(0.0);
    let last = number((series.end - 1e-6).max(0.0)).min(9_999.0) as u32;
    (0..=last)
        .map(|night| {
            let from = (f64::from(night) * DAY - head).max(0.0);
            let to = (f64::from(night + 1) * DAY - head).min(series.end);
            // What lies outside the window has no share, unless all of it does.
            let share = |start: f64, end: f64| {
                let (start_in, end_in) = (start.max(from).min(to), end.min(to).max(from));
                let open = calendar.open(end) - calendar.open(start);
                match open > 0.0 {
                    true => (calendar.open(end_in) - calendar.open(start_in)) / open,
                    false if end > start => (end_in - start_in) / (end - start),
                    false => 0.0,
                }
            };
            let steps = series.steps.iter().filter(|s| s.to > from && s.from < to);
            let (mut sent, mut lost) = (0.0, 0.0);
            for step in steps {
                // What a step gained, it gained while it was open and not flat, at its end.
                let begins = (step.from + step.flat).min(step.to);
                let part = if step.flat > 0.0 {
                    share(begins, step.to)
                } else {
                    share(step.from, step.to)
                };
                sent += step.gain * part;
                if step.to > from && step.to <= to + 1e-6 {
                    lost += step.lost;
                }
            }
            let stalled: f64 = found.stops.iter().map(|s| s.time * share(s.from, s.to)).sum();
            let fell: f64 = found.falls.iter().map(|(a, b, time)| time * share(*a, *b)).sum();
            let open = calendar.open(to) - calendar.open(from);
            Night {
                number: night + 1,
                from: span(from),
                to: span(to),
                sent: units.sum(sent),
                lost: units.sum(lost),
                sending: span((open - stalled - fell).max(0.0)),
                stalled: span(stalled),
            }
        })
        .collect()
}
