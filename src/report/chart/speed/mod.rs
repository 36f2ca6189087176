//! `speed`: how fast was it, and what was the limit? The rate over the first night as steps; every
//! cap that the inputs know as a labelled line, the binding one bold; standstills hatched.

mod draw;
mod labels;
mod scale;
mod signs;
mod words;

pub(super) use draw::draw;

use super::Story;
use super::axis;
use super::facts::{Facts, Standstill, clock};
use super::label::word;
use super::table::{Cell, Table};
use crate::cause::Cause;
use crate::model::link::{LinkKind, WIFI_SHARE};
use crate::report::format::{self, Way};
use crate::sim::timeline::State;
use crate::units::{ClockTime, Drops, Rate, RateCap, RatePlan, SimTime, Span};

/// A rate from a moment on.
type Step = (SimTime, Rate);

/// A cap over the night.
struct Cap {
    cause: Cause,
    steps: Vec<Step>,
}

impl Cap {
    fn least(&self) -> Rate {
        self.steps.iter().map(|s| s.1).min().unwrap_or(Rate::ZERO)
    }

    fn most(&self) -> Rate {
        // Where there is no cap, none is drawn.
        let held = self.steps.iter().map(|s| s.1).filter(|&rate| rate < Rate::UNLIMITED);
        held.max().unwrap_or(Rate::ZERO)
    }

    /// `line 2.85 Mbps`, `line 2 to 9 Mbps`.
    fn text(&self) -> String {
        format!("{} {}", word(self.cause), range(self.least(), self.most()))
    }
}

/// `2.85 Mbps`, `2 to 9 Mbps`, `95 kbps to 5.7 Mbps`.
fn range(least: Rate, most: Rate) -> String {
    let (least, most) = (rate(least), rate(most));
    match (least.split_once(' '), most.split_once(' ')) {
        _ if least == most => most,
        (Some((number, a)), Some((_, b))) if a == b => format!("{number} to {most}"),
        _ => format!("{least} to {most}"),
    }
}

fn rate(rate: Rate) -> String {
    format::rate(rate, Way::Nearest)
}

/// A plan as steps of a night that begins at clock time `start`; each rate through `of`.
fn plan_steps(plan: &RatePlan, start: ClockTime, of: impl Fn(Rate) -> Rate) -> Vec<Step> {
    match plan {
        RatePlan::Constant(rate) => vec![(SimTime::ZERO, of(*rate))],
        RatePlan::Daily(entries) => {
            let mut steps: Vec<Step> = entries
                .iter()
                .map(|&(clock, rate)| (SimTime::ZERO.plus(start.until(clock)), of(rate)))
                .collect();
            steps.sort_by_key(|s| s.0);
            // Before the first entry of the night the last one of the day before holds.
            if steps.first().is_some_and(|s| s.0 > SimTime::ZERO)
                && let Some(&(_, held)) = steps.last()
            {
                steps.insert(0, (SimTime::ZERO, held));
            }
            steps
        }
    }
}

/// The caps that the inputs state.
fn caps(facts: &Facts<'_>) -> Vec<Cap> {
    let inputs = facts.inputs;
    let link = &inputs.link;
    let start = facts.outcome.clock_zero;
    let constant = |rate: Rate| vec![(SimTime::ZERO, rate)];
    let mut caps = Vec::new();
    if link.kind == LinkKind::Usb {
        if let Some(rate) = link.usb_speed {
            caps.push(Cap { cause: Cause::UsbSpeed, steps: constant(rate) });
        }
    } else {
        let stated = link.upload.map(RatePlan::Constant);
        // A trace is drawn as what was sent under it: it may have more steps than a chart has dots.
        let plan = link.plan.as_ref().or(stated.as_ref()).filter(|_| link.trace.is_none());
        if let Some(plan) = plan {
            let steps = plan_steps(plan, start, |r| link.efficiency.of(r));
            caps.push(Cap { cause: Cause::UploadSpeed, steps });
        }
        if let (LinkKind::Wifi, Some(rate)) = (link.kind, link.wifi_speed) {
            caps.push(Cap { cause: Cause::WifiSpeed, steps: constant(WIFI_SHARE.of(rate)) });
        }
    }
    if let Some(RateCap(plan)) = &inputs.cloud.cap {
        caps.push(Cap { cause: Cause::CloudSpeed, steps: plan_steps(plan, start, |r| r) });
    }
    if let Some(RateCap(plan)) = &inputs.service.max_rate {
        caps.push(Cap { cause: Cause::PhoneSpeed, steps: plan_steps(plan, start, |r| r) });
    }
    caps
}

