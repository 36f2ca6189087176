//! Three kinds of time: a clock time (06:30 on any day), a span (8 h) and a simulated time (since
//! second 0, the first start of the backup window). All integers; none is the machine's clock.

/// A length of time in microseconds, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    /// No time.
    pub const ZERO: Span = Span(0);
    /// Longer than anything lasts.
    pub const MAX: Span = Span(i64::MAX);
    /// One day of 24 h.
    pub const DAY: Span = Span::from_secs(86_400);

    /// From microseconds; negative counts as zero.
    pub const fn from_micros(micros: i64) -> Self {
        Span(if micros < 0 { 0 } else { micros })
    }

    /// From whole seconds.
    pub const fn from_secs(seconds: i64) -> Self {
        Self::from_micros(seconds.saturating_mul(1_000_000))
    }

    /// In microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// In seconds, for closed forms and printing.
    pub fn as_secs(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Milliseconds, rounded up.
    pub const fn millis_up(self) -> i64 {
        self.0 / 1000 + (self.0 % 1000 != 0) as i64
    }

    /// The sum.
    pub const fn plus(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }

    /// The difference, at least zero.
    pub const fn minus(self, other: Span) -> Span {
        Self::from_micros(self.0.saturating_sub(other.0))
    }

    /// This span `n` times.
    pub const fn times(self, n: i64) -> Span {
        Self::from_micros(self.0.saturating_mul(n))
    }
}

/// A moment in simulated time: microseconds since second 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(i64);

impl SimTime {
    /// Second 0: the first start of the backup window.
    pub const ZERO: SimTime = SimTime(0);
    /// Later than everything that happens.
    pub const END: SimTime = SimTime(i64::MAX);

    /// From microseconds since second 0.
    pub const fn from_micros(micros: i64) -> Self {
        SimTime(micros)
    }

    /// From whole seconds since second 0.
    pub const fn from_secs(seconds: i64) -> Self {
        SimTime(seconds.saturating_mul(1_000_000))
    }

    /// In microseconds since second 0.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// In seconds since second 0, for printing.
    pub fn as_secs(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The moment a span later, at most [`SimTime::END`].
    #[inline]
    pub const fn plus(self, span: Span) -> SimTime {
        match self.0.checked_add(span.0) {
            Some(sum) => SimTime(sum),
            None => beyond_all(),
        }
    }

    /// The span since an earlier moment; zero if that is later.
    #[inline]
    pub const fn since(self, earlier: SimTime) -> Span {
        match self.0.checked_sub(earlier.0) {
            Some(micros) => Span::from_micros(micros),
            None => apart(self.0 < earlier.0),
        }
    }
}

/// A sum that runs over. Out of the way of those that do not, of which each event takes some.
#[cold]
#[inline(never)]
const fn beyond_all() -> SimTime {
    SimTime::END
}

/// A difference that runs over.
#[cold]
#[inline(never)]
const fn apart(is_before: bool) -> Span {
    if is_before { Span::ZERO } else { Span::MAX }
}

/// A time on the clock in milliseconds after midnight, 00:00:00 to 24:00:00 (24:00 only as an end).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u32);

impl ClockTime {
    /// 00:00.
    pub const MIDNIGHT: ClockTime = ClockTime(0);

    /// From hours and minutes. Values past 24:00 count as 24:00.
    pub const fn from_hm(hours: u32, minutes: u32) -> Self {
        Self::from_secs(hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60)))
    }

    /// From seconds after midnight. Values past 24:00 count as 24:00.
    pub const fn from_secs(seconds: u32) -> Self {
        Self::from_millis(seconds.saturating_mul(1_000))
    }

    /// From milliseconds after midnight. Values past 24:00 count as 24:00.
    pub const fn from_millis(millis: u32) -> Self {
        ClockTime(if millis > 86_400_000 { 86_400_000 } else { millis })
    }

    /// Whole seconds after midnight, 0 to 86,400.
    pub const fn secs(self) -> u32 {
        self.0 / 1_000
    }

    /// Milliseconds after midnight, 0 to 86,400,000.
    pub const fn millis(self) -> u32 {
        self.0
    }

    /// The span from this clock time forward to `later`, 0 to just under 24 h.
    pub const fn until(self, later: ClockTime) -> Span {
        let millis = (later.0 + 2 * 86_400_000 - self.0) % 86_400_000;
        Span::from_micros(millis as i64 * 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_span_is_never_below_zero_and_its_milliseconds_are_rounded_up() {
        let micros = Span::from_micros;
        assert_eq!((micros(-1), micros(0), micros(1).micros()), (Span::ZERO, Span::ZERO, 1));
        assert_eq!(micros(3).minus(micros(5)), Span::ZERO);
        assert_eq!((micros(5).minus(micros(3)), micros(5).plus(micros(3))), (micros(2), micros(8)));
        assert_eq!((micros(5).times(3), micros(5).times(-1)), (micros(15), Span::ZERO));
        // 0.001 ms to 1 ms are one millisecond, 1.001 ms are two.
        assert_eq!([0, 1, 1_000, 1_001].map(|n| micros(n).millis_up()), [0, 1, 1, 2]);
        assert_eq!(Span::from_secs(2).as_secs(), 2.0);
    }

    #[test]
    fn moments_lie_a_span_apart() {
        let (early, late) = (SimTime::from_secs(3), SimTime::from_micros(5_500_000));
        assert_eq!(
            (late.since(early), early.since(late)),
            (Span::from_micros(2_500_000), Span::ZERO)
        );
        assert_eq!((early.plus(late.since(early)), late.as_secs()), (late, 5.5));
        assert_eq!((late.micros(), SimTime::END.plus(Span::DAY)), (5_500_000, SimTime::END));
        // Further apart than a span can hold.
        let least = SimTime::from_micros(i64::MIN);
        assert_eq!((SimTime::END.since(least), least.since(SimTime::END)), (Span::MAX, Span::ZERO));
    }

    proptest! {
        /// As in whole numbers without a bound, cut to what a moment and a span can hold.
        #[test]
        fn no_sum_and_no_difference_runs_over(one: i64, other: i64, span in 0..=i64::MAX, shift in 0u32..63) {
            let (one, other, span) = (one >> shift, other >> shift, span >> shift);
            let wide = |n: i64| i128::from(n);
            let cut = |n: i128, least: i64| n.clamp(wide(least), wide(i64::MAX)) as i64;
            let (early, late) = (SimTime::from_micros(one), SimTime::from_micros(other));
            prop_assert_eq!(late.since(early).micros(), cut(wide(other) - wide(one), 0));
            let sum = early.plus(Span::from_micros(span)).micros();
            prop_assert_eq!(sum, cut(wide(one) + wide(span), i64::MIN));
        }
    }

    #[test]
    fn the_clock_ends_at_24_00_and_goes_round() {
        let at = ClockTime::from_hm;
        assert_eq!(ClockTime::from_millis(86_400_001), at(24, 0));
        assert_eq!((at(25, 0), ClockTime::from_secs(86_401)), (at(24, 0), at(24, 0)));
        assert_eq!((at(7, 30).secs(), at(7, 30).millis()), (27_000, 27_000_000));
        assert_eq!(at(23, 0).until(at(7, 0)), Span::from_secs(8 * 3600));
        assert_eq!(at(7, 0).until(at(23, 0)), Span::from_secs(16 * 3600));
        assert_eq!(at(7, 0).until(at(7, 0)), Span::ZERO);
    }
}
