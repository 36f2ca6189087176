//! Inputs that are not known and were not checked: would the answer be another at the tight value?

use super::answer::Unchecked;
use crate::scenario::{Inputs, Scenario, fields::id_of};
use crate::sim::outcome::Verdict;
use crate::sim::simulate_inputs;

/// The unknown spaces, each with the verdict at its tight value where that differs: the free plan of
/// the service, the phone's floor.
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
    list
}
