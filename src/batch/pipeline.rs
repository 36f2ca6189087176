//! Chunks of rows through N threads. Each thread in turn takes the next chunk from the reader,
//! answers its rows, and hands the bytes to the writer, which puts them out in the order of the
//! input: so reading, computing and writing overlap, no thread only waits on others, and the number
//! of chunks alive is bounded.

mod job;

use super::chunk::{Chunk, Place};
use super::error::{BatchError, NO_ROWS};
use super::inline::Inline;
use super::reader::Reader;
use super::record::Cells;
use super::rejects::Reject;
use super::shape::Shape;
use super::summary::{Summary, Tally};
use crate::report::csv_text::CsvText;
use crate::scenario::header::{Column, Target};
use crate::scenario::row::Binding;
use crate::scenario::{Draft, Scenario};
use crate::sim::outcome::Verdict;
use job::Job;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How a batch is read and written.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The names of the columns, for an input without a header.
    pub columns: Option<Vec<String>>,
    /// What separates the cells; without it what the first line has most of. A part of a table must not
    /// depend on the line that it happens to begin with.
    pub delimiter: Option<u8>,
    /// Leaves the output's header out.
    pub no_header: bool,
    /// Passes unknown columns through instead of refusing them.
    pub allow_extra: bool,
    /// Repeats the input's columns behind the answer's.
    pub keep_input: bool,
    /// Also writes each reject among the answers, as a row of the same width in its place, so that the
    /// output alone accounts for every row of the input.
    pub rejects_inline: bool,
    /// Only validates: no row is answered, nothing is written.
    pub check: bool,
    /// How many threads, at least one.
    pub threads: usize,
    /// Where another run of the same input stood: the rows before are not answered again.
    pub from: Option<Reached>,
}

/// How far a batch is, with all rows before it answered or rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The place in the input.
    pub place: Place,
    /// What the rows before it came to.
    pub tally: Tally,
}

/// What is done with each row.
pub trait Work: Sync {
    /// The columns of an answer.
    fn header(&self) -> Vec<&'static str>;

    /// Answers a row: appends its cells without a line end, and the codes of its notes.
    fn answer(
        &self,
        scenario: &Scenario,
        row: u64,
        out: &mut Vec<u8>,
        notes: &mut Vec<&'static str>,
    ) -> Verdict;
}

/// Where answers and rejects go, in the order of the input.
pub trait Sink: Send {
    /// Takes whole lines of answers.
    ///
    /// # Errors
    /// If they cannot be written.
    fn rows(&mut self, lines: &[u8]) -> io::Result<()>;

    /// Takes a reject.
    ///
    /// # Errors
    /// If it cannot be written.
    fn reject(&mut self, reject: &Reject) -> io::Result<()>;

    /// Is told how far it is after each chunk, once it has all rows and rejects up to there.
    ///
    /// # Errors
    /// If that cannot be noted down.
    fn reached(&mut self, _so_far: &Reached) -> io::Result<()> {
        Ok(())
    }

    /// How many rows the next chunk may have. Fewer rows are reached sooner.
    fn chunk_rows(&self) -> usize {
        usize::MAX
    }
}

