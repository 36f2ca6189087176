//! The result of a batch: the bytes of OUT.csv flow in, each row's verdict, night, causes and the cell of
//! one more column flow out, row by row; of OUT.summary.json beside it, how many rows were rejected.
//! Columns are found by their names, so that what else stands in a row does not matter. Memory is that of
//! one record, whatever the input.

use super::{ImportError, shown};
use crate::cause::Cause;
use crate::units::Span;
use csv::{ByteRecord, ReaderBuilder};
use serde_json::Value;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// The most bytes of a record.
const MAX_RECORD: u64 = 1 << 20;
/// The most bytes of a summary.
pub const MAX_SUMMARY: u64 = 1 << 20;
/// The most nights that a row may tell.
const MAX_NIGHTS: u32 = 100_000;
/// The most seconds that a stall may have: a thousand years.
const MAX_STALL: f64 = 3.2e10;

/// What stands in the column `verdict` of a row that was turned down, where the result holds such rows.
pub const REJECTED: &str = "rejected";

/// What is read of a row. `V` is a verdict: verdicts belong to a higher layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a, V> {
    /// Its verdict.
    pub verdict: V,
    /// The night in which it finishes, from 1; `None` if it does not.
    pub nights: Option<u32>,
    /// What would bring the finish forward most.
    pub bottleneck: Option<Cause>,
    /// The cause of the longest stall, and how long that was.
    pub top_stall: Option<(Cause, Span)>,
    /// The cell of the column that was asked for.
    pub cell: Option<&'a str>,
}

/// Why a result cannot be read.
#[derive(Debug)]
pub enum ResultError {
    /// The bytes could not be read.
    Read(io::Error),
    /// What was read is no result.
    Content(ImportError),
}

impl From<ImportError> for ResultError {
    fn from(error: ImportError) -> Self {
        ResultError::Content(error)
    }
}

/// The places of the columns in a row.
struct Places {
    verdict: usize,
    nights: usize,
    bottleneck: usize,
    top_stall: usize,
    top_stall_s: usize,
    by: Option<usize>,
}

