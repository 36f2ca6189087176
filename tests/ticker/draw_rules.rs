//! Random power, services, libraries and phones: the other half of the drawn scenarios.

use super::draw::{Dice, Drawn, share};
use backup_sim::model::payload::Order;
use backup_sim::model::phone::{Fault, Platform, Software};
use backup_sim::model::power::battery::Saver;
use backup_sim::model::service::{Commit, OnStuck, Quota, Requirement, Start};
use backup_sim::units::*;

fn milliwatts(mw: i64) -> Power {
    Power::from_milliwatts(mw as u64)
}

impl Drawn {
    pub fn power(&mut self) {
        if self.dice.percent(70) {
            let level =
                self.dice.pick(&[0.0, 1.0, 2.5, 14.5, 20.0, 22.0, 79.5, 88.0, 90.5, 93.0, 100.0]);
            let other = self.dice.from(0, 1000) as f64 / 10.0;
            let level = if self.dice.percent(30) { level } else { other };
            self.put("battery.level", share(level));
        }
        if self.dice.percent(50) {
            let capacity = self.dice.from(1_000_000, 20_000_000) as u64;
            self.put("battery.capacity", Energy::from_microwatt_hours(capacity));
        }
        let saver = self.dice.pick(&[Saver::Off, Saver::Off, Saver::Off, Saver::Auto, Saver::Auto]);
        let saver = if self.dice.percent(3) { Saver::On } else { saver };
        self.put("battery.saver", saver);
        for (key, high) in [
            ("battery.idle_draw", 300),
            ("battery.upload_draw", 2500),
            ("battery.upload_draw_per_mbps", 60),
            ("battery.scan_draw", 3000),
            ("battery.screen_draw", 2000),
        ] {
            if self.dice.percent(40) {
                let draw = milliwatts(self.dice.from(0, high));
                self.put(key, draw);
            }
        }
        if self.dice.percent(20) {
            let most = milliwatts(self.dice.from(500, 60_000));
            self.put("battery.charge_max", Some(most));
        }
        let watts = self.dice.pick(&[0, 500, 1000, 2500, 5000, 7500, 20_000]);
        let coupling = self.dice.pick(&[Coupling::Wired, Coupling::MagSafe, Coupling::Qi]);
        if self.dice.percent(50) {
            let charger = ChargerPower { power: milliwatts(watts), coupling };
            self.put("charger.power", charger);
        }
        let plugged =
            if self.dice.percent(50) { self.windows(0, 30, self.length) } else { Windows::Always };
        self.put("charger.plugged", plugged);
        if self.dice.percent(20) {
            let until = self.dice.percent(60).then(|| {
                let offset = self.dice.below(self.length);
                self.clock(offset)
            });
            let level = share(self.dice.from(30, 95) as f64);
            self.put("charger.hold", Some(Hold { level, until }));
        }
        if self.dice.percent(15) {
            let efficiency = share(self.dice.from(30, 100) as f64);
            self.put("charger.efficiency", Some(efficiency));
        }
        if self.dice.percent(15) {
            let knee = self.dice.from(20, 90) as f64;
            let end = self.dice.from(0, 60) as f64;
            let taper = Taper(vec![(share(knee), share(100.0)), (share(100.0), share(end))]);
            self.put("charger.taper", taper);
        }
    }

