//! How an input varies from trial to trial: `lognormal 40%`, `±30min`, `30GB..50GB`, `yes 90% | no 10%`.
//! Text flows in, laws by the key of an input flow out. What an amount is worth, and whether a law suits
//! an input, is known where the inputs are (`scenario::spread`): here amounts are kept as written.

use super::error::{Code, OUT_OF_RANGE, ReadError, SHAPE};
use super::fault::{Fault, Grammar, read, shown};
use super::grammar::{decimal, number};
use super::{Kind, Plain, Reading};

/// The widest share that a law takes.
const MOST_PERCENT: u64 = 400;
/// The most values of a choice.
const MOST_CHOICES: usize = 24;

/// How far a law reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A share of the value in millionths; of a percentage, points.
    Share(u32),
    /// An amount in the kind of the input, or a span of time, as written.
    Amount(String),
}

/// On which sides of its value an input varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// Only more, or later.
    Up,
    /// Only less, or earlier.
    Down,
}

/// The law that an input follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Law {
    /// Times e^(s z), z standard normal; s in millionths. The value is the median.
    Lognormal(u32),
    /// Plus a normal amount of this sd.
    Normal(Reach),
    /// Plus an even amount up to this far.
    Even(Side, Reach),
    /// Evenly between two values, as written.
    Between(String, String),
    /// One of these values, as written, by their weights in millionths.
    OneOf(Vec<(String, u32)>),
}

impl Law {
    /// Whether it leaves the value as it is: a share of nothing.
    pub fn is_nothing(&self) -> bool {
        match self {
            Law::Lognormal(s) => *s == 0,
            Law::Normal(Reach::Share(s)) | Law::Even(_, Reach::Share(s)) => *s == 0,
            Law::Normal(_) | Law::Even(..) | Law::Between(..) | Law::OneOf(_) => false,
        }
    }
}

/// Laws by the key of the input, each key once, in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Varies(pub Vec<(String, Law)>);

impl Varies {
    /// The law of an input.
    pub fn of(&self, key: &str) -> Option<&Law> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, law)| law)
    }

    /// Sets the law of an input; `None` takes it away.
    pub fn put(&mut self, key: &str, law: Option<Law>) {
        match (self.0.iter().position(|(known, _)| known == key), law) {
            (Some(at), Some(law)) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = law;
                }
            }
            (Some(at), None) => _ = self.0.remove(at),
            (None, Some(law)) => self.0.push((key.to_owned(), law)),
            (None, None) => {}
        }
    }

    /// Whether anything varies.
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|(_, law)| law.is_nothing())
    }
}

fn fault<'a>(code: Code, at: &'a str, message: String) -> Fault<'a> {
    Fault::new(code, at, message)
        .or("lognormal 40%", "from two thirds to half as much again, two of three times")
        .or("±30%", "evenly within 30 % either way")
        .or("normal 10%", "within 10 % two of three times")
}

/// A percentage in millionths.
fn share<'a>(text: &'a str, whole: &'a str) -> Result<Option<u32>, Fault<'a>> {
    let Some(bare) = text.strip_suffix('%') else { return Ok(None) };
    let bare = bare.trim_end();
    let (n, unit) = number(bare).map_err(|_| {
        fault(SHAPE, whole, format!("{} is no share; write for instance 40%", shown(text)))
    })?;
    if !unit.is_empty() || n.exceeds(MOST_PERCENT) {
        let message = format!("{} is not a share from 0% to {MOST_PERCENT}%", shown(text));
        return Err(fault(OUT_OF_RANGE, whole, message));
    }
    Ok(Some(u32::try_from(n.times(10_000)).unwrap_or(u32::MAX)))
}

fn reach<'a>(text: &'a str, whole: &'a str) -> Result<Reach, Fault<'a>> {
    let text = text.trim();
    match share(text, whole)? {
        Some(share) => Ok(Reach::Share(share)),
        None if text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains("..") => {
            Ok(Reach::Amount(text.to_owned()))
        }
        None => {
            let message =
                format!("{} says not how far; write a share or an amount, 30min", shown(whole));
            Err(fault(SHAPE, whole, message))
        }
    }
}

/// What may stand before an even reach.
const SIGNS: [(&str, Side); 5] = [
    ("+-", Side::Both),
    ("+/-", Side::Both),
    ("\u{b1}", Side::Both),
    ("+", Side::Up),
    ("-", Side::Down),
];

