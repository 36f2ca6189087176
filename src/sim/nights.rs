//! Night after night: the engine runs the windows one by one, until everything is sent, a proof says
//! that it never will be, or the last night has passed. Nights that go alike are skipped
//! ([`super::repeat`]); with and without skipping the outcome is the same.

use super::engine::Engine;
use super::frame::Frame;
use super::outcome::{Finish, Proof, ProofKind};
use super::random::Stream;
use super::repeat::{self, After, Mark};
use super::setup::{self, Made, Wanted};
use super::tally::Tally;
use crate::cause::{Cause, CauseSet};
use crate::client::Work;
use crate::model::service::Commit;
use crate::model::space::Destination;
use crate::scenario::Inputs;
use crate::units::{Amount, SimTime};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything is sent.
    Finished(Finish),
    /// Something is left after the last night.
    Open,
    /// Something is left, and always will be.
    Never(Proof),
    /// Turned down before the first byte.
    Refused(Proof),
}

/// What running the nights found, besides the books.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// How it ended.
    pub ending: Ending,
    /// The last night that was looked at.
    pub night: u32,
    /// The moment up to which it was looked at.
    pub horizon: SimTime,
    /// Sent and kept by the end of the first window.
    pub first_morning: Amount,
    /// Of this, what could be restored then.
    pub safe: Amount,
}

impl Run {
    /// When everything was sent.
    pub const fn finish(&self) -> Option<Finish> {
        match self.ending {
            Ending::Finished(finish) => Some(finish),
            Ending::Open | Ending::Never(_) | Ending::Refused(_) => None,
        }
    }
}

/// How far to go.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// How many nights at most.
    pub nights: u32,
    /// Whether nights that go alike may be skipped.
    pub skip: bool,
    /// Whether to look for a proof that it never ends.
    pub prove: bool,
    /// Nothing is looked at beyond this moment.
    pub until: SimTime,
}

/// A simulation that can be run again and again.
pub struct Simulation<'a> {
    /// The engine.
    pub engine: Engine<'a>,
    /// Its calendar.
    pub frame: Frame,
    inputs: &'a Inputs,
    wanted: Wanted,
}

impl<'a> Simulation<'a> {
    /// From inputs. Inlined up to whoever keeps it, as it is large and each move of it would cost a row of a
    /// batch more than a gate that is asked.
    #[inline(always)]
    pub fn new(inputs: &'a Inputs, wanted: Wanted) -> Self {
        Self::of_made(inputs, wanted, Made::default())
    }

    /// From inputs, and what was made for a simulation of inputs like these: see [`Made`].
    #[inline(always)]
    pub fn of_made(inputs: &'a Inputs, wanted: Wanted, made: Made) -> Self {
        Self::in_frame(Frame::new(inputs), inputs, wanted, made)
    }

    /// The same in a calendar of its own: that of like nights where none is skipped and nothing is proved,
    /// which is all that asks which nights are unlike.
    #[inline(always)]
    pub fn in_frame(frame: Frame, inputs: &'a Inputs, wanted: Wanted, made: Made) -> Self {
        Simulation { engine: setup::engine(inputs, wanted, made), frame, inputs, wanted }
    }

    /// What was made for it, for a simulation of inputs like these.
    #[inline(always)]
    pub fn into_made(self) -> Made {
        let parts = self.engine.parts;
        let payload = match parts.client.payload {
            Work::Classes(mut payload) => {
                payload.restart();
                Some(payload)
            }
            Work::Lanes(_) | Work::Program(_) => None,
        };
        let average = parts.line.map(|line| line.average()).unwrap_or_default();
        Made { payload, average }
    }

    /// Back to second 0, for another trial.
    pub fn restart(&mut self, stream: Stream) {
        if self.engine.parts.client.payload.restart() {
            self.engine.restart(stream);
        } else {
            // A program's connections begin anew.
            let wanted = Wanted { drawn: Some(stream), ..self.wanted };
            self.engine = setup::engine(self.inputs, wanted, Made::default());
        }
    }

