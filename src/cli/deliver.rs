//! Where an answer goes. A command's options and what it has found flow in; files, standard output and
//! the exit code flow out. One home for it, so that `--format`, `--for`, `--json -` and `--force` mean
//! the same behind every command.

use super::disk::Machine;
use super::failure::{ARGUMENTS, Failure, NOT_IN_TIME, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{check, print, write_file};
use backup_sim::report::audience::Audience;
use backup_sim::report::format::inert;
use backup_sim::study::answer::Answer;
use std::path::Path;
use std::process::ExitCode;

/// A form in which an answer can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For articles.
    Markdown,
    /// For tables.
    Csv,
    /// A drawing.
    Svg,
    /// A picture.
    Png,
}

impl Form {
    /// The flags that write a file, and what each file holds.
    const EXPORTS: [(&'static str, Form); 5] = [
        ("csv", Form::Csv),
        ("json", Form::Json),
        ("md", Form::Markdown),
        ("svg", Form::Svg),
        ("png", Form::Png),
    ];

    /// The word behind `--format`.
    fn of(word: &str) -> Self {
        match word {
            "json" => Form::Json,
            "markdown" => Form::Markdown,
            "csv" => Form::Csv,
            _ => Form::Text,
        }
    }
}

/// What a command has found, in every form in which it can be had. A form that a command has no flag
/// for is never asked of it.
pub trait Deliverable {
    /// For people, without colour.
    fn text(&self) -> String;

    /// A document, with a line end.
    fn json(&self) -> String;

    /// For an article.
    fn markdown(&self) -> String;

    /// What `--format csv` prints.
    fn csv(&self) -> String {
        String::new()
    }

    /// What `--csv` writes; where nothing else is said, the same.
    fn table(&self) -> String {
        self.csv()
    }

    /// What `--svg` and `--png` write.
    ///
    /// # Errors
    /// A picture that cannot be drawn.
    fn picture(&self, _png: bool) -> Result<Vec<u8>, Failure> {
        Err(Failure::Internal("there is no picture of it".to_owned()))
    }

    /// In the words of one reader. Asked for only where the command has `--for`.
    fn words_for(&self, _reader: Audience) -> String {
        self.text()
    }

    /// The answer whose notes are told beside the text.
    fn notes(&self) -> Option<&Answer> {
        None
    }

    /// Whether the text opens with its verdict, which is then set in bold.
    fn has_verdict(&self) -> bool {
        true
    }

    /// Whether it is what was hoped for; if not, `--exit-code` says so.
    fn is_good(&self) -> bool {
        true
    }
}

/// What was asked for: forms, files and the reader.
pub struct Delivery<'p> {
    format: Form,
    reader: Option<Audience>,
    /// Forms and their files, without the one for standard output.
    files: Vec<(Form, &'p Path)>,
    /// The export that goes to standard output, in place of what `--format` says.
    export: Option<Form>,
    force: bool,
    exit_code: bool,
}

impl<'p> Delivery<'p> {
    /// Reads the options. What does not go together is kept as faults of `parsed`; `example` names a
    /// file to write to in its stead.
    pub fn of(parsed: &'p Parsed, example: &str) -> Self {
        let asked = Form::EXPORTS.iter();
        let asked = asked.filter_map(|&(flag, form)| Some((flag, form, parsed.text(flag)?)));
        let asked: Vec<(&str, Form, &str)> = asked.collect();
        let mut exports = asked.iter().filter(|(.., target)| *target == "-");
        let export = exports.next().map(|&(_, form, _)| form);
        if exports.next().is_some() {
            let message = "only one result can go to standard output";
            let instead = format!("--json {example}");
            parsed.fault(Usage::new(ARGUMENTS, "-", message).or(instead));
        }
        for &(flag, form, target) in &asked {
            let other = match form {
                Form::Svg => ".png",
                Form::Png => ".svg",
                _ => continue,
            };
            if target.to_ascii_lowercase().ends_with(other) {
                let (what, target) = (flag.to_ascii_uppercase(), inert(target));
                let message = format!("writes {what}, but {target} ends in {other}");
                let instead = format!("--{} {target}", other.trim_start_matches('.'));
                parsed.fault(Usage::new(ARGUMENTS, format!("--{flag}"), message).or(instead));
            }
        }
        let files = asked.iter().filter(|(.., target)| *target != "-");
        let files = files.map(|&(_, form, target)| (form, Path::new(target))).collect();
        let format = parsed.text("format").unwrap_or("text");
        Delivery {
            format: Form::of(format),
            reader: reader(parsed, format),
            files,
            export,
            force: parsed.switch("force"),
            exit_code: parsed.switch("exit-code"),
        }
    }

