//! The plotted numbers as a table: built once by each kind of chart, written as CSV, JSON or
//! Markdown. Its texts are fixed words; a name from outside is marked as such and made harmless.

use super::bundle::markdown_text;
use crate::report::csv_text::CsvText;
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

    fn markdown(&self) -> String {
        let Cell::Foreign(text) = self else { return self.print() };
        markdown_text(text)
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

    /// As a Markdown table of at most so many rows; says how many are left out.
    pub fn markdown(&self, most: usize) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = line(self.columns.iter().map(|c| c.replace('_', " ")).collect());
        out.push_str(&line(self.columns.iter().map(|_| "---".to_owned()).collect()));
        for row in self.rows.iter().take(most) {
            out.push_str(&line(row.iter().map(Cell::markdown).collect()));
        }
        if self.rows.len() > most {
            out.push_str(&format!("\n{} more rows in the CSV file.\n", self.rows.len() - most));
        }
        out
    }
}
