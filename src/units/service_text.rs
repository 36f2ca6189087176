//! The text of what a service does: items, charge holds and tapers, overheads, scans, working
//! space, running-time budgets.

use super::clock_text::end_clock;
use super::compound::{Hold, ItemClass, Items, Overhead, Scan, Scratch, Session, Taper};
use super::data::Size;
use super::error::{NOT_RISING, OUT_OF_RANGE, ReadError, SHAPE};
use super::fault::{Fault, Grammar, is_one_of, read, same, shown, split_word};
use super::fraction::Fraction;
use super::grammar::{decimal, number};
use super::rivals_text::check_name;
use super::small_text::whole;
use super::spread_text::{print_spread, split_spread};
use super::time::Span;
use super::time_text::more_than_zero;
use super::windows_text::{NOTHING, entries};
use super::{Kind, Note, Plain, Reading};

pub(super) const MOST_CLASSES: usize = 32;
const MOST_KNOTS: usize = 16;

/// The parts of [`Kind`] that are the same for every kind of this file.
macro_rules! text_kind {
    ($type:ty, $name:literal, $placeholder:literal, $example:literal, $print:expr) => {
        impl Kind for $type {
            const NAME: &'static str = $name;
            const PLACEHOLDER: &'static str = $placeholder;
            const EXAMPLE: &'static str = $example;
            const UNIT: Option<&'static str> = None;

            fn read(text: &str) -> Result<Reading<Self>, ReadError> {
                read(text)
            }

            fn print(&self) -> String {
                let print: fn(&Self) -> String = $print;
                print(self)
            }

            fn plain(&self) -> Plain {
                Plain::Text(self.print())
            }
        }
    };
}

pub(super) use text_kind;

impl Grammar for Items {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let mut note: Option<Note> = None;
        let mut classes = Vec::new();
        let mut total = 0u128;
        for entry in entries(text, MOST_CLASSES, "classes of items")? {
            let reading = item_class(entry)?;
            let class = reading.value;
            total += u128::from(class.count) * u128::from(class.size.bytes());
            if total > u128::from(Size::MAX.bytes()) {
                let message = "all items together are more than 1 PB";
                return Err(Fault::new(OUT_OF_RANGE, entry, message));
            }
            note = note.or(reading.note);
            classes.push(class);
        }
        Ok(Reading { value: Items(classes), note })
    }
}

/// `photos 3000 x 2.4MB`, `photos 3000 x 2.4MB ~55%`.
fn item_class(text: &str) -> Result<Reading<ItemClass>, Fault<'_>> {
    let shape = || {
        let message = format!("{} is not of the form photos 3000 x 2.4MB", shown(text));
        Fault::new(SHAPE, text, message)
    };
    let cross = |c: char| matches!(c, 'x' | 'X' | '\u{d7}' | '*');
    let mut digits = None;
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        if c.is_ascii_digit() && before.is_whitespace() {
            digits = Some(i);
            break;
        }
        before = c;
    }
    let at = digits.ok_or_else(shape)?;
    let (name, rest) = (text.get(..at).unwrap_or("").trim(), text.get(at..).unwrap_or(""));
    check_name(name)?;
    let times = rest.find(cross).ok_or_else(shape)?;
    let size = rest.get(times..).unwrap_or("").trim_start_matches(cross).trim();
    let counted = rest.get(..times).unwrap_or("").trim();
    let count = whole(counted)?;
    if count == 0 {
        let message = "a class has at least one item";
        return Err(Fault::new(OUT_OF_RANGE, counted, message).or("1", "one item"));
    }
    let (size, spread) = split_spread(size)?;
    let Reading { value, note } = Size::parse(size)?;
    if value == Size::ZERO {
        let message = "an item has at least one byte";
        return Err(Fault::new(OUT_OF_RANGE, size, message).or("1B", "one byte"));
    }
    let name = if name.is_empty() { "items" } else { name }.to_owned();
    Ok(Reading { value: ItemClass { name, count, size: value, spread }, note })
}

text_kind!(Items, "items", "ITEMS", "photos 3000 x 2.4MB, videos 250 x 60MB", |items| {
    let class = |c: &ItemClass| {
        format!("{} {} x {}{}", c.name, c.count, c.size.print(), print_spread(c.spread))
    };
    items.0.iter().map(class).collect::<Vec<_>>().join(", ")
});

