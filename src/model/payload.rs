//! What is to be backed up: the `library` section. The engine's payload is built from it by the
//! client, which knows items; here are only the inputs.

use crate::section;
use crate::units::{Fraction, Items, Listing, Size};

crate::choices! {
    /// In which order items are sent.
    pub enum Order ("order") {
        /// As they are written.
        AsIs = "as-is",
        /// Small items first.
        SmallFirst = "small-first",
        /// Photos first, then the rest as written.
        PhotosFirst = "photos-first",
    }
}

section! {
    /// The library: what this service must hold when it is done.
    pub struct Library ("library") {
        /// All that this service must hold: on an iPhone the Next Backup Size, not the used
        /// storage. Left out, it is the sum of the items or of the listing.
        size: Option<Size> = None, "library.size", ["size"];
        /// What has been uploaded already.
        done: Size = Size::ZERO, "library.done", ["done"];
        /// How much the library grows in a day; one day's growth arrives at the start of each later
        /// window.
        growth: Size = Size::ZERO, "library.growth", ["growth"];
        /// The items it consists of, as classes of like items; `~55%` behind a size says how unlike
        /// they are. With a size, counts are scaled to it; without items it is one stream of bytes.
        items: Option<Items> = None, "library.items", ["items"];
        /// Its items one by one, in the order in which they are sent: sizes, or a file of them (CSV
        /// with a size column, or what `rclone lsjson` prints).
        listing: Option<Listing> = None, "library.listing", ["listing"];
        /// In which order items are sent; it decides what is safe by the first morning.
        order: Order = Order::AsIs, "library.order", ["order"];
        /// The share of the library at which one item never uploads.
        stuck_at: Option<Fraction> = None, "library.stuck_at", ["stuck-at"];
    }
}
