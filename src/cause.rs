//! Every cause that can stop or slow an upload: its id, whether it is a gate or a cap, and the
//! state a chart shows it in. One table; its order is the order of blame.

/// What a chart shows a cause as, with its own colour and hatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChartState {
    /// Bytes are moving.
    Uploading,
    /// Waiting for Wi-Fi or the line.
    Network,
    /// Waiting for power or battery.
    Power,
    /// Outside the allowed hours.
    Outside,
    /// The service's side: full, signed out, refusing.
    Cloud,
    /// The phone's side: no space, in use, busy, hot.
    Phone,
}

macro_rules! causes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $gate:literal, $state:ident;)+) => {
        /// A cause, in order of blame: gates first, then caps.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Cause { $($(#[doc = $doc])+ $name),+ }

        impl Cause {
            /// All causes in order of blame.
            pub const ALL: &'static [Cause] = &[$(Cause::$name),+];

            /// The nine known faults of phone, apps, account and network that stop a backup outright.
            pub const FAULTS: &'static [Cause] = &[
                Cause::StuckProcess,
                Cause::OldApps,
                Cause::StaleCache,
                Cause::ScreenLockBug,
                Cause::CorruptBackup,
                Cause::SignInPage,
                Cause::BlockedNetwork,
                Cause::NetworkSettings,
                Cause::AccountBlocked,
            ];

            /// The id that reports, CSV and JSON use.
            pub const fn id(self) -> &'static str {
                match self { $(Cause::$name => $id),+ }
            }

            /// Whether it is open or closed (a gate); otherwise it is a finite rate (a cap).
            pub const fn is_gate(self) -> bool {
                match self { $(Cause::$name => $gate),+ }
            }

            /// The state a chart shows it in.
            pub const fn chart_state(self) -> ChartState {
                match self { $(Cause::$name => ChartState::$state),+ }
            }

            /// What it means, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Cause::$name => concat!($($doc),+).trim_ascii()),+ }
            }
        }
    };
}

causes! {
    /// It is not the hour of the backup window.
    OutsideWindow = "outside-window", true, Outside;
    /// No account is signed in.
    SignedOut = "signed-out", true, Cloud;
    /// The backup is switched off.
    BackupOff = "backup-off", true, Phone;
    /// The software is too old for this service.
    Unsupported = "unsupported", true, Phone;
    /// A backup process hangs until the phone is restarted.
    StuckProcess = "stuck-process", true, Phone;
    /// The backup apps are too old for the servers.
    OldApps = "old-apps", true, Phone;
    /// Damaged temporary files of the backup apps block every run.
    StaleCache = "stale-cache", true, Phone;
    /// A bug stops encrypted backups while a screen lock is set.
    ScreenLockBug = "screen-lock-bug", true, Phone;
    /// The previous backup is damaged and blocks the next.
    CorruptBackup = "corrupt-backup", true, Cloud;
    /// The Wi-Fi wants a sign-in on a web page first.
    SignInPage = "sign-in-page", true, Network;
    /// The network blocks the service.
    BlockedNetwork = "blocked-network", true, Network;
    /// The phone's network settings are damaged.
    NetworkSettings = "network-settings", true, Network;
    /// The account must be verified.
    AccountBlocked = "account-blocked", true, Cloud;
    /// One item fails at every attempt and the service does not skip it.
    StuckItem = "stuck-item", true, Phone;
    /// There is no Wi-Fi.
    NoWifi = "no-wifi", true, Network;
    /// The network counts as metered.
    Metered = "metered", true, Network;
    /// The line is down.
    LinkOutage = "link-outage", true, Network;
    /// The service is down.
    CloudOutage = "cloud-outage", true, Cloud;
    /// Connections are being set up again.
    Reconnecting = "reconnecting", true, Network;
    /// The phone is not plugged in.
    NoPower = "no-power", true, Power;
    /// The phone is plugged in or not, but its battery is not charging.
    NotCharging = "not-charging", true, Power;
    /// The battery is under the level the service needs.
    LowBattery = "low-battery", true, Power;
    /// Power saving is on.
    LowPowerMode = "low-power-mode", true, Power;
    /// The phone is in use.
    ScreenInUse = "screen-in-use", true, Phone;
    /// The phone has not been left alone for long enough.
    NotIdle = "not-idle", true, Phone;
    /// The unplugged phone sleeps and lets apps run only in short windows.
    Doze = "doze", true, Power;
    /// The platform's running-time budget for the backup is used up, or the next one is not due.
    SessionBudget = "session-budget", true, Phone;
    /// The service waits a while before it starts.
    Starting = "starting", true, Phone;
    /// The client looks through the library.
    Scanning = "scanning", true, Phone;
    /// The client waits after an error.
    BackingOff = "backing-off", true, Cloud;
    /// The cloud space is too small.
    CloudFull = "cloud-full", true, Cloud;
    /// The phone's own space is too small.
    PhoneFull = "phone-full", true, Phone;
    /// The computer's disk is too small.
    ComputerFull = "computer-full", true, Cloud;
    /// The phone is too hot.
    TooHot = "too-hot", true, Phone;
    /// The upload speed of the line.
    UploadSpeed = "upload-speed", false, Uploading;
    /// The speed of the Wi-Fi.
    WifiSpeed = "wifi-speed", false, Uploading;
    /// The speed the service accepts.
    CloudSpeed = "cloud-speed", false, Uploading;
    /// The speed the phone itself manages.
    PhoneSpeed = "phone-speed", false, Uploading;
    /// The speed of the cable.
    UsbSpeed = "usb-speed", false, Uploading;
    /// Other uploads on the same line.
    RivalTraffic = "rival-traffic", false, Uploading;
    /// The time each item costs besides its bytes.
    ItemOverhead = "item-overhead", false, Uploading;
    /// The phone slows down because it is warm.
    Heat = "heat", false, Uploading;
}

impl Cause {
    /// How many causes there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The cause with that id.
    pub fn from_id(id: &str) -> Option<Cause> {
        Self::ALL.iter().copied().find(|c| c.id() == id)
    }

    /// Its place in the order of blame, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A set of causes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CauseSet(u64);

impl CauseSet {
    /// No cause.
    pub const EMPTY: CauseSet = CauseSet(0);

    /// The set with one more cause.
    #[inline]
    #[must_use]
    pub const fn with(self, cause: Cause) -> CauseSet {
        CauseSet(self.0 | 1 << cause as u8)
    }

    /// The set less the causes of another.
    #[inline]
    #[must_use]
    pub const fn without(self, other: CauseSet) -> CauseSet {
        CauseSet(self.0 & !other.0)
    }

    /// Whether it holds a cause.
    #[inline]
    pub const fn contains(self, cause: Cause) -> bool {
        self.0 >> cause as u8 & 1 == 1
    }

    /// Whether it holds no cause.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many causes it holds.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The first in the order of blame.
    #[inline]
    pub fn first(self) -> Option<Cause> {
        Cause::ALL.get(self.0.trailing_zeros() as usize).copied()
    }

    /// The causes in the order of blame.
    pub fn iter(self) -> impl Iterator<Item = Cause> {
        let mut left = self;
        std::iter::from_fn(move || {
            let first = left.first()?;
            left.0 &= left.0 - 1;
            Some(first)
        })
    }
}
