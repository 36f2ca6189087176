//! Diagnoses from readings alone, held against what their own cases show.

use backup_sim::cause::Cause;
use backup_sim::report::diagnosis::text;
use backup_sim::report::format::ClockStyle;
use backup_sim::scenario::{Draft, Origin, fields::id_of};
use backup_sim::study::diagnose::{Asked, Diagnosis, Found, diagnose};
use backup_sim::units::{Kind, Seen};

fn asked(words: Option<&str>, seen: Option<&str>, given: &[(&str, &str)]) -> Diagnosis {
    let mut draft = Draft::new();
    for (key, typed) in given {
        draft.set_field(id_of(key), typed, Origin::Study);
    }
    let seen = seen.map(|text| Seen::read(text).unwrap().value);
    diagnose(&Asked { draft: &draft, text: words, seen: seen.as_ref(), ruled_out: &[] }).unwrap()
}

fn seen(text: &str, given: &[(&str, &str)]) -> Diagnosis {
    asked(None, Some(text), given)
}

fn verdict(diagnosis: &Diagnosis) -> String {
    text(diagnosis, None, ClockStyle::H24).lines().next().unwrap().to_owned()
}

fn of(diagnosis: &Diagnosis, cause: Cause) -> Option<&Found> {
    diagnosis.causes.iter().find(|f| f.cause == cause)
}

const PHOTOS: (&str, &str) = ("service.preset", "google-photos");

/// Whatever was read: where one case shows it to a point, the first one does not miss it by more than
/// three, and the answer does not say that nothing does.
#[test]
fn the_first_case_shows_what_was_seen_where_any_listed_case_does() {
    for i in 0..60u32 {
        let (a, b) = ((i * 37) % 70, (i * 37) % 70 + (i * 13) % 30);
        let service =
            ["google-photos", "icloud-backup", "samsung-cloud", "generic"][i as usize % 4];
        let speed = ["3Mbps", "10Mbps", "20Mbps", "50Mbps"][(i / 4) as usize % 4];
        let given = [("service.preset", service), ("library.size", "30GB"), ("link.upload", speed)];
        let readings = format!("23:10 {a}%, 07:00 {b}%");
        let found = seen(&readings, &given);
        let worst = |f: &Found| f.worst.unwrap();
        let least = found.causes.iter().map(worst).fold(f64::MAX, f64::min);
        let first = worst(&found.causes[0]);
        assert!(least > 1.0 || first <= 3.0, "{readings} {given:?}: {first}, {least}");
        assert!(least > 3.0 || !verdict(&found).starts_with("Nothing"), "{readings} {given:?}");
    }
}

#[test]
fn a_full_storage_that_does_not_show_the_readings_stands_behind_what_does() {
    let given = [PHOTOS, ("library.size", "30GB"), ("link.upload", "10Mbps")];
    let found = seen("23:10 13%, 07:00 40%", &given);
    assert!(found.causes[0].worst.unwrap() <= 1.0, "{:?}", found.causes[0].edits);
    let found =
        seen("23:10 51%, 07:00 55%", &[("library.size", "30GB"), ("link.upload", "50Mbps")]);
    assert!(found.causes[0].worst.unwrap() <= 1.0, "{:?}", found.causes[0].edits);
}

/// 24 % on a display is 24 to 24.99: the number of the case is moved until it shows that.
#[test]
fn a_printed_case_shows_the_percentages_that_were_read() {
    let given =
        [("service.preset", "samsung-cloud"), ("library.size", "25GB"), ("link.upload", "20Mbps")];
    let found = seen("23:10 24%, 06:50 24%", &given);
    let full = of(&found, Cause::CloudFull).unwrap();
    let shown: Vec<f64> = full.shown.iter().map(|p| p.floor()).collect();
    assert_eq!((shown, full.worst), (vec![24.0, 24.0], Some(0.0)));
    // A service that does not skip what sticks.
    let backup = ("service.preset", "icloud-backup");
    let given = [backup, ("library.size", "38.5GB"), ("link.upload", "20Mbps")];
    let found = seen("23:10 24%, 06:50 62%", &given);
    assert_eq!(of(&found, Cause::StuckItem).unwrap().worst, Some(0.0));
}

