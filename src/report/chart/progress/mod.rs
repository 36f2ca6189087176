//! `progress`: will it finish, and when? The share sent over time, as one line: nights shaded,
//! standstills hatched and named, the finish a dot with its clock time, the deadline dashed. What grows
//! faster than it is sent has no share to reach: there what is to be backed up is a line of its own.

mod draw;
mod labels;
mod outgrown;
pub(super) mod words;

pub(super) use draw::{Ground, draw, share_of};

use super::Story;
use super::facts::{Facts, clock};
use super::table::{Cell, Table};
use crate::sim::timeline::State;
use crate::units::{SimTime, Size, Span};
use outgrown::Outgrown;

/// Up to so many nights each is drawn with its hours; beyond, only the line.
pub(in crate::report::chart) const NIGHTS_DRAWN: u32 = 14;
/// The finest step of the line, as a part of its length: under a pixel in every layout.
const FINEST: i64 = 2000;
/// Over many nights, whose line has a point for every step.
const FINEST_OF_MANY: i64 = 1100;

/// What is plotted: a moment, the night it belongs to and what is stored then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report::chart) struct Point {
    pub at: SimTime,
    pub night: u32,
    pub stored: Size,
}

/// A point wherever moving turns into standing still or back, except where that is too close to see.
pub(in crate::report::chart) fn points(facts: &Facts<'_>) -> Vec<Point> {
    let done = facts.outcome.bytes.done;
    let mut list = vec![Point { at: SimTime::ZERO, night: 1, stored: done }];
    let many = facts.nights() > NIGHTS_DRAWN;
    let parts = if many { FINEST_OF_MANY } else { FINEST };
    let step = Span::from_micros(facts.outcome.ledger.horizon.micros() / parts);
    let mut kept = SimTime::ZERO;
    for (i, segment) in facts.segments.iter().enumerate() {
        let next = facts.segments.get(i + 1);
        let before = i.checked_sub(1).and_then(|i| facts.segments.get(i));
        let before = before.map_or(Size::ZERO, |s| s.sent);
        // What is lost is lost at once, not along the wait that follows.
        if is_seen(facts, before, segment.sent) && segment.end.since(kept) >= step {
            let night = segment.night;
            let (at, high) = match segment.state {
                State::Uploading => (segment.end, facts.peak(segment, before)),
                _ => (segment.start, before),
            };
            list.push(Point { at, night, stored: done.plus(high) });
            if segment.state != State::Uploading {
                list.push(Point { at, night, stored: done.plus(segment.sent) });
            }
            kept = at;
        }
        let outside = segment.state == State::Outside;
        let edge = next.is_none_or(|n| (n.state == State::Outside) != outside);
        let due = segment.end.since(kept) >= step;
        // Where a window opens again, the next night begins.
        let night = next.filter(|_| outside).map_or(segment.night, |n| n.night);
        if next.is_none() || due || (edge && !many) {
            // What was passed over since the last point lies before this segment, not along it.
            if segment.start > kept && segment.length() >= step {
                let stored = done.plus(before);
                list.push(Point { at: segment.start, night: segment.night, stored });
            }
            list.push(Point { at: segment.end, night, stored: done.plus(segment.sent) });
            kept = segment.end;
        }
    }
    list
}

/// Whether so much is lost between two moments that it can be seen.
fn is_seen(facts: &Facts<'_>, before: Size, after: Size) -> bool {
    u128::from(before.minus(after).bytes()) * 400 >= u128::from(facts.whole().bytes().max(1))
        && after < before
}

/// The most that is stored at any point of the line.
pub(super) fn peak(facts: &Facts<'_>) -> Size {
    points(facts).iter().map(|point| point.stored).max().unwrap_or(Size::ZERO)
}

pub(super) fn story(facts: &Facts<'_>) -> Story {
    Story {
        title: words::title(facts),
        subtitle: subtitle(facts),
        told: words::told(facts),
        alt: words::alt(facts),
    }
}

fn subtitle(facts: &Facts<'_>) -> String {
    if Outgrown::of(facts).is_some() {
        let what = "What is to be backed up and what of it is sent, by time";
        return match facts.window_text() {
            Some(hours) => format!("{what}; shaded = hours it may run, {hours}"),
            None => format!("{what}; it may run all day"),
        };
    }
    match facts.window_text() {
        Some(hours) if facts.nights() <= NIGHTS_DRAWN => {
            format!("Share of the backup sent, by time; shaded = hours it may run, {hours}")
        }
        Some(hours) => format!("Share of the backup sent, by {}; it may run {hours}", facts.day()),
        None if facts.by_cable() => "Share of the backup sent, by time since the start".to_owned(),
        None => "Share of the backup sent, by time; it may run all day".to_owned(),
    }
}

/// The row of a point.
pub(in crate::report::chart) fn cells(facts: &Facts<'_>, point: Point) -> Vec<Cell> {
    let Point { at, night, stored } = point;
    let whole = u128::from(facts.whole().bytes());
    let share = (u128::from(stored.bytes()) * 100_000).checked_div(whole).unwrap_or(100_000);
    vec![
        Cell::Milli(Span::from_micros(at.micros()).millis_up()),
        Cell::Whole(u64::from(night)),
        Cell::text(clock(facts.outcome.clock_at(at))),
        Cell::Whole(stored.bytes()),
        Cell::Milli(i64::try_from(share).unwrap_or(100_000)),
    ]
}

/// The plotted numbers.
pub(in crate::report::chart) fn table(facts: &Facts<'_>) -> Table {
    Outgrown::of(facts).map_or_else(|| shares(facts), |outgrown| outgrown.table())
}

/// The share sent over the time that was simulated.
pub(in crate::report::chart) fn shares(facts: &Facts<'_>) -> Table {
    Table {
        columns: &["time_s", "night", "clock", "stored_bytes", "share_percent"],
        rows: points(facts).into_iter().map(|point| cells(facts, point)).collect(),
    }
}
