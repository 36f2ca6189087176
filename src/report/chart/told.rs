//! The answer in words: facts flow in; whether and when it is done, and what held it back, flow out in a
//! few words, for those who see one picture only. Every kind of chart takes them from here, so that the
//! same is said in the same words on each; `frame` puts them above the drawing.

use super::facts::{Facts, NOTHING};
use super::label::{capital, word};
use super::progress::words::done_text;
use super::{speed, states};
use crate::cause::Cause;
use crate::report::format;
use crate::report::wording::proof::TOO_LARGE;
use crate::report::wording::{lead, time_of};
use crate::sim::outcome::{ProofKind, Verdict};
use crate::units::SimTime;

/// What stands above a drawing: parts, each as a few texts of which the first says the most and none drops
/// a fact. They share a line or have lines of their own; nothing is left out for want of room.
#[derive(Clone, Debug, Default)]
pub struct Told(Vec<Vec<String>>);

impl Told {
    /// Of parts; one without texts is left out.
    pub fn of(parts: impl IntoIterator<Item = Vec<String>>) -> Self {
        Told(parts.into_iter().filter(|texts| !texts.is_empty()).collect())
    }

    /// With something said first: `Your case: done 05:53, in time`.
    #[must_use]
    fn after(mut self, opening: &str) -> Self {
        for text in self.0.first_mut().into_iter().flatten() {
            *text = format!("{opening}{text}");
        }
        self
    }

    /// All parts in one sentence, with the longest texts; empty without parts.
    pub fn whole(&self) -> String {
        self.line(0)
    }

    /// Whether a text says the last part as well, which is what held it back where that is told.
    pub fn is_in(&self, text: &str) -> bool {
        let said = |part: &String| text.contains(part.as_str()) || text.contains(&capital(part));
        self.0.last().is_none_or(|texts| texts.iter().any(said))
    }

    /// All parts as a sentence with the shortest texts, for an alt text; empty without parts.
    pub fn sentence(&self) -> String {
        let line = self.line(usize::MAX);
        if line.is_empty() { line } else { format!("{line}.") }
    }

    /// All parts in one sentence, each with its text at a place, or its last.
    fn line(&self, place: usize) -> String {
        let part = |texts: &Vec<String>| texts.get(place).or(texts.last()).cloned();
        let parts: Vec<String> = self.0.iter().filter_map(part).collect();
        capital(&parts.join("; "))
    }

    /// The lines to write, by whether a text has room in one: as many parts in a line as go in. A part
    /// that has no room in a line of its own is to be broken.
    pub fn lines(&self, fits: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for texts in &self.0 {
            let behind = |line: &String| {
                let joined = texts.iter().map(|text| format!("{line}; {text}"));
                joined.into_iter().find(|line| fits(line))
            };
            if let Some(joined) = lines.last().and_then(behind) {
                lines.pop();
                lines.push(joined);
                continue;
            }
            let own = texts.iter().map(|text| capital(text)).find(|text| fits(text));
            lines.extend(own.or(texts.last().map(|text| capital(text))));
        }
        lines
    }
}

/// Whether and when: `In time: done 05:53`, `Late: done night 4, 02:12`, `Never done as it is`.
pub fn end(facts: &Facts<'_>) -> Told {
    Told::of([vec![whether(facts)]])
}

/// What held it back and for how much of the time: `Held back by: no Wi-Fi, 80 % of 27 h 6 min`. Nothing
/// where nothing was left to send.
pub fn held_back(facts: &Facts<'_>) -> Told {
    Told::of([held(facts)])
}

/// Whether and when, and what held it back.
pub fn all(facts: &Facts<'_>) -> Told {
    Told::of([vec![whether(facts)], held(facts)])
}

/// The same as the end of a sentence that is begun: `Your case: done 05:53, in time; held back by: …`.
pub fn all_after(facts: &Facts<'_>, opening: &str) -> Told {
    Told::of([vec![whether_inside(facts)], held(facts)]).after(opening)
}

