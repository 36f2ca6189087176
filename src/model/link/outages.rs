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
            effect: Timed::new(Schedule::constant(None)),
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
