//! The presets: every entry is read and none is dropped, every number has its source or the word
//! "assumed", and what each service promises in the documentation holds when it is simulated.

use crate::scenarios::outcome;
use backup_sim::cause::Cause;
use backup_sim::model::service::Preset;
use backup_sim::scenario::fields::find;
use backup_sim::scenario::{Inputs, preset, toml};
use backup_sim::sim::outcome::{Outcome, ProofKind, Verdict};
use backup_sim::units::{Choice, Size};

fn all() -> impl Iterator<Item = (&'static str, Preset, &'static str)> {
    Preset::ALL.iter().map(|&(p, word, _)| (word, p, preset::text(p)))
}

/// The inputs of a preset on top of the defaults.
fn inputs(preset: Preset) -> Inputs {
    let mut inputs = Inputs::default();
    for edit in preset::edits(preset) {
        assert!(inputs.put(edit.clone()));
    }
    inputs
}

#[test]
fn every_entry_of_every_preset_is_known_and_readable() {
    for (word, preset, text) in all() {
        let entries = toml::entries(text).unwrap_or_else(|f| panic!("{word}: {f:?}"));
        assert!(!entries.is_empty(), "{word} is empty");
        for entry in &entries {
            let field = find(&entry.key)
                .unwrap_or_else(|| panic!("{word}:{} no field {}", entry.line, entry.key));
            assert_eq!(field.key, entry.key, "{word}:{} write the key itself", entry.line);
            let reading = (field.read)(&entry.text)
                .unwrap_or_else(|e| panic!("{word}:{} {}: {e:?}", entry.line, entry.key));
            // Cables are sold in megabytes a second; the remark on it is for people who type.
            let remark = reading.note.filter(|_| entry.key != "link.usb_speed");
            assert_eq!(remark, None, "{word}:{} {} reads with a remark", entry.line, entry.key);
        }
        let edits = preset::edits(preset);
        assert_eq!(edits.len(), entries.len(), "{word}: an entry was dropped");
        for (edit, entry) in edits.iter().zip(&entries) {
            let field = find(&entry.key).unwrap();
            let value = (field.read)(&entry.text).unwrap().value;
            assert_eq!((edit.field, &edit.value), (field.id, &value), "{word}:{}", entry.line);
        }
        let mut keys: Vec<&str> = entries.iter().map(|e| e.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), entries.len(), "{word}: a key twice");
    }
}

#[test]
fn what_a_preset_sets_prints_and_reads_back_the_same() {
    for (word, preset, _) in all() {
        let inputs = inputs(preset);
        for edit in preset::edits(preset) {
            let printed = inputs.print(edit.field);
            let field = backup_sim::scenario::field(edit.field);
            let again = (field.read)(&printed)
                .unwrap_or_else(|e| panic!("{word} {}: {printed}: {e:?}", field.key));
            assert_eq!(again.value, edit.value, "{word} {}", field.key);
        }
    }
}

#[test]
fn no_preset_sets_what_only_the_owner_knows() {
    let never =
        ["library.size", "library.done", "link.upload", "cloud.free", "storage.free", "name"];
    for (word, _, text) in all() {
        for entry in toml::entries(text).unwrap() {
            assert!(!never.contains(&entry.key.as_str()), "{word} sets {}", entry.key);
            // What runs on a computer waits for no night.
            let computer = ["usb", "rclone", "restic", "rsync"].iter().any(|w| word.contains(w));
            assert!(computer || entry.key != "window.allowed", "{word} sets the window");
        }
    }
}

#[test]
fn every_line_of_a_preset_has_a_source_with_a_date_or_is_called_assumed() {
    let said = |comment: &str| {
        let comment = comment.to_lowercase();
        let dated = ["collected 20", "project, 20", "2026-11"].iter().any(|d| comment.contains(d));
        dated || comment.contains("assumed") || comment.contains("by definition")
    };
    for (word, _, text) in all() {
        assert!(text.starts_with("# "), "{word}: the first line says what it is");
        assert!(!text.contains("platform-facts"), "{word}: name the source itself");
        let (mut comment, mut in_list) = (String::new(), false);
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(more) = line.strip_prefix('#') {
                comment.push_str(more);
            } else if line.is_empty() || line.starts_with('[') && !in_list {
                comment.clear();
            } else {
                let own = line.split_once('#').map_or("", |(_, c)| c);
                assert!(
                    said(&comment) || said(own),
                    "{word}:{} says nothing of {line}",
                    number + 1
                );
                in_list = line.ends_with('[') || in_list && !line.starts_with(']');
            }
        }
    }
}

#[test]
fn generic_repeats_the_built_in_defaults() {
    assert_eq!(inputs(Preset::Generic), Inputs::default());
}

