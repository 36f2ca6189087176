//! What holds the backup back most (docs/models.md, Attribution): of the causes that stalled or
//! limited it, the one that brings the finish forward most when its gate is held open or its cap
//! doubled.

use crate::cause::{Cause, CauseSet};
use crate::model::conditions::Relaxed;
use crate::scenario::Inputs;
use crate::sim::Point;
use crate::sim::outcome::Outcome;
use crate::units::{SimTime, Size};
use std::cmp::Reverse;

/// The bottleneck of an outcome: for never and refused the cause that the proof rests on, else found
/// by simulating again; ties go to the first in the order of causes. `None` if nothing had to be
/// sent.
pub fn bottleneck(inputs: &Inputs, outcome: &Outcome) -> Option<Cause> {
    of_point(&mut Point::new(inputs), outcome)
}

/// As [`bottleneck`], of a point answer that was asked before.
pub(crate) fn of_point(point: &mut Point<'_>, outcome: &Outcome) -> Option<Cause> {
    if let Some(proof) = outcome.proof {
        return Some(proof.cause);
    }
    let stalls = outcome.stalls.iter().map(|stall| stall.cause);
    let causes = stalls
        .chain(outcome.limits.iter().map(|l| l.cause))
        .filter(|&cause| cause != Cause::OutsideWindow)
        .fold(CauseSet::EMPTY, CauseSet::with);
    if causes.len() < 2 {
        return causes.first();
    }
    let mut ranked = by_time(outcome, causes).into_iter();
    let first = ranked.next()?;
    let full = |point: &mut Point<'_>, cause| (rank(&point.relaxed(Relaxed::of(cause))), cause);
    let first = full(point, first);
    let best = ranked.fold(first, |best, cause| {
        let (finish, ..) = best.0;
        if finish == SimTime::END {
            return best.min(full(point, cause));
        }
        // Whether another brings it forward more is known once the best finish has passed.
        match point.finish_relaxed(Relaxed::of(cause), finish) {
            Some(at) => best.min(((at, Reverse(Size::ZERO)), cause)),
            None => best,
        }
    });
    Some(best.1)
}

/// The causes by the time that they seem to cost, most first: all of a stall, half of the time at a
/// cap. The order only saves time.
fn by_time(outcome: &Outcome, causes: CauseSet) -> Vec<Cause> {
    let stalls = outcome.stalls.iter().map(|stall| (2 * stall.time.micros(), stall.cause));
    let limits = outcome.limits.iter().map(|limit| (limit.time.micros(), limit.cause));
    let mut all: Vec<_> = stalls.chain(limits).filter(|(_, c)| causes.contains(*c)).collect();
    all.sort_unstable_by_key(|&(time, cause)| (Reverse(time), cause));
    all.into_iter().map(|(_, cause)| cause).collect()
}

/// The earliest finish first; without a finish, most bytes first.
fn rank(outcome: &Outcome) -> (SimTime, Reverse<Size>) {
    let finish = outcome.finish.map_or(SimTime::END, |finish| finish.at);
    (finish, Reverse(if outcome.finish.is_some() { Size::ZERO } else { outcome.bytes.sent }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Draft, Origin};
    use crate::sim::{Chance, Record, simulate};
    use proptest::prelude::*;

    /// By the definition: each candidate is simulated to its end.
    fn by_definition(inputs: &Inputs, outcome: &Outcome) -> Option<Cause> {
        if let Some(proof) = outcome.proof {
            return Some(proof.cause);
        }
        let stalls = outcome.stalls.iter().map(|stall| stall.cause);
        let all = stalls.chain(outcome.limits.iter().map(|limit| limit.cause));
        let causes: Vec<Cause> = all.filter(|&c| c != Cause::OutsideWindow).collect();
        let ranked =
            |&cause: &Cause| (rank(&Point::new(inputs).relaxed(Relaxed::of(cause))), cause);
        causes.iter().map(ranked).min().map(|(_, cause)| cause)
    }

    proptest! {
        #[test]
        fn it_is_the_cause_that_brings_the_finish_forward_most(
            preset in prop::sample::select(vec![
                "generic", "icloud-backup", "google-backup", "google-photos", "onedrive", "restic",
            ]),
            (size, rate) in (1u32..120, 1u32..40),
            (level, watts) in (5u32..100, 0u32..20),
            (from, length) in (0u32..24, 1u32..12),
            nights in 1u32..8,
            drops: bool,
        ) {
            let mut draft = Draft::new();
            let outage = format!("{from:02}:00-{:02}:00", (from + length) % 24);
            let mut set = |name: &str, text: &str| draft.set(name, text, Origin::Default);
            set("preset", preset);
            set("size", &format!("{size}GB"));
            set("upload", &format!("{rate}Mbps"));
            set("battery", &format!("{level}%"));
            set("charger", &if watts == 0 { "none".to_owned() } else { format!("{watts}W") });
            set("nights", &nights.to_string());
            set("window", "22:00-07:00");
            set("cloud-outages", &outage);
            set("wifi", "21:00-02:00, 03:00-12:00");
            set("requires", "wifi, power");
            if drops {
                set("drops", "every 20min for 60s");
            }
            let scenario = draft.build().unwrap();
            let outcome = simulate(&scenario, Chance::Mean, Record::No);
            let inputs = scenario.inputs();
            prop_assert_eq!(bottleneck(inputs, &outcome), by_definition(inputs, &outcome));
        }
    }
}
