//! Percentages for people. One rule for all of them: to the nearest, but on no limit that is not reached.
//! None and all are such limits, and so are the levels of a battery that something heeds.

use super::decimal;
use crate::units::{Fraction, Span};

/// `95 %`, `99.5 %`, from millionths.
pub fn percent(millionths: u32) -> String {
    format!("{} %", decimal(u128::from(millionths), 10_000))
}

/// A share of a whole in whole percent, to the nearest, that says 0 % and 100 % only of nothing and of
/// all.
pub fn share(part: Span, whole: Span) -> String {
    let micros = |span: Span| u64::try_from(span.micros()).unwrap_or(0);
    share_of(micros(part), micros(whole))
}

/// The same of counts: how many of all.
pub fn share_of(part: u64, whole: u64) -> String {
    let percent = (u128::from(part) * 200 / u128::from(whole.max(1))).div_ceil(2);
    match percent {
        _ if part == 0 => "0 %".to_owned(),
        _ if part >= whole => "100 %".to_owned(),
        0 => "under 1 %".to_owned(),
        100.. => "over 99 %".to_owned(),
        _ => format!("{percent} %"),
    }
}

/// A level in whole percent, to the nearest, but on no limit that is not reached and beyond none that is
/// not passed: 79.6 % of a battery held at 80 % is `79 %`. Empty and full are limits always; where limits
/// lie closer than a percent, it has decimals.
pub fn level(level: Fraction, limits: &[Fraction]) -> String {
    // So near, in millionths, a limit was reached: where something happens at it, time was rounded.
    const REACHED: u32 = 200;
    let exact = level.millionths();
    let is_fair = |shown: &u32| {
        let ends = [Fraction::ZERO, Fraction::ONE];
        let mut all = ends.iter().chain(limits).map(|limit| limit.millionths());
        all.all(|limit| match exact.abs_diff(limit) {
            ..=REACHED => *shown == limit,
            _ => shown.cmp(&limit) == exact.cmp(&limit),
        })
    };
    let shown = [10_000, 1_000, 100, 10].into_iter().find_map(|unit| {
        let (down, up) = (exact / unit * unit, exact.div_ceil(unit) * unit);
        let nearest = if exact - down < up - exact { [down, up] } else { [up, down] };
        nearest.into_iter().find(is_fair)
    });
    percent(shown.unwrap_or(exact))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_to_the_nearest_and_none_and_all_only_of_none_and_all() {
        let s = Span::from_secs;
        assert_eq!(share(s(0), s(10_000)), "0 %");
        assert_eq!(share(s(1), s(10_000)), "under 1 %");
        assert_eq!(share(s(50), s(10_000)), "1 %");
        assert_eq!(share(s(2_580), s(10_000)), "26 %");
        assert_eq!(share(s(9_949), s(10_000)), "99 %");
        assert_eq!(share(s(9_950), s(10_000)), "over 99 %");
        assert_eq!(share(s(10_000), s(10_000)), "100 %");
    }

    #[test]
    fn a_level_is_told_to_the_nearest_and_on_no_limit_that_it_did_not_reach() {
        let of = |millionths| Fraction::from_millionths(millionths);
        let [saver, hold, odd] = [of(200_000), of(800_000), of(795_000)];
        for (exact, limits, told) in [
            (796_000, &[][..], "80 %"),
            (796_000, &[hold], "79 %"),
            (800_000, &[hold], "80 %"),
            (804_000, &[hold], "81 %"),
            (203_000, &[saver, hold], "21 %"),
            // The moment at which it comes to the limit is rounded.
            (200_030, &[saver], "20 %"),
            (795_000, &[odd], "79.5 %"),
            (796_000, &[odd, hold], "79.6 %"),
            (997_000, &[], "99 %"),
            (3_000, &[], "1 %"),
            (0, &[], "0 %"),
            (1_000_000, &[], "100 %"),
        ] {
            assert_eq!(level(of(exact), limits), told, "{exact}");
        }
    }
}
