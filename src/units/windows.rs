//! Stretches of clock time: when the backup may run, when Wi-Fi is there, when the phone is in
//! use. A clock window repeats every night unless it names its nights.

use super::time::{ClockTime, Span};

/// The nights a clock window is limited to, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nights {
    /// The first night.
    pub first: u32,
    /// The last night.
    pub last: u32,
}

/// A stretch from one clock time to another, over midnight if `end` is not after `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockWindow {
    /// The nights it is limited to; `None` is every night.
    pub nights: Option<Nights>,
    /// Its start, 00:00 to 23:59:59.
    pub start: ClockTime,
    /// Its end, up to 24:00, never equal to the start.
    pub end: ClockTime,
}

impl ClockWindow {
    /// A window of every night.
    pub const fn daily(start: ClockTime, end: ClockTime) -> Self {
        ClockWindow { nights: None, start, end }
    }

    /// Its length, more than zero and at most 24 h.
    pub const fn length(&self) -> Span {
        let length = self.start.until(self.end);
        if length.micros() == 0 { Span::DAY } else { length }
    }

    /// Whether it holds in the night of that number.
    pub fn in_night(&self, night: u32) -> bool {
        self.nights.is_none_or(|n| n.first <= night && night <= n.last)
    }
}

/// When something is so: always, never, or in clock windows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Windows {
    /// At all times (`yes`).
    Always,
    /// At no time (`no`, `none`).
    #[default]
    Never,
    /// In these windows, at most 24 of them, and at no other time.
    Clock(Vec<ClockWindow>),
}

/// The backup window: when backing up is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackupWindow {
    /// From 00:00 without end.
    AllDay,
    /// Every night from `start` to `end`, over midnight if `end` is not after `start`.
    Nightly {
        /// Its start.
        start: ClockTime,
        /// Its end.
        end: ClockTime,
    },
}

impl BackupWindow {
    /// The clock time of second 0.
    pub const fn start(self) -> ClockTime {
        match self {
            BackupWindow::AllDay => ClockTime::MIDNIGHT,
            BackupWindow::Nightly { start, .. } => start,
        }
    }

    /// How much of each 24 h lies in the window.
    pub const fn length(self) -> Span {
        match self {
            BackupWindow::AllDay => Span::DAY,
            BackupWindow::Nightly { start, end } => ClockWindow::daily(start, end).length(),
        }
    }
}

/// When the backup must be done: the first such clock time after the start of the given night
/// (24 h later if it equals the start).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// The night, from 1; `None` means the first.
    pub night: Option<u32>,
    /// The clock time.
    pub clock: ClockTime,
}
