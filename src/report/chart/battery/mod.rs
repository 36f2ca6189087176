//! `battery`: how long does it last, and when does the backup wait for it? The level over the first
//! night, and over the one that matters where that goes otherwise, as one line in a band of trials, the levels at which the service or the phone acts as dashed rules, the time in
//! which the backup waits for power hatched, and the hours on the charger as a strip under the axis.

mod draw;
mod panels;
mod words;

use super::axis;
use super::canvas::{Canvas, Rect};
use super::facts::{Facts, NOTHING, Standstill, clock};
use super::font::{self, Weight};
use super::frame::{self, Metrics};
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story, told};
use crate::cause::{Cause, ChartState};
use crate::model::link::LinkKind;
use crate::model::phone::Platform;
use crate::model::power::battery::Saver;
use crate::model::power::level::BATTERY_LOW;
use crate::model::service::Requirement;
use crate::report::format::{self, ClockStyle};
use crate::study::answer::Answer;
use crate::study::drain::Drain;
use crate::units::{ClockTime, Fraction, Power, SimTime, Span, Windows};
use panels::Panels;

/// A chart of the battery: of one answer, and of the trials around it if there are any.
struct Battery<'a> {
    answer: &'a Answer,
    drains: &'a [Drain],
}

impl<'a> Chart<'a> {
    /// `battery`: how long does it last, and when does the backup wait for it? `drains` are bands around
    /// the level in the nights of [`nights_drawn`]; without one there is the line alone.
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the outcome has none, [`ChartError::NotFor`] where no battery has a
    /// part in it: on a computer and by cable.
    pub fn battery(answer: &'a Answer, drains: &'a [Drain]) -> Result<Self, ChartError> {
        let inputs = answer.scenario.inputs();
        let computer = inputs.phone.platform == Some(Platform::Computer);
        if computer || inputs.link.kind == LinkKind::Usb {
            let why = if computer { "a computer's backup" } else { "a backup by cable" };
            return Err(ChartError::NotFor(format!(
                "{why} does not wait for a phone's battery; battery is for services that run on a phone"
            )));
        }
        if answer.outcome.timeline.is_none() {
            return Err(ChartError::NoTimeline);
        }
        Ok(Chart::new(ChartKind::Battery, Battery { answer, drains }))
    }
}

/// The nights that `battery` draws, with where each ends: the first, and the one that matters most of those
/// that go otherwise.
pub fn nights_drawn(answer: &Answer) -> Vec<(u32, SimTime)> {
    let facts = &Facts::of(answer, ClockStyle::H24);
    let panels = Panels::of(facts);
    let ends = panels.drawn().map(|p| (p.night.number, p.night.begin(facts).plus(p.night.ran())));
    ends.collect()
}

impl Battery<'_> {
    /// The band of a night, if it is wide enough to see.
    fn drain(&self, night: &Night) -> Option<&Drain> {
        let own = self.drains.iter().find(|drain| drain.night == night.number)?;
        (own.widest() >= NARROW).then_some(own)
    }
}

impl Draw for Battery<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let facts = &Facts::of(self.answer, clock);
        let panels = &Panels::of(facts);
        let night = panels.main();
        Story {
            title: words::title(facts, night),
            subtitle: words::subtitle(facts, panels),
            told: told::all(facts),
            alt: words::alt(facts, panels, self.drain(night)),
        }
    }

    fn numbers(&self, clock: ClockStyle) -> Table {
        let facts = &Facts::of(self.answer, clock);
        table(facts, &Panels::of(facts), self)
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.answer)
    }

    fn assumptions(&self, clock: ClockStyle) -> String {
        let facts = &Facts::of(self.answer, clock);
        let plain = frame::assumptions(&self.basis(), clock);
        match self.drain(Panels::of(facts).main()) {
            Some(drain) => {
                let varying = words::varying(facts, drain);
                format!("{} {plain}", words::varies(drain, &varying, varying.len()))
            }
            None => plain,
        }
    }

    fn caption_within(&self, m: &Metrics) -> String {
        let facts = &Facts::of(self.answer, m.clock);
        match self.drain(Panels::of(facts).main()) {
            Some(drain) => {
                let (made_by, varying) =
                    (frame::made_by(&self.basis()), words::varying(facts, drain));
                let room = f64::from(m.width) - 2.0 * m.side;
                let lines =
                    |text: &str| font::wrap(text, m.caption, Weight::Regular, room, 9).len();
                let with = |kept: usize| {
                    let text = format!("{} {made_by}", words::varies(drain, &varying, kept));
                    frame::caption(&self.basis(), &text)
                };
                let fits = |text: &String| lines(text) <= m.caption_lines();
                let most = varying.len().min(10);
                (0..=most).rev().map(with).find(fits).unwrap_or_else(|| with(0))
            }
            None => frame::caption_within(&self.basis(), m),
        }
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        let facts = &Facts::of(self.answer, m.clock);
        let panels = &Panels::of(facts);
        panels::draw(facts, panels, self, canvas, m, room)
    }
}

