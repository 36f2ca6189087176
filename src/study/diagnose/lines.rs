//! What may be the matter: for each cause the edits that bring it about, most with one number that is
//! not known (when the Wi-Fi went, how slow the line is) and is fitted to what was seen. The base case
//! and the moments of the readings flow in, lines of hypotheses flow out.
//!
//! How the weight of a cause is split over its lines is assumed throughout.

mod closed;
mod speed;

use super::case::edit;
use super::hypotheses::{Line, Said, Setting};
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::model::service::{Preset, Quota};
use crate::scenario::Inputs;
use crate::units::{Kind, Size};
use closed::{Closed, Habit, clock, hours};

/// Values from one to another in equal steps of their logarithm.
fn in_ratios(from: f64, to: f64, steps: u32) -> Vec<f64> {
    let step = libm::log(to / from) / f64::from(steps.max(2) - 1);
    (0..steps.max(2)).map(|i| from * libm::exp(step * f64::from(i))).collect()
}

fn in_steps(from: f64, to: f64, steps: u32) -> Vec<f64> {
    let step = (to - from) / f64::from(steps.max(2) - 1);
    (0..steps.max(2)).map(|i| from + step * f64::from(i)).collect()
}

/// The weight of a Wi-Fi that is off at just these hours, where readings speak for a timer (assumed).
const TIMER: f64 = 0.8;
/// How much is left of outages for some hours, where readings speak for a timer (assumed).
const NO_TIMER: f64 = 0.15;
/// Below so many percent a backup that stands still is mostly a slow one (assumed).
const SMALL: f64 = 40.0;

struct Lines<'a> {
    setting: &'a Setting<'a>,
    start: i64,
    window: f64,
    lines: Vec<Line>,
}

impl Lines<'_> {
    fn put(
        &mut self,
        cause: Cause,
        weight: f64,
        values: Vec<f64>,
        usual: f64,
        edits: impl Fn(f64) -> Vec<Said> + 'static,
    ) -> &mut Line {
        self.lines.push(Line {
            cause,
            weight,
            values,
            usual,
            edits: Box::new(edits),
            earlier: false,
            traceless: false,
            sets_speed: false,
            numbers: 1,
            ratios: false,
        });
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    /// One case without a number.
    fn one(&mut self, cause: Cause, weight: f64, said: Vec<Said>) {
        self.put(cause, weight, vec![0.0], 0.0, move |_| said.clone()).numbers = 0;
    }
}

/// Three digits, as a person would type it.
pub(super) fn bytes(size: f64) -> String {
    let scale = libm::pow(10.0, libm::floor(libm::log10(size.max(1e3))) - 2.0).max(1.0);
    Size::from_bytes((libm::round(size.max(0.0) / scale) * scale) as u64).print()
}

fn percent(share: f64) -> String {
    format!("{}%", libm::round(share * 10.0) / 10.0)
}

/// Whether a service keeps one backup that the next one builds on. An unknown service may.
fn keeps_one_backup(service: Preset) -> bool {
    !matches!(
        service,
        Preset::IcloudPhotos | Preset::GooglePhotos | Preset::GoogleBackup | Preset::Onedrive
    )
}

/// All lines for a setting, without those that touch a field that `given` names.
pub fn lines(setting: &Setting<'_>, given: &dyn Fn(&str) -> bool) -> Vec<Line> {
    let inputs = setting.inputs;
    let window = inputs.window.allowed.length().micros() as f64 / 6e7;
    let start = i64::from(inputs.window.allowed.start().secs() / 60);
    let mut all = Lines { setting, start, window, lines: Vec::new() };
    all.account();
    all.network();
    all.power(given("charger.plugged") && !given("battery.level"));
    all.phone();
    all.space();
    all.speed(given);
    if let Some((from, to)) = setting.back {
        all.lost(from, to);
    }
    all.lines.into_iter().filter_map(|line| beside_given(line, inputs, given)).collect()
}

