//! The drawing of `speed`: the rate as an area with a heavy edge, the caps as lines, standstills as
//! hatches; a cap far above everything that happened is named instead of drawn.

use super::super::axis::{self, plane, x_of, y_of};
use super::super::canvas::{Align, Canvas, Rect, drawing, filled, stroke};
use super::super::facts::{Facts, Standstill, clock, span};
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::label::word;
use super::super::palette::{Ink, Look, Role};
use super::super::{ChartError, LEAST_BAND};
use super::{Cap, Step, axis_end, caps, night, rate};
use crate::cause::Cause;
use crate::units::{Rate, SimTime};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::Color;

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
        let text = super::super::font::shorten(&text, m.tick, Weight::Regular, room.w);
        canvas.text(&m.remark(text), room.right(), room.y + 0.8 * m.tick, Align::End)?;
    }
    let plane = plane(canvas, plot, end, top);
    let part = |s: &Step, to: SimTime| x_of(&plane, to.min(end)) - x_of(&plane, s.0.min(end));
    let steps = visible(&night.steps, night.end, |s, to| part(s, to) >= 1.0);
    let under = stairs(&steps, night.end.min(end));
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
    let width = |s: &Standstill| x_of(&plane, s.end.min(end)) - x_of(&plane, s.start.min(end));
    let stalls: Vec<Standstill> =
        night.stalls.iter().copied().filter(|s| width(s) >= LEAST_BAND).collect();
    let look = Ink::band(stalls.iter().map(width).sum::<f64>() / plot.w);
    for stall in &stalls {
        let (from, to) = (stall.start.min(end), stall.end.min(end));
        let style = filled(Role::of(stall.cause.chart_state()), look);
        plane.draw(&Rectangle::new([(from, 0.0), (to, top)], style)).map_err(drawing)?;
    }
    // Where drops or items leave less than the cap, it is not the cap that stands out.
    let less = night.binding().and_then(|held| held.shortfall(facts));
    let binding = night.binding().filter(|_| less.is_none()).map(|held| held.cause);
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
    if let Some(held) = night.binding()
        && (less.is_some() || !drawn.iter().any(|c| c.cause == held.cause))
    {
        let capped = drawn.iter().any(|c| c.cause == held.cause);
        let what = match less {
            Some(why) if capped => format!("with {why}"),
            _ => word(held.cause).to_owned(),
        };
        let label = m.label(format!("{what} {}", held.text(facts)), Weight::Bold);
        let at_end = night.steps.last().map_or(Rate::ZERO, |s| s.1);
        let level = if at_end > Rate::ZERO { at_end } else { held.usual() };
        let y = y_of(&plane, level.as_mbps());
        plated(canvas, &label, &spots(plot, y, m.label))?;
    }
    if night.steps.is_empty() {
        let label = m.label("nothing was left to send", Weight::Regular);
        let middle = (plot.x + plot.w / 2.0, plot.y + plot.h * 0.6, Align::Middle);
        plated(canvas, &label, &[middle])?;
    }
    label_stalls(canvas, m, &plane, plot, &stalls)
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
        let heights = [0.45, 0.3, 0.6, 0.18, 0.75, 0.08, 0.88].map(|h| plot.bottom() - plot.h * h);
        let over = heights.map(|y| (x, y, Align::Middle));
        // Where a band is narrow, its name begins or ends at it.
        let (from, to) = (x_of(plane, stall.start) - 6.0, x_of(plane, stall.end) + 6.0);
        let sides = heights.map(|y| [(from, y, Align::End), (to, y, Align::Start)]);
        let inside = |&(x, y, align): &(f64, f64, Align)| {
            let text = label.at(x, y, align);
            text.x >= plot.x && text.right() <= plot.right()
        };
        let beside = sides.into_iter().flatten().filter(inside);
        let spots: Vec<_> = over.into_iter().chain(beside).collect();
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
