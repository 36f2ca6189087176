//! Why an axis of a grid would change nothing, and which one would.

use super::unread;
use crate::study::grid::NoGrid;
use crate::study::unread::Unread;

/// Why there is no grid, as the end of a message.
pub fn refusal(why: NoGrid) -> String {
    match why {
        NoGrid::Same(what) => format!("{} is on both axes", what.word()),
        NoGrid::Unread(what, why) => {
            format!("{} has no effect here: {}", what.word(), unread::because(why))
        }
        NoGrid::Listed => {
            "size has no effect here: the listing says how large the library is".to_owned()
        }
    }
}

/// An axis that counts where that one does not.
pub fn instead(why: NoGrid) -> &'static str {
    match why {
        NoGrid::Unread(_, Unread::ByCable) => "usb-speed=30Mbps..480Mbps:6",
        NoGrid::Same(what) if what.word() == "window" => "start=21:00..02:00:6",
        _ => "window=4h..10h:4",
    }
}
