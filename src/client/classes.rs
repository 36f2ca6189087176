//! The library laid out as stretches of like items, in the order in which they are sent. Inputs
//! flow in; stretches, and what is left out of them, flow out.

use super::pace::{MOST_LANES, Pace};
use crate::model::payload::{Library, Order};
use crate::model::service::{Commit, Service};
use crate::units::{Amount, ItemClass, Listing, Resume, Size, Spread};
use smallvec::{SmallVec, smallvec};

/// A stretch of like items, `[start, end)` from the library's first byte; what the service does
/// not take has no place in it.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Where it begins.
    pub start: Amount,
    /// Where it ends.
    pub end: Amount,
    /// Its items and the lanes that work on them; `None` for a stream.
    pub pace: Option<Pace>,
    /// Its place in the list of classes; `None` for a stream and for what has grown.
    pub of: Option<u8>,
}

/// Stretches end to end; most libraries are one.
pub type Classes = SmallVec<[Class; 1]>;

/// The library in the order in which it is sent.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The stretches, end to end.
    pub classes: Classes,
    /// What is left out because its items are too large.
    pub left_out: Size,
    /// Items in the library at the start, in millionths: a class may hold a part of one.
    pub items: u128,
}

/// The size of the library: given, or the sum of its items.
pub fn library_size(library: &Library) -> Size {
    let listed = || library.listing.as_ref().and_then(Listing::items).map(|items| items.total());
    library.size.or_else(listed).unwrap_or_else(|| {
        library.items.as_ref().map_or(Size::ZERO, |items| {
            items.0.iter().fold(Size::ZERO, |sum, class| {
                sum.plus(Size::from_bytes(class.size.bytes().saturating_mul(class.count)))
            })
        })
    })
}

/// From so many items for each lane on the closed form of a class is near enough: measured against items
/// one by one it is up to 18 % off at 4 items a lane, 11 % at 8, 6 % at 16, 4 % at 32 and 2.4 % at 64
/// (0.4 % on average). More one by one would cost every trial more than the rest of its night does.
const ENOUGH_FOR_EACH: u64 = 32;
/// So many items are enough for any number of lanes: one by one each takes about 0.1 microseconds of
/// computing in every trial. Always more than four for each of the most lanes.
const ENOUGH: u64 = 1_000;

/// Whether so few items keep so many lanes busy that the closed form of a class does not hold: its
/// beginning and its end, where not all lanes have work, are too much of it. One lane needs no
/// closed form, and equal items have an exact one.
pub fn too_few_for_classes(library: &Library, service: &Service, lanes: u64) -> bool {
    classes_hold_from(library, service, lanes).is_some_and(|from| library_size(library) < from)
}

/// The least size from which a library of unlike items in several lanes goes as classes and no longer
/// one by one; `None` where the size does not matter. What is computed may jump there by what the
/// closed form is off, so whoever searches over sizes looks at both sides of it.
pub fn classes_hold_from(library: &Library, service: &Service, lanes: u64) -> Option<Size> {
    let items = library.items.as_ref().filter(|_| lanes > 1)?;
    let is_taken = |c: &&ItemClass| service.max_item.is_none_or(|most| c.size <= most);
    if !items.0.iter().filter(is_taken).any(|class| class.spread > Spread::ZERO) {
        return None;
    }
    let sum = |of: &dyn Fn(&ItemClass) -> u128| items.0.iter().filter(is_taken).map(of).sum();
    let count: u128 = sum(&|c| u128::from(c.count));
    let all = items.0.iter().map(|c| u128::from(c.size.bytes()) * u128::from(c.count));
    let enough = (ENOUGH_FOR_EACH * lanes.min(MOST_LANES)).min(ENOUGH);
    // With a size, all counts are scaled by size / sum of items.
    let bytes = all.sum::<u128>().saturating_mul(u128::from(enough));
    let least = (count > 0).then(|| bytes.div_ceil(count))?;
    Some(Size::from_bytes(u64::try_from(least).unwrap_or(u64::MAX)))
}

