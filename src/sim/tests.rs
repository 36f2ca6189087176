//! What is asked of a simulation as a whole: relaxed answers, proofs beside drops, trials and their courses.

use super::*;
use crate::cause::Cause;
use crate::model::conditions::Relaxed;
use crate::scenario::{Draft, Origin};
use crate::sim::outcome::{Finish, ProofKind};
use crate::units::Fraction;

fn scenario(more: &[(&str, &str)]) -> Scenario {
    let mut draft = Draft::new();
    let base = [("size", "40GB"), ("upload", "3Mbps"), ("variation", "0%")];
    for (key, text) in base.iter().chain(more) {
        draft.set(key, text, Origin::Study);
    }
    draft.build().unwrap()
}

fn hours(n: i64) -> SimTime {
    SimTime::from_secs(3600 * n)
}

/// 6 Mbit/s x 95 % carry 23.085 GB in 9 h; the 16.915 GB of the second night take 23,740.350878 s.
#[test]
fn what_is_asked_with_a_cap_doubled_is_not_answered_by_the_line_as_it_is() {
    let scenario = scenario(&[]);
    let (inputs, doubled) = (scenario.inputs(), Relaxed::of(Cause::UploadSpeed));
    let at = SimTime::from_micros(86_400_000_000 + 23_740_350_878);
    let found = outcome(inputs, Ask::point(doubled));
    assert_eq!(found.finish, Some(Finish { night: 2, at }));
    assert_eq!(Point::new(inputs).finish_relaxed(doubled, SimTime::END), Some(at));
    assert_eq!(Point::new(inputs).finish_relaxed(doubled, at), Some(at));
    assert_eq!(
        Point::new(inputs).finish_relaxed(doubled, SimTime::from_micros(at.micros() - 1)),
        None
    );
}

/// A piece of 1 GB takes 2,807 s, over which drops a minute apart leave e^-46 of the rate: the point answer
/// keeps nothing. Without drops a night carries 11.5 GB, so that no proof holds.
#[test]
fn no_never_rests_on_drops() {
    let pieces = [
        ("items", "videos 40 x 1GB"),
        ("resume-from", "item"),
        ("drops", "every 1min for 1s"),
        ("nights", "6"),
    ];
    let found = simulate(&scenario(&pieces), Chance::Mean, Record::No);
    assert_eq!((found.verdict, found.proof), (Verdict::Misses, None));
    assert_eq!(found.bytes.sent, Size::ZERO);
    // What could not be sent without them either stays proven: a piece of 20 GB takes longer than a night.
    let piece = [("items", "videos 2 x 20GB"), pieces[1], pieces[2], pieces[3]];
    let found = simulate(&scenario(&piece), Chance::Mean, Record::No);
    assert_eq!(found.verdict, Verdict::Never);
}

#[test]
fn a_trial_has_numbers_of_its_own_and_the_same_ones_when_it_is_run_again() {
    let strays = [("variation", "30%")];
    let drops = [("drops", "every 20min for 60s")];
    let program = [("client", "rclone-webdav"), drops[0], ("items", "500 x 10MB")];
    let late = [("plugged-late", "30min"), ("requires", "power")];
    for more in [&strays[..], &drops, &program, &late] {
        let scenario = scenario(&[&[("size", "5GB")], more].concat());
        let mut trials = Trials::new(scenario.inputs(), 1, 1, 5);
        let found = [0, 1, 0, 2].map(|trial| trials.run(trial).finish);
        assert_eq!(found[0], found[2], "{more:?}");
        assert!(found[0] != found[1] && found[1] != found[3], "{more:?}: {found:?}");
        assert_eq!(Trials::new(scenario.inputs(), 1, 1, 5).run(1).finish, found[1], "{more:?}");
    }
}

