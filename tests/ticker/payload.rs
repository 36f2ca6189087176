//! What is to be sent, as stretches of the library in the order sent, and what an interruption
//! costs. Positions are counted in millionths of a bit from the front of the library, so that a
//! whole number of bits per second moves exactly in a second.

use backup_sim::model::payload::Order;
use backup_sim::model::service::Commit;
use backup_sim::scenario::Inputs;
use backup_sim::units::{ItemClass, Resume, Size};

/// Millionths of a bit in a byte.
pub const BYTE: i64 = 8_000_000;

/// In millionths of a bit.
pub fn bits(size: Size) -> i64 {
    i64::try_from(size.bytes()).expect("below a terabyte") * BYTE
}

/// A stretch of like items, or of a stream.
#[derive(Clone, Debug)]
pub struct Class {
    pub start: i64,
    pub end: i64,
    /// The size of an item; 0 for a stream.
    pub item: i64,
    /// Seconds that an item costs besides its bytes.
    pub overhead: f64,
}

/// The payload and how far it is.
#[derive(Clone, Debug)]
pub struct Payload {
    pub classes: Vec<Class>,
    pub at: usize,
    pub pos: i64,
    pub done: i64,
    pub kept: i64,
    pub resent: i64,
    /// The library without growth.
    pub library: i64,
    pub grown: i64,
    pub items: f64,
    mean: i64,
    grows: bool,
    overhead: f64,
    max_item: Option<i64>,
    /// How often it has been interrupted under each rule for resuming: cut, stopped.
    pub interrupted: [u32; 2],
}

impl Payload {
    pub fn new(i: &Inputs) -> Self {
        let o = i.service.item_overhead;
        let overhead = o.fixed.as_secs() + f64::from(o.round_trips) * i.link.rtt.as_secs();
        let max_item = i.service.max_item.map(bits);
        let done = bits(i.library.done);
        let mut p = Payload {
            classes: Vec::new(),
            at: 0,
            pos: done,
            done,
            kept: 0,
            resent: 0,
            library: 0,
            grown: 0,
            items: 1.0,
            mean: 0,
            grows: false,
            overhead,
            max_item,
            interrupted: [0; 2],
        };
        match &i.library.items {
            None => {
                p.library = bits(i.library.size.expect("validated"));
                let end = p.library;
                p.classes.push(Class { start: done, end, item: 0, overhead: 0.0 });
            }
            Some(items) => p.lay_out(&items.0, i),
        }
        p.settle();
        p
    }

    fn lay_out(&mut self, items: &[ItemClass], i: &Inputs) {
        let mut list: Vec<&ItemClass> = items.iter().collect();
        match i.library.order {
            Order::AsIs => {}
            Order::SmallFirst => list.sort_by_key(|c| c.size),
            Order::PhotosFirst => list.sort_by_key(|c| !c.name.starts_with("photo")),
        }
        let sum: i128 = items.iter().map(|c| i128::from(bits(c.size)) * i128::from(c.count)).sum();
        let total = i.library.size.map_or(sum, |s| i128::from(bits(s)));
        let count: u64 = items.iter().map(|c| c.count).sum();
        self.library = total as i64;
        self.items = count as f64 * (total as f64 / sum as f64);
        let taken = |c: &&ItemClass| self.max_item.is_none_or(|max| bits(c.size) <= max);
        let (mut bytes, mut number) = (0, 0);
        for c in items.iter().filter(taken) {
            bytes += i128::from(bits(c.size)) * i128::from(c.count);
            number += i128::from(c.count);
        }
        if number == 0 {
            (bytes, number) = (sum, i128::from(count));
        }
        self.mean = (bytes / number) as i64;
        let mut before: i128 = 0;
        let (mut start, mut cut) = (0, 0);
        for class in list {
            let item = bits(class.size);
            before += i128::from(item) * i128::from(class.count);
            // Scaled: before x total / sum, where before grows class by class up to sum.
            let end = scaled(before, total, sum);
            let length = end - cut;
            cut = end;
            if self.max_item.is_some_and(|max| item > max) {
                continue;
            }
            let class = Class { start, end: start + length, item, overhead: self.overhead };
            self.classes.push(class);
            start += length;
        }
    }

