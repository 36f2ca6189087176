//! One record's text split into cells, as the csv crate would (a test holds them against each
//! other), without copying where nothing is quoted. And whether a line leaves a quote open.

/// The cells of the record split last.
#[derive(Debug, Default)]
pub struct Cells {
    /// Start and end of each cell, in the record's text or, if it has quotes, in `scratch`.
    ranges: Vec<(usize, usize)>,
    /// Where each cell starts in the record's text.
    starts: Vec<usize>,
    scratch: String,
    quoted: bool,
}

impl Cells {
    /// Splits a record, given without its line end; `has_quotes` may be so of one that has none.
    pub fn split(&mut self, record: &str, delimiter: u8, has_quotes: bool) {
        self.ranges.clear();
        self.starts.clear();
        self.scratch.clear();
        self.quoted = has_quotes;
        if has_quotes {
            return self.split_quoted(record, delimiter);
        }
        let (mut start, mut first) = (0, 0);
        let (words, rest) = record.as_bytes().as_chunks::<8>();
        for word in words {
            start = self.cut(places(u64::from_le_bytes(*word), delimiter), first, start);
            first += 8;
        }
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        start = self.cut(places(u64::from_le_bytes(last), delimiter), first, start);
        self.ranges.push((start, record.len()));
    }

    /// Ends a cell, the first of which began at `start`, at each place that was found in the word at `first`.
    /// Returns where the next one begins.
    #[inline(always)]
    fn cut(&mut self, mut found: u64, first: usize, mut start: usize) -> usize {
        while found != 0 {
            let at = first + found.trailing_zeros() as usize / 8;
            self.ranges.push((start, at));
            start = at + 1;
            found &= found - 1;
        }
        start
    }

    fn split_quoted(&mut self, record: &str, delimiter: u8) {
        let delimiter = char::from(delimiter);
        let mut chars = record.char_indices().peekable();
        let (mut from, mut start, mut first, mut inside) = (0, 0, true, false);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if first => inside = true,
                '"' if inside => {
                    if chars.next_if(|&(_, next)| next == '"').is_some() {
                        self.scratch.push('"');
                    } else {
                        inside = false;
                    }
                }
                c if c == delimiter && !inside => {
                    self.ranges.push((from, self.scratch.len()));
                    self.starts.push(start);
                    (from, start, first) = (self.scratch.len(), at + 1, true);
                    continue;
                }
                c => self.scratch.push(c),
            }
            first = false;
        }
        self.ranges.push((from, self.scratch.len()));
        self.starts.push(start);
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there are none, which only happens before the first split.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The text of a cell; empty if there is none at that place. `record` is what was split.
    #[inline]
    pub fn get<'a>(&'a self, record: &'a str, place: usize) -> &'a str {
        let text = if self.quoted { &self.scratch } else { record };
        self.ranges.get(place).and_then(|&(start, end)| text.get(start..end)).unwrap_or("")
    }

    /// Start and end of each cell, and in what: `from`, which is what was split and whatever follows it, or
    /// what is left of it without quotes.
    pub fn ranges<'a>(&'a self, from: &'a [u8]) -> (&'a [(usize, usize)], &'a [u8]) {
        (&self.ranges, if self.quoted { self.scratch.as_bytes() } else { from })
    }

    /// Where a cell starts in the record's text.
    pub fn start(&self, place: usize) -> usize {
        if self.quoted {
            self.starts.get(place).copied().unwrap_or(0)
        } else {
            self.ranges.get(place).map_or(0, |&(start, _)| start)
        }
    }

    /// The longest cell's place and length in bytes.
    pub fn longest(&self) -> (usize, usize) {
        let lengths = self.ranges.iter().map(|(start, end)| end - start).enumerate();
        lengths.max_by_key(|&(place, length)| (length, usize::MAX - place)).unwrap_or((0, 0))
    }
}

