//! Whether a time that somebody quotes can be true: a scenario and a claim flow in, a verdict, the speed
//! that the claim implies and the slips that would explain it flow out. A slip is an edit that is
//! simulated like any other; it is offered only if with it the claim comes true.

use super::probe::Probe;
use super::search::rounded;
use crate::client::classes::library_size;
use crate::edit::{Edit, FieldId, FieldValue};
use crate::model::link::line::fastest;
use crate::model::link::{Link, LinkKind};
use crate::model::service::Preset;
use crate::model::window::Window;
use crate::scenario::fields::id_of;
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::{Outcome, Verdict};
use crate::units::{BackupWindow, Claim, Count, Fraction, Rate, Rivals, SimTime, Size, Span};

/// A claim whose lower end is above so many halves of the simulated time is too slow.
const SLOW_HALVES: i64 = 3;
/// How many times the upload of a line its download is: from the 10th percentile of DSL to the 90th of
/// cable, of advertised tiers (FCC, Measuring Broadband America 2021, 1,376 and 1,329 boxes; the median
/// of all is 10, fibre is mostly even).
pub const DOWNLOAD_RATIO: (u64, u64) = (4, 40);
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

/// What somebody may have got wrong, in the order of likelihood (assumed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slip {
    /// Mbps read as megabytes per second: eight times too fast.
    BitsForBytes,
    /// Megabytes per second read as Mbps: eight times too slow.
    BytesForBits,
    /// The download figure of the line in place of the upload figure.
    DownloadForUpload,
    /// The whole line as payload.
    NoOverhead,
    /// The line alone: none of the service's own rules and costs.
    LineAlone,
    /// Nothing else on the line.
    NoRivals,
    /// Day and night in place of the window.
    DayAndNight,
    /// The hours of one night after the other in place of all day.
    NightsOnly,
    /// All of the library, though a part is done.
    NothingDone,
    /// Binary gigabytes for decimal ones: 7 % too slow.
    BinarySize,
    /// Decimal gigabytes for binary ones: 7 % too fast.
    DecimalSize,
    /// Minutes meant, hours said.
    HoursForMinutes,
    /// Hours meant, minutes said.
    MinutesForHours,
    /// Days meant, hours said.
    HoursForDays,
    /// Hours meant, days said.
    DaysForHours,
    /// Mbps read as kbps: a thousand times too slow.
    MegaAsKilo,
    /// kbps read as Mbps: a thousand times too fast.
    KiloAsMega,
}

impl Slip {
    /// All of them, each with its id.
    pub const ALL: [(Slip, &str); 17] = [
        (Slip::BitsForBytes, "bits-for-bytes"),
        (Slip::BytesForBits, "bytes-for-bits"),
        (Slip::DownloadForUpload, "download-for-upload"),
        (Slip::NoOverhead, "no-overhead"),
        (Slip::LineAlone, "line-alone"),
        (Slip::NoRivals, "no-rivals"),
        (Slip::DayAndNight, "day-and-night"),
        (Slip::NightsOnly, "nights-only"),
        (Slip::NothingDone, "nothing-done"),
        (Slip::BinarySize, "gib-for-gb"),
        (Slip::DecimalSize, "gb-for-gib"),
        (Slip::HoursForMinutes, "hours-for-minutes"),
        (Slip::MinutesForHours, "minutes-for-hours"),
        (Slip::HoursForDays, "hours-for-days"),
        (Slip::DaysForHours, "days-for-hours"),
        (Slip::MegaAsKilo, "mbps-as-kbps"),
        (Slip::KiloAsMega, "kbps-as-mbps"),
    ];

    /// Its stable id.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(slip, _)| *slip == self).map_or("", |(_, id)| id)
    }
}

/// A slip that makes the claim come true.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What was got wrong.
    pub slip: Slip,
    /// The edits that stand for it; none where the claim itself is read in another unit.
    pub edits: Vec<Edit>,
    /// How long it takes with them.
    pub takes: Span,
}

