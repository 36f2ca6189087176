//! From what the studies found to a chart of a given kind: the answer flows in with what single kinds
//! need besides, a [`Chart`] flows out. The one list of what each kind is drawn from.

use super::{Against, Chart, ChartError, ChartKind, Dots, nights_drawn};
use crate::cause::{Cause, ChartState};
use crate::sim::outcome::Verdict;
use crate::study::answer::Answer;
use crate::study::drain::Drain;
use crate::study::fan::Fan;
use crate::study::grid::curves::Curves;
use crate::study::grid::{Cell, Grid};
use crate::study::overview::Overview;
use crate::study::risk::{Ask, Sample};
use crate::study::shelf::Shelf;
use crate::units::SimTime;

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
    /// How far the trials are over time: `chance` draws it in place of dots.
    pub fan: Option<Fan>,
    /// How far the battery's level strays, for each night that `battery` draws; none where no trials were run.
    pub drains: Vec<Drain>,
    /// The answers for pairs of two values, for `map`.
    pub grid: Option<Grid>,
    /// The answers by window, size and speed, for `nights`.
    pub curves: Option<Curves>,
    /// What a batch came to, for `overview`, which is drawn of nothing else.
    pub overview: Option<Overview>,
    /// The case that `progress` compares the answer's with; `None` where it shows one.
    pub against: Option<Against>,
}

impl Material {
    /// Of an answer alone.
    pub fn of(answer: Answer) -> Self {
        let (sample, grid, curves, overview) = (None, None, None, None);
        let shelf = Shelf::of(answer.scenario.inputs());
        let (against, fan, dots) = (None, None, Dots::Twenty);
        let drains = Vec::new();
        Material { answer, sample, shelf, dots, fan, drains, grid, curves, overview, against }
    }

    /// Runs the trials behind the band of `battery`, if there are to be any.
    pub fn run_drains(&mut self, ask: Ask) {
        if Chart::battery(&self.answer, &[]).is_ok() {
            let nights = nights_drawn(&self.answer).into_iter();
            let drains = nights.filter_map(|(night, end)| Drain::of(&self.answer, night, end, ask));
            self.drains = drains.collect();
        }
    }

    /// The chart of a kind.
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the answer's outcome has none, [`ChartError::NotComputed`] if it is
    /// drawn from what is `None`, [`ChartError::NotFor`] where
    /// the kind does not suit the case.
    pub fn chart(&self, kind: ChartKind) -> Result<Chart<'_>, ChartError> {
        match kind {
            ChartKind::Progress => match &self.against {
                Some(against) => Chart::compared(&self.answer, against),
                None => Chart::progress(&self.answer),
            },
            ChartKind::States => Chart::states(&self.answer),
            ChartKind::Speed => Chart::speed(&self.answer),
            ChartKind::Fixes => Ok(Chart::fixes(&self.answer)),
            ChartKind::Card => Chart::card(&self.answer),
            ChartKind::Chance => Ok(match &self.fan {
                Some(fan) => Chart::fan(&self.answer, self.sample.as_ref(), fan),
                None => Chart::chance(&self.answer, self.sample.as_ref(), self.dots),
            }),
            ChartKind::Map => {
                let grid = self.grid.as_ref().ok_or(ChartError::NotComputed)?;
                Ok(Chart::map(&self.answer, grid))
            }
            ChartKind::Nights => {
                let curves = self.curves.as_ref().ok_or(ChartError::NotComputed)?;
                Ok(Chart::nights(&self.answer, curves))
            }
            ChartKind::Battery => Chart::battery(&self.answer, &self.drains),
            ChartKind::Plan => Chart::plan(&self.answer, self.shelf.as_ref()),
            ChartKind::Overview => {
                Chart::overview(self.overview.as_ref().ok_or(ChartError::NotComputed)?)
            }
        }
    }
}

impl Material {
    /// The chart of a kind, if an article on the case has a use for it: not a drawing of which each part
    /// is empty.
    ///
    /// # Errors
    /// As [`Material::chart`]; [`ChartError::NotFor`] also where it would show nothing.
    pub fn in_article(&self, kind: ChartKind) -> Result<Chart<'_>, ChartError> {
        match self.nothing_in(kind) {
            Some(why) => Err(ChartError::NotFor(why.to_owned())),
            None => self.chart(kind),
        }
    }

    /// Why a kind would show nothing, if it would.
    fn nothing_in(&self, kind: ChartKind) -> Option<&'static str> {
        let outcome = &self.answer.outcome;
        let instant = outcome.finish.is_some_and(|finish| finish.at == SimTime::ZERO);
        let refused = outcome.verdict == Verdict::Refused;
        match kind {
            ChartKind::States | ChartKind::Speed | ChartKind::Battery if instant => {
                Some("nothing is left to send")
            }
            ChartKind::Map if self.grid.as_ref().is_some_and(|grid| none_done(grid.cells())) => {
                Some("it is done at no speed and no size")
            }
            ChartKind::Nights if self.curves.as_ref().is_some_and(|c| none_done(c.cells())) => {
                Some("it is done at no speed, no size and in no hours")
            }
            // What never ends for another reason does so on any charge.
            ChartKind::Battery if outcome.proof.is_some_and(|proof| !is_of_power(proof.cause)) => {
                Some("what stops it is not the battery")
            }
            ChartKind::Speed if refused => Some("it does not start, so there is no speed"),
            ChartKind::Chance if instant || outcome.proof.is_some() => {
                Some("it is certain, so chance has no part")
            }
            ChartKind::Chance if self.sample.is_none() => Some("nothing varies by chance"),
            ChartKind::Fixes if self.answer.fixes.is_empty() => {
                Some(match outcome.verdict == Verdict::Finishes {
                    true => "nothing is needed",
                    false => "nothing that is known would help",
                })
            }
            _ => None,
        }
    }
}

/// Whether of all that was tried nothing is ever done.
fn none_done(cells: &[Cell]) -> bool {
    cells.iter().all(|cell| cell.night().is_none())
}

fn is_of_power(cause: Cause) -> bool {
    cause.chart_state() == ChartState::Power
}

impl ChartKind {
    /// What an article on a case shows, in its order: will it finish, what held it back, how fast, how
    /// sure, what helps, the battery, the plan, what if, and the answer at a glance. Every kind is in it.
    pub const ARTICLE: &'static [ChartKind] = &[
        ChartKind::Progress,
        ChartKind::States,
        ChartKind::Speed,
        ChartKind::Chance,
        ChartKind::Fixes,
        ChartKind::Battery,
        ChartKind::Plan,
        ChartKind::Map,
        ChartKind::Nights,
        ChartKind::Card,
    ];
}
