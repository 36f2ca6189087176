//! `fixes`: which change helps most? Each fix is one row with the time at which it is done now and with
//! the change, in the order of the command `fixes`: those in time first, the less a fix asks for the
//! higher; then the others, by what they save for what they ask. Where the first is not the one that is
//! done soonest, title and alt text name both. Fixes of several changes stand last. Only the answer
//! flows in.

mod draw;
mod heads;
mod scale;
mod ticks;
mod words;

pub(super) use words::gerund;

use super::canvas::{Canvas, Rect};
use super::facts::Facts;
use super::frame::{self, Metrics};
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::report::format::ClockStyle;
use crate::report::wording::fix;
use crate::sim::outcome::Verdict;
use crate::study::answer::Answer;
use crate::study::catalogue::FixId;
use crate::study::fixes::Fix;
use crate::units::{SimTime, Span};
use scale::Scale;

/// What is drawn.
struct Ranked<'a> {
    facts: Facts<'a>,
    scale: Scale,
    rows: Vec<Row<'a>>,
}

/// One fix.
struct Row<'a> {
    fix: &'a Fix,
    /// What to do, with the amount of it.
    what: String,
    /// What comes of it: `tonight at 02:46`.
    effect: String,
    /// Whether all of it is done by the deadline, in most trials too.
    in_time: bool,
}

impl<'a> Chart<'a> {
    /// `fixes`: which change helps most?
    pub fn fixes(answer: &'a Answer) -> Self {
        Chart::new(ChartKind::Fixes, Ranked::of(answer, ClockStyle::H24))
    }
}

impl<'a> Ranked<'a> {
    /// Of an answer, for people who read the clock in a style.
    fn of(answer: &'a Answer, style: ClockStyle) -> Self {
        let (single, several): (Vec<&Fix>, Vec<&Fix>) =
            answer.fixes.iter().partition(|fix| fix.ids.len() == 1);
        let row = |fix: &'a Fix| Row {
            fix,
            what: fix::what(fix, &answer.scenario, style),
            effect: fix::effect(fix, &answer.outcome, style),
            in_time: in_time(fix),
        };
        let rows = single.into_iter().chain(several).map(row).collect();
        let scale = Scale::of(answer);
        Ranked { facts: Facts::of(answer, style), scale, rows }
    }
}

/// Whether all parts of it are in time, and not in hardly any trial.
fn in_time(fix: &Fix) -> bool {
    let deadline = fix.probe.outcome.deadline;
    let parts = || fix.parts.iter().all(|p| p.finish.is_some_and(|f| f.at <= deadline));
    let split = fix.ids == [FixId::PhotosSeparate];
    fix.meets_deadline() && !fix.unlikely && (!split || parts())
}

impl Ranked<'_> {
    /// The first of the list that the answer shows as well.
    fn best(&self) -> Option<&Row<'_>> {
        let first = self.facts.answer.fixes.first()?;
        self.rows.iter().find(|row| row.fix.ids == first.ids)
    }

    /// The one that is done soonest of those that do the whole task as well as the first and keep
    /// everything, if that is another.
    fn quickest(&self) -> Option<&Row<'_>> {
        let best = self.best()?;
        let taken = |row: &Row<'_>| row.fix.probe.outcome.finish.map(|finish| finish.at);
        let whole = |row: &&Row<'_>| {
            let less = [FixId::Trim, FixId::LocalAndCloud];
            let [id] = row.fix.ids.as_slice() else { return false };
            let same_end = row.in_time == best.in_time && !row.fix.unlikely;
            same_end && row.fix.parts.is_empty() && !less.contains(id)
        };
        let soonest = self.rows.iter().filter(whole).filter_map(|row| Some((taken(row)?, row)));
        // The first of those that are as soon.
        let (at, row) = soonest.min_by_key(|(at, _)| *at)?;
        // Less than an hour sooner is no other news.
        let much = taken(best).is_none_or(|own| own.since(at) > Span::from_secs(3_600));
        (much && row.fix.ids != best.fix.ids && best.fix.parts.is_empty()).then_some(row)
    }

    fn finishes(&self) -> bool {
        self.facts.outcome.verdict == Verdict::Finishes
    }

    fn table(&self) -> Table {
        let seconds = |at: SimTime| Cell::Milli(Span::from_micros(at.micros()).millis_up());
        let row = |row: &Row<'_>| {
            let (before, after) = (self.facts.outcome.finish, row.fix.probe.outcome.finish);
            let night = |f: Option<crate::sim::outcome::Finish>| {
                f.map_or(Cell::Empty, |f| Cell::Whole(u64::from(f.night)))
            };
            vec![
                Cell::text(row.fix.id()),
                night(before),
                before.map_or(Cell::Empty, |f| seconds(f.at)),
                night(after),
                after.map_or(Cell::Empty, |f| seconds(f.at)),
                Cell::text(if row.fix.meets_deadline() { "yes" } else { "no" }),
                Cell::text(row.fix.effort.word()),
                Cell::text(words::asks(row.fix)),
            ]
        };
        Table {
            columns: &[
                "fix",
                "nights_before",
                "finish_s_before",
                "nights_after",
                "finish_s_after",
                "meets_deadline",
                "effort",
                "asks",
            ],
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

impl Draw for Ranked<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let ranked = &Ranked::of(self.facts.answer, clock);
        Story {
            title: words::title(ranked),
            subtitle: words::subtitle(ranked),
            told: words::told(ranked),
            alt: words::alt(ranked),
        }
    }

    fn numbers(&self, clock: ClockStyle) -> Table {
        Ranked::of(self.facts.answer, clock).table()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.facts.answer)
    }

    fn assumptions(&self, clock: ClockStyle) -> String {
        let basis = self.basis();
        if self.rows.is_empty() {
            return frame::assumptions(&basis, clock);
        }
        format!("{} {}", words::each(self), frame::made_by(&basis))
    }

    fn caption_within(&self, m: &Metrics) -> String {
        match self.rows.is_empty() {
            true => frame::caption_within(&self.basis(), m),
            false => self.caption(m.clock),
        }
    }

    fn fills(&self, m: &Metrics, room: Rect) -> f64 {
        draw::fills(&Ranked::of(self.facts.answer, m.clock), m, room)
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(&Ranked::of(self.facts.answer, m.clock), canvas, m, room)
    }
}
