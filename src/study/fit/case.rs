//! The case that fits: what the owner gave and what was seen flow in, scenarios flow out. Second 0 is the
//! start of the window that holds the first reading, or midnight before it, or the first reading itself
//! where no clock is known.

use super::gates::{Gate, drops};
use super::outlook::{Draw, Outlook};
use super::series::{Calendar, Series};
use crate::cause::Cause;
use crate::edit::{Edit, FieldId, Value};
use crate::model::service::Uploader;
use crate::scenario::fields::id_of;
use crate::scenario::{Draft, Inputs, Origin, Scenario, ScenarioError};
use crate::units::{
    BackupWindow, Choice, ClockTime, ClockWindow, Fraction, Nights, Outages, Overhead, Rate, Size,
};

const DAY: f64 = 86_400.0;
/// What stands for the whole where only percents are known: 1 % is 1 GB.
const ASSUMED: u64 = 100_000_000_000;
/// A clock window repeats every day, so that this many days before the last reading can be told apart.
const MOST_DAYS: f64 = 5_000.0;

/// What the owner gave.
pub(super) struct Known<'d> {
    draft: &'d Draft,
    inputs: Inputs,
    origins: Box<[Origin]>,
}

/// What was seen.
pub(super) struct Parts<'a> {
    pub series: &'a Series,
    pub calendar: Calendar,
    pub window_broken: bool,
    pub outlook: Option<Outlook>,
    pub gates: &'a mut Vec<Gate>,
}

impl<'d> Known<'d> {
    pub fn of(draft: &'d Draft) -> Self {
        let (inputs, origins) = draft.inputs();
        Known { draft, inputs, origins }
    }

    pub const fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    pub fn is_given(&self, id: FieldId) -> bool {
        self.origins.get(usize::from(id.0)).is_some_and(Origin::is_given)
    }

    pub fn has_window(&self) -> bool {
        self.is_given(const { id_of("window.allowed") })
    }

    /// The window where one was given, else all day: a progress is not bound to a night.
    pub fn window(&self) -> BackupWindow {
        match self.is_given(const { id_of("window.allowed") }) {
            true => self.inputs.window.allowed,
            false => BackupWindow::AllDay,
        }
    }

    /// How much there is, where it was given.
    pub fn size(&self) -> Option<Size> {
        let library = &self.inputs.library;
        let any = library.size.is_some() || library.items.is_some() || library.listing.is_some();
        any.then(|| crate::client::classes::library_size(library)).filter(|s| *s > Size::ZERO)
    }

    pub fn has_speed(&self) -> bool {
        ["link.upload", "link.plan", "link.trace", "link.usb_speed"]
            .iter()
            .filter_map(|key| crate::scenario::find(key))
            .any(|field| self.is_given(field.id))
    }

    /// What is wrong with a size of nothing, where that was given.
    pub fn no_bytes(&self) -> Option<Vec<ScenarioError>> {
        if self.inputs.library.size != Some(Size::ZERO) {
            return None;
        }
        let mut errors = self.draft.clone().build().err()?;
        let size = id_of("library.size");
        errors.retain(
            |error| matches!(error, ScenarioError::Conflict { field, .. } if *field == size),
        );
        Some(errors).filter(|errors| !errors.is_empty())
    }

    /// What the given line sends in a second, where one speed says so.
    pub fn speed(&self) -> Option<f64> {
        self.inputs.link.upload.map(|rate| rate.bits_per_s() as f64 / 8.0)
    }

    /// Whether hours of the clock were given for anything.
    pub fn has_hours(&self) -> bool {
        ["link.outages", "cloud.outages", "link.plan", "link.wifi", "service.stops", "link.rivals"]
            .iter()
            .filter_map(|key| crate::scenario::find(key))
            .any(|field| self.is_given(field.id))
    }

    /// The given case as it is; `None` where it does not say all. All day unless a window was given.
    pub fn as_given(&self, parts: &Parts<'_>) -> Option<Scenario> {
        if self.size().is_none() || !self.has_speed() {
            return None;
        }
        let mut draft = self.draft.clone();
        self.put_window(&mut draft, parts);
        draft.build().ok()
    }

