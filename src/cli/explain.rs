//! `explain`: what a field, a cause, an error code, a preset or a unit means, read off the tables;
//! and `explain config`, every value of a scenario with its origin.

use super::arguments::nearest;
use super::explain_json;
use super::failure::{CODES as USAGE_CODES, Failure, UNKNOWN_COMMAND, Usage};
use super::look::Look;
use super::manual::units;
use super::pages;
use super::parse::Parsed;
use super::sink::print;
use backup_sim::batch::error::CODES as BATCH_CODES;
use backup_sim::cause::Cause;
use backup_sim::model::service::Preset;
use backup_sim::report::format::{inert, is_hostile};
use backup_sim::report::symptoms;
use backup_sim::report::text::wrap;
use backup_sim::report::wording::{note, restore, where_to_look};
use backup_sim::scenario::error::CODES as SCENARIO_CODES;
use backup_sim::scenario::{FieldRef, Inputs, Origin, fields, find, preset};
use backup_sim::units::{CODES as TEXT_CODES, Choice, Code, Plain};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, _: &Look) -> Result<ExitCode, Failure> {
    parsed.check()?;
    let topic = parsed.text("positional");
    let text = match topic {
        Some("config") => Some(config(parsed)),
        _ if parsed.text("format") == Some("json") => explain_json::document(topic),
        None => Some(topics()),
        Some(topic) => list(topic).or_else(|| page(topic)),
    };
    let text = text.ok_or_else(|| unknown(topic.unwrap_or_default()))?;
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// All error codes with title and page.
pub fn codes() -> impl Iterator<Item = &'static (Code, &'static str, &'static str)> {
    [USAGE_CODES, TEXT_CODES, SCENARIO_CODES, BATCH_CODES].into_iter().flatten()
}

/// One field of each kind of value.
pub fn kinds() -> Vec<&'static FieldRef> {
    let mut kinds: Vec<&FieldRef> = Vec::new();
    for field in fields() {
        if !kinds.iter().any(|k| k.kind.name == field.kind.name) {
            kinds.push(field);
        }
    }
    kinds
}

/// The same by their numbers.
pub fn sorted_codes() -> impl Iterator<Item = &'static (Code, &'static str, &'static str)> {
    let mut all: Vec<_> = codes().collect();
    all.sort_unstable_by_key(|(code, ..)| code.0);
    all.into_iter()
}

/// A kind's name as one word.
pub fn word(kind: &FieldRef) -> String {
    kind.kind.name.replace(' ', "-")
}

fn unknown(topic: &str) -> Usage {
    let shown = inert(topic);
    let usage = Usage::new(UNKNOWN_COMMAND, shown, "there is nothing of that name to explain");
    let names = fields()
        .iter()
        .flat_map(|f| std::iter::once(f.key).chain(f.flags.iter().copied()))
        .chain(Cause::ALL.iter().map(|c| c.id()))
        .chain(Preset::ALL.iter().map(|(_, word, _)| *word))
        .chain(codes().map(|(code, ..)| code.0))
        .chain(note::CODES.iter().map(|(code, _)| *code))
        .chain(kinds().into_iter().map(|k| k.kind.name))
        .chain(LISTS)
        .chain(["config"]);
    match nearest(topic, names) {
        Some(near) => usage.or(format!("backup-sim explain {near}")),
        None => usage.or("backup-sim explain"),
    }
}

/// The topics that are lists.
pub const LISTS: [&str; 11] = [
    "fields", "causes", "presets", "kinds", "notes", "codes", "units", "symptoms", "limits",
    "restore", "sweep",
];

