//! Charts: an answer with a recorded timeline, or what else a kind of chart is drawn from, flows in; a
//! self-contained SVG, a PNG of it, and the same finding as title, alt text and table flow out. Each
//! kind has one folder that derives its facts, its words and its drawing from the same numbers, so that
//! they cannot disagree, and makes a [`Chart`] of them.
//!
//! plotters maps coordinates and draws; `canvas` records what it drew; `svg` writes it.

mod assumed;
mod axis;
mod bands;
mod battery;
mod bundle;
mod canvas;
mod card;
mod chance;
mod compare;
mod contact;
pub(in crate::report) mod facts;
mod fixes;
mod font;
mod frame;
mod label;
mod layers;
mod leader;
mod level;
mod map;
mod material;
mod nights;
mod outline;
mod overview;
mod palette;
mod plan;
mod png;
mod progress;
mod runs;
mod shape;
mod speed;
mod states;
mod steps;
mod svg;
mod table;
#[cfg(test)]
pub(crate) mod tests;
mod told;

pub use battery::nights_drawn;
pub use bundle::{BundleFile, BundlePart};
pub use chance::Dots;
pub use compare::{Against, Named};
pub use contact::contact_sheet;
pub use level::{LevelChart, level_svg};
pub use material::Material;
pub use png::{missing_letters, png, png_at_size};
pub use runs::{RunsChart, runs_svg};

use crate::edit::FieldId;
use crate::report::format::ClockStyle;
use crate::scenario::fields::id_of;
use crate::study::answer::Answer;
use crate::study::overview::Overview;
use canvas::{Canvas, Rect, Sheet};
use facts::Facts;
use frame::Metrics;
use table::Table;
use told::Told;

crate::choices! {
    /// A kind of chart.
    pub enum ChartKind ("chart") {
        /// Will it finish, and when? The share sent over time.
        Progress = "progress",
        /// What held it back? A strip for each night and bars of hours by cause.
        States = "states",
        /// How fast was it, and what was the limit? The rate over the first night.
        Speed = "speed",
        /// How sure is it? Equally likely finishes as dots.
        Chance = "chance",
        /// Which change helps most? When it is done now and with each fix.
        Fixes = "fixes",
        /// The answer at a glance: verdict, one number, a small line of progress.
        Card = "card",
        /// What if? The nights for each pair of two values.
        Map = "map",
        /// How many nights at which speed, by size and length of the window.
        Nights = "nights",
        /// How long does the battery last, and when does the backup wait for it? The level over the
        /// first night.
        Battery = "battery",
        /// Does it fit the cloud plan? A bar for each plan of the provider.
        Plan = "plan",
        /// What does a whole batch come to? The share of its rows that is done by each night.
        Overview = "overview",
    }
    aliases { "stalls" => States, "storage" => Plan, "heatmap" => Map }
}

crate::choices! {
    /// The size a chart is laid out for.
    pub enum Layout ("layout") {
        /// 720 x 450, less high with a few bars alone, for an article.
        Article = "article",
        /// 360 x 420, less high with a few bars alone, for a phone.
        Mobile = "mobile",
        /// 1200 x 630, for a social card.
        Social = "social",
        /// 1080 x 450, less high with a few bars alone, for a wide column.
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

crate::choices! {
    /// What a chart stands on.
    pub enum Background ("background") {
        /// The theme's own ground.
        Solid = "solid",
        /// Whatever is below: the page shows through, also behind labels and between areas.
        None = "none",
    }
}

crate::choices! {
    /// How the letters of an SVG are written.
    pub enum Lettering ("text") {
        /// As text: found by a search, translated, copied; drawn with a face of the reader's device.
        Text = "text",
        /// As outlines of the embedded face: the same looks everywhere.
        Paths = "paths",
    }
}

/// The narrowest band that is drawn, in pixels: a hatch shows nothing in less.
const LEAST_BAND: f64 = 3.0;

/// How a chart is to look.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartOptions {
    /// For which size.
    pub layout: Layout,
    /// In which colours.
    pub theme: Theme,
    /// On which ground.
    pub background: Background,
    /// With which letters.
    pub lettering: Lettering,
    /// A title instead of the finding; an empty one leaves the finding.
    pub title: Option<String>,
    /// How clock times are written for people; tables and JSON keep 24 hours.
    pub clock: ClockStyle,
}

impl Default for ChartOptions {
    /// For an article in the reader's colours, titled with its finding.
    fn default() -> Self {
        ChartOptions {
            layout: Layout::Article,
            theme: Theme::Auto,
            background: Background::Solid,
            lettering: Lettering::Text,
            title: None,
            clock: ClockStyle::H24,
        }
    }
}

impl ChartOptions {
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
    /// What this kind is drawn from was not computed.
    NotComputed,
    /// The kind does not suit the case: why, and for what it is.
    NotFor(String),
    /// plotters failed.
    Drawing(String),
    /// The picture could not be made of the SVG.
    Picture(String),
}

impl std::fmt::Display for ChartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ChartError::NoTimeline => f.write_str("no timeline was recorded to draw"),
            ChartError::NotComputed => f.write_str("what it is drawn from was not computed"),
            ChartError::NotFor(why) => f.write_str(why),
            ChartError::Drawing(why) => write!(f, "could not draw: {why}"),
            ChartError::Picture(why) => write!(f, "could not make the picture: {why}"),
        }
    }
}

