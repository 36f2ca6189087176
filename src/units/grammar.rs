//! The scanner under every kind: the front of a text flows in, an exact decimal number and what
//! stands behind it flow out; and exact decimals are printed. Floating point never touches a number
//! that somebody typed.

use super::error::{GROUPED_DIGITS, OUT_OF_RANGE, PLAIN_DIGITS, SHAPE, TOO_MANY_DIGITS};
use super::fault::{Fault, shown};

/// An exact decimal number: `mantissa` ÷ 10^`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    mantissa: u64,
    decimals: u32,
}

impl Number {
    /// This number times a whole unit, to the nearest whole, halves up. Cannot overflow.
    #[inline]
    pub(super) fn times(self, unit: u64) -> u128 {
        let product = u128::from(self.mantissa) * u128::from(unit);
        if self.decimals == 0 {
            return product;
        }
        // Where they fit into 64 bits, one short division does.
        let scale = 10u64.pow(self.decimals);
        if let Ok(product) = u64::try_from(product)
            && let Some(sum) = product.checked_add(scale / 2)
        {
            return u128::from(sum / scale);
        }
        // Nearly always the unit divides, and a 128-bit division costs more than all the rest.
        if unit.is_multiple_of(scale) {
            return u128::from(self.mantissa) * u128::from(unit / scale);
        }
        let scale = u128::from(scale);
        (product + scale / 2) / scale
    }

    /// Whether it is nothing at all.
    pub(super) fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// The whole number, if it was written as one.
    pub(super) fn whole(self) -> Option<u64> {
        (self.decimals == 0).then_some(self.mantissa)
    }

    /// Whether it is more than a whole number.
    pub(super) fn exceeds(self, whole: u64) -> bool {
        u128::from(self.mantissa) > u128::from(whole) * u128::from(10u64.pow(self.decimals))
    }
}

/// A text without white space at its ends. Most have none, which the first and the last byte tell.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    let bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if bare(bytes.first()) && bare(bytes.last()) { text } else { text.trim() }
}

/// As [`trimmed`], at its front alone.
#[inline]
fn trimmed_start(text: &str) -> &str {
    if text.as_bytes().first().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_start() }
}

/// Reads the number at the front of a trimmed text, and gives what stands behind it without the
/// spaces between.
#[inline]
pub(super) fn number(text: &str) -> Result<(Number, &str), Fault<'_>> {
    let bytes = text.as_bytes();
    let mut i = 0;
    let mut mantissa = 0u64;
    while let Some(digit) = bytes.get(i).map(|b| b.wrapping_sub(b'0')).filter(|&d| d < 10) {
        mantissa = match push(mantissa, digit) {
            Some(m) => m,
            None => return Err(too_large(text)),
        };
        i += 1;
    }
    let whole = i;
    let mut decimals = 0;
    if let Some(&point @ (b'.' | b',')) = bytes.get(i) {
        i += 1;
        while let Some(digit) = bytes.get(i).map(|b| b.wrapping_sub(b'0')).filter(|&d| d < 10) {
            mantissa = match push(mantissa, digit) {
                Some(m) if decimals < 19 => m,
                _ => return Err(too_fine(text)),
            };
            decimals += 1;
            i += 1;
        }
        if decimals == 0 || (point == b',' && (decimals == 3 || whole == 0)) {
            return Err(strange(text));
        }
    }
    if i == 0 || !ends_plainly(bytes, i) {
        return Err(strange(text));
    }
    let rest = text.get(i..).unwrap_or("");
    let unit = trimmed_start(rest);
    if unit.len() != rest.len() && unit.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(strange(text));
    }
    Ok((Number { mantissa, decimals }, unit))
}

/// One more digit; `None` beyond 19 digits.
#[inline]
fn push(mantissa: u64, digit: u8) -> Option<u64> {
    if mantissa >= 1_000_000_000_000_000_000 {
        return None;
    }
    Some(mantissa * 10 + u64::from(digit))
}

