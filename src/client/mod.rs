//! The program that uploads. Granted rates and closed gates flow in; what is sent, kept and lost
//! flows out. It alone knows items and phases; the engine knows only that it turns a granted rate
//! into an actual one.

pub mod classes;
pub mod lanes;
mod lost;
pub mod pace;
pub mod payload;
pub mod phases;
pub mod programs;
pub mod retry;
pub mod transport;
pub mod work;

pub use lanes::Lanes;
pub use payload::Payload;
pub use phases::{Client, Phase};
pub use work::Work;
