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

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $text:literal;)+) => {
        $(#[doc = $title] pub const $name: Code = Code($code);)+

        /// Every code of a scenario with its title and its page, in the order of the codes.
        pub const CODES: &[(Code, &str, &str)] = &[$(($name, $title, $text)),+];
    };
}

codes! {
    UNKNOWN_KEY = "E040", "a name that no input has",
        "No field has that key, flag or column name. backup-sim explain lists all fields; a CSV column may carry a unit behind the name (size_gb, upload_mbps).";
    MISSING = "E041", "a value that is needed and not given",
        "A size is always needed, an upload speed wherever there is an upload. Size: what this service has to hold, on an iPhone the Next Backup Size. Speed: the upload figure of a speed test, not the download.";
    OUT_OF_RANGE = "E042", "a value outside the range of its field",
        "The text reads well, but the field does not take that value; the message shows the range.";
    CONTRADICTION = "E043", "values that contradict each other",
        "Each of them reads well, but they cannot all be true: for instance more done than there is, or free space that is not plan less used.";
    SYNTAX = "E044", "a scenario file that is not TOML",
        "A scenario file holds lines like size = \"40GB\" under headings like [library]; text stands in quotes.";
    TOO_MANY_EVENTS = "E045", "more events than are simulated",
        "Short drops over many nights add up. Look ahead fewer nights, or write longer drops. So does a battery that a load empties by a percent in milliseconds: write a larger one.";
    FILE = "E046", "a file that cannot be read",
        "A field names a file that is not there or cannot be opened. Paths are taken from the folder in which the program runs.";
    FILE_FORMAT = "E047", "a file that is not of its format",
        "A listing is a CSV with a column of sizes (size, bytes, size_mb) or what rclone lsjson prints; a trace is a CSV with a column of times (t_s) and one of rates (upload_mbps), or a mahimahi trace. The message says in which line and column it goes wrong.";
    DOUBTFUL = "E048", "a reading that leaves a doubt",
        "Without --strict-units this value is read, with a note that says how. With it such a value is refused: write it so that only one reading is left, for instance 24Mbps instead of 3MB/s, 40GB instead of 40G.";
    NOT_STEPPED = "E049", "a field without a scale",
        "A range or a list of values needs a field whose values lie on a scale: upload=1Mbps..100Mbps:10, size=10GB,40GB,160GB, window=4h..10h:4 for its length, start=22:00..02:00:5, battery=20%..100%:5. Sizes and rates go by equal ratios, all else by equal steps.";
}

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
