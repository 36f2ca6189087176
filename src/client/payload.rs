//! What is to be sent, as classes of equal items in one lane; a stream is one item without end.
//!
//! An item of s bytes costs Z (its overhead) and s/r at the rate r, so a class moves at
//!
//! ```text
//! r' = s / (Z + s/r) = s r / (Z r + s)
//! ```
//!
//! and Z/(Z + s/r) = 1 - r'/r of the time is item overhead (docs/models.md, Payload; one lane).

use crate::model::payload::{Library, Order};
use crate::model::service::{OnStuck, Service};
use crate::units::{Amount, ItemClass, Listing, Rate, Resume, Scan, Size, Span};

/// A class of equal items, as a stretch of the payload. A stretch is `[start, end)` from the
/// library's first byte.
#[derive(Clone, Copy, Debug)]
struct Class {
    start: Amount,
    end: Amount,
    /// One item; `None` for a stream.
    item: Option<Amount>,
}

/// The payload and how far it has come.
#[derive(Clone, Debug)]
pub struct Payload {
    classes: Vec<Class>,
    current: usize,
    /// Where the next byte to send lies, from the library's first byte.
    position: Amount,
    done: Amount,
    resent: Amount,
    growth: Amount,
    overhead: Span,
    stuck: Option<Amount>,
    /// The item that never uploads has been reached; no later attempt gets past it.
    is_stuck: bool,
    resume: Resume,
    resume_after_stop: Resume,
    left_out: Size,
    /// Items in the library at the start, in millionths: a class may hold a part of one.
    items: u128,
    /// The last class's end without growth.
    first_end: Amount,
    /// The class rate for the last granted rate.
    cached: (Rate, usize, Rate),
    changes: u32,
    /// How often it has been cut and stopped.
    interruptions: [u32; 2],
}

/// The size of the library: given, or the sum of its items.
pub fn library_size(library: &Library) -> Size {
    let listed = || library.listing.as_ref().and_then(Listing::items).map(|items| items.total());
    library.size.or_else(listed).unwrap_or_else(|| {
        library.items.as_ref().map_or(Size::ZERO, |items| {
            items.0.iter().fold(Size::ZERO, |sum, class| {
                sum.plus(Size::from_bytes(class.size.bytes().saturating_mul(class.count)))
            })
        })
    })
}

/// The mean size of the items of some classes, rounded down to a byte; `None` if there are none.
fn mean(items: &[ItemClass], of: impl Fn(&ItemClass) -> bool) -> Option<Amount> {
    let (bytes, count) = items.iter().filter(|c| of(c)).fold((0, 0), |(bytes, count), c| {
        let (size, number) = (u128::from(c.size.bytes()), u128::from(c.count));
        (bytes + size * number, count + number)
    });
    let mean = Size::from_bytes(u64::try_from(bytes / count.max(1)).unwrap_or(u64::MAX));
    (mean > Size::ZERO).then(|| mean.amount())
}

impl Payload {
    /// From the library and the rules for its items. `overhead` is what each item costs besides
    /// its bytes.
    pub fn new(library: &Library, service: &Service, overhead: Span) -> Self {
        let size = library_size(library).amount();
        let growth = library.growth.amount();
        let mut payload = Payload {
            classes: Vec::new(),
            current: 0,
            position: library.done.amount(),
            done: library.done.amount(),
            resent: Amount::ZERO,
            growth,
            overhead,
            stuck: None,
            is_stuck: false,
            resume: service.resume,
            resume_after_stop: service.resume_after_stop.unwrap_or(service.resume),
            left_out: Size::ZERO,
            items: 1_000_000,
            first_end: Amount::ZERO,
            cached: (Rate::ZERO, usize::MAX, Rate::ZERO),
            changes: 0,
            interruptions: [0; 2],
        };
        // A listing goes before the classes that a service is known for.
        match library.items.as_ref().filter(|_| library.listing.is_none()) {
            None => payload.classes = vec![Class { start: payload.done, end: size, item: None }],
            Some(items) => payload.lay_out(library, service, size, &items.0),
        }
        if service.on_stuck == OnStuck::Stop {
            payload.stuck = library.stuck_at.map(|at| {
                let part = size.units() / 1_000_000 * i128::from(at.millionths());
                Amount::from_units(part)
            });
        }
        payload.first_end = payload.end();
        payload.is_stuck = payload.is_at_stuck();
        payload.enter();
        payload
    }

