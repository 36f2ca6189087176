//! The drawing of `map`: cells with a gap of ground between them, the line around what is in time
//! with a rim of ground so that it shows on every step, the own case ringed, ticks left and below.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::super::palette::{Ink, Look, QUANTITY, Role, hatch, text_on};
use super::super::steps::ticks;
use super::around::{Exit, axes, exit, key, name_line, remark};
use super::blocks::{Block, Reason, blocks, name_block};
use super::contour::{self, Corner};
use super::{Map, STEPS, Shown};

/// Between touching areas.
pub const GAP: f64 = 1.5;
/// More cells than this are not numbered: the drawing would be too large, and nobody would read it.
const MOST_NUMBERS: usize = 220;

/// Left and right of a number in its cell, with the gap between cells.
const BESIDE_NUMBER: f64 = 3.5;

/// The grid on the sheet.
pub struct Frame {
    pub plot: Rect,
    pub columns: usize,
    pub rows: usize,
}

impl Frame {
    /// On whole pixels, so that areas that touch show no seam.
    pub fn x(&self, column: usize) -> f64 {
        (self.plot.x + self.plot.w * column as f64 / self.columns.max(1) as f64).round()
    }

    pub fn y(&self, row: usize) -> f64 {
        (self.plot.bottom() - self.plot.h * row as f64 / self.rows.max(1) as f64).round()
    }

    /// From one column up to another, in a row.
    fn cells(&self, from: usize, to: usize, row: usize) -> Rect {
        let half = GAP / 2.0;
        Rect::between(
            self.x(from) + half,
            self.y(row + 1) + half,
            self.x(to) - half,
            self.y(row) - half,
        )
    }

    /// A block, with half a gap around it.
    fn block(&self, block: &Block) -> Rect {
        let half = GAP / 2.0;
        Rect::between(
            self.x(block.columns.start) + half,
            self.y(block.rows.end) + half,
            self.x(block.columns.end) - half,
            self.y(block.rows.start) - half,
        )
    }

    /// The same without gaps.
    fn whole(&self, from: usize, to: usize, row: usize) -> Rect {
        Rect::between(self.x(from), self.y(row + 1), self.x(to), self.y(row))
    }

    pub fn width(&self) -> f64 {
        self.plot.w / self.columns.max(1) as f64
    }

    pub fn height(&self) -> f64 {
        self.plot.h / self.rows.max(1) as f64
    }

    fn at(&self, corner: &Corner) -> (f64, f64) {
        (self.x(corner.0), self.y(corner.1))
    }
}

