//! What would do it in time, all else equal: the least upload rate and the largest library that meet
//! the deadline, each guessed from a value that is not enough and found among the whole numbers
//! around the guess.

use super::answer::OneNight;
use super::search::{double, near};
use crate::client::classes::classes_hold_from;
use crate::model::link::LinkKind;
use crate::scenario::Inputs;
use crate::sim::outcome::Bytes;
use crate::sim::{End, Ends, deadline_night, end};
use crate::units::{Count, Rate, Size};
use std::cell::Cell;

/// The slowest and the fastest upload that can be written, in bit/s.
pub(super) const SPEEDS: (u64, u64) = (1_000, 1_000_000_000_000);

/// The least upload and the largest size. More speed and less data never finish later, but for a
/// charger that is too weak for a faster upload: the speed is therefore looked for from below.
pub fn one_night(inputs: &Inputs) -> OneNight {
    let mut probe = until_deadline(inputs);
    OneNight { upload: least_upload(&mut probe.clone()), size: largest_size(&mut probe) }
}

/// The inputs, looked ahead no further than to the deadline: later nights cannot change whether it is
/// done by then.
pub(super) fn until_deadline(inputs: &Inputs) -> Inputs {
    let mut probe = inputs.clone();
    probe.window.nights = Count::new(u64::from(deadline_night(inputs)));
    probe
}

/// Whether it is done by the deadline in the point answer.
pub(super) fn in_time(probe: &Inputs) -> bool {
    end(probe).in_time
}

/// A value that does not do it in time, and how much of the data was sent and left by then.
type Short = Cell<Option<(u64, Bytes)>>;

/// Whether a value does, by how that ends; one that does not is remembered.
fn tried(end: &End, value: u64, short: &Short) -> bool {
    if !end.in_time {
        short.set(Some((value, end.bytes)));
    }
    end.in_time
}

/// `None` where the upload rate does not count: by cable, under a speed plan or a trace.
fn least_upload(probe: &mut Inputs) -> Option<Rate> {
    if probe.link.kind == LinkKind::Usb || probe.link.plan.is_some() || probe.link.trace.is_some() {
        return None;
    }
    let (short, mut ends) = (Short::default(), Ends::default());
    let mut does = |bits: u64| {
        probe.link.upload = Some(Rate::from_bits_per_s(bits));
        tried(&ends.next(probe), bits, &short)
    };
    // Twice as fast until it does; at the very end a gigabit that empties the battery may not.
    let (fails, works) = double(SPEEDS.0, SPEEDS.1, &mut does)?;
    // The speed of a plain stream that sends all of it in the time.
    let guess = short.get().and_then(|(bits, bytes)| {
        let all = u128::from(bytes.sent.plus(bytes.left).bytes());
        let needed = (u128::from(bits) * all).checked_div(u128::from(bytes.sent.bytes()))?;
        u64::try_from(needed).ok()
    });
    Some(Rate::from_bits_per_s(near(fails, works, guess, does)))
}

fn largest_size(probe: &mut Inputs) -> Option<Size> {
    let (works, border) = (smallest(probe.library.done), border(probe));
    let asked = probe.library.size.map_or(works, Size::bytes);
    let short = Short::default();
    let mut does = |bytes: u64| {
        probe.library.size = Some(Size::from_bytes(bytes));
        tried(&end(probe), bytes, &short)
    };
    let fails = Size::MAX.bytes();
    if !does(works) {
        return None;
    }
    if does(fails) {
        return Some(Size::MAX);
    }
    let border = border.filter(|border| (works..fails).contains(border));
    let (fails, works) = match border {
        Some(border) if does(border) => (fails, border),
        Some(border) => (border, works),
        None => (fails, works),
    };
    // From what is asked for twice as much until it does not; then what is left is too much.
    let _ = double(asked.clamp(works, fails), fails, |bytes| !does(bytes));
    let guess = short.get().map(|(bytes, after)| bytes.saturating_sub(after.left.bytes()));
    Some(Size::from_bytes(near(fails, works, guess, does)))
}

/// Where what is computed for a size may jump: unlike items go one by one below it, as classes above.
pub(super) fn border(inputs: &Inputs) -> Option<u64> {
    let lanes = inputs.service.transfers.get();
    classes_hold_from(&inputs.library, &inputs.service, lanes).map(Size::bytes)
}

/// The smallest library: what is done already, at least a byte.
pub(super) fn smallest(done: Size) -> u64 {
    done.bytes().clamp(1, Size::MAX.bytes())
}