/// A whole list, each entry with the first sentence of what it means; or a page by itself.
pub fn list(topic: &str) -> Option<String> {
    let entry = |name: &str, text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = words.split_inclusive(". ").next().unwrap_or_default().trim_end();
        let lines = wrap(first, 80 - 25);
        let name = |i: usize| if i == 0 { name } else { "" };
        let wide = if name(0).len() > 23 { format!("{}\n", name(0)) } else { String::new() };
        let name = |i: usize| if wide.is_empty() { name(i) } else { "" };
        let lines = lines.iter().enumerate().map(|(i, line)| format!("{:<24} {line}\n", name(i)));
        wide.clone() + &lines.collect::<String>()
    };
    if let Some(rows) = rows(topic) {
        return Some(rows.iter().map(|(name, text)| entry(name, text)).collect());
    }
    Some(match topic.to_ascii_lowercase().as_str() {
        "units" => units().trim_start().to_owned(),
        "symptoms" => symptoms::page(),
        "limits" => pages::limits(),
        "sweep" => pages::SWEEP.to_owned(),
        "restore" => restore::RESTORE.to_owned(),
        _ => return None,
    })
}

/// The entries of a list with what each means, or an example of it.
pub fn rows(topic: &str) -> Option<Vec<(String, &'static str)>> {
    let own = |(name, text): (&str, &'static str)| (name.to_owned(), text);
    Some(match topic.to_ascii_lowercase().as_str() {
        "fields" => fields().iter().map(|f| own((f.key, f.help))).collect(),
        "causes" => Cause::ALL.iter().map(|c| own((c.id(), c.meaning()))).collect(),
        "presets" => Preset::ALL.iter().map(|&(_, word, text)| own((word, text))).collect(),
        "kinds" => kinds().into_iter().map(|k| (word(k), k.kind.example)).collect(),
        "notes" => note::CODES.iter().copied().map(own).collect(),
        "codes" => sorted_codes().map(|&(code, title, _)| own((code.0, title))).collect(),
        _ => return None,
    })
}

/// One thing that a topic names.
#[derive(Clone, Copy)]
pub enum Entry {
    /// An error code, its title and page.
    Code(Code, &'static str, &'static str),
    /// A cause.
    Cause(Cause),
    /// A preset, its word and meaning.
    Preset(Preset, &'static str, &'static str),
    /// A note's code and meaning.
    Note(&'static str, &'static str),
    /// A field.
    Field(&'static FieldRef),
    /// The kind of value that this field takes.
    Kind(&'static FieldRef),
}

impl Entry {
    fn page(self) -> String {
        match self {
            Entry::Code(code, title, page) => format!("{code}: {title}\n\n{}", paragraph(page)),
            Entry::Cause(cause) => page_of_cause(cause),
            Entry::Preset(value, word, meaning) => {
                format!("{word}: {meaning}\n\n{}\n", preset::text(value).trim_end())
            }
            Entry::Note(code, meaning) => format!("{code}: a note\n\n{}", paragraph(meaning)),
            Entry::Field(field) => page_of_field(field),
            Entry::Kind(field) => page_of_kind(field),
        }
    }
}

/// All that goes by that name: `metered` is a cause and a field.
pub fn entries(topic: &str) -> Vec<Entry> {
    let plain = topic.trim_start_matches('-').to_ascii_lowercase().replace(['_', ' '], "-");
    let code = codes().find(|(c, ..)| c.0.eq_ignore_ascii_case(&plain));
    let preset = Preset::ALL.iter().find(|(_, word, _)| *word == plain);
    let note = note::CODES.iter().find(|(code, _)| *code == plain);
    let mut found = Vec::new();
    found.extend(code.map(|&(code, title, page)| Entry::Code(code, title, page)));
    found.extend(Cause::from_id(&plain).map(Entry::Cause));
    found.extend(preset.map(|&(value, word, meaning)| Entry::Preset(value, word, meaning)));
    found.extend(note.map(|&(code, meaning)| Entry::Note(code, meaning)));
    found.extend(find(topic.trim_start_matches('-')).map(Entry::Field));
    found.extend(kinds().into_iter().find(|k| word(k) == plain).map(Entry::Kind));
    if found.is_empty() {
        found.extend(kinds().into_iter().filter(|f| takes_unit(f, topic)).map(Entry::Kind));
    }
    if found.is_empty() {
        let unit = |f: &&FieldRef| f.kind.header_units.iter().any(|(header, _)| *header == plain);
        found.extend(fields().iter().find(unit).map(Entry::Kind));
    }
    found
}

fn page(topic: &str) -> Option<String> {
    let pages: Vec<String> = entries(topic).into_iter().map(Entry::page).collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
}

fn paragraph(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    wrap(&words, 80).join("\n") + "\n"
}

fn page_of_field(f: &FieldRef) -> String {
    let mut text = format!("{}: {}\n\n{}\n", f.key, f.kind.name, paragraph(f.help));
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            text += &format!("{label:<12} {value}\n");
        }
    };
    let flags = f.flags.iter().map(|flag| format!("--{flag}")).collect::<Vec<_>>();
    line("Flag", flags.join(", "));
    line(
        "In a file",
        match f.section {
            "" => format!("{} = \"...\"", f.key),
            section => {
                let name = f.key.rsplit('.').next().unwrap_or(f.key);
                format!("[{section}] {name} = \"{}\"", f.kind.example)
            }
        },
    );
    line("Example", f.kind.example.to_owned());
    line("Default", Inputs::default().print(f.id));
    let columns = wrap(&columns(f).collect::<Vec<_>>().join(", "), 80 - 13);
    for (i, columns) in columns.into_iter().enumerate() {
        line(if i == 0 { "CSV columns" } else { "" }, columns);
    }
    text + &words(f) + &forms(f)
}

/// The words of a field that takes only these, a line for each.
fn words(f: &FieldRef) -> String {
    let words = (f.kind.words)();
    if words.is_empty() {
        return String::new();
    }
    let wide = words.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
    let line = |(word, meaning): &(&str, &str)| format!("  {word:<wide$}  {meaning}\n");
    "\nWords\n".to_owned() + &words.iter().map(line).collect::<String>()
}

/// The columns of a table that carry the field with a unit in their name.
pub fn columns(f: &FieldRef) -> impl Iterator<Item = String> {
    let last = f.flags.first().map(|flag| flag.replace('-', "_")).unwrap_or_default();
    f.kind.header_units.iter().map(move |(unit, _)| format!("{last}_{unit}"))
}

/// The units that a kind of value is written with.
pub fn units_of(f: &FieldRef) -> Vec<&'static str> {
    let mut seen: Vec<&str> = Vec::new();
    for (_, unit) in f.kind.header_units {
        if !seen.contains(unit) {
            seen.push(unit);
        }
    }
    seen
}

