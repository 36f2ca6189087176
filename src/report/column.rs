//! The columns of a batch's output, defined once: name, unit, meaning and how a cell is written. A
//! [`Row`] flows in, bytes are appended to a buffer; a row costs no allocation of its own.

use super::csv_text::CsvText;
use super::format;
use super::json::whole_bits;
use super::millis::{self, Millis};
use super::wording::{cause::because, first_cause, note};
use crate::cause::Cause;
use crate::sim::outcome::Outcome;
use crate::study::answer::{Chance, OneNight, Remark};
use crate::units::Size;

/// What a row is written from.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The row's id.
    pub row: u64,
    /// Its name; may be hostile.
    pub name: &'a str,
    /// What the simulation found.
    pub outcome: &'a Outcome,
    /// Its time ledger.
    pub millis: Millis,
    /// What would bring the finish forward most.
    pub bottleneck: Option<Cause>,
    /// Its remarks.
    pub notes: &'a [Remark],
    /// The spread over trials, if there were any.
    pub chance: Option<&'a Chance>,
    /// What would do it in time, if it was solved for.
    pub needs: Option<&'a OneNight>,
}

/// A column.
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Its unit; `None` for words and plain numbers.
    pub unit: Option<&'static str>,
    /// What it holds. An empty cell is unknown or does not apply.
    pub help: &'static str,
    /// Appends the cell.
    pub write: fn(&Row<'_>, &mut Vec<u8>),
}

macro_rules! columns {
    ($($name:literal, $unit:expr, $help:literal, $write:expr;)+) => {
        &[$(Column { name: $name, unit: $unit, help: $help, write: $write }),+]
    };
}

/// The columns of every batch.
pub static COLUMNS: &[Column] = columns! {
    "row", None, "The id of the row: its `row` cell, else the number of the record from 1.",
        |r, out| integer(r.row, out);
    "name", None, "The name of the scenario.", |r, out| CsvText(r.name).write(out);
    "verdict", None, "`finishes`, `misses`, `never` or `refused`.",
        |r, out| word(r.outcome.verdict.word(), out);
    "nights", None, "The night in which it finishes, from 1.",
        |r, out| optional(r.outcome.finish.map(|f| u64::from(f.night)), out);
    "finish_clock", None, "The clock time of the finish, rounded up to the minute.", finish_clock;
    "finish_s", Some("s"), "The finish, from second 0, the first start of the window.",
        |r, out| if let Some(f) = r.outcome.finish { seconds(millis::up(f.at), out) };
    "margin_s", Some("s"), "Deadline less finish; negative is late.",
        |r, out| if let Some(margin) = millis::margin(r.outcome) { seconds(margin, out) };
    "by_first_morning_bytes", Some("bytes"), "Sent by the end of the first window.",
        |r, out| size(r.outcome.bytes.by_first_morning, out);
    "safe_first_morning_bytes", Some("bytes"), "Of these, what could be restored then.",
        |r, out| size(r.outcome.bytes.safe_first_morning, out);
    "sent_bytes", Some("bytes"), "Sent and kept by the horizon.",
        |r, out| size(r.outcome.bytes.sent, out);
    "resent_bytes", Some("bytes"), "Sent and lost to interruptions.",
        |r, out| size(r.outcome.bytes.resent, out);
    "left_bytes", Some("bytes"), "Still to send at the horizon.",
        |r, out| size(r.outcome.bytes.left, out);
    "uploading_s", Some("s"), "Time in which it uploaded.",
        |r, out| seconds(r.millis.uploading, out);
    "stalled_s", Some("s"), "Time in which nothing moved although the window was open.",
        |r, out| seconds(r.millis.stalled, out);
    "bottleneck", None, "The cause that would bring the finish forward most.",
        |r, out| word(r.bottleneck.map_or("", Cause::id), out);
    "top_stall", None, "The cause of the longest stall.",
        |r, out| word(r.outcome.stalls.first().map_or("", |s| s.cause.id()), out);
    "top_stall_s", Some("s"), "How long that cause stalled it.", top_stall;
    "reason", None, "Why not, as one sentence; empty for `finishes`.",
        |r, out| word(first_cause(r.outcome, r.bottleneck).map_or("", because), out);
    "notes", None, "The codes of its notes, joined by `;`.", notes;
};

