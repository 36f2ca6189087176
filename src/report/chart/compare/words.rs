//! The words of two cases: what the second changes, as title; both ends for those who do not see them.

use super::super::facts::{Facts, span};
use super::super::fixes::gerund;
use super::super::label::{capital, proven, sentences_within, title_of};
use super::super::progress::words::{done_text, end_text, never_words, refused_words};
use super::super::svg::plain;
use super::{Named, Pair};
use crate::report::format;
use crate::report::wording::fix;
use crate::sim::outcome::Verdict;
use crate::study::catalogue::FixId;
use crate::study::fixes::Fix;
use crate::units::{SimTime, Span};

/// So many letters of a case's name are told.
const NAME: usize = 40;
/// Finishes this near are the same.
const SAME: Span = Span::from_secs(60);

impl Pair<'_> {
    /// What a side is called: `now`, `with the 50 GB plan`, `Router upstairs`.
    pub(super) fn name(&self, side: usize) -> String {
        match &self.against.named {
            Named::Fix(_) if side == 0 => "now".to_owned(),
            Named::Fix(found) if is_cable(found) => "by cable".to_owned(),
            Named::Fix(_) => {
                let what = self.what().unwrap_or_default();
                match is_noun(&what) {
                    true if what.starts_with("a ") => format!("with {what}"),
                    true => format!("with the {what}"),
                    false => what,
                }
            }
            Named::Cases(names) => {
                let shown: String = names[side].chars().map(plain).collect();
                super::super::frame::first_words(shown.trim(), NAME)
            }
        }
    }

    /// The fix in its own words.
    fn what(&self) -> Option<String> {
        let [first, _] = &self.sides;
        match &self.against.named {
            Named::Fix(found) => Some(fix::what(found, &first.answer.scenario, first.style())),
            Named::Cases(_) => None,
        }
    }

    /// The second as the subject of a sentence: `Plugging it in all night`; `None` where it can be none.
    fn subject(&self) -> Option<String> {
        match &self.against.named {
            Named::Fix(found) if found.ids.len() == 1 => gerund(&self.what()?),
            _ => None,
        }
    }
}

fn is_cable(fix: &Fix) -> bool {
    let cables = [FixId::ComputerUsb2, FixId::ComputerUsb3, FixId::ComputerAndroid];
    matches!(fix.ids.as_slice(), [only] if cables.contains(only))
}

/// Whether the words of a fix name a thing and not what to do.
fn is_noun(what: &str) -> bool {
    what.starts_with(|c: char| c.is_ascii_digit()) || what.starts_with("a ")
}

/// When it is done: `tonight`, `on night 4`, `in 23 min`; `None` if it is not.
fn when(facts: &Facts<'_>) -> Option<String> {
    let finish = facts.outcome.finish?;
    Some(match finish.night {
        _ if finish.at == SimTime::ZERO => "at once".to_owned(),
        0 | 1 if facts.by_cable() || facts.all_day() => format!("in {}", facts.duration()?),
        0 | 1 if facts.day() == "day" => "today".to_owned(),
        0 | 1 => "tonight".to_owned(),
        night => format!("on {} {}", facts.day(), format::thousands(u64::from(night))),
    })
}

/// What comes of it, behind `instead of`: `tonight`, `never`.
fn instead(facts: &Facts<'_>) -> String {
    match (when(facts), facts.outcome.verdict) {
        (Some(when), _) => when,
        (None, Verdict::Never | Verdict::Refused) => "never".to_owned(),
        (None, _) => {
            format!("not in {}", format::count(u64::from(facts.nights()), facts.day()))
        }
    }
}

/// The same as what is said of a case: `done tonight`, `never done`.
fn said(facts: &Facts<'_>) -> String {
    match (when(facts), facts.outcome.verdict) {
        (Some(when), _) => format!("done {when}"),
        (None, Verdict::Never | Verdict::Refused) => "never done".to_owned(),
        (None, _) => {
            format!("not done in {}", format::count(u64::from(facts.nights()), facts.day()))
        }
    }
}