/// Reads a result. `verdicts` are the words of the verdicts, `by` is a column whose cell comes with each
/// row; `each` may turn a row down with what is wrong with it. Rows that the batch rejected are passed over.
///
/// # Errors
/// [`ResultError`], with the line, the column, what was read and what is allowed.
pub fn read<V: Copy>(
    input: impl Read,
    verdicts: &[(&'static str, V)],
    by: Option<&str>,
    mut each: impl FnMut(Row<'_, V>) -> Result<(), String>,
) -> Result<(), ResultError> {
    let left = Rc::new(Cell::new(2 * MAX_RECORD));
    let input = Bounded { input, left: Rc::clone(&left) };
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut record = ByteRecord::new();
    let mut next = |record: &mut ByteRecord| {
        left.set(2 * MAX_RECORD);
        let found = reader.read_byte_record(record).map_err(failed)?;
        let line = record.position().map_or(1, csv::Position::line);
        Ok::<_, ResultError>((found, usize::try_from(line).unwrap_or(usize::MAX)))
    };
    let (found, line) = next(&mut record)?;
    if !found {
        let message = "it is empty; a result of batch begins with the names of its columns";
        return Err(ImportError::new(0, 0, message).into());
    }
    let header = names(&record, line)?;
    let places = Places::of(&header, line, by)?;
    loop {
        let (found, line) = next(&mut record)?;
        if !found {
            return Ok(());
        }
        if record.len() != header.len() {
            let (has, wants) = (record.len(), header.len());
            let message = format!("has {has} cells; the first line has {wants}");
            return Err(ImportError::new(line, 0, message).into());
        }
        let cells = Cells { record: &record, line };
        if cells.text(places.verdict, "verdict")? == REJECTED {
            continue;
        }
        let row = cells.row(&places, verdicts)?;
        each(row).map_err(|why| ImportError::new(line, 0, why))?;
    }
}

fn failed(error: csv::Error) -> ResultError {
    let line = error.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let message = format!("a row is longer than {MAX_RECORD} bytes");
            ImportError::new(line, 0, message).into()
        }
        csv::ErrorKind::Io(error) => ResultError::Read(error),
        other => ImportError::new(line, 0, format!("{other:?}")).into(),
    }
}

/// The names of the columns, each as [`plain`]; a byte-order mark is no part of the first.
fn names(record: &ByteRecord, line: usize) -> Result<Vec<String>, ImportError> {
    let name = |cell: &[u8]| {
        std::str::from_utf8(cell).map(|text| text.trim_start_matches('\u{feff}').to_owned())
    };
    let names = record.iter().map(name).collect::<Result<Vec<_>, _>>();
    names.map_err(|_| ImportError::new(line, 0, "is not UTF-8; a result of batch is"))
}

/// A name without case, where spaces and `-` are `_`.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

impl Places {
    fn of(header: &[String], line: usize, by: Option<&str>) -> Result<Self, ImportError> {
        let list = || {
            let shown: Vec<String> = header.iter().take(30).map(|name| shown(name)).collect();
            let more = header.len().saturating_sub(shown.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("the columns are {}{more}", shown.join(", "))
        };
        let find = |name: &str| {
            let named = |(_, other): &(usize, &String)| plain(other) == plain(name);
            let mut places = header.iter().enumerate().filter(named).map(|(place, _)| place);
            match (places.next(), places.next()) {
                (Some(place), None) => Ok(place),
                (Some(_), Some(_)) => {
                    let message = format!("the column \"{}\" is there twice", shown(name));
                    Err(ImportError::new(line, 0, message))
                }
                _ => Err(ImportError::new(
                    line,
                    0,
                    format!("there is no column \"{}\"; {}", shown(name), list()),
                )),
            }
        };
        Ok(Places {
            verdict: find("verdict")?,
            nights: find("nights")?,
            bottleneck: find("bottleneck")?,
            top_stall: find("top_stall")?,
            top_stall_s: find("top_stall_s")?,
            by: by
                .map(|by| {
                    find(by).map_err(|mut fault| {
                        // Columns of the input are in the result only if they were asked for.
                        fault.message += "; batch --keep-input repeats those of its input";
                        fault
                    })
                })
                .transpose()?,
        })
    }
}

/// The cells of a record with their line.
struct Cells<'a> {
    record: &'a ByteRecord,
    line: usize,
}

impl<'a> Cells<'a> {
    fn row<V: Copy>(
        &self,
        places: &Places,
        verdicts: &[(&'static str, V)],
    ) -> Result<Row<'a, V>, ImportError> {
        let word = self.text(places.verdict, "verdict")?;
        let verdict = verdicts.iter().find(|(known, _)| *known == word).map(|(_, v)| *v);
        let verdict = verdict.ok_or_else(|| {
            let words: Vec<_> = verdicts.iter().map(|(word, _)| *word).collect();
            self.fault("verdict", word, &format!("is none of {}", words.join(", ")))
        })?;
        let nights = match self.text(places.nights, "nights")? {
            "" => None,
            text => {
                let number = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>());
                let number = number.and_then(Result::ok).filter(|n| (1..=MAX_NIGHTS).contains(n));
                Some(number.ok_or_else(|| {
                    let allowed = format!("is no whole number from 1 to {MAX_NIGHTS}");
                    self.fault("nights", text, &allowed)
                })?)
            }
        };
        let stall = self.cause(places.top_stall, "top_stall")?;
        let time = match self.text(places.top_stall_s, "top_stall_s")? {
            "" => None,
            text => {
                let number = text.parse::<f64>().ok().filter(|s| (0.0..=MAX_STALL).contains(s));
                let fault = || self.fault("top_stall_s", text, "is no number of seconds");
                let micros = number.ok_or_else(fault)? * 1e6;
                Some(Span::from_micros(micros.round() as i64))
            }
        };
        Ok(Row {
            verdict,
            nights,
            bottleneck: self.cause(places.bottleneck, "bottleneck")?,
            top_stall: stall.zip(time),
            cell: places.by.map(|place| self.text(place, "")).transpose()?,
        })
    }

    fn text(&self, place: usize, column: &str) -> Result<&'a str, ImportError> {
        let bytes = self.record.get(place).unwrap_or_default();
        std::str::from_utf8(bytes)
            .map(str::trim)
            .map_err(|_| self.fault(column, &String::from_utf8_lossy(bytes), "is not UTF-8"))
    }

    fn cause(&self, place: usize, column: &str) -> Result<Option<Cause>, ImportError> {
        let text = self.text(place, column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let known = Cause::ALL.iter().find(|cause| cause.id() == text).copied();
        let fault = || self.fault(column, text, "is no cause; backup-sim explain lists them");
        known.ok_or_else(fault).map(Some)
    }

    fn fault(&self, column: &str, read: &str, allowed: &str) -> ImportError {
        let column = if column.is_empty() { String::new() } else { format!("column {column}: ") };
        ImportError::new(self.line, 0, format!("{column}\"{}\" {allowed}", shown(read)))
    }
}

/// Bytes of which only so many may come before what was read is taken: a record has an end.
struct Bounded<R> {
    input: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(into)?;
        let left = self.left.get().checked_sub(read as u64);
        left.map(|left| self.left.set(left))
            .map(|()| read)
            .ok_or(io::ErrorKind::FileTooLarge.into())
    }
}

