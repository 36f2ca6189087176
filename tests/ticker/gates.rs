//! The gates, closed or open at one moment, and the phases of the client that they drive.

use super::World;
use backup_sim::cause::{Cause, CauseSet};
use backup_sim::model::link::LinkKind;
use backup_sim::model::phone::{Platform, Software};
use backup_sim::model::service::{Quota, Requirement};
use backup_sim::scenario::Inputs;
use backup_sim::units::Set;

/// What the client is doing, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    Starting(i64),
    Scanning(i64),
    Sending,
}

/// The closed gates at a moment.
#[derive(Clone, Copy, Default)]
pub struct Closed {
    pub all: CauseSet,
    pub stops: CauseSet,
    pub cuts: CauseSet,
}

impl Closed {
    fn stop(&mut self, cause: Cause) {
        self.all = self.all.with(cause);
        self.stops = self.stops.with(cause);
    }

    fn cut(&mut self, cause: Cause) {
        self.all = self.all.with(cause);
        self.cuts = self.cuts.with(cause);
    }

    pub fn hold(&mut self, cause: Cause) {
        self.all = self.all.with(cause);
    }
}

/// Gates that depend on more than the clock: an engine that finds the very moment may differ from
/// a second's grid by a second at each change. What follows from these at whole seconds (start,
/// scan, session) is off by no more; what ends within the payload is found exactly.
const BY_STATE: [Cause; 5] =
    [Cause::NotCharging, Cause::LowBattery, Cause::LowPowerMode, Cause::PhoneFull, Cause::TooHot];

/// What is given and never changes.
pub struct Rules {
    needs: Set<Requirement>,
    wifi: bool,
    metered: bool,
    reserve: f64,
    pub full: Cause,
    doze: bool,
}

impl Rules {
    pub fn new(i: &Inputs) -> Self {
        let usb = i.link.kind == LinkKind::Usb;
        let full = if usb || i.phone.platform == Some(Platform::Computer) {
            Cause::ComputerFull
        } else {
            Cause::CloudFull
        };
        Rules {
            needs: i.service.requires,
            wifi: i.link.kind == LinkKind::Wifi && i.service.requires.has(Requirement::Wifi),
            metered: !usb && i.link.metered && i.service.requires.has(Requirement::Unmetered),
            reserve: i.service.reserve.as_ratio(),
            full,
            doze: i.service.doze,
        }
    }
}

/// The checks on fixed inputs before the first byte: the first that says no, and whether it alone.
pub fn refused(w: &World) -> Option<(Cause, bool)> {
    let (i, phone) = (w.i, &w.i.phone);
    let mut no = Closed::default();
    let mut say = |holds: bool, cause| {
        if holds {
            no.stop(cause);
        }
    };
    say(!phone.signed_in, Cause::SignedOut);
    say(!phone.backup_on, Cause::BackupOff);
    say(phone.software == Software::Unsupported, Cause::Unsupported);
    phone.fault.iter().for_each(|f| say(true, f.cause()));
    // What is resized later may become enough.
    let for_good = i.service.quota == Quota::UpFront
        && i.cloud.resized.0.iter().all(|&(t, _)| t == i.window.allowed.start());
    say(for_good && w.short_of_cloud(), w.rules.full);
    say(w.room().is_some_and(|room| room < 0), Cause::PhoneFull);
    no.all.first().map(|cause| (cause, no.all.len() == 1))
}

