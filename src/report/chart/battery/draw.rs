//! The drawing of `battery`: the level as an area with a heavy edge, rules at the levels that matter,
//! hatches where the backup waits, and under the axis a strip of the hours on the charger.

use super::super::axis::{self, Plane, plane, x_of, y_of};
use super::super::bands::{self, Strip};
use super::super::canvas::{Align, Canvas, Rect, drawing, filled, stroke};
use super::super::facts::{Facts, Standstill};
use super::super::font::Weight;
use super::super::frame::{Metrics, plate, plated};
use super::super::leader::{self, Targets};
use super::super::palette::{FAN, Ink, Look, Role};
use super::super::{ChartError, LEAST_BAND};
use super::{Mark, Night, axis_end, words};
use crate::report::format;
use crate::study::drain::Drain;
use crate::units::{Fraction, SimTime};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::Color;

/// What the level is drawn in, with a band of trials and without: nothing but text stands out from the
/// shades of a band, and blue is what is sent.
const LEVEL: Role = Role::Text;

pub fn draw(
    facts: &Facts<'_>,
    what: (&Night, Option<&Drain>, bool),
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    // A rule that has no room for its name has it in a key below, for which all is laid out anew.
    let mut keyed: Vec<Mark> = Vec::new();
    let mark = canvas.mark();
    loop {
        let unnamed = laid_out(facts, what, &keyed, canvas, m, room)?;
        if unnamed.is_empty() {
            return Ok(());
        }
        keyed.extend(unnamed);
        canvas.back_to(mark);
    }
}

/// Draws it with the names of some rules in a key; gives the others that have no name.
fn laid_out(
    facts: &Facts<'_>,
    (night, drain, named): (&Night, Option<&Drain>, bool),
    keyed: &[Mark],
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<Vec<Mark>, ChartError> {
    let gutter = m.tick("100 %").width() + m.off_axis() + 2.0;
    let strip_height = 1.7 * m.tick;
    let key = KEY_ROW * m.tick * keyed.len() as f64;
    let foot = 1.7 * m.tick + 0.5 * m.tick + strip_height + key;
    let head = 1.6 * m.label;
    let plot = Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - foot);
    let end = axis_end(facts, night);
    let plane = plane(canvas, plot, end, 1.0);
    let sketch = Sketch { facts, night, m, plot, plane: &plane, end };
    sketch.area()?;
    let band = drain.map_or_else(Vec::new, |drain| sketch.edges(drain));
    sketch.band(canvas, &band)?;
    sketch.grid(canvas)?;
    let waits = sketch.waits()?;
    sketch.rules(canvas)?;
    let line = sketch.level(canvas)?;
    sketch.end(canvas, &line)?;
    sketch.charger(canvas, plot.bottom() + 2.2 * m.tick, strip_height)?;
    let unnamed = sketch.name_rules(canvas, keyed)?;
    sketch.key(canvas, keyed, room.bottom() - key)?;
    sketch.name_waits(canvas, &waits)?;
    if named {
        sketch.name_band(canvas, &band)?;
    }
    Ok(unnamed)
}

/// The height of a row of the key, in the size of ticks.
const KEY_ROW: f64 = 1.5;

/// A moment of the band in pixels: its place, its lower and its upper edge.
type Edges = (f64, f64, f64);

struct Sketch<'a> {
    facts: &'a Facts<'a>,
    night: &'a Night,
    m: &'a Metrics,
    plot: Rect,
    plane: &'a Plane,
    end: SimTime,
}

