//! What the reader hands on: a stretch of whole records with their places in the input.

/// A stretch of whole records.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Its place among the chunks, from 0.
    pub number: u64,
    /// The text of its records.
    pub bytes: Vec<u8>,
    /// Its records.
    pub records: Vec<Record>,
    /// Where the reader stands behind it.
    pub end: Place,
}

/// Where the reader stands: between two records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// How many records lie before it, the header not counted.
    pub records: u64,
    /// How many bytes lie before it.
    pub bytes: u64,
    /// A checksum of these bytes (XXH64).
    pub checksum: u64,
}

/// Where a record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number, from 1, the header not counted.
    pub number: u64,
    /// Its line in the input, from 1.
    pub line: u64,
    /// Its first byte in the input, from 0.
    pub byte: u64,
    /// Start of its text in the chunk, the line end left out.
    pub start: usize,
    /// End of its text in the chunk.
    pub end: usize,
    /// Whether there is a quote in it.
    pub has_quotes: bool,
    /// What is wrong with it as a whole.
    pub fault: Option<Fault>,
}

/// What is wrong with a record as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The quote opened at this place of its text is never closed.
    Unclosed(usize),
    /// It is longer than a record may be.
    TooLong,
}
