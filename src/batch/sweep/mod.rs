//! The input of a batch from ranges and lists: what was typed for each field flows in, a CSV with a row for
//! each combination flows out, or with a number of rows drawn at random. Every value that was given stands
//! in a column, so that the CSV says all there is to say; a column `row` counts from 1 and keys the random
//! numbers of each row. A row costs no memory that lasts.

mod draw;

use crate::edit::{Edit, FieldId};
use crate::model::service::Preset;
use crate::scenario::fields::id_of;
use crate::scenario::steps::cells::{Cells, How, cells};
use crate::scenario::{Draft, Inputs, Origin, ScenarioError, field, find, spread};
use crate::units::Kind;
use draw::Drawer;

/// The most rows.
pub const MOST_ROWS: u64 = 1_000_000_000;

/// What was typed for one field.
#[derive(Clone, Debug)]
pub struct Typed<'a> {
    /// The key or flag.
    pub name: &'a str,
    /// One value, a list or a range.
    pub text: &'a str,
    /// Where it was typed.
    pub origin: Origin,
}

/// Rows that are drawn at random instead of one for each combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many.
    pub rows: u64,
    /// The seed; a row depends on it and on its own number.
    pub seed: u64,
}

/// Why there is no sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum NoSweep {
    /// Values that cannot be read or that no row could do without.
    Faults(Vec<ScenarioError>),
    /// More combinations than are written.
    TooMany(Vec<(&'static str, u64)>),
    /// Rows are to be drawn and nothing varies.
    Constant,
}

/// A column of the CSV.
#[derive(Clone, Debug)]
struct Column {
    field: FieldId,
    /// Its cells as they are written: one, several, or none where each is drawn anew.
    cells: Vec<Vec<u8>>,
    /// The values behind them.
    values: Cells,
    /// Whether a law moves them.
    law: bool,
}

/// A table of cases.
#[derive(Debug)]
pub struct Sweep {
    columns: Vec<Column>,
    rows: u64,
    drawer: Option<Drawer>,
}

/// Appends a cell as the values of fields are written: quoted where it must be and never altered, as it
/// is read back.
fn cell(text: &str) -> Vec<u8> {
    let is_plain = |c: char| !matches!(c, ',' | '"' | '\n' | '\r' | ';' | '\t');
    if text.chars().all(is_plain) && text.trim().len() == text.len() {
        return text.as_bytes().to_vec();
    }
    format!("\"{}\"", text.replace('"', "\"\"")).into_bytes()
}

/// The name of a field's column: its flag, or its key if it has none.
pub fn column_name(id: FieldId) -> &'static str {
    let field = field(id);
    field.flags.first().copied().unwrap_or(field.key)
}

impl Sweep {
    /// A sweep over what was typed, on top of what is given already (scenario files). Columns stand in the
    /// order typed, those given already first; the last changes from row to row.
    ///
    /// # Errors
    /// [`NoSweep`].
    pub fn new(
        base: &Draft,
        typed: &[Typed<'_>],
        sample: Option<Sample>,
    ) -> Result<Sweep, NoSweep> {
        let mut draft = base.clone();
        let mut columns: Vec<Column> = Vec::new();
        let how =
            How { window: window(base, typed), drawn: sample.is_some(), strict: base.is_strict() };
        for one in typed {
            let Some(found) = find(one.name).filter(|f| f.id != spread::id()) else {
                // A law, or a name of no field.
                draft.set(one.name, one.text, one.origin.clone());
                continue;
            };
            columns.retain(|column| column.field != found.id);
            let column = |cells, values| Column { field: found.id, cells, values, law: false };
            match cells(found.id, one.text, how) {
                Ok(Cells::One) => {
                    draft.set_field(found.id, one.text, one.origin.clone());
                    columns.push(column(vec![cell(one.text)], Cells::One));
                }
                Ok(several) => {
                    let first = match &several {
                        Cells::List(list) => list.first().map(|(_, value)| value.clone()),
                        Cells::Between(stretch) => Some(stretch.at(0.0).1),
                        Cells::One => None,
                    };
                    let edit = first.map(|value| Edit { field: found.id, value });
                    edit.into_iter().for_each(|edit| draft.push(edit, one.origin.clone()));
                    let texts = match &several {
                        Cells::List(list) => list.iter().map(|(text, _)| cell(text)).collect(),
                        _ => Vec::new(),
                    };
                    columns.push(column(texts, several));
                }
                Err(error) => draft.fault(ScenarioError::Unreadable {
                    field: found.id,
                    origin: one.origin.clone(),
                    error,
                }),
            }
        }
        let faults = faults(&draft, &columns);
        if !faults.is_empty() {
            return Err(NoSweep::Faults(faults));
        }
        let (inputs, origins) = draft.inputs();
        let mut first = given(&inputs, &origins, &columns, sample.is_some());
        first.append(&mut columns);
        let mut columns = first;
        let Some(Sample { rows, seed }) = sample else {
            return Sweep::product(columns);
        };
        draw::add_laws(&mut columns, &inputs);
        let varies = |c: &Column| c.law || c.values != Cells::One;
        if !columns.iter().any(varies) {
            return Err(NoSweep::Constant);
        }
        let drawer = Drawer::new(&draft, &columns, seed);
        Ok(Sweep { columns, rows, drawer: Some(drawer) })
    }

    fn product(columns: Vec<Column>) -> Result<Sweep, NoSweep> {
        let counts = columns.iter().map(|column| column.cells.len() as u64);
        let rows = counts.clone().try_fold(1, u64::checked_mul).filter(|n| *n <= MOST_ROWS);
        match rows {
            Some(rows) => Ok(Sweep { columns, rows, drawer: None }),
            None => Err(NoSweep::TooMany(
                columns.iter().map(|c| column_name(c.field)).zip(counts).collect(),
            )),
        }
    }

    /// How many rows there are.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The columns that differ from row to row, with the number of their values; `None` where any value of
    /// a range or of a law may be drawn.
    pub fn varying(&self) -> impl Iterator<Item = (&'static str, Option<usize>)> {
        let several = self.columns.iter().filter(|c| c.law || c.cells.len() != 1);
        several.map(|c| {
            let count = Some(c.cells.len()).filter(|n| *n > 0 && !c.law);
            (column_name(c.field), count)
        })
    }

    /// Appends the first line.
    pub fn header(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"row");
        for column in &self.columns {
            out.push(b',');
            out.extend_from_slice(column_name(column.field).as_bytes());
        }
        out.push(b'\n');
    }