    pub fn service(&mut self) {
        let weights = [
            (Requirement::Power, 12),
            (Requirement::Charging, 14),
            (Requirement::Wifi, 70),
            (Requirement::Unmetered, 20),
            (Requirement::Locked, 15),
            (Requirement::ScreenOff, 10),
            (Requirement::Idle, 15),
            (Requirement::NotSaver, 45),
            (Requirement::BatteryNotLow, 20),
        ];
        let needs: Vec<_> =
            weights.iter().filter(|&&(_, p)| self.dice.percent(p)).map(|&(r, _)| r).collect();
        self.put("service.requires", Set::of(&needs));
        if self.dice.percent(10) {
            self.put("service.start", Start::Manual);
        }
        if self.dice.percent(20) {
            let reserve = self.dice.from(1, 60) as f64;
            self.put("service.reserve", share(reserve));
        }
        let (resume, after) = (self.resume(), self.resume());
        self.put("service.resume", resume);
        let after = self.dice.percent(60).then_some(after);
        self.put("service.resume_after_stop", after);
        if self.dice.percent(25) {
            let rate = self.rate();
            self.put("service.max_rate", Some(RateCap(RatePlan::Constant(rate))));
        }
        let scan = match self.dice.below(10) {
            0..=3 => Scan::Lasting(Span::from_secs(self.dice.from(1, 600))),
            4 => Scan::ItemsPerSecond(self.dice.from(1, 500) as u64),
            _ => Scan::Lasting(Span::ZERO),
        };
        self.put("service.scan", scan);
        let on_stuck = self.dice.pick(&[OnStuck::Stop, OnStuck::Skip]);
        self.put("service.on_stuck", on_stuck);
        let doze = self.dice.percent(15);
        self.put("service.doze", doze);
        let commit = self.dice.pick(&[Commit::Whole, Commit::Item]);
        self.put("service.commit", commit);
        self.span("service.start_delay", 30, 1, 300);
        self.span("service.grace_power", 30, 1, 900);
        self.span("service.grace_wifi", 30, 1, 900);
        self.span("service.idle_delay", 40, 1, 2400);
        self.span("service.charging_delay", 50, 1, 1200);
        if self.dice.percent(20) {
            let per = self.dice.from(600, 7200);
            let budget = self.dice.from(60, per);
            let session = Session { budget: Span::from_secs(budget), per: Span::from_secs(per) };
            self.put("service.session", Some(session));
        }
        if self.dice.percent(12) {
            let interval = self.dice.from(3600, 200_000);
            let last = interval - self.dice.from(-600, self.length);
            self.put("service.interval", Some(Span::from_secs(interval)));
            self.put("service.last", Some(Span::from_secs(last.max(0))));
        }
    }

    fn resume(&mut self) -> Resume {
        match self.dice.below(20) {
            0..=8 => Resume::Byte,
            9..=12 => Resume::Item,
            13..=18 => {
                let bytes = self.dice.scale(1e6, 2e8) as u64;
                let size = self.dice.pick(&[4 << 20, 16 << 20, bytes]);
                Resume::Chunk { size: Size::from_bytes(size), parts: 1 }
            }
            _ => Resume::Nothing,
        }
    }

    pub fn library(&mut self, bits_per_s: f64) {
        let seconds = self.dice.scale(120.0, 4.5 * self.length as f64);
        let bytes = (bits_per_s * 0.7 / 8.0 * seconds).clamp(1000.0, 7e10);
        let size = Size::from_bytes(bytes as u64);
        let items = self.dice.percent(35);
        if items {
            let n = self.dice.from(1, 4) as usize;
            let names = ["photos", "videos", "photos old", "apps"];
            let list = (0..n).map(|k| {
                let mut item = self.dice.scale(2e4, bytes / 3.0 + 3e4);
                let spread = Spread::from_millionths(self.dice.pick(&[0, 0, 300_000, 1_100_000]));
                if spread > Spread::ZERO {
                    // Few unlike items go one by one, which the ticker does not know.
                    item /= 16.0;
                }
                let count = (bytes / n as f64 / item).max(1.0) as u64;
                let size = Size::from_bytes(item as u64);
                ItemClass { name: names[k].to_owned(), count, size, spread }
            });
            let list: Vec<_> = list.collect();
            if self.dice.percent(12) {
                let max = list[self.dice.below(n as i64) as usize].size;
                let max = if self.dice.percent(50) { max } else { max.minus(Size::from_bytes(1)) };
                self.put("service.max_item", Some(max));
            }
            self.put("library.items", Some(Items(list)));
            let order = self.dice.pick(&[Order::AsIs, Order::SmallFirst, Order::PhotosFirst]);
            self.put("library.order", order);
            if self.dice.percent(45) {
                let transfers = self.dice.pick(&[2, 3, 4, 5, 8]);
                self.put("service.transfers", Count::new(transfers));
            }
            if self.dice.percent(70) {
                let fixed = Span::from_micros(self.dice.from(0, 2000) * 1000);
                let round_trips = self.dice.below(5) as u32;
                self.put("service.item_overhead", Overhead { fixed, round_trips });
            }
        }
        if !items || self.dice.percent(50) {
            self.put("library.size", Some(size));
        }
        if self.dice.percent(25) {
            let done = self.dice.scale(1.0, bytes * 0.8).min(bytes * 0.3);
            self.put("library.done", Size::from_bytes(done as u64));
        }
        if self.dice.percent(30) {
            let growth = self.dice.scale(1e3, bytes * 1.2);
            self.put("library.growth", Size::from_bytes(growth as u64));
        }
        if self.dice.percent(8) {
            let percent = self.dice.from(31, 99) as f64;
            self.put("library.stuck_at", Some(share(percent)));
        }
        self.space(bytes);
    }

