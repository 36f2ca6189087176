//! Where to look: a cause and a platform flow in, the menu path on that platform flows out. Paths as
//! Apple, Google and Samsung name them (collected 2026-11-23); menus move between versions.

use crate::cause::Cause;
use crate::model::phone::Platform;
use crate::model::service::Preset;
use crate::scenario::Inputs;

/// The day on which the paths were collected.
pub const COLLECTED: &str = "2026-11-23";

/// The platforms whose menus are shown: the one given, else the preset's; `generic` and services
/// that run on both show iPhone and Android.
pub fn platforms(inputs: &Inputs) -> &'static [Platform] {
    match inputs.phone.platform {
        Some(Platform::Iphone) => &[Platform::Iphone],
        Some(Platform::Android) => &[Platform::Android],
        Some(Platform::Samsung) => &[Platform::Samsung],
        Some(Platform::Computer) => &[Platform::Computer],
        None => match inputs.service.preset {
            Preset::IcloudBackup | Preset::IcloudPhotos => &[Platform::Iphone],
            Preset::GoogleBackup | Preset::GooglePhotos => &[Platform::Android],
            Preset::SamsungCloud => &[Platform::Samsung],
            Preset::ComputerUsb2
            | Preset::ComputerUsb3
            | Preset::AndroidUsb
            | Preset::RcloneWebdav
            | Preset::RcloneS3
            | Preset::Restic
            | Preset::Rsync => &[Platform::Computer],
            Preset::Onedrive | Preset::Generic => &[Platform::Iphone, Platform::Android],
        },
    }
}

/// Where to look for a cause under these inputs, for instance `iPhone: Settings > Battery;
/// Android: Settings > Battery > Battery Saver`. `None` where there is nothing to look at.
pub fn places(cause: Cause, inputs: &Inputs) -> Option<String> {
    let preset = inputs.service.preset;
    let shown = platforms(inputs);
    if let [platform] = shown {
        return place(cause, *platform, preset).map(str::to_owned);
    }
    let found = shown.iter().filter_map(|&p| place(cause, p, preset).map(|path| (p, path)));
    let found: Vec<_> = found.collect();
    match found.as_slice() {
        [] => None,
        [(_, first), rest @ ..] if rest.iter().all(|(_, path)| path == first) => {
            Some((*first).to_owned())
        }
        _ => {
            let parts = found.iter().map(|(p, path)| format!("{}: {path}", label(*p)));
            Some(parts.collect::<Vec<_>>().join("; "))
        }
    }
}

/// Where to look and what to do there: the places, then the step, `Settings > Battery: switch power
/// saving off`.
pub fn steps(cause: Cause, inputs: &Inputs) -> Option<String> {
    let places = places(cause, inputs)?;
    Some(match todo(cause) {
        Some(todo) => format!("{places}: {todo}"),
        None => places,
    })
}

/// What to do where a cause is looked for; `None` where the place says it or there is only to look.
const fn todo(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::SignedOut => "sign in again",
        Cause::BackupOff => "switch it on",
        Cause::OldApps => "install what is offered",
        Cause::CorruptBackup => "delete this device's backup, then start afresh",
        Cause::AccountBlocked => "do what is asked there",
        Cause::NetworkSettings => "reset the network settings",
        Cause::StuckItem => "find what is largest, archive or delete it",
        Cause::NoWifi => "see that it joins by itself and stays joined",
        Cause::Metered => "see that the network is not metered, Low Data Mode off",
        Cause::NoPower => "see that it stays plugged in",
        Cause::NotCharging => "see whether it charges, and up to which limit",
        Cause::LowBattery => "charge it",
        Cause::LowPowerMode => "switch power saving off",
        Cause::ScreenInUse => "lock it, choose a short time",
        Cause::NotIdle => "choose a short time, leave it alone",
        Cause::Doze => "plug it in: a phone on power does not doze",
        Cause::CloudFull => "see what fills it",
        Cause::PhoneFull | Cause::ComputerFull => "remove what is largest",
        Cause::CloudOutage => "wait until it shows no fault",
        _ => return None,
    })
}

