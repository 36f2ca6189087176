//! A case under diagnosis: what is known of it, what that brings about by itself, and the causes with
//! their scores. The base case and what was seen flow in, the list of causes flows out.

use super::Found;
use super::fitting::{self, Fitted};
use super::hypotheses::{Setting, fields_of, in_situation};
use super::observed::{Observed, Shown, Start};
use super::phrase::STUCK_BLUR;
use super::trial;
use crate::cause::{Cause, CauseSet};
use crate::edit::{Edit, FieldId};
use crate::model::link::LinkKind;
use crate::scenario::fields::{field, id_of};
use crate::scenario::{Draft, Inputs, Origin, Scenario};
use crate::sim::outcome::{Outcome, Verdict};
use crate::sim::simulate_recorded;
use crate::sim::timeline::State;
use crate::study::symptoms::Symptom;
use crate::units::{Count, SimTime, Size, Span};

/// How much likelier a cause is that the given values bring about by themselves.
pub(super) const KNOWN: f64 = 400.0;
/// A given cause holds where its case is within so many points of the readings.
const KNOWN_WITHIN: f64 = 5.0;
/// What all causes make up together that are not needed as an explanation, beside one that is known
/// (assumed).
const BESIDE_KNOWN: f64 = 0.1;
/// How much likelier the upload speed is where the given size takes nights at the given speed
/// (assumed).
const SLOW_AS_GIVEN: f64 = 4.0;
/// A gate that is closed for less of the window than this is no blocker.
const BRIEFLY: f64 = 0.05;
/// How many causes are listed.
const LISTED: usize = 12;
/// How many are simulated as typed, of which the best are listed.
const TRIED: usize = 24;
/// A case that is by so many points further off than the nearest one fits; by more than the second
/// figure, it comes behind those that fit, with at most half the best one's score (assumed).
const FITS: (f64, f64) = (1.0, 2.0);
/// So many hours between two looks tell as much as a night would (assumed).
const SURE_AFTER: f64 = 2.0;
/// However short the time between two looks, scores count by at least this power (assumed).
const LEAST_SURE: f64 = 0.4;
/// Causes below this score are not listed.
const LEAST: f64 = 0.002;

