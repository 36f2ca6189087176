//! A recorded battery level over the simulated one: a comparison flows in, a drawing flows out. Not a
//! kind of chart that people ask for by name: it illustrates docs/accuracy.md.

use super::axis::{self, Plane, plane, x_of, y_of};
use super::canvas::{Align, Canvas, Label, Rect, Sheet, drawing, stroke};
use super::facts::clock;
use super::font::Weight;
use super::frame::{self, Metrics};
use super::palette::{Ink, Look, Role};
use super::{ChartError, ChartOptions, Layout, Theme, svg};
use crate::report::charging::{minute, points};
use crate::report::format;
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
            .map(|s| format!("{} to {}", way(s.rises()), format::level(s.to.measured, &[])))
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

/// Draws it as SVG.
///
/// # Errors
/// [`ChartError::Drawing`].
pub fn level_svg(
    chart: &LevelChart<'_>,
    layout: Layout,
    theme: Theme,
) -> Result<String, ChartError> {
    let title = chart.title();
    let description = format!("{}: {}", chart.name, chart.alt());
    let options = &ChartOptions { theme, ..ChartOptions::default() };
    let document = svg::Document { title: &title, description: &description, options };
    Ok(svg::write(&sheet(chart, layout)?, &document))
}

/// Lays it out.
fn sheet(chart: &LevelChart<'_>, layout: Layout) -> Result<Sheet, ChartError> {
    let m = Metrics::of(layout);
    let mut canvas = Canvas::new(m.width, m.height, m.stroke.round());
    let subtitle = format!("Battery level over clock time. {}", chart.name);
    let room = frame::draw(&mut canvas, &m, &chart.title(), &subtitle, &chart.caption())?;
    let gutter = m.tick("100 %").width() + 8.0;
    let key = key(chart, &m, room.x + gutter, room.right());
    let rows = key.last().map_or(0, |entry| entry.row + 1);
    let (head, foot) = (m.label * (0.5 + 1.5 * f64::from(rows)), m.tick * 1.7);
    let plot = Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - foot);
    let range = chart.range();
    // The axis begins at 0 for plotters; what is shown of it is taken off before.
    let plane = plane(&canvas, plot, chart.end(), range.1 - range.0);
    let sketch = Sketch { chart, m: &m, plot, plane: &plane, low: range.0 };
    sketch.charging()?;
    sketch.grid(&mut canvas, range.1)?;
    sketch.straight()?;
    sketch.simulated()?;
    sketch.measured(&canvas)?;
    for entry in &key {
        sketch.entry(&mut canvas, entry, room.y)?;
    }
    Ok(canvas.finish())
}

/// A mark and its meaning, above the plot.
struct Entry {
    mark: Mark,
    label: Label,
    row: u32,
    x: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Recorded,
    Simulated,
    Straight,
    Charging,
}