impl Grammar for Hold {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let (level, until) = match split_word(text, "until") {
            Some((level, clock)) => (level, Some(end_clock(clock)?)),
            None => (text, None),
        };
        let Reading { value, note } = Fraction::parse(level)?;
        Ok(Reading { value: Hold { level: value, until }, note })
    }
}

text_kind!(Hold, "charge hold", "HOLD", "80% until 05:00", |hold| match hold.until {
    Some(clock) => format!("{} until {}", hold.level.print(), clock.print()),
    None => hold.level.print(),
});

impl Grammar for Taper {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let mut knots: Vec<(Fraction, Fraction)> = Vec::new();
        for entry in entries(text, MOST_KNOTS, "knots")? {
            let at = entry.rfind(char::is_whitespace).unwrap_or(0);
            let (level, factor) =
                (entry.get(..at).unwrap_or(""), entry.get(at..).unwrap_or("").trim());
            if level.is_empty() || factor.is_empty() {
                let message =
                    format!("{} is not a level and a factor such as 80% 1.0", shown(entry));
                return Err(Fault::new(SHAPE, entry, message));
            }
            let level = Fraction::parse(level)?.value;
            let factor = share(factor)?;
            if knots.last().is_some_and(|(before, _)| *before >= level) {
                let message = format!("{} is not above the level before it", level.print());
                return Err(Fault::new(NOT_RISING, entry, message));
            }
            knots.push((level, factor));
        }
        Ok(Taper(knots).into())
    }
}

/// A factor from 0 to 1, or a percentage.
fn share(text: &str) -> Result<Fraction, Fault<'_>> {
    if text.ends_with('%') {
        return Fraction::parse(text).map(|r| r.value);
    }
    let (n, unit) = number(text)?;
    if !unit.is_empty() || n.exceeds(1) {
        let message = format!("{} is not a factor from 0 to 1", shown(text));
        return Err(Fault::new(OUT_OF_RANGE, text, message).or("1.0", "the full power"));
    }
    Ok(Fraction::from_millionths(u32::try_from(n.times(1_000_000)).unwrap_or(1_000_000)))
}

text_kind!(Taper, "taper", "TAPER", "80% 1.0, 100% 0.0", |taper| {
    let knot = |(level, factor): &(Fraction, Fraction)| {
        let factor = decimal(u64::from(factor.millionths()), 6);
        let point = if factor.contains('.') { "" } else { ".0" };
        format!("{} {factor}{point}", level.print())
    };
    taper.0.iter().map(knot).collect::<Vec<_>>().join(", ")
});

/// The two parts of a sum in either order, of which one may be missing: the part for which
/// `is_second` holds, and the other.
fn sum<'a>(
    text: &'a str,
    is_second: fn(&str) -> bool,
) -> Result<(Option<&'a str>, Option<&'a str>), Fault<'a>> {
    let (mut first, mut second) = (None, None);
    for part in text.split('+').map(str::trim).take(3) {
        let place = if is_second(part) { &mut second } else { &mut first };
        if place.is_some() || part.is_empty() {
            let message = format!("{} has a part twice or an empty one", shown(text));
            return Err(Fault::new(SHAPE, text, message));
        }
        *place = Some(part);
    }
    Ok((first, second))
}

fn round_trips(text: &str) -> Option<&str> {
    let at = text.len().checked_sub(3)?;
    same(text.get(at..)?, "rtt").then(|| text.get(..at).unwrap_or("").trim())
}

impl Grammar for Overhead {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) {
            return Ok(Overhead::default().into());
        }
        let (fixed, trips) = sum(text, |part| round_trips(part).is_some())?;
        let fixed = fixed.map_or(Ok(Span::ZERO), |f| Span::parse(f).map(|r| r.value))?;
        let round_trips = match trips {
            None => 0,
            Some(part) => {
                let count = round_trips(part).unwrap_or(part);
                let n = if count.is_empty() { 1 } else { whole(count)? };
                u32::try_from(n).ok().filter(|n| *n <= 1_000).ok_or_else(|| {
                    let message = format!("{} round trips; accepted is 0 to 1000", shown(count));
                    Fault::new(OUT_OF_RANGE, count, message).or("1000", "the most")
                })?
            }
        };
        Ok(Overhead { fixed, round_trips }.into())
    }
}

