//! What an input looks like as a whole: its first bytes and its first line flow in, what it is if it is no
//! CSV flows out; and how its records look, so that a stray quote is told from a cell of several lines.

use super::record::Cells;

/// How a record looks: for each column whether a cell may hold line ends, and how many empty cells may
/// follow. Without columns anything goes.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// The columns.
    pub columns: Vec<bool>,
    /// Columns without a name behind them.
    pub spare: usize,
}

impl Shape {
    /// Whether a record of several lines looks otherwise, and by a stray quote: a cell of it holds a line
    /// end and what separates cells, and there is not one cell for each column, or that one is no text.
    pub fn is_broken_by(&self, record: &[u8], delimiter: u8) -> bool {
        let Ok(text) = std::str::from_utf8(record) else { return false };
        let text = text.strip_suffix('\n').unwrap_or(text);
        let mut cells = Cells::default();
        // Lines end in it, so it has quotes.
        cells.split(text.strip_suffix('\r').unwrap_or(text), delimiter, true);
        let columns = self.columns.len();
        let fits = (columns..=columns + self.spare).contains(&cells.len());
        columns > 0
            && (0..cells.len()).any(|place| {
                let cell = cells.get(text, place).as_bytes();
                let swallows = cell.contains(&b'\n') && cell.contains(&delimiter);
                swallows && !(fits && self.columns.get(place).copied().unwrap_or(false))
            })
    }
}

/// What is to be done with a file that is no text, by its first bytes.
pub fn packed(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'P', b'K', 3 | 5, ..] => Some(
            "this is an Excel workbook (.xlsx) or another ZIP archive; save the sheet as CSV UTF-8, or unpack \
             the archive",
        ),
        [0xd0, 0xcf, 0x11, ..] => {
            Some("this is an old Excel workbook (.xls); save the sheet as CSV UTF-8")
        }
        [0x1f, 0x8b, ..] => Some(
            "this is compressed with gzip; unpack it on the way: gzip -dc IN.csv.gz | backup-sim batch -",
        ),
        [0x28, 0xb5, 0x2f, ..] => Some(
            "this is compressed with zstd; unpack it on the way: zstd -dc IN.csv.zst | backup-sim batch -",
        ),
        _ => None,
    }
}

/// Whether a text has carriage returns where lines should end, and no line end at all.
pub fn ends_in_returns(text: &[u8]) -> bool {
    let at = text.iter().position(|&byte| byte == b'\r');
    at.is_some_and(|at| at + 1 < text.len()) && !text.contains(&b'\n')
}