/// A case under diagnosis.
pub(super) struct Case<'a> {
    pub(super) base: &'a Scenario,
    /// The base's inputs, with as many nights as the readings need.
    pub(super) short: Inputs,
    open: &'a [FieldId],
    pub(super) observed: &'a Observed,
    pub(super) ruled_out: &'a [Cause],
    pub(super) start: Start,
    by_text: bool,
    /// What the given values bring about by themselves, in the order of blame.
    pub(super) known: Vec<Cause>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        base: &'a Scenario,
        open: &'a [FieldId],
        (observed, by_text): (&'a Observed, bool),
        ruled_out: &'a [Cause],
    ) -> Self {
        let mut short = base.inputs().clone();
        let last = short.window.deadline.and_then(|d| d.night).unwrap_or(1);
        short.window.nights = Count::new(u64::from(observed.nights().max(last)));
        let is_given = |key: &str| Self::is_given(base, open, key);
        let start = if is_given("library.done") { Start::Given } else { Start::Open };
        let known = Vec::new();
        let mut case = Case { base, short, open, observed, ruled_out, start, by_text, known };
        case.known = case.blockers();
        case
    }

    fn is_given(base: &Scenario, open: &[FieldId], key: &str) -> bool {
        let id = id_of(key);
        base.origin(id).is_given() && !open.contains(&id)
    }

    pub(super) fn given(&self, key: &str) -> bool {
        Self::is_given(self.base, self.open, key)
    }

    /// Whether what was given answers the question about a cause: the field that it asks for was given.
    pub(super) fn answered(&self, cause: Cause) -> bool {
        // What a speed test shows is the question about the phone's own speed as well.
        if cause == Cause::PhoneSpeed && self.given("link.upload") {
            return true;
        }
        let fields = fields_of(cause);
        let ways_to_say_it =
            matches!(cause, Cause::UploadSpeed | Cause::CloudFull | Cause::ComputerFull);
        let asked_for = if ways_to_say_it { fields } else { fields.get(..1).unwrap_or_default() };
        asked_for.iter().any(|key| self.given(key))
    }

    /// What stands in the way in the base case and goes back to a given value, in the order in which
    /// the platform checks.
    fn blockers(&self) -> Vec<Cause> {
        let mut healthy = Draft::new();
        let preset = id_of("service.preset");
        healthy.push(Edit { field: preset, value: self.short.get(preset) }, Origin::Study);
        let (healthy, _) = healthy.inputs();
        let mut mended = self.short.clone();
        let mut found: Vec<Cause> = Vec::new();
        // Behind what turns it away others may wait: mend what was found, and look again.
        loop {
            let new = self.in_the_way(&mended, &found);
            if new.is_empty() {
                break;
            }
            for key in new.iter().flat_map(|&cause| fields_of(cause)) {
                mended.copy(id_of(key), &healthy);
            }
            found.extend(new);
        }
        found.retain(|c| !self.ruled_out.contains(c));
        found.sort();
        found
    }

    /// What stands in the way under these inputs, goes back to a given value and is not known yet.
    fn in_the_way(&self, inputs: &Inputs, known: &[Cause]) -> Vec<Cause> {
        let outcome = simulate_recorded(inputs);
        let closed = closed_for(&outcome);
        let window = outcome.ledger.uploading.plus(outcome.ledger.stalled).as_secs();
        let stands = |cause: Cause| {
            if outcome.proof.is_some_and(|p| p.cause == cause) {
                return true;
            }
            if cause.is_gate() {
                let seconds = closed.get(cause.index()).copied().unwrap_or(0.0);
                return seconds > 0.0 && seconds >= BRIEFLY * window;
            }
            let share = outcome.limits.iter().find(|l| l.cause == cause);
            share.is_some_and(|l| l.time.as_secs() > 0.1 * window)
        };
        let worth = |cause: Cause| fields_of(cause).iter().any(|key| self.given(key));
        let all = Cause::ALL.iter().copied().filter(|c| *c != Cause::UploadSpeed);
        all.filter(|&c| stands(c) && worth(c) && !known.contains(&c)).collect()
    }

    /// The causes with their scores.
    pub(super) fn causes(&self, heard: &[(&Symptom, f64)]) -> Vec<Found> {
        let (lines, fitted) = fitting::fit(self);
        let first = self.observed.readings.first().filter(|_| self.observed.level);
        let has_run = first.is_some_and(|r| r.percent > 1.0) && self.start == Start::Open;
        // A text that is only nearly one of the catalogue says less.
        let says = |&(symptom, near): &(&Symptom, f64), cause: Cause| {
            libm::pow(symptom.likelihood(cause), near.min(1.0))
        };
        let slow = if self.slow_as_given() { SLOW_AS_GIVEN } else { 1.0 };
        let told = |f: &Fitted| {
            let slow = if f.cause == Cause::UploadSpeed { slow } else { 1.0 };
            match heard {
                [] if f.known => 1.0,
                [] => slow * in_situation(f.cause, has_run),
                heard => slow * heard.iter().map(|h| says(h, f.cause)).product::<f64>(),
            }
        };
        let mut scored: Vec<(f64, Fitted)> =
            fitted.into_iter().map(|f| (f.weight * told(&f), f)).collect();
        scored.sort_by(|a, b| {
            b.1.known.cmp(&a.1.known).then(b.0.total_cmp(&a.0)).then(a.1.cause.cmp(&b.1.cause))
        });
        let mut found: Vec<Found> = Vec::new();
        for (weight, fitted) in scored {
            if found.iter().filter(|f| !f.known).count() >= TRIED {
                break;
            }
            found.extend(trial::found(self, &lines, &fitted, weight));
        }
        ranked(&mut found, self.room());
        self.modest(&mut found);
        let mut others = 0;
        found.retain(|f| {
            others += usize::from(!f.known);
            f.known || others <= LISTED
        });
        self.known_first(&mut found);
        found.retain(|f| f.score >= LEAST);
        found
    }

    /// Nothing was read off, and by the size and the speed that were given the first night is too
    /// short: what was said of it may be no more than that.
    fn slow_as_given(&self) -> bool {
        let measured = !self.observed.readings.is_empty() && !self.by_text;
        if measured || !self.given("library.size") || !self.given("link.upload") {
            return false;
        }
        let outcome = simulate_recorded(&self.short);
        let most = outcome.limits.iter().max_by_key(|l| l.time);
        outcome.verdict != Verdict::Finishes && most.is_some_and(|l| l.cause == Cause::UploadSpeed)
    }

    /// By how many points more a case may be off what a rough figure of speech stands for.
    fn room(&self) -> f64 {
        if self.by_text { 3.0 * (self.observed.blur - STUCK_BLUR).max(0.0) } else { 0.0 }
    }

    /// Two looks within an hour or two tell little: the scores are drawn together.
    fn modest(&self, found: &mut [Found]) {
        let [first, second] = self.observed.readings.as_slice() else { return };
        let hours = second.at.since(first.at).as_secs() / 3600.0;
        let sure = (hours / SURE_AFTER).clamp(LEAST_SURE, 1.0);
        let top = found.first().map_or(0.0, |f| f.score);
        if self.known.is_empty() && self.observed.level && self.observed.blur == 0.0 && top > 0.0 {
            found.iter_mut().for_each(|f| f.score = libm::pow(f.score / top, sure));
        }
    }

    /// Of what the given values bring about, the first that the platform checks comes first: while
    /// it holds, the others are not even looked at. Only where the readings do not speak against it.
    /// What is known is certain: each has the score 1, and the rest theirs beside them.
    fn known_first(&self, found: &mut [Found]) {
        let holds = |f: &Found| f.known && f.worst.is_none_or(|worst| worst <= KNOWN_WITHIN);
        let all: f64 = found.iter().filter(|f| !holds(f)).map(|f| f.score).sum();
        let rest = if found.iter().any(holds) { BESIDE_KNOWN } else { 1.0 };
        for f in found.iter_mut() {
            f.score = if holds(f) { 1.0 } else { rest * f.score / all.max(f64::MIN_POSITIVE) };
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.cause.cmp(&b.cause)));
    }

    /// What the lines of hypotheses are drawn for.
    pub(super) fn setting(&self) -> Setting<'_> {
        let inputs = &self.short;
        let window = inputs.window.allowed.length();
        let day = Span::DAY.micros();
        let into = |at: SimTime| at.micros() % day;
        let minutes = self.observed.readings.iter().map(|r| into(r.at) as f64 / 6e7);
        let size = inputs.library.size.map_or(0.0, |s| s.bytes() as f64);
        let speed_given = ["link.upload", "link.plan", "link.trace"].iter().any(|k| self.given(k))
            || inputs.link.kind == LinkKind::Usb;
        let share = inputs.link.efficiency.as_ratio().max(0.01);
        let speeds = self.observed.readings.windows(2).filter_map(|pair| {
            let rise = (pair[1].percent - pair[0].percent) / 100.0 * size;
            let nights = f64::from(pair[1].night - pair[0].night);
            let open =
                window.micros().min(into(pair[1].at)) - window.micros().min(into(pair[0].at));
            let open = open as f64 / 1e6 + nights * window.as_secs();
            let mbps = rise * 8.0 / open.max(60.0) / share / 1e6;
            (mbps > 0.01 && mbps < 10_000.0).then_some(mbps)
        });
        let open = self.start == Start::Open && self.observed.level;
        let earlier = self.observed.readings.first().filter(|_| open).and_then(|first| {
            let outcome = simulate_recorded(inputs);
            let shown = Shown::of(&outcome, inputs, self.observed);
            let sent = shown.0.first().map_or(0.0, |m| m.sent);
            // Where the base would be past it by then, it stands there since an earlier night.
            let (seen, all) = (first.percent, first.middle());
            let percent = if sent < seen { all - sent } else { all };
            let done = Size::from_bytes((percent / 100.0 * size) as u64);
            let whole = inputs.library.size.unwrap_or(Size::ZERO);
            (percent > 0.0).then(|| neat_size(done, whole))
        });
        let at = |i: usize| {
            let reading = self.observed.readings.get(i)?;
            Some(into(reading.at) as f64 / 6e7)
        };
        let stands_at = self.observed.readings.first().map(|r| r.percent);
        let back = self.observed.back.and_then(|i| Some((at(i - 1)?, at(i)?)));
        Setting {
            inputs,
            speed_given,
            minutes: minutes.collect(),
            earlier,
            by_text: self.by_text,
            under_way: open && self.observed.readings.iter().any(|r| r.percent >= 1.0),
            stands_at: stands_at.filter(|_| self.by_text && self.observed.level),
            timer: self.observed.same_hours().filter(|_| !self.by_text),
            falls: self.observed.falls() && !self.by_text,
            speeds: speeds.collect(),
            back,
        }
    }
}

