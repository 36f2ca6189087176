//! The text of windows: `23:00-07:00`, `11pm-7am`, `23-7`, `night 2: 01:00-05:00`, `all-day` flow
//! in, stretches of clock time flow out, and back. Hours that could be morning or evening are
//! refused with both readings.

use super::clock_text::{Written, end_clock, not_the_end, written};
use super::error::{NO_LENGTH, NO_NIGHT, NO_WINDOW, ReadError, TOO_MANY, TWO_CLOCKS};
use super::fault::{Fault, Grammar, is_one_of, read, same, shown, split_word};
use super::grammar::trimmed;
use super::time::ClockTime;
use super::windows::{BackupWindow, ClockWindow, Deadline, Nights, Windows};
use super::{Kind, Plain, Reading};

/// The last night that can be named: ten years.
const LAST_NIGHT: u32 = 3_660;
/// How many windows a list may hold.
pub(super) const MOST_WINDOWS: usize = 24;

const ALL_DAY: [&str; 4] = ["all-day", "all day", "all_day", "allday"];
/// Words that mean that there is nothing.
pub(super) const NOTHING: [&str; 2] = ["none", "nothing"];

/// Splits a list at its commas and semicolons, and refuses long ones before reading them.
pub(super) fn entries<'a>(
    text: &'a str,
    most: usize,
    what: &str,
) -> Result<Vec<&'a str>, Fault<'a>> {
    let list: Vec<&str> = text.split([',', ';']).map(str::trim).take(most + 1).collect();
    if list.len() > most {
        let message = format!("more than {most} {what}");
        return Err(Fault::new(TOO_MANY, text, message));
    }
    Ok(list)
}

/// The two ends of a window as they are written.
fn ends(text: &str) -> Option<(&str, &str)> {
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let (start, end) = match split_word(text, "to").or_else(|| split_word(text, "until")) {
        Some(both) => both,
        None => {
            let at = text.find(dash)?;
            let behind = text.get(at..)?.chars().next()?.len_utf8();
            (text.get(..at)?, text.get(at + behind..)?)
        }
    };
    let (start, end) = (trimmed(start), trimmed(end));
    let start = match start.get(..5) {
        Some(from) if same(from, "from ") => start.get(5..)?.trim(),
        _ => start,
    };
    (!start.is_empty() && !end.is_empty() && !end.contains(dash)).then_some((start, end))
}

/// Reads `23:00-07:00` without nights.
fn stretch(text: &str) -> Result<(ClockTime, ClockTime), Fault<'_>> {
    let text = trimmed(text);
    let Some((from, to)) = ends(text) else {
        let message = format!("{} has no start and end such as 22:00-07:00", shown(text));
        return Err(Fault::new(NO_WINDOW, text, message));
    };
    let (start, end) = match (written(from)?, written(to)?) {
        (Written::Clock(start), Written::Clock(end)) => (start, end),
        (a, b) if plainly_24h(a, from) || plainly_24h(b, to) => (as_24h(a), as_24h(b)),
        (a, b) => return Err(two_clocks(text, (a, from), (b, to))),
    };
    let start = not_the_end(from, start)?;
    if start == end {
        let message = format!("{} is 0 or 24 hours", shown(text));
        return Err(Fault::new(NO_LENGTH, text, message)
            .or("all-day", "24 hours")
            .or("00:00-24:00", "24 hours"));
    }
    Ok((start, end))
}

/// Whether this end is surely on the 24-hour clock: its hour is 0 or above 12.
fn plainly_24h(end: Written, text: &str) -> bool {
    match end {
        Written::Clock(clock) => !is_named(text) && !(1..=12).contains(&(clock.secs() / 3600)),
        Written::Hour(_) => false,
    }
}

/// Whether it carries `am`, `pm`, `noon` or the like.
fn is_named(text: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() && !c.eq_ignore_ascii_case(&'h');
    text.ends_with(letter) || text.ends_with('.')
}

fn as_24h(end: Written) -> ClockTime {
    match end {
        Written::Clock(clock) => clock,
        Written::Hour(hour) => ClockTime::from_hm(hour, 0),
    }
}

/// `7-11`, `10-6`, `11pm-7`: each reading, likeliest first.
#[cold]
fn two_clocks<'a>(text: &'a str, a: (Written, &str), b: (Written, &str)) -> Fault<'a> {
    let message = format!("{} can be morning or evening", shown(text));
    let mut fault = Fault::new(TWO_CLOCKS, text, message);
    let in_half_day = |w: Written| as_24h(w).secs() % 43_200;
    let say = |w: Written, text: &str, half: &str| match w {
        Written::Clock(_) if is_named(text) => text.to_owned(),
        Written::Clock(_) => format!("{text}{half}"),
        Written::Hour(hour) => format!("{hour}{half}"),
    };
    let halves = if in_half_day(a.0) < in_half_day(b.0) {
        [("am", "am"), ("pm", "pm"), ("am", "pm"), ("pm", "am")]
    } else {
        [("pm", "am"), ("am", "pm"), ("am", "am"), ("pm", "pm")]
    };
    for (i, (first, second)) in halves.into_iter().enumerate() {
        let typed = format!("{}-{}", say(a.0, a.1, first), say(b.0, b.1, second));
        if i < 2 {
            fault = fault.or(typed, "on the 12-hour clock");
        }
    }
    fault
}

