//! The lines and cells of a text file: bytes flow in, text in UTF-8 and a table of named columns flow
//! out. A byte-order mark, CRLF, blank lines and spaces around cells are accepted.

use super::{ImportError, shown};

/// The text of a file: UTF-8, or UTF-16 with a byte-order mark.
///
/// # Errors
/// If it is neither.
pub fn text(bytes: &[u8]) -> Result<String, ImportError> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units)
            .map_err(|_| ImportError::new(0, 0, "this is not text in UTF-16, as its mark says"))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, ImportError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
            let line = 1 + before.iter().filter(|b| **b == b'\n').count();
            Err(ImportError::new(line, 0, "this is not text in UTF-8"))
        }
    }
}

/// The lines that hold something, with their numbers from 1.
pub fn filled(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end()));
    lines.filter(|(_, line)| !line.trim().is_empty())
}

/// A table: its header and its records, each with its line.
pub struct Table {
    /// The names of the columns, trimmed.
    pub header: Vec<String>,
    /// The line of the header.
    pub line: usize,
    /// The records.
    pub records: Vec<(usize, Vec<String>)>,
}

/// Reads a table in CSV, separated by commas, semicolons or tabs, whichever the header holds most of.
///
/// # Errors
/// If it has no header, a record of another length, or more than `most` records.
pub fn table(text: &str, most: usize, what: &str) -> Result<Table, ImportError> {
    let (first, head) = filled(text).next().ok_or_else(|| ImportError::new(0, 0, "it is empty"))?;
    let count = |mark: u8| head.bytes().filter(|&b| b == mark).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&mark| count(mark));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut table = Table { header: Vec::new(), line: first, records: Vec::new() };
    let mut record = csv::StringRecord::new();
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(0);
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(table),
            Ok(true) if record.iter().all(str::is_empty) => {}
            Ok(true) => {
                let line =
                    record.position().map_or(line, |p| usize::try_from(p.line()).unwrap_or(0));
                let cells: Vec<String> = record.iter().map(str::to_owned).collect();
                if table.header.is_empty() {
                    (table.header, table.line) = (cells, line);
                    continue;
                }
                if cells.len() != table.header.len() {
                    let message =
                        format!("{} cells under {} columns", cells.len(), table.header.len());
                    return Err(ImportError::new(line, 0, message));
                }
                if table.records.len() == most {
                    return Err(ImportError::new(line, 0, format!("more than {most} {what}")));
                }
                table.records.push((line, cells));
            }
            Err(error) => return Err(ImportError::new(line, 0, shown(&error.to_string()))),
        }
    }
}

/// `Upload (Mbit/s)` is `upload_mbit_s`.
pub fn plain(name: &str) -> String {
    let kept = name.trim().chars().filter(|c| !matches!(c, '(' | ')' | '[' | ']'));
    kept.map(|c| if matches!(c, '-' | ' ' | '/') { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// A number of plain digits with at most nine decimals, in units of 10^-9.
pub fn billionths(cell: &str) -> Option<u64> {
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(part) {
        return None;
    }
    if cell.contains('.') && part.is_empty() {
        return None;
    }
    let kept: String = part.chars().chain("000000000".chars()).take(9).collect();
    Some(whole.parse::<u64>().ok()? * 1_000_000_000 + kept.parse::<u64>().ok()?)
}
