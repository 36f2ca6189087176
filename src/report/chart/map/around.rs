//! What stands around the cells of `map`: the values left and below, the name of the line where it
//! leaves the grid, the key of the steps, and what marks and ring stand for.

use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::super::palette::{Ink, QUANTITY, Role, text_on};
use super::super::{ChartError, Layout};
use super::blocks::{Reason, reason};
use super::draw::{Frame, GAP, own_name};
use super::words::pair;
use super::{Map, STEPS, Shown};
use crate::report::format;

/// Where the line leaves the grid, and where its label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// At the top, left of this column; in time is what lies right of it, or left.
    Top(usize, bool),
    /// At the right, below this row; in time is what lies below it, or above.
    Right(usize, bool),
    /// Elsewhere, or there is none.
    Nowhere,
}

pub fn exit(map: &Map<'_>) -> Exit {
    let (columns, rows) = (map.columns(), map.rows());
    let holds = |i: usize, j: usize| map.grid.cell(i, j).in_time();
    let top = rows.saturating_sub(1);
    let changes = (1..columns).rev().find(|&i| holds(i - 1, top) != holds(i, top));
    if let Some(column) = changes {
        return Exit::Top(column, holds(column, top));
    }
    let right = columns.saturating_sub(1);
    let changes = (1..rows).rev().find(|&j| holds(right, j - 1) != holds(right, j));
    changes.map_or(Exit::Nowhere, |row| Exit::Right(row, holds(right, row - 1)))
}

/// The steps with their nights, where cells have no numbers.
pub fn key(canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
    let texts = ["1 night", "2", "3–4", "5–7", "8–14", "over 14"];
    debug_assert_eq!(texts.len(), STEPS.len() + 1);
    let widths = texts.map(|t| font::width(t, m.tick, Weight::Regular) + 14.0);
    let spare = ((room.w - widths.iter().sum::<f64>()) / texts.len() as f64).clamp(0.0, 30.0);
    let mut x = room.x;
    for ((text, step), width) in texts.iter().zip(QUANTITY).zip(widths) {
        let area = Rect::between(x, room.y, x + width + spare - GAP, room.bottom());
        canvas.fill(area, Ink::decor(step))?;
        let ink = Ink::solid(text_on(step));
        let label = Label::new(*text, m.tick, Weight::Regular, ink);
        let middle = (area.x + area.right()) / 2.0;
        canvas.text(&label, middle, area.bottom() - 0.45 * m.tick, Align::Middle)?;
        x += width + spare;
    }
    Ok(())
}

/// The values left and below; the own ones bold, and those left out first that have no room.
pub fn axes(
    map: &Map<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    frame: &Frame,
    (right, up): (&[String], &[String]),
) -> Result<(), ChartError> {
    let own = map.grid.own;
    let label = |text: &str, is_own: bool| match is_own {
        true => Label::new(text, m.tick, Weight::Bold, Ink::solid(Role::Text)),
        false => m.tick(text),
    };
    // The unit stands on the last value alone if all have the same one and not all have room.
    let whole = right.iter().map(|t| font::width(t, m.tick, Weight::Bold)).fold(0.0, f64::max);
    let split = |text: &'_ String| text.rsplit_once(' ').map(|(n, u)| (n.to_owned(), u.to_owned()));
    let parts: Vec<(String, String)> = right.iter().filter_map(split).collect();
    let unit = parts
        .first()
        .map(|p| p.1.clone())
        .filter(|unit| parts.len() == right.len() && parts.iter().all(|p| p.1 == *unit));
    let base = frame.plot.bottom() + 1.4 * m.tick;
    let (texts, alone) = match unit {
        Some(unit) if whole + 6.0 > frame.width() => {
            (parts.into_iter().map(|p| p.0).collect::<Vec<_>>(), Some(unit))
        }
        _ => (right.to_vec(), None),
    };
    if let Some(unit) = alone {
        canvas.text(&m.tick(unit), frame.plot.x - 6.0, base, Align::End)?;
    }
    let widths: Vec<f64> =
        texts.iter().map(|text| font::width(text, m.tick, Weight::Bold)).collect();
    let every = stride(&widths, frame.width() - 5.0);
    let last = texts.len().saturating_sub(1);
    // A card's edges may be cut off.
    let over = if m.layout == Layout::Social { 0.0 } else { 0.8 * m.side };
    let edge = frame.plot.right() + over;
    for column in ordered(texts.len(), own.map(|o| o.0), every) {
        let Some(text) = texts.get(column) else { continue };
        let label = label(text, own.map(|o| o.0) == Some(column));
        let x = (frame.x(column) + frame.x(column + 1)) / 2.0;
        let half = label.width() / 2.0;
        let spot = if column == last && x + half > edge {
            (frame.plot.right(), base, Align::End)
        } else {
            (x, base, Align::Middle)
        };
        spaced(canvas, &label, spot)?;
    }
    let every = (1.15 * m.tick / frame.height()).ceil().max(1.0) as usize;
    for row in ordered(up.len(), own.map(|o| o.1), every) {
        let Some(text) = up.get(row) else { continue };
        let label = label(text, own.map(|o| o.1) == Some(row));
        let y = (frame.y(row) + frame.y(row + 1)) / 2.0 + 0.36 * m.tick;
        canvas.place(&label, &[(frame.plot.x - 6.0, y, Align::End)])?;
    }
    Ok(())
}

