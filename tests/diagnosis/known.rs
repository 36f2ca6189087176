//! What is known of a case rules causes in and out.

use backup_sim::cause::Cause;
use backup_sim::scenario::{Draft, Origin};
use backup_sim::study::diagnose::questions::Question;
use backup_sim::study::diagnose::{Asked, Diagnosis, Undiagnosed, diagnose};
use backup_sim::units::{Kind, Seen};

fn draft(said: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::new();
    for (name, text) in said {
        draft.set(name, text, Origin::Flag(format!("--{name}")));
    }
    draft
}

fn ask(said: &[(&str, &str)], text: Option<&str>, seen: Option<&str>, out: &[Cause]) -> Diagnosis {
    let seen = seen.map(|text| Seen::read(text).unwrap().value);
    let asked = Asked { draft: &draft(said), text, seen: seen.as_ref(), ruled_out: out };
    diagnose(&asked).unwrap()
}

fn ids(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.causes.iter().map(|f| f.cause.id()).collect()
}

#[test]
fn scores_sum_to_one_and_fall() {
    let found = ask(&[("service", "icloud-backup")], Some("backup failed"), None, &[]);
    let sum: f64 = found.causes.iter().map(|f| f.score).sum();
    assert!(sum > 0.97 && sum <= 1.0 + 1e-9, "{sum}");
    assert!(found.causes.windows(2).all(|w| w[0].score >= w[1].score));
}

/// Three given values each stop it outright; the platform looks for the account first.
#[test]
fn the_first_blocker_that_the_platform_checks_is_named_first() {
    let all = [
        ("service", "icloud-backup"),
        ("size", "20GB"),
        ("upload", "20Mbps"),
        ("power-saving", "on"),
        ("fault", "corrupt-backup"),
        ("signed-in", "no"),
    ];
    let found = ask(&all, Some("the last backup could not be completed"), None, &[]);
    assert_eq!(ids(&found)[..3], ["signed-out", "corrupt-backup", "low-power-mode"]);
    assert!(found.causes[0].known && found.causes[0].edits.is_empty());
    // Mended one by one, the next comes first.
    let found = ask(&all[..5], Some("the last backup could not be completed"), None, &[]);
    assert_eq!(ids(&found)[0], "corrupt-backup");
}

#[test]
fn what_is_in_order_is_ruled_out() {
    let base = [("service", "icloud-photos"), ("size", "20GB"), ("upload", "20Mbps")];
    let seen = Some("22:30 0%, 02:00 0%, 06:50 0%");
    let text = Some("stuck for hours");
    let before = ids(&ask(&base, text, seen, &[]));
    assert!(before.contains(&"low-power-mode"), "{before:?}");
    let more = [&base[..], &[("power-saving", "off")]].concat();
    assert!(!ids(&ask(&more, text, seen, &[])).contains(&"low-power-mode"));
    let out = ask(&base, text, seen, &[Cause::LowPowerMode, Cause::CloudFull]);
    assert!(!ids(&out).contains(&"low-power-mode") && !ids(&out).contains(&"cloud-full"));
}

/// 28 points of 80 GB in 7 h 50 min are 6.4 Mbps, an eighth of the stated line.
#[test]
fn a_fast_line_that_was_measured_is_no_slow_line() {
    let said = [("size", "80GB"), ("upload", "50Mbps"), ("service", "google-photos")];
    let found = ask(&said, None, Some("23:10 30%, 03:00 44%, 07:00 58%"), &[]);
    assert_ne!(ids(&found)[0], "upload-speed", "{:?}", ids(&found));
    // Not measured, it is the first thing to think of.
    let found = ask(&said[..1], None, Some("23:10 30%, 03:00 44%, 07:00 58%"), &[]);
    assert_eq!(ids(&found)[0], "upload-speed");
    assert!(found.causes[0].worst.unwrap() < 1.0);
}

