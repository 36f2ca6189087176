//! From a symptom, readings, or both to causes. What is known of the case, a text and what was seen
//! flow in; causes flow out, each with a simulated case that brings it about, how well that case shows
//! what was seen, and what to ask next.
//!
//! Each cause is tried as hypotheses ([`hypotheses`]): edits on top of what is known, mostly with one
//! number that is not known. Each is simulated and its timeline held against the readings
//! ([`observed`]). The score of a cause is how common it is, times how likely the text is where it is at
//! work ([`super::symptoms`]), times how likely the readings are, taken over all its hypotheses; scores
//! sum to 1. What was given is kept: a field that the owner stated is edited by no hypothesis, but for
//! the speed, which may be slower than stated. Where no service was given, the text says which one it
//! is about (`taken`).

mod case;
mod fitting;
pub mod hypotheses;
mod lines;
pub mod observed;
mod phrase;
pub mod questions;
mod taken;
mod trial;

use crate::cause::Cause;
use crate::edit::{Edit, FieldId};
use crate::model::service::Preset;
use crate::scenario::fields::id_of;
use crate::scenario::validate::total;
use crate::scenario::{Draft, Origin, Scenario, ScenarioError};
use crate::sim::outcome::Outcome;
use crate::study::symptoms::{Heard, Symptom};
use crate::units::{BackupWindow, Kind, Look, Progress, Seen, Size, Span};
use case::Case;
use hypotheses::{commonness, fields_of};
use observed::{Observed, OutOfOrder};
use questions::Question;

/// The upload speed that is taken where none was given, in Mbps: about the median of fixed lines in
/// the United States, end of 2022 (22.6 Mbps, collected 2026-11-23).
const USUAL_MBPS: &str = "20Mbps";
/// The size that is taken where none was given and the service has no typical library (assumed).
const USUAL_SIZE: Size = Size::from_bytes(40_000_000_000);

/// From this share on, in percent, all is sent.
const DONE: f64 = 99.95;

/// What is asked.
pub struct Asked<'a> {
    /// All that is known of the case; a size or a speed may be missing.
    pub draft: &'a Draft,
    /// What the phone or its owner says.
    pub text: Option<&'a str>,
    /// What was seen.
    pub seen: Option<&'a Seen>,
    /// Causes that are out of the question.
    pub ruled_out: &'a [Cause],
}

/// Why there is no diagnosis.
#[derive(Clone, Debug)]
pub enum Undiagnosed {
    /// The case cannot be understood.
    Case(Vec<ScenarioError>),
    /// The readings are not in order of time.
    Order(OutOfOrder),
    /// More was seen than there is.
    Beyond(Beyond),
}

/// A reading of more than the library that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// The place of the reading, from 0.
    pub place: usize,
    /// What was read.
    pub read: Size,
    /// All there is.
    pub size: Size,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The case as known, with what was missing filled in.
    pub base: Scenario,
    /// What was filled in.
    pub open: Vec<FieldId>,
    /// What was heard in the text, if there was one.
    pub heard: Option<Heard>,
    /// What was seen, in simulated time; empty where nothing was.
    pub observed: Observed,
    /// The readings were taken from the figures of the text.
    pub by_text: bool,
    /// The causes, likeliest first.
    pub causes: Vec<Found>,
    /// What the text mostly means cannot happen here: no case brings it about.
    pub not_here: Option<Cause>,
    /// What was given speaks against it, not the service.
    pub given_against: bool,
    /// The last reading says that all is sent: nothing holds it up.
    pub done: bool,
    /// The question that splits them best.
    pub next: Option<Question>,
}

/// A cause and the case that shows it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The cause.
    pub cause: Cause,
    /// Its share of all that may be the matter, 0 to 1.
    pub score: f64,
    /// The given values bring it about by themselves.
    pub known: bool,
    /// The edits on top of the base case.
    pub edits: Vec<Edit>,
    /// The edited case.
    pub scenario: Scenario,
    /// Its verdict and all else, over all nights that it looks ahead.
    pub outcome: Outcome,
    /// What it shows at each reading, in percent of the library.
    pub shown: Vec<f64>,
    /// The largest difference to a reading, in points; `None` without readings.
    pub worst: Option<f64>,
    /// The question that tests it; `None` where what was given answers it.
    pub ask: Option<Question>,
}

/// Finds what may be the matter.
///
/// # Errors
/// [`Undiagnosed`] where the case or the readings cannot be understood.
pub fn diagnose(asked: &Asked<'_>) -> Result<Diagnosis, Undiagnosed> {
    taken::with_service(asked)
}

