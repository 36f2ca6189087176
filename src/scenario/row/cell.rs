//! What a column last held. The bytes of a cell flow in; whether they are those that were read last flows out,
//! for most cells from one comparison of 16 bytes, whatever their length.

/// The bytes of a cell, and those that follow it in memory: a cell that is short can then be compared without
/// asking for its length.
#[derive(Clone, Copy, Debug, Default)]
pub struct CellBytes<'c> {
    /// From where the cell begins; as much more than the cell as is at hand.
    pub rest: &'c [u8],
    /// How many bytes of these are the cell, at most all.
    pub length: usize,
}

impl<'c> CellBytes<'c> {
    /// A cell of which nothing is known but its text.
    pub const fn alone(text: &'c str) -> Self {
        CellBytes { rest: text.as_bytes(), length: text.len() }
    }

    /// Its first bytes, as a number, and where it is shorter whatever follows it.
    #[inline]
    fn first(self) -> u128 {
        match self.rest.first_chunk::<SHORT>() {
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => self.rest.iter().rev().fold(0, |sum, &byte| sum << 8 | u128::from(byte)),
        }
    }
}

/// How many bytes are compared at once. Of cells of phones and their nights hardly any is longer.
const SHORT: usize = 16;
/// More bytes than any cell has.
const NOTHING: usize = usize::MAX;

/// The text that was read last, if it is to be remembered.
#[derive(Clone, Debug)]
pub(super) struct Last {
    /// Its length in bytes.
    length: usize,
    /// Its first bytes, zeros behind them, and which of these are its own.
    bytes: u128,
    own: u128,
    /// All of it, where it is longer.
    long: String,
}

impl Default for Last {
    fn default() -> Self {
        Last { length: NOTHING, bytes: 0, own: 0, long: String::new() }
    }
}

impl Last {
    /// The next cell has to be read, whatever it holds.
    pub(super) const fn forget(&mut self) {
        self.length = NOTHING;
    }

    /// Remembers a cell and its text.
    #[inline]
    pub(super) fn set(&mut self, cell: CellBytes<'_>, text: &str) {
        self.length = cell.length;
        self.own = match SHORT.saturating_sub(cell.length) {
            SHORT => 0,
            free => u128::MAX >> (8 * free),
        };
        self.bytes = cell.first() & self.own;
        if cell.length > SHORT {
            text.clone_into(&mut self.long);
        }
    }

    /// Whether a cell holds this very text.
    #[inline]
    pub(super) fn is(&self, cell: CellBytes<'_>) -> bool {
        cell.length == self.length
            && cell.first() & self.own == self.bytes
            && (cell.length <= SHORT || cell.rest.get(..cell.length) == Some(self.long.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever follows a cell, and with nothing that does.
        #[test]
        fn a_cell_is_the_last_one_if_all_its_bytes_are(
            one in "[ab]{0,20}", other in "[ab]{0,20}", behind in "[ab,]{0,20}", at in 0usize..20
        ) {
            let mut last = Last::default();
            prop_assert!(!last.is(CellBytes::alone(&one)));
            last.set(CellBytes::alone(&one), &one);
            let mut beside = Last::default();
            let whole = format!("{one}{behind}");
            beside.set(CellBytes { rest: whole.as_bytes(), length: one.len() }, &one);
            let is = |text: &str| {
                let whole = format!("{text}{behind}");
                let followed = CellBytes { rest: whole.as_bytes(), length: text.len() };
                let found = last.is(followed);
                assert_eq!([beside.is(followed), last.is(CellBytes::alone(text))], [found; 2]);
                found
            };
            prop_assert_eq!(is(&other), one == other);
            prop_assert!(is(&one));
            let mut near = one.clone().into_bytes();
            if let Some(byte) = near.get_mut(at) {
                *byte ^= 3;
                prop_assert!(!is(&String::from_utf8(near).unwrap()));
            }
            last.forget();
            prop_assert!(!last.is(CellBytes::alone(&one)));
        }
    }
}
