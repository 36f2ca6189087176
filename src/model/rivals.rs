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
                on: Timed::constant(false),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{ClockTime, ClockWindow, Nights, Size};

    fn mbps(n: u64) -> Rate {
        Rate::from_bits_per_s(n * 1_000_000)
    }

    fn rival(flows: u32, demand: RivalDemand, time: RivalTime) -> Rival {
        Rival { name: String::new(), flows, demand, time, until_cut: false }
    }

    /// Nights from 22:00 to 07:00.
    fn night(number: u32) -> Night {
        Night {
            number,
            base: SimTime::ZERO.plus(Span::DAY.times(i64::from(number) - 1)),
            start: ClockTime::from_hm(22, 0),
            length: Span::from_secs(9 * 3600),
            fresh: true,
        }
    }

    fn facts(capacity: u64) -> Conditions {
        Conditions { capacity: mbps(capacity), flows: 2, ..Conditions::default() }
    }

    fn granted(rivals: &Competition, facts: &Conditions) -> Option<Rate> {
        let mut limits = Limits::new(crate::model::conditions::Relaxed::default());
        rivals.limit(SimTime::ZERO, facts, &mut limits);
        (limits.cap != Rate::UNLIMITED).then_some(limits.cap)
    }

    /// Of 100 Mbit/s a fixed rival takes its 40; the 60 left go to our 2 connections and 1 + 3 of
    /// others: 20. Fixed ones that want 120 leave 10, of which we get a third.
    #[test]
    fn fixed_rivals_come_first_and_the_rest_goes_by_connections() {
        use RivalDemand::{Endless, Fixed, Sized};
        let sized = Sized(Size::from_bytes(1_000_000));
        let mut list = vec![
            rival(9, Fixed(mbps(40)), RivalTime::Always),
            rival(1, Endless, RivalTime::Always),
            rival(3, sized, RivalTime::Always),
        ];
        let rivals = Rivals(list.clone());
        let mut competition = Competition::new(&rivals).unwrap();
        assert_eq!(granted(&competition, &facts(100)), None);
        competition.begin(&night(1));
        assert_eq!(granted(&competition, &facts(100)), Some(mbps(20)));
        list[0].demand = Fixed(mbps(80));
        list.push(rival(1, Fixed(mbps(40)), RivalTime::Always));
        let rivals = Rivals(list);
        let mut competition = Competition::new(&rivals).unwrap();
        competition.begin(&night(1));
        assert_eq!(granted(&competition, &facts(100)), Some(mbps(10).share(2, 6)));
        assert!(Competition::new(&Rivals(Vec::new())).is_none());
    }

    /// 1 MB = 8 Mbit beside 3 Mbit/s of ours on 7 Mbit/s: 4 Mbit/s for it, 2 s. While the line is
    /// down nothing of it moves.
    #[test]
    fn a_sized_rival_takes_what_we_leave_until_it_is_sent() {
        let rivals = Rivals(vec![rival(
            2,
            RivalDemand::Sized(Size::from_bytes(1_000_000)),
            RivalTime::Always,
        )]);
        let mut competition = Competition::new(&rivals).unwrap();
        competition.begin(&night(1));
        let (facts, now) = (facts(7), SimTime::ZERO);
        let down = Conditions { line_down: true, ..facts.clone() };
        assert_eq!(competition.next_event(now, &facts, mbps(3)), Some(SimTime::from_secs(2)));
        assert_eq!(competition.next_event(now, &down, mbps(3)), None);
        competition.advance(now, SimTime::from_secs(9), &down, mbps(3));
        assert_eq!(competition.left().collect::<Vec<_>>(), [Size::from_bytes(1_000_000).amount()]);
        competition.advance(now, SimTime::from_secs(1), &facts, mbps(3));
        assert_eq!(competition.left().collect::<Vec<_>>(), [Size::from_bytes(500_000).amount()]);
        assert_eq!(
            (granted(&competition, &facts), competition.changes()),
            (Some(mbps(7).share(1, 2)), 0)
        );
        competition.advance(SimTime::from_secs(1), SimTime::from_secs(2), &facts, mbps(3));
        assert_eq!(competition.left().collect::<Vec<_>>(), [Amount::ZERO]);
        assert_eq!((granted(&competition, &facts), competition.changes()), (None, 1));
        competition.advance(SimTime::from_secs(2), SimTime::from_secs(3), &facts, mbps(3));
        assert_eq!(competition.changes(), 1);
        // The first night of another trial begins with all of it, a later one with what is left.
        competition.begin(&night(2));
        assert_eq!(competition.left().collect::<Vec<_>>(), [Amount::ZERO]);
        competition.begin(&night(1));
        assert_eq!(competition.left().collect::<Vec<_>>(), [Size::from_bytes(1_000_000).amount()]);
    }

    #[test]
    fn skipped_nights_take_from_a_sized_rival_what_one_took() {
        let sized =
            |bytes| rival(1, RivalDemand::Sized(Size::from_bytes(bytes)), RivalTime::Always);
        let rivals = Rivals(vec![sized(100), sized(50)]);
        let mut competition = Competition::new(&rivals).unwrap();
        competition.begin(&night(1));
        let bytes = |n| Size::from_bytes(n).amount();
        competition.list[0].left = bytes(90);
        competition.skip(&[bytes(100), bytes(50)], 3);
        assert_eq!(competition.left().collect::<Vec<_>>(), [bytes(60), bytes(50)]);
    }

    #[test]
    fn a_rival_is_on_at_its_hours_of_its_nights() {
        let clock = ClockTime::from_hm;
        let window = ClockWindow::daily(clock(1, 0), clock(2, 0));
        let second = ClockWindow { nights: Some(Nights { first: 2, last: 2 }), ..window };
        let rivals = Rivals(vec![
            rival(1, RivalDemand::Endless, RivalTime::Within(window)),
            rival(1, RivalDemand::Endless, RivalTime::Within(second)),
            rival(1, RivalDemand::Endless, RivalTime::From(clock(3, 0))),
        ]);
        let mut competition = Competition::new(&rivals).unwrap();
        let mut on = |number: u32, hours: i64| {
            let night = night(number);
            competition.begin(&night);
            competition.advance(
                night.base,
                night.base.plus(Span::from_secs(3600 * hours)),
                &facts(1),
                mbps(0),
            );
            competition.list.iter().map(|c| c.on.value()).collect::<Vec<_>>()
        };
        assert_eq!(on(1, 2), [false, false, false]);
        assert_eq!(on(1, 3), [true, false, false]);
        assert_eq!(on(2, 3), [true, true, false]);
        assert_eq!(on(3, 3), [true, false, false]);
        assert_eq!(on(3, 4), [false, false, false]);
        assert_eq!(on(1, 5), [false, false, true]);
    }
}
