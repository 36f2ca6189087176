//! The words of `chance`: the finding, what is plotted, what varies, and the same for those who do not
//! see it. Every number comes from the dots or from the trials that they stand for.

use super::super::Basis;
use super::super::facts::Facts;
use super::super::frame::{self, Metrics};
use super::super::label::{capital, sentences_within, title_of, word};
use super::super::progress::words::{never_words, refused_words};
use super::super::told::{self, Told};
use super::{Ground, Likely};
use crate::report::format::{self, Way};
use crate::report::wording::chance::speed;
use crate::report::wording::fix::{is_named, what, with};
use crate::scenario::fields::id_of;
use crate::sim::outcome::{Proof, Verdict};
use crate::study::risk::varying;
use crate::units::{Kind, SimTime, Windows};

/// Why it has no chance, in a few words.
pub(super) fn why(likely: &Likely<'_>, proof: &Proof) -> String {
    match likely.facts.outcome.verdict {
        Verdict::Refused => refused_words(proof),
        _ => never_words(proof.kind, proof.cause).to_owned(),
    }
}

/// `by 07:00`, `by night 5, 07:00`.
pub(super) fn by(likely: &Likely<'_>) -> String {
    format!("by {}", likely.facts.deadline_text())
}

pub(super) fn title(likely: &Likely<'_>) -> String {
    let facts = &likely.facts;
    let by = by(likely);
    let day = facts.day();
    let texts = match likely.ground {
        Ground::Proven(proof) => {
            let why = why(likely, &proof);
            let all = likely.many();
            vec![
                format!("As it is, 0 chances in {all}: {why}"),
                format!("As it is, 0 chances in {all}: {}", word(proof.cause)),
            ]
        }
        Ground::Fixed | Ground::Untried => {
            let alike = match likely.ground {
                Ground::Fixed => "Nothing varies here",
                _ => "By the stated values alone",
            };
            match facts.outcome.finish {
                Some(finish) if finish.at == SimTime::ZERO => {
                    vec!["It is certain: nothing is left to send".to_owned()]
                }
                Some(finish) if facts.by_cable() && finish.night == 1 => {
                    vec![format!("{alike}: it takes {}", likely.when(finish))]
                }
                Some(finish) => vec![format!("{alike}: done {}", likely.at(finish))],
                None => {
                    let nights = format::count(u64::from(likely.nights()), day);
                    vec![
                        format!("{alike}: it is not done within {nights}"),
                        format!("{alike}: not done within {nights}"),
                    ]
                }
            }
        }
        Ground::Trials(sample) => {
            let in_time = likely.in_time();
            let one = in_time.starts_with("1 of") || in_time.starts_with("under 1");
            let chances = in_time.replace(" of ", if one { " chance in " } else { " chances in " });
            let share = sample.in_time() as f64 / sample.trials().max(1) as f64;
            let how = match share {
                s if s >= 0.975 => "almost certain",
                s if s >= 0.7 => "likely",
                s if s > 0.55 => "rather likely",
                s if s >= 0.45 => "a toss-up",
                s if s > 0.3 => "rather unlikely",
                s if s > 0.0 => "unlikely",
                _ => {
                    let half = match likely.half() {
                        Some(half) if half.night > 1 => {
                            let night = format::thousands(u64::from(half.night));
                            format!("half are done by {day} {night}")
                        }
                        Some(half) => format!("half by {}", likely.when(half)),
                        None => {
                            let nights = format::count(u64::from(likely.nights()), day);
                            format!("most take over {nights}")
                        }
                    };
                    return title_of(&[
                        format!("None of {} finish {by}; {half}", likely.many()),
                        format!("Out of reach {by}: {chances}"),
                    ]);
                }
            };
            vec![
                format!("Finishing {by} is {how}: {chances}"),
                format!("Done {by}: {how}, {in_time}"),
            ]
        }
    };
    title_of(&texts)
}

impl Likely<'_> {
    /// `at 05:10`, `in night 3 at 05:10`.
    fn at(&self, finish: crate::sim::outcome::Finish) -> String {
        let clock = self.facts.clock(self.clock_of(finish));
        let night = format::thousands(u64::from(finish.night));
        match finish.night {
            0 | 1 => format!("at {clock} on the first {}", self.facts.day()),
            _ => format!("in {} {night} at {clock}", self.facts.day()),
        }
    }
}

/// What stands on the chart: `17 of 20 finish by 07:00; half by 05:10`, and what held it back.
pub(super) fn told(likely: &Likely<'_>) -> Told {
    Told::of(chances(likely).into_iter().map(|text| vec![text]).chain([held_back(likely)]))
}