impl std::error::Error for ChartError {}

/// The words of one chart.
#[derive(Clone, Debug)]
struct Story {
    /// The finding: 6 to 12 words, at most 65 characters, no full stop.
    title: String,
    /// What is plotted, in which unit, over what.
    subtitle: String,
    /// The answer in words above the drawing; nothing where the drawing tells it.
    told: Told,
    /// At most 250 characters.
    alt: String,
}

/// What a kind of chart is made of. All of it comes from the same numbers.
trait Draw: Sync {
    /// Its words, with clock times in a style.
    fn story(&self, clock: ClockStyle) -> Story;

    /// The numbers that are plotted.
    fn numbers(&self, clock: ClockStyle) -> Table;

    /// The rows of its table that tell most, for a short table; none where all tell alike.
    fn telling(&self) -> Vec<usize> {
        Vec::new()
    }

    /// What it rests on: for the caption, the description and the bundle.
    fn basis(&self) -> Basis<'_>;

    /// What was assumed, the version and a short hash of the inputs.
    fn assumptions(&self, clock: ClockStyle) -> String {
        frame::assumptions(&self.basis(), clock)
    }

    /// The assumptions below the drawing, with the scenario's name before them.
    fn caption(&self, clock: ClockStyle) -> String {
        frame::caption(&self.basis(), &self.assumptions(clock))
    }

    /// As much of the caption as a layout has room for.
    fn caption_within(&self, m: &Metrics) -> String {
        frame::caption_within(&self.basis(), m)
    }

    /// Draws it into the room that the frame leaves.
    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError>;

    /// The height that the drawing can fill in a room: a bar or two need no whole sheet.
    fn fills(&self, _m: &Metrics, room: Rect) -> f64 {
        room.h
    }

    /// Draws what stands around it and gives the room that is left.
    fn frame(
        &self,
        canvas: &mut Canvas,
        m: &Metrics,
        title: &str,
        story: &Story,
    ) -> Result<Rect, ChartError> {
        let room = frame::draw(canvas, m, title, &story.subtitle, &self.caption_within(m))?;
        frame::told(canvas, m, &story.told, room)
    }
}

/// What a chart rests on.
enum Basis<'a> {
    /// One case.
    Case(&'a Answer),
    /// Many cases that differ from one in the values of two fields.
    Varied(&'a Answer, [FieldId; 2]),
    /// All rows of a batch.
    Batch(&'a Overview),
    /// Two cases.
    Compared(&'a Answer, &'a Against),
}

impl<'a> Basis<'a> {
    /// The answer to the reader's own case; a batch has none.
    fn answer(&self) -> Option<&'a Answer> {
        match self {
            Basis::Case(answer) | Basis::Varied(answer, _) | Basis::Compared(answer, _) => {
                Some(answer)
            }
            Basis::Batch(_) => None,
        }
    }

    /// Whether a field has other values than the case's own.
    fn varies(&self, key: &str) -> bool {
        matches!(self, Basis::Varied(_, fields) if fields.contains(&id_of(key)))
    }
}

/// A chart of one kind, ready to be drawn in any size and colours. Each kind has its own constructor.
pub struct Chart<'a> {
    kind: ChartKind,
    content: Box<dyn Draw + 'a>,
}

impl<'a> Chart<'a> {
    fn new(kind: ChartKind, content: impl Draw + 'a) -> Self {
        Chart { kind, content: Box::new(content) }
    }

    /// Its kind.
    pub fn kind(&self) -> ChartKind {
        self.kind
    }

    /// Draws it as SVG.
    ///
    /// # Errors
    /// [`ChartError::Drawing`] if plotters fails.
    pub fn svg(&self, options: &ChartOptions) -> Result<String, ChartError> {
        let (sheet, story) = self.sheet(options)?;
        let title = options.own_title().unwrap_or(&story.title);
        let basis = self.content.basis();
        let name = frame::name(&basis).map_or_else(String::new, |n| format!("{n}: "));
        let assumptions = self.content.assumptions(options.clock);
        // What the alt text says already is not said twice.
        let told = match story.told.is_in(&story.alt) {
            true => String::new(),
            false => format!(" {}.", story.told.whole()),
        };
        let description = format!("{name}{}{told} {assumptions}", story.alt);
        let doc = svg::Document { title, description: &description, options };
        Ok(svg::write(&sheet, &doc))
    }

