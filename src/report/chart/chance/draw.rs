//! The drawing of `chance`: nights as bands, the deadline as a rule, dots over the time axis, the bin at
//! the right edge, and what they say in words above them.

use super::super::axis;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::facts::Facts;
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, Layout};
use super::columns::{Column, Stretch, columns, diameter};
use super::{Ground, Likely};
use crate::report::format;
use crate::scenario::fields::id_of;
use crate::units::{SimTime, Span};

/// Up to so many nights on the axis each is drawn with its hours.
const NIGHTS_DRAWN: i64 = 21;

/// How wide the hours between two nights are drawn, as a part of a night: nothing is done in them.
const BETWEEN: f64 = 0.16;

/// The time axis over a stretch of the sheet: straight from one stop to the next.
pub(super) struct Axis {
    /// Moments with their places, in any measure; both rise.
    stops: Vec<(SimTime, f64)>,
    left: f64,
    right: f64,
}

impl Axis {
    /// Over all dots, and the deadline where it is near.
    fn over(likely: &Likely<'_>, left: f64, right: f64) -> Self {
        Axis::between(&likely.facts, ends(likely), (left, right))
    }

    /// From one moment to another, between two edges of the sheet.
    pub fn between(
        facts: &Facts<'_>,
        (from, to): (SimTime, SimTime),
        (left, right): (f64, f64),
    ) -> Self {
        let window = facts.window();
        let first = from.micros() / Span::DAY.micros();
        let last = (to.micros() - 1).max(0) / Span::DAY.micros();
        let mut stops = Vec::new();
        if last == 0 || facts.all_day() || last - first >= NIGHTS_DRAWN {
            stops.extend([(from, 0.0), (to, to.since(from).micros() as f64)]);
            return Axis { stops, left, right };
        }
        for night in first..=last {
            let start = SimTime::ZERO.plus(Span::DAY.times(night));
            let place = (night - first) as f64 * (1.0 + BETWEEN);
            stops.extend([(start, place), (start.plus(window), place + 1.0)]);
        }
        if let Some(&(end, place)) = stops.last().filter(|stop| stop.0 < to) {
            // The deadline lies by day.
            let between = Span::DAY.micros() - window.micros();
            let part = to.since(end).micros() as f64 / between.max(1) as f64;
            stops.push((to, place + BETWEEN * part));
        }
        Axis { stops, left, right }
    }

    /// The same up to a moment of its last night.
    #[must_use]
    pub fn until(mut self, to: SimTime) -> Self {
        let Some(last) = self.stops.pop() else { return self };
        let end = match self.stops.last() {
            Some(before) if before.0 < to && to < last.0 => {
                let whole = last.0.since(before.0).micros().max(1) as f64;
                let part = to.since(before.0).micros() as f64 / whole;
                (to, before.1 + part * (last.1 - before.1))
            }
            _ => last,
        };
        self.stops.push(end);
        self
    }

    fn from(&self) -> SimTime {
        self.stops.first().map_or(SimTime::ZERO, |stop| stop.0)
    }

    fn to(&self) -> SimTime {
        self.stops.last().map_or(SimTime::ZERO, |stop| stop.0)
    }

    /// The place of a moment.
    pub fn x(&self, at: SimTime) -> f64 {
        let next = self.stops.partition_point(|stop| stop.0 <= at).clamp(1, self.stops.len() - 1);
        let (Some(a), Some(b), Some(first), Some(last)) =
            (self.stops.get(next - 1), self.stops.get(next), self.stops.first(), self.stops.last())
        else {
            return self.left;
        };
        let part = at.since(a.0).micros() as f64 / b.0.since(a.0).micros().max(1) as f64;
        let place = a.1 + (b.1 - a.1) * part.clamp(0.0, 1.0);
        self.left + (self.right - self.left) * (place - first.1) / (last.1 - first.1).max(1e-9)
    }

    /// Whether a moment lies on it.
    pub fn shows(&self, at: SimTime) -> bool {
        self.from() <= at && at <= self.to()
    }

    /// Whether it has one night, or a part of one.
    pub fn one_night(&self) -> bool {
        self.to() <= SimTime::from_secs(25 * 3600)
    }

    /// Whether each night is drawn with its hours.
    pub fn shades(&self, likely: &Likely<'_>) -> bool {
        let (first, last) = self.nights();
        !likely.facts.all_day() && i64::from(last - first) < NIGHTS_DRAWN
    }

    /// The first and the last night on it.
    fn nights(&self) -> (u32, u32) {
        let night = |at: i64| u32::try_from(at / Span::DAY.micros()).unwrap_or(u32::MAX - 1) + 1;
        (night(self.from().micros()), night((self.to().micros() - 1).max(0)))
    }
}

