//! The battery second by second: level, charging as the phone notices it, power saving.

use super::env::Env;
use backup_sim::model::phone::Platform;
use backup_sim::model::power::battery::Saver;
use backup_sim::model::power::charger::default_efficiency;
use backup_sim::scenario::Inputs;

/// The battery. Levels are joules.
pub struct Battery {
    pub level: f64,
    pub capacity: f64,
    most: f64,
    taper: Vec<(f64, f64)>,
    delay: i64,
    auto: bool,
    android: bool,
    pub saver: bool,
    pub empty: bool,
    pub charging: bool,
    noticed: bool,
    plugged_at: i64,
    percent_then: i64,
    level_then: f64,
    mark: i64,
    slack: i64,
    fallen_until: Option<i64>,
    lowest: f64,
    /// Degrees Celsius around it and above that; the latches of heat.
    ambient: Option<f64>,
    above: f64,
    halved: bool,
    pub hot: bool,
    rated: f64,
    share: f64,
    last: (f64, f64, bool),
    pub charged: i64,
    /// How often charging began or ended in the first window.
    pub flips: u32,
    was_charging: bool,
    /// The largest and the least power into or out of it, in W.
    pub strongest: f64,
    weakest: f64,
    pub sank: bool,
}

impl Battery {
    pub fn new(i: &Inputs) -> Self {
        let capacity = i.battery.capacity.as_joules();
        let c = &i.charger;
        let share = c.efficiency.unwrap_or(default_efficiency(c.power.coupling)).as_ratio();
        Battery {
            level: 0.0,
            capacity,
            most: i
                .battery
                .charge_max
                .map_or(1.7 * i.battery.capacity.as_watt_hours(), |p| p.as_watts()),
            taper: c.taper.0.iter().map(|(a, b)| (a.as_ratio(), b.as_ratio())).collect(),
            delay: i.service.charging_delay.micros(),
            auto: i.battery.saver == Saver::Auto,
            android: matches!(i.phone.platform, Some(Platform::Android | Platform::Samsung)),
            saver: i.battery.saver == Saver::On,
            empty: false,
            charging: false,
            noticed: false,
            plugged_at: 0,
            percent_then: 0,
            level_then: 0.0,
            mark: 0,
            slack: 0,
            fallen_until: None,
            lowest: 1.0,
            ambient: i.phone.temperature.map(|t| t.as_celsius()),
            above: 0.0,
            halved: false,
            hot: false,
            rated: c.power.power.as_watts(),
            share,
            last: (0.0, 0.0, false),
            charged: 0,
            flips: 0,
            was_charging: false,
            strongest: 0.0,
            weakest: f64::INFINITY,
            sank: false,
        }
    }

    pub fn soc(&self) -> f64 {
        self.level / self.capacity
    }

    pub fn lowest(&self) -> f64 {
        self.lowest
    }

    fn percent(&self) -> i64 {
        // A level of exactly a whole percent must not fall under it by rounding.
        (self.soc() * 100.0 + 1e-9).floor() as i64
    }

    /// A window begins.
    pub fn begin(&mut self, level: f64, now: i64, env: &Env) {
        self.level = level * self.capacity;
        self.lowest = self.lowest.min(level);
        self.empty = self.level <= 0.0;
        self.above = 0.0;
        (self.halved, self.hot) = (false, false);
        self.latch();
        self.plug(now, env);
        if self.auto {
            let mark = if self.android { 0.15 } else { 0.20 };
            self.saver = level <= mark + 1e-12 && !(self.android && env.plugged);
        }
        self.look(now, env);
    }

    fn latch(&mut self) {
        let Some(ambient) = self.ambient else { return };
        let warm = ambient + self.above;
        self.halved = if self.halved { warm > 35.0 } else { warm >= 40.0 };
        self.hot = if self.hot { warm > 41.0 } else { warm >= 43.0 };
    }

    /// A minute is over: 3.5 degrees for each W in the end, by a factor of e in 20 min.
    pub fn minute(&mut self) {
        let (load, net, plugged) = self.last;
        let lost = (net + load).max(0.0) * (1.0 / self.share.max(0.01) - 1.0);
        let goal = 3.5 * if plugged { load + lost } else { load };
        self.above = goal + (self.above - goal) * (-60.0f64 / 1200.0).exp();
        self.latch();
    }

    /// The whole percent under which a fall counts, at the most: 90, and under a hold the percent
    /// before it.
    fn ceiling(&self, env: &Env) -> i64 {
        match env.hold {
            Some(hold) => {
                let held = (hold * 100.0 + 1e-9).floor() as i64;
                if self.percent() > held { 90 } else { i64::min(90, held - 1) }
            }
            None => 90,
        }
    }