/// A line without what it says of given fields; `None` where it says something else of one than was
/// given.
fn beside_given(line: Line, inputs: &Inputs, given: &dyn Fn(&str) -> bool) -> Option<Line> {
    let told = |key: &str| given(key) && !(line.sets_speed && key == "link.upload");
    let typed = (line.edits)(line.usual);
    let repeated: Vec<&str> = typed.iter().map(|(key, _)| *key).filter(|key| told(key)).collect();
    if repeated.is_empty() {
        return Some(line);
    }
    let same = |(key, text): &Said| edit(key, text).is_some_and(|e| e.value == inputs.get(e.field));
    let agrees = |&value: &f64| (line.edits)(value).iter().all(|said| !told(said.0) || same(said));
    if !agrees(&line.usual) || !line.values.iter().all(agrees) || repeated.len() == typed.len() {
        return None;
    }
    let edits = line.edits;
    let rest = move |value: f64| {
        let said = edits(value).into_iter();
        said.filter(|(key, _)| !repeated.contains(key)).collect()
    };
    Some(Line { edits: Box::new(rest), ..line })
}

impl Lines<'_> {
    fn account(&mut self) {
        self.one(Cause::SignedOut, 1.0, vec![("phone.signed_in", "no".to_owned())]);
        self.one(Cause::BackupOff, 1.0, vec![("phone.backup_on", "no".to_owned())]);
        self.one(Cause::Unsupported, 1.0, vec![("phone.software", "unsupported".to_owned())]);
        for &fault in Cause::FAULTS {
            // Google and the photo services keep items, no one backup that could be damaged.
            let service = self.setting.inputs.service.preset;
            if fault == Cause::CorruptBackup && !keeps_one_backup(service) {
                continue;
            }
            self.one(fault, 1.0, vec![("phone.fault", fault.id().to_owned())]);
        }
    }

    fn network(&mut self) {
        let (start, window) = (self.start, self.window);
        // A timer of the router ends the Wi-Fi every night at the same hours; faults keep none.
        let timer = self.setting.timer;
        let by_chance = if timer.is_some() { NO_TIMER } else { 1.0 };
        let open =
            move |key: &'static str| move |closed| vec![(key, hours(start, window, closed, true))];
        let shut = move |key: &'static str| {
            move |closed| {
                vec![(
                    key,
                    match closed {
                        // `yes` would be read as always, which an outage cannot be: all of the window.
                        Closed::All => hours(start, window, Closed::From(0.0), false),
                        part => hours(start, window, part, false),
                    },
                )]
            }
        };
        if self.setting.inputs.link.kind == LinkKind::Wifi {
            let habit = Habit { all: 0.35, beginning: 0.1, end: 0.3, between: (30.0, 420.0, 0.1) };
            self.gate(Cause::NoWifi, &habit, open("link.wifi"));
            if let Some((from, to)) = timer {
                // It begins within the minutes behind the last look that saw it move.
                for at in [from + 1.0, from + 4.0, from + 8.0] {
                    let lengths = in_steps((to - at - 20.0).max(5.0), to - at + 20.0, 9);
                    let said = open("link.wifi");
                    let off = move |m: f64| said(Closed::Between(at, at + m));
                    self.put(Cause::NoWifi, TIMER / 3.0, lengths, to - at, off);
                }
            }
            let drops = move |lost: f64| {
                vec![("link.drops", format!("every 10min for {}s", libm::round(lost)))]
            };
            self.put(Cause::NoWifi, 0.05, in_ratios(60.0, 3_600.0, 5), 600.0, drops).traceless =
                true;
        }
        self.one(Cause::Metered, 1.0, vec![("link.metered", "yes".to_owned())]);
        // A home line is back within minutes to hours, a service within hours (assumed).
        let habit = Habit {
            all: 0.08,
            beginning: 0.08,
            end: 0.14,
            between: (20.0, 150.0, 0.7 * by_chance),
        };
        self.gate(Cause::LinkOutage, &habit, shut("link.outages"));
        let habit = Habit {
            all: 0.15,
            beginning: 0.1,
            end: 0.1,
            between: (120.0, 420.0, 0.65 * by_chance),
        };
        self.gate(Cause::CloudOutage, &habit, shut("cloud.outages"));
    }

    /// `level_open`: it was told how it is plugged in, but not how full the battery is.
    fn power(&mut self, level_open: bool) {
        let (start, window) = (self.start, self.window);
        let level = self.setting.inputs.battery.level;
        let plugged = move |closed| vec![("charger.plugged", hours(start, window, closed, true))];
        let habit = Habit { all: 0.4, beginning: 0.25, end: 0.3, between: (30.0, 240.0, 0.05) };
        self.gate(Cause::NoPower, &habit, plugged);
        let habit = Habit { all: 0.3, beginning: 0.1, end: 0.1, between: (0.0, 0.0, 0.0) };
        self.gate(Cause::Doze, &habit, plugged);
        let unplugged = |level: f64| {
            vec![("charger.plugged", "no".to_owned()), ("battery.level", percent(level))]
        };
        self.put(Cause::Doze, 0.5, vec![40.0, 70.0, 100.0], 100.0, unplugged);
        let mut levels = in_steps(6.0, 30.0, 9);
        levels.extend([15.3, 15.7, 16.5, 17.0, 19.5, 20.3, 20.7, 22.0]);
        levels.sort_by(f64::total_cmp);
        self.put(Cause::LowBattery, 1.0, levels, 20.0, unplugged);
        if level_open {
            // Off the charger it runs low from any level in the course of the night.
            self.put(Cause::LowBattery, 1.0, in_steps(30.0, 100.0, 24), 40.0, unplugged);
        }
        self.one(
            Cause::NotCharging,
            0.4,
            vec![("charger.hold", "80%".to_owned()), ("battery.level", "85%".to_owned())],
        );
        if level.as_percent() >= 80.0 && level.as_percent() < 90.0 {
            self.one(Cause::NotCharging, 0.4, vec![("charger.hold", "80%".to_owned())]);
        }
        let weak = |level: f64| {
            vec![("charger.power", "usb-0.5w".to_owned()), ("battery.level", percent(level))]
        };
        self.put(Cause::NotCharging, 0.4, in_steps(20.0, 80.0, 4), 60.0, weak);
        self.one(Cause::NotCharging, 0.2, vec![("charger.power", "usb-0.5w".to_owned())]);
        self.one(Cause::LowPowerMode, 0.55, vec![("battery.saver", "on".to_owned())]);
        let saver = |plugged: bool| {
            move |level: f64| {
                let mut said =
                    vec![("battery.saver", "auto".to_owned()), ("battery.level", percent(level))];
                if !plugged {
                    said.push(("charger.plugged", "no".to_owned()));
                }
                said
            }
        };
        self.put(Cause::LowPowerMode, 0.35, in_steps(16.0, 48.0, 12), 22.0, saver(false));
        self.put(Cause::LowPowerMode, 0.1, vec![5.0, 12.0, 19.0], 15.0, saver(true));
        let auto = |plugged: &str| {
            vec![("battery.saver", "auto".to_owned()), ("charger.plugged", plugged.to_owned())]
        };
        self.one(Cause::LowPowerMode, 0.1, auto("no"));
        let warm =
            |degrees: f64| vec![("phone.temperature", format!("{}°C", libm::round(degrees)))];
        self.put(Cause::TooHot, 1.0, vec![37.0, 41.0, 45.0], 45.0, warm);
    }

    fn phone(&mut self) {
        let (start, window) = (self.start, self.window);
        let in_use = move |closed| vec![("screen.in_use", hours(start, window, closed, false))];
        let habit = Habit { all: 0.1, beginning: 0.6, end: 0.1, between: (15.0, 150.0, 0.2) };
        for cause in [Cause::ScreenInUse, Cause::NotIdle] {
            self.gate(cause, &habit, in_use);
        }
        let until = move |m: f64| {
            vec![("window.allowed", format!("{}-{}", clock(start, 0.0), clock(start, m)))]
        };
        let moments = self.moments();
        self.put(Cause::OutsideWindow, 1.0, moments, window / 3.0, until).traceless = true;
        let budget =
            |minutes: f64| vec![("service.session", format!("{}min per 1h", libm::round(minutes)))];
        self.put(Cause::SessionBudget, 0.6, in_ratios(2.0, 45.0, 6), 10.0, budget).ratios = true;
        let rare =
            |minutes: f64| vec![("service.session", format!("{}min per 8h", libm::round(minutes)))];
        self.put(Cause::SessionBudget, 0.4, in_ratios(5.0, 120.0, 6), 10.0, rare).ratios = true;
        let scan = |minutes: f64| vec![("service.scan", format!("{}min", libm::round(minutes)))];
        // Ready after a while, or not at all in the first night.
        let values = self.moments();
        self.put(Cause::Scanning, 0.5, values, window / 2.0, scan);
        self.put(Cause::Scanning, 0.5, vec![window * 1.5], window * 1.5, scan);
        let stuck = |at: f64| vec![("library.stuck_at", percent(at))];
        let mut values = in_steps(1.0, 99.0, 15);
        values.extend(self.setting.inputs.library.stuck_at.map(|f| f.as_percent()));
        if let Some(at) = self.setting.stands_at {
            // A phrase names where it stands; an item may lie there as well as anywhere. At a small
            // percentage it is mostly the line.
            let near = in_steps((at - 2.0).max(0.5), (at + 2.0).min(99.5), 5);
            let weight = (at / SMALL).clamp(0.25, 1.0);
            let usual = at.clamp(0.5, 99.5);
            match self.setting.earlier.map(|done| done.print()) {
                Some(done) => {
                    let stuck = move |at: f64| {
                        vec![("library.stuck_at", percent(at)), ("library.done", done.clone())]
                    };
                    self.put(Cause::StuckItem, weight, near, usual, stuck).earlier = true;
                }
                None => {
                    self.put(Cause::StuckItem, weight, near, usual, stuck);
                }
            }
        }
        let weight = if self.setting.earlier.is_some() { 0.5 } else { 1.0 };
        self.put(Cause::StuckItem, weight, values.clone(), 62.0, stuck);
        if let Some(done) = self.setting.earlier {
            let done = done.print();
            let stuck = move |at: f64| {
                vec![("library.stuck_at", percent(at)), ("library.done", done.clone())]
            };
            self.put(Cause::StuckItem, 0.5, values, 62.0, stuck).earlier = true;
        }
    }

    fn space(&mut self) {
        let inputs = self.setting.inputs;
        // What is refused before it starts shows no figure at which it could stand.
        let refused = inputs.service.quota == Quota::UpFront && self.setting.under_way;
        let size = inputs.library.size.map_or(0.0, |s| s.bytes() as f64);
        let done = inputs.library.done.bytes() as f64;
        for cause in [Cause::CloudFull, Cause::ComputerFull] {
            if refused {
                continue;
            }
            let free = move |at: f64| vec![("cloud.free", bytes(size * at / 100.0 - done))];
            let values = in_steps(1.0, 99.0, 15);
            let weight = if self.setting.earlier.is_some() { 0.5 } else { 1.0 };
            self.put(cause, weight, values.clone(), 12.0, free);
            if let Some(earlier) = self.setting.earlier {
                let (text, before) = (earlier.print(), earlier.bytes() as f64);
                let free = move |at: f64| {
                    let left = bytes((size * at / 100.0 - before).max(0.0));
                    vec![("cloud.free", left), ("library.done", text.clone())]
                };
                self.put(cause, 0.5, values, 12.0, free).earlier = true;
            }
        }
        let floor = inputs.storage.floor.bytes() as f64;
        if floor > 0.0 {
            self.one(Cause::PhoneFull, 1.0, vec![("storage.free", bytes(floor * 0.7))]);
        }
    }

    /// It had gone back: a break after which everything starts over, between two readings.
    fn lost(&mut self, from: f64, to: f64) {
        let (start, window) = (self.start, self.window);
        let moments = in_steps(from + 1.0, (to - 5.0).max(from + 2.0), 8);
        for (cause, key) in [(Cause::LinkOutage, "link.outages"), (Cause::NoWifi, "link.wifi")] {
            let open = key == "link.wifi";
            let said = move |m: f64| {
                let closed = Closed::Between(m, m + 4.0);
                vec![
                    (key, hours(start, window, closed, open)),
                    ("service.resume", "nothing".to_owned()),
                    ("service.resume_after_stop", "nothing".to_owned()),
                ]
            };
            self.put(cause, 1.0, moments.clone(), from + 10.0, said);
        }
    }
}
