//! The simulation: a valid scenario flows in, an [`outcome::Outcome`] flows out. It cannot fail.

mod again;
mod books;
mod dash;
mod engine;
mod frame;
mod levels;
mod nights;
pub mod outcome;
mod parts;
pub mod random;
mod repeat;
mod ride;
mod setup;
mod tally;
pub mod timeline;
mod trials;
mod unhindered;
mod uplink;

use crate::client::classes::Layout;
use crate::model::conditions::Relaxed;
use crate::model::link::LinkKind;
use crate::model::link::line::fastest;
use crate::scenario::{Inputs, Scenario};
use crate::units::{SimTime, Size, Span};
pub(crate) use again::{End, Ends, Point, end};
pub use levels::Levels;
use nights::{Ending, Run, Scope, Simulation};
use outcome::{Bytes, Ledger, Outcome, Verdict};
pub use random::Stream;
use setup::Wanted;
pub(crate) use setup::{Made, lays_out};
pub use setup::{plugging_matters, reading_is_drawn, speed_strays, unlocking_matters, varies};
use tally::Tally;
pub use trials::{Course, Trial, Trials};

/// What is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// Nothing: the point answer.
    Mean,
    /// One trial with these random numbers.
    Drawn(Stream),
}

/// What is kept besides the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// Nothing.
    No,
    /// The battery over the first window.
    Battery,
    /// The battery and the timeline.
    Yes,
}

/// Simulates a scenario.
pub fn simulate(scenario: &Scenario, chance: Chance, record: Record) -> Outcome {
    let relaxed = Relaxed::default();
    outcome(scenario.inputs(), Ask { chance, record, relaxed, skip: chance == Chance::Mean })
}

/// As [`simulate`], but every night is simulated by itself: slower, the same outcome. For tests.
pub fn simulate_plain(scenario: &Scenario, chance: Chance, record: Record) -> Outcome {
    let relaxed = Relaxed::default();
    outcome(scenario.inputs(), Ask { chance, record, relaxed, skip: false })
}

/// The point answer for inputs that a study has changed within what is valid.
pub(crate) fn simulate_inputs(inputs: &Inputs) -> Outcome {
    outcome(inputs, Ask::point(Relaxed::default()))
}

/// The point answer with its timeline, for inputs that a study has changed within what is valid.
pub(crate) fn simulate_recorded(inputs: &Inputs) -> Outcome {
    let relaxed = Relaxed::default();
    outcome(inputs, Ask { chance: Chance::Mean, record: Record::Yes, relaxed, skip: true })
}

/// A trial for inputs that a study has changed within what is valid.
pub(crate) fn simulate_drawn(inputs: &Inputs, chance: Chance) -> Outcome {
    let relaxed = Relaxed::default();
    outcome(inputs, Ask { chance, record: Record::No, relaxed, skip: false })
}

#[derive(Clone, Copy)]
struct Ask {
    chance: Chance,
    record: Record,
    relaxed: Relaxed,
    skip: bool,
}

fn outcome(inputs: &Inputs, ask: Ask) -> Outcome {
    // Who skips nights asks for the answer and not for the way to it.
    let may_skip = ask.skip && ask.record == Record::No && ask.relaxed == Relaxed::default();
    if may_skip && let Some(outcome) = unhindered::outcome(inputs) {
        return outcome;
    }
    by_engine(inputs, ask)
}

fn by_engine(inputs: &Inputs, ask: Ask) -> Outcome {
    let mut simulation = Simulation::new(inputs, ask.wanted());
    run_for(inputs, &mut simulation, ask)
}

impl Ask {
    /// The point answer with something taken out of the way.
    const fn point(relaxed: Relaxed) -> Self {
        Ask { chance: Chance::Mean, record: Record::No, relaxed, skip: true }
    }

    fn wanted(self) -> Wanted {
        let drawn = match self.chance {
            Chance::Mean => None,
            Chance::Drawn(stream) => Some(stream),
        };
        let battery = self.record != Record::No;
        Wanted { drawn, battery, relaxed: self.relaxed, ..Wanted::default() }
    }
}

