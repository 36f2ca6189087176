//! Room at the destination and on the phone: the `cloud` and `storage` sections.

use crate::cause::Cause;
use crate::model::conditions::{Conditions, Effect, Fingerprint, Limits, Model, Night, earlier};
use crate::model::timed::{OnOff, Timed, plan_schedule};
use crate::section;
use crate::units::{
    Amount, ClockTime, Fraction, Rate, RateCap, RatePlan, Scratch, SimTime, Size, SizePlan, Span,
    Windows,
};

section! {
    /// The service's side: free space, its own speed and outages.
    pub struct Cloud ("cloud") {
        /// Free space at the destination now.
        free: Option<Size> = None, "cloud.free", ["cloud-free", "computer-free"];
        /// The size of the storage plan.
        plan: Option<Size> = None, "cloud.plan", ["cloud-plan"];
        /// How much of the plan is used.
        used: Option<Size> = None, "cloud.used", ["cloud-used"];
        /// The space that comes free of charge: the tight value if the free space is not known.
        free_tier: Option<Size> = None, "cloud.free_tier", ["cloud-free-tier"];
        /// From which clock times on the free space at the destination is another, counted as
        /// `cloud.free` is: from second 0.
        resized: SizePlan = SizePlan(Vec::new()), "cloud.resized", ["cloud-resized"];
        /// The rate that the service accepts.
        cap: Option<RateCap> = None, "cloud.cap", ["cloud-cap"];
        /// When the service is down.
        outages: Windows = Windows::Never, "cloud.outages", ["cloud-outages"];
    }
}

section! {
    /// The phone's own storage.
    pub struct Storage ("storage") {
        /// Free space on the phone now.
        free: Option<Size> = None, "storage.free", ["phone-free", "local-free"];
        /// What must stay free for the system to work.
        floor: Size = Size::ZERO, "storage.floor", ["phone-floor"];
        /// What the backup needs to work in: a size, and a share of the library.
        scratch: Scratch = Scratch { fixed: Size::ZERO, share: Fraction::ZERO },
            "storage.scratch", ["phone-scratch"];
        /// What the phone rewrites in a day while a backup holds on to the old versions.
        rewritten: Size = Size::ZERO, "storage.rewritten", ["phone-rewritten"];
    }
}

/// The destination: its speed, its outages, its space. Caps `cloud-speed`; gates `cloud-outage` and
/// `cloud-full` or `computer-full`.
pub struct Destination<'a> {
    outages: Option<OnOff<'a>>,
    plan: Option<(&'a RatePlan, Box<Timed<Rate>>)>,
    room: Option<Amount>,
    /// What is free from the first night on, and the rooms that follow it, each from its moment on.
    first_room: Option<Amount>,
    rooms: Vec<(SimTime, Amount)>,
    full_cause: Cause,
    full: bool,
    /// What lay there when it was full.
    filled: Amount,
    /// What is to be sent in all, with what has grown.
    to_send: Amount,
    coming: Coming,
}

/// What comes to a destination, and how it is met there.
#[derive(Clone, Copy, Debug)]
pub struct Coming {
    /// What is to be sent in all.
    pub to_send: Amount,
    /// What each day adds.
    pub growth: Amount,
    /// The space is asked for before the first byte.
    pub up_front: bool,
    /// A program is refused by the destination and makes of it what it will; no gate closes.
    pub refuses: bool,
    /// The destination is a computer.
    pub computer: bool,
}

impl<'a> Destination<'a> {
    /// From the inputs, the clock time of second 0, and what comes there. `None` where nothing of it is
    /// given.
    #[inline(always)]
    pub fn new(cloud: &'a Cloud, start: ClockTime, coming: Coming) -> Option<Box<Self>> {
        if Destination::is_without_limits(cloud) {
            return None;
        }
        let room = free_space(cloud).map(Size::amount);
        let has_outages = cloud.outages != Windows::Never;
        let rooms = match cloud.resized.0.is_empty() {
            true => Vec::new(),
            false => later_spaces(cloud, start)
                .into_iter()
                .map(|(after, size)| (SimTime::ZERO.plus(after), size.amount()))
                .collect(),
        };
        Some(Box::write(
            Box::new_uninit(),
            Destination {
                outages: has_outages.then(|| OnOff::new(&cloud.outages)),
                plan: cloud
                    .cap
                    .as_ref()
                    .map(|RateCap(p)| (p, Box::new(Timed::constant(Rate::ZERO)))),
                room,
                first_room: room,
                rooms,
                full_cause: if coming.computer { Cause::ComputerFull } else { Cause::CloudFull },
                full: false,
                filled: Amount::ZERO,
                to_send: coming.to_send,
                coming,
            },
        ))
    }

