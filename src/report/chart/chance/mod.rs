//! `chance`: how sure is it? Equally likely finishes as dots over the time at which it is done: those
//! in time filled, later ones open, those that are not done in the nights that were looked at in a bin
//! of their own. An answer and its trials flow in. Where chance has no part, the point answer is drawn
//! and says so.

mod axis;
mod columns;
mod draw;
mod fan;
mod words;

pub(super) use words::varying_parts as varying;

use super::canvas::{Canvas, Rect};
use super::facts::{Facts, clock, span};
use super::frame::{self, Metrics};
use super::table::{Cell, Table};
use super::{Basis, Chart, ChartError, ChartKind, Draw, Story};
use crate::report::format::{self, ClockStyle};
use crate::sim::outcome::{Finish, Proof, Verdict};
use crate::sim::varies;
use crate::study::answer::Answer;
use crate::study::risk::Sample;
use crate::units::{ClockTime, SimTime, Span};

crate::choices! {
    /// How many equally likely finishes are drawn.
    pub enum Dots ("dots") {
        /// A chance in 20 each, as the words count.
        Twenty = "20",
        /// Finer, for those who compare tails.
        Fifty = "50",
    }
}

impl Dots {
    /// The number.
    const fn many(self) -> u32 {
        match self {
            Dots::Twenty => 20,
            Dots::Fifty => 50,
        }
    }
}

/// What the dots rest on.
#[derive(Clone, Copy, Debug)]
enum Ground<'a> {
    /// Trials.
    Trials(&'a Sample),
    /// A proof that holds for every trial.
    Proven(Proof),
    /// Nothing varies: every trial is the point answer.
    Fixed,
    /// No trials were run: there is the point answer alone.
    Untried,
}

/// One of the equally likely outcomes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Dot {
    /// When it is done; `None` in the bin.
    finish: Option<Finish>,
    /// Whether that is by the deadline.
    in_time: bool,
}

/// What is drawn.
struct Likely<'a> {
    facts: Facts<'a>,
    ground: Ground<'a>,
    dots: Vec<Dot>,
}

impl<'a> Chart<'a> {
    /// `chance`: how sure is it? `sample` are the trials behind the answer's chance, if there were any.
    pub fn chance(answer: &'a Answer, sample: Option<&'a Sample>, dots: Dots) -> Self {
        Chart::new(ChartKind::Chance, Likely::of(answer, sample, dots))
    }
}

/// The outcomes, the first to finish first: each stands for an equal share of the trials, at the middle
/// of that share. As many are in time as the words say of the trials.
fn drawn(answer: &Answer, ground: Ground<'_>, many: u32) -> Vec<Dot> {
    let outcome = &answer.outcome;
    let point = Dot { finish: outcome.finish, in_time: outcome.verdict == Verdict::Finishes };
    let sample = match ground {
        Ground::Trials(sample) => sample,
        Ground::Untried => return vec![point],
        Ground::Proven(_) | Ground::Fixed => return vec![point; many as usize],
    };
    let in_time = format::nearest_of(sample.in_time(), sample.trials(), many);
    let one = |k: u32| Dot {
        finish: sample.reached(u64::from(2 * k + 1), u64::from(2 * many)),
        in_time: k < in_time,
    };
    (0..many).map(one).collect()
}

impl<'a> Likely<'a> {
    fn of(answer: &'a Answer, sample: Option<&'a Sample>, dots: Dots) -> Self {
        let ground = match (sample, answer.outcome.proof) {
            (Some(sample), _) => Ground::Trials(sample),
            (None, Some(proof)) => Ground::Proven(proof),
            (None, None) if varies(answer.scenario.inputs()) => Ground::Untried,
            (None, None) => Ground::Fixed,
        };
        let dots = drawn(answer, ground, dots.many());
        Likely { facts: Facts::of(answer, ClockStyle::H24), ground, dots }
    }

    /// The trials, if there were any.
    fn sample(&self) -> Option<&'a Sample> {
        match self.ground {
            Ground::Trials(sample) => Some(sample),
            _ => None,
        }
    }

    /// Whether more than the point answer is known: from trials, or since they would all be it.
    fn is_tried(&self) -> bool {
        !matches!(self.ground, Ground::Untried)
    }
}

