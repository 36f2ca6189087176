//! Physics and platform rules. Each file holds one effect: its inputs (a section) and its part of
//! the simulation. A model never imports another model; they meet in `conditions`.

pub mod conditions;

pub mod exp;
pub mod keyed;
pub mod link;
pub mod payload;
pub mod phone;
pub mod power;
pub mod rivals;
pub mod service;
pub mod space;
pub mod timed;
pub mod window;
pub mod ziggurat;
