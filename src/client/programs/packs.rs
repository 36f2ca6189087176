//! How large restic's packs become. The sizes of the files flow in; the sizes of the packs flow out.
//!
//! restic cuts files into blobs where a rolling hash says so: after 512 KiB at the earliest, then
//! after an exponential of mean 1 MiB, at 8 MiB at the latest, and at the file's end. A pack is
//! closed by the blob that brings it to the size asked for. That blob is met in proportion to its
//! size and on average passes the size by half of itself, so packs are larger by
//! sum E[x²] ÷ (2 sum x) over all blobs x. (Measured: packs of 17.2 to 17.97 MB where 16 MiB were
//! asked for.)

use crate::units::Size;

/// The grid of the recurrence: 64 KiB.
const GRID: f64 = 65_536.0;
const LEAST: f64 = 524_288.0;
const MOST: f64 = 8_388_608.0;
/// The chance that no blob ends on one step of the grid: e^(-64 KiB ÷ 1 MiB) = e^(-1/16).
const GOES_ON: f64 = 0.939_413_062_813_475_8;
/// Steps of the table: 26 MB. Beyond it the sum grows in proportion to the file.
const STEPS: usize = 400;

/// E[sum of x²] over the blobs of a file of that many steps of the grid.
static SQUARES: [f64; STEPS] = squares();

#[allow(clippy::indexing_slicing, reason = "every index is below its loop's bound")]
const fn squares() -> [f64; STEPS] {
    let mut table = [0.0; STEPS];
    let mut i = 0;
    while i < STEPS {
        let size = i as f64 * GRID;
        let top = if size < MOST { size } else { MOST };
        // The first blob ends within step k with this chance; the rest is a file of its own.
        let (mut sum, mut stays, mut k) = (0.0, 1.0, (LEAST / GRID) as usize);
        while (k + 1) as f64 * GRID <= top {
            k += 1;
            let blob = (k as f64 - 0.5) * GRID;
            sum += stays * (1.0 - GOES_ON) * (blob * blob + table[i - k]);
            stays *= GOES_ON;
        }
        let rest = if top < size { table[i - (top / GRID) as usize] } else { 0.0 };
        table[i] = sum + stays * (top * top + rest);
        i += 1;
    }
    table
}

/// E[sum of x²] over the blobs of a file.
fn squares_of(size: Size) -> f64 {
    let size = size.bytes() as f64;
    if size <= LEAST {
        return size * size;
    }
    let entry = |step: usize| SQUARES.get(step).copied().unwrap_or(0.0);
    let place = size / GRID;
    let step = place as usize;
    if step + 1 < STEPS {
        return entry(step) + (entry(step + 1) - entry(step)) * (place - step as f64);
    }
    let slope = (entry(STEPS - 1) - entry(STEPS / 2)) / (STEPS - 1 - STEPS / 2) as f64;
    entry(STEPS - 1) + slope * (place - (STEPS - 1) as f64)
}

/// By how much a pack passes the size at which it is closed, on average.
pub fn overshoot(items: &[Size]) -> Size {
    let total = items.iter().fold(0.0, |sum, size| sum + size.bytes() as f64);
    if total <= 0.0 {
        return Size::ZERO;
    }
    let squares = items.iter().fold(0.0, |sum, &size| sum + squares_of(size));
    Size::from_bytes((squares / (2.0 * total) + 0.5) as u64)
}

/// The packs of so many bytes: each is `closed_at` and the overshoot; what remains is the last one.
pub fn packs(mut total: Size, closed_at: Size, overshoot: Size) -> Vec<Size> {
    let closed_at = closed_at.max(Size::from_bytes(1));
    let mut packs = Vec::new();
    while total > closed_at {
        let pack = closed_at.plus(overshoot).min(total);
        packs.push(pack);
        total = total.minus(pack);
    }
    packs.extend((total > Size::ZERO).then_some(total));
    packs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(size: u64) -> Size {
        Size::from_bytes(size)
    }

    #[test]
    fn the_chance_of_a_step_is_that_of_an_exponential_of_one_mebibyte() {
        assert!((GOES_ON - libm::exp(-1.0 / 16.0)).abs() < 1e-15);
    }

    #[test]
    fn files_below_the_least_blob_pass_by_half_of_themselves() {
        // One blob each: sum x² ÷ (2 sum x) of equal x is x ÷ 2; of 1 and 3 it is 10 ÷ 8.
        assert_eq!(overshoot(&[bytes(3_200); 1_000]), bytes(1_600));
        assert_eq!(overshoot(&[bytes(100_000), bytes(300_000)]), bytes(125_000));
        assert_eq!(overshoot(&[]), Size::ZERO);
        assert_eq!(overshoot(&[Size::ZERO]), Size::ZERO);
    }

    #[test]
    fn a_large_file_passes_by_the_mean_blob_of_the_chunker() {
        // Blobs are m + y, m = 0.5 MiB, y exponential of mean 1 MiB cut at c = 7.5 MiB, in MiB:
        // E[y] = 1 - e^-c, E[y²] = 2 (1 - e^-c (1 + c)) = 2 - 17 e^-7.5.
        // E[x] = 1.5 - e^-7.5 = 1.49945; E[x²] = 0.25 + E[y] + E[y²] = 3.25 - 18 e^-7.5 = 3.24004;
        // half their ratio is 1.08041 MiB = 1,132,889 bytes. The grid takes blobs at the middle of
        // its steps, the whole file ends somewhere within a blob: within 4 %.
        let found = overshoot(&[bytes(10_000_000_000)]).bytes() as f64;
        assert!((found / 1_132_889.0 - 1.0).abs() < 0.04, "{found}");
    }

    #[test]
    fn packs_are_closed_beyond_their_size_and_the_rest_is_the_last_one() {
        // 100 closed at 30 and 2 beyond: 32, 32, 32, then 4; 30 and less is one pack.
        let of = |total| packs(bytes(total), bytes(30), bytes(2));
        assert_eq!(of(100), [32, 32, 32, 4].map(bytes));
        assert_eq!(of(31), [31].map(bytes));
        assert_eq!(of(30), [30].map(bytes));
        assert_eq!(of(0), []);
    }
}
