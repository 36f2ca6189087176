//! Everything that is known to help, one entry each: its id, the causes it is a remedy of, what it
//! asks of its owner, and what kind of change it is. Ids and numbers only; `changes` makes edits of
//! them, `fixes` simulates and ranks them, `report::wording::fix` puts them into words.

use crate::cause::Cause;
use crate::model::phone::Fault;
use crate::model::service::Preset;
use crate::units::Size;

/// What a fix asks of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effort {
    /// A switch, a plug, a habit for one night.
    Low,
    /// Several steps, or a computer and a cable.
    Medium,
    /// An errand, another line, or data that is given up.
    High,
}

impl Effort {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Effort::Low => "low",
            Effort::Medium => "medium",
            Effort::High => "high",
        }
    }
}

/// Fixes of which a short list shows only the best: they are ways to the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// A backup to a computer.
    Computer,
    /// More hours.
    Hours,
    /// The other uploads.
    Rivals,
    /// A faster way to the internet.
    Line,
    /// On its own.
    Alone,
}

macro_rules! fixes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $effort:ident, $group:ident,
        [$($cause:ident)*];)+) => {
        /// A fix of the catalogue, in the order in which equals are shown.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum FixId { $($(#[doc = $doc])+ $name),+ }

        impl FixId {
            /// The whole catalogue.
            pub const ALL: &'static [FixId] = &[$(FixId::$name),+];

            /// The id in JSON.
            pub const fn id(self) -> &'static str {
                match self { $(FixId::$name => $id),+ }
            }

            /// What it asks of its owner, whatever its amount.
            pub const fn effort(self) -> Effort {
                match self { $(FixId::$name => Effort::$effort),+ }
            }

            /// What it is another way to.
            pub const fn group(self) -> Group {
                match self { $(FixId::$name => Group::$group),+ }
            }

            /// The causes that it is a remedy of; none: it is worth a try whatever the cause.
            pub const fn remedies(self) -> &'static [Cause] {
                match self { $(FixId::$name => &[$(Cause::$cause),*]),+ }
            }
        }
    };
}

