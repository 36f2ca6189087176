//! `card`: the answer at a glance, for a link's preview: the verdict in large, one big number, a small
//! line of the progress, and what held it back and what helps. An answer with its timeline flows in.

mod draw;
mod words;

use super::canvas::{Canvas, Rect};
use super::facts::Facts;
use super::frame::Metrics;
use super::table::Table;
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story, progress};
use crate::report::format::ClockStyle;
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
        Ok(Chart::new(ChartKind::Card, Card { facts: Facts::of(answer, ClockStyle::H24) }))
    }
}

impl Draw for Card<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let facts = &self.facts.in_style(clock);
        Story {
            title: words::verdict(facts),
            subtitle: words::reasons(facts).join(" "),
            told: super::told::Told::default(),
            alt: words::alt(facts),
        }
    }

    fn numbers(&self, clock: ClockStyle) -> Table {
        progress::shares(&self.facts.in_style(clock))
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
        draw::frame(&self.facts.in_style(m.clock), canvas, m, title, &self.caption_within(m))
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(&self.facts.in_style(m.clock), canvas, m, room)
    }
}
