//! Random scenarios over every field, from a seed: all events at whole seconds, sizes such that
//! finishing takes from minutes to some six nights.

use crate::properties::library;
use backup_sim::client::classes::too_few_for_classes;
use backup_sim::edit::{Edit, FieldValue};
use backup_sim::model::link::{LinkKind, UploadIs};
use backup_sim::model::service::Preset;
use backup_sim::scenario::fields::{fields, id_of};
use backup_sim::scenario::{Draft, Inputs, Origin, Scenario};
use backup_sim::units::*;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Random numbers with the few questions asked here.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub fn below(&mut self, n: i64) -> i64 {
        (self.0.next_u64() % n.max(1).unsigned_abs()) as i64
    }

    pub fn from(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    pub fn percent(&mut self, p: i64) -> bool {
        self.below(100) < p
    }

    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Log-uniform.
    pub fn scale(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.unit())
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as i64) as usize]
    }
}

/// A draft under construction, with the geometry of its nights.
pub struct Drawn {
    pub dice: Dice,
    draft: Draft,
    start: i64,
    pub length: i64,
    nights: i64,
}

pub fn share(percent: f64) -> Fraction {
    Fraction::from_millionths((percent * 10_000.0) as u32)
}

impl Drawn {
    pub fn put<T: FieldValue>(&mut self, key: &str, value: T) {
        self.draft.push(Edit { field: id_of(key), value: value.into_value() }, Origin::Study);
    }

    pub fn span(&mut self, key: &str, chance: i64, low: i64, high: i64) {
        if self.dice.percent(chance) {
            let span = Span::from_secs(self.dice.from(low, high));
            self.put(key, span);
        }
    }

    pub fn clock(&mut self, offset: i64) -> ClockTime {
        ClockTime::from_secs((self.start + offset).rem_euclid(86_400) as u32)
    }

    /// A clock window that mostly meets the backup window.
    pub fn window(&mut self, longest: i64) -> ClockWindow {
        let from = if self.dice.percent(90) {
            self.dice.from(-self.length / 4, self.length - 1)
        } else {
            self.dice.below(86_400)
        };
        let long = self.dice.from(1, longest.max(1));
        let (start, end) = (self.clock(from), self.clock(from + long));
        let nights = self.dice.percent(15).then(|| {
            let first = self.dice.from(1, self.nights) as u32;
            Nights { first, last: first + self.dice.below(3) as u32 }
        });
        let end = if start == end { self.clock(from + long + 60) } else { end };
        ClockWindow { nights, start, end }
    }

    pub fn windows(&mut self, always: i64, never: i64, longest: i64) -> Windows {
        match self.dice.below(100) {
            x if x < always => Windows::Always,
            x if x < always + never => Windows::Never,
            _ => {
                let n = self.dice.from(1, 4);
                Windows::Clock((0..n).map(|_| self.window(longest)).collect())
            }
        }
    }

    pub fn rate(&mut self) -> Rate {
        match self.dice.below(3) {
            0 => Rate::from_bits_per_s(self.dice.from(1, 50) as u64 * 1_000_000),
            1 => Rate::from_bits_per_s(self.dice.from(500, 90_000) as u64 * 1000),
            _ => Rate::from_bits_per_s(self.dice.scale(3e5, 9e7) as u64),
        }
    }

    fn geometry(&mut self) {
        if self.dice.percent(2) {
            self.put("window.allowed", BackupWindow::AllDay);
            (self.start, self.length) = (0, 86_400);
            self.nights = self.dice.from(1, 2);
        } else {
            self.start = self.dice.below(1440) * 60 + self.dice.pick(&[0, 0, 0, 17]);
            self.length = match self.dice.below(20) {
                0 => self.dice.from(60, 1800),
                1 => self.dice.from(10_800, 36_000),
                _ => self.dice.from(1800, 9000),
            };
            let (start, end) = (self.clock(0), self.clock(self.length));
            self.put("window.allowed", BackupWindow::Nightly { start, end });
            self.nights = self.dice.from(2, 6);
        }
        self.put("window.nights", Count::new(self.nights as u64));
        if self.dice.percent(40) {
            let night = self.dice.percent(60).then(|| self.dice.from(1, self.nights) as u32);
            let offset = self.dice.below(86_400);
            let clock = self.clock(offset);
            self.put("window.deadline", Some(Deadline { night, clock }));
        }
    }

