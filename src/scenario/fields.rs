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
use crate::units::{Name, Note, Plain, ReadError, Reading, Varies};

section! {
    /// What stands outside the sections.
    pub struct Top ("") {
        /// What the scenario is called; shown in reports and charts.
        name: Name = Name(String::new()), "name", ["name"];
        /// Which inputs vary from trial to trial, and how: a key with its law, several separated by ;
        /// and in files a table named spread. It decides how far chance may stray, never the point answer.
        spread: Varies = Varies(Vec::new()), "spread", ["spread"];
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

        const TABLE: [FieldRef; FIELD_COUNT] = {
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

static FIELDS: &[FieldRef; FIELD_COUNT] = &TABLE;

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
    FIELDS
}

/// The field with that id. Ids come from this table, so that one is always found.
pub fn field(id: FieldId) -> &'static FieldRef {
    FIELDS.get(id.0 as usize).unwrap_or(&FIELDS[0])
}

/// The field of that key or flag; `-`, `_` and spaces are equal, case does not matter.
pub fn find(name: &str) -> Option<&'static FieldRef> {
    // Mostly it is written as in the table.
    let exact = FIELDS.iter().find(|f| f.key == name);
    let exact = exact.or_else(|| FIELDS.iter().find(|f| f.flags.contains(&name)));
    exact.or_else(|| {
        let plain = |text: &str| text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        let name = plain(name);
        FIELDS.iter().find(|f| f.key == name || f.flags.iter().any(|flag| plain(flag) == name))
    })
}

/// The id of the field with that exact key.
///
/// Used with literal keys only; a test looks every one of them up. An unknown key gives the first
/// field. In a `const` it is looked up when the program is built.
pub const fn id_of(key: &str) -> FieldId {
    let mut place = 0;
    while place < KEYS.len() {
        if is_same(KEYS[place].as_bytes(), key.as_bytes()) {
            return FieldId(place as u16);
        }
        place += 1;
    }
    FieldId(0)
}

/// The keys alone.
const KEYS: [&str; FIELD_COUNT] = {
    let mut keys = [""; FIELD_COUNT];
    let mut place = 0;
    while place < FIELD_COUNT {
        keys[place] = TABLE[place].key;
        place += 1;
    }
    keys
};

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Some fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSet([u64; FIELD_COUNT.div_ceil(64)]);

impl FieldSet {
    /// No field.
    pub const EMPTY: FieldSet = FieldSet([0; FIELD_COUNT.div_ceil(64)]);

    /// Puts a field in or takes it out.
    pub const fn put(&mut self, id: FieldId, held: bool) {
        let (word, bit) = (id.0 as usize / 64, id.0 % 64);
        if word < self.0.len() {
            self.0[word] = self.0[word] & !(1 << bit) | (held as u64) << bit;
        }
    }

    /// Whether it holds a field.
    pub const fn has(&self, id: FieldId) -> bool {
        let word = id.0 as usize / 64;
        word < self.0.len() && self.0[word] >> (id.0 % 64) & 1 == 1
    }

    /// What it holds of another set.
    pub fn and(&self, other: &FieldSet) -> FieldSet {
        FieldSet(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    /// Its fields, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = FieldId> {
        (0..).step_by(64).zip(self.0).flat_map(|(first, mut word)| {
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as u16)?;
                word &= word - 1;
                Some(FieldId(first + bit))
            })
        })
    }
}

/// The known key nearest to what was typed, if one is near enough to be meant. Flags stand for
/// their key's preferred flag.
pub fn nearest(name: &str) -> Option<&'static str> {
    let plain = |text: &str| text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    let typed = plain(name);
    let names = FIELDS.iter().flat_map(|f| std::iter::once(f.key).chain(f.flags.iter().copied()));
    names
        .map(|known| (strsim::damerau_levenshtein(&typed, &plain(known)), known))
        .filter(|&(distance, known)| distance <= 1 + known.len().min(typed.len()) / 4)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}
