//! CSV rows: under a header that is bound once, each row's cells are set straight into one
//! reused set of inputs and checked. Cells flow in, a valid [`Scenario`] by reference or a
//! [`RowFault`] flows out. In the steady state a row allocates nothing: a cell equal to the one
//! above it is not even read again.

mod bare;
mod cell;

use super::draft::{Draft, Origin, Scenario};
use super::error::ScenarioError;
use super::fields::{Inputs, id_of};
use super::header::{self, BindError, Column, Target};
use super::{points, spread, strict, validate};
use crate::edit::{Edit, FieldId, FieldValue};
use crate::model::service::Preset;
use crate::units::{Code, Kind, Law, ReadError, Varies, trimmed};
pub use bare::UNIT_TWICE;
use bare::{example, set_bare};
pub use cell::CellBytes;
use cell::Last;

/// A row id that is not a whole number.
pub const BAD_ROW: Code = Code("E052");

/// Why a row is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The column that is to blame, from 0, where it is one.
    pub column: Option<usize>,
    /// What is wrong.
    pub error: RowError,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowError {
    /// As for any other source of values.
    Scenario(ScenarioError),
    /// The row id is not a whole number.
    RowId(String),
}

impl RowError {
    /// Its stable code.
    pub fn code(&self) -> Code {
        match self {
            RowError::Scenario(error) => error.code(),
            RowError::RowId(_) => BAD_ROW,
        }
    }
}

/// A header bound to fields.
#[derive(Clone, Debug)]
pub struct Binding {
    columns: Vec<Column>,
    /// The columns that set inputs; the preset's chooses the slot whose inputs these are.
    setters: Vec<Setter>,
    row: Option<usize>,
    preset: Option<usize>,
    base: Draft,
    base_preset: Preset,
    semicolons: bool,
}

/// A column that sets an input.
#[derive(Clone, Copy, Debug)]
struct Setter {
    /// Its place among all columns.
    place: usize,
    sets: Sets,
}

/// What a column sets.
#[derive(Clone, Copy, Debug)]
enum Sets {
    /// A field; with a unit where its cells are bare numbers.
    Field(FieldId, Option<&'static str>),
    /// The law of a field that varies.
    Law(&'static str),
}

impl Binding {
    /// Binds the names of a header. `base` holds what lies below every row: scenario files and
    /// flags. With `allow_extra`, names that no field has are passed through.
    ///
    /// # Errors
    /// Every name that cannot be bound.
    pub fn new<S: AsRef<str>>(
        names: &[S],
        base: Draft,
        allow_extra: bool,
    ) -> Result<Self, Vec<BindError>> {
        let columns = header::bind(names, allow_extra)?;
        let preset = const { id_of("service.preset") };
        let setter = |(place, column): (usize, &Column)| {
            let sets = match column.target {
                Target::Field(id, unit) if id != preset => Sets::Field(id, unit),
                Target::Law(key) => Sets::Law(key),
                Target::Field(..) | Target::Row | Target::Extra => return None,
            };
            Some(Setter { place, sets })
        };
        Ok(Binding {
            setters: columns.iter().enumerate().filter_map(setter).collect(),
            row: columns.iter().position(|c| c.target == Target::Row),
            preset: columns
                .iter()
                .position(|c| matches!(c.target, Target::Field(id, _) if id == preset)),
            columns,
            base_preset: base.inputs().0.service.preset,
            base,
            semicolons: false,
        })
    }

    /// Says what separates the cells: behind a semicolon a comma is likely a decimal comma, and what a point
    /// is then is told.
    #[must_use]
    pub const fn separated_by(mut self, delimiter: u8) -> Self {
        self.semicolons = delimiter == b';';
        self
    }

    /// The columns in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The reusable state that reads rows; one for each thread.
    pub fn rows(&self) -> Rows<'_> {
        Rows {
            binding: self,
            slots: Vec::new(),
            last: (Last::default(), 0),
            errors: Vec::new(),
            text: String::new(),
        }
    }
}

/// What one column of one slot last held.
#[derive(Clone, Default)]
struct Cell {
    /// The text that the input was last set from, if it was and gave no note.
    last: Last,
    /// Whether the input holds something else than the base value.
    filled: bool,
}

/// The inputs of one preset, reused row after row. They are valid whenever a reference leaves.
struct Slot {
    preset: Preset,
    base: Inputs,
    base_origins: Box<[Origin]>,
    notes: usize,
    cells: Vec<Cell>,
    scenario: Scenario,
}

/// The cells of a row by the places of their columns; one that is not there is empty.
pub trait RowCells<'c> {
    /// The text of a cell.
    fn text(&self, place: usize) -> &'c str;

