//! The leaders of `nights`: a label and what it may point at flow in; the free place flows out whose leader
//! is short and crosses few lines, with that leader.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::frame::Metrics;
use super::super::leader::crosses;
use super::super::palette::{Ink, Role};
use super::stairs::Stairs;

/// How much longer, in letters, a leader may be so that its label stands in more air.
const AIRY: f64 = 2.0;
/// The air around a label at the end of a leader, in letters: to the lines, and to other words.
const AIR: [(f64, f64); 2] = [(0.6, 0.45), (0.25, 0.3)];
/// How much longer a leader may be, in letters, to cross one line less.
const CROSSING: f64 = 5.0;

/// How wide the ground is cleared below a leader; no label stands in it.
pub const BRIDGE: f64 = 6.0;

/// What a leader goes to: a point, and where it ends before it.
pub struct Target {
    pub at: (f64, f64),
    pub radius: f64,
}

/// From a target to a label.
pub type Line = [(f64, f64); 2];
/// The left end and the baseline of a label, and its leader.
pub type Led = ((f64, f64), Line);

/// Where labels may stand.
pub struct Room<'a> {
    pub m: &'a Metrics,
    pub plot: &'a Rect,
    /// A label stands clear of all of them, so that it is not taken for the name of another.
    pub stairs: &'a [Stairs],
    /// What no leader crosses: the others.
    pub leaders: &'a [Line],
}

impl Room<'_> {
    /// The best free place for a label that points at one of some targets; across what it `may_cross` as
    /// seldom as can be.
    pub fn find(
        &self,
        canvas: &Canvas,
        label: &Label,
        may_cross: &[&Stairs],
        targets: &[Target],
    ) -> Option<Led> {
        let crossings = |line: &Line| may_cross.iter().any(|s| s.crossings(line[0], line[1]) > 0);
        let roomy = self.best(canvas, label, may_cross, targets, AIR[0]);
        if let Some((_, led)) = roomy.filter(|(_, led)| !crossings(&led.1)) {
            return Some(led);
        }
        // With less air there may be a place from which less is crossed.
        let tight = self.best(canvas, label, may_cross, targets, AIR[1]);
        let tight = tight.map(|(dear, led)| (dear + AIRY * self.m.label, led));
        let both = [roomy, tight].into_iter().flatten();
        both.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, led)| led)
    }

    /// The best place with some air, and how dear it is.
    fn best(
        &self,
        canvas: &Canvas,
        label: &Label,
        may_cross: &[&Stairs],
        targets: &[Target],
        air: (f64, f64),
    ) -> Option<(f64, Led)> {
        let Room { m, plot, .. } = *self;
        let step = 0.9 * m.label;
        let (across, down) = ((plot.w / step) as u32, (plot.h / step) as u32);
        let (mut best, mut least) = (None, f64::INFINITY);
        for (i, j) in (0..=across).flat_map(|i| (0..=down).map(move |j| (i, j))) {
            let (x, base) = (plot.x + f64::from(i) * step, plot.y + f64::from(j) * step);
            let text = label.at(x, base, Align::Start);
            if !inside(&text, plot, m) {
                continue;
            }
            // Whether the place is free is asked once, and only if a leader to it would be the best.
            let mut free = None;
            for target in targets {
                let line = leader(&text, target, m);
                let (dx, dy) = ((line[1].0 - line[0].0).abs(), (line[1].1 - line[0].1).abs());
                let long = libm::hypot(dx, dy);
                // Lines lie level or upright: a leader that does so as well would be taken for one.
                if long >= least || dx.min(dy) < 0.3 * long {
                    continue;
                }
                if !*free.get_or_insert_with(|| self.is_free(canvas, &text, air)) {
                    break;
                }
                let crossed: usize = may_cross.iter().map(|s| s.crossings(line[0], line[1])).sum();
                let dear = long + crossed as f64 * CROSSING * m.label;
                if dear < least
                    && !self.leaders.iter().any(|other| crosses(&line, other))
                    && !crosses_words(canvas, m, &line)
                {
                    (best, least) = (Some(((x, base), line)), dear);
                }
            }
        }
        best.map(|led| (least, led))
    }

    /// Whether a label there is clear of all lines and other words.
    fn is_free(&self, canvas: &Canvas, text: &Rect, (off, near): (f64, f64)) -> bool {
        let (off, near) = (off * self.m.label, near * self.m.label);
        let (left, right) = (text.x - near, text.right() + near);
        let wide = Rect::between(left, text.y - near, right, text.bottom() + near);
        !self.stairs.iter().any(|stairs| stairs.meets(text, off)) && canvas.is_free(&wide)
    }
}

/// From the rim of a target to the middle of the side of a text that faces it.
fn leader(text: &Rect, target: &Target, m: &Metrics) -> Line {
    let ((x, y), off) = (target.at, 2.0 * m.stroke);
    let middle = text.y + 0.52 * text.h;
    let to = match () {
        () if x > text.right() => (text.right() + off, middle),
        () if x < text.x => (text.x - off, middle),
        () if y > text.bottom() => (x, text.bottom() + off),
        () => (x, text.y - off),
    };
    let long = libm::hypot(to.0 - x, to.1 - y).max(1.0);
    let part = (target.radius / long).min(1.0);
    [(x + (to.0 - x) * part, y + (to.1 - y) * part), to]
}

/// Whether a leader or the ground that is cleared beside it would run through a label.
fn crosses_words(canvas: &Canvas, m: &Metrics, [from, to]: &Line) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let off = (BRIDGE / 2.0 + 0.5) * m.stroke / libm::hypot(dx, dy).max(1.0);
    [0.0, -off, off].into_iter().any(|k| {
        let (right, down) = (-dy * k, dx * k);
        canvas.is_crossed((from.0 + right, from.1 + down), (to.0 + right, to.1 + down))
    })
}

/// Clears the ground beside a leader, so that it passes over what it crosses and ends at none of it. Not at
/// its target, on whose own line it begins.
pub fn bridge(canvas: &Canvas, m: &Metrics, [from, to]: &Line) -> Result<(), ChartError> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let part = 7.0 * m.stroke / libm::hypot(dx, dy).max(1.0);
    if part >= 1.0 {
        return Ok(());
    }
    let begin = (from.0 + dx * part, from.1 + dy * part);
    canvas.line(&[begin, *to], BRIDGE * m.stroke, Ink::decor(Role::Ground))
}

/// Whether a text lies in the plot, clear of its axis.
pub fn inside(text: &Rect, plot: &Rect, m: &Metrics) -> bool {
    let clear = 2.0 * m.stroke;
    let across = text.x > plot.x && text.right() < plot.right();
    across && text.y > plot.y - clear && text.bottom() < plot.bottom() - clear
}
