//! The service's own gates, all of which end the client, and the phone's own speed. What the service
//! requires and the facts of the moment flow in; `no-power`, `not-charging`, `low-power-mode`,
//! `screen-in-use`, `not-idle`, `doze`, `session-budget` and the cap `phone-speed` flow out. A client
//! that was started by hand is spared all but power saving until it is first broken off.

use super::doze::awake;
use super::session::Budget;
use super::{Requirement, Service};
use crate::cause::{Cause, CauseSet};
use crate::model::conditions::{Conditions, Effect, Fingerprint, Limits, Model, Night, earlier};
use crate::model::timed::{OnOff, Timed, plan_schedule};
use crate::units::{Rate, RateCap, RatePlan, SimTime, Span, Windows};

/// The rules of a service.
pub struct Rules<'a> {
    power: bool,
    charging: bool,
    screen: bool,
    idle: Option<Span>,
    not_saver: bool,
    grace: Span,
    doze: bool,
    budget: Option<Budget>,
    /// When the client is stopped by the clock.
    stops: Option<OnOff<'a>>,
    due: SimTime,
    began: SimTime,
    fixed: CauseSet,
    speed: Option<Rate>,
    /// Speeds by clock time, which replace the one.
    speeds: Option<(RatePlan, Timed<Rate>)>,
}

impl<'a> Rules<'a> {
    /// From the service's inputs, and the gates that given facts close for good (signed out, a
    /// fault, a metered network …). `saver_switches`: power saving goes on and off by itself. `None`
    /// where it cannot close or slow anything.
    pub fn new(service: &'a Service, fixed: CauseSet, saver_switches: bool) -> Option<Self> {
        let requires = |what| service.requires.has(what);
        let wait = match (service.interval, service.last) {
            (Some(interval), Some(last)) => interval.minus(last),
            _ => Span::ZERO,
        };
        let (power, charging) = (requires(Requirement::Power), requires(Requirement::Charging));
        let screen = requires(Requirement::Locked) || requires(Requirement::ScreenOff);
        let idle = requires(Requirement::Idle);
        let not_saver = saver_switches && requires(Requirement::NotSaver);
        let matters = power
            || charging
            || screen
            || idle
            || not_saver
            || service.doze
            || service.session.is_some()
            || service.stops != Windows::Never
            || wait > Span::ZERO
            || !fixed.is_empty()
            || service.max_rate.is_some();
        matters.then(|| Rules {
            power: power || charging,
            charging,
            screen,
            idle: idle.then_some(service.idle_delay),
            not_saver,
            grace: service.grace_power,
            doze: service.doze,
            budget: service.session.map(Budget::new),
            stops: (service.stops != Windows::Never).then(|| OnOff::new(&service.stops)),
            due: SimTime::ZERO.plus(wait),
            began: SimTime::ZERO,
            fixed,
            speed: match &service.max_rate {
                Some(RateCap(RatePlan::Constant(rate))) => Some(*rate),
                _ => None,
            },
            speeds: match &service.max_rate {
                Some(RateCap(plan @ RatePlan::Daily(_))) => {
                    Some((plan.clone(), Timed::constant(Rate::UNLIMITED)))
                }
                _ => None,
            },
        })
    }

    /// From when on the next backup is due.
    pub const fn due(&self) -> SimTime {
        self.due
    }

    /// As [`Model::rests_until`], where the parts whose facts it reads rest and have published them.
    pub fn rests_beside(&self, now: SimTime, facts: &Conditions) -> Option<SimTime> {
        // Whether the client runs counts for a budget, and while the phone is off power: for the grace
        // of one that ran as the plug was pulled. One that waits is held back until the plug is in.
        let power = facts.plugged || !self.power || !facts.running;
        let alone = !facts.manual && self.budget.is_none() && power;
        alone.then(|| self.next_event(now, facts, Rate::ZERO).unwrap_or(SimTime::END))
    }

    fn still_since(&self, facts: &Conditions) -> SimTime {
        facts.in_use_since.max(facts.plugged_since).max(self.began)
    }

    fn idle_from(&self, delay: Span, facts: &Conditions) -> SimTime {
        facts.in_use_since.max(self.began).plus(delay)
    }
}

