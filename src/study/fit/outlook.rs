//! What is still to come, in numbers: stretches of sending and standing still flow in, a speed, the
//! stalls to expect and a spread of both flow out. The simulation makes a finish of them.
//!
//! - A level that has just begun is taken to last as long again as it has lasted (what is seen of a
//!   stretch is on average half of it); behind it counts the speed over all. A share of that level behind it
//!   as well, or a longer hold, made the forecasts of docs/accuracy.md worse (mean 23 to 26 % for 21 %), so that
//!   only the range holds both ends.
//! - Stalls come back at the share seen, but a few say little: n stalls count n ÷ (n + 1), unless they
//!   come at regular times.
//! - A stall under way is taken to last as long again as it has lasted; with others before it, as long
//!   as they did on average, but at least half as long again.
//! - What was lost at stalls is lost again in part: most programs lose less once large units are through.

use super::series::Series;
use super::stretches::Stretches;
use crate::model::ziggurat::{exponential, normal};
use crate::sim::Stream;
use crate::sim::random::Source;
use rand_distr::{Distribution, Gamma};

/// How many stalls the belief in no stall weighs.
const DOUBT: f64 = 1.0;
/// Starts of stalls are regular if the longest time between them is at most this many times the
/// shortest.
const REGULAR: f64 = 1.3;
/// The share of what was lost that is expected to be lost again at the same pace (assumed, as
/// are the other constants here, which were chosen by the error over the runs of docs/accuracy.md, with no
/// run held back; between 0 and 0.5 hardly any differs).
const LOST_AGAIN: f64 = 0.3;
/// At most this share of what is sent is lost.
const MOST_LOST: f64 = 0.8;
/// A first stall is taken to last as long again, a later one at least half as long again.
const AGAIN: f64 = 1.0;
const AT_LEAST_AGAIN: f64 = 0.5;
/// The speed of a whole upload strays by this much even where its blocks are equal.
const LEAST_SPREAD: f64 = 0.03;
/// In this share of the trials the speed changes to another level, with this spread (logarithms): of the
/// uploads of docs/accuracy.md about half meet a new level after 40 % of their time, some of them two.
const NEW_LEVEL: f64 = 0.75;
const LEVEL_SPREAD: f64 = 0.9;
/// Before any was seen, so many stalls are expected in the time seen, each of so much of that time
/// (chosen so that the range holds about as often as it says on the uploads of docs/accuracy.md).
const UNSEEN: f64 = 1.0;
const UNSEEN_LENGTH: f64 = 0.25;
/// A stall under way lasts at most this many times as long as it has.
const LONGEST: f64 = 20.0;

/// What is to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outlook {
    /// What is still to send.
    pub left: f64,
    /// What is sent and kept in a second of sending.
    pub rate: f64,
    /// Stalls in a second of sending, and how long one is.
    pub stalls: f64,
    pub lasting: f64,
    /// How long the stall under way still lasts; none is under way at 0.
    pub rest: f64,
    /// Where the speed changed clearly: what is sent and kept in a second at the last level, and over all.
    both: Option<[f64; 2]>,
    /// What the draws need.
    spread: Spread,
}

#[derive(Clone, Copy, Debug)]
struct Spread {
    count: f64,
    seen: f64,
    sending: f64,
    under_way: f64,
    ended: f64,
    uneven: f64,
    lost: f64,
    rounding: f64,
    kept: f64,
}

/// What one trial draws.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw {
    pub left: f64,
    /// What is sent and kept in a second, stalls included.
    pub rate: f64,
    pub rest: f64,
}

impl Outlook {
    /// From what was seen. `explained` says which stalls are no chance, since a gate closes by the clock.
    /// `None` where nothing was sent.
    pub(super) fn new(series: &Series, found: &Stretches, explained: &[bool]) -> Option<Self> {
        let total = series.total?;
        let over = series.last - total;
        let left = if over > 0.01 * total {
            // It counts what was sent again: no more is known than that it is under way.
            0.5 * total
        } else {
            (total - (series.last - series.ahead) - found.pending).max(0.0)
        };
        let by_chance = found.stops.iter().zip(explained.iter().chain(std::iter::repeat(&false)));
        let by_chance: Vec<_> =
            by_chance.filter(|(_, explained)| !**explained).map(|(s, _)| *s).collect();
        let count = by_chance.len() as f64;
        let stalled: f64 = by_chance.iter().map(|s| s.time).sum();
        let under_way = found.stops.last().filter(|s| s.goes_on && by_chance.contains(s));
        let ended: Vec<f64> = by_chance.iter().filter(|s| !s.goes_on).map(|s| s.time).collect();
        let ended_mean =
            if ended.is_empty() { 0.0 } else { ended.iter().sum::<f64>() / ended.len() as f64 };
        let rest = under_way.map_or(0.0, |stop| match ended.len() {
            0 => AGAIN * stop.time,
            _ => (ended_mean - stop.time).max(AT_LEAST_AGAIN * stop.time),
        });
        let weight = if is_regular(&by_chance) { 1.0 } else { count / (count + DOUBT) };
        let recent = found.levels.last()?;
        let (rate, sending) = (found.rate, found.sending.max(f64::MIN_POSITIVE));
        if rate <= 0.0 {
            return None;
        }
        let lost: f64 = found.stops.iter().map(|s| s.lost).sum::<f64>();
        let kept = 1.0 - (LOST_AGAIN * lost / series.gained().max(1.0)).min(MOST_LOST);
        let level = if found.levels.len() > 1 { recent.rate() } else { rate };
        let at_level = level * kept * recent.time;
        let time = if found.levels.len() < 2 || level <= 0.0 {
            left / (rate * kept)
        } else if left <= at_level {
            left / (level * kept)
        } else {
            recent.time + (left - at_level) / (rate * kept)
        };
        Some(Outlook {
            left,
            rate: if time > 0.0 { left / time } else { rate * kept },
            stalls: weight * count / sending,
            lasting: if count > 0.0 { stalled / count } else { 0.0 },
            rest,
            both: (level != rate && level > 0.0).then_some([level * kept, rate * kept]),
            spread: Spread {
                count,
                seen: sending + found.stalled,
                sending,
                under_way: under_way.map_or(0.0, |s| s.time),
                ended: ended_mean,
                uneven: found.uneven,
                lost: (lost / series.gained().max(1.0)).min(MOST_LOST),
                rounding: if series.is_coarse { series.quantum } else { 0.0 },
                kept,
            },
        })
    }

