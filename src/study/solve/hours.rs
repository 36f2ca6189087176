//! Backup windows in order of their length, one minute apart, each within the next: the scale on which
//! the start and the length of the window are solved for. The deadline stays where it is.

use crate::scenario::Inputs;
use crate::units::{BackupWindow, ClockTime};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// The window and the deadline of the base case, in seconds after the midnight before its start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hours {
    allowed: BackupWindow,
    start: i64,
    end: i64,
    /// The deadline within 24 h of the start, whatever the night.
    deadline: i64,
}

impl Hours {
    pub(super) fn of(inputs: &Inputs) -> Self {
        let allowed = inputs.window.allowed;
        let start = i64::from(allowed.start().secs());
        let end = start + whole(allowed.length().micros());
        let deadline = inputs.window.deadline.map_or(end, |deadline| {
            let after = whole(allowed.start().until(deadline.clock).micros());
            start + if after == 0 { DAY } else { after }
        });
        Hours { allowed, start, end, deadline }
    }

    fn is_all_day(&self) -> bool {
        self.allowed == BackupWindow::AllDay
    }

    /// How early it may begin: a window is shorter than 24 h, and beginning before the deadline of the
    /// day before would move the deadline there. `all-day` begins at 00:00.
    fn earliest(&self, end: i64) -> i64 {
        if self.is_all_day() { 0 } else { (end - DAY + MINUTE).max(self.deadline - DAY) }
    }

    /// How many later or earlier starts there are; the first begins within a minute of the end.
    pub(super) fn starts(&self) -> u64 {
        let last = up(self.end.min(self.deadline));
        ((last - up(self.earliest(self.end))) / MINUTE).max(1).unsigned_abs()
    }

    /// The window that begins so many minutes before its end or the deadline, and ends as before.
    pub(super) fn from(&self, minutes: u64) -> BackupWindow {
        let minutes = i64::try_from(minutes).unwrap_or(DAY);
        let start = up(self.end.min(self.deadline)) - minutes * MINUTE;
        if self.is_all_day() && start <= 0 {
            return BackupWindow::AllDay;
        }
        let end = match self.allowed {
            BackupWindow::Nightly { end, .. } => end,
            BackupWindow::AllDay => ClockTime::from_hm(24, 0),
        };
        BackupWindow::Nightly { start: clock(start), end }
    }

    /// The latest useful end: the base case's, or a later deadline.
    fn last_end(&self) -> i64 {
        if self.is_all_day() {
            return self.end;
        }
        self.end.max(self.deadline).min(self.start + DAY - MINUTE).max(self.end)
    }

    /// In so many steps of a minute the end goes from the start to its latest.
    fn ends(&self) -> i64 {
        (up(self.last_end()) - down(self.start)) / MINUTE
    }

    /// How many shorter and longer windows there are.
    pub(super) fn lengths(&self) -> u64 {
        let earlier = (up(self.start) - up(self.earliest(self.last_end()))) / MINUTE;
        (self.ends() + earlier.max(0)).max(1).unsigned_abs()
    }

    /// The window of that many minutes: its end goes from the start to the latest useful end, then its
    /// start goes back.
    pub(super) fn lasting(&self, minutes: u64) -> BackupWindow {
        let minutes = i64::try_from(minutes).unwrap_or(DAY);
        let (ends, last) = (self.ends(), self.last_end());
        if minutes >= ends && self.is_all_day() {
            return BackupWindow::AllDay;
        }
        let end = (down(self.start) + minutes * MINUTE).min(last);
        let start = match minutes - ends {
            ..=0 => self.start,
            earlier => up(self.start) - earlier * MINUTE,
        };
        BackupWindow::Nightly { start: clock(start), end: clock(end) }
    }
}

fn whole(micros: i64) -> i64 {
    micros / 1_000_000
}

fn down(seconds: i64) -> i64 {
    seconds.div_euclid(MINUTE) * MINUTE
}

fn up(seconds: i64) -> i64 {
    -down(-seconds)
}

fn clock(seconds: i64) -> ClockTime {
    ClockTime::from_secs(u32::try_from(seconds.rem_euclid(DAY)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Deadline, Kind};

    fn hours(window: &str, deadline: Option<&str>) -> Hours {
        let mut inputs = Inputs::default();
        inputs.window.allowed = BackupWindow::read(window).unwrap().value;
        inputs.window.deadline = deadline.map(|text| Deadline::read(text).unwrap().value);
        Hours::of(&inputs)
    }

    #[test]
    fn starts_go_back_from_the_end_to_a_minute_under_a_day() {
        let h = hours("22:00-07:00", None);
        assert_eq!(h.from(1).print(), "06:59-07:00");
        assert_eq!(h.from(9 * 60).print(), "22:00-07:00");
        assert_eq!(h.from(h.starts()).print(), "07:01-07:00");
        // A start before the last deadline would be a day too early for this one.
        let h = hours("22:00-07:00", Some("05:00"));
        assert_eq!(h.from(1).print(), "04:59-07:00");
        assert_eq!(h.from(h.starts()).print(), "07:01-07:00");
        let h = hours("22:00-07:00", Some("09:00"));
        assert_eq!(h.from(h.starts()).print(), "09:00-07:00");
        let h = hours("22:00-07:00", Some("22:00"));
        assert_eq!(h.from(h.starts()).print(), "22:00-07:00");
        let h = hours("all-day", None);
        assert_eq!((h.from(1).print(), h.starts()), ("23:59-24:00".to_owned(), 1440));
        assert_eq!(h.from(1440), BackupWindow::AllDay);
    }

    #[test]
    fn lengths_grow_at_the_end_up_to_the_deadline_and_then_at_the_start() {
        let h = hours("22:00-07:00", Some("09:00"));
        assert_eq!(h.lasting(1).print(), "22:00-22:01");
        assert_eq!(h.lasting(9 * 60).print(), "22:00-07:00");
        assert_eq!(h.lasting(11 * 60).print(), "22:00-09:00");
        assert_eq!(h.lasting(12 * 60).print(), "21:00-09:00");
        assert_eq!(h.lasting(h.lengths()).print(), "09:01-09:00");
        let h = hours("22:00:20-07:00", None);
        assert_eq!(h.lasting(1).print(), "22:00:20-22:01");
        assert_eq!(h.lasting(540).print(), "22:00:20-07:00");
        assert_eq!(h.lasting(541).print(), "22:00-07:00");
        let h = hours("all-day", None);
        assert_eq!((h.lengths(), h.lasting(1440)), (1440, BackupWindow::AllDay));
        assert_eq!(h.lasting(23).print(), "00:00-00:23");
        let h = hours("22:00-07:00", Some("22:00"));
        assert_eq!(h.lasting(h.lengths()).print(), "22:00-21:59");
    }

    #[test]
    fn every_window_on_the_scale_holds_the_one_before_it() {
        for (window, deadline) in [
            ("22:00-07:00", None),
            ("22:00:20-07:00:40", None),
            ("09:17-17:03", Some("18:00")),
            ("01:00-05:00", Some("night 3 04:00")),
            ("all-day", Some("08:00")),
        ] {
            let h = hours(window, deadline);
            let longer = |of: &dyn Fn(u64) -> BackupWindow, count: u64| {
                for n in 1..count {
                    let (a, b) = (of(n).length(), of(n + 1).length());
                    assert!(a < b || a == b && n == 1, "{window}: {n}: {a:?} {b:?}");
                }
            };
            longer(&|n| h.from(n), h.starts());
            longer(&|n| h.lasting(n), h.lengths());
        }
    }
}
