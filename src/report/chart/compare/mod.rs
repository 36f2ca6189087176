//! `progress` of two cases: the answer to the first and to the second flow in; one drawing with two
//! lines on one clock flows out, each named at its end, with the finding that the two make together.

mod differs;
mod draw;
mod labels;
mod words;

#[cfg(test)]
pub(super) use draw::look;

use super::canvas::{Canvas, Rect};
use super::facts::Facts;
use super::frame::{self, Metrics};
use super::progress::{self, Point};
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::report::format::ClockStyle;
use crate::scenario::FieldRef;
use crate::sim::outcome::ProofKind;
use crate::study::answer::Answer;
use crate::study::fixes::Fix;
use crate::units::{SimTime, Span};

/// The second case of a comparison.
#[derive(Clone, Debug)]
pub struct Against {
    /// Its answer, with its timeline.
    pub answer: Answer,
    /// What the two are called.
    pub named: Named,
}

/// What the two cases of a comparison are called.
#[derive(Clone, Debug)]
pub enum Named {
    /// The second is the first with a fix: `now`, and the words of the fix.
    Fix(Box<Fix>),
    /// By names of their own, first and second.
    Cases([String; 2]),
}

impl Against {
    /// The first of an answer's fixes that leaves one backup to draw; `None` where there is none.
    pub fn best_fix(answer: &Answer) -> Option<&Fix> {
        answer.fixes.iter().find(|fix| fix.parts.is_empty() && !fix.unlikely)
    }

    /// The fields with other values than in the first case, as keys.
    pub(super) fn differs(&self, first: &Answer) -> Vec<&'static str> {
        differs::fields(first, &self.answer).iter().map(|f| f.key).collect()
    }

    /// What the second is called.
    pub(super) fn name(&self, first: &Answer, style: ClockStyle) -> String {
        Pair::of(first, self, style).name(1)
    }
}

/// Both cases on one clock.
struct Pair<'a> {
    sides: [Facts<'a>; 2],
    against: &'a Against,
    /// How long after second 0 of the drawing each begins.
    begins: [Span; 2],
}

impl<'a> Chart<'a> {
    /// `progress` of two cases: what changes?
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if one of the outcomes has none.
    pub fn compared(first: &'a Answer, against: &'a Against) -> Result<Self, ChartError> {
        if first.outcome.timeline.is_none() || against.answer.outcome.timeline.is_none() {
            return Err(ChartError::NoTimeline);
        }
        Ok(Chart::new(ChartKind::Progress, Pair::of(first, against, ClockStyle::H24)))
    }
}

impl<'a> Pair<'a> {
    fn of(first: &'a Answer, against: &'a Against, style: ClockStyle) -> Self {
        let sides = [Facts::of(first, style), Facts::of(&against.answer, style)];
        let begins = begins(&sides);
        Pair { sides, against, begins }
    }

