//! The drawing of `speed`: the rate as an area with a heavy edge, the caps as lines, standstills as
//! hatches; a cap far above everything that happened is named instead of drawn.

use super::super::axis::{self, plane, x_of, y_of};
use super::super::bands::{self, Strip};
use super::super::canvas::{Align, Canvas, Rect, drawing, filled, stroke};
use super::super::facts::{Facts, Standstill};
use super::super::font::{self, Weight};
use super::super::frame::{Metrics, plated};
use super::super::label::word;
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, LEAST_BAND};
use super::words::lasting;
use super::{Cap, Step, axis_end, caps, labels, night, range, rate};
use crate::cause::Cause;
use crate::units::{Rate, SimTime};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::Color;

/// The narrowest standstill that is hatched, in pixels.
const LEAST_HATCH: f64 = 10.0;

/// A staircase through steps up to `end`.
fn stairs(steps: &[Step], end: SimTime) -> Vec<(SimTime, f64)> {
    let ends = steps.iter().skip(1).map(|s| s.0).chain([end]);
    let pairs = steps.iter().zip(ends).filter(|(s, _)| s.0 < end);
    pairs.flat_map(|(s, to)| [(s.0, s.1.as_mbps()), (to.min(end), s.1.as_mbps())]).collect()
}

pub(in crate::report::chart) fn draw(
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
    let limit = 2.6 * scale;
    let shows = |s: &&Step| s.0 < end && s.1.as_mbps() <= limit;
    let drawn: Vec<&Cap> = caps.iter().filter(|c| c.steps.iter().any(|s| shows(&s))).collect();
    let shown = drawn.iter().flat_map(|c| c.steps.iter().filter(shows));
    let highest = shown.map(|s| s.1.as_mbps()).fold(scale, f64::max);
    let far: Vec<String> = caps.iter().filter_map(|c| above_scale(c, limit, end)).collect();
    let part = |s: &Standstill| {
        s.length().micros() as f64 / end.micros() as f64 * room.w >= LEAST_BAND * m.stroke
    };
    let bare = far.is_empty() && !night.stalls.iter().any(part);
    // Room for the names of the caps; for one alone a line of it.
    let top = highest * if bare && drawn.len() <= 1 { 1.12 } else { 1.22 };
    let ticks = axis::value_ticks(top);
    let unit = |v: f64| rate(Rate::from_microbits_per_s((v * 1e12) as u64));
    let last = ticks.last().copied().unwrap_or(0.0);
    let gutter = m.tick(unit(last)).width() + m.off_axis() + 2.0;
    let head = if bare { 0.4 * m.tick } else { 1.7 * m.label };
    let plot =
        Rect::between(room.x + gutter, room.y + head, room.right(), room.bottom() - 1.7 * m.tick);
    let plane = plane(canvas, plot, end, top);
    let part = |s: &Step, to: SimTime| x_of(&plane, to.min(end)) - x_of(&plane, s.0.min(end));
    let steps = visible(&night.steps, night.end, |s, to| part(s, to) >= 1.0);
    let mut under = stairs(&steps, night.end.min(end));
    // A rate that lies on a cap to the eye is drawn on it, or both would be seen as one thick line.
    let caps_drawn: Vec<f64> =
        drawn.iter().flat_map(|c| c.steps.iter().filter(shows)).map(|s| s.1.as_mbps()).collect();
    for (_, rate) in &mut under {
        let near = |cap: &&f64| (y_of(&plane, **cap) - y_of(&plane, *rate)).abs() < 2.0 * m.stroke;
        *rate = caps_drawn.iter().find(near).copied().unwrap_or(*rate);
    }
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
        canvas.text(&m.tick(text), plot.x - m.off_axis(), y + 0.35 * m.tick, Align::End)?;
    }
    let zero = facts.outcome.clock_zero;
    for at in axis::clock_ticks(zero, end, if m.narrow() { 5 } else { 7 }) {
        let at_point = (x_of(&plane, at), plot.bottom());
        axis::draw_tick(canvas, m, at_point, facts.clock(axis::clock_at(zero, at)))?;
    }
    let width = |s: &Standstill| x_of(&plane, s.end.min(end)) - x_of(&plane, s.start.min(end));
    let stalls: Vec<Standstill> =
        night.stalls.iter().copied().filter(|s| width(s) >= LEAST_BAND * m.stroke).collect();
    let look = Ink::band(stalls.iter().map(width).sum::<f64>() / plot.w);
    let mut totals = bands::totals(&night.stalls);
    // A hatch in less is a ladder of stray dashes: the gap in the line shows it, and its name stands there.
    for stall in stalls.iter().filter(|s| width(s) >= LEAST_HATCH * m.stroke) {
        let (from, to) = (stall.start.min(end), stall.end.min(end));
        let style = bands::ink(&totals, stall.cause, look).indexed().filled();
        plane.draw(&Rectangle::new([(from, 0.0), (to, top)], style)).map_err(drawing)?;
    }
    // Where drops or items leave less than the cap, it is not the cap that stands out.
    let less = night.binding().and_then(|held| held.shortfall(facts));
    let binding = night.binding().filter(|_| less.is_none()).map(|held| held.cause);
    for cap in &drawn {
        let bold = Some(cap.cause) == binding;
        let (width, look) = if bold { (1.6, Look::Solid) } else { (1.3, Look::Dashed) };
        let style = Ink::with(Role::Text, look).indexed().stroke_width(stroke(width * m.stroke));
        for line in on_scale(cap, end, limit, top) {
            plane.draw(&PathElement::new(line.clone(), style)).map_err(drawing)?;
            for &(at, _) in line.iter().filter(|p| p.1 == top) {
                labels::leaves(canvas, m, (x_of(&plane, at), plot.y))?;
            }
        }
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
    let hours = (plot.x, plot.right());
    let edges = |s: &Standstill| (x_of(&plane, s.start), x_of(&plane, s.end.min(end)));
    let strips: Vec<Strip> =
        stalls.iter().map(|&stall| Strip { stall, edges: edges(&stall), hours }).collect();
    let shown: Vec<_> = drawn.iter().map(|&cap| (cap, on_scale(cap, end, limit, top))).collect();
    let space = labels::Room { plot, strips: &strips };
    let (whole, room) = (room, space);
    labels::caps(canvas, m, &plane, &room, &shown, binding)?;
    if let Some(held) = night.binding() {
        let capped = drawn.iter().any(|c| c.cause == held.cause);
        let text = held.text(facts);
        let pixels: Vec<_> =
            under.iter().map(|&(t, v)| (x_of(&plane, t), y_of(&plane, v))).collect();
        if under.is_empty() {
            // Too short to see: a dot, and for how long.
            let at = night.steps.iter().find(|s| s.1 > Rate::ZERO).map_or(SimTime::ZERO, |s| s.0);
            let at = (x_of(&plane, at), y_of(&plane, held.usual().as_mbps()));
            canvas.dot(at, 4.5 * m.stroke, Ink::solid(Role::Upload))?;
            let label = m.label(format!("{text} for {}", lasting(night.ran())), Weight::Bold);
            let below = at.1 + 1.5 * m.label;
            plated(canvas, &label, &[(at.0 + 9.0, below, Align::Start)])?;
        } else if less.is_some() || !capped {
            let what = match less {
                Some(why) if capped => format!("with {why}"),
                _ => word(held.cause).to_owned(),
            };
            // What the others leave is not what they take.
            let leave = if held.cause == Cause::RivalTraffic { " leave" } else { "" };
            let texts = [format!("{what}{leave} {text}"), what];
            labels::rate(canvas, m, &room, &pixels, texts)?;
        }
    }
    if night.steps.is_empty() {
        let label = m.label("nothing was left to send", Weight::Regular);
        let middle = (plot.x + plot.w / 2.0, plot.y + plot.h * 0.6, Align::Middle);
        plated(canvas, &label, &[middle])?;
    }
    totals.truncate(4);
    bands::name(canvas, m, plot, &strips, &totals, &[0.45, 0.3, 0.6, 0.18, 0.75, 0.08, 0.88])?;
    if far.is_empty() {
        return Ok(());
    }
    // Above the plot, or in it where the names of the standstills need that place.
    let text = format!("above the scale: {}", far.join(", "));
    let label = m.remark(font::shorten(&text, m.tick, Weight::Regular, whole.w));
    let y = whole.y + 0.8 * m.tick;
    let inside = (0..4).map(|k| plot.y + (1.2 + 1.3 * f64::from(k)) * m.tick);
    let spots = [y]
        .into_iter()
        .chain(inside)
        .flat_map(|y| [(plot.right(), y, Align::End), (plot.x + 4.0, y, Align::Start)]);
    plated(canvas, &label, &spots.collect::<Vec<_>>()).map(|_| ())
}

