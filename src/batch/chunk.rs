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

/// FNV-1a over words of eight bytes, the length of each stretch included.
pub(super) fn hash(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut mix =
        |word: u64| hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let (words, rest) = bytes.as_chunks::<8>();
    words.iter().for_each(|&word| mix(u64::from_le_bytes(word)));
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    mix(u64::from_le_bytes(last));
    mix(bytes.len() as u64);
    hash
}