/// Runs a batch.
///
/// # Errors
/// [`BatchError`] if the input cannot be read or bound, or a sink fails.
pub fn run<R: Read + Send>(
    input: R,
    base: Draft,
    options: &Options,
    work: &dyn Work,
    sink: &mut dyn Sink,
) -> Result<Summary, BatchError> {
    let mut reader = Reader::open(input)?;
    if let Some(delimiter) = options.delimiter {
        reader.separated_by(delimiter);
    }
    let names = match &options.columns {
        Some(names) => {
            reader.no_header();
            names.clone()
        }
        None => reader.header()?,
    };
    let (names, spare) = named(names);
    let bound = Binding::new(&names, base, options.allow_extra);
    if let Ok(binding) = &bound {
        let columns = binding.columns().iter().map(Column::may_span_lines).collect();
        reader.expect(Shape { columns, spare });
    }
    if let Some(from) = &options.from {
        reader.skip_to(&from.place)?;
    }
    if names.iter().all(String::is_empty) {
        let message = "no column names; the first line names the columns, for instance \
                       size,upload,window";
        let message = message.to_owned();
        return Err(BatchError::Input { code: NO_ROWS, line: 1, message });
    }
    let delimiter = reader.delimiter();
    let binding = bound.map_err(BatchError::Columns)?.separated_by(delimiter);
    let header = work.header();
    let echo = echoed(&binding, options, &header);
    if options.from.is_none() && !options.no_header && !options.check {
        sink.rows(&header_line(&binding, &header, &echo)).map_err(BatchError::Write)?;
    }
    let job = Job {
        binding: &binding,
        work,
        echo: &echo,
        inline: (options.rejects_inline && !options.check)
            .then(|| Inline::new(&header, &echo, binding.columns())),
        check: options.check,
        delimiter,
        spare,
    };
    let threads = options.threads.clamp(1, 1024);
    let shared = Shared {
        reader: Mutex::new((reader, None)),
        chunk_rows: AtomicUsize::new(sink.chunk_rows()),
        writer: Mutex::new(Writer {
            next: 0,
            waiting: BTreeMap::new(),
            spare: Vec::new(),
            sink,
            reached: options.from.clone().unwrap_or_default(),
            error: None,
        }),
        moved: Condvar::new(),
        ahead: 2 * threads as u64,
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| shared.work(&job));
        }
        shared.work(&job);
    });
    let writer = shared.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (reader, read_error) = shared.reader.into_inner().unwrap_or_else(PoisonError::into_inner);
    match writer.error.or(read_error) {
        Some(error) => Err(error),
        None => Ok(Summary { tally: writer.reached.tally, place: reader.place(), delimiter }),
    }
}

/// The names without the empty ones at the right end, which spreadsheets write for columns that were
/// cleared, and how many these were.
fn named(mut names: Vec<String>) -> (Vec<String>, usize) {
    let kept = names.iter().rposition(|name| !name.is_empty()).map_or(names.len(), |at| at + 1);
    let spare = names.len() - kept;
    names.truncate(kept);
    (names, spare)
}

/// The places of the columns that are repeated behind the answer: those passed through, and all on
/// request, but no input that the answer has already.
fn echoed(binding: &Binding, options: &Options, header: &[&str]) -> Vec<usize> {
    let columns = binding.columns().iter().enumerate();
    columns
        .filter(|(_, c)| options.keep_input || c.target == Target::Extra)
        .filter(|(_, c)| c.target == Target::Extra || !is_taken(header, &c.name))
        .map(|(place, _)| place)
        .collect()
}

fn is_taken(header: &[&str], name: &str) -> bool {
    header.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// The answer's columns, then those repeated; a name that the answer has already gets `input_` in
/// front, so that nothing is lost and no two columns are called alike.
fn header_line(binding: &Binding, header: &[&str], echo: &[usize]) -> Vec<u8> {
    let mut line = header.join(",").into_bytes();
    let columns = binding.columns();
    for column in echo.iter().filter_map(|&place| columns.get(place)) {
        let mut name = column.name.clone();
        let among = |name: &str| columns.iter().any(|c| c.name.eq_ignore_ascii_case(name));
        while is_taken(header, &name) || (name != column.name && among(&name)) {
            name = format!("input_{name}");
        }
        line.push(b',');
        CsvText(&name).write(&mut line);
    }
    line.push(b'\n');
    line
}

/// What a chunk came to.
#[derive(Default)]
struct Output {
    lines: Vec<u8>,
    rejects: Vec<Reject>,
    tally: Tally,
    /// Where the chunk ends.
    end: Place,
    /// Of the row under way.
    notes: Vec<&'static str>,
}

struct Writer<'a> {
    next: u64,
    waiting: BTreeMap<u64, Output>,
    spare: Vec<Output>,
    sink: &'a mut dyn Sink,
    reached: Reached,
    error: Option<BatchError>,
}

