//! A row of a batch is what `estimate` answers on the same values: 1,024 drawn scenarios as rows of
//! one table, with rows between them that cannot be read; for any number of threads the same bytes.

use crate::ticker::draw;
use backup_sim::batch::answer::{Answers, remarks};
use backup_sim::batch::{self, Options, Reject, Sink, Summary};
use backup_sim::report::column::{self, Row};
use backup_sim::scenario::fields::{fields, id_of};
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::Record;
use backup_sim::study;
use std::io;

const CASES: u64 = 1024;

#[derive(Default)]
struct Kept {
    text: String,
    rejects: Vec<Reject>,
}

impl Sink for Kept {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        self.text.push_str(std::str::from_utf8(lines).unwrap());
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.rejects.push(reject.clone());
        Ok(())
    }
}

/// The cells of a scenario: what is given, in the order of the table.
fn cells(scenario: &Scenario) -> Vec<String> {
    let given = |f: &backup_sim::scenario::FieldRef| scenario.origin(f.id).is_given();
    let cell = |f| if given(f) { scenario.print(f.id) } else { String::new() };
    fields().iter().map(cell).collect()
}

/// Every fourth row is broken.
fn is_broken(record: u64) -> bool {
    record.is_multiple_of(4)
}

fn scenarios() -> impl Iterator<Item = (u64, Scenario)> {
    (1..).zip((0..CASES).flat_map(|seed| {
        let repeated = if (seed + 1).is_multiple_of(3) { 2 } else { 1 };
        std::iter::repeat_n(draw::scenario(seed), repeated)
    }))
}

fn table() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(fields().iter().map(|f| f.key)).unwrap();
    for (record, scenario) in scenarios() {
        let mut row = cells(&scenario);
        if is_broken(record) {
            row[usize::from(id_of("link.upload").0)] = "3M".to_owned();
        }
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn answered(table: &[u8], threads: usize) -> (Summary, Kept) {
    let mut kept = Kept::default();
    let options = Options { threads, ..Options::default() };
    let work = Answers { trials: 0, seed: 1, needs: true };
    let summary = batch::run(table, Draft::new(), &options, &work, &mut kept).unwrap();
    (summary, kept)
}

/// The same cells given one by one, as flags are.
fn typed(drawn: &Scenario) -> Scenario {
    let mut draft = Draft::new();
    for (field, cell) in fields().iter().zip(cells(drawn)) {
        if !cell.is_empty() {
            draft.set_field(field.id, &cell, Origin::Flag(field.key.to_owned()));
        }
    }
    let scenario = draft.build().unwrap();
    assert_eq!(scenario.inputs(), drawn.inputs());
    scenario
}

/// What `estimate --format csv` writes, and what is needed behind it.
fn single(drawn: &Scenario, row: u64) -> String {
    let answer = study::answer(typed(drawn), 0, 1, row, 1, Record::No);
    let cells = Row {
        row,
        name: &answer.scenario.inputs().top.name.0,
        outcome: &answer.outcome,
        millis: backup_sim::report::millis::Millis::of(&answer.outcome),
        bottleneck: answer.bottleneck,
        notes: &remarks(&answer.scenario, &answer.notes),
        chance: answer.chance.as_ref(),
        needs: Some(&answer.one_night),
    };
    let mut out = Vec::new();
    column::row(column::columns(false, true), &cells, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn drawn_rows_are_answered_as_single_cases_in_order_for_any_number_of_threads() {
    let table = table();
    let (summary, kept) = answered(&table, 1);
    let records = scenarios().count() as u64;
    assert_eq!(summary.tally.rows(), records);
    assert_eq!(summary.tally.answered + summary.tally.rejects(), records);
    assert_eq!(summary.tally.rejects(), records / 4);
    let mut lines = kept.text.lines().skip(1);
    for (record, scenario) in scenarios().filter(|(record, _)| !is_broken(*record)) {
        let line = lines.next().unwrap();
        assert_eq!(line, single(&scenario, record), "{}", draw::lines(&scenario));
    }
    assert_eq!(lines.next(), None);
    assert!(kept.rejects.iter().all(|r| r.code.0 == "E013"));
    for threads in [2, 8] {
        let (again, other) = answered(&table, threads);
        assert!(other.text == kept.text, "{threads} threads give other bytes");
        assert_eq!(other.rejects, kept.rejects, "{threads} threads");
        assert_eq!(again.tally.answered, summary.tally.answered);
    }
}

#[test]
fn trials_of_a_row_are_those_of_the_single_case_with_its_number() {
    let table = table();
    let mut kept = Kept::default();
    let options = Options { threads: 4, ..Options::default() };
    let work = Answers { trials: 20, seed: 7, needs: false };
    let head: Vec<u8> =
        table.split_inclusive(|&b| b == b'\n').take(241).flatten().copied().collect();
    batch::run(head.as_slice(), Draft::new(), &options, &work, &mut kept).unwrap();
    let mut lines = kept.text.lines().skip(1);
    let mut drawn = 0;
    for (row, scenario) in scenarios().filter(|(row, _)| !is_broken(*row)) {
        let Some(line) = lines.next() else { break };
        let answer = study::answer(typed(&scenario), 20, 7, row, 2, Record::No);
        drawn += u32::from(answer.chance.is_some());
        let cells = Row {
            row,
            name: &answer.scenario.inputs().top.name.0,
            outcome: &answer.outcome,
            millis: backup_sim::report::millis::Millis::of(&answer.outcome),
            bottleneck: answer.bottleneck,
            notes: &remarks(&answer.scenario, &answer.notes),
            chance: answer.chance.as_ref(),
            needs: None,
        };
        let mut out = Vec::new();
        column::row(column::columns(true, false), &cells, &mut out);
        assert_eq!(line.as_bytes(), out);
    }
    assert!(drawn > 20, "chance has a part in only {drawn}");
}
