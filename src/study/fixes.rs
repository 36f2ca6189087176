//! What would help: a scenario and its outcome flow in, fixes flow out, each simulated, the best
//! first. A fix that changes nothing is left out (docs/models.md, Fixes).

use super::answer::OneNight;
use super::catalogue::{Effort, FixId, Group, Plan};
use super::changes::{Case, Change};
use super::parts::{Part, photos_separate};
use super::probe::Probe;
use crate::cause::{Cause, CauseSet};
use crate::edit::Edit;
use crate::model::service::{Preset, Uploader};
use crate::scenario::Scenario;
use crate::sim::outcome::{Outcome, Verdict};
use crate::units::{Rate, SimTime, Size, Span};

/// How many are shown beside an answer.
pub const SHOWN: usize = 3;
/// Of how many settings pairs are made at most.
const PAIRED: usize = 8;
/// How many remedies one after the other are looked for where one alone lifts nothing.
const CHAIN: usize = 6;
/// A gain of less than this share of the time is none.
const LEAST_GAIN: f64 = 0.01;
/// The age of the newest copy where a phone backs up daily, and where somebody does it each week.
const DAILY: Span = Span::DAY;
const WEEKLY: Span = Span::DAY.times(7);

/// A fix, simulated.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What is done: one entry of the catalogue, or several together.
    pub ids: Vec<FixId>,
    /// The edits.
    pub edits: Vec<Edit>,
    /// The scenario with the edits, and what comes of it.
    pub probe: Probe,
    /// The parts, where it is more than one backup.
    pub parts: Vec<Part>,
    /// The plan that is bought.
    pub plan: Option<Plan>,
    /// How old the newest copy gets at most where it is kept up, once there is one.
    pub copy_age: Option<Span>,
    /// What it is ranked by.
    pub score: f64,
}

impl Fix {
    /// Its id: those of its entries, joined.
    pub fn id(&self) -> String {
        self.ids.iter().map(|id| id.id()).collect::<Vec<_>>().join("+")
    }

    /// What it asks of its owner.
    pub fn effort(&self) -> Effort {
        let most = self.ids.iter().map(|id| id.effort()).max().unwrap_or(Effort::Low);
        if self.ids.len() > 2 { most.max(Effort::Medium) } else { most }
    }

    /// Whether it meets the deadline.
    pub fn meets_deadline(&self) -> bool {
        self.probe.outcome.verdict == Verdict::Finishes
    }

    fn group(&self) -> Group {
        match self.ids.as_slice() {
            [one] => one.group(),
            _ => Group::Alone,
        }
    }
}

/// Every fix that helps, the best first.
pub fn fixes(base: &Scenario, outcome: &Outcome, one_night: OneNight) -> Vec<Fix> {
    let case = Case { base, outcome, at_work: at_work(outcome), one_night };
    let mut list: Vec<Fix> = Vec::new();
    let mut settings: Vec<(FixId, Change)> = Vec::new();
    let in_time = outcome.verdict == Verdict::Finishes;
    // Real programs are simulated connection by connection: too dear for a search.
    let is_plain = base.inputs().service.client == Uploader::Plain;
    for &id in FixId::ALL {
        if !is_worth_a_try(id, &case) || (!is_plain && id.is_searched()) {
            continue;
        }
        if id == FixId::PhotosSeparate {
            list.extend(two_parts(&case));
            continue;
        }
        let Some(change) = case.change(id) else { continue };
        list.extend(fix(&case, vec![id], &change));
        if id.is_setting() && settings.len() < PAIRED {
            settings.push((id, change));
        }
    }
    if !in_time {
        list.extend(chain(&case));
        let kept = |fix: &Fix| fix.meets_deadline() && fix.ids.iter().all(|id| id.is_setting());
        if is_plain && !list.iter().any(kept) {
            list.extend(pair(&case, &settings, &list));
        }
    }
    list.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.ids.cmp(&b.ids)));
    list.dedup_by(|a, b| a.ids == b.ids);
    list
}

/// The few that are shown beside an answer: of several ways to the same thing the best.
pub fn shown(list: &[Fix]) -> Vec<&Fix> {
    let mut few: Vec<&Fix> = Vec::new();
    for fix in list {
        let group = fix.group();
        if few.len() < SHOWN && (group == Group::Alone || few.iter().all(|f| f.group() != group)) {
            few.push(fix);
        }
    }
    few
}

/// Everything that stopped, stalled or limited it.
fn at_work(outcome: &Outcome) -> CauseSet {
    let stalls = outcome.stalls.iter().map(|stall| stall.cause);
    let limits = outcome.limits.iter().map(|limit| limit.cause);
    let proof = outcome.proof.map(|proof| proof.cause);
    stalls.chain(limits).chain(proof).fold(CauseSet::EMPTY, CauseSet::with)
}

