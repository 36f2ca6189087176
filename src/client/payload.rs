//! What is to be sent and how far it has come. Granted rates and interruptions flow in; what is
//! sent, kept and lost flows out. The library is laid out in [`super::classes`], the rate of a class
//! is said in [`super::pace`], what an interruption takes back in `lost`.

mod way;

use super::classes::{Class, Classes, Layout, items_do_not_matter, library_size};
use super::lost::{self, Place};
use super::pace::Cost;
use crate::model::payload::Library;
use crate::model::service::{OnStuck, Service};
use crate::units::{Amount, Rate, Resume, Scan, Span};
use way::{Interruption, Way};

/// The payload and how far it has come.
#[derive(Clone, Debug)]
pub struct Payload {
    classes: Classes,
    current: usize,
    /// Where the next byte to send lies, from the library's first byte.
    position: Amount,
    done: Amount,
    resent: Amount,
    growth: Amount,
    cost: Cost,
    /// Where it was when every lane was last at the first byte of an item, and of a chunk.
    fresh: [Amount; 2],
    stuck: Option<Amount>,
    /// The item that never uploads has been reached; no later attempt gets past it.
    is_stuck: bool,
    resume: Resume,
    resume_after_stop: Resume,
    /// Items in the library at the start, in millionths: a class may hold a part of one.
    items: u128,
    /// The last class's end without growth.
    first_end: Amount,
    /// The class rate for the last granted rate.
    cached: (Rate, usize, Rate),
    changes: u32,
    /// How often it has been cut and stopped.
    interruptions: [u32; 2],
    /// What a night has done, where that is written down.
    way: Option<Way>,
}

impl Payload {
    /// From the library and the rules for its items: what each costs besides its bytes, and how many
    /// are under way at once.
    #[inline(always)]
    pub fn new(library: &Library, service: &Service, cost: Cost, lanes: u64) -> Self {
        let size = library_size(library).amount();
        // Where nothing depends on where an item ends, lanes are one.
        let alone = if items_do_not_matter(service) { 1 } else { lanes };
        let layout = Layout::new(library, service, if cost.is_nothing() { alone } else { lanes });
        let done = library.done.amount();
        let classes = layout.classes;
        let current = holding(&classes, 0, done);
        let stuck = library.stuck_at.filter(|_| service.on_stuck == OnStuck::Stop).map(|at| {
            let part = size.units() / 1_000_000 * i128::from(at.millionths());
            Amount::from_units(part)
        });
        Payload {
            first_end: classes.last().map_or(done, |class| class.end),
            classes,
            current,
            position: done,
            done,
            resent: Amount::ZERO,
            growth: library.growth.amount(),
            cost,
            fresh: [done; 2],
            is_stuck: stuck.is_some_and(|at| done >= at),
            stuck,
            resume: service.resume,
            resume_after_stop: service.resume_after_stop.unwrap_or(service.resume),
            items: layout.items,
            cached: (Rate::ZERO, usize::MAX, Rate::ZERO),
            changes: current as u32,
            interruptions: [0; 2],
            way: None,
        }
    }

    /// Back to second 0.
    pub fn restart(&mut self) {
        self.current = 0;
        self.position = self.done;
        self.fresh = [self.done; 2];
        self.resent = Amount::ZERO;
        self.is_stuck = self.is_at_stuck();
        self.changes = 0;
        self.interruptions = [0; 2];
        self.way = None;
        if let Some(last) = self.classes.last_mut() {
            last.end = self.first_end;
        }
        self.enter();
    }

    /// Moves on to the class that holds the position.
    fn enter(&mut self) {
        let holding = holding(&self.classes, self.current, self.position);
        if holding == self.current {
            return;
        }
        self.changes += (holding - self.current) as u32;
        self.current = holding;
        // Lanes go over into the next class one by one; it counts as begun by all at once.
        let start = self.start();
        self.fresh = self.fresh.map(|at| at.max(start));
    }

    fn class(&self) -> Class {
        let (start, end) = (self.position, self.position);
        let none = Class { start, end, pace: None, of: None };
        self.classes.get(self.current).copied().unwrap_or(none)
    }

    fn place(&self) -> Place {
        self.place_in(self.start())
    }

    /// Where the class at hand starts.
    fn start(&self) -> Amount {
        self.classes.get(self.current).map_or(self.position, |class| class.start)
    }

    fn place_in(&self, start: Amount) -> Place {
        Place {
            at: self.position - start,
            since_items: self.position - self.fresh[0],
            since_chunks: self.position - self.fresh[1],
        }
    }

    fn end(&self) -> Amount {
        self.classes.last().map_or(self.position, |class| class.end)
    }

