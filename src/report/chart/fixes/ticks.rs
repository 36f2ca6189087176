//! The ticks below the rows of `fixes`: clock times, or nights. A night is named in its middle and parted
//! from the next by a line, so that a dot lies in the night that its label counts.

use super::super::canvas::{Align, Canvas};
use super::super::palette::{Ink, Role};
use super::super::{ChartError, axis, facts};
use super::Scale;
use super::draw::Plot;
use crate::report::format;
use crate::units::{ClockTime, SimTime};

impl Plot<'_> {
    /// Draws them.
    pub fn ticks(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        match self.ranked.scale {
            Scale::Nights => self.nights(canvas),
            Scale::Hours => self.hours(canvas),
        }
    }

    fn hours(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let facts = &self.ranked.facts;
        let zero = facts.outcome.clock_zero;
        let back = (self.range.0 * 3600.0).floor() as i64;
        let secs = (i64::from(zero.secs()) + back).rem_euclid(86_400);
        let first = ClockTime::from_secs(u32::try_from(secs).unwrap_or(0));
        let end = SimTime::from_secs(((self.range.1 - self.range.0) * 3600.0) as i64);
        for at in axis::clock_ticks(first, end, if self.m.narrow() { 4 } else { 5 }) {
            let place = self.range.0 + at.micros() as f64 / 3.6e9;
            let text = if facts.by_cable() {
                facts::span(at.since(SimTime::ZERO))
            } else {
                facts.clock(axis::clock_at(first, at))
            };
            self.line(canvas, place)?;
            self.name(canvas, place, text)?;
        }
        Ok(())
    }

    fn nights(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let last = self.range.1.round().max(1.0) as u32;
        let step = axis::night_step(last, if self.m.narrow() { 4 } else { 6 }).max(1);
        if step == 1 {
            for night in 0..=last {
                self.line(canvas, f64::from(night))?;
            }
        }
        let day = self.ranked.facts.day();
        let text = |night: u32| format!("{day} {}", format::thousands(u64::from(night)));
        let wide = self.axis.w * f64::from(step) / f64::from(last);
        let fits = self.m.tick(text(last)).width() + self.m.tick <= wide;
        let first = if step == 1 { 1 } else { step };
        for night in (first..=last).step_by(step as usize) {
            let middle = f64::from(night) - 0.5;
            if step > 1 {
                self.line(canvas, middle)?;
            }
            let short = || format::thousands(u64::from(night));
            let name = if fits || night == first { text(night) } else { short() };
            self.name(canvas, middle, name)?;
        }
        Ok(())
    }

    /// A line up the rows; on a phone, where words stand in them, a mark.
    fn line(&self, canvas: &Canvas, place: f64) -> Result<(), ChartError> {
        let (x, bottom, m) = (self.x(place), self.axis.bottom(), self.m);
        let top = if m.narrow() { bottom - 0.4 * m.tick } else { self.axis.y };
        canvas.line(&[(x, top), (x, bottom)], m.stroke, Ink::decor(Role::Grid))
    }

    fn name(&self, canvas: &mut Canvas, place: f64, text: String) -> Result<(), ChartError> {
        let label = self.m.tick(text);
        let half = label.width() / 2.0;
        let right = canvas.bounds().w - self.m.side - half;
        let (x, y) = (self.x(place), self.axis.bottom() + 1.4 * self.m.tick);
        canvas.place(&label, &[(x.clamp(half, right.max(half)), y, Align::Middle)]).map(|_| ())
    }
}
