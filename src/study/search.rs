//! Searching whole numbers for where a yes begins or ends. A question and the numbers to start from
//! flow in, the number next to the change flows out. What the numbers stand for is the caller's matter.

/// Halves the distance between a number that fails and one that does until they are neighbours, and
/// gives the one that does. Either may be the larger; neither is asked again.
pub fn halve(mut fails: u64, mut works: u64, mut does: impl FnMut(u64) -> bool) -> u64 {
    while works.abs_diff(fails) > 1 {
        let middle = fails.min(works) + works.abs_diff(fails) / 2;
        if does(middle) { works = middle } else { fails = middle }
    }
    works
}

/// Around a change, yes and no may take turns over as many numbers as this: one byte more may round
/// an item to another size.
const WAVERING: u64 = 128;

/// What [`halve`] finds, with fewer questions where a guess is close: from it away in growing steps
/// until the answer changes. Numbers clearly beyond these two are then not asked.
pub fn near(fails: u64, works: u64, guess: Option<u64>, mut does: impl FnMut(u64) -> bool) -> u64 {
    let inside = |at: &u64| fails.min(works) < *at && *at < fails.max(works);
    let (mut no, mut yes) = (fails, works);
    let mut next = guess.filter(inside);
    let (mut first, mut step) = (None, WAVERING);
    while let Some(at) = next {
        let now = does(at);
        let (here, far) = if now { (&mut yes, no) } else { (&mut no, yes) };
        *here = at;
        let on = *first.get_or_insert(now) == now && at.abs_diff(far) > step;
        next = on.then(|| if far > at { at + step } else { at - step });
        step = step.saturating_mul(16);
    }
    // How far a number lies beyond another, on the side of those that do.
    let beyond =
        |n: u64, of: u64| if works > fails { n.checked_sub(of) } else { of.checked_sub(n) };
    let clearly = |by: Option<u64>| by.is_some_and(|by| by > WAVERING);
    halve(fails, works, |n| clearly(beyond(n, yes)) || (!clearly(beyond(no, n)) && does(n)))
}

/// Twice as much, from `low` up to `high`, until it does: the last number that failed (one below `low`
/// where none did) and the first that does. `None` where not even `high` does.
pub fn double(low: u64, high: u64, mut does: impl FnMut(u64) -> bool) -> Option<(u64, u64)> {
    let (mut fails, mut works) = (low.saturating_sub(1), low);
    while !does(works) {
        if works >= high {
            return None;
        }
        fails = works;
        works = works.saturating_mul(2).min(high);
    }
    Some((fails, works))
}

/// Numbers that all do, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// The stretches of numbers that do, between the first and the last of some rising points. Each change
/// between two points is followed to the very number; a stretch that lies between two neighbouring
/// points is not seen.
pub fn stretches(points: &[u64], mut does: impl FnMut(u64) -> bool) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut before: Option<(u64, bool)> = None;
    for &point in points {
        let works = does(point);
        let from = match (before, works) {
            (Some((fails, false)), true) => Some(halve(fails, point, &mut does)),
            (None, true) => Some(point),
            _ => None,
        };
        if let Some(from) = from {
            found.push(Stretch { from, to: point });
        } else if let Some(last) = found.last_mut() {
            match before {
                Some((worked, true)) if !works => last.to = halve(point, worked, &mut does),
                Some((_, true)) => last.to = point,
                _ => {}
            }
        }
        before = Some((point, works));
    }
    found
}

/// Rising numbers from `low` to `high`, each about `ratio` times the one before; both ends are among
/// them. The ratio is a fraction of whole numbers above 1.
pub fn geometric(low: u64, high: u64, ratio: (u64, u64)) -> Vec<u64> {
    let mut points = Vec::new();
    let mut at = low;
    while at < high {
        points.push(at);
        let next = u128::from(at) * u128::from(ratio.0) / u128::from(ratio.1.max(1));
        at = u64::try_from(next).unwrap_or(u64::MAX).max(at.saturating_add(1));
    }
    points.push(high);
    points
}

