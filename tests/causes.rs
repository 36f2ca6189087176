//! Every cause has a scenario in which it is blamed: it stalls, limits, or is what a proof rests on.
//! A cause that no scenario can reach stands in a list with its reason.

use crate::scenarios::outcome;
use backup_sim::cause::Cause;
use backup_sim::sim::outcome::Outcome;
use std::collections::BTreeSet;

/// What a cause shows up as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    /// A proof of refused.
    Refusal,
    /// A proof of never.
    Proof,
    /// Stalled time.
    Stall,
    /// Uploading time.
    Limit,
    /// Time between the windows; never a stall.
    Outside,
}

/// The cause, how it is blamed, and what makes it so, on top of 40 GB over 20 Mbps.
const CASES: &[(&str, As, &str)] = &[
    ("outside-window", As::Outside, "link.upload = '3Mbps'"),
    ("signed-out", As::Refusal, "phone.signed_in = 'no'"),
    ("backup-off", As::Refusal, "phone.backup_on = 'no'"),
    ("unsupported", As::Refusal, "phone.software = 'unsupported'"),
    ("stuck-process", As::Refusal, "phone.fault = 'stuck-process'"),
    ("old-apps", As::Refusal, "phone.fault = 'old-apps'"),
    ("stale-cache", As::Refusal, "phone.fault = 'stale-cache'"),
    ("screen-lock-bug", As::Refusal, "phone.fault = 'screen-lock-bug'"),
    ("corrupt-backup", As::Refusal, "phone.fault = 'corrupt-backup'"),
    ("sign-in-page", As::Refusal, "phone.fault = 'sign-in-page'"),
    ("blocked-network", As::Refusal, "phone.fault = 'blocked-network'"),
    ("network-settings", As::Refusal, "phone.fault = 'network-settings'"),
    ("account-blocked", As::Refusal, "phone.fault = 'account-blocked'"),
    ("stuck-item", As::Proof, "library.stuck_at = '62%'"),
    ("no-wifi", As::Stall, "link.wifi = '23:00-07:00'"),
    ("metered", As::Proof, "service.preset = 'google-photos'\nlink.metered = 'yes'"),
    ("link-outage", As::Stall, "link.outages = '02:00-02:20'"),
    ("cloud-outage", As::Stall, "cloud.outages = '02:00-02:20'"),
    (
        "reconnecting",
        As::Stall,
        "service.retry = '1s x2 up to 60s'\nlink.outages = '02:00-02:20 hold'",
    ),
    (
        "backing-off",
        As::Stall,
        "service.retry = '1s x2 up to 60s'\nlink.outages = '02:00-02:20 cut'",
    ),
    ("no-power", As::Stall, "service.requires = 'power'\ncharger.plugged = '23:00-07:00'"),
    (
        "not-charging",
        As::Proof,
        "service.requires = 'charging'\nbattery.level = '85%'\ncharger.hold = '80%'",
    ),
    (
        "low-battery",
        As::Stall,
        "service.reserve = '50%'\nbattery.level = '55%'\ncharger.plugged = 'no'",
    ),
    ("low-power-mode", As::Proof, "battery.saver = 'on'"),
    ("screen-in-use", As::Stall, "service.requires = 'locked'\nscreen.in_use = '22:00-22:30'"),
    ("not-idle", As::Stall, "service.requires = 'idle'\nservice.idle_delay = '31min'"),
    ("doze", As::Stall, "service.doze = 'yes'\ncharger.plugged = 'no'\nbattery.level = '100%'"),
    ("session-budget", As::Stall, "service.session = '30min per 1h'"),
    ("starting", As::Stall, "service.start_delay = '2min'"),
    ("scanning", As::Stall, "service.scan = '5min'"),
    ("cloud-full", As::Proof, "cloud.free = '5GB'"),
    ("phone-full", As::Refusal, "storage.free = '1GB'\nstorage.floor = '2GB'"),
    ("computer-full", As::Refusal, "service.preset = 'computer-usb2'\ncloud.free = '5GB'"),
    ("too-hot", As::Stall, "phone.platform = 'android'\nphone.temperature = '45°C'"),
    ("upload-speed", As::Limit, ""),
    ("wifi-speed", As::Limit, "link.wifi_speed = '10Mbps'"),
    ("cloud-speed", As::Limit, "cloud.cap = '10Mbps'"),
    ("phone-speed", As::Limit, "service.max_rate = '10Mbps'"),
    ("usb-speed", As::Limit, "service.preset = 'computer-usb2'"),
    ("rival-traffic", As::Limit, "link.rivals = 'onedrive 20GB'"),
    (
        "item-overhead",
        As::Limit,
        "library.items = 'photos 10000 x 4MB'\nservice.item_overhead = '1s'",
    ),
];

/// What no scenario reaches, and why not yet.
const UNREACHED: &[(&str, &str)] =
    &[("heat", "a warm phone charges at half power but sends as fast as ever")];

fn shows(outcome: &Outcome, cause: Cause, shown: As) -> bool {
    let word = outcome.verdict.word();
    let proven = |verdict| word == verdict && outcome.proof.is_some_and(|p| p.cause == cause);
    let segments = &outcome.timeline.as_ref().unwrap().segments;
    match shown {
        As::Refusal => proven("refused"),
        As::Proof => proven("never"),
        As::Stall => outcome.stalls.iter().any(|s| s.cause == cause),
        As::Limit => outcome.limits.iter().any(|s| s.cause == cause),
        As::Outside => {
            segments.iter().any(|s| s.cause == cause)
                && outcome.stalls.iter().all(|s| s.cause != cause)
        }
    }
}

#[test]
fn every_cause_is_blamed_in_a_scenario_or_listed_as_not_reached() {
    let cases: BTreeSet<&str> = CASES.iter().map(|(id, ..)| *id).collect();
    let open: BTreeSet<&str> = UNREACHED.iter().map(|(id, _)| *id).collect();
    assert!(cases.is_disjoint(&open));
    for cause in Cause::ALL {
        assert!(cases.contains(cause.id()) || open.contains(cause.id()), "{}", cause.id());
    }
    assert_eq!(cases.len() + open.len(), Cause::COUNT);
    let mut wrong = Vec::new();
    for &(id, shown, lines) in CASES {
        let cause = Cause::from_id(id).unwrap();
        let upload = if lines.contains("link.upload") { "" } else { "link.upload = '20Mbps'\n" };
        let outcome = outcome(id, &format!("library.size = '40GB'\n{upload}{lines}"));
        if !shows(&outcome, cause, shown) {
            wrong.push(format!("{id} is no {shown:?}: {:?} {:?}", outcome.verdict, outcome.proof));
        }
        // Without what makes it so, it is not there.
        let plain = crate::scenarios::outcome(id, "library.size = '40GB'\nlink.upload = '20Mbps'");
        if !matches!(id, "upload-speed" | "outside-window") {
            assert!(!shows(&plain, cause, shown), "{id} is blamed without a reason");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_reached_shows_up_in_no_drawn_scenario_either() {
    use crate::properties::mean;
    use crate::ticker::draw;
    for seed in 0..2000 {
        let outcome = mean(&draw::scenario(seed));
        let stalled = outcome.stalls.iter().map(|s| s.cause);
        let limited = outcome.limits.iter().map(|l| l.cause);
        for cause in stalled.chain(limited).chain(outcome.proof.map(|p| p.cause)) {
            assert!(UNREACHED.iter().all(|(id, _)| *id != cause.id()), "{seed}: {}", cause.id());
        }
    }
}
