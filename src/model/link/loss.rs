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

#[cfg(test)]
mod tests {
    use super::*;

    fn law(loss: u32, millis: i64) -> LossLaw {
        let rtt = Span::from_micros(1_000 * millis);
        LossLaw::new(Fraction::from_millionths(loss), rtt).unwrap()
    }

    fn bytes(n: f64) -> Amount {
        Amount::from_units((n * 8e12) as i128)
    }

    fn near(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-5, "{found} for {expected}");
    }

    /// 1 % over 40 ms: sqrt(3/2) x 0.9 / 0.1 = 11.0227 segments, more than cubic's 1.054 x 4^0.75 =
    /// 2.98; less 1 % that is lost, 10.9125 segments of 1448 B in 40 ms: 3.16025 Mbit/s.
    #[test]
    fn where_losses_are_frequent_the_square_root_law_holds() {
        let law = law(10_000, 40);
        near(law.long_run.as_mbps(), 3.160_251);
        near(law.between.units() as f64, 144_800.0 * 8e12);
        near(law.first.units() as f64, 144_800.0 * std::f64::consts::LN_2 * 8e12);
        // A window grows by 0.291 of the long-run one of 15,801.25 B, in inverse proportion to itself.
        near(law.growth(bytes(15_801.25)).units() as f64, 0.291 * 15_801.25 * 8e12);
        near(law.growth(bytes(31_602.5)).units() as f64, 0.1455 * 15_801.25 * 8e12);
    }

    /// 0.01 % over 400 ms: 1.054 x 4000^0.75 = 530.13 segments, more than 1.2247 x 0.99 / 0.01 =
    /// 121.25; less 0.01 %, 530.077 segments in 400 ms: 15.3510 Mbit/s.
    #[test]
    fn where_they_are_rare_and_the_way_is_long_cubics_own_law_holds() {
        let segments = 1.054 * 4000_f64.powf(0.75) * 0.9999;
        near(law(100, 400).long_run.as_mbps(), segments * 1448.0 * 8.0 / 0.4 / 1e6);
    }

    /// Of 20,000 B a loss leaves 14,000 B, which is more than 1.05/1.214 of 15,801 B = 13,667 B; of
    /// 19,000 B it leaves 13,300 B.
    #[test]
    fn a_loss_takes_three_tenths_of_a_window_until_it_has_come_down() {
        let law = law(10_000, 40);
        let most = bytes(1e9);
        assert_eq!(law.after_loss(bytes(20_000.0), most), (bytes(14_000.0), Some(law.between)));
        assert_eq!(law.after_loss(bytes(19_000.0), most), (bytes(13_300.0), None));
        assert_eq!(law.after_loss(bytes(20_000.0), bytes(19_000.0)), (bytes(13_300.0), None));
        assert_eq!(law.repeated(bytes(2_000_000.0)), bytes(20_000.0));
    }

    #[test]
    fn nothing_bounds_connections_where_nothing_is_lost() {
        let ms = Span::from_micros(1_000);
        assert!(LossLaw::new(Fraction::ZERO, ms).is_none());
        assert!(LossLaw::new(Fraction::from_percent(1), Span::ZERO).is_none());
        let link = Link { loss: Fraction::from_percent(1), ..Link::default() };
        let one = law(10_000, 40).long_run.microbits_per_s();
        assert_eq!(together(&link, 3), Rate::from_microbits_per_s(3 * one));
        assert_eq!(together(&link, 0), Rate::UNLIMITED);
        assert_eq!(together(&Link::default(), 3), Rate::UNLIMITED);
        let rate = Rate::from_bits_per_s(1_000_000);
        assert_eq!(arriving(rate, Fraction::from_percent(1)), Rate::from_bits_per_s(990_000));
        // So much is lost that nothing would be left: at least a bit a second.
        assert_eq!(law(1_000_000, 40).long_run, Rate::from_bits_per_s(1));
    }
}
