//! The text of sizes: `40GB`, `39,8 GB`, `16MiB` flow in, bytes flow out, and back. `GB` is decimal
//! as phones, storage plans and disks count; `GiB` is binary; a lone small `b` would be bits and is
//! refused.

use super::data::Size;
use super::error::{
    BITS_AS_SIZE, Code, NO_UNIT, Note, OUT_OF_RANGE, PERCENT_OF_WHAT, ReadError, UNKNOWN_UNIT,
};
use super::fault::{Fault, Grammar, missing_end, read, shown};
use super::grammar::{Number, decimal, number, number_text, trimmed};
use super::{Kind, Plain, Reading, Suggestion};

/// The code of the note on a size with a bare prefix, `40G`.
pub const DECIMAL_SIZE: &str = "decimal-size";

const RANGE: &str = "1 B to 1 PB";

/// Prefixes: the letter, the decimal and the binary number of bytes, and how much more the binary
/// one is in percent.
const PREFIXES: [(u8, u64, u64, &str); 5] = [
    (b'k', bytesize::KB, bytesize::KIB, "2"),
    (b'm', bytesize::MB, bytesize::MIB, "5"),
    (b'g', bytesize::GB, bytesize::GIB, "7"),
    (b't', bytesize::TB, bytesize::TIB, "10"),
    (b'p', bytesize::PB, bytesize::PIB, "13"),
];

/// What a unit of data stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataUnit {
    /// So many bytes.
    Bytes(u64),
    /// So many bits.
    Bits(u64),
    /// Bits by the letter of the standard (`Gb`), though many write it for bytes.
    SmallB(u64),
    /// A prefix alone: so many of whatever is meant.
    Bare(u64),
}

/// Reads a unit of data in any of its ways: `GB`, `gib`, `Mbit`, `megabytes`, `G`.
pub(super) fn data_unit(unit: &str) -> Option<DataUnit> {
    let bytes = unit.as_bytes();
    let short = bytes.len() <= 3;
    let (&first, rest) = bytes.split_first()?;
    if short && !unit.eq_ignore_ascii_case("bit") {
        let small = match rest.last() {
            Some(b'b') => true,
            Some(b'B') => false,
            None if first == b'b' => return Some(DataUnit::SmallB(1)),
            None if first == b'B' => return Some(DataUnit::Bytes(1)),
            _ => return bare_prefix(first, rest),
        };
        let (_, ten, two, _) = prefix(first)?;
        let factor = match rest {
            [_] => ten,
            [b'i' | b'I', _] => two,
            _ => return None,
        };
        let small_b = small && (first.is_ascii_uppercase() || rest.first() == Some(&b'I'));
        return Some(if small_b { DataUnit::SmallB(factor) } else { DataUnit::Bytes(factor) });
    }
    long_unit(unit)
}

fn bare_prefix(first: u8, rest: &[u8]) -> Option<DataUnit> {
    let (_, ten, two, _) = prefix(first)?;
    match rest {
        [] => Some(DataUnit::Bare(ten)),
        [b'i' | b'I'] => Some(DataUnit::Bytes(two)),
        _ => None,
    }
}

fn prefix(letter: u8) -> Option<(u8, u64, u64, &'static str)> {
    PREFIXES.into_iter().find(|(l, ..)| *l == letter.to_ascii_lowercase())
}

/// `bytes`, `megabytes`, `kibibytes`, `Mbit`, `gigabits` in any case.
fn long_unit(unit: &str) -> Option<DataUnit> {
    if unit.len() > 12 {
        return None;
    }
    let lower = unit.to_ascii_lowercase();
    let one = lower.strip_suffix('s').unwrap_or(&lower);
    let (stem, bits) = match one.strip_suffix("byte") {
        Some(stem) => (stem, false),
        None => (one.strip_suffix("bit")?, true),
    };
    let factor = match stem {
        "" => 1,
        "k" | "kilo" => bytesize::KB,
        "m" | "mega" => bytesize::MB,
        "g" | "giga" => bytesize::GB,
        "t" | "tera" => bytesize::TB,
        "p" | "peta" => bytesize::PB,
        "ki" | "kibi" => bytesize::KIB,
        "mi" | "mebi" => bytesize::MIB,
        "gi" | "gibi" => bytesize::GIB,
        "ti" | "tebi" => bytesize::TIB,
        "pi" | "pebi" => bytesize::PIB,
        _ => return None,
    };
    Some(if bits { DataUnit::Bits(factor) } else { DataUnit::Bytes(factor) })
}

