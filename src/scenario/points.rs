//! Points that can be read two ways: in a row with decimal commas, `1.500 MB` is 1,500 megabytes to
//! whoever wrote it. A cell and its neighbours flow in, a refusal that shows both readings, or a note,
//! flows out.

use super::fields::field;
use crate::edit::FieldId;
use crate::units::error::GROUPED_DIGITS;
use crate::units::{Fraction, Kind, Note, Rate, ReadError, Size, Suggestion};

/// The id of the note.
pub const POINT_READ: &str = "point-read";

/// A number with one mark in it, and what stands behind.
struct Marked<'a> {
    whole: &'a str,
    mark: u8,
    behind: &'a str,
    unit: &'a str,
}

/// Reads `39,8 GB` and `1.500MB`; nothing else.
fn marked(text: &str) -> Option<Marked<'_>> {
    let text = text.trim_ascii();
    let at = text.bytes().position(|byte| !byte.is_ascii_digit()).filter(|&at| at > 0)?;
    let mark = *text.as_bytes().get(at)?;
    let rest = text.get(at + 1..).filter(|_| matches!(mark, b'.' | b','))?;
    let end = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
    let (behind, unit) = (rest.get(..end)?, rest.get(end..)?);
    let is_unit =
        unit.trim_ascii().bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'%'));
    (is_unit && end > 0).then_some(Marked { whole: text.get(..at)?, mark, behind, unit })
}

/// Whether the cells of this field are amounts.
fn is_amount(id: FieldId) -> bool {
    let kind = &field(id).kind;
    [Size::NAME, Rate::NAME, Fraction::NAME].contains(&kind.name) || !kind.header_units.is_empty()
}

/// Whether a point stands behind one to three characters, and three digits behind it.
#[inline]
fn has_early_point(text: &str) -> bool {
    let bytes = text.trim_ascii().as_bytes();
    let digits = |behind: &[u8]| behind.iter().all(u8::is_ascii_digit);
    (1..=3).any(|at| bytes.get(at) == Some(&b'.') && bytes.get(at + 1..at + 4).is_some_and(digits))
}

/// Whether a point in a cell may group its digits.
#[inline]
pub fn is_two_ways(id: FieldId, text: &str) -> bool {
    // Most cells have no such point.
    has_early_point(text)
        && is_amount(id)
        && marked(text).is_some_and(|m| {
            m.mark == b'.' && m.behind.len() == 3 && m.whole.len() <= 3 && !m.whole.starts_with('0')
        })
}

/// Whether a cell has a comma that can only be a decimal comma.
pub fn has_decimal_comma(id: FieldId, text: &str) -> bool {
    is_amount(id) && marked(text).is_some_and(|m| m.mark == b',' && m.behind.len() != 3)
}

/// The error for a cell that can be read two ways, beside one with a decimal comma.
pub fn refused(text: &str, comma: &str) -> ReadError {
    let text = text.trim_ascii();
    let (mut number, mut instead) = (text, Vec::new());
    if let Some(Marked { whole, behind, unit, .. }) = marked(text) {
        number = text.strip_suffix(unit).unwrap_or(text);
        let decimals = behind.trim_end_matches('0');
        let comma = if decimals.is_empty() { "" } else { "," };
        let mut or = |typed, meaning: &str| {
            instead.push(Suggestion { typed, meaning: meaning.to_owned() });
        };
        or(format!("{whole}{comma}{decimals}{unit}"), "the point is a decimal point");
        or(format!("{whole}{behind}{unit}"), "the point groups the digits");
    }
    ReadError {
        code: GROUPED_DIGITS,
        span: 0..number.len(),
        read: text.to_owned(),
        message: format!(
            "{text} can be read two ways in a row that has decimal commas, as {} has",
            comma.trim_ascii()
        ),
        instead,
    }
}

/// The note on such a cell in a file whose cells are apart by semicolons, as where commas are decimal.
pub fn note(text: &str) -> Note {
    let text = text.trim_ascii();
    let joined = text.replacen('.', "", 1);
    Note {
        code: POINT_READ,
        text: format!(
            "read {text} with a decimal point; write {joined} if the point groups the digits"
        ),
    }
}
