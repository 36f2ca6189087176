//! How sure the answer is: random trials of the same scenario. Each trial has random numbers of its
//! own (`sim::random`), so that the result is the same for any number of threads.

use super::answer::Chance;
use crate::edit::FieldId;
use crate::model::link::LinkKind;
use crate::model::service::Requirement;
use crate::scenario::fields::id_of;
use crate::scenario::spread::Spread;
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::{Finish, Outcome, Verdict};
use crate::sim::random::{Source, Stream};
use crate::sim::{
    Made, Trial, Trials, lays_out, plugging_matters, reading_is_drawn, speed_strays,
    unlocking_matters, varies,
};
use crate::units::{SimTime, Span};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{Builder, scope};

/// A trial looks at least this many nights ahead (assumed: a rough week and a night).
const AT_LEAST: u32 = 8;
/// A thread is not worth it for fewer trials.
const WORTH_A_THREAD: u64 = 2_000;

/// How many threads so many trials are worth, at least one.
pub fn threads_for(trials: u64) -> u64 {
    (trials / WORTH_A_THREAD).max(1)
}

/// The question.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How many trials.
    pub trials: u64,
    /// Their seed.
    pub seed: u64,
    /// The row whose random numbers are used.
    pub row: u64,
    /// How many threads compute.
    pub threads: usize,
    /// Where each trial is counted, for somebody who waits; no answer depends on it.
    pub drawn: Option<&'static AtomicU64>,
}

/// The spread of the trials around the point answer; `None` where chance has no part: nothing
/// varies, no trials, or a verdict that rests on fixed inputs.
pub fn chance(inputs: &Inputs, point: &Outcome, ask: Ask) -> Option<Chance> {
    sample(inputs, point, ask).map(|sample| sample.chance())
}

/// All trials of a case, the first to finish first.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The seed.
    pub seed: u64,
    /// How many nights each looked ahead.
    pub nights: u32,
    /// When each was done and whether in time; those that were not done within these nights are last.
    trials: Vec<Trial>,
}

/// The trials that [`chance`] tells of; `None` where chance has no part.
pub fn sample(inputs: &Inputs, point: &Outcome, ask: Ask) -> Option<Sample> {
    if !has_part(inputs, point, ask) {
        return None;
    }
    let nights = horizon(inputs, point);
    Some(Sample::of(run(inputs, ask, nights), ask.seed, nights))
}

impl Sample {
    /// Of trials in any order.
    pub fn of(mut trials: Vec<Trial>, seed: u64, nights: u32) -> Self {
        trials.sort_unstable_by_key(|trial| trial.finish.map_or(SimTime::END, |f| f.at));
        Sample { seed, nights, trials }
    }

    /// How many trials there are.
    pub fn trials(&self) -> u64 {
        self.trials.len() as u64
    }

    /// How many of them were done by the deadline.
    pub fn in_time(&self) -> u64 {
        self.trials.iter().filter(|trial| trial.in_time).count() as u64
    }

    /// The finish that `part` of `whole` of the trials had reached: of the least rank that holds that
    /// share of them. `None` beyond the nights that were looked at.
    pub fn reached(&self, part: u64, whole: u64) -> Option<Finish> {
        let share = u128::from(self.trials()) * u128::from(part);
        let rank = share.div_ceil(u128::from(whole.max(1))).max(1) - 1;
        usize::try_from(rank).ok().and_then(|rank| self.trials.get(rank)).and_then(|t| t.finish)
    }

    /// The first and the last finish of the middle trials, where at most a share `part` of `whole` of them
    /// lies outside on each side. `None` beyond the nights that were looked at.
    pub fn middle(&self, part: u64, whole: u64) -> [Option<Finish>; 2] {
        outside(self.trials.len(), part, whole)
            .map(|at| self.trials.get(at).and_then(|trial| trial.finish))
    }

    /// The spread of them, without what it rests on.
    pub fn chance(&self) -> Chance {
        let at = [10, 50, 90].map(|percent| self.reached(percent, 100));
        let ends = [self.trials.first(), self.trials.last()];
        Chance {
            trials: self.trials(),
            seed: self.seed,
            in_time: self.in_time(),
            nights: at.map(|f| f.map(|f| f.night)),
            finish: at.map(|f| f.map(|f| f.at)),
            ends: ends.map(|t| t.and_then(|t| t.finish).map(|f| f.night)),
            rests_on: Vec::new(),
        }
    }
}

/// Of `count` in order, the first and the last of the middle ones, with at most a share `part` of `whole`
/// of them outside on each side.
pub(super) fn outside(count: usize, part: u64, whole: u64) -> [usize; 2] {
    let least = u128::from(part) * count as u128 / u128::from(whole.max(1));
    let least = usize::try_from(least).unwrap_or(0).min(count.saturating_sub(1) / 2);
    [least, count.saturating_sub(1) - least]
}

/// Whether fewer than `least` of the trials are in time; no more are run than it takes to tell.
/// `None` where chance has no part, as in [`chance`].
pub fn falls_short(inputs: &Inputs, point: &Outcome, ask: Ask, least: u64) -> Option<bool> {
    if !has_part(inputs, point, ask) {
        return None;
    }
    let mut one = each(inputs, ask, horizon(inputs, point));
    let (mut missing, mut left) = (least, ask.trials);
    while missing > 0 && missing <= left {
        missing -= u64::from(one(ask.trials - left).in_time);
        left -= 1;
    }
    Some(missing > 0)
}

/// How many trials were done in what a claim allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Trials whose finish is allowed.
    pub held: u64,
    /// All trials.
    pub trials: u64,
}

