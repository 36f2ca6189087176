//! The text of the plainest kinds: percentages, counts, yes and no, names.

use super::compound::Name;
use super::error::{
    EMPTY, NOT_PERCENT, NOT_WHOLE, NOT_YES_OR_NO, Note, OUT_OF_RANGE, ReadError, TOO_LONG,
    UNKNOWN_UNIT,
};
use super::fault::{Fault, Grammar, is_one_of, read, report, shown};
use super::fraction::{Count, Fraction};
use super::grammar::{decimal, number, number_text, trimmed};
use super::{Kind, Plain, Reading};

/// The code of the note on a bare number below 1 that is read as a percentage, `0.8`.
pub const SMALL_PERCENT: &str = "small-percent";
/// The longest name in characters.
pub const LONGEST_NAME: usize = 200;

impl Grammar for Fraction {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        const RANGE: &str = "0% to 100%";
        let text = trimmed(text);
        let (n, unit) = number(text).map_err(|f| f.allowing(RANGE))?;
        if !(unit.is_empty() || unit == "%" || is_one_of(unit, &["percent", "per cent", "pct"])) {
            let message = format!("{} is no unit here; write percent, %", shown(unit));
            let typed = format!("{}%", number_text(text, unit));
            return Err(Fault::new(UNKNOWN_UNIT, unit, message)
                .replacing(text)
                .or(typed, "percent"));
        }
        let millionths = n.times(10_000);
        if n.exceeds(100) {
            let message = format!("{} is more than 100%; accepted is {RANGE}", shown(text));
            return Err(Fault::new(NOT_PERCENT, text, message).or("100%", "all of it"));
        }
        let value = Fraction::from_millionths(u32::try_from(millionths).unwrap_or(1_000_000));
        if unit.is_empty() && !n.is_zero() && millionths < 10_000 {
            let text = format!(
                "read {} as {}, less than one percent; write 80% for four fifths",
                shown(text),
                value.print()
            );
            return Ok(Reading { value, note: Some(Note { code: SMALL_PERCENT, text }) });
        }
        Ok(value.into())
    }
}

impl Kind for Fraction {
    const NAME: &'static str = "percentage";
    const PLACEHOLDER: &'static str = "PERCENT";
    const EXAMPLE: &'static str = "80%";
    const UNIT: Option<&'static str> = Some("percent");
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[("percent", "%"), ("pct", "%")];

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        format!("{}%", decimal(u64::from(self.millionths()), 4))
    }

    fn plain(&self) -> Plain {
        let millionths = self.millionths();
        if millionths.is_multiple_of(10_000) {
            Plain::Integer(i128::from(millionths / 10_000))
        } else {
            Plain::Number(self.as_percent())
        }
    }
}

/// Reads a whole number in plain digits.
pub(super) fn whole(text: &str) -> Result<u64, Fault<'_>> {
    let text = trimmed(text);
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map_err(|_| {
            let message = format!("{} is too large for a count", shown(text));
            Fault::new(OUT_OF_RANGE, text, message)
        });
    }
    // A count in groups has only one reading: 1,000 is a thousand.
    let (n, unit) = number(text).map_err(Fault::with_last_only)?;
    let digits = number_text(text, unit);
    let message = format!("{} is not a whole number", shown(text));
    let rounded = n.times(1);
    Err(match n.whole() {
        Some(_) => Fault::new(NOT_WHOLE, text, message).or(digits, "the number alone"),
        None => Fault::new(NOT_WHOLE, text, message).or(rounded.to_string(), "the nearest"),
    })
}

impl Grammar for Count {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        whole(text).map(|n| Count::new(n).into())
    }
}

impl Kind for Count {
    const NAME: &'static str = "count";
    const PLACEHOLDER: &'static str = "N";
    const EXAMPLE: &'static str = "60";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        self.get().to_string()
    }

    fn plain(&self) -> Plain {
        Plain::Integer(i128::from(self.get()))
    }
}

impl Grammar for bool {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = trimmed(text);
        if is_one_of(text, &["yes", "true", "on", "y"]) {
            return Ok(true.into());
        }
        if is_one_of(text, &["no", "false", "off", "n"]) {
            return Ok(false.into());
        }
        let code = if text.is_empty() { EMPTY } else { NOT_YES_OR_NO };
        let message = format!("{} is neither yes nor no", shown(text));
        Err(Fault::new(code, text, message).or("yes", "it is so").or("no", "it is not"))
    }
}

impl Kind for bool {
    const NAME: &'static str = "yes or no";
    const PLACEHOLDER: &'static str = "YES|NO";
    const EXAMPLE: &'static str = "yes";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }

    fn plain(&self) -> Plain {
        Plain::Flag(*self)
    }
}

