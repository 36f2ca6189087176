//! Why a run ends without an answer, how it is told on stderr, and the exit codes.
//! Faults of every layer flow in, text or a JSON document and an exit code flow out. All faults of a
//! command line are told at once.

use super::look::Look;
use backup_sim::batch::{BatchError, error::bind_message};
use backup_sim::edit::FieldId;
use backup_sim::report::{failure, format::inert};
use backup_sim::scenario::{Draft, ScenarioError};
use backup_sim::units::{Code, ReadError, Suggestion};
use serde_json::{Value, json};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Answered, and with `--exit-code` not done by the deadline.
pub const NOT_IN_TIME: u8 = 10;
/// A batch finished with rejects.
pub const WITH_REJECTS: u8 = 3;
/// Broken off by a signal.
pub const INTERRUPTED: u8 = 130;

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $text:literal;)+) => {
        $(#[doc = $title] pub const $name: Code = Code($code);)+
        /// The codes of the command line itself, with title and page.
        pub const CODES: &[(Code, &str, &str)] = &[$(($name, $title, $text)),+];
    };
}

codes! {
    UNKNOWN_FLAG = "E001", "a flag that this command does not have",
        "Flags are written --size 40GB or --size=40GB. backup-sim COMMAND --help lists them.";
    NO_VALUE = "E002", "a flag without its value",
        "The flag needs a value behind it, for instance --size 40GB.";
    UNKNOWN_COMMAND = "E003", "a command that does not exist",
        "backup-sim without arguments shows the commands. Most questions are for estimate.";
    NOT_IN_LIST = "E004", "a value that is not in the list",
        "The flag takes one word of a short list, which the message shows.";
    ARGUMENTS = "E005", "arguments that do not go together",
        "Something is missing, left over, or given twice. backup-sim COMMAND --help shows how the command is written.";
    EXISTS = "E006", "a file that is there already",
        "Nothing is overwritten unasked. Choose another name, or add --force to replace it.";
    READ = "E007", "a file that cannot be read",
        "The message says why. Scenario files are TOML of at most 1 MiB.";
    WRITE = "E008", "a result that cannot be written",
        "The message says why. A file that was there before is unchanged.";
    INTERNAL = "E009", "a fault in backup-sim",
        "This should not happen. A report with the command line and the version helps to mend it.";
    PROGRESS = "E065", "a progress that cannot be read",
        "fit reads a CSV with a time and a percent or a size, the log of rclone --use-json-log, and the output of restic --json. Two readings are needed. The message says where it stumbles.";
    NO_PROGRESS = "E066", "readings from which no end follows",
        "Without any progress there is no speed, and without a total there is no end. More than all cannot be done either. --size says how much there is in all, --upload how fast the line is.";
    UNFINISHED = "E067", "an unfinished run that cannot be gone on with",
        "A batch into a file keeps what it has answered in OUT.csv.part and OUT.csv.journal until it is done. --resume goes on from there with the same input and the same flags. --force in its place drops what is kept and begins anew.";
    TOO_MANY_ROWS = "E068", "a sweep of too many rows",
        "A sweep has a row for each combination of its values, at most 1,000,000,000. Write fewer values, or draw some of the rows with --sample.";
    NUMBER = "E060", "a number outside its range",
        "--trials takes 0 or 10 to 1,000,000; --threads 1 to 1,024; --seed a whole number from 0; --row one from 1, as the rows of a table count; --sample one from 1 to 1,000,000,000.";
}

/// Where a fault stands.
#[derive(Clone, Debug)]
pub enum Place {
    /// At a flag or an argument, by its name; empty for none.
    Argument(String),
    /// In a file as it was named; line and column count from 1.
    File {
        /// Its name, or that of a stream.
        name: String,
        /// The line, if it is about one.
        line: Option<u64>,
        /// The column in it, if known.
        column: Option<u64>,
    },
}

impl Place {
    /// A whole file.
    pub fn file(path: &Path) -> Self {
        Place::line(&path.display().to_string(), 0, 0)
    }

    /// A line and column of a file; 0 stands for all of it.
    pub fn line(name: &str, line: u64, column: u64) -> Self {
        let some = |n: u64| (n > 0).then_some(n);
        let column = some(line).and(some(column));
        Place::File { name: name.to_owned(), line: some(line), column }
    }

    /// As an error in JSON tells it.
    fn json(&self) -> Value {
        match self {
            Place::Argument(name) => {
                json!({"kind": "flag", "path": null, "line": null, "column": null, "name": name})
            }
            Place::File { name, line, column } => {
                let path = (!STREAMS.contains(&name.as_str())).then_some(name);
                let name = inert(name);
                json!({"kind": "file", "path": path, "line": line, "column": column, "name": name})
            }
        }
    }
}

