//! The catalogue of symptoms: for each its texts and the causes that it points to. Texts on screens
//! are those of iOS, Google's services and Apple's backup on a computer, as seen or recalled
//! (collected 2026-11-23); the words of people are ours. All weights are assumed.

use super::{Screen, Shape, Symptom};
use crate::cause::Cause;

macro_rules! symptoms {
    ($($id:literal $screen:ident $shape:ident [$($text:literal),+ $(,)?] { $($cause:ident $n:literal),+ $(,)? })+) => {
        /// All symptoms; of two that are equally near a text the first is meant.
        pub const SYMPTOMS: &[Symptom] = &[$(Symptom {
            id: $id,
            screen: Screen::$screen,
            texts: &[$($text),+],
            shape: Shape::$shape,
            causes: &[$((Cause::$cause, $n)),+],
        }),+];
    };
}

symptoms! {
    "not-completed" Iphone Open [
        "The last backup could not be completed.", "backup failed",
        "backup failed or could not be completed", "the backup did not finish",
        "backup failed again and again", "could not back up",
    ] {
        LinkOutage 16, CloudOutage 15, OldApps 9, CorruptBackup 5, CloudFull 3, StuckItem 3,
        StuckProcess 2, NoWifi 2, SignedOut 1, AccountBlocked 1, BlockedNetwork 1,
        NetworkSettings 1, SignInPage 1, PhoneFull 1,
    }
    "poor-network" Iphone Open [
        "The last backup could not be completed due to poor network.", "poor network connection",
        "network error during the backup", "connection lost during backup",
    ] {
        LinkOutage 16, NoWifi 6, BlockedNetwork 3, NetworkSettings 3, UploadSpeed 2, SignInPage 2,
        CloudOutage 2,
    }
    "not-enough-storage" Iphone Open [
        "Not Enough Storage",
        "This iPhone cannot be backed up because there is not enough iCloud storage available.",
        "The last backup could not be completed because there is not enough storage.",
        "Storage is full. You can't back up photos or videos, and Gmail and Drive are affected",
        "Not enough iCloud or Google storage", "icloud storage is full", "google account storage is full",
        "cloud storage full", "no space in icloud", "no icloud space left",
    ] { CloudFull 20 }
    "phone-almost-full" Iphone Open [
        "iPhone Storage Full", "storage almost full on the phone", "phone memory is full",
        "no free space left on the phone", "phone storage space running out",
    ] { PhoneFull 20 }
    "computer-full" Computer Open [
        "The iPhone could not be backed up because not enough free space is available on this computer.",
        "not enough free space on this computer", "computer disk full", "no room on the mac or pc",
    ] { ComputerFull 20, PhoneFull 1 }
    "damaged-backup" Computer Open [
        "The backup was corrupt or not compatible with the iPhone.",
        "iTunes could not back up the iPhone because the backup was corrupt or not compatible with the iPhone.",
        "backup is corrupt", "existing backup is damaged",
    ] { CorruptBackup 20, OldApps 2 }
    "disconnected" Computer Open [
        "The iPhone could not be backed up because the iPhone disconnected.", "iPhone disconnected",
        "phone disconnected from the computer", "cable came loose during the backup",
    ] { StuckProcess 12, OldApps 7, CorruptBackup 4, LinkOutage 2, PhoneFull 1 }
    "overdue" Iphone Open [
        "iPhone Not Backed Up",
        "This iPhone hasn't been backed up in # weeks. Backups happen when this iPhone is plugged in, locked, and connected to Wi-Fi.",
        "not backed up for # days", "not backed up in # weeks", "last backup was # weeks ago", "it does not back up automatically", "no backup overnight",
        "never backs up at night", "automatic backup does not start", "waiting to back up",
    ] {
        NoPower 12, NoWifi 7, BackupOff 6, ScreenInUse 6, LowPowerMode 4, NotCharging 4, NotIdle
        4, Metered 3, Doze 2, SessionBudget 2, OutsideWindow 2, LowBattery 1,
    }
    "estimating" Iphone Stuck [
        "Estimating time remaining...", "stuck on estimating time remaining", "Preparing backup",
        "Getting ready to back up", "stuck on preparing",
    ] {
        Scanning 16, StuckProcess 5, UploadSpeed 2,
        LinkOutage 1, CloudOutage 1,
    }
    // It says how long it still takes, so it runs: nothing has turned it away.
    "time-remaining" Iphone Slow [
        "Time remaining: # hours", "time remaining about # hours", "# hours remaining", "# hours left",
        "stuck on time remaining # hours", "time remaining keeps growing",
    ] {
        UploadSpeed 14, RivalTraffic 6, WifiSpeed 4, ItemOverhead 3, StuckItem 3, LinkOutage 3,
        CloudOutage 3, ScreenInUse 3, NoWifi 2, NoPower 2, CloudSpeed 2, Doze 2,
    }
    "same-percentage" People Stuck [
        "keeps freezing at the same percentage", "always stops at #%", "stops at the same point every night",
        "freezes at the same percent each time", "every attempt gets stuck at the same place",
        "stops at #% every night", "stuck at #% every single night",
    ] { StuckItem 20, CloudFull 2, OutsideWindow 1 }
    "stuck" People Stuck [
        "stuck at #% for hours", "backup stuck at a small percentage for hours", "stuck at #%",
        "not moving past #%", "no progress for hours", "progress bar does not move",
        "backup is stuck", "backup hangs", "stays at #%",
    ] {
        UploadSpeed 20, StuckItem 7, LinkOutage 5, CloudOutage 5, CloudFull 5, NoWifi 4,
        RivalTraffic 4, Doze 4, ScreenInUse 3, NoPower 3, LowPowerMode 3, StuckProcess 3,
        NotCharging 3, ItemOverhead 3, WifiSpeed 3, LowBattery 2, SessionBudget 2, TooHot 2,
        CloudSpeed 2,
    }
    "toggle-turns-off" People Open [
        "cloud backup toggle turns off by itself", "icloud backup turns itself off",
        "backup switch turns off again", "the backup setting keeps turning off",
        "backup toggle will not stay on", "backup disables itself",
    ] { SignedOut 13, CorruptBackup 8, AccountBlocked 3 }
    "waiting-for-wifi" Google Open ["Waiting for Wi-Fi", "waiting for a wifi network", "needs wifi to back up"] {
        NoWifi 16, Metered 5,
    }
    "waiting-for-connection" Google Open ["Waiting for connection", "no internet connection", "offline"] {
        SignInPage 10, LinkOutage 10, BlockedNetwork 3, NetworkSettings 2, NoWifi 2,
    }
    "backup-is-off" Google Open ["Backup is off", "backup is switched off", "backup turned off in settings"] {
        BackupOff 18, SignedOut 3,
    }
    "skipped" Google Open [
        "A photo or video was skipped", "Some files were unavailable during the last backup.",
        "one file cannot be backed up",
    ] { StuckItem 20 }
    "paused-to-save-battery" Iphone Open [
        "iCloud Photos updates are paused to save battery. Would you like to resume updates for one hour?",
        "paused in low power mode", "battery saver is on", "paused to save power", "low power mode is on",
        "power saving stops the backup", "yellow battery icon",
    ] { LowPowerMode 20, LowBattery 2 }
    "battery-low" People Open [
        "battery is low", "backup paused, battery too low", "waits for more battery",
        "battery empty in the morning",
    ] { LowBattery 17, NoPower 4, NotCharging 3, LowPowerMode 2 }
    "charging-on-hold" Iphone Open [
        "Charging On Hold", "Charging will resume when iPhone returns to normal temperature.",
        "charging paused at #%", "not charging above #%", "phone gets hot while charging",
        "charges to #% and stops", "charging stops at #%",
    ] { NotCharging 11, TooHot 10, Heat 2 }
    "hot" People Open [
        "phone gets hot", "phone is very hot", "phone is too warm", "phone overheats",
    ] { TooHot 17, Heat 6, NotCharging 1 }
    "charges-slowly" People Open [
        "plugged in but losing charge", "battery goes down on the charger", "slow charger",
        "plugged in, not charging",
    ] { NotCharging 18, LowBattery 3, NoPower 2 }
    "verify-account" Iphone Open [
        "needs a verified email", "verify your account", "unable to access the account",
        "update apple account settings", "confirm your account", "account locked",
        "apple id verification", "verification failed",
    ] { AccountBlocked 19, SignedOut 2 }
    "sign-in-again" People Open [
        "asks me to sign in again", "account signed out", "enter the password of the account",
        "not signed in", "asks for the apple id password", "sign in to google account",
        "signed out and asks for the password over and over", "keeps asking for the password",
    ] { SignedOut 18, AccountBlocked 2 }
    "too-old" People Open [
        "ios is too old for icloud backup", "android version too old", "iOS 8 or earlier",
        "software not supported any more", "phone cannot be updated", "icloud backup is disabled on this old phone",
    ] { Unsupported 18, OldApps 1 }
    "update-needed" People Open [
        "update google play services", "app needs an update", "software update available",
        "update required", "outdated software",
    ] { OldApps 18, Unsupported 1 }
    "app-crashes" People Open [
        "google one keeps stopping", "google play services keeps stopping", "backup app crashes",
        "app closes itself", "cache is full or damaged",
    ] { StaleCache 18, OldApps 2, StuckProcess 1 }
    "since-screen-lock" People Open [
        "fails since I set a screen lock", "stopped working after setting a pin",
        "fingerprint and pattern lock since then no backup",
    ] { ScreenLockBug 18, StuckProcess 1 }
    "slow" People Slow [
        "only # percent a night", "takes days", "taking a long time", "backup is very slow",
        "takes forever", "takes longer than usual", "only a few GB every night", "# days remaining",
        "upload crawls",
    ] {
        UploadSpeed 14, RivalTraffic 6, UsbSpeed 5, ItemOverhead 4, WifiSpeed 4, Doze 3,
        CloudSpeed 3, SessionBudget 3, ScreenInUse 2, NoWifi 2, OutsideWindow 2, PhoneSpeed 2,
    }
    "stops-in-use" People Open [
        "stops when I use it", "stops when I unlock the phone", "cancelled when I pick up the phone",
        "pauses while the screen is on", "starts again when I lock the phone",
    ] { ScreenInUse 18, NotIdle 7 }
    "needs-power" People Open [
        "stops when I unplug it", "only runs while charging", "connect to power to back up",
        "waiting for power", "waiting to charge", "fell off the charger",
    ] { NoPower 17, Doze 9, NotCharging 3, LowBattery 1 }
    "starts-over" People Open [
        "starts over every night", "goes back to 0%", "begins from the start again",
        "restarts the whole backup every night", "starts the whole backup again",
        "percentage went down",
    ] { CorruptBackup 12, LinkOutage 6, NoWifi 4, StuckProcess 2 }
    "another-network-works" People Open [
        "works on another network", "works at home but not at work", "not on the school or office wifi",
        "works with a hotspot", "works at my mother's house", "works at a friend's house",
    ] { BlockedNetwork 18, NetworkSettings 2, WifiSpeed 2, SignInPage 1 }
    "wifi-drops" People Open [
        "wifi keeps disconnecting", "wifi drops at night", "router switches wifi off at night",
        "loses wifi",
    ] { NoWifi 17, NetworkSettings 2, LinkOutage 2 }
    "wifi-broken-everywhere" People Open [
        "wifi trouble on every network", "cannot join any wifi properly", "bluetooth and wifi act up",
    ] { NetworkSettings 18, NoWifi 1 }
    "sign-in-page" People Open [
        "wifi asks to sign in on a web page", "hotel wifi", "a page asks me to accept the terms",
        "captive portal", "in a hotel", "on the wifi of a train or cafe",
    ] { SignInPage 18, BlockedNetwork 3 }
    "internet-down" People Open [
        "internet was down", "the router lost the connection", "internet outage at night",
        "modem restarts at night",
    ] { LinkOutage 18, NoWifi 3 }
    "service-down" People Open [
        "server error", "icloud is down", "service unavailable", "try again later",
        "google is having problems", "cannot reach the server",
    ] { CloudOutage 18, BlockedNetwork 1, LinkOutage 1 }
    "until-restart" People Open [
        "only works after a restart", "backup process hangs until reboot", "spinning wheel that never ends",
    ] { StuckProcess 18, Scanning 1 }
    "many-uploads" People Slow [
        "several clouds upload at the same time", "onedrive and google photos together",
        "someone else uploads all evening", "video call or gaming slows it down",
        "internet slow while others upload",
    ] { RivalTraffic 18, UploadSpeed 3 }
    "mobile-data" People Open [
        "on a personal hotspot", "low data mode", "metered network", "wants to use mobile data",
        "on a mobile hotspot", "uses my mobile hotspot", "tethered to another phone",
    ] { Metered 18, NoWifi 4 }
    "many-small-files" People Slow [
        "thousands of small files", "counts item by item", "items left goes down slowly",
    ] { ItemOverhead 18, UploadSpeed 1 }
    // Says no more than that it fails: the checks of the platform in their order, by how common each
    // is times its weight.
    "not-working" People Vague [
        "backup not working", "backup does not work", "phone will not back up", "will not back up", "why won't my phone back up",
        "nothing happens", "backup fails every night", "backup stopped working", "backup does nothing",
        "backup broken", "backup keeps failing", "phone stopped backing up",
    ] {
        SignedOut 20, BackupOff 20, OldApps 18, NoWifi 9, NoPower 6, ScreenInUse 6, LowPowerMode 4,
        CloudFull 2,
    }
    "moving" Google Open ["Backing up", "upload is running"] {
        UploadSpeed 12, RivalTraffic 4, ItemOverhead 3, WifiSpeed 3,
    }
}
