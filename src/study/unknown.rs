//! Inputs that are not known and were not checked: would the answer be another at the tight value?

use super::answer::Unchecked;
use crate::model::link::LinkKind;
use crate::model::service::Requirement;
use crate::scenario::{Inputs, Scenario, fields::id_of};
use crate::sim::outcome::Verdict;
use crate::sim::simulate_inputs;
use crate::units::{ClockTime, ClockWindow, Fraction, Windows};

/// The unknown spaces, each with the verdict at its tight value where that differs: the free plan of
/// the service, the phone's floor. Then, for a yes, what was taken for granted and would make it a no.
pub fn unchecked(scenario: &Scenario, verdict: Verdict) -> Vec<Unchecked> {
    let inputs = scenario.inputs();
    let flip = |change: &dyn Fn(&mut Inputs)| {
        let mut tight = inputs.clone();
        change(&mut tight);
        Some(simulate_inputs(&tight).verdict).filter(|&v| v != verdict)
    };
    let mut list = Vec::new();
    if inputs.cloud.free.is_none() && inputs.cloud.plan.is_none() {
        let flips_to = inputs.cloud.free_tier.and_then(|tier| flip(&|i| i.cloud.free = Some(tier)));
        list.push(Unchecked { field: id_of("cloud.free"), flips_to });
    }
    if inputs.storage.free.is_none() {
        let flips_to = flip(&|i| i.storage.free = Some(i.storage.floor));
        list.push(Unchecked { field: id_of("storage.free"), flips_to });
    }
    if verdict == Verdict::Finishes {
        list.extend(assumed(scenario).into_iter().filter_map(|(key, change)| {
            let flips_to = flip(&|inputs| change(inputs))?;
            Some(Unchecked { field: id_of(key), flips_to: Some(flips_to) })
        }));
    }
    list
}

/// What makes an assumed input tight.
type Tight = fn(&mut Inputs);

/// Inputs that nobody gave and that the answer takes for granted, each with what makes it tight: the
/// charger not plugged in, Wi-Fi for the first half of the window only, a battery at 20 %, an hour of
/// use in the middle of the window.
fn assumed(scenario: &Scenario) -> Vec<(&'static str, Tight)> {
    let inputs = scenario.inputs();
    let service = &inputs.service;
    let all: [(&'static str, bool, Tight); 4] = [
        ("link.wifi", inputs.link.kind == LinkKind::Wifi, |i| {
            i.link.wifi = stretch(i, true);
        }),
        ("battery.level", inputs.battery.level > LOW, |i| i.battery.level = LOW),
        ("charger.plugged", plugging_counts(inputs), |i| {
            i.charger.plugged = Windows::Never;
        }),
        ("screen.in_use", service.requires.has(Requirement::Locked), |i| {
            i.screen.in_use = stretch(i, false);
        }),
    ];
    let counts = all
        .into_iter()
        .filter(|(key, counts, _)| *counts && !scenario.origin(id_of(key)).is_given());
    counts.map(|(key, _, tight)| (key, tight)).collect()
}

/// A low battery: what phones warn at.
const LOW: Fraction = Fraction::from_percent(20);

/// Whether the service asks for power.
fn plugging_counts(inputs: &Inputs) -> bool {
    let power = [Requirement::Power, Requirement::Charging];
    power.into_iter().any(|what| inputs.service.requires.has(what))
}

/// The first half of the window, or an hour from its middle on.
fn stretch(inputs: &Inputs, first_half: bool) -> Windows {
    const HOUR: u32 = 3_600_000;
    let window = inputs.window.allowed;
    let half = u32::try_from(window.length().micros() / 2_000).unwrap_or(0).max(2);
    let start = window.start().millis();
    let (from, length) =
        if first_half { (start, half) } else { (start + half, HOUR.min(half - 1)) };
    let clock = |millis: u32| ClockTime::from_millis(millis % 86_400_000);
    Windows::Clock(vec![ClockWindow::daily(clock(from), clock(from + length))])
}
