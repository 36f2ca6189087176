//! An upload that is under way, or was: readings of its progress and whatever is known of the case flow
//! in; how fast it sends, how much it stands still, what probably held it, each night, and when it will
//! be done flow out. Ids and numbers, no sentences.
//!
//! The forecast is a simulation of the rest. Where the given case itself reproduces what was seen, it is
//! simulated as it is; else the fitted speed and stalls are put into it as edits.

mod case;
mod forecast;
pub mod gates;
pub mod held;
mod lengths;
mod nights;
mod outlook;
mod series;
mod stretches;
mod told;

use super::answer::Answer;
use crate::import::progress::{Day, Format, Progress};
use crate::scenario::{Draft, Scenario, ScenarioError};
use crate::units::{BackupWindow, ClockTime, Rate, Size, Span};
use gates::Gate;
use series::{Calendar, Series};

/// What is done may be this many times all there is: sizes are rounded.
const MOST: f64 = 1.01;

/// The question besides the readings and the case.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How many random trials the range rests on; 0 for no range.
    pub trials: u64,
    /// Their seed.
    pub seed: u64,
    /// The row whose random numbers are used.
    pub row: u64,
}

/// An amount: bytes, or where only percents are known, a share of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sum {
    /// Bytes.
    Bytes(Size),
    /// Percent of the whole.
    Percent(f64),
}

/// A speed: bits per second, or where only percents are known, percent per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Payload in bits per second.
    Bits(Rate),
    /// Percent of the whole per hour.
    PercentPerHour(f64),
}

/// A stretch of the time seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Its start since the first reading.
    pub from: Span,
    /// Its end.
    pub to: Span,
    /// The time in it that counts: what lies in the window, without the stalls of a sending stretch.
    pub time: Span,
    /// The speed while sending; `None` of a stall.
    pub speed: Option<Speed>,
    /// What was sent in it.
    pub sent: Sum,
    /// What was lost at its end.
    pub lost: Sum,
}

/// What happened in a night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Night {
    /// Its number, from 1.
    pub number: u32,
    /// From the first reading in it to the last, since the first of all.
    pub from: Span,
    /// Its end.
    pub to: Span,
    /// What was sent.
    pub sent: Sum,
    /// What was lost.
    pub lost: Sum,
    /// How long it sent.
    pub sending: Span,
    /// How long it stood still in the window.
    pub stalled: Span,
}

/// What the forecast rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The given case, which reproduces what was seen.
    GivenCase,
    /// What was seen.
    Fitted,
    /// It was done already.
    Seen,
}

impl Basis {
    /// One word for reports.
    pub const fn word(self) -> &'static str {
        match self {
            Basis::GivenCase => "given-case",
            Basis::Fitted => "fitted",
            Basis::Seen => "seen",
        }
    }
}

/// When it will be done. Times count from the first reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// What it rests on.
    pub basis: Basis,
    /// The point forecast; `None` where the simulation does not end.
    pub finish: Option<Span>,
    /// Between these the finish lies in 8 of 10 trials; an end is `None` where it is later than the
    /// trials look ahead.
    pub range: Option<(Option<Span>, Option<Span>)>,
    /// The middle of the trials.
    pub middle: Option<Span>,
    /// What is left divided by the average so far, for comparison.
    pub plain: Option<Span>,
    /// Where nothing moved: when the given line would be done if whatever holds it were lifted now.
    pub lifted: Option<Span>,
}