fn in_length(name: &str) -> Result<(), Fault<'_>> {
    // Where there are no more bytes there are no more characters.
    if name.len() > LONGEST_NAME && name.chars().nth(LONGEST_NAME).is_some() {
        let short: String = name.trim().chars().take(LONGEST_NAME).collect();
        let message = format!("a name has at most {LONGEST_NAME} characters");
        return Err(Fault::new(TOO_LONG, name, message).or(short, "cut off"));
    }
    Ok(())
}

impl Grammar for Name {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        in_length(text)?;
        Ok(Name(text.to_owned()).into())
    }
}

impl Kind for Name {
    const NAME: &'static str = "text";
    const PLACEHOLDER: &'static str = "TEXT";
    const EXAMPLE: &'static str = "my phone";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    /// In the place of the name before: each row of a batch may have another.
    fn assign(&mut self, text: &str) -> Result<Option<Note>, ReadError> {
        if let Err(fault) = in_length(text) {
            return Err(report::<Self>(text, fault));
        }
        self.0.clear();
        self.0.push_str(text);
        Ok(None)
    }

    fn print(&self) -> String {
        self.0.clone()
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn refused<T: Kind>(text: &str, code: Code) -> Vec<String> {
        let e = T::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn percent_is_the_only_unit_of_a_share() {
        for text in ["80%", "80", "80 %", "80 percent", "80.0%"] {
            let reading = Fraction::read(text).unwrap();
            assert_eq!((reading.value, reading.note), (Fraction::from_percent(80), None), "{text}");
        }
        assert_eq!(Fraction::read("12.5%").unwrap().value.millionths(), 125_000);
        assert_eq!(Fraction::read("100").unwrap().value, Fraction::ONE);
        assert_eq!(Fraction::read("0").unwrap().note, None);
        assert_eq!(refused::<Fraction>("101", NOT_PERCENT), ["100%"]);
        assert_eq!(refused::<Fraction>("100.0000001%", NOT_PERCENT), ["100%"]);
        assert_eq!(refused::<Fraction>("-1", OUT_OF_RANGE), ["1"]);
        assert_eq!(refused::<Fraction>("80GB", UNKNOWN_UNIT), ["80%"]);
    }

    #[test]
    fn a_bare_number_below_one_percent_gets_a_note() {
        let reading = Fraction::read("0.8").unwrap();
        assert_eq!(reading.value.print(), "0.8%");
        assert_eq!(reading.note.unwrap().code, SMALL_PERCENT);
        assert_eq!(Fraction::read("0.8%").unwrap().note, None);
        assert_eq!(Fraction::read("1").unwrap().note, None);
        let plain = |text| Fraction::read(text).unwrap().value.plain();
        assert_eq!((plain("80%"), plain("12.5%")), (Plain::Integer(80), Plain::Number(12.5)));
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(Count::read(" 60 ").unwrap().value.get(), 60);
        assert_eq!(Count::read("18446744073709551615").unwrap().value.get(), u64::MAX);
        assert_eq!(refused::<Count>("1.5", NOT_WHOLE), ["2"]);
        assert_eq!(refused::<Count>("5 nights", NOT_WHOLE), ["5"]);
        assert_eq!(refused::<Count>("1,000", GROUPED_DIGITS), ["1000"]);
        assert_eq!(refused::<Count>("-1", OUT_OF_RANGE), ["1"]);
        assert_eq!(refused::<Count>("99999999999999999999", OUT_OF_RANGE), ["60"]);
        assert_eq!(refused::<Count>("", EMPTY), ["60"]);
    }

    #[test]
    fn yes_and_no_have_three_words_each() {
        for text in ["yes", "True", "ON"] {
            assert!(bool::read(text).unwrap().value);
        }
        for text in ["no", "false", "off"] {
            assert!(!bool::read(text).unwrap().value);
        }
        assert_eq!(refused::<bool>("maybe", NOT_YES_OR_NO), ["yes", "no"]);
    }

    #[test]
    fn a_name_takes_the_place_of_the_one_before_and_one_too_long_leaves_it() {
        let mut name = Name("first".to_owned());
        assert_eq!(name.assign("second").unwrap(), None);
        assert_eq!(name, Name::read("second").unwrap().value);
        let long = "x".repeat(201);
        assert_eq!(name.assign(&long), Name::read(&long).map(|reading| reading.note));
        assert_eq!(name.0, "second");
        assert_eq!(name.assign("").unwrap(), None);
        assert_eq!(name.0, "");
        // What has nothing to reuse is read.
        let mut count = Count::read("60").unwrap().value;
        assert!(count.assign("1.5").is_err());
        assert_eq!((count.get(), count.assign("7").unwrap()), (60, None));
        assert_eq!(count.get(), 7);
    }

    #[test]
    fn names_have_at_most_200_characters() {
        assert_eq!(Name::read("  \u{e9}t\u{e9} ").unwrap().value.0, "  \u{e9}t\u{e9} ");
        assert!(Name::read(&"\u{e9}".repeat(200)).is_ok());
        refused::<Name>(&"\u{e9}".repeat(201), TOO_LONG);
    }
}