/// The marks that the drawing has, in rows from `left` to `right`.
fn key(chart: &LevelChart<'_>, m: &Metrics, left: f64, right: f64) -> Vec<Entry> {
    let straight = match chart.comparison.stretches.len() {
        1 => "straight line",
        _ => "straight lines",
    };
    let charging = chart.timeline.segments.iter().any(|s| s.charging == Some(true));
    let marks = [
        (Mark::Recorded, "recorded"),
        (Mark::Simulated, "simulated"),
        (Mark::Straight, straight),
        (Mark::Charging, "charging"),
    ];
    let (mut x, mut row, mut list) = (left, 0, Vec::new());
    for (mark, text) in marks.into_iter().filter(|(mark, _)| charging || *mark != Mark::Charging) {
        let label = m.label(text, Weight::Regular);
        let width = 2.1 * m.label + label.width();
        if x + width > right && x > left {
            (x, row) = (left, row + 1);
        }
        list.push(Entry { mark, label, row, x });
        x += width + 1.3 * m.label;
    }
    list
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

    /// One entry of the key; `top` is where its first row begins.
    fn entry(&self, canvas: &mut Canvas, entry: &Entry, top: f64) -> Result<(), ChartError> {
        let size = self.m.label;
        let base = top + (0.95 + 1.5 * f64::from(entry.row)) * size;
        let (x, middle, width) = (entry.x, base - 0.32 * size, 1.7 * size);
        let ends = [(x, middle), (x + width, middle)];
        match entry.mark {
            Mark::Recorded => {
                for i in 0..3 {
                    let at = (x + width * (0.15 + 0.35 * f64::from(i)), middle);
                    canvas.dot(at, 2.0 * self.m.stroke, Ink::solid(Role::Text))?;
                }
            }
            Mark::Simulated => {
                canvas.line(&ends, 2.5 * self.m.stroke, Ink::solid(Role::Upload))?;
            }
            Mark::Straight => {
                let ink = Ink::with(Role::Muted, Look::Dashed);
                canvas.line(&ends, 1.5 * self.m.stroke, ink)?;
            }
            Mark::Charging => {
                let half = 0.42 * size;
                let patch = Rect::between(x, middle - half, x + width, middle + half);
                canvas.fill(patch, Ink::decor(Role::Band))?;
            }
        }
        canvas.text(&entry.label, x + width + 0.4 * size, base, Align::Start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::level;
    use crate::scenario::{Draft, toml};
    use crate::sim::{Chance, Record, simulate};
    use crate::study::charging::compare;
    use crate::units::Choice;

    /// Down and up again, and a little down: half an hour at 1 W of 10 Wh, then a charger.
    const CASES: [(&str, &str); 2] = [
        ("plugged = \"22:30-02:00\"", "22:00,50\n22:30,40\n23:00,80\n23:30,99\n01:30,100\n"),
        ("plugged = \"no\"", "22:00,50\n22:10,49\n22:40,44\n"),
    ];

    fn drawn(look: impl Fn(&LevelChart<'_>)) {
        for (charger, recording) in CASES {
            let mut draft = Draft::new();
            let text = format!(
                "[window]\nallowed = \"22:00-02:00\"\nnights = \"1\"\n[library]\nsize = \"1GB\"\n\
                 [link]\nupload = \"1Mbps\"\nwifi = \"no\"\n[battery]\nlevel = \"50%\"\n\
                 capacity = \"10Wh\"\nidle_draw = \"1W\"\n[charger]\n{charger}\n"
            );
            toml::apply(&mut draft, "drawn", &text);
            let scenario = draft.build().unwrap();
            let outcome = simulate(&scenario, Chance::Mean, Record::Yes);
            let timeline = outcome.timeline.unwrap();
            let curve = level::read(recording.as_bytes()).unwrap();
            let comparison = compare(&curve.readings, &timeline).unwrap();
            look(&LevelChart {
                name: "A phone",
                comparison: &comparison,
                timeline: &timeline,
                clock_zero: outcome.clock_zero,
            });
        }
    }

    #[test]
    fn in_every_layout_labels_stand_apart_on_the_sheet_and_can_be_read() {
        drawn(|chart| {
            for (layout, word, _) in Layout::ALL {
                let sheet = sheet(chart, *layout).unwrap();
                let (w, h) = (f64::from(sheet.size.0), f64::from(sheet.size.1));
                let bounds = Rect { x: 0.0, y: 0.0, w, h };
                for (i, (rect, text, size)) in sheet.labels.iter().enumerate() {
                    assert!(bounds.holds(rect), "{word}: {text} is cut off at {rect:?}");
                    assert!(*size >= 12.0 && !text.contains('…'), "{word}: {text}");
                    for (other, below, _) in &sheet.labels[..i] {
                        assert!(!rect.overlaps(other), "{word}: {text} covers {below}");
                    }
                }
            }
        });
    }

    #[test]
    fn title_and_alt_text_are_short_and_say_the_errors_of_the_comparison() {
        drawn(|chart| {
            let mean = points(chart.comparison.model.mean);
            let (title, alt) = (chart.title(), chart.alt());
            assert!(title.chars().count() <= 65 && title.contains(&mean), "{title}");
            assert!(alt.chars().count() <= 250 && alt.contains(&mean), "{alt}");
            let svg = level_svg(chart, Layout::Article, Theme::Auto).unwrap();
            resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
            let charging = chart.comparison.stretches.len() > 1;
            assert_eq!(svg.contains(">charging<"), charging);
            assert_eq!(svg, level_svg(chart, Layout::Article, Theme::Auto).unwrap());
        });
    }
}
