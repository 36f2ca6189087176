//! Exponential and normal random numbers, by the ziggurat of Marsaglia and Tsang (The Ziggurat Method for
//! Generating Random Variables, Journal of Statistical Software 5, 2000) with the tables and the order of
//! draws of the crate that other laws are drawn with. Random bits flow in, how long something lasts by
//! chance or how far it strays flows out. Samplers of our own for two reasons: the one case in fifty that
//! takes a logarithm or an exponential takes it from `libm`, so that a seed draws the same to the last bit on
//! every platform; and they are drawn for every drop of a line and every quarter of an hour, which is much of
//! what a trial costs.
//!
//! A ziggurat covers the curve with 256 layers of equal area, the lowest first. Each has its right edge; the
//! lowest, which has none, that of a rectangle of its area. The last edge is 0.

mod tables;

use super::keyed::unit;
use rand_core::Rng;
use tables::{EXPONENTIAL_EDGES, EXPONENTIAL_HEIGHTS, NORMAL_EDGES, NORMAL_HEIGHTS};

/// Where the lowest layer of an exponential number runs out of its rectangle.
const EXPONENTIAL_TAIL: f64 = 7.69711747013105;
/// The same of a normal number.
const NORMAL_TAIL: f64 = 3.654152885361009;

/// A number that is exponentially distributed with mean 1.
#[inline(always)]
pub fn exponential(random: &mut impl Rng) -> f64 {
    let (layer, share) = place(random.next_u64());
    let x = share * EXPONENTIAL_EDGES[layer];
    if x < EXPONENTIAL_EDGES[layer + 1] { x } else { exponential_edge(random, layer, x) }
}

/// A number that is normally distributed with mean 0 and sd 1.
#[inline(always)]
pub fn normal(random: &mut impl Rng) -> f64 {
    let (layer, share) = signed_place(random.next_u64());
    let x = share * NORMAL_EDGES[layer];
    if x.abs() < NORMAL_EDGES[layer + 1] { x } else { normal_edge(random, layer, share) }
}

/// Not wholly under the curve: beyond the tail's edge, or as often as the curve says, or once more.
#[cold]
#[inline(never)]
fn exponential_edge(random: &mut impl Rng, mut layer: usize, mut x: f64) -> f64 {
    loop {
        if layer == 0 {
            return EXPONENTIAL_TAIL - libm::log(unit(random));
        }
        let (low, high) = (EXPONENTIAL_HEIGHTS[layer], EXPONENTIAL_HEIGHTS[layer + 1]);
        if high + (low - high) * unit(random) < libm::exp(-x) {
            return x;
        }
        let share;
        (layer, share) = place(random.next_u64());
        x = share * EXPONENTIAL_EDGES[layer];
        if x < EXPONENTIAL_EDGES[layer + 1] {
            return x;
        }
    }
}

/// As [`exponential_edge`], of a normal number.
#[cold]
#[inline(never)]
fn normal_edge(random: &mut impl Rng, mut layer: usize, mut share: f64) -> f64 {
    loop {
        if layer == 0 {
            return normal_tail(random, share < 0.0);
        }
        let x = share * NORMAL_EDGES[layer];
        let (low, high) = (NORMAL_HEIGHTS[layer], NORMAL_HEIGHTS[layer + 1]);
        if high + (low - high) * unit(random) < libm::exp(-x * x / 2.0) {
            return x;
        }
        (layer, share) = signed_place(random.next_u64());
        let x = share * NORMAL_EDGES[layer];
        if x.abs() < NORMAL_EDGES[layer + 1] {
            return x;
        }
    }
}

/// A normal number beyond the tail's edge (Marsaglia, Generating a Variable from the Tail of the Normal
/// Distribution, Technometrics 6, 1964).
fn normal_tail(random: &mut impl Rng, is_below: bool) -> f64 {
    loop {
        let x = libm::log(place(random.next_u64()).1) / NORMAL_TAIL;
        let y = libm::log(place(random.next_u64()).1);
        if -2.0 * y >= x * x {
            return if is_below { x - NORMAL_TAIL } else { NORMAL_TAIL - x };
        }
    }
}

/// A layer and a share of its width: the low 8 bits choose the layer, the high 52 the share, above 0 and
/// below 1.
#[inline(always)]
fn place(bits: u64) -> (usize, f64) {
    // With the exponent of 1 the bits are a number from 1 up to 2.
    let share = f64::from_bits((bits >> 12) | (1023 << 52)) - (1.0 - f64::EPSILON / 2.0);
    ((bits & 0xff) as usize, share)
}

/// The same on both sides: a share from -1 up to 1.
#[inline(always)]
fn signed_place(bits: u64) -> (usize, f64) {
    // With the exponent of 2 the bits are a number from 2 up to 4.
    let share = f64::from_bits((bits >> 12) | (1024 << 52)) - 3.0;
    ((bits & 0xff) as usize, share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::SeedableRng;
    use rand_distr::{Distribution, Exp1, StandardNormal};
    use rand_xoshiro::Xoshiro256PlusPlus;

    /// An edge in fifty draws of each law, the tail in some 3,000.
    #[test]
    fn every_draw_is_that_of_the_crate_with_the_same_bits() {
        let mut ours = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut theirs = ours.clone();
        for _ in 0..300_000 {
            let (own, other): (f64, f64) = (exponential(&mut ours), Exp1.sample(&mut theirs));
            // Two logarithms may differ in their last bit.
            assert!((own - other).abs() <= f64::EPSILON * other, "{own} {other}");
            let (own, other): (f64, f64) = (normal(&mut ours), StandardNormal.sample(&mut theirs));
            assert!((own - other).abs() <= f64::EPSILON * other.abs(), "{own} {other}");
        }
        assert_eq!(ours, theirs);
    }

    /// Whether layers are of one area, the lowest with what lies beyond its edge, and end at the curve. The
    /// crate's edges are good to 11 digits of it.
    fn fit(edges: &[f64; 257], heights: &[f64; 257], curve: impl Fn(f64) -> f64, beyond: f64) {
        let area = edges[1] * curve(edges[1]) + beyond;
        assert!((edges[0] * heights[1] - area).abs() < 1e-11);
        for layer in 1..256 {
            let above = heights[layer + 1] - heights[layer];
            assert!((edges[layer] * above - area).abs() < 1e-11, "{layer}");
            assert!((heights[layer] - curve(edges[layer])).abs() < 1e-15, "{layer}");
        }
        assert_eq!((edges[256], heights[256]), (0.0, 1.0));
    }

    /// Of one side: the area beyond r is e^-r, and under the normal curve sqrt(π/2) erfc(r/√2).
    #[test]
    fn the_layers_are_of_equal_area() {
        let exponential = |x: f64| libm::exp(-x);
        let beyond = exponential(EXPONENTIAL_TAIL);
        fit(&EXPONENTIAL_EDGES, &EXPONENTIAL_HEIGHTS, exponential, beyond);
        let normal = |x: f64| libm::exp(-x * x / 2.0);
        let part = libm::erfc(NORMAL_TAIL / 2f64.sqrt());
        fit(&NORMAL_EDGES, &NORMAL_HEIGHTS, normal, std::f64::consts::FRAC_PI_2.sqrt() * part);
        assert_eq!((EXPONENTIAL_EDGES[1], NORMAL_EDGES[1]), (EXPONENTIAL_TAIL, NORMAL_TAIL));
    }
}
