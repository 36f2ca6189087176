//! Solving for one field: the answers that can be worked out on paper, and the reasons why there is none.

use crate::ticker::algebra::{Build, GB, MBPS, one_watt};
use backup_sim::cause::Cause;
use backup_sim::edit::{Edit, FieldValue, Value};
use backup_sim::scenario::fields::{field, id_of};
use backup_sim::scenario::{Draft, Inputs, Origin, Scenario};
use backup_sim::sim::outcome::Verdict;
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::needs::one_night;
use backup_sim::study::risk::Ask;
use backup_sim::study::solve::{Goal, Reason, Solution, Target, solve};
use backup_sim::study::unread::Unread;
use backup_sim::units::*;

fn case(values: &[(&str, &str)]) -> Scenario {
    let mut draft = Draft::new();
    for (name, text) in values {
        draft.set(name, text, Origin::Flag(format!("--{name}")));
    }
    draft.build().unwrap_or_else(|e| panic!("{values:?}: {e:?}"))
}

pub fn text(edit: &Edit) -> String {
    let mut inputs = Inputs::default();
    assert!(inputs.put(edit.clone()));
    inputs.print(edit.field)
}

fn printed(solution: &Solution) -> String {
    text(solution.value.as_ref().unwrap_or_else(|| panic!("{solution:?}")))
}

fn solved(values: &[(&str, &str)], target: Target) -> Solution {
    solve(&case(values), target, Goal::Deadline)
}

const SLOW: [(&str, &str); 2] = [("size", "40GB"), ("upload", "3Mbps")];

#[test]
fn the_least_upload_is_size_by_time_by_efficiency() {
    // 40e9 x 8 bits in 9 h = 32,400 s at 95 %: 10,396,361.27 bit/s, so 10,396,362; to three digits, up,
    // 10.4 Mbit/s.
    let found = solved(&SLOW, Target::Upload);
    assert_eq!(found.exact, Some(Value::Rate(Rate::from_bits_per_s(10_396_362))));
    assert_eq!((printed(&found).as_str(), found.exists, found.monotone), ("10.4Mbps", true, true));
    assert_eq!(found.reason, None);
    // 20 Mbit/s do already; the least is the same.
    let found = solved(&[("size", "40GB"), ("upload", "20Mbps")], Target::Upload);
    assert_eq!((printed(&found).as_str(), found.reason), ("10.4Mbps", Some(Reason::Met)));
}

#[test]
fn the_largest_size_is_what_a_night_carries() {
    // 3 Mbit/s x 95 % = 356,250 bytes/s, in 32,400 s 11,542,500,000 bytes; down to 11.5 GB.
    let found = solved(&SLOW, Target::Size);
    assert_eq!(found.exact, Some(Value::Size(Size::from_bytes(11_542_500_000))));
    assert_eq!(printed(&found), "11.5GB");
    // 20 GB are done: 31.5425 GB in all; and never less than what is done.
    let found = solved(&[("size", "40GB"), ("upload", "3Mbps"), ("done", "20GB")], Target::Size);
    assert_eq!(printed(&found), "31.5GB");
    let tight = [("size", "40GB"), ("upload", "1kbps"), ("done", "39.99GB")];
    assert_eq!(printed(&solved(&tight, Target::Size)), "39.99GB");
}

#[test]
fn the_window_grows_at_its_end_up_to_the_deadline_and_then_earlier() {
    // 40 GB at 20 Mbit/s x 95 % take 16,842.1 s, 280.7 min: from 02:19 to 07:00, or from 22:00 to 02:41.
    let quick = [("size", "40GB"), ("upload", "20Mbps")];
    assert_eq!(printed(&solved(&quick, Target::Start)), "02:19-07:00");
    assert_eq!(printed(&solved(&quick, Target::Window)), "22:00-02:41");
    // At 6 Mbit/s 56,140.4 s, 935.7 min: 15 h 36 min before 07:00 is 15:24. By 09:00 the window grows
    // to there first, and then back to 17:24.
    let slow = [("size", "40GB"), ("upload", "6Mbps")];
    assert_eq!(printed(&solved(&slow, Target::Start)), "15:24-07:00");
    assert_eq!(printed(&solved(&slow, Target::Window)), "15:24-07:00");
    let later = [("size", "40GB"), ("upload", "6Mbps"), ("deadline", "09:00")];
    assert_eq!(printed(&solved(&later, Target::Window)), "17:24-09:00");
    // At 3 Mbit/s no day is long enough.
    let found = solved(&SLOW, Target::Start);
    let cause = Some(Cause::UploadSpeed);
    let reason = Reason::NoneDoes { cause, verdict: Verdict::Misses };
    assert_eq!((found.exists, found.reason), (false, Some(reason)));
    // By cable 64 GB at 30 MB/s take 2,133.4 s, 35.6 min of the day.
    let cable = [("size", "64GB"), ("service", "computer-usb2")];
    let found = printed(&solved(&cable, Target::Window));
    let (from, to) = found.split_once('-').unwrap();
    assert!(from == "00:00" && ("00:36".."01:00").contains(&to), "{found}");
}

