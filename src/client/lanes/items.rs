//! The items of a library one by one, in the order in which they are taken. A listing, or classes of
//! which there are few items, flow in; sizes flow out.
//!
//! Where a class says only how unlike its items are, their sizes are those of a lognormal
//! distribution at even steps of its quantiles, scaled so that the class has its bytes. The steps are
//! taken in an order in which every stretch of items is a fair sample: u_i = frac((i + 1/2) g) with
//! the golden section g, whose multiples lie more evenly than those of any other number.

use crate::client::classes::{Shares, library_size, mean};
use crate::model::payload::{Library, Order};
use crate::model::service::Service;
use crate::units::{Amount, ItemClass, Listing, Size, Spread};

/// The golden section, (sqrt(5) - 1) / 2, to the places that matter for a few hundred items.
const GOLDEN: f64 = 0.618_034;
/// The most items that a day's growth is cut into.
const MOST_IN_A_DAY: u64 = 1_000;

/// The items and the way in which they become more.
#[derive(Clone, Debug, Default)]
pub struct ItemList {
    /// Their sizes, in order, what the service does not take left out.
    pub sizes: Vec<Size>,
    /// A day's growth: new items are like the old ones on average.
    pub new: Vec<Size>,
    /// The classes that were written, by their places in the list, and behind how many items each ends.
    pub(super) ends: Vec<(usize, u8)>,
}

impl ItemList {
    /// Of a library: its listing, or its classes.
    pub fn new(library: &Library, service: &Service) -> Self {
        let is_taken = |size: Size| service.max_item.is_none_or(|most| size <= most);
        let listed = library.listing.as_ref().and_then(Listing::items);
        let mut ends = Vec::new();
        let (sizes, item) = match (listed, &library.items) {
            (Some(listing), _) => {
                let mut runs = listing.runs().to_vec();
                let all = average(&runs);
                runs.retain(|&(_, size)| is_taken(size));
                // A listing has no names: photos are not to be told from the rest.
                if library.order == Order::SmallFirst {
                    runs.sort_by_key(|&(_, size)| size);
                }
                let mut sizes = Vec::new();
                for &(count, size) in &runs {
                    sizes.extend(std::iter::repeat_n(size, usize::try_from(count).unwrap_or(0)));
                }
                (sizes, average(&runs).or(all))
            }
            (None, Some(items)) => {
                let size = library_size(library).amount();
                let shares = Shares::new(library, service, size, &items.0);
                let mut sizes = Vec::new();
                for (of, class, length) in shares.taken {
                    draw_up(class, length.floor(), &mut sizes);
                    ends.push((sizes.len(), of));
                }
                let of_taken = mean(&items.0, |c| is_taken(c.size));
                (sizes, of_taken.or_else(|| mean(&items.0, |_| true)).map(Amount::floor))
            }
            (None, None) => (library.size.into_iter().collect(), library.size),
        };
        let new = item.map_or_else(Vec::new, |item| grown(library.growth, item));
        ItemList { sizes, new, ends }
    }

    /// The class of the item at a place; `None` for one of a listing and for what has grown.
    pub fn class_of(&self, place: usize) -> Option<u8> {
        self.ends.iter().find(|&&(end, _)| place < end).map(|&(_, of)| of)
    }
}

/// The mean size of some runs of items, rounded down to a byte; `None` if there are none.
fn average(runs: &[(u64, Size)]) -> Option<Size> {
    let (bytes, count) = runs.iter().fold((0, 0), |(bytes, count), &(n, size)| {
        (bytes + u128::from(size.bytes()) * u128::from(n), count + u128::from(n))
    });
    let mean = u64::try_from(bytes / count.max(1)).unwrap_or(u64::MAX);
    (mean > 0).then_some(Size::from_bytes(mean))
}

/// A day's growth in items of one size, and what is left of it in a smaller one.
fn grown(growth: Size, item: Size) -> Vec<Size> {
    let (bytes, item) = (growth.bytes(), item.bytes().max(growth.bytes() / MOST_IN_A_DAY).max(1));
    let whole = usize::try_from(bytes / item).unwrap_or(0);
    let rest = Some(bytes % item).filter(|&rest| rest > 0);
    std::iter::repeat_n(item, whole).chain(rest).map(Size::from_bytes).collect()
}

