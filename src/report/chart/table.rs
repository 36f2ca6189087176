//! The plotted numbers as a table: built once by each kind of chart, written as CSV, JSON or
//! Markdown. Its texts are fixed words; a name from outside is marked as such and made harmless.

use super::bundle::markdown_text;
use super::label;
use crate::cause::Cause;
use crate::report::csv_text::CsvText;
use crate::report::format::{self, Way, thousands};
use crate::units::{Rate, Size, Span};
use serde_json::{Map, Value};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A whole number.
    Whole(u64),
    /// Thousandths, written with up to three decimals.
    Milli(i64),
    /// A word.
    Text(String),
    /// A text from outside, without controls.
    Foreign(String),
    /// Not known or not there.
    Empty,
}

impl Cell {
    /// A word.
    pub fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }

    fn print(&self) -> String {
        match self {
            Cell::Whole(n) => n.to_string(),
            Cell::Milli(n) => milli(*n),
            Cell::Text(text) | Cell::Foreign(text) => text.clone(),
            Cell::Empty => String::new(),
        }
    }

    fn csv(&self) -> String {
        let Cell::Foreign(text) = self else { return self.print() };
        let mut out = Vec::new();
        CsvText(text).write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// As it is read in Markdown.
    fn marked(&self, unit: Unit) -> String {
        let text = self.read(unit);
        if matches!(self, Cell::Text(_) | Cell::Foreign(_)) { markdown_text(&text) } else { text }
    }

    /// As people read it in a table: numbers with their unit, words with spaces.
    fn read(&self, unit: Unit) -> String {
        let thousandths = match self {
            Cell::Whole(n) => i128::from(*n) * 1000,
            Cell::Milli(n) => i128::from(*n),
            Cell::Text(text) => return spelled(text),
            Cell::Foreign(text) => return text.clone(),
            Cell::Empty => return String::new(),
        };
        let whole = || u64::try_from(thousandths / 1000).unwrap_or(u64::MAX);
        match unit {
            Unit::Bytes => format::size(Size::from_bytes(whole()), Way::Nearest),
            // As the drawing says them.
            Unit::Left => format::left(Size::from_bytes(whole())),
            Unit::Missing => format::size(Size::from_bytes(whole()), Way::Up),
            Unit::BitsPerSecond => format::rate(Rate::from_bits_per_s(whole()), Way::Nearest),
            Unit::Seconds => {
                let micros = i64::try_from(thousandths * 1000).unwrap_or(i64::MAX);
                format::span(Span::from_micros(micros), Way::Nearest)
            }
            Unit::Percent => format!("{} %", milli(i64::try_from(thousandths).unwrap_or(0))),
            Unit::Plain => self.print(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Cell::Whole(n) => Value::from(*n),
            Cell::Milli(n) if n % 1000 == 0 => Value::from(n / 1000),
            Cell::Milli(n) => Value::from(*n as f64 / 1000.0),
            Cell::Text(text) | Cell::Foreign(text) => Value::from(text.as_str()),
            Cell::Empty => Value::Null,
        }
    }
}

fn milli(n: i64) -> String {
    let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
    let text = format!("{sign}{}.{:03}", n / 1000, n % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Columns with their unit in the name, and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names.
    pub columns: &'static [&'static str],
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// As CSV with a header line. Only foreign cells need quotes: words hold neither commas nor quotes.
    pub fn csv(&self) -> String {
        let mut out = self.columns.join(",") + "\n";
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(Cell::csv).collect();
            out.push_str(&cells.join(","));
            out.push('\n');
        }
        out
    }

    /// As the names of the columns and rows of cells.
    pub fn cells(&self) -> (&'static [&'static str], Vec<Vec<String>>) {
        let row = |row: &Vec<Cell>| row.iter().map(Cell::print).collect();
        (self.columns, self.rows.iter().map(row).collect())
    }

    /// As a list of objects.
    pub fn json(&self) -> Value {
        let object = |row: &Vec<Cell>| {
            let pairs = self.columns.iter().zip(row).map(|(&c, v)| (c.to_owned(), v.json()));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }

    /// As a Markdown table to read, of at most so many rows: of those that tell most if these are known,
    /// the first and the last among them. Says where `all` are if some are left out.
    pub fn markdown(&self, telling: &[usize], most: usize, all: &str) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let (heads, rows) = self.excerpt(telling, most, Cell::marked);
        let mut out = line(heads.clone());
        out.push_str(&line(heads.iter().map(|_| "---".to_owned()).collect()));
        let some = rows.len();
        rows.into_iter().for_each(|row| out.push_str(&line(row)));
        out.extend(self.left_out(some, all).map(|text| format!("\n{text}\n")));
        out
    }

    /// The same as heads and rows of plain text.
    pub fn read(&self, telling: &[usize], most: usize) -> (Vec<String>, Vec<Vec<String>>) {
        self.excerpt(telling, most, Cell::read)
    }

    fn excerpt(
        &self,
        telling: &[usize],
        most: usize,
        write: impl Fn(&Cell, Unit) -> String,
    ) -> (Vec<String>, Vec<Vec<String>>) {
        let (heads, units): (Vec<String>, Vec<Unit>) =
            self.columns.iter().map(|name| Unit::of(name)).unzip();
        let places: Vec<usize> = match telling {
            [] => (0..self.rows.len()).collect(),
            some => some.to_vec(),
        };
        let shown = thinned(&places, most);
        let rows = shown.iter().filter_map(|place| self.rows.get(*place));
        let line = |row: &Vec<Cell>| row.iter().zip(&units).map(|(c, u)| write(c, *u)).collect();
        (heads, rows.map(line).collect())
    }

    /// Where all rows are, if some are shown and others not.
    pub fn left_out(&self, shown: usize, all: &str) -> Option<String> {
        let whole = thousands(self.rows.len() as u64);
        (self.rows.len() > shown).then(|| format!("{shown} of {whole} rows; all are in {all}."))
    }
}