/// Rising numbers from `low` to `high`, `step` apart; both ends are among them.
pub fn linear(low: u64, high: u64, step: u64) -> Vec<u64> {
    let mut points = Vec::new();
    let mut at = low;
    while at < high {
        points.push(at);
        at = at.saturating_add(step.max(1));
    }
    points.push(high);
    points
}

/// A number to so many digits, down or up.
pub fn rounded(number: u64, digits: u32, up: bool) -> u64 {
    let length = number.checked_ilog10().map_or(1, |log| log + 1);
    let step = 10u64.saturating_pow(length.saturating_sub(digits));
    let down = number / step * step;
    if up && down < number { down.saturating_add(step) } else { down }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halving_ends_next_to_the_change_from_either_side() {
        assert_eq!(halve(0, 1_000_000, |n| n >= 777), 777);
        assert_eq!(halve(u64::MAX, 3, |n| n <= 777), 777);
        assert_eq!(halve(4, 5, |_| unreachable!()), 5);
    }

    #[test]
    fn a_guess_changes_how_much_is_asked_and_never_what_is_found() {
        for guess in [None, Some(0), Some(776), Some(777), Some(778), Some(900_000), Some(u64::MAX)]
        {
            assert_eq!(near(0, 1_000_000, guess, |n| n >= 777), 777, "{guess:?}");
            assert_eq!(near(u64::MAX, 3, guess, |n| n <= 777), 777, "{guess:?}");
        }
        let mut asked = 0;
        let from_below = near(0, u64::MAX, Some(776), |n| {
            asked += 1;
            n >= 777
        });
        assert!(from_below == 777 && asked < 16, "{from_below} after {asked} questions");
        // Where yes and no take turns it is the one that halving finds.
        let wavers = |n: u64| n >= 800 || (n > 777 && n.is_multiple_of(3));
        for guess in [700, 778, 790, 900] {
            let found = near(0, 1_000_000, Some(guess), wavers);
            assert_eq!(found, halve(0, 1_000_000, wavers), "{guess}");
        }
    }

    #[test]
    fn doubling_gives_the_bracket_and_none_beyond_the_end() {
        assert_eq!(double(1_000, 1_000_000, |n| n >= 5_000), Some((4_000, 8_000)));
        assert_eq!(double(1_000, 1_000_000, |_| true), Some((999, 1_000)));
        assert_eq!(double(1_000, 9_000, |n| n >= 9_000), Some((8_000, 9_000)));
        assert_eq!(double(1_000, 9_000, |_| false), None);
    }

    #[test]
    fn every_change_between_two_points_is_found_to_the_number() {
        let does = |n: u64| (17..=42).contains(&n) || n >= 93;
        let points = linear(0, 100, 10);
        assert_eq!(
            stretches(&points, does),
            [Stretch { from: 17, to: 42 }, Stretch { from: 93, to: 100 }]
        );
        assert_eq!(stretches(&points, |_| false), []);
        assert_eq!(stretches(&points, |_| true), [Stretch { from: 0, to: 100 }]);
        assert_eq!(stretches(&points, |n| n == 100), [Stretch { from: 100, to: 100 }]);
        assert_eq!(stretches(&[5], |_| true), [Stretch { from: 5, to: 5 }]);
    }

    #[test]
    fn points_rise_and_hold_both_ends() {
        assert_eq!(geometric(1, 20, (2, 1)), [1, 2, 4, 8, 16, 20]);
        assert_eq!(geometric(0, 3, (3, 2)), [0, 1, 2, 3]);
        assert_eq!(geometric(7, 7, (2, 1)), [7]);
        assert_eq!(linear(0, 25, 10), [0, 10, 20, 25]);
    }

    #[test]
    fn numbers_are_rounded_to_digits_in_the_stated_direction() {
        assert_eq!(rounded(10_399_177, 3, true), 10_400_000);
        assert_eq!(rounded(11_542_499_999, 3, false), 11_500_000_000);
        assert_eq!(rounded(999_001, 3, true), 1_000_000);
        assert_eq!((rounded(37, 3, true), rounded(0, 3, true)), (37, 0));
    }
}