/// The platform's name.
pub const fn label(platform: Platform) -> &'static str {
    match platform {
        Platform::Iphone => "iPhone",
        Platform::Android => "Android",
        Platform::Samsung => "Samsung",
        Platform::Computer => "computer",
    }
}

/// The menu path for a cause on a platform.
pub const fn place(cause: Cause, platform: Platform, preset: Preset) -> Option<&'static str> {
    // What does not depend on the phone.
    match cause {
        Cause::UploadSpeed | Cause::RivalTraffic => {
            return Some("the router, and the upload figure of a speed test");
        }
        Cause::LinkOutage | Cause::Reconnecting => {
            return Some("the router, and the provider's status page");
        }
        Cause::SignInPage => return Some("a web page in the browser: the network's sign-in"),
        Cause::BlockedNetwork => return Some("another Wi-Fi network"),
        Cause::UsbSpeed => return Some("the cable and the port of the computer"),
        Cause::ComputerFull => return Some("the free space of the computer's disk"),
        _ => {}
    }
    if let Some(found) = of_service(cause, preset) {
        return Some(found);
    }
    match platform {
        Platform::Iphone => iphone(cause, preset),
        Platform::Android => android(cause),
        Platform::Samsung => match samsung(cause) {
            None => android(cause),
            found => found,
        },
        Platform::Computer => computer(cause),
    }
}

/// What belongs to the service and not to the maker of the phone: a Google app on an iPhone or on a
/// Samsung phone keeps its own pages.
const fn of_service(cause: Cause, preset: Preset) -> Option<&'static str> {
    Some(match (preset, cause) {
        (Preset::GooglePhotos, Cause::BackupOff | Cause::SignedOut | Cause::StuckItem) => {
            "Google Photos > your picture > Backup"
        }
        (Preset::GooglePhotos, Cause::OldApps) => "the phone's app store: update Google Photos",
        (Preset::GooglePhotos, Cause::StaleCache) => {
            "Settings > Apps > Google Photos > clear cache"
        }
        (Preset::GoogleBackup, Cause::BackupOff | Cause::CorruptBackup) => {
            "Settings > Google > Backup"
        }
        (Preset::GooglePhotos | Preset::GoogleBackup, Cause::CloudFull) => {
            "Google One app > Storage"
        }
        (Preset::GooglePhotos | Preset::GoogleBackup, Cause::CloudOutage | Cause::CloudSpeed) => {
            "Google's status page"
        }
        (Preset::Onedrive, Cause::CloudFull) => "the storage page in the OneDrive app",
        (Preset::Onedrive, Cause::BackupOff | Cause::SignedOut | Cause::AccountBlocked) => {
            "the settings in the OneDrive app: account and camera backup"
        }
        (Preset::Onedrive, Cause::StuckItem) => "the list of uploads in the OneDrive app",
        (Preset::Onedrive, Cause::OldApps) => "the phone's app store: update OneDrive",
        (Preset::Onedrive, Cause::StaleCache) => "Settings > Apps > OneDrive > clear cache",
        (Preset::Onedrive, Cause::CloudOutage | Cause::CloudSpeed) => "Microsoft's status page",
        _ => return None,
    })
}

