//! Whether a time that somebody quotes can be true: a scenario and a claim flow in, a verdict, the speed
//! that the claim implies and the slips that would explain it flow out. A slip is an edit that is
//! simulated like any other; it is offered only if with it the claim comes true.

mod slip;

use super::probe::Probe;
use super::risk::{self, Ask};
use crate::client::classes::library_size;
use crate::edit::{Edit, FieldValue};
use crate::model::link::Link;
use crate::model::link::line::fastest;
use crate::model::window::Window;
use crate::scenario::fields::id_of;
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::{Outcome, Verdict};
use crate::sim::simulate_inputs;
use crate::units::{BackupWindow, Claim, Count, Fraction, Rate, SimTime, Size, Span};
pub use slip::{DOWNLOAD_RATIO, Slip};

/// A claim whose lower end is above so many halves of the simulated time is too slow.
const SLOW_HALVES: i64 = 3;
/// How many explanations are worth reading.
const EXPLANATIONS: usize = 2;
/// How far a simulation looks ahead for a claim, in nights: as far as any does.
const FAR: u64 = 3650;

/// What a claim comes to (docs/models.md, Claims).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimVerdict {
    /// Its upper end is below size ÷ stated rate.
    Impossible,
    /// Its upper end is below the simulated time.
    Optimistic,
    /// Neither too fast nor too slow.
    Plausible,
    /// Its lower end is above one and a half times the simulated time.
    Slow,
}

impl ClaimVerdict {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            ClaimVerdict::Impossible => "impossible",
            ClaimVerdict::Optimistic => "optimistic",
            ClaimVerdict::Plausible => "plausible",
            ClaimVerdict::Slow => "slow",
        }
    }
}

/// A slip that makes the claim come true.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What was got wrong.
    pub slip: Slip,
    /// The edits that stand for it; none where the claim itself is read in another unit.
    pub edits: Vec<Edit>,
    /// The one who made it took nothing off the line either: with the slip alone the claim is not met.
    pub divided: bool,
    /// How long it takes with them.
    pub takes: Span,
}

/// What a claim comes to.
#[derive(Clone, Debug)]
pub struct Check {
    /// The claim.
    pub claim: Claim,
    /// The scenario that it was held against: all day unless a window is given or nights are claimed.
    pub scenario: Scenario,
    /// What comes of that.
    pub outcome: Outcome,
    /// The verdict.
    pub verdict: ClaimVerdict,
    /// Size ÷ stated rate: the least that it can take; `None` where no rate is known.
    pub at_least: Option<Span>,
    /// The simulated time from the start to the finish; `None` where it never finishes.
    pub takes: Option<Span>,
    /// How much of a night is allowed, for claims that count nights.
    pub night: Span,
    /// The payload rate that the middle of the claim implies.
    pub implied: Rate,
    /// What would explain it, likeliest first; none of a plausible claim.
    pub explanations: Vec<Explanation>,
}

/// Holds a claim against a scenario.
pub fn check(base: &Scenario, claim: &Claim) -> Check {
    let night = night_of(base);
    // A window of all day cannot be refused where another was not; else the base case stands.
    let probe = far(base, hours(base, claim)).unwrap_or_else(|| Probe {
        scenario: base.clone(),
        outcome: simulate_inputs(base.inputs()),
    });
    let Probe { scenario, outcome } = probe;
    let held = Held { claim, night };
    let verdict = held.verdict(&scenario, &outcome);
    Check {
        claim: claim.clone(),
        at_least: at_least(scenario.inputs()),
        takes: takes(&outcome),
        night,
        implied: implied(scenario.inputs(), held.of(claim.middle())),
        explanations: match verdict {
            ClaimVerdict::Plausible => Vec::new(),
            _ => held.explanations(base, &scenario),
        },
        verdict,
        scenario,
        outcome,
    }
}

/// In how many trials the claim holds: done by its upper end; where it has none, not before its lower one.
/// `None` where chance has no part.
pub fn chance(check: &Check, ask: Ask) -> Option<risk::Held> {
    let claim = &check.claim;
    let inputs = check.scenario.inputs();
    let all_day = inputs.window.allowed == BackupWindow::AllDay;
    let held = Held { claim, night: check.night };
    let (low, high) = held.ends();
    let nights = |end: Span| end.micros() / Span::DAY.micros();
    risk::held(inputs, &check.outcome, ask, |finish| {
        let time = finish.at.since(SimTime::ZERO);
        // Where a window is given nights are those of the window.
        let by_night = claim.nights && !all_day;
        match (claim.most(), high) {
            (Some(most), _) if by_night => i64::from(finish.night) <= nights(most),
            (None, _) if by_night => i64::from(finish.night) > nights(claim.least()),
            (_, Some(high)) => time <= high,
            (_, None) => time >= low,
        }
    })
}

