//! The rules one by one, beside facts of any kind: which gates they close and when that changes.

use super::*;
use crate::model::conditions::Relaxed;
use crate::units::{ClockTime, ClockWindow, Session, Set};

fn secs(seconds: i64) -> Span {
    Span::from_secs(seconds)
}

fn at(seconds: i64) -> SimTime {
    SimTime::from_secs(seconds)
}

fn requiring(what: &[Requirement]) -> Service {
    Service { requires: Set::of(what), ..Service::default() }
}

fn night(number: u32) -> Night {
    Night {
        number,
        base: at(i64::from(number - 1) * 86_400),
        start: ClockTime::from_hm(22, 0),
        length: Span::DAY,
        fresh: number == 1,
    }
}

fn rules(service: &Service) -> Rules<'_> {
    let mut rules = Rules::new(service, CauseSet::EMPTY, true).unwrap();
    rules.begin(&night(1));
    rules
}

/// The gates that are closed at a moment.
fn closed(rules: &Rules, now: i64, facts: &Conditions) -> Vec<Cause> {
    let mut limits = Limits::new(Relaxed::default());
    rules.limit(at(now), facts, &mut limits);
    limits.closed.iter().collect()
}

fn next(rules: &Rules, now: i64, facts: &Conditions) -> Option<SimTime> {
    rules.next_event(at(now), facts, Rate::ZERO)
}

/// What a phone would say that is unplugged and in use, notices no charging and saves power.
fn worst() -> Conditions {
    Conditions { plugged: false, in_use: true, saver: true, ..Conditions::default() }
}

#[test]
fn each_requirement_closes_its_own_gates_and_no_others() {
    use Requirement::{Charging, Idle, Locked, NotSaver, Power, ScreenOff};
    for (what, gates) in [
        (Power, &[Cause::NoPower][..]),
        (Charging, &[Cause::NoPower, Cause::NotCharging]),
        (Locked, &[Cause::ScreenInUse]),
        (ScreenOff, &[Cause::ScreenInUse]),
        (Idle, &[Cause::NotIdle]),
        (NotSaver, &[Cause::LowPowerMode]),
    ] {
        let service = requiring(&[what]);
        let rules = rules(&service);
        assert_eq!(closed(&rules, 5, &worst()), gates, "{what:?}");
        let best = Conditions { charging: true, ..Conditions::default() };
        assert_eq!(closed(&rules, 5, &best), [], "{what:?}");
        // Whoever starts it by hand needs nothing but power saving off.
        let by_hand = Conditions { manual: true, ..worst() };
        let left = gates.iter().filter(|gate| **gate == Cause::LowPowerMode);
        assert_eq!(closed(&rules, 5, &by_hand), left.copied().collect::<Vec<_>>());
    }
    // Nothing is left of rules that cannot close anything.
    assert!(Rules::new(&requiring(&[Requirement::Wifi]), CauseSet::EMPTY, true).is_none());
    assert!(Rules::new(&requiring(&[NotSaver]), CauseSet::EMPTY, false).is_none());
    let fixed = CauseSet::EMPTY.with(Cause::Metered);
    let service = Service::default();
    let rules = Rules::new(&service, fixed, false).unwrap();
    assert_eq!(closed(&rules, 0, &Conditions::default()), [Cause::Metered]);
    assert_eq!(rules.rests_until(at(0)), Some(SimTime::END));
}

#[test]
fn a_running_client_is_spared_for_its_grace_after_the_plug_is_pulled() {
    let service = Service { grace_power: secs(60), ..requiring(&[Requirement::Charging]) };
    let rules = rules(&service);
    let pulled = Conditions {
        plugged: false,
        plugged_since: at(100),
        running: true,
        ..Conditions::default()
    };
    let both = [Cause::NoPower, Cause::NotCharging];
    assert_eq!(closed(&rules, 159, &pulled), []);
    assert_eq!(closed(&rules, 160, &pulled), both);
    assert_eq!(next(&rules, 100, &pulled), Some(at(160)));
    assert_eq!(next(&rules, 160, &pulled), None);
    let waiting = Conditions { running: false, ..pulled.clone() };
    assert_eq!(closed(&rules, 159, &waiting), both);
    assert_eq!(next(&rules, 100, &waiting), None);
    // Plugged in without charging there is nothing to be spared from.
    let plugged = Conditions { plugged: true, ..pulled };
    assert_eq!(closed(&rules, 159, &plugged), [Cause::NotCharging]);
    assert_eq!(next(&rules, 100, &plugged), None);
}

