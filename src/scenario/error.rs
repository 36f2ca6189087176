//! Why a scenario cannot be built, as data: which field, where its value came from, what was read,
//! what to type instead. Worded for people in `report::failure`.

use super::draft::Origin;
use crate::edit::FieldId;
use crate::units::{Code, ReadError, Suggestion};

/// A fault in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioError {
    /// A field's text could not be read.
    Unreadable {
        /// The field.
        field: FieldId,
        /// Where the text came from.
        origin: Origin,
        /// What is wrong with it.
        error: ReadError,
    },
    /// No such key, flag or column.
    UnknownKey {
        /// The key as written.
        key: String,
        /// Where it stands.
        origin: Origin,
        /// The nearest known key, if one is near.
        nearest: Option<&'static str>,
    },
    /// A required value is missing.
    Missing {
        /// The field.
        field: FieldId,
    },
    /// Values that each read well but do not go together, or a value outside its range.
    Conflict {
        /// The stable code.
        code: Code,
        /// The field to change.
        field: FieldId,
        /// Where its value came from.
        origin: Origin,
        /// What is wrong, as one sentence without the field's name.
        message: String,
        /// What to type instead; may be empty.
        instead: Vec<Suggestion>,
    },
    /// A scenario file that is not TOML, or uses it in a way no field reads.
    Syntax {
        /// Where.
        origin: Origin,
        /// What is wrong, as one sentence.
        message: String,
    },
}

/// No such key, flag or column.
pub const UNKNOWN_KEY: Code = Code("E040");
/// A required value is missing.
pub const MISSING: Code = Code("E041");
/// A value outside the range of its field.
pub const OUT_OF_RANGE: Code = Code("E042");
/// Two values contradict each other.
pub const CONTRADICTION: Code = Code("E043");
/// A scenario file that cannot be read as TOML.
pub const SYNTAX: Code = Code("E044");
/// More events than a simulation takes on.
pub const TOO_MANY_EVENTS: Code = Code("E045");

impl ScenarioError {
    /// Its stable code.
    pub fn code(&self) -> Code {
        match self {
            ScenarioError::Unreadable { error, .. } => error.code,
            ScenarioError::UnknownKey { .. } => UNKNOWN_KEY,
            ScenarioError::Missing { .. } => MISSING,
            ScenarioError::Conflict { code, .. } => *code,
            ScenarioError::Syntax { .. } => SYNTAX,
        }
    }

    /// The field it is about, if it is about one.
    pub fn field(&self) -> Option<FieldId> {
        match self {
            ScenarioError::Unreadable { field, .. }
            | ScenarioError::Missing { field }
            | ScenarioError::Conflict { field, .. } => Some(*field),
            ScenarioError::UnknownKey { .. } | ScenarioError::Syntax { .. } => None,
        }
    }
}