/// Places a label if the space of a letter is free on both of its sides.
fn spaced(canvas: &mut Canvas, label: &Label, spot: (f64, f64, Align)) -> Result<(), ChartError> {
    let text = label.at(spot.0, spot.1, spot.2);
    let wide = Rect::between(text.x - 4.0, text.y, text.right() + 4.0, text.bottom());
    if canvas.is_free(&wide) {
        canvas.text(label, spot.0, spot.1, spot.2)?;
    }
    Ok(())
}

/// The least step from value to value at which none of an axis would touch the next.
fn stride(widths: &[f64], each: f64) -> usize {
    let fits = |step: &usize| {
        let pairs = widths.iter().zip(widths.iter().skip(*step));
        pairs.into_iter().all(|(a, b)| (a + b) / 2.0 <= *step as f64 * each)
    };
    (1..widths.len().max(2)).find(fits).unwrap_or(widths.len().max(1))
}

/// The places of an axis that have their values written: the own one and the ends first, then every so
/// many from the own one on, without those that would crowd one of the first.
fn ordered(count: usize, own: Option<usize>, every: usize) -> Vec<usize> {
    let last = count.saturating_sub(1);
    let mut list: Vec<usize> = own.into_iter().chain([0, last]).collect();
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|place| *place < count && seen.insert(*place));
    let from = own.unwrap_or(0);
    let more = (0..count).filter(|place| place.abs_diff(from).is_multiple_of(every));
    for place in more {
        if list.iter().all(|known| known.abs_diff(place) >= every) {
            list.push(place);
        }
    }
    list
}

/// Names the line where it leaves the grid.
pub fn name_line(
    canvas: &mut Canvas,
    m: &Metrics,
    frame: &Frame,
    exit: Exit,
    by: &str,
    edge: f64,
) -> Result<(), ChartError> {
    let plot = frame.plot;
    let base = plot.y - 0.55 * m.label;
    match exit {
        Exit::Top(column, right) => {
            let x = frame.x(column);
            let stem = [(x, plot.y), (x, base - 0.75 * m.label)];
            canvas.line(&stem, 3.0 * m.stroke, Ink::solid(Role::Text))?;
            let label = m.label(by, Weight::Bold);
            // The arrow stands between the words and what they are about.
            let (arrow, space) = (1.1 * m.label, 0.4 * m.label);
            let long = label.width() + space + arrow;
            let fits = |from: f64| from > frame.plot.x - m.side && from + long < edge;
            let (after, before) = (x + 7.0 * m.stroke, x - 7.0 * m.stroke - long);
            let (first, second) = if right { (after, before) } else { (before, after) };
            let from = if fits(first) { first } else { second };
            let middle = base - 0.33 * m.label;
            let (text, ends) = match right {
                true => (from, (from + label.width() + space, from + long)),
                false => (from + long - label.width(), (from + arrow, from)),
            };
            if canvas.place(&label, &[(text, base, Align::Start)])? {
                arrow_to(canvas, m, (ends.0, middle), (ends.1, middle))?;
                let (left, width) = (ends.0.min(ends.1), arrow);
                canvas.block(Rect { x: left, y: middle - 4.0, w: width, h: 8.0 });
            }
        }
        Exit::Right(_, below) if m.narrow() => {
            let side = if below { "below" } else { "above" };
            let label = m.label(format!("{by}: what lies {side} the line"), Weight::Bold);
            let base = base - 1.55 * m.label;
            let spots = [(plot.right(), base, Align::End), (edge, base, Align::End)];
            canvas.place(&label, &spots)?;
        }
        Exit::Right(row, below) => {
            let y = frame.y(row);
            let x = plot.right();
            canvas.line(&[(x, y), (x + 8.0, y)], 3.0 * m.stroke, Ink::solid(Role::Text))?;
            let words: Vec<&str> = by.split(' ').collect();
            let (first, rest) = match words.as_slice() {
                [done, by, rest @ ..] => (format!("{done} {by}"), rest.join(" ")),
                _ => (by.to_owned(), String::new()),
            };
            let lines = [first, rest.replacen("the deadline", "deadline", 1)];
            let step = 1.25 * m.label;
            let top = if below { y + 1.3 * m.label } else { y - 0.6 * m.label - step };
            let top = top.clamp(plot.y + m.label, plot.bottom() - step);
            for (i, text) in lines.into_iter().enumerate() {
                let label = m.label(text, Weight::Bold);
                canvas.place(&label, &[(edge, top + i as f64 * step, Align::End)])?;
            }
            let x = edge - 0.6 * m.label;
            let (from, to) = match below {
                true => (top + step + 0.5 * m.label, top + step + 1.6 * m.label),
                false => (top - 1.1 * m.label, top - 2.2 * m.label),
            };
            if to > plot.y && to < plot.bottom() {
                arrow_to(canvas, m, (x, from), (x, to))?;
            }
        }
        Exit::Nowhere => {}
    }
    Ok(())
}

