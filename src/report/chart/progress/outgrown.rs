//! `progress` of a library that grows by at least what a night carries: the size of the backup as steps,
//! what of it is sent as a line, and between them what is left, which does not get less. That it never
//! ends is proved by a night that repeats, so the nights after it are drawn as it went.

use super::super::ChartError;
use super::super::axis::{Plane, plane, x_of, y_of};
use super::super::canvas::{Align, Canvas, Rect, drawing, stroke};
use super::super::facts::Facts;
use super::super::font::Weight;
use super::super::frame::{Metrics, plate, plated};
use super::super::palette::{Ink, Look, Role};
use super::super::table::{Cell, Table};
use super::{Ground, Point, cells, points};
use crate::client::classes::library_size;
use crate::report::format::{self, Way};
use crate::sim::outcome::ProofKind;
use crate::units::{SimTime, Size, Span};
use plotters::element::PathElement;
use plotters::style::Color;

/// So many nights are drawn at least, and so many after the one that repeats.
const SHOWN: [u32; 2] = [7, 3];

/// A library that outgrows what is sent.
pub struct Outgrown<'a> {
    facts: &'a Facts<'a>,
    /// What is added each day.
    growth: Size,
    /// What each night carries once they repeat.
    carried: Size,
    /// How many nights are drawn.
    pub nights: u32,
}

impl<'a> Outgrown<'a> {
    /// Of a case; `None` where it ends, or never ends for another reason.
    pub fn of(facts: &'a Facts<'a>) -> Option<Self> {
        let ProofKind::Outgrown { growth, night } = facts.outcome.proof?.kind else { return None };
        let nights = SHOWN[0].max(facts.nights().saturating_add(SHOWN[1]));
        Some(Outgrown { facts, growth, carried: night, nights })
    }

    /// What is added a day and what a night carries, so that they compare as they do exactly.
    pub fn both(&self) -> [String; 2] {
        let pair = format::size_and_limit(self.growth, Some(self.carried));
        [pair.stated, pair.limit.unwrap_or_default()]
    }

    /// What there is to be held in a night: a day's growth comes at its start.
    fn library(&self, night: u32) -> Size {
        let days = u64::from(night.saturating_sub(1));
        let more = self.growth.bytes().saturating_mul(days);
        Size::from_bytes(library_size(&self.facts.inputs.library).bytes().saturating_add(more))
    }

    /// What is left to send at a point.
    fn left(&self, point: &Point) -> Size {
        self.library(point.night).minus(point.stored)
    }

    /// The last point of the first night and of the last that is drawn, with what is left there.
    pub fn ends(&self) -> [String; 2] {
        let all = self.points();
        let first = all.iter().rev().find(|point| point.night <= 1);
        [first, all.last()].map(|point| {
            point.map_or_else(String::new, |p| format::size(self.left(p), Way::Nearest))
        })
    }

    /// What is stored, over the nights that were simulated and the ones that go like the last of them.
    fn points(&self) -> Vec<Point> {
        let facts = self.facts;
        let mut list = points(facts);
        let last = facts.nights();
        let start = facts.night_start(last);
        let kept: Vec<Point> = list.iter().copied().filter(|p| p.night == last).collect();
        let (Some(begin), Some(end)) = (kept.first().copied(), kept.last().copied()) else {
            return list;
        };
        let (mut over, mut days) = (end.stored, Span::ZERO);
        for night in last.saturating_add(1)..=self.nights {
            days = days.plus(Span::DAY);
            list.push(Point { at: start.plus(days), night, stored: over });
            for point in kept.iter().filter(|point| point.at > start) {
                // Of what is lost again in a night the line falls, as it did in the first.
                let stored = over.plus(point.stored).minus(begin.stored);
                list.push(Point { at: point.at.plus(days), night, stored });
            }
            over = over.plus(end.stored.minus(begin.stored));
        }
        list
    }

    /// The plotted numbers: those of every progress, and what there is and what is left of it.
    pub fn table(&self) -> Table {
        let row = |point: Point| {
            let library = self.library(point.night);
            let mut row = cells(self.facts, point);
            let share = u128::from(point.stored.bytes()) * 100_000;
            let share = share.checked_div(u128::from(library.bytes())).unwrap_or(100_000);
            if let Some(cell) = row.get_mut(4) {
                *cell = Cell::Milli(i64::try_from(share).unwrap_or(100_000));
            }
            row.extend([library, self.left(&point)].map(|size| Cell::Whole(size.bytes())));
            row
        };
        Table {
            columns: &[
                "time_s",
                "night",
                "clock",
                "stored_bytes",
                "share_percent",
                "library_bytes",
                "left_bytes",
            ],
            rows: self.points().into_iter().map(row).collect(),
        }
    }

    /// Where the last night that is drawn ends.
    fn end(&self) -> SimTime {
        self.facts.night_start(self.nights).plus(self.facts.window())
    }

