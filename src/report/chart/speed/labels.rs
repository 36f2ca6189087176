//! The labels of `speed`: names over the plot with leaders to what they name, caps and the rate named at
//! their own lines, and the mark where a cap leaves the scale. Lines flow in as they were drawn; labels
//! flow out where nothing else stands, on no hatch.

use super::super::ChartError;
use super::super::bands::Strip;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::frame::{Metrics, plated};
use super::super::palette::{Ink, Role};
use super::signs::{OFF, STEP, Sign};

/// Where labels may stand, and the hatches they had better not cover.
pub struct Room<'a> {
    /// The plot.
    pub plot: Rect,
    /// What is hatched.
    pub strips: &'a [Strip],
    /// How far up the hatches reach.
    pub crest: f64,
}

/// What a leader points at: how far down it goes, and in which colour.
pub struct Mark {
    /// Where it ends.
    pub y: f64,
    /// Whose colour it has.
    pub role: Role,
}

/// How far up rows of names reach over what is below them.
pub fn height(m: &Metrics, rows: usize) -> f64 {
    match rows.checked_sub(1) {
        None => 0.4 * m.tick,
        Some(more) => (OFF + STEP * more as f64 + 1.05) * m.label,
    }
}

/// Writes the names over the plot and draws their leaders. `marks` are those of the wishes.
pub fn over(
    canvas: &mut Canvas,
    m: &Metrics,
    plot: Rect,
    signs: &[Sign],
    marks: &[Mark],
) -> Result<(), ChartError> {
    for Sign { label, row, left, of } in signs {
        let base = plot.y - (OFF + STEP * *row as f64) * m.label;
        plated(canvas, label, &[(*left, base, Align::Start)])?;
        let Some((mark, foot)) = of.and_then(|(wish, foot)| Some((marks.get(wish)?, foot))) else {
            continue;
        };
        let ends = [(foot, base + 0.3 * label.size), (foot, mark.y)];
        canvas.line(&ends, m.stroke, Ink::solid(mark.role))?;
        canvas.dot(ends[1], 2.2 * m.stroke, Ink::solid(mark.role))?;
        canvas.block_line(&ends, 5.0 * m.stroke);
    }
    Ok(())
}

impl Room<'_> {
    /// Whether a label there stands clear of all hatches.
    fn is_clear(&self, label: &Label, &(x, y, align): &(f64, f64, Align)) -> bool {
        let text = label.at(x, y, align);
        let apart = |s: &Strip| s.edges.1 < text.x || s.edges.0 > text.right();
        text.bottom() <= self.crest || self.strips.iter().all(apart)
    }

    /// Points above and below a staircase: at its last step from the right end leftwards, then at the
    /// other steps, then farther off; on hatches last.
    pub fn along(&self, line: &[(f64, f64)], label: &Label) -> Vec<(f64, f64, Align)> {
        let (plot, size) = (self.plot, label.size);
        let level = |p: &[(f64, f64)]| {
            let still = p[0].1 >= plot.bottom() - 0.5;
            !still && (p[0].1 - p[1].1).abs() < 0.1 && p[1].0 - p[0].0 > 1.0
        };
        let mut steps: Vec<(f64, f64, f64)> =
            line.windows(2).filter(|p| level(p)).map(|p| (p[0].0, p[1].0, p[0].1)).collect();
        steps.reverse();
        let mut spots = Vec::new();
        for off in [[-OFF * size, 1.35 * size], [-1.8 * size, 2.5 * size]] {
            for &(from, to, y) in &steps {
                for left in lefts((from, to), label, plot) {
                    spots.extend(off.map(|off| (left, y + off, Align::Start)));
                }
            }
        }
        // With its plate it stays above the floor.
        spots.retain(|&(_, y, _)| y > plot.y && y < plot.bottom() - 0.4 * size);
        let (clear, over): (Vec<_>, Vec<_>) =
            spots.into_iter().partition(|spot| self.is_clear(label, spot));
        clear.into_iter().chain(over).collect()
    }
}

/// Where a label may begin along a level line, the right end first.
pub fn lefts((from, to): (f64, f64), label: &Label, plot: Rect) -> [f64; 12] {
    let wide = (to - from - label.width()).max(0.0);
    let least = plot.x + 4.0;
    std::array::from_fn(|i| (to - 4.0 - wide * i as f64 / 12.0 - label.width()).max(least))
}

/// Names a line at itself: with the longest text that stands clear of hatches, else with the longest.
pub fn at_line(
    canvas: &mut Canvas,
    room: &Room<'_>,
    line: &[(f64, f64)],
    labels: &[Label],
) -> Result<(), ChartError> {
    for label in labels {
        let mut spots = room.along(line, label);
        spots.retain(|spot| room.is_clear(label, spot));
        if plated(canvas, label, &spots)? {
            return Ok(());
        }
    }
    let Some(long) = labels.first() else { return Ok(()) };
    plated(canvas, long, &room.along(line, long)).map(|_| ())
}

/// The mark at the top where a line leaves the scale: an open arrow.
pub fn leaves(canvas: &Canvas, m: &Metrics, (x, y): (f64, f64)) -> Result<(), ChartError> {
    let (half, depth) = (4.0 * m.stroke, 6.0 * m.stroke);
    let arrow = [(x - half, y + depth), (x, y), (x + half, y + depth)];
    canvas.line(&arrow, 1.5 * m.stroke, Ink::solid(Role::Text))
}
