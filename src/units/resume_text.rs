//! The text of what an interruption leaves of the work under way: `byte`, `item`, `chunk 16MiB x4`,
//! `pack 16.8MB x5`, `index`, `nothing`.

use super::compound::Resume;
use super::data::Size;
use super::error::{NOT_A_CHOICE, OUT_OF_RANGE, ReadError};
use super::fault::{Fault, Grammar, first_word, is_one_of, read, shown};
use super::service_text::text_kind;
use super::small_text::whole;
use super::windows_text::NOTHING;
use super::{Kind, Note, Plain, Reading};

/// The most chunks or packs that are in flight at once.
const MOST_PARTS: u64 = 64;

impl Grammar for Resume {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let (first, rest) = first_word(text);
        if is_one_of(text, &["byte", "bytes"]) {
            return Ok(Resume::Byte.into());
        }
        if is_one_of(text, &["item", "items"]) {
            return Ok(Resume::Item.into());
        }
        if is_one_of(text, &["index"]) {
            return Ok(Resume::Index.into());
        }
        if is_one_of(text, &NOTHING) {
            return Ok(Resume::Nothing.into());
        }
        if is_one_of(first, &["chunk", "chunks"]) {
            let (size, parts, note) = pieces(rest, "a chunk")?;
            return Ok(Reading { value: Resume::Chunk { size, parts }, note });
        }
        if is_one_of(first, &["pack", "packs"]) {
            let (size, parts, note) = pieces(rest, "a pack")?;
            return Ok(Reading { value: Resume::Pack { size, parts }, note });
        }
        let message = format!(
            "{} is not one of byte, item, chunk SIZE, pack SIZE, index, nothing",
            shown(text)
        );
        Err(Fault::new(NOT_A_CHOICE, text, message)
            .or("byte", "it goes on where it stopped")
            .or("item", "the item under way starts over")
            .or("chunk 16MiB", "whole chunks are kept")
            .or("pack 16.8MB x5", "whole packs are kept, five are in flight")
            .or("nothing", "everything starts over"))
    }
}

/// `16MiB x4`: the size of a piece and how many are in flight, one if nothing is said.
fn pieces<'a>(text: &'a str, what: &str) -> Result<(Size, u32, Option<Note>), Fault<'a>> {
    let cross = |c: char| matches!(c, 'x' | 'X' | '\u{d7}');
    let (size, parts) = match text.find(cross) {
        Some(at) => {
            let counted = text.get(at..).unwrap_or("").trim_start_matches(cross).trim();
            let n = whole(counted)?;
            let parts = u32::try_from(n).ok().filter(|_| (1..=MOST_PARTS).contains(&n));
            let parts = parts.ok_or_else(|| {
                let message = format!("{n} in flight; accepted is 1 to {MOST_PARTS}");
                Fault::new(OUT_OF_RANGE, counted, message)
                    .or("1", "one at a time")
                    .or("64", "the most")
            })?;
            (text.get(..at).unwrap_or("").trim(), parts)
        }
        None => (text, 1),
    };
    let Reading { value, note } = Size::parse(size)?;
    if value == Size::ZERO {
        let message = format!("{what} has at least one byte");
        return Err(Fault::new(OUT_OF_RANGE, size, message).or("16MiB", "for instance"));
    }
    Ok((value, parts, note))
}

text_kind!(Resume, "resume", "RESUME", "chunk 16MiB", |resume| {
    let pieces = |word: &str, size: &Size, parts: u32| match parts {
        1 => format!("{word} {}", size.print()),
        n => format!("{word} {} x{n}", size.print()),
    };
    match resume {
        Resume::Byte => "byte".to_owned(),
        Resume::Item => "item".to_owned(),
        Resume::Chunk { size, parts } => pieces("chunk", size, *parts),
        Resume::Pack { size, parts } => pieces("pack", size, *parts),
        Resume::Index => "index".to_owned(),
        Resume::Nothing => "nothing".to_owned(),
    }
});

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn same_text(text: &str) -> String {
        Resume::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    fn refused(text: &str, code: Code) -> Vec<String> {
        let e = Resume::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn resume_has_six_ways() {
        let ways = ["byte", "item", "nothing", "index", "chunk 16MiB", "chunk 5MiB x4"];
        for text in ways.into_iter().chain(["pack 16.8MB x5", "pack 16.8MB"]) {
            assert_eq!(same_text(text), text);
        }
        assert_eq!(same_text("Chunk 5 MiB x1"), "chunk 5MiB");
        assert_eq!(same_text("packs 16.8MB \u{d7} 5"), "pack 16.8MB x5");
        assert_eq!(Option::<Resume>::read("none").unwrap().value, Some(Resume::Nothing));
    }

    #[test]
    fn what_is_wrong_with_a_piece_is_said_where_it_stands() {
        assert_eq!(refused("chunk 16", NO_UNIT)[0], "chunk 16GB");
        assert_eq!(refused("pack 16 x5", NO_UNIT)[0], "pack 16GB x5");
        assert_eq!(refused("chunk 0B", OUT_OF_RANGE), ["chunk 16MiB"]);
        assert_eq!(refused("pack 5MB x0", OUT_OF_RANGE), ["pack 5MB x1", "pack 5MB x64"]);
        assert_eq!(refused("pack 5MB x100", OUT_OF_RANGE), ["pack 5MB x1", "pack 5MB x64"]);
        refused("pack 5MB x1.5", NOT_WHOLE);
        assert_eq!(refused("half", NOT_A_CHOICE)[0], "byte");
    }
}
