//! What would help: fixes worked out by hand, a case for every entry of the catalogue, and advice
//! closure: every fix that is printed, typed back from its printed text, gives what it promised.

use super::report::machine::schema;
use super::ticker::draw;
use backup_sim::edit::Edit;
use backup_sim::report::json::{fixes as fixes_json, json, under};
use backup_sim::scenario::{Draft, Origin, Scenario, find, toml};
use backup_sim::sim::Record;
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::answer::Answer;
use backup_sim::study::catalogue::FixId;
use backup_sim::study::solve::{Goal, Target, solve};
use backup_sim::study::{answer, fixes::shown};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A scenario from `key = value` pairs, one a line.
pub fn case(lines: &str) -> Scenario {
    let mut draft = Draft::new();
    for line in lines.lines().filter(|l| !l.trim().is_empty()) {
        let (key, value) = line.split_once('=').unwrap();
        draft.set(key.trim(), value.trim(), Origin::Study);
    }
    draft.build().unwrap_or_else(|e| panic!("{lines}: {e:#?}"))
}

pub fn told(scenario: Scenario) -> Answer {
    answer(scenario, 0, 1, 1, 1, Record::No)
}

/// All fixes, as `fixes --format json` has them.
pub fn all(answer: &Answer) -> Vec<Value> {
    fixes_json(answer.fixes.iter(), answer).as_array().unwrap().clone()
}

#[track_caller]
pub fn of<'v>(list: &'v [Value], id: &str) -> &'v Value {
    let ids: Vec<_> = list.iter().map(|f| f["id"].as_str().unwrap()).collect();
    list.iter().find(|f| f["id"] == id).unwrap_or_else(|| panic!("no {id} in {ids:?}"))
}

/// Words as a shell reads them: plain ones, and ones in single quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => (quoted, begun) = (!quoted, true),
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// Flags, typed over a scenario.
fn typed(base: &Scenario, flags: &str) -> Scenario {
    let words = words(flags);
    let mut edits: Vec<Edit> = Vec::new();
    let mut rest = words.iter().map(String::as_str);
    while let Some(flag) = rest.next() {
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name.trim_start_matches("--"), value),
            None => (flag.trim_start_matches("--"), rest.next().unwrap()),
        };
        let (name, value) = match name {
            "set" => value.split_once('=').unwrap(),
            _ => (name, value),
        };
        let field = find(name).unwrap_or_else(|| panic!("{flags}: no field {name}"));
        let reading = (field.read)(value).unwrap_or_else(|e| panic!("{flags}: {e:?}"));
        edits.push(Edit { field: field.id, value: reading.value });
    }
    base.with(&edits).unwrap_or_else(|e| panic!("{flags}: {e:#?}"))
}

/// What is told fits: 14 lines of 80 columns, of which the last is the line to type next.
fn fits(answer: &Answer, what: &str) {
    let text = backup_sim::report::text::text(answer, &Default::default());
    let lines: Vec<_> = text.lines().collect();
    assert!(lines.len() <= 14, "{what}: {text}");
    for line in lines.iter().take(lines.len() - 1) {
        assert!(line.chars().count() <= 80, "{what}: {text}");
    }
    assert!(lines.last().unwrap().starts_with("Next"), "{what}: {text}");
}

/// The speed and the size that would do, typed: a yes.
fn follow_one_night(base: &Scenario, answer: &Answer, what: &str) {
    let (upload, size) = (answer.one_night.upload, answer.one_night.size);
    let speed = upload.map(|r| format!("--upload {}bps", r.bits_per_s()));
    let size = size.map(|s| format!("--size {}B", s.bytes()));
    for flags in speed.into_iter().chain(size) {
        let again = told(typed(base, &flags));
        assert_eq!(again.outcome.verdict, Verdict::Finishes, "{what}: {flags}");
    }
}

/// A solved value, typed: a yes.
fn follow_solved(base: &Scenario, target: Target, what: &str) -> usize {
    let solution = solve(base, target, Goal::Deadline);
    if !solution.exists || solution.value.is_none() {
        return 0;
    }
    let flags = backup_sim::report::wording::next::edits(&solution.edits);
    let again = told(typed(base, &flags));
    assert_eq!(again.outcome.verdict, Verdict::Finishes, "{what}: {flags}");
    1
}