/// The fields of the same kind.
pub fn of_kind(f: &FieldRef) -> impl Iterator<Item = &'static FieldRef> {
    let name = f.kind.name;
    fields().iter().filter(move |other| other.kind.name == name)
}

fn page_of_kind(f: &FieldRef) -> String {
    let mut text = format!("{}, for instance {}\n\n", f.kind.name, f.kind.example);
    if !f.kind.header_units.is_empty() {
        text += &paragraph(&format!("Units: {}.", units_of(f).join(", ")));
    }
    let keys = of_kind(f).map(|other| other.key).collect::<Vec<_>>();
    text + &paragraph(&format!("Fields of this kind: {}.", keys.join(", ")))
}

/// Whether a value may be written with a unit, such as `MB/s`, as its reader reads it.
fn takes_unit(f: &FieldRef, topic: &str) -> bool {
    let is_unit = topic.starts_with(|c: char| c.is_alphabetic() || c == '%');
    is_unit && f.kind.unit.is_some() && (f.read)(&format!("3{topic}")).is_ok()
}

/// The forms that a value of several parts takes.
fn forms(f: &FieldRef) -> String {
    match f.key {
        "link.rivals" => format!("\nForms\n{}", indented_lines(RIVALS)),
        _ => String::new(),
    }
}

/// What may be written for uploads beside the backup; a test reads every form.
const RIVALS: &[(&str, &str)] = &[
    ("onedrive 20GB 22:00-07:00", "a name, a size, and hours: it ends once all is sent"),
    ("2 flows 8GB from 22:10", "over two connections, from a time on"),
    ("laptop 3 flows", "so many connections, always sending"),
    ("fixed 2Mbps 20:00-23:00", "at a rate of its own, as a camera or a call"),
    ("onedrive 20GB, fixed 1Mbps", "several, with commas between them"),
    ("none", "nothing else uploads"),
];