#[test]
fn space_at_the_destination_is_what_is_still_to_send() {
    let icloud = [("service", "icloud-backup"), ("size", "40GB"), ("upload", "50Mbps")];
    let with = |more: &[(&'static str, &'static str)]| {
        let mut values = icloud.to_vec();
        values.extend_from_slice(more);
        solved(&values, Target::CloudFree)
    };
    let found = with(&[("cloud-free", "5GB")]);
    assert_eq!((printed(&found).as_str(), found.reason), ("40GB", None));
    assert_eq!(printed(&with(&[("cloud-free", "5GB"), ("done", "10GB")])), "30GB");
    // Where the plan is given, the plan: 3 GB are used of it. Both given, both change and agree.
    let plan = with(&[("cloud-plan", "5GB"), ("cloud-used", "3GB")]);
    assert_eq!((field(plan.field).key, printed(&plan).as_str()), ("cloud.plan", "43GB"));
    let both = with(&[("cloud-plan", "5GB"), ("cloud-used", "3GB"), ("cloud-free", "2GB")]);
    let texts: Vec<String> = both.edits.iter().map(text).collect();
    assert_eq!((field(both.field).key, texts), ("cloud.free", vec!["40GB".into(), "43GB".into()]));
    // Three digits up: 12.3456 GB need 12.4 GB.
    let odd = [("service", "icloud-backup"), ("size", "12345678901B"), ("upload", "50Mbps")];
    assert_eq!(printed(&solved(&odd, Target::CloudFree)), "12.4GB");
    // Nothing asks for it: unknown space is not in the way.
    assert_eq!(with(&[]).reason, Some(Reason::Met));
}

#[test]
fn space_on_the_phone_is_its_floor_and_the_scratch() {
    // 1 GB must stay free, and it works in 500 MB and 2 % of 40 GB: 2.3 GB.
    let found = solved(
        &[
            ("size", "40GB"),
            ("upload", "50Mbps"),
            ("phone-free", "1GB"),
            ("phone-floor", "1GB"),
            ("phone-scratch", "500MB + 2%"),
        ],
        Target::PhoneFree,
    );
    assert_eq!((printed(&found).as_str(), found.reason), ("2.3GB", None));
}

/// 3.6 GB at 8 Mbit/s take 3,600 s at 1 W, which is 1 Wh; the battery holds 1 Wh.
fn an_hour_at_a_watt() -> Build {
    one_watt(Build::stream(3_600_000_000, 8 * MBPS, (22, 7)))
        .set("battery.capacity", Energy::from_microwatt_hours(1_000_000))
        .set("charger.efficiency", Some(Fraction::ONE))
        .set("window.deadline", Some(Deadline { night: None, clock: ClockTime::from_hm(23, 0) }))
}

#[test]
fn the_weakest_charger_makes_up_for_what_the_battery_lacks() {
    // From 50 % the battery gives half of the watt for the hour; the charger must give the other half.
    let base = an_hour_at_a_watt()
        .set("battery.level", Fraction::from_percent(50))
        .set("charger.power", ChargerPower::NONE)
        .build();
    let found = solve(&base, Target::Charger, Goal::Deadline);
    assert_eq!((printed(&found).as_str(), found.monotone), ("500mW", true), "{found:?}");
    // Unplugged no charger helps, and nothing reads its power.
    let base = an_hour_at_a_watt()
        .set("battery.level", Fraction::from_percent(50))
        .set("charger.plugged", Windows::Never)
        .build();
    let found = solve(&base, Target::Charger, Goal::Deadline);
    assert_eq!(found.reason, Some(Reason::Unread(Unread::NeverPlugged)));
}

