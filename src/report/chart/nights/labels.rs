//! The names of the lines of `nights`: each stands beside its own line, nearer to it than to any other,
//! and interrupts none. Where lines lie too close together for `40 GB`, it is `40` between neighbours:
//! the unit stands with those that have room, and always with the largest. One that has no room at all
//! stands farther off, at the end of a leader; where lines are so close, those that would be without
//! their unit are led to as well.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Label, Rect};
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::super::palette::{Ink, Role};
use super::super::steps::size;
use super::lead::{BRIDGE, Line, Room, Target, bridge};
use super::scale::Panel;
use super::stairs::Stairs;

/// The space around a name, in its size.
#[derive(Clone, Copy)]
struct Air {
    /// To its own line.
    own: f64,
    /// To the others, at least.
    other: f64,
    /// Whether another line may lie as near: where it goes the same way, below its own.
    shared: bool,
    /// How far, in letters, a name would rather move to have more.
    dear: f64,
}

const AIRS: [Air; 4] = [
    Air { own: 0.3, other: 0.6, shared: false, dear: 0.0 },
    Air { own: 0.16, other: 0.3, shared: false, dear: 0.8 },
    Air { own: 0.1, other: 0.16, shared: false, dear: 2.0 },
    // For the reader's own line, which lies on top.
    Air { own: 0.3, other: 0.3, shared: true, dear: 6.0 },
];
/// How much farther off another line must be than its own.
const NEARER: f64 = 1.5;
/// How far, in letters, a name would rather move than go without its unit; and the least, which with the
/// largest tells that of those between them.
const UNIT: [f64; 2] = [2.0, 6.0];

/// How long, in letters, a leader may be that crosses lines where the line could go without its unit.
const SHORT: f64 = 4.0;
/// A line without a name is as bad as so many lines that are crossed.
const UNNAMED: usize = 8;
/// To how many points of a line a leader is tried, at most.
const TARGETS: usize = 6;

/// On which side of their lines names stand: all on one, so that no two stand between the same lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Right,
    Left,
}

/// A line of a panel that is to be named.
struct Name {
    line: usize,
    is_own: bool,
    /// With its unit, and without where it may go without.
    labels: Vec<Label>,
    /// On which sides nothing lies beyond it.
    least: bool,
    largest: bool,
}

/// A label, its left end and its baseline.
type Placed = (Label, (f64, f64));

/// Names the lines of a panel; the leaders that it draws are added to those that are there.
pub fn sizes(
    panel: &Panel<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    stairs: &[Stairs],
    leaders: &mut Vec<Line>,
) -> Result<(), ChartError> {
    let names = names(panel, m, stairs);
    let plan = |side| {
        let mut placed: Vec<Placed> = Vec::new();
        let mut own: Vec<&Name> = Vec::new();
        let mut left: Vec<Left<'_>> = Vec::new();
        for name in &names {
            match beside(canvas, name, side, stairs, &panel.plot, &placed) {
                Some(spot) => {
                    placed.push(spot);
                    own.push(name);
                }
                None => left.push((name, None)),
            }
        }
        if !left.is_empty() {
            // Between such lines a number alone could be that of any.
            let is_bare = |(name, (label, _)): &(&Name, Placed)| {
                name.labels.first().is_some_and(|whole| whole.text != label.text)
            };
            let all = own.into_iter().zip(std::mem::take(&mut placed));
            let (bare, whole): (Vec<_>, Vec<_>) = all.partition(is_bare);
            placed = whole.into_iter().map(|(_, spot)| spot).collect();
            left.extend(bare.into_iter().map(|(name, spot)| (name, Some(spot))));
        }
        (placed, left)
    };
    let (mut placed, mut left) = plan(Side::Right);
    if !left.is_empty() {
        let other = plan(Side::Left);
        if other.1.len() < left.len() {
            (placed, left) = other;
        }
    }
    for (label, spot) in placed {
        lay(canvas, &label, spot)?;
    }
    let (mark, before) = (canvas.mark(), leaders.len());
    let cost = lead_all(panel, canvas, m, stairs, &left, leaders)?;
    if cost == 0 || left.len() < 2 {
        return Ok(());
    }
    // The first one takes the place that another may need more.
    let turned: Vec<Left<'_>> = left.iter().rev().cloned().collect();
    canvas.back_to(mark);
    leaders.truncate(before);
    if lead_all(panel, canvas, m, stairs, &turned, leaders)? >= cost {
        canvas.back_to(mark);
        leaders.truncate(before);
        lead_all(panel, canvas, m, stairs, &left, leaders)?;
    }
    Ok(())
}