/// Follows every fix of a case; how many there were.
fn follow(base: &Scenario, what: &str) -> usize {
    let answer = told(base.clone());
    let list = all(&answer);
    fits(&answer, what);
    follow_one_night(base, &answer, what);
    for fix in &list {
        let flags = fix["edit"].as_str().unwrap();
        let again = json(&told(typed(base, flags)));
        let what = format!("{what}: {} ({flags})", fix["text"]);
        assert_eq!(again["verdict"] == "finishes", fix["meets_deadline"] == true, "{what}");
        assert_eq!(again["nights"], fix["nights_after"], "{what}");
        assert_eq!(again["finish"]["seconds"], fix["finish_seconds_after"], "{what}");
        assert!(!again["finish"].is_null(), "{what}: never done");
        if answer.outcome.verdict == Verdict::Finishes {
            continue;
        }
        let before = answer.outcome.finish.map(|f| f.at.as_secs());
        let after = again["finish"]["seconds"].as_f64().unwrap();
        let parts = fix["parts"].as_array().unwrap().len();
        let gains = fix["meets_deadline"] == true || before.is_none_or(|before| after < before);
        assert!(gains || parts > 0, "{what}: {before:?} to {after}");
    }
    list.len()
}

fn follow_drawn(seeds: std::ops::Range<u64>, cases: usize) -> usize {
    let (mut asked, mut followed, mut solved) = (0, 0, 0);
    for seed in seeds {
        let base = draw::scenario(seed);
        if asked == cases {
            break;
        }
        let verdict = backup_sim::sim::simulate(&base, backup_sim::sim::Chance::Mean, Record::No);
        if verdict.verdict != Verdict::Finishes {
            asked += 1;
            followed += follow(&base, &format!("seed {seed}"));
            // Solving is a command of its own; here each case solves for one field in turn.
            let (target, word, _) = Target::ALL[asked % Target::ALL.len()];
            solved += follow_solved(&base, target, &format!("seed {seed}, {word}"));
        }
    }
    assert_eq!(asked, cases, "too few cases of no");
    assert!(solved > cases / 10, "only {solved} solved");
    followed
}

#[test]
fn every_printed_fix_of_300_drawn_cases_of_no_gives_what_it_promises() {
    let followed = follow_drawn(0..2_000, 300);
    assert!(followed > 300, "only {followed} fixes");
}

#[test]
fn slow_every_printed_fix_of_10_000_drawn_cases_of_no_gives_what_it_promises() {
    let followed = follow_drawn(10_000..100_000, 10_000);
    assert!(followed > 10_000, "only {followed} fixes");
}

#[test]
fn every_fix_of_the_examples_gives_what_it_promises() {
    for (name, text) in super::scenarios::files("scenarios") {
        let mut draft = Draft::new();
        toml::apply(&mut draft, &name, &text);
        follow(&draft.build().unwrap(), &name);
    }
}

/// 12 Mbit/s x 100 % = 1.5 MB/s; 22:00-07:00 is 32,400 s and carries 48.6 GB.
const LINE: &str = "link.upload = 12Mbps\nlink.efficiency = 100%\n";

#[test]
fn a_gate_that_is_opened_gives_back_its_time() {
    // In use from 22:00 to 04:00: 3 h are left and carry 16.2 GB. 30 GB take 20,000 s = 5 h 33 min
    // 20 s, so without that they are done at 03:33:20.
    let base = format!(
        "{LINE}library.size = 30GB\nservice.requires = wifi locked\nscreen.in_use = 22:00-04:00"
    );
    let list = all(&told(case(&base)));
    let fix = of(&list, "keep-locked");
    assert_eq!(fix["edit"], "--in-use none");
    assert_eq!(fix["finish_seconds_after"], 20_000);
    assert_eq!((&fix["nights_before"], &fix["nights_after"]), (&2.into(), &1.into()));
    assert_eq!(fix["meets_deadline"], true);
    assert_eq!(list[0]["id"], "keep-locked");
    // Where to go and what to do there, dated.
    let place = fix["where"].as_str().unwrap();
    assert!(place.contains("Settings > Display & Brightness > Auto-Lock: lock it"), "{place}");
    assert_eq!(fix["collected"], "2026-11-23");
}

#[test]
fn the_other_uploads_stopped_give_back_their_share() {
    // One rival takes half: 24.3 GB a night. Alone 40 GB take 26,666.7 s, done at 05:24:27.
    let base = format!("{LINE}library.size = 40GB\nlink.rivals = 1 flows");
    let list = all(&told(case(&base)));
    assert_eq!(of(&list, "stop-other-uploads")["finish_seconds_after"], 26_666.667);
    // Outside the window they cost nothing either.
    assert_eq!(of(&list, "stagger-other-uploads")["finish_seconds_after"], 26_666.667);
    assert_eq!(of(&list, "stagger-other-uploads")["edit"], "--rivals 07:00-22:00");
}