/// What OUT.summary.json tells of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchSummary {
    /// The version that answered.
    pub version: String,
    /// Rows answered.
    pub answered: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// The rejected rows by error code.
    pub rejected_by_code: Vec<(String, u64)>,
    /// The seed of the trials.
    pub seed: u64,
    /// The trials for each row.
    pub trials: u64,
}

/// Reads OUT.summary.json; `None` if it is none.
pub fn summary(bytes: &[u8]) -> Option<BatchSummary> {
    let document: Value = serde_json::from_slice(bytes).ok()?;
    let number = |key: &str| document.get(key)?.as_u64();
    let word = |text: &str| {
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        (!text.is_empty() && text.len() <= 32 && text.chars().all(fine)).then(|| text.to_owned())
    };
    let codes = document.get("rejected_by_code")?.as_object()?;
    let code = |(code, count): (&String, &Value)| Some((word(code)?, count.as_u64()?));
    Some(BatchSummary {
        version: word(document.get("version")?.as_str()?)?,
        answered: number("answered")?,
        rejected: number("rejected")?,
        rejected_by_code: codes.iter().map(code).collect::<Option<_>>()?,
        seed: number("seed")?,
        trials: number("trials")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "row,verdict,nights,bottleneck,top_stall,top_stall_s,plan";
    const VERDICTS: [(&str, bool); 2] = [("finishes", true), ("misses", false)];

    fn rows(text: &str, by: Option<&str>) -> Result<Vec<(bool, Option<u32>, String)>, String> {
        let mut found = Vec::new();
        let each = |row: Row<'_, bool>| {
            found.push((row.verdict, row.nights, row.cell.unwrap_or_default().to_owned()));
            Ok(())
        };
        match read(text.as_bytes(), &VERDICTS, by, each) {
            Ok(()) => Ok(found),
            Err(ResultError::Content(error)) => Err(error.at("out.csv")),
            Err(ResultError::Read(error)) => Err(error.to_string()),
        }
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_with_others_between() {
        let text =
            format!("{HEAD}\n1,finishes,2,upload-speed,,,\"a,b\"\n2,misses,,,no-wifi,3.5,c\n");
        let found = rows(&text, Some("Plan")).unwrap();
        assert_eq!(found, [(true, Some(2), "a,b".to_owned()), (false, None, "c".to_owned())]);
        let moved = "top_stall_s,x,top_stall,bottleneck,nights,Verdict\n,,,,1,finishes\n";
        assert_eq!(rows(moved, None).unwrap(), [(true, Some(1), String::new())]);
    }

    #[test]
    fn a_fault_names_line_column_what_was_read_and_what_is_allowed() {
        for (row, message) in [
            ("1,maybe,2,,,,x", "out.csv:2: column verdict: \"maybe\" is none of finishes, misses"),
            (
                "1,misses,0,,,,x",
                "out.csv:2: column nights: \"0\" is no whole number from 1 to 100000",
            ),
            (
                "1,misses,,gremlins,,,x",
                "out.csv:2: column bottleneck: \"gremlins\" is no cause; backup-sim explain lists them",
            ),
            (
                "1,misses,,,no-wifi,-1,x",
                "out.csv:2: column top_stall_s: \"-1\" is no number of seconds",
            ),
            ("1,misses", "out.csv:2: has 2 cells; the first line has 7"),
        ] {
            assert_eq!(rows(&format!("{HEAD}\n{row}\n"), None).unwrap_err(), message);
        }
        assert!(rows("", None).unwrap_err().contains("it is empty"));
        let missing = rows("row,verdict\n", None).unwrap_err();
        assert_eq!(
            missing,
            "out.csv:1: there is no column \"nights\"; the columns are row, verdict"
        );
        let by = rows(&format!("{HEAD}\n"), Some("region")).unwrap_err();
        assert!(by.contains("no column \"region\"") && by.contains("top_stall_s, plan"), "{by}");
    }

    #[test]
    fn a_row_without_an_end_is_refused_and_not_held() {
        let endless = io::Cursor::new(format!("{HEAD}\n1,\"")).chain(io::repeat(b'x'));
        let found = read(endless, &VERDICTS, None, |_| Ok(()));
        assert!(matches!(found, Err(ResultError::Content(e)) if e.message.contains("longer than")));
    }

    #[test]
    fn a_summary_is_read_or_none() {
        let text = br#"{"version":"0.1.0","answered":2,"rejected":1,"rejected_by_code":{"E035":1},"seed":1,"trials":0}"#;
        let read = summary(text).unwrap();
        assert_eq!((read.answered, read.rejected, read.seed), (2, 1, 1));
        assert_eq!(read.rejected_by_code, [("E035".to_owned(), 1)]);
        assert_eq!(summary(b"{}"), None);
        assert_eq!(summary(b"<script>"), None);
    }
}
