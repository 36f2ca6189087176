//! Doze: when a still, unplugged Android phone lets apps use the network. Counted from the moment
//! it was last unplugged or its screen last went off.
//!
//! Light windows of 1 min at 9, 20, 36 and 52 min, then deep ones: 5 min at 124.5, 10 min at 249.5
//! and 499.5, then 10 min after every further 360 min (computed from the constants of AOSP 16
//! DeviceIdleController, collected 2026-11-23). The four minutes before the first light phase count
//! as asleep (assumed; eight hours then hold 19 min of windows).

use crate::units::{SimTime, Span};

const MINUTE: i64 = 60_000_000;
/// `(start, length)` in halves of a minute.
const WINDOWS: [(i64, i64); 7] =
    [(18, 2), (40, 2), (72, 2), (104, 2), (249, 10), (499, 20), (999, 20)];
/// The last window's end, and the time from there to the next, in halves of a minute.
const LAST_END: i64 = 1019;
const IDLE: i64 = 720;
const LENGTH: i64 = 20;

/// Whether the phone is awake for apps at `now`, still since `since`, and when that changes.
pub fn awake(since: SimTime, now: SimTime) -> (bool, SimTime) {
    let half = MINUTE / 2;
    let elapsed = now.since(since).micros();
    let at = |halves: i64| since.plus(Span::from_micros(halves.saturating_mul(half)));
    for (start, length) in WINDOWS {
        if elapsed < start * half {
            return (false, at(start));
        }
        if elapsed < (start + length) * half {
            return (true, at(start + length));
        }
    }
    let cycle = IDLE + LENGTH;
    let past = elapsed - LAST_END * half;
    let turn = past / (cycle * half);
    let begins = LAST_END + turn * cycle + IDLE;
    if elapsed < begins * half { (false, at(begins)) } else { (true, at(begins + LENGTH)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_hours_hold_nineteen_minutes_of_windows() {
        // docs/models.md: 4 light windows of 1 min + deep ones of 5 and 10 min; the next deep one
        // begins at 499.5 min, after the eight hours.
        let end = SimTime::from_secs(8 * 3600);
        let (mut now, mut open) = (SimTime::ZERO, 0);
        while now < end {
            let (is_awake, changes) = awake(SimTime::ZERO, now);
            let until = changes.min(end);
            if is_awake {
                open += until.since(now).micros();
            }
            now = until;
        }
        assert_eq!(open, 19 * MINUTE);
    }

    #[test]
    fn after_the_last_listed_window_one_opens_every_370_minutes() {
        // 509.5 + 360 = 869.5 min.
        let at = |minutes: f64| SimTime::from_micros((minutes * 6e7) as i64);
        assert_eq!(awake(SimTime::ZERO, at(600.0)), (false, at(869.5)));
        assert_eq!(awake(SimTime::ZERO, at(869.5)), (true, at(879.5)));
        assert_eq!(awake(SimTime::ZERO, at(870.0)), (true, at(879.5)));
        assert_eq!(awake(SimTime::ZERO, at(879.5)), (false, at(1239.5)));
        assert_eq!(awake(SimTime::ZERO, at(900.0)), (false, at(1239.5)));
    }
}
