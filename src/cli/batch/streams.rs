//! Where the rows of a batch go: into files that appear at the end, to standard output, or into a run
//! that can be gone on with. Lines and rejects flow in; the first rejects are kept to be told.

use super::kept::Kept;
use super::progress::{Portion, Progress};
use crate::cli::sink::AtomicFile;
use backup_sim::batch::{Reached, Reject, Sink};
use std::io::{self, Write, stdout};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Rejects told on stderr one by one; the others are only counted.
const TOLD: usize = 100;

/// A run that can be gone on with, as its rows and a signal see it.
pub enum State {
    /// Rows flow into it.
    Running(Box<Kept>),
    /// All rows are done; files get their names.
    Ending,
    /// The files have their names, or nothing is kept.
    Over,
}

/// The run, shared with the thread that waits for a signal.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<State>>);

impl Shared {
    /// Of a run.
    pub fn new(kept: Kept) -> Self {
        Shared(Arc::new(Mutex::new(State::Running(Box::new(kept)))))
    }

    /// The state. Whoever keeps it stops the run.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with(&self, act: impl FnOnce(&mut Kept) -> io::Result<()>) -> io::Result<()> {
        match &mut *self.lock() {
            State::Running(kept) => act(kept),
            State::Ending | State::Over => Err(io::ErrorKind::NotConnected.into()),
        }
    }
}

/// Where answers and rejects go.
pub enum To<'d> {
    /// Files that appear at the end; without one, answers to standard output and rejects nowhere.
    Plain {
        /// The answers.
        output: Option<AtomicFile<'d>>,
        /// The rejects.
        rejects: Option<AtomicFile<'d>>,
    },
    /// A run that can be gone on with.
    Kept(Shared),
}

/// The sink of a batch.
pub struct Streams<'d> {
    /// Where it goes.
    pub to: To<'d>,
    /// The first rejects.
    pub told: Vec<Reject>,
    /// How far it is.
    pub progress: Progress,
    /// How many rows at a time.
    pub portion: Portion,
}

impl Sink for Streams<'_> {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        match &mut self.to {
            To::Kept(run) => run.with(|kept| kept.rows(lines)),
            To::Plain { output: Some(file), .. } => file.write_all(lines),
            To::Plain { output: None, .. } => {
                let mut out = stdout().lock();
                out.write_all(lines).and_then(|()| out.flush())
            }
        }
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        if self.told.len() < TOLD {
            self.told.push(reject.clone());
        }
        let line = || {
            let mut line = Vec::new();
            reject.write_csv(&mut line);
            line
        };
        match &mut self.to {
            To::Kept(run) => run.with(|kept| {
                kept.reject(&line());
                Ok(())
            }),
            To::Plain { rejects: Some(file), .. } => file.write_all(&line()),
            To::Plain { rejects: None, .. } => Ok(()),
        }
    }

    fn reached(&mut self, so_far: &Reached) -> io::Result<()> {
        self.progress.show(so_far);
        self.portion.reached(so_far.place.records);
        match &mut self.to {
            To::Kept(run) => run.with(|kept| kept.reached(so_far)),
            To::Plain { .. } => Ok(()),
        }
    }

    fn chunk_rows(&self) -> usize {
        self.portion.rows()
    }
}
