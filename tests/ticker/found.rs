//! What the two engines found, in one form, and how far apart it may be.

use super::{End, Ticked};
use backup_sim::cause::Cause;
use backup_sim::sim::outcome::{Outcome, ProofKind, Verdict};

/// A result of either engine. Seconds and bytes.
#[derive(Clone, Debug)]
pub struct Found {
    pub end: End,
    pub horizon: f64,
    pub sent: f64,
    pub resent: f64,
    pub left: f64,
    pub by_first_morning: f64,
    pub safe_first_morning: f64,
    pub uploading: f64,
    pub stalled: f64,
    pub outside: f64,
    pub stalls: [f64; Cause::COUNT],
    pub soles: [f64; Cause::COUNT],
    pub limits: [f64; Cause::COUNT],
    /// Of the first window: level at its end, lowest level, seconds of charging.
    pub battery: Option<(f64, f64, f64)>,
}

impl Found {
    /// When it is done.
    pub fn finish(&self) -> Option<f64> {
        (self.end == End::Finished).then_some(self.horizon)
    }

    pub fn stall(&self, cause: Cause) -> f64 {
        self.stalls[cause.index()]
    }

    pub fn limit(&self, cause: Cause) -> f64 {
        self.limits[cause.index()]
    }
}

fn seconds(micros: i64) -> f64 {
    micros as f64 * 1e-6
}

impl From<&Ticked> for Found {
    fn from(t: &Ticked) -> Self {
        Found {
            end: t.end,
            horizon: seconds(t.horizon),
            sent: t.sent,
            resent: t.resent,
            left: t.left,
            by_first_morning: t.by_first_morning,
            safe_first_morning: t.safe_first_morning,
            uploading: seconds(t.uploading),
            stalled: seconds(t.stalled),
            outside: seconds(t.outside),
            stalls: t.stalls.map(seconds),
            soles: t.soles.map(seconds),
            limits: t.limits.map(|x| x * 1e-6),
            battery: Some(t.battery).filter(|_| t.uploading + t.stalled > 0),
        }
    }
}

impl From<&Outcome> for Found {
    fn from(o: &Outcome) -> Self {
        let end = match (o.verdict, o.finish, o.proof) {
            (_, Some(_), _) => End::Finished,
            (Verdict::Refused, _, Some(proof)) => {
                assert!(matches!(proof.kind, ProofKind::Refused { .. }), "{proof:?}");
                End::Refused(proof.cause)
            }
            (Verdict::Never, _, Some(_)) => End::Never,
            (Verdict::Misses, None, None) => End::Open,
            odd => panic!("a verdict without its proof, or a proof without: {odd:?}"),
        };
        let mut found = Found {
            end,
            horizon: seconds(o.ledger.horizon.micros()),
            sent: o.bytes.sent.bytes() as f64,
            resent: o.bytes.resent.bytes() as f64,
            left: o.bytes.left.bytes() as f64,
            by_first_morning: o.bytes.by_first_morning.bytes() as f64,
            safe_first_morning: o.bytes.safe_first_morning.bytes() as f64,
            uploading: seconds(o.ledger.uploading.micros()),
            stalled: seconds(o.ledger.stalled.micros()),
            outside: seconds(o.ledger.outside.micros()),
            stalls: [0.0; Cause::COUNT],
            soles: [0.0; Cause::COUNT],
            limits: [0.0; Cause::COUNT],
            battery: o.battery.map(|b| (b.end.as_ratio(), b.min.as_ratio(), b.charging.as_secs())),
        };
        for s in &o.stalls {
            found.stalls[s.cause.index()] += seconds(s.time.micros());
            found.soles[s.cause.index()] += seconds(s.sole.micros());
        }
        for l in &o.limits {
            found.limits[l.cause.index()] += seconds(l.time.micros());
        }
        found
    }
}

/// How far apart two results may be: seconds and bytes.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// For a stretch of time.
    pub seconds: f64,
    /// For the finish, which may lie where the line is slower than where time was lost.
    pub finish: f64,
    pub bytes: f64,
    /// For a battery's level, as a share.
    pub level: f64,
    /// For the time it charges.
    pub charging: f64,
}

impl Tolerance {
    /// One second, one for each change that depends on more than the clock, and what interruptions
    /// close to a boundary may have lost or kept.
    pub fn of(t: &Ticked) -> Self {
        let seconds = 1.0 + f64::from(t.events);
        let slowest = t.slowest.max(1e-9);
        let bytes = 2.0 + t.fastest * seconds + t.loose;
        let finish = seconds + (t.fastest * f64::from(t.events) + t.loose) / slowest;
        let level = 1e-4 + 25.0 * seconds / t.capacity;
        let charging = finish + f64::from(t.flips);
        Tolerance { seconds, finish, bytes, level, charging }
    }
}

/// What differs by more than it may; empty if the two agree.
pub fn differences(ticked: &Found, engine: &Found, tol: &Tolerance) -> Vec<String> {
    let mut bad = Vec::new();
    if ticked.end != engine.end {
        bad.push(format!("end: ticker {:?}, engine {:?}", ticked.end, engine.end));
        return bad;
    }
    let mut check = |what: &str, a: f64, b: f64, within: f64| {
        if (a - b).abs() > within {
            bad.push(format!("{what}: ticker {a:.3}, engine {b:.3}, may differ by {within:.3}"));
        }
    };
    let time = tol.seconds.max(tol.finish.min(tol.seconds + tol.bytes));
    check("horizon", ticked.horizon, engine.horizon, tol.finish);
    check("sent", ticked.sent, engine.sent, tol.bytes);
    check("resent", ticked.resent, engine.resent, tol.bytes);
    check("left", ticked.left, engine.left, tol.bytes);
    check("morning", ticked.by_first_morning, engine.by_first_morning, tol.bytes);
    check("uploading", ticked.uploading, engine.uploading, time);
    check("stalled", ticked.stalled, engine.stalled, time);
    check("outside", ticked.outside, engine.outside, tol.finish);
    for &cause in Cause::ALL {
        let i = cause.index();
        // When the space is full depends on bytes, like the finish.
        let full = matches!(cause, Cause::CloudFull | Cause::ComputerFull);
        let within = if full { time } else { tol.seconds };
        check(cause.id(), ticked.stalls[i], engine.stalls[i], within);
        check(&format!("{} sole", cause.id()), ticked.soles[i], engine.soles[i], within);
        check(&format!("limit {}", cause.id()), ticked.limits[i], engine.limits[i], time);
    }
    if let (End::Finished | End::Open | End::Never, Some(a), Some(b)) =
        (engine.end, ticked.battery, engine.battery)
    {
        check("battery at the end", a.0, b.0, tol.level);
        check("lowest battery", a.1, b.1, tol.level);
        check("charging", a.2, b.2, tol.charging);
    }
    bad
}
