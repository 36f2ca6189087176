//! `map`: what if? The nights for each pair of two fields' values as numbered cells in six steps, with
//! a heavy line around what is done by the deadline and the reader's own case ringed.

mod around;
mod blocks;
mod contour;
mod draw;
mod words;

use super::canvas::{Canvas, Rect};
use super::facts::Facts;
use super::frame::Metrics;
use super::table::{Cell as Entry, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story, steps};
use crate::report::format::ClockStyle;
use crate::sim::outcome::{Proof, Verdict};
use crate::study::answer::Answer;
use crate::study::grid::{Cell, Grid};

/// The upper ends of the steps of nights; more nights are the last step.
const STEPS: [u32; 5] = [1, 2, 4, 7, 14];

/// A map and what is asked of it.
struct Map<'a> {
    facts: Facts<'a>,
    grid: &'a Grid,
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// Done in this night.
    Night(u32),
    /// Not within the nights that are looked at, which are these.
    Beyond(u64),
    /// Never, as this proves.
    Never(Proof),
    /// Turned down, as this says.
    Refused(Proof),
    /// The values cannot be together.
    Impossible,
}

impl Shown {
    /// Its step of nights, from 0 for one night.
    fn step(self) -> Option<usize> {
        match self {
            Shown::Night(night) => {
                Some(STEPS.iter().position(|most| night <= *most).unwrap_or(STEPS.len()))
            }
            Shown::Beyond(_) => Some(STEPS.len()),
            _ => None,
        }
    }

    /// What is printed in the cell where there is room for a word; else its mark.
    fn text(self, wide: bool) -> String {
        match self {
            Shown::Night(night) => night.to_string(),
            Shown::Beyond(nights) => format!(">{nights}"),
            Shown::Never(_) if wide => "never".to_owned(),
            Shown::Refused(_) if wide => "refused".to_owned(),
            Shown::Never(_) => "×".to_owned(),
            Shown::Refused(_) => "!".to_owned(),
            Shown::Impossible => "–".to_owned(),
        }
    }
}

impl Map<'_> {
    fn shown(&self, cell: Cell) -> Shown {
        match (cell.verdict(), cell.proof(), cell.night()) {
            (None, ..) => Shown::Impossible,
            (Some(Verdict::Refused), Some(proof), _) => Shown::Refused(proof),
            (_, Some(proof), _) => Shown::Never(proof),
            (_, None, Some(night)) => Shown::Night(night),
            (_, None, None) => Shown::Beyond(self.facts.inputs.window.nights.get()),
        }
    }

    fn columns(&self) -> usize {
        self.grid.x.values.len()
    }

    fn rows(&self) -> usize {
        self.grid.y.values.len()
    }

    /// By when it must be done: `morning` where that is the end of the first window.
    fn by(&self) -> &'static str {
        let first = self.grid.deadline <= crate::units::SimTime::ZERO.plus(crate::units::Span::DAY);
        let clock = self.facts.outcome.clock_at(self.grid.deadline).secs() / 3600;
        if first && (3..12).contains(&clock) && !self.facts.all_day() {
            "morning"
        } else {
            "the deadline"
        }
    }

    fn table(&self) -> Table {
        let (x, y) = (&self.grid.x, &self.grid.y);
        let mut rows = Vec::new();
        for (j, upper) in y.values.iter().enumerate() {
            for (i, right) in x.values.iter().enumerate() {
                let cell = self.grid.cell(i, j);
                let word = cell.verdict().map_or("impossible", Verdict::word);
                rows.push(vec![
                    Entry::text(x.what.word()),
                    Entry::text(right.print()),
                    Entry::text(y.what.word()),
                    Entry::text(upper.print()),
                    cell.night().map_or(Entry::Empty, |n| Entry::Whole(u64::from(n))),
                    Entry::text(word),
                    Entry::text(cell.proof().map_or("", |p| p.cause.id())),
                    Entry::text(if self.grid.own == Some((i, j)) { "yes" } else { "no" }),
                ]);
            }
        }
        Table {
            columns: &["x", "x_value", "y", "y_value", "nights", "verdict", "cause", "own"],
            rows,
        }
    }

    fn subtitle(&self) -> String {
        let (x, y) = (steps::name(self.grid.x.what), steps::name(self.grid.y.what));
        let nights = if self.facts.day() == "day" { "Days" } else { "Nights" };
        let hours = match self.facts.window_text() {
            Some(hours) if !self.varies("window.allowed") => format!(", window {hours}"),
            _ => String::new(),
        };
        format!("{nights} until the backup is done, by {y} (up) and {x} (right){hours}")
    }

    /// Whether a field is on an axis.
    fn varies(&self, key: &str) -> bool {
        let id = crate::scenario::fields::id_of(key);
        [&self.grid.x, &self.grid.y].iter().any(|steps| steps.what.field() == id)
    }
}

impl Draw for Map<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let own = &Map { facts: self.facts.in_style(clock), grid: self.grid };
        Story {
            title: words::title(own),
            subtitle: own.subtitle(),
            told: words::told(own),
            alt: words::alt(own),
        }
    }

    fn numbers(&self, _: ClockStyle) -> Table {
        self.table()
    }

    /// The reader's own row; without one, the lowest.
    fn telling(&self) -> Vec<usize> {
        let row = self.grid.own.map_or(0, |(_, row)| row);
        (row * self.columns()..(row + 1) * self.columns()).collect()
    }

    fn basis(&self) -> Basis<'_> {
        let varied = [&self.grid.x, &self.grid.y].map(|steps| steps.what.field());
        Basis::Varied(self.facts.answer, varied)
    }

    fn fills(&self, m: &Metrics, _: Rect) -> f64 {
        // Cells twice as high as one with a number and a name; what stands above and below them.
        6.0 * m.label + 5.0 * m.tick * self.rows() as f64
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        let own = Map { facts: self.facts.in_style(m.clock), grid: self.grid };
        draw::draw(&own, canvas, m, room)
    }
}

impl<'a> Chart<'a> {
    /// `map`: what if two values were otherwise?
    pub fn map(answer: &'a Answer, grid: &'a Grid) -> Self {
        Chart::new(ChartKind::Map, Map { facts: Facts::of(answer, ClockStyle::H24), grid })
    }
}
