//! What is to be sent, as stretches of the library in the order sent, and what an interruption
//! costs. Positions are counted in millionths of a bit from the front of the library, so that a
//! whole number of bits per second moves exactly in a second.

use super::lanes::Lanes;
use backup_sim::model::payload::Order;
use backup_sim::model::service::Commit;
use backup_sim::scenario::Inputs;
use backup_sim::units::{ItemClass, Resume, Size, Spread};

/// Millionths of a bit in a byte.
pub const BYTE: i64 = 8_000_000;

/// In millionths of a bit.
pub fn bits(size: Size) -> i64 {
    i64::try_from(size.bytes()).expect("below a terabyte") * BYTE
}

/// Parts of an item that are in flight at once.
fn together(size: Size, parts: u32) -> i64 {
    bits(size).max(1) * i64::from(parts)
}

/// How many items are under way at once.
fn transfers(i: &Inputs) -> i64 {
    i.service.transfers.get() as i64
}

/// A stretch of like items, or of a stream.
#[derive(Clone, Debug)]
pub struct Class {
    pub start: i64,
    pub end: i64,
    /// Its items; a stream has none.
    pub lanes: Option<Lanes>,
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
    /// Lanes without items, to begin a class with.
    plan: Lanes,
    unlike: bool,
    /// Where every lane was at the front of an item last, and of a chunk.
    afresh: [i64; 2],
    max_item: Option<i64>,
    /// How often it has been interrupted under each rule for resuming: cut, stopped.
    pub interrupted: [u32; 2],
}

impl Payload {
    pub fn new(i: &Inputs) -> Self {
        let o = i.service.item_overhead;
        let rtt = i.link.rtt.as_secs();
        let plan = Lanes {
            item: 0,
            count: transfers(i),
            alike: true,
            fixed: o.fixed.as_secs() + f64::from(o.round_trips) * rtt,
            trip: if o.round_trips > 0 { rtt } else { 0.0 },
        };
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
            plan,
            unlike: false,
            afresh: [done; 2],
            max_item,
            interrupted: [0; 2],
        };
        match &i.library.items {
            None => {
                p.library = bits(i.library.size.expect("validated"));
                let end = p.library;
                p.classes.push(Class { start: done, end, lanes: None });
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
            self.push(start, length, item, class.spread > Spread::ZERO);
            start += length;
        }
        self.unlike = items.iter().any(|c| c.spread > Spread::ZERO || c.size != items[0].size);
    }

    /// A class; equal items that do not fill the last turn are a turn of fewer lanes.
    fn push(&mut self, start: i64, length: i64, item: i64, unlike: bool) {
        let (whole, k) = (length / item, self.plan.count);
        let mut add = |from: i64, to: i64, count: i64| {
            if from < to || length == 0 {
                let lanes = Lanes { item, count, alike: !unlike, ..self.plan.clone() };
                self.classes.push(Class { start: from, end: to, lanes: Some(lanes) });
            }
        };
        let end = start + length;
        if unlike {
            add(start, end, k.min(whole.max(1)));
        } else if whole * item == length && whole % k > 0 {
            let last = end - whole % k * item;
            add(start, last, k);
            add(last, end, whole % k);
        } else {
            add(start, end, k);
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
            let lanes = Lanes { item: self.mean, alike: !self.unlike, ..self.plan.clone() };
            self.classes.push(Class { start, end: start + by, lanes: Some(lanes) });
        }
    }

