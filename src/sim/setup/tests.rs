//! Which parts a case has, what chance may change in it, and what turns it down at once.

use super::*;
use crate::scenario::{Draft, Origin, Scenario};

fn scenario(more: &[(&str, &str)]) -> Scenario {
    let mut draft = Draft::new();
    let base = [("size", "40GB"), ("upload", "3Mbps"), ("variation", "0%")];
    for (key, text) in base.iter().chain(more) {
        draft.set(key, text, Origin::Study);
    }
    draft.build().unwrap()
}

/// Whether something holds for a case with these values.
fn holds(what: fn(&Inputs) -> bool, more: &[(&str, &str)]) -> bool {
    what(scenario(more).inputs())
}

/// Whether something holds for a case with these values, and varies it.
fn matters(what: fn(&Inputs) -> bool, more: &[(&str, &str)]) -> bool {
    let found = holds(what, more);
    assert_eq!(holds(varies, more), found, "{more:?}");
    found
}

#[test]
fn a_late_plug_matters_where_a_rule_reads_the_power() {
    let late = ("plugged-late", "30min");
    for reads in [
        ("requires", "power"),
        ("requires", "charging"),
        ("requires", "battery-not-low"),
        ("reserve", "20%"),
        ("doze", "yes"),
    ] {
        assert!(matters(plugging_matters, &[late, reads]), "{reads:?}");
        assert!(!matters(plugging_matters, &[reads]), "{reads:?}");
        assert!(!matters(plugging_matters, &[late, reads, ("charger", "none")]), "{reads:?}");
        assert!(!matters(plugging_matters, &[late, reads, ("plugged", "never")]), "{reads:?}");
    }
    let (not_saver, auto) = (("requires", "not-saver"), ("power-saving", "auto"));
    assert!(matters(plugging_matters, &[late, not_saver, auto]));
    assert!(!matters(plugging_matters, &[late, not_saver]));
    assert!(!matters(plugging_matters, &[late, auto, ("requires", "wifi")]));
    assert!(!matters(plugging_matters, &[late]));
}

#[test]
fn an_unlock_matters_where_a_rule_reads_the_screen() {
    let unlock = ("unlock", "5min");
    for reads in
        [("requires", "locked"), ("requires", "screen-off"), ("requires", "idle"), ("doze", "yes")]
    {
        assert!(matters(unlocking_matters, &[unlock, reads]), "{reads:?}");
        assert!(!matters(unlocking_matters, &[reads]), "{reads:?}");
    }
    assert!(!matters(unlocking_matters, &[unlock]));
}

#[test]
fn chance_has_a_part_in_drops_delays_speeds_and_laws() {
    let drops = ("drops", "every 20min for 60s");
    let cable = [("link", "usb"), ("usb-speed", "30Mbps")];
    assert!(holds(varies, &[drops]));
    assert!(!holds(varies, &[drops, cable[0], cable[1]]));
    let delay = ("charging-delay", "5min");
    assert!(holds(varies, &[delay, ("requires", "charging")]));
    assert!(!holds(varies, &[delay, ("requires", "power")]));
    assert!(!holds(varies, &[("requires", "charging")]));
    assert!(matters(speed_strays, &[("variation", "10%")]));
    assert!(!matters(speed_strays, &[("variation", "10%"), cable[0], cable[1]]));
    assert!(holds(varies, &[("spread.size", "lognormal 10%")]));
    assert!(!holds(reading_is_drawn, &[("spread.size", "lognormal 10%")]));
    assert!(holds(reading_is_drawn, &[("spread.upload", "lognormal 10%")]));
}

#[test]
fn what_is_known_to_stop_everything_turns_it_down() {
    let refused = |more: &[(&str, &str)]| refusals(scenario(more).inputs());
    assert!(refused(&[]).is_empty());
    for (value, cause) in [
        (("signed-in", "no"), Cause::SignedOut),
        (("backup-on", "no"), Cause::BackupOff),
        (("software", "unsupported"), Cause::Unsupported),
        (("fault", "old-apps"), Cause::OldApps),
    ] {
        assert_eq!(refused(&[value]), CauseSet::EMPTY.with(cause));
    }
    assert!(refused(&[("software", "outdated")]).is_empty());
}

#[test]
fn a_computer_is_full_at_the_end_of_a_cable_or_where_it_is_the_phone() {
    let cable = [("link", "usb"), ("usb-speed", "30Mbps")];
    assert!(holds(destination_is_computer, &cable));
    assert!(holds(destination_is_computer, &[("phone", "computer")]));
    assert!(!holds(destination_is_computer, &[("phone", "iphone")]));
    assert!(!holds(destination_is_computer, &[]));
}

#[test]
fn a_plain_client_sends_over_its_flows_or_its_transfers_and_a_program_for_itself() {
    let over = |more: &[(&str, &str)]| connections(scenario(more).inputs());
    assert_eq!(over(&[("flows", "3"), ("transfers", "2")]), 3);
    assert_eq!(over(&[("flows", "3"), ("transfers", "5")]), 5);
    assert_eq!(over(&[("flows", "3"), ("client", "rsync")]), 0);
    let cable = [("link", "usb"), ("usb-speed", "30Mbps")];
    assert_eq!(over(&[("flows", "3"), ("client", "rsync"), cable[0], cable[1]]), 3);
}

/// Every 20 min for a minute: 1/1.05 of the time is left.
#[test]
fn what_drops_cost_is_the_share_of_the_time_that_they_take() {
    use crate::sim::{deadline_night, drops_cost};
    let cost = |more: &[(&str, &str)]| drops_cost(scenario(more).inputs());
    let drops = ("drops", "every 20min for 60s");
    let found = cost(&[drops]).unwrap();
    assert!((found - 100.0 * (1.0 - 1.0 / 1.05)).abs() < 1e-4, "{found}");
    // Starting and looking through the library again come on top where Wi-Fi is gone for longer than the
    // grace: 120 s in all, 1/1.1.
    let again = [drops, ("start-delay", "20s"), ("scan", "40s")];
    let found = cost(&again).unwrap();
    assert!((found - 100.0 * (1.0 - 1.0 / 1.1)).abs() < 1e-4, "{found}");
    for spared in [("grace-wifi", "60s"), ("link", "wired")] {
        let found = cost(&[again[0], again[1], again[2], spared]).unwrap();
        assert!((found - 100.0 * (1.0 - 1.0 / 1.05)).abs() < 1e-4, "{spared:?}: {found}");
    }
    assert_eq!(cost(&[]), None);
    assert_eq!(cost(&[drops, ("link", "usb"), ("usb-speed", "30Mbps")]), None);
    let night = |text| deadline_night(scenario(&[("deadline", text)]).inputs());
    assert_eq!(["06:00", "22:00", "night 2 06:00", "night 3 22:00"].map(night), [1, 1, 2, 3]);
}
