//! The drawing of `fixes`: a row for each, its words at the left (on a phone above), an open dot now
//! and a filled one with the change on a shared axis, the deadline as a rule through all rows.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::{self, Weight};
use super::super::frame::{Metrics, plated};
use super::super::label::capital;
use super::super::palette::{Ink, Role};
use super::{Ranked, Row, Scale, words};
use crate::report::format;
use crate::sim::outcome::Verdict;

/// The words of a row, laid out.
struct Words {
    what: Vec<Label>,
    /// What comes of it and what it asks for; on a phone what it asks for, at the right.
    meta: Vec<Label>,
    /// Their height with the gap to the next row.
    height: f64,
}

/// Where the rows are and how the axis runs.
pub(super) struct Plot<'a> {
    /// The fixes.
    pub ranked: &'a Ranked<'a>,
    /// The measures.
    pub m: &'a Metrics,
    /// The axis' own box.
    pub axis: Rect,
    /// Its least and its greatest value.
    pub range: (f64, f64),
    /// Where a row that is never done now has its mark.
    pub edge: Option<f64>,
    /// When it is done now.
    pub now: Option<f64>,
    /// By when it must be.
    pub deadline: f64,
}

/// How wide the column of words beside the rows is, and the words in it.
fn columns(m: &Metrics, room: Rect) -> (f64, f64) {
    let gutter = 1.5 * m.label;
    let column = if m.narrow() { 0.0 } else { (0.45 * room.w).min(33.0 * m.label) };
    let text = if m.narrow() { room.w - gutter } else { column - gutter - 0.6 * m.label };
    (column, text)
}

/// The height that the rows fill.
pub(super) fn fills(ranked: &Ranked<'_>, m: &Metrics, room: Rect) -> f64 {
    let rows = fitting(ranked, m, columns(m, room).1, room.h);
    let rows: f64 = rows.iter().map(|(_, words)| words.height + 2.0 * m.label).sum();
    3.0 * m.label + rows + 1.8 * m.tick
}

pub(super) fn draw(
    ranked: &Ranked<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let (now, deadline) = (place_now(ranked), ranked.scale.deadline(ranked.facts.answer));
    let ends = range(ranked, now, deadline);
    let gutter = 1.5 * m.label;
    let (column, text) = columns(m, room);
    let foot = 1.8 * m.tick;
    let word = never(ranked);
    let edge = word.as_ref().map(|w| m.label(w.as_str(), Weight::Bold).width() + m.label);
    let axis = Rect::between(
        room.x + column + if m.narrow() { gutter } else { 0.0 },
        room.y + 3.0 * m.label,
        room.right() - edge.unwrap_or(0.6 * m.label),
        room.bottom() - foot,
    );
    let plot = Plot {
        ranked,
        m,
        axis,
        range: ends,
        edge: edge.map(|_| room.right() - 1.2 * m.label),
        now,
        deadline,
    };
    // What stands above the rows takes one line if it has room in it, else two.
    let head = if plot.heads_apart(canvas, word.as_deref()) { 1.8 } else { 3.0 } * m.label;
    let axis = Rect::between(axis.x, room.y + head, axis.right(), axis.bottom());
    let plot = Plot { axis, ..plot };
    let rows = fitting(
        ranked,
        m,
        text,
        room.h - head - foot - if m.narrow() { 1.3 * m.tick } else { 0.0 },
    );
    let used: f64 = rows.iter().map(|(_, w)| w.height).sum();
    let left = ranked.rows.len() - rows.iter().filter(|(row, _)| row.is_some()).count();
    let floor = axis.bottom() - if m.narrow() && left > 0 { 1.3 * m.tick } else { 0.0 };
    // What room is left is shared out between the rows.
    let spare = ((floor - axis.y - used) / rows.len().max(1) as f64).max(0.0);
    let end = axis.y + used + spare * rows.len() as f64;
    let axis = Rect { h: end - axis.y, ..axis };
    let plot = Plot { axis, ..plot };
    plot.ticks(canvas)?;
    plot.heads(canvas, word)?;
    let mut top = axis.y;
    for (row, words) in &rows {
        plot.row(canvas, room.x, top + spare / 2.0, *row, words)?;
        top += words.height + spare;
    }
    if left > 0 {
        let more = if left == 1 { "more fix is" } else { "more fixes are" };
        let label = m.remark(format!("{left} {more} not drawn"));
        let y =
            if m.narrow() { room.bottom() - 0.1 * m.tick } else { axis.bottom() + 1.45 * m.tick };
        let x = room.x + if m.narrow() { 0.0 } else { gutter };
        canvas.place(&label, &[(x, y, Align::Start)])?;
    }
    Ok(())
}

