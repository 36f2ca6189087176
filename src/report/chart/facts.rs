//! What all charts ask of an answer: the segments, the nights, what was stored at a moment.
//! Everything that is plotted, titled or tabled comes through here.

use crate::cause::Cause;
use crate::client::classes::library_size;
use crate::model::link::LinkKind;
use crate::report::format::{self, ClockStyle};
use crate::scenario::Inputs;
use crate::sim::outcome::Outcome;
use crate::sim::timeline::{Segment, State, sent_at};
use crate::study::answer::Answer;
use crate::units::{BackupWindow, ClockTime, SimTime, Size, Span};

/// What is shorter reads as `0 s`: it is in the table and nowhere else.
pub const NOTHING: Span = Span::from_micros(500_000);

/// What ends before it ends at a second; later, at a minute.
const SHORT: SimTime = SimTime::from_secs(300);

/// A stretch in which nothing moved, for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standstill {
    /// Its start.
    pub start: SimTime,
    /// Its end.
    pub end: SimTime,
    /// What is blamed.
    pub cause: Cause,
}

impl Standstill {
    /// Its length.
    pub fn length(&self) -> Span {
        self.end.since(self.start)
    }
}

/// An answer as the charts see it.
pub struct Facts<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// Its outcome.
    pub outcome: &'a Outcome,
    /// The scenario's inputs.
    pub inputs: &'a Inputs,
    /// The timeline; empty if none was recorded.
    pub segments: &'a [Segment],
    /// How people read the clock.
    style: ClockStyle,
}

impl<'a> Facts<'a> {
    /// Of an answer, for people who read the clock in a style.
    pub fn of(answer: &'a Answer, style: ClockStyle) -> Self {
        let outcome = &answer.outcome;
        let segments = outcome.timeline.as_ref().map_or(&[][..], |t| &t.segments);
        Facts { answer, outcome, inputs: answer.scenario.inputs(), segments, style }
    }

    /// The same for people who read the clock in a style.
    pub const fn in_style(&self, style: ClockStyle) -> Self {
        let Facts { answer, outcome, inputs, segments, .. } = *self;
        Facts { answer, outcome, inputs, segments, style }
    }

    /// How people read the clock.
    pub const fn style(&self) -> ClockStyle {
        self.style
    }

    /// A clock time for people.
    pub fn clock(&self, time: ClockTime) -> String {
        clock_in(time, self.style)
    }

    /// From one clock time to another: `23:00–07:00`.
    pub fn hours(&self, from: ClockTime, to: ClockTime) -> String {
        format!("{}–{}", self.clock(from), self.clock(to))
    }

    /// The length of each night's window.
    pub fn window(&self) -> Span {
        self.inputs.window.allowed.length()
    }

    /// Whether there is no hour outside the window.
    pub fn all_day(&self) -> bool {
        self.window() >= Span::DAY
    }

