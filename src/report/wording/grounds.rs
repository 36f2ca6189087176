//! What an answer stands on: what was not checked, what was assumed, how values were read. An answer
//! flows in, short pieces flow out; `text` joins as many as there is room for.

use super::cause::space;
use super::lines::Lines;
use super::next::service_to_add;
use crate::model::link::LinkKind;
use crate::model::service::{Preset, Requirement};
use crate::report::format::{
    Way, bytes_per_s, inert, percent, rate, rate_and_need, size, size_and_limit, thousands,
};
use crate::scenario::Inputs;
use crate::scenario::fields::{field, id_of};
use crate::sim::outcome::Verdict;
use crate::study::answer::Unchecked;
use crate::units::{Kind, MEGABYTES, RatePlan, Size, Windows};

impl Lines<'_> {
    /// What is not known and was not checked.
    pub fn not_checked(&self) -> Vec<String> {
        let inputs = self.inputs();
        let mut pieces: Vec<_> =
            self.answer().unchecked.iter().map(|u| unchecked(u, inputs)).collect();
        let rules = id_of("service.preset");
        if let Some(service) = service_to_add(&self.answer().scenario)
            && self.answer().unchecked.iter().all(|u| u.field != rules)
        {
            pieces.push(format!("your phone's own rules: add --service {service}"));
        }
        pieces
    }

    /// What was not checked and could turn the verdict.
    pub fn flips(&self) -> Vec<String> {
        let open = self.answer().unchecked.iter().filter(|u| u.flips_to.is_some());
        open.map(|u| unchecked(u, self.inputs())).collect()
    }

    /// What was taken for granted.
    pub fn assumed(&self) -> Vec<String> {
        let mut pieces = self.granted();
        pieces.extend(self.assumed_for_chance());
        pieces
    }

    /// The same without what only the chance rests on.
    pub fn granted(&self) -> Vec<String> {
        let inputs = self.inputs();
        let requires = inputs.service.requires;
        let mut pieces = Vec::new();
        let mut assume = |holds: bool, text: String| {
            if holds {
                pieces.push(text);
            }
        };
        let any_time = self.by_cable() && self.all_day();
        assume(!self.given("window.allowed") && !any_time, self.hours());
        let wifi = inputs.link.kind == LinkKind::Wifi && inputs.link.wifi == Windows::Always;
        assume(wifi && !self.given("link.wifi"), format!("Wi-Fi all {}", self.night()));
        let locked = requires.has(Requirement::Locked) || requires.has(Requirement::ScreenOff);
        assume(locked && !self.given("screen.in_use"), "locked".to_owned());
        let power = requires.has(Requirement::Power) || requires.has(Requirement::Charging);
        let charger = inputs.charger.power.power > crate::units::Power::ZERO;
        let plugged = power && charger && !self.given("charger.plugged");
        assume(plugged, "plugged in".to_owned());
        let alone = inputs.link.rivals.0.is_empty() && !self.by_cable();
        assume(alone && !self.given("link.rivals"), "nothing else uploading".to_owned());
        let growth = inputs.library.growth;
        let later = self.outcome().finish.is_none_or(|f| f.night > 1);
        let grows = growth > Size::ZERO && later && self.outcome().proof.is_none();
        let new = format!("{} new a day", size(growth, Way::Nearest));
        assume(grows && !self.given("library.growth"), new);
        pieces
    }

    /// How size and speed were read.
    pub fn read_as(&self) -> Vec<String> {
        let link = &self.inputs().link;
        let library = self.library();
        let shown = size_and_limit(library, self.answer().one_night.size).stated;
        let mut pieces = vec![format!("{shown} = {} bytes", thousands(library.bytes()))];
        if self.by_cable() {
            pieces
                .extend(link.usb_speed.map(|usb| {
                    format!("cable {} = {}", rate(usb, Way::Nearest), bytes_per_s(usb))
                }));
        } else if link.trace.is_some() {
            let share = percent(link.efficiency.millionths());
            pieces.push(format!("measured speeds x {share}"));
        } else if let Some(RatePlan::Daily(entries)) = &link.plan {
            let times = entries
                .iter()
                .map(|&(at, speed)| format!("{} {}", self.clock(at), rate(speed, Way::Nearest)));
            let times = times.collect::<Vec<_>>().join(", ");
            pieces.push(format!("{times}, x {}", percent(link.efficiency.millionths())));
        } else if let Some(upload) = match &link.plan {
            Some(RatePlan::Constant(planned)) => Some(*planned),
            _ => link.upload,
        } {
            let stated = rate_and_need(upload, self.answer().one_night.upload).stated;
            let goodput = bytes_per_s(link.efficiency.of(upload));
            pieces.push(match link.efficiency.millionths() {
                1_000_000 => format!("{stated} = {goodput}"),
                efficiency => format!("{stated} x {} = {goodput}", percent(efficiency)),
            });
        }
        // Eight times as much or as little as most people mean: the answer itself says so.
        let notes = self.answer().scenario.notes();
        let loud = notes.iter().find(|(_, note)| note.code == MEGABYTES);
        if let Some((_, note)) = loud {
            let first = note.text.split([';', ',']).next().unwrap_or_default();
            pieces.insert(0, inert(first.trim_start_matches("read as ")));
        }
        let spread = &self.inputs().top.spread;
        if !spread.0.is_empty() {
            pieces.push(format!("in trials {}", spread.print()));
        }
        pieces
    }
}

