//! Answers made by hand: a few inputs and the hours in which nothing moves flow in; a small
//! second-hand simulation of one constant rate gives a consistent outcome. Independent of the
//! engine, so that a chart can be tested with any timeline.

use crate::cause::{Cause, CauseSet};
use crate::edit::{Edit, FieldValue};
use crate::scenario::fields::id_of;
use crate::scenario::{Draft, Origin, Scenario};
use crate::sim::outcome::*;
use crate::sim::timeline::{LevelPoint, Segment, State, Timeline};
use crate::study::answer::{Answer, OneNight};
use crate::units::*;

/// What a case says of itself.
#[derive(Clone)]
pub struct Case {
    pub name: &'static str,
    pub draft: Draft,
    /// Rate while uploading and what bounds it.
    pub rate: Rate,
    pub limit: Cause,
    /// Hours from the night's start, from and to, in which a cause stops it; `None` in every night.
    pub stops: Vec<(Option<u32>, f64, f64, Cause)>,
    pub proof: Option<Proof>,
    pub deadline: SimTime,
}

pub fn set<T: FieldValue>(draft: &mut Draft, key: &str, value: T) {
    draft.push(Edit { field: id_of(key), value: value.into_value() }, Origin::Study);
}

pub fn hours(h: f64) -> Span {
    Span::from_micros((h * 3.6e9).round() as i64)
}

impl Case {
    pub fn new(name: &'static str, gb: f64, mbps: f64) -> Self {
        let mut draft = Draft::new();
        set(&mut draft, "library.size", Some(Size::from_bytes((gb * 1e9) as u64)));
        let upload = Rate::from_bits_per_s((mbps * 1e6) as u64);
        set(&mut draft, "link.upload", Some(upload));
        let night = BackupWindow::Nightly {
            start: ClockTime::from_hm(23, 0),
            end: ClockTime::from_hm(7, 0),
        };
        set(&mut draft, "window.allowed", night);
        let rate = Fraction::from_percent(95).of(upload);
        let deadline = SimTime::from_secs(8 * 3600);
        let limit = Cause::UploadSpeed;
        Case { name, draft, rate, limit, stops: Vec::new(), proof: None, deadline }
    }

    pub fn with<T: FieldValue>(mut self, key: &str, value: T) -> Self {
        set(&mut self.draft, key, value);
        self
    }

    pub fn stop(mut self, night: Option<u32>, from: f64, to: f64, cause: Cause) -> Self {
        self.stops.push((night, from, to, cause));
        self
    }

    pub fn rate(mut self, mbps: f64, limit: Cause) -> Self {
        self.rate = Rate::from_bits_per_s((mbps * 1e6) as u64);
        self.limit = limit;
        self
    }

    pub fn proof(mut self, cause: Cause, kind: ProofKind) -> Self {
        self.proof = Some(Proof { cause, kind });
        self
    }

    pub fn deadline(mut self, night: u32, h: f64) -> Self {
        self.deadline = SimTime::ZERO.plus(Span::DAY.times(i64::from(night) - 1)).plus(hours(h));
        self
    }

    pub fn answer(&self) -> Answer {
        let scenario = self.draft.clone().build().expect(self.name);
        let outcome = self.run(&scenario);
        // What took most of the time.
        let stalls = outcome.stalls.iter().map(|stall| (stall.time, stall.cause));
        let limits = outcome.limits.iter().map(|limit| (limit.time, limit.cause));
        let bottleneck = stalls.chain(limits).max_by_key(|of| of.0).map(|of| of.1);
        Answer {
            scenario,
            outcome,
            bottleneck,
            chance: None,
            one_night: OneNight::default(),
            unchecked: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
            lifted: None,
        }
    }

    /// The pieces of a window: from, to and what stops it.
    fn pieces(&self, night: u32, window: Span) -> Vec<(Span, Span, Option<Cause>)> {
        let mut cuts = vec![Span::ZERO, window];
        let stops: Vec<_> = self
            .stops
            .iter()
            .filter(|s| s.0.is_none_or(|n| n == night))
            .map(|s| (hours(s.1).min(window), hours(s.2).min(window), s.3))
            .collect();
        cuts.extend(stops.iter().flat_map(|s| [s.0, s.1]));
        cuts.sort();
        cuts.dedup();
        let stop = |at: Span| stops.iter().find(|s| s.0 <= at && at < s.1).map(|s| s.2);
        cuts.windows(2).map(|w| (w[0], w[1], stop(w[0]))).collect()
    }