fn law(text: &str) -> Result<Law, Fault<'_>> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::empty(text, "a law"));
    }
    if text.contains('|') {
        return one_of(text);
    }
    for (sign, side) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return Ok(Law::Even(side, reach(rest, text)?));
        }
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    match word.to_ascii_lowercase().as_str() {
        "lognormal" => match reach(rest, text)? {
            Reach::Share(share) => return Ok(Law::Lognormal(share)),
            Reach::Amount(_) => {
                let message = format!("a lognormal law takes a share, not {}", shown(rest));
                return Err(fault(SHAPE, text, message));
            }
        },
        "normal" => return Ok(Law::Normal(reach(strip_sign(rest), text)?)),
        "uniform" | "even" => {
            return match rest.split_once("..") {
                Some((from, to)) => between(from, to, text),
                None => Ok(Law::Even(Side::Both, reach(strip_sign(rest), text)?)),
            };
        }
        _ => {}
    }
    match text.split_once("..") {
        Some((from, to)) => between(from, to, text),
        None => {
            let message = format!(
                "{} is no law; write lognormal 40%, normal 10%, ±30min, 30GB..50GB or yes 90% | no 10%",
                shown(text)
            );
            Err(fault(SHAPE, text, message))
        }
    }
}

fn strip_sign(text: &str) -> &str {
    let both = SIGNS.iter().filter(|(_, side)| *side == Side::Both);
    both.filter_map(|(sign, _)| text.strip_prefix(sign)).next().unwrap_or(text).trim()
}

fn between<'a>(from: &str, to: &str, whole: &'a str) -> Result<Law, Fault<'a>> {
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() || to.is_empty() {
        let message = format!("{} lacks an end; write for instance 30GB..50GB", shown(whole));
        return Err(fault(SHAPE, whole, message));
    }
    Ok(Law::Between(from.to_owned(), to.to_owned()))
}

fn one_of(text: &str) -> Result<Law, Fault<'_>> {
    let mut choices = Vec::new();
    for part in text.split('|') {
        let part = part.trim();
        let weighed = part.rsplit_once(char::is_whitespace);
        let (value, weight) = match weighed {
            Some((value, weight)) => (value.trim(), share(weight, text)?),
            None => ("", None),
        };
        let Some(weight) = weight.filter(|_| !value.is_empty()) else {
            let message = format!("{} lacks its share; write yes 90% | no 10%", shown(part));
            return Err(fault(SHAPE, text, message).or("yes 90% | no 10%", "one of the two"));
        };
        choices.push((value.to_owned(), weight));
    }
    let sum: u64 = choices.iter().map(|(_, weight)| u64::from(*weight)).sum();
    if sum != 1_000_000 {
        let message = format!("the shares come to {}%, not 100%", decimal(sum, 4));
        return Err(fault(OUT_OF_RANGE, text, message));
    }
    if choices.len() > MOST_CHOICES {
        return Err(fault(OUT_OF_RANGE, text, format!("more than {MOST_CHOICES} values")));
    }
    Ok(Law::OneOf(choices))
}

fn percent(millionths: u32) -> String {
    format!("{}%", decimal(u64::from(millionths), 4))
}

fn print_reach(reach: &Reach) -> String {
    match reach {
        Reach::Share(share) => percent(*share),
        Reach::Amount(text) => text.clone(),
    }
}

impl Grammar for Law {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        law(text).map(Into::into)
    }
}

impl Kind for Law {
    const NAME: &'static str = "law";
    const PLACEHOLDER: &'static str = "LAW";
    const EXAMPLE: &'static str = "lognormal 40%";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match self {
            Law::Lognormal(share) => format!("lognormal {}", percent(*share)),
            Law::Normal(reach) => format!("normal {}", print_reach(reach)),
            Law::Even(Side::Both, reach) => format!("\u{b1}{}", print_reach(reach)),
            Law::Even(Side::Up, reach) => format!("+{}", print_reach(reach)),
            Law::Even(Side::Down, reach) => format!("-{}", print_reach(reach)),
            Law::Between(from, to) => format!("{from}..{to}"),
            Law::OneOf(choices) => {
                let one = |(value, weight): &(String, u32)| format!("{value} {}", percent(*weight));
                choices.iter().map(one).collect::<Vec<_>>().join(" | ")
            }
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

impl Grammar for Varies {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let mut all = Varies::default();
        if matches!(text.trim().to_ascii_lowercase().as_str(), "none" | "nothing") {
            return Ok(all.into());
        }
        for part in text.split(';') {
            let part = part.trim();
            let end = part.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(part.len());
            let (key, rest) = part.split_at(end);
            let rest = rest.trim_start().trim_start_matches('=').trim();
            if key.is_empty() || rest.is_empty() {
                let message = format!("{} is not a key with a law behind it", shown(part));
                return Err(Fault::new(SHAPE, if part.is_empty() { text } else { part }, message)
                    .or(Varies::EXAMPLE, "the speed"));
            }
            let law = law(rest)?;
            if all.of(key).is_some() {
                let message = format!("{} has two laws", shown(key));
                return Err(Fault::new(SHAPE, part, message));
            }
            all.put(key, Some(law));
        }
        Ok(all.into())
    }
}

impl Kind for Varies {
    const NAME: &'static str = "spread";
    const PLACEHOLDER: &'static str = "SPREAD";
    const EXAMPLE: &'static str = "link.upload lognormal 40%";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        if self.0.is_empty() {
            return "none".to_owned();
        }
        let one = |(key, law): &(String, Law)| format!("{key} {}", law.print());
        self.0.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

#[cfg(test)]
mod tests;