/// Three digits where that is within a seventh of a point of the whole, which no phone shows.
fn neat_size(size: Size, whole: Size) -> Size {
    let bytes = size.bytes() as f64;
    let (mut digits, mut neat) = (2.0, size);
    while digits < 6.0 {
        let scale = libm::pow(10.0, libm::floor(libm::log10(bytes.max(1.0))) - digits).max(1.0);
        neat = Size::from_bytes((libm::round(bytes / scale) * scale) as u64).min(whole);
        let off = (neat.bytes() as f64 - bytes).abs();
        if off <= 0.0015 * whole.bytes() as f64 {
            break;
        }
        digits += 1.0;
    }
    neat
}

/// Best first. A case that does not show what was seen stands behind those that do.
fn ranked(found: &mut [Found], room: f64) {
    let least = found.iter().filter_map(|f| f.worst).fold(f64::MAX, f64::min);
    let fits = |f: &Found| f.worst.is_some_and(|worst| worst <= least + FITS.0 + room);
    let best = found.iter().filter(|f| fits(f)).map(|f| f.score).fold(0.0, f64::max);
    let off = |f: &Found| !f.known && f.worst.is_some_and(|worst| worst > least + FITS.1 + room);
    if best > 0.0 {
        for f in found.iter_mut().filter(|f| off(f)) {
            f.score = f.score.min(best / 2.0);
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.cause.cmp(&b.cause)));
}

