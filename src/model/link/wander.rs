//! How the speed strays, in trials only: the stated rate's kind and the variation flow in, a factor on
//! the rate for each quarter of an hour flows out (docs/models.md, Chance).
//!
//! ```text
//! factor = reading x night x block
//! reading   lognormal around 1, sd 12 % (one test) or 20 % (the plan), 0 (typical); once a trial
//! night     lognormal around 1, sd 0.3 V; one night in ten times (1 - loss), loss exponential, 15 %
//! block     lognormal of mean 1 with coefficient of variation V; its logarithm is AR(1) over quarters
//!           of an hour of the clock, correlation e^-1 from one to the next
//! ```
//!
//! Where a trace knows the rate nothing is drawn of it: a history strays by itself. One of two days and
//! more gives each night of a trial one of its days.
//!
//! Reading and night have their median at 1: what people state is the middle of what they saw, and
//! half of the nights are faster. A block has its mean at 1: it takes from one quarter what it gives to
//! another. V is `link.variation`; at 0 nothing strays.
//!
//! What the blocks of a window come to on average is drawn first, lognormal with the mean and the variance
//! that the average of such blocks has; then the blocks, made to meet it. So a night in which single
//! quarters decide nothing needs one number for all of them, and goes as it would quarter by quarter.

use super::{Link, LinkKind, UploadIs};
use crate::model::conditions::Night;
use crate::model::exp::exp_each;
use crate::model::keyed::{Keyed, unit};
use crate::model::ziggurat::{exponential, normal};
use crate::units::{Fraction, Rate, SimTime, Span};
use rand_xoshiro::SplitMix64;

/// How far one reading lies from the typical rate, as the sd of the logarithm: single readings scatter
/// 2 to 40 % inside a night (fitted on 880 nights of four lines).
pub const READING: f64 = 0.12;
/// How far a plan's promise lies from the typical rate: assumed.
pub const PLAN: f64 = 0.20;
/// The sd of a night's mean, as a share of the variation inside it: 3 % at 10 % (as above).
const NIGHT: f64 = 0.3;
/// How often a night is bad, and what it loses on average (as above).
const BAD: f64 = 0.10;
const LOSS: f64 = 0.15;
/// The most that a bad night loses: assumed, so that something is left.
const MOST_LOSS: f64 = 0.90;
/// The length of a block; and the time constant of what they remember, which is as long.
const BLOCK: Span = Span::from_secs(900);
/// e^-1: what a block keeps of the one before.
const KEPT: f64 = 0.367_879_441_171_442_3;
/// How many blocks back a block remembers; e^-10 of an eleventh would be left.
const BACK: i64 = 10;

/// The random numbers of one trial.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// How far the reading is off.
    pub reading: Keyed,
    /// What the nights are like.
    pub nights: Keyed,
    /// What the blocks are like.
    pub blocks: Keyed,
    /// Which of the measured days each night is like.
    pub days: Keyed,
}

/// Whether the speed strays: not by cable, and not at a variation of 0 %.
pub fn strays(link: &Link) -> bool {
    link.kind != LinkKind::Usb && link.variation > Fraction::ZERO
}

/// How far the stated rate may lie from the typical one, as the sd of the logarithm.
pub const fn reading_error(is: UploadIs) -> f64 {
    match is {
        UploadIs::Test => READING,
        UploadIs::Typical => 0.0,
        UploadIs::Plan => PLAN,
    }
}

/// How far a night's mean strays from the typical rate, bad nights apart, as the sd of the logarithm.
pub fn night_spread(link: &Link) -> f64 {
    NIGHT * link.variation.as_ratio()
}

/// How far the average of the blocks of a window strays, which most nights and trials have in common.
#[derive(Clone, Copy, Debug, Default)]
pub struct Average {
    /// Of blocks with this sd of the logarithm, in a window that begins so far into one and is so long.
    of: (f64, i64, Span),
    sd: f64,
}

impl Average {
    /// The sd of its logarithm.
    fn sd_of(&mut self, block_sd: f64, into: i64, length: Span) -> f64 {
        let of = (block_sd, into, length);
        if self.of != of {
            *self = Average { of, sd: average_sd(block_sd, into, length) };
        }
        self.sd
    }
}

