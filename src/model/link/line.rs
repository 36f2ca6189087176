//! What the line, the Wi-Fi and the cable carry. The stated rate, its plan or a measured trace flow in,
//! the caps `upload-speed`, `wifi-speed` and `usb-speed` flow out.
//!
//! capacity [bit/s] = rate x efficiency x (1 - loss) (docs/models.md, Caps; 0.956 to 0.965 of a shaped
//! link was measured to be payload). A trace gives the rate where it knows it, the plan or the stated
//! rate elsewhere; where neither is given nothing is known, and nothing is sent. A cable's speed is a
//! measured payload rate and is taken as it is. Wi-Fi carries half the shown link rate
//! ([`super::WIFI_SHARE`]).

use super::loss::{arriving, together};
use super::trace::Walk;
use super::wander::{Keys, Wander};
use super::{Link, LinkKind, WIFI_SHARE};
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Limits, Model, Night, earlier};
use crate::model::timed::{Timed, plan_schedule};
use crate::units::{Amount, Rate, RatePlan, Schedule, Series, SimTime};

/// What a trace holds, where one is given and the phone is not on a cable.
pub fn measured(link: &Link) -> Option<&Series> {
    let trace = link.trace.as_ref().filter(|_| link.kind != LinkKind::Usb)?;
    trace.series.as_deref()
}

/// The most that the stated rate or the plan ever is.
fn most_stated(link: &Link) -> Rate {
    match &link.plan {
        Some(RatePlan::Constant(rate)) => *rate,
        Some(RatePlan::Daily(list)) => list.iter().map(|&(_, r)| r).max().unwrap_or(Rate::ZERO),
        None => link.upload.unwrap_or(Rate::ZERO),
    }
}

/// The most that the line, Wi-Fi or cable ever carries, as payload, over so many connections (none
/// where each of them follows the law of loss by itself).
pub fn fastest(link: &Link, connections: u64) -> Rate {
    if link.kind == LinkKind::Usb {
        return link.usb_speed.unwrap_or(Rate::ZERO);
    }
    let stated = most_stated(link);
    let most = match measured(link) {
        Some(series) if series.is_complete() => series.fastest(),
        Some(series) => series.fastest().max(stated),
        None => stated,
    };
    let line = arriving(link.efficiency.of(most), link.loss).min(together(link, connections));
    let wifi = link.wifi_speed.filter(|_| link.kind == LinkKind::Wifi);
    wifi.map_or(line, |rate| line.min(WIFI_SHARE.of(rate)))
}

/// The line's caps.
pub struct Line<'a> {
    link: &'a Link,
    cause: Cause,
    stated: Timed<Rate>,
    trace: Option<Walk<'a>>,
    /// How the speed strays, in trials.
    wander: Option<Box<Wander>>,
    /// The most that is stated, as payload at best, in bit/s.
    most: f64,
    /// What is left to send when the next night begins.
    left: Amount,
    capacity: Rate,
    /// What our connections carry together at most, as packets are lost.
    ours: Rate,
    wifi: Option<Rate>,
}

impl<'a> Line<'a> {
    /// From the link's inputs, and over how many connections we send (none where each of them follows
    /// the law of loss by itself).
    pub fn new(link: &'a Link, connections: u64, wander: Option<Wander>) -> Self {
        let by_cable = link.kind == LinkKind::Usb;
        let stated = if by_cable { link.usb_speed } else { link.upload };
        let on_wifi = link.kind == LinkKind::Wifi;
        let mut line = Line {
            link,
            cause: if by_cable { Cause::UsbSpeed } else { Cause::UploadSpeed },
            stated: Timed::new(Schedule::constant(stated.unwrap_or(Rate::ZERO))),
            trace: measured(link).map(Walk::new),
            most: if wander.is_some() { most_stated(link).as_mbps() * 1e6 } else { 0.0 },
            wander: wander.map(Box::new),
            left: Amount::ZERO,
            capacity: Rate::ZERO,
            ours: if by_cable { Rate::UNLIMITED } else { together(link, connections) },
            wifi: link.wifi_speed.filter(|_| on_wifi).map(|rate| WIFI_SHARE.of(rate)),
        };
        line.settle();
        line
    }

    /// Whether the speed strays.
    pub const fn strays(&self) -> bool {
        self.wander.is_some()
    }

    /// What is left to send when the next night begins: a night in which not all of it can be sent
    /// needs no single quarters of an hour.
    pub const fn expect(&mut self, left: Amount) {
        self.left = left;
    }

    /// Another trial.
    pub fn draw_from(&mut self, keys: impl FnOnce() -> Keys) {
        if let Some(wander) = &mut self.wander {
            wander.draw_from(keys());
        }
    }

    fn settle(&mut self) {
        let known = self.trace.as_ref().and_then(Walk::rate);
        let stated = known.unwrap_or_else(|| match &self.wander {
            Some(wander) => wander.of(self.stated.value()),
            None => self.stated.value(),
        });
        let cable = self.cause == Cause::UsbSpeed;
        self.capacity = match cable {
            true => stated,
            false => arriving(self.link.efficiency.of(stated), self.link.loss),
        };
    }
}

impl Model for Line<'_> {
    fn begin(&mut self, night: &Night) {
        let plan = self.link.plan.as_ref().filter(|_| self.cause == Cause::UploadSpeed);
        let fresh = plan.filter(|_| night.number == 1).map(|plan| plan_schedule(plan, night));
        self.stated.begin(night, fresh);
        if let Some(trace) = &mut self.trace {
            match (&self.wander, trace.days()) {
                // In a trial each night goes as one of the days of a history.
                (Some(wander), days) if days >= 2 => {
                    trace.seek_day(night.base, wander.day(night, days));
                }
                _ => trace.seek(night.base),
            }
        }
        if let Some(wander) = &mut self.wander {
            let most = self.link.efficiency.as_ratio() * self.most * night.length.as_secs();
            // A millionth and a bit more for what is rounded.
            let left = self.left.floor().bytes() as f64 * 8.0 * 0.999_999 - 64.0;
            wander.begin(night, |mean| most * mean < left);
        }
        self.settle();
    }

    #[inline]
    fn publish(&self, facts: &mut Conditions) {
        facts.capacity = self.capacity;
    }

    fn heeds_client(&self) -> bool {
        false
    }

    #[inline]
    fn limit(&self, _: SimTime, _: &Conditions, limits: &mut Limits) {
        limits.cap(self.cause, self.capacity.min(self.ours));
        if let Some(rate) = self.wifi {
            limits.cap(Cause::WifiSpeed, rate);
        }
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        // One that strays changes too often for the others to be asked anew each time.
        let next =
            earlier(self.stated.next_change(), self.trace.as_ref().and_then(Walk::next_change));
        self.wander.is_none().then(|| next.unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, _: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        let next =
            earlier(self.stated.next_change(), self.trace.as_ref().and_then(Walk::next_change));
        earlier(next, self.wander.as_ref().map(|wander| wander.next_change()))
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        let stepped = self.trace.as_mut().is_some_and(|trace| trace.advance(to));
        let strayed = self.wander.as_mut().is_some_and(|wander| wander.advance(to));
        if self.stated.advance(to) || stepped || strayed {
            self.settle();
        }
    }
}
