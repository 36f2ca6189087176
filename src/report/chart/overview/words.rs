//! The words of `overview`: which share is done after one night and at the end of the axis, and what the
//! others end in, as title, subtitle, caption and alt text, from the same counts that are drawn.

use super::super::label::{first_within, sentences_within, title_of, word};
use super::super::told::{Told, short};
use super::order::readable;
use super::{Curves, Panel, shown};
use crate::cause::Cause;
use crate::report::format::{count, share_of, thousands};
use crate::sim::outcome::Verdict;
use crate::study::overview::Group;

/// What is said of rows that neither finish nor are proved never to.
pub const TOO_LONG: &str = "not in the nights tried";

/// What some rows end in that are not done, in a few words.
pub fn end(verdict: Verdict, cause: Option<Cause>) -> String {
    match (verdict, cause) {
        (Verdict::Never | Verdict::Refused, Some(cause)) => {
            format!("{}: {}", verdict.word(), word(cause))
        }
        (Verdict::Never | Verdict::Refused, None) => verdict.word().to_owned(),
        (Verdict::Finishes | Verdict::Misses, _) => TOO_LONG.to_owned(),
    }
}

/// What is not done by the last night of the axis, most first: how many, and in what it ends.
pub fn not_done(group: &Group, last: u32) -> Vec<(u64, String)> {
    let later = group.done() - group.done_by(last);
    let later = (later > 0).then(|| (later, format!("done after night {last}")));
    let others = group.why_not().into_iter().map(|(v, c, count)| (count, end(v, c)));
    let mut list: Vec<_> = later.into_iter().chain(others).collect();
    list.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    list
}

fn nights(last: u32) -> String {
    if last == 1 { "one night".to_owned() } else { format!("{last} nights") }
}

pub fn title(curves: &Curves<'_>) -> String {
    let all = &curves.overview.all;
    let rows = thousands(all.rows);
    let (first, end) = (all.done_by(1), all.done_by(curves.last));
    if all.rows == 1 {
        return match all.last_night() {
            Some(night) => format!("The one backup of this batch finishes in {}", nights(night)),
            None => "The one backup of this batch does not finish".to_owned(),
        };
    }
    if end == 0 {
        let most = all.why_not().into_iter().next().filter(|(.., count)| count * 2 > all.rows);
        let why = most.and_then(|(_, cause, _)| cause).map(word);
        let plain = format!("None of {rows} backups finishes in the nights tried");
        let why = why.map(|why| format!("None of {rows} backups finishes, most often: {why}"));
        return title_of(&why.into_iter().chain([plain]).collect::<Vec<_>>());
    }
    if let Some(range) = range(curves) {
        return range;
    }
    let (one, most) = (share_of(first, all.rows), share_of(end, all.rows));
    let last = curves.last;
    let texts = match (first == all.rows, first == end) {
        (true, _) => vec![format!("All {rows} backups finish in one night")],
        (false, true) => {
            vec![format!("{one} of {rows} backups finish in one night, no more later")]
        }
        (false, false) if end == all.rows => {
            vec![format!("{one} of {rows} backups finish in one night, all in {last} nights")]
        }
        (false, false) if first == 0 => {
            vec![
                format!("{most} of {rows} backups finish in {last} nights, none in one"),
                format!("{most} of backups finish in {last} nights, none in one"),
            ]
        }
        (false, false) => {
            vec![
                format!("{one} of {rows} backups finish in one night, {most} in {last} nights"),
                format!("{one} of {rows} backups finish in one night, {most} in {last}"),
                format!("{one} of backups finish in one night, {most} in {last}"),
            ]
        }
    };
    title_of(&texts)
}

/// How far the groups lie apart after one night, where they do.
fn range(curves: &Curves<'_>) -> Option<String> {
    let by = curves.overview.by.as_ref()?;
    let panels = curves.panels();
    // Groups of a few rows lie apart by chance.
    let few = (curves.overview.all.rows / 50).max(2);
    let large: Vec<_> =
        panels.iter().filter(|p| p.value.is_some() && p.group.rows >= few).collect();
    let share = |p: &Group| p.done_by(1) as f64 / p.rows.max(1) as f64;
    // Of groups in order those next to each other where the share turns: of the least ones the last, of
    // the most ones the first, or the other way round.
    let rising =
        large.first().zip(large.last()).is_some_and(|(a, b)| share(a.group) <= share(b.group));
    let mut way = large;
    if rising {
        way.reverse();
    }
    let least = way.iter().min_by(|a, b| share(a.group).total_cmp(&share(b.group)))?;
    let most = way.iter().max_by(|a, b| share(a.group).total_cmp(&share(b.group)))?;
    if share(most.group) - share(least.group) < 0.1 {
        return None;
    }
    let of = |p: &Group| share_of(p.done_by(1), p.rows);
    let (low, high) = (of(least.group), of(most.group));
    let column = shown(&by.column);
    let short = |name: &str| name.chars().count() <= 20 && name.split_whitespace().count() <= 2;
    let column = if short(&column) { column } else { "group".to_owned() };
    let name = |p: &Panel<'_>| readable(p.value.as_deref().unwrap_or_default());
    let (worst, best) = (name(least), name(most));
    let all = if high == "100 %" { "All".to_owned() } else { high.clone() };
    let none = if low == "0 %" { "none".to_owned() } else { low.clone() };
    Some(title_of(&[
        format!("{all} finish in one night with {column} {best}, {none} with {worst}"),
        format!("{low} to {high} of backups finish in one night, by {column}"),
        format!("{low} to {high} of backups finish in one night, by group"),
    ]))
}