#[test]
fn the_lowest_level_lasts_to_the_end() {
    // Unplugged the hour takes all of the battery; half the data, half of it.
    let full = an_hour_at_a_watt()
        .set("battery.level", Fraction::from_percent(30))
        .set("charger.plugged", Windows::Never);
    assert_eq!(printed(&solve(&full.build(), Target::Battery, Goal::Deadline)), "100%");
    let half = an_hour_at_a_watt()
        .set("library.size", Some(Size::from_bytes(1_800_000_000)))
        .set("battery.level", Fraction::from_percent(30))
        .set("charger.plugged", Windows::Never);
    assert_eq!(printed(&solve(&half.build(), Target::Battery, Goal::Deadline)), "50%");
    // Plugged in any level does.
    let found = solved(&[("size", "1GB"), ("upload", "20Mbps")], Target::Battery);
    assert_eq!((printed(&found).as_str(), found.reason), ("0%", Some(Reason::AnyDoes)));
}

#[test]
fn an_upload_that_outruns_the_charger_is_told_as_not_monotone() {
    // As in `monotone`: 35.1 Gbit while charging only, 1.2 W of charge, 0.1 W for each Mbit/s. The start
    // delay of 1,800 s charges from 50.5 % to 55.115 %, 54 J above 55 %. By 23:30 3,600 s are left to
    // send: 9.75 Mbit/s do. Above 12 Mbit/s the level falls while sending, and the charge is lost below
    // 55 %: 35,100 / r x (0.1 r - 1.2) <= 54 J gives r <= 42,120 / 3,456 = 12.1875 Mbit/s. Much faster
    // ones take even more: what is sent costs 0.1 J a Mbit, 3,510 J in all.
    let base = Build::stream(4_387_500_000, 10 * MBPS, (22, 6))
        .set(
            "charger.power",
            ChargerPower { power: Power::from_milliwatts(1200), coupling: Coupling::Wired },
        )
        .set("charger.efficiency", Some(Fraction::ONE))
        .set("battery.idle_draw", Power::ZERO)
        .set("service.requires", Set::of(&[backup_sim::model::service::Requirement::Charging]))
        .set("service.start_delay", Span::from_secs(1800))
        .set("battery.level", Fraction::from_millionths(505_000))
        .set("battery.upload_draw", Power::ZERO)
        .set("battery.upload_draw_per_mbps", Power::from_milliwatts(100))
        .set("window.deadline", Some(Deadline { night: None, clock: ClockTime::from_hm(23, 30) }))
        .build();
    let found = solve(&base, Target::Upload, Goal::Deadline);
    assert_eq!((printed(&found).as_str(), found.monotone), ("9.75Mbps", false));
    let to = Value::Rate(Rate::from_bits_per_s(12_187_500));
    assert_eq!(found.ranges, [(Value::Rate(Rate::from_bits_per_s(9_750_000)), to)]);
}

#[test]
fn where_no_value_does_the_cause_in_the_way_is_named() {
    let out = [("size", "1GB"), ("upload", "3Mbps"), ("signed-in", "no")];
    for (target, ..) in Target::ALL {
        let found = solved(&out, target);
        let reason = Reason::NoneDoes { cause: Some(Cause::SignedOut), verdict: Verdict::Refused };
        assert_eq!((found.exists, found.reason), (false, Some(reason)), "{target:?}");
        assert_eq!(reason.code(), "signed-out");
        assert!(found.edits.is_empty() && found.ranges.is_empty());
    }
    let cable = [("size", "9TB"), ("service", "computer-usb2")];
    let found = solved(&cable, Target::Upload);
    assert_eq!(found.reason, Some(Reason::Unread(Unread::ByCable)));
}

#[test]
fn words_keys_and_flags_name_a_target() {
    for (text, target) in [
        ("upload", Target::Upload),
        ("link.upload", Target::Upload),
        ("--upload", Target::Upload),
        ("SIZE", Target::Size),
        ("library.size", Target::Size),
        ("start", Target::Start),
        ("window", Target::Window),
        ("window.allowed", Target::Window),
        ("cloud-free", Target::CloudFree),
        ("cloud_free", Target::CloudFree),
        ("computer-free", Target::CloudFree),
        ("cloud.plan", Target::CloudFree),
        ("phone free", Target::PhoneFree),
        ("local-free", Target::PhoneFree),
        ("charger.power", Target::Charger),
        ("battery.level", Target::Battery),
    ] {
        assert_eq!(Target::find(text), Some(target), "{text}");
    }
    assert_eq!((Target::find("wifi"), Target::find("")), (None, None));
}

