//! The text of limits that follow the clock: `300kbps`, `00:00 300KiB/s, 00:03 off` for a rate,
//! `01:00 60MB, 03:00 80MB` for a room.

use super::clock_text::start_clock;
use super::compound::{RateCap, RatePlan};
use super::data::{Rate, Size};
use super::error::{NOT_RISING, ReadError, SHAPE};
use super::fault::{Fault, Grammar, is_one_of, read, shown};
use super::link_text::clock_first;
use super::service_text::text_kind;
use super::time::ClockTime;
use super::windows_text::{NOTHING, entries};
use super::{Kind, Note, Plain, Reading};

/// How many entries a plan may hold.
const MOST_ENTRIES: usize = 168;
/// How a plan says that there is no cap.
const OFF: &str = "off";

impl Grammar for RateCap {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let list = entries(text, MOST_ENTRIES, "entries")?;
        let one = list.len() == 1 && clock_first(text).1.is_empty();
        if one || (list.len() == 1 && Rate::parse(text).is_ok()) {
            let reading = Rate::parse(text)?;
            let value = RateCap(RatePlan::Constant(reading.value));
            return Ok(Reading { value, note: reading.note });
        }
        let mut note: Option<Note> = None;
        let plan = by_clock(list, "a speed or off", |rate| {
            if is_one_of(rate, &[OFF]) {
                return Ok(Rate::UNLIMITED);
            }
            let rate = Rate::parse(rate)?;
            note = note.take().or(rate.note);
            Ok(rate.value)
        })?;
        Ok(Reading { value: RateCap(RatePlan::Daily(plan)), note })
    }
}

/// Entries of a clock time and something behind it, sorted, each time once.
fn by_clock<'a, T>(
    list: Vec<&'a str>,
    what: &str,
    mut read: impl FnMut(&'a str) -> Result<T, Fault<'a>>,
) -> Result<Vec<(ClockTime, T)>, Fault<'a>> {
    let mut plan: Vec<(ClockTime, T)> = Vec::with_capacity(list.len());
    for entry in list {
        let (clock, value) = clock_first(entry);
        if clock.is_empty() || value.is_empty() {
            let message = format!("{} is not a clock time and {what}", shown(entry));
            return Err(Fault::new(SHAPE, entry, message));
        }
        let clock = start_clock(clock)?;
        let value = read(value)?;
        if plan.iter().any(|(c, _)| *c == clock) {
            let message = format!("{} stands in the plan twice", clock.print());
            return Err(Fault::new(NOT_RISING, entry, message));
        }
        plan.push((clock, value));
    }
    plan.sort_by_key(|(clock, _)| *clock);
    Ok(plan)
}

impl Kind for RateCap {
    const NAME: &'static str = "speed cap";
    const PLACEHOLDER: &'static str = "CAP";
    const EXAMPLE: &'static str = "22:00 2Mbps, 07:00 off";
    const UNIT: Option<&'static str> = None;
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = Rate::HEADER_UNITS;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match &self.0 {
            RatePlan::Constant(rate) => rate.print(),
            RatePlan::Daily(plan) => {
                let entry = |(clock, rate): &(ClockTime, Rate)| {
                    let cap = if *rate == Rate::UNLIMITED { OFF.to_owned() } else { rate.print() };
                    format!("{} {cap}", clock.print())
                };
                plan.iter().map(entry).collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

/// Sizes by clock time, each from the first such time on: rising, at most 168.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SizePlan(pub Vec<(ClockTime, Size)>);

impl Grammar for SizePlan {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) || is_one_of(text, &["no", "never"]) {
            return Ok(SizePlan(Vec::new()).into());
        }
        let mut note: Option<Note> = None;
        let plan = by_clock(entries(text, MOST_ENTRIES, "entries")?, "a size", |size| {
            let size = Size::parse(size)?;
            note = note.take().or(size.note);
            Ok(size.value)
        })?;
        Ok(Reading { value: SizePlan(plan), note })
    }
}

text_kind!(SizePlan, "size plan", "PLAN", "01:00 60MB, 03:00 80MB", |plan| {
    if plan.0.is_empty() {
        return "none".to_owned();
    }
    let entry = |(clock, size): &(ClockTime, Size)| format!("{} {}", clock.print(), size.print());
    plan.0.iter().map(entry).collect::<Vec<_>>().join(", ")
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
    fn a_cap_is_one_speed_or_speeds_by_the_clock_that_may_be_off() {
        assert_eq!(same_text::<RateCap>("3 Mbps"), "3Mbps");
        // 300 KiB/s = 300 x 1024 x 8 bit/s.
        assert_eq!(
            same_text::<RateCap>("00:00 300KiB/s, 00:03 Off, 00:01 900KiB/s"),
            "00:00 2.4576Mbps, 00:01 7.3728Mbps, 00:03 off"
        );
        assert_eq!(same_text::<RateCap>("6 pm 2 Mbps"), "18:00 2Mbps");
        assert_eq!(refused::<RateCap>("3", NO_UNIT), ["3Mbps", "3MB/s"]);
        refused::<RateCap>("off", SHAPE);
        refused::<RateCap>("18:00 of", SHAPE);
        assert_eq!(refused::<RateCap>("18:00 2", NO_UNIT)[0], "18:00 2Mbps");
        refused::<RateCap>("18:00 2Mbps, 18:00 off", NOT_RISING);
        refused::<RateCap>("24:00 off", NO_CLOCK_TIME);
        let cap = RateCap::read("18:00 2Mbps, 20:00 3Mbps").unwrap().value;
        assert_eq!(cap.most(), Rate::from_bits_per_s(3_000_000));
    }

    #[test]
    fn a_room_changes_at_clock_times() {
        assert_eq!(same_text::<SizePlan>("03:00 80MB; 1am 60 MB"), "01:00 60MB, 03:00 80MB");
        assert_eq!(same_text::<SizePlan>("none"), "none");
        assert_eq!(same_text::<SizePlan>("00:00:30 0B"), "00:00:30 0B");
        assert_eq!(refused::<SizePlan>("01:00 60", NO_UNIT)[0], "01:00 60GB");
        refused::<SizePlan>("60MB", SHAPE);
        refused::<SizePlan>("01:00", SHAPE);
        refused::<SizePlan>("01:00 60MB, 01:00 80MB", NOT_RISING);
    }
}
