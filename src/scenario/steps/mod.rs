//! Values of one field to step through, as text: `upload=1Mbps..100Mbps:10` or
//! `size=10GB,40GB,160GB`. Text flows in, typed values in rising order flow out, each with the edits
//! that put it in place. Sizes and rates go by equal ratios, all else by equal steps. One grammar for
//! every command that varies a field.

pub mod cells;
mod read;
mod scale;
#[cfg(test)]
mod tests;

use super::fields::{Inputs, field, fields, find, id_of};
use crate::edit::{Edit, FieldId, FieldValue, Value};
use crate::units::error::{EMPTY, OUT_OF_RANGE, SHAPE};
use crate::units::{BackupWindow, ClockTime, Kind, ReadError, Size, Span};
use read::{EXAMPLE, Fault, list, range, said, what};

/// What is stepped through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// The value of a field.
    Field(FieldId),
    /// The start of the window; its end stays.
    Start,
    /// The length of the window; its start stays.
    Length,
}

/// One value of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A field's value.
    Of(FieldId, Value),
    /// A start of the window.
    Start(ClockTime),
    /// A length of the window, up to 24 h.
    Length(Span),
}

/// The values of one field in rising order; starts of the window go round the clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// What is stepped through.
    pub what: Stepped,
    /// Its values, at least two.
    pub values: Vec<Step>,
}

impl Stepped {
    /// What a word names: `start`, `window` for its length, or a field by its key or one of its flags.
    fn find(name: &str) -> Option<Stepped> {
        let plain = name.trim().trim_start_matches("--").to_ascii_lowercase().replace('_', "-");
        match plain.as_str() {
            "start" | "window-start" => Some(Stepped::Start),
            "window" | "length" | "window-length" | "window.allowed" => Some(Stepped::Length),
            name => find(name).map(|found| Stepped::Field(found.id)),
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Stepped::Field(id) => field(id).flags.first().copied().unwrap_or(field(id).key),
            Stepped::Start => "start",
            Stepped::Length => "window",
        }
    }

    /// The field that it changes.
    pub fn field(self) -> FieldId {
        match self {
            Stepped::Field(id) => id,
            Stepped::Start | Stepped::Length => const { id_of("window.allowed") },
        }
    }

    /// A text of one value that reads well.
    fn example(self) -> &'static str {
        match self {
            Stepped::Field(id) => field(id).kind.example,
            Stepped::Start => "22:00..02:00:5",
            Stepped::Length => "4h..10h:4",
        }
    }

    /// Reads one value.
    fn read(self, text: &str) -> Result<Step, ReadError> {
        Ok(match self {
            Stepped::Field(id) => Step::Of(id, (field(id).read)(text)?.value),
            Stepped::Start => Step::Start(ClockTime::read(text)?.value),
            Stepped::Length => match Span::read(text)?.value {
                span if span <= Span::ZERO || span > Span::DAY => {
                    return Err(ReadError {
                        code: OUT_OF_RANGE,
                        read: text.to_owned(),
                        span: 0..text.len(),
                        message: "a window lasts from 1min to 24h".to_owned(),
                        instead: vec![said("8h", "eight hours")],
                    });
                }
                span => Step::Length(span),
            },
        })
    }

    /// Its value in some inputs; `None` where it is not given.
    pub fn own(self, inputs: &Inputs) -> Option<Step> {
        let window = inputs.window.allowed;
        Some(match self {
            Stepped::Start => Step::Start(window.start()),
            Stepped::Length => Step::Length(window.length()),
            Stepped::Field(id) => match inputs.get(id) {
                Value::Absent => return None,
                value => Step::Of(id, value),
            },
        })
    }

    /// The words of all that can be stepped through, those asked for most first.
    pub fn all() -> Vec<&'static str> {
        let first = ["upload", "size", "start", "window", "battery", "cloud-free", "charger"];
        let rest = fields().iter().filter(|f| scale::is_scale(f));
        let rest = rest.filter_map(|f| f.flags.first().copied());
        first.into_iter().chain(rest.filter(|flag| !first.contains(flag))).collect()
    }
}