/// Something to know of the readings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remark {
    /// It counts ahead of the line: by up to so much.
    Ahead(Sum),
    /// restic tells what it has read.
    CountsRead,
    /// So many rows held no reading.
    LeftOut(usize),
    /// It fell back, and lost so much.
    Lost(Sum),
    /// More is counted than there is: what was sent again is in it.
    MoreThanAll,
    /// It went on outside the given window, which is left out.
    OutsideWindow,
    /// No size is known: a whole of 100 GB stands for it in the case.
    SizeAssumed,
    /// The given speed does not give what was seen.
    GivenSpeedOff,
    /// Without clock times no gate can be told by the clock.
    NoClock,
    /// The time before the last reading stands as an outage of the line in the case.
    PastIsOutage,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Fit {
    /// What kind of file it was.
    pub format: Format,
    /// How many readings there are.
    pub readings: usize,
    /// From the first to the last.
    pub seen: Span,
    /// The clock time of the first reading.
    pub clock: Option<ClockTime>,
    /// Its day, where the file knows dates.
    pub day: Option<Day>,
    /// Where one night ends and the next begins: at the start of the window, else at noon.
    pub nights_from: ClockTime,
    /// What of the last reading was sent: where the file counts ahead of the line, less by that.
    pub sent: Sum,
    /// How much was done at the first and at the last reading.
    pub done: (Sum, Sum),
    /// All there is.
    pub total: Option<Sum>,
    /// The speed while it sends; `None` where nothing was sent.
    pub goodput: Option<Speed>,
    /// The speed since the last clear change.
    pub recent: Option<Speed>,
    /// Since when, counted from the first reading.
    pub recent_since: Span,
    /// The share of the time in the window in which nothing moved.
    pub stall_share: f64,
    /// The stretches in order.
    pub stretches: Vec<Stretch>,
    /// Night by night.
    pub nights: Vec<Night>,
    /// What probably held it, the longest first.
    pub gates: Vec<Gate>,
    /// When it will be done; `None` where nothing was sent and no speed was given.
    pub forecast: Forecast,
    /// What there is to know of the readings.
    pub remarks: Vec<Remark>,
    /// The fitted case and its answer; the time before the last reading stands in it as an outage.
    pub answer: Answer,
    /// The same case without that, to go on with.
    pub rest: Scenario,
}

/// Why there is no fit.
#[derive(Clone, Debug)]
pub enum NoFit {
    /// Nothing is known of how much there is in all.
    NoSize,
    /// More is done at the last reading than there is in all: both.
    MoreThanAll(Sum, Sum),
    /// No reading shows any progress, and no speed was given.
    NoProgress(Format),
    /// The case cannot be built.
    Case(Vec<ScenarioError>),
}

/// Fits the readings to what is known of the case.
///
/// # Errors
/// [`NoFit`].
pub fn fit(progress: &Progress, given: &Draft, ask: Ask) -> Result<Fit, NoFit> {
    if !given.faults().is_empty() {
        return Err(NoFit::Case(given.faults().to_vec()));
    }
    let known = case::Known::of(given);
    if let Some(why) = known.no_bytes() {
        return Err(NoFit::Case(why));
    }
    let mut remarks = Vec::new();
    let Counted { series, calendar, broken } = Counted::of(progress, &known);
    if broken {
        remarks.push(Remark::OutsideWindow);
    }
    if series.total.is_none() {
        return Err(NoFit::NoSize);
    }
    if let Some(total) = series.total
        && progress.format == Format::Table
        && !progress.repeats
        && series.last > MOST * total
    {
        let units = Units { is_bytes: series.is_bytes };
        return Err(NoFit::MoreThanAll(units.sum(series.last), units.sum(total)));
    }
    let found = stretches::find(&series, known.speed().filter(|_| series.is_bytes));
    if found.rate <= 0.0 && !known.has_speed() && !is_done(&series) {
        return Err(NoFit::NoProgress(progress.format));
    }
    let mut gates =
        gates::find(progress, &series, &found, &calendar, known.inputs(), &|id| known.is_given(id));
    let outlook = outlook::Outlook::new(&series, &found, &gates.explained);
    let parts = case::Parts {
        series: &series,
        calendar,
        window_broken: broken,
        outlook,
        gates: &mut gates.gates,
    };
    let forecast::Found { forecast, answer, rest } =
        forecast::run(&known, parts, ask, &mut remarks).map_err(NoFit::Case)?;
    remark(progress, &series, &found, calendar, &mut remarks);
    let units = Units { is_bytes: series.is_bytes };
    let recent = found.levels.last().copied();
    let open = found.sending + found.stalled;
    Ok(Fit {
        format: progress.format,
        readings: progress.readings.len(),
        seen: span(series.end),
        clock: progress.clock,
        day: progress.day,
        nights_from: calendar.nights_from(),
        sent: units.sum(series.last - series.ahead),
        done: (units.sum(series.first), units.sum(series.last)),
        total: series.total.map(|total| units.sum(total)),
        goodput: (found.rate > 0.0).then(|| units.speed(found.rate)),
        recent: recent.filter(|l| l.gain > 0.0).map(|l| units.speed(l.rate())),
        recent_since: span(recent.filter(|_| found.levels.len() > 1).map_or(0.0, |l| l.from)),
        stall_share: if open > 0.0 { found.stalled / open } else { 0.0 },
        stretches: nights::stretches(&found, units),
        nights: nights::nights(&series, &found, &calendar, units),
        gates: gates.gates,
        forecast,
        remarks,
        answer,
        rest,
    })
}

