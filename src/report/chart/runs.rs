//! Predicted against measured times of uploads: the runs of a comparison flow in, a drawing flows
//! out. Not a kind of chart that people ask for by name: it illustrates docs/accuracy.md.

use super::canvas::{Align, Canvas, Rect, Sheet};
use super::font::Weight;
use super::frame::{self, Metrics};
use super::palette::{Ink, Look, Role};
use super::{ChartError, ChartOptions, Layout, Theme, axis, svg};
use crate::study::accuracy::{Run, Summary};

/// Where the axes have their marks, in seconds.
const MARKS: [f64; 6] = [30.0, 60.0, 120.0, 240.0, 480.0, 960.0];

/// What is drawn.
pub struct RunsChart<'a> {
    /// The runs.
    pub runs: &'a [Run],
    /// The figures over all of them.
    pub summary: &'a Summary,
}

impl RunsChart<'_> {
    /// The finding.
    pub fn title(&self) -> String {
        let median = self.summary.errors.map_or(0.0, |e| e.median);
        format!("Uploads as predicted: {:.1} % off at the median", 100.0 * median)
    }

    /// What it shows, for those who do not see it.
    pub fn alt(&self) -> String {
        let within = self.summary.errors.map_or(0.0, |e| e.p90);
        let naive = self.summary.naive.map_or(0.0, |e| e.median);
        format!(
            "Scatter chart of {} uploads, predicted over measured time. The dots lie on the line of \
             equal times, 9 of 10 within {:.1} %. Size divided by rate lies below it, by {:.0} % at \
             the median.",
            self.dots().len(),
            100.0 * within,
            100.0 * naive
        )
    }

    /// Measured, predicted and size ÷ rate of each scored run that finished, in seconds.
    fn dots(&self) -> Vec<(f64, f64, Option<f64>)> {
        let scored = self.runs.iter().filter(|run| run.is_scored());
        let both = scored.filter_map(|run| {
            let measured = run.measured.and_then(|m| m.finish)?;
            Some((measured, run.finish?.as_secs(), run.naive))
        });
        both.collect()
    }
}

/// Draws it as SVG.
///
/// # Errors
/// [`ChartError::Drawing`].
pub fn runs_svg(chart: &RunsChart<'_>, layout: Layout, theme: Theme) -> Result<String, ChartError> {
    let (title, description) = (chart.title(), chart.alt());
    let options = &ChartOptions { theme, ..ChartOptions::default() };
    let document = svg::Document { title: &title, description: &description, options };
    Ok(svg::write(&sheet(chart, layout)?, &document))
}

