//! The payload item by item, in lanes that share the granted rate evenly. Granted rates and
//! interruptions flow in; what is sent, kept and lost flows out.
//!
//! What each sending lane has been given since second 0 is one number, `served`; a lane that began
//! when it was `from`, with `left` to send, is through when it reaches `from + left`. What an item
//! costs before its bytes passes on a clock that stands still while gates are closed, as it does for
//! classes. So an event costs a look at each lane and no more.

mod broken;
#[cfg(test)]
mod by_hand;
pub mod items;
mod nights;

use super::pace::{Cost, MOST_LANES};
use crate::model::payload::Library;
use crate::model::service::{OnStuck, Service};
use crate::units::{Amount, Rate, Resume, SimTime, Size, Span};
use items::ItemList;

/// What a lane is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is left for it.
    Idle,
    /// Its item has not begun, or has to begin again.
    Due,
    /// What its item costs before its bytes, until the clock shows this.
    Preparing(Span),
    /// Its bytes go out since `served` was this.
    Sending(Amount),
}

/// A lane and its item.
#[derive(Clone, Copy, Debug)]
struct Lane {
    state: State,
    size: Amount,
    /// What of it had arrived before second 0.
    base: Amount,
    /// What of it is kept, `base` included, of attempts before this one.
    had: Amount,
    /// The class that it is an item of, if it is of one that was written.
    of: Option<u8>,
}

const IDLE: Lane = Lane {
    state: State::Idle,
    size: Amount::ZERO,
    base: Amount::ZERO,
    had: Amount::ZERO,
    of: None,
};

/// The payload, in lanes.
#[derive(Clone, Debug)]
pub struct Lanes {
    items: ItemList,
    /// How many items there were at second 0, and what they hold.
    first: (usize, Amount),
    /// The next item to hand out, and where it begins.
    next: (usize, Amount),
    /// What all items hold.
    end: Amount,
    lanes: Vec<Lane>,
    sending: u64,
    /// Lanes that are due.
    due: u64,
    served: Amount,
    /// What each sending lane gets now.
    each: Rate,
    /// How long items have been worked on.
    clock: Span,
    running: bool,
    cost: Cost,
    done: Amount,
    /// Sent by attempts under way.
    flying: Amount,
    /// Sent and kept, attempts under way left out.
    kept: Amount,
    /// Of this, what is in finished items.
    finished: Amount,
    /// What rounding to whole units sent beyond the room, less than one unit for each lane.
    beyond_room: Amount,
    resent: Amount,
    stuck: Option<Amount>,
    is_stuck: bool,
    resume: [Resume; 2],
    changes: u32,
    /// How often it has sent something or was interrupted.
    moves: u32,
}

impl Lanes {
    /// From the library and the rules for its items: what each costs besides its bytes, and how many
    /// are under way at once.
    pub fn new(library: &Library, service: &Service, cost: Cost, lanes: u64) -> Self {
        let mut own = Lanes::of(
            ItemList::new(library, service),
            cost,
            lanes,
            library.done,
            [service.resume, service.resume_after_stop.unwrap_or(service.resume)],
        );
        if let Some(at) = library.stuck_at.filter(|_| service.on_stuck == OnStuck::Stop) {
            let size = super::classes::library_size(library).amount();
            let part = size.units() / 1_000_000 * i128::from(at.millionths());
            own.stuck = Some(Amount::from_units(part));
            own.restart();
        }
        own
    }

    fn of(items: ItemList, cost: Cost, lanes: u64, done: Size, resume: [Resume; 2]) -> Self {
        let end = items.sizes.iter().fold(Amount::ZERO, |sum, size| sum + size.amount());
        let count = usize::try_from(lanes.clamp(1, MOST_LANES)).unwrap_or(1);
        let mut own = Lanes {
            first: (items.sizes.len(), end),
            items,
            next: (0, Amount::ZERO),
            end,
            lanes: vec![IDLE; count],
            sending: 0,
            due: 0,
            served: Amount::ZERO,
            each: Rate::ZERO,
            clock: Span::ZERO,
            running: false,
            cost,
            done: done.amount(),
            flying: Amount::ZERO,
            kept: Amount::ZERO,
            finished: Amount::ZERO,
            beyond_room: Amount::ZERO,
            resent: Amount::ZERO,
            stuck: None,
            is_stuck: false,
            resume,
            changes: 0,
            moves: 0,
        };
        own.rewind(own.done);
        own
    }