    /// Whether a file or standard output gets one of these forms by a flag of its own.
    pub fn exports(&self, forms: &[Form]) -> bool {
        let files = self.files.iter().map(|(form, _)| form);
        files.chain(&self.export).any(|form| forms.contains(form))
    }

    /// Whether anything is written by a flag of its own.
    pub fn exports_any(&self) -> bool {
        self.export.is_some() || !self.files.is_empty()
    }

    /// Whether standard output gets one of them.
    pub const fn exports_to_stdout(&self) -> bool {
        self.export.is_some()
    }

    /// Says before any computing which files cannot be written.
    ///
    /// # Errors
    /// A file that is there already, a folder that is not.
    pub fn ready(&self) -> Result<(), Failure> {
        self.files.iter().try_for_each(|(_, path)| check(&Machine, path, self.force))
    }

    /// Writes all files, then prints, then tells the notes; the exit code flows out.
    ///
    /// # Errors
    /// What cannot be written, and a picture that cannot be drawn.
    pub fn deliver(&self, found: &impl Deliverable, look: &Look) -> Result<ExitCode, Failure> {
        self.write(found)?;
        self.print(found, look)?;
        let bad = self.exit_code && !found.is_good();
        Ok(if bad { ExitCode::from(NOT_IN_TIME) } else { ExitCode::SUCCESS })
    }

    /// The files alone.
    pub fn write(&self, found: &impl Deliverable) -> Result<(), Failure> {
        let mut files = self.files.iter();
        files.try_for_each(|&(form, path)| write_file(path, &exported(found, form)?, self.force))
    }

    /// Standard output alone, and the notes.
    pub fn print(&self, found: &impl Deliverable, look: &Look) -> Result<(), Failure> {
        // An export has words of its own.
        if let Some(form) = self.export {
            return print(&exported(found, form)?);
        }
        if let Some(reader) = self.reader {
            let text = found.words_for(reader);
            let painted = reader == Audience::Owner;
            return print(if painted { look.paint_answer(&text) } else { text }.as_bytes());
        }
        let text = match self.format {
            Form::Json => found.json(),
            Form::Markdown => found.markdown(),
            Form::Csv => found.csv(),
            _ if found.has_verdict() => look.paint_answer(&found.text()),
            _ => found.text(),
        };
        print(text.as_bytes())?;
        if let (Form::Text, Some(answer)) = (self.format, found.notes()) {
            look.tell_notes(answer);
        }
        Ok(())
    }
}

/// What a flag of its own writes.
fn exported(found: &impl Deliverable, form: Form) -> Result<Vec<u8>, Failure> {
    Ok(match form {
        Form::Csv => found.table().into_bytes(),
        Form::Json => found.json().into_bytes(),
        Form::Markdown => found.markdown().into_bytes(),
        Form::Svg => found.picture(false)?,
        Form::Png => found.picture(true)?,
        Form::Text => found.text().into_bytes(),
    })
}

/// Whom the words are for, if for one reader; a fault where the format has words of its own.
fn reader(parsed: &Parsed, format: &str) -> Option<Audience> {
    let typed = parsed.text("for")?;
    let (reader, _) = Audience::ALL.into_iter().find(|(_, word)| *word == typed)?;
    let worded = match Form::of(format) {
        Form::Text => true,
        Form::Markdown => reader == Audience::Author,
        _ => false,
    };
    if !worded {
        let message = format!("words the text, and --format {format} has words of its own");
        parsed.fault(Usage::new(ARGUMENTS, "--for", message).or("--format text"));
    }
    Some(reader)
}
