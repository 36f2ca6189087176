//! Each cause in words: what to call it in a line, and why it keeps a backup from finishing. The
//! second stands in CSV and JSON as well and is fixed text without commas or numbers.

use crate::cause::Cause;
use crate::model::service::Preset;

/// What to call a cause in "Held back".
pub fn name(cause: Cause, preset: Preset) -> &'static str {
    match cause {
        Cause::OutsideWindow => "the hours outside the backup window",
        Cause::SignedOut => "no account signed in",
        Cause::BackupOff => "the backup switched off",
        Cause::Unsupported => "software too old for this service",
        Cause::StuckProcess => "a backup process that hangs",
        Cause::OldApps => "backup apps too old for the servers",
        Cause::StaleCache => "damaged temporary files of the backup apps",
        Cause::ScreenLockBug => "a bug of encrypted backups with a screen lock",
        Cause::CorruptBackup => "a damaged previous backup",
        Cause::SignInPage => "a Wi-Fi that wants a sign-in on a web page",
        Cause::BlockedNetwork => "a network that blocks the service",
        Cause::NetworkSettings => "damaged network settings",
        Cause::AccountBlocked => "an account that must be verified",
        Cause::StuckItem => "an item that never uploads",
        Cause::NoWifi => "no Wi-Fi",
        Cause::Metered => "a metered network",
        Cause::LinkOutage => "outages of the line",
        Cause::CloudOutage => "outages of the service",
        Cause::Reconnecting => "setting up connections again",
        Cause::NoPower => "not plugged in",
        Cause::NotCharging => "the battery not charging",
        Cause::LowBattery => "a low battery",
        Cause::LowPowerMode => "power saving",
        Cause::ScreenInUse => "the phone in use",
        Cause::NotIdle => "the phone not left alone for long enough",
        Cause::Doze => "the sleep of the unplugged phone",
        Cause::SessionBudget => "the running time that the phone allows",
        Cause::Starting => "the wait before the start",
        Cause::Scanning => "looking through the library",
        Cause::BackingOff => "waiting after an error",
        Cause::CloudFull => storage(preset),
        Cause::PhoneFull => "free space on the phone",
        Cause::ComputerFull => "free space on the computer",
        Cause::TooHot => "the heat of the phone",
        Cause::UploadSpeed => "upload speed",
        Cause::WifiSpeed => "Wi-Fi speed",
        Cause::CloudSpeed => "the speed that the service accepts",
        Cause::PhoneSpeed => "the speed that the phone manages",
        Cause::UsbSpeed => "the speed of the cable",
        Cause::RivalTraffic => "other uploads on the same line",
        Cause::ItemOverhead => "the time that each item costs",
        Cause::Heat => "a warm phone that slows down",
    }
}