#[test]
fn a_phone_is_idle_after_its_delay_since_the_screen_and_the_night_began() {
    let service = Service { idle_delay: secs(60), ..requiring(&[Requirement::Idle]) };
    let rules = rules(&service);
    let left_alone = |since| Conditions { in_use_since: at(since), ..Conditions::default() };
    assert_eq!(closed(&rules, 159, &left_alone(100)), [Cause::NotIdle]);
    assert_eq!(closed(&rules, 160, &left_alone(100)), []);
    assert_eq!(next(&rules, 100, &left_alone(100)), Some(at(160)));
    assert_eq!(next(&rules, 160, &left_alone(100)), None);
    let in_use = Conditions { in_use: true, ..left_alone(100) };
    assert_eq!(closed(&rules, 500, &in_use), [Cause::NotIdle]);
    assert_eq!(next(&rules, 100, &in_use), None);
    // Of two ages the younger counts: the phone was last touched before the night began.
    assert_eq!(next(&rules, 0, &left_alone(-30)), Some(at(60)));
}

/// Light windows begin 9 min after the phone was last touched or unplugged.
#[test]
fn doze_counts_from_whatever_happened_last() {
    let service = Service { doze: true, ..requiring(&[]) };
    let rules = rules(&service);
    let still = |plugged, in_use| Conditions {
        plugged: false,
        plugged_since: at(plugged),
        in_use_since: at(in_use),
        ..Conditions::default()
    };
    for (facts, since) in [(still(100, 50), 100), (still(50, 100), 100), (still(-9, -5), 0)] {
        assert_eq!(next(&rules, since, &facts), Some(at(since + 540)));
        assert_eq!(closed(&rules, since + 539, &facts), [Cause::Doze]);
        assert_eq!(closed(&rules, since + 540, &facts), []);
        let plugged = Conditions { plugged: true, ..facts.clone() };
        let in_use = Conditions { in_use: true, ..facts };
        for awake in [plugged, in_use] {
            assert_eq!(closed(&rules, since + 539, &awake), []);
            assert_eq!(next(&rules, since, &awake), None);
        }
    }
}

#[test]
fn the_next_backup_is_due_an_interval_after_the_last_one() {
    let mut service = Service { interval: Some(secs(100)), last: Some(secs(30)), ..requiring(&[]) };
    {
        let rules = rules(&service);
        assert_eq!(rules.due(), at(70));
        assert_eq!(closed(&rules, 69, &Conditions::default()), [Cause::SessionBudget]);
        assert_eq!(closed(&rules, 70, &Conditions::default()), []);
        assert_eq!(next(&rules, 0, &Conditions::default()), Some(at(70)));
        assert_eq!(next(&rules, 70, &Conditions::default()), None);
        assert_eq!(rules.rests_until(at(0)), None);
    }
    service.last = Some(secs(100));
    assert!(Rules::new(&service, CauseSet::EMPTY, true).is_none());
}

#[test]
fn a_budget_is_used_up_by_runs_that_nobody_started() {
    let session = Session { budget: secs(30), per: secs(100) };
    let service = Service { session: Some(session), ..requiring(&[]) };
    let runs = Conditions { running: true, ..Conditions::default() };
    let by_hand = Conditions { manual: true, ..runs.clone() };
    for (facts, gates) in [(&runs, &[Cause::SessionBudget][..]), (&by_hand, &[])] {
        let mut rules = rules(&service);
        assert_eq!(next(&rules, 0, facts).is_some(), !facts.manual);
        rules.advance(at(0), at(30), facts, Rate::ZERO);
        assert_eq!(closed(&rules, 30, &runs), gates);
        // Days go on with it, nights begin afresh.
        rules.begin(&night(2));
        assert_eq!(closed(&rules, 86_430, &runs), gates);
        rules.begin(&Night { fresh: true, ..night(2) });
        assert_eq!(closed(&rules, 86_430, &runs), []);
    }
}

