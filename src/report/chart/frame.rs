//! The frame that all charts share: the sizes of each layout, the finding as title, what is
//! plotted as subtitle, the assumptions and the version as caption.

use super::canvas::{Align, Canvas, Label, Rect};
use super::facts::Facts;
use super::font::{self, Weight};
use super::palette::{Ink, Role};
use super::svg::{fnv1a, fold, plain};
use super::told::Told;
use super::{Basis, ChartError, Layout, assumed};
use crate::report::format::ClockStyle;
use crate::study::answer::Answer;

/// The measures of a layout, in pixels. No text is under 12.
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    /// The layout.
    pub layout: Layout,
    /// Width of the sheet.
    pub width: u32,
    /// Height of the sheet.
    pub height: u32,
    /// Margin left and right.
    pub side: f64,
    /// Margin above and below.
    pub edge: f64,
    /// Font size of the title.
    pub title: f64,
    /// Font size of the subtitle.
    pub subtitle: f64,
    /// Font size of labels.
    pub label: f64,
    /// Font size of ticks.
    pub tick: f64,
    /// Font size of the caption.
    pub caption: f64,
    /// How much heavier lines are than in an article.
    pub stroke: f64,
    /// How clock times are written.
    pub clock: ClockStyle,
}

impl Metrics {
    /// Of a layout, with 24 hours.
    pub const fn of(layout: Layout) -> Self {
        let article = Metrics {
            layout,
            width: 720,
            height: 450,
            side: 24.0,
            edge: 20.0,
            title: 21.0,
            subtitle: 14.0,
            label: 13.0,
            tick: 12.0,
            caption: 12.0,
            stroke: 1.0,
            clock: ClockStyle::H24,
        };
        match layout {
            Layout::Article => article,
            Layout::Wide => Metrics { width: 1080, ..article },
            Layout::Mobile => Metrics {
                width: 360,
                height: 420,
                side: 14.0,
                edge: 12.0,
                title: 17.0,
                subtitle: 12.5,
                label: 12.0,
                ..article
            },
            Layout::Social => Metrics {
                width: 1200,
                height: 630,
                side: 60.0,
                edge: 45.0,
                title: 40.0,
                subtitle: 24.0,
                label: 23.0,
                tick: 21.0,
                caption: 18.0,
                stroke: 1.8,
                ..article
            },
        }
    }

    /// Lines of the caption, at most.
    pub fn caption_lines(&self) -> usize {
        if self.narrow() { 4 } else { 2 }
    }

    /// Whether it is for a phone.
    pub fn narrow(&self) -> bool {
        self.layout == Layout::Mobile
    }

    /// Between the text of a tick and the axis, on which the dot that ends a line may stand.
    pub fn off_axis(&self) -> f64 {
        6.0 * self.stroke
    }

    /// How near to the edges at the sides a label may reach: into half of the margin, and not at all on
    /// a card, whose edges may be cut off.
    pub fn margin(&self) -> f64 {
        if self.layout == Layout::Social { self.side } else { self.side / 2.0 }
    }

    /// A label in the text colour.
    pub fn label(&self, text: impl Into<String>, weight: Weight) -> Label {
        Label::new(text, self.label, weight, Ink::solid(Role::Text))
    }

    /// A tick's text.
    pub fn tick(&self, text: impl Into<String>) -> Label {
        Label::new(text, self.tick, Weight::Regular, Ink::decor(Role::Muted))
    }

    /// A remark in the colour of ticks.
    pub fn remark(&self, text: impl Into<String>) -> Label {
        Label::new(text, self.tick, Weight::Regular, Ink::solid(Role::Muted))
    }
}