/// With trials.
pub static CHANCE_COLUMNS: &[Column] = columns! {
    "chance_by_deadline", None, "The share of the trials that finished by the deadline.",
        |r, out| if let Some(c) = r.chance { share(c.in_time, c.trials, out) };
    "nights_p90", None, "The night by which 9 of 10 trials finished.",
        |r, out| optional(r.chance.and_then(|c| c.nights[2]).map(u64::from), out);
};

/// With `--needs`.
pub static NEEDS_COLUMNS: &[Column] = columns! {
    "need_upload_bits_per_s", Some("bits/s"), "The least upload speed that meets the deadline.",
        |r, out| optional(r.needs.and_then(|n| n.upload).map(whole_bits), out);
    "need_size_bytes", Some("bytes"), "The largest size that meets the deadline.",
        |r, out| optional(r.needs.and_then(|n| n.size).map(Size::bytes), out);
};

/// The columns of a batch with or without trials and needs, in order.
pub fn columns(chance: bool, needs: bool) -> impl Iterator<Item = &'static Column> + Clone {
    let chance = if chance { CHANCE_COLUMNS } else { &[] };
    let needs = if needs { NEEDS_COLUMNS } else { &[] };
    COLUMNS.iter().chain(chance).chain(needs)
}

/// Appends the header, without a line end.
pub fn header(columns: impl Iterator<Item = &'static Column>, out: &mut Vec<u8>) {
    for (i, column) in columns.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        out.extend_from_slice(column.name.as_bytes());
    }
}

/// Appends a row, without a line end.
pub fn row(columns: impl Iterator<Item = &'static Column>, row: &Row<'_>, out: &mut Vec<u8>) {
    let start = out.len();
    columns.for_each(|column| {
        (column.write)(row, out);
        out.push(b',');
    });
    if out.len() > start {
        out.pop();
    }
}

/// Appends a whole number.
pub fn integer(number: u64, out: &mut Vec<u8>) {
    const GROUP: u64 = 100_000_000;
    if number < 10 {
        // Much of a row is 0.
        out.push(b'0' + number as u8);
        return;
    }
    let (high, low) = (number / GROUP, number % GROUP);
    if high == 0 {
        return first_digits(low, out);
    }
    // Beyond 10^16 there are three groups.
    if high >= GROUP {
        first_digits(high / GROUP, out);
        out.extend_from_slice(&(eight_digits(high % GROUP) | ASCII_ZEROS).to_le_bytes());
    } else {
        first_digits(high, out);
    }
    out.extend_from_slice(&(eight_digits(low) | ASCII_ZEROS).to_le_bytes());
}

/// Appends a number from 1 to below 10^8, without zeros in front.
#[inline]
fn first_digits(number: u64, out: &mut Vec<u8>) {
    let digits = eight_digits(number);
    // The first digit comes in the lowest byte.
    let zeros = digits.trailing_zeros() / 8;
    let end = out.len() + 8 - zeros as usize;
    // A copy of fixed length is a few instructions, one of any other length a call.
    out.extend_from_slice(&((digits >> (8 * zeros)) | ASCII_ZEROS).to_le_bytes());
    out.truncate(end);
}

/// `00000000`.
const ASCII_ZEROS: u64 = 0x3030_3030_3030_3030;

/// The eight digits of a number below 10^8, a byte each, the first in the lowest byte. Halves, then
/// quarters, then eighths are taken apart side by side in one word; dividing by 100 and 10 is
/// multiplying by 10486/2^20 and 103/2^10, which is exact for such small numbers.
const fn eight_digits(number: u64) -> u64 {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let twos = hundreds | ((fours - hundreds * 100) << 16);
    let tens = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    tens | ((twos - tens * 10) << 8)
}

