//! `batch`: a CSV in, a CSV of answers out, every row accounted for.

use super::failure::{ARGUMENTS, Failure, Place, Usage, WITH_REJECTS};
use super::look::Look;
use super::parse::Parsed;
use super::progress;
use super::sink::{AtomicFile, Machine, check, print, write_file};
use super::stop;
use backup_sim::batch::{self, Answers, BatchError, Options, Reject, Sink, Summary, Tally};
use backup_sim::report::format::{count, inert, thousands};
use serde_json::json;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Rejects told on stderr one by one; the others are only counted.
const TOLD: u64 = 100;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let (seed, _) = parsed.seed_and_row();
    let work = Answers { trials: parsed.trials(0), seed, needs: parsed.switch("needs") };
    let options = Options {
        columns: parsed.text("columns").map(names),
        no_header: parsed.switch("no-header"),
        allow_extra: parsed.switch("allow-extra"),
        keep_input: parsed.switch("keep-input"),
        check: parsed.switch("check"),
        threads: parsed.threads(),
    };
    let targets: Vec<&str> = ["output", "csv"].iter().filter_map(|f| parsed.text(f)).collect();
    if targets.len() > 1 {
        let message = "-o and --csv mean the same; give one of them";
        parsed.fault(Usage::new(ARGUMENTS, "--csv", message).or("-o OUT.csv"));
    }
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
    let output = targets.first().filter(|t| **t != "-" && !options.check).map(Path::new);
    let files = Files::of(output, parsed.text("rejects").map(Path::new));
    let force = parsed.switch("force");
    let all: Vec<&Path> = files.all().collect();
    for (place, path) in all.iter().enumerate() {
        let twice = all.iter().take(place).any(|other| other == path || same_file(other, path));
        if twice || path.as_os_str() == "-" {
            let message = "cannot take more than one of answers, rejects and summary";
            return Err(Usage::new(ARGUMENTS, Place::file(path), message)
                .or("--rejects rejects.csv")
                .into());
        }
    }
    for path in files.all() {
        check(&Machine, path, force)?;
        if name != "-" && same_file(path, Path::new(name)) {
            let message = "is the input; write the answers to another file";
            return Err(Usage::new(ARGUMENTS, Place::file(path), message).into());
        }
    }
    let input: Box<dyn Read + Send> = match name {
        "-" => Box::new(stdin()),
        path => Box::new(File::open(path).map_err(|e| Failure::Read(PathBuf::from(path), e))?),
    };
    stop::watch();
    let open = |path: &Option<PathBuf>| match path {
        Some(path) => AtomicFile::begin(&Machine, path, force).map(Some),
        None => Ok(None),
    };
    let began = Instant::now();
    let mut sink = Streams {
        output: open(&files.output)?,
        rejects: open(&files.rejects)?,
        told: Vec::new(),
        progress: Progress::new(),
    };
    if let Some(rejects) = &mut sink.rejects {
        let path = files.rejects.as_deref().unwrap_or(Path::new(""));
        let header = batch::rejects::header();
        rejects.write_all(header.as_bytes()).map_err(|e| Failure::write(path, e))?;
    }
    let done = batch::run(input, parsed.draft().clone(), &options, &work, &mut sink);
    progress::wipe();
    let summary = done.map_err(|error| match error {
        BatchError::Write(e) => match &files.output {
            Some(path) => Failure::write(path, e),
            None => Failure::stdout(e),
        },
        BatchError::WriteRejects(e) => {
            Failure::write(files.rejects.as_deref().unwrap_or(Path::new("standard error")), e)
        }
        other => {
            Failure::Batch(if name == "-" { "standard input" } else { name }.to_owned(), other)
        }
    })?;
    sink.output.map_or(Ok(()), AtomicFile::finish)?;
    sink.rejects.map_or(Ok(()), AtomicFile::finish)?;
    if let Some(path) = &files.summary {
        let text = summary.json(seed, work.trials, began.elapsed().as_secs_f64());
        write_file(path, text.as_bytes(), force)?;
    }
    if options.check {
        print(format!("{}\n", counted(&summary, "can be answered")).as_bytes())?;
    } else if files.output.is_none() {
        stdout().flush().map_err(Failure::stdout)?;
    }
    tell(&summary, &sink.told, name, look, options.check);
    let rejects = summary.tally.rejects();
    Ok(if rejects > 0 { ExitCode::from(WITH_REJECTS) } else { ExitCode::SUCCESS })
}

