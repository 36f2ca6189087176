//! The drawing of `states`: strips over a clock axis above, bars below, in one left-hand column of
//! names. What is left of the height is shared out, so that few rows do not leave a hole.

use super::super::axis;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::facts::{Facts, clock, span};
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, Layout};
use super::{Bar, MOST_BARS, Stretch, Strip, bars, strips, window};
use crate::cause::ChartState;
use crate::report::format::{self, Way};
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
        (false, true) => format!("{}–{} alike", number(strip.first), number(strip.last)),
    }
}

/// The ink of a state over so many pixels: a hatch needs room to be seen as one.
fn ink(state: ChartState, width: f64) -> Ink {
    let look = if width < 5.0 { Look::Solid } else { Look::Cut };
    Ink::with(Role::of(state), look)
}

/// The stretches that can be seen; the time of the others goes to the neighbour before, and what is
/// alike then is one.
fn visible(all: &[Stretch], wide: impl Fn(&Stretch) -> bool) -> Vec<Stretch> {
    let mut list: Vec<Stretch> = Vec::new();
    for s in all {
        match list.last_mut() {
            Some(last) if !wide(s) || last.cause == s.cause => last.to = s.to,
            None if !wide(s) => {}
            _ => list.push(*s),
        }
    }
    // What cannot be seen at the very start goes to the first that can.
    if let (Some(first), Some(start)) = (list.first_mut(), all.first()) {
        first.from = start.from;
    }
    list
}

pub(in crate::report::chart) fn draw(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let bars = bars(
        facts,
        match m.layout {
            Layout::Social => 4,
            Layout::Mobile => 5,
            Layout::Article | Layout::Wide => MOST_BARS,
        },
    );
    let all = strips(facts);
    if bars.is_empty() {
        let label = m.label("nothing was left to send", Weight::Regular);
        let middle = (room.x + room.w / 2.0, room.y + room.h / 2.0);
        return canvas.text(&label, middle.0, middle.1, Align::Middle);
    }
    let day = facts.day();
    let names = all.iter().map(|s| m.tick(strip_name(s, m.narrow(), day)).width());
    let names = names.chain(bars.iter().map(|b| m.label(b.name, Weight::Regular).width()));
    let gutter = names.fold(0.0, f64::max) + 10.0;
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
    let head = m.remark(if day == "day" { "Day by day" } else { "Night by night" });
    if headed {
        canvas.text(&head, left, top + m.tick, Align::Start)?;
    }
    top += heading;
    let upper = Rect::between(left, top, room.right(), top + more + row * shown.len() as f64);
    draw_strips(facts, canvas, m, (upper, row), &shown, hidden)?;
    top = upper.bottom() + axis_height + spare / 3.0;
    let until = match facts.outcome.finish {
        Some(finish) if finish.night == 1 => "until it is done",
        _ => "allowed",
    };
    let head = m.remark(format!("In all: {} {until}", span(window(facts))));
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
    shown: &[&Strip],
    hidden: usize,
) -> Result<(), ChartError> {
    let day = facts.day();
    let reach = shown.iter().flat_map(|s| s.stretches.last()).map(|s| s.to).max();
    // The window, or less of it where only its first part was needed.
    let window = facts.window();
    let reach = reach.unwrap_or(window);
    let whole = if shown.len() == 1 && reach.micros() < window.micros() / 3 {
        Span::from_micros(reach.micros() + reach.micros() / 8).plus(Span::from_secs(1))
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
        let name = m.tick(strip_name(strip, m.narrow(), day));
        let middle = (top + bottom) / 2.0 + 0.35 * m.tick;
        canvas.text(&name, area.x - 8.0, middle, Align::End)?;
        let track = Rect::between(area.x, top, x(whole.min(window)), bottom);
        canvas.fill(track, Ink::decor(Role::Band))?;
        for s in &visible(&strip.stretches, |s| x(s.to) - x(s.from) >= 1.0) {
            let (from, to) = (x(s.from), x(s.to));
            // A gap of ground between neighbours, so that each only has to stand out from it.
            let gap = if to - from > 4.0 { 1.5 } else { 0.0 };
            let ends_window = s.to >= whole;
            let right = if ends_window { to } else { to - gap };
            canvas.fill(Rect::between(from, top, right, bottom), ink(s.state(), right - from))?;
        }
        if let Some(finish) = facts.outcome.finish.filter(|f| strip.last == f.night) {
            let at = x(finish.at.since(facts.night_start(finish.night)));
            let when = facts.finish_text().unwrap_or_default();
            let when = when.rsplit(' ').next().unwrap_or_default();
            let label = m.label(format!("done {when}"), Weight::Bold);
            let y = (top + bottom) / 2.0 + 0.35 * m.label;
            let fits = label.size * 1.1 < bottom - top && label.width() + 8.0 < area.right() - at;
            if fits {
                canvas.place(&label, &[(at + 5.0, y, Align::Start)])?;
            }
        }
        top += height;
    }
    let base = top - gap;
    let zero = facts.outcome.clock_zero;
    let most = if m.narrow() { 4 } else { 7 };
    for at in axis::clock_ticks(zero, SimTime::ZERO.plus(whole), most) {
        let x = x(at.since(SimTime::ZERO));
        axis::draw_tick(canvas, m, (x, base), clock(axis::clock_at(zero, at)))?;
    }
    Ok(())
}

fn draw_bars(canvas: &mut Canvas, m: &Metrics, area: Rect, bars: &[Bar]) -> Result<(), ChartError> {
    let whole = bars.iter().fold(Span::ZERO, |sum, bar| sum.plus(bar.time));
    let value = |bar: &Bar| {
        let text = format!(
            "{} ({})",
            format::span(bar.time, Way::Nearest),
            format::share(bar.time, whole)
        );
        m.label(text, Weight::Regular)
    };
    let widest = bars.iter().map(|b| value(b).width()).fold(0.0, f64::max);
    let longest = bars.iter().map(|b| b.time.micros()).max().unwrap_or(1).max(1) as f64;
    let reach = (area.w - widest - 8.0).max(20.0);
    let step = area.h / bars.len().max(1) as f64;
    let thick = (step * 0.72).min(m.label * 3.0);
    for (i, bar) in bars.iter().enumerate() {
        let top = area.y + step * i as f64;
        let middle = top + thick / 2.0 + 0.35 * m.label;
        let length = reach * bar.time.micros() as f64 / longest;
        let rect = Rect { x: area.x, y: top, w: length.max(1.0), h: thick };
        let paint = match bar.name {
            "other" => Ink::solid(Role::Muted),
            _ => ink(bar.state, rect.w),
        };
        canvas.fill(rect, paint)?;
        canvas.text(&m.label(bar.name, Weight::Regular), area.x - 8.0, middle, Align::End)?;
        canvas.text(&value(bar), rect.right() + 7.0, middle, Align::Start)?;
    }
    let foot = area.y + step * bars.len() as f64 - (step - thick) + 2.0;
    let axis = [(area.x, area.y - 2.0), (area.x, foot)];
    canvas.line(&axis, m.stroke, Ink::decor(Role::Muted))
}