/// 11.5425 GB go out in a night of 9 h.
#[test]
fn a_course_tells_what_is_stored_and_the_battery_where_it_was_asked_for() {
    let scenario = scenario(&[("done", "10GB"), ("battery", "50%")]);
    let course = |battery| {
        let first = Stream { seed: 1, row: 1, trial: 0 };
        Trials::with_battery(scenario.inputs(), first, 2, battery).course(0)
    };
    let (bare, shown) = (course(false), course(true));
    for course in [&bare, &shown] {
        let stored = [0, 9, 24].map(|n| course.stored_at(hours(n)).bytes());
        assert_eq!(stored, [10_000_000_000, 21_542_500_000, 21_542_500_000]);
        assert_eq!(course.whole, Size::from_bytes(40_000_000_000));
    }
    assert!(bare.timeline.levels.is_empty());
    assert_eq!(bare.timeline.level_at(hours(0)), None);
    assert_eq!(shown.timeline.level_at(hours(0)), Some(Fraction::from_percent(50)));
    assert!(shown.timeline.level_at(hours(9)) > Some(Fraction::from_percent(50)));
}

/// Of a cable's half of a watt 0.39 W arrive, less than the 0.5 W that sending takes; of 20 W enough.
#[test]
fn a_charger_that_is_too_weak_is_told_whether_the_first_night_ends_it_or_not() {
    for size in ["1GB", "40GB"] {
        for (charger, lost) in [("0.5W", true), ("20W", false)] {
            let scenario = scenario(&[("size", size), ("battery", "50%"), ("charger", charger)]);
            let battery = simulate(&scenario, Chance::Mean, Record::Battery).battery.unwrap();
            assert_eq!(battery.lost_while_plugged, lost, "{size}, {charger}");
        }
    }
}

/// When 1 GB has gone out by such a program, in seconds.
fn sent_by(more: &[(&str, &str)]) -> f64 {
    let base = [("size", "1GB"), ("restart", "every 1s"), ("nights", "1")];
    let found = simulate(&scenario(&[&base[..], more].concat()), Chance::Mean, Record::No);
    found.finish.map_or(f64::INFINITY, |finish| finish.at.as_secs())
}

/// 1 GB at 2.85 Mbit/s takes 2,807 s, of which an outage after half an hour takes 1,800 s back, if all begins
/// anew.
#[test]
fn a_program_goes_on_as_it_was_told_to_after_an_outage() {
    let outage = ("outages", "22:30-22:31");
    let after = |client, resume| sent_by(&[outage, ("client", client), ("resume-from", resume)]);
    let anew = 2_807.0 + 1_800.0;
    let goes_on = |found: f64| (2_860.0..3_100.0).contains(&found);
    let begins = |found: f64| (anew + 50.0..anew + 300.0).contains(&found);
    for (client, on, anew) in [("rsync", "byte", "item"), ("rclone-s3", "chunk 8MB", "item")] {
        assert!(goes_on(after(client, on)), "{client}: {}", after(client, on));
        assert!(begins(after(client, anew)), "{client}: {}", after(client, anew));
    }
    // A pack of 250 MB takes 702 s: 396 s of the third are lost. One of 16.8 MB, which is what it makes if it is
    // told of none, takes 47 s.
    let retry = ("retry", "5s x2 up to 60s");
    let restic = |resume| sent_by(&[outage, retry, ("client", "restic"), ("resume-from", resume)]);
    let (large, small) = (restic("pack 250MB"), restic("pack 16777216B"));
    assert!((3_263.0..3_300.0).contains(&large), "{large}");
    assert!((2_867.0..2_950.0).contains(&small), "{small}");
    assert_eq!(small, restic("item"));
}