    fn link(&mut self) -> (LinkKind, f64) {
        let kind = match self.dice.below(20) {
            0..=13 => LinkKind::Wifi,
            14..=17 => LinkKind::Wired,
            _ => LinkKind::Usb,
        };
        self.put("link.kind", kind);
        let rate = self.rate();
        self.put("link.upload", Some(rate));
        if kind == LinkKind::Usb || self.dice.percent(5) {
            self.put("link.usb_speed", Some(rate));
        }
        let is = self.dice.pick(&[UploadIs::Test, UploadIs::Typical, UploadIs::Plan]);
        self.put("link.upload_is", is);
        if self.dice.percent(50) {
            let percent = self.dice.from(30, 100) as f64;
            self.put("link.efficiency", share(percent));
        }
        if self.dice.percent(15) {
            let n = self.dice.from(1, 4);
            let mut times: Vec<i64> = (0..n).map(|_| self.dice.below(self.length)).collect();
            times.push(self.dice.below(86_400));
            let mut list: Vec<_> = times.iter().map(|&t| (self.clock(t), self.rate())).collect();
            list.sort_by_key(|&(t, _)| t);
            list.dedup_by_key(|&mut (t, _)| t);
            self.put("link.plan", Some(RatePlan::Daily(list)));
        }
        if self.dice.percent(25) {
            let n = self.dice.from(1, 4);
            let effects =
                [None, Some(OutageEffect::Cut), Some(OutageEffect::Hold), Some(OutageEffect::Hole)];
            let longest = self.length / 4;
            let list = (0..n).map(|_| (self.window(longest), self.dice.pick(&effects))).collect();
            self.put("link.outages", Outages(list));
        }
        let survive = self.dice.percent(30);
        self.put("link.survive", survive);
        if self.dice.percent(26) {
            let every = Span::from_secs(self.dice.from(120, 14_400));
            let lasting = Span::from_secs(self.dice.from(1, 300));
            self.put("link.drops", Some(Drops { every, lasting }));
        }
        if self.dice.percent(30) {
            let wifi = self.windows(10, 2, self.length);
            self.put("link.wifi", wifi);
        }
        if self.dice.percent(15) {
            let shown = self.rate();
            self.put("link.wifi_speed", Some(shown));
        }
        let metered = self.dice.percent(4);
        self.put("link.metered", metered);
        if self.dice.percent(30) {
            self.rivals(rate);
        }
        let rtt = Span::from_micros(self.dice.from(1, 300) * 1000);
        self.put("link.rtt", rtt);
        let variation = self.dice.from(0, 40) as f64;
        self.put("link.variation", share(variation));
        (kind, rate.as_mbps() * 1e6)
    }

    fn rivals(&mut self, rate: Rate) {
        let n = self.dice.from(1, 3);
        let mut list = Vec::new();
        for _ in 0..n {
            let demand = match self.dice.below(3) {
                0 => RivalDemand::Endless,
                1 => {
                    let seconds = self.dice.scale(60.0, 3.0 * self.length as f64);
                    let bytes = rate.as_mbps() * 1e6 / 8.0 * seconds * 0.5;
                    RivalDemand::Sized(Size::from_bytes(bytes.min(9e11) as u64 + 1))
                }
                _ => {
                    let part = self.dice.from(5, 120) as u64;
                    RivalDemand::Fixed(rate.share(part, 100))
                }
            };
            let time = match self.dice.below(4) {
                0 => RivalTime::Always,
                1 => {
                    let offset = self.dice.below(self.length);
                    RivalTime::From(self.clock(offset))
                }
                _ => RivalTime::Within(self.window(self.length)),
            };
            let flows = self.dice.from(1, 4) as u32;
            list.push(Rival { name: String::new(), flows, demand, time, until_cut: false });
        }
        self.put("link.rivals", Rivals(list));
        let flows = Count::new(self.dice.from(1, 4) as u64);
        self.put("service.flows", flows);
    }
}

