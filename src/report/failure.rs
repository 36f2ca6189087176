//! Faults in a scenario for people and for machines: [`ScenarioError`]s flow in, text or a JSON
//! document flows out. Says what is wrong, where it stands, each reading with its answer, and what
//! to type. What a reading would answer is simulated by the caller, behind a closure.

use super::excerpt::{COLUMNS, Excerpt, INDENT, excerpt};
use super::format::{inert, thousands};
use super::json::SCHEMA_VERSION;
use super::text::wrap;
use super::wording::next::quoted;
use crate::edit::FieldId;
use crate::scenario::{Origin, ScenarioError, field};
use crate::units::Suggestion;
use serde_json::{Value, json};

/// The size to show answers for where the size is missing as well as the speed.
pub const EXAMPLE_SIZE: &str = "40GB";
/// The speeds to show answers for where the speed is missing.
pub const EXAMPLE_SPEEDS: [&str; 3] = ["1Mbps", "10Mbps", "50Mbps"];
/// The sizes to show answers for where the size is missing.
const EXAMPLE_SIZES: [&str; 3] = ["10GB", "40GB", "100GB"];

/// What is most often given a law.
const VARIES: &str = "spread.link.upload";

/// The most lines that one error takes, unless its heading alone is long.
const LINES: usize = 8;

/// Where a row of a CSV file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// The file's name as typed.
    pub path: String,
    /// The line, from 1.
    pub line: u64,
    /// The byte that the row begins at.
    pub byte: u64,
    /// The row as it stands there.
    pub text: String,
}

/// What answers a suggestion: the field it is for, and the text to type. `None` if other faults
/// leave it open. Where `library.size` is missing, a speed is answered for [`EXAMPLE_SIZE`].
pub type Answerer<'a> = &'a dyn Fn(FieldId, &Suggestion) -> Option<String>;

/// What there is to tell an error with.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The command line as typed, the program first; empty if there is none.
    pub command: &'a [String],
    /// The row, for an error in a CSV row.
    pub row: Option<&'a RowPlace>,
    /// A line of a scenario file, by path and number from 1.
    pub file_line: &'a dyn Fn(&str, usize) -> Option<String>,
    /// With carets; without, a narrated form for screen readers and logs.
    pub art: bool,
    /// What a suggestion would answer.
    pub answer: Answerer<'a>,
}

/// All errors as text, each with its line end.
pub fn text(errors: &[ScenarioError], telling: &Telling<'_>) -> String {
    let told: Vec<_> = errors.iter().map(|e| Told::of(e, errors, telling)).collect();
    let show = |told: &Told| if telling.art { told.drawn() } else { told.narrated() };
    told.iter().map(show).collect::<Vec<_>>().join("\n")
}

/// All errors as a JSON document, as docs/schema/errors.schema.json describes it.
pub fn json(errors: &[ScenarioError], telling: &Telling<'_>) -> Value {
    let told = errors.iter().map(|e| Told::of(e, errors, telling).json(e));
    json!({ "schema_version": SCHEMA_VERSION, "errors": told.collect::<Vec<_>>() })
}

/// An error put into words, before it is arranged.
struct Told {
    code: &'static str,
    /// Where it stands: `--upload`, `home.toml:3:10: link.upload`.
    place: String,
    message: String,
    /// The whole text that was read, where the message shows only a part of it.
    read: Option<String>,
    /// The text around the fault, and the columns of the fault in it.
    shown: Option<Excerpt>,
    /// Where to read the value, for one that is missing.
    look: Vec<String>,
    /// What to type instead, what it means, what it answers.
    instead: Vec<(Suggestion, Option<String>)>,
    help: Option<String>,
}