/// Whether nothing depends on where an item ends, what items cost left aside.
pub fn items_do_not_matter(service: &Service) -> bool {
    let looks = |r: Resume| matches!(r, Resume::Item | Resume::Chunk { .. });
    !looks(service.resume)
        && !service.resume_after_stop.is_some_and(looks)
        && service.commit == Commit::Whole
}

/// What a service takes of a size, class by class, in the order in which it is sent.
pub struct Shares<'a> {
    /// The classes, their places in the list, and how much each holds.
    pub taken: Vec<(u8, &'a ItemClass, Amount)>,
    /// What is left out because its items are too large.
    pub left_out: Size,
}

impl<'a> Shares<'a> {
    /// Of a library of classes with so much in it.
    pub fn new(library: &Library, service: &Service, size: Amount, items: &'a [ItemClass]) -> Self {
        let mut order: Vec<_> = (0u8..).zip(items).collect();
        match library.order {
            Order::AsIs => {}
            Order::SmallFirst => order.sort_by_key(|(_, class)| class.size),
            Order::PhotosFirst => {
                order.sort_by_key(|(_, c)| !c.name.to_ascii_lowercase().starts_with("photo"));
            }
        }
        let written: u128 =
            items.iter().map(|c| u128::from(c.size.bytes()) * u128::from(c.count)).sum();
        let whole = size.floor().bytes();
        let mut shares = Shares { taken: Vec::with_capacity(items.len()), left_out: Size::ZERO };
        let (mut sum, mut start) = (0u128, Amount::ZERO);
        for (of, class) in order {
            sum += u128::from(class.size.bytes()) * u128::from(class.count);
            // Exact shares of the size: the ends, not the lengths, are rounded.
            let end = Size::from_bytes(
                u64::try_from(u128::from(whole) * sum / written.max(1)).unwrap_or(u64::MAX),
            );
            let length = end.amount() - start;
            start = end.amount();
            if service.max_item.is_some_and(|most| class.size > most) {
                shares.left_out = shares.left_out.plus(length.floor());
            } else {
                shares.taken.push((of, class, length));
            }
        }
        shares
    }
}

/// The mean size of the items of some classes, rounded down to a byte; `None` if there are none.
pub(super) fn mean(items: &[ItemClass], of: impl Fn(&ItemClass) -> bool) -> Option<Amount> {
    let (bytes, count) = items.iter().filter(|c| of(c)).fold((0, 0), |(bytes, count), c| {
        let (size, number) = (u128::from(c.size.bytes()), u128::from(c.count));
        (bytes + size * number, count + number)
    });
    let mean = Size::from_bytes(u64::try_from(bytes / count.max(1)).unwrap_or(u64::MAX));
    (mean > Size::ZERO).then(|| mean.amount())
}

impl Layout {
    /// Of a library without growth.
    pub fn new(library: &Library, service: &Service, lanes: u64) -> Self {
        let size = library_size(library).amount();
        // A listing goes before the classes that a service is known for.
        match library.items.as_ref().filter(|_| library.listing.is_none()) {
            None => {
                let start = library.done.amount();
                let listed = library.listing.as_ref().and_then(Listing::items);
                let items = listed.map_or(1, |items| u128::from(items.count())) * 1_000_000;
                let left_out = left_out(listed.map_or(&[], |sizes| sizes.runs()), service);
                let end = size - left_out.amount();
                let stream = Class { start, end, pace: None, of: None };
                Layout { classes: smallvec![stream], left_out, items }
            }
            Some(items) => of_items(library, service, size, &items.0, lanes.clamp(1, MOST_LANES)),
        }
    }
}

/// What a service leaves out of a listing because it is too large.
fn left_out(runs: &[(u64, Size)], service: &Service) -> Size {
    let Some(most) = service.max_item else { return Size::ZERO };
    let too_large = runs.iter().filter(|(_, size)| *size > most);
    too_large.fold(Size::ZERO, |sum, &(count, size)| {
        sum.plus(Size::from_bytes(size.bytes().saturating_mul(count)))
    })
}

