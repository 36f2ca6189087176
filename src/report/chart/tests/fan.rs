//! The fan of trials: by algebra where the law is known, the answer's own line where nothing differs.

use super::super::*;
use super::answered_with;
use super::lint::{labels_are_clear, words_are_fit};
use crate::report::format::ClockStyle;
use crate::study::fan::Fan;
use crate::study::risk::{self, Ask};
use crate::units::{Choice, SimTime, Span};

fn ask(trials: u64) -> Ask {
    Ask { trials, seed: 1, row: 1, threads: 2, drawn: None }
}

/// A case with its trials and their fan.
fn fanned(flags: &[(&str, &str)], trials: u64) -> Material {
    let answer = answered_with("", flags, trials);
    let sample = risk::sample(answer.scenario.inputs(), &answer.outcome, ask(trials));
    let fan = Fan::of(&answer, sample.as_ref(), ask(trials));
    Material { sample, fan: Some(fan), ..Material::of(answer) }
}

/// A line that does nothing by chance.
const STEADY: [(&str, &str); 4] =
    [("size", "40GB"), ("efficiency", "100%"), ("window", "22:00-06:00"), ("variation", "0%")];

#[test]
fn a_speed_drawn_evenly_gives_shares_that_are_even_too() {
    // Even from 2 to 6 Mbps: after t seconds r t / 8 bytes of 40 GB. 5 % are under 2.2 Mbps, 25 % under 3,
    // half under 4. Of 4,000 trials the quantile of 5 % strays by 0.014 Mbps, that of 50 % by 0.032.
    let flags = [&STEADY[..], &[("upload", "4Mbps"), ("spread", "upload 2Mbps..6Mbps")]].concat();
    let material = fanned(&flags, 4_000);
    let fan = material.fan.as_ref().unwrap();
    let hour = SimTime::from_secs(3 * 3600);
    let moment = fan.moments.iter().find(|moment| moment.at >= hour).unwrap();
    let seconds = moment.at.as_secs();
    for (share, mbps) in moment.shares.iter().zip([2.2, 3.0, 4.0, 5.0, 5.8]) {
        let found = share.as_ratio() * 40e9 * 8.0 / seconds / 1e6;
        assert!((found - mbps).abs() < 0.15, "{found} of {mbps} Mbps");
    }
    // At 6 Mbps 40 GB take 53,333 s, at 2 Mbps 160,000 s: 5 % are done in under 55,172 s of windows of
    // 28,800 s, in night 2; all but 5 % in 145,455 s, in night 6.
    let title = material.chart(ChartKind::Chance).unwrap().title(ClockStyle::H24);
    assert_eq!(title, "9 of 10 runs are done between night 2 and night 6");
}

#[test]
fn where_all_trials_are_alike_every_quantile_is_the_line_of_the_answer() {
    // Charging is noticed up to 15 minutes late, but at 95 % at once: chance has a part and changes nothing.
    let service = [
        ("service", "icloud-backup"),
        ("upload", "9Mbps"),
        ("battery", "95%"),
        ("plugged-late", "0s"),
        ("unlock", "0s"),
        ("charging-delay", "15min"),
        ("requires", "wifi charging"),
        ("drops", "none"),
    ];
    let material = fanned(&[&STEADY[..], &service].concat(), 50);
    assert_eq!(material.sample.as_ref().map(risk::Sample::trials), Some(50));
    let facts = facts::Facts::of(&material.answer, ClockStyle::H24);
    let fan = material.fan.as_ref().unwrap();
    assert!(fan.moments.len() > 40 && fan.trials == 50);
    for moment in &fan.moments {
        let stored = u128::from(facts.stored_at(moment.at).bytes());
        let share = stored * 1_000_000 / u128::from(facts.whole().bytes());
        assert!(moment.shares.iter().all(|s| u128::from(s.millionths()) == share), "{moment:?}");
    }
    let title = material.chart(ChartKind::Chance).unwrap().title(ClockStyle::H24);
    assert_eq!(title, "Hardly any spread: 9 of 10 done at 00:02 on night 2");
    // Without trials the answer stands for all of them.
    let none = Fan::of(&material.answer, None, ask(0));
    assert_eq!(none.trials, 0);
    let of = |fan: &Fan, at| {
        let place = fan.moments.iter().position(|m| m.at == at);
        place.map(|place| fan.moments[place].shares)
    };
    let both = fan.moments.iter().filter_map(|m| Some((m.shares, of(&none, m.at)?)));
    assert!(both.clone().count() > 20 && both.into_iter().all(|(a, b)| a == b));
}

