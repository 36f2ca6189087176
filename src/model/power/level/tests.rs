//! The level beside plain numbers: a battery of 3600 J, of which the idle phone draws a percent in each
//! second and the charger gives two.

use super::*;
use crate::model::conditions::Relaxed;
use crate::units::{ChargerPower, ClockTime, Coupling, Energy, Power, Taper};
use rand_core::SeedableRng;

fn at(seconds: i64) -> SimTime {
    SimTime::from_secs(seconds)
}

fn percent(n: u32) -> Fraction {
    Fraction::from_percent(n)
}

fn battery(level: u32) -> Battery {
    let watts = |n: u64| Power::from_milliwatts(1000 * n);
    Battery {
        level: percent(level),
        capacity: Energy::from_microwatt_hours(1_000_000),
        charge_max: Some(watts(1000)),
        idle_draw: watts(36),
        upload_draw: watts(36),
        upload_draw_per_mbps: Power::ZERO,
        scan_draw: watts(36),
        screen_draw: watts(72),
        ..Battery::default()
    }
}

fn charger() -> Charger {
    Charger {
        power: ChargerPower { power: Power::from_milliwatts(108_000), coupling: Coupling::Wired },
        efficiency: Some(percent(100)),
        taper: Taper(vec![(percent(100), percent(100))]),
        ..Charger::default()
    }
}

/// Nobody asks for anything.
pub(super) const WATCH: Watch = Watch {
    charging: false,
    not_low: false,
    reserve: Fraction::ZERO,
    delay: Span::ZERO,
    android: false,
    shown: false,
    told: false,
    keeps_up: true,
    saver: false,
    ambient: None,
};

/// No event.
const NONE: [f64; 0] = [];

pub(super) fn night(number: u32) -> Night {
    let base = at(86_400 * i64::from(number - 1));
    let start = ClockTime::from_hm(22, 0);
    Night { number, base, start, length: Span::from_secs(32_400), fresh: true }
}

fn begun<'a>(battery: &'a Battery, charger: &'a Charger, watch: Watch) -> Level<'a> {
    let mut level = Level::new(battery, charger, watch);
    level.begin(&night(1));
    level
}

fn facts(plugged: bool) -> Conditions {
    Conditions { plugged, ..Conditions::default() }
}

/// Goes on to a moment, event by event; the moments at which something happened.
fn go(level: &mut Level, from: i64, to: i64, facts: &Conditions) -> Vec<f64> {
    let (mut now, end, mut events) = (at(from), at(to), Vec::new());
    while now < end {
        let mut told = facts.clone();
        level.publish(&mut told);
        level.settle(now, &told, Rate::ZERO);
        let next = level.next_event(now, &told, Rate::ZERO).unwrap_or(SimTime::END);
        if next <= end {
            events.push(next.as_secs());
        }
        let to = next.min(end);
        level.advance(now, to, &told, Rate::ZERO);
        now = to;
    }
    events
}

fn soc(level: &Level) -> u32 {
    level.soc().millionths() / 10_000
}

fn closed(level: &Level, plugged: bool) -> Vec<Cause> {
    let mut limits = Limits::new(Relaxed::default());
    level.limit(at(0), &facts(plugged), &mut limits);
    limits.closed.iter().collect()
}

#[test]
fn unplugged_it_falls_to_what_is_reserved_and_to_what_is_low_and_then_to_nothing() {
    let (battery, charger) = (battery(50), charger());
    let watch = Watch { not_low: true, reserve: percent(20), ..WATCH };
    let mut level = begun(&battery, &charger, watch);
    assert_eq!(go(&mut level, 0, 29, &facts(false)), NONE);
    assert_eq!((soc(&level), closed(&level, false)), (21, vec![]));
    assert_eq!(go(&mut level, 29, 30, &facts(false)), [30.0]);
    assert_eq!(closed(&level, false), [Cause::LowBattery]);
    // On power the reserve is no matter.
    assert_eq!(closed(&level, true), []);
    assert_eq!(go(&mut level, 30, 60, &facts(false)), [35.0, 50.0]);
    assert_eq!((soc(&level), closed(&level, true)), (0, vec![Cause::LowBattery]));
    // Back on power it starts again at 1 %, after half a second.
    assert_eq!(go(&mut level, 60, 61, &facts(true)), [60.5]);
    assert_eq!((soc(&level), closed(&level, true)), (2, vec![]));
    // Without a reserve, and without the rule, nothing is low.
    let mut free = begun(&battery, &charger, WATCH);
    assert_eq!(go(&mut free, 0, 49, &facts(false)), NONE);
    assert_eq!(closed(&free, false), []);
    let mut ruled = begun(&battery, &charger, Watch { not_low: true, ..WATCH });
    assert_eq!(go(&mut ruled, 0, 36, &facts(false)), [35.0]);
    assert_eq!(closed(&ruled, false), [Cause::LowBattery]);
}