    /// The case whose nights are counted along the axis: the one that begins first.
    fn base(&self) -> &Facts<'a> {
        let [first, second] = &self.sides;
        let second_begins = self.begins[0] > Span::ZERO || first.by_cable() && !second.by_cable();
        if second_begins { second } else { first }
    }

    /// Whether both may run in the same hours.
    fn same_hours(&self) -> bool {
        let [first, second] = &self.sides;
        first.inputs.window.allowed == second.inputs.window.allowed
    }

    /// A moment of a side on the common axis.
    fn common(&self, side: usize, at: SimTime) -> SimTime {
        at.plus(self.begins[side])
    }

    /// The end of all that is plotted: both ends, and the deadlines if these are near.
    fn data_end(&self) -> SimTime {
        let end = |i: usize| {
            let side = &self.sides[i];
            let instant = side.outcome.finish.is_some_and(|f| f.at == SimTime::ZERO);
            self.common(i, if instant { SimTime::ZERO } else { side.end() })
        };
        let last = end(0).max(end(1));
        let last = match last == SimTime::ZERO {
            true => SimTime::ZERO.plus(self.base().window()),
            false => last,
        };
        let deadline = self.deadlines().into_iter().max().unwrap_or(last);
        // A deadline long after would press the lines against the left edge.
        if deadline.micros() / 6 <= last.micros() { last.max(deadline) } else { last }
    }

    /// The deadlines on the common axis, one where they are the same.
    fn deadlines(&self) -> Vec<SimTime> {
        let [first, second] = &self.sides;
        // A cable has no clock; its deadline is the end of a day that nobody gave.
        let counts = |i: usize| !self.sides[i].by_cable() || first.by_cable() && second.by_cable();
        let mut list: Vec<SimTime> = (0..2)
            .filter(|&i| counts(i))
            .map(|i| self.common(i, self.sides[i].outcome.deadline))
            .collect();
        list.dedup();
        list
    }

    /// The line of a side on the common axis; what is proven to stand still does so to the end.
    fn line(&self, side: usize) -> Vec<Point> {
        let facts = &self.sides[side];
        let mut list = progress::points(facts);
        let end = self.data_end().since(SimTime::ZERO.plus(self.begins[side]));
        let end = SimTime::ZERO.plus(end);
        let stands =
            facts.outcome.proof.is_some_and(|p| !matches!(p.kind, ProofKind::Outgrown { .. }));
        if let Some(last) = list.last().copied().filter(|last| stands && last.at < end) {
            let night = u32::try_from(end.micros() / Span::DAY.micros()).unwrap_or(u32::MAX);
            list.push(Point { at: end, night: night.saturating_add(1).max(last.night), ..last });
        }
        list
    }

    fn table(&self) -> Table {
        let rows = |side: usize| {
            let row = move |point: Point| {
                let mut cells = progress::cells(&self.sides[side], point);
                let at = self.common(side, point.at);
                if let Some(first) = cells.first_mut() {
                    *first = Cell::Milli(Span::from_micros(at.micros()).millis_up());
                }
                cells.insert(0, Cell::text(["first", "second"][side]));
                cells
            };
            self.line(side).into_iter().map(row)
        };
        Table {
            columns: &["case", "time_s", "night", "clock", "stored_bytes", "share_percent"],
            rows: rows(0).chain(rows(1)).collect(),
        }
    }

    /// The fields that differ.
    fn fields(&self) -> Vec<&'static FieldRef> {
        differs::fields(self.sides[0].answer, &self.against.answer)
    }
}

/// How long after the start of the drawing each case begins: both by one clock. A cable has none, and
/// begins with the other.
fn begins([first, second]: &[Facts<'_>; 2]) -> [Span; 2] {
    if first.by_cable() || second.by_cable() {
        return [Span::ZERO; 2];
    }
    let secs = |facts: &Facts<'_>| i64::from(facts.outcome.clock_zero.secs());
    let later = (secs(second) - secs(first)).rem_euclid(86_400);
    match later > 43_200 {
        true => [Span::from_secs(86_400 - later), Span::ZERO],
        false => [Span::ZERO, Span::from_secs(later)],
    }
}

impl Draw for Pair<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let pair = Pair::of(self.sides[0].answer, self.against, clock);
        Story {
            title: words::title(&pair),
            subtitle: words::subtitle(&pair),
            told: super::told::Told::default(),
            alt: words::alt(&pair),
        }
    }

    fn numbers(&self, clock: ClockStyle) -> Table {
        Pair::of(self.sides[0].answer, self.against, clock).table()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Compared(self.sides[0].answer, self.against)
    }

    fn assumptions(&self, clock: ClockStyle) -> String {
        let pair = Pair::of(self.sides[0].answer, self.against, clock);
        let (differing, common) = (differs::differing(&pair), differs::common(&pair));
        let made_by = frame::made_by(&self.basis());
        differs::caption(&differing, 0, &common, 0, &made_by)
    }

    fn caption_within(&self, m: &Metrics) -> String {
        let pair = Pair::of(self.sides[0].answer, self.against, m.clock);
        differs::caption_within(&pair, m, &frame::made_by(&self.basis()))
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(&Pair::of(self.sides[0].answer, self.against, m.clock), canvas, m, room)
    }
}