    /// Moves past what is sent.
    pub fn settle(&mut self) {
        while self.classes.get(self.at).is_some_and(|c| self.pos >= c.end) {
            self.at += 1;
            if let Some(class) = self.classes.get(self.at) {
                self.afresh = self.afresh.map(|at| at.max(class.start));
            }
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

    /// What goes in one piece at this place, in all lanes together.
    pub fn unit(&self, resume: Resume) -> i64 {
        let Some(c) = self.classes.get(self.at) else { return 0 };
        let (item, count) = match &c.lanes {
            None => ((c.end - c.start).max(1), 1),
            Some(lanes) => (lanes.item, lanes.count),
        };
        match resume {
            Resume::Byte => 0,
            Resume::Item => item * count,
            Resume::Chunk { size, parts } => together(size, parts).min(item) * count,
            Resume::Pack { .. } | Resume::Index => unreachable!("not drawn"),
            Resume::Nothing => self.pos + self.left() - self.done,
        }
    }

    /// What each lane has sent of its item; a stream is one item.
    fn under_way(&self) -> Vec<i64> {
        let Some(c) = self.classes.get(self.at) else { return Vec::new() };
        let at = self.pos - c.start;
        c.lanes.as_ref().map_or_else(|| vec![at], |lanes| lanes.sent_by_each(at))
    }

    /// What an interruption would take back, as places: from equal ones on, nights go alike.
    pub fn place(&self, resume: Resume) -> Vec<i64> {
        match resume {
            Resume::Byte => Vec::new(),
            Resume::Nothing => vec![self.pos],
            Resume::Item => [self.under_way(), self.since()].concat(),
            Resume::Pack { .. } | Resume::Index => unreachable!("not drawn"),
            Resume::Chunk { size, parts } => {
                let items = self.classes.get(self.at).is_some_and(|c| c.lanes.is_some());
                let each = self.under_way().into_iter();
                let each = each.map(|sent| if items { sent } else { sent % together(size, parts) });
                [each.collect(), self.since()].concat()
            }
        }
    }

    /// Where lanes that are out of step began afresh, as far as it matters.
    fn since(&self) -> Vec<i64> {
        match self.classes.get(self.at).and_then(|c| c.lanes.as_ref()) {
            Some(l) if !l.alike && l.count > 1 => {
                self.afresh.iter().map(|at| (self.pos - at).min(l.item * l.count)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// An interruption. `slack` is how far the position may be off; gives the size of the piece
    /// that a position so far off would have lost or kept.
    pub fn lose(&mut self, resume: Resume, slack: f64) -> i64 {
        if self.finished() || resume == Resume::Byte {
            return 0;
        }
        if resume == Resume::Nothing {
            self.resent += self.kept;
            self.kept = 0;
            self.pos = self.done;
            self.afresh = [self.done; 2];
            self.at = 0;
            self.settle();
            return 0;
        }
        let sent = self.under_way();
        let in_step = self.since().is_empty();
        let mut back: i64 = sent.iter().sum();
        let item = self.unit(Resume::Item) / sent.len() as i64;
        let mut piece = item;
        if !in_step {
            back = back.min(self.pos - self.afresh[0]);
        }
        if let Resume::Chunk { size, parts } = resume {
            piece = together(size, parts);
            let beyond: i64 = sent.iter().map(|s| s % piece).sum();
            back = if in_step { beyond } else { beyond.min(back).min(self.pos - self.afresh[1]) };
        }
        // A lane close to the end of its piece may have got it through, or not yet.
        let k = sent.len() as f64;
        let piece = piece.min(item);
        let near = sent.iter().map(|s| s % piece).filter(|&into| {
            (into as f64).min((piece - into) as f64) <= slack / if in_step { k } else { 1.0 }
        });
        let near = near.count() as i64 * piece;
        let back = back.min(self.pos - self.done).min(self.kept).max(0);
        self.pos -= back;
        self.kept -= back;
        self.resent += back;
        self.afresh[1] = self.pos;
        if resume == Resume::Item {
            self.afresh[0] = self.pos;
        }
        near
    }

    /// What could be restored now, less what was there before.
    pub fn safe(&self, commit: Commit) -> i64 {
        if self.finished() {
            return self.kept;
        }
        match commit {
            Commit::Whole => 0,
            Commit::Item => {
                let mut open = 0;
                if self.classes[self.at].lanes.is_some() {
                    open = self.under_way().iter().sum();
                }
                if !self.since().is_empty() {
                    open = open.min(self.pos - self.afresh[0]);
                }
                (self.kept - open).max(0)
            }
        }
    }
}

fn scaled(part: i128, total: i128, sum: i128) -> i64 {
    // Both below 2^63, their product below 2^126.
    (part * total / sum) as i64
}
