//! The journal of a batch under way: what was begun, then a checkpoint every while, one line each
//! with a checksum of its own. Typed values flow in, lines flow out, and back. Whatever bytes come
//! in, a line that is torn or altered ends the journal, and what stands before it holds.

use super::chunk::Place;
use super::error::CODES as BATCH;
use super::pipeline::Reached;
use super::summary::Tally;
use crate::report::wording::note;
use crate::scenario::error::CODES as SCENARIO;
use crate::units::CODES as TEXT;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, VecDeque};
use xxhash_rust::xxh64::xxh64;

/// The version of the format.
pub const FORMAT: u64 = 1;

/// How many of the last checkpoints are kept when a journal is read. After a power cut the files may
/// lack what the last lines tell of; what was synced a second before is among so many.
const KEPT: usize = 1024;

/// The first line: what was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The version of the program.
    pub program: String,
    /// Whether files that are there already may be replaced.
    pub replace: bool,
    /// What the answers depend on beside the input: names and values, in the order given.
    pub options: Vec<(String, String)>,
}

/// The first bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// How many.
    pub bytes: u64,
    /// Their checksum (XXH64).
    pub checksum: u64,
}

impl Default for Stretch {
    fn default() -> Self {
        Stretch { bytes: 0, checksum: xxh64(&[], 0) }
    }
}

/// How far a batch is, and what its files held then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// The place in the input and the counts up to there.
    pub reached: Reached,
    /// The answers.
    pub output: Stretch,
    /// The rejected rows.
    pub rejects: Stretch,
    /// Whether that was the end of the input.
    pub ended: bool,
}

/// A journal as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Its first line.
    pub begun: Begun,
    /// The length of the first line in bytes.
    pub head: u64,
    /// Its last checkpoints, the latest last, each with the length of the journal up to its end.
    pub checkpoints: VecDeque<(Checkpoint, u64)>,
}

/// Why a journal is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalError {
    /// Its first line is torn or altered, or this is something else.
    Unreadable,
    /// It is of another format.
    Format(u64),
}

/// A line: the checksum, a space, the value.
fn line(value: &Value) -> Vec<u8> {
    let text = value.to_string();
    format!("{:016x} {text}\n", xxh64(text.as_bytes(), 0)).into_bytes()
}

/// The value of a line without its end, if it is as it was written.
fn value(line: &[u8]) -> Option<Value> {
    let (sum, text) = line.split_at_checked(16)?;
    let text = text.strip_prefix(b" ")?;
    let right = format!("{:016x}", xxh64(text, 0));
    (sum == right.as_bytes()).then(|| serde_json::from_slice(text).ok()).flatten()
}

impl Begun {
    /// Its line, with the end.
    pub fn line(&self) -> Vec<u8> {
        let options: Vec<Value> =
            self.options.iter().map(|(name, value)| json!([name, value])).collect();
        line(&json!({
            "journal": FORMAT,
            "program": self.program,
            "replace": self.replace,
            "options": options,
        }))
    }

    fn of(value: &Value) -> Option<Self> {
        let option = |pair: &Value| match pair.as_array()?.as_slice() {
            [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        };
        Some(Begun {
            program: value.get("program")?.as_str()?.to_owned(),
            replace: value.get("replace")?.as_bool()?,
            options: value.get("options")?.as_array()?.iter().map(option).collect::<Option<_>>()?,
        })
    }
}

impl Stretch {
    fn json(self) -> Value {
        json!([self.bytes, self.checksum])
    }

    fn of(value: &Value) -> Option<Self> {
        match value.as_array()?.as_slice() {
            [bytes, checksum] => {
                Some(Stretch { bytes: bytes.as_u64()?, checksum: checksum.as_u64()? })
            }
            _ => None,
        }
    }
}

impl Checkpoint {
    /// Its line, with the end.
    pub fn line(&self) -> Vec<u8> {
        let Reached { place, tally } = &self.reached;
        let input = Stretch { bytes: place.bytes, checksum: place.checksum };
        line(&json!({
            "rows": place.records,
            "input": input.json(),
            "output": self.output.json(),
            "rejects": self.rejects.json(),
            "answered": tally.answered,
            "rejected": counts(&tally.rejected),
            "notes": counts(&tally.notes),
            "verdicts": tally.verdicts,
            "ended": self.ended,
        }))
    }