    fn run(&self, scenario: &Scenario) -> Outcome {
        let inputs = scenario.inputs();
        let (window, size) = (inputs.window.allowed.length(), inputs.library.size.unwrap());
        let done = inputs.library.done;
        let total = size.minus(done).amount();
        let (mut sent, mut segments, mut finish) = (Amount::ZERO, Vec::new(), None);
        let refused = matches!(self.proof, Some(Proof { kind: ProofKind::Refused { .. }, .. }));
        let nights = match self.proof {
            Some(_) => 1,
            None => inputs.window.nights.get() as u32,
        };
        let mut by_first = Size::ZERO;
        let mut levels: Vec<LevelPoint> = Vec::new();
        // From 80 % down by 4 % an hour.
        let level = |after: Span| {
            let lost = after.micros() / 90_000;
            Fraction::from_millionths(800_000u32.saturating_sub(u32::try_from(lost).unwrap()))
        };
        if total == Amount::ZERO {
            finish = Some(Finish { night: 1, at: SimTime::ZERO });
        }
        'nights: for night in 1..=nights {
            if finish.is_some() {
                break;
            }
            let start = SimTime::ZERO.plus(Span::DAY.times(i64::from(night) - 1));
            for (from, to, cause) in self.pieces(night, window) {
                let cause = if refused { self.proof.map(|p| p.cause) } else { cause };
                let rate = if cause.is_none() { self.rate } else { Rate::ZERO };
                let (mut end, before) = (start.plus(to), sent);
                sent += rate.over(Span::from_micros(to.micros() - from.micros()));
                if sent >= total {
                    let needed = (total - before).time_at(rate).unwrap();
                    (sent, end) = (total, start.plus(from).plus(needed));
                    finish = Some(Finish { night, at: end });
                }
                segments.push(Segment {
                    start: start.plus(from),
                    end,
                    night,
                    state: if cause.is_none() { State::Uploading } else { State::Stalled },
                    cause: cause.unwrap_or(self.limit),
                    closed: cause.map_or(CauseSet::EMPTY, |c| CauseSet::EMPTY.with(c)),
                    rate,
                    sent: sent.floor(),
                    battery: Some(level(end.since(start))),
                    charging: Some(false),
                });
                levels.push(LevelPoint { at: start.plus(from), level: level(from) });
                levels.push(LevelPoint { at: end, level: level(end.since(start)) });
                if finish.is_some() {
                    break 'nights;
                }
            }
            if night == 1 {
                by_first = sent.floor();
            }
            if window < Span::DAY && night < nights {
                segments.push(Segment {
                    start: start.plus(window),
                    end: start.plus(Span::DAY),
                    state: State::Outside,
                    cause: Cause::OutsideWindow,
                    rate: Rate::ZERO,
                    battery: None,
                    charging: None,
                    ..*segments.last().unwrap()
                });
            }
        }
        if finish.is_some_and(|f| f.night == 1) {
            by_first = sent.floor();
        }
        levels.dedup();
        let timeline = Timeline { segments, levels };
        self.outcome(scenario, timeline, finish, (size, sent.floor(), by_first))
    }

    fn outcome(
        &self,
        scenario: &Scenario,
        timeline: Timeline,
        finish: Option<Finish>,
        (size, sent, by_first_morning): (Size, Size, Size),
    ) -> Outcome {
        let segments = &timeline.segments;
        let sum = |state| {
            let of = segments.iter().filter(|s| s.state == state);
            of.fold(Span::ZERO, |sum, s| sum.plus(s.length()))
        };
        let by = |state| {
            let mut list: Vec<(Cause, Span)> = Vec::new();
            for s in segments.iter().filter(|s| s.state == state) {
                match list.iter_mut().find(|l| l.0 == s.cause) {
                    Some(l) => l.1 = l.1.plus(s.length()),
                    None => list.push((s.cause, s.length())),
                }
            }
            list.sort_by_key(|&(cause, time)| (std::cmp::Reverse(time), cause));
            list
        };
        let horizon = segments.last().map_or(Span::ZERO, |s| s.end.since(SimTime::ZERO));
        let done = scenario.inputs().library.done;
        let verdict = match (self.proof, finish) {
            (Some(Proof { kind: ProofKind::Refused { .. }, .. }), _) => Verdict::Refused,
            (Some(_), _) => Verdict::Never,
            (None, Some(f)) if f.at <= self.deadline => Verdict::Finishes,
            _ => Verdict::Misses,
        };
        let stalls = by(State::Stalled);
        let limits = by(State::Uploading);
        Outcome {
            verdict,
            finish,
            deadline: self.deadline,
            clock_zero: scenario.inputs().window.allowed.start(),
            bytes: Bytes {
                size,
                done,
                sent,
                resent: Size::ZERO,
                left: size.minus(done).minus(sent),
                by_first_morning,
                safe_first_morning: by_first_morning,
            },
            ledger: Ledger {
                horizon,
                uploading: sum(State::Uploading),
                stalled: sum(State::Stalled),
                outside: sum(State::Outside),
            },
            stalls: stalls.iter().map(|&(cause, time)| Stall { cause, time, sole: time }).collect(),
            limits: limits.iter().map(|&(cause, time)| LimitShare { cause, time }).collect(),
            proof: self.proof,
            battery: None,
            timeline: Some(timeline),
        }
    }
}