/// Draws ground, title, subtitle and caption; gives the box that is left for the chart.
pub fn draw(
    canvas: &mut Canvas,
    metrics: &Metrics,
    title: &str,
    subtitle: &str,
    caption: &str,
) -> Result<Rect, ChartError> {
    let bounds = canvas.bounds();
    canvas.fill(bounds, Ink::decor(Role::Ground))?;
    let (left, room) = (metrics.side, bounds.w - 2.0 * metrics.side);
    let mut top = metrics.edge;
    let mut block = |canvas: &mut Canvas, text: &str, size: f64, weight, role, most| {
        let shown: String = text.chars().map(plain).collect();
        for line in font::balance(&shown, size, weight, room, most) {
            let label = Label::new(line, size, weight, Ink::solid(role));
            canvas.text(&label, left, top + 0.86 * size, Align::Start)?;
            top += size * 1.26;
        }
        Ok::<f64, ChartError>(top)
    };
    block(canvas, title, metrics.title, Weight::Bold, Role::Text, 3)?;
    let top = block(canvas, subtitle, metrics.subtitle, Weight::Regular, Role::Muted, 2)?;
    let lines = metrics.caption_lines();
    let shown: String = caption.chars().map(plain).collect();
    let (face, size) = (Weight::Regular, metrics.caption);
    let mut caption = font::wrap(&shown, size, face, room, lines);
    if caption.last().is_some_and(|l| font::width(l, size, face) < room / 4.0) {
        caption = font::balance(&shown, size, face, room, lines);
    }
    let step = metrics.caption * 1.25;
    let mut bottom = bounds.h - metrics.edge - step * caption.len() as f64;
    let end = bottom - 0.8 * metrics.caption;
    for line in caption {
        let label = Label::new(line, metrics.caption, Weight::Regular, Ink::solid(Role::Muted));
        canvas.text(&label, left, bottom + metrics.caption, Align::Start)?;
        bottom += step;
    }
    Ok(Rect::between(left, top + 0.5 * metrics.subtitle, bounds.w - metrics.side, end))
}

/// Writes the answer in words above the drawing; gives what is left below it.
pub fn told(
    canvas: &mut Canvas,
    metrics: &Metrics,
    told: &Told,
    room: Rect,
) -> Result<Rect, ChartError> {
    let lines = told_lines(metrics, told, room.w);
    let Some(more) = lines.len().checked_sub(1) else { return Ok(room) };
    let step = 1.28 * metrics.label;
    let mut base = room.y + 0.8 * metrics.label;
    for label in &lines {
        canvas.text(label, room.x, base, Align::Start)?;
        base += step;
    }
    let last = room.y + 0.8 * metrics.label + step * more as f64;
    let left = last + 0.3 * metrics.label + 0.5 * metrics.subtitle;
    Ok(Rect::between(room.x, left, room.right(), room.bottom()))
}

/// The answer in words as lines of a width: none is cut.
pub fn told_lines(metrics: &Metrics, told: &Told, wide: f64) -> Vec<Label> {
    let label = |text: &str| metrics.label(text, Weight::Bold);
    let broken = |line: String| font::balance(&line, metrics.label, Weight::Bold, wide, 2);
    let lines = told.lines(|text| label(text).width() <= wide).into_iter().flat_map(broken);
    lines.map(|line| label(&line)).collect()
}

/// The assumptions, and before them the scenario's name, at most 60 letters of it (the description
/// has all).
pub fn caption(basis: &Basis<'_>, assumptions: &str) -> String {
    name(basis).map_or_else(
        || assumptions.to_owned(),
        |n| {
            let n = first_words(&n, 60);
            let stop = if n.ends_with(['.', '!', '?', '…']) { "" } else { "." };
            format!("{n}{stop} {assumptions}")
        },
    )
}

/// The caption with as much of the assumptions as the layout has lines for; says how many more there
/// are.
pub fn caption_within(basis: &Basis<'_>, m: &Metrics) -> String {
    let all = pieces(basis, m.clock);
    let with = |kept: usize| match all.len() - kept {
        0 => caption(basis, &assuming(basis, &all)),
        more => {
            let mut some = all.get(..kept).unwrap_or_default().to_vec();
            let last = some.pop();
            let more = format!("{more} more {}", if more == 1 { "setting" } else { "settings" });
            some.push(last.map_or_else(|| more.clone(), |last| format!("{last} and {more}")));
            caption(basis, &assuming(basis, &some))
        }
    };
    longest(all.len(), m, with)
}