/// Whether it can matter at all: an entry for a cause that was not at work changes nothing.
fn is_worth_a_try(id: FixId, case: &Case<'_>) -> bool {
    let remedies = id.remedies();
    let by_cause = remedies.iter().any(|&cause| case.at_work.contains(cause));
    let in_time = case.outcome.verdict == Verdict::Finishes;
    // Nothing starts as long as it is refused: what limits it later was not seen.
    let fits = match id {
        // A yes needs no more than what makes it safer.
        FixId::LocalAndCloud => case.outcome.finish.is_some(),
        _ if remedies.is_empty() => !in_time,
        _ => by_cause,
    };
    let full = case.at_work.contains(Cause::CloudFull);
    fits && !(id == FixId::PhotosSeparate && full)
}

/// A probe of a change without the edits that make no difference to it.
fn least(case: &Case<'_>, mut edits: Vec<Edit>) -> Option<(Vec<Edit>, Probe)> {
    let mut probe = Probe::of(case.base, &edits)?;
    let end = |probe: &Probe| (probe.outcome.verdict, probe.outcome.finish);
    // The first says what it is; the others are tried from the last on.
    for place in (1..edits.len()).rev() {
        let mut fewer = edits.clone();
        fewer.remove(place);
        if let Some(found) = Probe::of(case.base, &fewer).filter(|f| end(f) == end(&probe)) {
            (edits, probe) = (fewer, found);
        }
    }
    Some((edits, probe))
}

/// Simulates a change; `None` where it changes nothing for the better.
fn fix(case: &Case<'_>, ids: Vec<FixId>, change: &Change) -> Option<Fix> {
    let (edits, probe) = match ids.as_slice() {
        [_] => least(case, change.edits.clone())?,
        _ => (change.edits.clone(), Probe::of(case.base, &change.edits)?),
    };
    let end = probe.outcome.finish.map(|f| f.at);
    let mut parts = Vec::new();
    let mut gained = gain(case.outcome, probe.outcome.verdict, end)?;
    if ids == [FixId::LocalAndCloud] {
        let whole = |scenario: &Scenario, outcome: &Outcome| Part {
            preset: scenario.inputs().service.preset,
            size: crate::client::classes::library_size(&scenario.inputs().library),
            finish: outcome.finish,
        };
        parts.push(whole(&probe.scenario, &probe.outcome));
        parts.push(whole(case.base, case.outcome));
        gained -= 0.4;
    }
    let score = gained - asks(&ids, change, case, &probe);
    let copy_age = copy_age(&ids, &probe, &parts);
    let plan = change.plan;
    Some(Fix { ids, edits, probe, parts, plan, copy_age, score })
}

/// How much better, from 0 to 1; `None` where it is not. In time counts 1, else the share of the
/// time that is saved counts 0.7; to be done at all, however late, counts 0.5 and more the sooner.
fn gain(base: &Outcome, verdict: Verdict, end: Option<SimTime>) -> Option<f64> {
    let seconds = |at: SimTime| at.since(SimTime::ZERO).as_secs();
    let before = base.finish.map(|f| seconds(f.at));
    let after = seconds(end?);
    let share = before.map(|before| 1.0 - after / before.max(1.0));
    match (verdict, share) {
        (Verdict::Finishes, None) => Some(1.0),
        (Verdict::Finishes, Some(_)) if base.verdict != Verdict::Finishes => Some(1.0),
        (_, Some(share)) if share >= LEAST_GAIN => Some(0.7 * share),
        (_, Some(_)) => None,
        (_, None) => Some(0.5 + 0.2 * (86_400.0 / after.max(86_400.0))),
    }
}

