//! The phone and its user: the `screen` and `phone` sections.

use crate::cause::Cause;
use crate::model::conditions::{Conditions, Model, Night};
use crate::model::keyed::{Keyed, unit};
use crate::model::timed::OnOff;
use crate::section;
use crate::units::schedule::stretches;
use crate::units::{Rate, Schedule, Set, SimTime, Span, Temperature, Windows};

section! {
    /// The screen.
    pub struct Screen ("screen") {
        /// When the phone is unlocked and in use.
        in_use: Windows = Windows::Never, "screen.in_use", ["in-use"];
        /// For how long it is unlocked once a night, at any moment of the window. Chance draws the
        /// moment; the point answer has no such use.
        unlock: Span = Span::ZERO, "screen.unlock", ["unlock"];
    }
}

crate::choices! {
    /// The state of the phone's software.
    pub enum Software ("software") {
        /// Up to date.
        Current = "current",
        /// Behind, but still served. Stops nothing; a note says so.
        Outdated = "outdated",
        /// Too old for the service.
        Unsupported = "unsupported",
    }
}

crate::choices! {
    /// Whose menus `where` shows and whose power rules hold.
    pub enum Platform ("platform") {
        /// An iPhone or iPad.
        Iphone = "iphone",
        /// An Android phone.
        Android = "android",
        /// A Samsung phone.
        Samsung = "samsung",
        /// A computer.
        Computer = "computer",
    }
}

crate::choices! {
    /// What is wrong with the phone, the account or the network. Each closes one gate until its
    /// remedy.
    pub enum Fault ("fault") {
        /// A backup process hangs.
        StuckProcess = "stuck-process",
        /// The backup apps are too old for the servers.
        OldApps = "old-apps",
        /// Damaged temporary files of the backup apps.
        StaleCache = "stale-cache",
        /// A bug that stops encrypted backups while a screen lock is set.
        ScreenLockBug = "screen-lock-bug",
        /// The previous backup is damaged.
        CorruptBackup = "corrupt-backup",
        /// The Wi-Fi wants a sign-in on a web page.
        SignInPage = "sign-in-page",
        /// The network blocks the service.
        BlockedNetwork = "blocked-network",
        /// Damaged network settings.
        NetworkSettings = "network-settings",
        /// The account must be verified.
        AccountBlocked = "account-blocked",
    }
}

impl Fault {
    /// The gate it closes, under the same name.
    pub const fn cause(self) -> Cause {
        match self {
            Fault::StuckProcess => Cause::StuckProcess,
            Fault::OldApps => Cause::OldApps,
            Fault::StaleCache => Cause::StaleCache,
            Fault::ScreenLockBug => Cause::ScreenLockBug,
            Fault::CorruptBackup => Cause::CorruptBackup,
            Fault::SignInPage => Cause::SignInPage,
            Fault::BlockedNetwork => Cause::BlockedNetwork,
            Fault::NetworkSettings => Cause::NetworkSettings,
            Fault::AccountBlocked => Cause::AccountBlocked,
        }
    }
}

section! {
    /// The phone.
    pub struct Phone ("phone") {
        /// Whether an account is signed in.
        signed_in: bool = true, "phone.signed_in", ["signed-in"];
        /// Whether the backup is switched on.
        backup_on: bool = true, "phone.backup_on", ["backup-on"];
        /// The state of its software.
        software: Software = Software::Current, "phone.software", ["software"];
        /// What is wrong with it.
        fault: Set<Fault> = Set::EMPTY, "phone.fault", ["fault"];
        /// Whose menus are shown and whose power rules hold.
        platform: Option<Platform> = None, "phone.platform", ["phone"];
        /// The temperature around it, for how warm it gets; left out, heat plays no part.
        temperature: Option<Temperature> = None, "phone.temperature", ["ambient"];
    }
}

/// Who uses the phone when: publishes `in_use` and since when.
pub struct InUse<'a> {
    on: OnOff<'a>,
    since: SimTime,
    /// How long it is unlocked once a night, and the random numbers for when.
    unlock: Option<(Span, Keyed)>,
}

impl<'a> InUse<'a> {
    /// From the screen's inputs; `None` where it is never in use. `unlock` holds the random numbers of
    /// a trial in which it is unlocked once a night.
    pub fn new(screen: &'a Screen, unlock: Option<Keyed>) -> Option<Self> {
        let unlock = unlock.map(|keyed| (screen.unlock, keyed)).filter(|(u, _)| *u > Span::ZERO);
        let used = screen.in_use != Windows::Never || unlock.is_some();
        used.then(|| InUse { on: OnOff::new(&screen.in_use), since: SimTime::ZERO, unlock })
    }

    /// Another trial.
    pub fn draw_from(&mut self, keyed: impl FnOnce() -> Keyed) {
        if let Some((_, own)) = &mut self.unlock {
            *own = keyed();
        }
    }

    /// The hours of use in a night with an unlock more.
    fn hours(windows: &Windows, night: &Night, unlock: Span, keyed: Keyed) -> Schedule<bool> {
        let latest = night.length.minus(unlock).as_secs();
        let at = latest * unit(&mut keyed.at(i64::from(night.number)));
        let at = Span::from_micros((at * 1e6) as i64);
        let once = std::iter::once((at, at.plus(unlock)));
        match windows {
            Windows::Always => Schedule::constant(true),
            Windows::Never => Schedule::of_stretches(once),
            Windows::Clock(list) => {
                let held = list.iter().filter(|window| window.in_night(night.number));
                let all = held.flat_map(|window| stretches(window, night.start));
                Schedule::of_stretches(all.chain(once))
            }
        }
    }
}

impl Model for InUse<'_> {
    fn begin(&mut self, night: &Night) {
        let before = self.on.is_on();
        match self.unlock {
            Some((unlock, keyed)) => {
                self.on.begin_with(night, |windows| InUse::hours(windows, night, unlock, keyed));
            }
            None => self.on.begin(night),
        }
        if night.fresh || before != self.on.is_on() {
            self.since = night.base;
        }
    }

    fn heeds_client(&self) -> bool {
        false
    }

    #[inline]
    fn publish(&self, facts: &mut Conditions) {
        facts.in_use = self.on.is_on();
        facts.in_use_since = self.since;
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        Some(self.on.next_change().unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, _: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        self.on.next_change()
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if self.on.advance(to) {
            self.since = to;
        }
    }

    fn shift(&mut self, by: Span) {
        self.since = self.since.plus(by);
    }
}