#[test]
fn amounts_are_the_least_that_meet_the_deadline() {
    // 54 GB take 36,000 s = 10 h: the latest start before 07:00 is 21:00.
    let list = all(&told(case(&format!("{LINE}library.size = 54GB"))));
    let fix = of(&list, "start-earlier");
    assert_eq!(fix["edit"], "--window 21:00-07:00");
    assert_eq!(fix["finish_seconds_after"], 36_000);
    // 54 GB in 32,400 s are 13.333 Mbit/s: up to three digits.
    assert_eq!(of(&list, "faster-upload")["edit"], "--upload 13.4Mbps");
    assert_eq!(of(&list, "trim")["edit"], "--size 48.6GB");
    // The Wi-Fi counts half of what it shows: 24 Mbit/s would be all the line has. 40 GB in 32,400 s
    // are 9.8765 Mbit/s, so 19.8 Mbit/s are shown.
    let base = format!("{LINE}library.size = 40GB\nlink.wifi_speed = 8Mbps");
    let list = all(&told(case(&base)));
    assert_eq!(of(&list, "nearer-router")["edit"], "--wifi-speed 19.8Mbps");
}

#[test]
fn where_no_amount_meets_the_deadline_the_least_that_gains_all_is_named() {
    // 60 GB take 40,000 s at the line's 12 Mbit/s, more than a night: at 24 Mbit/s the Wi-Fi no longer
    // limits, and more gains nothing.
    let base = format!("{LINE}library.size = 60GB\nlink.wifi_speed = 8Mbps");
    let list = all(&told(case(&base)));
    let fix = of(&list, "nearer-router");
    assert_eq!(fix["edit"], "--wifi-speed 24Mbps");
    assert_eq!(fix["meets_deadline"], false);
    // 32,400 s of the first night and 7,600 s of the second.
    assert_eq!(fix["finish_seconds_after"], 86_400 + 7_600);
}

#[test]
fn the_next_plan_that_fits_is_priced_and_dated() {
    // 40 GB to send and 5 GB free: 50 GB is the first plan that holds them.
    let base = "service.preset = icloud-backup\nlibrary.size = 40GB\nlink.upload = 20Mbps\n";
    let list = all(&told(case(&format!("{base}cloud.free = 5GB"))));
    let fix = of(&list, "buy-plan");
    assert_eq!(fix["edit"], "--cloud-free 50GB");
    assert_eq!(fix["cost"]["text"], "0.99 USD a month");
    assert_eq!(fix["cost"]["date"], "2026-11-23");
    // 20 GB free can only be a part of the 50 GB plan: 30 GB are used, and 170 GB of 200 GB are free.
    let list = all(&told(case(&format!("{base}cloud.free = 20GB"))));
    assert_eq!(of(&list, "buy-plan")["edit"], "--cloud-free 170GB");
    // Deleting 20 GB of the 30 GB does as well; of 5 GB free in a 5 GB plan nothing can be deleted.
    assert_eq!(of(&list, "delete-old-backups")["edit"], "--cloud-free 40GB");
    // With the plan given it is the plan that grows.
    let list = all(&told(case(&format!("{base}cloud.plan = 50GB\ncloud.used = 30GB"))));
    assert_eq!(of(&list, "buy-plan")["edit"], "--cloud-plan 200GB");
    assert_eq!(of(&list, "delete-old-backups")["edit"], "--cloud-used 10GB");
}

#[test]
fn photos_in_the_same_full_space_are_no_way_out() {
    let full = "service.preset = icloud-backup\nlibrary.size = 40GB\nlink.upload = 20Mbps\n";
    let answer = told(case(&format!("{full}cloud.free = 5GB")));
    assert!(all(&answer).iter().all(|fix| fix["id"] != "photos-separate"));
    let text = backup_sim::report::text::text(&answer, &Default::default());
    assert!(text.contains("(iCloud Photos would not help: it fills the same 5 GB)"), "{text}");
}