struct Shared<'a, R> {
    reader: Mutex<(Reader<R>, Option<BatchError>)>,
    writer: Mutex<Writer<'a>>,
    moved: Condvar,
    /// How many rows the next chunk may have.
    chunk_rows: AtomicUsize,
    /// How many chunks a thread may be ahead of the writer.
    ahead: u64,
}

/// A poisoned lock is taken all the same: rows are guarded one by one, so no thread panics while it
/// holds one except in a sink, whose half-written output the caller discards.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: Read> Shared<'_, R> {
    fn work(&self, job: &Job<'_>) {
        let mut rows = job.binding.rows();
        let mut cells = Cells::default();
        let mut chunk = Chunk::default();
        let mut output = Output::default();
        while self.take(&mut chunk) {
            // A whole chunk is looked at faster than each record by itself.
            let utf8 = std::str::from_utf8(&chunk.bytes).ok();
            for record in &chunk.records {
                let before = output.rejects.len();
                job.record(record, (&chunk.bytes, utf8), &mut rows, &mut cells, &mut output);
                if let (Some(inline), Some(reject)) = (&job.inline, output.rejects.get(before)) {
                    let raw = chunk.bytes.get(record.start..record.end).unwrap_or_default();
                    inline.write(record, (raw, job.delimiter), reject, &mut output.lines);
                }
            }
            output.end = chunk.end;
            match self.put(chunk.number, output) {
                Some(spare) => output = spare,
                None => return,
            }
        }
    }

    /// Takes the next chunk; `false` at the end or after an error.
    fn take(&self, chunk: &mut Chunk) -> bool {
        let mut guard = lock(&self.reader);
        if guard.1.is_some() || lock(&self.writer).error.is_some() {
            return false;
        }
        match guard.0.fill(chunk, self.chunk_rows.load(Ordering::Relaxed).max(1)) {
            Ok(more) => more,
            Err(error) => {
                guard.1 = Some(error);
                false
            }
        }
    }

    /// Hands in a chunk's output and writes what is due. Gives an output to fill next; `None` after
    /// an error.
    fn put(&self, number: u64, output: Output) -> Option<Output> {
        let mut writer = lock(&self.writer);
        while writer.error.is_none() && number > writer.next + self.ahead {
            writer = self.moved.wait(writer).unwrap_or_else(PoisonError::into_inner);
        }
        writer.waiting.insert(number, output);
        while writer.error.is_none() {
            let next = writer.next;
            let Some(due) = writer.waiting.remove(&next) else { break };
            writer.write(due);
            writer.next += 1;
        }
        self.chunk_rows.store(writer.sink.chunk_rows(), Ordering::Relaxed);
        let stopped = writer.error.is_some();
        let spare = writer.spare.pop().unwrap_or_default();
        drop(writer);
        self.moved.notify_all();
        if stopped { None } else { Some(spare) }
    }
}

impl Writer<'_> {
    fn write(&mut self, mut output: Output) {
        let mut result = Ok(());
        if !output.lines.is_empty() {
            result = self.sink.rows(&output.lines).map_err(BatchError::Write);
        }
        for reject in &output.rejects {
            let mut put = || self.sink.reject(reject).map_err(BatchError::WriteRejects);
            result = result.and_then(|()| put());
        }
        self.reached.tally.add(&output.tally);
        self.reached.place = output.end;
        let mut reached = || self.sink.reached(&self.reached).map_err(BatchError::Checkpoint);
        self.error = result.and_then(|()| reached()).err();
        output.lines.clear();
        output.rejects.clear();
        output.tally = Tally::default();
        self.spare.push(output);
    }
}