/// The caption with as many of its pieces as the layout has lines for, and with one at least.
pub fn longest(pieces: usize, m: &Metrics, with: impl Fn(usize) -> String) -> String {
    let room = f64::from(m.width) - 2.0 * m.side;
    let lines = |text: &str| font::wrap(text, m.caption, Weight::Regular, room, 9).len();
    let fits = |text: &String| lines(text) <= m.caption_lines();
    (1..=pieces).rev().map(&with).find(fits).unwrap_or_else(|| with(pieces.min(1)))
}

/// The text, or as many whole words of it as have at most so many letters, and `…`.
pub fn first_words(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(words, _)| words);
    whole.trim_end().to_owned() + "…"
}

/// The scenario's name, made harmless; `None` if it has none.
pub fn name(basis: &Basis<'_>) -> Option<String> {
    let name = match basis {
        Basis::Case(answer) | Basis::Varied(answer, _) => &answer.scenario.inputs().top.name.0,
        Basis::Batch(overview) => &overview.source,
        // Two cases have two names.
        Basis::Compared(..) => return None,
    };
    let name: String = name.chars().map(plain).collect();
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// What was assumed, the version and a short hash of the inputs.
pub fn assumptions(basis: &Basis<'_>, clock: ClockStyle) -> String {
    assuming(basis, &pieces(basis, clock))
}

fn pieces(basis: &Basis<'_>, clock: ClockStyle) -> Vec<String> {
    let of = |answer| assumed::pieces(&Facts::of(answer, clock), &|key| basis.varies(key));
    basis.answer().map_or_else(Vec::new, of)
}

fn assuming(basis: &Basis<'_>, pieces: &[String]) -> String {
    format!("Assumes {}. {}", pieces.join(", "), made_by(basis))
}

/// The version and the short hash of the inputs.
pub fn made_by(basis: &Basis<'_>) -> String {
    let of = match basis {
        Basis::Case(answer) | Basis::Varied(answer, _) => {
            format!("scenario {}", scenario_id(answer))
        }
        Basis::Compared(answer, against) => {
            format!("scenarios {} and {}", scenario_id(answer), scenario_id(&against.answer))
        }
        Basis::Batch(_) => return format!("backup-sim {}.", env!("CARGO_PKG_VERSION")),
    };
    format!("backup-sim {}, {of}.", env!("CARGO_PKG_VERSION"))
}

/// Six hex digits that change with any input.
pub fn scenario_id(answer: &Answer) -> String {
    let scenario = &answer.scenario;
    let mut text = String::new();
    for field in crate::scenario::fields() {
        text.push_str(field.key);
        text.push('=');
        text.push_str(&scenario.print(field.id));
        text.push('\n');
    }
    format!("{:06x}", fold(fnv1a(text.as_bytes())) & 0x00ff_ffff)
}

/// Places a label on a plate in the colour of what lies below all of it, so that nothing that is
/// hatched or ruled there runs through it. Where nothing does, there is no plate.
pub fn plated(
    canvas: &mut Canvas,
    label: &Label,
    spots: &[(f64, f64, Align)],
) -> Result<bool, ChartError> {
    Ok(plate(canvas, label, spots)?.is_some())
}

/// As [`plated`]; gives the spot that was free.
pub fn plate(
    canvas: &mut Canvas,
    label: &Label,
    spots: &[(f64, f64, Align)],
) -> Result<Option<(f64, f64, Align)>, ChartError> {
    let pad = 0.2 * label.size;
    let rect = |&(x, y, align): &(f64, f64, Align)| {
        let text = label.at(x, y, align);
        Rect::between(
            text.x - pad,
            text.y - pad / 2.0,
            text.right() + pad,
            text.bottom() + pad / 2.0,
        )
    };
    let Some(spot) = spots.iter().find(|spot| canvas.is_free(&rect(spot))) else {
        return Ok(None);
    };
    let plate = rect(spot);
    if let Some(below) = canvas.backdrop(&plate) {
        canvas.fill(plate, Ink::decor(below))?;
    }
    // In the middle of its plate: a face that is narrower than was measured leaves room on both sides.
    canvas.text(label, plate.x + plate.w / 2.0, spot.1, Align::Middle).map(|()| Some(*spot))
}
