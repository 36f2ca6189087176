//! One more simulation: a scenario and some edits flow in, the edited scenario and what comes of it
//! flow out. Every piece of advice is found by it, so that nothing is advised that was not simulated.

use crate::edit::Edit;
use crate::scenario::Scenario;
use crate::sim::outcome::Outcome;
use crate::sim::{Chance, Record, simulate};

/// An edited scenario and its point answer.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The scenario with the edits on top.
    pub scenario: Scenario,
    /// What comes of it; no timeline.
    pub outcome: Outcome,
}

impl Probe {
    /// Simulates a scenario with edits on top; a service preset among them is applied below all that
    /// was given. `None` where they cannot be together.
    pub fn of(base: &Scenario, edits: &[Edit]) -> Option<Self> {
        let scenario = base.with(edits).ok()?;
        let outcome = simulate(&scenario, Chance::Mean, Record::No);
        Some(Probe { scenario, outcome })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Value;
    use crate::scenario::fields::id_of;
    use crate::scenario::{Draft, Origin};
    use crate::units::{SimTime, Size, Span};

    /// 8 GB at 8 Mbit/s and 100 % are 8,000 s; half of it half of that.
    #[test]
    fn a_probe_answers_the_edited_scenario_and_leaves_the_base_alone() {
        let mut draft = Draft::new();
        for (key, text) in
            [("library.size", "8GB"), ("link.upload", "8Mbps"), ("link.efficiency", "100%")]
        {
            draft.set_field(id_of(key), text, Origin::Study);
        }
        let base = draft.build().unwrap();
        let size = |bytes| Edit {
            field: id_of("library.size"),
            value: Value::Size(Size::from_bytes(bytes)),
        };
        let at = |edits: &[Edit]| {
            let finish = Probe::of(&base, edits).unwrap().outcome.finish.unwrap();
            finish.at.since(SimTime::ZERO)
        };
        assert_eq!(at(&[size(4_000_000_000)]), Span::from_secs(4_000));
        assert_eq!(at(&[]), Span::from_secs(8_000));
        // More is done already than there is: they cannot be together.
        let done = Edit {
            field: id_of("library.done"),
            value: Value::Size(Size::from_bytes(9_000_000_000)),
        };
        assert!(Probe::of(&base, &[done]).is_none());
    }
}
