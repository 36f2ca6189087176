//! The second engine: a ticker that walks every second of every window and asks each rule of
//! `docs/models.md` anew. It shares no behaviour with the library, only inputs, causes and units.
//! Where a second holds the end of a class, of the space or of the payload, it is split there; all
//! else that depends on more than the clock it sees up to a second late, and counts.

pub mod algebra;
pub mod algebra_link;
pub mod algebra_retry;
pub mod algebra_rules;
pub mod draw;
pub mod draw_rules;
pub mod env;
pub mod found;
pub mod gates;
pub mod lanes;
pub mod link;
pub mod payload;
pub mod power;
pub mod retry;
pub mod ticked;

use backup_sim::cause::{Cause, CauseSet};
use backup_sim::model::link::LinkKind;
use backup_sim::model::service::{OnStuck, Quota, Requirement};
use backup_sim::scenario::Inputs;
use backup_sim::units::BackupWindow;
use env::{Clock, DAY, Env};
use gates::{Phase, Rules};
use link::{Grant, Line};
use payload::{Payload, bits};
use power::Battery;
use ticked::Tally;
pub use ticked::{End, Ticked};

/// Everything that changes.
pub struct World<'a> {
    i: &'a Inputs,
    rules: Rules,
    env: Env,
    line: Line<'a>,
    payload: Payload,
    battery: Battery,
    now: i64,
    phase: Phase,
    fresh: bool,
    waived: bool,
    was_cutting: bool,
    broken: Option<retry::Broken>,
    wifi_lost: i64,
    unplugged: i64,
    screen_off: i64,
    session: Option<(i64, i64)>,
    due: i64,
    low: bool,
    stuck: bool,
    filled: bool,
    /// What lay there when it was full.
    filled_to: i64,
    cloud_closed: bool,
    phone_closed: bool,
    running: i64,
    grant: Option<Grant>,
    events: u32,
    /// When charging was noticed last.
    noticed_at: i64,
    /// A run lived on the fraction of a second by which a level was overshot.
    chatter: bool,
    fastest: i64,
    slowest: i64,
    loose: f64,
    last_closed: CauseSet,
    in_first: bool,
    edge: i64,
    tally: Tally,
}

/// Runs the ticker.
pub fn run(inputs: &Inputs) -> Ticked {
    let found = walk(inputs);
    if found.end == End::Never && inputs.link.drops.is_some() {
        // No proof rests on drops: it must hold without them.
        let mut calm = inputs.clone();
        calm.link.drops = None;
        if walk(&calm).end != End::Never {
            return World::new(inputs).walk(false);
        }
    }
    found
}

fn walk(inputs: &Inputs) -> Ticked {
    World::new(inputs).walk(true)
}

impl<'a> World<'a> {
    fn new(i: &'a Inputs) -> Self {
        let due = match (i.service.interval, i.service.last) {
            (Some(interval), Some(last)) => interval.micros() - last.micros(),
            _ => 0,
        };
        World {
            i,
            rules: Rules::new(i),
            env: Env::default(),
            line: Line::new(i),
            payload: Payload::new(i),
            battery: Battery::new(i),
            now: 0,
            phase: Phase::Waiting,
            fresh: true,
            waived: false,
            was_cutting: false,
            broken: None,
            wifi_lost: 0,
            unplugged: 0,
            screen_off: 0,
            session: None,
            due,
            low: false,
            stuck: false,
            filled: false,
            filled_to: 0,
            cloud_closed: false,
            phone_closed: false,
            running: 0,
            grant: None,
            events: 0,
            noticed_at: 0,
            chatter: false,
            fastest: 0,
            slowest: i64::MAX,
            loose: 0.0,
            last_closed: CauseSet::EMPTY,
            in_first: true,
            edge: i64::MAX,
            tally: Tally::new(),
        }
    }