    /// Appends rows from one on, counted from 1; none behind the last.
    pub fn write(&self, from: u64, count: u64, out: &mut Vec<u8>) {
        let until = from.saturating_add(count).min(self.rows.saturating_add(1));
        for row in from.max(1)..until {
            crate::report::column::integer(row, out);
            match &self.drawer {
                Some(drawer) => drawer.write(&self.columns, row, out),
                None => self.combination(row - 1, out),
            }
            out.push(b'\n');
        }
    }

    /// The cells of a combination, counted from 0: the last column changes fastest.
    fn combination(&self, mut place: u64, out: &mut Vec<u8>) {
        let mut each = self.rows;
        for column in &self.columns {
            each /= (column.cells.len() as u64).max(1);
            let at = usize::try_from(place / each.max(1)).unwrap_or(0);
            place %= each.max(1);
            out.push(b',');
            out.extend_from_slice(column.cells.get(at).map_or(&[][..], Vec::as_slice));
        }
    }
}

/// The window whose start stays where its length is stepped through: that of the files and of a preset
/// that stands alone.
fn window(base: &Draft, typed: &[Typed<'_>]) -> crate::units::BackupWindow {
    let mut draft = base.clone();
    let preset = id_of("service.preset");
    let named = typed.iter().filter(|t| find(t.name).is_some_and(|f| f.id == preset));
    for one in named.filter(|t| Preset::read(t.text).is_ok()) {
        draft.set_field(preset, one.text, one.origin.clone());
    }
    draft.inputs().0.window.allowed
}

/// A column for each value that was given without being typed; where rows are drawn the laws are no column,
/// as they are drawn from.
fn given(inputs: &Inputs, origins: &[Origin], typed: &[Column], drawn: bool) -> Vec<Column> {
    let fields = crate::scenario::fields().iter();
    let given = fields.filter(|f| {
        let is_given = origins.get(f.id.0 as usize).is_some_and(Origin::is_given);
        is_given && !typed.iter().any(|column| column.field == f.id)
    });
    let given = given.filter(|f| !(drawn && f.id == spread::id()));
    let column = |field: FieldId| {
        let text = inputs.print(field);
        let cells = vec![cell(&text)];
        (!text.is_empty()).then_some(Column { field, cells, values: Cells::One, law: false })
    };
    given.filter_map(|f| column(f.id)).collect()
}

/// What is wrong with every row: texts that do not read, names of no field, what is missing, a file that
/// cannot be read, a law that suits no input. What only some rows suffer from is told by the batch.
fn faults(draft: &Draft, columns: &[Column]) -> Vec<ScenarioError> {
    if !draft.faults().is_empty() {
        // Build words them best.
        return draft.clone().build().err().unwrap_or_default();
    }
    let preset = id_of("service.preset");
    let presets = columns.iter().find(|c| c.field == preset).and_then(|c| match &c.values {
        Cells::List(list) => Some(list.iter().map(|(_, value)| value.clone())),
        _ => None,
    });
    let mut found: Vec<ScenarioError> = Vec::new();
    let mut look = |draft: Draft| {
        for error in draft.build().err().unwrap_or_default() {
            let everywhere = match &error {
                ScenarioError::Missing { .. } | ScenarioError::UnknownKey { .. } => true,
                ScenarioError::Conflict { code, field, .. } => {
                    use crate::scenario::error::{FILE, FILE_FORMAT};
                    *field == spread::id() || [FILE, FILE_FORMAT].contains(code)
                }
                ScenarioError::Unreadable { .. } | ScenarioError::Syntax { .. } => true,
            };
            if everywhere && !found.contains(&error) {
                found.push(error);
            }
        }
    };
    match presets {
        Some(presets) => presets.for_each(|value| {
            let mut draft = draft.clone();
            draft.push(Edit { field: preset, value }, Origin::Study);
            look(draft);
        }),
        None => look(draft.clone()),
    }
    found
}

#[cfg(test)]
mod tests;
