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
