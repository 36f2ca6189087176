//! The labels of `nights`: each line named on itself, the reader's own case beside its dot, and what
//! never comes down to the scale. Lines flow in as they were drawn; labels interrupt no other line
//! where that can be.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::label::proven;
use super::super::palette::{Ink, Look, Role};
use super::super::steps::size;
use super::MOST;
use super::draw::{Panel, Stairs};
use crate::report::format;
use crate::study::grid::Cell;

/// Where a label may stand.
pub type Spot = (f64, f64, Align);

/// Points beside a line and on it at which its label interrupts no other line: beside it first, and
/// those first that are nearest to a height that all lines share. Each is looked at only if none before
/// it is taken.
pub fn along<'s>(
    line: usize,
    stairs: &'s [Stairs],
    plot: &'s Rect,
    label: &'s Label,
    m: &'s Metrics,
) -> impl Iterator<Item = Spot> + 's {
    let half = label.width() / 2.0 + 2.0 * m.stroke;
    let lift = 0.36 * label.size;
    let wanted = plot.y + 0.3 * plot.h;
    let mut spots: Vec<Spot> = Vec::new();
    for pair in stairs.get(line).into_iter().flatten().flat_map(|part| part.windows(2)) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let steps = ((x1 - x0).abs().max((y1 - y0).abs()) / 3.0).ceil().clamp(1.0, 200.0);
        for i in 0..=steps as u32 {
            let part = f64::from(i) / steps;
            let (x, y) = (x0 + (x1 - x0) * part, y0 + (y1 - y0) * part);
            spots.push((x + 0.45 * m.label, y + lift, Align::Start));
            spots.push((x.max(plot.x + half), y + lift, Align::Middle));
            spots.push((x - 0.6 * m.label, y + lift, Align::Start));
            if line == 0 {
                // Nothing else lies below the least size.
                spots.push((x.max(plot.x + half), y + 1.2 * m.label, Align::Middle));
            }
        }
    }
    let own = stairs.get(line);
    let is_beside = move |&(x, y, align): &Spot| {
        let text = label.at(x, y, align);
        (align == Align::Start || line == 0)
            && !own.is_some_and(|own| meets(&text, own, 0.15 * m.label))
    };
    let is_clear = move |&(x, y, align): &Spot| {
        let text = label.at(x, y, align);
        let inside = text.y > plot.y - 2.0 && text.bottom() < plot.bottom() - 3.0;
        let mut others = stairs.iter().enumerate().filter(|(other, _)| *other != line);
        inside
            && text.x > plot.x + 1.0
            && text.right() < plot.right()
            && !others.any(|(_, parts)| meets(&text, parts, 0.35 * m.label))
    };
    let far = |spot: &Spot| (spot.1 - wanted).abs();
    spots.sort_by(|a, b| far(a).total_cmp(&far(b)));
    // Beside the line, which then is whole; else in a gap of it, the whole label rather than a part.
    (0..3).flat_map(move |rank| {
        let spots = spots.clone().into_iter().filter(move |spot| match rank {
            0 => is_beside(spot),
            1 => spot.2 == Align::Middle && !is_beside(spot),
            _ => spot.2 != Align::Middle && !is_beside(spot),
        });
        spots.filter(is_clear)
    })
}

/// Whether a line passes through a box or near it. Lines go from left to right, so that of each part only
/// what lies above and below the box is looked at.
fn meets(text: &Rect, parts: &Stairs, near: f64) -> bool {
    let (left, right) = (text.x - near, text.right() + near);
    let (top, bottom) = (text.y - near, text.bottom() + near);
    parts.iter().any(|part| {
        let first = part.partition_point(|&(x, _)| x <= left).saturating_sub(1);
        let pairs = part.get(first..).unwrap_or_default().windows(2);
        pairs.take_while(|pair| pair[0].0 < right).any(|pair| {
            let [(_, y0), (x1, y1)] = [pair[0], pair[1]];
            x1 > left && y0.min(y1) < bottom && y0.max(y1) > top
        })
    })
}

