//! The answer for people.

use super::given::*;
use backup_sim::cause::Cause;
use backup_sim::model::service::Preset;
use backup_sim::report::format::ClockStyle;
use backup_sim::report::markdown::markdown;
use backup_sim::report::text::{TextOptions, text};
use backup_sim::scenario::fields::id_of;
use backup_sim::sim::outcome::{Proof, ProofKind, Stall, Verdict};
use backup_sim::study::answer::{Answer, Chance};
use backup_sim::units::{BackupWindow, Choice, ClockTime, Count, Size, Span};
use insta::assert_snapshot;
use proptest::prelude::*;

fn shown(answer: &Answer) -> String {
    text(answer, &TextOptions::default())
}

#[test]
fn forty_gb_at_3_mbps_takes_four_nights() {
    assert_snapshot!(shown(&streamed(forty_gb().scenario())), @r#"
    No, not by 07:00: 40 GB at 3 Mbps takes 4 nights.
    Finishes     night 4 at 04:38, if Wi-Fi holds 23:00-07:00 every night
    Held back    upload speed, all of the allowed time: 10.8 GB goes out a night
    One night    needs 11.2 Mbps upload, or a backup of at most 10.8 GB
    Not checked  cloud space (free plans: iCloud 5 GB, Google 15 GB), space on the
                 phone, your phone's own rules: add --service icloud-backup
    Assumed      Wi-Fi all night, nothing else uploading
    Read as      40 GB = 40,000,000,000 bytes; 3 Mbps = 375,000 bytes/s
    Next         backup-sim estimate --size 40GB --upload 3Mbps --efficiency 100% --window 23:00-07:00 --service icloud-backup
    "#);
}

#[test]
fn a_small_backup_finishes_tonight() {
    assert_snapshot!(shown(&streamed(night_of(gb(5), mbps(3)).scenario())), @r#"
    Yes, by 07:00: 5 GB at 3 Mbps is done tonight at 02:43.
    Finishes     tonight at 02:43, if Wi-Fi holds 23:00-07:00
    Held back    upload speed, all of the time
    One night    still in time with 1.39 Mbps upload, or a backup of 10.8 GB
    Not checked  cloud space (free plans: iCloud 5 GB, Google 15 GB), space on the
                 phone, your phone's own rules: add --service icloud-backup
    Assumed      Wi-Fi all night, nothing else uploading
    Read as      5 GB = 5,000,000,000 bytes; 3 Mbps = 375,000 bytes/s
    Next         backup-sim estimate --size 5GB --upload 3Mbps --efficiency 100% --window 23:00-07:00 --service icloud-backup
    "#);
}

#[test]
fn a_refusal_names_the_gap() {
    assert_snapshot!(shown(&refused()), @r#"
    No: iCloud will not start this backup. It is short of 35 GB of iCloud space.
    Finishes     not as things are; nothing is uploaded, tonight or later
    Held back    iCloud storage: 40 GB to send, 5 GB free (checked before it starts)
    On screen    "Not Enough Storage" or "The last backup could not be completed."
    Look at      Settings > your name > iCloud > Manage Storage > Backups
    Not checked  space on the phone
    Assumed      22:00-07:00, Wi-Fi all night, plugged in, nothing else uploading
    Read as      40 GB = 40,000,000,000 bytes; 20 Mbps x 95 % = 2,375,000 bytes/s
    Next         backup-sim chart progress --service icloud-backup --requires 'power, wifi' --quota up-front --size 40GB --upload 20Mbps --cloud-free 5GB -o progress.svg
    "#);
}

#[test]
fn a_never_says_what_stays_closed() {
    assert_snapshot!(shown(&never()), @r#"
    No, never as things are. Every night goes alike: it waits for Wi-Fi.
    Finishes     not as things are; nothing is uploaded, tonight or later
    Held back    no Wi-Fi, all of the allowed time
    Look at      iPhone: Settings > Wi-Fi; Android: Settings > Network & internet
    Not checked  space on the phone, your phone's own rules: add --service
                 icloud-backup
    Assumed      nothing else uploading
    Read as      40 GB = 40,000,000,000 bytes; 3 Mbps = 375,000 bytes/s
    Next         backup-sim estimate --size 40GB --upload 3Mbps --efficiency 100% --wifi no --window 23:00-07:00 --service icloud-backup
    "#);
}

#[test]
fn over_a_cable_the_headline_is_a_duration() {
    assert_snapshot!(shown(&by_cable()), @r#"
    Yes: 40 GB by cable takes 12 min.
    Finishes     12 min after the start, if the cable stays in
    Held back    the speed of the cable, all of the time
    Not checked  space on the computer, space on the phone
    Read as      40 GB = 40,000,000,000 bytes; cable 480 Mbps = 60,000,000 bytes/s
    Next         backup-sim chart progress --service computer-usb2 --size 40GB --link usb --usb-speed 480Mbps --window all-day -o progress.svg
    "#);
}

#[test]
fn all_day_uploads_get_a_duration_too() {
    let given = night_of(gb(40), mbps(3)).with("window.allowed", BackupWindow::AllDay);
    let text = shown(&streamed(given.scenario()));
    // 40e9 bytes ÷ 375,000 bytes/s = 106,666.7 s = 29 h 37 min 47 s.
    assert!(text.starts_with("No, not by 24:00: 40 GB at 3 Mbps takes 29 h 38 min.\n"), "{text}");
}

#[test]
fn an_exact_fit_finishes_at_the_deadline_and_is_its_own_limit() {
    // 8 h x 375,000 bytes/s = 10.8 GB.
    let text = shown(&streamed(night_of(Size::from_bytes(10_800_000_000), mbps(3)).scenario()));
    assert!(
        text.starts_with("Yes, by 07:00: 10.8 GB at 3 Mbps is done tonight at 07:00.\n"),
        "{text}"
    );
    assert!(text.contains("still in time with 3 Mbps upload, or a backup of 10.8 GB"), "{text}");
}

#[test]
fn one_byte_too_many_prints_more_than_what_fits() {
    let text = shown(&streamed(night_of(Size::from_bytes(10_800_000_001), mbps(3)).scenario()));
    assert!(
        text.starts_with("No, not by 07:00: 10.800000001 GB at 3 Mbps takes 2 nights.\n"),
        "{text}"
    );
    assert!(text.contains("a backup of at most 10.8 GB"), "{text}");
}

#[test]
fn a_deadline_with_seconds_is_not_passed_by_rounding() {
    // 06:59:30 is the deadline, 06:59:20 the finish: 07:00 would be late.
    let mut answer = streamed(night_of(gb(5), mbps(3)).scenario());
    let at = |secs| backup_sim::units::SimTime::from_secs(secs);
    answer.outcome.deadline = at(28_770);
    answer.outcome.finish =
        answer.outcome.finish.map(|f| backup_sim::sim::outcome::Finish { at: at(28_760), ..f });
    let text = shown(&answer);
    assert!(
        text.starts_with("Yes, by 06:59:30: 5 GB at 3 Mbps is done tonight at 06:59:20."),
        "{text}"
    );
}

#[test]
fn twelve_hour_clocks() {
    let options = TextOptions { clock: ClockStyle::H12 };
    let text = text(&streamed(forty_gb().scenario()), &options);
    assert!(
        text.contains("night 4 at 4:38 am, if Wi-Fi holds 11:00 pm-7:00 am every night"),
        "{text}"
    );
}

#[test]
fn what_takes_under_a_hundredth_of_the_time_is_not_named() {
    let mut answer = streamed(forty_gb().scenario());
    // 106,666.7 s of uploading: a hundredth of all is 1,077 s.
    let stall =
        |secs| Stall { cause: Cause::Scanning, time: Span::from_secs(secs), sole: Span::ZERO };
    for (secs, named) in [(1_000, false), (1_100, true)] {
        answer.outcome.stalls = vec![stall(secs)];
        answer.outcome.ledger.stalled = Span::from_secs(secs);
        assert_eq!(shown(&answer).contains("looking through the library"), named, "{secs}");
    }
}

#[test]
fn a_window_by_day_is_told_in_days() {
    let at = |h| ClockTime::from_hm(h, 0);
    let allowed = BackupWindow::Nightly { start: at(9), end: at(17) };
    let day =
        |size| shown(&streamed(night_of(size, mbps(3)).with("window.allowed", allowed).scenario()));
    // 3e9 bytes ÷ 375,000 bytes/s = 8,000 s = 2 h 13 min 20 s; 40e9 need 106,666.7 s = 3 windows of
    // 28,800 s and 20,266.7 s.
    let text = day(gb(3));
    assert!(text.starts_with("Yes, by 17:00: 3 GB at 3 Mbps is done today at 11:14.\n"), "{text}");
    let text = day(gb(40));
    assert!(text.starts_with("No, not by 17:00: 40 GB at 3 Mbps takes 4 days.\n"), "{text}");
    assert!(text.contains("day 4 at 14:38, if Wi-Fi holds 09:00-17:00 every day"), "{text}");
    assert!(!text.contains("night ") || text.contains("One night"), "{text}");
}

#[test]
fn what_is_done_is_not_to_be_sent_again() {
    let given = night_of(gb(40), mbps(3)).with("library.done", gb(30));
    let mut answer = streamed(given.scenario());
    answer.outcome.bytes.done = gb(30);
    let text = shown(&answer);
    assert!(text.contains(": the last 10 GB of 40 GB at 3 Mbps takes "), "{text}");
}

#[test]
fn stalls_stand_behind_the_bottleneck() {
    let mut answer = streamed(forty_gb().scenario());
    let stall =
        |cause, secs| Stall { cause, time: Span::from_secs(secs), sole: Span::from_secs(secs) };
    answer.outcome.stalls = vec![stall(Cause::NoWifi, 7_800)];
    answer.outcome.ledger.stalled = Span::from_secs(7_800);
    let text = shown(&answer);
    assert!(text.contains("Held back    upload speed, 93 % of the allowed time: 10.8 GB by the first\n             morning; no Wi-Fi 2 h 10 min\n"), "{text}");
}

#[test]
fn chance_counts_in_twenties() {
    let mut answer = streamed(forty_gb().scenario());
    answer.chance = Some(Chance {
        trials: 1000,
        seed: 1,
        in_time: 0,
        nights: [Some(3), Some(4), Some(5)],
        finish: [None; 3],
        ends: [Some(3), Some(6)],
        rests_on: Vec::new(),
    });
    let text = shown(&answer);
    assert!(
        text.contains(
            "Chance       by 07:00 on 0 of 20 nights like this; within 3 to 6 nights 20 of 20\n"
        ),
        "{text}"
    );
    // Nothing varies by what nobody gave.
    assert!(!text.contains("+-"), "{text}");
    let chance = answer.chance.as_mut().unwrap();
    chance.rests_on = vec![id_of("link.upload_is")];
    let text = shown(&answer);
    // One test 12 %, nights 3 %: 1.645 x 12.4 % = 20 %.
    assert!(text.contains("speed +-20 %\n"), "{text}");
}

#[test]
fn markdown_shows_the_same_lines_as_a_table() {
    let page = markdown(&named("Anna | Bob"), &TextOptions::default());
    let shown = page.split("<details>").next().unwrap_or_default();
    assert_snapshot!(shown, @r#"
    ## Anna \| Bob

    **No, not by 07:00: 40 GB at 3 Mbps takes 4 nights.**

    | | |
    |---|---|
    | Finishes | night 4 at 04:38, if Wi-Fi holds 23:00-07:00 every night |
    | Held back | upload speed, all of the allowed time: 10.8 GB goes out a night |
    | One night | needs 11.2 Mbps upload, or a backup of at most 10.8 GB |
    | Not checked | cloud space (free plans: iCloud 5 GB, Google 15 GB), space on the phone, your phone's own rules: add --service icloud-backup |
    | Assumed | Wi-Fi all night, nothing else uploading |
    | Read as | 40 GB = 40,000,000,000 bytes; 3 Mbps = 375,000 bytes/s |

    ```sh
    backup-sim estimate --name 'Anna | Bob' --size 40GB --upload 3Mbps --efficiency 100% --window 23:00-07:00 --service icloud-backup
    ```
    "#);
}

#[test]
fn next_repeats_all_that_was_given() {
    let text = shown(&refused());
    let next = text.lines().last().unwrap();
    assert!(
        next.starts_with("Next         backup-sim chart progress --service icloud-backup "),
        "{next}"
    );
    assert!(next.ends_with(" -o progress.svg"), "{next}");
}

#[test]
fn every_cause_and_every_proof_fits_the_screen_under_every_service() {
    let size = Size::from_bytes(123_456_789_012);
    let kinds = [
        ProofKind::Refused { missing: None },
        ProofKind::Refused { missing: Some(size) },
        ProofKind::NeverOpens,
        ProofKind::SpaceRunsOut { missing: size },
        ProofKind::Outgrown { growth: size, night: Size::from_bytes(123_456_789_011) },
        ProofKind::UnitTooLong {
            unit: size,
            class: None,
            lost: size,
            stretch: Span::from_secs(59_999),
        },
        ProofKind::StuckItem,
    ];
    for &(preset, ..) in Preset::ALL {
        let given = night_of(size, mbps(3)).with("service.preset", preset);
        let given =
            given.with("link.wifi_speed", Some(mbps(40))).with("window.nights", Count::new(3));
        let scenario = given.with("cloud.free", Some(gb(5))).scenario();
        for &cause in Cause::ALL {
            for kind in kinds {
                for verdict in [Verdict::Refused, Verdict::Never] {
                    let answer = stopped(scenario.clone(), verdict, Proof { cause, kind });
                    let text = shown(&answer);
                    assert!(fits(&text) && text.starts_with("No"), "{text}");
                }
            }
            let mut late = streamed(scenario.clone());
            late.bottleneck = Some(cause);
            late.outcome.verdict = Verdict::Misses;
            late.outcome.finish = None;
            late.chance = Some(Chance {
                trials: 1000,
                seed: 1,
                in_time: 1,
                nights: [Some(100), Some(2000), None],
                finish: [None; 3],
                ends: [Some(3), None],
                rests_on: Vec::new(),
            });
            assert!(fits(&shown(&late)), "{}", shown(&late));
        }
    }
}

/// At most 14 lines of 80 columns, but for the last, which is one line of any length.
fn fits(text: &str) -> bool {
    let lines: Vec<_> = text.lines().collect();
    let (next, rest) = lines.split_last().unwrap();
    lines.len() <= 14
        && next.starts_with("Next         ")
        && rest.iter().all(|line| line.chars().count() <= 80)
}

proptest! {
    #[test]
    fn any_answer_fits_the_screen_and_never_contradicts_itself(
        size in 1u64..=2_000_000_000_000,
        upload in 50_000u64..=2_000_000_000,
        start in 0u32..1440,
        minutes in 1u32..1440,
        percent in 1u32..=100,
    ) {
        let at = |m: u32| ClockTime::from_hm(0, m % 1440);
        let allowed = BackupWindow::Nightly { start: at(start), end: at(start + minutes) };
        let given = night_of(Size::from_bytes(size), backup_sim::units::Rate::from_bits_per_s(upload))
            .with("window.allowed", allowed)
            .with("link.efficiency", backup_sim::units::Fraction::from_percent(percent));
        let answer = streamed(given.scenario());
        let text = shown(&answer);
        prop_assert!(fits(&text), "{}", text);
        let yes = answer.outcome.verdict == Verdict::Finishes;
        prop_assert_eq!(super::audience::is_yes(&text), yes);
        prop_assert_eq!(text.contains("takes 1 night"), false);
    }
}