    /// What it simulates.
    pub const fn inputs(&self) -> &'a Inputs {
        self.inputs
    }

    /// How it does.
    pub const fn wanted(&self) -> Wanted {
        self.wanted
    }

    fn sent(&self) -> Amount {
        self.engine.parts.client.payload.sent()
    }

    /// What turns it down before the first byte. Call it once the first night has begun.
    fn refusal(&self) -> Option<(CauseSet, Proof)> {
        let parts = &self.engine.parts;
        // Room that is still to come may be enough.
        let settled = parts.destination.as_deref().filter(|d| d.is_settled(SimTime::ZERO));
        let short = settled.and_then(Destination::spare).filter(|&s| s < Amount::ZERO);
        let tight = parts.space.as_ref().map(|s| s.slack()).filter(|&s| s < Amount::ZERO);
        let full = if setup::destination_is_computer(self.inputs) {
            Cause::ComputerFull
        } else {
            Cause::CloudFull
        };
        let mut by = setup::refusals(self.inputs);
        if short.is_some() {
            by = by.with(full);
        }
        if tight.is_some() {
            by = by.with(Cause::PhoneFull);
        }
        let cause = by.first()?;
        let gap = match cause {
            Cause::PhoneFull => tight,
            _ if cause == full => short,
            _ => None,
        };
        let missing = gap.map(|gap| (Amount::ZERO - gap).floor());
        Some((by, Proof { cause, kind: ProofKind::Refused { missing } }))
    }

    /// Runs the nights.
    pub fn run(&mut self, scope: Scope, tally: &mut Tally) -> Run {
        let mut run = Run {
            ending: Ending::Open,
            night: 1,
            horizon: SimTime::ZERO,
            first_morning: Amount::ZERO,
            safe: Amount::ZERO,
        };
        if self.engine.parts.client.payload.is_done() {
            run.ending = Ending::Finished(Finish { night: 1, at: SimTime::ZERO });
            return run;
        }
        if self.frame.manual {
            self.engine.parts.client.start_by_hand();
        }
        let (mut number, mut kept, mut may_repeat) = (1, [None, None], false);
        loop {
            let night = self.frame.night(number);
            let end = night.base.plus(night.length).min(scope.until);
            if number > 1 {
                self.engine.parts.client.payload.grow();
            }
            self.engine.begin(&night);
            let refused = if number == 1 { self.refusal() } else { None };
            if let Some((by, _)) = refused {
                tally.refuse(by);
            }
            // Where no books are kept, the last two nights are looked at whatever the others kept: a proof
            // that rests on one of them comes in no later one.
            let is_near_the_end = number >= scope.nights.saturating_sub(1);
            let looks_back = (scope.skip || scope.prove)
                && (!tally.is_closed() || is_near_the_end || may_repeat);
            let before = self.sent();
            let mark = looks_back.then(|| Mark::new(&mut self.engine, &self.frame, &night, tally));
            let noted = scope.skip && tally.is_closed();
            if noted && let Some(payload) = self.engine.parts.client.payload.classes_mut() {
                payload.note_way();
            }
            let finish = self.engine.run(&night, night.base, end, tally);
            tally.share_out();
            (run.night, run.horizon) = (number, finish.unwrap_or(end));
            if let Some(at) = finish {
                run.ending = Ending::Finished(Finish { night: number, at });
                if number == 1 {
                    (run.first_morning, run.safe) = (self.sent(), self.sent());
                    tally.first_night_ends(self.lost_charge());
                }
                return run;
            }
            if end >= scope.until {
                return run;
            }
            if !self.frame.all_day {
                self.engine.parts.client.window_ends(end);
                tally.settle_sent(self.sent());
            }
            if number == 1 {
                run.first_morning = self.sent();
                if self.inputs.service.commit == Commit::Item {
                    run.safe = self.engine.parts.client.payload.finished_items();
                }
                tally.first_night_ends(self.lost_charge());
            }
            if let Some((_, proof)) = refused {
                run.ending = Ending::Refused(proof);
                return run;
            }
            kept = [Some(self.sent() - before), kept[0]];
            may_repeat = self.may_repeat(kept);
            let mut next = number + 1;
            if !self.frame.all_day && number < scope.nights {
                tally.outside(number, end, self.frame.night(next).base, self.sent());
            }
            if let Some(mark) = mark {
                let nights = (number, scope.nights);
                let what = (scope.prove, scope.skip);
                match repeat::after(&mut self.engine, &self.frame, nights, &mark, what, tally) {
                    After::Unknown => may_repeat = false,
                    After::Alike(nights) => next += nights,
                    After::Never(proof) => {
                        tally.drop_outside();
                        run.ending = Ending::Never(proof);
                        return run;
                    }
                }
            }
            if number >= scope.nights {
                return run;
            }
            if noted && next == number + 1 && !may_repeat {
                next += self.go_same_way((number, scope.nights), &mut kept, &mut may_repeat);
            }
            number = next;
        }
    }

    /// Goes on over nights that differ from the last one only in where the payload is as they begin, up to
    /// the last but one at most, to one that may repeat, or to one in which something comes to its end.
    /// Returns how many these are. For runs whose books nobody reads.
    fn go_same_way(
        &mut self,
        (number, last): (u32, u32),
        kept: &mut [Option<Amount>; 2],
        may_repeat: &mut bool,
    ) -> u32 {
        if !repeat::may_go_same_way(&self.engine, &self.frame, number) {
            return 0;
        }
        let Some(payload) = self.engine.parts.client.payload.classes_mut() else { return 0 };
        let special = self.frame.next_special(number).unwrap_or(u32::MAX);
        let most = special.min(last).saturating_sub(number).saturating_sub(1);
        let mut nights = 0;
        while nights < most && !*may_repeat {
            let Some((more, is_where_it_was)) = payload.go_same_way(kept[0]) else { break };
            *kept = [Some(more), kept[0]];
            *may_repeat = is_where_it_was || more <= self.frame.growth;
            nights += 1;
        }
        if nights > 0 {
            self.engine.pass_over(nights);
        }
        nights
    }

    /// Whether a night may go as the one before it: both keep as much, or so little that it is never done.
    /// What the last two kept says so at little cost; where books are kept it is not enough, as these say
    /// from which night on.
    fn may_repeat(&self, [last, before]: [Option<Amount>; 2]) -> bool {
        last.is_some_and(|last| last <= self.frame.growth || before == Some(last))
    }

    fn lost_charge(&self) -> bool {
        self.engine.parts.battery.as_ref().is_some_and(|b| b.lost_while_plugged())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Draft, Origin};
    use crate::sim::{Chance, Record, simulate};

    /// What turns 40 GB down before the first byte: the gate, and the space that is missing.
    fn refused(more: &[(&str, &str)]) -> Option<(Cause, Option<u64>)> {
        let mut draft = Draft::new();
        let base = [("size", "40GB"), ("upload", "3Mbps"), ("quota", "up-front")];
        for (key, text) in base.iter().chain(more) {
            draft.set(key, text, Origin::Study);
        }
        let proof = simulate(&draft.build().unwrap(), Chance::Mean, Record::No).proof?;
        match proof.kind {
            ProofKind::Refused { missing } => Some((proof.cause, missing.map(|m| m.bytes()))),
            _ => None,
        }
    }

    #[test]
    fn what_is_short_of_space_is_turned_down_with_what_is_missing() {
        assert_eq!(refused(&[("cloud-free", "40GB")]), None);
        assert_eq!(
            refused(&[("cloud-free", "39GB")]),
            Some((Cause::CloudFull, Some(1_000_000_000)))
        );
        let computer = [("computer-free", "39GB"), ("phone", "computer")];
        assert_eq!(refused(&computer), Some((Cause::ComputerFull, Some(1_000_000_000))));
        let phone = [("phone-floor", "2GB"), ("phone-free", "2GB")];
        assert_eq!(refused(&phone), None);
        let phone = [("phone-floor", "2GB"), ("phone-free", "1.5GB")];
        assert_eq!(refused(&phone), Some((Cause::PhoneFull, Some(500_000_000))));
        // What is known to stop it anyhow comes first, and is no matter of space.
        let both = [("cloud-free", "39GB"), ("signed-in", "no")];
        assert_eq!(refused(&both), Some((Cause::SignedOut, None)));
        // What is done needs no room any more.
        assert_eq!(refused(&[("cloud-free", "30GB"), ("done", "10GB")]), None);
        assert_eq!(
            refused(&[("cloud-free", "29GB"), ("done", "10GB")]),
            Some((Cause::CloudFull, Some(1_000_000_000)))
        );
        // Room that is still to come may be enough.
        assert_eq!(refused(&[("cloud-free", "39GB"), ("cloud-resized", "23:00 50GB")]), None);
    }
}
