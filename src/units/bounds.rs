//! The bounds of the text grammar, for those who tell them: what each kind accepts at most.

use super::data::Rate;
use super::{link_text, rate_text, rivals_text, service_text, windows_text};

/// The slowest and the fastest rate that is read.
pub const RATES: (Rate, Rate) =
    (Rate::from_microbits_per_s(rate_text::LEAST), Rate::from_microbits_per_s(rate_text::MOST));
/// Rates outside these are read with a note.
pub const USUAL_RATES: (Rate, Rate) = (
    Rate::from_microbits_per_s(*rate_text::USUAL.start()),
    Rate::from_microbits_per_s(*rate_text::USUAL.end()),
);
/// The most windows of one field.
pub const WINDOWS: usize = windows_text::MOST_WINDOWS;
/// The most entries of a plan or a list of outages.
pub const ENTRIES: usize = link_text::MOST_ENTRIES;
/// The most rivals.
pub const RIVALS: usize = rivals_text::MOST_RIVALS;
/// The most classes of items.
pub const CLASSES: usize = service_text::MOST_CLASSES;
