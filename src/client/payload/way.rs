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
            // Only packs, and what begins anew from the start, go back behind where a class begins: where an
            // item takes back more than the night has kept, a later one may do so though this one did not.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::pace::Cost;
    use crate::model::payload::Library;
    use crate::model::service::Service;
    use crate::units::{Items, Kind, Size, Span};

    fn megabytes(n: u64) -> Amount {
        Size::from_bytes(n * 1_000_000).amount()
    }

    /// 2 GB of small items, then items of 150 MB. A night begins 110 MB into these, is cut 5 MB on and stopped
    /// 20 MB on. In packs of 300 MB the cut takes it back to 2,100 MB, the stop to 2,000 MB, where the item
    /// began; another such night would be cut at 2,005 MB and go back to 1,800 MB, among the small ones. By
    /// bytes nothing is taken back: the same 25 MB again.
    #[test]
    fn a_night_goes_the_same_way_only_within_its_class() {
        let items = Items::read("2000 x 1MB, 10 x 150MB").unwrap().value;
        let library = Library { items: Some(items), ..Library::default() };
        let cost = Cost { each: Span::from_secs(1), ..Cost::default() };
        let after = |resume, resume_after_stop| {
            let service = Service { resume, resume_after_stop, ..Service::default() };
            let mut payload = Payload::new(&library, &service, cost, 1);
            payload.send(megabytes(2000), None);
            payload.go_on(megabytes(110));
            assert_eq!(payload.class_index(), 1);
            payload.note_way();
            payload.go_on(megabytes(5));
            payload.cut();
            payload.go_on(megabytes(20));
            payload.stop();
            payload
        };
        let pack = Resume::Pack { size: Size::from_bytes(300_000_000), parts: 1 };
        let mut packs = after(pack, Some(Resume::Item));
        assert_eq!(packs.sent(), megabytes(2000));
        assert_eq!(packs.go_same_way(None), None);
        assert_eq!(packs.sent(), megabytes(2000));
        let mut bytes = after(Resume::Byte, None);
        assert_eq!(bytes.sent(), megabytes(2135));
        assert_eq!(bytes.go_same_way(Some(megabytes(25))), Some((megabytes(25), true)));
        assert_eq!(bytes.sent(), megabytes(2160));
    }
}
