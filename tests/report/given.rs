//! Answers made by hand: what the engine finds is computed here from the closed form of one stream
//! at one rate, so that reports can be held against algebra.

use backup_sim::cause::Cause;
use backup_sim::edit::{Edit, FieldValue};
use backup_sim::model::link::LinkKind;
use backup_sim::model::service::{Preset, Quota, Requirement};
use backup_sim::scenario::fields::id_of;
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::outcome::{
    Bytes, Finish, Ledger, LimitShare, Outcome, Proof, ProofKind, Stall, Verdict,
};
use backup_sim::study::answer::{Answer, OneNight, Unchecked};
use backup_sim::units::{
    BackupWindow, ClockTime, Fraction, Name, Rate, Set, SimTime, Size, Span, Windows,
};

/// A draft of typed values, as flags would give them.
#[derive(Clone, Default)]
pub struct Given(Draft);

impl Given {
    pub fn with<T: FieldValue>(mut self, key: &str, value: T) -> Self {
        let field = id_of(key);
        let origin = Origin::Flag(format!("--{key}"));
        self.0.push(Edit { field, value: value.into_value() }, origin);
        self
    }

    pub fn scenario(self) -> Scenario {
        self.0.build().unwrap()
    }
}

pub const fn gb(n: u64) -> Size {
    Size::from_bytes(n * 1_000_000_000)
}

pub const fn mbps(n: u64) -> Rate {
    Rate::from_bits_per_s(n * 1_000_000)
}

/// `--size 40GB --upload 3Mbps --window 23:00-07:00 --efficiency 100%`.
pub fn forty_gb() -> Given {
    night_of(gb(40), mbps(3))
}

/// A generic night of 8 h, 23:00-07:00, without losses.
pub fn night_of(size: Size, upload: Rate) -> Given {
    let allowed =
        BackupWindow::Nightly { start: ClockTime::from_hm(23, 0), end: ClockTime::from_hm(7, 0) };
    Given::default()
        .with("library.size", size)
        .with("link.upload", upload)
        .with("window.allowed", allowed)
        .with("link.efficiency", Fraction::from_percent(100))
}

/// The answer of one stream at one rate in a window of `l` seconds a night: with T the time that
/// size ÷ rate takes, it ends in night n = ceil(T ÷ l) at 86,400 (n - 1) + T - l (n - 1).
pub fn streamed(scenario: Scenario) -> Answer {
    let inputs = scenario.inputs();
    let size = inputs.library.size.unwrap();
    let cable = inputs.link.kind == LinkKind::Usb;
    let (rate, cause) = match inputs.link.usb_speed {
        Some(usb) if cable => (usb, Cause::UsbSpeed),
        _ => (inputs.link.efficiency.of(inputs.link.upload.unwrap()), Cause::UploadSpeed),
    };
    let window = inputs.window.allowed.length();
    let time = size.amount().time_at(rate).unwrap();
    let night = (time.micros() + window.micros() - 1) / window.micros();
    let at = Span::DAY.times(night - 1).plus(time.minus(window.times(night - 1)));
    let deadline = SimTime::from_micros(window.micros());
    let finish = Finish { night: night as u32, at: SimTime::from_micros(at.micros()) };
    let first = if night > 1 { rate.over(window).floor() } else { size };
    let outcome = Outcome {
        verdict: if finish.at <= deadline { Verdict::Finishes } else { Verdict::Misses },
        finish: Some(finish),
        deadline,
        clock_zero: inputs.window.allowed.start(),
        bytes: Bytes {
            size,
            sent: size,
            by_first_morning: first,
            safe_first_morning: first,
            ..Bytes::default()
        },
        ledger: Ledger {
            horizon: at,
            uploading: time,
            stalled: Span::ZERO,
            outside: at.minus(time),
        },
        stalls: Vec::new(),
        limits: [LimitShare { cause, time }].into(),
        proof: None,
        battery: None,
        timeline: None,
    };
    // The least upload u with size x 8 ÷ (u x efficiency) <= window, and the most bytes in it.
    let bits = u128::from(size.bytes()) * 8 * 1_000_000_000_000;
    let efficiency = u128::from(inputs.link.efficiency.millionths());
    let upload = bits.div_ceil(u128::try_from(window.micros()).unwrap() * efficiency);
    let one_night = OneNight {
        upload: (!cable).then(|| Rate::from_bits_per_s(upload as u64)),
        size: Some(rate.over(window).floor()),
    };
    let fields = ["cloud.free", "storage.free"];
    let unchecked =
        fields.map(|key| Unchecked { field: id_of(key), flips_to: None }).into_iter().collect();
    Answer {
        scenario,
        outcome,
        bottleneck: Some(cause),
        chance: None,
        one_night,
        unchecked,
        notes: Vec::new(),
        fixes: Vec::new(),
        lifted: None,
    }
}

/// iCloud, 40 GB to send, 5 GB free: refused.
pub fn refused() -> Answer {
    let scenario = Given::default()
        .with("service.preset", Preset::IcloudBackup)
        .with("library.size", gb(40))
        .with("link.upload", mbps(20))
        .with("cloud.free", Some(gb(5)))
        .with("service.quota", Quota::UpFront)
        .with("service.requires", Set::of(&[Requirement::Wifi, Requirement::Power]))
        .scenario();
    let proof =
        Proof { cause: Cause::CloudFull, kind: ProofKind::Refused { missing: Some(gb(35)) } };
    stopped(scenario, Verdict::Refused, proof)
}

/// No Wi-Fi in any night: never.
pub fn never() -> Answer {
    let scenario = forty_gb().with("link.wifi", Windows::Never).scenario();
    stopped(scenario, Verdict::Never, Proof { cause: Cause::NoWifi, kind: ProofKind::NeverOpens })
}

/// A whole first window stalled by the cause of a proof.
pub fn stopped(scenario: Scenario, verdict: Verdict, proof: Proof) -> Answer {
    let mut answer = streamed(scenario);
    let window = answer.scenario.inputs().window.allowed.length();
    let outcome = &mut answer.outcome;
    outcome.verdict = verdict;
    outcome.finish = None;
    let size = outcome.bytes.size;
    outcome.bytes = Bytes { size, left: size, ..Bytes::default() };
    outcome.ledger = Ledger { horizon: window, stalled: window, ..Ledger::default() };
    outcome.stalls = vec![Stall { cause: proof.cause, time: window, sole: window }];
    outcome.limits.clear();
    outcome.proof = Some(proof);
    answer.bottleneck = Some(proof.cause);
    answer.one_night = OneNight::default();
    answer.unchecked = vec![Unchecked { field: id_of("storage.free"), flips_to: None }];
    answer
}

/// 40 GB over a cable that carries 60 MB/s, at any hour.
pub fn by_cable() -> Answer {
    let scenario = Given::default()
        .with("service.preset", Preset::ComputerUsb2)
        .with("library.size", gb(40))
        .with("link.kind", LinkKind::Usb)
        .with("link.usb_speed", mbps(480))
        .with("window.allowed", BackupWindow::AllDay)
        .scenario();
    streamed(scenario)
}

pub fn named(name: &str) -> Answer {
    streamed(forty_gb().with("name", Name(name.to_owned())).scenario())
}
