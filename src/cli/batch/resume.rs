//! Picks up an unfinished run: its journal and its parts flow in, a run that goes on behind the last
//! checkpoint that both parts agree with flows out, or the difference that forbids it.

use super::files::{KeptFile, KeptFiles};
use super::kept::{Kept, Pace, Part, discard, forget, publish};
use super::options::difference;
use crate::cli::disk::{Disk, Pending, Standing};
use crate::cli::failure::{Failure, Place, UNFINISHED, Usage};
use crate::cli::sink::write_file_on;
use backup_sim::batch::Reached;
use backup_sim::batch::journal::{self, Begun, Checkpoint, JournalError, Stretch};
use std::io::{self, Read};
use std::path::Path;
use xxhash_rust::xxh64::Xxh64;

/// What was found of an unfinished run.
pub enum Found {
    /// Nothing that could be gone on with.
    Nothing,
    /// A run that goes on.
    Run(Box<Run>),
    /// A run with all rows done, whose files lack their names.
    Ended(Box<Ended>),
}

/// A run that goes on.
pub struct Run {
    /// Its parts and its journal.
    pub kept: Kept,
    /// Where it goes on; `None` is the start.
    pub from: Option<Reached>,
    /// Rows that the journal tells of and the parts do not hold.
    pub lost: u64,
    /// Whether files that are there already may be replaced.
    pub replace: bool,
}

/// A run with all rows done.
pub struct Ended {
    journal: Box<dyn Pending>,
    last: Checkpoint,
    replace: bool,
}

/// Looks for an unfinished run of these files.
///
/// # Errors
/// A difference between what was begun and what is asked for now; files that cannot be read; another
/// run that is writing them.
pub fn find(
    disk: &dyn Disk,
    files: &KeptFiles,
    asked: &Begun,
    pace: Pace,
) -> Result<Found, Failure> {
    let path = &files.journal;
    let Some(bytes) = read(disk, path)? else { return Ok(Found::Nothing) };
    if !bytes.contains(&b'\n') {
        // It was broken off before its first line was whole.
        discard(disk, files)?;
        return Ok(Found::Nothing);
    }
    let journal = journal::read(&bytes).map_err(|error| match error {
        JournalError::Unreadable => refusal(path, "its first line is damaged"),
        JournalError::Format(other) => {
            refusal(path, &format!("it is of format {other}, and {} is read here", journal::FORMAT))
        }
    })?;
    let begun = &journal.begun;
    if begun.program != asked.program {
        let (was, is) = (&begun.program, &asked.program);
        let what = format!("it was begun by backup-sim {was}, and this is {is}");
        return Err(refusal(path, &what));
    }
    if let Some(what) = difference(&begun.options, &asked.options) {
        return Err(refusal(path, &what));
    }
    let replace = begun.replace || asked.replace;
    let held = |length| disk.go_on(path, length).map_err(|e| Failure::write(path, e));
    if let Some((last, length)) = journal.checkpoints.back().filter(|(last, _)| last.ended) {
        let journal = held(*length)?;
        return Ok(Found::Ended(Box::new(Ended { journal, last: last.clone(), replace })));
    }
    let of = |stretch: fn(&Checkpoint) -> Stretch, file: &KeptFile| {
        let stretches: Vec<Stretch> = journal.checkpoints.iter().map(|(c, _)| stretch(c)).collect();
        agreeing(disk, &file.part, &stretches)
    };
    let output = of(|c| c.output, &files.output)?;
    let rejects = of(|c| c.rejects, &files.rejects)?;
    let both = journal.checkpoints.iter().zip(output.into_iter().zip(rejects));
    let last = both.rev().find_map(|(at, sums)| match sums {
        (Some(output), Some(rejects)) => Some((at, output, rejects)),
        _ => None,
    });
    let told = journal.checkpoints.back().map_or(0, |(c, _)| c.reached.place.records);
    let none = (Checkpoint::default(), journal.head);
    let ((at, length), output, rejects) = last.unwrap_or((&none, Xxh64::new(0), Xxh64::new(0)));
    // The journal first: it is what tells whether another run is at it.
    let journal = held(*length)?;
    let part = |file: &KeptFile, stretch: Stretch, sum| -> Result<Part, Failure> {
        let opened = match disk.go_on(&file.part, stretch.bytes) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => disk.create(&file.part),
            other => other,
        };
        let opened = opened.map_err(|e| Failure::write(&file.part, e))?;
        Ok(Part::new(opened, &file.part, stretch.bytes, sum))
    };
    let output = part(&files.output, at.output, output)?;
    let rejects = part(&files.rejects, at.rejects, rejects)?;
    let reached = &at.reached;
    Ok(Found::Run(Box::new(Run {
        lost: told - reached.place.records,
        from: (reached.place.records > 0).then(|| reached.clone()),
        kept: Kept::of(output, rejects, journal, files, at.clone(), pace),
        replace,
    })))
}

