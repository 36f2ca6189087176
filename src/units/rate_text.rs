//! The text of speeds: `3Mbps`, `3 Mbit/s`, `375kB/s` flow in, rates flow out, and back. A small b
//! is a bit and a capital B a byte as long as "per second" is there; everything that leaves the
//! factor of eight open is refused with both readings.

use super::data::Rate;
use super::data_text::{DataUnit, data_unit};
use super::error::{NO_UNIT, Note, OUT_OF_RANGE, ReadError, TWO_READINGS, UNKNOWN_UNIT};
use super::fault::{Fault, Grammar, missing_end, read, shown};
use super::grammar::{Number, decimal, number, number_text, trimmed};
use super::{Kind, Plain, Reading};

/// The code of the note on a speed in bytes per second, `3MB/s`.
pub const MEGABYTES: &str = "megabytes";
/// The code of the note on a speed outside 50 kbps to 10 Gbps.
pub const UNUSUAL_SPEED: &str = "unusual-speed";

const RANGE: &str = "1 kbps to 1 Tbps";
/// A bit per second in the unit of [`Rate`].
const BIT: u64 = 1_000_000;
pub(super) const LEAST: u64 = 1_000 * BIT;
pub(super) const MOST: u64 = 1_000_000_000_000 * BIT;
pub(super) const USUAL: std::ops::RangeInclusive<u64> = 50_000 * BIT..=10_000_000_000 * BIT;

/// What stands behind the number of a speed.
enum RateUnit {
    /// Bits per second, or bytes with a binary prefix, which nobody writes by accident.
    Plain(u64),
    /// Bytes per second, as microbits per second.
    Bytes(u64),
    /// Bits or bytes, the text leaves it open.
    Open,
}

fn rate_unit(unit: &str) -> Option<RateUnit> {
    let (data, per_second) = match without_per_second(unit) {
        Some((data, false)) => (data, true),
        // All capitals: MBPS.
        Some((data, true)) => return data_unit(data).map(|_| RateUnit::Open),
        None => (unit, false),
    };
    let last_is_small = data.ends_with('b');
    Some(match data_unit(data)? {
        DataUnit::Bits(n) => RateUnit::Plain(n.checked_mul(BIT)?),
        DataUnit::Bytes(_) | DataUnit::SmallB(_) | DataUnit::Bare(_) if !per_second => {
            RateUnit::Open
        }
        DataUnit::Bare(_) => RateUnit::Open,
        DataUnit::SmallB(n) => RateUnit::Plain(n.checked_mul(BIT)?),
        DataUnit::Bytes(n) if last_is_small => RateUnit::Plain(n.checked_mul(BIT)?),
        DataUnit::Bytes(n) => {
            let binary = n > 1 && n % 1000 != 0;
            let rate = n.checked_mul(8)?.checked_mul(BIT)?;
            if binary { RateUnit::Plain(rate) } else { RateUnit::Bytes(rate) }
        }
    })
}

/// The unit before `/s`, `ps`, `per second`, and whether it is written in capitals throughout.
fn without_per_second(unit: &str) -> Option<(&str, bool)> {
    const WAYS: [&str; 8] =
        ["per second", "per sec", "per s", "/second", "/sec", "/ s", "/s", "ps"];
    for way in WAYS {
        let Some(at) = unit.len().checked_sub(way.len()) else { continue };
        let (Some(data), Some(tail)) = (unit.get(..at), unit.get(at..)) else { continue };
        if tail.eq_ignore_ascii_case(way) {
            let data = data.trim_end();
            let capitals = tail.ends_with('S') && !data.ends_with('b');
            return Some((data, capitals));
        }
    }
    None
}