#[test]
fn what_is_in_use_and_scanned_draws_besides() {
    let (battery, charger) = (battery(90), charger());
    let after = |facts: &Conditions| {
        let mut level = begun(&battery, &charger, WATCH);
        go(&mut level, 0, 10, facts);
        (soc(&level), level.lost_while_plugged())
    };
    assert_eq!(after(&facts(false)), (80, false));
    assert_eq!(after(&Conditions { scanning: true, ..facts(false) }), (70, false));
    assert_eq!(after(&Conditions { in_use: true, ..facts(false) }), (60, false));
    // On power 72 W are left of 108 W, none with the screen, and 36 W too few with a scan as well.
    assert_eq!(after(&facts(true)), (100, false));
    assert_eq!(after(&Conditions { in_use: true, ..facts(true) }), (90, false));
    assert_eq!(after(&Conditions { in_use: true, scanning: true, ..facts(true) }), (80, true));
}

#[test]
fn charging_is_held_at_its_level_until_its_hour() {
    let battery = battery(70);
    let until = ClockTime::from_secs(79_200 + 30);
    let mut charger = charger();
    charger.hold = Some(Hold { level: percent(80), until: Some(until) });
    let mut level = begun(&battery, &charger, WATCH);
    assert_eq!(go(&mut level, 0, 29, &facts(true)), [5.0]);
    assert_eq!(soc(&level), 80);
    assert_eq!(go(&mut level, 29, 45, &facts(true)), [30.0, 40.0]);
    assert_eq!(soc(&level), 100);
    // The next night it is held again; a hold without an hour has no end.
    level.begin(&night(2));
    assert_eq!(go(&mut level, 86_400, 86_429, &facts(true)), [86_405.0]);
    let mut charger = charger.clone();
    charger.hold = Some(Hold { level: percent(80), until: None });
    let mut level = begun(&battery, &charger, WATCH);
    assert_eq!(go(&mut level, 0, 500, &facts(true)), [5.0]);
    // At the hour at which nights begin, it ends a day later.
    charger.hold = Some(Hold { level: percent(80), until: Some(ClockTime::from_hm(22, 0)) });
    let mut level = begun(&battery, &charger, WATCH);
    assert_eq!(go(&mut level, 0, 86_401, &facts(true)), [5.0, 86_400.0]);
}

#[test]
fn what_nobody_asks_for_is_told_as_off() {
    let (mut battery, charger) = (battery(10), charger());
    battery.saver = super::super::battery::Saver::Auto;
    let told = |watch| {
        let mut told = facts(true);
        begun(&battery, &charger, watch).publish(&mut told);
        (told.saver, told.charging)
    };
    assert_eq!(told(WATCH), (false, false));
    assert_eq!(told(Watch { saver: true, ..WATCH }), (true, false));
    battery.level = percent(95);
    let told = |plugged, watch| {
        let mut told = facts(plugged);
        begun(&battery, &charger, watch).publish(&mut told);
        told.charging
    };
    let asked = Watch { charging: true, ..WATCH };
    assert_eq!([told(true, asked), told(false, asked), told(true, WATCH)], [true, false, false]);
}

#[test]
fn charging_is_noticed_late_and_a_whole_percent_later_at_the_latest() {
    let (battery, mut charger) = (battery(50), charger());
    let watch = Watch { charging: true, delay: Span::from_secs(7), ..WATCH };
    let noticed = |charger: &Charger| {
        let mut level = begun(&battery, charger, watch);
        go(&mut level, 0, 20, &facts(true)).first().copied()
    };
    // A percent takes half a second; where it takes 10 s, it is noticed after 7 s.
    assert_eq!(noticed(&charger), Some(0.5));
    charger.power.power = Power::from_milliwatts(39_600);
    assert_eq!(noticed(&charger), Some(7.0));
}