    /// The steps of the library's size.
    fn steps(&self) -> Vec<(SimTime, Size)> {
        let nights = 1..=self.nights;
        let step = |night: u32| {
            let (from, size) = (self.facts.night_start(night), self.library(night));
            [(from, size), (from.plus(Span::DAY).min(self.end()), size)]
        };
        nights.flat_map(step).collect()
    }

    /// Draws it.
    pub fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        let scale = Scale::up_to(self.library(self.nights));
        let texts: Vec<String> = scale.ticks().map(|tick| scale.text(tick)).collect();
        let widest = texts.iter().map(|text| m.tick(text.as_str()).width()).fold(0.0, f64::max);
        let gutter = widest + m.off_axis() + 2.0;
        let (head, foot) = (0.8 * m.label, 1.6 * m.tick);
        let plot =
            Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - foot);
        let end = self.end().plus(Span::from_micros(self.end().micros() / 40));
        let plane = plane(canvas, plot, end, scale.top as f64);
        let shaded = !self.facts.all_day();
        let facts = self.facts;
        let ground = Ground { facts, m, plot, plane: &plane, two_lines: false, end, shaded };
        ground.shade(scale.top as f64)?;
        for (tick, text) in scale.ticks().zip(texts) {
            let y = y_of(&plane, tick as f64);
            let ink = Ink::decor(if tick == 0 { Role::Muted } else { Role::Grid });
            canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
            let left = plot.x - m.off_axis();
            canvas.text(&m.tick(text), left, y + 0.35 * m.tick, Align::End)?;
        }
        ground.time_ticks(canvas)?;
        let [library, sent] =
            [self.steps(), self.points().iter().map(|p| (p.at, p.stored)).collect()]
                .map(|line| Line::of(&plane, line));
        self.deadline(canvas, m, plot, &plane)?;
        library.draw(canvas, &plane, 2.0 * m.stroke, Ink::solid(Role::Text))?;
        sent.draw(canvas, &plane, 2.5 * m.stroke, Ink::solid(Role::Upload))?;
        self.left_over(canvas, m, plot, [&library, &sent])?;
        self.name(canvas, m, plot, [&library, &sent])
    }

    /// How much is left at the end, between the two lines.
    fn left_over(
        &self,
        canvas: &mut Canvas,
        m: &Metrics,
        plot: Rect,
        [library, sent]: [&Line; 2],
    ) -> Result<(), ChartError> {
        let (Some(&(x, top)), Some(&(_, bottom))) = (library.pixels.last(), sent.pixels.last())
        else {
            return Ok(());
        };
        let (reach, ink) = (3.5 * m.stroke, Ink::solid(Role::Text));
        let (top, bottom) = (top + 3.0 * m.stroke, bottom - 3.0 * m.stroke);
        canvas.line(&[(x, top), (x, bottom)], m.stroke, ink)?;
        for (y, off) in [(top, reach), (bottom, -reach)] {
            let head = [(x - reach, y + off), (x, y), (x + reach, y + off)];
            canvas.line(&head, m.stroke, ink)?;
        }
        canvas.block_line(&[(x, top), (x, bottom)], 3.0 * reach);
        let day = self.facts.day();
        let [first, last] = self.ends();
        let after = format::thousands(u64::from(self.nights));
        let texts = [
            format!("{last} left after {day} {after}, {first} after {day} 1"),
            format!("{last} left after {day} {after}"),
            format!("{last} left"),
        ];
        let middle = (top + bottom) / 2.0 + 0.35 * m.label;
        for text in texts {
            let label = m.label(text, Weight::Bold);
            let steps = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0];
            let spots = steps.map(|k| (x - 2.5 * reach, middle + k * 1.2 * m.label, Align::End));
            let spots: Vec<_> =
                spots.into_iter().filter(|s| label.at(s.0, s.1, s.2).x > plot.x + 4.0).collect();
            if plated(canvas, &label, &spots)? {
                break;
            }
        }
        Ok(())
    }

    /// Names both lines beside them.
    fn name(
        &self,
        canvas: &mut Canvas,
        m: &Metrics,
        plot: Rect,
        [library, sent]: [&Line; 2],
    ) -> Result<(), ChartError> {
        let ([growth, carried], day) = (self.both(), self.facts.day());
        let size = self.facts.size_text();
        let library_texts = [
            format!("to back up: {size}, {growth} more every day"),
            format!("to back up: {growth} more every day"),
            format!("{growth} more every day"),
        ];
        let sent_texts = [format!("sent: {carried} every {day}"), format!("sent: {carried}")];
        for (line, texts) in [(library, &library_texts[..]), (sent, &sent_texts[..])] {
            // On a phone the longest would stand far above most of its line.
            let from = usize::from(m.narrow() && texts.len() > 2);
            for text in texts.iter().skip(from) {
                let label = m.label(text.as_str(), Weight::Regular);
                let wide = label.width();
                let most = (plot.right() - 0.5 * m.label - wide).max(plot.x);
                let place = |k: u32| {
                    let left = plot.x + 0.6 * m.label + (most - plot.x) * f64::from(k) / 12.0;
                    // Above all of the line that lies below it.
                    let y = line.highest(left, left + wide) - 0.75 * m.label;
                    (left.min(most), y, Align::Start)
                };
                let inside = |spot: &(f64, f64, Align)| {
                    let at = label.at(spot.0, spot.1, spot.2);
                    at.y > plot.y - m.label && at.bottom() < plot.bottom()
                };
                let spots: Vec<_> = (0..=12).map(place).filter(inside).collect();
                if plated(canvas, &label, &spots)? {
                    break;
                }
            }
        }
        Ok(())
    }

    fn deadline(
        &self,
        canvas: &mut Canvas,
        m: &Metrics,
        plot: Rect,
        plane: &Plane,
    ) -> Result<(), ChartError> {
        let at = self.facts.outcome.deadline;
        if at > self.end() {
            return Ok(());
        }
        let x = x_of(plane, at);
        let label = m.label(format!("deadline {}", self.facts.deadline_text()), Weight::Regular);
        // In the room above what there is to be backed up.
        let spots: Vec<_> = (0..4)
            .flat_map(|k| {
                let y = plot.y + (1.1 + 0.5 * f64::from(k)) * m.label;
                [(x + 6.0, y, Align::Start), (x - 6.0, y, Align::End)]
            })
            .filter(|&(x, y, align)| {
                let text = label.at(x, y, align);
                text.x > plot.x && text.right() < plot.right() && text.bottom() < plot.bottom()
            })
            .collect();
        // Without its name nobody would know what the rule is.
        if plate(canvas, &label, &spots)?.is_none() {
            return Ok(());
        }
        let ink = Ink::with(Role::Text, Look::Dashed);
        let ends = [(x, plot.bottom()), (x, plot.y)];
        canvas.block_line(&ends, 3.0 * m.stroke);
        canvas.line(&ends, 1.5 * m.stroke, ink)
    }
}

