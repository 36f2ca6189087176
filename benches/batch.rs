//! Rows of a batch against a copy of the same CSV with the `csv` crate: what reading and writing
//! alone cost. One thread, from file to file, both with buffers of 64 KiB.

use crate::measure::{Goal, Row, against};
use backup_sim::batch::{self, Answers, Options, Reject, Sink};
use backup_sim::scenario::Draft;
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

/// Answers all rows.
fn answer(from: &Path, to: &Path, trials: u64) {
    let options = Options { threads: 1, ..Options::default() };
    let work = Answers { trials, seed: 1, needs: false };
    let mut into = Into(File::create(to).expect("a file"));
    let input = File::open(from).expect("a file");
    let summary = batch::run(input, Draft::new(), &options, &work, &mut into).expect("a batch");
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

/// Workload W, a case in each row: 12 columns.
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

fn row(name: &str, input: &[u8], trials: u64, goal: Goal) -> Vec<Row> {
    let file = |what: &str| -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{}-{what}.csv", name.replace(' ', "-")))
    };
    let (from, answers, copied) = (file("in"), file("out"), file("copy"));
    fs::write(&from, input).expect("a file");
    answer(&from, &answers, trials);
    let lines = fs::read(&answers).expect("answers");
    assert_eq!(lines.iter().filter(|&&b| b == b'\n').count(), ROWS + 1);
    copy(&from, &copied);
    assert_eq!(fs::read(&copied).expect("a copy"), input);
    let row = against(
        name,
        ROWS as u64,
        goal,
        || answer(&from, &answers, trials),
        || copy(&from, &copied),
    );
    for file in [from, answers, copied] {
        fs::remove_file(file).expect("removed");
    }
    vec![row]
}

/// Times rows of the plain calculator.
pub fn plain() -> Vec<Row> {
    row("generic rows, point answer", &generic("generic"), 0, Goal::AtMost(4.0))
}

/// Times rows under the rules of a phone.
pub fn phone() -> Vec<Row> {
    row("icloud-backup rows, point answer", &generic("icloud-backup"), 0, Goal::None)
}

/// Times rows of W with a trial each.
pub fn chance() -> Vec<Row> {
    row("rows of W, one trial each", &w(), 1, Goal::AtMost(8.0))
}
