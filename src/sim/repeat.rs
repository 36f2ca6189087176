//! Nights that go alike: when the next night must go as the last one did, how many such nights may
//! be skipped, and when they prove that the backup never ends.
//!
//! A night repeats the one before if it begins at the same place of the payload (and, in `all-day`,
//! with every part in the same state), the clock treats both alike, and no amount comes to its end:
//! a class of items, the room at the destination, a rival's upload, the phone's own space.

use super::books::Books;
use super::engine::Engine;
use super::frame::Frame;
use super::outcome::{Proof, ProofKind};
use super::tally::{Place, Tally};
use crate::cause::Cause;
use crate::model::conditions::{Fingerprint, Night};
use crate::model::space::Destination;
use crate::units::{Amount, Span};

/// How a night began.
pub struct Mark {
    class: usize,
    places: [[Amount; 3]; 2],
    sent: Amount,
    resent: Amount,
    changes: (u32, u32),
    interruptions: [u32; 2],
    rivals: Vec<Amount>,
    spaces: Spaces,
    stuck: bool,
    print: Fingerprint,
    /// What the books said; `None` where none are kept.
    books: Option<Books>,
    place: Place,
}

/// Which spaces are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spaces {
    full: bool,
    short: bool,
    tight: bool,
}

impl Spaces {
    fn of(engine: &Engine) -> Self {
        let destination = engine.parts.destination.as_deref();
        let sent = engine.parts.client.payload.sent();
        let holds_no_more = |d: &Destination| d.is_full() || d.room().is_some_and(|r| r <= sent);
        let negative = |amount: Option<Amount>| amount.is_some_and(|a| a < Amount::ZERO);
        Spaces {
            full: destination.is_some_and(holds_no_more),
            short: negative(destination.and_then(Destination::spare)),
            tight: negative(engine.parts.space.as_ref().map(|s| s.slack())),
        }
    }
}

fn changes(engine: &Engine) -> (u32, u32) {
    let rivals = engine.parts.rivals.as_ref();
    (engine.parts.client.payload.changes(), rivals.map_or(0, |r| r.changes()))
}

fn rivals<'e>(engine: &'e Engine<'_>) -> impl Iterator<Item = Amount> + 'e {
    engine.parts.rivals.iter().flat_map(|r| r.left())
}

impl Mark {
    /// At a night's start.
    pub fn new(engine: &mut Engine, frame: &Frame, night: &Night, tally: &Tally) -> Self {
        let payload = &engine.parts.client.payload;
        Mark {
            class: payload.class_index(),
            places: payload.places(),
            sent: payload.sent(),
            resent: payload.resent(),
            changes: changes(engine),
            interruptions: payload.interruptions(),
            rivals: rivals(engine).collect(),
            spaces: Spaces::of(engine),
            stuck: payload.is_stuck(),
            print: print(engine, frame, night),
            books: (!tally.is_closed()).then(|| tally.books.clone()),
            place: tally.place(),
        }
    }

    /// What the night has kept, and what it has sent and lost.
    fn moved(&self, engine: &Engine) -> (Amount, Amount) {
        let payload = &engine.parts.client.payload;
        (payload.sent() - self.sent, payload.resent() - self.resent)
    }

    /// Whether the payload is where it was: a night that begins now goes as the marked one did, as long
    /// as no amount comes to its end, the clock treats them alike and, in `all-day`, every part is in the
    /// state that it was in.
    fn is_where_it_was(&self, engine: &Engine) -> bool {
        let payload = &engine.parts.client.payload;
        let (places, interruptions) = (payload.places(), payload.interruptions());
        let alike =
            |k: usize| places[k] == self.places[k] || interruptions[k] == self.interruptions[k];
        payload.class_index() == self.class && alike(0) && alike(1)
    }
}

/// The state of every part; in a nightly window every night begins afresh.
fn print(engine: &mut Engine, frame: &Frame, night: &Night) -> Fingerprint {
    if frame.all_day { engine.fingerprint(night.base) } else { Fingerprint::default() }
}