/// The first night: its steps and what held it.
struct Night {
    /// Rate from each moment to the next; the last one is where it ends.
    steps: Vec<Step>,
    end: SimTime,
    stalls: Vec<Standstill>,
    /// What each cause left while it bound, the one that bound for the longest first.
    held: Vec<Held>,
}

/// What a cause left of the speed while it bound.
struct Held {
    cause: Cause,
    /// Each rate and for how long it held.
    rates: Vec<(Rate, Span)>,
}

impl Held {
    /// For how long it bound.
    fn time(&self) -> Span {
        self.rates.iter().fold(Span::ZERO, |sum, r| sum.plus(r.1))
    }

    /// The rate that held for the longest.
    fn usual(&self) -> Rate {
        self.rates.iter().max_by_key(|r| r.1).map_or(Rate::ZERO, |r| r.0)
    }

    /// The least and the largest rate; what held for less than a fiftieth of the time does not count.
    fn ends(&self) -> (Rate, Rate) {
        let time = self.time().micros();
        let lasting = self.rates.iter().filter(|r| r.1.micros() >= time / 50).map(|r| r.0);
        let usual = self.usual();
        lasting.fold((usual, usual), |(least, most), r| (least.min(r), most.max(r)))
    }

    /// The mean over its time.
    fn mean(&self) -> Rate {
        let part = |r: &(Rate, Span)| {
            u128::from(r.0.microbits_per_s()) * u128::from(r.1.micros().unsigned_abs())
        };
        let sum: u128 = self.rates.iter().map(part).sum();
        let time = u128::from(self.time().micros().unsigned_abs()).max(1);
        Rate::from_microbits_per_s(u64::try_from(sum / time).unwrap_or(u64::MAX))
    }

    /// Its rate, or from the least to the largest where they differ by more than a reader would mind.
    fn text(&self, facts: &Facts<'_>) -> String {
        let (least, most) = self.ends();
        // Where a part is missing, a rate just under the cap must not read as the whole of it.
        let whole = self.shortfall(facts).is_none();
        let named = |r| cap_at(facts, self.cause, r).filter(|_| whole).unwrap_or(r);
        if slight(least, most) {
            rate(named(self.usual()))
        } else {
            range(named(least), named(most))
        }
    }

    /// What takes a part of the rate although nothing stands still, as words; `None` where the rate is
    /// all that the cause leaves.
    fn shortfall(&self, facts: &Facts<'_>) -> Option<&'static str> {
        // What is short of its cap for less than a fifth of the time is not what held the night.
        let short = self.rates.iter().filter(|r| cap_at(facts, self.cause, r.0).is_none());
        let short = short.fold(Span::ZERO, |sum, r| sum.plus(r.1));
        if short.micros() <= self.time().micros() / 5 {
            return None;
        }
        let inputs = facts.inputs;
        let cost = inputs.service.item_overhead;
        let items = self.cause != Cause::ItemOverhead
            && (cost.fixed > Span::ZERO || cost.round_trips > 0)
            && caps(facts).iter().any(|c| c.cause == self.cause);
        // Drops that take less than a fiftieth of the time are not worth a word.
        let worth = |drops: &Drops| drops.lasting.times(50) >= drops.every;
        let drops = inputs.link.drops.as_ref().filter(|_| inputs.link.kind != LinkKind::Usb);
        match (drops.is_some_and(worth), items) {
            (true, true) => Some("drops and time lost per file"),
            (true, false) => Some("drops"),
            (false, true) => Some("time lost per file"),
            (false, false) => None,
        }
    }
}

fn night(facts: &Facts<'_>) -> Night {
    let window_end = SimTime::ZERO.plus(facts.window());
    let inside: Vec<_> = facts
        .segments
        .iter()
        .filter(|s| s.night <= 1 && s.state != State::Outside && s.start < window_end)
        .collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut held: Vec<Held> = Vec::new();
    for s in &inside {
        let rate = if s.state == State::Uploading { s.rate } else { Rate::ZERO };
        if steps.last().is_none_or(|l| l.1 != rate) {
            steps.push((s.start, rate));
        }
        if s.state == State::Uploading {
            let at = held.iter().position(|h| h.cause == s.cause).unwrap_or(held.len());
            if at == held.len() {
                held.push(Held { cause: s.cause, rates: Vec::new() });
            }
            let Some(of) = held.get_mut(at) else { continue };
            match of.rates.iter_mut().find(|r| r.0 == s.rate) {
                Some(r) => r.1 = r.1.plus(s.length()),
                None => of.rates.push((s.rate, s.length())),
            }
        }
    }
    let end = inside.last().map_or(SimTime::ZERO, |s| s.end.min(window_end));
    held.sort_by_key(|h| (std::cmp::Reverse(h.time()), h.cause));
    let stalls = facts.standstills().into_iter().filter(|s| s.start < window_end && s.start < end);
    let stalls = stalls.map(|s| Standstill { end: s.end.min(window_end), ..s }).collect();
    Night { steps, end, stalls, held }
}

pub(super) fn story(facts: &Facts<'_>) -> Story {
    let night = night(facts);
    let which = match facts.window_text() {
        Some(hours) => format!("night 1 ({hours})"),
        None => "day 1".to_owned(),
    };
    let which = match facts.by_cable() {
        true => "the time since the start".to_owned(),
        false => which.replacen("night", facts.day(), 1),
    };
    Story {
        title: words::title(facts, &night),
        subtitle: format!(
            "{} over {which} and what could limit it",
            if facts.by_cable() { "Speed" } else { "Upload speed" }
        ),
        told: words::told(facts),
        alt: words::alt(facts, &night),
    }
}

impl Night {
    /// What bound for the longest.
    fn binding(&self) -> Option<&Held> {
        self.held.first()
    }

