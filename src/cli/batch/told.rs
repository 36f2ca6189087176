//! What a batch says on stderr at its end: rejects, counts and what separates the cells.

use crate::cli::look::Look;
use backup_sim::batch::{Reject, Summary};
use backup_sim::report::format::{count, inert, thousands};
use backup_sim::scenario::points::POINT_READ;
use backup_sim::units::SMALL_PERCENT;
use serde_json::{Value, json};
use std::io::{Write, stderr};

/// Notes on how values were read that may change the answer a hundredfold: told once for the file.
const DOUBTFUL: [(&str, &str); 2] = [
    (
        SMALL_PERCENT,
        "a percentage under 1 was read as it stands: 0.95 is 0.95 %; a share of 0.95 is written 95",
    ),
    (
        POINT_READ,
        "a point before three digits was read as a decimal point: 1.500 is 1.5; 1500 is written without it",
    ),
];

/// The counts in one line.
pub fn counted(summary: &Summary, answered: &str) -> String {
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

/// What a check has found, as a document: the counts, and the first rejects.
pub fn checked(mut counts: Value, told: &[Reject], name: &str) -> String {
    let path = (name != "-").then_some(name);
    let errors: Vec<Value> = told.iter().map(|reject| reject_json(reject, path)).collect();
    if let Some(document) = counts.as_object_mut() {
        document.insert("errors".to_owned(), errors.into());
    }
    format!("{counts:#}")
}

/// Tells rejects and counts on stderr.
pub fn tell(summary: &Summary, told: &[Reject], name: &str, look: &Look, checked: bool) {
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
        for (code, what) in DOUBTFUL {
            if let Some(&rows) = summary.tally.notes.get(code) {
                let rows = count(rows, "row");
                text += &format!("note: {name}: in {rows} {what} ({code})\n");
            }
        }
        if !checked {
            text += &format!("{}\n", counted(summary, "answered"));
        }
    }
    let _ = stderr().lock().write_all(look.paint_errors(&text).as_bytes());
}

fn reject_json(r: &Reject, path: Option<&str>) -> Value {
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
