//! The ticker's result.

use super::World;
use super::payload::BYTE;
use backup_sim::cause::Cause;

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Finished,
    Open,
    Never,
    Refused(Cause),
}

/// What the ticker found. Times in microseconds, amounts in bytes.
#[derive(Clone, Debug)]
pub struct Ticked {
    pub end: End,
    pub horizon: i64,
    pub sent: f64,
    pub resent: f64,
    pub left: f64,
    pub by_first_morning: f64,
    pub safe_first_morning: f64,
    pub stalls: [i64; Cause::COUNT],
    pub soles: [i64; Cause::COUNT],
    pub limits: [f64; Cause::COUNT],
    pub uploading: i64,
    pub stalled: i64,
    pub outside: i64,
    /// Changes that depend on more than the clock.
    pub events: u32,
    /// The fastest rate seen and the slowest, bytes a second.
    pub fastest: f64,
    pub slowest: f64,
    /// Bytes that may be lost or kept, as an interruption fell that close to a boundary.
    pub loose: f64,
    /// Level at the end of the first window, lowest level, seconds of charging in it.
    pub battery: (f64, f64, f64),
    /// How often charging began or ended in it.
    pub flips: u32,
    /// A run lived on the fraction of a second by which a level was overshot.
    pub chatter: bool,
    /// The battery's, in joules.
    pub capacity: f64,
    pub nights: u32,
    /// How close a night came to another outcome: what was left at its end, or what it carried
    /// more or less than grew. Bytes.
    pub edge: f64,
}

/// The sums kept while ticking.
#[derive(Default)]
pub struct Tally {
    pub stalls: Vec<i64>,
    pub soles: Vec<i64>,
    pub limits: Vec<f64>,
    pub uploading: i64,
    pub stalled: i64,
}

impl Tally {
    pub fn new() -> Self {
        Tally {
            stalls: vec![0; Cause::COUNT],
            soles: vec![0; Cause::COUNT],
            limits: vec![0.0; Cause::COUNT],
            ..Tally::default()
        }
    }
}

impl World<'_> {
    pub fn report(self, end: End, night: u32, morning: [i64; 2]) -> Ticked {
        self.report_with(end, night, morning, 0.0)
    }

    pub fn report_with(self, end: End, night: u32, morning: [i64; 2], soc: f64) -> Ticked {
        let p = &self.payload;
        let bytes = |micro: i64| micro as f64 / BYTE as f64;
        let worked = self.tally.uploading + self.tally.stalled;
        Ticked {
            end,
            horizon: self.now,
            sent: bytes(p.kept),
            resent: bytes(p.resent),
            left: bytes(p.library + p.grown - p.done - p.kept),
            by_first_morning: bytes(morning[0]),
            safe_first_morning: bytes(morning[1]),
            stalls: self.tally.stalls.try_into().expect("one for each"),
            soles: self.tally.soles.try_into().expect("one for each"),
            limits: self.tally.limits.try_into().expect("one for each"),
            uploading: self.tally.uploading,
            stalled: self.tally.stalled,
            outside: self.now - worked,
            events: self.events,
            fastest: bytes(self.fastest),
            slowest: bytes(self.slowest.min(self.fastest)),
            loose: bytes(self.loose as i64),
            battery: (soc, self.battery.lowest(), self.battery.charged as f64 * 1e-6),
            flips: self.battery.flips,
            chatter: self.chatter,
            capacity: self.battery.capacity,
            nights: night,
            edge: bytes(self.edge),
        }
    }
}
