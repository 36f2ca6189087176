//! The head of an input: its first bytes flow in; that it is text in UTF-8, and what separates its cells, flow
//! out.

use super::{Line, MAX_RECORD, Reader};
use crate::batch::error::{BatchError, NO_ROWS, NOT_UTF8, TOO_LONG};
use crate::batch::shape::{ends_in_returns, packed};
use std::io::{BufRead, Read};

impl<R: Read> Reader<R> {
    /// Looks at the first bytes: what is no text, or text in another encoding, is named.
    pub(super) fn encoding(&mut self) -> Result<(), BatchError> {
        self.buffer().map_err(BatchError::Read)?;
        let head = self.input.buffer();
        if let Some(message) = packed(head) {
            return Err(BatchError::Input { code: NOT_UTF8, line: 1, message: message.to_owned() });
        }
        let wide = match head {
            [0xef, 0xbb, 0xbf, ..] => {
                self.checksum.update(head.get(..3).unwrap_or_default());
                self.input.consume(3);
                self.byte = 3;
                return Ok(());
            }
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => true,
            _ => false,
        };
        if wide {
            let message = "this is UTF-16; save it as UTF-8, or convert it with \
                           iconv -f UTF-16 -t UTF-8";
            return Err(BatchError::Input { code: NOT_UTF8, line: 1, message: message.to_owned() });
        }
        Ok(())
    }

    /// Takes the delimiter that the first line with text has most of, outside quotes.
    pub(super) fn sniff(&mut self) -> Result<(), BatchError> {
        let mut first = Vec::new();
        loop {
            match self.raw_line(&mut first)?.0 {
                // Without a header that is a part without rows.
                Line::End => return Ok(()),
                Line::TooLong | Line::Whole if ends_in_returns(&first) => {
                    let message = "its lines end in carriage returns alone, as on old Macs; save it as CSV \
                                   UTF-8, or convert it: tr '\\r' '\\n' < IN.csv > OUT.csv";
                    let message = message.to_owned();
                    return Err(BatchError::Input { code: NO_ROWS, line: self.line, message });
                }
                Line::TooLong => {
                    let message = format!("the first line is longer than {MAX_RECORD} bytes");
                    return Err(BatchError::Input { code: TOO_LONG, line: 1, message });
                }
                Line::Whole if first.trim_ascii().is_empty() || self.declares(&first) => {
                    self.line += 1;
                    self.byte += first.len() as u64;
                    self.checksum.update(&first);
                    first.clear();
                }
                Line::Whole => break,
            }
        }
        self.pending = first;
        self.taken = 0;
        if self.is_declared {
            return Ok(());
        }
        let mut inside = false;
        let mut counts = [(0u32, b','), (0, b';'), (0, b'\t')];
        for &byte in &self.pending {
            inside ^= byte == b'"';
            if let Some(seen) = counts.iter_mut().find(|(_, d)| !inside && *d == byte) {
                seen.0 += 1;
            }
        }
        // The first of equals: a comma unless another is seen more often.
        let mut best = counts[0];
        for seen in counts {
            if seen.0 > best.0 {
                best = seen;
            }
        }
        self.delimiter = best.1;
        Ok(())
    }

    /// Whether a line says what separates the cells; then that is what does.
    fn declares(&mut self, line: &[u8]) -> bool {
        let bare = |byte: &u8| !matches!(byte, b'\r' | b'\n' | b'"');
        let bare: Vec<u8> = line.iter().copied().filter(bare).collect();
        match bare.as_slice() {
            [s, e, p, b'=', delimiter @ (b',' | b';' | b'\t')]
                if !self.is_declared && [*s, *e, *p].eq_ignore_ascii_case(b"sep") =>
            {
                (self.delimiter, self.is_declared) = (*delimiter, true);
                true
            }
            _ => false,
        }
    }
}