fn place_now(ranked: &Ranked<'_>) -> Option<f64> {
    let answer = ranked.facts.answer;
    let finish = answer.outcome.finish?;
    Some(ranked.scale.place(&answer.outcome, &answer.scenario, &answer.outcome, finish))
}

fn place_then(ranked: &Ranked<'_>, row: &Row<'_>) -> Option<f64> {
    let probe = &row.fix.probe;
    let finish = probe.outcome.finish?;
    let base = &ranked.facts.answer.outcome;
    Some(ranked.scale.place(base, &probe.scenario, &probe.outcome, finish))
}

/// The ends of the axis: over all that is drawn.
fn range(ranked: &Ranked<'_>, now: Option<f64>, deadline: f64) -> (f64, f64) {
    let then = ranked.rows.iter().filter_map(|row| place_then(ranked, row));
    let places: Vec<f64> = then.chain(now).collect();
    let low = places.iter().copied().fold(0.0, f64::min);
    let high = places.iter().copied().fold(0.0, f64::max);
    // A deadline far beyond would press all against the left edge.
    let high = if deadline <= 6.0 * high || high <= 0.0 { high.max(deadline) } else { high };
    match ranked.scale {
        // Whole nights: each has its name, and the one in which it is done is read off.
        Scale::Nights => (0.0, high.ceil().max(1.0)),
        Scale::Hours => (low, low + (high - low).max(1.0 / 60.0) * 1.03),
    }
}

/// The word at the edge for what is never done now.
fn never(ranked: &Ranked<'_>) -> Option<String> {
    let facts = &ranked.facts;
    if facts.outcome.finish.is_some() {
        return None;
    }
    Some(match facts.outcome.verdict {
        Verdict::Refused => "does not start".to_owned(),
        Verdict::Never => "never".to_owned(),
        _ => format!("over {}", format::count(u64::from(facts.nights()), facts.day())),
    })
}

/// As many rows as there is room for, at most eight, on a phone five; the one that the title calls the
/// quickest and the last of several changes are always among them. Without fixes one row for the case as
/// it is.
fn fitting<'a>(
    ranked: &'a Ranked<'a>,
    m: &Metrics,
    text: f64,
    height: f64,
) -> Vec<(Option<&'a Row<'a>>, Words)> {
    if ranked.rows.is_empty() {
        return vec![(None, as_it_is(ranked, m, text))];
    }
    let most = if m.narrow() { 5 } else { 8 };
    let is_last = |row: &&Row<'_>| row.fix.ids.len() > 1;
    let last = ranked.rows.iter().find(is_last);
    let quickest = ranked.quickest();
    let is_quickest = |row: &Row<'_>| quickest.is_some_and(|q| std::ptr::eq(q, row));
    let singles = ranked.rows.iter().filter(|row| row.fix.ids.len() == 1);
    let mut rows: Vec<&Row<'_>> = singles.collect();
    // The last that is neither goes first.
    let drop = |rows: &mut Vec<&Row<'_>>| {
        let spare = |row: &&&Row<'_>| row.fix.ids.len() == 1 && !is_quickest(row);
        let gone = rows.iter().skip(1).rposition(|row| spare(&row));
        rows.remove(gone.map_or(rows.len() - 1, |place| place + 1));
    };
    while rows.len() > most - usize::from(last.is_some()) {
        drop(&mut rows);
    }
    rows.extend(last);
    loop {
        let list: Vec<_> = rows.iter().map(|row| (Some(*row), of_row(row, m, text))).collect();
        let used: f64 = list.iter().map(|(_, words)| words.height).sum();
        if used <= height || rows.len() <= 1 {
            return list;
        }
        drop(&mut rows);
    }
}

fn lines(text: &str, m: &Metrics, weight: Weight, room: f64) -> Vec<String> {
    font::balance(text, m.label, weight, room, 2)
}