text_kind!(Overhead, "overhead", "OVERHEAD", "30ms + 2 rtt", |overhead| {
    match (overhead.fixed, overhead.round_trips) {
        (fixed, 0) => fixed.print(),
        (Span::ZERO, trips) => format!("{trips} rtt"),
        (fixed, trips) => format!("{} + {trips} rtt", fixed.print()),
    }
});

impl Grammar for Scan {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        const WAYS: [&str; 6] =
            ["items/s", "items per second", "items/sec", "items per s", "item/s", "/s"];
        let text = text.trim();
        for way in WAYS {
            let Some(at) = text.len().checked_sub(way.len()) else { continue };
            let Some(tail) = text.get(at..).filter(|tail| same(tail, way)) else { continue };
            let count = text.get(..text.len() - tail.len()).unwrap_or("").trim();
            let n = whole(count)?;
            if n == 0 {
                let message = "a scan of no items in a second never ends";
                return Err(Fault::new(OUT_OF_RANGE, count, message).or("1", "one item a second"));
            }
            return Ok(Scan::ItemsPerSecond(n).into());
        }
        Span::parse(text).map(|r| Scan::Lasting(r.value).into())
    }
}

text_kind!(Scan, "scan", "SCAN", "2000 items/s", |scan| match scan {
    Scan::Lasting(span) => span.print(),
    Scan::ItemsPerSecond(n) => format!("{n} items/s"),
});

impl Grammar for Scratch {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) {
            return Ok(Scratch::default().into());
        }
        let (fixed, share) = sum(text, |part| part.ends_with('%'))?;
        let none = Reading { value: Size::ZERO, note: None };
        let Reading { value: fixed, note } = fixed.map_or(Ok(none), Size::parse)?;
        let share = share.map_or(Ok(Fraction::ZERO), |s| Fraction::parse(s).map(|r| r.value))?;
        Ok(Reading { value: Scratch { fixed, share }, note })
    }
}

text_kind!(Scratch, "working space", "SCRATCH", "100MB + 0.5%", |scratch| {
    match (scratch.fixed, scratch.share) {
        (fixed, Fraction::ZERO) => fixed.print(),
        (Size::ZERO, share) => share.print(),
        (fixed, share) => format!("{} + {}", fixed.print(), share.print()),
    }
});

impl Grammar for Session {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let Some((budget, per)) = split_word(text, "per") else {
            let message = format!("{} is not of the form 30min per 24h", shown(text));
            return Err(Fault::new(SHAPE, text, message).or(format!("{text} per 24h"), "each day"));
        };
        let length = more_than_zero(budget, "a budget")?;
        let stretch = more_than_zero(per, "the stretch of a budget")?;
        if stretch < length {
            let message = format!("{} is shorter than the budget in it", shown(per));
            return Err(Fault::new(OUT_OF_RANGE, per, message)
                .replacing(text)
                .or(format!("{per} per {budget}"), "the other way round"));
        }
        Ok(Session { budget: length, per: stretch }.into())
    }
}

