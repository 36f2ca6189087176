//! The text of a claim: how long somebody says that an upload takes. `1-2 hours`, `about 3 h`,
//! `under an hour`, `2h30`, `a couple of days`, `overnight` flow in; the range of times flows out, with
//! the unit in which it is told last. Claims come as people and web pages write them, so that words for
//! numbers are read as well as digits.

use super::error::{NO_UNIT, NOT_A_SPAN, NOT_RISING, OUT_OF_RANGE, ReadError};
use super::fault::{Fault, Grammar, read, shown};
use super::grammar::{number, number_text};
use super::time::Span;
use super::time_text::time_unit;
use super::{Kind, Note, Plain, Reading};

/// The code of the note on `a few`, which says no number.
pub const A_FEW: &str = "a-few";

/// How long somebody says that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As it was written, without spaces around it.
    pub text: String,
    /// Its lower end; `None` where it only says at most how long.
    pub low: Option<Span>,
    /// Its upper end; `None` where it only says at least how long.
    pub high: Option<Span>,
    /// Half of the unit in which it is told last: by so much it may be rounded. Nights are counted and
    /// not rounded.
    pub half: Span,
    /// It counts nights, each of which stands as a day in the spans: in `3 nights` more than two pass.
    pub nights: bool,
}

impl Claim {
    /// The least that it can mean: its lower end less half a unit (less the last night), not below
    /// zero.
    pub fn least(&self) -> Span {
        let less = if self.nights { Span::DAY } else { self.half };
        self.low.map_or(Span::ZERO, |low| low.minus(less).max(Span::ZERO))
    }

    /// The most that it can mean; `None` without an end.
    pub fn most(&self) -> Option<Span> {
        self.high.map(|high| high.plus(self.half))
    }

    /// The middle of what it says; the one end where there is only one.
    pub fn middle(&self) -> Span {
        match (self.low, self.high) {
            (Some(low), Some(high)) => {
                Span::from_micros(low.micros() + high.minus(low).micros() / 2)
            }
            (one, other) => one.or(other).unwrap_or(Span::ZERO),
        }
    }
}

/// A length of time within a claim.
#[derive(Clone, Copy, Debug)]
struct Length {
    span: Span,
    /// The unit in which it is told last.
    unit: Span,
    nights: bool,
}

const ABOUT: [&str; 20] = [
    "it takes",
    "takes",
    "about",
    "around",
    "roughly",
    "approximately",
    "approx.",
    "approx",
    "circa",
    "ca.",
    "nearly",
    "almost",
    "only",
    "just",
    "another",
    "some",
    "in",
    "~",
    "\u{2248}",
    "an estimated",
];
const AT_MOST: [&str; 14] = [
    "up to",
    "under",
    "less than",
    "at most",
    "no more than",
    "not more than",
    "within",
    "below",
    "fewer than",
    "a maximum of",
    "max.",
    "max",
    "<=",
    "<",
];
const AT_LEAST: [&str; 10] = [
    "at least",
    "more than",
    "over",
    "no less than",
    "not less than",
    "upwards of",
    "a minimum of",
    "min.",
    ">=",
    ">",
];
const OR_LESS: [&str; 7] =
    [" or less", " or under", " at most", " at the most", " tops", " max", " maximum"];
const OR_MORE: [&str; 6] =
    [" or more", " or longer", " at least", " and more", " plus", " minimum"];
const OVERNIGHT: [&str; 6] =
    ["overnight", "over night", "all night", "one night", "a night", "in one night"];