fn names(list: &str) -> Vec<String> {
    list.split(',').map(|name| name.trim().to_owned()).collect()
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// The files of a run: OUT.csv, OUT.rejects.csv, OUT.summary.json.
struct Files {
    output: Option<PathBuf>,
    rejects: Option<PathBuf>,
    summary: Option<PathBuf>,
}

impl Files {
    fn of(output: Option<&Path>, rejects: Option<&Path>) -> Self {
        // Beside a device there is no room for files.
        let beside = |end: &str| {
            let output = output.filter(|o| !o.exists() || o.is_file())?;
            Some(output.with_extension(end))
        };
        Files {
            output: output.map(Path::to_owned),
            rejects: rejects.map(Path::to_owned).or_else(|| beside("rejects.csv")),
            summary: beside("summary.json"),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Path> {
        [&self.output, &self.rejects, &self.summary].into_iter().filter_map(|p| p.as_deref())
    }
}

/// Answers to a file or standard output, rejects to a file; the first of these are kept to be told.
struct Streams<'d> {
    output: Option<AtomicFile<'d>>,
    rejects: Option<AtomicFile<'d>>,
    told: Vec<Reject>,
    progress: Progress,
}

impl Sink for Streams<'_> {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        match &mut self.output {
            Some(file) => file.write_all(lines),
            None => {
                let mut out = stdout().lock();
                out.write_all(lines).and_then(|()| out.flush())
            }
        }
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        if (self.told.len() as u64) < TOLD {
            self.told.push(reject.clone());
        }
        match &mut self.rejects {
            Some(file) => {
                let mut line = Vec::new();
                reject.write_csv(&mut line);
                file.write_all(&line)
            }
            None => Ok(()),
        }
    }

    fn progress(&mut self, so_far: &Tally) {
        self.progress.show(so_far);
    }
}

/// How far it is, on stderr: five times a second on a terminal, elsewhere a line every half minute.
struct Progress {
    began: Instant,
    next: Instant,
    terminal: bool,
}

impl Progress {
    fn new() -> Self {
        let (began, terminal) = (Instant::now(), progress::is_watched());
        let wait = if terminal { Duration::from_millis(100) } else { Duration::from_secs(10) };
        Progress { began, next: began + wait, terminal }
    }

    fn show(&mut self, so_far: &Tally) {
        let now = Instant::now();
        if now < self.next {
            return;
        }
        let wait = if self.terminal { progress::ANEW } else { Duration::from_secs(30) };
        self.next = now + wait;
        let rate = so_far.rows() as f64 / now.duration_since(self.began).as_secs_f64().max(0.001);
        let rows = count(so_far.rows(), "row");
        let rejects = thousands(so_far.rejects());
        let rate = thousands(rate as u64);
        let line = format!("{rows}, {rejects} rejected, {rate} rows a second");
        if self.terminal {
            progress::show(&line);
        } else {
            let _ = stderr().lock().write_all(format!("{line}\n").as_bytes());
        }
    }
}

fn counted(summary: &Summary, answered: &str) -> String {
    let tally = &summary.tally;
    let rows = count(tally.rows(), "row");
    let codes: Vec<String> =
        tally.rejected.iter().map(|(code, n)| format!("{code}: {}", thousands(*n))).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
    format!(
        "{rows}: {} {answered}, {} rejected{codes}",
        thousands(tally.answered),
        thousands(tally.rejects())
    )
}

/// Tells rejects and counts on stderr.
fn tell(summary: &Summary, told: &[Reject], name: &str, look: &Look, checked: bool) {
    let path = (name != "-").then_some(name);
    let name = if name == "-" { "standard input".to_owned() } else { inert(name) };
    let mut text = String::new();
    if look.json_errors {
        if !told.is_empty() {
            let errors: Vec<_> = told.iter().map(|r| reject_json(r, path)).collect();
            let document = json!({"schema_version": "1.0", "errors": errors});
            text = format!("{document:#}\n");
        }
    } else {
        for r in told {
            let column = if r.column.is_empty() {
                String::new()
            } else {
                format!(", column \"{}\"", inert(&r.column))
            };
            let code = r.code;
            let head = if look.art { format!("error[{code}]") } else { format!("error {code}") };
            let (line, byte) = (thousands(r.line), thousands(r.byte));
            text += &format!(
                "{head}: {name} line {line}{column} (byte {byte}): {}\n",
                inert(&r.reason)
            );
        }
        let rejects = summary.tally.rejects();
        if rejects > told.len() as u64 {
            text += &format!("and {} more\n", thousands(rejects - told.len() as u64));
        }
        let between = match summary.delimiter {
            b';' => "semicolons",
            b'\t' => "tabs",
            _ => "",
        };
        if !between.is_empty() {
            text += &format!("note: {name} is separated by {between}\n");
        }
        if !checked {
            text += &format!("{}\n", counted(summary, "answered"));
        }
    }
    let _ = stderr().lock().write_all(look.paint_errors(&text).as_bytes());
}

fn reject_json(r: &Reject, path: Option<&str>) -> serde_json::Value {
    json!({
        "code": r.code.0,
        "text": r.reason,
        "field": null,
        "origin": {
            "kind": "column", "path": path, "line": r.line, "column": null, "name": r.column,
        },
        "read": r.text,
        "span": null,
        "where": null,
        "instead": [],
        "help": null,
        "explain": format!("backup-sim explain {}", r.code),
    })
}