impl Likely<'_> {
    /// The same for people who read the clock in a style.
    fn in_style(&self, clock: ClockStyle) -> Self {
        Likely { facts: self.facts.in_style(clock), ground: self.ground, dots: self.dots.clone() }
    }

    /// How many outcomes are drawn.
    fn many(&self) -> u32 {
        u32::try_from(self.dots.len()).unwrap_or(u32::MAX)
    }

    /// `17 of 20`, of the trials themselves.
    fn in_time(&self) -> String {
        match self.ground {
            Ground::Trials(sample) => {
                format::out_of(sample.in_time(), sample.trials(), self.many())
            }
            _ => {
                let all = u64::from(self.many());
                let in_time = self.dots.iter().filter(|dot| dot.in_time).count() as u64;
                format::out_of(in_time, all, self.many())
            }
        }
    }

    /// When half of them are done.
    fn half(&self) -> Option<Finish> {
        match self.ground {
            Ground::Trials(sample) => sample.reached(1, 2),
            _ => self.facts.outcome.finish,
        }
    }

    /// How many are not done in the nights that were looked at.
    fn binned(&self) -> usize {
        self.dots.iter().filter(|dot| dot.finish.is_none()).count()
    }

    /// In how many nights they were looked for.
    fn nights(&self) -> u32 {
        let given = self.facts.inputs.window.nights.get();
        match self.ground {
            Ground::Trials(sample) => sample.nights,
            _ => u32::try_from(given).unwrap_or(u32::MAX),
        }
    }

    /// The clock time of a finish, rounded up to a minute unless that passes the deadline it met.
    fn clock_of(&self, finish: Finish) -> ClockTime {
        let outcome = self.facts.outcome;
        let zero = i64::from(outcome.clock_zero.secs());
        let up = |unit: i64| {
            let second = 1_000_000i64;
            let whole = finish.at.micros().saturating_add(second - 1).div_euclid(second);
            whole.saturating_add(zero + unit - 1).div_euclid(unit) * unit - zero
        };
        let minute = SimTime::from_secs(up(60));
        let passes = finish.at <= outcome.deadline && minute > outcome.deadline;
        let at = if passes { SimTime::from_secs(up(1)) } else { minute };
        super::axis::clock_at(outcome.clock_zero, at)
    }

    /// `05:10`, `night 3, 05:10`, or by cable `23 min`.
    fn when(&self, finish: Finish) -> String {
        if self.facts.by_cable() && finish.night == 1 {
            return span(finish.at.since(SimTime::ZERO));
        }
        let clock = self.facts.clock(self.clock_of(finish));
        match finish.night {
            0 | 1 => clock,
            night => {
                format!("{} {}, {clock}", self.facts.day(), format::thousands(u64::from(night)))
            }
        }
    }

    fn table(&self) -> Table {
        let many = u64::from(self.many());
        let row = |(k, dot): (usize, &Dot)| {
            let k = k as u64;
            let time = |f: Finish| Span::from_micros(f.at.micros()).millis_up();
            let cell = |of: &dyn Fn(Finish) -> Cell| dot.finish.map_or(Cell::Empty, of);
            let middle = (2 * k + 1) * 100_000 / (2 * many).max(1);
            vec![
                Cell::Whole(k + 1),
                Cell::Milli(i64::try_from(middle).unwrap_or(0)),
                cell(&|f| Cell::Milli(time(f))),
                cell(&|f| Cell::Whole(u64::from(f.night))),
                cell(&|f| Cell::text(clock(self.clock_of(f)))),
                Cell::text(if dot.in_time { "yes" } else { "no" }),
            ]
        };
        Table {
            columns: &["dot", "quantile_percent", "finish_s", "night", "clock", "in_time"],
            rows: self.dots.iter().enumerate().map(row).collect(),
        }
    }
}

impl Draw for Likely<'_> {
    fn story(&self, clock: ClockStyle) -> Story {
        let likely = &self.in_style(clock);
        Story {
            title: words::title(likely),
            subtitle: words::subtitle(likely),
            told: words::told(likely),
            alt: words::alt(likely),
        }
    }

    fn numbers(&self, _: ClockStyle) -> Table {
        self.table()
    }

    fn basis(&self) -> Basis<'_> {
        Basis::Case(self.facts.answer)
    }

    fn assumptions(&self, clock: ClockStyle) -> String {
        format!("{} {}", words::varies(&self.in_style(clock)), frame::made_by(&self.basis()))
    }

    fn caption_within(&self, m: &Metrics) -> String {
        words::caption_within(&self.in_style(m.clock), m, "")
    }

    fn fills(&self, m: &Metrics, room: Rect) -> f64 {
        draw::fills(&self.in_style(m.clock), m, room)
    }

    fn draw(&self, canvas: &mut Canvas, m: &Metrics, room: Rect) -> Result<(), ChartError> {
        draw::draw(&self.in_style(m.clock), canvas, m, room)
    }
}
