//! From what the studies found to a chart of a given kind: the answer flows in with what single kinds
//! need besides, a [`Chart`] flows out. The one list of what each kind is drawn from.

use super::{Chart, ChartError, ChartKind};
use crate::study::answer::Answer;

/// What charts are drawn from. What is `None` was not computed; the kinds that need it are refused.
#[derive(Clone, Debug)]
pub struct Material {
    /// The answer, with its timeline.
    pub answer: Answer,
}

impl Material {
    /// Of an answer alone.
    pub fn of(answer: Answer) -> Self {
        Material { answer }
    }

    /// The chart of a kind.
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the answer's outcome has none.
    pub fn chart(&self, kind: ChartKind) -> Result<Chart<'_>, ChartError> {
        match kind {
            ChartKind::Progress => Chart::progress(&self.answer),
            ChartKind::States => Chart::states(&self.answer),
            ChartKind::Speed => Chart::speed(&self.answer),
        }
    }
}
