//! Records beside texts whose lines, bytes and faults are counted by hand.

use super::*;

use proptest::prelude::*;

fn all(text: &str) -> Vec<(u64, u64, u64, String, Option<Fault>)> {
    let mut reader = Reader::open(text.as_bytes()).unwrap();
    let _ = reader.header().unwrap();
    let (mut chunk, mut found) = (Chunk::default(), Vec::new());
    while reader.fill(&mut chunk, usize::MAX).unwrap() {
        for r in &chunk.records {
            let text = String::from_utf8_lossy(&chunk.bytes[r.start..r.end]).into_owned();
            found.push((r.number, r.line, r.byte, text, r.fault));
        }
    }
    found
}

#[test]
fn records_know_their_number_line_and_byte() {
    let found = all("a,b\r\n1,2\r\n\n\"3\n3\",4\n5,6");
    let places: Vec<_> = found.iter().map(|f| (f.0, f.1, f.2, f.3.as_str())).collect();
    assert_eq!(places, [(1, 2, 5, "1,2"), (2, 4, 11, "\"3\n3\",4"), (3, 6, 19, "5,6")]);
}

#[test]
fn an_unclosed_quote_costs_the_line_where_it_opens_and_no_other() {
    let found = all("a,b\n1,2\n3,\"4\n5,6\n7,8\n");
    assert_eq!(found[1], (2, 3, 8, "3,\"4".into(), Some(Fault::Unclosed(2))));
    assert_eq!(found[2], (3, 4, 13, "5,6".into(), None));
    assert_eq!(found.len(), 4);
}

#[test]
fn an_unclosed_quote_is_given_up_after_a_record_and_the_rest_is_read_afresh() {
    let rows = 300_000;
    let text = format!("a,b\n\"1,2\n{}", "5,6\n".repeat(rows));
    let found = all(&text);
    assert_eq!(found.len(), rows + 1);
    assert_eq!(found[rows].1, rows as u64 + 2);
    assert_eq!(found[rows].2, text.len() as u64 - 4);
}

#[test]
fn an_overlong_line_is_one_fault_and_the_next_line_is_read() {
    let text = format!("a,b\n{}\n5,6\n", "x".repeat(3 * MAX_RECORD));
    let found = all(&text);
    assert_eq!(found[0].4, Some(Fault::TooLong));
    assert_eq!((found[1].1, found[1].2, found[1].3.as_str()), (3, text.len() as u64 - 4, "5,6"));
}

#[test]
fn other_encodings_are_named() {
    let wide: Vec<u8> = "size\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = Reader::open(wide.as_slice()).err().unwrap().to_string();
    assert!(error.contains("UTF-16"), "{error}");
    let mut latin = Reader::open(&b"gr\xf6\xdfe,upload\n"[..]).unwrap();
    let error = latin.header().err().unwrap().to_string();
    assert!(error.contains("UTF-8"), "{error}");
}

#[test]
fn the_checksum_depends_on_the_bytes_and_not_on_how_they_arrive() {
    struct Drip<'a>(&'a [u8]);
    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(3).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }
    fn checksum_of(input: impl Read) -> u64 {
        let mut reader = Reader::open(input).unwrap();
        let mut chunk = Chunk::default();
        while reader.fill(&mut chunk, usize::MAX).unwrap() {}
        reader.place().checksum
    }
    let text = b"a,b\n1,2\n3,4\n";
    assert_eq!(checksum_of(&text[..]), checksum_of(Drip(text)));
    assert_ne!(checksum_of(&text[..]), checksum_of(&b"a,b\n1,2\n3,5\n"[..]));
}

