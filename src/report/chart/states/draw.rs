//! The drawing of `states`: strips over a clock axis above, bars below, in one left-hand column of
//! names. What is left of the height is shared out, so that few rows do not leave a hole.

use super::super::axis;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::facts::{Facts, span};
use super::super::font::Weight;
use super::super::frame::{self, Metrics};
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, Layout};
use super::{Bar, Kind, MOST_BARS, Stretch, Strip, bars, kind_of, strips, total, window};
use crate::report::format;
use crate::units::{SimTime, Span};

fn number(night: u32) -> String {
    format::thousands(u64::from(night))
}

/// What stands left of a strip.
fn strip_name(strip: &Strip, narrow: bool, day: &str) -> String {
    match (strip.first == strip.last, narrow) {
        (true, _) => format!("{day} {}", number(strip.first)),
        (false, false) => {
            let to = if strip.first + 1 == strip.last { "and" } else { "to" };
            format!("{day}s {} {to} {} alike", number(strip.first), number(strip.last))
        }
        (false, true) => format!("{day}s {}–{}", number(strip.first), number(strip.last)),
    }
}

/// The ink of a kind over so many pixels. Causes of one state have its colour and, in the order of
/// the bars, hatches of their own. The state's own needs room to be seen as a hatch.
fn ink(bars: &[Bar], kind: Kind, width: f64) -> Ink {
    let cause = match kind {
        Kind::Uploading => return Ink::with(Role::Upload, Look::Cut),
        Kind::Other => return Ink::solid(Role::Muted),
        Kind::Cause(cause) => cause,
    };
    let state = cause.chart_state();
    let before = bars.iter().take_while(|b| b.kind != kind);
    let same = |b: &&Bar| matches!(b.kind, Kind::Cause(c) if c.chart_state() == state);
    let variant = before.filter(same).count() as u8;
    let look = if width < 5.0 && variant == 0 { Look::Solid } else { Look::Cut };
    Ink::with(Role::of(state), look).variant(variant)
}

/// A part of a night as it is drawn.
#[derive(Clone, Copy)]
struct Piece {
    from: Span,
    to: Span,
    kind: Kind,
}

/// The stretches that can be seen; the time of the others goes to the neighbour before, and what is
/// alike then is one.
fn visible(all: &[Stretch], bars: &[Bar], wide: impl Fn(&Piece) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for s in all {
        let piece = Piece { from: s.from, to: s.to, kind: kind_of(bars, s.cause) };
        match pieces.last_mut() {
            Some(last) if last.kind == piece.kind && last.to == piece.from => last.to = piece.to,
            _ => pieces.push(piece),
        }
    }
    let mut list: Vec<Piece> = Vec::new();
    for piece in &pieces {
        match list.last_mut() {
            Some(last) if !wide(piece) || last.kind == piece.kind => last.to = piece.to,
            None if !wide(piece) => {}
            _ => list.push(*piece),
        }
    }
    // What cannot be seen at the very start goes to the first that can.
    if let (Some(first), Some(start)) = (list.first_mut(), all.first()) {
        first.from = start.from;
    }
    list
}

/// A run without any time to show: the hours that were there for it, and why they are empty.
fn draw_at_once(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let height = (m.label * 5.6).min(room.h / 2.0);
    let top = room.y + (room.h - height) / 3.0;
    // Room for half of the first tick's text.
    let room = Rect::between(room.x + 1.6 * m.tick, top, room.right(), top + height);
    canvas.fill(room, Ink::decor(Role::Band))?;
    let text = if window(facts) == Span::ZERO {
        "done already: nothing is left to send"
    } else {
        "done at once: in less than a second"
    };
    let middle = (room.x + room.w / 2.0, top + height / 2.0 + 0.35 * m.label);
    canvas.text(&m.label(text, Weight::Bold), middle.0, middle.1, Align::Middle)?;
    if facts.by_cable() {
        return Ok(());
    }
    let (zero, whole) = (facts.outcome.clock_zero, facts.window());
    for at in axis::clock_ticks(zero, SimTime::ZERO.plus(whole), if m.narrow() { 4 } else { 7 }) {
        let part = at.micros() as f64 / whole.micros().max(1) as f64;
        let text = facts.clock(axis::clock_at(zero, at));
        axis::draw_tick(canvas, m, (room.x + room.w * part, top + height), text)?;
    }
    Ok(())
}

/// How many bars a layout has room for.
const fn most_bars(m: &Metrics) -> usize {
    match m.layout {
        Layout::Social => 4,
        Layout::Mobile => 5,
        Layout::Article | Layout::Wide => MOST_BARS,
    }
}

/// The height that strips and bars fill.
pub(in crate::report::chart) fn fills(facts: &Facts<'_>, m: &Metrics) -> f64 {
    let bars = bars(facts, most_bars(m)).len() as f64;
    if bars == 0.0 {
        return 5.6 * m.label + 3.0 * m.tick;
    }
    5.3 * m.tick + (4.0 * strips(facts).len() as f64 + 3.4 * bars) * m.label
}

