//! What readers of speed and progress charts were told wrongly once: times, ranges, places of labels.

use super::super::canvas::{Rect, Shape, Sheet};
use super::super::label::word;
use super::super::palette::Role;
use super::super::*;
use super::cases::{self, Case};
use super::{alt_text, bundle, sheet, svg, title};
use crate::cause::Cause;
use crate::report::format::ClockStyle;
use crate::units::Choice;

/// The answer of the engine to flags without their dashes.
fn answer(flags: &[(&str, &str)]) -> Answer {
    super::answered("", flags)
}

fn drawn(answer: &Answer, kind: ChartKind) -> Sheet {
    sheet(answer, kind, &ChartOptions::default()).unwrap().0
}

fn says(sheet: &Sheet, text: &str) -> bool {
    sheet.labels.iter().any(|l| l.1 == text)
}

#[test]
fn the_time_it_ran_is_told_where_most_of_the_night_stood_still() {
    // 1 h of 8 h at 95 % of 20 Mbps.
    let case = Case::new("stopped", 40.0, 20.0).stop(None, 1.0, 8.0, Cause::NoPower);
    let answer = case.answer();
    let kind = ChartKind::Speed;
    assert_eq!(title(&answer, kind), "It ran at 19 Mbps for only 1 h: not plugged in");
    assert!(
        alt_text(&answer, kind).contains("It runs at 19 Mbps for 1 h, limited by: upload speed.")
    );
}

#[test]
fn several_rates_are_told_as_a_range_with_their_mean() {
    // The fixed rival leaves a twentieth of 1.9 Mbps until 23:00; the other one halves 11.4 Mbps from
    // 01:00. By hours: (0.095 + 2 x 2.775 + 2 x 5.7 + 2 x 1.9 + 2 x 3.325) / 9 = 3.055.
    let answer = answer(&[
        ("size", "60GB"),
        ("speed-plan", "18:00 2Mbps, 23:00 9Mbps, 01:00 12Mbps, 03:00 4Mbps, 05:00 7Mbps"),
        ("rivals", "fixed 3Mbps 22:00-01:00, onedrive 20GB 22:00-07:00"),
        ("window", "22:00-07:00"),
    ]);
    let (title, alt) = (title(&answer, ChartKind::Speed), alt_text(&answer, ChartKind::Speed));
    assert_eq!(title, "Other uploads left only 95 kbps to 5.7 Mbps of the line");
    assert!(alt.contains("at 95 kbps to 5.7 Mbps, 3.06 Mbps on average, for 9 h"), "{alt}");
}

#[test]
fn what_drops_and_items_take_is_told_with_its_cause() {
    // Up 5 min of every 7 min: 9.5 Mbps x 5/7 = 6.79 Mbps.
    let drops = [("size", "20GB"), ("upload", "10Mbps"), ("drops", "every 5min for 2min")];
    let dropping = answer(&drops);
    assert_eq!(title(&dropping, ChartKind::Speed), "Drops left 6.79 Mbps of 9.5 Mbps upload speed");
    assert!(alt_text(&dropping, ChartKind::Speed).contains("limited by: upload speed and drops."));
    assert!(says(&drawn(&dropping, ChartKind::Speed), "with drops 6.79 Mbps"));
    let material = Material::of(dropping.clone());
    let caption = material.chart(ChartKind::Speed).unwrap().content.caption(ClockStyle::H24);
    assert!(caption.contains("drops of 2 min every 5 min on average"), "{caption}");
    // Photos of 3 MB at 30 Mbps take 0.8 s each and 0.04 s more: 28.6 Mbps; videos hardly more.
    let items = answer(&[
        ("service", "android-usb"),
        ("size", "60GB"),
        ("items", "photos 10000 x 3MB, videos 100 x 300MB"),
        ("usb-speed", "30Mbps"),
    ]);
    let found = title(&items, ChartKind::Speed);
    assert_eq!(found, "Time lost per file left 28.6 to 30 Mbps of 30 Mbps cable speed");
    assert!(
        alt_text(&items, ChartKind::Speed)
            .contains("limited by: cable's speed and time lost per file.")
    );
}

#[test]
fn what_is_short_of_the_line_for_a_short_while_is_not_the_finding() {
    // In use for 3.5 h and 5 min of the night; a little less than the line only from 06:30 on.
    let text = include_str!("../../../../scenarios/screen-used-at-night.toml");
    // One file at a time, so that the small ones at the end cost time.
    let answer = super::answered(text, &[("transfers", "1")]);
    let found = title(&answer, ChartKind::Speed);
    assert_eq!(found, "It ran at 10.9 to 11.4 Mbps; phone in use cost 3 h 35 min");
}

