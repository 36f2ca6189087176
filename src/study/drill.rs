//! Cases whose cause is known, to see how well [`super::diagnose`] finds it. A seed flows in; cases
//! flow out, each with its cause, what its owner would tell, and what they would have seen.
//!
//! What the owner tells: the service and the size; the speed of a speed test, where the line itself is
//! not the cause; the readings, as whole percents off a clock that is a minute or two off; some of the
//! things that are in order, as the quick checks of every help page ask (on the charger, on Wi-Fi,
//! power saving off, space in the cloud and on the phone, software current, signed in, switched on, not
//! in use at night), each in six of ten cases and never about the cause itself; and words: where nothing moves
//! at all always, for then there is nothing else to see, else in six of ten cases. Words are drawn from
//! the catalogue of symptoms in proportion to its own weights, so the test says how well the causes can
//! be told apart if those weights are right, not that they are.

use super::diagnose::hypotheses::{Said, fields_of};
use super::diagnose::observed::{Observed, Shown};
use super::diagnose::{Asked, Undiagnosed, diagnose};
use super::symptoms::{SYMPTOMS, Screen, Shape, Symptom};
use crate::cause::Cause;
use crate::scenario::fields::id_of;
use crate::scenario::{Draft, Origin, Scenario};
use crate::sim::outcome::{Outcome, ProofKind, Verdict};
use crate::sim::simulate_recorded;
use crate::units::{ClockTime, Count, Fraction, Look, Progress, Seen};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A case with a known cause.
pub struct Drilled {
    /// The cause.
    pub cause: Cause,
    /// The service.
    pub service: &'static str,
    /// What brings it about.
    pub truth: Vec<Said>,
    /// What the owner tells of the case.
    pub told: Draft,
    /// What the owner says, if anything.
    pub words: Option<String>,
    /// What the owner saw.
    pub seen: Seen,
}

/// The place of the true cause among those found, from 1; `None` where it is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdicted {
    /// The true cause.
    pub cause: Cause,
    /// The first that was found.
    pub first: Option<Cause>,
    /// The place of the true one.
    pub place: Option<usize>,
}

/// Draws so many cases and diagnoses each.
pub fn drill(seed: u64, cases: usize) -> Vec<Verdicted> {
    (0..cases as u64)
        .filter_map(|place| case(seed, place))
        .map(|drilled| judged(&drilled))
        .collect()
}

/// Diagnoses a case and looks for its cause.
pub fn judged(drilled: &Drilled) -> Verdicted {
    let asked = Asked {
        draft: &drilled.told,
        text: drilled.words.as_deref(),
        seen: Some(&drilled.seen),
        ruled_out: &[],
    };
    let found = match diagnose(&asked) {
        Ok(diagnosis) => diagnosis.causes,
        Err(Undiagnosed::Case(_) | Undiagnosed::Order(_) | Undiagnosed::Beyond(_)) => Vec::new(),
    };
    Verdicted {
        cause: drilled.cause,
        first: found.first().map(|f| f.cause),
        place: found.iter().position(|f| f.cause == drilled.cause).map(|i| i + 1),
    }
}

struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    fn whole(&mut self, from: u32, to: u32) -> u32 {
        from + (self.unit() * f64::from(to - from + 1)) as u32
    }

    fn chance(&mut self, of: f64) -> bool {
        self.unit() < of
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.whole(0, u32::try_from(of.len().max(1) - 1).unwrap_or(0)) as usize)
    }
}