fn indented_lines(forms: &[(&str, &str)]) -> String {
    forms.iter().map(|(form, meaning)| format!("  {form:<27}  {meaning}\n")).collect::<String>()
        + "\n"
        + &paragraph(
            "A rival with a size sends inside the phone's hours alone, night after night, until it is \
             done: what it may send outside of them is not counted.",
        )
}

fn page_of_cause(cause: Cause) -> String {
    let kind = if cause.is_gate() {
        "a gate; nothing is sent while it is closed"
    } else {
        "a cap on the rate"
    };
    let mut text = format!("{}: {kind}\n\n{}", cause.id(), paragraph(cause.meaning()));
    if let Some(places) = where_to_look::places(cause, &Inputs::default()) {
        text += &format!("\nWhere to look\n{}", paragraph(&places));
    }
    text
}

/// The names of all topics.
pub fn topics() -> String {
    let entry =
        |title: &str, words: Vec<&str>| format!("{title}\n{}\n", indented(&words.join(" ")));
    let kinds: Vec<String> = kinds().into_iter().map(word).collect();
    let fields = fields().iter().map(|f| f.key).collect();
    let codes = sorted_codes().map(|(code, ..)| code.0).collect();
    "backup-sim explain TOPIC; explain config shows each value of a case and its origin\n\n"
        .to_owned()
        + &entry("Lists with meanings", LISTS.to_vec())
        + &entry("Fields", fields)
        + &entry("Causes", Cause::ALL.iter().map(|c| c.id()).collect())
        + &entry("Presets", Preset::ALL.iter().map(|(_, word, _)| *word).collect())
        + &entry("Kinds of values", kinds.iter().map(String::as_str).collect())
        + &entry("Notes", note::CODES.iter().map(|(code, _)| *code).collect())
        + &entry("Error codes", codes)
}

fn indented(text: &str) -> String {
    wrap(text, 78).iter().map(|line| format!("  {line}\n")).collect()
}

/// Every value with its origin: as lines of key, value and origin, or as JSON.
fn config(parsed: &Parsed) -> String {
    let (inputs, origins) = parsed.draft().inputs();
    let origin = |f: &FieldRef| origins.get(f.id.0 as usize).unwrap_or(&Origin::Default);
    if parsed.text("format") == Some("json") {
        let values = fields().iter().map(|f| {
            let value = match inputs.plain(f.id) {
                Plain::Integer(n) => i64::try_from(n).map_or(Value::Null, Value::from),
                Plain::Number(n) => Value::from(n),
                Plain::Flag(yes) => Value::from(yes),
                Plain::Text(text) => Value::from(text),
                Plain::Absent => Value::Null,
            };
            json!({
                "field": f.key,
                "text": inputs.print(f.id),
                "value": value,
                "unit": f.kind.unit,
                "origin": origin_text(origin(f)),
            })
        });
        let values: Vec<Value> = values.collect();
        return format!("{:#}\n", json!({"schema_version": "1.0", "inputs": values}));
    }
    // A scenario file: what was given stands in it, the rest is told beside it.
    let lines = fields().iter().map(|f| {
        let given = if origin(f).is_given() { "" } else { "# " };
        let value = format!("{given}{} = {}", f.key, quoted(&inputs.print(f.id)));
        format!("{value:<62} # {}\n", inert(&origin_text(origin(f))))
    });
    lines.collect()
}

/// A text in quotes as TOML reads it, with nothing in it that a terminal would act on.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_hostile(c) => out += &format!("\\U{:08X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn origin_text(origin: &Origin) -> String {
    match origin {
        Origin::Preset(preset) => format!("preset {}", preset.word()),
        Origin::File(path, line) => format!("{path}:{line}"),
        Origin::Flag(flag) => flag.clone(),
        Origin::Column(name) => format!("column {name}"),
        Origin::Default | Origin::Study => origin.word().to_owned(),
    }
}

#[cfg(test)]
mod tests;