#[test]
fn no_name_of_a_standstill_covers_a_strip_that_it_does_not_lie_in() {
    let near = Case::new("near", 15.0, 5.0)
        .stop(None, 4.0, 4.33, Cause::LinkOutage)
        .stop(None, 5.0, 5.33, Cause::NoWifi)
        .stop(None, 6.0, 6.05, Cause::LinkOutage);
    let asleep = Case::new("asleep", 8.0, 6.0).stop(None, 0.5, 4.0, Cause::Doze).stop(
        None,
        4.2,
        8.0,
        Cause::Doze,
    );
    for case in cases::all().into_iter().chain([near, asleep]) {
        let answer = case.answer();
        for kind in [ChartKind::Progress, ChartKind::Speed] {
            for layout in [Layout::Article, Layout::Mobile] {
                let options = ChartOptions { layout, ..ChartOptions::default() };
                let (sheet, _) = sheet(&answer, kind, &options).unwrap();
                let strips: Vec<Rect> = sheet.elements.iter().filter_map(strip).collect();
                assert!(case.name != "asleep" || strips.len() >= 2);
                for (rect, text, _) in &sheet.labels {
                    let gate = |c: &&Cause| c.is_gate() && text.starts_with(word(**c));
                    if Cause::ALL.iter().any(|c| gate(&c)) {
                        let fine = |s: &Rect| !s.overlaps(rect) || s.holds(rect);
                        assert!(strips.iter().all(fine), "{} {}: {text}", case.name, kind.word());
                    }
                }
            }
        }
    }
}

/// A hatched strip over a plot.
fn strip(element: &shape::Element) -> Option<Rect> {
    let states = [Role::Network, Role::Power, Role::Cloud, Role::Phone];
    match element.shape {
        Shape::Area(rect) if states.contains(&element.ink.role) => Some(rect),
        _ => None,
    }
}

#[test]
fn several_standstills_of_one_cause_are_named_with_their_total() {
    // 2 h and 1 h of the night.
    let case = Case::new("twice", 40.0, 12.0).stop(Some(1), 1.0, 3.0, Cause::NoWifi).stop(
        Some(1),
        5.0,
        6.0,
        Cause::NoWifi,
    );
    // `progress` draws all nights, `speed` the first.
    for (kind, total) in [(ChartKind::Progress, "in all"), (ChartKind::Speed, "tonight")] {
        let text = format!("no Wi-Fi 3 h {total}");
        assert!(says(&drawn(&case.answer(), kind), &text), "{}", kind.word());
    }
}

#[test]
fn a_cap_above_the_scale_is_cut_off_and_named() {
    let answer = answer(&[
        ("size", "30GB"),
        ("upload", "50Mbps"),
        ("wifi-speed", "12Mbps"),
        ("cloud-cap", "22:00 20Mbps, 01:00 3Mbps, 04:00 30Mbps"),
    ]);
    let sheet = drawn(&answer, ChartKind::Speed);
    assert!(says(&sheet, "service's speed 3 Mbps"));
    assert!(says(
        &sheet,
        "above the scale: upload speed 47.5 Mbps, service's speed 20 to 30 Mbps at times"
    ));
    // Nothing runs level at the top, where a cap leaves the scale.
    let lines = sheet.elements.iter().filter_map(|e| match &e.shape {
        Shape::Line(points, _) if e.ink.role == Role::Text => Some(points),
        _ => None,
    });
    let lines: Vec<_> = lines.collect();
    let top = lines.iter().flat_map(|l| l.iter()).map(|p| p.1).fold(f64::INFINITY, f64::min);
    let level = |p: &[(f64, f64)]| p[0].1 == top && p[1].1 == top;
    assert!(lines.iter().all(|l| !l.windows(2).any(level)));
}

#[test]
fn what_takes_no_time_is_a_dot_with_words() {
    // 8000 bits at 95 Mbps are 84 microseconds.
    let answer = answer(&[("size", "1kB"), ("upload", "100Mbps")]);
    let sheet = drawn(&answer, ChartKind::Speed);
    assert!(says(&sheet, "95 Mbps for under 1 s"));
    let dot = |e: &shape::Element| matches!(e.shape, Shape::Dot(..)) && e.ink.role == Role::Upload;
    assert!(sheet.elements.iter().any(dot));
    assert!(says(&drawn(&answer, ChartKind::Progress), "done in under 1 s"));
}

