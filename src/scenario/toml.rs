//! Scenario files: TOML text flows in, `key = text` entries with their line flow out. A string is
//! taken as it is; yes/no, numbers and lists of strings become the text one would type as a flag,
//! so that every source shares the one grammar.

use super::draft::{Draft, Origin};
use super::error::ScenarioError;
use crate::import::measured_run;
use toml_edit::{Document, Item, Value};

/// One `key = value` of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The dotted key as written.
    pub key: String,
    /// The value as the text one would type.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
}

/// A file that is not a flat scenario: what is wrong, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, as one sentence.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a file's entries in the order written.
///
/// # Errors
/// [`Fault`] if the text is not TOML or a value is neither text, yes/no, a number nor a list of
/// these.
pub fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_at = |at: usize| 1 + ends.partition_point(|&end| end < at);
    let document = Document::parse(text).map_err(|e| Fault {
        message: e.message().lines().next().unwrap_or("this is not TOML").to_owned(),
        line: line_at(e.span().map_or(0, |s| s.start)),
    })?;
    let mut found = Vec::new();
    for (key, item) in document.as_table().iter() {
        collect(key.to_owned(), item, &line_at, &mut found)?;
    }
    found.sort_by_key(|e| e.line);
    Ok(found)
}

fn collect(
    key: String,
    item: &Item,
    line_at: &impl Fn(usize) -> usize,
    found: &mut Vec<Entry>,
) -> Result<(), Fault> {
    let line = line_at(item.span().map_or(0, |s| s.start));
    if let Some(table) = item.as_table_like() {
        for (name, inner) in table.iter() {
            collect(format!("{key}.{name}"), inner, line_at, found)?;
        }
        return Ok(());
    }
    let fault = |what: &str| Fault {
        message: format!("{key} is {what}; write text in quotes, for instance \"40GB\""),
        line,
    };
    let value = item.as_value().ok_or_else(|| fault("a list of tables"))?;
    let text = plain_text(value).ok_or_else(|| fault("neither text, a number nor a list"))?;
    found.push(Entry { key, text, line });
    Ok(())
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.value().clone()),
        Value::Boolean(b) => Some(if *b.value() { "yes" } else { "no" }.to_owned()),
        Value::Integer(_) | Value::Float(_) => Some(value.clone().decorated("", "").to_string()),
        Value::Array(list) => {
            let parts: Option<Vec<String>> = list.iter().map(plain_text).collect();
            Some(parts?.join(", "))
        }
        Value::Datetime(_) | Value::InlineTable(_) => None,
    }
}

/// Adds a file's entries to a draft: TOML, or the JSON of a measured run. `path` is only used to say
/// where a fault stands.
pub fn apply(draft: &mut Draft, path: &str, text: &str) {
    if text.trim_start().starts_with('{') {
        return apply_run(draft, path, text);
    }
    match entries(text) {
        Ok(entries) => {
            for entry in entries {
                draft.set(&entry.key, &entry.text, Origin::File(path.to_owned(), entry.line));
            }
        }
        Err(fault) => draft.fault(ScenarioError::Syntax {
            origin: Origin::File(path.to_owned(), fault.line),
            message: fault.message,
        }),
    }
}

/// Adds the inputs of a measured run.
fn apply_run(draft: &mut Draft, path: &str, text: &str) {
    match measured_run::read(text) {
        Ok(entries) => {
            for entry in entries {
                draft.set(entry.key, &entry.text, Origin::File(path.to_owned(), entry.line));
            }
        }
        Err(fault) => draft.fault(ScenarioError::Syntax {
            origin: Origin::File(path.to_owned(), fault.line),
            message: fault.message,
        }),
    }
}
