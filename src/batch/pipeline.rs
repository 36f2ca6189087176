//! Chunks of rows through N threads. Each thread in turn takes the next chunk from the reader,
//! answers its rows, and hands the bytes to the writer, which puts them out in the order of the
//! input: so reading, computing and writing overlap, no thread only waits on others, and the number
//! of chunks alive is bounded.

use super::chunk::{Chunk, Fault, Place, Record};
use super::error::{BatchError, INTERNAL, NO_ROWS};
use super::inline::Inline;
use super::reader::{MAX_CELL, Reader};
use super::record::Cells;
use super::rejects::{Reject, RowWide, reason};
use super::shape::Shape;
use super::summary::{Summary, Tally};
use crate::report::csv_text::CsvText;
use crate::scenario::header::{Column, Target};
use crate::scenario::row::{Binding, RowCells, RowFault, Rows};
use crate::scenario::{Draft, Scenario};
use crate::sim::outcome::Verdict;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
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

/// What every thread needs to answer a row.
struct Job<'a> {
    binding: &'a Binding,
    work: &'a dyn Work,
    echo: &'a [usize],
    /// How rejects stand among the answers, if they do.
    inline: Option<Inline<'a>>,
    check: bool,
    delimiter: u8,
    /// Columns without a name at the right end.
    spare: usize,
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

impl<'a> Job<'a> {
    fn record(
        &self,
        record: &Record,
        (bytes, utf8): (&[u8], Option<&str>),
        rows: &mut Rows<'a>,
        cells: &mut Cells,
        out: &mut Output,
    ) {
        let raw = bytes.get(record.start..record.end).unwrap_or_default();
        let mut reject = |byte: usize, column: Option<usize>, code, reason| {
            let name = column.and_then(|c| self.binding.columns().get(c));
            let shown = raw.get(..raw.len().min(1024)).unwrap_or_default();
            out.tally.reject(code);
            out.rejects.push(Reject {
                line: record.line,
                byte: record.byte + byte as u64,
                column: name.map(|c| c.name.clone()).unwrap_or_default(),
                code,
                reason,
                text: String::from_utf8_lossy(shown).into_owned(),
            });
        };
        let mut wide = |byte, column, fault: RowWide| {
            reject(byte, column, fault.code(), fault.reason());
        };
        match record.fault {
            Some(Fault::Unclosed(place)) => {
                let (line, place_in_line) = line_of(raw, place);
                wide(place, None, RowWide::Unclosed { place: place_in_line });
                if let Some(reject) = out.rejects.last_mut() {
                    reject.line += line;
                }
                return;
            }
            Some(Fault::TooLong) => return wide(0, None, RowWide::RowTooLong),
            None => {}
        }
        let text = utf8.and_then(|text| text.get(record.start..record.end));
        let text = match text.map_or_else(|| std::str::from_utf8(raw), Ok) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                let byte = raw.get(at).copied().unwrap_or_default();
                let before = raw.get(..at).unwrap_or_default();
                let column = before.iter().filter(|&&b| b == self.delimiter).count();
                let quoted = before.contains(&b'"');
                return wide(at, (!quoted).then_some(column), RowWide::NotUtf8 { byte });
            }
        };
        cells.split(text, self.delimiter, record.has_quotes);
        let columns = self.binding.columns().len();
        let is_spare = |place: usize| cells.get(text, place).trim().is_empty();
        if cells.len() < columns || cells.len() > columns + self.spare {
            return wide(0, None, RowWide::Ragged { cells: cells.len(), columns });
        }
        if let Some(place) = (columns..cells.len()).find(|&place| !is_spare(place)) {
            return wide(cells.start(place), None, RowWide::Nameless { column: place + 1 });
        }
        if text.len() > MAX_CELL
            && let (place, length) = cells.longest()
            && length > MAX_CELL
        {
            return wide(cells.start(place), Some(place), RowWide::CellTooLong);
        }
        let lines = &mut out.lines;
        let before = lines.len();
        let notes = &mut out.notes;
        notes.clear();
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let (row, scenario) = rows.read(record.number, In { cells, record: text })?;
            let mut verdict = None;
            if self.check {
                notes.extend(scenario.notes().iter().map(|(_, note)| note.code));
            } else {
                verdict = Some(self.work.answer(scenario, row, lines, notes));
                for &place in self.echo {
                    lines.push(b',');
                    CsvText(cells.get(text, place)).write(lines);
                }
                lines.push(b'\n');
            }
            Ok(verdict)
        }));
        match answered {
            Ok(Ok(verdict)) => {
                out.tally.answered += 1;
                verdict.into_iter().for_each(|v| out.tally.verdict(v));
                notes.iter().for_each(|code| out.tally.note(code));
            }
            Ok(Err(fault)) => {
                let fault: Box<RowFault> = fault;
                let at = fault.column.map_or(0, |place| cells.start(place));
                reject(at, fault.column, fault.error.code(), reason(&fault));
            }
            Err(_) => {
                lines.truncate(before);
                // What the panic left behind must not reach the next row.
                *rows = self.binding.rows();
                let reason = "a fault in backup-sim; the other rows are not affected".to_owned();
                reject(0, None, INTERNAL, reason);
            }
        }
    }
}

/// The cells of a record with its text.
struct In<'a> {
    cells: &'a Cells,
    record: &'a str,
}

impl<'a> RowCells<'a> for In<'a> {
    #[inline]
    fn text(&self, place: usize) -> &'a str {
        self.cells.get(self.record, place)
    }

    #[inline]
    fn bytes(&self, place: usize) -> &'a [u8] {
        self.cells.bytes(self.record, place)
    }
}

/// How many lines of a text lie before a place, and the place in its own line.
fn line_of(text: &[u8], place: usize) -> (u64, usize) {
    let before = text.get(..place).unwrap_or_default();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    (before.iter().filter(|&&byte| byte == b'\n').count() as u64, place - start)
}