impl Told {
    fn of(error: &ScenarioError, all: &[ScenarioError], telling: &Telling<'_>) -> Self {
        let mut told = Told {
            code: error.code().0,
            place: String::new(),
            message: String::new(),
            read: None,
            shown: None,
            look: Vec::new(),
            instead: Vec::new(),
            help: None,
        };
        match error {
            ScenarioError::Unreadable { field: id, origin, error } => {
                let label = label(*id, origin);
                told.shown = excerpt(origin, &error.read, &error.span, telling);
                told.place = place(origin, &label, told.shown.as_ref(), telling);
                told.message = inert(&error.message);
                told.read = Some(start_of(inert(error.read.trim())))
                    .filter(|read| !told.message.contains(read.as_str()));
                told.instead = answered(*id, &error.instead, telling);
                told.help = error.instead.first().map(|s| to_type(*id, origin, &s.typed));
            }
            ScenarioError::UnknownKey { key, origin, nearest } => {
                let law = key.strip_prefix("spread.");
                let label = match origin {
                    Origin::Flag(flag) if flag == "--spread" => {
                        format!("--spread {}", inert(law.unwrap_or(key)))
                    }
                    Origin::Flag(flag) => inert(flag),
                    Origin::Column(_) => format!("column \"{}\"", inert(key)),
                    _ => inert(key),
                };
                told.shown = excerpt(origin, key, &(0..key.len()), telling);
                told.place = place(origin, &label, told.shown.as_ref(), telling);
                told.message = "there is no such input".to_owned();
                let nearest = nearest.map(|near| match key.starts_with("spread.") {
                    true => format!("spread.{near}"),
                    false => near.to_owned(),
                });
                // What mostly varies, where nothing is near.
                let near = nearest.or(law.map(|_| VARIES.to_owned()));
                told.help = near.map(|near| match origin {
                    Origin::Flag(flag) if flag == "--spread" => {
                        let name = near.strip_prefix("spread.").unwrap_or(&near);
                        format!("did you mean --spread {}?", quoted(&format!("{name} ...")))
                    }
                    Origin::Flag(_) if near.contains('.') => {
                        format!("did you mean --set {near}=...?")
                    }
                    Origin::Flag(_) => format!("did you mean --{near}?"),
                    _ => format!("did you mean {near}?"),
                });
            }
            ScenarioError::Missing { field: id } => told.missing(*id, all, telling),
            ScenarioError::Conflict { field: id, origin, message, instead, .. } => {
                let label = label(*id, origin);
                told.place = place(origin, &label, None, telling);
                told.message = inert(message);
                told.instead = answered(*id, instead, telling);
                told.help = instead.first().map(|s| to_type(*id, origin, &s.typed));
            }
            ScenarioError::Syntax { origin, message } => {
                told.shown = excerpt(origin, "", &(0..0), telling);
                told.place = place(origin, "", None, telling);
                told.message = inert(message);
            }
        }
        told
    }

    fn missing(&mut self, id: FieldId, all: &[ScenarioError], telling: &Telling<'_>) {
        let f = field(id);
        let place = match telling.row {
            Some(row) => row_place(row, &format!("column \"{}\"", f.key)),
            None => flag(id),
        };
        let missing = |key: &str| {
            all.iter()
                .any(|e| matches!(e, ScenarioError::Missing { field: id } if field(*id).key == key))
        };
        let (message, look, examples): (_, &[&str], &[&str]) = match f.key {
            "library.size" => (
                "how much is there to back up?",
                &[
                    "iPhone: Settings > your name > iCloud > Manage Storage > Backups:",
                    "\"Next Backup Size\", not the used storage of the phone",
                    "Android: the size of the photos and videos; Settings > Google > Backup",
                ],
                // With the speed missing too, the lines to type stand with the speed.
                if missing("link.upload") { &[] } else { &EXAMPLE_SIZES },
            ),
            "link.upload" => (
                "how fast is the upload?",
                &["the upload figure of a speed test on the same Wi-Fi, not the download"],
                &EXAMPLE_SPEEDS,
            ),
            _ => ("a value is needed here", &[], &[]),
        };
        self.message = format!("{place} is missing: {message}");
        self.look = look.iter().map(|&l| l.to_owned()).collect();
        if examples.is_empty() && self.look.is_empty() {
            self.help = Some(to_type(id, &Origin::Default, f.kind.example));
        }
        let size =
            if missing("library.size") { format!(" --size {EXAMPLE_SIZE}") } else { String::new() };
        for example in examples {
            let suggestion = Suggestion { typed: (*example).to_owned(), meaning: String::new() };
            let answer = (telling.answer)(id, &suggestion);
            let typed = if telling.row.is_some() {
                suggestion.typed
            } else {
                let size = if f.key == "library.size" { "" } else { &size };
                format!("{}{size} {} {}", command(telling), flag(id), suggestion.typed)
            };
            self.instead.push((Suggestion { typed, meaning: String::new() }, answer));
        }
    }

