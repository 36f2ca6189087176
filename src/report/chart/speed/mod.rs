//! `speed`: how fast was it, and what was the limit? The rate over the first night as steps; every
//! cap that the inputs know as a labelled line, the binding one bold; standstills hatched.

mod draw;

pub(super) use draw::draw;

use super::Story;
use super::axis;
use super::facts::{Facts, NOTHING, Standstill, clock, span};
use super::label::{first_within, sentences_within, word};
use super::table::{Cell, Table};
use crate::cause::Cause;
use crate::model::link::{LinkKind, WIFI_SHARE};
use crate::report::format::{self, Way};
use crate::sim::timeline::State;
use crate::units::{ClockTime, Rate, RatePlan, SimTime, Span};

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
        self.steps.iter().map(|s| s.1).max().unwrap_or(Rate::ZERO)
    }

    /// `line 2.85 Mbps`, `line 2 to 9 Mbps`.
    fn text(&self) -> String {
        let (least, most) = (rate(self.least()), rate(self.most()));
        let name = word(self.cause);
        if least == most {
            format!("{name} {most}")
        } else if let (Some((number, a)), Some((_, b))) =
            (least.split_once(' '), most.split_once(' '))
            && a == b
        {
            format!("{name} {number} to {most}")
        } else {
            format!("{name} {least} to {most}")
        }
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
        if let Some(plan) = link.plan.as_ref().or(stated.as_ref()) {
            let steps = plan_steps(plan, start, |r| link.efficiency.of(r));
            caps.push(Cap { cause: Cause::UploadSpeed, steps });
        }
        if let (LinkKind::Wifi, Some(rate)) = (link.kind, link.wifi_speed) {
            caps.push(Cap { cause: Cause::WifiSpeed, steps: constant(WIFI_SHARE.of(rate)) });
        }
    }
    if let Some(plan) = &inputs.cloud.cap {
        caps.push(Cap { cause: Cause::CloudSpeed, steps: plan_steps(plan, start, |r| r) });
    }
    if let Some(rate) = inputs.service.max_rate {
        caps.push(Cap { cause: Cause::PhoneSpeed, steps: constant(rate) });
    }
    caps
}

/// The first night: its steps and what held it.
struct Night {
    /// Rate from each moment to the next; the last one is where it ends.
    steps: Vec<Step>,
    end: SimTime,
    stalls: Vec<Standstill>,
    /// The cause that bound for the longest, and the rate it left for the longest.
    binding: Option<(Cause, Rate)>,
}

fn night(facts: &Facts<'_>) -> Night {
    let window_end = SimTime::ZERO.plus(facts.window());
    let inside: Vec<_> = facts
        .segments
        .iter()
        .filter(|s| s.night <= 1 && s.state != State::Outside && s.start < window_end)
        .collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut held: Vec<(Cause, Rate, Span)> = Vec::new();
    for s in &inside {
        let rate = if s.state == State::Uploading { s.rate } else { Rate::ZERO };
        if steps.last().is_none_or(|l| l.1 != rate) {
            steps.push((s.start, rate));
        }
        if s.state == State::Uploading {
            match held.iter_mut().find(|h| h.0 == s.cause && h.1 == s.rate) {
                Some(h) => h.2 = h.2.plus(s.length()),
                None => held.push((s.cause, s.rate, s.length())),
            }
        }
    }
    let end = inside.last().map_or(SimTime::ZERO, |s| s.end.min(window_end));
    let by_cause = |cause: Cause| {
        held.iter().filter(|h| h.0 == cause).fold(Span::ZERO, |sum, h| sum.plus(h.2))
    };
    let mut causes: Vec<Cause> = held.iter().map(|h| h.0).collect();
    causes.sort();
    causes.dedup();
    let longest = causes.into_iter().rev().max_by_key(|&c| by_cause(c));
    let binding = longest.and_then(|cause| {
        let of = held.iter().filter(|h| h.0 == cause);
        of.max_by_key(|h| h.2).map(|h| (cause, h.1))
    });
    let stalls = facts.standstills().into_iter().filter(|s| s.start < window_end && s.start < end);
    let stalls = stalls.map(|s| Standstill { end: s.end.min(window_end), ..s }).collect();
    Night { steps, end, stalls, binding }
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
        title: title(facts, &night),
        subtitle: format!(
            "{} over {which} and what could limit it",
            if facts.by_cable() { "Speed" } else { "Upload speed" }
        ),
        alt: alt(facts, &night),
        table: table(facts, &night),
    }
}