/// Whether nothing behind the digits makes them another number than they seem.
#[inline]
fn ends_plainly(bytes: &[u8], i: usize) -> bool {
    let next = bytes.get(i + 1).copied().unwrap_or(b' ');
    match bytes.get(i) {
        None => true,
        Some(b'e' | b'E') => !(next.is_ascii_digit() || next == b'+' || next == b'-'),
        Some(b'x' | b'X') => !next.is_ascii_hexdigit(),
        Some(b'.' | b',' | b'_' | b'\'') => false,
        Some(b) if b.is_ascii() => true,
        // Full-width and other digits, and the thin spaces that group them.
        Some(_) => std::str::from_utf8(bytes.get(i..).unwrap_or(&[]))
            .ok()
            .and_then(|rest| rest.chars().next())
            .is_none_or(|c| digit_of(c).is_none()),
    }
}

#[cold]
fn too_large(text: &str) -> Fault<'_> {
    Fault::new(OUT_OF_RANGE, text, format!("{} is too large", shown(text)))
}

#[cold]
fn too_fine(text: &str) -> Fault<'_> {
    let message = format!("{} has more than 19 digits", shown(text));
    Fault::new(TOO_MANY_DIGITS, text, message)
}

/// Says what is odd about a text that does not start with a plain number.
#[cold]
fn strange(text: &str) -> Fault<'_> {
    if text.is_empty() {
        return Fault::empty(text, "a number");
    }
    let first = text.chars().next().unwrap_or(' ');
    let rest = text.get(first.len_utf8()..).unwrap_or("").trim_start();
    if matches!(first, '-' | '\u{2212}' | '\u{2013}') {
        let message = format!("{} is below zero", shown(text));
        return Fault::new(OUT_OF_RANGE, text, message).or(rest, "without the minus sign");
    }
    let lower = text.get(..3).unwrap_or("").to_ascii_lowercase();
    if lower == "nan" || lower == "inf" || first == '\u{221e}' {
        return Fault::new(OUT_OF_RANGE, text, format!("{} is no amount", shown(text)));
    }
    if first == '+' {
        let message = format!("{} has a sign, write plain digits", shown(text));
        return Fault::new(PLAIN_DIGITS, text, message).or(rest, "in plain digits");
    }
    if !text.chars().next().is_some_and(|c| digit_of(c).is_some() || c == '.' || c == ',') {
        let message = format!("{} does not start with a number", shown(text));
        return Fault::new(SHAPE, text, message);
    }
    grouped(text).unwrap_or_else(|| not_plain(text))
}

/// Digits in groups: `1,500MB`, `1.500,5GB`, `1 500 MB`.
fn grouped(text: &str) -> Option<Fault<'_>> {
    let separator = |c: char| c == '.' || c == ',' || c == '\'' || c.is_whitespace();
    let end = text.find(|c: char| !c.is_ascii_digit() && !separator(c)).unwrap_or(text.len());
    let end = text.get(..end)?.trim_end_matches(separator).len();
    let (run, unit) = (text.get(..end)?, text.get(end..)?.trim_start());
    let marks: Vec<(usize, char)> = run.char_indices().filter(|&(_, c)| separator(c)).collect();
    let &(at, last) = marks.last()?;
    // One point or comma before an exponent groups nothing: `1.5e3`.
    if marks.len() == 1 && !ends_plainly(text.as_bytes(), end) {
        return None;
    }
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let behind = run.get(at + last.len_utf8()..)?;
    let decimal = format!("{}.{behind}", digits(run.get(..at)?));
    let decimal = decimal.trim_end_matches('0').trim_end_matches('.');
    let joined = digits(run);
    let once = marks.iter().filter(|(_, c)| *c == last).count() == 1;
    let point = last == '.' || last == ',';
    let fault = |what: &str| {
        Fault::new(GROUPED_DIGITS, run, format!("{} {what}", shown(run))).replacing(text)
    };
    Some(if marks.len() == 1 && last == ',' {
        fault("can be read two ways")
            .or(format!("{decimal}{unit}"), "the comma is a decimal comma")
            .or(format!("{joined}{unit}"), "the comma groups the digits")
    } else if once && point {
        fault("has its digits in groups").or(format!("{decimal}{unit}"), "without groups")
    } else {
        fault("has its digits in groups").or(format!("{joined}{unit}"), "without groups")
    })
}

