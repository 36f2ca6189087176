//! What holds for every scenario: the ledgers balance, more of a good thing never harms (but for the
//! exceptions in `monotone`), scales and clocks can be shifted, skipped nights cost nothing.

use crate::ticker::draw;
use backup_sim::cause::Cause;
use backup_sim::edit::{Edit, FieldValue, Value};
use backup_sim::scenario::fields::{fields, id_of};
use backup_sim::scenario::{Draft, Inputs, Origin, Scenario};
use backup_sim::sim::outcome::{Outcome, Verdict};
use backup_sim::sim::timeline::State;
use backup_sim::sim::{Chance, Record, simulate, simulate_plain};
use backup_sim::units::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

pub fn cases() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::with_cases(1024)
    }
}

pub fn mean(scenario: &Scenario) -> Outcome {
    simulate(scenario, Chance::Mean, Record::No)
}

fn seconds(span: Span) -> f64 {
    span.as_secs()
}

/// How much of the first `horizon` lies in the window, in microseconds.
fn window_in(inputs: &Inputs, horizon: i64) -> i64 {
    let BackupWindow::Nightly { .. } = inputs.window.allowed else { return horizon };
    let (day, length) = (Span::DAY.micros(), inputs.window.allowed.length().micros());
    horizon / day * length + (horizon % day).min(length)
}

/// The night that holds the last moment before the horizon.
fn last_night(outcome: &Outcome) -> u64 {
    let horizon = outcome.ledger.horizon.micros();
    ((horizon - 1).max(0) / Span::DAY.micros()).unsigned_abs() + 1
}

