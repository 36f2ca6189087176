//! The drawing of `progress`: nights as bands, standstills as hatches, the line over them, then the
//! labels from the most to the least important, each where nothing else stands.

use super::super::ChartError;
use super::super::LEAST_BAND;
use super::super::axis::{self, Plane, plane, x_of, y_of};
use super::super::bands::{self, Strip};
use super::super::canvas::{Align, Canvas, Label, Rect, drawing, stroke};
use super::super::facts::{Facts, Standstill};
use super::super::frame::Metrics;
use super::super::palette::{Ink, Look, Role};
use super::outgrown::Outgrown;
use super::{NIGHTS_DRAWN, points};
use crate::report::format;
use crate::units::{SimTime, Size, Span};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;

/// Where the time axis ends: at the finish or the horizon, and at the deadline if that is near.
fn axis_end(facts: &Facts<'_>) -> SimTime {
    let (end, deadline) = (facts.end(), facts.outcome.deadline);
    let instant = facts.outcome.finish.is_some_and(|f| f.at == SimTime::ZERO);
    let first = SimTime::ZERO.plus(facts.window());
    let end = if instant { first } else { end };
    // A deadline long after the finish would press the line against the left edge.
    let near = deadline.micros() / 6 <= end.micros();
    let end = if near { end.max(deadline) } else { end };
    let end = axis::at_least_a_minute(end);
    let margin = if near { 40 } else { 8 };
    end.plus(Span::from_micros(end.micros() / margin))
}

pub(in crate::report::chart) fn draw(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    if let Some(outgrown) = Outgrown::of(facts) {
        return outgrown.draw(canvas, m, room);
    }
    let gutter = m.tick("100 %").width() + m.off_axis() + 2.0;
    let nights = f64::from(facts.nights());
    let hours = facts.window_text().map_or(f64::INFINITY, |h| m.tick(h).width() + 6.0);
    let by_clock = by_clock(facts, axis_end(facts));
    // The hours stand below each night or below none; the subtitle has them in any case.
    let nights_wide = axis_end(facts).micros() as f64 / Span::DAY.micros() as f64;
    let roomy = (hours + 24.0 * m.stroke) * nights_wide <= room.w - gutter;
    let two_lines = nights > 1.0 && !by_clock && roomy;
    let foot = m.tick * if two_lines { 2.9 } else { 1.6 };
    let head = m.label * 1.7;
    let plot = Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - foot);
    let plane = plane(canvas, plot, axis_end(facts), 1.0);
    let (end, shaded) = (axis_end(facts), !facts.all_day());
    let ground = Ground { facts, m, plot, plane: &plane, two_lines, end, shaded };
    ground.bands()?;
    ground.grid(canvas)?;
    ground.time_ticks(canvas)?;
    let line = curve(facts, &plane);
    canvas.block_line(&line, 5.0 * m.stroke);
    let stalls = ground.standstills()?;
    ground.deadline_line(canvas)?;
    let style = Ink::solid(Role::Upload).indexed().stroke_width(stroke(2.5 * m.stroke));
    let path: Vec<_> = points(facts).iter().map(|p| (p.at, share_of(facts, p.stored))).collect();
    plane.draw(&PathElement::new(path, style)).map_err(drawing)?;
    let why = ground.end(canvas)?;
    ground.deadline(canvas)?;
    ground.loss(canvas)?;
    ground.mornings(canvas)?;
    ground.name_standstills(canvas, &stalls, why)
}

/// Whether the axis has clock times: up to a day of it, and one night. A second one that begins on it is
/// named with the first.
fn by_clock(facts: &Facts<'_>, end: SimTime) -> bool {
    end <= SimTime::ZERO.plus(Span::from_secs(25 * 3600))
        && (facts.all_day() || facts.nights() <= 1)
}

pub(in crate::report::chart) fn share_of(facts: &Facts<'_>, stored: Size) -> f64 {
    let whole = facts.whole().bytes().max(1);
    (stored.bytes() as f64 / whole as f64).min(1.0)
}

/// The line in pixels, for keeping labels off it.
fn curve(facts: &Facts<'_>, plane: &Plane) -> Vec<(f64, f64)> {
    let all = points(facts);
    all.iter().map(|p| (x_of(plane, p.at), y_of(plane, share_of(facts, p.stored)))).collect()
}

/// What lies below the line: bands, grid and ticks.
pub(in crate::report::chart) struct Ground<'a> {
    /// The case whose nights are counted.
    pub facts: &'a Facts<'a>,
    /// The measures.
    pub m: &'a Metrics,
    /// The box of the plot.
    pub plot: Rect,
    /// Time across, the share upward.
    pub plane: &'a Plane,
    /// Whether the hours stand below each night.
    pub two_lines: bool,
    /// Where the time axis ends.
    pub end: SimTime,
    /// Whether the allowed hours are drawn.
    pub shaded: bool,
}