/// Loss, room at the destination that changes, and when it tries again, from dice of their own.
fn with_more(seed: u64, mut d: Drawn, scenario: Scenario) -> Scenario {
    d.dice = Dice::new(seed ^ 0x6c69_6e6b);
    if d.dice.percent(10) {
        let millionths = d.dice.scale(1.0, 2000.0) as u32;
        d.put("link.loss", Fraction::from_millionths(millionths));
    }
    if d.dice.percent(10) {
        let to_send = library(scenario.inputs()).bytes().max(10);
        let mut list: Vec<_> = (0..d.dice.from(1, 3))
            .map(|_| {
                let offset = d.dice.from(-600, d.length * 5 / 4);
                let size = to_send / 10 * d.dice.from(1, 14) as u64;
                (d.clock(offset), Size::from_bytes(size))
            })
            .collect();
        list.sort_by_key(|&(t, _)| t);
        list.dedup_by_key(|&mut (t, _)| t);
        d.put("cloud.resized", SizePlan(list));
    }
    d.dice = Dice::new(seed ^ 0x0072_6574_7279);
    if d.dice.percent(40) {
        let first = Span::from_micros(d.dice.pick(&[0, 500_000, 1_000_000, 3_000_000, 30_000_000]));
        let factor = d.dice.pick(&[1_000, 1_500, 2_000, 3_000]);
        let ceiling = d.dice.percent(60).then(|| Span::from_secs(d.dice.from(30, 600)));
        let rule = match first.micros() {
            0 => Backoff::AT_ONCE,
            _ => {
                Backoff { first, thousandths: factor, ceiling: ceiling.filter(|_| factor > 1_000) }
            }
        };
        d.put("service.retry", rule);
    }
    d.draft.build().unwrap_or(scenario)
}

/// The scenario of that seed.
pub fn scenario(seed: u64) -> Scenario {
    let mut attempt = 0;
    loop {
        let dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(attempt));
        let mut d = Drawn { dice, draft: Draft::new(), start: 0, length: 0, nights: 0 };
        d.geometry();
        let (_, bits_per_s) = d.link();
        d.power();
        if d.dice.percent(25) {
            // The rules of a real service, as its preset has them.
            let presets = ticked();
            let preset = presets[d.dice.below(presets.len() as i64) as usize];
            d.put("service.preset", preset);
        } else {
            d.service();
        }
        d.library(bits_per_s);
        d.phone();
        if let Ok(scenario) = d.draft.clone().build() {
            // The second engine knows classes; items one by one are held against these elsewhere.
            let Inputs { library, service, .. } = scenario.inputs();
            if !too_few_for_classes(library, service, service.transfers.get()) {
                return with_more(seed, d, scenario);
            }
            d.put("service.transfers", Count::new(1));
            if let Ok(scenario) = d.draft.build() {
                return scenario;
            }
        }
        attempt += 1;
    }
}

/// The scenario as the lines of a scenario file.
pub fn lines(scenario: &Scenario) -> String {
    let given = fields().iter().filter(|f| scenario.origin(f.id).is_given());
    given
        .map(|f| match scenario.print(f.id).as_str() {
            "absent" => String::new(),
            text => format!("{} = {text:?}\n", f.key),
        })
        .collect()
}

#[test]
fn a_drawn_scenario_reads_back_from_its_lines() {
    for seed in 0..500 {
        let drawn = scenario(seed);
        let mut draft = Draft::new();
        backup_sim::scenario::toml::apply(&mut draft, "drawn.toml", &lines(&drawn));
        assert_eq!(draft.build().unwrap().inputs(), drawn.inputs(), "{}", lines(&drawn));
    }
}

/// Presets whose clients the ticker has: programs and their lanes are held against measured runs.
fn ticked() -> Vec<Preset> {
    let measured = [Preset::RcloneWebdav, Preset::RcloneS3, Preset::Restic, Preset::Rsync];
    let all = <Preset as Choice>::ALL.iter().map(|&(preset, ..)| preset);
    all.filter(|preset| !measured.contains(preset)).collect()
}

/// Fields that are not drawn: those of such clients, and files (the walk of a trace is held against the
/// series itself, second by second).
const NOT_TICKED: &[&str] = &[
    "service.client",
    "service.patience",
    "service.restart",
    "service.timeout",
    "service.stops",
    "service.starts",
    "service.max_run",
    "library.listing",
    "link.trace",
    "link.queue",
    // Only trials draw by these.
    "spread",
    "charger.late",
    "screen.unlock",
];

#[test]
fn every_preset_and_every_field_is_drawn_often_enough() {
    let mut presets = std::collections::BTreeMap::new();
    let mut given = vec![0; fields().len()];
    for seed in 0..4096 {
        let drawn = scenario(seed);
        *presets.entry(drawn.print(id_of("service.preset"))).or_insert(0) += 1;
        for field in fields() {
            given[usize::from(field.id.0)] += i32::from(drawn.origin(field.id).is_given());
        }
    }
    // A quarter has the rules of a preset, a tenth of these each: 102 in 4096.
    assert_eq!(presets.len(), ticked().len());
    assert!(presets.values().all(|&n| n >= 60), "{presets:?}");
    for (field, n) in fields().iter().zip(given).filter(|(f, _)| !NOT_TICKED.contains(&f.key)) {
        assert!(n >= 20, "{} is given {n} times in 4096", field.key);
    }
}