#[test]
fn the_fan_does_not_depend_on_threads_and_its_edges_are_those_of_the_finishes() {
    let flags = [&STEADY[..], &[("upload", "9Mbps"), ("spread", "size 20GB..60GB")]].concat();
    let material = fanned(&flags, 6_000);
    let sample = material.sample.as_ref();
    let alone = Fan::of(&material.answer, sample, Ask { threads: 1, ..ask(6_000) });
    assert_eq!(material.fan.as_ref(), Some(&alone));
    // Where one in twenty is done the upper edge is all of it, and not before; likewise the line of the
    // middle and the lower edge.
    let sample = sample.unwrap();
    let [first, last] = sample.middle(5, 100).map(|finish| finish.unwrap().at);
    let half = sample.reached(1, 2).unwrap().at;
    for (at, k) in [(first, 4), (half, 2), (last, 0)] {
        let place = alone.moments.iter().position(|moment| moment.at == at).unwrap();
        let all = |place: usize| alone.moments[place].shares[k].millionths() == 1_000_000;
        assert!(all(place) && !all(place - 1), "{k}");
    }
}

#[test]
fn in_every_case_and_layout_labels_are_clear_words_fit_and_bands_lie_in_one_another() {
    for case in super::cases::all() {
        let answer = case.answer();
        let sample = super::sample::of(&answer);
        let fan = Fan::of(&answer, sample.as_ref(), ask(40));
        for moment in &fan.moments {
            assert!(moment.shares.is_sorted(), "{}: {moment:?}", case.name);
        }
        let chart = Chart::fan(&answer, sample.as_ref(), &fan);
        let clock = ClockStyle::H24;
        let (title, alt) = (chart.title(clock), chart.alt_text(clock));
        words_are_fit(&title, &alt, &format!("{} fan: {title} | {alt}", case.name));
        for (layout, word, _) in Layout::ALL {
            let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
            let (sheet, _) = chart.sheet(&options).unwrap();
            labels_are_clear(&sheet, &format!("{} fan {word}", case.name));
        }
        assert!(chart.svg(&ChartOptions::default()).unwrap().len() < 60_000, "{}", case.name);
    }
}

#[test]
fn the_middle_step_of_each_edge_is_the_quantile_itself() {
    let flags =
        [&STEADY[..], &[("upload", "18Mbps"), ("spread", "upload 12Mbps..24Mbps")]].concat();
    let material = fanned(&flags, 500);
    let chart = material.chart(ChartKind::Chance).unwrap();
    let (sheet, _) = chart.sheet(&ChartOptions::default()).unwrap();
    let outline = |role: palette::Role| {
        let found = sheet.elements.iter().find(|e| e.ink.role == role).unwrap();
        let shape::Shape::Polygon(points) = &found.shape else { panic!("{found:?}") };
        points.clone()
    };
    let (outer, inner) = (outline(palette::FAN[2]), outline(palette::FAN[7]));
    // The lower edge goes from the left to the right, then the upper one back.
    let (left, right) = (outer[0], outer[outer.len() / 2 - 1]);
    let (floor, top) = (left.1, right.1);
    let fan = material.fan.as_ref().unwrap();
    let last = fan.moments.last().unwrap().at.as_secs();
    for (points, [low, high]) in [(&outer, [0, 4]), (&inner, [1, 3])] {
        for (k, &(x, y)) in points.iter().enumerate() {
            let quantile = if k < points.len() / 2 { low } else { high };
            // The axis is one night, and straight.
            let at = (x - left.0) / (right.0 - left.0) * last;
            let near = |m: &&crate::study::fan::Moment| (m.at.as_secs() - at).abs() < last / 300.0;
            let Some(moment) = fan.moments.iter().find(near) else { continue };
            let share = (floor - y) / (floor - top);
            assert!((moment.shares[quantile].as_ratio() - share).abs() < 0.015, "{k} {share}");
        }
    }
    assert!(Span::from_secs(last as i64) < Span::DAY);
}
