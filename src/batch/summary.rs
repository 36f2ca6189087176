//! What a batch came to: counts that add up, and where they came from, as one JSON document.

use super::chunk::Place;
use crate::sim::outcome::Verdict;
use crate::units::Code;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// All verdicts, in the order of their counts.
pub const VERDICTS: [Verdict; 4] =
    [Verdict::Finishes, Verdict::Misses, Verdict::Never, Verdict::Refused];

/// Counts over rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that were answered.
    pub answered: u64,
    /// Rows that were turned down, by code.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Notes on answered rows, by code.
    pub notes: BTreeMap<&'static str, u64>,
    /// Answered rows by verdict, in the order of [`VERDICTS`].
    pub(super) verdicts: [u64; 4],
}

impl Tally {
    /// Counts an answer.
    pub fn verdict(&mut self, verdict: Verdict) {
        if let Some(count) = self.verdicts.get_mut(verdict as usize) {
            *count += 1;
        }
    }

    /// Answered rows with that verdict.
    pub fn verdicts(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(verdict as usize).copied().unwrap_or(0)
    }

    /// Counts a note.
    pub fn note(&mut self, code: &'static str) {
        *self.notes.entry(code).or_default() += 1;
    }

    /// Counts a rejected row.
    pub fn reject(&mut self, code: Code) {
        *self.rejected.entry(code.0).or_default() += 1;
    }

    /// How many rows were turned down.
    pub fn rejects(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// How many rows there were.
    pub fn rows(&self) -> u64 {
        self.answered + self.rejects()
    }

    /// Adds the counts of other rows.
    pub fn add(&mut self, other: &Tally) {
        self.answered += other.answered;
        for (code, count) in &other.rejected {
            *self.rejected.entry(code).or_default() += count;
        }
        for (code, count) in &other.notes {
            *self.notes.entry(code).or_default() += count;
        }
        for (sum, count) in self.verdicts.iter_mut().zip(other.verdicts) {
            *sum += count;
        }
    }
}

/// The keys of the document and what each holds.
pub const KEYS: &[(&str, &str)] = &[
    ("schema_version", "A new minor adds keys, a new major changes them."),
    ("version", "The version of backup-sim."),
    ("rows_in", "Rows read; answered and rejected together."),
    ("answered", "Rows answered."),
    ("rejected", "Rows rejected."),
    ("rejected_by_code", "The rejected rows by error code."),
    ("notes_by_code", "How many rows have each note."),
    ("verdicts", "How many rows have each verdict."),
    ("seed", "The seed of the trials."),
    ("trials", "The trials for each row."),
    ("input_hash", "The XXH64 of the input's bytes, as `xxh64sum` prints it."),
    (
        "seconds",
        "How long it took, with `--resume` the last stretch; the one value that another run of the \
         same input changes.",
    ),
];

/// What a whole batch came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The counts.
    pub tally: Tally,
    /// The end of the input, and with it a checksum of all its bytes.
    pub place: Place,
    /// What separated the cells.
    pub delimiter: u8,
}

impl Summary {
    /// The document `OUT.summary.json` as text.
    pub fn json(&self, seed: u64, trials: u64, seconds: f64) -> String {
        format!("{:#}\n", self.document(seed, trials, seconds))
    }

    /// The document `OUT.summary.json`.
    pub fn document(&self, seed: u64, trials: u64, seconds: f64) -> Value {
        let counts = |map: &BTreeMap<&'static str, u64>| -> Map<String, Value> {
            map.iter().map(|(&code, &count)| (code.to_owned(), count.into())).collect()
        };
        let verdicts: Map<String, Value> = VERDICTS
            .iter()
            .map(|&v| (v.word().to_owned(), self.tally.verdicts(v).into()))
            .collect();
        json!({
            "schema_version": "1.0",
            "version": env!("CARGO_PKG_VERSION"),
            "rows_in": self.tally.rows(),
            "answered": self.tally.answered,
            "rejected": self.tally.rejects(),
            "rejected_by_code": counts(&self.tally.rejected),
            "notes_by_code": counts(&self.tally.notes),
            "verdicts": verdicts,
            "seed": seed,
            "trials": trials,
            "input_hash": format!("{:016x}", self.place.checksum),
            "seconds": (seconds * 1000.0).round() / 1000.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_document_is_in_the_list() {
        let summary = Summary { tally: Tally::default(), place: Place::default(), delimiter: b',' };
        let document: Value = serde_json::from_str(&summary.json(1, 0, 0.5)).unwrap();
        let mut listed: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        let mut found: Vec<&str> =
            document.as_object().unwrap().keys().map(String::as_str).collect();
        listed.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, listed);
    }
}