/// The speed of one trial.
#[derive(Clone, Debug)]
pub struct Wander {
    keys: Keys,
    reading_sd: f64,
    night_sd: f64,
    /// The sd of a block's logarithm.
    block_sd: f64,
    reading: f64,
    /// How far into a block the window begins, and its length.
    window: (i64, Span),
    average: Average,
    /// The shares of such a window that lie in each of its blocks, once they are needed.
    shares: Vec<f64>,
    shares_of: (i64, Span),
    /// What each block of the night has, where they are looked at one by one.
    factors: Vec<f64>,
    /// The place of the block at hand among them.
    place: usize,
    next: SimTime,
    factor: f64,
    alone: bool,
}

impl Wander {
    /// From the link's inputs; `None` where nothing strays.
    ///
    /// `certain_reading`: something else says how far the reading may be off. `alone`: no other cap and
    /// no other upload is in play, so that the mean speed of a night says what goes out in it.
    pub fn new(link: &Link, certain_reading: bool, alone: bool, keys: Keys) -> Option<Self> {
        if !strays(link) {
            return None;
        }
        let v = link.variation.as_ratio();
        let mut wander = Wander {
            keys,
            reading_sd: if certain_reading { 0.0 } else { reading_error(link.upload_is) },
            night_sd: night_spread(link),
            block_sd: libm::log1p(v * v).sqrt(),
            reading: 1.0,
            window: (0, Span::ZERO),
            average: Average::default(),
            shares: Vec::new(),
            shares_of: (0, Span::ZERO),
            factors: Vec::new(),
            place: 0,
            next: SimTime::END,
            factor: 1.0,
            alone,
        };
        wander.draw_from(keys);
        Some(wander)
    }

    /// With what another one knows of the average.
    pub const fn with(mut self, average: Average) -> Self {
        self.average = average;
        self
    }

    /// How far the average of the last window strays.
    pub const fn average(&self) -> Average {
        self.average
    }

    /// Another trial.
    pub fn draw_from(&mut self, keys: Keys) {
        self.keys = keys;
        self.reading = 1.0;
        if self.reading_sd > 0.0 {
            self.reading = libm::exp(self.reading_sd * normal(&mut keys.reading.at(0)));
        }
    }

    /// Which of so many measured days a night is like: all are equally likely.
    pub fn day(&self, night: &Night, days: i64) -> i64 {
        let place = unit(&mut self.keys.days.at(i64::from(night.number)));
        ((place * days as f64) as i64).min(days - 1)
    }

    /// What all of a night has, drawn from its numbers.
    fn of_night(&self, random: &mut SplitMix64) -> f64 {
        let factor = libm::exp(self.night_sd * normal(random));
        if unit(random) < BAD {
            return factor * (1.0 - (LOSS * exponential(random)).min(MOST_LOSS));
        }
        factor
    }

    /// A night begins. `far` says, for a mean factor over the whole window, whether even so not all will
    /// be sent in it. Then no single quarter matters, and the night goes in one step at its mean; one in
    /// which all may be sent, up to where it might be, with what nothing would be sent behind it.
    pub fn begin(&mut self, night: &Night, far: impl Fn(f64) -> bool) {
        let mut random = self.keys.nights.at(i64::from(night.number));
        let of_night = self.of_night(&mut random);
        // Blocks follow the clock, so that a window that begins earlier meets the same ones.
        let clock = i64::from(night.start.millis()) * 1_000 + night.base.micros();
        let block = clock.div_euclid(BLOCK.micros());
        let into = clock - block * BLOCK.micros();
        self.window = (into, night.length);
        let sd = self.average.sd_of(self.block_sd, into, night.length);
        let z = normal(&mut random);
        let average = libm::exp(sd * (z - 0.5 * sd));
        let mean = self.reading * of_night * average;
        self.factors.clear();
        self.place = 0;
        self.factor = mean;
        self.next = night.base.plus(night.length);
        if self.alone && far(mean) {
            return;
        }
        self.draw_blocks(block, mean);
        let (mut sum, mut time, mut whole) = (0.0, 0.0, 0);
        for (&share, &factor) in self.shares.iter().zip(&self.factors) {
            let to_here = sum + share * factor;
            if whole > 0 && !(self.alone && far(to_here)) {
                break;
            }
            (sum, time, whole) = (to_here, time + share, whole + 1);
        }
        self.place = whole.max(1) - 1;
        self.factor = if time > 0.0 { sum / time } else { mean };
        let blocks = i64::try_from(whole.max(1)).unwrap_or(1).saturating_mul(BLOCK.micros());
        self.next = self.next.min(night.base.plus(Span::from_micros(blocks - into)));
    }