/// The causes that are drawn, each as often as the others, with services that they occur under.
pub const KINDS: &[(Cause, &[&str])] = &[
    (Cause::UploadSpeed, &["icloud-backup", "icloud-photos", "google-photos", "generic"]),
    (Cause::RivalTraffic, &["icloud-photos", "google-photos", "generic"]),
    (Cause::LowPowerMode, &["icloud-photos", "google-photos", "icloud-backup", "generic"]),
    (Cause::NoPower, &["icloud-backup", "samsung-cloud"]),
    (Cause::NoWifi, &["icloud-backup", "google-photos", "generic"]),
    (Cause::ScreenInUse, &["icloud-backup"]),
    (Cause::Doze, &["google-photos"]),
    (Cause::CloudFull, &["icloud-backup", "google-photos", "icloud-photos"]),
    (Cause::ComputerFull, &["computer-usb2"]),
    (Cause::PhoneFull, &["icloud-backup", "google-photos"]),
    (Cause::StuckItem, &["icloud-backup", "generic"]),
    (Cause::SignedOut, &["icloud-backup", "google-photos", "google-backup"]),
    (Cause::BackupOff, &["icloud-backup", "google-photos"]),
    (Cause::Unsupported, &["icloud-backup", "google-backup"]),
    (Cause::StuckProcess, &["icloud-backup", "google-backup"]),
    (Cause::OldApps, &["icloud-backup", "google-photos"]),
    (Cause::StaleCache, &["google-photos", "google-backup"]),
    (Cause::ScreenLockBug, &["google-backup"]),
    (Cause::CorruptBackup, &["icloud-backup"]),
    (Cause::SignInPage, &["icloud-backup", "google-photos"]),
    (Cause::BlockedNetwork, &["icloud-backup", "google-photos"]),
    (Cause::NetworkSettings, &["icloud-backup", "google-photos"]),
    (Cause::AccountBlocked, &["icloud-backup", "google-photos"]),
    (Cause::Metered, &["icloud-backup", "google-photos"]),
    (Cause::LinkOutage, &["icloud-photos", "google-photos", "generic"]),
    (Cause::CloudOutage, &["icloud-photos", "google-photos", "icloud-backup"]),
    (Cause::LowBattery, &["google-photos"]),
    (Cause::NotCharging, &["google-backup", "samsung-cloud"]),
    (Cause::Scanning, &["icloud-backup"]),
];

/// The case of that number. `None` where none was found that fails, which does not occur.
pub fn case(seed: u64, place: u64) -> Option<Drilled> {
    let key = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(place);
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(key));
    for _ in 0..200 {
        // Every cause comes up as often as the others.
        let kind = usize::try_from(place).unwrap_or(0) % KINDS.len();
        let &(cause, services) = KINDS.get(kind)?;
        let &service = dice.one(services)?;
        if let Some(drilled) = drawn(cause, service, &mut dice) {
            return Some(drilled);
        }
    }
    None
}

fn draft(said: &[Said]) -> Draft {
    let mut draft = Draft::new();
    for (key, text) in said {
        draft.set_field(id_of(key), text, Origin::Flag(String::new()));
    }
    draft
}

fn drawn(cause: Cause, service: &'static str, dice: &mut Dice) -> Option<Drilled> {
    let small = service == "google-backup" || service == "samsung-cloud";
    let gb = if small { dice.between(0.2, 2.0) } else { dice.between(8.0, 80.0) };
    let size = libm::round(gb * 10.0) / 10.0;
    // As much as one to three nights take, so that a night is neither nothing nor all.
    let nights = dice.between(0.7, 3.0);
    let speed = libm::round(size * 8e3 / (9.0 * 3600.0) / nights * 10.0).max(1.0) / 10.0;
    let speed = if small { dice.between(2.0, 20.0).round() } else { speed };
    let mut known: Vec<Said> =
        vec![("service.preset", service.to_owned()), ("library.size", format!("{size}GB"))];
    let mut truth = brought_about(cause, service, size, dice);
    let real = if cause == Cause::UploadSpeed { speed / dice.between(1.5, 12.0) } else { speed };
    truth.push(("link.upload", format!("{}kbps", (real * 1e3).round())));
    let fresh = dice.chance(0.5) || truth.iter().any(|(key, _)| *key == "cloud.free");
    let done = if fresh { 0.0 } else { size * dice.between(0.02, 0.5) };
    truth.push(("library.done", format!("{}MB", (done * 1e3).round())));
    let all: Vec<Said> = known.iter().chain(&truth).cloned().collect();
    let scenario = draft(&all).build().ok()?;
    let (readings, moved) = looked(cause, &scenario, dice)?;
    let cable = service.starts_with("computer");
    if cause != Cause::UploadSpeed && !cable {
        // A speed test shows the line as it is at that moment.
        known.push((
            "link.upload",
            format!("{}kbps", (speed * dice.between(0.92, 1.08) * 1e3).round()),
        ));
    }
    for (key, text) in [
        ("charger.plugged", "yes".to_owned()),
        ("link.wifi", "yes".to_owned()),
        ("battery.saver", "off".to_owned()),
        ("screen.in_use", "no".to_owned()),
        ("cloud.free", format!("{}GB", (size * 2.0).round().max(1.0))),
        ("storage.free", "20GB".to_owned()),
        ("phone.software", "current".to_owned()),
        ("phone.signed_in", "yes".to_owned()),
        ("phone.backup_on", "yes".to_owned()),
    ] {
        let about = fields_of(cause).contains(&key) || truth.iter().any(|(k, _)| *k == key);
        if dice.chance(0.6) && !about {
            known.push((key, text));
        }
    }
    let words =
        (!moved || dice.chance(0.6)).then(|| words(cause, service, &readings, dice)).flatten();
    Some(Drilled { cause, service, truth, told: draft(&known), words, seen: readings })
}