    /// Whether nothing is known of it that could close or slow anything.
    pub fn is_without_limits(cloud: &Cloud) -> bool {
        free_space(cloud).is_none()
            && cloud.resized.0.is_empty()
            && cloud.outages == Windows::Never
            && cloud.cap.is_none()
    }

    /// What an up-front check still leaves free; for the skipping of nights.
    pub fn spare(&self) -> Option<Amount> {
        self.room.filter(|_| self.coming.up_front).map(|room| room - self.to_send)
    }

    /// How much may be sent in all, where it sends until it is full.
    pub fn room(&self) -> Option<Amount> {
        self.room.filter(|_| !self.coming.up_front)
    }

    /// The gate that it closes when it is full.
    pub const fn full_cause(&self) -> Cause {
        self.full_cause
    }

    /// Whether it is full for good, as long as it does not grow.
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// Whether its room stays as it is from a moment on.
    pub fn is_settled(&self, now: SimTime) -> bool {
        self.rooms.last().is_none_or(|&(at, _)| at <= now)
    }

    /// Takes up the room of a moment. What has filled it up to then stays there.
    fn resize(&mut self, now: SimTime) {
        let begun = self.rooms.iter().rev().find(|&&(at, _)| at <= now);
        let room = begun.map(|&(_, room)| room).or(self.first_room);
        if room != self.room {
            self.room = room;
            self.full &= room.is_some_and(|room| self.filled >= room);
        }
    }
}

/// The sizes that follow the free space of second 0, each so long after it, in order.
fn later_spaces(cloud: &Cloud, start: ClockTime) -> Vec<(Span, Size)> {
    let SizePlan(list) = &cloud.resized;
    let mut sizes: Vec<_> = list.iter().map(|&(clock, size)| (start.until(clock), size)).collect();
    sizes.sort_by_key(|&(after, _)| after);
    sizes
}

/// The free space at the destination once it is what it stays.
pub fn final_space(cloud: &Cloud, start: ClockTime) -> Option<Size> {
    later_spaces(cloud, start).last().map(|&(_, size)| size).or_else(|| free_space(cloud))
}

/// The free space at the destination: given, or the plan less what is used of it.
pub fn free_space(cloud: &Cloud) -> Option<Size> {
    cloud.free.or_else(|| cloud.plan.map(|plan| plan.minus(cloud.used.unwrap_or(Size::ZERO))))
}

impl Model for Destination<'_> {
    fn begin(&mut self, night: &Night) {
        if let Some(outages) = &mut self.outages {
            outages.begin(night);
        }
        if let Some((plan, timed)) = &mut self.plan {
            let fresh = (night.number == 1).then(|| plan_schedule(plan, night));
            timed.begin(night, fresh);
        }
        if night.number == 1 {
            (self.full, self.filled) = (false, Amount::ZERO);
        }
        if !self.rooms.is_empty() {
            self.resize(night.base);
        }
        self.to_send = self.coming.to_send;
        if night.number > 1 {
            let grown = self.coming.growth.units().saturating_mul(i128::from(night.number) - 1);
            self.to_send += Amount::from_units(grown);
        }
    }

    fn publish(&self, facts: &mut Conditions) {
        facts.room = self.room();
    }

    fn heeds_client(&self) -> bool {
        !self.coming.up_front && (self.room.is_some() || !self.rooms.is_empty())
    }

    #[inline]
    fn limit(&self, _: SimTime, facts: &Conditions, limits: &mut Limits) {
        if self.outages.as_ref().is_some_and(OnOff::is_on) {
            limits.close(Cause::CloudOutage, Effect::Cut);
        }
        if let Some((_, timed)) = &self.plan {
            limits.cap(Cause::CloudSpeed, timed.value());
        }
        if self.coming.up_front && self.room.is_some_and(|room| self.to_send > room) {
            limits.close(self.full_cause, Effect::Stop);
        } else if self.coming.refuses {
            // It is the program's business.
        } else if self.full || facts.room.is_some_and(|room| facts.sent >= room) {
            limits.close(self.full_cause, Effect::Hold);
        }
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        // How full it is follows what is sent.
        let sized = self.room().is_some() || !self.rooms.is_empty();
        let outage = self.outages.as_ref().and_then(OnOff::next_change);
        let plan = self.plan.as_ref().and_then(|(_, timed)| timed.next_change());
        (!sized).then(|| earlier(outage, plan).unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, now: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        let outage = self.outages.as_ref().and_then(OnOff::next_change);
        let resized = self.rooms.iter().map(|&(at, _)| at).find(|&at| at > now);
        earlier(
            earlier(outage, resized),
            self.plan.as_ref().and_then(|(_, timed)| timed.next_change()),
        )
    }

    #[inline]
    fn advance(&mut self, now: SimTime, to: SimTime, facts: &Conditions, rate: Rate) {
        if let Some(outages) = &mut self.outages {
            outages.advance(to);
        }
        if let Some((_, timed)) = &mut self.plan {
            timed.advance(to);
        }
        if let Some(room) = facts.room.filter(|_| !self.coming.refuses) {
            // Once full it stays full: what is stored there is not taken back.
            let stored = facts.sent + rate.over(to.since(now));
            if stored >= room {
                (self.full, self.filled) = (true, self.filled.max(stored));
            }
        }
        if !self.rooms.is_empty() {
            self.resize(to);
        }
    }
}

