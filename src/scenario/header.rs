//! The header of a CSV: column names flow in, what each is bound to flows out, or everything that is
//! wrong with them. A name is a field's key or flag, with a unit behind it where cells are bare
//! numbers.

use super::error::UNKNOWN_KEY;
use super::fields::{FieldRef, field, fields, find};
use crate::edit::FieldId;
use crate::field::KindInfo;
use crate::units::{Code, Kind, Rate, RateCap, RatePlan, Size};

/// The most columns that a file may have.
pub const MAX_COLUMNS: usize = 256;

/// Two columns for one field, or two of the same name.
pub const DUPLICATE_COLUMN: Code = Code("E050");
/// More columns than are accepted.
pub const TOO_MANY_COLUMNS: Code = Code("E053");

/// What a column is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The row's id, which keys its random stream.
    Row,
    /// A field; with a unit where the header carries one and the cells are bare numbers.
    Field(FieldId, Option<&'static str>),
    /// The law of a field that varies, by its key.
    Law(&'static str),
    /// Nothing: passed through.
    Extra,
}

/// A column: its name as written and what it is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name as written.
    pub name: String,
    /// What it is bound to.
    pub target: Target,
}

impl Column {
    /// Whether a cell may hold a line end; a number and a choice never do.
    pub fn may_span_lines(&self) -> bool {
        match self.target {
            Target::Row | Target::Field(_, Some(_)) => false,
            Target::Field(id, None) => {
                let kind = &field(id).kind;
                kind.header_units.is_empty() || [RatePlan::NAME, RateCap::NAME].contains(&kind.name)
            }
            Target::Law(_) | Target::Extra => true,
        }
    }
}

/// Why a header cannot be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindError {
    /// No field has that name.
    Unknown {
        /// Its place, from 0.
        column: usize,
        /// The name as written.
        name: String,
        /// The nearest name that would do.
        nearest: Option<String>,
        /// Where it is a field's name with something behind it: the names with a unit that would do.
        units: Vec<String>,
    },
    /// Two columns for the same.
    Duplicate {
        /// The place of the second, from 0.
        column: usize,
        /// The name of the second.
        name: String,
        /// The name of the first.
        first: String,
    },
    /// More than [`MAX_COLUMNS`].
    TooMany {
        /// How many there are.
        count: usize,
    },
}

impl BindError {
    /// Its stable code.
    pub const fn code(&self) -> Code {
        match self {
            BindError::Unknown { .. } => UNKNOWN_KEY,
            BindError::Duplicate { .. } => DUPLICATE_COLUMN,
            BindError::TooMany { .. } => TOO_MANY_COLUMNS,
        }
    }
}

/// Binds the names of a header. With `allow_extra`, names that no field has are passed through.
///
/// # Errors
/// Every name that cannot be bound.
pub fn bind<S: AsRef<str>>(names: &[S], allow_extra: bool) -> Result<Vec<Column>, Vec<BindError>> {
    if names.len() > MAX_COLUMNS {
        return Err(vec![BindError::TooMany { count: names.len() }]);
    }
    let mut columns: Vec<Column> = Vec::with_capacity(names.len());
    let mut errors = Vec::new();
    for (place, name) in names.iter().map(AsRef::as_ref).enumerate() {
        let target = target_of(name).unwrap_or_else(|| {
            if !allow_extra {
                let (nearest, units) = (nearest_column(name), with_units(name));
                let name = name.to_owned();
                errors.push(BindError::Unknown { column: place, name, nearest, units });
            }
            Target::Extra
        });
        if let Some(first) = columns.iter().find(|c| same(c, name, target)) {
            let (name, first) = (name.to_owned(), first.name.clone());
            errors.push(BindError::Duplicate { column: place, name, first });
        }
        columns.push(Column { name: name.to_owned(), target });
    }
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
}

/// Whether a column stands for the same as an earlier one.
fn same(first: &Column, name: &str, target: Target) -> bool {
    match (first.target, target) {
        (Target::Field(a, _), Target::Field(b, _)) => a == b,
        (Target::Row, Target::Row) => true,
        (Target::Law(a), Target::Law(b)) => a == b,
        (Target::Extra, Target::Extra) => plain(&first.name) == plain(name),
        _ => false,
    }
}

/// `Upload (Mbps)` and `upload-mbps` are `upload_mbps`.
fn plain(name: &str) -> String {
    joined(name).to_ascii_lowercase()
}

/// `Upload (MB/s)` and `Upload(MB/s)` are `Upload_MB_s`: the letters stay as they are.
fn joined(name: &str) -> String {
    let mut joined = String::new();
    for c in name.trim().chars() {
        match c {
            ')' | ']' => {}
            // A bracket parts a name from its unit with a space before it or without.
            '(' | '[' if joined.ends_with('_') || joined.is_empty() => {}
            '(' | '[' | '-' | ' ' | '/' => joined.push('_'),
            c => joined.push(c),
        }
    }
    joined
}

fn target_of(name: &str) -> Option<Target> {
    let written = joined(name);
    let lower = written.to_ascii_lowercase();
    if lower == "row" {
        return Some(Target::Row);
    }
    if let Some(of) = lower.strip_prefix("spread.") {
        return named(of).map(|found| Target::Law(found.key));
    }
    if let Some(found) = named(&lower) {
        return Some(Target::Field(found.id, None));
    }
    let (found, unit) =
        parts(&written).find(|(found, unit)| unit_of(&found.kind, unit).is_some())?;
    Some(Target::Field(found.id, unit_of(&found.kind, unit)))
}