    /// The charger is plugged in.
    pub fn plug(&mut self, now: i64, env: &Env) {
        self.plugged_at = now;
        self.percent_then = self.percent();
        self.level_then = self.level;
        self.mark = i64::min(self.percent_then, self.ceiling(env));
        self.slack = 0;
        self.fallen_until = None;
        self.noticed = self.percent_then >= 90;
        self.charging = false;
    }

    /// Brings what the phone knows up to date.
    pub fn look(&mut self, now: i64, env: &Env) {
        let soc = self.soc();
        if self.level <= 0.0 {
            self.empty = true;
        } else if soc >= 0.01 - 1e-12 {
            self.empty = false;
        }
        if self.auto {
            if self.android {
                self.saver = !env.plugged && (self.saver || soc <= 0.15 + 1e-12);
            } else if soc <= 0.20 + 1e-12 {
                self.saver = true;
            } else if soc >= 0.80 - 1e-12 {
                self.saver = false;
            }
        }
        if !env.plugged {
            self.charging = false;
            return;
        }
        let percent = self.percent();
        // Charging is false once the level falls through the mark, until it is one percent above
        // it; from then on the mark lies a percent under the highest, and never over its ceiling.
        if let Some(until) = self.fallen_until {
            if percent >= until {
                self.fallen_until = None;
                self.noticed = true;
            }
        } else if percent < self.mark {
            self.fallen_until = Some(self.mark + 1);
            self.slack = 1;
            self.noticed = false;
        } else if percent > self.percent_then {
            self.noticed = true;
        } else if now - self.plugged_at >= self.delay {
            self.noticed |= self.level > self.level_then;
        }
        if self.fallen_until.is_none() {
            self.mark = self.mark.max(i64::min(percent - self.slack, self.ceiling(env)));
        }
        self.charging = self.noticed;
    }

    /// Without a delay, charging is noticed at the very moment at which the level begins to rise;
    /// `true` if it is noticed now.
    pub fn notice_at_once(&mut self, env: &Env, load: f64) -> bool {
        let begins = env.plugged
            && self.delay == 0
            && !self.noticed
            && self.fallen_until.is_none()
            && self.level == self.level_then
            && self.net(env, load, self.level) > 0.0;
        self.noticed |= begins;
        self.charging |= begins;
        begins
    }

    fn accepted(&self, soc: f64) -> f64 {
        let t = &self.taper;
        if soc <= t[0].0 {
            return t[0].1;
        }
        for pair in t.windows(2) {
            if soc < pair[1].0 {
                let along = (soc - pair[0].0) / (pair[1].0 - pair[0].0);
                return pair[0].1 + along * (pair[1].1 - pair[0].1);
            }
        }
        t[t.len() - 1].1
    }

    fn net(&self, env: &Env, load: f64, level: f64) -> f64 {
        if !env.plugged {
            return -load;
        }
        let soc = level / self.capacity;
        let held = env.hold.is_some_and(|h| soc >= h - 1e-12);
        let share = if held || level >= self.capacity { 0.0 } else { self.accepted(soc) };
        let arrives = self.rated * self.share * if self.halved { 0.5 } else { 1.0 };
        (arrives - load).min(self.most * share)
    }

    /// The power into the battery.
    pub fn power(&self, env: &Env, load: f64) -> f64 {
        self.net(env, load, self.level)
    }

    /// Time passes under a load.
    pub fn pass(&mut self, env: &Env, load: f64, micros: i64, first: bool) {
        let dt = micros as f64 * 1e-6;
        if first && self.charging != self.was_charging {
            // A second of another power may be many of this one.
            let slip = self.strongest / self.weakest;
            self.flips += 1 + slip.min(600.0) as u32;
            self.was_charging = self.charging;
        }
        if first && self.charging {
            self.charged += micros;
        }
        // The midpoint rule; its error over a night is far under a second.
        let mut net = self.net(env, load, self.level);
        if net != 0.0 {
            self.strongest = self.strongest.max(net.abs());
            self.weakest = self.weakest.min(net.abs());
        }
        let top = match env.hold {
            Some(h) if env.plugged && self.level <= h * self.capacity => h * self.capacity,
            _ => self.capacity,
        };
        let half = self.level + net * dt / 2.0;
        if half > 0.0 && half < top {
            net = self.net(env, load, half);
        }
        self.last = (load, net, env.plugged);
        let mut next = self.level + net * dt;
        next = next.clamp(0.0, top);
        if first {
            self.lowest = self.lowest.min(next / self.capacity);
            self.sank |= env.plugged && next < self.level;
        }
        self.level = next;
    }
}
