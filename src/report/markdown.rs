//! The answer as Markdown: a heading, the answer as a table, all inputs folded away under it.
//! Foreign text is escaped so that it can only be seen.

use super::format::{inert, is_hostile};
use super::text::TextOptions;
use super::wording::lines::Lines;
use super::wording::{next, note};
use crate::scenario::fields;
use crate::study::answer::Answer;

/// The Markdown of an answer.
pub fn markdown(answer: &Answer, options: &TextOptions) -> String {
    let scenario = &answer.scenario;
    let lines = Lines::of(answer, options.clock);
    let name = &scenario.inputs().top.name.0;
    let mut out = match name.trim() {
        "" => "## Will this backup finish?\n\n".to_owned(),
        name => format!("## {}\n\n", escaped(name)),
    };
    out += &format!("**{}**\n\n", escaped(&lines.verdict()));
    out += "| | |\n|---|---|\n";
    let mut row = |label: &str, text: Option<String>| {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            out += &format!("| {label} | {} |\n", escaped(&text));
        }
    };
    row("Finishes", Some(lines.finishes()));
    row("Held back", lines.held_back());
    row("On screen", lines.on_screen());
    row("Look at", lines.look_at());
    row("Chance", lines.chance());
    row("One night", lines.one_night());
    row("Helps most", Some(lines.helps_most_in_prose()));
    row("Not checked", Some(lines.not_checked().join(", ")));
    row("Assumed", Some(lines.assumed().join(", ")));
    row("Read as", Some(lines.read_as().join("; ")));
    for note in note::notes(answer) {
        row("Note", Some(note.text));
    }
    out += &format!("\n{}\n\n", code(&next::command(answer)));
    out += "<details><summary>All inputs</summary>\n\n| input | value | from |\n|---|---|---|\n";
    for f in fields() {
        let (value, origin) = (scenario.print(f.id), scenario.origin(f.id).word());
        out += &format!("| `{}` | {} | {origin} |\n", f.key, escaped(&value));
    }
    out + "\n</details>\n"
}

/// A table cell or a line of prose: nothing in it is markup, and it stays on one line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let address = text.contains("://") || text.to_ascii_lowercase().contains("www.");
    for c in text.chars() {
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.extend(['\\', c]);
            }
            // Links that a reader makes of bare addresses need these.
            ':' | '.' if address => out += &format!("&#{};", u32::from(c)),
            '@' => out += "&#64;",
            c if is_hostile(c) => out += &format!("\\{}", c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// A line of code, fenced with more backticks than it holds.
pub(super) fn code(line: &str) -> String {
    let line = inert(line);
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}sh\n{line}\n{fence}")
}