    fn put_window(&self, draft: &mut Draft, parts: &Parts<'_>) {
        if parts.window_broken || !self.is_given(const { id_of("window.allowed") }) {
            let field = const { id_of("window.allowed") };
            let edit = Edit { field, value: Value::BackupWindow(BackupWindow::AllDay) };
            draft.push(edit, Origin::Study);
        }
    }

    /// The rest as a case: with what was seen as edits, in which all before the last reading is an
    /// outage; and the same without that.
    pub fn fitted(
        &self,
        parts: &mut Parts<'_>,
    ) -> Result<(Scenario, Scenario), Vec<ScenarioError>> {
        let mut draft = self.draft.clone();
        self.put_window(&mut draft, parts);
        let mut put =
            |field: FieldId, value: Value| draft.push(Edit { field, value }, Origin::Study);
        let series = parts.series;
        let scale = scale(series);
        let total = self.size().unwrap_or_else(|| whole(series.total.unwrap_or(0.0) * scale));
        put(const { id_of("library.size") }, Value::Size(total));
        let left = parts.outlook.map_or_else(
            || (series.total.unwrap_or(0.0) - series.last).max(0.0),
            |outlook| outlook.left,
        );
        let left = whole(left * scale);
        put(const { id_of("library.done") }, Value::Size(total.minus(left)));
        if let Some(outlook) = parts.outlook {
            for field in [const { id_of("link.plan") }, const { id_of("link.trace") }] {
                if self.is_given(field) {
                    put(field, Value::Absent);
                }
            }
            // The speed that was seen has all in it that items cost: the rest is one stream.
            for field in [const { id_of("library.items") }, const { id_of("library.listing") }] {
                if self.is_given(field) {
                    put(field, Value::Absent);
                }
            }
            if self.inputs.service.client != Uploader::Plain {
                put(const { id_of("service.client") }, Value::Word(Uploader::Plain.word()));
            }
            if self.inputs.service.item_overhead != Overhead::default() {
                put(const { id_of("service.item_overhead") }, Value::Overhead(Overhead::default()));
            }
            put(const { id_of("link.efficiency") }, Value::Fraction(Fraction::ONE));
            // Stalls longer than the sending between them are no drops: they take their share of the speed.
            let long = outlook.stalls * outlook.lasting > 1.0;
            let slower = if long { 1.0 + outlook.stalls * outlook.lasting } else { 1.0 };
            put(const { id_of("link.upload") }, Value::Rate(rate(outlook.rate / slower * scale)));
            let lasting = if long { 0.0 } else { outlook.lasting };
            if let Some(found) = drops(rounded(1.0 / outlook.stalls), rounded(lasting)) {
                put(const { id_of("link.drops") }, Value::Drops(found));
                let edit =
                    Edit { field: const { id_of("link.drops") }, value: Value::Drops(found) };
                // The gate that comes by chance is what these stand for.
                let chance = parts
                    .gates
                    .iter_mut()
                    .find(|gate| matches!(gate.evidence, super::gates::Evidence::Again { .. }));
                if let Some(gate) = chance {
                    gate.edits = vec![edit];
                }
            }
        }
        // Where it is stuck is a guess that would stop the forecast: shown, not put in.
        for gate in parts.gates.iter().filter(|gate| gate.cause != Cause::StuckItem) {
            for edit in gate.edits.iter().filter(|e| e.field != const { id_of("link.drops") }) {
                put(edit.field, edit.value.clone());
            }
        }
        let plain = draft.clone().build()?;
        let until = series.end + parts.outlook.map_or(0.0, |outlook| outlook.rest);
        let field = const { id_of("link.outages") };
        let with = |from: f64| {
            let outages = self.past(&plain, parts, from, until);
            if outages == plain.inputs().link.outages {
                return Ok(plain.clone());
            }
            let mut draft = draft.clone();
            draft.push(Edit { field, value: Value::Outages(outages) }, Origin::Study);
            draft.build()
        };
        Ok((with(0.0)?, with(tonight(plain.inputs().window.allowed, parts))?))
    }

