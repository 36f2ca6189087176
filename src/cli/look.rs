//! How things look: colour, art and JSON errors. Decided from the raw arguments, so that a command
//! line that cannot be understood is still told in the form that was asked for.

use backup_sim::report::wording::note;
use backup_sim::scenario::fields::id_of;
use backup_sim::study::answer::Answer;
use std::io::{IsTerminal, Write, stderr, stdout};

/// How answers and errors look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Colour on stdout.
    pub colour_out: bool,
    /// Colour on stderr.
    colour_err: bool,
    /// Errors with carets; otherwise narrated.
    pub art: bool,
    /// Errors as JSON.
    pub json_errors: bool,
}

impl Look {
    /// From the raw arguments and the environment.
    pub fn of(args: &[String]) -> Self {
        let value = |flag: &str| {
            args.iter().enumerate().rev().find_map(|(i, arg)| match arg.strip_prefix(flag)? {
                "" => args.get(i + 1).map(String::as_str),
                rest => rest.strip_prefix('='),
            })
        };
        let plain = args.iter().any(|a| a == "--plain");
        let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
        let quiet = plain || set("NO_COLOR") || dumb;
        let colour = |terminal: bool| match value("--color") {
            Some("always") => !plain,
            Some("never") => false,
            _ => terminal && !quiet,
        };
        let terminal = stderr().is_terminal();
        Look {
            colour_out: colour(stdout().is_terminal()),
            colour_err: colour(terminal),
            art: terminal && !quiet,
            json_errors: value("--format") == Some("json"),
        }
    }

    /// Tells a note on stderr.
    pub fn tell_note(&self, text: &str) {
        let mark = if self.colour_err { "\x1b[1mnote:\x1b[0m" } else { "note:" };
        let _ = stderr().lock().write_all(format!("{mark} {text}\n").as_bytes());
    }

    /// Tells an answer's notes on stderr, where the text of the answer has no room for them.
    pub fn tell_notes(&self, answer: &Answer) {
        let mark = if self.colour_err { "\x1b[1mnote:\x1b[0m" } else { "note:" };
        // What a preset brings along is no news, and a weak charger is named in the text itself.
        let drops = answer.scenario.origin(id_of("link.drops")).is_given();
        let news = |n: &note::NoteText| match n.code {
            "drops-cost" => drops,
            // The chance's grounds stand under Assumed.
            code => code != "losing-charge" && code != "chance-assumes",
        };
        let notes = note::notes(answer).into_iter().filter(news);
        let text: String = notes.map(|n| format!("{mark} {}\n", n.text)).collect();
        let _ = stderr().lock().write_all(text.as_bytes());
    }

    /// An error text with its first words marked.
    pub fn paint_errors(&self, text: &str) -> String {
        if !self.colour_err {
            return text.to_owned();
        }
        let paint = |line: &str| match line.split_once(": ") {
            Some((head, rest)) if head.starts_with("error") => {
                format!("\x1b[1;31m{head}:\x1b[0m {rest}")
            }
            _ => line.to_owned(),
        };
        text.split('\n').map(paint).collect::<Vec<_>>().join("\n")
    }

    /// An answer with its first line, the verdict, in bold.
    pub fn paint_answer(&self, text: &str) -> String {
        match text.split_once('\n') {
            Some((verdict, rest)) if self.colour_out => format!("\x1b[1m{verdict}\x1b[0m\n{rest}"),
            _ => text.to_owned(),
        }
    }
}