/// Whether the hours of each night are shaded.
pub(super) fn shades(likely: &Likely<'_>) -> bool {
    Axis::over(likely, 0.0, 1.0).shades(likely)
}

/// From when to when the axis goes: over all dots, and the deadline where it is near.
fn ends(likely: &Likely<'_>) -> (SimTime, SimTime) {
    let facts = &likely.facts;
    let done: Vec<SimTime> = likely.dots.iter().filter_map(|d| d.finish).map(|f| f.at).collect();
    let window = SimTime::ZERO.plus(facts.window());
    let deadline = facts.outcome.deadline;
    let last = match done.iter().copied().max() {
        Some(last) if last > SimTime::ZERO => last,
        _ => return (SimTime::ZERO, window),
    };
    let first = done.iter().copied().min().unwrap_or(last);
    // A deadline long after would press the dots against the left edge.
    let near = deadline.micros() / 6 <= last.micros();
    let to = if near { last.max(deadline) } else { last };
    // Long after the start the time before says nothing; the deadline is told at the edge.
    let days = first.micros() / Span::DAY.micros();
    let late = days >= 5 && last.since(first).micros() < first.micros() / 2;
    let from = if late && deadline < first { Span::DAY.times(days - 1) } else { Span::ZERO };
    let from = SimTime::ZERO.plus(from);
    let to = axis::at_least_a_minute(to);
    let margin = if near { 60 } else { 7 };
    (from, to.plus(Span::from_micros(to.since(from).micros() / margin)))
}

pub(super) fn draw(
    likely: &Likely<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let bin = bin(likely, m, room);
    let right = bin.as_ref().map_or(room.right(), |bin| bin.rect.x - 0.8 * m.label);
    let axis = Axis::over(likely, room.x, right);
    let two_lines = tells_hours(likely, m, &axis);
    let foot = m.tick * if two_lines { 2.9 } else { 1.7 };
    let plot = Rect::between(room.x, room.y + 1.6 * m.label, right, room.bottom() - foot);
    let sketch = Sketch { likely, m, plot, axis };
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
    let wide = (axis.right - axis.left) / f64::from(last - first + 1);
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
    let width = (widest + m.label).max(most(likely, m.layout) * 3.0);
    Some(Bin {
        rect: Rect::between(room.right() - width, room.y, room.right(), room.bottom()),
        lines,
    })
}

/// The largest diameter of a dot.
fn most(likely: &Likely<'_>, layout: Layout) -> f64 {
    let most = match layout {
        Layout::Article | Layout::Wide => 24.0,
        Layout::Mobile => 18.0,
        Layout::Social => 38.0,
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
        let zero = self.likely.facts.outcome.clock_zero;
        let most = if self.m.narrow() || self.plot.w < 400.0 { 4 } else { 7 };
        for at in axis::clock_ticks(zero, self.axis.to(), most) {
            let text = if self.likely.facts.by_cable() {
                super::span(at.since(SimTime::ZERO))
            } else {
                self.likely.facts.clock(axis::clock_at(zero, at))
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
        let step = if fits { 1 } else { axis::night_step(last - first + 1, most) };
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
                (format!("the deadline, {when}, was before"), self.plot.x, Align::Start)
            } else if facts.by_cable() && !given {
                return Ok(());
            } else {
                (format!("the deadline, {when}, is later"), self.plot.right(), Align::End)
            };
            return plated(canvas, &self.m.remark(text), &[(x, y, align)]).map(|_| ());
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

    fn dots(&self, canvas: &mut Canvas, bin: Option<&Bin>) -> Result<(), ChartError> {
        let facts = &self.likely.facts;
        let deadline = facts.outcome.deadline;
        let done = self.likely.dots.iter().filter_map(|dot| Some((dot.finish?, dot.in_time)));
        let places: Vec<(f64, bool)> = done.map(|(f, t)| (self.axis.x(f.at), t)).collect();
        let agrees = self
            .likely
            .dots
            .iter()
            .all(|dot| dot.finish.is_none_or(|f| (f.at <= deadline) == dot.in_time));
        let stretch = Stretch {
            from: self.plot.x,
            to: self.plot.right(),
            deadline: Some(self.axis.x(deadline)).filter(|_| agrees && self.axis.shows(deadline)),
        };
        let height = self.plot.h - 0.3 * self.m.label;
        let mut d = diameter(&places, most(self.likely, self.m.layout), height, stretch);
        let head = bin.map_or(0.0, |bin| 1.25 * self.m.label * bin.lines.len() as f64);
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
        for column in columns(&places, d, stretch) {
            self.column(canvas, &column, d)?;
        }
        let Some(bin) = bin else { return Ok(()) };
        self.binned(canvas, bin, d, head)
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
