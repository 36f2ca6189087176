//! What the phone's screen says: a cause and the inputs flow in, the strings that their owner sees
//! flow out, as the systems word them (collected 2026-11-23). Only strings that were seen in a
//! source; no string for the rest.

use super::where_to_look::platforms;
use crate::cause::Cause;
use crate::model::phone::Platform;
use crate::model::service::Preset;
use crate::scenario::Inputs;

/// The strings on the screen, likeliest first; empty where none is known. `generic` shows none
/// unless a platform is given: nobody knows whose screen it is.
pub fn strings(cause: Cause, inputs: &Inputs) -> &'static [&'static str] {
    let preset = inputs.service.preset;
    if preset == Preset::Generic && inputs.phone.platform.is_none() {
        return &[];
    }
    match platforms(inputs) {
        [Platform::Iphone] => iphone(cause, preset),
        [Platform::Android | Platform::Samsung] if preset == Preset::GooglePhotos => photos(cause),
        _ => &[],
    }
}

const fn iphone(cause: Cause, preset: Preset) -> &'static [&'static str] {
    let photos = matches!(preset, Preset::IcloudPhotos);
    match cause {
        Cause::TooHot => &["Charging On Hold"],
        Cause::LowPowerMode if photos => &["iCloud Photos updates are paused to save battery."],
        _ if photos => &[],
        Cause::CloudFull => &["Not Enough Storage", "The last backup could not be completed."],
        Cause::Scanning | Cause::UploadSpeed => &["Estimating time remaining..."],
        Cause::NoPower | Cause::NoWifi | Cause::ScreenInUse | Cause::BackupOff => {
            &["iPhone Not Backed Up"]
        }
        Cause::SignedOut
        | Cause::CorruptBackup
        | Cause::SignInPage
        | Cause::BlockedNetwork
        | Cause::NetworkSettings
        | Cause::AccountBlocked
        | Cause::StuckItem
        | Cause::LinkOutage
        | Cause::CloudOutage
        | Cause::StuckProcess
        | Cause::PhoneFull => &["The last backup could not be completed."],
        _ => &[],
    }
}

const fn photos(cause: Cause) -> &'static [&'static str] {
    match cause {
        Cause::NoWifi | Cause::Metered => &["Waiting for Wi-Fi"],
        Cause::LinkOutage | Cause::BlockedNetwork | Cause::SignInPage => {
            &["Waiting for connection"]
        }
        Cause::BackupOff | Cause::SignedOut => &["Backup is off"],
        Cause::StuckItem => &["A photo or video was skipped"],
        Cause::Starting => &["Getting ready to back up"],
        Cause::Scanning => &["Preparing backup"],
        Cause::UploadSpeed => &["Backing up"],
        Cause::CloudFull => &["Storage is full. You can't back up photos or videos"],
        _ => &[],
    }
}
