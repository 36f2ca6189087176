//! What was seen, put beside what a simulation shows. Readings and a timeline flow in; how likely the
//! readings are under that timeline flows out.
//!
//! A phone shows whole percents, its owner reads the clock to a minute or two, and the line is never
//! quite as stated; so each rise from one reading to the next is compared with room for all three. A
//! reading in fifty may be wrong altogether (all assumed).

use crate::model::window::Window;
use crate::scenario::Inputs;
use crate::sim::outcome::Outcome;
use crate::units::{Look, Progress, Seen, SimTime, Span};

/// The standard deviation of a displayed whole percent and a glance, in points: 1 ÷ √12 of rounding
/// and a little more (assumed).
const SHOWN: f64 = 0.45;
/// How far the clock of a reading may be off: two minutes (assumed).
const GLANCE: Span = Span::from_secs(120);
/// How far the speed of a night may be off the stated one, as a share of a rise (assumed; the spread
/// of a night's speed over 15-minute blocks is 10 %).
const SPEED: f64 = 0.06;
/// How much a whole percentage on a display stands for, in points.
const WHOLE: f64 = 1.0;
/// Standstills of two nights that share so many minutes of the clock are alike (assumed).
const TOGETHER: f64 = 30.0;
/// How many readings are wrong altogether.
const SLIPS: f64 = 0.02;
/// The density of a percentage that could be any.
const ANY: f64 = 1.0 / 101.0;

/// A look at the phone in simulated time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// What was read.
    pub look: Look,
    /// When; looks before the first window count as its start.
    pub at: SimTime,
    /// The night, from 1.
    pub night: u32,
    /// How far it was, in percent of the library.
    pub percent: f64,
    /// It is a whole percentage on a display, which shows what is complete: 24 % up to 24.99 %.
    pub whole: bool,
}

impl Reading {
    /// How far a simulated percentage is from what could have been read, in points: none anywhere
    /// within the percentage that is displayed.
    fn outside(&self, percent: f64) -> f64 {
        let top = self.percent + if self.whole { WHOLE } else { 0.0 };
        (self.percent - percent).max(percent - top).max(0.0)
    }

    /// How much a simulated percentage would look off, in points, as it would be displayed.
    fn looks_off(&self, percent: f64) -> f64 {
        let shown = if self.whole { libm::floor(percent + 0.005) } else { percent };
        (self.percent - shown).abs()
    }

    /// The middle of what the reading stands for, in percent.
    pub fn middle(&self) -> f64 {
        let half = if self.whole && self.percent > 0.0 { WHOLE / 2.0 } else { 0.0 };
        (self.percent + half).min(100.0)
    }
}

/// All that was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// In order of time.
    pub readings: Vec<Reading>,
    /// The level of the first is known, not only what follows it.
    pub level: bool,
    /// More blur than that of readings, in points: for figures taken from a phrase.
    pub blur: f64,
    /// How likely any one level is at the start where it may have begun earlier, for each point.
    pub any: f64,
    /// The reading at which it had gone back, if it did.
    pub back: Option<usize>,
}

/// Why readings cannot be put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The place of the reading that lies before the one in front of it, from 0.
    pub place: usize,
}

impl Observed {
    /// Readings in simulated time, under a backup window; amounts as shares of the library.
    ///
    /// # Errors
    /// A night that lies before that of the reading in front.
    pub fn of(seen: &Seen, window: &Window, size: f64) -> Result<Self, OutOfOrder> {
        let start = window.allowed.start();
        let length = window.allowed.length();
        let mut readings: Vec<Reading> = Vec::new();
        let mut before: Option<(i64, Look)> = None;
        for (place, &look) in seen.0.iter().enumerate() {
            let into = start.until(look.clock).micros();
            let day = Span::DAY.micros();
            let micros = match (look.night, before) {
                (Some(night), _) => i64::from(night.clamp(1, 3650) - 1) * day + into,
                (None, None) if into > length.micros() && day - into < into - length.micros() => {
                    into - day
                }
                (None, None) => into,
                (None, Some((last, from))) => match from.clock.until(look.clock).micros() {
                    0 => last + day,
                    later => last + later,
                },
            };
            if before.is_some_and(|(last, _)| micros <= last) {
                return Err(OutOfOrder { place });
            }
            before = Some((micros, look));
            let at = SimTime::from_micros(micros.max(0));
            let night = u32::try_from(at.micros() / day).unwrap_or(0) + 1;
            let percent = match look.progress {
                Progress::Share(share) => share.as_percent(),
                Progress::Bytes(bytes) => 100.0 * bytes.bytes() as f64 / size.max(1.0),
            };
            let whole =
                matches!(look.progress, Progress::Share(_)) && libm::floor(percent) == percent;
            readings.push(Reading { look, at, night, percent, whole });
        }
        // A whole percent less may be the display.
        let back = readings.windows(2).position(|w| w[1].percent < w[0].percent - 1.5);
        Ok(Observed { readings, level: true, blur: 0.0, any: ANY, back: back.map(|i| i + 1) })
    }

