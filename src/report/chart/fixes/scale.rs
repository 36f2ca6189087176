//! The axis of `fixes`: outcomes with different hours flow in, places on one scale flow out: clock time
//! where all of it lies in one night, else nights.

use crate::scenario::Scenario;
use crate::sim::outcome::{Finish, Outcome};
use crate::study::answer::Answer;
use crate::units::{BackupWindow, SimTime, Span};

/// What the axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Hours from the first night's start, by the clock.
    Hours,
    /// Nights, each as long as its allowed hours.
    Nights,
}

impl Scale {
    /// Nights where anything takes more than one.
    pub fn of(answer: &Answer) -> Self {
        let fixed = answer.fixes.iter().filter_map(|fix| fix.probe.outcome.finish);
        let many = fixed.chain(answer.outcome.finish).any(|f| f.night > 1);
        if many { Scale::Nights } else { Scale::Hours }
    }

    /// Where a finish of a scenario lies, as the axis of `base` counts.
    pub fn place(self, base: &Outcome, of: &Scenario, outcome: &Outcome, finish: Finish) -> f64 {
        let window = of.inputs().window.allowed;
        let hours = |span: Span| span.as_secs() / 3600.0;
        match self {
            Scale::Nights => {
                let night = i64::from(finish.night.max(1)) - 1;
                let start = SimTime::ZERO.plus(Span::DAY.times(night));
                let part = finish.at.since(start).as_secs() / window.length().as_secs().max(1e-6);
                night as f64 + part.clamp(0.0, 1.0)
            }
            Scale::Hours => {
                // An earlier start counts from the same clock; what runs all day has no start by it.
                let earlier = match window {
                    BackupWindow::AllDay => 0.0,
                    BackupWindow::Nightly { .. } => {
                        let apart = f64::from(outcome.clock_zero.secs())
                            - f64::from(base.clock_zero.secs());
                        let hours = apart / 3600.0;
                        if hours > 12.0 {
                            hours - 24.0
                        } else if hours <= -12.0 {
                            hours + 24.0
                        } else {
                            hours
                        }
                    }
                };
                earlier + hours(finish.at.since(SimTime::ZERO))
            }
        }
    }

    /// Where the deadline lies.
    pub fn deadline(self, answer: &Answer) -> f64 {
        let outcome = &answer.outcome;
        let night = crate::report::format::deadline_night(outcome);
        let finish = Finish { night, at: outcome.deadline };
        self.place(outcome, &answer.scenario, outcome, finish)
    }
}
