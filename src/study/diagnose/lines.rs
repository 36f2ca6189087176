//! What may be the matter: for each cause the edits that bring it about, most with one number that is
//! not known (when the Wi-Fi went, how slow the line is) and is fitted to what was seen. The base case
//! and the moments of the readings flow in, lines of hypotheses flow out.
//!
//! How the weight of a cause is split over its lines is assumed throughout.

use super::case::edit;
use super::hypotheses::{Line, Said, Setting};
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::model::service::{Preset, Quota};
use crate::scenario::Inputs;
use crate::units::{ClockTime, Kind, Rate, Size, Span};

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

/// When a gate is closed within the window, in minutes from its start.
#[derive(Clone, Copy)]
enum Closed {
    /// All of it.
    All,
    /// From its start until then.
    Until(f64),
    /// From then to its end.
    From(f64),
    /// In between.
    Between(f64, f64),
}

/// How much of a cause's weight is on: all night, only the beginning, only the end, hours in between
/// with their least and longest length in minutes.
struct Habit {
    all: f64,
    beginning: f64,
    end: f64,
    between: (f64, f64, f64),
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

    /// Moments worth simulating: those of the readings, the ends, and some between.
    fn moments(&self) -> Vec<f64> {
        let mut all = in_steps(4.0, self.window - 4.0, 8);
        all.extend(self.setting.minutes.iter().copied().filter(|&m| m > 1.0 && m < self.window));
        all.sort_by(f64::total_cmp);
        all.dedup_by(|a, b| (*a - *b).abs() < 6.0);
        all
    }

    /// A gate that is closed for part of the night, told by the field that closes it.
    fn gate(
        &mut self,
        cause: Cause,
        habit: &Habit,
        said: impl Fn(Closed) -> Vec<Said> + Clone + 'static,
    ) {
        let window = self.window;
        if habit.all > 0.0 {
            self.one(cause, habit.all, said(Closed::All));
        }
        let moments = self.moments();
        if habit.beginning > 0.0 {
            let said = said.clone();
            self.put(cause, habit.beginning, moments.clone(), window / 2.0, move |m| {
                said(Closed::Until(m))
            });
        }
        if habit.end > 0.0 {
            let said = said.clone();
            self.put(cause, habit.end, moments.clone(), 20.0, move |m| said(Closed::From(m)));
        }
        let (shortest, longest, weight) = habit.between;
        let longest = longest.min(window - 20.0);
        if weight == 0.0 || longest <= shortest {
            return;
        }
        // From some moments on, for any length that is usual.
        let mut from: Vec<f64> = in_steps(3.0, window - shortest - 3.0, 6);
        let seen = self.setting.minutes.iter().map(|m| m + 3.0);
        from.extend(seen.filter(|&m| m < window - shortest));
        from.sort_by(f64::total_cmp);
        from.dedup_by(|a, b| (*a - *b).abs() < 12.0);
        let each = weight / from.len().max(1) as f64;
        for at in from {
            let said = said.clone();
            let lengths = in_steps(shortest, longest.min(window - at), 6);
            let usual = (shortest + longest) / 2.0;
            // When it began is averaged over, so it counts as one number.
            self.put(cause, each, lengths, usual, move |m| said(Closed::Between(at, at + m)));
        }
    }
}

/// The clock so many minutes into the window.
fn clock(start: i64, minutes: f64) -> String {
    let minutes = (start + libm::round(minutes) as i64).rem_euclid(1440);
    ClockTime::from_hm(0, u32::try_from(minutes).unwrap_or(0)).print()
}

/// The text of the windows in which a gate is closed, or of those in which it is open.
fn hours(start: i64, window: f64, closed: Closed, open: bool) -> String {
    let stretch = |from: f64, to: f64| format!("{}-{}", clock(start, from), clock(start, to));
    match (closed, open) {
        (Closed::All, true) => "no".to_owned(),
        (Closed::All, false) => "yes".to_owned(),
        (Closed::Until(m), true) | (Closed::From(m), false) => stretch(m, window),
        (Closed::Until(m), false) | (Closed::From(m), true) => stretch(0.0, m),
        (Closed::Between(a, b), false) => stretch(a, b),
        (Closed::Between(a, b), true) => format!("{}, {}", stretch(0.0, a), stretch(b, window)),
    }
}

fn mbps(speed: f64) -> String {
    Rate::from_bits_per_s((speed * 1e6).max(1_000.0) as u64).print()
}

