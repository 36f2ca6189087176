//! Why nothing reads a given value, as the end of a sentence that begins "… has no effect here:".

use crate::model::service::Requirement;
use crate::study::unread::Unread;
use crate::units::Choice;

/// The reason in words, with a service that does read it where there is one.
pub fn because(why: Unread) -> String {
    let text = match why {
        Unread::ByCable => "the phone backs up over a cable, not over the line",
        Unread::NotOnWifi => "the phone is not on Wi-Fi (link.kind)",
        Unread::NoCable => "the phone is not on a cable; --service computer-usb2 is",
        Unread::TraceReplaces => "link.trace knows the speed at all times",
        Unread::PlanReplaces => "link.plan gives the speed for every hour",
        Unread::SpeedIsCertain => "the speed does not vary (--variation 0%)",
        Unread::PluggingNotRead => "nothing here depends on when it is plugged in",
        Unread::UnlockingNotRead => "nothing here depends on whether it is unlocked",
        Unread::NoItems => {
            "the library is one stream of bytes; give library.items, or a service that knows its \
             items: --service icloud-photos"
        }
        Unread::ItemsCostNothing => {
            "no item costs anything of its own here; under --service google-photos it does"
        }
        Unread::NoRoundTrips => {
            "items cost no round trips here; write them in service.item_overhead, such as 30ms + 2 \
             rtt"
        }
        Unread::NoOutages => "there are no outages whose effect it could decide",
        Unread::NoRivals => "nothing else uploads; add link.rivals",
        Unread::NotRequired(what) => return not_required(what),
        Unread::PowerNotNeeded => {
            "this service runs without a charger too; --service icloud-backup needs one"
        }
        Unread::AlwaysPlugged => "the phone is plugged in all the time (charger.plugged)",
        Unread::NeverPlugged => "the phone is never plugged in (charger.plugged, charger.power)",
        Unread::ScreenOff => "the phone is never in use (screen.in_use)",
        Unread::NoScan => "this service does not look through the library first (service.scan)",
        Unread::SpaceUnknown => "the free space is not known; add --cloud-free",
        Unread::SpaceKnown => "the free space is known, so no free plan has to be assumed",
        Unread::FreeGiven => "cloud.free already says how much is free",
        Unread::PhoneSpaceUnknown => "the free space on the phone is not known; add --phone-free",
        Unread::NothingWaived => {
            "this service starts at once anyway; --service icloud-backup waits for a lock and a \
             charger"
        }
        Unread::NoLast => "how long ago the last backup was is not known; add --last-backup",
        Unread::NoInterval => "this service keeps no interval; --service google-backup does",
        Unread::NothingStuck => "no item is stuck; add library.stuck_at",
        Unread::PlainClient => "only real programs do this; --service rclone-webdav is one",
        Unread::OwnRule(_) => "this program has a rule of its own; --service restic reads it",
        Unread::WifiNeverLost => "Wi-Fi is never lost (link.wifi, link.drops)",
    };
    text.to_owned()
}

fn not_required(what: Requirement) -> String {
    let reader = match what {
        Requirement::Charging | Requirement::Idle => "google-backup",
        Requirement::Unmetered => "google-photos",
        Requirement::ScreenOff => "samsung-cloud",
        Requirement::Power | Requirement::Locked | Requirement::NotSaver => "icloud-backup",
        Requirement::Wifi | Requirement::BatteryNotLow => "",
    };
    let what = what.word();
    match reader {
        "" => format!("this service does not require {what}"),
        reader => format!("this service does not require {what}; --service {reader} does"),
    }
}