/// Cases of every shape that a reader may meet.
pub fn all() -> Vec<Case> {
    let refused = ProofKind::Refused { missing: Some(Size::from_bytes(35_000_000_000)) };
    let wifi = Cause::NoWifi;
    vec![
        Case::new("four-nights", 40.0, 3.0),
        Case::new("one-night", 40.0, 20.0),
        Case::new("late-tonight", 30.0, 9.0).deadline(1, 4.0),
        Case::new("later-deadline", 40.0, 3.0).deadline(5, 8.0),
        Case::new("missed-later-deadline", 60.0, 3.0).deadline(3, 8.0),
        Case::new("wifi-drops", 40.0, 12.0).stop(None, 1.5, 4.0, wifi),
        Case::new("wifi-drops-nights", 80.0, 6.0).stop(None, 3.0, 5.0, wifi).stop(
            Some(2),
            5.0,
            6.5,
            Cause::NoPower,
        ),
        Case::new("many-causes", 70.0, 8.0)
            .stop(None, 0.0, 0.25, Cause::Starting)
            .stop(None, 0.25, 0.45, Cause::Scanning)
            .stop(Some(1), 1.0, 2.0, Cause::ScreenInUse)
            .stop(Some(1), 3.0, 3.8, wifi)
            .stop(Some(2), 3.0, 6.8, Cause::LowBattery)
            .stop(Some(2), 6.9, 7.0, Cause::CloudOutage)
            .stop(Some(3), 2.0, 4.0, Cause::LowPowerMode)
            .stop(None, 7.4, 8.0, Cause::TooHot),
        Case::new("runs-low", 40.0, 12.0)
            .with(
                "charger.plugged",
                Windows::Clock(vec![ClockWindow::daily(
                    ClockTime::from_hm(22, 0),
                    ClockTime::from_hm(0, 30),
                )]),
            )
            .with("service.reserve", Fraction::from_percent(70))
            .stop(None, 2.5, 8.0, Cause::LowBattery),
        Case::new("never-plugged", 20.0, 12.0)
            .with("charger.plugged", Windows::Never)
            .stop(None, 0.0, 8.0, Cause::NoPower)
            .proof(Cause::NoPower, ProofKind::NeverOpens),
        Case::new("asleep-often", 40.0, 30.0)
            .with("charger.plugged", Windows::Never)
            .with("battery.saver", crate::model::power::battery::Saver::Auto)
            .stop(None, 0.2, 1.0, Cause::Doze)
            .stop(None, 1.2, 3.0, Cause::Doze)
            .stop(None, 3.2, 8.0, Cause::Doze),
        Case::new("fast", 40.0, 900.0),
        Case::new("instant", 40.0, 3.0).with("library.done", Size::from_bytes(40_000_000_000)),
        Case::new("half-done", 40.0, 3.0).with("library.done", Size::from_bytes(20_000_000_000)),
        Case::new("refused", 40.0, 20.0).proof(Cause::CloudFull, refused),
        Case::new("signed-out", 40.0, 20.0)
            .proof(Cause::SignedOut, ProofKind::Refused { missing: None }),
        Case::new("never-wifi", 40.0, 20.0)
            .stop(None, 0.0, 8.0, wifi)
            .proof(wifi, ProofKind::NeverOpens),
        Case::new("never-full", 40.0, 20.0).stop(None, 1.0, 8.0, Cause::CloudFull).proof(
            Cause::CloudFull,
            ProofKind::SpaceRunsOut { missing: Size::from_bytes(31_000_000_000) },
        ),
        Case::new("stuck", 40.0, 20.0)
            .stop(None, 2.5, 8.0, Cause::StuckItem)
            .proof(Cause::StuckItem, ProofKind::StuckItem),
        Case::new("fourteen-nights", 150.0, 3.0),
        Case::new("sixty-nights", 700.0, 3.0),
        Case::new("sixty-nights-wifi", 700.0, 3.0).stop(None, 2.0, 3.0, wifi),
        Case::new("not-in-sixty", 2000.0, 3.0),
        Case::new("ten-years", 45_000.0, 3.0).with("window.nights", Count::new(3650)),
        Case::new("all-day", 40.0, 2.0)
            .with("window.allowed", BackupWindow::AllDay)
            .deadline(1, 24.0),
        Case::new("all-day-short", 40.0, 240.0)
            .with("window.allowed", BackupWindow::AllDay)
            .deadline(1, 24.0),
        Case::new("wifi-speed", 60.0, 40.0)
            .with("link.wifi_speed", Some(Rate::from_bits_per_s(16_000_000)))
            .rate(8.0, Cause::WifiSpeed),
        Case::new("cloud-speed", 60.0, 40.0)
            .with("cloud.cap", Some(RateCap(RatePlan::Constant(Rate::from_bits_per_s(10_000_000)))))
            .with("link.wifi_speed", Some(Rate::from_bits_per_s(50_000_000)))
            .with(
                "service.max_rate",
                Some(RateCap(RatePlan::Constant(Rate::from_bits_per_s(22_000_000)))),
            )
            .rate(10.0, Cause::CloudSpeed)
            .stop(None, 2.0, 3.5, wifi),
        Case::new("rivals", 60.0, 10.0).rate(4.75, Cause::RivalTraffic),
        Case::new("close-caps", 60.0, 10.0)
            .with("cloud.cap", Some(RateCap(RatePlan::Constant(Rate::from_bits_per_s(10_000_000)))))
            .with("link.wifi_speed", Some(Rate::from_bits_per_s(20_500_000)))
            .with(
                "service.max_rate",
                Some(RateCap(RatePlan::Constant(Rate::from_bits_per_s(9_600_000)))),
            ),
        Case::new("late-line-change", 60.0, 10.0).with(
            "link.plan",
            Some(RatePlan::Daily(vec![
                (ClockTime::from_hm(1, 0), Rate::from_bits_per_s(10_000_000)),
                (ClockTime::from_hm(18, 0), Rate::from_bits_per_s(4_000_000)),
            ])),
        ),
        Case::new("short-window", 5.0, 3.0)
            .with(
                "window.allowed",
                BackupWindow::Nightly {
                    start: ClockTime::from_hm(2, 0),
                    end: ClockTime::from_hm(2, 20),
                },
            )
            .deadline(1, 1.0 / 3.0),
        Case::new("tiny", 0.000_001, 3.0),
        Case::new("petabyte", 1_000_000.0, 3.0),
        Case::new("named", 40.0, 3.0).with("name", Name("Anna's phone".to_owned())),
        Case::new("arabic", 40.0, 3.0).with("name", Name("هاتف أحمد".to_owned())),
        Case::new("long-name", 40.0, 3.0).with("name", Name("phone ".repeat(33))),
        Case::new("chinese", 40.0, 3.0).with("name", Name("电话".repeat(90))),
    ]
}
