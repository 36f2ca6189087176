//! What the line, the Wi-Fi and the cable carry. The stated rate and its plan flow in, the caps
//! `upload-speed`, `wifi-speed` and `usb-speed` flow out.
//!
//! capacity [bit/s] = stated rate x efficiency (docs/models.md, Caps; 0.956 to 0.965 of a shaped link was
//! measured to be payload). A cable's speed is a measured payload rate and is taken as it is. Wi-Fi
//! carries half the shown link rate ([`super::WIFI_SHARE`]).

use super::{Link, LinkKind, WIFI_SHARE};
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Limits, Model, Night};
use crate::model::timed::{Timed, plan_schedule};
use crate::units::{Rate, RatePlan, Schedule, SimTime};

/// The most that the line, Wi-Fi or cable ever carries, as payload.
pub fn fastest(link: &Link) -> Rate {
    if link.kind == LinkKind::Usb {
        return link.usb_speed.unwrap_or(Rate::ZERO);
    }
    let stated = match &link.plan {
        Some(RatePlan::Constant(rate)) => *rate,
        Some(RatePlan::Daily(list)) => list.iter().map(|&(_, r)| r).max().unwrap_or(Rate::ZERO),
        None => link.upload.unwrap_or(Rate::ZERO),
    };
    let line = link.efficiency.of(stated);
    let wifi = link.wifi_speed.filter(|_| link.kind == LinkKind::Wifi);
    wifi.map_or(line, |rate| line.min(WIFI_SHARE.of(rate)))
}

/// The line's caps.
pub struct Line<'a> {
    link: &'a Link,
    cause: Cause,
    stated: Timed<Rate>,
    capacity: Rate,
    wifi: Option<Rate>,
}

impl<'a> Line<'a> {
    /// From the link's inputs.
    pub fn new(link: &'a Link) -> Self {
        let by_cable = link.kind == LinkKind::Usb;
        let stated = if by_cable { link.usb_speed } else { link.upload };
        let on_wifi = link.kind == LinkKind::Wifi;
        let mut line = Line {
            link,
            cause: if by_cable { Cause::UsbSpeed } else { Cause::UploadSpeed },
            stated: Timed::new(Schedule::constant(stated.unwrap_or(Rate::ZERO))),
            capacity: Rate::ZERO,
            wifi: link.wifi_speed.filter(|_| on_wifi).map(|rate| WIFI_SHARE.of(rate)),
        };
        line.settle();
        line
    }

    fn settle(&mut self) {
        let stated = self.stated.value();
        let cable = self.cause == Cause::UsbSpeed;
        self.capacity = if cable { stated } else { self.link.efficiency.of(stated) };
    }
}

impl Model for Line<'_> {
    fn begin(&mut self, night: &Night) {
        let plan = self.link.plan.as_ref().filter(|_| self.cause == Cause::UploadSpeed);
        let fresh = plan.filter(|_| night.number == 1).map(|plan| plan_schedule(plan, night));
        self.stated.begin(night, fresh);
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
        limits.cap(self.cause, self.capacity);
        if let Some(rate) = self.wifi {
            limits.cap(Cause::WifiSpeed, rate);
        }
    }

    #[inline]
    fn next_event(&self, _: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        self.stated.next_change()
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if self.stated.advance(to) {
            self.settle();
        }
    }
}