impl Model for Rules<'_> {
    fn begin(&mut self, night: &Night) {
        if let Some(stops) = &mut self.stops {
            stops.begin(night);
        }
        if let Some((plan, timed)) = &mut self.speeds {
            let fresh = (night.number == 1).then(|| plan_schedule(plan, night));
            timed.begin(night, fresh);
        }
        if night.fresh {
            self.began = night.base;
            if let Some(budget) = &mut self.budget {
                *budget = Budget::new(budget.rule());
            }
        }
    }

    #[inline]
    fn limit(&self, now: SimTime, facts: &Conditions, limits: &mut Limits) {
        if let Some(speed) = self.speed {
            limits.cap(Cause::PhoneSpeed, speed);
        }
        if let Some((_, timed)) = &self.speeds {
            limits.cap(Cause::PhoneSpeed, timed.value());
        }
        if !self.fixed.is_empty() {
            self.fixed.iter().for_each(|cause| limits.close(cause, Effect::Stop));
        }
        if self.not_saver && facts.saver {
            limits.close(Cause::LowPowerMode, Effect::Stop);
        }
        if self.stops.as_ref().is_some_and(OnOff::is_on) {
            limits.close(Cause::SessionBudget, Effect::Stop);
        }
        if facts.manual {
            return;
        }
        let spared = !facts.plugged && facts.running && now < facts.plugged_since.plus(self.grace);
        if self.power && !facts.plugged && !spared {
            limits.close(Cause::NoPower, Effect::Stop);
        }
        if self.charging && !facts.charging && !spared {
            limits.close(Cause::NotCharging, Effect::Stop);
        }
        if self.screen && facts.in_use {
            limits.close(Cause::ScreenInUse, Effect::Stop);
        }
        if let Some(delay) = self.idle
            && (facts.in_use || now < self.idle_from(delay, facts))
        {
            limits.close(Cause::NotIdle, Effect::Stop);
        }
        if self.doze && !facts.plugged && !facts.in_use && !awake(self.still_since(facts), now).0 {
            limits.close(Cause::Doze, Effect::Stop);
        }
        if now < self.due || self.budget.as_ref().is_some_and(Budget::is_spent) {
            limits.close(Cause::SessionBudget, Effect::Stop);
        }
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        let asks = self.power
            || self.screen
            || self.not_saver
            || self.doze
            || self.idle.is_some()
            || self.budget.is_some()
            || self.due > SimTime::ZERO;
        let stops = self.stops.as_ref().and_then(OnOff::next_change);
        let speeds = self.speeds.as_ref().and_then(|(_, timed)| timed.next_change());
        (!asks).then(|| earlier(stops, speeds).unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, now: SimTime, facts: &Conditions, _: Rate) -> Option<SimTime> {
        let later = |at: SimTime| (at > now).then_some(at);
        let mut next = later(self.due);
        if let Some((_, timed)) = &self.speeds {
            next = earlier(next, timed.next_change());
        }
        if let Some(stops) = &self.stops {
            next = earlier(next, stops.next_change());
        }
        if self.power && !facts.plugged && facts.running {
            next = earlier(next, later(facts.plugged_since.plus(self.grace)));
        }
        if let Some(delay) = self.idle
            && !facts.in_use
        {
            next = earlier(next, later(self.idle_from(delay, facts)));
        }
        if self.doze && !facts.plugged && !facts.in_use {
            next = earlier(next, later(awake(self.still_since(facts), now).1));
        }
        if let Some(budget) = &self.budget {
            next = earlier(next, budget.next_event(now, facts.running && !facts.manual));
        }
        next
    }

    #[inline]
    fn advance(&mut self, now: SimTime, to: SimTime, facts: &Conditions, _: Rate) {
        if let Some((_, timed)) = &mut self.speeds {
            timed.advance(to);
        }
        if let Some(stops) = &mut self.stops {
            stops.advance(to);
        }
        if let Some(budget) = &mut self.budget {
            budget.advance(now, to, facts.running && !facts.manual);
        }
    }

    fn fingerprint(&self, now: SimTime, facts: &Conditions, print: &mut Fingerprint) {
        print.add(i64::from(self.due > now));
        if self.power && !facts.plugged && facts.running {
            print.add_age(facts.plugged_since, now, self.grace);
        }
        if let Some(delay) = self.idle {
            print.add_age(facts.in_use_since.max(self.began), now, delay);
        }
        if self.doze && !facts.plugged && !facts.in_use {
            print.add_time(self.still_since(facts), now);
        }
        if let Some((began, used)) = self.budget.as_ref().map(Budget::state) {
            print.add(used.micros());
            print.add_time(began.unwrap_or(now), now);
        }
    }

    fn shift(&mut self, by: Span) {
        self.began = self.began.plus(by);
        if let Some(budget) = &mut self.budget {
            budget.shift(by);
        }
    }
}

#[cfg(test)]
mod tests;