/// A band that is nowhere wider is not drawn: three points of a percentage.
const NARROW: Fraction = Fraction::from_percent(3);

/// A level at which something changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The service pauses while unplugged.
    Reserve,
    /// Android's `battery not low` ends.
    Low,
    /// The phone switches power saving on.
    SaverOn,
    /// The phone switches power saving off.
    SaverOff,
    /// Charging is held.
    Hold,
}

impl Mark {
    /// Its id in tables.
    const fn id(self) -> &'static str {
        match self {
            Mark::Reserve => "reserve",
            Mark::Low => "battery-low",
            Mark::SaverOn => "power-saving-on",
            Mark::SaverOff => "power-saving-off",
            Mark::Hold => "charge-hold",
        }
    }

    /// What happens there, after the level: the setting's name first.
    const fn words(self) -> &'static str {
        match self {
            Mark::Reserve => "reserve: unplugged, it pauses",
            Mark::Low => "battery low: unplugged, it pauses",
            Mark::SaverOn => "power saving comes on",
            Mark::SaverOff => "power saving goes off",
            Mark::Hold => "charge hold",
        }
    }
}

/// A night as the battery sees it; its moments count from the night's start.
struct Night {
    /// Its number, from 1.
    number: u32,
    /// Where what was simulated of it ends.
    end: SimTime,
    /// The level, as straight lines from point to point.
    levels: Vec<(SimTime, Fraction)>,
    /// The stretches on a charger.
    plugged: Vec<(SimTime, SimTime)>,
    /// Where the backup waits for power.
    waits: Vec<Standstill>,
    /// The levels at which something changes, highest first.
    marks: Vec<(Mark, Fraction)>,
}

impl Night {
    fn of(facts: &Facts<'_>, number: u32) -> Self {
        let start = facts.night_start(number);
        let own = |at: SimTime| SimTime::ZERO.plus(at.since(start));
        let end = own(facts.end()).min(SimTime::ZERO.plus(facts.window()));
        let inputs = facts.inputs;
        let has_charger = inputs.charger.power.power > Power::ZERO;
        let plugged = match has_charger {
            true => stretches(&inputs.charger.plugged, facts.outcome.clock_zero, number, end),
            false => Vec::new(),
        };
        let ours = |s: &Standstill| s.cause.chart_state() == ChartState::Power && s.end > start;
        let waits = facts.standstills().into_iter().filter(ours);
        let waits =
            waits.map(|s| Standstill { start: own(s.start), end: own(s.end).min(end), ..s });
        let waits = waits.filter(|s| s.start < end && s.length() > Span::ZERO).collect();
        let on = match plugged.first() {
            None => Some(false),
            Some(&(from, to)) if from == SimTime::ZERO && to >= end => Some(true),
            Some(_) => None,
        };
        let levels = levels(facts, start, end);
        Night { number, end, levels, plugged, waits, marks: marks(facts, on) }
    }

    /// A level as it is told: on no level that something heeds unless it was reached.
    fn told(&self, level: Fraction) -> String {
        let heeded: Vec<Fraction> = self.marks.iter().map(|&(_, level)| level).collect();
        format::level(level, &heeded)
    }

    /// When it begins.
    fn begin(&self, facts: &Facts<'_>) -> SimTime {
        facts.night_start(self.number)
    }

    /// How much of it was simulated.
    fn ran(&self) -> Span {
        self.end.since(SimTime::ZERO)
    }

