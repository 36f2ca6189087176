//! Tests of the charts: palette, lint over many answers, hostile names, what was found wrong.

mod cases;
mod found;
mod lint;
mod palette;
mod short;