    fn walk(mut self, prove: bool) -> Ticked {
        let clock = Clock::new(self.i);
        let all_day = self.i.window.allowed == BackupWindow::AllDay;
        let length = match self.i.window.allowed {
            BackupWindow::AllDay => DAY,
            BackupWindow::Nightly { start, end } => {
                let gap = i64::from(end.secs()) - i64::from(start.secs());
                if gap.rem_euclid(DAY) == 0 { DAY } else { gap.rem_euclid(DAY) }
            }
        };
        let nights = self.i.window.nights.get() as u32;
        if self.payload.finished() {
            return self.report(End::Finished, 1, [0, 0]);
        }
        self.env = clock.at(1, 0);
        if let Some((cause, alone)) = gates::refused(&self) {
            self.now = length * 1_000_000;
            self.tally.stalled = self.now;
            self.tally.stalls[cause.index()] = self.now;
            self.tally.soles[cause.index()] = if alone { self.now } else { 0 };
            return self.report(End::Refused(cause), 1, [0, 0]);
        }
        let mut morning = [0, 0];
        let mut soc = 0.0;
        for night in 1..=nights {
            let (before, rivals) = (self.payload.kept, self.line.left.clone());
            let resumes = self.resumes();
            let places: Vec<_> = resumes.iter().map(|&r| self.payload.place(r)).collect();
            let interrupted = self.payload.interrupted;
            let growth_only = self.payload.in_growth();
            let was_stuck = self.stuck
                || self.i.service.on_stuck == OnStuck::Stop
                    && self.i.library.stuck_at.is_some_and(|p| {
                        self.payload.pos >= stuck_point(&self.payload, p.millionths())
                    });
            let (manual, soc_before) = (
                self.fresh && self.i.service.start == backup_sim::model::service::Start::Manual,
                self.battery.level,
            );
            self.dawn(night, &clock, all_day);
            let was_filled = self.filled
                || self.i.service.quota == Quota::UntilFull
                    && self.env.free.is_some_and(|free| before >= free);
            let base = i64::from(night - 1) * DAY;
            for second in 0..length {
                if second == self.env.until {
                    self.turn(clock.at(night, second));
                }
                if second % 60 == 0 && (second > 0 || all_day && night > 1) {
                    self.battery.minute();
                }
                self.tick((base + second) * 1_000_000);
                if self.payload.finished() {
                    break;
                }
            }
            if self.payload.finished() {
                if night == 1 {
                    morning = [self.payload.kept; 2];
                    soc = self.battery.soc();
                }
                return self.report_with(End::Finished, night, morning, soc);
            }
            if !all_day {
                self.stop();
            }
            if night == 1 {
                morning = [self.payload.kept, self.payload.safe(self.i.service.commit)];
                soc = self.battery.soc();
            }
            self.in_first = false;
            if prove {
                let by = self.payload.kept - before;
                // Doze goes by other hours every day.
                let dozes = self.i.service.doze && !self.env.plugged;
                let same_level = (soc_before - self.battery.level).abs() < 1e-6;
                let alike_days = night > 1 && same_level && !dozes;
                let for_good = by == 0 && (was_stuck || was_filled);
                // A night that every later one repeats, and that got nowhere.
                let repeats = clock.settled(night)
                    && self.due <= base * 1_000_000
                    && !manual
                    && rivals == self.line.left
                    && (0..2).all(|k| {
                        places[k] == self.payload.place(resumes[k])
                            || interrupted[k] == self.payload.interrupted[k]
                    })
                    && was_filled == self.filled
                    && was_stuck == self.stuck
                    && (!all_day || alike_days || for_good);
                let growth = bits(self.i.library.growth);
                let left = self.payload.left();
                for close in [left, by, (by - growth).abs()] {
                    if close > 0 {
                        self.edge = self.edge.min(close);
                    }
                }
                let alike = by <= 0 || self.i.library.items.is_none() || growth_only;
                if repeats && by >= 0 && by <= growth && alike {
                    return self.report_with(End::Never, night, morning, soc);
                }
            }
        }
        self.report_with(End::Open, nights, morning, soc)
    }

