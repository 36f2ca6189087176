//! The closed form of a class of items in lanes against going through the items one by one: the
//! lanes prepare, then share the link evenly. Written here a second time, event by event, in
//! floating point.

use crate::scenarios::outcome;
use backup_sim::client::pace::{Cost, Pace};
use backup_sim::units::{Amount, Rate, Size, Span};
use proptest::prelude::*;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// When the last of these items is there, in seconds: `lanes` at once, each away for `away` before
/// each item, all that send sharing `rate` bytes a second.
fn one_by_one(sizes: &[f64], lanes: usize, away: f64, rate: f64) -> f64 {
    #[derive(Clone, Copy)]
    enum Lane {
        Away(f64),
        Sending(f64),
        Done,
    }
    let mut next = sizes.iter().copied();
    let mut now = 0.0;
    let mut state = vec![(Lane::Done, 0.0); lanes];
    for lane in &mut state {
        if let Some(size) = next.next() {
            *lane = (Lane::Away(away), size);
        }
    }
    loop {
        let sending = state.iter().filter(|l| matches!(l.0, Lane::Sending(_))).count();
        let each = rate / sending.max(1) as f64;
        let step = state
            .iter()
            .filter_map(|l| match l.0 {
                Lane::Away(left) => Some(left),
                Lane::Sending(left) => Some(left / each),
                Lane::Done => None,
            })
            .min_by(f64::total_cmp);
        let Some(step) = step else { return now };
        now += step;
        for (lane, size) in &mut state {
            *lane = match *lane {
                Lane::Away(left) if left - step <= 1e-9 => Lane::Sending(*size),
                Lane::Away(left) => Lane::Away(left - step),
                Lane::Sending(left) if left - step * each <= 1e-6 => match next.next() {
                    Some(another) => {
                        *size = another;
                        Lane::Away(away)
                    }
                    None => Lane::Done,
                },
                Lane::Sending(left) => Lane::Sending(left - step * each),
                Lane::Done => Lane::Done,
            };
        }
    }
}

