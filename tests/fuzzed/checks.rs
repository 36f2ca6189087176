//! What must hold for any bytes. Bytes flow in, a panic flows out if a promise is broken. The fuzz
//! targets under `fuzz/` call these with what a fuzzer makes up, the tests with the kept corpus, so
//! that a finding once kept is replayed by every run of the tests.

use backup_sim::batch::{self, Answers, Options, Reject, Sink, journal};
use backup_sim::scenario::{Draft, Origin, toml};
use backup_sim::units::{BackupWindow, Kind, Rate, Size, Windows};
use backup_sim::{Chance, Record, simulate};
use std::io;
use std::sync::OnceLock;
use xxhash_rust::xxh64::xxh64;

/// A text of a kind: it is read or refused, what is printed reads back as the same value, and the
/// place of a fault lies in the text.
fn reads_back<T: Kind>(text: &str) {
    match T::read(text) {
        Ok(reading) => {
            let printed = reading.value.print();
            let again = T::read(&printed).map(|r| r.value);
            assert_eq!(again.as_ref().ok(), Some(&reading.value), "{text:?} -> {printed:?}");
        }
        Err(error) => {
            assert!(error.span.start <= error.span.end, "{text:?}");
            assert!(error.span.end <= error.read.len(), "{text:?}: {:?}", error.span);
            assert!(!error.message.is_empty());
            for one in &error.instead {
                assert!(T::read(&one.typed).is_ok(), "{text:?}: {} is not read", one.typed);
            }
        }
    }
}

/// A size.
pub fn size(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    reads_back::<Size>(&text);
}

/// A rate.
pub fn rate(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    reads_back::<Rate>(&text);
}

/// A backup window, and clock windows.
pub fn window(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    reads_back::<BackupWindow>(&text);
    reads_back::<Windows>(&text);
}

/// Counts what it is given.
#[derive(Default)]
struct Counted {
    lines: u64,
    rejects: u64,
}

impl Sink for Counted {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).from_reader(lines);
        for record in reader.into_records() {
            assert!(record.is_ok(), "{record:?}");
            self.lines += 1;
        }
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        assert!(reject.line > 0 && !reject.reason.is_empty());
        assert!(reject.code.0 != "internal", "{reject:?}");
        self.rejects += 1;
        Ok(())
    }
}

/// What lies below the rows of every CSV: made once, with one night and a slow service, as a row that sends
/// a million packs in sixty nights says nothing more about how it is read and written. The scenarios run
/// for all of theirs.
fn below_the_rows() -> Draft {
    static BASE: OnceLock<Draft> = OnceLock::new();
    let base = BASE.get_or_init(|| {
        let mut draft = Draft::new();
        draft.set("window.nights", "1", Origin::Study);
        draft.set("service.max_rate", "500kbps", Origin::Study);
        assert!(draft.faults().is_empty());
        draft
    });
    base.clone()
}

/// As many lines of an input as tell rows from each other, and no more: a hundred rows alike take the
/// time of a hundred other inputs.
fn first_lines(bytes: &[u8]) -> &[u8] {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.map(|(at, _)| at + 1).nth(LINES - 1).map_or(bytes, |end| &bytes[..end])
}

/// The lines of an input that are read.
const LINES: usize = 12;

/// A CSV: it is refused, or each of its rows is answered or rejected, none by a fault of ours; what
/// comes out is a CSV. Behind `\0` the bytes are rows under columns that are known.
pub fn csv_rows(bytes: &[u8]) {
    let known = bytes.first() == Some(&0);
    let columns = ["size", "upload", "name", "window", "battery", "service"].map(str::to_owned);
    let options = Options {
        columns: known.then(|| columns.to_vec()),
        no_header: true,
        keep_input: true,
        threads: 1,
        ..Options::default()
    };
    let work = Answers { trials: 0, seed: 1, needs: false };
    let mut counted = Counted::default();
    let input = first_lines(if known { &bytes[1..] } else { bytes });
    if let Ok(summary) = batch::run(input, below_the_rows(), &options, &work, &mut counted) {
        let counts = (summary.tally.answered, summary.tally.rejects());
        assert_eq!((counted.lines, counted.rejects), counts);
    }
}

/// A scenario file: it is refused with faults that name a place, or it is simulated and the books add
/// up.
pub fn scenario(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut draft = Draft::new();
    toml::apply(&mut draft, "case.toml", &text);
    match draft.build() {
        Err(errors) => assert!(!errors.is_empty()),
        Ok(scenario) => {
            let outcome = simulate(&scenario, Chance::Mean, Record::No);
            let ledger = &outcome.ledger;
            let parts =
                ledger.uploading.micros() + ledger.stalled.micros() + ledger.outside.micros();
            assert_eq!(parts, ledger.horizon.micros());
            let bytes = &outcome.bytes;
            assert_eq!(bytes.done.plus(bytes.sent).plus(bytes.left), bytes.size);
        }
    }
}

/// A journal: what is read is a beginning of it, printed as it stands there. Each line gets its
/// checksum here, as no fuzzer would find one; behind `\0` the bytes are taken as they are.
pub fn journal(bytes: &[u8]) {
    let signed = || {
        let lines = bytes.split(|&b| b == b'\n');
        let signed =
            lines.map(|line| [format!("{:016x} ", xxh64(line, 0)).as_bytes(), line].concat());
        signed.collect::<Vec<_>>().join(&b'\n')
    };
    let whole = if bytes.first() == Some(&0) { bytes[1..].to_vec() } else { signed() };
    let Ok(read) = journal::read(&whole) else { return };
    let ends = read.checkpoints.iter().map(|(_, end)| *end);
    let mut end = read.head;
    for next in ends {
        assert!(next > end && next <= whole.len() as u64);
        end = next;
    }
    let mut again = read.begun.line();
    let head = again.len() as u64;
    again.extend(read.checkpoints.iter().flat_map(|(checkpoint, _)| checkpoint.line()));
    let again = journal::read(&again).unwrap();
    assert_eq!((&again.begun, again.head), (&read.begun, head));
    let both = again.checkpoints.iter().zip(&read.checkpoints);
    assert!(both.clone().all(|(a, b)| a.0 == b.0) && both.len() == read.checkpoints.len());
}
