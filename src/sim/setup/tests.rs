//! Which parts a case has, what chance may change in it, and what turns it down at once.

use super::*;
use crate::scenario::{Draft, Origin, Scenario};
use crate::units::{Rate, Trace};

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

const FIRST: Stream = Stream { seed: 1, row: 1, trial: 0 };

fn drawn() -> Wanted {
    Wanted { drawn: Some(FIRST), ..Wanted::default() }
}

/// Only the point answer of a line has a factor for drops, and only a wire's connections survive them.
#[test]
fn drops_thin_the_point_answer_of_a_line_and_nothing_else() {
    let thinning = |more: &[(&str, &str)], wanted: Wanted| {
        let drops = ("drops", "every 20min for 60s");
        let scenario = scenario(&[&[drops], more].concat());
        thinning(scenario.inputs(), wanted, Span::ZERO).map(|thin| thin.survive)
    };
    let mean = Wanted::default();
    let cable = [("link", "usb"), ("usb-speed", "30Mbps")];
    assert_eq!(thinning(&[], mean), Some(false));
    assert_eq!(thinning(&[], drawn()), None);
    assert_eq!(thinning(&[], Wanted { calm: true, ..mean }), None);
    assert_eq!(thinning(&cable, mean), None);
    assert_eq!(thinning(&[("link", "wired")], mean), Some(false));
    assert_eq!(thinning(&[("link", "wired"), ("survive", "yes")], mean), Some(true));
    assert_eq!(thinning(&[("survive", "yes")], mean), Some(false));
}

#[test]
fn a_metered_line_and_power_saving_stop_only_who_heeds_them() {
    let closed = |more: &[(&str, &str)]| fixed(scenario(more).inputs());
    let (metered, saves) = (("metered", "yes"), ("power-saving", "on"));
    let (unmetered, not_saver) = (("requires", "unmetered"), ("requires", "not-saver"));
    assert_eq!(closed(&[metered, unmetered]), CauseSet::EMPTY.with(Cause::Metered));
    assert_eq!(closed(&[saves, not_saver]), CauseSet::EMPTY.with(Cause::LowPowerMode));
    let cable = [("link", "usb"), ("usb-speed", "30Mbps"), metered, unmetered];
    let other = ("requires", "wifi");
    for open in [&[metered, other][..], &[unmetered], &[saves, other], &[not_saver], &cable] {
        assert!(closed(open).is_empty(), "{open:?}");
    }
}

/// A hundred items of 1 MB at 2.85 Mbit/s take 2.807 s each and a second besides, 380.70 s. Where the second is
/// a second and no round trips, no transfer begins slowly, however long a round trip is.
#[test]
fn an_overhead_in_seconds_holds_all_that_an_item_costs() {
    let done = |overhead| {
        let values = [
            ("size", "100MB"),
            ("items", "100 x 1MB"),
            ("rtt", "200ms"),
            ("item-overhead", overhead),
        ];
        let scenario = scenario(&values);
        let found =
            crate::sim::simulate(&scenario, crate::sim::Chance::Mean, crate::sim::Record::No);
        found.finish.unwrap().at.as_secs()
    };
    assert!((done("1s") - 380.701_75).abs() < 1e-3, "{}", done("1s"));
    // Five round trips are a second as well, after which windows grow: 14,480 bytes first take a round trip.
    assert!(done("5 rtt") > 380.701_75 + 100.0 * 0.15, "{}", done("5 rtt"));
}

/// Into how many stretches of one speed the first night of a trial falls: 40 GB are not sent in it, so that its
/// 36 quarters of an hour go as one where nothing else bounds the speed.
fn stretches(more: &[(&str, &str)], change: fn(&mut Inputs)) -> usize {
    let values = [&[("size", "200GB"), ("variation", "40%"), ("nights", "1")], more].concat();
    let mut inputs = scenario(&values).inputs().clone();
    change(&mut inputs);
    let course = crate::sim::Trials::new(&inputs, 1, 1, 1).course(0);
    course.timeline.segments.len()
}

#[test]
fn a_night_goes_at_its_mean_only_where_nothing_else_bounds_the_speed() {
    let as_it_is: fn(&mut Inputs) = |_| ();
    let shown = ("wifi-speed", "5.7Mbps");
    for alone in [&[][..], &[("link", "wired")], &[("link", "wired"), shown]] {
        assert_eq!(stretches(alone, as_it_is), 1, "{alone:?}");
    }
    for bounded in [
        shown,
        ("loss", "1%"),
        ("rivals", "nas endless always"),
        ("phone-speed", "2.85Mbps"),
        ("cloud-cap", "2.85Mbps"),
        ("client", "rclone-webdav"),
    ] {
        assert!(stretches(&[bounded], as_it_is) > 5, "{bounded:?}");
    }
    let traced = |inputs: &mut Inputs| {
        let readings = [0, 60].map(|s| (Span::from_secs(s), Rate::from_bits_per_s(1_000_000)));
        let series = Some(std::sync::Arc::new(Series::of_readings(&readings)));
        inputs.link.trace = Some(Trace { path: String::new(), series });
    };
    assert!(stretches(&[], traced) > 5);
}

/// What reads the screen has it: its rules, doze, and a battery that it draws on.
#[test]
fn the_screen_is_there_where_anything_reads_it() {
    let there = |more: &[(&str, &str)]| {
        let scenario = scenario(&[&[("in-use", "22:00-23:00")], more].concat());
        engine(scenario.inputs(), Wanted::default(), Made::default()).parts.screen.is_some()
    };
    for reads in [
        ("requires", "locked"),
        ("requires", "screen-off"),
        ("requires", "idle"),
        ("doze", "yes"),
        ("plugged", "23:00-07:00"),
    ] {
        assert!(there(&[reads]), "{reads:?}");
    }
    assert!(!there(&[]));
}