/// What held it back as it was stated; what is proved says so with the chances.
pub(super) fn held_back(likely: &Likely<'_>) -> Vec<String> {
    match likely.ground {
        Ground::Proven(_) => Vec::new(),
        // Each trial takes a time of its own: without that of the stated values.
        Ground::Trials(_) => told::held(&likely.facts).pop().into_iter().collect(),
        Ground::Fixed | Ground::Untried => told::held(&likely.facts),
    }
}

/// How many finish, and when.
pub(super) fn chances(likely: &Likely<'_>) -> Vec<String> {
    let facts = &likely.facts;
    match likely.ground {
        Ground::Proven(proof) => {
            let all = likely.many();
            let mut list = vec![format!("{all} of {all} never finish: {}", why(likely, &proof))];
            list.extend(lifted(likely));
            list
        }
        Ground::Untried => vec!["No trials were run: this is the answer by itself".to_owned()],
        Ground::Fixed => match facts.outcome.finish {
            Some(finish) if facts.by_cable() && finish.night == 1 => {
                vec![format!("{0} of {0} take {1}", likely.many(), likely.when(finish))]
            }
            _ => vec![format!("{} finish {}: nothing varies", likely.in_time(), by(likely))],
        },
        Ground::Trials(_) => {
            let half = match likely.half() {
                Some(half) => format!("half by {}", likely.when(half)),
                None => format!(
                    "half take over {}",
                    format::count(u64::from(likely.nights()), facts.day())
                ),
            };
            vec![format!("{} finish {}", capital(&likely.in_time()), by(likely)), half]
        }
    }
}

/// How sure it is with the best fix, where it never finishes as it is.
pub(super) fn lifted(likely: &Likely<'_>) -> Option<String> {
    let answer = likely.facts.answer;
    let (chance, fix) = (answer.lifted.as_ref()?, answer.fixes.first()?);
    let in_time = format::out_of(chance.in_time, chance.trials, likely.many());
    let with = if is_named(fix) {
        with(fix)
    } else {
        format!("once you {}", what(fix, &answer.scenario, likely.facts.style()))
    };
    Some(format!("{with}: {in_time}"))
}

pub(super) fn subtitle(likely: &Likely<'_>) -> String {
    let facts = &likely.facts;
    let what = match facts.stated_rate() {
        Some(rate) => format!("{} at {rate}", facts.size_text()),
        None => facts.size_text(),
    };
    let shaded = if super::axis::shades(likely) { "shaded =" } else { "it may run" };
    let hours = facts.window_text().map_or_else(String::new, |h| format!("; {shaded} {h}"));
    match likely.ground {
        Ground::Untried => format!("When {what} is done, from the stated values alone{hours}"),
        Ground::Fixed | Ground::Proven(_) => {
            format!("When {what} is done: {} outcomes, all alike{hours}", likely.many())
        }
        Ground::Trials(_) if facts.by_cable() => {
            format!("When {what} is done: each dot is 1 of {} equal chances", likely.many())
        }
        Ground::Trials(_) => format!(
            "When {what} is done: each dot is 1 of {} equally likely outcomes{hours}",
            likely.many()
        ),
    }
}

pub(super) fn alt(likely: &Likely<'_>) -> String {
    let facts = &likely.facts;
    let (many, by) = (likely.many(), by(likely));
    let nights = format::count(u64::from(likely.nights()), facts.day());
    let mut sentences = Vec::new();
    match likely.ground {
        Ground::Proven(proof) => {
            sentences.push(format!("Dot plot of {many} outcomes, all alike."));
            sentences.push(format!("0 in {many} finish: {}.", why(likely, &proof)));
            sentences.extend(lifted(likely).map(|text| format!("{}.", capital(&text))));
            return sentences_within(250, &sentences);
        }
        Ground::Untried => {
            sentences.push("Dot plot of the answer alone, without trials.".to_owned())
        }
        Ground::Fixed => sentences.push(format!("Dot plot of {many} outcomes, all alike.")),
        Ground::Trials(_) => {
            sentences.push(format!("Dot plot of {many} equally likely outcomes."));
            sentences.push(format!("{} finish {by}.", capital(&likely.in_time())));
        }
    }
    let is_point = matches!(likely.ground, Ground::Untried | Ground::Fixed);
    match likely.half() {
        Some(finish) if is_point && finish.at == SimTime::ZERO => {
            sentences.push("Nothing is left to send, so it is done at once.".to_owned());
        }
        Some(finish) if is_point && facts.by_cable() && finish.night == 1 => {
            sentences.push(format!("It takes {}.", likely.when(finish)));
        }
        Some(finish) if is_point => {
            let late = facts.outcome.verdict != Verdict::Finishes;
            let late = if late { ", after " } else { "; the deadline is " };
            let deadline = facts.deadline_text();
            sentences.push(format!("It is done {}{late}{deadline}.", likely.at(finish)));
        }
        Some(finish) => sentences.push(format!("Half finish by {}.", likely.when(finish))),
        None if is_point => sentences.push(format!("It is not done within {nights}.")),
        None => sentences.push(format!("Half take over {nights}.")),
    }
    if !is_point {
        let binned = likely.binned();
        match likely.dots.last().and_then(|dot| dot.finish) {
            Some(slow) => sentences.push(format!("The slowest dot is at {}.", likely.when(slow))),
            None => sentences.push(format!("Not done in {nights}: {binned} of {many}.")),
        }
    }
    sentences.push(Told::of([held_back(likely)]).sentence());
    sentences_within(250, &sentences)
}

