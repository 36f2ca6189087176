//! Power: the charger that feeds the battery, the battery itself, and power saving. Inputs are the
//! `charger` and `battery` sections.

pub mod battery;
pub mod charger;
pub mod flow;
pub mod heat;
mod latches;
pub mod level;
pub mod noticing;
pub mod supply;
pub mod trace;
