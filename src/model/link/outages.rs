//! Outages of the line: clock windows with an effect each flow in, the gate `link-outage` flows
//! out. Of several at once the strongest effect holds. A hole (packets vanish, nobody is told) holds
//! connections: time-outs belong to the retry rules of a client. Where only the phone's ends die, they
//! are dead for the client.

use super::Link;
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Effect, Limits, Model, Night};
use crate::model::timed::Timed;
use crate::units::schedule::stretches;
use crate::units::{OutageEffect, Outages, Rate, Schedule, SimTime, Span};

/// The line's outages.
pub struct LineOutages<'a> {
    outages: &'a Outages,
    default: Effect,
    limited: bool,
    effect: Timed<Option<Effect>>,
}

impl<'a> LineOutages<'a> {
    /// From the link's inputs; `None` without outages.
    pub fn new(link: &'a Link) -> Option<Self> {
        (!link.outages.0.is_empty()).then(|| LineOutages {
            outages: &link.outages,
            default: if link.survive { Effect::Hold } else { Effect::Cut },
            limited: link.outages.0.iter().any(|(w, _)| w.nights.is_some()),
            effect: Timed::constant(None),
        })
    }

    fn schedule(&self, night: &Night) -> Schedule<Option<Effect>> {
        let mut held: Vec<(Span, Span, Effect)> = Vec::new();
        for (window, effect) in &self.outages.0 {
            if window.in_night(night.number) {
                let effect = match effect {
                    None => self.default,
                    Some(OutageEffect::Cut) => Effect::Cut,
                    Some(OutageEffect::Stale) => Effect::Stale,
                    Some(OutageEffect::Hole) => Effect::Hole,
                    Some(OutageEffect::Hold) => Effect::Hold,
                };
                held.extend(stretches(window, night.start).map(|(from, to)| (from, to, effect)));
            }
        }
        let at = |moment: Span| {
            held.iter().filter(|(from, to, _)| *from <= moment && moment < *to).map(|h| h.2).max()
        };
        let edges = held.iter().flat_map(|&(from, to, _)| [from, to]);
        Schedule::from_steps(at(Span::ZERO), edges.map(|edge| (edge, at(edge))).collect())
    }
}

impl Model for LineOutages<'_> {
    fn begin(&mut self, night: &Night) {
        let fresh = self.limited || night.number == 1;
        let schedule = fresh.then(|| self.schedule(night));
        self.effect.begin(night, schedule);
    }

    #[inline]
    fn publish(&self, facts: &mut Conditions) {
        facts.line_down = self.effect.value().is_some();
    }

    fn heeds_client(&self) -> bool {
        false
    }

    #[inline]
    fn limit(&self, _: SimTime, _: &Conditions, limits: &mut Limits) {
        if let Some(effect) = self.effect.value() {
            limits.close(Cause::LinkOutage, effect);
        }
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        Some(self.effect.next_change().unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, _: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        self.effect.next_change()
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        self.effect.advance(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::conditions::Relaxed;
    use crate::units::{ClockTime, ClockWindow, Nights};

    /// The effect at each half hour from 22:00 to 02:00 of a night, and how often it changes.
    fn seen(link: &Link, number: u32) -> (Vec<Option<Effect>>, usize) {
        let base = SimTime::from_secs(86_400 * i64::from(number - 1));
        let start = ClockTime::from_hm(22, 0);
        let mut outages = LineOutages::new(link).unwrap();
        let facts = Conditions::default();
        outages.begin(&Night { number, base, start, length: Span::DAY, fresh: true });
        let (mut effects, mut changes) = (Vec::new(), 0);
        for half in 0..8 {
            let now = base.plus(Span::from_secs(1_800 * half));
            let mut next = outages.next_event(now, &facts, Rate::ZERO);
            while let Some(at) = next.filter(|&at| at <= now) {
                outages.advance(at, at, &facts, Rate::ZERO);
                changes += 1;
                next = outages.next_event(now, &facts, Rate::ZERO);
            }
            assert_eq!(outages.rests_until(now), Some(next.unwrap_or(SimTime::END)));
            let (mut limits, mut told) = (Limits::new(Relaxed::default()), facts.clone());
            outages.limit(now, &facts, &mut limits);
            outages.publish(&mut told);
            assert_eq!(told.line_down, limits.effect.is_some());
            assert_eq!(limits.closed.contains(Cause::LinkOutage), told.line_down);
            effects.push(limits.effect);
        }
        (effects, changes)
    }

    #[test]
    fn of_outages_at_once_the_strongest_holds_and_each_in_its_nights() {
        let clock = ClockTime::from_hm;
        let window = |from, to| ClockWindow::daily(from, to);
        let second = Some(Nights { first: 2, last: 2 });
        let list = vec![
            (window(clock(22, 30), clock(23, 30)), Some(OutageEffect::Hold)),
            (window(clock(23, 0), clock(0, 0)), Some(OutageEffect::Stale)),
            (window(clock(23, 30), clock(0, 30)), Some(OutageEffect::Hole)),
            (window(clock(0, 30), clock(1, 0)), None),
            (
                ClockWindow { nights: second, ..window(clock(1, 0), clock(1, 30)) },
                Some(OutageEffect::Cut),
            ),
        ];
        use Effect::{Cut, Hold, Hole, Stale};
        let mut expected =
            [None, Some(Hold), Some(Stale), Some(Stale), Some(Hole), Some(Cut), None, None];
        let mut link = Link { outages: Outages(list), ..Link::default() };
        assert_eq!(seen(&link, 1), (expected.to_vec(), 5));
        link.survive = true;
        expected[5] = Some(Hold);
        assert_eq!(seen(&link, 1).0, expected);
        expected[6] = Some(Cut);
        assert_eq!(seen(&link, 2), (expected.to_vec(), 6));
        assert!(LineOutages::new(&Link::default()).is_none());
    }
}
