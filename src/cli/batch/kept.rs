//! A run that can be gone on with: lines of answers and rejects flow into parts beside their places,
//! what was reached into a journal, and at the end the parts get their names. Whatever breaks it off,
//! the files of before are whole, and the journal tells what the parts hold.

use super::files::{KeptFile, KeptFiles};
use crate::cli::disk::{Disk, Pending, folder};
use crate::cli::failure::Failure;
use crate::cli::sink::write_file_on;
use backup_sim::batch::journal::{Begun, Checkpoint, Stretch};
use backup_sim::batch::{Reached, Summary};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use xxhash_rust::xxh64::Xxh64;

/// How often what was reached is noted down.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After so many rows.
    pub rows: u64,
    /// And after that time; so often all is made to last as well.
    pub time: Duration,
    /// All is also made to last after so many rows.
    pub lasting: u64,
}

/// A second at most is lost to a power cut, and ten thousand rows to anything else.
pub const PACE: Pace = Pace { rows: 10_000, time: Duration::from_secs(1), lasting: u64::MAX };

/// A part under way.
pub struct Part {
    file: Box<dyn Pending>,
    path: PathBuf,
    bytes: u64,
    checksum: Xxh64,
    /// Lines that are written together.
    held: Vec<u8>,
}

impl Part {
    /// Behind what it holds already.
    pub fn new(file: Box<dyn Pending>, path: &Path, bytes: u64, checksum: Xxh64) -> Self {
        Part { file, path: path.to_owned(), bytes, checksum, held: Vec::new() }
    }

    /// Writes what was held.
    fn settle(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        let put = self.put(&held);
        self.held = held;
        self.held.clear();
        put
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        self.checksum.update(bytes);
        Ok(())
    }

    fn stretch(&self) -> Stretch {
        Stretch { bytes: self.bytes, checksum: self.checksum.digest() }
    }

    fn sync(&mut self) -> Result<(), (PathBuf, io::Error)> {
        let synced = self.file.flush().and_then(|()| self.file.sync());
        synced.map_err(|e| (self.path.clone(), e))
    }
}

/// The parts and the journal.
pub struct Kept {
    /// The answers.
    pub output: Part,
    /// The rejected rows.
    pub rejects: Part,
    journal: Box<dyn Pending>,
    journal_path: PathBuf,
    pace: Pace,
    /// The latest chunk that is whole.
    latest: Checkpoint,
    /// The rows that the journal tells of.
    noted: u64,
    noted_at: Instant,
    /// The rows that are safe from a power cut.
    lasting: u64,
    lasting_at: Instant,
    /// The file that failed; behind half a line nothing more can be noted.
    failed: Option<PathBuf>,
}

impl Kept {
    /// Begins anew.
    ///
    /// # Errors
    /// Files that are there already, or cannot be made; then none is left.
    pub fn begin(
        disk: &dyn Disk,
        files: &KeptFiles,
        begun: &Begun,
        pace: Pace,
    ) -> Result<Self, Failure> {
        // The journal comes first and goes last, so that no part is ever without one.
        let mut journal = made(disk, &files.journal)?;
        match parts(disk, files, begun, journal.as_mut()) {
            Ok((output, rejects)) => {
                Ok(Kept::of(output, rejects, journal, files, Checkpoint::default(), pace))
            }
            Err(failure) => {
                drop(journal);
                let _ = disk.remove(&files.journal);
                Err(failure)
            }
        }
    }

    /// Goes on behind a checkpoint.
    pub fn of(
        output: Part,
        rejects: Part,
        journal: Box<dyn Pending>,
        files: &KeptFiles,
        latest: Checkpoint,
        pace: Pace,
    ) -> Self {
        let now = Instant::now();
        Kept {
            output,
            rejects,
            journal,
            journal_path: files.journal.clone(),
            pace,
            noted: latest.reached.place.records,
            lasting: latest.reached.place.records,
            latest,
            noted_at: now,
            lasting_at: now,
            failed: None,
        }
    }