#[test]
fn a_share_of_the_trials_is_met_and_the_next_worse_value_does_not_meet_it() {
    // Drops make the night uncertain in any version of the spread.
    let base = case(&[
        ("size", "40GB"),
        ("upload", "3Mbps"),
        ("drops", "every 1h for 5min"),
        ("variation", "10%"),
    ]);
    let ask = Ask { trials: 400, seed: 1, row: 1, threads: 1, drawn: None };
    let share = |upload: &str| {
        let mut draft = Draft::new();
        for (name, text) in [
            ("size", "40GB"),
            ("upload", upload),
            ("drops", "every 1h for 5min"),
            ("variation", "10%"),
        ] {
            draft.set(name, text, Origin::Study);
        }
        let scenario = draft.build().unwrap();
        let point = simulate(&scenario, Chance::Mean, Record::No);
        let chance = backup_sim::study::risk::chance(scenario.inputs(), &point, ask).unwrap();
        chance.in_time as f64 / chance.trials as f64
    };
    let mut last = Rate::ZERO;
    for percent in [10, 50, 90, 99] {
        let goal = Goal::Chance { of: Fraction::from_percent(percent), ask };
        let found = solve(&base, Target::Upload, goal);
        let Some(Value::Rate(rate)) = found.value.as_ref().map(|e| e.value.clone()) else {
            panic!()
        };
        assert!(rate >= last, "{percent} %");
        last = rate;
        assert!(
            share(&rate.print()) >= f64::from(percent) / 100.0,
            "{percent} %: {}",
            rate.print()
        );
        let less = rate.share(99, 100);
        assert!(share(&less.print()) < f64::from(percent) / 100.0, "{percent} %: {}", less.print());
    }
}

pub fn finishes(base: &Scenario, edits: &[Edit]) -> Option<bool> {
    let scenario = base.with(edits).ok()?;
    Some(simulate(&scenario, Chance::Mean, Record::No).verdict == Verdict::Finishes)
}

#[test]
fn solved_edits_keep_what_else_is_given() {
    let base = case(&[("size", "40GB"), ("upload", "3Mbps"), ("name", "Mum's phone")]);
    let found = solve(&base, Target::Upload, Goal::Deadline);
    let with = base.with(&found.edits).unwrap();
    assert_eq!(with.print(id_of("name")), "Mum's phone");
    assert_eq!(with.inputs().library.size, Some(Size::from_bytes(40 * GB)));
}

#[test]
fn a_charger_that_is_sold_is_named_and_the_least_power_kept() {
    // 0.45 W into the phone of 1 W for an hour: 500 mW are sold. Of 600 mW, 2.5 W.
    let base = an_hour_at_a_watt().set("battery.level", Fraction::from_percent(35)).build();
    let found = solve(&base, Target::Charger, Goal::Deadline);
    let least = found.value.clone().unwrap();
    let sold = found.edits[0].clone();
    let power = |edit: &Edit| match &edit.value {
        Value::Charger(charger) => charger.power.microwatts(),
        other => panic!("{other:?}"),
    };
    assert!([500_000, 2_500_000].contains(&power(&sold)), "{sold:?}");
    assert!(power(&least) <= power(&sold), "{least:?} {sold:?}");
    assert_eq!(finishes(&base, &found.edits), Some(true));
}

/// 100 items of 10 MB in four lanes go one by one below 4 x 32 of them, as a class from there on, and
/// what is computed jumps at 128 items: 1.28 GB. Whatever the speed, the two searches find the same
/// size, and it is the largest: neither the border nor a byte more is done in time.
#[test]
fn the_largest_size_is_the_same_from_both_searches_on_either_side_of_a_border_of_the_model() {
    let border = 1_280_000_000;
    let (mut below, mut above) = (0, 0);
    for kbps in (2_400..3_200).step_by(20) {
        let base = case(&[
            ("library.items", "photos 100 x 10MB ~100%"),
            ("size", "1GB"),
            ("transfers", "4"),
            ("service.item_overhead", "2s"),
            ("window", "23:00-00:00"),
            ("upload", &format!("{kbps}kbps")),
        ]);
        let one = one_night(base.inputs()).size.unwrap().bytes();
        let Some(Value::Size(solved)) = solve(&base, Target::Size, Goal::Deadline).exact else {
            panic!("{kbps}");
        };
        assert!(one.abs_diff(solved.bytes()) <= 1_000, "{kbps}: {one} {solved:?}");
        if one < border {
            below += 1
        } else {
            above += 1
        }
        for size in [one, border] {
            let edit =
                Edit { field: id_of("library.size"), value: Size::from_bytes(size).into_value() };
            let does = finishes(&base, &[edit]) == Some(true);
            assert_eq!(does, size <= one, "{kbps}: {one} {size}");
        }
    }
    assert!(below > 5 && above > 5, "{below} {above}");
}