    /// The last night that was seen, at least the first.
    pub fn nights(&self) -> u32 {
        self.readings.last().map_or(1, |r| r.night)
    }

    /// The hours of two nights at which it stood still in both, in minutes into the window, where it
    /// moved as well in each: the work of a timer rather than of chance.
    pub fn same_hours(&self) -> Option<(f64, f64)> {
        let minutes = |at: SimTime| (at.micros() % Span::DAY.micros()) as f64 / 6e7;
        let pairs = || self.readings.windows(2).filter(|w| w[0].night == w[1].night);
        let rise = |w: &[Reading]| w[1].percent - w[0].percent;
        let moved = |night: u32| pairs().any(|w| w[0].night == night && rise(w) >= 2.0);
        let still: Vec<(u32, f64, f64)> = pairs()
            .filter(|w| rise(w).abs() < 1.0 && moved(w[0].night))
            .map(|w| (w[0].night, minutes(w[0].at), minutes(w[1].at)))
            .collect();
        let both = |a: &(u32, f64, f64), b: &(u32, f64, f64)| {
            let (from, to) = (a.1.max(b.1), a.2.min(b.2));
            (a.0 < b.0 && to - from >= TOGETHER).then_some((from, to))
        };
        still.iter().find_map(|a| still.iter().find_map(|b| both(a, b)))
    }

    /// Whether it falls from look to look by so little that nothing has started over: more is added
    /// than is sent.
    pub fn falls(&self) -> bool {
        let steps = || self.readings.windows(2).map(|w| w[1].percent - w[0].percent);
        let total: f64 = steps().sum();
        self.back.is_none() && steps().all(|step| step <= 0.0) && total <= -1.5
    }

    /// How likely the readings are where a simulation shows this, per percentage point of each, and
    /// whether that takes an earlier start than the simulation had.
    pub fn likelihood(&self, shown: &Shown, start: Start) -> (f64, bool) {
        let mut rises = 1.0;
        for (i, pair) in self.readings.windows(2).enumerate() {
            let (Some(a), Some(b)) = (shown.0.get(i), shown.0.get(i + 1)) else { break };
            // What was done before becomes a smaller share as the library grows.
            let rise = b.sent - a.sent + b.done - a.done;
            let sigma = (2.0 * SHOWN * SHOWN
                + 2.0 * self.blur * self.blur
                + a.glance * a.glance
                + b.glance * b.glance
                + (SPEED * rise).powi(2))
            .sqrt();
            rises *= density(pair[1].percent - pair[0].percent - rise, sigma);
        }
        let (Some(first), Some(seen)) = (shown.0.first(), self.readings.first()) else {
            return (1.0, false);
        };
        if !self.level {
            return (rises, false);
        }
        let sigma = (SHOWN * SHOWN
            + self.blur * self.blur
            + first.glance.powi(2)
            + (SPEED * first.sent).powi(2))
        .sqrt();
        let width = if seen.whole { WHOLE } else { 0.0 };
        let as_is = within(seen.outside(first.done + first.sent), sigma, width);
        match start {
            Start::Given => (as_is * rises, false),
            // It began in this night, or had begun before: even odds (assumed).
            Start::Open => {
                let earlier = if seen.percent + 1.0 >= first.sent { self.any } else { 0.0 };
                ((as_is + earlier) / 2.0 * rises, earlier > as_is)
            }
            // What is done must bring it to the level that was read.
            Start::Earlier => {
                let level = as_is / within(0.0, sigma, width);
                (self.any / 2.0 * level * rises, false)
            }
        }
    }

