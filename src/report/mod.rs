//! Reports: an [`Answer`](crate::study::answer::Answer) or an error flows in, text, JSON, CSV or
//! Markdown flows out. One file for each format; all sentences stand in [`wording`]. Nothing here
//! simulates: where a report shows what another value would answer, the caller hands in a closure.

pub mod accuracy;
pub mod audience;
pub mod charging;
#[cfg(feature = "charts")]
pub mod chart;
pub mod check;
pub mod column;
pub mod csv;
pub mod csv_text;
pub mod diagnosis;
pub mod diagnosis_for;
pub mod diagnosis_names;
mod diagnosis_said;
mod excerpt;
pub mod failure;
pub mod fit;
pub mod fit_audience;
pub mod fixes;
pub mod format;
pub mod json;
pub mod markdown;
mod masked;
pub mod millis;
#[cfg(feature = "charts")]
pub mod page;
mod reader;
pub mod solve;
pub mod symptoms;
pub mod text;
pub mod wording;

crate::choices! {
    /// A format of an answer.
    pub enum Format ("format") {
        /// Labelled lines for people.
        Text = "text",
        /// One JSON document, described in docs/schema.
        Json = "json",
        /// A Markdown section with tables.
        Markdown = "markdown",
        /// The answer as one row of the batch columns.
        Csv = "csv",
    }
    aliases { "md" => Markdown }
}
