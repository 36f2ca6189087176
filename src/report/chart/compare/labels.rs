//! The labels at the ends of two lines: each begins with a piece of its line, so that it cannot be taken
//! for the other's. Those of finished cases stand above the plot, in two rows where one is too short.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::super::palette::{Ink, Role};
use super::draw::look;

/// A label with a piece of its line before it.
pub struct Tag {
    label: Label,
    /// A second line, where one is too narrow for name and end.
    below: Option<Label>,
    side: usize,
}

/// A finished case: where its dot is, and its label.
pub struct Mark {
    pub x: f64,
    pub tag: Tag,
}

/// The piece of line in a label, and what follows it, as parts of the letters' size.
const PIECE: f64 = 1.7;
const GAP: f64 = 0.4;

impl Tag {
    fn one(m: &Metrics, side: usize, text: String) -> Self {
        Tag { label: m.label(text, Weight::Bold), below: None, side }
    }

    /// Of a case that is not done, the one that says most first: why it is not is left out last.
    pub fn open(m: &Metrics, side: usize, name: &str, end: &str, room: f64) -> Vec<Self> {
        let width = |text: &str| font::width(text, m.label, Weight::Bold);
        let whole = room - (PIECE + GAP) * m.label;
        let mut tags = Vec::new();
        if width(&format!("{name}: {end}")) > whole && width(end) <= whole {
            let name = font::shorten(name, m.label, Weight::Bold, whole);
            let below = Some(m.label(end, Weight::Bold));
            tags.push(Tag { label: m.label(name, Weight::Bold), below, side });
        }
        tags.push(Tag::of(m, side, name, end, room));
        tags.extend(Tag::shorter(m, side, name, end));
        tags
    }

    /// The same in fewer words: without why it is not done, then with half of the name.
    fn shorter(m: &Metrics, side: usize, name: &str, end: &str) -> Vec<Self> {
        let short = end.split(": ").next().unwrap_or(end);
        let width = font::width(name, m.label, Weight::Bold);
        let half = font::shorten(name, m.label, Weight::Bold, width / 2.0);
        [format!("{name}: {short}"), format!("{half}: {short}"), half]
            .map(|text| Tag::one(m, side, text))
            .into()
    }

    /// The name and what became of it, as much of the name as there is room for.
    pub fn of(m: &Metrics, side: usize, name: &str, end: &str, room: f64) -> Self {
        let room = room - (PIECE + GAP) * m.label;
        let width = |text: &str| font::width(text, m.label, Weight::Bold);
        let short = end.split(": ").next().unwrap_or(end);
        let shortened = |end: &str| {
            let left = room - width(&format!(": {end}"));
            format!("{}: {end}", font::shorten(name, m.label, Weight::Bold, left))
        };
        let texts = [format!("{name}: {end}"), format!("{name}: {short}"), shortened(short)];
        let text = texts.iter().find(|text| width(text) <= room);
        let text = text.cloned().unwrap_or_else(|| {
            font::shorten(&format!("{name}: {short}"), m.label, Weight::Bold, room)
        });
        Tag::one(m, side, text)
    }

    fn piece(&self) -> f64 {
        (PIECE + GAP) * self.label.size
    }

    fn width(&self) -> f64 {
        self.below.iter().map(Label::width).fold(self.label.width(), f64::max) + self.piece()
    }

    /// Its box, with the left edge and the line that its letters stand on.
    fn area(&self, left: f64, y: f64) -> Rect {
        let text = self.label.at(left + self.piece(), y, Align::Start);
        let below =
            self.below.as_ref().map(|l| l.at(left + self.piece(), y + self.step(), Align::Start));
        let ends = below.map_or((text.right(), text.bottom()), |below| {
            (text.right().max(below.right()), below.bottom())
        });
        Rect::between(left, text.y, ends.0, ends.1)
    }

    /// How far the second line stands below the first.
    fn step(&self) -> f64 {
        1.25 * self.label.size
    }

    fn put(&self, canvas: &mut Canvas, m: &Metrics, left: f64, y: f64) -> Result<(), ChartError> {
        let size = self.label.size;
        let (ink, width) = look(self.side);
        let middle = y - 0.32 * size;
        let ends = [(left, middle), (left + PIECE * size, middle)];
        canvas.line(&ends, width * m.stroke, ink)?;
        canvas.block(self.area(left, y));
        canvas.text(&self.label, left + self.piece(), y, Align::Start)?;
        match &self.below {
            Some(below) => canvas.text(below, left + self.piece(), y + self.step(), Align::Start),
            None => Ok(()),
        }
    }
}