/// Lays it out.
fn sheet(chart: &RunsChart<'_>, layout: Layout) -> Result<Sheet, ChartError> {
    let m = Metrics::of(layout);
    let mut canvas = Canvas::new(m.width, m.height, m.stroke.round());
    let subtitle =
        "Predicted over measured time of each upload, in seconds (both axes grow by doubling)";
    let caption = format!(
        "{} runs of real clients over a shaped line. Hollow: size divided by rate. backup-sim {}.",
        chart.dots().len(),
        env!("CARGO_PKG_VERSION")
    );
    let room = frame::draw(&mut canvas, &m, &chart.title(), subtitle, &caption)?;
    let gutter = m.tick("960 s").width() + 8.0;
    let plot = Rect::between(
        room.x + gutter,
        room.y + 0.5 * m.label,
        room.right() - 0.5 * m.label,
        room.bottom() - m.tick * 1.7,
    );
    let dots = chart.dots();
    let all = dots.iter().flat_map(|&(a, b, c)| [Some(a), Some(b), c]).flatten();
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(l, h), t| (l.min(t), h.max(t)));
    let (low, high) = (0.85 * low.min(30.0), 1.1 * high.max(120.0));
    let part = |seconds: f64| libm::log(seconds / low) / libm::log(high / low);
    let x = |seconds: f64| plot.x + part(seconds) * (plot.right() - plot.x);
    let y = |seconds: f64| plot.bottom() - part(seconds) * (plot.bottom() - plot.y);
    for mark in MARKS.into_iter().filter(|mark| (low..=high).contains(mark)) {
        let line = [(plot.x, y(mark)), (plot.right(), y(mark))];
        canvas.line(&line, m.stroke, Ink::decor(Role::Grid))?;
        let text = format!("{mark:.0} s");
        let base = y(mark) + 0.35 * m.tick;
        canvas.text(&m.tick(text.clone()), plot.x - 6.0, base, Align::End)?;
        axis::draw_tick(&mut canvas, &m, (x(mark), plot.bottom()), text)?;
    }
    let floor = [(plot.x, plot.bottom()), (plot.right(), plot.bottom())];
    canvas.line(&floor, m.stroke, Ink::decor(Role::Muted))?;
    let equal = [(x(low), y(low)), (x(high), y(high))];
    canvas.line(&equal, 1.5 * m.stroke, Ink::with(Role::Muted, Look::Dashed))?;
    for &(measured, _, naive) in &dots {
        if let Some(naive) = naive.filter(|&naive| naive >= low) {
            let at = (x(measured), y(naive));
            canvas.dot(at, 3.2 * m.stroke, Ink::solid(Role::Muted))?;
            canvas.dot(at, 2.0 * m.stroke, Ink::solid(Role::Ground))?;
        }
    }
    for &(measured, predicted, _) in &dots {
        canvas.dot((x(measured), y(predicted)), 3.0 * m.stroke, Ink::solid(Role::Upload))?;
    }
    let words = [
        (m.label("predicted", Weight::Regular), (0.44, 0.60)),
        (m.label("size divided by rate", Weight::Regular), (0.99, 0.10)),
    ];
    for (label, (right, up)) in &words {
        let at = (
            plot.x + right * (plot.right() - plot.x),
            plot.bottom() - up * (plot.bottom() - plot.y),
        );
        canvas.text(label, at.0, at.1, Align::End)?;
    }
    Ok(canvas.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::measured_run::outcome::Measured;
    use crate::study::accuracy::summary;
    use crate::units::{Choice, SimTime};

    fn runs() -> Vec<Run> {
        let run = |name: &str, predicted: i64, measured: f64| Run {
            name: name.to_owned(),
            finish: Some(SimTime::from_secs(predicted)),
            resent: 0,
            interval: None,
            naive: Some(measured / 2.0),
            payload: 1,
            measured: Some(Measured { finish: Some(measured), resent: None }),
        };
        vec![run("one", 99, 100.0), run("two", 300, 300.0), run("three-stale", 40, 80.0)]
    }

    #[test]
    fn what_is_not_scored_is_not_drawn_and_the_title_says_the_median_error() {
        // Errors of 1 % and 0 %: 0.5 % at the median; the third run is not scored.
        let runs = runs();
        let figures = summary(&runs);
        let chart = RunsChart { runs: &runs, summary: &figures };
        assert_eq!(chart.title(), "Uploads as predicted: 0.5 % off at the median");
        assert_eq!(chart.dots(), [(100.0, 99.0, Some(50.0)), (300.0, 300.0, Some(150.0))]);
        assert!(chart.alt().chars().count() <= 250, "{}", chart.alt());
    }

    #[test]
    fn in_every_layout_labels_stand_on_the_sheet_and_apart() {
        let runs = runs();
        let figures = summary(&runs);
        let chart = RunsChart { runs: &runs, summary: &figures };
        for (layout, word, _) in Layout::ALL {
            let sheet = sheet(&chart, *layout).unwrap();
            let (w, h) = (f64::from(sheet.size.0), f64::from(sheet.size.1));
            let bounds = Rect { x: 0.0, y: 0.0, w, h };
            for (i, (rect, text, _)) in sheet.labels.iter().enumerate() {
                assert!(bounds.holds(rect), "{word}: {text} is cut off at {rect:?}");
                for (other, below, _) in &sheet.labels[..i] {
                    assert!(!rect.overlaps(other), "{word}: {text} covers {below}");
                }
            }
        }
    }
}