/// What it asks for: effort, money, and what is given up.
fn asks(ids: &[FixId], change: &Change, case: &Case<'_>, probe: &Probe) -> f64 {
    let each = |id: &FixId| match id.effort() {
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
        let size = |inputs| crate::client::classes::library_size(inputs).bytes() as f64;
        asked += 0.9 * (1.0 - size(&after.library) / size(&i.library).max(1.0));
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

/// How old the newest copy gets: a phone backs up each day by itself, to a computer somebody has to.
fn copy_age(ids: &[FixId], probe: &Probe, parts: &[Part]) -> Option<Span> {
    probe.outcome.finish?;
    let by_hand = |preset: Preset| {
        matches!(preset, Preset::ComputerUsb2 | Preset::ComputerUsb3 | Preset::AndroidUsb)
    };
    if ids == [FixId::LocalAndCloud] {
        let cloud = parts.iter().any(|p| !by_hand(p.preset) && p.finish.is_some());
        return Some(if cloud { DAILY } else { WEEKLY });
    }
    let weekly = by_hand(probe.scenario.inputs().service.preset);
    Some(if weekly { WEEKLY } else { DAILY })
}

/// Photos by a sync of their own; ranked by the later of both parts.
fn two_parts(case: &Case<'_>) -> Option<Fix> {
    let two = photos_separate(case)?;
    let [rest, photos] = two.parts;
    let end = rest.finish.zip(photos.finish).map(|(a, b)| a.at.max(b.at))?;
    let in_time = end <= two.probe.outcome.deadline;
    let verdict = if in_time { Verdict::Finishes } else { Verdict::Misses };
    let ids = vec![FixId::PhotosSeparate];
    // That the rest is safe sooner is a gain as well.
    let sooner = gain(case.outcome, two.probe.outcome.verdict, rest.finish.map(|f| f.at));
    let gained = gain(case.outcome, verdict, Some(end)).or(sooner.map(|g| 0.5 * g))?;
    let change = Change { edits: two.edits, plan: None };
    let score = gained - asks(&ids, &change, case, &two.probe);
    let copy_age = copy_age(&ids, &two.probe, &two.parts);
    let parts = Vec::from(two.parts);
    Some(Fix { ids, edits: change.edits, probe: two.probe, parts, plan: None, copy_age, score })
}

/// Where one gate is behind another: remedy after remedy, until it runs.
fn chain(case: &Case<'_>) -> Option<Fix> {
    let mut base = case.base.clone();
    let mut outcome = case.outcome.clone();
    let (mut ids, mut edits, mut plan) = (Vec::new(), Vec::<Edit>::new(), None);
    while let Some(proof) = outcome.proof
        && ids.len() < CHAIN
    {
        let step = Case {
            base: &base,
            outcome: &outcome,
            at_work: at_work(&outcome),
            one_night: OneNight::default(),
        };
        let remedies = FixId::ALL.iter().filter(|id| {
            id.is_setting() && id.remedies().contains(&proof.cause) && !ids.contains(*id)
        });
        let mut tried = remedies.filter_map(|&id| {
            let change = step.change(id)?;
            let probe = Probe::of(&base, &change.edits)?;
            let lifted = probe.outcome.proof.is_none_or(|after| after.cause != proof.cause);
            lifted.then_some((id, change, probe))
        });
        let (id, change, probe) = tried.next()?;
        ids.push(id);
        plan = plan.or(change.plan);
        put_over(&mut edits, change.edits);
        (base, outcome) = (probe.scenario, probe.outcome);
    }
    if ids.len() < 2 {
        return None;
    }
    ids.sort_unstable();
    fix(case, ids, &Change { edits, plan })
}

/// Edits on top of others: the later of two of the same field counts.
fn put_over(edits: &mut Vec<Edit>, more: Vec<Edit>) {
    for edit in more {
        edits.retain(|before| before.field != edit.field);
        edits.push(edit);
    }
}

/// The best two settings that meet the deadline together, or else the two that gain clearly more
/// than the best one.
fn pair(case: &Case<'_>, settings: &[(FixId, Change)], singles: &[Fix]) -> Option<Fix> {
    let mut best: Option<Fix> = None;
    for (place, (first, a)) in settings.iter().enumerate() {
        for (second, b) in settings.iter().skip(place + 1) {
            let touches = |edit: &Edit| b.edits.iter().any(|other| other.field == edit.field);
            let same = first.group() == second.group() && first.group() != Group::Alone;
            if same || a.edits.iter().any(touches) {
                continue;
            }
            let edits = a.edits.iter().chain(&b.edits).cloned().collect();
            let change = Change { edits, plan: a.plan.or(b.plan) };
            let Some(found) = fix(case, vec![*first, *second], &change) else { continue };
            if best.as_ref().is_none_or(|best| found.score > best.score) {
                best = Some(found);
            }
        }
    }
    let best = best?;
    let single = |id: FixId| singles.iter().find(|fix| fix.ids == [id]);
    let end = |fix: &Fix| fix.probe.outcome.finish.map_or(SimTime::END, |f| f.at);
    // Clearly more: a tenth of the time sooner than either of them.
    let sooner = best.ids.iter().filter_map(|&id| single(id)).all(|one| {
        let (alone, both) = (end(one), end(&best));
        both.since(SimTime::ZERO).as_secs() < 0.9 * alone.since(SimTime::ZERO).as_secs()
    });
    (best.meets_deadline() || sooner).then_some(best)
}

/// How much less is backed up, where it is trimmed.
pub fn left_out(base: &Scenario, fix: &Fix) -> Size {
    let size = |s: &Scenario| crate::client::classes::library_size(&s.inputs().library);
    size(base).minus(size(&fix.probe.scenario))
}