/// Why it is never done, if it is not.
fn why(facts: &Facts<'_>) -> Option<String> {
    let proof = facts.outcome.proof.as_ref()?;
    Some(match facts.outcome.verdict {
        Verdict::Refused => refused_words(proof),
        _ => never_words(proof.kind, proof.cause).to_owned(),
    })
}

pub fn title(pair: &Pair<'_>) -> String {
    let [first, second] = &pair.sides;
    let (before, after) = (first.outcome.finish, second.outcome.finish);
    let apart = before.zip(after).map(|(before, after)| {
        let (a, b) = (pair.common(0, before.at), pair.common(1, after.at));
        (before.night, after.night, if a > b { a.since(b) } else { b.since(a) }, b < a)
    });
    let clocks = first.by_cable() == second.by_cable();
    let texts = match apart {
        Some((_, _, apart, _)) if apart < SAME && clocks => {
            let done = done_text(second).unwrap_or_default();
            vec![format!("No difference: both are {done}"), "No difference at all".to_owned()]
        }
        Some((a, b, _, sooner)) if a != b && clocks => {
            let nights = format::count(u64::from(a.abs_diff(b)), first.day());
            changed(pair, &nights, sooner)
        }
        Some((_, _, apart, sooner)) if clocks => changed(pair, &span(apart), sooner),
        None if before.is_none() && after.is_none() => neither(pair),
        _ => turned(pair),
    };
    title_of(&texts)
}

/// Both are done, at another time.
fn changed(pair: &Pair<'_>, by: &str, sooner: bool) -> Vec<String> {
    let [first, second] = &pair.sides;
    let (a, b) = (instead(first), instead(second));
    // In one night the clock tells more.
    let clock = |facts: &Facts<'_>| {
        let text = facts.finish_text().unwrap_or_default();
        text.rsplit(", ").next().unwrap_or_default().to_owned()
    };
    let (a, b) = match (a == b, second.outcome.finish) {
        (true, Some(finish)) if finish.night > 1 => {
            (clock(first), format!("{b} at {}", clock(second)))
        }
        (true, _) => (clock(first), format!("at {}", clock(second))),
        _ => (a, b),
    };
    let (saves, way) = if sooner { ("saves", "sooner") } else { ("costs", "later") };
    let name = capital(&pair.name(1));
    let mut texts = Vec::new();
    if let Some(subject) = pair.subject() {
        texts.push(format!("{subject} {saves} {by}: done {b} instead of {a}"));
        texts.push(format!("{subject} {saves} {by}: done {b}"));
        texts.push(format!("{subject} {saves} {by}"));
    }
    if let Named::Cases(_) = pair.against.named {
        texts.push(format!("{name}: done {b}, {by} {way} than {}", pair.name(0)));
    }
    texts.push(format!("{name}: done {b} instead of {a}"));
    texts.push(format!("{name}: done {b}, {by} {way}"));
    texts.push(format!("{}: done {b}, {by} {way}", fallback(pair)));
    texts
}

/// One is done and the other is not, or one by the clock and one by cable.
fn turned(pair: &Pair<'_>) -> Vec<String> {
    let [first, second] = &pair.sides;
    let (name, mut instead, said) = (capital(&pair.name(1)), instead(first), said(second));
    // A time is held against nights, not against one of them.
    if let Some(finish) = first.outcome.finish.filter(|f| f.night > 1 && second.by_cable()) {
        instead = format::count(u64::from(finish.night), first.day());
    }
    let with = name.starts_with("With ");
    let mut texts = Vec::new();
    if with {
        texts.push(format!("{name} it is {said} instead of {instead}"));
    }
    texts.extend(
        pair.subject().filter(|_| !with).map(|s| format!("{s}: {said} instead of {instead}")),
    );
    texts.push(format!("{name}: {said} instead of {instead}"));
    texts.push(format!("{}: {said} instead of {instead}", fallback(pair)));
    texts
}

