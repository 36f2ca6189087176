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
