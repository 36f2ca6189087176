//! Rows of a batch against a copy of the same CSV with the `csv` crate: what reading and writing
//! alone cost. One thread, from memory to memory.

use crate::measure::{Goal, Row, against};
use backup_sim::batch::{self, Answers, Options, Reject, Sink};
use backup_sim::scenario::Draft;
use std::hint::black_box;
use std::io;

const ROWS: usize = 20_000;

/// Keeps the lines of one run.
#[derive(Default)]
struct Kept {
    lines: Vec<u8>,
    rejects: usize,
}

impl Sink for Kept {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        self.lines.extend_from_slice(lines);
        Ok(())
    }

    fn reject(&mut self, _: &Reject) -> io::Result<()> {
        self.rejects += 1;
        Ok(())
    }
}

/// Answers all rows; gives the number of lines.
fn answer(input: &[u8], trials: u64, kept: &mut Kept) -> usize {
    kept.lines.clear();
    let options = Options { threads: 1, ..Options::default() };
    let work = Answers { trials, seed: 1, needs: false };
    let summary = batch::run(input, Draft::new(), &options, &work, kept).expect("a batch");
    assert_eq!((summary.tally.answered, kept.rejects), (ROWS as u64, 0));
    kept.lines.iter().filter(|&&b| b == b'\n').count()
}

/// Reads all records and writes them as they are.
fn copy(input: &[u8], mut into: Vec<u8>) -> Vec<u8> {
    into.clear();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(input);
    let mut writer = csv::Writer::from_writer(into);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("a record") {
        writer.write_byte_record(&record).expect("written");
    }
    writer.into_inner().expect("written")
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

/// Times rows.
pub fn rows() -> Vec<Row> {
    let cases = [
        ("generic rows, point answer", generic("generic"), 0, Goal::AtMost(4.0)),
        ("icloud-backup rows, point answer", generic("icloud-backup"), 0, Goal::None),
        ("rows of W, one trial each", w(), 1, Goal::AtMost(8.0)),
    ];
    let timed = cases.into_iter().map(|(name, input, trials, goal)| {
        let mut kept = Kept::default();
        assert_eq!(answer(&input, trials, &mut kept), ROWS + 1);
        let mut space = copy(&input, Vec::new());
        assert_eq!(space, input, "the copy is a copy");
        against(
            name,
            ROWS as u64,
            goal,
            || _ = black_box(answer(&input, trials, &mut kept)),
            || space = black_box(copy(&input, std::mem::take(&mut space))),
        )
    });
    timed.collect()
}
