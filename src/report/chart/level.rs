//! A recorded battery level over the simulated one: a comparison flows in, a drawing flows out. Not a
//! kind of chart that people ask for by name: it illustrates docs/accuracy.md.

use super::axis::{self, Plane, plane, x_of, y_of};
use super::canvas::{Align, Canvas, Rect, drawing, stroke};
use super::facts::clock;
use super::font::Weight;
use super::frame::{self, Metrics};
use super::palette::{Ink, Look, Role};
use super::{ChartError, Layout, Theme, svg};
use crate::report::charging::{minute, points};
use crate::sim::timeline::Timeline;
use crate::study::charging::Comparison;
use crate::units::{ClockTime, Fraction, SimTime};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;

/// Dots of the recording are at least so many pixels apart, or they run into one another.
const APART: f64 = 7.0;

/// What is drawn.
pub struct LevelChart<'a> {
    /// What was recorded, for instance `iPhone (2013), a full cycle`.
    pub name: &'a str,
    /// The recording and what was simulated for it.
    pub comparison: &'a Comparison,
    /// The simulation.
    pub timeline: &'a Timeline,
    /// The clock at second 0.
    pub clock_zero: ClockTime,
}

impl LevelChart<'_> {
    /// The finding.
    pub fn title(&self) -> String {
        let mean = points(self.comparison.model.mean);
        format!("Simulated and recorded battery: {mean} points apart on average")
    }

    /// What it shows, for those who do not see it.
    pub fn alt(&self) -> String {
        let Comparison { model, line, stretches, .. } = self.comparison;
        let way = |rises: bool| if rises { "up" } else { "down" };
        let ways: Vec<String> = stretches
            .iter()
            .map(|s| format!("{} to {}", way(s.rises()), percent(s.to.measured)))
            .collect();
        format!(
            "Line chart of a battery level, recorded as dots and simulated as a line: {}. They are {} \
             points apart on average, {} at worst; straight lines would be {} apart.",
            ways.join(", "),
            points(model.mean),
            points(model.worst),
            points(line.mean)
        )
    }

    fn caption(&self) -> String {
        let Comparison { model, line, stretches, .. } = self.comparison;
        let straight = match stretches.len() {
            1 => "A straight line from the first level to the last",
            _ => "Straight lines from turn to turn",
        };
        format!(
            "At worst {} points off, at {}. {straight}: {} off on average. backup-sim {}.",
            points(model.worst),
            minute(axis::clock_at(self.clock_zero, model.worst_at)),
            points(line.mean),
            env!("CARGO_PKG_VERSION")
        )
    }

    fn clock(&self, at: SimTime) -> String {
        clock(axis::clock_at(self.clock_zero, at))
    }

    fn end(&self) -> SimTime {
        let last = self.comparison.points.last().map_or(SimTime::ZERO, |p| p.at);
        axis::at_least_a_minute(last)
    }

    /// The range of levels that is shown: all of it, but for small changes the part from some full ten
    /// percent on, so that they can be seen.
    fn range(&self) -> (f64, f64) {
        let all = self.comparison.points.iter().flat_map(|p| [p.measured, p.simulated]);
        let (low, high) = all.fold((1.0f64, 0.0f64), |(low, high), level| {
            (low.min(level.as_ratio()), high.max(level.as_ratio()))
        });
        if high - low > 0.25 {
            return (0.0, 1.0);
        }
        let from = (libm::floor(low * 10.0) / 10.0).min(0.9);
        (from, (libm::ceil(high * 10.0) / 10.0).max(from + 0.1))
    }
}

fn percent(level: Fraction) -> String {
    format!("{:.0} %", level.as_percent())
}

/// Draws it as SVG.
///
/// # Errors
/// [`ChartError::Drawing`].
pub fn level_svg(
    chart: &LevelChart<'_>,
    layout: Layout,
    theme: Theme,
) -> Result<String, ChartError> {
    let m = Metrics::of(layout);
    let mut canvas = Canvas::new(m.width, m.height, m.stroke.round());
    let title = chart.title();
    let subtitle = format!("Battery level over clock time. {}", chart.name);
    let room = frame::draw(&mut canvas, &m, &title, &subtitle, &chart.caption())?;
    draw(chart, &mut canvas, &m, room)?;
    let description = format!("{}: {}", chart.name, chart.alt());
    let document = svg::Document { title: &title, description: &description, theme };
    Ok(svg::write(&canvas.finish(), &document))
}

fn draw(
    chart: &LevelChart<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let gutter = m.tick("100 %").width() + 8.0;
    let (head, foot) = (m.label * 2.0, m.tick * 1.7);
    let plot = Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - foot);
    let range = chart.range();
    // The axis begins at 0 for plotters; what is shown of it is taken off before.
    let plane = plane(canvas, plot, chart.end(), range.1 - range.0);
    let sketch = Sketch { chart, m, plot, plane: &plane, low: range.0 };
    sketch.charging()?;
    sketch.grid(canvas, range.1)?;
    sketch.straight()?;
    sketch.simulated()?;
    sketch.measured(canvas)?;
    sketch.key(canvas, room.y + 0.95 * m.label)
}

struct Sketch<'a> {
    chart: &'a LevelChart<'a>,
    m: &'a Metrics,
    plot: Rect,
    plane: &'a Plane,
    /// The lowest level shown.
    low: f64,
}

