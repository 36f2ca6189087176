//! The drawing of `speed`: the rate as an area with a heavy edge, the caps as lines, standstills as
//! hatches as high as the rate came, so that all names stand on plain ground.

use super::super::axis::{self, Plane, plane, x_of, y_of};
use super::super::bands::{self, Strip, Total};
use super::super::canvas::{Align, Canvas, Label, Rect, drawing, filled, stroke};
use super::super::facts::{Facts, Standstill};
use super::super::font::{self, Weight};
use super::super::frame::{Metrics, plated};
use super::super::label::word;
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, LEAST_BAND};
use super::labels::{self, Mark, Room};
use super::scale::{Scale, number, stairs, unit, visible};
use super::signs::{self, Rows, Wish};
use super::words::lasting;
use super::{Cap, Held, Night, Step, night};
use crate::cause::Cause;
use crate::units::{Rate, SimTime};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::Color;

/// The narrowest standstill that is hatched by itself, in pixels: in less a hatch is a few stray dashes.
const LEAST_HATCH: f64 = 10.0;
/// So many standstills of a cause are tried for its name.
const TRIED: usize = 10;

pub(in crate::report::chart) fn draw(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let night = &night(facts);
    let scale = &Scale::of(facts, night);
    let ticks = axis::value_ticks(scale.top);
    let last = ticks.last().copied().unwrap_or(0.0);
    let gutter = m.tick(unit(last)).width() + m.off_axis() + 2.0;
    let foot = 1.7 * m.tick;
    // Widths first: how many rows of names there are decides how high the plot is.
    let wide = Rect::between(room.x + gutter, room.y, room.right(), room.bottom() - foot);
    let sketch = Sketch::of(facts, night, scale, m, wide);
    let (rows, named) = sketch.names();
    let top = (room.y + labels::height(m, rows.count())).min(wide.bottom() - 1.0);
    let plot = Rect::between(wide.x, top, wide.right(), wide.bottom());
    let sketch = Sketch { plot, ..sketch };
    let plane = plane(canvas, plot, scale.end, scale.top);
    let under = sketch.under(&plane);
    sketch.area(&plane, &under)?;
    sketch.axes(canvas, &plane, &ticks)?;
    sketch.hatches(&plane)?;
    let lines = sketch.caps(canvas, &plane)?;
    sketch.rate(canvas, &plane, &under)?;
    let crest = y_of(&plane, scale.reached);
    // Down into the hatch, and into the area below the rate.
    let into = |state: bool| match state {
        true => Mark { y: crest + 0.7 * m.label, role: Role::Text },
        false => Mark { y: crest + 0.9 * m.label, role: Role::Upload },
    };
    let marks: Vec<Mark> = named.iter().map(|wish| into(wish.state.is_some())).collect();
    labels::over(canvas, m, plot, &rows.signs, &marks)?;
    let space = Room { plot, strips: &sketch.strips, crest };
    for ((cap, names), line) in sketch.labelled().iter().zip(&lines) {
        if sketch.top() != Some(cap.cause) {
            labels::at_line(canvas, &space, line, names)?;
        }
    }
    // Where the rate's name does not stand over the plot.
    let labels = sketch.rate_labels();
    let over = |label: &Label| rows.signs.iter().any(|sign| sign.label == *label);
    if !labels.iter().any(over) {
        sketch.name_rate(canvas, &space, &plane, &under)?;
    }
    if night.steps.is_empty() {
        let label = m.label("nothing was left to send", Weight::Regular);
        let middle = (plot.x + plot.w / 2.0, plot.y + plot.h * 0.6, Align::Middle);
        plated(canvas, &label, &[middle])?;
    }
    Ok(())
}

/// What is drawn, and where.
struct Sketch<'a> {
    facts: &'a Facts<'a>,
    night: &'a Night,
    scale: &'a Scale,
    m: &'a Metrics,
    plot: Rect,
    /// The standstills that can be seen.
    strips: Vec<Strip>,
    totals: Vec<Total>,
    /// The cap that is bold.
    binding: Option<Cause>,
}

impl<'a> Sketch<'a> {
    fn of(
        facts: &'a Facts<'a>,
        night: &'a Night,
        scale: &'a Scale,
        m: &'a Metrics,
        plot: Rect,
    ) -> Self {
        let totals = bands::totals(&night.stalls);
        // Where drops or items leave less than the cap, it is not the cap that stands out.
        let whole = |held: &&Held| held.shortfall(facts).is_none();
        let binding = night.binding().filter(whole).map(|held| held.cause);
        let mut sketch =
            Sketch { facts, night, scale, m, plot, strips: Vec::new(), totals, binding };
        let strip = |&stall: &Standstill| Strip {
            stall,
            edges: (sketch.x(stall.start), sketch.x(stall.end)),
            hours: (plot.x, plot.right()),
        };
        let strips = night.stalls.iter().map(strip);
        sketch.strips = strips.filter(|s| s.width() >= LEAST_BAND * m.stroke).collect();
        sketch
    }

