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
use super::wander::{Average, Keys, Wander};
use super::{Link, LinkKind, WIFI_SHARE};
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Limits, Model, Night, earlier};
use crate::model::timed::{Timed, plan_schedule};
use crate::units::{Amount, Rate, RatePlan, Series, SimTime};

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

/// No less than [`fastest`] over however many connections, where no cable and no trace says how much that is:
/// for who asks whether something is far more than that.
pub fn stated_at_most(link: &Link) -> Option<Rate> {
    (link.kind != LinkKind::Usb && link.trace.is_none()).then(|| most_stated(link))
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
    stated: Rate,
    /// What is stated by the hour, where it is.
    plan: Option<Box<Timed<Rate>>>,
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
    /// When any of it changes next.
    next: SimTime,
}

impl<'a> Line<'a> {
    /// From the link's inputs, and over how many connections we send (none where each of them follows
    /// the law of loss by itself). It carries nothing before a night begins.
    #[inline(always)]
    pub fn new(link: &'a Link, connections: u64, wander: Option<Wander>) -> Self {
        let by_cable = link.kind == LinkKind::Usb;
        let stated = if by_cable { link.usb_speed } else { link.upload };
        let on_wifi = link.kind == LinkKind::Wifi;
        Line {
            link,
            cause: if by_cable { Cause::UsbSpeed } else { Cause::UploadSpeed },
            stated: stated.unwrap_or(Rate::ZERO),
            plan: link
                .plan
                .as_ref()
                .filter(|_| !by_cable)
                .map(|_| Box::new(Timed::constant(Rate::ZERO))),
            trace: measured(link).map(Walk::new),
            most: if wander.is_some() { most_stated(link).as_mbps() * 1e6 } else { 0.0 },
            wander: wander.map(Box::new),
            left: Amount::ZERO,
            capacity: Rate::ZERO,
            ours: if by_cable { Rate::UNLIMITED } else { together(link, connections) },
            wifi: link.wifi_speed.filter(|_| on_wifi).map(|rate| WIFI_SHARE.of(rate)),
            next: SimTime::END,
        }
    }

    /// Whether the speed strays.
    pub const fn strays(&self) -> bool {
        self.wander.is_some()
    }