    /// The largest difference between what was seen and what is shown, in points; whole percentages
    /// are compared as they are displayed.
    pub fn worst(&self, shown: &Shown) -> f64 {
        let from = if self.level {
            0.0
        } else {
            let first = self.readings.first().map_or(0.0, |r| r.percent);
            first - shown.0.first().map_or(0.0, |s| s.done + s.sent)
        };
        let pairs = self.readings.iter().zip(&shown.0);
        pairs.map(|(r, s)| r.looks_off(s.done + s.sent + from)).fold(0.0, f64::max)
    }
}

/// What is known of the progress at second 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// `library.done` was given.
    Given,
    /// It was not: the backup may have begun on an earlier night.
    Open,
    /// The simulation has put what is done where the first reading wants it.
    Earlier,
}

/// The density of a level that may be anywhere within a width, so far outside of it.
fn within(outside: f64, sigma: f64, width: f64) -> f64 {
    let z = outside / sigma;
    let near = libm::exp(-z * z / 2.0) / (width + sigma * (2.0 * std::f64::consts::PI).sqrt());
    (1.0 - SLIPS) * near + SLIPS * ANY
}

fn density(off: f64, sigma: f64) -> f64 {
    let z = off / sigma;
    let near = libm::exp(-z * z / 2.0) / (sigma * (2.0 * std::f64::consts::PI).sqrt());
    (1.0 - SLIPS) * near + SLIPS * ANY
}

/// What a simulation shows at one reading, in percent of the library.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Done before second 0.
    pub done: f64,
    /// Sent since, and kept.
    pub sent: f64,
    /// What two minutes make at that moment.
    pub glance: f64,
}

/// What a simulation shows at every reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown(pub Vec<Moment>);

impl Shown {
    /// Read off the timeline.
    pub fn of(outcome: &Outcome, inputs: &Inputs, observed: &Observed) -> Self {
        let growth = inputs.library.growth.bytes() as f64;
        let whole = inputs.library.size.filter(|_| growth > 0.0).unwrap_or(outcome.bytes.size);
        let moment = |r: &Reading| {
            // A share is one of the library as it is on that night.
            let size = (whole.bytes() as f64 + growth * f64::from(r.night - 1)).max(1.0);
            let done = 100.0 * inputs.library.done.bytes() as f64 / size;
            let sent = |at: SimTime| 100.0 * sent_at(outcome, at) / size;
            let early = SimTime::from_micros((r.at.micros() - GLANCE.micros()).max(0));
            let glance = (sent(r.at.plus(GLANCE)) - sent(early)) / 2.0;
            Moment { done, sent: sent(r.at), glance }
        };
        Shown(observed.readings.iter().map(moment).collect())
    }

    /// Between two, `part` of the way from this to the other.
    pub fn towards(&self, other: &Shown, part: f64) -> Shown {
        let mix = |a: f64, b: f64| a + (b - a) * part;
        let pairs = self.0.iter().zip(&other.0);
        Shown(
            pairs
                .map(|(a, b)| Moment {
                    done: mix(a.done, b.done),
                    sent: mix(a.sent, b.sent),
                    glance: mix(a.glance, b.glance),
                })
                .collect(),
        )
    }
}