impl Grammar for Rate {
    #[inline]
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = trimmed(text);
        let (n, unit) = number(text).map_err(|f| f.allowing(RANGE))?;
        let (factor, bytes) = match unit.as_bytes() {
            b"Mbps" | b"mbps" | b"Mbit/s" | b"Mb/s" => (1_000_000 * BIT, false),
            b"kbps" => (1_000 * BIT, false),
            b"Gbps" => (1_000_000_000 * BIT, false),
            _ => match rate_unit(unit) {
                Some(RateUnit::Plain(factor)) => (factor, false),
                Some(RateUnit::Bytes(factor)) => (factor, true),
                open => return Err(unit_fault(text, n, unit, open.is_some())),
            },
        };
        let rate = match u64::try_from(n.times(factor)) {
            Ok(rate) if (LEAST..=MOST).contains(&rate) => rate,
            _ => return Err(range_fault(text, n.times(factor) > u128::from(LEAST))),
        };
        let value = Rate::from_microbits_per_s(rate);
        if bytes || !USUAL.contains(&rate) {
            return Ok(Reading { value, note: Some(note(text, unit, value, bytes)) });
        }
        Ok(Reading { value, note: None })
    }
}

#[cold]
fn range_fault(text: &str, fast: bool) -> Fault<'_> {
    let what = if fast { "faster than 1 Tbps" } else { "slower than 1 kbps" };
    let fault = Fault::new(OUT_OF_RANGE, text, format!("{} is {what}", shown(text)));
    let fault = fault.allowing(RANGE);
    if fast { fault.or("1Tbps", "the fastest") } else { fault.or("1kbps", "the slowest") }
}

#[cold]
fn note(text: &str, unit: &str, rate: Rate, bytes: bool) -> Note {
    let unusual =
        match (USUAL.contains(&rate.microbits_per_s()), rate.microbits_per_s() < LEAST * 50) {
            (true, _) => "",
            (_, true) => "unusually slow for a home upload; check the unit",
            _ => "unusually fast for a home upload; check the unit",
        };
    if !bytes {
        return Note { code: UNUSUAL_SPEED, text: format!("{} is {unusual}", shown(text)) };
    }
    let number = number_text(text, unit);
    let letter = unit.get(..1).unwrap_or("").to_ascii_lowercase();
    let (word, alike) = match letter.as_str() {
        "k" => ("kiloBYTES", "kbps"),
        "m" => ("megaBYTES", "Mbps"),
        "g" => ("gigaBYTES", "Gbps"),
        "t" => ("teraBYTES", "Tbps"),
        _ => ("BYTES", "bps"),
    };
    let mut text = format!(
        "read as {number} {word} per second = {}; speed tests show Mbps, and {number}{alike} is an \
         eighth of this",
        rate.print()
    );
    if !unusual.is_empty() {
        text.push_str("; ");
        text.push_str(unusual);
    }
    Note { code: MEGABYTES, text }
}

#[cold]
fn unit_fault<'a>(text: &'a str, n: Number, unit: &'a str, open: bool) -> Fault<'a> {
    const BITS: &str = "bits per second, as on speed tests and internet plans";
    const BYTES: &str = "bytes per second, as in file copies";
    let number = number_text(text, unit);
    let mega = |fault: Fault<'a>| {
        fault
            .or(format!("{number}Mbps"), format!("mega{BITS}"))
            .or(format!("{number}MB/s"), format!("mega{BYTES}"))
    };
    if unit.is_empty() {
        let message = format!("{} what? a speed needs a unit", shown(text));
        let mut fault = Fault::new(NO_UNIT, missing_end(text), message).replacing(text);
        if n.exceeds(2500) {
            fault = fault.or(format!("{number}kbps"), format!("kilo{BITS}"));
        }
        return mega(fault);
    }
    if !open {
        let message =
            format!("{} is no unit of a speed; write kbps, Mbps, Gbps or MB/s", shown(unit));
        return mega(Fault::new(UNKNOWN_UNIT, unit, message).replacing(text));
    }
    let message = format!("{} can be megabits or megabytes per second", shown(text));
    let (letter, word) = match unit.bytes().next().map(|b| b.to_ascii_lowercase()) {
        Some(b'k') => ("k", "kilo"),
        Some(b'g') => ("G", "giga"),
        Some(b't') => ("T", "tera"),
        Some(b'p') => ("P", "peta"),
        Some(b'm') => ("M", "mega"),
        _ => ("", ""),
    };
    let message = message.replace("mega", word);
    let binary = if unit.as_bytes().get(1).is_some_and(|b| b.eq_ignore_ascii_case(&b'i')) {
        "i"
    } else {
        ""
    };
    let fault = Fault::new(TWO_READINGS, unit, message)
        .replacing(text)
        .or(format!("{number}{letter}{binary}bps"), format!("{word}{BITS}"))
        .or(format!("{number}{letter}{binary}B/s"), format!("{word}{BYTES}"));
    if letter.is_empty() { mega(fault) } else { fault }
}

