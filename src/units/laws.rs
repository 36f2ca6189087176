//! What holds for every kind, checked with random values and random text: printing reads back to
//! the same value, reading is total, and everything that is offered instead reads.

mod values;

use proptest::prelude::*;

use super::*;
use values::{end, item, rate, rival, share, size, sizes, span, start, window};

/// Texts that look like what the grammar reads, and texts that look like nothing.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "40",
        "3",
        "0",
        "1,500",
        ".",
        ",",
        " ",
        "-",
        "\u{2013}",
        ":",
        "+",
        "%",
        "x",
        "\u{d7}",
        "GB",
        "Gb",
        "GiB",
        "Mbps",
        "MB/s",
        "MBPS",
        "M",
        "per second",
        "h",
        "min",
        "8h30",
        "23:00",
        "24:00",
        "7-11",
        "11pm",
        "am",
        "night 2:",
        "nights 2-4",
        "every",
        "for",
        "until",
        "from",
        "to",
        "fixed",
        "flows",
        "chunk",
        "pack",
        "up to",
        "per item",
        "at most",
        "until cut",
        "off",
        "x",
        "soft",
        "rtt",
        "per",
        "24h",
        "items/s",
        "none",
        "nothing",
        "~",
        "all-day",
        "photos",
        "\u{ff14}",
        "\u{660}",
        "\u{a0}",
        "\u{b5}s",
        "°C",
        "mAh",
        "Wh",
        "W",
        "qi-",
        "e3",
        "0x28",
        "_",
        "NaN",
        "99999999999999999999",
        "\u{1f600}",
        "\0",
        "cut",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..12).prop_map(|v| v.concat()),
        ".{0,60}",
        "[0-9.,:%a-zA-Z +-]{0,24}",
        prop::collection::vec(any::<u8>(), 0..1024)
            .prop_map(|b| String::from_utf8_lossy(&b).into_owned()),
    ]
}

/// A text is read or refused; what is read prints and reads back, what is offered reads.
fn is_lawful<T: Kind>(text: &str) -> Result<(), TestCaseError> {
    match T::read(text) {
        Ok(reading) => {
            let printed = reading.value.print();
            let again = T::read(&printed);
            let again =
                again.map_err(|e| TestCaseError::fail(format!("{text:?}: {printed}: {e}")))?;
            prop_assert_eq!(&again.value, &reading.value, "{:?}: {}", text, printed);
            let _ = reading.value.plain();
        }
        Err(e) => {
            prop_assert!(!e.instead.is_empty(), "{:?}", text);
            prop_assert!(text.get(e.span.clone()).is_some(), "{:?}: {:?}", text, e.span);
            prop_assert!(CODES.iter().any(|(code, ..)| *code == e.code), "{:?}", e.code);
            for s in &e.instead {
                let read = T::read(&s.typed);
                prop_assert!(read.is_ok(), "{:?} offers {:?}: {:?}", text, s.typed, read);
                prop_assert!(!s.meaning.is_empty());
            }
            let message = e.to_string();
            for word in ["invalid", "illegal", "please", "oops", "failed to"] {
                prop_assert!(!e.message.contains(word) || text.contains(word), "{}", message);
            }
        }
    }
    Ok(())
}

fn there_and_back<T: Kind>(value: &T) -> Result<(), TestCaseError> {
    let printed = value.print();
    let reading = T::read(&printed);
    let reading = reading.map_err(|e| TestCaseError::fail(format!("{value:?}: {printed}: {e}")))?;
    prop_assert_eq!(&reading.value, value, "{}", printed);
    Ok(())
}

