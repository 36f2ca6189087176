//! The words of the fan: between which times nine of ten trials are done, what the bands hold, and the
//! same for those who do not see them.

use super::super::super::label::{capital, sentences_within, title_of, word};
use super::super::super::told::Told;
use super::super::Ground;
use super::super::words as dots;
use super::Fanned;
use crate::report::format;
use crate::sim::outcome::Finish;
use crate::study::fan::MOST_TRIALS;
use crate::study::risk::Sample;
use crate::units::Fraction;

/// The outer band, as it stands on the chart, and in less room: no band stands there without a name.
pub const OUTER: [&str; 2] = ["9 of 10 runs stay inside", "9 of 10 runs"];
/// The inner band.
pub const INNER: [&str; 2] = ["5 of 10 runs stay inside", "5 of 10 runs"];
/// The line.
pub const MIDDLE: [&str; 2] = ["the middle run", "middle run"];

/// What the line is called where no band is.
pub fn alone(fanned: &Fanned<'_>) -> [&'static str; 2] {
    match fanned.likely.is_tried() {
        true => ["all runs alike"; 2],
        false => ["the answer by itself", "the answer"],
    }
}

/// `62 % to 100 %`, or `62 %` where both are the same.
fn range(from: Fraction, to: Fraction) -> String {
    let percent = |share: Fraction| format::share_of(u64::from(share.millionths()), 1_000_000);
    match (percent(from), percent(to)) {
        (from, to) if from == to => from,
        (from, to) => format!("{from} to {to}"),
    }
}

fn night(fanned: &Fanned<'_>, finish: Finish) -> String {
    format!("{} {}", fanned.facts().day(), format::thousands(u64::from(finish.night)))
}

/// The clock time of a finish alone.
fn time(fanned: &Fanned<'_>, finish: Finish) -> String {
    fanned.likely.when(Finish { night: 1, ..finish })
}

pub fn title(fanned: &Fanned<'_>) -> String {
    let likely = &fanned.likely;
    let facts = fanned.facts();
    if let Ground::Proven(proof) = likely.ground {
        return title_of(&[
            format!("As it is, it never finishes: {}", dots::why(likely, &proof)),
            format!("As it is, it never finishes: {}", word(proof.cause)),
        ]);
    }
    if fanned.fan.trials == 0 {
        return dots::title(likely);
    }
    let nights = format::count(u64::from(likely.nights()), facts.day());
    let ends = fanned.fan.moments.last().map_or([Fraction::ZERO; 5], |moment| moment.shares);
    let texts = match fanned.middle() {
        [Some(first), Some(last)] if first.night == last.night => {
            let (a, b) = (time(fanned, first), time(fanned, last));
            let on = match first.night {
                0 | 1 => String::new(),
                _ => format!(" on {}", night(fanned, first)),
            };
            match (a == b, facts.by_cable() && first.night <= 1) {
                (true, true) => vec![format!("Hardly any spread: 9 of 10 runs take {a}")],
                (true, false) => {
                    vec![
                        format!("Hardly any spread: 9 of 10 runs are done at {a}{on}"),
                        format!("Hardly any spread: 9 of 10 done at {a}{on}"),
                    ]
                }
                (false, true) => vec![format!("9 of 10 runs take between {a} and {b}")],
                (false, false) => vec![
                    format!("9 of 10 runs are done between {a} and {b}{on}"),
                    format!("9 of 10 runs are done{on}, {a} to {b}"),
                ],
            }
        }
        [Some(first), Some(last)] => {
            let (a, b) = (night(fanned, first), night(fanned, last));
            let next = format::thousands(u64::from(last.night));
            if last.night == first.night + 1 {
                return format!("9 of 10 runs are done on {a} or {next}");
            }
            vec![
                format!("9 of 10 runs are done between {a} and {b}"),
                format!("9 of 10 runs are done from {a} to {b}"),
            ]
        }
        _ => match likely.half() {
            Some(half) => vec![
                format!("Half are done by {}; 1 in 20 not in {nights}", likely.when(half)),
                format!("Half are done by {}; some not in {nights}", night(fanned, half)),
            ],
            None => {
                let shares = range(ends[0], ends[4]);
                vec![
                    format!("In {nights}, 9 of 10 runs send {shares}"),
                    format!("Most runs are not done in {nights}"),
                ]
            }
        },
    };
    title_of(&texts)
}