impl Grammar for Size {
    #[inline]
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = trimmed(text);
        let (n, unit) = number(text).map_err(|f| f.allowing(RANGE))?;
        let factor = match unit.as_bytes() {
            b"GB" => bytesize::GB,
            b"MB" => bytesize::MB,
            b"B" => 1,
            _ => match data_unit(unit) {
                Some(DataUnit::Bytes(factor)) => factor,
                Some(DataUnit::Bare(factor)) => {
                    let value = sized(text, n, factor)?;
                    return Ok(Reading { value, note: Some(decimal_note(text, unit)) });
                }
                other => return Err(unit_fault(text, n, unit, other)),
            },
        };
        Ok(Reading { value: sized(text, n, factor)?, note: None })
    }
}

#[inline]
fn sized<'a>(text: &'a str, n: Number, factor: u64) -> Result<Size, Fault<'a>> {
    let bytes = n.times(factor);
    match u64::try_from(bytes) {
        Ok(bytes) if bytes <= Size::MAX.bytes() && (bytes > 0 || n.is_zero()) => {
            Ok(Size::from_bytes(bytes))
        }
        _ => Err(range_fault(text, bytes > 0)),
    }
}

#[cold]
fn range_fault(text: &str, large: bool) -> Fault<'_> {
    let what = if large { "more than 1 PB" } else { "less than one byte" };
    let fault = Fault::new(OUT_OF_RANGE, text, format!("{} is {what}", shown(text)));
    let fault = fault.allowing(RANGE);
    if large { fault.or("1PB", "the largest size") } else { fault.or("1B", "the smallest size") }
}

fn decimal_note(text: &str, unit: &str) -> Note {
    let number = number_text(text, unit);
    let letter = unit.bytes().next().unwrap_or(b'g');
    let more = prefix(letter).map_or("7", |(.., more)| more);
    let (ten, two) = match letter.to_ascii_lowercase() {
        b'k' => ("kB", "KiB"),
        b'm' => ("MB", "MiB"),
        b't' => ("TB", "TiB"),
        b'p' => ("PB", "PiB"),
        _ => ("GB", "GiB"),
    };
    let text = format!(
        "read {} as {number}{ten}, decimal; write {number}{ten}, or {number}{two} for {more} % more",
        shown(text)
    );
    Note { code: DECIMAL_SIZE, text }
}