/// Where a word of eight bytes holds a byte: the highest bit of each such place is set. Cells are
/// short, so that looking at eight bytes at once and no more is the fastest way to find their ends.
#[inline]
const fn places(word: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = word ^ u64::from_ne_bytes([byte; 8]);
    !(((differs & LOW) + LOW) | differs | LOW)
}

/// Whether a quote is open, carried from line to line of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quote {
    /// None is.
    #[default]
    Closed,
    /// One is, opened at this place in the line that opened it.
    Open(usize),
}

/// The state of quotes behind a line, which includes its line end.
pub fn quotes(line: &[u8], delimiter: u8, before: Quote) -> Quote {
    let (mut state, mut first) = (before, true);
    let mut bytes = line.iter().copied().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (state, byte) {
            (Quote::Open(_), b'"') => {
                if bytes.next_if(|&(_, next)| next == b'"').is_none() {
                    state = Quote::Closed;
                }
                first = false;
            }
            (Quote::Open(_), _) => {}
            (Quote::Closed, b'"') if first => (state, first) = (Quote::Open(at), false),
            (Quote::Closed, byte) => first = byte == delimiter,
        }
    }
    state
}

/// Whether the quote that is open at the start of a line ends where no cell does: then it was none that
/// a cell began with, or another one is missing.
pub fn closes_within(line: &[u8], delimiter: u8) -> bool {
    let mut at = 0;
    while let Some(found) = line.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'"')) {
        match line.get(at + found + 1) {
            Some(b'"') => at += found + 2,
            _ => {
                let behind = line.get(at + found + 1..).unwrap_or_default();
                let next = behind.iter().find(|&&byte| byte != b' ');
                return next.is_some_and(|b| *b != delimiter && !matches!(b, b'\r' | b'\n'));
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(record: &str) -> Vec<String> {
        let mut cells = Cells::default();
        cells.split(record, b',', record.contains('"'));
        (0..cells.len()).map(|i| cells.get(record, i).to_owned()).collect()
    }

    #[test]
    fn quotes_protect_commas_line_ends_and_doubled_quotes() {
        assert_eq!(split("a,\"b,c\nd\",\"e\"\"f\","), ["a", "b,c\nd", "e\"f", ""]);
        assert_eq!(split("5\" disk,x"), ["5\" disk", "x"]);
        assert_eq!(split(""), [""]);
    }

    #[test]
    fn a_quote_stays_open_over_a_line_end() {
        assert_eq!(quotes(b"a,\"b\n", b',', Quote::Closed), Quote::Open(2));
        assert_eq!(quotes(b"c\"\n", b',', Quote::Open(2)), Quote::Closed);
        assert_eq!(quotes(b"5\" disk\n", b',', Quote::Closed), Quote::Closed);
    }

    proptest! {
        #[test]
        fn cells_are_those_of_the_csv_crate(record in "[a,\";é ]{0,24}") {
            prop_assume!(!record.is_empty());
            prop_assume!(quotes(record.as_bytes(), b',', Quote::Closed) == Quote::Closed);
            let mut theirs = csv::ReaderBuilder::new();
            let mut theirs = theirs.has_headers(false).flexible(true).from_reader(record.as_bytes());
            let wanted = theirs.records().next().and_then(Result::ok).unwrap_or_default();
            prop_assert_eq!(split(&record), wanted.iter().collect::<Vec<_>>());
            let mut cells = Cells::default();
            cells.split(&record, b',', true);
            let found: Vec<_> = (0..cells.len()).map(|i| cells.get(&record, i)).collect();
            prop_assert_eq!(found, wanted.iter().collect::<Vec<_>>());
        }

        #[test]
        fn each_cell_starts_where_it_says(record in "[ab,\"]{0,24}") {
            let mut cells = Cells::default();
            cells.split(&record, b',', record.contains('"'));
            for place in 1..cells.len() {
                prop_assert_eq!(record.as_bytes().get(cells.start(place) - 1), Some(&b','));
            }
        }
    }
}