/// The outcome of a simulation that stands at second 0.
fn run_for<'a>(inputs: &'a Inputs, simulation: &mut Simulation<'a>, ask: Ask) -> Outcome {
    let wanted = ask.wanted();
    let prove = wanted.drawn.is_none();
    let (nights, until) = (simulation.frame.nights, SimTime::END);
    let scope = Scope { nights, skip: ask.skip, prove, until };
    let recorded = ask.record == Record::Yes;
    let mut tally = Tally::new(recorded, simulation.engine.shown_level());
    let mut run = simulation.run(scope, &mut tally);
    if matches!(run.ending, Ending::Never(_)) && simulation.engine.is_thinned() {
        // No proof rests on drops: it must hold without them.
        let mut calm = Simulation::new(inputs, Wanted { calm: true, ..wanted });
        let without = calm.run(scope, &mut Tally::new(false, None));
        if !matches!(without.ending, Ending::Never(_)) {
            *simulation = Simulation::new(inputs, wanted);
            tally = Tally::new(recorded, simulation.engine.shown_level());
            run = simulation.run(Scope { prove: false, ..scope }, &mut tally);
        }
    }
    close(inputs, simulation, run, &mut tally)
}

/// The outcome of a run.
fn close(inputs: &Inputs, simulation: &Simulation, run: Run, tally: &mut Tally) -> Outcome {
    let frame = &simulation.frame;
    let bytes = moved(inputs, simulation, &run);
    let (verdict, finish, proof) = match run.ending {
        Ending::Finished(finish) if finish.at <= frame.deadline => {
            (Verdict::Finishes, Some(finish), None)
        }
        Ending::Finished(finish) => (Verdict::Misses, Some(finish), None),
        Ending::Open => (Verdict::Misses, None, None),
        Ending::Never(proof) => (Verdict::Never, None, Some(proof)),
        Ending::Refused(proof) => (Verdict::Refused, None, Some(proof)),
    };
    let horizon = run.horizon.since(SimTime::ZERO);
    let (uploading, stalled) = tally.books.ledger();
    let outside = horizon.minus(uploading).minus(stalled);
    let (stalls, limits) = tally.books.shares();
    let (battery, timeline) = tally.close();
    Outcome {
        verdict,
        finish,
        deadline: frame.deadline,
        clock_zero: frame.start,
        bytes,
        ledger: Ledger { horizon, uploading, stalled, outside },
        stalls,
        limits,
        proof,
        battery,
        timeline,
    }
}

/// What has moved in a run.
fn moved(inputs: &Inputs, simulation: &Simulation, run: &Run) -> Bytes {
    let payload = &simulation.engine.parts.client.payload;
    let (size, done) = (simulation.frame.size_in(run.night), inputs.library.done);
    let sent = payload.sent().floor();
    Bytes {
        size,
        done,
        sent,
        resent: payload.resent().floor(),
        left: size.minus(done).minus(sent),
        by_first_morning: run.first_morning.floor(),
        safe_first_morning: run.safe.floor(),
    }
}

/// The share of the speed that random drops cost in the point answer, in percent: at the line's full
/// rate, at the start of the payload. `None` where there are none.
pub fn drops_cost(inputs: &Inputs) -> Option<f64> {
    inputs.link.drops.filter(|_| inputs.link.kind != LinkKind::Usb)?;
    let (payload, scan) = setup::payload(inputs, Wanted::default(), None);
    let thinning = setup::thinning(inputs, Wanted::default(), scan);
    let rate = fastest(&inputs.link, setup::connections(inputs));
    let left = thinning.map_or(rate, |t| t.of(rate, payload.unit())).microbits_per_s() as f64;
    Some(100.0 * (1.0 - left / rate.microbits_per_s().max(1) as f64))
}

/// What is left out because the service does not take items that large.
pub fn left_out(inputs: &Inputs) -> Size {
    Layout::new(&inputs.library, &inputs.service, 1).left_out
}

/// The night that holds the deadline.
pub fn deadline_night(inputs: &Inputs) -> u32 {
    let frame = frame::Frame::new(inputs);
    let nights = (frame.deadline.micros() - 1).max(0) / Span::DAY.micros() + 1;
    u32::try_from(nights).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