    /// How far the average of a window strays, for another line.
    pub fn average(&self) -> Average {
        self.wander.as_ref().map(|wander| wander.average()).unwrap_or_default()
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

    /// When what is stated or measured changes next.
    #[inline]
    fn steps_at(&self) -> Option<SimTime> {
        let plan = self.plan.as_ref().and_then(|plan| plan.next_change());
        earlier(plan, self.trace.as_ref().and_then(Walk::next_change))
    }

    /// Moves to a moment at which something changes.
    fn step(&mut self, to: SimTime) {
        if let Some(trace) = &mut self.trace {
            trace.advance(to);
        }
        if let Some(wander) = &mut self.wander {
            wander.advance(to);
        }
        if let Some(plan) = &mut self.plan {
            plan.advance(to);
        }
        self.settle();
    }

    /// Takes in what has changed.
    fn settle(&mut self) {
        let strays_at = self.wander.as_ref().map(|wander| wander.next_change());
        self.next = earlier(self.steps_at(), strays_at).unwrap_or(SimTime::END);
        let known = self.trace.as_ref().and_then(Walk::rate);
        let stated = known.unwrap_or_else(|| {
            let stated = self.plan.as_ref().map_or(self.stated, |plan| plan.value());
            self.wander.as_ref().map_or(stated, |wander| wander.of(stated))
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
        if let Some(timed) = &mut self.plan {
            let plan = self.link.plan.as_ref().filter(|_| night.number == 1);
            timed.begin(night, plan.map(|plan| plan_schedule(plan, night)));
        }
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
        self.wander.is_none().then_some(self.next)
    }

    #[inline]
    fn next_event(&self, _: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        Some(self.next)
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if to >= self.next {
            self.step(to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::conditions::Relaxed;
    use crate::units::{ClockTime, Fraction, Size, Span, Trace};
    use std::sync::Arc;

    fn mbps(n: u64) -> Rate {
        Rate::from_bits_per_s(n * 1_000_000)
    }

    fn night(number: u32) -> Night {
        let base = SimTime::from_secs(86_400 * i64::from(number - 1));
        Night { number, base, start: ClockTime::from_hm(22, 0), length: Span::DAY, fresh: true }
    }

    fn link(kind: LinkKind) -> Link {
        let half = Fraction::from_percent(50);
        Link { kind, upload: Some(mbps(8)), efficiency: half, ..Link::default() }
    }

    /// What binds and at what, and what is told to be the line's capacity.
    fn bound(link: &Link, connections: u64) -> (Cause, Rate, Rate) {
        let mut line = Line::new(link, connections, None);
        line.begin(&night(1));
        let (mut limits, mut facts) = (Limits::new(Relaxed::default()), Conditions::default());
        line.limit(SimTime::ZERO, &facts, &mut limits);
        line.publish(&mut facts);
        (limits.binding, limits.cap, facts.capacity)
    }

    #[test]
    fn the_line_carries_its_payload_wifi_half_of_what_it_shows_and_a_cable_all() {
        assert_eq!(bound(&link(LinkKind::Wifi), 1), (Cause::UploadSpeed, mbps(4), mbps(4)));
        for (kind, cause, rate) in [
            (LinkKind::Wifi, Cause::WifiSpeed, mbps(3)),
            (LinkKind::Wired, Cause::UploadSpeed, mbps(4)),
        ] {
            let shown = Link { wifi_speed: Some(mbps(6)), ..link(kind) };
            assert_eq!(bound(&shown, 1), (cause, rate, mbps(4)));
            assert_eq!(fastest(&shown, 1), rate);
        }
        let cable = Link { usb_speed: Some(mbps(9)), ..link(LinkKind::Usb) };
        assert_eq!(bound(&cable, 1), (Cause::UsbSpeed, mbps(9), mbps(9)));
        assert_eq!(fastest(&cable, 1), mbps(9));
        assert_eq!(fastest(&link(LinkKind::Usb), 1), Rate::ZERO);
        assert_eq!(fastest(&Link { upload: None, ..link(LinkKind::Wifi) }, 1), Rate::ZERO);
        let stated = [LinkKind::Wifi, LinkKind::Wired, LinkKind::Usb];
        let stated = stated.map(|kind| stated_at_most(&link(kind)));
        assert_eq!(stated, [Some(mbps(8)), Some(mbps(8)), None]);
    }

    /// 1 % lost over 40 ms is 3.16 Mbit/s for each connection, and 1 % of the line's 4 Mbit/s.
    #[test]
    fn where_packets_are_lost_our_connections_carry_less_than_the_line() {
        let lossy = Link { loss: Fraction::from_percent(1), ..link(LinkKind::Wifi) };
        let line = Rate::from_bits_per_s(3_960_000);
        let (cause, one, capacity) = bound(&lossy, 1);
        assert_eq!((cause, capacity), (Cause::UploadSpeed, line));
        assert!((one.as_mbps() - 3.16).abs() < 0.01, "{one:?}");
        assert_eq!((fastest(&lossy, 1), fastest(&lossy, 2)), (one, line));
        assert_eq!(bound(&lossy, 2).1, line);
        assert_eq!(bound(&lossy, 0).1, line);
        let cable = Link { kind: LinkKind::Usb, usb_speed: Some(mbps(9)), ..lossy };
        assert_eq!(bound(&cable, 1).1, mbps(9));
    }

    fn traced(series: Series) -> Option<Trace> {
        Some(Trace { path: String::new(), series: Some(Arc::new(series)) })
    }

    #[test]
    fn a_trace_goes_before_what_is_stated_where_it_knows_something() {
        let secs = Span::from_secs;
        // 2 Mbit/s from 0 s and 6 Mbit/s from 10 s to 30 s; then the stated 8 Mbit/s.
        let some = Series::of_readings(&[(secs(0), mbps(2)), (secs(10), mbps(6))]);
        let mut link = Link { trace: traced(some), ..link(LinkKind::Wifi) };
        assert_eq!((fastest(&link, 1), bound(&link, 1).1), (mbps(4), mbps(1)));
        assert_eq!(stated_at_most(&link), None);
        let mut line = Line::new(&link, 1, None);
        line.begin(&night(1));
        let facts = Conditions::default();
        let (mut now, mut seen) = (SimTime::ZERO, Vec::new());
        for _ in 0..3 {
            seen.push((now.as_secs(), line.capacity));
            let next = line.next_event(now, &facts, Rate::ZERO);
            assert_eq!(line.rests_until(now), Some(next.unwrap_or(SimTime::END)));
            let to = next.unwrap_or(SimTime::from_secs(86_400));
            line.advance(now, to, &facts, Rate::ZERO);
            now = to;
        }
        assert_eq!(seen, [(0.0, mbps(1)), (10.0, mbps(3)), (30.0, mbps(4))]);
        // The second night is behind the trace; the first of another trial begins with it.
        line.begin(&night(2));
        assert_eq!(line.capacity, mbps(4));
        line.begin(&night(1));
        assert_eq!(line.capacity, mbps(1));
        // One that knows all is as fast as it ever is, whatever is stated.
        link.trace = traced(Series::of_period(secs(1), &[mbps(2), mbps(6)], secs(2)));
        assert_eq!(fastest(&link, 1), mbps(3));
        // Not looked at on a cable.
        let cable = Link { kind: LinkKind::Usb, usb_speed: Some(mbps(9)), ..link };
        assert_eq!((measured(&cable), bound(&cable, 1).1), (None, mbps(9)));
    }

    #[test]
    fn a_plan_replaces_the_stated_rate_and_nobody_asks_for_it_on_a_cable() {
        let clock = ClockTime::from_hm;
        let entries = vec![(clock(22, 0), mbps(2)), (clock(3, 0), mbps(10))];
        let planned = Link { plan: Some(RatePlan::Daily(entries)), ..link(LinkKind::Wifi) };
        assert_eq!((fastest(&planned, 1), bound(&planned, 1).1), (mbps(5), mbps(1)));
        let constant = Link { plan: Some(RatePlan::Constant(mbps(6))), ..link(LinkKind::Wifi) };
        assert_eq!((fastest(&constant, 1), bound(&constant, 1).1), (mbps(3), mbps(3)));
        let cable = Link { kind: LinkKind::Usb, usb_speed: Some(mbps(9)), ..planned.clone() };
        assert_eq!(bound(&cable, 1).1, mbps(9));
        let mut line = Line::new(&planned, 1, None);
        line.begin(&night(1));
        let (at, facts) = (SimTime::from_secs(5 * 3600), Conditions::default());
        assert_eq!(line.next_event(SimTime::ZERO, &facts, Rate::ZERO), Some(at));
        line.advance(SimTime::ZERO, at, &facts, Rate::ZERO);
        assert_eq!((line.capacity, line.strays()), (mbps(5), false));
    }

    fn straying(alone: bool) -> Wander {
        let keys = crate::sim::random::Stream { seed: 1, row: 1, trial: 1 }.speed();
        Wander::new(&link(LinkKind::Wifi), false, alone, keys).unwrap()
    }

    /// 8 Mbit/s x 50 % carry 43.2 GB in a day. What is far more than that goes in one step, what is less in
    /// one step up to the quarter of an hour in which it may be done.
    #[test]
    fn a_night_that_cannot_send_it_all_goes_in_one_step() {
        let link = link(LinkKind::Wifi);
        let begun = |gigabytes: u64| {
            let left = Size::from_bytes(gigabytes * 1_000_000_000).amount();
            let mut line = Line::new(&link, 1, Some(straying(true)));
            line.expect(left);
            line.begin(&night(1));
            assert!(line.strays() && line.rests_until(SimTime::ZERO).is_none());
            (line, left)
        };
        let facts = Conditions::default();
        let next = |gigabytes: u64| {
            begun(gigabytes).0.next_event(SimTime::ZERO, &facts, Rate::ZERO).unwrap().as_secs()
        };
        assert_eq!([400, 86].map(next), [86_400.0; 2]);
        assert_eq!(next(0), 900.0);
        let quarter = Span::from_secs(900);
        for gigabytes in [1, 10, 30] {
            let (mut line, left) = begun(gigabytes);
            let to = line.next_event(SimTime::ZERO, &facts, Rate::ZERO).unwrap();
            let sent = line.capacity.over(to.since(SimTime::ZERO));
            assert!(to.micros() % quarter.micros() == 0 && to.as_secs() < 86_400.0);
            assert!(sent < left, "{gigabytes} GB");
            line.advance(SimTime::ZERO, to, &facts, Rate::ZERO);
            assert_eq!(line.next_event(to, &facts, Rate::ZERO), Some(to.plus(quarter)));
            let more = line.capacity.over(quarter);
            assert!((sent + more).floor() >= left.floor().minus(Size::from_bytes(100_000)));
        }
    }

    #[test]
    fn in_a_trial_each_night_goes_as_a_day_of_a_history_of_two_or_more() {
        let hour = |n: i64| (Span::from_secs(3_600 * n), mbps(1 + n as u64 / 24));
        let seen = |days: i64| {
            let series = Series::of_readings(&(0..24 * days).map(hour).collect::<Vec<_>>());
            let link = Link { trace: traced(series), ..link(LinkKind::Wifi) };
            let mut line = Line::new(&link, 1, Some(straying(false)));
            let mut rates = std::collections::BTreeSet::new();
            for number in 1..=40 {
                line.begin(&Night { length: Span::from_secs(3_600), ..night(number) });
                rates.insert(line.capacity.bits_per_s() / 500_000);
            }
            rates
        };
        assert_eq!(seen(3), [1, 2, 3].into());
        assert_eq!(seen(2), [1, 2].into());
        // One day is the day that it is: behind it the stated 8 Mbit/s hold, straying.
        assert!(seen(1).iter().any(|&rate| rate > 3));
    }
}