#[test]
fn rivals_share_a_line_and_not_a_cable_and_a_program_meets_them_by_itself() {
    let there = |more: &[(&str, &str)]| {
        let scenario = scenario(&[&[("rivals", "nas 5GB always")], more].concat());
        engine(scenario.inputs(), Wanted::default(), Made::default()).parts.rivals.is_some()
    };
    assert!(there(&[]));
    assert!(!there(&[("link", "usb"), ("usb-speed", "30Mbps")]));
    assert!(!there(&[("client", "rclone-webdav")]));
}

/// Of a charger's watts 78 % arrive. Looking through the library with the screen on takes 2.53 W, as does no
/// upload below 72 Mbit/s; one at four times 47.5 Mbit/s takes 4.3 W.
#[test]
fn the_battery_is_there_where_anything_reads_it_and_told_where_it_matters() {
    let of = |more: &[(&str, &str)], wanted: Wanted| {
        let scenario = scenario(&[&[("upload", "50Mbps"), ("charger", "4W")], more].concat());
        battery(scenario.inputs(), wanted, false).map(|level| level.is_shown())
    };
    let mean = Wanted::default();
    assert_eq!(of(&[], mean), None);
    for (value, told) in [
        (("requires", "charging"), true),
        (("charger", "2W"), true),
        (("ambient", "20C"), true),
        (("plugged", "23:00-07:00"), false),
        (("battery", "0%"), false),
    ] {
        assert_eq!(of(&[value], mean), Some(told), "{value:?}");
        assert_eq!(of(&[value], Wanted { bare: true, ..mean }), Some(false), "{value:?}");
    }
    let saver = [("requires", "not-saver"), ("power-saving", "auto")];
    assert_eq!(of(&saver, mean), Some(false));
    assert_eq!(of(&[], Wanted { battery: true, ..mean }), Some(true));
    // A trial may have a night so fast that the charger does not keep up; not where nothing strays.
    assert_eq!(of(&[("variation", "10%")], mean), None);
    assert_eq!(of(&[("variation", "10%")], drawn()), Some(true));
    assert_eq!(of(&[], drawn()), None);
}

#[test]
fn how_late_charging_is_noticed_is_drawn_for_each_trial() {
    let delay = [("requires", "charging"), ("charging-delay", "30min"), ("battery", "80%")];
    let slow = [&delay[..], &[("size", "5GB"), ("charger", "2W"), ("scan", "1s")]].concat();
    let scenario = scenario(&slow);
    let mut trials = crate::sim::Trials::new(scenario.inputs(), 1, 1, 5);
    let found = [0, 1, 2].map(|trial| trials.run(trial).finish);
    assert!(found[0] != found[1] && found[1] != found[2], "{found:?}");
}

/// Of 3.5 W 2.73 W arrive: enough for the 2.53 W that the phone may take at 47.5 Mbit/s, and too little for the
/// 2.875 W at twice as much. Items that cost half are another payload.
#[test]
fn a_point_answer_is_run_on_the_parts_of_another_only_where_they_would_be_the_same() {
    let alike = |charger, cause| {
        let scenario = scenario(&[("upload", "50Mbps"), ("charger", charger)]);
        let wanted = Wanted { relaxed: Relaxed::of(cause), ..Wanted::default() };
        is_made_alike(scenario.inputs(), Wanted::default(), wanted)
    };
    assert!(!alike("3.5W", Cause::UploadSpeed) && alike("20W", Cause::UploadSpeed));
    assert!(!alike("20W", Cause::ItemOverhead) && alike("3.5W", Cause::NoWifi));
}

/// Each of these changes when a trial ends. What was made for another case does for it all the same, once the
/// library is laid out anew where that depends on what has changed.
#[test]
fn a_library_is_laid_out_anew_only_for_what_its_layout_depends_on() {
    let items = [("items", "documents 20000 x 2MB"), ("item-overhead", "10ms + 2 rtt")];
    let base = [&items[..], &[("rtt", "20ms"), ("nights", "30")]].concat();
    let first = scenario(&base);
    let run = |trials: &mut crate::sim::Trials<'_>| trials.run(0).finish.map(|finish| finish.at);
    for (key, name, text, anew) in [
        ("library.size", "size", "50GB", true),
        ("service.item_overhead", "item-overhead", "1s", true),
        ("link.rtt", "rtt", "300ms", true),
        ("link.upload", "upload", "5Mbps", false),
    ] {
        let mut trials = crate::sim::Trials::new(first.inputs(), 1, 1, 30);
        let before = run(&mut trials);
        let mut made = trials.into_made();
        assert!(made.payload.is_some());
        assert_eq!(lays_out(key), anew, "{key}");
        made.payload = made.payload.take().filter(|_| !lays_out(key));
        let other = scenario(&[&base[..], &[(name, text)]].concat());
        let known = run(&mut crate::sim::Trials::new(other.inputs(), 1, 1, 30));
        let stream = Stream { seed: 1, row: 1, trial: 0 };
        let found =
            run(&mut crate::sim::Trials::of_made(other.inputs(), stream, (30, false), made));
        assert_eq!(found, known, "{key}");
        assert!(known.is_some() && known != before, "{key}: {known:?}");
    }
}
