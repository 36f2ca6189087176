//! What the clock alone decides: which windows are on in one second of a night. Inputs flow in, the
//! facts of that second flow out. Looked up afresh at every clock time at which a window begins or
//! ends; between two of these nothing here can change.

use super::payload::bits;
use backup_sim::model::link::LinkKind;
use backup_sim::scenario::Inputs;
use backup_sim::units::{
    BackupWindow, ClockTime, ClockWindow, OutageEffect, RatePlan, RivalTime, Windows,
};

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// What holds by the clock.
#[derive(Clone, Debug, Default)]
pub struct Env {
    pub wifi: bool,
    /// The strongest outage of the line: `Some(true)` cuts, `Some(false)` holds.
    pub outage: Option<bool>,
    pub cloud_out: bool,
    pub plugged: bool,
    pub in_use: bool,
    /// Stated rate of the line or cable, millionths of a bit per second.
    pub stated: i64,
    pub cloud_cap: Option<i64>,
    /// Room at the destination since second 0, millionths of a bit.
    pub free: Option<i64>,
    /// Bit i: rival i is on by the clock.
    pub rivals: u32,
    /// The hold in force, as a share of the capacity.
    pub hold: Option<f64>,
    /// The offset in the night at which it may be otherwise.
    pub until: i64,
}

/// The clock times at which something may change, as offsets in a night.
pub struct Clock<'a> {
    inputs: &'a Inputs,
    start: i64,
    edges: Vec<i64>,
}

impl<'a> Clock<'a> {
    pub fn new(inputs: &'a Inputs) -> Self {
        let start = match inputs.window.allowed {
            BackupWindow::AllDay => 0,
            BackupWindow::Nightly { start, .. } => i64::from(start.secs()),
        };
        let mut clock = Clock { inputs, start, edges: Vec::new() };
        let mut edges = Vec::new();
        let mut add = |t: ClockTime| edges.push(clock.offset(t));
        let mut windows = Vec::new();
        for list in [
            &inputs.link.wifi,
            &inputs.cloud.outages,
            &inputs.charger.plugged,
            &inputs.screen.in_use,
        ] {
            if let Windows::Clock(list) = list {
                windows.extend(list.iter().copied());
            }
        }
        windows.extend(inputs.link.outages.0.iter().map(|(w, _)| *w));
        for rival in &inputs.link.rivals.0 {
            match rival.time {
                RivalTime::Always => {}
                RivalTime::Within(w) => windows.push(w),
                RivalTime::From(t) => add(t),
            }
        }
        for w in windows {
            add(w.start);
            add(w.end);
        }
        let cap = inputs.cloud.cap.as_ref().map(|cap| &cap.0);
        for plan in inputs.link.plan.as_ref().into_iter().chain(cap) {
            if let RatePlan::Daily(list) = plan {
                list.iter().for_each(|(t, _)| add(*t));
            }
        }
        inputs.cloud.resized.0.iter().for_each(|(t, _)| add(*t));
        if let Some(until) = inputs.charger.hold.and_then(|h| h.until) {
            add(until);
        }
        edges.sort_unstable();
        clock.edges = edges;
        clock
    }

    /// The first offset, from 0, at which the clock shows `t`.
    fn offset(&self, t: ClockTime) -> i64 {
        (i64::from(t.secs()) - self.start).rem_euclid(DAY)
    }

    fn within(&self, w: &ClockWindow, night: u32, offset: i64) -> bool {
        if w.nights.is_some_and(|n| night < n.first || night > n.last) {
            return false;
        }
        let now = (self.start + offset) % DAY;
        let (from, to) = (i64::from(w.start.secs()), i64::from(w.end.secs()));
        if from < to { from <= now && now < to } else { now >= from || now < to }
    }

    fn on(&self, windows: &Windows, night: u32, offset: i64) -> bool {
        match windows {
            Windows::Always => true,
            Windows::Never => false,
            Windows::Clock(list) => list.iter().any(|w| self.within(w, night, offset)),
        }
    }

