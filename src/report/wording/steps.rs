//! The steps of a fix: an entry of the catalogue and the inputs flow in, where to go and what to do
//! there flow out. Where a fix is the remedy of a cause, the place is that of the cause; the rest
//! stand here, as Apple, Google and Samsung name them. Menus move between versions: each text is dated.

use super::where_to_look::{COLLECTED, label, place, platforms};
use crate::cause::Cause;
use crate::model::phone::Platform;
use crate::model::service::Preset;
use crate::scenario::Inputs;
use crate::study::catalogue::FixId;
use crate::units::{Power, Windows};

/// More hours, on battery.
const HOURS_UNPLUGGED: &str = "no menu: leave it locked and on Wi-Fi in these hours";

/// Where to go and what to do there, and the day on which that was collected.
pub fn steps(id: FixId, inputs: &Inputs) -> Option<(String, &'static str)> {
    let preset = inputs.service.preset;
    let shown = platforms(inputs);
    let power = &inputs.charger;
    let unplugged = power.plugged == Windows::Never || power.power.power == Power::ZERO;
    if matches!(id, FixId::Overnight | FixId::StartEarlier | FixId::AllDay) && unplugged {
        // Not told to plug it in: the flags of the fix do not either.
        return Some((HOURS_UNPLUGGED.to_owned(), COLLECTED));
    }
    let found: Vec<(Platform, String)> =
        shown.iter().filter_map(|&platform| Some((platform, on(id, platform, preset)?))).collect();
    let text = match found.as_slice() {
        [] => return None,
        [(_, only)] => only.clone(),
        [(_, first), rest @ ..] if rest.iter().all(|(_, text)| text == first) => first.clone(),
        _ => {
            let each = found.iter().map(|(p, text)| format!("{}: {text}", label(*p)));
            each.collect::<Vec<_>>().join("; ")
        }
    };
    Some((text, COLLECTED))
}

/// The steps on one platform.
pub fn on(id: FixId, platform: Platform, preset: Preset) -> Option<String> {
    if let Some(own) = own(id, platform, preset) {
        return Some(own.to_owned());
    }
    let cause = cause_of(id)?;
    let place = place(cause, platform, preset)?;
    Some(match todo(id) {
        Some(todo) => format!("{place}: {todo}"),
        None => place.to_owned(),
    })
}

/// The cause whose place it is.
const fn cause_of(id: FixId) -> Option<Cause> {
    Some(match id {
        FixId::PlugIn | FixId::StrongerCharger | FixId::ChargeFirst => Cause::NoPower,
        FixId::ChargeLimitOff => Cause::NotCharging,
        FixId::KeepLocked => Cause::ScreenInUse,
        FixId::SteadierNetwork => Cause::LinkOutage,
        FixId::FasterUpload => Cause::UploadSpeed,
        FixId::DeleteMailAndFiles => Cause::CloudFull,
        FixId::WaitForService => Cause::CloudOutage,
        _ => match id.remedies() {
            [first, ..] => *first,
            [] => return None,
        },
    })
}

/// What to do at the place of the cause.
const fn todo(id: FixId) -> Option<&'static str> {
    Some(match id {
        FixId::SignIn => "sign out, restart the phone, sign in",
        FixId::SwitchOn => "switch it on",
        FixId::UpdateSoftware => "install the update",
        FixId::DeleteCorruptBackup => "delete this device's backup, switch it off and on",
        FixId::OpenSignInPage => "open any page, sign in",
        FixId::OtherNetwork => "join one at home or at work",
        FixId::ResetNetwork => "reset network settings",
        FixId::VerifyAccount => "do what is asked there",
        FixId::RemoveStuckItem => "archive or delete the largest item, then start afresh",
        FixId::PlugIn => "plug it in before the first hour, leave it in",
        FixId::StrongerCharger => "plug the phone into the stronger one",
        FixId::ChargeFirst => "charge it before the first hour",
        FixId::ChargeLimitOff => "switch the limit off for tonight",
        FixId::PowerSavingOff => "switch it off",
        FixId::KeepLocked => "lock it at the first hour, choose a short time",
        FixId::StayOnWifi => "join the Wi-Fi again, let it join by itself",
        FixId::MeteredOff => "open the network's page, switch it off",
        FixId::NearerRouter => "move the phone, look at the link speed",
        FixId::WaitForService => "wait until it shows no fault",
        FixId::DeleteOldBackups => "delete backups of old devices",
        FixId::DeleteMailAndFiles => "delete large mail and Drive files, empty the bin",
        FixId::FreePhoneSpace => "remove what is largest",
        FixId::FreeComputerSpace => "remove what is largest",
        FixId::CoolDown => "take off the case, out of the sun",
        FixId::FasterUpload => "measure the upload on each network",
        FixId::SteadierNetwork => "or take another network",
        _ => return None,
    })
}

