//! The drawing of `chance`: nights as bands, the deadline as a rule, dots over the time axis, the bin at
//! the right edge, and what they say in words above them.

use super::super::axis as clock;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, Layout};
use super::axis::Axis;
use super::columns::{Column, Stretch, columns, diameter};
use super::{Ground, Likely};
use crate::report::format;
use crate::scenario::fields::id_of;
use crate::units::SimTime;

/// What is drawn in a room, and the bin at its right edge.
fn sketch<'a>(likely: &'a Likely<'a>, m: &'a Metrics, room: Rect) -> (Sketch<'a>, Option<Bin>) {
    let bin = bin(likely, m, room);
    let right = bin.as_ref().map_or(room.right(), |bin| bin.rect.x - 0.8 * m.label);
    let axis = Axis::over(likely, room.x, right);
    let two_lines = tells_hours(likely, m, &axis) || axis.names_night();
    let foot = m.tick * if two_lines { 2.9 } else { 1.7 };
    let plot = Rect::between(room.x, room.y + 1.6 * m.label, right, room.bottom() - foot);
    (Sketch { likely, m, plot, axis }, bin)
}

/// The height that the dots fill: below it bands would stand empty above them.
pub(super) fn fills(likely: &Likely<'_>, m: &Metrics, room: Rect) -> f64 {
    let (sketch, bin) = sketch(likely, m, room);
    let (d, rows) = sketch.stacked(bin.as_ref());
    let around = room.h - sketch.plot.h;
    (around + d * rows + m.label).max(0.6 * room.h)
}

pub(super) fn draw(
    likely: &Likely<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let (sketch, bin) = sketch(likely, m, room);
    let plot = sketch.plot;
    sketch.bands(canvas)?;
    let base = [(plot.x, plot.bottom()), (plot.right(), plot.bottom())];
    canvas.line(&base, m.stroke, Ink::decor(Role::Muted))?;
    sketch.ticks(canvas)?;
    sketch.deadline(canvas)?;
    sketch.dots(canvas, bin.as_ref())
}

/// Whether the hours stand below each night: they have room, and there are nights.
fn tells_hours(likely: &Likely<'_>, m: &Metrics, axis: &Axis) -> bool {
    let (first, last) = axis.nights();
    let wide = axis.width() / f64::from(last - first + 1);
    let hours = likely.facts.window_text().filter(|_| axis.shades(likely) && !axis.one_night());
    hours.is_some_and(|hours| m.tick(hours).width() + 6.0 <= wide)
}

/// The bin for what is not done.
struct Bin {
    rect: Rect,
    lines: Vec<String>,
}

fn bin(likely: &Likely<'_>, m: &Metrics, room: Rect) -> Option<Bin> {
    if likely.binned() == 0 {
        return None;
    }
    let day = likely.facts.day();
    let lines = match likely.ground {
        Ground::Proven(_) => vec!["never".to_owned()],
        _ => {
            let nights = format::count(u64::from(likely.nights()), day);
            vec!["not in".to_owned(), nights]
        }
    };
    let widest =
        lines.iter().map(|l| m.label(l.as_str(), Weight::Bold).width()).fold(0.0, f64::max);
    let width = (widest + m.label).max(most(likely, m.layout) * 2.0);
    Some(Bin {
        rect: Rect::between(room.right() - width, room.y, room.right(), room.bottom()),
        lines,
    })
}

/// The largest diameter of a dot.
fn most(likely: &Likely<'_>, layout: Layout) -> f64 {
    let most = match layout {
        Layout::Article | Layout::Wide => 36.0,
        Layout::Mobile => 27.0,
        Layout::Social => 54.0,
    };
    if likely.many() > 20 { most * 0.7 } else { most }
}

/// What a drawing over the time axis is made of.
pub(super) struct Sketch<'a> {
    /// The case.
    pub likely: &'a Likely<'a>,
    /// The measures.
    pub m: &'a Metrics,
    /// The box of the plot.
    pub plot: Rect,
    /// The time axis.
    pub axis: Axis,
}

