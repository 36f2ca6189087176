//! The words of `nights`: what more speed is worth to the reader's own size in their own window, as
//! title and alt text, read off the same cells that are drawn.

use super::super::label::{proven, sentences_within, title_of};
use super::super::steps::{hours, size};
use super::super::told::{self, Told};
use super::{MOST, Nights};
use crate::report::format::{self, Way};
use crate::study::grid::Cell;
use crate::units::{Rate, Windows};

fn rate(rate: Rate) -> String {
    format::rate(rate, Way::Nearest)
}

impl Nights<'_> {
    /// The least speed from which on it takes at most so many nights at every speed.
    pub fn within(&self, nights: u32) -> Option<(usize, Rate)> {
        let holds = |cell: &Cell| cell.night().is_some_and(|night| night <= nights);
        let from = self.own().iter().rposition(|cell| !holds(cell)).map_or(0, |last| last + 1);
        self.curves.speeds.get(from).map(|rate| (from, *rate))
    }

    /// The least speed for one night: the solved one where it lies between the last that needs more and
    /// the first that does not.
    fn least(&self) -> Option<String> {
        let (from, least) = self.within(1)?;
        let below = from.checked_sub(1).and_then(|below| self.curves.speeds.get(below));
        let need = self.facts.answer.one_night.upload;
        let need = need.zip(below).filter(|&(need, below)| *below < need && need <= least);
        Some(need.map_or_else(|| rate(least), |(need, _)| format::rate(need, Way::Up)))
    }

    /// Titles of a case that needs more than one night at its own speed; one that does not has its
    /// finding in the other speeds.
    fn own_titles(&self) -> Option<Vec<String>> {
        let (size, speed, day) = (self.own_size(), rate(self.curves.own_speed?), self.facts.day());
        let (own, least) = (&self.curves.own, self.least());
        let Some(proof) = own.proof() else {
            let least = least?;
            let takes = match own.night() {
                Some(1) => return None,
                Some(night) => format::count(u64::from(night), day),
                None => {
                    format!("over {}", format::count(self.facts.inputs.window.nights.get(), day))
                }
            };
            return Some(vec![
                format!("{size} takes {takes} at {speed} and one from {least} up"),
                format!("At {speed} {takes}, from {least} up one"),
            ]);
        };
        let fastest = self.curves.speeds.last().copied().map(rate).unwrap_or_default();
        let more = match (least, self.own().last().and_then(Cell::night)) {
            (Some(least), _) => format!("but in one {day} from {least}"),
            (None, Some(night)) => {
                format!("but at {fastest} in {}", format::count(u64::from(night), day))
            }
            // No speed helps: the title says so.
            (None, None) => return None,
        };
        let why = proven(proof);
        Some(vec![
            format!("{size} at {speed} is never done, {more}"),
            format!("{size} at {speed} is never done: {why}"),
        ])
    }

    fn own_size(&self) -> String {
        self.curves.lines.get(self.own_line()).map(|line| size(line.size)).unwrap_or_default()
    }

    fn own_hours(&self) -> String {
        let window = self.curves.windows.get(self.own_window());
        window.map(|w| hours(w.length)).unwrap_or_default()
    }

    /// ` of 8 h`, behind a night; nothing where Wi-Fi or the charger leaves less of its window.
    fn of_hours(&self) -> String {
        let inputs = self.facts.inputs;
        let whole = |windows: &Windows| *windows == Windows::Always;
        match whole(&inputs.link.wifi) && whole(&inputs.charger.plugged) {
            true => format!(" of {}", self.own_hours()),
            false => String::new(),
        }
    }
}

