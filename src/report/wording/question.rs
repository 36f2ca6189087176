//! Questions in words: what to ask or check next.

use crate::study::diagnose::questions::Question;

/// The question as one line.
pub const fn question(question: Question) -> &'static str {
    match question {
        Question::Account => "Is the account signed in, without a request to verify it?",
        Question::Switch => "Is the backup switched on, and does the switch stay on?",
        Question::Updates => "Does the phone or one of the backup apps wait for an update?",
        Question::Restart => "Does it move after a restart of the phone?",
        Question::Cache => "Does it move once the cache of the backup apps is cleared?",
        Question::ScreenLock => "Does it run once with the screen lock taken off?",
        Question::OldBackup => {
            "Does it still fail after a restart, an update and a day of waiting?"
        }
        Question::OtherNetwork => "Does it move on another Wi-Fi, with its web page opened first?",
        Question::SamePlace => "Does the next try stop at the same percentage?",
        Question::Wifi => "Was the phone on an unlimited Wi-Fi all night, close to the router?",
        Question::Line => "Did other devices have internet at that time?",
        Question::Status => "Does the service's status page show trouble for that time?",
        Question::OnCharger => "Was the phone on the charger all night?",
        Question::Charging => "Did the battery level rise while it was plugged in?",
        Question::Saver => "Is power saving on, or does it come on by itself?",
        Question::InUse => "Was the phone picked up and unlocked at that time?",
        Question::Longer => "Does more get through when it may run for longer?",
        Question::CloudSpace => "How much storage does the account have free?",
        Question::PhoneSpace => "How much space is free on the phone itself?",
        Question::ComputerSpace => "How much space is free on the computer?",
        Question::SpeedTest => "What upload does a speed test show, on this phone and now?",
        Question::OtherUploads => "Does anything else upload over the same line at night?",
        Question::SmallFiles => "Is most of it thousands of small files?",
        Question::Cable => "Which cable and port is it on: USB 2 or USB 3?",
    }
}