/// The reader's own case on its own line.
pub fn dot(
    panel: &Panel<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    stairs: &[Stairs],
) -> Result<(), ChartError> {
    let curves = panel.nights.curves;
    // Without a size of its own the case lies on none of the lines.
    let sized = curves.lines.iter().any(|line| line.is_own);
    if panel.window != panel.nights.own_window() || !sized {
        return Ok(());
    }
    let Some(speed) = curves.own_speed else { return Ok(()) };
    let ends = curves.speeds.first().copied().zip(curves.speeds.last().copied());
    if !ends.is_some_and(|(low, high)| (low..=high).contains(&speed)) {
        return Ok(());
    }
    // What lies above the scale stands at its top.
    let night = curves.own.night();
    let shown = night.filter(|night| *night <= MOST);
    let (x, y) = (
        panel.x(speed),
        shown.map_or(panel.plot.y + 3.0 * m.stroke, |night| panel.y(f64::from(night))),
    );
    let radius = 6.0 * m.stroke;
    canvas.dot((x, y), radius, Ink::solid(Role::Upload))?;
    canvas.dot((x, y), radius / 2.0, Ink::solid(Role::Ground))?;
    canvas.block(Rect::between(x - radius, y - radius, x + radius, y + radius));
    let day = panel.nights.facts.day();
    let nights = match (night, curves.own.proof()) {
        (Some(night), _) => format::count(u64::from(night), day),
        (None, Some(_)) => "never".to_owned(),
        (None, None) => format!("over {MOST} {day}s"),
    };
    let (off, down) = (radius + 4.0 * m.stroke, radius + 1.15 * m.label);
    let mut spots = vec![
        (x + off, y - 0.5 * m.label, Align::Start),
        (x + 0.5 * off, y - off, Align::Start),
        (x - off, y + down, Align::End),
        (x - off, y + 0.36 * m.label, Align::End),
        (x, y + down, Align::Middle),
        (x + off, y - 1.2 * m.label, Align::Start),
        (x, y - off, Align::Middle),
        (x + off, y + down, Align::Start),
        (x - off, y - off, Align::End),
    ];
    // Farther off, where a leader shows what it belongs to: the nearest first.
    let near = spots.len();
    let mut far: Vec<Spot> = Vec::new();
    for right in 0..16 {
        for up in 0..10 {
            let (x, y) = (x + off + f64::from(right) * m.label, y - f64::from(up) * m.label);
            far.push((x, y, Align::Start));
        }
    }
    let apart = |spot: &Spot| libm::hypot(spot.0 - x, spot.1 - y);
    far.sort_by(|a, b| apart(a).total_cmp(&apart(b)));
    spots.extend(far);
    let low = panel.plot.bottom() - 0.3 * m.label;
    for text in [format!("you: {nights}"), "you".to_owned()] {
        let label = m.label(text, Weight::Bold);
        // No line is interrupted: the words above the drawing tell of the case as well.
        let clear = |&(x, y, align): &Spot| {
            let text = label.at(x, y, align);
            let inside = text.x > panel.plot.x && text.right() < panel.plot.right();
            let inside = inside && y < low && text.y > panel.plot.y;
            inside && !stairs.iter().any(|parts| meets(&text, parts, 2.0 * m.stroke))
        };
        for (place, spot) in spots.iter().enumerate().filter(|(_, spot)| clear(spot)) {
            if plated(canvas, &label, &[*spot])? {
                if place >= near {
                    let text = label.at(spot.0, spot.1, spot.2);
                    let to = (text.x - 3.0 * m.stroke, text.bottom() - 0.45 * m.label);
                    let long = libm::hypot(to.0 - x, to.1 - y).max(1.0);
                    let part = (radius + 1.0) / long;
                    let from = (x + (to.0 - x) * part, y + (to.1 - y) * part);
                    // A thin seam, so that it is seen where it crosses a line.
                    canvas.line(&[from, to], 3.0 * m.stroke, Ink::decor(Role::Ground))?;
                    canvas.line(&[from, to], m.stroke, Ink::solid(Role::Text))?;
                }
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A panel without any line: hatched for what stops it, with the words in its middle.
pub fn empty(
    panel: &Panel<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    stairs: &[Stairs],
) -> Result<(), ChartError> {
    let (curves, plot) = (panel.nights.curves, panel.plot);
    let lines = 0..curves.lines.len();
    let proof = lines.rev().find_map(|line| curves.line(panel.window, line).last()?.proof());
    if let Some(proof) = proof {
        let ink = Ink::with(Role::of(proof.cause.chart_state()), Look::Mist);
        canvas.fill(plot, ink)?;
    }
    let groups = reasons(panel, stairs);
    let first = plot.y + plot.h / 2.0 - 0.75 * m.label * (groups.len() as f64 - 1.0);
    for (place, (head, why)) in groups.iter().enumerate() {
        let head = if groups.len() == 1 { "All sizes" } else { head };
        let texts = [format!("{head}: {why}"), why.clone()];
        let y = first + 1.5 * m.label * place as f64 + 0.36 * m.label;
        for text in texts {
            let label = m.label(text, Weight::Regular);
            let fits = label.width() + m.label <= plot.w;
            let spots = [(plot.x + plot.w / 2.0, y, Align::Middle)];
            if fits && plated(canvas, &label, &spots)? {
                break;
            }
        }
    }
    Ok(())
}

/// Says of the lines that never come down to the scale why.
pub fn missing(
    panel: &Panel<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    stairs: &[Stairs],
) -> Result<(), ChartError> {
    for (head, why) in reasons(panel, stairs) {
        let texts =
            [vec![format!("{head}: {why}")], vec![format!("{head}:"), why.clone()], vec![why]];
        for lines in texts {
            if stacked(canvas, m, &panel.plot, &lines)? {
                break;
            }
        }
    }
    Ok(())
}

/// The sizes whose lines never come down to the scale, and why, those of one reason together.
fn reasons(panel: &Panel<'_>, stairs: &[Stairs]) -> Vec<(String, String)> {
    let curves = panel.nights.curves;
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (line, entry) in curves.lines.iter().enumerate() {
        if stairs.get(line).is_some_and(|parts| !parts.is_empty()) {
            continue;
        }
        let best = curves.line(panel.window, line).last();
        let day = panel.nights.facts.day();
        let why = match (best.and_then(Cell::proof), best.and_then(Cell::verdict)) {
            (_, None) => "done already".to_owned(),
            (Some(proof), _) => proven(proof).to_owned(),
            (None, _) => format!("over {MOST} {day}s"),
        };
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, sizes)) => sizes.push(size(entry.size)),
            None => groups.push((why, vec![size(entry.size)])),
        }
    }
    let told = |(why, sizes): (String, Vec<String>)| {
        let shared = sizes.iter().all(|s| s.ends_with(" GB"));
        let numbers = sizes.iter().map(|s| s.trim_end_matches(" GB")).collect::<Vec<_>>();
        let list = if shared { numbers.join(", ") + " GB" } else { sizes.join(", ") };
        // All from one size on are named by that one.
        let last = curves.lines.last().map(|line| size(line.size));
        let from = sizes.first().filter(|_| sizes.len() > 2 && sizes.last() == last.as_ref());
        let inner =
            curves.lines.iter().skip(curves.lines.len() - sizes.len().min(curves.lines.len()));
        let whole = inner.map(|line| size(line.size)).eq(sizes.iter().cloned());
        (from.filter(|_| whole).map_or(list, |from| format!("{from} and more")), why)
    };
    groups.into_iter().map(told).collect()
}

/// Puts lines of text below each other at the right, as high as they are free.
fn stacked(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: &Rect,
    lines: &[String],
) -> Result<bool, ChartError> {
    let step = 1.4 * m.label;
    let right = plot.right() - 4.0;
    let labels: Vec<Label> =
        lines.iter().map(|text| m.label(text.clone(), Weight::Regular)).collect();
    for part in [0.0, 0.12, 0.25, 0.4, 0.55] {
        let first = plot.y + 1.6 * m.label + part * plot.h;
        let spots: Vec<(f64, f64, Align)> =
            (0..labels.len()).map(|i| (right, first + i as f64 * step, Align::End)).collect();
        let both = || labels.iter().zip(&spots);
        let free = both().all(|(label, spot)| {
            let text = label.at(spot.0, spot.1, spot.2);
            let inside = text.bottom() < plot.bottom() && text.x > plot.x;
            // With the plate around it.
            let pad = 0.2 * label.size;
            let plate = Rect::between(
                text.x - pad,
                text.y - pad / 2.0,
                text.right() + pad,
                text.bottom() + pad / 2.0,
            );
            inside && canvas.is_free(&plate)
        });
        if free {
            for (label, spot) in both() {
                plated(canvas, label, &[*spot])?;
            }
            return Ok(true);
        }
    }
    Ok(false)
}
