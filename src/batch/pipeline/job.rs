//! One row: the bytes of a record flow in; the line that answers it, or a reject that says what is wrong with
//! it and where, flows out. A panic costs the one row.

use super::{Output, Work};
use crate::batch::chunk::{Fault, Record};
use crate::batch::error::INTERNAL;
use crate::batch::inline::Inline;
use crate::batch::reader::MAX_CELL;
use crate::batch::record::Cells;
use crate::batch::rejects::{Reject, RowWide, reason};
use crate::report::csv_text::CsvText;
use crate::scenario::row::{Binding, CellBytes, RowCells, RowFault, Rows};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What every thread needs to answer a row.
pub(super) struct Job<'a> {
    pub(super) binding: &'a Binding,
    pub(super) work: &'a dyn Work,
    pub(super) echo: &'a [usize],
    /// How rejects stand among the answers, if they do.
    pub(super) inline: Option<Inline<'a>>,
    pub(super) check: bool,
    pub(super) delimiter: u8,
    /// Columns without a name at the right end.
    pub(super) spare: usize,
}

impl<'a> Job<'a> {
    pub(super) fn record(
        &self,
        record: &Record,
        (bytes, utf8): (&[u8], Option<&str>),
        rows: &mut Rows<'a>,
        cells: &mut Cells,
        out: &mut Output,
    ) {
        let raw = bytes.get(record.start..record.end).unwrap_or_default();
        let mut reject = |byte: usize, column: Option<usize>, code, reason| {
            let name = column.and_then(|c| self.binding.columns().get(c));
            let shown = raw.get(..raw.len().min(1024)).unwrap_or_default();
            out.tally.reject(code);
            out.rejects.push(Reject {
                line: record.line,
                byte: record.byte + byte as u64,
                column: name.map(|c| c.name.clone()).unwrap_or_default(),
                code,
                reason,
                text: String::from_utf8_lossy(shown).into_owned(),
            });
        };
        let mut wide = |byte, column, fault: RowWide| {
            reject(byte, column, fault.code(), fault.reason());
        };
        match record.fault {
            Some(Fault::Unclosed(place)) => {
                let (line, place_in_line) = line_of(raw, place);
                wide(place, None, RowWide::Unclosed { place: place_in_line });
                if let Some(reject) = out.rejects.last_mut() {
                    reject.line += line;
                }
                return;
            }
            Some(Fault::TooLong) => return wide(0, None, RowWide::RowTooLong),
            None => {}
        }
        let text = utf8.and_then(|text| text.get(record.start..record.end));
        let text = match text.map_or_else(|| std::str::from_utf8(raw), Ok) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                let byte = raw.get(at).copied().unwrap_or_default();
                let before = raw.get(..at).unwrap_or_default();
                let column = before.iter().filter(|&&b| b == self.delimiter).count();
                let quoted = before.contains(&b'"');
                return wide(at, (!quoted).then_some(column), RowWide::NotUtf8 { byte });
            }
        };
        cells.split(text, self.delimiter, record.has_quotes);
        let columns = self.binding.columns().len();
        let is_spare = |place: usize| cells.get(text, place).trim().is_empty();
        if cells.len() < columns || cells.len() > columns + self.spare {
            return wide(0, None, RowWide::Ragged { cells: cells.len(), columns });
        }
        if let Some(place) = (columns..cells.len()).find(|&place| !is_spare(place)) {
            return wide(cells.start(place), None, RowWide::Nameless { column: place + 1 });
        }
        if text.len() > MAX_CELL
            && let (place, length) = cells.longest()
            && length > MAX_CELL
        {
            return wide(cells.start(place), Some(place), RowWide::CellTooLong);
        }
        let (ranges, from) = cells.ranges(bytes.get(record.start..).unwrap_or_default());
        let lines = &mut out.lines;
        let before = lines.len();
        let notes = &mut out.notes;
        notes.clear();
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let (row, scenario) =
                rows.read(record.number, In { cells, record: text, ranges, from })?;
            let mut verdict = None;
            if self.check {
                notes.extend(scenario.notes().iter().map(|(_, note)| note.code));
            } else {
                verdict = Some(self.work.answer(scenario, row, lines, notes));
                for &place in self.echo {
                    lines.push(b',');
                    CsvText(cells.get(text, place)).write(lines);
                }
                lines.push(b'\n');
            }
            Ok(verdict)
        }));
        match answered {
            Ok(Ok(verdict)) => {
                out.tally.answered += 1;
                verdict.into_iter().for_each(|v| out.tally.verdict(v));
                notes.iter().for_each(|code| out.tally.note(code));
            }
            Ok(Err(fault)) => {
                let fault: Box<RowFault> = fault;
                let at = fault.column.map_or(0, |place| cells.start(place));
                reject(at, fault.column, fault.error.code(), reason(&fault));
            }
            Err(_) => {
                lines.truncate(before);
                // What the panic left behind must not reach the next row.
                *rows = self.binding.rows();
                let reason = "a fault in backup-sim; the other rows are not affected".to_owned();
                reject(0, None, INTERNAL, reason);
            }
        }
    }
}

/// The cells of a record with its text.
struct In<'a> {
    cells: &'a Cells,
    record: &'a str,
    /// Where the bytes of each cell are, and in what.
    ranges: &'a [(usize, usize)],
    from: &'a [u8],
}

impl<'a> RowCells<'a> for In<'a> {
    #[inline]
    fn text(&self, place: usize) -> &'a str {
        self.cells.get(self.record, place)
    }

    #[inline]
    fn bytes(&self, place: usize) -> CellBytes<'a> {
        let (start, end) = self.ranges.get(place).copied().unwrap_or_default();
        CellBytes { rest: self.from.get(start..).unwrap_or_default(), length: end - start }
    }
}

/// How many lines of a text lie before a place, and the place in its own line.
fn line_of(text: &[u8], place: usize) -> (u64, usize) {
    let before = text.get(..place).unwrap_or_default();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    (before.iter().filter(|&&byte| byte == b'\n').count() as u64, place - start)
}