/// Why it keeps a backup from finishing, as one sentence.
pub const fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::OutsideWindow => "The allowed hours are too short.",
        Cause::SignedOut => "No account is signed in.",
        Cause::BackupOff => "The backup is switched off.",
        Cause::Unsupported => "The phone's software is too old for this service.",
        Cause::StuckProcess => "A backup process hangs until the phone is restarted.",
        Cause::OldApps => "The backup apps are too old for the servers.",
        Cause::StaleCache => "Damaged temporary files of the backup apps block every run.",
        Cause::ScreenLockBug => "A bug stops encrypted backups while a screen lock is set.",
        Cause::CorruptBackup => "The previous backup is damaged and blocks the next.",
        Cause::SignInPage => "The Wi-Fi wants a sign-in on a web page first.",
        Cause::BlockedNetwork => "The network blocks the service.",
        Cause::NetworkSettings => "The phone's network settings are damaged.",
        Cause::AccountBlocked => "The account must be verified.",
        Cause::StuckItem => "One item fails at every attempt.",
        Cause::NoWifi => "There is no Wi-Fi for part of the time.",
        Cause::Metered => "The network counts as metered.",
        Cause::LinkOutage => "The line is down for part of the time.",
        Cause::CloudOutage => "The service is down for part of the time.",
        Cause::Reconnecting => "Connections sleep on for a while after each outage.",
        Cause::NoPower => "The phone is not plugged in for long enough.",
        Cause::NotCharging => "The battery does not count as charging.",
        Cause::LowBattery => "The battery is under the level that the service needs.",
        Cause::LowPowerMode => "Power saving is on.",
        Cause::ScreenInUse => "The phone is in use for part of the time.",
        Cause::NotIdle => "The phone is not left alone for long enough.",
        Cause::Doze => "The unplugged phone sleeps and lets the backup run only in short windows.",
        Cause::SessionBudget => "The phone allows the backup only so much running time.",
        Cause::Starting => "The service waits a while before it starts.",
        Cause::Scanning => "Looking through the library takes part of the time.",
        Cause::BackingOff => "The client waits a while before it tries again after each outage.",
        Cause::CloudFull => "The cloud space is too small.",
        Cause::PhoneFull => "The free space on the phone is too small.",
        Cause::ComputerFull => "The free space on the computer is too small.",
        Cause::TooHot => "The phone is too hot.",
        Cause::UploadSpeed => "At this upload speed the allowed time is too short.",
        Cause::WifiSpeed => "The Wi-Fi is too slow for this size.",
        Cause::CloudSpeed => "The service accepts the data too slowly.",
        Cause::PhoneSpeed => "The phone itself is too slow for this size.",
        Cause::UsbSpeed => "The cable is too slow for this size.",
        Cause::RivalTraffic => "Other uploads take part of the line.",
        Cause::ItemOverhead => "The time that each item costs adds up.",
        Cause::Heat => "The phone slows down because it is warm.",
    }
}

/// What the service's storage is called.
pub const fn storage(preset: Preset) -> &'static str {
    match preset {
        Preset::IcloudBackup | Preset::IcloudPhotos => "iCloud storage",
        Preset::GoogleBackup | Preset::GooglePhotos => "Google storage",
        Preset::SamsungCloud => "Samsung Cloud storage",
        Preset::Onedrive => "OneDrive storage",
        Preset::ComputerUsb2 | Preset::ComputerUsb3 | Preset::AndroidUsb => "the computer's disk",
        Preset::RcloneWebdav | Preset::RcloneS3 | Preset::Restic | Preset::Rsync => {
            "the server's disk"
        }
        Preset::Generic => "cloud storage",
    }
}

/// What the service is called as the one who acts.
pub const fn service(preset: Preset) -> &'static str {
    match preset {
        Preset::IcloudBackup => "iCloud",
        Preset::IcloudPhotos => "iCloud Photos",
        Preset::GoogleBackup => "Google backup",
        Preset::GooglePhotos => "Google Photos",
        Preset::SamsungCloud => "Samsung Cloud",
        Preset::Onedrive => "OneDrive",
        Preset::ComputerUsb2 | Preset::ComputerUsb3 | Preset::AndroidUsb => "the computer",
        Preset::RcloneWebdav | Preset::RcloneS3 => "rclone",
        Preset::Restic => "restic",
        Preset::Rsync => "rsync",
        Preset::Generic => "the service",
    }
}

/// What the space at its destination is called.
pub const fn space(preset: Preset) -> &'static str {
    match preset {
        Preset::IcloudBackup | Preset::IcloudPhotos => "iCloud space",
        Preset::GoogleBackup | Preset::GooglePhotos => "Google space",
        Preset::SamsungCloud => "Samsung Cloud space",
        Preset::Onedrive => "OneDrive space",
        Preset::ComputerUsb2 | Preset::ComputerUsb3 | Preset::AndroidUsb => "space on the computer",
        Preset::RcloneWebdav | Preset::RcloneS3 | Preset::Restic | Preset::Rsync => {
            "space on the server"
        }
        Preset::Generic => "cloud space",
    }
}