    /// Takes lines of answers.
    pub fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        self.output.put(lines).inspect_err(|_| self.failed = Some(self.output.path.clone()))
    }

    /// Takes a line of rejects; those of a chunk are written together.
    pub fn reject(&mut self, line: &[u8]) {
        self.rejects.held.extend_from_slice(line);
    }

    /// Notes down what was reached, if it is time.
    pub fn reached(&mut self, so_far: &Reached) -> io::Result<()> {
        self.is_at(so_far, false).map_err(|(path, error)| {
            self.failed = Some(path);
            error
        })?;
        let (rows, now) = (so_far.place.records - self.noted, Instant::now());
        if rows < self.pace.rows && now.duration_since(self.noted_at) < self.pace.time {
            return Ok(());
        }
        let lasting = so_far.place.records - self.lasting >= self.pace.lasting
            || now.duration_since(self.lasting_at) >= self.pace.time;
        self.note(lasting).map_err(|(path, error)| {
            self.failed = Some(path);
            error
        })
    }

    fn is_at(&mut self, reached: &Reached, ended: bool) -> Result<(), (PathBuf, io::Error)> {
        self.rejects.settle().map_err(|e| (self.rejects.path.clone(), e))?;
        self.latest = Checkpoint {
            reached: reached.clone(),
            output: self.output.stretch(),
            rejects: self.rejects.stretch(),
            ended,
        };
        Ok(())
    }

    /// Writes the latest checkpoint down; if it is to last, the parts first.
    fn note(&mut self, lasting: bool) -> Result<(), (PathBuf, io::Error)> {
        if lasting {
            self.output.sync()?;
            self.rejects.sync()?;
        }
        let fail = |e| (self.journal_path.clone(), e);
        self.journal.write_all(&self.latest.line()).map_err(fail)?;
        if lasting {
            self.journal.sync().map_err(fail)?;
        }
        self.noted = self.latest.reached.place.records;
        self.noted_at = Instant::now();
        if lasting {
            (self.lasting, self.lasting_at) = (self.noted, self.noted_at);
        }
        Ok(())
    }

    /// Brings the journal up to what was reached, as far as that can be done: the run is over. Gives
    /// the number of rows that are kept.
    pub fn stop(&mut self) -> u64 {
        let failed_journal = self.failed.as_ref() == Some(&self.journal_path);
        if self.latest.reached.place.records > self.noted && !failed_journal {
            let _ = self.note(true);
        }
        self.noted
    }

    /// The file at which a write failed.
    pub fn failed(&self) -> Option<&Path> {
        self.failed.as_deref()
    }

    /// Takes the end of the input, and gives every file its name.
    ///
    /// # Errors
    /// What fails; the journal then tells how to go on.
    pub fn finish(
        mut self,
        disk: &dyn Disk,
        files: &KeptFiles,
        replace: bool,
        (summary, json): (&Summary, &str),
    ) -> Result<(), Failure> {
        let reached = Reached { place: summary.place, tally: summary.tally.clone() };
        let noted = self.is_at(&reached, true).and_then(|()| self.note(true));
        noted.map_err(|(path, e)| Failure::write(&path, e))?;
        let Kept { output, rejects, journal, .. } = self;
        publish(rejects.file, disk, &files.rejects, replace)?;
        write_file_on(disk, &files.summary, json.as_bytes(), true)?;
        publish(output.file, disk, &files.output, replace)?;
        drop(journal);
        forget(disk, files)
    }
}

fn made(disk: &dyn Disk, path: &Path) -> Result<Box<dyn Pending>, Failure> {
    disk.create(path).map_err(|e| Failure::write(path, e))
}

/// Writes the journal's first line and starts both parts, or leaves none.
fn parts(
    disk: &dyn Disk,
    files: &KeptFiles,
    begun: &Begun,
    journal: &mut dyn Pending,
) -> Result<(Part, Part), Failure> {
    let written = journal.write_all(&begun.line()).and_then(|()| journal.sync());
    written.map_err(|e| Failure::write(&files.journal, e))?;
    let part = |file: &KeptFile| {
        let made = made(disk, &file.part)?;
        Ok::<_, Failure>(Part::new(made, &file.part, 0, Xxh64::new(0)))
    };
    let output = part(&files.output)?;
    match part(&files.rejects) {
        Ok(rejects) => Ok((output, rejects)),
        Err(failure) => {
            drop(output);
            let _ = disk.remove(&files.output.part);
            Err(failure)
        }
    }
}

/// Gives a part its name.
pub fn publish(
    part: Box<dyn Pending>,
    disk: &dyn Disk,
    file: &KeptFile,
    replace: bool,
) -> Result<(), Failure> {
    let fail = |e| Failure::write(&file.target, e);
    part.publish(&file.target, replace).map_err(fail)?;
    disk.sync_folder(folder(&file.target)).map_err(fail)
}

/// Removes the journal, once it has nothing more to tell.
pub fn forget(disk: &dyn Disk, files: &KeptFiles) -> Result<(), Failure> {
    let fail = |e| Failure::write(&files.journal, e);
    disk.remove(&files.journal).map_err(fail)?;
    disk.sync_folder(folder(&files.journal)).map_err(fail)
}

/// Removes all that an unfinished run has left, the journal last.
///
/// # Errors
/// What cannot be removed; all of it while another run is writing.
pub fn discard(disk: &dyn Disk, files: &KeptFiles) -> Result<(), Failure> {
    for path in [&files.output.part, &files.rejects.part, &files.journal] {
        match disk.remove(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(Failure::write(path, e)),
            _ => {}
        }
    }
    Ok(())
}