#[test]
fn it_sleeps_once_nothing_reads_it_any_more() {
    let (battery, charger) = (battery(50), charger());
    let sleeps = |watch: Watch, plugged_from: Option<i64>| {
        let mut level = begun(&battery, &charger, watch);
        level.rest_from(plugged_from.map(at));
        [10, 19, 20, 30].map(|now| level.rests_until(at(now)) == Some(SimTime::END))
    };
    assert_eq!(sleeps(WATCH, Some(20)), [false, false, true, true]);
    assert_eq!(sleeps(WATCH, None), [false; 4]);
    for watch in [
        Watch { shown: true, ..WATCH },
        Watch { told: true, ..WATCH },
        Watch { keeps_up: false, ..WATCH },
        Watch { charging: true, ..WATCH },
    ] {
        assert_eq!(sleeps(watch, Some(20)), [false; 4], "{watch:?}");
    }
    // Power saving is followed only where the phone switches it by itself.
    assert_eq!(sleeps(Watch { saver: true, ..WATCH }, Some(20)), [false, false, true, true]);
    // Asleep it does nothing, and nothing of it is told of a day.
    let mut level = begun(&battery, &charger, WATCH);
    level.keep_line(true);
    level.rest_from(Some(at(0)));
    assert!(!level.settle(at(0), &facts(true), Rate::ZERO));
    assert_eq!(level.next_event(at(0), &facts(true), Rate::ZERO), None);
    level.advance(at(0), at(10), &facts(true), Rate::ZERO);
    assert_eq!(soc(&level), 50);
    assert_eq!(level.line_until(at(10)), Some(&mut vec![(at(10), percent(50))]));
    let mut print = Fingerprint::default();
    level.fingerprint(at(0), &facts(true), &mut print);
    assert_eq!(print, Fingerprint::default());
    // Where charging counts, it sleeps when that was noticed, and wakes as another night begins.
    let asked = Watch { charging: true, ..WATCH };
    let mut level = begun(&battery, &charger, asked);
    level.rest_from(Some(at(0)));
    go(&mut level, 0, 1, &facts(true));
    assert_eq!(level.rests_until(at(1)), Some(SimTime::END));
    level.begin(&Night { fresh: false, ..night(2) });
    assert_eq!(level.rests_until(at(86_400)), Some(SimTime::END));
    level.begin(&night(3));
    assert_eq!(level.rests_until(at(172_800)), None);
    // An empty phone has to come back first.
    let none = self::battery(0);
    let mut level = begun(&none, &charger, WATCH);
    level.rest_from(Some(at(0)));
    assert_eq!(level.rests_until(at(0)), None);
    go(&mut level, 0, 1, &facts(true));
    assert_eq!(level.rests_until(at(1)), Some(SimTime::END));
}

#[test]
fn days_begin_alike_only_at_the_same_level_and_with_as_much_noticed() {
    let charger = charger();
    let print = |level: u32, facts: &Conditions, watch: Watch, seconds: i64| {
        let battery = battery(level);
        let mut level = begun(&battery, &charger, watch);
        go(&mut level, 0, seconds, facts);
        let mut print = Fingerprint::default();
        level.fingerprint(at(seconds), facts, &mut print);
        print
    };
    let pulled = facts(false);
    assert_eq!(print(50, &pulled, WATCH, 10), print(50, &pulled, WATCH, 10));
    assert_ne!(print(50, &pulled, WATCH, 10), print(50, &pulled, WATCH, 11));
    // Level, at the hold's or full, with and without what was noticed of the charging.
    let asked = Watch { charging: true, delay: Span::from_secs(60), ..WATCH };
    assert_ne!(print(100, &facts(true), WATCH, 5), print(100, &facts(true), asked, 5));
    assert_eq!(print(50, &pulled, WATCH, 10), print(50, &pulled, asked, 10));
    // Warm or as cold as around it.
    let warm = Watch { ambient: Some(Temperature::from_millidegrees(20_000)), ..WATCH };
    assert_ne!(print(100, &facts(true), warm, 61), print(100, &facts(true), warm, 130));
}

