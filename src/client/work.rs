//! The ways in which a client goes through its payload, behind one face: classes of items at the
//! rate of their closed form ([`Payload`]), items one by one ([`Lanes`]), or a real program with its
//! connections ([`Uplink`]). The engine asks all of them the same questions.

use super::lanes::Lanes;
use super::payload::Payload;
use super::programs::Uplink;
use crate::units::{Amount, Rate};

/// What is being sent, and how far it has come.
pub enum Work {
    /// Classes of items, or a stream. Boxed as all of them: what is large is copied at each step on its way into
    /// a simulation.
    Classes(Box<Payload>),
    /// Items one by one.
    Lanes(Box<Lanes>),
    /// A program with its connections, and the rivals on its line.
    Program(Box<Uplink>),
}

impl Work {
    /// Sent since second 0 and kept.
    pub fn sent(&self) -> Amount {
        match self {
            Work::Classes(payload) => payload.sent(),
            Work::Lanes(lanes) => lanes.sent(),
            Work::Program(uplink) => uplink.sent(),
        }
    }

    /// Sent and lost.
    pub fn resent(&self) -> Amount {
        match self {
            Work::Classes(payload) => payload.resent(),
            Work::Lanes(lanes) => lanes.resent(),
            Work::Program(uplink) => uplink.resent(),
        }
    }

    /// What is still to be sent of what may be sent.
    pub fn left(&self) -> Amount {
        match self {
            Work::Classes(payload) => payload.left(),
            Work::Lanes(lanes) => lanes.left(),
            Work::Program(uplink) => uplink.total() - uplink.sent(),
        }
    }

    /// Whether everything is sent that may be sent.
    #[inline]
    pub fn is_done(&self) -> bool {
        match self {
            Work::Classes(payload) => payload.is_done(),
            Work::Lanes(lanes) => lanes.is_done(),
            Work::Program(uplink) => uplink.is_done(),
        }
    }

    /// Whether the item that never uploads has been reached.
    #[inline]
    pub const fn is_stuck(&self) -> bool {
        match self {
            Work::Classes(payload) => payload.is_stuck(),
            Work::Lanes(lanes) => lanes.is_stuck(),
            Work::Program(_) => false,
        }
    }

    /// What could be restored of what was sent, if items count once they are finished.
    pub fn finished_items(&self) -> Amount {
        match self {
            Work::Classes(payload) => payload.finished_items(),
            Work::Lanes(lanes) => lanes.finished_items(),
            Work::Program(uplink) => uplink.finished_items(),
        }
    }

    /// What starts over after a cut, at most: the unit of the drops' factor.
    pub fn unit(&self) -> Amount {
        match self {
            Work::Classes(payload) => payload.unit(),
            Work::Lanes(lanes) => lanes.unit(),
            Work::Program(_) => Amount::ZERO,
        }
    }

    /// The largest piece that has to go through unbroken, and the class that it is of.
    pub fn largest_unit(&self) -> (Amount, Option<u8>) {
        match self {
            Work::Classes(payload) => payload.largest_unit(),
            Work::Lanes(lanes) => lanes.largest_unit(),
            Work::Program(uplink) => (uplink.total(), None),
        }
    }

    /// How often something in the payload has come to its end.
    pub const fn changes(&self) -> u32 {
        match self {
            Work::Classes(payload) => payload.changes(),
            Work::Lanes(lanes) => lanes.changes(),
            Work::Program(uplink) => uplink.changes(),
        }
    }

    /// One day's growth arrives.
    pub fn grow(&mut self) {
        match self {
            Work::Classes(payload) => payload.grow(),
            Work::Lanes(lanes) => lanes.grow(),
            Work::Program(uplink) => uplink.grow(),
        }
    }

    /// The classes, where nights may go alike by them.
    pub const fn classes(&self) -> Option<&Payload> {
        match self {
            Work::Classes(payload) => Some(payload),
            Work::Lanes(_) | Work::Program(_) => None,
        }
    }

