//! What stands above the rows of `fixes`: the deadline over its rule, and how it is now, in one line if
//! both have room in it.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label};
use super::super::font::Weight;
use super::super::palette::{Ink, Look, Role};
use super::draw::Plot;
use super::words;

impl Plot<'_> {
    /// The deadline's label with the place it is for, if it is drawn.
    fn deadline_head(&self) -> Option<(Label, f64)> {
        let text = || format!("deadline {}", self.ranked.facts.deadline_text());
        self.shows_deadline().then(|| (self.m.label(text(), Weight::Bold), self.x(self.deadline)))
    }

    /// The label of how it is now with the place it is for.
    fn now_head(&self) -> Option<(Label, f64)> {
        let (now, words) = (self.now?, words::now(self.ranked)?);
        Some((self.m.label(format!("now: {words}"), Weight::Regular), self.x(now)))
    }

    /// Whether all that stands above the rows has room in one line.
    pub fn heads_apart(&self, canvas: &Canvas, never: Option<&str>) -> bool {
        let right = canvas.bounds().w - self.m.side;
        let place =
            |(label, x): (Label, f64)| label.at(self.head_x(canvas, &label, x), 0.0, Align::Middle);
        let word = never.map(|w| self.m.label(w, Weight::Bold).at(right, 0.0, Align::End));
        let (deadline, other) =
            (self.deadline_head().map(place), self.now_head().map(place).or(word));
        let (Some(a), Some(b)) = (deadline, other) else { return true };
        let gap = self.m.label;
        a.right() + gap < b.x || b.right() + gap < a.x
    }

    /// What stands above the rows: the deadline, and how it is now.
    pub fn heads(&self, canvas: &mut Canvas, never: Option<String>) -> Result<(), ChartError> {
        let m = self.m;
        let y = self.axis.y - 0.5 * m.label;
        let apart = self.heads_apart(canvas, never.as_deref());
        let above = if apart { y } else { y - 1.2 * m.label };
        if let Some((label, x)) = self.deadline_head() {
            if !m.narrow() {
                let ends = [(x, self.axis.bottom()), (x, self.axis.y - 0.2 * m.label)];
                canvas.line(&ends, 1.5 * m.stroke, Ink::with(Role::Text, Look::Dashed))?;
                canvas.block_line(&[ends[0], (x, self.axis.y)], 5.0 * m.stroke);
            }
            self.head(canvas, &label, x, above)?;
        }
        if let (Some(word), Some(edge)) = (never, self.edge) {
            let label = m.label(word, Weight::Bold);
            let right = canvas.bounds().w - m.side;
            let spots = [(right, y, Align::End), (right, above, Align::End)];
            canvas.place(&label, &spots)?;
            let ink = Ink::with(Role::Muted, Look::Dotted);
            if !m.narrow() {
                let ends = [(edge, self.axis.y), (edge, self.axis.bottom())];
                canvas.line(&ends, m.stroke, ink)?;
            }
        }
        let Some((label, x)) = self.now_head() else { return Ok(()) };
        self.head(canvas, &label, x, y)
    }

    /// The middle of a label over a place: on the sheet.
    fn head_x(&self, canvas: &Canvas, label: &Label, x: f64) -> f64 {
        let half = label.width() / 2.0;
        let right = canvas.bounds().w - self.m.side - half;
        x.clamp(self.m.side + half, right.max(self.m.side + half))
    }

    fn head(&self, canvas: &mut Canvas, label: &Label, x: f64, y: f64) -> Result<(), ChartError> {
        let x = self.head_x(canvas, label, x);
        canvas.place(label, &[(x, y, Align::Middle)]).map(|_| ())
    }
}