impl Kind for Rate {
    const NAME: &'static str = "speed";
    const PLACEHOLDER: &'static str = "SPEED";
    const EXAMPLE: &'static str = "3Mbps";
    const UNIT: Option<&'static str> = Some("bits_per_s");
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[
        ("bps", "bps"),
        ("bits_per_s", "bps"),
        ("kbps", "kbps"),
        ("mbps", "Mbps"),
        ("gbps", "Gbps"),
        ("kbit", "kbit/s"),
        ("mbit", "Mbit/s"),
        ("gbit", "Gbit/s"),
        ("kbit_s", "kbit/s"),
        ("mbit_s", "Mbit/s"),
        ("gbit_s", "Gbit/s"),
        ("mib_s", "MiB/s"),
    ];

    #[inline]
    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let rate = self.microbits_per_s();
        let (unit, decimals) = match rate / BIT {
            0..1_000 => ("bps", 6),
            1_000..1_000_000 => ("kbps", 9),
            1_000_000..1_000_000_000 => ("Mbps", 12),
            1_000_000_000..1_000_000_000_000 => ("Gbps", 15),
            _ => ("Tbps", 18),
        };
        format!("{}{unit}", decimal(rate, decimals))
    }

    fn plain(&self) -> Plain {
        let rate = self.microbits_per_s();
        if rate.is_multiple_of(BIT) {
            Plain::Integer(i128::from(rate / BIT))
        } else {
            Plain::Number(rate as f64 / 1e6)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn bits(text: &str) -> u64 {
        let reading = Rate::read(text).unwrap();
        assert_eq!(reading.note, None, "{text}");
        reading.value.bits_per_s()
    }

    fn noted(text: &str, code: &str) -> u64 {
        let reading = Rate::read(text).unwrap();
        assert_eq!(reading.note.unwrap().code, code, "{text}");
        reading.value.bits_per_s()
    }

    fn refused(text: &str, code: Code) -> Vec<String> {
        let e = Rate::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn megabits_per_second_read_in_every_common_way() {
        for text in [
            "3Mbps",
            "3mbps",
            "3 Mbit/s",
            "3Mb/s",
            "3mb/s",
            "3 megabits per second",
            "3.0 Mbps",
            "3Mbit",
            "3mbit",
            "3 Mbits/s",
            "3 MBit/s",
            "3 megabits/s",
            "3 Mbit/sec",
            "0.003Gbps",
            "3000 kbps",
            "3000Kbps",
            "3000000bps",
            "3000000 bit/s",
            "3000000b/s",
            "3000000 bits per second",
            "3 megabit/second",
        ] {
            assert_eq!(bits(text), 3_000_000, "{text}");
        }
    }

    #[test]
    fn megabytes_per_second_read_with_a_loud_note() {
        for text in ["3MB/s", "3MBps", "3 megabytes per second", "3000kB/s", "3 MB/sec"] {
            assert_eq!(noted(text, MEGABYTES), 24_000_000, "{text}");
        }
        assert_eq!(noted("375kB/s", MEGABYTES), 3_000_000);
        for (text, words, alike) in [
            ("375kB/s", "375 kiloBYTES per second = 3Mbps", "375kbps"),
            ("3MB/s", "3 megaBYTES per second = 24Mbps", "3Mbps"),
            ("0.5GB/s", "0.5 gigaBYTES per second = 4Gbps", "0.5Gbps"),
            ("0.001TB/s", "0.001 teraBYTES per second = 8Gbps", "0.001Tbps"),
            ("250000B/s", "250000 BYTES per second = 2Mbps", "250000bps"),
        ] {
            let note = Rate::read(text).unwrap().note.unwrap();
            let wanted =
                format!("read as {words}; speed tests show Mbps, and {alike} is an eighth of this");
            assert_eq!((note.code, note.text), (MEGABYTES, wanted));
        }
        let note = Rate::read("5kB/s").unwrap().note.unwrap().text;
        assert!(note.ends_with("this; unusually slow for a home upload; check the unit"), "{note}");
    }

    #[test]
    fn binary_prefixes_are_binary() {
        assert_eq!(bits("3MiB/s"), 3 * 8 * 1_048_576);
        assert_eq!(bits("3Mibps"), 3 * 1_048_576);
    }

    #[test]
    fn what_leaves_bits_or_bytes_open_is_refused_with_both() {
        for text in ["3MBPS", "3M", "3mb", "3Mb", "3MB", "3m", "3MB/S", "3 M/s", "3 megabytes"] {
            assert_eq!(refused(text, TWO_READINGS), ["3Mbps", "3MB/s"], "{text}");
        }
        assert_eq!(refused("300k", TWO_READINGS), ["300kbps", "300kB/s"]);
        for (text, word) in [
            ("300k", "kilo"),
            ("3M", "mega"),
            ("3Gi", "giga"),
            ("0.3 T", "tera"),
            ("0.0001P", "peta"),
        ] {
            let e = Rate::read(text).unwrap_err();
            let wanted = format!("{text} can be {word}bits or {word}bytes per second");
            assert_eq!((e.code, e.message), (TWO_READINGS, wanted));
        }
    }

    #[test]
    fn a_speed_without_a_unit_shows_both_readings_with_their_meaning() {
        let e = Rate::read("3").unwrap_err();
        assert_eq!(e.code, NO_UNIT);
        assert_eq!(e.message, "3 what? a speed needs a unit");
        assert_eq!(e.span, 1..1);
        assert_eq!(e.instead[0].typed, "3Mbps");
        let meaning = "megabits per second, as on speed tests and internet plans";
        assert_eq!(e.instead[0].meaning, meaning);
        assert_eq!(e.instead[1].typed, "3MB/s");
        assert_eq!(e.instead[1].meaning, "megabytes per second, as in file copies");
    }

    #[test]
    fn unusual_speeds_get_a_note() {
        let text = |text| Rate::read(text).unwrap().note.unwrap().text;
        assert_eq!(text("49kbps"), "49kbps is unusually slow for a home upload; check the unit");
        assert_eq!(text("11Gbps"), "11Gbps is unusually fast for a home upload; check the unit");
        assert_eq!(noted("2kbps", UNUSUAL_SPEED), 2_000);
        assert_eq!(noted("40Gbps", UNUSUAL_SPEED), 40_000_000_000);
        assert_eq!(bits("50kbps"), 50_000);
        assert_eq!(bits("10Gbps"), 10_000_000_000);
    }

    #[test]
    fn speeds_out_of_range_are_refused_with_the_limit() {
        assert_eq!(refused("0Mbps", OUT_OF_RANGE), ["1kbps"]);
        assert_eq!(refused("999bps", OUT_OF_RANGE), ["1kbps"]);
        assert_eq!(refused("2Tbps", OUT_OF_RANGE), ["1Tbps"]);
        assert_eq!(refused("-3Mbps", OUT_OF_RANGE), ["3Mbps"]);
        assert_eq!(refused("NaN", OUT_OF_RANGE), ["3Mbps"]);
        assert_eq!(refused("1e1Mbps", PLAIN_DIGITS), ["10Mbps"]);
        assert_eq!(refused("3 apples", UNKNOWN_UNIT), ["3Mbps", "3MB/s"]);
        assert_eq!(refused("", EMPTY), ["3Mbps"]);
    }

    #[test]
    fn speeds_print_exact() {
        assert_eq!(Rate::from_bits_per_s(11_111_112).print(), "11.111112Mbps");
        assert_eq!(Rate::from_bits_per_s(3_000_000).print(), "3Mbps");
        assert_eq!(Rate::from_microbits_per_s(1_234_567_891).print(), "1.234567891kbps");
        assert_eq!(Rate::from_bits_per_s(1_000_000_000_000).print(), "1Tbps");
        assert_eq!(Rate::from_bits_per_s(999).print(), "999bps");
    }

    #[test]
    fn machines_get_bits_per_second() {
        assert_eq!(Rate::from_bits_per_s(3_000_001).plain(), Plain::Integer(3_000_001));
        assert_eq!(Rate::from_microbits_per_s(1_500_000).plain(), Plain::Number(1.5));
    }
}