    /// Back to second 0.
    pub fn restart(&mut self) {
        self.items.sizes.truncate(self.first.0);
        self.end = self.first.1;
        (self.served, self.clock, self.resent) = (Amount::ZERO, Span::ZERO, Amount::ZERO);
        (self.each, self.running, self.is_stuck) = (Rate::ZERO, false, false);
        (self.changes, self.moves) = (0, 0);
        self.rewind(self.done);
    }

    /// What is stored is the library up to `to`, in the order in which items are taken; everything
    /// behind it has to be sent.
    fn rewind(&mut self, to: Amount) {
        self.next = (0, Amount::ZERO);
        while let Some(size) = self.items.sizes.get(self.next.0) {
            let end = self.next.1 + size.amount();
            if end > to {
                break;
            }
            self.next = (self.next.0 + 1, end);
        }
        let start = self.next.1;
        self.finished = (start - self.done).max(Amount::ZERO);
        self.kept = self.finished;
        (self.flying, self.beyond_room) = (Amount::ZERO, Amount::ZERO);
        (self.sending, self.due) = (0, 0);
        self.lanes.fill(IDLE);
        self.fill();
        if let Some(lane) = self.lanes.first_mut().filter(|lane| lane.state == State::Due) {
            lane.base = (self.done - start).max(Amount::ZERO);
            lane.had = (to - start).max(lane.base);
            self.kept += lane.had - lane.base;
        }
        self.changes = self.changes.wrapping_add(1);
    }

    /// Gives every idle lane an item, as far as there are any.
    fn fill(&mut self) {
        for place in 0..self.lanes.len() {
            if self.lanes.get(place).is_some_and(|lane| lane.state == State::Idle) {
                self.take(place);
            }
        }
        self.notice_stuck();
    }

    /// Gives a lane the next item.
    fn take(&mut self, place: usize) -> bool {
        let Some(lane) = self.lanes.get_mut(place) else { return false };
        *lane = IDLE;
        let Some(size) = self.items.sizes.get(self.next.0).map(|size| size.amount()) else {
            return false;
        };
        let end = self.next.1 + size;
        if self.stuck.is_some_and(|at| end > at) {
            return false;
        }
        let of = self.items.class_of(self.next.0);
        *lane = Lane { state: State::Due, size, of, ..IDLE };
        self.next = (self.next.0 + 1, end);
        self.due += 1;
        true
    }

    /// Nothing is under way, and the next item never uploads.
    fn notice_stuck(&mut self) {
        self.is_stuck |= self.stuck.is_some()
            && self.next.0 < self.items.sizes.len()
            && self.lanes.iter().all(|lane| lane.state == State::Idle);
    }

    /// One day's growth arrives.
    pub fn grow(&mut self) {
        if self.items.new.is_empty() {
            return;
        }
        let ItemList { sizes, new, .. } = &mut self.items;
        sizes.extend_from_slice(new);
        self.end += new.iter().fold(Amount::ZERO, |sum, size| sum + size.amount());
        self.changes = self.changes.wrapping_add(1);
        self.fill();
    }

    /// Sent since second 0 and kept so far.
    #[inline]
    pub fn sent(&self) -> Amount {
        self.kept + self.flying - self.beyond_room
    }

    /// Sent and lost.
    pub const fn resent(&self) -> Amount {
        self.resent
    }

    fn total(&self) -> Amount {
        self.end - self.done
    }

    /// What is still to be sent of what may be sent.
    pub fn left(&self) -> Amount {
        self.total() - self.sent()
    }

