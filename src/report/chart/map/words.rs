//! The words of `map`: from which value on the reader's own row is in time, as title; the grid, that
//! row, the own case and where the line runs, as alt text. All of it read off the cells.

use super::super::label::{capital, proven, sentences_within, title_of};
use super::super::steps::{bound, one, tick, with};
use super::super::told::{self, Told};
use super::{Map, Shown};
use crate::edit::Value;
use crate::report::format::{self, Way};
use crate::scenario::fields::id_of;
use crate::scenario::steps::Step;

/// Which values of a row are in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// From this place on.
    From(usize),
    /// Up to this place.
    UpTo(usize),
    /// All.
    All,
    /// None.
    None,
    /// So many, not in one piece.
    Some(usize),
}

fn part(map: &Map<'_>, row: usize) -> Part {
    let held: Vec<bool> = map.grid.row(row).map(|cell| cell.in_time()).collect();
    let count = held.iter().filter(|h| **h).count();
    let from = held.len() - count;
    match count {
        0 => Part::None,
        n if n == held.len() => Part::All,
        _ if held.iter().skip(from).all(|h| *h) => Part::From(from),
        n if held.iter().take(n).all(|h| *h) => Part::UpTo(n - 1),
        n => Part::Some(n),
    }
}

/// The reader's own row; without one, that in which the change is nearest the middle.
fn row(map: &Map<'_>) -> usize {
    let middle = |row: &usize| {
        let held = map.grid.row(*row).filter(|cell| cell.in_time()).count();
        (2 * held).abs_diff(map.columns())
    };
    let own = map.grid.own.map(|(_, y)| y);
    own.or_else(|| (0..map.rows()).min_by_key(middle)).unwrap_or(0)
}

/// Whether in time means one night throughout a row.
fn one_night(map: &Map<'_>, row: usize) -> bool {
    map.grid.row(row).all(|cell| cell.in_time() == (cell.night() == Some(1)))
}

/// The least speed at which the own row is in time, which lies between the last column that is not and
/// the first that is: a column is where it happens to stand.
fn solved(map: &Map<'_>, row: usize, place: usize) -> Option<String> {
    let x = &map.grid.x;
    let own = map.grid.own.is_some_and(|(_, y)| y == row);
    if !own || x.what.field() != id_of("link.upload") {
        return None;
    }
    let need = map.facts.answer.one_night.upload?;
    let rate = |place: usize| match x.values.get(place) {
        Some(Step::Of(_, Value::Rate(rate))) => Some(*rate),
        _ => None,
    };
    let (below, at) = (rate(place.checked_sub(1)?)?, rate(place)?);
    (below < need && need <= at).then(|| format::rate(need, Way::Up))
}

/// Titles where the own case is never done and others of its row are: it comes first.
fn own_never(map: &Map<'_>, done: &str) -> Option<Vec<String>> {
    let own = map.grid.own?;
    let is = match map.shown(map.grid.cell(own.0, own.1)) {
        Shown::Never(_) => "is never done",
        Shown::Refused(_) => "does not start",
        _ => return None,
    };
    let (case, x) = (pair(map, own), &map.grid.x);
    let when = done
        .split_once(" in ")
        .map_or_else(|| format!("by {}", map.by()), |(_, when)| format!("in {when}"));
    let plural = one(x.what).1;
    Some(match part(map, own.1) {
        Part::From(place) | Part::UpTo(place) => {
            let other = x.values.get(place).map(|step| with(step, x.what)).unwrap_or_default();
            let other = match solved(map, own.1, place) {
                Some(rate) => format!("from {rate}"),
                None => other,
            };
            vec![format!("{case} {is}, but {when} {other}"), format!("{case} {is}, but {other}")]
        }
        Part::Some(count) => {
            let all = map.columns();
            vec![format!("{case} {is}; at {count} of {all} {plural} it is")]
        }
        Part::All | Part::None => return None,
    })
}

pub fn title(map: &Map<'_>) -> String {
    let row = row(map);
    let (x, y) = (&map.grid.x, &map.grid.y);
    let Some(upper) = y.values.get(row) else { return String::new() };
    let size = id_of("library.size");
    let what = |steps: &crate::scenario::steps::Steps| steps.what.field();
    let own = map.facts.inputs.library.size.map(super::super::steps::size);
    let (subject, behind) = match () {
        _ if what(y) == size => (tick(upper), String::new()),
        _ if what(x) == size => ("the backup".to_owned(), format!(" {}", with(upper, y.what))),
        _ => (own.unwrap_or_default(), format!(" {}", with(upper, y.what))),
    };
    let day = map.facts.day();
    let done = match one_night(map, row) {
        true => format!("fits in one {day}"),
        false => format!("is done by {}", map.by()),
    };
    let (single, plural) = one(x.what);
    if let Some(texts) = own_never(map, &done) {
        return title_of(&texts);
    }
    let bounded = |place: usize, least: bool| {
        let step = x.values.get(place).unwrap_or(upper);
        let exact = solved(map, row, place).filter(|_| least);
        let bound = match exact {
            Some(rate) => format!("From {rate} up"),
            None => bound(step, x.what, least),
        };
        if what(x) == size && !least {
            vec![format!("{bound} {done}{behind}"), format!("{bound} {done}")]
        } else {
            vec![format!("{bound}, {subject} {done}{behind}"), format!("{bound}, {subject} {done}")]
        }
    };
    let texts = match part(map, row) {
        Part::From(place) => bounded(place, true),
        Part::UpTo(place) => bounded(place, false),
        Part::All => vec![
            format!("At every {single} shown, {subject} {done}{behind}"),
            format!("At every {single} shown, {subject} {done}"),
        ],
        Part::Some(count) => {
            let all = map.columns();
            let some = format!("at {count} of {all} {plural}");
            vec![format!("{subject} {done} {some}{behind}"), format!("{subject} {done} {some}")]
        }
        Part::None => none(map, row, &subject, &behind, single),
    };
    title_of(&texts.iter().map(|text| capital(text)).collect::<Vec<_>>())
}