    /// One day's growth arrives.
    pub fn grow(&mut self) {
        let growth = self.growth;
        if growth == Amount::ZERO {
            return;
        }
        if let Some(last) = self.classes.last_mut() {
            last.end += growth;
        }
        self.changes += 1;
        self.enter();
    }

    /// How long it takes to look through the library at the start.
    pub fn scan_time(&self, scan: Scan) -> Span {
        match scan {
            Scan::Lasting(span) => span,
            Scan::ItemsPerSecond(speed) => {
                let micros = self.items.div_ceil(u128::from(speed.max(1)));
                Span::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
            }
        }
    }

    /// Sent since second 0 and kept.
    pub fn sent(&self) -> Amount {
        self.position - self.done
    }

    /// Sent and lost.
    pub const fn resent(&self) -> Amount {
        self.resent
    }

    /// What is still to be sent of what may be sent.
    pub fn left(&self) -> Amount {
        self.end() - self.position
    }

    /// Whether everything is sent that may be sent.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.position >= self.end()
    }

    /// Whether the item that never uploads has been reached.
    #[inline]
    pub const fn is_stuck(&self) -> bool {
        self.is_stuck
    }

    fn is_at_stuck(&self) -> bool {
        self.stuck.is_some_and(|at| self.position >= at)
    }

    /// What could be restored of what was sent, if items count once they are finished.
    pub fn finished_items(&self) -> Amount {
        match self.class().pace {
            None => self.sent(),
            Some(pace) => (self.sent() - pace.in_flight(self.place())).max(Amount::ZERO),
        }
    }

    /// The actual rate for a granted one.
    #[inline]
    pub fn rate(&mut self, granted: Rate) -> Rate {
        if self.cost.is_nothing() {
            return granted;
        }
        if self.cached.0 != granted || self.cached.1 != self.current {
            let Some(pace) = self.class().pace else { return granted };
            self.cached = (granted, self.current, pace.rate(granted, self.cost));
        }
        self.cached.2
    }

    /// How much goes out before something in the payload changes: a class ends, the room is used
    /// up, the stuck item is reached, everything is sent.
    #[inline]
    pub fn until_change(&self, room: Option<Amount>) -> Amount {
        let mut mark = self.classes.get(self.current).map_or(self.position, |class| class.end);
        if let Some(room) = room
            && room > self.sent()
        {
            mark = mark.min(self.done + room);
        }
        if let Some(stuck) = self.stuck
            && stuck > self.position
        {
            mark = mark.min(stuck);
        }
        mark - self.position
    }

    /// Sends an amount, at most to the next change.
    #[inline]
    pub fn send(&mut self, amount: Amount, room: Option<Amount>) {
        let most = self.until_change(room);
        if amount >= most {
            self.position += most;
            self.is_stuck |= self.is_at_stuck();
            self.changes += 1;
            self.enter();
        } else {
            self.position += amount;
        }
    }

    /// Sends an amount that is less than to the next change.
    #[inline]
    pub fn go_on(&mut self, amount: Amount) {
        self.position += amount;
    }

    /// What a rule takes back now.
    fn beyond_kept(&self, resume: Resume) -> Amount {
        let lost = match resume {
            Resume::Nothing | Resume::Index => self.sent(),
            Resume::Pack { size, parts } => self.sent().beyond(lost::together(size, parts)),
            _ => match self.classes.get(self.current) {
                Some(class) => lost::beyond_kept(class, self.place_in(class.start), resume),
                None => Amount::ZERO,
            },
        };
        lost.min(self.sent())
    }

    #[inline]
    fn lose(&mut self, resume: Resume) -> Amount {
        if matches!(resume, Resume::Byte) { Amount::ZERO } else { self.take_back(resume) }
    }

    fn take_back(&mut self, resume: Resume) -> Amount {
        let lost = self.beyond_kept(resume);
        self.position -= lost;
        self.resent += lost;
        match resume {
            Resume::Byte => {}
            Resume::Pack { .. } => self.fresh = self.fresh.map(|at| at.min(self.position)),
            Resume::Chunk { .. } => self.fresh[1] = self.position,
            Resume::Item | Resume::Index | Resume::Nothing => self.fresh = [self.position; 2],
        }
        if matches!(resume, Resume::Index | Resume::Nothing) {
            self.current = 0;
        }
        // Packs do not stop where a class does.
        while self.current > 0 && self.position < self.start() {
            self.current -= 1;
            self.changes += 1;
        }
        self.enter();
        lost
    }

    /// Whether nothing is lost as connections die or, if it `ends`, as the client does.
    pub const fn keeps_all(&self, ends: bool) -> bool {
        let resume = if ends { self.resume_after_stop } else { self.resume };
        self.way.is_none() && matches!(resume, Resume::Byte)
    }

    /// Connections die, or the client ends: counts it.
    #[inline]
    pub const fn is_interrupted(&mut self, ends: bool) {
        self.interruptions[ends as usize] += 1;
    }

    /// Connections die: what is lost.
    #[inline]
    pub fn cut(&mut self) -> Amount {
        self.is_interrupted(false);
        if self.way.is_some() { self.end_leg(Interruption::Cut) } else { self.lose(self.resume) }
    }

    /// The client ends: what is lost.
    #[inline]
    pub fn stop(&mut self) -> Amount {
        self.is_interrupted(true);
        if self.way.is_some() {
            self.end_leg(Interruption::Stop)
        } else {
            self.lose(self.resume_after_stop)
        }
    }

    /// All that may be sent from second 0 on: a stream is an item of that size.
    fn whole(&self) -> Amount {
        self.end() - self.done
    }

    /// What starts over after a cut, at most: the unit of the drops' factor.
    pub fn unit(&self) -> Amount {
        match (self.resume, self.classes.get(self.current)) {
            (Resume::Nothing | Resume::Index, _) | (_, None) => self.whole(),
            (Resume::Byte, _) => Amount::ZERO,
            (resume, Some(class)) => lost::unit(class, resume, self.whole()),
        }
    }

    /// The largest piece that has to go through unbroken, and the class that it is an item of, if it
    /// is a whole one of a class that was written.
    pub fn largest_unit(&self) -> (Amount, Option<u8>) {
        let class = self.class();
        let piece = |resume| match resume {
            Resume::Nothing | Resume::Index => self.whole(),
            resume => lost::piece(&class, resume, self.whole()),
        };
        let most = piece(self.resume).max(piece(self.resume_after_stop));
        let is_item = class.pace.is_some_and(|pace| pace.item == most);
        (most, class.of.filter(|_| is_item))
    }

    /// How often it has been cut and stopped; without either it does not matter where in an item a
    /// night begins.
    pub const fn interruptions(&self) -> [u32; 2] {
        self.interruptions
    }

    /// How often something in the payload has come to its end.
    pub const fn changes(&self) -> u32 {
        self.changes
    }

    /// The class at hand.
    pub const fn class_index(&self) -> usize {
        self.current
    }

    /// What decides how much a cut and a stop would take back; from equal ones on, interruptions at
    /// equal times cost alike.
    pub fn places(&self) -> [[Amount; 3]; 2] {
        let (class, place) = (self.class(), self.place());
        let of = |resume| match resume {
            Resume::Nothing | Resume::Index => [self.position, Amount::ZERO, Amount::ZERO],
            Resume::Pack { size, parts } => {
                let beyond = self.sent().beyond(lost::together(size, parts));
                [beyond, Amount::ZERO, Amount::ZERO]
            }
            resume => lost::state(&class, place, resume),
        };
        let cut = of(self.resume);
        let alike = self.resume_after_stop == self.resume;
        [cut, if alike { cut } else { of(self.resume_after_stop) }]
    }

    /// Whether nothing but growth comes behind the class at hand.
    pub fn is_in_last_class(&self) -> bool {
        self.current + 1 >= self.classes.len()
    }

    /// How far it is to where equal nights would stop being equal, and whether growth pushes that
    /// away day by day.
    pub fn stretch(&self) -> (Amount, bool) {
        let last = self.is_in_last_class();
        let end = self.class().end;
        let stuck = self.stuck.filter(|&at| at > self.position && at < end);
        (stuck.unwrap_or(end) - self.position, last && stuck.is_none())
    }

    /// The growth in a day.
    pub const fn growth(&self) -> Amount {
        self.growth
    }

    /// Whether what has to go in one piece grows with the library.
    pub fn unit_grows(&self) -> bool {
        let whole = match self.resume {
            Resume::Index | Resume::Nothing => true,
            Resume::Item => self.class().pace.is_none(),
            Resume::Byte | Resume::Chunk { .. } | Resume::Pack { .. } => false,
        };
        whole && self.growth > Amount::ZERO
    }

    /// Goes forward over nights that are skipped: what they keep, what they lose, what they add.
    pub fn skip(&mut self, kept: Amount, lost: Amount, nights: i64) {
        self.position += kept;
        self.fresh = self.fresh.map(|at| at + kept);
        self.resent += lost;
        let grown = self.growth.units().saturating_mul(i128::from(nights));
        if let Some(last) = self.classes.last_mut() {
            last.end += Amount::from_units(grown);
        }
    }
}

/// The class that holds a position, of those from one on; the last one holds what lies behind it.
fn holding(classes: &[Class], from: usize, position: Amount) -> usize {
    let later = classes.get(from..).unwrap_or_default();
    let passed = later.iter().take_while(|class| position >= class.end).count();
    from + passed.min(later.len().saturating_sub(1))
}