pub(in crate::report::chart) fn draw(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let bars = bars(facts, most_bars(m));
    let all = strips(facts);
    if bars.is_empty() {
        return draw_at_once(facts, canvas, m, room);
    }
    let day = facts.day();
    // A run by cable has no nights and no days.
    let run = facts.by_cable() && all.len() == 1 && all.iter().all(|s| s.last == 1);
    let row_name = |s: &Strip| if run { String::new() } else { strip_name(s, m.narrow(), day) };
    let names = all.iter().map(|s| m.tick(row_name(s)).width());
    let names = names.chain(bars.iter().map(|b| m.label(b.name(), Weight::Regular).width()));
    let gutter = names.fold(0.0, f64::max) + 10.0 * m.stroke;
    let left = room.x + gutter;
    // A social card has no room for headings.
    let headed = m.layout != Layout::Social;
    let (axis_height, heading) = (m.tick * 1.9, if headed { m.tick * 1.7 } else { 0.0 });
    // What is left for rows and bars is shared out; few of them do not grow without end.
    let free = room.h - axis_height - 2.0 * heading;
    let least_row = m.tick * 1.5;
    let least_bar = m.label * if m.narrow() { 1.6 } else { 1.75 };
    let for_rows = free - least_bar * bars.len() as f64;
    let fit = (for_rows / least_row).floor().max(1.0) as usize;
    let hidden = if all.len() > fit {
        let fit = ((for_rows - m.tick * 1.3) / least_row).floor().max(2.0) as usize;
        all.len() - fit.min(all.len())
    } else {
        0
    };
    // The first ones and the last one: the last night is the one that ends it.
    let last = all.len().saturating_sub(1);
    let shown = all.iter().enumerate().filter(|(i, _)| *i + 1 + hidden < all.len() || *i == last);
    let shown: Vec<&Strip> = shown.map(|(_, s)| s).collect();
    let more = if hidden > 0 { m.tick * 1.3 } else { 0.0 };
    let share = (free - more) / (shown.len() as f64 + bars.len() as f64).max(1.0);
    let step = share.clamp(least_bar, m.label * 4.4);
    let rows_height = (free - more - step * bars.len() as f64).max(least_row);
    let row = (rows_height / shown.len().max(1) as f64).min(m.label * 5.6);
    let spare = (free - more - step * bars.len() as f64 - row * shown.len() as f64).max(0.0);
    let mut top = room.y + spare / 6.0;
    let head = m.remark(match (run, day) {
        (true, _) => "From the start to the end",
        (_, "day") => "Day by day",
        _ => "Night by night",
    });
    if headed {
        canvas.text(&head, left, top + m.tick, Align::Start)?;
    }
    top += heading;
    let upper = Rect::between(left, top, room.right(), top + more + row * shown.len() as f64);
    draw_strips(facts, canvas, m, (upper, row), (&shown, hidden), (&bars, run))?;
    top = upper.bottom() + axis_height + spare / 3.0;
    let until = match facts.outcome.finish {
        Some(finish) if finish.night == 1 => "until it is done",
        _ => "allowed",
    };
    let head = m.remark(format!("In all: {} {until}", total(facts)));
    if headed {
        canvas.text(&head, left, top + m.tick, Align::Start)?;
    }
    top += heading;
    let foot = top + step * bars.len() as f64;
    draw_bars(canvas, m, Rect::between(left, top, room.right(), foot), &bars)
}