/// The readings on the calendar of a case.
struct Counted {
    series: Series,
    calendar: Calendar,
    /// They go on outside the window that was given, so that it is left out.
    broken: bool,
}

impl Counted {
    fn of(progress: &Progress, known: &case::Known<'_>) -> Self {
        let window =
            told::window(progress).filter(|_| !known.has_window()).unwrap_or(known.window());
        // Hours that were given mean the first reading's own where the file knows none.
        let clock = progress.clock.or(known.has_hours().then(|| window.start()));
        let calendar = Calendar::new(clock, window);
        let series = Series::new(progress, known.size(), &calendar);
        if !series.window_broken || calendar.window.is_none() {
            return Counted { series, calendar, broken: false };
        }
        let calendar = Calendar::new(clock, BackupWindow::AllDay);
        let series = Series::new(progress, known.size(), &calendar);
        Counted { series, calendar, broken: true }
    }
}

/// The point forecast of the given case alone, where it reproduces what was seen.
fn of_given_case(progress: &Progress, given: &Draft) -> Option<Forecast> {
    let known = case::Known::of(given);
    let Counted { series, calendar, broken } = Counted::of(progress, &known);
    let mut gates = Vec::new();
    let parts = case::Parts {
        series: &series,
        calendar,
        window_broken: broken,
        outlook: None,
        gates: &mut gates,
    };
    let case = known.as_given(&parts)?;
    forecast::given(&case, &parts, None, Ask { trials: 0, seed: 1, row: 1 })
}

/// Whether all is there.
fn is_done(series: &Series) -> bool {
    let total = series.total.unwrap_or(f64::INFINITY);
    series.ahead <= 0.0 && series.last >= total && series.last <= MOST * total
}

/// What there is to know of the readings.
fn remark(
    progress: &Progress,
    series: &Series,
    found: &stretches::Stretches,
    calendar: Calendar,
    remarks: &mut Vec<Remark>,
) {
    let units = Units { is_bytes: series.is_bytes };
    if progress.format == Format::Restic {
        remarks.push(Remark::CountsRead);
    }
    if series.ahead > 0.0 {
        remarks.push(Remark::Ahead(units.sum(series.ahead)));
    }
    let lost: f64 = series.steps.iter().map(|s| s.lost).sum();
    if lost > 0.0 {
        remarks.push(Remark::Lost(units.sum(lost)));
    }
    if series.total.is_some_and(|total| series.last > MOST * total) {
        remarks.push(Remark::MoreThanAll);
    }
    if progress.left_out > 0 {
        remarks.push(Remark::LeftOut(progress.left_out));
    }
    if !series.is_bytes {
        remarks.push(Remark::SizeAssumed);
    }
    if calendar.clock.is_none() && !found.stops.is_empty() {
        remarks.push(Remark::NoClock);
    }
}

/// How amounts of the series are told.
#[derive(Clone, Copy)]
struct Units {
    is_bytes: bool,
}

impl Units {
    fn sum(self, amount: f64) -> Sum {
        if self.is_bytes {
            Sum::Bytes(Size::from_bytes(amount.clamp(0.0, 1e15).round() as u64))
        } else {
            Sum::Percent(amount / 1e4)
        }
    }

    fn speed(self, per_second: f64) -> Speed {
        if self.is_bytes {
            // Whole bits: nobody measures less.
            Speed::Bits(Rate::from_bits_per_s((per_second * 8.0).clamp(0.0, 1e12).round() as u64))
        } else {
            Speed::PercentPerHour(per_second / 1e4 * 3_600.0)
        }
    }
}

fn span(seconds: f64) -> Span {
    Span::from_micros((seconds.clamp(0.0, 1e12) * 1e6).round() as i64)
}

/// The middle of numbers; 0 of none. Sorts them.
fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    let Some(&upper) = numbers.get(middle) else { return 0.0 };
    match middle.checked_sub(1).and_then(|place| numbers.get(place)) {
        Some(lower) if numbers.len().is_multiple_of(2) => (lower + upper) / 2.0,
        _ => upper,
    }
}