/// At most so many of some places, evenly, the first and the last among them.
fn thinned(places: &[usize], most: usize) -> Vec<usize> {
    if places.len() <= most || most < 2 {
        return places.to_vec();
    }
    let last = places.len() - 1;
    (0..most).filter_map(|i| places.get(i * last / (most - 1)).copied()).collect()
}

/// In what a column's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Bytes,
    /// Space that is free.
    Left,
    /// Space that is lacking.
    Missing,
    BitsPerSecond,
    Seconds,
    Percent,
    /// Nothing, or what the name says.
    Plain,
}

impl Unit {
    /// Of a column, with what it is called in a table to read.
    fn of(column: &str) -> (String, Unit) {
        let ends = [
            ("_bits_per_s", Unit::BitsPerSecond),
            ("_bytes", Unit::Bytes),
            ("_percent", Unit::Percent),
            ("_s", Unit::Seconds),
        ];
        let end = ends.into_iter().find_map(|(end, unit)| Some((column.strip_suffix(end)?, unit)));
        let (name, unit) = match column {
            "seconds" => ("time", Unit::Seconds),
            "percent" => ("share", Unit::Percent),
            "free_bytes" => ("free", Unit::Left),
            "missing_bytes" => ("missing", Unit::Missing),
            _ => end.unwrap_or((column, Unit::Plain)),
        };
        (name.replace('_', " "), unit)
    }
}

/// The word of a series or a cause as it is read: a cause is called as in the drawing, `level-p5` is what
/// 5 % of the runs stay under.
fn spelled(word: &str) -> String {
    if let Some(cause) = Cause::from_id(word) {
        return label::word(cause).to_owned();
    }
    if let Some((what, part)) = word.rsplit_once("-p")
        && !part.is_empty()
        && part.bytes().all(|b| b.is_ascii_digit())
    {
        return format!("{}, {part} % of runs below", spelled(what));
    }
    let chars: Vec<char> = word.chars().collect();
    let letter =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic());
    let joins = |(at, c): (usize, &char)| match c {
        '-' if letter(at.checked_sub(1)) && letter(at.checked_add(1)) => ' ',
        c => *c,
    };
    chars.iter().enumerate().map(joins).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_to_read_has_units_in_its_cells_and_names_what_it_leaves_out() {
        let row = |i: u64| {
            let share = i64::try_from(i).unwrap() * 5_000;
            vec![
                Cell::text("level-p95"),
                Cell::Milli(share * 720),
                Cell::Whole(i * 1_000_000_000),
                Cell::Milli(share),
                Cell::Whole(i * 1_000_000),
                Cell::text("no-wifi"),
            ]
        };
        let columns: &[&str] =
            &["series", "time_s", "stored_bytes", "share_percent", "rate_bits_per_s", "cause"];
        let table = Table { columns, rows: (0..=20).map(row).collect() };
        let text = table.markdown(&[], 3, "x.csv");
        assert_eq!(
            text,
            "\
| series | time | stored | share | rate | cause |
| --- | --- | --- | --- | --- | --- |
| level, 95 % of runs below | 0 s | 0 bytes | 0 % | 0 bps | no Wi-Fi |
| level, 95 % of runs below | 10 h | 10 GB | 50 % | 10 Mbps | no Wi-Fi |
| level, 95 % of runs below | 20 h | 20 GB | 100 % | 20 Mbps | no Wi-Fi |

3 of 21 rows; all are in x.csv.
"
        );
        let some = table.markdown(&[4, 5], 3, "x.csv");
        assert!(some.contains("| 4 GB | 20 % |") && some.contains("2 of 21 rows"), "{some}");
        assert!(!table.markdown(&[], 30, "x.csv").contains("x.csv"));
    }

    #[test]
    fn a_hyphen_between_words_is_a_space_and_one_in_a_time_stays() {
        for (word, wanted) in [
            ("no-wifi", "no Wi-Fi"),
            ("half-done", "half done"),
            ("22:00-07:00", "22:00-07:00"),
            ("share-p50", "share, 50 % of runs below"),
            ("-p", "-p"),
        ] {
            assert_eq!(spelled(word), wanted);
        }
    }
}
