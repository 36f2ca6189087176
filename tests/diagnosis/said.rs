//! What was said, with a service and without: which service it is taken to be about, what else was
//! said, and what the known size and speed say to it.

use backup_sim::cause::Cause;
use backup_sim::model::service::Preset;
use backup_sim::report::diagnosis::text;
use backup_sim::report::format::ClockStyle;
use backup_sim::scenario::{Draft, Origin};
use backup_sim::study::diagnose::{Asked, Diagnosis, diagnose};
use backup_sim::units::{Kind, Seen};

fn ask(given: &[(&str, &str)], words: Option<&str>, seen: Option<&str>) -> Diagnosis {
    let mut draft = Draft::new();
    for (name, text) in given {
        draft.set(name, text, Origin::Flag(format!("--{name}")));
    }
    let seen = seen.map(|text| Seen::read(text).unwrap().value);
    diagnose(&Asked { draft: &draft, text: words, seen: seen.as_ref(), ruled_out: &[] }).unwrap()
}

fn first_three(found: &Diagnosis) -> Vec<&'static str> {
    found.causes.iter().take(3).map(|f| f.cause.id()).collect()
}

fn service(found: &Diagnosis) -> Preset {
    found.base.inputs().service.preset
}

#[test]
fn a_message_without_a_service_is_answered_by_the_service_that_it_is_about() {
    let computer = "The iPhone could not be backed up because not enough free space is available on \
                    this computer.";
    for (words, preset, cause) in [
        (computer, Preset::ComputerUsb2, "computer-full"),
        ("iPhone Storage Full", Preset::IcloudBackup, "phone-full"),
        ("stops when I use it", Preset::IcloudBackup, "screen-in-use"),
        ("stops when I unplug it", Preset::IcloudBackup, "no-power"),
        ("iPhone Not Backed Up", Preset::IcloudBackup, "no-power"),
        ("Waiting for Wi-Fi", Preset::GooglePhotos, "no-wifi"),
    ] {
        let found = ask(&[], Some(words), None);
        assert_eq!(service(&found), preset, "{words}");
        assert_eq!(first_three(&found)[0], cause, "{words}: {:?}", first_three(&found));
        let said = text(&found, Some(words), ClockStyle::H24);
        assert!(said.contains("\nTaken as"), "{said}");
    }
    for (words, cause) in [
        ("on a personal hotspot", "metered"),
        ("uses my mobile hotspot", "metered"),
        ("phone gets hot", "too-hot"),
    ] {
        let found = ask(&[], Some(words), None);
        assert!(first_three(&found).contains(&cause), "{words}: {:?}", first_three(&found));
    }
}

#[test]
fn a_service_that_was_given_is_kept_and_words_that_any_service_explains_take_none() {
    let found = ask(&[("service", "google-photos")], Some("iPhone Storage Full"), None);
    assert_eq!(service(&found), Preset::GooglePhotos);
    let found = ask(&[], Some("stuck at 5% for hours"), None);
    assert_eq!(service(&found), Preset::Generic);
    let said = text(&found, Some("stuck at 5% for hours"), ClockStyle::H24);
    assert!(!said.contains("Taken as"), "{said}");
}

/// A warm iPhone charges no further and backs up all the same; that is said.
#[test]
fn a_message_that_holds_nothing_up_is_told_as_that() {
    let found = ask(&[], Some("Charging On Hold"), None);
    let held = ["not-charging", "too-hot"].iter().any(|id| first_three(&found).contains(id));
    assert!(held || found.not_here.is_some(), "{:?}", first_three(&found));
    assert_ne!(service(&found), Preset::Generic);
}

/// A cause that the service cannot have is not passed over in silence.
#[test]
fn what_cannot_happen_with_a_service_is_said() {
    let found = ask(&[("service", "google-photos")], Some("A photo or video was skipped"), None);
    assert_eq!(found.not_here, Some(Cause::StuckItem));
    let said = text(&found, Some("A photo or video was skipped"), ClockStyle::H24);
    assert!(said.contains("is not held up by an item that never uploads"), "{said}");
    let given = [("service", "icloud-backup"), ("size", "40GB"), ("cloud-free", "100GB")];
    let found = ask(&given, Some("Not Enough Storage"), None);
    let said = text(&found, Some("Not Enough Storage"), ClockStyle::H24);
    assert!(said.starts_with("What was given speaks against iCloud storage."), "{said}");
}

#[test]
fn words_beside_a_message_count() {
    let failed = "The last backup could not be completed.";
    let found =
        ask(&[("service", "icloud-backup")], Some(&format!("{failed} I'm in a hotel")), None);
    assert_eq!(first_three(&found)[0], "sign-in-page", "{:?}", first_three(&found));
}

#[test]
fn words_that_are_not_understood_beside_readings_are_named() {
    let words = "qwertz uiop asdf";
    let found = ask(&[("service", "icloud-backup")], Some(words), Some("23:00 30%, 07:00 34%"));
    let said = text(&found, Some(words), ClockStyle::H24).replace("\n             ", " ");
    assert!(said.contains("not understood: \"qwertz uiop asdf\"; nearest is \""), "{said}");
}

const SLOW: [(&str, &str); 3] =
    [("service", "icloud-backup"), ("size", "45GB"), ("upload", "2Mbps")];

/// 45 GB at 2 Mbps are six nights.
#[test]
fn a_size_that_takes_nights_at_the_given_speed_speaks_for_the_speed() {
    for words in [
        "stuck on 'Time remaining: 14 hours' and never finishes",
        "takes forever, only 10 percent a night",
    ] {
        let found = ask(&SLOW, Some(words), None);
        assert_eq!(first_three(&found)[0], "upload-speed", "{words}: {:?}", first_three(&found));
    }
    // A message that says why says more.
    let found = ask(&SLOW, Some("Not enough iCloud storage"), None);
    assert_eq!(first_three(&found)[0], "cloud-full");
}

#[test]
fn a_backup_that_stands_at_62_percent_may_hold_an_item_that_never_uploads() {
    for words in ["Why does the backup stop at 62 % every single night?", "stuck at 62%"] {
        let found = ask(&[("service", "icloud-backup")], Some(words), None);
        assert!(first_three(&found).contains(&"stuck-item"), "{words}: {:?}", first_three(&found));
    }
    // Every night the same is more than once for hours.
    let found = ask(&[("service", "icloud-backup")], Some("stops at 62% every night"), None);
    assert_eq!(first_three(&found)[0], "stuck-item", "{:?}", first_three(&found));
}

#[test]
fn all_that_the_given_values_bring_about_is_named_at_once() {
    let given = [
        ("service", "icloud-backup"),
        ("size", "60GB"),
        ("upload", "10Mbps"),
        ("cloud-free", "5GB"),
        ("power-saving", "on"),
        ("phone-free", "100MB"),
    ];
    let found = ask(&given, Some("backup failed"), None);
    let said = text(&found, Some("backup failed"), ClockStyle::H24).replace('\n', " ");
    for name in ["power saving", "iCloud storage", "free space on the phone"] {
        let known = said.split("(certain).").next().unwrap();
        assert!(known.contains(name), "{name}: {said}");
    }
}