impl Step {
    /// The edits that put it in place. A plan for the destination's space goes with the space.
    pub fn edits(&self, base: &Inputs) -> Vec<Edit> {
        let window = const { id_of("window.allowed") };
        match self {
            Step::Of(id, value) => {
                let mut edits = vec![Edit { field: *id, value: value.clone() }];
                if let (true, Value::Size(free), Some(plan)) =
                    (*id == const { id_of("cloud.free") }, value, base.cloud.plan)
                {
                    let whole = base.cloud.used.unwrap_or(Size::ZERO).plus(*free);
                    let plan = if base.cloud.used.is_some() { whole } else { plan.max(whole) };
                    let field = const { id_of("cloud.plan") };
                    edits.push(Edit { field, value: plan.into_value() });
                }
                edits
            }
            Step::Start(start) => {
                let allowed = match base.window.allowed {
                    BackupWindow::Nightly { end, .. } => {
                        BackupWindow::Nightly { start: *start, end }
                    }
                    BackupWindow::AllDay if *start == ClockTime::MIDNIGHT => BackupWindow::AllDay,
                    BackupWindow::AllDay => {
                        BackupWindow::Nightly { start: *start, end: ClockTime::from_hm(24, 0) }
                    }
                };
                vec![Edit { field: window, value: allowed.into_value() }]
            }
            Step::Length(length) => {
                let start = base.window.allowed.start();
                let end = i64::from(start.secs()) + length.micros() / 1_000_000;
                let end = u32::try_from(end.rem_euclid(86_400)).unwrap_or(0);
                let allowed = match *length >= Span::DAY {
                    true => BackupWindow::AllDay,
                    false => BackupWindow::Nightly { start, end: ClockTime::from_secs(end) },
                };
                vec![Edit { field: window, value: allowed.into_value() }]
            }
        }
    }

    /// Its canonical text, that reads back to it.
    pub fn print(&self) -> String {
        match self {
            Step::Of(id, value) => {
                let mut inputs = Inputs::default();
                inputs.put(Edit { field: *id, value: value.clone() });
                inputs.print(*id)
            }
            Step::Start(clock) => clock.print(),
            Step::Length(span) => span.print(),
        }
    }

    /// A number by which the values of one field are ordered; a start counts from `first` round the
    /// clock. `None` for what is of another field than `first`.
    fn place(&self, first: &Step) -> Option<u64> {
        match (self, first) {
            (Step::Start(clock), Step::Start(first)) => {
                // Equal times are no time apart, not a day.
                let after = first.until(*clock).micros() % Span::DAY.micros();
                u64::try_from(after).ok()
            }
            (Step::Length(span), Step::Length(_)) => u64::try_from(span.micros()).ok(),
            (Step::Of(id, value), Step::Of(first, _)) if id == first => {
                scale::number(value).map(|(number, _)| number)
            }
            _ => None,
        }
    }
}

impl Steps {
    /// Reads `FIELD=FROM..TO:COUNT` or `FIELD=VALUE,VALUE,...` with at most so many values.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong, where, and what to type instead.
    pub fn read(text: &str, most: usize) -> Result<Steps, ReadError> {
        let fault = |code, at: &str, message: String| Fault::new(text, code, at, message);
        if text.trim().is_empty() {
            let message = "nothing is written where a field and its values are needed".to_owned();
            return Err(fault(EMPTY, text, message).or(EXAMPLE, "for instance"));
        }
        let Some((name, values)) = text.split_once('=') else {
            let message = "a field, = and its values are needed".to_owned();
            return Err(fault(SHAPE, text, message).or(EXAMPLE, "for instance"));
        };
        let what = what(text, name)?;
        match values.split_once("..") {
            Some((from, rest)) => range(text, what, (from, rest), most),
            None => list(text, what, values, most),
        }
        .map(|values| Steps { what, values })
    }

    /// Puts a value in its place unless it is among them; gives its place. `None` if it is of another
    /// kind.
    pub fn insert(&mut self, step: Step) -> Option<usize> {
        let first = self.values.first()?.clone();
        let at = step.place(&first)?;
        let place = self.values.partition_point(|v| v.place(&first).is_some_and(|v| v < at));
        if self.values.get(place).and_then(|v| v.place(&first)) != Some(at) {
            self.values.insert(place, step);
        }
        Some(place)
    }
}