/// Clock times from one to another with the dash that all charts have: `22:00–07:00`.
fn spans(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let dash = |(at, c): (usize, &char)| match c {
        '-' if digit(at.checked_sub(1)) && digit(at.checked_add(1)) => '–',
        c => *c,
    };
    chars.iter().enumerate().map(dash).collect()
}

fn laid(what: Vec<Label>, meta: Vec<Label>, m: &Metrics) -> Words {
    let beside = if m.narrow() { &[][..] } else { &meta };
    let texts: f64 = what.iter().chain(beside).map(|label| 1.22 * label.size).sum();
    let height = texts + if m.narrow() { 1.5 * m.label } else { 0.55 * m.label };
    Words { what, meta, height }
}

fn of_row(row: &Row<'_>, m: &Metrics, room: f64) -> Words {
    let weight = if row.in_time { Weight::Bold } else { Weight::Regular };
    let together = if row.fix.ids.len() > 1 { "Together: " } else { "" };
    let what = if together.is_empty() { capital(&row.what) } else { row.what.clone() };
    let what = spans(&what);
    let asks = if row.fix.unlikely { "mostly late" } else { words::asks(row.fix) };
    // When it is done is what the row is about: on a phone as well.
    let when = row.effect.trim_start_matches("done ");
    let asks = m.remark(format!("{when} · {asks}"));
    let room = if m.narrow() { room - asks.width() - m.label } else { room };
    let what = lines(&format!("{together}{what}"), m, weight, room);
    let what: Vec<Label> = what.into_iter().map(|line| m.label(line, weight)).collect();
    if m.narrow() {
        return laid(what, vec![asks], m);
    }
    let unlikely = if row.fix.unlikely { " · late in nearly every trial" } else { "" };
    let meta = format!("{} · {}{unlikely}", row.effect, words::asks(row.fix));
    let meta = font::wrap(&meta, m.tick, Weight::Regular, room, 2);
    laid(what, meta.into_iter().map(|line| m.remark(line)).collect(), m)
}

fn as_it_is(ranked: &Ranked<'_>, m: &Metrics, room: f64) -> Words {
    let by_clock = ranked.facts.outcome.finish.is_some_and(|f| f.night <= 1);
    let at = if by_clock && !ranked.facts.by_cable() { "at" } else { "in" };
    let done = match (words::now(ranked), ranked.finishes()) {
        _ if m.narrow() && ranked.finishes() => "nothing is needed".to_owned(),
        (Some(now), true) => format!("done {at} {now} · nothing is needed"),
        (Some(now), false) if !m.narrow() => {
            format!("done {at} {now} · no change is known to help")
        }
        _ => "no change is known to help".to_owned(),
    };
    let meta = font::wrap(&done, m.tick, Weight::Regular, room, if m.narrow() { 1 } else { 3 });
    let meta = meta.into_iter().map(|line| m.remark(line)).collect();
    laid(vec![m.label("As it is", Weight::Bold)], meta, m)
}

