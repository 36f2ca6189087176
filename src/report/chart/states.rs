//! `states`: what held it back? Above, one strip for each night (like nights together) with each
//! state in its colour and hatch; below, ordered bars of hours by cause that sum to the allowed
//! time. The bars name the colours of the strips: there is no legend.

use super::axis;
use super::canvas::{Align, Canvas, Rect};
use super::facts::{Facts, clock, span};
use super::font::Weight;
use super::frame::Metrics;
use super::label::{self, capital, first_within, sentences_within, word};
use super::palette::{Ink, Look, Role};
use super::table::{Cell, Table};
use super::{ChartError, Layout, Story};
use crate::cause::{Cause, ChartState};
use crate::report::format::{self, Way};
use crate::sim::timeline::State;
use crate::units::{SimTime, Span};

/// A part of a night in one state for one cause; offsets from the night's start. Uploading has no
/// cause here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: Span,
    to: Span,
    cause: Option<Cause>,
}

impl Stretch {
    fn state(&self) -> ChartState {
        self.cause.map_or(ChartState::Uploading, Cause::chart_state)
    }
}

/// Neighbouring nights that are alike.
#[derive(Clone, Debug, PartialEq)]
struct Strip {
    first: u32,
    last: u32,
    stretches: Vec<Stretch>,
}

/// Hours of one cause.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    name: &'static str,
    /// `None` for several small ones together.
    cause: Option<Cause>,
    state: ChartState,
    time: Span,
}

fn strips(facts: &Facts<'_>) -> Vec<Strip> {
    let mut nights: Vec<Strip> = Vec::new();
    for segment in facts.segments.iter().filter(|s| s.state != State::Outside) {
        let start = facts.night_start(segment.night);
        let cause = (segment.state == State::Stalled).then_some(segment.cause);
        let new = Stretch { from: segment.start.since(start), to: segment.end.since(start), cause };
        match nights.last_mut() {
            Some(strip) if strip.first == segment.night => match strip.stretches.last_mut() {
                Some(last) if last.cause == cause && last.to == new.from => last.to = new.to,
                _ => strip.stretches.push(new),
            },
            _ => nights.push(Strip {
                first: segment.night,
                last: segment.night,
                stretches: vec![new],
            }),
        }
    }
    let mut strips: Vec<Strip> = Vec::new();
    for night in nights {
        match strips.last_mut() {
            Some(last) if last.last + 1 == night.first && last.stretches == night.stretches => {
                last.last = night.last;
            }
            _ => strips.push(night),
        }
    }
    strips
}

/// The bars in order; they sum to the allowed time.
fn bars(facts: &Facts<'_>, most: usize) -> Vec<Bar> {
    let ledger = &facts.outcome.ledger;
    let window = ledger.uploading.plus(ledger.stalled);
    let upload = Bar {
        name: "uploading",
        cause: None,
        state: ChartState::Uploading,
        time: ledger.uploading,
    };
    let mut bars: Vec<Bar> = facts
        .outcome
        .stalls
        .iter()
        .map(|s| Bar {
            name: word(s.cause),
            cause: Some(s.cause),
            state: s.cause.chart_state(),
            time: s.time,
        })
        .collect();
    bars.sort_by_key(|b| std::cmp::Reverse(b.time));
    let large = |b: &Bar| i128::from(b.time.micros()) * 50 >= i128::from(window.micros());
    let kept = bars.iter().filter(|b| large(b)).count().min(most.saturating_sub(2));
    if bars.len() > kept + 1 {
        let rest = bars.split_off(kept);
        let time = rest.iter().fold(Span::ZERO, |sum, b| sum.plus(b.time));
        let state = rest.first().map_or(ChartState::Phone, |b| b.state);
        bars.push(Bar { name: "other", cause: None, state, time });
    }
    bars.push(upload);
    // "other" stays behind named causes of the same length; the sort is stable.
    bars.sort_by_key(|b| (b.name == "other", std::cmp::Reverse(b.time)));
    bars.retain(|b| b.time > Span::ZERO);
    bars
}