    /// Back to second 0.
    pub fn restart(&mut self) {
        self.current = 0;
        self.position = self.done;
        self.resent = Amount::ZERO;
        self.is_stuck = self.is_at_stuck();
        self.changes = 0;
        if let Some(last) = self.classes.last_mut() {
            last.end = self.first_end;
        }
        self.enter();
    }

    fn lay_out(&mut self, library: &Library, service: &Service, size: Amount, items: &[ItemClass]) {
        let mut order: Vec<_> = items.iter().collect();
        match library.order {
            Order::AsIs => {}
            Order::SmallFirst => order.sort_by_key(|class| class.size),
            Order::PhotosFirst => {
                order.sort_by_key(|class| !class.name.to_ascii_lowercase().starts_with("photo"));
            }
        }
        let written: u128 =
            items.iter().map(|c| u128::from(c.size.bytes()) * u128::from(c.count)).sum();
        let whole = size.floor().bytes();
        let (mut sum, mut start) = (0u128, Amount::ZERO);
        let mut kept = Amount::ZERO;
        for class in order {
            sum += u128::from(class.size.bytes()) * u128::from(class.count);
            // Exact shares of the size: the ends, not the lengths, are rounded.
            let end = Size::from_bytes(
                u64::try_from(u128::from(whole) * sum / written.max(1)).unwrap_or(u64::MAX),
            );
            let length = end.amount() - start;
            start = end.amount();
            if service.max_item.is_some_and(|most| class.size > most) {
                self.left_out = self.left_out.plus(length.floor());
                continue;
            }
            self.classes.push(Class {
                start: kept,
                end: kept + length,
                item: Some(class.size.amount()),
            });
            kept += length;
        }
        let count: u128 = items.iter().map(|c| u128::from(c.count)).sum();
        // At most 2^64 items of at most 2^50 bytes: the products stay below 2^128.
        self.items = (count * u128::from(whole)).saturating_mul(1_000_000) / written.max(1);
        if self.growth > Amount::ZERO || self.classes.is_empty() {
            // New items are like the old ones on average, as far as the service takes them.
            let is_taken = |c: &ItemClass| service.max_item.is_none_or(|most| c.size <= most);
            let item = mean(items, is_taken).or_else(|| mean(items, |_| true));
            self.classes.push(Class { start: kept, end: kept, item });
        }
    }

    /// Moves on to the class that holds the position.
    fn enter(&mut self) {
        while self.current + 1 < self.classes.len()
            && self.position >= self.classes[self.current].end
        {
            self.current += 1;
            self.changes += 1;
        }
    }

    fn class(&self) -> Class {
        let none = Class { start: self.position, end: self.position, item: None };
        self.classes.get(self.current).copied().unwrap_or(none)
    }

    fn end(&self) -> Amount {
        self.classes.last().map_or(self.position, |class| class.end)
    }

