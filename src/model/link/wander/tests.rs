//! Of how the speed strays: the means, spreads and memories that its numbers have, and a night in one step
//! against one by quarters of an hour.

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
    let new: Vec<f64> = (0..20_000).map(|block| innovation(wander.keys.blocks, block)).collect();
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
