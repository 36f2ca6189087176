//! Proofs in words: why a backup is refused or never finishes, as one sentence and as the line
//! "Held back".

use super::cause::{because, name, space, storage};
use crate::cause::Cause;
use crate::client::classes::library_size;
use crate::model::service::Quota;
use crate::model::space::final_space;
use crate::report::format::{Way, by_day, size, size_and_limit, span};
use crate::scenario::Inputs;
use crate::sim::outcome::{Outcome, Proof, ProofKind};
use crate::units::{Size, Span, Spread};

/// The number of the night in which the horizon lies.
fn last_night(outcome: &Outcome) -> i64 {
    (outcome.ledger.horizon.micros() - 1) / Span::DAY.micros() + 1
}

/// A proof as one sentence. The outcome's horizon is the night that later ones repeat.
pub fn sentence(proof: &Proof, inputs: &Inputs, outcome: &Outcome) -> String {
    let preset = inputs.service.preset;
    match proof.kind {
        ProofKind::Refused { missing: Some(missing) } => {
            format!("It is short of {}.", gap(proof.cause, missing, inputs))
        }
        ProofKind::Refused { missing: None } => because(proof.cause).to_owned(),
        ProofKind::NeverOpens => {
            let night = if by_day(inputs.window.allowed) { "day" } else { "night" };
            let every = match last_night(outcome) {
                0 | 1 => format!("Every {night}"),
                from => format!("From {night} {from} on, every {night}"),
            };
            match waits_for(proof.cause) {
                Some(what) => format!("{every} goes alike: it waits for {what}."),
                None => format!("{every} goes alike. {}", because(proof.cause)),
            }
        }
        ProofKind::SpaceRunsOut { missing } => {
            let what = match proof.cause {
                Cause::PhoneFull => "free space on the phone".to_owned(),
                Cause::ComputerFull => "space on the computer".to_owned(),
                _ => space(preset).to_owned(),
            };
            // What is missing by the inputs; where only growth fills it, what was found.
            let (to_send, free) = (to_send(inputs), free(proof.cause, inputs));
            let short = free.map(|f| to_send.minus(f)).filter(|&short| short > Size::ZERO);
            let missing = size(short.unwrap_or(missing), Way::Up);
            format!("The {what} runs out with {missing} still to send.")
        }
        ProofKind::Outgrown { growth, night } => {
            let shown = size_and_limit(growth, Some(night));
            let carried = shown.limit.unwrap_or_default();
            let night = if by_day(inputs.window.allowed) { "day" } else { "night" };
            format!("The library grows by {} a day, and a {night} carries {carried}.", shown.stated)
        }
        ProofKind::UnitTooLong { unit, class, lost, stretch } => {
            let exact = unit;
            let unit = size(unit, Way::Nearest);
            let classes = inputs.library.items.as_ref().map_or(&[][..], |items| &items.0);
            let piece = match class.and_then(|place| classes.get(usize::from(place))) {
                Some(class) => {
                    let whose = match class.spread > Spread::ZERO {
                        false => " each",
                        true if exact == class.size => " on average",
                        true => "",
                    };
                    format!("One of the {} ({unit}{whose})", class.name)
                }
                None => format!("A piece of {unit}"),
            };
            let night = if by_day(inputs.window.allowed) { "day" } else { "night" };
            let longest = span(stretch, Way::Nearest);
            let lost_text = size(lost, Way::Nearest);
            let each = match (lost, last_night(outcome)) {
                (Size::ZERO, _) => String::new(),
                (_, 0 | 1) => format!(": each {night} {lost_text} is sent and lost"),
                // Before that night something else took a part of the time.
                (_, from) => {
                    format!(": from {night} {from} on, {lost_text} is sent and lost each {night}")
                }
            };
            format!(
                "{piece} has to go through unbroken, and the longest stretch of a {night} is \
                 {longest}{each}."
            )
        }
        ProofKind::StuckItem => {
            "One item fails at every attempt, and this service does not skip it.".to_owned()
        }
    }
}

/// What it waits for while a gate is closed; `None` for what is no waiting.
const fn waits_for(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::NoWifi => "Wi-Fi",
        Cause::Metered => "a network that is not metered",
        Cause::LinkOutage => "the line to come back",
        Cause::CloudOutage => "the service to come back",
        Cause::Reconnecting => "its connections",
        Cause::NoPower => "the phone to be plugged in",
        Cause::NotCharging => "the battery to charge",
        Cause::LowBattery => "a fuller battery",
        Cause::LowPowerMode => "power saving to be switched off",
        Cause::ScreenInUse => "the phone to be locked",
        Cause::NotIdle => "the phone to be left alone for long enough",
        Cause::Doze => "the unplugged phone to wake up",
        Cause::SessionBudget => "the phone to let it run again",
        Cause::Starting => "the delay before its start to pass",
        Cause::Scanning => "the end of its scan of the library",
        Cause::TooHot => "the phone to cool down",
        _ => return None,
    })
}

/// What there is to send at first.
fn to_send(inputs: &Inputs) -> Size {
    library_size(&inputs.library).minus(inputs.library.done)
}

/// The space at the destination, where it is given and the cause is about it.
fn free(cause: Cause, inputs: &Inputs) -> Option<Size> {
    match cause {
        Cause::CloudFull | Cause::ComputerFull => {
            final_space(&inputs.cloud, inputs.window.allowed.start())
        }
        _ => None,
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
pub fn held_back(proof: &Proof, inputs: &Inputs) -> String {
    let preset = inputs.service.preset;
    match (proof.kind, free(proof.cause, inputs)) {
        (ProofKind::Refused { .. } | ProofKind::SpaceRunsOut { .. }, Some(free)) => {
            let shown = size_and_limit(to_send(inputs), Some(free));
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
        (ProofKind::Outgrown { .. }, _) => "the growth of the library, every day".to_owned(),
        (ProofKind::Refused { .. }, None) => {
            format!("{} (checked before it starts)", name(proof.cause, preset))
        }
        // The gate that cuts the time short comes first, as in every other line of this kind.
        (ProofKind::UnitTooLong { .. }, _) => {
            format!("{} ({TOO_LARGE} for the time that is left)", name(proof.cause, preset))
        }
        _ => name(proof.cause, preset).to_owned(),
    }
}

/// What is said of what has to go in one piece and never has the time; behind the gate that takes it.
pub const TOO_LARGE: &str = "one piece too large";