impl Ground<'_> {
    pub(super) fn x(&self, at: SimTime) -> f64 {
        x_of(self.plane, at).clamp(self.plot.x, self.plot.right())
    }

    pub(super) fn shows(&self, at: SimTime) -> bool {
        x_of(self.plane, at) <= self.plot.right() + 0.01
    }

    /// How many nights begin on the axis.
    pub(super) fn nights(&self) -> u32 {
        // Not those that begin in the margin behind the end.
        let data_end = SimTime::from_micros(self.end.micros() / 41 * 40);
        let begins = |n: &u32| {
            let start = self.facts.night_start(*n);
            start < data_end && x_of(self.plane, start) < self.plot.right() - 8.0
        };
        (1..=10_000).take_while(begins).count() as u32
    }

    pub fn bands(&self) -> Result<(), ChartError> {
        self.shade(1.0)
    }

    /// Shades the allowed hours up to a value.
    pub fn shade(&self, top: f64) -> Result<(), ChartError> {
        if !self.shaded || self.nights() > NIGHTS_DRAWN {
            return Ok(());
        }
        for night in 1..=self.nights() {
            let from = self.facts.night_start(night);
            let to = from.plus(self.facts.window());
            let to = if self.shows(to) { to } else { self.end };
            let style = Ink::decor(Role::Band).indexed().filled();
            self.plane.draw(&Rectangle::new([(from, 0.0), (to, top)], style)).map_err(drawing)?;
        }
        Ok(())
    }

    pub fn grid(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let (left, right) = (self.plot.x, self.plot.right());
        for percent in [0, 25, 50, 75, 100] {
            let y = y_of(self.plane, f64::from(percent) / 100.0);
            let ink = Ink::decor(if percent % 100 == 0 { Role::Muted } else { Role::Grid });
            canvas.line(&[(left, y), (right, y)], self.m.stroke, ink)?;
            let text = if percent == 100 { "100 %".to_owned() } else { percent.to_string() };
            let left = left - self.m.off_axis();
            canvas.text(&self.m.tick(text), left, y + 0.35 * self.m.tick, Align::End)?;
        }
        Ok(())
    }

    pub fn time_ticks(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let base = self.plot.bottom() + 1.25 * self.m.tick;
        let nights = self.nights();
        if nights <= 1 || by_clock(self.facts, self.end) {
            let zero = self.facts.outcome.clock_zero;
            let most = if self.m.narrow() { 5 } else { 7 };
            for at in axis::clock_ticks(zero, self.end, most) {
                let text = self.facts.clock(axis::clock_at(zero, at));
                axis::draw_tick(canvas, self.m, (self.x(at), self.plot.bottom()), text)?;
            }
            return Ok(());
        }
        let word = self.facts.day();
        let wide = self.x(self.facts.night_start(2)) - self.plot.x;
        let hours = self.facts.window_text().filter(|_| self.shaded && nights <= NIGHTS_DRAWN);
        let label = self.m.tick(format!("{word} {nights}"));
        let fits = label.width() + 4.0 <= wide;
        let most = if self.m.narrow() { 4 } else { 6 };
        let step = if fits || nights <= 7 { 1 } else { axis::night_step(nights, most) };
        // The last one too, where it does not stand on the one before.
        let round = (1..=nights).filter(|n| *n == 1 || n % step == 0);
        let last = nights.max(self.facts.nights().min(nights + 1));
        let also_last = Some(last).filter(|n| *n > nights || n % step != 0);
        for night in round.chain(also_last) {
            let from = self.facts.night_start(night);
            let x0 = self.x(from);
            let x1 = self.x(from.plus(self.facts.window()));
            let x = if hours.is_some() { (x0 + x1) / 2.0 } else { x0 };
            let text = if fits || step > 1 || night == 1 {
                format!("{word} {}", format::thousands(u64::from(night)))
            } else {
                night.to_string()
            };
            let label = self.m.tick(text);
            let below = hours.as_ref().filter(|_| self.two_lines).map(|h| self.m.tick(h.as_str()));
            let below = below.filter(|below| below.width() + 6.0 <= wide);
            // Both have the same middle.
            let half = below.iter().map(Label::width).fold(label.width(), f64::max) / 2.0;
            let right = self.plot.right() - half;
            let x = x.clamp(self.plot.x - 3.0 + half, right.max(self.plot.x + half));
            let at = label.at(x, base, Align::Middle);
            let apart = Rect::between(at.x - self.m.tick, at.y, at.right(), at.bottom());
            let crowded = Some(night) == also_last && !canvas.is_free(&apart);
            if crowded || !canvas.place(&label, &[(x, base, Align::Middle)])? {
                continue;
            }
            if let Some(below) = below {
                canvas.place(&below, &[(x, base + 1.25 * self.m.tick, Align::Middle)])?;
            }
        }
        Ok(())
    }

    /// Hatches the standstills that can be seen; gives their strips.
    fn standstills(&self) -> Result<Vec<Strip>, ChartError> {
        if self.nights() > NIGHTS_DRAWN {
            return Ok(Vec::new());
        }
        let stalls = self.facts.standstills();
        let totals = bands::totals(&stalls);
        let strips: Vec<Strip> = stalls.into_iter().map(|stall| self.strip(stall)).collect();
        let shown: Vec<Strip> =
            bands::hatched(&strips, LEAST_BAND * self.m.stroke).copied().collect();
        let look = Ink::band(shown.iter().map(Strip::width).sum::<f64>() / self.plot.w);
        for Strip { stall, .. } in &shown {
            let style = bands::ink(&totals, stall.cause, look).indexed().filled();
            self.plane
                .draw(&Rectangle::new([(stall.start, 0.0), (stall.end, 1.0)], style))
                .map_err(drawing)?;
        }
        Ok(shown)
    }

    /// Where a standstill and its night lie.
    fn strip(&self, stall: Standstill) -> Strip {
        let night = stall.start.micros() / Span::DAY.micros();
        let from = SimTime::ZERO.plus(Span::DAY.times(night));
        let hours = (self.x(from), self.x(from.plus(self.facts.window())));
        Strip { stall, edges: (self.x(stall.start), self.x(stall.end)), hours }
    }

    fn deadline_line(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let at = self.facts.outcome.deadline;
        if !self.shows(at) {
            return Ok(());
        }
        let ends = [(self.x(at), self.plot.bottom()), (self.x(at), y_of(self.plane, 1.0))];
        canvas.line(&ends, 1.5 * self.m.stroke, Ink::with(Role::Text, Look::Dashed))?;
        canvas.block_line(&ends, 4.0);
        Ok(())
    }
}