impl Sketch<'_> {
    fn height(&self, level: Fraction) -> f64 {
        (level.as_ratio() - self.low).max(0.0)
    }

    fn path(
        &self,
        points: Vec<(SimTime, Fraction)>,
        width: f64,
        ink: Ink,
    ) -> Result<(), ChartError> {
        let path: Vec<_> = points.into_iter().map(|(at, l)| (at, self.height(l))).collect();
        let style = ink.indexed().stroke_width(stroke(width * self.m.stroke));
        self.plane.draw(&PathElement::new(path, style)).map_err(drawing)
    }

    /// Where the battery is charging, a band.
    fn charging(&self) -> Result<(), ChartError> {
        let end = self.chart.end();
        let charging = |s: &&crate::sim::timeline::Segment| s.charging == Some(true);
        for segment in self.chart.timeline.segments.iter().filter(charging) {
            let (from, to) = (segment.start.min(end), segment.end.min(end));
            let top = self.height(Fraction::ONE);
            let style = Ink::decor(Role::Band).indexed().filled();
            self.plane.draw(&Rectangle::new([(from, 0.0), (to, top)], style)).map_err(drawing)?;
        }
        Ok(())
    }

    fn grid(&self, canvas: &mut Canvas, high: f64) -> Result<(), ChartError> {
        let (low, top) = ((self.low * 100.0).round() as u32, (high * 100.0).round() as u32);
        let step = match top - low {
            0..=10 => 2,
            11..=30 => 5,
            _ => 25,
        };
        for level in (low..=top).step_by(step as usize) {
            let y = y_of(self.plane, f64::from(level) / 100.0 - self.low);
            let ink = Ink::decor(if level == low { Role::Muted } else { Role::Grid });
            canvas.line(&[(self.plot.x, y), (self.plot.right(), y)], self.m.stroke, ink)?;
            let text = if level == top { format!("{level} %") } else { level.to_string() };
            let base = y + 0.35 * self.m.tick;
            canvas.text(&self.m.tick(text), self.plot.x - 6.0, base, Align::End)?;
        }
        let most = if self.m.narrow() { 5 } else { 8 };
        for at in axis::clock_ticks(self.chart.clock_zero, self.chart.end(), most) {
            let x = x_of(self.plane, at);
            axis::draw_tick(canvas, self.m, (x, self.plot.bottom()), self.chart.clock(at))?;
        }
        Ok(())
    }

    fn straight(&self) -> Result<(), ChartError> {
        let points = self.chart.comparison.points.iter().map(|p| (p.at, p.line)).collect();
        self.path(points, 1.5, Ink::with(Role::Muted, Look::Dashed))
    }

    /// The simulated level, wherever there is one.
    fn simulated(&self) -> Result<(), ChartError> {
        let end = self.chart.end();
        let timeline = self.chart.timeline;
        let mut points: Vec<_> =
            timeline.levels.iter().filter(|p| p.at <= end).map(|p| (p.at, p.level)).collect();
        points.extend(timeline.level_at(end).map(|level| (end, level)));
        self.path(points, 2.5, Ink::solid(Role::Upload))
    }

    /// The recording as dots, as many as can be told apart.
    fn measured(&self, canvas: &Canvas) -> Result<(), ChartError> {
        let mut last: Option<(f64, f64)> = None;
        for point in &self.chart.comparison.points {
            let x = x_of(self.plane, point.at);
            let y = y_of(self.plane, self.height(point.measured));
            let near = |(a, b): (f64, f64)| libm::hypot(x - a, y - b) < APART * self.m.stroke;
            if last.is_none_or(|last| !near(last)) {
                canvas.dot((x, y), 2.0 * self.m.stroke, Ink::solid(Role::Text))?;
                last = Some((x, y));
            }
        }
        Ok(())
    }

    /// What the marks mean, in one row above the plot.
    fn key(&self, canvas: &mut Canvas, base: f64) -> Result<(), ChartError> {
        let size = self.m.label;
        let middle = base - 0.32 * size;
        let mut x = self.plot.x;
        let straight = match self.chart.comparison.stretches.len() {
            1 => "straight line",
            _ => "straight lines",
        };
        let charging = self.chart.timeline.segments.iter().any(|s| s.charging == Some(true));
        for (place, text) in ["recorded", "simulated", straight, "charging"].into_iter().enumerate()
        {
            let mark = 1.7 * size;
            let ends = [(x, middle), (x + mark, middle)];
            match place {
                0 => {
                    for i in 0..3 {
                        let at = (x + mark * (0.15 + 0.35 * f64::from(i)), middle);
                        canvas.dot(at, 2.0 * self.m.stroke, Ink::solid(Role::Text))?;
                    }
                }
                1 => canvas.line(&ends, 2.5 * self.m.stroke, Ink::solid(Role::Upload))?,
                2 => {
                    let ink = Ink::with(Role::Muted, Look::Dashed);
                    canvas.line(&ends, 1.5 * self.m.stroke, ink)?;
                }
                _ if !charging => break,
                _ => {
                    let half = 0.42 * size;
                    let patch = Rect::between(x, middle - half, x + mark, middle + half);
                    canvas.fill(patch, Ink::decor(Role::Band))?;
                }
            }
            let label = self.m.label(text, Weight::Regular);
            let left = x + mark + 0.4 * size;
            canvas.text(&label, left, base, Align::Start)?;
            x = left + label.width() + 1.3 * size;
        }
        Ok(())
    }
}
