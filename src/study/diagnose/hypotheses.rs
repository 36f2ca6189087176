//! What a hypothesis is: a cause, the edits that bring it about, mostly one number that is not known.
//! And what is known of causes beforehand: how common each is, which fields bring it about. The
//! hypotheses themselves stand in `lines`.
//!
//! How common each cause is, is assumed: nobody publishes such counts. The order follows what the
//! vendors' help pages put first: speed, storage, power, Wi-Fi, account (collected 2026-11-23).

use crate::cause::Cause;
use crate::scenario::Inputs;
use crate::units::Size;

/// One edit as text: a field's key and what is typed for it.
pub type Said = (&'static str, String);

/// A line of hypotheses: one number runs along it, all else is fixed.
pub struct Line {
    /// The cause that they bring about.
    pub cause: Cause,
    /// How much of the cause's weight is on this line.
    pub weight: f64,
    /// The values of the number that are simulated; between two the readings are interpolated.
    pub values: Vec<f64>,
    /// The value that is usual, for a case without readings.
    pub usual: f64,
    /// What is typed for a value.
    pub edits: Box<dyn Fn(f64) -> Vec<Said>>,
    /// It has what is done where the first reading wants it.
    pub earlier: bool,
    /// Its cause leaves no trace of its own in the outcome.
    pub traceless: bool,
    /// It sets the speed itself.
    pub sets_speed: bool,
    /// How many numbers are fitted on it, the one that runs along it and those that tell it from its
    /// neighbours.
    pub numbers: u32,
    /// Its number counts by its logarithm: a speed, a cost; otherwise by itself.
    pub ratios: bool,
}

/// Each number that is fitted beyond what the rises between readings can tell costs so much
/// (assumed): a case with hours and a count of others explains any rise whatever.
pub const SURPLUS: f64 = 0.25;
/// A fault that mostly shows a message, where no message is told of (assumed).
const SILENT: f64 = 0.5;
/// What turns a backup away at its start, where some of it was done by the first look (assumed): it
/// did run before.
const RAN_BEFORE: f64 = 0.35;

/// How much a situation without a text makes of a cause, by whether something was done by the first
/// look.
pub fn in_situation(cause: Cause, has_run: bool) -> f64 {
    let is_fault = fields_of(cause) == ["phone.fault"];
    let silent = if is_fault { SILENT } else { 1.0 };
    let turns_away = is_fault
        || matches!(cause, Cause::SignedOut | Cause::BackupOff | Cause::Unsupported)
        || matches!(cause, Cause::PhoneFull | Cause::Metered);
    silent * if turns_away && has_run { RAN_BEFORE } else { 1.0 }
}

/// How common a cause is among backups that fail, relative to the others. Assumed.
pub const fn commonness(cause: Cause) -> f64 {
    match cause {
        Cause::UploadSpeed => 10.0,
        Cause::CloudFull => 8.0,
        Cause::LowPowerMode | Cause::NoPower => 6.0,
        Cause::NoWifi => 5.0,
        Cause::RivalTraffic | Cause::ScreenInUse | Cause::StuckItem | Cause::Doze => 4.0,
        Cause::CorruptBackup
        | Cause::SignedOut
        | Cause::PhoneFull
        | Cause::NotCharging
        | Cause::StuckProcess
        | Cause::LinkOutage
        | Cause::ComputerFull => 3.0,
        Cause::OldApps
        | Cause::BackupOff
        | Cause::Scanning
        | Cause::Metered
        | Cause::CloudOutage
        | Cause::LowBattery
        | Cause::AccountBlocked
        | Cause::NotIdle
        | Cause::UsbSpeed => 2.5,
        Cause::WifiSpeed
        | Cause::Unsupported
        | Cause::SignInPage
        | Cause::BlockedNetwork
        | Cause::NetworkSettings
        | Cause::StaleCache => 1.5,
        Cause::SessionBudget | Cause::ItemOverhead | Cause::CloudSpeed => 1.0,
        Cause::OutsideWindow | Cause::ScreenLockBug | Cause::TooHot | Cause::PhoneSpeed => 0.7,
        Cause::Heat | Cause::Reconnecting | Cause::Starting | Cause::BackingOff => 0.0,
    }
}

/// The fields that bring a cause about: where one was given, the cause is known or ruled out.
pub const fn fields_of(cause: Cause) -> &'static [&'static str] {
    match cause {
        Cause::OutsideWindow => &["window.allowed"],
        Cause::SignedOut => &["phone.signed_in"],
        Cause::BackupOff => &["phone.backup_on"],
        Cause::Unsupported => &["phone.software"],
        Cause::StuckProcess
        | Cause::OldApps
        | Cause::StaleCache
        | Cause::ScreenLockBug
        | Cause::CorruptBackup
        | Cause::SignInPage
        | Cause::BlockedNetwork
        | Cause::NetworkSettings
        | Cause::AccountBlocked => &["phone.fault"],
        Cause::StuckItem => &["library.stuck_at"],
        Cause::NoWifi => &["link.wifi", "link.drops"],
        Cause::Metered => &["link.metered"],
        Cause::LinkOutage => &["link.outages"],
        Cause::CloudOutage => &["cloud.outages"],
        Cause::NoPower | Cause::Doze | Cause::LowBattery => {
            &["charger.plugged", "charger.power", "battery.level"]
        }
        Cause::NotCharging => &["charger.hold", "charger.power", "battery.level"],
        Cause::LowPowerMode => &["battery.saver"],
        Cause::ScreenInUse | Cause::NotIdle => &["screen.in_use"],
        Cause::SessionBudget => &["service.session", "service.last"],
        Cause::Scanning => &["service.scan"],
        Cause::CloudFull | Cause::ComputerFull => &["cloud.free", "cloud.plan", "cloud.used"],
        Cause::PhoneFull => &["storage.free"],
        Cause::TooHot | Cause::Heat => &["phone.temperature"],
        Cause::WifiSpeed => &["link.wifi_speed"],
        Cause::CloudSpeed => &["cloud.cap"],
        Cause::PhoneSpeed => &["service.max_rate"],
        Cause::UsbSpeed => &["link.usb_speed"],
        Cause::RivalTraffic => &["link.rivals"],
        Cause::ItemOverhead => &["service.item_overhead", "library.items"],
        Cause::UploadSpeed => &["link.upload", "link.plan", "link.trace"],
        Cause::Reconnecting | Cause::Starting | Cause::BackingOff => &[],
    }
}

/// What the lines are drawn for.
pub struct Setting<'a> {
    /// The base case.
    pub inputs: &'a Inputs,
    /// Whether the speed was given; otherwise it is swept.
    pub speed_given: bool,
    /// The moments of the readings, in minutes into their window.
    pub minutes: Vec<f64>,
    /// What would have to be done before second 0 for the first reading, at the base's speed.
    pub earlier: Option<Size>,
    /// Nothing was read off: what stands for readings is taken from a phrase.
    pub by_text: bool,
    /// It was seen at a figure above nothing, and what was done before is not known.
    pub under_way: bool,
    /// Where a phrase says that it stands, in percent.
    pub stands_at: Option<f64>,
    /// The hours of two nights at which it stood still in both, in minutes into the window.
    pub timer: Option<(f64, f64)>,
    /// The share fell from look to look, too little for a new start: the library grows faster.
    pub falls: bool,
    /// Speeds worth a look, in Mbps: those that the readings themselves suggest.
    pub speeds: Vec<f64>,
    /// The reading at which it had gone back: from and to, in minutes into the window.
    pub back: Option<(f64, f64)>,
}