/// Appends seconds from milliseconds: up to three decimals, no zeros at the end.
pub fn seconds(millis: i64, out: &mut Vec<u8>) {
    if millis < 0 {
        out.push(b'-');
    }
    let millis = millis.unsigned_abs();
    integer(millis / 1000, out);
    let rest = (millis % 1000) as u32;
    if rest > 0 {
        // The digits by themselves and not by `decimals`: a division by what is known is a product.
        let digits = [rest / 100, rest / 10 % 10, rest % 10].map(|digit| b'0' + digit as u8);
        out.extend_from_slice(&[b'.', digits[0], digits[1], digits[2]]);
        let zeros = usize::from(digits[2] == b'0') + usize::from(rest.is_multiple_of(100));
        out.truncate(out.len() - zeros);
    }
}

/// Appends `.` and the digits of `rest`, whose first digit stands for `first`.
fn decimals(mut rest: u32, mut first: u32, out: &mut Vec<u8>) {
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 && first > 0 {
        out.push(b'0' + (rest / first) as u8);
        rest %= first;
        first /= 10;
    }
}

/// Appends a share with up to six decimals, rounded down: 1 only if it is all.
fn share(part: u64, whole: u64, out: &mut Vec<u8>) {
    let millionths = u128::from(part) * 1_000_000 / u128::from(whole.max(1));
    integer((millionths / 1_000_000) as u64, out);
    decimals((millionths % 1_000_000) as u32, 100_000, out);
}

/// Appends one of our own words, which need no quotes.
pub fn word(word: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(word.as_bytes());
}

fn optional(number: Option<u64>, out: &mut Vec<u8>) {
    if let Some(number) = number {
        integer(number, out);
    }
}

fn size(size: Size, out: &mut Vec<u8>) {
    integer(size.bytes(), out);
}

/// Appends a clock time: `04:38`, with seconds only where there are some.
pub fn clock(clock: crate::units::ClockTime, seconds: bool, out: &mut Vec<u8>) {
    let time = clock.secs();
    let mut two = |number: u32| {
        out.extend_from_slice(&[b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]);
    };
    two(time / 3600);
    let rest = [(true, time / 60 % 60), (seconds || !time.is_multiple_of(60), time % 60)];
    for (_, number) in rest.into_iter().filter(|(shown, _)| *shown) {
        out.push(b':');
        out.extend_from_slice(&[b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]);
    }
}

fn finish_clock(row: &Row<'_>, out: &mut Vec<u8>) {
    if let Some(at) = format::finish_clock(row.outcome) {
        clock(at, false, out);
    }
}

fn top_stall(row: &Row<'_>, out: &mut Vec<u8>) {
    if let Some(stall) = row.outcome.stalls.first() {
        // As the first of `Millis::parts`: the only stall is all of the stalled time.
        let stalled = row.millis.stalled;
        let own = millis::nearest(stall.time);
        let only = row.outcome.stalls.len() == 1;
        seconds(if only { stalled } else { own.min(stalled) }, out);
    }
}

fn notes(row: &Row<'_>, out: &mut Vec<u8>) {
    for (i, remark) in row.notes.iter().enumerate() {
        if i > 0 {
            out.push(b';');
        }
        word(note::code(remark), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(number: u64) -> String {
        let mut out = b"before ".to_vec();
        integer(number, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn whole_numbers_of_every_length_are_written_in_full() {
        assert_eq!(written(0), "before 0");
        for power in 0..20 {
            let ten = 10u64.pow(power);
            for number in [ten - 1, ten, ten + 1, ten.saturating_mul(9) / 7, u64::MAX] {
                assert_eq!(written(number), format!("before {number}"));
            }
        }
    }

    #[test]
    fn all_halves_and_quarters_of_eight_digits_are_right() {
        for four in 0..10_000 {
            for number in [four, four * 10_000, four * 10_001] {
                assert_eq!(written(number), format!("before {number}"));
            }
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_are_written_as_rust_does(number in any::<u64>(), shift in 0u32..64) {
            prop_assert_eq!(written(number >> shift), format!("before {}", number >> shift));
        }
    }
}
