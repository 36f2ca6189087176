//! The text of what happens on the line: speed plans, outages, random drops.

use super::clock_text::start_clock;
use super::compound::{Drops, OutageEffect, Outages, RatePlan};
use super::data::Rate;
use super::error::{NOT_RISING, ReadError, SHAPE};
use super::fault::{
    Fault, Grammar, after_word, first_word, is_one_of, read, same, shown, split_word,
};
use super::time::{ClockTime, Span};
use super::time_text::more_than_zero;
use super::windows::ClockWindow;
use super::windows_text::{NOTHING, entries};
use super::{Kind, Note, Plain, Reading};

/// How many entries a plan or a list of outages may hold.
pub(super) const MOST_ENTRIES: usize = 168;

/// The clock time at the front of `18:00 2Mbps` or `6 pm 2Mbps`, and the rest.
pub(super) fn clock_first(text: &str) -> (&str, &str) {
    let (first, rest) = first_word(text);
    let (second, behind) = first_word(rest);
    if is_one_of(second, &["am", "pm", "a.m.", "p.m."]) {
        let end = text.len() - behind.len();
        return (text.get(..end).unwrap_or("").trim(), behind);
    }
    (first, rest)
}

impl Grammar for RatePlan {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let list = entries(text, MOST_ENTRIES, "entries")?;
        let one = list.len() == 1 && clock_first(text).1.is_empty();
        // `3 Mbps` has a space as well, but its front is no clock time with a speed behind it.
        if one || (list.len() == 1 && Rate::parse(text).is_ok()) {
            let reading = Rate::parse(text)?;
            return Ok(Reading { value: RatePlan::Constant(reading.value), note: reading.note });
        }
        let mut note: Option<Note> = None;
        let mut plan: Vec<(ClockTime, Rate)> = Vec::with_capacity(list.len());
        for entry in list {
            let (clock, rate) = clock_first(entry);
            if clock.is_empty() || rate.is_empty() {
                let message = format!("{} is not a clock time and a speed", shown(entry));
                return Err(Fault::new(SHAPE, entry, message));
            }
            let clock = start_clock(clock)?;
            let rate = Rate::parse(rate)?;
            note = note.or(rate.note);
            if plan.iter().any(|(c, _)| *c == clock) {
                let message = format!("{} stands in the plan twice", clock.print());
                return Err(Fault::new(NOT_RISING, entry, message));
            }
            plan.push((clock, rate.value));
        }
        plan.sort_by_key(|(clock, _)| *clock);
        Ok(Reading { value: RatePlan::Daily(plan), note })
    }
}

impl Kind for RatePlan {
    const NAME: &'static str = "speed plan";
    const PLACEHOLDER: &'static str = "PLAN";
    const EXAMPLE: &'static str = "18:00 2Mbps, 23:00 9Mbps";
    const UNIT: Option<&'static str> = None;
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = Rate::HEADER_UNITS;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match self {
            RatePlan::Constant(rate) => rate.print(),
            RatePlan::Daily(plan) => {
                let entry = |(clock, rate): &(ClockTime, Rate)| {
                    format!("{} {}", clock.print(), rate.print())
                };
                plan.iter().map(entry).collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

const EFFECTS: [(&str, OutageEffect); 4] = [
    ("cut", OutageEffect::Cut),
    ("hold", OutageEffect::Hold),
    ("hole", OutageEffect::Hole),
    ("stale", OutageEffect::Stale),
];

impl Grammar for Outages {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) || is_one_of(text, &["no", "never"]) {
            return Ok(Outages(Vec::new()).into());
        }
        let mut outages = Vec::new();
        for entry in entries(text, MOST_ENTRIES, "outages")? {
            let at = entry.rfind(char::is_whitespace).unwrap_or(entry.len());
            let last = entry.get(at..).unwrap_or("").trim();
            let effect = EFFECTS.iter().find(|(word, _)| same(word, last)).map(|(_, e)| *e);
            let window = if effect.is_some() { entry.get(..at).unwrap_or("") } else { entry };
            outages.push((ClockWindow::parse(window)?.value, effect));
        }
        Ok(Outages(outages).into())
    }
}

impl Kind for Outages {
    const NAME: &'static str = "outages";
    const PLACEHOLDER: &'static str = "OUTAGES";
    const EXAMPLE: &'static str = "02:00-02:20";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        if self.0.is_empty() {
            return "none".to_owned();
        }
        let word = |e: OutageEffect| EFFECTS.iter().find(|(_, x)| *x == e).map_or("", |(w, _)| *w);
        let entry = |(window, effect): &(ClockWindow, Option<OutageEffect>)| match effect {
            Some(effect) => format!("{} {}", window.print(), word(*effect)),
            None => window.print(),
        };
        self.0.iter().map(entry).collect::<Vec<_>>().join(", ")
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

impl Grammar for Drops {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        let parts = after_word(text, "every").and_then(|rest| split_word(rest, "for"));
        let Some((every, lasting)) = parts else {
            let message = format!("{} is not of the form every SPAN for SPAN", shown(text));
            return Err(Fault::new(SHAPE, text, message));
        };
        let every = more_than_zero(every, "the time between two drops")?;
        let lasting = more_than_zero(lasting, "the length of a drop")?;
        Ok(Drops { every, lasting }.into())
    }
}