/// A line with its pixels.
struct Line {
    values: Vec<(SimTime, f64)>,
    pixels: Vec<(f64, f64)>,
}

impl Line {
    fn of(plane: &Plane, points: Vec<(SimTime, Size)>) -> Self {
        let values: Vec<_> = points.into_iter().map(|(at, s)| (at, s.bytes() as f64)).collect();
        let pixels = values.iter().map(|&(at, v)| (x_of(plane, at), y_of(plane, v))).collect();
        Line { values, pixels }
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        plane: &Plane,
        width: f64,
        ink: Ink,
    ) -> Result<(), ChartError> {
        let style = ink.indexed().stroke_width(stroke(width));
        plane.draw(&PathElement::new(self.values.clone(), style)).map_err(drawing)?;
        canvas.block_line(&self.pixels, width + 2.0);
        Ok(())
    }

    /// The highest of it between two places.
    fn highest(&self, from: f64, to: f64) -> f64 {
        let near = self.pixels.windows(2).filter(|pair| pair[1].0 >= from && pair[0].0 <= to);
        near.flatten().map(|point| point.1).fold(f64::MAX, f64::min)
    }
}

/// The axis of sizes, in bytes.
struct Scale {
    step: u64,
    top: u64,
    unit: (u64, &'static str),
}

impl Scale {
    /// From nothing up to a size, with at most five steps of 1, 2 or 5.
    fn up_to(most: Size) -> Self {
        const UNITS: [(u64, &str); 5] = [
            (1_000_000_000_000_000, "PB"),
            (1_000_000_000_000, "TB"),
            (1_000_000_000, "GB"),
            (1_000_000, "MB"),
            (1_000, "kB"),
        ];
        let most = most.bytes().max(1);
        let steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u64.pow(power)));
        let step = steps.into_iter().find(|step| most.div_ceil(*step) <= 5).unwrap_or(most);
        let top = most.div_ceil(step).saturating_mul(step);
        let unit = UNITS.into_iter().find(|unit| unit.0 <= top).unwrap_or((1, "bytes"));
        Scale { step, top, unit }
    }

    fn ticks(&self) -> impl Iterator<Item = u64> + use<> {
        let step = self.step.max(1);
        (0..=self.top / step).map(move |k| k * step)
    }

    /// The unit stands with the last.
    fn text(&self, tick: u64) -> String {
        let number = format!("{}", tick as f64 / self.unit.0 as f64);
        if tick == self.top { format!("{number} {}", self.unit.1) } else { number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_of_sizes_has_few_round_steps_and_names_its_unit_once() {
        for (most, texts) in [
            (70_000_000_000, "0 20 40 60 80 GB"),
            (100_000_000_000, "0 20 40 60 80 100 GB"),
            (1_400_000_000_000, "0 0.5 1 1.5 TB"),
            (1, "0 1 bytes"),
        ] {
            let scale = Scale::up_to(Size::from_bytes(most));
            let found: Vec<String> = scale.ticks().map(|tick| scale.text(tick)).collect();
            assert_eq!(found.join(" "), texts);
        }
    }
}
