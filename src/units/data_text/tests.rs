//! Sizes as people write them, counted by hand to the byte.

use super::super::error::*;
use super::*;

fn bytes(text: &str) -> u64 {
    let reading = Size::read(text).unwrap();
    assert_eq!(reading.note, None, "{text}");
    reading.value.bytes()
}

fn refused(text: &str, code: Code) -> Vec<String> {
    let e = Size::read(text).unwrap_err();
    assert_eq!(e.code, code, "{text}: {e}");
    e.instead.into_iter().map(|s| s.typed).collect()
}

#[test]
fn sizes_with_a_unit_read_as_typed() {
    for text in ["40GB", "40 GB", "40gb", " 40GB ", "40.0GB", "40 gigabytes", "40gB"] {
        assert_eq!(bytes(text), 40_000_000_000, "{text}");
    }
    assert_eq!(bytes("40.5GB"), 40_500_000_000);
    assert_eq!(bytes("39,8GB"), 39_800_000_000);
    assert_eq!(bytes("1,5 TB"), 1_500_000_000_000);
    assert_eq!(bytes("512kB"), 512_000);
    assert_eq!(bytes("512 KB"), 512_000);
    assert_eq!(bytes("1.500GB"), 1_500_000_000);
}

#[test]
fn binary_sizes_are_binary() {
    for text in ["40GiB", "40Gi", "40gib"] {
        assert_eq!(bytes(text), 40 << 30, "{text}");
    }
}

#[test]
fn units_read_as_words_and_halves_of_words() {
    for (short, long, factor) in [
        ("k", "kilo", 1_000),
        ("M", "mega", 1_000_000),
        ("G", "giga", 1_000_000_000),
        ("T", "tera", 1_000_000_000_000),
        ("P", "peta", 1_000_000_000_000_000),
        ("Ki", "kibi", 1 << 10),
        ("Mi", "mebi", 1 << 20),
        ("Gi", "gibi", 1 << 30),
        ("Ti", "tebi", 1 << 40),
    ] {
        for tail in ["byte", "bytes", "Bytes"] {
            assert_eq!(bytes(&format!("1 {short}{tail}")), factor, "{short}{tail}");
            assert_eq!(bytes(&format!("1 {long}{tail}")), factor, "{long}{tail}");
        }
    }
    assert_eq!((bytes("7 bytes"), bytes("1 byte")), (7, 1));
    // 2^50 bytes are more than a size may be: half of them are read.
    assert_eq!((bytes("0.5 PiBytes"), bytes("0.5 pebibyte")), (1 << 49, 1 << 49));
}

#[test]
fn a_binary_size_with_decimals_is_rounded_to_the_byte() {
    // 10^7 does not divide 2^40, and both products are over 2^64: 2^41 + 2^40/10^7 =
    // 2,199,023,255,552 + 109,951.16, and 2^41 + 5 x 2^40/10^7 = ... + 549,755.81.
    assert_eq!(bytes("2.0000001TiB"), 2_199_023_365_503);
    assert_eq!(bytes("2.0000005TiB"), 2_199_023_805_308);
}

#[test]
fn a_bare_prefix_is_decimal_with_a_note() {
    // 2^10, 2^20, 2^30, 2^40 and 2^50 are so many per cent more than the thousands.
    for (text, value, ten, two, more) in [
        ("512K", 512_000, "512kB", "512KiB", "2"),
        ("512M", 512_000_000, "512MB", "512MiB", "5"),
        ("40G", 40_000_000_000, "40GB", "40GiB", "7"),
        ("2 t", 2_000_000_000_000, "2TB", "2TiB", "10"),
        ("1p", 1_000_000_000_000_000, "1PB", "1PiB", "13"),
    ] {
        let reading = Size::read(text).unwrap();
        assert_eq!(reading.value.bytes(), value);
        let note = reading.note.unwrap();
        let words =
            format!("read {text} as {ten}, decimal; write {ten}, or {two} for {more} % more");
        assert_eq!((note.code, note.text), (DECIMAL_SIZE, words));
    }
}

#[test]
fn a_size_without_a_unit_shows_each_reading() {
    assert_eq!(refused("40", NO_UNIT), ["40GB", "40MB"]);
    assert_eq!(refused("3000", NO_UNIT), ["3000MB", "3000GB"]);
    assert_eq!(refused("39,8", NO_UNIT), ["39,8GB", "39,8MB"]);
}

#[test]
fn gigabits_are_no_size() {
    assert_eq!(refused("40Gb", BITS_AS_SIZE), ["40GB", "5GB"]);
    assert_eq!(refused("40Gbit", BITS_AS_SIZE), ["40GB", "5GB"]);
    assert_eq!(refused("40Gib", BITS_AS_SIZE), ["40GiB", "5GiB"]);
}

