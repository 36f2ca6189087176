//! Cases with an answer on paper: each with its derivation, run against the ticker here and
//! against the engine in `closed_form`.
#![allow(clippy::print_stdout)]

use super::found::Found;
use super::{End, algebra_link, algebra_retry, algebra_rules, run};
use backup_sim::cause::Cause;
use backup_sim::edit::{Edit, FieldValue};
use backup_sim::model::service::Quota;
use backup_sim::scenario::fields::id_of;
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::units::*;

/// A scenario and what it must come to.
pub struct Case {
    pub name: &'static str,
    pub scenario: Scenario,
    pub expect: fn(&Found),
}

/// A draft of typed edits.
#[derive(Default)]
pub struct Build(Draft);

impl Build {
    /// A stream over a line whose stated rate is its goodput, in a window.
    pub fn stream(size: u64, bits_per_s: u64, window: (u32, u32)) -> Self {
        let window = BackupWindow::Nightly {
            start: ClockTime::from_hm(window.0, 0),
            end: ClockTime::from_hm(window.1, 0),
        };
        Build::default()
            .set("library.size", Some(Size::from_bytes(size)))
            .set("link.upload", Some(Rate::from_bits_per_s(bits_per_s)))
            .set("link.efficiency", Fraction::ONE)
            .set("window.allowed", window)
    }

    #[must_use]
    pub fn set<T: FieldValue>(mut self, key: &str, value: T) -> Self {
        let edit = Edit { field: id_of(key), value: value.into_value() };
        self.0.push(edit, Origin::Study);
        self
    }

    pub fn case(self, name: &'static str, expect: fn(&Found)) -> Case {
        Case { name, scenario: self.build(), expect }
    }

    pub fn build(self) -> Scenario {
        self.0.build().unwrap()
    }
}

/// Equal within what a one-second grid may be off.
#[track_caller]
pub fn near(value: f64, expected: f64, within: f64) {
    assert!((value - expected).abs() <= within, "{value} is not {expected} within {within}");
}

#[track_caller]
pub fn finishes(found: &Found, expected: f64, within: f64) {
    near(found.finish().expect("it finishes"), expected, within);
}

pub fn clock(h: u32, m: u32) -> ClockTime {
    ClockTime::from_hm(h, m)
}

pub fn secs(s: i64) -> Span {
    Span::from_secs(s)
}

fn rival(flows: u32, demand: RivalDemand) -> Rival {
    Rival { name: String::new(), flows, demand, time: RivalTime::Always, until_cut: false }
}

pub const GB: u64 = 1_000_000_000;
pub const MBPS: u64 = 1_000_000;
/// 1 W while sending, nothing while idle or by rate.
pub fn one_watt(b: Build) -> Build {
    b.set("battery.upload_draw", Power::from_milliwatts(1000))
        .set("battery.upload_draw_per_mbps", Power::ZERO)
        .set("battery.idle_draw", Power::ZERO)
}

