//! Cases with an answer on paper for what follows an outage: the client tries again at its own moments.
//! All send at 1 MB/s from 22:00 on, with `1s x2 up to 60s`: attempts 1, 3, 7, 15, 31, 63 s after a cut,
//! then every 60 s; connections that lived wake 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s after they went quiet.

use super::algebra::{Build, Case, GB, MBPS, finishes, near, secs};
use backup_sim::cause::Cause;
use backup_sim::sim::{Chance, Record, Trials, simulate};
use backup_sim::study::bottleneck::bottleneck;
use backup_sim::units::*;

const RULE: Backoff =
    Backoff { first: Span::from_secs(1), thousandths: 2_000, ceiling: Some(Span::from_secs(60)) };

/// From and to so many seconds after 22:00.
fn within(list: &[(i64, i64)]) -> Vec<ClockWindow> {
    let at = |s: i64| ClockTime::from_secs((79_200 + s).rem_euclid(86_400) as u32);
    list.iter().map(|&(from, to)| ClockWindow::daily(at(from), at(to))).collect()
}

fn outages(size: u64, effect: OutageEffect, list: &[(i64, i64)]) -> Build {
    let list = within(list).into_iter().map(|window| (window, Some(effect)));
    Build::stream(size, 8 * MBPS, (22, 23))
        .set("link.outages", Outages(list.collect()))
        .set("service.retry", RULE)
}

/// What is waited for behind outages.
pub fn cases() -> Vec<Case> {
    use OutageEffect::{Cut, Hold};
    vec![
        // Back after 20 s; the next attempt is 31 s after the cut.
        outages(GB, Cut, &[(100, 120)]).case("a cut of 20 s", |f| {
            finishes(f, 1031.0, 0.0);
            near(f.stall(Cause::LinkOutage), 20.0, 0.0);
            near(f.stall(Cause::BackingOff), 11.0, 0.0);
            near(f.soles[Cause::BackingOff.index()], 11.0, 0.0);
        }),
        // 63 + 19 x 60 = 1203 s after the cut it gets through.
        outages(GB, Cut, &[(100, 1300)]).case("a cut of 20 min", |f| {
            finishes(f, 2203.0, 0.0);
            near(f.stall(Cause::BackingOff), 3.0, 0.0);
        }),
        // Back at the very moment of an attempt.
        outages(GB, Cut, &[(100, 107)]).case("a cut of 7 s", |f| finishes(f, 1007.0, 0.0)),
        outages(GB, Hold, &[(100, 120)]).case("a hold of 20 s", |f| {
            finishes(f, 1031.5, 0.0);
            near(f.stall(Cause::LinkOutage), 20.0, 0.0);
            near(f.stall(Cause::Reconnecting), 11.5, 0.0);
        }),
        // Wake-ups 63.5, 127.5 s after, then every 120 s: 247.5, 367.5 s.
        outages(GB, Hold, &[(100, 400)]).case("a hold of 5 min", |f| {
            finishes(f, 1367.5, 0.0);
            near(f.stall(Cause::Reconnecting), 67.5, 0.0);
        }),
        // Without a rule it is back at once, after either.
        outages(GB, Cut, &[(100, 120), (200, 220)])
            .set("service.retry", Backoff::AT_ONCE)
            .case("back at once after cuts", |f| finishes(f, 1040.0, 0.0)),
        outages(GB, Hold, &[(100, 120)])
            .set("service.retry", Backoff::AT_ONCE)
            .case("back at once after a hold", |f| finishes(f, 1020.0, 0.0)),
        // The attempt at 103 s meets the second outage, and so does that of 107 s; that of 115 s gets
        // through. What was sent of the item, 100 MB, is lost once.
        outages(GB, Cut, &[(100, 102), (103, 110)]).set("service.resume", Resume::Item).case(
            "an outage before the next attempt",
            |f| {
                finishes(f, 1115.0, 0.0);
                near(f.resent, 1e8, 0.0);
                near(f.stall(Cause::LinkOutage), 9.0, 0.0);
                near(f.stall(Cause::BackingOff), 6.0, 0.0);
            },
        ),
        // Two outages with sending between: each begins at the first wait.
        outages(GB, Cut, &[(100, 120), (140, 142)]).case("two outages", |f| {
            finishes(f, 1000.0 + 31.0 + 3.0, 0.0);
            near(f.stall(Cause::BackingOff), 11.0 + 1.0, 0.0);
        }),
        // 2 s of the service itself, and Wi-Fi away for 20 s: with a grace of a minute both are cuts.
        Build::stream(GB, 8 * MBPS, (22, 23))
            .set("service.retry", RULE)
            .set("service.grace_wifi", secs(60))
            .set("cloud.outages", Windows::Clock(within(&[(100, 102)])))
            .set("link.wifi", Windows::Clock(within(&[(320, 300)])))
            .case("the service away, then Wi-Fi", |f| {
                finishes(f, 1000.0 + 3.0 + 31.0, 0.0);
                near(f.stall(Cause::CloudOutage), 2.0, 0.0);
                near(f.stall(Cause::NoWifi), 20.0, 0.0);
                near(f.stall(Cause::BackingOff), 12.0, 0.0);
            }),
        // Without a grace Wi-Fi that is away stops it, and it starts anew when it is there.
        Build::stream(GB, 8 * MBPS, (22, 23))
            .set("service.retry", RULE)
            .set("link.wifi", Windows::Clock(within(&[(320, 300)])))
            .case("a stop is no cut", |f| finishes(f, 1020.0, 0.0)),
        // The line is away from 10 s before the window's end to 20 s after its start. Each night begins
        // afresh: attempts 1, 3, 7, 15, 31 s after 22:00, with 3559 s of sending to 22:59:50. 4 GB: 441 s
        // are left for the second night.
        outages(4 * GB, Cut, &[(3590, 86_420)]).case("an outage at both ends of a window", |f| {
            finishes(f, 86_400.0 + 31.0 + 441.0, 0.0);
            near(f.stall(Cause::LinkOutage), 20.0 + 10.0 + 20.0, 0.0);
            near(f.stall(Cause::BackingOff), 22.0, 0.0);
        }),
        // All day, away from 23:59:50 to 00:00:20: over midnight the attempts go on from the cut: 31 s
        // after it, at 00:00:21. On day 1 it begins while the line is away: 31 s after 00:00 it gets
        // through, and 86,390 - 31 = 86,359 s are sent; day 2 sends from 21 s on. 100 GB leave 13,641 s.
        outages(100 * GB, Cut, &[(7190, 7220)]).set("window.allowed", BackupWindow::AllDay).case(
            "an outage over midnight",
            |f| {
                finishes(f, 86_400.0 + 21.0 + 13_641.0, 0.0);
                near(f.stall(Cause::LinkOutage), 20.0 + 30.0, 0.0);
                near(f.stall(Cause::BackingOff), 11.0 + 1.0, 0.0);
            },
        ),
    ]
}

