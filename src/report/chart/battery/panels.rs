//! Which nights the battery chart draws: all nights of a case flow in, those that go alike are one; the
//! first and the one that matters most flow out, and are drawn beside each other where there is room.

use super::super::ChartError;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::facts::Facts;
use super::super::font::Weight;
use super::super::frame::Metrics;
use super::{Battery, Night, draw};
use crate::report::format;
use crate::units::{SimTime, Span};

/// Nights beyond are not looked at one by one: they go like one before.
const LOOKED_AT: u32 = 400;
/// Levels this far apart, in millionths, make two nights unlike.
const UNLIKE: u32 = 15_000;
/// Waits that begin or end this far apart make two nights unlike.
const MOVED: Span = Span::from_secs(300);

/// Nights that go alike.
pub(super) struct Panel {
    /// The first of them.
    pub night: Night,
    /// All of them.
    pub numbers: Vec<u32>,
}

/// The nights that are drawn.
pub(super) struct Panels {
    first: Panel,
    /// The one that matters most of those that go otherwise.
    second: Option<Panel>,
    /// Whether the backup waits longest in the second.
    second_counts: bool,
    /// How many kinds of nights there are.
    pub kinds: usize,
}

impl Panels {
    pub fn of(facts: &Facts<'_>) -> Self {
        let mut first = Panel { night: Night::of(facts, 1), numbers: vec![1] };
        let mut others: Vec<Panel> = Vec::new();
        for number in 2..=facts.nights().min(LOOKED_AT) {
            let night = Night::of(facts, number);
            let all = std::iter::once(&mut first).chain(&mut others);
            match all.into_iter().find(|panel| is_alike(&panel.night, &night)) {
                Some(panel) => panel.numbers.push(number),
                None => others.push(Panel { night, numbers: vec![number] }),
            }
        }
        let kinds = 1 + others.len();
        let waited = |panel: &Panel| panel.night.waited();
        // The first of those that wait longest; where none waits, the first that goes otherwise.
        let most = others.iter().map(waited).max().unwrap_or(Span::ZERO);
        let second = others.into_iter().find(|panel| waited(panel) == most);
        let second_counts = most > waited(&first);
        Panels { first, second, second_counts, kinds }
    }

    /// All of them in order.
    pub fn drawn(&self) -> impl Iterator<Item = &Panel> {
        std::iter::once(&self.first).chain(&self.second)
    }

    /// The one that the words are of.
    fn main_panel(&self) -> &Panel {
        self.second.as_ref().filter(|_| self.second_counts).unwrap_or(&self.first)
    }

    /// The night that the words are of.
    pub fn main(&self) -> &Night {
        &self.main_panel().night
    }

    /// Whether there is one kind of night alone.
    pub fn is_one(&self) -> bool {
        self.second.is_none()
    }
}

/// Whether two nights go alike for as long as both last.
fn is_alike(one: &Night, other: &Night) -> bool {
    let end = one.end.min(other.end);
    let cut = |night: &Night| -> Vec<(SimTime, SimTime, crate::cause::Cause)> {
        let waits = night.waits.iter().filter(|wait| wait.start < end);
        let waits = waits.map(|wait| (wait.start, wait.end.min(end), wait.cause));
        waits.filter(|(from, to, _)| to.since(*from) >= MOVED).collect()
    };
    let plugged = |night: &Night| -> Vec<(SimTime, SimTime)> {
        let within = night.plugged.iter().filter(|part| part.0 < end);
        within.map(|part| (part.0, part.1.min(end))).collect()
    };
    let near = |a: SimTime, b: SimTime| a.since(b) < MOVED && b.since(a) < MOVED;
    let (waits, others) = (cut(one), cut(other));
    let same_waits = waits.len() == others.len()
        && waits.iter().zip(&others).all(|(a, b)| near(a.0, b.0) && near(a.1, b.1) && a.2 == b.2);
    let level = |k: i64| {
        let at = SimTime::from_micros(end.micros() / 8 * k);
        one.at(at).millionths().abs_diff(other.at(at).millionths())
    };
    same_waits && plugged(one) == plugged(other) && (0..=8).all(|k| level(k) < UNLIKE)
}

/// `night 1`, `nights 2–4`, `nights 2, 5 and 3 more`.
pub(super) fn name(facts: &Facts<'_>, panel: &Panel) -> String {
    let (day, numbers) = (facts.day(), &panel.numbers);
    let (first, last) =
        (numbers.first().copied().unwrap_or(1), numbers.last().copied().unwrap_or(1));
    let number = |n: u32| format::thousands(u64::from(n));
    match numbers.as_slice() {
        [] | [_] => format!("{day} {}", number(first)),
        [a, b] => format!("{day}s {} and {}", number(*a), number(*b)),
        list if last - first + 1 == list.len() as u32 => {
            format!("{day}s {}–{}", number(first), number(last))
        }
        [a, b, rest @ ..] => {
            format!("{day}s {}, {} and {} more", number(*a), number(*b), rest.len())
        }
    }
}

/// Draws them: beside each other, or the one that matters alone where it is narrow.
pub(super) fn draw(
    facts: &Facts<'_>,
    panels: &Panels,
    battery: &Battery<'_>,
    canvas: &mut Canvas,
    m: &Metrics,
    room: Rect,
) -> Result<(), ChartError> {
    if panels.is_one() {
        let night = panels.main();
        return draw::draw(facts, (night, battery.drain(night), true), canvas, m, room);
    }
    let head = 1.35 * m.label;
    let shown: Vec<&Panel> =
        if m.narrow() { vec![panels.main_panel()] } else { panels.drawn().collect() };
    let gap = 1.6 * m.label;
    let wide = (room.w - gap * (shown.len() as f64 - 1.0)) / shown.len() as f64;
    let mut named = false;
    for (place, panel) in shown.into_iter().enumerate() {
        let left = room.x + place as f64 * (wide + gap);
        let label = m.label(name(facts, panel), Weight::Bold);
        canvas.text(&label, left, room.y + 0.9 * m.label, Align::Start)?;
        let own = Rect::between(left, room.y + head, left + wide, room.bottom());
        // The band has its words once.
        let drain = battery.drain(&panel.night);
        draw::draw(facts, (&panel.night, drain, !named), canvas, m, own)?;
        named = named || drain.is_some();
    }
    Ok(())
}
