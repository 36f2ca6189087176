//! A batch into files, from its start or behind what an earlier run has kept, to files under their
//! names: a plan and an input flow in, a summary flows out. What breaks it off leaves the files of
//! before whole, and what is kept to go on from.

use super::files::{Files, KeptFiles};
use super::kept::{Kept, Pace, discard};
use super::progress::{Portion, Progress};
use super::resume::{Ended, Found, Run, find};
use super::streams::{Shared, State, Streams, To};
use crate::cli::disk::{Disk, Standing};
use crate::cli::failure::Failure;
use backup_sim::batch::journal::Begun;
use backup_sim::batch::{self, BatchError, Options, Reject, Sink, Summary, Work};
use backup_sim::report::format::{count, inert};
use backup_sim::scenario::Draft;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What is asked.
pub struct Plan<'a> {
    /// Where the files are.
    pub disk: &'a dyn Disk,
    /// The results.
    pub files: &'a Files,
    /// Their parts, and the journal.
    pub kept: &'a KeptFiles,
    /// What the answers depend on, and whether files may be replaced.
    pub asked: Begun,
    /// Whether to go on with an unfinished run.
    pub resume: bool,
    /// How often what was reached is noted down.
    pub pace: Pace,
    /// How rows are read and written.
    pub options: Options,
    /// What is done with them.
    pub work: &'a dyn Work,
    /// What lies below all rows.
    pub draft: &'a Draft,
    /// The name of the input.
    pub name: &'a str,
    /// The command line that goes on.
    pub again: String,
    /// The document of a summary.
    pub json: &'a dyn Fn(&Summary) -> String,
    /// Tells something in passing.
    pub say: &'a dyn Fn(&str),
    /// Is given the run once it is under way.
    pub watch: &'a dyn Fn(&Shared),
}

/// How a run can be gone on with.
pub fn kept_so_far(rows: u64, again: &str) -> String {
    let rows = count(rows, "row");
    let verb = if rows == "1 row" { "is" } else { "are" };
    format!("{rows} {verb} kept; go on with: {again}")
}

/// A failure of the batch as one of the command: of the file that failed, if that is known.
pub fn failure(error: BatchError, name: &str, files: &Files, failed: Option<&Path>) -> Failure {
    let at = |path: Option<&Path>, e| match failed.or(path) {
        Some(path) => Failure::write(path, e),
        None => Failure::stdout(e),
    };
    match error {
        BatchError::Write(e) => at(files.output.as_deref(), e),
        BatchError::WriteRejects(e) | BatchError::Checkpoint(e) => at(files.rejects.as_deref(), e),
        other => {
            let name = if name == "-" { "standard input" } else { name };
            Failure::Batch(name.to_owned(), other)
        }
    }
}

