//! The definition of one input, and the macro `section!` that defines a group of inputs once: the
//! typed struct, its defaults and its table. Flags, TOML keys, CSV columns, `explain`, the docs
//! and did-you-mean are all read off these tables.

use crate::edit::Value;
use crate::units::{Kind, Note, Plain, ReadError, Reading};

/// What a field's kind is, without its type.
#[derive(Clone, Copy, Debug)]
pub struct KindInfo {
    /// For instance `size`.
    pub name: &'static str,
    /// For instance `SIZE`.
    pub placeholder: &'static str,
    /// For instance `40GB`.
    pub example: &'static str,
    /// The unit of the plain value, for instance `bytes`.
    pub unit: Option<&'static str>,
    /// Units that a CSV header may carry, and the text each puts behind the bare number.
    pub header_units: &'static [(&'static str, &'static str)],
    /// Its words with their meanings, if it has only these.
    pub words: fn() -> Vec<(&'static str, &'static str)>,
}

impl KindInfo {
    /// Of a kind.
    pub const fn of<T: Kind>() -> Self {
        KindInfo {
            name: T::NAME,
            placeholder: T::PLACEHOLDER,
            example: T::EXAMPLE,
            unit: T::UNIT,
            header_units: T::HEADER_UNITS,
            words: T::words,
        }
    }
}

/// One input of the section `S`.
pub struct Field<S: 'static> {
    /// Its full dotted key, for instance `link.upload`.
    pub key: &'static str,
    /// Its flags without the dashes, the preferred one first; may be empty.
    pub flags: &'static [&'static str],
    /// What it is, from its doc comment: one or more plain sentences.
    pub help: &'static str,
    /// Its kind.
    pub kind: KindInfo,
    /// Reads text to a value of the field's kind.
    pub read: fn(&str) -> Result<Reading<Value>, ReadError>,
    /// Reads text straight into the section; the fast way for CSV cells.
    pub set: fn(&mut S, &str) -> Result<Option<Note>, ReadError>,
    /// Takes a value out.
    pub get: fn(&S) -> Value,
    /// Puts a value in; `false` if it is of another kind.
    pub put: fn(&mut S, Value) -> bool,
    /// The canonical text.
    pub print: fn(&S) -> String,
    /// The value for machines.
    pub plain: fn(&S) -> Plain,
}

/// A group of inputs under one name.
pub trait Section: Default + Clone + 'static {
    /// The name, for instance `link`; empty for the top level.
    const NAME: &'static str;
    /// Its fields in the order shown.
    const FIELDS: &'static [Field<Self>];
}

/// Defines a section: for each field its doc comment (which is its help), name, type, default,
/// flags. See any file of `model/`.
#[macro_export]
macro_rules! section {
    ($(#[$meta:meta])* pub struct $name:ident ($section:literal) {
        $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:expr, $key:literal,
            [$($flag:literal),*];)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $type),+ }

        impl Default for $name {
            fn default() -> Self {
                $name { $($field: $default),+ }
            }
        }

        impl $crate::field::Section for $name {
            const NAME: &'static str = $section;
            const FIELDS: &'static [$crate::field::Field<Self>] = &[$($crate::field::Field {
                key: $key,
                flags: &[$($flag),*],
                help: concat!($($doc),+).trim_ascii(),
                kind: $crate::field::KindInfo::of::<$type>(),
                read: |text| {
                    let r = <$type as $crate::units::Kind>::read(text)?;
                    Ok($crate::units::Reading {
                        value: $crate::edit::FieldValue::into_value(r.value),
                        note: r.note,
                    })
                },
                set: |section, text| $crate::units::Kind::assign(&mut section.$field, text),
                get: |section| $crate::edit::FieldValue::into_value(section.$field.clone()),
                put: |section, value| match $crate::edit::FieldValue::from_value(value) {
                    Some(v) => {
                        section.$field = v;
                        true
                    }
                    None => false,
                },
                print: |section| $crate::units::Kind::print(&section.$field),
                plain: |section| $crate::units::Kind::plain(&section.$field),
            }),+];
        }
    };
}