const MOST_BARS: usize = 6;

fn window(facts: &Facts<'_>) -> Span {
    facts.outcome.ledger.uploading.plus(facts.outcome.ledger.stalled)
}

pub(super) fn story(facts: &Facts<'_>) -> Story {
    let subtitle = match facts.window_text() {
        Some(hours) => format!("Allowed hours of each night ({hours}) and what they were spent on"),
        None => "The hours of each day and what they were spent on".to_owned(),
    };
    Story { title: title(facts), subtitle, alt: alt(facts), table: table(facts) }
}

fn title(facts: &Facts<'_>) -> String {
    let (window, ledger) = (window(facts), &facts.outcome.ledger);
    let all = span(window);
    let Some(worst) = facts.outcome.stalls.first().filter(|s| s.time > Span::ZERO) else {
        let limit = facts.outcome.limits.first().map_or("upload", |l| word(l.cause));
        return if window == Span::ZERO {
            "Nothing was left to send, so no hour was needed".to_owned()
        } else {
            first_within(
                65,
                &[
                    format!("Nothing stopped the upload: the {limit} alone took {all}"),
                    format!("Nothing stopped the upload in {all}"),
                ],
            )
        };
    };
    let lost = span(worst.time);
    let cause = capital(word(worst.cause));
    let texts = if ledger.uploading == Span::ZERO {
        vec![
            format!("Nothing moved in the {all} allowed: {}", word(worst.cause)),
            format!("Nothing moved: {}", word(worst.cause)),
        ]
    } else if i128::from(worst.time.micros()) * 20 < i128::from(window.micros()) {
        vec![
            format!("{} of the {all} allowed went into uploading", span(ledger.uploading)),
            format!("Uploading took {} of {all}", span(ledger.uploading)),
        ]
    } else {
        vec![
            format!("{cause}: {lost} of the {all} allowed were lost"),
            format!("{cause} cost {lost} of {all}"),
        ]
    };
    first_within(65, &texts)
}

fn alt(facts: &Facts<'_>) -> String {
    let all = span(window(facts));
    let bars = bars(facts, MOST_BARS);
    let named: Vec<String> = bars
        .iter()
        .filter(|b| b.state != ChartState::Uploading)
        .map(|b| format!("{} {}", b.name, span(b.time)))
        .collect();
    let went = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    let kind = "Timeline and bar chart of where";
    let full = format!("{kind} {all} of allowed time went{went}.");
    let short = format!("{kind} {all} of allowed time went.");
    let upload = facts.outcome.ledger.uploading;
    let uploading = if upload == Span::ZERO {
        "No time was spent uploading.".to_owned()
    } else if named.is_empty() {
        format!("All of it, {}, was spent uploading.", span(upload))
    } else {
        format!("Only {} were spent uploading.", span(upload))
    };
    let first = first_within(250 - uploading.chars().count() - 1, &[full, short]);
    sentences_within(250, &[first, uploading])
}