/// Labels above the plot.
pub fn above(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    mut marks: Vec<Mark>,
) -> Result<(), ChartError> {
    marks.sort_by(|a, b| a.x.total_cmp(&b.x));
    let rows = [plot.y - 0.75 * m.label, plot.y - 2.2 * m.label];
    // Over its dot, before it or behind it, and within the plot.
    let lefts = |mark: &Mark| {
        let width = mark.tag.width();
        let most = (plot.right() - width).max(plot.x);
        [mark.x - width / 2.0, mark.x - width + 8.0, mark.x - 8.0].map(|x| x.clamp(plot.x, most))
    };
    let [first, second] = marks.as_slice() else {
        for mark in &marks {
            mark.tag.put(canvas, m, lefts(mark)[0], rows[0])?;
        }
        return Ok(());
    };
    let (over, under) = (lefts(first), lefts(second));
    let gap = m.label;
    for (a, b) in [(0, 0), (1, 0), (0, 2), (1, 2)] {
        if over[a] + first.tag.width() + gap <= under[b] {
            first.tag.put(canvas, m, over[a], rows[0])?;
            return second.tag.put(canvas, m, under[b], rows[0]);
        }
    }
    // One in the upper row, with a line down to its dot past the other's label.
    let clear = |left: f64, tag: &Tag, x: f64| x < left - 3.0 || x > left + tag.width() + 3.0;
    let led = |canvas: &mut Canvas, mark: &Mark, left: f64| {
        mark.tag.put(canvas, m, left, rows[1])?;
        let ends = [(mark.x, rows[1] + 0.3 * m.label), (mark.x, plot.y - 7.0 * m.stroke)];
        canvas.line(&ends, m.stroke, Ink::solid(Role::Text))
    };
    if let Some(&left) = under.iter().find(|&&left| clear(left, &second.tag, first.x)) {
        second.tag.put(canvas, m, left, rows[0])?;
        return led(canvas, first, over[0]);
    }
    if let Some(&left) = over.iter().find(|&&left| clear(left, &first.tag, second.x)) {
        first.tag.put(canvas, m, left, rows[0])?;
        return led(canvas, second, under[0]);
    }
    // Both dots are in one place: the labels stand one above the other.
    second.tag.put(canvas, m, under[0], rows[0])?;
    first.tag.put(canvas, m, over[0], rows[1])
}

/// A label beside the end of a line that is not done, as near as there is room; `false` if there is none.
pub fn beside(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    tag: &Tag,
    (x, y): (f64, f64),
) -> Result<bool, ChartError> {
    let size = tag.label.size;
    let most = (plot.right() - tag.width() - 2.0).max(plot.x);
    let left = |from: f64| from.clamp(plot.x + 2.0, most);
    let lefts = [left(x - tag.width() - 10.0), left(x + 10.0), left(plot.x + 4.0)];
    let ys = (0..60).flat_map(|i| {
        let off = (0.9 + 0.5 * f64::from(i)) * size;
        [y - off, y + off + 0.7 * size]
    });
    let second = if tag.below.is_some() { tag.step() } else { 0.0 };
    let inside = |y: &f64| *y + second < plot.bottom() - 3.0 && *y - size > plot.y + 2.0;
    let spots = ys.filter(inside).flat_map(|y| lefts.map(|left| (left, y)));
    let spot = spots.into_iter().find(|&(left, y)| canvas.is_free(&tag.area(left, y)));
    // Above the plot there is room where a case is not done.
    let (left, y) = spot.unwrap_or((most, plot.y - 0.75 * m.label - second));
    if !canvas.is_free(&tag.area(left, y)) {
        return Ok(false);
    }
    let pad = 0.2 * size;
    let area = tag.area(left, y);
    let plate = Rect::between(
        area.x - pad,
        area.y - pad / 2.0,
        area.right() + pad,
        area.bottom() + pad / 2.0,
    );
    canvas.fill(plate, Ink::decor(Role::Ground))?;
    tag.put(canvas, m, left, y).map(|()| true)
}