const NUMBERS: [(&str, &str); 17] = [
    ("a couple of", "2"),
    ("a couple", "2"),
    ("couple of", "2"),
    ("an", "1"),
    ("a", "1"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
];

impl Grammar for Claim {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let typed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if typed.is_empty() {
            return Err(Fault::empty(text, "a length of time"));
        }
        let plain = plain(&typed);
        let body = without(&plain, &ABOUT);
        let claim = |low: Option<Length>, high: Option<Length>| {
            let last = high.or(low).unwrap_or(Length {
                span: Span::ZERO,
                unit: Span::ZERO,
                nights: false,
            });
            Claim {
                text: typed.clone(),
                low: low.map(|l| l.span),
                high: high.map(|l| l.span),
                half: if last.nights { Span::ZERO } else { half_of(last.unit) },
                nights: last.nights,
            }
        };
        if OVERNIGHT.contains(&body) {
            let night = Length { span: Span::DAY, unit: Span::ZERO, nights: true };
            return Ok(claim(None, Some(night)).into());
        }
        if let Some(rest) = after(body, &["a few", "few"]) {
            let three = length(text, &format!("3 {rest}"))?;
            let five = length(text, &format!("5 {rest}"))?;
            let note = Note { code: A_FEW, text: format!("read {body} as 3 to 5") };
            return Ok(Reading { value: claim(Some(three), Some(five)), note: Some(note) });
        }
        if let Some(rest) = after(body, &AT_MOST).or_else(|| before(body, &OR_LESS)) {
            return Ok(claim(None, Some(length(text, without(rest, &ABOUT))?)).into());
        }
        // `55+ hours` is said of what may take longer.
        let open = after(body, &AT_LEAST).or_else(|| before(body, &OR_MORE)).map(str::to_owned);
        let plus = body.contains('+').then(|| body.replace('+', " ").replace("  ", " "));
        if let Some(rest) = open.or(plus) {
            return Ok(claim(Some(length(text, rest.trim())?), None).into());
        }
        let Some((low, high)) = parts(body) else {
            let one = length(text, body)?;
            return Ok(claim(Some(one), Some(one)).into());
        };
        let high_end = length(text, high).map_err(|fault| both_without(text, low, high, fault))?;
        // `1-2 hours`: the unit stands once, behind both.
        let low_end = match number(&in_digits(low)) {
            Ok((_, "")) => length(text, &format!("{low} {}", first_unit(&in_digits(high))))?,
            _ => length(text, low)?,
        };
        if low_end.nights != high_end.nights {
            let message = format!("{} counts nights and hours at once", shown(&typed));
            return Err(Fault::new(NOT_A_SPAN, text, message));
        }
        if low_end.span > high_end.span {
            let message = format!("{} is longer than {}", shown(low), shown(high));
            let turned = match (number(low), number(high)) {
                (Ok((_, "")), Ok((_, unit))) => {
                    format!("{}-{low} {unit}", number_text(high, unit))
                }
                _ => format!("{high}-{low}"),
            };
            return Err(Fault::new(NOT_RISING, text, message).or(turned, "the other way round"));
        }
        Ok(claim(Some(low_end), Some(high_end)).into())
    }
}

fn half_of(unit: Span) -> Span {
    Span::from_micros(unit.micros() / 2)
}

/// Small letters, plain dashes and spaces, `1½` as `1.5`, `3-hour` as `3 hour`.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        let digit = out.ends_with(|last: char| last.is_ascii_digit());
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '-' => {
                let word = chars.peek().is_some_and(|next| next.is_alphabetic());
                out.push(if word && digit { ' ' } else { '-' });
            }
            '\u{bd}' => out += if digit { ".5" } else { "0.5" },
            '\u{bc}' => out += if digit { ".25" } else { "0.25" },
            '\u{be}' => out += if digit { ".75" } else { "0.75" },
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    // An abbreviation or a sentence may end in a full stop; `(s)` leaves the plural open.
    let out = out.replace("(s)", "s").replace(" 1/2", ".5").replace("1/2", "0.5");
    let out = out.trim_end_matches(['.', '!', ',']).trim();
    let out = [" or so", " in total", " total"]
        .iter()
        .fold(out, |out, end| out.strip_suffix(end).unwrap_or(out));
    out.to_owned()
}

/// What stands behind one of the words at the front, if one is there and ends there.
fn after<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        let ends = rest.starts_with(' ') || !word.ends_with(char::is_alphabetic);
        ends.then(|| rest.trim_start()).filter(|rest| !rest.is_empty())
    })
}

/// Without any of the words at the front, however many.
fn without<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text;
    while let Some(rest) = after(text, words) {
        text = rest;
    }
    text
}

/// What stands before one of the words at the end.
fn before<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let rest = words.iter().find_map(|word| text.strip_suffix(word))?;
    Some(rest.trim()).filter(|rest| !rest.is_empty())
}

/// The two ends of a range.
fn parts(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = after(text, &["between"]) {
        return rest.rsplit_once(" and ").map(|(a, b)| (a.trim(), b.trim()));
    }
    let text = after(text, &["from"]).unwrap_or(text);
    let split =
        [" to ", " or ", " till ", " until ", "-"].iter().find_map(|by| text.split_once(by));
    let about = |part| without(without(part, &ABOUT), &["maybe", "even", "perhaps"]);
    split.map(|(a, b)| (a.trim(), about(b.trim()))).filter(|(a, b)| !a.is_empty() && !b.is_empty())
}

/// The first word of letters.
fn first_unit(text: &str) -> &str {
    let start = text.find(char::is_alphabetic).unwrap_or(text.len());
    let rest = text.get(start..).unwrap_or("");
    rest.get(..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())).unwrap_or("")
}