impl Sketch<'_> {
    fn x(&self, at: SimTime) -> f64 {
        x_of(self.plane, at).clamp(self.plot.x, self.plot.right())
    }

    fn y(&self, level: Fraction) -> f64 {
        y_of(self.plane, level.as_ratio())
    }

    fn points(&self) -> Vec<(SimTime, f64)> {
        // What lies closer than half a pixel to the last point and the next changes nothing.
        let mut kept: Vec<(SimTime, f64)> = Vec::new();
        let last = self.night.levels.len().saturating_sub(1);
        for (i, &(at, level)) in self.night.levels.iter().enumerate() {
            let far = kept.last().is_none_or(|k| {
                self.x(at) - self.x(k.0) >= 0.5
                    || (y_of(self.plane, k.1) - self.y(level)).abs() >= 0.5
            });
            if far || i == last {
                kept.push((at, level.as_ratio()));
            }
        }
        kept
    }

    fn area(&self) -> Result<(), ChartError> {
        let mut area = self.points();
        let (Some(&first), Some(&last)) = (area.first(), area.last()) else { return Ok(()) };
        area.push((last.0, 0.0));
        area.push((first.0, 0.0));
        self.plane.draw(&Polygon::new(area, filled(Role::Band, Look::Solid))).map_err(drawing)
    }

    /// The band of the trials.
    fn edges(&self, drain: &Drain) -> Vec<Edges> {
        let start = self.night.begin(self.facts);
        let edge = |&(at, [low, high]): &(SimTime, [Fraction; 2])| {
            (self.x(SimTime::ZERO.plus(at.since(start))), self.y(low), self.y(high))
        };
        drain.moments.iter().map(edge).collect()
    }

    /// Draws it with soft edges: a hard one reads as a bound.
    fn band(&self, canvas: &Canvas, band: &[Edges]) -> Result<(), ChartError> {
        if band.len() < 2 {
            return Ok(());
        }
        for (step, &role) in FAN.iter().take(5).enumerate() {
            // The third step has its edge at the quantile.
            let steps = step as f64 - 2.0;
            let off = |low: f64, high: f64| steps * (0.09 * (low - high)).min(1.2 * self.m.stroke);
            let clamp = |y: f64| y.clamp(self.plot.y, self.plot.bottom());
            let lower = band.iter().map(|&(x, low, high)| (x, clamp(low - off(low, high))));
            let upper = band.iter().map(|&(x, low, high)| (x, clamp(high + off(low, high))));
            let outline: Vec<_> = lower.chain(upper.rev()).collect();
            canvas.polygon(&outline, Ink::decor(role))?;
        }
        Ok(())
    }

    /// Says what it holds.
    fn name_band(&self, canvas: &mut Canvas, band: &[Edges]) -> Result<(), ChartError> {
        // Where it is wide enough to point at; the label stands beside it.
        let wide = band.iter().filter(|(_, low, high)| low - high >= 9.0 * self.m.stroke);
        let inside = |&(x, low, high): &Edges| [0.8, 0.2].map(|k| (x, low + k * (high - low)));
        let targets: Targets = wide.flat_map(inside).collect();
        for pair in band.windows(2) {
            let [a, b] = pair else { continue };
            canvas.block(Rect::between(a.0, a.2.min(b.2) - 3.0, b.0, a.1.max(b.1) + 3.0));
        }
        let label = self.m.label(super::words::BAND, Weight::Regular);
        leader::place(canvas, self.m, self.plot, &label, &targets, &[]).map(|_| ())
    }

    fn grid(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let (left, right) = (self.plot.x, self.plot.right());
        for level in [0, 25, 50, 75, 100] {
            let y = y_of(self.plane, f64::from(level) / 100.0);
            let ink = Ink::decor(if level == 0 { Role::Muted } else { Role::Grid });
            canvas.line(&[(left, y), (right, y)], self.m.stroke, ink)?;
            let text = if level == 100 { "100 %".to_owned() } else { level.to_string() };
            let left = left - self.m.off_axis();
            canvas.text(&self.m.tick(text), left, y + 0.35 * self.m.tick, Align::End)?;
        }
        let zero = self.facts.outcome.clock_zero;
        for at in axis::clock_ticks(zero, self.end, if self.m.narrow() { 4 } else { 7 }) {
            let text = self.facts.clock(axis::clock_at(zero, at));
            axis::draw_tick(canvas, self.m, (x_of(self.plane, at), self.plot.bottom()), text)?;
        }
        Ok(())
    }

    /// Hatches where the backup waits for power; gives what is wide enough to see.
    fn waits(&self) -> Result<Vec<Standstill>, ChartError> {
        let width = |s: &Standstill| self.x(s.end) - self.x(s.start);
        let list: Vec<Standstill> =
            self.night.waits.iter().copied().filter(|s| width(s) >= LEAST_BAND).collect();
        let look = Ink::band(list.iter().map(width).sum::<f64>() / self.plot.w);
        for wait in &list {
            let style = filled(Role::of(wait.cause.chart_state()), look);
            let corners = [(wait.start, 0.0), (wait.end.min(self.end), 1.0)];
            self.plane.draw(&Rectangle::new(corners, style)).map_err(drawing)?;
        }
        Ok(list)
    }

    fn rules(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        for &(mark, level) in &self.night.marks {
            let (y, ends) = (self.y(level), (self.plot.x, self.plot.right()));
            canvas.line(&[(ends.0, y), (ends.1, y)], 1.3 * self.m.stroke, rule(mark))?;
        }
        Ok(())
    }

    /// The level itself; gives it in pixels.
    fn level(&self, canvas: &mut Canvas) -> Result<Vec<(f64, f64)>, ChartError> {
        let points = self.points();
        let line: Vec<_> =
            points.iter().map(|&(at, level)| (self.x(at), y_of(self.plane, level))).collect();
        if points.len() > 1 {
            let style = Ink::solid(LEVEL).indexed();
            let style = style.stroke_width(stroke(2.6 * self.m.stroke));
            self.plane.draw(&PathElement::new(points, style)).map_err(drawing)?;
            canvas.block_line(&line, 4.0 * self.m.stroke);
        }
        Ok(line)
    }

    /// The level at the end, and why it ends there.
    fn end(&self, canvas: &mut Canvas, line: &[(f64, f64)]) -> Result<(), ChartError> {
        let Some(&(x, y)) = line.last() else { return Ok(()) };
        canvas.dot((x, y), 4.5 * self.m.stroke, Ink::solid(LEVEL))?;
        canvas.block(Rect::between(x - 5.0, y - 5.0, x + 5.0, y + 5.0));
        let level = self.night.told(self.night.last());
        let finish = self.facts.outcome.finish.filter(|f| f.night.max(1) == self.night.number);
        let text = match finish {
            Some(f) if f.at == SimTime::ZERO => format!("{level}, nothing to send"),
            Some(_) => format!("{level} when done"),
            None => format!("{level} at {}", words::minute(self.facts, self.night.end)),
        };
        let label = self.m.label(text, Weight::Bold);
        let step = self.m.label;
        let mut spots = vec![(x + 9.0, y + 0.35 * step, Align::Start)];
        for i in 0..12 {
            let off = (0.8 + 0.5 * f64::from(i)) * step;
            // With its plate it stays inside the plot.
            spots.push((x - 3.0, y - off, Align::End));
            spots.push((x - 3.0, y + off + 0.7 * step, Align::End));
            spots.push((x, y - off, Align::Start));
            spots.push((x, y + off + 0.7 * step, Align::Start));
        }
        let plot = self.plot;
        spots.retain(|&(x, y, align)| {
            let text = label.at(x, y, align);
            text.x >= plot.x + 2.0
                && text.right() <= plot.right() + 6.0
                && text.y >= plot.y - 1.5 * step
                && text.bottom() <= plot.bottom() - 1.0
        });
        plated(canvas, &label, &spots).map(|_| ())
    }

    /// The strip of hours on the charger, with its icon and words.
    fn charger(&self, canvas: &mut Canvas, top: f64, height: f64) -> Result<(), ChartError> {
        let m = self.m;
        let bottom = top + height;
        icon(canvas, m, (self.plot.x - 0.9 * m.tick - 4.0, top + height / 2.0))?;
        let track = Rect::between(self.plot.x, top, self.plot.right(), bottom);
        canvas.line(
            &[(track.x, bottom), (track.right(), bottom)],
            m.stroke,
            Ink::decor(Role::Grid),
        )?;
        for &(from, to) in &self.night.plugged {
            let part = Rect::between(self.x(from), top, self.x(to), bottom);
            if part.w >= 1.0 {
                canvas.fill(part, Ink::decor(Role::Band))?;
                let edge = Rect { y: bottom - 3.0 * m.stroke, h: 3.0 * m.stroke, ..part };
                canvas.fill(edge, Ink::solid(Role::Text))?;
            }
        }
        let y = top + 0.5 * height + 0.25 * m.tick;
        let whole = self.m.remark(words::charger(self.facts, self.night));
        let mut spots = Vec::new();
        // In its own stretch, or in the free part beside one.
        let mut edges = vec![self.plot.x];
        for &(from, to) in &self.night.plugged {
            edges.extend([self.x(from), self.x(to)]);
        }
        edges.push(self.plot.right());
        let mut parts: Vec<(f64, f64)> =
            edges.windows(2).map(|e| (e[0], e[1])).filter(|e| e.1 > e.0).collect();
        if let Some(&(from, to)) = self.night.plugged.first() {
            parts.insert(0, (self.x(from), self.x(to)));
        }
        for label in [whole, self.m.remark("plugged in")] {
            if label.text == "plugged in" && self.night.plugged.is_empty() {
                continue;
            }
            spots.clear();
            for &(from, to) in &parts {
                if to - from >= label.width() + 10.0 {
                    spots.push((from + 5.0, y, Align::Start));
                }
            }
            if canvas.place(&label, &spots)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What a rule is called, the longest text first.
    fn names(mark: Mark, level: Fraction) -> [String; 2] {
        let level = format::percent(level.millionths());
        [format!("{level} {}", mark.words()), format!("{level} {}", mark.id().replace('-', " "))]
    }

    /// Names the rules that are not in the key, at their left or right end, above or below; gives those
    /// that have no room for it.
    fn name_rules(&self, canvas: &mut Canvas, keyed: &[Mark]) -> Result<Vec<Mark>, ChartError> {
        let size = self.m.label;
        let mut unnamed = Vec::new();
        for &(mark, level) in self.night.marks.iter().filter(|(mark, _)| !keyed.contains(mark)) {
            let y = self.y(level);
            let mut named = false;
            for text in Self::names(mark, level) {
                let label = self.m.label(text, Weight::Regular);
                let room = (self.plot.w - label.width() - 8.0).max(0.0);
                let mut spots = Vec::new();
                for off in [-0.5 * size, 1.25 * size, -0.9 * size] {
                    for i in 0..=12 {
                        let x = self.plot.right() - 4.0 - room * f64::from(i) / 12.0;
                        spots.push((x, y + off, Align::End));
                    }
                }
                let plot = self.plot;
                spots.retain(|&(x, y, align)| {
                    let text = label.at(x, y, align);
                    text.x >= plot.x && text.bottom() < plot.bottom() && text.y > plot.y - 4.0
                });
                named = named || plate(canvas, &label, &spots)?.is_some();
                if named {
                    break;
                }
            }
            if !named {
                unnamed.push(mark);
            }
        }
        Ok(unnamed)
    }

    /// The rules that have no room for their names: a piece of each with its name, below the strip.
    fn key(&self, canvas: &mut Canvas, keyed: &[Mark], top: f64) -> Result<(), ChartError> {
        let (m, left) = (self.m, self.plot.x);
        let own = self.night.marks.iter().filter(|(mark, _)| keyed.contains(mark));
        for (row, &(mark, level)) in own.enumerate() {
            let base = top + m.tick * (1.15 + KEY_ROW * row as f64);
            let (y, long) = (base - 0.33 * m.tick, 2.4 * m.tick);
            canvas.line(&[(left, y), (left + long, y)], 1.3 * m.stroke, rule(mark))?;
            let from = left + long + 0.5 * m.tick;
            let labels = Self::names(mark, level).map(|text| m.label(text, Weight::Regular));
            let [whole, short] = labels;
            let fits = from + whole.width() <= self.plot.right();
            canvas.text(if fits { &whole } else { &short }, from, base, Align::Start)?;
        }
        Ok(())
    }

    fn name_waits(&self, canvas: &mut Canvas, waits: &[Standstill]) -> Result<(), ChartError> {
        let hours = (self.plot.x, self.plot.right());
        let strip =
            |s: &Standstill| Strip { stall: *s, edges: (self.x(s.start), self.x(s.end)), hours };
        let strips: Vec<Strip> = waits.iter().map(strip).collect();
        // Off the rules: a plate must not hide a piece of one.
        for &(_, level) in &self.night.marks {
            let (y, off) = (self.y(level), 0.1 * self.m.label);
            canvas.block(Rect::between(hours.0, y - off, hours.1, y + off));
        }
        let mut totals = bands::totals(&self.night.waits);
        totals.truncate(if self.m.narrow() { 2 } else { 3 });
        let heights = [0.6, 0.45, 0.3, 0.75, 0.12, 0.9];
        bands::name(canvas, self.m, self.plot, &strips, &totals, &heights)
    }
}

/// The ink of a rule.
fn rule(mark: Mark) -> Ink {
    Ink::with(Role::Text, if mark == Mark::Hold { Look::Dotted } else { Look::Dashed })
}

/// A bolt: the sign for charging.
fn icon(canvas: &Canvas, m: &Metrics, (x, y): (f64, f64)) -> Result<(), ChartError> {
    let unit = 0.09 * m.tick;
    let bolt = [(1.0, -7.0), (-4.0, 1.0), (-0.5, 1.0), (-1.5, 7.0), (4.0, -1.5), (0.5, -1.5)];
    let points = bolt.map(|(dx, dy)| (x + dx * unit, y + dy * unit));
    canvas.polygon(&points, Ink::solid(Role::Text))
}
