//! What tells whether a night begins like another one, and how nights that keep nothing are skipped.

use super::{Lanes, State};
use crate::model::conditions::Fingerprint;
use crate::units::Amount;

impl Lanes {
    /// How often something in the payload has come to its end.
    pub const fn changes(&self) -> u32 {
        self.changes
    }

    /// How often it has sent something or was interrupted.
    pub const fn moves(&self) -> u32 {
        self.moves
    }

    /// What decides, with the clock left out, what a night begins with: equal only if nothing was
    /// kept since.
    pub fn place(&self) -> [Amount; 3] {
        let had = (1..).zip(&self.lanes).fold(Amount::ZERO, |sum, (weight, lane)| {
            sum + Amount::from_units(lane.had.units().saturating_mul(weight))
        });
        [self.sent(), self.next.1, had]
    }

    /// Goes forward over nights that keep nothing.
    pub fn skip(&mut self, lost: Amount, nights: i64) {
        self.resent += lost;
        for _ in 0..nights {
            self.grow();
        }
    }

    /// What lanes are in the middle of decides how a day goes on.
    pub fn fingerprint(&self, print: &mut Fingerprint) {
        for lane in &self.lanes {
            let (kind, amount) = match lane.state {
                State::Idle => (-1, 0),
                State::Due => (-2, 0),
                State::Preparing(until) => (-3, i128::from(until.minus(self.clock).micros())),
                State::Sending(from) => (-4, (self.served - from).units()),
            };
            print.add(kind);
            // In two halves, the lower of 62 bits: an amount may need more than 64.
            print.add(i64::try_from(amount >> 62).unwrap_or(i64::MAX));
            print.add(i64::try_from(amount & ((1 << 62) - 1)).unwrap_or(i64::MAX));
        }
    }
}
