//! Why a text could not be read, as data: what was read, where, what is allowed, and every reading
//! it might have meant with the text that would say so. Sentences for people are built from this in
//! `report`; the answers behind each reading (how long it would take) are filled in there too.

/// The stable code of an error, as in `error[E012]`. Each has a page in `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Defines the codes and the table of their pages from one list, so that none can be missing.
macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $text:literal;)+) => {
        $(#[doc = concat!($title, ". ", $text)] pub const $name: Code = Code($code);)+

        /// Every code of the text grammar with its title and its page, in the order of the codes.
        pub const CODES: &[(Code, &str, &str)] = &[$(($name, $title, $text)),+];
    };
}

codes! {
    EMPTY = "E010", "nothing is written",
        "A value was expected and the text is empty or only spaces. Type a value, or leave the flag or the cell out.";
    PLAIN_DIGITS = "E011", "a number that is not in plain digits",
        "Numbers are written in the digits 0 to 9 with at most one decimal point or decimal comma: 1500MB, 39.8GB, 39,8GB. Exponents (1e3), hexadecimal (0x28), underscores (1_500), signs (+5) and digits of other scripts are not read, because tools disagree on them.";
    NO_UNIT = "E012", "a number without a unit",
        "A bare number can mean several things: 40 may be gigabytes or megabytes, 3 may be megabits or megabytes per second, which differ eightfold. So nothing is guessed. Speed tests and internet plans show megabits per second, Mbps; the storage page of a phone shows gigabytes, GB. In CSV files the header may carry the unit (size_gb, upload_mbps), and then the cells are bare numbers.";
    TWO_READINGS = "E013", "a speed that can be read two ways",
        "Mbps is megabits per second and MB/s is megabytes per second, eight times as much. 3M, 3mb, 3MB and 3MBPS leave open which is meant, because the case of the b or the words per second are missing. Speed tests and internet plans show Mbps.";
    BITS_AS_SIZE = "E014", "bits where bytes are meant",
        "A small b after a capital letter means bits: 40Gb is 40 gigabits, which are 5 gigabytes. Phones and storage plans show bytes: 40GB.";
    GROUPED_DIGITS = "E015", "digits in groups",
        "1,500MB is 1.5 megabytes in one country and 1500 megabytes in another. Write digits without groups: 1500MB, and decimals with a point, 1.5MB. A comma counts as a decimal comma unless exactly three digits follow.";
    UNKNOWN_UNIT = "E016", "a unit that is not known here",
        "The unit behind the number is not one of this kind. Sizes take B kB MB GB TB PB and KiB MiB GiB TiB; speeds bps kbps Mbps Gbps, kB/s MB/s GB/s and KiB/s MiB/s; spans ms s min h d w; power mW W kW; energy mWh Wh kWh.";
    OUT_OF_RANGE = "E017", "a value out of range",
        "The value is outside what is accepted: sizes 1 B to 1 PB, speeds 1 kbps to 1 Tbps, spans up to 10 years, power up to 1 kW, energy 0.1 Wh to 1 kWh, temperatures -40 to 80 degrees Celsius. Negative numbers, NaN and infinity are outside of every range.";
    PERCENT_OF_WHAT = "E018", "a percentage where a size is needed",
        "A size is an amount of data. A percentage does not say of what it is a share; work it out and write the size, for instance 10GB.";
    TOO_MANY_DIGITS = "E019", "more digits than are read",
        "A number may have at most 19 digits, decimals included. More would be lost silently, so they are refused.";
    NO_CLOCK_TIME = "E020", "not a time on the clock",
        "Clock times run from 00:00 to 23:59:59: 23:00, 23h30, 2300, 11pm, noon, midnight; they may carry seconds. 24:00 is read only as an end.";
    TWO_CLOCKS = "E021", "hours that can be morning or evening",
        "7-11 may be 7am-11am or 7pm-11pm. A bare hour is read only if one of the two is 0 or above 12, as in 23-7. Write am and pm, or minutes: 07:00-11:00.";
    NO_LENGTH = "E022", "a window that ends where it starts",
        "22:00-22:00 may be no time at all or 24 hours. Write all-day, or two different times.";
    NO_WINDOW = "E023", "not a stretch of clock time",
        "A window has a start and an end: 23:00-07:00, 11pm-7am, 23h30-7h, 2300-0700. It may cross midnight. Several are joined by commas; night 2: or nights 2-4: in front limits one window to these nights.";
    TOO_MANY = "E024", "too many entries",
        "At most 24 windows, 168 entries of a plan or of outages, 16 rivals, 32 classes of items and 16 knots of a taper are accepted.";
    NO_CALENDAR = "E025", "months and years have no fixed length",
        "A span is a fixed length of time. Write weeks or days instead: 4w, 30d.";
    NOT_PERCENT = "E026", "not a share from 0 % to 100 %",
        "A percentage is written 80% or 80 and lies from 0 to 100.";
    MILLIAMPERE_HOURS = "E027", "mAh is charge, not energy",
        "The energy of a battery is its charge times its voltage: Wh = mAh x V / 1000. The voltage is printed on the battery or in its data sheet, most often 3.8 to 3.9 V: 3300mAh at 3.85 V are 12.7Wh.";
    NOT_A_CHOICE = "E028", "a word that is not in the list",
        "The value is one word of a fixed list. Case does not matter, and a space, - and _ are the same.";
    SEVERAL_MEANT = "E029", "a word that may mean several",
        "The word names more than one entry of the list, and they behave differently. Pick one.";
    NOT_YES_OR_NO = "E030", "neither yes nor no",
        "Write yes or no; true, false, on and off are read as well.";
    NO_NIGHT = "E031", "not a night",
        "Nights count from 1, the night of the first window, up to 3660: night 2: or nights 2-4: in front of a window, night 5 07:00 for a deadline.";
    NOT_WHOLE = "E032", "not a whole number",
        "A count is a whole number in plain digits: 60.";
    SHAPE = "E035", "parts that do not fit together",
        "The value consists of several parts in a fixed order, for instance every 20min for 30s, photos 3000 x 2.4MB, 80% until 05:00. A part is missing, or something is left over.";
    NOT_RISING = "E036", "entries that do not rise",
        "Every entry of the list needs a clock time or a level of its own. Two are equal, or one goes back.";
    TOO_LONG = "E037", "a name that is too long",
        "A name may have at most 200 characters.";
    NOT_A_SPAN = "E038", "not a length of time",
        "A span is one number with a unit or several in a row: 8h, 8h30, 8h 30min, 90min, 1.5h, 8:30, 30s, 500ms, 2d, 1w. 8h30 is 8 hours and 30 minutes.";
}

