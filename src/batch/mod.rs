//! The same answer as `estimate` for every row of a CSV. Bytes flow in, answered rows and rejects
//! flow out, in the order of the input for any number of threads and in constant memory. Every row
//! is accounted for: rows in = answered + rejected.

pub mod answer;
pub mod chunk;
pub mod error;
mod inline;
pub mod journal;
pub mod pipeline;
pub mod reader;
pub mod record;
pub mod rejects;
mod shape;
pub mod summary;
pub mod sweep;

pub use answer::Answers;
pub use chunk::Place;
pub use error::BatchError;
pub use pipeline::{Options, Reached, Sink, Work, run};
pub use rejects::Reject;
pub use summary::{Summary, Tally};