#[test]
fn a_long_back_off_is_what_holds_it_back_most() {
    // A second's outage of the line after 100 s, one of the service after 200 s, and an hour's wait: 3700 +
    // 900 s. Without the first it is cut at 200 s: 3800 + 800 s; without the second nothing changes, as
    // it waits by then. Twice the speed would make it 3700 + 400 s, no wait 1002 s.
    let hour = Backoff { first: secs(3600), thousandths: 1_000, ceiling: None };
    let case = outages(GB, OutageEffect::Cut, &[(100, 101)])
        .set("window.allowed", BackupWindow::AllDay)
        .set(
            "link.outages",
            Outages(vec![(
                ClockWindow::daily(ClockTime::from_secs(100), ClockTime::from_secs(101)),
                Some(OutageEffect::Cut),
            )]),
        )
        .set(
            "cloud.outages",
            Windows::Clock(vec![ClockWindow::daily(
                ClockTime::from_secs(200),
                ClockTime::from_secs(201),
            )]),
        )
        .set("service.retry", hour)
        .build();
    let found = simulate(&case, Chance::Mean, Record::No);
    assert_eq!(found.finish.unwrap().at.as_secs(), 4600.0);
    assert_eq!(bottleneck(case.inputs(), &found), Some(Cause::BackingOff));
}

#[test]
fn a_drawn_drop_costs_the_wait_for_the_next_attempt() {
    // On a wire, up for 20 and down for 30 min on average, and attempts every 10 min. Without memory,
    // an attempt finds the line up with p = 0.4 (1 - e^(-600/720)) = 0.22616, where 720 s = 1 / (1/1200 +
    // 1/1800) and 0.4 is the share of the time up; so it takes 600/p = 2653 s from the cut, and not 1800
    // s: 853 s more for each of the 48 cuts that 16 h of sending see.
    let with = |first: i64| {
        let every = Backoff { first: secs(first), thousandths: 1_000, ceiling: None };
        let case = Build::stream(16 * 3600 * MBPS, 8 * MBPS, (22, 6))
            .set("window.allowed", BackupWindow::AllDay)
            .set("link.kind", backup_sim::model::link::LinkKind::Wired)
            .set("link.variation", Fraction::ZERO)
            .set("link.drops", Some(Drops { every: secs(1200), lasting: secs(1800) }))
            .set("service.retry", if first > 0 { every } else { Backoff::AT_ONCE })
            .build();
        let mut trials = Trials::new(case.inputs(), 1, 1, 60);
        let finishes = (0..400).map(|t| trials.run(t).finish.unwrap().at.as_secs());
        finishes.sum::<f64>() / 400.0
    };
    // Four standard deviations: 48 waits of 2400 s each and as many of 1800 s, over 400 trials.
    let (at_once, waits) = (with(0), with(600));
    let each = (waits - at_once) / 48.0;
    assert!((each - 853.0).abs() < 100.0, "{each} s a drop");
}
