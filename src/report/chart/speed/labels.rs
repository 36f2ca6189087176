//! The labels of `speed`: the caps named at their own lines, and the mark where a cap leaves the
//! scale. Lines flow in as they were drawn; labels flow out where nothing else stands.

use super::super::ChartError;
use super::super::axis::{Plane, x_of, y_of};
use super::super::bands::Strip;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::{Metrics, plated};
use super::super::label::word;
use super::super::palette::{Ink, Role};
use super::{Cap, range};
use crate::cause::Cause;
use crate::units::{Rate, SimTime};

/// A cap and the parts of it that are drawn.
type Drawn<'a> = (&'a Cap, Vec<Vec<(SimTime, f64)>>);

/// Where labels may stand, and the hatches they had better not cover.
pub struct Room<'a> {
    /// The plot.
    pub plot: Rect,
    /// What is hatched.
    pub strips: &'a [Strip],
}

/// Names each cap at its line with the rates that are drawn of it.
pub fn caps(
    canvas: &mut Canvas,
    m: &Metrics,
    plane: &Plane,
    room: &Room<'_>,
    drawn: &[Drawn<'_>],
    binding: Option<Cause>,
) -> Result<(), ChartError> {
    let pixels = |part: &[(SimTime, f64)]| -> Vec<(f64, f64)> {
        part.iter().map(|&(t, v)| (x_of(plane, t), y_of(plane, v).max(room.plot.y))).collect()
    };
    for (_, parts) in drawn {
        for part in parts {
            canvas.block_line(&pixels(part), 3.0);
        }
    }
    for (cap, parts) in drawn {
        let weight = if Some(cap.cause) == binding { Weight::Bold } else { Weight::Regular };
        let line: Vec<_> = parts.iter().flat_map(|part| pixels(part)).collect();
        let shows = |r: &Rate| parts.iter().flatten().any(|p| p.1 == r.as_mbps());
        let rates = || cap.steps.iter().map(|s| s.1).filter(shows);
        let (Some(least), Some(most)) = (rates().min(), rates().max()) else { continue };
        let text = format!("{} {}", word(cap.cause), range(least, most));
        let label = m.label(text, weight);
        plated(canvas, &label, &room.along(&line, &label))?;
    }
    Ok(())
}

impl Room<'_> {
    /// Whether a label there stands clear of all hatches.
    fn is_clear(&self, label: &Label, &(x, y, align): &(f64, f64, Align)) -> bool {
        let text = label.at(x, y, align);
        self.strips.iter().all(|s| s.edges.1 < text.x || s.edges.0 > text.right())
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
        for off in [[-0.55 * size, 1.35 * size], [-1.8 * size, 2.5 * size]] {
            for &(from, to, y) in &steps {
                let wide = (to - from - label.width()).max(0.0);
                for i in 0..12 {
                    let x =
                        (to - 4.0 - wide * f64::from(i) / 12.0).max(plot.x + label.width() + 4.0);
                    spots.extend(off.map(|off| (x, y + off, Align::End)));
                }
            }
        }
        spots.retain(|&(_, y, _)| y - size > plot.y - size && y < plot.bottom() - 2.0);
        let (clear, over): (Vec<_>, Vec<_>) =
            spots.into_iter().partition(|spot| self.is_clear(label, spot));
        clear.into_iter().chain(over).collect()
    }
}

/// Names the rate itself: the longer text where it stands clear of hatches, else the shorter one.
pub fn rate(
    canvas: &mut Canvas,
    m: &Metrics,
    room: &Room<'_>,
    line: &[(f64, f64)],
    texts: [String; 2],
) -> Result<(), ChartError> {
    let labels = texts.map(|text| m.label(text, Weight::Bold));
    for label in &labels {
        let mut spots = room.along(line, label);
        spots.retain(|spot| room.is_clear(label, spot));
        if plated(canvas, label, &spots)? {
            return Ok(());
        }
    }
    let [long, _] = &labels;
    plated(canvas, long, &room.along(line, long)).map(|_| ())
}

/// The mark at the top where a line leaves the scale: an open arrow.
pub fn leaves(canvas: &Canvas, m: &Metrics, (x, y): (f64, f64)) -> Result<(), ChartError> {
    let (half, depth) = (4.0 * m.stroke, 6.0 * m.stroke);
    let arrow = [(x - half, y + depth), (x, y), (x + half, y + depth)];
    canvas.line(&arrow, 1.5 * m.stroke, Ink::solid(Role::Text))
}
