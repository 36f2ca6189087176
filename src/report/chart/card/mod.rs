//! `card`: the answer at a glance, for a link's preview: the verdict in large, one big number, a small
//! line of the progress, and what held it back and what helps. An answer with its timeline flows in.

mod draw;
mod words;

use super::canvas::{Canvas, Rect};
use super::facts::Facts;
use super::frame::Metrics;
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story, progress};
use crate::study::answer::Answer;

/// What is drawn.
struct Card<'a> {
    facts: Facts<'a>,
}

impl<'a> Chart<'a> {
    /// `card`: the answer at a glance.
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the outcome has none.
    pub fn card(answer: &'a Answer) -> Result<Self, ChartError> {
        if answer.outcome.timeline.is_none() {
            return Err(ChartError::NoTimeline);
        }
        Ok(Chart::new(ChartKind::Card, Card { facts: Facts::of(answer) }))
    }
}

impl Draw for Card<'_> {
    fn story(&self) -> Story {
        Story {
            title: words::verdict(&self.facts),
            subtitle: words::reasons(&self.facts).join(" "),
            alt: words::alt(&self.facts),
            table: progress::table(&self.facts),
        }
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.facts.answer)
    }

    /// The verdict, the reasons and the caption; what is left between them is for number and line.
    fn frame(
        &self,
        canvas: &mut Canvas,
        m: &Metrics,
        title: &str,
        _: &Story,
    ) -> Result<Rect, ChartError> {
        draw::frame(canvas, m, title, &words::reasons(&self.facts), &self.caption())
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(&self.facts, canvas, m, room)
    }
}