#[test]
fn stops_and_speeds_follow_the_clock() {
    let clock = ClockTime::from_hm;
    let stops = Windows::Clock(vec![ClockWindow::daily(clock(23, 0), clock(23, 30))]);
    let entries =
        vec![(clock(22, 0), Rate::from_bits_per_s(8)), (clock(0, 0), Rate::from_bits_per_s(5))];
    let speeds = Some(RateCap(RatePlan::Daily(entries)));
    let cap = |rules: &Rules| {
        let mut limits = Limits::new(Relaxed::default());
        rules.limit(at(0), &Conditions::default(), &mut limits);
        (limits.cap.bits_per_s(), limits.closed.contains(Cause::SessionBudget))
    };
    let facts = Conditions::default();
    let service = Service { stops, max_rate: speeds, ..requiring(&[]) };
    let mut rules = rules(&service);
    let mut seen = Vec::new();
    let mut now = at(0);
    for _ in 0..4 {
        seen.push(cap(&rules));
        let to = rules.next_event(now, &facts, Rate::ZERO).unwrap_or(at(86_400));
        assert_eq!(rules.rests_until(now).map(|until| until.min(at(86_400))), Some(to));
        assert_eq!(rules.rests_beside(now, &facts).map(|u| u.min(at(86_400))), Some(to));
        rules.advance(now, to, &facts, Rate::ZERO);
        now = to;
    }
    assert_eq!(seen, [(8, false), (8, true), (8, false), (5, false)]);
    assert_eq!(now, at(86_400));
    // One speed holds all night.
    let one = Some(RateCap(RatePlan::Constant(Rate::from_bits_per_s(7))));
    let service = Service { max_rate: one, ..requiring(&[]) };
    let rules = Rules::new(&service, CauseSet::EMPTY, true).unwrap();
    assert_eq!(cap(&rules), (7, false));
}

#[test]
fn rules_rest_beside_facts_that_rest_unless_a_run_counts() {
    let session = Some(Session { budget: secs(30), per: secs(100) });
    let plugged = Conditions::default();
    let pulled = Conditions { plugged: false, ..Conditions::default() };
    let ran = Conditions { running: true, ..pulled.clone() };
    let by_hand = Conditions { manual: true, ..Conditions::default() };
    let power = requiring(&[Requirement::Power]);
    let screen = requiring(&[Requirement::ScreenOff]);
    let budget = Service { session, ..requiring(&[]) };
    for (service, facts, rests) in [
        (&power, &plugged, true),
        (&power, &pulled, true),
        (&power, &ran, false),
        (&power, &by_hand, false),
        (&screen, &pulled, true),
        (&budget, &plugged, false),
    ] {
        let rules = rules(service);
        assert_eq!(rules.rests_until(at(0)), None);
        assert_eq!(rules.rests_beside(at(0), facts).is_some(), rests);
    }
}

