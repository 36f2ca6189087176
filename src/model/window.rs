//! When backing up is allowed and by when it must be done: the `window` section.

use crate::section;
use crate::units::{BackupWindow, ClockTime, Count, Deadline};

section! {
    /// The backup window.
    pub struct Window ("window") {
        /// When backing up is allowed, every night; `all-day` for at any time.
        allowed: BackupWindow = BackupWindow::Nightly {
            start: ClockTime::from_hm(22, 0),
            end: ClockTime::from_hm(7, 0),
        }, "window.allowed", ["window"];
        /// By when it must be done; left out, the end of the first window.
        deadline: Option<Deadline> = None, "window.deadline", ["deadline"];
        /// How many nights to look ahead, 1 to 3650.
        nights: Count = Count::new(60), "window.nights", ["nights"];
    }
}