    /// One day's growth arrives.
    pub fn grow(&mut self) {
        let growth = self.growth;
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

    /// What is left out because its items are too large.
    pub const fn left_out(&self) -> Size {
        self.left_out
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
        match self.class().item {
            None => self.sent(),
            Some(item) => {
                let begun = (self.position - self.class().start).beyond(item);
                (self.sent() - begun).max(Amount::ZERO)
            }
        }
    }

    /// The actual rate for a granted one.
    #[inline]
    pub fn rate(&mut self, granted: Rate) -> Rate {
        if self.overhead == Span::ZERO {
            return granted;
        }
        let Some(item) = self.class().item else { return granted };
        if self.cached.0 != granted || self.cached.1 != self.current {
            // s r / (Z r + s), with r x Z as an exact amount.
            let extra = granted.over(self.overhead).units();
            let whole = item.units().saturating_add(extra);
            let shift = (128 - whole.unsigned_abs().leading_zeros()).saturating_sub(63);
            let part = u64::try_from(item.units() >> shift).unwrap_or(u64::MAX);
            let whole = u64::try_from(whole >> shift).unwrap_or(u64::MAX);
            self.cached = (granted, self.current, granted.share(part, whole));
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

    fn beyond_kept(&self, resume: Resume) -> Amount {
        let class = self.class();
        let in_class = self.position - class.start;
        let begun = class.item.map_or(in_class, |item| in_class.beyond(item));
        let lost = match resume {
            Resume::Byte => Amount::ZERO,
            Resume::Item => begun,
            Resume::Chunk { size, .. } => begun.beyond(size.amount()),
            Resume::Pack { size, .. } => in_class.beyond(size.amount()),
            Resume::Index | Resume::Nothing => self.sent(),
        };
        lost.min(self.sent())
    }

    fn lose(&mut self, resume: Resume) -> Amount {
        let lost = self.beyond_kept(resume);
        self.position -= lost;
        self.resent += lost;
        if matches!(resume, Resume::Index | Resume::Nothing) {
            self.current = 0;
            self.enter();
        }
        lost
    }

    /// Connections die: what is lost.
    pub fn cut(&mut self) -> Amount {
        self.interruptions[0] += 1;
        self.lose(self.resume)
    }

    /// The client ends: what is lost.
    pub fn stop(&mut self) -> Amount {
        self.interruptions[1] += 1;
        self.lose(self.resume_after_stop)
    }

    /// What starts over after a cut, at most: the unit of the drops' factor.
    pub fn unit(&self) -> Amount {
        let item = self.class().item.unwrap_or_else(|| self.end() - self.done);
        match self.resume {
            Resume::Byte => Amount::ZERO,
            Resume::Item => item,
            Resume::Chunk { size, .. } => size.amount().min(item),
            Resume::Pack { size, .. } => size.amount(),
            Resume::Index | Resume::Nothing => self.end() - self.done,
        }
    }

    /// The largest piece that has to go through unbroken.
    pub fn largest_unit(&self) -> Amount {
        let item = self.class().item.unwrap_or_else(|| self.end() - self.done);
        let whole = self.end() - self.done;
        let piece = |resume| match resume {
            Resume::Byte => Amount::ZERO,
            Resume::Item => item,
            Resume::Chunk { size, .. } => size.amount().min(item),
            Resume::Pack { size, .. } => size.amount(),
            Resume::Index | Resume::Nothing => whole,
        };
        piece(self.resume).max(piece(self.resume_after_stop))
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

    /// The places that decide what a cut and a stop would take back; from equal places on,
    /// interruptions at equal times cost alike.
    pub fn places(&self) -> [Amount; 2] {
        let class = self.class();
        let in_class = self.position - class.start;
        [self.resume, self.resume_after_stop].map(|resume| match (resume, class.item) {
            (Resume::Byte, _) => Amount::ZERO,
            (Resume::Index | Resume::Nothing, _) => self.position,
            (Resume::Item | Resume::Chunk { .. }, Some(item)) => in_class.beyond(item),
            (Resume::Chunk { size, .. }, None) | (Resume::Pack { size, .. }, _) => {
                in_class.beyond(size.amount())
            }
            (Resume::Item, None) => in_class,
        })
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
            Resume::Item => self.class().item.is_none(),
            Resume::Byte | Resume::Chunk { .. } | Resume::Pack { .. } => false,
        };
        whole && self.growth > Amount::ZERO
    }

    /// Goes forward over nights that are skipped: what they keep, what they lose, what they add.
    pub fn skip(&mut self, kept: Amount, lost: Amount, nights: i64) {
        self.position += kept;
        self.resent += lost;
        let grown = self.growth.units().saturating_mul(i128::from(nights));
        if let Some(last) = self.classes.last_mut() {
            last.end += Amount::from_units(grown);
        }
    }
}