/// What brings a cause about.
fn brought_about(cause: Cause, service: &str, size: f64, dice: &mut Dice) -> Vec<Said> {
    let clock = |minutes: f64| ClockTime::from_hm(0, (1320 + minutes as u32) % 1440);
    let at = |minutes: f64| crate::units::Kind::print(&clock(minutes));
    let part = |dice: &mut Dice| {
        let (from, to) = (at(0.0), at(540.0));
        let middle = at(dice.between(60.0, 420.0));
        (from, middle, to)
    };
    let fault = || vec![("phone.fault", cause.id().to_owned())];
    match cause {
        Cause::RivalTraffic => {
            let flows = dice.whole(2, 9);
            let (from, middle, to) = part(dice);
            let until = if dice.chance(0.5) { to } else { middle };
            vec![("link.rivals", format!("{flows} flows {from}-{until}"))]
        }
        Cause::LowPowerMode if service != "generic" => {
            vec![("battery.saver", "on".to_owned())]
        }
        Cause::LowPowerMode => vec![
            ("battery.saver", "auto".to_owned()),
            ("battery.level", format!("{}%", dice.whole(21, 34))),
            ("charger.plugged", "no".to_owned()),
        ],
        Cause::NoPower | Cause::NoWifi => {
            let (from, middle, to) = part(dice);
            let hours = match dice.whole(0, 2) {
                0 => "no".to_owned(),
                1 => format!("{middle}-{to}"),
                _ => format!("{from}-{middle}"),
            };
            let key = if cause == Cause::NoPower { "charger.plugged" } else { "link.wifi" };
            vec![(key, hours)]
        }
        Cause::ScreenInUse => {
            vec![("screen.in_use", format!("22:00-{}", at(dice.between(90.0, 400.0))))]
        }
        Cause::Doze => vec![
            ("charger.plugged", "no".to_owned()),
            ("battery.level", format!("{}%", dice.whole(60, 100))),
        ],
        Cause::CloudFull | Cause::ComputerFull => {
            vec![("cloud.free", format!("{}MB", (size * dice.between(30.0, 800.0)).round()))]
        }
        Cause::PhoneFull => vec![("storage.free", format!("{}MB", dice.whole(50, 480)))],
        Cause::StuckItem => vec![("library.stuck_at", format!("{}%", dice.whole(3, 90)))],
        Cause::SignedOut => vec![("phone.signed_in", "no".to_owned())],
        Cause::BackupOff => vec![("phone.backup_on", "no".to_owned())],
        Cause::Unsupported => vec![("phone.software", "unsupported".to_owned())],
        Cause::Metered => vec![("link.metered", "yes".to_owned())],
        Cause::LinkOutage | Cause::CloudOutage => {
            let line = cause == Cause::LinkOutage;
            let long = if line { dice.between(25.0, 150.0) } else { dice.between(150.0, 400.0) };
            let from = dice.between(10.0, 530.0 - long);
            let key = if line { "link.outages" } else { "cloud.outages" };
            vec![(key, format!("{}-{}", at(from), at(from + long)))]
        }
        Cause::LowBattery => vec![
            ("charger.plugged", "no".to_owned()),
            ("battery.level", format!("{}%", dice.whole(10, 18))),
        ],
        Cause::NotCharging if dice.chance(0.5) => vec![
            ("charger.hold", "80%".to_owned()),
            ("battery.level", format!("{}%", dice.whole(81, 89))),
        ],
        Cause::NotCharging => vec![
            ("charger.power", "usb-0.5w".to_owned()),
            ("battery.level", format!("{}%", dice.whole(30, 70))),
        ],
        Cause::Scanning => vec![("service.scan", format!("{}min", dice.whole(150, 900)))],
        Cause::UploadSpeed => Vec::new(),
        _ => fault(),
    }
}

