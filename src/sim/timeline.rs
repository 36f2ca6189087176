//! The timeline: what happened from second 0 to the horizon, as segments of constant rate and
//! constant causes that touch without a gap. Charts and the timeline CSV are drawn from it.

use crate::cause::{Cause, CauseSet};
use crate::units::{Fraction, Rate, SimTime, Size, Span};

/// What the upload does in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Bytes move, or the client works on an item.
    Uploading,
    /// Nothing moves although data remains and the window is open.
    Stalled,
    /// Between two windows.
    Outside,
}

impl State {
    /// The word in CSV and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            State::Uploading => "uploading",
            State::Stalled => "stalled",
            State::Outside => "outside",
        }
    }
}

/// A stretch of constant rate and constant causes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Its start.
    pub start: SimTime,
    /// Its end, after its start.
    pub end: SimTime,
    /// The night it lies in, from 1.
    pub night: u32,
    /// What the upload does.
    pub state: State,
    /// The binding cap while uploading, the cause blamed while stalled, `outside-window` outside.
    pub cause: Cause,
    /// All closed gates.
    pub closed: CauseSet,
    /// The payload that goes out in each second.
    pub rate: Rate,
    /// What is sent and kept at the segment's end, `library.done` not included.
    pub sent: Size,
    /// The battery's level at the segment's end; `None` outside the window.
    pub battery: Option<Fraction>,
    /// Whether the battery counts as charging; `None` outside the window.
    pub charging: Option<bool>,
}

impl Segment {
    /// Its length.
    pub fn length(&self) -> Span {
        self.end.since(self.start)
    }
}

/// What is sent and kept at a moment, `library.done` not included: along a straight line in each segment.
pub fn sent_at(segments: &[Segment], at: SimTime) -> Size {
    let index = segments.partition_point(|s| s.end <= at);
    let before = index.checked_sub(1).and_then(|i| segments.get(i));
    let before = before.map_or(Size::ZERO, |s| s.sent);
    let Some(inside) = segments.get(index) else { return before };
    let part = i128::from(at.since(inside.start).micros());
    let whole = i128::from(inside.length().micros().max(1));
    let rise = i128::from(inside.sent.bytes()) - i128::from(before.bytes());
    let sent = i128::from(before.bytes()) + rise * part / whole;
    Size::from_bytes(u64::try_from(sent).unwrap_or(0))
}

/// The battery's level at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelPoint {
    /// The moment.
    pub at: SimTime,
    /// The level.
    pub level: Fraction,
}

/// The level between two moments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Straight {
    since: SimTime,
    /// Where it ends.
    pub(super) until: SimTime,
    micros: i64,
    from: i64,
    rise: i64,
}

impl Straight {
    /// From a point to a later one.
    pub(super) fn between(before: &LevelPoint, after: &LevelPoint) -> Self {
        let from = i64::from(before.level.millionths());
        let rise = i64::from(after.level.millionths()) - from;
        let micros = after.at.since(before.at).micros().max(1);
        Straight { since: before.at, until: after.at, micros, from, rise }
    }

    /// The level at a moment between the two.
    #[inline]
    pub(super) fn at(&self, at: SimTime) -> Fraction {
        let part = at.since(self.since).micros();
        // A product of 64 bits holds a whole charge over a hundred nights, and costs a fraction of more.
        let risen = match self.rise.checked_mul(part) {
            Some(product) => product.div_euclid(self.micros),
            None => (self.rise as f64 * (part as f64 / self.micros as f64)) as i64,
        };
        Fraction::from_millionths(u32::try_from(self.from + risen).unwrap_or(0))
    }
}

/// The segments from second 0 to the horizon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// They touch without a gap and are never empty stretches.
    pub segments: Vec<Segment>,
    /// The battery's level within the windows: it bends where no cause changes, so that the ends of
    /// segments do not tell it. Straight lines between these stay within
    /// [`LEVEL_ERROR`](crate::model::power::trace::LEVEL_ERROR) of it.
    pub levels: Vec<LevelPoint>,
}