fn table(facts: &Facts<'_>) -> Table {
    let milli = |span: Span| Cell::Milli(span.millis_up());
    let mut rows = Vec::new();
    for strip in strips(facts) {
        for s in &strip.stretches {
            let at = |offset: Span| {
                Cell::text(clock(facts.outcome.clock_at(SimTime::ZERO.plus(offset))))
            };
            rows.push(vec![
                Cell::text("strip"),
                Cell::Whole(u64::from(strip.first)),
                Cell::Whole(u64::from(strip.last)),
                at(s.from),
                at(s.to),
                Cell::text(label::state(s.state())),
                s.cause.map_or(Cell::Empty, |c| Cell::text(c.id())),
                milli(Span::from_micros(s.to.micros() - s.from.micros())),
                Cell::Empty,
            ]);
        }
    }
    let whole = i128::from(window(facts).micros()).max(1);
    for bar in bars(facts, MOST_BARS) {
        let share = i128::from(bar.time.micros()) * 100_000 / whole;
        rows.push(vec![
            Cell::text("bar"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::text(if bar.name == "other" { "other" } else { label::state(bar.state) }),
            bar.cause.map_or(Cell::Empty, |c| Cell::text(c.id())),
            milli(bar.time),
            Cell::Milli(i64::try_from(share).unwrap_or(0)),
        ]);
    }
    Table {
        columns: &[
            "part",
            "night_first",
            "night_last",
            "clock_start",
            "clock_end",
            "state",
            "cause",
            "seconds",
            "share_percent",
        ],
        rows,
    }
}

fn number(night: u32) -> String {
    format::thousands(u64::from(night))
}

/// What stands left of a strip.
fn strip_name(strip: &Strip, narrow: bool, day: &str) -> String {
    match (strip.first == strip.last, narrow) {
        (true, _) => format!("{day} {}", number(strip.first)),
        (false, false) => {
            format!("{day}s {} to {} alike", number(strip.first), number(strip.last))
        }
        (false, true) => format!("{}–{} alike", number(strip.first), number(strip.last)),
    }
}

fn ink(state: ChartState) -> Ink {
    Ink::with(Role::of(state), Look::Cut)
}

pub(super) fn draw(
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
    let day = if facts.all_day() { "day" } else { "night" };
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
    let step = share.clamp(least_bar, m.label * 3.4);
    let rows_height = (free - more - step * bars.len() as f64).max(least_row);
    let row = (rows_height / shown.len().max(1) as f64).min(m.label * 3.8);
    let spare = (free - more - step * bars.len() as f64 - row * shown.len() as f64).max(0.0);
    let mut top = room.y + spare / 6.0;
    let head = m.remark(if facts.all_day() { "Day by day" } else { "Night by night" });
    if headed {
        canvas.text(&head, left, top + m.tick, Align::Start)?;
    }
    top += heading;
    let upper = Rect::between(left, top, room.right(), top + more + row * shown.len() as f64);
    draw_strips(facts, canvas, m, (upper, row), &shown, hidden)?;
    top = upper.bottom() + axis_height + spare / 3.0;
    let head = m.remark(format!("In all: {} allowed", span(window(facts))));
    if headed {
        canvas.text(&head, left, top + m.tick, Align::Start)?;
    }
    top += heading;
    let foot = top + step * bars.len() as f64;
    draw_bars(facts, canvas, m, Rect::between(left, top, room.right(), foot), &bars)
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
    let day = if facts.all_day() { "day" } else { "night" };
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
        let mut drawn = area.x;
        for s in &strip.stretches {
            let (from, to) = (x(s.from).max(drawn), x(s.to));
            if to - from < 0.5 {
                continue;
            }
            // A gap of ground between neighbours, so that each only has to stand out from it.
            let gap = if to - from > 4.0 { 1.5 } else { 0.0 };
            let ends_window = s.to >= whole;
            let right = if ends_window { to } else { to - gap };
            canvas.fill(Rect::between(from, top, right, bottom), ink(s.state()))?;
            drawn = to;
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

fn draw_bars(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    area: Rect,
    bars: &[Bar],
) -> Result<(), ChartError> {
    let whole = window(facts);
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
    let thick = (step * 0.72).min(m.label * 2.2);
    for (i, bar) in bars.iter().enumerate() {
        let top = area.y + step * i as f64;
        let middle = top + thick / 2.0 + 0.35 * m.label;
        let length = reach * bar.time.micros() as f64 / longest;
        let rect = Rect { x: area.x, y: top, w: length.max(1.0), h: thick };
        let paint = if bar.name == "other" { Ink::solid(Role::Muted) } else { ink(bar.state) };
        canvas.fill(rect, paint)?;
        canvas.text(&m.label(bar.name, Weight::Regular), area.x - 8.0, middle, Align::End)?;
        canvas.text(&value(bar), rect.right() + 7.0, middle, Align::Start)?;
    }
    let foot = area.y + step * bars.len() as f64 - (step - thick) + 2.0;
    let axis = [(area.x, area.y - 2.0), (area.x, foot)];
    canvas.line(&axis, m.stroke, Ink::decor(Role::Muted))
}
