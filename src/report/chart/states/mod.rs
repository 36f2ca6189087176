//! `states`: what held it back? Above, one strip for each night (like nights together) with each
//! state in its colour and hatch; below, ordered bars of hours by cause that sum to the allowed
//! time. The bars name the colours of the strips: there is no legend.

mod draw;
mod words;

pub(super) use draw::{draw, fills};

use super::Story;
use super::facts::{Facts, NOTHING, clock};
use super::label::{self, word};
use super::table::{Cell, Table};
use super::told;
use crate::cause::{Cause, ChartState};
use crate::report::format::{self, Way};
use crate::report::wording::lead;
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

/// What a bar stands for, and what of the strips has its ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Bytes move.
    Uploading,
    /// One cause stops them.
    Cause(Cause),
    /// Several causes of little time.
    Other,
}

/// Hours of one kind.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    kind: Kind,
    time: Span,
    /// The time in the units that are shown: all of them add up to the total that is shown.
    shown: Span,
    text: String,
}

impl Bar {
    fn new(kind: Kind, time: Span) -> Self {
        Bar { kind, time, shown: rounded(time, false), text: span(time) }
    }

    fn name(&self) -> &'static str {
        match self.kind {
            Kind::Uploading => "uploading",
            Kind::Cause(cause) => word(cause),
            Kind::Other => "other waits",
        }
    }
}

/// In whole minutes, or in whole seconds where those are shown.
fn rounded(time: Span, up: bool) -> Span {
    let unit = if time < Span::from_secs(120) { 1_000_000 } else { 60_000_000 };
    let add = if up { unit - 1 } else { unit / 2 };
    Span::from_micros((time.micros() + add) / unit * unit)
}

/// The time to the end as it is shown: rounded up, as all durations are.
pub(super) fn total(facts: &Facts<'_>) -> String {
    hours(rounded(window(facts), true))
}

/// A time as this chart shows it.
fn span(time: Span) -> String {
    hours(rounded(time, false))
}

/// A rounded time in hours and minutes and never in days: all times of the chart are compared.
fn hours(time: Span) -> String {
    let minutes = time.micros() / 60_000_000;
    if minutes < 2 * 1440 {
        return format::span(time, Way::Nearest);
    }
    let hours = format::thousands(u64::try_from(minutes / 60).unwrap_or(0));
    match minutes % 60 {
        0 => format!("{hours} h"),
        rest => format!("{hours} h {rest} min"),
    }
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
    let window = window(facts);
    let stalls = facts.outcome.stalls.iter();
    let mut bars: Vec<Bar> = stalls.map(|s| Bar::new(Kind::Cause(s.cause), s.time)).collect();
    bars.sort_by_key(|b| std::cmp::Reverse(b.time));
    let large = |b: &Bar| i128::from(b.time.micros()) * 50 >= i128::from(window.micros());
    let kept = bars.iter().filter(|b| large(b)).count().min(most.saturating_sub(2));
    if bars.len() > kept + 1 {
        let rest = bars.split_off(kept);
        let time = rest.iter().fold(Span::ZERO, |sum, b| sum.plus(b.time));
        bars.push(Bar::new(Kind::Other, time));
    }
    bars.push(Bar::new(Kind::Uploading, facts.outcome.ledger.uploading));
    // "other" stays behind named causes of the same length; the sort is stable.
    bars.sort_by_key(|b| (b.kind == Kind::Other, std::cmp::Reverse(b.time)));
    bars.retain(|b| b.time >= NOTHING);
    // The upload takes what rounding leaves over, or else the longest: texts name the others.
    let others = |at: usize| bars.iter().enumerate().filter(move |(i, _)| *i != at);
    let is_long = |b: &Bar| b.kind == Kind::Uploading && b.time >= Span::from_secs(120);
    let upload = bars.iter().position(is_long);
    let longest = bars.iter().enumerate().max_by_key(|(_, b)| b.time).map(|(i, _)| i);
    if let Some(at) = upload.or(longest) {
        let rest = others(at).fold(Span::ZERO, |sum, (_, b)| sum.plus(b.shown));
        let shown = rounded(window, true).micros() - rest.micros();
        let text = match bars.len() {
            1 => total(facts),
            _ => span(Span::from_micros(shown.max(0))),
        };
        if let Some(bar) = bars.get_mut(at) {
            (bar.shown, bar.text) = (Span::from_micros(shown.max(0)), text);
        }
    }
    bars
}

/// What of the bars a cause counts to.
fn kind_of(bars: &[Bar], cause: Option<Cause>) -> Kind {
    let Some(cause) = cause else { return Kind::Uploading };
    let has = |kind| bars.iter().any(|b| b.kind == kind);
    let folded = !has(Kind::Cause(cause)) && has(Kind::Other);
    if folded { Kind::Other } else { Kind::Cause(cause) }
}

const MOST_BARS: usize = 6;

pub(super) fn window(facts: &Facts<'_>) -> Span {
    facts.outcome.ledger.uploading.plus(facts.outcome.ledger.stalled)
}

pub(super) fn story(facts: &Facts<'_>) -> Story {
    let subtitle = match facts.window_text() {
        Some(hours) => {
            format!("Allowed hours of each {} ({hours}) and what they were spent on", facts.day())
        }
        None if facts.by_cable() => "The time since the start and what it was spent on".to_owned(),
        None => "The hours of each day and what they were spent on".to_owned(),
    };
    let title = words::title(facts);
    let told = told(facts, &title);
    Story { title, subtitle, told, alt: words::alt(facts) }
}

/// Whether and when; what held it back, where the title, which tells of the hours, does not name it, and
/// why never, where that is proved.
fn told(facts: &Facts<'_>, title: &str) -> told::Told {
    let title = title.to_lowercase();
    let named = lead(facts.outcome, facts.answer.bottleneck)
        .is_none_or(|cause| title.contains(&word(cause).to_lowercase()));
    match facts.outcome.proof.is_none() && named {
        true => told::end(facts),
        false => told::all(facts),
    }
}

pub(super) fn table(facts: &Facts<'_>) -> Table {
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
            Cell::text(match bar.kind {
                Kind::Uploading => label::state(ChartState::Uploading),
                Kind::Cause(cause) => label::state(cause.chart_state()),
                Kind::Other => "other",
            }),
            match bar.kind {
                Kind::Cause(cause) => Cell::text(cause.id()),
                _ => Cell::Empty,
            },
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
