//! Other uploads on the same line: the cap `rival-traffic`.
//!
//! With C the line's capacity: fixed-rate rivals are served first but leave us 10 % of it (an
//! upload beside a sender that wants everything was measured to keep 0.10 to 0.15 of the link); what
//! is left, R, is shared by connections: ours R x f/(f + Σf_i), where f counts those that carry bytes. A sized rival gets its part of what
//! we leave, so it takes the whole R while we stall, and it is over when its size is sent.

use crate::cause::Cause;
use crate::model::conditions::{Conditions, Limits, Model, Night, earlier};
use crate::model::timed::Timed;
use crate::units::schedule::stretches;
use crate::units::{
    Amount, Fraction, Rate, Rival, RivalDemand, RivalTime, Rivals, Schedule, SimTime, Span,
};

/// The most of the line that fixed-rate rivals take: 90 % (measured: an upload keeps 0.10 to 0.15).
const FIXED_AT_MOST: Fraction = Fraction::from_percent(90);

struct Competitor<'a> {
    rival: &'a Rival,
    on: Timed<bool>,
    limited: bool,
    left: Amount,
}

impl Competitor<'_> {
    #[inline]
    fn flows(&self) -> u64 {
        let shares = match &self.rival.demand {
            RivalDemand::Fixed(_) => false,
            RivalDemand::Endless => true,
            RivalDemand::Sized(_) | RivalDemand::Items(_) => self.left > Amount::ZERO,
        };
        if shares && self.on.value() { u64::from(self.rival.flows) } else { 0 }
    }

    fn schedule(&self, night: &Night) -> Schedule<bool> {
        match self.rival.time {
            RivalTime::Always => Schedule::constant(true),
            RivalTime::Within(window) if !window.in_night(night.number) => {
                Schedule::constant(false)
            }
            RivalTime::Within(window) => Schedule::of_stretches(stretches(&window, night.start)),
            RivalTime::From(clock) => {
                Schedule::of_stretches(std::iter::once((night.start.until(clock), Span::DAY)))
            }
        }
    }
}

/// What a rival with a size has to send; zero for the others.
fn demanded(rival: &Rival) -> Amount {
    match &rival.demand {
        RivalDemand::Sized(size) => size.amount(),
        RivalDemand::Items(items) => items.total().amount(),
        RivalDemand::Endless | RivalDemand::Fixed(_) => Amount::ZERO,
    }
}

/// All rivals on the line.
pub struct Competition<'a> {
    list: Vec<Competitor<'a>>,
    changes: u32,
}

impl<'a> Competition<'a> {
    /// From the rivals; `None` without any.
    pub fn new(rivals: &'a Rivals) -> Option<Self> {
        let list: Vec<_> = rivals
            .0
            .iter()
            .map(|rival| Competitor {
                rival,
                on: Timed::new(Schedule::constant(false)),
                limited: matches!(rival.time, RivalTime::Within(w) if w.nights.is_some()),
                left: demanded(rival),
            })
            .collect();
        (!list.is_empty()).then_some(Competition { list, changes: 0 })
    }

    /// What the fixed-rate rivals leave of the line.
    fn left_by_fixed(&self, capacity: Rate) -> Rate {
        let taken = self.list.iter().filter(|c| c.on.value()).fold(Rate::ZERO, |sum, c| {
            match c.rival.demand {
                RivalDemand::Fixed(rate) => sum.plus(rate),
                RivalDemand::Endless | RivalDemand::Sized(_) | RivalDemand::Items(_) => sum,
            }
        });
        let most = FIXED_AT_MOST.of(capacity);
        capacity.minus(if taken < most { taken } else { most })
    }

    /// The rate of the sharing rivals together, by their connections.
    fn theirs(&self, facts: &Conditions, ours: Rate) -> (Rate, u64) {
        let total: u64 = self.list.iter().map(Competitor::flows).sum();
        if facts.line_down || total == 0 {
            return (Rate::ZERO, 1);
        }
        (self.left_by_fixed(facts.capacity).minus(ours), total)
    }

    /// What sized rivals have left to send, for the skipping of nights.
    pub fn left(&self) -> impl Iterator<Item = Amount> + '_ {
        self.list.iter().map(|c| c.left)
    }

    /// Takes off what sized rivals send in nights that are skipped: as much in each as since
    /// `before`.
    pub fn skip(&mut self, before: &[Amount], nights: u32) {
        for (competitor, &before) in self.list.iter_mut().zip(before) {
            let each = (before - competitor.left).units();
            competitor.left -= Amount::from_units(each.saturating_mul(i128::from(nights)));
        }
    }

    /// How often a sized rival has come to its end.
    pub const fn changes(&self) -> u32 {
        self.changes
    }
}

impl Model for Competition<'_> {
    fn begin(&mut self, night: &Night) {
        for competitor in &mut self.list {
            if night.number == 1 {
                competitor.left = demanded(competitor.rival);
            }
            let fresh = competitor.limited || night.number == 1;
            let schedule = fresh.then(|| competitor.schedule(night));
            competitor.on.begin(night, schedule);
        }
    }

    fn heeds_client(&self) -> bool {
        false
    }

    fn limit(&self, _: SimTime, facts: &Conditions, limits: &mut Limits) {
        if self.list.iter().all(|c| !c.on.value()) {
            return;
        }
        let total: u64 = self.list.iter().map(Competitor::flows).sum();
        let left = self.left_by_fixed(facts.capacity);
        // Where nothing is taken, the line itself is the limit.
        let share = left.share(facts.flows, facts.flows + total);
        if share < facts.capacity {
            limits.cap(Cause::RivalTraffic, share);
        }
    }

    fn next_event(&self, now: SimTime, facts: &Conditions, rate: Rate) -> Option<SimTime> {
        let (theirs, total) = self.theirs(facts, rate);
        self.list.iter().fold(None, |next, competitor| {
            let share = theirs.share(competitor.flows(), total);
            let ends = if competitor.left > Amount::ZERO {
                competitor.left.time_at(share).map(|span| now.plus(span))
            } else {
                None
            };
            earlier(next, earlier(competitor.on.next_change(), ends))
        })
    }

    fn advance(&mut self, now: SimTime, to: SimTime, facts: &Conditions, rate: Rate) {
        let (theirs, total) = self.theirs(facts, rate);
        for competitor in &mut self.list {
            let share = theirs.share(competitor.flows(), total);
            if competitor.left > Amount::ZERO {
                competitor.left -= share.over(to.since(now));
                if competitor.left <= Amount::ZERO {
                    competitor.left = Amount::ZERO;
                    self.changes += 1;
                }
            }
            competitor.on.advance(to);
        }
    }
}
