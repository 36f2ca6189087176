//! All integration tests, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod architecture;
mod batch;
#[cfg(feature = "charts")]
mod charts;
mod cli;
mod closed_form;
mod documents;
mod extremes;
mod files;
mod invalid;
mod monotone;
mod near_misses;
mod presets;
mod properties;
mod readme;
mod report;
mod scenarios;
mod ticker;
mod ticker_agrees;