/// A window was said to be all day where none was given; who counts nights means those of the window.
fn hours(base: &Scenario, claim: &Claim) -> Vec<Edit> {
    let field = const { id_of("window.allowed") };
    if claim.nights || base.origin(field).is_given() {
        return Vec::new();
    }
    vec![Edit { field, value: BackupWindow::AllDay.into_value() }]
}

/// Simulated until it is done: further ahead where the nights that are looked at are too few.
fn far(base: &Scenario, mut edits: Vec<Edit>) -> Option<Probe> {
    let probe = Probe::of(base, &edits)?;
    let nights = const { id_of("window.nights") };
    if probe.outcome.finish.is_some()
        || probe.outcome.proof.is_some()
        || base.origin(nights).is_given()
    {
        return Some(probe);
    }
    edits.push(Edit { field: nights, value: Count::new(FAR).into_value() });
    Probe::of(base, &edits).or(Some(probe))
}

/// The hours of a night: of the given window, else of the one that is built in.
fn night_of(base: &Scenario) -> Span {
    match base.inputs().window.allowed {
        BackupWindow::AllDay => Window::default().allowed.length(),
        nightly => nightly.length(),
    }
}

/// What is still to be sent at the start.
fn to_send(inputs: &Inputs) -> Size {
    library_size(&inputs.library).minus(inputs.library.done)
}

/// The fastest that is stated of the line or the cable, nothing taken off.
fn stated(link: &Link) -> Rate {
    let plain =
        Link { efficiency: Fraction::ONE, loss: Fraction::ZERO, wifi_speed: None, ..link.clone() };
    fastest(&plain, 0)
}

/// Size ÷ stated rate, to the microsecond, down.
fn at_least(inputs: &Inputs) -> Option<Span> {
    let microbits_per_s = u128::from(stated(&inputs.link).microbits_per_s());
    let microbits = u128::from(to_send(inputs).bytes()) * 8_000_000;
    let micros = (microbits * 1_000_000).checked_div(microbits_per_s)?;
    Some(Span::from_micros(i64::try_from(micros).unwrap_or(i64::MAX)))
}

fn takes(outcome: &Outcome) -> Option<Span> {
    outcome.finish.map(|finish| finish.at.since(SimTime::ZERO))
}

/// The payload rate at which all is sent in a time, to the bit per second, up.
fn implied(inputs: &Inputs, time: Span) -> Rate {
    let bits = u128::from(to_send(inputs).bytes()) * 8;
    let micros = time.micros().max(1).unsigned_abs();
    let rate = (bits * 1_000_000).div_ceil(u128::from(micros));
    Rate::from_bits_per_s(u64::try_from(rate).unwrap_or(u64::MAX).min(18_000_000_000_000))
}

/// A claim to hold scenarios against.
#[derive(Clone, Copy)]
struct Held<'a> {
    claim: &'a Claim,
    night: Span,
}

