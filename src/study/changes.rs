//! The edits behind each entry of the catalogue: a case flows in, edits flow out. An entry with an
//! amount looks for the least that does, by simulating; where nothing meets the deadline, for the
//! least that gains all there is to gain.

mod computer;
mod space;

use super::answer::OneNight;
use super::catalogue::{FixId, Plan, Provider};
use crate::cause::CauseSet;
use crate::edit::{Edit, FieldId, FieldValue};
use crate::model::link::LinkKind;
use crate::model::phone::{Fault, Software};
use crate::model::power::battery::Saver;
use crate::model::power::charger::default_efficiency;
use crate::model::service::{Preset, Start};
use crate::scenario::fields::id_of;
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::{Outcome, Verdict};
use crate::sim::simulate_inputs;
use crate::units::{
    BackupWindow, ChargerPower, ClockTime, Coupling, Fraction, Outages, Power, Rate, Rivals, Set,
    SimTime, Size, Span, Temperature, Windows,
};

/// What is asked: a scenario, what comes of it, and what is known of why.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The scenario.
    pub base: &'a Scenario,
    /// What comes of it.
    pub outcome: &'a Outcome,
    /// The causes that stopped, stalled or limited it.
    pub at_work: CauseSet,
    /// The least speed and the largest size that meet the deadline.
    pub one_night: OneNight,
}

/// The most that is offered to be deleted of old backups, or of mail and files: two phones' worth
/// (assumed). Few people have more of either.
const DELETED: Size = Size::from_bytes(25_000_000_000);

/// The edits of an entry, and the plan that is bought, if one is.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The edits.
    pub edits: Vec<Edit>,
    /// The plan.
    pub plan: Option<Plan>,
}

/// The chargers that are sold, in tenths of a watt: ports of a computer, a cube, and USB-PD ones.
const CHARGERS: [u64; 6] = [25, 50, 120, 200, 300, 450];
/// The most that a Wi-Fi shows and a temperature that no room goes below, for the search (assumed).
const FASTEST_WIFI: u64 = 10_000_000_000;
const COOLEST: i32 = 5;
/// How many sizes of three digits are tried below the largest that fits.
const TRIED_BELOW: u64 = 8;

/// An edit of the field with that key.
pub(super) fn edit<T: FieldValue>(field: FieldId, value: T) -> Edit {
    Edit { field, value: value.into_value() }
}

macro_rules! set {
    ($($key:literal: $value:expr),+ $(,)?) => {
        vec![$(edit(const { id_of($key) }, $value)),+]
    };
}
use set;