/// Whether a night could be like later ones at all: the clock treats it as all others, it was not
/// started by hand, and the next backup was due when it began.
fn is_plain(engine: &Engine, frame: &Frame, night: &Night) -> bool {
    let due = engine.parts.rules.as_ref().is_none_or(|rules| rules.due() <= night.base);
    frame.is_ordinary(night.number) && due && !(frame.manual && night.number == 1)
}

/// Whether ordinary nights after this one differ from it in nothing but where the payload is as they
/// begin, as long as nothing in it comes to its end: no part looks at what was sent, none remembers
/// anything, and the speed does not depend on what grows.
pub fn may_go_same_way(engine: &Engine, frame: &Frame, number: u32) -> bool {
    let parts = &engine.parts;
    let has_room = |d: &Destination| d.room().is_none() && d.spare().is_none();
    let alone = parts.rivals.is_none()
        && parts.space.is_none()
        && parts.destination.as_deref().is_none_or(has_room);
    let grows = frame.growth > Amount::ZERO;
    let steady = !(grows && engine.is_thinned() && parts.client.payload.unit_grows());
    !frame.all_day
        && !frame.drifts
        && alone
        && steady
        && is_plain(engine, frame, &frame.night(number))
}

/// What the nights after a night are like.
pub enum After {
    /// They have to be looked at.
    Unknown,
    /// So many of them go as the last one did, and have been skipped.
    Alike(u32),
    /// All of them go as the last one did, and it never ends.
    Never(Proof),
}

/// Looks at the night that is over: `last` is the last night to be looked at; nights after the next
/// special one, and the last one, are never skipped.
pub fn after(
    engine: &mut Engine,
    frame: &Frame,
    (number, last): (u32, u32),
    mark: &Mark,
    (prove, skip): (bool, bool),
    tally: &mut Tally,
) -> After {
    let night = frame.night(number);
    if !is_plain(engine, frame, &night) {
        return After::Unknown;
    }
    let (kept, lost) = mark.moved(engine);
    let same_rivals = rivals(engine).eq(mark.rivals.iter().copied());
    let outgrown = kept <= frame.growth && engine.parts.client.payload.is_in_last_class();
    let stands_still = kept == Amount::ZERO || kept > Amount::ZERO && outgrown;
    let may_prove = prove && stands_still && same_rivals && frame.next_special(number).is_none();
    let may_skip = skip && !frame.drifts && number.saturating_add(1) < last && kept >= Amount::ZERO;
    if !may_prove && !may_skip {
        return After::Unknown;
    }
    // What is for good needs no equal state: an item that never uploads, a destination that is full.
    let for_good = may_prove && kept == Amount::ZERO && (mark.stuck || mark.spaces.full);
    let same = mark.is_where_it_was(engine);
    if !(same || for_good) {
        return After::Unknown;
    }
    let full_before = Spaces::of(engine).full;
    let stretch = engine.parts.client.longest_stretch();
    let next = frame.night(number.saturating_add(1));
    engine.begin(&next);
    // Where no moment was spent sending, no line could have changed anything.
    let only_stalled = |books| tally.books.only_stalled_since(books);
    let same = same
        && (!frame.drifts || mark.books.as_ref().is_none_or(only_stalled))
        && (!frame.all_day || print(engine, frame, &next) == mark.print)
        && full_before == mark.spaces.full
        && engine.parts.client.payload.is_stuck() == mark.stuck;
    if !(same || for_good) {
        return After::Unknown;
    }
    if may_prove {
        return After::Never(proof(engine, frame, mark, (kept, lost, stretch), tally));
    }
    if changes(engine) != mark.changes || Spaces::of(engine) != mark.spaces {
        return After::Unknown;
    }
    let nights = alike(engine, frame, (number, last), mark, (kept, lost));
    if nights > 0 {
        engine.skip(nights, (kept, lost), &mark.rivals);
        if let Some(books) = &mark.books {
            tally.repeat(books, nights, mark.place, kept);
        }
    }
    After::Alike(nights)
}