fn whether(facts: &Facts<'_>) -> String {
    match (facts.outcome.verdict, done_text(facts)) {
        (Verdict::Finishes, Some(done)) if !at_once(facts) => format!("In time: {done}"),
        (Verdict::Misses, Some(done)) => format!("Late: {done}"),
        _ => capital(&whether_inside(facts)),
    }
}

/// The same inside a sentence: `done 05:53, in time`, `done night 4, 02:12, late`.
fn whether_inside(facts: &Facts<'_>) -> String {
    match (facts.outcome.verdict, done_text(facts)) {
        (Verdict::Refused, _) => "does not start".to_owned(),
        (Verdict::Never, _) => "never done as it is".to_owned(),
        (_, None) => {
            format!("not done in {}", format::count(u64::from(facts.nights()), facts.day()))
        }
        (_, Some(_)) if at_once(facts) => "nothing is left to send".to_owned(),
        (Verdict::Finishes, Some(done)) => format!("{done}, in time"),
        (_, Some(done)) => format!("{done}, late"),
    }
}

fn at_once(facts: &Facts<'_>) -> bool {
    facts.outcome.finish.is_some_and(|finish| finish.at == SimTime::ZERO)
}

/// What held it back, with its share of the time, in two lengths; why not, where that is proved.
pub fn held(facts: &Facts<'_>) -> Vec<String> {
    let (outcome, by) = (facts.outcome, |what: &str| format!("held back by: {what}"));
    if outcome.finish.is_some_and(|finish| finish.at < SimTime::from_secs(1)) {
        // What is done in under a second was held back by nothing, and what is done already had no time.
        return if at_once(facts) { Vec::new() } else { vec![by("nothing")] };
    }
    let Some(cause) = lead(outcome, facts.answer.bottleneck) else { return Vec::new() };
    if let Some(proof) = outcome.proof {
        return vec![match proof.kind {
            ProofKind::Outgrown { .. } => by("the library's growth"),
            ProofKind::UnitTooLong { .. } => by(&format!("{} ({TOO_LARGE})", short(cause))),
            _ => by(short(cause)),
        }];
    }
    let (time, all) = (time_of(outcome, cause), states::window(facts));
    let what = with_less(facts, cause, short(cause));
    if all.minus(time) < NOTHING && is_speed(cause) && what == short(cause) {
        return vec![by(&format!("nothing but {what}"))];
    }
    let share = format::share(time, all).replace("100 %", "all");
    [states::total(facts).as_str(), "the time"]
        .map(|whole| by(&format!("{what}, {share} of {whole}")))
        .to_vec()
}

/// What a cause is called where it is named as what held a backup back: the reports' word for it, in its
/// short form.
pub const fn short(cause: Cause) -> &'static str {
    match cause {
        Cause::CloudSpeed => "the service's speed",
        Cause::PhoneSpeed => "the phone's speed",
        Cause::UsbSpeed => "the cable's speed",
        Cause::Heat => "the warm phone",
        _ => word(cause),
    }
}

/// Whether it is the speed of something, which always has some limit.
const fn is_speed(cause: Cause) -> bool {
    use Cause::{CloudSpeed, PhoneSpeed, UploadSpeed, UsbSpeed, WifiSpeed};
    matches!(cause, UploadSpeed | CloudSpeed | PhoneSpeed | UsbSpeed | WifiSpeed)
}

/// A cause as the one who acts, with what takes a part of its rate: `upload speed`, `upload speed and
/// drops`.
pub fn limit(facts: &Facts<'_>, cause: Cause) -> String {
    with_less(facts, cause, short(cause))
}

/// A name of a cause with what takes a part of its rate.
fn with_less(facts: &Facts<'_>, cause: Cause, name: &str) -> String {
    // Beside other uploads nobody can tell what drops alone take.
    match speed::less(facts, cause).filter(|_| cause != Cause::RivalTraffic) {
        Some(less) if less.contains(" and ") => format!("{name}, {less}"),
        Some(less) => format!("{name} and {less}"),
        None => name.to_owned(),
    }
}
