//! `plan`: does it fit the cloud plan? One bar for each plan of the provider: what is used, what this
//! backup adds, and what is free or missing, with the limit as a rule. The plan that holds it is bold.

mod draw;
mod heads;
mod words;

use super::canvas::{Canvas, Rect};
use super::frame::{self, Metrics};
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::report::format::ClockStyle;
use crate::study::answer::Answer;
use crate::study::shelf::{Shelf, Shelved};
use crate::units::Size;

/// What is drawn.
struct Fit<'a> {
    answer: &'a Answer,
    shelf: &'a Shelf,
}

impl<'a> Chart<'a> {
    /// `plan`: does it fit the cloud plan? `shelf` are the plans of the service's provider.
    ///
    /// # Errors
    /// [`ChartError::NotFor`] without a shelf: where no plans of the service are known.
    pub fn plan(answer: &'a Answer, shelf: Option<&'a Shelf>) -> Result<Self, ChartError> {
        let Some(shelf) = shelf else {
            let why = "no storage plans are known for this service; plan is for icloud-backup, \
                       icloud-photos, google-backup, google-photos and onedrive";
            return Err(ChartError::NotFor(why.to_owned()));
        };
        Ok(Chart::new(ChartKind::Plan, Fit { answer, shelf }))
    }
}

impl Fit<'_> {
    /// What a plan lacks.
    fn missing(&self, plan: &Shelved) -> Size {
        self.shelf.need().minus(plan.size)
    }

    /// What a plan leaves.
    fn free(&self, plan: &Shelved) -> Size {
        plan.size.minus(self.shelf.need())
    }

    fn table(&self) -> Table {
        let row = |plan: &Shelved| {
            vec![
                Cell::Whole(plan.size.bytes()),
                plan.cents.map_or(Cell::Empty, |cents| Cell::Milli(i64::from(cents) * 10)),
                Cell::Whole(self.shelf.used.bytes()),
                Cell::Whole(self.shelf.backup.bytes()),
                Cell::Whole(self.free(plan).bytes()),
                Cell::Whole(self.missing(plan).bytes()),
                Cell::text(if self.shelf.fits() == Some(*plan) { "yes" } else { "no" }),
            ]
        };
        Table {
            columns: &[
                "plan_bytes",
                "usd_a_month",
                "used_bytes",
                "backup_bytes",
                "free_bytes",
                "missing_bytes",
                "next_that_fits",
            ],
            rows: self.shelf.plans.iter().map(row).collect(),
        }
    }
}

impl Draw for Fit<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        Story {
            title: words::title(self),
            subtitle: words::subtitle(self),
            told: words::told(self, clock),
            alt: words::alt(self),
        }
    }

    fn numbers(&self, _: ClockStyle) -> Table {
        self.table()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.answer)
    }

    fn assumptions(&self, _: ClockStyle) -> String {
        format!("{} {}", words::assumed(self), frame::made_by(&self.basis()))
    }

    fn caption_within(&self, m: &Metrics) -> String {
        self.caption(m.clock)
    }

    fn fills(&self, m: &Metrics, room: Rect) -> f64 {
        draw::fills(self, m, room)
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(self, canvas, m, room)
    }
}
