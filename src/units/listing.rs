//! A library as its items, one by one: sizes in the order in which they are sent, typed as a list or
//! taken from a file. A file's items are put in by the scenario's builder; nothing here opens one.

use super::data::Size;
use std::sync::Arc;

/// The most items of a listing.
pub const MOST_ITEMS: u64 = 1_000_000;

/// Items in order, as runs of equal sizes. Never empty; each run holds at least one item of at least
/// a byte, and neighbours differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sizes(Vec<(u64, Size)>);

impl Sizes {
    /// From runs `(count, size)` in order. Runs without an item or a byte are left out, equal
    /// neighbours become one.
    pub fn of(runs: impl IntoIterator<Item = (u64, Size)>) -> Self {
        let mut joined: Vec<(u64, Size)> = Vec::new();
        for (count, size) in runs.into_iter().filter(|&(n, size)| n > 0 && size > Size::ZERO) {
            match joined.last_mut() {
                Some((before, same)) if *same == size => *before = before.saturating_add(count),
                _ => joined.push((count, size)),
            }
        }
        Sizes(joined)
    }

    /// The runs `(count, size)` in order.
    pub fn runs(&self) -> &[(u64, Size)] {
        &self.0
    }

    /// How many items there are.
    pub fn count(&self) -> u64 {
        self.0.iter().fold(0, |sum, &(n, _)| sum.saturating_add(n))
    }

    /// All of them together, at most `u64::MAX` bytes.
    pub fn total(&self) -> Size {
        self.0.iter().fold(Size::ZERO, |sum, &(n, size)| {
            sum.plus(Size::from_bytes(size.bytes().saturating_mul(n)))
        })
    }

    /// Each item's size, in order.
    pub fn each(&self) -> impl Iterator<Item = Size> + '_ {
        self.0.iter().flat_map(|&(n, size)| (0..n).map(move |_| size))
    }
}

/// The items of a library, one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Typed: `6MB, 3 x 40kB`.
    Typed(Arc<Sizes>),
    /// In a file.
    File {
        /// Its path, as typed.
        path: String,
        /// What it holds, once it was read.
        items: Option<Arc<Sizes>>,
    },
}

impl Listing {
    /// The items, as far as they are known.
    pub fn items(&self) -> Option<&Arc<Sizes>> {
        match self {
            Listing::Typed(items) => Some(items),
            Listing::File { items, .. } => items.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_items_are_known_and_those_of_a_file_once_it_was_read() {
        let items = Arc::new(Sizes::of([(3, Size::from_bytes(5))]));
        assert_eq!(Listing::Typed(Arc::clone(&items)).items(), Some(&items));
        let file = |items| Listing::File { path: "items.csv".to_owned(), items };
        assert_eq!(file(None).items(), None);
        assert_eq!(file(Some(Arc::clone(&items))).items(), Some(&items));
    }
}