fn rates() -> Vec<Case> {
    vec![
        // 40 GB at 375 kB/s take 106,666.67 s; a night of 8 h carries 28,800 s, 10.8 GB. Three
        // nights are full, the fourth runs 106,666.67 - 86,400 = 20,266.67 s, from 3 x 86,400 s on.
        Build::stream(40 * GB, 3 * MBPS, (23, 7)).case("40 GB at 3 Mbps", |f| {
            finishes(f, 279_466.67, 0.01);
            near(f.by_first_morning, 10.8e9, 1.0);
            near(f.safe_first_morning, 10.8e9, 1.0);
            near(f.uploading, 106_666.67, 0.01);
            near(f.stalled, 0.0, 0.0);
        }),
        // 270 GB at 375 kB/s take 720,000 s: exactly 25 nights of 28,800 s. The last byte goes at
        // the end of night 25, 24 x 86,400 + 28,800 s; a rounding error would make it night 26.
        Build::stream(270 * GB, 3 * MBPS, (22, 6)).case("200 h at 8 h a night", |f| {
            finishes(f, 2_102_400.0, 0.0);
        }),
        // 1 GB at 1 MB/s takes 1000 s; an outage of 100 s from second 300 costs its length.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set(
                "link.outages",
                Outages(vec![(
                    ClockWindow::daily(clock(22, 5), ClockTime::from_secs(22 * 3600 + 400)),
                    None,
                )]),
            )
            .case("one outage", |f| {
                finishes(f, 1100.0, 0.0);
                near(f.stall(Cause::LinkOutage), 100.0, 0.0);
                near(f.limit(Cause::UploadSpeed), 1000.0, 0.0);
            }),
        // Two endless rivals of one connection each: a third for everyone, three times as long.
        Build::stream(GB, 9 * MBPS, (22, 6))
            .set("link.rivals", Rivals(vec![rival(1, RivalDemand::Endless); 2]))
            .case("two endless rivals", |f| {
                finishes(f, 8.0 * 3.0 * 1000.0 / 9.0, 0.01);
                near(f.limit(Cause::RivalTraffic), 2666.67, 0.01);
            }),
        // Of 8 Mbps a fixed rival takes 2; a sized one with 3 connections three quarters of the
        // rest, 4.5 Mbps, until its 450 MB are sent after 800 s, while we send 1.5 Mbps x 800 s =
        // 150 MB; the other 850 MB go at 6 Mbps in 1133.33 s.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set(
                "link.rivals",
                Rivals(vec![
                    rival(1, RivalDemand::Fixed(Rate::from_bits_per_s(2 * MBPS))),
                    rival(3, RivalDemand::Sized(Size::from_bytes(450_000_000))),
                ]),
            )
            .case("a fixed and a sized rival", |f| finishes(f, 1933.33, 1.0)),
        // A fixed rival wants all: we keep a tenth.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set(
                "link.rivals",
                Rivals(vec![rival(1, RivalDemand::Fixed(Rate::from_bits_per_s(9 * MBPS)))]),
            )
            .case("a greedy fixed rival", |f| finishes(f, 10_000.0, 0.0)),
        // 100 items of 1 MB at 1 MB/s: 1 s each, 0.3 s + 2 x 0.1 s of overhead, and slow start up to
        // 100 kB a round trip: windows of 14.48, 28.96 and 57.92 kB leave 0.3 - 0.10136 s: 169.864 s.
        Build::stream(GB / 10, 8 * MBPS, (22, 6))
            .set("link.rtt", Span::from_micros(100_000))
            .set(
                "service.item_overhead",
                Overhead { fixed: Span::from_micros(300_000), round_trips: 2 },
            )
            .set(
                "library.items",
                Some(Items(vec![ItemClass {
                    name: "photos".to_owned(),
                    count: 100,
                    size: Size::from_bytes(1_000_000),
                    spread: Spread::ZERO,
                }])),
            )
            .case("items with overhead", |f| {
                finishes(f, 169.864, 0.001);
                near(f.limit(Cause::ItemOverhead), 69.864, 0.01);
                near(f.limit(Cause::UploadSpeed), 100.0, 0.01);
            }),
        // 10 equal items of 1 MB in 4 lanes, 1 s before each: three rounds, 10 s of bytes and 3 of 1 s.
        in_lanes(10, 0, 4).case("equal items in lanes", |f| {
            finishes(f, 13.0, 1e-3);
            near(f.limit(Cause::ItemOverhead), 3.0, 0.01);
        }),
        // 1300 unlike ones: D = Z = 1 s, k = 4: S = 1 + 4 + 12 + 24 + 24 = 65: 65/64 s each.
        in_lanes(1300, 550_000, 4).case("unlike items in lanes", |f| {
            finishes(f, 1300.0 * 65.0 / 64.0, 1e-3);
            near(f.limit(Cause::ItemOverhead), 1300.0 / 64.0, 0.01);
        }),
        // A cut at second 7 of rounds of 1 s and 4 s: 2 s of bytes are lost, half an item in each of four
        // lanes; the round starts over with the next second: 8 items in 10 s, and 2 s again. The steady
        // rate is 4 MB in 5 s: in 2 s 1.6 MB are on their way.
        in_lanes(8, 0, 4)
            .set("service.resume", Resume::Item)
            .set(
                "link.outages",
                Outages(vec![(
                    ClockWindow::daily(
                        ClockTime::from_secs(79_200 + 7),
                        ClockTime::from_secs(79_200 + 8),
                    ),
                    Some(OutageEffect::Cut),
                )]),
            )
            .case("a cut takes back what all lanes had", |f| {
                finishes(f, 10.0 + 1.0 + 2.0, 1e-3);
                near(f.resent, 1.6e6, 1.0);
            }),
        // Drops every 1000 s for 100 s: a share of 1 / (1 + 0.1) of the time is up.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("link.drops", Some(Drops { every: secs(1000), lasting: secs(100) }))
            .case("drops, byte by byte", |f| finishes(f, 1100.0, 0.01)),
        // The same with chunks of 100 MB, u = 100 s: lambda u = 0.1, and the factor
        // 0.1 / (e^0.1 - 1) / 1.1.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("link.drops", Some(Drops { every: secs(1000), lasting: secs(100) }))
            .set("service.resume", Resume::Chunk { size: Size::from_bytes(100_000_000), parts: 1 })
            .case("drops, chunk by chunk", |f| {
                finishes(f, 1100.0 * 0.1f64.exp_m1() / 0.1, 0.01);
            }),
    ]
}

