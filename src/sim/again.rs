//! Many answers from one simulation: what does not change from one question to the next is made once.
//! Inputs flow in; ends without books, and the point answer with this or that out of the way, flow out,
//! each as a simulation of its own would find it.

use super::nights::{Ending, Scope, Simulation};
use super::outcome::{Bytes, Finish, Outcome, Proof};
use super::setup::{self, Made, Wanted};
use super::tally::Tally;
use super::{Ask, moved, run_for, unhindered};
use crate::model::conditions::Relaxed;
use crate::scenario::Inputs;
use crate::units::SimTime;

/// What the point answer comes to, without the way there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct End {
    /// When it is done; `None` if not within the nights that were looked at.
    pub finish: Option<Finish>,
    /// Whether that is by the deadline.
    pub in_time: bool,
    /// What turned it down before the first byte.
    pub refused: Option<Proof>,
    /// It may be that it never ends; whether and why takes the books of
    /// [`super::simulate_inputs`].
    pub may_be_never: bool,
    /// What moved.
    pub bytes: Bytes,
}

/// The end of the point answer.
pub(crate) fn end(inputs: &Inputs) -> End {
    Ends::default().next(inputs)
}

/// The ends of the point answers of many cases with one library and one service, whose library is laid out
/// once.
#[derive(Debug, Default)]
pub(crate) struct Ends(Made);

impl Ends {
    /// The end of the next case, for who asks for it a thousand times: no books are kept.
    pub(crate) fn next(&mut self, inputs: &Inputs) -> End {
        if let Some(found) = unhindered::outcome(inputs) {
            let Outcome { finish, bytes, deadline, .. } = found;
            let in_time = finish.is_some_and(|f| f.at <= deadline);
            return End { finish, in_time, refused: None, may_be_never: false, bytes };
        }
        let wanted = Wanted { bare: true, ..Wanted::default() };
        let mut simulation = Simulation::of_made(inputs, wanted, std::mem::take(&mut self.0));
        let nights = simulation.frame.nights;
        let scope = Scope { nights, skip: true, prove: true, until: SimTime::END };
        let run = simulation.run(scope, &mut Tally::closed());
        let may_be_never = matches!(run.ending, Ending::Never(_));
        let bytes = moved(inputs, &simulation, &run);
        let (finish, refused) = match run.ending {
            Ending::Finished(finish) => (Some(finish), None),
            Ending::Refused(proof) => (None, Some(proof)),
            Ending::Open | Ending::Never(_) => (None, None),
        };
        let in_time = finish.is_some_and(|f| f.at <= simulation.frame.deadline);
        self.0 = simulation.into_made();
        End { finish, in_time, refused, may_be_never, bytes }
    }
}

/// The point answer of a case, as things are and with something out of the way.
pub(crate) struct Point<'a> {
    inputs: &'a Inputs,
    held: Option<Simulation<'a>>,
}

impl<'a> Point<'a> {
    /// Of a case.
    pub(crate) const fn new(inputs: &'a Inputs) -> Self {
        Point { inputs, held: None }
    }

    /// As things are.
    pub(crate) fn outcome(&mut self) -> Outcome {
        unhindered::outcome(self.inputs).unwrap_or_else(|| self.relaxed(Relaxed::default()))
    }

    /// With something out of the way.
    pub(crate) fn relaxed(&mut self, relaxed: Relaxed) -> Outcome {
        let ask = Ask::point(relaxed);
        let inputs = self.inputs;
        run_for(inputs, self.at_start(ask.wanted()), ask)
    }

    /// When it is done with something out of the way; `None` if not by `until`.
    pub(crate) fn finish_relaxed(&mut self, relaxed: Relaxed, until: SimTime) -> Option<SimTime> {
        let simulation = self.at_start(Wanted { relaxed, bare: true, ..Wanted::default() });
        let nights = simulation.frame.nights;
        let scope = Scope { nights, skip: true, prove: false, until };
        match simulation.run(scope, &mut Tally::closed()).ending {
            Ending::Finished(finish) => Some(finish.at),
            Ending::Open | Ending::Never(_) | Ending::Refused(_) => None,
        }
    }

    /// A simulation at second 0: the one at hand, if its parts do.
    fn at_start(&mut self, wanted: Wanted) -> &mut Simulation<'a> {
        let inputs = self.inputs;
        let held = self.held.take().and_then(|simulation| simulation.again(wanted));
        self.held.insert(held.unwrap_or_else(|| Simulation::new(inputs, wanted)))
    }
}