/// What varies and by how much, how often it was drawn, and the seed.
pub(super) fn varies(likely: &Likely<'_>) -> String {
    varies_of(likely, usize::MAX)
}

/// The caption with as much of what varies as a layout has room for. `bands`: what the bands are of.
pub(super) fn caption_within(likely: &Likely<'_>, m: &Metrics, bands: &str) -> String {
    let basis = Basis::Case(likely.facts.answer);
    let made_by = frame::made_by(&basis);
    frame::longest(varying_parts(&likely.facts).len(), m, |kept| {
        frame::caption(&basis, &format!("{}{bands} {made_by}", varies_of(likely, kept)))
    })
}

/// The same with so many of the things that vary; the others are counted.
fn varies_of(likely: &Likely<'_>, kept: usize) -> String {
    let Ground::Trials(sample) = likely.ground else {
        return match likely.ground {
            Ground::Untried => "No trials were run, so nothing varies.",
            Ground::Fixed => "Nothing in this case varies, so every trial is the same.",
            _ => "What is proven holds whatever varies, so no trials were run.",
        }
        .to_owned();
    };
    let mut parts = varying_parts(&likely.facts);
    let more = parts.len().saturating_sub(kept);
    parts.truncate(kept);
    if more > 0 {
        parts.push(format!("{more} more"));
    }
    let trials = format::count(sample.trials(), "trial");
    let steady = steady(likely).map_or_else(String::new, |text| format!(" {text}"));
    format!("Varies: {}. {trials}, seed {}.{steady}", parts.join("; "), sample.seed)
}

/// When it is done where nothing varies, as the answer and the other charts say it: half of the trials
/// are done at another time, and a reader who sees both should know why.
fn steady(likely: &Likely<'_>) -> Option<String> {
    let nights = |n: u32| format::count(u64::from(n), likely.facts.day());
    let [steady, half] = [likely.facts.outcome.finish, likely.half()].map(|finish| {
        finish.map_or_else(|| format!("not in {}", nights(likely.nights())), |f| likely.when(f))
    });
    (steady != half).then(|| format!("If nothing varied: {steady}."))
}

/// What varies in every case's trials, each with how much.
pub fn varying_parts(facts: &Facts<'_>) -> Vec<String> {
    let inputs = facts.inputs;
    let ids = varying(inputs);
    let has = |key| ids.contains(&id_of(key));
    let time = |s| format::span(s, Way::Nearest);
    let mut parts = Vec::new();
    if !inputs.top.spread.is_nothing() {
        parts.push(inputs.top.spread.print());
    }
    if has("link.upload_is") || has("link.variation") {
        parts.push(speed(inputs).replace("+-", "±"));
    }
    if let (Some(drops), true) = (inputs.link.drops, has("link.drops")) {
        parts.push(format!("drops of {} every {}", time(drops.lasting), time(drops.every)));
    }
    if has("service.charging_delay") {
        parts.push(format!("start up to {} after charging", time(inputs.service.charging_delay)));
    }
    if has("charger.late") {
        parts.push(format!("on the charger up to {} late", time(inputs.charger.late)));
    }
    if has("screen.unlock") {
        // Where hours of use are given, this comes on top of them.
        let used = inputs.screen.in_use != Windows::Never;
        let unlocked = if used { "unlocked for another" } else { "unlocked for" };
        parts.push(format!("{unlocked} {} a {}", time(inputs.screen.unlock), facts.day()));
    }
    parts
}