/// The phone's own space: the gate `phone-full`. Free space less the growth so far must hold the
/// floor, the scratch space and what is rewritten while the backup runs in this window.
pub struct OwnSpace {
    slack: Amount,
    first_slack: Amount,
    growth: Amount,
    rewriting: Rate,
    rewritten: Amount,
    full: bool,
}

impl OwnSpace {
    /// From the inputs; `None` where the free space is not known. `library` is its size.
    pub fn new(storage: &Storage, library: Size, growth: Amount) -> Option<Self> {
        let slack = storage.free?.amount() - needed(storage, library).amount();
        Some(OwnSpace {
            slack,
            first_slack: slack,
            growth,
            // bytes a day as bits a second
            rewriting: Rate::from_bits_per_s(8_000_000)
                .share(storage.rewritten.bytes(), 86_400_000_000),
            rewritten: Amount::ZERO,
            full: false,
        })
    }

    /// What is left over at the start of the night at hand; negative if too little.
    pub const fn slack(&self) -> Amount {
        self.slack
    }

    /// Whether nights differ: something is rewritten while it runs.
    pub fn is_rewritten(&self) -> bool {
        self.rewriting > Rate::ZERO
    }
}

/// What must be free on the phone for a backup to start: the floor and the scratch space.
pub fn needed(storage: &Storage, library: Size) -> Size {
    let share = u128::from(library.bytes()) * u128::from(storage.scratch.share.millionths());
    let share = Size::from_bytes(u64::try_from(share / 1_000_000).unwrap_or(u64::MAX));
    storage.floor.plus(storage.scratch.fixed).plus(share)
}

impl Model for OwnSpace {
    fn begin(&mut self, night: &Night) {
        let nights = i128::from(night.number) - 1;
        let grown = Amount::from_units(self.growth.units().saturating_mul(nights));
        self.slack = self.first_slack - grown;
        if night.fresh {
            self.rewritten = Amount::ZERO;
            self.full = false;
        }
    }

    fn heeds_client(&self) -> bool {
        false
    }

    fn limit(&self, _: SimTime, _: &Conditions, limits: &mut Limits) {
        if self.slack < Amount::ZERO || self.full {
            limits.close(Cause::PhoneFull, Effect::Stop);
        }
    }

    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        (!self.is_rewritten()).then_some(SimTime::END)
    }

    fn next_event(&self, now: SimTime, facts: &Conditions, _: Rate) -> Option<SimTime> {
        if !facts.running || self.full || self.slack < Amount::ZERO {
            return None;
        }
        (self.slack - self.rewritten).time_at(self.rewriting).map(|span| now.plus(span))
    }

    fn advance(&mut self, now: SimTime, to: SimTime, facts: &Conditions, _: Rate) {
        if facts.running && self.rewriting > Rate::ZERO {
            self.rewritten += self.rewriting.over(to.since(now));
            self.full |= self.rewritten >= self.slack;
        }
    }

    fn fingerprint(&self, _: SimTime, _: &Conditions, print: &mut Fingerprint) {
        print.add(i64::from(self.full));
        // Beyond i64 only for more than a petabyte rewritten; equal low parts are enough.
        print.add(self.rewritten.units() as i64);
    }
}

#[cfg(test)]
mod tests;
