//! `overview`: what does a whole batch come to? The share of its rows that is done by each night as steps,
//! one small chart for each of the largest groups, and beside the end of a curve what the others end in.

mod draw;
mod labels;
mod order;
mod words;

use super::canvas::{Canvas, Rect};
use super::frame::Metrics;
use super::svg::plain;
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::report::format::ClockStyle;
use crate::study::overview::{Group, Overview};
use std::cmp::Ordering;

/// As many groups are drawn, the largest; the others are counted.
const MOST_PANELS: usize = 6;
/// Up to so many nights are drawn whatever happens in them.
const FEW_NIGHTS: u32 = 14;
/// Of those that finish, so many of a thousand are waited for; later nights are told in words.
const WAITED_FOR: u64 = 990;

/// An overview and what is drawn of it.
struct Curves<'a> {
    overview: &'a Overview,
    /// The last night on the axis.
    last: u32,
}

/// One small chart.
struct Panel<'a> {
    /// The value of the group as it is in the result; `None` for all rows.
    value: Option<String>,
    group: &'a Group,
}

impl<'a> Curves<'a> {
    fn of(overview: &'a Overview) -> Self {
        let all = &overview.all;
        let end = all.last_night().unwrap_or(1);
        let enough = |night: &u32| all.done_by(*night) * 1_000 >= all.done() * WAITED_FOR;
        let levels = || all.nights.keys().copied().find(enough).unwrap_or(end);
        let last = if end <= FEW_NIGHTS { end } else { levels().max(FEW_NIGHTS) };
        Curves { overview, last }
    }

    /// What is drawn: the largest groups, those of quantities in their order, or all rows. Where groups
    /// would leave a corner empty in a row of three, all rows stand there.
    fn panels(&self) -> Vec<Panel<'a>> {
        let all = Panel { value: None, group: &self.overview.all };
        let Some(by) = self.overview.by.as_ref().filter(|by| !by.groups.is_empty()) else {
            return vec![all];
        };
        let panel =
            |(value, group): &'a (String, Group)| Panel { value: Some(shown(value)), group };
        let mut list: Vec<_> = by.groups.iter().map(panel).collect();
        if self.is_ordered() {
            let place = |p: &Panel<'_>| order::quantity(p.value.as_deref().unwrap_or_default());
            list.sort_by(|a, b| place(a).partial_cmp(&place(b)).unwrap_or(Ordering::Equal));
            // The largest of them stay; of those alike the ones that lie farthest apart.
            let mut most: Vec<u64> = list.iter().map(|p| p.group.rows).collect();
            most.sort_unstable_by_key(|rows| std::cmp::Reverse(*rows));
            if let Some(&least) = most.get(MOST_PANELS - 1) {
                let (sure, alike): (Vec<_>, Vec<_>) = list
                    .into_iter()
                    .filter(|p| p.group.rows >= least)
                    .partition(|p| p.group.rows > least);
                let room = MOST_PANELS - sure.len();
                list = sure.into_iter().chain(order::spread(alike, room)).collect();
                list.sort_by(|a, b| place(a).partial_cmp(&place(b)).unwrap_or(Ordering::Equal));
            }
        }
        list.truncate(MOST_PANELS);
        if list.len() == 5 {
            list.push(all);
        }
        list
    }

    /// Whether the values of all groups are quantities of one kind, so that they have an order.
    fn is_ordered(&self) -> bool {
        let groups = self.overview.by.iter().flat_map(|by| &by.groups);
        let mut kinds = groups.map(|(value, _)| order::kind(value));
        let first = kinds.next().flatten();
        first.is_some() && kinds.all(|kind| kind == first)
    }

    /// The groups that are not drawn, their rows, and whether each is smaller than any that is.
    fn others(&self) -> Option<(u64, u64, bool)> {
        let groups = &self.overview.by.as_ref()?.groups;
        let others = groups.get(MOST_PANELS..).filter(|others| !others.is_empty())?;
        // Most rows first: whichever of those alike are drawn, as many rows are left.
        let rows = others.iter().map(|(_, group)| group.rows).sum();
        let least = groups.get(MOST_PANELS - 1).map_or(0, |(_, group)| group.rows);
        let smaller = others.iter().all(|(_, group)| group.rows < least);
        Some((others.len() as u64, rows, smaller))
    }

    fn table(&self) -> Table {
        let mut rows = Vec::new();
        for panel in self.panels() {
            let group = panel.group;
            let value = panel.value.map_or(Cell::Empty, Cell::Foreign);
            let mut row = |part: &str, night: Cell, cause: Cell, count: u64| {
                let thousandths = u128::from(count) * 100_000 / u128::from(group.rows.max(1));
                rows.push(vec![
                    value.clone(),
                    Cell::Whole(group.rows),
                    Cell::text(part),
                    night,
                    cause,
                    Cell::Whole(count),
                    Cell::Milli(i64::try_from(thousandths).unwrap_or(0)),
                ]);
            };
            let end = group.last_night().unwrap_or(0);
            // Every night of the axis; behind it only those in which something is done.
            let later = group.nights.keys().copied().filter(|night| *night > self.last);
            for night in (1..=self.last.min(end)).chain(later) {
                row("done", Cell::Whole(u64::from(night)), Cell::Empty, group.done_by(night));
            }
            for (verdict, cause, count) in group.why_not() {
                let cause = cause.map_or(Cell::Empty, |cause| Cell::text(cause.id()));
                row(verdict.word(), Cell::Empty, cause, count);
            }
        }
        let columns = &["group", "rows", "part", "night", "cause", "count", "percent"];
        Table { columns, rows }
    }
}

/// A name from outside as it is drawn.
fn shown(name: &str) -> String {
    let name: String = name.chars().map(plain).collect();
    let name = name.trim();
    if name.is_empty() { "(empty)".to_owned() } else { name.to_owned() }
}

impl Draw for Curves<'_> {
    fn story(&self, _: ClockStyle) -> Story {
        Story {
            title: words::title(self),
            subtitle: words::subtitle(self),
            told: words::told(self),
            alt: words::alt(self),
        }
    }

    fn numbers(&self, _: ClockStyle) -> Table {
        self.table()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Batch(self.overview)
    }

    fn assumptions(&self, _: ClockStyle) -> String {
        words::caption(self)
    }

    fn caption_within(&self, m: &Metrics) -> String {
        self.caption(m.clock)
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(self, canvas, m, room)
    }
}

impl<'a> Chart<'a> {
    /// `overview`: what does a whole batch come to?
    ///
    /// # Errors
    /// [`ChartError::NotFor`] if it has no row that was answered.
    pub fn overview(overview: &'a Overview) -> Result<Self, ChartError> {
        if overview.all.rows == 0 {
            let why = "the result has no row, so there is nothing to draw";
            return Err(ChartError::NotFor(why.to_owned()));
        }
        Ok(Chart::new(ChartKind::Overview, Curves::of(overview)))
    }
}