    /// How long the backup waits for power in it.
    fn waited(&self) -> Span {
        self.waits.iter().fold(Span::ZERO, |sum, wait| sum.plus(wait.length()))
    }

    fn at(&self, at: SimTime) -> Fraction {
        let next = self.levels.partition_point(|p| p.0 < at);
        let (before, after) =
            (next.checked_sub(1).and_then(|i| self.levels.get(i)), self.levels.get(next));
        let (Some(a), Some(b)) = (before, after) else {
            return after.or(before).map_or(Fraction::ZERO, |p| p.1);
        };
        let whole = i128::from(b.0.since(a.0).micros()).max(1);
        let part = i128::from(at.since(a.0).micros());
        let (from, to) = (i128::from(a.1.millionths()), i128::from(b.1.millionths()));
        let level = from + (to - from) * part / whole;
        Fraction::from_millionths(u32::try_from(level).unwrap_or(0))
    }

    fn start(&self) -> Fraction {
        self.levels.first().map_or(Fraction::ZERO, |p| p.1)
    }

    fn last(&self) -> Fraction {
        self.levels.last().map_or(Fraction::ZERO, |p| p.1)
    }

    fn is_plugged(&self, at: SimTime) -> bool {
        self.plugged.iter().any(|&(from, to)| from <= at && at < to)
    }

    /// How many times it waits for a cause.
    fn times(&self, cause: Cause) -> usize {
        self.waits.iter().filter(|w| w.cause == cause).count()
    }

    /// What waits for the longest in all: its cause's first stretch, and for how long in all.
    fn longest(&self) -> Option<(Standstill, Span)> {
        let total = |cause| {
            let own = self.waits.iter().filter(|s| s.cause == cause);
            own.fold(Span::ZERO, |sum, s| sum.plus(s.length()))
        };
        let mut firsts: Vec<Standstill> = Vec::new();
        for wait in &self.waits {
            if firsts.iter().all(|f| f.cause != wait.cause) {
                firsts.push(*wait);
            }
        }
        let longest = firsts.into_iter().map(|f| (f, total(f.cause)));
        longest.filter(|l| l.1 >= NOTHING).max_by_key(|l| (l.1, std::cmp::Reverse(l.0.start)))
    }
}

/// The level from the start of a night to where it ends.
fn levels(facts: &Facts<'_>, start: SimTime, end: SimTime) -> Vec<(SimTime, Fraction)> {
    let stated = facts.inputs.battery.level;
    let Some(timeline) = facts.outcome.timeline.as_ref() else { return Vec::new() };
    let stop = start.plus(end.since(SimTime::ZERO));
    let points = &timeline.levels;
    let from = points.partition_point(|p| p.at <= start);
    let to = points.partition_point(|p| p.at < stop).max(from);
    // At a window's start the level is that of the window, not what the one before has left.
    let at_start = points.get(..from).unwrap_or_default().iter().rev().find(|p| p.at == start);
    let first = at_start.map(|p| p.level).or_else(|| timeline.level_at(start)).unwrap_or(stated);
    let mut list = vec![(SimTime::ZERO, first)];
    let inside = points.get(from..to).unwrap_or_default().iter();
    list.extend(inside.map(|p| (SimTime::ZERO.plus(p.at.since(start)), p.level)));
    if end > SimTime::ZERO {
        let last = timeline.level_at(stop).or(list.last().map(|p| p.1));
        list.extend(last.map(|level| (end, level)));
    }
    list
}

/// The stretches of windows within a night.
fn stretches(
    windows: &Windows,
    zero: ClockTime,
    night: u32,
    end: SimTime,
) -> Vec<(SimTime, SimTime)> {
    let list = match windows {
        Windows::Never => return Vec::new(),
        Windows::Always => return vec![(SimTime::ZERO, end)],
        Windows::Clock(list) => list,
    };
    let mut found = Vec::new();
    for window in list {
        let offset = zero.until(window.start);
        let length = window.length();
        if window.in_night(night) {
            found.push((SimTime::ZERO.plus(offset), SimTime::ZERO.plus(offset).plus(length)));
        }
        // What began the evening before may reach into it.
        let over = offset.plus(length);
        if window.nights.is_none() && over > Span::DAY {
            found.push((SimTime::ZERO, SimTime::ZERO.plus(over.minus(Span::DAY))));
        }
    }
    found.sort();
    let mut joined: Vec<(SimTime, SimTime)> = Vec::new();
    for (from, to) in found.into_iter().map(|(from, to)| (from, to.min(end))) {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ if from < to => joined.push((from, to)),
            _ => {}
        }
    }
    joined
}