/// Titles of a row that is never in time.
fn none(map: &Map<'_>, row: usize, subject: &str, behind: &str, single: &str) -> Vec<String> {
    let shown: Vec<Shown> = map.grid.row(row).map(|cell| map.shown(cell)).collect();
    let why = |s: &Shown| match s {
        Shown::Never(proof) | Shown::Refused(proof) => Some(proven(*proof)),
        _ => None,
    };
    let first = shown.first().and_then(why);
    match first.filter(|_| shown.iter().all(|s| why(s) == first)) {
        Some(why) => vec![
            format!("No {single} shown gets {subject} done{behind}: {why}"),
            format!("No {single} shown gets {subject} done: {why}"),
            format!("No {single} gets it done: {why}"),
        ],
        None => vec![
            format!("No {single} shown gets {subject} done by {}{behind}", map.by()),
            format!("No {single} shown gets {subject} done by {}", map.by()),
            format!("No {single} shown gets it done by {}", map.by()),
        ],
    }
}

/// What becomes of a cell, as the end of a sentence.
pub fn becomes(map: &Map<'_>, shown: Shown) -> String {
    let day = map.facts.day();
    match shown {
        Shown::Night(night) => format!("needs {}", format::count(u64::from(night), day)),
        Shown::Beyond(nights) => format!("needs over {}", format::count(nights, day)),
        Shown::Never(proof) => format!("is never done: {}", proven(proof)),
        Shown::Refused(proof) => format!("is refused: {}", proven(proof)),
        Shown::Impossible => "cannot be".to_owned(),
    }
}

/// A pair of values: `40 GB at 3 Mbps`.
pub fn pair(map: &Map<'_>, (i, j): (usize, usize)) -> String {
    let (x, y) = (&map.grid.x, &map.grid.y);
    let (Some(right), Some(upper)) = (x.values.get(i), y.values.get(j)) else {
        return String::new();
    };
    if x.what.field() == id_of("library.size") {
        return format!("{} {}", tick(right), with(upper, y.what));
    }
    let upper = match y.what.field() == id_of("library.size") {
        true => tick(upper),
        false => with(upper, y.what),
    };
    format!("{upper} {}", with(right, x.what))
}

/// What becomes of the reader's own case, whose cell is ringed.
pub fn told(map: &Map<'_>) -> Told {
    told::all_after(&map.facts, "Your case: ")
}

pub fn alt(map: &Map<'_>) -> String {
    let (x, y) = (&map.grid.x, &map.grid.y);
    let day = map.facts.day();
    let first = format!(
        "Grid of {day}s needed for {} {} and {} {}.",
        map.rows(),
        one(y.what).1,
        map.columns(),
        one(x.what).1
    );
    let own = map.grid.own.map_or_else(String::new, |(i, j)| {
        let shown = map.shown(map.grid.cell(i, j));
        format!("Your case, {}, {}.", pair(map, (i, j)), becomes(map, shown))
    });
    let row = row(map);
    let by = map.by();
    let at = |place: usize| x.values.get(place).map(tick).unwrap_or_default();
    let upper = y.values.get(row).map(tick).unwrap_or_default();
    let held = match part(map, row) {
        Part::From(place) => {
            let from = solved(map, row, place).unwrap_or_else(|| at(place));
            format!("{upper} is in time from {from}.")
        }
        Part::UpTo(place) => format!("{upper} is in time up to {}.", at(place)),
        Part::All => format!("{upper} is in time throughout."),
        Part::None => format!("{upper} is in time nowhere."),
        Part::Some(count) => format!("{upper} is in time at {count} of {}.", map.columns()),
    };
    let starts: Vec<(usize, usize)> = (0..map.rows())
        .filter_map(|row| match part(map, row) {
            Part::From(place) => Some((row, place)),
            _ => None,
        })
        .collect();
    let line = match (starts.first(), starts.last()) {
        (Some(&(low, a)), Some(&(high, b))) if low != high => {
            let of = |row: usize| y.values.get(row).map(tick).unwrap_or_default();
            format!(
                "Done by {by} is what lies right of a line from {} at {} to {} at {}.",
                at(a),
                of(low),
                at(b),
                of(high)
            )
        }
        _ => {
            let held = map.grid.cells().iter().filter(|cell| cell.in_time()).count();
            format!("Done by {by}: {held} of {} cells.", map.grid.cells().len())
        }
    };
    sentences_within(250, &[first, held, own, line, told(map).sentence()])
}