pub fn title(nights: &Nights<'_>) -> String {
    let (size, hours, day) = (nights.own_size(), nights.of_hours(), nights.facts.day());
    let fastest = nights.curves.speeds.last().copied().unwrap_or_default();
    if let Some(texts) = nights.own_titles() {
        return title_of(&texts);
    }
    let last = nights.own().last();
    let texts = match (nights.within(1), last.and_then(Cell::night), last.and_then(Cell::proof)) {
        (Some((0, slowest)), ..) => {
            let slowest = rate(slowest);
            vec![
                format!("{slowest} and more carry {size} in one {day}{hours}"),
                format!("{slowest} and more carry {size} in one {day}"),
            ]
        }
        (Some(_), ..) => {
            let least = nights.least().unwrap_or_default();
            vec![
                format!("From {least} up, {size} fits in one {day}{hours}"),
                format!("From {least} up, {size} fits in one {day}"),
            ]
        }
        (None, Some(least), _) => {
            let (least, fastest) = (format::count(u64::from(least), day), rate(fastest));
            vec![
                format!("Even at {fastest}, {size} takes {least}{hours}"),
                format!("Even at {fastest}, {size} takes {least}"),
            ]
        }
        (None, None, Some(proof)) => {
            let why = proven(proof);
            vec![
                format!("No upload speed gets {size} done: {why}"),
                format!("No upload speed gets it done: {why}"),
            ]
        }
        (None, None, None) => {
            vec![format!(
                "Even {} is too slow for {size} in a window of {}",
                rate(fastest),
                nights.own_hours()
            )]
        }
    };
    title_of(&texts)
}

/// What becomes of the reader's own case.
pub fn told(nights: &Nights<'_>) -> Told {
    told::all_after(&nights.facts, "Your case: ")
}

pub fn alt(nights: &Nights<'_>) -> String {
    let day = nights.facts.day();
    let windows: Vec<String> = nights.curves.windows.iter().map(|w| hours(w.length)).collect();
    let (last, rest) = match windows.split_last() {
        Some((last, rest)) => (last.clone(), rest.join(", ")),
        None => (String::new(), String::new()),
    };
    let count = match windows.len() {
        4 => "Four".to_owned(),
        n => n.to_string(),
    };
    let first = format!(
        "{count} small step charts of {day}s against upload speed, for windows of {rest} and {last}."
    );
    let (size, hours) = (nights.own_size(), nights.own_hours());
    let fastest = nights.curves.speeds.last().copied().unwrap_or_default();
    let subject = format!("{size} in a window of {hours}");
    let most = u64::from(MOST);
    // What lies below the least speed that is on the scale.
    let is_never = |first: usize| {
        let below = first.checked_sub(1).and_then(|below| nights.own().get(below));
        below.and_then(Cell::proof).is_some()
    };
    let under = |first: usize| match is_never(first) {
        true => "is never done".to_owned(),
        false => format!("takes over {most} {day}s"),
    };
    let held = match (nights.within(1), nights.within(MOST), nights.own().last()) {
        (Some((one, _)), Some((some, _)), _) if one > 0 && one == some => format!(
            "{subject} takes one {day} from {} up and {} under that.",
            nights.least().unwrap_or_default(),
            under(one)
        ),
        (Some((0, slowest)), ..) => format!("{subject} takes one {day} from {} up.", rate(slowest)),
        (Some(_), Some((0, slowest)), _) => {
            let one = nights.least().unwrap_or_default();
            let first = nights.own().first().and_then(Cell::night).unwrap_or(1);
            let first = format::count(u64::from(first), day);
            format!("{subject} takes {first} at {} and one from {one} up.", rate(slowest))
        }
        (Some(_), Some((first, some)), _) => format!(
            "{subject} {} under {}, then {} fewer, and one from {} up.",
            under(first),
            rate(some),
            if is_never(first) { "takes ever" } else { "steeply" },
            nights.least().unwrap_or_default()
        ),
        (None, _, Some(cell)) => match (cell.night(), cell.proof()) {
            (Some(night), _) => {
                let nights = format::count(u64::from(night), day);
                format!("{subject} still takes {nights} at {}.", rate(fastest))
            }
            (None, Some(proof)) => format!("{subject} is never done: {}.", proven(proof)),
            (None, None) => format!("{subject} is not done even at {}.", rate(fastest)),
        },
        _ => String::new(),
    };
    let own = &nights.curves.own;
    let becomes = match (own.night(), own.proof()) {
        (Some(night), _) => format!("takes {}", format::count(u64::from(night), day)),
        (None, Some(proof)) => format!("is never done: {}", proven(proof)),
        (None, None) => {
            let most = nights.facts.inputs.window.nights.get();
            format!("takes over {}", format::count(most, day))
        }
    };
    let own = match nights.curves.own_speed {
        Some(speed) => format!("Your case, at {}, {becomes}.", rate(speed)),
        None => String::new(),
    };
    let told = told(nights).sentence();
    // Of a case that is never done that comes first.
    let [second, third] =
        if nights.curves.own.proof().is_some() { [own, held] } else { [held, own] };
    sentences_within(250, &[first, second, third, told])
}
