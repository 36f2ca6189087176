//! More of a good thing never finishes later, with one table of exceptions: each has its reason and
//! a case in which it shows.
#![allow(clippy::print_stdout)]

use crate::properties::{cases, changed, library, mean};
use crate::ticker::algebra::Build;
use crate::ticker::draw;
use backup_sim::edit::Value;
use backup_sim::model::service::Requirement;
use backup_sim::scenario::Scenario;
use backup_sim::units::*;
use proptest::prelude::*;

/// Without the battery's part in it: a battery that is full and large stays so.
pub fn calm(seed: u64) -> Scenario {
    let edits = [
        ("battery.capacity", Value::Energy(Energy::from_microwatt_hours(1_000_000_000))),
        ("battery.level", Value::Fraction(Fraction::ONE)),
        ("service.reserve", Value::Fraction(Fraction::ZERO)),
        ("charger.hold", Value::Absent),
    ];
    changed(&draw::scenario(seed), &edits, |_, v| v)
}

/// When it is done, in seconds; never is later than any moment.
fn finish(scenario: &Scenario) -> f64 {
    mean(scenario).finish.map_or(f64::INFINITY, |f| f.at.as_secs())
}

/// Not later, but for a millisecond: rates are rounded to millionths of a bit per second.
fn no_later(base: &Scenario, better: &Scenario) -> bool {
    finish(better) <= finish(base) + 1e-3
}

fn faster(base: &Scenario) -> Scenario {
    let more = |r: Rate| r.share(13, 10);
    changed(base, &[], |key, value| match (key, value) {
        ("link.upload" | "link.usb_speed", Value::Rate(r)) => Value::Rate(more(r)),
        ("link.plan", Value::RatePlan(RatePlan::Constant(r))) => {
            Value::RatePlan(RatePlan::Constant(more(r)))
        }
        ("link.plan", Value::RatePlan(RatePlan::Daily(list))) => {
            let list = list.into_iter().map(|(t, r)| (t, more(r))).collect();
            Value::RatePlan(RatePlan::Daily(list))
        }
        (_, same) => same,
    })
}

fn smaller(base: &Scenario) -> Scenario {
    let size = Size::from_bytes(library(base.inputs()).bytes() / 10 * 9);
    let size = size.max(base.inputs().library.done).max(Size::from_bytes(1));
    changed(base, &[("library.size", Value::Size(size))], |_, v| v)
}

fn longer(base: &Scenario) -> Scenario {
    changed(base, &[], |_, value| match value {
        Value::BackupWindow(BackupWindow::Nightly { start, end })
            if base.inputs().window.allowed.length() < Span::from_secs(80_000) =>
        {
            let end = ClockTime::from_secs((end.secs() + 900) % 86_400);
            Value::BackupWindow(BackupWindow::Nightly { start, end })
        }
        same => same,
    })
}

fn fewer_outages(base: &Scenario) -> Scenario {
    let mut outages = base.inputs().link.outages.clone();
    outages.0.pop();
    let edits = [
        ("link.outages", Value::Outages(outages)),
        ("cloud.outages", Value::Windows(Windows::Never)),
    ];
    changed(base, &edits, |_, v| v)
}

fn more_room(base: &Scenario) -> Scenario {
    let more = |s: Size| Size::from_bytes(s.bytes() / 10 * 13 + 1);
    changed(base, &[], |key, value| match (key, value) {
        ("cloud.free" | "cloud.plan" | "storage.free", Value::Size(s)) => Value::Size(more(s)),
        (_, same) => same,
    })
}

fn less_growth(base: &Scenario) -> Scenario {
    let growth = Size::from_bytes(base.inputs().library.growth.bytes() / 10 * 7);
    changed(base, &[("library.growth", Value::Size(growth))], |_, v| v)
}

fn more_done(base: &Scenario) -> Scenario {
    let done = base.inputs().library.done.bytes();
    let left = library(base.inputs()).bytes() - done;
    let done = Size::from_bytes(done + left / 10);
    changed(base, &[("library.done", Value::Size(done))], |_, v| v)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn more_room_never_finishes_later(seed: u64) {
        let base = draw::scenario(seed);
        prop_assert!(no_later(&base, &more_room(&base)));
    }

    #[test]
    fn less_growth_never_finishes_later(seed: u64) {
        let base = draw::scenario(seed);
        prop_assert!(no_later(&base, &less_growth(&base)));
    }

    #[test]
    fn a_library_of_which_more_is_done_never_finishes_later(seed: u64) {
        let base = draw::scenario(seed);
        prop_assert!(no_later(&base, &more_done(&base)));
    }

    #[test]
    fn a_faster_link_never_finishes_later(seed: u64) {
        let base = calm(seed);
        prop_assert!(no_later(&base, &faster(&base)));
    }

    #[test]
    fn fewer_outages_never_finish_later(seed: u64) {
        let base = calm(seed);
        prop_assert!(no_later(&base, &fewer_outages(&base)));
    }

    #[test]
    fn a_smaller_library_never_finishes_later(seed: u64) {
        let base = draw::scenario(seed);
        prop_assert!(no_later(&base, &smaller(&base)));
    }

    #[test]
    fn a_longer_window_never_finishes_later(seed: u64) {
        let base = draw::scenario(seed);
        prop_assert!(no_later(&base, &longer(&base)));
    }
}

