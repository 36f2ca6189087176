//! The text around a fault: the command line, the line of a file or the row of a table flows in, what
//! fits a screen of it flows out with the place of the fault in it. For `failure`.

use super::failure::Telling;
use super::format::inert;
use super::wording::next::quoted;
use crate::scenario::Origin;

/// The width of a screen.
pub(super) const COLUMNS: usize = 80;
/// What stands before each line under a heading.
pub(super) const INDENT: &str = "   ";

/// A piece of text with a fault in it.
pub(super) struct Excerpt {
    /// The text, made harmless and cut to the screen.
    pub(super) text: String,
    /// The column of the fault in the whole line, from 1.
    pub(super) column: usize,
    /// Its column in the text, from 0.
    pub(super) from: usize,
    /// How many columns it takes.
    pub(super) width: usize,
}

/// The text around a fault: the command line, the line of the file, or the row.
pub(super) fn excerpt(
    origin: &Origin,
    read: &str,
    span: &std::ops::Range<usize>,
    telling: &Telling<'_>,
) -> Option<Excerpt> {
    let (before, after) = match origin {
        Origin::Flag(typed) => around_flag(typed, read, telling.command)?,
        Origin::File(path, line) => around(&(telling.file_line)(path, *line)?, read)?,
        Origin::Column(_) => around(&telling.row?.text, read)?,
        Origin::Default | Origin::Preset(_) | Origin::Study => return None,
    };
    let part = |range: std::ops::Range<usize>| inert(read.get(range).unwrap_or_default());
    let (head, fault) = (part(0..span.start), part(span.clone()));
    let tail = part(span.end..read.len());
    let from = before.chars().count() + head.chars().count();
    let whole = format!("{before}{head}{fault}{tail}{after}");
    Some(cut(&whole, from, fault.chars().count()))
}

/// What stands before and after `read` in a line.
fn around(line: &str, read: &str) -> Option<(String, String)> {
    // In `size = "3"` the value comes last, in a row anywhere: the last place is the likelier one.
    let at = line.rfind(read)?;
    Some((inert(line.get(..at)?), inert(line.get(at + read.len()..)?)))
}

/// What stands before and after the value of a flag in the command line.
fn around_flag(typed: &str, read: &str, command: &[String]) -> Option<(String, String)> {
    let name = typed.split('=').next().unwrap_or(typed);
    let at = command.iter().rposition(|arg| arg.split('=').next() == Some(name))?;
    let arg = command.get(at)?;
    let words = |args: &[String]| args.iter().map(|a| inert(&quoted(a))).collect::<Vec<_>>();
    let before = words(command.get(..at)?).join(" ");
    let (middle, rest) = if arg.ends_with(read) && (arg.contains('=') || arg == read) {
        (inert(arg.strip_suffix(read)?), at + 1)
    } else if command.get(at + 1).map(String::as_str) == Some(read) {
        (format!("{} ", inert(arg)), at + 2)
    } else {
        return None;
    };
    let after = words(command.get(rest..).unwrap_or_default()).join(" ");
    let gap = |text: &str| if text.is_empty() { "" } else { " " };
    Some((format!("{before}{}{middle}", gap(&before)), format!("{}{after}", gap(&after))))
}

/// A line cut to the columns around its fault.
fn cut(text: &str, from: usize, width: usize) -> Excerpt {
    let column = from + 1;
    let room = COLUMNS - INDENT.len();
    let length = text.chars().count();
    if length < room {
        return Excerpt { text: text.to_owned(), column, from, width };
    }
    let start = (from + width.min(20)).saturating_sub(room - 23).min(from);
    let dots = if start > 0 { "..." } else { "" };
    let shown: String = text.chars().skip(start).take(room - 7).collect();
    let more = if start + room - 7 < length { "..." } else { "" };
    let from = from - start + dots.len();
    let width = width.min(room.saturating_sub(from + 1));
    Excerpt { text: format!("{dots}{shown}{more}"), column, from, width }
}