/// Takes `night 2:` or `nights 2-4:` off the front.
pub(super) fn nights(text: &str) -> Result<(Option<Nights>, &str), Fault<'_>> {
    let text = trimmed(text);
    let word = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    if !is_one_of(text.get(..word).unwrap_or(""), &["night", "nights"]) {
        return Ok((None, text));
    }
    let behind = text.get(word..).unwrap_or("").trim_start();
    let (first, rest) = night_number(text, behind)?;
    let open = rest.trim_start();
    let (last, rest) = match open.strip_prefix(['-', '\u{2013}']) {
        Some(tail) => night_number(text, tail.trim_start())?,
        None => match open.get(..3) {
            Some(to) if same(to, "to ") => {
                night_number(text, open.get(3..).unwrap_or("").trim_start())?
            }
            _ => (first, rest),
        },
    };
    if last < first {
        let message = format!("nights {first}-{last} end before they start");
        return Err(Fault::new(NO_NIGHT, text, message));
    }
    let rest = rest.trim_start();
    Ok((Some(Nights { first, last }), rest.strip_prefix(':').unwrap_or(rest).trim_start()))
}

fn night_number<'a>(whole: &'a str, text: &'a str) -> Result<(u32, &'a str), Fault<'a>> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text.get(..end).unwrap_or("").parse::<u32>().ok();
    match number.filter(|n| (1..=LAST_NIGHT).contains(n)) {
        Some(number) => Ok((number, text.get(end..).unwrap_or(""))),
        None => {
            let message =
                format!("nights are counted from 1 to {LAST_NIGHT}: night 2: 01:00-05:00");
            Err(Fault::new(NO_NIGHT, if text.is_empty() { whole } else { text }, message))
        }
    }
}

fn print_nights(nights: Option<Nights>) -> String {
    match nights {
        None => String::new(),
        Some(Nights { first, last }) if first == last => format!("night {first}: "),
        Some(Nights { first, last }) => format!("nights {first}-{last}: "),
    }
}

impl Grammar for ClockWindow {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let (nights, text) = nights(text)?;
        if is_one_of(text, &ALL_DAY) {
            let (start, end) = (ClockTime::MIDNIGHT, ClockTime::from_hm(24, 0));
            return Ok(ClockWindow { nights, start, end }.into());
        }
        let (start, end) = stretch(text)?;
        Ok(ClockWindow { nights, start, end }.into())
    }
}

impl Kind for ClockWindow {
    const NAME: &'static str = "window";
    const PLACEHOLDER: &'static str = "HH:MM-HH:MM";
    const EXAMPLE: &'static str = "22:00-07:00";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        format!("{}{}-{}", print_nights(self.nights), self.start.print(), self.end.print())
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

impl Grammar for Windows {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = trimmed(text);
        if is_one_of(text, &["yes", "always", "true", "on"]) || is_one_of(text, &ALL_DAY) {
            return Ok(Windows::Always.into());
        }
        if is_one_of(text, &["no", "never", "false", "off"]) || is_one_of(text, &NOTHING) {
            return Ok(Windows::Never.into());
        }
        let list = entries(text, MOST_WINDOWS, "windows")?;
        let windows = list.into_iter().map(|entry| ClockWindow::parse(entry).map(|r| r.value));
        Ok(Windows::Clock(windows.collect::<Result<_, _>>()?).into())
    }
}

impl Kind for Windows {
    const NAME: &'static str = "windows";
    const PLACEHOLDER: &'static str = "WINDOWS";
    const EXAMPLE: &'static str = "22:00-07:00";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match self {
            Windows::Always => "yes".to_owned(),
            Windows::Clock(windows) if !windows.is_empty() => {
                windows.iter().map(Kind::print).collect::<Vec<_>>().join(", ")
            }
            Windows::Never | Windows::Clock(_) => "no".to_owned(),
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

impl Grammar for BackupWindow {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = trimmed(text);
        if is_one_of(text, &ALL_DAY) || same(text, "always") {
            return Ok(BackupWindow::AllDay.into());
        }
        let (start, end) = stretch(text)?;
        if start == ClockTime::MIDNIGHT && end.millis() == 86_400_000 {
            return Ok(BackupWindow::AllDay.into());
        }
        Ok(BackupWindow::Nightly { start, end }.into())
    }
}

impl Kind for BackupWindow {
    const NAME: &'static str = "backup window";
    const PLACEHOLDER: &'static str = "HH:MM-HH:MM";
    const EXAMPLE: &'static str = "22:00-07:00";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match *self {
            BackupWindow::AllDay => "all-day".to_owned(),
            BackupWindow::Nightly { start, end } => ClockWindow::daily(start, end).print(),
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

impl Grammar for Deadline {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let (nights, clock) = nights(text)?;
        let night = match nights {
            Some(n) if n.first != n.last => {
                let message = "a deadline is in one night";
                return Err(Fault::new(NO_NIGHT, text.trim(), message)
                    .or(format!("night {} {clock}", n.last), "in the last of them"));
            }
            other => other.map(|n| n.first),
        };
        Ok(Deadline { night, clock: end_clock(clock)? }.into())
    }
}

impl Kind for Deadline {
    const NAME: &'static str = "deadline";
    const PLACEHOLDER: &'static str = "HH:MM";
    const EXAMPLE: &'static str = "07:00";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match self.night {
            Some(night) => format!("night {night} {}", self.clock.print()),
            None => self.clock.print(),
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

#[cfg(test)]
mod tests;
