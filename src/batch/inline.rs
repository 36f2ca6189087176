//! Rejects among the answers: a record that was turned down flows in, a row of the answer's width flows
//! out, with its id and the reason. For engines that pipe parts of a table through `batch` and see its
//! standard output alone: there every row that went in comes out, wherever the table was cut.

use super::chunk::Record;
use super::reader::MAX_RECORD;
use super::record::Cells;
use super::rejects::Reject;
use crate::import::batch_result::REJECTED;
use crate::report::csv_text::CsvText;
use crate::scenario::fields::id_of;
use crate::scenario::header::{Column, Target};

/// What a cell of a reject holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Row,
    Name,
    Verdict,
    Reason,
    Code,
    Nothing,
}

/// How a reject is written.
pub(super) struct Inline<'a> {
    parts: Vec<Part>,
    echo: &'a [usize],
    columns: usize,
    /// The columns that hold the id and the name.
    row: Option<usize>,
    name: Option<usize>,
}

impl<'a> Inline<'a> {
    /// For an answer with these columns, behind which those of the input at some places are repeated.
    pub(super) fn new(header: &[&str], echo: &'a [usize], columns: &[Column]) -> Self {
        let part = |name: &&str| match *name {
            "row" => Part::Row,
            "name" => Part::Name,
            "verdict" => Part::Verdict,
            "reason" => Part::Reason,
            "notes" => Part::Code,
            _ => Part::Nothing,
        };
        let name = id_of("name");
        let is_name = |c: &Column| matches!(c.target, Target::Field(id, _) if id == name);
        Inline {
            parts: header.iter().map(part).collect(),
            echo,
            columns: columns.len(),
            row: columns.iter().position(|c| c.target == Target::Row),
            name: columns.iter().position(is_name),
        }
    }

    /// Appends the line of a record. Its cells stand in their columns if there is one for each; the id is
    /// that of its own cell even if others are too many or too few.
    pub(super) fn write(
        &self,
        record: &Record,
        (raw, delimiter): (&[u8], u8),
        reject: &Reject,
        out: &mut Vec<u8>,
    ) {
        let text = String::from_utf8_lossy(raw.get(..raw.len().min(MAX_RECORD)).unwrap_or(raw));
        let mut cells = Cells::default();
        cells.split(&text, delimiter, record.has_quotes);
        let whole = cells.len() >= self.columns
            && (self.columns..cells.len()).all(|place| cells.get(&text, place).trim().is_empty());
        let cell = |place: usize| if place < cells.len() { cells.get(&text, place) } else { "" };
        let start = out.len();
        for part in &self.parts {
            match part {
                Part::Row => match self.row.map(|place| cell(place).trim()) {
                    // A number that is counted could be that of another row.
                    None => crate::report::column::integer(record.number, out),
                    Some(id) => {
                        if let Ok(id) = id.parse() {
                            crate::report::column::integer(id, out);
                        }
                    }
                },
                Part::Name => {
                    let name = self.name.filter(|_| whole).map_or("", cell);
                    CsvText(name).write(out);
                }
                Part::Verdict => out.extend_from_slice(REJECTED.as_bytes()),
                Part::Reason => CsvText(&reject.reason).write(out),
                Part::Code => out.extend_from_slice(reject.code.0.as_bytes()),
                Part::Nothing => {}
            }
            out.push(b',');
        }
        for &place in self.echo {
            CsvText(if whole { cell(place) } else { "" }).write(out);
            out.push(b',');
        }
        if out.len() > start {
            out.pop();
        }
        out.push(b'\n');
    }
}