crate::choices! {
    /// A list for the laws.
    enum Sample ("sample") {
        /// One.
        One = "one-thing",
        /// Two.
        Two = "two",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quantities_print_and_read_back(
        size in size(), rate in rate(), span in span(), share in share(), count in any::<u64>(),
        microwatts in 0u64..=1_000_000_000, energy in 100_000u64..=1_000_000_000,
        millidegrees in -40_000i32..=80_000, yes in any::<bool>(), name in ".{0,200}",
    ) {
        there_and_back(&size)?;
        there_and_back(&rate)?;
        there_and_back(&span)?;
        there_and_back(&share)?;
        there_and_back(&Count::new(count))?;
        there_and_back(&Power::from_microwatts(microwatts))?;
        there_and_back(&Energy::from_microwatt_hours(energy))?;
        there_and_back(&Temperature::from_millidegrees(millidegrees))?;
        there_and_back(&yes)?;
        there_and_back(&Name(name))?;
        for coupling in [Coupling::Wired, Coupling::Qi, Coupling::MagSafe] {
            there_and_back(&ChargerPower { power: Power::from_microwatts(microwatts), coupling })?;
        }
    }

    #[test]
    fn clock_times_and_windows_print_and_read_back(
        clock in end(), windows in prop::collection::vec(window(), 1..24),
        night in prop::option::of(1u32..=3_660), start in start(), end in end(),
    ) {
        there_and_back(&clock)?;
        there_and_back(&windows[0])?;
        there_and_back(&Windows::Clock(windows))?;
        there_and_back(&Windows::Always)?;
        there_and_back(&Windows::Never)?;
        there_and_back(&Deadline { night, clock })?;
        there_and_back(&BackupWindow::AllDay)?;
        if start != end && !(start == ClockTime::MIDNIGHT && end.millis() == 86_400_000) {
            there_and_back(&BackupWindow::Nightly { start, end })?;
        }
    }

    #[test]
    fn what_happens_on_the_line_prints_and_reads_back(
        constant in rate(), plan in prop::collection::btree_map(start(), rate(), 1..20),
        outages in prop::collection::vec((window(), 0usize..5), 0..20),
        every in span(), lasting in span(), rivals in prop::collection::vec(rival(), 0..16),
    ) {
        there_and_back(&RatePlan::Constant(constant))?;
        there_and_back(&RatePlan::Daily(plan.into_iter().collect()))?;
        let effects = [OutageEffect::Cut, OutageEffect::Hold, OutageEffect::Hole, OutageEffect::Stale];
        there_and_back(&Outages(outages.into_iter().map(|(w, e)| (w, effects.get(e).copied())).collect()))?;
        there_and_back(&Drops { every, lasting })?;
        there_and_back(&Some(Drops { every, lasting }))?;
        there_and_back(&None::<Drops>)?;
        there_and_back(&Rivals(rivals))?;
    }

    #[test]
    fn what_a_service_does_prints_and_reads_back(
        items in prop::collection::vec(item(), 1..32), level in share(), until in prop::option::of(end()),
        taper in prop::collection::btree_map(share(), share(), 1..16), size in size(), span in span(),
        more in span(), trips in 0u32..=1_000, rate in 1u64.., share in share(), set in 0u32..4,
        parts in 1u32..=64,
    ) {
        there_and_back(&Items(items))?;
        there_and_back(&Hold { level, until })?;
        there_and_back(&Taper(taper.into_iter().collect()))?;
        for resume in [Resume::Byte, Resume::Item, Resume::Nothing, Resume::Index, Resume::Chunk { size, parts },
            Resume::Pack { size, parts }] {
            there_and_back(&resume)?;
            there_and_back(&Some(resume))?;
        }
        there_and_back(&Overhead { fixed: span, round_trips: trips })?;
        there_and_back(&Overhead { fixed: Span::ZERO, round_trips: trips })?;
        there_and_back(&Scan::Lasting(span))?;
        there_and_back(&Scan::ItemsPerSecond(rate))?;
        there_and_back(&Scratch { fixed: size, share })?;
        there_and_back(&Scratch { fixed: Size::ZERO, share })?;
        there_and_back(&Session { budget: span.min(more), per: span.max(more) })?;
        there_and_back(&Sample::One)?;
        let both = [Sample::One, Sample::Two];
        let chosen: Vec<Sample> =
            both.into_iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, c)| c).collect();
        there_and_back(&Set::of(&chosen))?;
    }

    #[test]
    fn what_a_client_does_prints_and_reads_back(
        first in span(), thousandths in 1_001u32..=1_000_000, more in prop::option::of(span()),
        rounds in 1u32..=1_000, restarts in prop::option::of(1u32..=1_000_000), soft in any::<bool>(),
        clocks in prop::collection::btree_set(start(), 0..20), sizes in sizes(),
        caps in prop::collection::btree_map(start(), prop::option::of(rate()), 1..20),
        rooms in prop::collection::btree_map(start(), size(), 0..20), rate in rate(),
    ) {
        there_and_back(&Backoff { first, thousandths, ceiling: more.map(|m| first.plus(m).min(Span::DAY.times(3653))) })?;
        there_and_back(&Backoff { first, thousandths: 1_000, ceiling: None })?;
        there_and_back(&Backoff::AT_ONCE)?;
        there_and_back(&Some(Patience { rounds, each: first, apart: more.unwrap_or(Span::ZERO) }))?;
        there_and_back(&Some(Patience::NONE))?;
        there_and_back(&None::<Patience>)?;
        there_and_back(&Restart { every: first, at_most: restarts })?;
        there_and_back(&MaxRun { length: first, soft })?;
        there_and_back(&Clocks(clocks.into_iter().collect()))?;
        there_and_back(&Listing::Typed(std::sync::Arc::new(sizes)))?;
        there_and_back(&Listing::File { path: "some dir/x.csv".to_owned(), items: None })?;
        there_and_back(&Trace { path: "x".to_owned(), series: None })?;
        let caps = caps.into_iter().map(|(at, cap)| (at, cap.unwrap_or(Rate::UNLIMITED)));
        there_and_back(&RateCap(RatePlan::Daily(caps.collect())))?;
        there_and_back(&RateCap(RatePlan::Constant(rate)))?;
        there_and_back(&SizePlan(rooms.into_iter().collect()))?;
    }

    #[test]
    fn any_text_is_read_or_refused_with_something_that_reads(text in text()) {
        is_lawful::<Size>(&text)?;
        is_lawful::<Rate>(&text)?;
        is_lawful::<Span>(&text)?;
        is_lawful::<ClockTime>(&text)?;
        is_lawful::<Fraction>(&text)?;
        is_lawful::<Count>(&text)?;
        is_lawful::<Power>(&text)?;
        is_lawful::<Energy>(&text)?;
        is_lawful::<Temperature>(&text)?;
        is_lawful::<bool>(&text)?;
        is_lawful::<Name>(&text)?;
        is_lawful::<ClockWindow>(&text)?;
        is_lawful::<Windows>(&text)?;
        is_lawful::<BackupWindow>(&text)?;
        is_lawful::<Deadline>(&text)?;
        is_lawful::<RatePlan>(&text)?;
        is_lawful::<Outages>(&text)?;
        is_lawful::<Drops>(&text)?;
        is_lawful::<Rivals>(&text)?;
        is_lawful::<Items>(&text)?;
        is_lawful::<Hold>(&text)?;
        is_lawful::<Taper>(&text)?;
        is_lawful::<Resume>(&text)?;
        is_lawful::<Overhead>(&text)?;
        is_lawful::<Scan>(&text)?;
        is_lawful::<Scratch>(&text)?;
        is_lawful::<Session>(&text)?;
        is_lawful::<RateCap>(&text)?;
        is_lawful::<SizePlan>(&text)?;
        is_lawful::<Backoff>(&text)?;
        is_lawful::<Patience>(&text)?;
        is_lawful::<Restart>(&text)?;
        is_lawful::<MaxRun>(&text)?;
        is_lawful::<Clocks>(&text)?;
        is_lawful::<Listing>(&text)?;
        is_lawful::<Trace>(&text)?;
        is_lawful::<ChargerPower>(&text)?;
        is_lawful::<Sample>(&text)?;
        is_lawful::<Set<Sample>>(&text)?;
        is_lawful::<Option<Hold>>(&text)?;
    }
}

