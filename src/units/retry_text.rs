//! The text of retry rules: `1s x2 up to 60s`, `3 x 0.6s per item`, `every 5s, at most 60`,
//! `40s soft`, `00:01, 00:02`.

use super::clock_text::start_clock;
use super::error::{NOT_RISING, OUT_OF_RANGE, ReadError, SHAPE};
use super::fault::{Fault, Grammar, after_word, is_one_of, read, same, shown};
use super::grammar::{decimal, number};
use super::retry::{Backoff, Clocks, MaxRun, Patience, Restart};
use super::service_text::text_kind;
use super::small_text::whole;
use super::time::{ClockTime, Span};
use super::time_text::more_than_zero;
use super::windows_text::{NOTHING, entries};
use super::{Kind, Plain, Reading};

const MOST_TIMES: u64 = 1_000;
const MOST_RESTARTS: u64 = 1_000_000;
const MOST_CLOCKS: usize = 168;

/// What stands before and behind some words in a row, in any case, spaces as they come.
fn split_words<'a>(text: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let mut rest = text.get(from..)?;
        let found = words.iter().all(|word| match after_word(rest, word) {
            Some(behind) => {
                rest = behind;
                true
            }
            None => false,
        });
        if found {
            return Some((text.get(..from)?.trim(), rest.trim()));
        }
        from += piece.len();
    }
    None
}

impl Grammar for Backoff {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let (waits, ceiling) = match split_words(text, &["up", "to"]) {
            Some((waits, most)) => (waits, Some((most, Span::parse(most)?.value))),
            None => (text, None),
        };
        let cross = |c: char| matches!(c, 'x' | 'X' | '\u{d7}');
        let (first, factor) = match waits.find(cross) {
            Some(at) => {
                let (first, factor) = (waits.get(..at), waits.get(at..));
                (first.unwrap_or("").trim(), factor.map(|f| f.trim_start_matches(cross).trim()))
            }
            None => (waits, None),
        };
        let wait = Span::parse(first)?.value;
        let thousandths = factor.map_or(Ok(1_000), growth)?;
        if let Some((most, ceiling)) = ceiling
            && ceiling < wait
        {
            let message = format!("{} is less than the first wait", shown(most));
            return Err(Fault::new(OUT_OF_RANGE, most, message)
                .or(wait.print(), "as long as the first wait"));
        }
        // Where waits do not grow, neither a factor nor a ceiling says anything.
        let grows = thousandths > 1_000 && wait > Span::ZERO;
        let thousandths = if grows { thousandths } else { 1_000 };
        let ceiling = ceiling.map(|(_, most)| most).filter(|_| grows);
        Ok(Backoff { first: wait, thousandths, ceiling }.into())
    }
}

/// A factor from 1 to 1000 in thousandths.
fn growth(text: &str) -> Result<u32, Fault<'_>> {
    let (n, unit) = number(text)?;
    if !unit.is_empty() {
        let message = format!("{} is not a factor such as 2 or 1.5", shown(text));
        return Err(Fault::new(SHAPE, text, message).or("2", "doubled"));
    }
    match u32::try_from(n.times(1_000)) {
        Ok(factor) if (1_000..=1_000_000).contains(&factor) => Ok(factor),
        _ => {
            let message = format!("{} is out of range; accepted is 1 to 1000", shown(text));
            Err(Fault::new(OUT_OF_RANGE, text, message)
                .or("1", "always as long")
                .or("2", "doubled"))
        }
    }
}

text_kind!(Backoff, "back-off", "BACKOFF", "1s x2 up to 60s", |backoff| {
    let mut text = backoff.first.print();
    if backoff.thousandths != 1_000 {
        text += &format!(" x{}", decimal(u64::from(backoff.thousandths), 3));
    }
    if let Some(most) = backoff.ceiling {
        text += &format!(" up to {}", most.print());
    }
    text
});