impl World<'_> {
    /// Whether the destination has no room for everything still to send.
    pub fn short_of_cloud(&self) -> bool {
        let p = &self.payload;
        self.env.free.is_some_and(|free| p.library + p.grown - p.done > free)
    }

    /// Bytes that the phone has left beyond floor and scratch.
    pub fn room(&self) -> Option<i64> {
        let s = &self.i.storage;
        let bytes = |micro: i64| micro / super::payload::BYTE;
        let library = bytes(self.payload.library);
        let share = library as i128 * i128::from(s.scratch.share.millionths()) / 1_000_000;
        let needed = (s.floor.bytes() + s.scratch.fixed.bytes()) as i64 + share as i64;
        s.free.map(|free| free.bytes() as i64 - bytes(self.payload.grown) - needed)
    }

    fn closed(&self) -> Closed {
        let (i, r, env, s, b) = (self.i, &self.rules, &self.env, &self.i.service, &self.battery);
        let has = |need| r.needs.has(need);
        let now = self.now;
        let running = matches!(self.phase, Phase::Scanning(_) | Phase::Sending);
        let mut c = Closed::default();
        if self.stuck {
            c.hold(Cause::StuckItem);
        }
        if r.wifi && !env.wifi {
            if running && now - self.wifi_lost < s.grace_wifi.micros() {
                c.cut(Cause::NoWifi);
            } else {
                c.stop(Cause::NoWifi);
            }
        }
        if r.metered {
            c.stop(Cause::Metered);
        }
        match env.outage {
            Some(true) => c.cut(Cause::LinkOutage),
            Some(false) => c.hold(Cause::LinkOutage),
            None => {}
        }
        if env.cloud_out {
            c.cut(Cause::CloudOutage);
        }
        let graced = running && now - self.unplugged < s.grace_power.micros();
        let powered = has(Requirement::Power) || has(Requirement::Charging);
        if !self.waived {
            if powered && !env.plugged && !graced {
                c.stop(Cause::NoPower);
            }
            if has(Requirement::Charging) && !b.charging && (env.plugged || !graced) {
                c.stop(Cause::NotCharging);
            }
        }
        let low = r.reserve > 0.0 && b.soc() <= r.reserve + 1e-12;
        if b.empty || !env.plugged && (low || self.low) {
            c.stop(Cause::LowBattery);
        }
        if has(Requirement::NotSaver) && b.saver {
            c.stop(Cause::LowPowerMode);
        }
        if !self.waived {
            if (has(Requirement::Locked) || has(Requirement::ScreenOff)) && env.in_use {
                c.stop(Cause::ScreenInUse);
            }
            let rested = now - self.screen_off >= s.idle_delay.micros();
            if has(Requirement::Idle) && (env.in_use || !rested) {
                c.stop(Cause::NotIdle);
            }
            let quiet = now - self.screen_off.max(self.unplugged);
            if r.doze && !env.plugged && !env.in_use && !in_doze_window(quiet) {
                c.stop(Cause::Doze);
            }
            let spent = s.session.is_some_and(|session| {
                self.session.is_some_and(|(began, used)| {
                    used >= session.budget.micros() && now < began + session.per.micros()
                })
            });
            if spent || now < self.due {
                c.stop(Cause::SessionBudget);
            }
        }
        match self.phase {
            Phase::Starting(_) => c.hold(Cause::Starting),
            Phase::Scanning(_) => c.hold(Cause::Scanning),
            _ => {}
        }
        if self.cloud_closed {
            c.stop(r.full);
        }
        if self.filled {
            c.hold(r.full);
        }
        if self.phone_closed {
            c.stop(Cause::PhoneFull);
        }
        let jobs = matches!(i.phone.platform, Some(Platform::Android | Platform::Samsung));
        if jobs && b.hot {
            c.stop(Cause::TooHot);
        }
        c
    }

    /// Brings gates and client into agreement at this moment; gives the closed gates.
    pub fn settle(&mut self) -> Closed {
        let was_sending = self.phase == Phase::Sending;
        let s = &self.i.service;
        let scan = (super::link::scan_seconds(self.i, &self.payload) * 1e6).ceil() as i64;
        if self.fresh && self.i.service.start == backup_sim::model::service::Start::Manual {
            self.waived = true;
            if self.closed().stops.is_empty() {
                self.phase = Phase::Scanning(self.now);
            } else {
                self.waived = false;
            }
        }
        self.fresh = false;
        let mut closed = loop {
            let closed = self.closed();
            if self.phase != Phase::Waiting && !closed.stops.is_empty() {
                self.stop();
                continue;
            }
            match self.phase {
                Phase::Waiting if closed.stops.is_empty() => {
                    self.phase = Phase::Starting(self.now);
                }
                Phase::Starting(since) if self.now - since >= s.start_delay.micros() => {
                    self.phase = Phase::Scanning(self.now);
                    let over = |(began, _): (i64, i64)| {
                        s.session.is_some_and(|x| self.now >= began + x.per.micros())
                    };
                    if self.session.is_none_or(over) {
                        self.session = Some((self.now, 0));
                    }
                }
                Phase::Scanning(since) if self.now - since >= scan => {
                    self.phase = Phase::Sending;
                }
                _ => break closed,
            }
        };
        let cutting = !closed.cuts.is_empty();
        if cutting && !self.was_cutting && was_sending && self.phase == Phase::Sending {
            let slack = self.slack();
            self.payload.interrupted[0] += 1;
            let unit = self.payload.lose(s.resume, slack);
            self.loose += unit as f64;
            self.grant = None;
        }
        self.reconnect(&mut closed);
        self.was_cutting = cutting || self.broken.is_some_and(|b| b.dead);
        let changed =
            |&cause: &Cause| closed.all.contains(cause) != self.last_closed.contains(cause);
        if changed(&Cause::NotCharging) {
            if !closed.all.contains(Cause::NotCharging) {
                self.noticed_at = self.now;
            } else if self.now - self.noticed_at < 120_000_000 {
                self.chatter = true;
            }
        }
        // The phone comes back at exactly one percent, a whole percent that it may fall through.
        self.chatter |= changed(&Cause::LowBattery)
            && self.env.plugged
            && !closed.all.contains(Cause::LowBattery);
        let flips = BY_STATE.iter().filter(|c| changed(c)).count() as u32;
        if flips > 0 {
            // A second at the strongest power may be many at the one of now.
            let now = self.battery.power(&self.env, self.i.battery.idle_draw.as_watts()).abs();
            let slip = f64::from(self.events) * self.battery.strongest / now.max(1e-3);
            self.events += flips + slip.min(60.0) as u32;
        }
        self.events += u32::from(scan % 1_000_000 != 0 && changed(&Cause::Scanning));
        self.last_closed = closed.all;
        closed
    }

    /// The client ends.
    pub fn stop(&mut self) {
        if self.phase == Phase::Sending {
            let s = &self.i.service;
            let slack = self.slack();
            self.payload.interrupted[1] += 1;
            let unit = self.payload.lose(s.resume_after_stop.unwrap_or(s.resume), slack);
            self.loose += unit as f64;
            self.grant = None;
        }
        self.phase = Phase::Waiting;
        self.broken = None;
        self.waived = false;
    }

    /// How far the position may be off for reasons of the one-second grid.
    fn slack(&self) -> f64 {
        self.fastest as f64 * (1e-3 + f64::from(self.events)) + self.loose
    }
}

/// Whether an unplugged phone that has lain still for so long lets apps run.
fn in_doze_window(quiet: i64) -> bool {
    let half_minutes = quiet.div_euclid(30_000_000);
    let light = [9, 20, 36, 52].iter().any(|&m| (2 * m..2 * m + 2).contains(&half_minutes));
    let deep = [(249, 259), (499, 519)].iter().any(|&(a, b)| (a..b).contains(&half_minutes));
    // 499.5 min, then every 370 min: ten of window and 360 of sleep.
    let later = half_minutes >= 999 && (half_minutes - 999) % 740 < 20;
    light || deep || later
}
