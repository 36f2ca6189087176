//! What to ask or check next: each cause has a question that tests it, and several causes may share
//! one. Causes with their scores flow in, the question that splits them best flows out.

use crate::cause::Cause;

macro_rules! questions {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal [$($cause:ident),+];)+) => {
        /// A question to the owner or a thing to check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Question { $($(#[doc = $doc])+ $name),+ }

        impl Question {
            /// All of them.
            pub const ALL: &'static [Question] = &[$(Question::$name),+];

            /// Its id, for instance `on-the-charger`.
            pub const fn id(self) -> &'static str {
                match self { $(Question::$name => $id),+ }
            }

            /// The causes that it is about.
            pub const fn causes(self) -> &'static [Cause] {
                match self { $(Question::$name => &[$(Cause::$cause),+]),+ }
            }
        }
    };
}

questions! {
    /// Is an account signed in?
    Account = "account" [SignedOut, AccountBlocked];
    /// Is the backup switched on?
    Switch = "backup-switch" [BackupOff];
    /// Is there an update for the system or the apps?
    Updates = "updates" [Unsupported, OldApps];
    /// Does a restart get it going?
    Restart = "restart" [StuckProcess, Scanning, Starting];
    /// Does clearing the cache help?
    Cache = "cache" [StaleCache];
    /// Does it work with the screen lock taken off?
    ScreenLock = "screen-lock" [ScreenLockBug];
    /// Does it work once the old backup is deleted?
    OldBackup = "old-backup" [CorruptBackup];
    /// Does it work on another network?
    OtherNetwork = "other-network" [SignInPage, BlockedNetwork, NetworkSettings];
    /// Does it stop at the same percentage again?
    SamePlace = "same-place" [StuckItem];
    /// Was the phone on Wi-Fi all night?
    Wifi = "wifi" [NoWifi, Metered, WifiSpeed];
    /// Was the internet up all night?
    Line = "line" [LinkOutage, Reconnecting];
    /// Was the service up?
    Status = "status-page" [CloudOutage, CloudSpeed, BackingOff];
    /// Was the phone on the charger all night?
    OnCharger = "on-the-charger" [NoPower, Doze, LowBattery];
    /// Did its battery rise on the charger?
    Charging = "charging" [NotCharging, TooHot, Heat];
    /// Is power saving on?
    Saver = "power-saving" [LowPowerMode];
    /// Was the phone in use at night?
    InUse = "in-use" [ScreenInUse, NotIdle];
    /// Does it do more when it may run longer?
    Longer = "longer" [OutsideWindow, SessionBudget];
    /// How much cloud space is free?
    CloudSpace = "cloud-space" [CloudFull];
    /// How much space is free on the phone?
    PhoneSpace = "phone-space" [PhoneFull];
    /// How much space is free on the computer?
    ComputerSpace = "computer-space" [ComputerFull];
    /// What does a speed test show for upload?
    SpeedTest = "speed-test" [UploadSpeed, PhoneSpeed];
    /// Does anything else upload at that time?
    OtherUploads = "other-uploads" [RivalTraffic];
    /// Is it thousands of small files?
    SmallFiles = "small-files" [ItemOverhead];
    /// Which cable and port?
    Cable = "cable" [UsbSpeed];
}

/// The question that tests a cause.
pub fn about(cause: Cause) -> Question {
    let found = Question::ALL.iter().copied().find(|q| q.causes().contains(&cause));
    found.unwrap_or(Question::SpeedTest)
}

/// The question whose answer is the least certain: it splits what is left best. `None` where one
/// cause is all that is left. Only what is still untold of one of the causes is asked.
pub fn splits(scores: &[(Cause, f64)], untold: &dyn Fn(Cause) -> bool) -> Option<Question> {
    let all: f64 = scores.iter().map(|(_, score)| score).sum();
    let gain = |question: Question| {
        let of_it = scores.iter().filter(|(cause, _)| question.causes().contains(cause));
        let share = of_it.map(|(_, score)| score).sum::<f64>() / all.max(f64::MIN_POSITIVE);
        let part = |p: f64| if p <= 0.0 { 0.0 } else { -p * libm::log(p) };
        part(share) + part(1.0 - share)
    };
    let open = |q: &&Question| q.causes().iter().any(|&cause| untold(cause));
    let gains =
        Question::ALL.iter().filter(open).map(|&q| (gain(q), q)).filter(|(gain, _)| *gain > 0.01);
    gains.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, question)| question)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_a_question_and_only_one() {
        for &cause in Cause::ALL {
            let n = Question::ALL.iter().filter(|q| q.causes().contains(&cause)).count();
            assert_eq!(n, 1, "{}", cause.id());
        }
    }

    /// 60 % on the storage is less certain than 20 % on the account; a sure cause needs no question.
    #[test]
    fn the_least_certain_answer_splits_best() {
        let scores = [(Cause::CloudFull, 0.6), (Cause::SignedOut, 0.2), (Cause::PhoneFull, 0.2)];
        assert_eq!(splits(&scores, &|_| true), Some(Question::CloudSpace));
        assert_eq!(splits(&[(Cause::CloudFull, 1.0)], &|_| true), None);
        assert_eq!(splits(&[], &|_| true), None);
        let told = |cause| cause != Cause::CloudFull;
        assert_ne!(splits(&scores, &told), Some(Question::CloudSpace));
    }
}
