//! What an interruption takes back. The place in a class of items and the rule for resuming flow
//! in; the lost amount flows out.
//!
//! Lanes in step are all at the same place of their items. Lanes with unlike items are spread
//! evenly: lane j of k has sent (j + φ)/k of its item, where φ is such that what is finished is
//! whole items; none has sent more than since all of them last began afresh.

use super::classes::Class;
use super::pace::Pace;
use crate::units::{Amount, Resume, Size};

/// Where the lanes are.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// From the class's first byte.
    pub at: Amount,
    /// Sent since every lane was last at the first byte of an item.
    pub since_items: Amount,
    /// Sent since every lane was last at the first byte of a chunk.
    pub since_chunks: Amount,
}

impl Pace {
    /// What lanes that are spread evenly have sent of their items if the least far has just begun.
    fn half(self) -> Amount {
        self.item.half().times(self.lanes - 1)
    }

    /// How far the lane that has come least has come, times the lanes: φ of an item.
    fn phase(self, at: Amount, half: Amount) -> Amount {
        (at - half).beyond(self.item)
    }

    /// What has been sent of items that are not finished.
    pub fn in_flight(self, place: Place) -> Amount {
        if !self.mixed {
            return place.at.beyond(self.round());
        }
        let half = self.half();
        (half + self.phase(place.at, half)).min(place.since_items)
    }

    /// An amount of all lanes, not negative, as one of them: a shift where it can be one, as lanes are
    /// mostly one, two or four and a division of 128 bits is dear.
    fn of_one(self, all: i128) -> Amount {
        let lanes = self.lanes.max(1);
        let shifts = lanes.is_power_of_two();
        Amount::from_units(if shifts {
            all >> lanes.trailing_zeros()
        } else {
            all / i128::from(lanes)
        })
    }

    /// What lies beyond the last whole piece of `piece` bytes in the items under way.
    fn beyond_pieces(self, place: Place, piece: Amount) -> Amount {
        if !self.mixed {
            return place.at.beyond(self.round()).beyond(piece.times(self.lanes));
        }
        let half = self.half();
        let phase = self.phase(place.at, half);
        let (mut all, mut beyond) = (phase, Amount::ZERO);
        for _ in 0..self.lanes {
            beyond += self.of_one(all.units()).beyond(piece);
            all += self.item;
        }
        beyond.min((half + phase).min(place.since_items)).min(place.since_chunks)
    }
}

/// So many parts, or packs, as are in flight at once.
pub fn together(size: Size, parts: u32) -> Amount {
    size.amount().times(u64::from(parts.max(1)))
}

/// What a rule takes back in a class. Rules that do not look at classes are not asked here.
pub fn beyond_kept(class: &Class, place: Place, resume: Resume) -> Amount {
    match (resume, class.pace) {
        (Resume::Byte, _) => Amount::ZERO,
        (Resume::Chunk { size, parts }, None) => place.at.beyond(together(size, parts)),
        (Resume::Chunk { size, parts }, Some(pace)) => {
            pace.beyond_pieces(place, together(size, parts))
        }
        (_, None) => place.at,
        (_, Some(pace)) => pace.in_flight(place),
    }
}

/// What decides how much a rule would take back, now and after more is sent: from equal ones on,
/// interruptions at equal times cost alike.
pub fn state(class: &Class, place: Place, resume: Resume) -> [Amount; 3] {
    let none = Amount::ZERO;
    match (resume, class.pace) {
        (Resume::Byte, _) => [none; 3],
        (Resume::Chunk { size, parts }, None) => {
            [place.at.beyond(together(size, parts)), none, none]
        }
        (_, None) => [place.at, none, none],
        (_, Some(pace)) if pace.mixed => {
            let most = pace.round();
            [place.at.beyond(pace.item), place.since_items.min(most), place.since_chunks.min(most)]
        }
        (_, Some(pace)) => [place.at.beyond(pace.round()), none, none],
    }
}

/// What starts over after an interruption at most, in all lanes together; `stream` is an item without
/// end.
pub fn unit(class: &Class, resume: Resume, stream: Amount) -> Amount {
    let (item, lanes) = class.pace.map_or((stream, 1), |pace| (pace.item, pace.lanes));
    let one = match resume {
        Resume::Pack { size, parts } => return together(size, parts),
        Resume::Byte => Amount::ZERO,
        Resume::Chunk { size, parts } => together(size, parts).min(item),
        Resume::Item | Resume::Index | Resume::Nothing => item,
    };
    one.times(lanes)
}

/// The largest piece that one connection has to get through unbroken; `stream` is an item without
/// end.
pub fn piece(class: &Class, resume: Resume, stream: Amount) -> Amount {
    let item = class.pace.map_or(stream, |pace| pace.item);
    match resume {
        Resume::Byte => Amount::ZERO,
        Resume::Chunk { size, .. } => size.amount().min(item),
        Resume::Pack { size, .. } => size.amount(),
        Resume::Item | Resume::Index | Resume::Nothing => item,
    }
}
