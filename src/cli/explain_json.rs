//! What `explain` tells, as one JSON document for each topic: entries of the tables flow in. Every
//! document has `topic`, `kind` and `text`; what else it has follows from its kind.

use super::explain::{self, Entry};
use super::pages;
use backup_sim::cause::Cause;
use backup_sim::model::service::Preset;
use backup_sim::report::wording::{note, where_to_look};
use backup_sim::scenario::{FieldRef, Inputs, fields, preset};
use backup_sim::units::Choice;
use serde_json::{Map, Value, json};

/// The version that every document carries.
const VERSION: &str = "1.0";

/// A topic as a document with a line end; the list of all topics for `None`. Nothing for a word that
/// names no topic.
pub fn document(topic: Option<&str>) -> Option<String> {
    let mut whole = Map::from_iter([("schema_version".to_owned(), json!(VERSION))]);
    match topic {
        None => whole.extend(topics()),
        Some(topic) => match explain::list(topic) {
            Some(text) => whole.extend(list(topic, &text)),
            None => {
                let mut found = explain::entries(topic).into_iter().map(of_entry);
                whole.extend(found.next()?);
                // `metered` is a cause and a field.
                whole.insert("also".to_owned(), found.map(Value::Object).collect());
            }
        },
    }
    Some(format!("{:#}\n", Value::Object(whole)))
}

/// A document from pairs.
fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn topics() -> Map<String, Value> {
    let keys = fields().iter().map(|f| f.key);
    let causes = Cause::ALL.iter().map(|c| c.id());
    let presets = Preset::ALL.iter().map(|(_, word, _)| *word);
    let kinds = explain::kinds().into_iter().map(explain::word);
    map(json!({
        "topic": null,
        "kind": "topics",
        "text": explain::topics(),
        "lists": explain::LISTS,
        "fields": keys.collect::<Vec<_>>(),
        "causes": causes.collect::<Vec<_>>(),
        "presets": presets.collect::<Vec<_>>(),
        "kinds": kinds.collect::<Vec<_>>(),
        "notes": note::CODES.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        "codes": explain::sorted_codes().map(|(code, ..)| code.0).collect::<Vec<_>>(),
    }))
}

/// A list with its rows; a page that is no list has none.
fn list(topic: &str, text: &str) -> Map<String, Value> {
    let rows = explain::rows(topic).unwrap_or_default();
    let rows = rows.iter().map(|(name, text)| json!({"name": name, "text": one_line(text)}));
    map(json!({
        "topic": topic.to_ascii_lowercase(),
        "kind": "list",
        "text": text,
        "entries": rows.collect::<Vec<_>>(),
    }))
}

fn of_entry(entry: Entry) -> Map<String, Value> {
    map(match entry {
        Entry::Code(code, title, page) => json!({
            "topic": code.0,
            "kind": "code",
            "text": one_line(title),
            "code": code.0,
            "fix": one_line(page),
        }),
        Entry::Cause(cause) => json!({
            "topic": cause.id(),
            "kind": "cause",
            "text": one_line(cause.meaning()),
            "id": cause.id(),
            "effect": if cause.is_gate() { "gate" } else { "cap" },
            "where": where_to_look::places(cause, &Inputs::default()),
        }),
        Entry::Preset(value, word, meaning) => json!({
            "topic": word,
            "kind": "preset",
            "text": one_line(meaning),
            "id": word,
            "toml": preset::text(value),
        }),
        Entry::Note(code, meaning) => json!({
            "topic": code,
            "kind": "note",
            "text": one_line(meaning),
            "code": code,
        }),
        Entry::Field(field) => of_field(field),
        Entry::Kind(field) => json!({
            "topic": explain::word(field),
            "kind": "kind",
            "text": format!("{}, for instance {}", field.kind.name, field.kind.example),
            "example": field.kind.example,
            "unit": field.kind.unit,
            "units": explain::units_of(field),
            "range": pages::range_of(field.kind.name),
            "fields": explain::of_kind(field).map(|f| f.key).collect::<Vec<_>>(),
        }),
    })
}

fn of_field(field: &FieldRef) -> Value {
    let default = Inputs::default().print(field.id);
    let words = (field.kind.words)();
    let words = words.iter().map(|(word, text)| json!({"word": word, "text": one_line(text)}));
    let flags = field.flags.iter().map(|flag| format!("--{flag}"));
    json!({
        "topic": field.key,
        "kind": "field",
        "text": one_line(field.help),
        "key": field.key,
        "value": explain::word(field),
        "unit": field.kind.unit,
        "default": (!default.is_empty() && default != "absent").then_some(default),
        "range": pages::range(field),
        "flags": flags.collect::<Vec<_>>(),
        "columns": explain::columns(field).collect::<Vec<_>>(),
        "example": field.kind.example,
        "words": words.collect::<Vec<_>>(),
    })
}

/// A text of the source without its line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
