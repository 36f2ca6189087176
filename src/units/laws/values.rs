//! Values of every kind, over the whole range that is accepted.

use super::super::*;
use proptest::prelude::*;

pub(super) fn size() -> impl Strategy<Value = Size> {
    let any =
        prop_oneof![1..=Size::MAX.bytes(), 1u64..100_000, (1u64..1_000_000).prop_map(|n| n << 20)];
    any.prop_map(Size::from_bytes)
}

pub(super) fn rate() -> impl Strategy<Value = Rate> {
    let any = prop_oneof![
        1_000_000_000u64..=1_000_000_000_000_000_000,
        1_000_000_000u64..100_000_000_000,
        (1_000u64..10_000_000).prop_map(|n| n * 1_000_000),
    ];
    any.prop_map(Rate::from_microbits_per_s)
}

pub(super) fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (1i64..=3653 * 86_400_000_000).prop_map(Span::from_micros),
        (1i64..200_000_000).prop_map(Span::from_micros),
        (1i64..1_000_000).prop_map(Span::from_secs),
    ]
}

pub(super) fn start() -> impl Strategy<Value = ClockTime> {
    let secs = prop_oneof![0u32..86_400, (0u32..1_440).prop_map(|m| m * 60)];
    prop_oneof![
        3 => secs.prop_map(ClockTime::from_secs),
        1 => (0u32..86_400_000).prop_map(ClockTime::from_millis),
    ]
}

pub(super) fn end() -> impl Strategy<Value = ClockTime> {
    prop_oneof![start(), Just(ClockTime::from_hm(24, 0))]
}

pub(super) fn share() -> impl Strategy<Value = Fraction> {
    (0u32..=1_000_000).prop_map(Fraction::from_millionths)
}

pub(super) fn window() -> impl Strategy<Value = ClockWindow> {
    let nights = prop::option::of((1u32..=1_800, 0u32..=1_800))
        .prop_map(|n| n.map(|(first, more)| Nights { first, last: first + more }));
    (nights, start(), end())
        .prop_filter("a length", |(_, start, end)| start != end)
        .prop_map(|(nights, start, end)| ClockWindow { nights, start, end })
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9_.-]{0,12}( [a-z][a-z0-9.-]{0,6}){0,2}".prop_filter(
        "a name without words of the grammar",
        |name: &String| {
            let word = |w: &str| rivals_text::WORDS.contains(&w.to_ascii_lowercase().as_str());
            !name.split(' ').any(word)
        },
    )
}

pub(super) fn sizes() -> impl Strategy<Value = Sizes> {
    let run = (1u64..1_000, (1u64..300_000_000).prop_map(Size::from_bytes));
    prop::collection::vec(run, 1..20).prop_map(Sizes::of)
}

pub(super) fn rival() -> impl Strategy<Value = Rival> {
    let demand = prop_oneof![
        Just(RivalDemand::Endless),
        sizes().prop_filter("two items", |s| s.count() > 1).prop_map(RivalDemand::Items),
        size().prop_map(RivalDemand::Sized),
        rate().prop_map(RivalDemand::Fixed),
    ];
    let time = prop_oneof![
        Just(RivalTime::Always),
        window().prop_map(RivalTime::Within),
        start().prop_map(RivalTime::From),
    ];
    let name = prop_oneof![Just(String::new()), name()];
    (name, 1u32..=1_000, demand, time, any::<bool>()).prop_map(
        |(name, flows, demand, time, until_cut)| Rival { name, flows, demand, time, until_cut },
    )
}

pub(super) fn item() -> impl Strategy<Value = ItemClass> {
    let spread = prop_oneof![Just(0), 0..=Spread::MAX.millionths()];
    (name(), 1u64..100_000, 1u64..300_000_000, spread).prop_map(|(name, count, bytes, spread)| {
        let (size, spread) = (Size::from_bytes(bytes), Spread::from_millionths(spread));
        ItemClass { name, count, size, spread }
    })
}
