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
        let (mut sum, mut block) = (0.0, first);
        for share in &self.shares {
            state = KEPT * state + innovation(drawn, block);
            let factor = libm::exp(self.block_sd * state);
            self.factors.push(factor);
            sum += share * factor;
            block += 1;
        }
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
mod tests {
    use super::*;
    use crate::model::keyed::mixed;
    use crate::units::ClockTime;

    fn night(number: u32, hours: i64) -> Night {
        Night {
            number,
            base: SimTime::from_secs(i64::from(number - 1) * 86_400),
            start: ClockTime::from_secs(79_200),
            length: Span::from_secs(hours * 3_600),
            fresh: true,
        }
    }

    fn wander(key: u64, link: &Link) -> Wander {
        let keyed = |source: u64| Keyed::new(mixed(key ^ mixed(source)));
        let keys = Keys { reading: keyed(1), nights: keyed(2), blocks: keyed(3), days: keyed(4) };
        Wander::new(link, false, false, keys).unwrap()
    }

    /// Blocks with V = 40 %: the logarithm has a variance of ln(1 + 0.16), the factor a mean of 1 and a
    /// standard deviation of 0.4, and one block keeps e^-1 of the one before. 400 nights of 36 blocks:
    /// as good as 14,400 x (1 - e^-1)/(1 + e^-1) = 6,600 numbers of their own, so the mean is good to
    /// 0.4 / 81 = 0.005, the correlation to about 0.01.
    #[test]
    fn blocks_have_their_mean_their_variation_and_their_memory() {
        let link = Link {
            variation: Fraction::from_percent(40),
            upload_is: UploadIs::Typical,
            ..Link::default()
        };
        let (mut of_block, mut pairs) = (Vec::new(), Vec::new());
        for trial in 0..400 {
            let mut wander = wander(trial, &link);
            let night = night(1, 9);
            wander.begin(&night, |_| false);
            let level = wander.of_night(&mut wander.keys.nights.at(1));
            let mut before = None;
            for _ in 0..36 {
                let factor = wander.factor / level;
                of_block.push(factor);
                pairs.extend(before.map(|b: f64| (b.ln(), factor.ln())));
                before = Some(factor);
                wander.advance(wander.next_change());
            }
        }
        let count = of_block.len() as f64;
        let mean = of_block.iter().sum::<f64>() / count;
        let sd = (of_block.iter().map(|f| (f - mean).powi(2)).sum::<f64>() / count).sqrt();
        assert!((mean - 1.0).abs() < 0.02, "mean {mean}");
        assert!((sd - 0.4).abs() < 0.03, "sd {sd}");
        let middle = -0.5 * 1.16_f64.ln();
        let both: f64 = pairs.iter().map(|(a, b)| (a - middle) * (b - middle)).sum();
        let own: f64 = pairs.iter().map(|(a, _)| (a - middle).powi(2)).sum();
        assert!((both / own - KEPT).abs() < 0.04, "correlation {}", both / own);
    }