/// Where more of a good thing does harm: what, why, and a case and its better twin.
struct Exception {
    what: &'static str,
    because: &'static str,
    base: fn() -> Scenario,
    better: fn(&Scenario) -> Scenario,
    finishes: (f64, f64),
}

/// All of them go through the battery, so the properties above that name no exception leave it out.
const EXCEPTIONS: [Exception; 2] = [
    Exception {
        what: "a faster link",
        because: "sending faster draws more, and a weak charger no longer keeps up",
        base: weak_charger,
        better: faster,
        // 1.2 W of charge, 0.1 W for each Mbps. At 10 Mbps, 1 W, the level never falls: 1800 s of
        // start delay and 35.1 Gbit, 3510 s. At 13 Mbps, 1.3 W: the start delay charges from 50.5 %
        // by 2160 J to 55.115 % (468 J a percent); sending falls through 55 % after 54 J, 540 s;
        // 56 % are there after 468 J at 1.2 W, 390 s; then 1800 s of start delay, and the other
        // 2700 - 540 s of sending.
        finishes: (5310.0, 1800.0 + 540.0 + 390.0 + 1800.0 + 2160.0),
    },
    Exception {
        what: "fewer outages",
        because: "a pause recharges the battery",
        base: nearly_empty,
        better: fewer_outages,
        // 1 W of charge, 2 W of load; 360 J and 600 J from the start delay last for 960 s of the
        // 1000 s of sending; an outage of 60 s adds 60 J, which is enough: 600 + 1000 + 60 s.
        // Without it the battery is empty after 960 s, back at 1 % after 36 s, starts for 600 s and
        // sends for the last 40 s.
        finishes: (1660.0, 600.0 + 960.0 + 36.0 + 600.0 + 40.0),
    },
];

fn small_charger(b: Build, milliwatts: u64) -> Build {
    let power = Power::from_milliwatts(milliwatts);
    b.set("charger.power", ChargerPower { power, coupling: Coupling::Wired })
        .set("charger.efficiency", Some(Fraction::ONE))
        .set("battery.idle_draw", Power::ZERO)
}

fn weak_charger() -> Scenario {
    small_charger(Build::stream(4_387_500_000, 10_000_000, (22, 6)), 1200)
        .set("service.requires", Set::of(&[Requirement::Charging]))
        .set("service.start_delay", Span::from_secs(1800))
        .set("battery.level", Fraction::from_millionths(505_000))
        .set("battery.upload_draw", Power::ZERO)
        .set("battery.upload_draw_per_mbps", Power::from_milliwatts(100))
        .build()
}

fn nearly_empty() -> Scenario {
    let at = |s: u32| ClockTime::from_secs(79_200 + s);
    let outage = (ClockWindow::daily(at(700), at(760)), Some(OutageEffect::Hold));
    small_charger(Build::stream(1_000_000_000, 8_000_000, (22, 6)), 1000)
        .set("service.start_delay", Span::from_secs(600))
        .set("battery.capacity", Energy::from_microwatt_hours(1_000_000))
        .set("battery.level", Fraction::from_percent(10))
        .set("battery.upload_draw", Power::from_milliwatts(2000))
        .set("battery.upload_draw_per_mbps", Power::ZERO)
        .set("link.outages", Outages(vec![outage]))
        .build()
}

#[test]
fn every_exception_shows_in_its_case() {
    for e in EXCEPTIONS {
        let base = (e.base)();
        let (before, after) = (finish(&base), finish(&(e.better)(&base)));
        println!("{}: {}: {before} then {after}", e.what, e.because);
        assert!((before - e.finishes.0).abs() < 0.5, "{}: {before}", e.what);
        assert!((after - e.finishes.1).abs() < 0.5, "{}: {after}", e.what);
        assert!(after > before);
    }
}