/// Items of 1 MB at 1 MB/s with an overhead of 1 s.
fn in_lanes(count: u64, spread: u32, lanes: u64) -> Build {
    let class = ItemClass {
        name: "photos".to_owned(),
        count,
        size: Size::from_bytes(1_000_000),
        spread: Spread::from_millionths(spread),
    };
    Build::stream(count * 1_000_000, 8 * MBPS, (22, 6))
        .set("library.items", Some(Items(vec![class])))
        .set("service.item_overhead", Overhead { fixed: Span::from_secs(1), round_trips: 0 })
        .set("service.transfers", Count::new(lanes))
}

fn losses() -> Vec<Case> {
    let hour = |b: Build| {
        b.set("window.allowed", BackupWindow::Nightly { start: clock(22, 0), end: clock(23, 0) })
    };
    vec![
        // 3600 s a night at 1 MB/s; chunks of 1 GB: each night keeps 3 of 3.6 GB. 7 GB: two nights
        // keep 6 GB, the third needs 1000 s more. 1.2 GB are sent twice.
        hour(Build::stream(7 * GB, 8 * MBPS, (22, 23)))
            .set("service.resume", Resume::Chunk { size: Size::from_bytes(GB), parts: 1 })
            .case("chunks over nights", |f| {
                finishes(f, 2.0 * 86_400.0 + 1000.0, 0.0);
                near(f.resent, 1.2e9, 1.0);
            }),
        // One piece of 4 GB in nights of 3.6 GB: never, and every night loses 3.6 GB.
        hour(Build::stream(4 * GB, 8 * MBPS, (22, 23))).set("service.resume", Resume::Item).case(
            "a unit longer than the longest slot",
            |f| {
                assert_eq!(f.end, End::Never);
                near(f.sent, 0.0, 0.0);
                near(f.horizon, 3600.0, 0.0);
                near(f.resent, 3.6e9, 1.0);
            },
        ),
        // An outage that cuts at second 250 of chunks of 100 MB: 50 MB again; that holds: none.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.resume", Resume::Chunk { size: Size::from_bytes(GB / 10), parts: 1 })
            .set(
                "link.outages",
                Outages(vec![
                    (
                        ClockWindow::daily(
                            ClockTime::from_secs(79_200 + 250),
                            ClockTime::from_secs(79_200 + 260),
                        ),
                        Some(OutageEffect::Cut),
                    ),
                    (
                        ClockWindow::daily(
                            ClockTime::from_secs(79_200 + 355),
                            ClockTime::from_secs(79_200 + 365),
                        ),
                        Some(OutageEffect::Hole),
                    ),
                ]),
            )
            .case("a cut and a hole", |f| {
                finishes(f, 1000.0 + 10.0 + 50.0 + 10.0, 0.0);
                near(f.resent, 5e7, 1.0);
            }),
        // Growth of 4 GB a day, nights of 3.6 GB: never. With 3 GB: 10 GB are left after
        // 10/0.6 nights: before night n+1 the library has 10 + 3n GB, sent 3.6n; 3.6n >= 10 + 3(n-1)
        // first at n = 12: 10 + 33 - 39.6 = 3.4 GB in night 12, 3400 s.
        hour(Build::stream(10 * GB, 8 * MBPS, (22, 23)))
            .set("library.growth", Size::from_bytes(4 * GB))
            .case("growth outruns the nights", |f| assert_eq!(f.end, End::Never)),
        hour(Build::stream(10 * GB, 8 * MBPS, (22, 23)))
            .set("library.growth", Size::from_bytes(3 * GB))
            .case("growth that the nights outrun", |f| {
                finishes(f, 11.0 * 86_400.0 + 3400.0, 0.0);
            }),
        // Until-full: 0.6 GB fit.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("cloud.free", Some(Size::from_bytes(GB / 10 * 6)))
            .case("until the space is full", |f| {
                assert_eq!(f.end, End::Never);
                near(f.sent, 6e8, 0.0);
                near(f.uploading, 600.0, 0.0);
            }),
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("cloud.free", Some(Size::from_bytes(GB / 10 * 6)))
            .set("service.quota", Quota::UpFront)
            .case("refused for want of space", |f| {
                assert_eq!(f.end, End::Refused(Cause::CloudFull));
                near(f.horizon, 28_800.0, 0.0);
                near(f.stall(Cause::CloudFull), 28_800.0, 0.0);
            }),
    ]
}

/// All cases.
pub fn cases() -> Vec<Case> {
    [
        rates(),
        losses(),
        algebra_rules::power(),
        algebra_rules::rules(),
        algebra_link::cases(),
        algebra_retry::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn the_ticker_gives_the_answers_on_paper() {
    for case in cases() {
        println!("{}", case.name);
        (case.expect)(&Found::from(&run(case.scenario.inputs())));
    }
}
