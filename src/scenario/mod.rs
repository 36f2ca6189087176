//! From text to a scenario. Layers of edits flow in (built-in default, preset, files, flags, CSV
//! row: the last one wins), a validated [`Scenario`] with the origin of every value flows out. A
//! scenario cannot be built invalid, so that nothing behind it can fail.

pub mod draft;
pub mod error;
pub mod fields;
pub mod files;
pub mod header;
pub mod points;
pub mod preset;
mod remedy;
pub mod row;
pub mod spread;
pub mod steps;
mod strict;
pub mod toml;
pub mod validate;

pub use draft::{Draft, Origin, Scenario};
pub use error::ScenarioError;
pub use fields::{FieldRef, Inputs, field, fields, find};
pub use files::{Files, Shelf};