fn of_items(
    library: &Library,
    service: &Service,
    size: Amount,
    items: &[ItemClass],
    lanes: u64,
) -> Layout {
    let shares = Shares::new(library, service, size, items);
    let written: u128 =
        items.iter().map(|c| u128::from(c.size.bytes()) * u128::from(c.count)).sum();
    let whole = size.floor().bytes();
    // A class has at most two stretches; what grows has one more.
    let classes = Classes::with_capacity(2 * shares.taken.len() + 1);
    let mut layout = Layout { classes, left_out: shares.left_out, items: 0 };
    let mut kept = Amount::ZERO;
    for (of, class, length) in shares.taken {
        add(&mut layout.classes, kept, length, (of, class), lanes);
        kept += length;
    }
    let count: u128 = items.iter().map(|c| u128::from(c.count)).sum();
    // At most 2^64 items of at most 2^50 bytes: the products stay below 2^128.
    layout.items = (count * u128::from(whole)).saturating_mul(1_000_000) / written.max(1);
    if library.growth > Size::ZERO || layout.classes.is_empty() {
        // New items are like the old ones on average, as far as the service takes them.
        let is_taken = |c: &ItemClass| service.max_item.is_none_or(|most| c.size <= most);
        let item = mean(items, is_taken).or_else(|| mean(items, |_| true));
        let first = items.first().map(|c| c.size);
        let unlike = items.iter().any(|c| Some(c.size) != first || c.spread > Spread::ZERO);
        let pace = item.map(|item| Pace { item, lanes, mixed: unlike && lanes > 1 });
        layout.classes.push(Class { start: kept, end: kept, pace, of: None });
    }
    layout
}

/// Adds a class. Equal items go in rounds of one for each lane; what is left of whole items beyond
/// the whole rounds is a round of fewer lanes.
fn add(
    classes: &mut Classes,
    start: Amount,
    length: Amount,
    (of, class): (u8, &ItemClass),
    lanes: u64,
) {
    let (of, end, item) = (Some(of), start + length, class.size.amount());
    let items = u64::try_from(length.units() / item.units().max(1)).unwrap_or(u64::MAX);
    let unlike = class.spread > Spread::ZERO;
    let lanes = if unlike { lanes.min(items.max(1)) } else { lanes };
    let mixed = unlike && lanes > 1;
    let pace = Pace { item, lanes, mixed };
    let rest = length.beyond(pace.round());
    if mixed || rest.beyond(item) > Amount::ZERO || rest == Amount::ZERO {
        classes.push(Class { start, end, pace: Some(pace), of });
        return;
    }
    let middle = end - rest;
    if middle > start {
        classes.push(Class { start, end: middle, pace: Some(pace), of });
    }
    let last = Pace { lanes: items % lanes, ..pace };
    classes.push(Class { start: middle, end, pace: Some(last), of });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Items;

    #[test]
    fn items_go_one_by_one_below_thirty_two_a_lane_or_a_thousand() {
        let few = |count: u64, lanes: u64, millionths: u32, size: Option<u64>| {
            let class = ItemClass {
                name: "photos".to_owned(),
                count,
                size: Size::from_bytes(1_000),
                spread: Spread::from_millionths(millionths),
            };
            let library = Library {
                items: Some(Items(vec![class])),
                size: size.map(Size::from_bytes),
                ..Library::default()
            };
            too_few_for_classes(&library, &Service::default(), lanes)
        };
        // 2 x 32, 8 x 32; from 32 lanes on 1,000.
        for (lanes, enough) in [(2, 64), (8, 256), (16, 512), (64, 1_000), (200, 1_000)] {
            assert!(few(enough - 1, lanes, 500_000, None), "{lanes}");
            assert!(!few(enough, lanes, 500_000, None), "{lanes}");
        }
        // One lane and equal items have an exact form.
        assert!(!few(10, 1, 500_000, None) && !few(10, 4, 0, None));
        // 1,000 items of 1 kB scaled to 63 and to 64 kB in two lanes.
        assert!(few(1_000, 2, 500_000, Some(63_000)) && !few(1_000, 2, 500_000, Some(64_000)));
    }
}