const fn iphone(cause: Cause, preset: Preset) -> Option<&'static str> {
    let photos = matches!(preset, Preset::IcloudPhotos);
    Some(match cause {
        Cause::SignedOut | Cause::AccountBlocked => "Settings > your name",
        Cause::BackupOff if photos => "Settings > your name > iCloud > Photos",
        Cause::BackupOff => "Settings > your name > iCloud > iCloud Backup",
        Cause::Unsupported => "Settings > General > Software Update; else back up to a computer",
        Cause::OldApps => "Settings > General > Software Update",
        Cause::CloudFull if photos => "Settings > your name > iCloud > Manage Storage",
        Cause::CloudFull | Cause::CorruptBackup => {
            "Settings > your name > iCloud > Manage Storage > Backups"
        }
        Cause::PhoneFull => "Settings > General > iPhone Storage",
        Cause::NoWifi | Cause::Metered | Cause::WifiSpeed => "Settings > Wi-Fi",
        Cause::NetworkSettings => "Settings > General > Transfer or Reset iPhone",
        Cause::CloudOutage | Cause::CloudSpeed => "Apple's system status page",
        Cause::LowPowerMode | Cause::LowBattery | Cause::NotCharging => "Settings > Battery",
        Cause::NoPower => "the charger and its cable",
        Cause::StuckProcess => "restart the iPhone, then unlock it once",
        Cause::StuckItem => {
            "Settings > your name > iCloud > Manage Storage > Backups > your iPhone"
        }
        Cause::ScreenInUse => "Settings > Display & Brightness > Auto-Lock",
        Cause::TooHot | Cause::Heat => "the lock screen: Charging On Hold",
        _ => return None,
    })
}

const fn android(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::SignedOut | Cause::AccountBlocked => "Settings > Google",
        Cause::BackupOff | Cause::CorruptBackup => "Settings > Google > Backup",
        Cause::Unsupported => "Settings > System > System update; else back up to a computer",
        Cause::OldApps => "Play Store: update Google One and Google Play Services",
        Cause::StaleCache => "Settings > Apps > Google One, Google Play Services > clear cache",
        Cause::ScreenLockBug => "Settings > Security > Screen lock: remove it for one backup",
        Cause::CloudFull => "Google One app > Storage",
        Cause::PhoneFull => "Settings > Storage",
        Cause::NoWifi | Cause::Metered | Cause::WifiSpeed => "Settings > Network & internet",
        Cause::NetworkSettings => "Settings > System > Reset options",
        Cause::CloudOutage | Cause::CloudSpeed => "Google's status page",
        Cause::LowPowerMode => "Settings > Battery > Battery Saver",
        Cause::LowBattery | Cause::NotCharging | Cause::Doze => "Settings > Battery",
        Cause::NoPower => "the charger and its cable",
        Cause::StuckProcess => "restart the phone",
        Cause::StuckItem => "Settings > Google > Backup",
        Cause::ScreenInUse | Cause::NotIdle => "Settings > Display > Screen timeout",
        Cause::TooHot | Cause::Heat => "Settings > Battery",
        _ => return None,
    })
}

const fn samsung(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::SignedOut | Cause::AccountBlocked => "Settings > Samsung account",
        Cause::BackupOff | Cause::CloudFull | Cause::CorruptBackup | Cause::StuckItem => {
            "Settings > Accounts and backup"
        }
        Cause::Unsupported => "Settings > Software update; else back up to a computer",
        Cause::OldApps => "Galaxy Store: update the backup apps",
        Cause::StaleCache => "Settings > Apps > Samsung Cloud > Storage > clear cache",
        Cause::NoWifi | Cause::Metered | Cause::WifiSpeed => "Settings > Connections > Wi-Fi",
        Cause::NetworkSettings => "Settings > General management > Reset",
        Cause::CloudOutage | Cause::CloudSpeed => "Samsung's status page",
        Cause::LowPowerMode => "Settings > Battery > Power saving",
        Cause::PhoneFull => "Settings > Device care > Storage",
        _ => return None,
    })
}

const fn computer(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::Unsupported | Cause::OldApps => "the updates of the computer and its backup program",
        Cause::CorruptBackup | Cause::StuckItem | Cause::BackupOff => {
            "the list of backups in Finder, iTunes, Apple Devices or the maker's program"
        }
        Cause::CloudFull => "the free space of the computer's disk",
        Cause::PhoneFull => "the storage page in the phone's settings",
        Cause::StuckProcess => "restart the phone and the computer",
        Cause::LowBattery | Cause::NoPower | Cause::NotCharging => "the cable to the phone",
        _ => return None,
    })
}