#[test]
fn photos_by_a_sync_of_their_own_share_the_line_and_the_space() {
    // 8.4 + 15 GB of 34.41 GB are photos and videos: 68 % of the library.
    let base = "service.preset = icloud-backup\nlibrary.size = 80GB\nlink.upload = 10Mbps\ncloud.free = 100GB";
    let answer = told(case(base));
    let fix = of(&all(&answer), "photos-separate").clone();
    let parts = fix["parts"].as_array().unwrap();
    assert_eq!(parts[0]["preset"], "icloud-backup");
    assert_eq!(parts[1]["preset"], "icloud-photos");
    let size = |part: &Value| part["size_bytes"].as_u64().unwrap();
    assert_eq!(size(&parts[0]) + size(&parts[1]), 80_000_000_000);
    assert!((size(&parts[1]) as f64 / 80e9 - 0.68).abs() < 0.005, "{fix}");
    assert!(parts[0]["nights"].as_u64() < parts[1]["nights"].as_u64(), "{fix}");
    let edit = fix["edit"].as_str().unwrap();
    // Of the 100 GB what the photos fill is gone, and they are on the line.
    assert!(edit.contains("--cloud-free 45.") && edit.contains("sync 2 flows 54."), "{edit}");
}

#[test]
fn one_remedy_after_the_other_lifts_a_refusal_with_several_causes() {
    let base = format!(
        "{LINE}library.size = 10GB\nphone.signed_in = no\nphone.backup_on = no\nlink.wifi = no"
    );
    let list = all(&told(case(&base)));
    let fix = of(&list, "sign-in+switch-backup-on+stay-on-wifi");
    assert_eq!(fix["edit"], "--signed-in yes --backup-on yes --wifi yes");
    assert_eq!(fix["meets_deadline"], true);
    assert!(list.iter().all(|f| f["id"] != "sign-in"), "it alone lifts nothing");
}

#[test]
fn two_settings_together_meet_a_deadline_that_neither_meets() {
    // In use for 6 of 22 hours, and the service down for 6: each alone leaves 16 h, and starting
    // earlier by at most 2 h leaves 12. 110 GB at 1.5 MB/s are 73,333.3 s = 20 h 22 min.
    let base = format!(
        "{LINE}library.size = 110GB\nservice.requires = wifi locked\nwindow.allowed = 09:00-07:00\n\
         screen.in_use = 09:00-15:00\ncloud.outages = 16:00-22:00"
    );
    let list = all(&told(case(&base)));
    let fix = of(&list, "keep-locked+wait-for-service");
    assert_eq!(fix["edit"], "--in-use none --cloud-outages none");
    assert_eq!(fix["finish_seconds_after"], 73_333.334);
    assert_eq!(of(&list, "keep-locked")["meets_deadline"], false);
}

#[test]
fn what_changes_nothing_is_not_shown() {
    let list = all(&told(case(&format!("{LINE}library.size = 54GB\nbattery.level = 30%"))));
    let ids: BTreeSet<_> = list.iter().map(|f| f["id"].as_str().unwrap()).collect();
    let known = ["computer-usb2", "computer-usb3", "faster-upload", "leave-it-on-all-day"];
    let known = known.into_iter().chain(["local-and-cloud", "start-earlier", "trim"]);
    assert_eq!(ids, known.collect());
}

#[test]
fn a_yes_needs_no_fix_but_a_second_copy() {
    let answer = told(case(&format!("{LINE}library.size = 5GB")));
    let list = all(&answer);
    assert!(list.iter().all(|fix| fix["id"] == "local-and-cloud"), "{list:#?}");
    let text = backup_sim::report::text::text(&answer, &Default::default());
    assert!(!text.contains("Helps most"), "{text}");
}