fixes! {
    /// Sign in to the account again.
    SignIn = "sign-in", Low, Alone, [SignedOut];
    /// Switch the backup on.
    SwitchOn = "switch-backup-on", Low, Alone, [BackupOff];
    /// Update the phone's software.
    UpdateSoftware = "update-software", Medium, Alone, [Unsupported];
    /// Restart the phone.
    Restart = "restart", Low, Alone, [StuckProcess];
    /// Update the backup apps.
    UpdateApps = "update-apps", Low, Alone, [OldApps];
    /// Clear the cache of the backup apps.
    ClearCache = "clear-cache", Medium, Alone, [StaleCache];
    /// Take the screen lock off for one run.
    ScreenLockOff = "screen-lock-off", Medium, Alone, [ScreenLockBug];
    /// Delete the damaged backup and start afresh.
    DeleteCorruptBackup = "delete-corrupt-backup", Medium, Alone, [CorruptBackup];
    /// Open a web page and sign in to the Wi-Fi.
    OpenSignInPage = "open-sign-in-page", Low, Alone, [SignInPage];
    /// Use a network that does not block the service.
    OtherNetwork = "other-network", Medium, Alone, [BlockedNetwork];
    /// Reset the network settings.
    ResetNetwork = "reset-network-settings", Medium, Alone, [NetworkSettings];
    /// Verify the account.
    VerifyAccount = "verify-account", Medium, Alone, [AccountBlocked];
    /// Remove the item that never uploads.
    RemoveStuckItem = "remove-stuck-item", Medium, Alone, [StuckItem];
    /// Plug the phone in for the whole window.
    PlugIn = "plug-in", Low, Alone, [NoPower NotCharging LowBattery LowPowerMode Doze];
    /// A stronger charger: the least that does.
    StrongerCharger = "stronger-charger", Medium, Alone,
        [NotCharging LowBattery LowPowerMode Doze];
    /// Charge it before the window: the least level that does.
    ChargeFirst = "charge-first", Medium, Alone, [NotCharging LowBattery LowPowerMode];
    /// Let it charge past the limit.
    ChargeLimitOff = "charge-limit-off", Low, Alone, [NotCharging];
    /// Turn power saving off.
    PowerSavingOff = "power-saving-off", Low, Alone, [LowPowerMode];
    /// Keep the screen locked.
    KeepLocked = "keep-locked", Low, Alone, [ScreenInUse NotIdle Starting Scanning];
    /// Start it by hand.
    BackUpNow = "back-up-now", Low, Alone,
        [ScreenInUse NotIdle NoPower NotCharging SessionBudget Starting];
    /// Keep it where there is Wi-Fi.
    StayOnWifi = "stay-on-wifi", Low, Alone, [NoWifi Reconnecting];
    /// Mark the network as not metered, Low Data Mode off.
    MeteredOff = "metered-off", Low, Alone, [Metered];
    /// A network without the outages and drops.
    SteadierNetwork = "steadier-network", Medium, Line, [LinkOutage NoWifi Reconnecting BackingOff];
    /// Nearer to the router, or a better access point: the least Wi-Fi speed that does.
    NearerRouter = "nearer-router", Low, Alone, [WifiSpeed];
    /// Stop the other uploads.
    StopRivals = "stop-other-uploads", Low, Rivals, [RivalTraffic];
    /// Let the other uploads run outside the window.
    StaggerRivals = "stagger-other-uploads", Low, Rivals, [RivalTraffic];
    /// Wait until the service is back.
    WaitForService = "wait-for-service", Low, Alone, [CloudOutage BackingOff];
    /// A cooler place: the warmest that does.
    CoolDown = "cool-down", Low, Alone, [TooHot Heat];
    /// The whole night.
    Overnight = "leave-it-overnight", Low, Hours, [];
    /// Start earlier: the latest start that does.
    StartEarlier = "start-earlier", Low, Hours, [];
    /// At any time of the day.
    AllDay = "leave-it-on-all-day", Medium, Hours, [];
    /// Delete old device backups: the least space that does.
    DeleteOldBackups = "delete-old-backups", Medium, Alone, [CloudFull];
    /// Delete mail and files that share the space: the least that does.
    DeleteMailAndFiles = "delete-mail-and-files", Medium, Alone, [CloudFull];
    /// Buy the next plan that fits.
    BuyPlan = "buy-plan", Low, Alone, [CloudFull];
    /// Free space on the phone: the least that does.
    FreePhoneSpace = "free-phone-space", Medium, Alone, [PhoneFull];
    /// Free space on the computer or the server: the least that does.
    FreeComputerSpace = "free-computer-space", Medium, Alone, [ComputerFull];
    /// Photos and videos by a sync of their own.
    PhotosSeparate = "photos-separate", Medium, Alone, [];
    /// A computer by USB 2 cable.
    ComputerUsb2 = "computer-usb2", Medium, Computer, [];
    /// A computer by USB 3 cable.
    ComputerUsb3 = "computer-usb3", Medium, Computer, [];
    /// A computer by cable, from an Android phone.
    ComputerAndroid = "android-usb", Medium, Computer, [];
    /// Back up less: the largest size that does.
    Trim = "trim", Low, Alone, [];
    /// A faster line, such as another Wi-Fi: the least upload speed that does.
    FasterUpload = "faster-upload", High, Line, [];
    /// A weekly copy on a computer beside the daily one in the cloud.
    LocalAndCloud = "local-and-cloud", High, Computer, [];
}

impl FixId {
    /// The remedy of a fault.
    pub const fn of_fault(fault: Fault) -> Self {
        match fault {
            Fault::StuckProcess => FixId::Restart,
            Fault::OldApps => FixId::UpdateApps,
            Fault::StaleCache => FixId::ClearCache,
            Fault::ScreenLockBug => FixId::ScreenLockOff,
            Fault::CorruptBackup => FixId::DeleteCorruptBackup,
            Fault::SignInPage => FixId::OpenSignInPage,
            Fault::BlockedNetwork => FixId::OtherNetwork,
            Fault::NetworkSettings => FixId::ResetNetwork,
            Fault::AccountBlocked => FixId::VerifyAccount,
        }
    }

    /// The fault that it is the remedy of.
    pub const fn fault(self) -> Option<Fault> {
        Some(match self {
            FixId::Restart => Fault::StuckProcess,
            FixId::UpdateApps => Fault::OldApps,
            FixId::ClearCache => Fault::StaleCache,
            FixId::ScreenLockOff => Fault::ScreenLockBug,
            FixId::DeleteCorruptBackup => Fault::CorruptBackup,
            FixId::OpenSignInPage => Fault::SignInPage,
            FixId::OtherNetwork => Fault::BlockedNetwork,
            FixId::ResetNetwork => Fault::NetworkSettings,
            FixId::VerifyAccount => Fault::AccountBlocked,
            _ => return None,
        })
    }

