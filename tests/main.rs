//! All integration tests, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod architecture;
mod invalid;
mod presets;
mod scenarios;

mod batch;
mod cli;
