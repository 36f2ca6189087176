//! Room at the destination and on the phone: the `cloud` and `storage` sections.

use crate::section;
use crate::units::{RatePlan, Scratch, Size, Windows};

section! {
    /// The service's side: free space, its own speed and outages.
    pub struct Cloud ("cloud") {
        /// Free space at the destination now.
        free: Option<Size> = None, "cloud.free", ["cloud-free", "computer-free"];
        /// The size of the storage plan.
        plan: Option<Size> = None, "cloud.plan", ["cloud-plan"];
        /// How much of the plan is used.
        used: Option<Size> = None, "cloud.used", ["cloud-used"];
        /// The space that comes free of charge: the tight value if the free space is not known.
        free_tier: Option<Size> = None, "cloud.free_tier", ["cloud-free-tier"];
        /// The rate that the service accepts.
        cap: Option<RatePlan> = None, "cloud.cap", ["cloud-cap"];
        /// When the service is down.
        outages: Windows = Windows::Never, "cloud.outages", ["cloud-outages"];
    }
}

section! {
    /// The phone's own storage.
    pub struct Storage ("storage") {
        /// Free space on the phone now.
        free: Option<Size> = None, "storage.free", ["phone-free", "local-free"];
        /// What must stay free for the system to work.
        floor: Size = Size::ZERO, "storage.floor", ["phone-floor"];
        /// What the backup needs to work in: a size, and a share of the library.
        scratch: Scratch = Scratch { fixed: Size::ZERO, share: crate::units::Fraction::ZERO },
            "storage.scratch", ["phone-scratch"];
        /// What the phone rewrites in a day while a backup holds on to the old versions.
        rewritten: Size = Size::ZERO, "storage.rewritten", ["phone-rewritten"];
    }
}