/// A range of bare numbers shows each reading as a range.
fn both_without<'a>(text: &'a str, low: &str, high: &str, fault: Fault<'a>) -> Fault<'a> {
    if !(matches!(number(high), Ok((_, ""))) && matches!(number(low), Ok((_, "")))) {
        return fault;
    }
    let message = format!("{} what? a claim needs a unit", shown(text));
    Fault::new(NO_UNIT, text, message)
        .or(format!("{low}-{high} hours"), "hours")
        .or(format!("{low}-{high} minutes"), "minutes")
        .or(format!("{low}-{high} days"), "days")
}

/// One length of time in words or digits.
fn length<'a>(whole: &'a str, text: &str) -> Result<Length, Fault<'a>> {
    if let Some(fraction) = fraction(text) {
        return Ok(fraction);
    }
    let digits = in_digits(text);
    // `2:30 hours` says its unit twice.
    let clock = digits.split_once(' ').filter(|(time, unit)| {
        time.contains(':') && matches!(*unit, "h" | "hr" | "hrs" | "hour" | "hours")
    });
    let text = clock.map_or(digits.as_str(), |(time, _)| time);
    if let Ok((n, "night" | "nights")) = number(text) {
        let nights = i64::try_from(n.times(86_400_000_000)).ok().filter(|&n| n > 0);
        return match nights.map(Span::from_micros).filter(|&span| span <= Span::DAY.times(3650)) {
            Some(span) => Ok(Length { span, unit: Span::DAY, nights: true }),
            None => Err(Fault::new(OUT_OF_RANGE, whole, "write 1 to 3650 nights")),
        };
    }
    let span = match Span::read(text) {
        Ok(reading) => reading.value,
        Err(error) => return Err(unreadable(whole, text, error)),
    };
    if span == Span::ZERO {
        let message = format!("{} is no time at all", shown(text));
        return Err(Fault::new(OUT_OF_RANGE, whole, message));
    }
    Ok(Length { span, unit: last_unit(text), nights: false })
}

/// Why a length cannot be read, with what to type in its place within the whole claim.
fn unreadable<'a>(whole: &'a str, text: &str, error: ReadError) -> Fault<'a> {
    if error.code == NO_UNIT {
        let message = format!("{} what? a claim needs a unit", shown(text));
        let fault = Fault::new(NO_UNIT, whole, message);
        let typed = |unit: &str| whole.trim().to_owned() + " " + unit;
        return fault
            .or(typed("hours"), "hours")
            .or(typed("minutes"), "minutes")
            .or(typed("days"), "days");
    }
    let digits = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    if error.code == NOT_A_SPAN || !digits {
        return Fault::new(NOT_A_SPAN, whole, format!("{} says no length of time", shown(text)));
    }
    let fault = Fault::new(error.code, whole, error.message);
    error.instead.into_iter().fold(fault, |fault, s| fault.or(s.typed, s.meaning))
}

/// `half an hour`, `a quarter of an hour`, `an hour and a half`, `one and a half hours`: told in halves
/// or quarters of their unit.
fn fraction(text: &str) -> Option<Length> {
    let unit = |word: &str| time_unit(word).and_then(|n| i64::try_from(n).ok());
    let told = |micros: i64, unit: i64| {
        Some(Length {
            span: Span::from_micros(micros),
            unit: Span::from_micros(unit),
            nights: false,
        })
    };
    let text = text.strip_prefix("about ").unwrap_or(text);
    for (words, of) in [
        (&["half an", "half a", "half"][..], (1, 2)),
        (&["three quarters of an", "three quarters of a", "three-quarters of an"], (3, 4)),
        (&["a quarter of an", "a quarter of a", "quarter of an", "a quarter"], (1, 4)),
    ] {
        if let Some(word) = after(text, words) {
            let whole = unit(word)?;
            return told(whole * of.0 / of.1, whole / of.1);
        }
    }
    let tokens: Vec<&str> = text.split(' ').collect();
    let (count, word) = match tokens.as_slice() {
        [count, "and", "a", "half", word] | [count, word, "and", "a", "half"] => (count, word),
        _ => return None,
    };
    let whole = unit(word)?;
    let count: i64 = in_digits(count).trim().parse().ok().filter(|n| (0..10_000).contains(n))?;
    told(whole * count + whole / 2, whole / 2)
}