/// What is read and written without being a file.
const STREAMS: [&str; 3] = ["standard input", "standard output", "standard error"];

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Argument(name) => f.write_str(name),
            Place::File { name, line, column } => {
                f.write_str(&inert(name))?;
                [line, column].into_iter().flatten().try_for_each(|n| write!(f, ":{n}"))
            }
        }
    }
}

impl<T: Into<String>> From<T> for Place {
    fn from(name: T) -> Self {
        Place::Argument(name.into())
    }
}

/// A fault of the command line itself, or of a file that it names.
#[derive(Clone, Debug)]
pub struct Usage {
    /// The stable code.
    pub code: Code,
    /// The flag, argument or file.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to type instead.
    pub instead: Vec<String>,
}

impl Usage {
    /// A fault at a flag, an argument or a file.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Usage { code, place: place.into(), message: message.into(), instead: Vec::new() }
    }

    /// One more thing to type instead.
    pub fn or(mut self, typed: impl Into<String>) -> Self {
        self.instead.push(typed.into());
        self
    }

    /// A text that does not read as what the flag takes.
    pub fn unreadable(flag: &str, error: &ReadError) -> Self {
        let instead = error.instead.iter().map(|s| format!("{flag} {}", s.typed)).collect();
        let message = format!("\"{}\": {}", error.read, error.message);
        Usage { code: error.code, place: flag.into(), message, instead }
    }
}

/// Why a run ends without an answer.
#[derive(Debug)]
pub enum Failure {
    /// The command line or a scenario cannot be understood.
    Input(Vec<Usage>, Vec<ScenarioError>, Box<Draft>),
    /// A file cannot be read.
    Read(PathBuf, io::Error),
    /// A file cannot be written.
    Write(PathBuf, io::Error),
    /// A file is there already.
    Exists(PathBuf),
    /// An unfinished batch stands in the way: its journal.
    Unfinished(PathBuf),
    /// The reader of standard output has gone.
    Closed,
    /// A batch stopped: the input's name and why.
    Batch(String, BatchError),
    /// A fault of this program.
    Internal(String),
}

impl From<Usage> for Failure {
    fn from(usage: Usage) -> Self {
        Failure::Input(vec![usage], Vec::new(), Box::default())
    }
}

impl Failure {
    /// A failed write of a file.
    pub fn write(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::Exists(path.to_owned()),
            // A pipe that was named like a file.
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Write(path.to_owned(), error),
        }
    }

    /// A failed write of standard output.
    pub fn stdout(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Write(PathBuf::from("standard output"), error),
        }
    }

    /// The exit code.
    pub fn exit(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Read(..) | Failure::Write(..) | Failure::Exists(_) | Failure::Internal(_) => 1,
            Failure::Unfinished(_) | Failure::Batch(_, BatchError::Read(_)) => 1,
            Failure::Batch(_, BatchError::Write(_) | BatchError::WriteRejects(_)) => 1,
            Failure::Batch(_, BatchError::Checkpoint(_)) => 1,
            Failure::Input(..) | Failure::Batch(..) => 2,
            Failure::Closed => 141,
        })
    }

    /// Tells it on stderr. If that fails too there is nobody left to tell.
    pub fn tell(&self, look: &Look, command: &[String]) {
        let (usage, scenario, draft) = match self {
            Failure::Closed => return,
            Failure::Input(usage, scenario, draft) => {
                (usage.clone(), scenario.as_slice(), Some(draft))
            }
            other => (other.as_usage(), [].as_slice(), None),
        };
        // What a sweep was given stands in its columns: no one case is asked about.
        let draft = draft.filter(|_| !command.iter().any(|word| word == "sweep"));
        let answer = |id: FieldId, suggestion: &Suggestion| {
            draft.and_then(|d| super::case::answer_of(d, id, &suggestion.typed))
        };
        let file_line = |path: &str, line: usize| {
            let text = std::fs::read_to_string(path).ok()?;
            text.lines().nth(line.checked_sub(1)?).map(str::to_owned)
        };
        let mended = mended(command, &usage);
        let command = mended.as_slice();
        let telling = failure::Telling {
            command,
            row: None,
            file_line: &file_line,
            art: look.art,
            answer: &answer,
        };
        let text = if look.json_errors {
            let mut document = failure::json(scenario, &telling);
            if let Some(list) = document.get_mut("errors").and_then(Value::as_array_mut) {
                let own = usage.iter().map(usage_json).collect::<Vec<_>>();
                list.splice(0..0, own);
            }
            format!("{document:#}\n")
        } else {
            let mut parts: Vec<String> = usage.iter().map(|u| usage_text(u, look)).collect();
            if !scenario.is_empty() {
                parts.push(failure::text(scenario, &telling));
            }
            look.paint_errors(&parts.join("\n"))
        };
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    fn as_usage(&self) -> Vec<Usage> {
        match self {
            Failure::Read(path, e) => vec![Usage::new(READ, Place::file(path), said(e))],
            Failure::Write(path, e) => vec![Usage::new(WRITE, Place::file(path), said(e))],
            Failure::Exists(path) => {
                let message = "is there already; choose another name, or replace it with --force";
                vec![Usage::new(EXISTS, Place::file(path), message).or("--force")]
            }
            Failure::Unfinished(path) => {
                let message =
                    "an unfinished run lies there; go on with it, or drop it and begin anew";
                let usage = Usage::new(UNFINISHED, Place::file(path), message);
                vec![usage.or("--resume").or("--force")]
            }
            Failure::Internal(what) => vec![Usage::new(INTERNAL, "", what.clone())],
            Failure::Batch(name, error) => match error {
                BatchError::Read(e) => vec![Usage::new(READ, Place::line(name, 0, 0), said(e))],
                BatchError::Changed { .. } => {
                    let message = format!(
                        "{error}; go on with the input as it was, or drop the unfinished run with --force in place of --resume"
                    );
                    vec![Usage::new(UNFINISHED, Place::line(name, 0, 0), message).or("--force")]
                }
                BatchError::Write(e) | BatchError::WriteRejects(e) | BatchError::Checkpoint(e) => {
                    vec![Usage::new(WRITE, Place::line(name, 0, 0), said(e))]
                }
                BatchError::Input { code, line, message } => {
                    vec![Usage::new(*code, Place::line(name, *line, 0), message.clone())]
                }
                BatchError::Columns(errors) => errors
                    .iter()
                    .map(|e| Usage::new(e.code(), Place::line(name, 1, 0), inert(&bind_message(e))))
                    .collect(),
            },
            Failure::Closed | Failure::Input(..) => Vec::new(),
        }
    }
}

