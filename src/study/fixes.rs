//! What would help: a scenario and its outcome flow in, fixes flow out, each simulated, the best
//! first. A fix that changes nothing is left out (docs/models.md, Fixes).

use super::answer::OneNight;
use super::catalogue::{Effort, FixId, Group, Plan};
use super::changes::{Case, Change};
use super::parts::{Part, photos_separate};
use super::price::{asks, copy_age, effort, is_unlikely};
use super::probe::Probe;
use crate::cause::{Cause, CauseSet};
use crate::client::classes::library_size;
use crate::edit::Edit;
use crate::model::service::Uploader;
use crate::scenario::Scenario;
use crate::sim::outcome::{Outcome, Verdict};
use crate::units::{SimTime, Size, Span};
use std::cmp::Ordering;

/// How many are shown beside an answer.
pub const SHOWN: usize = 3;
/// Of how many settings pairs are made at most.
const PAIRED: usize = 8;
/// How many remedies one after the other are looked for where one alone lifts nothing.
const CHAIN: usize = 6;
/// What data that is left out costs more where a setting does as well and keeps it.
const GIVEN_UP: f64 = 0.2;
/// A gain of less than this share of the time is none.
const LEAST_GAIN: f64 = 0.01;
/// Of how many pairs that meet the deadline trials are run, until one does in them as well.
const PAIRS_TRIED: usize = 4;

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
    /// What it asks of its owner; for amounts the more, the larger they are.
    pub effort: Effort,
    /// It meets the deadline as it is stated, and in hardly any trial.
    pub unlikely: bool,
    /// What it is ranked by.
    pub score: f64,
}

impl Fix {
    /// Its id: those of its entries, joined.
    pub fn id(&self) -> String {
        self.ids.iter().map(|id| id.id()).collect::<Vec<_>>().join("+")
    }

    /// Whether it meets the deadline.
    pub fn meets_deadline(&self) -> bool {
        self.probe.outcome.verdict == Verdict::Finishes
    }

    /// Likely ones first; of these the ones that meet the deadline.
    fn rank(&self) -> (bool, bool) {
        (self.unlikely, !self.meets_deadline())
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
        for fix in &mut list {
            fix.unlikely = is_plain && is_unlikely(&fix.probe);
        }
        let kept = |fix: &Fix| {
            fix.meets_deadline() && !fix.unlikely && fix.ids.iter().all(|id| id.is_setting())
        };
        if is_plain && !list.iter().any(kept) {
            list.extend(pair(&case, &settings, &list));
        }
    }
    // A setting that does it, or lifts what stops it, and keeps everything.
    let lifts = |fix: &Fix| {
        let does =
            fix.meets_deadline() || outcome.proof.is_some() && fix.probe.outcome.finish.is_some();
        does && !fix.unlikely && fix.ids.iter().all(|id| id.is_setting())
    };
    let is_kept = list.iter().any(lifts);
    for fix in list.iter_mut().filter(|fix| is_kept && fix.ids == [FixId::Trim]) {
        fix.score -= GIVEN_UP;
    }
    // To give up most of it for a night's sake is not what was asked.
    let gives_up = |fix: &Fix| {
        let whole = library_size(&base.inputs().library).bytes();
        is_kept && fix.ids == [FixId::Trim] && left_out(base, fix).bytes() > whole / 2
    };
    let rank = |fix: &Fix| (fix.unlikely, !fix.meets_deadline() || gives_up(fix));
    list.sort_by(|a, b| {
        let score = b.score.total_cmp(&a.score);
        rank(a).cmp(&rank(b)).then(score).then_with(|| a.ids.cmp(&b.ids))
    });
    list.dedup_by(|a, b| a.ids == b.ids);
    list
}

/// The few that are shown beside an answer: of several ways to the same thing the best, and none
/// that chance all but rules out.
pub fn shown(list: &[Fix]) -> Vec<&Fix> {
    let mut few: Vec<&Fix> = Vec::new();
    for fix in list.iter().filter(|fix| !fix.unlikely) {
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
    let effort = effort(&ids, case, &probe);
    Some(Fix { ids, edits, probe, parts, plan, copy_age, effort, unlikely: false, score })
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
    let effort = effort(&ids, case, &two.probe);
    let (edits, probe) = (change.edits, two.probe);
    Some(Fix { ids, edits, probe, parts, plan: None, copy_age, effort, unlikely: false, score })
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

/// The best two settings that meet the deadline together, in trials as well, or else the two that
/// gain clearly more than the best one. Where something stops it for good, one of them is the plain
/// remedy of that, if there is one.
fn pair(case: &Case<'_>, settings: &[(FixId, Change)], singles: &[Fix]) -> Option<Fix> {
    let binding = case.outcome.proof.map(|proof| proof.cause);
    let plain = |id: FixId| binding.is_some() && id.remedies().first().copied() == binding;
    let bound = settings.iter().any(|(id, _)| plain(*id));
    let mut found: Vec<Fix> = Vec::new();
    for (place, (first, a)) in settings.iter().enumerate() {
        for (second, b) in settings.iter().skip(place + 1) {
            let touches = |edit: &Edit| b.edits.iter().any(|other| other.field == edit.field);
            let same = first.group() == second.group() && first.group() != Group::Alone;
            let beside = bound && !plain(*first) && !plain(*second);
            if same || beside || a.edits.iter().any(touches) {
                continue;
            }
            let edits = a.edits.iter().chain(&b.edits).cloned().collect();
            let change = Change { edits, plan: a.plan.or(b.plan) };
            found.extend(fix(case, vec![*first, *second], &change));
        }
    }
    let end = |fix: &Fix| fix.probe.outcome.finish.map_or(SimTime::END, |f| f.at);
    found.sort_by(|a, b| {
        // Where all are late the soonest is worth two changes, else the one that asks for least.
        let late = if a.meets_deadline() { Ordering::Equal } else { end(a).cmp(&end(b)) };
        let score = b.score.total_cmp(&a.score);
        a.rank().cmp(&b.rank()).then(late).then(score).then_with(|| a.ids.cmp(&b.ids))
    });
    let best = found.into_iter().take(PAIRS_TRIED).find(|fix| !is_unlikely(&fix.probe))?;
    let single = |id: FixId| singles.iter().find(|fix| fix.ids == [id]);
    // Clearly more: a tenth of the time sooner than either of them.
    let sooner = best.ids.iter().filter_map(|&id| single(id)).all(|one| {
        let (alone, both) = (end(one), end(&best));
        both.since(SimTime::ZERO).as_secs() < 0.9 * alone.since(SimTime::ZERO).as_secs()
    });
    (best.meets_deadline() || sooner).then_some(best)
}

/// How much less is backed up, where it is trimmed.
pub fn left_out(base: &Scenario, fix: &Fix) -> Size {
    let size = |s: &Scenario| library_size(&s.inputs().library);
    size(base).minus(size(&fix.probe.scenario))
}
