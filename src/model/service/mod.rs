//! The rules of the backup service: when it starts, what it needs, what an interruption costs it.
//! The `service` section; every preset fills it in.

use crate::section;
use crate::units::{
    Backoff, Clocks, Count, Fraction, MaxRun, Overhead, Patience, RateCap, Restart, Resume, Scan,
    Session, Set, Size, Span, Windows,
};

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
        /// rclone to a WebDAV server, as measured: whole files, several at once.
        RcloneWebdav = "rclone-webdav",
        /// rclone to S3, as measured: files in parts, several at once.
        RcloneS3 = "rclone-s3",
        /// restic, as measured: packs of all files, five at once.
        Restic = "restic",
        /// rsync with --append, as measured: one connection, files back to back.
        Rsync = "rsync",
        /// What a calculator answers: one stream, no rules but Wi-Fi and power saving off.
        Generic = "generic",
    }
    aliases {
        "iphone" => IcloudBackup, "icloud" => IcloudBackup, "google-one" => GoogleBackup,
        "rclone" => RcloneWebdav, "samsung" => SamsungCloud, "finder" => ComputerUsb2, "itunes" => ComputerUsb2,
        "pc" => ComputerUsb2, "mac" => ComputerUsb2,
    }
    refused {
        "android" => (
            "photos, or the phone's system and apps",
            [GooglePhotos, GoogleBackup]
        ),
        "android-backup" => (
            "the phone's system and apps, or photos",
            [GoogleBackup, GooglePhotos]
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
    /// The program that uploads: whose rules of order and retry hold.
    pub enum Uploader ("client") {
        /// A plain client: classes of items at the rate of their closed form.
        Plain = "plain",
        /// rclone copying to a WebDAV server.
        RcloneWebdav = "rclone-webdav",
        /// rclone copying to S3, in parts.
        RcloneS3 = "rclone-s3",
        /// restic, in packs.
        Restic = "restic",
        /// rsync to an rsync daemon.
        Rsync = "rsync",
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
        /// The program that uploads: a plain one, or a real one with its own order, connections and
        /// rules of retry.
        client: Uploader = Uploader::Plain, "service.client", ["client"];
        /// Its connections, for sharing the line with rivals.
        flows: Count = Count::new(1), "service.flows", ["flows"];
        /// How many items it sends at once.
        transfers: Count = Count::new(1), "service.transfers", ["transfers"];
        /// What of the work under way survives when connections die.
        resume: Resume = Resume::Byte, "service.resume", ["resume-from"];
        /// What survives when the client is stopped; left out, as `service.resume`.
        resume_after_stop: Option<Resume> = None, "service.resume_after_stop",
            ["resume-after-stop"];
        /// What each item costs besides its bytes.
        item_overhead: Overhead = Overhead { fixed: Span::ZERO, round_trips: 0 },
            "service.item_overhead", ["item-overhead"];
        /// How long it waits before it tries again after an outage: the first wait, what each is
        /// multiplied by, the longest. `0s` is back at once.
        retry: Backoff = Backoff::AT_ONCE, "service.retry", ["retry"];
        /// How long it tries on a dead link before it ends: so many rounds, and how long each item
        /// takes in one. `none` ends at once; left out, it never gives up.
        patience: Option<Patience> = None, "service.patience", ["patience"];
        /// How long after its end something starts it again, and how often; left out, nothing does
        /// before the next start.
        restart: Option<Restart> = None, "service.restart", ["restart"];
        /// After how long without progress it gives a connection up; left out, never.
        timeout: Option<Span> = None, "service.timeout", ["timeout"];
        /// When it is stopped; at the end of each stretch it is started again.
        stops: Windows = Windows::Never, "service.stops", ["stops"];
        /// Clock times at which it is started if it has ended.
        starts: Clocks = Clocks(Vec::new()), "service.starts", ["starts"];
        /// How long it runs at most after each start; soft finishes the items under way.
        max_run: Option<MaxRun> = None, "service.max_run", ["max-run"];
        /// The rate that it or the phone itself manages, or caps by clock time.
        max_rate: Option<RateCap> = None, "service.max_rate", ["phone-speed", "max-rate"];
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