/// An unknown input in words.
pub fn unchecked(unknown: &Unchecked, inputs: &Inputs) -> String {
    let preset = inputs.service.preset;
    let what = match field(unknown.field).key {
        "cloud.free" if inputs.link.kind == LinkKind::Usb => "space on the computer".to_owned(),
        "cloud.free" => match (preset, inputs.cloud.free_tier) {
            (Preset::Generic, _) => {
                "cloud space (free plans: iCloud 5 GB, Google 15 GB)".to_owned()
            }
            (_, Some(tier)) => {
                let (space, tier) = (space(preset), size(tier, Way::Nearest));
                return match flips(unknown.flips_to) {
                    Some(effect) => format!("{space} (the free {tier} would {effect})"),
                    None => format!("{space} (free plan: {tier})"),
                };
            }
            (_, None) => space(preset).to_owned(),
        },
        "storage.free" => match flips(unknown.flips_to) {
            Some(effect) => return format!("space on the phone (too little would {effect})"),
            None => "space on the phone".to_owned(),
        },
        "charger.plugged" => match flips(unknown.flips_to) {
            Some(effect) => {
                return format!("that it is on the charger (if not, this would {effect})");
            }
            None => "that it is on the charger".to_owned(),
        },
        "link.wifi" => match flips(unknown.flips_to) {
            Some(effect) => return format!("Wi-Fi to the end (half of it would {effect})"),
            None => "Wi-Fi to the end".to_owned(),
        },
        "battery.level" => match flips(unknown.flips_to) {
            Some(effect) => return format!("the battery (20 % would {effect})"),
            None => "the battery".to_owned(),
        },
        "screen.in_use" => match flips(unknown.flips_to) {
            Some(effect) => return format!("that nobody uses it (an hour would {effect})"),
            None => "that nobody uses it".to_owned(),
        },
        "service.preset" => match preset {
            Preset::Generic => "your phone's own rules: add --service icloud-backup".to_owned(),
            _ => "the service's own rules".to_owned(),
        },
        key => key.to_owned(),
    };
    match flips(unknown.flips_to) {
        None => what,
        Some(effect) => format!("{what} (might {effect})"),
    }
}

/// What the tight value would do.
const fn flips(to: Option<Verdict>) -> Option<&'static str> {
    match to {
        None => None,
        Some(Verdict::Finishes) => Some("bring it in time"),
        Some(Verdict::Misses) => Some("make it late"),
        Some(Verdict::Never | Verdict::Refused) => Some("stop it"),
    }
}
