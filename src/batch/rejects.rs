//! Rows that are turned down: where each stands, why, and its text. One line of CSV each.

use super::error::{NOT_UTF8, RAGGED, TOO_LONG, UNCLOSED_QUOTE};
use super::reader::MAX_CELL;
use crate::report::csv_text::CsvText;
use crate::scenario::ScenarioError;
use crate::scenario::fields::field;
use crate::scenario::row::{RowError, RowFault};
use crate::units::{Code, Suggestion};

/// The columns of the rejects CSV: name and what they hold.
pub static COLUMNS: &[(&str, &str)] = &[
    ("line", "The line in the input, from 1."),
    ("byte", "The first byte of the cell or the row in the input, from 0."),
    ("column", "The name of the column; empty where the row as a whole is at fault."),
    ("code", "The error code."),
    ("reason", "What was read and what to type."),
    ("text", "The text of the row, at most 1024 bytes of it."),
];

/// The first line of the rejects CSV.
pub fn header() -> String {
    COLUMNS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",") + "\n"
}

/// A row that is turned down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The line in the input, from 1.
    pub line: u64,
    /// The first byte of the cell or row in the input, from 0.
    pub byte: u64,
    /// The name of the column; empty where the row as a whole is at fault.
    pub column: String,
    /// The stable code.
    pub code: Code,
    /// What was read and what to type, as one sentence without a full stop.
    pub reason: String,
    /// The text of the row, at most 1024 bytes of it.
    pub text: String,
}

impl Reject {
    /// Appends it as a line of the rejects CSV.
    pub fn write_csv(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{},{},", self.line, self.byte).as_bytes());
        for cell in [&self.column, self.code.0, &self.reason, &self.text] {
            CsvText(cell).write(out);
            out.push(b',');
        }
        out.pop();
        out.push(b'\n');
    }
}

/// A fault of the row as a whole: its code and reason.
pub(super) enum RowWide {
    /// Another number of cells than columns.
    Ragged { cells: usize, columns: usize },
    /// Something in a column that has no name, counted from 1.
    Nameless { column: usize },
    /// A quote that never closes.
    Unclosed { place: usize },
    /// A row that is too long.
    RowTooLong,
    /// A cell that is too long.
    CellTooLong,
    /// Bytes that are not UTF-8.
    NotUtf8 { byte: u8 },
}

impl RowWide {
    pub(super) fn code(&self) -> Code {
        match self {
            RowWide::Ragged { .. } | RowWide::Nameless { .. } => RAGGED,
            RowWide::Unclosed { .. } => UNCLOSED_QUOTE,
            RowWide::RowTooLong | RowWide::CellTooLong => TOO_LONG,
            RowWide::NotUtf8 { .. } => NOT_UTF8,
        }
    }

    pub(super) fn reason(&self) -> String {
        match self {
            RowWide::Ragged { cells, columns } if cells > columns => format!(
                "{cells} cells for {columns} columns; a cell with a comma in it needs quotes"
            ),
            RowWide::Ragged { cells, columns } => {
                format!(
                    "{cells} cells for {columns} columns; leave a cell empty, but keep its comma"
                )
            }
            RowWide::Nameless { column } => {
                format!(
                    "column {column} has no name, but this row has something in it; empty it or name it"
                )
            }
            RowWide::Unclosed { place } => format!(
                "the quote at character {} of the line is never closed; write a closing quote where its \
                 cell ends, or leave it out",
                place + 1
            ),
            RowWide::RowTooLong => "the row is longer than 1 MiB; break it into lines".to_owned(),
            RowWide::CellTooLong => {
                format!("the cell is longer than {} KiB; shorten it", MAX_CELL >> 10)
            }
            RowWide::NotUtf8 { byte } => format!(
                "byte 0x{byte:02X} is not UTF-8; save the file as CSV UTF-8, or convert it with \
                 iconv -f WINDOWS-1252 -t UTF-8"
            ),
        }
    }
}

/// A row's fault as one sentence: the field, what was read, what to type.
pub fn reason(fault: &RowFault) -> String {
    let name = |id| {
        let field = field(id);
        field.flags.first().copied().unwrap_or(field.key)
    };
    match &fault.error {
        RowError::RowId(text) if text.is_empty() => "row: the cell is empty, and a number that is \
            counted could be that of another row; write one, or leave the column out"
            .to_owned(),
        RowError::RowId(text) => {
            format!("row: \"{text}\" is not a whole number; write for instance 1")
        }
        RowError::Scenario(ScenarioError::Unreadable { field: id, error, .. }) => {
            let instead = instead(&error.instead, field(*id).kind.example);
            let message = &error.message;
            if message.contains(&error.read) {
                format!("{}: {message}{instead}", name(*id))
            } else {
                format!("{}: \"{}\": {message}{instead}", name(*id), error.read)
            }
        }
        RowError::Scenario(ScenarioError::Missing { field: id }) => {
            let example = field(*id).kind.example;
            format!("{}: nothing is given; write for instance {example}", name(*id))
        }
        RowError::Scenario(ScenarioError::Conflict {
            field: id, message, instead: list, ..
        }) => {
            let instead = if list.is_empty() { String::new() } else { instead(list, "") };
            format!("{}: {message}{instead}", name(*id))
        }
        RowError::Scenario(ScenarioError::UnknownKey { key, .. }) => format!("no field {key}"),
        RowError::Scenario(ScenarioError::Syntax { message, .. }) => message.clone(),
    }
}

fn instead(list: &[Suggestion], example: &str) -> String {
    if list.is_empty() {
        return format!("; write for instance {example}");
    }
    let typed: Vec<&str> = list.iter().take(3).map(|s| s.typed.as_str()).collect();
    format!("; write {}", typed.join(" or "))
}