    fn rate(&self, plan: &RatePlan, offset: i64) -> i64 {
        let rate = match plan {
            RatePlan::Constant(rate) => *rate,
            RatePlan::Daily(list) => {
                let now = (self.start + offset) % DAY;
                let before = list.iter().rev().find(|(t, _)| i64::from(t.secs()) <= now);
                before.or(list.last()).expect("a plan has entries").1
            }
        };
        rate.microbits_per_s() as i64
    }

    /// The room at the destination: what is free at first, then what the latest entry said that night
    /// 1 has come to.
    fn free(&self, night: u32, offset: i64) -> Option<i64> {
        let cloud = &self.inputs.cloud;
        let used = cloud.used.unwrap_or_default();
        let first = cloud.free.or_else(|| cloud.plan.map(|plan| plan.minus(used)));
        let now = offset + i64::from(night - 1) * DAY;
        let begun = cloud.resized.0.iter().filter(|(t, _)| self.offset(*t) <= now);
        let latest = begun.max_by_key(|(t, _)| self.offset(*t)).map(|&(_, size)| size);
        latest.or(first).map(bits)
    }

    /// What holds in `night` from `offset` on.
    pub fn at(&self, night: u32, offset: i64) -> Env {
        let i = self.inputs;
        let usb = i.link.kind == LinkKind::Usb;
        let mut outage = None;
        let mut rivals = 0;
        if !usb {
            for (w, effect) in &i.link.outages.0 {
                if self.within(w, night, offset) {
                    let cuts = match effect {
                        Some(OutageEffect::Cut | OutageEffect::Stale) => true,
                        Some(OutageEffect::Hold | OutageEffect::Hole) => false,
                        None => !i.link.survive,
                    };
                    outage = Some(cuts || outage == Some(true));
                }
            }
            for (k, rival) in i.link.rivals.0.iter().enumerate() {
                let on = match rival.time {
                    RivalTime::Always => true,
                    RivalTime::Within(w) => self.within(&w, night, offset),
                    RivalTime::From(t) => offset >= self.offset(t),
                };
                rivals |= u32::from(on) << k;
            }
        }
        let micro = |r: backup_sim::units::Rate| r.microbits_per_s() as i64;
        let stated = if usb {
            micro(i.link.usb_speed.expect("validated"))
        } else if let Some(plan) = &i.link.plan {
            self.rate(plan, offset)
        } else {
            micro(i.link.upload.expect("validated"))
        };
        let hold = i.charger.hold.filter(|h| {
            h.until.is_none_or(|t| {
                let end = self.offset(t);
                offset < if end == 0 { DAY } else { end }
            })
        });
        Env {
            wifi: self.on(&i.link.wifi, night, offset),
            outage,
            cloud_out: self.on(&i.cloud.outages, night, offset),
            plugged: i.charger.power.power.microwatts() > 0
                && self.on(&i.charger.plugged, night, offset),
            in_use: self.on(&i.screen.in_use, night, offset),
            stated,
            cloud_cap: i.cloud.cap.as_ref().map(|cap| self.rate(&cap.0, offset)),
            free: self.free(night, offset),
            rivals,
            hold: hold.map(|h| h.level.as_ratio()),
            until: self.edges.iter().copied().find(|&e| e > offset).unwrap_or(DAY),
        }
    }

    /// Whether every night from `night` on goes by the same clock.
    pub fn settled(&self, night: u32) -> bool {
        let i = self.inputs;
        let mut lists: Vec<ClockWindow> = Vec::new();
        // Wi-Fi hours count on Wi-Fi, and what happens on the line not by cable.
        let wifi = if i.link.kind == LinkKind::Wifi { &i.link.wifi } else { &Windows::Always };
        for w in [wifi, &i.cloud.outages, &i.charger.plugged, &i.screen.in_use] {
            if let Windows::Clock(list) = w {
                lists.extend(list);
            }
        }
        if i.link.kind != LinkKind::Usb {
            lists.extend(i.link.outages.0.iter().map(|(w, _)| *w));
            lists.extend(i.link.rivals.0.iter().filter_map(|r| match r.time {
                RivalTime::Within(w) => Some(w),
                _ => None,
            }));
        }
        // By the second night all sizes have come.
        (night > 1 || i.cloud.resized.0.is_empty())
            && lists.iter().all(|w| w.nights.is_none_or(|n| n.last < night))
    }
}
