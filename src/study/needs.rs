//! What would do it in time, all else equal: the least upload rate and the largest library that meet
//! the deadline, each found by halving the range of whole numbers.

use super::answer::OneNight;
use crate::model::link::LinkKind;
use crate::scenario::Inputs;
use crate::sim::outcome::Verdict;
use crate::sim::{deadline_night, simulate_inputs};
use crate::units::{Count, Rate, Size};

/// The slowest and the fastest upload that can be written, in bit/s.
const SPEEDS: (u64, u64) = (1_000, 1_000_000_000_000);

/// The least upload and the largest size. More speed and less data never finish later, but for a
/// charger that is too weak for a faster upload: the speed is therefore looked for from below.
pub fn one_night(inputs: &Inputs) -> OneNight {
    let mut probe = inputs.clone();
    // Later nights cannot change whether it is done by the deadline.
    probe.window.nights = Count::new(u64::from(deadline_night(inputs)));
    OneNight { upload: least_upload(&mut probe.clone()), size: largest_size(&mut probe) }
}

fn in_time(probe: &Inputs) -> bool {
    simulate_inputs(probe).verdict == Verdict::Finishes
}

/// `None` where the upload rate does not count: by cable, under a speed plan or a trace.
fn least_upload(probe: &mut Inputs) -> Option<Rate> {
    if probe.link.kind == LinkKind::Usb || probe.link.plan.is_some() || probe.link.trace.is_some() {
        return None;
    }
    let mut does = |bits: u64| {
        probe.link.upload = Some(Rate::from_bits_per_s(bits));
        in_time(probe)
    };
    let (mut works, fastest) = SPEEDS;
    let mut fails = works - 1;
    // Twice as fast until it does; at the very end a gigabit that empties the battery may not.
    while !does(works) {
        if works == fastest {
            return None;
        }
        fails = works;
        works = works.saturating_mul(2).min(fastest);
    }
    while works - fails > 1 {
        let middle = fails + (works - fails) / 2;
        if does(middle) { works = middle } else { fails = middle }
    }
    Some(Rate::from_bits_per_s(works))
}

fn largest_size(probe: &mut Inputs) -> Option<Size> {
    let mut works = smallest(probe.library.done);
    let mut does = |bytes: u64| {
        probe.library.size = Some(Size::from_bytes(bytes));
        in_time(probe)
    };
    let mut fails = Size::MAX.bytes();
    if !does(works) {
        return None;
    }
    if does(fails) {
        return Some(Size::MAX);
    }
    while fails - works > 1 {
        let middle = works + (fails - works) / 2;
        if does(middle) { works = middle } else { fails = middle }
    }
    Some(Size::from_bytes(works))
}

/// The smallest library: what is done already, at least a byte.
fn smallest(done: Size) -> u64 {
    done.bytes().clamp(1, Size::MAX.bytes())
}
