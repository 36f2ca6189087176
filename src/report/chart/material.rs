//! From what the studies found to a chart of a given kind: the answer flows in with what single kinds
//! need besides, a [`Chart`] flows out. The one list of what each kind is drawn from.

use super::{Chart, ChartError, ChartKind, Dots};
use crate::study::answer::Answer;
use crate::study::grid::Grid;
use crate::study::grid::curves::Curves;
use crate::study::overview::Overview;
use crate::study::risk::Sample;
use crate::study::shelf::Shelf;

/// What charts are drawn from. What is `None` was not computed; the kinds that need it are refused.
#[derive(Clone, Debug)]
pub struct Material {
    /// The answer, with its timeline.
    pub answer: Answer,
    /// The trials behind the answer's chance; `None` where chance has no part or none were run.
    pub sample: Option<Sample>,
    /// The storage plans of the service's provider; `None` where none are known.
    pub shelf: Option<Shelf>,
    /// How many dots stand for them.
    pub dots: Dots,
    /// The answers for pairs of two values, for `map`.
    pub grid: Option<Grid>,
    /// The answers by window, size and speed, for `nights`.
    pub curves: Option<Curves>,
    /// What a batch came to, for `overview`, which is drawn of nothing else.
    pub overview: Option<Overview>,
}

impl Material {
    /// Of an answer alone.
    pub fn of(answer: Answer) -> Self {
        let (sample, grid, curves, overview) = (None, None, None, None);
        let shelf = Shelf::of(answer.scenario.inputs());
        Material { answer, sample, shelf, dots: Dots::Twenty, grid, curves, overview }
    }

    /// The chart of a kind.
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the answer's outcome has none, [`ChartError::NotComputed`] if it is
    /// drawn from what is `None`, [`ChartError::NotFor`] where
    /// the kind does not suit the case.
    pub fn chart(&self, kind: ChartKind) -> Result<Chart<'_>, ChartError> {
        match kind {
            ChartKind::Progress => Chart::progress(&self.answer),
            ChartKind::States => Chart::states(&self.answer),
            ChartKind::Speed => Chart::speed(&self.answer),
            ChartKind::Fixes => Ok(Chart::fixes(&self.answer)),
            ChartKind::Card => Chart::card(&self.answer),
            ChartKind::Chance => Ok(Chart::chance(&self.answer, self.sample.as_ref(), self.dots)),
            ChartKind::Map => {
                let grid = self.grid.as_ref().ok_or(ChartError::NotComputed)?;
                Ok(Chart::map(&self.answer, grid))
            }
            ChartKind::Nights => {
                let curves = self.curves.as_ref().ok_or(ChartError::NotComputed)?;
                Ok(Chart::nights(&self.answer, curves))
            }
            ChartKind::Battery => Chart::battery(&self.answer),
            ChartKind::Plan => Chart::plan(&self.answer, self.shelf.as_ref()),
            ChartKind::Overview => {
                Chart::overview(self.overview.as_ref().ok_or(ChartError::NotComputed)?)
            }
        }
    }
}

impl ChartKind {
    /// What an article on a case shows, in its order: will it finish, what held it back, how fast.
    pub const ARTICLE: &'static [ChartKind] =
        &[ChartKind::Progress, ChartKind::States, ChartKind::Speed];
}