/// An arrow; the embedded font has none.
fn arrow_to(
    canvas: &mut Canvas,
    m: &Metrics,
    from: (f64, f64),
    to: (f64, f64),
) -> Result<(), ChartError> {
    let long = libm::hypot(to.0 - from.0, to.1 - from.1).max(1e-6);
    let (along, head) = (((to.0 - from.0) / long, (to.1 - from.1) / long), 0.33 * m.label);
    let side = |s: f64| {
        let back = (to.0 - along.0 * head, to.1 - along.1 * head);
        (back.0 - along.1 * head * s, back.1 + along.0 * head * s)
    };
    let ink = Ink::solid(Role::Text);
    canvas.line(&[from, to], 1.8 * m.stroke, ink)?;
    canvas.line(&[side(1.0), to, side(-1.0)], 1.8 * m.stroke, ink)
}

/// What the marks and the ring stand for where the cells do not say it, the longest text first.
pub fn remark(
    map: &Map<'_>,
    wide: bool,
    numbered: bool,
    m: &Metrics,
    frame: &Frame,
    named: &[Reason],
) -> Vec<String> {
    let shown: Vec<Shown> = map.grid.cells().iter().map(|cell| map.shown(*cell)).collect();
    // Marks that stand for the same reason are told together.
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for s in &shown {
        let Some((said, why)) = reason(*s).filter(|reason| !named.contains(reason)) else {
            continue;
        };
        let mark = s.text(false);
        let text = match wide || !numbered || said == mark {
            true => said.to_owned(),
            false => format!("{mark} {said}"),
        };
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, texts)) if texts.contains(&text) => {}
            Some((_, texts)) => texts.push(text),
            None => groups.push((why, vec![text])),
        }
    }
    let group = |(why, texts): &(&str, Vec<String>)| format!("{}: {why}", texts.join(", "));
    let mut parts: Vec<String> = groups.iter().map(group).collect();
    // Beside what is never done, what is not done by the horizon would be read as done some day after it.
    if numbered && shown.iter().any(|s| matches!(s, Shown::Never(_))) {
        let beyond = shown.iter().find(|s| matches!(s, Shown::Beyond(_)));
        if let Some(Shown::Beyond(most)) = beyond {
            parts.push(format!(">{most}: not in {}", format::count(*most, map.facts.day())));
        }
    }
    let all = map.grid.cells().iter().all(|cell| cell.in_time());
    let none = !map.grid.cells().iter().any(|cell| cell.in_time());
    if all {
        parts.insert(0, format!("all done by {}", map.by()));
    } else if none && parts.is_empty() && named.is_empty() {
        parts.insert(0, format!("none done by {}", map.by()));
    }
    let ring = match map.grid.own {
        Some(own) if !numbered || own_name(map, m, frame, wide).is_none() => {
            Some(format!("ringed: your case, {}", pair(map, own)))
        }
        _ => None,
    };
    let short = ring.as_ref().map(|_| "ringed: your case".to_owned());
    let both = |a: &[String], b: &Option<String>| {
        a.iter().cloned().chain(b.clone()).collect::<Vec<_>>().join("; ")
    };
    let mut texts = vec![both(&parts, &ring), both(&parts, &short), both(&parts, &None)];
    if let Some(first) = parts.first() {
        texts.push(first.clone());
    }
    texts.extend(short);
    texts.retain(|text| !text.is_empty());
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_at_even_steps_from_the_own_one_and_none_crowds_it_or_an_end() {
        let sorted = |mut list: Vec<usize>| {
            list.sort_unstable();
            list
        };
        assert_eq!(sorted(ordered(5, None, 1)), [0, 1, 2, 3, 4]);
        assert_eq!(sorted(ordered(11, Some(5), 2)), [0, 3, 5, 7, 10]);
        assert_eq!(sorted(ordered(10, Some(4), 2)), [0, 2, 4, 6, 9]);
        assert_eq!(sorted(ordered(7, Some(0), 3)), [0, 3, 6]);
        assert!(ordered(0, None, 1).is_empty());
    }

    #[test]
    fn the_step_is_the_least_at_which_neighbours_fit() {
        // Only the last two would touch, 24 px of half widths on 22.
        assert_eq!(stride(&[10.0, 14.0, 20.0, 28.0], 22.0), 2);
        assert_eq!(stride(&[10.0, 14.0, 20.0, 28.0], 24.0), 1);
        assert_eq!(stride(&[], 24.0), 1);
    }
}