/// Neither is done.
fn neither(pair: &Pair<'_>) -> Vec<String> {
    let [first, second] = &pair.sides;
    let never = |facts: &Facts<'_>| facts.outcome.proof.is_some();
    if never(first) && never(second) {
        let (a, b) = (why(first).unwrap_or_default(), why(second).unwrap_or_default());
        if a == b {
            return vec![
                format!("Neither case is ever done: {a}"),
                "Neither of the two cases is ever done".to_owned(),
            ];
        }
        // Each its own cause, or none: one alone would be taken for that of both.
        let brief = |facts: &Facts<'_>| {
            facts.outcome.proof.as_ref().map_or("", |proof| proven(*proof)).to_owned()
        };
        let (c, d) = (brief(first), brief(second));
        let mut texts = vec![format!("Neither case is ever done: {a}; {b}")];
        if c != d {
            texts.push(format!("Neither case is ever done: {c}; {d}"));
            texts.push(format!("Neither is ever done: {c}; {d}"));
        }
        texts.push("Neither of the two cases is ever done".to_owned());
        return texts;
    }
    let stored = |facts: &Facts<'_>| facts.percent(facts.stored_at(facts.end()));
    let ends = format!("{} and {} sent", stored(first), stored(second));
    let nights = format::count(u64::from(first.nights().max(second.nights())), first.day());
    vec![
        format!("Neither case is done in {nights}: {ends}"),
        format!("Neither of the two cases is done in {nights}"),
    ]
}

/// What the second is called where its own name is too long.
fn fallback(pair: &Pair<'_>) -> &'static str {
    match pair.against.named {
        Named::Fix(_) => "With the best fix",
        Named::Cases(_) => "The second case",
    }
}

pub fn subtitle(pair: &Pair<'_>) -> String {
    let [first, second] = &pair.sides;
    let hours = |facts: &Facts<'_>| match facts.window_text() {
        Some(hours) => hours,
        None => "all day".to_owned(),
    };
    let base = pair.base();
    if first.by_cable() && second.by_cable() {
        return "Share of the backup sent, by time since the start".to_owned();
    }
    if first.by_cable() != second.by_cable() {
        let cable = if second.by_cable() { "the second" } else { "the first" };
        let hours = hours(base);
        return format!("Share of the backup sent; {cable} by cable, the other {hours}");
    }
    match (pair.same_hours(), base.window_text()) {
        (true, Some(hours)) if super::draw::is_shaded(pair) => {
            format!("Share of the backup sent, by time; shaded = hours it may run, {hours}")
        }
        (true, Some(hours)) => {
            format!("Share of the backup sent, by {}; it may run {hours}", base.day())
        }
        (true, None) => "Share of the backup sent, by time; it may run all day".to_owned(),
        (false, _) if super::draw::has_bars(pair) => {
            let (a, b) = (hours(first), hours(second));
            format!(
                "Share of the backup sent, by time; bars below = hours it may run: upper {a}, lower {b}"
            )
        }
        (false, _) => {
            let (a, b) = (hours(first), hours(second));
            format!("Share of the backup sent, by time; one may run {a}, the other {b}")
        }
    }
}

/// What became of a side, for its label and for those who do not see it.
pub fn end(facts: &Facts<'_>) -> String {
    done_text(facts).unwrap_or_else(|| end_text(facts))
}

pub fn alt(pair: &Pair<'_>) -> String {
    let [first, second] = &pair.sides;
    let nights = u64::from(first.nights().max(second.nights()));
    let over = format::count(nights, pair.base().day());
    let side = |i: usize, facts: &Facts<'_>| format!("{}: {}.", capital(&pair.name(i)), end(facts));
    let mut list = vec![
        format!("Line chart of two cases over {over}."),
        format!("{}.", title(pair)),
        side(0, first),
        side(1, second),
    ];
    if pair.deadlines().len() == 1 {
        list.push(format!("The deadline is {}.", pair.base().deadline_text()));
    }
    sentences_within(250, &list)
}