impl Grammar for Patience {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) {
            return Ok(Patience::NONE.into());
        }
        let shape = || {
            let message = format!("{} is not of the form 3 x 0.6s per item", shown(text));
            Fault::new(SHAPE, text, message)
        };
        let cross = |c: char| matches!(c, 'x' | 'X' | '\u{d7}' | '*');
        let (tries, apart) = match text.rsplit_once([',', ';']) {
            Some((tries, wait)) => match wait.trim().rsplit_once(char::is_whitespace) {
                Some((span, word)) if same(word, "apart") => {
                    (tries.trim(), Span::parse(span)?.value)
                }
                _ => return Err(shape()),
            },
            None => (text, Span::ZERO),
        };
        let Some((front, "")) = split_words(tries, &["per", "item"]) else {
            return Err(shape()
                .replacing(tries)
                .or(format!("{tries} per item"), "for each item that is left")
                .or("none", "it ends at once"));
        };
        let at = front.find(cross).ok_or_else(shape)?;
        let counted = front.get(..at).unwrap_or("").trim();
        let each = front.get(at..).unwrap_or("").trim_start_matches(cross).trim();
        let n = whole(counted)?;
        let rounds = u32::try_from(n).ok().filter(|_| (1..=MOST_TIMES).contains(&n));
        let rounds = rounds.ok_or_else(|| {
            let message = format!("{} rounds; accepted is 1 to {MOST_TIMES}", shown(counted));
            Fault::new(OUT_OF_RANGE, counted, message)
                .or("1", "a single round")
                .or("1000", "the most")
        })?;
        Ok(Patience { rounds, each: more_than_zero(each, "a try")?, apart }.into())
    }
}

text_kind!(
    Patience,
    "patience",
    "PATIENCE",
    "3 x 0.6s per item",
    |patience| match patience.rounds {
        0 => "none".to_owned(),
        n => {
            let apart = match patience.apart {
                Span::ZERO => String::new(),
                wait => format!(", {} apart", wait.print()),
            };
            format!("{n} x {} per item{apart}", patience.each.print())
        }
    }
);

impl Grammar for Restart {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let Some(rest) = after_word(text, "every") else {
            let message = format!("{} is not of the form every 5s, at most 60", shown(text));
            return Err(
                Fault::new(SHAPE, text, message).or(format!("every {text}"), "without limit")
            );
        };
        let (every, at_most) = match split_words(rest, &["at", "most"]) {
            Some((every, n)) => (every.trim_end_matches(',').trim_end(), Some(times(n)?)),
            None => (rest, None),
        };
        Ok(Restart { every: more_than_zero(every, "the wait for a restart")?, at_most }.into())
    }
}

/// `60` or `60 times`.
fn times(text: &str) -> Result<u32, Fault<'_>> {
    let counted = match text.rsplit_once(char::is_whitespace) {
        Some((n, word)) if is_one_of(word, &["times", "restarts"]) => n.trim(),
        _ => text,
    };
    let n = whole(counted)?;
    u32::try_from(n).ok().filter(|_| (1..=MOST_RESTARTS).contains(&n)).ok_or_else(|| {
        let message = format!("{} restarts; accepted is 1 to {MOST_RESTARTS}", shown(counted));
        Fault::new(OUT_OF_RANGE, counted, message).or("1", "once")
    })
}

text_kind!(Restart, "restart", "RESTART", "every 5s, at most 60", |restart| {
    let every = format!("every {}", restart.every.print());
    restart.at_most.map_or(every.clone(), |n| format!("{every}, at most {n}"))
});

impl Grammar for MaxRun {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let (length, end) = match text.rsplit_once(char::is_whitespace) {
            Some((length, end)) if is_one_of(end, &["soft", "hard"]) => (length.trim(), end),
            _ => (text, "hard"),
        };
        let soft = same(end, "soft");
        Ok(MaxRun { length: more_than_zero(length, "a run")?, soft }.into())
    }
}

text_kind!(MaxRun, "longest run", "RUN", "40s soft", |run| {
    format!("{} {}", run.length.print(), if run.soft { "soft" } else { "hard" })
});

impl Grammar for Clocks {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) || is_one_of(text, &["no", "never"]) {
            return Ok(Clocks(Vec::new()).into());
        }
        let mut clocks: Vec<ClockTime> = Vec::new();
        for entry in entries(text, MOST_CLOCKS, "clock times")? {
            let clock = start_clock(entry)?;
            if clocks.contains(&clock) {
                let message = format!("{} stands there twice", clock.print());
                return Err(Fault::new(NOT_RISING, entry, message));
            }
            clocks.push(clock);
        }
        clocks.sort_unstable();
        Ok(Clocks(clocks).into())
    }
}

