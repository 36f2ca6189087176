//! The scale of each solvable field: whole numbers of its finest step, from the least to the most that
//! is looked at, with the points at which the scan looks. A number flows in, the edits that put it in
//! place flow out, and back to what people can type.

use super::Target;
use super::hours::Hours;
use crate::edit::{Edit, FieldId, FieldValue, Value};
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::study::needs::{SPEEDS, border, smallest};
use crate::study::search::{geometric, linear, rounded};
use crate::units::{ChargerPower, Coupling, Fraction, Power, Rate, Size};

/// Faster than any line to a home (assumed: the fastest sold are 10 Gbit/s). Faster ones are tried only
/// where none of these does, and are not counted where they do not do.
const FAST: u64 = 10_000_000_000;
/// The strongest charger that is looked at, in milliwatts: where USB Power Delivery 3.1 ends.
const CHARGER: u64 = 240_000;
/// The chargers that people have, in milliwatts, the weakest first: a computer's port (USB 2.0: 5 V x 0.1 and
/// 0.5 A), the small cubes and pads, then the steps of USB Power Delivery chargers.
const SOLD: [u64; 18] = [
    500, 2_500, 5_000, 7_500, 10_000, 12_000, 15_000, 18_000, 20_000, 25_000, 30_000, 45_000,
    60_000, 65_000, 100_000, 140_000, 180_000, 240_000,
];
/// The digits that people read; more only where these would not do.
const DIGITS: u32 = 3;
/// About half more each time: finer than doubling, so that a stretch between two points is rare.
const RATIO: (u64, u64) = (3, 2);
/// The smallest amount of space at which the scan looks, in bytes.
const SMALL: u64 = 1_000_000;

/// Which end of the scale is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The least that does; more is better.
    Least,
    /// The most that does; less is better.
    Most,
}

/// The scale of one field for one base case.
pub(super) struct Axis {
    pub(super) target: Target,
    pub(super) field: FieldId,
    hours: Hours,
    /// The charger's coupling stays as it is.
    coupling: Coupling,
    /// What is used of the storage plan, where the plan is what is solved for or goes with it.
    used: u64,
    /// The free space and the plan are both given, and must go on to agree: the plan, and whether what
    /// is used of it is given.
    plan: Option<(Size, bool)>,
    done: u64,
    /// The size at which what is computed may jump.
    border: Option<u64>,
}

impl Axis {
    pub(super) fn of(target: Target, inputs: &Inputs) -> Self {
        let cloud = &inputs.cloud;
        let by_plan = target == Target::CloudFree && cloud.free.is_none() && cloud.plan.is_some();
        let field = if by_plan { const { id_of("cloud.plan") } } else { target.field() };
        Axis {
            target,
            field,
            hours: Hours::of(inputs),
            coupling: inputs.charger.power.coupling,
            used: cloud.used.unwrap_or(Size::ZERO).bytes(),
            plan: cloud.plan.filter(|_| !by_plan).map(|plan| (plan, cloud.used.is_some())),
            done: smallest(inputs.library.done),
            border: border(inputs),
        }
    }

    pub(super) const fn wanted(&self) -> Wanted {
        match self.target {
            Target::Size => Wanted::Most,
            _ => Wanted::Least,
        }
    }

    fn is_plan(&self) -> bool {
        self.field == const { id_of("cloud.plan") }
    }

    /// The points at which the scan looks, rising.
    pub(super) fn points(&self) -> Vec<u64> {
        let most = Size::MAX.bytes();
        let space = |low: u64| {
            let room = most.saturating_sub(low);
            let above = geometric(SMALL.min(room), room, RATIO).into_iter();
            let mut points: Vec<u64> = above.map(|more| low.saturating_add(more)).collect();
            points.insert(0, low);
            points.dedup();
            points
        };
        match self.target {
            Target::Upload => geometric(SPEEDS.0, FAST, RATIO),
            Target::Size => {
                let mut points = space(self.done);
                let sides = self.border.into_iter().flat_map(|b| [b.saturating_sub(1), b]);
                points.extend(sides.filter(|side| (self.done..=most).contains(side)));
                points.sort_unstable();
                points.dedup();
                points
            }
            Target::CloudFree if self.is_plan() => space(self.used),
            Target::CloudFree | Target::PhoneFree => space(0),
            Target::Start => linear(1, self.hours.starts(), 15),
            Target::Window => linear(1, self.hours.lengths(), 15),
            Target::Charger => {
                let mut points = geometric(100, CHARGER, (5, 4));
                points.insert(0, 0);
                points
            }
            Target::Battery => linear(0, 100, 5),
        }
    }

    /// What is tried beyond the last point where none of them does.
    pub(super) fn beyond(&self) -> Option<(u64, u64)> {
        (self.target == Target::Upload).then_some((FAST, SPEEDS.1))
    }

    /// The value of a number.
    pub(super) fn value(&self, at: u64) -> Value {
        match self.target {
            Target::Upload => Rate::from_bits_per_s(at).into_value(),
            Target::Size | Target::CloudFree | Target::PhoneFree => {
                Size::from_bytes(at).into_value()
            }
            Target::Start => self.hours.from(at).into_value(),
            Target::Window => self.hours.lasting(at).into_value(),
            Target::Charger if at == 0 => ChargerPower::NONE.into_value(),
            Target::Charger => {
                let power = Power::from_milliwatts(at);
                ChargerPower { power, coupling: self.coupling }.into_value()
            }
            Target::Battery => {
                Fraction::from_percent(u32::try_from(at).unwrap_or(100)).into_value()
            }
        }
    }

    /// The edits of a number: its own first, then what must agree with it.
    pub(super) fn edits(&self, at: u64) -> Vec<Edit> {
        let mut edits = vec![Edit { field: self.field, value: self.value(at) }];
        if let (Target::CloudFree, Some((plan, used_given))) = (self.target, self.plan) {
            let left = Size::from_bytes(self.used.saturating_add(at));
            let plan = if used_given { left } else { plan.max(left) };
            edits.push(Edit { field: const { id_of("cloud.plan") }, value: plan.into_value() });
        }
        edits
    }

    /// The weakest of the chargers that people have and that is no weaker; `None` for any other field, and
    /// where no charger is needed.
    pub(super) fn sold(&self, at: u64) -> Option<u64> {
        let wanted = self.target == Target::Charger && at > 0;
        SOLD.into_iter().find(|&sold| wanted && sold >= at)
    }

    /// A number as people type it, on the side that does, coarsest first; the number itself last.
    pub(super) fn as_typed(&self, at: u64) -> Vec<u64> {
        let up = self.wanted() == Wanted::Least;
        let (low, high) = match self.target {
            Target::Start | Target::Window | Target::Battery => return vec![at],
            Target::Size => (self.done, Size::MAX.bytes()),
            Target::Charger => (0, CHARGER),
            Target::Upload => (SPEEDS.0, SPEEDS.1),
            Target::CloudFree | Target::PhoneFree => (0, Size::MAX.bytes()),
        };
        let fits = |n: &u64| (low..=high).contains(n);
        let mut typed: Vec<u64> =
            (DIGITS..20).map(|digits| rounded(at, digits, up)).filter(fits).collect();
        typed.dedup();
        typed
    }
}