impl Sketch<'_> {
    fn by_night(&self) -> bool {
        self.axis.shades(self.likely)
    }

    pub fn bands(&self, canvas: &Canvas) -> Result<(), ChartError> {
        let facts = &self.likely.facts;
        let (first, last) = self.axis.nights();
        for night in (first..=last).filter(|_| self.by_night()) {
            let start = facts.night_start(night);
            let (left, right) = (self.axis.x(start), self.axis.x(start.plus(facts.window())));
            let band = Rect::between(left, self.plot.y, right, self.plot.bottom());
            canvas.fill(band, Ink::decor(Role::Band))?;
        }
        Ok(())
    }

    pub fn ticks(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        if self.axis.one_night() { self.clock_ticks(canvas) } else { self.night_ticks(canvas) }
    }

    fn clock_ticks(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let facts = &self.likely.facts;
        let zero = facts.outcome.clock_zero;
        let most = if self.m.narrow() || self.plot.w < 400.0 { 4 } else { 7 };
        let from = self.axis.from().since(SimTime::ZERO);
        if self.axis.names_night() {
            let night = format::thousands(u64::from(self.axis.nights().0));
            let (x, y) = (self.plot.x + self.plot.w / 2.0, self.plot.bottom() + 2.7 * self.m.tick);
            canvas.text(&self.m.tick(format!("{} {night}", facts.day())), x, y, Align::Middle)?;
        }
        let length = SimTime::ZERO.plus(self.axis.to().since(self.axis.from()));
        let begins = clock::clock_at(zero, self.axis.from());
        for at in clock::clock_ticks(begins, length, most).into_iter().map(|at| at.plus(from)) {
            let text = if self.likely.facts.by_cable() {
                super::span(at.since(SimTime::ZERO))
            } else {
                self.likely.facts.clock(clock::clock_at(zero, at))
            };
            let (x, y) = (self.axis.x(at), self.plot.bottom());
            canvas.line(&[(x, y), (x, y + 4.0)], self.m.stroke, Ink::decor(Role::Muted))?;
            let label = self.m.tick(text);
            let half = label.width() / 2.0;
            // The first begins where the axis does.
            let right = (self.plot.right() - half).max(self.plot.x + half);
            let x = x.clamp(self.plot.x + half, right);
            canvas.place(&label, &[(x, y + 1.45 * self.m.tick, Align::Middle)])?;
        }
        Ok(())
    }

    fn night_ticks(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let facts = &self.likely.facts;
        let (first, last) = self.axis.nights();
        let day = facts.day();
        let base = self.plot.bottom() + 1.25 * self.m.tick;
        let wide = self.plot.w / f64::from(last - first + 1);
        let name = |night: u32| format!("{day} {}", format::thousands(u64::from(night)));
        let fits = self.m.tick(name(last)).width() + 8.0 <= wide;
        let most = if self.m.narrow() { 4 } else { 6 };
        let step = if fits { 1 } else { clock::night_step(last - first + 1, most) };
        let hours = facts.window_text().filter(|_| tells_hours(self.likely, self.m, &self.axis));
        for night in (first..=last).filter(|n| *n == first || n % step == 0) {
            let start = facts.night_start(night);
            let (x0, x1) = (self.axis.x(start), self.axis.x(start.plus(facts.window())));
            let label = self.m.tick(name(night));
            let half = label.width() / 2.0;
            let x = ((x0 + x1) / 2.0)
                .clamp(self.plot.x + half, (self.plot.right() - half).max(self.plot.x + half));
            let at = label.at(x, base, Align::Middle);
            let roomy = Rect::between(at.x - 4.0, at.y, at.right(), at.bottom());
            if !canvas.is_free(&roomy) || !canvas.place(&label, &[(x, base, Align::Middle)])? {
                continue;
            }
            let hours = hours.as_ref().map(|h| self.m.tick(h.as_str()));
            if let Some(hours) = hours {
                let half = hours.width() / 2.0;
                let x =
                    x.clamp(self.plot.x + half, (self.plot.right() - half).max(self.plot.x + half));
                canvas.place(&hours, &[(x, base + 1.25 * self.m.tick, Align::Middle)])?;
            }
        }
        self.name_gaps(canvas, base)
    }

    /// Names the hours between two nights where they are wide enough to be seen as a box of their own.
    fn name_gaps(&self, canvas: &mut Canvas, base: f64) -> Result<(), ChartError> {
        let facts = &self.likely.facts;
        let (first, last) = self.axis.nights();
        let label = self.m.tick(if facts.day() == "night" { "day" } else { "night" });
        for night in (first..last).filter(|_| self.by_night()) {
            let from = self.axis.x(facts.night_start(night).plus(facts.window()));
            let to = self.axis.x(facts.night_start(night + 1));
            let middle = (from + to) / 2.0;
            let text = label.at(middle, base, Align::Middle);
            let (off, gap) = (0.5 * self.m.tick, to - from);
            let wide = Rect::between(text.x - off, text.y, text.right() + off, text.bottom());
            if gap > label.width() && canvas.is_free(&wide) {
                canvas.text(&label, middle, base, Align::Middle)?;
            }
        }
        Ok(())
    }

    pub fn deadline(&self, canvas: &mut Canvas) -> Result<(), ChartError> {
        let facts = &self.likely.facts;
        let at = facts.outcome.deadline;
        let when = facts.deadline_text();
        // Clear of a mark at the top of the plot.
        let y = self.plot.y - 0.75 * self.m.label;
        if !self.axis.shows(at) {
            let given = facts.answer.scenario.origin(id_of("window.deadline")).is_given();
            let (text, x, align) = if at < self.axis.from() {
                // A moment of the first night is told without it.
                let first = format::deadline_night(facts.outcome) <= 1;
                let night = if first { format!("{} 1, ", facts.day()) } else { String::new() };
                (format!("the deadline, {night}{when}, was before"), self.plot.x, Align::Start)
            } else if facts.by_cable() && !given {
                return Ok(());
            } else {
                (format!("the deadline, {when}, is later"), self.plot.right(), Align::End)
            };
            return canvas.place(&self.m.remark(text), &[(x, y, align)]).map(|_| ());
        }
        let x = self.axis.x(at);
        let ends = [(x, self.plot.bottom()), (x, self.plot.y)];
        canvas.line(&ends, 1.5 * self.m.stroke, Ink::with(Role::Text, Look::Dashed))?;
        let label = self.m.label(format!("deadline {when}"), Weight::Bold);
        let half = label.width() / 2.0;
        let right = canvas.bounds().w - self.m.side;
        let x = x.clamp(self.plot.x + half, (right - half).max(self.plot.x + half));
        canvas.place(&label, &[(x, y, Align::Middle)]).map(|_| ())
    }

    /// Where the dots lie, and between what.
    fn places(&self) -> (Vec<(f64, bool)>, Stretch) {
        let deadline = self.likely.facts.outcome.deadline;
        let done = self.likely.dots.iter().filter_map(|dot| Some((dot.finish?, dot.in_time)));
        let places: Vec<(f64, bool)> = done.map(|(f, t)| (self.axis.x(f.at), t)).collect();
        let agrees = self
            .likely
            .dots
            .iter()
            .all(|dot| dot.finish.is_none_or(|f| (f.at <= deadline) == dot.in_time));
        let stretch = Stretch {
            parts: self.axis.parts(self.likely),
            deadline: Some(self.axis.x(deadline)).filter(|_| agrees && self.axis.shows(deadline)),
        };
        (places, stretch)
    }

    /// What stands over the bin.
    fn head(&self, bin: Option<&Bin>) -> f64 {
        bin.map_or(0.0, |bin| 1.25 * self.m.label * bin.lines.len() as f64)
    }

    /// The diameter of a dot, and how many of them the highest column is, its head among them.
    fn stacked(&self, bin: Option<&Bin>) -> (f64, f64) {
        let (places, stretch) = self.places();
        let height = self.plot.h - 0.3 * self.m.label;
        let mut d = diameter(&places, most(self.likely, self.m.layout), height, &stretch);
        let head = self.head(bin);
        if let Some(bin) = bin {
            // As many columns in the bin as it is wide, all of them under its name.
            let fits = |d: f64| {
                let across = (bin.rect.w / d).floor().max(1.0);
                (self.likely.binned() as f64 / across).ceil() * d <= self.plot.h - head
            };
            while d > 4.0 && !fits(d) {
                d -= 0.5;
            }
        }
        let highest = columns(&places, d, &stretch).iter().map(|c| c.dots).max().unwrap_or(0);
        let binned = bin.map_or(0.0, |bin| {
            let across = (bin.rect.w / d).floor().max(1.0);
            (self.likely.binned() as f64 / across).ceil() + head / d
        });
        (d, binned.max(highest as f64))
    }

    fn dots(&self, canvas: &mut Canvas, bin: Option<&Bin>) -> Result<(), ChartError> {
        let ((places, stretch), (d, _)) = (self.places(), self.stacked(bin));
        let columns = columns(&places, d, &stretch);
        for column in &columns {
            self.column(canvas, column, d)?;
        }
        if let Some(x) = stretch.deadline {
            self.sides(canvas, &columns, d, x)?;
        }
        let Some(bin) = bin else { return Ok(()) };
        self.binned(canvas, bin, d, self.head(Some(bin)))
    }

    /// Where dots lie on both sides of the deadline, says what each side is.
    fn sides(
        &self,
        canvas: &mut Canvas,
        columns: &[Column],
        d: f64,
        x: f64,
    ) -> Result<(), ChartError> {
        let (m, plot) = (self.m, self.plot);
        let has = |in_time| columns.iter().any(|column| column.in_time == in_time);
        if !has(true) || !has(false) {
            return Ok(());
        }
        for column in columns {
            let high = d * column.dots as f64;
            canvas.block(Rect { x: column.x - d / 2.0, y: plot.bottom() - high, w: d, h: high });
        }
        let off = 0.6 * m.label;
        let edges = |k: f64| columns.iter().map(move |column| column.x + k * (d / 2.0 + off));
        let (first, last) =
            (edges(-1.0).fold(f64::MAX, f64::min), edges(1.0).fold(f64::MIN, f64::max));
        // Beside the rule, or beyond the dots.
        for (text, x, beyond, align) in
            [("in time", x - off, first, Align::End), ("late", x + off, last, Align::Start)]
        {
            let label = m.label(text, Weight::Regular);
            let rows = (plot.h / (0.5 * m.label)) as u32;
            let spot = |k: u32| (x, plot.y + (1.1 + 0.5 * f64::from(k)) * m.label, align);
            let low = |k: u32| (beyond, plot.bottom() - (0.6 + f64::from(k)) * m.label, align);
            let inside = |&(x, y, align): &(f64, f64, Align)| {
                let text = label.at(x, y, align);
                text.x > plot.x && text.right() < plot.right() && text.bottom() < plot.bottom()
            };
            let spots: Vec<_> = (0..rows).map(spot).chain((0..4).map(low)).filter(inside).collect();
            plated(canvas, &label, &spots)?;
        }
        Ok(())
    }

    fn column(&self, canvas: &mut Canvas, column: &Column, d: f64) -> Result<(), ChartError> {
        for k in 0..column.dots {
            let y = self.plot.bottom() - d * (k as f64 + 0.5) - self.m.stroke;
            self.dot(canvas, (column.x, y), d, column.in_time)?;
        }
        Ok(())
    }

    /// Filled in time, a ring if late.
    fn dot(
        &self,
        canvas: &mut Canvas,
        at: (f64, f64),
        d: f64,
        filled: bool,
    ) -> Result<(), ChartError> {
        let radius = d / 2.0 - 0.75;
        canvas.dot(at, radius, Ink::solid(Role::Upload))?;
        if !filled {
            let ring = (0.18 * d).clamp(1.5, 2.4 * self.m.stroke);
            canvas.dot(at, (radius - ring).max(0.5), Ink::decor(Role::Ground))?;
        }
        Ok(())
    }

    fn binned(&self, canvas: &mut Canvas, bin: &Bin, d: f64, head: f64) -> Result<(), ChartError> {
        let middle = bin.rect.x + bin.rect.w / 2.0;
        let ends = [(bin.rect.x, self.plot.bottom()), (bin.rect.right(), self.plot.bottom())];
        canvas.line(&ends, self.m.stroke, Ink::decor(Role::Muted))?;
        let many = self.likely.binned();
        let across = ((bin.rect.w / d).floor().max(1.0) as usize).min(many.max(1));
        let rows = many.div_ceil(across);
        let across = many.div_ceil(rows.max(1)).max(1);
        for k in 0..many {
            let (row, place) = (k / across, k % across);
            let own = (many - row * across).min(across);
            let x = middle + d * (place as f64 - (own as f64 - 1.0) / 2.0);
            let y = self.plot.bottom() - d * (row as f64 + 0.5) - self.m.stroke;
            self.dot(canvas, (x, y), d, false)?;
        }
        let top = self.plot.bottom() - d * rows as f64 - head;
        for (k, line) in bin.lines.iter().enumerate() {
            let label = self.m.label(line.as_str(), Weight::Bold);
            let y = top + 1.2 * self.m.label * (k as f64 + 0.75);
            canvas.text(&label, middle, y, Align::Middle)?;
        }
        Ok(())
    }
}