    /// The classes, to send of them.
    #[inline]
    pub const fn classes_mut(&mut self) -> Option<&mut Payload> {
        match self {
            Work::Classes(payload) => Some(payload),
            Work::Lanes(_) | Work::Program(_) => None,
        }
    }

    /// The class at hand.
    pub const fn class_index(&self) -> usize {
        match self {
            Work::Classes(payload) => payload.class_index(),
            Work::Lanes(_) | Work::Program(_) => 0,
        }
    }

    /// The places that decide what a cut and a stop would take back.
    pub fn places(&self) -> [[Amount; 3]; 2] {
        match self {
            Work::Classes(payload) => payload.places(),
            Work::Lanes(lanes) => [lanes.place(); 2],
            Work::Program(uplink) => [[uplink.sent(); 3]; 2],
        }
    }

    /// How often it has been cut and stopped, as far as that matters for what a night begins with.
    pub const fn interruptions(&self) -> [u32; 2] {
        match self {
            Work::Classes(payload) => payload.interruptions(),
            Work::Lanes(lanes) => [lanes.moves(); 2],
            Work::Program(uplink) => [uplink.changes(); 2],
        }
    }

    /// Whether nothing but growth comes behind the class at hand.
    pub fn is_in_last_class(&self) -> bool {
        self.classes().is_none_or(Payload::is_in_last_class)
    }

    /// How far it is to where equal nights would stop being equal; a program's nights are never
    /// taken for equal, those of items one by one only if they keep nothing.
    pub fn stretch(&self) -> (Amount, bool) {
        match self {
            Work::Classes(payload) => payload.stretch(),
            Work::Lanes(lanes) => (lanes.left(), false),
            Work::Program(_) => (Amount::ZERO, false),
        }
    }

    /// Whether what has to go in one piece grows with the library.
    pub fn unit_grows(&self) -> bool {
        match self {
            Work::Classes(payload) => payload.unit_grows(),
            Work::Lanes(lanes) => lanes.unit_grows(),
            Work::Program(_) => false,
        }
    }

    /// Connections die where nothing but the client's own rules tells what that costs: what is lost,
    /// or `None` for a program, which finds out by itself.
    #[inline]
    pub fn cut(&mut self) -> Option<Amount> {
        match self {
            Work::Classes(payload) => Some(payload.cut()),
            Work::Lanes(lanes) => Some(lanes.cut()),
            Work::Program(_) => None,
        }
    }

    /// The client ends: what is lost.
    #[inline]
    pub fn stop(&mut self) -> Amount {
        match self {
            Work::Classes(payload) => payload.stop(),
            Work::Lanes(lanes) => lanes.stop(),
            Work::Program(uplink) => uplink.stop(),
        }
    }

    /// Back to second 0, if that is all it takes. Returns whether it is.
    pub fn restart(&mut self) -> bool {
        match self {
            Work::Classes(payload) => payload.restart(),
            Work::Lanes(lanes) => lanes.restart(),
            Work::Program(_) => return false,
        }
        true
    }

    /// Goes forward over nights that are skipped.
    pub fn skip(&mut self, kept: Amount, lost: Amount, nights: i64) {
        match self {
            Work::Classes(payload) => payload.skip(kept, lost, nights),
            Work::Lanes(lanes) => lanes.skip(lost, nights),
            Work::Program(_) => {}
        }
    }

    /// What could be had of a granted rate, and what is: a program may find rivals in its way.
    #[inline]
    pub fn rates(&mut self, granted: Rate, open: bool) -> (Rate, Rate, bool) {
        match self {
            Work::Classes(payload) if open => (granted, payload.rate(granted), false),
            Work::Classes(_) => (Rate::ZERO, Rate::ZERO, false),
            Work::Lanes(lanes) => {
                let rate = lanes.rate(granted, open);
                (if open { granted } else { Rate::ZERO }, rate, false)
            }
            Work::Program(uplink) => {
                let (most, rate) = uplink.rates();
                if open && granted > Rate::ZERO {
                    (most.min(granted).max(rate), rate, most < granted)
                } else {
                    (Rate::ZERO, Rate::ZERO, false)
                }
            }
        }
    }
}
