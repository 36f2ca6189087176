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
    NUMBER = "E060", "a number outside its range",
        "--trials takes 0 or 10 to 1,000,000; --threads 1 to 1,024; --seed and --row whole numbers from 0.";
}

/// A fault of the command line itself.
#[derive(Clone, Debug)]
pub struct Usage {
    /// The stable code.
    pub code: Code,
    /// The flag or argument.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to type instead.
    pub instead: Vec<String>,
}

impl Usage {
    /// A fault at a flag or argument.
    pub fn new(code: Code, place: impl Into<String>, message: impl Into<String>) -> Self {
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
        Usage { code: error.code, place: flag.to_owned(), message, instead }
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
            Failure::Batch(_, BatchError::Read(_)) => 1,
            Failure::Batch(_, BatchError::Write(_) | BatchError::WriteRejects(_)) => 1,
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
        let shown = |path: &Path| inert(&path.display().to_string());
        match self {
            Failure::Read(path, e) => vec![Usage::new(READ, shown(path), said(e))],
            Failure::Write(path, e) => vec![Usage::new(WRITE, shown(path), said(e))],
            Failure::Exists(path) => {
                let message = "is there already; choose another name, or replace it with --force";
                vec![Usage::new(EXISTS, shown(path), message).or("--force")]
            }
            Failure::Internal(what) => vec![Usage::new(INTERNAL, "", what.clone())],
            Failure::Batch(name, error) => match error {
                BatchError::Read(e) => vec![Usage::new(READ, inert(name), said(e))],
                BatchError::Write(e) | BatchError::WriteRejects(e) => {
                    vec![Usage::new(WRITE, inert(name), said(e))]
                }
                BatchError::Input { code, line, message } => {
                    vec![Usage::new(*code, format!("{}:{line}", inert(name)), message.clone())]
                }
                BatchError::Columns(errors) => errors
                    .iter()
                    .map(|e| {
                        Usage::new(e.code(), format!("{}:1", inert(name)), inert(&bind_message(e)))
                    })
                    .collect(),
            },
            Failure::Closed | Failure::Input(..) => Vec::new(),
        }
    }
}

/// The command line with flags that do not exist as they were probably meant: a line to type must
/// not repeat what cannot be understood. Empty where that does not mend it.
fn mended(command: &[String], usage: &[Usage]) -> Vec<String> {
    let mut command = command.to_vec();
    for fault in usage {
        let meant = fault.instead.first().filter(|_| fault.code.0 == UNKNOWN_FLAG.0);
        let Some(meant) = meant.filter(|meant| meant.starts_with("--")) else {
            return Vec::new();
        };
        for arg in &mut command {
            let name = arg.split('=').next().unwrap_or_default();
            if name == fault.place {
                *arg = arg.replacen(&fault.place, meant, 1);
            }
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
        _ => inert(&error.to_string()),
    }
}

fn head(usage: &Usage) -> String {
    match usage.place.as_str() {
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
        "origin": {"kind": "flag", "path": null, "line": null, "name": usage.place},
        "read": null,
        "span": null,
        "where": null,
        "instead": instead.map(|t| json!({"typed": t, "meaning": "", "answer": null})).collect::<Vec<_>>(),
        "help": usage.instead.first().map(|t| format!("write  {t}")),
        "explain": format!("backup-sim explain {}", usage.code),
    })
}
