//! The least change of one field that meets the deadline: a scenario and a target flow in, the value
//! flows out, or why there is none. A coarse scan finds every change between no and yes, halving
//! follows each to the finest step that can be written; what is given as the answer is rounded as people
//! read it and simulated once more as it would be typed (docs/models.md, Solving).

mod axis;
mod hours;

use super::needs::{in_time, until_deadline};
use super::probe::Probe;
use super::risk::{Ask, chance};
use super::search::{Stretch, double, halve, stretches};
use super::unread::{Unread, unread};
use crate::cause::Cause;
use crate::edit::{Edit, FieldId, Value};
use crate::scenario::fields::{field, find, id_of};
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::Verdict;
use crate::sim::simulate_inputs;
use crate::units::Fraction;
use axis::{Axis, Wanted};

/// What can be solved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The least upload speed.
    Upload,
    /// The largest library.
    Size,
    /// The shortest window: from the start on, then earlier as well.
    Window,
    /// The latest start of the window.
    Start,
    /// The least free space at the destination, or the least plan where the plan is given.
    CloudFree,
    /// The least free space on the phone.
    PhoneFree,
    /// The weakest charger.
    Charger,
    /// The lowest battery level.
    Battery,
}

impl Target {
    /// All of them, each with its word and the key of its field, in the order shown.
    pub const ALL: [(Target, &str, &str); 8] = [
        (Target::Upload, "upload", "link.upload"),
        (Target::Size, "size", "library.size"),
        (Target::Window, "window", "window.allowed"),
        (Target::Start, "start", "window.allowed"),
        (Target::CloudFree, "cloud-free", "cloud.free"),
        (Target::PhoneFree, "phone-free", "storage.free"),
        (Target::Charger, "charger", "charger.power"),
        (Target::Battery, "battery", "battery.level"),
    ];

    /// The word for it, for instance `cloud-free`.
    pub fn word(self) -> &'static str {
        self.entry().1
    }

    /// The field that it changes.
    pub fn field(self) -> FieldId {
        id_of(self.entry().2)
    }

    fn entry(self) -> (Target, &'static str, &'static str) {
        let found = Self::ALL.into_iter().find(|(target, ..)| *target == self);
        found.unwrap_or(Self::ALL[0])
    }

    /// The target of a word: its own, or any name of its field. A storage plan is asked for as the space
    /// in it.
    pub fn find(text: &str) -> Option<Target> {
        let plain =
            text.trim().trim_start_matches("--").to_ascii_lowercase().replace(['_', ' '], "-");
        let own = Self::ALL.into_iter().find(|(_, word, _)| *word == plain);
        let by_field = || {
            let key = find(&plain)?.key;
            let key = if key == "cloud.plan" { "cloud.free" } else { key };
            Self::ALL.into_iter().find(|(.., of)| *of == key)
        };
        own.or_else(by_field).map(|(target, ..)| target)
    }
}

/// What the value has to bring about.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// Done by the deadline in the point answer.
    Deadline,
    /// Done by the deadline in at least this share of the trials, all on the same random numbers. Where
    /// nothing varies the point answer decides.
    Chance {
        /// The share, above 0.
        of: Fraction,
        /// The trials.
        ask: Ask,
    },
}

/// What is to be known besides the value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// The base case meets the goal already; the value is the least that still does.
    Met,
    /// Every value meets the goal; the value given is the end of the scale.
    AnyDoes,
    /// No value meets the goal: what holds it back at the best end of the scale, and the verdict there.
    NoneDoes {
        /// The proof's cause, else the bottleneck.
        cause: Option<Cause>,
        /// The verdict there.
        verdict: Verdict,
    },
    /// The point answer meets the deadline, but no value does in as many trials as was asked: how many
    /// do at the best end of the scale.
    TooUnsure {
        /// Trials in time.
        in_time: u64,
        /// All trials.
        trials: u64,
    },
    /// Nothing reads the field in this case.
    Unread(Unread),
    /// A listing says how large the library is.
    Listed,
    /// A value would do that cannot be together with the other values given.
    NotAllowed,
}

impl Reason {
    /// The stable word for it in JSON; a cause's id where a cause stands in the way.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Met => "met-already",
            Reason::AnyDoes => "any-value",
            Reason::NoneDoes { cause, .. } => cause.map_or("none-does", Cause::id),
            Reason::TooUnsure { .. } => "too-unsure",
            Reason::Unread(_) => "no-effect",
            Reason::Listed => "listing",
            Reason::NotAllowed => "not-allowed",
        }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// What was asked for.
    pub target: Target,
    /// The field that the value is of.
    pub field: FieldId,
    /// The value to type: rounded to what people read, on the side that meets the goal. Its printed text
    /// was read back and simulated.
    pub value: Option<Edit>,
    /// All that is to be typed: the value, and what must agree with it. Of a charger one that is sold.
    pub edits: Vec<Edit>,
    /// The value to the finest step that is looked at.
    pub exact: Option<Value>,
    /// Whether there is a value that meets the goal.
    pub exists: bool,
    /// What is to be known besides.
    pub reason: Option<Reason>,
    /// Whether more of it never does harm, as far as the scan saw.
    pub monotone: bool,
    /// The values that meet the goal, each from its first to its last.
    pub ranges: Vec<(Value, Value)>,
    /// The edits of the best end of the scale, where none meets it.
    pub best: Vec<Edit>,
}