#[test]
fn digits_in_groups_are_refused_with_both_readings() {
    assert_eq!(refused("1,500MB", GROUPED_DIGITS), ["1.5MB", "1500MB"]);
    assert_eq!(refused("1.500,5GB", GROUPED_DIGITS), ["1500.5GB"]);
    assert_eq!(refused("1 500 MB", GROUPED_DIGITS), ["1500MB"]);
    assert_eq!(refused("1\u{a0}500 MB", GROUPED_DIGITS), ["1500MB"]);
    assert_eq!(refused("1,500,000MB", GROUPED_DIGITS), ["1500000MB"]);
    assert_eq!(refused("1'500MB", GROUPED_DIGITS), ["1500MB"]);
    // A mark that stands once behind others is the decimal one, whichever it is.
    assert_eq!(refused("1,500.5GB", GROUPED_DIGITS), ["1500.5GB"]);
    assert_eq!(refused("1,500,000.5MB", GROUPED_DIGITS), ["1500000.5MB"]);
    assert_eq!(refused("1.500,000,000B", GROUPED_DIGITS), ["1500000000B"]);
}

#[test]
fn only_plain_digits_are_read() {
    assert_eq!(refused("1_500MB", PLAIN_DIGITS), ["1500MB"]);
    assert_eq!(refused("1e3GB", PLAIN_DIGITS), ["1000GB"]);
    assert_eq!(refused("0x28GB", PLAIN_DIGITS), ["40GB"]);
    // Not the example, which stands where nothing better is known.
    assert_eq!(refused("0x10 GB", PLAIN_DIGITS), ["16GB"]);
    assert_eq!(refused("1.5e1GB", PLAIN_DIGITS), ["15GB"]);
    assert_eq!(refused("1.25e1GB", PLAIN_DIGITS), ["12.5GB"]);
    assert_eq!(refused("1,5e3MB", PLAIN_DIGITS), ["1500MB"]);
    assert_eq!(refused("\u{6f5}\u{6f0}GB", PLAIN_DIGITS), ["50GB"]);
    assert_eq!(refused("\u{96b}\u{966}GB", PLAIN_DIGITS), ["50GB"]);
    assert_eq!(refused("\u{ff14}\u{ff10}GB", PLAIN_DIGITS), ["40GB"]);
    assert_eq!(refused("\u{664}\u{660}GB", PLAIN_DIGITS), ["40GB"]);
    assert_eq!(refused("4\u{ff10}GB", PLAIN_DIGITS), ["40GB"]);
    assert_eq!(refused("+5GB", PLAIN_DIGITS), ["5GB"]);
    assert_eq!(refused("1e300GB", PLAIN_DIGITS), ["40GB"]);
}

#[test]
fn what_is_no_amount_is_out_of_range() {
    assert_eq!(refused("NaN", OUT_OF_RANGE), ["40GB"]);
    assert_eq!(refused("inf", OUT_OF_RANGE), ["40GB"]);
    assert_eq!(refused("-5GB", OUT_OF_RANGE), ["5GB"]);
    assert_eq!(refused("2PB", OUT_OF_RANGE), ["1PB"]);
    assert_eq!(refused("0.1B", OUT_OF_RANGE), ["1B"]);
    assert_eq!(refused(&"9".repeat(300), OUT_OF_RANGE), ["40GB"]);
    assert_eq!(refused("", EMPTY), ["40GB"]);
    assert_eq!(refused("25%", PERCENT_OF_WHAT), ["25GB"]);
    assert!(Size::read("-5GB").unwrap_err().message.contains("1 B to 1 PB"));
}

#[test]
fn zero_is_left_to_the_field() {
    assert_eq!(bytes("0B"), 0);
    assert_eq!(bytes("0GB"), 0);
    assert_eq!(Size::ZERO.print(), "0B");
    assert_eq!(refuse_zero("0GB", "1 B to 1 PB", Size::EXAMPLE).code, OUT_OF_RANGE);
}

#[test]
fn a_speed_is_no_size() {
    assert_eq!(refused("3Mbps", UNKNOWN_UNIT)[0], "3MB");
    assert_eq!(refused("40 apples", UNKNOWN_UNIT), ["40GB", "40MB"]);
}

#[test]
fn sizes_print_short_and_exact() {
    let print = |bytes| Size::from_bytes(bytes).print();
    assert_eq!(print(40_000_000_000), "40GB");
    assert_eq!(print(39_800_000_000), "39.8GB");
    assert_eq!(print(16 << 20), "16MiB");
    assert_eq!(print(16_800_000), "16.8MB");
    // 125,000 MiB exactly, but three decimals are short enough.
    assert_eq!(print(131_072_000_000), "131.072GB");
    assert_eq!(print(1_234_567_891), "1.234567891GB");
    assert_eq!(print(1_000_000_000_000_000), "1PB");
}
