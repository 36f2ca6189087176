//! The second engine's own view of items in lanes: how long an item takes, and how much each lane
//! has sent of its own. Amounts in millionths of a bit.

use super::payload::BYTE;

/// Like items and the lanes that carry them.
#[derive(Clone, Debug)]
pub struct Lanes {
    pub item: i64,
    pub count: i64,
    /// All of one size, so that the lanes stay in step.
    pub alike: bool,
    /// Seconds before the first byte of an item.
    pub fixed: f64,
    /// The round trip in which a window goes out while a transfer begins slowly.
    pub trip: f64,
}

impl Lanes {
    /// Seconds before an item and lost while it gets up to speed. After n round trips
    /// 14,480 (2^n - 1) bytes are out, which would have taken so long at full speed; it goes on for
    /// as long as that is a loss and the item lasts.
    fn away(&self, rate: f64) -> f64 {
        let mut lost: f64 = 0.0;
        for n in 1..60 {
            let out = 14_480.0 * BYTE as f64 * ((1u64 << n) - 1) as f64;
            if out >= self.item as f64 {
                break;
            }
            lost = lost.max(f64::from(n) * self.trip - out / rate);
        }
        self.fixed + lost
    }

    /// Seconds that an item takes, and how many of them the line is not used.
    pub fn seconds(&self, rate: i64) -> (f64, f64) {
        let wire = self.item as f64 / rate as f64;
        let k = self.count;
        if self.alike || k == 1 {
            // All prepare, then all send: k items in one turn.
            let idle = self.away(rate as f64 / k as f64);
            return ((idle + k as f64 * wire) / k as f64, idle / k as f64);
        }
        let away = self.away(rate as f64);
        if away == 0.0 {
            return (wire, 0.0);
        }
        let (mut sum, mut term) = (1.0, 1.0);
        for j in 0..k {
            term *= (k - j) as f64 * wire / away;
            sum += term;
        }
        let whole = wire / (1.0 - 1.0 / sum);
        (whole, whole - wire)
    }

    /// What each lane has sent of its item when the class is at this place.
    pub fn sent_by_each(&self, at: i64) -> Vec<i64> {
        let k = self.count;
        if self.alike || k == 1 {
            let turn = at % (k * self.item);
            return (0..k).map(|lane| turn / k + i64::from(lane < turn % k)).collect();
        }
        // What is finished is whole items, and the lanes are spread over one item.
        let phase = (at - self.item / 2 * (k - 1)).rem_euclid(self.item);
        (0..k).map(|lane| (lane * self.item + phase) / k).collect()
    }
}
