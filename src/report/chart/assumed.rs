//! What a case rests on, for captions: a scenario and its outcome flow in; short pieces in plain words
//! flow out, what decides the case first. Every given value has a piece, and so has what was taken for
//! granted; what only moves the chance, or stands in the title or on the axis, has none.

use super::facts::Facts;
use super::label::word;
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::model::phone::Fault;
use crate::model::power::battery::Saver;
use crate::model::service::{Preset, Start};
use crate::report::format::{self, ClockStyle, Way};
use crate::report::wording::lines::Lines;
use crate::scenario::fields::{FieldRef, id_of};
use crate::scenario::{Inputs, fields};
use crate::units::{Choice, RatePlan, Windows};

/// What has no piece: names, what only moves the chance, what the speed's piece or the chart itself
/// tells, and what only chooses words.
const SILENT: [&str; 18] = [
    "name",
    "spread",
    "service.preset",
    "library.size",
    "link.upload",
    "link.upload_is",
    "link.efficiency",
    "link.kind",
    "link.plan",
    "link.trace",
    "link.usb_speed",
    "link.variation",
    "charger.late",
    "screen.unlock",
    "window.allowed",
    "window.nights",
    "cloud.free_tier",
    "phone.platform",
];

/// A condition and the causes that it bears on.
struct Piece {
    text: String,
    causes: &'static [Cause],
    /// Where it stands among those that bear on nothing that happened: lower is earlier.
    order: u8,
}

const LINE: &[Cause] = &[Cause::UploadSpeed, Cause::UsbSpeed];
const POWER: &[Cause] =
    &[Cause::NoPower, Cause::NotCharging, Cause::LowBattery, Cause::LowPowerMode, Cause::Doze];
const LEVEL: &[Cause] = &[Cause::LowBattery, Cause::LowPowerMode, Cause::NotCharging];
const USE: &[Cause] = &[Cause::ScreenInUse, Cause::NotIdle, Cause::Starting];

/// The causes that a field bears on.
fn causes(key: &str) -> &'static [Cause] {
    match key {
        "battery.level" | "charger.plugged" | "charger.power" | "charger.hold" => POWER,
        "battery.saver" => &[Cause::LowPowerMode],
        "service.reserve" => &[Cause::LowBattery],
        "service.doze" => &[Cause::Doze],
        "screen.in_use" | "service.idle_delay" | "service.start_delay" => USE,
        "service.start" | "service.requires" => &[Cause::NoPower, Cause::NotCharging],
        "service.session" | "service.max_run" => &[Cause::SessionBudget],
        "service.scan" => &[Cause::Scanning],
        "service.retry" => &[Cause::BackingOff],
        "service.item_overhead" | "library.items" | "library.listing" | "service.transfers" => {
            &[Cause::ItemOverhead]
        }
        "service.max_rate" => &[Cause::PhoneSpeed],
        "link.wifi" => &[Cause::NoWifi],
        "link.wifi_speed" => &[Cause::WifiSpeed],
        "link.metered" => &[Cause::Metered],
        "link.outages" | "link.drops" => &[Cause::LinkOutage, Cause::Reconnecting],
        "link.rivals" => &[Cause::RivalTraffic],
        "library.stuck_at" => &[Cause::StuckItem],
        "library.growth" => &[Cause::UploadSpeed],
        "cloud.free" | "cloud.plan" | "cloud.used" | "cloud.resized" => {
            &[Cause::CloudFull, Cause::ComputerFull]
        }
        "cloud.cap" => &[Cause::CloudSpeed],
        "cloud.outages" => &[Cause::CloudOutage],
        "phone.temperature" => &[Cause::TooHot, Cause::Heat],
        "phone.signed_in" => &[Cause::SignedOut],
        "phone.backup_on" => &[Cause::BackupOff],
        "phone.software" => &[Cause::Unsupported],
        "phone.fault" => Cause::FAULTS,
        key if key.starts_with("storage.") => &[Cause::PhoneFull],
        key if key.starts_with("battery.") => POWER,
        _ => &[],
    }
}