    /// How long it ran.
    fn ran(&self) -> Span {
        self.held.iter().fold(Span::ZERO, |sum, h| sum.plus(h.time()))
    }
}

/// What takes a part of the rate that a cause leaves in the first night, although nothing stands still.
pub(super) fn less(facts: &Facts<'_>, cause: Cause) -> Option<&'static str> {
    night(facts).held.iter().find(|held| held.cause == cause)?.shortfall(facts)
}

/// Whether two rates differ by less than a reader would mind: a fiftieth.
fn slight(a: Rate, b: Rate) -> bool {
    let (a, b) = (u128::from(a.bits_per_s()), u128::from(b.bits_per_s()));
    a.abs_diff(b) * 50 <= a.max(b)
}

/// The cap that a rate is just under: the rate is named as that.
fn cap_at(facts: &Facts<'_>, cause: Cause, held: Rate) -> Option<Rate> {
    let cap = caps(facts).into_iter().find(|c| c.cause == cause)?;
    cap.steps.iter().map(|s| s.1).find(|&cap| slight(cap, held))
}

pub(super) fn table(facts: &Facts<'_>) -> Table {
    let night = &night(facts);
    let row = |series: &str, from: SimTime, to: SimTime, rate: Rate| {
        vec![
            Cell::text(series),
            Cell::text(clock(facts.outcome.clock_at(from))),
            Cell::Milli(Span::from_micros(from.micros()).millis_up()),
            Cell::Milli(Span::from_micros(to.micros()).millis_up()),
            Cell::Whole(rate.bits_per_s()),
        ]
    };
    let mut rows = Vec::new();
    let ends = night.steps.iter().skip(1).map(|s| s.0).chain([night.end]);
    for (step, end) in night.steps.iter().zip(ends) {
        rows.push(row("rate", step.0, end, step.1));
    }
    let edge = axis_end(facts, night);
    for cap in caps(facts) {
        let ends = cap.steps.iter().skip(1).map(|s| s.0).chain([edge]);
        for (step, end) in cap.steps.iter().zip(ends).filter(|(s, _)| s.0 < edge) {
            rows.push(row(cap.cause.id(), step.0, end.min(edge), step.1));
        }
    }
    for stall in &night.stalls {
        rows.push(row(stall.cause.id(), stall.start, stall.end, Rate::ZERO));
    }
    Table { columns: &["series", "clock", "start_s", "end_s", "rate_bits_per_s"], rows }
}

/// The whole window, or less of it where only its first part was needed.
fn axis_end(facts: &Facts<'_>, night: &Night) -> SimTime {
    let window = SimTime::ZERO.plus(facts.window());
    let used = night.end.micros();
    let short = used > 0 && used < window.micros() / 3;
    let end = if short { SimTime::from_micros(used + used / 6) } else { window };
    axis::at_least_a_minute(end)
}
