//! Tests of the charts: palette, lint over many answers, hostile names.

mod cases;
mod lint;
mod palette;
mod short;