/// Lognormal sizes of a mean.
fn sizes(seed: u64, count: usize, mean: f64, sigma: f64) -> Vec<f64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut unit = || ((random.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
    let mut normal = || {
        let (u, v) = (unit(), unit());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    };
    (0..count).map(|_| mean * (sigma * normal() - sigma * sigma / 2.0).exp()).collect()
}

/// Seconds that the closed form gives an item.
fn closed(item: f64, lanes: u64, mixed: bool, away: f64, rate: f64) -> f64 {
    let item = Size::from_bytes(item.round() as u64).amount();
    let each = Span::from_micros((away * 1e6).round() as i64);
    let cost = Cost { each, ..Cost::default() };
    let granted = Rate::from_bits_per_s((rate * 8.0).round() as u64);
    let rate = Pace { item, lanes, mixed: mixed && lanes > 1 }.rate(granted, cost);
    item.units() as f64 / rate.microbits_per_s() as f64 * 1e-6
}

#[test]
fn equal_items_in_lanes_take_the_time_that_they_take_one_by_one() {
    for lanes in [1, 2, 3, 4, 8, 32] {
        for (away, item) in [(0.2, 2.4e6), (1.0, 1e6), (3.0, 5e4), (0.01, 60e6)] {
            let count = 12 * lanes;
            let times = one_by_one(&vec![item; count], lanes, away, 1e6);
            let each = closed(item, lanes as u64, false, away, 1e6);
            // Twelve rounds of Z + k D.
            let rounds = 12.0 * (away + lanes as f64 * item / 1e6);
            assert!((times - rounds).abs() < 1e-3, "{lanes} {away} {item}: {times} {rounds}");
            let closed = each * count as f64;
            assert!((closed / times - 1.0).abs() < 1e-6, "{lanes} {away} {item}: {closed} {times}");
        }
    }
}

#[test]
fn the_share_of_time_in_which_no_lane_sends_is_that_of_the_sum() {
    // D = Z = 1 s, k = 4: 1 + 4 + 12 + 24 + 24 = 65; D / (1 - 1/65) = 65/64 s.
    assert!((closed(1e6, 4, true, 1.0, 1e6) - 65.0 / 64.0).abs() < 1e-9);
    // D = 1 s, Z = 3 s, k = 2: 1 + 2/3 + 2/9 = 17/9; 1 / (1 - 9/17) = 17/8 s.
    assert!((closed(1e6, 2, true, 3.0, 1e6) - 17.0 / 8.0).abs() < 1e-9);
    // Without overhead the link is always full.
    assert!((closed(1e6, 8, true, 0.0, 1e6) - 1.0).abs() < 1e-9);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn unlike_items_in_lanes_take_within_two_percent_of_their_time_one_by_one(
        seed: u64, lanes in 2usize..=16, sigma in 0.3f64..1.2, busy in -2.0f64..2.0,
    ) {
        // D/Z from 1/100 to 100.
        let (item, rate) = (1e6, 1e6);
        let away = 10f64.powf(busy);
        let sizes = sizes(seed, 30_000, item, sigma);
        let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
        let times = one_by_one(&sizes, lanes, away, rate);
        let closed = closed(mean, lanes as u64, true, away, rate) * sizes.len() as f64;
        prop_assert!((closed / times - 1.0).abs() < 0.02, "{closed} {times}");
    }

    #[test]
    fn a_faster_link_never_makes_a_class_slower(
        item in 1e3f64..1e8, lanes in 1u64..=64, mixed: bool, trip in 0i64..400_000,
        fixed in 0i64..3_000_000, rate in 3.0f64..9.0, more in 1.0001f64..2.0,
    ) {
        let cost = Cost {
            each: Span::from_micros(fixed + 2 * trip),
            round_trip: Span::from_micros(trip),
            eased: false,
        };
        let item = Size::from_bytes(item as u64).amount();
        let pace = Pace { item, lanes, mixed: mixed && lanes > 1 };
        let at = |rate: f64| pace.rate(Rate::from_bits_per_s((8.0 * rate) as u64), cost);
        let (slow, fast) = (10f64.powf(rate), 10f64.powf(rate) * more);
        prop_assert!(at(fast) >= at(slow), "{pace:?} {:?} {:?}", at(slow), at(fast));
        prop_assert!(at(slow) <= Rate::from_bits_per_s((8.0 * slow) as u64));
    }
}

/// Microseconds to the finish of a library through the whole engine, at 1 MB/s.
fn simulated(library: &str, lanes: usize, overhead: &str) -> i64 {
    let text = format!(
        "library.{library}\nservice.transfers = {lanes}\nservice.item_overhead = '{overhead}'\n\
         service.requires = 'nothing'\nwindow.allowed = 'all-day'\nwindow.nights = 60\n\
         link.upload = '8Mbps'\nlink.efficiency = '100%'\nlink.rtt = '150ms'"
    );
    outcome("classes", &text).finish.unwrap().at.micros()
}

#[test]
fn a_class_takes_the_time_of_its_items_in_a_listing_through_the_whole_engine() {
    // Equal items, and one lane, to the rounding of rates; whole rounds and what is left of them.
    for (lanes, count) in [(1, 7), (3, 10), (4, 40), (4, 43), (8, 5)] {
        for overhead in ["500ms", "10ms", "30ms + 2 rtt"] {
            let class = simulated(&format!("items = 'photos {count} x 1MB'"), lanes, overhead);
            let listed = simulated(&format!("listing = '{count} x 1MB'"), lanes, overhead);
            let apart = class.abs_diff(listed);
            assert!(apart <= 10, "{count} in {lanes}, {overhead}: {class} {listed}");
        }
    }
    // Unlike ones, 400 for each lane.
    for (seed, lanes) in (1..).zip([2, 4, 8]) {
        for (sigma, overhead) in [(0.3, "100ms"), (0.6, "1s"), (0.9, "4s")] {
            let drawn = sizes(seed, 400 * lanes, 1e6, sigma);
            let scale = 4e8 * lanes as f64 / drawn.iter().sum::<f64>();
            let listing: Vec<String> =
                drawn.iter().map(|s| format!("{}B", (s * scale).round())).collect();
            let listing = format!("listing = '{}'", listing.join(", "));
            let class = format!("items = 'photos {} x 1MB ~{}%'", 400 * lanes, sigma * 100.0);
            let (class, listed) =
                (simulated(&class, lanes, overhead), simulated(&listing, lanes, overhead));
            let ratio = class as f64 / listed as f64;
            assert!((ratio - 1.0).abs() < 0.02, "{lanes} {sigma} {overhead}: {class} {listed}");
        }
    }
}

#[test]
fn a_transfer_that_pays_round_trips_begins_slowly() {
    // 1 MB/s and 200 ms: 200 kB under way. Windows of 14.48, 28.96, 57.92 and 115.84 kB are sent in
    // 14.48, 28.96, 57.92 and 115.84 ms; the rest of four round trips is lost: 0.8 - 0.2172 s.
    let cost = |trip| Cost { round_trip: Span::from_micros(trip), ..Cost::default() };
    let item = |bytes| Size::from_bytes(bytes).amount();
    let granted = Rate::from_bits_per_s(8_000_000);
    let seconds = |bytes, trip| {
        let rate = Pace { item: item(bytes), lanes: 1, mixed: false }.rate(granted, cost(trip));
        Amount::time_at(item(bytes), rate).unwrap().as_secs()
    };
    assert!((seconds(5_000_000, 200_000) - 5.5828).abs() < 1e-5);
    // 40 kB: the second window would hold all that is left but 25.52 kB: 0.2 - 0.01448 s.
    assert!((seconds(40_000, 200_000) - 0.04 - 0.18552).abs() < 1e-5);
    // What fits in the first window waits for nothing.
    assert!((seconds(14_000, 200_000) - 0.014).abs() < 1e-5);
}