/// Solves for a field; all else stays as it is.
pub fn solve(base: &Scenario, target: Target, goal: Goal) -> Solution {
    let search = Search { base, goal, axis: Axis::of(target, base.inputs()) };
    let mut solution = Solution {
        target,
        field: search.axis.field,
        value: None,
        edits: Vec::new(),
        exact: None,
        exists: false,
        reason: search.unread(),
        monotone: true,
        ranges: Vec::new(),
        best: Vec::new(),
    };
    if solution.reason.is_some() {
        return solution;
    }
    let mut probe = until_deadline(base.inputs());
    let does = |at: u64| search.does(&mut probe, at);
    let (points, found) = search.scan(does);
    let axis = &search.axis;
    let best = match axis.wanted() {
        Wanted::Least => points.last(),
        Wanted::Most => points.first(),
    };
    let at = match axis.wanted() {
        Wanted::Least => found.first().map(|stretch| stretch.from),
        Wanted::Most => found.last().map(|stretch| stretch.to),
    };
    let (Some(at), Some(&best)) = (at, best) else {
        solution.best = best.map(|&best| axis.edits(best)).unwrap_or_default();
        solution.reason = Some(search.none_does(&solution.best));
        return solution;
    };
    let ends_well = |s: &Stretch| (s.from..=s.to).contains(&best);
    solution.monotone = found.len() == 1 && found.iter().all(ends_well);
    solution.ranges = found.iter().map(|s| (axis.value(s.from), axis.value(s.to))).collect();
    solution.exact = Some(axis.value(at));
    let inside = |n: u64| found.iter().any(|s| (s.from..=s.to).contains(&n));
    let typed = axis.as_typed(at).into_iter().filter(|&n| n == at || inside(n));
    let Some(edits) = typed.map(|n| axis.edits(n)).find(|edits| search.holds(edits)) else {
        solution.reason = Some(Reason::NotAllowed);
        return solution;
    };
    solution.exists = true;
    solution.value = edits.first().cloned();
    let sold = axis.sold(at).filter(|&n| inside(n)).map(|n| axis.edits(n));
    solution.edits = sold.filter(|edits| search.holds(edits)).unwrap_or(edits);
    let all = found.len() == 1
        && found
            .first()
            .zip(points.first().zip(points.last()))
            .is_some_and(|(stretch, (first, last))| (stretch.from, stretch.to) == (*first, *last));
    solution.reason = if all {
        Some(Reason::AnyDoes)
    } else {
        meets(&until_deadline(base.inputs()), goal).then_some(Reason::Met)
    };
    solution
}

/// Whether inputs meet a goal.
fn meets(inputs: &Inputs, goal: Goal) -> bool {
    let Goal::Chance { of, ask } = goal else { return in_time(inputs) };
    let point = simulate_inputs(inputs);
    match chance(inputs, &point, ask) {
        Some(found) => is_share(found.in_time, found.trials, of),
        None => point.verdict == Verdict::Finishes,
    }
}

/// Whether a part of a whole is at least a share of it.
fn is_share(part: u64, whole: u64, of: Fraction) -> bool {
    u128::from(part) * 1_000_000 >= u128::from(whole) * u128::from(of.millionths())
}

struct Search<'a> {
    base: &'a Scenario,
    goal: Goal,
    axis: Axis,
}

impl Search<'_> {
    /// Whether a number meets the goal; the other inputs are as in the base case.
    fn does(&self, probe: &mut Inputs, at: u64) -> bool {
        for edit in self.axis.edits(at) {
            probe.put(edit);
        }
        meets(probe, self.goal)
    }

    /// The points that were looked at and the stretches that do.
    fn scan(&self, mut does: impl FnMut(u64) -> bool) -> (Vec<u64>, Vec<Stretch>) {
        let mut points = self.axis.points();
        let mut found = stretches(&points, &mut does);
        if found.is_empty()
            && let Some((low, high)) = self.axis.beyond()
        {
            if let Some((fails, works)) = double(low, high, &mut does) {
                let from = halve(fails, works, &mut does);
                found.push(Stretch { from, to: works });
                points.push(works);
            } else {
                points.push(high);
            }
        }
        (points, found)
    }

    /// Whether the edits, read back from their printed text, can be and meet the goal.
    fn holds(&self, edits: &[Edit]) -> bool {
        let mut printed = Inputs::default();
        let typed: Option<Vec<Edit>> = edits
            .iter()
            .map(|edit| {
                printed.put(edit.clone());
                let read = (field(edit.field).read)(&printed.print(edit.field)).ok()?;
                Some(Edit { field: edit.field, value: read.value })
            })
            .collect();
        let scenario = typed.and_then(|typed| self.base.with(&typed).ok());
        scenario.is_some_and(|scenario| meets(scenario.inputs(), self.goal))
    }

    /// Why nothing that is put there would count.
    fn unread(&self) -> Option<Reason> {
        let inputs = self.base.inputs();
        if self.axis.target == Target::Size && inputs.library.listing.is_some() {
            return Some(Reason::Listed);
        }
        let at = *self.axis.points().last()?;
        let put = self.base.with(&self.axis.edits(at)).ok()?;
        let found = unread(&put).find(|(id, _)| *id == self.axis.field);
        found.map(|(_, why)| Reason::Unread(why))
    }

    /// Why none does, seen at the best end of the scale.
    fn none_does(&self, best: &[Edit]) -> Reason {
        let none = Reason::NoneDoes { cause: None, verdict: Verdict::Misses };
        let Some(probe) = Probe::of(self.base, best) else { return none };
        let (inputs, outcome) = (probe.scenario.inputs(), &probe.outcome);
        if let (Goal::Chance { ask, .. }, Verdict::Finishes) = (self.goal, outcome.verdict)
            && let Some(found) = chance(inputs, outcome, ask)
        {
            return Reason::TooUnsure { in_time: found.in_time, trials: found.trials };
        }
        let cause = super::bottleneck::bottleneck(inputs, outcome);
        Reason::NoneDoes { cause, verdict: outcome.verdict }
    }
}
