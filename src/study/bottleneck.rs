//! What holds the backup back most (docs/models.md, Attribution): of the causes that stalled or
//! limited it, the one that brings the finish forward most when its gate is held open or its cap
//! doubled.

use crate::cause::{Cause, CauseSet};
use crate::model::conditions::Relaxed;
use crate::scenario::Inputs;
use crate::sim::outcome::Outcome;
use crate::sim::simulate_relaxed;
use crate::units::{SimTime, Size};
use std::cmp::Reverse;

/// The bottleneck of an outcome: for never and refused the cause that the proof rests on, else found
/// by simulating again; ties go to the first in the order of causes. `None` if nothing had to be
/// sent.
pub fn bottleneck(inputs: &Inputs, outcome: &Outcome) -> Option<Cause> {
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
    let without = |cause: &Cause| rank(&simulate_relaxed(inputs, Relaxed::of(*cause)));
    causes.iter().min_by_key(without)
}

/// The earliest finish first; without a finish, most bytes first.
fn rank(outcome: &Outcome) -> (SimTime, Reverse<Size>) {
    let finish = outcome.finish.map_or(SimTime::END, |finish| finish.at);
    (finish, Reverse(if outcome.finish.is_some() { Size::ZERO } else { outcome.bytes.sent }))
}
