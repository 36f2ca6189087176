//! `battery`: how long does it last, and when does the backup wait for it? The level over the first
//! night as one line, the levels at which the service or the phone acts as dashed rules, the time in
//! which the backup waits for power hatched, and the hours on the charger as a strip under the axis.

mod draw;
mod words;

use super::axis;
use super::canvas::{Canvas, Rect};
use super::facts::{Facts, NOTHING, Standstill, clock};
use super::frame::Metrics;
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::cause::{Cause, ChartState};
use crate::model::link::LinkKind;
use crate::model::phone::Platform;
use crate::model::power::battery::Saver;
use crate::model::power::level::BATTERY_LOW;
use crate::model::service::Requirement;
use crate::report::format::ClockStyle;
use crate::sim::timeline::Timeline;
use crate::study::answer::Answer;
use crate::units::{ClockTime, Fraction, Power, SimTime, Span, Windows};

/// Charts of the battery are of one answer.
struct Battery<'a>(&'a Answer);

impl<'a> Chart<'a> {
    /// `battery`: how long does it last, and when does the backup wait for it?
    ///
    /// # Errors
    /// [`ChartError::NoTimeline`] if the outcome has none, [`ChartError::NotFor`] where no battery has a
    /// part in it: on a computer and by cable.
    pub fn battery(answer: &'a Answer) -> Result<Self, ChartError> {
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
        Ok(Chart::new(ChartKind::Battery, Battery(answer)))
    }
}

impl Draw for Battery<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let facts = &Facts::of(self.0, clock);
        let night = Night::of(facts);
        let hatched =
            if night.waits.is_empty() { "" } else { "; hatched = the backup waits for power" };
        let hours = facts.window_text().map_or_else(String::new, |hours| format!(", {hours}"));
        Story {
            title: words::title(facts, &night),
            subtitle: format!("Battery level over {} 1{hours}{hatched}", facts.day()),
            alt: words::alt(facts, &night),
            table: table(facts, &night),
        }
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.0)
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        let facts = Facts::of(self.0, m.clock);
        draw::draw(&facts, &Night::of(&facts), canvas, m, room)
    }
}

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

/// The first night as the battery sees it.
struct Night {
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
    fn of(facts: &Facts<'_>) -> Self {
        let window = SimTime::ZERO.plus(facts.window());
        let end = facts.end().min(window);
        let inputs = facts.inputs;
        let has_charger = inputs.charger.power.power > Power::ZERO;
        let plugged = match has_charger {
            true => stretches(&inputs.charger.plugged, facts.outcome.clock_zero, end),
            false => Vec::new(),
        };
        let ours = |s: &Standstill| s.cause.chart_state() == ChartState::Power && s.start < end;
        let waits = facts.standstills().into_iter().filter(ours);
        let waits = waits.map(|s| Standstill { end: s.end.min(end), ..s });
        let waits = waits.filter(|s| s.length() > Span::ZERO).collect();
        let on = match plugged.first() {
            None => Some(false),
            Some(&(from, to)) if from == SimTime::ZERO && to >= end => Some(true),
            Some(_) => None,
        };
        Night { end, levels: levels(facts, end), plugged, waits, marks: marks(facts, on) }
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

/// The level from the start to where the night ends.
fn levels(facts: &Facts<'_>, end: SimTime) -> Vec<(SimTime, Fraction)> {
    let stated = facts.inputs.battery.level;
    let Some(timeline) = facts.outcome.timeline.as_ref() else { return Vec::new() };
    let level_at = |timeline: &Timeline, at| timeline.level_at(at);
    let first = level_at(timeline, SimTime::ZERO).unwrap_or(stated);
    let mut list = vec![(SimTime::ZERO, first)];
    let inside = timeline.levels.iter().filter(|p| p.at > SimTime::ZERO && p.at < end);
    list.extend(inside.map(|p| (p.at, p.level)));
    if end > SimTime::ZERO {
        let last = level_at(timeline, end).or(list.last().map(|p| p.1));
        list.extend(last.map(|level| (end, level)));
    }
    list
}

/// The stretches of windows within the first night.
fn stretches(windows: &Windows, zero: ClockTime, end: SimTime) -> Vec<(SimTime, SimTime)> {
    let list = match windows {
        Windows::Never => return Vec::new(),
        Windows::Always => return vec![(SimTime::ZERO, end)],
        Windows::Clock(list) => list,
    };
    let mut found = Vec::new();
    for window in list {
        let offset = zero.until(window.start);
        let length = window.length();
        if window.in_night(1) {
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

/// A level in whole percent, to the nearest.
fn percent(level: Fraction) -> String {
    format!("{} %", (u64::from(level.millionths()) + 5_000) / 10_000)
}

fn table(facts: &Facts<'_>, night: &Night) -> Table {
    let seconds = |at: SimTime| Cell::Milli(Span::from_micros(at.micros()).millis_up());
    let share = |level: Fraction| Cell::Milli(i64::from(level.millionths() / 10));
    let time = |at: SimTime| Cell::text(clock(facts.outcome.clock_at(at)));
    let mut rows = Vec::new();
    for &(at, level) in &night.levels {
        rows.push(vec![Cell::text("level"), time(at), seconds(at), Cell::Empty, share(level)]);
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
    for &(mark, level) in &night.marks {
        rows.push(vec![Cell::text(mark.id()), Cell::Empty, Cell::Empty, Cell::Empty, share(level)]);
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
