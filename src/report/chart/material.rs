//! From what the studies found to a chart of a given kind: the answer flows in with what single kinds
//! need besides, a [`Chart`] flows out. The one list of what each kind is drawn from.

use super::{Chart, ChartError, ChartKind, Dots};
use crate::study::answer::Answer;
use crate::study::risk::Sample;

/// What charts are drawn from. What is `None` was not computed; the kinds that need it are refused.
#[derive(Clone, Debug)]
pub struct Material {
    /// The answer, with its timeline.
    pub answer: Answer,
    /// The trials behind the answer's chance; `None` where chance has no part or none were run.
    pub sample: Option<Sample>,
    /// How many dots stand for them.
    pub dots: Dots,
}

impl Material {
    /// Of an answer alone.
    pub fn of(answer: Answer) -> Self {
        Material { answer, sample: None, dots: Dots::Twenty }
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
            ChartKind::Fixes => Ok(Chart::fixes(&self.answer)),
            ChartKind::Card => Chart::card(&self.answer),
            ChartKind::Chance => Ok(Chart::chance(&self.answer, self.sample.as_ref(), self.dots)),
        }
    }
}