/// Three or four looks at the phone: at bedtime, once or twice at night, in the morning. And whether
/// anything moved between them. `None` where there is nothing to complain of.
fn looked(cause: Cause, scenario: &Scenario, dice: &mut Dice) -> Option<(Seen, bool)> {
    let mut inputs = scenario.inputs().clone();
    inputs.window.nights = Count::new(1);
    let outcome = simulate_recorded(&inputs);
    if outcome.verdict == Verdict::Finishes {
        return None;
    }
    let start = f64::from(inputs.window.allowed.start().secs()) / 60.0;
    let by_cable = scenario.inputs().link.kind == crate::model::link::LinkKind::Usb;
    let long = if by_cable { 60.0 } else { 540.0 };
    let mut minutes = vec![dice.between(0.04, 0.17) * long];
    minutes.push(dice.between(0.3, 0.55) * long);
    if dice.chance(0.5) {
        minutes.push(dice.between(0.6, 0.8) * long);
    }
    minutes.push(dice.between(0.92, 0.995) * long);
    // What was over before the first look, or began after the last, was not seen.
    if !at_work(cause, &outcome, *minutes.first()?, *minutes.last()?) {
        return None;
    }
    let look = |minutes: f64, percent: f64| {
        let clock = (start + minutes).rem_euclid(1440.0);
        Look {
            night: None,
            clock: ClockTime::from_hm(0, clock as u32),
            progress: Progress::Share(Fraction::from_millionths((percent * 1e4) as u32)),
        }
    };
    let truth = Seen(minutes.iter().map(|&m| look(m, 0.0)).collect());
    let size = inputs.library.size.map_or(1.0, |s| s.bytes() as f64);
    let observed = Observed::of(&truth, &inputs.window, size).ok()?;
    let shown = Shown::of(&outcome, &inputs, &observed);
    let percents: Vec<f64> = shown.0.iter().map(|m| libm::floor(m.done + m.sent)).collect();
    let off = |dice: &mut Dice| dice.between(-2.0, 2.0);
    let looks =
        minutes.iter().zip(&percents).map(|(&m, &percent)| look((m + off(dice)).max(1.0), percent));
    let seen = Seen(looks.collect());
    let moved = percents.windows(2).any(|w| w[1] > w[0]);
    Some((seen, moved))
}

/// Whether a cause was at work for half an hour of the looks (a gate), or for a quarter of the upload
/// (a cap).
fn at_work(cause: Cause, outcome: &Outcome, from: f64, to: f64) -> bool {
    if !cause.is_gate() {
        let share = outcome.limits.iter().find(|l| l.cause == cause);
        let all = outcome.ledger.uploading.as_secs();
        return share.is_some_and(|l| l.time.as_secs() >= all / 4.0);
    }
    if outcome.proof.is_some_and(|p| matches!(p.kind, ProofKind::Refused { .. })) {
        return true;
    }
    let segments = outcome.timeline.iter().flat_map(|t| t.segments.iter());
    let closed = segments.filter(|s| s.closed.contains(cause)).map(|s| {
        let (start, end) = (s.start.as_secs() / 60.0, s.end.as_secs() / 60.0);
        (end.min(to) - start.max(from)).max(0.0)
    });
    let stays = outcome.proof.is_some_and(|p| p.cause == cause);
    let horizon = outcome.ledger.horizon.as_secs() / 60.0;
    let after = if stays { (to - horizon).max(0.0) } else { 0.0 };
    closed.sum::<f64>() + after >= 30.0
}

/// What the owner says: an entry drawn by its weight for this cause, one of its texts.
fn words(cause: Cause, service: &str, seen: &Seen, dice: &mut Dice) -> Option<String> {
    let screen = match service {
        s if s.starts_with("icloud") => Screen::Iphone,
        s if s.starts_with("google") => Screen::Google,
        s if s.starts_with("computer") => Screen::Computer,
        _ => Screen::People,
    };
    let weight = |s: &&Symptom| {
        let listed = s.causes.iter().find(|(c, _)| *c == cause).map_or(0, |&(_, n)| n);
        let other = s.screen == Screen::Computer && screen != Screen::Computer;
        // Vague words are as good as none.
        if other || s.shape == Shape::Vague { 0.0 } else { f64::from(listed) }
    };
    let all: f64 = SYMPTOMS.iter().map(|s| weight(&s)).sum();
    let mut at = dice.unit() * all;
    let symptom = SYMPTOMS.iter().find(|s| {
        at -= weight(s);
        at < 0.0
    })?;
    // What another phone's screen says, people say in their own words.
    let foreign = symptom.screen != Screen::People && symptom.screen != screen;
    let own = symptom.texts.get(usize::from(foreign && symptom.texts.len() > 1)..)?;
    let text = dice.one(own)?;
    let last = seen.0.last().map(|look| look.progress);
    let figure = match last {
        Some(Progress::Share(share)) => share.as_percent().round() as u32,
        _ => 5,
    };
    Some(text.replace('#', &figure.to_string()))
}

#[cfg(test)]
mod tests;