/// Files of 100 MB take 281 s each. After 40 min the ninth is under way: a hard end breaks it off, a soft one
/// lets it finish, and nothing starts the program again.
#[test]
fn a_program_that_may_not_run_longer_ends_at_once_or_after_its_file() {
    let sent = |run| {
        let values = [
            ("items", "10 x 100MB"),
            ("size", "1GB"),
            ("client", "rclone-webdav"),
            ("max-run", run),
            ("nights", "1"),
        ];
        simulate(&scenario(&values), Chance::Mean, Record::No).bytes.sent.bytes() / 1_000_000
    };
    assert_eq!((sent("40min hard"), sent("40min soft")), (800, 900));
}

/// Power saving that comes on by itself is a matter of the battery, which is looked at and not told of.
#[test]
fn a_battery_that_was_not_asked_for_is_not_told() {
    let saver = [("requires", "not-saver"), ("power-saving", "auto"), ("battery", "50%")];
    let told = |record| simulate(&scenario(&saver), Chance::Mean, record).battery.is_some();
    assert_eq!([Record::No, Record::Battery].map(told), [false, true]);
}

/// Off the plug from 01:00 it may go on for half an hour. At 01:10 it is stopped until 02:00, and as it runs no
/// more, nothing spares it: the plug is wanting from that very moment, for 5 h 50 min, and the stop is nowhere
/// alone in the way.
#[test]
fn a_stop_closes_at_once_what_was_open_only_as_long_as_it_ran() {
    let values = [
        ("requires", "power"),
        ("plugged", "22:00-01:00"),
        ("grace-power", "30min"),
        ("stops", "01:10-02:00"),
        ("nights", "1"),
    ];
    let found = simulate(&scenario(&values), Chance::Mean, Record::No);
    let of = |cause| found.stalls.iter().find(|stall| stall.cause == cause);
    let told = |cause| of(cause).map(|stall| (stall.time.as_secs(), stall.sole.as_secs()));
    assert_eq!(found.ledger.stalled, Span::from_secs(21_000));
    assert_eq!(told(Cause::NoPower), Some((21_000.0, 18_000.0)));
    assert_eq!(told(Cause::SessionBudget), None);
}

/// The last night that is looked at may be the first: that nothing was kept in it proves as much as in any.
#[test]
fn an_end_without_books_says_where_it_may_never_come() {
    let may = |more: &[(&str, &str)]| end(scenario(more).inputs()).may_be_never;
    let (power, never) = (("requires", "power"), ("plugged", "never"));
    for nights in ["1", "2", "5"] {
        assert!(may(&[power, never, ("nights", nights)]), "{nights}");
        assert!(!may(&[power, ("nights", nights)]), "{nights}");
    }
}

/// What a case comes to, from second 0 to where it was looked at.
fn looked_at(more: &[(&str, &str)]) -> (Verdict, Option<ProofKind>, SimTime) {
    let found = simulate(&scenario(more), Chance::Mean, Record::No);
    let horizon = SimTime::ZERO.plus(found.ledger.horizon);
    (found.verdict, found.proof.map(|proof| proof.kind), horizon)
}

/// Of 40 GB 5 GB fit, which takes 3.9 h. The second day begins full and keeps nothing: it never ends, though the
/// phone, off its charger, has less in it every day.
#[test]
fn what_is_full_is_so_for_good_however_days_begin() {
    let full =
        [("window", "all-day"), ("cloud-free", "5GB"), ("plugged", "never"), ("nights", "6")];
    let missing = Size::from_bytes(35_000_000_000);
    let kind = ProofKind::SpaceRunsOut { missing };
    assert_eq!(looked_at(&full), (Verdict::Never, Some(kind), hours(48)));
}

/// An item in the middle of the 40 GB never goes up. 20 GB take 15.6 h; the second day keeps nothing.
#[test]
fn what_is_stuck_is_so_for_good_however_days_begin() {
    let stuck = [("window", "all-day"), ("stuck-at", "50%"), ("plugged", "never"), ("nights", "6")];
    assert_eq!(looked_at(&stuck), (Verdict::Never, Some(ProofKind::StuckItem), hours(48)));
}

