//! The battery's level over a trial: the points of its line flow in, window by window; the levels at moments
//! flow out. It is all that some studies ask of a trial, which then needs neither books nor segments.

use super::timeline::{LevelPoint, Straight};
use crate::units::{Fraction, SimTime, Span};

/// The level in all windows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    points: Vec<LevelPoint>,
    /// How many points lie before each window.
    starts: Vec<usize>,
}

impl Levels {
    /// One more window: points in order of time, from its start to where it ends or all is done.
    pub(super) fn window(&mut self, points: impl Iterator<Item = LevelPoint>) {
        self.starts.push(self.points.len());
        self.points.extend(points);
    }

    /// The levels at moments, which rise. Behind a window, or where all is done, the last level stands for the
    /// rest of those 24 hours. `None` where one of the moments has no level.
    pub fn at(&self, moments: impl ExactSizeIterator<Item = SimTime>) -> Option<Vec<Fraction>> {
        let mut levels = Vec::with_capacity(moments.len());
        let (mut next, mut windows) = (0, self.starts.iter().copied().peekable());
        let mut line: Option<Straight> = None;
        for at in moments {
            // Most moments lie on the same straight line as the one before.
            if let Some(line) = line.as_ref().filter(|line| at < line.until) {
                levels.push(line.at(at));
                continue;
            }
            while self.points.get(next).is_some_and(|point| point.at < at) {
                next += 1;
            }
            while windows.next_if(|&start| start < next).is_some() {}
            let before = next.checked_sub(1).and_then(|place| self.points.get(place));
            let after = self.points.get(next);
            let is_within = windows.peek() != Some(&next);
            let ends = before.zip(after).filter(|(_, after)| is_within && at < after.at);
            line = ends.map(|(before, after)| Straight::between(before, after));
            levels.push(match (&line, before, after) {
                (_, _, Some(after)) if after.at == at => after.level,
                (Some(line), ..) => line.at(at),
                (None, Some(before), _) if day(before.at) == day(at) => before.level,
                _ => return None,
            });
        }
        Some(levels)
    }
}

/// The 24 hours from second 0 on in which a moment lies.
const fn day(at: SimTime) -> i64 {
    at.micros().div_euclid(Span::DAY.micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> SimTime {
        SimTime::from_secs(3600 * hours)
    }

    fn found(windows: &[&[(i64, u32)]], moments: &[i64]) -> Option<Vec<u32>> {
        let mut levels = Levels::default();
        let point =
            |&(hours, level)| LevelPoint { at: at(hours), level: Fraction::from_percent(level) };
        windows.iter().for_each(|window| levels.window(window.iter().map(point)));
        let found = levels.at(moments.iter().map(|&hours| at(hours)))?;
        Some(found.iter().map(|level| level.millionths() / 10_000).collect())
    }

    /// 50 % at 0 h, 60 % at 2 h, 40 % at 6 h, where the window ends; 80 % from 24 h on, down to 70 % at 34 h.
    #[test]
    fn a_level_lies_on_the_line_and_behind_a_window_where_it_was() {
        let nights: [&[(i64, u32)]; 2] = [&[(0, 50), (2, 60), (6, 40)], &[(24, 80), (34, 70)]];
        let moments = [0, 1, 2, 4, 6, 7, 23, 24, 29, 34, 47];
        let known = [50, 55, 60, 50, 40, 40, 40, 80, 75, 70, 70];
        assert_eq!(found(&nights, &moments), Some(known.to_vec()));
        // Whether or not some are left out.
        for every in 2..=moments.len() {
            let some: Vec<i64> = moments.iter().copied().step_by(every).collect();
            let known = known.iter().copied().step_by(every).collect();
            assert_eq!(found(&nights, &some), Some(known), "every {every}");
        }
        // The next night is another.
        assert_eq!(found(&nights, &[34, 48]), None);
        assert_eq!(found(&nights[..1], &[24]), None);
        assert_eq!((found(&[], &[0]), found(&[], &[])), (None, Some(Vec::new())));
    }

    /// Days without a gap, of which the second begins afresh with 90 %.
    #[test]
    fn where_one_window_follows_the_other_the_end_of_the_first_is_told() {
        let days: [&[(i64, u32)]; 2] = [&[(0, 50), (24, 74)], &[(24, 90), (48, 42)]];
        assert_eq!(found(&days, &[23, 24, 25, 48]), Some(vec![73, 74, 88, 42]));
    }
}
