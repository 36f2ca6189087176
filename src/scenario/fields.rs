//! The one table of fields: every section's fields in one list with one id each, and `Inputs`, the
//! typed values of all sections. A new section is one line in `sections!`.

use crate::edit::{Edit, FieldId, Value};
use crate::field::{Field, KindInfo, Section};
use crate::model::link::Link;
use crate::model::payload::Library;
use crate::model::phone::{Phone, Screen};
use crate::model::power::battery::Battery;
use crate::model::power::charger::Charger;
use crate::model::service::Service;
use crate::model::space::{Cloud, Storage};
use crate::model::window::Window;
use crate::section;
use crate::units::{Name, Note, Plain, ReadError, Reading};

section! {
    /// What stands outside the sections.
    pub struct Top ("") {
        /// What the scenario is called; shown in reports and charts.
        name: Name = Name(String::new()), "name", ["name"];
    }
}

/// What is known of a field without its section's type.
#[derive(Clone, Copy, Debug)]
pub struct FieldRef {
    /// Its place in the table.
    pub id: FieldId,
    /// Its dotted key, for instance `link.upload`.
    pub key: &'static str,
    /// Its section, for instance `link`; empty at the top level.
    pub section: &'static str,
    /// Its flags without dashes, the preferred one first.
    pub flags: &'static [&'static str],
    /// What it is, in plain sentences.
    pub help: &'static str,
    /// Its kind.
    pub kind: KindInfo,
    /// Reads text to a value.
    pub read: fn(&str) -> Result<Reading<Value>, ReadError>,
}

macro_rules! sections {
    ($($name:ident: $type:ty),+ $(,)?) => {
        /// The typed values of all fields.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Inputs {
            $(#[doc = concat!("The section of [`", stringify!($type), "`].")] pub $name: $type),+
        }

        /// How many fields there are.
        pub const FIELD_COUNT: usize = 0 $(+ <$type as Section>::FIELDS.len())+;

        static TABLE: [FieldRef; FIELD_COUNT] = {
            let mut table = [FieldRef {
                id: FieldId(0),
                key: "",
                section: "",
                flags: &[],
                help: "",
                kind: KindInfo::of::<bool>(),
                read: <Top as Section>::FIELDS[0].read,
            }; FIELD_COUNT];
            let mut next = 0;
            $({
                let fields = <$type as Section>::FIELDS;
                let mut i = 0;
                while i < fields.len() {
                    table[next] = entry(next as u16, <$type as Section>::NAME, &fields[i]);
                    next += 1;
                    i += 1;
                }
            })+
            table
        };

        impl Inputs {
            /// Puts an edit in; `false` if its value is of another kind than its field.
            pub fn put(&mut self, edit: Edit) -> bool {
                let mut index = edit.field.0 as usize;
                $(
                    let fields = <$type as Section>::FIELDS;
                    if index < fields.len() {
                        return (fields[index].put)(&mut self.$name, edit.value);
                    }
                    index -= fields.len();
                )+
                let _ = index;
                false
            }

            /// Reads text straight into a field: the fast way for CSV cells.
            ///
            /// # Errors
            /// [`ReadError`] if the text is not of the field's kind.
            pub fn set(&mut self, id: FieldId, text: &str) -> Result<Option<Note>, ReadError> {
                let mut index = id.0 as usize;
                $(
                    let fields = <$type as Section>::FIELDS;
                    if index < fields.len() {
                        return (fields[index].set)(&mut self.$name, text);
                    }
                    index -= fields.len();
                )+
                let _ = index;
                Ok(None)
            }

            /// Copies one field from other inputs.
            pub fn copy(&mut self, id: FieldId, from: &Inputs) {
                self.put(Edit { field: id, value: from.get(id) });
            }

            /// The value of a field.
            pub fn get(&self, id: FieldId) -> Value {
                let mut index = id.0 as usize;
                $(
                    let fields = <$type as Section>::FIELDS;
                    if index < fields.len() {
                        return (fields[index].get)(&self.$name);
                    }
                    index -= fields.len();
                )+
                let _ = index;
                Value::Absent
            }

            /// The canonical text of a field.
            pub fn print(&self, id: FieldId) -> String {
                let mut index = id.0 as usize;
                $(
                    let fields = <$type as Section>::FIELDS;
                    if index < fields.len() {
                        return (fields[index].print)(&self.$name);
                    }
                    index -= fields.len();
                )+
                let _ = index;
                String::new()
            }

            /// The value of a field for machines.
            pub fn plain(&self, id: FieldId) -> Plain {
                let mut index = id.0 as usize;
                $(
                    let fields = <$type as Section>::FIELDS;
                    if index < fields.len() {
                        return (fields[index].plain)(&self.$name);
                    }
                    index -= fields.len();
                )+
                let _ = index;
                Plain::Absent
            }
        }
    };
}

sections! {
    top: Top,
    service: Service,
    library: Library,
    link: Link,
    window: Window,
    battery: Battery,
    charger: Charger,
    cloud: Cloud,
    storage: Storage,
    screen: Screen,
    phone: Phone,
}

const fn entry<S>(id: u16, section: &'static str, field: &Field<S>) -> FieldRef {
    FieldRef {
        id: FieldId(id),
        key: field.key,
        section,
        flags: field.flags,
        help: field.help,
        kind: field.kind,
        read: field.read,
    }
}

/// All fields, in the order shown.
pub fn fields() -> &'static [FieldRef] {
    &TABLE
}

/// The field with that id. Ids come from this table, so that one is always found.
pub fn field(id: FieldId) -> &'static FieldRef {
    TABLE.get(id.0 as usize).unwrap_or(&TABLE[0])
}

/// The field of that key or flag; `-`, `_` and spaces are equal, case does not matter.
pub fn find(name: &str) -> Option<&'static FieldRef> {
    // Mostly it is written as in the table.
    let exact = TABLE.iter().find(|f| f.key == name || f.flags.contains(&name));
    exact.or_else(|| {
        let plain = |text: &str| text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        let name = plain(name);
        TABLE.iter().find(|f| f.key == name || f.flags.iter().any(|flag| plain(flag) == name))
    })
}

/// The id of the field with that exact key.
///
/// Used with literal keys only; a test looks every one of them up. An unknown key gives the first
/// field.
pub fn id_of(key: &str) -> FieldId {
    TABLE.iter().find(|f| f.key == key).map_or(FieldId(0), |f| f.id)
}

/// The known key nearest to what was typed, if one is near enough to be meant. Flags stand for
/// their key's preferred flag.
pub fn nearest(name: &str) -> Option<&'static str> {
    let plain = |text: &str| text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    let typed = plain(name);
    let names = TABLE.iter().flat_map(|f| std::iter::once(f.key).chain(f.flags.iter().copied()));
    names
        .map(|known| (strsim::damerau_levenshtein(&typed, &plain(known)), known))
        .filter(|&(distance, known)| distance <= 1 + known.len().min(typed.len()) / 4)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}