fn refusal(journal: &Path, what: &str) -> Failure {
    let message = format!(
        "cannot be gone on with: {what}; type it as before, or drop the unfinished run with --force \
         in place of --resume"
    );
    Usage::new(UNFINISHED, Place::file(journal), message).or("--force").into()
}

/// The bytes of a file; `None` where there is none.
fn read(disk: &dyn Disk, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    let read = disk.read(path).and_then(|mut file| file.read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Failure::Read(path.to_owned(), e)),
    }
}

/// Which of these stretches, in ascending order, a file begins with: for each the state of its
/// checksum, to go on from.
fn agreeing(
    disk: &dyn Disk,
    path: &Path,
    stretches: &[Stretch],
) -> Result<Vec<Option<Xxh64>>, Failure> {
    let fail = |e| Failure::Read(path.to_owned(), e);
    let mut file = match disk.read(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(vec![None; stretches.len()]),
        Err(e) => return Err(fail(e)),
    };
    let (mut sum, mut at) = (Xxh64::new(0), 0);
    let mut buffer = vec![0; 64 << 10];
    let mut found = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        while at < stretch.bytes {
            let room = usize::try_from(stretch.bytes - at).unwrap_or(usize::MAX).min(buffer.len());
            let space = buffer.get_mut(..room).unwrap_or_default();
            match file.read(space) {
                Ok(0) => break,
                Ok(n) => {
                    sum.update(space.get(..n).unwrap_or_default());
                    at += n as u64;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(fail(e)),
            }
        }
        let agrees = at == stretch.bytes && sum.digest() == stretch.checksum;
        found.push(agrees.then(|| sum.clone()));
    }
    Ok(found)
}

/// Whether a file holds these bytes and no others.
fn holds(disk: &dyn Disk, path: &Path, stretch: Stretch) -> Result<bool, Failure> {
    if agreeing(disk, path, &[stretch])?.first().is_none_or(Option::is_none) {
        return Ok(false);
    }
    // One byte more must not be there.
    let mut rest = disk.read(path).map_err(|e| Failure::Read(path.to_owned(), e))?;
    let copied =
        io::copy(&mut rest.by_ref().take(stretch.bytes.saturating_add(1)), &mut io::sink());
    Ok(copied.map_err(|e| Failure::Read(path.to_owned(), e))? == stretch.bytes)
}

impl Ended {
    /// Where the input ended and what its rows came to.
    pub fn reached(&self) -> &Reached {
        &self.last.reached
    }

    /// Gives the files their names, as far as they lack them.
    ///
    /// # Errors
    /// What cannot be read or written, and a part that is gone.
    pub fn finish(self, disk: &dyn Disk, files: &KeptFiles, json: &str) -> Result<(), Failure> {
        self.named(disk, files, &files.rejects, self.last.rejects)?;
        write_file_on(disk, &files.summary, json.as_bytes(), true)?;
        self.named(disk, files, &files.output, self.last.output)?;
        drop(self.journal);
        forget(disk, files)
    }

    fn named(
        &self,
        disk: &dyn Disk,
        files: &KeptFiles,
        file: &KeptFile,
        stretch: Stretch,
    ) -> Result<(), Failure> {
        let fail = |e| Failure::write(&file.part, e);
        let has_part = disk.standing(&file.part).map_err(fail)? == Standing::File;
        if holds(disk, &file.target, stretch)? {
            return if has_part { disk.remove(&file.part).map_err(fail) } else { Ok(()) };
        }
        if !has_part || !holds(disk, &file.part, stretch)? {
            let what = format!("{} is not as it was left", file.part.display());
            return Err(refusal(&files.journal, &what));
        }
        let part = disk.go_on(&file.part, stretch.bytes).map_err(fail)?;
        publish(part, disk, file, self.replace)
    }
}