    fn of(value: &Value) -> Option<Self> {
        let input = Stretch::of(value.get("input")?)?;
        let number = |name: &str| value.get(name)?.as_u64();
        let verdicts = value.get("verdicts")?.as_array()?.iter().map(Value::as_u64);
        let verdicts: Vec<u64> = verdicts.collect::<Option<_>>()?;
        let tally = Tally {
            answered: number("answered")?,
            rejected: counted(value.get("rejected")?)?,
            notes: counted(value.get("notes")?)?,
            verdicts: verdicts.try_into().ok()?,
        };
        let place =
            Place { records: number("rows")?, bytes: input.bytes, checksum: input.checksum };
        Some(Checkpoint {
            reached: Reached { place, tally },
            output: Stretch::of(value.get("output")?)?,
            rejects: Stretch::of(value.get("rejects")?)?,
            ended: value.get("ended")?.as_bool()?,
        })
    }
}

fn counts(map: &BTreeMap<&'static str, u64>) -> Map<String, Value> {
    map.iter().map(|(&code, &count)| (code.to_owned(), count.into())).collect()
}

fn counted(value: &Value) -> Option<BTreeMap<&'static str, u64>> {
    let pair = |(code, count): (&String, &Value)| Some((known(code)?, count.as_u64()?));
    value.as_object()?.iter().map(pair).collect()
}

/// The codes that a count can be of.
fn codes() -> impl Iterator<Item = &'static str> {
    let errors = [TEXT, SCENARIO, BATCH].into_iter().flatten().map(|(code, ..)| code.0);
    errors.chain(note::CODES.iter().map(|(code, _)| *code))
}

/// The code of that name.
fn known(name: &str) -> Option<&'static str> {
    codes().find(|code| *code == name)
}