#[test]
fn a_message_points_to_its_cause() {
    let first =
        |service: &str, text: &str| ids(&ask(&[("service", service)], Some(text), None, &[]))[0];
    assert_eq!(first("icloud-backup", "Not enough iCloud storage"), "cloud-full");
    assert_eq!(first("google-photos", "Storage is full"), "cloud-full");
    assert_eq!(first("google-photos", "waiting for wifi"), "no-wifi");
    assert_eq!(first("google-photos", "Backup is off"), "backup-off");
    assert_eq!(first("icloud-photos", "paused to save battery"), "low-power-mode");
    assert_eq!(first("icloud-backup", "cloud backup toggle turns off by itself"), "signed-out");
    assert_eq!(first("icloud-backup", "keeps freezing at the same percentage"), "stuck-item");
    assert_eq!(first("icloud-backup", "stops when I use the phone"), "screen-in-use");
    assert_eq!(first("icloud-backup", "iPhone Not Backed Up"), "no-power");
    assert_eq!(first("generic", "only 4 percent a night"), "upload-speed");
    assert_eq!(first("generic", "stuck at 5% for hours"), "upload-speed");
    assert_eq!(first("computer-usb2", "not enough free space on this computer"), "computer-full");
}

#[test]
fn a_text_without_a_meaning_lists_the_nearest_and_no_causes() {
    let found = ask(&[], Some("my dog ate the phone"), None, &[]);
    assert!(found.causes.is_empty() && found.next.is_none());
    assert_eq!(found.heard.unwrap().nearest.len(), 3);
}

#[test]
fn readings_that_go_back_are_a_backup_that_started_over() {
    let said = [("size", "40GB"), ("upload", "10Mbps"), ("service", "icloud-backup")];
    let found = ask(&said, Some("it starts over every night"), Some("23:30 40%, 07:00 12%"), &[]);
    assert_eq!(found.observed.back, Some(1));
    let first = ids(&found);
    assert!(["corrupt-backup", "link-outage", "no-wifi"].contains(&first[0]), "{first:?}");
}

#[test]
fn readings_by_day_open_the_day() {
    let found = ask(&[], None, Some("14:00 30%, 18:00 34%"), &[]);
    assert_eq!(found.open.len(), 3);
    assert_eq!(found.base.print(backup_sim::scenario::fields::id_of("window.allowed")), "all-day");
}

#[test]
fn amounts_are_readings_too() {
    let said = [("size", "40GB")];
    let percent = ask(&said, None, Some("23:00 4%, 03:00 14%, 07:00 24%"), &[]);
    let bytes = ask(&said, None, Some("23:00 1.6GB, 03:00 5.6GB, 07:00 9.6GB"), &[]);
    // A displayed percentage is up to a point more, so near equals may change places.
    let sorted = |d: &Diagnosis| {
        let mut all = ids(d);
        all.sort_unstable();
        all
    };
    assert_eq!(sorted(&percent), sorted(&bytes));
    assert_eq!(ids(&percent)[0], ids(&bytes)[0]);
    // Without a size it is taken larger than what was seen.
    let found = ask(&[], None, Some("23:00 80GB, 07:00 90GB"), &[]);
    assert!(found.base.inputs().library.size.unwrap().bytes() >= 120_000_000_000);
}

#[test]
fn nights_in_the_wrong_order_are_a_fault() {
    let seen = Seen::read("night 3 23:00 4%, night 1 07:00 24%").unwrap().value;
    let asked = Asked { draft: &draft(&[]), text: None, seen: Some(&seen), ruled_out: &[] };
    assert!(matches!(diagnose(&asked), Err(Undiagnosed::Order(_))));
}

#[test]
fn the_question_is_about_one_of_the_causes_that_are_left() {
    let found = ask(&[("service", "icloud-backup")], Some("iPhone Not Backed Up"), None, &[]);
    let question = found.next.unwrap();
    assert!(found.causes.iter().any(|f| question.causes().contains(&f.cause)));
    assert!(Question::ALL.contains(&question));
}

/// 40 GB at 3 Mbps take nights, and no phrase says that the line has less than that.
#[test]
fn a_given_speed_is_not_overridden_by_a_phrase() {
    let said = [
        ("service", "icloud-backup"),
        ("size", "40GB"),
        ("upload", "3Mbps"),
        ("cloud-free", "100GB"),
    ];
    let found = ask(&said, Some("stuck at 3% for hours"), None, &[]);
    assert!(!found.causes.is_empty());
    for f in &found.causes {
        let keys = f.edits.iter().map(|e| backup_sim::scenario::field(e.field).key);
        for key in keys {
            assert!(!["link.upload", "library.size", "cloud.free"].contains(&key), "{key}");
        }
    }
}

