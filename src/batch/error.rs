//! Why a batch stops, as data, and the codes of what is wrong with a file or a row. Whatever can be
//! told apart row by row is a reject and stops nothing.

use crate::scenario::header::{BindError, DUPLICATE_COLUMN, TOO_MANY_COLUMNS};
use crate::scenario::row::{BAD_ROW, UNIT_TWICE};
use crate::units::Code;
use std::fmt;

/// A row with more or fewer cells than there are columns.
pub const RAGGED: Code = Code("E054");
/// A quote that is never closed.
pub const UNCLOSED_QUOTE: Code = Code("E055");
/// A cell or a row that is too long.
pub const TOO_LONG: Code = Code("E056");
/// Bytes that are not UTF-8.
pub const NOT_UTF8: Code = Code("E057");
/// Nothing to read.
pub const NO_ROWS: Code = Code("E058");
/// A fault in this program; the row is rejected, the others are answered.
pub const INTERNAL: Code = Code("internal");

/// Every code of a batch with its title and its page.
pub const CODES: &[(Code, &str, &str)] = &[
    (
        DUPLICATE_COLUMN,
        "two columns for the same field",
        "Both would set the same input, for instance size and size_gb. Delete or rename one.",
    ),
    (
        UNIT_TWICE,
        "a unit in a cell whose column name carries the unit",
        "Cells under size_gb or upload_mbps are bare numbers. Write 40, or name the column size \
         and write 40GB in every cell.",
    ),
    (
        BAD_ROW,
        "a row id that is not a whole number",
        "The column row holds the id of the row, from 0 to 18446744073709551615. It keys the \
         row's random numbers. An empty cell is refused: a number that is counted could be that of \
         another row. Leave the column out to count rows from 1.",
    ),
    (
        TOO_MANY_COLUMNS,
        "too many columns",
        "A file may have at most 256 columns. Perhaps it is separated by something else than a \
         comma, a semicolon or a tab.",
    ),
    (
        RAGGED,
        "a row with more or fewer cells than columns",
        "Every row needs one cell for each column. A comma within a value needs quotes around \
         it: \"photos 3000 x 2.4MB, videos 250 x 60MB\".",
    ),
    (
        UNCLOSED_QUOTE,
        "a quote that is never closed",
        "A cell that starts with a double quote ends with one; a double quote within it is \
         written twice. A quote is also taken for one that never closes where its cell would end in the \
         middle of another, or its row would have another number of cells, or a line end in a number. The \
         line where the quote opens is rejected, reading goes on behind it.",
    ),
    (
        TOO_LONG,
        "a cell or a row that is too long",
        "A cell may have 64 KiB, a row 1 MiB. Longer ones come from a missing quote or a missing \
         line end.",
    ),
    (
        NOT_UTF8,
        "text that is not UTF-8",
        "Files are read as UTF-8. Save the file as CSV UTF-8, or convert it: \
         iconv -f WINDOWS-1252 -t UTF-8 IN.csv > OUT.csv, or -f UTF-16.",
    ),
    (
        NO_ROWS,
        "nothing to read",
        "A batch needs a line of column names and rows below it, for instance size,upload and \
         then 40GB,3Mbps.",
    ),
    (
        INTERNAL,
        "a fault in backup-sim",
        "The row ran into a fault of this program. It is rejected, the other rows are answered. \
         A report with the row and the version helps to mend it.",
    ),
];

/// Why a batch stops.
#[derive(Debug)]
pub enum BatchError {
    /// The input could not be read.
    Read(std::io::Error),
    /// The answers could not be written.
    Write(std::io::Error),
    /// The rejects could not be written.
    WriteRejects(std::io::Error),
    /// What was reached could not be noted down.
    Checkpoint(std::io::Error),
    /// The input is not the one that an earlier run read.
    Changed {
        /// How many of its first bytes that run had read.
        bytes: u64,
    },
    /// The input as a whole is not CSV that can be read.
    Input {
        /// The stable code.
        code: Code,
        /// The line, from 1.
        line: u64,
        /// What is wrong and what to do about it, as one sentence without a full stop.
        message: String,
    },
    /// Column names that cannot be bound.
    Columns(Vec<BindError>),
}

impl BatchError {
    /// Its stable codes: several where several columns are at fault, none for failed reads and
    /// writes.
    pub fn codes(&self) -> Vec<Code> {
        match self {
            BatchError::Read(_) | BatchError::Write(_) => Vec::new(),
            BatchError::WriteRejects(_) | BatchError::Checkpoint(_) => Vec::new(),
            BatchError::Changed { .. } => Vec::new(),
            BatchError::Input { code, .. } => vec![*code],
            BatchError::Columns(errors) => errors.iter().map(BindError::code).collect(),
        }
    }
}

/// One column's fault as a sentence.
pub fn bind_message(error: &BindError) -> String {
    match error {
        BindError::Unknown { name, column, .. } if name.parse::<f64>().is_ok() => format!(
            "column {} is \"{name}\", a number and no name; if the file has no header, name its columns: \
             --columns size_gb,upload_mbps",
            column + 1
        ),
        BindError::Unknown { name, units, column, .. } if !units.is_empty() => format!(
            "column {} is \"{name}\", whose unit is not known here; write {}, or the name alone with the \
             unit in each cell",
            column + 1,
            units.join(", ")
        ),
        BindError::Unknown { name, nearest: Some(nearest), column, .. } => {
            format!(
                "column {} is \"{name}\", which no field is called; write {nearest}",
                column + 1
            )
        }
        BindError::Unknown { name, nearest: None, column, .. } => format!(
            "column {} is \"{name}\", which no field is called; rename it, or pass it through \
             with --allow-extra",
            column + 1
        ),
        BindError::Duplicate { column, name, first } => format!(
            "column {} is \"{name}\", but \"{first}\" stands for the same; delete one of them",
            column + 1
        ),
        BindError::TooMany { count } => format!("{count} columns, at most 256 are read"),
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatchError::Read(e) | BatchError::Write(e) => e.fmt(f),
            BatchError::WriteRejects(e) | BatchError::Checkpoint(e) => e.fmt(f),
            BatchError::Changed { bytes } => {
                write!(f, "the input changed: its first {bytes} bytes are not those read before")
            }
            BatchError::Input { line, message, .. } => write!(f, "line {line}: {message}"),
            BatchError::Columns(errors) => {
                for (i, error) in errors.iter().enumerate() {
                    write!(f, "{}{}", if i == 0 { "" } else { "; " }, bind_message(error))?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for BatchError {}