/// For each entry of the catalogue a case that shows it, on top of 40 GB over 20 Mbps.
const CASES: &[(FixId, &str)] = &[
    (FixId::SignIn, "phone.signed_in = no"),
    (FixId::SwitchOn, "phone.backup_on = no"),
    (FixId::UpdateSoftware, "phone.software = unsupported"),
    (FixId::Restart, "phone.fault = stuck-process"),
    (FixId::UpdateApps, "phone.fault = old-apps"),
    (FixId::ClearCache, "phone.fault = stale-cache"),
    (FixId::ScreenLockOff, "phone.fault = screen-lock-bug"),
    (FixId::DeleteCorruptBackup, "phone.fault = corrupt-backup"),
    (FixId::OpenSignInPage, "phone.fault = sign-in-page"),
    (FixId::OtherNetwork, "phone.fault = blocked-network"),
    (FixId::ResetNetwork, "phone.fault = network-settings"),
    (FixId::VerifyAccount, "phone.fault = account-blocked"),
    (FixId::RemoveStuckItem, "library.stuck_at = 62%"),
    (FixId::PlugIn, "service.preset = icloud-backup\ncharger.plugged = no"),
    (
        FixId::StrongerCharger,
        "service.preset = samsung-cloud\nbattery.level = 60%\ncharger.power = 0.5W",
    ),
    (FixId::ChargeFirst, "service.reserve = 50%\nbattery.level = 55%\ncharger.plugged = no"),
    (FixId::ChargeLimitOff, "service.requires = charging\nbattery.level = 85%\ncharger.hold = 80%"),
    (FixId::PowerSavingOff, "battery.saver = on"),
    (FixId::KeepLocked, "service.requires = wifi locked\nscreen.in_use = 22:00-06:00"),
    (FixId::BackUpNow, "service.preset = icloud-backup\nscreen.in_use = 22:00-06:00"),
    (FixId::StayOnWifi, "link.wifi = 05:00-07:00"),
    (FixId::MeteredOff, "service.preset = google-photos\nlink.metered = yes"),
    (FixId::SteadierNetwork, "link.outages = 22:00-05:00"),
    (FixId::NearerRouter, "link.wifi_speed = 4Mbps"),
    (FixId::StopRivals, "link.rivals = 3 flows"),
    (FixId::StaggerRivals, "link.rivals = 3 flows"),
    (FixId::WaitForService, "cloud.outages = 22:00-05:00"),
    (FixId::CoolDown, "service.preset = google-photos\nphone.temperature = 44C"),
    (FixId::Overnight, "window.allowed = 12:00-14:00"),
    (FixId::StartEarlier, "window.allowed = 04:00-07:00"),
    (FixId::AllDay, "window.allowed = 04:00-07:00"),
    (FixId::DeleteOldBackups, "service.preset = icloud-backup\ncloud.free = 20GB"),
    (FixId::DeleteMailAndFiles, "service.preset = google-photos\ncloud.free = 20GB"),
    (FixId::BuyPlan, "service.preset = icloud-backup\ncloud.free = 5GB"),
    (FixId::FreePhoneSpace, "service.preset = icloud-backup\nstorage.free = 700MB"),
    (FixId::FreeComputerSpace, "service.preset = computer-usb2\ncloud.free = 5GB"),
    (FixId::PhotosSeparate, "service.preset = icloud-backup\nlink.upload = 3Mbps"),
    (FixId::ComputerUsb2, "link.upload = 3Mbps"),
    (FixId::ComputerUsb3, "link.upload = 3Mbps"),
    (FixId::ComputerAndroid, "service.preset = google-photos\nlink.upload = 3Mbps"),
    (FixId::Trim, "link.upload = 3Mbps"),
    (FixId::FasterUpload, "link.upload = 3Mbps"),
    (FixId::LocalAndCloud, "link.upload = 3Mbps"),
];

#[test]
fn every_entry_of_the_catalogue_has_a_case_that_shows_it() {
    let schema = jsonschema::draft202012::new(&schema("answer")).unwrap();
    let mut missing = Vec::new();
    for &fix in FixId::ALL {
        let Some((_, lines)) = CASES.iter().find(|(id, _)| *id == fix) else {
            missing.push(format!("{}: no case", fix.id()));
            continue;
        };
        let base = case(&format!("library.size = 40GB\nlink.upload = 20Mbps\n{lines}"));
        let answer = told(base.clone());
        let list = all(&answer);
        let part = Map::from_iter([("fixes".to_owned(), Value::Array(list.clone()))]);
        let document = under(part, &answer);
        let faults: Vec<_> = schema.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", fix.id());
        if list.iter().all(|f| f["id"] != fix.id()) {
            let ids: Vec<_> = list.iter().map(|f| f["id"].to_string()).collect();
            missing.push(format!("{}: {ids:?}", fix.id()));
        }
        follow(&base, fix.id());
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn an_answer_shows_three_and_of_several_ways_the_best() {
    let answer = told(case("library.size = 40GB\nlink.upload = 3Mbps"));
    let ids: Vec<_> = shown(&answer.fixes).iter().map(|f| f.id()).collect();
    // Those in time first: a day-long window would take 34 h.
    assert_eq!(ids, ["computer-usb2", "trim", "faster-upload"]);
    assert_eq!(json(&answer)["fixes"].as_array().unwrap().len(), 3);
}