pub fn draw(map: &Map<'_>, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
    // What has no nights is named once for all that is alike.
    let counted = map.grid.cells().iter().map(|cell| map.shown(*cell));
    let counted = counted.filter(|shown| shown.step().is_some()).map(|shown| shown.text(false));
    let widest = counted.map(|text| font::width(&text, m.tick, Weight::Bold)).fold(0.0, f64::max);
    let mine = map.grid.own.map(|(column, row)| map.shown(map.grid.cell(column, row)).text(true));
    let mine = mine.map_or(0.0, |text| font::width(&text, m.tick, Weight::Bold));
    let (right, up) = (ticks(&map.grid.x), ticks(&map.grid.y));
    let gutter = up.iter().map(|t| font::width(t, m.tick, Weight::Bold)).fold(0.0, f64::max) + 8.0;
    let exit = exit(map);
    let by = format!("done by {}", map.by());
    let behind = match exit {
        Exit::Right(..) if !m.narrow() => {
            font::width("deadline", m.label, Weight::Bold) + 12.0 * m.stroke
        }
        _ => 0.0,
    };
    // On a phone there is no room at the right: the line is named in a line of its own.
    let apart = m.narrow() && matches!(exit, Exit::Right(..));
    let strip = if apart { 3.3 * m.label } else { 1.75 * m.label };
    let plot = Rect::between(
        room.x + gutter,
        room.y + strip,
        room.right() - behind,
        room.bottom() - 1.75 * m.tick,
    );
    let frame = |plot: Rect| Frame { plot, columns: map.columns(), rows: map.rows() };
    let few = map.grid.cells().len() <= MOST_NUMBERS && frame(plot).height() >= 1.25 * m.tick;
    let numbered = few && widest + BESIDE_NUMBER <= frame(plot).width();
    let wide = mine + 5.0 <= frame(plot).width();
    let plot = match numbered {
        true => plot,
        // Where no numbers are, the steps are named above.
        false => Rect::between(plot.x, plot.y + 1.9 * m.tick, plot.right(), plot.bottom()),
    };
    let frame = frame(plot);
    if !numbered {
        key(canvas, m, Rect::between(plot.x, room.y, plot.right(), room.y + 1.7 * m.tick))?;
    }
    let named = match numbered {
        true => numbers(map, canvas, m, &frame, wide)?,
        false => {
            areas(map, canvas, &frame)?;
            borders(map, canvas, &frame)?;
            Vec::new()
        }
    };
    line(map, canvas, m, &frame)?;
    own(map, canvas, m, &frame, numbered.then_some(wide))?;
    axes(map, canvas, m, &frame, (&right, &up))?;
    let base = plot.y - 0.55 * m.label;
    name_line(canvas, m, &frame, exit, &by, room.right())?;
    let remark = remark(map, wide, numbered, m, &frame, &named);
    for text in remark {
        let label = m.remark(&text);
        let spots = [
            (plot.x, base, Align::Start),
            (plot.right(), base, Align::End),
            (room.x, base, Align::Start),
            (room.right(), base, Align::End),
        ];
        if canvas.place(&label, &spots)? {
            break;
        }
    }
    Ok(())
}

/// What fills a cell that has no nights: the hatch of what is to blame.
fn veil(shown: Shown) -> Option<Ink> {
    let (Shown::Never(proof) | Shown::Refused(proof)) = shown else { return None };
    let role = Role::of(proof.cause.chart_state());
    let role = if hatch(role, 0).is_some() { role } else { Role::Outside };
    Some(Ink::with(role, Look::Veil))
}

/// The cells with their numbers, and what has none; gives the reasons that are written out.
fn numbers(
    map: &Map<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    frame: &Frame,
    wide: bool,
) -> Result<Vec<Reason>, ChartError> {
    let blocks = blocks(map);
    let share = |block: &Block| block.columns.len() * block.rows.len();
    let hatched = blocks.iter().map(share).sum::<usize>() as f64;
    let look = Ink::band(hatched / map.grid.cells().len().max(1) as f64);
    for block in &blocks {
        let area = frame.block(block);
        let ink = veil(block.shown).map(|ink| Ink { look, ..ink });
        canvas.fill(area, ink.unwrap_or(Ink::solid(Role::Band)))?;
    }
    if let Some((column, row)) = map.grid.own {
        // Words beside it would be taken for its own.
        let own = frame.cells(column, column + 1, row);
        let off = 0.8 * m.label;
        // The names of its row and column stand outside the grid and are its own.
        let (left, right) = (own.x - off, own.right() + off);
        let inside = (left.max(frame.plot.x), right.min(frame.plot.right()));
        let ring = 4.0 * m.stroke;
        canvas.block(Rect::between(inside.0, own.y - ring, inside.1, own.bottom() + ring));
    }
    for row in 0..frame.rows {
        let shown: Vec<Shown> = map.grid.row(row).map(|cell| map.shown(cell)).collect();
        for (column, shown) in shown.iter().enumerate() {
            let is_own = map.grid.own == Some((column, row));
            let step = shown.step().and_then(|step| QUANTITY.get(step));
            let area = frame.cells(column, column + 1, row);
            match step {
                // The number in it tells what the colour does; steps stand out from each other, not
                // from the ground.
                Some(role) => canvas.fill(area, Ink::decor(*role))?,
                None if is_own => {
                    // Without a ring inside the cell there is nothing of the hatch to leave.
                    let ringed = holds_ring(m, &area, &shown.text(wide));
                    let ground = if ringed { inside_ring(m, &area) } else { area };
                    canvas.fill(ground, Ink::decor(Role::Ground))?;
                }
                None => continue,
            }
            let text = shown.text(wide);
            let bold = is_own && holds_ring(m, &area, &text);
            let weight = if bold { Weight::Bold } else { Weight::Regular };
            let lift = if bold && own_text(m, frame).is_some() { 0.52 * m.tick } else { 0.0 };
            let label = Label::new(text, m.tick, weight, cell_ink(*shown));
            let middle = ((area.x + area.right()) / 2.0, (area.y + area.bottom()) / 2.0);
            let base = middle.1 + 0.36 * m.tick - lift;
            canvas.text(&label, middle.0, base, Align::Middle)?;
        }
    }
    let mut named = Vec::new();
    for block in &blocks {
        named.extend(name_block(canvas, m, &frame.block(block), block)?);
    }
    Ok(named)
}

