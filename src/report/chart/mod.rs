//! Charts: an [`Answer`] with a recorded timeline flows in; a self-contained SVG, a PNG of it, and
//! the same finding as title, alt text and table flow out. Each kind has one file that derives its
//! facts, its words and its drawing from the same numbers, so that they cannot disagree.
//!
//! plotters maps coordinates and draws; `canvas` records what it drew; `svg` writes it.

mod axis;
mod bands;
mod bundle;
mod canvas;
mod facts;
mod font;
mod frame;
mod label;
mod level;
mod palette;
mod png;
mod progress;
mod runs;
mod shape;
mod speed;
mod states;
mod svg;
mod table;
#[cfg(test)]
mod tests;

pub use bundle::{BundleFile, bundle};
pub use level::{LevelChart, level_svg};
pub use png::{missing_letters, png, png_at_size};
pub use runs::{RunsChart, runs_svg};

use crate::study::answer::Answer;
use canvas::{Canvas, Sheet};
use facts::Facts;
use table::Table;

crate::choices! {
    /// A kind of chart.
    pub enum ChartKind ("chart") {
        /// Will it finish, and when? The share sent over time.
        Progress = "progress",
        /// What held it back? A strip for each night and bars of hours by cause.
        States = "states",
        /// How fast was it, and what was the limit? The rate over the first night.
        Speed = "speed",
    }
}

crate::choices! {
    /// The size a chart is laid out for.
    pub enum Layout ("layout") {
        /// 720 x 450, for an article.
        Article = "article",
        /// 360 x 420, for a phone.
        Mobile = "mobile",
        /// 1200 x 630, for a social card.
        Social = "social",
        /// 1080 x 450, for a wide column.
        Wide = "wide",
    }
}

crate::choices! {
    /// The colours of a chart.
    pub enum Theme ("theme") {
        /// As the reader's device wants it.
        Auto = "auto",
        /// On white.
        Light = "light",
        /// On black.
        Dark = "dark",
    }
}

/// The narrowest band that is drawn, in pixels: a hatch shows nothing in less.
const LEAST_BAND: f64 = 3.0;

/// What to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartOptions {
    /// Which chart.
    pub kind: ChartKind,
    /// For which size.
    pub layout: Layout,
    /// In which colours.
    pub theme: Theme,
    /// A title instead of the finding; an empty one leaves the finding.
    pub title: Option<String>,
}

impl ChartOptions {
    /// A chart for an article in the reader's colours, titled with its finding.
    pub const fn new(kind: ChartKind) -> Self {
        ChartOptions { kind, layout: Layout::Article, theme: Theme::Auto, title: None }
    }

    /// The title to draw, if one was given that can be seen.
    fn own_title(&self) -> Option<&str> {
        let seen = |t: &&str| t.chars().any(|c| !svg::plain(c).is_whitespace());
        self.title.as_deref().filter(seen)
    }
}

/// Why there is no chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartError {
    /// The outcome came without a timeline: it was simulated without recording.
    NoTimeline,
    /// plotters failed.
    Drawing(String),
    /// The picture could not be made of the SVG.
    Picture(String),
}

impl std::fmt::Display for ChartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ChartError::NoTimeline => f.write_str("no timeline was recorded to draw"),
            ChartError::Drawing(why) => write!(f, "could not draw: {why}"),
            ChartError::Picture(why) => write!(f, "could not make the picture: {why}"),
        }
    }
}

impl std::error::Error for ChartError {}

/// The words and numbers of one chart.
struct Story {
    /// The finding: 6 to 12 words, at most 65 characters, no full stop.
    title: String,
    /// What is plotted, in which unit, over what.
    subtitle: String,
    /// At most 250 characters.
    alt: String,
    /// The numbers that are plotted.
    table: Table,
}

fn story(facts: &Facts<'_>, kind: ChartKind) -> Story {
    match kind {
        ChartKind::Progress => progress::story(facts),
        ChartKind::States => states::story(facts),
        ChartKind::Speed => speed::story(facts),
    }
}

/// Draws a chart as SVG.
///
/// # Errors
/// [`ChartError::NoTimeline`] if the outcome has none.
pub fn svg(answer: &Answer, options: &ChartOptions) -> Result<String, ChartError> {
    let (sheet, story) = sheet(answer, options)?;
    let title = options.own_title().unwrap_or(&story.title);
    let facts = Facts::of(answer);
    let name = frame::name(&facts).map_or_else(String::new, |n| format!("{n}: "));
    let description = format!("{name}{} {}", story.alt, frame::assumptions(&facts));
    let doc = svg::Document { title, description: &description, theme: options.theme };
    Ok(svg::write(&sheet, &doc))
}

/// Lays a chart out.
fn sheet(answer: &Answer, options: &ChartOptions) -> Result<(Sheet, Story), ChartError> {
    if answer.outcome.timeline.is_none() {
        return Err(ChartError::NoTimeline);
    }
    let facts = Facts::of(answer);
    let story = story(&facts, options.kind);
    let metrics = frame::Metrics::of(options.layout);
    let mut canvas = Canvas::new(metrics.width, metrics.height, metrics.stroke.round());
    let title = options.own_title().unwrap_or(&story.title);
    let plot = frame::draw(&mut canvas, &metrics, title, &story.subtitle, &frame::caption(&facts))?;
    match options.kind {
        ChartKind::Progress => progress::draw(&facts, &mut canvas, &metrics, plot)?,
        ChartKind::States => states::draw(&facts, &mut canvas, &metrics, plot)?,
        ChartKind::Speed => speed::draw(&facts, &mut canvas, &metrics, plot)?,
    }
    Ok((canvas.finish(), story))
}

/// The finding as a title: 6 to 12 words, at most 65 characters.
pub fn title(answer: &Answer, kind: ChartKind) -> String {
    story(&Facts::of(answer), kind).title
}

/// What the chart shows, in at most 250 characters, for those who do not see it.
pub fn alt_text(answer: &Answer, kind: ChartKind) -> String {
    story(&Facts::of(answer), kind).alt
}

/// Exactly the plotted numbers, as CSV.
pub fn data_csv(answer: &Answer, kind: ChartKind) -> String {
    story(&Facts::of(answer), kind).table.csv()
}
