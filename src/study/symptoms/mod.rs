//! Symptoms: what phones say and what people type when a backup fails. A text flows in; the entry of
//! the catalogue that it means flows out, how surely, and the figures that stand in the text. Which
//! causes an entry points to stands in the catalogue; whether they hold is found by simulating them
//! ([`super::diagnose`]).

mod catalogue;
mod implied;
mod matching;

use crate::cause::Cause;
pub use catalogue::SYMPTOMS;
pub use implied::{Service, likely, service};
pub use matching::{Heard, hear};

/// Whose screen shows a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// An iPhone or iPad.
    Iphone,
    /// Google's services on Android: Google backup, Google Photos.
    Google,
    /// The program on a computer: Finder, iTunes, Apple Devices.
    Computer,
    /// No screen: these are the words of people.
    People,
}

/// What a text says of the progress, beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Open,
    /// It stands still for hours, at the percentage that the text names if it names one.
    Stuck,
    /// It moves, and too slowly: by what the text names in a night, if it names it.
    Slow,
    /// Nothing, and nothing of the cause either: only that it does not work.
    Vague,
}

/// An entry of the catalogue.
#[derive(Debug)]
pub struct Symptom {
    /// Its id, for instance `not-enough-storage`.
    pub id: &'static str,
    /// Whose screen shows the first of the texts.
    pub screen: Screen,
    /// Texts that mean it, the usual one first. `#` stands for any number.
    pub texts: &'static [&'static str],
    /// What it says of the progress.
    pub shape: Shape,
    /// How likely this text is where a cause is at work, in twentieths; causes that are not listed are
    /// at [`UNLISTED`]. Assumed throughout: nobody publishes such counts. Likeliest first.
    pub causes: &'static [(Cause, u8)],
}

/// What a cause that is not listed for a text counts as, in twentieths: people mistype and misread.
pub const UNLISTED: f64 = 0.1;

impl Symptom {
    /// How likely this text is where a cause is at work, 0 to 1.
    pub fn likelihood(&self, cause: Cause) -> f64 {
        let listed = self.causes.iter().find(|(c, _)| *c == cause);
        listed.map_or(UNLISTED, |&(_, twentieths)| f64::from(twentieths)) / 20.0
    }
}

