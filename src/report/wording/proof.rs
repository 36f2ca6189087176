//! Proofs in words: why a backup is refused or never finishes, as one sentence and as the line
//! "Held back".

use super::cause::{because, name, space, storage};
use crate::cause::Cause;
use crate::model::service::Quota;
use crate::report::format::{Way, size, size_and_limit};
use crate::scenario::Inputs;
use crate::sim::outcome::{Outcome, Proof, ProofKind};
use crate::units::Size;

/// A proof as one sentence.
pub fn sentence(proof: &Proof, inputs: &Inputs) -> String {
    let preset = inputs.service.preset;
    match proof.kind {
        ProofKind::Refused { missing: Some(missing) } => {
            format!("It is short of {}.", gap(proof.cause, missing, inputs))
        }
        ProofKind::Refused { missing: None } => because(proof.cause).to_owned(),
        ProofKind::NeverOpens => {
            let name = name(proof.cause, preset);
            format!("Every night goes alike, and none gets past this: {name}.")
        }
        ProofKind::SpaceRunsOut { missing } => {
            let what = match proof.cause {
                Cause::PhoneFull => "The free space on the phone",
                Cause::ComputerFull => "The space on the computer",
                _ => "The space at the destination",
            };
            format!("{what} runs out with {} still to send.", size(missing, Way::Up))
        }
        ProofKind::Outgrown { growth, night } => {
            let shown = size_and_limit(growth, Some(night));
            let night = shown.limit.unwrap_or_default();
            format!("The library grows by {} a day, and a night carries {night}.", shown.stated)
        }
        ProofKind::UnitTooLong { unit, lost } => {
            let unit = size(unit, Way::Nearest);
            let each = match lost {
                Size::ZERO => String::new(),
                lost => format!(": each night {} is sent and lost", size(lost, Way::Nearest)),
            };
            format!("{unit} have to go through unbroken, and no stretch is long enough{each}.")
        }
        ProofKind::StuckItem => {
            "One item fails at every attempt, and this service does not skip it.".to_owned()
        }
    }
}

/// What is short, for instance `35 GB of iCloud space`.
fn gap(cause: Cause, missing: Size, inputs: &Inputs) -> String {
    let missing = size(missing, Way::Up);
    match cause {
        Cause::PhoneFull => format!("{missing} of free space on the phone"),
        Cause::ComputerFull => format!("{missing} of space on the computer"),
        _ => format!("{missing} of {}", space(inputs.service.preset)),
    }
}

/// What held it back, where a proof says so.
pub fn held_back(proof: &Proof, inputs: &Inputs, outcome: &Outcome) -> String {
    let preset = inputs.service.preset;
    let to_send = outcome.bytes.size.minus(outcome.bytes.done);
    let free = match proof.cause {
        Cause::CloudFull | Cause::ComputerFull => inputs
            .cloud
            .free
            .or_else(|| inputs.cloud.plan.map(|p| p.minus(inputs.cloud.used.unwrap_or_default()))),
        _ => None,
    };
    match (proof.kind, free) {
        (ProofKind::Refused { .. } | ProofKind::SpaceRunsOut { .. }, Some(free)) => {
            let shown = size_and_limit(to_send, Some(free));
            let how = match inputs.service.quota {
                Quota::UpFront => "checked before it starts",
                Quota::UntilFull => "it sends until the space is full",
            };
            let what = match proof.cause {
                Cause::ComputerFull => "the computer's disk",
                _ => storage(preset),
            };
            let free = shown.limit.unwrap_or_default();
            format!("{what}: {} to send, {free} free ({how})", shown.stated)
        }
        (ProofKind::Outgrown { .. }, _) => "the growth of the library, every night".to_owned(),
        (ProofKind::Refused { .. }, None) => {
            format!("{} (checked before it starts)", name(proof.cause, preset))
        }
        _ => name(proof.cause, preset).to_owned(),
    }
}