/// The ways in which a name is a field's with something behind it, which may be a unit: `size_gb`, `Size in
/// GB`, and what people call the upload, `upload_speed_mbps`.
fn parts(written: &str) -> impl Iterator<Item = (&'static FieldRef, &str)> {
    written.match_indices('_').filter_map(|(at, _)| {
        let (name, unit) = (written.get(..at)?, written.get(at + 1..)?);
        let name = name.to_ascii_lowercase();
        let name = if name == "upload_speed" { "upload" } else { &name };
        let found = named(name)?;
        Some((found, unit.strip_prefix("in_").unwrap_or(unit)))
    })
}

/// The names of the field that a name begins with, one for each unit that a header may carry.
fn with_units(name: &str) -> Vec<String> {
    let written = joined(name);
    let Some((found, _)) = parts(&written).last() else { return Vec::new() };
    let flag = plain(found.flags.first().copied().unwrap_or(found.key));
    let mut texts: Vec<&str> = Vec::new();
    let fresh = |(_, text): &&(&str, &'static str)| {
        let new = !texts.contains(text);
        texts.push(text);
        new
    };
    let units: Vec<_> = found.kind.header_units.iter().filter(fresh).collect();
    units.into_iter().map(|(unit, _)| format!("{flag}_{unit}")).collect()
}

/// The unit that a header carries. Where a capital letter tells bytes from bits it counts, as it does
/// in a cell: `MBps` is eight times `Mbps`, and a size is never `Gb`.
fn unit_of(kind: &KindInfo, written: &str) -> Option<&'static str> {
    let lower = written.to_ascii_lowercase();
    let is_rate = [Rate::NAME, RatePlan::NAME, RateCap::NAME].contains(&kind.name);
    if is_rate && written.contains('B') {
        return match written {
            "MBps" | "MB_s" => Some("MB/s"),
            "kBps" | "kB_s" | "KBps" | "KB_s" => Some("kB/s"),
            "GBps" | "GB_s" => Some("GB/s"),
            _ => None,
        };
    }
    let is_bits = written.len() == 2 && written.starts_with(char::is_uppercase);
    if kind.name == Size::NAME && is_bits && written.ends_with('b') {
        return None;
    }
    kind.header_units.iter().find(|(header, _)| *header == lower).map(|&(_, text)| text)
}

/// The field of that key or flag, or the only one whose key ends like that.
fn named(name: &str) -> Option<&'static FieldRef> {
    find(name).or_else(|| {
        let mut ending = fields().iter().filter(|f| f.key.rsplit('.').next() == Some(name));
        ending.next().filter(|_| ending.next().is_none())
    })
}

/// The nearest name that means the same. Whoever writes a unit means that unit, so that none is offered in
/// place of another.
fn nearest_column(name: &str) -> Option<String> {
    let typed = plain(name);
    if parts(&joined(name)).next().is_some() {
        return None;
    }
    if let Some(of) = typed.strip_prefix("spread.") {
        return super::fields::nearest(of).map(|near| format!("spread.{near}"));
    }
    let mut best: Option<(usize, String)> = None;
    let mut offer = |known: String| {
        let distance = strsim::damerau_levenshtein(&typed, &known);
        let near = distance <= 1 + known.len().min(typed.len()) / 7;
        if near && best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, known));
        }
    };
    for f in fields() {
        offer(f.key.to_owned());
        for flag in f.flags {
            let flag = plain(flag);
            for (unit, _) in f.kind.header_units {
                offer(format!("{flag}_{unit}"));
            }
            offer(flag);
        }
    }
    best.map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str) -> Result<(&'static str, Option<&'static str>), BindError> {
        let bound = bind(&[name], false).map_err(|mut errors| errors.remove(0))?;
        match bound[0].target {
            Target::Field(id, unit) => Ok((super::super::fields::field(id).key, unit)),
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn a_unit_stands_in_brackets_behind_a_word_or_behind_an_underscore() {
        let size = Ok(("library.size", Some("GB")));
        for name in ["size_gb", "size(GB)", "Size (GB)", "size [GB]", "Size in GB", "size-gb"] {
            assert_eq!(column(name), size, "{name}");
        }
        let upload = Ok(("link.upload", Some("Mbps")));
        for name in ["upload(Mbps)", "Upload speed (mbps)", "upload_speed_mbps", "upload mbps"] {
            assert_eq!(column(name), upload, "{name}");
        }
        assert_eq!(column("Upload Speed (MB/s)"), Ok(("link.upload", Some("MB/s"))));
    }

    #[test]
    fn no_other_unit_and_no_other_field_is_offered_for_the_one_that_was_written() {
        for (name, first) in [
            ("upload_mb_s", "upload_bps"),
            ("size_gbyte", "size_bytes"),
            ("battery_capacity_mah", "battery_capacity_wh"),
        ] {
            let Err(BindError::Unknown { nearest: None, units, .. }) = column(name) else {
                panic!("{name}")
            };
            assert_eq!(units.first().map(String::as_str), Some(first), "{name}: {units:?}");
        }
        for name in ["date", "device", "code", "id"] {
            let Err(BindError::Unknown { nearest, units, .. }) = column(name) else {
                panic!("{name}")
            };
            assert_eq!((nearest, units.len()), (None, 0), "{name}");
        }
        let Err(BindError::Unknown { nearest, .. }) = column("uplaod_mbps") else { panic!() };
        assert_eq!(nearest.as_deref(), Some("upload_mbps"));
    }
}
