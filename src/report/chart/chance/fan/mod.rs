//! `chance --fan`: how far is it, and how sure is that? The share sent over time: a band that holds half
//! of the trials at each moment and one that holds nine of ten, the middle trial as a line. For readers
//! who know bands; the dots are for all others.

mod draw;
mod words;

use super::super::canvas::{Canvas, Rect};
use super::super::facts::{Facts, clock};
use super::super::frame::{self, Metrics};
use super::super::table::{Cell, Table};
use super::super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use super::{Dots, Likely, words as dots};
use crate::report::format::ClockStyle;
use crate::study::answer::Answer;
use crate::study::fan::Fan;
use crate::study::risk::Sample;
use crate::units::{Fraction, SimTime, Span};

/// What is drawn.
struct Fanned<'a> {
    /// The trials as the dots have them.
    likely: Likely<'a>,
    /// How far they are over time.
    fan: &'a Fan,
}

impl<'a> Chart<'a> {
    /// `chance --fan`: how far the trials are over time. `fan` and `sample` are of the same trials.
    pub fn fan(answer: &'a Answer, sample: Option<&'a Sample>, fan: &'a Fan) -> Self {
        let likely = Likely::of(answer, sample, Dots::Twenty);
        Chart::new(ChartKind::Chance, Fanned { likely, fan })
    }
}

impl Fanned<'_> {
    fn in_style(&self, clock: ClockStyle) -> Self {
        Fanned { likely: self.likely.in_style(clock), ..*self }
    }

    fn facts(&self) -> &Facts<'_> {
        &self.likely.facts
    }

    /// The trials between which nine of ten are done.
    fn middle(&self) -> [Option<crate::sim::outcome::Finish>; 2] {
        self.likely.sample().map_or([None; 2], |sample| sample.middle(5, 100))
    }

    /// How far they are at a moment that is plotted.
    fn shares_at(&self, at: SimTime) -> Option<[Fraction; 5]> {
        let moments = &self.fan.moments;
        let place = moments.partition_point(|moment| moment.at < at);
        moments.get(place).filter(|moment| moment.at == at).map(|moment| moment.shares)
    }

    fn table(&self) -> Table {
        let facts = self.facts();
        let share = |share: Fraction| Cell::Milli(i64::from(share.millionths()) / 10);
        let row = |moment: &crate::study::fan::Moment| {
            let at = moment.at;
            let night = (at.micros() - 1).max(0) / Span::DAY.micros() + 1;
            let mut cells = vec![
                Cell::Milli(Span::from_micros(at.micros()).millis_up()),
                Cell::Whole(night.unsigned_abs()),
                Cell::text(clock(facts.outcome.clock_at(at))),
            ];
            cells.extend(moment.shares.map(share));
            cells
        };
        Table {
            columns: &[
                "time_s",
                "night",
                "clock",
                "share_p5_percent",
                "share_p25_percent",
                "share_p50_percent",
                "share_p75_percent",
                "share_p95_percent",
            ],
            rows: self.fan.moments.iter().map(row).collect(),
        }
    }
}

impl Draw for Fanned<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let fanned = &self.in_style(clock);
        Story {
            title: words::title(fanned),
            subtitle: words::subtitle(fanned),
            told: words::told(fanned),
            alt: words::alt(fanned),
        }
    }

    fn numbers(&self, _: ClockStyle) -> Table {
        self.table()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.facts().answer)
    }

    fn assumptions(&self, clock: ClockStyle) -> String {
        let fanned = &self.in_style(clock);
        let varies = dots::varies(&fanned.likely) + &words::bands(fanned);
        format!("{varies} {}", frame::made_by(&self.basis()))
    }

    fn caption_within(&self, m: &Metrics) -> String {
        let fanned = &self.in_style(m.clock);
        dots::caption_within(&fanned.likely, m, &words::bands(fanned))
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(&self.in_style(m.clock), canvas, m, room)
    }
}
