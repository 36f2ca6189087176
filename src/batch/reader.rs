//! The bounded reader under the CSV: bytes flow in, chunks of whole records flow out. It strips a
//! byte-order mark, finds out what separates the cells, counts lines and bytes, names other
//! encodings, and never holds more than one record beyond a chunk, whatever the input.

mod head;
mod plain;

use super::chunk::{Chunk, Fault, Place, Record};
use super::error::{BatchError, NO_ROWS, NOT_UTF8, TOO_LONG, UNCLOSED_QUOTE};
use super::record::{Cells, Quote, closes_within, quotes};
use super::shape::Shape;
use memchr::{memchr, memchr2, memrchr};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use xxhash_rust::xxh64::Xxh64;

/// The most bytes that a cell may have.
pub const MAX_CELL: usize = 64 << 10;
/// The most bytes that a record may have, its line end included.
pub const MAX_RECORD: usize = 1 << 20;
/// A line longer than this is not skipped any more: the input is no CSV.
const MAX_SKIP: u64 = 64 << 20;
/// A chunk is closed once it holds this many bytes.
const CHUNK: usize = 64 << 10;

/// Reads records.
pub struct Reader<R> {
    input: BufReader<R>,
    /// How many bytes of what the input has given last lie behind its last line end.
    unended: usize,
    /// Bytes read but given back, behind an unclosed quote.
    pending: Vec<u8>,
    taken: usize,
    delimiter: u8,
    /// The first line said what separates the cells: `sep=;`, as Excel writes it.
    is_declared: bool,
    shape: Shape,
    line: u64,
    byte: u64,
    record: u64,
    chunk: u64,
    checksum: Xxh64,
    /// How much of the chunk at hand the checksum holds: many short records are summed up at once.
    summed: usize,
    ended: bool,
}

enum Line {
    End,
    Whole,
    TooLong,
}

impl<R: Read> Reader<R> {
    /// Opens an input: looks at its encoding, finds the delimiter in its first line.
    ///
    /// # Errors
    /// [`BatchError::Read`], and [`BatchError::Input`] if it is of another encoding.
    pub fn open(input: R) -> Result<Self, BatchError> {
        let mut reader = Reader {
            input: BufReader::with_capacity(CHUNK, input),
            unended: 0,
            pending: Vec::new(),
            taken: 0,
            delimiter: b',',
            is_declared: false,
            shape: Shape::default(),
            line: 1,
            byte: 0,
            record: 0,
            chunk: 0,
            checksum: Xxh64::new(0),
            summed: 0,
            ended: false,
        };
        reader.encoding()?;
        reader.sniff()?;
        Ok(reader)
    }

    /// What separates the cells.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Where it stands: between two records.
    pub fn place(&self) -> Place {
        // The header counts as record 0.
        let records = self.record.saturating_sub(1);
        Place { records, bytes: self.byte, checksum: self.checksum.digest() }
    }

    /// Reads up to a place where another run stood, without handing its records on.
    ///
    /// # Errors
    /// [`BatchError::Changed`] if these are not the bytes that the other run read.
    pub fn skip_to(&mut self, place: &Place) -> Result<(), BatchError> {
        let mut chunk = Chunk::default();
        while self.byte < place.bytes && self.record(&mut chunk)? {
            if chunk.bytes.len() >= CHUNK {
                self.sum_up(&mut chunk);
            }
        }
        self.sum_up(&mut chunk);
        match self.place() == *place {
            true => Ok(()),
            false => Err(BatchError::Changed { bytes: place.bytes }),
        }
    }

    /// What the input has given and nobody has taken; asks it for more if that is nothing.
    fn buffer(&mut self) -> io::Result<&[u8]> {
        if self.input.buffer().is_empty() {
            let buffer = self.input.fill_buf()?;
            self.unended = buffer.len() - memrchr(b'\n', buffer).map_or(0, |at| at + 1);
        }
        Ok(self.input.buffer())
    }

    /// Adds what is not yet in it to the checksum, and empties the chunk.
    fn sum_up(&mut self, chunk: &mut Chunk) {
        self.sum(&chunk.bytes);
        self.summed = 0;
        chunk.bytes.clear();
        chunk.records.clear();
    }

    /// Adds what is not yet in it to the checksum.
    fn sum(&mut self, chunk: &[u8]) {
        self.checksum.update(chunk.get(self.summed..).unwrap_or_default());
        self.summed = chunk.len();
    }

