//! Random loss: what it caps a connection at. The share of packets lost and the round trip flow in;
//! windows and rates flow out. The line takes the long-run rate of all connections together as a cap
//! where the client is a plain one; a program's connections follow the law one by one.
//!
//! Long-run rate = segment/rtt x max(sqrt(3/2) (1 - sqrt(p))/sqrt(p), 1.054 (rtt/p)^0.75) x (1 - p):
//! the square-root law (Mathis et al. 1997; (1 - sqrt(p)) is the round in which the loss is repaired)
//! or cubic's own law where that is larger (RFC 9438, 5.1). A new connection is faster until its
//! window has come down to it: its first loss comes after ln 2/p packets (the median), each later
//! one after 1/p, and each takes 30 % of the window (RFC 9438, 4.6). Checked on one run (1 %, -0.3 %);
//! single connections scatter by about 5 %.

use super::Link;
use crate::units::{Amount, Fraction, Rate, Size, Span};

/// Payload in a full segment: MTU 1500 less IP, TCP and timestamps.
pub const SEGMENT: Size = Size::from_bytes(1_448);

/// The law for one path.
#[derive(Clone, Copy, Debug)]
pub struct LossLaw {
    /// The long-run rate of a connection.
    pub long_run: Rate,
    /// Bytes from one loss to the next, on average.
    pub between: Amount,
    /// Bytes to the first loss.
    pub first: Amount,
    /// The window that the long-run rate needs, in bytes.
    window: f64,
    share: Fraction,
}

/// What is left of a window after a loss: 7/10 (RFC 9438, 4.6).
const KEPT: (i128, i128) = (7, 10);
/// Growth of the window between two losses, such that the long-run window is its mean.
const GROWTH: f64 = 0.291;
/// The window after a loss at which it counts as the long-run one: 1.05/1.214 of it.
const SETTLED: f64 = 1.05 / 1.214;

impl LossLaw {
    /// For a share of packets lost; `None` without loss.
    pub fn new(loss: Fraction, round_trip: Span) -> Option<Self> {
        let p = f64::from(loss.millionths()) / 1e6;
        let rtt = round_trip.as_secs();
        if p <= 0.0 || rtt <= 0.0 {
            return None;
        }
        let root = libm::sqrt(p);
        let square_root = libm::sqrt(1.5) * (1.0 - root) / root;
        let cubic = 1.054 * libm::pow(rtt / p, 0.75);
        let segments = square_root.max(cubic) * (1.0 - p);
        let segment = SEGMENT.bytes() as f64;
        let bits = segments.max(0.0) * segment / rtt * 8.0;
        let bytes = |n: f64| Amount::from_units((n * 8e12) as i128);
        Some(LossLaw {
            // At least something, so that it ends.
            long_run: Rate::from_microbits_per_s((bits * 1e6) as u64).max(Rate::from_bits_per_s(1)),
            between: bytes(segment / p),
            first: bytes(segment / p * std::f64::consts::LN_2),
            window: segments * segment,
            share: loss,
        })
    }

    /// What has to be sent again of an amount that goes out.
    pub fn repeated(&self, amount: Amount) -> Amount {
        Amount::from_units(amount.units() / 1_000_000 * i128::from(self.share.millionths()))
    }

    /// How far a window grows from one loss to the next.
    pub fn growth(&self, window: Amount) -> Amount {
        let bytes = (window.units() as f64 / 8e12).max(1.0);
        Amount::from_units((GROWTH * self.window * self.window / bytes * 8e12) as i128)
    }

    /// The window after a loss, and the bytes to the next one: `None` once it is the long-run one.
    pub fn after_loss(&self, window: Amount, most: Amount) -> (Amount, Option<Amount>) {
        let window = window.min(most).units() / KEPT.1 * KEPT.0;
        let settled = window as f64 / 8e12 <= SETTLED * self.window;
        (Amount::from_units(window), (!settled).then_some(self.between))
    }
}

/// What is left of a line's capacity: lost packets took their place on it and carry nothing.
pub fn arriving(capacity: Rate, loss: Fraction) -> Rate {
    Fraction::from_millionths(1_000_000_u32.saturating_sub(loss.millionths())).of(capacity)
}

/// What so many connections carry together at most, in the long run. Without a bound where nothing is
/// lost, or where no connection is given, as each then follows the law by itself.
pub fn together(link: &Link, connections: u64) -> Rate {
    let law = LossLaw::new(link.loss, link.rtt).filter(|_| connections > 0);
    law.map_or(Rate::UNLIMITED, |law| {
        let rate = law.long_run.microbits_per_s().saturating_mul(connections);
        Rate::from_microbits_per_s(rate)
    })
}