    fn resumes(&self) -> [backup_sim::units::Resume; 2] {
        let s = &self.i.service;
        [s.resume, s.resume_after_stop.unwrap_or(s.resume)]
    }

    /// A night begins.
    fn dawn(&mut self, night: u32, clock: &Clock, all_day: bool) {
        let now = i64::from(night - 1) * DAY * 1_000_000;
        self.now = now;
        if night > 1 {
            self.payload.grow(bits(self.i.library.growth));
            self.payload.settle();
        }
        self.grant = None;
        if night > 1 && all_day {
            self.turn(clock.at(night, 0));
        } else {
            self.env = clock.at(night, 0);
            self.phase = Phase::Waiting;
            (self.wifi_lost, self.unplugged, self.screen_off) = (now, now, now);
            self.session = None;
            self.low = false;
            self.was_cutting = false;
            self.broken = None;
            self.last_closed = CauseSet::EMPTY;
            self.running = 0;
            self.phone_closed = false;
            self.battery.begin(self.i.battery.level.as_ratio(), now, &self.env);
        }
        self.resize();
        self.phone_closed |= self.room().is_some_and(|room| room < 0);
    }

    /// The clock changes something.
    fn turn(&mut self, env: Env) {
        let now = self.now;
        if self.env.wifi && !env.wifi {
            self.wifi_lost = now;
        }
        if self.env.plugged && !env.plugged {
            self.unplugged = now;
        }
        if self.env.in_use && !env.in_use {
            self.screen_off = now;
        }
        let plugged = !self.env.plugged && env.plugged;
        self.env = env;
        self.grant = None;
        self.resize();
        if plugged {
            self.battery.plug(now, &self.env);
        }
    }

    /// The room at the destination may be another than before.
    fn resize(&mut self) {
        self.cloud_closed = self.i.service.quota == Quota::UpFront && self.short_of_cloud();
        self.filled &= self.env.free.is_some_and(|free| self.filled_to >= free);
    }

    fn granted(&mut self) -> Grant {
        match self.grant {
            Some(grant) => grant,
            None => *self.grant.insert(self.line.grant(&self.env, &self.payload)),
        }
    }

    /// The actual rate for a granted one, and the share of the time that items cost.
    fn actual(&self, grant: &Grant) -> (i64, f64) {
        let Some(class) = self.payload.classes.get(self.payload.at) else { return (0, 0.0) };
        match &class.lanes {
            Some(lanes) if lanes.fixed > 0.0 && grant.rate > 0 => {
                let (whole, idle) = lanes.seconds(grant.rate);
                ((lanes.item as f64 / whole) as i64, idle / whole)
            }
            _ => (grant.rate, 0.0),
        }
    }

    /// What the phone draws.
    fn load(&self, closed: &gates::Closed, grant: &Grant) -> f64 {
        let b = &self.i.battery;
        let mut load = if closed.all.is_empty() && self.actual(grant).0 > 0 {
            let per_mbps = b.upload_draw_per_mbps.as_watts();
            b.upload_draw.as_watts() + per_mbps * self.actual(grant).0 as f64 * 1e-12
        } else {
            b.idle_draw.as_watts()
        };
        if matches!(self.phase, Phase::Scanning(_)) {
            load += b.scan_draw.as_watts();
        }
        if self.env.in_use {
            load += b.screen_draw.as_watts();
        }
        load
    }

    fn tick(&mut self, from: i64) {
        let end = from + 1_000_000;
        while self.now < end && !self.payload.finished() {
            self.moment(end - self.now);
        }
    }