#[cold]
fn unit_fault<'a>(text: &'a str, n: Number, unit: &'a str, read: Option<DataUnit>) -> Fault<'a> {
    let number = number_text(text, unit);
    if unit.is_empty() {
        let message = format!("{} what? a size needs a unit", shown(text));
        let giga = (format!("{number}GB"), "gigabytes, as phones and storage pages show");
        let mega = (format!("{number}MB"), "megabytes, a thousandth of that");
        let (first, second) = if n.exceeds(2000) { (mega, giga) } else { (giga, mega) };
        return Fault::new(NO_UNIT, missing_end(text), message)
            .replacing(text)
            .or(first.0, first.1)
            .or(second.0, second.1);
    }
    if let Some(DataUnit::SmallB(factor) | DataUnit::Bits(factor)) = read {
        let eighth = n.times(factor).div_ceil(8);
        let bytes = print_bytes(u64::try_from(eighth).unwrap_or(u64::MAX));
        let message = format!("{} is bits: {bytes}; a size is in bytes", shown(text));
        let letter = unit.get(..1).unwrap_or("").replace(['b', 'B'], "");
        let binary = matches!(unit.as_bytes().get(1), Some(b'i' | b'I')) && unit.len() <= 5;
        let same =
            format!("{number}{}{}B", letter.to_ascii_uppercase(), if binary { "i" } else { "" });
        return Fault::new(BITS_AS_SIZE, unit, message)
            .replacing(text)
            .or(same, "if bytes are meant, as storage is shown")
            .or(bytes, "if bits are meant");
    }
    if unit == "%" || unit.eq_ignore_ascii_case("percent") {
        let message = format!("{} of what? a size is an amount of data", shown(text));
        return Fault::new(PERCENT_OF_WHAT, unit, message)
            .replacing(text)
            .or(format!("{number}GB"), "if gigabytes are meant");
    }
    // `40 gig` and `512 megs` are said of thousands, as `GB` and `MB` are.
    let said = [("gig", "GB"), ("meg", "MB"), ("ter", "TB"), ("kil", "kB")];
    let start = unit.get(..3).unwrap_or("").to_ascii_lowercase();
    let said = said.into_iter().find(|(word, _)| *word == start).map(|(_, unit)| unit.to_owned());
    let nearest = said.unwrap_or_else(|| unit.get(..2).unwrap_or("").to_ascii_uppercase());
    let message = format!("{} is no unit of a size; write B, kB, MB, GB or TB", shown(unit));
    Fault::new(UNKNOWN_UNIT, unit, message)
        .replacing(text)
        .or(format!("{number}{nearest}"), "the nearest unit")
        .or(format!("{number}GB"), "gigabytes")
        .or(format!("{number}MB"), "megabytes")
}

/// The shortest exact text: decimal, or binary where that is round and decimal is not.
fn print_bytes(bytes: u64) -> String {
    let (name, decimals) = match bytes {
        0..1_000 => ("B", 0),
        1_000..1_000_000 => ("kB", 3),
        1_000_000..1_000_000_000 => ("MB", 6),
        1_000_000_000..1_000_000_000_000 => ("GB", 9),
        1_000_000_000_000..1_000_000_000_000_000 => ("TB", 12),
        _ => ("PB", 15),
    };
    let text = decimal(bytes, decimals);
    let round = text.split_once('.').is_none_or(|(_, part)| part.len() <= 3);
    let binary = [(bytesize::TIB, "TiB"), (bytesize::GIB, "GiB"), (bytesize::MIB, "MiB")];
    let whole = binary.into_iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    match whole {
        Some((unit, name)) if !round => format!("{}{name}", bytes / unit),
        _ => format!("{text}{name}"),
    }
}

impl Kind for Size {
    const NAME: &'static str = "size";
    const PLACEHOLDER: &'static str = "SIZE";
    const EXAMPLE: &'static str = "40GB";
    const UNIT: Option<&'static str> = Some("bytes");
    const NONE_AT_ALL: Option<(&'static str, &'static str)> = Some(("no bytes at all", "0B"));
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[
        ("bytes", "B"),
        ("b", "B"),
        ("kb", "kB"),
        ("mb", "MB"),
        ("gb", "GB"),
        ("tb", "TB"),
        ("kib", "KiB"),
        ("mib", "MiB"),
        ("gib", "GiB"),
        ("tib", "TiB"),
    ];

    #[inline]
    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        print_bytes(self.bytes())
    }

    fn plain(&self) -> Plain {
        Plain::Integer(i128::from(self.bytes()))
    }
}

/// The error of a field that may not be zero (`library.size`, `link.upload`), with its example.
#[must_use]
pub fn refuse_zero(text: &str, range: &str, example: &str) -> ReadError {
    const CODE: Code = OUT_OF_RANGE;
    ReadError {
        code: CODE,
        read: text.to_owned(),
        span: 0..text.len(),
        message: format!("{} is nothing at all; accepted is {range}", shown(text)),
        instead: vec![Suggestion { typed: example.to_owned(), meaning: "for instance".to_owned() }],
    }
}

#[cfg(test)]
mod tests;