/// Draws the strips over their clock axis.
fn draw_strips(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    (area, height): (Rect, f64),
    (shown, hidden): (&[&Strip], usize),
    (bars, run): (&[Bar], bool),
) -> Result<(), ChartError> {
    let day = facts.day();
    let reach = shown.iter().flat_map(|s| s.stretches.last()).map(|s| s.to).max();
    // The window, or less of it where only its first part was needed.
    let window = facts.window();
    let reach = reach.unwrap_or(window);
    let when = match facts.outcome.finish {
        Some(_) if run => format!("after {}", facts.duration().unwrap_or_default()),
        _ => facts.finish_text().unwrap_or_default().rsplit(", ").next().unwrap_or("").to_owned(),
    };
    let done = m.label(format!("done {when}"), Weight::Bold);
    let whole = if shown.len() == 1 && reach.micros() < window.micros() / 3 {
        // So much of it is left free that what stands at its end has room.
        let left = (area.w - done.width() - 16.0).max(area.w / 2.0);
        Span::from_micros((reach.micros() as f64 * area.w / left) as i64)
    } else {
        window
    };
    let x = |offset: Span| area.x + area.w * (offset.micros() as f64 / whole.micros() as f64);
    let gap = (height * 0.22).min(6.0);
    let mut top = area.y;
    for (i, strip) in shown.iter().enumerate() {
        if hidden > 0 && i + 1 == shown.len() {
            let text = format!("… {hidden} more rows are in the CSV file");
            canvas.text(&m.remark(text), area.x, top + m.tick, Align::Start)?;
            top += m.tick * 1.3;
        }
        let bottom = top + height - gap;
        let text = if run { String::new() } else { strip_name(strip, m.narrow(), day) };
        let name = m.tick(text);
        let middle = (top + bottom) / 2.0 + 0.35 * m.tick;
        canvas.text(&name, area.x - 8.0 * m.stroke, middle, Align::End)?;
        let track = Rect::between(area.x, top, x(whole.min(window)), bottom);
        let pieces = visible(&strip.stretches, bars, |s| x(s.to) - x(s.from) >= 1.0);
        // Hours in which nothing is drawn are shaded, and only they: a colour stands on the ground.
        let mut at = track.x;
        let edges = pieces.iter().map(|s| (x(s.from), x(s.to)));
        for (from, to) in edges.chain([(track.right(), track.right())]) {
            if from - at >= 1.0 {
                canvas.fill(Rect::between(at, top, from, bottom), Ink::decor(Role::Band))?;
            }
            at = to;
        }
        for s in &pieces {
            let (from, to) = (x(s.from), x(s.to));
            // A gap of ground between neighbours, so that each only has to stand out from it.
            let gap = if to - from > 4.0 { 1.5 } else { 0.0 };
            let ends_window = s.to >= whole;
            let right = if ends_window { to } else { to - gap };
            canvas
                .fill(Rect::between(from, top, right, bottom), ink(bars, s.kind, right - from))?;
        }
        if let Some(finish) = facts.outcome.finish.filter(|f| strip.last == f.night) {
            let at = x(finish.at.since(facts.night_start(finish.night)));
            let y = (top + bottom) / 2.0 + 0.35 * m.label;
            let tall = done.size * 1.1 < bottom - top;
            if tall && done.width() + 8.0 < area.right() - at {
                canvas.place(&done, &[(at + 5.0, y, Align::Start)])?;
            } else if shown.len() == 1 {
                // Above the strip, where it ends, or in its last piece.
                let above = (at, top - 0.4 * m.label, Align::End);
                let last = pieces.last().map_or(0.0, |piece| x(piece.to) - x(piece.from));
                if !canvas.place(&done, &[above])? && done.width() + m.label < last {
                    frame::plated(canvas, &done, &[(at - 0.5 * m.label, y, Align::End)])?;
                }
            }
        }
        top += height;
    }
    let base = top - gap;
    let zero = facts.outcome.clock_zero;
    let most = if m.narrow() { 4 } else { 7 };
    for at in axis::clock_ticks(zero, SimTime::ZERO.plus(whole), most) {
        let x = x(at.since(SimTime::ZERO));
        let text = match at.since(SimTime::ZERO) {
            // A run by cable is told by how long it took.
            Span::ZERO if run => "start".to_owned(),
            since if run => span(since),
            _ => facts.clock(axis::clock_at(zero, at)),
        };
        axis::draw_tick(canvas, m, (x, base), text)?;
    }
    Ok(())
}

fn draw_bars(canvas: &mut Canvas, m: &Metrics, area: Rect, bars: &[Bar]) -> Result<(), ChartError> {
    let whole = bars.iter().fold(Span::ZERO, |sum, bar| sum.plus(bar.time));
    let value = |bar: &Bar| {
        let text = format!("{} ({})", bar.text, format::share(bar.time, whole));
        m.label(text, Weight::Regular)
    };
    let widest = bars.iter().map(|b| value(b).width()).fold(0.0, f64::max);
    let longest = bars.iter().map(|b| b.time.micros()).max().unwrap_or(1).max(1) as f64;
    let reach = (area.w - widest - 8.0 * m.stroke).max(20.0);
    let step = area.h / bars.len().max(1) as f64;
    let thick = (step * 0.72).min(m.label * 3.0);
    for (i, bar) in bars.iter().enumerate() {
        let top = area.y + step * i as f64;
        let middle = top + thick / 2.0 + 0.35 * m.label;
        let length = reach * bar.time.micros() as f64 / longest;
        let rect = Rect { x: area.x, y: top, w: length.max(1.0), h: thick };
        canvas.fill(rect, ink(bars, bar.kind, rect.w))?;
        canvas.text(
            &m.label(bar.name(), Weight::Regular),
            area.x - 8.0 * m.stroke,
            middle,
            Align::End,
        )?;
        canvas.text(&value(bar), rect.right() + 7.0 * m.stroke, middle, Align::Start)?;
    }
    let foot = area.y + step * bars.len() as f64 - (step - thick) + 2.0;
    let axis = [(area.x, area.y - 2.0), (area.x, foot)];
    canvas.line(&axis, m.stroke, Ink::decor(Role::Muted))
}