/// One thing to type instead of what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text that reads without an error, for instance `3Mbps`.
    pub typed: String,
    /// What it means, for instance `megabits per second, as on speed tests`.
    pub meaning: String,
}

/// A text that could not be read as the kind its field has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The stable code.
    pub code: Code,
    /// The whole text that was read.
    pub read: String,
    /// The byte range of the fault within `read`; empty at the end when something is missing.
    pub span: std::ops::Range<usize>,
    /// What is wrong, without the field's name: lower case, no full stop, for instance
    /// `3 what? a speed needs a unit`.
    pub message: String,
    /// What to type instead, likeliest first; never empty.
    pub instead: Vec<Suggestion>,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)?;
        for (i, s) in self.instead.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "; write " } else { " or " }, s.typed)?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadError {}

/// A remark on a value that was read as written but may not be what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A stable id in kebab case, for instance `megabytes`, `decimal-size`, `unusual-speed`.
    pub code: &'static str,
    /// One plain sentence.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_and_each_has_a_title_and_a_page_in_plain_words() {
        assert!(CODES.windows(2).all(|w| w[0].0 < w[1].0));
        for (code, title, page) in CODES {
            assert!(code.0.len() == 4 && code.0.starts_with('E'), "{code}");
            assert!(!title.is_empty() && page.ends_with('.'), "{code}");
            for word in ["invalid", "illegal", "please", "oops", "failed to"] {
                assert!(!title.contains(word) && !page.to_lowercase().contains(word), "{code}");
            }
        }
    }

    #[test]
    fn a_speed_without_a_unit_is_e012() {
        assert_eq!(NO_UNIT, Code("E012"));
        assert_eq!(NO_UNIT.to_string(), "E012");
    }
}
