//! More cases with an answer on paper: packets that are lost, and room at the destination that comes
//! and goes.

use super::End;
use super::algebra::{Build, Case, GB, MBPS, clock, finishes, near};
use backup_sim::cause::Cause;
use backup_sim::model::service::Quota;
use backup_sim::units::*;

fn part(of_gb: u64) -> Size {
    Size::from_bytes(GB / 1000 * of_gb)
}

/// 1 GB at 1 MB/s from 22:00, with thousandths of a GB free at first and from clock times on.
fn resized(free: u64, later: &[(ClockTime, u64)], window: (u32, u32)) -> Build {
    let later = later.iter().map(|&(at, size)| (at, part(size))).collect();
    Build::stream(GB, 8 * MBPS, window)
        .set("cloud.free", Some(part(free)))
        .set("cloud.resized", SizePlan(later))
}

fn lossy(size: u64, rate: u64, round_trip_ms: i64) -> Build {
    Build::stream(size, rate, (22, 6))
        .set("link.loss", Fraction::from_percent(1))
        .set("link.rtt", Span::from_micros(round_trip_ms * 1000))
}

/// Loss and room.
pub fn cases() -> Vec<Case> {
    vec![
        // 0.6 GB fit and are there after 600 s. From 23:00, second 3600, all of it fits: 400 s more.
        resized(600, &[(clock(23, 0), 1000)], (22, 6)).case("room that grows", |f| {
            finishes(f, 4000.0, 0.0);
            near(f.stall(Cause::CloudFull), 3000.0, 0.0);
        }),
        // Twice: 0.1 GB by 100 s, 0.2 GB more from 22:10 (600 s) on, the rest from 23:00.
        resized(100, &[(clock(22, 10), 300), (clock(23, 0), 2000)], (22, 6)).case(
            "room that grows twice",
            |f| {
                finishes(f, 3600.0 + 700.0, 0.0);
                near(f.stall(Cause::CloudFull), 500.0 + 2800.0, 0.0);
            },
        ),
        // It grows to 0.8 GB and no further: 800 s of sending. Night 1 is unlike the others, so that
        // the first night that repeats is the second, all of it full: it ends 86,400 + 28,800 s on.
        resized(600, &[(clock(23, 0), 800)], (22, 6)).case("room that does not grow enough", |f| {
            assert_eq!(f.end, End::Never);
            near(f.sent, 8e8, 0.0);
            near(f.uploading, 800.0, 0.0);
            near(f.horizon, 86_400.0 + 28_800.0, 0.0);
        }),
        // At 22:05 0.3 GB lie there and 0.2 GB may: full. At 22:20 there is room for all of it, and
        // the last 0.7 GB take 700 s.
        resized(1000, &[(clock(22, 5), 200), (clock(22, 20), 1000)], (22, 6)).case(
            "room that shrinks for a while",
            |f| {
                finishes(f, 1200.0 + 700.0, 0.0);
                near(f.stall(Cause::CloudFull), 900.0, 0.0);
            },
        ),
        // Noon is 14 h after the start of night 1 and outside its window. Night 1 fills the 0.6 GB in
        // 600 of its 3600 s; night 2 sends the other 0.4 GB.
        resized(600, &[(clock(12, 0), 1000)], (22, 23)).case("room that grows by day", |f| {
            finishes(f, 86_400.0 + 400.0, 0.0);
            near(f.stall(Cause::CloudFull), 3000.0, 0.0);
        }),
        // A service that asks before the first byte waits until the room is there.
        resized(500, &[(clock(23, 0), 1000)], (22, 6)).set("service.quota", Quota::UpFront).case(
            "room enough up front, later",
            |f| {
                finishes(f, 3600.0 + 1000.0, 0.0);
                near(f.stall(Cause::CloudFull), 3600.0, 0.0);
            },
        ),
        // It is not there later either: night 2 repeats for ever.
        resized(500, &[(clock(23, 0), 900)], (22, 6)).set("service.quota", Quota::UpFront).case(
            "never room enough up front",
            |f| {
                assert_eq!(f.end, End::Never);
                near(f.sent, 0.0, 0.0);
                near(f.horizon, 86_400.0 + 28_800.0, 0.0);
            },
        ),
        // One packet in a hundred is lost: 99 % of 1 MB/s arrive. At a round trip of 1 ms the law would
        // let a connection carry 16 MB/s.
        lossy(990_000_000, 8 * MBPS, 1).case("lost packets take their place", |f| {
            finishes(f, 1000.0, 0.0);
        }),
        // At 100 ms: sqrt(3/2) x (1 - 0.1)/0.1 = 11.0227 packets a round trip (cubic: 1.054 x 10^0.75 =
        // 5.93), 99 % of them arrive: 10.91248 x 1448 B / 0.1 s = 158,012.66 B/s. 100 MB in two
        // connections: 316.430 s; in three 210.954 s, whether they share the line or work on items.
        lossy(GB / 10, 80 * MBPS, 100)
            .set("service.flows", Count::new(2))
            .case("two connections that lose packets", |f| finishes(f, 316.430, 0.001)),
        lossy(GB / 10, 80 * MBPS, 100)
            .set("service.flows", Count::new(2))
            .set("service.transfers", Count::new(3))
            .case("three of them", |f| finishes(f, 210.954, 0.001)),
    ]
}
