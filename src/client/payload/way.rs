//! The way of a night through the payload. What went out before each interruption flows in as the engine
//! runs a night; the nights that go the same way flow out, without the engine: what an interruption takes
//! back in them depends on where the payload is, and on nothing else.

use super::Payload;
use crate::units::{Amount, Resume};

/// What a night did to a payload, so that a later one can go the same way: how much went out before each
/// interruption.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    legs: Vec<(Amount, Interruption)>,
    /// All that went out, whether or not it was kept.
    whole: Amount,
    /// Where the leg at hand began.
    from: Amount,
    /// What had come to its end by then.
    changes: u32,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interruption {
    /// It is cut.
    Cut,
    /// Its client ends.
    Stop,
}

impl Payload {
    /// A night begins whose way is written down.
    pub fn note_way(&mut self) {
        let way = self.way.get_or_insert_default();
        way.legs.clear();
        way.whole = Amount::ZERO;
        (way.from, way.changes) = (self.position, self.changes);
    }

    /// An interruption of a night whose way is written down.
    pub(super) fn end_leg(&mut self, ended: Interruption) -> Amount {
        let leg = self.way.as_ref().map_or(Amount::ZERO, |way| self.position - way.from);
        let lost = self.lose(match ended {
            Interruption::Cut => self.resume,
            Interruption::Stop => self.resume_after_stop,
        });
        let position = self.position;
        if let Some(way) = &mut self.way {
            way.legs.push((leg, ended));
            way.whole += leg;
            way.from = position;
        }
        lost
    }

    /// A night more that goes the way of the one that was written down: a day's growth arrives, the same
    /// goes out between the same interruptions, and what these take back depends on where it is. Returns
    /// what it keeps, and whether that is as much as the last one `kept` because it ends where it began;
    /// `None`, with nothing done, if it may not go that way, as something would come to its end or did.
    pub fn go_same_way(&mut self, kept: Option<Amount>) -> Option<(Amount, bool)> {
        let way = self.way.as_ref().filter(|way| {
            // Only packs, and what begins anew from the start, go back behind where a class begins.
            let within = self.classes.len() <= 1
                || [self.resume, self.resume_after_stop].into_iter().all(|resume| {
                    matches!(resume, Resume::Byte | Resume::Chunk { .. } | Resume::Item)
                });
            within && way.from == self.position && way.changes == self.changes
        })?;
        if way.whole >= self.until_change(None) {
            return None;
        }
        let mut way = self.way.take()?;
        let (before, fresh) = (self.position, self.fresh);
        self.grow();
        for &(leg, ended) in &way.legs {
            self.position += leg;
            match ended {
                Interruption::Cut => self.cut(),
                Interruption::Stop => self.stop(),
            };
        }
        (way.from, way.changes) = (self.position, self.changes);
        self.way = Some(way);
        let more = self.position - before;
        let alike = kept == Some(more) && {
            let (places, now) = (self.places(), (self.position, self.fresh));
            (self.position, self.fresh) = (before, fresh);
            let before = self.places();
            (self.position, self.fresh) = now;
            places == before
        };
        Some((more, alike))
    }
}