impl Timeline {
    /// The battery's level at a moment; `None` outside the windows and where it was not simulated.
    pub fn level_at(&self, at: SimTime) -> Option<Fraction> {
        let first = self.segments.partition_point(|s| s.end < at);
        let next = self.levels.partition_point(|p| p.at < at);
        let touching = self.segments.get(first..)?.iter().take_while(|s| s.start <= at);
        let end = touching.filter_map(|s| s.battery).next()?;
        let after = self.levels.get(next);
        if let Some(point) = after.filter(|p| p.at == at) {
            return Some(point.level);
        }
        let before = next.checked_sub(1).and_then(|i| self.levels.get(i));
        let (Some(after), Some(before)) = (after, before) else { return Some(end) };
        Some(Straight::between(before, after).at(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> SimTime {
        SimTime::from_secs(seconds)
    }

    fn percent(n: u32) -> Option<Fraction> {
        Some(Fraction::from_percent(n))
    }

    fn segment(from: i64, to: i64, sent: u64, battery: Option<Fraction>) -> Segment {
        Segment {
            start: at(from),
            end: at(to),
            night: 1,
            state: State::Uploading,
            cause: Cause::UploadSpeed,
            closed: CauseSet::EMPTY,
            rate: Rate::ZERO,
            sent: Size::from_bytes(sent),
            battery,
            charging: None,
        }
    }

    /// 100 B in the first 10 s, nothing to 30 s, 20 B lost again to 40 s.
    #[test]
    fn between_the_ends_of_segments_what_is_sent_lies_on_a_line() {
        let segments =
            [segment(0, 10, 100, None), segment(10, 30, 100, None), segment(30, 40, 80, None)];
        let sent = [0, 5, 10, 20, 30, 35, 40, 99].map(|now| sent_at(&segments, at(now)).bytes());
        assert_eq!(sent, [0, 50, 100, 100, 100, 90, 80, 80]);
        assert_eq!(sent_at(&[], at(5)), Size::ZERO);
        assert_eq!(segments[1].length(), Span::from_secs(20));
    }

    #[test]
    fn each_state_has_a_word_of_its_own() {
        let words = [State::Uploading, State::Stalled, State::Outside].map(State::word);
        assert_eq!(words, ["uploading", "stalled", "outside"]);
    }

    /// 50 % at 0 s, 60 % at 10 s, 40 % at 30 s, where the window ends.
    #[test]
    fn between_its_points_the_level_lies_on_a_line() {
        let point = |seconds, n| LevelPoint { at: at(seconds), level: Fraction::from_percent(n) };
        let timeline = Timeline {
            segments: vec![
                segment(0, 20, 0, percent(50)),
                segment(20, 30, 0, percent(40)),
                segment(30, 50, 0, None),
            ],
            levels: vec![point(0, 50), point(10, 60), point(30, 40)],
        };
        let level = |now| timeline.level_at(at(now)).map(|level| level.millionths() / 10_000);
        let moments = [0, 5, 10, 15, 20, 29, 30, 31, 50, 51];
        let seen = moments.map(level);
        let known = [50, 55, 60, 55, 50, 41, 40].map(Some);
        assert_eq!(seen[..7], known);
        assert_eq!(seen[7..], [None; 3]);
        // Without points the end of the segment is all that is known.
        let bare = Timeline { levels: Vec::new(), ..timeline.clone() };
        assert_eq!(bare.level_at(at(5)), percent(50));
        assert_eq!(bare.level_at(at(25)), percent(40));
        // Before the first and behind the last point as well.
        let late = Timeline { levels: vec![point(10, 60)], ..timeline };
        assert_eq!(
            [5, 10, 15].map(|now| late.level_at(at(now))),
            [percent(50), percent(60), percent(50)]
        );
    }

    /// Over 1,000 days a rise of a million parts in half of the time is 4.3e19, more than 64 bits hold.
    #[test]
    fn a_level_between_points_years_apart_lies_on_the_line_as_well() {
        let day = 86_400;
        let point = |days, n| LevelPoint { at: at(days * day), level: Fraction::from_percent(n) };
        let timeline = Timeline {
            segments: vec![segment(0, 1_000 * day, 0, percent(100))],
            levels: vec![point(0, 0), point(1_000, 100)],
        };
        let level = |days| timeline.level_at(at(days * day)).unwrap().millionths();
        assert!(level(500).abs_diff(500_000) <= 1 && level(250).abs_diff(250_000) <= 1);
    }
}