/// The items of a class that holds `length`: as many whole ones as come nearest to its mean.
pub(super) fn draw_up(class: &ItemClass, length: Size, sizes: &mut Vec<Size>) {
    let (bytes, item) = (length.bytes(), class.size.bytes().max(1));
    let count = ((bytes + item / 2) / item).max(1);
    let weight = |i: u64| match class.spread {
        Spread::ZERO => 1.0,
        spread => {
            let place = (i as f64 + 0.5) * GOLDEN;
            let sigma = f64::from(spread.millionths()) / 1e6;
            libm::exp(sigma * normal_quantile(place - libm::floor(place)))
        }
    };
    let all: f64 = (0..count).map(weight).sum();
    let (mut sum, mut start) = (0.0, 0);
    for i in 0..count {
        sum += weight(i);
        // The ends, not the lengths, are rounded, so that the class has its bytes exactly.
        let end = if i + 1 == count { bytes } else { (bytes as f64 * (sum / all) + 0.5) as u64 };
        let end = end.clamp(start, bytes);
        sizes.push(Size::from_bytes(end - start));
        start = end;
    }
}

/// The quantile of the standard normal distribution at `p` in (0, 1): Acklam's rational
/// approximation of 2003, right to 1.2 x 10^-9 of it.
pub(super) fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    const TAIL: f64 = 0.024_25;
    let at = |row: &[f64], x: f64| row.iter().fold(0.0, |sum, c| sum * x + c);
    let p = p.clamp(1e-12, 1.0 - 1e-12);
    let tail = |p: f64| {
        let q = libm::sqrt(-2.0 * libm::log(p));
        at(&C, q) / at(&D, q)
    };
    if p < TAIL {
        tail(p)
    } else if p > 1.0 - TAIL {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        at(&A, q * q) * q / at(&B, q * q)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_are_those_of_the_tables() {
        // Tables of the normal distribution: 97.5 % at 1.959964, 99 % at 2.326348, 0.1 % at
        // -3.090232.
        for (p, z) in [(0.5, 0.0), (0.975, 1.959_964), (0.99, 2.326_348), (0.001, -3.090_232)] {
            assert!((normal_quantile(p) - z).abs() < 1e-6, "{p}: {}", normal_quantile(p));
        }
    }

    fn items_of(count: u64, mean: u64, spread: u32, length: u64) -> Vec<u64> {
        let spread = Spread::from_millionths(spread);
        let size = Size::from_bytes(mean);
        let class = ItemClass { name: "photos".to_owned(), count, size, spread };
        let mut sizes = Vec::new();
        draw_up(&class, Size::from_bytes(length), &mut sizes);
        sizes.into_iter().map(Size::bytes).collect()
    }

    #[test]
    fn unlike_items_have_the_bytes_and_the_spread_of_their_class() {
        let sizes = items_of(200, 1_000_000, 500_000, 200_000_000);
        assert_eq!((sizes.len(), sizes.iter().sum::<u64>()), (200, 200_000_000));
        let logs: Vec<f64> = sizes.iter().map(|&s| libm::log(s as f64)).collect();
        let mean = logs.iter().sum::<f64>() / 200.0;
        let variance = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / 200.0;
        // sigma = 0.5, less what lies beyond the last of 200 quantiles; a lognormal mean of 1 MB has
        // its logarithm's mean at ln 10^6 - sigma^2 / 2 = 13.6905.
        assert!((libm::sqrt(variance) - 0.5).abs() < 0.01, "{variance}");
        assert!((mean - 13.6905).abs() < 0.01, "{mean}");
        // The first 20 are a fair sample: within 10 % of their share.
        let first: u64 = sizes[..20].iter().sum();
        assert!(first.abs_diff(20_000_000) < 2_000_000, "{first}");
    }

    #[test]
    fn a_class_that_is_scaled_has_whole_items() {
        // 2.4 items of 1 kB are two of 1.2 kB; 0.2 of one is one.
        assert_eq!(items_of(24, 1_000, 0, 2_400), [1_200, 1_200]);
        assert_eq!(items_of(2, 1_000, 500_000, 200), [200]);
    }

    #[test]
    fn growth_comes_in_items_of_the_mean_size_and_a_rest() {
        let sizes = grown(Size::from_bytes(2_500), Size::from_bytes(1_000));
        assert_eq!(sizes, [1_000, 1_000, 500].map(Size::from_bytes));
        assert!(grown(Size::ZERO, Size::from_bytes(1_000)).is_empty());
        // 10^12 B in bytes: 1,000 items of 10^9 B.
        assert_eq!(grown(Size::from_bytes(1_000_000_000_000), Size::from_bytes(1)).len(), 1_000);
    }
}
