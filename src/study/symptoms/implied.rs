//! Which service a text is about, where nobody said so. The text and what was heard in it flow in; the
//! service flows out. Names of services come first, then the message itself, then the words for a
//! phone or a computer.

use super::{Heard, Screen};
use crate::model::phone::Platform;
use crate::model::service::Preset;

/// How near a message must be to stand for the service that shows it (assumed).
const PLAIN: f64 = 0.85;

/// What a text says of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// It is about this one.
    One(Preset),
    /// It names several, so about none of them alone.
    Several,
    /// Nothing.
    Unsaid,
}

/// Services to try where the text says nothing, the most used first (assumed); those of a platform
/// where that is known.
pub const fn likely(platform: Option<Platform>) -> &'static [Preset] {
    match platform {
        Some(Platform::Iphone) => &[Preset::IcloudBackup, Preset::IcloudPhotos],
        Some(Platform::Android) => &[Preset::GooglePhotos, Preset::GoogleBackup],
        Some(Platform::Samsung) => {
            &[Preset::SamsungCloud, Preset::GooglePhotos, Preset::GoogleBackup]
        }
        Some(Platform::Computer) => &[Preset::ComputerUsb2],
        None => &[
            Preset::IcloudBackup,
            Preset::GooglePhotos,
            Preset::GoogleBackup,
            Preset::SamsungCloud,
            Preset::ComputerUsb2,
        ],
    }
}

/// Names of services as people type them; a longer name goes before the one it holds.
const NAMES: &[(&str, Preset)] = &[
    ("icloud photo", Preset::IcloudPhotos),
    ("google photo", Preset::GooglePhotos),
    ("google one", Preset::GoogleBackup),
    ("google backup", Preset::GoogleBackup),
    ("google drive", Preset::GoogleBackup),
    ("play services", Preset::GoogleBackup),
    ("icloud", Preset::IcloudBackup),
    ("google", Preset::GoogleBackup),
    ("onedrive", Preset::Onedrive),
    ("one drive", Preset::Onedrive),
    ("samsung cloud", Preset::SamsungCloud),
    ("itunes", Preset::ComputerUsb2),
    ("finder", Preset::ComputerUsb2),
    ("apple devices", Preset::ComputerUsb2),
    ("this computer", Preset::ComputerUsb2),
    ("to my computer", Preset::ComputerUsb2),
    ("to the computer", Preset::ComputerUsb2),
    ("to my mac", Preset::ComputerUsb2),
    ("to my pc", Preset::ComputerUsb2),
    ("rclone", Preset::RcloneWebdav),
    ("restic", Preset::Restic),
    ("rsync", Preset::Rsync),
];

/// Words for a phone, by the service that most of its owners mean (assumed).
const PHONES: &[(&str, Preset)] = &[
    ("iphone", Preset::IcloudBackup),
    ("ipad", Preset::IcloudBackup),
    ("apple", Preset::IcloudBackup),
    ("ios", Preset::IcloudBackup),
    ("samsung", Preset::SamsungCloud),
    ("galaxy", Preset::SamsungCloud),
    ("android", Preset::GoogleBackup),
    ("pixel", Preset::GoogleBackup),
];

/// The service that a text is about.
pub fn service(typed: &str, heard: &Heard) -> Service {
    let typed = typed.to_lowercase();
    match of(NAMES, typed.clone()) {
        Service::Unsaid => {}
        said => return said,
    }
    let message = heard.text.filter(|_| heard.meant.is_some_and(|(_, near)| near >= PLAIN));
    if let (Some(text), Some((symptom, _))) = (message, heard.meant) {
        // The usual text of an entry is its screen's; the others are what people make of it.
        let usual = symptom.texts.first() == Some(&text);
        match (symptom.screen, of(NAMES, text.to_lowercase())) {
            (_, said @ Service::One(_)) => return said,
            (Screen::Computer, _) => return Service::One(Preset::ComputerUsb2),
            (Screen::Iphone, _) if usual => return Service::One(Preset::IcloudBackup),
            (Screen::Google, _) if usual => return Service::One(Preset::GooglePhotos),
            _ => {}
        }
    }
    of(PHONES, typed)
}

/// What a text says by a list of names, each taken out once it is found.
fn of(names: &[(&str, Preset)], mut text: String) -> Service {
    let mut found = Service::Unsaid;
    for &(name, preset) in names {
        let at_word = |at: usize| {
            text.get(..at).and_then(|t| t.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
        };
        if !text.match_indices(name).any(|(at, _)| at_word(at)) {
            continue;
        }
        text = text.replace(name, " ");
        found = match found {
            Service::Unsaid => Service::One(preset),
            Service::One(one) if one == preset => found,
            _ => Service::Several,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::hear;
    use super::*;

    #[test]
    fn a_text_is_about_the_service_that_it_names_or_whose_message_it_is() {
        for (text, want) in [
            ("iPhone Storage Full", Service::One(Preset::IcloudBackup)),
            ("Charging On Hold", Service::One(Preset::IcloudBackup)),
            ("Waiting for Wi-Fi", Service::One(Preset::GooglePhotos)),
            (
                "The iPhone could not be backed up because not enough free space is available on \
                 this computer.",
                Service::One(Preset::ComputerUsb2),
            ),
            ("iPhone disconnected", Service::One(Preset::ComputerUsb2)),
            ("paused to save battery", Service::Unsaid),
            (
                "iCloud Photos updates are paused to save battery.",
                Service::One(Preset::IcloudPhotos),
            ),
            ("onedrive does not upload", Service::One(Preset::Onedrive)),
            ("my Samsung does not back up", Service::One(Preset::SamsungCloud)),
            ("Not enough iCloud or Google storage", Service::Several),
            ("onedrive and google photos together", Service::Several),
            ("stops when I use it", Service::Unsaid),
            ("backup failed", Service::Unsaid),
        ] {
            let said = service(text, &hear(text));
            assert_eq!(said, want, "{text}");
        }
    }
}