    /// The form with carets.
    fn drawn(&self) -> String {
        let mut out = headed(&format!("error[{}]: {}", self.code, self.head()));
        if let Some(shown) = &self.shown {
            let caret = "^".repeat(shown.width.max(1));
            out += &format!("{INDENT}{}\n{INDENT}{}{caret}\n", shown.text, " ".repeat(shown.from));
        }
        for line in &self.look {
            out += &format!("{INDENT}{line}\n");
        }
        // The last line is the help; the likeliest readings come first.
        let room = LINES.saturating_sub(out.lines().count() + 1).max(1);
        for line in self.readings().lines().take(room) {
            out += &format!("{line}\n");
        }
        let more = format!("more: backup-sim explain {}", self.code);
        let help = self.help.as_deref().map(inert);
        out + &match help {
            Some(help) if help.len() + more.len() > COLUMNS - 8 => {
                format!("help: {help}\n{more}\n")
            }
            Some(help) => format!("help: {help:<32} {more}\n"),
            None => format!("help: {more}\n"),
        }
    }

    /// What to type instead: text, meaning, answer, in columns.
    fn readings(&self) -> String {
        let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let width = |text: &str| inert(text).chars().count();
        let typed = longest(&mut self.instead.iter().map(|(s, _)| width(&s.typed)));
        let whole = longest(&mut self.instead.iter().map(|(s, _)| width(&s.meaning)));
        let answer = longest(&mut self.instead.iter().flat_map(|(_, a)| a.as_deref()).map(width));
        // Where it does not fit the screen, the first clause of each meaning has to do.
        let fits = INDENT.len() + typed + 3 + whole + 6 + answer <= COLUMNS;
        let meaning = |s: &Suggestion| {
            let clause = if fits { None } else { s.meaning.split(", ").next() };
            inert(clause.unwrap_or(&s.meaning))
        };
        let means = longest(&mut self.instead.iter().map(|(s, _)| meaning(s).chars().count()));
        let mut out = String::new();
        for (s, answer) in &self.instead {
            let mut line = format!("{INDENT}{:typed$}", inert(&s.typed));
            if means > 0 {
                line += &format!("   {:means$}", meaning(s));
            }
            if let Some(answer) = answer {
                line += &format!("   -> {answer}");
            }
            out += line.trim_end();
            out.push('\n');
        }
        out
    }

    /// The form without art: one fact to a line, in words.
    fn narrated(&self) -> String {
        let mut out = format!("error {}: {}\n", self.code, self.head());
        if let Some(read) = &self.read {
            out += &format!("read: {read}\n");
        }
        for line in &self.look {
            out += &format!("look: {line}\n");
        }
        for (s, answer) in &self.instead {
            out += &format!("write {}", inert(&s.typed));
            if !s.meaning.is_empty() {
                out += &format!(" ({})", inert(&s.meaning));
            }
            if let Some(answer) = answer {
                out += &format!(": {answer}");
            }
            out.push('\n');
        }
        if let Some(help) = &self.help {
            out += &format!("help: {}\n", inert(help));
        }
        out + &format!("more: backup-sim explain {}\n", self.code)
    }

    fn head(&self) -> String {
        match self.place.as_str() {
            "" => self.message.clone(),
            place => format!("{place}: {}", self.message),
        }
    }

    /// Where it came from: path, line and column of a file, and the name of file, flag or column.
    fn origin(&self, origin: &Origin) -> Value {
        let (path, line, name) = match origin {
            Origin::File(path, line) => (Some(path), Some(line), Some(path)),
            Origin::Flag(name) | Origin::Column(name) => (None, None, Some(name)),
            Origin::Default | Origin::Preset(_) | Origin::Study => (None, None, None),
        };
        let column = path.and(self.shown.as_ref()).map(|shown| shown.column);
        json!({"kind": origin.word(), "path": path, "line": line, "column": column, "name": name})
    }