impl Plot<'_> {
    pub fn x(&self, value: f64) -> f64 {
        let part = (value - self.range.0) / (self.range.1 - self.range.0).max(1e-9);
        self.axis.x + self.axis.w * part.clamp(0.0, 1.0)
    }

    pub fn shows_deadline(&self) -> bool {
        let given = crate::scenario::fields::id_of("window.deadline");
        let facts = &self.ranked.facts;
        let meant = !facts.by_cable() || facts.answer.scenario.origin(given).is_given();
        meant && self.deadline <= self.range.1
    }

    fn row(
        &self,
        canvas: &mut Canvas,
        left: f64,
        top: f64,
        row: Option<&Row<'_>>,
        words: &Words,
    ) -> Result<(), ChartError> {
        let m = self.m;
        let gutter = 1.5 * m.label;
        let mut y = top;
        for label in &words.what {
            canvas.text(label, left + gutter, y + 0.95 * label.size, Align::Start)?;
            y += 1.22 * label.size;
        }
        for label in &words.meta {
            if m.narrow() {
                let right = canvas.bounds().w - m.side;
                canvas.place(label, &[(right, y - 0.27 * label.size, Align::End)])?;
            } else {
                canvas.text(label, left + gutter, y + 0.95 * label.size, Align::Start)?;
                y += 1.22 * label.size;
            }
        }
        if row.map_or(self.ranked.finishes(), |row| row.in_time) {
            self.tick(canvas, (left + 0.1 * m.label, top + 0.6 * m.label))?;
        }
        let middle = if m.narrow() { y + 0.7 * m.label } else { (top + y) / 2.0 };
        if m.narrow() && self.shows_deadline() {
            // Only beside the dots: no rule runs through words.
            let x = self.x(self.deadline);
            let ends = [(x, middle + 0.6 * m.label), (x, middle - 0.45 * m.label)];
            canvas.line(&ends, 1.5 * m.stroke, Ink::solid(Role::Text))?;
            canvas.block_line(&ends, 5.0 * m.stroke);
        }
        self.dumbbell(canvas, row, middle)
    }

    /// A tick mark, drawn: faces may lack the letter.
    fn tick(&self, canvas: &Canvas, (x, y): (f64, f64)) -> Result<(), ChartError> {
        let s = self.m.label;
        let points = [(x, y), (x + 0.3 * s, y + 0.32 * s), (x + 0.85 * s, y - 0.42 * s)];
        canvas.line(&points, 2.2 * self.m.stroke, Ink::solid(Role::Upload))
    }

    fn dumbbell(
        &self,
        canvas: &mut Canvas,
        row: Option<&Row<'_>>,
        y: f64,
    ) -> Result<(), ChartError> {
        let m = self.m;
        let radius = 0.42 * m.label;
        let start = self.now.map(|now| self.x(now)).or(self.edge);
        let end = row.and_then(|row| place_then(self.ranked, row)).map(|then| self.x(then));
        if let (Some(a), Some(b)) = (start, end) {
            canvas.line(&[(a, y), (b, y)], 2.0 * m.stroke, Ink::solid(Role::Muted))?;
        }
        if let Some(x) = start {
            if self.now.is_some() {
                canvas.dot((x, y), radius, Ink::solid(Role::Text))?;
                canvas.dot((x, y), radius - 1.7 * m.stroke, Ink::decor(Role::Ground))?;
            } else {
                let s = 0.3 * m.label;
                let ink = Ink::solid(Role::Text);
                canvas.line(&[(x - s, y - s), (x + s, y + s)], 2.0 * m.stroke, ink)?;
                canvas.line(&[(x - s, y + s), (x + s, y - s)], 2.0 * m.stroke, ink)?;
            }
        }
        let Some(x) = end else { return Ok(()) };
        canvas.dot((x, y), 1.1 * radius, Ink::solid(Role::Upload))?;
        let Some((row, a)) = row.zip(start) else { return Ok(()) };
        let Some(gap) = words::sooner(self.ranked, row) else { return Ok(()) };
        let label = m.remark(gap);
        let (low, high) = (x.min(a) + radius, x.max(a) - radius);
        let (half, above) = (label.width() / 2.0, y - 0.45 * m.tick);
        if high - low >= label.width() + 6.0 {
            // In the middle, or as near to it as the deadline's rule lets it.
            let steps = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.0, 1.0];
            let (first, last) = (low + half, high - half);
            let spots = steps.map(|s| (first + (last - first) * s, above, Align::Middle));
            // On a phone the words of the row stand in the same line.
            let clear = |&(x, y, align): &(f64, f64, Align)| {
                let text = label.at(x, y, align);
                let off = m.label;
                let wide = Rect::between(text.x - off, text.y, text.right() + off, text.bottom());
                !m.narrow() || !canvas.is_lettered(&wide)
            };
            let spots: Vec<_> = spots.into_iter().filter(clear).collect();
            if plated(canvas, &label, &spots)? {
                return Ok(());
            }
        }
        let base = y + 0.35 * m.tick;
        let off = 1.6 * radius;
        let spots = [(x.max(a) + off, base, Align::Start), (x.min(a) - off, base, Align::End)];
        let inside = |&(x, y, align): &(f64, f64, Align)| {
            let text = label.at(x, y, align);
            text.x >= self.axis.x && text.right() <= canvas.bounds().w - m.side
        };
        let spots: Vec<_> = spots.into_iter().filter(inside).collect();
        plated(canvas, &label, &spots).map(|_| ())
    }
}