    fn space(&mut self, bytes: f64) {
        let near = |dice: &mut Dice| {
            let times = dice.pick(&[0.0, 0.3, 0.9, 1.3, 2.0, 3.0, 5.0, 5.0]) * (0.5 + dice.unit());
            Size::from_bytes((bytes * times) as u64)
        };
        if self.dice.percent(35) {
            let free = near(&mut self.dice);
            if self.dice.percent(60) {
                self.put("cloud.free", Some(free));
            } else {
                let used = near(&mut self.dice);
                self.put("cloud.plan", Some(free.plus(used)));
                if self.dice.percent(70) {
                    self.put("cloud.used", Some(used));
                }
            }
        }
        let quota = self.dice.pick(&[Quota::UpFront, Quota::UntilFull]);
        self.put("service.quota", quota);
        if self.dice.percent(10) {
            let tier = near(&mut self.dice);
            self.put("cloud.free_tier", Some(tier));
        }
        if self.dice.percent(20) {
            let free = near(&mut self.dice);
            let scratch = Scratch {
                fixed: Size::from_bytes((bytes * 0.1 * self.dice.unit()) as u64),
                share: share(self.dice.from(0, 100) as f64 / 10.0),
            };
            let floor = Size::from_bytes((bytes * 0.1 * self.dice.unit()) as u64);
            self.put("storage.free", Some(free));
            self.put("storage.scratch", scratch);
            self.put("storage.floor", floor);
            if self.dice.percent(40) {
                let rewritten = self.dice.scale(bytes / 10.0, bytes * 50.0);
                self.put("storage.rewritten", Size::from_bytes(rewritten as u64));
            }
        }
        if self.dice.percent(15) {
            let plan = if self.dice.percent(50) {
                RatePlan::Constant(self.rate())
            } else {
                let at = self.dice.below(self.length);
                let mut list = vec![(self.clock(0), self.rate()), (self.clock(at), self.rate())];
                list.sort_by_key(|&(t, _)| t);
                list.dedup_by_key(|&mut (t, _)| t);
                RatePlan::Daily(list)
            };
            self.put("cloud.cap", Some(RateCap(plan)));
        }
        if self.dice.percent(12) {
            let outages = self.windows(1, 0, self.length / 4);
            self.put("cloud.outages", outages);
        }
    }

    pub fn phone(&mut self) {
        if self.dice.percent(30) {
            let in_use = self.windows(0, 10, self.length / 6);
            self.put("screen.in_use", in_use);
        }
        if self.dice.percent(70) {
            let platforms =
                [Platform::Iphone, Platform::Android, Platform::Samsung, Platform::Computer];
            let platform = self.dice.pick(&platforms);
            self.put("phone.platform", Some(platform));
        }
        match self.dice.below(100) {
            0 => self.put("phone.signed_in", false),
            1 => self.put("phone.backup_on", false),
            2 => self.put("phone.software", Software::Unsupported),
            3 => self.put("phone.software", Software::Outdated),
            4 => self.put("phone.fault", Set::of(&[Fault::StaleCache, Fault::AccountBlocked])),
            _ => {}
        }
        if self.dice.percent(8) {
            let degrees = self.dice.from(5_000, 42_000) as i32;
            self.put("phone.temperature", Some(Temperature::from_millidegrees(degrees)));
        }
        self.put("name", Name("drawn".to_owned()));
    }
}