pub fn library(inputs: &Inputs) -> Size {
    inputs.library.size.unwrap_or_else(|| {
        let items = inputs.library.items.as_ref().unwrap();
        Size::from_bytes(items.0.iter().map(|c| c.size.bytes() * c.count).sum())
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_time_ledger_balances(seed: u64) {
        let scenario = draw::scenario(seed);
        let o = mean(&scenario);
        let l = o.ledger;
        prop_assert_eq!(l.uploading.plus(l.stalled).plus(l.outside), l.horizon);
        let window = window_in(scenario.inputs(), l.horizon.micros());
        prop_assert_eq!(l.uploading.plus(l.stalled).micros(), window);
        if let Some(finish) = o.finish {
            prop_assert_eq!(finish.at.micros(), l.horizon.micros());
            prop_assert_eq!(u64::from(finish.night), last_night(&o));
        }
        let stalled = o.stalls.iter().fold(Span::ZERO, |sum, s| sum.plus(s.time));
        prop_assert_eq!(stalled, l.stalled);
        let limited = o.limits.iter().fold(Span::ZERO, |sum, s| sum.plus(s.time));
        prop_assert_eq!(limited, l.uploading);
        for s in &o.stalls {
            prop_assert!(s.cause.is_gate() && s.sole <= s.time && s.time > Span::ZERO);
        }
        prop_assert!(o.limits.iter().all(|s| !s.cause.is_gate() && s.time > Span::ZERO));
        prop_assert!(o.stalls.is_sorted_by(|a, b| (b.time, a.cause) < (a.time, b.cause)));
        prop_assert!(o.limits.is_sorted_by(|a, b| (b.time, a.cause) < (a.time, b.cause)));
    }

    #[test]
    fn no_byte_is_lost_or_made(seed: u64) {
        let scenario = draw::scenario(seed);
        let (i, o) = (scenario.inputs(), mean(&scenario));
        let b = o.bytes;
        prop_assert_eq!(b.done.plus(b.sent).plus(b.left), b.size);
        prop_assert_eq!(b.done, i.library.done);
        let grown = i.library.growth.bytes() * (last_night(&o) - 1);
        prop_assert_eq!(b.size.bytes(), library(i).bytes() + grown);
        prop_assert!(b.safe_first_morning <= b.by_first_morning);
        prop_assert!(b.by_first_morning.bytes() <= b.sent.bytes() + b.resent.bytes() + 1);
        if o.finish.is_some() && i.service.max_item.is_none() {
            prop_assert_eq!(b.left, Size::ZERO);
        }
    }

    #[test]
    fn the_timeline_tiles_the_time_and_adds_up(seed: u64) {
        let scenario = draw::scenario(seed);
        let mut o = simulate(&scenario, Chance::Mean, Record::Yes);
        let timeline = o.timeline.take().unwrap();
        let mut now = SimTime::ZERO;
        let (mut uploading, mut stalled, mut outside) = (Span::ZERO, Span::ZERO, Span::ZERO);
        let mut stalls = vec![Span::ZERO; Cause::COUNT];
        let mut carried = 0.0;
        for s in &timeline.segments {
            prop_assert_eq!(s.start, now);
            prop_assert!(s.end > s.start);
            prop_assert_eq!(
                i64::from(s.night - 1),
                s.start.micros().div_euclid(Span::DAY.micros())
            );
            match s.state {
                State::Uploading => {
                    prop_assert!(!s.cause.is_gate() && s.closed.is_empty());
                    uploading = uploading.plus(s.length());
                    carried += s.rate.bits_per_s() as f64 / 8.0 * seconds(s.length());
                    carried += (s.rate.microbits_per_s() % 1_000_000) as f64 / 8e6 * seconds(s.length());
                }
                State::Stalled => {
                    prop_assert_eq!(Some(s.cause), s.closed.first());
                    prop_assert_eq!(s.rate, Rate::ZERO);
                    stalled = stalled.plus(s.length());
                    let sum = &mut stalls[s.cause.index()];
                    *sum = sum.plus(s.length());
                }
                State::Outside => {
                    prop_assert_eq!(s.cause, Cause::OutsideWindow);
                    prop_assert!(s.battery.is_none() && s.charging.is_none());
                    outside = outside.plus(s.length());
                }
            }
            now = s.end;
        }
        prop_assert_eq!(now.micros(), o.ledger.horizon.micros());
        prop_assert_eq!(
            (uploading, stalled, outside),
            (o.ledger.uploading, o.ledger.stalled, o.ledger.outside)
        );
        for s in &o.stalls {
            prop_assert_eq!(stalls[s.cause.index()], s.time);
        }
        let line = (o.bytes.sent.bytes() + o.bytes.resent.bytes()) as f64;
        // A segment may join steps whose rates differ by less than can be seen, and ends on a
        // microsecond.
        let rounding = 2.0 + timeline.segments.len() as f64 * 20.0 + line * 1e-9;
        prop_assert!((carried - line).abs() <= rounding, "{carried} over the line, {line} counted");
        // Recording changes nothing else.
        let mut plain = mean(&scenario);
        plain.battery = o.battery;
        prop_assert_eq!(o, plain);
    }

    #[test]
    fn no_upload_beats_the_line(seed: u64) {
        let scenario = draw::scenario(seed);
        let (i, o) = (scenario.inputs(), mean(&scenario));
        let rates = |plan: &RatePlan| match plan {
            RatePlan::Constant(rate) => *rate,
            RatePlan::Daily(list) => list.iter().map(|&(_, r)| r).max().unwrap(),
        };
        let fastest = match (&i.link.plan, i.link.usb_speed) {
            (_, Some(usb)) if i.link.kind == backup_sim::model::link::LinkKind::Usb => usb,
            (Some(plan), _) => i.link.efficiency.of(rates(plan)),
            (None, _) => i.link.efficiency.of(i.link.upload.unwrap()),
        };
        let carried = o.bytes.sent.bytes() + o.bytes.resent.bytes();
        let most = fastest.over(o.ledger.uploading).floor();
        prop_assert!(carried <= most.bytes() + 2, "{carried} of at most {most:?}");
        if let Some(at) = o.finish {
            prop_assert!(at.at >= SimTime::ZERO);
            let in_time = at.at <= o.deadline;
            prop_assert_eq!(in_time, o.verdict == Verdict::Finishes);
        } else {
            prop_assert!(o.verdict != Verdict::Finishes);
        }
        prop_assert_eq!(
            o.proof.is_some(),
            matches!(o.verdict, Verdict::Never | Verdict::Refused)
        );
        if let Some(b) = o.battery {
            prop_assert!(b.min <= b.start && b.min <= b.end && b.start <= Fraction::ONE);
            prop_assert!(b.end <= Fraction::ONE);
        }
    }

    #[test]
    fn twice_the_size_at_twice_the_speed_takes_as_long(seed: u64) {
        let base = draw::scenario(seed);
        let strip = [
            ("library.items", Value::Absent),
            ("library.size", Value::Size(library(base.inputs()))),
            ("battery.upload_draw_per_mbps", Value::Power(Power::ZERO)),
            // What loss lets a connection carry does not grow with the line.
            ("link.loss", Value::Fraction(Fraction::ZERO)),
        ];
        let base = changed(&base, &strip, |_, v| v);
        let twice = changed(&base, &[], |_, v| scaled(v));
        let (a, b) = (mean(&base), mean(&twice));
        prop_assert_eq!(a.verdict, b.verdict);
        // Shares of rates are rounded down to a millionth of a bit per second.
        let apart = (seconds(a.ledger.horizon) - seconds(b.ledger.horizon)).abs();
        prop_assert!(apart < 1e-3, "{:?} and {:?}", a.ledger, b.ledger);
        let apart = a.bytes.sent.bytes().abs_diff(b.bytes.sent.bytes() / 2);
        prop_assert!(apart <= 100, "{:?} and {:?}", a.bytes, b.bytes);
    }

    #[test]
    fn a_shift_of_every_clock_changes_no_second(seed: u64, hours in 1u32..24) {
        let base = draw::scenario(seed);
        prop_assume!(base.inputs().window.allowed != BackupWindow::AllDay);
        let later = changed(&base, &[], |_, v| shifted(v, hours * 3600));
        let (a, mut b) = (mean(&base), mean(&later));
        b.clock_zero = a.clock_zero;
        prop_assert_eq!(a, b);
    }

    #[test]
    fn nights_that_are_skipped_go_as_if_they_were_simulated(seed: u64, nights in 1u64..400) {
        let base = draw::scenario(seed);
        prop_assume!(base.inputs().window.allowed != BackupWindow::AllDay || seed % 8 == 0);
        let size = library(base.inputs()).bytes();
        let edits = [
            ("window.nights", Value::Count(Count::new(nights.max(6)))),
            ("library.size", Value::Size(Size::from_bytes(size * (1 + seed % 50)))),
        ];
        let scenario = changed(&base, &edits, |_, v| v);
        for record in [Record::No, Record::Yes] {
            let skipping = simulate(&scenario, Chance::Mean, record);
            let plain = simulate_plain(&scenario, Chance::Mean, record);
            prop_assert_eq!(skipping, plain);
        }
    }

    // Without a pause a day goes on with what the day before leaves of every part.
    #[test]
    fn days_without_a_pause_are_skipped_only_where_they_begin_alike(seed: u64, nights in 1u64..40) {
        let base = draw::scenario(seed);
        let size = library(base.inputs()).bytes();
        let edits = [
            ("window.allowed", BackupWindow::AllDay.into_value()),
            ("window.nights", Value::Count(Count::new(nights.max(6)))),
            ("library.size", Value::Size(Size::from_bytes(size * (1 + seed % 50)))),
        ];
        let edits = edits.map(|(key, value)| Edit { field: id_of(key), value });
        let Ok(scenario) = base.with(&edits) else { return Ok(()) };
        let skipping = simulate(&scenario, Chance::Mean, Record::No);
        prop_assert_eq!(skipping, simulate_plain(&scenario, Chance::Mean, Record::No));
    }
}

/// The scenario with each given value changed, and some values set.
pub fn changed(
    base: &Scenario,
    set: &[(&str, Value)],
    change: impl Fn(&str, Value) -> Value,
) -> Scenario {
    let mut draft = Draft::new();
    let mut push = |field, value| draft.push(Edit { field, value }, Origin::Study);
    for f in fields() {
        // What the preset sets is changed as well, if it is of that kind.
        let before = base.inputs().get(f.id);
        let after = change(f.key, before.clone());
        if base.origin(f.id).is_given() || after != before {
            push(f.id, after);
        }
    }
    for (key, value) in set {
        push(id_of(key), value.clone());
    }
    draft.build().unwrap()
}

fn faster(plan: RatePlan) -> RatePlan {
    let rate = |r: Rate| Rate::from_microbits_per_s(2 * r.microbits_per_s());
    match plan {
        RatePlan::Constant(r) => RatePlan::Constant(rate(r)),
        RatePlan::Daily(list) => {
            RatePlan::Daily(list.into_iter().map(|(t, r)| (t, rate(r))).collect())
        }
    }
}

fn later(plan: RatePlan, clock: impl Fn(ClockTime) -> ClockTime) -> RatePlan {
    match plan {
        RatePlan::Daily(list) => {
            let mut list: Vec<_> = list.into_iter().map(|(t, r)| (clock(t), r)).collect();
            list.sort_by_key(|&(t, _)| t);
            RatePlan::Daily(list)
        }
        constant => constant,
    }
}

fn scaled(value: Value) -> Value {
    let size = |s: Size| Size::from_bytes(2 * s.bytes());
    let rate = |r: Rate| Rate::from_microbits_per_s(2 * r.microbits_per_s());
    match value {
        Value::Size(s) => Value::Size(size(s)),
        Value::Rate(r) => Value::Rate(rate(r)),
        Value::RatePlan(plan) => Value::RatePlan(faster(plan)),
        Value::RateCap(RateCap(plan)) => Value::RateCap(RateCap(faster(plan))),
        Value::SizePlan(SizePlan(list)) => {
            Value::SizePlan(SizePlan(list.into_iter().map(|(t, s)| (t, size(s))).collect()))
        }
        Value::Resume(Resume::Chunk { size: s, parts }) => {
            Value::Resume(Resume::Chunk { size: size(s), parts })
        }
        Value::Scratch(s) => Value::Scratch(Scratch { fixed: size(s.fixed), ..s }),
        Value::Rivals(Rivals(list)) => {
            let list = list.into_iter().map(|mut r| {
                r.demand = match r.demand {
                    RivalDemand::Sized(s) => RivalDemand::Sized(size(s)),
                    RivalDemand::Fixed(f) => RivalDemand::Fixed(rate(f)),
                    other => other,
                };
                r
            });
            Value::Rivals(Rivals(list.collect()))
        }
        same => same,
    }
}

fn shifted(value: Value, by: u32) -> Value {
    let clock = |t: ClockTime| ClockTime::from_secs((t.secs() + by) % 86_400);
    let window = |w: ClockWindow| ClockWindow { start: clock(w.start), end: clock(w.end), ..w };
    match value {
        Value::Windows(Windows::Clock(list)) => {
            Value::Windows(Windows::Clock(list.into_iter().map(window).collect()))
        }
        Value::BackupWindow(BackupWindow::Nightly { start, end }) => {
            let (start, end) = (clock(start), clock(end));
            Value::BackupWindow(BackupWindow::Nightly { start, end })
        }
        Value::Deadline(d) => Value::Deadline(Deadline { clock: clock(d.clock), ..d }),
        Value::RatePlan(plan) => Value::RatePlan(later(plan, clock)),
        Value::RateCap(RateCap(plan)) => Value::RateCap(RateCap(later(plan, clock))),
        Value::SizePlan(SizePlan(mut list)) => {
            list.iter_mut().for_each(|entry| entry.0 = clock(entry.0));
            list.sort_by_key(|&(t, _)| t);
            Value::SizePlan(SizePlan(list))
        }
        Value::Outages(Outages(list)) => {
            Value::Outages(Outages(list.into_iter().map(|(w, e)| (window(w), e)).collect()))
        }
        Value::Hold(h) => Value::Hold(Hold { until: h.until.map(clock), ..h }),
        Value::Rivals(Rivals(mut list)) => {
            for r in &mut list {
                r.time = match r.time {
                    RivalTime::Always => RivalTime::Always,
                    RivalTime::Within(w) => RivalTime::Within(window(w)),
                    RivalTime::From(t) => RivalTime::From(clock(t)),
                };
            }
            Value::Rivals(Rivals(list))
        }
        same => same,
    }
}

/// What is kept besides the answer must not change it. A charger from 23:00 to midnight ends the day
/// on power; what it has charged by then is what the next day of `all-day` begins with.
#[test]
fn what_is_recorded_changes_no_answer() {
    for seed in (0..600).chain([24_692]) {
        let drawn = draw::scenario(seed);
        let end = |record| {
            let outcome = simulate(&drawn, Chance::Mean, record);
            (outcome.verdict, outcome.finish)
        };
        assert_eq!(end(Record::No), end(Record::Battery), "seed {seed}");
        let day = Edit { field: id_of("window.allowed"), value: BackupWindow::AllDay.into_value() };
        let Ok(all_day) = drawn.with(&[day]) else { continue };
        let end = |record| simulate(&all_day, Chance::Mean, record).finish;
        assert_eq!(end(Record::No), end(Record::Battery), "seed {seed}, all day");
    }
}
