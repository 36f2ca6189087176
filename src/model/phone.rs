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
    fn hours(
        (windows, hours): (&Windows, &mut Schedule<bool>),
        night: &Night,
        (unlock, keyed): (Span, Keyed),
    ) {
        let latest = night.length.minus(unlock).as_secs();
        let at = latest * unit(&mut keyed.at(i64::from(night.number)));
        let at = Span::from_micros((at * 1e6) as i64);
        let once = std::iter::once((at, at.plus(unlock)));
        match windows {
            Windows::Always => hours.hold(true),
            Windows::Never => hours.hold_stretches(once),
            Windows::Clock(list) => {
                let held = list.iter().filter(|window| window.in_night(night.number));
                let all = held.flat_map(|window| stretches(window, night.start));
                hours.hold_stretches(all.chain(once));
            }
        }
    }
}

impl Model for InUse<'_> {
    fn begin(&mut self, night: &Night) {
        let before = self.on.is_on();
        match self.unlock {
            Some(unlock) => self.on.begin_with(night, |windows, hours| {
                InUse::hours((windows, hours), night, unlock);
            }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{ClockTime, ClockWindow, Nights};

    fn hours(n: i64) -> Span {
        Span::from_secs(3600 * n)
    }

    fn at(n: i64) -> SimTime {
        SimTime::ZERO.plus(hours(n))
    }

    fn night(number: u32) -> Night {
        let base = at(24 * (i64::from(number) - 1));
        let start = ClockTime::from_hm(22, 0);
        Night { number, base, start, length: hours(9), fresh: true }
    }

    fn told(screen: &InUse) -> (bool, SimTime) {
        let mut facts = Conditions::default();
        screen.publish(&mut facts);
        (facts.in_use, facts.in_use_since)
    }

    /// In use from 00:00 to 01:00.
    fn used() -> Screen {
        let hour = ClockWindow::daily(ClockTime::from_hm(0, 0), ClockTime::from_hm(1, 0));
        Screen { in_use: Windows::Clock(vec![hour]), ..Screen::default() }
    }

    #[test]
    fn it_tells_since_when_the_phone_is_in_use_or_left_alone() {
        let (screen, facts) = (used(), Conditions::default());
        let mut phone = InUse::new(&screen, None).unwrap();
        phone.begin(&night(1));
        assert_eq!(told(&phone), (false, at(0)));
        for (from, to, on) in [(0, 2, true), (2, 3, false)] {
            let next = phone.next_event(at(from), &facts, Rate::ZERO);
            assert_eq!((next, phone.rests_until(at(from))), (Some(at(to)), Some(at(to))));
            phone.advance(at(from), at(to), &facts, Rate::ZERO);
            assert_eq!(told(&phone), (on, at(to)));
        }
        assert_eq!(phone.rests_until(at(4)), Some(SimTime::END));
        phone.begin(&Night { fresh: false, ..night(2) });
        assert_eq!(told(&phone), (false, at(3)));
        phone.shift(Span::DAY);
        assert_eq!(told(&phone), (false, at(27)));
        phone.begin(&night(3));
        assert_eq!(told(&phone), (false, at(48)));
        // A use that a day breaks off ends with it.
        phone.advance(at(48), at(50), &facts, Rate::ZERO);
        phone.begin(&Night { fresh: false, ..night(4) });
        assert_eq!(told(&phone), (false, at(72)));
        assert!(InUse::new(&Screen::default(), None).is_none());
    }

    /// Three hours at any moment of nine: from hour 0 to 6, evenly, so that they begin at hour 3 on
    /// average, good to 6 h/sqrt(12 x 1000) = 0.055 h.
    #[test]
    fn an_unlock_lies_anywhere_in_the_window_beside_the_hours_of_use() {
        let screen = Screen { unlock: hours(3), ..Screen::default() };
        assert!(InUse::new(&screen, None).is_none());
        assert!(InUse::new(&Screen::default(), Some(Keyed::new(7))).is_none());
        let mut phone = InUse::new(&screen, Some(Keyed::new(7))).unwrap();
        let mut sum = 0.0;
        for number in 1..=1000 {
            phone.begin(&night(number));
            let steps: Vec<_> = phone.on.steps().collect();
            let [_, (from, true), (to, false)] = steps[..] else { panic!("{steps:?}") };
            assert!(to.minus(from) == hours(3) && to <= hours(9), "{steps:?}");
            sum += from.as_secs() / 3600.0;
        }
        assert!((sum / 1000.0 - 3.0).abs() < 0.22, "{sum}");
        phone.draw_from(|| Keyed::new(8));
        assert_eq!(phone.unlock, Some((hours(3), Keyed::new(8))));
        // With hours of use, those of the night, it is in use in both.
        let second = Some(Nights { first: 2, last: 2 });
        let mut both = Screen { unlock: hours(3), ..used() };
        if let Windows::Clock(list) = &mut both.in_use {
            list[0].nights = second;
        }
        let mut phone = InUse::new(&both, Some(Keyed::new(7))).unwrap();
        let mut in_use = |number| {
            phone.begin(&night(number));
            let mut steps: Vec<_> = phone.on.steps().collect();
            steps.push((Span::DAY, false));
            let on = steps.windows(2).filter(|pair| pair[0].1);
            let length = on.fold(Span::ZERO, |sum, pair| sum.plus(pair[1].0.minus(pair[0].0)));
            (length, phone.on.steps().any(|(at, on)| on && at == hours(2)))
        };
        assert_eq!(in_use(1), (hours(3), false));
        let (length, at_two) = in_use(2);
        assert!(length == hours(4) && at_two || length < hours(4) && length >= hours(3));
        let always = Screen { in_use: Windows::Always, ..screen };
        let mut phone = InUse::new(&always, Some(Keyed::new(7))).unwrap();
        phone.begin(&night(1));
        assert_eq!(phone.on.steps().collect::<Vec<_>>(), [(Span::ZERO, true)]);
    }
}
