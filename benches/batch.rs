//! Rows of a batch against a copy of the same CSV with the `csv` crate: what reading and writing
//! alone cost. One thread, from file to file, both with buffers of 64 KiB.

use crate::measure::{Goal, Row, against};
use crate::workload::{CASES, draft};
use backup_sim::batch::{self, Answers, Options, Reject, Sink, Work};
use backup_sim::report::column;
use backup_sim::scenario::{Draft, Scenario};
use backup_sim::sim::Trials;
use backup_sim::sim::outcome::Verdict;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const ROWS: usize = 20_000;
const BUFFER: usize = 64 << 10;

/// Writes the lines as they come, which is a chunk at a time.
struct Into(File);

impl Sink for Into {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        self.0.write_all(lines)
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        panic!("line {} is rejected: {}", reject.line, reject.reason)
    }
}

/// One trial of each row and nothing else, as the limit does it: what it finds, not what a point answer
/// says of a typical night and its bottleneck.
struct OneTrial;

impl Work for OneTrial {
    fn header(&self) -> Vec<&'static str> {
        vec!["row", "verdict", "nights", "finish_s", "by_first_morning_bytes"]
    }

    fn answer(
        &self,
        scenario: &Scenario,
        row: u64,
        out: &mut Vec<u8>,
        _: &mut Vec<&'static str>,
    ) -> Verdict {
        let inputs = scenario.inputs();
        let found = Trials::new(inputs, 1, row, 1).run(0);
        let verdict = if found.in_time { Verdict::Finishes } else { Verdict::Misses };
        column::integer(row, out);
        out.push(b',');
        out.extend_from_slice(if found.in_time { b"finishes" } else { b"misses" });
        out.push(b',');
        if let Some(finish) = found.finish {
            column::integer(finish.night.into(), out);
            out.push(b',');
            column::seconds(finish.at.micros() / 1_000, out);
        } else {
            out.push(b',');
        }
        out.push(b',');
        column::integer(found.by_first_morning.bytes(), out);
        verdict
    }
}

/// Answers all rows.
fn answer(from: &Path, to: &Path, base: &Draft, work: &dyn Work) {
    let options = Options { threads: 1, ..Options::default() };
    let mut into = Into(File::create(to).expect("a file"));
    let input = File::open(from).expect("a file");
    let summary = batch::run(input, base.clone(), &options, work, &mut into).expect("a batch");
    assert_eq!(summary.tally.answered, ROWS as u64);
}

/// Reads all records and writes them as they are.
fn copy(from: &Path, to: &Path) {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).buffer_capacity(BUFFER).from_path(from);
    let mut reader = reader.expect("a file");
    let writer = csv::WriterBuilder::new().buffer_capacity(BUFFER).from_path(to);
    let mut writer = writer.expect("a file");
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("a record") {
        writer.write_byte_record(&record).expect("written");
    }
    writer.flush().expect("written");
}

/// Cases of the plain calculator: 12 columns, of which size, speed and what is done differ in every
/// row, the others now and then.
fn generic(preset: &str) -> Vec<u8> {
    let mut text = "row,name,service,size,upload,done,efficiency,window,nights,link,battery,\
                    deadline\n"
        .to_owned();
    for row in 0..ROWS {
        let size = 5 + row * 7 % 120;
        let speed = 2 + row * 13 % 48;
        let window = ["22:00-07:00", "23:00-07:00", "21:30-06:30"][row / 10 % 3];
        let efficiency = [95, 90][row / 50 % 2];
        text += &format!(
            "{},phone {},{preset},{size}.{}GB,{speed}Mbps,{}MB,{efficiency}%,{window},365,wifi,\
             {}%,07:00\n",
            row + 1,
            row % 1000,
            row % 10,
            1 + row % 900,
            50 + row / 5 % 50,
        );
    }
    text.into_bytes()
}

/// Workload W, a case in each row, its battery and charger aside: 12 columns.
fn w() -> Vec<u8> {
    let mut text = "row,size,upload,efficiency,drops,variation,window,nights,cloud_outages,\
                    battery,plugged,reserve\n"
        .to_owned();
    for row in 0..ROWS {
        let (mbps, level) = [(20, 60), (20, 30)][row % 2];
        let size = 39.0 + (row % 21) as f64 / 10.0;
        text += &format!(
            "{},{size}GB,{mbps}Mbps,90%,every 20min for 60s,0%,22:00-07:00,1,02:00-02:20,{level}%,\
             23:30-07:00,20%\n",
            row + 1,
        );
    }
    text.into_bytes()
}

fn row(name: &str, (base, input): (&Draft, &[u8]), work: &dyn Work, goal: Goal) -> Row {
    let file = |what: &str| -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{}-{what}.csv", name.replace(' ', "-")))
    };
    let (from, answers, copied) = (file("in"), file("out"), file("copy"));
    fs::write(&from, input).expect("a file");
    answer(&from, &answers, base, work);
    let lines = fs::read(&answers).expect("answers");
    assert_eq!(lines.iter().filter(|&&b| b == b'\n').count(), ROWS + 1);
    copy(&from, &copied);
    assert_eq!(fs::read(&copied).expect("a copy"), input);
    let row = against(
        name,
        ROWS as u64,
        goal,
        || answer(&from, &answers, base, work),
        || copy(&from, &copied),
    );
    for file in [from, answers, copied] {
        fs::remove_file(file).expect("removed");
    }
    row
}

/// The point answer of each row, and some trials.
const fn answers(trials: u64) -> Answers {
    Answers { trials, seed: 1, needs: false }
}

/// Times rows of the plain calculator.
pub fn plain() -> Vec<Row> {
    let rows = (&Draft::new(), &*generic("generic"));
    vec![row("generic rows, point answer", rows, &answers(0), Goal::AtMost(4.0))]
}

/// Times rows under the rules of a phone.
pub fn phone() -> Vec<Row> {
    let rows = (&Draft::new(), &*generic("icloud-backup"));
    vec![row("icloud-backup rows, point answer", rows, &answers(0), Goal::None)]
}

/// Times rows of W: a trial of each, which has a limit; and the point answer with its bottleneck, alone
/// and with a trial.
pub fn chance() -> Vec<Row> {
    let rows = (&draft(CASES[1]), &*w());
    vec![
        row("rows of W, one trial each", rows, &OneTrial, Goal::AtMost(8.0)),
        row("rows of W, point answer", rows, &answers(0), Goal::None),
        row("rows of W, point answer and one trial", rows, &answers(1), Goal::None),
    ]
}