/// Reads a journal up to its last whole line; what is torn or altered ends it.
///
/// # Errors
/// [`JournalError`] if not even the first line can be read.
pub fn read(bytes: &[u8]) -> Result<Journal, JournalError> {
    let mut lines = bytes.split_inclusive(|&b| b == b'\n');
    let mut next = || {
        let line = lines.next()?;
        Some((value(line.strip_suffix(b"\n")?)?, line.len() as u64))
    };
    let (first, head) = next().ok_or(JournalError::Unreadable)?;
    match first.get("journal").and_then(Value::as_u64) {
        Some(FORMAT) => {}
        Some(other) => return Err(JournalError::Format(other)),
        None => return Err(JournalError::Unreadable),
    }
    let begun = Begun::of(&first).ok_or(JournalError::Unreadable)?;
    let (mut checkpoints, mut length) = (VecDeque::new(), head);
    while let Some((value, more)) = next() {
        let Some(checkpoint) = Checkpoint::of(&value) else { break };
        length += more;
        if checkpoints.len() == KEPT {
            checkpoints.pop_front();
        }
        checkpoints.push_back((checkpoint, length));
    }
    Ok(Journal { begun, head, checkpoints })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stretch() -> impl Strategy<Value = Stretch> {
        (any::<u64>(), any::<u64>()).prop_map(|(bytes, checksum)| Stretch { bytes, checksum })
    }

    fn tally() -> impl Strategy<Value = Tally> {
        let code = || prop::sample::select(codes().collect::<Vec<_>>());
        let counts = || prop::collection::btree_map(code(), any::<u64>(), 0..4);
        (any::<u64>(), counts(), counts(), any::<[u64; 4]>()).prop_map(
            |(answered, rejected, notes, verdicts)| Tally { answered, rejected, notes, verdicts },
        )
    }

    fn checkpoint() -> impl Strategy<Value = Checkpoint> {
        (any::<u64>(), stretch(), tally(), stretch(), stretch(), any::<bool>()).prop_map(
            |(records, input, tally, output, rejects, ended)| {
                let place = Place { records, bytes: input.bytes, checksum: input.checksum };
                Checkpoint { reached: Reached { place, tally }, output, rejects, ended }
            },
        )
    }

    fn begun() -> impl Strategy<Value = Begun> {
        let options = prop::collection::vec((any::<String>(), any::<String>()), 0..4);
        (any::<String>(), any::<bool>(), options).prop_map(|(program, replace, options)| Begun {
            program,
            replace,
            options,
        })
    }

    /// A journal as written, and where each of its lines ends.
    fn written(begun: &Begun, checkpoints: &[Checkpoint]) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = begun.line();
        let mut ends = vec![bytes.len()];
        for checkpoint in checkpoints {
            bytes.extend(checkpoint.line());
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    fn found(journal: &Journal) -> Vec<Checkpoint> {
        journal.checkpoints.iter().map(|(checkpoint, _)| checkpoint.clone()).collect()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_and_a_torn_tail_at_any_byte_costs_its_line_alone(
            begun in begun(), checkpoints in prop::collection::vec(checkpoint(), 0..4)
        ) {
            let (bytes, ends) = written(&begun, &checkpoints);
            let whole = read(&bytes).unwrap();
            prop_assert_eq!(&whole.begun, &begun);
            prop_assert_eq!(found(&whole), checkpoints.clone());
            for cut in 0..bytes.len() {
                let whole = ends.iter().filter(|&&end| end <= cut).count();
                match read(&bytes[..cut]) {
                    Ok(journal) => {
                        prop_assert_eq!(found(&journal), &checkpoints[..whole - 1]);
                        let length = journal.checkpoints.back().map_or(journal.head, |c| c.1);
                        prop_assert_eq!(length as usize, ends[whole - 1]);
                    }
                    Err(error) => prop_assert_eq!((error, whole), (JournalError::Unreadable, 0)),
                }
            }
        }

        #[test]
        fn a_flipped_bit_costs_its_line_and_those_behind_it_and_no_other(
            begun in begun(), checkpoints in prop::collection::vec(checkpoint(), 1..3),
            bit in 0..8u32, at in any::<prop::sample::Index>()
        ) {
            let (mut bytes, ends) = written(&begun, &checkpoints);
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let before = ends.iter().filter(|&&end| end <= at).count();
            match read(&bytes) {
                Ok(journal) => prop_assert_eq!(found(&journal), &checkpoints[..before - 1]),
                Err(error) => prop_assert_eq!((error, before), (JournalError::Unreadable, 0)),
            }
        }

        #[test]
        fn any_bytes_are_a_journal_or_none_and_never_a_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,60}"
        ) {
            let _ = read(&bytes);
            // A line whose checksum is right may still hold anything.
            let sealed = format!("{:016x} {text}\n", xxh64(text.as_bytes(), 0));
            let _ = read(sealed.as_bytes());
        }
    }

    #[test]
    fn only_the_last_checkpoints_of_a_long_journal_are_kept() {
        let begun = Begun { program: "1".into(), replace: false, options: Vec::new() };
        let at = |records| {
            let place = Place { records, ..Place::default() };
            Checkpoint { reached: Reached { place, ..Reached::default() }, ..Checkpoint::default() }
        };
        let all: Vec<Checkpoint> = (0..KEPT as u64 + 5).map(at).collect();
        let (bytes, ends) = written(&begun, &all);
        let journal = read(&bytes).unwrap();
        assert_eq!(found(&journal), &all[5..]);
        assert_eq!(journal.checkpoints[0].1 as usize, ends[6]);
    }

    #[test]
    fn another_format_is_told_from_a_damaged_line() {
        let other = line(&json!({"journal": 2}));
        assert_eq!(read(&other), Err(JournalError::Format(2)));
        assert_eq!(read(b"row,name\n"), Err(JournalError::Unreadable));
    }
}