/// How many nights from the next one on go as the last one did.
fn alike(
    engine: &Engine,
    frame: &Frame,
    (number, last): (u32, u32),
    mark: &Mark,
    (kept, lost): (Amount, Amount),
) -> u32 {
    let parts = &engine.parts;
    let payload = &parts.client.payload;
    let growth = frame.growth;
    let grows = growth > Amount::ZERO;
    let rewrites = parts.space.as_ref().is_some_and(|s| s.is_rewritten());
    if grows && (rewrites || engine.is_thinned() && payload.unit_grows()) {
        return 0;
    }
    let mut most = i128::from(last.saturating_sub(number).saturating_sub(1));
    if let Some(special) = frame.next_special(number) {
        most = most.min(i128::from(special - number - 1));
    }
    // Nothing may come to its end in a skipped night, not even for a while before it is lost again.
    let reach = kept + lost;
    let mut stay_below = |room: Amount, step: Amount| {
        let spare = (room - reach).units();
        if spare <= 0 {
            most = 0;
        } else if step > Amount::ZERO {
            most = most.min((spare - 1) / step.units() + 1);
        }
    };
    let (stretch, last_class) = payload.stretch();
    if last_class {
        stay_below(stretch + growth, kept - growth);
    } else {
        stay_below(stretch, kept);
    }
    let destination = parts.destination.as_deref();
    if let Some(room) = destination.filter(|d| !d.is_full()).and_then(Destination::room) {
        stay_below(room - payload.sent(), kept);
    }
    // What shrinks with the growth is enough for the next night; for how many more?
    let slack = parts.space.as_ref().map(|s| s.slack());
    for spare in [destination.and_then(Destination::spare), slack].into_iter().flatten() {
        if grows && spare >= Amount::ZERO {
            most = most.min(spare.units() / growth.units() + 1);
        }
    }
    for (left, before) in rivals(engine).zip(&mark.rivals) {
        let sent = (*before - left).units();
        if sent > 0 {
            most = most.min((left.units() - 1) / sent);
        }
    }
    u32::try_from(most.max(0)).unwrap_or(0)
}

/// Why it never ends, once every later night goes as the last one did.
fn proof(
    engine: &Engine,
    frame: &Frame,
    mark: &Mark,
    (kept, lost, stretch): (Amount, Amount, Span),
    tally: &Tally,
) -> Proof {
    let payload = &engine.parts.client.payload;
    let spaces = mark.spaces;
    let left = payload.left().round();
    let destination = engine.parts.destination.as_deref();
    let books = mark.books.as_ref();
    let cap = books.and_then(|b| tally.books.worst_cap_since(b)).unwrap_or(Cause::UploadSpeed);
    let runs_out = |cause| Proof { cause, kind: ProofKind::SpaceRunsOut { missing: left } };
    if kept > Amount::ZERO {
        let kind = ProofKind::Outgrown { growth: frame.growth.round(), night: kept.floor() };
        return Proof { cause: cap, kind };
    }
    if payload.is_stuck() {
        return Proof { cause: Cause::StuckItem, kind: ProofKind::StuckItem };
    }
    if let Some(destination) = destination.filter(|_| spaces.full || spaces.short) {
        return runs_out(destination.full_cause());
    }
    if spaces.tight {
        return runs_out(Cause::PhoneFull);
    }
    if lost > Amount::ZERO {
        let (unit, class) = payload.largest_unit();
        let (unit, lost) = (unit.round(), lost.round());
        let kind = ProofKind::UnitTooLong { unit, class, lost, stretch };
        return Proof { cause: engine.parts.client.worst_loss().1, kind };
    }
    let gate = books.and_then(|b| tally.books.worst_gate_since(b)).unwrap_or(cap);
    Proof { cause: gate, kind: ProofKind::NeverOpens }
}

#[cfg(test)]
mod tests;