/// 40 GB over 20 Mbps under a service, with more lines of `section.key = value`.
fn run(service: &str, more: &str) -> Outcome {
    let text = format!(
        "service.preset = \"{service}\"\nlibrary.size = \"40GB\"\nlink.upload = \"20Mbps\"\n{more}"
    );
    outcome(service, &text)
}

fn stalled_by(outcome: &Outcome, cause: Cause) -> bool {
    outcome.stalls.iter().any(|s| s.cause == cause)
}

#[test]
fn icloud_backup_with_too_little_storage_is_refused_and_sends_nothing() {
    let full = run("icloud-backup", "cloud.free = \"5GB\"");
    assert_eq!(full.verdict, Verdict::Refused);
    let proof = full.proof.unwrap();
    assert_eq!(proof.cause, Cause::CloudFull);
    // 40 GB - 5 GB: the growth of later nights does not count in the first.
    let missing = Some(Size::from_bytes(35_000_000_000));
    assert_eq!(proof.kind, ProofKind::Refused { missing });
    assert_eq!(full.bytes.sent, Size::ZERO);
    assert_eq!(run("icloud-backup", "cloud.free = \"50GB\"").verdict, Verdict::Finishes);
}

#[test]
fn icloud_backup_that_is_never_plugged_in_never_runs() {
    let outcome = run("icloud-backup", "charger.plugged = \"no\"");
    assert_eq!(outcome.verdict, Verdict::Never);
    assert_eq!(outcome.proof.unwrap().cause, Cause::NoPower);
    assert_eq!(outcome.bytes.sent, Size::ZERO);
}

#[test]
fn a_charge_hold_below_the_level_stops_google_but_not_icloud() {
    let held = "charger.hold = \"80%\"\nbattery.level = \"85%\"";
    let google = run("google-backup", held);
    assert_eq!(google.verdict, Verdict::Never);
    assert_eq!(google.proof.unwrap().cause, Cause::NotCharging);
    assert_eq!(run("icloud-backup", held).verdict, Verdict::Finishes);
}

#[test]
fn a_charge_hold_reached_by_charging_stops_neither() {
    let held = "charger.hold = \"80%\"\nbattery.level = \"60%\"";
    for service in ["google-backup", "icloud-backup"] {
        let outcome = run(service, held);
        assert!(outcome.bytes.by_first_morning > Size::ZERO, "{service} sends nothing");
        assert_eq!(outcome.proof, None, "{service}");
    }
}

#[test]
fn google_backup_stops_when_a_weak_port_lets_the_level_fall() {
    let weak = run("google-backup", "charger.power = \"usb-0.5w\"\nbattery.level = \"60%\"");
    assert!(weak.battery.unwrap().lost_while_plugged);
    assert!(stalled_by(&weak, Cause::NotCharging));
    assert!(weak.bytes.sent > Size::ZERO);
    let iphone = run("icloud-backup", "charger.power = \"usb-0.5w\"\nbattery.level = \"60%\"");
    assert!(!stalled_by(&iphone, Cause::NotCharging));
}

#[test]
fn a_computer_by_usb_2_takes_40_gb_in_23_minutes() {
    let outcome = run("computer-usb2", "");
    assert_eq!(outcome.verdict, Verdict::Finishes);
    // 40 GB / 30 MB/s + 30 s of reading lists = 1363.3 s = 22 min 43 s.
    let seconds = outcome.finish.unwrap().at.micros() / 1_000_000;
    assert_eq!(seconds, 1363);
    assert_eq!(outcome.limits[0].cause, Cause::UsbSpeed);
}

#[test]
fn google_photos_that_fit_are_safe_although_the_storage_fills_up() {
    let outcome = run("google-photos", "cloud.free = \"10GB\"");
    assert_eq!(outcome.verdict, Verdict::Never);
    assert_eq!(outcome.proof.unwrap().cause, Cause::CloudFull);
    // All but a part of the last photo, which is lost with the run when the window ends.
    let (sent, photo) = (outcome.bytes.sent.bytes(), 4_400_000);
    assert!((10_000_000_000 - photo..=10_000_000_000).contains(&sent), "{sent}");
}

#[test]
fn a_still_unplugged_android_phone_dozes_and_a_plugged_one_does_not() {
    let night = "window.allowed = \"23:00-07:00\"\nbattery.level = \"100%\"\nlink.drops = \"none\"";
    let plugged = run("google-photos", night);
    assert!(!stalled_by(&plugged, Cause::Doze));
    let unplugged = run("google-photos", &format!("{night}\ncharger.plugged = \"no\""));
    assert!(stalled_by(&unplugged, Cause::Doze));
}
