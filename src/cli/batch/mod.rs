//! `batch`: a CSV in, a CSV of answers out, every row accounted for.

#[cfg(test)]
mod faults;
mod files;
mod kept;
mod options;
mod progress;
mod resume;
mod streams;
mod told;
mod under_way;

pub use progress::KEYS as PROGRESS_KEYS;

use super::disk::Machine;
use super::failure::{ARGUMENTS, Failure, Usage, WITH_REJECTS};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{AtomicFile, print, write_file};
use super::stop;
use backup_sim::batch::journal::Begun;
use backup_sim::batch::{self, Answers, Options, Reject, Summary};
use backup_sim::report::format::inert;
use backup_sim::report::wording::next::quoted;
use files::{Files, KeptFiles};
use kept::PACE;
use progress::{Portion, Progress};
use std::fs::File;
use std::io::{IsTerminal, Read, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use streams::{Shared, State, Streams, To};
use under_way::{Plan, failure, kept_so_far};

type Input = Box<dyn Read + Send>;

/// A run: what is asked, and where it goes.
struct Job<'a> {
    parsed: &'a Parsed,
    look: &'a Look,
    name: &'a str,
    work: Answers,
    options: Options,
    files: Files,
    force: bool,
    began: Instant,
}

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let (seed, _) = parsed.seed_and_row();
    let work = Answers { trials: parsed.trials(0), seed, needs: parsed.switch("needs") };
    let columns = parsed.text("columns").map(names);
    let options = Options {
        delimiter: columns.as_ref().map(|(_, delimiter)| *delimiter),
        columns: columns.map(|(names, _)| names),
        no_header: parsed.switch("no-header"),
        allow_extra: parsed.switch("allow-extra"),
        keep_input: parsed.switch("keep-input"),
        rejects_inline: parsed.switch("rejects-inline"),
        check: parsed.switch("check"),
        threads: parsed.threads(),
        from: None,
    };
    let output = files::output(parsed);
    let name = parsed.text("positional").unwrap_or_default();
    if name == "-" && stdin().is_terminal() {
        let message = "standard input is the keyboard; name a file or pipe one in";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("backup-sim batch rows.csv"));
    }
    if parsed.text("format") == Some("json") && !options.check {
        let message =
            "batch writes CSV; -o OUT.csv puts OUT.rejects.csv and OUT.summary.json beside it";
        parsed.fault(Usage::new(ARGUMENTS, "--format json", message).or("--format csv"));
    }
    parsed.check()?;
    let output = output.filter(|target| *target != "-" && !options.check).map(Path::new);
    let files = Files::of(&Machine, output, parsed.text("rejects").map(Path::new));
    files.apart(name)?;
    let force = parsed.switch("force");
    let job = Job { parsed, look, name, work, options, files, force, began: Instant::now() };
    let kept = match job.options.check {
        true => None,
        false => job.files.kept(&Machine)?,
    };
    let (summary, told) = match kept {
        Some(kept) => job.kept(&kept)?,
        None => job.plain()?,
    };
    told::tell(&summary, &told, name, look, job.options.check);
    let rejects = summary.tally.rejects();
    Ok(if rejects > 0 { ExitCode::from(WITH_REJECTS) } else { ExitCode::SUCCESS })
}

/// The names in a list, and what separates them: the cells of the input are apart by the same.
fn names(list: &str) -> (Vec<String>, u8) {
    let delimiter = [b';', b'\t'].into_iter().find(|&b| list.as_bytes().contains(&b));
    let delimiter = delimiter.unwrap_or(b',');
    (list.split(char::from(delimiter)).map(|name| name.trim().to_owned()).collect(), delimiter)
}