    /// What a night is called: a day where its window lies by day.
    pub fn day(&self) -> &'static str {
        if format::by_day(self.inputs.window.allowed) { "day" } else { "night" }
    }

    /// What the clock is called so long after a night's start: `morning`, `evening`.
    pub fn time_of_day(&self, after: Span) -> &'static str {
        match self.outcome.clock_at(SimTime::ZERO.plus(after)).secs() / 3600 {
            3..12 => "morning",
            12..17 => "afternoon",
            17..24 => "evening",
            _ => "night's end",
        }
    }

    /// Whether it goes by cable at any hour: such a backup has a duration and no clock times.
    pub fn by_cable(&self) -> bool {
        self.inputs.link.kind == LinkKind::Usb && self.all_day()
    }

    /// How long it takes from second 0, if it finishes.
    pub fn duration(&self) -> Option<String> {
        let finish = self.outcome.finish?;
        Some(format::span(finish.at.since(SimTime::ZERO), format::Way::Up))
    }

    /// What 100 % is: the library with its growth by the end; as it was stated where it never ends.
    pub fn whole(&self) -> Size {
        let stated = library_size(&self.inputs.library);
        match self.outcome.proof {
            Some(_) => stated.max(self.stored_at(self.end())),
            None => self.outcome.bytes.size,
        }
    }

    /// `23:00–07:00`, or nothing if the window is all day.
    pub fn window_text(&self) -> Option<String> {
        match self.inputs.window.allowed {
            BackupWindow::Nightly { start, end } if !self.all_day() => Some(self.hours(start, end)),
            _ => None,
        }
    }

    /// When a night begins, counted from 1.
    pub fn night_start(&self, night: u32) -> SimTime {
        SimTime::ZERO.plus(Span::DAY.times(i64::from(night) - 1))
    }

    /// The end of what was simulated.
    pub fn end(&self) -> SimTime {
        SimTime::ZERO.plus(self.outcome.ledger.horizon)
    }

    /// How many nights that are.
    pub fn nights(&self) -> u32 {
        if let Some(finish) = self.outcome.finish {
            return finish.night.max(1);
        }
        let last = self.segments.iter().rev().find(|s| s.state != State::Outside);
        last.map_or(1, |s| s.night.max(1))
    }

    /// What is stored at a moment: uploaded before, or sent and kept by then.
    pub fn stored_at(&self, at: SimTime) -> Size {
        let index = self.segments.partition_point(|s| s.end <= at);
        let before = index.checked_sub(1).and_then(|i| self.segments.get(i));
        let before = before.map_or(Size::ZERO, |s| s.sent);
        let sent = match self.segments.get(index) {
            // What is lost is lost at once, not along the wait that follows.
            Some(inside) if inside.sent < before && inside.state != State::Uploading => inside.sent,
            _ => sent_at(self.segments, at),
        };
        self.outcome.bytes.done.plus(sent)
    }

    /// What is sent by the end of a stretch before some of it is lost there.
    pub fn peak(&self, segment: &Segment, before: Size) -> Size {
        let micros = u128::try_from(segment.length().micros()).unwrap_or(0);
        let bits = u128::from(segment.rate.bits_per_s()) * micros / 1_000_000;
        before.plus(Size::from_bytes(u64::try_from(bits / 8).unwrap_or(0)))
    }

    /// The standstills inside the windows, neighbours of one cause joined.
    pub fn standstills(&self) -> Vec<Standstill> {
        let mut list: Vec<Standstill> = Vec::new();
        for segment in self.segments.iter().filter(|s| s.state == State::Stalled) {
            match list.last_mut() {
                Some(last) if last.cause == segment.cause && last.end == segment.start => {
                    last.end = segment.end;
                }
                _ => list.push(Standstill {
                    start: segment.start,
                    end: segment.end,
                    cause: segment.cause,
                }),
            }
        }
        list
    }

    /// `27 %` of the whole library.
    pub fn percent(&self, stored: Size) -> String {
        match self.whole() {
            // All of nothing.
            Size::ZERO => "100 %".to_owned(),
            whole => format::share_of(stored.bytes(), whole.bytes()),
        }
    }

    /// `night 4, 04:38` or `04:38` in the first night, `22:00:34` where a minute is much of the whole;
    /// `None` if it does not finish.
    pub fn finish_text(&self) -> Option<String> {
        let finish = self.outcome.finish?;
        if finish.at < SHORT {
            let up = Span::from_micros(999_999);
            let whole = finish.at.plus(up).micros() / 1_000_000;
            return Some(self.clock(self.outcome.clock_at(SimTime::from_secs(whole))));
        }
        let clock = self.clock(format::finish_clock(self.outcome)?);
        let night = format::thousands(u64::from(finish.night));
        Some(if finish.night > 1 { format!("{} {night}, {clock}", self.day()) } else { clock })
    }

    /// `07:00` or `night 5, 07:00`.
    pub fn deadline_text(&self) -> String {
        let text = self.clock(format::deadline_clock(self.outcome));
        match format::deadline_night(self.outcome) {
            0 | 1 => text,
            night => format!("{} {night}, {text}", self.day()),
        }
    }

    /// The size as it was stated: what the library holds at first.
    pub fn size_text(&self) -> String {
        format::size(library_size(&self.inputs.library), format::Way::Nearest)
    }

    /// `3 Mbps`, if one speed was stated.
    pub fn stated_rate(&self) -> Option<String> {
        let link = &self.inputs.link;
        let rate = match link.kind {
            LinkKind::Usb => link.usb_speed,
            _ if link.plan.is_some() || link.trace.is_some() => None,
            _ => link.upload,
        };
        rate.map(|r| format::rate(r, format::Way::Nearest))
    }
}

/// A clock time as tables hold it, for machines.
pub fn clock(time: ClockTime) -> String {
    format::clock(time, ClockStyle::H24)
}

/// A clock time as charts show it: as all reports, but a full hour of twelve is `7 am`.
pub fn clock_in(time: ClockTime, style: ClockStyle) -> String {
    let text = format::clock(time, style);
    if style == ClockStyle::H12 { text.replace(":00 ", " ") } else { text }
}

/// A stretch of time as charts show it.
pub fn span(span: Span) -> String {
    format::span(span, format::Way::Nearest)
}
