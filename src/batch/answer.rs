//! What a batch does with a row: simulates it and appends the columns of its answer, exactly as
//! `estimate` would answer the same values.

use super::pipeline::Work;
use crate::report::column::{self, Row};
use crate::report::millis::Millis;
use crate::report::wording::note;
use crate::scenario::Scenario;
use crate::sim::outcome::Verdict;
use crate::study;
use crate::study::answer::Remark;

/// All remarks on an answer, as its CSV row lists them: how values were read, then the others.
pub fn remarks(scenario: &Scenario, others: &[Remark]) -> Vec<Remark> {
    let read = scenario.notes().iter().map(|(id, note)| Remark::Read(*id, note.clone()));
    read.chain(others.iter().cloned()).collect()
}

/// Answers rows.
#[derive(Clone, Copy, Debug)]
pub struct Answers {
    /// Random trials for each row; 0 for none.
    pub trials: u64,
    /// Their seed.
    pub seed: u64,
    /// Whether to solve for what would do it in time.
    pub needs: bool,
}

impl Work for Answers {
    fn header(&self) -> Vec<&'static str> {
        column::columns(self.trials > 0, self.needs).map(|c| c.name).collect()
    }

    fn answer(
        &self,
        scenario: &Scenario,
        row: u64,
        out: &mut Vec<u8>,
        notes: &mut Vec<&'static str>,
    ) -> Verdict {
        let answer = study::row_answer(scenario, self.trials, self.seed, row, self.needs);
        let all = remarks(scenario, &answer.notes);
        notes.extend(all.iter().map(note::code));
        let cells = Row {
            row,
            name: &scenario.inputs().top.name.0,
            outcome: &answer.outcome,
            millis: Millis::of(&answer.outcome),
            bottleneck: answer.bottleneck,
            notes: &all,
            chance: answer.chance.as_ref(),
            needs: answer.needs.as_ref(),
        };
        column::row(column::columns(self.trials > 0, self.needs), &cells, out);
        answer.outcome.verdict
    }
}
