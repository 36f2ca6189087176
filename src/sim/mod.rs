//! The engine: a validated scenario flows in, an outcome flows out. It cannot fail.

pub mod outcome;
pub mod timeline;
