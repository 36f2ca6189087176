//! `nights`: how many nights at which speed? One small chart for each length of the window, in each a
//! staircase for every size, the reader's own marked.

mod absent;
mod draw;
mod labels;
mod lead;
mod own;
mod scale;
mod stairs;
mod words;

use super::canvas::{Canvas, Rect};
use super::facts::Facts;
use super::frame::Metrics;
use super::table::{Cell as Entry, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::report::format::ClockStyle;
use crate::scenario::fields::id_of;
use crate::sim::outcome::Verdict;
use crate::study::answer::Answer;
use crate::study::grid::Cell;
use crate::study::grid::curves::Curves;
use crate::units::{Kind, Rate};

/// The most nights that are drawn; what takes longer is above the scale.
const MOST: u32 = 14;

/// The curves and what is asked of them.
pub(super) struct Nights<'a> {
    facts: Facts<'a>,
    curves: &'a Curves,
}

impl Nights<'_> {
    /// The place of the case's own window.
    fn own_window(&self) -> usize {
        self.curves.windows.iter().position(|w| w.is_own).unwrap_or(0)
    }

    /// The place of the case's own size; of a middle one if it has none.
    fn own_line(&self) -> usize {
        let own = self.curves.lines.iter().position(|l| l.is_own);
        own.unwrap_or(self.curves.lines.len() / 2)
    }

    /// The case's own speed, if the case has a place: on a line of its own, at a speed on the axis.
    fn own_speed(&self) -> Option<Rate> {
        let speeds = &self.curves.speeds;
        let ends = speeds.first().copied().zip(speeds.last().copied());
        let sized = self.curves.lines.iter().any(|line| line.is_own);
        let speed = self.curves.own_speed.filter(|_| sized)?;
        ends.is_some_and(|(low, high)| (low..=high).contains(&speed)).then_some(speed)
    }

    fn own(&self) -> &[Cell] {
        self.curves.line(self.own_window(), self.own_line())
    }

    fn table(&self) -> Table {
        let curves = self.curves;
        let speeds: Vec<String> = curves.speeds.iter().map(|speed| speed.print()).collect();
        let mut rows = Vec::new();
        for (w, window) in curves.windows.iter().enumerate() {
            for (l, line) in curves.lines.iter().enumerate() {
                let speeds = curves.speeds.iter().zip(&speeds);
                for (cell, (speed, text)) in curves.line(w, l).iter().zip(speeds) {
                    rows.push(vec![
                        Entry::Whole(
                            u64::try_from(window.length.micros() / 1_000_000).unwrap_or(0),
                        ),
                        Entry::Whole(line.size.bytes()),
                        Entry::text(text.clone()),
                        Entry::Whole(speed.bits_per_s()),
                        cell.night().map_or(Entry::Empty, |n| Entry::Whole(u64::from(n))),
                        Entry::text(cell.verdict().map_or("impossible", Verdict::word)),
                    ]);
                }
            }
        }
        let columns =
            &["window_s", "size_bytes", "upload", "upload_bits_per_s", "nights", "verdict"];
        Table { columns, rows }
    }
}

impl Draw for Nights<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let own = &Nights { facts: self.facts.in_style(clock), curves: self.curves };
        let nights = if self.facts.day() == "day" { "Days" } else { "Nights" };
        let by = "by upload speed (Mbps, log scale), size and window";
        Story {
            title: words::title(own),
            subtitle: format!("{nights} until the backup is done, {by}"),
            told: words::told(own),
            alt: words::alt(own),
        }
    }

    fn numbers(&self, _: ClockStyle) -> Table {
        self.table()
    }

    /// Of the reader's own size and window the speeds from which on it takes fewer nights.
    fn telling(&self) -> Vec<usize> {
        let long = self.curves.speeds.len();
        let first = (self.own_window() * self.curves.lines.len() + self.own_line()) * long;
        let own = self.own();
        let night = |at: usize| own.get(at).and_then(Cell::night);
        let turns = (0..own.len()).filter(|&at| at == 0 || night(at) != night(at - 1));
        turns.map(|at| first + at).collect()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Varied(self.facts.answer, [id_of("link.upload"), id_of("library.size")])
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        let own = Nights { facts: self.facts.in_style(m.clock), curves: self.curves };
        draw::draw(&own, canvas, m, room)
    }
}

impl<'a> Chart<'a> {
    /// `nights`: how many nights at which speed?
    pub fn nights(answer: &'a Answer, curves: &'a Curves) -> Self {
        Chart::new(ChartKind::Nights, Nights { facts: Facts::of(answer, ClockStyle::H24), curves })
    }
}