pub fn subtitle(curves: &Curves<'_>) -> String {
    let by = curves.overview.by.as_ref().map_or_else(String::new, |by| {
        let column: String = shown(&by.column).chars().take(40).collect();
        format!(", by {column}")
    });
    format!("Share of the rows of a batch that is done by the end of each night{by}")
}

/// How many finish, by which night half of these do, and what held most of the others back; where all
/// finish, what made most of the late ones late.
pub fn told(curves: &Curves<'_>) -> Told {
    let all = &curves.overview.all;
    let (rows, done) = (all.rows, all.done());
    let half = all.nights.keys().copied().find(|night| all.done_by(*night) * 2 >= done);
    let them = if done == rows { "them" } else { "these" };
    let half = match half.map(|night| (night, nights(night))) {
        None => String::new(),
        Some((1, one)) => format!(", half of {them} in {one}"),
        Some((_, many)) => format!(", half of {them} within {many}"),
    };
    let finish = match done {
        0 => format!("none of {} finishes", thousands(rows)),
        _ if done == rows => format!("all {} finish{half}", thousands(rows)),
        1 => format!("1 of {} finishes", thousands(rows)),
        _ => format!("{} of {} finish{half}", thousands(done), thousands(rows)),
    };
    let rest = rows - done;
    let late = all.with(Verdict::Misses).min(rows) * u64::from(rest == 0);
    let mut causes: Vec<(Cause, u64)> = match rest {
        0 => all.held_back.iter().map(|(&cause, &count)| (cause, count)).collect(),
        _ => all.unfinished_by_cause(),
    };
    causes.sort_by_key(|&(cause, count)| (std::cmp::Reverse(count), cause));
    let who = match (rest, late) {
        (0, 0) => return Told::of([vec![finish], vec!["all in time".to_owned()]]),
        (0, late) => format!("the {} late ones", thousands(late)),
        (rest, _) if rest == rows => "all".to_owned(),
        (rest, _) => format!("the other {}", thousands(rest)),
    };
    let most = causes.first().map(|&(cause, count)| match count == rest + late {
        true => format!("{who} held back by: {}", short(cause)),
        false => {
            format!("{who} held back most by: {} ({})", short(cause), thousands(count))
        }
    });
    Told::of([vec![finish], most.into_iter().collect()])
}

/// What it rests on: rows, rejects, what is not drawn, seed and version.
pub fn caption(curves: &Curves<'_>) -> String {
    let overview = curves.overview;
    let rows = count(overview.all.rows, "row");
    let rejected = match &overview.summary {
        Some(summary) if summary.rejected == 0 => ", none rejected".to_owned(),
        Some(summary) => format!(", {} rejected and left out", thousands(summary.rejected)),
        None => ", rejected rows not known".to_owned(),
    };
    let others = curves.others().map_or_else(String::new, |(groups, rows, smaller)| {
        let what = if smaller { "smaller group" } else { "more group" };
        format!(" Not drawn: {} of {}.", count(groups, what), count(rows, "row"))
    });
    let seed = match &overview.summary {
        Some(summary) if summary.trials > 0 => format!(", seed {}", summary.seed),
        _ => String::new(),
    };
    let answered = overview.summary.as_ref().map(|summary| summary.version.as_str());
    let own = env!("CARGO_PKG_VERSION");
    let by = match answered {
        Some(version) if version != own => format!(" Answered by backup-sim {version}."),
        _ => String::new(),
    };
    format!("{rows} answered{rejected}{seed}.{others}{by} backup-sim {own}.")
}

pub fn alt(curves: &Curves<'_>) -> String {
    let all = &curves.overview.all;
    let rows = thousands(all.rows);
    let last = curves.last;
    let what = match curves.panels().len() {
        1 => format!("Step chart of the share of {rows} backups done by each night."),
        n => format!("{n} small step charts of the share of {rows} backups done by each night."),
    };
    let one = share_of(all.done_by(1), all.rows);
    let most = share_of(all.done_by(last), all.rows);
    let reach = match last {
        1 => format!("{one} are done in one night."),
        _ => format!("{one} are done in one night, {most} in {last}."),
    };
    let list = not_done(all, last);
    let named: Vec<String> = list
        .iter()
        .take(3)
        .map(|(count, why)| format!("{} {why}", share_of(*count, all.rows)))
        .collect();
    let others =
        if named.is_empty() { String::new() } else { format!("The others: {}.", named.join(", ")) };
    let range = range(curves).map_or_else(String::new, |text| first_within(90, &[text]) + ".");
    sentences_within(250, &[what, range, reach, others, told(curves).sentence()])
}