/// An edit from text; every text here is one that its field reads.
pub(super) fn edit(key: &str, text: &str) -> Option<Edit> {
    let id = id_of(key);
    let value = (field(id).read)(text).ok()?.value;
    Some(Edit { field: id, value })
}

/// For how many seconds each gate is closed, by itself or with others.
fn closed_for(outcome: &Outcome) -> [f64; Cause::COUNT] {
    let mut closed = [0.0; Cause::COUNT];
    let segments = outcome.timeline.iter().flat_map(|t| t.segments.iter());
    for segment in segments.filter(|s| s.state != State::Outside) {
        for cause in segment.closed.iter() {
            if let Some(slot) = closed.get_mut(cause.index()) {
                *slot += segment.length().as_secs();
            }
        }
    }
    closed
}

/// Whether a cause can be seen in an outcome: it closed a gate, was a limit, or is what a proof rests
/// on.
pub(super) fn leaves_trace(outcome: &Outcome, cause: Cause) -> bool {
    let segments = outcome.timeline.iter().flat_map(|t| t.segments.iter());
    let closed = segments.fold(CauseSet::EMPTY, |all, s| s.closed.iter().fold(all, CauseSet::with));
    closed.contains(cause)
        || outcome.limits.iter().any(|l| l.cause == cause)
        || outcome.proof.is_some_and(|p| p.cause == cause)
}

/// Whether a case ends well: then it is no explanation of a backup that fails.
pub(super) fn ends_well(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Finishes
}