impl Held<'_> {
    /// A span of the claim as allowed time: nights count only their hours.
    fn of(&self, span: Span) -> Span {
        if !self.claim.nights {
            return span;
        }
        let micros = i128::from(span.micros()) * i128::from(self.night.micros())
            / i128::from(Span::DAY.micros());
        Span::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    /// The simulated time on the claim's scale: nights count the allowed time that passed.
    fn time(&self, outcome: &Outcome) -> Option<Span> {
        let ledger = &outcome.ledger;
        let allowed = ledger.uploading.plus(ledger.stalled);
        takes(outcome).map(|elapsed| if self.claim.nights { allowed } else { elapsed })
    }

    /// The least and the most of the claim, as allowed time.
    fn ends(&self) -> (Span, Option<Span>) {
        (self.of(self.claim.least()), self.claim.most().map(|most| self.of(most)))
    }

    fn verdict(&self, scenario: &Scenario, outcome: &Outcome) -> ClaimVerdict {
        let (low, high) = self.ends();
        self.between(low, high, at_least(scenario.inputs()), self.time(outcome))
    }

    fn between(
        &self,
        low: Span,
        high: Option<Span>,
        at_least: Option<Span>,
        time: Option<Span>,
    ) -> ClaimVerdict {
        if high.zip(at_least).is_some_and(|(high, least)| high < least) {
            return ClaimVerdict::Impossible;
        }
        let Some(time) = time else { return ClaimVerdict::Optimistic };
        if high.is_some_and(|high| high < time) {
            ClaimVerdict::Optimistic
        } else if self.is_slow(low, time) {
            ClaimVerdict::Slow
        } else {
            ClaimVerdict::Plausible
        }
    }

    /// A part of a night is no number that was rounded: less than that is slow at once.
    fn is_slow(&self, low: Span, time: Span) -> bool {
        let halves = if self.claim.fills { 2 } else { SLOW_HALVES };
        i128::from(low.micros()) * 2 > i128::from(time.micros()) * i128::from(halves)
    }

    /// What somebody who made a slip would have found: within the claim, or less by a tenth at most, as
    /// costs are that were not taken off. A bound is told by somebody who found at least half of it.
    fn is_found(&self, slip: Slip, low: Span, high: Option<Span>, time: Span) -> bool {
        let (low, high) = match high {
            Some(high) if low == Span::ZERO && self.claim.within_a_night() => {
                (self.of(Claim::PART_OF_NIGHT), high)
            }
            Some(high) if low == Span::ZERO => (Span::from_micros(high.micros() / 2), high),
            Some(high) => (low, high),
            None => (low, low.plus(low)),
        };
        // What a slip of 7 % does is not told from a tenth.
        let fine = matches!(slip, Slip::BinarySize | Slip::DecimalSize);
        let tenths = if fine { 10 } else { 9 };
        let near = i128::from(low.micros()) * tenths <= i128::from(time.micros()) * 10;
        near && time <= high
    }

    /// The slips that make the claim come true, the likeliest first. Each is simulated on top of the base
    /// case. That a night is more than it takes is no slip.
    fn explanations(&self, base: &Scenario, scenario: &Scenario) -> Vec<Explanation> {
        if self.claim.fills {
            let slow = self.claim.most().map(|most| self.of(most));
            let time = far(scenario, Vec::new()).and_then(|probe| self.time(&probe.outcome));
            if slow.zip(time).is_some_and(|(most, time)| time <= most) {
                return Vec::new();
            }
        }
        let tried = Slip::ALL.iter().filter_map(|&(slip, _)| match self.rescaled(slip) {
            Some((times, by)) => self.in_another_unit(slip, scenario, times, by),
            None => self.with(slip, base, scenario),
        });
        tried.take(EXPLANATIONS).collect()
    }

    /// A unit of time that was mistaken: by how much the claim is then more or less.
    fn rescaled(&self, slip: Slip) -> Option<(i64, i64)> {
        Some(match slip {
            Slip::HoursForMinutes => (1, 60),
            Slip::MinutesForHours => (60, 1),
            Slip::HoursForDays => (24, 1),
            Slip::DaysForHours => (1, 24),
            _ => return None,
        })
    }

    fn in_another_unit(
        &self,
        slip: Slip,
        scenario: &Scenario,
        times: i64,
        by: i64,
    ) -> Option<Explanation> {
        let unit = self.claim.unit.micros() / 1_000_000;
        let said = match slip {
            Slip::HoursForMinutes | Slip::HoursForDays => 3600,
            Slip::MinutesForHours => 60,
            _ => 86_400,
        };
        if unit != said || self.claim.nights {
            return None;
        }
        let scale = |span: Span| Span::from_micros(span.micros().saturating_mul(times) / by);
        let (low, high) = (scale(self.claim.least()), self.claim.most().map(scale));
        let probe = far(scenario, Vec::new())?;
        let time = self.time(&probe.outcome)?;
        let verdict = self.between(low, high, at_least(scenario.inputs()), Some(time));
        (verdict == ClaimVerdict::Plausible && self.is_found(slip, low, high, time)).then(|| {
            let takes = takes(&probe.outcome).unwrap_or(time);
            Explanation { slip, edits: Vec::new(), divided: false, takes }
        })
    }

    /// A slip by itself, else by somebody who divides a size by a speed and takes nothing off.
    fn with(&self, slip: Slip, base: &Scenario, scenario: &Scenario) -> Option<Explanation> {
        let time = self.of(self.claim.middle());
        // Who counts nights has said which hours count.
        if self.claim.nights && matches!(slip, Slip::DayAndNight | Slip::NightsOnly) {
            return None;
        }
        let edits = slip::edits(slip, scenario.inputs(), time)?;
        let whole = const { id_of("link.efficiency") };
        let divided = || {
            let edit = Edit { field: whole, value: Fraction::ONE.into_value() };
            // Hours, other uploads and rules are no division: they explain it by themselves.
            slip.is_of_a_number().then(|| edits.iter().cloned().chain([edit]).collect())
        };
        let alone = self.tried(slip, base, edits.clone());
        alone.or_else(|| Some(Explanation { divided: true, ..self.tried(slip, base, divided()?)? }))
    }

    fn tried(&self, slip: Slip, base: &Scenario, edits: Vec<Edit>) -> Option<Explanation> {
        let mut all = hours(base, self.claim);
        all.retain(|edit| edits.iter().all(|other| other.field != edit.field));
        all.extend(edits.iter().cloned());
        let probe = far(base, all)?;
        let done = probe.outcome.verdict != Verdict::Refused;
        let (low, high) = self.ends();
        let found =
            self.time(&probe.outcome).is_some_and(|time| self.is_found(slip, low, high, time));
        let fits =
            found && self.verdict(&probe.scenario, &probe.outcome) == ClaimVerdict::Plausible;
        let takes = takes(&probe.outcome).filter(|_| done && fits)?;
        Some(Explanation { slip, edits, divided: false, takes })
    }
}
