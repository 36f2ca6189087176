//! Reads the values of an axis: the text behind a field and `=` flows in, steps in rising order flow
//! out, or the fault with its place in the whole text and what to type instead.

use super::{Step, Stepped, scale};
use crate::scenario::error::{NOT_STEPPED, UNKNOWN_KEY};
use crate::scenario::fields::{field, nearest};
use crate::units::error::{EMPTY, NOT_RISING, NOT_WHOLE, OUT_OF_RANGE, SHAPE, TOO_MANY};
use crate::units::{Code, ReadError, Suggestion};

pub(super) const EXAMPLE: &str = "upload=1Mbps..100Mbps:10";

pub(super) fn said(typed: &str, meaning: &str) -> Suggestion {
    Suggestion { typed: typed.to_owned(), meaning: meaning.to_owned() }
}

/// A fault that points into the text.
pub(super) struct Fault(ReadError);

impl Fault {
    pub(super) fn new(text: &str, code: Code, at: &str, message: String) -> Self {
        let start = (at.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
        let span = match start {
            Some(start) if text.get(start..start + at.len()).is_some() => start..start + at.len(),
            _ => 0..text.len(),
        };
        Fault(ReadError { code, read: text.to_owned(), span, message, instead: Vec::new() })
    }

    pub(super) fn add(&mut self, typed: impl Into<String>, meaning: &str) {
        self.0.instead.push(Suggestion { typed: typed.into(), meaning: meaning.to_owned() });
    }

    pub(super) fn or(mut self, typed: impl Into<String>, meaning: &str) -> ReadError {
        self.add(typed, meaning);
        self.0
    }

    /// Another kind's fault, put in its place within the text.
    pub(super) fn within(text: &str, part: &str, error: ReadError) -> ReadError {
        let outer = Fault::new(text, error.code, part, error.message).0;
        let (before, after) = (text.get(..outer.span.start), text.get(outer.span.end..));
        let whole = |typed: String| {
            format!("{}{typed}{}", before.unwrap_or_default(), after.unwrap_or_default())
        };
        let lead = part.len() - part.trim_start().len();
        let start = outer.span.start + lead.min(error.span.start);
        let span = (start + error.span.start)..(start + error.span.end);
        let span = if text.get(span.clone()).is_some() { span } else { outer.span };
        let instead = error.instead.into_iter();
        let instead = instead.map(|s| Suggestion { typed: whole(s.typed), ..s }).collect();
        ReadError { span, instead, ..outer }
    }
}

/// What the part before the `=` names.
pub(super) fn what(text: &str, name: &str) -> Result<Stepped, ReadError> {
    let rest = text.get(name.len()..).unwrap_or_default();
    let Some(what) = Stepped::find(name) else {
        let message = format!("no field is called {}", shown(name));
        let fault = Fault::new(text, UNKNOWN_KEY, name, message);
        return Err(match nearest(name) {
            Some(near) => fault.or(format!("{near}{rest}"), "the nearest name"),
            None => fault.or(EXAMPLE, "for instance"),
        });
    };
    match what {
        Stepped::Field(id) if !scale::is_scale(field(id)) => {
            let message = format!(
                "{} has no scale to step along; these have: {}",
                field(id).key,
                Stepped::all().join(", ")
            );
            Err(Fault::new(text, NOT_STEPPED, name, message).or(EXAMPLE, "for instance"))
        }
        what => Ok(what),
    }
}

/// A part of the text for a message.
fn shown(text: &str) -> String {
    let text: String = text.trim().chars().take(40).collect();
    format!("\"{}\"", text.escape_default())
}

/// One value out of the whole text.
fn value(text: &str, what: Stepped, part: &str) -> Result<Step, ReadError> {
    let step = what.read(part).map_err(|error| Fault::within(text, part, error))?;
    if step.place(&step).is_some() {
        return Ok(step);
    }
    let message = format!("{} is no amount that could be stepped to", shown(part));
    let typed = format!("{}={}", what.word(), what.example());
    Err(Fault::new(text, NOT_STEPPED, part, message).or(typed, "a value of it"))
}

/// `FROM..TO:COUNT`.
pub(super) fn range(
    text: &str,
    what: Stepped,
    (from_text, rest): (&str, &str),
    most: usize,
) -> Result<Vec<Step>, ReadError> {
    // 22:00..02:00 lacks its count: all of 02:00 is the end.
    let whole = what.read(rest).is_ok();
    let Some((to_text, count_text)) = rest.rsplit_once(':').filter(|_| !whole) else {
        let _both = (value(text, what, from_text)?, value(text, what, rest)?);
        let message = "how many values? the count stands behind a colon".to_owned();
        let at = text.get(text.len()..).unwrap_or_default();
        let typed = format!("{}:{}", text.trim_end(), 10.min(most));
        return Err(
            Fault::new(text, SHAPE, at, message).or(typed, "ten values, both ends included")
        );
    };
    let (from, to) = (value(text, what, from_text)?, value(text, what, to_text)?);
    let with = |count: usize| format!("{}={from_text}..{to_text}:{count}", what.word());
    let count = match count_text.trim().parse::<u64>() {
        Ok(count) if count_text.trim().bytes().all(|b| b.is_ascii_digit()) => count,
        _ => {
            let message = format!("{} is not a count of values", shown(count_text));
            let fault = Fault::new(text, NOT_WHOLE, count_text, message);
            return Err(fault.or(with(10.min(most)), "both ends included"));
        }
    };
    let allowed = usize::try_from(count).ok().filter(|n| (2..=most).contains(n));
    let Some(count) = allowed else {
        let message = format!("{count} values; 2 to {most} are taken, both ends included");
        let fault = Fault::new(text, TOO_MANY, count_text, message);
        return Err(fault.or(with(if count < 2 { 2 } else { most }), "both ends included"));
    };
    let ends = from.place(&from).zip(to.place(&from));
    if ends.is_none_or(|(low, high)| low >= high) {
        let message = "the range does not rise".to_owned();
        let typed = format!("{}={to_text}..{from_text}:{count}", what.word());
        let fault = Fault::new(text, NOT_RISING, rest, message);
        return Err(match from == to {
            true => fault.or(format!("{}={EXAMPLE_RANGE}", "upload"), "for instance"),
            false => fault.or(typed, "from the least to the most"),
        });
    }
    scale::between(&from, &to, count).map_err(|why| {
        let (message, typed) = match why {
            scale::NoSteps::FromZero => {
                let message = "sizes and rates go by equal ratios, and none leads away from zero";
                (message.to_owned(), format!("upload={EXAMPLE_RANGE}"))
            }
            scale::NoSteps::TooFine(there) => {
                let message = format!("there are only {there} values between the ends");
                (message, with(there.clamp(2, most)))
            }
        };
        Fault::new(text, OUT_OF_RANGE, from_text, message).or(typed, "for instance")
    })
}

/// A range of what is stepped through.
pub(super) fn range_example(what: Stepped) -> &'static str {
    match what {
        Stepped::Length | Stepped::Start => what.example(),
        Stepped::Field(id) => match field(id).kind.name {
            "size" => "5GB..80GB:5",
            "speed" => EXAMPLE_RANGE,
            "percentage" => "20%..100%:5",
            "span" => "10min..2h:5",
            "count" => "1..4:4",
            "energy" => "10Wh..16Wh:4",
            "temperature" => "0C..30C:4",
            _ => "5W..20W:4",
        },
    }
}