#[test]
fn what_is_lost_falls_at_once_and_not_along_the_wait_behind_it() {
    // On Wi-Fi from 01:00 to 02:00 only: what is sent of a video by then is lost, and nothing else moves.
    let text = include_str!("../../../../scenarios/video-too-long.toml");
    let answer = super::answered(text, &[]);
    let facts = Facts::of(&answer, ClockStyle::H24);
    let list = progress::points(&facts);
    let falls: Vec<_> = list.windows(2).filter(|p| p[1].stored < p[0].stored).collect();
    assert!(!falls.is_empty());
    for pair in falls {
        assert_eq!(pair[0].at, pair[1].at);
        let (at, after) = (pair[1].at, pair[1].stored);
        assert_eq!(facts.stored_at(at.plus(crate::units::Span::from_secs(3_600))), after);
    }
    let alt = alt_text(&answer, ChartKind::Progress);
    assert!(alt.contains(" and falls back to ") && !alt.contains("stays at"), "{alt}");
    let said = "no Wi-Fi (one piece too large)";
    assert!(title(&answer, ChartKind::Progress).ends_with(said));
    let options = ChartOptions::default();
    let story = sheet(&answer, ChartKind::States, &options).unwrap().1;
    assert!(story.told.whole().ends_with(said), "{}", story.told.whole());
    // The spike has a name in every size, and the hatch its own or the end's.
    for (layout, word, _) in Layout::ALL {
        let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
        let sheet = self::sheet(&answer, ChartKind::Progress, &options).unwrap().0;
        let any = |part: &str| sheet.labels.iter().any(|l| l.1.contains(part));
        assert!(any("sent, then lost") && any("no Wi-Fi"), "{word}");
    }
}

#[test]
fn a_run_of_seconds_ends_at_a_second() {
    // 1.6e9 bits / 47.5e6 bit/s = 33.7 s.
    let answer = answer(&[("size", "200MB"), ("upload", "50Mbps")]);
    let sheet = drawn(&answer, ChartKind::Progress);
    assert!(says(&sheet, "done 22:00:34") && says(&sheet, "22:00:30"));
    assert!(title(&answer, ChartKind::Progress).ends_with("tonight at 22:00:34"));
    assert!(alt_text(&answer, ChartKind::Progress).contains("It finishes at 22:00:34"));
}

#[test]
fn the_share_by_the_deadline_stands_near_its_point_and_the_last_night_has_a_tick() {
    for (size, share, last) in
        [("282GB", "4 % by 07:00", "night 25"), ("2300GB", "1 % by 07:00", "night 200")]
    {
        let answer = answer(&[("size", size), ("upload", "3Mbps"), ("nights", "400")]);
        let sheet = drawn(&answer, ChartKind::Progress);
        let place = |text: &str| sheet.labels.iter().find(|l| l.1 == text).map(|l| l.0);
        let point = sheet.elements.iter().find_map(|e| match e.shape {
            Shape::Dot(x, y, ..) if e.ink.role == Role::Text => Some((x, y)),
            _ => None,
        });
        let ((x, y), rect) = (point.unwrap(), place(share).unwrap());
        assert!(rect.x - x < 100.0 && rect.y < y + 26.0 && y - rect.bottom() < 26.0, "{rect:?}");
        assert!(place(last).is_some(), "{last}");
    }
}

#[test]
fn days_are_days_and_mornings_are_mornings() {
    let answer = answer(&[("size", "10GB"), ("upload", "3Mbps"), ("window", "08:00-08:30")]);
    let facts = Facts::of(&answer, ClockStyle::H24);
    let story = progress::story(&facts);
    assert_eq!(story.subtitle, "Share of the backup sent, by day; it may run 08:00–08:30");
    assert!(story.alt.contains("by the first morning"), "{}", story.alt);
}

#[test]
fn an_empty_title_leaves_the_finding() {
    let answer = Case::new("untitled", 40.0, 3.0).answer();
    let kind = ChartKind::Progress;
    for empty in ["", " ", "\t\n"] {
        let options = ChartOptions { title: Some(empty.to_owned()), ..ChartOptions::default() };
        assert_eq!(svg(&answer, kind, &options), svg(&answer, kind, &ChartOptions::default()));
        let files = bundle(&answer, kind, &options, "x").unwrap();
        let json = files.iter().find(|f| f.suffix == ".json").unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
        assert_eq!(json["title"], title(&answer, kind));
    }
}