    /// The place of a moment, before there is a plane.
    fn x(&self, at: SimTime) -> f64 {
        let end = self.scale.end.micros().max(1) as f64;
        self.plot.x + self.plot.w * (at.min(self.scale.end).micros() as f64 / end)
    }

    /// The rate as it is seen.
    fn steps(&self) -> Vec<Step> {
        let wide = |s: &Step, to: SimTime| self.x(to) - self.x(s.0) >= 1.0;
        visible(&self.night.steps, self.night.end, wide)
    }

    /// The caps that are drawn, each with its name: with the rates that are drawn of it, and without.
    fn labelled(&self) -> Vec<(&'a Cap, [Label; 2])> {
        let label = |cap: &'a Cap| {
            let bold = Some(cap.cause) == self.binding;
            let weight = if bold { Weight::Bold } else { Weight::Regular };
            let name = word(cap.cause);
            let texts = [format!("{name} {}", self.scale.range(cap)?), name.to_owned()];
            Some((cap, texts.map(|text| self.m.label(text, weight))))
        };
        self.scale.drawn().into_iter().filter_map(label).collect()
    }

    /// The cap whose line is the highest: its name stands on that, in the lowest row over the plot. Where
    /// a line leaves the scale, the rows are farther up.
    fn top(&self) -> Option<Cause> {
        let highest = |cap: &&&Cap| {
            self.scale.shown(cap).any(|s| s.1.as_mbps() >= 0.999 * self.scale.highest)
        };
        let drawn = self.scale.drawn();
        drawn.iter().find(highest).filter(|_| !self.scale.is_left()).map(|cap| cap.cause)
    }

    /// The stretches of the highest step of a staircase.
    fn crests(&self, steps: &[Step], end: SimTime) -> Vec<(f64, f64)> {
        let least = 0.999 * self.scale.highest;
        let pairs = stairs(steps, end);
        let high = pairs.chunks_exact(2).filter(|p| p[0].1 >= least && p[0].1 <= self.scale.top);
        high.map(|p| (self.x(p[0].0), self.x(p[1].0))).collect()
    }

    /// The rate's name in two lengths, where it is not that of a cap.
    fn rate_labels(&self) -> Vec<Label> {
        let Some(held) = self.night.binding() else { return Vec::new() };
        let capped = self.scale.drawn().iter().any(|cap| cap.cause == held.cause);
        let less = held.shortfall(self.facts);
        if less.is_none() && capped {
            return Vec::new();
        }
        let what = match less {
            Some(why) if capped => format!("with {why}"),
            _ => word(held.cause).to_owned(),
        };
        // What the others leave is not what they take.
        let leave = if held.cause == Cause::RivalTraffic { " leave" } else { "" };
        let texts = [format!("{what}{leave} {}", held.text(self.facts)), what];
        texts.map(|text| self.m.label(text, Weight::Bold)).into()
    }

    /// Whether the rate's name has no room at the rate: over the longest stretch at it a cap lies so close
    /// that the name would stand on that, and the stretch is too short for it to stand below.
    fn is_crowded(&self, label: &Label) -> bool {
        let Some(&(from, to)) = self.runs().first() else { return false };
        // As high as the plot is with two rows of names.
        let high = (self.plot.h - labels::height(self.m, 2)).max(1.0) / self.scale.top;
        let rate = self.scale.reached;
        let close = |p: &[(SimTime, f64)]| {
            let meets = self.x(p[0].0) < to && self.x(p[1].0) > from;
            meets && (-1.0..1.75 * label.size).contains(&((p[0].1 - rate) * high))
        };
        let over = |cap: &Cap| stairs(&cap.steps, self.scale.end).chunks_exact(2).any(close);
        let narrow = to - from < label.width() + 8.0 || rate * high < 2.5 * label.size;
        narrow && self.scale.drawn().into_iter().any(over)
    }

    /// The stretches in which it ran at its highest rate or near it, the longest first.
    fn runs(&self) -> Vec<(f64, f64)> {
        let steps = self.steps();
        let least = 0.9 * self.scale.reached;
        let pairs = stairs(&steps, self.night.end);
        let mut runs: Vec<(f64, f64)> = Vec::new();
        for pair in pairs.chunks_exact(2).filter(|p| p[0].1 >= least) {
            let (from, to) = (self.x(pair[0].0), self.x(pair[1].0));
            match runs.last_mut() {
                Some(run) if from - run.1 < 0.5 => run.1 = to,
                _ => runs.push((from, to)),
            }
        }
        runs.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
        runs.truncate(TRIED);
        runs
    }

    /// The names over the plot, and what they name.
    fn names(&self) -> (Rows, Vec<Wish>) {
        let (m, plot) = (self.m, self.plot);
        let mut wishes = Vec::new();
        let rate = self.rate_labels();
        let caps = self.labelled();
        let top = caps.iter().find(|(cap, _)| Some(cap.cause) == self.top());
        let mut top = top.map(|(cap, [long, _])| (long, self.crests(&cap.steps, self.scale.end)));
        if let Some(long) = rate.first() {
            if top.is_none() && caps.is_empty() && !self.steps().is_empty() {
                top = Some((long, self.crests(&self.steps(), self.night.end)));
            } else if self.is_crowded(long) {
                let feet = inner(self.runs(), 2.0 * m.stroke);
                wishes.push(Wish { labels: rate.clone(), feet, state: None });
            }
        }
        // The line above the drawing tells of all nights, the drawing of the first.
        let all = match (self.facts.nights(), self.facts.day()) {
            (1, _) => "in all",
            (_, "day") => "today",
            _ => "tonight",
        };
        for total in self.totals.iter().take(4) {
            let own = self.strips.iter().filter(|s| s.stall.cause == total.cause);
            let mut own: Vec<(f64, f64)> = own.map(|s| s.edges).collect();
            own.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
            own.truncate(TRIED);
            if own.is_empty() {
                continue;
            }
            let labels = bands::texts(total, all).map(|text| m.label(text, Weight::Regular)).into();
            let state = Some(total.cause.chart_state());
            wishes.push(Wish { labels, feet: inner(own, 2.0 * m.stroke), state });
        }
        let edges = (plot.x, plot.right());
        let lefts: Option<(&Label, Vec<f64>)> = top.map(|(label, crests)| {
            let along = crests.iter().rev().flat_map(|c| labels::lefts(*c, label, plot));
            // The first few are the best; more would cost time.
            (label, along.take(24).collect())
        });
        let top = lefts.as_ref().map(|(label, lefts)| (*label, lefts.as_slice()));
        let mut rows = signs::pack(edges, top, &wishes);
        let far = self.scale.far();
        if !far.is_empty() {
            // In the highest row, or in one of its own.
            let text = format!("above the scale: {}", far.join(", "));
            let label = m.remark(font::shorten(&text, m.tick, Weight::Regular, plot.w));
            let lefts = [plot.right() - label.width(), plot.x];
            let first = rows.count().max(2) - 1;
            (first..first + 2).any(|row| lefts.iter().any(|&left| rows.put(&label, row, left)));
        }
        (rows, wishes)
    }

    /// The staircase of the rate. Where it lies on a cap to the eye it is drawn on it, or both would be
    /// seen as one thick line.
    fn under(&self, plane: &Plane) -> Vec<(SimTime, f64)> {
        let mut under = stairs(&self.steps(), self.night.end.min(self.scale.end));
        let drawn = self.scale.drawn();
        let shown = drawn.iter().flat_map(|cap| self.scale.shown(cap));
        let caps: Vec<f64> = shown.map(|s| s.1.as_mbps()).collect();
        for (_, rate) in &mut under {
            let off = |cap: f64| (y_of(plane, cap) - y_of(plane, *rate)).abs();
            // What is named as its cap is drawn as that.
            let slight = |cap: f64| 50.0 * (cap - *rate).abs() <= cap.max(*rate);
            let near = |cap: &&f64| off(**cap) < 2.0 * self.m.stroke || slight(**cap);
            *rate = caps.iter().find(near).copied().unwrap_or(*rate);
        }
        under
    }

    fn area(&self, plane: &Plane, under: &[(SimTime, f64)]) -> Result<(), ChartError> {
        let (Some(first), Some(last)) = (under.first(), under.last()) else { return Ok(()) };
        let mut area = under.to_vec();
        area.extend([(last.0, 0.0), (first.0, 0.0)]);
        plane.draw(&Polygon::new(area, filled(Role::Band, Look::Solid))).map_err(drawing)
    }

    fn axes(&self, canvas: &mut Canvas, plane: &Plane, ticks: &[f64]) -> Result<(), ChartError> {
        let (m, plot) = (self.m, self.plot);
        let last = ticks.last().copied().unwrap_or(0.0);
        for tick in ticks {
            let y = y_of(plane, *tick);
            let ink = Ink::decor(if *tick == 0.0 { Role::Muted } else { Role::Grid });
            canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
            let text = if *tick == last { unit(last) } else { number(*tick, last) };
            canvas.text(&m.tick(text), plot.x - m.off_axis(), y + 0.35 * m.tick, Align::End)?;
        }
        let zero = self.facts.outcome.clock_zero;
        for at in axis::clock_ticks(zero, self.scale.end, if m.narrow() { 5 } else { 7 }) {
            let at_point = (x_of(plane, at), plot.bottom());
            axis::draw_tick(canvas, m, at_point, self.facts.clock(axis::clock_at(zero, at)))?;
        }
        Ok(())
    }

    /// Hatches the standstills from the floor to where the rate came.
    fn hatches(&self, plane: &Plane) -> Result<(), ChartError> {
        let look = Ink::band(self.strips.iter().map(Strip::width).sum::<f64>() / self.plot.w);
        for strip in bands::hatched(&self.strips, LEAST_HATCH * self.m.stroke) {
            let Standstill { start, end, cause } = strip.stall;
            let style = bands::ink(&self.totals, cause, look).indexed().filled();
            let (from, to) = (start.min(self.scale.end), end.min(self.scale.end));
            let corners = [(from, 0.0), (to, self.scale.reached)];
            plane.draw(&Rectangle::new(corners, style)).map_err(drawing)?;
        }
        Ok(())
    }

    /// Draws the caps; gives their lines in pixels.
    fn caps(&self, canvas: &mut Canvas, plane: &Plane) -> Result<Vec<Vec<(f64, f64)>>, ChartError> {
        let (m, scale) = (self.m, self.scale);
        let mut lines = Vec::new();
        for cap in scale.drawn() {
            let bold = Some(cap.cause) == self.binding;
            let (width, look) = if bold { (1.6, Look::Solid) } else { (1.3, Look::Dashed) };
            let style = Ink::with(Role::Text, look).indexed();
            let style = style.stroke_width(stroke(width * m.stroke));
            let mut whole = Vec::new();
            for part in scale.parts(cap) {
                plane.draw(&PathElement::new(part.clone(), style)).map_err(drawing)?;
                for &(at, _) in part.iter().filter(|p| scale.is_left() && p.1 == scale.top) {
                    labels::leaves(canvas, m, (x_of(plane, at), self.plot.y))?;
                }
                let pixels: Vec<_> =
                    part.iter().map(|&(t, v)| (x_of(plane, t), y_of(plane, v))).collect();
                canvas.block_line(&pixels, 3.0);
                whole.extend(pixels);
            }
            lines.push(whole);
        }
        Ok(lines)
    }

    /// Draws the rate.
    fn rate(
        &self,
        canvas: &mut Canvas,
        plane: &Plane,
        under: &[(SimTime, f64)],
    ) -> Result<(), ChartError> {
        if under.is_empty() {
            return Ok(());
        }
        let mut path = under.to_vec();
        if self.night.end < self.scale.end {
            path.push((self.night.end, 0.0));
        }
        let pixels: Vec<_> = path.iter().map(|&(t, v)| (x_of(plane, t), y_of(plane, v))).collect();
        let style = Ink::solid(Role::Upload).indexed();
        let style = style.stroke_width(stroke(2.6 * self.m.stroke));
        plane.draw(&PathElement::new(path, style)).map_err(drawing)?;
        canvas.block_line(&pixels, 4.0 * self.m.stroke);
        Ok(())
    }

    /// Names the rate at its line.
    fn name_rate(
        &self,
        canvas: &mut Canvas,
        space: &Room<'_>,
        plane: &Plane,
        under: &[(SimTime, f64)],
    ) -> Result<(), ChartError> {
        let (m, Some(held)) = (self.m, self.night.binding()) else { return Ok(()) };
        let at = |at: SimTime, rate: f64| (x_of(plane, at), y_of(plane, rate));
        if under.is_empty() {
            // Too short to see: a dot, and for how long.
            let first = self.night.steps.iter().find(|s| s.1 > Rate::ZERO);
            let at = at(first.map_or(SimTime::ZERO, |s| s.0), held.usual().as_mbps());
            canvas.dot(at, 4.5 * m.stroke, Ink::solid(Role::Upload))?;
            let text = format!("{} for {}", held.text(self.facts), lasting(self.night.ran()));
            let below = (at.0 + 9.0, at.1 + 1.5 * m.label, Align::Start);
            return plated(canvas, &m.label(text, Weight::Bold), &[below]).map(|_| ());
        }
        let line: Vec<_> = under.iter().map(|&(t, v)| at(t, v)).collect();
        labels::at_line(canvas, space, &line, &self.rate_labels())
    }
}

/// Stretches without their ends, where these are longer than that.
fn inner(list: Vec<(f64, f64)>, off: f64) -> Vec<(f64, f64)> {
    let less = |(from, to): (f64, f64)| {
        let off = off.min((to - from) / 2.0);
        (from + off, to - off)
    };
    list.into_iter().map(less).collect()
}