/// What two days of `all-day` have to have in common to go alike.
#[test]
fn days_with_another_age_of_anything_that_counts_do_not_begin_alike() {
    let print = |rules: &Rules, now: i64, facts: &Conditions| {
        let mut print = Fingerprint::default();
        rules.fingerprint(at(now), facts, &mut print);
        print
    };
    let pulled = |since| Conditions {
        plugged: false,
        plugged_since: at(since),
        running: true,
        ..Conditions::default()
    };
    // Within its grace the age of the pull counts, and only while it runs.
    let service = Service { grace_power: secs(60), ..requiring(&[Requirement::Power]) };
    let power = rules(&service);
    assert_ne!(print(&power, 100, &pulled(70)), print(&power, 100, &pulled(71)));
    assert_eq!(print(&power, 100, &pulled(40)), print(&power, 100, &pulled(30)));
    for other in
        [Conditions { running: false, ..pulled(70) }, Conditions { plugged: true, ..pulled(70) }]
    {
        let later = Conditions { plugged_since: at(71), ..other.clone() };
        assert_eq!(print(&power, 100, &other), print(&power, 100, &later));
    }
    // Until it is idle the age of the last use counts.
    let service = Service { idle_delay: secs(60), ..requiring(&[Requirement::Idle]) };
    let idle = rules(&service);
    let used = |since| Conditions { in_use_since: at(since), ..Conditions::default() };
    assert_ne!(print(&idle, 100, &used(70)), print(&idle, 100, &used(71)));
    assert_eq!(print(&idle, 100, &used(40)), print(&idle, 100, &used(30)));
    // A phone that sleeps goes on from when it was left alone, however long ago.
    let service = Service { doze: true, ..requiring(&[]) };
    let doze = rules(&service);
    assert_ne!(print(&doze, 100_000, &pulled(70)), print(&doze, 100_000, &pulled(71)));
    for other in
        [Conditions { in_use: true, ..pulled(70) }, Conditions { plugged: true, ..pulled(70) }]
    {
        let later = Conditions { plugged_since: at(71), ..other.clone() };
        assert_eq!(print(&doze, 100, &other), print(&doze, 100, &later));
    }
    // Of a budget, how much is used and when its session began.
    let session = Some(Session { budget: secs(30), per: secs(100) });
    let service = Service { session, ..requiring(&[]) };
    let after = |from: i64, to: i64| {
        let mut budget = rules(&service);
        budget.advance(at(from), at(to), &pulled(0), Rate::ZERO);
        budget
    };
    assert_ne!(print(&after(0, 10), 50, &used(0)), print(&after(0, 11), 50, &used(0)));
    assert_ne!(print(&after(0, 10), 50, &used(0)), print(&after(1, 11), 50, &used(0)));
    assert_eq!(print(&after(0, 10), 50, &used(0)), print(&after(1, 11), 51, &used(0)));
    // Whether the next backup is due already.
    let service = Service { interval: Some(secs(100)), last: Some(secs(30)), ..requiring(&[]) };
    let due = rules(&service);
    assert_ne!(print(&due, 69, &used(0)), print(&due, 70, &used(0)));
    assert_eq!(print(&due, 70, &used(0)), print(&due, 71, &used(0)));
}

#[test]
fn skipped_days_move_what_the_rules_remember() {
    let service = Service { idle_delay: secs(60), ..requiring(&[Requirement::Idle]) };
    let mut idle = rules(&service);
    idle.shift(Span::DAY);
    let used = Conditions { in_use_since: at(0), ..Conditions::default() };
    assert_eq!(next(&idle, 86_400, &used), Some(at(86_460)));
    let session = Some(Session { budget: secs(30), per: secs(100) });
    let service = Service { session, ..requiring(&[]) };
    let mut budget = rules(&service);
    let runs = Conditions { running: true, ..Conditions::default() };
    budget.advance(at(0), at(10), &runs, Rate::ZERO);
    budget.shift(Span::DAY);
    let waits = Conditions::default();
    assert_eq!(next(&budget, 86_410, &waits), Some(at(86_500)));
}

#[test]
fn rules_that_read_anything_of_others_never_rest_and_those_of_the_clock_rest_until_they_change() {
    use Requirement::{Charging, Idle, Locked, NotSaver, Power, ScreenOff};
    let rests = |service: &Service| rules(service).rests_until(at(0));
    for what in [Power, Charging, Locked, ScreenOff, Idle, NotSaver] {
        assert_eq!(rests(&requiring(&[what])), None, "{what:?}");
    }
    let doze = Service { doze: true, ..requiring(&[]) };
    assert_eq!(rests(&doze), None);
    // Slowed down by itself it reads nothing, and nothing changes.
    let cap = RateCap(RatePlan::Constant(Rate::from_bits_per_s(1_000)));
    let slow = Service { max_rate: Some(cap), ..requiring(&[]) };
    assert_eq!(rests(&slow), Some(SimTime::END));
}
