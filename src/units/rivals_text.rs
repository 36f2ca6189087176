//! The text of rival uploads: `onedrive 20GB 22:00-07:00, 4 flows 8GB from 22:10, fixed 2Mbps`.
//! Each entry is taken apart from both ends: the time behind, the name in front, the rest between.

use super::clock_text::start_clock;
use super::compound::{Rival, RivalDemand, RivalTime, Rivals};
use super::data::{Rate, Size};
use super::error::{EMPTY, OUT_OF_RANGE, ReadError, SHAPE, TOO_LONG};
use super::fault::{Fault, Grammar, first_word, is_one_of, read, same, shown, split_word};
use super::listing_text::{print_sizes, sizes};
use super::small_text::{LONGEST_NAME, whole};
use super::windows::ClockWindow;
use super::windows_text::{NOTHING, entries};
use super::{Kind, Note, Plain, Reading};

pub(super) const MOST_RIVALS: usize = 16;
const MOST_FLOWS: u64 = 1_000;
/// Words with a meaning in an entry, which cannot be part of a name.
pub(super) const WORDS: [&str; 14] = [
    "fixed", "from", "flow", "flows", "night", "nights", "always", "endless", "none", "nothing",
    "no", "to", "until", "all-day",
];

impl Grammar for Rivals {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) || same(text, "no") {
            return Ok(Rivals(Vec::new()).into());
        }
        if is_one_of(text, &["yes", "on", "true"]) {
            let message = format!("{} does not say what uploads", shown(text));
            return Err(Fault::new(SHAPE, text, message)
                .or("1 flow", "one upload that never ends")
                .or(Rivals::EXAMPLE, "a name, a size and hours"));
        }
        let mut note: Option<Note> = None;
        let mut rivals = Vec::new();
        for entry in entries(text, MOST_RIVALS, "rivals")? {
            let reading = rival(entry)?;
            note = note.or(reading.note);
            rivals.push(reading.value);
        }
        Ok(Reading { value: Rivals(rivals), note })
    }
}

fn rival(text: &str) -> Result<Reading<Rival>, Fault<'_>> {
    if text.is_empty() {
        return Err(Fault::new(EMPTY, text, "a rival is missing between two commas"));
    }
    let (text, until_cut) = without_until_cut(text);
    let (front, time) = time(text)?;
    let (name, middle) = name(front)?;
    let (flows, wanted) = flows(middle)?;
    let (demand, note) = demand(wanted)?;
    let flows = flows.unwrap_or(1);
    Ok(Reading { value: Rival { name: name.to_owned(), flows, demand, time, until_cut }, note })
}

/// Takes `until cut` off the end.
fn without_until_cut(text: &str) -> (&str, bool) {
    let split = |text: &str| text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let text = text.trim_end();
    let last = split(text);
    let front = text.get(..last).unwrap_or("").trim_end();
    let before = split(front);
    let found = same(text.get(last..).unwrap_or(""), "cut")
        && same(front.get(before..).unwrap_or(""), "until");
    if found { (front.get(..before).unwrap_or("").trim_end(), true) } else { (text, false) }
}

/// Takes the time off the end.
fn time(text: &str) -> Result<(&str, RivalTime), Fault<'_>> {
    let at_word = |word: &str| {
        let mut from = 0;
        for piece in text.split_inclusive(char::is_whitespace) {
            if same(piece.trim().trim_end_matches(':'), word) {
                return Some((text.get(..from)?, text.get(from..)?));
            }
            from += piece.len();
        }
        None
    };
    if let Some((front, window)) = at_word("night").or_else(|| at_word("nights")) {
        return Ok((front, RivalTime::Within(ClockWindow::parse(window)?.value)));
    }
    if let Some((front, clock)) = split_word(text, "from") {
        if let Ok(window) = ClockWindow::parse(clock) {
            return Ok((front, RivalTime::Within(window.value)));
        }
        return Ok((front, RivalTime::From(start_clock(clock)?)));
    }
    if let Some(("", _)) = split_word(text, "always").map(|(front, rest)| (rest, front)) {
        let front = split_word(text, "always").map_or("", |(front, _)| front);
        return Ok((front, RivalTime::Always));
    }
    // A window may have up to five words: 11 PM to 7 AM. The longest that reads is the one.
    let mut starts: Vec<usize> = Vec::new();
    for (i, c) in text.char_indices().rev() {
        let before = text.get(..i).unwrap_or("");
        if !c.is_whitespace() && (i == 0 || before.ends_with(char::is_whitespace)) {
            starts.push(i);
        }
        if starts.len() == 5 {
            break;
        }
    }
    for &at in starts.iter().rev() {
        if let Ok(window) = ClockWindow::parse(text.get(at..).unwrap_or("")) {
            return Ok((text.get(..at).unwrap_or(""), RivalTime::Within(window.value)));
        }
    }
    // Something that wants to be a window, but is none.
    let last = starts.first().and_then(|&at| text.get(at..)).unwrap_or("");
    let digit = |c: char| c.is_ascii_digit();
    if last.starts_with(digit) && last.contains(['-', '\u{2013}', ':']) {
        return Err(match ClockWindow::parse(last) {
            Err(fault) => fault,
            Ok(_) => Fault::new(SHAPE, last, format!("{} is left over", shown(last))),
        });
    }
    Ok((text, RivalTime::Always))
}