impl Case<'_> {
    fn inputs(&self) -> &Inputs {
        self.base.inputs()
    }

    fn is_given(&self, id: FieldId) -> bool {
        self.base.given().has(id)
    }

    /// What comes of it with some edits; they must be valid together.
    fn with(&self, edits: &[Edit]) -> Outcome {
        let mut inputs = self.inputs().clone();
        for edit in edits {
            inputs.put(edit.clone());
        }
        simulate_inputs(&inputs)
    }

    /// The edits of an entry; `None` where it does not apply or there is nothing to change.
    pub fn change(&self, fix: FixId) -> Option<Change> {
        if fix == FixId::BuyPlan {
            return self.plan();
        }
        let edits = match fix.fault() {
            Some(fault) => self.remedy(fault)?,
            None => self.edits(fix)?,
        };
        (!edits.is_empty()).then_some(Change { edits, plan: None })
    }

    fn edits(&self, fix: FixId) -> Option<Vec<Edit>> {
        let i = self.inputs();
        let online = i.link.kind != LinkKind::Usb;
        let when = |holds: bool, edits: Vec<Edit>| holds.then_some(edits);
        match fix {
            FixId::SignIn => when(!i.phone.signed_in, set!["phone.signed_in": true]),
            FixId::SwitchOn => when(!i.phone.backup_on, set!["phone.backup_on": true]),
            FixId::UpdateSoftware => when(
                i.phone.software != Software::Current,
                set!["phone.software": Software::Current],
            ),
            FixId::RemoveStuckItem => {
                when(i.library.stuck_at.is_some(), set!["library.stuck_at": None::<Fraction>])
            }
            FixId::PlugIn => {
                let none = i.charger.power.power == Power::ZERO;
                let mut edits = Vec::new();
                if none {
                    edits.extend(set!["charger.power": ChargerPower::PD_20W]);
                }
                if i.charger.plugged != Windows::Always {
                    edits.extend(set!["charger.plugged": Windows::Always]);
                }
                Some(edits)
            }
            FixId::StrongerCharger => self.charger(),
            FixId::ChargeFirst => self.level(),
            FixId::ChargeLimitOff => {
                when(i.charger.hold.is_some(), set!["charger.hold": None::<crate::units::Hold>])
            }
            FixId::PowerSavingOff => {
                when(i.battery.saver != Saver::Off, set!["battery.saver": Saver::Off])
            }
            FixId::KeepLocked => {
                when(i.screen.in_use != Windows::Never, set!["screen.in_use": Windows::Never])
            }
            FixId::BackUpNow => {
                when(i.service.start != Start::Manual, set!["service.start": Start::Manual])
            }
            FixId::StayOnWifi => {
                let lacks = i.link.kind == LinkKind::Wifi && i.link.wifi != Windows::Always;
                when(lacks, set!["link.wifi": Windows::Always])
            }
            FixId::MeteredOff => when(i.link.metered, set!["link.metered": false]),
            FixId::SteadierNetwork => {
                let mut edits = Vec::new();
                if !i.link.outages.0.is_empty() {
                    edits.extend(set!["link.outages": Outages::default()]);
                }
                if self.is_given(const { id_of("link.drops") }) && i.link.drops.is_some() {
                    edits.extend(set!["link.drops": None::<crate::units::Drops>]);
                }
                when(online, edits)
            }
            FixId::NearerRouter => self.wifi_speed(),
            FixId::StopRivals => {
                when(!i.link.rivals.0.is_empty(), set!["link.rivals": Rivals::default()])
            }
            FixId::StaggerRivals => self.stagger(),
            FixId::WaitForService => {
                when(i.cloud.outages != Windows::Never, set!["cloud.outages": Windows::Never])
            }
            FixId::CoolDown => self.cooler(),
            FixId::Overnight => {
                let BackupWindow::Nightly { .. } = i.window.allowed else { return None };
                let (start, end) = (ClockTime::from_hm(22, 0), ClockTime::from_hm(7, 0));
                let night = BackupWindow::Nightly { start, end };
                when(i.window.allowed.length() < night.length(), set!["window.allowed": night])
            }
            FixId::StartEarlier => self.earlier(),
            FixId::AllDay => when(
                i.window.allowed != BackupWindow::AllDay,
                set!["window.allowed": BackupWindow::AllDay],
            ),
            FixId::DeleteOldBackups => {
                use Preset::{GoogleBackup, GooglePhotos, IcloudBackup, IcloudPhotos};
                let here = [IcloudBackup, IcloudPhotos, GoogleBackup, GooglePhotos];
                let preset = i.service.preset;
                let fits = here.contains(&preset)
                    || matches!(preset, Preset::Generic | Preset::SamsungCloud);
                if fits && online { self.cleared(DELETED) } else { None }
            }
            FixId::DeleteMailAndFiles => match Provider::of(i.service.preset) {
                Some(Provider::Google | Provider::Microsoft) => self.cleared(DELETED),
                _ => None,
            },
            FixId::FreePhoneSpace => self.phone_space(),
            FixId::FreeComputerSpace => self.cleared(Size::MAX),
            FixId::ComputerUsb2 => self.computer(Preset::ComputerUsb2),
            FixId::ComputerUsb3 => self.computer(Preset::ComputerUsb3),
            FixId::ComputerAndroid => self.computer(Preset::AndroidUsb),
            FixId::LocalAndCloud => [Preset::ComputerUsb2, Preset::AndroidUsb]
                .into_iter()
                .filter(|_| online)
                .find_map(|preset| self.computer(preset)),
            FixId::Trim => {
                let exact = self.one_night.size?;
                let done = i.library.done.bytes();
                let told = |bytes: u64| set!["library.size": Size::from_bytes(bytes.max(done))];
                let round = shorter(exact.bytes()).map(told).find(|edits| self.in_time(edits));
                Some(round.unwrap_or_else(|| set!["library.size": exact]))
            }
            FixId::FasterUpload => {
                let bits = round_up(self.one_night.upload?.bits_per_s());
                let edits = set!["link.upload": Rate::from_bits_per_s(bits)];
                if self.in_time(&edits) {
                    return Some(edits);
                }
                Some(set!["link.upload": self.one_night.upload?])
            }
            // Made elsewhere: of two parts, of a plan, of a fault.
            _ => None,
        }
    }

    fn in_time(&self, edits: &[Edit]) -> bool {
        self.with(edits).verdict == Verdict::Finishes
    }

    /// The remedy of a fault: it is gone. A damaged backup is deleted, so all is sent again.
    fn remedy(&self, fault: Fault) -> Option<Vec<Edit>> {
        let faults = self.inputs().phone.fault;
        if !faults.has(fault) {
            return None;
        }
        let left: Vec<_> = faults.iter().filter(|&f| f != fault).collect();
        let mut edits = set!["phone.fault": Set::of(&left)];
        if fault == Fault::CorruptBackup && self.inputs().library.done > Size::ZERO {
            edits.extend(set!["library.done": Size::ZERO]);
        }
        Some(edits)
    }

    /// The least of the values above `fails` and up to `most` that meets the deadline; where none
    /// does, the least that ends as early as the most does. Told to three digits, rounded up.
    fn least(
        &self,
        fails: u64,
        most: u64,
        round: fn(u64) -> u64,
        make: &dyn Fn(u64) -> Vec<Edit>,
    ) -> Option<Vec<Edit>> {
        if most <= fails {
            return None;
        }
        let best = self.with(&make(most));
        let goal = if best.verdict == Verdict::Finishes { best.deadline } else { best.finish?.at };
        let does =
            |value: u64| self.with(&make(value)).finish.is_some_and(|finish| finish.at <= goal);
        let (mut fails, mut works) = (fails, most);
        // Once all that is left is told alike, it is found.
        while works - fails > 1 && round(fails + 1) != round(works) {
            let middle = fails + (works - fails) / 2;
            if does(middle) { works = middle } else { fails = middle }
        }
        let told = round(works);
        let value = if told <= most && does(told) { told } else { works };
        Some(make(value))
    }

    /// The weakest charger by cable that does, of those that are sold.
    fn charger(&self) -> Option<Vec<Edit>> {
        let now = self.inputs().charger.power;
        if now.power == Power::ZERO {
            return None;
        }
        let gives = |c: ChargerPower| {
            u128::from(c.power.microwatts())
                * u128::from(default_efficiency(c.coupling).millionths())
        };
        let stronger = CHARGERS
            .map(|tenths| ChargerPower {
                power: Power::from_milliwatts(tenths * 100),
                coupling: Coupling::Wired,
            })
            .into_iter()
            .filter(|&c| gives(c) > gives(now));
        let end = |charger: ChargerPower| {
            let outcome = self.with(&[edit(const { id_of("charger.power") }, charger)]);
            let in_time = outcome.verdict == Verdict::Finishes;
            (in_time, outcome.finish.map_or(SimTime::END, |f| f.at))
        };
        let mut best: Option<(SimTime, ChargerPower)> = None;
        for charger in stronger {
            let (in_time, at) = end(charger);
            if in_time {
                best = Some((at, charger));
                break;
            }
            if best.is_none_or(|(before, _)| at < before) {
                best = Some((at, charger));
            }
        }
        best.map(|(_, charger)| set!["charger.power": charger])
    }

    fn level(&self) -> Option<Vec<Edit>> {
        let now = u64::from(self.inputs().battery.level.millionths() / 10_000);
        let percent = |p: u64| Fraction::from_percent(u32::try_from(p).unwrap_or(100));
        self.least(now, 100, |p| p, &|p| set!["battery.level": percent(p)])
    }

    fn wifi_speed(&self) -> Option<Vec<Edit>> {
        let now = self.inputs().link.wifi_speed?.bits_per_s();
        let make = |bits: u64| set!["link.wifi_speed": Some(Rate::from_bits_per_s(bits))];
        self.least(now, FASTEST_WIFI, round_up, &make)
    }

    /// The warmest surroundings that do, in whole degrees.
    fn cooler(&self) -> Option<Vec<Edit>> {
        let now = self.inputs().phone.temperature?.millidegrees().div_euclid(1000);
        let most = u64::try_from(now - COOLEST).ok()?;
        let cooler = |by: u64| {
            let degrees = now - i32::try_from(by).unwrap_or(0);
            set!["phone.temperature": Some(Temperature::from_millidegrees(degrees * 1000))]
        };
        self.least(0, most, |by| by, &cooler)
    }

    /// The other uploads outside the window.
    fn stagger(&self) -> Option<Vec<Edit>> {
        let i = self.inputs();
        let BackupWindow::Nightly { start, end } = i.window.allowed else { return None };
        if i.link.rivals.0.is_empty() || start.until(end) == Span::ZERO {
            return None;
        }
        let end = ClockTime::from_millis(end.millis() % 86_400_000);
        let outside = crate::units::ClockWindow::daily(end, start);
        let mut rivals = i.link.rivals.clone();
        for rival in &mut rivals.0 {
            rival.time = crate::units::RivalTime::Within(outside);
        }
        Some(set!["link.rivals": rivals])
    }

    /// The latest earlier start that meets the same deadline, to the minute.
    fn earlier(&self) -> Option<Vec<Edit>> {
        let i = self.inputs();
        let BackupWindow::Nightly { start, end } = i.window.allowed else { return None };
        let spare = Span::DAY.minus(i.window.allowed.length()).micros() / 60_000_000;
        let make = |minutes: i64| {
            let at = (i64::from(start.secs()) - 60 * minutes).rem_euclid(86_400);
            let start = ClockTime::from_secs(u32::try_from(at).unwrap_or(0));
            set!["window.allowed": BackupWindow::Nightly { start, end }]
        };
        let does = |minutes: i64| {
            let outcome = self.with(&make(minutes));
            let same =
                outcome.deadline.since(self.outcome.deadline) == Span::from_secs(60 * minutes);
            same && outcome.verdict == Verdict::Finishes
        };
        // A whole day from the start on is what `all-day` is for; hours first, as more of them may
        // not help all the way.
        let hours = (1..).map(|h| h * 60).take_while(|&m| m < spare);
        let mut works = hours.chain((spare > 1).then_some(spare - 1)).find(|&m| does(m))?;
        let mut fails = (works - 1) / 60 * 60;
        while works - fails > 1 {
            let middle = fails + (works - fails) / 2;
            if does(middle) { works = middle } else { fails = middle }
        }
        Some(make(works))
    }
}

/// To three digits, towards zero.
pub(super) fn round_down(value: u64) -> u64 {
    let step = step(value);
    value / step * step
}

/// Values of three digits below one, the nearest first, then one of two: what cuts items anew may miss
/// at one size and do at the next.
fn shorter(value: u64) -> impl Iterator<Item = u64> {
    let (first, step) = (round_down(value), step(value));
    let two = value / (10 * step) * (10 * step);
    let below = (0..TRIED_BELOW).map(move |k| first.saturating_sub(k * step));
    below.chain([two]).filter(|&shorter| shorter > 0)
}

/// To three digits, away from zero.
fn round_up(value: u64) -> u64 {
    let step = step(value);
    value.div_ceil(step).saturating_mul(step)
}

fn step(value: u64) -> u64 {
    10u64.saturating_pow(value.checked_ilog10().unwrap_or(0).saturating_sub(2))
}
