//! `states`: what held it back? Above, one strip for each night (like nights together) with each
//! state in its colour and hatch; below, ordered bars of hours by cause that sum to the allowed
//! time. The bars name the colours of the strips: there is no legend.

mod draw;

pub(super) use draw::draw;

use super::Story;
use super::facts::{Facts, NOTHING, clock, span};
use super::label::{self, capital, first_within, sentences_within, word};
use super::table::{Cell, Table};
use crate::cause::{Cause, ChartState};
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
    bars.retain(|b| b.time >= NOTHING);
    bars
}

const MOST_BARS: usize = 6;

fn window(facts: &Facts<'_>) -> Span {
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
    Story { title: title(facts), subtitle, alt: alt(facts), table: table(facts) }
}

fn title(facts: &Facts<'_>) -> String {
    let (window, ledger) = (window(facts), &facts.outcome.ledger);
    let all = span(window);
    let Some(worst) = facts.outcome.stalls.first().filter(|s| s.time >= NOTHING) else {
        let limit = facts.outcome.limits.first().map_or("upload", |l| word(l.cause));
        let texts = match facts.outcome.finish {
            _ if window == Span::ZERO => {
                vec!["Nothing was left to send, so no hour was needed".to_owned()]
            }
            Some(_) => vec![
                format!("Nothing stopped the upload: the {limit} alone took {all}"),
                format!("Nothing stopped the upload in {all}"),
            ],
            None if facts.outcome.proof.is_some() => vec![
                format!("All of the {all} went into uploading, and more was added"),
                format!("{all} of uploading, and more was added"),
            ],
            None => vec![
                format!("Nothing stopped the upload, but {all} were not enough"),
                format!("Nothing stopped it, but {all} were not enough"),
            ],
        };
        return first_within(65, &texts);
    };
    let lost = span(worst.time);
    let cause = capital(word(worst.cause));
    let allowed = if facts.outcome.finish.is_some() { "" } else { " allowed" };
    let texts = if ledger.uploading == Span::ZERO {
        vec![
            format!("Nothing moved in the {all} allowed: {}", word(worst.cause)),
            format!("Nothing moved: {}", word(worst.cause)),
        ]
    } else if i128::from(worst.time.micros()) * 20 < i128::from(window.micros()) {
        let waits = span(ledger.stalled);
        let itself = if facts.by_cable() { "cable" } else { "upload itself" };
        let limit = facts.outcome.limits.first().map_or("upload", |l| word(l.cause));
        match facts.outcome.finish {
            Some(_) => vec![
                format!("Waits cost only {waits}; the {itself} took {}", span(ledger.uploading)),
                format!("Waits cost only {waits} of {all}"),
            ],
            None => vec![
                format!("Waits cost only {waits} of {all}: the {limit} is too slow"),
                format!("Waits cost only {waits} of {all}"),
            ],
        }
    } else {
        vec![
            format!("{cause}: {lost} of the {all}{allowed} were lost"),
            format!("{cause}: {lost} of {all} were lost"),
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
    let whose = if facts.by_cable() { "" } else { " of allowed time" };
    let went = if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) };
    let kind = "Timeline and bar chart of where";
    let full = format!("{kind} {all}{whose} went{went}.");
    let short = format!("{kind} {all}{whose} went.");
    let upload = facts.outcome.ledger.uploading;
    let uploading = if upload == Span::ZERO {
        "No time was spent uploading.".to_owned()
    } else if named.is_empty() {
        format!("All of it, {}, was spent uploading.", span(upload))
    } else {
        let only = if upload.micros() / 2 < window(facts).micros() / 4 { "Only " } else { "" };
        capital(&format!("{only}{} were spent uploading.", span(upload)))
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