#[test]
fn every_example_and_every_header_unit_reads() {
    fn check<T: Kind>() {
        assert!(T::read(T::EXAMPLE).is_ok(), "{}", T::EXAMPLE);
        for (header, unit) in T::HEADER_UNITS {
            let reading =
                T::read(&format!("20{unit}")).or_else(|_| T::read(&format!("2000{unit}")));
            assert!(reading.is_ok(), "{header}: {unit}");
        }
    }
    check::<Size>();
    check::<Rate>();
    check::<Span>();
    check::<ClockTime>();
    check::<Fraction>();
    check::<Count>();
    check::<Power>();
    check::<Energy>();
    check::<Temperature>();
    check::<bool>();
    check::<Name>();
    check::<ClockWindow>();
    check::<Windows>();
    check::<BackupWindow>();
    check::<Deadline>();
    check::<RatePlan>();
    check::<Outages>();
    check::<Drops>();
    check::<Rivals>();
    check::<Items>();
    check::<Hold>();
    check::<Taper>();
    check::<Resume>();
    check::<Overhead>();
    check::<Scan>();
    check::<Scratch>();
    check::<Session>();
    check::<RateCap>();
    check::<SizePlan>();
    check::<Backoff>();
    check::<Patience>();
    check::<Restart>();
    check::<MaxRun>();
    check::<Clocks>();
    check::<Listing>();
    check::<Trace>();
    check::<ChargerPower>();
    check::<Sample>();
    check::<Set<Sample>>();
}

#[test]
fn no_code_is_made_outside_the_table() {
    let files = [
        include_str!("cap_text.rs"),
        include_str!("clock_text.rs"),
        include_str!("data_text.rs"),
        include_str!("fault.rs"),
        include_str!("grammar.rs"),
        include_str!("link_text.rs"),
        include_str!("listing_text.rs"),
        include_str!("power_text.rs"),
        include_str!("rate_text.rs"),
        include_str!("resume_text.rs"),
        include_str!("retry_text.rs"),
        include_str!("rivals_text.rs"),
        include_str!("service_text.rs"),
        include_str!("small_text.rs"),
        include_str!("spread_text.rs"),
        include_str!("time_text.rs"),
        include_str!("windows_text.rs"),
        include_str!("words.rs"),
    ];
    assert!(files.iter().all(|file| !file.contains("Code(\"")));
}

#[test]
fn none_is_the_absent_value_unless_the_kind_gives_it_a_meaning() {
    assert_eq!(Option::<Size>::read("none").unwrap().value, None);
    let note = |text| Option::<Size>::read(text).unwrap().note.map(|note| note.text);
    let said = "read \"none\" as not known; write 0B for no bytes at all";
    assert_eq!([note("none"), note("absent")], [Some(said.to_owned()), None]);
    assert_eq!(Option::<Rate>::read("none").unwrap().note, None);
    assert_eq!(Option::<Rate>::read("Absent").unwrap().value, None);
    assert_eq!(Option::<RatePlan>::read(" none ").unwrap().value, None);
    assert_eq!(Option::<ChargerPower>::read("none").unwrap().value, Some(ChargerPower::NONE));
}
