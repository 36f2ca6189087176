//! All integration tests, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod architecture;
#[cfg(feature = "charts")]
mod charts;
mod invalid;
mod presets;
mod report;
mod scenarios;
mod ticker;
