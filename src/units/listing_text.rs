//! The text of listings and of files: `6MB, 3 x 40kB` is a list of sizes, `photos.csv` the path of a
//! file that holds one. What starts with a digit and does not look like a path is a list, so that a
//! slip in a list is told as such.

use super::data::Size;
use super::error::{EMPTY, OUT_OF_RANGE, ReadError, SHAPE, TOO_LONG, TOO_MANY};
use super::fault::{Fault, Grammar, read, shown};
use super::listing::{Listing, MOST_ITEMS, Sizes};
use super::series::Trace;
use super::service_text::text_kind;
use super::small_text::whole;
use super::{Kind, Note, Plain, Reading};
use std::sync::Arc;

/// The longest path in bytes.
const LONGEST_PATH: usize = 4_096;

/// Reads sizes between separators: `3 x 6MB + 2MB`. Gives the runs and the first note.
pub(super) fn sizes<'a>(
    text: &'a str,
    separators: &[char],
) -> Result<(Sizes, Option<Note>), Fault<'a>> {
    let mut note = None;
    let mut runs = Vec::new();
    let (mut count, mut total) = (0u64, 0u128);
    for entry in text.split(separators).map(str::trim) {
        let (n, size, said) = run(entry)?;
        note = note.or(said);
        count = count.saturating_add(n);
        total += u128::from(n) * u128::from(size.bytes());
        if count > MOST_ITEMS {
            let message = format!("more than {MOST_ITEMS} items");
            return Err(Fault::new(TOO_MANY, entry, message));
        }
        if total > u128::from(Size::MAX.bytes()) {
            let message = "all items together are more than 1 PB";
            return Err(Fault::new(OUT_OF_RANGE, entry, message));
        }
        runs.push((n, size));
    }
    Ok((Sizes::of(runs), note))
}

/// `3 x 6MB` or `6MB`.
fn run(text: &str) -> Result<(u64, Size, Option<Note>), Fault<'_>> {
    if text.is_empty() {
        return Err(Fault::new(EMPTY, text, "a size is missing"));
    }
    let cross = |c: char| matches!(c, 'x' | 'X' | '\u{d7}' | '*');
    // 0x28 is a number that is not in plain digits.
    let times = text.find(cross).filter(|_| !text.starts_with("0x") && !text.starts_with("0X"));
    let (count, size) = match times {
        Some(at) => {
            let counted = text.get(..at).unwrap_or("").trim();
            let n = whole(counted)?;
            if n == 0 {
                let message = "there is at least one item";
                return Err(Fault::new(OUT_OF_RANGE, counted, message).or("1", "one item"));
            }
            (n, text.get(at..).unwrap_or("").trim_start_matches(cross).trim())
        }
        None => (1, text),
    };
    let Reading { value, note } = Size::parse(size)?;
    if value == Size::ZERO {
        let message = "an item has at least one byte";
        return Err(Fault::new(OUT_OF_RANGE, size, message).or("1B", "one byte"));
    }
    Ok((count, value, note))
}

/// The text of some sizes, joined.
pub(super) fn print_sizes(sizes: &Sizes, between: &str) -> String {
    let run = |&(n, size): &(u64, Size)| match n {
        1 => size.print(),
        n => format!("{n} x {}", size.print()),
    };
    sizes.runs().iter().map(run).collect::<Vec<_>>().join(between)
}

/// A path: any text without control characters that no file system refuses for its length.
fn path(text: &str) -> Result<String, Fault<'_>> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::empty(text, "a file"));
    }
    if text == "-" {
        let message = "- is standard input, which is not read here; write the path of a file";
        return Err(Fault::new(SHAPE, text, message));
    }
    if let Some(at) = text.find(char::is_control) {
        let part = text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let message = "a path has no control characters";
        return Err(
            Fault::new(SHAPE, text.get(at..at + part).unwrap_or(text), message).replacing(text)
        );
    }
    if text.len() > LONGEST_PATH {
        let message = format!("a path of {} bytes; at most {LONGEST_PATH} are read", text.len());
        return Err(Fault::new(TOO_LONG, text, message));
    }
    Ok(text.to_owned())
}