/// Takes the name off the front: everything before the first number or word with a meaning.
fn name(text: &str) -> Result<(&str, &str), Fault<'_>> {
    let text = text.trim();
    let mut end = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim();
        if word.starts_with(|c: char| c.is_ascii_digit()) || is_one_of(word, &WORDS) {
            break;
        }
        end += piece.len();
    }
    let name = text.get(..end).unwrap_or("").trim();
    check_name(name)?;
    Ok((name, text.get(end..).unwrap_or("").trim()))
}

/// A name of at most 200 characters that does not start like a number.
pub(super) fn check_name(name: &str) -> Result<(), Fault<'_>> {
    if name.chars().nth(LONGEST_NAME).is_some() {
        let message = format!("a name has at most {LONGEST_NAME} characters");
        return Err(Fault::new(TOO_LONG, name, message));
    }
    match name.chars().next() {
        Some(c) if !c.is_alphabetic() => {
            let message = format!("{} is no name, which starts with a letter", shown(name));
            Err(Fault::new(SHAPE, name, message))
        }
        _ => Ok(()),
    }
}

/// Takes `4 flows` off the front.
fn flows(text: &str) -> Result<(Option<u32>, &str), Fault<'_>> {
    let (number, rest) = first_word(text);
    let (word, behind) = first_word(rest);
    if !is_one_of(word, &["flow", "flows"]) {
        return Ok((None, text));
    }
    let flows = whole(number)?;
    match u32::try_from(flows) {
        Ok(n) if (1..=MOST_FLOWS).contains(&flows) => Ok((Some(n), behind)),
        _ => {
            let message = format!("{} flows; accepted is 1 to {MOST_FLOWS}", shown(number));
            Err(Fault::new(OUT_OF_RANGE, number, message)
                .or("1", "a single connection")
                .or("1000", "the most"))
        }
    }
}

fn demand(text: &str) -> Result<(RivalDemand, Option<Note>), Fault<'_>> {
    if text.is_empty() || same(text, "endless") {
        return Ok((RivalDemand::Endless, None));
    }
    let (first, rest) = first_word(text);
    if same(first, "fixed") {
        let rate = Rate::parse(rest)?;
        return Ok((RivalDemand::Fixed(rate.value), rate.note));
    }
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        let message = format!("{} is left over", shown(text));
        return Err(Fault::new(SHAPE, text, message));
    }
    if text.contains(['+', 'x', 'X', '\u{d7}', '*']) && !text.starts_with("0x") {
        let (items, note) = sizes(text, &['+'])?;
        // A single item is a size like any other.
        return Ok(match items.runs() {
            [(1, size)] => (RivalDemand::Sized(*size), note),
            _ => (RivalDemand::Items(items), note),
        });
    }
    match Size::parse(text) {
        Ok(size) if size.value == Size::ZERO => {
            let message = format!("{} is nothing to upload", shown(text));
            Err(Fault::new(OUT_OF_RANGE, text, message).or("1GB", "for instance"))
        }
        Ok(size) => Ok((RivalDemand::Sized(size.value), size.note)),
        Err(fault) => Err(fault.or(format!("fixed {text}"), "a speed")),
    }
}

impl Kind for Rivals {
    const NAME: &'static str = "rivals";
    const PLACEHOLDER: &'static str = "RIVALS";
    const EXAMPLE: &'static str = "onedrive 20GB 22:00-07:00";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        if self.0.is_empty() {
            return "none".to_owned();
        }
        self.0.iter().map(print_rival).collect::<Vec<_>>().join(", ")
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