pub(super) const EXAMPLE_RANGE: &str = "1Mbps..100Mbps:10";

/// `VALUE,VALUE,...`.
pub(super) fn list(
    text: &str,
    what: Stepped,
    values: &str,
    most: usize,
) -> Result<Vec<Step>, ReadError> {
    let mut steps: Vec<Step> = Vec::new();
    let mut texts: Vec<&str> = Vec::new();
    let fault = |code, at: &str, message: String| Fault::new(text, code, at, message);
    if values.trim().is_empty() {
        let message = "nothing is written where values are needed".to_owned();
        let at = text.get(text.len()..).unwrap_or_default();
        return Err(fault(EMPTY, at, message).or(EXAMPLE, "for instance"));
    }
    for part in values.split(',') {
        let step = value(text, what, part)?;
        let first = steps.first().unwrap_or(&step);
        let rises = steps.last().is_none_or(|last| last.place(first) < step.place(first));
        if !rises {
            let message = format!("{} does not come after {}", part.trim(), steps_last(&texts));
            let sorted = sorted(&steps, &texts, (&step, part));
            let typed = format!("{}={}", what.word(), sorted.join(","));
            return Err(fault(NOT_RISING, part, message).or(typed, "rising"));
        }
        if steps.len() == most {
            let message = format!("more than {most} values");
            let typed = format!("{}={}", what.word(), texts.join(","));
            return Err(fault(TOO_MANY, part, message).or(typed, "the first of them"));
        }
        steps.push(step);
        texts.push(part.trim());
    }
    if steps.len() < 2 {
        let message = "one value is no axis; write a range or several values".to_owned();
        return Err(fault(SHAPE, values, message).or(EXAMPLE, "for instance"));
    }
    Ok(steps)
}

fn steps_last<'a>(texts: &[&'a str]) -> &'a str {
    texts.last().copied().unwrap_or_default()
}

/// The texts in rising order, each once.
fn sorted<'a>(steps: &[Step], texts: &[&'a str], last: (&Step, &'a str)) -> Vec<&'a str> {
    let first = steps.first().unwrap_or(last.0);
    let mut all: Vec<(Option<u64>, &str)> = steps
        .iter()
        .zip(texts.iter().copied())
        .chain([(last.0, last.1.trim())])
        .map(|(step, text)| (step.place(first), text))
        .collect();
    all.sort_by_key(|&(place, _)| place);
    all.dedup_by_key(|&mut (place, _)| place);
    all.into_iter().map(|(_, text)| text).collect()
}