/// Whether a text is a list rather than a path.
fn is_list(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let named = lower.ends_with(".csv") || lower.ends_with(".json") || lower.ends_with(".txt");
    let odd = text.starts_with(['-', '+', '~', '.', ',', '\u{2212}'])
        && text.get(1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    !named && !text.contains(['/', '\\']) && (odd || text.starts_with(|c: char| c.is_ascii_digit()))
}

impl Grammar for Listing {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_list(text) {
            let (items, note) = sizes(text, &[',', ';'])?;
            return Ok(Reading { value: Listing::Typed(Arc::new(items)), note });
        }
        Ok(Listing::File { path: path(text)?, items: None }.into())
    }
}

text_kind!(Listing, "listing", "FILE", "6MB, 3 x 40kB", |listing| match listing {
    Listing::Typed(items) => print_sizes(items, ", "),
    Listing::File { path, .. } => path.clone(),
});

impl Grammar for Trace {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        // A speed belongs into another field.
        if let Ok(rate) = super::Rate::read(text) {
            let message = format!(
                "{} is a speed; a file of measured speeds is needed here",
                shown(&rate.value.print())
            );
            return Err(Fault::new(SHAPE, text, message));
        }
        Ok(Trace { path: path(text)?, series: None }.into())
    }
}

text_kind!(Trace, "trace", "FILE", "speeds.csv", |trace| trace.path.clone());

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn same_text(text: &str) -> String {
        Listing::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    fn refused(text: &str, code: Code) -> Vec<String> {
        let e = Listing::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn a_list_of_sizes_is_read_in_order_and_runs_are_joined() {
        assert_eq!(same_text("6MB, 3 x 40kB"), "6MB, 3 x 40kB");
        assert_eq!(same_text("6 MB;6MB;40kB"), "2 x 6MB, 40kB");
        let Listing::Typed(items) = Listing::read("2 x 6MB, 1B").unwrap().value else { panic!() };
        assert_eq!((items.count(), items.total().bytes()), (3, 12_000_001));
        let each: Vec<u64> = items.each().map(Size::bytes).collect();
        assert_eq!(each, [6_000_000, 6_000_000, 1]);
        let size = Size::from_bytes;
        let some = [(0, size(5)), (2, size(0)), (1, size(7)), (1, size(7))];
        assert_eq!(Sizes::of(some).runs(), [(2, size(7))]);
        // Exactly 1 PB is still a library.
        assert_eq!(same_text("1000 x 1TB"), "1000 x 1TB");
    }

    #[test]
    fn everything_else_is_a_path() {
        for path in ["photos.csv", "dir/2026.json", "2026-11.csv", "./6MB", "C:\\x.csv", "6MB.csv"]
        {
            let read = Listing::read(path).unwrap().value;
            assert_eq!(read, Listing::File { path: path.to_owned(), items: None }, "{path}");
            assert_eq!(read.print(), path);
        }
        refused("-", SHAPE);
        refused("a\0b", SHAPE);
        assert_eq!(Listing::read("ab\u{7}c").unwrap_err().span, 2..3);
        assert!(Listing::read(&"p".repeat(LONGEST_PATH)).is_ok());
        refused(&"p".repeat(LONGEST_PATH + 1), TOO_LONG);
        refused("", EMPTY);
        refused(&"p".repeat(5000), TOO_LONG);
    }

    #[test]
    fn a_slip_in_a_list_is_told_as_such() {
        assert_eq!(refused("6MB, 3 x 40", NO_UNIT)[0], "6MB, 3 x 40GB");
        assert_eq!(refused("0 x 40kB", OUT_OF_RANGE), ["1 x 40kB"]);
        assert_eq!(refused("3 x 0B", OUT_OF_RANGE), ["3 x 1B"]);
        refused("6MB,,1MB", EMPTY);
        // Hexadecimal, not no items at all.
        refused("0x28GB, 1MB", PLAIN_DIGITS);
        refused("0X28GB, 1MB", PLAIN_DIGITS);
        refused("2000000 x 1B", TOO_MANY);
        refused("1000000 x 1TB", OUT_OF_RANGE);
    }

    #[test]
    fn a_trace_is_a_path_and_no_speed() {
        let trace = Trace::read("speeds.csv").unwrap().value;
        assert_eq!((trace.print().as_str(), trace.series), ("speeds.csv", None));
        assert_eq!(Trace::read("3Mbps").unwrap_err().code, SHAPE);
    }
}
