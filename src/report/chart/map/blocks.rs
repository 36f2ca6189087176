//! What has no number of nights in `map`: the cells of a grid flow in; the rectangles of cells that are
//! not done for one reason flow out, each of which is one area with its name in it. A grid of words would
//! say the same thing over and over.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::label::proven;
use super::super::palette::{Ink, Role};
use super::{Map, Shown};
use std::ops::Range;

/// Cells of one kind that lie together.
pub struct Block {
    /// Its columns, from the left.
    pub columns: Range<usize>,
    /// Its rows, from the bottom.
    pub rows: Range<usize>,
    /// What all of them show.
    pub shown: Shown,
}

/// What is said of a cell without nights, and why.
pub type Reason = (&'static str, &'static str);

/// What is said of a cell and why; `None` if it has nights.
pub fn reason(shown: Shown) -> Option<Reason> {
    match shown {
        Shown::Never(proof) => Some(("never", proven(proof))),
        Shown::Refused(proof) => Some(("refused", proven(proof))),
        Shown::Impossible => Some(("–", "cannot be together")),
        Shown::Night(_) | Shown::Beyond(_) => None,
    }
}

/// The blocks of a grid: each as wide as it goes from its first cell, then as high.
pub fn blocks(map: &Map<'_>) -> Vec<Block> {
    let (columns, rows) = (map.columns(), map.rows());
    let shown = |column, row| map.shown(map.grid.cell(column, row));
    let mut found: Vec<Block> = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let first = shown(column, row);
            let Some(why) = reason(first) else { continue };
            let taken = |column: usize, row: usize| {
                found.iter().any(|b| b.columns.contains(&column) && b.rows.contains(&row))
            };
            let alike = |c: usize, r: usize| reason(shown(c, r)) == Some(why) && !taken(c, r);
            if !alike(column, row) {
                continue;
            }
            let right = (column..columns).find(|&c| !alike(c, row)).unwrap_or(columns);
            let whole = |r: usize| (column..right).all(|c| alike(c, r));
            let top = (row..rows).find(|&r| !whole(r)).unwrap_or(rows);
            found.push(Block { columns: column..right, rows: row..top, shown: first });
        }
    }
    found
}

/// Writes into a block what it is, as long as there is room for; gives the reason if that is said.
pub fn name_block(
    canvas: &mut Canvas,
    m: &Metrics,
    area: &Rect,
    block: &Block,
) -> Result<Option<Reason>, ChartError> {
    let Some((said, why)) = reason(block.shown) else { return Ok(None) };
    // The line around what is in time may run along its edges.
    let edge = 2.0 * m.stroke;
    let texts = [(format!("{said}: {why}"), Some((said, why))), (said.to_owned(), None)];
    for (text, told) in texts.into_iter().chain([(block.shown.text(false), None)]) {
        let label = m.label(text, Weight::Regular);
        let middle = area.x + area.w / 2.0;
        // In the middle, or beside the own case.
        let down = [0.5, 0.3, 0.7, 0.15, 0.85].map(|part| area.y + area.h * part + 0.36 * m.label);
        let left = area.x + 0.6 * m.label;
        let right = area.right() - 0.6 * m.label;
        let places = [(middle, Align::Middle), (left, Align::Start), (right, Align::End)];
        let spots = places.iter().flat_map(|&(x, align)| down.map(|y| (x, y, align)));
        let spots: Vec<_> = spots
            .filter(|&(x, y, align)| {
                let text = label.at(x, y, align);
                let pad = 0.2 * m.label;
                text.x - pad >= area.x
                    && text.right() + pad <= area.right()
                    && text.y >= area.y + edge
                    && text.bottom() <= area.bottom() - edge
            })
            .collect();
        if area.h < 2.2 * m.label {
            // Scraps of a hatch above and below the words are none.
            let free = spots.iter().find(|&&(x, y, align)| canvas.is_free(&label.at(x, y, align)));
            let Some(&(x, y, align)) = free else { continue };
            let text = label.at(x, y, align);
            let pad = 0.5 * m.label;
            let (left, right) = (text.x - pad, text.right() + pad);
            let plate =
                Rect::between(left.max(area.x), area.y, right.min(area.right()), area.bottom());
            canvas.fill(plate, Ink::decor(Role::Ground))?;
            canvas.text(&label, x, y, align)?;
            return Ok(told);
        }
        if plated(canvas, &label, &spots)? {
            return Ok(told);
        }
    }
    Ok(None)
}
