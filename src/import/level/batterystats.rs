//! The history that Android prints (`adb shell dumpsys batterystats --history`): lines of an offset
//! since the reset, a count in brackets, the level in three digits, and what changed.

use super::{Curve, ImportError, fault};
use crate::units::Fraction;

/// Whether a first line opens such a history.
pub fn is_history(line: &str) -> bool {
    line.trim_start().starts_with("Battery History")
}

/// Reads the lines up to the end of the history; what follows it is statistics.
pub fn read<'a>(
    lines: impl Iterator<Item = (u32, &'a str)>,
    curve: &mut Curve,
) -> Result<(), ImportError> {
    let mut begun = false;
    for (number, line) in lines {
        let Some((offset, level)) = row(line) else {
            // Notes between the rows are indented; an outdented line ends the history.
            if begun && !line.starts_with([' ', ',']) {
                break;
            }
            continue;
        };
        begun = true;
        let Some(at) = micros(offset) else {
            return Err(fault(number, format!("\"{offset}\" is no offset")));
        };
        curve.push(number, at, Fraction::from_percent(level))?;
    }
    Ok(())
}

/// The offset and the level of a row; `None` for a line that has none.
fn row(line: &str) -> Option<(&str, u32)> {
    let mut words = line.split_whitespace();
    let (offset, count, level) = (words.next()?, words.next()?, words.next()?);
    let counted = count.starts_with('(') && count.ends_with(')');
    let timed = offset == "0" || offset.starts_with('+');
    let is_level = level.len() == 3 && level.bytes().all(|b| b.is_ascii_digit());
    if counted && timed && is_level { Some((offset, level.parse().ok()?)) } else { None }
}

/// `0` or `+1d02h03m04s005ms` in microseconds.
fn micros(offset: &str) -> Option<i64> {
    const UNITS: [(&str, i64); 5] = [
        ("d", 86_400_000_000),
        ("h", 3_600_000_000),
        ("ms", 1000),
        ("m", 60_000_000),
        ("s", 1_000_000),
    ];
    let mut rest = offset.strip_prefix('+').unwrap_or(offset);
    if rest == "0" {
        return Some(0);
    }
    let mut sum = 0i64;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let tail = rest.get(digits..)?;
        let (name, unit) = UNITS.iter().find(|(name, _)| tail.starts_with(name))?;
        sum = sum.checked_add(number.checked_mul(*unit)?)?;
        rest = tail.get(name.len()..)?;
    }
    Some(sum)
}