/// Two or three digits, as a person would type it.
fn neat(speed: f64) -> f64 {
    let scale = libm::pow(10.0, libm::floor(libm::log10(speed.max(1e-3))) - 2.0);
    libm::round(speed / scale) * scale
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

    fn speed(&mut self, given: &dyn Fn(&str) -> bool) {
        let (start, window) = (self.start, self.window);
        let link = &self.setting.inputs.link;
        if link.kind == LinkKind::Usb {
            let slow = |speed: f64| vec![("link.usb_speed", mbps(neat(speed)))];
            self.put(Cause::UsbSpeed, 0.5, in_ratios(4.0, 400.0, 10), 40.0, slow).ratios = true;
            self.one(Cause::UsbSpeed, 0.5, Vec::new());
            return;
        }
        let stated = link.upload.map(|r| r.bits_per_s() as f64 / 1e6);
        let Some(stated) = stated else {
            self.one(Cause::UploadSpeed, 1.0, Vec::new());
            return;
        };
        if self.setting.speed_given {
            // As stated, or slower than stated: the test was a lucky one, or the plan's promise. Only
            // readings can say so; a phrase is no measurement.
            self.one(Cause::UploadSpeed, 0.85, Vec::new());
            if !self.setting.by_text {
                let slow = move |share: f64| vec![("link.upload", mbps(neat(stated * share)))];
                let line = self.put(Cause::UploadSpeed, 0.15, in_ratios(0.002, 0.9, 18), 0.3, slow);
                (line.sets_speed, line.ratios) = (true, true);
            }
        } else {
            let speed = |speed: f64| vec![("link.upload", mbps(neat(speed)))];
            let mut values = in_ratios(0.05, 200.0, 20);
            values.extend(self.setting.speeds.iter().copied());
            values.sort_by(f64::total_cmp);
            self.put(Cause::UploadSpeed, 1.0, values, 2.0, speed).sets_speed = true;
        }
        if given("link.upload") || !self.setting.speed_given {
            let whole = if self.setting.speed_given { 1.0 } else { 0.5 };
            let fixed = move |share: f64| {
                vec![("link.rivals", format!("fixed {}", mbps(neat(stated * (1.0 - share)))))]
            };
            // Against a speed that is not known a fixed rate says nothing.
            if self.setting.speed_given {
                self.put(Cause::RivalTraffic, 0.2, in_ratios(0.11, 0.85, 8), 0.3, fixed).ratios =
                    true;
            }
            let ours = self.setting.inputs.service.flows.get();
            for others in [ours, 2 * ours, 4 * ours] {
                let all = format!("{others} flows");
                self.one(Cause::RivalTraffic, 0.12 * whole, vec![("link.rivals", all)]);
                let part = move |from: f64, to: f64| {
                    let hours = format!("{}-{}", clock(start, from), clock(start, to));
                    vec![("link.rivals", format!("{others} flows {hours}"))]
                };
                let moments = self.moments();
                let usual = window / 2.0;
                self.put(Cause::RivalTraffic, 0.12 * whole, moments, usual, move |m| {
                    part(0.0, m)
                })
                .numbers = 2;
            }
            let half = |key: &'static str, of: f64| {
                move |share: f64| vec![(key, mbps(neat(stated * share * of)))]
            };
            self.put(
                Cause::WifiSpeed,
                1.0,
                in_ratios(0.02, 0.9, 10),
                0.3,
                half("link.wifi_speed", 2.0),
            )
            .ratios = true;
            self.put(
                Cause::CloudSpeed,
                1.0,
                in_ratios(0.02, 0.9, 10),
                0.3,
                half("cloud.cap", 1.0),
            )
            .ratios = true;
            self.put(
                Cause::PhoneSpeed,
                1.0,
                in_ratios(0.02, 0.9, 10),
                0.3,
                half("service.max_rate", 1.0),
            )
            .ratios = true;
        }
        self.outgrown(given);
        if self.setting.inputs.library.items.is_some() {
            let cost = |seconds: f64| {
                vec![(
                    "service.item_overhead",
                    Span::from_micros((seconds * 1e6) as i64 / 10_000 * 10_000).print(),
                )]
            };
            self.put(Cause::ItemOverhead, 1.0, in_ratios(0.3, 60.0, 8), 2.0, cost).ratios = true;
        }
    }

    /// Each day adds more than a night sends: the share falls although nothing is lost.
    fn outgrown(&mut self, given: &dyn Fn(&str) -> bool) {
        let growth = self.setting.inputs.library.growth;
        let is_given = given("library.growth") && growth > Size::ZERO;
        let Some(done) = self.setting.earlier.filter(|_| self.setting.falls || is_given) else {
            return;
        };
        let size = self.setting.inputs.library.size.map_or(0.0, |s| s.bytes() as f64);
        let done = done.print();
        let values = if is_given { vec![1.0] } else { in_ratios(0.003, 0.1, 12) };
        let grows = move |share: f64| {
            let before = ("library.done", done.clone());
            if is_given {
                return vec![before];
            }
            vec![("library.growth", bytes(size * share)), before]
        };
        let line = self.put(Cause::UploadSpeed, 0.5, values, 0.02, grows);
        (line.earlier, line.traceless, line.ratios) = (true, true, true);
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