/// Drawn delays are spread evenly from none to the whole hour: half an hour on average, good to
/// 1 h/sqrt(12 x 1000) = 0.009 h.
#[test]
fn each_night_of_a_trial_draws_how_late_charging_is_noticed() {
    let (battery, charger) = (battery(50), charger());
    let hour = Span::from_secs(3600);
    let watch = Watch { charging: true, delay: hour, ..WATCH };
    let mut level = Level::new(&battery, &charger, watch);
    level.redraw(|| Xoshiro256PlusPlus::seed_from_u64(1));
    level.begin(&night(1));
    assert_eq!(level.delay, hour);
    level.draw_delay(Xoshiro256PlusPlus::seed_from_u64(1));
    let mut sum = 0.0;
    for number in 1..=1000 {
        level.begin(&night(number));
        assert!(level.delay < hour);
        sum += level.delay.as_secs() / 3600.0;
    }
    assert!((sum / 1000.0 - 0.5).abs() < 0.04, "{sum}");
    level.redraw(|| Xoshiro256PlusPlus::seed_from_u64(1));
    level.begin(&night(1));
    let first = level.delay;
    level.begin(&Night { fresh: false, ..night(2) });
    assert_eq!(level.delay, first);
    level.redraw(|| Xoshiro256PlusPlus::seed_from_u64(1));
    level.begin(&night(1));
    assert_eq!(level.delay, first);
}

#[test]
fn what_was_lost_on_power_is_forgotten_with_the_trial_and_not_with_the_night() {
    let (battery, charger) = (battery(90), charger());
    let mut level = begun(&battery, &charger, WATCH);
    let busy = Conditions { in_use: true, scanning: true, ..facts(true) };
    go(&mut level, 0, 1, &busy);
    assert!(level.lost_while_plugged());
    level.begin(&night(2));
    assert!(level.lost_while_plugged());
    level.begin(&night(1));
    assert!(!level.lost_while_plugged());
}

#[test]
fn the_points_of_its_line_are_levels() {
    let (battery, charger) = (battery(50), charger());
    let mut level = begun(&battery, &charger, Watch { shown: true, told: true, ..WATCH });
    level.keep_line(true);
    level.settle(at(0), &facts(false), Rate::ZERO);
    level.advance(at(0), at(10), &facts(false), Rate::ZERO);
    // A straight line has one point, at its start, and one where it ends.
    level.advance(at(10), at(20), &facts(false), Rate::ZERO);
    let line = level.line_until(at(20)).map(std::mem::take);
    assert_eq!(line, Some(vec![(at(0), percent(50)), (at(20), percent(30))]));
    // What was taken is not told again, and what is not asked for is not kept.
    level.keep_line(true);
    assert_eq!(level.line_until(at(20)), Some(&mut vec![(at(20), percent(30))]));
    level.keep_line(false);
    assert_eq!(level.line_until(at(20)), None);
    assert!(level.is_shown());
    assert_eq!(level.first_soc(), percent(50));
}

/// Half of what comes from the wall is lost, so that 72 W turn to heat in a full phone that draws 36 W, and
/// 36 W in one off power. After a minute it is 3.5 degrees per W x (1 - e^(-1/20)) warmer.
#[test]
fn what_is_drawn_and_what_is_lost_on_the_way_warms_the_phone() {
    let (battery, mut charger) = (battery(100), charger());
    charger.efficiency = Some(percent(50));
    charger.power.power = Power::from_milliwatts(216_000);
    let warm = Watch { ambient: Some(Temperature::from_millidegrees(20_000)), ..WATCH };
    let after = |plugged| {
        let mut level = begun(&battery, &charger, warm);
        assert_eq!(level.next_event(at(0), &facts(plugged), Rate::ZERO), Some(at(60)));
        go(&mut level, 0, 60, &facts(plugged));
        level.warmth.map(|w| f64::from_bits(w.state().0.cast_unsigned())).unwrap()
    };
    let degrees = |watts: f64| 3.5 * watts * (1.0 - libm::exp(-0.05));
    assert!((after(true) - degrees(72.0)).abs() < 1e-9);
    assert!((after(false) - degrees(36.0)).abs() < 1e-9);
    // From 40 degrees on half of the 108 W arrive: 18 W are left, half a percent in each second.
    let half = self::battery(50);
    let ambient = Some(Temperature::from_millidegrees(41_000));
    let mut level = begun(&half, &charger, Watch { ambient, ..WATCH });
    go(&mut level, 0, 10, &facts(true));
    assert_eq!(soc(&level), 55);
    // From 43 on it is too hot for Android's jobs.
    for (ambient, android, closed) in
        [(39_000, true, false), (44_000, true, true), (44_000, false, false)]
    {
        let ambient = Some(Temperature::from_millidegrees(ambient));
        let level = begun(&battery, &charger, Watch { ambient, android, ..WATCH });
        let mut limits = Limits::new(Relaxed::default());
        level.limit(at(0), &facts(true), &mut limits);
        assert_eq!(limits.closed.contains(Cause::TooHot), closed);
    }
}

