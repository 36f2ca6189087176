//! What an answer stands on: what was not checked, what was assumed, how values were read. An answer
//! flows in, short pieces flow out; `text` joins as many as there is room for.

use super::cause::space;
use super::lines::Lines;
use super::next::service_to_add;
use crate::model::link::{LinkKind, UploadIs};
use crate::model::service::{Preset, Requirement};
use crate::report::format::{
    Way, bytes_per_s, percent, rate, rate_and_need, size, size_and_limit, thousands,
};
use crate::scenario::Inputs;
use crate::scenario::fields::{field, id_of};
use crate::sim::outcome::Verdict;
use crate::study::answer::Unchecked;
use crate::units::Windows;

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

    /// What was taken for granted.
    pub fn assumed(&self) -> Vec<String> {
        let inputs = self.inputs();
        let requires = inputs.service.requires;
        let mut pieces = Vec::new();
        let mut assume = |holds: bool, text: String| {
            if holds {
                pieces.push(text);
            }
        };
        assume(!self.given("window.allowed"), self.hours());
        let wifi = inputs.link.kind == LinkKind::Wifi && inputs.link.wifi == Windows::Always;
        let all = if self.all_day() { "day" } else { "night" };
        assume(wifi && !self.given("link.wifi"), format!("Wi-Fi all {all}"));
        let locked = requires.has(Requirement::Locked) || requires.has(Requirement::ScreenOff);
        assume(locked && !self.given("screen.in_use"), "locked".to_owned());
        let power = requires.has(Requirement::Power) || requires.has(Requirement::Charging);
        assume(power && !self.given("charger.plugged"), "plugged in".to_owned());
        let alone = inputs.link.rivals.0.is_empty() && !self.by_cable();
        assume(alone && !self.given("link.rivals"), "nothing else uploading".to_owned());
        let sd = match inputs.link.upload_is {
            UploadIs::Test => 12,
            UploadIs::Typical => 3,
            UploadIs::Plan => 20,
        };
        assume(self.answer().chance.is_some() && !self.by_cable(), format!("speed +-{sd} %"));
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
        } else if let (Some(upload), None) = (link.upload, &link.plan) {
            let stated = rate_and_need(upload, self.answer().one_night.upload).stated;
            let goodput = bytes_per_s(link.efficiency.of(upload));
            pieces.push(match link.efficiency.millionths() {
                1_000_000 => format!("{stated} = {goodput}"),
                efficiency => format!("{stated} x {} = {goodput}", percent(efficiency)),
            });
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
                format!("{} (free plan: {})", space(preset), size(tier, Way::Nearest))
            }
            (_, None) => space(preset).to_owned(),
        },
        "storage.free" => "space on the phone".to_owned(),
        "service.preset" => match preset {
            Preset::Generic => "your phone's own rules: add --service icloud-backup".to_owned(),
            _ => "the service's own rules".to_owned(),
        },
        key => key.to_owned(),
    };
    match unknown.flips_to {
        None => what,
        Some(Verdict::Finishes) => format!("{what}: may still make it"),
        Some(Verdict::Misses) => format!("{what}: may make it late"),
        Some(Verdict::Never | Verdict::Refused) => format!("{what}: may stop it"),
    }
}