/// What a claim comes to.
#[derive(Clone, Debug)]
pub struct Check {
    /// The claim.
    pub claim: Claim,
    /// The scenario that it was held against: all day unless a window is given.
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
    let case = far(base, all_day(base));
    let (scenario, outcome) = match case {
        Some(probe) => (probe.scenario, probe.outcome),
        // All day cannot be refused where the base case was not; it is the fallback all the same.
        None => (
            base.clone(),
            crate::sim::simulate(base, crate::sim::Chance::Mean, crate::sim::Record::No),
        ),
    };
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

/// A window was said to be all day where none was given.
fn all_day(base: &Scenario) -> Vec<Edit> {
    let field = const { id_of("window.allowed") };
    if base.origin(field).is_given() {
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

    fn verdict(&self, scenario: &Scenario, outcome: &Outcome) -> ClaimVerdict {
        let (low, high) = (self.of(self.claim.least()), self.claim.most().map(|m| self.of(m)));
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
        } else if i128::from(low.micros()) * 2 > i128::from(time.micros()) * i128::from(SLOW_HALVES)
        {
            ClaimVerdict::Slow
        } else {
            ClaimVerdict::Plausible
        }
    }

    /// The slips that make the claim come true. Each is simulated on top of the base case.
    fn explanations(&self, base: &Scenario, scenario: &Scenario) -> Vec<Explanation> {
        let tried = Slip::ALL.iter().filter_map(|&(slip, _)| match self.rescaled(slip) {
            Some((times, by)) => self.in_another_unit(slip, scenario, times, by),
            None => self.with(slip, base, scenario),
        });
        tried.collect()
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
        let unit = self.claim.half.micros() * 2 / 1_000_000;
        let said = match slip {
            Slip::HoursForMinutes | Slip::HoursForDays => 3600,
            Slip::MinutesForHours => 60,
            _ => 86_400,
        };
        if unit != said {
            return None;
        }
        let scale = |span: Span| Span::from_micros(span.micros().saturating_mul(times) / by);
        let (low, high) = (scale(self.claim.least()), self.claim.most().map(scale));
        let probe = far(scenario, Vec::new())?;
        let time = self.time(&probe.outcome)?;
        let verdict = self.between(low, high, at_least(scenario.inputs()), Some(time));
        (verdict == ClaimVerdict::Plausible).then(|| Explanation {
            slip,
            edits: Vec::new(),
            takes: takes(&probe.outcome).unwrap_or(time),
        })
    }

    fn with(&self, slip: Slip, base: &Scenario, scenario: &Scenario) -> Option<Explanation> {
        let edits = self.edits(slip, scenario)?;
        let mut all = all_day(base);
        all.retain(|edit| edits.iter().all(|other| other.field != edit.field));
        all.extend(edits.iter().cloned());
        let probe = far(base, all)?;
        let done = probe.outcome.verdict != Verdict::Refused;
        let fits = self.verdict(&probe.scenario, &probe.outcome) == ClaimVerdict::Plausible;
        let takes = takes(&probe.outcome).filter(|_| done && fits)?;
        Some(Explanation { slip, edits, takes })
    }

    /// A slip as edits; `None` where it cannot have happened here.
    fn edits(&self, slip: Slip, scenario: &Scenario) -> Option<Vec<Edit>> {
        let inputs = scenario.inputs();
        let one = |field: FieldId, value| Some(vec![Edit { field, value }]);
        let by_cable = inputs.link.kind == LinkKind::Usb;
        let rate = |times: u64, by: u64| {
            let (field, rate) = rate_of(&inputs.link)?;
            one(field, Some(writable(rate.share(times, by))?).into_value())
        };
        let window =
            |allowed: BackupWindow| one(const { id_of("window.allowed") }, allowed.into_value());
        let size = |times: u64, by: u64| {
            let bytes = u128::from(library_size(&inputs.library).bytes()) * u128::from(times);
            let bytes = u64::try_from(bytes / u128::from(by)).ok()?;
            let fits = (1..=Size::MAX.bytes()).contains(&bytes);
            let size = fits.then(|| Size::from_bytes(bytes))?;
            one(const { id_of("library.size") }, Some(size).into_value())
        };
        match slip {
            Slip::BitsForBytes => rate(8, 1),
            Slip::BytesForBits => rate(1, 8),
            Slip::MegaAsKilo => rate(1, 1000),
            Slip::KiloAsMega => rate(1000, 1),
            Slip::DownloadForUpload if !by_cable => self.download(inputs),
            Slip::NoOverhead if !by_cable && inputs.link.efficiency < Fraction::ONE => {
                one(const { id_of("link.efficiency") }, Fraction::ONE.into_value())
            }
            Slip::LineAlone if !by_cable && inputs.service.preset != Preset::Generic => {
                one(const { id_of("service.preset") }, Preset::Generic.into_value())
            }
            Slip::NoRivals if !inputs.link.rivals.0.is_empty() => {
                one(const { id_of("link.rivals") }, Rivals(Vec::new()).into_value())
            }
            Slip::DayAndNight if inputs.window.allowed != BackupWindow::AllDay => {
                window(BackupWindow::AllDay)
            }
            Slip::NightsOnly if inputs.window.allowed == BackupWindow::AllDay => {
                window(Window::default().allowed)
            }
            Slip::NothingDone if inputs.library.done > Size::ZERO => {
                one(const { id_of("library.done") }, Size::ZERO.into_value())
            }
            Slip::BinarySize => size(bytesize::GIB, bytesize::GB),
            Slip::DecimalSize => size(bytesize::GB, bytesize::GIB),
            _ => None,
        }
    }

    /// The download rate that the claim would need, if a line with this upload may have one.
    fn download(&self, inputs: &Inputs) -> Option<Vec<Edit>> {
        let (field, upload) = rate_of(&inputs.link)?;
        let time = self.of(self.claim.middle());
        let payload = implied(inputs, time).bits_per_s();
        let share = u64::from(inputs.link.efficiency.millionths()).max(1);
        let (low, high) = DOWNLOAD_RATIO;
        let bits = upload.bits_per_s();
        let needed = u64::try_from(u128::from(payload) * 1_000_000 / u128::from(share)).ok()?;
        let rate = needed.clamp(bits.saturating_mul(low), bits.saturating_mul(high));
        let rate = writable(Rate::from_bits_per_s(rounded(rate, 3, true)))?;
        Some(vec![Edit { field, value: Some(rate).into_value() }])
    }
}

/// The one rate of the line or the cable; `None` under a plan or a trace.
fn rate_of(link: &Link) -> Option<(FieldId, Rate)> {
    if link.kind == LinkKind::Usb {
        return Some((const { id_of("link.usb_speed") }, link.usb_speed?));
    }
    let one = link.plan.is_none() && link.trace.is_none();
    Some((const { id_of("link.upload") }, link.upload.filter(|_| one)?))
}

/// A rate within what can be written.
fn writable(rate: Rate) -> Option<Rate> {
    let (low, high) = super::needs::SPEEDS;
    (low..=high).contains(&rate.bits_per_s()).then_some(rate)
}
