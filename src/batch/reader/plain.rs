//! Plain records, a line each without a quote: what nearly all of a batch is. They are found in what the
//! input has given and copied together; whatever else there is goes line by line through
//! [`Reader::record`], to the same effect, which a property holds.

use super::{CHUNK, MAX_RECORD, Reader};
use crate::batch::chunk::{Chunk, Record};
use memchr::memchr2;
use std::io::{BufRead, Read};

impl<R: Read> Reader<R> {
    /// Appends the plain records that come next in what the input has given, until the chunk is full or
    /// holds `most`.
    pub(super) fn plain_records(&mut self, chunk: &mut Chunk, most: usize) {
        if self.taken < self.pending.len() {
            return;
        }
        let (buffer, before) = (self.input.buffer(), chunk.bytes.len());
        let mut taken = 0;
        while chunk.records.len() < most && before + taken < CHUNK {
            let rest = buffer.get(taken..).unwrap_or_default();
            let Some(end) = memchr2(b'\n', b'"', rest) else { break };
            let line = rest.get(..end).unwrap_or_default();
            let text = line.strip_suffix(b"\r").unwrap_or(line);
            if rest.get(end) != Some(&b'\n') || end >= MAX_RECORD || text.is_empty() {
                break;
            }
            let start = before + taken;
            chunk.records.push(Record {
                number: self.record,
                line: self.line,
                byte: self.byte,
                start,
                end: start + text.len(),
                has_quotes: false,
                fault: None,
            });
            self.record += 1;
            self.line += 1;
            self.byte += end as u64 + 1;
            taken += end + 1;
        }
        chunk.bytes.extend_from_slice(buffer.get(..taken).unwrap_or_default());
        self.input.consume(taken);
    }
}