    /// The rest as it ends if it goes on at the last level, and as it ends at the speed over all; nothing
    /// where these are one.
    pub(super) fn at_both(&self) -> impl Iterator<Item = Draw> + '_ {
        let still = 1.0 + self.stalls * self.lasting;
        let draw = move |rate: f64| Draw { left: self.left, rate: rate / still, rest: self.rest };
        self.both.into_iter().flatten().map(draw)
    }

    /// One trial. Random numbers depend on the stream alone.
    pub(super) fn draw(&self, stream: Stream) -> Draw {
        let spread = self.spread;
        let mut random = stream.of(Source::Outlook);
        let even = |random: &mut _| -> f64 {
            // From 0 to 1: the distribution function of an exponential number.
            let number = exponential(random);
            1.0 - libm::exp(-number)
        };
        // Blocks of an eighth of the time seen are the sample that the mean speed rests on.
        let sd = LEAST_SPREAD + spread.uneven / libm::sqrt(8.0);
        let (z, new, level) = (normal(&mut random), even(&mut random), normal(&mut random));
        let mut factor = libm::exp(sd * z);
        if new < NEW_LEVEL * (1.0 - libm::exp(-self.left / (self.rate * spread.seen).max(1.0))) {
            factor *= libm::exp(LEVEL_SPREAD * level);
        }
        // How often it stalls: what was seen, and what no one has seen yet.
        let shape = spread.count + UNSEEN;
        let often = Gamma::new(shape, 1.0).map_or(shape, |gamma| gamma.sample(&mut random));
        let often = often / (spread.sending * (1.0 + DOUBT / (spread.count + 1.0)));
        let usual = if spread.count > 0.0 { self.lasting } else { UNSEEN_LENGTH * spread.seen };
        let lasting = usual * libm::exp(0.8 * normal(&mut random));
        let again = even(&mut random) * spread.lost;
        let kept = (1.0 - again.min(MOST_LOST)) / spread.kept;
        let chance = even(&mut random).max(1e-3);
        let longer = exponential(&mut random);
        let rest = match (spread.under_way > 0.0, spread.ended > 0.0) {
            (false, _) => 0.0,
            // What has lasted so long lasts k times as long with a chance of 1 ÷ k.
            (true, false) => spread.under_way * (1.0 / chance - 1.0).min(LONGEST),
            (true, true) => longer * spread.ended.max(AT_LEAST_AGAIN * spread.under_way),
        };
        let rounding = spread.rounding * (even(&mut random) - 0.5);
        // Few stalls are still to come: their number is a chance of its own.
        let time = (self.left / (self.rate * factor * kept)).max(f64::MIN_POSITIVE);
        let stalls = poisson(often * time, &mut random);
        let rate = self.left / (time + stalls * lasting);
        Draw { left: (self.left + rounding).max(0.0), rate, rest }
    }
}

/// A number of chance events of which `mean` are expected; beyond a hundred the mean itself.
fn poisson(mean: f64, random: &mut rand_xoshiro::Xoshiro256PlusPlus) -> f64 {
    if mean.is_nan() || mean > 100.0 {
        return mean.max(0.0);
    }
    let (mut at, mut count) = (0.0, 0.0);
    loop {
        let wait = exponential(random);
        at += wait;
        if at > mean {
            return count;
        }
        count += 1.0;
    }
}

/// Whether stalls begin at regular times: two and more, as far apart as the first is from the start.
pub(super) fn is_regular(stops: &[super::stretches::Stop]) -> bool {
    let mut last = 0.0;
    let apart: Vec<f64> = stops
        .iter()
        .map(|stop| {
            let gap = stop.from - last;
            last = stop.from;
            gap
        })
        .collect();
    let longest = apart.iter().copied().fold(0.0, f64::max);
    let shortest = apart.iter().copied().fold(f64::INFINITY, f64::min);
    apart.len() >= 2 && shortest > 0.0 && longest <= REGULAR * shortest
}