/// The same for a service that was settled: as given, or as taken on top.
fn diagnosed(
    asked: &Asked<'_>,
    heard: Option<&Heard>,
    service: Option<Preset>,
) -> Result<Diagnosis, Undiagnosed> {
    let (base, open) = filled(asked, service).map_err(Undiagnosed::Case)?;
    let told: Vec<_> = heard.into_iter().flat_map(Heard::all).collect();
    let library = &base.inputs().library;
    let whole = library.size.or_else(|| library.items.as_ref().map(total));
    if let (Some(seen), Some(size)) = (asked.seen, whole)
        && let Some(beyond) = beyond(seen, size)
    {
        return Err(Undiagnosed::Beyond(beyond));
    }
    let size = whole.map_or(1.0, |s| s.bytes() as f64);
    let (observed, by_text) = match (asked.seen, heard) {
        (Some(seen), _) => {
            (Observed::of(seen, &base.inputs().window, size).map_err(Undiagnosed::Order)?, false)
        }
        (None, Some(heard)) => (phrase::readings(heard, base.inputs()), true),
        (None, None) => (Observed::default(), false),
    };
    let by_text = by_text && !observed.readings.is_empty();
    let done = !by_text && observed.readings.last().is_some_and(|r| r.percent >= DONE);
    let mut causes = Vec::new();
    let is_told = !told.is_empty() || !observed.readings.is_empty();
    let case = Case::new(&base, &open, (&observed, by_text), asked.ruled_out);
    if !done && (is_told || !case.known.is_empty()) {
        causes = case.causes(&told);
    }
    // What is known needs no question, and what was given is not asked for.
    let certain = causes.first().is_some_and(|first| first.known && first.score >= 1.0);
    let scores: Vec<(Cause, f64)> = causes.iter().map(|f| (f.cause, f.score)).collect();
    let untold = |cause: Cause| causes.iter().any(|f| f.cause == cause && f.ask.is_some());
    let next = if certain { None } else { questions::splits(&scores, &untold) };
    let is_known = causes.first().is_some_and(|first| first.known);
    let by_phrase = by_text || observed.readings.is_empty();
    let not_here = mainly(&told).filter(|cause| {
        let wireless = fields_of(*cause).iter().any(|key| key.starts_with("link.wifi"));
        let found = causes.iter().any(|f| f.cause == *cause) || asked.ruled_out.contains(cause);
        // Readings may speak against any cause; that says nothing of the service.
        !done && !is_known && !found && (wireless || by_phrase)
    });
    let given_against = not_here.is_some_and(|cause| case.answered(cause));
    let heard = heard.cloned();
    Ok(Diagnosis {
        next,
        open,
        heard,
        by_text,
        causes,
        not_here,
        given_against,
        done,
        observed: observed.clone(),
        base: base.clone(),
    })
}

/// The cause that what was heard mostly means: how common it is counts as well.
fn mainly(told: &[(&Symptom, f64)]) -> Option<Cause> {
    let &(first, _) = told.first()?;
    let weight = |cause: Cause| {
        told.iter().map(|(s, _)| s.likelihood(cause)).product::<f64>() * commonness(cause)
    };
    let causes = first.causes.iter().map(|&(cause, _)| cause);
    // The catalogue's order breaks ties.
    let heavier = |best: Cause, next| if weight(next) > weight(best) { next } else { best };
    causes.reduce(heavier)
}

/// The reading that is furthest beyond all there is, with a percent of room for a rounded figure.
fn beyond(seen: &Seen, size: Size) -> Option<Beyond> {
    let most = size.bytes().saturating_add(size.bytes() / 100);
    let beyond = seen.0.iter().enumerate().filter_map(|(place, look)| match look.progress {
        Progress::Bytes(read) if read.bytes() > most => Some(Beyond { place, read, size }),
        _ => None,
    });
    beyond.max_by_key(|beyond| beyond.read)
}

/// The case with what is missing filled in: size, speed, and a window that holds the readings.
fn filled(
    asked: &Asked<'_>,
    service: Option<Preset>,
) -> Result<(Scenario, Vec<FieldId>), Vec<ScenarioError>> {
    let mut draft = asked.draft.clone();
    let mut open = Vec::new();
    if let Some(service) = service {
        draft.set_field(id_of("service.preset"), &service.print(), Origin::Study);
        open.push(id_of("service.preset"));
    }
    let (inputs, origins) = draft.inputs();
    let is_given = |key: &str| origins.get(id_of(key).0 as usize).is_some_and(Origin::is_given);
    let mut fill = |draft: &mut Draft, key: &str, text: &str| {
        draft.set_field(id_of(key), text, Origin::Study);
        open.push(id_of(key));
    };
    if !is_given("window.allowed")
        && asked.seen.is_some_and(|seen| by_day(seen, inputs.window.allowed))
    {
        fill(&mut draft, "window.allowed", "all-day");
    }
    let items = inputs.library.items.as_ref().map(total);
    let amounts = asked.seen.map(|s| s.0.iter()).into_iter().flatten();
    let most = amounts.filter_map(|look| match look.progress {
        Progress::Bytes(size) => Some(size.bytes()),
        Progress::Share(_) => None,
    });
    let missing = |draft: &Draft| -> Vec<FieldId> {
        let errors = draft.clone().build().err().unwrap_or_default();
        let field = |e: &ScenarioError| match e {
            ScenarioError::Missing { field } => Some(*field),
            _ => None,
        };
        errors.iter().filter_map(field).collect()
    };
    // A shape of items with a size is scaled to it; without one it is the typical library.
    let no_size =
        !is_given("library.size") && !is_given("library.items") && !is_given("library.listing");
    if no_size {
        let most = most.max().unwrap_or(0);
        let usual = items.unwrap_or(USUAL_SIZE).bytes();
        let size = usual.max(most.saturating_add(most / 3)).max(inputs.library.done.bytes());
        fill(&mut draft, "library.size", &Size::from_bytes(size).print());
    }
    if missing(&draft).contains(&id_of("link.upload")) {
        fill(&mut draft, "link.upload", USUAL_MBPS);
    }
    draft.build().map(|base| (base, open))
}

/// Whether two or more looks fall outside a window, or one in the middle of the day.
fn by_day(seen: &Seen, window: BackupWindow) -> bool {
    let outside = |look: &&Look| {
        let into = window.start().until(look.clock);
        into > window.length().plus(Span::from_secs(1800))
            && Span::DAY.minus(into) > Span::from_secs(3 * 3600)
    };
    seen.0.iter().filter(outside).count() >= 2
}