    fn json(&self, error: &ScenarioError) -> Value {
        let (origin, read) = match error {
            ScenarioError::Unreadable { origin, error, .. } => (Some(origin), Some(error)),
            ScenarioError::UnknownKey { origin, .. }
            | ScenarioError::Conflict { origin, .. }
            | ScenarioError::Syntax { origin, .. } => (Some(origin), None),
            ScenarioError::Missing { .. } => (None, None),
        };
        let instead = self
            .instead
            .iter()
            .map(|(s, answer)| json!({"typed": s.typed, "meaning": s.meaning, "answer": answer}));
        json!({
            "code": self.code,
            "text": self.head(),
            "field": error.field().map(|id| field(id).key),
            "origin": origin.map(|origin| self.origin(origin)),
            "read": read.map(|e| &e.read),
            "span": read.map(|e| [e.span.start, e.span.end]),
            "where": (!self.look.is_empty()).then(|| self.look.join(" ")),
            "instead": instead.collect::<Vec<_>>(),
            "help": self.help,
            "explain": format!("backup-sim explain {}", self.code),
        })
    }
}

/// As much of a text as fits a line.
fn start_of(text: String) -> String {
    match text.char_indices().nth(COLUMNS - 12) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn answered(
    id: FieldId,
    instead: &[Suggestion],
    telling: &Telling<'_>,
) -> Vec<(Suggestion, Option<String>)> {
    let plain = |s: &Suggestion| Suggestion {
        meaning: s.meaning.trim_end_matches('.').to_owned(),
        ..s.clone()
    };
    instead.iter().map(|s| (plain(s), (telling.answer)(id, s))).collect()
}

/// The preferred flag of a field, or how to set it without one.
fn flag(id: FieldId) -> String {
    let f = field(id);
    f.flags.first().map_or_else(|| format!("--set {}=", f.key), |flag| format!("--{flag}"))
}

/// What the field is called where its value came from.
fn label(id: FieldId, origin: &Origin) -> String {
    match origin {
        Origin::Flag(typed) => inert(typed.split('=').next().unwrap_or(typed)),
        Origin::Column(column) => format!("column \"{}\"", inert(column)),
        Origin::File(..) => field(id).key.to_owned(),
        Origin::Default | Origin::Preset(_) | Origin::Study => flag(id),
    }
}

/// The text to type for a value, in the form of its origin.
fn to_type(id: FieldId, origin: &Origin, typed: &str) -> String {
    match origin {
        Origin::File(..) => format!("write  {} = \"{typed}\"", field(id).key),
        Origin::Column(_) => format!("write  {typed}"),
        // The law of one input.
        Origin::Flag(flag) if flag.starts_with("--set spread.") => {
            format!("write  {flag}={}", quoted(typed))
        }
        _ => match field(id).flags.first() {
            Some(flag) => format!("write  --{flag} {}", quoted(typed)),
            None => format!("write  --set {}", quoted(&format!("{}={typed}", field(id).key))),
        },
    }
}

fn place(origin: &Origin, label: &str, shown: Option<&Excerpt>, telling: &Telling<'_>) -> String {
    let place = match (origin, telling.row) {
        (Origin::File(path, line), _) => {
            let column = shown.map(|s| format!(":{}", s.column)).unwrap_or_default();
            format!("{}:{line}{column}", inert(path))
        }
        (Origin::Column(_), Some(row)) => return row_place(row, label),
        _ => return label.to_owned(),
    };
    if label.is_empty() { place } else { format!("{place}: {label}") }
}

fn row_place(row: &RowPlace, label: &str) -> String {
    let (line, byte) = (thousands(row.line), thousands(row.byte));
    format!("{} line {line}, {label} (byte {byte})", inert(&row.path))
}

/// The command line to add to; between carets a long one is left out.
fn command(telling: &Telling<'_>) -> String {
    let typed = telling.command.iter().map(|a| inert(&quoted(a))).collect::<Vec<_>>().join(" ");
    match typed.as_str() {
        "" => "backup-sim estimate".to_owned(),
        // A log or a reader takes a line of any length, and it can be pasted.
        long if telling.art && long.chars().count() > 44 => "...".to_owned(),
        short if telling.command.len() == 1 => format!("{short} estimate"),
        short => short.to_owned(),
    }
}

/// A heading, its further lines set in.
fn headed(text: &str) -> String {
    let lines = wrap(text, COLUMNS - INDENT.len());
    let indent = |i: usize| if i == 0 { "" } else { INDENT };
    lines.iter().enumerate().map(|(i, line)| format!("{}{line}\n", indent(i))).collect()
}
