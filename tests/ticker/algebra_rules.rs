//! More cases with an answer on paper: power, and the rules of services.

use super::End;
use super::algebra::{Build, Case, GB, MBPS, finishes, near, one_watt, secs};
use backup_sim::cause::Cause;
use backup_sim::model::service::{Requirement, Start};
use backup_sim::units::*;

/// Battery, charging, doze.
pub fn power() -> Vec<Case> {
    let charging = |level: u32, hold: bool| {
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Charging, Requirement::Idle]))
            .set("service.charging_delay", secs(900))
            .set("battery.level", Fraction::from_percent(level))
            .set(
                "charger.hold",
                hold.then_some(Hold { level: Fraction::from_percent(80), until: None }),
            )
    };
    let on_power = |level: u32| {
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Power, Requirement::Locked]))
            .set("battery.level", Fraction::from_percent(level))
            .set("charger.hold", Some(Hold { level: Fraction::from_percent(80), until: None }))
    };
    vec![
        // 1 Wh = 3600 J; from 50 % to a reserve of 20 % are 1080 J, at 1 W 1080 s and 1.08 GB.
        // The battery then idles at no draw. Night 2 sends the other 0.92 GB in 920 s.
        one_watt(Build::stream(2 * GB, 8 * MBPS, (22, 6)))
            .set("battery.capacity", Energy::from_microwatt_hours(1_000_000))
            .set("battery.level", Fraction::from_percent(50))
            .set("service.reserve", Fraction::from_percent(20))
            .set("charger.plugged", Windows::Never)
            .case("battery to reserve", |f| {
                finishes(f, 87_320.0, 1.0);
                near(f.by_first_morning, 1.08e9, 1e6);
                near(f.stall(Cause::LowBattery), 28_800.0 - 1080.0, 1.0);
            }),
        // Plugged in at 85 % over a hold at 80 %: the level never rises, charging is never noticed.
        charging(85, true).case("over the hold, charging required", |f| {
            assert_eq!(f.end, End::Never);
            near(f.stall(Cause::NotCharging), 28_800.0, 0.0);
        }),
        on_power(85).case("over the hold, power required", |f| finishes(f, 1000.0, 0.0)),
        on_power(60).case("under the hold, power required", |f| finishes(f, 1000.0, 0.0)),
        // From 60 %: 20 W x 0.78 - 0.03 W idle = 15.57 W; the first whole percent, 468 J, is
        // there after 30.06 s, which is sooner than 15 min. At the hold it stays charging.
        charging(60, true).case("under the hold, charging required", |f| {
            finishes(f, 1030.06, 1.0);
            near(f.stall(Cause::NotCharging), 30.06, 1.0);
        }),
        charging(90, true).case("at 90 % it charges at once", |f| finishes(f, 1000.0, 1.0)),
        // A 0.5 W port gives 0.39 W, sending draws 0.57 W. From 49.5 % it idles with +0.36 W until
        // 50 % are seen (234 J, 650 s), sends at -0.18 W, falls through 50 % at once, and waits for
        // 51 % (468 J, 1300 s). From then on a percent may be lost: it sends from 51 to 50 % (2600 s)
        // and waits from 50 to 51 % (1300 s) by turns. 10 GB, 10,000 s of sending, are 3 x 2600 +
        // 2200 s with 3 waits between: 650 + 1300 + 10,000 + 3 x 1300 = 15,850 s.
        Build::stream(10 * GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Charging]))
            .set("service.charging_delay", secs(3600))
            .set("battery.level", Fraction::from_millionths(495_000))
            .set(
                "charger.power",
                ChargerPower { power: Power::from_milliwatts(500), coupling: Coupling::Wired },
            )
            .case("a 0.5 W port", |f| {
                finishes(f, 15_850.0, 12.0);
                near(f.stall(Cause::NotCharging), 650.0 + 4.0 * 1300.0, 12.0);
            }),
        // Never plugged in, power required.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Power]))
            .set("charger.plugged", Windows::Never)
            .case("never on power", |f| {
                assert_eq!(f.end, End::Never);
                near(f.horizon, 28_800.0, 0.0);
                near(f.stall(Cause::NoPower), 28_800.0, 0.0);
                near(f.soles[Cause::NoPower.index()], 28_800.0, 0.0);
            }),
        // The same by hand: it starts at once, and finishes.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Power]))
            .set("service.start_delay", secs(120))
            .set("charger.plugged", Windows::Never)
            .set("service.start", Start::Manual)
            .case("by hand without power", |f| finishes(f, 1000.0, 0.0)),
        // Doze from 23:00 to 07:00, unplugged, the battery full: light windows of 1 min at 9, 20,
        // 36, 52 min, deep ones of 5 min at 124.5 and 10 min at 249.5 min; the next, at 499.5 min,
        // comes after the end at 480 min. 4 + 15 = 19 min = 1140 s = 1.14 GB.
        one_watt(Build::stream(100 * GB, 8 * MBPS, (23, 7)))
            .set("service.doze", true)
            .set("battery.level", Fraction::ONE)
            .set("charger.plugged", Windows::Never)
            .set("window.nights", Count::new(2))
            .case("doze, unplugged", |f| {
                near(f.by_first_morning, 1.14e9, 1.0);
                near(f.uploading, 2.0 * 1140.0, 0.0);
                near(f.stall(Cause::Doze), 2.0 * (28_800.0 - 1140.0), 0.0);
            }),
        Build::stream(100 * GB, 8 * MBPS, (23, 7))
            .set("service.doze", true)
            .case("doze, plugged", |f| near(f.by_first_morning, 28.8e9, 1.0)),
    ]
}

