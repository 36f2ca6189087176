//! At least five hundred wrong values for every kind of field, each with the code that must come
//! out, at least half of them near misses: refused with the field, what was read and what to type,
//! by flag, in a file and in a row of a batch; never a panic, never a guess.

mod forms;
mod words;

use crate::cli::{code, err, out, run};
use backup_sim::batch::{self, Options, Reject, Sink};
use backup_sim::report::failure::{Telling, json, text};
use backup_sim::scenario::fields::fields;
use backup_sim::scenario::{Draft, FieldRef, Origin, ScenarioError};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// A wrong value.
struct Miss {
    text: String,
    /// The code that must come out.
    code: &'static str,
    /// Whether it is close to something that reads.
    near: bool,
}

/// One field of each kind, with its wrong values.
fn kinds() -> Vec<(&'static FieldRef, Vec<Miss>)> {
    let mut seen = BTreeSet::new();
    let first = fields().iter().filter(|f| seen.insert(f.kind.name));
    first.map(|field| (field, distinct(misses(field.kind.name)))).collect()
}

fn misses(kind: &str) -> Vec<Miss> {
    let mut list = words::misses(kind);
    if list.is_empty() {
        list = forms::misses(kind);
    }
    list
}

fn distinct(list: Vec<Miss>) -> Vec<Miss> {
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|m| seen.insert(m.text.clone())).collect()
}

#[test]
fn every_kind_has_500_wrong_values_at_least_half_of_them_near_misses() {
    for (field, misses) in kinds() {
        let near = misses.iter().filter(|m| m.near).count();
        assert!(misses.len() >= 500, "{}: {}", field.kind.name, misses.len());
        assert!(2 * near >= misses.len(), "{}: {near} of {}", field.kind.name, misses.len());
    }
}

fn flag(field: &FieldRef) -> String {
    field.flags.first().map_or_else(|| field.key.to_owned(), |f| format!("--{f}"))
}

#[test]
fn every_wrong_value_has_its_code_and_its_message_says_all() {
    let mut wrong = Vec::new();
    for (field, misses) in kinds() {
        for Miss { text: read, code, .. } in misses {
            let mut draft = Draft::new();
            draft.set_field(field.id, &read, Origin::Flag(flag(field)));
            let [ScenarioError::Unreadable { error, .. }] = draft.faults() else {
                wrong.push(format!("{}: {read:?} is no {code}: it reads", field.key));
                continue;
            };
            if error.code.0 != code {
                wrong.push(format!("{}: {read:?} is {}, not {code}", field.key, error.code));
            }
            assert!(!error.instead.is_empty(), "{}: {read:?}", field.key);
            for one in &error.instead {
                assert!((field.read)(&one.typed).is_ok(), "{}: {read:?} {one:?}", field.key);
            }
            let command =
                ["backup-sim".to_owned(), "estimate".to_owned(), flag(field), read.clone()];
            for art in [true, false] {
                let telling = Telling {
                    command: &command,
                    row: None,
                    file_line: &|_, _| None,
                    art,
                    answer: &|_, _| None,
                };
                let told = text(draft.faults(), &telling);
                assert!(told.contains(&flag(field)), "{told}");
                assert!(told.contains("write "), "{told}");
                assert!(told.contains(code) || error.code.0 != code, "{told}");
                let one_line = told.replace("\n   ", " ");
                let part = read.trim().get(..read.len().min(30)).unwrap_or("");
                if part.is_ascii() && !one_line.contains(part) {
                    wrong.push(format!("{}: {read:?} is not shown: {told}", field.key));
                }
                if !art && !read.trim().is_empty() {
                    let document = json(draft.faults(), &telling);
                    assert_eq!(document["errors"][0]["read"], *read);
                    assert_eq!(document["errors"][0]["field"], *field.key);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

#[derive(Default)]
struct Rejected(Vec<Reject>);

impl Sink for Rejected {
    fn rows(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.0.push(reject.clone());
        Ok(())
    }
}

#[test]
fn every_wrong_cell_is_a_rejected_row_with_its_column() {
    for (field, misses) in kinds() {
        let misses: Vec<_> = misses.into_iter().filter(|m| !m.text.trim().is_empty()).collect();
        let mut input = csv::Writer::from_writer(Vec::new());
        let good = [("library.size", "40GB"), ("link.upload", "3Mbps")];
        let others: Vec<_> = good.into_iter().filter(|(key, _)| *key != field.key).collect();
        let cells = |own: &str, other: fn(&(&'static str, &'static str)) -> &'static str| {
            let rest = others.iter().map(other).map(str::to_owned);
            std::iter::once(own.to_owned()).chain(rest).collect::<Vec<String>>()
        };
        input.write_record(cells(field.key, |(key, _)| key)).unwrap();
        for miss in &misses {
            input.write_record(cells(&miss.text, |(_, value)| value)).unwrap();
        }
        let bytes = input.into_inner().unwrap();
        let mut kept = Rejected::default();
        let options = Options { threads: 2, check: true, ..Options::default() };
        let work = batch::answer::Answers { trials: 0, seed: 1, needs: false };
        let summary =
            batch::run(bytes.as_slice(), Draft::new(), &options, &work, &mut kept).unwrap();
        assert_eq!(summary.tally.answered, 0, "{}", field.key);
        assert_eq!(kept.0.len(), misses.len(), "{}", field.key);
        let name = field.flags.first().copied().unwrap_or(field.key);
        for (miss, reject) in misses.iter().zip(&kept.0) {
            assert_eq!(reject.code.0, miss.code, "{}: {:?}", field.key, miss.text);
            assert!(reject.reason.starts_with(name), "{}", reject.reason);
            assert!(reject.reason.contains("; write "), "{}", reject.reason);
            let shown = miss.text.get(..20).unwrap_or(&miss.text);
            assert!(reject.reason.contains(shown), "{:?}: {}", miss.text, reject.reason);
        }
    }
}

#[test]
fn a_sample_of_each_code_ends_the_program_with_2() {
    for (field, misses) in kinds() {
        let mut by_code: BTreeMap<&str, Vec<&Miss>> = BTreeMap::new();
        for miss in &misses {
            by_code.entry(miss.code).or_default().push(miss);
        }
        for (wanted, list) in by_code {
            let miss = list[list.len() / 2];
            let mut args = vec!["estimate", "--trials", "0", "--format", "json"];
            for (key, flag, value) in
                [("library.size", "--size", "40GB"), ("link.upload", "--upload", "3Mbps")]
            {
                if key != field.key {
                    args.extend([flag, value]);
                }
            }
            let set = format!("{}={}", field.key, miss.text);
            args.extend(["--set", &set]);
            let output = run(&args);
            assert_eq!(code(&output), 2, "{args:?}: {}", err(&output));
            assert!(out(&output).is_empty() && !err(&output).contains("panicked"), "{args:?}");
            let document: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
            assert_eq!(document["errors"][0]["code"], wanted, "{args:?}: {document:#}");
            assert_eq!(document["errors"][0]["field"], field.key, "{args:?}");
        }
    }
}