/// A name that is to stand at the end of a leader, and where it may stand without its unit.
type Left<'a> = (&'a Name, Option<Placed>);

/// Names lines from farther off; gives how many lines the leaders cross, and more for each that has no
/// name.
fn lead_all(
    panel: &Panel<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    stairs: &[Stairs],
    left: &[Left<'_>],
    leaders: &mut Vec<Line>,
) -> Result<usize, ChartError> {
    let mut cost = 0;
    for (name, bare) in left {
        let room = Room { m, plot: &panel.plot, stairs, leaders: leaders.as_slice() };
        let heavy = stairs.get(panel.nights.own_line()).filter(|_| !name.is_own);
        match (led(canvas, name, &room, bare.as_ref().map(|_| heavy))?, bare) {
            (Some((line, crossed)), _) => {
                leaders.push(line);
                cost += crossed;
            }
            (None, Some((label, spot)))
                if canvas.is_free(&label.at(spot.0, spot.1, Align::Start)) =>
            {
                lay(canvas, label, *spot)?;
            }
            (None, _) => cost += UNNAMED,
        }
    }
    Ok(cost)
}

/// The lines that are on the scale, the reader's own first.
fn names(panel: &Panel<'_>, m: &Metrics, stairs: &[Stairs]) -> Vec<Name> {
    let lines = &panel.nights.curves.lines;
    let own = panel.nights.own_line();
    let shown: Vec<usize> =
        (0..lines.len()).filter(|line| stairs.get(*line).is_some_and(|s| !s.is_empty())).collect();
    let texts: Vec<String> = lines.iter().map(|line| size(line.size)).collect();
    let unit = |text: &str| text.rsplit_once(' ').map(|(_, unit)| unit.to_owned());
    let name = |&line: &usize| {
        let whole = texts.get(line)?;
        let largest = shown.last() == Some(&line);
        // A larger one of the same unit tells it.
        let told = shown.iter().any(|&other| {
            other > line && texts.get(other).is_some_and(|other| unit(other) == unit(whole))
        });
        let bare = whole.split(' ').next().filter(|_| told);
        let weight = if line == own { Weight::Bold } else { Weight::Regular };
        let texts = [Some(whole.as_str()), bare].into_iter().flatten();
        Some(Name {
            line,
            is_own: line == own,
            labels: texts.map(|text| m.label(text, weight)).collect(),
            least: shown.first() == Some(&line),
            largest,
        })
    };
    let mut names: Vec<Name> = shown.iter().rev().filter_map(name).collect();
    names.sort_by_key(|name| !name.is_own);
    names
}

/// The place beside a line that is best: near a height that all lines share, with its unit, with air. It is
/// looked for from that height on up and down, until no better one can come.
fn beside(
    canvas: &Canvas,
    name: &Name,
    side: Side,
    stairs: &[Stairs],
    plot: &Rect,
    placed: &[Placed],
) -> Option<Placed> {
    let (own, whole) = (stairs.get(name.line)?, name.labels.first()?);
    let letter = whole.size;
    let wanted = plot.y + 0.26 * plot.h + 0.36 * letter;
    let (first, last) = (plot.y + 0.74 * letter, plot.bottom() - 0.3 * letter);
    // Beyond the least and the largest nothing lies.
    let sides = [
        (side == Side::Right || name.largest).then_some(Side::Right),
        (side == Side::Left || name.least).then_some(Side::Left),
    ];
    let unit = UNIT[usize::from(name.least)] * letter;
    let (mut best, mut least) = (None, f64::INFINITY);
    let step = letter / 6.0;
    for row in 0..=((last - first).max(0.0) / step) as u32 {
        let far = f64::from(row) * step;
        if far >= least {
            break;
        }
        let bases = [wanted - far, wanted + far].into_iter().take(if row == 0 { 1 } else { 2 });
        for base in bases.filter(|base| (first..=last).contains(base)) {
            let level = whole.at(0.0, base, Align::Start);
            let Some((left, right)) = own.reach(level.y - 1.0, level.bottom() + 1.0) else {
                continue;
            };
            for (place, label) in name.labels.iter().enumerate() {
                // A number without a unit would be read as one of the axis beside it.
                let from = plot.x + if place > 0 { letter } else { 1.0 };
                for air in AIRS.into_iter().filter(|air| name.is_own || !air.shared) {
                    let dear = far + air.dear * letter + unit * place as f64;
                    let gap = air.own * letter;
                    let fits = |side: Side| {
                        let x = match side {
                            Side::Right => right + gap,
                            Side::Left => left - gap - label.width(),
                        };
                        let text = label.at(x, base, Align::Start);
                        let inside = text.x > from && text.right() < plot.right();
                        let fits = inside && is_own(name.line, stairs, &text, label, air);
                        (fits && is_free(canvas, placed, &text, letter)).then_some(x)
                    };
                    if dear < least
                        && let Some(x) = sides.into_iter().flatten().find_map(fits)
                    {
                        (best, least) = (Some((label, (x, base))), dear);
                    }
                }
            }
        }
    }
    best.map(|(label, spot)| (label.clone(), spot))
}

/// Whether no other label is there or right beside it.
fn is_free(canvas: &Canvas, placed: &[Placed], text: &Rect, letter: f64) -> bool {
    let apart = 0.3 * letter;
    let wide = Rect::between(text.x - apart, text.y, text.right() + apart, text.bottom());
    let over = |(other, (x, base)): &Placed| other.at(*x, *base, Align::Start).overlaps(&wide);
    canvas.is_free(&wide) && !placed.iter().any(over)
}

/// Whether a text interrupts no line and is plainly that of its own.
fn is_own(line: usize, stairs: &[Stairs], text: &Rect, label: &Label, air: Air) -> bool {
    if stairs.iter().any(|other| other.meets(text, 0.5)) {
        return false;
    }
    let Some(own) = stairs.get(line) else { return false };
    // Letters without tails leave the lower part of their box empty.
    let ink = Rect { y: text.y + 0.06 * label.size, h: 0.74 * label.size, ..*text };
    let near = own.apart(&ink);
    let least = match air.shared {
        true => near - 0.1,
        false => (NEARER * near).max(air.other * label.size),
    };
    let mut others = stairs.iter().enumerate().filter(|(other, _)| *other != line);
    others.all(|(_, other)| !other.meets(&ink, least) || other.apart(&ink) >= least)
}

/// Names a line from farther off, where there is room; gives the leader and how many lines it crosses. `near`:
/// the line may be named beside itself without its unit, so that a leader has to be short or to cross
/// nothing, and in no case the heavy line.
fn led(
    canvas: &mut Canvas,
    name: &Name,
    room: &Room<'_>,
    near: Option<Option<&Stairs>>,
) -> Result<Option<(Line, usize)>, ChartError> {
    let stairs = room.stairs;
    let (Some(label), Some(own)) = (name.labels.first(), stairs.get(name.line)) else {
        return Ok(None);
    };
    let others: Vec<&Stairs> = stairs.iter().filter(|other| !std::ptr::eq(*other, own)).collect();
    // What it points at is plainly of its own line.
    let off = 5.0 * room.m.stroke;
    let alone = |&(x, y): &(f64, f64)| {
        let around = Rect::between(x - off, y - off, x + off, y + off);
        !others.iter().any(|other| other.meets(&around, 0.0))
    };
    let points: Vec<(f64, f64)> = own.middles().filter(alone).collect();
    // A few of them, from top to bottom, are choice enough.
    let every = points.len().div_ceil(TARGETS).max(1);
    let targets: Vec<Target> =
        points.into_iter().step_by(every).map(|at| Target { at, radius: 0.0 }).collect();
    let Some((spot, line)) = room.find(canvas, label, &others, &targets) else { return Ok(None) };
    let across = |stairs: &Stairs| stairs.crossings(line[0], line[1]);
    let crossed: usize = others.iter().map(|other| across(other)).sum();
    if let Some(heavy) = near {
        let long = libm::hypot(line[1].0 - line[0].0, line[1].1 - line[0].1);
        let short = long <= SHORT * room.m.label && heavy.is_none_or(|heavy| across(heavy) == 0);
        if crossed > 0 && !short {
            return Ok(None);
        }
    }
    let role = if name.is_own { Role::Upload } else { Role::Muted };
    bridge(canvas, room.m, &line)?;
    canvas.line(&line, room.m.stroke, Ink::solid(role))?;
    canvas.dot(line[0], 2.2 * room.m.stroke, Ink::solid(role))?;
    canvas.block_line(&line, BRIDGE * room.m.stroke);
    lay(canvas, label, spot)?;
    Ok(Some((line, crossed)))
}

/// Writes a label; what is ruled below it does not run through it.
pub fn lay(canvas: &mut Canvas, label: &Label, (x, base): (f64, f64)) -> Result<(), ChartError> {
    let text = label.at(x, base, Align::Start);
    if let Some(below) = canvas.backdrop(&text) {
        canvas.fill(text, Ink::decor(below))?;
    }
    // In the middle of its box: a face that is narrower than was measured leaves room on both sides.
    canvas.text(label, text.x + text.w / 2.0, base, Align::Middle)
}