    /// Lays it out.
    fn sheet(&self, options: &ChartOptions) -> Result<(Sheet, Story), ChartError> {
        let story = self.content.story(options.clock);
        let mut metrics = Metrics { clock: options.clock, ..Metrics::of(options.layout) };
        let title = options.own_title().unwrap_or(&story.title);
        let framed = |m: &Metrics| {
            let mut canvas = Canvas::new(m.width, m.height, m.stroke.round());
            let room = self.content.frame(&mut canvas, m, title, &story)?;
            Ok::<_, ChartError>((canvas, room))
        };
        let (mut canvas, mut room) = framed(&metrics)?;
        // A social card has one size.
        let spare = room.h - self.content.fills(&metrics, room);
        if spare >= 1.0 && options.layout != Layout::Social {
            metrics.height -= (spare as u32).min(metrics.height / 2);
            (canvas, room) = framed(&metrics)?;
        }
        self.content.draw(&mut canvas, &metrics, room)?;
        Ok((canvas.finish(), story))
    }

    /// The finding as a title: 6 to 12 words, at most 65 characters.
    pub fn title(&self, clock: ClockStyle) -> String {
        self.content.story(clock).title
    }

    /// What it shows, in at most 250 characters, for those who do not see it.
    pub fn alt_text(&self, clock: ClockStyle) -> String {
        self.content.story(clock).alt
    }

    /// Exactly the plotted numbers, as CSV.
    pub fn data_csv(&self) -> String {
        self.content.numbers(ClockStyle::H24).csv()
    }

    /// The same to read: heads, the rows that tell most, and where the others are if there are some.
    pub(in crate::report) fn data_to_read(
        &self,
        most: usize,
    ) -> (Vec<String>, Vec<Vec<String>>, Option<String>) {
        let table = self.content.numbers(ClockStyle::H24);
        let (heads, rows) = table.read(&self.content.telling(), most);
        let rest = table.left_out(rows.len(), "the CSV of this chart");
        (heads, rows, rest)
    }

    /// The same numbers as the names of the columns and rows of cells.
    pub fn data(&self) -> (&'static [&'static str], Vec<Vec<String>>) {
        self.content.numbers(ClockStyle::H24).cells()
    }
}

/// A kind that needs nothing but one answer with its timeline.
struct OfTimeline<'a> {
    answer: &'a Answer,
    story: fn(&Facts<'_>) -> Story,
    numbers: fn(&Facts<'_>) -> Table,
    draw: fn(&Facts<'_>, &mut Canvas, &Metrics, Rect) -> Result<(), ChartError>,
    /// The height that it fills, if that may be less than there is.
    fills: Option<fn(&Facts<'_>, &Metrics) -> f64>,
}

impl Draw for OfTimeline<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        (self.story)(&Facts::of(self.answer, clock))
    }

    fn numbers(&self, clock: ClockStyle) -> Table {
        (self.numbers)(&Facts::of(self.answer, clock))
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.answer)
    }

    fn fills(&self, m: &Metrics, room: Rect) -> f64 {
        self.fills.map_or(room.h, |fills| fills(&Facts::of(self.answer, m.clock), m))
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        (self.draw)(&Facts::of(self.answer, m.clock), canvas, m, room)
    }
}

impl<'a> OfTimeline<'a> {
    fn chart(self, kind: ChartKind) -> Result<Chart<'a>, ChartError> {
        if self.answer.outcome.timeline.is_none() {
            return Err(ChartError::NoTimeline);
        }
        Ok(Chart::new(kind, self))
    }
}

impl<'a> Chart<'a> {
    /// `progress`: will it finish, and when?
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the outcome has none.
    pub fn progress(answer: &'a Answer) -> Result<Self, ChartError> {
        let (story, numbers, draw) = (progress::story, progress::table, progress::draw);
        OfTimeline { answer, story, numbers, draw, fills: None }.chart(ChartKind::Progress)
    }

    /// `states`: what held it back?
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the outcome has none.
    pub fn states(answer: &'a Answer) -> Result<Self, ChartError> {
        let (story, numbers, draw) = (states::story, states::table, states::draw);
        let fills = Some(states::fills as _);
        OfTimeline { answer, story, numbers, draw, fills }.chart(ChartKind::States)
    }

    /// `speed`: how fast was it, and what was the limit?
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the outcome has none.
    pub fn speed(answer: &'a Answer) -> Result<Self, ChartError> {
        let (story, numbers, draw) = (speed::story, speed::table, speed::draw);
        OfTimeline { answer, story, numbers, draw, fills: None }.chart(ChartKind::Speed)
    }
}
