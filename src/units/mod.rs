//! Quantities and the one text grammar for them. Text from a flag, a TOML line or a CSV cell flows
//! in, typed values flow out; printing goes the other way and is exact, so that
//! `read(print(x)) == x` for every kind. Nothing here knows of fields, phones or backups.
//!
//! One newtype per physical quantity: no bare number crosses a file border. A number without a
//! unit is never guessed: [`ReadError`] lists each reading with the text that would say it.

pub mod bounds;
mod cap_text;
mod claim_text;
mod clock_text;
pub mod compound;
pub mod data;
mod data_text;
pub mod error;
mod fault;
pub mod fraction;
mod grammar;
#[cfg(test)]
mod laws;
mod link_text;
pub mod listing;
mod listing_text;
pub mod power;
mod power_text;
mod rate_text;
mod resume_text;
pub mod retry;
mod retry_text;
mod rivals_text;
pub mod schedule;
mod seen_text;
pub mod series;
mod service_text;
mod small_text;
mod spread_text;
pub mod time;
mod time_text;
pub mod vary;
pub mod windows;
mod windows_text;
mod words;

pub use cap_text::SizePlan;
pub use claim_text::{A_FEW, Claim};
pub use compound::{
    ChargerPower, Choice, Coupling, Drops, Hold, ItemClass, Items, Name, OutageEffect, Outages,
    Overhead, RateCap, RatePlan, Resume, Rival, RivalDemand, RivalTime, Rivals, Scan, Scratch,
    Session, Set, Spread, Taper,
};
pub use data::{Amount, Rate, Size};
pub use data_text::{DECIMAL_SIZE, refuse_zero};
pub use error::{CODES, Code, Note, ReadError, Suggestion};
pub use fraction::{Count, Fraction};
pub(crate) use grammar::trimmed;
pub use listing::{Listing, Sizes};
pub use power::{Energy, Power, Temperature};
pub use power_text::CHARGERS;
pub use rate_text::{MEGABYTES, UNUSUAL_SPEED};
pub use retry::{Backoff, Clocks, MaxRun, Patience, Restart};
pub use schedule::{Cursor, Schedule};
pub use seen_text::{Look, MOST_READINGS, Progress, Seen};
pub use series::{Series, Trace};
pub use small_text::{LONGEST_NAME, SMALL_PERCENT};
pub use time::{ClockTime, SimTime, Span};
pub use vary::{Law, Reach, Side, Varies};
pub use windows::{BackupWindow, ClockWindow, Deadline, Nights, Windows};
pub use words::nearest;

/// A value that was read, and what the reader should be told about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// The value.
    pub value: T,
    /// A remark on the reading (for instance that `3MB/s` was taken as megabytes), if any.
    pub note: Option<Note>,
}

impl<T> From<T> for Reading<T> {
    fn from(value: T) -> Self {
        Reading { value, note: None }
    }
}

/// A value as machines get it (JSON `value`): a number in the kind's base unit, or text.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// A whole number of base units.
    Integer(i128),
    /// A number of base units that need not be whole.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Anything that is not one number.
    Text(String),
    /// Not given.
    Absent,
}

/// A kind of value: how it is written, read and named. Implemented once per type, used by every
/// field of that type.
pub trait Kind: Sized + Clone + PartialEq + std::fmt::Debug {
    /// What the kind is called in messages and in the generated docs, for instance `size`.
    const NAME: &'static str;
    /// The placeholder in help, for instance `SIZE`.
    const PLACEHOLDER: &'static str;
    /// A text that reads well, for instance `40GB`.
    const EXAMPLE: &'static str;
    /// The base unit of [`Kind::plain`], for instance `bytes`; `None` for kinds without a unit.
    const UNIT: Option<&'static str>;
    /// The units a CSV header may carry (`size_gb`) with the unit text that is put behind the bare
    /// number of the cell (`GB`).
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[];

    /// What `none` may mean as well as that nothing is known, and what to write for it: `no bytes` and
    /// `0B`.
    const NONE_AT_ALL: Option<(&'static str, &'static str)> = None;

    /// The words of a kind that has only these, each with one line on what it means.
    fn words() -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }

    /// Reads the text of a flag, a TOML value or a CSV cell.
    ///
    /// # Errors
    /// [`ReadError`] says what was read, what is allowed and what to type instead.
    fn read(text: &str) -> Result<Reading<Self>, ReadError>;

    /// Takes the value of a text, as [`Kind::read`], and gives the remark on it. What fails leaves the value
    /// as it was.
    ///
    /// # Errors
    /// As [`Kind::read`].
    fn assign(&mut self, text: &str) -> Result<Option<Note>, ReadError> {
        let Reading { value, note } = Self::read(text)?;
        *self = value;
        Ok(note)
    }

    /// The canonical text: `read(print(x))` gives `x` back, exactly.
    fn print(&self) -> String;

    /// The value for machines, in [`Kind::UNIT`].
    fn plain(&self) -> Plain;
}

/// The code of the note on `none` for a value that might be nothing at all.
pub const NONE_UNKNOWN: &str = "none-unknown";

impl<T: Kind> Kind for Option<T> {
    const NAME: &'static str = T::NAME;
    const PLACEHOLDER: &'static str = T::PLACEHOLDER;
    const EXAMPLE: &'static str = T::EXAMPLE;
    const UNIT: Option<&'static str> = T::UNIT;
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = T::HEADER_UNITS;

    fn words() -> Vec<(&'static str, &'static str)> {
        T::words()
    }

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        // Mostly it is a number, and no word of these.
        let is_number = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        if !is_number && fault::is_one_of(trimmed(text), &["absent", "unknown"]) {
            return Ok(None.into());
        }
        match T::read(text) {
            Ok(r) => Ok(Reading { value: Some(r.value), note: r.note }),
            // Where `none` has a meaning of its own, as for a charger, it has been read above.
            Err(_) if fault::is_one_of(text.trim(), &["none"]) => {
                let note = T::NONE_AT_ALL.map(|(what, typed)| Note {
                    code: NONE_UNKNOWN,
                    text: format!("read \"none\" as not known; write {typed} for {what}"),
                });
                Ok(Reading { value: None, note })
            }
            Err(error) => Err(error),
        }
    }

    fn print(&self) -> String {
        self.as_ref().map_or_else(|| "absent".to_owned(), Kind::print)
    }

    fn plain(&self) -> Plain {
        self.as_ref().map_or(Plain::Absent, Kind::plain)
    }
}