    /// One of three days each: 3,000 nights give each 1,000, with a standard deviation of 26.
    #[test]
    fn the_days_of_a_history_are_equally_likely() {
        let wander = wander(7, &Link::default());
        let mut counts = [0_i32; 3];
        for number in 1..=3_000 {
            counts[usize::try_from(wander.day(&night(number, 9), 3)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (count - 1_000).abs() < 110), "{counts:?}");
    }

    /// With V = 40 % a good night lies around 1 with an sd of 0.12: a mean of e^(0.12^2/2) = 1.00723. One in
    /// ten is bad and loses 15 % on average, cut off at 90 %: 0.15 (1 - e^-6) = 14.963 %. So the mean of
    /// all is 1.00723 x (1 - 0.014963) = 0.99216. The sd is 0.13, so that 10,000 nights are good to 0.0013.
    #[test]
    fn nights_have_their_middle_at_the_typical_rate_and_one_in_ten_is_bad() {
        let link = Link {
            variation: Fraction::from_percent(40),
            upload_is: UploadIs::Typical,
            ..Link::default()
        };
        assert!((night_spread(&link) - 0.12).abs() < 1e-12);
        let wander = wander(7, &link);
        let nights = (1..=10_000).map(|number| wander.of_night(&mut wander.keys.nights.at(number)));
        let nights: Vec<f64> = nights.collect();
        let mean = nights.iter().sum::<f64>() / 1e4;
        assert!((mean - 0.992_16).abs() < 0.006, "{mean}");
        // Of good nights one in 161 is over 1.35, of all one in 25 under 0.75: e^-x with x = ln(0.75)/0.12
        // is 2.4 sd away, so that it is the bad ones that get there.
        let share = |holds: &dyn Fn(f64) -> bool| {
            nights.iter().filter(|&&night| holds(night)).count() as f64 / 1e4
        };
        assert!((share(&|c| c > 1.0) - 0.468).abs() < 0.02);
        assert!(share(&|c| c > 1.35) < 0.012 && (0.015..0.06).contains(&share(&|c| c < 0.75)));
    }

    /// Blocks of V = 40 % have a variance of 0.16. One alone is its own average; two halves come to 0.16 x
    /// (1 + r)/2, with r = (e^(s^2/e) - 1)/0.16 = 0.3506, where s^2 = ln 1.16: 0.1080. Over many blocks it
    /// is 0.16/n x (1 + 2 (0.3506 + 0.1268 + 0.0463 + ...)) or 0.16 x 2.106/n: 0.00936 over 36 of them, less
    /// a little at the two ends.
    #[test]
    fn the_average_of_a_window_varies_less_the_longer_it_is() {
        let block_sd = 1.16_f64.ln().sqrt();
        let variance = |into: i64, secs: i64| {
            average_sd(block_sd, into * 1_000_000, Span::from_secs(secs)).powi(2).exp_m1()
        };
        for (into, secs) in [(0, 900), (0, 60), (600, 300)] {
            assert!((variance(into, secs) - 0.16).abs() < 1e-12);
        }
        for (into, secs) in [(0, 1_800), (450, 900)] {
            assert!((variance(into, secs) - 0.108_05).abs() < 2e-4, "{}", variance(into, secs));
        }
        assert!((variance(0, 32_400) - 0.009_1).abs() < 2e-4, "{}", variance(0, 32_400));
        assert!(variance(300, 32_400) < variance(300, 32_100));
        assert_eq!(variance(0, 0), 0.0);
        // What is known of one window is not taken for another.
        let mut known = Average::default();
        for (into, secs) in [(0, 0), (0, 900), (0, 900), (600, 900), (0, 1_800)] {
            let (into, length) = (into * 1_000_000, Span::from_secs(secs));
            for sd in [block_sd, 0.5 * block_sd] {
                assert_eq!(known.sd_of(sd, into, length), average_sd(sd, into, length));
            }
        }
    }

    /// 4,000 nights' averages over the window, drawn at once: mean 1 and the sd of 36 blocks, 9.5 % at V =
    /// 40 %, to 1/sqrt(8000) = 1.1 % of itself.
    #[test]
    fn averages_that_are_drawn_have_the_mean_and_the_spread_of_the_blocks() {
        let link = Link {
            variation: Fraction::from_percent(40),
            upload_is: UploadIs::Typical,
            ..Link::default()
        };
        let mut wander = wander(7, &link);
        wander.alone = true;
        let averages: Vec<f64> = (1..=4_000)
            .map(|number| {
                wander.begin(&night(number, 9), |_| true);
                wander.factor / wander.of_night(&mut wander.keys.nights.at(i64::from(number)))
            })
            .collect();
        let mean = averages.iter().sum::<f64>() / 4e3;
        let sd = (averages.iter().map(|a| (a - mean).powi(2)).sum::<f64>() / 4e3).sqrt();
        assert!((mean - 1.0).abs() < 0.006, "{mean}");
        assert!((sd - 0.095_5).abs() < 0.004, "{sd}");
    }

    /// The logarithm of a reading is normal around 0 with an sd of 12 % for one test, 20 % for a plan:
    /// 2,000 trials give the sd to 1/sqrt(4000) = 1.6 %.
    #[test]
    fn a_reading_lies_off_by_what_it_is_a_reading_of() {
        let sd = |is, certain| {
            let link = Link { upload_is: is, ..Link::default() };
            let keyed = |source| Keyed::new(mixed(source));
            let keys = |trial| Keys {
                reading: keyed(trial),
                nights: keyed(2),
                blocks: keyed(3),
                days: keyed(4),
            };
            let mut wander = Wander::new(&link, certain, false, keys(1)).unwrap();
            let logs = (0..2_000).map(|trial| {
                wander.draw_from(keys(trial));
                wander.reading.ln()
            });
            let logs: Vec<f64> = logs.collect();
            let mean = logs.iter().sum::<f64>() / 2e3;
            assert!(mean.abs() < 0.02, "{mean}");
            (logs.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / 2e3).sqrt()
        };
        assert!((sd(UploadIs::Test, false) - 0.12).abs() < 0.01);
        assert!((sd(UploadIs::Plan, false) - 0.20).abs() < 0.015);
        assert_eq!([sd(UploadIs::Typical, false), sd(UploadIs::Plan, true)], [0.0, 0.0]);
        let still = Link { variation: Fraction::ZERO, ..Link::default() };
        let cable = Link { kind: LinkKind::Usb, ..Link::default() };
        assert!(!strays(&still) && !strays(&cable) && strays(&Link::default()));
    }

    /// A window from 22:00 to 07:10 that begins 10 min into a quarter of an hour, and one that ends so.
    #[test]
    fn a_night_in_one_step_carries_what_its_quarters_would() {
        let link = Link { variation: Fraction::from_percent(40), ..Link::default() };
        for (start, minutes) in [(79_200, 540), (79_200, 550), (79_800, 7), (79_800, 543)] {
            let night = Night {
                start: ClockTime::from_secs(start),
                length: Span::from_secs(60 * minutes),
                ..night(3, 9)
            };
            let end = night.base.plus(night.length);
            let mut by_quarters = wander(7, &link);
            by_quarters.begin(&night, |_| true);
            let (mut sum, mut now) = (0.0, night.base);
            while now < end {
                let to = by_quarters.next_change().min(end);
                sum += by_quarters.factor * to.since(now).as_secs();
                by_quarters.advance(to);
                now = to;
            }
            let mut at_once = wander(7, &link);
            at_once.alone = true;
            at_once.begin(&night, |_| true);
            assert_eq!(at_once.next_change(), end);
            let mean = sum / night.length.as_secs();
            assert!((at_once.factor / mean - 1.0).abs() < 1e-9, "{} for {mean}", at_once.factor);
            // Where all may be sent in it after all, it goes quarter by quarter.
            let mut near = wander(7, &link);
            near.alone = true;
            near.begin(&night, |_| false);
            assert!(near.next_change() <= night.base.plus(BLOCK));
        }
    }

    #[test]
    fn a_rate_that_strays_is_whole_bits_and_never_nothing() {
        let mut wander = wander(7, &Link::default());
        let of = |wander: &Wander, bits| wander.of(Rate::from_bits_per_s(bits)).bits_per_s();
        wander.factor = 0.5;
        assert_eq!([0, 1, 7, 1_000_000].map(|bits| of(&wander, bits)), [0, 1, 3, 500_000]);
        wander.factor = 1e12;
        assert_eq!(of(&wander, 1_000_000), MOST_BITS);
    }

    /// Which block it is, is counted from a midnight, so that a window that begins an hour earlier meets
    /// the same ones: what one quarter has of the next stays, though the mean of both is another.
    #[test]
    fn an_earlier_start_meets_the_same_quarters() {
        let link = Link { upload_is: UploadIs::Typical, ..Link::default() };
        let at = |start: u32, seconds: i64| {
            let mut wander = wander(7, &link);
            let night = Night { start: ClockTime::from_secs(start), ..night(1, 9) };
            wander.begin(&night, |_| false);
            let quarters = [seconds, seconds + 900].map(|seconds| {
                wander.advance(night.base.plus(Span::from_secs(seconds)));
                wander.factor
            });
            quarters[1] / quarters[0]
        };
        // What is left of the blocks before the eleventh is e^-11.
        let (early, late) = (at(75_600, 3_600 + 5_000), at(79_200, 5_000));
        assert!((early / late - 1.0).abs() < 1e-4, "{early} and {late}");
    }

    /// The later a window ends or the earlier it begins, the more goes out in it.
    #[test]
    fn a_longer_window_carries_more() {
        let link = Link { variation: Fraction::from_percent(40), ..Link::default() };
        for key in 0..40 {
            let carried = |hours: i64| {
                let mut wander = wander(key, &link);
                wander.alone = true;
                wander.begin(&night(1, hours), |_| true);
                wander.factor * hours as f64
            };
            assert!((1..24).all(|hours| carried(hours) < carried(hours + 1)), "{key}");
        }
    }

    /// What is new in each block is normal with a mean of 0 and a standard deviation of sqrt(1 - e^-2) = 0.92987,
    /// to which e^-1 of the block before adds up to 1. 20,000 blocks: good to 0.0066 and 0.0047.
    #[test]
    fn what_is_new_in_a_block_has_the_spread_that_its_memory_leaves() {
        let wander = wander(7, &Link::default());
        let new: Vec<f64> =
            (0..20_000).map(|block| innovation(wander.keys.blocks, block)).collect();
        let mean = new.iter().sum::<f64>() / 2e4;
        let sd = (new.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 2e4).sqrt();
        assert!(mean.abs() < 0.027 && (sd - 0.929_87).abs() < 0.019, "{mean}, {sd}");
    }

    /// A window's first block remembers those before it, as it does in a window that began with them.
    #[test]
    fn the_first_quarter_remembers_those_before_it() {
        let link = Link { upload_is: UploadIs::Typical, ..Link::default() };
        let ratio = |start: u32, block: usize| {
            let mut wander = wander(7, &link);
            wander.begin(&Night { start: ClockTime::from_secs(start), ..night(1, 9) }, |_| false);
            wander.factors[block + 1] / wander.factors[block]
        };
        // What is left of the blocks before the eleventh is e^-11.
        assert!((ratio(79_200 - 900, 1) / ratio(79_200, 0) - 1.0).abs() < 1e-4);
        assert!((ratio(79_200 - 4 * 900, 4) / ratio(79_200, 0) - 1.0).abs() < 1e-4);
    }

    /// As long as not all can be sent by then, quarters go as one, at their mean; an event in between changes
    /// nothing of it. The next one has its own speed again.
    #[test]
    fn quarters_that_go_as_one_keep_their_mean_until_they_are_over() {
        let link = Link { variation: Fraction::from_percent(40), ..Link::default() };
        let mut near = wander(7, &link);
        near.alone = true;
        let mut single = near.clone();
        single.begin(&night(1, 9), |_| false);
        let factors = single.factors.clone();
        // All is sent once the shares of the first three of 36 quarters are, and a bit of the fourth.
        let three = factors[..3].iter().sum::<f64>() / 36.0;
        let all = three + factors[3] / 100.0;
        near.begin(&night(1, 9), |sent| sent < all);
        let minutes = |n: i64| SimTime::from_secs(60 * n);
        let mean = |n: usize| factors[..n].iter().sum::<f64>() / n as f64;
        assert_eq!(near.next_change(), minutes(45));
        assert!((near.factor / mean(3) - 1.0).abs() < 1e-12);
        assert!(!near.advance(minutes(20)));
        assert!((near.factor / mean(3) - 1.0).abs() < 1e-12);
        assert!(near.advance(minutes(45)));
        assert_eq!((near.factor, near.next_change()), (factors[3], minutes(60)));
    }
}