impl Simulation<'_> {
    /// Back to second 0 for a point answer with other things out of the way; `None` where that takes other
    /// parts.
    fn again(mut self, wanted: Wanted) -> Option<Self> {
        let does = setup::is_made_alike(self.inputs(), self.wanted(), wanted)
            && self.engine.parts.client.payload.restart();
        does.then(|| {
            self.engine.relax(wanted.relaxed);
            self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::Cause;
    use crate::scenario::{Draft, Origin};
    use crate::sim::outcome::Verdict;
    use crate::sim::{by_engine, outcome};
    use proptest::prelude::*;

    proptest! {
        /// Many nights that differ in nothing but where the payload is as they begin.
        #[test]
        fn an_end_without_books_is_the_end_that_the_books_find(
            (size, rate) in (20u32..400, 1u32..12),
            items in prop::sample::select(vec![
                "", "photos 9000 x 3MB, videos 150 x 180MB", "videos 40 x 1GB", "documents 90000 x 90kB",
            ]),
            resume in prop::sample::select(vec![
                "byte", "item", "chunk 4MB", "chunk 100MB x 4", "pack 32MB", "pack 16MB x 5", "nothing",
            ]),
            stop in prop::option::of(prop::sample::select(vec!["byte", "item", "chunk 25MB"])),
            (transfers, overhead) in (1u32..6, 0u32..3),
            outages in prop::sample::select(vec![
                "never", "02:00-02:20", "nights 5-6: 01:00-05:00", "23:10-23:40, 04:00-04:01",
            ]),
            (nights, growth) in (1u32..60, prop::sample::select(vec!["0B", "40MB", "3GB"])),
            (drops, power, in_use, free) in any::<(bool, bool, bool, bool)>(),
        ) {
            let mut draft = Draft::new();
            let mut set = |name: &str, text: &str| draft.set(name, text, Origin::Default);
            set("size", &format!("{size}GB"));
            set("upload", &format!("{rate}Mbps"));
            set("resume-from", resume);
            set("transfers", &transfers.to_string());
            set("item-overhead", &format!("{overhead}s"));
            set("outages", outages);
            set("nights", &nights.to_string());
            set("growth", growth);
            if !items.is_empty() {
                set("items", items);
            }
            stop.iter().for_each(|text| set("resume-after-stop", text));
            for (is, name, text) in [
                (drops, "drops", "every 2h for 3min"),
                (power, "requires", "power, locked"),
                (in_use, "in-use", "22:30-23:05"),
                (free, "cloud-free", "150GB"),
            ] {
                if is {
                    set(name, text);
                }
            }
            let scenario = draft.build().unwrap();
            let inputs = scenario.inputs();
            let found = by_engine(inputs, Ask::point(Relaxed::default()));
            let end = end(inputs);
            prop_assert!(end.may_be_never || found.verdict != Verdict::Never);
            if !end.may_be_never {
                prop_assert_eq!(end.finish, found.finish);
                prop_assert_eq!(end.bytes, found.bytes);
            }
        }

        /// Whatever was asked before, and in whatever order.
        #[test]
        fn a_point_answers_as_a_simulation_of_its_own(
            preset in prop::sample::select(vec![
                "generic", "icloud-backup", "google-backup", "google-photos", "onedrive", "samsung-cloud",
                "restic",
            ]),
            (size, rate) in (1u32..120, 1u32..40),
            (level, watts, ambient) in (0u32..100, 0u32..20, prop::option::of(20u32..45)),
            (window, wifi) in prop::sample::select(vec![
                ("22:00-07:00", "always"), ("all-day", "21:00-02:00, 03:00-12:00"),
                ("22:00-07:00", "nights 2-3: 22:00-02:00"), ("all-day", "always"),
            ]),
            nights in 1u32..12,
            (drops, growth, rivals, free) in any::<(bool, bool, bool, bool)>(),
            asked in prop::collection::vec((0..Cause::ALL.len(), any::<bool>()), 1..6),
        ) {
            let mut draft = Draft::new();
            let mut set = |name: &str, text: &str| draft.set(name, text, Origin::Default);
            set("preset", preset);
            set("size", &format!("{size}GB"));
            set("upload", &format!("{rate}Mbps"));
            set("battery", &format!("{level}%"));
            set("charger", &if watts == 0 { "none".to_owned() } else { format!("{watts}W") });
            set("nights", &nights.to_string());
            set("window", window);
            set("wifi", wifi);
            set("cloud-outages", "02:00-03:00");
            let ambient = ambient.map(|degrees| format!("{degrees}C"));
            ambient.iter().for_each(|text| set("ambient", text));
            for (is, name, text) in [
                (drops, "drops", "every 20min for 60s"),
                (growth, "growth", "300MB"),
                (rivals, "rivals", "nas 5GB always"),
                (free, "cloud-free", "30GB"),
            ] {
                if is {
                    set(name, text);
                }
            }
            let Ok(scenario) = draft.build() else { return Ok(()) };
            let inputs = scenario.inputs();
            let mut point = Point::new(inputs);
            let plain = outcome(inputs, Ask::point(Relaxed::default()));
            prop_assert_eq!(point.outcome(), plain);
            for (cause, whole) in asked {
                let relaxed = Relaxed::of(Cause::ALL[cause]);
                let own = by_engine(inputs, Ask::point(relaxed));
                if whole {
                    prop_assert_eq!(point.relaxed(relaxed), own);
                } else {
                    let finish = own.finish.map(|finish| finish.at);
                    prop_assert_eq!(point.finish_relaxed(relaxed, SimTime::END), finish);
                }
            }
        }
    }
}
