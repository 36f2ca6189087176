//! The rules of the backup service: when it starts, what it needs, what an interruption costs it.
//! The `service` section; every preset fills it in.

use crate::section;
use crate::units::{Count, Fraction, Overhead, Rate, Resume, Scan, Session, Set, Size, Span};

crate::choices! {
    /// A service preset.
    pub enum Preset ("service") {
        /// iCloud Backup: the whole iPhone to iCloud.
        IcloudBackup = "icloud-backup",
        /// iCloud Photos.
        IcloudPhotos = "icloud-photos",
        /// Google backup: an Android phone's system and app data.
        GoogleBackup = "google-backup",
        /// Google Photos.
        GooglePhotos = "google-photos",
        /// Samsung Cloud.
        SamsungCloud = "samsung-cloud",
        /// OneDrive.
        Onedrive = "onedrive",
        /// A computer by USB 2 cable: Finder, iTunes, Apple Devices.
        ComputerUsb2 = "computer-usb2",
        /// A computer by USB 3 cable: Finder, iTunes, Apple Devices.
        ComputerUsb3 = "computer-usb3",
        /// A computer by cable from an Android phone.
        AndroidUsb = "android-usb",
        /// What a calculator answers: one stream, no rules but Wi-Fi and power saving off.
        Generic = "generic",
    }
    aliases {
        "iphone" => IcloudBackup, "icloud" => IcloudBackup, "google-one" => GoogleBackup,
        "samsung" => SamsungCloud, "finder" => ComputerUsb2, "itunes" => ComputerUsb2,
        "pc" => ComputerUsb2, "mac" => ComputerUsb2,
    }
    refused {
        "android" => (
            "photos, or the phone's system and apps",
            [GooglePhotos, GoogleBackup]
        ),
    }
}

crate::choices! {
    /// Who starts the backup.
    pub enum Start ("start") {
        /// The phone, by its own rules.
        Automatic = "automatic",
        /// Its user, at the start of the first window (Back Up Now).
        Manual = "manual",
    }
}

crate::choices! {
    /// A condition that a service needs.
    pub enum Requirement ("requirement") {
        /// On power.
        Power = "power",
        /// The battery is charging.
        Charging = "charging",
        /// On Wi-Fi.
        Wifi = "wifi",
        /// On a network that is not metered.
        Unmetered = "unmetered",
        /// Locked.
        Locked = "locked",
        /// The screen is off.
        ScreenOff = "screen-off",
        /// Left alone for `service.idle_delay`.
        Idle = "idle",
        /// Power saving is off.
        NotSaver = "not-saver",
        /// The battery is not low, or on power.
        BatteryNotLow = "battery-not-low",
    }
}

crate::choices! {
    /// What the service does at an item that never uploads.
    pub enum OnStuck ("on-stuck") {
        /// Stops there for ever.
        Stop = "stop",
        /// Goes on without it.
        Skip = "skip",
    }
}

crate::choices! {
    /// How the service checks the space.
    pub enum Quota ("quota") {
        /// Room for everything still to send is needed before the first byte.
        UpFront = "up-front",
        /// It sends until the space is full.
        UntilFull = "until-full",
    }
}

crate::choices! {
    /// From when on what was sent can be restored.
    pub enum Commit ("commit") {
        /// Only once everything is there.
        Whole = "whole",
        /// Item by item; byte by byte without items.
        Item = "item",
    }
}

section! {
    /// The service.
    pub struct Service ("service") {
        /// The service: sets every rule that is not given.
        preset: Preset = Preset::Generic, "service.preset", ["service", "preset"];
        /// Who starts the backup: the phone, or you with Back Up Now.
        start: Start = Start::Automatic, "service.start", ["start-mode"];
        /// How long ago the last backup finished; left out, long ago.
        last: Option<Span> = None, "service.last", ["last-backup"];
        /// What must hold for it to run.
        requires: Set<Requirement> = Set::of(&[Requirement::Wifi, Requirement::NotSaver]),
            "service.requires", ["requires"];
        /// The battery level at which it pauses while unplugged.
        reserve: Fraction = Fraction::ZERO, "service.reserve", ["reserve"];
        /// Its connections, for sharing the line with rivals.
        flows: Count = Count::new(1), "service.flows", ["flows"];
        /// What of the work under way survives when connections die.
        resume: Resume = Resume::Byte, "service.resume", ["resume-from"];
        /// What survives when the client is stopped; left out, as `service.resume`.
        resume_after_stop: Option<Resume> = None, "service.resume_after_stop",
            ["resume-after-stop"];
        /// What each item costs besides its bytes.
        item_overhead: Overhead = Overhead { fixed: Span::ZERO, round_trips: 0 },
            "service.item_overhead", ["item-overhead"];
        /// The rate that the phone itself manages.
        max_rate: Option<Rate> = None, "service.max_rate", ["phone-speed"];
        /// The largest item that it takes; larger ones are left out.
        max_item: Option<Size> = None, "service.max_item", ["max-item"];
        /// How long it looks through the library before it sends.
        scan: Scan = Scan::Lasting(Span::ZERO), "service.scan", ["scan"];
        /// What it does at an item that never uploads.
        on_stuck: OnStuck = OnStuck::Stop, "service.on_stuck", ["on-stuck"];
        /// Whether an unplugged phone sleeps and lets it run only in short windows.
        doze: bool = false, "service.doze", ["doze"];
        /// How it checks the space at the destination.
        quota: Quota = Quota::UntilFull, "service.quota", ["quota"];
        /// From when on what was sent can be restored.
        commit: Commit = Commit::Item, "service.commit", ["commit"];
        /// How long everything must hold before it starts.
        start_delay: Span = Span::ZERO, "service.start_delay", ["start-delay"];
        /// How long it survives without power.
        grace_power: Span = Span::ZERO, "service.grace_power", ["grace-power"];
        /// How long it survives without Wi-Fi.
        grace_wifi: Span = Span::ZERO, "service.grace_wifi", ["grace-wifi"];
        /// How long the screen must be off for the phone to count as idle.
        idle_delay: Span = Span::ZERO, "service.idle_delay", ["idle-delay"];
        /// How late the phone may notice that it is charging.
        charging_delay: Span = Span::ZERO, "service.charging_delay", ["charging-delay"];
        /// How long it may run in each stretch of time.
        session: Option<Session> = None, "service.session", ["session"];
        /// The least time from one finished backup to the next.
        interval: Option<Span> = None, "service.interval", ["interval"];
    }
}

pub mod doze;
pub mod rules;
pub mod session;
