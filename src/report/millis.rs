//! Time for machines: spans and moments in microseconds flow in, whole milliseconds flow out, rounded
//! so that every sum of the ledger still holds. JSON and CSV share it, so that they agree.

use crate::sim::outcome::Outcome;
use crate::units::{SimTime, Span};

/// The time ledger in milliseconds for machines, rounded so that its sums still hold: the finish
/// up, parts so that they add up to their whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Millis {
    /// The horizon.
    pub horizon: i64,
    /// Uploading.
    pub uploading: i64,
    /// Stalled.
    pub stalled: i64,
    /// Between windows.
    pub outside: i64,
}

impl Millis {
    /// Of an outcome.
    pub fn of(outcome: &Outcome) -> Self {
        let ledger = &outcome.ledger;
        let horizon = ledger.horizon.millis_up();
        let outside = nearest(ledger.outside).min(horizon);
        // Without any upload the stalled part takes the rounding, else the uploading part does.
        let window = horizon - outside;
        let stalled = if ledger.uploading == Span::ZERO {
            window
        } else {
            nearest(ledger.stalled).min(window)
        };
        Millis { horizon, uploading: window - stalled, stalled, outside }
    }

    /// Parts of a whole in milliseconds that add up to `total`; the parts come in the same order.
    pub fn parts(spans: impl Iterator<Item = Span>, total: i64) -> Vec<i64> {
        let (mut sum, mut before) = (Span::ZERO, 0);
        let mut parts: Vec<i64> = spans
            .map(|span| {
                sum = sum.plus(span);
                let until = nearest(sum).min(total);
                let part = until - before;
                before = until;
                part
            })
            .collect();
        if let Some(last) = parts.last_mut() {
            *last += total - before;
        }
        parts
    }
}

/// The nearest millisecond.
pub const fn nearest(span: Span) -> i64 {
    span.micros().saturating_add(500) / 1000
}

/// A moment, rounded up.
pub const fn up(at: SimTime) -> i64 {
    at.since(SimTime::ZERO).millis_up()
}

/// Deadline less finish, the finish rounded up.
pub fn margin(outcome: &Outcome) -> Option<i64> {
    let finish = outcome.finish?;
    Some((outcome.deadline.micros() / 1000).saturating_sub(up(finish.at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_in_milliseconds_add_up(
            spans in proptest::collection::vec(0i64..10_000_000, 1..8), up in 0i64..2
        ) {
            let whole: i64 = spans.iter().sum();
            let total = (whole + 500) / 1000 + up;
            let parts = Millis::parts(spans.iter().map(|&m| Span::from_micros(m)), total);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            prop_assert!(parts.iter().all(|&p| p >= 0));
        }
    }
}