/// Digits that are not plain: exponents, hexadecimal, underscores, other scripts.
fn not_plain(text: &str) -> Fault<'_> {
    let message = format!("{} is not in plain digits", shown(text));
    let fault = Fault::new(PLAIN_DIGITS, text, message);
    let candidate = hexadecimal(text).or_else(|| exponent(text)).unwrap_or_else(|| {
        let keep = |c: char| (c != '_').then(|| digit_of(c).unwrap_or(c));
        text.chars().take(100).filter_map(keep).collect()
    });
    fault.or(candidate, "in plain digits")
}

fn hexadecimal(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    // The B of a unit is a hexadecimal digit too: take what reads best, the unit.
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let value = u64::from_str_radix(digits.get(..end)?, 16).ok()?;
    Some(format!("{value}{}", digits.get(end..)?.trim_start()))
}

fn exponent(text: &str) -> Option<String> {
    let (number, rest) = text.split_once(['e', 'E'])?;
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let power: usize = rest.get(..end)?.parse().ok().filter(|&p| p <= 18)?;
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let plain = if part.len() > power {
        format!("{whole}{}.{}", part.get(..power)?, part.get(power..)?)
    } else {
        format!("{whole}{part}{}", "0".repeat(power - part.len()))
    };
    Some(format!("{plain}{}", rest.get(end..)?.trim_start()))
}

/// The plain digit that a digit of the common scripts stands for.
fn digit_of(c: char) -> Option<char> {
    let zeros = ['0', '\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}'];
    let zero = zeros
        .into_iter()
        .find(|&z| (z..=char::from_u32(z as u32 + 9).unwrap_or(z)).contains(&c))?;
    char::from_digit(c as u32 - zero as u32, 10)
}

/// The number part of a trimmed text whose unit is known, without spaces: `3` of `3 M`.
pub(super) fn number_text<'a>(text: &'a str, unit: &str) -> &'a str {
    text.get(..text.len().saturating_sub(unit.len())).unwrap_or("").trim_end()
}

/// `value` ÷ 10^`decimals` as an exact decimal without trailing zeros.
pub(super) fn decimal(value: u64, decimals: u32) -> String {
    let unit = 10u64.checked_pow(decimals).unwrap_or(u64::MAX);
    let (whole, part) = (value / unit, value % unit);
    if part == 0 {
        return whole.to_string();
    }
    let part = format!("{part:0width$}", width = decimals as usize);
    format!("{whole}.{}", part.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_round_halves_up() {
        let (n, unit) = number("39.8 GB").unwrap();
        assert_eq!((n.times(1_000_000_000), unit), (39_800_000_000, "GB"));
        assert_eq!(number("0.5B").unwrap().0.times(1), 1);
        assert_eq!(number("0.49").unwrap().0.times(1), 0);
    }

    #[test]
    fn the_largest_number_times_the_largest_unit_is_read() {
        let (n, _) = number("9999999999999999999").unwrap();
        assert!(n.times(u64::MAX) > u128::from(u64::MAX));
        assert_eq!(number("99999999999999999999").unwrap_err().code(), OUT_OF_RANGE);
        assert_eq!(number("1.9999999999999999999").unwrap_err().code(), TOO_MANY_DIGITS);
        assert_eq!(number("0.00000000000000000000001").unwrap_err().code(), TOO_MANY_DIGITS);
        // Nineteen decimals are read, the twentieth is one too many.
        assert!(number(&format!("0.{}", "0".repeat(19))).is_ok());
        let twenty = format!("0.{}", "0".repeat(20));
        assert_eq!(number(&twenty).unwrap_err().code(), TOO_MANY_DIGITS);
    }

    #[test]
    fn exact_decimals_are_printed_without_trailing_zeros() {
        assert_eq!(decimal(39_800_000_000, 9), "39.8");
        assert_eq!(decimal(40_000_000_000, 9), "40");
        assert_eq!(decimal(1, 9), "0.000000001");
        assert_eq!(decimal(7, 0), "7");
    }

    #[test]
    fn what_stands_behind_the_digits_is_the_unit() {
        for (text, unit) in
            [("40e", "e"), ("4EB", "EB"), ("1.5:", ":"), ("3x", "x"), ("20\u{b0}C", "\u{b0}C")]
        {
            assert_eq!(number(text).unwrap().1, unit, "{text}");
        }
        for text in ["1e3", "1e+3", "1e-3", "0x1F", "1_5", "1'5"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