/// A mark of the byte order, empty lines, a quote that is never closed, one that is, a line that is too long.
#[test]
fn the_checksum_is_that_of_all_bytes_up_to_the_place_whatever_is_left_out() {
    let long = "x".repeat(MAX_RECORD + 5);
    let text = format!("\u{feff}\n\na,b\r\n1,2\n\n\n3,\"4\n5,6\n{long}\n\"7\n7\",8\n\n9,0");
    for most in [1, 2, usize::MAX] {
        let mut reader = Reader::open(text.as_bytes()).unwrap();
        let _ = reader.header().unwrap();
        let mut chunk = Chunk::default();
        let mut rows = 0;
        while reader.fill(&mut chunk, most).unwrap() {
            rows += chunk.records.len();
            let before = usize::try_from(chunk.end.bytes).unwrap();
            let sum = xxhash_rust::xxh64::xxh64(&text.as_bytes()[..before], 0);
            assert_eq!(chunk.end.checksum, sum, "up to byte {before}, {most} at a time");
            let mut again = Reader::open(text.as_bytes()).unwrap();
            let _ = again.header().unwrap();
            assert!(again.skip_to(&chunk.end).is_ok(), "up to byte {before}");
        }
        assert_eq!((rows, reader.place().bytes), (6, text.len() as u64));
    }
}

/// Two rows and a part of the third have arrived; behind them nothing has yet.
#[test]
fn whole_lines_that_have_arrived_are_given_before_more_is_waited_for() {
    struct Pipe(Vec<&'static [u8]>);
    impl Read for Pipe {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let Some(text) = self.0.pop() else {
                return Err(std::io::Error::other("it was waited for"));
            };
            into[..text.len()].copy_from_slice(text);
            Ok(text.len())
        }
    }
    for (arrived, rest) in
        [(&b"a,b\n1,2\n3,4\n5"[..], &b",6\n"[..]), (b"a,b\n1,2\n3,4\n", b"5,6\n")]
    {
        let mut reader = Reader::open(Pipe(vec![arrived])).unwrap();
        let _ = reader.header().unwrap();
        let mut chunk = Chunk::default();
        assert!(reader.fill(&mut chunk, usize::MAX).unwrap());
        assert_eq!(chunk.records.len(), 2);
        // What is waited for then is what comes.
        reader.input.get_mut().0.push(rest);
        let _ = reader.fill(&mut chunk, 1);
        assert_eq!(chunk.bytes, b"5,6\n");
    }
}

proptest! {
    /// A text of a few lines in buffers of a few bytes: with quotes, without an end, empty, long.
    #[test]
    fn records_taken_together_are_those_of_line_after_line(
        text in "([a,;\"]{0,6}(\n|\r\n|\r|)){0,12}",
        most in 1usize..5,
        step in 1usize..9,
    ) {
        struct Slow<'a>(&'a [u8], usize);
        impl Read for Slow<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                let step = self.1.min(into.len());
                self.0.take(step as u64).read(into).inspect(|&n| self.0 = &self.0[n..])
            }
        }
        let text = format!("a,b\n{text}");
        let open = |step| {
            let mut reader = Reader::open(Slow(text.as_bytes(), step)).unwrap();
            reader.header().unwrap();
            reader
        };
        let shown = |chunk: &Chunk, r: &Record| {
            let told = (r.number, r.line, r.byte, r.has_quotes, r.fault);
            (told, chunk.bytes[r.start..r.end].to_vec())
        };
        let (mut reader, mut chunk) = (open(usize::MAX), Chunk::default());
        while reader.record(&mut chunk).unwrap() {}
        let one_by_one: Vec<_> = chunk.records.iter().map(|r| shown(&chunk, r)).collect();
        let (end, mut reader) = (reader.byte, open(step));
        let mut together = Vec::new();
        while reader.fill(&mut chunk, most).unwrap() {
            prop_assert!(chunk.records.len() <= most);
            together.extend(chunk.records.iter().map(|r| shown(&chunk, r)));
        }
        prop_assert_eq!(together, one_by_one);
        prop_assert_eq!(reader.byte, end);
        let mut whole = Xxh64::new(0);
        whole.update(text.as_bytes());
        prop_assert_eq!(reader.place().checksum, whole.digest());
    }
}
