//! All sentences of all reports. Causes, proofs, remarks and answers flow in, words flow out; the
//! formats only arrange them. Foreign text (names, values) passes through `format::inert` first.

pub mod cause;
pub mod chance;
pub mod checked;
pub mod fit;
pub mod fix;
pub mod grid;
pub mod grounds;
pub mod lines;
pub mod next;
pub mod note;
pub mod proof;
pub mod question;
pub mod restore;
pub mod screen;
pub mod solved;
pub mod steps;
pub mod unread;
pub mod where_to_look;

use crate::cause::Cause;
use crate::sim::outcome::{Outcome, Stall, Verdict};
use crate::study::answer::Answer;
use crate::units::Span;

/// Why not, and where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The cause; its id is the reason's code.
    pub cause: Cause,
    /// One sentence.
    pub text: String,
    /// Where to look on this platform, if there is a place.
    pub place: Option<String>,
    /// The day on which that was collected.
    pub collected: Option<&'static str>,
}

/// What is named first as having held it back: the proof's cause, else a gate that took more than half
/// of the time, else the bottleneck.
pub fn lead(outcome: &Outcome, bottleneck: Option<Cause>) -> Option<Cause> {
    let window = outcome.ledger.uploading.plus(outcome.ledger.stalled);
    let most = |stall: &&Stall| stall.time.times(2) > window;
    let gates = outcome.stalls.iter().filter(|stall| stall.cause != Cause::OutsideWindow);
    let longest = gates.filter(most).map(|stall| stall.cause).next();
    outcome.proof.map(|proof| proof.cause).or(bottleneck.and(longest)).or(bottleneck)
}

/// For how long a cause held it back: as a gate that was closed, or as the limit of the rate.
pub fn time_of(outcome: &Outcome, cause: Cause) -> Span {
    let stalled = outcome.stalls.iter().filter(|s| s.cause == cause).map(|s| s.time);
    let limited = outcome.limits.iter().filter(|l| l.cause == cause).map(|l| l.time);
    stalled.chain(limited).fold(Span::ZERO, Span::plus)
}

/// How many reasons a report lists.
const REASONS: usize = 4;

/// The reasons of a "no", the strongest first: the proof, else a gate that took most of the time; the
/// bottleneck; then stalls and limits by their time. None for a "yes".
pub fn reasons(answer: &Answer) -> Vec<Reason> {
    let (outcome, inputs) = (&answer.outcome, answer.scenario.inputs());
    let causes = causes_of_no(outcome, answer.bottleneck);
    let proof_of = |cause| outcome.proof.as_ref().filter(|p| p.cause == cause);
    let reason = |cause: Cause| Reason {
        cause,
        text: match proof_of(cause) {
            Some(proof) => proof::sentence(proof, inputs, outcome),
            None => cause::because(cause).to_owned(),
        },
        place: where_to_look::steps(cause, inputs),
        collected: where_to_look::places(cause, inputs).map(|_| where_to_look::COLLECTED),
    };
    causes.into_iter().map(reason).collect()
}

fn causes_of_no(outcome: &Outcome, bottleneck: Option<Cause>) -> Vec<Cause> {
    let mut causes = Vec::new();
    if outcome.verdict == Verdict::Finishes {
        return causes;
    }
    let first = lead(outcome, bottleneck);
    let stalls = outcome.stalls.iter().map(|s| s.cause);
    let limits = outcome.limits.iter().map(|l| l.cause);
    for cause in first.into_iter().chain(bottleneck).chain(stalls).chain(limits) {
        if !causes.contains(&cause) && causes.len() < REASONS {
            causes.push(cause);
        }
    }
    causes
}

/// The first cause of a "no", for a ticket and a batch row: that of [`lead`], else the longest stall or
/// limit.
pub fn first_cause(outcome: &Outcome, bottleneck: Option<Cause>) -> Option<Cause> {
    if outcome.verdict == Verdict::Finishes {
        return None;
    }
    let stall = outcome.stalls.first().map(|s| s.cause);
    let limit = outcome.limits.first().map(|l| l.cause);
    lead(outcome, bottleneck).or(stall).or(limit)
}