/// Sessions, graces, idle.
pub fn rules() -> Vec<Case> {
    vec![
        // 10 min a session and hour, after a scan of 60 s in each: 540 s of sending an hour. 1 GB,
        // 1000 s: 540 s in the first, 460 s in the second session: 3600 + 60 + 460 s.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.scan", Scan::Lasting(secs(60)))
            .set("service.session", Some(Session { budget: secs(600), per: secs(3600) }))
            .case("session budget", |f| {
                finishes(f, 4120.0, 0.0);
                near(f.stall(Cause::SessionBudget), 3000.0, 0.0);
                near(f.stall(Cause::Scanning), 120.0, 0.0);
            }),
        // Unplugged at second 100 for 50 s: a grace of 60 s survives it; of 20 s stops at second
        // 120, is back at 150, starts for 30 s and sends on: 60 s late.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Power]))
            .set("service.grace_power", secs(60))
            .set("charger.plugged", unplugged())
            .case("grace of power, survived", |f| finishes(f, 1000.0, 0.0)),
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Power]))
            .set("service.grace_power", secs(20))
            .set("service.start_delay", secs(30))
            .set("charger.plugged", unplugged())
            .case("grace of power, not survived", |f| {
                finishes(f, 30.0 + 1000.0 + 30.0 + 30.0, 0.0);
                near(f.stall(Cause::NoPower), 30.0, 0.0);
                near(f.stall(Cause::Starting), 60.0, 0.0);
            }),
        // Idle for 31 min after the phone was locked at the window's start, and again after a use
        // from second 2000 to 2060: 1860 s, 140 s of sending, then at 2060 + 1860 the other 860 s.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("service.requires", Set::of(&[Requirement::Idle, Requirement::ScreenOff]))
            .set("service.idle_delay", secs(1860))
            .set(
                "screen.in_use",
                Windows::Clock(vec![ClockWindow::daily(
                    ClockTime::from_secs(79_200 + 2000),
                    ClockTime::from_secs(79_200 + 2060),
                )]),
            )
            .case("idle", |f| {
                finishes(f, 3920.0 + 860.0, 0.0);
                near(f.stall(Cause::ScreenInUse), 60.0, 0.0);
                near(f.stall(Cause::NotIdle), 3720.0, 0.0);
            }),
        // All there already.
        Build::stream(GB, 8 * MBPS, (22, 6))
            .set("library.done", Size::from_bytes(GB))
            .case("done already", |f| finishes(f, 0.0, 0.0)),
    ]
}

fn unplugged() -> Windows {
    let at = |s: u32| ClockTime::from_secs((79_200 + s) % 86_400);
    Windows::Clock(vec![ClockWindow::daily(at(150), at(100))])
}