/// The levels that the service, the phone and the charger heed in this case. `on`: whether it is on a
/// charger, if that never changes; what asks for a charger or for none is left out then.
fn marks(facts: &Facts<'_>, on: Option<bool>) -> Vec<(Mark, Fraction)> {
    let (inputs, requires) = (facts.inputs, facts.inputs.service.requires);
    let mut list = Vec::new();
    let (unplugged, charges) = (on != Some(true), on != Some(false));
    if inputs.service.reserve > Fraction::ZERO && unplugged {
        list.push((Mark::Reserve, inputs.service.reserve));
    }
    if requires.has(Requirement::BatteryNotLow) && unplugged {
        list.push((Mark::Low, BATTERY_LOW));
    }
    if requires.has(Requirement::NotSaver) && inputs.battery.saver == Saver::Auto {
        let android = matches!(inputs.phone.platform, Some(Platform::Android | Platform::Samsung));
        let (on, off) = Saver::levels(android);
        list.push((Mark::SaverOn, on));
        list.extend(off.filter(|_| charges).map(|off| (Mark::SaverOff, off)));
    }
    list.extend(inputs.charger.hold.filter(|_| charges).map(|hold| (Mark::Hold, hold.level)));
    list.sort_by_key(|&(_, level)| std::cmp::Reverse(level));
    list
}

fn table(facts: &Facts<'_>, panels: &Panels, battery: &Battery<'_>) -> Table {
    let share = |level: Fraction| Cell::Milli(i64::from(level.millionths() / 10));
    let mut rows = Vec::new();
    for night in panels.drawn().map(|panel| &panel.night) {
        let start = night.begin(facts);
        let absolute = |at: SimTime| start.plus(at.since(SimTime::ZERO));
        let seconds =
            |at: SimTime| Cell::Milli(Span::from_micros(absolute(at).micros()).millis_up());
        let time = |at: SimTime| Cell::text(clock(facts.outcome.clock_at(at)));
        for &(at, level) in &night.levels {
            rows.push(vec![Cell::text("level"), time(at), seconds(at), Cell::Empty, share(level)]);
        }
        for (name, edge) in [("level-p5", 0), ("level-p95", 1)] {
            let moments = battery.drain(night).map_or(&[][..], |drain| &drain.moments);
            for &(at, levels) in moments {
                let own = SimTime::ZERO.plus(at.since(start));
                let level = share(levels[edge]);
                rows.push(vec![Cell::text(name), time(own), seconds(own), Cell::Empty, level]);
            }
        }
        for &(from, to) in &night.plugged {
            let ends = [seconds(from), seconds(to)];
            let [start, end] = ends;
            rows.push(vec![Cell::text("plugged-in"), time(from), start, end, Cell::Empty]);
        }
        for wait in &night.waits {
            let (start, end) = (seconds(wait.start), seconds(wait.end));
            rows.push(vec![Cell::text(wait.cause.id()), time(wait.start), start, end, Cell::Empty]);
        }
    }
    let mut told: Vec<Mark> = Vec::new();
    for &(mark, level) in panels.drawn().flat_map(|panel| &panel.night.marks) {
        if !told.contains(&mark) {
            told.push(mark);
            let level = share(level);
            rows.push(vec![Cell::text(mark.id()), Cell::Empty, Cell::Empty, Cell::Empty, level]);
        }
    }
    Table { columns: &["series", "clock", "start_s", "end_s", "level_percent"], rows }
}

/// Where the time axis ends: with the night, or a little behind what was simulated of it where that is
/// less than a third.
fn axis_end(facts: &Facts<'_>, night: &Night) -> SimTime {
    let window = SimTime::ZERO.plus(facts.window());
    let used = night.end.micros();
    let short = used > 0 && used < window.micros() / 3;
    axis::at_least_a_minute(if short { SimTime::from_micros(used + used / 4) } else { window })
}