impl Night {
    /// How long it ran, at any rate and at one.
    fn ran(&self, at: Option<Rate>) -> Span {
        let ends = self.steps.iter().skip(1).map(|s| s.0).chain([self.end]);
        let ran = self.steps.iter().zip(ends).filter(|(s, _)| s.1 > Rate::ZERO);
        let ran = ran.filter(|(s, _)| at.is_none_or(|rate| slight(s.1, rate)));
        ran.fold(Span::ZERO, |sum, (s, end)| sum.plus(end.since(s.0)))
    }
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

fn longest_stall(night: &Night) -> Option<(Cause, Span)> {
    let mut sums: Vec<(Cause, Span)> = Vec::new();
    for stall in &night.stalls {
        match sums.iter_mut().find(|s| s.0 == stall.cause) {
            Some(sum) => sum.1 = sum.1.plus(stall.length()),
            None => sums.push((stall.cause, stall.length())),
        }
    }
    sums.sort();
    sums.into_iter().rev().max_by_key(|s| s.1).filter(|s| s.1 >= NOTHING)
}

fn title(facts: &Facts<'_>, night: &Night) -> String {
    let Some((cause, rate)) = night.binding else {
        let texts = match longest_stall(night) {
            Some((cause, _)) => vec![
                format!("Nothing was uploaded on {} 1: {}", facts.day(), word(cause)),
                format!("Nothing was uploaded: {}", word(cause)),
            ],
            None => vec!["Nothing was left to upload, so nothing ran".to_owned()],
        };
        return first_within(65, &texts);
    };
    let held = rate;
    let nearest = cap_at(facts, cause, held);
    let cap = caps(facts).into_iter().find(|c| c.cause == cause);
    let rate = self::rate(nearest.unwrap_or(held));
    let window = facts.window();
    if let Some((stall, time)) = longest_stall(night)
        && time.micros() > window.micros() / 2
    {
        let ran = night.ran(None);
        let texts = [
            format!("It ran at {rate} for only {}: {}", span(ran), word(stall)),
            format!("It ran for only {}: {}", span(ran), word(stall)),
        ];
        return first_within(65, &texts);
    }
    let usb = facts.inputs.link.kind == LinkKind::Usb;
    let than = if usb { "cable" } else { "line" };
    let texts = match cause {
        Cause::UploadSpeed => {
            // What is short of 2 % of the night is not worth a word.
            let stall = longest_stall(night);
            let stall = stall.filter(|s| s.1.micros() >= night.end.micros() / 50);
            let most = night.ran(Some(held)).micros() >= night.ran(None).micros() / 20 * 19;
            let tail = match stall {
                Some((cause, time)) => format!("; {} {}", word(cause), span(time)),
                None if most => " throughout".to_owned(),
                None => " for most of the time".to_owned(),
            };
            let upload = format!("The line held the upload to {rate}");
            match nearest {
                // Items or drops leave less than the line carries.
                None => {
                    let items = facts.outcome.limits.iter().any(|l| l.cause == Cause::ItemOverhead);
                    let most = cap.map(|cap| self::rate(cap.most())).unwrap_or_default();
                    let used = format!("The upload used only {rate} of what the line carries");
                    let by_item = format!("Time per item left {rate} of the line's {most}");
                    vec![if items { by_item } else { used }]
                }
                Some(_) => vec![format!("{upload}{tail}"), upload],
            }
        }
        Cause::UsbSpeed => vec![format!("The cable held the backup to {rate} throughout")],
        Cause::RivalTraffic => vec![format!("Other uploads left only {rate} of the line")],
        Cause::ItemOverhead => {
            vec![format!("Time per item, not the {than}, held the upload to {rate}")]
        }
        Cause::Heat => vec![format!("A warm phone, not the {than}, held the upload to {rate}")],
        Cause::WifiSpeed => vec![format!("Wi-Fi, not the {than}, held the upload to {rate}")],
        cause => vec![format!("The {}, not the {than}, held the upload to {rate}", word(cause))],
    };
    first_within(65, &texts)
}

fn alt(facts: &Facts<'_>, night: &Night) -> String {
    let when = match facts.window_text() {
        Some(hours) => format!("{} 1, {hours}", facts.day()),
        None => "day 1".to_owned(),
    };
    let first = format!("Step chart of the upload speed over {when}.");
    let held = match night.binding {
        Some((cause, rate)) => {
            format!(
                "It runs at {} for most of the time, limited by: {}.",
                self::rate(cap_at(facts, cause, rate).unwrap_or(rate)),
                word(cause)
            )
        }
        None => "It never leaves zero.".to_owned(),
    };
    let others: Vec<String> = caps(facts)
        .iter()
        .filter(|c| night.binding.is_none_or(|b| b.0 != c.cause))
        .map(Cap::text)
        .collect();
    let others = if others.is_empty() {
        String::new()
    } else {
        format!("Other limits: {}.", others.join(", "))
    };
    let stall = longest_stall(night)
        .map_or_else(String::new, |(c, t)| format!("Standstill: {}, {}.", word(c), span(t)));
    sentences_within(250, &[first, held, stall, others])
}

fn table(facts: &Facts<'_>, night: &Night) -> Table {
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