    /// The outages of a case with all before a moment as one more. The case begins so many seconds after
    /// second 0, at the start of a night.
    pub fn past(&self, case: &Scenario, parts: &Parts<'_>, from: f64, until: f64) -> Outages {
        let mut outages = case.inputs().link.outages.clone();
        let window = case.inputs().window.allowed;
        let (start, day) = (window.start(), window.length().as_secs());
        let at = head(window, parts) + until - from;
        let full = (at / DAY).floor().clamp(0.0, MOST_DAYS);
        let end = |from: f64| {
            let millis = (f64::from(start.millis()) + from * 1e3).round();
            let millis =
                if millis > 86_400_000.0 { millis.rem_euclid(86_400_000.0) } else { millis };
            ClockTime::from_millis(millis as u32)
        };
        let mut add = |first: u32, last: u32, length: f64| {
            let nights = Some(Nights { first, last });
            let to = end(length.min(day));
            if length >= 0.001 && to != start {
                outages.0.push((ClockWindow { nights, start, end: to }, None));
            }
        };
        if full >= 1.0 {
            add(1, full as u32, day);
        }
        add(full as u32 + 1, full as u32 + 1, at - full * DAY);
        outages
    }

    /// The inputs of a trial.
    pub fn drawn(&self, case: &Scenario, parts: &Parts<'_>, draw: Draw) -> Inputs {
        let mut inputs = case.inputs().clone();
        let scale = scale(parts.series);
        let total = self.size().unwrap_or_else(|| inputs.library.size.unwrap_or(Size::ZERO));
        inputs.library.done = total.minus(whole(draw.left * scale));
        inputs.link.upload = Some(rate(draw.rate * scale));
        inputs.link.drops = None;
        inputs.link.outages = self.past(case, parts, 0.0, parts.series.end + draw.rest);
        inputs
    }
}

/// Seconds from second 0 of a case to the first reading.
pub(super) fn head(window: BackupWindow, parts: &Parts<'_>) -> f64 {
    let start = f64::from(window.start().millis()) / 1e3;
    parts.calendar.clock.map_or(0.0, |clock| (clock - start).rem_euclid(DAY))
}

/// Seconds from second 0 of a case to the start of the night in which it goes on: that of the last reading,
/// or the next where its window has closed. Without a clock it goes on at the last reading itself.
fn tonight(window: BackupWindow, parts: &Parts<'_>) -> f64 {
    if parts.calendar.clock.is_none() {
        return parts.series.end;
    }
    let at = head(window, parts) + parts.series.end;
    let night = (at / DAY).floor();
    let closed = at - night * DAY >= window.length().as_secs();
    (night + if closed { 1.0 } else { 0.0 }) * DAY
}

/// Bytes of one unit of the series.
fn scale(series: &Series) -> f64 {
    if series.is_bytes { 1.0 } else { ASSUMED as f64 / 1e6 }
}

fn whole(bytes: f64) -> Size {
    Size::from_bytes(bytes.clamp(0.0, 1e15).round() as u64)
}

/// A speed of four digits, at least a bit a second.
fn rate(bytes_per_s: f64) -> Rate {
    let bits = (bytes_per_s * 8.0).clamp(1.0, 9e11);
    let unit = libm::pow(10.0, (libm::log10(bits).floor() - 3.0).max(0.0));
    Rate::from_bits_per_s(((bits / unit).round() * unit) as u64)
}

/// A span that reads well: three digits of its seconds.
fn rounded(seconds: f64) -> f64 {
    if !seconds.is_finite() || seconds <= 0.0 {
        return 0.0;
    }
    let unit = libm::pow(10.0, (libm::log10(seconds).floor() - 2.0).max(-3.0));
    (seconds / unit).round() * unit
}
