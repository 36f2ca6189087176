//! What a fix asks for and how far it can be relied on: its entries, the case and its simulation flow
//! in; effort, a price in the units of the gain, the age of the copy and whether chance rules it out
//! flow out. All weights are assumed: they order advice and change no forecast.

use super::catalogue::{Effort, FixId};
use super::changes::{Case, Change};
use super::parts::Part;
use super::probe::Probe;
use super::risk::{self, Ask};
use crate::client::classes::library_size;
use crate::model::phone::Software;
use crate::model::service::Preset;
use crate::scenario::Scenario;
use crate::sim::outcome::Verdict;
use crate::units::{Rate, Span};

/// How often a weekly copy is made.
const WEEKLY: Span = Span::DAY.times(7);
/// A fix that meets the deadline is held against so many trials, the same for all fixes and whatever
/// trials are asked for, so that the advice does not move with them.
const TRIED: u64 = 40;
/// In time in fewer of them: chance all but rules it out.
const HARDLY: u64 = 4;
/// What is left out is much from this share of the data on, and more than a little from that one.
const MUCH: f64 = 0.25;
const LITTLE: f64 = 0.05;
/// To start up to an hour earlier is a habit, up to three hours a plan, more takes the evening.
const AN_HOUR: Span = Span::from_secs(3_600);
const AN_EVENING: Span = Span::from_secs(3 * 3_600);

/// Whether a fix meets the deadline as it is stated, and in hardly any trial.
pub(super) fn is_unlikely(probe: &Probe) -> bool {
    if probe.outcome.verdict != Verdict::Finishes {
        return false;
    }
    let ask = Ask { trials: TRIED, seed: 1, row: 1, threads: 1, drawn: None };
    risk::falls_short(probe.scenario.inputs(), &probe.outcome, ask, HARDLY) == Some(true)
}

/// What it asks of its owner.
pub(super) fn effort(ids: &[FixId], case: &Case<'_>, probe: &Probe) -> Effort {
    let most = ids.iter().map(|&id| of_entry(id, case, probe)).max().unwrap_or(Effort::Low);
    if ids.len() > 2 { most.max(Effort::Medium) } else { most }
}

/// What an entry asks of its owner: the more, the larger its amount.
fn of_entry(id: FixId, case: &Case<'_>, probe: &Probe) -> Effort {
    let by = |amount: f64, little: f64, much: f64| {
        if amount <= little {
            Effort::Low
        } else if amount <= much {
            Effort::Medium
        } else {
            Effort::High
        }
    };
    match id {
        FixId::Trim => by(left_out(case.base, &probe.scenario), LITTLE, MUCH),
        FixId::StartEarlier => {
            let hours = |scenario: &Scenario| scenario.inputs().window.allowed.length();
            let earlier = hours(&probe.scenario).minus(hours(case.base));
            by(earlier.as_secs(), AN_HOUR.as_secs(), AN_EVENING.as_secs())
        }
        _ => id.effort(),
    }
}

/// The share of the data that is left out.
fn left_out(base: &Scenario, after: &Scenario) -> f64 {
    let size = |scenario: &Scenario| library_size(&scenario.inputs().library).bytes() as f64;
    1.0 - size(after) / size(base).max(1.0)
}

/// What it asks for: effort, money, and what is given up.
pub(super) fn asks(ids: &[FixId], change: &Change, case: &Case<'_>, probe: &Probe) -> f64 {
    let each = |id: &FixId| match of_entry(*id, case, probe) {
        // What is left out counts by its share.
        _ if *id == FixId::Trim => 0.05,
        Effort::Low => 0.05,
        Effort::Medium => 0.2,
        Effort::High => 0.4,
    };
    let mut asked: f64 = ids.iter().map(each).sum();
    if change.plan.is_some() {
        asked += 0.05;
    }
    let (i, after) = (case.base.inputs(), probe.scenario.inputs());
    if ids.contains(&FixId::Trim) {
        // What is left out has no copy.
        asked += 0.9 * left_out(case.base, &probe.scenario);
    }
    if ids.iter().any(|id| matches!(id, FixId::DeleteOldBackups | FixId::DeleteMailAndFiles)) {
        // What is deleted is gone: all that is harmless comes first.
        asked += 0.3;
    }
    if ids.contains(&FixId::UpdateSoftware) && i.phone.software == Software::Unsupported {
        // A phone that is too old is offered no update.
        asked += 0.1;
    }
    if ids.contains(&FixId::FasterUpload) {
        let bits = |rate: Option<Rate>| rate.map_or(1.0, |r| r.bits_per_s() as f64).max(1.0);
        asked += (0.15 * (bits(after.link.upload) / bits(i.link.upload) - 1.0)).clamp(0.0, 0.5);
    }
    if ids.contains(&FixId::ComputerUsb3) {
        // Few phones have the port, and none comes with the cable.
        asked += 0.05;
    }
    asked
}

/// How old the newest copy gets. A phone backs up by itself, a copy counts once all of it is there:
/// as many days as it takes nights. To a computer somebody has to, each week.
pub(super) fn copy_age(ids: &[FixId], probe: &Probe, parts: &[Part]) -> Option<Span> {
    let finish = probe.outcome.finish?;
    let by_hand = |preset: Preset| {
        matches!(preset, Preset::ComputerUsb2 | Preset::ComputerUsb3 | Preset::AndroidUsb)
    };
    let nights = |night: u32| Span::DAY.times(i64::from(night.max(1)));
    if ids == [FixId::LocalAndCloud] {
        let cloud = parts.iter().filter(|part| !by_hand(part.preset));
        let daily = cloud.filter_map(|part| part.finish).map(|finish| nights(finish.night)).max();
        return Some(daily.map_or(WEEKLY, |age| age.min(WEEKLY)));
    }
    if by_hand(probe.scenario.inputs().service.preset) {
        return Some(WEEKLY);
    }
    let latest = parts.iter().filter_map(|part| part.finish).map(|finish| finish.night).max();
    Some(nights(latest.unwrap_or(finish.night)))
}
