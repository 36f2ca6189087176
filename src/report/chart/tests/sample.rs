//! Trials made by hand: a case's answer flows in, finishes around its own flow out, as far apart as
//! those of a real line, with a few that are never done.

use crate::sim::Trial;
use crate::sim::outcome::Finish;
use crate::study::answer::Answer;
use crate::study::risk::Sample;
use crate::units::*;

/// `None` where chance has no part: what is proven, and what is done before it began.
pub fn of(answer: &Answer) -> Option<Sample> {
    let outcome = &answer.outcome;
    if outcome.proof.is_some() || outcome.finish.is_some_and(|f| f.at == SimTime::ZERO) {
        return None;
    }
    let window = answer.scenario.inputs().window.allowed.length().micros();
    let allowed = |f: Finish| {
        let night = i64::from(f.night) - 1;
        night * window + f.at.micros() - night * Span::DAY.micros()
    };
    let trial = |k: i64| {
        let finish = outcome.finish.filter(|_| k < 37).map(|f| {
            let taken = allowed(f) / 100 * (70 + 2 * k);
            let night = (taken - 1).max(0) / window;
            let at = Span::from_micros(night * Span::DAY.micros() + taken - night * window);
            Finish { night: u32::try_from(night).unwrap() + 1, at: SimTime::ZERO.plus(at) }
        });
        let in_time = finish.is_some_and(|f| f.at <= outcome.deadline);
        Trial { finish, in_time, by_first_morning: Size::ZERO }
    };
    let nights = outcome.finish.map_or(60, |f| f.night.saturating_mul(3)).max(8);
    Some(Sample::of((0..40).map(trial).collect(), 1, nights))
}

#[test]
fn as_many_dots_are_in_time_as_the_words_say() {
    use super::super::{Chart, Dots, Material};
    use crate::report::format::{ClockStyle, out_of};
    for case in super::cases::all() {
        let answer = case.answer();
        let Some(sample) = of(&answer) else { continue };
        for (dots, many) in [(Dots::Twenty, 20), (Dots::Fifty, 50)] {
            let material =
                Material { sample: Some(sample.clone()), dots, ..Material::of(answer.clone()) };
            let chart = Chart::chance(&material.answer, material.sample.as_ref(), dots);
            let csv = chart.data_csv();
            let filled = csv.lines().filter(|line| line.ends_with(",yes")).count();
            let told = out_of(sample.in_time(), sample.trials(), many);
            let number = match told.as_str() {
                t if t.starts_with("under") => 0,
                t if t.starts_with("over") => many as usize,
                t => t.split(' ').next().unwrap().parse().unwrap(),
            };
            assert_eq!(filled, number, "{}: {told}", case.name);
            assert_eq!(csv.lines().count(), many as usize + 1);
            let alt = chart.alt_text(ClockStyle::H24).to_lowercase();
            assert!(alt.contains(&told), "{}: {alt}", case.name);
        }
    }
}

#[test]
fn at_most_half_of_the_axis_lies_before_the_first_dot() {
    use super::super::canvas::Shape;
    use super::super::palette::Role;
    use super::super::{Chart, ChartOptions, Dots, Layout, Material};
    use crate::report::chart::facts::Facts;
    use crate::report::format::ClockStyle;
    for case in super::cases::all() {
        let answer = case.answer();
        let Some(sample) = of(&answer) else { continue };
        let material = Material { sample: Some(sample), ..Material::of(answer) };
        // By cable it begins with the start, and what is binned has no place on it.
        if Facts::of(&material.answer, ClockStyle::H24).by_cable()
            || material.answer.outcome.finish.is_none()
        {
            continue;
        }
        for (layout, _, _) in Layout::ALL {
            let chart = Chart::chance(&material.answer, material.sample.as_ref(), Dots::Twenty);
            let options = ChartOptions { layout: *layout, ..ChartOptions::default() };
            let (sheet, _) = chart.sheet(&options).unwrap();
            let dots = sheet.elements.iter().filter_map(|e| match e.shape {
                Shape::Dot(x, ..) if e.ink.role == Role::Upload => Some(x),
                _ => None,
            });
            let first = dots.fold(f64::INFINITY, f64::min) / f64::from(sheet.size.0);
            assert!(first < 0.55, "{} {}: {first}", case.name, layout.word());
        }
    }
}

#[test]
fn the_caption_of_the_chance_says_when_it_is_done_if_nothing_varied() {
    use super::super::{Chart, ChartOptions, Dots};
    let answer = super::cases::Case::new("a few nights", 40.0, 3.0).answer();
    let caption = |sample: &Sample| {
        let chart = Chart::chance(&answer, Some(sample), Dots::Twenty);
        chart.json(&ChartOptions::default())["caption"].as_str().unwrap().to_owned()
    };
    let done = crate::report::chart::facts::Facts::of(&answer, Default::default()).finish_text();
    let said = format!("If nothing varied: {}.", done.unwrap());
    assert!(caption(&of(&answer).unwrap()).contains(&said));
    // Where half of the trials are done at that very time there is nothing to say.
    let outcome = &answer.outcome;
    let alike = Trial { finish: outcome.finish, in_time: false, by_first_morning: Size::ZERO };
    assert!(!caption(&Sample::of(vec![alike; 20], 1, 8)).contains("If nothing varied"));
}