#[test]
fn skipped_days_move_what_a_battery_remembers() {
    let (battery, charger) = (battery(50), charger());
    let warm = Some(Temperature::from_millidegrees(20_000));
    let watch = Watch { charging: true, delay: Span::from_secs(3600), ambient: warm, ..WATCH };
    let mut level = begun(&battery, &charger, watch);
    // In use beside the charger nothing flows, so that only the clock can tell.
    let facts = Conditions { in_use: true, ..facts(true) };
    go(&mut level, 0, 30, &facts);
    let print = |level: &Level, now| {
        let mut print = Fingerprint::default();
        level.fingerprint(at(now), &facts, &mut print);
        print
    };
    let before = print(&level, 30);
    level.shift(Span::DAY);
    assert_eq!(print(&level, 86_430), before);
    assert_eq!(level.warmth.map(|w| w.next()), Some(at(86_460)));
}

/// A percent takes 10 s, and what charges is noticed after 7 s: until then it may not sleep, and whoever asks
/// is told at that moment. Only what was asked for, and changed, has to be heard.
#[test]
fn it_stays_awake_until_its_charging_is_noticed() {
    let (battery, mut charger) = (battery(50), charger());
    charger.power.power = Power::from_milliwatts(39_600);
    let watch = Watch { charging: true, delay: Span::from_secs(7), ..WATCH };
    let mut level = begun(&battery, &charger, watch);
    level.rest_from(Some(at(0)));
    go(&mut level, 0, 6, &facts(true));
    assert_eq!(level.rests_until(at(6)), None);
    assert!(!level.is_shown());
    let told = |charging| Conditions { charging, ..facts(true) };
    assert!(!level.settle(at(6), &told(false), Rate::ZERO));
    level.advance(at(6), at(7), &told(false), Rate::ZERO);
    assert!(level.settle(at(7), &told(false), Rate::ZERO));
    assert_eq!(level.rests_until(at(7)), Some(SimTime::END));
    // Off the plug nothing is sure, whatever was noticed on it.
    let mut level = begun(&battery, &charger, watch);
    level.rest_from(Some(at(0)));
    go(&mut level, 0, 8, &facts(true));
    level.is_sure = false;
    level.settle(at(8), &facts(false), Rate::ZERO);
    assert_eq!(level.rests_until(at(8)), None);
    // Nobody asked: there is nothing to hear, even where the fact is another.
    let mut deaf = begun(&battery, &charger, WATCH);
    assert!(!deaf.settle(at(0), &told(true), Rate::ZERO));
}

/// A percent less in each second up to the tenth, then two percent more: the line bends where the plug comes.
#[test]
fn a_line_bends_where_its_law_changes() {
    let (battery, charger) = (battery(50), charger());
    let mut level = begun(&battery, &charger, Watch { shown: true, told: true, ..WATCH });
    level.keep_line(true);
    for (from, to, plugged) in [(0, 10, false), (10, 12, true), (12, 14, true)] {
        level.settle(at(from), &facts(plugged), Rate::ZERO);
        level.advance(at(from), at(to), &facts(plugged), Rate::ZERO);
    }
    let points = [(0, 50), (10, 40), (14, 48)].map(|(s, level)| (at(s), percent(level)));
    assert_eq!(level.line_until(at(14)), Some(&mut points.to_vec()));
}