/// How many trials finish as `allows` asks; `None` where chance has no part, as in [`chance`].
pub fn held(
    inputs: &Inputs,
    point: &Outcome,
    ask: Ask,
    allows: impl Fn(&Finish) -> bool,
) -> Option<Held> {
    if !has_part(inputs, point, ask) {
        return None;
    }
    let found = run(inputs, ask, horizon(inputs, point));
    let held = found.iter().filter(|trial| trial.finish.as_ref().is_some_and(&allows)).count();
    Some(Held { held: held as u64, trials: ask.trials })
}

/// Whether chance has a part.
fn has_part(inputs: &Inputs, point: &Outcome, ask: Ask) -> bool {
    // What was proven rests on fixed inputs; where these vary themselves it may be otherwise.
    let varied = !inputs.top.spread.is_nothing();
    let certain = matches!(point.verdict, Verdict::Never | Verdict::Refused) && !varied;
    ask.trials > 0 && !certain && varies(inputs)
}

/// How many nights a trial looks ahead: three times the point answer, or the nights that are given.
pub fn horizon(inputs: &Inputs, point: &Outcome) -> u32 {
    let given = u32::try_from(inputs.window.nights.get()).unwrap_or(u32::MAX);
    point.finish.map_or(given, |f| f.night.saturating_mul(3)).max(AT_LEAST)
}

/// What varies by a value that nobody gave, in the order of the table.
pub fn rests_on(scenario: &Scenario) -> Vec<FieldId> {
    let varying = varying(scenario.inputs()).into_iter();
    varying.filter(|&id| !scenario.origin(id).is_given()).collect()
}

/// The fields that say how much varies from trial to trial besides `[spread]`, in the order of the
/// table, as far as they matter to the case.
pub fn varying(inputs: &Inputs) -> Vec<FieldId> {
    let speed = speed_strays(inputs);
    let drops = inputs.link.drops.is_some() && inputs.link.kind != LinkKind::Usb;
    let service = &inputs.service;
    let delay = service.requires.has(Requirement::Charging) && service.charging_delay > Span::ZERO;
    let moved = inputs.top.spread.of("charger.plugged").is_some();
    let late = plugging_matters(inputs) && !moved;
    let varying = [
        ("service.charging_delay", delay),
        ("link.upload_is", speed && !reading_is_drawn(inputs)),
        ("link.drops", drops),
        ("link.variation", speed),
        ("charger.late", late),
        ("screen.unlock", unlocking_matters(inputs)),
    ];
    varying.into_iter().filter(|(_, varies)| *varies).map(|(key, _)| id_of(key)).collect()
}

/// One trial after the other, by their numbers.
fn each(inputs: &Inputs, ask: Ask, nights: u32) -> impl FnMut(u64) -> Trial {
    one_by_one(inputs, ask, (nights, false), |trials, number| trials.run(number))
}

/// What `look` finds in one trial after the other, by their numbers; `battery`: its level is followed.
pub(super) fn one_by_one<T>(
    inputs: &Inputs,
    ask: Ask,
    (nights, battery): (u32, bool),
    look: impl Fn(&mut Trials<'_>, u64) -> T,
) -> impl FnMut(u64) -> T {
    let stream = move |trial| Stream { seed: ask.seed, row: ask.row, trial };
    let same = || Trials::with_battery(inputs, stream(0), nights, battery);
    let mut same = inputs.top.spread.is_nothing().then(same);
    let (mut spread, mut made) = (None, Made::default());
    move |trial| {
        if let Some(drawn) = ask.drawn {
            drawn.fetch_add(1, Ordering::Relaxed);
        }
        match &mut same {
            Some(trials) => look(trials, trial),
            None => {
                let spread = spread.get_or_insert_with(|| Spread::new(inputs));
                let is_laid_out_alike = !spread.keys().any(lays_out);
                let drawn = spread.draw(stream(trial).keyed(Source::Spread));
                let known = std::mem::take(&mut made);
                let mut trials = Trials::of_made(drawn, stream(trial), (nights, battery), known);
                let found = look(&mut trials, trial);
                made = trials.into_made();
                made.payload = made.payload.take().filter(|_| is_laid_out_alike);
                found
            }
        }
    }
}

/// All trials, in order.
fn run(inputs: &Inputs, ask: Ask, nights: u32) -> Vec<Trial> {
    on_threads(ask, |from, to| (from..to).map(each(inputs, ask, nights)).collect())
}

/// What `part` finds in all trials, in order: it is asked for those from one number to before another.
pub(super) fn on_threads<T: Send>(ask: Ask, part: impl Fn(u64, u64) -> Vec<T> + Sync) -> Vec<T> {
    let wanted = (ask.threads as u64).clamp(1, threads_for(ask.trials));
    let bound = |k: u64| u64::try_from(u128::from(ask.trials) * u128::from(k) / u128::from(wanted));
    let bounds: Vec<(u64, u64)> =
        (0..wanted).map(|k| (bound(k).unwrap_or(0), bound(k + 1).unwrap_or(ask.trials))).collect();
    if wanted == 1 {
        return part(0, ask.trials);
    }
    scope(|threads| {
        let spawn = |&(from, to): &(u64, u64)| {
            // Without another thread this one does the part.
            let part = &part;
            (Builder::new().spawn_scoped(threads, move || part(from, to)).ok(), (from, to))
        };
        let started: Vec<_> = bounds.iter().map(spawn).collect();
        let parts = started.into_iter().map(|(thread, (from, to))| {
            thread.and_then(|t| t.join().ok()).unwrap_or_else(|| part(from, to))
        });
        parts.flatten().collect()
    })
}
