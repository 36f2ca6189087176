//! The labels of `progress`: the end, the deadline, what was lost, the mornings and the standstills, from
//! the most to the least important, each where nothing else stands. The ground flows in as it was drawn.

use super::super::ChartError;
use super::super::axis::y_of;
use super::super::bands::{self, Strip};
use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::Weight;
use super::super::frame::{plate, plated};
use super::super::palette::{Ink, Role};
use super::draw::{Ground, share_of};
use super::points;
use super::words::{done_text, end_text};
use crate::cause::Cause;
use crate::report::format;
use crate::scenario::fields::id_of;

impl Ground<'_> {
    pub(super) fn deadline(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let at = self.facts.outcome.deadline;
        let given = self.facts.answer.scenario.origin(id_of("window.deadline")).is_given();
        if !self.shows(at) && self.facts.by_cable() && !given {
            return Ok(());
        }
        if !self.shows(at) {
            let text = format!("the deadline, {}, is later", self.facts.deadline_text());
            let label = self.m.remark(text);
            let y = self.plot.bottom() - 0.6 * self.m.label;
            return plated(canvas, &label, &[(self.plot.right() - 4.0, y, Align::End)]).map(|_| ());
        }
        let (x, top) = (self.x(at), y_of(self.plane, 1.0));
        let in_time = self.facts.outcome.finish.is_some_and(|f| f.at <= at);
        let when = self.facts.deadline_text();
        // Where it ends for good by then, the end says what was reached.
        if self.facts.outcome.proof.is_some() && self.facts.end() <= at {
            let label = self.m.label(format!("deadline {when}"), Weight::Bold);
            let spot = |i: u32| (x - 7.0, top + (1.6 + f64::from(i)) * self.m.label, Align::End);
            plated(canvas, &label, &[0, 1, 2, 3].map(spot))?;
            return Ok(());
        }
        let stored = self.facts.stored_at(at);
        let y = y_of(self.plane, share_of(self.facts, stored));
        let text = if in_time {
            format!("deadline {when}")
        } else {
            canvas.dot((x, y), 3.5 * self.m.stroke, Ink::solid(Role::Text))?;
            format!("{} by {when}", self.facts.percent(stored))
        };
        let label = self.m.label(text, Weight::Bold);
        let bottom = self.plot.bottom();
        let below = if in_time { bottom - 0.6 * self.m.label } else { y + 1.3 * self.m.label };
        let step = self.m.label;
        let beside = |i: u32| {
            let y = below - f64::from(i) * 0.75 * step;
            [(x + 7.0, y, Align::Start), (x - 7.0, y, Align::End)]
        };
        // Below the line and to the right, where a leader shows what it belongs to.
        let along = |i: u32| (x + (1.0 + f64::from(i)) * step, bottom - 0.6 * step, Align::Start);
        let near = (0..5).flat_map(beside);
        let far = (5..16).flat_map(beside);
        let spots: Vec<_> = near
            .chain((1..16).map(along).filter(|_| !in_time))
            .chain(far)
            .filter(|&(x, y, align)| {
                let text = label.at(x, y, align);
                let inside =
                    text.x >= self.plot.x && text.right() <= canvas.bounds().w - self.m.side;
                inside && y < bottom - 5.0 && y - step > top
            })
            .collect();
        if let Some((left, base, _)) = plate(canvas, &label, &spots)?.filter(|s| s.0 > x + 8.0) {
            let ends = [(x, y), (left - 3.0, base - 0.3 * step)];
            canvas.line(&ends, self.m.stroke, Ink::solid(Role::Text))?;
        }
        Ok(())
    }

    /// The finish with its clock time, or what became of it; gives the cause that it names.
    pub(super) fn end(&self, canvas: &mut Canvas) -> Result<Option<Cause>, ChartError> {
        let facts = self.facts;
        let top = y_of(self.plane, 1.0);
        if let Some(finish) = facts.outcome.finish {
            let x = self.x(finish.at);
            canvas.dot((x, top), 5.5 * self.m.stroke, Ink::solid(Role::Upload))?;
            canvas.block(Rect::between(x - 6.0, top - 6.0, x + 6.0, top + 6.0));
            let label = self.m.label(done_text(facts).unwrap_or_default(), Weight::Bold);
            let y = top - 0.75 * self.m.label;
            let half = label.width() / 2.0;
            let x = x.clamp(self.plot.x + half, (self.plot.right() - half).max(self.plot.x + half));
            canvas.place(&label, &[(x, y, Align::Middle)])?;
            return Ok(None);
        }
        let stored = facts.stored_at(facts.end());
        let text = end_text(facts);
        let y = y_of(self.plane, share_of(facts, stored));
        let x = self.x(facts.end());
        canvas.dot((x, y), 4.5 * self.m.stroke, Ink::solid(Role::Upload))?;
        let spots: Vec<_> = (0..20)
            .flat_map(|i| {
                let off = (0.9 + 0.6 * f64::from(i)) * self.m.label;
                [(x - 9.0, y - off, Align::End), (x - 9.0, y + off + self.m.label, Align::End)]
            })
            .filter(|&(_, y, _)| y < self.plot.bottom() - 2.0 && y - self.m.label > top)
            .collect();
        // Where there is no room for why, the title says it.
        let short = text.split(": ").next().unwrap_or_default().to_owned();
        for text in [text, short] {
            if plated(canvas, &self.m.label(&text, Weight::Bold), &spots)? {
                let cause = facts.outcome.proof.map(|proof| proof.cause);
                return Ok(cause.filter(|_| text.contains(": ")));
            }
        }
        Ok(None)
    }

    /// Why the line falls, at its deepest fall: what was sent by then did not count.
    pub(super) fn loss(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let points = points(self.facts);
        let falls = points.windows(2).filter_map(|pair| match pair {
            [high, low] if low.stored < high.stored => {
                Some((high.stored.minus(low.stored), *high, *low))
            }
            _ => None,
        });
        let Some((lost, high, low)) = falls.max_by_key(|fall| fall.0) else { return Ok(()) };
        let (x, top) = (self.x(high.at), y_of(self.plane, share_of(self.facts, high.stored)));
        let bottom = y_of(self.plane, share_of(self.facts, low.stored));
        if bottom - top < self.m.label {
            return Ok(());
        }
        let size = format::size(lost, format::Way::Nearest);
        let gap = 0.6 * self.m.label;
        let above = top - gap;
        // On one ground: over the night it is in, else before it, with a leader.
        let start = self.facts.night_start(high.night);
        let night = (self.x(start), self.x(start.plus(self.facts.window())));
        let before = (night.0 - gap, above, Align::End);
        let lower = (night.0 - gap, (top + bottom) / 2.0 + 0.3 * self.m.label, Align::End);
        for text in [format!("{size} sent, then lost"), "sent, then lost".to_owned()] {
            let label = self.m.label(text, Weight::Regular);
            let half = label.width() / 2.0 + 0.3 * self.m.label;
            let inside = x.clamp(night.0 + half, (night.1 - half).max(night.0 + half));
            let fits = |&(left, y, align): &(f64, f64, Align)| {
                let (text, y) = (label.at(left, y, align), y - 0.3 * self.m.label);
                let way = Rect::between(text.right(), y - 1.0, x, y + 1.0);
                let led = align == Align::Middle || !canvas.is_lettered(&way);
                text.x >= self.plot.x && text.right() <= self.plot.right() && led
            };
            let spots: Vec<_> =
                [(inside, above, Align::Middle), before, lower].into_iter().filter(fits).collect();
            let Some(spot) = plate(canvas, &label, &spots)? else { continue };
            let y = spot.1 - 0.3 * self.m.label;
            let ends = [(spot.0 + 3.0, y), (x, y), (x, top - 2.0)];
            let corners = if spot == before { &ends[..] } else { &ends[..2] };
            if spot.2 == Align::End {
                canvas.line(corners, self.m.stroke, Ink::solid(Role::Text))?;
            }
            break;
        }
        Ok(())
    }

    /// What each morning has reached, where there are few.
    pub(super) fn mornings(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        if self.facts.all_day() || self.nights() > 7 {
            return Ok(());
        }
        for night in 1..=self.nights() {
            let at = self.facts.night_start(night).plus(self.facts.window());
            if at >= self.facts.end() || at == self.facts.outcome.deadline {
                continue;
            }
            let stored = self.facts.stored_at(at);
            if stored == self.facts.stored_at(self.facts.night_start(night)) {
                continue;
            }
            let y = y_of(self.plane, share_of(self.facts, stored));
            let label = self.m.label(self.facts.percent(stored), Weight::Regular);
            let x = self.x(at);
            let below = y + 1.15 * self.m.label + 2.0;
            let above = y - 0.5 * self.m.label;
            let spots = [(x + 3.0, below, Align::Start), (x - 3.0, above, Align::End)];
            plated(canvas, &label, &spots)?;
        }
        Ok(())
    }

    /// Names a few causes with their total over all nights, at their own strips. What the end says
    /// already has no second name.
    pub(super) fn name_standstills(
        &self,
        canvas: &mut Canvas,
        strips: &[Strip],
        said: Option<Cause>,
    ) -> Result<(), ChartError> {
        let most = if self.m.narrow() { 2 } else { 4 };
        let ledger = &self.facts.outcome.ledger;
        let window = ledger.uploading.plus(ledger.stalled);
        // What is short of 2 % of the allowed time has no name.
        let mut totals = bands::totals(&self.facts.standstills());
        totals.retain(|t| {
            i128::from(t.time.micros()) * 50 >= i128::from(window.micros()) && said != Some(t.cause)
        });
        totals.truncate(most);
        let heights = [0.86, 0.72, 0.6, 0.5, 0.4, 0.3, 0.18, 0.08];
        bands::name(canvas, self.m, self.plot, strips, &totals, &heights)
    }
}
