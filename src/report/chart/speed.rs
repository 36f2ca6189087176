//! `speed`: how fast was it, and what was the limit? The rate over the first night as steps; every
//! cap that the inputs know as a labelled line, the binding one bold; standstills hatched.

use super::axis::{self, plane, x_of, y_of};
use super::canvas::{Align, Canvas, Rect, drawing, filled, stroke};
use super::facts::{Facts, Standstill, clock, span};
use super::font::Weight;
use super::frame::{Metrics, plated};
use super::label::{first_within, sentences_within, word};
use super::palette::{Ink, Look, Role};
use super::table::{Cell, Table};
use super::{ChartError, Story};
use crate::cause::Cause;
use crate::model::link::{LinkKind, WIFI_SHARE};
use crate::report::format::{self, Way};
use crate::sim::timeline::State;
use crate::units::{ClockTime, Rate, RatePlan, SimTime, Span};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::Color;

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
    Story {
        title: title(facts, &night),
        subtitle: format!("Upload speed over {which} and what could limit it"),
        alt: alt(facts, &night),
        table: table(facts, &night),
    }
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
    sums.into_iter().rev().max_by_key(|s| s.1)
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
    let rate = self::rate(rate);
    let window = facts.window();
    if let Some((stall, time)) = longest_stall(night)
        && time.micros() > window.micros() / 2
    {
        let ran =
            night.steps.iter().zip(night.steps.iter().skip(1).map(|s| s.0).chain([night.end]));
        let ran = ran.filter(|(s, _)| s.1 > Rate::ZERO);
        let ran = ran.fold(Span::ZERO, |sum, (s, end)| sum.plus(end.since(s.0)));
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
            let tail = match longest_stall(night) {
                Some((cause, time)) => format!("; {} {}", word(cause), span(time)),
                None => " throughout".to_owned(),
            };
            vec![
                format!("The line held the upload to {rate}{tail}"),
                format!("The line held the upload to {rate}"),
            ]
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
        Some(hours) => format!("night 1, {hours}"),
        None => "day 1".to_owned(),
    };
    let first = format!("Step chart of the upload speed over {when}.");
    let held = match night.binding {
        Some((cause, rate)) => {
            format!(
                "It runs at {} for most of the time, limited by: {}.",
                self::rate(rate),
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

/// A staircase through steps up to `end`.
fn stairs(steps: &[Step], end: SimTime) -> Vec<(SimTime, f64)> {
    let ends = steps.iter().skip(1).map(|s| s.0).chain([end]);
    let pairs = steps.iter().zip(ends).filter(|(s, _)| s.0 < end);
    pairs.flat_map(|(s, to)| [(s.0, s.1.as_mbps()), (to.min(end), s.1.as_mbps())]).collect()
}

pub(super) fn draw(
    facts: &Facts<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    let night = night(facts);
    let caps = caps(facts);
    let end = axis_end(facts, &night);
    let peak = night.steps.iter().map(|s| s.1).max().unwrap_or(Rate::ZERO).as_mbps();
    let lowest = caps.iter().map(|c| c.least().as_mbps()).fold(f64::INFINITY, f64::min);
    let scale = if peak > 0.0 {
        peak
    } else if lowest.is_finite() {
        lowest
    } else {
        1.0
    };
    // A cap far above what happened would press the rest to the floor: it is named instead.
    let (drawn, far): (Vec<_>, Vec<_>) =
        caps.iter().partition(|c| c.least().as_mbps() <= 2.6 * scale);
    let highest = drawn.iter().map(|c| c.most().as_mbps().min(2.6 * scale)).fold(scale, f64::max);
    let top = highest * 1.22;
    let ticks = axis::value_ticks(top);
    let unit = |v: f64| rate(Rate::from_microbits_per_s((v * 1e12) as u64));
    let last = ticks.last().copied().unwrap_or(0.0);
    let gutter = m.tick(unit(last)).width() + 8.0;
    let head = if far.is_empty() { 0.4 } else { 1.6 } * m.tick;
    let plot =
        Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - 1.7 * m.tick);
    if !far.is_empty() {
        let names: Vec<_> = far.iter().map(|c| c.text()).collect();
        let text = format!("above the scale: {}", names.join(", "));
        let text = super::font::shorten(&text, m.tick, Weight::Regular, room.w);
        canvas.text(&m.remark(text), room.right(), room.y + 0.8 * m.tick, Align::End)?;
    }
    let plane = plane(canvas, plot, end, top);
    let under = stairs(&night.steps, night.end.min(end));
    if let (Some(first), Some(last)) = (under.first(), under.last()) {
        let mut area = under.clone();
        area.push((last.0, 0.0));
        area.push((first.0, 0.0));
        plane.draw(&Polygon::new(area, filled(Role::Band, Look::Solid))).map_err(drawing)?;
    }
    for tick in &ticks {
        let y = y_of(&plane, *tick);
        let ink = Ink::decor(if *tick == 0.0 { Role::Muted } else { Role::Grid });
        canvas.line(&[(plot.x, y), (plot.right(), y)], m.stroke, ink)?;
        let text = if *tick == last { unit(last) } else { number(*tick, last) };
        canvas.text(&m.tick(text), plot.x - 6.0, y + 0.35 * m.tick, Align::End)?;
    }
    let zero = facts.outcome.clock_zero;
    for at in axis::clock_ticks(zero, end, if m.narrow() { 5 } else { 7 }) {
        let at_point = (x_of(&plane, at), plot.bottom());
        axis::draw_tick(canvas, m, at_point, clock(axis::clock_at(zero, at)))?;
    }
    for stall in &night.stalls {
        let (from, to) = (stall.start.min(end), stall.end.min(end));
        let style = filled(Role::of(stall.cause.chart_state()), Look::Veil);
        plane.draw(&Rectangle::new([(from, 0.0), (to, top)], style)).map_err(drawing)?;
    }
    let binding = night.binding.map(|b| b.0);
    for cap in &drawn {
        let bold = Some(cap.cause) == binding;
        let (width, look) = if bold { (1.6, Look::Solid) } else { (1.3, Look::Dashed) };
        let line = stairs(&cap.steps, end);
        let line: Vec<_> = line.into_iter().map(|(t, v)| (t, v.min(top))).collect();
        let style = Ink::with(Role::Text, look).indexed().stroke_width(stroke(width * m.stroke));
        plane.draw(&PathElement::new(line, style)).map_err(drawing)?;
    }
    let mut path = under.clone();
    if night.end < end && !path.is_empty() {
        path.push((night.end, 0.0));
    }
    if !path.is_empty() {
        let style = Ink::solid(Role::Upload).indexed().stroke_width(stroke(2.6 * m.stroke));
        plane.draw(&PathElement::new(path.clone(), style)).map_err(drawing)?;
        let pixels: Vec<_> =
            path.iter().map(|&(t, v)| (x_of(&plane, t), y_of(&plane, v))).collect();
        canvas.block_line(&pixels, 4.0 * m.stroke);
    }
    label_caps(canvas, m, &plane, plot, &drawn, binding, end)?;
    if let Some((cause, held)) = night.binding
        && !drawn.iter().any(|c| c.cause == cause)
    {
        let label = m.label(format!("{} {}", word(cause), rate(held)), Weight::Bold);
        let y = y_of(&plane, held.as_mbps());
        plated(canvas, &label, &spots(plot, y, m.label))?;
    }
    if night.steps.is_empty() {
        let label = m.label("nothing was left to send", Weight::Regular);
        let middle = (plot.x + plot.w / 2.0, plot.y + plot.h * 0.6, Align::Middle);
        plated(canvas, &label, &[middle])?;
    }
    label_stalls(canvas, m, &plane, plot, &night.stalls)
}

/// Points just above and just below a level, from the right end leftwards.
fn spots(plot: Rect, y: f64, size: f64) -> Vec<(f64, f64, Align)> {
    let mut spots = Vec::new();
    for i in 0..12 {
        let x = plot.right() - 4.0 - plot.w * f64::from(i) / 13.0;
        for y in [y - 0.55 * size, y + 1.35 * size, y - 1.8 * size] {
            if y - size > plot.y - size && y < plot.bottom() - 2.0 {
                spots.push((x, y, Align::End));
            }
        }
    }
    spots
}

fn label_caps(
    canvas: &mut Canvas,
    m: &Metrics,
    plane: &axis::Plane,
    plot: Rect,
    caps: &[&Cap],
    binding: Option<Cause>,
    end: SimTime,
) -> Result<(), ChartError> {
    for cap in caps {
        let line: Vec<_> = stairs(&cap.steps, end)
            .iter()
            .map(|&(t, v)| (x_of(plane, t), y_of(plane, v).max(plot.y)))
            .collect();
        canvas.block_line(&line, 3.0);
    }
    for cap in caps {
        let bold = Some(cap.cause) == binding;
        let weight = if bold { Weight::Bold } else { Weight::Regular };
        let label = m.label(cap.text(), weight);
        let at_end = cap.steps.iter().take_while(|s| s.0 < end).last().map_or(Rate::ZERO, |s| s.1);
        let y = y_of(plane, at_end.as_mbps()).max(plot.y);
        plated(canvas, &label, &spots(plot, y, m.label))?;
    }
    Ok(())
}

fn label_stalls(
    canvas: &mut Canvas,
    m: &Metrics,
    plane: &axis::Plane,
    plot: Rect,
    stalls: &[Standstill],
) -> Result<(), ChartError> {
    let mut list: Vec<&Standstill> = stalls.iter().collect();
    list.sort_by_key(|s| (std::cmp::Reverse(s.length()), s.start));
    let mut named: Vec<Cause> = Vec::new();
    for stall in list.into_iter().take(40) {
        if named.contains(&stall.cause) {
            continue;
        }
        let text = format!("{} {}", word(stall.cause), span(stall.length()));
        let label = m.label(text, Weight::Regular);
        let middle = (x_of(plane, stall.start) + x_of(plane, stall.end)) / 2.0;
        let half = label.width() / 2.0 + 4.0;
        let x = middle.clamp(plot.x + half, (plot.right() - half).max(plot.x + half));
        let spots: Vec<_> = [0.45, 0.3, 0.6, 0.18, 0.75, 0.08, 0.88]
            .map(|h| (x, plot.bottom() - plot.h * h, Align::Middle))
            .to_vec();
        if plated(canvas, &label, &spots)? {
            named.push(stall.cause);
        }
    }
    Ok(())
}

/// A tick without its unit, in the unit of the largest tick.
fn number(value: f64, last: f64) -> String {
    let text = |v: f64| rate(Rate::from_microbits_per_s((v * 1e12) as u64));
    let unit = text(last).rsplit(' ').next().unwrap_or_default().to_owned();
    let per = match unit.as_str() {
        "Tbps" => 1e6,
        "Gbps" => 1e3,
        "kbps" => 1e-3,
        "bps" => 1e-6,
        _ => 1.0,
    };
    let text = format!("{:.3}", value / per);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