impl Job<'_> {
    /// The input, and its length where that is known.
    fn input(&self) -> Result<(Input, Option<u64>), Failure> {
        if self.name == "-" {
            return Ok((Box::new(stdin()), None));
        }
        let fail = |e| Failure::Read(PathBuf::from(self.name), e);
        let file = File::open(self.name).map_err(fail)?;
        let length = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
        Ok((Box::new(file), length))
    }

    fn streams<'d>(&self, to: To<'d>, total: Option<u64>) -> Streams<'d> {
        let progress = Progress::new(self.parsed, total);
        Streams { to, told: Vec::new(), progress, portion: Portion::new(self.options.threads) }
    }

    fn json(&self, summary: &Summary) -> String {
        summary.json(self.work.seed, self.work.trials, self.began.elapsed().as_secs_f64())
    }

    /// A run that leaves nothing if it is broken off: to standard output or a device, or a check.
    fn plain(&self) -> Result<(Summary, Vec<Reject>), Failure> {
        if self.parsed.switch("resume") {
            let message = "goes on with a file, and nothing of this run is kept in one";
            return Err(Usage::new(ARGUMENTS, "--resume", message).or("-o OUT.csv").into());
        }
        self.files.ready(&Machine, self.force)?;
        let (input, total) = self.input()?;
        stop::watch();
        let open = |path: &Option<PathBuf>| match path {
            Some(path) => AtomicFile::begin(&Machine, path, self.force).map(Some),
            None => Ok(None),
        };
        let (output, mut rejects) = (open(&self.files.output)?, open(&self.files.rejects)?);
        if let Some(rejects) = &mut rejects {
            let path = self.files.rejects.as_deref().unwrap_or(Path::new(""));
            let header = batch::rejects::header();
            rejects.write_all(header.as_bytes()).map_err(|e| Failure::write(path, e))?;
        }
        let mut sink = self.streams(To::Plain { output, rejects }, total);
        let draft = self.parsed.draft().clone();
        let done = batch::run(input, draft, &self.options, &self.work, &mut sink);
        sink.progress.end();
        let summary = done.map_err(|error| failure(error, self.name, &self.files, None))?;
        if let To::Plain { output, rejects } = sink.to {
            output.map_or(Ok(()), AtomicFile::finish)?;
            rejects.map_or(Ok(()), AtomicFile::finish)?;
        }
        if let Some(path) = &self.files.summary {
            write_file(path, self.json(&summary).as_bytes(), self.force)?;
        }
        if self.options.check {
            let text = match self.parsed.text("format") {
                Some("json") => {
                    let seconds = self.began.elapsed().as_secs_f64();
                    let counts = summary.document(self.work.seed, self.work.trials, seconds);
                    told::checked(counts, &sink.told, self.name)
                }
                _ => told::counted(&summary, "can be answered"),
            };
            print(format!("{text}\n").as_bytes())?;
        } else if self.files.output.is_none() {
            stdout().flush().map_err(Failure::stdout)?;
        }
        Ok((summary, sink.told))
    }

    /// A run into files, which can be gone on with.
    fn kept(&self, files: &KeptFiles) -> Result<(Summary, Vec<Reject>), Failure> {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let options = options::recorded(self.parsed, self.work.seed, self.work.trials);
        let again = again(self.name);
        let plan = Plan {
            disk: &Machine,
            files: &self.files,
            kept: files,
            asked: Begun { program, replace: self.force, options },
            resume: self.parsed.switch("resume"),
            pace: PACE,
            options: self.options.clone(),
            work: &self.work,
            draft: self.parsed.draft(),
            name: self.name,
            again: again.clone(),
            json: &|summary| self.json(summary),
            say: &|text| {
                if !self.look.json_errors {
                    self.look.tell_note(text);
                }
            },
            watch: &|run| {
                let (run, files, again) = (run.clone(), files.clone(), again.clone());
                let otherwise =
                    format!("stopped; what was kept before stays; go on with: {again}\n");
                stop::watch_and(move || stopped(&run, &files, &again), otherwise);
            },
        };
        let (input, total) = self.input()?;
        plan.run(input, Progress::new(self.parsed, total))
    }
}

/// Brings a run to a last checkpoint. It is held from here on: nothing more is written.
fn stopped(run: &Shared, files: &KeptFiles, again: &str) -> String {
    let mut state = run.lock();
    let rows = if let State::Running(kept) = &mut *state { kept.stop() } else { 0 };
    let said = match &*state {
        State::Running(_) if rows == 0 => {
            // A file is let go before it can be removed.
            *state = State::Over;
            let _ = kept::discard(&Machine, files);
            "stopped; no row was done, and nothing is left\n".to_owned()
        }
        State::Running(_) => format!("stopped; {}\n", kept_so_far(rows, again)),
        State::Ending => format!("stopped; all rows are kept; go on with: {again}\n"),
        State::Over => "interrupted; nothing half-written is left\n".to_owned(),
    };
    // The program ends; until then the rows wait.
    std::mem::forget(state);
    said
}

/// The command line as typed, to go on with. What may be replaced the journal knows.
fn again(name: &str) -> String {
    let typed = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    let typed = typed.filter(|arg| arg != "--force" && arg != "--resume");
    let words: Vec<String> = typed.map(|arg| inert(&quoted(&arg))).collect();
    let behind = if name == "-" { "   (with the same input)" } else { "" };
    format!("backup-sim {} --resume{behind}", words.join(" "))
}