fn print_rival(rival: &Rival) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !rival.name.is_empty() {
        parts.push(rival.name.clone());
    }
    if rival.flows != 1 {
        parts.push(format!("{} flows", rival.flows));
    }
    match &rival.demand {
        RivalDemand::Endless => {}
        RivalDemand::Sized(size) => parts.push(size.print()),
        RivalDemand::Items(items) => parts.push(print_sizes(items, " + ")),
        RivalDemand::Fixed(rate) => parts.push(format!("fixed {}", rate.print())),
    }
    match rival.time {
        RivalTime::Always => {}
        RivalTime::Within(window) => parts.push(window.print()),
        RivalTime::From(clock) => parts.push(format!("from {}", clock.print())),
    }
    if parts.is_empty() {
        parts.push("1 flow".to_owned());
    }
    if rival.until_cut {
        parts.push("until cut".to_owned());
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn same_text(text: &str) -> String {
        Rivals::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    fn refused(text: &str, code: Code) -> Vec<String> {
        let e = Rivals::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn the_example_of_the_contract_reads() {
        let text = "onedrive 20GB 22:00-07:00, 4 flows 8GB from 22:10, fixed 2Mbps 22:00-23:30";
        let rivals = Rivals::read(text).unwrap().value;
        assert_eq!(rivals.0[0].name, "onedrive");
        assert_eq!(rivals.0[0].demand, RivalDemand::Sized(Size::from_bytes(20_000_000_000)));
        assert_eq!(rivals.0[1].flows, 4);
        assert!(matches!(rivals.0[1].time, RivalTime::From(_)));
        assert!(matches!(rivals.0[2].demand, RivalDemand::Fixed(_)));
        assert_eq!(rivals.print(), text);
    }

    #[test]
    fn every_part_of_a_rival_may_be_left_out() {
        assert_eq!(same_text("none"), "none");
        assert_eq!(same_text("onedrive"), "onedrive");
        assert_eq!(same_text("the other phone 11 PM to 7 AM"), "the other phone 23:00-07:00");
        assert_eq!(same_text("20 GB"), "20GB");
        assert_eq!(same_text("2 flows"), "2 flows");
        assert_eq!(same_text("1 flow"), "1 flow");
        assert_eq!(same_text("nas 3 flows endless always"), "nas 3 flows");
        assert_eq!(same_text("22:00-23:00"), "22:00-23:00");
        assert_eq!(same_text("nas night 2: 01:00-02:00"), "nas night 2: 01:00-02:00");
        assert_eq!(
            same_text("nas fixed 2 Mbit/s from 22:00 to 23:00"),
            "nas fixed 2Mbps 22:00-23:00"
        );
    }

    #[test]
    fn a_rival_may_have_items_and_end_with_its_connection() {
        let text = "2 flows 4 x 6MB from 00:00:33, nas 3 x 6MB + 2MB until cut, \
                    fixed 5.226Mbps 00:00:10-00:00:44 until cut, until cut";
        let rivals = Rivals::read(text).unwrap().value;
        let RivalDemand::Items(items) = &rivals.0[0].demand else { panic!("{rivals:?}") };
        assert_eq!((items.count(), items.total().bytes()), (4, 24_000_000));
        assert!(!rivals.0[0].until_cut && rivals.0[1].until_cut && rivals.0[2].until_cut);
        assert_eq!(rivals.0[3].demand, RivalDemand::Endless);
        assert_eq!(rivals.print(), text.replace(", until cut", ", 1 flow until cut"));
        assert_eq!(same_text("nas 1 x 6MB Until Cut"), "nas 6MB until cut");
        let one = Rivals::read("nas 1 x 6MB").unwrap().value;
        assert_eq!(one.0[0].demand, RivalDemand::Sized(Size::from_bytes(6_000_000)));
        // Half of the words is a name.
        assert_eq!(same_text("paper cut"), "paper cut");
        assert_eq!(same_text("6MB+6MB + 1MB"), "2 x 6MB + 1MB");
        assert_eq!(refused("nas 4 x 6", NO_UNIT)[0], "nas 4 x 6GB");
        refused("nas 4 x 0MB", OUT_OF_RANGE);
        refused("nas 4 x", EMPTY);
    }

    #[test]
    fn what_is_wrong_in_a_rival_is_said_where_it_stands() {
        assert_eq!(refused("nas 20 22:00-07:00", NO_UNIT)[0], "nas 20GB 22:00-07:00");
        assert_eq!(refused("nas 20GB 7-11", TWO_CLOCKS)[0], "nas 20GB 7am-11am");
        assert_eq!(refused("2000 flows", OUT_OF_RANGE), ["1 flows", "1000 flows"]);
        refused("nas 0GB", OUT_OF_RANGE);
        refused("nas,,nas", EMPTY);
        refused("nas fixed", EMPTY);
        refused("-nas", SHAPE);
        refused(&"nas,".repeat(20), TOO_MANY);
        assert_eq!(
            refused("nas 2Mbps", UNKNOWN_UNIT).last().map(String::as_str),
            Some("nas fixed 2Mbps")
        );
    }
}