/// The command line with its faults as they were probably meant: a line to type must not repeat what
/// cannot be understood. Empty where that does not mend it.
fn mended(command: &[String], usage: &[Usage]) -> Vec<String> {
    let mut command = command.to_vec();
    for fault in usage {
        let meant = fault.instead.first().filter(|meant| meant.starts_with("--"));
        let Some(meant) = meant else { return Vec::new() };
        let place = fault.place.to_string();
        let named = |arg: &str| arg.split('=').next() == Some(place.as_str());
        match (fault.code.0, meant.split_once(' ')) {
            (code, None) if code == UNKNOWN_FLAG.0 => {
                for arg in command.iter_mut().filter(|arg| named(arg)) {
                    *arg = arg.replacen(&place, meant, 1);
                }
            }
            (code, Some((_, value))) if code == NO_VALUE.0 => {
                let at = command.iter().position(|arg| named(arg));
                if let Some(at) = at {
                    command.insert(at + 1, value.to_owned());
                }
            }
            _ => return Vec::new(),
        }
    }
    command
}

/// A failed system call in plain words.
fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        io::ErrorKind::FileTooLarge => "the file would be larger than is allowed here".to_owned(),
        io::ErrorKind::PermissionDenied => "there is no permission for that".to_owned(),
        io::ErrorKind::IsADirectory => "that is a folder; name a file".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        io::ErrorKind::NotFound if error.get_ref().is_none() => "there is no such file".to_owned(),
        io::ErrorKind::InvalidFilename => "the name is too long".to_owned(),
        io::ErrorKind::NotADirectory if error.get_ref().is_none() => {
            "a folder of this path is a file".to_owned()
        }
        _ => inert(&error.to_string()),
    }
}

fn head(usage: &Usage) -> String {
    match usage.place.to_string().as_str() {
        "" => usage.message.clone(),
        place => format!("{place}: {}", usage.message),
    }
}

fn usage_text(usage: &Usage, look: &Look) -> String {
    let code = usage.code;
    let mut text = if look.art {
        format!("error[{code}]: {}\n", head(usage))
    } else {
        format!("error {code}: {}\n", head(usage))
    };
    if !usage.instead.is_empty() {
        text += &format!("help: write  {}\n", usage.instead.join("  or  "));
    }
    text + &format!("more: backup-sim explain {code}\n")
}

fn usage_json(usage: &Usage) -> Value {
    let instead = usage.instead.iter();
    json!({
        "code": usage.code.0,
        "text": head(usage),
        "field": null,
        "origin": usage.place.json(),
        "read": null,
        "span": null,
        "where": null,
        "instead": instead.map(|t| json!({"typed": t, "meaning": "", "answer": null})).collect::<Vec<_>>(),
        "help": usage.instead.first().map(|t| format!("write  {t}")),
        "explain": format!("backup-sim explain {}", usage.code),
    })
}