/// The entry of that id.
pub fn find(id: &str) -> Option<&'static Symptom> {
    SYMPTOMS.iter().find(|s| s.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_an_id_of_its_own_and_lists_causes_from_the_likeliest_down() {
        for (place, symptom) in SYMPTOMS.iter().enumerate() {
            assert!(SYMPTOMS.iter().skip(place + 1).all(|s| s.id != symptom.id), "{}", symptom.id);
            assert!(!symptom.texts.is_empty() && !symptom.causes.is_empty(), "{}", symptom.id);
            assert!(symptom.causes.windows(2).all(|w| w[0].1 >= w[1].1), "{}", symptom.id);
            assert!(symptom.causes.iter().all(|&(_, n)| n > 0 && n <= 20), "{}", symptom.id);
            let twice = |&(cause, _): &(Cause, u8)| {
                symptom.causes.iter().filter(|(c, _)| *c == cause).count() > 1
            };
            assert!(!symptom.causes.iter().any(twice), "{}", symptom.id);
        }
    }

    #[test]
    fn every_text_of_the_catalogue_is_heard_as_its_own_entry() {
        for symptom in SYMPTOMS {
            for text in symptom.texts {
                let said = text.replace('#', "7");
                let heard = hear(&said);
                let id = heard.meant.map(|(s, _)| s.id);
                assert_eq!(id, Some(symptom.id), "{said}: {:?}", heard.nearest);
            }
        }
    }

    #[test]
    fn typos_case_quotes_order_and_numbers_do_not_matter() {
        for (text, id) in [
            ("\"The last backup could not be completed.\"", "not-completed"),
            ("last bakcup couldnt be completd", "not-completed"),
            ("BACKUP FAILED!!", "not-completed"),
            ("stuck at 5% for hours", "stuck"),
            ("its been stuck on 12 percent for 3 hours", "stuck"),
            ("for hours stuck at 62 %", "stuck"),
            ("Backup stuck at a small percentage for hours", "stuck"),
            ("icloud backup turns itself off", "toggle-turns-off"),
            ("the toggle for cloud backup turns off by itself", "toggle-turns-off"),
            ("Not enough iCloud or Google storage", "not-enough-storage"),
            ("not enuogh storage", "not-enough-storage"),
            ("waiting for WiFi", "waiting-for-wifi"),
            ("estimating time remaing", "estimating"),
            ("keeps freezing at the same percentage", "same-percentage"),
            ("only 4 percent a night", "slow"),
            ("takes days", "slow"),
            ("it stops when I use it", "stops-in-use"),
            ("it stops every time I unlock the phone", "stops-in-use"),
            ("my phone hasnt backed up in 3 weeks", "overdue"),
            ("my phone hasn't been backed up in 3 weeks", "overdue"),
            ("it never backs up at night", "overdue"),
            ("backup not working", "not-working"),
            ("wont back up", "not-working"),
            ("why won't my phone backup", "not-working"),
            ("nothing happens", "not-working"),
            ("backup fails every night", "not-working"),
            ("my phone stopped backing up", "not-working"),
            ("backup could not be completed", "not-completed"),
            ("signed out and it asks for my password over and over", "sign-in-again"),
            ("there is a yellow battery icon", "paused-to-save-battery"),
            ("no space in iCloud", "not-enough-storage"),
            ("iPhone disconnected", "disconnected"),
            ("my phone gets hot", "hot"),
            ("charges to 80% and stops", "charging-on-hold"),
            ("it restarts the whole backup every night", "starts-over"),
            ("Apple ID verification", "verify-account"),
            ("it works at my mother's house", "another-network-works"),
            ("connected to a mobile hotspot", "mobile-data"),
            ("Why does the backup stop at 62 % every single night?", "same-percentage"),
            ("stuck on 'Time remaining: 14 hours' and never finishes", "time-remaining"),
        ] {
            let heard = hear(text);
            assert_eq!(heard.meant.map(|(s, _)| s.id), Some(id), "{text}: {:?}", heard.nearest);
        }
    }

    #[test]
    fn what_means_nothing_here_is_said_to_mean_nothing() {
        for text in
            ["", "my dog ate the phone", "hello", "qwertz uiop", "???", "battery is green today"]
        {
            let heard = hear(text);
            assert!(heard.meant.is_none(), "{text}: {:?}", heard.meant.map(|(s, n)| (s.id, n)));
            assert_eq!(heard.nearest.len(), 3, "{text}");
        }
    }

    #[test]
    fn what_is_said_beside_a_message_is_heard_as_well() {
        let all = |text: &str| -> Vec<&str> { hear(text).all().map(|(s, _)| s.id).collect() };
        let failed = "The last backup could not be completed.";
        assert_eq!(all(&format!("{failed} I'm in a hotel")), ["not-completed", "sign-in-page"]);
        assert_eq!(all("backup not working, the battery is low"), ["battery-low"]);
        assert!(all("uses my mobile hotspot, stays at 0").contains(&"mobile-data"));
        let corrupt = "iTunes could not back up the iPhone because the backup was corrupt";
        assert_eq!(all(corrupt)[0], "damaged-backup");
        // A message says nothing beside itself, whatever its length.
        for symptom in SYMPTOMS {
            for text in symptom.texts {
                assert!(hear(text).also.is_empty(), "{text}: {:?}", all(text));
            }
        }
    }

    #[test]
    fn a_denied_word_is_not_heard_as_its_opposite() {
        for text in [
            "my phone hasn't been backing up since the update in spring",
            "it is not backing up",
            "it never is backing up",
            "it won't be backing up",
        ] {
            let heard = hear(text).meant.map(|(s, _)| s.id);
            assert_ne!(heard, Some("moving"), "{text}");
        }
        for (text, not) in [
            ("the battery is not low", "battery-low"),
            ("it is not stuck", "stuck"),
            ("there is enough storage", "not-enough-storage"),
            ("the router never loses wifi", "wifi-drops"),
        ] {
            let heard = hear(text).meant.map(|(s, _)| s.id);
            assert_ne!(heard, Some(not), "{text}");
        }
    }

    #[test]
    fn a_restore_is_heard_as_no_backup() {
        let heard = hear("restore failed on new phone");
        assert!(heard.restore && heard.meant.is_none());
        assert!(!hear("backup failed on new phone").restore);
    }

    #[test]
    fn figures_in_a_text_are_heard() {
        let heard = hear("stuck at 5% for 6 hours");
        assert_eq!((heard.percent, heard.hours), (Some(5.0), Some(6.0)));
        let heard = hear("only 4 percent a night");
        assert_eq!((heard.percent, heard.hours), (Some(4.0), None));
        let heard = hear("stuck at 62,5 % overnight");
        assert_eq!((heard.percent, heard.hours), (Some(62.5), Some(8.0)));
        assert_eq!(hear("stuck at 500%").percent, None);
    }
}