text_kind!(Session, "session", "SESSION", "30min per 24h", |session| {
    format!("{} per {}", session.budget.print(), session.per.print())
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
    fn items_are_classes_with_a_count_and_a_size() {
        let text = "photos 3000 x 2.4MB, videos 250 x 60MB";
        assert_eq!(same_text::<Items>(text), text);
        assert_eq!(same_text::<Items>("raw photos 12x25MB"), "raw photos 12 x 25MB");
        assert_eq!(same_text::<Items>("12 \u{d7} 25 MB"), "items 12 x 25MB");
        assert_eq!(same_text::<Items>("h264 clips 3 x 1GB"), "h264 clips 3 x 1GB");
        assert_eq!(refused::<Items>("photos 3000 x 2.4", NO_UNIT)[0], "photos 3000 x 2.4GB");
        assert_eq!(refused::<Items>("photos 0 x 2MB", OUT_OF_RANGE), ["photos 1 x 2MB"]);
        refused::<Items>("photos 3000 x 1PB", OUT_OF_RANGE);
        refused::<Items>("photos 1001 x 1TB", OUT_OF_RANGE);
        assert_eq!(same_text::<Items>("photos 1000 x 1TB"), "photos 1000 x 1TB");
        assert_eq!(same_text::<Items>("photos 9 x 2MB ~55%"), "photos 9 x 2MB ~55%");
        assert_eq!(same_text::<Items>("a 9 x 2MB+-254 pct, b 1 x 1B"), "a 9 x 2MB ~254%, b 1 x 1B");
        assert_eq!(same_text::<Items>("a 9 x 2MB \u{b1} 0.5 %"), "a 9 x 2MB ~0.5%");
        assert_eq!(same_text::<Items>("a 9 x 2MB ~0%"), "a 9 x 2MB");
        assert_eq!(refused::<Items>("a 9 x 2MB ~55", SHAPE), ["a 9 x 2MB ~55%"]);
        assert_eq!(refused::<Items>("a 9 x 2MB ~500%", OUT_OF_RANGE), ["a 9 x 2MB ~60%"]);
        assert_eq!(refused::<Items>("a 9 x 2MB ~5MB", UNKNOWN_UNIT), ["a 9 x 2MB ~5%"]);
        refused::<Items>("photos", SHAPE);
        refused::<Items>("", super::super::error::EMPTY);
    }

    #[test]
    fn a_hold_may_end() {
        assert_eq!(same_text::<Hold>("80%"), "80%");
        assert_eq!(same_text::<Hold>("80 until 5am"), "80% until 05:00");
        assert_eq!(Option::<Hold>::read("none").unwrap().value, None);
        assert_eq!(refused::<Hold>("80% until 5", TWO_CLOCKS)[0], "80% until 05:00");
        refused::<Hold>("120%", NOT_PERCENT);
    }

    #[test]
    fn a_taper_rises_in_its_levels() {
        assert_eq!(same_text::<Taper>("80% 1.0, 100% 0.0"), "80% 1.0, 100% 0.0");
        assert_eq!(same_text::<Taper>("80 1, 90 50%, 100 0.05"), "80% 1.0, 90% 0.5, 100% 0.05");
        refused::<Taper>("80% 1.0, 80% 0.5", NOT_RISING);
        assert_eq!(refused::<Taper>("80% 1.5", OUT_OF_RANGE), ["80% 1.0"]);
        refused::<Taper>("80%", SHAPE);
    }

    #[test]
    fn overheads_are_a_span_and_round_trips() {
        assert_eq!(same_text::<Overhead>("30ms + 2 rtt"), "30ms + 2 rtt");
        assert_eq!(same_text::<Overhead>("2RTT+30ms"), "30ms + 2 rtt");
        assert_eq!(same_text::<Overhead>("30ms"), "30ms");
        assert_eq!(same_text::<Overhead>("rtt"), "1 rtt");
        assert_eq!(same_text::<Overhead>("0s"), "0s");
        refused::<Overhead>("30ms + 30ms", SHAPE);
        refused::<Overhead>("+", SHAPE);
        assert_eq!(refused::<Overhead>("5000 rtt", OUT_OF_RANGE), ["1000 rtt"]);
    }

    #[test]
    fn scans_take_a_time_or_so_many_items_a_second() {
        assert_eq!(same_text::<Scan>("90s"), "1min 30s");
        assert_eq!(same_text::<Scan>("2000 items/s"), "2000 items/s");
        assert_eq!(same_text::<Scan>("2000 items per second"), "2000 items/s");
        assert_eq!(refused::<Scan>("0 items/s", OUT_OF_RANGE), ["1 items/s"]);
    }

    #[test]
    fn working_space_is_a_size_and_a_share() {
        assert_eq!(same_text::<Scratch>("100MB + 0.5%"), "100MB + 0.5%");
        assert_eq!(same_text::<Scratch>("0.5%+100MB"), "100MB + 0.5%");
        assert_eq!(same_text::<Scratch>("0.5%"), "0.5%");
        assert_eq!(same_text::<Scratch>("0B"), "0B");
        refused::<Scratch>("1% + 1%", SHAPE);
    }

    #[test]
    fn a_session_is_a_budget_in_a_stretch() {
        assert_eq!(same_text::<Session>("30min per 24h"), "30min per 24h");
        assert_eq!(same_text::<Session>("30 min Per 1d"), "30min per 24h");
        // All of the time is a budget too.
        assert_eq!(same_text::<Session>("24h per 24h"), "24h per 24h");
        assert_eq!(refused::<Session>("24h per 30min", OUT_OF_RANGE), ["30min per 24h"]);
        assert_eq!(refused::<Session>("30min", SHAPE), ["30min per 24h"]);
        assert_eq!(Option::<Session>::read("none").unwrap().value, None);
    }
}