    /// Appends one line with its end, from what was given back or from the input; and whether it has a quote.
    fn raw_line(&mut self, into: &mut Vec<u8>) -> Result<(Line, bool), BatchError> {
        let room = MAX_RECORD + 1;
        let before = into.len();
        let mut is_quoted = false;
        if let Some(rest) = self.pending.get(self.taken..).filter(|rest| !rest.is_empty()) {
            let length = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |at| at + 1);
            let line = rest.get(..length).unwrap_or(rest);
            is_quoted = line.contains(&b'"');
            into.extend_from_slice(line);
            self.taken += length;
            if into.last() == Some(&b'\n') {
                return Ok((Line::Whole, is_quoted));
            }
            self.pending.clear();
            self.taken = 0;
        }
        let most = room + before;
        while into.len() < most {
            let buffer = match self.buffer() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(BatchError::Read(error)),
            };
            // Nearly always the end of the line comes before any quote.
            let mut found = memchr2(b'\n', b'"', buffer);
            if let Some(at) = found
                && let Some(rest) = buffer.get(at..).filter(|rest| rest.starts_with(b"\""))
            {
                is_quoted = true;
                found = memchr(b'\n', rest).map(|behind| at + behind);
            }
            let length = found.map_or(buffer.len(), |at| at + 1).min(most - into.len());
            into.extend_from_slice(buffer.get(..length).unwrap_or_default());
            self.input.consume(length);
            if length == 0 || into.last() == Some(&b'\n') {
                break;
            }
        }
        let line = if into.len() == before {
            Line::End
        } else if into.len() - before > MAX_RECORD {
            Line::TooLong
        } else {
            Line::Whole
        };
        Ok((line, is_quoted))
    }

    /// Skips the rest of an overlong line.
    fn skip_line(&mut self) -> Result<u64, BatchError> {
        let mut skipped = 0;
        loop {
            let buffer = self.buffer().map_err(BatchError::Read)?;
            let end = memchr(b'\n', buffer);
            let length = end.map_or(buffer.len(), |at| at + 1);
            let buffer = self.input.buffer();
            self.checksum.update(buffer.get(..length).unwrap_or_default());
            self.input.consume(length);
            skipped += length as u64;
            if end.is_some() || length == 0 {
                return Ok(skipped);
            }
            if skipped > MAX_SKIP {
                let message = format!("a line of more than {MAX_SKIP} bytes; this is no CSV");
                return Err(BatchError::Input { code: TOO_LONG, line: self.line, message });
            }
        }
    }

    /// Appends the next record to a chunk; `false` at the end of the input.
    fn record(&mut self, chunk: &mut Chunk) -> Result<bool, BatchError> {
        let start = chunk.bytes.len();
        let (line, byte) = (self.line, self.byte);
        let mut quote = Quote::Closed;
        // Where the line that opened the quote starts, and how many lines lie before it.
        let (mut opening, mut lines_before) = (start, 0);
        let mut has_quotes = false;
        // The first quote that was open at the end of its line, in the same terms.
        let mut first = None;
        let mut lines = 0;
        let fault = loop {
            let from = chunk.bytes.len();
            let (got, is_quoted) = self.raw_line(&mut chunk.bytes)?;
            has_quotes |= is_quoted;
            let text = chunk.bytes.get(from..).unwrap_or_default();
            match got {
                Line::End if lines == 0 => return Ok(false),
                Line::Whole | Line::TooLong | Line::End => {}
            }
            if !matches!(got, Line::End) {
                lines += 1;
                if quote != Quote::Closed || is_quoted {
                    let before = quote;
                    quote = quotes(text, self.delimiter, quote);
                    if before != quote && quote != Quote::Closed {
                        (opening, lines_before) = (from, lines - 1);
                    }
                    let is_stray = before != Quote::Closed && closes_within(text, self.delimiter)
                        || before != Quote::Closed
                            && quote == Quote::Closed
                            && chunk.bytes.get(start..).is_some_and(|record| {
                                self.shape.is_broken_by(record, self.delimiter)
                            });
                    if let (true, Some((place, lines, at))) = (is_stray, first) {
                        (opening, lines_before) = (place, lines);
                        break Some(Fault::Unclosed(place - start + at));
                    }
                    if let (Quote::Open(at), None) = (quote, first) {
                        first = Some((from, lines - 1, at));
                    }
                }
            }
            let whole = matches!(got, Line::Whole) && text.ends_with(b"\n");
            match quote {
                Quote::Closed if matches!(got, Line::TooLong) => break Some(Fault::TooLong),
                Quote::Closed => break None,
                Quote::Open(at) if !whole || chunk.bytes.len() - start > MAX_RECORD => {
                    break Some(Fault::Unclosed(opening - start + at));
                }
                Quote::Open(_) => {}
            }
        };
        if let Some(Fault::Unclosed(_)) = fault {
            // Only up to the end of the line that opened it: what follows is read afresh.
            let tail = chunk.bytes.get(opening..).unwrap_or_default();
            let end = tail.iter().position(|&b| b == b'\n').map_or(tail.len(), |at| at + 1);
            let rest = chunk.bytes.split_off(opening + end);
            lines = lines_before + 1;
            let left = self.pending.split_off(self.taken.min(self.pending.len()));
            self.pending = rest;
            self.pending.extend_from_slice(&left);
            self.taken = 0;
        }
        let mut length = (chunk.bytes.len() - start) as u64;
        if fault == Some(Fault::TooLong) {
            self.sum(&chunk.bytes);
            chunk.bytes.truncate(start + 1024);
            self.summed = chunk.bytes.len();
            length += self.skip_line()?;
        }
        self.line += lines.max(1);
        self.byte += length;
        let text = chunk.bytes.get(start..).unwrap_or_default();
        let end = start + text.strip_suffix(b"\n").unwrap_or(text).len();
        let text = chunk.bytes.get(start..end).unwrap_or_default();
        let end = start + text.strip_suffix(b"\r").unwrap_or(text).len();
        if end == start && fault.is_none() {
            self.sum(&chunk.bytes);
            chunk.bytes.truncate(start);
            self.summed = start;
            return Ok(true);
        }
        let number = self.record;
        self.record += 1;
        chunk.records.push(Record { number, line, byte, start, end, has_quotes, fault });
        Ok(true)
    }

    /// Reads the header: the names of the columns.
    ///
    /// # Errors
    /// [`BatchError`] if there is none that can be read.
    pub fn header(&mut self) -> Result<Vec<String>, BatchError> {
        let mut chunk = Chunk::default();
        while chunk.records.is_empty() && self.record(&mut chunk)? {}
        self.sum(&chunk.bytes);
        self.summed = 0;
        let Some(record) = chunk.records.first() else {
            let message = "the input is empty; the first line names the columns, for instance \
                           size,upload,window";
            let message = message.to_owned();
            return Err(BatchError::Input { code: NO_ROWS, line: 1, message });
        };
        let line = record.line;
        let fail = |code, message: &str| BatchError::Input { code, line, message: message.into() };
        match record.fault {
            Some(Fault::TooLong) => return Err(fail(TOO_LONG, "the line of names is too long")),
            Some(Fault::Unclosed(_)) => {
                return Err(fail(UNCLOSED_QUOTE, "a quote opens here and is never closed"));
            }
            None => {}
        }
        let text = chunk.bytes.get(record.start..record.end).unwrap_or_default();
        let Ok(text) = std::str::from_utf8(text) else {
            let message = "the column names are not UTF-8; save the file as CSV UTF-8, or convert \
                           it with iconv -f WINDOWS-1252 -t UTF-8";
            return Err(fail(NOT_UTF8, message));
        };
        let mut cells = Cells::default();
        cells.split(text, self.delimiter, record.has_quotes);
        Ok((0..cells.len()).map(|i| cells.get(text, i).trim().to_owned()).collect())
    }

    /// Says what separates the cells, whatever the first line has most of; what the input itself says
    /// goes first.
    pub const fn separated_by(&mut self, delimiter: u8) {
        if !self.is_declared {
            self.delimiter = delimiter;
        }
    }

    /// Says how a record looks. A record of several lines that does not look like it has a stray quote:
    /// only the line that opened it is at fault, and what follows is read afresh.
    pub fn expect(&mut self, shape: Shape) {
        self.shape = shape;
    }

    /// Says that there is no header, so that the first record counts as row 1.
    pub fn no_header(&mut self) {
        self.record = 1;
    }

    /// Whether a chunk is to be handed on: it is full, or more would have to be waited for. What has arrived
    /// through a pipe is answered before that, be it the rest of a line.
    fn is_due(&self, chunk: &Chunk, most: usize) -> bool {
        let full = chunk.bytes.len() >= CHUNK || chunk.records.len() >= most;
        let waiting = self.taken >= self.pending.len() && self.input.buffer().len() <= self.unended;
        !chunk.records.is_empty() && (full || waiting)
    }

    /// Fills a chunk with the next records, at most so many; `false` at the end of the input.
    ///
    /// # Errors
    /// [`BatchError`] if the input cannot be read or is no CSV.
    pub fn fill(&mut self, chunk: &mut Chunk, most: usize) -> Result<bool, BatchError> {
        chunk.bytes.clear();
        chunk.records.clear();
        while !self.ended {
            self.plain_records(chunk, most);
            if self.is_due(chunk, most) {
                break;
            }
            self.ended = !self.record(chunk)?;
        }
        self.sum(&chunk.bytes);
        self.summed = 0;
        chunk.number = self.chunk;
        chunk.end = self.place();
        self.chunk += 1;
        Ok(!chunk.records.is_empty())
    }
}

#[cfg(test)]
mod tests;