#[test]
fn what_may_stop_a_backup_is_listed_where_nothing_speaks_against_it() {
    let given = [PHOTOS, ("library.size", "30GB"), ("link.upload", "10Mbps")];
    let nothing = seen("23:10 0%, 07:00 0%", &given);
    assert!(of(&nothing, Cause::Metered).is_some());
    // It did run: what turns it away at the start is less likely than what came between.
    let stood = seen("23:10 14%, 07:00 14%", &given);
    for cause in [Cause::LinkOutage, Cause::CloudOutage] {
        assert_eq!(of(&stood, cause).unwrap().worst, Some(0.0), "{}", cause.id());
    }
    let score = |d: &Diagnosis, cause| of(d, cause).map_or(0.0, |f| f.score);
    assert!(score(&stood, Cause::SignedOut) < score(&nothing, Cause::SignedOut) / 2.0);
    let charging = [&given[..], &[("service.requires", "wifi charging")]].concat();
    assert!(of(&seen("23:10 12%, 07:00 12%", &charging), Cause::NotCharging).is_some());
}

/// An hour tells little: no cause is called the most likely one.
#[test]
fn two_looks_within_an_hour_make_no_cause_sure() {
    let given = [PHOTOS, ("library.size", "40GB"), ("link.upload", "5Mbps")];
    let found = seen("12:00 30%, 13:00 34%", &given);
    assert!(found.causes[0].score < 0.4, "{}", found.causes[0].score);
    assert!(verdict(&found).starts_with("Perhaps"));
}

#[test]
fn a_cable_waits_for_no_wifi() {
    for service in ["computer-usb2", "restic"] {
        let found = asked(Some("Waiting for Wi-Fi"), None, &[("service.preset", service)]);
        assert!(of(&found, Cause::NoWifi).is_none(), "{service}");
        assert_eq!(found.not_here, Some(Cause::NoWifi), "{service}");
        assert!(verdict(&found).contains("waits for no Wi-Fi"), "{}", verdict(&found));
    }
    let found = asked(Some("Waiting for Wi-Fi"), None, &[PHOTOS]);
    assert_eq!((found.causes[0].cause, found.not_here), (Cause::NoWifi, None));
}

const LINE: [(&str, &str); 3] =
    [("service.preset", "icloud-photos"), ("library.size", "60GB"), ("link.upload", "10Mbps")];

/// Simulated with `--plugged no --battery 44%`: at five in the morning the battery is too low.
#[test]
fn an_unplugged_phone_may_run_low_from_any_level() {
    let given = [&LINE[..], &[("charger.plugged", "no")]].concat();
    let found = seen("23:00 7%, 03:00 35%, 05:00 37%, 07:00 37%", &given);
    let low = of(&found, Cause::LowBattery);
    assert!(low.is_some_and(|f| f.worst.unwrap() <= 1.0), "{:?}", low.map(|f| f.worst));
    // What was given is not typed once more.
    let keys = low.unwrap().edits.iter().map(|e| backup_sim::scenario::field(e.field).key);
    assert!(!keys.into_iter().any(|key| key == "charger.plugged"));
}

/// A router that takes the Wi-Fi away from one to three does so every night; an outage comes once.
#[test]
fn a_standstill_at_the_same_hours_of_two_nights_speaks_for_a_timer() {
    let given = LINE;
    let night = |night: u32, from: u32| {
        format!(
            "night {night} 23:00 {}%, night {night} 01:00 {}%, night {night} 03:00 {}%, \
             night {night} 07:00 {}%",
            from,
            from + 14,
            from + 14,
            from + 42
        )
    };
    let once = seen(&night(1, 7), &given);
    let twice = seen(&format!("{}, {}", night(1, 7), night(2, 56)), &given);
    let place = |d: &Diagnosis| d.causes.iter().position(|f| f.cause == Cause::NoWifi);
    assert_eq!(once.observed.same_hours(), None);
    assert_eq!(twice.observed.same_hours(), Some((180.0, 300.0)));
    assert!(place(&twice).is_some_and(|place| place < 3), "{:?}", place(&twice));
}

#[test]
fn a_share_that_falls_a_little_every_night_is_a_library_that_grows_faster() {
    let readings = "night 1 07:00 90%, night 2 07:00 89%, night 3 07:00 88%";
    let given =
        [("service.preset", "google-photos"), ("library.size", "60GB"), ("link.upload", "1Mbps")];
    let found = seen(readings, &given);
    assert!(found.observed.falls() && found.observed.back.is_none());
    let first = &found.causes[0];
    let fits = first.worst.unwrap() <= 1.0;
    assert!(fits || verdict(&found).starts_with("Nothing tried here"), "{}", verdict(&found));
    assert_eq!(first.cause, Cause::UploadSpeed, "{:?} {:?}", first.cause, first.shown);
}

#[test]
fn readings_that_end_at_all_of_it_are_a_backup_that_is_done() {
    let found = seen("23:10 30%, 06:00 100%", &LINE);
    assert!(found.done && found.causes.is_empty() && found.next.is_none());
    assert_eq!(verdict(&found), "It is done: 100 % at 06:00. Nothing holds it up.");
    assert!(!seen("23:10 30%, 06:00 99%", &LINE).done);
}