/// The areas of neighbours of one step, where there is no room for numbers.
fn areas(map: &Map<'_>, canvas: &Canvas, frame: &Frame) -> Result<(), ChartError> {
    for row in 0..frame.rows {
        let shown: Vec<Shown> = map.grid.row(row).map(|cell| map.shown(cell)).collect();
        let mut from = 0;
        while let Some(&first) = shown.get(from) {
            let same = |s: &&Shown| s.step() == first.step() && veil(**s) == veil(first);
            let long = shown.iter().skip(from).take_while(same).count().max(1);
            let area = frame.whole(from, from + long, row);
            // The key tells what the colour does.
            let ink = match first.step().and_then(|step| QUANTITY.get(step)) {
                Some(role) => Ink::decor(*role),
                None => veil(first).unwrap_or(Ink::solid(Role::Band)),
            };
            canvas.fill(area, ink)?;
            from += long;
        }
    }
    Ok(())
}

/// The gaps between areas of different steps, where cells of one step are one area.
fn borders(map: &Map<'_>, canvas: &mut Canvas, frame: &Frame) -> Result<(), ChartError> {
    let at = |i: usize, j: usize| map.shown(map.grid.cell(i, j)).step();
    for most in 0..=STEPS.len() {
        let holds = |i: usize, j: usize| at(i, j).is_some_and(|step| step <= most);
        for line in contour::lines(frame.columns, frame.rows, holds) {
            let points: Vec<(f64, f64)> = line.iter().map(|corner| frame.at(corner)).collect();
            canvas.line(&points, GAP, Ink::solid(Role::Ground))?;
        }
    }
    Ok(())
}

/// Whether the ring around the own case has room inside its cell, around a text.
fn holds_ring(m: &Metrics, cell: &Rect, text: &str) -> bool {
    let room = 10.0 * m.stroke;
    font::width(text, m.tick, Weight::Bold) + room <= cell.w && 1.1 * m.tick + room <= cell.h
}

/// What the ring encloses.
fn inside_ring(m: &Metrics, cell: &Rect) -> Rect {
    let ring = 3.0 * m.stroke;
    Rect::between(cell.x + ring, cell.y + ring, cell.right() - ring, cell.bottom() - ring)
}

/// What is written and ringed in a cell with.
fn cell_ink(shown: Shown) -> Ink {
    let step = shown.step().and_then(|step| QUANTITY.get(step));
    Ink::solid(step.map_or(Role::Text, |role| text_on(*role)))
}

