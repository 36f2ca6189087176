//! The text of how unlike items are in size, behind the size of a class: `2.4MB ~55%`. Text flows
//! in; the size's text and the spread flow out.

use super::compound::Spread;
use super::error::{OUT_OF_RANGE, SHAPE, UNKNOWN_UNIT};
use super::fault::{Fault, is_one_of, shown};
use super::grammar::{decimal, number};

/// What may stand before a spread.
const SIGNS: [&str; 3] = ["~", "+-", "\u{b1}"];

/// The text of the size, and the spread behind it, if there is one.
pub(super) fn split_spread(text: &str) -> Result<(&str, Spread), Fault<'_>> {
    let found = SIGNS.iter().filter_map(|sign| Some((text.find(sign)?, sign.len()))).min();
    let Some((at, length)) = found else { return Ok((text, Spread::ZERO)) };
    let size = text.get(..at).unwrap_or("").trim_end();
    let written = text.get(at + length..).unwrap_or("").trim();
    Ok((size, spread(written)?))
}

fn spread(text: &str) -> Result<Spread, Fault<'_>> {
    let (n, unit) = number(text)?;
    if unit.is_empty() {
        let message = format!("{} as a spread has no percent sign", shown(text));
        return Err(Fault::new(SHAPE, text, message).or(format!("{text}%"), "percent"));
    }
    if !(unit == "%" || is_one_of(unit, &["percent", "per cent", "pct"])) {
        let message = format!("{} is no unit of a spread; write percent, %", shown(unit));
        return Err(Fault::new(UNKNOWN_UNIT, unit, message).or("%", "percent"));
    }
    let millionths = n.times(10_000);
    let most = u128::from(Spread::MAX.millionths());
    let value = u32::try_from(millionths).ok().filter(|_| millionths <= most);
    value.map(Spread::from_millionths).ok_or_else(|| {
        let message = format!("{} is more than 400%; accepted is 0% to 400%", shown(text));
        Fault::new(OUT_OF_RANGE, text, message).or("60%", "sizes from half to twice the usual")
    })
}

/// Behind a size; nothing where all are of one size.
pub(super) fn print_spread(spread: Spread) -> String {
    match spread {
        Spread::ZERO => String::new(),
        some => format!(" ~{}%", decimal(u64::from(some.millionths()), 4)),
    }
}
