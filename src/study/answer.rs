//! The answer: an outcome and what the studies found around it. Every report reads only this and
//! the scenario.

use super::fixes::Fix;
use super::unread::Unread;
use crate::cause::Cause;
use crate::edit::FieldId;
use crate::scenario::Scenario;
use crate::sim::outcome::{Outcome, Verdict};
use crate::units::{Rate, SimTime, Size, Span};

/// What `estimate` answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub scenario: Scenario,
    /// What the simulation found.
    pub outcome: Outcome,
    /// What would bring the finish forward most if it were out of the way.
    pub bottleneck: Option<Cause>,
    /// The spread over random trials; `None` where nothing varies or none were asked for.
    pub chance: Option<Chance>,
    /// What would do it in time.
    pub one_night: OneNight,
    /// Unknown inputs that could change the verdict.
    pub unchecked: Vec<Unchecked>,
    /// Remarks in a fixed order, but for those on how texts were read, which the scenario keeps.
    pub notes: Vec<Remark>,
    /// Every fix that helps, the best first; for a "yes" only what makes it safer. Empty where
    /// [`Advice::OnlyIfRefused`](super::Advice::OnlyIfRefused) left them out.
    pub fixes: Vec<Fix>,
    /// The spread over random trials with the best fix, where it is refused or never as things are.
    pub lifted: Option<Chance>,
}

/// What a row of a batch is written from.
#[derive(Clone, Debug)]
pub struct RowAnswer {
    /// What the simulation found.
    pub outcome: Outcome,
    /// What would bring the finish forward most if it were out of the way.
    pub bottleneck: Option<Cause>,
    /// Remarks, but for those on how texts were read.
    pub notes: Vec<Remark>,
    /// The spread over random trials, if there were any.
    pub chance: Option<Chance>,
    /// What would do it in time, if it was solved for.
    pub needs: Option<OneNight>,
}

/// The spread over random trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// How many trials were run.
    pub trials: u64,
    /// The seed.
    pub seed: u64,
    /// How many of them finished by the deadline.
    pub in_time: u64,
    /// The number of the night by which 10 %, 50 %, 90 % of the trials finished; `None` beyond the
    /// horizon of the trials.
    pub nights: [Option<u32>; 3],
    /// The finish that 10 %, 50 %, 90 % of the trials had reached.
    pub finish: [Option<SimTime>; 3],
    /// The night of the first trial to finish, and of the last one if all did.
    pub ends: [Option<u32>; 2],
    /// What varies by a value that nobody gave; filled where the scenario is known.
    pub rests_on: Vec<FieldId>,
}

/// The least speed and the largest size that meet the deadline, all else equal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OneNight {
    /// The least whole number of bits per second of `link.upload`; `None` where none does.
    pub upload: Option<Rate>,
    /// The largest `library.size`; `None` where none does.
    pub size: Option<Size>,
}

/// An input that is not known and was not checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unchecked {
    /// The field.
    pub field: FieldId,
    /// The verdict at the tight value, where it differs from the answer's.
    pub flips_to: Option<Verdict>,
}

/// A remark: data, worded in `report::wording`.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// A value was read in a way the reader should know of.
    Read(FieldId, crate::units::Note),
    /// The same of an option of the question, which is no field: its name on the command line.
    Asked(&'static str, crate::units::Note),
    /// A given value that nothing reads under this service, and why.
    NoEffect(FieldId, Unread),
    /// The phone is plugged in and loses charge all the same.
    LosingCharge,
    /// Random drops: the share of the speed that they cost in the point answer, in percent.
    DropsCost(f64),
    /// The software is outdated; it stops nothing in a forecast.
    Outdated,
    /// Without `wifi` in the requirements, hours without Wi-Fi run on at the stated rate.
    NoWifiNeeded,
    /// `cloud.plan` without `cloud.used`: nothing used was assumed.
    PlanAlone,
    /// For how much of its length a trace knows the rate, and whether it then begins again.
    TraceCovers {
        /// For how long it is known.
        covered: Span,
        /// Its length.
        length: Span,
        /// It begins again at its end.
        repeats: bool,
        /// A stated rate or a plan holds where it knows nothing.
        stated: bool,
    },
    /// The counts of the items were scaled to the size.
    ItemsScaled,
    /// Items over `service.max_item` are left out.
    ItemsLeftOut(Size),
    /// The item that never uploads is left out of the backup.
    StuckSkipped,
    /// The chance rests on values that nobody gave.
    ChanceAssumes(Vec<FieldId>),
}
