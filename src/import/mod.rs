//! Files of other tools: bytes flow in, typed values flow out, one file for each format. What cannot
//! be read is told with its line and column; nothing is guessed from the size of a number.

pub mod batch_result;
pub mod level;
pub mod lines;
pub mod listing;
pub mod measured_run;
pub mod progress;
pub mod speedtest;
pub mod trace;

/// Why a file cannot be read: where, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 for the line as a whole.
    pub column: usize,
    /// What is wrong, lower case and without a full stop.
    pub message: String,
}

impl ImportError {
    /// At a place.
    pub fn new(line: usize, column: usize, message: impl Into<String>) -> Self {
        ImportError { line, column, message: message.into() }
    }

    /// The message with its place: `speeds.csv:3:5: …`.
    pub fn at(&self, path: &str) -> String {
        match (self.line, self.column) {
            (0, _) => format!("{path}: {}", self.message),
            (line, 0) => format!("{path}:{line}: {}", self.message),
            (line, column) => format!("{path}:{line}:{column}: {}", self.message),
        }
    }
}

/// A part of a file for a message: at most 40 characters, nothing that a terminal would act on.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.trim().chars().enumerate() {
        if i == 40 {
            out.push_str("...");
            break;
        }
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}