/// The pieces of a case, what decides it first; `varies` says of what other values are plotted than
/// its own.
pub fn pieces(facts: &Facts<'_>, varies: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut list = vec![Piece { text: task(facts, varies), causes: LINE, order: 0 }];
    let preset = facts.inputs.service.preset;
    if preset != Preset::Generic {
        let usb = facts.inputs.link.kind == LinkKind::Usb;
        let rules = if usb { "" } else { "the rules of " };
        list.push(Piece { text: format!("{rules}{}", plain(preset)), causes: &[], order: 1 });
    }
    let is_given = |key| facts.answer.scenario.origin(id_of(key)).is_given();
    // Of larger sizes some take more than one night.
    let many = facts.nights() > 1 || varies("library.size");
    for field in fields() {
        if facts.answer.scenario.origin(field.id).is_given()
            && !SILENT.contains(&field.key)
            && !varies(field.key)
            && let Some(text) = given(facts, field)
        {
            let text = if field.key == "battery.level" { level(facts, many) } else { text };
            let causes = causes(field.key);
            list.push(Piece { text, causes, order: if causes.is_empty() { 3 } else { 2 } });
        }
    }
    // What was taken for granted, in the words of the answer; the hours stand in the subtitle.
    let lines = Lines::of(facts.answer, facts.style());
    let hours = lines.hours();
    for text in lines.granted().into_iter().filter(|text| *text != hours) {
        list.push(Piece { text, causes: &[], order: 4 });
    }
    let ranked = ranking(facts);
    if !is_given("battery.level") && LEVEL.iter().any(|cause| ranked.contains(cause)) {
        list.push(Piece { text: level(facts, many), causes: LEVEL, order: 4 });
    }
    let rank = |piece: &Piece| {
        let first = piece.causes.iter().filter_map(|c| ranked.iter().position(|r| r == c)).min();
        (first.unwrap_or(usize::MAX), piece.order)
    };
    list.sort_by_key(rank);
    let mut texts: Vec<String> = Vec::new();
    for piece in list {
        // A terminal may lack the sign; the face of the charts has it.
        let text = piece.text.replace("+-", "±");
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// What decided the case: the proof, the bottleneck, then what took at least a fiftieth of the time.
fn ranking(facts: &Facts<'_>) -> Vec<Cause> {
    let outcome = facts.outcome;
    let window = outcome.ledger.uploading.plus(outcome.ledger.stalled).micros();
    let stalls = outcome.stalls.iter().map(|s| (s.cause, s.time));
    let limits = outcome.limits.iter().map(|l| (l.cause, l.time));
    let mut times: Vec<_> =
        stalls.chain(limits).filter(|(_, time)| time.micros() >= window / 50).collect();
    times.sort_by_key(|&(cause, time)| (std::cmp::Reverse(time), cause));
    let first = outcome.proof.map(|p| p.cause).into_iter().chain(facts.answer.bottleneck);
    first.chain(times.into_iter().map(|t| t.0)).collect()
}

/// `40 GB at a steady 3 Mbps (95 % of it payload)`.
fn task(facts: &Facts<'_>, varies: &dyn Fn(&str) -> bool) -> String {
    let link = &facts.inputs.link;
    let size = match varies("library.size") {
        true => "each size".to_owned(),
        false => facts.size_text(),
    };
    let payload = format::percent(link.efficiency.millionths());
    if link.kind == LinkKind::Usb {
        let rate = match varies("link.usb_speed") {
            true => "each speed".to_owned(),
            false => facts.stated_rate().unwrap_or_default(),
        };
        return format!("{size} over a cable that carries {rate}");
    }
    if link.trace.is_some() {
        return format!("{size} at measured speeds ({payload} of them payload)");
    }
    let planned = match &link.plan {
        Some(RatePlan::Daily(_)) => {
            return format!("{size} at speeds by clock time ({payload} of them payload)");
        }
        Some(RatePlan::Constant(rate)) => Some(*rate),
        None => link.upload,
    };
    let rate = planned.map(|r| format::rate(r, Way::Nearest)).unwrap_or_default();
    let rate = if varies("link.upload") { "upload".to_owned() } else { rate };
    format!("{size} at a steady {rate} ({payload} of it payload)")
}

/// A preset as its owner calls it.
pub const fn plain(preset: Preset) -> &'static str {
    match preset {
        Preset::Generic => "no service",
        Preset::IcloudBackup => "iCloud Backup",
        Preset::IcloudPhotos => "iCloud Photos",
        Preset::GoogleBackup => "Google backup",
        Preset::GooglePhotos => "Google Photos",
        Preset::SamsungCloud => "Samsung Cloud",
        Preset::Onedrive => "OneDrive",
        Preset::ComputerUsb2 => "a backup to a computer by USB 2",
        Preset::ComputerUsb3 => "a backup to a computer by USB 3",
        Preset::AndroidUsb => "a copy from an Android phone by cable",
        Preset::RcloneWebdav | Preset::RcloneS3 => "rclone",
        Preset::Restic => "restic",
        Preset::Rsync => "rsync",
    }
}

/// Hours in which something holds, after words for each kind of them.
fn hours(windows: &Windows, text: &str, [always, never, then]: [&str; 3]) -> String {
    match windows {
        Windows::Always => always.to_owned(),
        Windows::Never => never.to_owned(),
        Windows::Clock(_) => format!("{then} {text}"),
    }
}

/// A given value in words; `None` if it is no news.
pub fn given(facts: &Facts<'_>, field: &FieldRef) -> Option<String> {
    let inputs = facts.inputs;
    let printed = facts.answer.scenario.print(field.id);
    let text = readable(&printed, facts.style());
    let night = facts.day();
    Some(match field.key {
        "service.start" => match inputs.service.start {
            Start::Manual => "started by hand".to_owned(),
            Start::Automatic => return None,
        },
        "service.last" => format!("the last backup {text} ago"),
        "service.reserve" => format!("a pause at {text} battery"),
        "service.max_rate" => format!("at most {text} from the phone"),
        "library.done" => format!("{text} backed up before"),
        "library.growth" => format!("{text} new a day"),
        "library.items" | "library.listing" => "the items as listed".to_owned(),
        "library.stuck_at" => format!("an item stuck at {text}"),
        "link.outages" => format!("the line down {text}"),
        "link.drops" => {
            let drops = inputs.link.drops?;
            let time = |span| format::span(span, Way::Nearest);
            format!("drops of {} every {} on average", time(drops.lasting), time(drops.every))
        }
        "link.wifi" => {
            let always = format!("Wi-Fi all {night}");
            hours(&inputs.link.wifi, &text, [&always, "no Wi-Fi", "Wi-Fi only"])
        }
        "link.rtt" => format!("a round trip of {text}"),
        "link.loss" => format!("{text} of packets lost"),
        "link.wifi_speed" => format!("a Wi-Fi link of {text}"),
        "link.metered" if inputs.link.metered => "a metered network".to_owned(),
        "link.rivals" => match inputs.link.rivals.0.len() {
            0 => "nothing else uploading".to_owned(),
            n => {
                let count = format::count(n as u64, "other upload");
                if text.chars().count() <= 50 { format!("{count} ({text})") } else { count }
            }
        },
        "window.deadline" => format!("a deadline of {}", facts.deadline_text()),
        "battery.level" => level(facts, facts.nights() > 1),
        "battery.capacity" => format!("a battery of {text}"),
        "battery.saver" => match inputs.battery.saver {
            Saver::Off => "power saving off".to_owned(),
            Saver::On => "power saving on".to_owned(),
            Saver::Auto => "power saving switched by the phone".to_owned(),
        },
        "charger.power" if inputs.charger.power.power == crate::units::Power::ZERO => {
            "no charger".to_owned()
        }
        "charger.power" => format!("a charger of {text}"),
        "charger.plugged" => {
            let always = format!("plugged in all {night}");
            // Outside of the hours it may be: each night begins with the same level.
            let at = match (facts.all_day(), night) {
                (true, _) => "",
                (_, "day") => " by day",
                _ => " at night",
            };
            let never = format!("never plugged in{at}");
            hours(&inputs.charger.plugged, &text, [&always, &never, "plugged in only"])
        }
        "charger.hold" => format!("charging held at {text}"),
        "cloud.free" if inputs.link.kind == LinkKind::Usb => format!("{text} free on the computer"),
        "cloud.free" => format!("{text} free in the cloud"),
        // Told together.
        "cloud.used" if inputs.cloud.plan.is_some() => return None,
        "cloud.used" => format!("{text} used in the cloud"),
        "cloud.plan" => match inputs.cloud.used {
            Some(used) => {
                format!("{} of a {text} plan used", format::size(used, Way::Nearest))
            }
            None => format!("a {text} plan"),
        },
        "cloud.resized" => format!("cloud space from {text}"),
        "cloud.cap" => format!("a service that takes {text}"),
        "cloud.outages" => {
            hours(&inputs.cloud.outages, &text, ["the service down", "", "the service down"])
        }
        "storage.free" => format!("{text} free on the phone"),
        "screen.in_use" => {
            let never = format!("locked all {night}");
            hours(&inputs.screen.in_use, &text, ["the phone in use", &never, "phone in use"])
        }
        "phone.signed_in" if !inputs.phone.signed_in => "no account signed in".to_owned(),
        "phone.backup_on" if !inputs.phone.backup_on => "the backup switched off".to_owned(),
        "phone.software" => format!("{text} software"),
        "phone.fault" => {
            let words = Fault::ALL.iter().filter(|f| inputs.phone.fault.has(f.0));
            words.map(|f| word(f.0.cause())).collect::<Vec<_>>().join(", ")
        }
        "phone.temperature" => format!("{text} around the phone"),
        _ => return by_its_name(field, &printed, &text),
    })
    .filter(|text| !text.is_empty())
}

/// The level that is taken for granted; `many`: of several nights, whatever became of it by day.
fn level(facts: &Facts<'_>, many: bool) -> String {
    let level = format::percent(facts.inputs.battery.level.millionths());
    let when = if many { format!("the start of each {}", facts.day()) } else { "first".to_owned() };
    format!("{level} battery at {when}")
}

/// A value with the name of its flag, unless it is what holds without it.
fn by_its_name(field: &FieldRef, printed: &str, text: &str) -> Option<String> {
    let same = Inputs::default().print(field.id) == printed;
    let name = field.flags.first().copied().unwrap_or(field.key).replace(['-', '.', '_'], " ");
    let (short, long) = (format!("{name} {text}"), format!("{name} as given"));
    (!same).then_some(if short.chars().count() <= 60 { short } else { long })
}

/// A printed value for people: units apart, hours with a dash, the clock in their style.
pub fn readable(text: &str, style: ClockStyle) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut out = String::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let colon = letters.get(at + 2) == Some(&':');
        let begins = at == 0 || !digit(at - 1);
        if begins && digit(at) && digit(at + 1) && colon && digit(at + 3) && digit(at + 4) {
            let number = |at: usize| letters.get(at).and_then(|c| c.to_digit(10)).unwrap_or(0);
            let two = |at: usize| number(at) * 10 + number(at + 1);
            out += &super::facts::clock_in(
                crate::units::ClockTime::from_secs(two(at) * 3600 + two(at + 3) * 60),
                style,
            );
            at += 5;
            if letters.get(at) == Some(&'-') {
                out.push('–');
                at += 1;
            }
            continue;
        }
        let unit = letter.is_ascii_alphabetic() || letter == '%' || letter == '°';
        if unit && at > 0 && digit(at - 1) {
            out.push(' ');
        }
        out.push(letter);
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_made_readable() {
        let read = |text| readable(text, ClockStyle::H24);
        assert_eq!(read("22:00-23:00, 06:00-07:00"), "22:00–23:00, 06:00–07:00");
        assert_eq!(read("80% until 05:00"), "80 % until 05:00");
        assert_eq!(read("onedrive 2 flows 30GB"), "onedrive 2 flows 30 GB");
        let twelve = readable("night 1: 23:00-04:30", ClockStyle::H12);
        assert_eq!(twelve, "night 1: 11 pm–4:30 am");
    }

    #[test]
    fn every_silent_field_is_one_and_every_preset_has_its_plain_name() {
        assert!(SILENT.iter().all(|key| fields().iter().any(|f| f.key == *key)));
        for &(preset, id, _) in Preset::ALL {
            assert!(!plain(preset).contains('-') && plain(preset) != id || id.len() < 7, "{id}");
        }
    }
}