    /// One step of at most `rest`: until something in the payload ends.
    fn moment(&mut self, rest: i64) {
        self.battery.look(self.now, &self.env);
        if self.env.plugged {
            self.low = false;
        } else if self.i.service.requires.has(Requirement::BatteryNotLow) {
            self.low |= self.battery.soc() <= 0.15 + 1e-12;
        }
        if let Some(p) =
            self.i.library.stuck_at.filter(|_| self.i.service.on_stuck == OnStuck::Stop)
            && self.payload.pos >= stuck_point(&self.payload, p.millionths())
        {
            self.stuck = true;
        }
        if self.i.service.quota == Quota::UntilFull
            && self.env.free.is_some_and(|free| self.payload.kept >= free)
        {
            (self.filled, self.filled_to) = (true, self.filled_to.max(self.payload.kept));
        }
        if self.i.storage.rewritten.bytes() > 0
            && let Some(room) = self.room()
        {
            let rewritten =
                self.i.storage.rewritten.bytes() as f64 * self.running as f64 / 86_400e6;
            self.phone_closed |= rewritten >= room as f64;
        }
        let mut closed = self.settle();
        let mut grant = self.granted();
        let mut load = self.load(&closed, &grant);
        if self.battery.notice_at_once(&self.env, load) {
            closed = self.settle();
            grant = self.granted();
            load = self.load(&closed, &grant);
        }
        let mut dt = rest;
        let mut ours = 0;
        if let Some(blamed) = closed.all.first() {
            // The rest of the second, or until it tries again; what the clock starts or ends, it does
            // at the second's end.
            if let Some(broken) = self.broken {
                dt = dt.min((broken.attempt - self.now).max(1));
            }
            self.tally.stalled += dt;
            self.tally.stalls[blamed.index()] += dt;
            if closed.all.len() == 1 {
                self.tally.soles[blamed.index()] += dt;
            }
        } else {
            let (rate, share) = self.actual(&grant);
            let class = &self.payload.classes[self.payload.at];
            let mut room = class.end - self.payload.pos;
            if let Some(free) = self.env.free.filter(|_| self.i.service.quota == Quota::UntilFull) {
                room = room.min(free - self.payload.kept);
            }
            if let Some(p) = self.i.library.stuck_at
                && self.i.service.on_stuck == OnStuck::Stop
            {
                let point = stuck_point(&self.payload, p.millionths());
                room = room.min(point - self.payload.pos);
            }
            let mut moved = (i128::from(rate) * i128::from(dt) / 1_000_000) as i64;
            if moved >= room && rate > 0 {
                moved = room;
                let micros =
                    (i128::from(room) * 1_000_000 + i128::from(rate) - 1) / i128::from(rate);
                dt = (micros as i64).clamp(1, rest);
            }
            self.payload.pos += moved;
            self.payload.kept += moved;
            if self.payload.pos >= self.payload.classes[self.payload.at].end {
                self.payload.settle();
                self.grant = None;
            }
            self.fastest = self.fastest.max(rate);
            self.slowest = self.slowest.min(rate.max(1));
            self.tally.uploading += dt;
            self.tally.limits[Cause::ItemOverhead.index()] += share * dt as f64;
            self.tally.limits[grant.cause.index()] += (1.0 - share) * dt as f64;
            ours = rate;
        }
        if self.i.link.kind != LinkKind::Usb && self.line.rivals_send(&self.env, &grant, ours, dt) {
            self.events += 1;
            self.grant = None;
        }
        self.battery.pass(&self.env, load, dt, self.in_first);
        if matches!(self.phase, Phase::Scanning(_) | Phase::Sending) {
            self.running += dt;
            if let Some((began, used)) = self.session.as_mut().filter(|_| !self.waived) {
                *used += dt;
                let per = self.i.service.session.map_or(i64::MAX / 2, |s| s.per.micros());
                if self.now + dt >= *began + per {
                    // A run that goes on into the next stretch begins its session there.
                    (*began, *used) = (self.now + dt, 0);
                    self.events += 1;
                }
            }
        }
        self.now += dt;
    }
}

fn stuck_point(p: &Payload, millionths: u32) -> i64 {
    (i128::from(p.library) * i128::from(millionths) / 1_000_000) as i64
}