impl Kind for Drops {
    const NAME: &'static str = "drops";
    const PLACEHOLDER: &'static str = "DROPS";
    const EXAMPLE: &'static str = "every 20min for 30s";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let Drops { every, lasting } = self;
        format!("every {} for {}", Span::print(every), Span::print(lasting))
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

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
    fn plans_are_one_speed_or_speeds_by_the_clock() {
        assert_eq!(same_text::<RatePlan>("3Mbps"), "3Mbps");
        assert_eq!(same_text::<RatePlan>("3 Mbps"), "3Mbps");
        assert_eq!(same_text::<RatePlan>("3 megabits per second"), "3Mbps");
        let plan = "18:00 2Mbps, 23:00 9Mbps";
        assert_eq!(same_text::<RatePlan>(plan), plan);
        assert_eq!(same_text::<RatePlan>("11 pm 9 Mbps; 6pm 2 Mbit/s"), plan);
        assert_eq!(
            refused::<RatePlan>("18:00 2Mbps, 23:00 9", NO_UNIT),
            [plan, "18:00 2Mbps, 23:00 9MB/s"]
        );
        assert_eq!(refused::<RatePlan>("3", NO_UNIT), ["3Mbps", "3MB/s"]);
        refused::<RatePlan>("18:00 2Mbps, 18:00 9Mbps", NOT_RISING);
        refused::<RatePlan>("24:00 2Mbps", NO_CLOCK_TIME);
        refused::<RatePlan>("18:00 2Mbps,", SHAPE);
        refused::<RatePlan>("18:00 2Mbps, 20:00", SHAPE);
        refused::<RatePlan>("2Mbps, 20:00 3Mbps", SHAPE);
        refused::<RatePlan>(&"18:00 2Mbps,".repeat(200), TOO_MANY);
    }

    #[test]
    fn outages_may_name_their_effect() {
        assert_eq!(same_text::<Outages>("02:00-02:20"), "02:00-02:20");
        assert_eq!(same_text::<Outages>("02:00:20-02:00:24 CUT"), "02:00:20-02:00:24 cut");
        let all = "02:00-02:20 hold, night 2: 03:00-03:10 hole, 04:00-05:00, 06:00-06:01 stale";
        assert_eq!(same_text::<Outages>(all), all);
        assert_eq!(same_text::<Outages>("none"), "none");
        refused::<Outages>("02:00-02:20 boom", NO_CLOCK_TIME);
    }

    #[test]
    fn drops_have_a_period_and_a_length() {
        assert_eq!(same_text::<Drops>("Every 20 min For 30s"), "every 20min for 30s");
        assert_eq!(Option::<Drops>::read("none").unwrap().value, None);
        assert_eq!(refused::<Drops>("every 20 for 30s", NO_UNIT)[0], "every 20min for 30s");
        assert_eq!(refused::<Drops>("every 20min for 0s", OUT_OF_RANGE), ["every 20min for 1s"]);
        refused::<Drops>("20min", SHAPE);
        refused::<Drops>("every for", EMPTY);
    }
}
