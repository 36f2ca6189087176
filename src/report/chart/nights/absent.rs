//! What `nights` says of lines that never come down to the scale: which sizes, and why. Where that is all
//! of them, the panel is hatched for what stops them.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::label::proven;
use super::super::palette::{Ink, Look, Role};
use super::super::steps::size;
use super::MOST;
use super::scale::Panel;
use super::stairs::Stairs;
use crate::study::grid::Cell;

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
        if stairs.get(line).is_some_and(|stairs| !stairs.is_empty()) {
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