/// What is sent and kept by a moment, in bytes.
fn sent_at(outcome: &Outcome, at: SimTime) -> f64 {
    let Some(timeline) = &outcome.timeline else { return 0.0 };
    let place = timeline.segments.partition_point(|s| s.end <= at);
    let before = place.checked_sub(1).and_then(|i| timeline.segments.get(i));
    let before = before.map_or(0.0, |s| s.sent.bytes() as f64);
    let Some(segment) = timeline.segments.get(place).filter(|s| s.start < at) else {
        return before;
    };
    let part = at.since(segment.start).micros() as f64 / segment.length().micros().max(1) as f64;
    before + (segment.sent.bytes() as f64 - before) * part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Kind;

    fn at(text: &str) -> Vec<(f64, u32)> {
        let seen = Seen::read(text).unwrap().value;
        let observed = Observed::of(&seen, &Window::default(), 1e9).unwrap();
        observed.readings.iter().map(|r| (r.at.as_secs() / 3600.0, r.night)).collect()
    }

    #[test]
    fn clock_times_follow_each_other_from_the_window_on() {
        assert_eq!(at("23:00 1%, 07:00 2%"), [(1.0, 1), (9.0, 1)]);
        // The second 23:00 is a day later; nights may be named.
        assert_eq!(at("23:00 1%, 23:00 2%"), [(1.0, 1), (25.0, 2)]);
        assert_eq!(at("23:00 1%, night 3 07:00 2%"), [(1.0, 1), (57.0, 3)]);
        // An evening before the window is its start; noon is the day after.
        assert_eq!(at("21:00 1%, 07:00 2%"), [(0.0, 1), (9.0, 1)]);
        assert_eq!(at("12:00 1%, 07:00 2%"), [(14.0, 1), (33.0, 2)]);
        let seen = Seen::read("night 2 23:00 1%, night 1 07:00 2%").unwrap().value;
        assert_eq!(Observed::of(&seen, &Window::default(), 1e9), Err(OutOfOrder { place: 1 }));
    }

    /// A rise of 4 points where 4 are simulated is √(2π) σ times likelier than any; of 14 it is a slip.
    #[test]
    fn readings_that_fit_are_likely_and_others_are_slips() {
        let seen = Seen::read("23:00 30%, 07:00 34%").unwrap().value;
        let observed = Observed::of(&seen, &Window::default(), 1e9).unwrap();
        let shown = |rise: f64| {
            let moment = |sent| Moment { done: 30.0, sent, glance: 0.0 };
            Shown(vec![moment(0.0), moment(rise)])
        };
        let (fits, _) = observed.likelihood(&shown(4.0), Start::Given);
        let (off, _) = observed.likelihood(&shown(14.0), Start::Given);
        let sigma = (2.0 * SHOWN * SHOWN + (SPEED * 4.0f64).powi(2)).sqrt();
        let peak = |sigma: f64| (1.0 - SLIPS) / (sigma * (2.0 * std::f64::consts::PI).sqrt());
        // The level is anywhere within the 30 that is displayed.
        let level = (1.0 - SLIPS) / (1.0 + SHOWN * (2.0 * std::f64::consts::PI).sqrt());
        let want = (level + SLIPS * ANY) * (peak(sigma) + SLIPS * ANY);
        assert!((fits - want).abs() < 1e-9, "{fits} {want}");
        assert!(off < fits / 1000.0, "{off} {fits}");
        assert_eq!(observed.worst(&shown(14.0)), 10.0);
    }

    /// What was done before counts as far as it brings the case to the level that was read; 30.9 is
    /// displayed as 30, 31.2 as 31.
    #[test]
    fn a_level_is_checked_as_it_is_displayed() {
        let seen = Seen::read("23:00 30%, 07:00 34%").unwrap().value;
        let observed = Observed::of(&seen, &Window::default(), 1e9).unwrap();
        let shown = |level: f64| {
            let moment = |sent| Moment { done: level, sent, glance: 0.0 };
            Shown(vec![moment(0.0), moment(4.0)])
        };
        let likelihood = |level: f64| observed.likelihood(&shown(level), Start::Earlier).0;
        assert!((likelihood(30.9) - likelihood(30.1)).abs() < 1e-12);
        assert!(likelihood(46.0) < likelihood(30.5) / 1000.0);
        assert_eq!([30.9, 31.2, 29.9].map(|l| observed.worst(&shown(l))), [0.0, 1.0, 1.0]);
    }

    #[test]
    fn what_goes_back_is_seen_and_a_display_that_wavers_is_not() {
        let back = |text: &str| {
            let seen = Seen::read(text).unwrap().value;
            Observed::of(&seen, &Window::default(), 1e9).unwrap().back
        };
        assert_eq!(back("23:00 40%, 07:00 30%"), Some(1));
        assert_eq!(back("23:00 40%, 07:00 39%"), None);
    }
}
