//! The engine on the cases that have an answer on paper. Their derivations stand with them, in
//! `ticker::algebra`.
#![allow(clippy::print_stdout)]

use crate::properties::cases;
use crate::ticker::algebra;
use crate::ticker::found::Found;
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::{Chance, Record, Trials, simulate, simulate_plain};
use backup_sim::units::SimTime;
use proptest::prelude::*;

#[test]
fn the_engine_gives_the_answers_on_paper() {
    for case in algebra::cases() {
        println!("{}", case.name);
        let outcome = simulate(&case.scenario, Chance::Mean, Record::No);
        (case.expect)(&Found::from(&outcome));
    }
}

prop_compose! {
    /// A case in which nothing but the line stands in the way.
    fn unhindered()(
        (size, done) in (1u64..400_000_000_000, 0u64..100),
        (kind, rate, wifi) in (
            prop::sample::select(vec!["wifi", "wired", "usb"]),
            20_000u64..2_000_000_000,
            prop::option::of(50_000u64..3_000_000_000),
        ),
        efficiency in 1u32..=100,
        (from, length) in (0u32..1440, 1u32..=1440),
        (nights, deadline) in (1u32..40, prop::option::of((1u32..4, 0u32..1440))),
        level in 0u32..=100,
        (commit, resume) in (
            prop::sample::select(vec!["whole", "item"]),
            prop::sample::select(vec!["byte", "item", "chunk 8MB"]),
        ),
        (loss, variation) in (
            prop::sample::select(vec!["0%", "0%", "0.1%", "2%"]),
            prop::sample::select(vec!["0%", "10%", "10%", "80%"]),
        ),
    ) -> Scenario {
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
        let mut draft = Draft::new();
        let mut set = |name: &str, text: &str| draft.set(name, text, Origin::Default);
        set("size", &format!("{size}B"));
        set("done", &format!("{}B", size / 100 * done));
        set("link", kind);
        set(if kind == "usb" { "usb-speed" } else { "upload" }, &format!("{rate}bps"));
        if let Some(shown) = wifi.filter(|_| kind == "wifi") {
            set("wifi-speed", &format!("{shown}bps"));
        }
        set("efficiency", &format!("{efficiency}%"));
        let window = format!("{}-{}", clock(from), clock(from + length));
        set("window", if length == 1440 { "all-day" } else { &window });
        set("nights", &nights.to_string());
        if let Some((night, minute)) = deadline.filter(|(night, _)| *night <= nights) {
            set("deadline", &format!("night {night} {}", clock(minute)));
        }
        set("battery", &format!("{level}%"));
        set("commit", commit);
        set("resume-from", resume);
        set("resume-after-stop", "byte");
        set("loss", loss);
        set("variation", variation);
        draft.build().unwrap()
    }
}

proptest! {
    #![proptest_config(cases())]

    // Where nothing but the line stands in the way the outcome is computed at once; night by night the
    // engine comes to the same, to the microsecond and the byte.
    #[test]
    fn an_unhindered_case_is_what_the_engine_finds_night_by_night(scenario in unhindered()) {
        let at_once = simulate(&scenario, Chance::Mean, Record::No);
        prop_assert_eq!(at_once, simulate_plain(&scenario, Chance::Mean, Record::No));
    }

    // So are its trials, in which the speed strays: what the line carries is what the engine finds event by
    // event, whichever trial it is and whatever was run before it.
    #[test]
    fn trials_of_an_unhindered_case_are_what_the_engine_finds_event_by_event(
        scenario in unhindered(),
        (seed, first, nights) in (0u64..1_000, 0u64..3, 1u32..40),
    ) {
        let mut trials = Trials::new(scenario.inputs(), seed, 1, nights);
        let window = scenario.inputs().window.allowed.length();
        for trial in [first, 0, 7] {
            let found = trials.run(trial);
            let way = trials.course(trial);
            prop_assert_eq!(found, trials.run(trial));
            prop_assert_eq!(found.finish, way.finish);
            let morning = SimTime::ZERO.plus(window);
            let sent = way.stored_at(morning).minus(scenario.inputs().library.done);
            prop_assert_eq!(found.by_first_morning, sent);
        }
    }
}