    /// Another day's growth arrives.
    pub fn grow(&mut self, by: i64) {
        if by == 0 {
            return;
        }
        self.grown += by;
        if self.mean == 0 {
            self.classes[0].end += by;
            self.at = 0;
        } else if self.grows {
            self.classes.last_mut().expect("there is one").end += by;
        } else {
            self.grows = true;
            let start = self.classes.last().map_or(0, |c| c.end);
            let (item, overhead) = (self.mean, self.overhead);
            self.classes.push(Class { start, end: start + by, item, overhead });
        }
    }

    /// Moves past what is sent.
    pub fn settle(&mut self) {
        while self.classes.get(self.at).is_some_and(|c| self.pos >= c.end) {
            self.at += 1;
        }
    }

    /// What is still to be sent of what may be sent.
    pub fn left(&self) -> i64 {
        self.classes.last().map_or(0, |c| c.end - self.pos)
    }

    pub fn finished(&self) -> bool {
        self.at == self.classes.len()
    }

    /// Whether only growth is left.
    pub fn in_growth(&self) -> bool {
        self.at + usize::from(self.grows) >= self.classes.len()
    }

    /// What goes in one piece at this place, and where the piece under way began.
    pub fn unit(&self, resume: Resume) -> (i64, i64) {
        let Some(c) = self.classes.get(self.at) else { return (0, self.pos) };
        let item = if c.item == 0 { (c.end - c.start).max(1) } else { c.item };
        let began = c.start + (self.pos - c.start) / item * item;
        match resume {
            Resume::Byte => (0, self.pos),
            Resume::Item => (item, began),
            Resume::Chunk { size, .. } => {
                let chunk = bits(size).max(1);
                (chunk.min(item), began + (self.pos - began) / chunk * chunk)
            }
            Resume::Pack { .. } | Resume::Index => unreachable!("not drawn"),
            Resume::Nothing => (self.pos + self.left() - self.done, self.done),
        }
    }

    /// What an interruption would take back, as a place: from equal places on, nights go alike.
    pub fn place(&self, resume: Resume) -> i64 {
        let items = self.classes.get(self.at).is_some_and(|c| c.item > 0);
        match resume {
            Resume::Chunk { .. } if items => self.pos - self.unit(Resume::Item).1,
            resume => self.pos - self.unit(resume).1,
        }
    }

    /// An interruption. `slack` is how far the position may be off; gives the size of the piece
    /// that a position so far off would have lost or kept.
    pub fn lose(&mut self, resume: Resume, slack: f64) -> i64 {
        if self.finished() || resume == Resume::Byte {
            return 0;
        }
        let (unit, began) = self.unit(resume);
        if resume == Resume::Nothing {
            self.resent += self.kept;
            self.kept = 0;
            self.pos = self.done;
            self.at = 0;
            self.settle();
            return 0;
        }
        let into = (self.pos - began) as f64;
        let near = into.min(unit as f64 - into) <= slack;
        let back = (self.pos - began.max(self.done)).min(self.kept).max(0);
        self.pos -= back;
        self.kept -= back;
        self.resent += back;
        if near { unit } else { 0 }
    }

    /// What could be restored now, less what was there before.
    pub fn safe(&self, commit: Commit) -> i64 {
        if self.finished() {
            return self.kept;
        }
        match commit {
            Commit::Whole => 0,
            Commit::Item => {
                let c = &self.classes[self.at];
                let open = if c.item == 0 { 0 } else { (self.pos - c.start) % c.item };
                (self.kept - open).max(0)
            }
        }
    }
}

fn scaled(part: i128, total: i128, sum: i128) -> i64 {
    // Both below 2^63, their product below 2^126.
    (part * total / sum) as i64
}