impl Plan<'_> {
    /// Runs it.
    ///
    /// # Errors
    /// Whatever breaks it off.
    pub fn run(
        &self,
        input: Box<dyn Read + Send>,
        mut progress: Progress,
    ) -> Result<(Summary, Vec<Reject>), Failure> {
        let mut run = match self.start()? {
            Found::Ended(ended) => return Ok((self.ended(*ended, input)?, Vec::new())),
            Found::Run(run) => run,
            Found::Nothing => self.begin()?,
        };
        match &run.from {
            Some(from) => progress.go_on_from(from),
            None => run.kept.reject(batch::rejects::header().as_bytes()),
        }
        let shared = Shared::new(run.kept);
        (self.watch)(&shared);
        let portion = Portion::new(self.options.threads);
        let mut sink =
            Streams { to: To::Kept(shared.clone()), told: Vec::new(), progress, portion };
        let options = Options { from: run.from, ..self.options.clone() };
        let done = batch::run(input, self.draft.clone(), &options, self.work, &mut sink);
        sink.progress.end();
        // From here on a signal finds a run that is ending; the journal tells how to go on.
        let State::Running(kept) = std::mem::replace(&mut *shared.lock(), State::Ending) else {
            return Err(Failure::Internal("a batch ended twice".to_owned()));
        };
        let ended = match done {
            Err(error) => Err(self.broken_off(*kept, error)),
            Ok(summary) => {
                let json = (self.json)(&summary);
                let finished = kept.finish(self.disk, self.kept, run.replace, (&summary, &json));
                finished
                    .inspect_err(|_| self.say_kept(summary.tally.rows()))
                    .map(|()| (summary, sink.told))
            }
        };
        *shared.lock() = State::Over;
        ended
    }

    fn say_kept(&self, rows: u64) {
        (self.say)(&kept_so_far(rows, &self.again));
    }

    /// Looks for an unfinished run, and says what is in the way of a new one.
    fn start(&self) -> Result<Found, Failure> {
        let (disk, journal) = (self.disk, &self.kept.journal);
        let there = disk.standing(journal).map_err(|e| Failure::write(journal, e))?;
        if there != Standing::Nothing && !self.resume && !self.asked.replace {
            return Err(Failure::Unfinished(journal.clone()));
        }
        if !self.resume {
            return Ok(Found::Nothing);
        }
        let found = find(disk, self.kept, &self.asked, self.pace)?;
        match &found {
            Found::Nothing => {
                // A finished output is no run that begins anew: it is refused before that is said.
                self.files.ready(disk, self.asked.replace).inspect_err(|failure| {
                    if let Failure::Exists(path) = failure {
                        let path = path.display().to_string();
                        (self.say)(&format!(
                            "nothing is left to go on with: a result gets its name when it is whole, and {} \
                             has it; to answer all rows again, add --force",
                            inert(&path)
                        ));
                    }
                })?;
                (self.say)("there is no unfinished run; this one begins anew");
            }
            Found::Ended(_) => (self.say)("all rows are done; only the files lacked their names"),
            Found::Run(run) => {
                self.files.ready(disk, run.replace)?;
                let rows = run.from.as_ref().map_or(0, |from| from.place.records);
                (self.say)(&format!("going on behind {}", count(rows, "row")));
                if run.lost > 0 {
                    let lost = count(run.lost, "row");
                    (self.say)(&format!(
                        "{lost} more had not reached the disk, and are done again"
                    ));
                }
            }
        }
        Ok(found)
    }

    /// Begins anew; what an earlier run has left is dropped if that was said.
    fn begin(&self) -> Result<Box<Run>, Failure> {
        let replace = self.asked.replace;
        self.files.ready(self.disk, replace)?;
        if replace {
            discard(self.disk, self.kept)?;
        }
        let kept = Kept::begin(self.disk, self.kept, &self.asked, self.pace)?;
        Ok(Box::new(Run { kept, from: None, lost: 0, replace }))
    }

    /// Keeps what was reached, or leaves nothing where that is nothing.
    fn broken_off(&self, mut kept: Kept, error: BatchError) -> Failure {
        let rows = kept.stop();
        let failed: Option<PathBuf> = kept.failed().map(Path::to_owned);
        drop(kept);
        if rows == 0 {
            let _ = discard(self.disk, self.kept);
        } else if !matches!(error, BatchError::Changed { .. }) {
            self.say_kept(rows);
        }
        failure(error, self.name, self.files, failed.as_deref())
    }

    /// Makes sure that the input is the one that was answered, and gives the files their names.
    fn ended(&self, ended: Ended, input: Box<dyn Read + Send>) -> Result<Summary, Failure> {
        let reached = ended.reached().clone();
        let bytes = reached.place.bytes;
        let options = Options { from: Some(reached), ..self.options.clone() };
        let read = batch::run(input, self.draft.clone(), &options, self.work, &mut NoMore);
        let summary = read.map_err(|error| {
            let error = match error {
                BatchError::Write(_) | BatchError::WriteRejects(_) | BatchError::Checkpoint(_) => {
                    BatchError::Changed { bytes }
                }
                other => other,
            };
            failure(error, self.name, self.files, None)
        })?;
        ended.finish(self.disk, self.kept, &(self.json)(&summary))?;
        Ok(summary)
    }
}

/// Takes no row: all were answered before.
struct NoMore;

impl Sink for NoMore {
    fn rows(&mut self, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::InvalidData.into())
    }

    fn reject(&mut self, _: &Reject) -> io::Result<()> {
        Err(io::ErrorKind::InvalidData.into())
    }
}
