//! From inputs to a program with its connections: what it is told, the line, the rivals.

use super::random::{Source, Stream};
use crate::client::programs::draws::Draws;
use crate::client::programs::restic::Restic;
use crate::client::programs::rsync::Rsync;
use crate::client::programs::s3::S3;
use crate::client::programs::webdav::WebDav;
use crate::client::programs::{Orders, Program, Uplink};
use crate::client::transport::{LossLaw, Transport};
use crate::model::payload::Library;
use crate::model::service::Uploader;
use crate::scenario::Inputs;
use crate::units::{Amount, Listing, Resume, Size, Span};

/// The most items that are made of classes; beyond it the last one holds the rest.
const MOST_ITEMS: u64 = 1_000_000;

/// The items of a library one by one, in order, less what is done.
fn items(library: &Library) -> Vec<Size> {
    let listed = library.listing.as_ref().and_then(Listing::items);
    let mut sizes: Vec<Size> = match (listed, &library.items) {
        (Some(listing), _) => listing.each().collect(),
        (None, Some(classes)) => {
            let each = classes.0.iter().flat_map(|class| {
                let count = usize::try_from(class.count.min(MOST_ITEMS)).unwrap_or(0);
                std::iter::repeat_n(class.size, count)
            });
            each.take(usize::try_from(MOST_ITEMS).unwrap_or(usize::MAX)).collect()
        }
        (None, None) => library.size.into_iter().collect(),
    };
    if let Some(size) = library.size {
        scale(&mut sizes, size);
    }
    let mut done = library.done;
    sizes.retain_mut(|size| {
        let had = done.min(*size);
        done = done.minus(had);
        *size = size.minus(had);
        *size > Size::ZERO || had == Size::ZERO
    });
    sizes
}

/// Makes the sizes add up to a size, each by the same factor; the ends, not the lengths, are
/// rounded.
fn scale(sizes: &mut [Size], size: Size) {
    let total: u128 = sizes.iter().map(|s| u128::from(s.bytes())).sum();
    if total == 0 || total == u128::from(size.bytes()) {
        return;
    }
    let (mut sum, mut end) = (0u128, 0u64);
    for item in sizes {
        sum += u128::from(item.bytes());
        let next = u64::try_from(u128::from(size.bytes()) * sum / total).unwrap_or(u64::MAX);
        *item = Size::from_bytes(next - end);
        end = next;
    }
}

/// The program of a service, over its line.
pub fn program(inputs: &Inputs, starting: Span, drawn: Option<Stream>) -> Box<Uplink> {
    let (link, service) = (&inputs.link, &inputs.service);
    let items = items(&inputs.library);
    let total = items.iter().fold(Amount::ZERO, |sum, size| sum + size.amount());
    let patience = service.patience;
    let orders = Orders {
        program: 0,
        items,
        transfers: u16::try_from(service.transfers.get()).unwrap_or(u16::MAX),
        starting,
        serving: service.item_overhead.fixed,
        rounds: patience.map_or(u32::MAX, |p| p.rounds),
        nap: patience.map_or(Span::ZERO, |p| p.each),
        pause: patience.map_or(Span::ZERO, |p| p.apart),
        longest_run: service.max_run.map(|run| (run.length, !run.soft)),
    };
    let program: Box<dyn Program> = match service.client {
        Uploader::Rsync => Box::new(Rsync::new(orders, service.resume == Resume::Byte)),
        Uploader::RcloneS3 => {
            let (part, at_once) = match service.resume {
                Resume::Chunk { size, parts } => (size, parts),
                _ => (Size::MAX, 1),
            };
            let draws = drawn.map_or_else(Draws::even, |s| Draws::of(s.of(Source::Backoff)));
            Box::new(S3::new(orders, part, u16::try_from(at_once).unwrap_or(u16::MAX), draws))
        }
        Uploader::Restic => {
            let (pack, connections) = match service.resume {
                Resume::Pack { size, parts } => (size, parts),
                _ => (Size::from_bytes(16_777_216), 1),
            };
            let connections = u16::try_from(connections).unwrap_or(u16::MAX);
            Box::new(Restic::new(orders, pack, connections, service.retry))
        }
        Uploader::RcloneWebdav | Uploader::Plain => Box::new(WebDav::new(orders)),
    };
    let line = Transport::new(link.rtt, link.queue, LossLaw::new(link.loss, link.rtt), None);
    let uplink = Uplink::new(
        line,
        program,
        service.restart,
        service.timeout,
        service.starts.clone(),
        (total, inputs.library.growth),
        &link.rivals,
    );
    Box::new(uplink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Items, Kind, Sizes};
    use std::sync::Arc;

    fn bytes(items: &[Size]) -> Vec<u64> {
        items.iter().map(|size| size.bytes()).collect()
    }

    fn classes(text: &str) -> Library {
        Library { items: Some(Items::read(text).unwrap().value), ..Library::default() }
    }

    #[test]
    fn the_items_are_those_of_the_listing_else_of_the_classes_else_one() {
        let size = Size::from_bytes;
        let sizes = Arc::new(Sizes::of([(1, size(5)), (1, size(7))]));
        let both = Library { listing: Some(Listing::Typed(sizes)), ..classes("2 x 9B") };
        assert_eq!(bytes(&items(&both)), [5, 7]);
        assert_eq!(bytes(&items(&classes("2 x 9B, 1 x 3B"))), [9, 9, 3]);
        let stream = Library { size: Some(size(40)), ..Library::default() };
        assert_eq!(bytes(&items(&stream)), [40]);
        assert_eq!(items(&Library::default()), []);
        assert_eq!(items(&classes("1500000 x 1B")).len(), 1_000_000);
    }

    /// 9, 9 and 3 B for 7 B in all: a third of each, of which the ends 3, 6 and 7 are whole.
    #[test]
    fn items_are_scaled_to_a_stated_size_and_what_is_done_is_done_in_order() {
        let of = |size, done| {
            let library = Library {
                size: Some(Size::from_bytes(size)),
                done: Size::from_bytes(done),
                ..classes("2 x 9B, 1 x 3B")
            };
            bytes(&items(&library))
        };
        assert_eq!(of(7, 0), [3, 3, 1]);
        assert_eq!(of(21, 0), [9, 9, 3]);
        assert_eq!(of(10, 0), [4, 4, 2]);
        assert_eq!(of(21, 8), [1, 9, 3]);
        assert_eq!(of(21, 9), [9, 3]);
        assert_eq!(of(21, 10), [8, 3]);
        assert_eq!(of(21, 21), [0; 0]);
        // What has nothing to send has to be looked at all the same.
        let mut sizes = [0, 4].map(Size::from_bytes);
        scale(&mut sizes, Size::from_bytes(8));
        assert_eq!(bytes(&sizes), [0, 8]);
        let mut none = [Size::ZERO];
        scale(&mut none, Size::from_bytes(8));
        assert_eq!(none, [Size::ZERO]);
    }
}