    /// Whether its amount is searched for, with dozens of simulations.
    pub const fn is_searched(self) -> bool {
        matches!(
            self,
            FixId::StrongerCharger
                | FixId::ChargeFirst
                | FixId::NearerRouter
                | FixId::CoolDown
                | FixId::StartEarlier
                | FixId::DeleteOldBackups
                | FixId::DeleteMailAndFiles
                | FixId::FreePhoneSpace
        )
    }

    /// Whether it stays with the service, its size and its line: what pairs are made of.
    pub const fn is_setting(self) -> bool {
        !matches!(
            self,
            FixId::ComputerUsb2
                | FixId::ComputerUsb3
                | FixId::ComputerAndroid
                | FixId::LocalAndCloud
                | FixId::PhotosSeparate
                | FixId::Trim
                | FixId::FasterUpload
        )
    }
}

/// Who sells the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provider {
    /// iCloud+.
    Apple,
    /// Google One.
    Google,
    /// Microsoft 365.
    Microsoft,
}

impl Provider {
    /// Of a service; `None` where no plan is known.
    pub const fn of(preset: Preset) -> Option<Self> {
        match preset {
            Preset::IcloudBackup | Preset::IcloudPhotos => Some(Provider::Apple),
            Preset::GoogleBackup | Preset::GooglePhotos => Some(Provider::Google),
            Preset::Onedrive => Some(Provider::Microsoft),
            _ => None,
        }
    }
}

/// A storage plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Who sells it.
    pub provider: Provider,
    /// How much it holds.
    pub size: Size,
    /// The price of a month in US cents; 0 is free.
    pub cents: u32,
}

/// The day on which the plans were collected. Prices move; each is of the United States, before tax.
pub const PLANS_COLLECTED: &str = "2026-11-23";

const fn plan(provider: Provider, gb: u64, cents: u32) -> Plan {
    Plan { provider, size: Size::from_bytes(gb * 1_000_000_000), cents }
}

/// The plans by rising size, each provider's free one first.
///
/// Sizes: Apple's were read on a page of plan features for 2026 (visualfoodie.com), Google's up to
/// 2 TB on lowermysubs.com (February 2026) and its larger ones recalled, Microsoft's on
/// thetoolstrunk.com. Prices: Google's 100 GB and 2 TB were read on lowermysubs.com; all others are
/// recalled, not seen. Let the shop have the last word.
pub const PLANS: &[Plan] = &[
    plan(Provider::Apple, 5, 0),
    plan(Provider::Apple, 50, 99),
    plan(Provider::Apple, 200, 299),
    plan(Provider::Apple, 2_000, 999),
    plan(Provider::Apple, 6_000, 2_999),
    plan(Provider::Apple, 12_000, 5_999),
    plan(Provider::Google, 15, 0),
    plan(Provider::Google, 100, 199),
    plan(Provider::Google, 200, 299),
    plan(Provider::Google, 2_000, 999),
    plan(Provider::Google, 5_000, 2_499),
    plan(Provider::Google, 10_000, 4_999),
    plan(Provider::Google, 20_000, 9_999),
    plan(Provider::Microsoft, 5, 0),
    plan(Provider::Microsoft, 100, 199),
    plan(Provider::Microsoft, 1_000, 999),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Choice;

    #[test]
    fn every_fault_has_its_remedy_under_its_own_cause() {
        for &(fault, ..) in Fault::ALL {
            let fix = FixId::of_fault(fault);
            assert_eq!(fix.fault(), Some(fault));
            assert_eq!(fix.remedies(), &[fault.cause()]);
        }
    }

    #[test]
    fn ids_are_all_different_and_plans_rise() {
        let mut ids: Vec<_> = FixId::ALL.iter().map(|fix| fix.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), FixId::ALL.len());
        for pair in PLANS.windows(2) {
            let rises = pair[0].size < pair[1].size && pair[0].cents < pair[1].cents;
            assert!(pair[0].provider != pair[1].provider || rises, "{pair:?}");
        }
    }
}