    /// Its bytes, where these are to be had for less.
    #[inline]
    fn bytes(&self, place: usize) -> CellBytes<'c> {
        CellBytes::alone(self.text(place))
    }
}

impl<'c, F: Fn(usize) -> &'c str> RowCells<'c> for F {
    fn text(&self, place: usize) -> &'c str {
        self(place)
    }
}

/// Reads rows into reused inputs.
pub struct Rows<'a> {
    binding: &'a Binding,
    /// One for each preset met so far, at most ten.
    slots: Vec<Slot>,
    /// The text that named a preset last, and the place of its slot.
    last: (Last, usize),
    errors: Vec<ScenarioError>,
    /// Where a bare number and its column's unit are put together.
    text: String,
}

impl Rows<'_> {
    /// Reads a row. `number` is its id where no column names it. Gives the id and the scenario.
    ///
    /// # Errors
    /// The first fault of the row.
    pub fn read<'c>(
        &mut self,
        number: u64,
        record: impl RowCells<'c>,
    ) -> Result<(u64, &Scenario), Box<RowFault>> {
        let row = match self.binding.row.map(|place| (place, trimmed(record.text(place)))) {
            Some((place, text)) => text.parse().map_err(|_| {
                Box::new(RowFault { column: Some(place), error: RowError::RowId(text.to_owned()) })
            })?,
            None => number,
        };
        let index = match self.binding.preset {
            Some(place) if self.last.0.is(record.bytes(place)) => self.last.1,
            Some(place) => self.named(place, &record)?,
            None => self.slot(None),
        };
        let binding = self.binding;
        let Some(slot) = self.slots.get_mut(index) else { return Err(lost()) };
        let scenario = &mut slot.scenario;
        scenario.notes_mut().truncate(slot.notes);
        for (state, setter) in slot.cells.iter_mut().zip(&binding.setters) {
            let cell = record.bytes(setter.place);
            if state.last.is(cell) {
                continue;
            }
            let Setter { place, sets } = *setter;
            let text = record.text(place);
            let Some(column) = binding.columns.get(place) else { return Err(lost()) };
            let (id, unit) = match sets {
                Sets::Field(id, unit) => (id, unit),
                Sets::Law(key) => {
                    let base = &slot.base.top.spread;
                    if let Err(error) = set_law(scenario, base, key, text, column, state) {
                        return Err(unreadable(binding, place, spread::id(), error));
                    }
                    continue;
                }
            };
            if text.trim_ascii().is_empty() {
                if state.filled {
                    scenario.inputs_mut().copy(id, &slot.base);
                    scenario.put_origin(id, origin_at(&slot.base_origins, id));
                }
                state.filled = false;
                state.last.set(cell, text);
                continue;
            }
            let is_two_ways = points::is_two_ways(id, text);
            if is_two_ways {
                let others =
                    binding.columns.iter().enumerate().filter(|(other, _)| *other != place);
                let mut commas = others.filter(|(other, column)| match column.target {
                    Target::Field(id, _) => points::has_decimal_comma(id, record.text(*other)),
                    Target::Row | Target::Extra | Target::Law(_) => false,
                });
                if let Some((other, _)) = commas.next() {
                    state.last.forget();
                    let error = points::refused(text, record.text(other));
                    return Err(unreadable(binding, place, id, error));
                }
            }
            let read = match unit {
                None => scenario.inputs_mut().set(id, text),
                Some(unit) => set_bare(scenario.inputs_mut(), id, text, unit, &mut self.text),
            };
            if !state.filled {
                scenario.put_origin(id, Origin::Column(column.name.clone()));
                state.filled = true;
            }
            let noted = is_two_ways && binding.semicolons;
            let read = read.map(|note| note.or_else(|| noted.then(|| points::note(text))));
            match read {
                Ok(None) if is_two_ways => state.last.forget(),
                Ok(None) => state.last.set(cell, text),
                Ok(Some(note)) => {
                    state.last.forget();
                    if binding.base.is_strict() {
                        let value = scenario.inputs().get(id);
                        let mut error = strict::refused(id, text, value, &note);
                        if let Some(unit) = unit {
                            // Its cells are bare numbers.
                            error.instead = vec![example(id, unit)];
                        }
                        return Err(unreadable(binding, place, id, error));
                    }
                    scenario.notes_mut().push((id, note));
                }
                Err(error) => {
                    state.last.forget();
                    return Err(unreadable(binding, place, id, error));
                }
            }
        }
        if !scenario.inputs().top.spread.0.is_empty() {
            let laws = spread::named(&scenario.inputs().top.spread);
            scenario.inputs_mut().top.spread = laws;
        }
        self.errors.clear();
        let names_file = {
            let inputs = scenario.inputs();
            inputs.library.listing.is_some() || inputs.link.trace.is_some()
        };
        if names_file {
            let origins = scenario.origins().to_vec();
            binding.base.shelf().fill(scenario.inputs_mut(), &origins, &mut self.errors);
        }
        if self.errors.is_empty() {
            validate::check(scenario.inputs(), scenario.origins(), &mut self.errors);
        }
        if self.errors.is_empty() {
            return Ok((row, &slot.scenario));
        }
        let error = self.errors.swap_remove(0);
        let column = error.field().and_then(|id| {
            let bound = |c: &Column| matches!(c.target, Target::Field(f, _) if f == id);
            binding.columns.iter().position(bound)
        });
        Err(Box::new(RowFault { column, error: RowError::Scenario(error) }))
    }

    /// The place of the slot of the preset that a cell names; an empty one names none.
    fn named<'c>(
        &mut self,
        place: usize,
        record: &impl RowCells<'c>,
    ) -> Result<usize, Box<RowFault>> {
        let text = record.text(place);
        if text.trim().is_empty() {
            return Ok(self.slot(None));
        }
        let preset = read_preset(text).map_err(|error| {
            unreadable(self.binding, place, const { id_of("service.preset") }, error)
        })?;
        let index = self.slot(Some(preset));
        self.last.0.set(record.bytes(place), text);
        self.last.1 = index;
        Ok(index)
    }

    /// The place of the slot of a preset, or of the base's own. Made when first met.
    fn slot(&mut self, preset: Option<Preset>) -> usize {
        let preset = preset.unwrap_or(self.binding.base_preset);
        if let Some(found) = self.slots.iter().position(|s| s.preset == preset) {
            return found;
        }
        let mut draft = self.binding.base.clone();
        if let Some(column) = self.binding.preset.and_then(|p| self.binding.columns.get(p)) {
            let field = const { id_of("service.preset") };
            let edit = Edit { field, value: preset.into_value() };
            draft.push(edit, Origin::Column(column.name.clone()));
        }
        let (base, base_origins) = draft.inputs();
        let notes = draft.notes().to_vec();
        self.slots.push(Slot {
            preset,
            notes: notes.len(),
            cells: vec![Cell::default(); self.binding.setters.len()],
            scenario: Scenario::from_parts(base.clone(), base_origins.clone(), notes),
            base,
            base_origins,
        });
        self.slots.len() - 1
    }
}