/// Only 30 h without use make the phone idle: the first day keeps nothing, and proves nothing, as the second does
/// not begin like it. 5 GB take 14,035.0877 s from there.
#[test]
fn a_day_that_keeps_nothing_proves_nothing_if_the_next_begins_otherwise() {
    let idle = [
        ("size", "5GB"),
        ("window", "all-day"),
        ("requires", "idle"),
        ("idle-delay", "30h"),
        ("nights", "6"),
    ];
    let at = SimTime::from_micros(108_000_000_000 + 14_035_087_720);
    // Nor does room at the destination that nobody has used.
    for room in [&[][..], &[("cloud-free", "50GB")]] {
        let scenario = scenario(&[&idle, room].concat());
        let found = simulate(&scenario, Chance::Mean, Record::No);
        assert_eq!(found.finish, Some(Finish { night: 2, at }), "{room:?}");
    }
}

/// No Wi-Fi on the first day, and none on the second, which begins as the first did.
#[test]
fn a_day_of_many_that_keeps_nothing_proves_it_if_the_next_begins_alike() {
    let never = [("window", "all-day"), ("requires", "wifi"), ("wifi", "no"), ("nights", "6")];
    assert_eq!(looked_at(&never), (Verdict::Never, Some(ProofKind::NeverOpens), hours(24)));
}

/// The first of four pieces of 10 GB fills the 5 GB that are free, and is lost as the window ends. What it filled
/// stays filled: the second night begins full, and all 40 GB are missing.
#[test]
fn what_was_filled_stays_full_though_it_was_lost() {
    let pieces = [("items", "videos 4 x 10GB"), ("resume-from", "item"), ("cloud-free", "5GB")];
    let kind = ProofKind::SpaceRunsOut { missing: Size::from_bytes(40_000_000_000) };
    assert_eq!(looked_at(&pieces), (Verdict::Never, Some(kind), hours(24 + 9)));
}

/// 40 GB are done in the fourth night, 5 GB in the first: with nothing in the way, and where the plug is asked for.
#[test]
fn an_end_without_books_says_whether_it_is_in_time() {
    for more in [&[][..], &[("requires", "power")]] {
        let in_time = |size| end(scenario(&[&[("size", size)], more].concat()).inputs()).in_time;
        assert_eq!(["5GB", "40GB"].map(in_time), [true, false], "{more:?}");
    }
}

/// The same of a trial.
#[test]
fn a_trial_says_whether_it_is_in_time() {
    for more in [&[][..], &[("requires", "power")]] {
        let in_time = |size| {
            let scenario = scenario(&[&[("size", size)], more].concat());
            Trials::new(scenario.inputs(), 1, 1, 5).run(0).in_time
        };
        assert_eq!(["5GB", "40GB"].map(in_time), [true, false], "{more:?}");
    }
}

/// At 900 Mbit/s x 61 % sending draws 8.7 W of a charger of 20 W, at three times that 25 W: where the line is as
/// fast as that, 1 % of 13 Wh lasts a minute. A sum of what the line carries would not see it.
#[test]
fn a_line_that_strays_may_drain_a_battery_that_its_stated_speed_does_not() {
    let fast = [("size", "20GB"), ("upload", "900Mbps"), ("efficiency", "61%"), ("battery", "1%")];
    let strays = [("variation", "80%"), ("resume-after-stop", "byte")];
    let scenario = scenario(&[&fast[..], &strays].concat());
    assert!(setup::is_unhindered(scenario.inputs()));
    let mut trials = Trials::new(scenario.inputs(), 1, 1, 1);
    let mut drained = 0;
    for trial in 0..200 {
        let (found, way) = (trials.run(trial), trials.course(trial));
        assert_eq!(found.finish, way.finish, "{trial}");
        let stalls = way.timeline.segments.iter().any(|s| s.state == timeline::State::Stalled);
        drained += usize::from(stalls);
    }
    assert!((1..100).contains(&drained), "{drained}");
}
