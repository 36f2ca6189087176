//! What an interruption takes back of the items under way, lane by lane, and what of them has to go
//! through unbroken.

use super::{Lane, Lanes, State};
use crate::client::lost::together;
use crate::units::{Amount, Resume};

impl Lanes {
    /// Connections die: what is lost.
    pub fn cut(&mut self) -> Amount {
        self.lose(self.resume[0])
    }

    /// The client ends: what is lost.
    pub fn stop(&mut self) -> Amount {
        self.lose(self.resume[1])
    }

    fn lose(&mut self, resume: Resume) -> Amount {
        let before = self.sent();
        match resume {
            Resume::Nothing | Resume::Index => self.rewind(self.done),
            // Packs are filled in the order of the library.
            Resume::Pack { size, parts } => {
                self.rewind(self.done + before - before.beyond(together(size, parts)));
            }
            Resume::Byte | Resume::Item | Resume::Chunk { .. } => {
                for lane in self.lanes.iter_mut().filter(|lane| lane.state != State::Idle) {
                    let sent = match lane.state {
                        State::Sending(from) => self.served - from,
                        _ => Amount::ZERO,
                    };
                    let at = lane.had + sent;
                    let had = match resume {
                        Resume::Chunk { size, parts } => {
                            (at - at.beyond(together(size, parts))).max(lane.base)
                        }
                        Resume::Item => lane.base,
                        _ => at,
                    };
                    self.kept += had - lane.had;
                    (lane.had, lane.state) = (had, State::Due);
                }
                let due = self.lanes.iter().filter(|lane| lane.state == State::Due).count();
                (self.sending, self.due) = (0, due as u64);
                (self.flying, self.beyond_room) = (Amount::ZERO, Amount::ZERO);
            }
        }
        self.moves = self.moves.wrapping_add(1);
        let lost = (before - self.sent()).max(Amount::ZERO);
        self.resent += lost;
        lost
    }

    fn busy(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.iter().filter(|lane| lane.state != State::Idle)
    }

    /// What starts over after a cut, at most: the unit of the drops' factor.
    pub fn unit(&self) -> Amount {
        let sum = |of: &dyn Fn(&Lane) -> Amount| self.busy().fold(Amount::ZERO, |s, l| s + of(l));
        match self.resume[0] {
            Resume::Byte => Amount::ZERO,
            Resume::Nothing | Resume::Index => self.total(),
            Resume::Pack { size, parts } => together(size, parts),
            Resume::Item => sum(&|lane| lane.size),
            Resume::Chunk { size, parts } => sum(&|lane| lane.size.min(together(size, parts))),
        }
    }

    /// The largest piece under way that has to go through unbroken, and the class that it is an item
    /// of, if it is a whole one of a class that was written.
    pub fn largest_unit(&self) -> (Amount, Option<u8>) {
        let (item, of) = self
            .busy()
            .max_by_key(|lane| lane.size)
            .map_or((Amount::ZERO, None), |lane| (lane.size, lane.of));
        let piece = |resume: &Resume| match *resume {
            Resume::Byte => Amount::ZERO,
            Resume::Nothing | Resume::Index => self.total(),
            Resume::Pack { size, .. } => size.amount(),
            Resume::Item => item,
            Resume::Chunk { size, .. } => item.min(size.amount()),
        };
        let most = self.resume.iter().map(piece).max().unwrap_or(Amount::ZERO);
        (most, of.filter(|_| most == item))
    }

    /// Whether what has to go in one piece grows with the library.
    pub fn unit_grows(&self) -> bool {
        let whole = matches!(self.resume[0], Resume::Nothing | Resume::Index);
        whole && !self.items.new.is_empty()
    }
}