/// iCloud Backup looks for the space before it starts: what moved to 3 % was not refused.
#[test]
fn a_service_that_checks_the_space_first_is_not_stuck_at_a_figure_for_want_of_it() {
    let said = [("service", "icloud-backup"), ("size", "40GB"), ("upload", "3Mbps")];
    for (text, seen) in
        [(Some("stuck at 3% for hours"), None), (None, Some("23:10 30%, 07:00 30%"))]
    {
        let found = ask(&said, text, seen, &[]);
        assert!(!ids(&found).contains(&"cloud-full"), "{:?}", ids(&found));
    }
    let said = [("service", "google-photos"), ("size", "40GB"), ("upload", "30Mbps")];
    let found = ask(&said, None, Some("23:10 30%, 07:00 30%"), &[]);
    assert!(ids(&found).contains(&"cloud-full"), "{:?}", ids(&found));
}

#[test]
fn what_was_given_is_certain_and_never_asked_for() {
    let said = [("service", "icloud-backup"), ("size", "30GB"), ("cloud-free", "5GB")];
    let found = ask(&said, Some("backup failed"), None, &[]);
    let first = &found.causes[0];
    assert_eq!((first.cause, first.known, first.score), (Cause::CloudFull, true, 1.0));
    assert!(found.next.is_none() && first.ask.is_none());
    // A speed that was given is not asked for either, though it may still be what is slow.
    let said = [("service", "icloud-backup"), ("size", "40GB"), ("upload", "3Mbps")];
    let found = ask(&said, Some("takes days"), None, &[]);
    assert_ne!(found.next, Some(Question::SpeedTest));
    let slow = found.causes.iter().find(|f| f.cause == Cause::UploadSpeed).unwrap();
    assert!(slow.ask.is_none());
}

#[test]
fn a_failed_backup_is_a_network_glitch_old_software_a_server_or_a_full_plan_before_a_damaged_one() {
    for service in ["generic", "icloud-backup"] {
        let found = ask(&[("service", service)], Some("backup could not be completed"), None, &[]);
        let mut first = ids(&found)[..4].to_vec();
        first.sort_unstable();
        assert_eq!(first, ["cloud-full", "cloud-outage", "link-outage", "old-apps"], "{service}");
    }
    let found = ask(&[("service", "icloud-backup")], Some("backup failed"), None, &[]);
    assert!(ids(&found).contains(&"cloud-full"), "{:?}", ids(&found));
    let found = ask(&[("service", "google-photos")], Some("backup failed"), None, &[]);
    assert!(!ids(&found).contains(&"corrupt-backup"), "{:?}", ids(&found));
}

#[test]
fn words_that_say_no_more_than_that_it_fails_give_the_checks_in_order() {
    for text in ["backup not working", "why won't my phone backup", "nothing happens"] {
        let found = ask(&[("service", "icloud-backup")], Some(text), None, &[]);
        let mut checks: Vec<&str> = ids(&found);
        checks.retain(|id| {
            ["signed-out", "backup-off", "old-apps", "no-wifi", "no-power", "cloud-full"]
                .contains(id)
        });
        assert_eq!(
            checks,
            ["signed-out", "backup-off", "old-apps", "no-wifi", "no-power", "cloud-full"],
            "{text}"
        );
    }
}

/// Three digits where they show the same: nobody types 1.978625GB.
#[test]
fn sizes_in_a_case_have_three_digits_where_it_still_reproduces() {
    let said = [("service", "icloud-backup"), ("size", "40GB"), ("upload", "10Mbps")];
    let found = ask(&said, None, Some("23:10 30%, 07:00 54%"), &[]);
    let done = backup_sim::scenario::fields::id_of("library.done");
    let mut any = false;
    for f in found.causes.iter().filter(|f| f.edits.iter().any(|e| e.field == done)) {
        any = true;
        let text = f.scenario.print(done);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        assert!(digits <= 3, "{}: {text}", f.cause.id());
    }
    assert!(any);
}
