//! The line between the phone and the service: the `link` section.

use crate::section;
use crate::units::{Drops, Fraction, Outages, Rate, RatePlan, Rivals, Span, Trace, Windows};

crate::choices! {
    /// What the stated upload rate is.
    pub enum UploadIs ("upload-is") {
        /// One reading of a speed test.
        Test = "test",
        /// A typical value of several readings.
        Typical = "typical",
        /// What the internet plan promises.
        Plan = "plan",
    }
}

crate::choices! {
    /// What the phone is connected by.
    pub enum LinkKind ("link-kind") {
        /// Wi-Fi.
        Wifi = "wifi",
        /// A network cable.
        Wired = "wired",
        /// A USB cable to a computer; there is no upload.
        Usb = "usb",
    }
}

section! {
    /// The link.
    pub struct Link ("link") {
        /// The stated upload rate: the upload figure of a speed test.
        upload: Option<Rate> = None, "link.upload", ["upload"];
        /// What the stated rate is: one test, a typical value, or what the plan promises. It
        /// decides how far chance may stray, never the point answer.
        upload_is: UploadIs = UploadIs::Test, "link.upload_is", ["upload-is"];
        /// The share of the stated rate that is payload.
        efficiency: Fraction = Fraction::from_percent(95), "link.efficiency", ["efficiency"];
        /// What the phone is connected by.
        kind: LinkKind = LinkKind::Wifi, "link.kind", ["link"];
        /// Stated rates by clock time, every day; replaces the one upload rate.
        plan: Option<RatePlan> = None, "link.plan", ["speed-plan", "upload-times"];
        /// A file of measured rates over time, from second 0; where it knows nothing, the stated
        /// rate holds, or nothing is sent if none is given.
        trace: Option<Trace> = None, "link.trace", ["trace"];
        /// Outages of the line.
        outages: Outages = Outages(Vec::new()), "link.outages", ["outages"];
        /// Whether connections survive an outage.
        survive: bool = false, "link.survive", ["survive"];
        /// Random short drops: how often and how long, on average.
        drops: Option<Drops> = None, "link.drops", ["drops"];
        /// How much the speed varies within a night.
        variation: Fraction = Fraction::from_percent(10), "link.variation", ["variation"];
        /// When the phone has Wi-Fi.
        wifi: Windows = Windows::Always, "link.wifi", ["wifi"];
        /// The link rate that the phone shows for its Wi-Fi; half of it counts.
        wifi_speed: Option<Rate> = None, "link.wifi_speed", ["wifi-speed"];
        /// What a USB cable carries.
        usb_speed: Option<Rate> = None, "link.usb_speed", ["usb-speed"];
        /// Whether the network counts as metered.
        metered: bool = false, "link.metered", ["metered"];
        /// Other uploads on the same line.
        rivals: Rivals = Rivals(Vec::new()), "link.rivals", ["rivals"];
        /// The round-trip time to the service.
        rtt: Span = Span::from_micros(40_000), "link.rtt", ["rtt"];
        /// The share of packets that is lost at random.
        loss: Fraction = Fraction::ZERO, "link.loss", ["loss"];
        /// How long a packet waits in front of a full line.
        queue: Span = Span::ZERO, "link.queue", ["queue"];
    }
}

/// The share of the Wi-Fi link rate shown by the phone that carries payload: 0.50, assumed within
/// 0.25 to 0.70 (single cases measured by reviewers 0.28 to 0.70, collected 2026-11-23).
pub const WIFI_SHARE: Fraction = Fraction::from_percent(50);

pub mod drops;
pub mod line;
pub mod loss;
pub mod outages;
pub mod trace;
pub mod wander;
pub mod wifi;