    /// Whether everything is sent that may be sent.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.kept >= self.total()
    }

    /// Whether the item that never uploads has been reached.
    #[inline]
    pub const fn is_stuck(&self) -> bool {
        self.is_stuck
    }

    /// What could be restored of what was sent, if items count once they are finished.
    pub const fn finished_items(&self) -> Amount {
        self.finished
    }

    /// The actual rate for a granted one. Lanes that send share it evenly; while all of them prepare
    /// nothing moves.
    #[inline]
    pub fn rate(&mut self, granted: Rate, open: bool) -> Rate {
        self.running = open && granted > Rate::ZERO;
        if !self.running {
            return Rate::ZERO;
        }
        if self.due > 0 {
            self.begin(granted);
        }
        if self.sending == 0 {
            return Rate::ZERO;
        }
        self.each = granted.share(1, self.sending);
        granted
    }

    /// Items that are due begin. As in the closed forms, a transfer that begins alone begins as if it
    /// had the link alone; lanes in step share it while they begin.
    fn begin(&mut self, granted: Rate) {
        let sharing = self.due;
        for lane in self.lanes.iter_mut().filter(|lane| lane.state == State::Due) {
            let missed = self.cost.missed(granted, lane.size - lane.had, sharing);
            let wait = missed.time_at(granted).unwrap_or(Span::ZERO);
            if wait == Span::ZERO {
                lane.state = State::Sending(self.served);
                self.sending += 1;
            } else {
                lane.state = State::Preparing(self.clock.plus(wait));
            }
        }
        self.due = 0;
    }

    /// What may go out before the room is used up, for each lane that sends, rounded up.
    fn room_for_each(&self, room: Option<Amount>) -> Option<Amount> {
        let room = room.filter(|_| self.sending > 0)? - self.sent();
        let lanes = i128::from(self.sending);
        (room > Amount::ZERO).then(|| Amount::from_units((room.units() + lanes - 1) / lanes))
    }

    /// When a lane changes next or the room is used up, if that is before `next`; otherwise `next`.
    #[inline]
    pub fn next_event(&self, now: SimTime, room: Option<Amount>, next: SimTime) -> SimTime {
        if !self.running {
            return next;
        }
        let (mut soon, mut least) = (None::<Span>, None::<Amount>);
        for lane in &self.lanes {
            match lane.state {
                State::Idle | State::Due => {}
                State::Preparing(until) => soon = Some(soon.map_or(until, |s| s.min(until))),
                State::Sending(from) => {
                    let through = from + (lane.size - lane.had);
                    least = Some(least.map_or(through, |l| l.min(through)));
                }
            }
        }
        let next = soon.map_or(next, |until| next.min(now.plus(until.minus(self.clock))));
        let Some(least) = least.map(|least| least - self.served) else { return next };
        let least = self.room_for_each(room).map_or(least, |room| least.min(room));
        if self.each.over(next.since(now)) < least {
            return next;
        }
        least.time_at(self.each).map_or(next, |span| next.min(now.plus(span)))
    }

    /// Goes on for a while in which nothing changes before its end.
    #[inline]
    pub fn advance(&mut self, span: Span, room: Option<Amount>) {
        if !self.running {
            return;
        }
        self.clock = self.clock.plus(span);
        self.moves = self.moves.wrapping_add(1);
        if self.sending > 0 {
            let mut got = self.each.over(span);
            let most = self.room_for_each(room);
            self.beyond_room = Amount::ZERO;
            if let Some(most) = most.filter(|&most| got >= most) {
                got = most;
            }
            self.served += got;
            self.flying += Amount::from_units(got.units().saturating_mul(i128::from(self.sending)));
        }
        for place in 0..self.lanes.len() {
            self.follow(place);
        }
        if let Some(room) = room
            && self.sending > 0
        {
            let beyond = self.sent() - room;
            let crumbs = beyond.units() > 0 && beyond.units() < i128::from(MOST_LANES);
            self.beyond_room = if crumbs { beyond } else { Amount::ZERO };
        }
    }

    /// Brings a lane up to the moment.
    #[inline]
    fn follow(&mut self, place: usize) {
        while let Some(lane) = self.lanes.get_mut(place) {
            match lane.state {
                State::Preparing(until) if until <= self.clock => {
                    lane.state = State::Sending(self.served);
                    self.sending += 1;
                }
                State::Sending(from) if from + (lane.size - lane.had) <= self.served => {
                    let left = lane.size - lane.had;
                    self.flying -= self.served - from;
                    self.kept += left;
                    self.finished += lane.size - lane.base;
                    self.sending -= 1;
                    self.changes = self.changes.wrapping_add(1);
                    if !self.take(place) {
                        self.notice_stuck();
                        return;
                    }
                    if self.cost.is_nothing()
                        && let Some(lane) = self.lanes.get_mut(place)
                    {
                        // What the last microsecond sent beyond the item is of the next one.
                        let through = from + left;
                        lane.state = State::Sending(through);
                        self.flying += self.served - through;
                        (self.sending, self.due) = (self.sending + 1, self.due - 1);
                    }
                }
                _ => return,
            }
        }
    }
}