/// The line around what is in time.
fn line(map: &Map<'_>, canvas: &mut Canvas, m: &Metrics, frame: &Frame) -> Result<(), ChartError> {
    let holds = |i: usize, j: usize| map.grid.cell(i, j).in_time();
    let lines = contour::lines(frame.columns, frame.rows, holds);
    let [rim, core] = line_widths(m, frame);
    for (width, role) in [(rim, Role::Ground), (core, Role::Text)] {
        for line in &lines {
            let points: Vec<(f64, f64)> = line.iter().map(|corner| frame.at(corner)).collect();
            canvas.line(&points, width, Ink::solid(role))?;
        }
    }
    Ok(())
}

/// How wide the line around what is in time is, with its rim and without: so that it touches no number in
/// cells that are low.
fn line_widths(m: &Metrics, frame: &Frame) -> [f64; 2] {
    // A digit is three quarters of its size high; a pixel and a half stay free.
    let free = (frame.height() - 0.76 * m.tick) / 2.0 - 1.5 * m.stroke;
    let rim = (6.5 * m.stroke).min(2.0 * free).max(3.0 * m.stroke);
    [rim, (3.0 * m.stroke).min(0.55 * rim)]
}

/// What names the own case inside its ring, where there is room below the number.
pub fn own_name(map: &Map<'_>, m: &Metrics, frame: &Frame, wide: bool) -> Option<&'static str> {
    let (column, row) = map.grid.own?;
    let text = map.shown(map.grid.cell(column, row)).text(wide);
    let ringed = holds_ring(m, &frame.cells(column, column + 1, row), &text);
    own_text(m, frame).filter(|_| ringed)
}

/// What names the own case inside its cell, where there is room below the number.
fn own_text(m: &Metrics, frame: &Frame) -> Option<&'static str> {
    let fits = |text: &&str| font::width(text, m.tick, Weight::Bold) + 11.0 <= frame.width();
    // Inside the ring, which lies apart from what is around the cell.
    let high = frame.height() >= 2.4 * m.tick + 13.0;
    ["your case", "yours", "you"].into_iter().find(fits).filter(|_| high)
}

/// The ring around the own case, with its word.
fn own(
    map: &Map<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    frame: &Frame,
    numbered: Option<bool>,
) -> Result<(), ChartError> {
    let Some((column, row)) = map.grid.own else { return Ok(()) };
    let area = frame.cells(column, column + 1, row);
    let shown = map.shown(map.grid.cell(column, row));
    let ink = cell_ink(shown);
    let Some(wide) = numbered else {
        // Too small a cell for a ring inside it.
        let middle = ((area.x + area.right()) / 2.0, (area.y + area.bottom()) / 2.0);
        for (radius, role) in [(8.5, Role::Ground), (7.0, Role::Text), (4.5, Role::Ground)] {
            canvas.dot(middle, radius * m.stroke, Ink::solid(role))?;
        }
        return Ok(());
    };
    if !holds_ring(m, &area, &shown.text(wide)) {
        // Around the cell, with ground on both sides of it.
        let Rect { x, y, .. } = frame.whole(column, column + 1, row);
        let (right, bottom) = (x + frame.width(), y + frame.height());
        let ring = [(x, y), (right, y), (right, bottom), (x, bottom), (x, y)];
        for (width, role) in [(3.4, Role::Ground), (1.8, Role::Text)] {
            canvas.line(&ring, width * m.stroke, Ink::solid(role))?;
        }
        return Ok(());
    }
    let inset = (3.0 * m.stroke).min(area.w / 4.0).min(area.h / 4.0);
    let (x0, y0) = (area.x + inset, area.y + inset);
    let (x1, y1) = (area.right() - inset, area.bottom() - inset);
    let ring = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
    canvas.line(&ring, 1.8 * m.stroke, ink)?;
    if let Some(text) = own_text(m, frame) {
        let label = Label::new(text, m.tick, Weight::Bold, ink);
        let middle = (area.y + area.bottom()) / 2.0;
        let base = middle + 0.36 * m.tick + 0.6 * m.tick;
        canvas.text(&label, (x0 + x1) / 2.0, base, Align::Middle)?;
    }
    Ok(())
}
