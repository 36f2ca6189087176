//! All integration tests, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod architecture;
mod batch;
mod cli;
mod files;
mod invalid;
mod near_misses;
mod presets;
mod scenarios;
