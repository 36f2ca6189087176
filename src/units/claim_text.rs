//! The text of a claim: how long somebody says that an upload takes. `1-2 hours`, `about 3 h`,
//! `under an hour`, `2h30`, `a couple of days`, `overnight` flow in; the range of times flows out, with
//! the unit in which it is told last. Claims come as people and web pages write them, so that words for
//! numbers are read as well as digits.

mod phrases;

use super::error::{NO_UNIT, NOT_A_SPAN, NOT_RISING, OUT_OF_RANGE, ReadError};
use super::fault::{Fault, Grammar, read, shown};
use super::grammar::{number, number_text};
use super::time::Span;
use super::time_text::time_unit;
use super::{Kind, Note, Plain, Reading};
use phrases::{
    ABOUT, ABOVE, ALL_NIGHT, AT_LEAST, AT_MOST, NUMBERS, OR_LESS, OR_MORE, OVERNIGHT, PLURALS,
    VAGUE,
};

/// The code of the note on `a few` and the like, which say no number.
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
    /// The unit in which it is told last.
    pub unit: Span,
    /// Half of that: by so much a number may be rounded. Nothing where the claim is a bound (`under 2 h`,
    /// `at least a day`), which is an end and no rounded number; nor of nights, which are counted.
    pub half: Span,
    /// It counts nights, each of which stands as a day in the spans: in `3 nights` more than two pass.
    pub nights: bool,
    /// It says that a night is filled (`all night`), not only that it is enough (`overnight`).
    pub fills: bool,
}

impl Claim {
    /// The least that it can mean: its lower end less half a unit, not below zero. Of nights all but the
    /// last have passed; of one that is filled, at least [`Claim::PART_OF_NIGHT`].
    pub fn least(&self) -> Span {
        let Some(low) = self.low else { return Span::ZERO };
        match self.nights {
            true if self.fills => Self::PART_OF_NIGHT,
            true => low.minus(Span::DAY).max(Span::ZERO),
            false => low.minus(self.half).max(Span::ZERO),
        }
    }

    /// What takes all night takes at least this part of it, where nights stand as days: a quarter (assumed;
    /// what is done in less would be told in minutes or hours).
    pub const PART_OF_NIGHT: Span = Span::from_secs(6 * 3600);

    /// Its least is a part of one night: `overnight`, `1-2 nights`.
    pub fn within_a_night(&self) -> bool {
        self.nights && self.low.is_some_and(|low| low <= Span::DAY)
    }

    /// It says only how long at most: `under 2 hours`, `overnight`.
    pub fn is_at_most(&self) -> bool {
        let one_night = self.within_a_night() && self.high == Some(Span::DAY) && !self.fills;
        self.low.is_none() || one_night
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
                unit: last.unit,
                half: if last.nights { Span::ZERO } else { half_of(last.unit) },
                nights: last.nights,
                fills: false,
            }
        };
        // `under 2 hours` ends at two; `under about 2 hours` where about two would.
        let bound = |claim: Claim, rounded: bool| match rounded {
            true => claim,
            false => Claim { half: Span::ZERO, ..claim },
        };
        let fills = ALL_NIGHT.contains(&body);
        if fills || OVERNIGHT.contains(&body) {
            let night = Length { span: Span::DAY, unit: Span::DAY, nights: true };
            return Ok(Claim { fills, ..claim(Some(night), Some(night)) }.into());
        }
        if let Some(rest) = after(body, &["most of the", "most of an", "most of a"]) {
            let whole = length(text, &format!("1 {rest}"))?;
            let most = Length { span: half_of(whole.span), ..whole };
            return Ok(bound(claim(Some(most), Some(whole)), false).into());
        }
        let counted = VAGUE.iter().find_map(|(word, least, most)| {
            Some((after(body, &[word])?.to_owned(), *least, *most))
        });
        let alone = PLURALS.iter().find(|(unit, _)| *unit == body);
        if let Some((rest, least, most)) =
            counted.or(alone.map(|(unit, most)| ((*unit).to_owned(), 2, *most)))
        {
            let low = length(text, &format!("{least} {rest}"))?;
            let high = length(text, &format!("{most} {rest}"))?;
            let note = Note { code: A_FEW, text: format!("read {body} as {least} to {most}") };
            return Ok(Reading { value: claim(Some(low), Some(high)), note: Some(note) });
        }
        if let Some(rest) = after(body, &AT_MOST).or_else(|| before(body, &OR_LESS)) {
            let end = without(rest, &ABOUT);
            return Ok(bound(claim(None, Some(length(text, end)?)), end != rest).into());
        }
        // `55+ hours` is said of what may take longer.
        let open = after(body, &AT_LEAST).or_else(|| before(body, &OR_MORE)).map(str::to_owned);
        let plus = body.contains('+').then(|| body.replace('+', " ").replace("  ", " "));
        if let Some(rest) = open.or(plus) {
            let end = without(rest.trim(), &ABOUT);
            let mut low = length(text, end)?;
            if low.nights && after(body, &ABOVE).is_some() {
                low.span = low.span.plus(Span::DAY);
            }
            return Ok(bound(claim(Some(low), None), end != rest.trim()).into());
        }
        // `a day or two`: the unit stands once, behind the first.
        let (in_low, in_high) = parts(body).map_or(("", ""), |(low, high)| (low, high));
        let low_digits = in_digits(in_low);
        let bare = matches!(number(&in_digits(in_high)), Ok((_, "")));
        let shared = match number(&low_digits) {
            Ok((_, unit)) if bare && !unit.is_empty() => {
                format!("{} {}", in_digits(in_high), first_unit(unit))
            }
            _ => String::new(),
        };
        let in_parts = parts(body).map(|(low, high)| match shared.as_str() {
            "" => (low, high),
            shared => (low, shared),
        });
        let Some((low, high)) = in_parts else {
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
mod tests;
