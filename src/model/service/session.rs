//! The platform's running-time budget: `30min per 24h` lets the client run for 30 min, then closes
//! `session-budget` until 24 h after that session began. A run that is broken off and begun again
//! within a session goes on with what is left of it.

use crate::units::{Session, SimTime, Span};

/// The state of a budget.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    rule: Session,
    began: Option<SimTime>,
    used: Span,
}

impl Budget {
    /// A fresh budget.
    pub const fn new(rule: Session) -> Self {
        Budget { rule, began: None, used: Span::ZERO }
    }

    /// Its rule.
    pub const fn rule(&self) -> Session {
        self.rule
    }

    /// Whether it is used up.
    pub fn is_spent(&self) -> bool {
        self.began.is_some() && self.used >= self.rule.budget
    }

    /// When it changes next.
    pub fn next_event(&self, now: SimTime, running: bool) -> Option<SimTime> {
        let Some(began) = self.began else {
            return running.then(|| now.plus(self.rule.budget));
        };
        let renewed = began.plus(self.rule.per);
        if !running || self.is_spent() {
            return Some(renewed);
        }
        let spent = now.plus(self.rule.budget.minus(self.used));
        Some(if spent < renewed { spent } else { renewed })
    }

    /// Moves forward to `to`; the client has run or not since `now`.
    pub fn advance(&mut self, now: SimTime, to: SimTime, running: bool) {
        if running {
            let began = *self.began.get_or_insert(now);
            self.used = self.used.plus(to.since(now));
            if to >= began.plus(self.rule.per) {
                self.began = Some(to);
                self.used = Span::ZERO;
            }
        } else if self.began.is_some_and(|began| to >= began.plus(self.rule.per)) {
            self.began = None;
            self.used = Span::ZERO;
        }
    }

    /// Moves the session, as days have been skipped.
    pub fn shift(&mut self, by: Span) {
        self.began = self.began.map(|began| began.plus(by));
    }

    /// When the session began and how much of it is used.
    pub const fn state(&self) -> (Option<SimTime>, Span) {
        (self.began, self.used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> SimTime {
        SimTime::from_secs(seconds)
    }

    /// 30 s of running in every 100 s, as `(from, to, running)`.
    fn after(steps: &[(i64, i64, bool)]) -> Budget {
        let rule = Session { budget: Span::from_secs(30), per: Span::from_secs(100) };
        let mut budget = Budget::new(rule);
        steps.iter().for_each(|&(from, to, running)| budget.advance(at(from), at(to), running));
        budget
    }

    #[test]
    fn a_session_begins_with_the_first_run_and_renews_when_its_stretch_is_over() {
        // Idle time takes nothing and begins nothing; a run begins it at 10 s.
        let idle = after(&[(0, 10, false)]);
        assert_eq!((idle.state(), idle.is_spent()), ((None, Span::ZERO), false));
        assert_eq!(idle.next_event(at(10), false), None);
        assert_eq!(idle.next_event(at(10), true), Some(at(40)));
        // Broken off after 20 s and begun again it has 10 s left: spent 10 s after 60 s.
        let twice = after(&[(10, 30, true), (30, 60, false)]);
        assert_eq!(twice.state(), (Some(at(10)), Span::from_secs(20)));
        assert_eq!(twice.next_event(at(60), true), Some(at(70)));
        assert_eq!(twice.next_event(at(60), false), Some(at(110)));
        // Spent at 70 s it waits until 110 s, and is fresh from then on.
        let spent = after(&[(10, 30, true), (60, 70, true)]);
        assert!(spent.is_spent() && !twice.is_spent());
        assert_eq!(spent.next_event(at(70), true), Some(at(110)));
        let waits = after(&[(10, 40, true), (40, 109, false)]);
        assert_eq!(waits.state(), (Some(at(10)), Span::from_secs(30)));
        let fresh = after(&[(10, 40, true), (40, 110, false)]);
        assert_eq!(fresh.state(), (None, Span::ZERO));
    }

    #[test]
    fn a_run_over_the_end_of_its_stretch_begins_the_next_session() {
        // Begun at 10 s, running again from 95 s: the stretch ends at 110 s, before 25 s are used up.
        let runs = after(&[(10, 15, true), (15, 95, false)]);
        assert_eq!(runs.next_event(at(95), true), Some(at(110)));
        let renewed = after(&[(10, 15, true), (15, 95, false), (95, 110, true)]);
        assert_eq!(renewed.state(), (Some(at(110)), Span::ZERO));
        let not_yet = after(&[(10, 15, true), (15, 95, false), (95, 109, true)]);
        assert_eq!(not_yet.state(), (Some(at(10)), Span::from_secs(19)));
        // A day later it is the same session, a day later.
        let mut shifted = not_yet;
        shifted.shift(Span::DAY);
        assert_eq!(shifted.state(), (Some(at(86_410)), Span::from_secs(19)));
    }
}