text_kind!(Clocks, "clock times", "TIMES", "00:01, 00:02", |clocks| match clocks.0.as_slice() {
    [] => "none".to_owned(),
    list => list.iter().map(Kind::print).collect::<Vec<_>>().join(", "),
});

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn same_text<T: Kind>(text: &str) -> String {
        T::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    fn refused<T: Kind>(text: &str, code: Code) -> Vec<String> {
        let e = T::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn a_back_off_has_a_first_wait_a_factor_and_a_ceiling() {
        assert_eq!(same_text::<Backoff>("1s x2 up to 60s"), "1s x2 up to 1min");
        assert_eq!(same_text::<Backoff>("500ms \u{d7} 1.5 Up To 1min"), "500ms x1.5 up to 1min");
        assert_eq!(same_text::<Backoff>("10s"), "10s");
        assert_eq!(same_text::<Backoff>("1s x1.333"), "1s x1.333");
        // Waits that do not grow have no factor and no ceiling.
        assert_eq!(same_text::<Backoff>("1s x1 up to 60s"), "1s");
        assert_eq!(same_text::<Backoff>("0s x2 up to 60s"), "0s");
        assert_eq!(refused::<Backoff>("1 x2 up to 60s", NO_UNIT)[0], "1min x2 up to 60s");
        assert_eq!(refused::<Backoff>("60s x2 up to 1s", OUT_OF_RANGE), ["60s x2 up to 1min"]);
        assert_eq!(refused::<Backoff>("1s x0.5", OUT_OF_RANGE), ["1s x1", "1s x2"]);
        assert_eq!(refused::<Backoff>("1s x2s", SHAPE), ["1s x2"]);
    }

    #[test]
    fn patience_is_so_many_rounds_of_a_try_for_each_item() {
        assert_eq!(same_text::<Patience>("3 x 0.6s per item"), "3 x 600ms per item");
        assert_eq!(same_text::<Patience>("3x600 ms Per Item"), "3 x 600ms per item");
        let apart = "3 x 600ms per item, 10s apart";
        assert_eq!(same_text::<Patience>(apart), apart);
        assert_eq!(same_text::<Patience>("3 x 600ms per item, 0s Apart"), "3 x 600ms per item");
        refused::<Patience>("3 x 600ms per item, 10s", SHAPE);
        refused::<Patience>("3 x 600ms per item, 10s away", SHAPE);
        assert_eq!(Option::<Patience>::read("none").unwrap().value, Some(Patience::NONE));
        assert_eq!(Option::<Patience>::read("absent").unwrap().value, None);
        let both = ["3 x 0.6s per item", "none"];
        assert_eq!(refused::<Patience>("3 x 0.6s", SHAPE), both);
        assert_eq!(refused::<Patience>("3 x 2 per item", NO_UNIT)[2], "3 x 2s per item");
        assert_eq!(refused::<Patience>("0 x 2s per item", OUT_OF_RANGE)[0], "1 x 2s per item");
        refused::<Patience>("3 x 0s per item", OUT_OF_RANGE);
    }

    #[test]
    fn a_restart_has_a_wait_and_perhaps_a_limit() {
        assert_eq!(same_text::<Restart>("every 5s, at most 60"), "every 5s, at most 60");
        assert_eq!(same_text::<Restart>("Every 5 s at most 60 times"), "every 5s, at most 60");
        assert_eq!(same_text::<Restart>("every 5s"), "every 5s");
        assert_eq!(refused::<Restart>("5s", SHAPE), ["every 5s"]);
        assert_eq!(refused::<Restart>("every 5", NO_UNIT)[2], "every 5s");
        assert_eq!(
            refused::<Restart>("every 5s, at most 0", OUT_OF_RANGE),
            ["every 5s, at most 1"]
        );
        refused::<Restart>("every 0s", OUT_OF_RANGE);
        refused::<Restart>("every 5s, at most 60 apples", NOT_WHOLE);
    }

    #[test]
    fn a_run_ends_hard_unless_it_says_soft() {
        assert_eq!(same_text::<MaxRun>("40s soft"), "40s soft");
        assert_eq!(same_text::<MaxRun>("40s"), "40s hard");
        assert_eq!(same_text::<MaxRun>("1min 30s Hard"), "1min 30s hard");
        assert_eq!(refused::<MaxRun>("40 soft", NO_UNIT)[2], "40s soft");
        refused::<MaxRun>("0s", OUT_OF_RANGE);
        assert!(MaxRun::read("40s loud").is_err());
    }

    #[test]
    fn clock_times_are_sorted_and_differ() {
        assert_eq!(same_text::<Clocks>("00:02, 00:01"), "00:01, 00:02");
        assert_eq!(same_text::<Clocks>("none"), "none");
        assert_eq!(same_text::<Clocks>("00:00:40"), "00:00:40");
        refused::<Clocks>("00:01, 00:01", NOT_RISING);
        assert_eq!(refused::<Clocks>("7", TWO_CLOCKS), ["07:00", "19:00"]);
        refused::<Clocks>("24:00", NO_CLOCK_TIME);
    }
}
