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
