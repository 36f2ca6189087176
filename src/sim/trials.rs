//! Many trials of one scenario: it is built once and run again and again, each time on random numbers of the
//! trial's own. Inputs, a seed and a trial's number flow in; when it was done flows out, or its whole way.

use super::frame::Frame;
use super::levels::Levels;
use super::nights::{Scope, Simulation};
use super::outcome::Finish;
use super::random::Stream;
use super::setup::{self, Made, Wanted};
use super::tally::Tally;
use super::timeline::{Timeline, sent_at};
use super::unhindered;
use crate::scenario::Inputs;
use crate::units::{Amount, ClockTime, SimTime, Size};

/// Many trials of one scenario: built once, run again and again.
pub struct Trials<'a> {
    simulation: Simulation<'a>,
    scope: Scope,
    seed: u64,
    row: u64,
    /// The trial at whose second 0 it stands from the start.
    fresh: Option<u64>,
}

/// The way of one trial from second 0 to where it ends.
#[derive(Clone, Debug)]
pub struct Course {
    /// When it was done; `None` if not within the nights that were looked at.
    pub finish: Option<Finish>,
    /// The clock time of its second 0, which a law of the window may move.
    pub clock_zero: ClockTime,
    /// What was sent when, and the battery's level where it was asked for.
    pub timeline: Timeline,
    /// The library with its growth by the end.
    pub whole: Size,
    done: Size,
}

impl Course {
    /// What is backed up at a moment, counted from its own second 0.
    pub fn stored_at(&self, at: SimTime) -> Size {
        self.done.plus(sent_at(&self.timeline.segments, at))
    }
}

/// What one trial found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// When it was done; `None` if not within the nights that were looked at.
    pub finish: Option<Finish>,
    /// Whether that was by the deadline.
    pub in_time: bool,
    /// Sent and kept by the end of the first window.
    pub by_first_morning: Size,
}

impl<'a> Trials<'a> {
    /// Trials of these inputs, each at most `nights` long.
    #[inline(always)]
    pub fn new(inputs: &'a Inputs, seed: u64, row: u64, nights: u32) -> Self {
        Self::with_battery(inputs, Stream { seed, row, trial: 0 }, nights, false)
    }

    /// As [`Trials::new`], from some trial on; `battery`: its level is followed all night, whoever reads it.
    #[inline(always)]
    pub fn with_battery(inputs: &'a Inputs, first: Stream, nights: u32, battery: bool) -> Self {
        Self::of_made(inputs, first, (nights, battery), Made::default())
    }

    /// As [`Trials::with_battery`], from what was made for trials of inputs like these.
    #[inline(always)]
    pub(crate) fn of_made(
        inputs: &'a Inputs,
        first: Stream,
        (nights, battery): (u32, bool),
        made: Made,
    ) -> Self {
        let wanted = Wanted { drawn: Some(first), battery, bare: !battery, ..Wanted::default() };
        let Stream { seed, row, trial } = first;
        let frame = Frame::of_like_nights(inputs);
        Trials {
            // Made where it stays.
            simulation: Simulation::in_frame(frame, inputs, wanted, made),
            scope: Scope { nights, skip: false, prove: false, until: SimTime::END },
            seed,
            row,
            fresh: Some(trial),
        }
    }

    /// What was made for them, for trials of inputs that differ in nothing that [`lays_out`].
    #[inline(always)]
    pub(crate) fn into_made(self) -> Made {
        self.simulation.into_made()
    }

    /// The numbers that a trial is yet to be drawn from; of the first one all is drawn from the start.
    fn undrawn(&mut self, trial: u64) -> Option<Stream> {
        let is_there = self.fresh.take() == Some(trial);
        (!is_there).then_some(Stream { seed: self.seed, row: self.row, trial })
    }

    /// At second 0 of a trial.
    fn begin(&mut self, trial: u64) {
        if let Some(stream) = self.undrawn(trial) {
            self.simulation.restart(stream);
        }
    }

    /// Runs one trial and keeps its way.
    pub fn course(&mut self, trial: u64) -> Course {
        self.begin(trial);
        let mut tally = Tally::new(true, self.simulation.engine.shown_level());
        let run = self.simulation.run(self.scope, &mut tally);
        Course {
            finish: run.finish(),
            clock_zero: self.simulation.frame.start,
            timeline: tally.close().1.unwrap_or_default(),
            whole: self.simulation.frame.size_in(run.night),
            done: self.simulation.inputs().library.done,
        }
    }

    /// Runs one trial for the battery's level alone: the clock time of its second 0, which a law of the
    /// window may move, and the level, where it is followed.
    pub fn levels(&mut self, trial: u64) -> (ClockTime, Levels) {
        self.begin(trial);
        let mut tally = Tally::of_levels();
        self.simulation.run(self.scope, &mut tally);
        (self.simulation.frame.start, tally.take_levels().unwrap_or_default())
    }

    /// Runs one trial.
    pub fn run(&mut self, trial: u64) -> Trial {
        let (finish, first_morning) = match self.is_unhindered() {
            true => self.run_unhindered(trial),
            false => self.run_engine(trial),
        };
        Trial {
            finish,
            in_time: finish.is_some_and(|f| f.at <= self.simulation.frame.deadline),
            by_first_morning: first_morning.floor(),
        }
    }

    /// Whether nothing but the line is in the way. One that strays may be so fast that sending drains a battery,
    /// which is then among the parts.
    fn is_unhindered(&self) -> bool {
        let has_battery = self.simulation.engine.parts.battery.is_some();
        !has_battery && setup::is_unhindered(self.simulation.inputs())
    }

    /// When a trial is done, and what it has sent by the first morning, from what its line carries.
    fn run_unhindered(&mut self, trial: u64) -> (Option<Finish>, Amount) {
        let stream = self.undrawn(trial);
        let whole = unhindered::whole(self.simulation.inputs());
        let Simulation { engine, frame, .. } = &mut self.simulation;
        let Some(line) = &mut engine.parts.line else { return self.run_engine(trial) };
        if let Some(stream) = stream {
            line.draw_from(|| stream.speed());
        }
        unhindered::trial(line, frame, whole, self.scope.nights)
    }

    /// The same, event by event.
    fn run_engine(&mut self, trial: u64) -> (Option<Finish>, Amount) {
        self.begin(trial);
        let run = self.simulation.run(self.scope, &mut Tally::closed());
        (run.finish(), run.first_morning)
    }
}