/// Words for numbers as digits, and without `and` or commas between parts.
fn in_digits(text: &str) -> String {
    let named = NUMBERS.iter().find_map(|(word, digits)| {
        if text == *word {
            return Some((*digits).to_owned());
        }
        after(text, &[word])
            .filter(|_| word.ends_with(char::is_alphabetic))
            .map(|rest| format!("{digits} {rest}"))
    });
    named.unwrap_or_else(|| text.to_owned()).replace(" and ", " ").replace(", ", " ")
}

/// The unit in which a length that reads is told last: `2h30` and `2:30` in minutes.
fn last_unit(text: &str) -> Span {
    let colons = text.matches(':').count();
    let word = text.rsplit(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    let behind = text.ends_with(|c: char| c.is_ascii_digit());
    let micros = match (colons, word) {
        (1, _) => 60_000_000,
        (2, _) => 1_000_000,
        (_, Some(word)) if behind && word.starts_with('h') => 60_000_000,
        (_, word) => word.and_then(time_unit).unwrap_or(60_000_000),
    };
    Span::from_micros(i64::try_from(micros).unwrap_or(60_000_000))
}

impl Kind for Claim {
    const NAME: &'static str = "claim";
    const PLACEHOLDER: &'static str = "TIME";
    const EXAMPLE: &'static str = "1-2 hours";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        self.text.clone()
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::{Code, EMPTY, NO_CALENDAR};
    use super::*;

    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3600.0;
    const DAY: f64 = 86_400.0;

    fn claim(text: &str) -> Claim {
        let claim = Claim::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value;
        assert_eq!(Claim::read(&claim.print()).unwrap().value, claim);
        claim
    }

    fn seconds(text: &str) -> (Option<f64>, Option<f64>, f64) {
        let c = claim(text);
        (c.low.map(Span::as_secs), c.high.map(Span::as_secs), c.half.as_secs())
    }

    fn refused(text: &str, code: Code) -> Vec<String> {
        let e = Claim::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn ranges_read_in_all_their_ways() {
        for text in [
            "1-2 hours",
            "1 - 2 hours",
            "1\u{2013}2 hours",
            "1 to 2 hrs",
            "1 to 2 hours.",
            "1h-2h",
            "one to two hours",
            "between 1 and 2 hours",
            "from 1 to 2 hours",
            "1 or 2 hours",
            "about 1-2 hours",
            "1 hour to 2 hours",
            "an hour or two hours",
            "roughly 1\u{2014}2 h",
            "1 hour-2 hours",
            "~1-2h",
            "It takes about 1-2 hours!",
        ] {
            assert_eq!(seconds(text), (Some(HOUR), Some(2.0 * HOUR), HOUR / 2.0), "{text}");
        }
        assert_eq!(seconds("45-90 min"), (Some(2700.0), Some(5400.0), 30.0));
        assert_eq!(seconds("1.5-2.5 hours"), (Some(5400.0), Some(9000.0), 1800.0));
        assert_eq!(seconds("45 min to 2 hours"), (Some(2700.0), Some(7200.0), 1800.0));
        assert_eq!(seconds("90 minutes - 2h30"), (Some(5400.0), Some(9000.0), 30.0));
        assert_eq!(seconds("2-3 days"), (Some(2.0 * DAY), Some(3.0 * DAY), DAY / 2.0));
        assert_eq!(seconds("an hour to an hour and a half"), (Some(HOUR), Some(5400.0), 900.0));
    }

    #[test]
    fn single_times_are_ranges_of_one_point() {
        for (text, at, half) in [
            ("about 3 h", 3.0 * HOUR, 0.5 * HOUR),
            ("90 minutes", 5400.0, 30.0),
            ("2h30", 9000.0, 30.0),
            ("2:30", 9000.0, 30.0),
            ("2 hours 30 minutes", 9000.0, 30.0),
            ("2 hours and 30 minutes", 9000.0, 30.0),
            ("1.5 hours", 5400.0, 0.5 * HOUR),
            ("1,5 hours", 5400.0, 0.5 * HOUR),
            ("1\u{bd} hours", 5400.0, 0.5 * HOUR),
            ("half an hour", 1800.0, 900.0),
            ("half a day", DAY / 2.0, DAY / 4.0),
            ("a quarter of an hour", 900.0, 450.0),
            ("three quarters of an hour", 2700.0, 450.0),
            ("an hour and a half", 5400.0, 900.0),
            ("one and a half hours", 5400.0, 900.0),
            ("2 and a half days", 2.5 * DAY, DAY / 4.0),
            ("an hour", HOUR, 0.5 * HOUR),
            ("a day", DAY, 0.5 * DAY),
            ("a week", 7.0 * DAY, 3.5 * DAY),
            ("a couple of days", 2.0 * DAY, 0.5 * DAY),
            ("a 3-hour", 3.0 * HOUR, 0.5 * HOUR),
            ("9 seconds", 9.0, 0.5),
            ("twelve days", 12.0 * DAY, 0.5 * DAY),
            ("1 day 3 hours", 27.0 * HOUR, 0.5 * HOUR),
            ("1 hour(s)", HOUR, 0.5 * HOUR),
            ("45 mins", 45.0 * MINUTE, 30.0),
            ("1/2 hour", 1800.0, 0.5 * HOUR),
            ("1 1/2 hours", 5400.0, 0.5 * HOUR),
            ("2:30 hours", 9000.0, 30.0),
            ("an hour or so", HOUR, 0.5 * HOUR),
            ("1 h 30 m", 5400.0, 30.0),
        ] {
            let text = text.strip_prefix("a 3").map_or(text.to_owned(), |rest| format!("3{rest}"));
            assert_eq!(seconds(&text), (Some(at), Some(at), half), "{text}");
        }
    }

    #[test]
    fn one_end_may_be_open() {
        for text in [
            "under an hour",
            "up to 1 hour",
            "less than an hour",
            "within an hour",
            "< 1h",
            "1 hour or less",
            "1 hour at most",
            "an hour max",
        ] {
            assert_eq!(seconds(text), (None, Some(HOUR), 0.5 * HOUR), "{text}");
        }
        for text in [
            "over 2 hours",
            "at least 2 hours",
            "more than two hours",
            "2 hours or more",
            "2+ hours",
        ] {
            assert_eq!(seconds(text), (Some(2.0 * HOUR), None, 0.5 * HOUR), "{text}");
        }
        assert_eq!(claim("up to 2 hours").most(), Some(Span::from_secs(9000)));
        assert_eq!(claim("up to 2 hours").least(), Span::ZERO);
        assert_eq!(claim("over 2 hours").most(), None);
        assert_eq!(claim("up to 2 hours").middle(), Span::from_secs(7200));
        assert_eq!(claim("1-2 hours").middle(), Span::from_secs(5400));
        assert_eq!(claim("20 minutes").least(), Span::from_secs(19 * 60 + 30));
        assert_eq!(claim("half a day").least(), Span::from_secs(6 * 3600));
    }

    #[test]
    fn nights_are_counted_as_such() {
        let three = claim("3 nights");
        assert!(three.nights && three.low == Some(Span::DAY.times(3)) && three.half == Span::ZERO);
        assert_eq!((three.least(), three.most()), (Span::DAY.times(2), Some(Span::DAY.times(3))));
        let two = claim("two or three nights");
        assert_eq!((two.low, two.high), (Some(Span::DAY.times(2)), Some(Span::DAY.times(3))));
        for text in ["overnight", "one night", "all night"] {
            let c = claim(text);
            assert_eq!((c.nights, c.low, c.most()), (true, None, Some(Span::DAY)), "{text}");
        }
    }

    #[test]
    fn a_few_is_three_to_five_and_says_so() {
        let reading = Claim::read("a few hours").unwrap();
        assert_eq!(reading.note.unwrap().code, A_FEW);
        assert_eq!(reading.value.low, Some(Span::from_secs(3 * 3600)));
        assert_eq!(reading.value.high, Some(Span::from_secs(5 * 3600)));
    }

    #[test]
    fn what_is_no_time_is_refused_with_what_to_type() {
        assert_eq!(refused("3", NO_UNIT), ["3 hours", "3 minutes", "3 days"]);
        assert_eq!(refused("1-2", NO_UNIT), ["1-2 hours", "1-2 minutes", "1-2 days"]);
        assert_eq!(
            refused("about 90", NO_UNIT),
            ["about 90 hours", "about 90 minutes", "about 90 days"]
        );
        assert_eq!(refused("3-1 hours", NOT_RISING), ["1-3 hours"]);
        assert_eq!(refused("2h-1h", NOT_RISING), ["1h-2h"]);
        assert_eq!(refused("", EMPTY), ["1-2 hours"]);
        assert_eq!(refused("  ", EMPTY), ["1-2 hours"]);
        assert_eq!(refused("0 hours", OUT_OF_RANGE), ["1-2 hours"]);
        for text in
            ["soon", "many hours", "hours", "several days", "to", "-", "between", "x-y hours"]
        {
            assert_eq!(refused(text, NOT_A_SPAN), ["1-2 hours"], "{text}");
        }
        refused("a month", NO_CALENDAR);
        refused("1 hour to 3 nights", NOT_A_SPAN);
        refused("-2 hours", OUT_OF_RANGE);
    }
}
