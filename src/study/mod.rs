//! Questions that are answered by simulating edited scenarios. Ids and numbers flow out, no
//! sentences.

pub mod accuracy;
pub mod answer;
pub mod bottleneck;
pub mod calibration;
pub mod catalogue;
pub mod changes;
pub mod charging;
pub mod check;
pub mod diagnose;
pub mod drain;
pub mod drill;
pub mod fan;
pub mod fit;
pub mod fixes;
pub mod grid;
pub mod many;
pub mod needs;
pub mod overview;
pub mod parts;
mod price;
pub mod probe;
pub mod remarks;
pub mod repeats;
pub mod risk;
pub mod search;
pub mod shelf;
pub mod solve;
pub mod symptoms;
pub mod unknown;
pub mod unread;

use crate::scenario::Scenario;
use crate::sim::outcome::Outcome;
use crate::sim::{Chance as Drawn, Point, Record, simulate};
use answer::{Answer, Chance, Remark, RowAnswer};
use fixes::Fix;
use risk::{Ask, Sample};

/// Everything that `estimate` answers. The battery of the first window is always part of it, the
/// timeline where `record` says so.
pub fn answer(
    scenario: Scenario,
    trials: u64,
    seed: u64,
    row: u64,
    threads: usize,
    record: Record,
) -> Answer {
    answer_and_sample(
        scenario,
        Ask { trials, seed, row, threads, drawn: None },
        record,
        Advice::Sought,
    )
    .0
}

/// Whether fixes are looked for, which takes a score of simulations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// They are.
    Sought,
    /// Nobody reads them, but where nothing gets done without one.
    OnlyIfRefused,
}

/// The same with the trials that its chance tells of; `None` where chance has no part.
pub fn answer_and_sample(
    scenario: Scenario,
    ask: Ask,
    record: Record,
    advice: Advice,
) -> (Answer, Option<Sample>) {
    let record = if record == Record::No { Record::Battery } else { record };
    let outcome = simulate(&scenario, Drawn::Mean, record);
    let inputs = scenario.inputs();
    let mut notes = remarks::remarks(&scenario, &outcome);
    let sample = risk::sample(inputs, &outcome, ask);
    let chance = sure(&scenario, sample.as_ref(), &mut notes);
    let one_night = needs::one_night(inputs);
    let fixes = match advice {
        Advice::OnlyIfRefused if outcome.proof.is_none() => Vec::new(),
        _ => fixes::fixes(&scenario, &outcome, one_night),
    };
    let answer = Answer {
        bottleneck: bottleneck::bottleneck(inputs, &outcome),
        chance,
        lifted: lifted(&outcome, &fixes, ask),
        fixes,
        one_night,
        unchecked: unknown::unchecked(&scenario, outcome.verdict),
        notes,
        outcome,
        scenario,
    };
    (answer, sample)
}

/// How sure it is; and a remark if that rests on what nobody gave.
fn sure(scenario: &Scenario, sample: Option<&Sample>, notes: &mut Vec<Remark>) -> Option<Chance> {
    let mut chance = sample?.chance();
    chance.rests_on = risk::rests_on(scenario);
    if !chance.rests_on.is_empty() {
        notes.push(Remark::ChanceAssumes(chance.rests_on.clone()));
    }
    Some(chance)
}

/// How sure it is once the best fix has lifted a refusal.
fn lifted(outcome: &Outcome, fixes: &[Fix], ask: Ask) -> Option<Chance> {
    outcome.proof?;
    let probe = &fixes.first()?.probe;
    let mut chance = risk::chance(probe.scenario.inputs(), &probe.outcome, ask)?;
    chance.rests_on = risk::rests_on(&probe.scenario);
    Some(chance)
}

/// What a row of a batch is written from; the same findings as [`answer()`]'s.
pub fn row_answer(scenario: &Scenario, trials: u64, seed: u64, row: u64, needs: bool) -> RowAnswer {
    let inputs = scenario.inputs();
    let mut point = Point::new(inputs);
    let outcome = point.outcome();
    let mut notes = remarks::remarks(scenario, &outcome);
    let ask = Ask { trials, seed, row, threads: 1, drawn: None };
    let chance = sure(scenario, risk::sample(inputs, &outcome, ask).as_ref(), &mut notes);
    RowAnswer {
        bottleneck: bottleneck::of_point(&mut point, &outcome),
        notes,
        chance,
        needs: needs.then(|| needs::one_night(inputs)),
        outcome,
    }
}