    /// The factors of the window's blocks from this one on, which make a mean over the window.
    fn draw_blocks(&mut self, first: i64, mean: f64) {
        let (window, drawn) = (self.window, self.keys.blocks);
        if self.shares_of != window {
            self.shares_of = window;
            self.shares.clear();
            self.shares.extend(shares(window.0, window.1));
        }
        let mut state = (first - BACK..first).fold(0.0, |x, b| KEPT * x + innovation(drawn, b));
        // Logarithms first: their exponentials are taken many at once.
        let (shares, sd) = (&self.shares, self.block_sd);
        self.factors.extend(shares.iter().zip(first..).map(|(_, block)| {
            state = KEPT * state + innovation(drawn, block);
            sd * state
        }));
        exp_each(&mut self.factors);
        let sum: f64 = shares.iter().zip(&self.factors).map(|(share, factor)| share * factor).sum();
        let scale = if sum > 0.0 { mean / sum } else { mean };
        self.factors.iter_mut().for_each(|factor| *factor *= scale);
    }

    /// When the next block begins.
    #[inline]
    pub const fn next_change(&self) -> SimTime {
        self.next
    }

    /// Moves forward to a moment; whether another block holds.
    #[inline]
    pub fn advance(&mut self, to: SimTime) -> bool {
        if to < self.next {
            return false;
        }
        while to >= self.next {
            self.place += 1;
            self.next = self.next.plus(BLOCK);
        }
        // Behind the window's last block that one goes on: nobody sends there.
        self.factor = self.factors.get(self.place).copied().unwrap_or(self.factor);
        true
    }

    /// What is left of a rate, in whole bits per second; never nothing of something.
    #[inline]
    pub fn of(&self, rate: Rate) -> Rate {
        if rate == Rate::ZERO {
            return rate;
        }
        let bits = rate.microbits_per_s() as f64 * (self.factor * 1e-6);
        // Casts of floats end at the bounds of the integer.
        Rate::from_bits_per_s((bits as u64).clamp(1, MOST_BITS))
    }
}

/// What is new in a block.
#[inline]
fn innovation(blocks: Keyed, block: i64) -> f64 {
    // The sd that keeps the sum's at 1: sqrt(1 - e^-2).
    const SD: f64 = 0.929_873_495_003_224_1;
    SD * normal(&mut blocks.at(block))
}

/// The shares of a window that lie in each of its blocks; `into`: how far into the first one it begins.
fn shares(into: i64, length: Span) -> impl Iterator<Item = f64> {
    let (block, end) = (BLOCK.micros(), into.saturating_add(length.micros()));
    let whole = length.micros().max(1) as f64;
    (0..end.max(0).saturating_add(block - 1) / block).map(move |k| {
        let from = into.max(k * block);
        (end.min((k + 1) * block) - from) as f64 / whole
    })
}

/// The sd of the logarithm of what the blocks of a window come to on average, as if that were lognormal:
/// sqrt(ln(1 + v)), where v = sum over pairs of blocks of their shares of the window times their
/// covariance e^(s^2 r) - 1, with r = e^-k between blocks that lie k apart (moments as of Fenton 1960).
fn average_sd(block_sd: f64, into: i64, length: Span) -> f64 {
    let shares: Vec<f64> = shares(into, length).collect();
    let mut variance = 0.0;
    let mut correlation = 1.0;
    for apart in 0..=usize::try_from(BACK).unwrap_or(0).min(shares.len()) {
        let pairs = shares.iter().zip(shares.iter().skip(apart));
        let sum: f64 = pairs.map(|(one, other)| one * other).sum();
        let both = if apart == 0 { 1.0 } else { 2.0 };
        variance += both * sum * libm::expm1(block_sd * block_sd * correlation);
        correlation *= KEPT;
    }
    libm::log1p(variance).sqrt()
}

/// No line is faster: nine times the fastest that is read, and less than [`Rate::UNLIMITED`], which would
/// not bind at all.
const MOST_BITS: u64 = 9_000_000_000_000;

#[cfg(test)]
mod tests;
