//! The only currency of change: a field's id and a typed value. A flag, a TOML line, a CSV cell, a
//! solver's probe and a suggested fix are all edits. Text exists only at the border.

use crate::units::*;

/// Which input: its place in the one table of fields (`scenario::fields`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// A change of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The field.
    pub field: FieldId,
    /// Its new value.
    pub value: Value,
}

/// A typed type that a field may have, and its place in [`Value`].
pub trait FieldValue: Kind {
    /// As a value of any kind.
    fn into_value(self) -> Value;
    /// Back from a value; `None` if it is of another kind.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! values {
    ($($name:ident: $type:ty),+ $(,)?) => {
        /// A value of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Value {
            /// Not given.
            Absent,
            /// One word of a fixed list.
            Word(&'static str),
            /// Several words of a fixed list.
            Words(Vec<&'static str>),
            $(#[doc = concat!("A `", stringify!($type), "`.")] $name($type)),+
        }

        $(impl FieldValue for $type {
            fn into_value(self) -> Value {
                Value::$name(self)
            }

            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::$name(v) => Some(v),
                    _ => None,
                }
            }
        })+
    };
}

values! {
    Name: Name, Flag: bool, Count: Count, Size: Size, Rate: Rate, Span: Span, Fraction: Fraction,
    Power: Power, Charger: ChargerPower, Energy: Energy, Temperature: Temperature, Windows: Windows,
    BackupWindow: BackupWindow, Deadline: Deadline, RatePlan: RatePlan, Outages: Outages,
    Drops: Drops, Rivals: Rivals, Items: Items, Hold: Hold, Taper: Taper, Resume: Resume,
    Overhead: Overhead, Scan: Scan, Scratch: Scratch, Session: Session,
    RateCap: RateCap, SizePlan: SizePlan, Backoff: Backoff, Patience: Patience, Restart: Restart,
    MaxRun: MaxRun, Clocks: Clocks, Listing: Listing, Trace: Trace,
    Varies: Varies,
}

impl<T: FieldValue> FieldValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Absent, FieldValue::into_value)
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Absent => Some(None),
            given => T::from_value(given).map(Some),
        }
    }
}

impl<C: Choice> FieldValue for C {
    fn into_value(self) -> Value {
        Value::Word(self.word())
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Word(word) => C::ALL.iter().find(|(_, w, _)| *w == word).map(|&(c, _, _)| c),
            _ => None,
        }
    }
}

impl<C: Choice> FieldValue for Set<C> {
    fn into_value(self) -> Value {
        Value::Words(self.iter().map(Choice::word).collect())
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Words(words) => {
                let found = C::ALL.iter().filter(|(_, w, _)| words.contains(w)).map(|&(c, _, _)| c);
                Some(Set::of(&found.collect::<Vec<_>>()))
            }
            _ => None,
        }
    }
}