/// `service 20 to 30 Mbps at times`: what of a cap lies above the scale.
fn above_scale(cap: &Cap, limit: f64, end: SimTime) -> Option<String> {
    let within = || cap.steps.iter().filter(|s| s.0 < end && s.1 < Rate::UNLIMITED);
    let high = || within().filter(|s| s.1.as_mbps() > limit).map(|s| s.1);
    let text = range(high().min()?, high().max()?);
    let times = if within().all(|s| s.1.as_mbps() > limit) { "" } else { " at times" };
    Some(format!("{} {text}{times}", word(cap.cause)))
}

/// The parts of a cap that lie on the scale. Where it leaves the scale, the part goes on to the top.
fn on_scale(cap: &Cap, end: SimTime, limit: f64, top: f64) -> Vec<Vec<(SimTime, f64)>> {
    let mut parts: Vec<Vec<(SimTime, f64)>> = Vec::new();
    let mut high = None;
    for pair in stairs(&cap.steps, end).chunks_exact(2) {
        let &[from, to] = pair else { continue };
        if from.1 > limit {
            if let (Some(part), Some(false)) = (parts.last_mut(), high) {
                part.push((from.0, top));
            }
            high = Some(true);
            continue;
        }
        match (parts.last_mut(), high) {
            (Some(part), Some(false)) => part.extend([from, to]),
            (_, Some(true)) => parts.push(vec![(from.0, top), from, to]),
            _ => parts.push(vec![from, to]),
        }
        high = Some(false);
    }
    parts
}

/// The steps that can be seen: what is narrower keeps the rate before it, at the very start the rate
/// behind it.
fn visible(steps: &[Step], end: SimTime, wide: impl Fn(&Step, SimTime) -> bool) -> Vec<Step> {
    let ends = steps.iter().skip(1).map(|s| s.0).chain([end]);
    let mut list: Vec<Step> = Vec::new();
    for (step, _) in steps.iter().zip(ends).filter(|(s, to)| wide(s, *to)) {
        if list.last().is_none_or(|last| last.1 != step.1) {
            list.push(*step);
        }
    }
    if let (Some(first), Some(start)) = (list.first_mut(), steps.first()) {
        first.0 = start.0;
    }
    list
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