/// What stands above the plot, and what held it back.
pub fn told(fanned: &Fanned<'_>) -> Told {
    let texts = chances(fanned).into_iter().map(|text| vec![text]);
    Told::of(texts.chain([dots::held_back(&fanned.likely)]))
}

/// How it ends. A line alone counts no outcomes.
fn chances(fanned: &Fanned<'_>) -> Vec<String> {
    let likely = &fanned.likely;
    match likely.ground {
        Ground::Proven(proof) => {
            let mut list = vec![format!("It never finishes: {}", dots::why(likely, &proof))];
            list.extend(dots::lifted(likely));
            list
        }
        Ground::Fixed => match fanned.facts().outcome.finish {
            Some(finish) if fanned.facts().by_cable() && finish.night <= 1 => {
                vec![format!("Nothing varies: every run takes {}", likely.when(finish))]
            }
            _ => vec!["Nothing varies: every run is the same".to_owned()],
        },
        Ground::Untried | Ground::Trials(_) => dots::chances(likely),
    }
}

pub fn subtitle(fanned: &Fanned<'_>) -> String {
    let facts = fanned.facts();
    let what = match facts.stated_rate() {
        Some(rate) => format!("{} at {rate}", facts.size_text()),
        None => facts.size_text(),
    };
    let shaded = if super::draw::is_shaded(fanned) { "shaded =" } else { "it may run" };
    let hours = facts.window_text().map_or_else(String::new, |h| format!("; {shaded} {h}"));
    match fanned.fan.trials {
        0 if fanned.likely.is_tried() => {
            format!("Share of {what} sent, by time: all runs alike{hours}")
        }
        0 => format!("Share of {what} sent, by time, from the stated values alone{hours}"),
        trials => {
            let runs = format::count(trials, "run");
            format!("Share of {what} sent, by time: where {runs} are at each moment{hours}")
        }
    }
}

pub fn alt(fanned: &Fanned<'_>) -> String {
    let (likely, facts) = (&fanned.likely, fanned.facts());
    let by = dots::by(likely);
    if fanned.fan.trials == 0 {
        let mut list = vec!["Line chart of the share sent over time.".to_owned()];
        list.extend(chances(fanned).iter().map(|text| format!("{}.", capital(text))));
        let finish = facts.finish_text().map(|when| format!("It is done {when}."));
        list.extend(finish);
        list.push(Told::of([dots::held_back(likely)]).sentence());
        return sentences_within(250, &list);
    }
    let mut list = vec!["Fan chart of the share sent over time.".to_owned()];
    list.push(format!("{}.", title(fanned)));
    list.push(match likely.half() {
        Some(half) => format!("Half finish by {}.", likely.when(half)),
        None => {
            let nights = format::count(u64::from(likely.nights()), facts.day());
            format!("Half take over {nights}.")
        }
    });
    list.push(format!("{} finish {by}.", capital(&likely.in_time())));
    if let Some(shares) = fanned.shares_at(facts.outcome.deadline) {
        list.push(format!("Then 9 of 10 have sent {}.", range(shares[0], shares[4])));
    }
    list.push(Told::of([dots::held_back(likely)]).sentence());
    sentences_within(250, &list)
}

/// How many of the trials the bands are of, where they are not of all.
pub fn bands(fanned: &Fanned<'_>) -> String {
    let all = fanned.likely.sample().map_or(0, Sample::trials);
    match fanned.fan.trials >= MOST_TRIALS && all > MOST_TRIALS {
        true => format!(" Bands of the first {}.", format::thousands(MOST_TRIALS)),
        false => String::new(),
    }
}
