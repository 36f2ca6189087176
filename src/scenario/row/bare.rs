//! Bare numbers: cells under a column whose name carries the unit. Their text and that unit flow in; the input
//! is set, or what is odd about the text flows out.

use crate::edit::FieldId;
use crate::scenario::fields::{Inputs, field};
use crate::units::{Code, Fraction, Kind, Note, ReadError, Suggestion};

/// A unit in a cell whose column name carries the unit already.
pub const UNIT_TWICE: Code = Code("E051");

/// Sets a field from a bare number under a header that carries the unit.
pub(super) fn set_bare(
    inputs: &mut Inputs,
    id: FieldId,
    cell: &str,
    unit: &'static str,
    text: &mut String,
) -> Result<Option<Note>, ReadError> {
    let number = cell.trim();
    if number.starts_with(char::is_alphabetic) {
        return inputs.set(id, number).map_err(|error| unread_word(id, error, unit));
    }
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    if is_number
        && let Some(at) = number.find(|c: char| c.is_alphabetic() || matches!(c, '%' | '/'))
    {
        return Err(unit_twice(id, number, at, unit));
    }
    text.clear();
    text.push_str(number);
    text.push_str(unit);
    let read = inputs.set(id, text);
    if unit == "%" && matches!(read, Ok(None)) && SELDOM_SMALL.contains(&field(id).key) {
        return Ok(small_percent(number));
    }
    read.map_err(|mut error| {
        // The reader saw the unit behind the number; the cell does not hold it.
        error.read = number.to_owned();
        error.span.start = error.span.start.min(number.len());
        error.span.end = error.span.end.min(number.len());
        for one in &mut error.instead {
            let bare = one.typed.strip_suffix(unit).map(|t| t.trim_end().to_owned());
            one.typed = bare.unwrap_or_else(|| std::mem::take(&mut one.typed));
        }
        let is_bare = |s: &Suggestion| !s.typed.contains(char::is_alphabetic);
        error.instead.retain(is_bare);
        if error.instead.is_empty() {
            error.instead.push(example(id, unit));
        }
        error
    })
}

/// What is hardly ever under one percent: whoever writes 0.95 means 95 of a hundred.
const SELDOM_SMALL: [&str; 3] = ["link.efficiency", "charger.efficiency", "battery.level"];

/// The note on a bare number that looks like a share and was read as percent.
fn small_percent(number: &str) -> Option<Note> {
    let reading = Fraction::read(number).ok()?;
    let code = reading.note?.code;
    let hundredfold = Fraction::from_millionths(reading.value.millionths().saturating_mul(100));
    let typed = hundredfold.print();
    let typed = typed.trim_end_matches('%');
    let text = format!(
        "read {number} as {number}%, less than one percent; write {typed} if it is a share"
    );
    Some(Note { code, text })
}

/// A word where a number with that unit is needed: what stands for a number that nobody knows.
fn unread_word(id: FieldId, mut error: ReadError, unit: &'static str) -> ReadError {
    let reads = |text: &str| (field(id).read)(text).is_ok();
    let one = |typed: &str, meaning: &str| Suggestion {
        typed: typed.to_owned(),
        meaning: meaning.to_owned(),
    };
    // Without a size and a speed there is no answer.
    let is_needed = matches!(field(id).key, "library.size" | "link.upload");
    error.instead.clear();
    if !is_needed && reads("unknown") {
        error.instead.push(one("unknown", "nobody knows"));
    }
    if !is_needed && reads(&format!("0{unit}")) {
        error.instead.push(one("0", "none of it"));
    }
    if error.instead.is_empty() {
        error.instead.push(example(id, unit));
    }
    error
}

/// A bare number that reads well in a column with that unit.
pub(super) fn example(id: FieldId, unit: &'static str) -> Suggestion {
    let digits: String =
        field(id).kind.example.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number = if digits.is_empty() { "1".to_owned() } else { digits };
    Suggestion { meaning: format!("{number} {unit}"), typed: number }
}

#[cold]
fn unit_twice(id: FieldId, cell: &str, at: usize, unit: &'static str) -> ReadError {
    let number = cell.get(..at).unwrap_or("").trim_end();
    let written = cell.get(at..).unwrap_or("");
    let mut instead = Vec::new();
    if written.eq_ignore_ascii_case(unit) && !number.is_empty() {
        let meaning = format!("{number} {unit}");
        instead.push(Suggestion { typed: number.to_owned(), meaning });
    } else {
        instead.push(example(id, unit));
    }
    ReadError {
        code: UNIT_TWICE,
        read: cell.to_owned(),
        span: at..cell.len(),
        message: format!(
            "the column is in {unit}, so its cells are bare numbers; {written} is one too many, \
             or name the column {} and write units in every cell",
            field(id).flags.first().unwrap_or(&field(id).key)
        ),
        instead,
    }
}