/// Steps that are no cause's place.
const fn own(id: FixId, platform: Platform, preset: Preset) -> Option<&'static str> {
    let iphone = matches!(platform, Platform::Iphone);
    let samsung = matches!(platform, Platform::Samsung);
    let photos = matches!(preset, Preset::GooglePhotos);
    Some(match id {
        FixId::Overnight | FixId::StartEarlier | FixId::AllDay => {
            "no menu: leave it locked, on its charger and on Wi-Fi in these hours"
        }
        FixId::StopRivals => "the other devices: pause their backup or sync",
        FixId::StaggerRivals => "the other devices: set the hours of their backup or sync",
        FixId::BackUpNow if iphone => "Settings > your name > iCloud > iCloud Backup > Back Up Now",
        FixId::BackUpNow if photos => "Google Photos > your picture > Back up now",
        FixId::BackUpNow if samsung => {
            "Settings > Accounts and backup > Back up data > Back up now"
        }
        FixId::BackUpNow => "Settings > Google > Backup > Back up now",
        FixId::BuyPlan if matches!(preset, Preset::Onedrive) => "OneDrive > Settings > Upgrade",
        FixId::BuyPlan if iphone => {
            "Settings > your name > iCloud > Manage Storage > Change Storage Plan"
        }
        FixId::BuyPlan => "Google One app > Storage > Get more storage",
        FixId::DeleteOldBackups if iphone => {
            "Settings > your name > iCloud > Manage Storage > Backups: delete those of old devices"
        }
        FixId::Trim if matches!(preset, Preset::IcloudPhotos) => {
            "Photos: copy large videos to a computer, then delete them (they go from iCloud too)"
        }
        FixId::Trim if photos => "Google Photos > your picture > Backup > device folders",
        FixId::Trim if iphone => {
            "Settings > your name > iCloud > Manage Storage > Backups > your iPhone: switch apps off"
        }
        FixId::Trim if samsung => "Settings > Accounts and backup > Back up data: switch apps off",
        FixId::Trim if matches!(platform, Platform::Computer) => "move large media off the phone",
        FixId::Trim => "Settings > Google > Backup: choose what is backed up",
        FixId::PhotosSeparate => "Settings > your name > iCloud > Photos: switch it on",
        FixId::ComputerUsb2 | FixId::ComputerUsb3 | FixId::LocalAndCloud
            if !matches!(platform, Platform::Android | Platform::Samsung) =>
        {
            "Mac: Finder > your iPhone > General > Back Up Now; \
             PC: Apple Devices or iTunes > your iPhone > Back Up Now"
        }
        FixId::ComputerUsb2
        | FixId::ComputerUsb3
        | FixId::ComputerAndroid
        | FixId::LocalAndCloud => "the maker's program on the computer > Backup",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Choice;

    /// Where a fix applies: its words name a part that only some systems or services have.
    fn applies(id: FixId, platform: Platform, preset: Preset) -> bool {
        let computer = platform == Platform::Computer;
        let apple = platform == Platform::Iphone;
        match id {
            FixId::ClearCache | FixId::ScreenLockOff => !apple && !computer,
            FixId::FreeComputerSpace => computer,
            FixId::PhotosSeparate => apple,
            FixId::UpdateApps => !computer || preset != Preset::Generic,
            // A computer has no account of the phone's, no Wi-Fi to it, and no cloud space.
            FixId::SignIn
            | FixId::VerifyAccount
            | FixId::StayOnWifi
            | FixId::MeteredOff
            | FixId::NearerRouter
            | FixId::ResetNetwork
            | FixId::WaitForService
            | FixId::PowerSavingOff
            | FixId::KeepLocked
            | FixId::BackUpNow
            | FixId::BuyPlan
            | FixId::CoolDown => !computer,
            _ => true,
        }
    }

    #[test]
    fn every_fix_has_steps_on_each_platform_where_it_applies() {
        let mut missing = Vec::new();
        for &id in FixId::ALL {
            for &(platform, word, _) in Platform::ALL {
                let preset = match platform {
                    Platform::Iphone => Preset::IcloudBackup,
                    Platform::Android => Preset::GooglePhotos,
                    Platform::Samsung => Preset::SamsungCloud,
                    Platform::Computer => Preset::ComputerUsb2,
                };
                if applies(id, platform, preset) && on(id, platform, preset).is_none() {
                    missing.push(format!("{} on {word}", id.id()));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
