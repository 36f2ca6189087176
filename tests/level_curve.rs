//! The battery's level between the ends of the timeline's segments, on cases that have an answer on
//! paper. A charge is one segment, and the level bends within it.

use crate::scenarios::scenario;
use backup_sim::report::csv;
use backup_sim::sim::timeline::Timeline;
use backup_sim::sim::{Chance, Record, simulate, simulate_plain};
use backup_sim::units::{SimTime, Span};

/// Nothing is sent, so that only the phone's own draw and the charger move the level.
const IDLE: &str = "[library]\nsize = \"1TB\"\n[link]\nupload = \"1Mbps\"\nwifi = \"no\"\n";

/// 10 Wh, accepts 10 W up to 50 % and from there less and less, to nothing at 100 %.
const TAPERED: &str = "[battery]\ncapacity = \"10Wh\"\nlevel = \"0%\"\ncharge_max = \"10W\"\n\
    idle_draw = \"0W\"\n[charger]\npower = \"100W\"\nefficiency = \"100%\"\n\
    taper = \"50% 1.0, 100% 0\"\n";

fn timeline(text: &str) -> Timeline {
    simulate(&scenario("level", text), Chance::Mean, Record::Yes).timeline.unwrap()
}

fn at(timeline: &Timeline, minutes: f64) -> f64 {
    let at = SimTime::from_micros((minutes * 60e6) as i64);
    timeline.level_at(at).unwrap().as_ratio()
}

#[test]
fn the_level_follows_the_taper_inside_a_segment() {
    // 10 W into 10 Wh: 30 min to 50 %. From there dE/dt = 10 W (1 - s) / 0.5, so that with E = 10 Wh s
    // ds/dt = 2 (1 - s) per hour and 1 - s = 0.5 e^{-2t}.
    let timeline = timeline(&format!("{TAPERED}[window]\nallowed = \"22:00-02:00\"\n{IDLE}"));
    assert!(timeline.segments.len() <= 3, "{:?}", timeline.segments);
    for (minutes, level) in [
        (0.0, 0.0),
        (15.0, 0.25),
        (30.0, 0.5),
        (45.0, 1.0 - 0.5 * (-0.5f64).exp()),
        (60.0, 1.0 - 0.5 * (-1.0f64).exp()),
        (90.0, 1.0 - 0.5 * (-2.0f64).exp()),
        (240.0, 1.0 - 0.5 * (-7.0f64).exp()),
    ] {
        let found = at(&timeline, minutes);
        assert!((found - level).abs() < 0.0005, "{minutes} min: {found}, not {level}");
    }
}

#[test]
fn rows_cut_at_fixed_steps_show_the_taper() {
    // As above: 81.606 % after an hour, where a straight line over the segment would be near 25 %.
    let text = format!("{TAPERED}[window]\nallowed = \"22:00-02:00\"\n{IDLE}");
    let scenario = scenario("level", &text);
    let outcome = simulate(&scenario, Chance::Mean, Record::Yes);
    let rows = csv::timeline(&scenario, &outcome, Some(Span::from_secs(1800)));
    let row = rows.lines().find(|l| l.split(',').nth(1) == Some("3600")).unwrap();
    let level: f64 = row.split(',').nth(11).unwrap().parse().unwrap();
    assert!((level - 81.606).abs() < 0.05, "{row}");
}

#[test]
fn there_is_no_level_between_windows_and_each_begins_with_its_own() {
    let text = "[battery]\ncapacity = \"10Wh\"\nlevel = \"60%\"\nidle_draw = \"1W\"\n\
         upload_draw = \"1W\"\nupload_draw_per_mbps = \"0W\"\n[charger]\nplugged = \"no\"\n\
         [window]\nallowed = \"22:00-23:00\"\nnights = \"3\"\n[library]\nsize = \"1GB\"\n[link]\n\
         upload = \"1kbps\"\n";
    let timeline = timeline(text);
    // 1 W from 10 Wh: ten percent in the hour.
    for night in 0..3 {
        let day = f64::from(night) * 1440.0;
        assert!((at(&timeline, day + 30.0) - 0.55).abs() < 1e-6, "night {night}");
        assert!((at(&timeline, day + 60.0) - 0.50).abs() < 1e-6, "night {night}");
        let after = SimTime::from_micros(((day + 61.0) * 60e6) as i64);
        assert_eq!(timeline.level_at(after), None, "night {night}");
    }
}

#[test]
fn nights_that_are_skipped_have_the_same_levels_as_nights_that_are_run() {
    for window in ["22:00-07:00", "00:00-24:00", "all-day"] {
        let text = format!(
            "[battery]\nlevel = \"40%\"\n[charger]\nplugged = \"22:30-01:00\"\n[window]\n\
             allowed = \"{window}\"\nnights = \"20\"\n[library]\nsize = \"300GB\"\n[link]\n\
             upload = \"2Mbps\"\n"
        );
        let scenario = scenario(window, &text);
        let skipped = simulate(&scenario, Chance::Mean, Record::Yes);
        let run = simulate_plain(&scenario, Chance::Mean, Record::Yes);
        let levels = |o: backup_sim::Outcome| o.timeline.unwrap().levels;
        let (skipped, run) = (levels(skipped), levels(run));
        assert!(skipped.len() > 40, "{window}: {}", skipped.len());
        assert!(skipped.is_sorted_by_key(|p| p.at), "{window}");
        assert_eq!(skipped, run, "{window}");
    }
}
