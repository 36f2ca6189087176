//! The reader's own case in `nights`: a ring on its own line, or in the strip above the scale, and what
//! becomes of it in a word or two. Those stand right beside the ring where they interrupt no line; else
//! a leader in the colour of the ring goes to them, across as few lines as can be.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::super::palette::{Ink, Role};
use super::MOST;
use super::labels::lay;
use super::lead::{BRIDGE, Line, Room, Target, bridge, inside};
use super::scale::Panel;
use super::stairs::Stairs;
use crate::report::format;

/// How much farther from a ring than right beside it its name is still plainly that of the ring, in letters.
const FARTHER: f64 = 0.9;

/// A ring that is drawn, and what is to be said beside it.
pub struct Ring {
    at: (f64, f64),
    radius: f64,
    /// What becomes of the case, the longest text first.
    texts: [String; 2],
}

impl Ring {
    /// Draws the ring of a panel, if it has one.
    pub fn draw(
        panel: &Panel<'_>,
        canvas: &mut Canvas,
        m: &Metrics,
    ) -> Result<Option<Ring>, ChartError> {
        let nights = panel.nights;
        let Some(speed) = nights.own_speed().filter(|_| panel.window == nights.own_window()) else {
            return Ok(None);
        };
        let own = &nights.curves.own;
        let shown = own.night().filter(|night| *night <= MOST);
        let y = match (panel.strip, shown) {
            (Some(strip), None) => strip.y + strip.h / 2.0,
            (_, Some(night)) => panel.y(f64::from(night)),
            (None, None) => return Ok(None),
        };
        let (at, radius) = ((panel.x(speed), y), 6.0 * m.stroke);
        // A rim parts it from the line that it lies on.
        canvas.dot(at, radius + 1.5 * m.stroke, Ink::decor(Role::Ground))?;
        canvas.dot(at, radius, Ink::solid(Role::Upload))?;
        canvas.dot(at, radius / 2.0, Ink::solid(Role::Ground))?;
        let around = radius + 1.5 * m.stroke;
        canvas.block(Rect::between(at.0 - around, y - around, at.0 + around, y + around));
        let (day, most) = (nights.facts.day(), nights.facts.inputs.window.nights.get());
        let becomes = match (own.night(), own.proof()) {
            (Some(night), _) => format::count(u64::from(night), day),
            (None, Some(_)) => "never".to_owned(),
            (None, None) => format!("over {}", format::count(most, day)),
        };
        Ok(Some(Ring { at, radius, texts: [format!("you: {becomes}"), "you".to_owned()] }))
    }

    /// What no leader to something else runs across.
    pub fn across(&self) -> [Line; 2] {
        let ((x, y), off) = (self.at, self.radius);
        [[(x - off, y - off), (x + off, y + off)], [(x - off, y + off), (x + off, y - off)]]
    }

    /// Names it right where it is, if that interrupts no line.
    pub fn name(
        &self,
        panel: &Panel<'_>,
        canvas: &mut Canvas,
        m: &Metrics,
        stairs: &[Stairs],
    ) -> Result<bool, ChartError> {
        for text in &self.texts {
            let label = m.label(text.clone(), Weight::Bold);
            let spot = match panel.strip.filter(|strip| self.at.1 < strip.bottom()) {
                Some(strip) => self.in_strip(canvas, m, &label, &strip),
                None => self.beside(canvas, m, &label, &panel.plot, stairs),
            };
            if let Some(spot) = spot {
                return lay(canvas, &label, spot).map(|()| true);
            }
        }
        Ok(false)
    }

    /// Right of it in the strip, or left.
    fn in_strip(
        &self,
        canvas: &Canvas,
        m: &Metrics,
        label: &Label,
        strip: &Rect,
    ) -> Option<(f64, f64)> {
        let (off, base) = (self.radius + 0.4 * m.label, self.at.1 + 0.36 * m.label);
        [self.at.0 + off, self.at.0 - off - label.width()].into_iter().map(|x| (x, base)).find(
            |&(x, base)| {
                let text = label.at(x, base, Align::Start);
                text.x > strip.x && text.right() < strip.right() && canvas.is_free(&text)
            },
        )
    }

    /// The places around it, level with it first, at which a label is next to it.
    fn beside(
        &self,
        canvas: &Canvas,
        m: &Metrics,
        label: &Label,
        plot: &Rect,
        stairs: &[Stairs],
    ) -> Option<(f64, f64)> {
        let ((x, y), wide) = (self.at, label.width());
        // From the middle of the ring to the box, beyond its rim; letters without tails end above it.
        let (off, high) = (self.radius + 0.35 * m.label, label.size);
        let (above, below) = (y - off + 0.24 * high, y + off + 0.74 * high);
        let level = |part: f64| y + 0.36 * high + part * high;
        let sides = [0.0, -0.4, -0.8, -1.2, 0.4, 0.8, 1.2].map(level);
        let beside = sides.into_iter().flat_map(|base| [(x + off, base), (x - off - wide, base)]);
        let shifts = [0.5, 0.25, 0.75, 0.0, 1.0].map(|part| x - part * wide);
        let over = shifts.into_iter().flat_map(|left| [(left, above), (left, below)]);
        // Nothing fits there: a little farther off, the nearest first.
        let farther = move || {
            let mut list: Vec<(f64, (f64, f64))> = Vec::new();
            let step = 0.3 * high;
            for (i, j) in (-9..=9).flat_map(|i| (-9..=9).map(move |j| (i, j))) {
                let left = x + f64::from(i) * step - if i < 0 { wide } else { 0.0 };
                let text = label.at(left, level(0.3 * f64::from(j)), Align::Start);
                let dx = (text.x - x).max(x - text.right()).max(0.0);
                let dy = (text.y - y).max(y - text.bottom()).max(0.0);
                let far = libm::hypot(dx, dy);
                if far >= off && far <= off + FARTHER * high {
                    list.push((far, (left, level(0.3 * f64::from(j)))));
                }
            }
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
            list.into_iter().map(|(_, spot)| spot)
        };
        let fits = |&(x, base): &(f64, f64)| {
            let text = label.at(x, base, Align::Start);
            inside(&text, plot, m)
                && !stairs.iter().any(|stairs| stairs.meets(&text, 1.5 * m.stroke))
                && canvas.is_free(&text)
        };
        beside.chain(over).find(fits).or_else(|| farther().find(fits))
    }

    /// Names it where there is room, and shows with a leader that it is the name of this.
    pub fn lead(
        &self,
        panel: &Panel<'_>,
        canvas: &mut Canvas,
        m: &Metrics,
        stairs: &[Stairs],
        leaders: &[Line],
    ) -> Result<(), ChartError> {
        let room = Room { m, plot: &panel.plot, stairs, leaders };
        let all: Vec<&Stairs> = stairs.iter().collect();
        let targets = [Target { at: self.at, radius: self.radius }];
        for text in &self.texts {
            let label = m.label(text.clone(), Weight::Bold);
            let found = room.find(canvas, &label, &all, &targets);
            let Some((spot, line)) = found else { continue };
            bridge(canvas, m, &line)?;
            canvas.line(&line, 1.3 * m.stroke, Ink::solid(Role::Upload))?;
            canvas.block_line(&line, BRIDGE * m.stroke);
            return lay(canvas, &label, spot);
        }
        Ok(())
    }
}