/// Sets the law of one input from a cell; an empty one gives back what lies below every row.
fn set_law(
    scenario: &mut Scenario,
    base: &Varies,
    key: &str,
    text: &str,
    column: &Column,
    state: &mut Cell,
) -> Result<(), ReadError> {
    let law = match text.trim_ascii().is_empty() {
        true if !state.filled => return Ok(()),
        true => base.of(key).cloned(),
        false => Some(Law::read(text)?.value),
    };
    state.filled = !text.trim_ascii().is_empty();
    scenario.inputs_mut().top.spread.put(key, law);
    scenario.put_origin(spread::id(), Origin::Column(column.name.clone()));
    Ok(())
}

fn read_preset(text: &str) -> Result<Preset, ReadError> {
    Preset::read(text).map(|reading| reading.value)
}

#[cold]
fn unreadable(binding: &Binding, place: usize, field: FieldId, error: ReadError) -> Box<RowFault> {
    let name = binding.columns.get(place).map_or("", |c| c.name.as_str());
    let origin = Origin::Column(name.to_owned());
    let error = ScenarioError::Unreadable { field, origin, error };
    Box::new(RowFault { column: Some(place), error: RowError::Scenario(error) })
}

/// Cannot happen: the slot was just looked up. Rejects the row rather than stopping the batch.
fn lost() -> Box<RowFault> {
    Box::new(RowFault { column: None, error: RowError::RowId(String::new()) })
}

fn origin_at(origins: &[Origin], id: FieldId) -> Origin {
    origins.get(id.0 as usize).cloned().unwrap_or_default()
}
